/* coalition metric …, currency …: what is kept of the organisation's own work, and money. */
#include "business/metric.h"

#include <inttypes.h>

#include "base/civil.h"
#include "base/error.h"
#include "business/rate.h"
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
        metrics[i] = (MetricView){
            .key = metric->key,
            .label = metric->label,
            .unit = metric->is_money ? currency : metric->unit,
            .direction = metric->direction == CX_METRIC_DOWN ? "down" : "up",
            .n_facts = metric->n_facts,
            .first_day = metric->first_day,
            .last_day = metric->last_day,
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
