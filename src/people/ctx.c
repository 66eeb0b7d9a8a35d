#include "people/ctx.h"

#include "base/civil.h"
#include "base/error.h"
#include "codec/json.h"
#include "db/audit.h"
#include "db/db.h"
#include "db/txn.h"
#include "lang/assert.h"
#include "people/reorg.h"
#include "sql/people.h"

#define SYSTEM_LOGIN   "system"
#define MIN_N          5
#define MIN_N_COMMENTS 10

typedef struct {
    const char *key;
    const char *title;
} RoleRow;

static const RoleRow role_rows[CX_ROLE_N] = {
#define X(name, key, title) [CX_ROLE_##name] = { key, title },
    CX_ROLE_MAP(X)
#undef X
};

const char *
cx_role_key(CxRole role)
{
    cx_assert(role < CX_ROLE_N);
    return role_rows[role].key;
}

const char *
cx_role_title(CxRole role)
{
    cx_assert(role < CX_ROLE_N);
    return role_rows[role].title;
}

bool
cx_role_parse(const char *key, CxRole *ret_role, GError **error)
{
    for (size_t i = 0; i < CX_ROLE_N; i++) {
        if (g_strcmp0(key, role_rows[i].key) == 0) {
            *ret_role = (CxRole)i;
            return true;
        }
    }
    g_autoptr(GString) known = g_string_new(NULL);
    for (size_t i = 0; i < CX_ROLE_N; i++)
        g_string_append_printf(known, "%s%s", i > 0 ? ", " : "", role_rows[i].key);
    g_set_error(error, CX_ERROR, CX_ERROR_INVALID, "there is no role \"%s\"; the roles are %s", key,
                known->str);
    return false;
}

typedef struct {
    CxDeferred write;
    void *data; /* in the arena */
} Deferred;

static CxCtx *
ctx_new(CxDb *db, struct CxFrameShelf *frames, CxInstant now)
{
    CxCtx *ctx = g_new0(CxCtx, 1);
    ctx->db = db;
    ctx->frames = frames;
    ctx->now = now;
    ctx->arena = cx_arena_new();
    ctx->deferred = g_array_new(FALSE, FALSE, sizeof(Deferred));
    g_autoptr(GTimeZone) zone = g_time_zone_new_utc();
    ctx->today = cx_instant_day(now, zone);
    ctx->zone = "UTC";
    ctx->locale = g_strdup("en");
    ctx->wall.departments = g_array_new(FALSE, FALSE, sizeof(CxDepartmentId));
    ctx->wall.past = g_array_new(FALSE, FALSE, sizeof(CxWallPast));
    ctx->wall.min_n = MIN_N;
    ctx->wall.min_n_comments = MIN_N_COMMENTS;
    return ctx;
}

void
cx_ctx_set_zone(CxCtx *ctx, const char *zone)
{
    g_autoptr(GTimeZone) known = zone != NULL ? cx_zone_load(zone, NULL) : NULL;
    if (known == NULL)
        return;
    ctx->zone = zone;
    ctx->today = cx_instant_day(ctx->now, known);
}

void
cx_ctx_free(CxCtx *ctx)
{
    if (ctx == NULL)
        return;
    g_free(ctx->actor.login);
    g_free(ctx->actor.name);
    g_array_unref(ctx->wall.departments);
    g_array_unref(ctx->wall.past);
    g_free(ctx->locale);
    g_free(ctx->request);
    g_array_unref(ctx->deferred);
    cx_arena_free(ctx->arena);
    g_free(ctx);
}

bool
cx_ctx_reads_all(const CxCtx *ctx)
{
    return ctx->wall.can_change_program && ctx->reads == CX_READS_OWN;
}

CxReadsScope
cx_ctx_read_released(CxCtx *ctx)
{
    const CxReadsScope scope = { ctx, ctx->reads };
    ctx->reads = CX_READS_RELEASED;
    return scope;
}

void
cx_reads_scope_end(CxReadsScope *scope)
{
    scope->ctx->reads = scope->before;
}

CxCtx *
cx_ctx_open_nobody(CxDb *db, CxInstant now)
{
    CxCtx *ctx = ctx_new(db, NULL, now);
    ctx->actor.login = g_strdup("");
    ctx->actor.name = g_strdup("");
    ctx->actor.role = CX_ROLE_N;
    return ctx;
}

CxCtx *
cx_ctx_open_system(CxDb *db, struct CxFrameShelf *frames, CxInstant now)
{
    CxCtx *ctx = ctx_new(db, frames, now);
    ctx->actor.login = g_strdup(SYSTEM_LOGIN);
    ctx->actor.name = g_strdup("Command line");
    ctx->actor.role = CX_ROLE_OWNER;
    ctx->wall.sees_all_departments = true;
    ctx->wall.sees_overall = true;
    ctx->wall.sees_comments = true;
    ctx->wall.sees_people_notes = true;
    ctx->wall.can_change_program = true;
    ctx->wall.can_manage_users = true;
    return ctx;
}

/* Adds what the leader's departments came out of, each until it became theirs. */
static bool
wall_add_past(CxCtx *ctx, GError **error)
{
    const GArray *own = ctx->wall.departments;
    if (own->len == 0)
        return true;
    g_autoptr(CxOrg) org = cx_org_load(ctx, error);
    if (org == NULL)
        return false;
    for (guint i = 0; i < org->departments->len; i++) {
        const CxDepartment *department = g_ptr_array_index(org->departments, i);
        CxWallPast past = { department->id, CX_DAY_NONE };
        for (guint j = 0; j < own->len; j++) {
            const CxDay until =
                cx_org_seen_until(org, g_array_index(own, CxDepartmentId, j), department->id);
            past.until.v = MAX(past.until.v, until.v);
        }
        if (!cx_day_is_none(past.until) && past.until.v != CX_DAY_MAX.v)
            g_array_append_val(ctx->wall.past, past);
    }
    return true;
}

/* Adds the departments the leader heads today. */
static bool
wall_add_own_departments(CxCtx *ctx, GError **error)
{
    if (ctx->actor.leader.v == 0)
        return true;
    const CxDepartmentOfLeaderParams params = {
        .leader_id = ctx->actor.leader.v,
        .day = ctx->today.v,
    };
    g_autoptr(CxStmt) stmt = cx_q_department_of_leader(ctx->db, &params, error);
    if (stmt == NULL)
        return false;
    CxDepartmentOfLeaderRow row;
    CxStep step = cx_q_department_of_leader_next(stmt, &row, error);
    for (; step == CX_STEP_ROW; step = cx_q_department_of_leader_next(stmt, &row, error)) {
        const CxDepartmentId id = { row.department_id };
        g_array_append_val(ctx->wall.departments, id);
    }
    return step == CX_STEP_DONE && wall_add_past(ctx, error);
}

/* The wall of a role. What is not granted here is not granted. */
static bool
wall_fill(CxCtx *ctx, GError **error)
{
    CxWall *wall = &ctx->wall;
    switch (ctx->actor.role) {
    case CX_ROLE_OWNER:
        wall->can_manage_users = true;
        wall->sees_people_notes = true;
        __attribute__((fallthrough));
    case CX_ROLE_TEAM:
        wall->can_change_program = true;
        __attribute__((fallthrough));
    case CX_ROLE_SPONSOR:
        wall->sees_all_departments = true;
        wall->sees_overall = true;
        wall->sees_comments = true;
        return true;
    case CX_ROLE_LEADER:
        wall->sees_overall = true;
        wall->sees_comments = true;
        return wall_add_own_departments(ctx, error);
    case CX_ROLE_FINANCE:
        wall->sees_overall = true;
        return true;
    case CX_ROLE_ADMIN:
        wall->can_manage_users = true;
        return true;
    case CX_ROLE_N:
        break;
    }
    g_set_error_literal(error, CX_ERROR, CX_ERROR_CORRUPT, "a user has no role");
    return false;
}

CxCtx *
cx_ctx_open_user(CxDb *db, struct CxFrameShelf *frames, CxUserId user, CxInstant now,
                 GError **error)
{
    g_autoptr(CxStmt) stmt = cx_q_user_load(db, &(CxUserLoadParams){ .id = user.v }, error);
    if (stmt == NULL)
        return NULL;
    CxUserLoadRow row;
    const CxStep step = cx_q_user_load_next(stmt, &row, error);
    if (step == CX_STEP_ERROR)
        return NULL;
    if (step == CX_STEP_DONE || row.is_disabled != 0) {
        g_set_error_literal(error, CX_ERROR, CX_ERROR_UNAUTHENTICATED,
                            "this user may no longer sign in");
        return NULL;
    }

    g_autoptr(CxCtx) ctx = ctx_new(db, frames, now);
    ctx->actor.user = user;
    ctx->actor.login = g_strdup(row.login);
    ctx->actor.name = g_strdup(row.name);
    ctx->actor.leader.v = row.leader_id.is_set ? row.leader_id.v : 0;
    if (!cx_role_parse(row.role, &ctx->actor.role, error) || !wall_fill(ctx, error))
        return NULL;
    return g_steal_pointer(&ctx);
}

CxCtx *
cx_ctx_open_login(CxDb *db, struct CxFrameShelf *frames, const char *login, CxInstant now,
                  GError **error)
{
    if (g_str_equal(login, SYSTEM_LOGIN))
        return cx_ctx_open_system(db, frames, now);
    g_autoptr(CxStmt) stmt =
        cx_q_user_of_login(db, &(CxUserOfLoginParams){ .login = login }, error);
    if (stmt == NULL)
        return NULL;
    CxUserOfLoginRow row = { 0 };
    const CxStep step = cx_q_user_of_login_next(stmt, &row, error);
    if (step == CX_STEP_ERROR)
        return NULL;
    return cx_ctx_open_user(db, frames, (CxUserId){ step == CX_STEP_ROW ? row.id : 0 }, now, error);
}

bool
cx_ctx_can_see_department(const CxCtx *ctx, CxDepartmentId department)
{
    if (ctx->wall.sees_all_departments)
        return true;
    for (guint i = 0; i < ctx->wall.departments->len; i++) {
        if (g_array_index(ctx->wall.departments, CxDepartmentId, i).v == department.v)
            return true;
    }
    return false;
}

CxDay
cx_ctx_sees_department_until(const CxCtx *ctx, CxDepartmentId department)
{
    if (cx_ctx_can_see_department(ctx, department))
        return CX_DAY_MAX;
    for (guint i = 0; i < ctx->wall.past->len; i++) {
        const CxWallPast *past = &g_array_index(ctx->wall.past, CxWallPast, i);
        if (past->department.v == department.v)
            return past->until;
    }
    return CX_DAY_NONE;
}

bool
cx_ctx_check_change(const CxCtx *ctx, const char *what, GError **error)
{
    if (ctx->wall.can_change_program)
        return true;
    g_set_error(error, CX_ERROR, CX_ERROR_FORBIDDEN, "only the CX team may %s", what);
    return false;
}

bool
cx_ctx_check_users(const CxCtx *ctx, const char *what, GError **error)
{
    if (ctx->wall.can_manage_users)
        return true;
    g_set_error(error, CX_ERROR, CX_ERROR_FORBIDDEN,
                "only the CX leader or an administrator may %s", what);
    return false;
}

bool
cx_ctx_check_leader(const CxCtx *ctx, CxLeaderId leader, GError **error)
{
    const bool is_own = ctx->actor.leader.v != 0 && ctx->actor.leader.v == leader.v;
    if (is_own || ctx->wall.can_change_program)
        return true;
    g_set_error_literal(error, CX_ERROR, CX_ERROR_FORBIDDEN,
                        "a leader's own page is for the leader and the CX team");
    return false;
}

bool
/* NOLINTNEXTLINE(readability-function-size): the fields of a record, in its order */
cx_ctx_audit(CxCtx *ctx, const char *action, const char *kind, int64_t object,
             const char *before_json, const char *after_json, GError **error)
{
    const CxAuditEntry entry = {
        .actor = ctx->actor.login,
        .at = ctx->now,
        .action = action,
        .kind = kind,
        .object = object,
        .before_json = before_json,
        .after_json = after_json,
    };
    return cx_audit_append(ctx->db, &entry, error);
}

bool
cx_ctx_progress(CxCtx *ctx, int64_t n_done, int64_t n_total, GError **error)
{
    const CxProgress *progress = &ctx->progress;
    if (progress->step == NULL || progress->step(progress->data, n_done, n_total))
        return true;
    g_set_error_literal(error, CX_ERROR, CX_ERROR_CANCELLED, "cancelled; nothing of it was kept");
    return false;
}

void
cx_ctx_defer(CxCtx *ctx, CxDeferred write, void *data)
{
    const Deferred deferred = { write, data };
    g_array_append_val(ctx->deferred, deferred);
}

bool
cx_ctx_has_deferred(const CxCtx *ctx)
{
    return ctx->deferred->len > 0;
}

bool
cx_ctx_flush(CxCtx *ctx, CxDb *db, GError **error)
{
    if (ctx->deferred->len == 0)
        return true;
    g_autoptr(CxTxn) txn = cx_txn_begin_write(db, error);
    if (txn == NULL)
        return false;
    for (guint i = 0; i < ctx->deferred->len; i++) {
        const Deferred *deferred = &g_array_index(ctx->deferred, Deferred, i);
        if (!deferred->write(ctx, db, deferred->data, error))
            return false;
    }
    if (!cx_txn_commit(&txn, error))
        return false;
    g_array_set_size(ctx->deferred, 0);
    return true;
}

char *
cx_audit_texts(const char *name, ...)
{
    GString *out = g_string_new(NULL);
    g_autoptr(CxJsonWriter) json = cx_json_writer_new(out, CX_JSON_COMPACT);
    cx_json_writer_begin_object(json);
    va_list args;
    va_start(args, name);
    while (name != NULL) {
        /* NOLINTNEXTLINE(clang-analyzer-valist.Uninitialized): it is started above */
        const char *text = va_arg(args, const char *);
        cx_json_writer_put_text(json, name, text);
        name = va_arg(args, const char *);
    }
    va_end(args);
    cx_json_writer_end_object(json);
    return g_string_free(out, FALSE);
}
