#include "support/golden.h"

#include <glib.h>
#include <string.h>

static char *
first_difference(const char *was, const char *is)
{
    g_auto(GStrv) old_lines = g_strsplit(was, "\n", 0);
    g_auto(GStrv) new_lines = g_strsplit(is, "\n", 0);
    for (size_t i = 0;; i++) {
        const char *old_line = old_lines[i];
        const char *new_line = new_lines[i];
        if (g_strcmp0(old_line, new_line) != 0) {
            return g_strdup_printf("line %zu\n  was: %s\n  is:  %s", i + 1,
                                   old_line != NULL ? old_line : "(end)",
                                   new_line != NULL ? new_line : "(end)");
        }
        if (old_line == NULL)
            return g_strdup("nothing");
    }
}

void
cx_test_golden(const char *name, const char *text)
{
    const char *root = g_getenv("CX_SOURCE_ROOT");
    g_assert_nonnull(root);
    g_autofree char *path = g_build_filename(root, "tests", "golden", name, NULL);
    g_autoptr(GError) error = NULL;
    if (g_strcmp0(g_getenv("CX_UPDATE"), "1") == 0) {
        g_autofree char *folder = g_path_get_dirname(path);
        g_assert_cmpint(g_mkdir_with_parents(folder, 0755), ==, 0);
        g_file_set_contents(path, text, -1, &error);
        g_assert_no_error(error);
        return;
    }
    g_autofree char *want = NULL;
    if (!g_file_get_contents(path, &want, NULL, &error)) {
        g_test_message("%s: %s; CX_UPDATE=1 accepts", name, error->message);
        g_test_fail();
        return;
    }
    if (strcmp(want, text) != 0) {
        g_autofree char *difference = first_difference(want, text);
        g_test_message("%s differs, CX_UPDATE=1 accepts; %s", name, difference);
        g_test_fail();
    }
}
