#include <string.h>

#include "base/civil.h"
#include "base/decimal.h"
#include "base/error.h"
#include "base/limits.h"
#include "base/money.h"
#include "base/text.h"
#include "business/kept.h"
#include "business/metric.h"
#include "business/rate.h"
#include "db/txn.h"
#include "db/version.h"
#include "sql/business.h"

#define TOP_OF_DECIMALS 6

/* ---- Reading ---- */

/* "20 30 50" as numbers. */
static GArray *
parse_cuts(const char *text)
{
    GArray *cuts = g_array_new(FALSE, FALSE, sizeof(int64_t));
    g_auto(GStrv) parts = g_strsplit(text, " ", -1);
    for (size_t i = 0; parts[i] != NULL; i++) {
        int64_t cut = 0;
        if (cx_text_parse_i64(parts[i], &cut, NULL))
            g_array_append_val(cuts, cut);
    }
    return cuts;
}

static char *
format_cuts(const int64_t *cuts, size_t n_cuts)
{
    GString *text = g_string_new(NULL);
    for (size_t i = 0; i < n_cuts; i++)
        g_string_append_printf(text, "%s%" G_GINT64_FORMAT, i > 0 ? " " : "", cuts[i]);
    return g_string_free(text, FALSE);
}

static CxDay
opt_day(CxOptI64 day)
{
    return day.is_set ? (CxDay){ (int32_t)day.v } : CX_DAY_NONE;
}

static CxMetric *
metric_of_row(const CxMetricListRow *row)
{
    CxMetric *metric = g_new0(CxMetric, 1);
    *metric = (CxMetric){
        .id = { row->id },
        .key = g_strdup(row->key),
        .label = g_strdup(row->label),
        .unit = g_strdup(row->unit),
        .direction = strcmp(row->direction, "down") == 0 ? CX_METRIC_DOWN : CX_METRIC_UP,
        .decimals = (int)row->decimals,
        .is_money = row->is_money != 0,
        .department = { row->department_id.is_set ? row->department_id.v : 0 },
        .cuts = parse_cuts(row->cuts),
        .has_target = row->target.is_set,
        .target = row->target.is_set ? row->target.v : 0,
        .target_from = opt_day(row->target_from),
        .has_facts = row->has_facts != 0,
    };
    return metric;
}

static bool
can_see(const CxCtx *ctx, CxOptI64 department)
{
    const CxDepartmentId whose = { department.is_set ? department.v : 0 };
    return cx_ctx_can_see_department(ctx, whose);
}

/* Which metrics of all. */
typedef enum { ALL, SEEN } Which;

static GPtrArray *
list_metrics(CxCtx *ctx, Which which, GError **error)
{
    const CxMetricListParams params = { .day = ctx->today.v };
    g_autoptr(CxStmt) stmt = cx_q_metric_list(ctx->db, &params, error);
    if (stmt == NULL)
        return NULL;
    g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func((GDestroyNotify)cx_metric_free);
    CxMetricListRow row;
    CxStep step;
    while ((step = cx_q_metric_list_next(stmt, &row, error)) == CX_STEP_ROW) {
        if (which == ALL || can_see(ctx, row.department_id))
            g_ptr_array_add(list, metric_of_row(&row));
    }
    return step == CX_STEP_DONE ? g_steal_pointer(&list) : NULL;
}

GPtrArray *
cx_metric_list(CxCtx *ctx, GError **error)
{
    return list_metrics(ctx, SEEN, error);
}

GPtrArray *
cx_metric_all(CxCtx *ctx, GError **error)
{
    return list_metrics(ctx, ALL, error);
}

CxMetric *
cx_metric_find(CxCtx *ctx, const char *key, GError **error)
{
    g_autoptr(GPtrArray) list = cx_metric_list(ctx, error);
    if (list == NULL)
        return NULL;
    for (guint i = 0; i < list->len; i++) {
        const CxMetric *metric = g_ptr_array_index(list, i);
        if (strcmp(metric->key, key) == 0)
            return g_ptr_array_steal_index(list, i);
    }
    g_set_error(error, CX_ERROR, CX_ERROR_NOT_FOUND, "there is no metric \"%s\"", key);
    return NULL;
}

/* In a box that is shared. */
static CxMetricExtent *
load_extent(CxCtx *ctx, const CxMetric *metric, GError **error)
{
    CxFactExtentRow row;
    const CxFactExtentParams params = { .metric_id = metric->id.v };
    if (!cx_q_fact_extent(ctx->db, &params, &row, error))
        return NULL;
    CxMetricExtent *extent = g_atomic_rc_box_new(CxMetricExtent);
    *extent = (CxMetricExtent){
        .n = row.n,
        .first_day = opt_day(row.first_day),
        .last_day = opt_day(row.last_day),
    };
    return extent;
}

bool
cx_metric_extent(CxCtx *ctx, const CxMetric *metric, CxMetricExtent *ret_extent, GError **error)
{
    const CxKeptAsk ask = { .what = CX_KEPT_METRIC_EXTENT,
                            .numbers = &metric->id.v,
                            .n_numbers = 1 };
    CxKept kept;
    void *extent = NULL;
    if (!cx_kept_find(ctx, &ask, &kept, &extent, error))
        return false;
    if (extent == NULL) {
        extent = load_extent(ctx, metric, error);
        if (extent == NULL)
            return false;
        cx_kept_put(&kept, extent, &cx_kept_box);
    }
    *ret_extent = *(CxMetricExtent *)extent;
    g_atomic_rc_box_release(extent);
    return true;
}

/* ---- Adding ---- */

static bool
check_spec(const CxMetricSpec *spec, GError **error)
{
    if (!cx_text_is_key(spec->key) || strlen(spec->key) > CX_METRIC_KEY_BYTES_MAX ||
        *spec->label == '\0' || strlen(spec->unit) > CX_KEY_BYTES_MAX || spec->decimals < 0 ||
        spec->decimals > TOP_OF_DECIMALS || spec->n_cuts > CX_METRIC_CUTS_MAX) {
        g_set_error(error, CX_ERROR, CX_ERROR_INVALID, "metric \"%s\" cannot be kept like this",
                    spec->key);
        return false;
    }
    return true;
}

/* Facts are numbers of one unit: what they are counted in stands once there are some. */
static bool
check_change(const CxMetricSpec *spec, const CxMetricFindRow *known, GError **error)
{
    const char *what = NULL;
    if (strcmp(known->unit, spec->unit) != 0)
        what = "unit";
    else if (known->decimals != spec->decimals)
        what = "decimals";
    else if ((known->is_money != 0) != spec->is_money)
        what = "money";
    if (what == NULL || known->has_facts == 0)
        return true;
    g_set_error(error, CX_ERROR, CX_ERROR_CONFLICT,
                "metric \"%s\" has facts, so its %s cannot change: it has unit \"%s\" with %d "
                "decimals, the mapping says \"%s\" with %d; give the new one a key of its own",
                spec->key, what, known->unit, (int)known->decimals, spec->unit, spec->decimals);
    return false;
}

static bool
is_as_known(const CxMetricSpec *spec, const CxMetricFindRow *known, const char *cuts,
            const char *direction)
{
    const int64_t department = known->department_id.is_set ? known->department_id.v : 0;
    return strcmp(known->label, spec->label) == 0 && strcmp(known->unit, spec->unit) == 0 &&
           strcmp(known->direction, direction) == 0 && known->decimals == spec->decimals &&
           (known->is_money != 0) == spec->is_money && department == spec->department.v &&
           strcmp(known->cuts, cuts) == 0;
}

static bool
add_metric(CxCtx *ctx, const CxMetricUpdateParams *as, const char *key, CxMetricId *ret_id,
           GError **error)
{
    const CxMetricAddParams params = {
        .key = key,
        .label = as->label,
        .unit = as->unit,
        .direction = as->direction,
        .decimals = as->decimals,
        .is_money = as->is_money,
        .department_id = as->department_id,
        .cuts = as->cuts,
        .added_us = ctx->now.us,
    };
    CxMetricAddRow row;
    if (!cx_q_metric_add(ctx->db, &params, &row, error))
        return false;
    ret_id->v = row.id;
    return true;
}

bool
cx_metric_ensure(CxCtx *ctx, const CxMetricSpec *spec, CxMetricEnsure how, CxMetricId *ret_id,
                 bool *ret_is_changed, GError **error)
{
    if (!check_spec(spec, error))
        return false;
    g_autoptr(CxStmt) stmt =
        cx_q_metric_find(ctx->db, &(CxMetricFindParams){ .key = spec->key }, error);
    if (stmt == NULL)
        return false;
    CxMetricFindRow known;
    const CxStep step = cx_q_metric_find_next(stmt, &known, error);
    if (step == CX_STEP_ERROR)
        return false;
    g_autofree char *cuts = format_cuts(spec->cuts, spec->n_cuts);
    const char *direction = spec->direction == CX_METRIC_DOWN ? "down" : "up";
    CxMetricUpdateParams params = {
        .label = spec->label,
        .unit = spec->unit,
        .direction = direction,
        .decimals = spec->decimals,
        .is_money = spec->is_money ? 1 : 0,
        .department_id =
            spec->department.v != 0 ? CX_SOME_I64(spec->department.v) : (CxOptI64){ 0 },
        .cuts = cuts,
    };
    if (step == CX_STEP_DONE) {
        *ret_is_changed = true;
        return add_metric(ctx, &params, spec->key, ret_id, error);
    }
    params.id = known.id;
    ret_id->v = known.id;
    if (is_as_known(spec, &known, cuts, direction))
        return true;
    if (!check_change(spec, &known, error))
        return false;
    if (how == CX_METRIC_ADD)
        return true;
    *ret_is_changed = true;
    return cx_q_metric_update(ctx->db, &params, error);
}

/* ---- Targets ---- */

/* A target as facts are kept; of money in the reporting currency. */
static bool
parse_target(CxCtx *ctx, const CxMetric *metric, const char *text, CxOptI64 *ret_target,
             GError **error)
{
    *ret_target = (CxOptI64){ 0 };
    if (text == NULL || *text == '\0')
        return true;
    ret_target->is_set = true;
    if (metric->is_money) {
        g_autofree char *currency = cx_reporting_currency(ctx, error);
        g_autoptr(GString) reason = g_string_new(NULL);
        CxMoney money;
        if (currency == NULL)
            return false;
        if (!cx_money_parse(text, CX_POINT_DOT, currency, &money, reason)) {
            g_set_error(error, CX_ERROR, CX_ERROR_INVALID, "%s", reason->str);
            return false;
        }
        ret_target->v = money.minor;
        return true;
    }
    CxDecimal value;
    int64_t exact = 0;
    if (!cx_decimal_parse(text, CX_POINT_DOT, &value) ||
        !cx_decimal_scale(value, metric->decimals, &ret_target->v)) {
        g_set_error(error, CX_ERROR, CX_ERROR_INVALID, "\"%s\" is not a number", text);
        return false;
    }
    const CxDecimal kept = { ret_target->v, -metric->decimals };
    int64_t finer = 0;
    if (cx_decimal_scale(value, CX_DECIMALS_MAX, &exact) &&
        (!cx_decimal_scale(kept, CX_DECIMALS_MAX, &finer) || finer != exact)) {
        g_set_error(error, CX_ERROR, CX_ERROR_INVALID,
                    "\"%s\" has more decimals than the metric, which has %d", text,
                    metric->decimals);
        return false;
    }
    return true;
}

static bool
write_target(CxCtx *ctx, const CxMetric *metric, const CxMetricTargetAddParams *params,
             GError **error)
{
    g_autoptr(CxTxn) txn = cx_txn_begin_write(ctx->db, error);
    if (txn == NULL || !cx_q_metric_target_add(ctx->db, params, error) ||
        !cx_data_version_bump(ctx->db, CX_BUSINESS_AREA, error))
        return false;
    g_autofree char *before =
        metric->has_target ? cx_metric_value_text(metric, NULL, metric->target) : NULL;
    g_autofree char *after =
        params->target.is_set ? cx_metric_value_text(metric, NULL, params->target.v) : NULL;
    g_autofree char *day = cx_day_format((CxDay){ (int32_t)params->from_day });
    g_autofree char *was = before != NULL ? cx_audit_texts("target", before, NULL) : NULL;
    g_autofree char *is = cx_audit_texts("metric", metric->key, "target",
                                         after != NULL ? after : "", "from", day, NULL);
    return cx_ctx_audit(ctx, "metric.target", "metric", metric->id.v, was, is, error) &&
           cx_txn_commit(&txn, error);
}

bool
cx_metric_target_set(CxCtx *ctx, const char *key, CxDay from, const char *target, const char *note,
                     GError **error)
{
    if (!cx_ctx_check_change(ctx, "set targets", error))
        return false;
    g_autoptr(CxMetric) metric = cx_metric_find(ctx, key, error);
    if (metric == NULL)
        return false;
    CxMetricTargetAddParams params = {
        .metric_id = metric->id.v,
        .from_day = cx_day_is_none(from) ? ctx->today.v : from.v,
        .note = note,
        .set_us = ctx->now.us,
        .actor = ctx->actor.login,
    };
    if (note != NULL && (strlen(note) > CX_TEXT_BYTES_MAX || !cx_text_is_clean(note))) {
        g_set_error_literal(error, CX_ERROR, CX_ERROR_INVALID,
                            "a note is plain text of at most 16,384 bytes");
        return false;
    }
    return parse_target(ctx, metric, target, &params.target, error) &&
           write_target(ctx, metric, &params, error);
}

GPtrArray *
cx_metric_target_list(CxCtx *ctx, const CxMetric *metric, GError **error)
{
    const CxMetricTargetListParams params = { .metric_id = metric->id.v };
    g_autoptr(CxStmt) stmt = cx_q_metric_target_list(ctx->db, &params, error);
    if (stmt == NULL)
        return NULL;
    g_autoptr(GPtrArray) list =
        g_ptr_array_new_with_free_func((GDestroyNotify)cx_metric_target_free);
    CxMetricTargetListRow row;
    CxStep step;
    while ((step = cx_q_metric_target_list_next(stmt, &row, error)) == CX_STEP_ROW) {
        CxMetricTarget *target = g_new0(CxMetricTarget, 1);
        target->from.v = (int32_t)row.from_day;
        target->has_target = row.target.is_set;
        target->target = row.target.is_set ? row.target.v : 0;
        target->note = g_strdup(row.note);
        target->set_at.us = row.set_us;
        target->actor = g_strdup(row.actor);
        g_ptr_array_add(list, target);
    }
    return step == CX_STEP_DONE ? g_steal_pointer(&list) : NULL;
}
