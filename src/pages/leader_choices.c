#include "pages/leader_choices.h"

#include <string.h>

bool
cx_leader_choices(CxCtx *ctx, CxFormView *form, const char *field, GError **error)
{
    g_autoptr(GPtrArray) leaders = cx_leader_list(ctx, error);
    if (leaders == NULL)
        return false;
    CxFormChoice *choices = cx_arena_new0_n(ctx->arena, CxFormChoice, leaders->len);
    size_t n = 0;
    for (guint i = 0; i < leaders->len; i++) {
        const CxLeader *leader = g_ptr_array_index(leaders, i);
        if (cx_leader_term(leader, ctx->today) == NULL)
            continue;
        choices[n].value = cx_arena_text(ctx->arena, leader->key);
        choices[n++].label = cx_arena_text(ctx->arena, leader->name);
    }
    cx_form_set_choices(form, ctx->arena, field, choices, n);
    return true;
}

bool
cx_leader_is_found(const char *const *texts, size_t n, const char *wanted)
{
    if (wanted == NULL || *wanted == '\0')
        return true;
    g_autofree char *folded = g_utf8_casefold(wanted, -1);
    for (size_t i = 0; i < n; i++) {
        g_autofree char *own = texts[i] != NULL ? g_utf8_casefold(texts[i], -1) : NULL;
        if (own != NULL && strstr(own, folded) != NULL)
            return true;
    }
    return false;
}

const char *
cx_leader_name(CxCtx *ctx, const GPtrArray *leaders, CxLeaderId id)
{
    for (guint i = 0; i < leaders->len; i++) {
        const CxLeader *leader = g_ptr_array_index(leaders, i);
        if (leader->id.v == id.v)
            return cx_arena_text(ctx->arena, leader->name);
    }
    return NULL;
}
