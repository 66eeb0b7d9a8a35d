/* A query as tools/sqlgen.py describes it: its text per engine, its parameters and its columns.
 *
 * The tables are constant; modules never write one by hand but call the typed functions generated
 * from sql/MODULE/NAME.sql (`#include "sql/MODULE.h"`; see docs/contributing/queries.md). */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A whole number that may be NULL. `{ 0 }` is NULL. */
typedef struct {
    bool is_set;
    int64_t v;
} CxOptI64;

/* A number that may be NULL. `{ 0 }` is NULL. */
typedef struct {
    bool is_set;
    double v;
} CxOptReal;

/* Borrowed bytes. data NULL is NULL; an empty blob has data and no length. */
typedef struct {
    const void *data;
    size_t len_bytes;
} CxBlob;

#define CX_SOME_I64(value)  ((CxOptI64){ .is_set = true, .v = (value) })
#define CX_SOME_REAL(value) ((CxOptReal){ .is_set = true, .v = (value) })

typedef enum { CX_DB_INT, CX_DB_REAL, CX_DB_TEXT, CX_DB_BLOB } CxDbType;

/* A parameter or a column, and where its value lies in the params or row struct. */
typedef struct {
    const char *name;
    CxDbType type;
    bool is_nullable;
    size_t offset_bytes;
} CxQueryField;

typedef struct {
    const char *name;   /* "people/leader_list" */
    const char *sqlite; /* with ?1 .. ?n_params */
    const char *pg;     /* with $1 .. $n_params */
    const CxQueryField *params;
    size_t n_params;
    const CxQueryField *columns;
    size_t n_columns;
    bool is_many;            /* rows come in portions; needs a transaction */
    bool is_copied;          /* on PostgreSQL by COPY, where the transaction only reads */
    const char *scan_reason; /* why a whole table is read, NULL: it is not */
} CxQuery;
