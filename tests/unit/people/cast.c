#include "cast.h"

#include <stddef.h>

#include "base/civil.h"
#include "base/secret.h"
#include "db/audit.h"
#include "people/department.h"
#include "support/engines.h"

CxInstant
cast_instant(int64_t seconds)
{
    return (CxInstant){ CX_TEST_NOW_US + seconds * CX_US_PER_SECOND };
}

CxCtx *
cast_system_in(CxDb *db, int days)
{
    return cx_ctx_open_system(db, NULL, cast_instant((int64_t)days * 24 * 3600));
}

CxCtx *
cast_system(CxDb *db)
{
    return cast_system_in(db, 0);
}

CxDay
cast_day(int days)
{
    return (CxDay){ (int32_t)(CX_TEST_NOW_US / CX_US_PER_DAY) + days };
}

CxDepartmentId
cast_department(CxDb *db, const char *key, const char *name)
{
    g_autoptr(CxCtx) ctx = cast_system(db);
    g_autoptr(GError) error = NULL;
    CxDepartmentId id = { 0 };
    const bool is_done = cx_department_add(ctx, key, name, &id, &error);
    g_assert_no_error(error);
    g_assert_true(is_done);
    return id;
}

CxLeaderId
cast_leader(CxDb *db, const char *name, const char *department, CxDay from, CxDay to)
{
    g_autoptr(CxCtx) ctx = cast_system(db);
    g_autoptr(GError) error = NULL;
    g_autofree char *title = g_strdup_printf("Office of %s", name);
    const CxLeaderAdd add = {
        .name = name, .title = title, .department = department, .from = from, .to = to
    };
    CxLeaderId id = { 0 };
    const bool is_done = cx_leader_add(ctx, &add, &id, &error);
    g_assert_no_error(error);
    g_assert_true(is_done);
    return id;
}

CxUserId
cast_user(CxDb *db, const char *login, CxRole role, CxLeaderId leader)
{
    cx_secret_start();
    g_autoptr(CxCtx) ctx = cast_system(db);
    g_autoptr(GError) error = NULL;
    const CxUserAdd add = {
        .login = login, .name = login, .password = CAST_PASSWORD, .role = role, .leader = leader
    };
    CxUserId id = { 0 };
    const bool is_done = cx_user_add(ctx, &add, &id, &error);
    g_assert_no_error(error);
    g_assert_true(is_done);
    return id;
}

CxCtx *
cast_ctx(CxDb *db, CxUserId user)
{
    g_autoptr(GError) error = NULL;
    CxCtx *ctx = cx_ctx_open_user(db, NULL, user, cast_instant(0), &error);
    g_assert_no_error(error);
    g_assert_nonnull(ctx);
    return ctx;
}

int64_t
cast_audited(CxDb *db)
{
    g_auto(CxAuditReport) report = { 0 };
    g_autoptr(GError) error = NULL;
    const bool is_done = cx_audit_verify(db, &report, &error);
    g_assert_no_error(error);
    g_assert_true(is_done && report.is_intact);
    return report.n_entries;
}
