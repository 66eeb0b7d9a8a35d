/* coalition import: takes in a survey export through a mapping, and says what became of others. */
#include <inttypes.h>

#include "base/civil.h"
#include "base/error.h"
#include "base/limits.h"
#include "base/text.h"
#include "cli/import_work.h"

static CxMapping *
read_mapping(const char *path, GError **error)
{
    g_autoptr(GBytes) bytes = cx_cli_read_file(path, CX_JSON_BYTES_MAX, error);
    if (bytes == NULL)
        return NULL;
    gsize len_bytes = 0;
    const char *text = g_bytes_get_data(bytes, &len_bytes);
    g_autoptr(CxIssues) issues = cx_issues_new();
    CxMapping *mapping = cx_mapping_parse(text != NULL ? text : "", len_bytes, issues, error);
    if (mapping == NULL) {
        if (cx_issues_count(issues) > 0)
            cx_issues_set_error(issues, error);
        g_prefix_error(error, "%s: ", path);
    }
    return mapping;
}

/* What an import would do. */
static bool
try_path(CxCli *cli, CxCtx *ctx, const char *path, const CxMapping *mapping, GError **error)
{
    g_autoptr(GBytes) bytes = cx_cli_map_file(path, error);
    if (bytes == NULL)
        return false;
    gsize len_bytes = 0;
    const void *data = g_bytes_get_data(bytes, &len_bytes);
    g_autofree char *name = cx_cli_work_file_name(path);
    g_autoptr(CxImportReport) report =
        cx_import_try(ctx, name, data != NULL ? data : "", len_bytes, mapping, error);
    if (report == NULL)
        return false;
    cx_cli_watch_end(ctx);
    cx_cli_import_print(cli, ctx, report);
    if (!cli->is_json)
        cx_cli_print("This was a dry run: nothing was written.\n");
    return true;
}

static bool
import_path(CxCli *cli, CxCtx *ctx, const char *path, const CxMapping *mapping, GError **error)
{
    g_autofree char *name = cx_cli_work_file_name(path);
    CxOriginalId original = { 0 };
    CxImportId id = { 0 };
    if (!cx_original_add_path(ctx, path, &original, error))
        return false;
    if (cx_import_begin(ctx, original, name, mapping, &id, error))
        return cx_cli_work_off(cli, ctx, &cx_cli_import_work, id.v, error);
    cx_cli_work_drop(ctx, original);
    return false;
}

static bool
run(CxCli *cli, const CxCliArgs *args, GError **error)
{
    const char *mapping_path = cx_cli_args_option(args, "mapping");
    const char *path = cx_cli_args_operand(args, 0);
    if (mapping_path == NULL) {
        g_set_error(error, CX_ERROR, CX_ERROR_INVALID,
                    "say which column is what with --mapping FILE; \"coalition recognise %s "
                    "--mapping FILE\" drafts one",
                    path);
        return false;
    }
    g_autoptr(CxMapping) mapping = read_mapping(mapping_path, error);
    if (mapping == NULL)
        return false;
    g_autoptr(CxCtx) ctx = cx_cli_open(cli, error);
    if (ctx == NULL)
        return false;
    cx_cli_work_watch(args, ctx, &cx_cli_import_work);
    return cx_cli_args_has(args, "dry-run") ? try_path(cli, ctx, path, mapping, error)
                                            : import_path(cli, ctx, path, mapping, error);
}

static const CxCliOption options[] = {
    { "mapping", "FILE", "which column is what (JSON); recognise drafts it" },
    { "dry-run", NULL, "say what would happen, and write nothing" },
    CX_CLI_OPTION_PROGRESS,
    { 0 },
};

const CxCliCommand cx_cli_import = {
    .name = "import",
    .usage = "FILE --mapping MAPPING [--dry-run]",
    .about = "Take in a survey export",
    .more = "CSV of any shape, an Excel workbook (.xlsx), or NDJSON; \"-\" is standard input.\n"
            "Rows that cannot be used are listed with line, column and reason, the others are\n"
            "taken. The same file twice changes nothing; a known response with other answers\n"
            "becomes a new revision. The original is kept.\n"
            "Nothing of a file counts before all of it is in. Ctrl-C cancels it, and nothing of\n"
            "it stays; after a crash or a power cut the same command goes on where it ended.",
    .options = options,
    .n_operands_min = 1,
    .n_operands_max = 1,
    .run = run,
};

/* ---- Imports there are ---- */

static int
percent(const CxImportReport *report)
{
    return report->n_total > 0 ? (int)(100 * report->n_done / report->n_total) : 0;
}

static void
print_row(const CxImportReport *report)
{
    g_autofree char *at = cx_instant_format(report->imported_at);
    cx_cli_print("%5" PRId64 "  %-9s  %3d %%  %s  %s %s  %s\n", report->id.v,
                 cx_import_state_key(report->state), percent(report), at, report->survey_key,
                 report->version_key, report->file_name);
    if (report->failure != NULL || report->message != NULL)
        cx_cli_print("       %s\n", report->failure != NULL ? report->failure : report->message);
}

static bool
run_list(CxCli *cli, CX_UNUSED const CxCliArgs *args, GError **error)
{
    g_autoptr(CxCtx) ctx = cx_cli_open(cli, error);
    g_autoptr(GPtrArray) list =
        ctx != NULL ? cx_import_list(ctx, (CxImportId){ 0 }, CX_PAGE_ROWS_MAX, error) : NULL;
    if (list == NULL)
        return false;
    for (guint i = 0; i < list->len; i++) {
        const CxImportReport *report = g_ptr_array_index(list, i);
        if (cli->is_json)
            cx_cli_import_print(cli, ctx, report);
        else
            print_row(report);
    }
    if (list->len == 0 && !cli->is_json)
        cx_cli_print("Nothing was imported yet; see: coalition recognise --help\n");
    return true;
}

const CxCliCommand cx_cli_import_list = {
    .name = "import list",
    .usage = "",
    .about = "List imports, latest first, with their state",
    .run = run_list,
};

static bool
run_resume(CxCli *cli, const CxCliArgs *args, GError **error)
{
    return cx_cli_work_resume(cli, args, &cx_cli_import_work, error);
}

static const CxCliOption resume_options[] = {
    CX_CLI_OPTION_PROGRESS,
    { 0 },
};

const CxCliCommand cx_cli_import_resume = {
    .name = "import resume",
    .usage = "ID",
    .about = "Go on with an import that was broken off",
    .more = "serve does so by itself, and so does importing the same file again.",
    .options = resume_options,
    .n_operands_min = 1,
    .n_operands_max = 1,
    .run = run_resume,
};

static bool
run_cancel(CxCli *cli, const CxCliArgs *args, GError **error)
{
    return cx_cli_work_cancel(cli, args, &cx_cli_import_work, error);
}

const CxCliCommand cx_cli_import_cancel = {
    .name = "import cancel",
    .usage = "ID",
    .about = "Cancel an import that is not done",
    .n_operands_min = 1,
    .n_operands_max = 1,
    .run = run_cancel,
};
