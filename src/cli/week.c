/* coalition week: whom to see and what to do, best first. */
#include "base/civil.h"
#include "base/error.h"
#include "base/text.h"
#include "cli/cli.h"
#include "engage/appointment.h"
#include "plays/week_view.h"
#include "tell/meeting.h"

static void
print_planned(const CxWeek *week)
{
    for (size_t i = 0; i < week->appointments.n; i++) {
        const CxAppointment *planned = &week->appointments.items[i];
        g_autofree char *day = cx_day_format(planned->day);
        if (!planned->is_over) {
            cx_cli_print("\nplanned %" G_GINT64_FORMAT "  %s\n    %s, %d:%02d, %d min\n",
                         planned->id, planned->title, day, planned->minute / 60,
                         planned->minute % 60, planned->minutes);
        }
    }
}

static void
print_week(const CxWeek *week)
{
    cx_cli_print("%s\n", week->headline);
    if (week->n == 0) {
        cx_cli_print("Bring a survey export (coalition import) and a list of leaders (coalition "
                     "roster); the week follows from them.\n");
    }
    for (size_t i = 0; i < week->n; i++) {
        const CxPlayProposal *proposal = &week->proposals[i];
        g_autofree char *by = cx_day_format(proposal->by);
        if (i == week->n_fit)
            cx_cli_print(week->is_usual ? "\nNext:\n" : "\nIf more time appears:\n");
        cx_cli_print("\n%2zu  %s\n    %s\n    by %s%s, %d min\n", i + 1, proposal->title,
                     proposal->why, by, proposal->is_overdue ? " (overdue)" : "",
                     proposal->minutes);
    }
    print_planned(week);
}

static bool
read_minutes(const char *hours, int32_t *ret_minutes, GError **error)
{
    double value = 0.0;
    if (!cx_text_parse_double(hours, &value, error))
        return false;
    if (value < 0.25 || value > 80.0) {
        g_set_error_literal(error, CX_ERROR, CX_ERROR_INVALID, "a week has 0.25 to 80 hours");
        return false;
    }
    *ret_minutes = (int32_t)(value * 60.0 + 0.5);
    return true;
}

/* What --json says of the week: no more than one acts by. */
static const CxViewField play_fields[] = {
    CX_FIELD(CxWeekPlay, play, CX_FIELD_TEXT, "Key of the play"),
    CX_FIELD(CxWeekPlay, practice, CX_FIELD_TEXT, "The practice it works on"),
    CX_FIELD(CxWeekPlay, leader, CX_FIELD_TEXT, "Name of the leader it is about"),
    CX_FIELD(CxWeekPlay, why, CX_FIELD_TEXT, "Why"),
    CX_FIELD(CxWeekPlay, card, CX_FIELD_TEXT, "The evidence card behind it"),
    CX_FIELD(CxWeekPlay, by, CX_FIELD_DAY, "The day it is due"),
    CX_FIELD(CxWeekPlay, minutes, CX_FIELD_COUNT, "How long it takes"),
    CX_FIELD(CxWeekPlay, rank, CX_FIELD_COUNT, "1 is best"),
};
static const CxViewType play_type =
    CX_VIEW_TYPE("WeekPlayShort", CxWeekPlay, play_fields, "A proposal, in short");
static const CxViewField short_fields[] = {
    CX_FIELD_CHILD(CxWeekView, plays, CX_FIELD_LIST, &play_type, "Best first"),
};
static const CxViewType short_type =
    CX_VIEW_TYPE("WeekShort", CxWeekView, short_fields, "The week, in short");

static bool
run(CxCli *cli, const CxCliArgs *args, GError **error)
{
    const char *hours = cx_cli_args_option(args, "hours");
    int32_t minutes = 0;
    if (hours != NULL && !read_minutes(hours, &minutes, error))
        return false;
    g_autoptr(CxCtx) ctx = cx_cli_open(cli, error);
    const CxWeek *week = ctx != NULL ? cx_week_make(ctx, minutes, error) : NULL;
    if (week == NULL || !cx_cli_finish(cli, ctx, error))
        return false;
    if (!cli->is_json) {
        print_week(week);
        return true;
    }
    const CxWeekOpen open = { 0 };
    const CxWeekView *view = cx_week_view(ctx, week, &open);
    cx_cli_print_json(cx_cli_args_has(args, "full") ? &cx_week_view_type : &short_type, view);
    return true;
}

static const CxCliOption options[] = {
    { "full", NULL, "with --json: titles, materials and the keys of answers too" },
    { "hours", "HOURS", "hours there are; the program's usual ones if not given" },
    { 0 },
};

const CxCliCommand cx_cli_week = {
    .name = "week",
    .usage = "",
    .about = "Say whom to see and what to do this week, best first, and why",
    .options = options,
    .run = run,
};

static bool
run_answer(CxCli *cli, const CxCliArgs *args, GError **error)
{
    const char *until = cx_cli_args_option(args, "until");
    CxPlayAnswer answer = {
        .key = cx_cli_args_operand(args, 0),
        .reason = cx_cli_args_option(args, "reason"),
        .until = CX_DAY_NONE,
    };
    if (!cx_play_answer_parse(cx_cli_args_operand(args, 1), &answer.kind, error) ||
        (until != NULL && !cx_day_parse(until, &answer.until, error)))
        return false;
    g_autoptr(CxCtx) ctx = cx_cli_open(cli, error);
    const CxWeek *week = ctx != NULL ? cx_week_make(ctx, 0, error) : NULL;
    if (week == NULL)
        return false;
    answer.title = answer.key;
    int64_t rank = 0;
    const bool has_rank = cx_text_parse_i64(answer.key, &rank, NULL);
    for (size_t i = 0; i < week->n; i++) {
        const CxPlayProposal *proposal = &week->proposals[i];
        if (g_str_equal(proposal->key, cx_cli_args_operand(args, 0)) ||
            (has_rank && rank == (int64_t)i + 1)) {
            answer.key = proposal->key;
            answer.title = proposal->title;
        }
    }
    if (!cx_play_answer_give(ctx, &answer, error) || !cx_cli_finish(cli, ctx, error))
        return false;
    cx_cli_print("%s: %s\n", answer.title, cx_play_answer_key(answer.kind));
    return true;
}

static const CxCliOption answer_options[] = {
    { "until", "DATE", "of later: the day it is proposed again" },
    { "reason", "TEXT", "of never: why" },
    { 0 },
};

const CxCliCommand cx_cli_week_answer = {
    .name = "week answer",
    .usage = "NUMBER|KEY done|later|never|again",
    .about = "Answer a proposal of the week, by its number in the list or its key",
    .more = "\"coalition week --json --full\" gives the keys; with one, it can be proposed again.",
    .options = answer_options,
    .n_operands_min = 2,
    .n_operands_max = 2,
    .run = run_answer,
};

/* ---- What is planned ---- */

/* By its number in the list, or its key. */
static const CxPlayProposal *
find_proposal(const CxWeek *week, const char *words, GError **error)
{
    int64_t rank = 0;
    if (cx_text_parse_i64(words, &rank, NULL) && rank >= 1 && rank <= (int64_t)week->n)
        return &week->proposals[rank - 1];
    return cx_week_proposal(week, words, error);
}

static bool
run_plan(CxCli *cli, const CxCliArgs *args, GError **error)
{
    const char *time = cx_cli_args_option(args, "time");
    CxAppointment plan = { .minute = CX_MEETING_MINUTE };
    if (!cx_day_parse(cx_cli_args_operand(args, 1), &plan.day, error) ||
        (time != NULL && !cx_appointment_parse_time(time, &plan.minute, error)))
        return false;
    g_autoptr(CxCtx) ctx = cx_cli_open(cli, error);
    const CxWeek *week = ctx != NULL ? cx_week_make(ctx, 0, error) : NULL;
    const CxPlayProposal *proposal =
        week != NULL ? find_proposal(week, cx_cli_args_operand(args, 0), error) : NULL;
    if (proposal == NULL)
        return false;
    plan.key = proposal->key;
    plan.title = proposal->title;
    plan.leader = proposal->leader;
    plan.minutes = proposal->minutes;
    if (!cx_appointment_plan(ctx, &plan, &plan.id, error) || !cx_cli_finish(cli, ctx, error))
        return false;
    const char *ics = cx_cli_args_option(args, "ics");
    const CxAppointments one = { &plan, 1 };
    g_autofree char *calendar = ics != NULL ? cx_meeting_calendar(ctx, &one, error) : NULL;
    if (ics != NULL && (calendar == NULL || !g_file_set_contents(ics, calendar, -1, error)))
        return false;
    cx_cli_print("Planned (%" G_GINT64_FORMAT "): %s\n", plan.id, plan.title);
    return true;
}

static const CxCliOption plan_options[] = {
    { "time", "H:MM", "time of day in the program's zone; 10:00 if not given" },
    { "ics", "FILE", "write the appointment to a file" },
    { 0 },
};

const CxCliCommand cx_cli_week_plan = {
    .name = "week plan",
    .usage = "NUMBER|KEY DATE",
    .about = "Give a proposal of the week a day and an hour",
    .options = plan_options,
    .n_operands_min = 2,
    .n_operands_max = 2,
    .run = run_plan,
};

static bool
run_happened(CxCli *cli, const CxCliArgs *args, GError **error)
{
    int64_t id = 0;
    int64_t note = 0;
    g_autoptr(CxCtx) ctx = cx_cli_open(cli, error);
    if (ctx == NULL || !cx_text_parse_i64(cx_cli_args_operand(args, 0), &id, error) ||
        !cx_appointment_happened(ctx, id, &note, error))
        return false;
    cx_cli_print(note != 0 ? "Noted as a meeting.\n" : "Noted.\n");
    return true;
}

const CxCliCommand cx_cli_week_happened = {
    .name = "week happened",
    .usage = "ID",
    .about = "Say that something planned took place; with a leader it is a contact",
    .n_operands_min = 1,
    .n_operands_max = 1,
    .run = run_happened,
};

static bool
run_drop(CxCli *cli, const CxCliArgs *args, GError **error)
{
    int64_t id = 0;
    g_autoptr(CxCtx) ctx = cx_cli_open(cli, error);
    if (ctx == NULL || !cx_text_parse_i64(cx_cli_args_operand(args, 0), &id, error) ||
        !cx_appointment_drop(ctx, id, error))
        return false;
    cx_cli_print("Called off; it is proposed again.\n");
    return true;
}

const CxCliCommand cx_cli_week_drop = {
    .name = "week drop",
    .usage = "ID",
    .about = "Call off something planned: it is proposed again",
    .n_operands_min = 1,
    .n_operands_max = 1,
    .run = run_drop,
};

static bool
run_set(CxCli *cli, const CxCliArgs *args, GError **error)
{
    const char *key = cx_cli_args_operand(args, 0);
    const char *words = cx_cli_args_operand(args, 1);
    g_autoptr(CxCtx) ctx = cx_cli_open(cli, error);
    if (ctx == NULL)
        return false;
    int64_t value = 0;
    if (g_str_equal(key, "sponsor")) {
        g_autoptr(CxLeader) leader = cx_leader_find(ctx, words, error);
        if (leader == NULL)
            return false;
        value = leader->id.v;
    } else if (!cx_text_parse_i64(words, &value, error)) {
        return false;
    }
    if (!cx_engage_settings_set(ctx, key, value, error))
        return false;
    cx_cli_print("Set: %s is %s.\n", key, words);
    return true;
}

const CxCliCommand cx_cli_week_set = {
    .name = "week set",
    .usage = "SETTING VALUE",
    .about = "Say how leaders are engaged here",
    .more = "Settings: sponsor (a leader), cadence_target_days, cadence_max_days, "
            "window_first_week, window_last_week, minutes_a_week.",
    .n_operands_min = 2,
    .n_operands_max = 2,
    .run = run_set,
};
