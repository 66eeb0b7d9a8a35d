/* Whole programs in which nothing happens, and programs with one planted change: how often the tested
 * wordings are right. The generator shares no code with the estimators but the random numbers.
 *
 * A program has 40 departments of unlike size and level. Customers answer in groups of unlike size that resemble each
 * other; in every other department the groups are accounts that answer in both years, so that the
 * years are not independent. Quarters have seasons. A year is four closes at .0125, each quarter
 * against the same one a year before. Without CX_LONG a tenth of the programs, and wider bounds.
 *
 *     null    "improved" anywhere in a year: at most 64 of 1,000 years
 *     coverage  intervals of NPS and change hold the truth in 93 to 97 %, at most 1.25 times as wide as need be
 *     power   a change as large as the sentence says would show: shown in 76 to 84 % */
#include <glib.h>
#include <math.h>
#include <stdlib.h>

#include "base/random.h"
#include "evidence/change_judge.h"

#define DEPARTMENTS 40
#define GROUPS_MAX  200
#define GROUP_SD    0.5 /* between groups, of 1 within */
#define PROMOTER    0.6 /* thresholds of the latent rating */
#define DETRACTOR   -0.5
#define DAY_BEFORE  100
#define DAY_AFTER   465

typedef struct {
    double level; /* of the latent rating */
    int n_groups;
    bool is_panel; /* the groups answer in both years */
    double group[GROUPS_MAX];
} Department;

static CxRandom chance;

static double
phi(double x)
{
    return 0.5 * erfc(-x / sqrt(2.0));
}

/* The NPS of a latent level over all groups. */
static double
nps_of(double level)
{
    const double sd = sqrt(1.0 + GROUP_SD * GROUP_SD);
    return 100.0 * (phi((level - PROMOTER) / sd) - phi((DETRACTOR - level) / sd));
}

/* The level whose NPS is that. */
static double
level_of(double nps)
{
    double lo = -6.0;
    double hi = 6.0;
    for (int i = 0; i < 60; i++) {
        const double mid = (lo + hi) / 2.0;
        if (nps_of(mid) < nps)
            lo = mid;
        else
            hi = mid;
    }
    return (lo + hi) / 2.0;
}

static void
draw_departments(Department *departments)
{
    for (int i = 0; i < DEPARTMENTS; i++) {
        Department *d = &departments[i];
        d->level = 0.4 + 0.25 * cx_random_normal(&chance);
        d->n_groups = 60 + (int)cx_random_below(&chance, 100);
        d->is_panel = i % 2 == 0;
        for (int g = 0; g < d->n_groups; g++)
            d->group[g] = GROUP_SD * cx_random_normal(&chance);
    }
}

static uint8_t
rating_of(double latent)
{
    if (latent > PROMOTER)
        return cx_random_below(&chance, 2) == 0 ? 9 : 10;
    if (latent < DETRACTOR)
        return (uint8_t)cx_random_below(&chance, 7);
    return cx_random_below(&chance, 2) == 0 ? 7 : 8;
}

static void
add_period(CxFrameBuilder *builder, const Department *d, int day, double level)
{
    for (int g = 0; g < d->n_groups; g++) {
        const double group = d->is_panel ? d->group[g] : GROUP_SD * cx_random_normal(&chance);
        const int n = 1 + (int)cx_random_below(&chance, 5);
        char unit[24];
        g_snprintf(unit, sizeof unit, "%d:%d", d->is_panel ? 0 : day, g);
        for (int i = 0; i < n; i++) {
            const uint8_t code = rating_of(level + group + cx_random_normal(&chance));
            const CxFrameRow row = { .day = { day },
                                     .mode = CX_CODE_MISSING,
                                     .weight = (double)NAN,
                                     .cluster = unit,
                                     .answers = &code };
            g_assert_true(cx_frame_builder_add_row(builder, &row, NULL));
        }
    }
}

/* A quarter of a department and the same a year before, measured. */
static CxChangeMeasured
quarter(const Department *d, double season, double shift)
{
    const CxFrameSpec spec = { .survey = "s", .title = "S", .overall = "q" };
    const CxFrameItem item = { .key = "q", .label = "Q", .kind = CX_FRAME_NPS, .hi = 10 };
    g_autoptr(CxFrameBuilder) builder = cx_frame_builder_new(&spec);
    uint8_t version = 0;
    size_t index = 0;
    g_assert_true(cx_frame_builder_add_version(builder, "v", "V", &version, NULL));
    g_assert_true(cx_frame_builder_add_item(builder, &item, &index, NULL));
    add_period(builder, d, DAY_BEFORE, d->level + season);
    add_period(builder, d, DAY_AFTER, d->level + season + shift);
    g_autoptr(CxFrame) frame = cx_frame_builder_end(builder, NULL);
    g_assert_nonnull(frame);
    g_autoptr(CxSlice) after = cx_slice_new();
    after->question = g_strdup("q");
    after->weighting = CX_SLICE_UNWEIGHTED;
    g_autoptr(CxSlice) before = cx_slice_copy(after);
    after->from = after->to = (CxDay){ DAY_AFTER };
    before->from = before->to = (CxDay){ DAY_BEFORE };
    CxChangeMeasured measured;
    g_assert_true(cx_change_measure(frame, after, before, &measured, NULL));
    return measured;
}

typedef struct {
    CxChangeMeasured measured[DEPARTMENTS];
    CxJudged judged[DEPARTMENTS];
} Close;

static void
judge(Close *close, const Department *departments, double season, int planted, double shift)
{
    for (int i = 0; i < DEPARTMENTS; i++) {
        close->measured[i] = quarter(&departments[i], season, i == planted ? shift : 0.0);
        close->judged[i] = (CxJudged){ .measured = &close->measured[i] };
    }
    (void)cx_change_judge(close->judged, DEPARTMENTS, cx_change_alpha(4)); /* all are tested */
}

static bool
has_improved(const Close *close)
{
    for (int i = 0; i < DEPARTMENTS; i++) {
        if (close->judged[i].wording == CX_WORDING_IMPROVED)
            return true;
    }
    return false;
}

static bool
is_long(void)
{
    return g_getenv("CX_LONG") != NULL;
}

/* 5 % and two binomial deviations: 64 of 1,000, 10 of 100. */
static void
test_null(void)
{
    const int n_years = is_long() ? 1000 : 100;
    int n_improved = 0;
    g_autofree Close *close = g_new0(Close, 1);
    for (int year = 0; year < n_years; year++) {
        Department departments[DEPARTMENTS];
        draw_departments(departments);
        bool is_credited = false;
        for (int q = 0; q < 4; q++) {
            judge(close, departments, 0.15 * (q - 1.5), -1, 0.0);
            is_credited = is_credited || has_improved(close);
        }
        n_improved += is_credited ? 1 : 0;
    }
    g_test_message("improved anywhere in %d of %d years with nothing happening", n_improved,
                   n_years);
    g_assert_cmpint(n_improved, <=, is_long() ? 64 : 10);
}

/* A department moves by just what its sentence says would have shown, a year before: up as often as down, for the
 * sentence says neither, and answers vary less the better they are. */
static void
test_power(void)
{
    const int n_programs = is_long() ? 4000 : 100;
    int n_seen = 0;
    int n_up = 0;
    g_autofree Close *close = g_new0(Close, 1);
    for (int i = 0; i < n_programs; i++) {
        Department departments[DEPARTMENTS];
        draw_departments(departments);
        const int one = (int)cx_random_below(&chance, DEPARTMENTS);
        judge(close, departments, 0.0, -1, 0.0);
        const double level = departments[one].level;
        const bool is_up = i % 2 == 0;
        const double by = (is_up ? 1.0 : -1.0) * close->judged[one].detectable;
        const double shift = level_of(CLAMP(nps_of(level) + by, -95.0, 95.0)) - level;
        judge(close, departments, 0.0, one, shift);
        const CxWording want = is_up ? CX_WORDING_IMPROVED : CX_WORDING_WORSENED;
        const bool is_seen = close->judged[one].wording == want;
        n_up += is_up && is_seen ? 1 : 0;
        n_seen += is_seen ? 1 : 0;
    }
    g_test_message("up %d, down %d of %d each", n_up, n_seen - n_up, n_programs / 2);
    g_test_message("a planted change was seen in %d of %d programs", n_seen, n_programs);
    g_assert_cmpint(n_seen, >=, is_long() ? 3040 : 60);
    g_assert_cmpint(n_seen, <=, is_long() ? 3360 : 100);
}

static int
compare_doubles(const void *a, const void *b)
{
    const double left = *(const double *)a;
    const double right = *(const double *)b;
    return left < right ? -1 : left > right;
}

/* Intervals of one kind over many programs. */
typedef struct {
    const char *name;
    int n, n_held;
    double off, off_squares; /* value less truth */
    double width[10000];
} Held;

static void
hold(Held *held, double value, double truth, double lo, double hi)
{
    held->n_held += lo <= truth && truth <= hi ? 1 : 0;
    held->off += value - truth;
    held->off_squares += (value - truth) * (value - truth);
    held->width[held->n++] = hi - lo;
}

/* 93 to 97 % hold the truth; the median is at most a quarter wider than one who knew how far values lie from it would
 * make it. */
static void
check_held(Held *held)
{
    const double n = held->n;
    qsort(held->width, (size_t)held->n, sizeof held->width[0], compare_doubles);
    const double mean = held->off / n;
    const double sd = sqrt(held->off_squares / n - mean * mean);
    const double ratio = held->width[held->n / 2] / (2.0 * cx_stat_z(CX_STAT_LEVEL) * sd);
    g_test_message("%s: the interval held %.1f %%, %.2f times as wide as with the error known",
                   held->name, 100.0 * held->n_held / n, ratio);
    g_assert_cmpfloat(held->n_held / n, >=, is_long() ? .93 : .88);
    g_assert_cmpfloat(held->n_held / n, <=, is_long() ? .97 : 1.0);
    g_assert_cmpfloat(ratio, <=, is_long() ? 1.25 : 1.5);
}

/* A department of a hundred groups, in every other program a panel: its NPS, and its change of nothing. */
static void
test_coverage(void)
{
    const int n_programs = is_long() ? 10000 : 400;
    g_autofree Held *held = g_new0(Held, 3);
    held[0].name = "NPS";
    held[1].name = "change of other customers";
    held[2].name = "change of a panel";
    for (int i = 0; i < 2 * n_programs; i++) {
        Department d = { .level = 0.4, .n_groups = 100, .is_panel = i % 2 == 0 };
        for (int g = 0; g < d.n_groups; g++)
            d.group[g] = GROUP_SD * cx_random_normal(&chance);
        const CxChangeMeasured measured = quarter(&d, 0.0, 0.0);
        const CxEstimate *nps = &measured.after;
        const CxComparison change = cx_change_compare(&measured, CX_STAT_LEVEL);
        if (!d.is_panel)
            hold(&held[0], nps->value, nps_of(d.level), nps->lo, nps->hi);
        hold(&held[d.is_panel ? 2 : 1], change.difference.value, 0.0, change.difference.lo,
             change.difference.hi);
    }
    for (int i = 0; i < 3; i++)
        check_held(&held[i]);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    cx_stat_start();
    const char *seed = g_getenv("CX_SEED");
    chance = cx_random_seeded(seed != NULL ? g_ascii_strtoull(seed, NULL, 10)
                                           : (uint64_t)g_test_rand_int());
    g_test_add_func("/simulation/change/null", test_null);
    g_test_add_func("/simulation/change/power", test_power);
    g_test_add_func("/simulation/change/coverage", test_coverage);
    return g_test_run();
}
