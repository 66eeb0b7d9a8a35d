/* Recognising: any bytes are refused with words that are UTF-8, or drafted; every column has its
 * sentence, and the mapping drafted is one that can be read. */
#include "fuzz.h"

#include <string.h>

#include "feedback/mapping.h"
#include "feedback/recognise.h"

#define TODAY 20773 /* 2026-11-16 */

static void
check_mapping(const char *text)
{
    g_autoptr(CxIssues) issues = cx_issues_new();
    g_autoptr(GError) error = NULL;
    g_autoptr(CxMapping) mapping = cx_mapping_parse(text, strlen(text), issues, &error);
    for (size_t i = 0; i < cx_issues_count(issues); i++)
        g_test_message("%s", cx_issues_at(issues, i)->text);
    g_assert_nonnull(mapping);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const CxRecogniseFile file = {
        .name = "answers-2026.csv",
        .data = data,
        .len_bytes = size,
        .today = { TODAY },
    };
    g_autoptr(GError) error = NULL;
    g_autoptr(CxDraft) draft = cx_recognise(&file, &error);
    g_assert_true((draft == NULL) == (error != NULL));
    if (draft == NULL) {
        g_assert_true(g_utf8_validate(error->message, -1, NULL));
        return 0;
    }
    g_assert_true((draft->mapping == NULL) == (draft->lack != NULL));
    for (size_t i = 0; i < draft->n_columns; i++) {
        g_assert_true(g_utf8_validate(draft->columns[i].name, -1, NULL));
        g_assert_true(g_utf8_validate(draft->columns[i].reason, -1, NULL));
    }
    if (draft->mapping != NULL)
        check_mapping(draft->mapping);
    return 0;
}
