/* Declared measures: what a department, or a survey as a whole, is tested by, said beforehand.
 *
 * A department has one declared measure a survey, the survey's overall rating one more. A
 * declaration counts for periods that begin on its first day or later; a new one takes the place of
 * the one before from its own first day on. Nothing is changed or deleted. */
#pragma once

#include "column/slice.h"
#include "feedback/survey.h"
#include "people/ctx.h"

CX_ID_TYPE(CxDeclarationId);

/* How often a measure is tested. */
#define CX_CADENCE_MAP(X)                                                                          \
    X(QUARTER, "quarter")                                                                          \
    X(HALF, "half")                                                                                \
    X(YEAR, "year")                                                                                \
    X(WAVE, "wave") /* each version of the survey is one asking */

typedef enum {
#define X(name, key) CX_CADENCE_##name,
    CX_CADENCE_MAP(X)
#undef X
        CX_CADENCE_N
} CxCadence;

/* What a period is compared with. */
#define CX_AGAINST_MAP(X)                                                                          \
    X(YEAR, "year")     /* the same period a year before: the same season */                       \
    X(PERIOD, "period") /* the period before */

typedef enum {
#define X(name, key) CX_AGAINST_##name,
    CX_AGAINST_MAP(X)
#undef X
        CX_AGAINST_N
} CxAgainst;

/* "quarter", "year"; borrowed for ever. False, *ret_ untouched, for a key not known. */
const char *cx_cadence_key(CxCadence cadence);
const char *cx_against_key(CxAgainst against);
CX_MUST_USE bool cx_cadence_find(const char *key, CxCadence *ret_cadence);
CX_MUST_USE bool cx_against_find(const char *key, CxAgainst *ret_against);

typedef struct {
    CxDeclarationId id;
    CxSurveyId survey;
    CxDepartmentId department;   /* 0: the survey's overall rating */
    const char *department_name; /* NULL: the overall rating */
    CxItemId item;
    const char *item_key;
    const char *label; /* of the item */
    CxSliceMeasure measure;
    bool is_weighted;
    CxCadence cadence;
    CxAgainst against;
    CxDay from; /* first day it counts for */
    CxInstant declared_at;
    const char *actor;  /* login */
    CxDay withdrawn_on; /* no period that begins later is tested; CX_DAY_NONE: in force */
} CxDeclaration;

typedef struct {
    const CxDeclaration *items; /* overall first, then by department, oldest first */
    size_t n;
} CxDeclarations;

/* What a person declares. */
typedef struct {
    const char *survey;     /* key; NULL: the only one */
    const char *department; /* key; NULL: the overall rating */
    const char *question;   /* key of an item; NULL: the overall item, for a department its most
                               answered rating */
    const char *measure;    /* "nps", "mean", "top2"; NULL: the usual one */
    const char *cadence;    /* NULL: "wave" where no version spans a year, else "quarter" */
    const char *against;    /* NULL: "year" */
    const char *weighting;  /* "weighted", "unweighted"; NULL or "declared": as the survey */
    CxDay from;             /* CX_DAY_NONE, or a day after today: today's next day else */
} CxDeclare;

/* Use case: declares a measure. INVALID, in people's words, for what cannot be declared: a question
 * of another department, a measure it cannot have; CONFLICT when the same is in force already.
 * NOT_FOUND, FORBIDDEN for others than the CX team. Writes declaration, audit
 * ("declaration.add"). */
CX_MUST_USE bool cx_declaration_add(CxCtx *ctx, const CxDeclare *declare, CxDeclarationId *ret_id,
                                    GError **error);
/* Use case: withdraws one that is in force. Writes declaration, audit ("declaration.withdraw"). */
CX_MUST_USE bool cx_declaration_withdraw(CxCtx *ctx, CxDeclarationId id, GError **error);

/* All declarations of a survey that the reader may see, in the context's arena. */
CX_MUST_USE bool cx_declaration_list(CxCtx *ctx, const CxSurvey *survey, CxDeclarations *ret_list,
                                     GError **error);

/* What could be declared: for the overall rating and each department without a declaration in force,
 * its most answered rating. A person has to declare it. */
typedef struct {
    CxDepartmentId department;  /* 0: the overall rating */
    const char *department_key; /* NULL: the overall rating */
    const char *department_name;
    const char *item_key;
    const char *label;
    CxSliceMeasure measure;
    CxCadence cadence;
    int64_t n; /* answers so far */
} CxProposal;

typedef struct {
    const CxProposal *items;
    size_t n;
} CxProposals;

/* In the context's arena. CX team only. */
CX_MUST_USE bool cx_declaration_propose(CxCtx *ctx, const CxSurvey *survey,
                                        CxProposals *ret_proposals, GError **error);
