/* People for tests: contexts at a day, leaders, users. Each fails the test when it cannot. */
#pragma once

#include "db/db.h"
#include "people/leader.h"
#include "people/user.h"

#define CAST_PASSWORD "correct horse battery"

/* Whoever may do everything, now or `days` from now. (transfer full) */
CxCtx *cast_system(CxDb *db);
CxCtx *cast_system_in(CxDb *db, int days);
/* The day `days` from the tests' today. */
CxDay cast_day(int days);
CxInstant cast_instant(int64_t seconds);
CxDepartmentId cast_department(CxDb *db, const char *key, const char *name);
/* A leader with one term; department NULL: none. */
CxLeaderId cast_leader(CxDb *db, const char *name, const char *department, CxDay from, CxDay to);
CxUserId cast_user(CxDb *db, const char *login, CxRole role, CxLeaderId leader);
/* What the user may see and do, as of now. (transfer full) */
CxCtx *cast_ctx(CxDb *db, CxUserId user);
/* How many audit entries there are; the chain must be whole. */
int64_t cast_audited(CxDb *db);
