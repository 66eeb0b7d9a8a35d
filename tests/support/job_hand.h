/* Jobs in the hands of a test: leased, broken off at some step, put back. Each fails the test when it
 * cannot. */
#pragma once

#include "db/job.h"
#include "people/ctx.h"

/* Lets `patience` steps pass (an int that the pointer leads to), then wants a pause. */
bool cx_test_lose_patience(void *patience, int64_t n_done, int64_t n_total);
/* (transfer full) */
CxJob *cx_test_job_lease(CxCtx *ctx, CxJobId id);
void cx_test_job_release(CxCtx *ctx, const CxJob *job);
