/* The second stage of reading CSV: from marks to the fields of one record. */
#include <string.h>

#include "codec/csv_priv.h"
#include "lang/assert.h"

#define BLOCK ((size_t)CX_CSV_BLOCK_BYTES)

/* ---- The cursor ---- */

static void
fill_masks(CxCsvReader *reader, size_t at)
{
    const size_t n_left = reader->n - at;
    const size_t n_full = MIN(n_left / BLOCK, CX_CSV_WINDOW_BLOCKS);
    const unsigned char *from = (const unsigned char *)reader->text + at;
    const unsigned char delimiter = (unsigned char)reader->delimiter;
    const unsigned char quote = (unsigned char)reader->quote;
    cx_csv_mask(from, n_full, delimiter, quote, reader->masks);
    reader->masks_at = at;
    reader->n_masks = n_full;
    const size_t n_rest = n_left - n_full * BLOCK;
    if (n_full < CX_CSV_WINDOW_BLOCKS && n_rest > 0) {
        unsigned char last[CX_CSV_BLOCK_BYTES] = { 0 };
        memcpy(last, from + n_full * BLOCK, n_rest);
        cx_csv_mask(last, 1, delimiter, quote, &reader->masks[n_full]);
        reader->n_masks++;
    }
}

void
cx_csv_cursor_seek(CxCsvReader *reader, size_t at)
{
    if (at < reader->masks_at || at >= reader->masks_at + reader->n_masks * BLOCK)
        fill_masks(reader, at);
    const size_t ahead = at - reader->masks_at;
    reader->block_at = at - ahead % BLOCK;
    reader->bits = 0;
    if (ahead / BLOCK < reader->n_masks)
        reader->bits = reader->masks[ahead / BLOCK] & (~UINT64_C(0) << (ahead % BLOCK));
}

bool
cx_csv_cursor_next_block(CxCsvReader *reader)
{
    if (reader->block_at + BLOCK >= reader->n)
        return false;
    reader->block_at += BLOCK;
    if (reader->block_at >= reader->masks_at + reader->n_masks * BLOCK)
        fill_masks(reader, reader->block_at);
    reader->bits = reader->masks[(reader->block_at - reader->masks_at) / BLOCK];
    return true;
}

/* ---- Fields ---- */

static void
reserve_fields(CxCsvReader *reader)
{
    if (reader->n_fields + BLOCK <= reader->cap_fields)
        return;
    reader->cap_fields = reader->cap_fields * 2 + 2 * BLOCK;
    reader->fields = g_renew(CxCsvField, reader->fields, reader->cap_fields);
}

static size_t
limit_after(const CxCsvReader *reader, size_t field_at)
{
    return MIN(field_at + reader->field_bytes_max, reader->at + reader->record_bytes_max);
}

static void
begin_field(CxCsvReader *reader, size_t at)
{
    reader->field_at = at;
    reader->limit_at = limit_after(reader, at);
}

static void
add_field(CxCsvReader *reader, CxCsvField field)
{
    reserve_fields(reader);
    reader->fields[reader->n_fields++] = field;
}

/* Takes unquoted fields up to the first mark that is no delimiter, or is past a limit, or is the
 * last one of a block that a record may have. Returns that mark. */
static size_t
/* NOLINTNEXTLINE(readability-function-size): the scanner's hot loop keeps its state in registers */
plain_fields(CxCsvReader *reader)
{
    const char *text = reader->text;
    const char delimiter = reader->delimiter;
    const size_t record_limit = reader->at + reader->record_bytes_max;
    const size_t field_max = reader->field_bytes_max;
    size_t field_at = reader->field_at;
    for (;;) {
        reserve_fields(reader);
        CxCsvField *field = reader->fields + reader->n_fields;
        const size_t block_at = reader->block_at;
        uint64_t bits = reader->bits;
        size_t stopped_at = reader->n;
        bool is_stopped = false;
        while (bits != 0) {
            const size_t at = block_at + (size_t)__builtin_ctzll(bits);
            bits &= bits - 1;
            if (text[at] != delimiter || at - field_at > field_max || at > record_limit) {
                stopped_at = at;
                is_stopped = true;
                break;
            }
            *field++ =
                (CxCsvField){ .text = text + field_at, .len_bytes = (uint32_t)(at - field_at) };
            field_at = at + 1;
        }
        reader->bits = bits;
        reader->n_fields = (size_t)(field - reader->fields);
        if (is_stopped || reader->n_fields >= reader->columns_max ||
            !cx_csv_cursor_next_block(reader)) {
            begin_field(reader, field_at);
            return stopped_at;
        }
    }
}

static bool
is_blank(const CxCsvReader *reader, char byte)
{
    return (byte == ' ' || byte == '\t') && byte != reader->delimiter;
}

static size_t
after_blanks(const CxCsvReader *reader, size_t at)
{
    while (at < reader->n && is_blank(reader, reader->text[at]))
        at++;
    return at;
}

/* The limit the current field ran into, at limit_at. */
static CxCsvProblem
limit_problem(const CxCsvReader *reader)
{
    const bool is_field = reader->field_at + reader->field_bytes_max == reader->limit_at;
    return is_field ? CX_CSV_FIELD_TOO_LONG : CX_CSV_RECORD_TOO_LONG;
}

/* Finds the quote that closes the current field: STOP_QUOTE, or BAD or MORE when there is none. */
static CxCsvStop
close_quote(CxCsvReader *reader, size_t *ret_at, bool *ret_has_pairs)
{
    const char *text = reader->text;
    const char delimiter = reader->delimiter;
    uint64_t bits = reader->bits;
    size_t block_at = reader->block_at;
    for (;;) {
        if (bits == 0) {
            if (!cx_csv_cursor_next_block(reader))
                break;
            bits = reader->bits;
            block_at = reader->block_at;
            continue;
        }
        const size_t at = block_at + (size_t)__builtin_ctzll(bits);
        const char byte = text[at];
        bits &= bits - 1;
        if (byte == delimiter)
            continue;
        if (at > reader->limit_at)
            return CX_CSV_STOP_BAD;
        if (byte == '\n') {
            reader->line_now += text[at - 1] != '\r';
        } else if (byte == '\r') {
            reader->line_now++;
        } else if (at + 1 == reader->n && !reader->is_final) {
            return CX_CSV_STOP_MORE;
        } else if (at + 1 < reader->n && text[at + 1] == reader->quote) {
            reader->bits = bits;
            (void)cx_csv_cursor_next(reader); /* the second of the pair */
            bits = reader->bits;
            block_at = reader->block_at;
            *ret_has_pairs = true;
        } else {
            reader->bits = bits;
            *ret_at = at;
            return CX_CSV_STOP_QUOTE;
        }
    }
    const bool is_lost = reader->is_final || reader->n > reader->limit_at;
    return is_lost ? CX_CSV_STOP_BAD : CX_CSV_STOP_MORE;
}

/* Looks at what follows a closing quote, at *ret_at; *ret_problem counts with BAD only. */
static CxCsvStop
after_quoted(CxCsvReader *reader, size_t closed_at, size_t *ret_at, CxCsvProblem *ret_problem)
{
    const size_t at = after_blanks(reader, closed_at + 1);
    *ret_at = at;
    *ret_problem = CX_CSV_RECORD_TOO_LONG;
    if (at > reader->at + reader->record_bytes_max)
        return CX_CSV_STOP_BAD;
    if (at == reader->n)
        return reader->is_final ? CX_CSV_STOP_END : CX_CSV_STOP_MORE;
    const char byte = reader->text[at];
    *ret_problem = CX_CSV_QUOTE_STRAY;
    if (byte != reader->delimiter && byte != '\n' && byte != '\r')
        return CX_CSV_STOP_BAD;
    const size_t mark_at = cx_csv_cursor_next(reader);
    cx_dassert(mark_at == at);
    begin_field(reader, mark_at + 1);
    return byte == reader->delimiter ? CX_CSV_STOP_DELIMITER : CX_CSV_STOP_LINE;
}

/* Reads the field whose quote stands at open_at, up to what ends it. *ret_event is written unless a
 * delimiter follows. */
static CxCsvStop
quoted_field(CxCsvReader *reader, size_t open_at, CxCsvEvent *ret_event)
{
    const int64_t open_line = reader->line_now;
    size_t at = 0;
    bool has_pairs = false;
    CxCsvProblem problem = CX_CSV_QUOTE_OPEN;
    begin_field(reader, open_at + 1);
    CxCsvStop stop = close_quote(reader, &at, &has_pairs);
    if (stop == CX_CSV_STOP_QUOTE) {
        reader->has_pairs |= has_pairs;
        add_field(reader, (CxCsvField){ .text = reader->text + open_at + 1,
                                        .len_bytes = (uint32_t)(at - open_at - 1),
                                        .was_quoted = true,
                                        .has_pairs = has_pairs });
        stop = after_quoted(reader, at, &at, &problem);
    }
    if (stop == CX_CSV_STOP_BAD) {
        *ret_event = (CxCsvEvent){
            .stop = stop, .at = open_at, .problem = problem, .problem_line = open_line
        };
    } else if (stop != CX_CSV_STOP_DELIMITER) {
        *ret_event = (CxCsvEvent){ .stop = stop, .at = at };
    }
    return stop;
}

/* The mark that the current field must be looked at for: its opening quote where that is its first
 * byte, else what plain_fields() stops at. */
static inline size_t
field_mark(CxCsvReader *reader)
{
    const size_t at = reader->field_at;
    const bool is_quote =
        at < reader->n && reader->text[at] == reader->quote && reader->quote != reader->delimiter;
    return is_quote ? cx_csv_cursor_next(reader) : plain_fields(reader);
}

/* Ends the last, unquoted field at a line end or the end; an empty line has no field at all. */
static CxCsvEvent
last_field(CxCsvReader *reader, size_t at)
{
    if (at == reader->n && !reader->is_final)
        return (CxCsvEvent){ .stop = CX_CSV_STOP_MORE };
    if (at > reader->at) {
        add_field(reader, (CxCsvField){ .text = reader->text + reader->field_at,
                                        .len_bytes = (uint32_t)(at - reader->field_at) });
    }
    return (CxCsvEvent){ .stop = at == reader->n ? CX_CSV_STOP_END : CX_CSV_STOP_LINE, .at = at };
}

CxCsvEvent
cx_csv_record_read(CxCsvReader *reader)
{
    reader->n_fields = 0;
    reader->n_odd_quotes = 0;
    reader->has_pairs = false;
    reader->line_now = reader->line;
    begin_field(reader, reader->at);
    CxCsvEvent event = { 0 };
    for (;;) {
        const size_t at = field_mark(reader);
        if (reader->n_fields >= reader->columns_max) {
            const CxCsvField *over = reader->fields + reader->columns_max;
            const bool is_taken = reader->n_fields > reader->columns_max;
            return (CxCsvEvent){ .stop = CX_CSV_STOP_BAD,
                                 .at = is_taken ? (size_t)(over->text - reader->text)
                                                : reader->field_at,
                                 .problem = CX_CSV_COLUMNS_TOO_MANY,
                                 .problem_line = reader->line_now };
        }
        if (at > reader->limit_at) {
            return (CxCsvEvent){ .stop = CX_CSV_STOP_BAD,
                                 .at = reader->limit_at,
                                 .problem = limit_problem(reader),
                                 .problem_line = reader->line_now };
        }
        if (at == reader->n || reader->text[at] != reader->quote)
            return last_field(reader, at);
        if (after_blanks(reader, reader->field_at) < at) {
            reader->n_odd_quotes++;
            continue;
        }
        if (quoted_field(reader, at, &event) != CX_CSV_STOP_DELIMITER)
            return event;
    }
}
