/* What a reply is made of; for web's own files only. */
#pragma once

#include "web/assets.h"
#include "web/reply.h"
#include "web/request_priv.h"

typedef enum {
    CX_KEEP_PRIVATE, /* this browser may keep it, and must ask each time */
    CX_KEEP_NOT,
    CX_KEEP_SHORT,   /* anyone, for a while */
    CX_KEEP_FOR_EVER /* anyone: the address changes with the content */
} CxReplyKeep;

/* Web's own and a handful by handlers: more is a mistake of ours. */
#define CX_REPLY_HEADERS_MAX 32

typedef struct {
    const char *name;  /* borrowed for ever */
    const char *value; /* in the request's arena */
} CxReplyHeader;

struct CxReply {
    CxHub *hub;
    CxRequest *request;
    CxCtx *ctx; /* borrowed; NULL before the gate */
    int http_status;
    CxReplyKeep keep;
    char *content_type;                          /* NULL: no body */
    GBytes *body;                                /* NULL: none */
    GBytes *gzip;                                /* the body compressed before, or NULL */
    char *etag;                                  /* with quotes, or NULL: made of the body */
    char *location;                              /* of a redirect or what was made, or NULL */
    CxReplyHeader headers[CX_REPLY_HEADERS_MAX]; /* further ones */
    size_t n_headers;
    const CxIssues *issues;
    int problem_status; /* status that says a coming error better, or 0 */
    bool is_done;       /* a handler gave an answer */
};

CxReply *cx_reply_new(CxHub *hub, CxRequest *request);
void cx_reply_free(CxReply *reply);

/* The name is borrowed for ever, the value copied. */
void cx_reply_header(CxReply *reply, const char *name, const char *value);
/* Sets or (value NULL) drops a cookie of this host. */
void cx_reply_cookie(CxReply *reply, const char *name, const char *value);
void cx_reply_asset(CxReply *reply, const CxAsset *asset);
/* Replaces whatever was answered by the problem. */
void cx_reply_problem(CxReply *reply, const GError *error);
/* Makes the answer what goes over the wire: ETag, 304, gzip, and all headers but those of
 * libmicrohttpd itself. */
void cx_reply_finish(CxReply *reply);
