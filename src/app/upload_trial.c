#include "app/upload_trial.h"

#include <string.h>

#include "app/sheet.h"
#include "codec/json.h"
#include "feedback/bring.h"
#include "feedback/facts_upload.h"

static bool
try_draft(CxCtx *ctx, CxUpload *upload, GError **error)
{
    if (g_str_equal(upload->kind, CX_UPLOAD_SURVEY))
        return cx_bring_try_whole(ctx, upload, error);
    if (g_str_equal(upload->kind, CX_UPLOAD_FACTS))
        return cx_facts_upload_try_whole(ctx, upload, error);
    char *trial = cx_sheet_try(ctx, upload, CX_SHEET_EITHER, error);
    if (trial == NULL)
        return false;
    g_free(upload->trial);
    upload->trial = trial;
    return true;
}

bool
cx_upload_trial_work(CxCtx *ctx, const CxJob *job, GError **error)
{
    CxUploadId id = { 0 };
    g_autoptr(CxJson) args = cx_json_parse(job->args_json, strlen(job->args_json), error);
    if (args == NULL || !cx_json_need_int(args, "upload", &id.v, error))
        return false;
    for (bool is_kept = false; !is_kept;) {
        g_autoptr(CxUpload) upload = cx_upload_load(ctx, id, error);
        if (upload == NULL || upload->state != CX_UPLOAD_STATE_DRAFT)
            return upload != NULL;
        if (!try_draft(ctx, upload, error) || !cx_upload_keep_trial(ctx, upload, &is_kept, error))
            return false;
    }
    return true;
}
