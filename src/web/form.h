/* The form of a page, from what was sent to the answer.
 *
 *     static const CxForm user_form = { &cx_user_add_type, take_user, show_users,
 *                                       CX_REFUSALS(user_refusals) };
 *
 *     bool
 *     cx_page_users_post(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
 *     {
 *         return cx_form_take(&user_form, ctx, request, reply, error);
 *     }
 *
 * What was typed wrong, and what the use case refuses because of it, is said beside its field, and the
 * page is shown again with all that was typed. A page with several forms has a row for each, all with
 * the same `show`, which makes every one of them by cx_form_of. Tables are constants; any thread. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

#include "lang/lang.h"
#include "people/ctx.h"
#include "view/command.h"
#include "web/reply.h"
#include "web/request.h"

/* Carries out a command that has no issues (a struct of the form's type; it lives until the reply is
 * written) and says in the reply where the reader goes next. */
typedef bool (*CxFormTake)(CxCtx *ctx, const CxRequest *request, const void *command,
                           CxReply *reply, GError **error);
/* Shows the page with the form as it was sent, or empty when nothing was. */
typedef bool (*CxFormShow)(CxCtx *ctx, const CxRequest *request, const CxCommandInput *sent,
                           CxReply *reply, GError **error);

typedef struct {
    const CxCommandType *type;
    CxFormTake take;
    CxFormShow show;
    const CxRefusal *refusals; /* which errors of `take` belong beside a field */
    size_t n_refusals;
} CxForm;

/* The last two members of a CxForm. */
#define CX_REFUSALS(table) (table), CX_N_ELEMENTS(table)

/* INVALID, NOT_FOUND and CONFLICT, above the form in the use case's own words. */
#define CX_REFUSALS_ABOVE cx_form_refusals_above, 3
extern const CxRefusal cx_form_refusals_above[3];

/* The page with the form empty. Fails as `show`. */
CX_MUST_USE bool cx_form_show(const CxForm *form, CxCtx *ctx, const CxRequest *request,
                              CxReply *reply, GError **error);
/* Reads, carries out, or shows again. Fails as `show`, and as `take` but for what the refusals name. */
CX_MUST_USE bool cx_form_take(const CxForm *form, CxCtx *ctx, const CxRequest *request,
                              CxReply *reply, GError **error);

/* One form of a page: as it was sent, when it is the one that was; else with the values of `now`, a
 * struct of the type, or empty for NULL. sent: what `show` was given, or NULL. In the request's arena. */
CxFormView *cx_form_of(const CxRequest *request, const CxCommandInput *sent,
                       const CxCommandType *type, const void *now);

/* Reads a command whose form is not shown again: what is wrong with it is the error, INVALID. */
CX_MUST_USE bool cx_form_read(const CxRequest *request, const CxCommandType *type,
                              void *ret_command, GError **error);
