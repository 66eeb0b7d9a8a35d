#include "evidence/measured.h"

#include <math.h>
#include <string.h>

#include "lang/assert.h"

static const char *const status_keys[CX_MEASURED_N] = {
#define X(name, key) [CX_MEASURED_##name] = (key),
    CX_MEASURED_MAP(X)
#undef X
};

const char *
cx_measured_status_key(CxMeasuredStatus status)
{
    cx_assert(status < CX_MEASURED_N);
    return status_keys[status];
}

bool
cx_measured_status_find(const char *key, CxMeasuredStatus *ret_status)
{
    for (size_t i = 0; i < CX_MEASURED_N; i++) {
        if (key != NULL && strcmp(key, status_keys[i]) == 0) {
            *ret_status = (CxMeasuredStatus)i;
            return true;
        }
    }
    return false;
}

bool
cx_measured_has_value(const CxMeasured *measured)
{
    return !isnan(measured->value);
}

bool
cx_measured_has_interval(const CxMeasured *measured)
{
    return !isnan(measured->lo) && !isnan(measured->hi);
}

bool
cx_measured_is_hidden(const CxMeasured *measured)
{
    return measured->status == CX_MEASURED_HIDDEN || measured->status == CX_MEASURED_HIDDEN_TOO;
}
