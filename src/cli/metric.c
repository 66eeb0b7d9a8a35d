/* coalition metric …, currency …: what is kept of the organisation's own work, and money. */
#include "business/metric.h"

#include <inttypes.h>

#include "base/civil.h"
#include "base/error.h"
#include "base/text.h"
#include "business/rate.h"
#include "business/series.h"
#include "cli/cli.h"
#include "view/field.h"

typedef struct {
    const char *key;
    const char *label;
    const char *unit;
    const char *direction;
    const char *target; /* as facts are kept, with all decimals; NULL: none today */
    int64_t n_facts;
    CxDay first_day;
    CxDay last_day;
} MetricView;

typedef struct {
    CxViewList metrics; /* of MetricView */
} MetricsView;

static const CxViewField metric_fields[] = {
    CX_FIELD(MetricView, key, CX_FIELD_TEXT, "Key"),
    CX_FIELD(MetricView, label, CX_FIELD_TEXT, "Name as shown"),
    CX_FIELD(MetricView, unit, CX_FIELD_TEXT, "Unit, \"share\" for 0 to 1"),
    CX_FIELD(MetricView, direction, CX_FIELD_TEXT, "up: more is better; down: less is better"),
    CX_FIELD(MetricView, target, CX_FIELD_TEXT, "Today's target, null without one"),
    CX_FIELD(MetricView, n_facts, CX_FIELD_COUNT, "Facts that count"),
    CX_FIELD(MetricView, first_day, CX_FIELD_DAY, "First day of facts"),
    CX_FIELD(MetricView, last_day, CX_FIELD_DAY, "Last day of facts"),
};
static const CxViewType row_type = CX_VIEW_TYPE("MetricRow", MetricView, metric_fields, "A metric");

static const CxViewField metrics_fields[] = {
    CX_FIELD_CHILD(MetricsView, metrics, CX_FIELD_LIST, &row_type, "The metrics by name"),
};
static const CxViewType metrics_type =
    CX_VIEW_TYPE("MetricRows", MetricsView, metrics_fields, "What is kept of the work");

static bool
run_list(CxCli *cli, CX_UNUSED const CxCliArgs *args, GError **error)
{
    g_autoptr(CxCtx) ctx = cx_cli_open(cli, error);
    g_autoptr(GPtrArray) list = ctx != NULL ? cx_metric_list(ctx, error) : NULL;
    g_autofree char *currency = list != NULL ? cx_reporting_currency(ctx, error) : NULL;
    if (currency == NULL)
        return false;
    MetricView *metrics = cx_arena_new0_n(ctx->arena, MetricView, list->len);
    for (guint i = 0; i < list->len; i++) {
        const CxMetric *metric = g_ptr_array_index(list, i);
        CxMetricExtent extent;
        if (!cx_metric_extent(ctx, metric, &extent, error))
            return false;
        metrics[i] = (MetricView){
            .key = metric->key,
            .label = metric->label,
            .unit = metric->is_money ? currency : metric->unit,
            .direction = metric->direction == CX_METRIC_DOWN ? "down" : "up",
            .n_facts = extent.n,
            .first_day = extent.first_day,
            .last_day = extent.last_day,
        };
        if (metric->has_target) {
            metrics[i].target =
                cx_arena_take(ctx->arena, cx_metric_value_text(metric, currency, metric->target));
        }
    }
    if (cli->is_json) {
        const MetricsView view = { CX_VIEW_LIST(metrics, list->len) };
        cx_cli_print_json(&metrics_type, &view);
        return true;
    }
    if (list->len == 0)
        cx_cli_print("There is no metric yet: \"coalition facts FILE --mapping MAPPING\".\n");
    for (guint i = 0; i < list->len; i++) {
        cx_cli_print("%-24s %9" PRId64 " facts  %s%s%s\n", metrics[i].key, metrics[i].n_facts,
                     metrics[i].label, metrics[i].target != NULL ? ", target " : "",
                     metrics[i].target != NULL ? metrics[i].target : "");
    }
    return true;
}

typedef struct {
    CxDay from;
    CxDay to;
    double value;
    int64_t n;
} PointView;

typedef struct {
    const char *how;
    const char *currency;
    CxViewList points; /* of PointView */
} SeriesView;

typedef struct {
    const char *key;
    const char *label;
    const char *unit;
    const SeriesView *series;
    const SeriesView *units; /* the median over departments or units; NULL without any */
} ShowView;

static const CxViewField point_fields[] = {
    CX_FIELD(PointView, from, CX_FIELD_DAY, "First day"),
    CX_FIELD(PointView, to, CX_FIELD_DAY, "Last day"),
    CX_FIELD(PointView, value, CX_FIELD_NUMBER, "Value, in the metric's unit"),
    CX_FIELD(PointView, n, CX_FIELD_COUNT, "Facts behind it"),
};
static const CxViewType point_type =
    CX_VIEW_TYPE("MetricPoint", PointView, point_fields, "A metric in one period, counted");

static const CxViewField series_fields[] = {
    CX_FIELD(SeriesView, how, CX_FIELD_TEXT, "given, sum, mean or median"),
    CX_FIELD(SeriesView, currency, CX_FIELD_TEXT, "Of money, else null"),
    CX_FIELD_CHILD(SeriesView, points, CX_FIELD_LIST, &point_type, "By day"),
};
static const CxViewType series_type =
    CX_VIEW_TYPE("MetricSeries", SeriesView, series_fields, "A metric over time");

static const CxViewField show_fields[] = {
    CX_FIELD(ShowView, key, CX_FIELD_TEXT, "Key"),
    CX_FIELD(ShowView, label, CX_FIELD_TEXT, "Name as shown"),
    CX_FIELD(ShowView, unit, CX_FIELD_TEXT, "Unit"),
    CX_FIELD_CHILD(ShowView, series, CX_FIELD_OBJECT, &series_type, "Over time"),
    CX_FIELD_CHILD(ShowView, units, CX_FIELD_OBJECT, &series_type,
                   "The median over departments or units, null without any"),
};
static const CxViewType show_type =
    CX_VIEW_TYPE("MetricShow", ShowView, show_fields, "A metric and how it went");

static const SeriesView *
series_view(CxCtx *ctx, const CxSeries *series)
{
    SeriesView *view = cx_arena_new0(ctx->arena, SeriesView);
    PointView *points = cx_arena_new0_n(ctx->arena, PointView, series->points->len);
    for (guint i = 0; i < series->points->len; i++) {
        const CxSeriesPoint *point = &g_array_index(series->points, CxSeriesPoint, i);
        points[i] = (PointView){ point->from, point->to, point->value, point->n };
    }
    *view = (SeriesView){ .how = cx_series_how_key(series->how),
                          .currency = cx_arena_text(ctx->arena, series->currency),
                          .points = CX_VIEW_LIST(points, series->points->len) };
    return view;
}

static void
print_series(const SeriesView *series, int decimals)
{
    const PointView *points = series->points.items;
    for (size_t i = 0; i < series->points.n; i++) {
        g_autofree char *period = cx_day_format_period(points[i].from, points[i].to);
        g_autofree char *value = cx_text_number(points[i].value, decimals);
        cx_cli_print("  %-32s %14s  %s of %" PRId64 "\n", period, value, series->how, points[i].n);
    }
}

static bool
run_show(CxCli *cli, const CxCliArgs *args, GError **error)
{
    g_autoptr(CxCtx) ctx = cx_cli_open(cli, error);
    g_autoptr(CxMetric) metric =
        ctx != NULL ? cx_metric_find(ctx, cx_cli_args_operand(args, 0), error) : NULL;
    g_autoptr(CxSeries) series = metric != NULL ? cx_series_load(ctx, metric, error) : NULL;
    g_autoptr(CxSeries) units = series != NULL ? cx_series_load_median(ctx, metric, error) : NULL;
    if (units == NULL)
        return false;
    const ShowView view = {
        .key = metric->key,
        .label = metric->label,
        .unit = metric->unit,
        .series = series_view(ctx, series),
        .units = units->points->len > 0 ? series_view(ctx, units) : NULL,
    };
    if (cli->is_json) {
        cx_cli_print_json(&show_type, &view);
        return true;
    }
    cx_cli_print("%s%s%s\n", metric->label, *metric->unit != '\0' ? ", " : "", metric->unit);
    print_series(view.series, metric->decimals);
    if (view.units != NULL && series->how != CX_SERIES_MEDIAN) {
        cx_cli_print("Over departments or units:\n");
        print_series(view.units, metric->decimals);
    }
    return true;
}

/* --from, else none. */
static bool
read_from(const CxCliArgs *args, CxDay *ret_from, GError **error)
{
    const char *from = cx_cli_args_option(args, "from");
    *ret_from = CX_DAY_NONE;
    return from == NULL || cx_day_parse(from, ret_from, error);
}

static bool
run_target(CxCli *cli, const CxCliArgs *args, GError **error)
{
    const char *key = cx_cli_args_operand(args, 0);
    const char *target = cx_cli_args_operand(args, 1);
    CxDay from = CX_DAY_NONE;
    if (!read_from(args, &from, error))
        return false;
    g_autoptr(CxCtx) ctx = cx_cli_open(cli, error);
    if (ctx == NULL ||
        !cx_metric_target_set(ctx, key, from, target, cx_cli_args_option(args, "note"), error))
        return false;
    g_autofree char *day = cx_day_format(cx_day_is_none(from) ? ctx->today : from);
    if (target != NULL)
        cx_cli_print("From %s on the target of %s is %s.\n", day, key, target);
    else
        cx_cli_print("From %s on %s has no target.\n", day, key);
    return true;
}

static bool
run_currency(CxCli *cli, const CxCliArgs *args, GError **error)
{
    g_autoptr(CxCtx) ctx = cx_cli_open(cli, error);
    if (ctx == NULL || !cx_reporting_currency_set(ctx, cx_cli_args_operand(args, 0), error))
        return false;
    cx_cli_print("Money is shown in %s.\n", cx_cli_args_operand(args, 0));
    return true;
}

static bool
run_rate(CxCli *cli, const CxCliArgs *args, GError **error)
{
    CxRateSet set = { .currency = cx_cli_args_operand(args, 0),
                      .rate = cx_cli_args_operand(args, 1),
                      .source = cx_cli_args_option(args, "source") };
    if (!read_from(args, &set.from, error))
        return false;
    g_autoptr(CxCtx) ctx = cx_cli_open(cli, error);
    if (ctx == NULL || !cx_rate_set(ctx, &set, error))
        return false;
    g_autofree char *reporting = cx_reporting_currency(ctx, error);
    if (reporting == NULL)
        return false;
    g_autofree char *day = cx_day_format(cx_day_is_none(set.from) ? ctx->today : set.from);
    cx_cli_print("From %s on 1 %s is %s %s.\n", day, set.currency, set.rate, reporting);
    return true;
}

static const CxCliOption target_options[] = {
    { "from", "DAY", "first day it holds (if not said, today)" },
    { "note", "TEXT", "why, or who set it" },
    { 0 },
};

static const CxCliOption rate_options[] = {
    { "from", "DAY", "first day it holds (if not said, today)" },
    { "source", "TEXT", "who says so" },
    { 0 },
};

const CxCliCommand cx_cli_metric_list = {
    .name = "metric list",
    .usage = "",
    .about = "List what is kept of the organisation's own work, with targets",
    .run = run_list,
};

const CxCliCommand cx_cli_metric_show = {
    .name = "metric show",
    .usage = "KEY",
    .about = "Show a metric over time, as given, summed, as a mean or a median",
    .n_operands_min = 1,
    .n_operands_max = 1,
    .run = run_show,
};

const CxCliCommand cx_cli_metric_target = {
    .name = "metric target",
    .usage = "KEY [TARGET]",
    .about = "Set what a metric should be, from a day on; without TARGET it has none",
    .options = target_options,
    .n_operands_min = 1,
    .n_operands_max = 2,
    .run = run_target,
};

const CxCliCommand cx_cli_currency_set = {
    .name = "currency set",
    .usage = "CURRENCY",
    .about = "Set the currency that money is shown in",
    .n_operands_min = 1,
    .n_operands_max = 1,
    .run = run_currency,
};

const CxCliCommand cx_cli_currency_rate = {
    .name = "currency rate",
    .usage = "CURRENCY RATE",
    .about = "Set how many of the currency shown one of another is, from a day on",
    .options = rate_options,
    .n_operands_min = 2,
    .n_operands_max = 2,
    .run = run_rate,
};
