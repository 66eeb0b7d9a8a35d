/* Slices: any text is refused with words that are UTF-8, or read; what was read formats to a text
 * that reads as the same and formats to itself. */
#include "fuzz.h"

#include "column/slice.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    g_autofree char *text = g_strndup((const char *)data, size);
    g_autoptr(CxIssues) issues = cx_issues_new();
    g_autoptr(CxSlice) slice = cx_slice_parse(text, issues);
    g_assert_true((slice == NULL) == (cx_issues_count(issues) > 0));
    for (size_t i = 0; i < cx_issues_count(issues); i++)
        g_assert_true(g_utf8_validate(cx_issues_at(issues, i)->text, -1, NULL));
    if (slice == NULL)
        return 0;
    g_autofree char *once = cx_slice_format(slice);
    g_autoptr(CxSlice) again = cx_slice_parse(once, issues);
    g_assert_nonnull(again);
    g_autofree char *twice = cx_slice_format(again);
    g_assert_cmpstr(once, ==, twice);
    return 0;
}
