/* The sample program moved week by week through a year, as golden text to be read: left alone, and lived
 * by a CX leader who does the first five things of each week. CX_UPDATE=1 accepts what is new. */
#include <glib/gstdio.h>
#include <string.h>

#include "app/home.h"
#include "base/civil.h"
#include "base/secret.h"
#include "base/text.h"
#include "db/pool.h"
#include "engage/detail.h"
#include "engage/note.h"
#include "engage/promise.h"
#include "engage/settings.h"
#include "engage/visible.h"
#include "govern/program.h"
#include "people/leader.h"
#include "plays/week.h"
#include "stat/estimate.h"
#include "support/golden.h"

#define WEEKS      52
#define FIRST_DAY  20773 /* Monday, 16 November 2026 */
#define DONE_MOST  5
#define US_A_DAY   INT64_C(86400000000)
#define MORNING_US INT64_C(36000000000)

#define DO(call)                                                                                   \
    G_STMT_START                                                                                   \
    {                                                                                              \
        g_autoptr(GError) do_error = NULL;                                                         \
        GError **error = &do_error;                                                                \
        const bool is_done = (call);                                                               \
        g_assert_no_error(do_error);                                                               \
        g_assert_true(is_done);                                                                    \
    }                                                                                              \
    G_STMT_END

typedef struct {
    char *dir;
    CxHome *home;
    CxDb *db;
} Desk;

static void
run_program(const char *dir)
{
    const char *const argv[] = {
        g_getenv("CX_COALITION"), "--home", dir, "--at", "2026-11-16", "demo", "--no-serve", NULL
    };
    g_assert_nonnull(argv[0]);
    int status = 1;
    g_assert_true(g_spawn_sync(NULL, (char **)(uintptr_t)argv, NULL, G_SPAWN_STDOUT_TO_DEV_NULL,
                               NULL, NULL, NULL, NULL, &status, NULL));
    g_assert_cmpint(status, ==, 0);
}

static CxCtx *
ctx_on(const Desk *desk, int32_t day)
{
    CxCtx *ctx = cx_ctx_open_system(desk->db, desk->home->frames,
                                    (CxInstant){ day * US_A_DAY + MORNING_US });
    ctx->catalogue = desk->home->catalogue;
    cx_ctx_set_zone(ctx, desk->home->config->zone);
    return ctx;
}

/* ---- Reading ---- */

static void
write_week(GString *out, const CxWeek *week, int32_t day)
{
    g_autofree char *monday = cx_day_format_long((CxDay){ day });
    g_string_append_printf(out, "\n## %s: %s\n", monday, week->headline);
    for (size_t i = 0; i < week->n_fit; i++) {
        const CxPlayProposal *proposal = &week->proposals[i];
        g_autofree char *by = cx_day_format(proposal->by);
        g_string_append_printf(out, "%zu. %s (%s%s, %d min)\n   %s\n", i + 1, proposal->title,
                               proposal->is_overdue ? "was due " : "by ", by, proposal->minutes,
                               proposal->why);
        if (proposal->ask != NULL)
            g_string_append_printf(out, "   Ask: %s\n", proposal->ask);
    }
    g_string_append_printf(out, "Next: %zu more\n", week->n - week->n_fit);
}

/* ---- Doing ---- */

static void
note(CxCtx *ctx, const CxPlayProposal *proposal, const char *format)
{
    g_autoptr(CxLeader) leader = cx_leader_load(ctx, proposal->leader, NULL);
    g_autofree char *who = g_strconcat("@", leader->key, NULL);
    g_auto(GStrv) parts = g_strsplit(format, "@", 2);
    g_autofree char *line = g_strjoinv(who, parts);
    int64_t id = 0;
    CxCapture capture;
    DO(cx_note_take(ctx, line, &id, &capture, error));
}

/* The id in "play:leader:ID". */
static int64_t
id_of(const CxPlayProposal *proposal)
{
    g_auto(GStrv) parts = g_strsplit(proposal->key, ":", -1);
    int64_t id = 0;
    DO(cx_text_parse_i64(parts[2], &id, error));
    return id;
}

static void
meet(CxCtx *ctx, const CxPlayProposal *proposal)
{
    note(ctx, proposal, "met @ about plans");
    if (proposal->ask != NULL)
        note(ctx, proposal, "@ wants fewer forms");
}

static void
ask(CxCtx *ctx, const CxPlayProposal *proposal)
{
    note(ctx, proposal, "@ wants fewer forms");
}

static void
keep(CxCtx *ctx, const CxPlayProposal *proposal)
{
    DO(cx_promise_end(ctx, id_of(proposal), CX_PROMISE_KEPT, error));
}

static void
reply(CxCtx *ctx, const CxPlayProposal *proposal)
{
    CxLeaderId whose;
    DO(cx_detail_end(ctx, id_of(proposal), "From order to door.", &whose, error));
}

static void
name_sponsor(CxCtx *ctx, const CxPlayProposal *proposal)
{
    (void)proposal;
    g_autoptr(CxLeader) next = cx_leader_find(ctx, "desmond_achebe", NULL);
    g_assert_nonnull(next);
    DO(cx_engage_settings_set(ctx, "sponsor", next->id.v, error));
}

static void
set_meeting(CxCtx *ctx, const CxPlayProposal *proposal)
{
    (void)proposal;
    g_autofree char *text = g_strdup_printf("The steering group decides (%d).", ctx->today.v);
    const CxProgramSet governance = { .kind = CX_PROGRAM_GOVERNANCE,
                                      .text = text,
                                      .meets_on = { ctx->today.v + 84 } };
    DO(cx_program_set(ctx, &governance, error));
}

static const struct {
    const char *play;
    void (*act)(CxCtx *ctx, const CxPlayProposal *proposal);
} deeds[] = {
    { "new_leader", meet },
    { "not_met", meet },
    { "round_due", meet },
    { "follow_up", meet },
    { "sponsor_unmet", meet },
    { "priority_unasked", ask },
    { "promise_due", keep },
    { "asked_open", reply },
    { "sponsor_unnamed", name_sponsor },
    { "meeting_unset", set_meeting },
};

static void
act(CxCtx *ctx, const CxPlayProposal *proposal)
{
    for (size_t i = 0; i < G_N_ELEMENTS(deeds); i++) {
        if (g_str_equal(deeds[i].play, proposal->play)) {
            deeds[i].act(ctx, proposal);
            return;
        }
    }
    const CxPlayAnswer done = { .key = proposal->key,
                                .title = proposal->title,
                                .kind = CX_PLAY_ANSWER_DONE,
                                .until = CX_DAY_NONE };
    DO(cx_play_answer_give(ctx, &done, error));
}

/* ---- A year ---- */

static const CxWeek *
make(CxCtx *ctx)
{
    g_autoptr(GError) error = NULL;
    const CxWeek *week = cx_week_make(ctx, 0, &error);
    g_assert_no_error(error);
    return week;
}

static char *
live(const Desk *desk, size_t n_done)
{
    g_autoptr(GString) out = g_string_new(NULL);
    for (int i = 0; i < WEEKS; i++) {
        const int32_t day = FIRST_DAY + 7 * i;
        g_autoptr(CxCtx) ctx = ctx_on(desk, day);
        const CxWeek *week = make(ctx);
        write_week(out, week, day);
        for (size_t k = 0; k < MIN(n_done, week->n_fit); k++)
            act(ctx, &week->proposals[k]);
    }
    return g_string_free(g_steal_pointer(&out), FALSE);
}

static void
compare(const char *file, char *text)
{
    g_autofree char *owned = text;
    cx_test_golden(file, owned);
}

static void
test_weeks(gconstpointer desk)
{
    compare("weeks/alone.txt", live(desk, 0));
    compare("weeks/lived.txt", live(desk, DONE_MOST));
}

static void
remove_home(const char *dir)
{
    const char *const argv[] = { "rm", "-r", dir, NULL };
    (void)g_spawn_sync(NULL, (char **)(uintptr_t)argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL,
                       NULL, NULL, NULL); /* it is in the folder for such */
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    cx_stat_start();
    cx_secret_start();
    Desk desk = { .dir = g_dir_make_tmp("coalition-weeks-XXXXXX", NULL) };
    g_autofree char *dir = g_build_filename(desk.dir, "home", NULL);
    run_program(dir);
    g_autoptr(GError) error = NULL;
    desk.home = cx_home_open(dir, (CxDay){ FIRST_DAY }, &error);
    g_assert_no_error(error);
    desk.db = cx_db_pool_take(desk.home->pool, CX_DB_WRITE, &error);
    g_assert_no_error(error);
    g_test_add_data_func("/simulation/weeks", &desk, test_weeks);
    const int status = g_test_run();
    cx_db_close(desk.db);
    cx_home_free(desk.home);
    remove_home(desk.dir);
    g_free(desk.dir);
    return status;
}
