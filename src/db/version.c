#include "db/version.h"

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
cx_data_version_bump(CxDb *db, const char *area, GError **error)
{
    return cx_q_data_version_bump(db, &(CxDataVersionBumpParams){ .area = area }, error);
}
