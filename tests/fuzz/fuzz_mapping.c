/* A mapping and a file read by it: any document is refused with words that are UTF-8, or is a mapping
 * that reads any table: each row is taken with codes its items have, or set aside with column and
 * reason. The input is the document, a line of "---", and the table. */
#include "fuzz.h"

#include <string.h>

#include "codec/table.h"
#include "feedback/intake.h"

static bool
has_code(const CxItemVersion *asked, int64_t code)
{
    if (asked->n_codes == 0)
        return true;
    for (size_t i = 0; i < asked->n_codes; i++) {
        if (asked->codes[i].code == code)
            return true;
    }
    return false;
}

static void
check_row(const CxMapping *mapping, const CxIntakeRow *row)
{
    for (size_t i = 0; i < mapping->n_items; i++) {
        const CxIntakeAnswer *answer = &row->answers[i];
        const CxItemVersion *asked = &mapping->items[i].asked;
        if (answer->text != NULL)
            g_assert_true(g_utf8_validate(answer->text, -1, NULL));
        else if (answer->meaning == CX_MEANING_VALUE && asked->kind == CX_ITEM_KIND_CHOICE)
            g_assert_true(has_code(asked, answer->code));
        else if (answer->meaning == CX_MEANING_VALUE && asked->kind != CX_ITEM_KIND_NUMBER)
            g_assert_true(answer->code >= asked->lo && answer->code <= asked->hi);
    }
}

static void
read_rows(const CxMapping *mapping, CxTable *table)
{
    CxTableRow row;
    g_autoptr(GError) error = NULL;
    if (cx_table_next(table, &row, &error) != CX_TABLE_ROW)
        return;
    g_autoptr(CxIntake) intake = cx_intake_new(mapping, &row, &error);
    if (intake == NULL) {
        g_assert_true(g_utf8_validate(error->message, -1, NULL));
        return;
    }
    CxTableStep step;
    while ((step = cx_table_next(table, &row, &error)) == CX_TABLE_ROW || step == CX_TABLE_BAD) {
        CxIntakeRow taken;
        CxIntakeReject why = { 0 };
        if (step == CX_TABLE_BAD || cx_intake_skip(intake, &row) != NULL)
            continue;
        if (cx_intake_read(intake, &row, &taken, &why)) {
            check_row(mapping, &taken);
            continue;
        }
        g_assert_true(why.reason != NULL && g_utf8_validate(why.reason, -1, NULL));
        g_assert_true(why.value == NULL || g_utf8_validate(why.value, -1, NULL));
    }
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char mark[] = "\n---\n";
    const char *text = (const char *)data;
    const char *end = size == 0 ? NULL : memmem(text, size, mark, strlen(mark));
    const size_t len_bytes = end != NULL ? (size_t)(end - text) : size;
    g_autofree char *document = g_strndup(text, len_bytes);
    g_autoptr(CxIssues) issues = cx_issues_new();
    g_autoptr(GError) error = NULL;
    g_autoptr(CxMapping) mapping = cx_mapping_parse(document, strlen(document), issues, &error);
    g_assert_true(mapping != NULL || error != NULL || cx_issues_count(issues) > 0);
    for (size_t i = 0; i < cx_issues_count(issues); i++)
        g_assert_true(g_utf8_validate(cx_issues_at(issues, i)->text, -1, NULL));
    if (mapping == NULL || end == NULL)
        return 0;
    const char *rest = end + strlen(mark);
    const CxTableOptions options = { .delimiter = mapping->delimiter };
    g_autoptr(CxTable) table = cx_table_open(rest, size - (size_t)(rest - text), &options, &error);
    if (table != NULL)
        read_rows(mapping, table);
    return 0;
}
