/* How leaders are engaged here: the cadence of one-on-ones, the window of a first meeting, the hours
 * of a week, who sponsors the program. Dated; the newest counts, with a usual value for each. */
#pragma once

#include "people/ctx.h"

#define CX_ENGAGE_SETTING_MAP(X)                                                                   \
    X(cadence_target_days, 60, 7, 366) /* between real contacts with a leader */                   \
    X(cadence_max_days, 91, 7, 732)    /* the most allowed */                                      \
    X(window_first_week, 6, 1, 26)     /* of the first meeting, weeks in office */                 \
    X(window_last_week, 8, 1, 52)                                                                  \
    X(minutes_a_week, 240, 15, 4800) /* for what the week proposes */                              \
    X(sponsor, 0, 0, INT64_MAX)      /* a leader's id; 0: not named */                             \
    X(sponsor_successor, 0, 0, INT64_MAX)                                                          \
    X(sponsor_phase, 0, 0, 3)      /* 0: not said, else 1 + CxPhase */                             \
    X(weight_credibility, 1, 0, 9) /* of candidates for sponsor */                                 \
    X(weight_courage, 1, 0, 9)                                                                     \
    X(weight_vision, 1, 0, 9)                                                                      \
    X(map, 0, 0, 1)                   /* 1: a map of the coalition also with few leaders */        \
    X(tier_1_target_days, 30, 7, 366) /* the cadence of the closest tier (engage/care.h) */        \
    X(tier_1_max_days, 45, 7, 732)                                                                 \
    X(tier_2_target_days, 60, 7, 366)                                                              \
    X(tier_2_max_days, 91, 7, 732)                                                                 \
    X(tier_3_target_days, 120, 7, 366)                                                             \
    X(tier_3_max_days, 183, 7, 732)                                                                \
    X(rounds, 0, 0, 1)             /* 1: rounds of one-on-ones also with few leaders */            \
    X(call_rest_weeks, 12, 1, 104) /* between leaders' calls to a customer (engage/call.h) */

typedef struct {
#define X(key, usual, lo, hi) int64_t key;
    CX_ENGAGE_SETTING_MAP(X)
#undef X
} CxEngageSettings;

CX_MUST_USE bool cx_engage_settings_load(CxCtx *ctx, CxEngageSettings *ret_settings,
                                         GError **error);
/* Use case: sets those that are to be other than they are, from now on. A successor who becomes the
 * sponsor is the successor no longer. INVALID for a value out of
 * range, a cadence allowed that is shorter than the one aimed at, a window that closes before it
 * opens. CX team only. Writes engage_setting, audit, one of each for every setting changed. */
CX_MUST_USE bool cx_engage_settings_change(CxCtx *ctx, const CxEngageSettings *wanted,
                                           GError **error);
/* Use case: sets one; also INVALID for a key not known. Otherwise as cx_engage_settings_change. */
CX_MUST_USE bool cx_engage_settings_set(CxCtx *ctx, const char *key, int64_t value, GError **error);
