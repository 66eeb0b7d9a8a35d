/* What a handler answers. A handler decides what is said; web decides how: as a page inside the
 * shell or as JSON, compressed or not, with which headers.
 *
 * Exactly one of cx_reply_view, _redirect, _bytes is the answer; the last call wins. A handler that
 * fails with a GError needs none of them: web makes the error page or problem document. Views are
 * written out at once, so that they may live on the handler's stack. One thread. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/issues.h"
#include "lang/lang.h"
#include "view/field.h"

typedef struct CxReply CxReply;

/* Shows a view: with the template inside the shell to a person, by its field table as JSON to a
 * program. `title` is what the browser's tab says. After cx_reply_issues a program gets the issues
 * instead of the view. Fails as rendering fails; return its result. */
CX_MUST_USE bool cx_reply_view(CxReply *reply, const char *template_name, const char *title,
                               const CxViewType *type, const void *view, GError **error);

/* What the person typed cannot be used: the status becomes 422, the shell gets the issues, and the
 * form is to be shown again with cx_reply_view. The issues are borrowed until the handler ends. */
void cx_reply_issues(CxReply *reply, const CxIssues *issues);

/* Done, go on at `path` ("/leaders/7", also with a query): 303 to a person; to a program 200 with
 * {"location": "/api/v1/leaders/7"}, and 201 with a Location header after cx_reply_status 201. */
void cx_reply_redirect(CxReply *reply, const char *path);

/* Bytes of any kind, the same for page and API: a file, a figure. file_name: NULL to show it, else
 * it is offered for saving under that name. */
void cx_reply_bytes(CxReply *reply, const char *content_type, GBytes *bytes, const char *file_name);

/* 200 unless said otherwise. */
void cx_reply_status(CxReply *reply, int http_status);
/* Nothing of this answer may be kept by browsers (secrets shown once). */
void cx_reply_no_store(CxReply *reply);
