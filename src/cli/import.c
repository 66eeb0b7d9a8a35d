/* coalition import: takes in a survey export through a mapping, and says what became of others. */
#include <inttypes.h>

#include "base/civil.h"
#include "base/error.h"
#include "base/limits.h"
#include "base/text.h"
#include "cli/import_work.h"
#include "cli/next.h"

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
    g_autofree char *name = g_path_get_basename(path);
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

/* Says that an import goes on which was begun before. */
static bool
say_resumed(CxCli *cli, CxCtx *ctx, CxImportId id, GError **error)
{
    g_autoptr(CxImportReport) report = cx_import_load(ctx, id, error);
    if (report == NULL)
        return false;
    if (report->state != CX_IMPORT_RUNNING || cli->is_json)
        return true;
    cx_cli_print("Import %" PRId64 " was begun before: going on after %" PRId64 " rows.\n", id.v,
                 report->n_rows);
    (void)fflush(stdout);
    return true;
}

static bool
import_path(CxCli *cli, CxCtx *ctx, const char *path, const CxMapping *mapping, GError **error)
{
    g_autofree char *name =
        g_str_equal(path, "-") ? g_strdup("standard input") : g_path_get_basename(path);
    CxOriginalId original = { 0 };
    CxImportId id = { 0 };
    if (!cx_original_add_path(ctx, path, &original, error))
        return false;
    if (!cx_import_begin(ctx, original, name, mapping, &id, error)) {
        g_autoptr(GError) kept = NULL; /* where an import refers to it */
        if (!cx_original_drop(ctx, original, &kept))
            g_debug("original %" PRId64 ": %s", original.v, kept->message);
        return false;
    }
    if (!say_resumed(cli, ctx, id, error))
        return false;
    g_autoptr(CxImportReport) report = cx_cli_import_work(cli, ctx, id, error);
    if (report == NULL)
        return false;
    cx_cli_watch_end(ctx);
    cx_cli_import_print(cli, ctx, report);
    return cx_cli_print_next(cli, ctx, "survey", error);
}

static void
watch(const CxCliArgs *args, CxCtx *ctx)
{
    if (cx_cli_args_has(args, "progress"))
        cx_cli_watch_lines(ctx);
    else
        cx_cli_watch(ctx, "Importing");
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
    watch(args, ctx);
    return cx_cli_args_has(args, "dry-run") ? try_path(cli, ctx, path, mapping, error)
                                            : import_path(cli, ctx, path, mapping, error);
}

static const CxCliOption options[] = {
    { "mapping", "FILE", "which column is what (JSON); recognise drafts it" },
    { "dry-run", NULL, "say what would happen, and write nothing" },
    { "progress", NULL, "write a line of progress to standard error every few hundred rows" },
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
read_id(const CxCliArgs *args, CxImportId *ret_id, GError **error)
{
    return cx_text_parse_i64(cx_cli_args_operand(args, 0), &ret_id->v, error);
}

static bool
run_resume(CxCli *cli, const CxCliArgs *args, GError **error)
{
    CxImportId id = { 0 };
    g_autoptr(CxCtx) ctx = read_id(args, &id, error) ? cx_cli_open(cli, error) : NULL;
    if (ctx == NULL)
        return false;
    watch(args, ctx);
    if (!say_resumed(cli, ctx, id, error))
        return false;
    g_autoptr(CxImportReport) report = cx_cli_import_work(cli, ctx, id, error);
    if (report == NULL)
        return false;
    cx_cli_watch_end(ctx);
    cx_cli_import_print(cli, ctx, report);
    return cx_cli_print_next(cli, ctx, "survey", error);
}

static const CxCliOption resume_options[] = {
    { "progress", NULL, "write a line of progress to standard error every few hundred rows" },
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
    CxImportId id = { 0 };
    g_autoptr(CxCtx) ctx = read_id(args, &id, error) ? cx_cli_open(cli, error) : NULL;
    if (ctx == NULL || !cx_import_cancel(ctx, id, error) ||
        !cx_cli_import_take_back(cli, ctx, id, error))
        return false;
    g_autoptr(CxImportReport) report = cx_import_load(ctx, id, error);
    if (report == NULL)
        return false;
    if (cli->is_json)
        cx_cli_import_print(cli, ctx, report);
    else
        cx_cli_print("Import %" PRId64 " is cancelled: nothing of it was kept.\n", id.v);
    return true;
}

const CxCliCommand cx_cli_import_cancel = {
    .name = "import cancel",
    .usage = "ID",
    .about = "Cancel an import that is not done",
    .n_operands_min = 1,
    .n_operands_max = 1,
    .run = run_cancel,
};
