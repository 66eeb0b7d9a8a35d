/* A survey in a line, as a document: what the surveys page, the API and `coalition survey` show. */
#pragma once

#include "people/ctx.h"
#include "view/field.h"

typedef struct {
    int64_t id;
    const char *key;
    const char *title;
    int64_t n_responses;
    const char *n_responses_text;
    int64_t n_versions;
    int64_t n_items;
    CxDay first_day, last_day; /* CX_DAY_NONE without answers */
    const char *period;        /* NULL without answers */
    const char *url;
} CxSurveySummaryView;

extern const CxViewType cx_survey_summary_view_type;

/* The surveys of cx_survey_list (GPtrArray of CxSurveySummary), as CxSurveySummaryView in the context's
 * arena. */
CxViewList cx_survey_summary_views(CxCtx *ctx, const GPtrArray *surveys);
