#include "engage/care.h"

#include <string.h>

#include "base/error.h"
#include "base/limits.h"
#include "db/txn.h"
#include "engage/wall.h"
#include "people/leader.h"
#include "sql/engage.h"

bool
cx_care_list(CxCtx *ctx, CxCares *ret_cares, GError **error)
{
    if (!cx_ctx_check_change(ctx, "see who looks after whom", error))
        return false;
    g_autoptr(CxStmt) stmt = cx_q_care_list(ctx->db, error);
    if (stmt == NULL)
        return false;
    g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(CxCare));
    CxCareListRow row;
    CxStep step = cx_q_care_list_next(stmt, &row, error);
    for (; step == CX_STEP_ROW; step = cx_q_care_list_next(stmt, &row, error)) {
        const CxCare care = { { row.leader_id },
                              (int32_t)row.tier,
                              cx_arena_text(ctx->arena, row.owner) };
        g_array_append_val(found, care);
    }
    if (step != CX_STEP_DONE)
        return false;
    *ret_cares = (CxCares){ cx_engage_keep(ctx->arena, found), found->len };
    return true;
}

CxCare
cx_care_of(const CxCares *cares, CxLeaderId leader)
{
    size_t lo = 0;
    size_t hi = cares->n;
    while (lo < hi) {
        const size_t mid = lo + (hi - lo) / 2;
        if (cares->items[mid].leader.v < leader.v)
            lo = mid + 1;
        else
            hi = mid;
    }
    if (lo < cares->n && cares->items[lo].leader.v == leader.v)
        return cares->items[lo];
    return (CxCare){ .leader = leader };
}

CxEngageSettings
cx_care_settings(const CxCares *cares, const CxEngageSettings *settings, CxLeaderId leader)
{
    CxEngageSettings own = *settings;
    switch (cx_care_of(cares, leader).tier) {
    case 1:
        own.cadence_target_days = settings->tier_1_target_days;
        own.cadence_max_days = settings->tier_1_max_days;
        break;
    case 2:
        own.cadence_target_days = settings->tier_2_target_days;
        own.cadence_max_days = settings->tier_2_max_days;
        break;
    case CX_CARE_TIERS:
        own.cadence_target_days = settings->tier_3_target_days;
        own.cadence_max_days = settings->tier_3_max_days;
        break;
    default:
        break;
    }
    return own;
}

static bool
check(const CxCareSet *set, GError **error)
{
    const char *problem = NULL;
    if (set->n_leaders == 0)
        problem = "choose at least one leader";
    else if (set->n_leaders > CX_CARE_AT_ONCE)
        problem = "5,000 leaders at most can be set in one go";
    else if (set->tier < CX_CARE_TIER_KEEP || set->tier > CX_CARE_TIERS)
        problem = "there are tiers 1, 2 and 3, and 0 for none";
    else if (set->tier == CX_CARE_TIER_KEEP && set->owner == NULL)
        problem = "say which tier or which owner they are to have";
    else if (set->owner != NULL && strlen(set->owner) > CX_NAME_BYTES_MAX)
        problem = "the owner's name is too long";
    if (problem == NULL)
        return true;
    g_set_error_literal(error, CX_ERROR, CX_ERROR_INVALID, problem);
    return false;
}

static bool
is_known(const GPtrArray *leaders, CxLeaderId id)
{
    for (guint i = 0; i < leaders->len; i++) {
        const CxLeader *leader = leaders->pdata[i];
        if (leader->id.v == id.v)
            return true;
    }
    return false;
}

static bool
set_one(CxCtx *ctx, const CxCareSet *set, const CxCares *now, CxLeaderId leader, size_t *n,
        GError **error)
{
    const CxCare was = cx_care_of(now, leader);
    const int32_t tier = set->tier == CX_CARE_TIER_KEEP ? was.tier : set->tier;
    const char *owner = set->owner == NULL ? was.owner : set->owner;
    if (owner != NULL && *owner == '\0')
        owner = NULL;
    if (tier == was.tier && g_strcmp0(owner, was.owner) == 0)
        return true;
    ++*n;
    const CxCareAddParams params = { .leader_id = leader.v,
                                     .tier = tier,
                                     .owner = owner,
                                     .day = ctx->today.v,
                                     .set_by = ctx->actor.name,
                                     .set_us = ctx->now.us };
    return cx_q_care_add(ctx->db, &params, error);
}

static bool
set_all(CxCtx *ctx, const CxCareSet *set, size_t *n, GError **error)
{
    CxCares now;
    g_autoptr(GPtrArray) leaders = cx_leader_list(ctx, error);
    if (leaders == NULL || !cx_care_list(ctx, &now, error))
        return false;
    g_autoptr(GHashTable) seen = g_hash_table_new(g_int64_hash, g_int64_equal);
    for (size_t i = 0; i < set->n_leaders; i++) {
        if (!g_hash_table_add(seen, (gpointer)(uintptr_t)&set->leaders[i].v))
            continue;
        if (!is_known(leaders, set->leaders[i])) {
            g_set_error_literal(error, CX_ERROR, CX_ERROR_NOT_FOUND, "one of them is no leader");
            return false;
        }
        if (!set_one(ctx, set, &now, set->leaders[i], n, error))
            return false;
    }
    return true;
}

bool
cx_care_set(CxCtx *ctx, const CxCareSet *set, size_t *ret_n, GError **error)
{
    size_t n = 0;
    if (!cx_ctx_check_change(ctx, "say who looks after whom", error) || !check(set, error))
        return false;
    g_autoptr(CxTxn) txn = cx_txn_begin_write(ctx->db, error);
    if (txn == NULL || !set_all(ctx, set, &n, error))
        return false;
    g_autofree char *count = g_strdup_printf("%zu", n);
    g_autofree char *tier = g_strdup_printf("%d", set->tier);
    g_autofree char *after = cx_audit_texts("changed", count, "tier", tier, NULL);
    if (!cx_ctx_audit(ctx, "care.set", "leader_care", 0, NULL, after, error) ||
        !cx_txn_commit(&txn, error))
        return false;
    *ret_n = n;
    return true;
}
