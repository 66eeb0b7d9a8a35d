/* New leaders: when the first meeting is due (practice C2: six to eight weeks in office, when they
 * know their department and are not yet set). Pure. */
#pragma once

#include "engage/settings.h"

#define CX_ONBOARDING_MAP(X)                                                                       \
    X(NONE, "none")       /* no first day is known, or they are not new any more */                \
    X(EARLY, "early")     /* the window is still to come */                                        \
    X(OPEN, "open")       /* it is open */                                                         \
    X(CLOSING, "closing") /* it is open for a week at most */                                      \
    X(MISSED, "missed")   /* it has closed without a meeting, 13 weeks ago at most */              \
    X(MET, "met")         /* there was a real contact since the first day */

typedef enum {
#define X(name, key) CX_ONBOARDING_##name,
    CX_ONBOARDING_MAP(X)
#undef X
        CX_ONBOARDING_N
} CxOnboardingState;

/* "open"; borrowed for ever. */
const char *cx_onboarding_state_key(CxOnboardingState state);

typedef struct {
    CxOnboardingState state;
    CxDay since;    /* first day in office; CX_DAY_NONE when not known */
    int32_t weeks;  /* whole weeks in office; -1 when not known */
    CxDay opens_on; /* first and last day of the window; CX_DAY_NONE when there is none */
    CxDay closes_on;
    CxDay propose_on; /* the day to propose; CX_DAY_NONE when none is due */
} CxOnboarding;

/* since, met_on (the last real contact) may be CX_DAY_NONE. The day to propose is the first working
 * day (Monday to Friday) of the window after today; when none is left, the next working day. */
CxOnboarding cx_onboarding_judge(CxDay since, CxDay met_on, CxDay today,
                                 const CxEngageSettings *settings);
/* The first Monday to Friday from a day on. */
CX_CONST CxDay cx_working_day_from(CxDay day);
