/* A slice: which responses, which measure of which question, in which groups.
 *
 * A slice has one canonical text form, which is also the query string of a page and the options of
 * a command: "survey=sfo&measure=nps&question=recommend&from=2018-01-01&where=mode:self,phone&
 * group=quarter&weighting=weighted" (docs/slices.md). parse(format(slice)) is slice, and
 * format(parse(text)) is the canonical text. One thread. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "base/clock.h"
#include "base/issues.h"
#include "column/frame.h"
#include "lang/lang.h"

#define CX_SLICE_FILTERS_MAX 16
#define CX_SLICE_VALUES_MAX  254 /* of one filter */

/*      measure  key      takes       */
#define CX_SLICE_MEASURE_MAP(X)                                                                    \
    X(NPS, "nps", "Net Promoter Score")                                                            \
    X(MEAN, "mean", "mean")                                                                        \
    X(TOP2, "top2", "share of the two best points")                                                \
    X(SHARE, "share", "share of the answers named")                                                \
    X(COUNT, "count", "number of responses")

typedef enum {
#define X(name, key, words) CX_SLICE_##name,
    CX_SLICE_MEASURE_MAP(X)
#undef X
        CX_SLICE_MEASURE_N
} CxSliceMeasure;

typedef enum {
    CX_SLICE_BY_NONE,
    CX_SLICE_BY_VERSION,
    CX_SLICE_BY_MODE,
    CX_SLICE_BY_MONTH,
    CX_SLICE_BY_QUARTER,
    CX_SLICE_BY_YEAR,
    CX_SLICE_BY_ITEM, /* a choice item */
    CX_SLICE_BY_N
} CxSliceBy;

typedef enum {
    CX_SLICE_DECLARED, /* as the survey's headline */
    CX_SLICE_WEIGHTED,
    CX_SLICE_UNWEIGHTED,
    CX_SLICE_WEIGHTING_N
} CxSliceWeighting;

/* For whom answers count after a reorganisation (docs/guide/reorganisations.md). The frame knows
 * nothing of it: evidence/scope.h narrows the period by it. */
typedef enum {
    CX_ORGANISED_NOW,  /* for the department that has the question today */
    CX_ORGANISED_THEN, /* for the department that had it on the day */
    CX_ORGANISED_N
} CxSliceOrganised;

/* Keeps responses whose `item` is any of `values`. */
typedef struct {
    char *item;   /* "mode", "version", or the key of a choice item */
    GStrv values; /* keys, at least one, sorted, each once */
} CxSliceFilter;

typedef struct {
    char *survey; /* key; NULL: the only survey there is */
    CxSliceMeasure measure;
    char *question; /* item key; NULL: the survey's overall item; NULL for COUNT */
    GStrv answers;  /* SHARE only: codes ("4") or keys of choices, sorted, each once; else NULL */
    CxDay from, to; /* both included; CX_DAY_NONE: open */
    GPtrArray *filters; /* of CxSliceFilter, sorted by item, each item once; never NULL */
    CxSliceBy by;
    char *by_item; /* key of the choice item when BY_ITEM, else NULL */
    CxSliceWeighting weighting;
    CxSliceOrganised organised;
} CxSlice;

/* NPS of the overall item over all responses, no groups, weighting as declared. (transfer full) */
CxSlice *cx_slice_new(void);
CxSlice *cx_slice_copy(const CxSlice *slice);
void cx_slice_free(CxSlice *slice);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CxSlice, cx_slice_free)

/* Makes the filter of an item these comma-separated keys; NULL or "" takes it away. Fails with
 * INVALID for what are not keys or too many. */
CX_MUST_USE bool cx_slice_set_filter(CxSlice *slice, const char *item, const char *values,
                                     GError **error);
/* The filter of an item, or NULL. Borrowed. */
const CxSliceFilter *cx_slice_filter(const CxSlice *slice, const char *item);

/* One name=value, already decoded. An empty value counts as not given. */
typedef struct {
    const char *name, *value;
} CxSlicePair;

/* True for the names a slice is made of: survey, measure, question, answers, from, to, where, group,
 * weighting, organised. A page with parameters of its own sorts by this first. */
bool cx_slice_is_name(const char *name);

/* Reads text or pairs. Whatever is wrong is added to issues (field: the name; codes: "unknown",
 * "repeated", "invalid", "required", "too_large") and the result is NULL if any was. Says nothing
 * of a frame: see cx_slice_check. (transfer full) (nullable) */
CxSlice *cx_slice_parse(const char *text, CxIssues *issues);
CxSlice *cx_slice_parse_pairs(const CxSlicePair *pairs, size_t n_pairs, CxIssues *issues);

/* The canonical text; (transfer full). */
char *cx_slice_format(const CxSlice *slice);

/* Checks a slice against the frame of its survey, in people's words: a question, group, filter value
 * or answer there is not (with the nearest there are), a measure its question cannot have, weights
 * asked for where there are none, a period that ends before it begins. */
void cx_slice_check(const CxSlice *slice, const CxFrame *frame, CxIssues *issues);

/* "nps", "Net Promoter Score", "quarter", "weighted"; borrowed for ever. */
const char *cx_slice_measure_key(CxSliceMeasure measure);
const char *cx_slice_measure_words(CxSliceMeasure measure);
const char *cx_slice_by_key(CxSliceBy by); /* "none"; BY_ITEM gives "item" */

/* Groups by time (MONTH, QUARTER, YEAR; asserted): the period a day is in as a running number, with
 * no number left out, and the first day of a period. */
bool cx_slice_by_is_period(CxSliceBy by);
int32_t cx_slice_period_index(CxSliceBy by, CxDay day);
CxDay cx_slice_period_first_day(CxSliceBy by, int32_t index);
const char *cx_slice_weighting_key(CxSliceWeighting weighting);
const char *cx_slice_organised_key(CxSliceOrganised organised);
