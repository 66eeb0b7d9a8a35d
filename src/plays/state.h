/* What plays look at: the program as it stands today, loaded once. One thread; the context outlives
 * it. */
#pragma once

#include "business/metric.h"
#include "engage/ambassador.h"
#include "engage/call.h"
#include "engage/care.h"
#include "engage/closed.h"
#include "engage/coach_step.h"
#include "engage/contact.h"
#include "engage/credit.h"
#include "engage/detail.h"
#include "engage/health.h"
#include "engage/priority.h"
#include "engage/promise.h"
#include "engage/resistance.h"
#include "engage/round.h"
#include "engage/settings.h"
#include "engage/visible.h"
#include "evidence/change.h"
#include "evidence/finding.h"
#include "evidence/pilot.h"
#include "evidence/score.h"
#include "feedback/survey.h"
#include "govern/program.h"
#include "govern/signature.h"
#include "people/department.h"
#include "people/leader.h"
#include "plays/answer.h"
#include "tell/handover.h"

/* A department's score of a survey: its first measure in the survey's usual period. */
typedef struct {
    const CxSurvey *survey;
    CxDepartmentId department;
    const char *department_name;
    const CxScore *score;
} CxPlayScore;

typedef struct {
    const CxSurvey *survey;
    const CxSurveySummary *summary;
    CxChanges changes; /* newest first */
    CxDay to;          /* last day of its usual period, CX_DAY_NONE without answers */
    bool is_declared;  /* some measure of it is */
} CxPlaySurvey;

/* A pilot that was tested not long ago. */
typedef struct {
    const CxPilot *pilot;
    const char *left; /* units that have it from no day on, by comma; NULL: none */
} CxPlayPilot;

typedef struct {
    CxCtx *ctx;
    CxDay today;
    CxEngageSettings settings;
    GPtrArray *leaders;     /* of CxLeader */
    GPtrArray *departments; /* of CxDepartment */
    GArray *item_counts;    /* of CxItemCount */
    CxContacts contacts;
    CxPromises promises;
    CxCredits credits;
    CxPriorities priorities;
    CxDetails details;
    CxAmbassadors ambassadors;
    CxResistances resistances; /* for those who read them; else none */
    CxCoachSteps coaching;     /* likewise */
    CxCoachSteps training;     /* of the sponsor */
    CxRounds rounds;
    CxCloseds closeds;
    CxCares cares;
    CxCommitments commitments;
    CxCommunications communications;
    CxCalls calls;
    CxCallCandidates call_candidates;
    CxPlayAnswers answers; /* newest first */
    const CxHealth *health;
    const CxProgram *program;
    CxStandings standings;           /* names on numbers */
    GPtrArray *metrics;              /* of CxMetric */
    CxFindingList findings;          /* that live, newest first */
    const CxHandover *const *handed; /* by leader: the newest brief, NULL for none */
    GPtrArray *summaries;            /* of CxSurveySummary */
    GPtrArray *owned;                /* of CxSurvey */
    const CxPlaySurvey *surveys;
    size_t n_surveys;
    const CxPlayScore *scores;
    size_t n_scores;
    const CxPlayPilot *pilots;
    size_t n_pilots;
} CxPlayState;

/* Loads it; CX team only. (transfer full) */
CX_MUST_USE CxPlayState *cx_play_state_load(CxCtx *ctx, GError **error);
void cx_play_state_free(CxPlayState *state);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CxPlayState, cx_play_state_free)

/* A leader by id, or NULL; borrowed. */
const CxLeader *cx_play_leader(const CxPlayState *state, CxLeaderId id);
/* Whoever heads a department today, or NULL; borrowed. */
const CxLeader *cx_play_head(const CxPlayState *state, CxDepartmentId department);
/* Whom the settings name as the sponsor, while they hold an office; else NULL; borrowed. */
const CxLeader *cx_play_sponsor(const CxPlayState *state);
/* Who heads today what a leader last headed and has left, or NULL; borrowed. */
const CxLeader *cx_play_heir(const CxPlayState *state, const CxLeader *gone);
/* Whether it is on record what a leader wants. */
bool cx_play_has_priority(const CxPlayState *state, CxLeaderId leader);
/* How many items ask about a department. */
int64_t cx_play_n_items(const CxPlayState *state, CxDepartmentId department);
/* "Ada Lovelace, Head of Sales"; in the arena. */
const char *cx_play_called(const CxPlayState *state, const CxLeader *leader);
/* The same within a sentence: "Ada Lovelace, Head of Sales," or "Ada Lovelace". */
const char *cx_play_called_within(const CxPlayState *state, const CxLeader *leader);
/* Whole weeks in the present office; -1 when its first day is not known or lies ahead. */
int32_t cx_play_weeks(const CxPlayState *state, const CxLeader *leader);
