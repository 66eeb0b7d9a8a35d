/* The week: plays speak when there is reason and are silent otherwise; answers hold. Tests live on the
 * day of support/engines.h. */
#include <string.h>

#include "base/error.h"
#include "engage/note.h"
#include "plays/week.h"
#include "support/engines.h"
#include "unit/people/cast.h"

static CxCtx *
ctx_in(CxDb *db, int days, CxCatalogue **catalogue)
{
    if (*catalogue == NULL)
        *catalogue = cx_catalogue_load("en", NULL);
    CxCtx *ctx = cast_system_in(db, days);
    ctx->catalogue = *catalogue;
    return ctx;
}

static const CxWeek *
make(CxCtx *ctx)
{
    g_autoptr(GError) error = NULL;
    const CxWeek *week = cx_week_make(ctx, 0, &error);
    g_assert_no_error(error);
    return week;
}

static const CxPlayProposal *
find(const CxWeek *week, const char *play, const char *who)
{
    for (size_t i = 0; i < week->n; i++) {
        const CxPlayProposal *proposal = &week->proposals[i];
        if (g_str_equal(proposal->play, play) && g_strcmp0(proposal->who, who) == 0)
            return proposal;
    }
    return NULL;
}

static void
note(CxCtx *ctx, const char *line)
{
    g_autoptr(GError) error = NULL;
    int64_t id = 0;
    CxCapture capture;
    const bool is_fine = cx_note_take(ctx, line, &id, &capture, &error);
    g_assert_no_error(error);
    g_assert_true(is_fine);
}

static void
answer(CxCtx *ctx, const char *key, CxPlayAnswerKind kind, CxDay until)
{
    g_autoptr(GError) error = NULL;
    const CxPlayAnswer given = {
        .key = key, .title = "t", .kind = kind, .until = until, .reason = "because"
    };
    const bool is_fine = cx_play_answer_give(ctx, &given, &error);
    g_assert_no_error(error);
    g_assert_true(is_fine);
}

static void
test_empty(CxDb *db)
{
    g_autoptr(CxCatalogue) catalogue = NULL;
    g_autoptr(CxCtx) ctx = ctx_in(db, 0, &catalogue);
    const CxWeek *week = make(ctx);
    g_assert_cmpuint(week->n, ==, 0);
    g_assert_cmpstr(week->headline, ==, "Nothing to propose");
}

/* A leader seven weeks in office is met within the week; an unknown start opens no window. */
static void
test_new_leader(CxDb *db)
{
    g_autoptr(CxCatalogue) catalogue = NULL;
    (void)cast_leader(db, "New", NULL, cast_day(-49), CX_DAY_NONE);
    (void)cast_leader(db, "Early", NULL, cast_day(-10), CX_DAY_NONE);
    (void)cast_leader(db, "Old", NULL, CX_DAY_NONE, CX_DAY_NONE);
    (void)cast_leader(db, "Coming", NULL, cast_day(10), CX_DAY_NONE);
    (void)cast_leader(db, "Gone", NULL, cast_day(-49), cast_day(-1));
    g_autoptr(CxCtx) ctx = ctx_in(db, 0, &catalogue);
    const CxWeek *week = make(ctx);
    const CxPlayProposal *proposal = find(week, "new_leader", "New");
    g_assert_nonnull(proposal);
    g_assert_cmpint(proposal->by.v, ==, cast_day(7).v);
    g_assert_cmpstr(proposal->practice, ==, "C2");
    g_assert_null(strstr(proposal->why, "{"));
    g_assert_true(proposal == &week->proposals[0]);
    g_assert_null(find(week, "new_leader", "Early"));
    g_assert_null(find(week, "not_met", "Early"));
    g_assert_null(find(week, "new_leader", "Old"));
    g_assert_nonnull(find(week, "not_met", "Old"));
    g_assert_null(find(week, "not_met", "Coming"));
    g_assert_null(find(week, "not_met", "Gone"));
    g_assert_cmpstr(week->headline, ==, "One thing cannot wait: the first meeting with New");

    note(ctx, "met @new about plans");
    g_assert_null(find(make(ctx), "new_leader", "New"));
    g_assert_nonnull(find(make(ctx), "priority_unasked", "New"));
    note(ctx, "@new wants fewer forms");
    g_assert_null(find(make(ctx), "priority_unasked", "New"));
}

/* A mail is no real contact; the cadence counts from the last meeting or call. */
static void
test_cadence(CxDb *db)
{
    g_autoptr(CxCatalogue) catalogue = NULL;
    (void)cast_leader(db, "Ada", NULL, cast_day(-900), CX_DAY_NONE);
    g_autoptr(CxCtx) before = ctx_in(db, -70, &catalogue);
    note(before, "called @ada");
    g_assert_null(find(make(before), "not_met", "Ada"));
    g_autoptr(CxCtx) ctx = ctx_in(db, 0, &catalogue);
    note(ctx, "wrote to @ada");
    const CxPlayProposal *proposal = find(make(ctx), "not_met", "Ada");
    g_assert_nonnull(proposal);
    g_assert_cmpint(proposal->by.v, ==, cast_day(21).v);
    note(ctx, "met @ada");
    g_assert_null(find(make(ctx), "not_met", "Ada"));
}

static void
test_promises(CxDb *db)
{
    g_autoptr(CxCatalogue) catalogue = NULL;
    (void)cast_leader(db, "Ada", NULL, cast_day(-900), CX_DAY_NONE);
    g_autoptr(CxCtx) before = ctx_in(db, -30, &catalogue);
    note(before, "met @ada, promised the list in 20 days");
    note(before, "@ada promised the budget in 25 days");
    g_assert_null(find(make(before), "promise_due", "Ada"));
    g_autoptr(CxCtx) ctx = ctx_in(db, 0, &catalogue);
    const CxWeek *week = make(ctx);
    g_assert_cmpuint(week->n_overdue, ==, 2);
    g_assert_true(week->proposals[0].is_overdue);
    g_assert_cmpstr(week->proposals[0].play, ==, "promise_due");
}

static void
test_answers(CxDb *db)
{
    g_autoptr(CxCatalogue) catalogue = NULL;
    (void)cast_leader(db, "New", NULL, cast_day(-49), CX_DAY_NONE);
    g_autoptr(CxCtx) ctx = ctx_in(db, 0, &catalogue);
    const char *key = find(make(ctx), "new_leader", "New")->key;
    answer(ctx, key, CX_PLAY_ANSWER_LATER, cast_day(3));
    g_assert_null(find(make(ctx), "new_leader", "New"));
    g_autoptr(CxCtx) later = ctx_in(db, 3, &catalogue);
    g_assert_nonnull(find(make(later), "new_leader", "New"));
    answer(later, key, CX_PLAY_ANSWER_NEVER, CX_DAY_NONE);
    g_assert_null(find(make(later), "new_leader", "New"));
    answer(later, key, CX_PLAY_ANSWER_AGAIN, CX_DAY_NONE);
    g_assert_nonnull(find(make(later), "new_leader", "New"));

    g_autoptr(GError) error = NULL;
    const CxPlayAnswer bad = {
        .key = key, .title = "t", .kind = CX_PLAY_ANSWER_LATER, .until = later->today
    };
    g_assert_false(cx_play_answer_give(later, &bad, &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_INVALID);
}

/* What does not fit the hours is below the fold, in rank order. */
static void
test_fits(CxDb *db)
{
    g_autoptr(CxCatalogue) catalogue = NULL;
    for (int i = 0; i < 12; i++) {
        g_autofree char *name = g_strdup_printf("Leader %c", 'A' + i);
        (void)cast_leader(db, name, NULL, cast_day(-900), CX_DAY_NONE);
    }
    g_autoptr(CxCtx) ctx = ctx_in(db, 0, &catalogue);
    const CxWeek *week = cx_week_make(ctx, 100, NULL);
    g_assert_cmpuint(week->n_fit, ==, 3);
    g_assert_cmpint(week->minutes_fit, ==, 90);
    for (size_t i = 1; i < week->n; i++)
        g_assert_cmpfloat(week->proposals[i - 1].rank_value, >=, week->proposals[i].rank_value);
}

static void
test_wall(CxDb *db)
{
    const CxLeaderId ada = cast_leader(db, "Ada", NULL, CX_DAY_NONE, CX_DAY_NONE);
    g_autoptr(CxCtx) ctx = cast_ctx(db, cast_user(db, "ada", CX_ROLE_LEADER, ada));
    g_autoptr(GError) error = NULL;
    g_assert_null(cx_week_make(ctx, 0, &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_FORBIDDEN);
}

static void
test_rank(void)
{
    const CxDay today = { 20000 };
    const struct {
        int32_t worth, minutes, days;
        double rank;
    } rows[] = {
        { 5, 60, 7, 5 * 1.6 * 0.95 },  { 4, 15, -1, 4 * 1.7 * 1.1 },  { 2, 30, 20, 2.0 },
        { 4, 15, -29, 4 * 1.4 * 1.1 }, { 4, 15, -92, 4 * 1.0 * 1.1 }, { 3, 600, 90, 3 * 0.7 * 0.95 }
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        const CxPlayProposal proposal = { .worth = rows[i].worth,
                                          .minutes = rows[i].minutes,
                                          .by = { today.v + rows[i].days } };
        g_assert_cmpfloat_with_epsilon(cx_week_rank(&proposal, today), rows[i].rank, 1e-6);
    }
}

/* What was asked is answered; it is not proposed before five days, nor after the answer. */
static void
test_asked(CxDb *db)
{
    g_autoptr(CxCatalogue) catalogue = NULL;
    const CxLeaderId ada = cast_leader(db, "Ada", NULL, cast_day(-900), CX_DAY_NONE);
    g_autoptr(CxCtx) before = ctx_in(db, -10, &catalogue);
    g_assert_true(cx_detail_add(before, ada, CX_DETAIL_ASKED, "the list", NULL));
    g_assert_true(cx_detail_add(before, ada, CX_DETAIL_CARRIES, "a move", NULL));
    g_assert_null(find(make(before), "asked_open", "Ada"));
    g_autoptr(CxCtx) ctx = ctx_in(db, 0, &catalogue);
    const CxPlayProposal *proposal = find(make(ctx), "asked_open", "Ada");
    g_assert_nonnull(proposal);
    g_assert_nonnull(strstr(proposal->title, "the list"));
    CxLeaderId whose = { 0 };
    g_assert_true(cx_detail_end(ctx, 1, "sent", &whose, NULL));
    g_assert_null(find(make(ctx), "asked_open", "Ada"));
}

/* A new leader met in week seven is seen again from week twelve on, once they had four weeks. */
static void
test_follow_up(CxDb *db)
{
    g_autoptr(CxCatalogue) catalogue = NULL;
    (void)cast_leader(db, "New", NULL, cast_day(-49), CX_DAY_NONE);
    g_autoptr(CxCtx) ctx = ctx_in(db, 0, &catalogue);
    note(ctx, "met @new about plans");
    g_assert_null(find(make(ctx), "follow_up", "New"));
    g_autoptr(CxCtx) later = ctx_in(db, 40, &catalogue);
    const CxPlayProposal *proposal = find(make(later), "follow_up", "New");
    g_assert_nonnull(proposal);
    g_assert_cmpint(proposal->leader.v, ==, 1);
    note(later, "called @new");
    g_assert_null(find(make(later), "follow_up", "New"));
}

/* The sponsor once a month; the program that fades, with whom to begin; the meeting of those who decide. */
static void
test_program(CxDb *db)
{
    g_autoptr(CxCatalogue) catalogue = NULL;
    const CxLeaderId ada = cast_leader(db, "Ada", NULL, cast_day(-900), CX_DAY_NONE);
    (void)cast_leader(db, "Ben", NULL, cast_day(-900), CX_DAY_NONE);
    g_autoptr(CxCtx) before = ctx_in(db, -40, &catalogue);
    g_assert_true(cx_engage_settings_set(before, "sponsor", ada.v, NULL));
    note(before, "met @ada");
    note(before, "met @ben");
    const CxProgramSet set = { .kind = CX_PROGRAM_GOVERNANCE,
                               .text = "The board decides.",
                               .meets_on = cast_day(-20) };
    g_assert_true(cx_program_set(before, &set, NULL));
    g_assert_null(find(make(before), "sponsor_unmet", "Ada"));
    g_assert_null(find(make(before), "meeting_unset", "the program"));
    g_assert_null(find(make(before), "fading", "the program"));
    g_autoptr(CxCtx) ctx = ctx_in(db, 0, &catalogue);
    g_assert_nonnull(find(make(ctx), "sponsor_unmet", "Ada"));
    g_assert_null(find(make(ctx), "sponsor_unmet", "Ben"));
    g_assert_nonnull(find(make(ctx), "meeting_unset", "the program"));
    g_assert_null(find(make(ctx), "successor_unnamed", "Ada"));
    g_autoptr(CxCtx) old = ctx_in(db, 150, &catalogue);
    g_assert_nonnull(find(make(old), "successor_unnamed", "Ada"));
    g_autoptr(CxCtx) late = ctx_in(db, 60, &catalogue);
    const CxPlayProposal *fading = find(make(late), "fading", "the program");
    g_assert_nonnull(fading);
    g_assert_nonnull(strstr(fading->title, "begin with Ada"));
    g_assert_null(find(make(late), "sponsor_unmet", "Ada"));
    note(late, "met @ada");
    note(late, "met @ben");
    g_assert_null(find(make(late), "fading", "the program"));
}

/* A play refused twice about a leader is silent about them, and about nobody else. */
static void
test_refused_twice(CxDb *db)
{
    g_autoptr(CxCatalogue) catalogue = NULL;
    (void)cast_leader(db, "Ada", NULL, cast_day(-900), CX_DAY_NONE);
    (void)cast_leader(db, "Ben", NULL, cast_day(-900), CX_DAY_NONE);
    for (int day = -400; day <= -100; day += 150) {
        g_autoptr(CxCtx) ctx = ctx_in(db, day, &catalogue);
        note(ctx, "met @ada");
        note(ctx, "met @ben");
        g_autoptr(CxCtx) later = ctx_in(db, day + 80, &catalogue);
        const CxPlayProposal *proposal = find(make(later), "not_met", "Ada");
        if (day == -100)
            g_assert_null(proposal);
        else
            answer(later, proposal->key, CX_PLAY_ANSWER_NEVER, CX_DAY_NONE);
        g_assert_nonnull(find(make(later), "not_met", "Ben"));
    }
}

/* What was refused of a play makes its other proposals count less, what was done more again. */
static void
test_learns(CxDb *db)
{
    static const char *const names[] = { "Ada", "Ben", "Cid" };
    g_autoptr(CxCatalogue) catalogue = NULL;
    g_autoptr(CxCtx) before = ctx_in(db, -80, &catalogue);
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
        (void)cast_leader(db, names[i], NULL, cast_day(-900), CX_DAY_NONE);
        g_autofree char *folded = g_ascii_strdown(names[i], -1);
        g_autofree char *line = g_strconcat("met @", folded, NULL);
        note(before, line);
    }
    g_autoptr(CxCtx) ctx = ctx_in(db, 0, &catalogue);
    const CxWeek *week = make(ctx);
    const double untaught = find(week, "not_met", "Ada")->rank_value;
    g_assert_cmpfloat_with_epsilon(find(week, "not_met", "Cid")->rank_value, untaught * .85 * .85,
                                   1e-9);
    answer(ctx, find(week, "not_met", "Ada")->key, CX_PLAY_ANSWER_NEVER, CX_DAY_NONE);
    const CxWeek *refused = make(ctx);
    g_assert_cmpfloat_with_epsilon(find(refused, "not_met", "Ben")->rank_value, untaught * 2 / 3,
                                   1e-9);
    answer(ctx, find(refused, "not_met", "Ben")->key, CX_PLAY_ANSWER_DONE, CX_DAY_NONE);
    g_assert_cmpfloat_with_epsilon(find(make(ctx), "not_met", "Cid")->rank_value, untaught * 3 / 4,
                                   1e-9);
}

/* What has no occasion rests for a quarter after "done", and for good after "never". */
static void
test_turns(CxDb *db)
{
    g_autoptr(CxCatalogue) catalogue = NULL;
    (void)cast_leader(db, "Ada", NULL, CX_DAY_NONE, CX_DAY_NONE);
    g_autoptr(CxCtx) ctx = ctx_in(db, 0, &catalogue);
    answer(ctx, find(make(ctx), "not_met", "Ada")->key, CX_PLAY_ANSWER_DONE, CX_DAY_NONE);
    const struct {
        int day;
        bool speaks;
    } rows[] = { { 0, false }, { 90, false }, { 91, true }, { 120, true } };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(CxCtx) then = ctx_in(db, rows[i].day, &catalogue);
        g_assert_true((find(make(then), "not_met", "Ada") != NULL) == rows[i].speaks);
    }
    g_autoptr(CxCtx) later = ctx_in(db, 120, &catalogue);
    answer(later, find(make(later), "not_met", "Ada")->key, CX_PLAY_ANSWER_NEVER, CX_DAY_NONE);
    g_autoptr(CxCtx) last = ctx_in(db, 500, &catalogue);
    g_assert_null(find(make(last), "not_met", "Ada"));
}

/* What was refused twice of one leader is refused whatever it was about. */
static void
test_refused_promises(CxDb *db)
{
    g_autoptr(CxCatalogue) catalogue = NULL;
    (void)cast_leader(db, "Ada", NULL, cast_day(-900), CX_DAY_NONE);
    g_autoptr(CxCtx) before = ctx_in(db, -20, &catalogue);
    note(before, "@ada promised the budget in 5 days");
    note(before, "@ada promised the names in 5 days");
    note(before, "@ada promised the plan in 5 days");
    g_autoptr(CxCtx) ctx = ctx_in(db, 0, &catalogue);
    for (int i = 0; i < 2; i++)
        answer(ctx, find(make(ctx), "promise_due", "Ada")->key, CX_PLAY_ANSWER_NEVER, CX_DAY_NONE);
    g_assert_null(find(make(ctx), "promise_due", "Ada"));
}

/* A promise long over is settled; one with somebody who left is closed with who came after. */
static void
test_promises_left(CxDb *db)
{
    g_autoptr(CxCatalogue) catalogue = NULL;
    (void)cast_department(db, "food", "Food");
    (void)cast_leader(db, "Ada", "food", cast_day(-900), cast_day(20));
    (void)cast_leader(db, "Ben", "food", cast_day(21), CX_DAY_NONE);
    g_autoptr(CxCtx) before = ctx_in(db, -40, &catalogue);
    note(before, "met @ada, promised the list in 5 days");
    g_autoptr(CxCtx) ctx = ctx_in(db, 0, &catalogue);
    const CxPlayProposal *settle = find(make(ctx), "promise_due", "Ada");
    g_assert_nonnull(settle);
    g_assert_cmpstr(settle->title, ==, "Settle what you promised Ada, Office of Ada: the list");
    g_autoptr(CxCtx) after = ctx_in(db, 30, &catalogue);
    const CxPlayProposal *left = find(make(after), "promise_due", "Ben");
    g_assert_nonnull(left);
    g_assert_nonnull(strstr(left->why, "Ask Ben, Office of Ben, whether"));
    g_assert_cmpstr(left->key, ==, settle->key);
}

/* Seven things a week: what was done since Monday counts, what was done before does not. */
static void
test_seven(CxDb *db)
{
    g_autoptr(CxCatalogue) catalogue = NULL;
    for (int i = 0; i < 12; i++) {
        g_autofree char *name = g_strdup_printf("Leader %c", 'A' + i);
        (void)cast_leader(db, name, NULL, cast_day(-900), CX_DAY_NONE);
    }
    g_autoptr(CxCtx) monday = ctx_in(db, 0, &catalogue);
    g_assert_cmpuint(cx_week_make(monday, 0, NULL)->n_fit, ==, CX_WEEK_PLAYS);
    g_assert_cmpuint(cx_week_make(monday, 480, NULL)->n_fit, ==, 12);
    answer(monday, make(monday)->proposals[0].key, CX_PLAY_ANSWER_DONE, CX_DAY_NONE);
    g_autoptr(CxCtx) sunday = ctx_in(db, 6, &catalogue);
    g_assert_cmpuint(make(sunday)->n_fit, ==, CX_WEEK_PLAYS - 1);
    g_autoptr(CxCtx) next = ctx_in(db, 7, &catalogue);
    g_assert_cmpuint(make(next)->n_fit, ==, CX_WEEK_PLAYS);
}

/* What there is to say to whoever is to be seen: what is owed first, then what they want. */
static void
test_news(CxDb *db)
{
    g_autoptr(CxCatalogue) catalogue = NULL;
    (void)cast_leader(db, "Ada", NULL, cast_day(-900), CX_DAY_NONE);
    g_autoptr(CxCtx) before = ctx_in(db, -80, &catalogue);
    note(before, "met @ada");
    g_autoptr(CxCtx) ctx = ctx_in(db, 0, &catalogue);
    const CxPlayProposal *bare = find(make(ctx), "not_met", "Ada");
    g_assert_true(g_str_has_suffix(bare->why, "aim at 8."));
    note(before, "@ada wants fewer forms");
    const CxPlayProposal *wants = find(make(ctx), "not_met", "Ada");
    g_assert_true(g_str_has_suffix(wants->why, "They want fewer forms: say what came of it."));
    note(before, "promised @ada the list in 100 days");
    const CxPlayProposal *owed = find(make(ctx), "not_met", "Ada");
    g_assert_true(g_str_has_suffix(owed->why, "You still owe them: the list."));
}

/* The sponsor hears once a month, with what is on the table; a round says what there is to say. */
static void
test_talk(CxDb *db)
{
    g_autoptr(CxCatalogue) catalogue = NULL;
    const CxLeaderId ada = cast_leader(db, "Ada", NULL, cast_day(-900), CX_DAY_NONE);
    g_autoptr(CxCtx) before = ctx_in(db, -40, &catalogue);
    note(before, "met @ada");
    note(before, "@ada wants fewer forms");
    g_autoptr(CxCtx) ctx = ctx_in(db, 0, &catalogue);
    g_assert_true(cx_engage_settings_set(before, "sponsor", ada.v, NULL));
    const CxPlayProposal *talk = find(make(ctx), "sponsor_unmet", "Ada");
    g_assert_nonnull(talk);
    g_assert_true(
        g_str_has_suffix(talk->why, "5 weeks ago. They want fewer forms: say what came of it."));
    g_assert_nonnull(talk->ask);
    g_assert_cmpstr(talk->materials[0].url, ==, "/leaders/sponsor");
}

/* Steps of a plan: of coaching without the name, and only where the basis stands. */
static void
test_steps(CxDb *db)
{
    g_autoptr(CxCatalogue) catalogue = NULL;
    const CxLeaderId ada = cast_leader(db, "Ada", NULL, cast_day(-900), CX_DAY_NONE);
    const CxBasis basis = {
        .is_on = true, .purpose = "to help", .legal_basis = "agreed", .retention_days = 1000
    };
    g_autoptr(CxCtx) ctx = ctx_in(db, 0, &catalogue);
    g_assert_true(
        cx_coach_step_add(ctx, CX_COACH_PLAN_SPONSOR, ada, "rehearse", cast_day(30), NULL));
    g_assert_true(cx_basis_set(ctx, &basis, NULL));
    g_assert_true(
        cx_coach_step_add(ctx, CX_COACH_PLAN_COACHING, ada, "listen", cast_day(30), NULL));
    g_assert_null(find(make(ctx), "step_due", "Ada"));
    g_autoptr(CxCtx) later = ctx_in(db, 24, &catalogue);
    g_assert_nonnull(strstr(find(make(later), "step_due", "Ada")->title, "rehearse"));
    const CxPlayProposal *coaching = find(make(later), "step_due", "a note of yours");
    g_assert_nonnull(coaching);
    g_assert_cmpint(coaching->leader.v, ==, 0);
    g_assert_null(strstr(coaching->title, "Ada"));
    g_assert_null(strstr(coaching->why, "listen"));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/week/rank", test_rank);
    cx_test_engines_add("/week/empty", test_empty);
    cx_test_engines_add("/week/new_leader", test_new_leader);
    cx_test_engines_add("/week/cadence", test_cadence);
    cx_test_engines_add("/week/promises", test_promises);
    cx_test_engines_add("/week/answers", test_answers);
    cx_test_engines_add("/week/fits", test_fits);
    cx_test_engines_add("/week/wall", test_wall);
    cx_test_engines_add("/plays/week/asked", test_asked);
    cx_test_engines_add("/plays/week/follow-up", test_follow_up);
    cx_test_engines_add("/plays/week/program", test_program);
    cx_test_engines_add("/plays/week/refused-twice", test_refused_twice);
    cx_test_engines_add("/plays/week/learns", test_learns);
    cx_test_engines_add("/plays/week/turns", test_turns);
    cx_test_engines_add("/plays/week/refused-promises", test_refused_promises);
    cx_test_engines_add("/plays/week/promises-left", test_promises_left);
    cx_test_engines_add("/plays/week/seven", test_seven);
    cx_test_engines_add("/plays/week/news", test_news);
    cx_test_engines_add("/plays/week/steps", test_steps);
    cx_test_engines_add("/plays/week/talk", test_talk);
    return g_test_run();
}
