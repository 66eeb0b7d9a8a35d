/* Tells the threads of this process that a job was queued, so that it begins at once; other
 * processes look once a second (docs/decisions/0041). Any thread. */
#pragma once

#include <stdint.h>

/* How often it was raised so far. */
int64_t cx_job_signal_count(void);
void cx_job_signal_raise(void);
/* Waits until it was raised more often than `seen`, at most wait_us. */
void cx_job_signal_wait(int64_t seen, int64_t wait_us);
