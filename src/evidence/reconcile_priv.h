/* Working a number out under differences. Inside evidence/. */
#pragma once

#include "column/run.h"
#include "evidence/reconcile.h"

#define CX_RECONCILE_TRIES_MAX 12000 /* ways worked out for one number */

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
    CX_READING_ONE_HIGHER,   /* 1-11 taken as 0-10: promoters 8-10, detractors 0-5 */
    CX_READING_ONE_LOWER,    /* 0-10 taken as 1-11: promoters 10, detractors 0-7 */
    CX_READING_ONE_TO_FIVE,  /* the best point less the three lowest, of five */
    CX_READING_TOP_1,        /* the best point alone */
    CX_READING_TOP_3,
    CX_READING_BOTTOM, /* detractors, or the two lowest points */
    /* Ours moved and stretched: these work under weights too. */
    CX_READING_HALF,    /* -100..100 as 0..100 */
    CX_READING_PERCENT, /* a mean as a share of its scale */
    CX_READING_OF_BEST, /* a mean as a share of the best point */
    CX_READING_FROM_0,  /* points counted from 0 */
    CX_READING_FROM_1,  /* points counted from 1 */
    CX_READING_TURNED,  /* the lowest point is the best */
    CX_READING_N
} CxReading;

typedef enum {
    CX_ROUNDING_USUAL,
    CX_ROUNDING_CUT,   /* what follows the last decimal is dropped */
    CX_ROUNDING_PARTS, /* NPS: promoters and detractors are rounded first */
} CxRounding;

/* A difference; what is not set stays as ours. */
typedef struct {
    CxReconcileAxis axis;
    const char *words; /* a sentence */
    CxDenominator denominator;
    CxReading reading;
    CxRounding rounding;
    const CxFrame *frame; /* another reading of the answers; NULL: ours */
    bool has_measure;
    CxSliceMeasure measure;
    bool is_other_weighting;
    uint64_t rules;    /* rows passed over by these rules alone are counted in */
    const char *zones; /* another zone's days, and those of zones that come to the same; or NULL */
    bool has_period;
    CxDay from, to;
    const char *filter; /* item whose filter is set; NULL: none */
    const char *values; /* of it, comma-separated; NULL: left out */
} CxReconcileOption;

/* A row that the mapping passes over. */
typedef struct {
    CxDay day;
    uint8_t code;        /* CX_CODE_MISSING: no score */
    uint64_t rules;      /* that pass it over, as bits into the reconciler's */
    const char *version; /* key */
    const char *mode;    /* key, or NULL */
} CxReconcileSkipped;

/* A rule by which mappings pass rows over, the same in any of a survey's files. */
typedef struct {
    const char *column;
    const char *reason; /* or NULL */
} CxReconcileRule;

typedef struct {
    CxCtx *ctx;
    const CxSurvey *survey;
    const CxItem *item;
    CxFrame *frame;
    GPtrArray *others; /* of CxFrame: other readings of the answers, as options refer to them */
    CxSlice *base;
    int decimals; /* of the claim */
    bool is_weighted;
    GArray *skipped; /* of CxReconcileSkipped */
    GArray *rules;   /* of CxReconcileRule, 64 at most */
    GArray *options; /* of CxReconcileOption, in the order of the axes */
} CxReconciler;

/* Fills an empty reconciler; FORBIDDEN, INVALID as the use case. */
CX_MUST_USE bool cx_reconciler_init(CxReconciler *r, CxCtx *ctx, const CxSurvey *survey,
                                    const CxSlice *slice, GError **error);
/* Takes over a frame of another reading, unless it is the same as ours: NULL then. Borrowed. */
const CxFrame *cx_reconciler_add_frame(CxReconciler *r, CxFrame *frame);
void cx_reconciler_clear(CxReconciler *r);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(CxReconciler, cx_reconciler_clear)

/* Works the number out under up to two differences (NULL: none). *ret_is_worked is false where the
 * two do not go together, the number cannot be had, or it rests on fewer answers than may be shown. */
CX_MUST_USE bool cx_reconcile_work(CxReconciler *r, const CxReconcileOption *first,
                                   const CxReconcileOption *second, CxReconciled *ret_way,
                                   bool *ret_is_worked, GError **error);
/* Whether two differences may go together. */
bool cx_reconcile_is_pair(const CxReconcileOption *a, const CxReconcileOption *b);
/* reconcile_options.c: fills the options there are for this number. */
CX_MUST_USE bool cx_reconcile_list_options(CxReconciler *r, GError **error);
/* reconcile_days.c: those of days. */
CX_MUST_USE bool cx_reconcile_list_days(CxReconciler *r, GError **error);
/* Says that days end elsewhere: "UTC", "UTC or Europe/London". */
const char *cx_reconcile_zone_words(CxReconciler *r, const char *others);
/* The score of an answer under a reading, in the unit of its measure; not for those that move and
 * stretch. */
double cx_reconcile_score(const CxFrameItem *item, CxSliceMeasure measure, CxReading reading,
                          unsigned code);
/* Whether the reading is ours times *ret_factor plus *ret_shift. */
bool cx_reconcile_is_stretch(const CxFrameItem *item, CxReading reading, double *ret_factor,
                             double *ret_shift);
