/* coalition link: which metrics kept inside go with what customers say. */
#include "evidence/link.h"

#include <inttypes.h>

#include "base/civil.h"
#include "base/error.h"
#include "base/text.h"
#include "cli/cli.h"
#include "cli/slice_args.h"
#include "feedback/survey.h"
#include "pages/marked.h"
#include "tell/link_view.h"

typedef struct {
    const char *survey; /* key */
    CxViewList questions;
} ListView;

static const CxViewField list_fields[] = {
    CX_FIELD(ListView, survey, CX_FIELD_TEXT, "Key of the survey"),
    CX_FIELD_CHILD(ListView, questions, CX_FIELD_LIST, &cx_link_question_view_type,
                   "Each measure with the metrics set against it"),
};
static const CxViewType list_type =
    CX_VIEW_TYPE("LinkList", ListView, list_fields, "Which metrics go with what customers say");

static void
print_item(const CxLinkItemView *item)
{
    if (item->why != NULL) {
        cx_cli_print("  %s\n", item->why);
        return;
    }
    cx_cli_print_mark(item->sentence, &item->effect);
    cx_cli_print("  %s, p %s\n", item->when, item->p_text);
}

static void
print_question(const CxLinkQuestionView *view)
{
    cx_cli_print("%s: %s\n", view->label, view->searched);
    const CxLinkItemView *items = view->items.items;
    for (size_t i = 0; i < view->items.n; i++)
        print_item(&items[i]);
    cx_cli_print("\n");
}

static bool
load(CxArena *arena, CxLinkAsker *asker, const CxCliArgs *args, CxLinkFindings *ret_findings,
     GError **error)
{
    const char *question = cx_cli_args_option(args, "question");
    const char *by = cx_cli_args_option(args, "by");
    if (question == NULL)
        return cx_link_list(asker, by, ret_findings, error);
    const CxLinkFinding **one = cx_arena_new0_n(arena, const CxLinkFinding *, 1);
    const CxLinkQuery query = { .question = question, .to = CX_DAY_NONE, .by = by };
    one[0] = cx_link_run(asker, &query, error);
    *ret_findings = (CxLinkFindings){ one, 1 };
    return one[0] != NULL;
}

static bool
run_follow(CxCli *cli, const CxCliArgs *args, CxLinkAsker *asker, CxCtx *ctx, GError **error)
{
    const char *question = cx_cli_args_option(args, "question");
    const char *metric = cx_cli_args_option(args, "metric");
    CxDay since = CX_DAY_NONE;
    if (question == NULL || metric == NULL) {
        g_set_error_literal(error, CX_ERROR, CX_ERROR_INVALID,
                            "to follow a change, name --question and --metric");
        return false;
    }
    if (!cx_day_parse(cx_cli_args_option(args, "since"), &since, error))
        return false;
    const CxLinkQuery query = { .question = question, .to = CX_DAY_NONE };
    const CxLinkFinding *finding = cx_link_run(asker, &query, error);
    const CxLinkFollow *follow =
        finding != NULL ? cx_link_follow(asker, question, metric, since, error) : NULL;
    if (follow == NULL || !cx_cli_finish(cli, ctx, error))
        return false;
    const CxLinkFollowView *view = cx_link_follow_view(ctx, finding, follow);
    if (cli->is_json) {
        cx_cli_print_json(&cx_link_follow_view_type, view);
        return true;
    }
    cx_cli_print("%s\n", view->sentence);
    if (view->is_compared) {
        cx_cli_print_mark("before", &view->before);
        cx_cli_print_mark("expected by the link", &view->expected);
        cx_cli_print_mark("since", &view->after);
    }
    return true;
}

static bool
run(CxCli *cli, const CxCliArgs *args, GError **error)
{
    g_autoptr(CxCtx) ctx = cx_cli_open(cli, error);
    g_autoptr(CxSurvey) survey =
        ctx != NULL ? cx_survey_load(ctx, cx_cli_args_option(args, "survey"), error) : NULL;
    g_autoptr(CxLinkAsker) asker = survey != NULL ? cx_link_asker_new(ctx, survey, error) : NULL;
    CxLinkFindings findings;
    if (asker != NULL && cx_cli_args_option(args, "since") != NULL)
        return run_follow(cli, args, asker, ctx, error);
    if (asker == NULL || !load(ctx->arena, asker, args, &findings, error) ||
        !cx_cli_finish(cli, ctx, error))
        return false;
    CxLinkQuestionView *views = cx_arena_new0_n(ctx->arena, CxLinkQuestionView, findings.n + 1);
    for (size_t i = 0; i < findings.n; i++)
        views[i] = *cx_link_question_view(ctx, survey, findings.items[i]);
    const ListView list = { survey->key, CX_VIEW_LIST(views, findings.n) };
    if (cli->is_json)
        cx_cli_print_json(&list_type, &list);
    for (size_t i = 0; !cli->is_json && i < findings.n; i++)
        print_question(&views[i]);
    if (!cli->is_json && findings.n == 0)
        cx_cli_print("No metric is kept beside a question yet: see coalition facts.\n");
    return true;
}

/* ---- Marked changes ---- */

typedef struct {
    CxViewList changes; /* of CxMarkedView */
} MarksView;

static const CxViewField marks_fields[] = {
    CX_FIELD_CHILD(MarksView, changes, CX_FIELD_LIST, &cx_marked_view_type, "The newest first"),
};
static const CxViewType marks_type =
    CX_VIEW_TYPE("MarkedChanges", MarksView, marks_fields, "Changes that are followed");

static bool
run_marks(CxCli *cli, const CxCliArgs *args, GError **error)
{
    g_autoptr(CxCtx) ctx = cx_cli_open(cli, error);
    g_autoptr(CxSurvey) survey =
        ctx != NULL ? cx_survey_load(ctx, cx_cli_args_option(args, "survey"), error) : NULL;
    g_autoptr(CxLinkAsker) asker = survey != NULL ? cx_link_asker_new(ctx, survey, error) : NULL;
    CxLinkFindings findings;
    MarksView view;
    if (asker == NULL || !cx_link_list(asker, NULL, &findings, error) ||
        !cx_marked_views(ctx, cx_cli_args_option(args, "metric"), asker, &findings, &view.changes,
                         error) ||
        !cx_cli_finish(cli, ctx, error))
        return false;
    const CxMarkedView *changes = view.changes.items;
    if (cli->is_json)
        cx_cli_print_json(&marks_type, &view);
    for (size_t i = 0; !cli->is_json && i < view.changes.n; i++) {
        cx_cli_print("%5" PRId64 "  %s: %s, since %s (%s)\n", changes[i].id,
                     changes[i].metric_label, changes[i].what, changes[i].since_text,
                     changes[i].by);
        if (changes[i].sentence != NULL)
            cx_cli_print("       %s\n", changes[i].sentence);
    }
    if (!cli->is_json && view.changes.n == 0)
        cx_cli_print("No change is followed: see coalition link mark.\n");
    return true;
}

static bool
run_mark(CxCli *cli, const CxCliArgs *args, GError **error)
{
    CxMarking marking = { .metric = cx_cli_args_option(args, "metric"),
                          .what = cx_cli_args_option(args, "what"),
                          .since = CX_DAY_NONE };
    const char *since = cx_cli_args_option(args, "since");
    if (since != NULL && !cx_day_parse(since, &marking.since, error))
        return false;
    g_autoptr(CxCtx) ctx = cx_cli_open(cli, error);
    CxMarkedId id = { 0 };
    if (ctx == NULL || !cx_marked_add(ctx, &marking, &id, error))
        return false;
    cx_cli_print("Marked (%" PRId64 "). Every night follows it.\n", id.v);
    return true;
}

static bool
run_unmark(CxCli *cli, const CxCliArgs *args, GError **error)
{
    g_autoptr(CxCtx) ctx = cx_cli_open(cli, error);
    CxMarkedId id = { 0 };
    if (ctx == NULL || !cx_text_parse_i64(cx_cli_args_operand(args, 0), &id.v, error) ||
        !cx_marked_withdraw(ctx, id, error))
        return false;
    cx_cli_print("Taken back.\n");
    return true;
}

static const CxCliOption mark_options[] = {
    { "metric", "KEY", "the metric it was to move" },
    { "what", "TEXT", "what was changed" },
    { "since", "DATE", "since when" },
    { 0 },
};

const CxCliCommand cx_cli_link_mark = {
    .name = "link mark",
    .usage = "--metric KEY --since DATE --what TEXT",
    .about = "Mark a change inside the company, which every night then follows",
    .options = mark_options,
    .run = run_mark,
};

static const CxCliOption marks_options[] = {
    { "metric", "KEY", "only changes of this metric" },
    { "survey", "KEY", "in which survey they are followed, if there are several" },
    { 0 },
};

const CxCliCommand cx_cli_link_marks = {
    .name = "link marks",
    .usage = "[--metric KEY] [--survey KEY]",
    .about = "Print the changes that are followed, and what customers said since",
    .options = marks_options,
    .run = run_marks,
};

const CxCliCommand cx_cli_link_unmark = {
    .name = "link unmark",
    .usage = "ID",
    .about = "Take a marked change back",
    .n_operands_min = 1,
    .n_operands_max = 1,
    .run = run_unmark,
};

static const CxCliOption options[] = {
    { "survey", "KEY", "which survey, if there are several" },
    { "question", "KEY", "only this question (else all that have a metric beside them)" },
    { "by", "CHOICE", "over its units (sites, regions), by facts kept of each" },
    { "metric", "KEY", "with --since: the metric that was improved" },
    { "since", "DATE", "follow the link after a change on that day" },
    { 0 },
};

const CxCliCommand cx_cli_link = {
    .name = "link",
    .usage = "[--question KEY [--metric KEY --since DATE]] [--by CHOICE] [--survey KEY]",
    .about = "Print which metrics kept inside go with what customers say, and how much later",
    .options = options,
    .run = run,
};
