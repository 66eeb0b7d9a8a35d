#include "stat/slope.h"

#include <glib.h>
#include <math.h>

#define CLUSTERS_MIN 20
#define NOTHING      1e-12 /* of the squares about 0: nothing varies */

/* Sums of a group, then its means. */
typedef struct {
    double w, x, y;
} Group;

/* One answer. */
typedef struct {
    double x, y, w;
} Answer;

/* False for a row that is left out. */
static bool
read_row(const CxSlopeAsk *ask, size_t i, Answer *answer)
{
    const int64_t x = cx_values_at(ask->x, i);
    if (ask->mask[i] == 0 || x == CX_VALUES_NONE || isnan(ask->u[ask->codes[i]]))
        return false;
    *answer = (Answer){ (double)x * ask->unit, ask->u[ask->codes[i]],
                        ask->weights != NULL ? ask->weights[i] : 1.0 };
    return answer->w > 0.0; /* false for NaN */
}

static Group *
means_of(const CxSlopeAsk *ask, CxEstimate *out)
{
    Group *groups = g_new0(Group, ask->n_groups + 1);
    Answer answer;
    for (size_t i = 0; i < ask->n_rows; i++) {
        if (!read_row(ask, i, &answer))
            continue;
        Group *group = &groups[ask->groups[i]];
        group->w += answer.w;
        group->x += answer.w * answer.x;
        group->y += answer.w * answer.y;
        out->n++;
    }
    for (size_t i = 0; i < ask->n_groups; i++) {
        if (groups[i].w > 0.0) {
            groups[i].x /= groups[i].w;
            groups[i].y /= groups[i].w;
        }
    }
    return groups;
}

/* The slope, and how far x varies within groups; false where it does not. */
static bool
fill_slope(const CxSlopeAsk *ask, const Group *groups, CxEstimate *out, double *ret_xx)
{
    double xx = 0.0;
    double xy = 0.0;
    double about_0 = 0.0;
    Answer answer;
    for (size_t i = 0; i < ask->n_rows; i++) {
        if (!read_row(ask, i, &answer))
            continue;
        const Group *group = &groups[ask->groups[i]];
        const double x = answer.x - group->x;
        xx += answer.w * x * x;
        xy += answer.w * x * (answer.y - group->y);
        about_0 += answer.w * answer.x * answer.x;
    }
    if (!(xx > NOTHING * about_0))
        return false;
    out->value = out->centre = xy / xx;
    *ret_xx = xx;
    return true;
}

static double
spread_of(const CxSlopeAsk *ask)
{
    double w = 0.0;
    double sum = 0.0;
    double squares = 0.0;
    Answer answer;
    for (size_t i = 0; i < ask->n_rows; i++) {
        if (!read_row(ask, i, &answer))
            continue;
        w += answer.w;
        sum += answer.w * answer.x;
        squares += answer.w * answer.x * answer.x;
    }
    return w > 0.0 ? sqrt(fmax(squares / w - sum / w * (sum / w), 0.0)) : 0.0;
}

static void
fill_error(const CxSlopeAsk *ask, const Group *groups, double xx, CxEstimate *out)
{
    const size_t n_clusters = ask->clusters != NULL ? ask->n_clusters : ask->n_rows;
    g_autofree double *score = g_new0(double, n_clusters + 1);
    g_autofree uint8_t *is_there = g_new0(uint8_t, n_clusters + 1);
    Answer answer;
    for (size_t i = 0; i < ask->n_rows; i++) {
        if (!read_row(ask, i, &answer))
            continue;
        const Group *group = &groups[ask->groups[i]];
        const double x = answer.x - group->x;
        const size_t cluster = ask->clusters != NULL ? ask->clusters[i] : i;
        score[cluster] += answer.w * x * (answer.y - group->y - out->value * x);
        is_there[cluster] = 1;
    }
    double squares = 0.0;
    for (size_t g = 0; g < n_clusters; g++) {
        squares += score[g] * score[g];
        out->clusters += is_there[g];
    }
    const double n = (double)out->clusters;
    if (out->clusters < CLUSTERS_MIN) {
        out->status = CX_STAT_FEW_CLUSTERS;
        return;
    }
    out->se = sqrt(n / (n - 1.0) * squares) / xx;
    out->status = out->se > 0.0 ? CX_STAT_OK : CX_STAT_DEGENERATE;
}

CxEstimate
cx_stat_slope(const CxSlopeAsk *ask, double level, double *ret_spread)
{
    const double none = (double)NAN;
    CxEstimate out = { .status = CX_STAT_TOO_FEW,
                       .rule = CX_STAT_RULE_NONE,
                       .value = none,
                       .centre = none,
                       .se = none,
                       .lo = none,
                       .hi = none,
                       .level = level,
                       .df = none };
    g_autofree Group *groups = means_of(ask, &out);
    double xx = 0.0;
    *ret_spread = spread_of(ask);
    if (out.n == 0)
        return out;
    out.status = CX_STAT_DEGENERATE;
    if (!fill_slope(ask, groups, &out, &xx))
        return out;
    fill_error(ask, groups, xx, &out);
    if (out.status != CX_STAT_OK)
        return out;
    out.rule = CX_STAT_RULE_CLUSTER_T;
    out.df = (double)(out.clusters - 1);
    const double half = cx_stat_t(level, out.df) * out.se;
    out.lo = out.value - half;
    out.hi = out.value + half;
    return out;
}
