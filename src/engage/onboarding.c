#include "engage/onboarding.h"

#include "base/civil.h"
#include "lang/assert.h"

#define DAYS_IN_WEEK     7
#define WEEKS_NEW_BEYOND 13 /* after the window a leader is still new */

const char *
cx_onboarding_state_key(CxOnboardingState state)
{
    static const char *const keys[CX_ONBOARDING_N] = {
#define X(name, key) [CX_ONBOARDING_##name] = (key),
        CX_ONBOARDING_MAP(X)
#undef X
    };
    cx_assert(state < CX_ONBOARDING_N);
    return keys[state];
}

CxDay
cx_working_day_from(CxDay day)
{
    return cx_day_is_working(day) ? day : cx_day_add_working(day, 1);
}

static CxOnboardingState
judge_state(const CxOnboarding *window, CxDay met_on, CxDay today)
{
    if (!cx_day_is_none(met_on) && met_on.v >= window->since.v)
        return CX_ONBOARDING_MET;
    if (today.v < window->opens_on.v)
        return CX_ONBOARDING_EARLY;
    if (today.v <= window->closes_on.v - DAYS_IN_WEEK)
        return CX_ONBOARDING_OPEN;
    return today.v <= window->closes_on.v ? CX_ONBOARDING_CLOSING : CX_ONBOARDING_MISSED;
}

CxOnboarding
cx_onboarding_judge(CxDay since, CxDay met_on, CxDay today, const CxEngageSettings *settings)
{
    CxOnboarding result = { .since = since,
                            .weeks = -1,
                            .opens_on = CX_DAY_NONE,
                            .closes_on = CX_DAY_NONE,
                            .propose_on = CX_DAY_NONE };
    if (cx_day_is_none(since))
        return result;
    if (since.v <= today.v)
        result.weeks = (today.v - since.v) / DAYS_IN_WEEK;
    const int32_t first = (int32_t)settings->window_first_week;
    const int32_t last = MAX(first, (int32_t)settings->window_last_week);
    const CxDay opens_on = { since.v + first * DAYS_IN_WEEK };
    const CxDay closes_on = { since.v + last * DAYS_IN_WEEK };
    if (today.v > closes_on.v + WEEKS_NEW_BEYOND * DAYS_IN_WEEK)
        return result;
    result.opens_on = opens_on;
    result.closes_on = closes_on;
    result.state = judge_state(&result, met_on, today);
    if (result.state != CX_ONBOARDING_MET)
        result.propose_on = cx_working_day_from((CxDay){ MAX(opens_on.v, today.v + 1) });
    return result;
}
