/* Rounds: who counts as met, what leaders say, who may see it, and what cannot be. */
#include <string.h>

#include "base/error.h"
#include "engage/note.h"
#include "engage/round.h"
#include "support/engines.h"
#include "unit/people/cast.h"

#define N 6

static const char *const questions[] = { "Right direction?", "Does it help?" };

typedef struct {
    CxLeaderId ids[N]; /* Ada, Ben, Cleo, Dan, Eve, Fay */
    CxRoundId round;
} Stage;

static CxRoundBegin
usual(void)
{
    return (CxRoundBegin){ .name = "Spring",
                           .target_days = 60,
                           .max_days = 91,
                           .questions = questions,
                           .n_questions = 2 };
}

static void
cast_all(CxDb *db, Stage *stage)
{
    static const char *const names[N] = { "Ada", "Ben", "Cleo", "Dan", "Eve", "Fay" };
    for (int i = 0; i < N; i++)
        stage->ids[i] = cast_leader(db, names[i], NULL, cast_day(-900), CX_DAY_NONE);
}

static void
begin(CxCtx *ctx, Stage *stage)
{
    g_autoptr(GError) error = NULL;
    const CxRoundBegin round = usual();
    const bool is_fine = cx_round_begin(ctx, &round, &stage->round, &error);
    g_assert_no_error(error);
    g_assert_true(is_fine);
}

static void
note(CxCtx *ctx, const char *line)
{
    int64_t id = 0;
    CxCapture capture;
    g_assert_true(cx_note_take(ctx, line, &id, &capture, NULL));
}

static const CxRound *
load(CxCtx *ctx, CxRoundId id)
{
    g_autoptr(GError) error = NULL;
    const CxRound *round = NULL;
    const bool is_fine = cx_round_load(ctx, id, &round, &error);
    g_assert_no_error(error);
    g_assert_true(is_fine);
    return round;
}

static CxRoundTalkAdd
talk_with(const Stage *stage, int i, CxRoundDrift first)
{
    CxRoundTalkAdd add = {
        .round = stage->round, .leader = stage->ids[i], .day = CX_DAY_NONE, .due_on = CX_DAY_NONE
    };
    for (size_t k = 0; k < CX_ROUND_QUESTIONS_MAX; k++)
        add.answers[k].drift = CX_ROUND_DRIFT_N;
    add.answers[0].drift = first;
    add.answers[0].words = "secretword";
    return add;
}

static int64_t
record(CxCtx *ctx, const CxRoundTalkAdd *add)
{
    g_autoptr(GError) error = NULL;
    int64_t id = 0;
    const CxClosed *closed = NULL;
    const bool is_fine = cx_round_talk_add(ctx, add, &id, &closed, &error);
    g_assert_no_error(error);
    g_assert_true(is_fine);
    return id;
}

static void
assert_refused(CxCtx *ctx, const CxRoundTalkAdd *add, const char *words)
{
    g_autoptr(GError) error = NULL;
    int64_t id = 0;
    const CxClosed *closed = NULL;
    g_assert_false(cx_round_talk_add(ctx, add, &id, &closed, &error));
    if (strstr(error->message, words) == NULL)
        g_error("\"%s\" is not in \"%s\"", words, error->message);
}

/* A mail does not count, a call from any line does; before the round began nothing does. */
static void
test_coverage(CxDb *db)
{
    g_autoptr(CxCatalogue) catalogue = cx_catalogue_load("en", NULL);
    Stage stage;
    cast_all(db, &stage);
    g_autoptr(CxCtx) before = cast_system_in(db, -80);
    before->catalogue = catalogue;
    note(before, "met @ada");
    note(before, "met @ben");
    g_autoptr(CxCtx) start = cast_system_in(db, -70);
    begin(start, &stage);
    g_autoptr(CxCtx) ctx = cast_system(db);
    ctx->catalogue = catalogue;
    note(ctx, "called @ada");
    note(ctx, "wrote to @cleo");
    const CxRound *round = load(ctx, stage.round);
    g_assert_cmpuint(round->n_in, ==, 6);
    g_assert_cmpuint(round->n_covered, ==, 1);
    g_assert_true(cx_round_leader(round, stage.ids[0])->is_covered);
    g_assert_cmpint(cx_round_leader(round, stage.ids[0])->lapse, ==, CX_LAPSE_FINE);
    g_assert_cmpint(cx_round_leader(round, stage.ids[1])->lapse, ==, CX_LAPSE_DUE);
    g_assert_cmpint(cx_round_leader(round, stage.ids[2])->lapse, ==, CX_LAPSE_NEVER);
    g_assert_cmpint(round->leaders[0].id.v, ==, stage.ids[1].v);
    g_autoptr(CxCtx) later = cast_system_in(db, 20);
    g_assert_cmpint(cx_round_leader(load(later, stage.round), stage.ids[1])->lapse, ==,
                    CX_LAPSE_LATE);

    g_autoptr(GError) error = NULL;
    g_assert_false(cx_round_put_leader(ctx, stage.round, stage.ids[2], "", &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_INVALID);
    g_assert_true(cx_round_put_leader(ctx, stage.round, stage.ids[2], "on leave", NULL));
    g_assert_cmpuint(load(ctx, stage.round)->n_in, ==, 5);
    g_assert_true(cx_round_put_leader(ctx, stage.round, stage.ids[2], NULL, NULL));
    g_assert_cmpuint(load(ctx, stage.round)->n_in, ==, 6);
}

/* Where the sponsor is to be there, a meeting without counts for the cadence and not for the round. */
static void
test_sponsor(CxDb *db)
{
    g_autoptr(CxCatalogue) catalogue = cx_catalogue_load("en", NULL);
    Stage stage;
    cast_all(db, &stage);
    g_autoptr(CxCtx) ctx = cast_system(db);
    ctx->catalogue = catalogue;
    CxRoundBegin round = usual();
    round.with_sponsor = true;
    g_autoptr(GError) error = NULL;
    g_assert_false(cx_round_begin(ctx, &round, &stage.round, &error));
    g_assert_nonnull(strstr(error->message, "nobody is named as the sponsor"));
    g_assert_true(cx_engage_settings_set(ctx, "sponsor", stage.ids[5].v, NULL));
    g_assert_true(cx_round_begin(ctx, &round, &stage.round, NULL));
    CxRoundTalkAdd add = talk_with(&stage, 0, CX_ROUND_DRIFT_YES);
    (void)record(ctx, &add);
    const CxRound *loaded = load(ctx, stage.round);
    g_assert_cmpuint(loaded->n_in, ==, 5);
    g_assert_cmpuint(loaded->n_covered, ==, 0);
    g_assert_true(cx_round_leader(loaded, stage.ids[0])->is_without_sponsor);
    add.with_sponsor = true;
    (void)record(ctx, &add);
    g_assert_cmpuint(load(ctx, stage.round)->n_covered, ==, 1);
}

/* The newest answer of each leader counts once; a note taken back takes its answers with it. */
static void
test_voices(CxDb *db)
{
    Stage stage;
    cast_all(db, &stage);
    g_autoptr(CxCtx) ctx = cast_system(db);
    begin(ctx, &stage);
    CxRoundTalkAdd add = talk_with(&stage, 0, CX_ROUND_DRIFT_NO);
    (void)record(ctx, &add);
    add.answers[0].drift = CX_ROUND_DRIFT_YES;
    add.promised = "the list";
    add.due_on = cast_day(7);
    add.asked = "fewer forms";
    const int64_t id = record(ctx, &add);
    add = talk_with(&stage, 1, CX_ROUND_DRIFT_PARTLY);
    (void)record(ctx, &add);
    const CxRound *round = load(ctx, stage.round);
    g_assert_cmpint(round->voices[0].n_answers, ==, 2);
    g_assert_cmpint(round->voices[0].n[CX_ROUND_DRIFT_YES], ==, 1);
    g_assert_cmpint(round->voices[0].n[CX_ROUND_DRIFT_NO], ==, 0);
    g_assert_cmpint(round->voices[1].n_answers, ==, 0);
    CxPromises promises;
    g_assert_true(cx_promise_list(ctx, &promises, NULL));
    g_assert_cmpuint(promises.n, ==, 1);
    g_assert_cmpstr(promises.items[0].what, ==, "the list");
    g_assert_true(cx_note_withdraw(ctx, id, NULL));
    round = load(ctx, stage.round);
    g_assert_cmpint(round->voices[0].n[CX_ROUND_DRIFT_YES], ==, 0);
    g_assert_cmpint(round->voices[0].n[CX_ROUND_DRIFT_NO], ==, 1);
}

/* Nobody but the CX team sees who said what; others see counts when the round has ended, and enough
 * answered. */
static void
test_wall(CxDb *db)
{
    Stage stage;
    cast_all(db, &stage);
    g_autoptr(CxCtx) ctx = cast_system(db);
    begin(ctx, &stage);
    for (int i = 0; i < 4; i++) {
        const CxRoundTalkAdd add = talk_with(&stage, i, CX_ROUND_DRIFT_YES);
        (void)record(ctx, &add);
    }
    g_autoptr(CxCtx) own = cast_ctx(db, cast_user(db, "ada", CX_ROLE_LEADER, stage.ids[0]));
    const CxRound *round = load(own, stage.round);
    g_assert_cmpuint(round->n_leaders, ==, 0);
    g_assert_cmpuint(round->n_talks, ==, 0);
    g_assert_true(round->voices[0].is_hidden);
    CxRoundTalkAdd add = talk_with(&stage, 4, CX_ROUND_DRIFT_NO);
    (void)record(ctx, &add);
    g_assert_true(load(own, stage.round)->voices[0].is_hidden);
    g_autoptr(GError) error = NULL;
    g_assert_false(cx_round_end(own, stage.round, &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_FORBIDDEN);
    g_assert_true(cx_round_end(ctx, stage.round, NULL));
    round = load(own, stage.round);
    g_assert_false(round->voices[0].is_hidden);
    g_assert_cmpint(round->voices[0].n[CX_ROUND_DRIFT_YES], ==, 4);
    g_assert_true(round->voices[1].is_hidden);
    g_autoptr(CxCtx) finance =
        cast_ctx(db, cast_user(db, "fin", CX_ROLE_FINANCE, (CxLeaderId){ 0 }));
    CxRounds rounds;
    g_assert_false(cx_round_list(finance, &rounds, NULL));
    (void)cast_audited(db);
}

static void
test_refusals(CxDb *db)
{
    Stage stage;
    g_autoptr(GError) error = NULL;
    g_autoptr(CxCtx) ctx = cast_system(db);
    CxRoundBegin round = usual();
    g_assert_false(cx_round_begin(ctx, &round, &stage.round, &error));
    g_assert_nonnull(strstr(error->message, "nobody is in office"));
    g_clear_error(&error);
    const CxLeaderId only = cast_leader(db, "Only", NULL, cast_day(-900), CX_DAY_NONE);
    g_assert_false(cx_round_begin(ctx, &round, &stage.round, &error));
    g_assert_nonnull(strstr(error->message, "switch rounds on"));
    g_clear_error(&error);
    g_assert_true(cx_engage_settings_set(ctx, "rounds", 1, NULL));
    g_assert_true(cx_round_begin(ctx, &round, &stage.round, NULL));
    cast_all(db, &stage);
    (void)cast_leader(db, "Gone", NULL, cast_day(-900), cast_day(-1));
    round.leaders = "gone";
    g_assert_false(cx_round_begin(ctx, &round, &stage.round, &error));
    g_assert_nonnull(strstr(error->message, "no office"));
    g_clear_error(&error);
    round.leaders = "ada, Ben\nben";
    g_assert_true(cx_round_begin(ctx, &round, &stage.round, NULL));
    g_assert_cmpuint(load(ctx, stage.round)->n_in, ==, 2);
    CxRoundTalkAdd add = talk_with(&stage, 0, CX_ROUND_DRIFT_YES);
    add.day = cast_day(1);
    assert_refused(ctx, &add, "a day to come");
    add.day = cast_day(-1);
    assert_refused(ctx, &add, "before the round");
    add.day = CX_DAY_NONE;
    add.answers[2].drift = CX_ROUND_DRIFT_YES;
    assert_refused(ctx, &add, "does not ask");
    add = talk_with(&stage, 0, CX_ROUND_DRIFT_YES);
    add.leader = only;
    assert_refused(ctx, &add, "not in the round");
    add = talk_with(&stage, 0, CX_ROUND_DRIFT_N);
    assert_refused(ctx, &add, "which way");
    g_assert_true(cx_round_end(ctx, stage.round, NULL));
    g_assert_false(cx_round_end(ctx, stage.round, NULL));
    add = talk_with(&stage, 0, CX_ROUND_DRIFT_YES);
    assert_refused(ctx, &add, "has ended");
}

/* Whoever left is no longer to be met; a round of nobody says so and stays readable. */
static void
test_nobody_left(CxDb *db)
{
    g_autoptr(CxCtx) start = cast_system_in(db, -70);
    Stage stage;
    for (int i = 0; i < 4; i++) {
        g_autofree char *name = g_strdup_printf("Leader %c", 'A' + i);
        stage.ids[i] = cast_leader(db, name, NULL, cast_day(-900), cast_day(-10));
    }
    begin(start, &stage);
    g_autoptr(CxCtx) ctx = cast_system(db);
    const CxRound *round = load(ctx, stage.round);
    g_assert_cmpuint(round->n_in, ==, 0);
    g_assert_cmpuint(round->n_leaders, ==, 4);
    g_assert_true(cx_round_end(ctx, stage.round, NULL));
}

static void
test_closed(CxDb *db)
{
    Stage stage;
    cast_all(db, &stage);
    g_autoptr(CxCtx) ctx = cast_system(db);
    g_autoptr(GError) error = NULL;
    CxClosed closed = { .from = cast_day(3), .to = cast_day(1), .reason = "fair" };
    g_assert_false(cx_closed_add(ctx, &closed, &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_INVALID);
    closed.to = cast_day(13);
    closed.reason = "";
    g_assert_false(cx_closed_add(ctx, &closed, NULL));
    closed.reason = "fair";
    g_assert_true(cx_closed_add(ctx, &closed, NULL));
    closed = (CxClosed){ .from = cast_day(0), .to = cast_day(3), .reason = "stock-taking" };
    g_assert_true(cx_closed_add(ctx, &closed, NULL));
    CxCloseds closeds;
    g_assert_true(cx_closed_list(ctx, &closeds, NULL));
    g_assert_null(cx_closed_on(&closeds, cast_day(-1)));
    g_assert_cmpint(cx_closed_next_open(&closeds, cast_day(1)).v, >, cast_day(13).v);

    begin(ctx, &stage);
    const CxRoundTalkAdd add = talk_with(&stage, 0, CX_ROUND_DRIFT_YES);
    int64_t note_id = 0;
    const CxClosed *on = NULL;
    g_assert_true(cx_round_talk_add(ctx, &add, &note_id, &on, NULL));
    g_assert_cmpstr(on->reason, ==, "stock-taking");
    g_assert_cmpuint(load(ctx, stage.round)->n_covered, ==, 1);
    g_assert_true(cx_closed_open(ctx, on->id, NULL));
    g_assert_false(cx_closed_open(ctx, on->id, NULL));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    cx_test_engines_add("/engage/round/coverage", test_coverage);
    cx_test_engines_add("/engage/round/sponsor", test_sponsor);
    cx_test_engines_add("/engage/round/voices", test_voices);
    cx_test_engines_add("/engage/round/wall", test_wall);
    cx_test_engines_add("/engage/round/refusals", test_refusals);
    cx_test_engines_add("/engage/round/nobody-left", test_nobody_left);
    cx_test_engines_add("/engage/round/closed", test_closed);
    return g_test_run();
}
