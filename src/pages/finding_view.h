/* Findings as documents: what /findings shows and `coalition findings --json` prints. */
#pragma once

#include "evidence/finding.h"
#include "tell/mark.h"
#include "view/field.h"

/* The first look at a bad finding. */
typedef struct {
    bool is_held;
    bool is_mine;
    const char *heads;
    CxDay told, opens, answered, skipped;
    const char *words; /* where it stands, a sentence */
    const char *answer;
    const char *answered_by;
    const char *skip_reason;
    const char *skipped_by;
} CxFirstLookView;

typedef struct {
    CxMark score; /* what it rests on; in JSON its members stand at the top */
    int64_t id;
    const char *kind; /* key */
    const char *kind_text;
    const char *tone;     /* key */
    bool is_bad, is_good; /* for the glyph */
    const char *survey;   /* key */
    const char *department_key;
    const char *department; /* name, or NULL */
    const char *sentence;
    const char *made; /* NULL unless somebody's own words stand */
    double p_adjusted;
    const char *tested_text; /* NULL: not tested */
    CxDay found, until;
    const char *found_text, *until_text;
    bool is_over;
    const char *href;            /* its page */
    const char *url;             /* the page that shows more */
    const CxFirstLookView *look; /* NULL: no first look */
} CxFindingView;

extern const CxViewType cx_finding_view_type;

/* In the context's arena. */
CxFindingView cx_finding_view(CxCtx *ctx, const CxFinding *finding);
CxViewList cx_finding_views(CxCtx *ctx, const CxFindingList *findings);
