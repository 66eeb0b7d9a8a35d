/* Which jobs there are: a row for each kind. */
#include <inttypes.h>
#include <string.h>

#include "app/nightly.h"
#include "app/runner.h"
#include "app/sheet.h"
#include "app/upload_bring.h"
#include "app/upload_trial.h"
#include "codec/json.h"
#include "deliver/bundle.h"
#include "feedback/facts_upload.h"
#include "feedback/import.h"

static bool
read_import(const CxJob *job, CxImportId *ret_id, GError **error)
{
    g_autoptr(CxJson) args = cx_json_parse(job->args_json, strlen(job->args_json), error);
    return args != NULL && cx_json_need_int(args, "import", &ret_id->v, error);
}

static bool
run_import(CxJobRun *run, GError **error)
{
    CxImportId id = { 0 };
    if (!read_import(run->job, &id, error) || !cx_import_carry_on(run->ctx, id, run->job, error))
        return false;
    g_autoptr(CxImportReport) report = cx_import_load(run->ctx, id, error);
    if (report == NULL)
        return false;
    run->message = g_strdup_printf(
        "%s: %" PRId64 " new, %" PRId64 " revised, %" PRId64 " as known, %" PRId64 " set aside",
        report->file_name, report->n_new, report->n_revised, report->n_same, report->n_rejected);
    return true;
}

static bool
cancel_import(CxCtx *ctx, const CxJob *job, GError **error)
{
    CxImportId id = { 0 };
    return read_import(job, &id, error) && cx_import_cancel(ctx, id, error);
}

static bool
run_briefs(CxJobRun *run, GError **error)
{
    CxBundle bundle;
    if (!cx_bundle_make(run->ctx, run->job->args_json, &bundle, error))
        return false;
    run->message = g_strdup_printf("%s: %" PRId64 " briefs", bundle.name, bundle.n_briefs);
    return true;
}

static bool
run_facts(CxJobRun *run, GError **error)
{
    g_autoptr(CxFactsReport) report = cx_facts_upload_work(run->ctx, run->job, error);
    if (report == NULL)
        return false;
    run->message = g_strdup_printf(
        "%s: %" PRId64 " new, %" PRId64 " revised, %" PRId64 " as known, %" PRId64 " set aside",
        report->file_name, report->n_new, report->n_revised, report->n_same, report->n_rejected);
    return true;
}

static bool
run_sheet(CxJobRun *run, GError **error)
{
    return cx_sheet_work(run->ctx, run->job, error);
}

static bool
run_bring(CxJobRun *run, GError **error)
{
    g_autofree char *spool = g_build_filename(run->home->dir, CX_SPOOL_DIR, NULL);
    return cx_upload_bring_run(run->ctx, run->job, spool, error);
}

static bool
run_trial(CxJobRun *run, GError **error)
{
    return cx_upload_trial_work(run->ctx, run->job, error);
}

static const CxJobKind bring_rows[] = { { CX_JOB_BRING, run_bring, cx_upload_bring_cancel } };
const CxJobKinds cx_bring_kinds = { bring_rows, CX_N_ELEMENTS(bring_rows) };

static const CxJobKind kind_rows[] = {
    { CX_JOB_BRING, run_bring, cx_upload_bring_cancel },
    { CX_BUNDLE_JOB, run_briefs, NULL },
    { "import", run_import, cancel_import },
    { CX_JOB_FACTS, run_facts, cx_facts_upload_cancel },
    { "nightly", cx_nightly_job, NULL },
    { CX_JOB_SHEET, run_sheet, NULL },
    { CX_JOB_TRIAL, run_trial, NULL },
};
const CxJobKinds cx_job_kinds = { kind_rows, CX_N_ELEMENTS(kind_rows) };
