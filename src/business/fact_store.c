#include <string.h>

#include "business/fact.h"
#include "business/rate.h"
#include "sql/business.h"

static CxOptI64
opt_day(CxDay day)
{
    return cx_day_is_none(day) ? (CxOptI64){ 0 } : CX_SOME_I64(day.v);
}

static CxDay
day_of(CxOptI64 day)
{
    return day.is_set ? (CxDay){ (int32_t)day.v } : CX_DAY_NONE;
}

static bool
is_same(const CxFactFindRow *row, const CxFact *fact)
{
    const int64_t department = row->department_id.is_set ? row->department_id.v : 0;
    return row->value == fact->value && g_strcmp0(row->currency, fact->currency) == 0 &&
           department == fact->department.v && day_of(row->from_day).v == fact->from.v &&
           day_of(row->to_day).v == fact->to.v;
}

/* *ret_known: what counts of it so far, or what its file has said; 0: nothing. */
static bool
look(CxCtx *ctx, const CxFact *fact, CxFactOutcome *ret_outcome, int64_t *ret_known, GError **error)
{
    g_autofree char *span = cx_fact_span(fact);
    const CxFactFindParams params = { .metric_id = fact->metric.v,
                                      .kind = cx_fact_kind_key(fact->kind),
                                      .source_key = fact->key,
                                      .scope = fact->scope,
                                      .span = span,
                                      .file_id = fact->file };
    g_autoptr(CxStmt) stmt = cx_q_fact_find(ctx->db, &params, error);
    if (stmt == NULL)
        return false;
    CxFactFindRow row;
    const CxStep step = cx_q_fact_find_next(stmt, &row, error);
    if (step == CX_STEP_ERROR)
        return false;
    *ret_outcome = CX_FACT_NEW;
    *ret_known = 0;
    if (step == CX_STEP_ROW) {
        *ret_outcome = is_same(&row, fact) ? CX_FACT_SAME : CX_FACT_REVISED;
        *ret_known = row.id;
    }
    return true;
}

bool
cx_fact_look(CxCtx *ctx, const CxFact *fact, CxFactOutcome *ret_outcome, GError **error)
{
    int64_t known = 0;
    return look(ctx, fact, ret_outcome, &known, error);
}

bool
cx_fact_put(CxCtx *ctx, const CxFact *fact, CxFactOutcome *ret_outcome, GError **error)
{
    CxFactOutcome outcome = CX_FACT_NEW;
    int64_t known = 0;
    if (!look(ctx, fact, &outcome, &known, error))
        return false;
    const CxFactReviseParams revise = { .id = known, .file_id = fact->file };
    g_autofree char *span = cx_fact_span(fact);
    const CxFactAddParams params = {
        .metric_id = fact->metric.v,
        .kind = cx_fact_kind_key(fact->kind),
        .source_key = fact->key,
        .scope = fact->scope,
        .span = span,
        .from_day = opt_day(fact->from),
        .to_day = opt_day(fact->to),
        .department_id =
            fact->department.v != 0 ? CX_SOME_I64(fact->department.v) : (CxOptI64){ 0 },
        .value = fact->value,
        .currency = fact->currency,
        .file_id = fact->file,
        .line = fact->line,
    };
    if ((outcome == CX_FACT_REVISED && !cx_q_fact_revise(ctx->db, &revise, error)) ||
        (outcome != CX_FACT_SAME && !cx_q_fact_add(ctx->db, &params, error)))
        return false;
    *ret_outcome = outcome;
    return true;
}

bool
cx_fact_settle(CxDb *db, int64_t file, int64_t n_max, bool *ret_is_more, GError **error)
{
    const CxFactSettleParams params = { .file_id = file, .n_max = n_max };
    if (!cx_q_fact_settle(db, &params, error))
        return false;
    *ret_is_more = cx_db_changes(db) > 0;
    return true;
}

bool
cx_fact_take_away(CxDb *db, int64_t file, int64_t n_max, bool *ret_is_more, GError **error)
{
    const CxFactDropParams params = { .file_id = file, .n_max = n_max };
    if (!cx_q_fact_drop(db, &params, error))
        return false;
    *ret_is_more = cx_db_changes(db) > 0;
    return true;
}

/* Adds a sum of one currency and one span to the series. */
static void
add_point(CxFactSeries *series, const CxRateTable *rates, const CxFactSumsRow *row)
{
    CxFactPoint point = {
        .from = day_of(row->from_day), .to = day_of(row->to_day), .sum = row->sum, .n = row->n
    };
    if (rates != NULL && row->currency != NULL) {
        CxMoney money = { .minor = row->sum };
        g_strlcpy(money.currency, row->currency, sizeof money.currency);
        if (!cx_rate_table_convert(rates, money, point.to, &point.sum)) {
            series->n_unconverted += row->n;
            return;
        }
    }
    CxFactPoint *last = series->points->len > 0
                            ? &g_array_index(series->points, CxFactPoint, series->points->len - 1)
                            : NULL;
    if (last != NULL && last->from.v == point.from.v && last->to.v == point.to.v) {
        last->sum += point.sum;
        last->n += point.n;
    } else {
        g_array_append_val(series->points, point);
    }
}

CxFactSeries *
cx_fact_series(CxCtx *ctx, const CxMetric *metric, CxFactWhat what, GError **error)
{
    g_autoptr(CxRateTable) rates = NULL;
    if (metric->is_money) {
        rates = cx_rate_table_load(ctx, error);
        if (rates == NULL)
            return NULL;
    }
    const CxFactSumsParams params = { .metric_id = metric->id.v,
                                      .kind = cx_fact_kind_key(what.kind),
                                      .source_key = what.key };
    g_autoptr(CxStmt) stmt = cx_q_fact_sums(ctx->db, &params, error);
    if (stmt == NULL)
        return NULL;
    g_autoptr(CxFactSeries) series = g_new0(CxFactSeries, 1);
    series->points = g_array_new(FALSE, TRUE, sizeof(CxFactPoint));
    series->currency = rates != NULL ? g_strdup(rates->reporting) : NULL;
    CxFactSumsRow row;
    CxStep step;
    while ((step = cx_q_fact_sums_next(stmt, &row, error)) == CX_STEP_ROW)
        add_point(series, rates, &row);
    return step == CX_STEP_DONE ? g_steal_pointer(&series) : NULL;
}

static void
add_cut(GArray *cuts, int64_t cut)
{
    guint at = 0;
    while (at < cuts->len && g_array_index(cuts, int64_t, at) < cut)
        at++;
    if (at == cuts->len || g_array_index(cuts, int64_t, at) != cut)
        g_array_insert_val(cuts, at, cut);
}

/* The ends of the quarters but the last, which is the highest value and parts nothing. */
static bool
add_quartiles(CxCtx *ctx, const CxMetric *metric, GArray *cuts, GError **error)
{
    g_autofree char *currency = metric->is_money ? cx_reporting_currency(ctx, error) : NULL;
    if (metric->is_money && currency == NULL)
        return false;
    const CxFactQuartilesParams params = { .metric_id = metric->id.v, .currency = currency };
    g_autoptr(CxStmt) stmt = cx_q_fact_quartiles(ctx->db, &params, error);
    if (stmt == NULL)
        return false;
    CxFactQuartilesRow row;
    CxStep step;
    while ((step = cx_q_fact_quartiles_next(stmt, &row, error)) == CX_STEP_ROW)
        add_cut(cuts, row.value);
    if (cuts->len > 0)
        g_array_set_size(cuts, cuts->len - 1);
    return step == CX_STEP_DONE;
}

GArray *
cx_fact_cuts(CxCtx *ctx, const CxMetric *metric, GError **error)
{
    g_autoptr(GArray) cuts = g_array_new(FALSE, FALSE, sizeof(int64_t));
    g_array_append_vals(cuts, metric->cuts->data, metric->cuts->len);
    if (cuts->len == 0 && !add_quartiles(ctx, metric, cuts, error))
        return NULL;
    if (metric->has_target)
        add_cut(cuts, metric->target);
    return g_steal_pointer(&cuts);
}

GArray *
cx_fact_count(CxCtx *ctx, const CxMetric *metric, GError **error)
{
    const CxFactCountParams params = { .metric_id = metric->id.v };
    g_autoptr(CxStmt) stmt = cx_q_fact_count(ctx->db, &params, error);
    if (stmt == NULL)
        return NULL;
    g_autoptr(GArray) counts = g_array_new(FALSE, TRUE, sizeof(CxFactCount));
    CxFactCountRow row;
    CxStep step;
    while ((step = cx_q_fact_count_next(stmt, &row, error)) == CX_STEP_ROW) {
        CxFactCount count = { .n = row.n };
        if (cx_fact_kind_find(row.kind, &count.kind))
            g_array_append_val(counts, count);
    }
    return step == CX_STEP_DONE ? g_steal_pointer(&counts) : NULL;
}

GPtrArray *
cx_fact_units(CxCtx *ctx, const CxMetric *metric, GError **error)
{
    const CxFactUnitsParams params = { .metric_id = metric->id.v };
    g_autoptr(CxStmt) stmt = cx_q_fact_units(ctx->db, &params, error);
    if (stmt == NULL)
        return NULL;
    g_autoptr(GPtrArray) units = g_ptr_array_new_with_free_func((GDestroyNotify)cx_fact_unit_free);
    CxFactUnitsRow row;
    CxStep step;
    while ((step = cx_q_fact_units_next(stmt, &row, error)) == CX_STEP_ROW) {
        const CxFactUnit *last = units->len > 0 ? g_ptr_array_index(units, units->len - 1) : NULL;
        if (last != NULL && strcmp(last->key, row.source_key) == 0)
            continue;
        CxFactUnit *unit = g_new0(CxFactUnit, 1);
        *unit = (CxFactUnit){ .key = g_strdup(row.source_key),
                              .from = day_of(row.from_day),
                              .to = day_of(row.to_day),
                              .value = row.value,
                              .currency = g_strdup(row.currency) };
        g_ptr_array_add(units, unit);
    }
    return step == CX_STEP_DONE ? g_steal_pointer(&units) : NULL;
}

bool
cx_fact_is_of_answers(CxCtx *ctx, const CxMetric *metric, bool *ret_is, GError **error)
{
    const CxFactOfAnswersParams params = { .metric_id = metric->id.v };
    CxFactOfAnswersRow row;
    if (!cx_q_fact_of_answers(ctx->db, &params, &row, error))
        return false;
    *ret_is = row.n > 0;
    return true;
}
