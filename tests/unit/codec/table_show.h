/* Rows of a table as text, one line each, so that tests compare and print them easily. */
#pragma once

#include "codec/table.h"

/* "1:[a][b]" for row 1, "3!reason" for a bad one, "error: words" for what ends the file; each ends
 * with a line feed. An error of opening likewise. (transfer full) */
static inline char *
table_show(const void *data, size_t len_bytes, const CxTableOptions *options)
{
    GString *out = g_string_new(NULL);
    g_autoptr(GError) error = NULL;
    g_autoptr(CxTable) table = cx_table_open(data, len_bytes, options, &error);
    if (table == NULL) {
        g_assert_nonnull(error);
        g_string_append_printf(out, "error: %s\n", error->message);
        return g_string_free(out, FALSE);
    }
    CxTableRow row;
    CxTableStep step = cx_table_next(table, &row, &error);
    for (; step == CX_TABLE_ROW || step == CX_TABLE_BAD;
         step = cx_table_next(table, &row, &error)) {
        g_assert_true((row.problem != NULL) == (step == CX_TABLE_BAD));
        g_string_append_printf(out, "%d", (int)row.line);
        if (step == CX_TABLE_BAD) {
            g_assert_cmpuint(row.n_fields, ==, 0);
            g_string_append_printf(out, "!%s\n", row.problem);
            continue;
        }
        g_string_append_c(out, ':');
        for (size_t i = 0; i < row.n_fields; i++) {
            g_string_append_c(out, '[');
            g_string_append_len(out, row.fields[i].text, row.fields[i].len_bytes);
            g_string_append_c(out, ']');
        }
        g_string_append_c(out, '\n');
    }
    if (step == CX_TABLE_ERROR)
        g_string_append_printf(out, "error: %s\n", error->message);
    g_assert_true((error != NULL) == (step == CX_TABLE_ERROR));
    g_assert_cmpint((int)cx_table_next(table, &row, NULL), ==, (int)CX_TABLE_END);
    return g_string_free(out, FALSE);
}
