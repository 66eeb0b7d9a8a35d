/* Who works: a process by its host, number and start, so that another process of the same host can
 * tell at once that it is gone. Any thread. */
#pragma once

#include <stdbool.h>

#include "lang/lang.h"

/* "host:pid:start:boot:namespace" of this process; (transfer full). */
char *cx_worker_name(void);
/* Whether the process of that name ran on this host, since it was last started, among the processes
 * this one can see, and is no more. False where nothing can be told. */
bool cx_worker_is_gone(const char *name);
