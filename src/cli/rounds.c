/* coalition rounds: rounds of one-on-ones, what to talk about, what leaders say, closed days. */
#include <inttypes.h>
#include <string.h>

#include "base/civil.h"
#include "base/error.h"
#include "base/text.h"
#include "cli/cli.h"
#include "engage/closed.h"
#include "engage/round.h"
#include "govern/program.h"
#include "pages/engagement_view.h"
#include "pages/finding_view.h"
#include "pages/round_view.h"
#include "people/leader.h"

static bool
read_day(const CxCliArgs *args, const char *name, CxDay *ret_day, GError **error)
{
    const char *text = cx_cli_args_option(args, name);
    return text == NULL || cx_day_parse(text, ret_day, error);
}

static bool
read_days(const CxCliArgs *args, const char *name, int64_t *days, GError **error)
{
    const char *text = cx_cli_args_option(args, name);
    return text == NULL || cx_text_parse_i64(text, days, error);
}

/* ---- The list, and closed days ---- */

static void
print_rounds(const CxRoundsView *view)
{
    const CxRoundRow *rows = view->rounds.items;
    const CxClosedRow *closed = view->closed.items;
    cx_cli_print("%s\n", view->headline);
    for (size_t i = 0; i < view->rounds.n; i++) {
        cx_cli_print("%5" PRId64 "  %s, %s: %s\n", rows[i].id, rows[i].name, rows[i].when,
                     rows[i].headline);
    }
    for (size_t i = 0; i < view->closed.n; i++) {
        cx_cli_print("closed %" PRId64 "  %s: %s\n", closed[i].id, closed[i].days,
                     closed[i].reason);
    }
}

static bool
run_list(CxCli *cli, const CxCliArgs *args, GError **error)
{
    (void)args;
    CxRounds rounds;
    CxCloseds closeds;
    g_autoptr(CxCtx) ctx = cx_cli_open(cli, error);
    if (ctx == NULL || !cx_round_list(ctx, &rounds, error) || !cx_closed_list(ctx, &closeds, error))
        return false;
    const CxRoundsView *view = cx_rounds_view(ctx, &rounds, &closeds);
    if (cli->is_json)
        cx_cli_print_json(&cx_rounds_view_type, view);
    else
        print_rounds(view);
    return true;
}

const CxCliCommand cx_cli_rounds = {
    .name = "rounds",
    .usage = "",
    .about = "List the rounds of one-on-ones and the days nobody is asked to meet",
    .run = run_list,
};

static bool
run_closed(CxCli *cli, const CxCliArgs *args, GError **error)
{
    CxClosed closed = { .from = CX_DAY_NONE, .to = CX_DAY_NONE };
    const char *open = cx_cli_args_option(args, "open");
    int64_t id = 0;
    closed.reason = cx_cli_args_option(args, "reason");
    if (!read_day(args, "from", &closed.from, error) || !read_day(args, "to", &closed.to, error) ||
        (open != NULL && !cx_text_parse_i64(open, &id, error)))
        return false;
    g_autoptr(CxCtx) ctx = cx_cli_open(cli, error);
    if (ctx == NULL)
        return false;
    if (open != NULL ? !cx_closed_open(ctx, id, error) : !cx_closed_add(ctx, &closed, error))
        return false;
    cx_cli_print(open != NULL ? "Open again.\n" : "Closed: nobody is asked to meet then.\n");
    return true;
}

static const CxCliOption closed_options[] = {
    { "from", "DATE", "first day" },
    { "to", "DATE", "last day" },
    { "reason", "TEXT", "why nobody is asked to meet" },
    { "open", "ID", "open these days again instead" },
    { 0 },
};

const CxCliCommand cx_cli_rounds_closed = {
    .name = "rounds closed",
    .usage = "--from DATE --to DATE --reason TEXT",
    .about = "Close days for meetings, or open them again",
    .options = closed_options,
    .run = run_closed,
};

/* ---- One round ---- */

static bool
run_begin(CxCli *cli, const CxCliArgs *args, GError **error)
{
    CxEngageSettings settings;
    CxRoundId id = { 0 };
    g_autoptr(CxCtx) ctx = cx_cli_open(cli, error);
    const CxProgram *program = ctx != NULL ? cx_program_load(ctx, ctx->today, error) : NULL;
    if (program == NULL || !cx_engage_settings_load(ctx, &settings, error))
        return false;
    CxRoundBegin begin = { .name = cx_cli_args_operand(args, 0),
                           .target_days = settings.cadence_target_days,
                           .max_days = settings.cadence_max_days,
                           .with_sponsor = cx_cli_args_has(args, "sponsor"),
                           .instead_of = cx_cli_args_option(args, "instead-of"),
                           .leaders = cx_cli_args_option(args, "leaders") };
    if (cx_cli_args_has(args, "leaders") && (begin.leaders == NULL || *begin.leaders == '\0')) {
        g_set_error_literal(error, CX_ERROR, CX_ERROR_INVALID,
                            "--leaders names nobody: name them, or leave it out to meet everybody "
                            "in office");
        return false;
    }
    begin.questions = cx_program_questions(ctx, program, &begin.n_questions);
    if (!read_days(args, "target", &begin.target_days, error) ||
        !read_days(args, "max", &begin.max_days, error) || !cx_round_begin(ctx, &begin, &id, error))
        return false;
    cx_cli_print("Begun: round %" PRId64 ".\n", id.v);
    return true;
}

static const CxCliOption begin_options[] = {
    { "target", "DAYS", "between meetings, aimed at; the program's if not given" },
    { "max", "DAYS", "between meetings, at most; likewise" },
    { "sponsor", NULL, "with the sponsor: other meetings do not count" },
    { "leaders", "LIST", "keys or names, by comma; everybody in office if not given" },
    { "instead-of", "TEXT", "a group meeting that could not be scheduled" },
    { 0 },
};

const CxCliCommand cx_cli_rounds_begin = {
    .name = "rounds begin",
    .usage = "NAME",
    .about = "Begin a round of one-on-ones",
    .options = begin_options,
    .n_operands_min = 1,
    .n_operands_max = 1,
    .run = run_begin,
};

/* The round of the first operand. */
static bool
load_round(CxCtx *ctx, const CxCliArgs *args, const CxRound **ret_round, GError **error)
{
    CxRoundId id = { 0 };
    return cx_text_parse_i64(cx_cli_args_operand(args, 0), &id.v, error) &&
           cx_round_load(ctx, id, ret_round, error);
}

static void
print_round(const CxRoundView *view)
{
    const CxRoundLeaderRow *leaders = view->leaders.items;
    const CxRoundVoiceRow *voices = view->voices.items;
    cx_cli_print("%s, %s\n%s\n%s\n", view->round.name, view->round.when, view->round.headline,
                 view->round.cadence);
    for (size_t i = 0; i < view->leaders.n; i++) {
        cx_cli_print("  %s: %s%s%s\n", leaders[i].name, leaders[i].state,
                     leaders[i].lapse_text != NULL ? "; " : "",
                     leaders[i].lapse_text != NULL ? leaders[i].lapse_text : "");
    }
    for (size_t i = 0; i < view->voices.n; i++) {
        const CxRoundWordsRow *words = voices[i].words.items;
        cx_cli_print("\n%s\n  %s\n", voices[i].question, voices[i].sum);
        for (size_t k = 0; k < voices[i].words.n; k++)
            cx_cli_print("  %s: %s\n", words[k].who, words[k].said);
    }
}

static bool
run_show(CxCli *cli, const CxCliArgs *args, GError **error)
{
    const CxRound *round = NULL;
    g_autoptr(CxCtx) ctx = cx_cli_open(cli, error);
    if (ctx == NULL || !load_round(ctx, args, &round, error))
        return false;
    const CxRoundView *view = cx_round_view(ctx, round);
    if (cli->is_json)
        cx_cli_print_json(&cx_round_view_type, view);
    else
        print_round(view);
    return true;
}

const CxCliCommand cx_cli_rounds_show = {
    .name = "rounds show",
    .usage = "ID",
    .about = "Print who is met in a round, and what leaders say",
    .n_operands_min = 1,
    .n_operands_max = 1,
    .run = run_show,
};

static bool
run_end(CxCli *cli, const CxCliArgs *args, GError **error)
{
    const CxRound *round = NULL;
    g_autoptr(CxCtx) ctx = cx_cli_open(cli, error);
    if (ctx == NULL || !load_round(ctx, args, &round, error) ||
        !cx_round_end(ctx, round->id, error))
        return false;
    cx_cli_print("Ended.\n");
    return true;
}

const CxCliCommand cx_cli_rounds_end = {
    .name = "rounds end",
    .usage = "ID",
    .about = "End a round: what was answered stays",
    .n_operands_min = 1,
    .n_operands_max = 1,
    .run = run_end,
};

static bool
run_put(CxCli *cli, const CxCliArgs *args, GError **error)
{
    const CxRound *round = NULL;
    const char *excuse = cx_cli_args_option(args, "excuse");
    g_autoptr(CxCtx) ctx = cx_cli_open(cli, error);
    g_autoptr(CxLeader) leader =
        ctx != NULL ? cx_leader_find(ctx, cx_cli_args_operand(args, 1), error) : NULL;
    if (leader == NULL || !load_round(ctx, args, &round, error) ||
        !cx_round_put_leader(ctx, round->id, leader->id, excuse, error))
        return false;
    cx_cli_print("%s: %s.\n", leader->name, excuse != NULL ? "excused" : "in the round");
    return true;
}

static const CxCliOption put_options[] = {
    { "excuse", "TEXT", "why they are not to be met; without it they are added" },
    { 0 },
};

const CxCliCommand cx_cli_rounds_leader = {
    .name = "rounds leader",
    .usage = "ID LEADER",
    .about = "Add a leader to a round, or excuse one",
    .options = put_options,
    .n_operands_min = 2,
    .n_operands_max = 2,
    .run = run_put,
};

/* ---- One leader of a round ---- */

static const CxRoundLeader *
find_in_round(CxCtx *ctx, const CxCliArgs *args, const CxRound **ret_round, GError **error)
{
    g_autoptr(CxLeader) leader = cx_leader_find(ctx, cx_cli_args_operand(args, 1), error);
    if (leader == NULL || !load_round(ctx, args, ret_round, error))
        return NULL;
    const CxRoundLeader *row = cx_round_leader(*ret_round, leader->id);
    if (row == NULL)
        g_set_error(error, CX_ERROR, CX_ERROR_NOT_FOUND, "%s is not in the round", leader->name);
    return row;
}

static void
print_texts(const char *heading, CxViewList texts)
{
    const char *const *items = texts.items;
    if (texts.n > 0)
        cx_cli_print("\n%s\n", heading);
    for (size_t i = 0; i < texts.n; i++)
        cx_cli_print("  %s\n", items[i]);
}

static void
print_agenda(const CxAgendaView *view)
{
    const CxFindingView *findings = view->findings.items;
    const CxAgendaQuestion *questions = view->questions.items;
    const CxPromiseView *open = view->open.items;
    cx_cli_print("%s, %s\n%s; %s\n\nTo ask:\n", view->name,
                 view->title != NULL ? view->title : "no office", view->last_text,
                 view->lapse_text);
    for (size_t i = 0; i < view->questions.n; i++)
        cx_cli_print("  %s\n", questions[i].text);
    for (size_t i = 0; i < view->findings.n; i++)
        cx_cli_print("%s  %s\n", i == 0 ? "\nWhat customers say:\n" : "", findings[i].sentence);
    for (size_t i = 0; i < view->open.n; i++) {
        cx_cli_print("%s  %s (%s)\n", i == 0 ? "\nOpen between you:\n" : "", open[i].what,
                     open[i].said);
    }
    print_texts("They asked, and nobody answered:", view->asked);
    print_texts("Where one could begin:", view->approaches);
}

static bool
run_agenda(CxCli *cli, const CxCliArgs *args, GError **error)
{
    const CxRound *round = NULL;
    g_autoptr(CxCtx) ctx = cx_cli_open(cli, error);
    const CxRoundLeader *row = ctx != NULL ? find_in_round(ctx, args, &round, error) : NULL;
    const CxAgendaView *view = row != NULL ? cx_agenda_view(ctx, round, row, error) : NULL;
    if (view == NULL || !cx_cli_finish(cli, ctx, error))
        return false;
    if (cli->is_json)
        cx_cli_print_json(&cx_agenda_view_type, view);
    else
        print_agenda(view);
    return true;
}

const CxCliCommand cx_cli_rounds_agenda = {
    .name = "rounds agenda",
    .usage = "ID LEADER",
    .about = "Print what to talk about with a leader of a round",
    .n_operands_min = 2,
    .n_operands_max = 2,
    .run = run_agenda,
};

/* "yes: in their words", in the order of the questions. */
static bool
read_answers(const CxCliArgs *args, CxRoundTalkAdd *add, GError **error)
{
    for (size_t i = 0; i < CX_ROUND_QUESTIONS_MAX; i++)
        add->answers[i].drift = CX_ROUND_DRIFT_N;
    const char *value = cx_cli_args_value(args, "answer", 0);
    for (size_t i = 0; value != NULL; value = cx_cli_args_value(args, "answer", ++i)) {
        if (i >= CX_ROUND_QUESTIONS_MAX) {
            g_set_error(error, CX_ERROR, CX_ERROR_INVALID, "a round has %d questions at most",
                        CX_ROUND_QUESTIONS_MAX);
            return false;
        }
        const char *colon = strchr(value, ':');
        g_autofree char *key =
            colon != NULL ? g_strndup(value, (size_t)(colon - value)) : g_strdup(value);
        const char *words = colon != NULL ? colon + 1 : "";
        while (*words == ' ')
            words++;
        add->answers[i].words = *words != '\0' ? words : NULL;
        if (!cx_round_drift_parse(g_strstrip(key), &add->answers[i].drift, error))
            return false;
    }
    return true;
}

static bool
run_talk(CxCli *cli, const CxCliArgs *args, GError **error)
{
    const CxRound *round = NULL;
    CxRoundTalkAdd add = { .day = CX_DAY_NONE,
                           .due_on = CX_DAY_NONE,
                           .is_call = cx_cli_args_has(args, "call"),
                           .with_sponsor = cx_cli_args_has(args, "sponsor"),
                           .said = cx_cli_args_option(args, "said"),
                           .asked = cx_cli_args_option(args, "asked"),
                           .promised = cx_cli_args_option(args, "promised") };
    if (!read_day(args, "day", &add.day, error) || !read_day(args, "due", &add.due_on, error) ||
        !read_answers(args, &add, error))
        return false;
    g_autoptr(CxCtx) ctx = cx_cli_open(cli, error);
    const CxRoundLeader *row = ctx != NULL ? find_in_round(ctx, args, &round, error) : NULL;
    if (row == NULL)
        return false;
    add.round = round->id;
    add.leader = row->id;
    int64_t note = 0;
    const CxClosed *closed = NULL;
    if (!cx_round_talk_add(ctx, &add, &note, &closed, error))
        return false;
    cx_cli_print("Recorded.%s%s\n", closed != NULL ? " It was on a closed day: " : "",
                 closed != NULL ? closed->reason : "");
    return true;
}

static const CxCliOption talk_options[] = {
    { "day", "DATE", "the day it was; today if not given" },
    { "call", NULL, "by phone" },
    { "sponsor", NULL, "the sponsor was there" },
    { "answer", "ANSWER…",
      "in the order of the questions: yes, partly, no or other, then \": words\"" },
    { "said", "TEXT", "notes they could read" },
    { "asked", "TEXT", "what they asked for" },
    { "promised", "TEXT", "what you promised" },
    { "due", "DATE", "by when" },
    { 0 },
};

const CxCliCommand cx_cli_rounds_talk = {
    .name = "rounds talk",
    .usage = "ID LEADER",
    .about = "Record a one-on-one: answers, notes, what was asked and promised",
    .options = talk_options,
    .n_operands_min = 2,
    .n_operands_max = 2,
    .run = run_talk,
};
