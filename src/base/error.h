/* The one error domain. Each code has one HTTP status and one exit status.
 *
 * A function that can fail takes `GError **error` last, returns bool or a pointer, leaves *error
 * alone on success and sets it exactly once on failure. Messages are lower case, without a full
 * stop, say what was attempted and why it failed, and quote user text in "double quotes".
 * What a person typed wrong is not a GError but a CxIssues (base/issues.h). */
#pragma once

#include <glib.h>

/*      code             HTTP  exit  title for people                */
#define CX_ERROR_MAP(X)                                                                            \
    X(INVALID, 422, 2, "That could not be used as it is")                                          \
    X(NOT_FOUND, 404, 3, "There is nothing here")                                                  \
    X(FORBIDDEN, 403, 4, "This is not yours to see")                                               \
    X(CONFLICT, 409, 5, "Someone else was quicker")                                                \
    X(TOO_LARGE, 413, 6, "That is too large")                                                      \
    X(BUSY, 503, 7, "Busy just now")                                                               \
    X(CORRUPT, 500, 8, "Stored data does not add up")                                              \
    X(IO, 500, 9, "A disk or network did not answer")                                              \
    X(UNAUTHENTICATED, 401, 10, "Please sign in")                                                  \
    X(UNSUPPORTED, 415, 11, "This kind is not understood")                                         \
    X(THROTTLED, 429, 12, "Too many tries")                                                        \
    X(CANCELLED, 409, 13, "Cancelled")                                                             \
    X(DEFECT, 500, 14, "The program made a mistake")

typedef enum {
#define X(name, http, exit_status, title) CX_ERROR_##name,
    CX_ERROR_MAP(X)
#undef X
        CX_ERROR_N
} CxErrorCode;

#define CX_ERROR (cx_error_quark())
GQuark cx_error_quark(void);

/* The code of an error of any domain; errors not ours count as IO. */
CxErrorCode cx_error_code(const GError *error);
/* 4xx or 5xx. */
int cx_error_http_status(CxErrorCode code);
/* 2..14; 0 is success and 1 is a usage error of the command line. */
int cx_error_exit_status(CxErrorCode code);
/* "INVALID", borrowed for ever. */
const char *cx_error_name(CxErrorCode code);
/* A sentence fit for the head of an error page, borrowed for ever. */
const char *cx_error_title(CxErrorCode code);
