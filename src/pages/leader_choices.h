/* Leaders as pages name them, those a form lets choose from, and those a search finds. */
#pragma once

#include <stdbool.h>

#include "people/leader.h"
#include "view/form.h"

/* Gives a field of the form the leaders in office today, by key and name, in the context's arena. */
CX_MUST_USE bool cx_leader_choices(CxCtx *ctx, CxFormView *form, const char *field, GError **error);

/* Whether one of the texts (each may be NULL) has what was looked for, whatever the case; nothing looked
 * for, NULL or "", is found everywhere. */
bool cx_leader_is_found(const char *const *texts, size_t n, const char *wanted);

/* Of a list of leaders, the name of the one with this id, in the context's arena, or NULL. */
const char *cx_leader_name(CxCtx *ctx, const GPtrArray *leaders, CxLeaderId id);
