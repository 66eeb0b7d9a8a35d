/* coalition findings, finding: what evidence noticed, and its first look. */
#include <inttypes.h>

#include "base/text.h"
#include "cli/cli.h"
#include "evidence/finding.h"
#include "pages/finding_view.h"
#include "people/department.h"

typedef struct {
    CxViewList findings; /* of CxFindingView */
} ListView;

static const CxViewField list_fields[] = {
    CX_FIELD_CHILD(ListView, findings, CX_FIELD_LIST, &cx_finding_view_type, "Newest first"),
};
static const CxViewType list_type =
    CX_VIEW_TYPE("FindingList", ListView, list_fields, "What evidence noticed");

static void
print_one(const CxFindingView *finding)
{
    cx_cli_print("%5" PRId64 "  %s%s%s, noticed on %s%s\n       %s%s%.8s\n", finding->id,
                 finding->kind_text, finding->department != NULL ? ", " : "",
                 finding->department != NULL ? finding->department : "", finding->found_text,
                 finding->is_over ? ", over" : "", finding->sentence,
                 finding->score.card != NULL ? "  card " : "",
                 finding->score.card != NULL ? finding->score.card : "");
    if (finding->look == NULL)
        return;
    cx_cli_print("       %s\n", finding->look->words);
    if (finding->look->answer != NULL)
        cx_cli_print("       %s: \"%s\"\n", finding->look->answered_by, finding->look->answer);
}

/* ---- findings ---- */

static bool
read_query(CxCtx *ctx, const CxCliArgs *args, CxFindingQuery *query, GError **error)
{
    const char *words = cx_cli_args_option(args, "department");
    query->is_past_too = cx_cli_args_has(args, "past");
    if (words == NULL)
        return true;
    g_autoptr(CxDepartment) department = cx_department_find(ctx, words, error);
    if (department == NULL)
        return false;
    query->department = department->id;
    return true;
}

static bool
run_list(CxCli *cli, const CxCliArgs *args, GError **error)
{
    g_autoptr(CxCtx) ctx = cx_cli_open(cli, error);
    CxFindingQuery query = { { 0 }, false };
    CxFindingList list;
    if (ctx == NULL || !read_query(ctx, args, &query, error))
        return false;
    int64_t n_new = 0;
    if (cx_cli_args_has(args, "look") && !cx_finding_notice(ctx, &n_new, error))
        return false;
    if (!cx_finding_list(ctx, &query, &list, error) || !cx_cli_finish(cli, ctx, error))
        return false;
    const ListView view = { cx_finding_views(ctx, &list) };
    if (cli->is_json) {
        cx_cli_print_json(&list_type, &view);
        return true;
    }
    for (size_t i = 0; i < view.findings.n; i++)
        print_one((const CxFindingView *)view.findings.items + i);
    if (list.n == 0)
        cx_cli_print("Nothing new is worth saying. The night looks; coalition nightly at once.\n");
    return true;
}

static const CxCliOption list_options[] = {
    { "department", "KEY", "only what is about this department" },
    { "past", NULL, "those that are over, too" },
    { "look", NULL, "look for new ones first, as every night does" },
    { 0 },
};

const CxCliCommand cx_cli_findings = {
    .name = "findings",
    .usage = "[--department KEY] [--past]",
    .about = "Print what evidence noticed and is worth saying, with cards",
    .options = list_options,
    .run = run_list,
};

/* ---- finding ---- */

static bool
act(CxCtx *ctx, const CxCliArgs *args, CxFindingId id, GError **error)
{
    const char *answer = cx_cli_args_option(args, "answer");
    const char *skip = cx_cli_args_option(args, "skip");
    const char *say = cx_cli_args_option(args, "say");
    return (!cx_cli_args_has(args, "told") || cx_first_look_tell(ctx, id, error)) &&
           (answer == NULL || cx_first_look_answer(ctx, id, answer, error)) &&
           (skip == NULL || cx_first_look_skip(ctx, id, skip, error)) &&
           (say == NULL || cx_finding_say(ctx, id, *say != '\0' ? say : NULL, error));
}

static bool
run_one(CxCli *cli, const CxCliArgs *args, GError **error)
{
    g_autoptr(CxCtx) ctx = cx_cli_open(cli, error);
    CxFindingId id = { 0 };
    if (ctx == NULL || !cx_text_parse_i64(cx_cli_args_operand(args, 0), &id.v, error) ||
        !act(ctx, args, id, error))
        return false;
    const CxFinding *finding = cx_finding_load(ctx, id, error);
    if (finding == NULL || !cx_cli_finish(cli, ctx, error))
        return false;
    const CxFindingView view = cx_finding_view(ctx, finding);
    if (cli->is_json)
        cx_cli_print_json(&cx_finding_view_type, &view);
    else
        print_one(&view);
    return true;
}

static const CxCliOption one_options[] = {
    { "told", NULL, "it has reached the department's head" },
    { "answer", "WORDS", "what the head answers" },
    { "skip", "REASON", "pass the head over, with the reason" },
    { "say", "WORDS", "say it in own words; empty takes them back" },
    { 0 },
};

const CxCliCommand cx_cli_finding = {
    .name = "finding",
    .usage = "ID [--told] [--answer WORDS] [--skip REASON] [--say WORDS]",
    .about = "Print one finding, and record its first look",
    .more =
        "A bad finding about a department is for its head first: nobody above sees it until five\n"
        "working days after it has reached them, unless they are passed over with a reason.",
    .options = one_options,
    .n_operands_min = 1,
    .n_operands_max = 1,
    .run = run_one,
};
