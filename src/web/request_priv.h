/* What a request is made of; for web's own files only. */
#pragma once

#include "codec/json.h"
#include "people/ctx.h"
#include "people/user.h"
#include "web/hub_priv.h"
#include "web/multipart.h"
#include "web/request.h"
#include "web/route.h"

/* A request as it came over the wire; NULL where there was no such header. */
typedef struct {
    const char *method;
    const char *target; /* "/path?query", as it came */
    const char *host;
    const char *origin;
    const char *fetch_site;
    const char *cookie;
    const char *authorization;
    const char *content_type;
    const char *accept_encoding;
    const char *if_none_match;
    const char *hx_request; /* "true" when a script of ours asks for a part of a page */
    const char *address;    /* of the one who asks; never NULL */
    const char *body;       /* len_body bytes */
    size_t len_body;
    CxMultipart *multipart; /* of a form that brings a file, else NULL; then body holds nothing */
    bool is_body_too_large; /* then body holds nothing */
    bool is_header_twice;   /* one of the above came twice */
} CxIncoming;

struct CxRequest {
    CxHub *hub;
    const CxIncoming *in;
    char *id;
    CxMethod method;
    bool is_head;
    bool is_api;
    bool is_picture;      /* ".png" stood behind the path: a figure of the page is asked for */
    char *picture_figure; /* which one: the beginning of its id; NULL: the first */
    char *picture_width;  /* in pixels, as it came; NULL: the usual */
    char *path;
    const char *query_text; /* within in->target, or "" */
    const CxRoute *route;   /* NULL until found */
    CxPairs *params;
    CxPairs *query;
    CxPairs *form;
    CxPairs *cookies;
    CxJson *json;       /* NULL if there is none */
    CxBrought *brought; /* the file that came along, or NULL */
    CxArena *arena;
    CxIssues *issues; /* of the command, handed to handlers */
    GString *misread; /* what the handler read although its route does not name it; "" none */
    /* Set by the gate (gate_priv.h). */
    char *session_secret; /* of a session in force, else NULL */
    char *form_token;     /* what forms of this browser must carry, or NULL */
};

CxRequest *cx_request_new(CxHub *hub, const CxIncoming *in);
void cx_request_free(CxRequest *request);

/* Each fails with a code; *ret_status is then the status of HTTP that says it better, or 0 where
 * the code's own is right.
 *
 * Reads method, path and query. */
CX_MUST_USE bool cx_request_read_target(CxRequest *request, int *ret_status, GError **error);
/* Reads the body: a form on a page, JSON at the API. */
CX_MUST_USE bool cx_request_read_body(CxRequest *request, int *ret_status, GError **error);
