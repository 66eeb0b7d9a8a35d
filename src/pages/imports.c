/* What became of a file that was taken in: how many rows are in, which were set aside and why, and
 * what to do next. */
#include <inttypes.h>
#include <string.h>

#include "base/civil.h"
#include "base/error.h"
#include "base/limits.h"
#include "base/text.h"
#include "evidence/usual.h"
#include "feedback/import.h"
#include "feedback/survey.h"
#include "feedback/upload.h"
#include "pages/pages.h"
#include "plays/unlock_view.h"

#define VALUE_LETTERS 40 /* of a value shown */

/* ---- Views ---- */

typedef struct {
    int64_t line;
    const char *column;
    const char *value;
    const char *value_text;
    const char *reason;
} RejectView;

typedef struct {
    const char *name;
    const char *question;
    int64_t n;
    const char *url;
} FilledView;

typedef struct {
    int64_t id;
    const char *name;
    const char *survey;
    const char *survey_url;
    const char *survey_version;
    const char *received_text;
    const char *actor;
    const char *period;
    const char *size_text;
    const char *digest;
    const char *digest_text;
    int64_t n_rows;
    int64_t n_taken;
    int64_t n_new;
    int64_t n_revised;
    int64_t n_same;
    int64_t n_rejected;
    int64_t n_skipped;
    const char *headline;
    bool has_rejects;
    CxViewList rejects; /* of RejectView */
    int64_t n_listed;
    const char *rejects_next;
    CxViewList filled; /* of FilledView: departments with a rating in this file */
    bool has_filled;
    const char *overall_url; /* the survey's headline */
    const char *first_name;  /* the first department, or NULL */
    const char *first_url;
    bool has_no_leaders;
    const char *state;
    int64_t n_done;
    int64_t n_total;
    const char *message;
    const char *failure;
    int64_t percent;
    bool is_open;
    bool is_done;
    bool has_counts;            /* of what it took in: none of one that was cancelled or failed */
    const char *lead;           /* of one that is not done */
    const CxUnlockView *unlock; /* NULL: it is not done */
} ImportView;

static const CxViewField reject_fields[] = {
    CX_FIELD(RejectView, line, CX_FIELD_COUNT, "Line of the file, the header is line 1"),
    CX_FIELD(RejectView, column, CX_FIELD_TEXT, "Column, null for the whole row"),
    CX_FIELD_DATA(RejectView, value, CX_FIELD_TEXT, "What the file says there"),
    CX_FIELD_PAGE(RejectView, value_text, CX_FIELD_TEXT, "The same, shortened"),
    CX_FIELD(RejectView, reason, CX_FIELD_TEXT, "Why the row was set aside"),
};
static const CxViewType reject_type =
    CX_VIEW_TYPE("ImportReject", RejectView, reject_fields, "A row set aside");

static const CxViewField filled_fields[] = {
    CX_FIELD(FilledView, name, CX_FIELD_TEXT, "The department"),
    CX_FIELD(FilledView, question, CX_FIELD_TEXT, "A question it answers for"),
    CX_FIELD(FilledView, n, CX_FIELD_COUNT, "Answers to it in this file"),
    CX_FIELD(FilledView, url, CX_FIELD_TEXT, "Its scores"),
};
static const CxViewType filled_type = CX_VIEW_TYPE("ImportDepartment", FilledView, filled_fields,
                                                   "A department this file has answers for");

static const CxViewField import_fields[] = {
    CX_FIELD(ImportView, id, CX_FIELD_COUNT, "Id of the import"),
    CX_FIELD(ImportView, name, CX_FIELD_TEXT, "What the file is called"),
    CX_FIELD(ImportView, survey, CX_FIELD_TEXT, "The survey"),
    CX_FIELD_PAGE(ImportView, survey_url, CX_FIELD_TEXT, "Its page"),
    CX_FIELD(ImportView, survey_version, CX_FIELD_TEXT, "Key of the version"),
    CX_FIELD(ImportView, received_text, CX_FIELD_TEXT, "When it was taken in"),
    CX_FIELD(ImportView, actor, CX_FIELD_TEXT, "By whom"),
    CX_FIELD(ImportView, period, CX_FIELD_TEXT, "Days of the answers"),
    CX_FIELD_PAGE(ImportView, size_text, CX_FIELD_TEXT, "How large the file is"),
    CX_FIELD(ImportView, digest, CX_FIELD_TEXT, "BLAKE2b-256 of the original"),
    CX_FIELD_PAGE(ImportView, digest_text, CX_FIELD_TEXT, "The same, shortened"),
    CX_FIELD(ImportView, n_rows, CX_FIELD_COUNT, "Rows read"),
    CX_FIELD(ImportView, n_taken, CX_FIELD_COUNT, "Rows that are in"),
    CX_FIELD(ImportView, n_new, CX_FIELD_COUNT, "Responses not known before"),
    CX_FIELD(ImportView, n_revised, CX_FIELD_COUNT, "Known ones with other answers than before"),
    CX_FIELD(ImportView, n_same, CX_FIELD_COUNT, "Known ones, unchanged"),
    CX_FIELD(ImportView, n_rejected, CX_FIELD_COUNT, "Rows set aside"),
    CX_FIELD(ImportView, n_skipped, CX_FIELD_COUNT, "Rows that are no responses"),
    CX_FIELD_PAGE(ImportView, headline, CX_FIELD_TEXT, "What became of it, a sentence"),
    CX_FIELD_PAGE(ImportView, has_rejects, CX_FIELD_FLAG, "Whether rows were set aside"),
    CX_FIELD_CHILD(ImportView, rejects, CX_FIELD_LIST, &reject_type, "Rows set aside, by line"),
    CX_FIELD_PAGE(ImportView, n_listed, CX_FIELD_COUNT, "How many of them are listed"),
    CX_FIELD_PAGE(ImportView, rejects_next, CX_FIELD_TEXT, "Further ones"),
    CX_FIELD_CHILD(ImportView, filled, CX_FIELD_LIST, &filled_type, "Departments with answers"),
    CX_FIELD_PAGE(ImportView, has_filled, CX_FIELD_FLAG, "Whether there are any"),
    CX_FIELD_PAGE(ImportView, overall_url, CX_FIELD_TEXT, "The survey's headline score"),
    CX_FIELD_PAGE(ImportView, first_name, CX_FIELD_TEXT, "The first department"),
    CX_FIELD_PAGE(ImportView, first_url, CX_FIELD_TEXT, "Its score"),
    CX_FIELD_PAGE(ImportView, has_no_leaders, CX_FIELD_FLAG, "Whether no leader is known"),
    CX_FIELD(ImportView, state, CX_FIELD_TEXT, "queued, running, done, cancelled or failed"),
    CX_FIELD(ImportView, n_done, CX_FIELD_COUNT, "Bytes of the file dealt with"),
    CX_FIELD(ImportView, n_total, CX_FIELD_COUNT, "Bytes of the file"),
    CX_FIELD(ImportView, message, CX_FIELD_TEXT, "What it waits for, or null"),
    CX_FIELD(ImportView, failure, CX_FIELD_TEXT, "Why it failed, or null"),
    CX_FIELD_PAGE(ImportView, percent, CX_FIELD_COUNT, "How far it is in percent"),
    CX_FIELD_PAGE(ImportView, is_open, CX_FIELD_FLAG, "Whether it is queued or running"),
    CX_FIELD_PAGE(ImportView, is_done, CX_FIELD_FLAG, "Whether its answers count"),
    CX_FIELD_PAGE(ImportView, has_counts, CX_FIELD_FLAG, "Whether what it took in stays"),
    CX_FIELD_PAGE(ImportView, lead, CX_FIELD_TEXT, "What that means, where it is not done"),
    CX_FIELD_CHILD(ImportView, unlock, CX_FIELD_OBJECT, &cx_unlock_view_type,
                   "What such files make possible, and which one to bring next; null: not done"),
};
const CxViewType cx_import_view_type =
    CX_VIEW_TYPE("Import", ImportView, import_fields, "What became of a file that was taken in");

/* ---- Filling ---- */

/* Answers to the item in this import. */
static int64_t
count_valid(const CxImportReport *report, const char *key)
{
    for (guint i = 0; i < report->items->len; i++) {
        const CxImportItem *item = g_ptr_array_index(report->items, i);
        if (g_str_equal(item->key, key))
            return item->n_valid;
    }
    return 0;
}

static bool
is_listed(const FilledView *filled, size_t n, const char *name)
{
    for (size_t i = 0; i < n; i++) {
        if (g_str_equal(filled[i].name, name))
            return true;
    }
    return false;
}

static const char *
score_url(CxCtx *ctx, const CxSurvey *survey, const CxItem *item)
{
    return cx_arena_printf(ctx->arena, "/scores?survey=%s&question=%s", survey->key, item->key);
}

/* The departments this file has answers for, each with the first question it answers for. */
static void
fill_departments(CxCtx *ctx, const CxImportReport *report, const CxSurvey *survey, ImportView *view)
{
    FilledView *filled = cx_arena_new0_n(ctx->arena, FilledView, survey->n_items);
    size_t n = 0;
    for (size_t i = 0; i < survey->n_items; i++) {
        const CxItem *item = &survey->items[i];
        const int64_t n_valid = count_valid(report, item->key);
        CxSliceMeasure measure;
        if (item->department_name == NULL || n_valid == 0 || !cx_usual_measure(item, &measure) ||
            is_listed(filled, n, item->department_name))
            continue;
        filled[n++] = (FilledView){
            .name = cx_arena_text(ctx->arena, item->department_name),
            .question = cx_arena_text(ctx->arena, item->label),
            .n = n_valid,
            .url = score_url(ctx, survey, item),
        };
    }
    view->filled = CX_VIEW_LIST(filled, n);
    view->has_filled = n > 0;
    view->first_name = n > 0 ? filled[0].name : NULL;
    view->first_url = n > 0 ? filled[0].url : NULL;
    view->survey = cx_arena_text(ctx->arena, survey->title);
    view->overall_url = score_url(ctx, survey, &survey->items[survey->i_overall]);
}

/* A value as it is shown in a table; in the arena. */
static const char *
shorten(CxArena *arena, const char *value)
{
    if (value == NULL || g_utf8_strlen(value, -1) <= VALUE_LETTERS)
        return cx_arena_text(arena, value);
    g_autofree char *cut = g_utf8_substring(value, 0, VALUE_LETTERS - 1);
    return cx_arena_printf(arena, "%s…", cut);
}

static CxViewList
reject_views(CxCtx *ctx, const GPtrArray *rejects)
{
    RejectView *rows = cx_arena_new0_n(ctx->arena, RejectView, rejects->len);
    for (guint i = 0; i < rejects->len; i++) {
        const CxImportReject *reject = g_ptr_array_index(rejects, i);
        rows[i] = (RejectView){
            .line = reject->line,
            .column = cx_arena_text(ctx->arena, reject->column),
            .value = cx_arena_text(ctx->arena, reject->value),
            .value_text = shorten(ctx->arena, reject->value),
            .reason = cx_arena_text(ctx->arena, reject->reason),
        };
    }
    return CX_VIEW_LIST(rows, rejects->len);
}

/* The rejects of this page of the list. */
static bool
fill_rejects(CxCtx *ctx, const CxRequest *request, const CxImportReport *report, ImportView *view,
             GError **error)
{
    int64_t from = 0;
    const char *text = cx_request_query(request, "from");
    if (text == NULL || !cx_text_parse_i64(text, &from, NULL) || from < 0)
        from = 0;
    const int64_t limit = text == NULL ? CX_IMPORT_REPORT_REJECTS : CX_PAGE_ROWS_MAX;
    g_autoptr(GPtrArray) rejects = cx_import_reject_list(ctx, report->id, from, limit, error);
    if (rejects == NULL)
        return false;
    view->rejects = reject_views(ctx, rejects);
    view->n_listed = rejects->len;
    view->has_rejects = report->n_rejected > 0;
    const int64_t n_kept = MIN(report->n_rejected, CX_IMPORT_REJECTS_MAX);
    if (from + (int64_t)rejects->len < n_kept) {
        /* the first look is short: all of them begin anew */
        view->rejects_next =
            cx_arena_printf(ctx->arena, "/imports/%" PRId64 "?from=%" PRId64 "#rejects",
                            report->id.v, text == NULL ? 0 : from + (int64_t)rejects->len);
    }
    return true;
}

static void
say_open(CxCtx *ctx, const CxImportReport *report, ImportView *view)
{
    const int64_t percent = report->n_total > 0 ? 100 * report->n_done / report->n_total : 0;
    view->is_open = true;
    view->percent = percent;
    view->headline =
        report->state == CX_IMPORT_QUEUED
            ? cx_message_text(ctx->catalogue, "import.queued")
            : cx_arena_take(ctx->arena, cx_message_format(ctx->catalogue, "import.running",
                                                          CX_ARG_NUMBER("percent", percent)));
    view->lead = cx_message_text(ctx->catalogue, "import.open.lead");
    if (report->cancelled_by == NULL)
        return;
    view->headline = cx_message_text(ctx->catalogue, "import.cancelling");
    view->lead = cx_message_text(ctx->catalogue, "import.cancelling.lead");
}

/* How far it is, or how it ended; the words of one that is not done. */
static void
fill_state(CxCtx *ctx, const CxImportReport *report, ImportView *view)
{
    view->state = cx_import_state_key(report->state);
    view->n_done = report->n_done;
    view->n_total = report->n_total;
    view->message = cx_arena_text(ctx->arena, report->message);
    view->failure = cx_arena_text(ctx->arena, report->failure);
    switch (report->state) {
    case CX_IMPORT_QUEUED:
    case CX_IMPORT_RUNNING:
        say_open(ctx, report, view);
        break;
    case CX_IMPORT_CANCELLED:
        view->headline = cx_message_text(ctx->catalogue, "import.cancelled");
        view->lead = cx_message_text(ctx->catalogue, "import.ended.lead");
        break;
    case CX_IMPORT_FAILED:
        view->headline = cx_message_text(ctx->catalogue, "import.failed");
        view->lead = cx_message_text(ctx->catalogue, "import.ended.lead");
        break;
    case CX_IMPORT_DONE:
    case CX_IMPORT_STATE_N:
        view->is_done = true;
        break;
    }
}

static void
fill_report(CxCtx *ctx, const CxImportReport *report, GTimeZone *zone, ImportView *view)
{
    CxArena *arena = ctx->arena;
    *view = (ImportView){
        .id = report->id.v,
        .name = cx_arena_text(arena, report->file_name),
        .survey_url = cx_arena_printf(arena, "/surveys/%" PRId64, report->survey.v),
        .survey_version = cx_arena_text(arena, report->version_key),
        .received_text = cx_arena_take(arena, cx_instant_format_long(report->imported_at, zone)),
        .actor = cx_arena_text(arena, report->actor),
        .size_text = cx_file_size_text(arena, report->len_bytes),
        .digest = cx_arena_text(arena, report->digest_hex),
        .digest_text = cx_arena_printf(arena, "%.8s …", report->digest_hex),
        .n_rows = report->n_rows,
        .n_taken = report->n_new + report->n_revised + report->n_same,
        .n_new = report->n_new,
        .n_revised = report->n_revised,
        .n_same = report->n_same,
        .n_rejected = report->n_rejected,
        .n_skipped = report->n_skipped,
    };
    fill_state(ctx, report, view);
    view->has_counts = view->is_open || view->is_done;
    if (!cx_day_is_none(report->first_day)) {
        view->period =
            cx_arena_take(arena, cx_day_format_period(report->first_day, report->last_day));
    }
    if (!view->is_done)
        return;
    view->headline = cx_arena_take(
        arena,
        cx_message_format(ctx->catalogue, "import.headline", CX_ARG_NUMBER("taken", view->n_taken),
                          CX_ARG_NUMBER("rows", view->n_rows - view->n_skipped),
                          CX_ARG_NUMBER("rejected", view->n_rejected)));
}

static bool
fill_what_it_brought(CxCtx *ctx, const CxImportReport *report, ImportView *view, GError **error)
{
    g_autoptr(CxSurvey) survey = cx_survey_load_id(ctx, report->survey, error);
    const CxUnlock *unlock = survey != NULL ? cx_unlock_make(ctx, error) : NULL;
    if (unlock == NULL)
        return false;
    fill_departments(ctx, report, survey, view);
    view->unlock = cx_unlock_view(ctx, unlock, CX_UPLOAD_SURVEY);
    view->has_no_leaders = unlock->holdings.n_leaders == 0;
    return true;
}

bool
cx_page_import(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    CxImportId id = { 0 };
    if (!cx_request_param_id(request, "id", &id.v, error))
        return false;
    g_autoptr(CxImportReport) report = cx_import_load(ctx, id, error);
    if (report == NULL)
        return false;
    g_autoptr(GTimeZone) zone = cx_zone_load("UTC", error);
    if (zone == NULL)
        return false;
    ImportView view;
    fill_report(ctx, report, zone, &view);
    view.survey = cx_arena_text(ctx->arena, report->survey_key);
    if ((view.is_done && !fill_what_it_brought(ctx, report, &view, error)) ||
        !fill_rejects(ctx, request, report, &view, error))
        return false;
    return cx_reply_view(reply, "import", view.name, &cx_import_view_type, &view, error);
}

bool
cx_page_import_cancel(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    CxImportId id = { 0 };
    if (!cx_request_param_id(request, "id", &id.v, error) || !cx_import_cancel(ctx, id, error))
        return false;
    cx_reply_redirect(reply, cx_arena_printf(ctx->arena, "/imports/%" PRId64, id.v));
    return true;
}

bool
cx_page_import_rejects(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    CxImportId id = { 0 };
    if (!cx_request_param_id(request, "id", &id.v, error))
        return false;
    g_autoptr(CxImportReport) report = cx_import_load(ctx, id, error);
    g_autoptr(GString) csv = report != NULL ? cx_import_rejects_csv(ctx, id, error) : NULL;
    if (csv == NULL)
        return false;
    g_autoptr(GBytes) bytes = g_bytes_new(csv->str, csv->len);
    g_autofree char *name = g_strdup_printf("%s.set-aside.csv", report->file_name);
    cx_reply_bytes(reply, "text/csv; charset=utf-8", bytes, name);
    return true;
}
