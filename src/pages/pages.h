/* The handlers of all pages, by the file that holds them, and the views that the command line
 * prints too. How a page is made is told in CONTRIBUTING.md. */
#pragma once

#include "engage/round.h"
#include "evidence/card.h"
#include "evidence/score.h"
#include "people/ctx.h"
#include "view/command.h"
#include "view/field.h"
#include "web/form.h"
#include "web/route.h"

/* All routes of the program. */
extern const CxRoute cx_routes[];
extern const size_t cx_routes_n;

/* api.c */
extern const CxViewType cx_api_view_type;
extern const CxCommandType cx_token_make_type;
/* Whether the page says which practice the address serves. */
bool cx_api_is_grouped(const CxRoute *route);
bool cx_page_api(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);
bool cx_page_api_token(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);
bool cx_page_api_token_end(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);

/* home.c: everyone's own first page. */
bool cx_page_home(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);

/* sign_in.c */
bool cx_page_sign_in(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);
bool cx_page_sign_in_post(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);
bool cx_page_sign_out(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);

/* scores.c */
extern const CxViewType cx_scores_view_type;
bool cx_page_scores(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);

/* thresholds.c */
extern const CxViewType cx_drivers_page_type; /* drivers.c */
extern const CxViewType cx_thresholds_view_type;
extern const CxViewType cx_threshold_page_type;
bool cx_page_drivers(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);
bool cx_page_thresholds(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);
bool cx_page_threshold(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);

/* links.c */
extern const CxViewType cx_links_page_type;
extern const CxViewType cx_link_page_type;
bool cx_page_links(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);
bool cx_page_link(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);

/* marked.c */
extern const CxCommandType cx_change_mark_type;
bool cx_page_link_mark(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);
bool cx_page_marked_withdraw(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);

/* trends.c, funnel.c */
extern const CxViewType cx_trends_view_type;
extern const CxViewType cx_funnel_page_type;
bool cx_page_trends(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);
bool cx_page_funnel(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);
/* themes.c */
extern const CxViewType cx_themes_view_type;
extern const CxViewType cx_theme_page_type;
extern const CxCommandType cx_theme_words_type;
bool cx_page_themes(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);
bool cx_page_themes_learn(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);
bool cx_page_theme(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);
bool cx_page_theme_name(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);
bool cx_page_theme_teach(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);
bool cx_page_theme_merge(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);
bool cx_page_theme_drop(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);

/* findings.c */
extern const CxViewType cx_findings_view_type;
extern const CxViewType cx_finding_page_type;
extern const CxCommandType cx_finding_answer_type;
extern const CxCommandType cx_finding_skip_type;
extern const CxCommandType cx_finding_say_type;
bool cx_page_findings(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);
bool cx_page_finding(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);
bool cx_page_finding_told(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);
bool cx_page_finding_answer(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);
bool cx_page_finding_skip(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);
bool cx_page_finding_say(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);

/* pilots.c */
extern const CxViewType cx_pilots_view_type;
extern const CxViewType cx_pilot_page_type;
extern const CxCommandType cx_pilot_declare_type;
extern const CxCommandType cx_pilot_step_type;
bool cx_page_pilots(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);
bool cx_page_pilots_post(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);
bool cx_page_pilot(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);
bool cx_page_pilot_step(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);
bool cx_page_pilot_withdraw(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);

/* changes.c */
extern const CxViewType cx_changes_view_type;
extern const CxCommandType cx_declare_type;
bool cx_page_changes(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);
bool cx_page_changes_post(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);
bool cx_page_changes_close(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);
bool cx_page_declaration_withdraw(CxCtx *ctx, const CxRequest *request, CxReply *reply,
                                  GError **error);

/* reconcile.c */
bool cx_page_reconcile(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);

/* card.c */
extern const CxViewType cx_card_view_type;
bool cx_page_card(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);
bool cx_page_card_pdf(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);
extern const CxCommandType cx_signature_add_type;
extern const CxCommandType cx_signature_withdraw_type;
bool cx_page_card_sign(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);
bool cx_page_card_withdraw(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);
/* The card as PDF; fails as cx_press_print does. (transfer full) */
GBytes *cx_card_pdf(CxCtx *ctx, const CxCard *card, GError **error);
/* A view of a card, with who examined it, in the context's arena. */
const void *cx_card_view(CxCtx *ctx, const CxCard *card, GError **error);

/* brief.c */
bool cx_page_brief(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);
bool cx_page_brief_pdf(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);

/* engagement.c */
bool cx_page_leader_meeting(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);
extern const CxCommandType cx_inherit_accept_type;
extern const CxCommandType cx_inherit_decline_type;
bool cx_page_inherited_accepted(CxCtx *ctx, const CxRequest *request, CxReply *reply,
                                GError **error);
bool cx_page_inherited_declined(CxCtx *ctx, const CxRequest *request, CxReply *reply,
                                GError **error);
bool cx_page_promise_kept(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);
bool cx_page_promise_withdrawn(CxCtx *ctx, const CxRequest *request, CxReply *reply,
                               GError **error);

/* note.c */
extern const CxViewType cx_note_view_type;
extern const CxCommandType cx_note_take_type;
bool cx_page_note(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);
/* What ?kept=ID of a page says was just noted, in the arena; NULL, *ret_id untouched, for nothing. */
const char *cx_page_note_kept(CxCtx *ctx, const CxRequest *request, int64_t *ret_id);
bool cx_page_note_post(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);
bool cx_page_note_undo(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);

/* handover.c */
extern const CxViewType cx_handover_page_type;
extern const CxCommandType cx_brief_hand_over_type;
bool cx_page_handover(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);
bool cx_page_handover_pdf(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);
bool cx_page_handover_take_back(CxCtx *ctx, const CxRequest *request, CxReply *reply,
                                GError **error);
bool cx_page_brief_hand_over(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);

/* visible.c */
extern const CxCommandType cx_commit_type;
extern const CxCommandType cx_commitment_done_type;
extern const CxCommandType cx_say_type;
bool cx_page_visible(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);
bool cx_page_commit(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);
bool cx_page_say(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);
bool cx_page_commitment_done(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);
bool cx_page_commitment_withdraw(CxCtx *ctx, const CxRequest *request, CxReply *reply,
                                 GError **error);
bool cx_page_said_withdraw(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);

/* feed.c */
extern const CxViewType cx_feed_view_type;
bool cx_page_feed(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);
bool cx_page_feed_renew(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);
bool cx_page_feed_end(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);
bool cx_page_feed_read(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);

/* calls.c */
extern const CxCommandType cx_call_plan_type;
extern const CxCommandType cx_call_done_type;
extern const CxCommandType cx_call_consent_type;
bool cx_page_calls(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);
bool cx_page_call_plan(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);
bool cx_page_call_consent(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);
bool cx_page_call_done(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);
bool cx_page_call_drop(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);
bool cx_page_call_calendar(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);

/* appointments.c */
extern const CxCommandType cx_week_plan_type;
bool cx_page_week_plan(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);
bool cx_page_week_calendar(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);
bool cx_page_appointment_ics(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);
bool cx_page_appointment_happened(CxCtx *ctx, const CxRequest *request, CxReply *reply,
                                  GError **error);
bool cx_page_appointment_drop(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);

/* week.c */
/* The week, with what was wrong with what was sent; NULL: nothing was. */
bool cx_page_week_show(CxCtx *ctx, const CxRequest *request, const CxCommandInput *sent,
                       CxReply *reply, GError **error);
extern const CxCommandType cx_week_answer_type;
bool cx_page_week(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);
bool cx_page_week_answer(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);

/* briefs.c */
extern const CxViewType cx_briefs_view_type;
extern const CxCommandType cx_briefs_print_type;
bool cx_page_briefs(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);
bool cx_page_briefs_post(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);
bool cx_page_briefs_zip(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);

/* week_settings.c */
extern const CxViewType cx_settings_view_type;
extern const CxCommandType cx_settings_change_type;
bool cx_page_week_settings(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);
bool cx_page_week_settings_post(CxCtx *ctx, const CxRequest *request, CxReply *reply,
                                GError **error);

/* program.c */
extern const CxViewType cx_program_view_type;
extern const CxCommandType cx_program_change_type;
bool cx_page_program(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);
bool cx_page_program_post(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);

/* goals.c */
extern const CxCommandType cx_goal_set_type;
extern const CxCommandType cx_goal_join_type;
extern const CxCommandType cx_goal_end_type;
bool cx_page_goals(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);
bool cx_page_goals_post(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);
bool cx_page_goal_wanted(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);
bool cx_page_goal_join(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);
bool cx_page_goal_leave(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);
bool cx_page_goal_end(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);

/* tiers.c */
extern const CxViewType cx_tiers_view_type;
extern const CxCommandType cx_tier_set_type;
bool cx_page_tiers(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);
bool cx_page_tiers_post(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);

/* rounds.c */
extern const CxCommandType cx_round_begin_type;
extern const CxCommandType cx_round_leader_add_type;
extern const CxCommandType cx_round_excuse_type;
/* The rounds and the closed days, with one of their forms as it was sent. */
bool cx_page_rounds_show(CxCtx *ctx, const CxRequest *request, const CxCommandInput *sent,
                         CxReply *reply, GError **error);
/* The two ids of an address below /rounds/{id}/leaders/{leader}. */
bool cx_page_round_ids(const CxRequest *request, CxRoundId *round, CxLeaderId *leader,
                       GError **error);
bool cx_page_rounds(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);
bool cx_page_rounds_post(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);
bool cx_page_round(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);
bool cx_page_round_end(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);
bool cx_page_round_leader_add(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);
bool cx_page_round_excuse(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);
bool cx_page_round_readd(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);

/* closed.c */
extern const CxCommandType cx_closed_add_type;
bool cx_page_closed_post(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);
bool cx_page_closed_open(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);

/* agenda.c */
extern const CxCommandType cx_round_talk_type;
bool cx_page_agenda(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);
bool cx_page_round_talk(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);

/* leaders.c */
extern const CxViewType cx_leaders_view_type;
extern const CxViewType cx_leader_view_type;
extern const CxCommandType cx_leader_add_type;
bool cx_page_leaders(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);
bool cx_page_leaders_post(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);
bool cx_page_leader(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);
extern const CxCommandType cx_office_give_type;
extern const CxCommandType cx_term_end_type;
bool cx_page_leader_office(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);
bool cx_page_leader_end(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);

/* coalition.c */
extern const CxViewType cx_coalition_page_type;
extern const CxCommandType cx_influence_add_type;
bool cx_page_coalition(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);
bool cx_page_influence_post(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);
bool cx_page_influence_end(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);

/* basis.c */
extern const CxViewType cx_basis_view_type;
extern const CxCommandType cx_basis_set_type;
bool cx_page_basis(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);
bool cx_page_basis_post(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);

/* sponsor.c */
extern const CxCommandType cx_sponsor_set_type;
extern const CxCommandType cx_duty_attest_type;
extern const CxCommandType cx_sponsor_step_type;
extern const CxCommandType cx_coach_step_end_type;
extern const CxCommandType cx_expectation_set_type;
bool cx_page_sponsor(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);
bool cx_page_sponsor_post(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);
bool cx_page_duty_post(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);
bool cx_page_sponsor_step_post(CxCtx *ctx, const CxRequest *request, CxReply *reply,
                               GError **error);
bool cx_page_sponsor_step_end(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);
bool cx_page_expectation_post(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);

/* steps.c */
bool cx_page_steps(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);

/* coaching.c */
extern const CxCommandType cx_coaching_step_type;
extern const CxCommandType cx_trade_off_add_type;
bool cx_page_coaching(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);
bool cx_page_coaching_step_post(CxCtx *ctx, const CxRequest *request, CxReply *reply,
                                GError **error);
bool cx_page_coaching_step_end(CxCtx *ctx, const CxRequest *request, CxReply *reply,
                               GError **error);
bool cx_page_trade_off_post(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);

/* ambassadors.c */
extern const CxCommandType cx_ambassador_add_type;
extern const CxCommandType cx_ambassador_act_type;
extern const CxCommandType cx_ambassador_end_type;
bool cx_page_ambassadors(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);
bool cx_page_ambassador_post(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);
bool cx_page_ambassador_act(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);
bool cx_page_ambassador_end(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);

/* resistance.c */
extern const CxViewType cx_resistance_case_type;
extern const CxCommandType cx_resistance_note_type;
extern const CxCommandType cx_resistance_step_type;
bool cx_page_resistance(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);
bool cx_page_resistance_post(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);
bool cx_page_resistance_case(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);
bool cx_page_resistance_step(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);

/* health.c */
bool cx_page_health(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);

/* own.c */
extern const CxViewType cx_own_view_type;
bool cx_page_own(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);
bool cx_page_half_page(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);

/* judgements.c */
extern const CxViewType cx_judgements_view_type;
extern const CxCommandType cx_judgement_give_type;
bool cx_page_judgements(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);
bool cx_page_judgements_post(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);

/* details.c */
extern const CxCommandType cx_detail_add_type;
extern const CxCommandType cx_detail_end_type;
bool cx_page_detail_post(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);
bool cx_page_detail_end(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);
bool cx_page_held(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);

/* metrics.c */
extern const CxViewType cx_metrics_view_type;
extern const CxViewType cx_metric_view_type;
extern const CxCommandType cx_metric_target_type;
bool cx_page_metrics(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);
bool cx_page_metric(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);
bool cx_page_metric_post(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);

/* openapi.c */
bool cx_page_openapi(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);

/* department.c, profile_view.c */
extern const CxViewType cx_profile_view_type;
bool cx_page_department(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);

/* departments.c */
extern const CxViewType cx_departments_view_type;
extern const CxCommandType cx_department_add_type;
bool cx_page_departments(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);
extern const CxCommandType cx_department_change_type;
extern const CxCommandType cx_department_undo_type;
bool cx_page_departments_change(CxCtx *ctx, const CxRequest *request, CxReply *reply,
                                GError **error);
bool cx_page_departments_undo(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);
bool cx_page_departments_post(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);

/* surveys.c */
extern const CxViewType cx_surveys_view_type;
extern const CxViewType cx_survey_view_type;
bool cx_page_surveys(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);
bool cx_page_survey(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);

/* jobs.c */
extern const CxViewType cx_jobs_view_type;
bool cx_page_jobs(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);
bool cx_page_job_cancel(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);

/* files.c */
extern const CxViewType cx_files_view_type;
bool cx_page_files(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);
bool cx_page_files_post(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);
/* file.c */
extern const CxViewType cx_file_view_type;
extern const CxCommandType cx_file_act_type;
extern const CxCommandType cx_file_kind_choose_type;
bool cx_page_file(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);
bool cx_page_file_import(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);
bool cx_page_file_facts(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);
bool cx_page_file_rejects(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);
bool cx_page_file_drop(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);
bool cx_page_file_kind(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);
/* file_edit.c */
extern const CxCommandType cx_file_settle_type;
extern const CxCommandType cx_file_column_type;
bool cx_page_file_departments(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);
bool cx_page_file_settle(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);
bool cx_page_file_column(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);
bool cx_page_file_answers(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);
bool cx_page_file_mapping_post(CxCtx *ctx, const CxRequest *request, CxReply *reply,
                               GError **error);
bool cx_page_file_mapping(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);

/* imports.c */
extern const CxViewType cx_import_view_type;
bool cx_page_import(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);
bool cx_page_import_cancel(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);
bool cx_page_import_rejects(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);
/* "612 KB", "2.4 MB"; in the arena. */
const char *cx_file_size_text(CxArena *arena, int64_t len_bytes);

/* users.c */
extern const CxViewType cx_users_view_type;
extern const CxCommandType cx_user_add_type;
bool cx_page_users(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);
bool cx_page_users_post(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);

/* account.c */
extern const CxCommandType cx_password_change_type;
bool cx_page_account(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);
bool cx_page_account_post(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);
