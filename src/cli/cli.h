/* What a subcommand is run with. One file per subcommand; each exports its row of the table. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdio.h>

#include "app/home.h"
#include "base/clock.h"
#include "cli/args.h"
#include "people/ctx.h"
#include "view/field.h"

/* Where a home is looked for when nobody says. */
extern const char cx_cli_default_home[];

#define CX_CLI_INPUT_BYTES_MAX (INT64_C(256) << 20) /* of standard input that has to be in memory */

typedef struct CxCli {
    const char *home_dir; /* from --home, COALITION_HOME, or "home" */
    CxDay at;             /* --at, or CX_DAY_NONE */
    bool is_json;
    bool is_terminal; /* standard output is one: colours and progress are fine */
    CxHome *home;     /* once opened */
    struct CxDb *db;  /* a connection that writes, once opened */
} CxCli;

/* Opens the home and a context that may do everything; (transfer full). What the context leaves to
 * be kept is written by cx_cli_finish. */
CX_MUST_USE CxCtx *cx_cli_open(CxCli *cli, GError **error);
/* Keeps what the command left (evidence cards). Call before printing. */
CX_MUST_USE bool cx_cli_finish(CxCli *cli, CxCtx *ctx, GError **error);
/* Gives back the connection and closes the home. */
void cx_cli_close(CxCli *cli);
/* Shows how far a long command is on a terminal's standard error, and lets Ctrl-C cancel it at a
 * place where nothing is half done. `what` is shown before the percentage; borrowed. */
void cx_cli_watch(CxCtx *ctx, const char *what);
/* The same for programs that follow: "progress 1234 99999", done and of how much, a line for each step. */
void cx_cli_watch_lines(CxCtx *ctx);
/* Whether Ctrl-C was pressed since watching began. */
bool cx_cli_is_interrupted(void);
/* The command is done: shows 100 % if anything was shown. */
void cx_cli_watch_end(CxCtx *ctx);
/* Prints a view as one indented JSON document on standard output. */
void cx_cli_print_json(const CxViewType *type, const void *view);
/* Prints formatted text on standard output. */
void cx_cli_print(const char *format, ...) CX_PRINTF(1, 2);
/* Reads a secret: one line of standard input, on a terminal without echo and after `prompt`; with
 * --password-stdin nothing is asked. (transfer full) */
CX_MUST_USE char *cx_cli_read_secret(const CxCliArgs *args, const char *prompt, GError **error);
/* Reads a file of at most max_bytes, "-" for standard input. IO, TOO_LARGE. (transfer full) */
CX_MUST_USE GBytes *cx_cli_read_file(const char *path, gsize max_bytes, GError **error);

/* A file of any size, mapped and not read; "-" is standard input, which is read, at most
 * CX_CLI_INPUT_BYTES_MAX. NOT_FOUND, IO, TOO_LARGE. (transfer full) */
CX_MUST_USE GBytes *cx_cli_map_file(const char *path, GError **error);

/* The rows, one per file. */
extern const CxCliCommand cx_cli_audit_verify;
extern const CxCliCommand cx_cli_brief;
extern const CxCliCommand cx_cli_calendar;
extern const CxCliCommand cx_cli_calls;
extern const CxCliCommand cx_cli_calls_plan;
extern const CxCliCommand cx_cli_calls_done;
extern const CxCliCommand cx_cli_calls_consent;
extern const CxCliCommand cx_cli_calls_find;
extern const CxCliCommand cx_cli_card;
extern const CxCliCommand cx_cli_changes;
extern const CxCliCommand cx_cli_close_periods;
extern const CxCliCommand cx_cli_declare;
extern const CxCliCommand cx_cli_currency_rate;
extern const CxCliCommand cx_cli_currency_set;
extern const CxCliCommand cx_cli_demo;
extern const CxCliCommand cx_cli_facts;
extern const CxCliCommand cx_cli_facts_list;
extern const CxCliCommand cx_cli_facts_resume;
extern const CxCliCommand cx_cli_facts_cancel;
extern const CxCliCommand cx_cli_theme;
extern const CxCliCommand cx_cli_themes;
extern const CxCliCommand cx_cli_finding;
extern const CxCliCommand cx_cli_findings;
extern const CxCliCommand cx_cli_department_list;
extern const CxCliCommand cx_cli_department_show;
extern const CxCliCommand cx_cli_department_add;
extern const CxCliCommand cx_cli_department_rename;
extern const CxCliCommand cx_cli_department_give;
extern const CxCliCommand cx_cli_department_split;
extern const CxCliCommand cx_cli_department_merge;
extern const CxCliCommand cx_cli_department_end;
extern const CxCliCommand cx_cli_department_undo;
extern const CxCliCommand cx_cli_handover_list;
extern const CxCliCommand cx_cli_handover_take_back;
extern const CxCliCommand cx_cli_import;
extern const CxCliCommand cx_cli_import_cancel;
extern const CxCliCommand cx_cli_import_list;
extern const CxCliCommand cx_cli_import_resume;
extern const CxCliCommand cx_cli_init;
extern const CxCliCommand cx_cli_openapi;
extern const CxCliCommand cx_cli_program;
extern const CxCliCommand cx_cli_program_set;
extern const CxCliCommand cx_cli_metric_list;
extern const CxCliCommand cx_cli_metric_show;
extern const CxCliCommand cx_cli_metric_target;
extern const CxCliCommand cx_cli_jobs;
extern const CxCliCommand cx_cli_jobs_cancel;
extern const CxCliCommand cx_cli_nightly;
extern const CxCliCommand cx_cli_leader;
extern const CxCliCommand cx_cli_goals;
extern const CxCliCommand cx_cli_goal_add;
extern const CxCliCommand cx_cli_goal_keep;
extern const CxCliCommand cx_cli_goal_share;
extern const CxCliCommand cx_cli_goal_leave;
extern const CxCliCommand cx_cli_goal_end;
extern const CxCliCommand cx_cli_promise_kept;
extern const CxCliCommand cx_cli_promise_withdrawn;
extern const CxCliCommand cx_cli_promise_accept;
extern const CxCliCommand cx_cli_promise_decline;
extern const CxCliCommand cx_cli_next;
extern const CxCliCommand cx_cli_health;
extern const CxCliCommand cx_cli_leaders;
extern const CxCliCommand cx_cli_leaders_add;
extern const CxCliCommand cx_cli_leaders_office;
extern const CxCliCommand cx_cli_leaders_left;
extern const CxCliCommand cx_cli_leaders_judge;
extern const CxCliCommand cx_cli_leaders_basis;
extern const CxCliCommand cx_cli_leaders_ear;
extern const CxCliCommand cx_cli_leaders_know;
extern const CxCliCommand cx_cli_leaders_held;
extern const CxCliCommand cx_cli_leaders_tier;
extern const CxCliCommand cx_cli_note;
extern const CxCliCommand cx_cli_past;
extern const CxCliCommand cx_cli_recognise;
extern const CxCliCommand cx_cli_reconcile;
extern const CxCliCommand cx_cli_resistance;
extern const CxCliCommand cx_cli_resistance_note;
extern const CxCliCommand cx_cli_resistance_cause;
extern const CxCliCommand cx_cli_resistance_plan;
extern const CxCliCommand cx_cli_resistance_outcome;
extern const CxCliCommand cx_cli_steps;
extern const CxCliCommand cx_cli_coaching;
extern const CxCliCommand cx_cli_coaching_step;
extern const CxCliCommand cx_cli_coaching_done;
extern const CxCliCommand cx_cli_coaching_tradeoff;
extern const CxCliCommand cx_cli_ambassadors;
extern const CxCliCommand cx_cli_ambassadors_add;
extern const CxCliCommand cx_cli_ambassadors_note;
extern const CxCliCommand cx_cli_ambassadors_end;
extern const CxCliCommand cx_cli_roster;
extern const CxCliCommand cx_cli_rounds;
extern const CxCliCommand cx_cli_rounds_begin;
extern const CxCliCommand cx_cli_rounds_show;
extern const CxCliCommand cx_cli_rounds_agenda;
extern const CxCliCommand cx_cli_rounds_talk;
extern const CxCliCommand cx_cli_rounds_leader;
extern const CxCliCommand cx_cli_rounds_end;
extern const CxCliCommand cx_cli_rounds_closed;
extern const CxCliCommand cx_cli_score;
extern const CxCliCommand cx_cli_drivers;
extern const CxCliCommand cx_cli_link;
extern const CxCliCommand cx_cli_link_mark;
extern const CxCliCommand cx_cli_link_marks;
extern const CxCliCommand cx_cli_link_unmark;
extern const CxCliCommand cx_cli_expect;
extern const CxCliCommand cx_cli_pilot;
extern const CxCliCommand cx_cli_pilot_declare;
extern const CxCliCommand cx_cli_pilot_step;
extern const CxCliCommand cx_cli_pilot_withdraw;
extern const CxCliCommand cx_cli_trend;
extern const CxCliCommand cx_cli_funnel;
extern const CxCliCommand cx_cli_segments;
extern const CxCliCommand cx_cli_segments_rebuild;
extern const CxCliCommand cx_cli_segments_push;
extern const CxCliCommand cx_cli_serve;
extern const CxCliCommand cx_cli_sponsor;
extern const CxCliCommand cx_cli_sponsor_set;
extern const CxCliCommand cx_cli_sponsor_attest;
extern const CxCliCommand cx_cli_sponsor_train;
extern const CxCliCommand cx_cli_sponsor_done;
extern const CxCliCommand cx_cli_sponsor_expect;
extern const CxCliCommand cx_cli_sign;
extern const CxCliCommand cx_cli_survey;
extern const CxCliCommand cx_cli_token_add;
extern const CxCliCommand cx_cli_token_list;
extern const CxCliCommand cx_cli_token_revoke;
extern const CxCliCommand cx_cli_user_add;
extern const CxCliCommand cx_cli_user_disable;
extern const CxCliCommand cx_cli_user_list;
extern const CxCliCommand cx_cli_user_password;
extern const CxCliCommand cx_cli_visible;
extern const CxCliCommand cx_cli_visible_commit;
extern const CxCliCommand cx_cli_visible_done;
extern const CxCliCommand cx_cli_visible_said;
extern const CxCliCommand cx_cli_week;
extern const CxCliCommand cx_cli_week_answer;
extern const CxCliCommand cx_cli_week_plan;
extern const CxCliCommand cx_cli_week_happened;
extern const CxCliCommand cx_cli_week_drop;
extern const CxCliCommand cx_cli_week_set;
extern const CxCliCommand cx_cli_withdraw;
