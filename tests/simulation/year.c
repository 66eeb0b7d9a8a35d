/* Programs over a year, week by week, as the CX leader lives them: planted situations are raised by their
 * play within its window, and what is proposed has reason. The world knows what is true (year_truth.c),
 * the product what it was told, now and then late (year_world.c). */
#include "year_world.h"

#include <glib/gstdio.h>
#include <string.h>

#include "base/civil.h"
#include "plays/play.h"
#include "stat/estimate.h"

#define WEEKS         52
#define YEARS_SHORT   4
#define YEARS_LONG    200
#define FIRST_DAY     20773 /* Monday, 16 November 2026 */
#define KINDS_MAX     40
#define RAISED_MIN    0.95
#define UNFOUNDED_MAX 0.25 /* a week */

/* How a kind of situation came out, over all years. */
typedef struct {
    int n, n_raised, n_unfounded, n_false; /* unfounded: each week; false: each once */
} Outcome;

/* A situation under way. */
typedef struct {
    bool is_open, is_settled, is_shown;
    int32_t since;
} Situation;

/* What was answered, to see that nothing nags. */
typedef struct {
    char *key;
    CxPlayAnswerKind kind;
    int32_t day;
} Given;

typedef struct {
    World world;
    Situation situations[KINDS_MAX][WORLD_THINGS];
    GArray *given;      /* of Given */
    GHashTable *falses; /* keys of proposals that were unfounded */
    Outcome *outcomes;
    int n_nags, n_weeks;
} Year;

static bool is_loud;

static bool
was_answered(const Year *year, const char *play, const CxPlayProposal *proposal)
{
    for (guint i = 0; i < year->given->len; i++) {
        const Given *given = &g_array_index(year->given, Given, i);
        if (g_str_has_prefix(given->key, play) && proposal == NULL)
            return true;
    }
    return false;
}

/* Proposals that have no right to come back: what was done or refused, under the same key. */
static void
check_nags(Year *year, const CxWeek *week)
{
    for (size_t i = 0; i < week->n; i++) {
        for (guint k = 0; k < year->given->len; k++) {
            const Given *given = &g_array_index(year->given, Given, k);
            if (given->kind == CX_PLAY_ANSWER_LATER ||
                !g_str_equal(given->key, week->proposals[i].key))
                continue;
            g_test_message("again: %s", given->key);
            year->n_nags++;
        }
    }
}

static bool
is_raised(const Year *year, const Truth *truth, int i, const CxWeek *week, size_t n)
{
    for (size_t k = 0; k < n; k++) {
        if (g_str_equal(week->proposals[k].play, truth->play) &&
            truth->is_about(&year->world, i, &week->proposals[k]))
            return true;
    }
    return false;
}

/* A refusal holds for the play and whoever it was about: such a situation proves nothing. */
static bool
is_refused(const Year *year, const Truth *truth)
{
    return was_answered(year, truth->play, NULL);
}

static void
judge(Year *year, size_t kind, int i, const CxWeek *week)
{
    const Truth *truth = &truths[kind];
    Situation *now = &year->situations[kind][i];
    const bool is_planted =
        (truth->is_plain != NULL ? truth->is_plain : truth->holds)(&year->world, i);
    if (!is_planted) {
        *now = (Situation){ 0 };
        return;
    }
    if (!now->is_open)
        *now = (Situation){ .is_open = true, .since = year->world.today };
    const bool is_in = is_raised(year, truth, i, week, week->n);
    const bool is_late = year->world.today - now->since > truth->days;
    if (now->is_settled || (!is_in && !is_late))
        return;
    now->is_settled = true;
    g_autofree char *prefix = g_strconcat(truth->play, ":", NULL);
    const bool rests = cx_play_answer_newest(&week->answers, prefix) != NULL; /* done, or refused */
    if (!is_in && (rests || is_refused(year, truth)))
        return;
    year->outcomes[kind].n++;
    year->outcomes[kind].n_raised += is_in;
    if (is_loud && !is_in) {
        g_autofree char *day = cx_day_format((CxDay){ year->world.today });
        g_test_message("missed: %s %d on %s", truth->play, i, day);
    }
}

static bool
is_founded(const Year *year, const CxPlayProposal *proposal, size_t *ret_kind)
{
    for (size_t kind = 0; kind < truths_n; kind++) {
        if (!g_str_equal(truths[kind].play, proposal->play))
            continue;
        *ret_kind = kind;
        for (int i = 0; i < truths[kind].count(&year->world); i++) {
            if (truths[kind].is_about(&year->world, i, proposal) &&
                truths[kind].holds(&year->world, i))
                return true;
        }
        return false;
    }
    g_test_message("no truth is known of %s", proposal->play);
    g_assert_not_reached();
}

static void
check_founded(Year *year, const CxWeek *week)
{
    for (size_t i = 0; i < week->n; i++) {
        size_t kind = 0;
        if (is_founded(year, &week->proposals[i], &kind))
            continue;
        year->outcomes[kind].n_unfounded++;
        year->outcomes[kind].n_false +=
            g_hash_table_add(year->falses, g_strdup(week->proposals[i].key));
        if (is_loud) {
            g_autofree char *day = cx_day_format((CxDay){ year->world.today });
            g_test_message("unfounded on %s: %s: %s %s", day, week->proposals[i].key,
                           week->proposals[i].title, week->proposals[i].why);
        }
    }
}

static void
give(Year *year, CxCtx *ctx, const CxPlayProposal *proposal, CxPlayAnswerKind kind)
{
    g_autoptr(GError) error = NULL;
    const int32_t weeks = 1 + (int32_t)cx_random_below(&year->world.random, 4);
    const CxPlayAnswer answer = { .key = proposal->key,
                                  .title = proposal->title,
                                  .kind = kind,
                                  .until = { ctx->today.v + 7 * weeks },
                                  .reason = "no" };
    g_assert_true(cx_play_answer_give(ctx, &answer, &error));
    g_assert_no_error(error);
    const Given given = { g_strdup(proposal->key), kind, ctx->today.v };
    g_array_append_val(year->given, given);
}

/* Some of what the week offers is done, some put off, a little refused, the rest left alone. */
static void
act(Year *year, CxCtx *ctx, const CxWeek *week)
{
    for (size_t i = 0; i < week->n_fit; i++) {
        const double chance = cx_random_unit(&year->world.random);
        if (chance < 0.55)
            world_do(&year->world, ctx, &week->proposals[i]);
        else if (chance < 0.7)
            give(year, ctx, &week->proposals[i], CX_PLAY_ANSWER_LATER);
        else if (chance < 0.72)
            give(year, ctx, &week->proposals[i], CX_PLAY_ANSWER_NEVER);
    }
}

static void
live_week(Year *year, int week_no)
{
    world_live(&year->world, FIRST_DAY + 7 * week_no);
    g_autoptr(CxCtx) ctx = world_ctx(&year->world, year->world.today);
    g_autoptr(GError) error = NULL;
    const CxWeek *week = cx_week_make(ctx, 0, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(week->n_fit, <=, CX_WEEK_PLAYS);
    for (size_t kind = 0; kind < truths_n; kind++) {
        for (int i = 0; i < truths[kind].count(&year->world); i++)
            judge(year, kind, i, week);
    }
    check_founded(year, week);
    check_nags(year, week);
    act(year, ctx, week);
    year->n_weeks++;
}

static void
clear_given(gpointer data)
{
    g_free(((Given *)data)->key);
}

static void
live_year(const char *dir, const char *base, uint64_t seed, Outcome *outcomes, int *n_nags)
{
    g_autofree char *file = g_build_filename(dir, "year.db", NULL);
    g_autofree char *url = g_strconcat("sqlite:", file, NULL);
    g_autofree char *data = NULL;
    gsize len = 0;
    g_assert_true(g_file_get_contents(base, &data, &len, NULL));
    g_assert_true(g_file_set_contents(file, data, (gssize)len, NULL));
    g_autofree Year *year = g_new0(Year, 1);
    year->outcomes = outcomes;
    year->given = g_array_new(FALSE, FALSE, sizeof(Given));
    year->falses = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_array_set_clear_func(year->given, clear_given);
    world_begin(&year->world, url, FIRST_DAY, seed);
    for (int week = 0; week < WEEKS; week++)
        live_week(year, week);
    world_end(&year->world);
    *n_nags += year->n_nags;
    g_array_unref(year->given);
    g_hash_table_unref(year->falses);
    for (const char *const *end = (const char *const[]){ "", "-wal", "-shm", NULL }; *end; end++) {
        g_autofree char *gone = g_strconcat(file, *end, NULL);
        (void)g_remove(gone); /* it need not be there */
    }
}

static void
tell(const Outcome *outcomes, int n_years)
{
    Outcome all = { 0 };
    for (size_t kind = 0; kind < truths_n; kind++) {
        const Outcome *one = &outcomes[kind];
        g_test_message("%-20s %5d planted, %5d raised, %4d unfounded (%d different)",
                       truths[kind].play, one->n, one->n_raised, one->n_unfounded, one->n_false);
        all.n_false += one->n_false;
        all.n += one->n;
        all.n_raised += one->n_raised;
        all.n_unfounded += one->n_unfounded;
    }
    g_test_message("%d years: %d of %d raised, %d unfounded (%d different) in %d weeks", n_years,
                   all.n_raised, all.n, all.n_unfounded, all.n_false, n_years * WEEKS);
    g_assert_cmpfloat(all.n_raised, >=, RAISED_MIN * all.n);
    g_assert_cmpfloat(all.n_unfounded, <, UNFOUNDED_MAX * n_years * WEEKS);
}

/* With two hundred years each play is held to it by itself. */
static void
tell_each(const Outcome *outcomes)
{
    for (size_t kind = 0; kind < truths_n; kind++) {
        g_assert_cmpint(outcomes[kind].n, >, 0);
        g_assert_cmpfloat(outcomes[kind].n_raised, >=, RAISED_MIN * outcomes[kind].n);
    }
}

/* No play is left out of the worlds. */
static void
test_plays(void)
{
    for (size_t i = 0; i < cx_plays_n; i++) {
        bool is_known = false;
        for (size_t kind = 0; kind < truths_n; kind++)
            is_known |= g_str_equal(truths[kind].play, cx_plays[i].key);
        g_test_message("%s", cx_plays[i].key);
        g_assert_true(is_known);
    }
}

static void
test_years(void)
{
    const bool is_long = g_getenv("CX_LONG") != NULL;
    const int n_years = is_long ? YEARS_LONG : YEARS_SHORT;
    g_autofree char *dir = g_dir_make_tmp("coalition-year-XXXXXX", NULL);
    g_autofree char *base = g_build_filename(dir, "base.db", NULL);
    g_autofree char *url = g_strconcat("sqlite:", base, NULL);
    world_found(url, FIRST_DAY);
    Outcome outcomes[KINDS_MAX] = { 0 };
    int n_nags = 0;
    const uint64_t seed = (uint64_t)g_test_rand_int();
    for (int i = 0; i < n_years; i++)
        live_year(dir, base, seed + (uint64_t)i, outcomes, &n_nags);
    (void)g_remove(base);
    (void)g_rmdir(dir); /* what is left there was said by a failure */
    tell(outcomes, n_years);
    g_assert_cmpint(n_nags, ==, 0);
    if (is_long)
        tell_each(outcomes);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    cx_stat_start();
    is_loud = g_test_verbose();
    g_test_add_func("/simulation/plays", test_plays);
    g_test_add_func("/simulation/year", test_years);
    return g_test_run();
}
