/* Counters that say whether data changed: for ETags and for reloading frames.
 *
 * A counter starts at 0 and grows by one with each transaction that bumps it. Areas are keys such as
 * "people" or "responses". Besides, tables that much is made of are counted by themselves: a transaction
 * whose statements write one counts it up when it commits, under the area "table.NAME", so that nobody can
 * forget to. Table data_version. */
#pragma once

#include "db/db.h"

/* The counter of an area, or the sum of all for area NULL. */
CX_MUST_USE bool cx_data_version(CxDb *db, const char *area, int64_t *ret_version, GError **error);
/* Appends what the area's latest change is known by: another text for other data, also where a store
 * was put back to an earlier day and counts on from there. */
CX_MUST_USE bool cx_data_version_stamp(CxDb *db, const char *area, GString *stamp, GError **error);
/* The same for tables, each with its own counter. tables: names with blanks between, all of them
 * counted (asserted): "leader account". */
CX_MUST_USE bool cx_data_version_stamp_tables(CxDb *db, const char *tables, GString *stamp,
                                              GError **error);
/* The tables that are counted; ends with NULL. */
extern const char *const cx_counted_tables[];
/* Which of them a query's text writes: bit i for cx_counted_tables[i]. */
uint64_t cx_counted_written(const char *sql);
/* Counts a change of an area; inside a write transaction. */
CX_MUST_USE bool cx_data_version_bump(CxDb *db, const char *area, GError **error);
