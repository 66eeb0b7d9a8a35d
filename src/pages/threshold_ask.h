/* What is asked of a threshold, as people write it: in an address, a form, or on the command line. */
#pragma once

#include "evidence/threshold.h"

/* Each NULL or "" when not given. */
typedef struct {
    const char *target; /* "5", "2.5", "70 %" */
    const char *level;  /* "15", "15 %": of low answers */
    const char *low;    /* "6": up to which answers are low */
    const char *from, *to;
} CxThresholdAskTexts;

/* Fills what is given into the query. INVALID in people's words. */
CX_MUST_USE bool cx_threshold_ask_read(const CxThresholdAskTexts *texts, CxThresholdQuery *query,
                                       GError **error);
