#include "pages/goal_view.h"

#include <inttypes.h>

#include "base/civil.h"
#include "business/metric.h"
#include "business/series.h"
#include "pages/metric_trend.h"

static const CxViewField goal_fields[] = {
    CX_FIELD(CxGoalView, label, CX_FIELD_TEXT, "What their department counts"),
    CX_FIELD(CxGoalView, target, CX_FIELD_TEXT, "Its target today, null when none is set"),
    CX_FIELD(CxGoalView, latest, CX_FIELD_TEXT, "How it stands, counted; null without a period"),
    CX_FIELD(CxGoalView, is_missed, CX_FIELD_FLAG, "Whether that misses the target"),
    CX_FIELD_PAGE(CxGoalView, url, CX_FIELD_TEXT, "How it went"),
};
const CxViewType cx_goal_view_type =
    CX_VIEW_TYPE("OwnGoal", CxGoalView, goal_fields, "A metric of a leader's own department");

static bool
is_theirs(const CxLeader *leader, CxDepartmentId department, CxDay day)
{
    for (guint i = 0; i < leader->terms->len; i++) {
        const CxTerm *term = g_ptr_array_index(leader->terms, i);
        if (department.v != 0 && term->department.v == department.v &&
            cx_term_is_in_force(term, day))
            return true;
    }
    return false;
}

static bool
add_latest(CxCtx *ctx, const CxMetric *metric, CxGoalView *view, GError **error)
{
    g_autoptr(CxSeries) series = cx_series_load(ctx, metric, error);
    if (series == NULL)
        return false;
    const guint n_over = cx_series_n_over(series, ctx->today);
    if (n_over == 0 || series->points->len == 0)
        return true;
    const CxSeriesPoint *last = &g_array_index(series->points, CxSeriesPoint, n_over - 1);
    if (cx_day_is_none(last->from))
        return true;
    g_autofree char *when = cx_day_format_period(last->from, last->to);
    view->latest = cx_arena_take(
        ctx->arena, cx_message_format(ctx->catalogue, "goal.latest",
                                      CX_ARG_TEXT("value", cx_metric_series_text(
                                                               ctx, metric, series, last->value)),
                                      CX_ARG_TEXT("when", when)));
    if (metric->has_target) {
        view->is_missed = cx_metric_is_missed(
            metric, last->value, cx_metric_target_value(metric, series->currency, metric->target));
    }
    return true;
}

bool
cx_goal_views(CxCtx *ctx, const CxLeader *leader, CxViewList *ret_goals, GError **error)
{
    g_autoptr(GPtrArray) metrics = cx_metric_list(ctx, error);
    if (metrics == NULL)
        return false;
    CxGoalView *goals = cx_arena_new0_n(ctx->arena, CxGoalView, metrics->len);
    size_t n = 0;
    for (guint i = 0; i < metrics->len; i++) {
        const CxMetric *metric = g_ptr_array_index(metrics, i);
        if (!is_theirs(leader, metric->department, ctx->today) || metric->is_money)
            continue;
        CxGoalView *goal = &goals[n++];
        goal->label = cx_arena_text(ctx->arena, metric->label);
        goal->url = cx_arena_printf(ctx->arena, "/metrics/%" PRId64, metric->id.v);
        if (metric->has_target) {
            goal->target =
                cx_arena_take(ctx->arena, cx_metric_value_words(metric, NULL, metric->target));
        }
        if (!add_latest(ctx, metric, goal, error))
            return false;
    }
    *ret_goals = CX_VIEW_LIST(goals, n);
    return true;
}
