/* What people answered to proposals: done, later, never with a reason, or proposed again. Records,
 * never overwritten; the newest of a key counts. */
#pragma once

#include "people/ctx.h"

#define CX_PLAY_ANSWER_MAP(X)                                                                      \
    X(DONE, "done")                                                                                \
    X(LATER, "later")                                                                              \
    X(NEVER, "never")                                                                              \
    X(AGAIN, "again") /* takes the answer before back */

typedef enum {
#define X(name, key) CX_PLAY_ANSWER_##name,
    CX_PLAY_ANSWER_MAP(X)
#undef X
        CX_PLAY_ANSWER_N
} CxPlayAnswerKind;

/* "done"; borrowed for ever. */
const char *cx_play_answer_key(CxPlayAnswerKind kind);
/* INVALID, listing the answers there are. */
CX_MUST_USE bool cx_play_answer_parse(const char *key, CxPlayAnswerKind *ret_kind, GError **error);

typedef struct {
    const char *key; /* of the proposal */
    const char *title;
    CxPlayAnswerKind kind;
    CxDay until;        /* of LATER, else CX_DAY_NONE */
    const char *reason; /* of NEVER, else NULL */
    CxDay day;
    const char *by; /* name */
} CxPlayAnswer;

typedef struct {
    const CxPlayAnswer *items; /* newest first, one for each key */
    size_t n;
} CxPlayAnswers;

/* In the context's arena. CX team only. */
CX_MUST_USE bool cx_play_answer_list(CxCtx *ctx, CxPlayAnswers *ret_answers, GError **error);
/* Whether the answer keeps a proposal of that key out of the week of `today`. */
bool cx_play_answer_hides(const CxPlayAnswers *answers, const char *key, CxDay today);

/* Whether proposals of that play about that leader (keys "play:leader:…") were refused twice for ever:
 * then the play is silent about them. */
bool cx_play_answer_stops(const CxPlayAnswers *answers, const char *play, CxLeaderId leader);

/* The newest "done" or "never" to a proposal whose key begins so, or NULL. */
const CxPlayAnswer *cx_play_answer_newest(const CxPlayAnswers *answers, const char *prefix);

/* Use case: keeps an answer given today. INVALID for "later" without a day to come, "never" without a
 * reason. CX team only. Writes play_answer, audit. */
CX_MUST_USE bool cx_play_answer_give(CxCtx *ctx, const CxPlayAnswer *answer, GError **error);
