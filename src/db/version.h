/* Counters that say whether data changed: for ETags and for reloading frames.
 *
 * A counter starts at 0 and grows by one with each transaction that bumps it. Areas are keys such as
 * "people" or "responses". Table data_version. */
#pragma once

#include "db/db.h"

/* The counter of an area, or the sum of all for area NULL. */
CX_MUST_USE bool cx_data_version(CxDb *db, const char *area, int64_t *ret_version, GError **error);
/* Appends what the area's latest change is known by: another text for other data, also where a store
 * was put back to an earlier day and counts on from there. */
CX_MUST_USE bool cx_data_version_stamp(CxDb *db, const char *area, GString *stamp, GError **error);
/* Counts a change of an area; inside a write transaction. */
CX_MUST_USE bool cx_data_version_bump(CxDb *db, const char *area, GError **error);
