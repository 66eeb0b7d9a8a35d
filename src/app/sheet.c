#include "app/sheet.h"

#include <inttypes.h>
#include <string.h>

#include "base/error.h"
#include "base/limits.h"
#include "base/text.h"
#include "codec/json.h"
#include "db/txn.h"
#include "engage/past.h"
#include "feedback/bring.h"
#include "people/roster.h"

#define DRAFTS_MAX 50      /* latest files looked at for drafts that wait */
#define DEATHS_MAX 5       /* of the program without a piece in between */
#define TRIES_MAX  1000000 /* it gives up by itself */

static bool
is_past(const CxUpload *upload)
{
    return g_str_equal(upload->kind, CX_UPLOAD_PAST);
}

bool
cx_sheet_is_one(const CxUpload *upload)
{
    return is_past(upload) || g_str_equal(upload->kind, CX_UPLOAD_ROSTER);
}

bool
cx_sheet_is_small(const CxUpload *upload)
{
    return upload->len_bytes <= CX_SHEET_AT_ONCE_BYTES;
}

/* ---- Reports as JSON ---- */

/* The first rejects with their words, and the lines of all. */
typedef struct {
    CxJsonWriter *json;
    GArray *lines; /* of int64_t */
} Rejects;

static void
begin_rejects(Rejects *rejects, CxJsonWriter *json)
{
    *rejects = (Rejects){ .json = json, .lines = g_array_new(FALSE, FALSE, sizeof(int64_t)) };
    cx_json_writer_name(json, "rejects");
    cx_json_writer_begin_array(json);
}

static void
write_reject(Rejects *rejects, int64_t line, const char *column, const char *reason)
{
    g_array_append_val(rejects->lines, line);
    if (rejects->lines->len > CX_SHEET_SHOWN)
        return;
    cx_json_writer_begin_object(rejects->json);
    cx_json_writer_put_int(rejects->json, "line", line);
    cx_json_writer_put_text(rejects->json, "column", column);
    cx_json_writer_put_text(rejects->json, "reason", reason);
    cx_json_writer_end_object(rejects->json);
}

static void
end_rejects(Rejects *rejects)
{
    CxJsonWriter *json = rejects->json;
    cx_json_writer_end_array(json);
    cx_json_writer_name(json, "lines");
    cx_json_writer_begin_array(json);
    for (guint i = 0; i < rejects->lines->len; i++)
        cx_json_writer_int(json, g_array_index(rejects->lines, int64_t, i));
    cx_json_writer_end_array(json);
    g_array_unref(rejects->lines);
}

static void
write_change(CxJsonWriter *json, const CxRosterChange *change)
{
    cx_json_writer_begin_object(json);
    cx_json_writer_put_text(json, "kind", cx_roster_change_key(change->kind));
    cx_json_writer_put_int(json, "line", change->line);
    cx_json_writer_put_text(json, "leader", change->leader);
    cx_json_writer_put_text(json, "department", change->department);
    cx_json_writer_put_text(json, "title", change->title);
    cx_json_writer_put_text(json, "department_before", change->department_before);
    cx_json_writer_put_text(json, "title_before", change->title_before);
    if (!cx_day_is_none(change->day))
        cx_json_writer_put_int(json, "day", change->day.v);
    cx_json_writer_end_object(json);
}

static void
write_roster(CxJsonWriter *json, const CxRosterReport *report)
{
    cx_json_writer_put_int(json, "rows", report->n_rows);
    cx_json_writer_put_int(json, "leaders_new", report->n_leaders_new);
    cx_json_writer_put_int(json, "terms_new", report->n_terms_new);
    cx_json_writer_put_int(json, "terms_ended", report->n_terms_ended);
    cx_json_writer_put_int(json, "departments_new", report->n_departments_new);
    cx_json_writer_put_int(json, "same", report->n_same);
    cx_json_writer_put_int(json, "came", report->n_of[CX_ROSTER_CAME]);
    cx_json_writer_put_int(json, "left", report->n_of[CX_ROSTER_LEFT]);
    cx_json_writer_put_int(json, "moved", report->n_of[CX_ROSTER_MOVED]);
    cx_json_writer_name(json, "changes");
    cx_json_writer_begin_array(json);
    for (guint i = 0, n = 0; i < report->changes->len && n < CX_SHEET_SHOWN; i++) {
        const CxRosterChange *change = g_ptr_array_index(report->changes, i);
        if (change->kind == CX_ROSTER_SAME)
            continue;
        write_change(json, change);
        n++;
    }
    cx_json_writer_end_array(json);
    Rejects rejects;
    begin_rejects(&rejects, json);
    for (guint i = 0; i < report->rejects->len; i++) {
        const CxRosterReject *reject = g_ptr_array_index(report->rejects, i);
        write_reject(&rejects, reject->line, reject->column, reject->reason);
    }
    end_rejects(&rejects);
}

static void
write_past(CxJsonWriter *json, const CxPastReport *report)
{
    cx_json_writer_put_int(json, "rows", report->n_rows);
    cx_json_writer_put_int(json, "contacts", report->n_contacts);
    cx_json_writer_put_int(json, "promises", report->n_promises);
    cx_json_writer_put_int(json, "ended", report->n_ended);
    cx_json_writer_put_int(json, "same", report->n_same);
    Rejects rejects;
    begin_rejects(&rejects, json);
    for (guint i = 0; i < report->rejects->len; i++) {
        const CxPastReject *reject = g_ptr_array_index(report->rejects, i);
        write_reject(&rejects, reject->line, reject->column, reject->reason);
    }
    end_rejects(&rejects);
}

/* ---- Reading the original ---- */

/* A sheet is small: more is refused before it is read. */
static GBytes *
read_sheet(CxCtx *ctx, const CxUpload *upload, GError **error)
{
    const int max_bytes = is_past(upload) ? CX_PAST_BYTES_MAX : CX_ROSTER_BYTES_MAX;
    if (upload->len_bytes <= max_bytes)
        return cx_original_read(ctx, upload->original, error);
    g_set_error(error, CX_ERROR, CX_ERROR_TOO_LARGE, "such a sheet has at most %d MiB",
                max_bytes >> 20);
    return NULL;
}

typedef CxRosterReport *(*RosterUse)(CxCtx *ctx, const CxRosterAsk *ask, GError **error);
typedef CxPastReport *(*PastUse)(CxCtx *ctx, const CxPastAsk *ask, GError **error);

static CxRosterReport *
use_roster(CxCtx *ctx, const CxUpload *upload, CxRosterExtent extent, RosterUse use, GError **error)
{
    g_autoptr(GBytes) bytes = read_sheet(ctx, upload, error);
    if (bytes == NULL)
        return NULL;
    CxRosterAsk ask = { .file_name = upload->file_name, .extent = extent, .as_of = CX_DAY_NONE };
    ask.data = g_bytes_get_data(bytes, &ask.len_bytes);
    return use(ctx, &ask, error);
}

/* ---- Marks of a sheet taken in by pieces ---- */

/* The number of the try that wrote it, and how far it came. */
static CxPastMark
read_mark(const CxJob *job)
{
    CxPastMark mark = { 0 };
    int64_t *const numbers[] = { &mark.line, &mark.n_contacts, &mark.n_promises, &mark.n_ended,
                                 &mark.n_same };
    g_auto(GStrv) texts = g_strsplit(job->checkpoint != NULL ? job->checkpoint : "", " ", -1);
    bool is_read = true;
    for (size_t i = 0; is_read && i < CX_N_ELEMENTS(numbers) && texts[i] != NULL; i++)
        is_read = texts[i + 1] != NULL && cx_text_parse_i64(texts[i + 1], numbers[i], NULL);
    return mark;
}

typedef struct {
    CxCtx *ctx;
    const CxJob *job;
} Held;

static bool
keep_mark(void *data, const CxPastMark *mark, int64_t n_done, int64_t n_total, GError **error)
{
    const Held *held = data;
    g_autofree char *checkpoint = g_strdup_printf(
        "%" PRId64 " %" PRId64 " %" PRId64 " %" PRId64 " %" PRId64 " %" PRId64, held->job->tries,
        mark->line, mark->n_contacts, mark->n_promises, mark->n_ended, mark->n_same);
    g_autofree char *message =
        g_strdup_printf("the first %" PRId64 " of %" PRId64 " rows are in, and stay; taken in "
                        "again, it goes on behind them",
                        n_done, n_total);
    const CxJobProgress progress = { .n_done = n_total + n_done, /* reading was the first half */
                                     .n_total = 2 * n_total,
                                     .message = message,
                                     .checkpoint = checkpoint };
    return cx_job_progress(held->ctx->db, held->job, &progress, error);
}

/* job NULL: at once, in a request. */
static CxPastReport *
use_past(CxCtx *ctx, const CxUpload *upload, const CxJob *job, PastUse use, GError **error)
{
    g_autoptr(GBytes) bytes = read_sheet(ctx, upload, error);
    if (bytes == NULL)
        return NULL;
    CxPastAsk ask = { .file_name = upload->file_name };
    Held held = { ctx, job };
    if (job != NULL) {
        ask.from = read_mark(job);
        ask.keep = keep_mark;
        ask.keep_data = &held;
    }
    ask.data = g_bytes_get_data(bytes, &ask.len_bytes);
    return use(ctx, &ask, error);
}

/* ---- Trying ---- */

/* Keeps a refusal as what lacks; false with the errors that are not about the sheet. */
static bool
write_lack(CxJsonWriter *json, GError **why, GError **error)
{
    const CxErrorCode code = cx_error_code(*why);
    if (code == CX_ERROR_INVALID || code == CX_ERROR_TOO_LARGE || code == CX_ERROR_UNSUPPORTED) {
        cx_json_writer_put_text(json, "lack", (*why)->message);
        return true;
    }
    g_propagate_error(error, g_steal_pointer(why));
    return false;
}

static bool
try_roster(CxCtx *ctx, const CxUpload *upload, CxRosterExtent extent, CxJsonWriter *json,
           GError **error)
{
    g_autoptr(GError) why = NULL;
    g_autoptr(CxRosterReport) report = use_roster(ctx, upload, extent, cx_roster_try, &why);
    cx_json_writer_name(json, extent == CX_ROSTER_WHOLE ? "whole" : "some");
    cx_json_writer_begin_object(json);
    const bool is_well = report != NULL || write_lack(json, &why, error);
    if (report != NULL)
        write_roster(json, report);
    cx_json_writer_end_object(json);
    return is_well;
}

static bool
try_past(CxCtx *ctx, const CxUpload *upload, CxJsonWriter *json, GError **error)
{
    g_autoptr(GError) why = NULL;
    g_autoptr(CxPastReport) report = use_past(ctx, upload, NULL, cx_past_try, &why);
    cx_json_writer_name(json, "past");
    cx_json_writer_begin_object(json);
    const bool is_well = report != NULL || write_lack(json, &why, error);
    if (report != NULL)
        write_past(json, report);
    cx_json_writer_end_object(json);
    return is_well;
}

static bool
try_sheet(CxCtx *ctx, const CxUpload *upload, CxSheetReading reading, CxJsonWriter *json,
          GError **error)
{
    const bool is_either = reading == CX_SHEET_EITHER;
    if (is_past(upload))
        return try_past(ctx, upload, json, error);
    if ((is_either || !upload->is_whole) && !try_roster(ctx, upload, CX_ROSTER_SOME, json, error))
        return false;
    if (is_either && !cx_ctx_progress(ctx, 1, 2, error))
        return false;
    return (!is_either && !upload->is_whole) ||
           try_roster(ctx, upload, CX_ROSTER_WHOLE, json, error);
}

char *
cx_sheet_try(CxCtx *ctx, const CxUpload *upload, CxSheetReading reading, GError **error)
{
    g_autoptr(GString) out = g_string_new(NULL);
    bool is_tried = false;
    {
        g_autoptr(CxJsonWriter) json = cx_json_writer_new(out, CX_JSON_COMPACT);
        cx_json_writer_begin_object(json);
        is_tried = try_sheet(ctx, upload, reading, json, error);
        cx_json_writer_end_object(json);
    }
    return is_tried ? g_strdup(out->str) : NULL;
}

/* ---- Taking in ---- */

/* Whether the mapping gives no question to anybody yet. */
static bool
is_nobodys(const char *mapping)
{
    g_autoptr(CxJson) json = cx_json_parse(mapping, strlen(mapping), NULL);
    return cx_json_n(cx_json_member(json, "departments")) == 0;
}

/* Departments came with the list: survey files that wait are given them, where nobody has said
 * anything yet. */
static bool
propose_again(CxCtx *ctx, GError **error)
{
    g_autoptr(GPtrArray) files = cx_file_list(ctx, (CxInstant){ 0 }, 0, DRAFTS_MAX, error);
    for (guint i = 0; files != NULL && i < files->len; i++) {
        const CxFileEntry *entry = g_ptr_array_index(files, i);
        if (entry->state != CX_UPLOAD_STATE_DRAFT || strcmp(entry->kind, CX_UPLOAD_SURVEY) != 0)
            continue;
        g_autoptr(CxUpload) draft = cx_upload_load(ctx, entry->upload, error);
        if (draft == NULL)
            return false;
        if (draft->mapping == NULL || !is_nobodys(draft->mapping))
            continue;
        if (!cx_bring_propose(ctx, draft, error))
            return false;
        if (!is_nobodys(draft->mapping) && !cx_upload_save(ctx, draft, error))
            return false;
    }
    return files != NULL;
}

static char *
take_roster(CxCtx *ctx, const CxUpload *upload, GError **error)
{
    const CxRosterExtent extent = upload->is_whole ? CX_ROSTER_WHOLE : CX_ROSTER_SOME;
    g_autoptr(CxRosterReport) report = use_roster(ctx, upload, extent, cx_roster_take, error);
    if (report == NULL)
        return NULL;
    GString *out = g_string_new(NULL);
    g_autoptr(CxJsonWriter) json = cx_json_writer_new(out, CX_JSON_COMPACT);
    cx_json_writer_begin_object(json);
    write_roster(json, report);
    cx_json_writer_end_object(json);
    return g_string_free(out, FALSE);
}

static char *
take_past(CxCtx *ctx, const CxUpload *upload, const CxJob *job, GError **error)
{
    g_autoptr(CxPastReport) report = use_past(ctx, upload, job, cx_past_take, error);
    if (report == NULL)
        return NULL;
    GString *out = g_string_new(NULL);
    g_autoptr(CxJsonWriter) json = cx_json_writer_new(out, CX_JSON_COMPACT);
    cx_json_writer_begin_object(json);
    write_past(json, report);
    cx_json_writer_end_object(json);
    return g_string_free(out, FALSE);
}

static bool
take_now(CxCtx *ctx, CxUpload *upload, const CxJob *job, GError **error)
{
    char *report =
        is_past(upload) ? take_past(ctx, upload, job, error) : take_roster(ctx, upload, error);
    if (report == NULL)
        return false;
    g_free(upload->report);
    upload->report = report;
    return cx_upload_close(ctx, upload, error) && (is_past(upload) || propose_again(ctx, error));
}

static char *
job_key(CxUploadId id)
{
    return g_strdup_printf("sheet:%" PRId64, id.v);
}

static bool
queue(CxCtx *ctx, const CxUpload *upload, GError **error)
{
    if (!cx_ctx_check_change(ctx, "take files in", error))
        return false;
    g_autofree char *key = job_key(upload->id);
    g_autofree char *args = g_strdup_printf("{\"upload\":%" PRId64 ",\"whole\":%s}", upload->id.v,
                                            upload->is_whole ? "true" : "false");
    const CxJobSpec spec = {
        .kind = CX_JOB_SHEET,
        .args_json = args,
        .key = key,
        .actor = ctx->actor.login,
        .tries_max = TRIES_MAX,
    };
    CxJobId job = { 0 };
    g_autoptr(CxTxn) txn = cx_txn_begin_write(ctx->db, error);
    return txn != NULL && cx_job_enqueue(ctx->db, &spec, ctx->now, &job, error) &&
           cx_ctx_audit(ctx, "upload.take", "upload", upload->id.v, NULL, args, error) &&
           cx_txn_commit(&txn, error);
}

bool
cx_sheet_take(CxCtx *ctx, CxUpload *upload, GError **error)
{
    return cx_sheet_is_small(upload) ? take_now(ctx, upload, NULL, error)
                                     : queue(ctx, upload, error);
}

/* A sheet that ends the program each time must not do so for ever. */
static bool
check_deaths(const CxJob *job, GError **error)
{
    if (cx_job_deaths(job) <= DEATHS_MAX)
        return true;
    g_set_error(error, CX_ERROR, CX_ERROR_CORRUPT,
                "the program ended %d times while it took in this sheet; please report it",
                DEATHS_MAX);
    return false;
}

bool
cx_sheet_work(CxCtx *ctx, const CxJob *job, GError **error)
{
    CxUploadId id = { 0 };
    g_autoptr(CxJson) args = cx_json_parse(job->args_json, strlen(job->args_json), error);
    if (args == NULL || !cx_json_need_int(args, "upload", &id.v, error) ||
        !check_deaths(job, error) || !cx_ctx_progress(ctx, 0, 1, error))
        return false;
    g_autoptr(CxUpload) upload = cx_upload_load(ctx, id, error);
    if (upload == NULL || upload->state != CX_UPLOAD_STATE_DRAFT)
        return upload != NULL; /* a try before this one got so far */
    upload->is_whole = cx_json_flag(cx_json_member(args, "whole"), false);
    return take_now(ctx, upload, job, error);
}

bool
cx_sheet_job(CxCtx *ctx, CxUploadId id, CxJob **ret_job, GError **error)
{
    if (!cx_ctx_check_change(ctx, "see jobs", error))
        return false;
    g_autofree char *key = job_key(id);
    return cx_job_find_key(ctx->db, CX_JOB_SHEET, key, ret_job, error);
}
