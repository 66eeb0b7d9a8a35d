#include "feedback/unit.h"

#include <inttypes.h>

bool
cx_unit_name(const CxSurveyVersion *version, const CxUnitKeys *keys, GString *name)
{
    if (keys->cluster != NULL && version->cluster_scope == CX_CLUSTER_SCOPE_SURVEY)
        g_string_printf(name, "s:%s", keys->cluster);
    else if (keys->cluster != NULL)
        g_string_printf(name, "v:%s:%s", version->key, keys->cluster);
    else if (keys->account != NULL)
        g_string_printf(name, "a:%s", keys->account);
    else if (keys->respondent != 0)
        g_string_printf(name, "r:%" PRId64, keys->respondent);
    else
        return false;
    return true;
}
