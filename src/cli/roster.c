/* coalition roster: reads a list of leaders. */
#include "people/roster.h"

#include <inttypes.h>

#include "base/civil.h"
#include "base/error.h"
#include "base/limits.h"
#include "cli/next.h"
#include "pages/roster_view.h"
#include "view/field.h"

static const char *
or_none(const char *text)
{
    return text != NULL && *text != '\0' ? text : "no department";
}

static void
print_change(const CxRosterChange *change)
{
    if (change->kind == CX_ROSTER_SAME)
        return;
    g_autofree char *day = cx_day_is_none(change->day) ? NULL : cx_day_format(change->day);
    cx_cli_print("  %-5s %s: %s, %s", cx_roster_change_key(change->kind), change->leader,
                 change->title, or_none(change->department));
    if (change->title_before != NULL) {
        cx_cli_print(" (was %s, %s)", change->title_before, or_none(change->department_before));
    }
    if (day != NULL)
        cx_cli_print(", %s %s", change->kind == CX_ROSTER_LEFT ? "last day" : "from", day);
    cx_cli_print("%s\n", change->line == 0 ? " [not in the file]" : "");
}

static void
print_rejects(const CxRosterReport *report)
{
    if (report->rejects->len > 0)
        cx_cli_print("%u rows were set aside:\n", report->rejects->len);
    for (guint i = 0; i < report->rejects->len; i++) {
        const CxRosterReject *reject = g_ptr_array_index(report->rejects, i);
        if (reject->line == 0) {
            cx_cli_print("  %s\n", reject->reason);
            continue;
        }
        cx_cli_print("  line %" PRId64 "%s%s: %s\n", reject->line,
                     *reject->column != '\0' ? ", column " : "", reject->column, reject->reason);
    }
}

static void
print_vacant(const CxRosterReport *report)
{
    if (report->vacant->len == 0)
        return;
    cx_cli_print("Departments nobody heads on that day: ");
    for (guint i = 0; i < report->vacant->len; i++)
        cx_cli_print("%s%s", i > 0 ? ", " : "", (const char *)report->vacant->pdata[i]);
    cx_cli_print("\n");
}

static void
print_text(const CxRosterReport *report)
{
    g_autofree char *day = cx_day_format_long(report->as_of);
    cx_cli_print("%" PRId64 " rows: %" PRId64 " new leaders, %" PRId64 " terms begun, %" PRId64
                 " ended, %" PRId64 " new departments, %" PRId64 " as known.\n",
                 report->n_rows, report->n_leaders_new, report->n_terms_new, report->n_terms_ended,
                 report->n_departments_new, report->n_same);
    if (report->extent == CX_ROSTER_WHOLE) {
        cx_cli_print("Read as the whole roster of %s.\n", day);
    } else {
        cx_cli_print("Read as some of the leaders, as of %s: who is not in the file stays in "
                     "office. If it has everybody, add --whole.\n",
                     day);
    }
    for (guint i = 0; i < report->changes->len; i++)
        print_change(g_ptr_array_index(report->changes, i));
    if (report->is_end_withheld) {
        cx_cli_print("A row that could not be read may be anybody's, so nobody was taken for "
                     "gone.\n");
    }
    print_vacant(report);
    print_rejects(report);
}

/* Reads --as-of; CX_DAY_NONE when it is not there. */
static bool
read_day(const CxCliArgs *args, CxDay *ret_day, GError **error)
{
    const char *text = cx_cli_args_option(args, "as-of");
    *ret_day = CX_DAY_NONE;
    return text == NULL || cx_day_parse(text, ret_day, error);
}

static bool
run(CxCli *cli, const CxCliArgs *args, GError **error)
{
    const char *path = cx_cli_args_operand(args, 0);
    CxRosterAsk ask = {
        .extent = cx_cli_args_has(args, "whole") ? CX_ROSTER_WHOLE : CX_ROSTER_SOME,
    };
    g_autoptr(GBytes) bytes = NULL;
    if (!read_day(args, &ask.as_of, error) ||
        (bytes = cx_cli_read_file(path, CX_ROSTER_BYTES_MAX, error)) == NULL)
        return false;
    g_autoptr(CxCtx) ctx = cx_cli_open(cli, error);
    if (ctx == NULL)
        return false;
    g_autofree char *name = g_path_get_basename(path);
    ask.file_name = name;
    ask.data = g_bytes_get_data(bytes, &ask.len_bytes);
    const bool is_dry = cx_cli_args_has(args, "dry-run");
    g_autoptr(CxRosterReport) report =
        is_dry ? cx_roster_try(ctx, &ask, error) : cx_roster_take(ctx, &ask, error);
    if (report == NULL)
        return false;
    if (cli->is_json) {
        const CxRosterView view = cx_roster_view(ctx, report);
        cx_cli_print_json(&cx_roster_view_type, &view);
        return true;
    }
    if (is_dry)
        cx_cli_print("Nothing was changed; this is what the file would do.\n");
    print_text(report);
    return is_dry || cx_cli_print_next(cli, ctx, "roster", error);
}

static const CxCliOption options[] = {
    { "whole", NULL, "the file has everybody in office: whoever it does not have has left" },
    { "as-of", "DAY",
      "the day the file is of, 2026-03-31; otherwise its \"as of\" column, or today" },
    { "dry-run", NULL, "say what would change, and change nothing" },
    { 0 },
};

const CxCliCommand cx_cli_roster = {
    .name = "roster",
    .usage = "FILE [--whole] [--as-of DAY] [--dry-run]",
    .about = "Read a list of leaders: name, department, title, start, end, email, manager",
    .more =
        "A CSV, an Excel workbook (.xlsx) or NDJSON with a header row; only the name is needed.\n"
        "With --whole, terms in force on the day that the file does not have end on the day\n"
        "before. Nothing is overwritten, and the same file twice changes nothing. Rows that\n"
        "cannot be used, or know less than is known already, are listed with line, column and\n"
        "reason, the others are taken.",
    .options = options,
    .n_operands_min = 1,
    .n_operands_max = 1,
    .run = run,
};
