#include "db/version.h"

#include <inttypes.h>

#include "base/random.h"
#include "sql/db.h"

bool
cx_data_version(CxDb *db, const char *area, int64_t *ret_version, GError **error)
{
    CxDataVersionRow row;
    if (!cx_q_data_version(db, &(CxDataVersionParams){ .area = area }, &row, error))
        return false;
    *ret_version = row.version;
    return true;
}

bool
cx_data_version_stamp(CxDb *db, const char *area, GString *stamp, GError **error)
{
    g_autoptr(CxStmt) stmt = cx_q_data_token(db, &(CxDataTokenParams){ .area = area }, error);
    if (stmt == NULL)
        return false;
    g_string_append(stamp, area);
    CxDataTokenRow row;
    CxStep step;
    while ((step = cx_q_data_token_next(stmt, &row, error)) == CX_STEP_ROW)
        g_string_append_printf(stamp, " %" PRId64 " %s", row.version, row.token);
    return step == CX_STEP_DONE;
}

bool
cx_data_version_bump(CxDb *db, const char *area, GError **error)
{
    enum { TOKEN_BYTES = 12 };
    g_autofree char *token = cx_random_token(TOKEN_BYTES);
    const CxDataVersionBumpParams params = { .area = area, .token = token };
    return cx_q_data_version_bump(db, &params, error);
}
