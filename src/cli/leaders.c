/* coalition leaders: where leaders stand, and what is kept of it. */
#include <string.h>

#include "base/civil.h"
#include "base/error.h"
#include "base/text.h"
#include "cli/cli.h"
#include "engage/detail.h"
#include "engage/influence.h"
#include "pages/coalition_view.h"
#include "pages/held_view.h"
#include "people/leader.h"

static void
print_leader(const CxCoalitionView *view, const CxCoalitionLeaderView *leader)
{
    cx_cli_print("\n%s, %s\n", leader->name, leader->title);
    if (view->can_read) {
        cx_cli_print("  influence: %s; stance: %s%s%s%s\n",
                     leader->influence.text != NULL ? leader->influence.text : "not judged",
                     leader->stance.text != NULL ? leader->stance.text : "not judged",
                     leader->moved != NULL ? " (" : "", leader->moved != NULL ? leader->moved : "",
                     leader->moved != NULL ? ")" : "");
        if (leader->through != NULL)
            cx_cli_print("  reached through: %s\n", leader->through);
    }
    cx_cli_print("  last met or called: %s; promises: %s\n",
                 leader->last_text != NULL ? leader->last_text : "not noted",
                 leader->promises != NULL ? leader->promises : "none");
}

static void
print_list(const char *title, CxViewList list)
{
    const char *const *names = list.items;
    if (list.n > 0)
        cx_cli_print("\n%s:", title);
    for (size_t i = 0; i < list.n; i++)
        cx_cli_print("%s %s", i > 0 ? "," : "", names[i]);
    if (list.n > 0)
        cx_cli_print("\n");
}

static bool
run(CxCli *cli, CX_UNUSED const CxCliArgs *args, GError **error)
{
    g_autoptr(CxCtx) ctx = cx_cli_open(cli, error);
    const CxCoalitionView *view = ctx != NULL ? cx_coalition_view(ctx, error) : NULL;
    if (view == NULL)
        return false;
    if (cli->is_json) {
        cx_cli_print_json(&cx_coalition_view_type, view);
        return true;
    }
    cx_cli_print("%s.\n", view->headline);
    const CxCoalitionLeaderView *leaders = view->leaders.items;
    for (size_t i = 0; i < view->leaders.n; i++)
        print_leader(view, &leaders[i]);
    print_list("Departments without a supporter", view->alone);
    const char *const *doubled = view->doubled.items;
    for (size_t i = 0; i < view->doubled.n; i++)
        cx_cli_print("\n%s\n", doubled[i]);
    print_list("Empty seats", view->vacant);
    if (!view->is_on)
        cx_cli_print("\nWhere leaders stand is not kept: coalition leaders basis --help\n");
    return true;
}

const CxCliCommand cx_cli_leaders = {
    .name = "leaders",
    .usage = "",
    .about = "Say where leaders stand, when they were last met, and whose seat is empty",
    .run = run,
};

/* ---- Judging ---- */

static bool
read_values(const CxCliArgs *args, CxJudgementGive *give, GError **error)
{
    for (size_t i = 0; i < CX_ASPECT_N; i++) {
        const char *text = cx_cli_args_option(args, cx_aspect_key((CxAspect)i));
        if (text != NULL && !cx_text_parse_i64(text, &give->values[i], error))
            return false;
    }
    return true;
}

static bool
run_judge(CxCli *cli, const CxCliArgs *args, GError **error)
{
    const char *day = cx_cli_args_option(args, "day");
    CxJudgementGive give = { .reason = cx_cli_args_option(args, "reason"),
                             .rater = cx_cli_args_option(args, "rater"),
                             .day = CX_DAY_NONE };
    if (!read_values(args, &give, error) || (day != NULL && !cx_day_parse(day, &give.day, error)))
        return false;
    g_autoptr(CxCtx) ctx = cx_cli_open(cli, error);
    if (ctx == NULL)
        return false;
    g_autoptr(CxLeader) leader = cx_leader_find(ctx, cx_cli_args_operand(args, 0), error);
    if (leader == NULL)
        return false;
    give.leader = leader->id;
    if (!cx_judgement_give(ctx, &give, error))
        return false;
    cx_cli_print("Kept: what is thought of %s.\n", leader->name);
    return true;
}

static const CxCliOption judge_options[] = {
    { "influence", "N", "how much they decide, 1 to 5" },
    { "stance", "N", "1 against, 2 doubtful, 3 undecided, 4 for, 5 leads" },
    { "credibility", "N", "as a sponsor, 1 to 5" },
    { "courage", "N", "as a sponsor, 1 to 5" },
    { "vision", "N", "as a sponsor, 1 to 5" },
    { "belief", "N", "core belief, 1 to 5" },
    { "communication", "N", "extensive communication, 1 to 5" },
    { "commitment", "N", "commitment to the goal, 1 to 5" },
    { "reason", "TEXT", "what was seen, as the person could read it" },
    { "rater", "NAME", "whose judgement it is; otherwise yours" },
    { "day", "DAY", "as of; otherwise today" },
    { 0 },
};

const CxCliCommand cx_cli_leaders_judge = {
    .name = "leaders judge",
    .usage = "\"NAME\" --reason TEXT",
    .about = "Keep what somebody thinks of a leader, with the reason",
    .more = "Judgements are kept only once \"coalition leaders basis\" says why they may be.",
    .options = judge_options,
    .n_operands_min = 1,
    .n_operands_max = 1,
    .run = run_judge,
};

/* ---- Why that is kept ---- */

static void
print_basis(const CxBasis *basis)
{
    if (!basis->is_on) {
        cx_cli_print("Judgements of people are off: nothing is kept or shown.\n");
        return;
    }
    cx_cli_print("For: %s\nOn: %s\nKept: %d days\nRead by: %s\n", basis->purpose,
                 basis->legal_basis, (int)basis->retention_days,
                 basis->is_for_team ? "the CX team" : "the CX leader alone");
    if (basis->hold != NULL)
        cx_cli_print("Nothing is erased for now: %s\n", basis->hold);
}

static bool
read_basis(const CxCliArgs *args, CxBasis *basis, GError **error)
{
    const char *days = cx_cli_args_option(args, "days");
    const char *readers = cx_cli_args_option(args, "readers");
    *basis = (CxBasis){
        .is_on = !cx_cli_args_has(args, "off"),
        .purpose = cx_cli_args_option(args, "purpose"),
        .legal_basis = cx_cli_args_option(args, "legal-basis"),
        .retention_days = CX_BASIS_RETENTION_DAYS,
        .hold = cx_cli_args_option(args, "hold"),
    };
    if (readers != NULL && strcmp(readers, "team") != 0 && strcmp(readers, "owner") != 0) {
        g_set_error_literal(error, CX_ERROR, CX_ERROR_INVALID, "readers are \"owner\" or \"team\"");
        return false;
    }
    basis->is_for_team = g_strcmp0(readers, "team") == 0;
    return days == NULL || cx_text_parse_i64(days, &basis->retention_days, error);
}

static bool
run_basis(CxCli *cli, const CxCliArgs *args, GError **error)
{
    CxBasis basis;
    if (!read_basis(args, &basis, error))
        return false;
    const bool is_set = basis.purpose != NULL || basis.legal_basis != NULL || !basis.is_on ||
                        basis.hold != NULL || cx_cli_args_has(args, "days");
    g_autoptr(CxCtx) ctx = cx_cli_open(cli, error);
    if (ctx == NULL || (is_set && !cx_basis_set(ctx, &basis, error)) ||
        !cx_basis_load(ctx, &basis, error))
        return false;
    print_basis(&basis);
    return true;
}

static const CxCliOption basis_options[] = {
    { "purpose", "TEXT", "what judgements are for" },
    { "legal-basis", "TEXT", "why that is lawful" },
    { "days", "N", "days until they are erased; 180 if not given" },
    { "readers", "WHO", "who reads all of them: owner (the CX leader alone) or team" },
    { "hold", "TEXT", "why nothing may be erased for now" },
    { "off", NULL, "keep and show nothing from now on; all is erased this night" },
    { 0 },
};

const CxCliCommand cx_cli_leaders_basis = {
    .name = "leaders basis",
    .usage = "",
    .about = "Say why judgements of people are kept, or record why they may be",
    .more = "Without options it prints what is recorded. Purpose and legal basis switch them on.",
    .options = basis_options,
    .run = run_basis,
};

/* ---- Who has the ear of whom; what is known ---- */

static bool
run_ear(CxCli *cli, const CxCliArgs *args, GError **error)
{
    g_autoptr(CxCtx) ctx = cx_cli_open(cli, error);
    if (ctx == NULL)
        return false;
    g_autoptr(CxLeader) leader = cx_leader_find(ctx, cx_cli_args_operand(args, 0), error);
    g_autoptr(CxLeader) over =
        leader != NULL ? cx_leader_find(ctx, cx_cli_args_operand(args, 1), error) : NULL;
    if (over == NULL || !cx_influence_add(ctx, leader->id, over->id, error))
        return false;
    cx_cli_print("Noted: %s has the ear of %s.\n", leader->name, over->name);
    return true;
}

const CxCliCommand cx_cli_leaders_ear = {
    .name = "leaders ear",
    .usage = "\"NAME\" \"NAME\"",
    .about = "Note that the first leader has the ear of the second",
    .n_operands_min = 2,
    .n_operands_max = 2,
    .run = run_ear,
};

static bool
run_know(CxCli *cli, const CxCliArgs *args, GError **error)
{
    CxDetailKind kind = CX_DETAIL_N;
    if (!cx_detail_kind_parse(cx_cli_args_operand(args, 1), &kind, error))
        return false;
    g_autoptr(CxCtx) ctx = cx_cli_open(cli, error);
    if (ctx == NULL)
        return false;
    g_autoptr(CxLeader) leader = cx_leader_find(ctx, cx_cli_args_operand(args, 0), error);
    if (leader == NULL ||
        !cx_detail_add(ctx, leader->id, kind, cx_cli_args_operand(args, 2), error))
        return false;
    cx_cli_print("Noted about %s.\n", leader->name);
    return true;
}

const CxCliCommand cx_cli_leaders_know = {
    .name = "leaders know",
    .usage = "\"NAME\" background|carries|asked \"TEXT\"",
    .about = "Note where a leader comes from, what they carry already, what they asked for",
    .n_operands_min = 3,
    .n_operands_max = 3,
    .run = run_know,
};

static bool
run_held(CxCli *cli, const CxCliArgs *args, GError **error)
{
    g_autoptr(CxCtx) ctx = cx_cli_open(cli, error);
    if (ctx == NULL)
        return false;
    g_autoptr(CxLeader) leader = cx_leader_find(ctx, cx_cli_args_operand(args, 0), error);
    const CxHeldView *view = leader != NULL ? cx_held_view(ctx, leader, error) : NULL;
    if (view == NULL)
        return false;
    cx_cli_print_json(&cx_held_view_type, view);
    return true;
}

const CxCliCommand cx_cli_leaders_held = {
    .name = "leaders held",
    .usage = "\"NAME\"",
    .about = "Print all that is held about one leader, as JSON, to be handed to them",
    .n_operands_min = 1,
    .n_operands_max = 1,
    .run = run_held,
};
