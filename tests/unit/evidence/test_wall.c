/* The wall: nobody is found out, by asking once or by asking several times and subtracting. */
#include "asked.h"

#include <math.h>

#include "base/error.h"
#include "evidence/score_priv.h"
#include "support/engines.h"
#include "support/store.h"

/* ---- Parts of a whole ---- */

static const struct {
    const char *why;
    int64_t n[6];     /* ends with -1 */
    int64_t n_rest;   /* in no part */
    const char *want; /* by part: + shown, - small, o hidden too */
} parts_rows[] = {
    { "nothing small", { 5, 9, -1 }, 0, "++" },
    { "nobody hides nobody", { 0, 9, 5, -1 }, 0, "+++" },
    { "exactly one hidden takes the next smallest", { 4, 30, 20, -1 }, 0, "-+o" },
    { "two hidden of five together are enough", { 4, 1, 30, -1 }, 0, "--+" },
    { "two hidden that are four together are not", { 2, 2, 30, 20, -1 }, 0, "--+o" },
    { "one hidden and nobody else", { 4, -1 }, 0, "-" },
    { "one hidden of two", { 4, 100, -1 }, 0, "-o" },
    { "an empty part does not stand in for another", { 4, 0, 100, 200, -1 }, 0, "-+o+" },
    { "all small", { 1, 2, 3, -1 }, 0, "---" },
    { "a few in no part would be told too", { 30, 20, -1 }, 3, "+o" },
    { "a few in no part and one small part", { 4, 30, -1 }, 1, "-+" },
    { "a few in no part and one small part, still few", { 3, 30, -1 }, 1, "-o" },
    { "many in no part are nobody's", { 30, 20, -1 }, 5, "++" },
};

static void
test_parts(void)
{
    for (size_t i = 0; i < CX_N_ELEMENTS(parts_rows); i++) {
        g_test_message("%s", parts_rows[i].why);
        CxWallPart parts[6];
        size_t n = 0;
        for (; parts_rows[i].n[n] >= 0; n++)
            parts[n] = (CxWallPart){ .n = parts_rows[i].n[n], .is_shown = true };
        const int64_t n_rest = parts_rows[i].n_rest;
        g_assert_cmpint(cx_wall_hide_parts(5, n_rest, parts, n), ==, n_rest > 0 && n_rest < 5);
        char got[8] = "";
        for (size_t j = 0; j < n; j++)
            got[j] = parts[j].is_shown ? '+' : (parts[j].is_small ? '-' : 'o');
        g_assert_cmpstr(got, ==, parts_rows[i].want);
    }
}

/* ---- Periods ---- */

/* Whatever they say. */
static bool
shows_months(const int64_t *n, CxWallMonths all, CxWallMonths asked)
{
    CxReleaseSum said[60];
    for (int32_t i = 0; i < all.to - all.from; i++)
        said[i] = (CxReleaseSum){ .n = n[i], .is_open = true };
    return cx_wall_shows_months(5, said, all, asked);
}

static int64_t
sum_of_months(const int64_t *n, int32_t from, int32_t to)
{
    int64_t sum = 0;
    for (int32_t i = from; i < to; i++)
        sum += n[i];
    return sum;
}

/* A year of which May has two answers; its number is that of a year, months and quarters shown. */
static void
test_months(void)
{
    static const struct {
        int32_t from, to;
        bool is_shown;
        const char *why;
    } rows[] = {
        { 0, 12, true, "the year" },
        { 0, 3, true, "a quarter" },
        { 6, 12, true, "half a year of two quarters" },
        { 6, 7, true, "a month" },
        { 3, 6, true, "the quarter with May" },
        { 3, 4, false, "April, which is the smaller neighbour" },
        { 5, 6, true, "June" },
        { 0, 4, false, "less the first quarter it is April" },
        { 5, 12, true, "June and two quarters" },
        { 4, 12, false, "less that it is May" },
    };
    static const int64_t n[12] = { 9, 9, 9, 6, 2, 9, 9, 9, 9, 9, 9, 9 };
    const CxWallMonths all = { 2018 * 12, 2019 * 12 };
    for (size_t i = 0; i < CX_N_ELEMENTS(rows); i++) {
        g_test_message("%s", rows[i].why);
        const CxWallMonths asked = { all.from + rows[i].from, all.from + rows[i].to };
        g_assert_cmpint(shows_months(n, all, asked), ==, rows[i].is_shown);
    }
}

/* A month in which all say the same is hidden with the smallest neighbour, or with more of them until somebody
 * says something else. */
static void
test_alike_months(void)
{
    const CxReleaseSum ten = { .n = 9, .sum = 90, .squares = 900 };
    const CxReleaseSum mixed = { .n = 20, .sum = 100, .squares = 900 };
    const CxWallMonths all = { 2018 * 12, 2018 * 12 + 3 };
    const CxReleaseSum months[] = { ten, mixed, mixed };
    const CxReleaseSum alike[] = { ten, ten, mixed };
    const CxReleaseSum same[] = { ten, ten, ten };
    const CxWallMonths last = { all.from + 2, all.to };
    g_assert_true(cx_wall_shows_months(5, months, all, all));
    g_assert_true(cx_wall_shows_months(5, months, all, last));
    g_assert_false(cx_wall_shows_months(5, months, all, (CxWallMonths){ all.from, all.from + 1 }));
    g_assert_false(
        cx_wall_shows_months(5, months, all, (CxWallMonths){ all.from + 1, all.from + 2 }));
    g_assert_false(cx_wall_shows_months(5, alike, all, last)); /* two and two are all the same */
    g_assert_true(cx_wall_shows_months(5, alike, all, all));
    g_assert_false(cx_wall_shows_months(5, same, all, all));
}

/* Whatever the months hold: by adding and subtracting periods that are shown nobody gets at one to
 * four answers. A period shown joins its two ends; all that can be had is what lies between ends
 * that are joined. */
static void
test_months_law(void)
{
    enum { N_MAX = 40 };
    for (int round = 0; round < 400; round++) {
        const int32_t n_months = g_test_rand_int_range(1, N_MAX + 1);
        const int32_t first = 2018 * 12 + g_test_rand_int_range(0, 12);
        const int n_most = g_test_rand_int_range(2, 30);
        int64_t n[N_MAX];
        int32_t group[N_MAX + 1]; /* of ends that are joined */
        for (int32_t i = 0; i < n_months; i++)
            n[i] = g_test_rand_int_range(0, n_most);
        for (int32_t i = 0; i <= n_months; i++)
            group[i] = i;
        const CxWallMonths all = { first, first + n_months };
        for (int32_t a = 0; a < n_months; a++) {
            for (int32_t b = a + 1; b <= n_months; b++) {
                const CxWallMonths asked = { first + a, first + b };
                const int64_t sum = sum_of_months(n, a, b);
                if ((sum > 0 && sum < 5) || !shows_months(n, all, asked))
                    continue;
                const int32_t old = group[b];
                for (int32_t i = 0; i <= n_months; i++)
                    group[i] = group[i] == old ? group[a] : group[i];
            }
        }
        for (int32_t a = 0; a < n_months; a++) {
            for (int32_t b = a + 1; b <= n_months; b++) {
                const int64_t sum = sum_of_months(n, a, b);
                g_assert_true(group[a] != group[b] || sum == 0 || sum >= 5);
            }
        }
    }
}

/* Whatever the sizes: no part of fewer than five is shown, and what is not shown is together never
 * one part alone nor fewer than five, unless everything is hidden. */
static void
test_parts_law(void)
{
    for (int round = 0; round < 2000; round++) {
        CxWallPart parts[8];
        const size_t n = (size_t)g_test_rand_int_range(0, 9);
        const int64_t n_rest = g_test_rand_bit() ? 0 : g_test_rand_int_range(0, 9);
        for (size_t i = 0; i < n; i++) {
            parts[i] = (CxWallPart){ .n = g_test_rand_int_range(0, 12),
                                     .is_shown = g_test_rand_int_range(0, 9) > 0 };
        }
        const bool is_rest_hidden = cx_wall_hide_parts(5, n_rest, parts, n);
        int64_t n_answers = is_rest_hidden ? n_rest : 0;
        size_t n_hidden = is_rest_hidden ? 1 : 0;
        size_t n_shown = 0;
        for (size_t i = 0; i < n; i++) {
            g_assert_false(parts[i].is_shown && parts[i].n > 0 && parts[i].n < 5);
            g_assert_false(parts[i].is_shown && parts[i].is_small);
            n_shown += parts[i].is_shown && parts[i].n > 0 ? 1 : 0;
            n_hidden += !parts[i].is_shown && parts[i].n > 0 ? 1 : 0;
            n_answers += parts[i].is_shown ? 0 : parts[i].n;
        }
        g_assert_true(n_shown == 0 || n_hidden == 0 || (n_hidden > 1 && n_answers >= 5));
    }
}

/* ---- Scores ---- */

/* self: 60 A, 8 B, 2 C; asked: 40 A, 30 B, 1 C. */
static void
import_areas(CxDb *db)
{
    g_autoptr(GString) lines = g_string_new(NULL);
    int id = 0;
    asked_lines(lines, &id, 30, "2018-05-01,1,1,,10,5,A");
    asked_lines(lines, &id, 30, "2018-05-01,1,1,,8,2,A");
    asked_lines(lines, &id, 8, "2018-05-01,1,1,,2,3,B");
    asked_lines(lines, &id, 2, "2018-05-01,1,1,,0,1,C");
    asked_lines(lines, &id, 40, "2018-05-31,2,1,,10,5,A");
    asked_lines(lines, &id, 30, "2018-05-31,2,1,,9,4,B");
    asked_lines(lines, &id, 1, "2018-05-31,2,1,,3,1,C");
    asked_import_simple(db, lines->str);
}

static void
assert_hidden(const CxMeasured *value, CxMeasuredStatus status)
{
    g_assert_cmpint(value->status, ==, status);
    g_assert_true(isnan(value->value) && isnan(value->lo) && isnan(value->hi));
    g_assert_cmpint(value->n, ==, -1);
    g_assert_cmpint(value->clusters, ==, -1);
    g_assert_cmpstr(value->card.hex, ==, "");
}

static void
test_groups(CxDb *db)
{
    import_areas(db);
    g_autoptr(CxCtx) ctx = cast_system(db);
    const CxScore *score = asked_score(ctx, "group=area");
    g_assert_cmpint(score->whole.n, ==, 141);
    g_assert_cmpint(asked_group(score, "a")->n, ==, 100);
    assert_hidden(asked_group(score, "c"), CX_MEASURED_HIDDEN);
    assert_hidden(asked_group(score, "b"), CX_MEASURED_HIDDEN_TOO);
    /* No card is kept of what is hidden. */
    g_autoptr(GError) error = NULL;
    g_assert_true(cx_ctx_flush(ctx, db, &error));
    g_assert_no_error(error);
    g_assert_cmpint(cx_test_count(db, "SELECT count(*) AS n FROM card"), ==, 2);
}

/* What a list of groups hides is not had by asking for the groups one by one. */
static void
test_filters(CxDb *db)
{
    import_areas(db);
    static const struct {
        const char *why, *slice;
        CxMeasuredStatus status;
    } rows[] = {
        { "small", "where=area:c", CX_MEASURED_HIDDEN },
        { "hidden in the list", "where=area:b", CX_MEASURED_HIDDEN_TOO },
        { "shown in the list", "where=area:a", CX_MEASURED_OK },
        { "leaves out three", "where=area:a,b", CX_MEASURED_HIDDEN_TOO },
        { "a shown and a small one", "where=area:a,c", CX_MEASURED_HIDDEN_TOO },
        { "both hidden: the whole less what is shown", "where=area:b,c", CX_MEASURED_OK },
        { "all", "where=area:a,b,c", CX_MEASURED_OK },
        { "the same of one mode", "where=mode:self&where=area:b", CX_MEASURED_HIDDEN_TOO },
        { "a mode parts no area so that few are left", "where=mode:self", CX_MEASURED_OK },
        { "two filters, both hidden", "where=mode:asked&where=area:b,c", CX_MEASURED_OK },
        { "two filters that leave out one", "where=mode:asked&where=area:a,b",
          CX_MEASURED_HIDDEN_TOO },
    };
    g_autoptr(CxCtx) ctx = cast_system(db);
    for (size_t i = 0; i < CX_N_ELEMENTS(rows); i++) {
        g_test_message("%s: %s", rows[i].why, rows[i].slice);
        const CxScore *score = asked_score(ctx, rows[i].slice);
        g_assert_cmpstr(cx_measured_status_key(score->whole.status), ==,
                        cx_measured_status_key(rows[i].status));
        if (rows[i].status != CX_MEASURED_OK)
            assert_hidden(&score->whole, rows[i].status);
    }
}

/* Groups under a filter: C by form is 2 of 3, so that its other mode would tell the last one. */
static void
test_groups_under_filters(CxDb *db)
{
    import_areas(db);
    g_autoptr(CxCtx) ctx = cast_system(db);
    const CxScore *score = asked_score(ctx, "group=area&where=mode:asked");
    assert_hidden(asked_group(score, "c"), CX_MEASURED_HIDDEN);
    assert_hidden(asked_group(score, "b"), CX_MEASURED_HIDDEN_TOO);
    g_assert_cmpint(asked_group(score, "a")->n, ==, 40);
    /* All groups hide with the whole. */
    const CxScore *whole = asked_score(ctx, "group=mode&where=area:b");
    assert_hidden(&whole->whole, CX_MEASURED_HIDDEN_TOO);
    assert_hidden(asked_group(whole, "self"), CX_MEASURED_HIDDEN_TOO);
    assert_hidden(asked_group(whole, "asked"), CX_MEASURED_HIDDEN_TOO);
}

/* 48 of area A are by form and 2 are not: A by form, beside A, would tell the two. */
static void
test_filter_within_group(CxDb *db)
{
    g_autoptr(GString) lines = g_string_new(NULL);
    int id = 0;
    asked_lines(lines, &id, 48, "2018-05-01,1,1,,10,5,A");
    asked_lines(lines, &id, 2, "2018-05-01,2,1,,0,1,A");
    asked_lines(lines, &id, 50, "2018-05-01,1,1,,8,5,B");
    asked_lines(lines, &id, 50, "2018-05-01,2,1,,8,5,B");
    asked_lines(lines, &id, 50, "2018-05-01,1,1,,8,5,C");
    asked_lines(lines, &id, 50, "2018-05-01,2,1,,8,5,C");
    asked_import_simple(db, lines->str);
    g_autoptr(CxCtx) ctx = cast_system(db);
    const CxScore *areas = asked_score(ctx, "group=area");
    g_assert_cmpint(asked_group(areas, "a")->n, ==, 50);
    const CxScore *alone = asked_score(ctx, "where=mode:self&where=area:a");
    assert_hidden(&alone->whole, CX_MEASURED_HIDDEN_TOO);
    const CxScore *by_form = asked_score(ctx, "group=area&where=mode:self");
    g_assert_cmpint(by_form->whole.n, ==, 148);
    assert_hidden(asked_group(by_form, "a"), CX_MEASURED_HIDDEN_TOO);
    /* And another with it, or A would be the whole less the others. */
    assert_hidden(asked_group(by_form, "b"), CX_MEASURED_HIDDEN_TOO);
    g_assert_cmpint(asked_group(by_form, "c")->n, ==, 50);
}

/* Answers without an area are in the whole and in no group. */
static void
test_ungrouped(CxDb *db)
{
    g_autoptr(GString) lines = g_string_new(NULL);
    int id = 0;
    asked_lines(lines, &id, 50, "2018-05-01,1,1,,10,5,A");
    asked_lines(lines, &id, 40, "2018-05-01,1,1,,10,5,B");
    asked_lines(lines, &id, 3, "2018-05-01,1,1,,0,1,");
    asked_import_simple(db, lines->str);
    g_autoptr(CxCtx) ctx = cast_system(db);
    const CxScore *score = asked_score(ctx, "group=area");
    g_assert_cmpint(score->whole.n, ==, 93);
    g_assert_cmpint(asked_group(score, "a")->n, ==, 50);
    assert_hidden(asked_group(score, "b"), CX_MEASURED_HIDDEN_TOO);
    const CxScore *both = asked_score(ctx, "where=area:a,b");
    assert_hidden(&both->whole, CX_MEASURED_HIDDEN_TOO);
}

/* Quarters part a whole as areas do. */
static void
test_small_whole(CxDb *db)
{
    g_autoptr(GString) lines = g_string_new(NULL);
    int id = 0;
    asked_lines(lines, &id, 4, "2018-05-01,1,1,,10,5,A");
    asked_import_simple(db, lines->str);
    g_autoptr(CxCtx) ctx = cast_system(db);
    const CxScore *score = asked_score(ctx, "group=quarter");
    assert_hidden(&score->whole, CX_MEASURED_HIDDEN);
    g_assert_cmpuint(score->n_groups, ==, 1);
    assert_hidden(&score->groups[0].value, CX_MEASURED_HIDDEN_TOO);
    g_assert_false(cx_ctx_has_deferred(ctx));
}

/* ---- Departments ---- */

static void
test_departments(CxDb *db)
{
    g_autoptr(GString) lines = g_string_new(NULL);
    int id = 0;
    asked_lines(lines, &id, 20, "2018-05-01,1,1,,10,5,A");
    asked_lines(lines, &id, 20, "2018-05-01,1,1,,10,5,B");
    asked_import_simple(db, lines->str);
    (void)cast_department(db, "shops", "Shops");
    const CxLeaderId food = cast_leader(db, "Ada", "food", cast_day(-1), CX_DAY_NONE);
    const CxLeaderId shops = cast_leader(db, "Ben", "shops", cast_day(-1), CX_DAY_NONE);
    const struct {
        const char *login;
        CxRole role;
        CxLeaderId leader;
        bool sees_overall, sees_food, sees_area, sees_parts;
    } rows[] = {
        { "owner", CX_ROLE_OWNER, { 0 }, true, true, true, true },
        { "team", CX_ROLE_TEAM, { 0 }, true, true, true, true },
        { "sponsor", CX_ROLE_SPONSOR, { 0 }, true, true, true, false },
        { "ada", CX_ROLE_LEADER, food, true, true, false, false },
        { "ben", CX_ROLE_LEADER, shops, true, false, false, false },
        { "finance", CX_ROLE_FINANCE, { 0 }, true, false, false, false },
        { "admin", CX_ROLE_ADMIN, { 0 }, false, false, false, false },
    };
    for (size_t i = 0; i < CX_N_ELEMENTS(rows); i++) {
        g_test_message("%s", rows[i].login);
        const CxUserId user = cast_user(db, rows[i].login, rows[i].role, rows[i].leader);
        g_autoptr(CxCtx) ctx = cast_ctx(db, user);
        const struct {
            const char *slice;
            bool is_seen;
        } asks[] = {
            { "", rows[i].sees_overall },
            { "group=month", rows[i].sees_overall },
            { "group=mode", rows[i].sees_parts },
            { "group=version", rows[i].sees_parts },
            { "group=area", rows[i].sees_parts },
            { "where=area:a", rows[i].sees_parts },
            { "group=quarter&where=mode:self", rows[i].sees_parts },
            { "measure=count", rows[i].sees_overall },
            { "measure=top2&question=food", rows[i].sees_food },
            { "measure=count&question=food", rows[i].sees_food },
            { "measure=share&question=area&answers=a", rows[i].sees_area },
        };
        for (size_t j = 0; j < CX_N_ELEMENTS(asks); j++) {
            if (!asks[j].is_seen)
                asked_refused(ctx, asks[j].slice, CX_ERROR_FORBIDDEN);
        }
        for (size_t j = 0; j < CX_N_ELEMENTS(asks); j++) {
            if (asks[j].is_seen)
                (void)asked_score(ctx, asks[j].slice);
        }
    }
    g_autoptr(CxCtx) nobody = cx_ctx_open_nobody(db, cast_instant(0));
    g_autoptr(CxSurvey) survey = cx_survey_load(nobody, NULL, NULL);
    if (survey != NULL)
        asked_refused(nobody, "", CX_ERROR_FORBIDDEN);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/evidence/wall/parts", test_parts);
    g_test_add_func("/evidence/wall/parts_law", test_parts_law);
    g_test_add_func("/evidence/wall/months", test_months);
    g_test_add_func("/evidence/wall/alike_months", test_alike_months);
    g_test_add_func("/evidence/wall/months-law", test_months_law);
    cx_test_engines_add("/evidence/wall/groups", test_groups);
    cx_test_engines_add("/evidence/wall/filters", test_filters);
    cx_test_engines_add("/evidence/wall/groups_under_filters", test_groups_under_filters);
    cx_test_engines_add("/evidence/wall/filter_within_group", test_filter_within_group);
    cx_test_engines_add("/evidence/wall/ungrouped", test_ungrouped);
    cx_test_engines_add("/evidence/wall/small_whole", test_small_whole);
    cx_test_engines_add("/evidence/wall/departments", test_departments);
    return g_test_run();
}
