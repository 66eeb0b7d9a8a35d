/* Workbooks: any bytes are a table or an error in words, twice the same. The first byte chooses
 * between an archive as it stands, a sheet, texts that cells share, and styles; the last three are put
 * into a good archive, as hardly any mutation of an archive unpacks. */
#include "fuzz.h"

#include <string.h>

#include "base/error.h"
#include "base/limits.h"
#include "codec/table.h"
#include "support/workbook.h"

static void
append_row(GString *out, const CxTableRow *row, int64_t last)
{
    g_assert_cmpint(row->line, >, last);
    g_assert_cmpuint(row->n_fields, <=, CX_CSV_COLUMNS_MAX);
    g_string_append_printf(out, "%d %s\n", (int)row->line,
                           row->problem != NULL ? row->problem : "");
    for (size_t i = 0; i < row->n_fields; i++) {
        const CxCsvField *field = &row->fields[i];
        g_assert_cmpuint(field->len_bytes, <=, CX_CSV_FIELD_BYTES_MAX);
        g_assert_true(g_utf8_validate_len(field->text, field->len_bytes, NULL));
        g_string_append_printf(out, "%d:", (int)field->len_bytes);
        g_string_append_len(out, field->text, field->len_bytes);
    }
}

static void
check_error(const GError *error)
{
    g_assert_nonnull(error);
    g_assert_true(error->domain == CX_ERROR);
    g_assert_true(g_utf8_validate(error->message, -1, NULL));
}

/* Everything a table says; bytes that are no archive are left to the fuzzer of CSV. */
static GString *
read_all(const void *bytes, size_t n)
{
    GString *out = g_string_new(NULL);
    g_autoptr(GError) error = NULL;
    g_autoptr(CxTable) table = cx_table_open(bytes, n, NULL, &error);
    if (table == NULL) {
        check_error(error);
        g_string_append(out, error->message);
        return out;
    }
    int64_t last = -1;
    CxTableRow row;
    CxTableStep step = cx_table_next(table, &row, &error);
    for (; step == CX_TABLE_ROW || step == CX_TABLE_BAD;
         step = cx_table_next(table, &row, &error)) {
        g_assert_true((row.problem != NULL) == (step == CX_TABLE_BAD));
        g_assert_true((row.n_fields == 0) || step == CX_TABLE_ROW);
        append_row(out, &row, last);
        last = row.line;
    }
    if (step == CX_TABLE_ERROR) {
        check_error(error);
        g_string_append(out, error->message);
    }
    return out;
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n_bytes)
{
    if (n_bytes < 1)
        return 0;
    g_autofree char *text = g_strndup((const char *)bytes + 1, n_bytes - 1);
    static const char row[] = "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" s=\"1\">"
                              "<v>43190.5</v></c></row>";
    Workbook book = { .rows = row };
    g_autoptr(GByteArray) made = NULL;
    if (bytes[0] % 4 == 1) {
        book = (Workbook){ .rows = text,
                           .shared = "<si><t>a</t></si>",
                           .styles = "<xf numFmtId=\"22\"/>" };
    } else if (bytes[0] % 4 == 2) {
        book.shared = text;
    } else if (bytes[0] % 4 == 3) {
        book.styles = text;
    }
    if (bytes[0] % 4 != 0)
        made = workbook_make(&book);
    const void *data = made != NULL ? made->data : bytes + 1;
    const size_t n = made != NULL ? made->len : n_bytes - 1;
    g_autoptr(GString) once = read_all(data, n);
    g_autoptr(GString) again = read_all(data, n);
    g_assert_true(g_string_equal(once, again));
    return 0;
}
