/* The course of a score: period by period, cut where it may not be read as one, with what could have
 * been seen.
 *
 * Nothing is tested here: a change is tested once, when its period closes (evidence/change.h). The
 * newest period stands beside the same season a year before, else beside the period before, with the
 * change that as many answers would have shown. docs/methods/course.md. */
#pragma once

#include "evidence/change.h"
#include "evidence/splice.h"

/* What the newest period can be set beside.
 *      state       key */
#define CX_COURSE_MAP(X)                                                                           \
    X(BESIDE, "beside")         /* another period, and what would have shown */                    \
    X(CUT, "cut")               /* a cut lies between: shown, not compared */                      \
    X(TOO_FEW, "too_few")       /* too few answers in one of them for an interval */               \
    X(HIDDEN, "hidden")         /* one of them is behind the wall */                               \
    X(ONE_PERIOD, "one_period") /* there is no other */                                            \
    X(NOTHING, "nothing")       /* nobody answered */

typedef enum {
#define X(name, key) CX_COURSE_##name,
    CX_COURSE_MAP(X)
#undef X
        CX_COURSE_N
} CxCourseState;

const char *cx_course_state_key(CxCourseState state);

/* One way of answering, on both sides of a shift of the mode mix. */
typedef struct {
    const char *key;
    const char *label;
    CxMeasured before, after; /* n 0 where nobody answered so */
} CxCourseMode;

typedef struct {
    CxSliceBy by;         /* month, quarter or year */
    const CxScore *score; /* by period, up to the slice's last day */
    CxSplices splices;
    CxCourseState state;
    size_t newest;     /* group of score: the last with answers; n_groups: none */
    size_t against;    /* group it stands beside; n_groups: none */
    bool is_season;    /* of the same season a year before */
    double detectable; /* change that would have shown with 80 % at the 5 % level; NaN: none */
    bool is_alike;     /* all answers of both periods count alike, so that nothing can be told */
    const CxChange *tested; /* that period, tested at its close; NULL: it was not */
    /* the newest period the other way of weighting */
    bool has_other;
    CxMeasured other;
    const char *why_other; /* why the two differ, or that they do not; NULL without has_other */
    /* each way of answering by itself, around the last shift of the mode mix */
    const CxCourseMode *modes;
    size_t n_modes;          /* 0: the mix did not shift */
    const char *mode_before; /* labels of the two periods */
    const char *mode_after;
    const char *rate;     /* response rate of the newest period in words; NULL: nobody answered */
    const char *headline; /* "The overall rating: 31 (28–34) in …; 34 (31–37) a year before" */
    const char *line;     /* "With these answers a change of 4 points would have shown" */
} CxCourse;

/* The course of a slice, whose `from` and groups are not looked at. Texts live in the context's arena.
 * Fails as cx_score_run. */
CX_MUST_USE const CxCourse *cx_course_run(CxCtx *ctx, const CxSurvey *survey, const CxSlice *slice,
                                          CxSliceBy by, GError **error);
/* How many of those asked answered a slice, in words, by the definition its survey names; in the
 * arena. The slice has been run as a score. */
CX_MUST_USE const char *cx_score_rate(CxCtx *ctx, const CxSurvey *survey, const CxScore *score,
                                      GError **error);
