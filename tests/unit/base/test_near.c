/* Near matches: the name somebody meant. */
#include <glib.h>

#include "base/near.h"

static void
test_rows(void)
{
    static const char *const names[] = { "Q7ALL", "Q9ALL", "Q9BOARDING", "METHOD", "NPS", "Date" };
    static const struct {
        const char *why, *name, *want;
    } rows[] = {
        { "only case differs, and another is near too", "Q9All", "Q9ALL" },
        { "a beginning", "METH", "METHOD" },
        { "a letter more", "NPSX", "NPS" },
        { "two letters swapped", "Q9BOARIDNG", "Q9BOARDING" },
        { "blanks and marks do not count", " date* ", "Date" },
        { "nothing like it", "Quality", NULL },
        { "no letters", "--", NULL },
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_test_message("%s", rows[i].why);
        const char *found = cx_near_find(rows[i].name, names, G_N_ELEMENTS(names));
        g_assert_cmpstr(found, ==, rows[i].want);
        g_assert_true(found == NULL || cx_near(rows[i].name, found));
    }
    g_assert_null(cx_near_find("x", NULL, 0));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/base/near/rows", test_rows);
    return g_test_run();
}
