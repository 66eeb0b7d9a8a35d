/* Commands: what a person changes is a plain struct and a table of its fields, read from a form, from
 * JSON or from the command line with the same rules and the same words for what is wrong.
 *
 *     typedef struct {
 *         const char *name;
 *         const char *role;
 *         CxDay from;
 *     } LeaderAdd;
 *
 *     static const CxCommandField leader_add_fields[] = {
 *         { CX_COMMAND(LeaderAdd, name, CX_COMMAND_TEXT), .is_required = true,
 *           .bytes_max = CX_NAME_BYTES_MAX, .label_key = "people.name", .about = "Full name" },
 *         { CX_COMMAND(LeaderAdd, from, CX_COMMAND_DAY), .label_key = "people.from",
 *           .about = "First day in office" },
 *     };
 *     const CxCommandType cx_leader_add_type = CX_COMMAND_TYPE(
 *         "LeaderAdd", LeaderAdd, leader_add_fields, "Adds a leader");
 *
 * What was read lives in the arena. Tables are constants; a reading belongs to one thread. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/issues.h"
#include "base/message.h"
#include "lang/lang.h"

typedef struct CxJson CxJson;
typedef struct CxJsonWriter CxJsonWriter;

typedef enum {
    CX_COMMAND_TEXT,   /* const char *: one line, trimmed; NULL when blank */
    CX_COMMAND_NOTE,   /* const char *: lines ("\n"), trimmed; NULL when blank */
    CX_COMMAND_SECRET, /* const char *: as typed; NULL when empty; never shown back */
    CX_COMMAND_CHOICE, /* const char *: one of the choices; NULL when blank */
    CX_COMMAND_INT,    /* int64_t; CX_COMMAND_INT_NONE when blank */
    CX_COMMAND_DAY,    /* CxDay; CX_DAY_NONE when blank */
    CX_COMMAND_FLAG,   /* bool; false when absent */
    CX_COMMAND_N
} CxCommandKind;

#define CX_COMMAND_INT_NONE INT64_MIN

typedef struct {
    const char *value;
    const char *label_key; /* message of the choice */
} CxCommandChoice;

typedef struct {
    const char *name; /* of the form field, the JSON member, the option (with "-" for "_") */
    CxCommandKind kind;
    bool is_required;
    bool is_rare; /* few need it: a form folds it away */
    size_t offset;
    size_t bytes_max;               /* of texts; 0: CX_NAME_BYTES_MAX, of notes CX_TEXT_BYTES_MAX */
    int64_t lo, hi;                 /* of INT, both ends allowed; both 0: any */
    const CxCommandChoice *choices; /* ends with value NULL; NULL: the use case checks the value */
    const char *label_key;          /* message above the field */
    const char *hint_key;           /* message below it (nullable) */
    const char *about;              /* one sentence for the API's description and --help */
} CxCommandField;

typedef struct {
    const char *name; /* "LeaderAdd" */
    const CxCommandField *fields;
    size_t n_fields;
    size_t size_bytes;
    const char *about;
} CxCommandType;

#define CX_COMMAND_TEXT_ACCEPTS(member)   _Generic((member), const char * : 1, default : 0)
#define CX_COMMAND_NOTE_ACCEPTS(member)   _Generic((member), const char * : 1, default : 0)
#define CX_COMMAND_SECRET_ACCEPTS(member) _Generic((member), const char * : 1, default : 0)
#define CX_COMMAND_CHOICE_ACCEPTS(member) _Generic((member), const char * : 1, default : 0)
#define CX_COMMAND_INT_ACCEPTS(member)    _Generic((member), int64_t : 1, default : 0)
#define CX_COMMAND_DAY_ACCEPTS(member)    _Generic((member), CxDay : 1, default : 0)
#define CX_COMMAND_FLAG_ACCEPTS(member)   _Generic((member), bool : 1, default : 0)

/* The first members of a CxCommandField; the compiler checks the member's type. */
#define CX_COMMAND(Struct, member, field_kind)                                                     \
    .name = #member, .kind = (field_kind),                                                         \
    .offset =                                                                                      \
        offsetof(Struct, member) + 0 * sizeof(struct {                                             \
                                       _Static_assert(field_kind##_ACCEPTS(((Struct *)0)->member), \
                                                      "type does not fit " #field_kind);           \
                                       int unused;                                                 \
                                   })

#define CX_COMMAND_TYPE(type_name, Struct, field_table, type_about)                                \
    {                                                                                              \
        .name = (type_name), .fields = (field_table), .n_fields = CX_N_ELEMENTS(field_table),      \
        .size_bytes = sizeof(Struct), .about = (type_about)                                        \
    }

/* One reading: where texts live, in which words problems are said, where they are collected. */
typedef struct {
    const CxCommandType *type;
    CxArena *arena;
    const CxCatalogue *catalogue;
    CxIssues *issues;
} CxCommandInput;

/* A field as it was sent; both borrowed. */
typedef struct {
    const char *name;
    const char *value;
} CxCommandPair;

/* Each reads into *ret_command (type->size_bytes) and returns whether the command has no issues;
 * with issues, ret_command is untouched. Fields nobody asked for, fields given twice and texts that
 * are not clean UTF-8 are issues.
 *
 * A form: names that start with "_" belong to web and are passed over. */
CX_MUST_USE bool cx_command_read_form(const CxCommandInput *input, const CxCommandPair *pairs,
                                      size_t n_pairs, void *ret_command);
/* A JSON object; null is the same as absent. INT takes numbers, FLAG true and false. */
CX_MUST_USE bool cx_command_read_json(const CxCommandInput *input, const CxJson *json,
                                      void *ret_command);
/* `--name value`, `--name=value`; a FLAG is `--name` alone. Issues name the option. */
CX_MUST_USE bool cx_command_read_args(const CxCommandInput *input, const char *const *args,
                                      size_t n_args, void *ret_command);

/* The field of a name, or NULL. */
const CxCommandField *cx_command_field_find(const CxCommandType *type, const char *name);
/* A command as pairs (secrets left out), to fill a form with what is there now; in the arena. */
const CxCommandPair *cx_command_pairs(const CxCommandType *type, const void *command,
                                      CxArena *arena, size_t *ret_n);
/* Fails with CORRUPT when a label, hint or choice is not in the catalogue. */
CX_MUST_USE bool cx_command_type_check(const CxCommandType *type, const CxCatalogue *catalogue,
                                       GError **error);
/* Writes the JSON Schema of the command's JSON form. */
void cx_command_type_write_schema(const CxCommandType *type, CxJsonWriter *writer);
