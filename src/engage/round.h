/* Rounds of one-on-ones (practice C3): who is met how often, counted from the last real contact; who
 * was met since the round began; what leaders answer to the standing questions, summed up.
 *
 * The CX team sees all of it. Others who may read a round see how often each answer was given, once
 * the round has ended and enough leaders answered for nobody to be known by it: no names, no words.
 * Values in the context's arena. */
#pragma once

#include "engage/closed.h"
#include "engage/contact.h"
#include "engage/health.h"
#include "engage/settings.h"

CX_ID_TYPE(CxRoundId);

#define CX_ROUND_QUORUM        4 /* leaders in office from which rounds say more than a list */
#define CX_ROUND_QUESTIONS_MAX 8

/* The drift of an answer; OTHER: their words alone say it. */
#define CX_ROUND_DRIFT_MAP(X)                                                                      \
    X(YES, "yes")                                                                                  \
    X(PARTLY, "partly")                                                                            \
    X(NO, "no")                                                                                    \
    X(OTHER, "other")

typedef enum {
#define X(name, key) CX_ROUND_DRIFT_##name,
    CX_ROUND_DRIFT_MAP(X)
#undef X
        CX_ROUND_DRIFT_N /* not answered */
} CxRoundDrift;

/* "partly"; borrowed for ever. */
const char *cx_round_drift_key(CxRoundDrift drift);
/* INVALID, listing what there is; NULL and "" are CX_ROUND_DRIFT_N. */
CX_MUST_USE bool cx_round_drift_parse(const char *key, CxRoundDrift *ret_drift, GError **error);

typedef struct {
    CxRoundDrift drift;
    const char *words; /* or NULL */
} CxRoundAnswer;

/* A one-on-one as it was recorded. */
typedef struct {
    int64_t id;
    int64_t note; /* the line it is kept with */
    CxLeaderId leader;
    CxDay day;
    const char *said; /* or NULL */
    const char *by;   /* who recorded it */
    CxRoundAnswer answers[CX_ROUND_QUESTIONS_MAX];
} CxRoundTalk;

typedef struct {
    CxLeaderId id;
    const char *key;
    const char *name;
    const char *title; /* of the present office, NULL: none */
    bool is_in;        /* in office and not excused: to be met */
    CxDay excused_on;
    const char *excused_reason;
    const CxContact *last; /* real contact; NULL: none */
    CxLapse lapse;         /* against the round's cadence */
    CxDay due_on;    /* last contact and the target, of never met the round's first day and it */
    bool is_covered; /* met since the round began, with the sponsor where that is asked */
    bool is_without_sponsor; /* met since, but the sponsor was to be there and was not */
    const CxRoundTalk *talk; /* the newest of this round, NULL: none is recorded */
} CxRoundLeader;

/* What leaders answered to one question: the newest answer of each. */
typedef struct {
    const char *question;
    int64_t n[CX_ROUND_DRIFT_N];
    int64_t n_answers;
    bool is_hidden; /* too few answered, or the round goes on; n and n_answers are 0 then */
} CxRoundVoice;

typedef struct {
    CxRoundId id;
    const char *name;
    CxDay from;
    CxDay ended_on; /* CX_DAY_NONE: it goes on */
    int64_t target_days, max_days;
    bool with_sponsor;
    const char *instead_of; /* the group meeting it stands for, or NULL */
    const char *begun_by;
    size_t n_in,
        n_covered; /* of those to be met; as all of leaders and talks for the CX team, else 0 */
    size_t n_lapse[CX_LAPSE_N];   /* likewise */
    const CxRoundLeader *leaders; /* to be met by lapse, then the others */
    size_t n_leaders;
    const CxRoundTalk *talks; /* newest first */
    size_t n_talks;
    const CxRoundVoice *voices; /* by question */
    size_t n_voices;
} CxRound;

typedef struct {
    const CxRound *items; /* newest first */
    size_t n;
    size_t n_in_office; /* leaders today */
    bool is_worth;      /* enough leaders for rounds, or switched on (engage setting "rounds") */
} CxRounds;

/* FORBIDDEN for others than the CX team, leaders and the sponsor. */
CX_MUST_USE bool cx_round_list(CxCtx *ctx, CxRounds *ret_rounds, GError **error);
/* NOT_FOUND. */
CX_MUST_USE bool cx_round_load(CxCtx *ctx, CxRoundId id, const CxRound **ret_round, GError **error);
/* One of those in the round, or NULL; borrowed. */
const CxRoundLeader *cx_round_leader(const CxRound *round, CxLeaderId leader);
/* The newest answer of a leader to a question (0..), or NULL; borrowed. */
const CxRoundAnswer *cx_round_answer(const CxRound *round, CxLeaderId leader, size_t i_question);
/* The newest round that goes on in which this leader is still to be met, or NULL. */
const CxRound *cx_round_open_with(const CxRounds *rounds, CxLeaderId leader);
/* Leaders due, late or never met who were not met in it yet: whom to see next. */
bool cx_round_leader_is_due(const CxRoundLeader *leader);

typedef struct {
    const char *name;
    int64_t target_days, max_days;
    bool with_sponsor;
    const char *instead_of; /* a group meeting that could not be scheduled, or NULL */
    const char *leaders;    /* keys or names, by line or comma; NULL: everybody in office */
    const char *const *questions;
    size_t n_questions; /* at most CX_ROUND_QUESTIONS_MAX */
} CxRoundBegin;

/* Use case: begins a round today. INVALID without a name, for a cadence out of range, with too few
 * leaders in office unless switched on, with nobody to meet, with a sponsor nobody named, for somebody
 * not in office; NOT_FOUND or CONFLICT for a leader not known. CX team only. Writes round,
 * round_leader, round_question, audit. */
CX_MUST_USE bool cx_round_begin(CxCtx *ctx, const CxRoundBegin *begin, CxRoundId *ret_id,
                                GError **error);
/* Use case: ends it today. CONFLICT when it has ended. CX team only. Writes round, audit. */
CX_MUST_USE bool cx_round_end(CxCtx *ctx, CxRoundId id, GError **error);
/* Use case: adds a leader in office, or excuses one with a reason (reason NULL: adds). CONFLICT when the
 * round has ended, INVALID for who is not in office or not in the round. Writes round_leader, audit. */
CX_MUST_USE bool cx_round_put_leader(CxCtx *ctx, CxRoundId id, CxLeaderId leader,
                                     const char *excuse, GError **error);

typedef struct {
    CxRoundId round;
    CxLeaderId leader;
    CxDay day; /* CX_DAY_NONE: today */
    bool is_call;
    bool with_sponsor;
    const char *said;
    CxRoundAnswer answers[CX_ROUND_QUESTIONS_MAX];
    const char *asked;    /* of the program, or NULL */
    const char *promised; /* by the program, or NULL */
    CxDay due_on;         /* of the promise */
} CxRoundTalkAdd;

/* Use case: records a one-on-one: the contact, what was said, the answers, what they asked for, what
 * was promised to them. INVALID for a day to come or before the round began, who is not in it, answers
 * to questions not asked; CONFLICT when the round has ended. *ret_note is what cx_note_withdraw takes
 * (what they asked for stays); *ret_closed the closed days it fell on, NULL: none. CX team
 * only. Writes note, contact, promise, detail, round_talk, round_answer, audit. */
CX_MUST_USE bool cx_round_talk_add(CxCtx *ctx, const CxRoundTalkAdd *add, int64_t *ret_note,
                                   const CxClosed **ret_closed, GError **error);

/* Whether rounds, and tiers, are of use here: enough leaders for them, some in use, or rounds switched
 * on. Any reader: it tells no more than the list of leaders does. */
typedef struct {
    bool are_rounds, are_tiers;
} CxRoundWorth;

CX_MUST_USE bool cx_round_worth(const CxCtx *ctx, CxRoundWorth *ret_worth, GError **error);
