/* The program: finds the subcommand, runs it, reports once, exits with the error's number. */
#include <string.h>
#include <unistd.h>

#include "base/civil.h"
#include "base/error.h"
#include "base/secret.h"
#include "cli/cli.h"
#include "cli/lost.h"
#include "stat/estimate.h"

#define EXIT_USAGE 1

static bool run_help(CxCli *cli, const CxCliArgs *args, GError **error);
static bool run_man(CxCli *cli, const CxCliArgs *args, GError **error);
static bool run_completion(CxCli *cli, const CxCliArgs *args, GError **error);

static const CxCliCommand help_command = {
    .name = "help",
    .usage = "[COMMAND]",
    .about = "Say what can be done",
    .n_operands_max = 2,
    .run = run_help,
};
static const CxCliCommand man_command = {
    .name = "man",
    .usage = "",
    .about = "Print the manual page",
    .run = run_man,
    .is_hidden = true,
};
static const CxCliCommand completion_command = {
    .name = "completion",
    .usage = "bash",
    .about = "Print the completion script of a shell",
    .n_operands_min = 1,
    .n_operands_max = 1,
    .run = run_completion,
    .is_hidden = true,
};

/* In the order of a first day. */
static const CxCliCommand *const command_rows[] = {
    &cx_cli_init,
    &cx_cli_demo,
    &cx_cli_serve,
    &cx_cli_roster,
    &cx_cli_department_list,
    &cx_cli_department_show,
    &cx_cli_department_add,
    &cx_cli_department_rename,
    &cx_cli_department_split,
    &cx_cli_department_merge,
    &cx_cli_department_end,
    &cx_cli_department_undo,
    &cx_cli_department_give,
    &cx_cli_week,
    &cx_cli_week_answer,
    &cx_cli_week_plan,
    &cx_cli_week_happened,
    &cx_cli_week_drop,
    &cx_cli_week_set,
    &cx_cli_leader,
    &cx_cli_goals,
    &cx_cli_goal_add,
    &cx_cli_goal_keep,
    &cx_cli_goal_share,
    &cx_cli_goal_leave,
    &cx_cli_goal_end,
    &cx_cli_promise_kept,
    &cx_cli_promise_withdrawn,
    &cx_cli_promise_accept,
    &cx_cli_promise_decline,
    &cx_cli_health,
    &cx_cli_leaders,
    &cx_cli_leaders_add,
    &cx_cli_leaders_office,
    &cx_cli_leaders_left,
    &cx_cli_leaders_judge,
    &cx_cli_leaders_basis,
    &cx_cli_leaders_ear,
    &cx_cli_leaders_know,
    &cx_cli_leaders_held,
    &cx_cli_leaders_tier,
    &cx_cli_sponsor,
    &cx_cli_sponsor_set,
    &cx_cli_sponsor_attest,
    &cx_cli_sponsor_train,
    &cx_cli_sponsor_done,
    &cx_cli_sponsor_expect,
    &cx_cli_steps,
    &cx_cli_calendar,
    &cx_cli_calls,
    &cx_cli_calls_plan,
    &cx_cli_calls_done,
    &cx_cli_calls_consent,
    &cx_cli_calls_find,
    &cx_cli_coaching,
    &cx_cli_coaching_step,
    &cx_cli_coaching_done,
    &cx_cli_coaching_tradeoff,
    &cx_cli_ambassadors,
    &cx_cli_ambassadors_add,
    &cx_cli_ambassadors_note,
    &cx_cli_ambassadors_end,
    &cx_cli_resistance,
    &cx_cli_resistance_note,
    &cx_cli_resistance_cause,
    &cx_cli_resistance_plan,
    &cx_cli_resistance_outcome,
    &cx_cli_rounds,
    &cx_cli_rounds_begin,
    &cx_cli_rounds_show,
    &cx_cli_rounds_agenda,
    &cx_cli_rounds_talk,
    &cx_cli_rounds_leader,
    &cx_cli_rounds_end,
    &cx_cli_rounds_closed,
    &cx_cli_visible,
    &cx_cli_visible_commit,
    &cx_cli_visible_done,
    &cx_cli_visible_said,
    &cx_cli_note,
    &cx_cli_past,
    &cx_cli_recognise,
    &cx_cli_import,
    &cx_cli_import_list,
    &cx_cli_import_resume,
    &cx_cli_import_cancel,
    &cx_cli_survey,
    &cx_cli_facts,
    &cx_cli_facts_list,
    &cx_cli_facts_resume,
    &cx_cli_facts_cancel,
    &cx_cli_next,
    &cx_cli_metric_list,
    &cx_cli_metric_show,
    &cx_cli_metric_target,
    &cx_cli_currency_set,
    &cx_cli_currency_rate,
    &cx_cli_score,
    &cx_cli_trend,
    &cx_cli_funnel,
    &cx_cli_drivers,
    &cx_cli_link,
    &cx_cli_link_mark,
    &cx_cli_link_marks,
    &cx_cli_link_unmark,
    &cx_cli_expect,
    &cx_cli_themes,
    &cx_cli_theme,
    &cx_cli_findings,
    &cx_cli_finding,
    &cx_cli_card,
    &cx_cli_sign,
    &cx_cli_reconcile,
    &cx_cli_declare,
    &cx_cli_withdraw,
    &cx_cli_close_periods,
    &cx_cli_changes,
    &cx_cli_pilot,
    &cx_cli_pilot_declare,
    &cx_cli_pilot_withdraw,
    &cx_cli_pilot_step,
    &cx_cli_brief,
    &cx_cli_handover_list,
    &cx_cli_handover_take_back,
    &cx_cli_program,
    &cx_cli_program_set,
    &cx_cli_user_add,
    &cx_cli_user_list,
    &cx_cli_user_password,
    &cx_cli_user_disable,
    &cx_cli_token_add,
    &cx_cli_token_list,
    &cx_cli_token_revoke,
    &cx_cli_audit_verify,
    &cx_cli_jobs,
    &cx_cli_jobs_cancel,
    &cx_cli_segments,
    &cx_cli_segments_rebuild,
    &cx_cli_segments_push,
    &cx_cli_nightly,
    &cx_cli_openapi,
    &help_command,
    &man_command,
    &completion_command,
};

static CxCliCommand *
commands_copy(size_t *ret_n)
{
    *ret_n = CX_N_ELEMENTS(command_rows);
    CxCliCommand *commands = g_new0(CxCliCommand, *ret_n);
    for (size_t i = 0; i < *ret_n; i++)
        commands[i] = *command_rows[i];
    return commands;
}

/* The help of a command, "audit verify", or of all that begin with a word, "user". */
static bool
help_named(GString *out, const CxCliCommand *commands, size_t n, const char *name, GError **error)
{
    const size_t len = strlen(name);
    for (size_t i = 0; i < n; i++) {
        const char *rest = commands[i].name + len;
        if (g_str_has_prefix(commands[i].name, name) && (*rest == '\0' || *rest == ' '))
            cx_cli_help_command(out, &commands[i]);
    }
    if (out->len > 0)
        return true;
    g_set_error(error, CX_ERROR, CX_ERROR_NOT_FOUND, "there is no command \"%s\"", name);
    return false;
}

static bool
run_help(CX_UNUSED CxCli *cli, const CxCliArgs *args, GError **error)
{
    size_t n = 0;
    g_autofree CxCliCommand *commands = commands_copy(&n);
    g_autoptr(GString) out = g_string_new(NULL);
    const char *first = cx_cli_args_operand(args, 0);
    const char *second = cx_cli_args_operand(args, 1);
    g_autofree char *name =
        second != NULL ? g_strconcat(first, " ", second, NULL) : g_strdup(first);
    if (name == NULL)
        cx_cli_help(out, commands, n);
    else if (!help_named(out, commands, n, name, error))
        return false;
    cx_cli_print("%s", out->str);
    return true;
}

static bool
run_man(CX_UNUSED CxCli *cli, CX_UNUSED const CxCliArgs *args, CX_UNUSED GError **error)
{
    size_t n = 0;
    g_autofree CxCliCommand *commands = commands_copy(&n);
    g_autoptr(GString) out = g_string_new(NULL);
    cx_cli_man(out, commands, n, CX_VERSION);
    cx_cli_print("%s", out->str);
    return true;
}

static bool
run_completion(CX_UNUSED CxCli *cli, const CxCliArgs *args, GError **error)
{
    if (g_strcmp0(cx_cli_args_operand(args, 0), "bash") != 0) {
        g_set_error_literal(error, CX_ERROR, CX_ERROR_UNSUPPORTED,
                            "there is a completion script for bash only");
        return false;
    }
    size_t n = 0;
    g_autofree CxCliCommand *commands = commands_copy(&n);
    g_autoptr(GString) out = g_string_new(NULL);
    cx_cli_completion_bash(out, commands, n);
    cx_cli_print("%s", out->str);
    return true;
}

static int
report(const CxCli *cli, const char *command, const GError *error)
{
    const CxErrorCode code = cx_error_code(error);
    const bool is_colour = isatty(STDERR_FILENO) != 0;
    g_printerr("%scoalition%s%s:%s %s\n", is_colour ? "\033[1m" : "", command != NULL ? " " : "",
               command != NULL ? command : "", is_colour ? "\033[0m" : "", error->message);
    if (cli->is_json) {
        g_printerr("{\"error\":\"%s\",\"exit\":%d}\n", cx_error_name(code),
                   cx_error_exit_status(code));
    }
    return cx_error_exit_status(code);
}

/* --home and --at may stand before the command too. Takes them off argv. */
static bool
take_leading(CxCli *cli, int *argc, char ***argv, GError **error)
{
    while (*argc >= 1 && g_str_has_prefix((*argv)[0], "--")) {
        const bool is_home = g_str_equal((*argv)[0], "--home");
        const bool is_at = g_str_equal((*argv)[0], "--at");
        if ((!is_home && !is_at) || *argc < 2)
            break;
        if (is_home)
            cli->home_dir = (*argv)[1];
        else if (!cx_day_parse((*argv)[1], &cli->at, error))
            return false;
        *argc -= 2;
        *argv += 2;
    }
    return true;
}

static bool
run_command(CxCli *cli, const CxCliCommand *command, const CxCliArgs *args, GError **error)
{
    const char *at = cx_cli_args_option(args, "at");
    if (at != NULL && !cx_day_parse(at, &cli->at, error))
        return false;
    const char *home = cx_cli_args_option(args, "home");
    if (home != NULL)
        cli->home_dir = home;
    cli->is_json = cx_cli_args_has(args, "json");
    return command->run(cli, args, error);
}

/* Says that there is no such command, and what there is where the first word is a group's. */
static void
report_unknown(const CxCliCommand *commands, size_t n, int argc, char **argv)
{
    g_autofree char *group = g_strconcat(argv[0], " ", NULL);
    g_autoptr(GString) known = g_string_new(NULL);
    for (size_t i = 0; i < n; i++) {
        if (g_str_has_prefix(commands[i].name, group))
            g_string_append_printf(known, "%s\"%s\"", known->len > 0 ? ", " : "", commands[i].name);
    }
    const bool is_option = g_str_has_prefix(argv[0], "--");
    if (known->len > 0 && argc > 1) {
        g_printerr("coalition: there is no command \"%s %s\"; there is %s\n", argv[0], argv[1],
                   known->str);
    } else if (known->len > 0) {
        g_printerr("coalition: \"%s\" is half a command; there is %s\n", argv[0], known->str);
    } else {
        g_printerr("coalition: there is no %s \"%s\"%s; \"coalition help\" lists them\n",
                   is_option ? "option" : "command", argv[0],
                   is_option && argc == 1 ? " without a value" : "");
    }
}

/* "user --help" is answered for all of the group; anything else that is no command is said to be. */
static int
answer_unknown(const CxCliCommand *commands, size_t n, int argc, char **argv)
{
    g_autoptr(GString) out = g_string_new(NULL);
    if (argc > 1 && g_str_equal(argv[1], "--help") && help_named(out, commands, n, argv[0], NULL)) {
        cx_cli_print("%s", out->str);
        return 0;
    }
    report_unknown(commands, n, argc, argv);
    return EXIT_USAGE;
}

int
main(int argc, char **argv)
{
    cx_cli_watch_lost();
    cx_secret_start();
    cx_stat_start();
    const char *home = g_getenv("COALITION_HOME");
    CxCli cli = {
        .home_dir = home != NULL && *home != '\0' ? home : cx_cli_default_home,
        .at = CX_DAY_NONE,
        .is_terminal = isatty(STDOUT_FILENO) != 0,
    };
    g_autoptr(GError) error = NULL;
    argc--;
    argv++;
    if (!take_leading(&cli, &argc, &argv, &error))
        return report(&cli, NULL, error);
    if (argc == 0 || g_str_equal(argv[0], "--help"))
        return run_help(&cli, cx_cli_args_none(), NULL) ? 0 : EXIT_USAGE;
    if (g_str_equal(argv[0], "--version")) {
        cx_cli_print("coalition %s\n", CX_VERSION);
        return 0;
    }

    size_t n = 0;
    g_autofree CxCliCommand *commands = commands_copy(&n);
    int n_words = 0;
    const CxCliCommand *command = cx_cli_command_find(commands, n, argc, argv, &n_words);
    if (command == NULL)
        return answer_unknown(commands, n, argc, argv);
    g_autoptr(CxCliArgs) args = cx_cli_args_parse(command, argc - n_words, argv + n_words, &error);
    if (args == NULL) {
        (void)report(&cli, command->name, error);
        return EXIT_USAGE;
    }
    if (cx_cli_args_has(args, "help")) {
        g_autoptr(GString) out = g_string_new(NULL);
        cx_cli_help_command(out, command);
        cx_cli_print("%s", out->str);
        return 0;
    }
    const bool is_done = run_command(&cli, command, args, &error);
    cx_cli_close(&cli);
    return is_done ? 0 : report(&cli, command->name, error);
}
