/* The same records by libcsv, the twin of our reader. libcsv trims blanks of unquoted fields and takes
 * a line of blanks for empty, so both sides are shown that way; it does not know which field was
 * quoted before it is trimmed, so neither side says. */
#pragma once

#include <csv.h>
#include <string.h>

#include "codec/csv.h"

#define CSV_TWIN_FIELD  '\x1f'
#define CSV_TWIN_RECORD '\x1e'

static inline void
csv_twin_on_field(void *text, size_t n, void *out)
{
    g_string_append_len(out, text, (gssize)n);
    g_string_append_c(out, CSV_TWIN_FIELD);
}

static inline void
csv_twin_on_record(int end, void *out)
{
    (void)end; /* CR, LF or -1: records are told apart, not their ends */
    g_string_append_c(out, CSV_TWIN_RECORD);
}

/* (transfer full) */
static inline char *
csv_twin_show(char delimiter, const char *text, size_t n)
{
    GString *out = g_string_new(NULL);
    struct csv_parser parser;
    g_assert_cmpint(csv_init(&parser, 0), ==, 0);
    csv_set_delim(&parser, (unsigned char)delimiter);
    if (n >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0) {
        text += 3;
        n -= 3;
    }
    g_assert_cmpuint(csv_parse(&parser, text, n, csv_twin_on_field, csv_twin_on_record, out), ==,
                     n);
    g_assert_cmpint(csv_fini(&parser, csv_twin_on_field, csv_twin_on_record, out), ==, 0);
    csv_free(&parser);
    return g_string_free(out, FALSE);
}

static inline void
csv_twin_append_ours(GString *out, const CxCsvField *field, char delimiter)
{
    const char *from = field->text;
    const char *to = from + field->len_bytes;
    const char *blanks = delimiter == '\t' ? " " : " \t";
    if (!field->was_quoted) {
        while (from < to && strchr(blanks, *from) != NULL && *from != '\0')
            from++;
        while (from < to && strchr(blanks, to[-1]) != NULL && to[-1] != '\0')
            to--;
    }
    g_string_append_len(out, from, to - from);
    g_string_append_c(out, CSV_TWIN_FIELD);
}

/* What our reader reads, in the same form; *ret_n_bad counts what it refuses. (transfer full) */
static inline char *
csv_twin_show_ours(char delimiter, const char *text, size_t n, size_t *ret_n_bad)
{
    GString *out = g_string_new(NULL);
    const CxCsvFormat format = { .delimiter = delimiter };
    g_autoptr(CxCsvReader) reader = cx_csv_reader_new(&format, text, n);
    CxCsvRow row;
    *ret_n_bad = 0;
    CxCsvStep step = cx_csv_reader_next(reader, &row);
    for (; step != CX_CSV_END; step = cx_csv_reader_next(reader, &row)) {
        if (step == CX_CSV_BAD) {
            (*ret_n_bad)++;
            continue;
        }
        const size_t start = out->len;
        for (size_t i = 0; i < row.n_fields; i++)
            csv_twin_append_ours(out, &row.fields[i], delimiter);
        if (row.n_fields == 1 && !row.fields[0].was_quoted && out->len == start + 1)
            g_string_truncate(out, start);
        else
            g_string_append_c(out, CSV_TWIN_RECORD);
    }
    return g_string_free(out, FALSE);
}
