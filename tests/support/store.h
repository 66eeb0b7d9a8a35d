/* Looking into a test's store and changing it by hand. Each fails the test when it cannot. */
#pragma once

#include "db/db.h"
#include "db/txn.h"

/* The one number a query gives, called n. */
int64_t cx_test_count(CxDb *db, const char *sql);
/* Runs a statement without parameters, as nobody but a test may. */
void cx_test_execute(CxDb *db, const char *sql);
/* A transaction that writes; (transfer full). */
CxTxn *cx_test_begin(CxDb *db);
void cx_test_commit(CxTxn **txn);
