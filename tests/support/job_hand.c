#include "support/job_hand.h"

#include "db/txn.h"

#define LEASE_US INT64_C(60000000)

bool
cx_test_lose_patience(void *patience, int64_t n_done G_GNUC_UNUSED, int64_t n_total G_GNUC_UNUSED)
{
    int *n_left = patience;
    return (*n_left)-- > 0;
}

CxJob *
cx_test_job_lease(CxCtx *ctx, CxJobId id)
{
    const CxJobWorker worker = { .name = "w", .only = id, .lease_us = LEASE_US };
    g_autoptr(GError) error = NULL;
    g_autoptr(CxTxn) txn = cx_txn_begin_write(ctx->db, &error);
    CxJob *job = NULL;
    g_assert_true(cx_job_lease(ctx->db, &worker, ctx->now, &job, &error));
    g_assert_true(cx_txn_commit(&txn, &error));
    g_assert_nonnull(job);
    return job;
}

void
cx_test_job_release(CxCtx *ctx, const CxJob *job)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(CxTxn) txn = cx_txn_begin_write(ctx->db, &error);
    g_assert_true(cx_job_release(ctx->db, job, NULL, ctx->now, &error));
    g_assert_true(cx_txn_commit(&txn, &error));
    g_assert_no_error(error);
}
