/* Working a number out under differences. Inside evidence/. */
#pragma once

#include "column/run.h"
#include "evidence/reconcile.h"

#define CX_RECONCILE_TRIES_MAX 5000 /* ways worked out for one number */

typedef enum {
    CX_DENOMINATOR_VALID,
    CX_DENOMINATOR_MISSING,        /* and no answer */
    CX_DENOMINATOR_NOT_APPLICABLE, /* and "does not apply" */
    CX_DENOMINATOR_ALL,
} CxDenominator;

typedef enum {
    CX_READING_USUAL,
    CX_READING_DETRACTORS_5, /* detractors 0-5 */
    CX_READING_PROMOTERS_8,  /* promoters 8-10 */
    CX_READING_TOP_1,        /* the best point alone */
    CX_READING_TOP_3,
    CX_READING_PERCENT, /* a mean as a share of its scale */
} CxReading;

/* A difference; what is not set stays as ours. */
typedef struct {
    CxReconcileAxis axis;
    const char *words; /* a sentence */
    CxDenominator denominator;
    CxReading reading;
    bool is_utc;
    bool is_other_weighting;
    bool has_skipped;
    bool has_period;
    CxDay from, to;
    const char *filter; /* item whose filter is set; NULL: none */
    const char *values; /* of it, comma-separated; NULL: left out */
} CxReconcileOption;

/* A row that the mapping passes over. */
typedef struct {
    CxDay day;
    uint8_t code;        /* CX_CODE_MISSING: no score */
    const char *version; /* key */
} CxReconcileSkipped;

typedef struct {
    CxCtx *ctx;
    const CxSurvey *survey;
    const CxItem *item;
    CxFrame *frame;
    CxFrame *utc; /* days cut at midnight UTC; NULL: the same */
    CxSlice *base;
    bool is_weighted;
    GArray *skipped; /* of CxReconcileSkipped */
    GArray *options; /* of CxReconcileOption, in the order of the axes */
} CxReconciler;

/* Fills an empty reconciler; FORBIDDEN, INVALID as the use case. */
CX_MUST_USE bool cx_reconciler_init(CxReconciler *r, CxCtx *ctx, const CxSurvey *survey,
                                    const CxSlice *slice, GError **error);
void cx_reconciler_clear(CxReconciler *r);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(CxReconciler, cx_reconciler_clear)

/* Works the number out under up to two differences (NULL: none). *ret_is_worked is false where the
 * two do not go together, the number cannot be had, or it rests on fewer answers than may be shown. */
CX_MUST_USE bool cx_reconcile_work(CxReconciler *r, const CxReconcileOption *first,
                                   const CxReconcileOption *second, CxReconciled *ret_way,
                                   bool *ret_is_worked, GError **error);
/* reconcile_options.c: fills the options there are for this number. */
void cx_reconcile_list_options(CxReconciler *r);
