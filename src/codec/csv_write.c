/* Writing CSV. */
#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "base/text.h"
#include "codec/csv.h"
#include "lang/assert.h"

static bool
needs_quotes(char delimiter, char quote, const char *text, size_t len_bytes)
{
    if (len_bytes == 0)
        return false;
    if (strchr(" \t", text[0]) != NULL || strchr(" \t", text[len_bytes - 1]) != NULL)
        return true;
    if (len_bytes >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0)
        return true; /* at the start of a file it would be taken for a byte order mark */
    for (size_t i = 0; i < len_bytes; i++) {
        const char byte = text[i];
        if (byte == delimiter || byte == quote || byte == '\n' || byte == '\r')
            return true;
    }
    return false;
}

static void
append_quoted(GString *out, char quote, const char *text, size_t len_bytes)
{
    g_string_append_c(out, quote);
    const char *end = text + len_bytes;
    while (text < end) {
        const char *inner = memchr(text, quote, (size_t)(end - text));
        const char *stop = inner == NULL ? end : inner + 1;
        g_string_append_len(out, text, stop - text);
        if (inner != NULL)
            g_string_append_c(out, quote);
        text = stop;
    }
    g_string_append_c(out, quote);
}

void
cx_csv_append_field(GString *out, const CxCsvFormat *format, const char *text, size_t len_bytes)
{
    const char delimiter = format->delimiter != '\0' ? format->delimiter : ',';
    const char quote = format->quote != '\0' ? format->quote : '"';
    cx_assert(quote != CX_CSV_NO_QUOTE);
    if (needs_quotes(delimiter, quote, text, len_bytes))
        append_quoted(out, quote, text, len_bytes);
    else
        g_string_append_len(out, text, (gssize)len_bytes);
}

CxCsvWriter
cx_csv_writer(GString *out, const CxCsvFormat *format, CxCsvGuard guard)
{
    return (CxCsvWriter){ .out = out, .format = *format, .guard = guard, .i_first = out->len };
}

/* Numbers that stand in a text, "-5" or "+1.5e3", are data, not formulas. */
static bool
is_number(const char *text, size_t len_bytes)
{
    if (len_bytes > 32)
        return false;
    char copy[33];
    memcpy(copy, text, len_bytes);
    copy[len_bytes] = '\0';
    double value = 0.0;
    return strlen(copy) == len_bytes && cx_text_parse_double(copy, &value, NULL);
}

/* Also behind blanks, and for the wide forms of the signs that East Asian keyboards type. */
bool
cx_csv_is_formula(const char *text, size_t len_bytes)
{
    size_t i = 0;
    while (i < len_bytes && text[i] == ' ')
        i++;
    if (i == len_bytes)
        return false;
    if (strchr("\t\r\n", text[i]) != NULL)
        return true;
    static const char *const wide[] = { "\xef\xbc\x9d", "\xef\xbc\x8b", "\xef\xbc\x8d",
                                        "\xef\xbc\xa0" };
    for (size_t k = 0; k < CX_N_ELEMENTS(wide); k++) {
        if (len_bytes - i >= 3 && memcmp(text + i, wide[k], 3) == 0)
            return true;
    }
    return text[i] != '\0' && strchr("=+-@", text[i]) != NULL && !is_number(text, len_bytes);
}

size_t
cx_csv_guard_bytes(const char *text, size_t len_bytes)
{
    return len_bytes > 1 && *text == '\'' && cx_csv_is_formula(text + 1, len_bytes - 1) ? 1 : 0;
}

static void
separate(CxCsvWriter *writer)
{
    const char delimiter = writer->format.delimiter != '\0' ? writer->format.delimiter : ',';
    if (writer->n_fields > 0)
        g_string_append_c(writer->out, delimiter);
    writer->n_fields++;
}

void
cx_csv_writer_text_n(CxCsvWriter *writer, const char *text, size_t len_bytes)
{
    separate(writer);
    if (writer->guard == CX_CSV_GUARDED && cx_csv_is_formula(text, len_bytes)) {
        g_autoptr(GString) guarded = g_string_new("'");
        g_string_append_len(guarded, text, (gssize)len_bytes);
        cx_csv_append_field(writer->out, &writer->format, guarded->str, guarded->len);
        return;
    }
    cx_csv_append_field(writer->out, &writer->format, text, len_bytes);
}

void
cx_csv_writer_text(CxCsvWriter *writer, const char *text)
{
    if (text == NULL)
        separate(writer);
    else
        cx_csv_writer_text_n(writer, text, strlen(text));
}

void
cx_csv_writer_int(CxCsvWriter *writer, int64_t value)
{
    separate(writer);
    g_string_append_printf(writer->out, "%" PRId64, value);
}

void
cx_csv_writer_number(CxCsvWriter *writer, double value)
{
    separate(writer);
    if (isfinite(value))
        cx_text_append_double(writer->out, value);
}

void
cx_csv_writer_end_row(CxCsvWriter *writer)
{
    static const char *const ends[CX_CSV_LINE_END_N] = { "\n", "\r\n", "\r" };
    cx_assert(writer->n_fields > 0 && writer->format.line_end < CX_CSV_LINE_END_N);
    /* An empty line is no record, so a record of one empty field is written with quotes. */
    if (writer->n_fields == 1 && writer->out->len == writer->i_first) {
        const char quote = writer->format.quote != '\0' ? writer->format.quote : '"';
        g_string_append_c(writer->out, quote);
        g_string_append_c(writer->out, quote);
    }
    g_string_append(writer->out, ends[writer->format.line_end]);
    writer->n_fields = 0;
    writer->i_first = writer->out->len;
}
