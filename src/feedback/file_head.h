/* The first rows of a table somebody brought, as text: enough to show, to tell what kind of file it
 * is, and to preview what a mapping makes of it, whatever the size of the file.
 *
 * Pure. A head is a value in its arena; one thread. */
#pragma once

#include <glib.h>

#include "base/arena.h"
#include "codec/table.h"

#define CX_HEAD_ROWS_MAX       40        /* records kept, headers included */
#define CX_HEAD_BYTES_MAX      (2 << 20) /* of cells, when there is more than the header */
#define CX_HEAD_CELL_BYTES_MAX 400       /* a longer cell is cut at a character */

typedef struct {
    CxTableRow row;           /* fields are ended by NUL here; no raw, no offsets */
    const char *const *cells; /* the same texts, row.n_fields of them */
} CxHeadRow;

typedef struct {
    const char *kind_name; /* "CSV", "Excel workbook" … */
    const char *line_word; /* "line" or "row" */
    const CxHeadRow *rows; /* the first one names the columns; bad ones are not here */
    size_t n_rows;
    const char *const *names; /* of the columns, without blanks around them */
    bool is_whole;            /* these are all rows of the file */
    CxArena *arena;
} CxFileHead;

/* Reads the first rows. INVALID "the file is empty", and as cx_table_open. (transfer full) */
CX_MUST_USE CxFileHead *cx_file_head_read(const void *data, size_t len_bytes, GError **error);
void cx_file_head_free(CxFileHead *head);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CxFileHead, cx_file_head_free)

/* The name of the i-th column without blanks around it, "" where there is none; borrowed. */
const char *cx_file_head_column(const CxFileHead *head, size_t i);
size_t cx_file_head_n_columns(const CxFileHead *head);

/* As JSON, and back; CORRUPT for what is no head. (transfer full) */
char *cx_file_head_json(const CxFileHead *head);
CX_MUST_USE CxFileHead *cx_file_head_parse(const char *json, GError **error);
