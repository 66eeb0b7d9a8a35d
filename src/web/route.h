/* The table of what can be asked: one row serves a page at `path` and its JSON at `/api/v1` + path.
 *
 * Paths are literal segments and captures: "/cards/{id}". A literal segment wins over a capture.
 * GET rows answer HEAD too. Rows live for ever (static tables). */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

#include "lang/lang.h"
#include "people/ctx.h"
#include "view/command.h"
#include "view/field.h"
#include "web/read.h"
#include "web/reply.h"
#include "web/request.h"

typedef enum {
    CX_ACCESS_SIGNED_IN, /* a person with a session, a program with a token */
    CX_ACCESS_PUBLIC,    /* anyone; the context may be nobody's */
    CX_ACCESS_FILE,      /* the CX team; POST may bring a file, as multipart/form-data */
} CxAccess;

typedef enum {
    CX_SIDE_BOTH, /* page and API */
    CX_SIDE_PAGE, /* page only: sign-in, a form of its own */
    CX_SIDE_API,  /* API only */
} CxSide;

/* Answers a request. Fails with any CxErrorCode; web shows the error to the one who asked. GET
 * handlers get a connection that only reads. */
typedef bool (*CxHandler)(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error);

typedef struct {
    CxMethod method;
    const char *path;
    CxAccess access;
    CxSide side;
    CxHandler handler;
    const CxViewType *view;       /* what GET answers, or NULL */
    const CxCommandType *command; /* what POST reads, or NULL */
    const char *about;            /* one sentence for the API's description */
    const CxRead *reads;          /* what the handler reads besides, or NULL */
} CxRoute;

typedef struct CxRouter CxRouter; /* the table made ready; immutable, any thread */

/* Fails with INVALID for a path that cannot be matched, a row twice, or a row without handler. */
CX_MUST_USE CxRouter *cx_router_new(const CxRoute *routes, size_t n_routes, GError **error);
void cx_router_free(CxRouter *router);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CxRouter, cx_router_free)

/* The row for a decoded path, its captures added to *params in order of the path; or NULL. Then
 * *ret_methods has a bit (1 << CxMethod) for every method the path does have: 0 means there is
 * nothing at this path. */
const CxRoute *cx_router_match(const CxRouter *router, CxMethod method, CxSide side,
                               const char *path, CxPairs *params, unsigned *ret_methods);
