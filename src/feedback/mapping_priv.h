/* Reading a mapping document: members with their issues. Inside feedback/ only.
 *
 * Every reader adds an issue at the member's path when it is not what it should be, and returns
 * the fallback, so that one pass finds all that is wrong. */
#pragma once

#include "base/arena.h"
#include "codec/json.h"
#include "feedback/mapping.h"

typedef struct {
    CxArena *arena;
    CxIssues *issues;
    CxMapping *mapping; /* being filled */
    const CxJson *root;
    const char *const *missing; /* texts that mean "no answer" unless an item says otherwise */
    size_t n_missing;
} CxMappingReader;

typedef enum {
    CX_MEMBER_NEEDED,
    CX_MEMBER_OPTIONAL,
} CxMemberNeed;

/* An issue at json, or at its member `name` if not NULL. */
void cx_mapping_issue(CxMappingReader *reader, const CxJson *json, const char *name,
                      const char *code, const char *format, ...) CX_PRINTF(5, 6);
/* A text in the arena, trimmed, not empty, at most max bytes; else NULL. */
const char *cx_mapping_text(CxMappingReader *reader, const CxJson *json, const char *name,
                            CxMemberNeed need, size_t len_bytes_max);
/* A text that is a key. */
const char *cx_mapping_key(CxMappingReader *reader, const CxJson *json, const char *name,
                           CxMemberNeed need);
int64_t cx_mapping_int(CxMappingReader *reader, const CxJson *json, const char *name,
                       int64_t fallback);
bool cx_mapping_flag(CxMappingReader *reader, const CxJson *json, const char *name, bool fallback);
/* A day, or CX_DAY_NONE. */
CxDay cx_mapping_day(CxMappingReader *reader, const CxJson *json, const char *name);
/* An array or object, or NULL. */
const CxJson *cx_mapping_tree(CxMappingReader *reader, const CxJson *json, const char *name,
                              CxJsonType type, CxMemberNeed need);
/* Adds an issue for each member whose name is not in `names` (NULL ends), with the nearest one. */
void cx_mapping_check_names(CxMappingReader *reader, const CxJson *json, const char *const *names);
/* A text or a whole number as the text a file would hold ("11"), in the arena; else an issue and
 * NULL. */
const char *cx_mapping_source(CxMappingReader *reader, const CxJson *json);

/* mapping_columns.c: "columns": id, date, mode, weight, cluster, account and the like. */
void cx_mapping_read_columns(CxMappingReader *reader);
/* mapping_items.c: "missing", "scales" and "items". */
void cx_mapping_read_items(CxMappingReader *reader);
