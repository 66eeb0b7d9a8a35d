/* Workbooks of Excel (XLSX), read one row after the other.
 *
 * A sheet is streamed: only the texts that cells share and the row at hand are in memory. What a
 * cell gives:
 *   a text     as it is, its runs put together, without phonetic guides;
 *   a number   in the shortest digits that read back as the same number, "0.1", "2018";
 *   a date     by its number format: "2018-03-31", "2018-03-31 14:05:00", "14:05:00", in the
 *              workbook's own date system (1900 or 1904);
 *   a flag     "TRUE" or "FALSE";
 *   a formula  the value it had when the workbook was saved; an error is its name, "#N/A".
 * Rows without any text are skipped; merged cells have theirs in the first. Fields stand where their
 * reference says. Nothing in a workbook is run, and nothing outside of it is opened.
 *
 * Files made to hurt are refused: entities and document types, elements nested too deep, and more
 * unpacked bytes than base/limits.h allows, in all or for the size of the file. */
#pragma once

#include "codec/csv.h"

typedef struct CxXlsx CxXlsx;

typedef struct {
    const CxCsvField *fields; /* up to the last that is not empty, or the width asked for */
    size_t n_fields;          /* 0 in a BAD row */
    int64_t row;              /* 1-based, as the sheet numbers them */
    const char *problem;      /* NULL, or why the row is BAD; borrowed until the next call */
} CxXlsxRow;

typedef enum { CX_XLSX_ROW, CX_XLSX_BAD, CX_XLSX_END, CX_XLSX_ERROR } CxXlsxStep;

/* True for the first bytes of an archive, which a workbook is. */
bool cx_xlsx_is_archive(const void *data, size_t len_bytes);
/* Opens a workbook and a sheet of it: the one of that name in any letters, or for NULL the first
 * that is not hidden. `data` is borrowed until it is freed. INVALID when it is damaged or there is
 * no such sheet (the message names those there are), UNSUPPORTED for other archives and encrypted
 * ones, TOO_LARGE. (transfer full) */
CX_MUST_USE CxXlsx *cx_xlsx_open(const void *data, size_t len_bytes, const char *sheet,
                                 GError **error);
void cx_xlsx_free(CxXlsx *xlsx);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CxXlsx, cx_xlsx_free)

/* How much of the sheet is read, 0..1. */
double cx_xlsx_share_done(const CxXlsx *xlsx);
/* Rows to come have at least so many fields, the last of them empty. */
void cx_xlsx_set_width(CxXlsx *xlsx, size_t n_fields);
/* The next row, holding until the call after; *ret_row is written with ROW and BAD only. */
CX_MUST_USE CxXlsxStep cx_xlsx_next(CxXlsx *xlsx, CxXlsxRow *ret_row, GError **error);
