/* The sponsor's duties by phase (practice C5), each with its evidence: what the records themselves show,
 * by a rule, or what somebody attests, with who and when (docs/methods/sponsor.md has the rules).
 *
 * For the CX team. Values in the context's arena. */
#pragma once

#include "engage/sponsor.h"
#include "govern/program.h"

/*      name            key               phase           */
#define CX_DUTY_MAP(X)                                                                             \
    X(RESOURCES, "resources", INFANCY)    /* wins people, money and time */                        \
    X(VISION, "vision", INFANCY)          /* ties the program's goals to the strategy */           \
    X(PATIENCE, "patience", INFANCY)      /* agrees what to expect over years */                   \
    X(WHY, "why", INFANCY)                /* tells employees why */                                \
    X(ADVOCATES, "advocates", INFANCY)    /* recruits advocates among leaders */                   \
    X(RISKS, "risks", INFANCY)            /* tells the risks of not changing */                    \
    X(AGENDA, "agenda", DESIGN)           /* keeps customers on the corporate agenda */            \
    X(ROADBLOCKS, "roadblocks", DESIGN)   /* removes what the CX leader raised */                  \
    X(COMMITMENTS, "commitments", DESIGN) /* gets leaders to promise of their own */               \
    X(COVER, "cover", DESIGN)             /* gives political cover */                              \
    X(HEARS, "hears", DESIGN)             /* hears the CX leader each month */                     \
    X(REWARD, "reward", IMPLEMENTATION)   /* behaviour is rewarded */                              \
    X(ACCOUNT, "account", IMPLEMENTATION) /* every department has a target it answers for */       \
    X(CONSEQUENCES, "consequences", IMPLEMENTATION) /* what is not done has consequences */

typedef enum {
#define X(name, key, phase) CX_DUTY_##name,
    CX_DUTY_MAP(X)
#undef X
        CX_DUTY_N
} CxDuty;

#define CX_DUTY_MONTH_DAYS    31
#define CX_DUTY_QUARTER_DAYS  91
#define CX_DUTY_HALF_DAYS     182
#define CX_DUTY_ATTESTED_DAYS 366 /* an attestation older than that counts no more */

/* "roadblocks"; borrowed for ever. */
const char *cx_duty_key(CxDuty duty);
CxPhase cx_duty_phase(CxDuty duty);
/* Whether the records can show it; others are attested. */
bool cx_duty_has_rule(CxDuty duty);
/* INVALID, listing the duties there are. */
CX_MUST_USE bool cx_duty_parse(const char *key, CxDuty *ret_duty, GError **error);

/* What somebody saw the sponsor do. */
typedef struct {
    CxDuty duty;
    const char *what;
    CxDay day;
    const char *seen_by;
} CxDutySeen;

typedef enum {
    CX_DUTY_OPEN,     /* neither shown nor attested */
    CX_DUTY_SHOWN,    /* by the records */
    CX_DUTY_ATTESTED, /* by somebody, not long ago */
} CxDutyState;

typedef struct {
    CxDuty duty;
    CxDutyState state;
    int64_t n, of;          /* what the rule counted, and out of how many (0: out of nothing) */
    CxDay day;              /* of the newest the rule counted, CX_DAY_NONE */
    const CxDutySeen *seen; /* the newest attestation, or NULL; may be old */
} CxDutyStatus;

typedef struct {
    CxDutyStatus items[CX_DUTY_N]; /* in the order of the phases */
    size_t n_met[CX_PHASE_N];
    size_t n_of[CX_PHASE_N];
} CxDuties;

/* What the rules look at besides the sponsor. */
typedef struct {
    const CxProgram *program;
    int64_t n_departments, n_with_target; /* with a head today; of them with a target in force */
    int64_t n_thanks;                     /* in the last quarter */
    CxDay thanked_on;
    int64_t n_said; /* what the sponsor said about customers, to whom it may concern, likewise */
    CxDay said_on;
    int64_t n_committed; /* what other leaders committed to in person, likewise */
    CxDay committed_on;
    CxDay expected_from; /* a curve is agreed, CX_DAY_NONE: none */
} CxDutyFacts;

/* Pure but for the arena. */
void cx_duty_judge(const CxCtx *ctx, const CxSponsor *sponsor, const CxDutyFacts *facts,
                   CxDuties *ret_duties);

/* All duties of the sponsor in office, with their evidence. `expected_from` is the first day of the
 * curve agreed, or CX_DAY_NONE. CX team only. */
CX_MUST_USE bool cx_duty_load(CxCtx *ctx, const CxSponsor *sponsor, CxDay expected_from,
                              CxDuties *ret_duties, GError **error);
/* First day of the course agreed for the program, CX_DAY_NONE: none is. */
CX_MUST_USE bool cx_duty_expected_from(CxCtx *ctx, CxDay *ret_from, GError **error);

/* What a sponsor reads of their own duties. */
typedef struct {
    bool is_sponsor; /* else the rest is empty */
    bool has_phase;
    CxPhase phase;
    CxDuties duties;
} CxOwnDuties;

/* The CX team's, and the leader's own. The rules count over all that is on record, also what the reader may
 * not see; what comes back are counts and days, and what was attested of them. */
CX_MUST_USE bool cx_duty_load_own(CxCtx *ctx, CxLeaderId leader, CxOwnDuties *ret_own,
                                  GError **error);
/* Use case: attests that the sponsor in office did it. INVALID without words, for a day to come, or
 * without a sponsor. Writes duty_seen, audit. CX team only. */
CX_MUST_USE bool cx_duty_attest(CxCtx *ctx, const CxDutySeen *seen, GError **error);
