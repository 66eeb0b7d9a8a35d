/* Findings: judged as a family, written once, said in own words, and the first look on every path. */
#include "asked.h"

#include <math.h>
#include <string.h>

#include "base/civil.h"
#include "base/error.h"
#include "evidence/card.h"
#include "evidence/change.h"
#include "evidence/finding_priv.h"
#include "stat/estimate.h"
#include "support/engines.h"

#define NEAR(got, want, tolerance) g_assert_cmpfloat_with_epsilon((got), (want), (tolerance))
#define WIDE                       "\"from\":\"2018-05-01\",\"to\":\"2018-05-31\","

/* ---- Judging ---- */

/* The eight p of METHODS under Benjamini and Hochberg: two are within .05. */
static void
test_judge(void)
{
    static const double p[] = { .001, .008, .039, .041, .042, .060, .074, .205 };
    CxCandidate family[9] = { 0 };
    for (size_t i = 0; i < 8; i++) {
        family[i].p = p[i];
        family[i].value = (CxMeasured){ .value = 10.0, .lo = 6.0, .hi = 16.0 };
    }
    family[8].p = (double)NAN; /* could not be tested: not in the family */
    g_assert_cmpuint(cx_finding_judge(family, 9, .05), ==, 2);
    NEAR(family[0].p_adjusted, .008, 1e-12);
    NEAR(family[2].p_adjusted, .0672, 1e-12);
    g_assert_true(cx_finding_is_picked(&family[1], .05));
    g_assert_false(cx_finding_is_picked(&family[2], .05));
    g_assert_false(cx_finding_is_picked(&family[8], .05));
    /* Two of eight picked at .05: intervals at 1 - 2 * .05 / 8 = 98.75 %, z 2.4977 for 1.9600. */
    const double wider = 2.497705 / 1.959964;
    NEAR(family[0].value.lo, 10.0 - 4.0 * wider, 1e-4);
    NEAR(family[0].value.hi, 10.0 + 6.0 * wider, 1e-4);
    NEAR(family[2].value.lo, 6.0, 1e-12);
}

static void
test_working_days(void)
{
    /* 2026-11-20 is a Friday: five working days later is the next Friday. */
    const CxDay friday = cx_day_from_civil((CxCivil){ 2026, 11, 20 });
    g_assert_cmpint(cx_first_look_opens(friday).v, ==, friday.v + 7);
    const CxDay sunday = { friday.v + 2 };
    g_assert_cmpint(cx_first_look_opens(sunday).v, ==, friday.v + 7);
    g_assert_false(cx_day_is_working(sunday));
    g_assert_cmpint(cx_day_add_working((CxDay){ -3 }, 0).v, ==, -3);
    g_assert_true(cx_day_is_working((CxDay){ 0 }));   /* a Thursday */
    g_assert_false(cx_day_is_working((CxDay){ -5 })); /* the Saturday before */
}

/* ---- A program whose food worsened ---- */

static CxCtx *
open_on(CxDb *db, const char *day)
{
    CxDay at = CX_DAY_NONE;
    g_assert_true(cx_day_parse(day, &at, NULL));
    return asked_words(cx_ctx_open_system(db, NULL, (CxInstant){ at.v * CX_US_PER_DAY }));
}

static CxCtx *
open_user(CxDb *db, CxUserId user, const char *day)
{
    CxDay at = CX_DAY_NONE;
    g_autoptr(GError) error = NULL;
    g_assert_true(cx_day_parse(day, &at, NULL));
    CxCtx *ctx = cx_ctx_open_user(db, NULL, user, (CxInstant){ at.v * CX_US_PER_DAY }, &error);
    g_assert_no_error(error);
    return asked_words(ctx);
}

/* Ratings of food fall in 2017, and fewer answer. */
static void
import_years(CxDb *db)
{
    g_autoptr(GString) lines = g_string_new(NULL);
    int id = 0;
    for (int year = 2016; year <= 2017; year++) {
        for (int day = 1; day <= (year == 2016 ? 364 : 89); day += 3) {
            const CxDay at = { cx_day_from_civil((CxCivil){ year, 1, 1 }).v + day };
            g_autofree char *date = cx_day_format(at);
            g_autofree char *good = g_strdup_printf("%s,1,1,,8,5,A", date);
            g_autofree char *poor = g_strdup_printf("%s,1,1,,8,2,A", date);
            asked_lines(lines, &id, (year == 2016 ? 60 : 25) + day % 4, good);
            asked_lines(lines, &id, (year == 2016 ? 10 : 25) + day % 2, poor);
        }
    }
    asked_lines(lines, &id, 39, "2017-04-02,1,1,,8,5,A");
    asked_lines(lines, &id, 1, "2017-04-02,1,1,,8,4,A");
    cx_stat_start();
    g_autoptr(CxMapping) mapping = guests_parse(WIDE, "", ",\"weight\":\"WT\",\"cluster\":\"RUN\"",
                                                "", ",\"weighted\":true", "", NULL);
    g_autoptr(CxImportReport) report = guests_import(db, mapping, lines->str);
    g_assert_cmpint(report->n_rejected, ==, 0);
}

static void
close_quarter(CxDb *db)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(CxCtx) before = open_on(db, "2016-12-01");
    const CxDeclare food = { .department = "food", .cadence = "quarter", .from = CX_DAY_NONE };
    CxDeclarationId id = { 0 };
    g_assert_true(cx_declaration_add(before, &food, &id, &error));
    g_autoptr(CxCtx) ctx = open_on(db, "2017-04-03");
    int64_t n = 0;
    g_assert_true(cx_change_close(ctx, ctx->today, &n, &error));
    g_assert_no_error(error);
    g_assert_cmpint(n, ==, 1);
}

static int64_t
notice(CxCtx *ctx)
{
    g_autoptr(GError) error = NULL;
    int64_t n = -1;
    g_assert_true(cx_finding_notice(ctx, &n, &error));
    g_assert_no_error(error);
    return n;
}

static CxFindingList
list_of(CxCtx *ctx)
{
    g_autoptr(GError) error = NULL;
    CxFindingList list;
    g_assert_true(cx_finding_list(ctx, NULL, &list, &error));
    g_assert_no_error(error);
    return list;
}

static const CxFinding *
find_kind(CxCtx *ctx, CxFindingKind kind)
{
    const CxFindingList list = list_of(ctx);
    for (size_t i = 0; i < list.n; i++) {
        if (list.items[i].kind == kind)
            return &list.items[i];
    }
    return NULL;
}

static const CxFinding *
the_kind(CxCtx *ctx, CxFindingKind kind)
{
    const CxFinding *finding = find_kind(ctx, kind);
    if (finding == NULL)
        g_error("no finding is a %s", cx_finding_kind_key(kind));
    return finding;
}

static size_t
n_changes(CxCtx *ctx)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(CxSurvey) survey = cx_survey_load(ctx, NULL, &error);
    g_assert_no_error(error);
    CxChanges changes;
    g_assert_true(cx_change_list(ctx, survey, NULL, &changes, &error));
    g_assert_no_error(error);
    return changes.n;
}

/* Once each, with card, sentence and life; the same night again, and the next one, say nothing. */
static void
test_notice(CxDb *db)
{
    import_years(db);
    close_quarter(db);
    g_autoptr(GError) error = NULL;
    g_autoptr(CxCtx) ctx = open_on(db, "2017-04-03");
    const int64_t n_audited = cast_audited(db);
    g_assert_cmpint(notice(ctx), ==, 2);
    g_assert_cmpint(cast_audited(db), ==, n_audited + 1);
    g_assert_cmpint(notice(ctx), ==, 0);
    g_autoptr(CxCtx) next = open_on(db, "2017-04-04");
    g_assert_cmpint(notice(next), ==, 0);
    g_assert_cmpint(cast_audited(db), ==, n_audited + 1);

    const CxFinding *change = the_kind(ctx, CX_FINDING_CHANGE);
    g_assert_cmpint(change->tone, ==, CX_FINDING_TONE_BAD);
    g_assert_cmpstr(change->department_key, ==, "food");
    g_assert_true(g_str_has_prefix(change->sentence, "Food"));
    g_assert_nonnull(strstr(change->sentence, "worsened by "));
    g_assert_nonnull(strstr(change->sentence, "January to March 2017"));
    g_assert_null(strchr(change->sentence, '{'));
    g_assert_false(change->look.is_due); /* nobody heads it */

    const CxFinding *fading = the_kind(ctx, CX_FINDING_FADING);
    g_assert_cmpfloat(fading->value.value, <, -20.0);
    g_assert_true(fading->value.lo < fading->value.value && fading->value.value < fading->value.hi);
    const CxCard *card = cx_card_load(ctx, fading->value.card.hex, &error);
    g_assert_no_error(error);
    NEAR(card->value.value, fading->value.value, 1e-9);
    g_assert_nonnull(strstr(card->caveats[0], "Tested once"));
    g_assert_nonnull(cx_card_load(ctx, change->value.card.hex, &error));

    /* Its life ends; then it is over, and still there for those who ask. */
    g_autoptr(CxCtx) later = open_on(db, "2018-03-01");
    g_assert_cmpuint(list_of(later).n, ==, 0);
    const CxFinding *over = cx_finding_load(later, change->id, &error);
    g_assert_no_error(error);
    g_assert_true(over->is_over);
}

static void
test_words(CxDb *db)
{
    import_years(db);
    close_quarter(db);
    g_autoptr(GError) error = NULL;
    g_autoptr(CxCtx) ctx = open_on(db, "2017-04-03");
    (void)notice(ctx);
    const CxFinding *made = the_kind(ctx, CX_FINDING_CHANGE);
    g_assert_true(cx_finding_say(ctx, made->id, "Food lost its regulars", &error));
    const CxFinding *said = the_kind(ctx, CX_FINDING_CHANGE);
    g_assert_cmpstr(said->sentence, ==, "Food lost its regulars");
    g_assert_cmpstr(said->made, ==, made->sentence);
    g_assert_true(cx_finding_say(ctx, made->id, NULL, &error));
    g_assert_cmpstr(the_kind(ctx, CX_FINDING_CHANGE)->sentence, ==, made->sentence);
    g_autofree char *long_words = g_strnfill(CX_FINDING_WORDS_BYTES_MAX + 1, 'x');
    g_assert_false(cx_finding_say(ctx, made->id, long_words, &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_INVALID);
    g_clear_error(&error);
    const CxUserId user = cast_user(db, "fay", CX_ROLE_SPONSOR, (CxLeaderId){ 0 });
    g_autoptr(CxCtx) sponsor = open_user(db, user, "2017-04-03");
    g_assert_false(cx_finding_say(sponsor, made->id, "No", &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_FORBIDDEN);
}

/* ---- The first look ---- */

typedef struct {
    CxUserId sponsor, head;
    CxFindingId id;
    CxCardId card;
} Cast;

static Cast
set_stage(CxDb *db)
{
    import_years(db);
    CxDay from = CX_DAY_NONE;
    g_assert_true(cx_day_parse("2016-01-01", &from, NULL));
    const CxLeaderId fay = cast_leader(db, "Fay Food", "food", from, CX_DAY_NONE);
    Cast cast = { .sponsor = cast_user(db, "sponsor", CX_ROLE_SPONSOR, (CxLeaderId){ 0 }),
                  .head = cast_user(db, "fay", CX_ROLE_LEADER, fay) };
    close_quarter(db);
    /* Between the close and the night's findings nothing leaks either. */
    g_autoptr(CxCtx) sponsor = open_user(db, cast.sponsor, "2017-04-03");
    g_assert_cmpuint(n_changes(sponsor), ==, 0);
    g_autoptr(CxCtx) team = open_on(db, "2017-04-03");
    (void)notice(team);
    const CxFinding *finding = the_kind(team, CX_FINDING_CHANGE);
    g_assert_true(finding->look.is_due && finding->look.is_held);
    cast.id = finding->id;
    cast.card = finding->value.card;
    return cast;
}

/* What somebody sees of it on a day, on each path. */
static void
assert_sees(CxDb *db, CxUserId user, const char *day, const Cast *cast, bool is_seen)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(CxCtx) ctx = open_user(db, user, day);
    g_assert_cmpint(find_kind(ctx, CX_FINDING_CHANGE) != NULL, ==, is_seen);
    g_assert_cmpuint(n_changes(ctx), ==, is_seen ? 1 : 0);
    g_assert_cmpint(cx_finding_load(ctx, cast->id, &error) != NULL, ==, is_seen);
    if (!is_seen)
        g_assert_error(error, CX_ERROR, CX_ERROR_NOT_FOUND);
    g_clear_error(&error);
    g_assert_cmpint(cx_card_load(ctx, cast->card.hex, &error) != NULL, ==, is_seen);
    if (!is_seen)
        g_assert_error(error, CX_ERROR, CX_ERROR_FORBIDDEN);
}

static void
test_first_look(CxDb *db)
{
    const Cast cast = set_stage(db);
    g_autoptr(GError) error = NULL;
    assert_sees(db, cast.sponsor, "2017-04-03", &cast, false);
    assert_sees(db, cast.head, "2017-04-03", &cast, true);
    /* However long it takes to tell the head. */
    assert_sees(db, cast.sponsor, "2017-04-28", &cast, false);

    /* The head opens it on Monday 3 April: it is open to all from Monday the 10th. */
    g_autoptr(CxCtx) head = open_user(db, cast.head, "2017-04-03");
    const CxFinding *finding = cx_finding_load(head, cast.id, &error);
    g_assert_true(finding->look.is_mine);
    cx_first_look_opened(head, finding);
    g_assert_true(cx_ctx_flush(head, db, &error));
    g_assert_no_error(error);
    assert_sees(db, cast.sponsor, "2017-04-09", &cast, false);
    assert_sees(db, cast.sponsor, "2017-04-10", &cast, true);

    /* Room to answer: it stands beside the finding. Telling again changes nothing. */
    g_assert_true(cx_first_look_answer(head, cast.id, "The kitchen was rebuilt", &error));
    g_autoptr(CxCtx) team = open_on(db, "2017-04-05");
    g_assert_true(cx_first_look_tell(team, cast.id, &error));
    g_autoptr(CxCtx) sponsor = open_user(db, cast.sponsor, "2017-04-10");
    const CxFinding *seen = cx_finding_load(sponsor, cast.id, &error);
    g_assert_cmpstr(seen->look.answer, ==, "The kitchen was rebuilt");
    g_assert_cmpstr(seen->look.answered_by, ==, "fay");
    g_assert_false(cx_first_look_answer(sponsor, cast.id, "No", &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_FORBIDDEN);
}

static void
test_skip(CxDb *db)
{
    const Cast cast = set_stage(db);
    g_autoptr(GError) error = NULL;
    g_autoptr(CxCtx) team = open_on(db, "2017-04-03");
    g_assert_false(cx_first_look_skip(team, cast.id, NULL, &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_INVALID);
    g_clear_error(&error);
    g_autoptr(CxCtx) head = open_user(db, cast.head, "2017-04-03");
    g_assert_false(cx_first_look_skip(head, cast.id, "Mine", &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_FORBIDDEN);
    g_clear_error(&error);
    assert_sees(db, cast.sponsor, "2017-04-03", &cast, false);
    g_assert_true(cx_first_look_skip(team, cast.id, "The board meets tomorrow", &error));
    g_assert_no_error(error);
    assert_sees(db, cast.sponsor, "2017-04-03", &cast, true);
    g_autoptr(CxCtx) sponsor = open_user(db, cast.sponsor, "2017-04-03");
    const CxFinding *seen = cx_finding_load(sponsor, cast.id, &error);
    g_assert_cmpstr(seen->look.skip_reason, ==, "The board meets tomorrow");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    cx_stat_start();
    g_test_add_func("/finding/judge", test_judge);
    g_test_add_func("/finding/working-days", test_working_days);
    cx_test_engines_add("/finding/notice", test_notice);
    cx_test_engines_add("/finding/words", test_words);
    cx_test_engines_add("/finding/first-look", test_first_look);
    cx_test_engines_add("/finding/skip", test_skip);
    return g_test_run();
}
