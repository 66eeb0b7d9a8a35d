#include "pages/round_view.h"

#include <inttypes.h>

#include "base/civil.h"
#include "engage/wall.h"
#include "lang/assert.h"
#include "pages/engagement_view.h"
#include "pages/finding_view.h"
#include "people/leader.h"
#include "tell/agenda.h"

/* ---- Fields ---- */

static const CxViewField row_fields[] = {
    CX_FIELD(CxRoundRow, id, CX_FIELD_COUNT, "Id"),
    CX_FIELD(CxRoundRow, name, CX_FIELD_TEXT, "What it is called"),
    CX_FIELD_DATA(CxRoundRow, from, CX_FIELD_DAY, "Its first day"),
    CX_FIELD_DATA(CxRoundRow, ended_on, CX_FIELD_DAY, "Its last day, null while it goes on"),
    CX_FIELD_PAGE(CxRoundRow, when, CX_FIELD_TEXT, "Its days as read"),
    CX_FIELD_DATA(CxRoundRow, target_days, CX_FIELD_COUNT, "Days between real contacts, aimed at"),
    CX_FIELD_DATA(CxRoundRow, max_days, CX_FIELD_COUNT, "Days between real contacts, at most"),
    CX_FIELD_PAGE(CxRoundRow, cadence, CX_FIELD_TEXT, "The same as read"),
    CX_FIELD(CxRoundRow, with_sponsor, CX_FIELD_FLAG, "Whether the sponsor is to be there"),
    CX_FIELD(CxRoundRow, instead_of, CX_FIELD_TEXT, "The group meeting it stands for, or null"),
    CX_FIELD(CxRoundRow, n_in, CX_FIELD_COUNT, "Leaders to be met; 0 for others than the CX team"),
    CX_FIELD(CxRoundRow, n_covered, CX_FIELD_COUNT, "Of these, met since it began"),
    CX_FIELD_DATA(CxRoundRow, n_due, CX_FIELD_COUNT, "Last met longer ago than aimed at"),
    CX_FIELD_DATA(CxRoundRow, n_late, CX_FIELD_COUNT, "Longer ago than allowed"),
    CX_FIELD_DATA(CxRoundRow, n_never, CX_FIELD_COUNT, "Never met, as far as is noted"),
    CX_FIELD(CxRoundRow, headline, CX_FIELD_TEXT, "Where it stands, in a sentence"),
    CX_FIELD_PAGE(CxRoundRow, href, CX_FIELD_TEXT, "Its page"),
    CX_FIELD(CxRoundRow, is_over, CX_FIELD_FLAG, "Whether it has ended"),
    CX_FIELD(CxRoundRow, is_empty, CX_FIELD_FLAG, "Whether nobody is left to meet in it"),
};
static const CxViewType row_type =
    CX_VIEW_TYPE("RoundRow", CxRoundRow, row_fields, "A round of one-on-ones, in short");

static const CxViewField closed_fields[] = {
    CX_FIELD(CxClosedRow, id, CX_FIELD_COUNT, "Id"),
    CX_FIELD_DATA(CxClosedRow, from, CX_FIELD_DAY, "First day"),
    CX_FIELD_DATA(CxClosedRow, to, CX_FIELD_DAY, "Last day"),
    CX_FIELD_PAGE(CxClosedRow, days, CX_FIELD_TEXT, "The days as read"),
    CX_FIELD(CxClosedRow, reason, CX_FIELD_TEXT, "Why nobody is asked to meet"),
    CX_FIELD_PAGE(CxClosedRow, open_url, CX_FIELD_TEXT, "Where they are opened again"),
};
static const CxViewType closed_type =
    CX_VIEW_TYPE("ClosedDays", CxClosedRow, closed_fields, "Days on which nobody is asked to meet");

static const CxViewField rounds_fields[] = {
    CX_FIELD(CxRoundsView, headline, CX_FIELD_TEXT, "Where the rounds stand"),
    CX_FIELD(CxRoundsView, is_worth, CX_FIELD_FLAG, "Enough leaders, or switched on"),
    CX_FIELD(CxRoundsView, n_in_office, CX_FIELD_COUNT, "Leaders in office"),
    CX_FIELD_CHILD(CxRoundsView, rounds, CX_FIELD_LIST, &row_type, "Newest first"),
    CX_FIELD_PAGE(CxRoundsView, has_rounds, CX_FIELD_FLAG, "Whether there are any"),
    CX_FIELD_CHILD(CxRoundsView, closed, CX_FIELD_LIST, &closed_type, "Closed days"),
    CX_FIELD_PAGE(CxRoundsView, has_closed, CX_FIELD_FLAG, "Whether there are any"),
    CX_FIELD_CHILD_PAGE(CxRoundsView, form, CX_FIELD_OBJECT, &cx_form_view_type, "To begin one"),
    CX_FIELD_CHILD_PAGE(CxRoundsView, closed_form, CX_FIELD_OBJECT, &cx_form_view_type,
                        "To close days"),
};
const CxViewType cx_rounds_view_type =
    CX_VIEW_TYPE("Rounds", CxRoundsView, rounds_fields, "Rounds of one-on-ones");

static const CxViewField leader_fields[] = {
    CX_FIELD(CxRoundLeaderRow, id, CX_FIELD_COUNT, "Id of the leader"),
    CX_FIELD(CxRoundLeaderRow, key, CX_FIELD_TEXT, "Key of the leader"),
    CX_FIELD(CxRoundLeaderRow, name, CX_FIELD_TEXT, "Name"),
    CX_FIELD(CxRoundLeaderRow, title, CX_FIELD_TEXT, "Office"),
    CX_FIELD_DATA(CxRoundLeaderRow, last_on, CX_FIELD_DAY, "Last real contact"),
    CX_FIELD_DATA(CxRoundLeaderRow, due_on, CX_FIELD_DAY, "When the next is due"),
    CX_FIELD_PAGE(CxRoundLeaderRow, last_text, CX_FIELD_TEXT, "Last real contact as read"),
    CX_FIELD(CxRoundLeaderRow, lapse, CX_FIELD_TEXT, "fine, due (yellow), late (red) or never"),
    CX_FIELD_PAGE(CxRoundLeaderRow, lapse_text, CX_FIELD_TEXT, "The same as read"),
    CX_FIELD_PAGE(CxRoundLeaderRow, is_late, CX_FIELD_FLAG, "Whether it is late"),
    CX_FIELD(CxRoundLeaderRow, is_in, CX_FIELD_FLAG, "In office and not excused"),
    CX_FIELD(CxRoundLeaderRow, is_covered, CX_FIELD_FLAG, "Met since the round began"),
    CX_FIELD(CxRoundLeaderRow, is_without_sponsor, CX_FIELD_FLAG,
             "Met, but the sponsor was to be there and was not"),
    CX_FIELD_PAGE(CxRoundLeaderRow, state, CX_FIELD_TEXT, "Where it stands, in words"),
    CX_FIELD(CxRoundLeaderRow, excused_reason, CX_FIELD_TEXT, "Why not to be met, or null"),
    CX_FIELD_PAGE(CxRoundLeaderRow, href, CX_FIELD_TEXT, "What to talk about"),
    CX_FIELD_PAGE(CxRoundLeaderRow, excuse_url, CX_FIELD_TEXT, "Where they are excused"),
    CX_FIELD_PAGE(CxRoundLeaderRow, add_url, CX_FIELD_TEXT, "Where they are added again"),
};
static const CxViewType leader_type =
    CX_VIEW_TYPE("RoundLeader", CxRoundLeaderRow, leader_fields, "A leader in a round");

static const CxViewField words_fields[] = {
    CX_FIELD(CxRoundWordsRow, who, CX_FIELD_TEXT, "Name of the leader"),
    CX_FIELD_DATA(CxRoundWordsRow, drift, CX_FIELD_TEXT, "yes, partly, no or other"),
    CX_FIELD_PAGE(CxRoundWordsRow, said, CX_FIELD_TEXT, "Drift and words as read"),
    CX_FIELD_DATA(CxRoundWordsRow, words, CX_FIELD_TEXT, "In their words, or null"),
};
static const CxViewType words_type =
    CX_VIEW_TYPE("RoundWords", CxRoundWordsRow, words_fields, "What one leader answered");

static const CxViewField voice_fields[] = {
    CX_FIELD(CxRoundVoiceRow, question, CX_FIELD_TEXT, "As it is asked"),
    CX_FIELD_DATA(CxRoundVoiceRow, n_yes, CX_FIELD_COUNT, "Leaders who said yes"),
    CX_FIELD_DATA(CxRoundVoiceRow, n_partly, CX_FIELD_COUNT, "Partly"),
    CX_FIELD_DATA(CxRoundVoiceRow, n_no, CX_FIELD_COUNT, "No"),
    CX_FIELD_DATA(CxRoundVoiceRow, n_other, CX_FIELD_COUNT, "Neither: words alone"),
    CX_FIELD_DATA(CxRoundVoiceRow, n_answers, CX_FIELD_COUNT, "Leaders who answered it"),
    CX_FIELD_PAGE(CxRoundVoiceRow, sum, CX_FIELD_TEXT, "The counts as read"),
    CX_FIELD(CxRoundVoiceRow, is_hidden, CX_FIELD_FLAG,
             "Kept back from this reader: the round goes on, or too few answered"),
    CX_FIELD_CHILD(CxRoundVoiceRow, words, CX_FIELD_LIST, &words_type,
                   "Who said what, for the CX team"),
};
static const CxViewType voice_type =
    CX_VIEW_TYPE("RoundVoice", CxRoundVoiceRow, voice_fields, "What leaders answered, summed up");

static const CxViewField round_fields[] = {
    CX_FIELD_CHILD(CxRoundView, round, CX_FIELD_OBJECT_IN, &row_type, "The round"),
    CX_FIELD_CHILD(CxRoundView, leaders, CX_FIELD_LIST, &leader_type,
                   "For the CX team: whom to see next first"),
    CX_FIELD_PAGE(CxRoundView, has_leaders, CX_FIELD_FLAG, "Whether there are any"),
    CX_FIELD_CHILD(CxRoundView, voices, CX_FIELD_LIST, &voice_type, "What leaders say"),
    CX_FIELD_PAGE(CxRoundView, has_voices, CX_FIELD_FLAG, "Whether anything was answered"),
    CX_FIELD_PAGE(CxRoundView, end_url, CX_FIELD_TEXT, "Where it is ended"),
    CX_FIELD_CHILD_PAGE(CxRoundView, add_form, CX_FIELD_OBJECT, &cx_form_view_type,
                        "To add a leader"),
    CX_FIELD_PAGE(CxRoundView, note_id, CX_FIELD_COUNT, "What was just recorded"),
    CX_FIELD_PAGE(CxRoundView, note_said, CX_FIELD_TEXT, "The same as read"),
    CX_FIELD_PAGE(CxRoundView, note_back, CX_FIELD_TEXT, "Where to go on when taken back"),
    CX_FIELD_PAGE(CxRoundView, closed_said, CX_FIELD_TEXT, "That it fell on closed days"),
};
const CxViewType cx_round_view_type =
    CX_VIEW_TYPE("Round", CxRoundView, round_fields, "A round of one-on-ones");

static const CxViewField question_fields[] = {
    CX_FIELD_DATA(CxAgendaQuestion, position, CX_FIELD_COUNT, "1 is the first"),
    CX_FIELD(CxAgendaQuestion, text, CX_FIELD_TEXT, "As it is asked"),
    CX_FIELD_CHILD_PAGE(CxAgendaQuestion, answer, CX_FIELD_OBJECT, &cx_form_field_type,
                        "Which way the answer goes"),
    CX_FIELD_CHILD_PAGE(CxAgendaQuestion, words, CX_FIELD_OBJECT, &cx_form_field_type,
                        "In their words"),
};
static const CxViewType question_type =
    CX_VIEW_TYPE("AgendaQuestion", CxAgendaQuestion, question_fields, "A standing question");

static const CxViewField agenda_fields[] = {
    CX_FIELD_CHILD(CxAgendaView, round, CX_FIELD_OBJECT_IN, &row_type, "The round"),
    CX_FIELD(CxAgendaView, leader, CX_FIELD_COUNT, "Id of the leader"),
    CX_FIELD(CxAgendaView, name, CX_FIELD_TEXT, "Name"),
    CX_FIELD(CxAgendaView, title, CX_FIELD_TEXT, "Office"),
    CX_FIELD_PAGE(CxAgendaView, leader_url, CX_FIELD_TEXT, "The leader's page"),
    CX_FIELD_PAGE(CxAgendaView, last_text, CX_FIELD_TEXT, "When last met"),
    CX_FIELD_PAGE(CxAgendaView, lapse_text, CX_FIELD_TEXT, "Whether that is due"),
    CX_FIELD_PAGE(CxAgendaView, is_late, CX_FIELD_FLAG, "Whether it is late"),
    CX_FIELD(CxAgendaView, with, CX_FIELD_TEXT, "Who else is to be there, or null"),
    CX_FIELD_CHILD(CxAgendaView, findings, CX_FIELD_LIST, &cx_finding_view_type,
                   "What evidence noticed about their departments and the whole"),
    CX_FIELD_CHILD(CxAgendaView, questions, CX_FIELD_LIST, &question_type,
                   "What is asked of everybody in the round"),
    CX_FIELD_CHILD(CxAgendaView, open, CX_FIELD_LIST, &cx_promise_view_type, "Open promises"),
    CX_FIELD_CHILD(CxAgendaView, inherited, CX_FIELD_LIST, &cx_inherited_view_type,
                   "Open promises of who had the office before"),
    CX_FIELD_PAGE(CxAgendaView, has_inherited, CX_FIELD_FLAG, "Whether there are any"),
    CX_FIELD_CHILD(CxAgendaView, asked, CX_FIELD_LIST, &cx_view_text_type,
                   "What they asked for and nobody answered"),
    CX_FIELD_CHILD(CxAgendaView, approaches, CX_FIELD_LIST, &cx_view_text_type,
                   "Where their department could begin"),
    CX_FIELD_PAGE(CxAgendaView, has_findings, CX_FIELD_FLAG, "Whether there are any"),
    CX_FIELD_PAGE(CxAgendaView, has_open, CX_FIELD_FLAG, "Whether there are any"),
    CX_FIELD_PAGE(CxAgendaView, has_asked, CX_FIELD_FLAG, "Whether there is any"),
    CX_FIELD_PAGE(CxAgendaView, has_approaches, CX_FIELD_FLAG, "Whether there are any"),
    CX_FIELD_PAGE(CxAgendaView, ics_url, CX_FIELD_TEXT, "The appointment"),
    CX_FIELD_PAGE(CxAgendaView, record_url, CX_FIELD_TEXT, "Where it is recorded"),
    CX_FIELD_CHILD_PAGE(CxAgendaView, form, CX_FIELD_OBJECT, &cx_form_view_type, "To record it"),
    CX_FIELD_CHILD_PAGE(CxAgendaView, day, CX_FIELD_OBJECT, &cx_form_field_type, "The day"),
    CX_FIELD_CHILD_PAGE(CxAgendaView, is_call, CX_FIELD_OBJECT, &cx_form_field_type, "By phone"),
    CX_FIELD_CHILD_PAGE(CxAgendaView, with_sponsor, CX_FIELD_OBJECT, &cx_form_field_type,
                        "With the sponsor"),
    CX_FIELD_CHILD_PAGE(CxAgendaView, said, CX_FIELD_OBJECT, &cx_form_field_type, "Notes"),
    CX_FIELD_CHILD_PAGE(CxAgendaView, asks, CX_FIELD_OBJECT, &cx_form_field_type, "Asked for"),
    CX_FIELD_CHILD_PAGE(CxAgendaView, promised, CX_FIELD_OBJECT, &cx_form_field_type, "Promised"),
    CX_FIELD_CHILD_PAGE(CxAgendaView, due_on, CX_FIELD_OBJECT, &cx_form_field_type, "By when"),
};
const CxViewType cx_agenda_view_type =
    CX_VIEW_TYPE("Agenda", CxAgendaView, agenda_fields, "What to talk about with a leader");

/* ---- Words ---- */

static const char *
say(CxCtx *ctx, const char *key, const CxMessageArg *args)
{
    return cx_arena_take(ctx->arena, cx_message_format_args(ctx->catalogue, key, args));
}

static const char *
day_text(CxCtx *ctx, CxDay day)
{
    return cx_day_is_none(day) ? NULL : cx_arena_take(ctx->arena, cx_day_format_long(day));
}

static const char *
round_headline(CxCtx *ctx, const CxRound *round)
{
    if (!ctx->wall.can_change_program)
        return round->name;
    const bool is_over = !cx_day_is_none(round->ended_on);
    return say(ctx, "rounds.stands",
               (const CxMessageArg[]){
                   CX_ARG_NUMBER("n", (double)round->n_in),
                   CX_ARG_NUMBER("met", (double)round->n_covered),
                   CX_ARG_NUMBER("late", (double)round->n_lapse[CX_LAPSE_LATE]),
                   CX_ARG_TEXT("over", is_over ? "yes" : "no"),
                   { .name = NULL },
               });
}

static CxRoundRow
round_row(CxCtx *ctx, const CxRound *round)
{
    const bool is_over = !cx_day_is_none(round->ended_on);
    const CxMessageArg when[] = { CX_ARG_TEXT("from", day_text(ctx, round->from)),
                                  CX_ARG_TEXT("to", day_text(ctx, round->ended_on)),
                                  CX_ARG_TEXT("over", is_over ? "yes" : "no"),
                                  { .name = NULL } };
    const CxMessageArg cadence[] = { CX_ARG_NUMBER("target", (double)round->target_days),
                                     CX_ARG_NUMBER("max", (double)round->max_days),
                                     CX_ARG_TEXT("sponsor", round->with_sponsor ? "yes" : "no"),
                                     { .name = NULL } };
    return (CxRoundRow){
        .id = round->id.v,
        .name = round->name,
        .from = round->from,
        .ended_on = round->ended_on,
        .when = say(ctx, "rounds.when", when),
        .target_days = round->target_days,
        .max_days = round->max_days,
        .cadence = say(ctx, "rounds.cadence", cadence),
        .with_sponsor = round->with_sponsor,
        .instead_of = round->instead_of,
        .n_in = (int64_t)round->n_in,
        .n_covered = (int64_t)round->n_covered,
        .n_due = (int64_t)round->n_lapse[CX_LAPSE_DUE],
        .n_late = (int64_t)round->n_lapse[CX_LAPSE_LATE],
        .n_never = (int64_t)round->n_lapse[CX_LAPSE_NEVER],
        .headline = round_headline(ctx, round),
        .href = cx_arena_printf(ctx->arena, "/rounds/%" PRId64, round->id.v),
        .is_over = is_over,
        .is_empty = ctx->wall.can_change_program && round->n_in == 0,
    };
}

/* ---- The list ---- */

static CxViewList
closed_rows(CxCtx *ctx, const CxCloseds *closeds)
{
    CxClosedRow *rows = cx_arena_new0_n(ctx->arena, CxClosedRow, closeds->n);
    size_t n = 0;
    for (size_t i = 0; i < closeds->n; i++) {
        const CxClosed *closed = &closeds->items[i];
        if (closed->to.v < ctx->today.v)
            continue;
        rows[n] = (CxClosedRow){
            .id = closed->id,
            .from = closed->from,
            .to = closed->to,
            .days = cx_arena_take(ctx->arena, cx_day_format_period(closed->from, closed->to)),
            .reason = closed->reason,
        };
        if (ctx->wall.can_change_program) {
            rows[n].open_url =
                cx_arena_printf(ctx->arena, "/rounds/closed/%" PRId64 "/open", closed->id);
        }
        n++;
    }
    return CX_VIEW_LIST(rows, n);
}

CxRoundsView *
cx_rounds_view(CxCtx *ctx, const CxRounds *rounds, const CxCloseds *closeds)
{
    CxRoundsView *view = cx_arena_new0(ctx->arena, CxRoundsView);
    CxRoundRow *rows = cx_arena_new0_n(ctx->arena, CxRoundRow, rounds->n);
    size_t n_open = 0;
    for (size_t i = 0; i < rounds->n; i++) {
        rows[i] = round_row(ctx, &rounds->items[i]);
        n_open += !rows[i].is_over;
    }
    view->rounds = CX_VIEW_LIST(rows, rounds->n);
    view->has_rounds = rounds->n > 0;
    view->is_worth = rounds->is_worth;
    view->n_in_office = (int64_t)rounds->n_in_office;
    view->closed = closed_rows(ctx, closeds);
    view->has_closed = view->closed.n > 0;
    const bool is_one = n_open == 1 && !rows[0].is_over && ctx->wall.can_change_program;
    view->headline =
        is_one ? rows[0].headline
               : say(ctx, "rounds.headline",
                     (const CxMessageArg[]){ CX_ARG_NUMBER("n", (double)n_open),
                                             CX_ARG_TEXT("worth", rounds->is_worth ? "yes" : "no"),
                                             CX_ARG_NUMBER("leaders", (double)rounds->n_in_office),
                                             { .name = NULL } });
    return view;
}

/* ---- One ---- */

static const char *
lapse_text(CxCtx *ctx, const CxRoundLeader *leader)
{
    return say(ctx, "rounds.lapse",
               (const CxMessageArg[]){ CX_ARG_TEXT("lapse", cx_lapse_key(leader->lapse)),
                                       CX_ARG_TEXT("due", day_text(ctx, leader->due_on)),
                                       { .name = NULL } });
}

static const char *
state_text(CxCtx *ctx, const CxRoundLeader *leader)
{
    const char *key = "rounds.state.open";
    if (leader->excused_reason != NULL)
        key = "rounds.state.excused";
    else if (!leader->is_in)
        key = "rounds.state.left";
    else if (leader->is_covered)
        key = leader->talk != NULL ? "rounds.state.recorded" : "rounds.state.met";
    else if (leader->is_without_sponsor)
        key = "rounds.state.alone";
    return cx_message_text(ctx->catalogue, key);
}

static CxRoundLeaderRow
leader_row(CxCtx *ctx, const CxRound *round, const CxRoundLeader *leader)
{
    const char *url = cx_arena_printf(ctx->arena, "/rounds/%" PRId64 "/leaders/%" PRId64,
                                      round->id.v, leader->id.v);
    const CxDay last_on = leader->last != NULL ? leader->last->day : CX_DAY_NONE;
    const bool is_open = cx_day_is_none(round->ended_on);
    CxRoundLeaderRow row = {
        .id = leader->id.v,
        .key = leader->key,
        .name = leader->name,
        .title = leader->title,
        .last_on = last_on,
        .due_on = leader->due_on,
        .last_text = day_text(ctx, last_on),
        .lapse = cx_lapse_key(leader->lapse),
        .lapse_text = leader->is_in && is_open ? lapse_text(ctx, leader) : NULL,
        .is_late = leader->lapse == CX_LAPSE_LATE,
        .is_in = leader->is_in,
        .is_covered = leader->is_covered,
        .is_without_sponsor = leader->is_without_sponsor,
        .state = state_text(ctx, leader),
        .excused_reason = leader->excused_reason,
        .href = url,
    };
    if (is_open && leader->is_in && !leader->is_covered)
        row.excuse_url = cx_arena_printf(ctx->arena, "%s/excuse", url);
    if (is_open && leader->excused_reason != NULL)
        row.add_url = cx_arena_printf(ctx->arena, "%s/add", url);
    return row;
}

static const char *
drift_words(CxCtx *ctx, const CxRoundAnswer *answer)
{
    return say(ctx, "rounds.said",
               (const CxMessageArg[]){
                   CX_ARG_TEXT("drift", cx_round_drift_key(answer->drift)),
                   CX_ARG_TEXT("has", answer->words != NULL ? "yes" : "no"),
                   CX_ARG_TEXT("words", answer->words),
                   { .name = NULL },
               });
}

/* The newest answer of each leader to a question, in the order of the round's leaders. */
static CxViewList
words_rows(CxCtx *ctx, const CxRound *round, size_t i_question)
{
    CxRoundWordsRow *rows = cx_arena_new0_n(ctx->arena, CxRoundWordsRow, round->n_leaders);
    size_t n = 0;
    for (size_t i = 0; i < round->n_leaders; i++) {
        const CxRoundAnswer *answer = cx_round_answer(round, round->leaders[i].id, i_question);
        if (answer == NULL)
            continue;
        rows[n++] = (CxRoundWordsRow){ .who = round->leaders[i].name,
                                       .drift = cx_round_drift_key(answer->drift),
                                       .said = drift_words(ctx, answer),
                                       .words = answer->words };
    }
    return CX_VIEW_LIST(rows, n);
}

static CxRoundVoiceRow
voice_row(CxCtx *ctx, const CxRound *round, size_t i)
{
    const CxRoundVoice *voice = &round->voices[i];
    const int64_t *n = voice->n;
    return (CxRoundVoiceRow){
        .question = voice->question,
        .n_yes = n[CX_ROUND_DRIFT_YES],
        .n_partly = n[CX_ROUND_DRIFT_PARTLY],
        .n_no = n[CX_ROUND_DRIFT_NO],
        .n_other = n[CX_ROUND_DRIFT_OTHER],
        .n_answers = voice->n_answers,
        .sum =
            say(ctx, "rounds.sum",
                (const CxMessageArg[]){
                    CX_ARG_NUMBER("yes", (double)n[CX_ROUND_DRIFT_YES]),
                    CX_ARG_NUMBER("partly", (double)n[CX_ROUND_DRIFT_PARTLY]),
                    CX_ARG_NUMBER("no", (double)n[CX_ROUND_DRIFT_NO]),
                    CX_ARG_NUMBER("other", (double)n[CX_ROUND_DRIFT_OTHER]),
                    CX_ARG_NUMBER("n", (double)voice->n_answers),
                    CX_ARG_NUMBER("chosen", (double)(voice->n_answers - n[CX_ROUND_DRIFT_OTHER])),
                    { .name = NULL },
                }),
        .is_hidden = voice->is_hidden,
        .words = words_rows(ctx, round, i),
    };
}

CxRoundView *
cx_round_view(CxCtx *ctx, const CxRound *round)
{
    CxRoundView *view = cx_arena_new0(ctx->arena, CxRoundView);
    view->round = round_row(ctx, round);
    CxRoundLeaderRow *leaders = cx_arena_new0_n(ctx->arena, CxRoundLeaderRow, round->n_leaders);
    for (size_t i = 0; i < round->n_leaders; i++)
        leaders[i] = leader_row(ctx, round, &round->leaders[i]);
    view->leaders = CX_VIEW_LIST(leaders, round->n_leaders);
    view->has_leaders = round->n_leaders > 0;
    CxRoundVoiceRow *voices = cx_arena_new0_n(ctx->arena, CxRoundVoiceRow, round->n_voices);
    for (size_t i = 0; i < round->n_voices; i++) {
        voices[i] = voice_row(ctx, round, i);
        view->has_voices = view->has_voices || voices[i].n_answers > 0 || voices[i].is_hidden;
    }
    view->voices = CX_VIEW_LIST(voices, round->n_voices);
    if (ctx->wall.can_change_program && cx_day_is_none(round->ended_on))
        view->end_url = cx_arena_printf(ctx->arena, "/rounds/%" PRId64 "/end", round->id.v);
    return view;
}

/* ---- What to talk about ---- */

static CxViewList
asked_texts(CxCtx *ctx, const CxDetails *asked)
{
    const char **texts = cx_arena_new0_n(ctx->arena, const char *, asked->n);
    for (size_t i = 0; i < asked->n; i++)
        texts[i] = asked->items[i].what;
    return CX_VIEW_LIST(texts, asked->n);
}

static CxViewList
question_rows(CxCtx *ctx, const CxRound *round)
{
    CxAgendaQuestion *rows = cx_arena_new0_n(ctx->arena, CxAgendaQuestion, round->n_voices);
    for (size_t i = 0; i < round->n_voices; i++) {
        rows[i] =
            (CxAgendaQuestion){ .position = (int64_t)i + 1, .text = round->voices[i].question };
    }
    return CX_VIEW_LIST(rows, round->n_voices);
}

CxAgendaView *
cx_agenda_view(CxCtx *ctx, const CxRound *round, const CxRoundLeader *row, GError **error)
{
    CxAgenda agenda;
    g_autoptr(CxLeader) leader = cx_leader_load(ctx, row->id, error);
    if (leader == NULL || !cx_agenda_load(ctx, leader, &agenda, error))
        return NULL;
    const CxEngagementView *engagement = cx_engagement_view(ctx, leader, error);
    if (engagement == NULL)
        return NULL;
    CxAgendaView *view = cx_arena_new0(ctx->arena, CxAgendaView);
    view->round = round_row(ctx, round);
    view->leader = row->id.v;
    view->name = row->name;
    view->title = row->title;
    view->leader_url = cx_arena_printf(ctx->arena, "/leaders/%" PRId64, row->id.v);
    view->last_text = engagement->last_text;
    view->lapse_text = lapse_text(ctx, row);
    view->is_late = row->lapse == CX_LAPSE_LATE;
    view->with = round->with_sponsor ? agenda.engagement.sponsor : NULL;
    view->findings = cx_finding_views(ctx, &agenda.findings);
    view->questions = question_rows(ctx, round);
    view->open = engagement->promises;
    view->inherited = engagement->inherited;
    view->has_inherited = engagement->has_inherited;
    view->asked = asked_texts(ctx, &agenda.asked);
    view->approaches = CX_VIEW_LIST(agenda.approaches, agenda.n_approaches);
    view->has_findings = view->findings.n > 0;
    view->has_open = view->open.n > 0;
    view->has_asked = view->asked.n > 0;
    view->has_approaches = view->approaches.n > 0;
    view->ics_url = cx_arena_printf(ctx->arena, "/leaders/%" PRId64 "/meeting.ics", row->id.v);
    view->record_url =
        cx_arena_printf(ctx->arena, "/rounds/%" PRId64 "/leaders/%" PRId64, round->id.v, row->id.v);
    return view;
}

/* ---- What is held of one leader ---- */

static void
add_held(CxCtx *ctx, const CxRound *round, const CxRoundTalk *talk, GArray *texts)
{
    const char *day = day_text(ctx, talk->day);
    for (size_t i = 0; i < round->n_voices; i++) {
        if (talk->answers[i].drift == CX_ROUND_DRIFT_N)
            continue;
        const char *text =
            cx_arena_printf(ctx->arena, "%s, %s. %s %s", round->name, day,
                            round->voices[i].question, drift_words(ctx, &talk->answers[i]));
        g_array_append_val(texts, text);
    }
    if (talk->said != NULL) {
        const char *text = cx_arena_printf(ctx->arena, "%s, %s. %s", round->name, day, talk->said);
        g_array_append_val(texts, text);
    }
}

bool
cx_round_held(CxCtx *ctx, CxLeaderId leader, CxViewList *ret_texts, GError **error)
{
    CxRounds rounds;
    if (!cx_ctx_check_change(ctx, "see what a leader said in rounds", error) ||
        !cx_round_list(ctx, &rounds, error))
        return false;
    g_autoptr(GArray) texts = g_array_new(FALSE, FALSE, sizeof(const char *));
    for (size_t i = 0; i < rounds.n; i++) {
        for (size_t k = 0; k < rounds.items[i].n_talks; k++) {
            if (rounds.items[i].talks[k].leader.v == leader.v)
                add_held(ctx, &rounds.items[i], &rounds.items[i].talks[k], texts);
        }
    }
    *ret_texts = CX_VIEW_LIST(cx_engage_keep(ctx->arena, texts), texts->len);
    return true;
}
