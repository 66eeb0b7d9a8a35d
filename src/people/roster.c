#include "people/roster.h"

#include <inttypes.h>

#include "base/civil.h"
#include "base/error.h"
#include "db/db.h"
#include "db/txn.h"
#include "db/version.h"
#include "people/leader_priv.h"
#include "people/roster_priv.h"
#include "sql/people.h"

static const char *const change_keys[] = { "came", "left", "moved", "same" };

const char *
cx_roster_change_key(CxRosterChangeKind kind)
{
    return change_keys[kind];
}

/* ---- Reports and plans ---- */

static void
reject_destroy(gpointer data)
{
    CxRosterReject *reject = data;
    g_free(reject->column);
    g_free(reject->reason);
    g_free(reject);
}

static void
change_destroy(gpointer data)
{
    CxRosterChange *change = data;
    g_free(change->leader);
    g_free(change->department);
    g_free(change->title);
    g_free(change->department_before);
    g_free(change->title_before);
    g_free(change);
}

static void
superior_destroy(gpointer data)
{
    CxRosterSuperior *superior = data;
    g_free(superior->superior);
    g_free(superior);
}

CxRosterReport *
cx_roster_report_new(void)
{
    CxRosterReport *report = g_new0(CxRosterReport, 1);
    report->changes = g_ptr_array_new_with_free_func(change_destroy);
    report->vacant = g_ptr_array_new_with_free_func(g_free);
    report->departments_new = g_ptr_array_new_with_free_func(g_free);
    report->rejects = g_ptr_array_new_with_free_func(reject_destroy);
    return report;
}

void
cx_roster_report_free(CxRosterReport *report)
{
    if (report == NULL)
        return;
    g_ptr_array_unref(report->changes);
    g_ptr_array_unref(report->vacant);
    g_ptr_array_unref(report->departments_new);
    g_ptr_array_unref(report->rejects);
    g_free(report);
}

void
cx_roster_reject(CxRosterReport *report, int64_t line, const char *column, const char *reason)
{
    CxRosterReject *entry = g_new0(CxRosterReject, 1);
    entry->line = line;
    entry->column = g_strdup(column != NULL ? column : "");
    entry->reason = g_strdup(reason);
    g_ptr_array_add(report->rejects, entry);
}

void
cx_roster_plan_clear(CxRosterPlan *plan)
{
    g_clear_pointer(&plan->rows, cx_roster_rows_free);
    cx_roster_index_free(plan->index);
    plan->index = NULL;
    g_clear_pointer(&plan->leaders, g_ptr_array_unref);
    g_clear_pointer(&plan->departments, g_ptr_array_unref);
    g_clear_pointer(&plan->superiors, g_ptr_array_unref);
    g_clear_pointer(&plan->ops, g_array_unref);
    g_clear_pointer(&plan->report, cx_roster_report_free);
}

/* ---- What is known before ---- */

static bool
load_superiors(CxCtx *ctx, CxRosterPlan *plan, GError **error)
{
    plan->superiors = g_ptr_array_new_with_free_func(superior_destroy);
    const CxLeaderSuperiorListParams params = { .day = plan->as_of.v };
    g_autoptr(CxStmt) stmt = cx_q_leader_superior_list(ctx->db, &params, error);
    if (stmt == NULL)
        return false;
    CxLeaderSuperiorListRow row;
    CxStep step = cx_q_leader_superior_list_next(stmt, &row, error);
    for (; step == CX_STEP_ROW; step = cx_q_leader_superior_list_next(stmt, &row, error)) {
        CxRosterSuperior *superior = g_new0(CxRosterSuperior, 1);
        superior->leader = row.leader_id;
        superior->superior = g_strdup(row.superior_name);
        g_ptr_array_add(plan->superiors, superior);
    }
    return step == CX_STEP_DONE;
}

/* The whole rosters taken nearest before and after the day. */
static bool
load_files(CxCtx *ctx, CxRosterPlan *plan, GError **error)
{
    plan->whole_before = CX_DAY_NONE;
    plan->whole_after = CX_DAY_NONE;
    g_autoptr(CxStmt) stmt = cx_q_roster_file_list(ctx->db, error);
    if (stmt == NULL)
        return false;
    CxRosterFileListRow row;
    CxStep step = cx_q_roster_file_list_next(stmt, &row, error);
    for (; step == CX_STEP_ROW; step = cx_q_roster_file_list_next(stmt, &row, error)) {
        const CxDay day = { (int32_t)row.as_of_day };
        if (row.is_whole == 1 && day.v < plan->as_of.v)
            plan->whole_before = day;
        if (row.is_whole == 1 && day.v > plan->as_of.v)
            plan->whole_after = day;
    }
    return step == CX_STEP_DONE;
}

static bool
load(CxCtx *ctx, CxRosterPlan *plan, GError **error)
{
    plan->leaders = cx_leader_list(ctx, error);
    plan->departments = plan->leaders != NULL ? cx_department_list(ctx, error) : NULL;
    plan->ops = g_array_new(FALSE, TRUE, sizeof(CxRosterOp));
    return plan->departments != NULL && load_superiors(ctx, plan, error) &&
           load_files(ctx, plan, error);
}

/* The day the file is of: said with it, in it, or today. Said twice, it has to be the same. */
static bool
find_day(const CxCtx *ctx, const CxRosterAsk *ask, CxDay in_file, CxDay *ret_day, GError **error)
{
    if (!cx_day_is_none(ask->as_of) && !cx_day_is_none(in_file) && ask->as_of.v != in_file.v) {
        g_autofree char *said = cx_day_format(ask->as_of);
        g_autofree char *day = cx_day_format(in_file);
        g_set_error(error, CX_ERROR, CX_ERROR_INVALID,
                    "the roster is as of %s by its own column, and %s was asked for", day, said);
        return false;
    }
    *ret_day = !cx_day_is_none(ask->as_of) ? ask->as_of
               : !cx_day_is_none(in_file)  ? in_file
                                           : ctx->today;
    return true;
}

/* Reads the file and finds what follows from it. */
static bool
make_plan(CxCtx *ctx, const CxRosterAsk *ask, CxRosterPlan *plan, GError **error)
{
    plan->report = cx_roster_report_new();
    plan->extent = ask->extent;
    plan->rows = cx_roster_rows_read(ask, plan->report, error);
    if (plan->rows == NULL || !find_day(ctx, ask, plan->rows->as_of, &plan->as_of, error))
        return false;
    if (plan->extent == CX_ROSTER_WHOLE && plan->rows->rows->len == 0 &&
        plan->report->rejects->len == 0) {
        g_set_error_literal(error, CX_ERROR, CX_ERROR_INVALID,
                            "a whole roster of nobody would end every term; nothing was changed");
        return false;
    }
    plan->report->extent = plan->extent;
    plan->report->as_of = plan->as_of;
    if (!load(ctx, plan, error))
        return false;
    cx_roster_plan(plan);
    return true;
}

/* ---- Writing ---- */

static CxOptI64
some_day(CxDay day)
{
    return (CxOptI64){ .is_set = !cx_day_is_none(day), .v = day.v };
}

static bool
add_department(CxCtx *ctx, CxDepartment *department, GError **error)
{
    return cx_department_ensure(ctx, department->key, department->name, &department->id, NULL,
                                error);
}

static bool
add_leader(CxCtx *ctx, CxLeader *leader, GError **error)
{
    const CxLeaderAddParams params = { .key = leader->key,
                                       .name = leader->name,
                                       .email = leader->email };
    g_autoptr(CxStmt) stmt = cx_q_leader_add(ctx->db, &params, error);
    CxLeaderAddRow row;
    if (stmt == NULL || cx_q_leader_add_next(stmt, &row, error) != CX_STEP_ROW)
        return false;
    leader->id.v = row.id;
    return true;
}

static bool
add_term(CxCtx *ctx, const CxRosterOp *op, GError **error)
{
    const CxTermAddParams params = {
        .leader_id = op->leader->id.v,
        .department_id = { .is_set = op->department != NULL,
                           .v = op->department != NULL ? op->department->id.v : 0 },
        .title = op->term->title,
        .from_day = some_day(op->term->from),
        .to_day = some_day(op->term->to),
    };
    g_autoptr(CxStmt) stmt = cx_q_term_add(ctx->db, &params, error);
    CxTermAddRow row;
    if (stmt == NULL || cx_q_term_add_next(stmt, &row, error) != CX_STEP_ROW)
        return false;
    op->term->id = row.id;
    return true;
}

static bool
set_superior(CxCtx *ctx, const CxRosterOp *op, CxDay day, GError **error)
{
    const CxLeaderSuperiorAddParams params = {
        .leader_id = op->leader->id.v,
        .superior_id = { .is_set = op->superior != NULL,
                         .v = op->superior != NULL ? op->superior->id.v : 0 },
        .superior_name = op->superior_name,
        .from_day = day.v,
    };
    return cx_q_leader_superior_add(ctx->db, &params, error);
}

static bool
write_op(CxCtx *ctx, const CxRosterPlan *plan, const CxRosterOp *op, GError **error)
{
    switch (op->kind) {
    case CX_ROSTER_ADD_DEPARTMENT:
        return add_department(ctx, op->department, error);
    case CX_ROSTER_ADD_LEADER:
        return add_leader(ctx, op->leader, error);
    case CX_ROSTER_ADD_TERM:
        return add_term(ctx, op, error);
    case CX_ROSTER_END_TERM: {
        const CxTermEndParams params = { .id = op->term->id,
                                         .leader_id = op->leader->id.v,
                                         .to_day = op->term->to.v };
        return cx_q_term_end(ctx->db, &params, error);
    }
    case CX_ROSTER_DATE_TERM:
        return cx_q_term_date(
            ctx->db, &(CxTermDateParams){ .id = op->term->id, .from_day = op->term->from.v },
            error);
    case CX_ROSTER_SET_SUPERIOR:
        return set_superior(ctx, op, plan->as_of, error);
    }
    g_assert_not_reached();
}

static bool
audit(CxCtx *ctx, const CxRosterPlan *plan, const char *file_name, GError **error)
{
    const CxRosterReport *report = plan->report;
    g_autofree char *as_of = cx_day_format(plan->as_of);
    g_autofree char *n_leaders = g_strdup_printf("%" PRId64, report->n_leaders_new);
    g_autofree char *n_terms = g_strdup_printf("%" PRId64, report->n_terms_new);
    g_autofree char *n_ended = g_strdup_printf("%" PRId64, report->n_terms_ended);
    g_autofree char *after =
        cx_audit_texts("file", file_name, "as_of", as_of, "extent",
                       plan->extent == CX_ROSTER_WHOLE ? "whole" : "some", "leaders_new", n_leaders,
                       "terms_new", n_terms, "terms_ended", n_ended, NULL);
    return cx_ctx_audit(ctx, "roster.import", "roster", 0, NULL, after, error);
}

static bool
write_file(CxCtx *ctx, const CxRosterPlan *plan, const CxRosterAsk *ask, GError **error)
{
    const CxRosterFileAddParams params = {
        .as_of_day = plan->as_of.v,
        .is_whole = plan->extent == CX_ROSTER_WHOLE ? 1 : 0,
        .file_name = ask->file_name,
        .taken_us = ctx->now.us,
        .taken_by = ctx->actor.login,
    };
    return cx_q_roster_file_add(ctx->db, &params, error);
}

/* Whether the roster is worth a record: something follows from it, or it is the first to say that
 * it was the whole of a day. */
static bool
is_news(CxCtx *ctx, const CxRosterPlan *plan, bool *ret_is_news, GError **error)
{
    *ret_is_news = plan->ops->len > 0;
    if (plan->ops->len > 0 || plan->extent == CX_ROSTER_SOME)
        return true;
    const CxRosterFileFindParams params = { .as_of_day = plan->as_of.v };
    CxRosterFileFindRow row;
    if (!cx_q_roster_file_find(ctx->db, &params, &row, error))
        return false;
    *ret_is_news = row.n == 0;
    return true;
}

static bool
write_plan(CxCtx *ctx, const CxRosterPlan *plan, const CxRosterAsk *ask, GError **error)
{
    for (guint i = 0; i < plan->ops->len; i++) {
        if (!write_op(ctx, plan, &g_array_index(plan->ops, CxRosterOp, i), error))
            return false;
    }
    return write_file(ctx, plan, ask, error) && audit(ctx, plan, ask->file_name, error) &&
           cx_data_version_bump(ctx->db, "people", error);
}

/* ---- The use cases ---- */

CxRosterReport *
cx_roster_try(CxCtx *ctx, const CxRosterAsk *ask, GError **error)
{
    if (!cx_ctx_check_change(ctx, "import a roster", error))
        return NULL;
    g_auto(CxRosterPlan) plan = { 0 };
    return make_plan(ctx, ask, &plan, error) ? g_steal_pointer(&plan.report) : NULL;
}

CxRosterReport *
cx_roster_take(CxCtx *ctx, const CxRosterAsk *ask, GError **error)
{
    if (!cx_ctx_check_change(ctx, "import a roster", error))
        return NULL;
    g_autoptr(CxTxn) txn = cx_txn_begin_write(ctx->db, error);
    if (txn == NULL)
        return NULL;
    g_auto(CxRosterPlan) plan = { 0 };
    bool has_news = false;
    if (!make_plan(ctx, ask, &plan, error) || !is_news(ctx, &plan, &has_news, error))
        return NULL;
    if (has_news && (!write_plan(ctx, &plan, ask, error) || !cx_txn_commit(&txn, error)))
        return NULL;
    return g_steal_pointer(&plan.report);
}
