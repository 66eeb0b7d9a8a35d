#include "db/job_signal.h"

#include <glib.h>
#include <stdbool.h>

#include "base/clock.h"

static GMutex lock;
static GCond is_raised;
static int64_t n_raised;

int64_t
cx_job_signal_count(void)
{
    g_mutex_lock(&lock);
    const int64_t n = n_raised;
    g_mutex_unlock(&lock);
    return n;
}

void
cx_job_signal_raise(void)
{
    g_mutex_lock(&lock);
    n_raised++;
    g_cond_broadcast(&is_raised);
    g_mutex_unlock(&lock);
}

void
cx_job_signal_wait(int64_t seen, int64_t wait_us)
{
    const int64_t until_us = cx_clock_monotonic_us() + wait_us;
    g_mutex_lock(&lock);
    bool is_in_time = true;
    while (n_raised <= seen && is_in_time)
        is_in_time = g_cond_wait_until(&is_raised, &lock, until_us);
    g_mutex_unlock(&lock);
}
