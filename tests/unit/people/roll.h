/* Rosters in tests: who they made, and what they set aside. */
#pragma once

#include "db/db.h"
#include "people/leader.h"
#include "people/roster.h"

/* Whoever the words name; (transfer full). */
CxLeader *roll_find(CxDb *db, const char *words);
int64_t roll_leaders(CxDb *db);
int64_t roll_terms(CxDb *db);
/* The i-th row set aside, its line, column and part of its reason. */
void roll_assert_reject(const CxRosterReport *report, guint i, int64_t line, const char *column,
                        const char *reason_part);
