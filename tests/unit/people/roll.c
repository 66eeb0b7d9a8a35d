#include "roll.h"

#include "cast.h"

#include <string.h>

#include "support/store.h"

CxLeader *
roll_find(CxDb *db, const char *words)
{
    g_autoptr(CxCtx) ctx = cast_system(db);
    g_autoptr(GError) error = NULL;
    CxLeader *leader = cx_leader_find(ctx, words, &error);
    g_assert_no_error(error);
    return leader;
}

int64_t
roll_leaders(CxDb *db)
{
    return cx_test_count(db, "SELECT count(*) AS n FROM leader");
}

int64_t
roll_terms(CxDb *db)
{
    return cx_test_count(db, "SELECT count(*) AS n FROM term");
}

void
roll_assert_reject(const CxRosterReport *report, guint i, int64_t line, const char *column,
                   const char *reason_part)
{
    g_assert_cmpuint(i, <, report->rejects->len);
    const CxRosterReject *reject = g_ptr_array_index(report->rejects, i);
    g_assert_cmpint(reject->line, ==, line);
    g_assert_cmpstr(reject->column, ==, column);
    g_assert_nonnull(strstr(reject->reason, reason_part));
}
