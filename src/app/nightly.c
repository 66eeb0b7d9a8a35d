#include "app/nightly.h"

#include "app/upload_bring.h"
#include "base/civil.h"
#include "base/error.h"
#include "business/facts.h"
#include "db/txn.h"
#include "engage/basis.h"
#include "engage/call.h"
#include "evidence/change.h"
#include "evidence/finding.h"
#include "evidence/pilot.h"
#include "evidence/theme.h"
#include "feedback/import.h"
#include "feedback/original.h"

#define KIND               "nightly"
#define US_PER_HOUR        (INT64_C(3600) * CX_US_PER_SECOND)
#define TRIES_MAX          3
#define ORIGINAL_KEPT_DAYS 30 /* without an import */

static bool
sweep_originals(CxCtx *ctx, CX_UNUSED CxHome *home, GError **error)
{
    const CxInstant before = { ctx->now.us - ORIGINAL_KEPT_DAYS * CX_US_PER_DAY };
    return cx_original_sweep(ctx, before, error);
}

static bool
close_periods(CxCtx *ctx, CX_UNUSED CxHome *home, GError **error)
{
    int64_t n_tested = 0;
    return cx_change_close(ctx, ctx->today, &n_tested, error);
}

static bool
notice_findings(CxCtx *ctx, CX_UNUSED CxHome *home, GError **error)
{
    int64_t n_new = 0;
    return cx_finding_notice(ctx, &n_new, error);
}

static bool
learn_themes(CxCtx *ctx, CX_UNUSED CxHome *home, GError **error)
{
    int64_t n = 0;
    return cx_theme_learn(ctx, &n, error);
}

static bool
sweep_imports(CxCtx *ctx, CX_UNUSED CxHome *home, GError **error)
{
    return cx_import_sweep(ctx, error) && cx_facts_sweep(ctx, error);
}

static bool
erase_judgements(CxCtx *ctx, CX_UNUSED CxHome *home, GError **error)
{
    return cx_basis_erase(ctx, error);
}

static bool
close_pilots(CxCtx *ctx, CX_UNUSED CxHome *home, GError **error)
{
    int64_t n_tested = 0;
    return cx_pilot_close(ctx, ctx->today, &n_tested, error);
}

static bool
find_calls(CxCtx *ctx, CX_UNUSED CxHome *home, GError **error)
{
    int64_t n = 0;
    return cx_call_find(ctx, &n, error);
}

static bool
sweep_spool(CxCtx *ctx, CxHome *home, GError **error)
{
    g_autofree char *spool = g_build_filename(home->dir, CX_SPOOL_DIR, NULL);
    return cx_upload_bring_sweep(ctx, spool, error);
}

/* In the order in which they run. */
static const CxNightlyHook hook_rows[] = {
    { "Periods that closed", close_periods },           { "Pilots that ended", close_pilots },
    { "What is worth saying", notice_findings },        { "What customers speak of", learn_themes },
    { "Judgements past their days", erase_judgements }, { "Imports broken off", sweep_imports },
    { "Files nobody imported", sweep_originals },       { "Customers worth a call", find_calls },
    { "Files left on their way in", sweep_spool },
};
const CxNightlyHooks cx_nightly_hooks = { hook_rows, CX_N_ELEMENTS(hook_rows) };

static bool
is_due(CxHome *home, CxInstant now, CxDay *ret_day)
{
    g_autoptr(GTimeZone) zone = cx_zone_load(home->config->zone, NULL);
    if (zone == NULL) /* the configuration was checked */
        return false;
    *ret_day = cx_instant_day(now, zone);
    const int64_t in_day_us = home->config->nightly_hour * US_PER_HOUR;
    return now.us >= cx_local_instant(*ret_day, in_day_us, zone).us;
}

static bool
enqueue(CxDb *db, const char *key, CxInstant now, GError **error)
{
    g_autoptr(CxTxn) txn = cx_txn_begin_write(db, error);
    g_autofree char *latest = NULL;
    if (txn == NULL || !cx_job_latest_key(db, KIND, &latest, error))
        return false;
    if (g_strcmp0(latest, key) >= 0)
        return true; /* another process was quicker */
    const CxJobSpec spec = {
        .kind = KIND,
        .args_json = "{}",
        .key = key,
        .actor = "system",
        .tries_max = TRIES_MAX,
    };
    CxJobId id;
    return cx_job_enqueue(db, &spec, now, &id, error) && cx_txn_commit(&txn, error);
}

bool
cx_nightly_queue(CxHome *home, CxDb *db, GError **error)
{
    const CxInstant now = cx_clock_now(&home->clock);
    CxDay day;
    if (!is_due(home, now, &day))
        return true;
    g_autofree char *date = cx_day_format(day);
    g_autofree char *key = g_strconcat(KIND ":", date, NULL);
    g_autofree char *latest = NULL;
    if (!cx_job_latest_key(db, KIND, &latest, error))
        return false;
    return g_strcmp0(latest, key) >= 0 || enqueue(db, key, now, error);
}

#define PARTS 1000 /* of a hook, in which its own progress is counted */

/* Where a hook stands among the hooks. */
typedef struct {
    CxProgress all; /* who is told */
    int64_t i_hook, n_hooks;
} Stage;

/* A hook tells how far it is in itself; what is shown is how far the night is. */
static bool
stage_step(void *data, int64_t n_done, int64_t n_total)
{
    const Stage *stage = data;
    const double share = n_total > 0 ? (double)n_done / (double)n_total : 0.0;
    const int64_t n_parts = (int64_t)(PARTS * CLAMP(share, 0.0, 1.0));
    return stage->all.step == NULL ||
           stage->all.step(stage->all.data, PARTS * stage->i_hook + MIN(n_parts, PARTS - 1),
                           PARTS * stage->n_hooks);
}

/* False when it failed; CANCELLED also before it begins. */
static bool
run_hook(CxJobRun *run, const CxNightlyHook *hook, Stage *stage, GError **error)
{
    run->doing = hook->doing;
    run->ctx->progress = (CxProgress){ stage_step, stage };
    const bool is_done =
        cx_ctx_progress(run->ctx, 0, 1, error) && hook->run(run->ctx, run->home, error);
    run->ctx->progress = stage->all;
    return is_done;
}

bool
cx_nightly_run(CxJobRun *run, const CxNightlyHooks *hooks, GError **error)
{
    g_autoptr(GError) first = NULL;
    size_t n_failed = 0;
    Stage stage = { .all = run->ctx->progress, .n_hooks = (int64_t)hooks->n };
    for (size_t i = 0; i < hooks->n; i++) {
        const CxNightlyHook *hook = &hooks->rows[i];
        stage.i_hook = (int64_t)i;
        g_autoptr(GError) local = NULL;
        if (run_hook(run, hook, &stage, &local))
            continue;
        if (g_error_matches(local, CX_ERROR, CX_ERROR_CANCELLED)) {
            g_propagate_error(error, g_steal_pointer(&local));
            return false;
        }
        if (n_failed++ == 0) {
            first = g_steal_pointer(&local);
            g_prefix_error(&first, "%s: ", hook->doing);
        }
    }
    run->doing = NULL;
    run->message = g_strdup_printf("%zu of %zu done", hooks->n - n_failed, hooks->n);
    if (n_failed == 0)
        return true;
    g_propagate_error(error, g_steal_pointer(&first));
    return false;
}

bool
cx_nightly_job(CxJobRun *run, GError **error)
{
    return cx_nightly_run(run, &cx_nightly_hooks, error);
}
