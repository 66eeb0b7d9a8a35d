/* coalition roster: reads a list of leaders. */
#include "people/roster.h"

#include <inttypes.h>

#include "base/error.h"
#include "base/limits.h"
#include "cli/cli.h"
#include "view/field.h"

typedef struct {
    int64_t line;
    const char *column;
    const char *reason;
} RejectView;

typedef struct {
    int64_t n_rows;
    int64_t n_leaders_new;
    int64_t n_terms_new;
    int64_t n_terms_ended;
    int64_t n_departments_new;
    int64_t n_same;
    int64_t n_rejected;
    CxViewList rejects; /* of RejectView */
} RosterView;

static const CxViewField reject_fields[] = {
    CX_FIELD(RejectView, line, CX_FIELD_COUNT, "Line of the file"),
    CX_FIELD(RejectView, column, CX_FIELD_TEXT, "Column, empty for the whole row"),
    CX_FIELD(RejectView, reason, CX_FIELD_TEXT, "Why it was set aside"),
};
static const CxViewType reject_type =
    CX_VIEW_TYPE("RosterReject", RejectView, reject_fields, "A row set aside");

static const CxViewField roster_fields[] = {
    CX_FIELD(RosterView, n_rows, CX_FIELD_COUNT, "Rows read"),
    CX_FIELD(RosterView, n_leaders_new, CX_FIELD_COUNT, "Leaders not known before"),
    CX_FIELD(RosterView, n_terms_new, CX_FIELD_COUNT, "Terms of office begun"),
    CX_FIELD(RosterView, n_terms_ended, CX_FIELD_COUNT, "Terms of office ended"),
    CX_FIELD(RosterView, n_departments_new, CX_FIELD_COUNT, "Departments not known before"),
    CX_FIELD(RosterView, n_same, CX_FIELD_COUNT, "Rows that say what is known"),
    CX_FIELD(RosterView, n_rejected, CX_FIELD_COUNT, "Rows set aside"),
    CX_FIELD_CHILD(RosterView, rejects, CX_FIELD_LIST, &reject_type, "The rows set aside"),
};
static const CxViewType roster_type =
    CX_VIEW_TYPE("RosterReport", RosterView, roster_fields, "What a roster brought");

static void
print_json(CxCtx *ctx, const CxRosterReport *report)
{
    RejectView *rejects = cx_arena_new0_n(ctx->arena, RejectView, report->rejects->len);
    for (guint i = 0; i < report->rejects->len; i++) {
        const CxRosterReject *reject = g_ptr_array_index(report->rejects, i);
        rejects[i] = (RejectView){ reject->line, reject->column, reject->reason };
    }
    const RosterView view = {
        .n_rows = report->n_rows,
        .n_leaders_new = report->n_leaders_new,
        .n_terms_new = report->n_terms_new,
        .n_terms_ended = report->n_terms_ended,
        .n_departments_new = report->n_departments_new,
        .n_same = report->n_same,
        .n_rejected = (int64_t)report->rejects->len,
        .rejects = CX_VIEW_LIST(rejects, report->rejects->len),
    };
    cx_cli_print_json(&roster_type, &view);
}

static void
print_text(const CxRosterReport *report)
{
    cx_cli_print("%" PRId64 " rows: %" PRId64 " new leaders, %" PRId64 " terms begun, %" PRId64
                 " ended, %" PRId64 " new departments, %" PRId64 " as known.\n",
                 report->n_rows, report->n_leaders_new, report->n_terms_new, report->n_terms_ended,
                 report->n_departments_new, report->n_same);
    if (report->rejects->len == 0)
        return;
    cx_cli_print("%u rows were set aside:\n", report->rejects->len);
    for (guint i = 0; i < report->rejects->len; i++) {
        const CxRosterReject *reject = g_ptr_array_index(report->rejects, i);
        cx_cli_print("  line %" PRId64 "%s%s: %s\n", reject->line,
                     *reject->column != '\0' ? ", column " : "", reject->column, reject->reason);
    }
}

static bool
run(CxCli *cli, const CxCliArgs *args, GError **error)
{
    const char *path = cx_cli_args_operand(args, 0);
    g_autoptr(GBytes) bytes = cx_cli_read_file(path, CX_ROSTER_BYTES_MAX, error);
    if (bytes == NULL)
        return false;
    g_autoptr(CxCtx) ctx = cx_cli_open(cli, error);
    if (ctx == NULL)
        return false;
    gsize len_bytes = 0;
    const char *data = g_bytes_get_data(bytes, &len_bytes);
    g_autofree char *name = g_path_get_basename(path);
    g_autoptr(CxRosterReport) report =
        cx_roster_import(ctx, name, data != NULL ? data : "", len_bytes, error);
    if (report == NULL)
        return false;
    if (cli->is_json)
        print_json(ctx, report);
    else
        print_text(report);
    return true;
}

const CxCliCommand cx_cli_roster = {
    .name = "roster",
    .usage = "FILE",
    .about = "Read a list of leaders: name, department, title, start, end, email",
    .more =
        "A CSV, an Excel workbook (.xlsx) or NDJSON with a header row; only the name is needed.\n"
        "Rows that cannot be used are listed with line, column and reason, the others are\n"
        "taken. The same file twice changes nothing.",
    .n_operands_min = 1,
    .n_operands_max = 1,
    .run = run,
};
