/* What became of an import, as text and as JSON. */
#include <inttypes.h>

#include "base/civil.h"
#include "cli/import_work.h"
#include "view/field.h"

typedef struct {
    int64_t line;
    const char *column;
    const char *value;
    const char *reason;
} RejectView;

typedef struct {
    const char *key;
    const char *column;
    int64_t n_valid;
    int64_t n_not_applicable;
    int64_t n_missing;
} ItemView;

typedef struct {
    int64_t id;
    const char *state;
    int64_t job;
    int64_t n_done;
    int64_t n_total;
    const char *message;
    const char *failure;
    const char *survey;
    const char *version;
    const char *file;
    const char *digest;
    int64_t n_rows;
    int64_t n_new;
    int64_t n_revised;
    int64_t n_same;
    int64_t n_rejected;
    int64_t n_skipped;
    CxDay first_day;
    CxDay last_day;
    CxViewList rejects; /* of RejectView */
    CxViewList items;   /* of ItemView */
} ImportView;

static const CxViewField reject_fields[] = {
    CX_FIELD(RejectView, line, CX_FIELD_COUNT, "Line of the file, the header is line 1"),
    CX_FIELD(RejectView, column, CX_FIELD_TEXT, "Column, null for the whole row"),
    CX_FIELD(RejectView, value, CX_FIELD_TEXT, "What the file says there"),
    CX_FIELD(RejectView, reason, CX_FIELD_TEXT, "Why the row was set aside"),
};
static const CxViewType reject_type =
    CX_VIEW_TYPE("ImportReject", RejectView, reject_fields, "A row set aside");

static const CxViewField item_fields[] = {
    CX_FIELD(ItemView, key, CX_FIELD_TEXT, "Key of the question"),
    CX_FIELD(ItemView, column, CX_FIELD_TEXT, "Column of the file"),
    CX_FIELD(ItemView, n_valid, CX_FIELD_COUNT, "Answers"),
    CX_FIELD(ItemView, n_not_applicable, CX_FIELD_COUNT, "Answers \"does not apply\""),
    CX_FIELD(ItemView, n_missing, CX_FIELD_COUNT, "Rows without an answer"),
};
static const CxViewType item_type =
    CX_VIEW_TYPE("ImportItem", ItemView, item_fields, "How a question came out");

static const CxViewField import_fields[] = {
    CX_FIELD(ImportView, id, CX_FIELD_COUNT, "Id of the import, 0 for a dry run"),
    CX_FIELD(ImportView, state, CX_FIELD_TEXT, "queued, running, done, cancelled or failed"),
    CX_FIELD(ImportView, job, CX_FIELD_COUNT, "Id of its job"),
    CX_FIELD(ImportView, n_done, CX_FIELD_COUNT, "Bytes of the file dealt with"),
    CX_FIELD(ImportView, n_total, CX_FIELD_COUNT, "Bytes of the file"),
    CX_FIELD(ImportView, message, CX_FIELD_TEXT, "What it waits for, or null"),
    CX_FIELD(ImportView, failure, CX_FIELD_TEXT, "Why it failed, or null"),
    CX_FIELD(ImportView, survey, CX_FIELD_TEXT, "Key of the survey"),
    CX_FIELD(ImportView, version, CX_FIELD_TEXT, "Key of the version"),
    CX_FIELD(ImportView, file, CX_FIELD_TEXT, "Name of the file"),
    CX_FIELD(ImportView, digest, CX_FIELD_TEXT, "BLAKE2b of the original"),
    CX_FIELD(ImportView, n_rows, CX_FIELD_COUNT, "Rows read"),
    CX_FIELD(ImportView, n_new, CX_FIELD_COUNT, "Responses not known before"),
    CX_FIELD(ImportView, n_revised, CX_FIELD_COUNT, "Responses with other answers than before"),
    CX_FIELD(ImportView, n_same, CX_FIELD_COUNT, "Responses as known"),
    CX_FIELD(ImportView, n_rejected, CX_FIELD_COUNT, "Rows set aside"),
    CX_FIELD(ImportView, n_skipped, CX_FIELD_COUNT, "Rows that are no responses"),
    CX_FIELD(ImportView, first_day, CX_FIELD_DAY, "First day of answers"),
    CX_FIELD(ImportView, last_day, CX_FIELD_DAY, "Last day of answers"),
    CX_FIELD_CHILD(ImportView, rejects, CX_FIELD_LIST, &reject_type, "The first rows set aside"),
    CX_FIELD_CHILD(ImportView, items, CX_FIELD_LIST, &item_type, "The questions"),
};
static const CxViewType import_type =
    CX_VIEW_TYPE("ImportReport", ImportView, import_fields, "What a file brought");

static void
print_json(CxCtx *ctx, const CxImportReport *report)
{
    RejectView *rejects = cx_arena_new0_n(ctx->arena, RejectView, report->rejects->len);
    for (guint i = 0; i < report->rejects->len; i++) {
        const CxImportReject *reject = g_ptr_array_index(report->rejects, i);
        rejects[i] = (RejectView){ reject->line, reject->column, reject->value, reject->reason };
    }
    ItemView *items = cx_arena_new0_n(ctx->arena, ItemView, report->items->len);
    for (guint i = 0; i < report->items->len; i++) {
        const CxImportItem *item = g_ptr_array_index(report->items, i);
        items[i] = (ItemView){ item->key, item->column, item->n_valid, item->n_not_applicable,
                               item->n_missing };
    }
    const ImportView view = {
        .id = report->id.v,
        .state = cx_import_state_key(report->state),
        .job = report->job.v,
        .n_done = report->n_done,
        .n_total = report->n_total,
        .message = report->message,
        .failure = report->failure,
        .survey = report->survey_key,
        .version = report->version_key,
        .file = report->file_name,
        .digest = report->digest_hex,
        .n_rows = report->n_rows,
        .n_new = report->n_new,
        .n_revised = report->n_revised,
        .n_same = report->n_same,
        .n_rejected = report->n_rejected,
        .n_skipped = report->n_skipped,
        .first_day = report->first_day,
        .last_day = report->last_day,
        .rejects = CX_VIEW_LIST(rejects, report->rejects->len),
        .items = CX_VIEW_LIST(items, report->items->len),
    };
    cx_cli_print_json(&import_type, &view);
}

static void
print_text(const CxImportReport *report)
{
    const char *are = report->id.v != 0 ? "are in" : "would be in";
    cx_cli_print("%" PRId64 " of %" PRId64 " rows %s: %" PRId64 " new, %" PRId64
                 " revised, %" PRId64 " as known; %" PRId64 " set aside.\n",
                 report->n_rows - report->n_rejected - report->n_skipped, report->n_rows, are,
                 report->n_new, report->n_revised, report->n_same, report->n_rejected);
    if (report->n_skipped > 0) {
        cx_cli_print("%" PRId64 " rows are no responses by the mapping's \"skip\".\n",
                     report->n_skipped);
    }
    if (!cx_day_is_none(report->first_day)) {
        g_autofree char *period = cx_day_format_period(report->first_day, report->last_day);
        cx_cli_print("Answers of %s; survey %s, version %s, %u questions.\n", period,
                     report->survey_key, report->version_key, report->items->len);
    }
    for (guint i = 0; i < report->rejects->len; i++) {
        g_autofree char *text = cx_import_reject_format(g_ptr_array_index(report->rejects, i));
        cx_cli_print("  %s\n", text);
    }
    if (report->n_rejected > (int64_t)report->rejects->len)
        cx_cli_print("  and %" PRId64 " more\n", report->n_rejected - report->rejects->len);
}

void
cx_cli_import_print(CxCli *cli, CxCtx *ctx, const CxImportReport *report)
{
    if (cli->is_json)
        print_json(ctx, report);
    else
        print_text(report);
}
