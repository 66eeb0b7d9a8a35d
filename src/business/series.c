#include "business/series.h"

#include <string.h>

#include "base/decimal.h"
#include "base/money.h"
#include "business/kept.h"
#include "business/rate.h"
#include "sql/business.h"

const char *
cx_series_how_key(CxSeriesHow how)
{
    static const char *const keys[] = { [CX_SERIES_GIVEN] = "given",
                                        [CX_SERIES_SUM] = "sum",
                                        [CX_SERIES_MEAN] = "mean",
                                        [CX_SERIES_MEDIAN] = "median" };
    return keys[how];
}

static CxSeries *
series_new(CxSeriesHow how, CxFactKind kind)
{
    CxSeries *series = g_atomic_rc_box_new0(CxSeries);
    series->how = how;
    series->kind = kind;
    series->points = g_array_new(FALSE, TRUE, sizeof(CxSeriesPoint));
    return series;
}

static void
series_clear(gpointer data)
{
    CxSeries *series = data;
    g_array_unref(series->points);
    g_free(series->currency);
}

void
cx_series_unref(CxSeries *series)
{
    if (series != NULL)
        g_atomic_rc_box_release_full(series, series_clear);
}

static void *
series_ref(void *series)
{
    return g_atomic_rc_box_acquire(series);
}

static void
series_unref(void *series)
{
    cx_series_unref(series);
}

static const CxKeepKind series_kind = { series_ref, series_unref };

static int
decimals_of(const CxMetric *metric, const char *currency)
{
    return metric->is_money && currency != NULL ? MAX(cx_currency_exponent(currency), 0)
                                                : metric->decimals;
}

/* Period facts of the whole ("") or of the key's, or the facts of another kind by month. */
static CxSeries *
load_plain(CxCtx *ctx, const CxMetric *metric, CxFactWhat what, GError **error)
{
    const CxFactKind kind = what.kind;
    const bool is_period = kind == CX_FACT_PERIOD;
    g_autoptr(CxFactSeries) facts = cx_fact_series(ctx, metric, what, error);
    if (facts == NULL)
        return NULL;
    CxSeries *series = series_new(is_period          ? CX_SERIES_GIVEN
                                  : metric->is_money ? CX_SERIES_SUM
                                                     : CX_SERIES_MEAN,
                                  kind);
    series->currency = g_strdup(facts->currency);
    series->n_unconverted = facts->n_unconverted;
    const int decimals = decimals_of(metric, facts->currency);
    g_autoptr(GArray) months =
        is_period ? g_array_ref(facts->points) : cx_fact_by_month(facts->points);
    for (guint i = 0; i < months->len; i++) {
        const CxFactPoint *point = &g_array_index(months, CxFactPoint, i);
        const double sum = cx_decimal_double(point->sum, decimals);
        const CxSeriesPoint one = {
            .from = point->from,
            .to = point->to,
            .value = series->how == CX_SERIES_MEAN ? sum / (double)point->n : sum,
            .n = point->n,
        };
        g_array_append_val(series->points, one);
    }
    return series;
}

/* Of values in order: the middle, or the mean of the two in the middle. */
static double
middle(const GArray *values, int decimals)
{
    const guint n = values->len;
    const double low = cx_decimal_double(g_array_index(values, int64_t, (n - 1) / 2), decimals);
    const double high = cx_decimal_double(g_array_index(values, int64_t, n / 2), decimals);
    return (low + high) / 2.0;
}

static void
end_period(CxSeries *series, GArray *values, int decimals, CxSeriesPoint *point)
{
    if (values->len == 0)
        return;
    point->n = values->len;
    point->value = middle(values, decimals);
    g_array_append_val(series->points, *point);
    g_array_set_size(values, 0);
}

CxSeries *
cx_series_load_median(CxCtx *ctx, const CxMetric *metric, GError **error)
{
    g_autofree char *currency = metric->is_money ? cx_reporting_currency(ctx, error) : NULL;
    if (metric->is_money && currency == NULL)
        return NULL;
    const CxFactOfUnitsParams params = { .metric_id = metric->id.v, .currency = currency };
    g_autoptr(CxStmt) stmt = cx_q_fact_of_units(ctx->db, &params, error);
    if (stmt == NULL)
        return NULL;
    const int decimals = decimals_of(metric, currency);
    g_autoptr(CxSeries) series = series_new(CX_SERIES_MEDIAN, CX_FACT_PERIOD);
    series->currency = g_steal_pointer(&currency);
    g_autoptr(GArray) values = g_array_new(FALSE, FALSE, sizeof(int64_t));
    CxSeriesPoint point = { .from = CX_DAY_NONE, .to = CX_DAY_NONE };
    CxFactOfUnitsRow row;
    CxStep step;
    while ((step = cx_q_fact_of_units_next(stmt, &row, error)) == CX_STEP_ROW) {
        if (point.from.v != row.from_day || point.to.v != row.to_day)
            end_period(series, values, decimals, &point);
        point.from.v = (int32_t)row.from_day;
        point.to.v = (int32_t)row.to_day;
        g_array_append_val(values, row.value);
    }
    end_period(series, values, decimals, &point);
    return step == CX_STEP_DONE ? g_steal_pointer(&series) : NULL;
}

guint
cx_series_n_over(const CxSeries *series, CxDay today)
{
    guint n = series->points->len;
    while (n > 0 && g_array_index(series->points, CxSeriesPoint, n - 1).to.v >= today.v)
        n--;
    return n > 0 ? n : series->points->len;
}

/* The kind of facts the series is made of; PERIOD when there are only these. */
static bool
find_kind(CxCtx *ctx, const CxMetric *metric, CxFactKind *ret_kind, GError **error)
{
    g_autoptr(GArray) counts = cx_fact_count(ctx, metric, error);
    if (counts == NULL)
        return false;
    int64_t most = 0;
    *ret_kind = CX_FACT_PERIOD;
    for (guint i = 0; i < counts->len; i++) {
        const CxFactCount *count = &g_array_index(counts, CxFactCount, i);
        if (count->kind == CX_FACT_PERIOD || count->n <= most)
            continue;
        most = count->n;
        *ret_kind = count->kind;
    }
    return true;
}

CxSeries *
cx_series_load_of(CxCtx *ctx, const CxMetric *metric, const char *key, GError **error)
{
    return load_plain(ctx, metric, (CxFactWhat){ CX_FACT_PERIOD, key }, error);
}

static CxSeries *
load(CxCtx *ctx, const CxMetric *metric, GError **error)
{
    g_autoptr(CxSeries) given = cx_series_load_of(ctx, metric, "", error);
    if (given == NULL || given->points->len > 0)
        return g_steal_pointer(&given);
    CxFactKind kind = CX_FACT_PERIOD;
    if (!find_kind(ctx, metric, &kind, error))
        return NULL;
    return kind == CX_FACT_PERIOD ? cx_series_load_median(ctx, metric, error)
                                  : load_plain(ctx, metric, (CxFactWhat){ kind, NULL }, error);
}

CxSeries *
cx_series_load(CxCtx *ctx, const CxMetric *metric, GError **error)
{
    const CxKeptAsk ask = { .what = CX_KEPT_SERIES, .numbers = &metric->id.v, .n_numbers = 1 };
    CxKept kept;
    void *found = NULL;
    if (!cx_kept_find(ctx, &ask, &kept, &found, error))
        return NULL;
    if (found != NULL)
        return found;
    CxSeries *series = load(ctx, metric, error);
    if (series != NULL)
        cx_kept_put(&kept, series, &series_kind);
    return series;
}
