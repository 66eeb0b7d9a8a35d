/* Facts: any bytes are refused with words that are UTF-8, or drafted; the draft comes back from JSON
 * as it was, and the mapping written from it is one that can be read. Any document is a mapping of
 * facts or has issues. */
#include "fuzz.h"

#include <string.h>

#include "business/facts_draft.h"
#include "business/facts_mapping.h"

static void
parse(const char *text, size_t len_bytes, bool must_be_one)
{
    g_autoptr(CxIssues) issues = cx_issues_new();
    g_autoptr(GError) error = NULL;
    g_autoptr(CxFactsMapping) mapping = cx_facts_mapping_parse(text, len_bytes, issues, &error);
    g_assert_true(mapping != NULL || error != NULL || cx_issues_count(issues) > 0);
    for (size_t i = 0; i < cx_issues_count(issues); i++) {
        if (must_be_one)
            g_test_message("%s", cx_issues_at(issues, i)->text);
        g_assert_true(g_utf8_validate(cx_issues_at(issues, i)->text, -1, NULL));
    }
    if (must_be_one)
        g_assert_nonnull(mapping);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    g_autofree char *text = g_strndup((const char *)data, size);
    (void)cx_facts_mapping_is_kind(text, strlen(text)); /* any document may be asked */
    parse(text, strlen(text), false);
    const CxFactsHints hints = { .survey = "guests" };
    g_autoptr(GError) error = NULL;
    g_autoptr(CxFactsDraft) draft = cx_facts_draft_make(data, size, &hints, &error);
    g_assert_true((draft == NULL) == (error != NULL));
    if (draft == NULL) {
        g_assert_true(g_utf8_validate(error->message, -1, NULL));
        return 0;
    }
    for (size_t i = 0; i < draft->n_columns; i++) {
        g_assert_true(g_utf8_validate(draft->columns[i].name, -1, NULL));
        g_assert_true(g_utf8_validate(draft->columns[i].reason, -1, NULL));
    }
    g_autofree char *json = cx_facts_draft_json(draft);
    g_autoptr(CxFactsDraft) again = cx_facts_draft_parse(json, &error);
    g_assert_no_error(error);
    g_autofree char *same = cx_facts_draft_json(again);
    g_assert_cmpstr(json, ==, same);
    g_autofree char *mapping = cx_facts_draft_mapping(draft);
    g_assert_true((mapping == NULL) == (draft->lack != NULL));
    if (mapping != NULL)
        parse(mapping, strlen(mapping), true);
    return 0;
}
