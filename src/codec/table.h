/* A table as people bring it: rows of text cells out of a CSV of any shape, a workbook of Excel, or
 * NDJSON. What it is is told from its content, never from its name.
 *
 * The first row is the header. Rows hold until the next call; fields are not ended by NUL. What is
 * wrong with a row is reported with the row and left behind, as codec/csv.h does; what is wrong with
 * the file as a whole is an error. A table belongs to one thread.
 *
 *   CSV     , ; TAB or | between, any line end, UTF-8, UTF-16, Windows-1252 or a mix. Rows have as
 *           many fields as stand there.
 *   XLSX    one sheet, cells as codec/xlsx.h tells. The line of a row is its number in the sheet.
 *           Rows are filled up with empty fields to the width of the header; a row that is wider
 *           has more fields.
 *   NDJSON  one object a line, in the encodings of CSV. Its keys are columns, in the order in which
 *           they come in the first CX_TABLE_AHEAD_ROWS records; a key that comes first after those
 *           is no column and left out. Objects inside give "outer.inner", a list of plain values is
 *           joined with "; ", a list that holds more than that stands there as JSON. Flags are
 *           "true" and "false", null and what is not there are empty. The header has line 0, every
 *           other row as many fields as the header. */
#pragma once

#include "codec/csv.h"

typedef enum { CX_TABLE_CSV, CX_TABLE_XLSX, CX_TABLE_NDJSON, CX_TABLE_KIND_N } CxTableKind;

/* Zero means: find out. */
typedef struct {
    char delimiter;    /* CSV: one of , ; TAB |, or '\0' for what it looks like */
    const char *sheet; /* XLSX: the name of the sheet; NULL for the first that is not hidden */
} CxTableOptions;

typedef struct {
    const CxCsvField *fields; /* n_fields of them; none in a BAD row */
    size_t n_fields;
    int64_t line;         /* 1-based, the first line of the record, or the row of the sheet */
    int64_t offset_bytes; /* of the record in the text, in UTF-8; 0 in a workbook */
    const char *raw;      /* the record as it stands, as codec/csv.h; NULL in a workbook */
    size_t raw_bytes;
    const char *problem;  /* NULL, or why the row is BAD: "a quote opens here and does not close" */
    int64_t problem_line; /* 1-based, where the trouble began; 0 when there is none */
} CxTableRow;

typedef enum {
    CX_TABLE_ROW,
    CX_TABLE_BAD, /* the row cannot be used and says why; go on */
    CX_TABLE_END,
    CX_TABLE_ERROR /* the rest of the file cannot be read; error is set */
} CxTableStep;

typedef struct CxTable CxTable;

/* Opens a whole file. `data` and the texts of options are borrowed until the table is freed; NULL
 * options are all zero. Fails with UNSUPPORTED for what is no table (another kind of document, a
 * workbook under a password, bytes that are no text), INVALID for a workbook that is damaged or has
 * no such sheet, TOO_LARGE beyond the limits of base/limits.h. An empty file is a CSV without rows.
 * (transfer full) */
CX_MUST_USE CxTable *cx_table_open(const void *data, size_t len_bytes,
                                   const CxTableOptions *options, GError **error);
void cx_table_free(CxTable *table);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CxTable, cx_table_free)

/* The next row; *ret_row is written with ROW and BAD only. After END and ERROR nothing comes. */
CX_MUST_USE CxTableStep cx_table_next(CxTable *table, CxTableRow *ret_row, GError **error);

/* How much of the file is read, 0..1. */
double cx_table_share_done(const CxTable *table);

CxTableKind cx_table_kind(const CxTable *table);
/* The UTF-8 that offset_bytes counts in, not ended by NUL; NULL for a workbook. Borrowed. */
const char *cx_table_text(const CxTable *table, size_t *ret_len_bytes);
/* "CSV", "Excel workbook", "NDJSON"; borrowed for ever. */
const char *cx_table_kind_name(CxTableKind kind);
/* "line", or "row" in a workbook: what CxTableRow's line counts; borrowed for ever. */
const char *cx_table_line_word(CxTableKind kind);
/* What parts the cells of a CSV; a comma for the other kinds. */
char cx_table_delimiter(const CxTable *table);

/* Appends a row as CSV for a person to look at and correct in a spreadsheet: a row of a CSV as it
 * stands, unless a cell of it would run as a formula; then, and of other kinds of file, written anew and
 * guarded (codec/csv.h). A BAD row is cut at its delimiters, its quotes being characters. */
void cx_table_append_row(GString *out, const CxTable *table, const CxTableRow *row);
