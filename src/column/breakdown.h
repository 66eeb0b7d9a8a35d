/* Several questions by several groups at once: NPS and three shares by region and segment, in one pass
 * over the frame.
 *
 * A breakdown is counts and nothing else: for each group and question, how many responses gave each
 * class of answer. Scores, shares, means and percentiles follow from them exactly, and breakdowns of
 * parts of a frame add up. Unweighted, and each response a unit of its own: intervals by cluster are
 * made of slices (column/run.h). Any thread. */
#pragma once

#include <glib.h>
#include <stdint.h>

#include "column/frame.h"
#include "column/slice.h"
#include "lang/lang.h"

#define CX_BREAKDOWN_BY_MAX        4
#define CX_BREAKDOWN_QUESTIONS_MAX 7

/* How a question's answers are told apart. */
typedef enum {
    CX_BREAKDOWN_BANDS,  /* 0 detractors, 1 passives, 2 promoters */
    CX_BREAKDOWN_TOP2,   /* 0 others, 1 the two best points */
    CX_BREAKDOWN_ANSWERS /* the code as answered, less the lowest of the scale */
} CxBreakdownClasses;

typedef struct {
    const char *item; /* key */
    CxBreakdownClasses classes;
} CxBreakdownQuestion;

typedef struct {
    CxDay from, to;   /* both included; CX_DAY_NONE: open */
    CxSliceBy period; /* MONTH, QUARTER, YEAR, or NONE */
    const char
        *by[CX_BREAKDOWN_BY_MAX]; /* "version", "mode" or the key of a choice item; then NULL */
    const CxSliceFilter *const *filters; /* n_filters */
    size_t n_filters;
    const CxBreakdownQuestion *questions; /* n_questions */
    size_t n_questions;
} CxBreakdownAsk;

/* Groups are numbered period first, then by[0], by[1] … as the frame lists their codes; the last one
 * of each `by` stands for rows whose code is not listed. */
typedef struct {
    size_t n_groups;
    int32_t first_period; /* index of the first period (column/slice.h), when there are periods */
    size_t n_periods;     /* 1 without */
    size_t n_by[CX_BREAKDOWN_BY_MAX]; /* classes of each `by`, with the last one; 1 where none */
    size_t n_classes[CX_BREAKDOWN_QUESTIONS_MAX]; /* of each question; one more is no answer */
    int64_t *counts[CX_BREAKDOWN_QUESTIONS_MAX];  /* n_groups times n_classes + 1 */
} CxBreakdown;

/* Fails with NOT_FOUND, naming it, for an item, a dimension or a filter's value there is not; INVALID for
 * classes its question cannot have; TOO_LARGE beyond CX_SLICE_GROUPS_MAX groups or more questions
 * or dimensions than above. (transfer full) */
CX_MUST_USE CxBreakdown *cx_breakdown_run(const CxFrame *frame, const CxBreakdownAsk *ask,
                                          GError **error);
void cx_breakdown_free(CxBreakdown *breakdown);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CxBreakdown, cx_breakdown_free)

/* Counts of one group and question: n_classes of them, and last how many did not answer. */
const int64_t *cx_breakdown_counts(const CxBreakdown *breakdown, size_t i_group, size_t i_question);
/* The median of classes counted; between two, the middle. NaN where nothing is counted. */
double cx_breakdown_median(const int64_t *counts, size_t n_classes);
