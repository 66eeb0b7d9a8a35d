/* What people think of leaders, in one aspect, on a day, with a reason (practices C1, C4, C6): several
 * raters, never overwritten, never made into one number of several aspects.
 *
 * Behind the basis (engage/basis.h): those it names read all of them; who writes one sees their own
 * being kept and nothing else. Never in mail, documents, search or the audit's values. Plain values in
 * the context's arena. */
#pragma once

#include "engage/basis.h"

#define CX_ASPECT_MAP(X)                                                                           \
    X(INFLUENCE, "influence")     /* C1: how much is decided by them */                            \
    X(STANCE, "stance")           /* C1: against … leads */                                      \
    X(CREDIBILITY, "credibility") /* C4: of a sponsor */                                           \
    X(COURAGE, "courage")                                                                          \
    X(VISION, "vision")                                                                            \
    X(BELIEF, "belief")               /* C6: core belief */                                        \
    X(COMMUNICATION, "communication") /* C6: extensive communication */                            \
    X(COMMITMENT, "commitment")       /* C6: commitment to the goal */

typedef enum {
#define X(name, key) CX_ASPECT_##name,
    CX_ASPECT_MAP(X)
#undef X
        CX_ASPECT_N
} CxAspect;

#define CX_JUDGEMENT_MAX 5

/* "stance"; borrowed for ever. */
const char *cx_aspect_key(CxAspect aspect);
/* INVALID, listing the aspects there are. */
CX_MUST_USE bool cx_aspect_parse(const char *key, CxAspect *ret_aspect, GError **error);

typedef struct {
    int64_t id;
    CxLeaderId leader;
    CxAspect aspect;
    int32_t value; /* 1..5 */
    CxDay day;
    const char *reason;
    const char *rater; /* name */
} CxJudgement;

typedef struct {
    const CxJudgement *items; /* newest first */
    size_t n;
} CxJudgements;

/* The middle of the raters' newest answers. */
typedef struct {
    size_t n_raters;                /* 0: nobody has judged, and nothing else counts */
    double middle;                  /* the median, 1..5 in halves */
    int32_t lo, hi;                 /* the lowest and the highest answer */
    int32_t n_of[CX_JUDGEMENT_MAX]; /* raters who answered 1, 2 … 5 */
    CxDay on;                       /* of the newest */
} CxMiddle;

/* Those within their retention. FORBIDDEN as cx_basis_check_read says. */
CX_MUST_USE bool cx_judgement_list(CxCtx *ctx, CxJudgements *ret_judgements, GError **error);
/* Of what was known on a day. Pure. */
CxMiddle cx_judgement_middle(const CxJudgements *judgements, CxLeaderId leader, CxAspect aspect,
                             CxDay on);

/* One sitting: one rater's answers about one leader. Texts borrowed. */
typedef struct {
    CxLeaderId leader;
    int64_t values[CX_ASPECT_N]; /* 1..5; 0: not judged */
    const char *reason;
    const char *rater; /* NULL: the actor */
    CxDay day;         /* CX_DAY_NONE: today */
} CxJudgementGive;

/* Use case: keeps them. INVALID without an answer, without a reason, for a value that is none, a day
 * to come or one older than the retention; NOT_FOUND for the leader; FORBIDDEN as
 * cx_basis_check_write says. Writes judgement, audit (that, never what). */
CX_MUST_USE bool cx_judgement_give(CxCtx *ctx, const CxJudgementGive *give, GError **error);
