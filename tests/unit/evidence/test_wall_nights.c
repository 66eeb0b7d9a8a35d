/* The wall over nights: who compares today's numbers with yesterday's learns nothing of fewer than
 * five people. */
#include "asked.h"

#include "base/error.h"
#include "evidence/card.h"
#include "support/engines.h"
#include "support/store.h"

/* Twenty of area A, twenty of B; ids 1 to 40. */
static void
import_base(CxDb *db, int *id)
{
    g_autoptr(GString) lines = g_string_new(NULL);
    asked_lines(lines, id, 19, "2018-05-01,1,1,,10,5,A");
    asked_lines(lines, id, 1, "2018-05-01,1,1,,9,4,A");
    asked_lines(lines, id, 19, "2018-05-02,2,1,,8,4,B");
    asked_lines(lines, id, 1, "2018-05-02,2,1,,7,3,B");
    asked_import_simple(db, lines->str);
}

static void
import_more(CxDb *db, int *id, int n, const char *answers)
{
    g_autoptr(GString) lines = g_string_new(NULL);
    asked_lines(lines, id, n, answers);
    asked_import_simple(db, lines->str);
}

/* Somebody is told from the beginning. */
static CxCtx *
sponsor_of(CxDb *db)
{
    return cast_ctx(db, cast_user(db, "sponsor", CX_ROLE_SPONSOR, (CxLeaderId){ 0 }));
}

static int64_t
n_of(CxCtx *ctx, const char *slice)
{
    return asked_score(ctx, slice)->whole.n;
}

/* So many stand behind the number, and the page says that others wait or not. */
static void
check_score(CxCtx *ctx, int64_t n, bool is_waiting)
{
    const CxScore *score = asked_score(ctx, "");
    g_assert_cmpint(score->whole.n, ==, n);
    g_assert_cmpint(score->counted != NULL, ==, is_waiting);
}

static void
check_months(CxCtx *ctx, int64_t n, int64_t n_first, int64_t n_second)
{
    const CxScore *score = asked_score(ctx, "group=month");
    g_assert_cmpint(score->whole.n, ==, n);
    g_assert_cmpint(score->groups[0].value.n, ==, n_first);
    g_assert_cmpint(score->groups[1].value.n, ==, n_second);
}

/* Three wait; with two more, whoever holds the answers sees no difference, the others five at once. */
static void
test_five_together(CxDb *db)
{
    int id = 0;
    g_autoptr(CxCtx) owner = cast_system(db);
    g_autoptr(CxCtx) sponsor = sponsor_of(db);
    import_base(db, &id);
    check_score(sponsor, 40, false);
    import_more(db, &id, 3, "2018-05-03,1,1,,0,1,A");
    check_score(owner, 43, false);
    check_score(sponsor, 40, true);
    import_more(db, &id, 2, "2018-05-04,1,1,,1,2,A");
    check_score(owner, 45, false);
    check_score(sponsor, 45, false);
}

/* Six of May can be shown; the two of April that came with them cannot, since April's number would
 * tell. */
static void
test_part_waits(CxDb *db)
{
    int id = 0;
    g_autoptr(CxCtx) sponsor = sponsor_of(db);
    g_autoptr(GString) lines = g_string_new(NULL);
    asked_lines(lines, &id, 19, "2018-04-01,1,1,,10,5,A");
    asked_lines(lines, &id, 1, "2018-04-01,1,1,,9,4,A");
    asked_lines(lines, &id, 19, "2018-05-02,2,1,,8,4,B");
    asked_lines(lines, &id, 1, "2018-05-02,2,1,,7,3,B");
    asked_import_any_day(db, lines->str);
    check_months(sponsor, 40, 20, 20);
    g_string_truncate(lines, 0);
    asked_lines(lines, &id, 5, "2018-05-03,1,1,,0,1,A");
    asked_lines(lines, &id, 1, "2018-05-03,1,1,,1,2,A");
    asked_lines(lines, &id, 2, "2018-04-03,1,1,,0,1,A");
    asked_import_any_day(db, lines->str);
    check_months(sponsor, 46, 20, 26);
    g_assert_cmpint(
        cx_test_count(db, "SELECT count(*) AS n FROM answer_waiting WHERE number IS NULL"), ==, 2);
    g_string_truncate(lines, 0);
    asked_lines(lines, &id, 3, "2018-04-04,1,1,,1,2,B");
    asked_import_any_day(db, lines->str);
    check_months(sponsor, 51, 25, 26);
}

/* Who answered in April and now in May stays where they were first told of, and so does who takes an
 * answer back: the few left behind would be told. */
static void
test_movers(CxDb *db)
{
    int id = 0;
    g_autoptr(CxCtx) owner = cast_system(db);
    g_autoptr(CxCtx) sponsor = sponsor_of(db);
    g_autoptr(GString) lines = g_string_new(NULL);
    asked_lines(lines, &id, 9, "2018-04-01,1,1,,10,5,A");
    asked_lines(lines, &id, 1, "2018-04-01,1,1,,9,4,A");
    asked_lines(lines, &id, 19, "2018-05-02,2,1,,8,4,B");
    asked_lines(lines, &id, 1, "2018-05-02,2,1,,7,3,B");
    asked_import_any_day(db, lines->str);
    g_string_truncate(lines, 0);
    id = 0;
    asked_lines(lines, &id, 5, "2018-05-01,1,1,,0,5,A");
    asked_lines(lines, &id, 1, "2018-05-01,1,1,,1,4,A");
    asked_lines(lines, &id, 3, "2018-04-01,1,1,,10,,A");
    asked_import_any_day(db, lines->str);
    check_months(owner, 30, -1, -1); /* four in April, hidden with May from everybody */
    check_months(sponsor, 30, 10, 20);
    g_assert_cmpint(n_of(sponsor, "measure=mean&question=food"), ==, 30);
    g_assert_cmpint(n_of(owner, "measure=mean&question=food"), ==, 27);
}

/* A month that was small when others were first told stays hidden, and the one hidden with it: on
 * a later day it would tell what it held. */
static void
test_small_at_first(CxDb *db)
{
    int id = 0;
    g_autoptr(GString) lines = g_string_new(NULL);
    asked_lines(lines, &id, 1, "2018-01-05,1,1,,0,1,A");
    asked_lines(lines, &id, 19, "2018-02-05,1,1,,10,5,A");
    asked_lines(lines, &id, 1, "2018-02-05,1,1,,9,4,A");
    asked_lines(lines, &id, 29, "2018-03-05,1,1,,10,5,A");
    asked_lines(lines, &id, 1, "2018-03-05,1,1,,9,4,A");
    asked_import_any_day(db, lines->str);
    g_autoptr(CxCtx) sponsor = sponsor_of(db);
    g_string_truncate(lines, 0);
    asked_lines(lines, &id, 5, "2018-01-06,1,1,,10,5,A");
    asked_lines(lines, &id, 1, "2018-01-06,1,1,,9,4,A");
    asked_lines(lines, &id, 7, "2018-04-06,1,1,,10,5,A");
    asked_lines(lines, &id, 1, "2018-04-06,1,1,,9,4,A");
    asked_import_any_day(db, lines->str);
    const CxScore *score = asked_score(sponsor, "group=month");
    static const int64_t n[] = { -1, -1, 30, 8 };
    g_assert_cmpuint(score->n_groups, ==, CX_N_ELEMENTS(n));
    for (size_t i = 0; i < CX_N_ELEMENTS(n); i++)
        g_assert_cmpint(score->groups[i].value.n, ==, n[i]);
    g_assert_cmpint(n_of(sponsor, "from=2018-01-01&to=2018-03-31"), ==, 57);
    g_assert_true(cx_measured_is_hidden(
        &asked_score(sponsor, "measure=count&from=2018-01-01&to=2018-01-31")->whole));
    g_autoptr(CxCtx) owner = cast_system(db);
    g_assert_cmpint(asked_score(owner, "group=month")->groups[0].value.n, ==, 7);
}

/* Five or more who all say the same would each be told by their number, so they wait for somebody who says
 * something else; and a month in which all said the same at first stays hidden with another. */
static void
test_alike(CxDb *db)
{
    int id = 0;
    g_autoptr(GString) lines = g_string_new(NULL);
    asked_lines(lines, &id, 8, "2018-03-05,1,1,,10,,A");
    asked_lines(lines, &id, 20, "2018-04-05,1,1,,10,5,A");
    asked_lines(lines, &id, 20, "2018-05-05,1,1,,8,4,A");
    asked_lines(lines, &id, 6, "2018-05-05,1,1,,9,3,A");
    asked_import_any_day(db, lines->str);
    g_autoptr(CxCtx) sponsor = sponsor_of(db);
    check_months(sponsor, 54, -1, -1);
    id = 60;
    import_more(db, &id, 7, "2018-05-06,1,1,,0,,A");
    check_score(sponsor, 54, true);
    import_more(db, &id, 1, "2018-05-06,1,1,,3,,A");
    check_score(sponsor, 62, false);
}

/* Of a question that three had answered nothing could be told, so what comes belongs to its beginning. */
static void
test_young_question(CxDb *db)
{
    int id = 0;
    g_autoptr(GString) lines = g_string_new(NULL);
    asked_lines(lines, &id, 3, "2018-04-05,1,1,,10,5,A");
    asked_lines(lines, &id, 19, "2018-04-05,1,1,,10,,A");
    asked_lines(lines, &id, 1, "2018-04-05,1,1,,9,,A");
    asked_import_any_day(db, lines->str);
    g_autoptr(CxCtx) sponsor = sponsor_of(db);
    const char *food = "measure=mean&question=food";
    g_assert_true(cx_measured_is_hidden(&asked_score(sponsor, food)->whole));
    g_string_truncate(lines, 0);
    asked_lines(lines, &id, 4, "2018-04-06,1,1,,10,4,A");
    asked_lines(lines, &id, 1, "2018-04-06,1,1,,9,,A");
    asked_import_any_day(db, lines->str);
    g_assert_cmpint(n_of(sponsor, food), ==, 7);
    g_assert_cmpint(cx_test_count(db, "SELECT CAST(sum(n) AS BIGINT) AS n FROM answer_first WHERE "
                                      "item_id = (SELECT id FROM item WHERE key = 'food')"),
                    ==, 7);
    g_string_truncate(lines, 0);
    asked_lines(lines, &id, 4, "2018-04-07,1,1,,10,3,A");
    asked_import_any_day(db, lines->str);
    g_assert_cmpint(n_of(sponsor, food), ==, 7);
}

static void
import_version(CxDb *db, const char *version, const char *hi, const char *lines)
{
    g_autofree char *key = g_strdup_printf("\"key\":\"%s\",\"title\":\"%s\"", version, version);
    g_autofree char *scale = g_strdup_printf("\"lo\":1,\"hi\":%s,\"not_applicable\":{\"9\"", hi);
    g_autoptr(CxMapping) mapping =
        guests_parse("\"key\":\"v1\",\"title\":\"May 2018\"", key,
                     ",\"from\":\"2018-05-01\",\"to\":\"2018-05-31\"", "",
                     "\"lo\":1,\"hi\":5,\"not_applicable\":{\"6\"", scale, NULL);
    g_autoptr(CxImportReport) report = guests_import(db, mapping, lines);
    g_assert_cmpint(report->n_rejected, ==, 0);
}

/* On another scale a question begins anew: that many had answered it before does not make the three who had done so
 * on the new one old, whose figure would be hidden for ever. */
static void
test_young_scale(CxDb *db)
{
    int id = 0;
    g_autoptr(GString) lines = g_string_new(NULL);
    asked_lines(lines, &id, 10, "2018-04-05,1,1,,10,5,A");
    asked_lines(lines, &id, 10, "2018-04-05,1,1,,9,4,A");
    import_version(db, "v1", "5", lines->str);
    g_string_truncate(lines, 0);
    asked_lines(lines, &id, 3, "2018-05-05,1,1,,10,7,A");
    asked_lines(lines, &id, 10, "2018-05-05,1,1,,9,,A");
    import_version(db, "v2", "7", lines->str);
    g_autoptr(CxCtx) sponsor = sponsor_of(db);
    const char *food = "measure=mean&question=food";
    g_assert_true(cx_measured_is_hidden(&asked_score(sponsor, food)->whole));
    g_string_truncate(lines, 0);
    asked_lines(lines, &id, 5, "2018-05-06,1,1,,10,6,A");
    asked_lines(lines, &id, 4, "2018-05-06,1,1,,9,3,A");
    import_version(db, "v2", "7", lines->str);
    g_assert_cmpint(n_of(sponsor, food), ==, 12);
}

/* Four who said 10, 10, 9 and 8 and now are low: ids 18 to 21. */
static void
lines_of_four(GString *lines, int food)
{
    int id = 17;
    asked_lines(lines, &id, 2, "2018-05-01,1,1,,0,5,A");
    g_string_append_printf(lines, "%d,2018-05-01,1,1,,0,%d,A,\n", ++id, food);
    asked_lines(lines, &id, 1, "2018-05-02,2,1,,0,4,B");
}

/* Changed answers stay as they were shown until five are changed, who did not all become low. */
static void
test_corrections(CxDb *db)
{
    int id = 0;
    g_autoptr(CxCtx) owner = cast_system(db);
    g_autoptr(CxCtx) sponsor = sponsor_of(db);
    import_base(db, &id);
    const double before = asked_score(sponsor, "")->whole.value;
    g_autoptr(GString) four = g_string_new(NULL);
    lines_of_four(four, 4);
    asked_import_simple(db, four->str);
    g_assert_cmpfloat(asked_score(owner, "")->whole.value, <, before);
    asked_near(asked_score(sponsor, "")->whole.value, before, 1e-9);
    /* The fifth, and once more the first: five people, and all of them are low now. */
    id = 21;
    import_more(db, &id, 1, "2018-05-02,2,1,,1,4,B");
    id = 17;
    import_more(db, &id, 1, "2018-05-01,1,1,,2,5,A");
    asked_near(asked_score(sponsor, "")->whole.value, before, 1e-9);
    id = 22;
    import_more(db, &id, 1, "2018-05-02,2,1,,9,4,B");
    g_assert_cmpint(n_of(sponsor, ""), ==, 40);
    asked_near(asked_score(sponsor, "")->whole.value, before - 17.5, 1e-9);
}

/* Who is new does not stand beside who changed: the only 10 that is gone was theirs. */
static void
test_new_hide_nobody(CxDb *db)
{
    int id = 0;
    g_autoptr(CxCtx) sponsor = sponsor_of(db);
    import_base(db, &id);
    g_autoptr(GString) lines = g_string_new(NULL);
    asked_lines(lines, &id, 4, "2018-05-01,1,1,,5,5,A");
    asked_lines(lines, &id, 4, "2018-05-01,1,1,,6,4,A");
    id = 0;
    asked_lines(lines, &id, 1, "2018-05-01,1,1,,3,5,A");
    asked_import_simple(db, lines->str);
    g_assert_cmpint(n_of(sponsor, ""), ==, 48);
    asked_near(asked_score(sponsor, "")->whole.value, 100.0 * (20.0 - 8.0) / 48.0, 1e-9);
}

/* Five people, but what they said of food stays: the one who changed it waits, and what the four did
 * is not enough then. */
static void
test_same_answers_hide_nobody(CxDb *db)
{
    int id = 0;
    g_autoptr(CxCtx) sponsor = sponsor_of(db);
    import_base(db, &id);
    g_autoptr(GString) lines = g_string_new(NULL);
    lines_of_four(lines, 1);
    id = 21;
    asked_lines(lines, &id, 1, "2018-05-02,2,1,,9,4,B");
    asked_import_simple(db, lines->str);
    asked_near(asked_score(sponsor, "measure=mean&question=food")->whole.value, 4.45, 1e-9);
    asked_near(asked_score(sponsor, "")->whole.value, 50.0, 1e-9);
}

/* A card of all answers is not opened by who is shown those released. */
static void
test_cards(CxDb *db)
{
    int id = 0;
    g_autoptr(CxCtx) owner = asked_words(cast_system(db));
    g_autoptr(CxCtx) sponsor = asked_words(sponsor_of(db));
    import_base(db, &id);
    import_more(db, &id, 3, "2018-05-03,1,1,,0,1,A");
    g_autoptr(GError) error = NULL;
    const CxScore *all = asked_score(owner, "");
    g_assert_true(cx_ctx_flush(owner, db, &error));
    const CxScore *released = asked_score(sponsor, "");
    g_assert_true(cx_ctx_flush(sponsor, db, &error));
    g_assert_no_error(error);
    g_assert_nonnull(cx_card_load(owner, all->whole.card.hex, &error));
    g_assert_nonnull(cx_card_load(sponsor, released->whole.card.hex, &error));
    g_assert_null(cx_card_load(sponsor, all->whole.card.hex, &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_FORBIDDEN);
    g_clear_error(&error);
    /* Once they are released, the same number is for both. */
    import_more(db, &id, 5, "2018-05-04,1,1,,1,2,A");
    const CxScore *later = asked_score(owner, "");
    g_assert_true(cx_ctx_flush(owner, db, &error));
    g_assert_nonnull(cx_card_load(sponsor, later->whole.card.hex, &error));
    g_assert_no_error(error);
}

/* A home from before there were releases: what was imported then has been shown. */
static void
test_before(CxDb *db)
{
    int id = 0;
    g_autoptr(CxCtx) sponsor = sponsor_of(db);
    import_base(db, &id);
    cx_test_execute(db, "DELETE FROM answer_release_import");
    cx_test_execute(db, "DELETE FROM answer_release");
    import_more(db, &id, 3, "2018-05-03,1,1,,0,1,A");
    g_assert_cmpint(n_of(sponsor, ""), ==, 40);
    g_assert_cmpint(cx_test_count(db, "SELECT count(*) AS n FROM answer_release"), ==, 1);
}

/* What is told to others is made of what is released, whoever makes it. */
static void
test_told(CxDb *db)
{
    int id = 0;
    g_autoptr(CxCtx) sponsor = sponsor_of(db);
    import_base(db, &id);
    import_more(db, &id, 3, "2018-05-03,1,1,,0,1,A");
    g_autoptr(CxCtx) owner = cast_system(db);
    {
        g_auto(CxReadsScope) scope = cx_ctx_read_released(owner);
        g_assert_cmpint(n_of(owner, ""), ==, 40);
    }
    g_assert_cmpint(n_of(owner, ""), ==, 43);
}

/* While nobody else can sign in, nothing waits. */
static void
test_nobody_told(CxDb *db)
{
    int id = 0;
    import_base(db, &id);
    import_more(db, &id, 3, "2018-05-03,1,1,,0,1,A");
    g_autoptr(CxCtx) sponsor = sponsor_of(db);
    check_score(sponsor, 43, false);
    import_more(db, &id, 3, "2018-05-03,1,1,,0,1,A");
    check_score(sponsor, 43, true);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    cx_test_engines_add("/evidence/wall_nights/five_together", test_five_together);
    cx_test_engines_add("/evidence/wall_nights/part_waits", test_part_waits);
    cx_test_engines_add("/evidence/wall_nights/movers", test_movers);
    cx_test_engines_add("/evidence/wall_nights/small_at_first", test_small_at_first);
    cx_test_engines_add("/evidence/wall_nights/alike", test_alike);
    cx_test_engines_add("/evidence/wall_nights/young_question", test_young_question);
    cx_test_engines_add("/evidence/wall_nights/young_scale", test_young_scale);
    cx_test_engines_add("/evidence/wall_nights/corrections", test_corrections);
    cx_test_engines_add("/evidence/wall_nights/new_hide_nobody", test_new_hide_nobody);
    cx_test_engines_add("/evidence/wall_nights/same_answers", test_same_answers_hide_nobody);
    cx_test_engines_add("/evidence/wall_nights/cards", test_cards);
    cx_test_engines_add("/evidence/wall_nights/before", test_before);
    cx_test_engines_add("/evidence/wall_nights/told", test_told);
    cx_test_engines_add("/evidence/wall_nights/nobody_told", test_nobody_told);
    return g_test_run();
}
