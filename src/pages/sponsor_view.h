/* The sponsor (engage/sponsor.h), their duties (govern/duty.h) and what was agreed to expect
 * (engage/expectation.h) as the page, JSON and the command line show them. Values in the context's
 * arena. */
#pragma once

#include "engage/coach_step.h"
#include "engage/expectation.h"
#include "govern/duty.h"
#include "pages/coalition_view.h"
#include "tell/mark.h"
#include "view/form.h"

/* A leader named here. */
typedef struct {
    int64_t id; /* 0: nobody */
    const char *name;
    const char *title;
    const char *url;
} CxSponsorNameView;

typedef struct {
    const char *aspect;
    const char *label;
    CxMiddleView middle;
    const char *raw; /* "2, 4, 4, 5": every rater's newest answer; NULL: nobody */
} CxCandidateAspectView;

typedef struct {
    int64_t id;
    const char *name;
    const char *title;
    const char *url;
    const char *judge_url;
    CxViewList aspects; /* of CxCandidateAspectView */
    double lo, hi;      /* weighted lowest and highest answers; NaN: an aspect is not judged */
    const char *range;  /* "from 3.0 to 4.3"; NULL likewise */
    bool is_sponsor, is_successor;
} CxCandidateView;

typedef struct {
    const char *duty;
    const char *label;
    const char *state;    /* "shown", "attested", "open" */
    const char *evidence; /* what the records show, or NULL */
    const char *attested; /* "… (Eve, 3 March 2026)", or NULL */
    int64_t n;
    CxDay day;
    bool is_open;
    bool has_rule;
    const char *url; /* where it can be done, or NULL */
} CxDutyView;

typedef struct {
    const char *phase;
    const char *label;
    const char *count; /* "3 of 6 have evidence" */
    int64_t n_met, n_of;
    bool is_current;
    bool is_folded;    /* the program is known to be in another */
    CxViewList duties; /* of CxDutyView */
} CxPhaseView;

typedef struct {
    int64_t id;
    const char *who; /* whose plan it is; NULL where that is plain */
    const char *what;
    const char *when; /* "by 3 March 2026", "done on … : …" */
    CxDay due, ended_on;
    const char *progress;
    bool is_open, is_overdue;
    const char *end_url; /* open ones */
} CxCoachStepView;

typedef struct {
    const char *label; /* "Q3 2026" */
    CxMark score;
    double expected;
    const char *expected_text; /* NULL: outside the curve */
    const char *state;         /* "as", "ahead", "behind", "open" */
    const char *state_text;
    bool is_behind;
} CxPatiencePointView;

typedef struct {
    const char *svg;
    const char *headline;
    const char *agreed; /* with whom, when; NULL: nothing is agreed */
    const char *state;
    const char *measure;
    const char *unit;
    CxViewList points; /* of CxPatiencePointView: quarters since it began, newest first */
    int64_t n_before;
} CxPatienceShowView;

typedef struct {
    const char *headline;
    const CxSponsorNameView *sponsor;
    const CxSponsorNameView *successor;
    const char *phase; /* key, or NULL */
    const char *phase_label;
    const char *continuity; /* "nobody", "urgent", "open", "safe" */
    CxViewList risks;       /* of texts */
    bool has_risks;
    bool is_on, can_read;
    const char *candidates_headline;
    const char *weights;   /* "credibility 1, courage 1, vision 1" */
    CxViewList candidates; /* of CxCandidateView; for readers */
    bool has_candidates;
    CxViewList phases; /* of CxPhaseView */
    CxViewList steps;  /* of CxCoachStepView: how the sponsor and the successor are trained */
    bool has_steps;
    CxViewList offers; /* of texts: steps that fit what is weakest; for readers */
    bool has_offers;
    const char *offers_name;            /* whom they fit */
    const char *offers_whom;            /* "sponsor" or "successor" */
    const CxPatienceShowView *patience; /* NULL: no survey */
    /* forms */
    const CxFormView *form;
    const CxFormView *duty_form;
    const CxFormView *step_form;
    const CxFormView *expect_form;
} CxSponsorView;

/* The command cx_coach_step_end_type. */
typedef struct {
    const char *outcome; /* "done", "dropped" */
    const char *progress;
} CxCoachStepEnd;

extern const CxViewType cx_coach_step_view_type;
extern const CxViewType cx_phase_view_type;
extern const CxViewType cx_sponsor_view_type;

/* CX team only. */
CX_MUST_USE CxSponsorView *cx_sponsor_view(CxCtx *ctx, GError **error);
/* A step of a plan as read; `end_url` where it is ended, NULL for none. */
CxCoachStepView cx_coach_step_view(CxCtx *ctx, const CxCoachStep *step, const char *end_url);
/* What was expected, and what became of it, with its figure. */
const CxPatienceShowView *cx_patience_view(CxCtx *ctx, const CxPatienceView *patience);
/* The duties of a sponsor by phase, of CxPhaseView, for their own page; empty for other leaders.
 * FORBIDDEN for others than the CX team and the leader. */
CX_MUST_USE bool cx_own_phases(CxCtx *ctx, CxLeaderId leader, CxViewList *ret_phases,
                               GError **error);
