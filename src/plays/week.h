/* The week: everything the plays propose, ranked, and as much of it as fits the hours there are
 * (practice Z1): seven things at most in a usual week, so that it stays one.
 *
 * Rank is worth x urgency x ease x weight x learnt. Worth, 1 to 5, is the play's. Urgency is 1.7 when the
 * day is over, 1.4 when it is for more than four weeks, 1 when for more than a quarter; 1.6 within a week,
 * 1.2 within two, 1 within a month, else .7. Ease is the square root of 30 over the minutes, held within
 * .95 and 1.1: of two as worthy, the shorter first. Weight is 1.1 for a leader of the closest tier, .9 for
 * one of the third. Learnt is (done + 2) / (done + never + 2), at least .5, over a year's answers to the
 * play. Of several meetings with one leader the first is proposed alone; what can be asked at it counts
 * half. Each further proposal of one play counts .85 of the one before it. Equal ranks go by day, then
 * key, so that the list is the same
 * whenever it is asked for. */
#pragma once

#include "engage/appointment.h"
#include "evidence/finding.h"
#include "plays/answer.h"
#include "plays/play.h"

#define CX_WEEK_PLAYS 7 /* of a usual week */

typedef struct {
    const CxPlayProposal *proposals; /* best first */
    size_t n;
    size_t n_fit; /* the first so many fit the minutes */
    int32_t minutes_fit;
    int32_t minutes;  /* there are */
    size_t n_overdue; /* of those that fit */
    size_t n_spent;   /* of the usual seven: done since Monday, or planned in this week */
    bool is_usual;    /* no hours were asked for: seven things at most */
    const char *headline;
    CxPlayAnswers answers; /* newest first */
    size_t n_leaders;      /* in the roster */
    size_t n_surveys;      /* with responses */
    CxContacts contacts;
    CxAppointments appointments; /* planned, or took place */
    CxFindingList findings;      /* that live, newest first: whose first look runs */
} CxWeek;

/* In the context's arena. minutes 0: as the program's setting says, and seven things at most; else as
 * many as fit. CX team only. */
CX_MUST_USE const CxWeek *cx_week_make(CxCtx *ctx, int32_t minutes, GError **error);
/* The proposal of that key; NOT_FOUND when the week does not propose it. Borrowed. */
const CxPlayProposal *cx_week_proposal(const CxWeek *week, const char *key, GError **error);
/* The number the ranking starts from, before further proposals of its play. Pure. */
double cx_week_rank(const CxPlayProposal *proposal, CxDay today);
