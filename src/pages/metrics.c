/* The metrics: what is kept of the organisation's own work, each with its target and how it went. */
#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "base/civil.h"
#include "base/error.h"
#include "base/limits.h"
#include "base/text.h"
#include "business/series.h"
#include "feedback/frame_store.h"
#include "pages/metric_trend.h"
#include "pages/pages.h"
#include "people/department.h"

/* ---- Views ---- */

typedef struct {
    int64_t id;
    const char *key;
    const char *label;
    const char *unit;
    const char *direction;
    const char *department; /* NULL: nobody's in particular */
    double latest;          /* NaN: no facts */
    const char *latest_text;
    CxDay latest_from, latest_to;
    const char *latest_when;
    const char *how;
    const char *target_text; /* NULL: none today */
    bool is_missed;          /* the latest misses today's target */
    bool is_met;
    int64_t n_facts;
    const char *n_text;
    const char *period; /* "March 2024 to October 2026", NULL without days */
    CxDay first_day, last_day;
    const char *url;
} MetricView;

typedef struct {
    CxViewList metrics; /* of MetricView */
    int64_t n_metrics;
    int64_t n_targets;
    int64_t n_missed;
    bool can_change;
} MetricsView;

typedef struct {
    CxDay from, to;
    const char *period;
    double value;
    const char *value_text;
    const char *target_text; /* NULL: none then */
    int64_t n;
} PointView;

typedef struct {
    CxDay from;
    const char *from_text;
    const char *target_text; /* NULL: none from then on */
    const char *note;
    const char *actor;
} TargetView;

typedef struct {
    const char *key;
    const char *period;
    const char *value_text;
} UnitView;

typedef struct {
    const MetricView *metric;
    const char *headline;
    const char *evidence; /* how it was counted */
    const char *trend;    /* markup made by figure/ */
    CxViewList points;    /* of PointView, latest first */
    bool has_points;
    CxViewList targets; /* of TargetView, latest first */
    bool has_targets;
    CxViewList units; /* of UnitView, by key */
    bool has_units;
    int64_t n_unconverted;
    const char *scores_url; /* NULL: its facts meet no answers */
    const CxFormView *form; /* NULL: the reader may not set a target */
    const char *action;
} MetricPageView;

static const CxViewField metric_fields[] = {
    CX_FIELD(MetricView, id, CX_FIELD_COUNT, "Id"),
    CX_FIELD(MetricView, key, CX_FIELD_TEXT, "Stable key"),
    CX_FIELD(MetricView, label, CX_FIELD_TEXT, "Name"),
    CX_FIELD(MetricView, unit, CX_FIELD_TEXT, "Unit; of money the currency; \"share\" is 0 to 1"),
    CX_FIELD(MetricView, direction, CX_FIELD_TEXT, "up: more is better; down: less is better"),
    CX_FIELD(MetricView, department, CX_FIELD_TEXT, "Whose work it is, null when nobody's"),
    CX_FIELD_DATA(MetricView, latest, CX_FIELD_NUMBER,
                  "Value of the latest period that is over, in the unit"),
    CX_FIELD(MetricView, latest_text, CX_FIELD_TEXT, "The same as read"),
    CX_FIELD_DATA(MetricView, latest_from, CX_FIELD_DAY, "First day of the latest period"),
    CX_FIELD_DATA(MetricView, latest_to, CX_FIELD_DAY, "Last day of the latest period"),
    CX_FIELD_PAGE(MetricView, latest_when, CX_FIELD_TEXT, "The latest period in words"),
    CX_FIELD(MetricView, how, CX_FIELD_TEXT, "How it is made: given, sum, mean or median"),
    CX_FIELD(MetricView, target_text, CX_FIELD_TEXT, "Today's target as read, null without one"),
    CX_FIELD(MetricView, is_missed, CX_FIELD_FLAG, "The latest value misses today's target"),
    CX_FIELD(MetricView, is_met, CX_FIELD_FLAG, "The latest value meets today's target"),
    CX_FIELD(MetricView, n_facts, CX_FIELD_COUNT, "Facts that count"),
    CX_FIELD_PAGE(MetricView, n_text, CX_FIELD_TEXT, "The same as read"),
    CX_FIELD_PAGE(MetricView, period, CX_FIELD_TEXT, "The days they are about"),
    CX_FIELD_DATA(MetricView, first_day, CX_FIELD_DAY, "First day of facts"),
    CX_FIELD_DATA(MetricView, last_day, CX_FIELD_DAY, "Last day of facts"),
    CX_FIELD_PAGE(MetricView, url, CX_FIELD_TEXT, "Its page"),
};
static const CxViewType shown_type =
    CX_VIEW_TYPE("Metric", MetricView, metric_fields, "A metric and its latest value");

static const CxViewField metrics_fields[] = {
    CX_FIELD_CHILD(MetricsView, metrics, CX_FIELD_LIST, &shown_type, "The metrics by name"),
    CX_FIELD_PAGE(MetricsView, n_metrics, CX_FIELD_COUNT, "How many"),
    CX_FIELD_PAGE(MetricsView, n_targets, CX_FIELD_COUNT, "How many have a target today"),
    CX_FIELD_PAGE(MetricsView, n_missed, CX_FIELD_COUNT, "How many miss it"),
    CX_FIELD_PAGE(MetricsView, can_change, CX_FIELD_FLAG, "Whether the reader may bring facts"),
};
const CxViewType cx_metrics_view_type =
    CX_VIEW_TYPE("Metrics", MetricsView, metrics_fields, "What is kept of the organisation's work");

static const CxViewField point_fields[] = {
    CX_FIELD(PointView, from, CX_FIELD_DAY, "First day"),
    CX_FIELD(PointView, to, CX_FIELD_DAY, "Last day"),
    CX_FIELD_PAGE(PointView, period, CX_FIELD_TEXT, "The same as read"),
    CX_FIELD_DATA(PointView, value, CX_FIELD_NUMBER, "Value, in the unit"),
    CX_FIELD(PointView, value_text, CX_FIELD_TEXT, "The same as read"),
    CX_FIELD(PointView, target_text, CX_FIELD_TEXT, "The target then, null without one"),
    CX_FIELD(PointView, n, CX_FIELD_COUNT, "Facts behind it"),
};
static const CxViewType point_type =
    CX_VIEW_TYPE("MetricPeriod", PointView, point_fields, "A metric in one period");

static const CxViewField target_fields[] = {
    CX_FIELD(TargetView, from, CX_FIELD_DAY, "First day it holds"),
    CX_FIELD_PAGE(TargetView, from_text, CX_FIELD_TEXT, "The same as read"),
    CX_FIELD(TargetView, target_text, CX_FIELD_TEXT, "The target, null: none from then on"),
    CX_FIELD(TargetView, note, CX_FIELD_TEXT, "Why, or who set it"),
    CX_FIELD(TargetView, actor, CX_FIELD_TEXT, "Who recorded it"),
};
static const CxViewType target_type =
    CX_VIEW_TYPE("MetricTarget", TargetView, target_fields, "A target as it was set");

static const CxViewField unit_fields[] = {
    CX_FIELD(UnitView, key, CX_FIELD_TEXT, "The department or unit"),
    CX_FIELD(UnitView, period, CX_FIELD_TEXT, "Its latest period"),
    CX_FIELD(UnitView, value_text, CX_FIELD_TEXT, "Its value then"),
};
static const CxViewType unit_type =
    CX_VIEW_TYPE("MetricUnit", UnitView, unit_fields, "The latest value of a department or unit");

static const CxViewField page_fields[] = {
    CX_FIELD_CHILD(MetricPageView, metric, CX_FIELD_OBJECT, &shown_type, "The metric"),
    CX_FIELD_PAGE(MetricPageView, headline, CX_FIELD_TEXT, "What to remember"),
    CX_FIELD(MetricPageView, evidence, CX_FIELD_TEXT, "How it was counted"),
    CX_FIELD_PAGE(MetricPageView, trend, CX_FIELD_MARKUP, "How it went"),
    CX_FIELD_CHILD(MetricPageView, points, CX_FIELD_LIST, &point_type, "By period, latest first"),
    CX_FIELD_PAGE(MetricPageView, has_points, CX_FIELD_FLAG, "Whether there are some"),
    CX_FIELD_CHILD(MetricPageView, targets, CX_FIELD_LIST, &target_type,
                   "Targets, latest day first"),
    CX_FIELD_PAGE(MetricPageView, has_targets, CX_FIELD_FLAG, "Whether there are some"),
    CX_FIELD_CHILD(MetricPageView, units, CX_FIELD_LIST, &unit_type, "Departments and units"),
    CX_FIELD_PAGE(MetricPageView, has_units, CX_FIELD_FLAG, "Whether there are some"),
    CX_FIELD(MetricPageView, n_unconverted, CX_FIELD_COUNT,
             "Amounts left out: no rate on their day"),
    CX_FIELD_PAGE(MetricPageView, scores_url, CX_FIELD_TEXT, "Scores by its classes"),
    CX_FIELD_CHILD_PAGE(MetricPageView, form, CX_FIELD_OBJECT, &cx_form_view_type,
                        "To set a target"),
    CX_FIELD_PAGE(MetricPageView, action, CX_FIELD_TEXT, "Where the form goes"),
};
const CxViewType cx_metric_view_type =
    CX_VIEW_TYPE("MetricPage", MetricPageView, page_fields, "A metric, how it went, its targets");

/* ---- The command ---- */

typedef struct {
    const char *target;
    CxDay from;
    const char *note;
} TargetSet;

static const CxCommandField target_set_fields[] = {
    { CX_COMMAND(TargetSet, target, CX_COMMAND_TEXT), .bytes_max = CX_KEY_BYTES_MAX,
      .label_key = "metric.field.target", .hint_key = "metric.field.target.hint",
      .about =
          "A number in the metric's unit, such as 3.5 or 95%; absent: no target from then on" },
    { CX_COMMAND(TargetSet, from, CX_COMMAND_DAY), .label_key = "metric.field.from",
      .hint_key = "metric.field.from.hint", .about = "First day it holds; absent: today" },
    { CX_COMMAND(TargetSet, note, CX_COMMAND_TEXT), .bytes_max = CX_NAME_BYTES_MAX,
      .label_key = "metric.field.note", .about = "Why, or who set it" },
};
const CxCommandType cx_metric_target_type =
    CX_COMMAND_TYPE("MetricTargetSet", TargetSet, target_set_fields, "Sets a metric's target");

/* ---- Words ---- */

static const char *
department_name(const GPtrArray *departments, CxDepartmentId id)
{
    for (guint i = 0; i < departments->len; i++) {
        const CxDepartment *department = g_ptr_array_index(departments, i);
        if (department->id.v == id.v)
            return department->name;
    }
    return NULL;
}

/* ---- Filling ---- */

static void
fill_latest(CxCtx *ctx, const CxMetric *metric, const CxSeries *series, MetricView *view)
{
    view->latest = (double)NAN;
    view->latest_from = view->latest_to = CX_DAY_NONE;
    if (series->points->len == 0)
        return;
    const CxSeriesPoint *last =
        &g_array_index(series->points, CxSeriesPoint, cx_series_n_over(series, ctx->today) - 1);
    view->latest = last->value;
    view->latest_text = cx_metric_series_text(ctx, metric, series, last->value);
    view->latest_from = last->from;
    view->latest_to = last->to;
    if (!cx_day_is_none(last->from))
        view->latest_when = cx_arena_take(ctx->arena, cx_day_format_period(last->from, last->to));
    if (!metric->has_target)
        return;
    const double target = cx_metric_target_value(metric, series->currency, metric->target);
    view->is_missed = cx_metric_is_missed(metric, last->value, target);
    view->is_met = !view->is_missed;
}

static bool
fill_metric(CxCtx *ctx, const CxMetric *metric, const CxSeries *series,
            const GPtrArray *departments, MetricView *ret_view, GError **error)
{
    CxArena *arena = ctx->arena;
    CxMetricExtent extent;
    if (!cx_metric_extent(ctx, metric, &extent, error))
        return false;
    MetricView view = {
        .id = metric->id.v,
        .key = cx_arena_text(arena, metric->key),
        .label = cx_arena_text(arena, metric->label),
        .unit = cx_arena_text(arena, metric->is_money ? series->currency : metric->unit),
        .direction = metric->direction == CX_METRIC_DOWN ? "down" : "up",
        .department = cx_arena_text(arena, department_name(departments, metric->department)),
        .how = cx_series_how_key(series->how),
        .n_facts = extent.n,
        .n_text = cx_arena_take(arena, cx_text_count(extent.n)),
        .first_day = extent.first_day,
        .last_day = extent.last_day,
        .url = cx_arena_printf(arena, "/metrics/%" PRId64, metric->id.v),
    };
    if (!cx_day_is_none(extent.first_day)) {
        view.period = cx_arena_take(arena, cx_day_format_period(extent.first_day, extent.last_day));
    }
    if (metric->has_target)
        view.target_text = cx_metric_target_text(ctx, metric, series->currency, metric->target);
    fill_latest(ctx, metric, series, &view);
    *ret_view = view;
    return true;
}

bool
cx_page_metrics(CxCtx *ctx, CX_UNUSED const CxRequest *request, CxReply *reply, GError **error)
{
    g_autoptr(GPtrArray) list = cx_metric_list(ctx, error);
    g_autoptr(GPtrArray) departments = list != NULL ? cx_department_list(ctx, error) : NULL;
    if (departments == NULL)
        return false;
    MetricsView view = { .n_metrics = list->len, .can_change = ctx->wall.can_change_program };
    MetricView *metrics = cx_arena_new0_n(ctx->arena, MetricView, list->len);
    for (guint i = 0; i < list->len; i++) {
        const CxMetric *metric = g_ptr_array_index(list, i);
        g_autoptr(CxSeries) series = cx_series_load(ctx, metric, error);
        if (series == NULL || !fill_metric(ctx, metric, series, departments, &metrics[i], error))
            return false;
        view.n_targets += metric->has_target ? 1 : 0;
        view.n_missed += metrics[i].is_missed ? 1 : 0;
    }
    view.metrics = CX_VIEW_LIST(metrics, list->len);
    const char *title = cx_message_text(ctx->catalogue, "shell.metrics");
    return cx_reply_view(reply, "metrics", title, &cx_metrics_view_type, &view, error);
}

/* ---- One metric ---- */

static void
fill_points(CxCtx *ctx, const CxMetric *metric, const CxSeries *series, const GPtrArray *targets,
            MetricPageView *view)
{
    const guint n = series->points->len;
    PointView *points = cx_arena_new0_n(ctx->arena, PointView, n);
    for (guint i = 0; i < n; i++) {
        const CxSeriesPoint *from = &g_array_index(series->points, CxSeriesPoint, n - 1 - i);
        const CxMetricTarget *target = cx_metric_target_on(targets, from->to);
        points[i] = (PointView){
            .from = from->from,
            .to = from->to,
            .value = from->value,
            .value_text = cx_metric_series_text(ctx, metric, series, from->value),
            .n = from->n,
        };
        if (!cx_day_is_none(from->from)) {
            points[i].period =
                cx_arena_take(ctx->arena, cx_day_format_period(from->from, from->to));
        }
        if (target != NULL && target->has_target) {
            points[i].target_text =
                cx_metric_target_text(ctx, metric, series->currency, target->target);
        }
    }
    view->points = CX_VIEW_LIST(points, n);
    view->has_points = n > 0;
}

static void
fill_targets(CxCtx *ctx, const CxMetric *metric, const char *currency, const GPtrArray *targets,
             MetricPageView *view)
{
    TargetView *rows = cx_arena_new0_n(ctx->arena, TargetView, targets->len);
    for (guint i = 0; i < targets->len; i++) {
        const CxMetricTarget *target = g_ptr_array_index(targets, i);
        rows[i] = (TargetView){
            .from = target->from,
            .from_text = cx_arena_take(ctx->arena, cx_day_format_long(target->from)),
            .note = cx_arena_text(ctx->arena, target->note),
            .actor = cx_arena_text(ctx->arena, target->actor),
        };
        if (target->has_target)
            rows[i].target_text = cx_metric_target_text(ctx, metric, currency, target->target);
    }
    view->targets = CX_VIEW_LIST(rows, targets->len);
    view->has_targets = targets->len > 0;
}

/* Departments and units, under the wall: a leader reads the row of the metric's whole alone. */
static bool
fill_units(CxCtx *ctx, const CxMetric *metric, MetricPageView *view, GError **error)
{
    g_autoptr(GPtrArray) units = cx_fact_units(ctx, metric, error);
    if (units == NULL)
        return false;
    UnitView *rows = cx_arena_new0_n(ctx->arena, UnitView, units->len);
    size_t n = 0;
    for (guint i = 0; i < units->len && ctx->wall.sees_all_departments; i++) {
        const CxFactUnit *unit = g_ptr_array_index(units, i);
        if (*unit->key == '\0')
            continue;
        rows[n].key = cx_arena_text(ctx->arena, unit->key);
        rows[n].value_text = cx_metric_target_text(ctx, metric, unit->currency, unit->value);
        if (!cx_day_is_none(unit->from))
            rows[n].period = cx_arena_take(ctx->arena, cx_day_format_period(unit->from, unit->to));
        n++;
    }
    view->units = CX_VIEW_LIST(rows, n);
    view->has_units = n > 0;
    return true;
}

/* The sentence a leader should remember. */
static const char *
headline(CxCtx *ctx, const MetricView *metric)
{
    const char *key = metric->latest_text == NULL ? "metric.headline.none"
                      : metric->is_missed         ? "metric.headline.missed"
                      : metric->is_met            ? "metric.headline.met"
                                                  : "metric.headline.plain";
    const char *target = metric->target_text != NULL ? metric->target_text : "";
    const char *when = metric->latest_when != NULL ? metric->latest_when : "";
    const char *value = metric->latest_text != NULL ? metric->latest_text : "";
    return cx_arena_take(ctx->arena,
                         cx_message_format(ctx->catalogue, key, CX_ARG_TEXT("label", metric->label),
                                           CX_ARG_TEXT("value", value), CX_ARG_TEXT("when", when),
                                           CX_ARG_TEXT("target", target)));
}

static const char *
evidence(CxCtx *ctx, int64_t n_facts, const CxSeries *series)
{
    static const char *const keys[] = { [CX_SERIES_GIVEN] = "metric.evidence.given",
                                        [CX_SERIES_SUM] = "metric.evidence.sum",
                                        [CX_SERIES_MEAN] = "metric.evidence.mean",
                                        [CX_SERIES_MEDIAN] = "metric.evidence.median" };
    static const char *const kinds[] = { [CX_FACT_RESPONSE] = "metric.kind.response",
                                         [CX_FACT_RESPONDENT] = "metric.kind.respondent",
                                         [CX_FACT_ACCOUNT] = "metric.kind.account",
                                         [CX_FACT_TRANSACTION] = "metric.kind.transaction",
                                         [CX_FACT_PERIOD] = "metric.kind.period" };
    const char *kind = cx_message_text(ctx->catalogue, kinds[series->kind]);
    return cx_arena_take(ctx->arena,
                         cx_message_format(ctx->catalogue, keys[series->how],
                                           CX_ARG_NUMBER("n", n_facts), CX_ARG_TEXT("kind", kind)));
}

/* Where scores are shown by the metric's classes, if its facts meet the answers of the one survey. */
static bool
find_scores(CxCtx *ctx, const CxMetric *metric, const char **ret_url, GError **error)
{
    g_autoptr(GError) local = NULL;
    g_autoptr(CxSurvey) survey = cx_survey_load(ctx, NULL, &local);
    if (survey == NULL || !ctx->wall.can_change_program)
        return true; /* none, or several: the page of scores asks which; others part by time alone */
    g_autoptr(CxFrame) frame = cx_frame_store_ref(ctx, survey, error);
    if (frame == NULL)
        return false;
    size_t i_fact = 0;
    if (cx_frame_find_fact(frame, metric->key, &i_fact) &&
        cx_frame_fact(frame, i_fact)->class_item != NULL)
        *ret_url = cx_arena_printf(ctx->arena, "/scores?group=fact-%s", metric->key);
    return true;
}

static CxMetric *
load_metric(CxCtx *ctx, const CxRequest *request, GError **error)
{
    int64_t id = 0;
    if (!cx_request_param_id(request, "id", &id, error))
        return NULL;
    g_autoptr(GPtrArray) list = cx_metric_list(ctx, error);
    if (list == NULL)
        return NULL;
    for (guint i = 0; i < list->len; i++) {
        const CxMetric *metric = g_ptr_array_index(list, i);
        if (metric->id.v == id)
            return g_ptr_array_steal_index(list, i);
    }
    g_set_error(error, CX_ERROR, CX_ERROR_NOT_FOUND, "there is no metric %" PRId64, id);
    return NULL;
}

static bool
fill_page(CxCtx *ctx, const CxMetric *metric, MetricPageView *view, GError **error)
{
    g_autoptr(CxSeries) series = cx_series_load(ctx, metric, error);
    g_autoptr(GPtrArray) targets =
        series != NULL ? cx_metric_target_list(ctx, metric, error) : NULL;
    g_autoptr(GPtrArray) departments = targets != NULL ? cx_department_list(ctx, error) : NULL;
    if (departments == NULL || !fill_units(ctx, metric, view, error) ||
        !find_scores(ctx, metric, &view->scores_url, error))
        return false;
    MetricView *row = cx_arena_new0(ctx->arena, MetricView);
    if (!fill_metric(ctx, metric, series, departments, row, error))
        return false;
    view->metric = row;
    view->headline = headline(ctx, row);
    view->evidence = evidence(ctx, row->n_facts, series);
    view->trend = cx_metric_trend(ctx, metric, series);
    view->n_unconverted = series->n_unconverted;
    view->action = row->url;
    fill_points(ctx, metric, series, targets, view);
    fill_targets(ctx, metric, series->currency, targets, view);
    return true;
}

static bool
show(CxCtx *ctx, const CxRequest *request, const CxCommandInput *input, CxReply *reply,
     GError **error)
{
    g_autoptr(CxMetric) metric = load_metric(ctx, request, error);
    MetricPageView view = { 0 };
    if (metric == NULL || !fill_page(ctx, metric, &view, error))
        return false;
    if (ctx->wall.can_change_program)
        view.form = cx_request_form_view(request, input);
    return cx_reply_view(reply, "metric", view.metric->label, &cx_metric_view_type, &view, error);
}

static const CxRefusal target_refusals[] = {
    { CX_ERROR_INVALID, "target", NULL },
};

static bool
take(CxCtx *ctx, const CxRequest *request, const void *command, CxReply *reply, GError **error)
{
    const TargetSet *set = command;
    g_autoptr(CxMetric) metric = load_metric(ctx, request, error);
    if (metric == NULL ||
        !cx_metric_target_set(ctx, metric->key, set->from, set->target, set->note, error))
        return false;
    cx_reply_status(reply, 201);
    cx_reply_redirect(reply, cx_arena_printf(ctx->arena, "/metrics/%" PRId64, metric->id.v));
    return true;
}

static const CxForm target_form = { &cx_metric_target_type, take, show,
                                    CX_REFUSALS(target_refusals) };

bool
cx_page_metric(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    return cx_form_show(&target_form, ctx, request, reply, error);
}

bool
cx_page_metric_post(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    return cx_form_take(&target_form, ctx, request, reply, error);
}
