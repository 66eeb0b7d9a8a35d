#include "pages/metric_trend.h"

#include <math.h>
#include <string.h>

#include "base/civil.h"
#include "base/money.h"
#include "base/text.h"
#include "figure/trend.h"

#define POINTS_SHOWN   36 /* of the trend; the table has all */
#define PERCENT        100.0
#define MONTH_DAYS_MAX 31
#define LARGE          100000.0 /* amounts from here on are read without cents */

const char *
cx_metric_series_text(CxCtx *ctx, const CxMetric *metric, const CxSeries *series, double value)
{
    if (isnan(value))
        return NULL;
    CxArena *arena = ctx->arena;
    if (metric->is_money && series->currency != NULL) {
        CxMoney money = { .minor = 0 };
        g_strlcpy(money.currency, series->currency, sizeof money.currency);
        const int exponent = MAX(cx_currency_exponent(series->currency), 0);
        const bool is_large = fabs(value) >= LARGE;
        money.minor = (int64_t)llround((is_large ? round(value) : value) * pow(10.0, exponent));
        char *text = cx_arena_take(arena, cx_money_format(money));
        char *point = is_large ? strchr(text, '.') : NULL;
        if (point != NULL)
            *point = '\0';
        return text;
    }
    const bool is_share = strcmp(metric->unit, CX_METRIC_UNIT_SHARE) == 0;
    const bool is_exact = series->how == CX_SERIES_GIVEN || series->how == CX_SERIES_SUM;
    const int decimals =
        MAX(metric->decimals - (is_share ? 2 : 0), 0) + (is_exact || metric->decimals > 0 ? 0 : 1);
    g_autofree char *number = cx_text_number(is_share ? value * PERCENT : value, decimals);
    if (is_share)
        return cx_arena_printf(arena, "%s\u00A0%%", number);
    return *metric->unit != '\0' ? cx_arena_printf(arena, "%s %s", number, metric->unit)
                                 : cx_arena_text(arena, number);
}

const char *
cx_metric_target_text(CxCtx *ctx, const CxMetric *metric, const char *currency, int64_t target)
{
    return cx_arena_take(ctx->arena, cx_metric_value_words(metric, currency, target));
}

double
cx_metric_target_value(const CxMetric *metric, const char *currency, int64_t target)
{
    const int decimals = metric->is_money && currency != NULL
                             ? MAX(cx_currency_exponent(currency), 0)
                             : metric->decimals;
    return cx_decimal_double(target, decimals);
}

bool
cx_metric_is_missed(const CxMetric *metric, double value, double target)
{
    return metric->direction == CX_METRIC_DOWN ? value > target : value < target;
}

/* "Mar" with "2026" below, or "2026" alone for periods longer than a month. */
static CxTrendPoint
trend_point(CxCtx *ctx, const CxSeriesPoint *point, double factor)
{
    static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                          "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
    const CxCivil first = cx_day_civil(point->from);
    const bool is_month = point->to.v - point->from.v < MONTH_DAYS_MAX;
    const char *year = cx_arena_printf(ctx->arena, "%d", first.year);
    return (CxTrendPoint){
        .label = is_month ? months[first.month - 1] : year,
        .group = is_month ? year : NULL,
        .value = point->value * factor,
        .lo = (double)NAN,
        .hi = (double)NAN,
    };
}

static CxTrendTarget
trend_target(CxCtx *ctx, const CxMetric *metric, const CxSeries *series, guint first, size_t n)
{
    CxTrendTarget target = { .value = (double)NAN };
    if (!metric->has_target)
        return target;
    const double factor = strcmp(metric->unit, CX_METRIC_UNIT_SHARE) == 0 ? PERCENT : 1.0;
    size_t from = 0;
    while (from + 1 < n &&
           g_array_index(series->points, CxSeriesPoint, first + from).to.v < metric->target_from.v)
        from++;
    const char *words = cx_metric_target_text(ctx, metric, series->currency, metric->target);
    target.value = cx_metric_target_value(metric, series->currency, metric->target) * factor;
    target.from = from;
    target.label =
        cx_arena_take(ctx->arena, cx_message_format(ctx->catalogue, "metric.trend.target",
                                                    CX_ARG_TEXT("target", words)));
    target.label_short = words;
    return target;
}

const char *
cx_metric_trend(CxCtx *ctx, const CxMetric *metric, const CxSeries *series)
{
    const guint end = cx_series_n_over(series, ctx->today);
    const size_t n = MIN(end, (guint)POINTS_SHOWN);
    const guint first = end - (guint)n;
    if (n < 2 || cx_day_is_none(g_array_index(series->points, CxSeriesPoint, first).from))
        return NULL;
    const bool is_share = strcmp(metric->unit, CX_METRIC_UNIT_SHARE) == 0;
    const double factor = is_share ? PERCENT : 1.0;
    CxTrendPoint *points = cx_arena_new0_n(ctx->arena, CxTrendPoint, n);
    for (size_t i = 0; i < n; i++) {
        points[i] = trend_point(
            ctx, &g_array_index(series->points, CxSeriesPoint, first + (guint)i), factor);
    }
    const CxSeriesPoint *last = &g_array_index(series->points, CxSeriesPoint, end - 1);
    const CxTrend trend = {
        .id = "metric",
        .title = metric->label,
        .desc = metric->label,
        .heading = metric->label,
        .points = points,
        .n_points = n,
        .target = trend_target(ctx, metric, series, first, n),
        .floor = is_share ? 0.0 : (double)NAN,
        .ceil = is_share ? PERCENT : (double)NAN,
        .last_value = cx_metric_series_text(ctx, metric, series, last->value),
        .last_n =
            cx_arena_take(ctx->arena, cx_message_format(ctx->catalogue, "metric.trend.counted",
                                                        CX_ARG_NUMBER("n", last->n))),
    };
    GString *svg = g_string_new(NULL);
    cx_trend_draw(svg, &trend);
    return cx_arena_take(ctx->arena, g_string_free(svg, FALSE));
}
