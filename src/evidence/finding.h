/* Findings: what evidence noticed and is worth saying, each with its card, department and lifetime.
 *
 * A finding is kept as message and arguments, so that it can be said in any language; own words take
 * the place of one language. Nothing is said again that was said and has not changed. A bad finding
 * about a department is seen by its head first (evidence/first_look.h). How they are made, and how
 * false ones are kept out: docs/methods/findings.md. */
#pragma once

#include "evidence/first_look.h"
#include "evidence/measured.h"
#include "feedback/survey.h"

#define CX_FINDING_KIND_MAP(X)                                                                     \
    X(CHANGE, "change")       /* a declared measure improved or worsened when its period closed */ \
    X(THRESHOLD, "threshold") /* customers mind before the internal target is missed, or after */  \
    X(SPLICE, "splice")       /* from here on a series is not to be read as one */                 \
    X(FADING, "fading")       /* fewer answer than a year ago */                                   \
    X(UNUSUAL, "unusual")     /* a department apart from what departments here vary by */          \
    X(DRIVER, "driver")       /* what goes with ratings: other ratings, or metrics kept inside */

typedef enum {
#define X(name, key) CX_FINDING_##name,
    CX_FINDING_KIND_MAP(X)
#undef X
        CX_FINDING_KIND_N
} CxFindingKind;

/* For whom it is about. */
#define CX_FINDING_TONE_MAP(X)                                                                     \
    X(GOOD, "good")                                                                                \
    X(BAD, "bad")                                                                                  \
    X(NEUTRAL, "neutral")

typedef enum {
#define X(name, key) CX_FINDING_TONE_##name,
    CX_FINDING_TONE_MAP(X)
#undef X
        CX_FINDING_TONE_N
} CxFindingTone;

/* "change", "bad"; borrowed for ever. */
const char *cx_finding_kind_key(CxFindingKind kind);
const char *cx_finding_tone_key(CxFindingTone tone);

/* Lives in the context's arena. */
typedef struct CxFinding {
    CxFindingId id;
    CxFindingKind kind;
    CxFindingTone tone;
    CxSurveyId survey;
    const char *survey_key;
    CxDepartmentId department;   /* 0: nobody's alone */
    const char *department_key;  /* NULL for 0 */
    const char *department_name; /* NULL for 0 */
    const char *subject;         /* of what it is said */
    const char *sentence;        /* as it is to be read */
    const char *made;            /* the sentence as it was made, where somebody's own words stand */
    CxMeasured value;            /* what the sentence rests on, with its card */
    double p_adjusted;           /* over its family; NaN: not tested, or tested at a close */
    const char *slice;           /* whose series shows it */
    const char *url;             /* "/changes": page that shows more */
    CxDay found, until;          /* the days it is worth saying, both included */
    bool is_over;                /* replaced, or past its life */
    CxFirstLook look;
} CxFinding;

typedef struct {
    const CxFinding *items; /* newest first */
    size_t n;
} CxFindingList;

/* What is asked. */
typedef struct {
    CxDepartmentId department; /* 0: all */
    bool is_past_too;          /* those whose life is over as well */
} CxFindingQuery;

/* The findings the reader may see today: by the wall, and none that others have the first look at.
 * `query` NULL: all that live. Numbers the wall would not show today keep the finding back. */
CX_MUST_USE bool cx_finding_list(CxCtx *ctx, const CxFindingQuery *query,
                                 CxFindingList *ret_findings, GError **error);
/* One of them, over or not; NOT_FOUND also for what the reader may not see. */
CX_MUST_USE const CxFinding *cx_finding_load(CxCtx *ctx, CxFindingId id, GError **error);

/* Use case: says a finding in own words in the language of the context's messages; NULL takes them
 * back. CX team only; INVALID for words too long or with control characters, NOT_FOUND. Writes
 * finding_words, audit ("finding.say"). */
#define CX_FINDING_WORDS_BYTES_MAX 1000
CX_MUST_USE bool cx_finding_say(CxCtx *ctx, CxFindingId id, const char *words, GError **error);

/* Use case of every night: looks at all surveys and writes what is worth saying. Idempotent: what was
 * tested when a quarter closed is not tested again. *ret_n counts the new ones. CX team and the system
 * only; tells how far it is. Writes finding, finding_family, card, audit ("finding.notice", one record
 * a survey with something new). */
CX_MUST_USE bool cx_finding_notice(CxCtx *ctx, int64_t *ret_n, GError **error);
