/* The whole roster of a day: who came, left and moved, and files that come late. */
#include "cast.h"
#include "roll.h"

#include <string.h>

#include "base/civil.h"
#include "base/error.h"
#include "people/roster.h"
#include "support/engines.h"
#include "support/store.h"

static CxRosterAsk
ask_some(const char *file_name, const char *data, size_t len_bytes)
{
    return (CxRosterAsk){ .file_name = file_name,
                          .data = data,
                          .len_bytes = len_bytes,
                          .extent = CX_ROSTER_SOME,
                          .as_of = CX_DAY_NONE };
}

#define WHOLE_OCTOBER                                                                              \
    "name,department,title,start,email\n"                                                          \
    "Ada,Food,Head of Food,2026-01-01,ada@example.org\n"                                           \
    "Ben,Shops,Head of Shops,,\n"                                                                  \
    "Cy,Parking,Head of Parking,2024-05-01,\n"

#define WHOLE_NOVEMBER                                                                             \
    "name,department,title,start,email,as of\n"                                                    \
    "Ada,Shops,Head of Shops,,ada@example.org,2026-11-01\n"                                        \
    "Cy,Parking,Director of Parking,,,2026-11-01\n"                                                \
    "Dee,Food,Head of Food,,,2026-11-01\n"

static CxRosterReport *
take_whole(CxDb *db, const char *text, const char *as_of)
{
    g_autoptr(CxCtx) ctx = cast_system(db);
    g_autoptr(GError) error = NULL;
    CxRosterAsk ask = ask_some("whole.csv", text, strlen(text));
    ask.extent = CX_ROSTER_WHOLE;
    if (as_of != NULL)
        g_assert_true(cx_day_parse(as_of, &ask.as_of, NULL));
    g_autoptr(CxRosterReport) tried = cx_roster_try(ctx, &ask, &error);
    g_assert_no_error(error);
    CxRosterReport *report = cx_roster_take(ctx, &ask, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(tried->changes->len, ==, report->changes->len);
    g_assert_cmpuint(tried->rejects->len, ==, report->rejects->len);
    for (guint i = 0; i < report->rejects->len; i++) {
        const CxRosterReject *reject = g_ptr_array_index(report->rejects, i);
        g_test_message("line %d %s: %s", (int)reject->line, reject->column, reject->reason);
    }
    return report;
}

static CxRosterReport *
take_some(CxDb *db, const char *text)
{
    g_autoptr(CxCtx) ctx = cast_system(db);
    g_autoptr(GError) error = NULL;
    const CxRosterAsk ask = ask_some("some.csv", text, strlen(text));
    CxRosterReport *report = cx_roster_take(ctx, &ask, &error);
    g_assert_no_error(error);
    return report;
}

static void
assert_kinds(const CxRosterReport *report, int64_t n_came, int64_t n_left, int64_t n_moved,
             int64_t n_same)
{
    g_assert_cmpint(report->n_of[CX_ROSTER_CAME], ==, n_came);
    g_assert_cmpint(report->n_of[CX_ROSTER_LEFT], ==, n_left);
    g_assert_cmpint(report->n_of[CX_ROSTER_MOVED], ==, n_moved);
    g_assert_cmpint(report->n_of[CX_ROSTER_SAME], ==, n_same);
}

/* "Head of Food (food) 2026-01-01..2026-10-31; …", latest first. (transfer full) */
static char *
terms_of(CxDb *db, const char *words)
{
    g_autoptr(CxLeader) leader = roll_find(db, words);
    GString *out = g_string_new(NULL);
    for (guint i = 0; i < leader->terms->len; i++) {
        const CxTerm *term = g_ptr_array_index(leader->terms, i);
        g_autofree char *from =
            cx_day_is_none(term->from) ? g_strdup("") : cx_day_format(term->from);
        g_autofree char *to = cx_day_is_none(term->to) ? g_strdup("") : cx_day_format(term->to);
        g_string_append_printf(out, "%s%s (%s) %s..%s", i > 0 ? "; " : "", term->title,
                               term->department_key, from, to);
    }
    return g_string_free(out, FALSE);
}

static void
assert_terms(CxDb *db, const char *words, const char *want)
{
    g_autofree char *terms = terms_of(db, words);
    g_assert_cmpstr(terms, ==, want);
}

/* Next month's file closes terms and opens others; nobody's past is written over. */
static void
test_whole(CxDb *db)
{
    g_autoptr(CxRosterReport) first = take_whole(db, WHOLE_OCTOBER, "2026-10-01");
    assert_kinds(first, 3, 0, 0, 0);
    assert_terms(db, "Ben", "Head of Shops (shops) .."); /* nobody knows since when */
    g_autoptr(CxRosterReport) second = take_whole(db, WHOLE_NOVEMBER, NULL);
    assert_kinds(second, 1, 1, 2, 0);
    g_assert_cmpuint(second->rejects->len, ==, 0);
    assert_terms(db, "Ada",
                 "Head of Shops (shops) 2026-11-01..; "
                 "Head of Food (food) 2026-01-01..2026-10-31");
    assert_terms(db, "Ben", "Head of Shops (shops) ..2026-10-31");
    assert_terms(db, "Cy",
                 "Director of Parking (parking) 2026-11-01..; "
                 "Head of Parking (parking) 2024-05-01..2026-10-31");
    assert_terms(db, "Dee", "Head of Food (food) 2026-11-01..");
    const CxRosterChange *moved = g_ptr_array_index(second->changes, 0);
    g_assert_cmpint(moved->kind, ==, CX_ROSTER_MOVED);
    g_assert_cmpint(moved->line, ==, 2);
    g_assert_cmpstr(moved->department_before, ==, "Food");
    g_assert_cmpstr(moved->department, ==, "Shops");
    const CxRosterChange *left = g_ptr_array_index(second->changes, 3);
    g_assert_cmpint(left->kind, ==, CX_ROSTER_LEFT);
    g_assert_cmpstr(left->leader, ==, "Ben");
    g_assert_cmpint(left->line, ==, 0);
    g_assert_cmpint(cast_audited(db), ==, 2);
}

/* The same files again, in any order, change nothing and write no record. */
static void
test_whole_again(CxDb *db)
{
    g_autoptr(CxRosterReport) first = take_whole(db, WHOLE_OCTOBER, "2026-10-01");
    g_autoptr(CxRosterReport) second = take_whole(db, WHOLE_NOVEMBER, NULL);
    g_autoptr(CxRosterReport) newer = take_whole(db, WHOLE_NOVEMBER, NULL);
    assert_kinds(newer, 0, 0, 0, 3);
    g_autoptr(CxRosterReport) older = take_whole(db, WHOLE_OCTOBER, "2026-10-01");
    assert_kinds(older, 0, 0, 0, 3);
    g_assert_cmpuint(older->rejects->len, ==, 0);
    g_assert_cmpint(roll_terms(db), ==, 6);
    g_assert_cmpint(cast_audited(db), ==, 2);
}

/* An older file that comes late and says otherwise undoes nothing; each conflict is named. */
static void
test_whole_late(CxDb *db)
{
    g_autoptr(CxRosterReport) first = take_whole(db, WHOLE_OCTOBER, "2026-10-01");
    g_autoptr(CxRosterReport) second = take_whole(db, WHOLE_NOVEMBER, NULL);
    g_autoptr(CxRosterReport) late = take_whole(db,
                                                "name,department,title\n"
                                                "Ada,Billing,Head of Billing\n"
                                                "Eve,Food,Head of Food\n"
                                                "Cy,Parking,Head of Parking\n",
                                                "2026-09-15");
    assert_kinds(late, 0, 0, 0, 1);
    g_assert_cmpint(roll_leaders(db), ==, 4);
    g_assert_cmpint(roll_terms(db), ==, 6);
    roll_assert_reject(late, 0, 2, "", "newer than this file");
    roll_assert_reject(late, 1, 3, "", "newer than this file");
    roll_assert_reject(late, 2, 0, "", "Ben is not in the file");
    assert_terms(db, "Ada",
                 "Head of Shops (shops) 2026-11-01..; "
                 "Head of Food (food) 2026-01-01..2026-10-31");
}

/* What is known of a person from a later day stands, also where no newer whole roster was taken. */
static void
test_whole_known_later(CxDb *db)
{
    g_autoptr(CxRosterReport) first = take_some(db, "name,department,title,start,end\n"
                                                    "Ada,Food,Head,2026-01-01,2026-12-31\n"
                                                    "Ada,Shops,Head,2027-01-01,\n"
                                                    "Ben,Parking,Head,2026-11-16,\n");
    g_autoptr(CxRosterReport) whole = take_whole(db,
                                                 "name,department,title\n"
                                                 "Ada,Billing,Head\n"
                                                 "Cy,Parking,Head\n",
                                                 "2026-11-16");
    assert_kinds(whole, 1, 0, 0, 0);
    roll_assert_reject(whole, 0, 2, "", "Ada is known to be Head (Shops) from 1 January 2027 on");
    roll_assert_reject(whole, 1, 0, "", "began on the day of this file");
    assert_terms(db, "Ada", "Head (shops) 2027-01-01..; Head (food) 2026-01-01..2026-12-31");
    assert_terms(db, "Ben", "Head (parking) 2026-11-16..");
}

/* Rows that cannot be read end nobody's term: not of those they name, and not of anybody when they
 * name nobody. */
static void
test_whole_unreadable(CxDb *db)
{
    g_autoptr(CxRosterReport) first = take_whole(db, WHOLE_OCTOBER, "2026-10-01");
    g_autoptr(CxRosterReport) named = take_whole(db,
                                                 "name,department,title,start,email\n"
                                                 "Ada B,Food,Head of Food,soon,ada@example.org\n"
                                                 "Cy,Parking,Head of Parking,2024-06-01,\n",
                                                 "2026-11-01");
    assert_kinds(named, 0, 1, 0, 0);
    roll_assert_reject(named, 0, 2, "start", "soon");
    roll_assert_reject(named, 1, 3, "", "begun on 1 May 2024");
    assert_terms(db, "Ada", "Head of Food (food) 2026-01-01..");
    assert_terms(db, "Cy", "Head of Parking (parking) 2024-05-01..");
    assert_terms(db, "Ben", "Head of Shops (shops) ..2026-10-31");
    g_autoptr(CxRosterReport) nameless = take_whole(db,
                                                    "name,department,title\n"
                                                    ",Food,Head of Food\n"
                                                    "Cy,Parking,Head of Parking\n",
                                                    "2026-12-01");
    assert_kinds(nameless, 0, 0, 0, 1);
    g_assert_true(nameless->is_end_withheld);
    assert_terms(db, "Ada", "Head of Food (food) 2026-01-01..");
}

/* Two offices are two rows; giving up one is no leaving of the other. */
static void
test_whole_two_offices(CxDb *db)
{
    g_autoptr(CxRosterReport) first = take_whole(db,
                                                 "name,department,title,start\n"
                                                 "Ada,Food,Head,2025-01-01\n"
                                                 "Ada,Shops,Acting head,2026-02-01\n",
                                                 "2026-10-01");
    assert_kinds(first, 2, 0, 0, 0);
    g_autoptr(CxRosterReport) second =
        take_whole(db, "name,department,title\nAda,Food,Head\n", "2026-11-01");
    assert_kinds(second, 0, 1, 0, 1);
    g_assert_cmpuint(second->vacant->len, ==, 1);
    g_assert_cmpstr(second->vacant->pdata[0], ==, "Shops");
    assert_terms(db, "Ada", "Acting head (shops) 2026-02-01..2026-10-31; Head (food) 2025-01-01..");
}

/* A start before the file's day is when the old office ended; a start that was not known is kept. */
static void
test_whole_dated(CxDb *db)
{
    g_autoptr(CxRosterReport) first = take_whole(db,
                                                 "name,department,title,start\n"
                                                 "Ada,Food,Head,2025-01-01\n"
                                                 "Ben,Shops,Head,\n",
                                                 "2026-10-01");
    g_autoptr(CxRosterReport) second = take_whole(db,
                                                  "name,department,title,start\n"
                                                  "Ada,Parking,Head,2026-10-15\n"
                                                  "Ben,Shops,Head,2019-03-01\n"
                                                  "Cy,Food,Head,2026-12-01\n",
                                                  "2026-11-01");
    assert_kinds(second, 1, 0, 1, 1);
    assert_terms(db, "Ada", "Head (parking) 2026-10-15..; Head (food) 2025-01-01..2026-10-14");
    assert_terms(db, "Ben", "Head (shops) 2019-03-01..");
    assert_terms(db, "Cy", "Head (food) 2026-12-01..");
    g_assert_cmpuint(second->vacant->len, ==, 1); /* Food, until December */
}

static void
test_whole_refused(CxDb *db)
{
    static const struct {
        const char *text, *as_of, *part;
    } rows[] = {
        { "name,department\n", NULL, "of nobody" },
        { "name,as of\nAda,2026-10-01\nBen,2026-11-01\n", NULL, "two days" },
        { "name,as of\nAda,2026-10-01\n", "2026-11-01", "asked for" },
    };
    for (size_t i = 0; i < CX_N_ELEMENTS(rows); i++) {
        g_autoptr(CxCtx) ctx = cast_system(db);
        g_autoptr(GError) error = NULL;
        CxRosterAsk ask = ask_some("x.csv", rows[i].text, strlen(rows[i].text));
        ask.extent = CX_ROSTER_WHOLE;
        if (rows[i].as_of != NULL)
            g_assert_true(cx_day_parse(rows[i].as_of, &ask.as_of, NULL));
        g_assert_null(cx_roster_take(ctx, &ask, &error));
        g_assert_error(error, CX_ERROR, CX_ERROR_INVALID);
        g_test_message("%s", error->message);
        g_assert_nonnull(strstr(error->message, rows[i].part));
    }
    g_assert_cmpint(roll_leaders(db), ==, 0);
}

static void
test_superiors(CxDb *db)
{
    static const char text[] = "name,department,title,manager\n"
                               "Ada,Food,Head,Zoe\n"
                               "Ben,Shops,Head,Ada\n"
                               "Cy,Parking,Head,Cy\n";
    g_autoptr(CxRosterReport) first = take_whole(db, text, "2026-10-01");
    roll_assert_reject(first, 0, 4, "manager", "somebody else");
    g_assert_cmpint(cx_test_count(db, "SELECT count(*) AS n FROM leader_superior"), ==, 2);
    g_assert_cmpint(
        cx_test_count(db,
                      "SELECT count(*) AS n FROM leader_superior WHERE superior_id IS NOT NULL"),
        ==, 1);
    g_autoptr(CxRosterReport) again = take_whole(db, text, "2026-10-01");
    g_assert_cmpint(cx_test_count(db, "SELECT count(*) AS n FROM leader_superior"), ==, 2);
    g_assert_cmpint(cast_audited(db), ==, 1);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    cx_test_engines_add("/people/roster/whole", test_whole);
    cx_test_engines_add("/people/roster/whole_again", test_whole_again);
    cx_test_engines_add("/people/roster/whole_late", test_whole_late);
    cx_test_engines_add("/people/roster/whole_known_later", test_whole_known_later);
    cx_test_engines_add("/people/roster/whole_unreadable", test_whole_unreadable);
    cx_test_engines_add("/people/roster/whole_two_offices", test_whole_two_offices);
    cx_test_engines_add("/people/roster/whole_dated", test_whole_dated);
    cx_test_engines_add("/people/roster/whole_refused", test_whole_refused);
    cx_test_engines_add("/people/roster/superiors", test_superiors);
    return g_test_run();
}
