/* The leaders a form lets choose from. */
#pragma once

#include <stdbool.h>

#include "people/ctx.h"
#include "view/form.h"

/* Gives a field of the form the leaders in office today, by key and name, in the context's arena. */
CX_MUST_USE bool cx_leader_choices(CxCtx *ctx, CxFormView *form, const char *field, GError **error);
