/* Instants, days, and the only place that reads the clock.
 *
 * Everything else is handed a CxInstant called `now`, so that a home can live on a date of its own
 * (`--at`) and tests can fix time. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "lang/lang.h"

/* A moment: microseconds since 1970-01-01 00:00 UTC. */
typedef struct {
    int64_t us;
} CxInstant;

/* A civil day: days since 1970-01-01, negative before. CX_DAY_NONE stands for "open". */
typedef struct {
    int32_t v;
} CxDay;

#define CX_DAY_NONE ((CxDay){ INT32_MIN })

#define CX_US_PER_SECOND INT64_C(1000000)
#define CX_US_PER_DAY    INT64_C(86400000000)

/* Either the machine's clock or a fixed instant. */
typedef struct {
    bool is_fixed;
    CxInstant at; /* meaningful when fixed */
} CxClock;

CxInstant cx_clock_now(const CxClock *clock);
/* Monotonic microseconds, for durations and timeouts only. */
int64_t cx_clock_monotonic_us(void);

static inline bool
cx_day_is_none(CxDay day)
{
    return day.v == INT32_MIN;
}
