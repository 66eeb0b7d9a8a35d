/* coalition declare, close, changes: what is tested, testing it, and what became of it. */
#include "evidence/change.h"

#include <inttypes.h>

#include "base/civil.h"
#include "base/text.h"
#include "cli/cli.h"
#include "evidence/finding.h"
#include "evidence/pilot.h"
#include "pages/change_view.h"

typedef struct {
    CxViewList changes;  /* of CxChangeView */
    CxViewList declared; /* of CxDeclarationView */
} ListView;

static const CxViewField list_fields[] = {
    CX_FIELD_CHILD(ListView, changes, CX_FIELD_LIST, &cx_change_view_type,
                   "What became of declared measures, newest period first"),
    CX_FIELD_CHILD(ListView, declared, CX_FIELD_LIST, &cx_declaration_view_type,
                   "Declared measures"),
};
static const CxViewType list_type =
    CX_VIEW_TYPE("ChangeList", ListView, list_fields, "Declared measures and their changes");

static bool
read_day(const CxCliArgs *args, const char *name, CxDay *ret_day, GError **error)
{
    const char *text = cx_cli_args_option(args, name);
    return text == NULL || cx_day_parse(text, ret_day, error);
}

static void
print_declared(const ListView *view)
{
    for (size_t i = 0; i < view->declared.n; i++) {
        const CxDeclarationView *each = (const CxDeclarationView *)view->declared.items + i;
        if (!each->is_in_force)
            continue;
        cx_cli_print("%5" PRId64 "  %-24s %-28s %s, %s, counts from %s\n", each->id,
                     each->department != NULL ? each->department : "overall", each->label,
                     each->measure, each->cadence_text, each->from_text);
    }
}

/* ---- declare ---- */

static bool
print_proposals(CxCtx *ctx, const char *key, GError **error)
{
    g_autoptr(CxSurvey) survey = cx_survey_load(ctx, key, error);
    CxProposals proposals;
    if (survey == NULL || !cx_declaration_propose(ctx, survey, &proposals, error))
        return false;
    for (size_t i = 0; i < proposals.n; i++) {
        const CxProposal *each = &proposals.items[i];
        cx_cli_print("coalition declare --survey %s%s%s --question %s --cadence %s\n", survey->key,
                     each->department_key != NULL ? " --department " : "",
                     each->department_key != NULL ? each->department_key : "", each->item_key,
                     cx_cadence_key(each->cadence));
    }
    if (proposals.n == 0)
        cx_cli_print("Everything that can be declared is.\n");
    return true;
}

static bool
run_declare(CxCli *cli, const CxCliArgs *args, GError **error)
{
    CxDeclare declare = {
        .survey = cx_cli_args_option(args, "survey"),
        .department = cx_cli_args_option(args, "department"),
        .question = cx_cli_args_option(args, "question"),
        .measure = cx_cli_args_option(args, "measure"),
        .cadence = cx_cli_args_option(args, "cadence"),
        .against = cx_cli_args_option(args, "against"),
        .weighting = cx_cli_args_option(args, "weighting"),
        .from = CX_DAY_NONE,
    };
    if (!read_day(args, "from", &declare.from, error))
        return false;
    g_autoptr(CxCtx) ctx = cx_cli_open(cli, error);
    if (ctx == NULL)
        return false;
    if (cx_cli_args_has(args, "propose"))
        return print_proposals(ctx, declare.survey, error);
    CxDeclarationId id = { 0 };
    if (!cx_declaration_add(ctx, &declare, &id, error))
        return false;
    cx_cli_print("Declared (%" PRId64 "). It is tested when its periods close; what began before "
                 "counts as exploratory.\n",
                 id.v);
    return true;
}

static bool
run_withdraw(CxCli *cli, const CxCliArgs *args, GError **error)
{
    g_autoptr(CxCtx) ctx = cx_cli_open(cli, error);
    CxDeclarationId id = { 0 };
    if (ctx == NULL || !cx_text_parse_i64(cx_cli_args_operand(args, 0), &id.v, error) ||
        !cx_declaration_withdraw(ctx, id, error))
        return false;
    cx_cli_print("Withdrawn. What was tested stays.\n");
    return true;
}

/* ---- close, changes ---- */

static bool
run_close(CxCli *cli, const CxCliArgs *args, GError **error)
{
    CxDay as_of = CX_DAY_NONE;
    if (!read_day(args, "as-of", &as_of, error))
        return false;
    g_autoptr(CxCtx) ctx = cx_cli_open(cli, error);
    int64_t n_tested = 0;
    int64_t n_found = 0;
    int64_t n_pilots = 0;
    if (ctx == NULL ||
        !cx_change_close(ctx, cx_day_is_none(as_of) ? ctx->today : as_of, &n_tested, error) ||
        !cx_pilot_close(ctx, cx_day_is_none(as_of) ? ctx->today : as_of, &n_pilots, error) ||
        !cx_finding_notice(ctx, &n_found, error) || !cx_cli_finish(cli, ctx, error))
        return false;
    if (n_pilots > 0) {
        cx_cli_print("%" PRId64 " pilots tested; \"coalition pilot\" says what became of them.\n",
                     n_pilots);
    }
    if (n_tested == 0 && n_pilots > 0)
        return true;
    if (n_tested == 0) {
        cx_cli_print("Nothing has closed that was not tested already.\n");
    } else {
        cx_cli_print("%" PRId64 " closed; \"coalition changes\" says what became of them.\n",
                     n_tested);
    }
    return true;
}

static void
print_changes(const ListView *view)
{
    for (size_t i = 0; i < view->changes.n; i++) {
        const CxChangeView *each = (const CxChangeView *)view->changes.items + i;
        cx_cli_print("%s, %s (%s)\n    %s%s%.8s\n", each->period,
                     each->department != NULL ? each->department : "overall", each->label,
                     each->sentence, each->score.card != NULL ? "  card " : "",
                     each->score.card != NULL ? each->score.card : "");
    }
}

static bool
run_changes(CxCli *cli, const CxCliArgs *args, GError **error)
{
    g_autoptr(CxCtx) ctx = cx_cli_open(cli, error);
    g_autoptr(CxSurvey) survey =
        ctx != NULL ? cx_survey_load(ctx, cx_cli_args_option(args, "survey"), error) : NULL;
    CxChanges changes;
    CxDeclarations declared;
    if (survey == NULL || !cx_change_list(ctx, survey, NULL, &changes, error) ||
        !cx_declaration_list(ctx, survey, &declared, error))
        return false;
    const ListView view = { .changes = cx_change_views(ctx, &changes),
                            .declared = cx_declaration_views(ctx, &declared) };
    if (cli->is_json) {
        cx_cli_print_json(&list_type, &view);
        return true;
    }
    if (view.declared.n == 0)
        cx_cli_print("Nothing is declared yet: see coalition declare --propose.\n");
    print_declared(&view);
    print_changes(&view);
    return true;
}

static const CxCliOption declare_options[] = {
    { "survey", "KEY", "which survey, if there are several" },
    { "department", "KEY", "whose measure (else the overall rating)" },
    { "question", "KEY", "which question (else the most answered rating)" },
    { "measure", "NAME", "nps, top2 or mean (else the usual one)" },
    { "cadence", "NAME", "quarter, half, year or wave" },
    { "against", "NAME", "year: the same season a year before; period: the one before" },
    { "weighting", "NAME", "declared, weighted or unweighted" },
    { "from", "DATE", "first day it counts for (else tomorrow)" },
    { "propose", NULL, "print what could be declared, and declare nothing" },
    { 0 },
};

const CxCliCommand cx_cli_declare = {
    .name = "declare",
    .usage = "[--department KEY] [--question KEY] …",
    .about = "Declare what a department is tested by, before the period it counts for",
    .options = declare_options,
    .run = run_declare,
};

const CxCliCommand cx_cli_withdraw = {
    .name = "withdraw",
    .usage = "ID",
    .about = "Withdraw a declared measure",
    .n_operands_min = 1,
    .n_operands_max = 1,
    .run = run_withdraw,
};

static const CxCliOption close_options[] = {
    { "as-of", "DATE", "as if today were this day" },
    { 0 },
};

const CxCliCommand cx_cli_close_periods = {
    .name = "close",
    .usage = "[--as-of DATE]",
    .about = "Test every declared measure whose period has closed; serve does it every night",
    .options = close_options,
    .run = run_close,
};

static const CxCliOption changes_options[] = {
    { "survey", "KEY", "which survey, if there are several" },
    { 0 },
};

const CxCliCommand cx_cli_changes = {
    .name = "changes",
    .usage = "",
    .about = "Print what became of declared measures, with intervals and evidence cards",
    .options = changes_options,
    .run = run_changes,
};
