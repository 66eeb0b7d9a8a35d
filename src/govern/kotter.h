/* Kotter's eight steps (practice C7): where the program stands in each, by what is on record and not by
 * opinion; what is missing, and where it is done; who is missing from the coalition.
 *
 * docs/methods/kotter.md has every rule. For the CX team; what rests on judgements for the basis's
 * readers alone. Values in the context's arena. */
#pragma once

#include "engage/coalition.h"
#include "engage/sponsor.h"
#include "govern/duty.h"

#define CX_KOTTER_STEP_MAP(X)                                                                      \
    X(URGENCY, "urgency")                                                                          \
    X(COALITION, "coalition")                                                                      \
    X(VISION, "vision")                                                                            \
    X(COMMUNICATE, "communicate")                                                                  \
    X(EMPOWER, "empower")                                                                          \
    X(WINS, "wins")                                                                                \
    X(CONSOLIDATE, "consolidate")                                                                  \
    X(ANCHOR, "anchor")

typedef enum {
#define X(name, key) CX_KOTTER_##name,
    CX_KOTTER_STEP_MAP(X)
#undef X
        CX_KOTTER_STEP_N
} CxKotterStep;

/*      name          key           step         met from: a part of "of", else one          */
#define CX_KOTTER_CHECK_MAP(X)                                                                     \
    X(FOUND, "found", URGENCY)           /* bad findings that live */                              \
    X(RISKS, "risks", URGENCY)           /* the sponsor tells the risks of not changing */         \
    X(SPONSOR, "sponsor", COALITION)     /* is in office */                                        \
    X(SEATS, "seats", COALITION)         /* departments that somebody heads */                     \
    X(SUPPORT, "support", COALITION)     /* of them with a head who supports it; readers only */   \
    X(GOALS, "goals", VISION)            /* say what the program is for */                         \
    X(COURSE, "course", VISION)          /* what to expect over years is agreed */                 \
    X(SHARED, "shared", VISION)          /* goals that several leaders hold */                     \
    X(MET, "met", COMMUNICATE)           /* leaders met as often as is allowed at most */          \
    X(TOGETHER, "together", COMMUNICATE) /* leaders met with the sponsor */                        \
    X(WHY, "why", COMMUNICATE)           /* employees are told why */                              \
    X(ANSWERED, "answered", EMPOWER)     /* what leaders asked for */                              \
    X(ROADBLOCKS, "roadblocks", EMPOWER) /* removed by the sponsor */                              \
    X(TRIED, "tried", EMPOWER)           /* pilots that run or ran */                              \
    X(IMPROVED, "improved", WINS)        /* tested improvements in a year */                       \
    X(THANKED, "thanked", WINS)          /* thanks in a quarter */                                 \
    X(SPREAD, "spread", CONSOLIDATE)     /* departments that improved in a year: two or more */    \
    X(ROLLED_OUT, "rolled_out", CONSOLIDATE) /* steps of roll-outs */                              \
    X(KEPT, "kept", CONSOLIDATE)             /* promises due in half a year that were kept */      \
    X(TARGETS, "targets", ANCHOR)            /* departments with a target in force */              \
    X(DECLARED, "declared", ANCHOR)          /* departments with a declared measure */             \
    X(MEETING, "meeting", ANCHOR)            /* the next governance meeting is set */              \
    X(SUCCESSOR, "successor", ANCHOR)        /* somebody is ready to follow the sponsor */

typedef enum {
#define X(name, key, step) CX_KOTTER_CHECK_##name,
    CX_KOTTER_CHECK_MAP(X)
#undef X
        CX_KOTTER_CHECK_N
} CxKotterCheck;

/* "urgency", "found"; borrowed for ever. */
const char *cx_kotter_step_key(CxKotterStep step);
const char *cx_kotter_check_key(CxKotterCheck check);
CxKotterStep cx_kotter_check_step(CxKotterCheck check);

/* What was counted for a check. */
typedef struct {
    int64_t n, of; /* of 0: out of nothing, one is enough */
    bool is_known; /* false: behind the wall, or there is nothing to count it of */
} CxKotterCount;

typedef enum {
    CX_KOTTER_OPEN,  /* nothing of it */
    CX_KOTTER_BEGUN, /* something of it */
    CX_KOTTER_DONE,  /* every check that is known */
    CX_KOTTER_DARK,  /* nothing is known of it */
} CxKotterState;

/* "begun"; borrowed for ever. */
const char *cx_kotter_state_key(CxKotterState state);

typedef struct {
    CxKotterCount counts[CX_KOTTER_CHECK_N];
    bool is_met[CX_KOTTER_CHECK_N];
    CxKotterState states[CX_KOTTER_STEP_N];
} CxKotter;

/* Fills is_met and states from the counts. Pure. */
void cx_kotter_judge(CxKotter *kotter);

/* Somebody, or a department, that the coalition lacks. */
typedef struct {
    const char *who;
    CxLeaderId leader; /* 0: a department */
    enum { CX_MISSING_VACANT, CX_MISSING_UNWON, CX_MISSING_UNMET } why;
} CxMissing;

typedef struct {
    CxKotter kotter;
    const CxMissing
        *missing; /* each once: unwon, then seats that are empty, then who was not met lately */
    size_t n_missing;
    bool can_read; /* what rests on judgements */
} CxKotterReport;

CX_MUST_USE bool cx_kotter_load(CxCtx *ctx, CxKotterReport *ret_report, GError **error);
