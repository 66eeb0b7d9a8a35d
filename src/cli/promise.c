/* coalition promise: what became of one, and what a successor takes over of a predecessor's. */
#include "engage/promise.h"

#include "base/civil.h"
#include "base/error.h"
#include "base/text.h"
#include "cli/cli.h"
#include "engage/inherit.h"
#include "people/leader.h"

static bool
end(CxCli *cli, const CxCliArgs *args, CxPromiseState state, GError **error)
{
    int64_t id = 0;
    if (!cx_text_parse_i64(cx_cli_args_operand(args, 0), &id, error))
        return false;
    g_autoptr(CxCtx) ctx = cx_cli_open(cli, error);
    if (ctx == NULL || !cx_promise_end(ctx, id, state, error))
        return false;
    cx_cli_print(state == CX_PROMISE_KEPT ? "Kept.\n" : "Withdrawn.\n");
    return true;
}

static bool
run_kept(CxCli *cli, const CxCliArgs *args, GError **error)
{
    return end(cli, args, CX_PROMISE_KEPT, error);
}

static bool
run_withdrawn(CxCli *cli, const CxCliArgs *args, GError **error)
{
    return end(cli, args, CX_PROMISE_WITHDRAWN, error);
}

static bool
answer_for(CxCli *cli, const CxCliArgs *args, CxInheritAnswer *answer, GError **error)
{
    if (!cx_text_parse_i64(cx_cli_args_operand(args, 1), &answer->promise, error))
        return false;
    g_autoptr(CxCtx) ctx = cx_cli_open(cli, error);
    g_autoptr(CxLeader) leader =
        ctx != NULL ? cx_leader_find(ctx, cx_cli_args_operand(args, 0), error) : NULL;
    if (leader == NULL)
        return false;
    answer->leader = leader->id;
    if (!cx_inherited_answer(ctx, answer, error))
        return false;
    cx_cli_print(answer->reason == NULL ? "It is a promise with %s now.\n"
                                        : "Closed: %s does not take it over.\n",
                 leader->name);
    return true;
}

static bool
run_accept(CxCli *cli, const CxCliArgs *args, GError **error)
{
    CxInheritAnswer answer = { .due_on = CX_DAY_NONE };
    const char *due = cx_cli_args_option(args, "due");
    return (due == NULL || cx_day_parse(due, &answer.due_on, error)) &&
           answer_for(cli, args, &answer, error);
}

static bool
run_decline(CxCli *cli, const CxCliArgs *args, GError **error)
{
    CxInheritAnswer answer = { .reason = cx_cli_args_option(args, "reason"),
                               .due_on = CX_DAY_NONE };
    if (answer.reason == NULL) {
        g_set_error_literal(error, CX_ERROR, CX_ERROR_INVALID,
                            "say with --reason why it is not taken over");
        return false;
    }
    return answer_for(cli, args, &answer, error);
}

const CxCliCommand cx_cli_promise_kept = {
    .name = "promise kept",
    .usage = "NUMBER",
    .about = "Say that an open promise was kept",
    .more = "coalition leader \"NAME\" prints the numbers.",
    .n_operands_min = 1,
    .n_operands_max = 1,
    .run = run_kept,
};

const CxCliCommand cx_cli_promise_withdrawn = {
    .name = "promise withdrawn",
    .usage = "NUMBER",
    .about = "Say that an open promise is withdrawn",
    .n_operands_min = 1,
    .n_operands_max = 1,
    .run = run_withdrawn,
};

static const CxCliOption accept_options[] = {
    { "due", "DATE", "the day it is due now; as before if not given" },
    { 0 },
};

const CxCliCommand cx_cli_promise_accept = {
    .name = "promise accept",
    .usage = "LEADER NUMBER [--due DATE]",
    .about = "A leader takes over a promise of whoever had the office before",
    .options = accept_options,
    .n_operands_min = 2,
    .n_operands_max = 2,
    .run = run_accept,
};

static const CxCliOption decline_options[] = {
    { "reason", "TEXT", "why it is not taken over" },
    { 0 },
};

const CxCliCommand cx_cli_promise_decline = {
    .name = "promise decline",
    .usage = "LEADER NUMBER --reason TEXT",
    .about = "A leader does not take it over; it is closed with the reason",
    .options = decline_options,
    .n_operands_min = 2,
    .n_operands_max = 2,
    .run = run_decline,
};
