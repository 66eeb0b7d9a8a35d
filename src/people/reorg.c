#include "people/reorg.h"

#include <string.h>

#include "base/civil.h"
#include "base/error.h"
#include "base/limits.h"
#include "base/text.h"
#include "db/db.h"
#include "db/txn.h"
#include "db/version.h"
#include "people/department_priv.h"
#include "sql/people.h"

/* ---- Loading ---- */

static void
name_destroy(gpointer data)
{
    CxDepartmentName *name = data;
    g_free(name->name);
    g_free(name->reason);
    g_free(name->recorded_by);
    g_free(name);
}

static void
change_destroy(gpointer data)
{
    CxReorg *change = data;
    g_array_unref(change->parts);
    g_free(change->reason);
    g_free(change->recorded_by);
    g_free(change);
}

static bool
load_names(CxCtx *ctx, CxOrg *org, GError **error)
{
    g_autoptr(CxStmt) stmt = cx_q_department_name_list(ctx->db, error);
    if (stmt == NULL)
        return false;
    CxDepartmentNameListRow row;
    CxStep step = cx_q_department_name_list_next(stmt, &row, error);
    for (; step == CX_STEP_ROW; step = cx_q_department_name_list_next(stmt, &row, error)) {
        CxDepartmentName *name = g_new0(CxDepartmentName, 1);
        name->department.v = row.department_id;
        name->from.v = (int32_t)row.from_day;
        name->name = g_strdup(row.name);
        name->reason = g_strdup(row.reason);
        name->recorded_by = g_strdup(row.recorded_by);
        name->recorded_at.us = row.recorded_us;
        g_ptr_array_add(org->names, name);
    }
    return step == CX_STEP_DONE;
}

static bool
kind_find(const char *key, CxReorgKind *ret_kind)
{
    for (int i = 0; i < CX_REORG_N; i++) {
        if (g_str_equal(cx_reorg_key((CxReorgKind)i), key)) {
            *ret_kind = (CxReorgKind)i;
            return true;
        }
    }
    return false;
}

static CxReorg *
change_new(const CxDepartmentChangeListRow *row)
{
    CxReorg *change = g_new0(CxReorg, 1);
    change->id = row->id;
    change->from.v = (int32_t)row->from_day;
    change->parts = g_array_new(FALSE, TRUE, sizeof(CxReorgPart));
    change->undoes = row->undoes_id.is_set ? row->undoes_id.v : 0;
    change->reason = g_strdup(row->reason);
    change->recorded_by = g_strdup(row->recorded_by);
    change->recorded_at.us = row->recorded_us;
    return change;
}

static CxReorg *
find_change(const CxOrg *org, int64_t id)
{
    for (guint i = 0; i < org->changes->len; i++) {
        CxReorg *change = g_ptr_array_index(org->changes, i);
        if (change->id == id)
            return change;
    }
    return NULL;
}

static void
mark_undone(CxOrg *org)
{
    for (guint i = 0; i < org->changes->len; i++) {
        const CxReorg *undo = g_ptr_array_index(org->changes, i);
        CxReorg *undone = undo->undoes != 0 ? find_change(org, undo->undoes) : NULL;
        if (undone != NULL)
            undone->is_undone = true;
    }
}

static bool
load_changes(CxCtx *ctx, CxOrg *org, GError **error)
{
    g_autoptr(CxStmt) stmt = cx_q_department_change_list(ctx->db, error);
    if (stmt == NULL)
        return false;
    CxReorg *change = NULL;
    CxDepartmentChangeListRow row;
    CxStep step = cx_q_department_change_list_next(stmt, &row, error);
    for (; step == CX_STEP_ROW; step = cx_q_department_change_list_next(stmt, &row, error)) {
        if (change == NULL || change->id != row.id) {
            change = change_new(&row);
            g_ptr_array_add(org->changes, change);
        }
        if (!kind_find(row.kind, &change->kind)) {
            g_set_error(error, CX_ERROR, CX_ERROR_CORRUPT, "a reorganisation is of no known kind");
            return false;
        }
        const CxReorgPart part = {
            .before = { row.before_id.is_set ? row.before_id.v : 0 },
            .after = { row.after_id.is_set ? row.after_id.v : 0 },
            .is_new = row.is_new.is_set && row.is_new.v == 1,
        };
        if (row.before_id.is_set)
            g_array_append_val(change->parts, part);
    }
    mark_undone(org);
    return step == CX_STEP_DONE;
}

CxOrg *
cx_org_load(CxCtx *ctx, GError **error)
{
    g_autoptr(CxOrg) org = g_new0(CxOrg, 1);
    org->names = g_ptr_array_new_with_free_func(name_destroy);
    org->changes = g_ptr_array_new_with_free_func(change_destroy);
    org->departments = cx_department_list_first(ctx, error);
    if (org->departments == NULL || !load_names(ctx, org, error) || !load_changes(ctx, org, error))
        return NULL;
    return g_steal_pointer(&org);
}

/* ---- Recording ---- */

static bool
check_why(const char *reason, CxDay from, GError **error)
{
    if (reason == NULL || *reason == '\0' || strlen(reason) > CX_TEXT_BYTES_MAX ||
        !cx_text_is_clean(reason)) {
        g_set_error_literal(error, CX_ERROR, CX_ERROR_INVALID,
                            "say in a sentence why the organisation changes");
        return false;
    }
    if (cx_day_is_none(from)) {
        g_set_error_literal(error, CX_ERROR, CX_ERROR_INVALID,
                            "say from which day on the organisation changes");
        return false;
    }
    return true;
}

/* Fails with CONFLICT when a later change that stands is about the department: what is recorded
 * would go before it, and it was not made for that. */
static bool
check_later(const CxOrg *org, CxDepartmentId id, CxDay from, GError **error)
{
    for (guint i = 0; i < org->changes->len; i++) {
        const CxReorg *change = g_ptr_array_index(org->changes, i);
        for (guint j = 0; j < change->parts->len && !change->is_undone; j++) {
            const CxReorgPart *part = &g_array_index(change->parts, CxReorgPart, j);
            if (change->from.v < from.v || (part->before.v != id.v && part->after.v != id.v))
                continue;
            g_autofree char *day = cx_day_format_long(change->from);
            g_set_error(error, CX_ERROR, CX_ERROR_CONFLICT,
                        "%s is part of a %s on %s; undo that first", cx_org_name(org, id, from),
                        cx_reorg_key(change->kind), day);
            return false;
        }
    }
    return true;
}

static bool
check_there(const CxOrg *org, CxDepartmentId id, CxDay day, GError **error)
{
    if (cx_org_is_there(org, id, day))
        return true;
    g_autofree char *text = cx_day_format_long(day);
    g_set_error(error, CX_ERROR, CX_ERROR_CONFLICT, "%s is not a department on %s",
                cx_org_name(org, id, day), text);
    return false;
}

typedef struct {
    CxCtx *ctx;
    CxOrg *org;
    const CxReorgAsk *ask;
    GArray *before; /* of CxDepartmentId */
    GArray *after;
    GArray *is_new; /* of bool, parallel to after */
} Recording;

static void
recording_clear(Recording *recording)
{
    cx_org_free(recording->org);
    g_clear_pointer(&recording->before, g_array_unref);
    g_clear_pointer(&recording->after, g_array_unref);
    g_clear_pointer(&recording->is_new, g_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Recording, recording_clear)

static bool
has_id(const GArray *ids, CxDepartmentId id)
{
    for (guint i = 0; i < ids->len; i++) {
        if (g_array_index(ids, CxDepartmentId, i).v == id.v)
            return true;
    }
    return false;
}

static bool
add_once(GArray *ids, CxDepartmentId id, const char *words, GError **error)
{
    if (has_id(ids, id)) {
        g_set_error(error, CX_ERROR, CX_ERROR_INVALID, "\"%s\" is named twice", words);
        return false;
    }
    g_array_append_val(ids, id);
    return true;
}

static bool
take_before(Recording *recording, GError **error)
{
    const CxReorgAsk *ask = recording->ask;
    for (size_t i = 0; ask->before[i] != NULL; i++) {
        g_autoptr(CxDepartment) found = cx_department_find(recording->ctx, ask->before[i], error);
        if (found == NULL || !add_once(recording->before, found->id, ask->before[i], error) ||
            !check_there(recording->org, found->id, (CxDay){ ask->from.v - 1 }, error) ||
            !check_later(recording->org, found->id, ask->from, error))
            return false;
    }
    return true;
}

/* A department known before takes part in a change only while it is there. */
static bool
check_known(const Recording *recording, CxDepartmentId id, GError **error)
{
    const CxDay from = recording->ask->from;
    return has_id(recording->before, id) || (check_there(recording->org, id, from, error) &&
                                             check_later(recording->org, id, from, error));
}

static bool
take_one_after(Recording *recording, const char *words, GError **error)
{
    g_autoptr(CxDepartment) found = cx_department_find(recording->ctx, words, NULL);
    const bool is_new = found == NULL;
    CxDepartmentId id = { is_new ? 0 : found->id.v };
    const CxDepartmentMake make = { .name = words, .from = recording->ask->from };
    if (is_new && !cx_department_make(recording->ctx, &make, &id, error))
        return false;
    if (!add_once(recording->after, id, words, error) ||
        (!is_new && !check_known(recording, id, error)))
        return false;
    g_array_append_val(recording->is_new, is_new);
    return true;
}

static bool
take_after(Recording *recording, GError **error)
{
    const CxReorgAsk *ask = recording->ask;
    for (size_t i = 0; ask->after != NULL && ask->after[i] != NULL; i++) {
        if (!take_one_after(recording, ask->after[i], error))
            return false;
    }
    return true;
}

static bool
check_parts(const Recording *recording, GError **error)
{
    const guint n_before = recording->before->len;
    const guint n_after = recording->after->len;
    const char *wrong = NULL;
    if (recording->ask->kind == CX_REORG_SPLIT && (n_before != 1 || n_after < 2))
        wrong = "a split is of one department into two or more";
    else if (recording->ask->kind == CX_REORG_MERGE && (n_before < 1 || n_after != 1))
        wrong = "a merge is of departments into one";
    else if (recording->ask->kind == CX_REORG_MERGE && n_before == 1 &&
             has_id(recording->before, g_array_index(recording->after, CxDepartmentId, 0)))
        wrong = "a department cannot be merged with itself alone";
    else if (recording->ask->kind == CX_REORG_END && (n_before != 1 || n_after != 0))
        wrong = "one department ends at a time";
    if (wrong == NULL)
        return true;
    g_set_error_literal(error, CX_ERROR, CX_ERROR_INVALID, wrong);
    return false;
}

static bool
write_part(Recording *recording, int64_t change, guint i_before, guint i_after, GError **error)
{
    const bool is_end = recording->after->len == 0;
    const CxDepartmentChangePartAddParams params = {
        .change_id = change,
        .before_id = g_array_index(recording->before, CxDepartmentId, i_before).v,
        .after_id = { .is_set = !is_end,
                      .v =
                          is_end ? 0 : g_array_index(recording->after, CxDepartmentId, i_after).v },
        .is_new = !is_end && g_array_index(recording->is_new, bool, i_after) ? 1 : 0,
    };
    return cx_q_department_change_part_add(recording->ctx->db, &params, error);
}

static bool
write_parts(Recording *recording, int64_t change, GError **error)
{
    for (guint i = 0; i < recording->before->len; i++) {
        for (guint j = 0; j < MAX(recording->after->len, 1); j++) {
            if (!write_part(recording, change, i, j, error))
                return false;
        }
    }
    return true;
}

static char *
join_names(const char *const *names)
{
    return names == NULL ? g_strdup("") : g_strjoinv(", ", (char **)(uintptr_t)names);
}

static bool
write_change(CxCtx *ctx, const CxDepartmentChangeAddParams *params, int64_t *ret_id, GError **error)
{
    CxDepartmentChangeAddRow row;
    if (!cx_q_department_change_add(ctx->db, params, &row, error))
        return false;
    *ret_id = row.id;
    return cx_data_version_bump(ctx->db, "people", error);
}

static bool
write_recording(Recording *recording, int64_t *ret_id, GError **error)
{
    CxCtx *ctx = recording->ctx;
    const CxReorgAsk *ask = recording->ask;
    const CxDepartmentChangeAddParams params = {
        .kind = cx_reorg_key(ask->kind),
        .from_day = ask->from.v,
        .reason = ask->reason,
        .recorded_us = ctx->now.us,
        .recorded_by = ctx->actor.login,
    };
    if (!write_change(ctx, &params, ret_id, error) || !write_parts(recording, *ret_id, error))
        return false;
    g_autofree char *day = cx_day_format(ask->from);
    g_autofree char *before = join_names(ask->before);
    g_autofree char *names = join_names(ask->after);
    g_autofree char *action = g_strconcat("department.", params.kind, NULL);
    g_autofree char *after =
        cx_audit_texts("before", before, "after", names, "from", day, "reason", ask->reason, NULL);
    return cx_ctx_audit(ctx, action, "department_change", *ret_id, NULL, after, error);
}

bool
cx_reorg_add(CxCtx *ctx, const CxReorgAsk *ask, int64_t *ret_id, GError **error)
{
    if (!cx_ctx_check_change(ctx, "reorganise departments", error) ||
        !check_why(ask->reason, ask->from, error))
        return false;
    g_autoptr(CxTxn) txn = cx_txn_begin_write(ctx->db, error);
    if (txn == NULL)
        return false;
    g_auto(Recording) recording = { .ctx = ctx, .ask = ask };
    recording.org = cx_org_load(ctx, error);
    recording.before = g_array_new(FALSE, FALSE, sizeof(CxDepartmentId));
    recording.after = g_array_new(FALSE, FALSE, sizeof(CxDepartmentId));
    recording.is_new = g_array_new(FALSE, FALSE, sizeof(bool));
    int64_t id = 0;
    if (recording.org == NULL || !take_before(&recording, error) ||
        !take_after(&recording, error) || !check_parts(&recording, error) ||
        !write_recording(&recording, &id, error) || !cx_txn_commit(&txn, error))
        return false;
    *ret_id = id;
    return true;
}

/* Fails unless the change stands and nothing later builds on what it made of departments. */
static bool
check_undo(const CxOrg *org, const CxReorg *change, GError **error)
{
    if (change->is_undone || change->kind == CX_REORG_UNDO) {
        g_set_error_literal(error, CX_ERROR, CX_ERROR_CONFLICT,
                            "this change is undone already, or is an undoing itself");
        return false;
    }
    const CxDay next = { change->from.v + 1 };
    for (guint i = 0; i < change->parts->len; i++) {
        const CxReorgPart *part = &g_array_index(change->parts, CxReorgPart, i);
        if (!check_later(org, part->before, next, error) ||
            (part->after.v != 0 && !check_later(org, part->after, next, error)))
            return false;
    }
    return true;
}

bool
cx_reorg_undo(CxCtx *ctx, int64_t change, const char *reason, GError **error)
{
    if (!cx_ctx_check_change(ctx, "reorganise departments", error) ||
        !check_why(reason, ctx->today, error))
        return false;
    g_autoptr(CxTxn) txn = cx_txn_begin_write(ctx->db, error);
    g_autoptr(CxOrg) org = txn != NULL ? cx_org_load(ctx, error) : NULL;
    if (org == NULL)
        return false;
    const CxReorg *undone = find_change(org, change);
    if (undone == NULL) {
        g_set_error(error, CX_ERROR, CX_ERROR_NOT_FOUND,
                    "there is no reorganisation %" G_GINT64_FORMAT, change);
        return false;
    }
    const CxDepartmentChangeAddParams params = {
        .kind = cx_reorg_key(CX_REORG_UNDO),
        .from_day = undone->from.v,
        .undoes_id = CX_SOME_I64(change),
        .reason = reason,
        .recorded_us = ctx->now.us,
        .recorded_by = ctx->actor.login,
    };
    int64_t id = 0;
    if (!check_undo(org, undone, error) || !write_change(ctx, &params, &id, error))
        return false;
    g_autofree char *after = cx_audit_texts("reason", reason, NULL);
    return cx_ctx_audit(ctx, "department.undo", "department_change", change, NULL, after, error) &&
           cx_txn_commit(&txn, error);
}

bool
/* NOLINTNEXTLINE(readability-function-size): what a renaming is, one by one */
cx_department_rename(CxCtx *ctx, const char *department, const char *name, CxDay from,
                     const char *reason, GError **error)
{
    if (!cx_ctx_check_change(ctx, "rename departments", error) || !check_why(reason, from, error))
        return false;
    g_autoptr(CxTxn) txn = cx_txn_begin_write(ctx->db, error);
    g_autoptr(CxDepartment) found = txn != NULL ? cx_department_find(ctx, department, error) : NULL;
    if (found == NULL || !cx_department_check_name(ctx, name, found->id, error))
        return false;
    const CxDepartmentNameAddParams params = {
        .department_id = found->id.v,
        .from_day = from.v,
        .name = name,
        .reason = reason,
        .recorded_us = ctx->now.us,
        .recorded_by = ctx->actor.login,
    };
    g_autofree char *day = cx_day_format(from);
    g_autofree char *before = cx_audit_texts("name", found->name, NULL);
    g_autofree char *after = cx_audit_texts("name", name, "from", day, "reason", reason, NULL);
    return cx_q_department_name_add(ctx->db, &params, error) &&
           cx_data_version_bump(ctx->db, "people", error) &&
           cx_ctx_audit(ctx, "department.rename", "department", found->id.v, before, after,
                        error) &&
           cx_txn_commit(&txn, error);
}
