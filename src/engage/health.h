/* Alive or fizzling (practice C12): what was done with leaders, per leader and overall, since the
 * beginning; an index of it that decays; whether it can be forecast (docs/methods/alive.md).
 *
 * Facts first: contacts, promises kept, thanks, commitments that show, customers called, what leaders
 * said of customers. What anybody thinks of a leader is no part of it. */
#pragma once

#include "engage/call.h"
#include "engage/contact.h"
#include "engage/credit.h"
#include "engage/promise.h"
#include "engage/settings.h"
#include "engage/visible.h"

#define CX_HEALTH_HALF_LIFE_DAYS 60 /* after which an event counts half */
#define CX_HEALTH_QUARTERS_MAX   12
#define CX_HEALTH_TESTS_MIN      6 /* back-tests before a forecast may be shown */
#define CX_HEALTH_TURNS_MAX      3

/* Something that happened with a leader. */
typedef struct {
    CxLeaderId leader;
    CxDay day;
    double weight; /* 1: a meeting or call */
} CxHealthEvent;

/* How alive a leader's part is: 0 .. 100, where 100 is a real contact each target_days for ever, and
 * no more than that. Pure. */
double cx_health_index(const CxHealthEvent *events, size_t n, CxLeaderId leader, CxDay on,
                       int64_t target_days);

/* What a series says of its next value: "the same as last" against a damped trend (last plus half of
 * the last step), tried on every value but the first two. Pure. */
typedef struct {
    int64_t n_tests;
    double naive_error; /* mean absolute error of "the same as last"; NaN without tests */
    double trend_error; /* of the trend */
    bool beats;         /* enough tests, and the trend's error is smaller */
    double next;        /* forecast; NaN unless it beats */
} CxHealthForecast;
CxHealthForecast cx_health_forecast(const double *series, size_t n);

#define CX_LAPSE_MAP(X)                                                                            \
    X(FINE, "fine")   /* met or called within the target */                                        \
    X(DUE, "due")     /* longer ago than the target: yellow */                                     \
    X(LATE, "late")   /* longer ago than the most allowed: red */                                  \
    X(NEVER, "never") /* not as far as is noted */

typedef enum {
#define X(name, key) CX_LAPSE_##name,
    CX_LAPSE_MAP(X)
#undef X
        CX_LAPSE_N
} CxLapse;

/* "late"; borrowed for ever. */
const char *cx_lapse_key(CxLapse lapse);
/* Pure; last may be CX_DAY_NONE. */
CxLapse cx_lapse_judge(CxDay last, CxDay today, const CxEngageSettings *settings);

typedef struct {
    CxLeaderId id;
    const char *name;
    const char *title;
    CxDay last;   /* real contact, CX_DAY_NONE: none */
    CxDay due_on; /* last + target; CX_DAY_NONE: never met */
    CxLapse lapse;
    int64_t n_kept, n_open, n_overdue; /* promises, either way */
    double index, was;                 /* now, and a quarter (91 days) ago */
} CxHealthLeader;

/* What was counted in a span of days. */
typedef struct {
    int64_t n_contacts; /* real ones */
    int64_t n_reached;  /* different leaders met or called */
    int64_t n_kept;     /* promises, either way */
    int64_t n_thanks;
    int64_t n_with_sponsor;
    int64_t n_called; /* customers that leaders reached */
    int64_t n_said;   /* what leaders said of customers, to whomever */
} CxHealthCounts;

typedef struct {
    int32_t quarter; /* cx_day_quarter_index */
    double index;    /* at its end, over the leaders in office then; NaN: nobody was */
    CxHealthCounts counts;
    bool is_over;
} CxHealthQuarter;

typedef struct {
    const CxHealthLeader *leaders; /* in office: the least alive first */
    size_t n_leaders;
    const CxHealthQuarter *quarters; /* oldest first, the running one last */
    size_t n_quarters;
    CxHealthCounts now, before; /* the last 91 days, and the 91 before */
    CxDay since;                /* of the first event, CX_DAY_NONE: there was none */
    double index, was;          /* the mean of the leaders', now and 91 days ago; NaN: no leader */
    CxHealthForecast forecast;
    size_t n_lapse[CX_LAPSE_N];
    const CxHealthLeader *const *turns; /* whom to see to turn it: what raises the index most */
    size_t n_turns;
    double index_after; /* if each of them were met today */
    int64_t target_days, max_days;
} CxHealth;

#define CX_HEALTH_STATE_MAP(X)                                                                     \
    X(SILENT, "silent")     /* nothing is noted yet, or nobody is in office */                     \
    X(ALIVE, "alive")       /* 67 or more of 100 */                                                \
    X(FADING, "fading")     /* less, or more than 10 lost in 91 days */                            \
    X(FIZZLING, "fizzling") /* under 34 */

typedef enum {
#define X(name, key) CX_HEALTH_##name,
    CX_HEALTH_STATE_MAP(X)
#undef X
        CX_HEALTH_STATE_N
} CxHealthState;

/* "fading"; borrowed for ever. */
const char *cx_health_state_key(CxHealthState state);
/* Pure. */
CxHealthState cx_health_state(const CxHealth *health);

/* In the context's arena. CX team only. */
CX_MUST_USE const CxHealth *cx_health_load(CxCtx *ctx, GError **error);
