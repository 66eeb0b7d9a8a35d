/* Finance in the week: asked to examine a number once the program is a quarter old, answered when it objects. */
#include <string.h>

#include "engage/note.h"
#include "govern/signature.h"
#include "people/user.h"
#include "plays/week.h"
#include "stat/estimate.h"
#include "support/engines.h"
#include "unit/evidence/asked.h"
#include "unit/people/cast.h"

static const CxPlayProposal *
find(CxCtx *ctx, const char *play)
{
    g_autoptr(GError) error = NULL;
    const CxWeek *week = cx_week_make(ctx, 0, &error);
    g_assert_no_error(error);
    for (size_t i = 0; i < week->n; i++) {
        if (g_str_equal(week->proposals[i].play, play))
            return &week->proposals[i];
    }
    return NULL;
}

static void
note(CxDb *db, int days, const char *line)
{
    g_autoptr(CxCtx) ctx = asked_words(cast_system_in(db, days));
    g_autoptr(GError) error = NULL;
    int64_t id = 0;
    CxCapture capture;
    g_assert_true(cx_note_take(ctx, line, &id, &capture, &error));
    g_assert_no_error(error);
}

/* Answers, and a leader met so many days ago. */
static void
fill(CxDb *db, int days)
{
    g_autoptr(GString) lines = g_string_new(NULL);
    int id = 0;
    asked_lines(lines, &id, 20, "2018-05-03,1,1,c1,9,4,A");
    asked_lines(lines, &id, 20, "2018-05-03,1,1,c1,7,4,A");
    asked_import_simple(db, lines->str);
    (void)cast_leader(db, "Ada", NULL, cast_day(-900), CX_DAY_NONE);
    note(db, days, "met @ada about plans");
}

static void
put_name(CxDb *db, CxUserId user, CxVerdict verdict)
{
    g_autoptr(CxCtx) system = cast_system(db);
    (void)asked_score(system, "");
    g_autoptr(GError) error = NULL;
    g_assert_true(cx_ctx_flush(system, db, &error));
    g_autoptr(CxCtx) ctx = asked_words(cast_ctx(db, user));
    const CxCard *opened = cx_card_load(ctx, asked_score(ctx, "")->whole.card.hex, &error);
    g_assert_no_error(error);
    const CxSignatureAdd add = { verdict, "The weights are last year’s", CAST_PASSWORD };
    g_assert_true(cx_signature_add(ctx, opened, &add, &error));
    g_assert_no_error(error);
}

static void
test_unexamined(CxDb *db)
{
    fill(db, -100);
    g_autoptr(CxCtx) ctx = asked_words(cast_system(db));
    const CxPlayProposal *nobody = find(ctx, "number_unexamined");
    g_assert_nonnull(nobody);
    g_assert_cmpstr(nobody->practice, ==, "B7");
    g_assert_cmpstr(nobody->title, ==, "Find somebody in finance who examines the numbers");
    const CxUserId user = cast_user(db, "fin", CX_ROLE_FINANCE, (CxLeaderId){ 0 });
    const CxPlayProposal *somebody = find(ctx, "number_unexamined");
    g_assert_nonnull(somebody);
    g_assert_true(g_str_has_prefix(somebody->title, "Ask "));
    g_assert_null(strchr(somebody->why, '{'));
    put_name(db, user, CX_VERDICT_SIGNED);
    g_assert_null(find(ctx, "number_unexamined"));
    g_assert_null(find(ctx, "objection_open"));
    g_autoptr(CxCtx) next_year =
        asked_words(cast_system_in(db, 60)); /* a signature ends with its year */
    g_assert_nonnull(find(next_year, "number_unexamined"));
}

static void
test_young(CxDb *db)
{
    fill(db, -20);
    g_autoptr(CxCtx) ctx = asked_words(cast_system(db));
    g_assert_null(find(ctx, "number_unexamined"));
}

static void
test_objection(CxDb *db)
{
    fill(db, -100);
    put_name(db, cast_user(db, "fin", CX_ROLE_FINANCE, (CxLeaderId){ 0 }), CX_VERDICT_OBJECTED);
    g_autoptr(CxCtx) ctx = asked_words(cast_system(db));
    const CxPlayProposal *proposal = find(ctx, "objection_open");
    g_assert_nonnull(proposal);
    g_assert_nonnull(strstr(proposal->why, "last year’s"));
    g_assert_true(g_str_has_prefix(proposal->act.url, "/cards/"));
    g_assert_null(find(ctx, "number_unexamined")); /* somebody looks */
    g_autoptr(GError) error = NULL;
    const CxPlayAnswer done = { .key = proposal->key,
                                .title = proposal->title,
                                .kind = CX_PLAY_ANSWER_DONE,
                                .until = CX_DAY_NONE };
    g_assert_true(cx_play_answer_give(ctx, &done, &error));
    g_assert_no_error(error);
    g_assert_null(find(ctx, "objection_open"));
}

/* Who examined what is the CX team's to see as a whole; others see it on the cards they may open. */
static void
test_who(CxDb *db)
{
    fill(db, -100);
    g_autoptr(CxCtx) ctx = cast_ctx(db, cast_user(db, "fin", CX_ROLE_FINANCE, (CxLeaderId){ 0 }));
    g_autoptr(GError) error = NULL;
    CxStandings standings;
    g_assert_false(cx_signature_standing(ctx, &standings, &error));
    g_assert_nonnull(error);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    cx_stat_start();
    cx_test_engines_add("/plays/finance/unexamined", test_unexamined);
    cx_test_engines_add("/plays/finance/young", test_young);
    cx_test_engines_add("/plays/finance/objection", test_objection);
    cx_test_engines_add("/plays/finance/who", test_who);
    return g_test_run();
}
