#include "cli/import_work.h"

#include <inttypes.h>

#include "base/error.h"
#include "cli/job_work.h"

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

static bool
look(CxCtx *ctx, int64_t id, CxCliWorkState *ret_state, GError **error)
{
    g_autoptr(CxImportReport) report = cx_import_load(ctx, (CxImportId){ id }, error);
    if (report == NULL)
        return false;
    *ret_state = (CxCliWorkState){ .is_open = is_open(report),
                                   .job = report->job,
                                   .n_done = report->n_done,
                                   .n_total = report->n_total };
    return !ret_state->is_open || find_before(ctx, report, &ret_state->before, error);
}

static bool
cancel(CxCtx *ctx, int64_t id, GError **error)
{
    return cx_import_cancel(ctx, (CxImportId){ id }, error);
}

static const CxCliWorkKind kind = { look, cancel };

bool
cx_cli_import_take_back(CxCli *cli, CxCtx *ctx, CxImportId id, GError **error)
{
    return cx_cli_take_back(cli, ctx, &kind, id.v, error);
}

CxImportReport *
cx_cli_import_work(CxCli *cli, CxCtx *ctx, CxImportId id, GError **error)
{
    g_autoptr(CxImportReport) report =
        cx_cli_work_off(cli, ctx, &kind, id.v, error) ? cx_import_load(ctx, id, error) : NULL;
    if (report == NULL || report->state == CX_IMPORT_DONE)
        return g_steal_pointer(&report);
    if (report->state == CX_IMPORT_CANCELLED) {
        g_set_error(error, CX_ERROR, CX_ERROR_CANCELLED,
                    "import %" PRId64 " was cancelled; no response of it was kept", report->id.v);
    } else {
        g_set_error(error, CX_ERROR, CX_ERROR_INVALID,
                    "import %" PRId64 " failed, and no response of it was kept: %s", report->id.v,
                    report->failure != NULL ? report->failure : "");
    }
    return NULL;
}
