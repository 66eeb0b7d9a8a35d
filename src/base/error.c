#include "base/error.h"

#include "lang/assert.h"

typedef struct {
    const char *name;
    int http_status;
    int exit_status;
    const char *title;
} ErrorRow;

static const ErrorRow error_rows[CX_ERROR_N] = {
#define X(name, http, exit_status, title) [CX_ERROR_##name] = { #name, http, exit_status, title },
    CX_ERROR_MAP(X)
#undef X
};

GQuark
cx_error_quark(void)
{
    return g_quark_from_static_string("cx-error");
}

CxErrorCode
cx_error_code(const GError *error)
{
    cx_assert(error != NULL);
    if (error->domain != CX_ERROR || error->code < 0 || error->code >= CX_ERROR_N)
        return CX_ERROR_IO;
    return (CxErrorCode)error->code;
}

int
cx_error_http_status(CxErrorCode code)
{
    cx_assert(code < CX_ERROR_N);
    return error_rows[code].http_status;
}

int
cx_error_exit_status(CxErrorCode code)
{
    cx_assert(code < CX_ERROR_N);
    return error_rows[code].exit_status;
}

const char *
cx_error_name(CxErrorCode code)
{
    cx_assert(code < CX_ERROR_N);
    return error_rows[code].name;
}

const char *
cx_error_title(CxErrorCode code)
{
    cx_assert(code < CX_ERROR_N);
    return error_rows[code].title;
}
