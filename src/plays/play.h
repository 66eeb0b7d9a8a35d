/* A play: a rule in a file of its own that looks at the program and proposes what to do, for whom,
 * why, by when, with which material (docs/guide/week.md lists them).
 *
 * A play without data is silent. A proposal's key is play, person, occasion: what people answer is
 * kept under it, so nothing is proposed twice. Adding a practice is a file and a row of
 * cx_plays. */
#pragma once

#include "evidence/measured.h"
#include "plays/state.h"

#define CX_PLAY_MATERIALS_MAX 3

typedef struct {
    const char *label;
    const char *url;
} CxPlayLink;

/* Texts are in the context's arena. */
typedef struct {
    const char *key;         /* "new_leader:7:2026-10-05" */
    const char *play;        /* set by the list: "new_leader" */
    const char *practice;    /* likewise: "C2" */
    CxLeaderId leader;       /* 0: nobody in particular */
    const char *who;         /* leader's name, else department's or survey's */
    const char *title;       /* "Meet Ada Lovelace, Head of Sales" */
    const char *short_title; /* within the week's headline: "the first meeting with Ada Lovelace" */
    const char *why;         /* a sentence or two */
    const char *ask;         /* a question to ask them, or NULL */
    int64_t n;               /* answers behind it; 0: counted, nothing is sampled */
    CxCardId card;           /* its evidence card, "" where counted */
    CxDay by;
    int32_t minutes;
    int32_t worth;  /* 1..5: what it is worth to the program, by play */
    CxPlayLink act; /* the first thing to do */
    CxPlayLink materials[CX_PLAY_MATERIALS_MAX];
    size_t n_materials;
    /* Set by the week. */
    double rank_value;
    bool is_overdue;
} CxPlayProposal;

/* What a play proposes goes here. */
typedef struct {
    GArray *proposals; /* of CxPlayProposal */
} CxPlayOut;

typedef struct {
    const char *key;
    const char *practice;
    void (*look)(const CxPlayState *state, CxPlayOut *out);
} CxPlay;

extern const CxPlay cx_plays[];
extern const size_t cx_plays_n;

/* ---- For plays ---- */

/* Fills title, short title and why from the messages play.PLAY.title, .short and .why, with the same
 * arguments. */
void cx_play_say(const CxPlayState *state, CxPlayProposal *proposal, const char *play,
                 const CxMessageArg *args);
/* A message without arguments, and one with; in the arena. */
const char *cx_play_words(const CxPlayState *state, const char *key);
void cx_play_add_material(CxPlayProposal *proposal, const char *label, const char *url);
/* "/leaders/7/brief"; in the arena. */
const char *cx_play_leader_url(const CxPlayState *state, CxLeaderId leader, const char *rest);
/* The key of a proposal that has no occasion of its own: the same until it is answered; after "done"
 * silent for so many days, then a new one; silent for ever after "never". NULL while it is silent; in
 * the arena. */
const char *cx_play_turn(const CxPlayState *state, const char *prefix, int32_t rest_days);
/* The end of the month that lies so many days ahead: a day that does not move from week to week. */
CxDay cx_play_month_end(const CxPlayState *state, int32_t days);
/* The Friday of this week, or today after it: what has no day of its own and is not to wait. */
CxDay cx_play_friday(const CxPlayState *state);
/* "3 March 2026"; in the arena. */
const char *cx_play_day(const CxPlayState *state, CxDay day);

/* Fills who it is about, the evidence and the first thing to do from a finding and the head it goes to. */
void cx_play_take_finding(const CxPlayState *state, const CxFinding *finding, const CxLeader *head,
                          CxPlayProposal *proposal);

/* A sentence on what there is to say to a leader since a day (CX_DAY_NONE: ever), with its evidence in
 * the proposal; NULL: nothing. In the arena. */
const char *cx_play_news(const CxPlayState *state, const CxLeader *leader, CxDay since,
                         CxPlayProposal *proposal);

/* The plays, one file each. */
void cx_play_new_leader(const CxPlayState *state, CxPlayOut *out);
void cx_play_not_met(const CxPlayState *state, CxPlayOut *out);
void cx_play_round_due(const CxPlayState *state, CxPlayOut *out);
void cx_play_commitment_due(const CxPlayState *state, CxPlayOut *out);
void cx_play_call_unplanned(const CxPlayState *state, CxPlayOut *out);
void cx_play_call_due(const CxPlayState *state, CxPlayOut *out);
void cx_play_sponsor_quiet(const CxPlayState *state, CxPlayOut *out);
void cx_play_round_done(const CxPlayState *state, CxPlayOut *out);
void cx_play_promise_due(const CxPlayState *state, CxPlayOut *out);
void cx_play_bring_first(const CxPlayState *state, CxPlayOut *out);
void cx_play_tested_change(const CxPlayState *state, CxPlayOut *out);
void cx_play_term_ends(const CxPlayState *state, CxPlayOut *out);
void cx_play_brief_outdated(const CxPlayState *state, CxPlayOut *out);
void cx_play_undeclared(const CxPlayState *state, CxPlayOut *out);
void cx_play_seat_empty(const CxPlayState *state, CxPlayOut *out);
void cx_play_more_answers(const CxPlayState *state, CxPlayOut *out);
void cx_play_survey_silent(const CxPlayState *state, CxPlayOut *out);
void cx_play_not_measured(const CxPlayState *state, CxPlayOut *out);
void cx_play_priority_unasked(const CxPlayState *state, CxPlayOut *out);
void cx_play_asked_open(const CxPlayState *state, CxPlayOut *out);
void cx_play_fading(const CxPlayState *state, CxPlayOut *out);
void cx_play_sponsor_unnamed(const CxPlayState *state, CxPlayOut *out);
void cx_play_sponsor_unmet(const CxPlayState *state, CxPlayOut *out);
void cx_play_successor_unnamed(const CxPlayState *state, CxPlayOut *out);
void cx_play_resistance_recheck(const CxPlayState *state, CxPlayOut *out);
void cx_play_step_due(const CxPlayState *state, CxPlayOut *out);
void cx_play_ambassador_turn(const CxPlayState *state, CxPlayOut *out);
void cx_play_follow_up(const CxPlayState *state, CxPlayOut *out);
void cx_play_goals_unsaid(const CxPlayState *state, CxPlayOut *out);
void cx_play_meeting_unset(const CxPlayState *state, CxPlayOut *out);
void cx_play_target_unset(const CxPlayState *state, CxPlayOut *out);
void cx_play_pilot_ended(const CxPlayState *state, CxPlayOut *out);
void cx_play_target_missed(const CxPlayState *state, CxPlayOut *out);
void cx_play_link_found(const CxPlayState *state, CxPlayOut *out);
void cx_play_number_unexamined(const CxPlayState *state, CxPlayOut *out);
void cx_play_objection_open(const CxPlayState *state, CxPlayOut *out);
