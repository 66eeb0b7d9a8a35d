/* A department's page as a document: what /departments/{id} shows and `coalition department show --json`
 * prints. */
#pragma once

#include "feedback/survey.h"
#include "people/department.h"
#include "people/reorg.h"
#include "tell/mark.h"
#include "tell/was.h"
#include "view/field.h"

/* One quarter of a measure's course. */
typedef struct {
    const char *label;
    CxDay from, to;
    CxMark score;
} CxProfileQuarterView;

typedef struct {
    CxMark score; /* in JSON its members stand at the top */
    const char *question;
    const char *label;
    const char *wording;
    const char *measure;
    const char *unit;
    const char *other_words; /* how it is put together, where that is not as most are; else NULL */
    bool is_lowest;
    const CxMark *before; /* a year before; NULL where the two are not to be set side by side */
    const CxWas *change;  /* NULL: not tested in this period */
    CxViewList course;    /* of CxProfileQuarterView */
    const char *scores_url;
    const char *trends_url;
} CxProfileMeasureView;

typedef struct {
    int64_t leader;
    const char *name;
    const char *title;
    CxDay from, to;
    const char *when; /* "since 1 March 2018", "1 March 2018 – 30 June 2020" */
    bool is_current;
    bool is_future;
    const char *url;
    const char *brief_url; /* of whoever heads it today, for readers who may open it; else NULL */
} CxProfileTermView;

typedef struct {
    const char *label;
    const char *latest_text; /* NULL: no facts */
    const char *latest_when;
    const char *target_text; /* NULL: none today */
    bool is_missed;
    const char *url;
} CxProfileMetricView;

/* A place that says more: a threshold, a pilot. */
typedef struct {
    const char *label;
    const char *note;
    const char *url;
} CxProfileLinkView;

typedef struct {
    int64_t id;
    const char *key;
    const char *name;
    const char *headline;
    const char *survey; /* key; NULL: nothing has been imported yet */
    const char *survey_title;
    CxDay from, to;
    const char *period_text;
    const char *became;
    const char *measure_words;
    CxViewList measures; /* of CxProfileMeasureView */
    bool has_measures;
    const char *courses_svg;
    const char *standing_title;
    const char *standing_svg;
    const char *spread_title;
    const char *spread_svg;
    CxViewList spread;   /* of CxScoreGroupView */
    CxViewList findings; /* of CxFindingView */
    bool has_findings;
    CxViewList metrics; /* of CxProfileMetricView */
    bool has_metrics;
    CxViewList thresholds; /* of CxProfileLinkView */
    bool has_thresholds;
    CxViewList pilots; /* of CxProfileLinkView */
    bool has_pilots;
    CxViewList terms; /* of CxProfileTermView, latest first */
    bool has_terms;
    CxViewList history; /* of texts */
    bool has_history;
    const char *brief_url;   /* of its head */
    const char *drivers_url; /* NULL: not for this reader */
    const char *declare_url; /* likewise */
    bool can_change;
} CxProfileView;

/* The view is of cx_profile_view_type (pages/pages.h).
 *
 * All of it, in the context's arena; `key` of a survey, NULL: the first by title. Fails as
 * cx_profile_load. */
CX_MUST_USE bool cx_profile_view(CxCtx *ctx, const CxDepartment *department, const char *key,
                                 CxProfileView *view, GError **error);
