/* Rows as one line of text each, so that tests compare and print them easily. */
#pragma once

#include "codec/csv.h"

/* "1:[a]{b}" for a record of line 1 with an unquoted a and a quoted b, "3!QUOTE_OPEN@4" for a bad
 * one of line 3 whose trouble began on line 4; each ends with a line feed. Appends. */
static inline void
csv_show_row(GString *out, CxCsvStep step, const CxCsvRow *row)
{
    static const char *const problems[CX_CSV_PROBLEM_N] = {
        "FINE",           "QUOTE_OPEN",      "QUOTE_STRAY",
        "FIELD_TOO_LONG", "RECORD_TOO_LONG", "COLUMNS_TOO_MANY",
    };
    g_string_append_printf(out, "%d", (int)row->line);
    if (step == CX_CSV_BAD) {
        g_string_append_printf(out, "!%s@%d\n", problems[row->problem], (int)row->problem_line);
        return;
    }
    g_string_append_c(out, ':');
    for (size_t i = 0; i < row->n_fields; i++) {
        const CxCsvField *field = &row->fields[i];
        g_string_append_c(out, field->was_quoted ? '{' : '[');
        g_string_append_len(out, field->text, field->len_bytes);
        g_string_append_c(out, field->was_quoted ? '}' : ']');
    }
    g_string_append_c(out, '\n');
}

static inline char *
csv_show(const CxCsvFormat *format, const char *text, size_t len_bytes)
{
    GString *out = g_string_new(NULL);
    g_autoptr(CxCsvReader) reader = cx_csv_reader_new(format, text, len_bytes);
    CxCsvRow row;
    CxCsvStep step = cx_csv_reader_next(reader, &row);
    for (; step != CX_CSV_END; step = cx_csv_reader_next(reader, &row)) {
        g_assert_cmpint((int)step, !=, (int)CX_CSV_MORE);
        csv_show_row(out, step, &row);
    }
    g_assert_cmpint((int)cx_csv_reader_next(reader, &row), ==, (int)CX_CSV_END);
    return g_string_free(out, FALSE);
}
