/* Slows down guessing of passwords: after a few wrong tries each further one must wait, twice as
 * long each time.
 *
 * Three counts are kept per try: of this login from this address (strict), of the address (many
 * logins tried from one place), and of the login (one login tried from many places; mild, so that
 * strangers cannot lock a person out for long). Counts are forgotten an hour after the last try.
 * Kept in this process's memory under a lock (docs/decisions/0010); any thread. */
#pragma once

#include <glib.h>
#include <stdint.h>

#include "lang/lang.h"

typedef struct CxThrottle CxThrottle;

CxThrottle *cx_throttle_new(void);
void cx_throttle_free(CxThrottle *throttle);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CxThrottle, cx_throttle_free)

/* Counts a try at now_us (monotonic) as failed beforehand, so that many at once gain nothing.
 * Returns 0 when it may be made, else the seconds to wait; then nothing is counted. */
CX_MUST_USE int64_t cx_throttle_try(CxThrottle *throttle, const char *login, const char *address,
                                    int64_t now_us);
/* The try was right: takes back what it and the earlier ones of this login here counted. */
void cx_throttle_forgive(CxThrottle *throttle, const char *login, const char *address);
