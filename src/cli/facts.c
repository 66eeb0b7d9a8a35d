/* coalition facts: takes in operational facts and account data through a mapping. */
#include "business/facts.h"

#include <inttypes.h>

#include "base/civil.h"
#include "base/error.h"
#include "base/limits.h"
#include "base/text.h"
#include "cli/job_work.h"
#include "feedback/facts_upload.h"
#include "view/field.h"

typedef struct {
    int64_t line;
    const char *column;
    const char *value;
    const char *reason;
} RejectView;

typedef struct {
    const char *key;
    const char *label;
    int64_t n;
} MetricView;

typedef struct {
    int64_t id;
    const char *state;
    int64_t job;
    int64_t n_done;
    int64_t n_total;
    const char *message;
    const char *failure;
    const char *file;
    const char *kind;
    int64_t n_rows;
    int64_t n_new;
    int64_t n_revised;
    int64_t n_same;
    int64_t n_empty;
    int64_t n_rejected;
    int64_t n_skipped;
    int64_t n_accounts;
    CxDay first_day;
    CxDay last_day;
    CxViewList rejects; /* of RejectView */
    CxViewList metrics; /* of MetricView */
} FactsView;

static const CxViewField reject_fields[] = {
    CX_FIELD(RejectView, line, CX_FIELD_COUNT, "Line of the file, the header is line 1"),
    CX_FIELD(RejectView, column, CX_FIELD_TEXT, "Column, null for the whole row"),
    CX_FIELD(RejectView, value, CX_FIELD_TEXT, "What the file says there"),
    CX_FIELD(RejectView, reason, CX_FIELD_TEXT, "Why the row was set aside"),
};
static const CxViewType reject_type =
    CX_VIEW_TYPE("FactsReject", RejectView, reject_fields, "A row set aside");

static const CxViewField metric_fields[] = {
    CX_FIELD(MetricView, key, CX_FIELD_TEXT, "Key of the metric"),
    CX_FIELD(MetricView, label, CX_FIELD_TEXT, "Its name"),
    CX_FIELD(MetricView, n, CX_FIELD_COUNT, "Facts of it in the file"),
};
static const CxViewType row_type =
    CX_VIEW_TYPE("FactsMetric", MetricView, metric_fields, "How a metric came out");

static const CxViewField facts_fields[] = {
    CX_FIELD(FactsView, id, CX_FIELD_COUNT, "Id of the file, 0 for a dry run"),
    CX_FIELD(FactsView, state, CX_FIELD_TEXT, "queued, running, done, cancelled or failed"),
    CX_FIELD(FactsView, job, CX_FIELD_COUNT, "Id of its job"),
    CX_FIELD(FactsView, n_done, CX_FIELD_COUNT, "Bytes of the file dealt with"),
    CX_FIELD(FactsView, n_total, CX_FIELD_COUNT, "Bytes of the file"),
    CX_FIELD(FactsView, message, CX_FIELD_TEXT, "What it waits for, or null"),
    CX_FIELD(FactsView, failure, CX_FIELD_TEXT, "Why it failed, or null"),
    CX_FIELD(FactsView, file, CX_FIELD_TEXT, "Name of the file"),
    CX_FIELD(FactsView, kind, CX_FIELD_TEXT, "What the facts are about"),
    CX_FIELD(FactsView, n_rows, CX_FIELD_COUNT, "Rows read"),
    CX_FIELD(FactsView, n_new, CX_FIELD_COUNT, "Facts not known before"),
    CX_FIELD(FactsView, n_revised, CX_FIELD_COUNT, "Facts with another value than before"),
    CX_FIELD(FactsView, n_same, CX_FIELD_COUNT, "Facts as known"),
    CX_FIELD(FactsView, n_empty, CX_FIELD_COUNT, "Cells that say nothing"),
    CX_FIELD(FactsView, n_rejected, CX_FIELD_COUNT, "Rows set aside"),
    CX_FIELD(FactsView, n_skipped, CX_FIELD_COUNT, "Rows the mapping does not want"),
    CX_FIELD(FactsView, n_accounts, CX_FIELD_COUNT, "Accounts added or changed"),
    CX_FIELD(FactsView, first_day, CX_FIELD_DAY, "First day of facts"),
    CX_FIELD(FactsView, last_day, CX_FIELD_DAY, "Last day of facts"),
    CX_FIELD_CHILD(FactsView, rejects, CX_FIELD_LIST, &reject_type, "The first rows set aside"),
    CX_FIELD_CHILD(FactsView, metrics, CX_FIELD_LIST, &row_type, "The metrics"),
};
static const CxViewType facts_type =
    CX_VIEW_TYPE("FactsReport", FactsView, facts_fields, "What a file of facts brought");

static void
print_json(CxCtx *ctx, const CxFactsReport *report)
{
    RejectView *rejects = cx_arena_new0_n(ctx->arena, RejectView, report->rejects->len);
    for (guint i = 0; i < report->rejects->len; i++) {
        const CxFactReject *reject = g_ptr_array_index(report->rejects, i);
        rejects[i] = (RejectView){ reject->line, reject->column, reject->value, reject->reason };
    }
    MetricView *metrics = cx_arena_new0_n(ctx->arena, MetricView, report->metrics->len);
    for (guint i = 0; i < report->metrics->len; i++) {
        const CxFactsMetricCount *metric = g_ptr_array_index(report->metrics, i);
        metrics[i] = (MetricView){ metric->key, metric->label, metric->n };
    }
    const FactsView view = {
        .id = report->id.v,
        .state = cx_facts_state_key(report->state),
        .job = report->job.v,
        .n_done = report->n_done,
        .n_total = report->len_bytes,
        .message = report->message,
        .failure = report->failure,
        .file = report->file_name,
        .kind = cx_fact_kind_key(report->kind),
        .n_rows = report->n_rows,
        .n_new = report->n_new,
        .n_revised = report->n_revised,
        .n_same = report->n_same,
        .n_empty = report->n_empty,
        .n_rejected = report->n_rejected,
        .n_skipped = report->n_skipped,
        .n_accounts = report->n_accounts,
        .first_day = report->first_day,
        .last_day = report->last_day,
        .rejects = CX_VIEW_LIST(rejects, report->rejects->len),
        .metrics = CX_VIEW_LIST(metrics, report->metrics->len),
    };
    cx_cli_print_json(&facts_type, &view);
}

static void
print_text(const CxFactsReport *report)
{
    cx_cli_print("Rows read: %" PRId64 ". Facts: %" PRId64 " new, %" PRId64 " revised, %" PRId64
                 " as known. Rows set aside: %" PRId64 ".\n",
                 report->n_rows, report->n_new, report->n_revised, report->n_same,
                 report->n_rejected);
    if (report->n_skipped > 0)
        cx_cli_print("Rows the mapping does not want: %" PRId64 ".\n", report->n_skipped);
    if (report->n_accounts > 0)
        cx_cli_print("Accounts added or changed: %" PRId64 ".\n", report->n_accounts);
    if (!cx_day_is_none(report->first_day)) {
        g_autofree char *period = cx_day_format_period(report->first_day, report->last_day);
        cx_cli_print("Facts of %s.\n", period);
    }
    for (guint i = 0; i < report->metrics->len; i++) {
        const CxFactsMetricCount *metric = g_ptr_array_index(report->metrics, i);
        cx_cli_print("  %-24s %8" PRId64 "  %s\n", metric->key, metric->n, metric->label);
    }
    for (guint i = 0; i < report->rejects->len; i++) {
        g_autofree char *text = cx_fact_reject_format(g_ptr_array_index(report->rejects, i));
        cx_cli_print("  %s\n", text);
    }
    if (report->n_rejected > (int64_t)report->rejects->len)
        cx_cli_print("  and %" PRId64 " more\n", report->n_rejected - report->rejects->len);
}

static CxFactsMapping *
read_mapping(const char *path, GError **error)
{
    g_autoptr(GBytes) bytes = cx_cli_read_file(path, CX_JSON_BYTES_MAX, error);
    if (bytes == NULL)
        return NULL;
    gsize len_bytes = 0;
    const char *text = g_bytes_get_data(bytes, &len_bytes);
    CxFactsMapping *mapping = cx_facts_mapping_read(text != NULL ? text : "", len_bytes, error);
    if (mapping == NULL)
        g_prefix_error(error, "%s: ", path);
    return mapping;
}

/* ---- The job ---- */

static bool
is_open(const CxFactsReport *report)
{
    return report->state == CX_FACTS_QUEUED || report->state == CX_FACTS_RUNNING;
}

static CxCliWorkEnd
end_of(const CxFactsReport *report)
{
    if (is_open(report))
        return CX_CLI_WORK_OPEN;
    if (report->state == CX_FACTS_DONE)
        return CX_CLI_WORK_DONE;
    return report->state == CX_FACTS_CANCELLED ? CX_CLI_WORK_CANCELLED : CX_CLI_WORK_FAILED;
}

static bool
look(CxCtx *ctx, int64_t id, CxCliWorkState *ret_state, GError **error)
{
    g_autoptr(CxFactsReport) report = cx_facts_load(ctx, (CxFactFileId){ id }, error);
    g_autoptr(GPtrArray) list =
        report != NULL ? cx_facts_list(ctx, report->id, CX_PAGE_ROWS_MAX, error) : NULL;
    if (list == NULL)
        return false;
    *ret_state = (CxCliWorkState){ .end = end_of(report),
                                   .is_begun = report->state == CX_FACTS_RUNNING,
                                   .job = report->job,
                                   .n_done = report->n_done,
                                   .n_total = report->len_bytes,
                                   .n_rows = report->n_rows,
                                   .failure = cx_arena_text(ctx->arena, report->failure) };
    for (guint i = 0; i < list->len; i++) { /* the earliest is last */
        const CxFactsReport *before = g_ptr_array_index(list, i);
        if (is_open(before))
            ret_state->before = before->job;
    }
    return true;
}

static bool
cancel(CxCtx *ctx, int64_t id, GError **error)
{
    return cx_facts_cancel(ctx, (CxFactFileId){ id }, error);
}

static void
print_report(CxCli *cli, CxCtx *ctx, const CxFactsReport *report)
{
    if (cli->is_json)
        print_json(ctx, report);
    else
        print_text(report);
}

static bool
print_file(CxCli *cli, CxCtx *ctx, int64_t id, GError **error)
{
    g_autoptr(CxFactsReport) report = cx_facts_load(ctx, (CxFactFileId){ id }, error);
    if (report != NULL)
        print_report(cli, ctx, report);
    return report != NULL;
}

static const CxCliWorkKind work = { "File of facts", "Taking in facts", "facts", look,
                                    cancel,          print_file };

/* The original is kept first, as of any file that is taken in. */
static bool
take(CxCli *cli, CxCtx *ctx, const char *path, const CxFactsMapping *mapping, GError **error)
{
    g_autofree char *name = cx_cli_work_file_name(path);
    CxFactsKept kept = { .name = name };
    CxFactFileId id = { 0 };
    if (!cx_original_add_path(ctx, path, &kept.original, error))
        return false;
    if (cx_facts_kept_begin(ctx, &kept, mapping, &id, error))
        return cx_cli_work_off(cli, ctx, &work, id.v, error);
    cx_cli_work_drop(ctx, kept.original);
    return false;
}

/* What taking it in would do. */
static bool
try_path(CxCli *cli, CxCtx *ctx, const char *path, const CxFactsMapping *mapping, GError **error)
{
    g_autofree char *name = cx_cli_work_file_name(path);
    g_autoptr(GBytes) bytes = cx_cli_map_file(path, error);
    if (bytes == NULL)
        return false;
    gsize len_bytes = 0;
    const void *data = g_bytes_get_data(bytes, &len_bytes);
    const CxFactsFile file = { .name = name,
                               .data = data != NULL ? data : "",
                               .len_bytes = len_bytes };
    g_autoptr(CxFactsReport) report = cx_facts_try(ctx, &file, mapping, error);
    if (report == NULL)
        return false;
    cx_cli_watch_end(ctx);
    print_report(cli, ctx, report);
    if (!cli->is_json)
        cx_cli_print("This was a dry run: nothing was written.\n");
    return true;
}

static bool
run(CxCli *cli, const CxCliArgs *args, GError **error)
{
    const char *path = cx_cli_args_operand(args, 0);
    const char *mapping_path = cx_cli_args_option(args, "mapping");
    if (mapping_path == NULL) {
        g_set_error(error, CX_ERROR, CX_ERROR_INVALID,
                    "say which column is what with --mapping FILE; \"coalition recognise %s "
                    "--mapping FILE\" drafts one",
                    path);
        return false;
    }
    g_autoptr(CxFactsMapping) mapping = read_mapping(mapping_path, error);
    g_autoptr(CxCtx) ctx = mapping != NULL ? cx_cli_open(cli, error) : NULL;
    if (ctx == NULL)
        return false;
    cx_cli_work_watch(args, ctx, &work);
    return cx_cli_args_has(args, "dry-run") ? try_path(cli, ctx, path, mapping, error)
                                            : take(cli, ctx, path, mapping, error);
}

static const CxCliOption options[] = {
    { "mapping", "FILE", "which column is what (JSON, see docs/formats/facts.md)" },
    { "dry-run", NULL, "say what would happen, and write nothing" },
    CX_CLI_OPTION_PROGRESS,
    { 0 },
};

const CxCliCommand cx_cli_facts = {
    .name = "facts",
    .usage = "FILE --mapping MAPPING [--dry-run]",
    .about = "Take in operational facts and account data",
    .more =
        "Facts are about a response, a respondent, an account, a transaction or a period: days\n"
        "to deliver, first contact resolution, revenue, margin, churn. Rows that cannot be used\n"
        "are listed with line, column and reason, the others are taken. The same file twice\n"
        "changes nothing; another value becomes a new revision. The original is kept.\n"
        "Nothing of a file counts before all of it is in. Ctrl-C cancels it, and nothing of\n"
        "it stays; after a crash or a power cut the same command goes on where it ended.",
    .options = options,
    .n_operands_min = 1,
    .n_operands_max = 1,
    .run = run,
};

/* ---- Files there are ---- */

static void
print_row(const CxFactsReport *report)
{
    g_autofree char *at = cx_instant_format(report->taken_at);
    const int64_t percent = report->len_bytes > 0 ? 100 * report->n_done / report->len_bytes : 0;
    cx_cli_print("%5" PRId64 "  %-9s  %3" PRId64 " %%  %s  %s  %s\n", report->id.v,
                 cx_facts_state_key(report->state), percent, at, cx_fact_kind_key(report->kind),
                 report->file_name);
    if (report->failure != NULL || report->message != NULL)
        cx_cli_print("       %s\n", report->failure != NULL ? report->failure : report->message);
}

static bool
run_list(CxCli *cli, CX_UNUSED const CxCliArgs *args, GError **error)
{
    g_autoptr(CxCtx) ctx = cx_cli_open(cli, error);
    g_autoptr(GPtrArray) list =
        ctx != NULL ? cx_facts_list(ctx, (CxFactFileId){ 0 }, CX_PAGE_ROWS_MAX, error) : NULL;
    if (list == NULL)
        return false;
    for (guint i = 0; i < list->len; i++) {
        const CxFactsReport *report = g_ptr_array_index(list, i);
        if (cli->is_json)
            print_json(ctx, report);
        else
            print_row(report);
    }
    if (list->len == 0 && !cli->is_json)
        cx_cli_print("No facts were taken in yet; see: coalition facts --help\n");
    return true;
}

const CxCliCommand cx_cli_facts_list = {
    .name = "facts list",
    .usage = "",
    .about = "List files of facts, latest first, with their state",
    .run = run_list,
};

static bool
run_resume(CxCli *cli, const CxCliArgs *args, GError **error)
{
    return cx_cli_work_resume(cli, args, &work, error);
}

static const CxCliOption resume_options[] = {
    CX_CLI_OPTION_PROGRESS,
    { 0 },
};

const CxCliCommand cx_cli_facts_resume = {
    .name = "facts resume",
    .usage = "ID",
    .about = "Go on with a file of facts that was broken off",
    .more = "serve does so by itself, and so does taking in the same file again.",
    .options = resume_options,
    .n_operands_min = 1,
    .n_operands_max = 1,
    .run = run_resume,
};

static bool
run_cancel(CxCli *cli, const CxCliArgs *args, GError **error)
{
    return cx_cli_work_cancel(cli, args, &work, error);
}

const CxCliCommand cx_cli_facts_cancel = {
    .name = "facts cancel",
    .usage = "ID",
    .about = "Cancel a file of facts that is not done",
    .n_operands_min = 1,
    .n_operands_max = 1,
    .run = run_cancel,
};
