/* The inside of an intake, shared by its two files. */
#pragma once

#include "base/arena.h"
#include "codec/header.h"
#include "feedback/cell_key_priv.h"
#include "feedback/code_table.h"
#include "feedback/intake.h"

/* A short cell and the code it was read as. */
typedef struct {
    CxCellKey key; /* of the whole cell, blanks and all */
    int32_t code;
    CxMeaning meaning;
} CxIntakeSeen;

/* Columns repeat their values: what a short cell was read as stays in the slot its key hashes to,
 * until another one comes there. Most cells cost one comparison. */
#define CX_INTAKE_SEEN_BITS_MIN 8
#define CX_INTAKE_SEEN_BITS_MAX 12
/* A number on a longer scale is read anew each time. */
#define CX_INTAKE_SEEN_VALUES_MAX 100000

typedef struct {
    const CxMappingItem *item;
    size_t i_column;    /* of a computed item the first it is computed from */
    size_t *i_computed; /* as many as its compute has columns; NULL: it stands in a column */
    CxCodeTable *codes;
    CxIntakeSeen *seen; /* 2^seen_bits; NULL: computed, a text, or of too many values */
    unsigned seen_bits;
} CxIntakeItem;

typedef struct {
    const CxMappingSkip *skip;
    size_t i_column;
} CxIntakeSkip;

#define CX_INTAKE_NO_COLUMN CX_HEADER_NO_COLUMN

#define CX_INTAKE_WHEN_BYTES 23
#define CX_INTAKE_WHEN_BITS  11
#define CX_INTAKE_WHENS      (1 << CX_INTAKE_WHEN_BITS)

/* A cell of the date column, and what it was read as. */
typedef struct {
    size_t len_bytes; /* 0: nothing yet */
    char text[CX_INTAKE_WHEN_BYTES];
    CxWhen when;
} CxIntakeWhen;

/* intake_compute.c: the text a computed item has in a record, as if it stood in a column; in the
 * intake's texts. A text that is missing or does not apply in one of the columns is the result. NULL:
 * the record is set aside, with its reason in intake->reason and the column in *ret_i_column. */
const char *cx_intake_compute(const CxIntake *intake, const CxIntakeItem *bound,
                              const CxTableRow *row, size_t *ret_i_column);

struct CxIntake {
    const CxMapping *mapping;
    GTimeZone *zone;
    CxHeader *header;
    size_t n_columns;  /* of the header, as are the names */
    char **names;      /* borrowed */
    GPtrArray *unused; /* borrowed names */
    size_t i_id;       /* CX_INTAKE_NO_COLUMN where the mapping has none */
    size_t i_date;
    size_t i_weekday;
    size_t i_mode;
    size_t i_weight;
    size_t i_cluster;
    size_t i_account;
    size_t i_transaction;
    size_t i_respondents[CX_RESPONDENT_COLUMNS_MAX]; /* as many as the mapping names */
    CxIntakeWhen whens[CX_INTAKE_WHENS];             /* by a hash of the text, the last one stays */
    CxIntakeSkip *skips;                             /* as many as the mapping has */
    CxIntakeItem *items;
    CxIntakeAnswer *answers; /* of the record being read */
    CxArena *texts;          /* of the record being read */
    GString *reason;         /* of the record set aside */
};
