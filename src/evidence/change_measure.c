#include "evidence/change_measure.h"

#include <math.h>

#include "base/error.h"
#include "column/rows.h"
#include "lang/assert.h"

/* Σ over a period's answers of a unit: w and w u. */
typedef struct {
    double w;
    double wu;
} Unit;

/* What an answer scores, as the runs have it (column/run.h). */
typedef struct {
    double score[256];
    bool is_valid[256];
} Scale;

static Scale
scale_of(const CxFrameItem *item, CxSliceMeasure measure)
{
    Scale scale = { .score = { 0.0 } };
    for (unsigned code = item->lo; code <= item->hi; code++) {
        const bool is_turned = item->direction == CX_FRAME_LOW_IS_GOOD;
        const unsigned rating = is_turned ? (unsigned)item->lo + item->hi - code : code;
        scale.is_valid[code] = true;
        if (measure == CX_SLICE_MEAN)
            scale.score[code] = rating;
        else if (measure == CX_SLICE_TOP2)
            scale.score[code] = rating + 1 >= item->hi ? 1.0 : 0.0;
        else if (code >= 9 || code <= 6)
            scale.score[code] = code >= 9 ? 100.0 : -100.0;
    }
    return scale;
}

/* A column of a frame under a measure. */
typedef struct {
    const CxFrame *frame;
    const uint8_t *answers;
    const double *weights; /* NULL: each answer counts once */
    Scale scale;
} Column;

/* Adds a slice's answers to the sums of their units; mask is as long as the frame. */
static void
add_units(const Column *column, const CxSlice *slice, uint8_t *mask, Unit *units)
{
    const size_t n_rows = cx_frame_n_rows(column->frame);
    const uint32_t *clusters = cx_frame_clusters(column->frame);
    cx_slice_mark_rows(column->frame, slice, mask);
    for (size_t row = 0; row < n_rows; row++) {
        const uint8_t code = column->answers[row];
        const double w = column->weights != NULL ? column->weights[row] : 1.0;
        if (mask[row] == 0 || !column->scale.is_valid[code] || isnan(w))
            continue;
        units[clusters[row]].w += w;
        units[clusters[row]].wu += w * column->scale.score[code];
    }
}

/* Σ_g z_after z_before over units in both, z_g = √(G/(G-1)) (S_g - m W_g) / W. */
static void
sum_shared(const Unit *after, const Unit *before, size_t n_units, CxChangeMeasured *measured)
{
    double w[2] = { 0.0, 0.0 };
    double wu[2] = { 0.0, 0.0 };
    for (size_t i = 0; i < n_units; i++) {
        w[0] += after[i].w;
        w[1] += before[i].w;
        wu[0] += after[i].wu;
        wu[1] += before[i].wu;
    }
    if (!(w[0] > 0.0) || !(w[1] > 0.0))
        return;
    double sum = 0.0;
    for (size_t i = 0; i < n_units; i++) {
        if (!(after[i].w > 0.0) || !(before[i].w > 0.0))
            continue;
        measured->n_shared++;
        sum +=
            (after[i].wu - wu[0] / w[0] * after[i].w) * (before[i].wu - wu[1] / w[1] * before[i].w);
    }
    const double g = (double)measured->after.clusters;
    const double h = (double)measured->before.clusters;
    if (g > 1.0 && h > 1.0)
        measured->covariance = sqrt(g / (g - 1.0) * (h / (h - 1.0))) * sum / (w[0] * w[1]);
}

static bool
find_shared(const CxFrame *frame, const CxSlice *after, const CxSlice *before,
            CxChangeMeasured *measured, GError **error)
{
    size_t index = 0;
    const bool is_there = cx_frame_find_item(frame, after->question, &index);
    cx_assert(is_there);
    const Column column = {
        .frame = frame,
        .answers = cx_frame_answers(frame, index),
        .weights = measured->is_weighted ? cx_frame_weights(frame) : NULL,
        .scale = scale_of(cx_frame_item(frame, index), after->measure),
    };
    const size_t n_units = cx_frame_n_clusters(frame);
    g_autofree Unit *first = g_try_new0(Unit, n_units + 1);
    g_autofree Unit *second = g_try_new0(Unit, n_units + 1);
    g_autofree uint8_t *mask = g_try_new0(uint8_t, cx_frame_n_rows(frame) + 1);
    if (first == NULL || second == NULL || mask == NULL) {
        g_set_error(error, CX_ERROR, CX_ERROR_TOO_LARGE, "no memory for %zu sampling units",
                    n_units);
        return false;
    }
    add_units(&column, after, mask, first);
    add_units(&column, before, mask, second);
    sum_shared(first, second, n_units, measured);
    return true;
}

static CxEstimate
estimate(const CxChangeMeasured *measured, const CxTally *tally, CxStatRange range)
{
    const CxNpsCounts counts = { tally->promoters, tally->passives, tally->detractors };
    if (measured->is_simple && measured->measure == CX_SLICE_NPS)
        return cx_stat_nps(counts, CX_STAT_LEVEL);
    if (measured->is_simple && measured->measure == CX_SLICE_TOP2)
        return cx_stat_share(tally->hits, tally->n, CX_STAT_LEVEL);
    if (measured->is_simple)
        return cx_stat_mean(tally->n, tally->wu, tally->wuu, CX_STAT_LEVEL);
    const CxClusterSums sums = {
        .n = tally->n,
        .clusters = tally->clusters,
        .w = tally->w,
        .wu = tally->wu,
        .ss = tally->ss,
        .sw = tally->sw,
        .ww = tally->ww_cluster,
    };
    return cx_stat_cluster_mean(&sums, range, CX_STAT_LEVEL);
}

/* Shares are shown in %. */
static void
scale_up(CxEstimate *estimate, double unit)
{
    estimate->value *= unit;
    estimate->centre *= unit;
    estimate->se *= unit;
    estimate->lo *= unit;
    estimate->hi *= unit;
}

static CxTallies *
run(const CxFrame *frame, const CxSlice *slice, GError **error)
{
    g_autoptr(CxIssues) issues = cx_issues_new();
    cx_slice_check(slice, frame, issues);
    if (cx_issues_count(issues) > 0) {
        cx_issues_set_error(issues, error);
        return NULL;
    }
    return cx_slice_run(frame, slice, error);
}

bool
cx_change_measure(const CxFrame *frame, const CxSlice *after, const CxSlice *before,
                  CxChangeMeasured *ret_measured, GError **error)
{
    g_autoptr(CxTallies) newer = run(frame, after, error);
    g_autoptr(CxTallies) older = newer != NULL ? run(frame, before, error) : NULL;
    if (older == NULL)
        return false;
    const CxTally *tally[] = { &newer->whole, &older->whole };
    const double unit = after->measure == CX_SLICE_TOP2 ? 100.0 : 1.0;
    CxChangeMeasured measured = {
        .measure = after->measure,
        .range = unit * (newer->hi - newer->lo),
        .is_weighted = newer->is_weighted,
        .after = { .clusters = tally[0]->clusters },
        .before = { .clusters = tally[1]->clusters },
    };
    if (cx_frame_clusters(frame) != NULL && !find_shared(frame, after, before, &measured, error))
        return false;
    measured.is_simple = tally[0]->is_simple && tally[1]->is_simple && measured.n_shared == 0;
    for (size_t i = 0; i < 2; i++) {
        measured.nps[i] =
            (CxNpsCounts){ tally[i]->promoters, tally[i]->passives, tally[i]->detractors };
        measured.hits[i] = tally[i]->hits;
    }
    const CxStatRange range = { newer->lo, newer->hi };
    measured.after = estimate(&measured, tally[0], range);
    measured.before = estimate(&measured, tally[1], range);
    scale_up(&measured.after, unit);
    scale_up(&measured.before, unit);
    measured.covariance *= unit * unit;
    *ret_measured = measured;
    return true;
}

static CxComparison
compare(const CxChangeMeasured *measured, double level)
{
    if (measured->is_simple && measured->measure == CX_SLICE_NPS)
        return cx_stat_nps_difference(measured->nps[0], measured->nps[1], level);
    if (measured->is_simple && measured->measure == CX_SLICE_TOP2) {
        CxComparison compared = cx_stat_share_difference(
            measured->hits[0], measured->after.n, measured->hits[1], measured->before.n, level);
        scale_up(&compared.difference, 100.0);
        return compared;
    }
    CxEstimate after = measured->after;
    CxEstimate before = measured->before;
    after.level = before.level = level;
    if (measured->n_shared > 0)
        return cx_stat_difference_shared(&after, &before, measured->covariance);
    return cx_stat_difference(&after, &before);
}

CxComparison
cx_change_compare(const CxChangeMeasured *measured, double level)
{
    CxComparison compared = compare(measured, level);
    CxEstimate *difference = &compared.difference;
    const int64_t least = MIN(measured->after.clusters, measured->before.clusters);
    if (least >= CX_STAT_CLUSTERS_MIN)
        return compared;
    difference->status = least == 0 ? CX_STAT_TOO_FEW : CX_STAT_FEW_CLUSTERS;
    difference->rule = CX_STAT_RULE_NONE;
    difference->lo = difference->hi = compared.statistic = compared.p = (double)NAN;
    return compared;
}
