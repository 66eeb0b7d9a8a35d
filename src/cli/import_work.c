#include "cli/import_work.h"

#define OPEN_N_MAX 200 /* open imports looked through for those that come before */

static bool
is_open(const CxImportReport *report)
{
    return report->state == CX_IMPORT_QUEUED || report->state == CX_IMPORT_RUNNING;
}

/* The job of the first open import into the same version that comes before, 0: there is none. */
static bool
find_before(CxCtx *ctx, const CxImportReport *report, CxJobId *ret_job, GError **error)
{
    ret_job->v = 0;
    g_autoptr(GPtrArray) list = cx_import_list(ctx, report->id, OPEN_N_MAX, error);
    if (list == NULL)
        return false;
    for (guint i = list->len; i-- > 0 && ret_job->v == 0;) {
        const CxImportReport *before = g_ptr_array_index(list, i);
        if (is_open(before) && g_str_equal(before->survey_key, report->survey_key) &&
            g_str_equal(before->version_key, report->version_key))
            *ret_job = before->job;
    }
    return true;
}

static CxCliWorkEnd
end_of(const CxImportReport *report)
{
    if (is_open(report))
        return CX_CLI_WORK_OPEN;
    if (report->state == CX_IMPORT_DONE)
        return CX_CLI_WORK_DONE;
    return report->state == CX_IMPORT_CANCELLED ? CX_CLI_WORK_CANCELLED : CX_CLI_WORK_FAILED;
}

static bool
look(CxCtx *ctx, int64_t id, CxCliWorkState *ret_state, GError **error)
{
    g_autoptr(CxImportReport) report = cx_import_load(ctx, (CxImportId){ id }, error);
    if (report == NULL)
        return false;
    *ret_state = (CxCliWorkState){ .end = end_of(report),
                                   .is_begun = report->state == CX_IMPORT_RUNNING,
                                   .job = report->job,
                                   .n_done = report->n_done,
                                   .n_total = report->n_total,
                                   .n_rows = report->n_rows,
                                   .failure = cx_arena_text(ctx->arena, report->failure) };
    return !is_open(report) || find_before(ctx, report, &ret_state->before, error);
}

static bool
cancel(CxCtx *ctx, int64_t id, GError **error)
{
    return cx_import_cancel(ctx, (CxImportId){ id }, error);
}

static bool
print(CxCli *cli, CxCtx *ctx, int64_t id, GError **error)
{
    g_autoptr(CxImportReport) report = cx_import_load(ctx, (CxImportId){ id }, error);
    if (report != NULL)
        cx_cli_import_print(cli, ctx, report);
    return report != NULL;
}

const CxCliWorkKind cx_cli_import_work = { "Import", "Importing", "survey", look, cancel, print };
