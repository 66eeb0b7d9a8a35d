/* What lies before, between and beyond threshold and target, and how all transactions lie. */
#include <math.h>

#include "base/error.h"
#include "base/text.h"
#include "business/fact_spread.h"
#include "evidence/threshold_priv.h"
#include "stat/estimate.h"

#define BARS_MAX   50   /* of the histogram */
#define TAIL_SHARE 0.01 /* of the transactions that may lie beyond its end */
#define MOVE_DRAWS 399  /* of the bootstrap, for each target tried */

/* Shares of a spread, 0..1. */
typedef struct {
    double on_target, before, between, beyond;
} Parts;

/* Transactions whose fact is on the good side of a limit, as a share. */
static double
good_share(const CxThresholdRun *run, const GArray *spread, double limit)
{
    const bool is_more = run->found->worse == CX_THRESHOLD_MORE;
    int64_t good = 0;
    int64_t all = 0;
    for (guint i = 0; i < spread->len; i++) {
        const CxFactSpread *one = &g_array_index(spread, CxFactSpread, i);
        const double x = (double)one->value * run->unit;
        const bool is_good = is_more ? x <= limit + 1e-9 : x >= limit - 1e-9;
        good += is_good ? one->n : 0;
        all += one->n;
    }
    return all > 0 ? (double)good / (double)all : 0.0;
}

static Parts
parts_of(const CxThresholdRun *run, const GArray *spread, double threshold)
{
    const double on_target = good_share(run, spread, run->ask.target);
    const double good = good_share(run, spread, threshold);
    return (Parts){
        .on_target = on_target,
        .before = fmin(on_target, good),
        .between = fabs(on_target - good),
        .beyond = 1.0 - fmax(on_target, good),
    };
}

static CxMeasured
measured_of(CxThresholdShare share, int64_t n, CxStatRule rule)
{
    const bool has_value = !isnan(share.value);
    return (CxMeasured){
        .value = 100.0 * share.value,
        .lo = 100.0 * share.lo,
        .hi = 100.0 * share.hi,
        .n = n,
        .clusters = n,
        .status = has_value ? CX_MEASURED_OK : CX_MEASURED_TOO_FEW,
        .rule = cx_stat_rule_key(has_value ? rule : CX_STAT_RULE_NONE),
    };
}

/* A counted share; the threshold's interval is the only thing not known of it. */
static CxThresholdShare
counted_share(double value, double at_lo, double at_hi)
{
    return (CxThresholdShare){ value, fmin(fmin(at_lo, at_hi), value),
                               fmax(fmax(at_lo, at_hi), value) };
}

static void
fill_counted(const CxThresholdRun *run, const GArray *spread, CxThresholdFinding *finding)
{
    const int64_t n = finding->n_transactions;
    const double on_target = good_share(run, spread, run->ask.target);
    finding->on_target = measured_of((CxThresholdShare){ on_target, (double)NAN, (double)NAN }, n,
                                     CX_STAT_RULE_COUNTED);
    if (run->found->status != CX_THRESHOLD_OK)
        return;
    const Parts at = parts_of(run, spread, run->found->x);
    const Parts lo = parts_of(run, spread, run->found->lo);
    const Parts hi = parts_of(run, spread, run->found->hi);
    finding->before = measured_of(counted_share(at.before, lo.before, hi.before), n,
                                  CX_STAT_RULE_CLUSTER_BOOTSTRAP);
    finding->between = measured_of(counted_share(at.between, lo.between, hi.between), n,
                                   CX_STAT_RULE_CLUSTER_BOOTSTRAP);
    finding->beyond = measured_of(counted_share(at.beyond, lo.beyond, hi.beyond), n,
                                  CX_STAT_RULE_CLUSTER_BOOTSTRAP);
    /* What lies beyond the target whatever the threshold is counted. */
    if (finding->is_target_past) {
        finding->beyond = measured_of((CxThresholdShare){ at.beyond, (double)NAN, (double)NAN }, n,
                                      CX_STAT_RULE_COUNTED);
    }
}

/* The share on a target: counted, or with the interval of the answers. */
static CxMeasured
share_on(const CxThresholdRun *run, const GArray *spread, const CxThresholdFinding *finding,
         double target)
{
    if (finding->is_counted) {
        const CxThresholdShare share = { good_share(run, spread, target), (double)NAN,
                                         (double)NAN };
        return measured_of(share, finding->n_transactions, CX_STAT_RULE_COUNTED);
    }
    CxThresholdAsk ask = run->ask;
    ask.target = target;
    ask.worse = run->found->worse;
    ask.level = run->found->level;
    ask.n_replicates = MOVE_DRAWS;
    g_autoptr(CxThreshold) moved = cx_threshold_keep(&ask, NULL);
    CxMeasured value = measured_of(moved->on_target, moved->n, CX_STAT_RULE_CLUSTER_BOOTSTRAP);
    value.clusters = moved->clusters;
    return value;
}

/* Whether what was told was told beside another target than that of today: then only where the facts lie is known. */
static bool
is_other_target(const CxThresholdRun *run)
{
    return run->is_told && !(fabs(run->told_target - run->ask.target) < 1e-9);
}

static void
fill_sampled(const CxThresholdRun *run, const GArray *spread, CxThresholdFinding *finding)
{
    const CxThreshold *found = run->found;
    const CxStatRule rule = CX_STAT_RULE_CLUSTER_BOOTSTRAP;
    if (is_other_target(run)) {
        finding->on_target = share_on(run, spread, finding, run->ask.target);
        return;
    }
    finding->on_target = measured_of(found->on_target, found->n, rule);
    finding->before = measured_of(found->before, found->n, rule);
    finding->between = measured_of(found->between, found->n, rule);
    finding->beyond = measured_of(found->beyond, found->n, rule);
    finding->on_target.clusters = finding->before.clusters = found->clusters;
    finding->between.clusters = finding->beyond.clusters = found->clusters;
}

/* ---- The histogram ---- */

static double
bar_width(double raw)
{
    const double power = pow(10.0, floor(log10(raw)));
    static const double steps[] = { 1.0, 2.0, 5.0, 10.0 };
    for (size_t i = 0; i < CX_N_ELEMENTS(steps); i++) {
        if (steps[i] * power >= raw * (1.0 - 1e-9))
            return steps[i] * power;
    }
    return 10.0 * power;
}

/* The value below which all but the tail lie. */
static double
upper_end(const CxThresholdRun *run, const GArray *spread, int64_t n)
{
    int64_t below = 0;
    for (guint i = 0; i < spread->len; i++) {
        const CxFactSpread *one = &g_array_index(spread, CxFactSpread, i);
        below += one->n;
        if ((double)below >= (1.0 - TAIL_SHARE) * (double)n)
            return (double)one->value * run->unit;
    }
    return 0.0;
}

static void
fill_bars(const CxThresholdRun *run, const GArray *spread, CxThresholdFinding *finding)
{
    if (spread->len == 0)
        return;
    const double first = (double)g_array_index(spread, CxFactSpread, 0).value * run->unit;
    const double last = upper_end(run, spread, finding->n_transactions);
    const double width = fmax(bar_width(fmax(last - first, run->unit) / (BARS_MAX - 2)), run->unit);
    const double from = (floor(first / width + 1e-9)) * width;
    CxThresholdBar *bars = cx_arena_new0_n(run->ctx->arena, CxThresholdBar, BARS_MAX + 2);
    const size_t n = MIN((size_t)((last - from) / width + 1e-9) + 1, BARS_MAX + 2);
    for (size_t i = 0; i < n; i++) {
        bars[i].from = from + (double)i * width;
        bars[i].to = bars[i].from + width;
    }
    for (guint i = 0; i < spread->len; i++) {
        const CxFactSpread *one = &g_array_index(spread, CxFactSpread, i);
        const double at = ((double)one->value * run->unit - from) / width + 1e-9;
        if (at >= 0.0 && (size_t)at < n)
            bars[(size_t)at].n += one->n;
    }
    /* The facts of a few people who answered are theirs; how many orders took a week is nobody's. */
    const bool is_personal = !finding->is_counted && !cx_wall_holds_answers(run->ctx);
    for (size_t i = 0; is_personal && i < n; i++)
        bars[i].n = bars[i].n < run->ctx->wall.min_n ? 0 : bars[i].n;
    finding->bars = bars;
    finding->n_bars = n;
}

static int
compare_values(const void *a, const void *b)
{
    const int64_t left = ((const CxFactSpread *)a)->value;
    const int64_t right = ((const CxFactSpread *)b)->value;
    return left < right ? -1 : left > right;
}

/* The facts of those who answered, each by itself. */
static GArray *
spread_of_answers(const CxThresholdRun *run)
{
    GArray *spread = g_array_new(FALSE, FALSE, sizeof(CxFactSpread));
    for (size_t i = 0; i < run->ask.n; i++) {
        const CxFactSpread one = { (int64_t)llround(run->answers[i].x / run->unit), 1 };
        g_array_append_val(spread, one);
    }
    g_array_sort(spread, compare_values);
    return spread;
}

/* All transactions on record in the period, or NULL where they are not known better than by the
 * answers. False with an error. */
static bool
load_transactions(CxThresholdRun *run, const CxThresholdFinding *finding, GArray **ret_spread,
                  int64_t *ret_n, GError **error)
{
    *ret_spread = NULL;
    *ret_n = 0;
    if (run->metric->is_money)
        return true;
    g_autoptr(GError) local = NULL;
    g_autoptr(GArray) spread = cx_fact_spread(run->ctx, run->metric, CX_FACT_TRANSACTION,
                                              finding->from, finding->to, &local);
    if (spread == NULL) {
        if (cx_error_code(local) == CX_ERROR_TOO_LARGE)
            return true;
        g_propagate_error(error, g_steal_pointer(&local));
        return false;
    }
    for (guint i = 0; i < spread->len; i++)
        *ret_n += g_array_index(spread, CxFactSpread, i).n;
    if (*ret_n > (int64_t)run->ask.n)
        *ret_spread = g_steal_pointer(&spread);
    return true;
}

bool
cx_threshold_fill_shares(CxThresholdRun *run, CxThresholdFinding *finding, GError **error)
{
    const CxThresholdShare none = { (double)NAN, (double)NAN, (double)NAN };
    finding->on_target = finding->before = finding->between = finding->beyond =
        measured_of(none, 0, CX_STAT_RULE_NONE);
    finding->n_transactions = (int64_t)run->ask.n;
    if (run->found->status == CX_THRESHOLD_TOO_FEW)
        return true;
    GArray *counted = NULL;
    int64_t n = 0;
    if (!load_transactions(run, finding, &counted, &n, error))
        return false;
    finding->is_counted = counted != NULL;
    finding->n_transactions = counted != NULL ? n : (int64_t)run->ask.n;
    g_autoptr(GArray) spread = counted != NULL ? counted : spread_of_answers(run);
    fill_bars(run, spread, finding);
    if (!finding->has_target)
        return true;
    if (finding->is_counted)
        fill_counted(run, spread, finding);
    else
        fill_sampled(run, spread, finding);
    return true;
}

/* ---- Moving the target ---- */

static double
rounded(double x, int decimals)
{
    const double power = pow(10.0, decimals);
    return round(x * power) / power;
}

/* Targets from the threshold to the one there is, in even steps. */
static size_t
list_targets(const CxThresholdFinding *finding, double *targets)
{
    const double from = finding->threshold.value;
    size_t n = 0;
    for (size_t i = 0; i < CX_THRESHOLD_MOVES_MAX; i++) {
        const double part = (double)i / (CX_THRESHOLD_MOVES_MAX - 1);
        const double target =
            i + 1 == CX_THRESHOLD_MOVES_MAX
                ? finding->target
                : rounded(from + part * (finding->target - from), finding->decimals);
        if (n > 0 && fabs(targets[n - 1] - target) < 1e-9)
            n--;
        targets[n++] = target;
    }
    return n;
}

bool
cx_threshold_fill_moves(CxThresholdRun *run, CxThresholdFinding *finding, GError **error)
{
    if (finding->status != CX_THRESHOLD_OK || !finding->has_target)
        return true;
    GArray *counted = NULL;
    int64_t n = 0;
    if (finding->is_counted && !load_transactions(run, finding, &counted, &n, error))
        return false;
    g_autoptr(GArray) spread = counted != NULL ? counted : g_array_new(FALSE, FALSE, 1);
    double targets[CX_THRESHOLD_MOVES_MAX];
    CxThresholdMove *moves =
        cx_arena_new0_n(run->ctx->arena, CxThresholdMove, CX_THRESHOLD_MOVES_MAX);
    finding->n_moves = list_targets(finding, targets);
    finding->moves = moves;
    for (size_t i = 0; i < finding->n_moves; i++) {
        const bool is_current = i + 1 == finding->n_moves;
        moves[i] = (CxThresholdMove){
            .target = targets[i],
            .target_text =
                is_current
                    ? finding->target_text
                    : cx_arena_take(run->ctx->arena, cx_text_number(targets[i], finding->decimals)),
            .on_target =
                is_current ? finding->on_target : share_on(run, spread, finding, targets[i]),
            .low_share = cx_threshold_share_at(run->found, targets[i]),
            .is_current = is_current,
        };
    }
    return true;
}
