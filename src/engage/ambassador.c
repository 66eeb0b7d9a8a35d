#include "engage/ambassador.h"

#include <math.h>
#include <string.h>

#include "base/error.h"
#include "base/limits.h"
#include "db/db.h"
#include "db/txn.h"
#include "engage/wall.h"
#include "lang/assert.h"
#include "people/department.h"
#include "sql/engage.h"

#define HOURS_MAX       200
#define MINUTES_MAX     6000
#define MINUTES_AN_HOUR 60.0
#define MONTHS          3.0 /* in CX_AMBASSADOR_DAYS */

static const char *const act_keys[CX_AMBASSADOR_ACT_N] = {
#define X(name, key) [CX_AMBASSADOR_##name] = (key),
    CX_AMBASSADOR_ACT_MAP(X)
#undef X
};

const char *
cx_ambassador_act_key(CxAmbassadorActKind kind)
{
    cx_assert(kind < CX_AMBASSADOR_ACT_N);
    return act_keys[kind];
}

bool
cx_ambassador_act_parse(const char *key, CxAmbassadorActKind *ret_kind, GError **error)
{
    for (size_t i = 0; i < CX_AMBASSADOR_ACT_N; i++) {
        if (g_strcmp0(key, act_keys[i]) == 0) {
            *ret_kind = (CxAmbassadorActKind)i;
            return true;
        }
    }
    g_set_error(error, CX_ERROR, CX_ERROR_INVALID,
                "\"%s\" is nothing an ambassador does here; there are told, brought and trained",
                key != NULL ? key : "");
    return false;
}

/* ---- Reading ---- */

static bool
list_acts(CxCtx *ctx, GArray *found, GError **error)
{
    const CxAmbassadorActListParams params = { .since = ctx->today.v - CX_AMBASSADOR_YEAR_DAYS };
    g_autoptr(CxStmt) stmt = cx_q_ambassador_act_list(ctx->db, &params, error);
    if (stmt == NULL)
        return false;
    CxAmbassadorActListRow row;
    CxStep step = cx_q_ambassador_act_list_next(stmt, &row, error);
    for (; step == CX_STEP_ROW; step = cx_q_ambassador_act_list_next(stmt, &row, error)) {
        CxAmbassadorAct act = {
            .ambassador = row.ambassador_id,
            .what = cx_arena_text(ctx->arena, row.what),
            .minutes = row.minutes,
            .day = { (int32_t)row.day },
        };
        if (!cx_ambassador_act_parse(row.kind, &act.kind, error))
            return false;
        if (act.day.v <= ctx->today.v)
            g_array_append_val(found, act);
    }
    return step == CX_STEP_DONE;
}

static void
sum_acts(const CxCtx *ctx, const CxAmbassadors *all, CxAmbassador *each)
{
    each->last = CX_DAY_NONE;
    for (size_t i = 0; i < all->n_acts; i++) {
        const CxAmbassadorAct *act = &all->acts[i];
        if (act->ambassador != each->id)
            continue;
        if (cx_day_is_none(each->last))
            each->last = act->day;
        each->n_brought += act->kind == CX_AMBASSADOR_BROUGHT;
        if (act->day.v > ctx->today.v - CX_AMBASSADOR_DAYS) {
            each->n_acts++;
            each->minutes += act->minutes;
        }
    }
    each->load = each->hours_month > 0 ? (double)each->minutes /
                                             (MONTHS * MINUTES_AN_HOUR * (double)each->hours_month)
                                       : (double)NAN;
}

static void
judge(const CxCtx *ctx, CxAmbassador *each)
{
    const bool is_there = cx_day_is_none(each->ended_on);
    const CxDay since = cx_day_is_none(each->last) ? each->from : each->last;
    each->is_quiet = is_there && since.v <= ctx->today.v - CX_AMBASSADOR_QUIET_DAYS;
    each->is_over = is_there && each->load > 1.0;
    each->is_turn = is_there && each->from.v <= ctx->today.v - CX_AMBASSADOR_TURN_DAYS;
}

static bool
list(CxCtx *ctx, CxAmbassadors *all, GError **error)
{
    g_autoptr(CxStmt) stmt = cx_q_ambassador_list(ctx->db, error);
    if (stmt == NULL)
        return false;
    g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(CxAmbassador));
    CxAmbassadorListRow row;
    CxStep step = cx_q_ambassador_list_next(stmt, &row, error);
    for (; step == CX_STEP_ROW; step = cx_q_ambassador_list_next(stmt, &row, error)) {
        CxAmbassador each = {
            .id = row.id,
            .name = cx_arena_text(ctx->arena, row.name),
            .department = { row.department_id },
            .department_name = cx_arena_text(ctx->arena, row.department),
            .hours_month = row.hours_month,
            .from = { (int32_t)row.from_day },
            .ended_on = row.ended_day.is_set ? (CxDay){ (int32_t)row.ended_day.v } : CX_DAY_NONE,
            .reason = cx_arena_text(ctx->arena, row.reason),
        };
        sum_acts(ctx, all, &each);
        judge(ctx, &each);
        all->n_there += cx_day_is_none(each.ended_on);
        g_array_append_val(found, each);
    }
    all->items = cx_engage_keep(ctx->arena, found);
    all->n = found->len;
    return step == CX_STEP_DONE;
}

static bool
is_covered(const CxAmbassadors *all, CxDepartmentId department)
{
    for (size_t i = 0; i < all->n_there; i++) {
        if (all->items[i].department.v == department.v)
            return true;
    }
    return false;
}

static bool
cover(CxCtx *ctx, CxAmbassadors *all, GError **error)
{
    g_autoptr(GPtrArray) departments = cx_department_list(ctx, error);
    if (departments == NULL)
        return false;
    const char **uncovered = cx_arena_new0_n(ctx->arena, const char *, departments->len);
    for (guint i = 0; i < departments->len; i++) {
        const CxDepartment *department = departments->pdata[i];
        if (!cx_department_is_there(department, ctx->today))
            continue;
        all->n_departments++;
        if (!is_covered(all, department->id))
            uncovered[all->n_uncovered++] = cx_arena_text(ctx->arena, department->name);
    }
    all->uncovered = uncovered;
    return true;
}

bool
cx_ambassador_load(CxCtx *ctx, CxAmbassadors *ret_ambassadors, GError **error)
{
    CxAmbassadors all = { .n = 0 };
    g_autoptr(GArray) acts = g_array_new(FALSE, FALSE, sizeof(CxAmbassadorAct));
    if (!cx_ctx_check_change(ctx, "see who the ambassadors are", error) ||
        !list_acts(ctx, acts, error))
        return false;
    all.acts = cx_engage_keep(ctx->arena, acts);
    all.n_acts = acts->len;
    if (!list(ctx, &all, error) || !cover(ctx, &all, error))
        return false;
    *ret_ambassadors = all;
    return true;
}

/* ---- Writing ---- */

static bool
is_said(const char *text)
{
    return text != NULL && *text != '\0' && strlen(text) <= CX_NAME_BYTES_MAX;
}

static bool
refuse(GError **error, const char *text)
{
    g_set_error_literal(error, CX_ERROR, CX_ERROR_INVALID, text);
    return false;
}

bool
cx_ambassador_add(CxCtx *ctx, const char *name, const char *department, int64_t hours_month,
                  CxDay from, GError **error)
{
    if (!cx_ctx_check_change(ctx, "name ambassadors", error))
        return false;
    if (!is_said(name))
        return refuse(error, "say who it is");
    if (hours_month < 0 || hours_month > HOURS_MAX)
        return refuse(error, "the hours a month are 0 to 200");
    if (!cx_day_is_none(from) && from.v > ctx->today.v)
        return refuse(error, "the day cannot lie in the future");
    g_autoptr(CxDepartment) known = cx_department_find(ctx, department, error);
    g_autoptr(CxTxn) txn = known != NULL ? cx_txn_begin_write(ctx->db, error) : NULL;
    if (txn == NULL)
        return false;
    const CxAmbassadorAddParams params = {
        .name = name,
        .department_id = known->id.v,
        .hours_month = hours_month,
        .from_day = cx_day_is_none(from) ? ctx->today.v : from.v,
        .by = ctx->actor.name,
        .at_us = ctx->now.us,
    };
    CxAmbassadorAddRow row;
    g_autofree char *after = cx_audit_texts("name", name, "department", known->key, NULL);
    return cx_q_ambassador_add(ctx->db, &params, &row, error) &&
           cx_ctx_audit(ctx, "ambassador.add", "ambassador", row.id, NULL, after, error) &&
           cx_txn_commit(&txn, error);
}

bool
cx_ambassador_end(CxCtx *ctx, int64_t id, const char *reason, GError **error)
{
    if (!cx_ctx_check_change(ctx, "end an ambassador's time", error))
        return false;
    g_autoptr(CxTxn) txn = cx_txn_begin_write(ctx->db, error);
    const CxAmbassadorEndParams params = { .id = id, .day = ctx->today.v, .reason = reason };
    if (txn == NULL || !cx_q_ambassador_end(ctx->db, &params, error))
        return false;
    if (cx_db_changes(ctx->db) != 1) {
        g_set_error_literal(error, CX_ERROR, CX_ERROR_CONFLICT,
                            "this ambassador's time has ended already, or never began");
        return false;
    }
    g_autofree char *after = cx_audit_texts("reason", reason != NULL ? reason : "", NULL);
    return cx_ctx_audit(ctx, "ambassador.end", "ambassador", id, NULL, after, error) &&
           cx_txn_commit(&txn, error);
}

static bool
check_act(CxCtx *ctx, const CxAmbassadorAct *act, GError **error)
{
    if (!is_said(act->what))
        return refuse(error, "say what was done");
    if (act->minutes < 0 || act->minutes > MINUTES_MAX)
        return refuse(error, "the minutes are 0 to 6000");
    if (!cx_day_is_none(act->day) && act->day.v > ctx->today.v)
        return refuse(error, "the day cannot lie in the future");
    CxAmbassadors all;
    if (!cx_ambassador_load(ctx, &all, error))
        return false;
    for (size_t i = 0; i < all.n; i++) {
        if (all.items[i].id == act->ambassador)
            return true;
    }
    g_set_error_literal(error, CX_ERROR, CX_ERROR_NOT_FOUND, "there is no such ambassador");
    return false;
}

bool
cx_ambassador_note(CxCtx *ctx, const CxAmbassadorAct *act, GError **error)
{
    if (!cx_ctx_check_change(ctx, "note what ambassadors did", error) ||
        !check_act(ctx, act, error))
        return false;
    g_autoptr(CxTxn) txn = cx_txn_begin_write(ctx->db, error);
    if (txn == NULL)
        return false;
    const CxAmbassadorActAddParams params = {
        .ambassador_id = act->ambassador,
        .kind = cx_ambassador_act_key(act->kind),
        .what = act->what,
        .minutes = act->minutes,
        .day = cx_day_is_none(act->day) ? ctx->today.v : act->day.v,
        .by = ctx->actor.name,
        .at_us = ctx->now.us,
    };
    CxAmbassadorActAddRow row;
    g_autofree char *after = cx_audit_texts("kind", params.kind, "what", act->what, NULL);
    return cx_q_ambassador_act_add(ctx->db, &params, &row, error) &&
           cx_ctx_audit(ctx, "ambassador.note", "ambassador_act", row.id, NULL, after, error) &&
           cx_txn_commit(&txn, error);
}
