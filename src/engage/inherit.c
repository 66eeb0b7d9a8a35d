#include "engage/inherit.h"

#include "engage/wall.h"

const CxLeader *
cx_predecessor(const GPtrArray *leaders, const CxLeader *leader, CxDepartmentId department,
               CxDay before)
{
    const CxLeader *found = NULL;
    CxDay last = CX_DAY_NONE;
    for (guint i = 0; i < leaders->len; i++) {
        const CxLeader *other = leaders->pdata[i];
        for (guint k = 0; other->id.v != leader->id.v && k < other->terms->len; k++) {
            const CxTerm *term = other->terms->pdata[k];
            if (term->department.v != department.v || cx_day_is_none(term->to) ||
                term->to.v >= before.v || (found != NULL && term->to.v <= last.v))
                continue;
            found = other;
            last = term->to;
        }
    }
    return found;
}

static void
take_from(CxCtx *ctx, const CxPromises *all, const CxLeader *predecessor, GArray *promises,
          GArray *owners)
{
    const char *name = cx_arena_text(ctx->arena, predecessor->name);
    for (size_t i = 0; i < all->n; i++) {
        const CxPromise *promise = &all->items[i];
        if (promise->leader.v != predecessor->id.v || promise->state != CX_PROMISE_OPEN)
            continue;
        g_array_append_val(promises, *promise);
        g_array_append_val(owners, name);
    }
}

bool
cx_inherited_list(CxCtx *ctx, const CxLeader *leader, CxInherited *ret_inherited, GError **error)
{
    CxPromises all;
    if (!cx_ctx_check_change(ctx, "see what a leader takes over", error) ||
        !cx_promise_list(ctx, &all, error))
        return false;
    g_autoptr(GPtrArray) leaders = cx_leader_list(ctx, error);
    if (leaders == NULL)
        return false;
    g_autoptr(GArray) promises = g_array_new(FALSE, FALSE, sizeof(CxPromise));
    g_autoptr(GArray) owners = g_array_new(FALSE, FALSE, sizeof(const char *));
    for (guint i = 0; i < leader->terms->len; i++) {
        const CxTerm *term = leader->terms->pdata[i];
        if (term->department.v == 0 || cx_day_is_none(term->from) ||
            !cx_term_is_in_force(term, ctx->today))
            continue;
        const CxLeader *predecessor = cx_predecessor(leaders, leader, term->department, term->from);
        if (predecessor != NULL && cx_leader_term(predecessor, ctx->today) == NULL)
            take_from(ctx, &all, predecessor, promises, owners);
    }
    *ret_inherited = (CxInherited){
        .promises = { cx_engage_keep(ctx->arena, promises), promises->len },
        .owners = cx_engage_keep(ctx->arena, owners),
    };
    return true;
}
