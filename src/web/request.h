/* One request as handlers see it: checked, decoded, and the same for a page and its JSON.
 *
 * A request is read-only and lives as long as its handler runs; everything it gives out is
 * borrowed from it. `/api/v1/x` and `/x` have the same path "/x" here. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "lang/lang.h"
#include "view/command.h"
#include "view/form.h"
#include "web/multipart.h"
#include "web/pair.h"

/* HEAD is answered by the GET handler, OPTIONS by web itself; handlers see neither. */
#define CX_METHOD_MAP(X)                                                                           \
    X(GET)                                                                                         \
    X(POST)                                                                                        \
    X(PUT)                                                                                         \
    X(PATCH)                                                                                       \
    X(DELETE)                                                                                      \
    X(HEAD)                                                                                        \
    X(OPTIONS)

typedef enum {
#define X(name) CX_METHOD_##name,
    CX_METHOD_MAP(X)
#undef X
        CX_METHOD_N
} CxMethod;

/* "GET"; borrowed for ever. */
const char *cx_method_name(CxMethod method);

typedef struct CxRequest CxRequest;

CxMethod cx_request_method(const CxRequest *request); /* GET also for HEAD */
/* Whether a program asks (`/api/v1/…`, token, JSON) rather than a person (page, cookie, form). */
bool cx_request_is_api(const CxRequest *request);
/* Random, in every reply and log line: "4fQ1xZ…". */
const char *cx_request_id(const CxRequest *request);
/* Decoded, begins with "/", no "/api/v1" before it. */
const char *cx_request_path(const CxRequest *request);
/* Path and query as they came: a link on this host, fit for `return=`. */
const char *cx_request_url(const CxRequest *request);
/* Scheme and host as the reader's browser has them: "http://127.0.0.1:8080". In the arena. */
const char *cx_request_origin(const CxRequest *request);
/* The address of a figure of this page as PNG, by its id in the page. (borrowed, as views are) */
const char *cx_request_picture(const CxRequest *request, const char *figure);

/* The text captured by "{name}" of the route, which must have it (web/read.h); never NULL. */
const char *cx_request_param(const CxRequest *request, const char *name);
/* The same as a row's id; NOT_FOUND unless it is a whole number above 0. */
CX_MUST_USE bool cx_request_param_id(const CxRequest *request, const char *name, int64_t *ret_id,
                                     GError **error);

/* The first value of that name in the query, or NULL. The route must say that it is read
 * (web/read.h). */
const char *cx_request_query(const CxRequest *request, const char *name);
/* All of the query, for those that refuse names they do not know; never NULL. */
const CxPairs *cx_request_query_pairs(const CxRequest *request);

/* Memory that lives until the reply has been written; views are built here. */
CxArena *cx_request_arena(const CxRequest *request);
/* The reader's messages. */
const CxCatalogue *cx_request_catalogue(const CxRequest *request);

/* Reading what a person or program sends, one way for both:
 *
 *     CxCommandInput input = cx_request_input(request, &leader_add_type);
 *     LeaderAdd add;
 *     if (!cx_request_read(request, &input, &add)) {
 *         cx_reply_issues(reply, input.issues);
 *         return show_form(cx_request_form_view(request, &input), …);
 *     }
 *
 * The input's arena and issues belong to the request. Use cases may add to its issues too. */
CxCommandInput cx_request_input(const CxRequest *request, const CxCommandType *type);
/* Reads the form or the JSON body; false when there are issues, then ret_command is untouched. A
 * request without a body is read as an empty form. */
CX_MUST_USE bool cx_request_read(const CxRequest *request, const CxCommandInput *input,
                                 void *ret_command);
/* The form as it was sent, with the input's issues; an empty form for GET. In the arena. */
CxFormView *cx_request_form_view(const CxRequest *request, const CxCommandInput *input);

/* What a use case may refuse because of what was typed, and beside which field that is said. */
typedef struct {
    int code;                /* CxErrorCode */
    const char *field;       /* "" for the whole form */
    const char *message_key; /* what is said; NULL: the error's own words */
} CxRefusal;

/* Puts a use case's error beside the form when a row of the table names its code, and is true then:
 * show the form again. Any other error is passed on. Takes *refusal, which must be set, either way. */
bool cx_request_take_refusal(const CxRequest *request, const CxCommandInput *input,
                             const CxRefusal *rows, size_t n_rows, GError **refusal,
                             GError **error);

/* The first value of that name in the form, or the text of that member of the document; or NULL. The
 * route or its command must say that it is read (web/read.h). */
const char *cx_request_form(const CxRequest *request, const char *name);
/* The i-th field of the form, in the order sent; NULL past the end. */
const CxPair *cx_request_form_at(const CxRequest *request, size_t i);
/* The file the form brought, or NULL: none was chosen. */
const CxBrought *cx_request_file(const CxRequest *request);
/* The JSON body of an API request, or NULL. */
const CxJson *cx_request_json(const CxRequest *request);
