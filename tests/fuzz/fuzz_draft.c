/* Corrections of a drafted mapping: whatever is decided about whatever document, the result is a JSON
 * object, and deciding nothing changes nothing. The input is the document, a line of "---", and one
 * decision a line: column|taken|kind|lo|hi|direction|missing|not applicable|department. */
#include "fuzz.h"

#include <string.h>

#include "base/issues.h"
#include "base/text.h"
#include "codec/json.h"
#include "feedback/draft.h"
#include "feedback/mapping.h"

static const char *
part(const GStrv parts, guint i)
{
    return i < g_strv_length(parts) && *parts[i] != '\0' ? parts[i] : NULL;
}

static int64_t
number(const GStrv parts, guint i)
{
    int64_t value = CX_DRAFT_AS_IS;
    if (part(parts, i) == NULL || !cx_text_parse_i64(parts[i], &value, NULL))
        return CX_DRAFT_AS_IS;
    return value;
}

static void
decide(CxDraftEdit *edit, const char *line)
{
    g_auto(GStrv) parts = g_strsplit(line, "|", 16);
    const char *column = part(parts, 0);
    if (column == NULL)
        return;
    const int64_t taken = number(parts, 1);
    const char *const values[] = { "1", column, "" };
    const CxColumnDecision decision = {
        .column = column,
        .taken = taken >= 0 && taken < CX_TAKEN_N ? (CxTaken)taken : (CxTaken)0,
        .label = part(parts, 2),
        .wording = part(parts, 8),
        .kind = part(parts, 2),
        .lo = number(parts, 3),
        .hi = number(parts, 4),
        .direction = part(parts, 5),
        .missing = part(parts, 6),
        .not_applicable = part(parts, 7),
        .values = values,
        .n_values = G_N_ELEMENTS(values),
    };
    cx_draft_edit_column(edit, &decision);
    cx_draft_edit_department(edit, column, part(parts, 8) != NULL ? "key" : NULL, part(parts, 8));
    if (part(parts, 5) != NULL)
        cx_draft_edit_rename(edit, column, parts[5]);
    if (part(parts, 6) != NULL)
        cx_draft_edit_code(edit, column, parts[6], CX_MEANING_MISSING);
    if (part(parts, 7) != NULL)
        cx_draft_edit_overall(edit, parts[7]);
}

static void
check(const char *mapping)
{
    g_assert_true(g_utf8_validate(mapping, -1, NULL));
    g_autoptr(CxIssues) issues = cx_issues_new();
    g_autoptr(GError) error = NULL;
    g_autoptr(CxMapping) parsed = cx_mapping_parse(mapping, strlen(mapping), issues, &error);
    g_assert_no_error(error); /* it is JSON, whatever else is wrong with it */
    g_assert_true(parsed != NULL || cx_issues_count(issues) > 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char mark[] = "\n---\n";
    g_autofree char *text = g_strndup((const char *)data, size);
    char *end = strstr(text, mark);
    if (end != NULL)
        *end = '\0';
    g_autoptr(GError) error = NULL;
    g_autoptr(CxDraftEdit) edit = cx_draft_edit_new(text, NULL, &error);
    g_assert_true((edit == NULL) == (error != NULL));
    if (edit == NULL)
        return 0;
    g_autofree char *plain = cx_draft_edit_finish(edit);
    g_autoptr(CxDraftEdit) again = cx_draft_edit_new(plain, plain, &error);
    g_assert_no_error(error);
    g_autofree char *same = cx_draft_edit_finish(again);
    g_assert_cmpstr(plain, ==, same);
    g_auto(GStrv) lines = g_strsplit(end != NULL ? end + strlen(mark) : "", "\n", 64);
    for (guint i = 0; lines[i] != NULL; i++) {
        if (g_utf8_validate(lines[i], -1, NULL))
            decide(again, lines[i]);
    }
    g_autofree char *decided = cx_draft_edit_finish(again);
    check(decided);
    return 0;
}
