#include "base/clock.h"

#include <glib.h>

CxInstant
cx_clock_now(const CxClock *clock)
{
    if (clock->is_fixed)
        return clock->at;
    return (CxInstant){ g_get_real_time() };
}

int64_t
cx_clock_monotonic_us(void)
{
    return g_get_monotonic_time();
}
