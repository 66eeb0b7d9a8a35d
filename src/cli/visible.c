/* coalition visible: what leaders committed to, and what they said to whom. */
#include "engage/visible.h"

#include "base/civil.h"
#include "base/error.h"
#include "base/text.h"
#include "cli/cli.h"
#include "pages/visible_view.h"
#include "people/leader.h"

static void
print_commitments(CxViewList rows)
{
    const CxCommitmentRow *items = rows.items;
    for (size_t i = 0; i < rows.n; i++) {
        cx_cli_print("%5" G_GINT64_FORMAT "  %s: %s, %s%s\n", items[i].id, items[i].leader,
                     items[i].what, items[i].said, items[i].is_overdue ? " (overdue)" : "");
    }
}

static void
print_visible(const CxVisibleView *view)
{
    const CxCommunicationRow *said = view->communications.items;
    const char *const *quiet = view->quiet.items;
    cx_cli_print("%s\n", view->headline);
    print_commitments(view->open);
    print_commitments(view->ended);
    for (size_t i = 0; i < view->communications.n; i++)
        cx_cli_print("%s  %s: %s\n", said[i].day_text, said[i].leader, said[i].said);
    for (size_t i = 0; i < view->quiet.n; i++)
        cx_cli_print("%s%s\n", i == 0 ? "Said nothing for a quarter:\n  " : "  ", quiet[i]);
}

static bool
run_list(CxCli *cli, const CxCliArgs *args, GError **error)
{
    (void)args;
    g_autoptr(CxCtx) ctx = cx_cli_open(cli, error);
    const CxVisibleView *view = ctx != NULL ? cx_visible_view(ctx, error) : NULL;
    if (view == NULL)
        return false;
    if (cli->is_json)
        cx_cli_print_json(&cx_visible_view_type, view);
    else
        print_visible(view);
    return true;
}

const CxCliCommand cx_cli_visible = {
    .name = "visible",
    .usage = "",
    .about = "Print what leaders committed to, and what they said to whom",
    .run = run_list,
};

static bool
run_commit(CxCli *cli, const CxCliArgs *args, GError **error)
{
    CxDay due_on = CX_DAY_NONE;
    if (!cx_day_parse(cx_cli_args_operand(args, 2), &due_on, error))
        return false;
    g_autoptr(CxCtx) ctx = cx_cli_open(cli, error);
    g_autoptr(CxLeader) leader =
        ctx != NULL ? cx_leader_find(ctx, cx_cli_args_operand(args, 0), error) : NULL;
    if (leader == NULL ||
        !cx_commitment_add(ctx, leader->id, cx_cli_args_operand(args, 1), due_on, error))
        return false;
    cx_cli_print("Kept: %s is committed to it.\n", leader->name);
    return true;
}

const CxCliCommand cx_cli_visible_commit = {
    .name = "visible commit",
    .usage = "LEADER \"TEXT\" DATE",
    .about = "Keep what a leader will do in person, by when",
    .n_operands_min = 3,
    .n_operands_max = 3,
    .run = run_commit,
};

static bool
run_done(CxCli *cli, const CxCliArgs *args, GError **error)
{
    int64_t id = 0;
    CxLeaderId leader = { 0 };
    const char *evidence = cx_cli_args_option(args, "evidence");
    if (evidence == NULL && !cx_cli_args_has(args, "withdrawn")) {
        g_set_error_literal(error, CX_ERROR, CX_ERROR_INVALID,
                            "say how it shows with --evidence, or that it is --withdrawn");
        return false;
    }
    g_autoptr(CxCtx) ctx = cx_cli_open(cli, error);
    if (ctx == NULL || !cx_text_parse_i64(cx_cli_args_operand(args, 0), &id, error) ||
        !cx_commitment_end(ctx, id, evidence, &leader, error))
        return false;
    cx_cli_print(evidence != NULL ? "Done.\n" : "Withdrawn.\n");
    return true;
}

static const CxCliOption done_options[] = {
    { "evidence", "TEXT", "how it shows that it happened" },
    { "withdrawn", NULL, "it will not happen" },
    { 0 },
};

const CxCliCommand cx_cli_visible_done = {
    .name = "visible done",
    .usage = "ID --evidence TEXT",
    .about = "Say that a commitment is done, and how that shows",
    .options = done_options,
    .n_operands_min = 1,
    .n_operands_max = 1,
    .run = run_done,
};

static bool
run_said(CxCli *cli, const CxCliArgs *args, GError **error)
{
    const char *day = cx_cli_args_option(args, "day");
    CxCommunication said = { .day = CX_DAY_NONE,
                             .audience = cx_cli_args_option(args, "audience"),
                             .about = cx_cli_args_option(args, "about") };
    if (!cx_channel_parse(cx_cli_args_option(args, "channel"), &said.channel, error) ||
        (day != NULL && !cx_day_parse(day, &said.day, error)))
        return false;
    g_autoptr(CxCtx) ctx = cx_cli_open(cli, error);
    g_autoptr(CxLeader) leader =
        ctx != NULL ? cx_leader_find(ctx, cx_cli_args_operand(args, 0), error) : NULL;
    if (leader == NULL)
        return false;
    said.leader = leader->id;
    if (!cx_communication_add(ctx, &said, error))
        return false;
    cx_cli_print("Noted.\n");
    return true;
}

static const CxCliOption said_options[] = {
    { "channel", "HOW", "meeting, mail, video, page, chat or other" },
    { "audience", "TEXT", "to whom" },
    { "about", "TEXT", "about what" },
    { "day", "DATE", "the day; today if not given" },
    { 0 },
};

const CxCliCommand cx_cli_visible_said = {
    .name = "visible said",
    .usage = "LEADER --channel HOW --audience TEXT --about TEXT",
    .about = "Note what a leader said about customers, to whom and how",
    .options = said_options,
    .n_operands_min = 1,
    .n_operands_max = 1,
    .run = run_said,
};
