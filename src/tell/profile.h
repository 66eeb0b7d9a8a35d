/* A department's profile: how its questions went, what was found about it, who has headed it, and what
 * is set against its work. What its own page and `coalition department show` say.
 *
 * Behind the wall as a whole: whoever may not see the department's scores gets none of it. */
#pragma once

#include "business/metric.h"
#include "evidence/change.h"
#include "evidence/finding.h"
#include "evidence/pilot.h"
#include "evidence/splice.h"
#include "evidence/threshold.h"
#include "people/department.h"

typedef struct {
    const CxItem *item;    /* of the survey */
    const CxScore *score;  /* in the profile's period */
    const CxScore *course; /* by quarter up to the period's last day; no groups without answers */
    CxSplices splices;     /* of the course */
    const CxScoreGroup
        *before;            /* of the course, a year before the period and no cut between; NULL */
    const CxChange *change; /* tested when the period closed; NULL */
    bool is_lowest;         /* stands below all others, intervals apart */
} CxProfileMeasure;

typedef struct {
    CxLeaderId leader;
    const char *name;
    const char *title;
    CxDay from, to; /* CX_DAY_NONE: not known; in office */
    bool is_current, is_future;
} CxProfileTerm;

/* Lives in the context's arena; what names the survey borrows from it. */
typedef struct {
    CxDepartmentId id;
    const char *key;
    const char *name;
    CxDay from, to;                   /* the period: CX_DAY_NONE both without answers */
    const CxProfileMeasure *measures; /* as the survey asks */
    size_t n_measures;
    CxFindingList findings; /* that live, newest first */
    const CxThresholdPair *pairs;
    size_t n_pairs;
    const CxPilot *pilots; /* latest first */
    size_t n_pilots;
    const CxProfileTerm *terms; /* latest first; of those not known the last */
    size_t n_terms;
    const char *headline; /* the newest change or threshold found, else where it stands */
    const char *became;   /* what was tested of it, a sentence */
} CxProfile;

/* `survey` NULL: nothing has been imported yet. FORBIDDEN by the wall, else as its parts fail. */
CX_MUST_USE const CxProfile *cx_profile_load(CxCtx *ctx, const CxSurvey *survey,
                                             const CxDepartment *department, GError **error);
