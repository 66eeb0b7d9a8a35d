/* CSV and its cousins: reading files as people have them, and writing.
 *
 * The reader walks over text in memory, or over chunks fed to it, and gives one record after the
 * other. Fields point into the text (or into the reader where "" had to become "), are not ended
 * by NUL, and hold until the next call. It reads bytes: convert other encodings to UTF-8 first
 * (codec/encoding.h). A reader belongs to one thread.
 *
 * What it takes for what:
 *   - a record ends with CR, LF or CRLF outside of quotes; all three may mix; inside quotes they
 *     belong to the field. A line with nothing on it is no record. A BOM at the start is skipped.
 *   - a field is quoted when its first byte that is not a blank is the quote; a doubled quote
 *     inside stands for one; blanks after the closing quote are dropped. Blanks around an
 *     unquoted field belong to it.
 *   - a quote further on in an unquoted field is a character like any other, and counted in
 *     n_odd_quotes.
 *   - records may have any number of fields: the caller knows how many there should be.
 *
 * What is wrong is reported and left behind, never the end of the file. A record is BAD when it
 * exceeds a limit, when text follows a closing quote, or when a quote does not close before a
 * limit or the end. Reading goes on with the line after the one where the trouble began: for quotes
 * the line on which the quote opened, so that one lost quote does not swallow the good records
 * after it. The bytes between the quote and the place where the trouble showed are read twice and,
 * as only the next unpaired quote can end them, no byte is read again more than a few times. One
 * thing no reader can tell: a lost quote whose next unpaired quote stands right before a delimiter
 * or a line end makes one field of all between, and the number of fields of that record will tell. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lang/lang.h"

typedef enum { CX_CSV_LF, CX_CSV_CRLF, CX_CSV_CR, CX_CSV_LINE_END_N } CxCsvLineEnd;

/* Zero means the usual: comma, double quote, the limits of base/limits.h. */
typedef struct {
    char delimiter; /* one of , ; TAB | or any other ASCII byte but blank, quote, CR and LF */
    char quote;     /* CX_CSV_NO_QUOTE: quotes are characters like any other */
    CxCsvLineEnd line_end;     /* for writing; reading takes any */
    uint32_t field_bytes_max;  /* as in the file, without the quotes around it */
    uint32_t record_bytes_max; /* as in the file */
    uint32_t columns_max;
} CxCsvFormat;

#define CX_CSV_NO_QUOTE '\x01'

typedef struct {
    const char *text;   /* no NUL at the end */
    uint32_t len_bytes; /* of text */
    bool was_quoted;    /* tells "" from nothing at all */
    bool has_pairs;     /* the reader's own: doubled quotes stood in it */
} CxCsvField;

typedef enum {
    CX_CSV_FINE,
    CX_CSV_QUOTE_OPEN,      /* a quote opens and does not close */
    CX_CSV_QUOTE_STRAY,     /* text follows a closing quote */
    CX_CSV_FIELD_TOO_LONG,  /* over field_bytes_max */
    CX_CSV_RECORD_TOO_LONG, /* over record_bytes_max */
    CX_CSV_COLUMNS_TOO_MANY,
    CX_CSV_PROBLEM_N
} CxCsvProblem;

typedef struct {
    const CxCsvField *fields; /* n_fields of them; none in a BAD record */
    size_t n_fields;
    int64_t line;         /* 1-based, the first line of the record */
    int64_t offset_bytes; /* of the record in the whole input */
    const char *raw;      /* the record as it stands, without its line end; of a BAD one, up to */
    size_t raw_bytes;     /* the end of the line it is left at, record_bytes_max at most */
    int64_t n_odd_quotes; /* quotes taken as characters */
    CxCsvProblem problem; /* FINE, or why the record is BAD */
    int64_t problem_line; /* 1-based, where the trouble began; 0 when FINE */
} CxCsvRow;

typedef enum {
    CX_CSV_ROW,
    CX_CSV_BAD,  /* the record cannot be used; the row says where and why; go on */
    CX_CSV_MORE, /* feed or finish first */
    CX_CSV_END
} CxCsvStep;

typedef struct CxCsvReader CxCsvReader;

/* A reader over a whole text, which is borrowed until the reader is freed. (transfer full) */
CxCsvReader *cx_csv_reader_new(const CxCsvFormat *format, const char *text, size_t len_bytes);
/* A reader that is fed in chunks, cut anywhere: it gives the same rows. (transfer full) */
CxCsvReader *cx_csv_reader_new_feed(const CxCsvFormat *format);
void cx_csv_reader_free(CxCsvReader *reader);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CxCsvReader, cx_csv_reader_free)

/* Copies the bytes. The reader holds at most one record and what was fed since. */
void cx_csv_reader_feed(CxCsvReader *reader, const char *bytes, size_t n_bytes);
/* Nothing more will come. */
void cx_csv_reader_finish(CxCsvReader *reader);
/* The next record; *ret_row is written with ROW and BAD only and holds until the next call. */
CX_MUST_USE CxCsvStep cx_csv_reader_next(CxCsvReader *reader, CxCsvRow *ret_row);

/* A sentence part, "a quote opens here and does not close"; borrowed for ever. */
const char *cx_csv_problem_text(CxCsvProblem problem);

/* A copy that ends with NUL, without a guard. (transfer full) */
char *cx_csv_field_dup(const CxCsvField *field);
bool cx_csv_field_is(const CxCsvField *field, const char *text);

/* ---- What kind of file is it? ---- */

typedef struct {
    CxCsvFormat format;   /* delimiter and line end as found, comma and LF when nothing tells */
    size_t n_columns;     /* what most of the first records have; 0 for an empty text */
    double share_regular; /* 0..1, of the first records that have so many */
} CxCsvSniff;

/* Looks at the first 256 KiB. */
CxCsvSniff cx_csv_sniff(const char *text, size_t len_bytes);

/* ---- Writing ---- */

/* Appends one field, quoted where it must be. */
void cx_csv_append_field(GString *out, const CxCsvFormat *format, const char *text,
                         size_t len_bytes);

typedef enum {
    CX_CSV_AS_IS,   /* for programs: reads back as it was */
    CX_CSV_GUARDED, /* for spreadsheets: a text that one would run as a formula gets a ' first */
} CxCsvGuard;

/* Would a spreadsheet run the text as a formula? Numbers are none. */
bool cx_csv_is_formula(const char *text, size_t len_bytes);
/* How many bytes at the beginning are no part of the text but such a guard: 1 or 0. Who reads cells
 * passes them, so that what was written GUARDED reads back as it was. */
size_t cx_csv_guard_bytes(const char *text, size_t len_bytes);

/* Appends records to a GString. One thread at a time; a value on the caller's stack. */
typedef struct {
    GString *out; /* borrowed */
    CxCsvFormat format;
    CxCsvGuard guard;
    size_t n_fields; /* of the record being written */
    size_t i_first;  /* where that record starts in out */
} CxCsvWriter;

CxCsvWriter cx_csv_writer(GString *out, const CxCsvFormat *format, CxCsvGuard guard);
/* NULL writes an empty field without quotes. Numbers are never guarded, in a text neither. */
void cx_csv_writer_text(CxCsvWriter *writer, const char *text);
void cx_csv_writer_text_n(CxCsvWriter *writer, const char *text, size_t len_bytes);
void cx_csv_writer_int(CxCsvWriter *writer, int64_t value);
/* NaN and infinities write an empty field. */
void cx_csv_writer_number(CxCsvWriter *writer, double value);
void cx_csv_writer_end_row(CxCsvWriter *writer);
