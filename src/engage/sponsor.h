/* The executive sponsor (practices C4, C5): who could be one, who is, who would follow, and what is at
 * risk when they leave.
 *
 * Candidates are what several raters say of credibility, courage and vision, each shown with its raw
 * answers; the weights order them and never become one number alone, and no coefficient of agreement is
 * made of so few ratings. For the CX team; what was judged for the basis's readers alone
 * (engage/basis.h). docs/methods/sponsor.md. Values in the context's arena. */
#pragma once

#include "engage/contact.h"
#include "engage/judgement.h"
#include "engage/promise.h"
#include "engage/settings.h"
#include "people/leader.h"

/* Where the program is; the numbers are kept as the setting "sponsor_phase", 0: not said. */
#define CX_PHASE_MAP(X)                                                                            \
    X(INFANCY, "infancy")                                                                          \
    X(DESIGN, "design") /* and development */                                                      \
    X(IMPLEMENTATION, "implementation")

typedef enum {
#define X(name, key) CX_PHASE_##name,
    CX_PHASE_MAP(X)
#undef X
        CX_PHASE_N
} CxPhase;

/* "design"; borrowed for ever. */
const char *cx_phase_key(CxPhase phase);
/* False, *ret_phase untouched, for a key not known. */
CX_MUST_USE bool cx_phase_find(const char *key, CxPhase *ret_phase);

#define CX_SPONSOR_ASPECTS 3
/* Credibility, courage, vision. */
extern const CxAspect cx_sponsor_aspects[CX_SPONSOR_ASPECTS];

typedef struct {
    CxLeaderId id;
    const char *name;
    const char *title;
    CxDay leaves_on; /* CX_DAY_NONE: open */
    CxMiddle aspects[CX_SPONSOR_ASPECTS];
    bool is_whole; /* somebody judged each aspect */
    double lo, hi; /* the weighted lowest and highest answers, 1..5; of whole ones */
    double order;  /* the weighted middle: for the order only, never shown alone */
    bool is_sponsor;
    bool is_successor;
} CxSponsorCandidate;

typedef struct {
    const CxSponsorCandidate *items; /* whole ones by order, then by name */
    size_t n;
    /* The first stands apart: its lowest answers lie above everybody else's highest. */
    bool is_apart;
} CxSponsorCandidates;

/* Of leaders in office of whom somebody judged one of the aspects. Pure. */
CxSponsorCandidates cx_sponsor_rank(CxCtx *ctx, const GPtrArray *leaders,
                                    const CxJudgements *judgements,
                                    const CxEngageSettings *settings);

/* What happens when the sponsor leaves. */
#define CX_CONTINUITY_MAP(X)                                                                       \
    X(NOBODY, "nobody") /* there is no sponsor in office */                                        \
    X(URGENT, "urgent") /* they leave within half a year, and it is not prepared */                \
    X(OPEN, "open")     /* no successor, or one who is not in office or was not met lately */      \
    X(SAFE, "safe")

typedef enum {
#define X(name, key) CX_CONTINUITY_##name,
    CX_CONTINUITY_MAP(X)
#undef X
        CX_CONTINUITY_N
} CxContinuityState;

#define CX_CONTINUITY_DAYS 182 /* within which a last day is near, and a meeting recent */

typedef struct {
    CxContinuityState state;
    CxDay leaves_on;        /* the sponsor's last day, CX_DAY_NONE: open */
    CxDay successor_met_on; /* real contact, CX_DAY_NONE: none is known */
    bool is_successor_in_office;
    int64_t n_open; /* promises with the sponsor, either way */
    int64_t
        n_leaned; /* leaders met in the last half year with the sponsor there, and never without */
} CxContinuity;

/* "urgent"; borrowed for ever. */
const char *cx_continuity_key(CxContinuityState state);

typedef struct {
    const CxLeader *sponsor;   /* NULL: not named, or not in office; borrowed from leaders */
    const CxLeader *successor; /* NULL: not named */
    GPtrArray *leaders;        /* of CxLeader; owned */
    bool has_phase;
    CxPhase phase;
    CxEngageSettings settings;
    CxContacts contacts;
    CxPromises promises;
    CxContinuity continuity;
    CxBasis basis;
    bool can_read; /* what was judged */
    CxSponsorCandidates candidates;
} CxSponsor;

/* Use case: a step of training for the sponsor, or for whoever is named to follow them; INVALID when
 * nobody is named, otherwise as cx_coach_step_add. CX team only. */
typedef enum { CX_SPONSOR_TRAINS_SPONSOR, CX_SPONSOR_TRAINS_SUCCESSOR } CxSponsorTrains;
CX_MUST_USE bool cx_sponsor_train(CxCtx *ctx, CxSponsorTrains whom, const char *what, CxDay due,
                                  GError **error);
/* CX team only. (transfer full) */
CX_MUST_USE CxSponsor *cx_sponsor_load(CxCtx *ctx, GError **error);
void cx_sponsor_free(CxSponsor *sponsor);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CxSponsor, cx_sponsor_free)
