/* The sample program moved week by week through a year, as golden text to be read: left alone, and lived
 * by a CX leader who does the first five things of each week and brings the answers that come in, those
 * of the quarter before the year once more, a quarter later each time. CX_UPDATE=1 accepts what is new. */
#include "weeks_life.h"

#include <glib/gstdio.h>
#include <string.h>

#include "app/home.h"
#include "base/civil.h"
#include "base/secret.h"
#include "base/text.h"
#include "db/pool.h"
#include "demo/sample.h"
#include "engage/ambassador.h"
#include "engage/call.h"
#include "engage/detail.h"
#include "engage/promise.h"
#include "engage/resistance.h"
#include "engage/round.h"
#include "engage/settings.h"
#include "engage/visible.h"
#include "evidence/change.h"
#include "evidence/finding.h"
#include "evidence/pilot.h"
#include "feedback/import.h"
#include "govern/program.h"
#include "people/leader.h"
#include "plays/week.h"
#include "stat/estimate.h"
#include "support/golden.h"

#define WEEKS           52
#define FIRST_DAY       20773 /* Monday, 16 November 2026 */
#define DONE_MOST       5
#define WEEKS_A_MONTH   4
#define QUARTER_DAYS    91
#define WEEKS_A_QUARTER 13
#define FORGOTTEN       30 /* a week in which nobody brings the answers */
#define WORSE_QUARTER   2
#define OTHERS          5 /* one in so many does not answer in a quarter, each time others */
#define US_A_DAY        INT64_C(86400000000)
#define MORNING_US      INT64_C(36000000000)

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

/* The number at a place of a key, "play:leader:ID". */
static int64_t
number_of(const CxPlayProposal *proposal, size_t at)
{
    g_auto(GStrv) parts = g_strsplit(proposal->key, ":", -1);
    int64_t id = 0;
    DO(cx_text_parse_i64(parts[at], &id, error));
    return id;
}

static int64_t
id_of(const CxPlayProposal *proposal)
{
    return number_of(proposal, 2);
}

static void
thank(CxCtx *ctx, const CxPlayProposal *proposal)
{
    life_note(ctx, proposal->leader, "thanked @ for the work");
}

static void
plan_call(CxCtx *ctx, const CxPlayProposal *proposal)
{
    CxCallCandidates candidates;
    int64_t id = 0;
    DO(cx_call_candidate_list(ctx, &candidates, error));
    const CxCallPlan plan = { .account = candidates.items[0].key,
                              .leader = proposal->leader,
                              .due_on = CX_DAY_NONE };
    if (proposal->leader.v != 0)
        DO(cx_call_plan(ctx, &plan, &id, error));
}

static void
note_call(CxCtx *ctx, const CxPlayProposal *proposal)
{
    const CxCallEnd said = { .outcome = CX_CALL_REACHED,
                             .said = "wants to know the day before",
                             .promise_due = CX_DAY_NONE };
    DO(cx_call_end(ctx, id_of(proposal), &said, error));
}

static void
speak(CxCtx *ctx, const CxPlayProposal *proposal)
{
    const CxCommunication said = { .leader = proposal->leader,
                                   .day = ctx->today,
                                   .channel = CX_CHANNEL_MEETING,
                                   .audience = "all heads of department",
                                   .about = "why days are counted as customers count them" };
    DO(cx_communication_add(ctx, &said, error));
}

static void
show_commitment(CxCtx *ctx, const CxPlayProposal *proposal)
{
    CxLeaderId whose;
    DO(cx_commitment_end(ctx, id_of(proposal), "It was seen.", &whose, error));
}

static void
bring_home(CxCtx *ctx, const CxPlayProposal *proposal)
{
    (void)proposal;
    CxFindingList findings;
    DO(cx_finding_list(ctx, NULL, &findings, error));
    for (size_t i = 0; i < findings.n; i++) {
        if (findings.items[i].look.is_held && cx_day_is_none(findings.items[i].look.told))
            DO(cx_first_look_tell(ctx, findings.items[i].id, error));
    }
}

static void
name_next(CxCtx *ctx, const CxPlayProposal *proposal)
{
    (void)proposal;
    g_autoptr(CxLeader) next = cx_leader_find(ctx, "desmond_achebe", NULL);
    g_assert_nonnull(next);
    DO(cx_engage_settings_set(ctx, "sponsor_successor", next->id.v, error));
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
    g_autoptr(CxLeader) next = cx_leader_find(ctx, "priya_raman", NULL);
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

static void
end_round(CxCtx *ctx, const CxPlayProposal *proposal)
{
    DO(cx_round_end(ctx, (CxRoundId){ id_of(proposal) }, error));
}

static void
end_resistance(CxCtx *ctx, const CxPlayProposal *proposal)
{
    const CxResistanceEntry outcome = { .kind = CX_RESISTANCE_OUTCOME,
                                        .key = "eased",
                                        .what = "Came, and asked for the comments.",
                                        .day = ctx->today,
                                        .due = CX_DAY_NONE };
    DO(cx_resistance_add(ctx, number_of(proposal, 1), &outcome, error));
}

static const struct {
    const char *play;
    void (*act)(CxCtx *ctx, const CxPlayProposal *proposal);
} deeds[] = {
    { "new_leader", life_meet },
    { "not_met", life_meet },
    { "round_due", life_meet },
    { "follow_up", life_meet },
    { "sponsor_unmet", life_meet },
    { "priority_unasked", life_ask },
    { "promise_due", keep },
    { "asked_open", reply },
    { "sponsor_unnamed", name_sponsor },
    { "meeting_unset", set_meeting },
    { "successor_unnamed", name_next },
    { "tested_change", thank },
    { "bring_first", bring_home },
    { "call_unplanned", plan_call },
    { "call_due", note_call },
    { "sponsor_quiet", speak },
    { "commitment_due", show_commitment },
    { "round_done", end_round },
    { "resistance_recheck", end_resistance },
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

/* ---- Answers that come in ---- */

/* Days on which answers are brought: three times a quarter, once forgotten. */
typedef struct {
    int quarters; /* since the last one of the sample */
    int32_t from, to;
} Wave;

static bool
find_wave(int week, Wave *ret_wave)
{
    static const int brought[] = { 0, 4, 9, WEEKS_A_QUARTER };
    for (size_t i = 1; week > 0 && i < G_N_ELEMENTS(brought); i++) {
        const int first = (week - 1) / WEEKS_A_QUARTER * WEEKS_A_QUARTER;
        if (week - first != brought[i] || week == FORGOTTEN)
            continue;
        const int since = brought[first + brought[i - 1] == FORGOTTEN ? i - 2 : i - 1];
        *ret_wave = (Wave){ .quarters = first / WEEKS_A_QUARTER + 1,
                            .from = FIRST_DAY + 7 * (first + since),
                            .to = FIRST_DAY + 7 * week - 1 };
        return true;
    }
    return false;
}

/* In one quarter whoever rated the invoices was less content. */
static void
worsen(char **cells, guint n, guint column)
{
    if (column < n && strlen(cells[column]) == 1 && *cells[column] > '2' && *cells[column] <= '5')
        *cells[column] = (char)(*cells[column] - 1);
}

/* The row, so many quarters later, under an id of its own; NULL for a row of another time. */
static char *
moved(const char *row, const Wave *wave, guint column)
{
    g_auto(GStrv) cells = g_strsplit(row, ",", -1);
    const guint n = g_strv_length(cells);
    CxDay day;
    if (n < 3 || !cx_day_parse(cells[1], &day, NULL) || day.v < FIRST_DAY - QUARTER_DAYS ||
        day.v >= FIRST_DAY || (g_str_hash(cells[0]) + (guint)wave->quarters) % OTHERS == 0)
        return NULL;
    day.v += wave->quarters * QUARTER_DAYS;
    if (day.v < wave->from || day.v > wave->to)
        return NULL;
    if (wave->quarters == WORSE_QUARTER)
        worsen(cells, n, column);
    g_autofree char *id = g_strdup_printf("%s-%d", cells[0], wave->quarters);
    g_free(cells[0]);
    cells[0] = g_steal_pointer(&id);
    g_free(cells[1]);
    cells[1] = cx_day_format(day);
    return g_strjoinv(",", cells);
}

static guint
column_of(const char *header, const char *key)
{
    g_auto(GStrv) cells = g_strsplit(header, ",", -1);
    guint column = 0;
    while (cells[column] != NULL && !g_str_equal(cells[column], key))
        column++;
    g_assert_nonnull(cells[column]);
    return column;
}

static GString *
answers_of(const CxSample *sample, const Wave *wave)
{
    const char *newest = sample->responses[CX_SAMPLE_VERSIONS - 1]->str;
    g_auto(GStrv) rows = g_strsplit(newest, "\n", -1);
    const guint column = column_of(rows[0], "billing_overall");
    GString *out = g_string_new(rows[0]);
    g_string_append_c(out, '\n');
    for (char **row = rows + 1; *row != NULL; row++) {
        g_autofree char *line = moved(*row, wave, column);
        if (line != NULL)
            g_string_append_printf(out, "%s\n", line);
    }
    return out;
}

/* The mapping of the newest version, under the name of a wave of its own. */
static CxMapping *
mapping_of(const CxSample *sample, int quarters)
{
    g_autoptr(CxIssues) issues = cx_issues_new();
    g_autoptr(GError) error = NULL;
    const CxDay from = { FIRST_DAY + (quarters - 1) * QUARTER_DAYS };
    g_autofree char *first = cx_day_format(from);
    g_autofree char *last = cx_day_format((CxDay){ from.v + QUARTER_DAYS - 1 });
    g_autofree char *version = g_strdup_printf(
        "\"version\": {\"key\": \"w%d\", \"title\": \"Wave %d\", \"from\": \"%s\", \"to\": \"%s\",",
        quarters, quarters, first, last);
    g_autoptr(GRegex) old =
        g_regex_new("\"version\": \\{\"key\".*?\"to\": \"[0-9-]+\",", G_REGEX_DOTALL, 0, NULL);
    g_autofree char *text = g_regex_replace_literal(
        old, sample->mapping[CX_SAMPLE_VERSIONS - 1]->str, -1, 0, version, 0, &error);
    g_assert_no_error(error);
    CxMapping *mapping = cx_mapping_parse(text, strlen(text), issues, &error);
    for (size_t i = 0; i < cx_issues_count(issues); i++)
        g_test_message("%s", cx_issues_at(issues, i)->text);
    g_assert_no_error(error);
    g_assert_nonnull(mapping);
    return mapping;
}

/* Whether the night has something to look at. */
static bool
bring_answers(CxCtx *ctx, const CxSample *sample, int week)
{
    Wave wave;
    if (!find_wave(week, &wave))
        return week % WEEKS_A_MONTH == 0;
    g_autoptr(GError) error = NULL;
    g_autoptr(CxMapping) mapping = mapping_of(sample, wave.quarters);
    g_autoptr(GString) csv = answers_of(sample, &wave);
    g_autoptr(CxImportReport) report =
        cx_import_run(ctx, "wave.csv", csv->str, csv->len, mapping, &error);
    g_assert_no_error(error);
    g_assert_cmpint(report->n_rejected, ==, 0);
    g_assert_cmpint(report->n_new, >, 0);
    return true;
}

static void
pass_night(CxCtx *ctx)
{
    int64_t n = 0;
    DO(cx_change_close(ctx, ctx->today, &n, error));
    DO(cx_pilot_close(ctx, ctx->today, &n, error));
    DO(cx_finding_notice(ctx, &n, error));
    DO(cx_call_find(ctx, &n, error));
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
    g_autoptr(CxSample) sample = n_done > 0 ? cx_sample_new((CxDay){ FIRST_DAY }) : NULL;
    g_autoptr(GString) out = g_string_new(NULL);
    for (int i = 0; i < WEEKS; i++) {
        const int32_t day = FIRST_DAY + 7 * i;
        g_autoptr(CxCtx) ctx = ctx_on(desk, day);
        if (sample != NULL && bring_answers(ctx, sample, i))
            pass_night(ctx);
        if (sample != NULL)
            life_pass_week(ctx, i);
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
