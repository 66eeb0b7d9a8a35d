/* Steps of the sample program's plans: how a sponsor is trained, how a leader is coached; for `demo`. */
#pragma once

#include "engage/coach_step.h"

typedef struct {
    const char *leader; /* key */
    int32_t days_ago;
    int32_t due_in; /* days from then */
    const char *what;
    const char *progress; /* NULL: open; else done on the day it was due */
} CxDemoStep;

/* Adds them, each on its day; fails as cx_coach_step_add does. */
CX_MUST_USE bool cx_cli_demo_steps(CxCtx *ctx, CxCoachPlan plan, const CxDemoStep *steps, size_t n,
                                   GError **error);
