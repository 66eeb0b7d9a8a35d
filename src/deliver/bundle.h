/* Bundles: the briefs of all leaders, printed by one job and kept as a ZIP for
 * CX_BUNDLE_DAYS. Table brief_bundle. Texts live in the context's arena. */
#pragma once

#include <glib.h>

#include "base/clock.h"
#include "db/job.h"
#include "lang/lang.h"
#include "people/ctx.h"
#include "tell/brief.h"

#define CX_BUNDLE_DAYS 30
#define CX_BUNDLE_JOB  "briefs" /* kind of the job */

CX_ID_TYPE(CxBundleId);

typedef struct {
    CxBundleId id;
    const char *name; /* "briefs-2026-11-16.zip" */
    int64_t n_briefs;
    int64_t len_bytes;
    const char *made_by;
    CxInstant made_at;
} CxBundle;

typedef struct {
    const CxBundle *items; /* newest first */
    size_t n;
} CxBundles;

/* Use case: queues the job that makes one, if there is none under way: *ret_job is that job then.
 * CX team only; UNSUPPORTED where nothing can be printed. Writes job, audit. */
CX_MUST_USE bool cx_bundle_ask(CxCtx *ctx, const CxBriefAsk *ask, CxJobId *ret_job, GError **error);
/* Use case, what the job does: prints all briefs and keeps them; older bundles are taken away. The
 * arguments are the job's. Fails as cx_brief_zip_all does. Outside of transactions. Writes
 * brief_bundle, audit. */
CX_MUST_USE bool cx_bundle_make(CxCtx *ctx, const char *args_json, CxBundle *ret_bundle,
                                GError **error);
/* The bundles there are. CX team only. */
CX_MUST_USE bool cx_bundle_list(CxCtx *ctx, CxBundles *ret_bundles, GError **error);
/* The archive, and its name in the arena. NOT_FOUND; CX team only. (transfer full) */
CX_MUST_USE GBytes *cx_bundle_load(CxCtx *ctx, CxBundleId id, const char **ret_name,
                                   GError **error);
/* The job under way, NULL without *error set when there is none. (transfer full) */
CX_MUST_USE bool cx_bundle_job(CxCtx *ctx, CxJob **ret_job, GError **error);
