/* The inside of an intake, shared by its two files. */
#pragma once

#include "codec/header.h"
#include "feedback/intake.h"

/* A code with the length of its source, so that cells are compared without copying. */
typedef struct {
    const CxItemCode *code;
    size_t len_bytes;
} CxIntakeCode;

typedef struct {
    const CxMappingItem *item;
    size_t i_column;
    CxIntakeCode *codes; /* as many as the item has */
} CxIntakeItem;

typedef struct {
    const CxMappingSkip *skip;
    size_t i_column;
} CxIntakeSkip;

#define CX_INTAKE_NO_COLUMN CX_HEADER_NO_COLUMN

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
    size_t i_respondent;
    CxIntakeSkip *skips; /* as many as the mapping has */
    CxIntakeItem *items;
    CxIntakeAnswer *answers; /* of the record being read */
    GStringChunk *texts;     /* of the record being read */
    GString *reason;         /* of the record set aside */
};
