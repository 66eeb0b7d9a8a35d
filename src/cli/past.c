/* coalition past: reads past meetings and promises from one sheet. */
#include "engage/past.h"

#include <inttypes.h>

#include "base/limits.h"
#include "cli/job_work.h"
#include "cli/next.h"
#include "pages/roster_view.h"

typedef struct {
    int64_t n_rows, n_contacts, n_promises, n_ended, n_same, n_rejected;
    CxViewList rejects; /* of CxRosterRejectView */
} PastView;

static const CxViewField past_fields[] = {
    CX_FIELD(PastView, n_rows, CX_FIELD_COUNT, "Rows read"),
    CX_FIELD(PastView, n_contacts, CX_FIELD_COUNT, "Contacts not known before"),
    CX_FIELD(PastView, n_promises, CX_FIELD_COUNT, "Promises not known before"),
    CX_FIELD(PastView, n_ended, CX_FIELD_COUNT, "Known promises that were kept or withdrawn"),
    CX_FIELD(PastView, n_same, CX_FIELD_COUNT, "Rows that say what is known"),
    CX_FIELD(PastView, n_rejected, CX_FIELD_COUNT, "Rows set aside"),
    CX_FIELD_CHILD(PastView, rejects, CX_FIELD_LIST, &cx_roster_reject_view_type,
                   "The rows set aside"),
};
static const CxViewType past_type =
    CX_VIEW_TYPE("PastReport", PastView, past_fields, "What a sheet of past meetings brings");

static void
print_json(CxCtx *ctx, const CxPastReport *report)
{
    CxRosterRejectView *rejects =
        cx_arena_new0_n(ctx->arena, CxRosterRejectView, report->rejects->len);
    for (guint i = 0; i < report->rejects->len; i++) {
        const CxPastReject *reject = g_ptr_array_index(report->rejects, i);
        rejects[i].line = reject->line;
        rejects[i].column = reject->column;
        rejects[i].reason = reject->reason;
    }
    const PastView view = {
        .n_rows = report->n_rows,
        .n_contacts = report->n_contacts,
        .n_promises = report->n_promises,
        .n_ended = report->n_ended,
        .n_same = report->n_same,
        .n_rejected = (int64_t)report->rejects->len,
        .rejects = CX_VIEW_LIST(rejects, report->rejects->len),
    };
    cx_cli_print_json(&past_type, &view);
}

static void
print_text(const CxPastReport *report)
{
    cx_cli_print("%" PRId64 " rows: %" PRId64 " new contacts, %" PRId64 " new promises, %" PRId64
                 " promises ended, %" PRId64 " rows as known.\n",
                 report->n_rows, report->n_contacts, report->n_promises, report->n_ended,
                 report->n_same);
    if (report->rejects->len > 0)
        cx_cli_print("%u rows were set aside:\n", report->rejects->len);
    for (guint i = 0; i < report->rejects->len; i++) {
        const CxPastReject *reject = g_ptr_array_index(report->rejects, i);
        cx_cli_print("  line %" PRId64 "%s%s: %s\n", reject->line,
                     *reject->column != '\0' ? ", column " : "", reject->column, reject->reason);
    }
}

static bool
run(CxCli *cli, const CxCliArgs *args, GError **error)
{
    const char *path = cx_cli_args_operand(args, 0);
    g_autoptr(GBytes) bytes = cx_cli_read_file(path, CX_PAST_BYTES_MAX, error);
    g_autoptr(CxCtx) ctx = bytes != NULL ? cx_cli_open(cli, error) : NULL;
    if (ctx == NULL)
        return false;
    g_autofree char *name = g_path_get_basename(path);
    CxPastAsk ask = { .file_name = name };
    ask.data = g_bytes_get_data(bytes, &ask.len_bytes);
    if (cx_cli_args_has(args, "progress"))
        cx_cli_watch_lines(ctx);
    else
        cx_cli_watch(ctx, name);
    const bool is_dry = cx_cli_args_has(args, "dry-run");
    g_autoptr(CxPastReport) report =
        is_dry ? cx_past_try(ctx, &ask, error) : cx_past_take(ctx, &ask, error);
    if (report == NULL)
        return false;
    cx_cli_watch_end(ctx);
    if (cli->is_json) {
        print_json(ctx, report);
        return true;
    }
    if (is_dry)
        cx_cli_print("Nothing was kept; this is what the sheet would bring.\n");
    print_text(report);
    return is_dry || cx_cli_print_next(cli, ctx, "past", error);
}

static const CxCliOption options[] = {
    { "dry-run", NULL, "say what would come in, and keep nothing" },
    CX_CLI_OPTION_PROGRESS,
    { 0 },
};

const CxCliCommand cx_cli_past = {
    .name = "past",
    .usage = "FILE [--dry-run]",
    .about = "Read past meetings and promises from one sheet",
    .more =
        "A CSV, an Excel workbook (.xlsx) or NDJSON with a header row: leader and date, and where\n"
        "there are such columns kind, with sponsor, about, promised, promised by, due and kept.\n"
        "The same sheet twice changes nothing; a promise that it calls kept by then is ended.\n"
        "Rows that cannot be used are listed with line, column and reason, the others are taken, "
        "some\n"
        "hundred at a time. Ctrl-C stops it: each row that is in by then is a record of its own "
        "and\n"
        "stays; the same command takes the rest, as it does after a crash.",
    .options = options,
    .n_operands_min = 1,
    .n_operands_max = 1,
    .run = run,
};
