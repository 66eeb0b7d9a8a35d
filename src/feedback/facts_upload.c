#include "feedback/facts_upload.h"

#include <inttypes.h>
#include <string.h>

#include "base/error.h"
#include "business/facts.h"
#include "codec/json.h"
#include "feedback/beginning.h"
#include "feedback/like.h"
#include "feedback/survey.h"

#define FILES_MAX 100 /* latest files looked at for one that was like it */

static void
take(char **to, char *text)
{
    g_free(*to);
    *to = text;
}

/* ---- What a file brings, as JSON ---- */

static void
write_reject(CxJsonWriter *json, const CxFactReject *reject)
{
    cx_json_writer_begin_object(json);
    cx_json_writer_put_int(json, "line", reject->line);
    cx_json_writer_put_text(json, "column", reject->column != NULL ? reject->column : "");
    cx_json_writer_put_text(json, "value", reject->value != NULL ? reject->value : "");
    cx_json_writer_put_text(json, "reason", reject->reason);
    cx_json_writer_end_object(json);
}

static void
write_lists(CxJsonWriter *json, const CxFactsReport *report)
{
    cx_json_writer_name(json, "metrics");
    cx_json_writer_begin_array(json);
    for (guint i = 0; i < report->metrics->len; i++) {
        const CxFactsMetricCount *count = g_ptr_array_index(report->metrics, i);
        cx_json_writer_begin_object(json);
        cx_json_writer_put_text(json, "label", count->label);
        cx_json_writer_put_int(json, "n", count->n);
        cx_json_writer_end_object(json);
    }
    cx_json_writer_end_array(json);
    cx_json_writer_name(json, "rejects");
    cx_json_writer_begin_array(json);
    for (guint i = 0; i < report->rejects->len; i++)
        write_reject(json, g_ptr_array_index(report->rejects, i));
    cx_json_writer_end_array(json);
}

static char *
report_json(const CxFactsReport *report)
{
    GString *out = g_string_new(NULL);
    {
        g_autoptr(CxJsonWriter) json = cx_json_writer_new(out, CX_JSON_COMPACT);
        cx_json_writer_begin_object(json);
        cx_json_writer_put_int(json, "file", report->id.v);
        cx_json_writer_put_int(json, "rows", report->n_rows);
        cx_json_writer_put_int(json, "new", report->n_new);
        cx_json_writer_put_int(json, "revised", report->n_revised);
        cx_json_writer_put_int(json, "same", report->n_same);
        cx_json_writer_put_int(json, "rejected", report->n_rejected);
        cx_json_writer_put_int(json, "skipped", report->n_skipped);
        cx_json_writer_put_int(json, "accounts", report->n_accounts);
        write_lists(json, report);
        cx_json_writer_end_object(json);
    }
    return g_string_free(out, FALSE);
}

/* A trial that was refused as a whole: why. */
static char *
refusal_json(const char *why)
{
    GString *out = g_string_new(NULL);
    {
        g_autoptr(CxJsonWriter) json = cx_json_writer_new(out, CX_JSON_COMPACT);
        cx_json_writer_begin_object(json);
        cx_json_writer_put_text(json, "refusal", why);
        cx_json_writer_end_object(json);
    }
    return g_string_free(out, FALSE);
}

/* ---- Drafting ---- */

static CxFactsMapping *
parse_mapping(const char *text, GError **error)
{
    if (text == NULL) {
        g_set_error_literal(error, CX_ERROR, CX_ERROR_INVALID,
                            "nobody has said yet which column is what");
        return NULL;
    }
    return cx_facts_mapping_read(text, strlen(text), error);
}

static bool
is_of_the_file(const GError *error)
{
    const CxErrorCode code = cx_error_code(error);
    return code == CX_ERROR_INVALID || code == CX_ERROR_CONFLICT || code == CX_ERROR_TOO_LARGE ||
           code == CX_ERROR_UNSUPPORTED;
}

static CxFactsReport *
try_it(CxCtx *ctx, const CxUpload *upload, GBytes *bytes, GError **error)
{
    g_autoptr(CxFactsMapping) mapping = parse_mapping(upload->mapping, error);
    if (mapping == NULL)
        return NULL;
    gsize len_bytes = 0;
    const void *data = g_bytes_get_data(bytes, &len_bytes);
    const CxFactsFile file = { .name = upload->file_name,
                               .data = data != NULL ? data : "",
                               .len_bytes = len_bytes };
    return cx_facts_try(ctx, &file, mapping, error);
}

static bool
try_now(CxCtx *ctx, CxUpload *upload, GBytes *bytes, GError **error)
{
    g_autoptr(GError) why = NULL;
    g_autoptr(CxFactsReport) report = try_it(ctx, upload, bytes, &why);
    if (report != NULL) {
        take(&upload->trial, report_json(report));
        return true;
    }
    if (!is_of_the_file(why)) {
        g_propagate_error(error, g_steal_pointer(&why));
        return false;
    }
    take(&upload->trial, refusal_json(why->message));
    return true;
}

static bool
try_upload(CxCtx *ctx, CxUpload *upload, GBytes *bytes, GError **error)
{
    take(&upload->trial, NULL);
    const bool is_small = upload->len_bytes <= CX_FACTS_TRY_BYTES_MAX;
    upload->is_trial_wanted = upload->mapping != NULL && !is_small;
    return upload->mapping == NULL || !is_small || try_now(ctx, upload, bytes, error);
}

bool
cx_facts_upload_try_whole(CxCtx *ctx, CxUpload *upload, GError **error)
{
    if (upload->mapping == NULL)
        return true;
    g_autoptr(GBytes) bytes = cx_original_read(ctx, upload->original, error);
    return bytes != NULL && try_now(ctx, upload, bytes, error);
}

static bool
decide(CxCtx *ctx, CxUpload *upload, CxFactsDraft *draft, GBytes *bytes, GError **error)
{
    gsize len_bytes = 0;
    const void *data = g_bytes_get_data(bytes, &len_bytes);
    const CxFactsSource source = { upload->file_name, data != NULL ? data : "", len_bytes };
    draft->is_given = false;
    if (!cx_facts_draft_list(draft, &source, error))
        return false;
    take(&upload->mapping, cx_facts_draft_mapping(draft));
    take(&upload->findings, cx_facts_draft_json(draft));
    return try_upload(ctx, upload, bytes, error);
}

bool
cx_facts_upload_decide(CxCtx *ctx, CxUpload *upload, CxFactsDraft *draft, GError **error)
{
    g_autoptr(GBytes) bytes = cx_beginning_read(ctx, upload->original, error);
    return bytes != NULL && decide(ctx, upload, draft, bytes, error);
}

bool
cx_facts_upload_mapping(CxCtx *ctx, CxUpload *upload, const char *text, CxIssues *issues,
                        GError **error)
{
    g_autoptr(CxFactsMapping) mapping = cx_facts_mapping_parse(text, strlen(text), issues, error);
    g_autoptr(CxFactsDraft) draft = mapping != NULL && upload->findings != NULL
                                        ? cx_facts_draft_parse(upload->findings, error)
                                        : NULL;
    g_autoptr(GBytes) bytes =
        draft != NULL ? cx_beginning_read(ctx, upload->original, error) : NULL;
    if (bytes == NULL)
        return false;
    draft->is_given = true;
    draft->lack = NULL;
    take(&upload->mapping, g_strdup(text));
    take(&upload->findings, cx_facts_draft_json(draft));
    return try_upload(ctx, upload, bytes, error);
}

/* Reads the draft like the latest file that was taken in and has the columns it needs. */
static bool
read_like(CxCtx *ctx, CxFactsDraft *draft, GError **error)
{
    g_autoptr(GPtrArray) files = cx_file_list(ctx, (CxInstant){ 0 }, 0, FILES_MAX, error);
    bool is_like = false;
    for (guint i = 0; files != NULL && i < files->len && !is_like; i++) {
        const CxFileEntry *entry = g_ptr_array_index(files, i);
        if (entry->state != CX_UPLOAD_STATE_IMPORTED || strcmp(entry->kind, CX_UPLOAD_FACTS) != 0 ||
            entry->upload.v == 0)
            continue;
        g_autoptr(CxUpload) upload = cx_upload_load(ctx, entry->upload, error);
        if (upload == NULL)
            return false;
        g_autoptr(CxFactsDraft) earlier =
            upload->findings != NULL ? cx_facts_draft_parse(upload->findings, NULL) : NULL;
        is_like = earlier != NULL && cx_facts_draft_like(draft, earlier, upload->file_name);
    }
    return files != NULL;
}

bool
cx_facts_upload_prepare(CxCtx *ctx, CxUpload *upload, GBytes *bytes, GError **error)
{
    g_autoptr(CxFileHead) head = cx_file_head_parse(upload->head, error);
    g_autoptr(CxLikeKeys) known = head != NULL ? cx_like_keys(ctx, head, error) : NULL;
    g_autoptr(GPtrArray) surveys = known != NULL ? cx_survey_list(ctx, error) : NULL;
    if (surveys == NULL)
        return false;
    const CxSurveySummary *survey = surveys->len > 0 ? g_ptr_array_index(surveys, 0) : NULL;
    const CxFactsHints hints = { .known = known->rows,
                                 .n_known = known->n,
                                 .survey = survey != NULL ? survey->key : NULL,
                                 .file_name = upload->file_name };
    g_autoptr(GBytes) beginning = cx_beginning_of(bytes);
    gsize len_bytes = 0;
    const void *data = g_bytes_get_data(beginning, &len_bytes);
    g_autoptr(CxFactsDraft) draft =
        cx_facts_draft_make(data != NULL ? data : "", len_bytes, &hints, error);
    return draft != NULL && (upload->like.v == CX_LIKE_NONE || read_like(ctx, draft, error)) &&
           decide(ctx, upload, draft, beginning, error);
}

/* ---- Taking in ---- */

bool
cx_facts_kept_begin(CxCtx *ctx, const CxFactsKept *kept, const CxFactsMapping *mapping,
                    CxFactFileId *ret_file, GError **error)
{
    if (!cx_ctx_check_change(ctx, "take files in", error))
        return false;
    g_autoptr(GBytes) bytes = cx_beginning_read(ctx, kept->original, error);
    CxDigest digest;
    int64_t whole_bytes = 0;
    if (bytes == NULL || !cx_original_digest(ctx, kept->original, &digest, &whole_bytes, error))
        return false;
    gsize len_bytes = 0;
    const void *data = g_bytes_get_data(bytes, &len_bytes);
    const CxFactsFile file = { .name = kept->name,
                               .data = data != NULL ? data : "",
                               .len_bytes = len_bytes,
                               .digest = &digest,
                               .whole_bytes = whole_bytes,
                               .original = kept->original.v,
                               .upload = kept->upload.v };
    return cx_facts_begin(ctx, &file, mapping, ret_file, error);
}

bool
cx_facts_upload_begin(CxCtx *ctx, const CxUpload *upload, GError **error)
{
    g_autoptr(CxFactsMapping) mapping = parse_mapping(upload->mapping, error);
    const CxFactsKept kept = { upload->file_name, upload->original, upload->id };
    CxFactFileId id = { 0 };
    return mapping != NULL && cx_facts_kept_begin(ctx, &kept, mapping, &id, error);
}

static GBytes *
read_original(CxCtx *ctx, int64_t original, GError **error)
{
    return cx_original_read(ctx, (CxOriginalId){ original }, error);
}

/* What a job of facts is about: the file, and the upload it is, 0: none. */
static bool
read_job(const CxJob *job, CxFactFileId *ret_file, CxUploadId *ret_upload, GError **error)
{
    g_autoptr(CxJson) args = cx_json_parse(job->args_json, strlen(job->args_json), error);
    if (args == NULL || !cx_json_need_int(args, "facts", &ret_file->v, error))
        return false;
    ret_upload->v = cx_json_int(cx_json_member(args, "upload"), 0);
    return true;
}

/* Closes the upload with what came of it, unless an earlier try got so far. */
static bool
close_upload(CxCtx *ctx, CxUploadId id, const CxFactsReport *report, GError **error)
{
    g_autoptr(CxUpload) upload = cx_upload_load(ctx, id, error);
    if (upload == NULL || upload->state != CX_UPLOAD_STATE_DRAFT)
        return upload != NULL;
    take(&upload->report, report_json(report));
    return cx_upload_close(ctx, upload, error);
}

CxFactsReport *
cx_facts_upload_work(CxCtx *ctx, const CxJob *job, GError **error)
{
    CxFactFileId id = { 0 };
    CxUploadId upload = { 0 };
    if (!read_job(job, &id, &upload, error) ||
        !cx_facts_carry_on(ctx, id, job, read_original, error))
        return NULL;
    g_autoptr(CxFactsReport) report = cx_facts_load(ctx, id, error);
    if (report == NULL || (upload.v != 0 && !close_upload(ctx, upload, report, error)))
        return NULL;
    return g_steal_pointer(&report);
}

bool
cx_facts_upload_cancel(CxCtx *ctx, const CxJob *job, GError **error)
{
    CxFactFileId id = { 0 };
    CxUploadId upload = { 0 };
    return read_job(job, &id, &upload, error) && cx_facts_cancel(ctx, id, error);
}

bool
cx_facts_upload_job(CxCtx *ctx, CxUploadId id, CxJob **ret_job, GError **error)
{
    if (!cx_ctx_check_change(ctx, "see jobs", error))
        return false;
    g_autofree char *key = g_strdup_printf("facts:%" PRId64, id.v);
    return cx_job_find_key(ctx->db, CX_JOB_FACTS, key, ret_job, error);
}

/* ---- Rows set aside ---- */

static void
add_lines(GArray *lines, const char *text)
{
    g_autoptr(CxJson) json = text != NULL ? cx_json_parse(text, strlen(text), NULL) : NULL;
    const CxJson *list = json != NULL ? cx_json_member(json, "rejects") : NULL;
    for (size_t i = 0; list != NULL && i < cx_json_n(list); i++) {
        const int64_t line = cx_json_int(cx_json_member(cx_json_at(list, i), "line"), 0);
        g_array_append_val(lines, line);
    }
}

bool
cx_facts_upload_lines(CxCtx *ctx, const CxUpload *upload, GArray *lines, GError **error)
{
    g_autoptr(CxJson) json =
        upload->report != NULL ? cx_json_parse(upload->report, strlen(upload->report), NULL) : NULL;
    if (json == NULL) {
        add_lines(lines, upload->trial);
        return true;
    }
    const CxFactFileId file = { cx_json_int(cx_json_member(json, "file"), 0) };
    return cx_facts_reject_lines(ctx, file, lines, error);
}
