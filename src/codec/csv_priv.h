/* What the parts of the CSV reader share; csv.c tells how it works. */
#pragma once

#include "codec/csv.h"
#include "codec/csv_mask_priv.h"

#define CX_CSV_WINDOW_BLOCKS 128

struct CxCsvReader {
    char delimiter;
    char quote; /* equals the delimiter when there is none, and is then never looked at */
    uint32_t field_bytes_max;
    uint32_t record_bytes_max;
    uint32_t columns_max;

    const char *text; /* from the record to be read next, or before it */
    size_t n;
    bool is_final;     /* nothing comes after text[n - 1] */
    bool is_skipping;  /* inside a line that was left behind */
    bool is_begun;     /* the byte order mark is behind us */
    bool is_adrift;    /* the cursor is not at `at` */
    GString *fed;      /* owns the text of a fed reader, else NULL */
    size_t n_awaited;  /* no new try before the text is so long */
    int64_t offset_at; /* of text[0] in the input */

    size_t at;    /* where the next record starts */
    int64_t line; /* of text[at] */

    /* The cursor: marks at and after the position reached. */
    size_t block_at; /* of the block `bits` belongs to */
    uint64_t bits;   /* its marks not yet taken */
    size_t masks_at; /* of masks[0] */
    size_t n_masks;
    uint64_t masks[CX_CSV_WINDOW_BLOCKS];

    /* The record being read. */
    CxCsvField *fields;
    size_t n_fields;
    size_t cap_fields;
    size_t field_at;  /* where the current field starts */
    size_t limit_at;  /* the furthest a mark may be that ends it */
    int64_t line_now; /* of the cursor */
    bool has_pairs;   /* some field needs its quotes halved */
    int64_t n_odd_quotes;
    GString *halved; /* such fields */
};

/* Why reading a record stopped. */
typedef enum {
    CX_CSV_STOP_LINE, /* at a CR or LF */
    CX_CSV_STOP_END,  /* at the end of the text */
    CX_CSV_STOP_DELIMITER,
    CX_CSV_STOP_QUOTE, /* at the quote that closes a field */
    CX_CSV_STOP_MORE,
    CX_CSV_STOP_BAD,
} CxCsvStop;

typedef struct {
    CxCsvStop stop;
    size_t at; /* the mark, or n; with BAD where the trouble began */
    CxCsvProblem problem;
    int64_t problem_line;
} CxCsvEvent;

/* Puts the cursor on the marks from `at` on. */
void cx_csv_cursor_seek(CxCsvReader *reader, size_t at);
/* Moves on to the block after. False at the end of the text. */
bool cx_csv_cursor_next_block(CxCsvReader *reader);

/* Takes the next mark; n when there is none. */
static inline size_t
cx_csv_cursor_next(CxCsvReader *reader)
{
    while (reader->bits == 0) {
        if (!cx_csv_cursor_next_block(reader))
            return reader->n;
    }
    const size_t at = reader->block_at + (size_t)__builtin_ctzll(reader->bits);
    reader->bits &= reader->bits - 1;
    return at;
}

/* Reads the fields of the record at `at`, up to the end of the record, or up to what is wrong with it. An empty line
 * gives no field. */
CxCsvEvent cx_csv_record_read(CxCsvReader *reader);
