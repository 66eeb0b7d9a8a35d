/* A list of leaders whose names stand in two columns, as staff lists have it. */
#include "cast.h"
#include "roll.h"

#include <string.h>

#include "support/engines.h"

static CxRosterReport *
read_text(CxDb *db, const char *text)
{
    g_autoptr(CxCtx) ctx = cast_system(db);
    const CxRosterAsk ask = { .file_name = "staff.csv",
                              .data = text,
                              .len_bytes = strlen(text),
                              .extent = CX_ROSTER_SOME,
                              .as_of = CX_DAY_NONE };
    return cx_roster_take(ctx, &ask, NULL);
}

static void
test_two_columns(CxDb *db)
{
    g_autoptr(CxRosterReport) report =
        read_text(db, "Last Name,First Name,Department,Email\nByron,Ada,Food,ada@example.org\n"
                      "Cher,,Shops,c@example.org\n,,Shops,\n");
    g_assert_true(report->n_leaders_new == 2);
    roll_assert_reject(report, 0, 4, "Last Name", "there is no name");
    g_autoptr(CxLeader) ada = roll_find(db, "ada@example.org");
    g_assert_cmpstr(ada->name, ==, "Ada Byron");
    g_autoptr(CxLeader) one = roll_find(db, "c@example.org");
    g_assert_cmpstr(one->name, ==, "Cher");
}

/* A column for the whole name is all there is to it. */
static void
test_both(CxDb *db)
{
    g_autoptr(CxRosterReport) report =
        read_text(db, "Name,First Name,Last Name,Department\nAda B. Byron,Ada,Byron,Food\n");
    g_assert_true(report->n_leaders_new == 1);
    g_autoptr(CxLeader) ada = roll_find(db, "Ada B. Byron");
    g_assert_nonnull(ada);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    cx_test_engines_add("/people/roster-names/two-columns", test_two_columns);
    cx_test_engines_add("/people/roster-names/both", test_both);
    return g_test_run();
}
