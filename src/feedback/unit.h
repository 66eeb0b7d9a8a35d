/* The sampling unit of a response: the cluster its version names, else its account, else its
 * respondent. */
#pragma once

#include "feedback/survey.h"

/* As stored; NULL and 0 where there is none. */
typedef struct {
    const char *cluster;
    const char *account;
    int64_t respondent;
} CxUnitKeys;

/* Sets the unit's name, equal for answers of one unit. False: the response is a unit of its own. */
bool cx_unit_name(const CxSurveyVersion *version, const CxUnitKeys *keys, GString *name);
