/* Scores: ratings put together over a slice, each with interval and evidence card.
 *
 * The wall stands here: a question of a department one may not see is FORBIDDEN, a group with fewer
 * answers than the wall's minimum is hidden, and when a group of a partition is hidden and could be
 * had by subtraction, the next smallest is hidden with it. */
#pragma once

#include "column/slice.h"
#include "evidence/measured.h"
#include "feedback/survey.h"
#include "people/ctx.h"

typedef struct {
    const char *key;   /* of the group: "2018", "2018-Q2", "self" */
    const char *label; /* as shown */
    CxDay from, to;    /* of a period group, else the score's */
    CxMeasured value;
} CxScoreGroup;

typedef struct {
    const char *slice;    /* as it was run, canonical text */
    const char *question; /* key */
    const char *label;    /* short name of the item */
    const char *wording;  /* as last asked */
    const char *measure;  /* "Net Promoter Score" */
    const char *unit;     /* "points", "%", "of 5" */
    int decimals;         /* to which its interval supports */
    double scale_lo;      /* ends of the unit's scale, for figures */
    double scale_hi;
    bool is_weighted;
    CxMeasured whole; /* all groups together */
    const CxScoreGroup *groups;
    size_t n_groups;
    CxDay from; /* period: as asked, else of the data; CX_DAY_NONE without answers */
    CxDay to;
    CxSliceOrganised organised;
    const char
        *counted; /* for whom answers count, where that needs saying (evidence/scope.h); or NULL */
} CxScore;

/* Computes the scores of a slice of a survey. Everything lives in the context's arena. Fails with
 * NOT_FOUND for a question not there, INVALID for a measure that does not fit the question's
 * scale, FORBIDDEN by the wall. */
CX_MUST_USE const CxScore *cx_score_run(CxCtx *ctx, const CxSurvey *survey, const CxSlice *slice,
                                        GError **error);
/* The item a slice's question means: by its key, or by the column of an older scale
 * (feedback/frame_store.h); the overall one for NULL. NULL if there is none; borrowed. */
const CxItem *cx_score_item(const CxSurvey *survey, const char *question);
/* Whether the wall lets scores of this item through as it is today; what it was: evidence/scope.h. */
bool cx_score_can_see(const CxCtx *ctx, const CxItem *item);
/* The score whose interval lies below those of all others that are shown; n when none stands apart,
 * fewer than two are shown, measures differ, or one has too few units for an interval to compare.
 * n may be 0. */
size_t cx_score_lowest(const CxScore *const *scores, size_t n);
