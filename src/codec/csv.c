/* The CSV reader.
 *
 * Two stages. cx_csv_mask marks the bytes that can matter (delimiter, quote, CR, LF), 64 bytes to a
 * word, a window of words at a time. The second stage walks from mark to mark: plain_fields()
 * takes the common case, fields without quotes, in a loop over the bits of a word; everything else
 * goes mark by mark.
 *
 * The text of a fed reader may end anywhere. Whatever would need a byte that is not there yet stops
 * with MORE, and the record is read again from its start when there is more; as the next try waits
 * until half as much again has come, this stays linear. What is decided never depends on where
 * the text was cut: a limit counts by its position, not by when it was noticed. */
#include <assert.h>
#include <string.h>

#include "base/limits.h"
#include "codec/csv_priv.h"
#include "lang/assert.h"

/* ---- Records ---- */

static CxCsvStep
wait_for_more(CxCsvReader *reader)
{
    if (reader->is_final)
        return CX_CSV_END;
    reader->n_awaited = reader->n + 1 + (reader->n - reader->at) / 2;
    reader->is_adrift = true;
    return CX_CSV_MORE;
}

/* The next CR or LF, or n. */
static size_t
next_line_mark(CxCsvReader *reader)
{
    size_t at = cx_csv_cursor_next(reader);
    while (at < reader->n && reader->text[at] != '\n' && reader->text[at] != '\r')
        at = cx_csv_cursor_next(reader);
    return at;
}

/* True when the text has to go on before a line end can be told that may be at `at`. */
static bool
is_line_end_open(const CxCsvReader *reader, size_t at)
{
    if (reader->is_final)
        return false;
    return at == reader->n || (at + 1 == reader->n && reader->text[at] == '\r');
}

/* Goes past the CR, LF or CRLF at `at`. */
static void
pass_line_end(CxCsvReader *reader, size_t at)
{
    const bool is_pair =
        reader->text[at] == '\r' && at + 1 < reader->n && reader->text[at + 1] == '\n';
    if (is_pair)
        (void)cx_csv_cursor_next(reader); /* the LF */
    reader->at = at + (is_pair ? 2 : 1);
    reader->line = reader->line_now + 1;
}

/* Goes past the rest of a line that was left behind. False when its end is not there. */
static bool
skip_line(CxCsvReader *reader)
{
    cx_csv_cursor_seek(reader, reader->at);
    const size_t at = next_line_mark(reader);
    reader->at = at;
    if (at == reader->n || is_line_end_open(reader, at))
        return false;
    reader->line_now = reader->line;
    pass_line_end(reader, at);
    reader->is_skipping = false;
    return true;
}

static CxCsvRow
row_at(const CxCsvReader *reader, size_t end_at)
{
    return (CxCsvRow){ .line = reader->line,
                       .offset_bytes = reader->offset_at + (int64_t)reader->at,
                       .raw = reader->text + reader->at,
                       .raw_bytes = end_at - reader->at,
                       .n_odd_quotes = reader->n_odd_quotes };
}

/* Reports a bad record and leaves the cursor on the line where its trouble began. */
static CxCsvStep
leave_record(CxCsvReader *reader, const CxCsvEvent *event, CxCsvRow *ret_row)
{
    cx_csv_cursor_seek(reader, event->at);
    const size_t furthest = reader->at + reader->record_bytes_max;
    const size_t at = next_line_mark(reader);
    if (at <= furthest && is_line_end_open(reader, at))
        return wait_for_more(reader);
    const size_t end_at = MIN(at, furthest);
    CxCsvRow row = row_at(reader, end_at);
    row.problem = event->problem;
    row.problem_line = event->problem_line;
    reader->at = end_at;
    reader->line = event->problem_line;
    reader->is_skipping = true;
    *ret_row = row;
    return CX_CSV_BAD;
}

/* Copies the fields with doubled quotes, each pair as one. */
static void
halve_pairs(CxCsvReader *reader)
{
    size_t n_bytes = 0;
    for (size_t i = 0; i < reader->n_fields; i++)
        n_bytes += reader->fields[i].has_pairs ? reader->fields[i].len_bytes : 0;
    g_string_set_size(reader->halved, n_bytes);
    char *to = reader->halved->str;
    for (size_t i = 0; i < reader->n_fields; i++) {
        CxCsvField *field = &reader->fields[i];
        if (!field->has_pairs)
            continue;
        const char *from = field->text;
        const char *end = from + field->len_bytes;
        field->text = to;
        while (from < end) {
            const char *quote = memchr(from, reader->quote, (size_t)(end - from));
            const size_t n = (size_t)((quote == NULL ? end : quote + 1) - from);
            memcpy(to, from, n);
            to += n;
            from += n + (quote != NULL);
        }
        field->len_bytes = (uint32_t)(to - field->text);
    }
}

static void
end_record(CxCsvReader *reader, size_t end_at, CxCsvRow *ret_row)
{
    if (reader->has_pairs)
        halve_pairs(reader);
    *ret_row = row_at(reader, end_at);
    ret_row->fields = reader->fields;
    ret_row->n_fields = reader->n_fields;
}

/* Skips the byte order mark. False when it may only be half there. */
static bool
begin_text(CxCsvReader *reader)
{
    static const char mark[] = { '\xef', '\xbb', '\xbf' };
    const size_t n = MIN(reader->n, sizeof mark);
    const bool is_mark = n > 0 && memcmp(reader->text, mark, n) == 0;
    if (!reader->is_final && n < sizeof mark && (n == 0 || is_mark))
        return false;
    reader->at = is_mark && n == sizeof mark ? n : 0;
    reader->is_begun = true;
    reader->is_adrift = true;
    return true;
}

/* Goes to where the next record begins; false when more has to be fed first. */
static bool
begin_record(CxCsvReader *reader)
{
    if (!reader->is_begun && !begin_text(reader))
        return false;
    if (reader->is_adrift) {
        cx_csv_cursor_seek(reader, reader->at);
        reader->is_adrift = false;
    }
    return !reader->is_skipping || skip_line(reader);
}

CxCsvStep
cx_csv_reader_next(CxCsvReader *reader, CxCsvRow *ret_row)
{
    if (!reader->is_final && reader->n < reader->n_awaited)
        return CX_CSV_MORE;
    if (!begin_record(reader))
        return wait_for_more(reader);
    for (;;) {
        const CxCsvEvent event = cx_csv_record_read(reader);
        if (event.stop == CX_CSV_STOP_BAD)
            return leave_record(reader, &event, ret_row);
        if (event.stop == CX_CSV_STOP_MORE ||
            (event.stop == CX_CSV_STOP_LINE && is_line_end_open(reader, event.at)))
            return wait_for_more(reader);
        const bool is_row = reader->n_fields > 0;
        if (is_row)
            end_record(reader, event.at, ret_row);
        if (event.stop == CX_CSV_STOP_LINE)
            pass_line_end(reader, event.at);
        else
            reader->at = reader->n;
        if (is_row)
            return CX_CSV_ROW;
        if (event.stop == CX_CSV_STOP_END)
            return CX_CSV_END;
    }
}

/* ---- Life cycle ---- */

static CxCsvReader *
reader_new(const CxCsvFormat *format)
{
    CxCsvReader *reader = g_new0(CxCsvReader, 1);
    reader->delimiter = format->delimiter != '\0' ? format->delimiter : ',';
    reader->quote = format->quote != '\0' ? format->quote : '"';
    cx_assert(strchr(" \r\n", reader->delimiter) == NULL && reader->delimiter > 0);
    cx_assert(strchr(" \t\r\n", reader->quote) == NULL && reader->quote > 0);
    cx_assert(reader->delimiter != reader->quote);
    if (reader->quote == CX_CSV_NO_QUOTE)
        reader->quote = reader->delimiter;
    reader->field_bytes_max =
        format->field_bytes_max > 0 ? format->field_bytes_max : CX_CSV_FIELD_BYTES_MAX;
    reader->record_bytes_max =
        format->record_bytes_max > 0 ? format->record_bytes_max : CX_CSV_RECORD_BYTES_MAX;
    reader->columns_max = format->columns_max > 0 ? format->columns_max : CX_CSV_COLUMNS_MAX;
    reader->line = 1;
    reader->halved = g_string_new(NULL);
    return reader;
}

CxCsvReader *
cx_csv_reader_new(const CxCsvFormat *format, const char *text, size_t len_bytes)
{
    CxCsvReader *reader = reader_new(format);
    reader->text = text;
    reader->n = len_bytes;
    reader->is_final = true;
    return reader;
}

CxCsvReader *
cx_csv_reader_new_feed(const CxCsvFormat *format)
{
    CxCsvReader *reader = reader_new(format);
    reader->fed = g_string_new(NULL);
    reader->text = reader->fed->str;
    return reader;
}

void
cx_csv_reader_free(CxCsvReader *reader)
{
    if (reader == NULL)
        return;
    if (reader->fed != NULL)
        g_string_free(reader->fed, TRUE);
    g_string_free(reader->halved, TRUE);
    g_free(reader->fields);
    g_free(reader);
}

void
cx_csv_reader_feed(CxCsvReader *reader, const char *bytes, size_t n_bytes)
{
    cx_assert(reader->fed != NULL && !reader->is_final);
    /* What was read goes once it is the larger part, so that each byte is moved but a few times. */
    if (reader->at > reader->n / 2) {
        g_string_erase(reader->fed, 0, (gssize)reader->at);
        reader->offset_at += (int64_t)reader->at;
        reader->n_awaited -= MIN(reader->n_awaited, reader->at);
        reader->at = 0;
    }
    g_string_append_len(reader->fed, bytes, (gssize)n_bytes);
    reader->text = reader->fed->str;
    reader->n = reader->fed->len;
    reader->n_masks = 0;
    reader->is_adrift = true;
}

void
cx_csv_reader_finish(CxCsvReader *reader)
{
    reader->is_final = true;
}

/* The texts below name the limits. */
static_assert(CX_CSV_FIELD_BYTES_MAX == 1048576, "1 MiB");
static_assert(CX_CSV_RECORD_BYTES_MAX == 16777216, "16 MiB");
static_assert(CX_CSV_COLUMNS_MAX == 16384, "16,384");

const char *
cx_csv_problem_text(CxCsvProblem problem)
{
    static const char *const texts[CX_CSV_PROBLEM_N] = {
        [CX_CSV_FINE] = "nothing is wrong",
        [CX_CSV_QUOTE_OPEN] = "a quote opens here and does not close",
        [CX_CSV_QUOTE_STRAY] = "text follows a closing quote, or a quote inside is not doubled",
        [CX_CSV_FIELD_TOO_LONG] = "a field is longer than the limit of 1 MiB",
        [CX_CSV_RECORD_TOO_LONG] = "the record is longer than the limit of 16 MiB",
        [CX_CSV_COLUMNS_TOO_MANY] = "there are more columns than the limit of 16,384",
    };
    cx_assert(problem < CX_CSV_PROBLEM_N);
    return texts[problem];
}

char *
cx_csv_field_dup(const CxCsvField *field)
{
    const size_t n_guard = cx_csv_guard_bytes(field->text, field->len_bytes);
    return g_strndup(field->text + n_guard, field->len_bytes - n_guard);
}

bool
cx_csv_field_is(const CxCsvField *field, const char *text)
{
    return strlen(text) == field->len_bytes && memcmp(field->text, text, field->len_bytes) == 0;
}
