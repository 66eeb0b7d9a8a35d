/* coalition leaders tier: how often leaders are met, and who looks after them. */
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "cli/cli.h"
#include "engage/care.h"
#include "people/leader.h"

static bool
print_tiers(CxCtx *ctx, GError **error)
{
    CxCares cares;
    g_autoptr(GPtrArray) leaders = cx_leader_list(ctx, error);
    if (leaders == NULL || !cx_care_list(ctx, &cares, error))
        return false;
    for (guint i = 0; i < leaders->len; i++) {
        const CxLeader *leader = g_ptr_array_index(leaders, i);
        const CxCare care = cx_care_of(&cares, leader->id);
        if (cx_leader_term(leader, ctx->today) != NULL) {
            cx_cli_print("%d  %s%s%s\n", care.tier, leader->name,
                         care.owner != NULL ? ", looked after by " : "",
                         care.owner != NULL ? care.owner : "");
        }
    }
    return true;
}

static bool
take_everybody(CxCtx *ctx, GArray *ids, GError **error)
{
    g_autoptr(GPtrArray) leaders = cx_leader_list(ctx, error);
    for (guint i = 0; leaders != NULL && i < leaders->len; i++) {
        const CxLeader *leader = leaders->pdata[i];
        if (cx_leader_term(leader, ctx->today) != NULL)
            g_array_append_val(ids, leader->id);
    }
    return leaders != NULL;
}

static bool
take_leaders(CxCtx *ctx, const CxCliArgs *args, GArray *ids, GError **error)
{
    const char *words = cx_cli_args_operand(args, 0);
    if (cx_cli_args_has(args, "everybody"))
        return take_everybody(ctx, ids, error);
    for (size_t i = 0; words != NULL; words = cx_cli_args_operand(args, ++i)) {
        g_autoptr(CxLeader) leader = cx_leader_find(ctx, words, error);
        if (leader == NULL)
            return false;
        g_array_append_val(ids, leader->id);
    }
    return true;
}

static bool
run(CxCli *cli, const CxCliArgs *args, GError **error)
{
    const char *tier = cx_cli_args_option(args, "tier");
    int64_t number = CX_CARE_TIER_KEEP;
    size_t n = 0;
    if (tier != NULL && !cx_text_parse_i64(tier, &number, error))
        return false;
    g_autoptr(CxCtx) ctx = cx_cli_open(cli, error);
    if (ctx == NULL)
        return false;
    if (cx_cli_args_operand(args, 0) == NULL && !cx_cli_args_has(args, "everybody"))
        return print_tiers(ctx, error);
    g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(CxLeaderId));
    if (!take_leaders(ctx, args, ids, error))
        return false;
    const CxCareSet set = { .leaders = (const CxLeaderId *)(const void *)ids->data,
                            .n_leaders = ids->len,
                            .tier = (int32_t)CLAMP(number, CX_CARE_TIER_KEEP, INT8_MAX),
                            .owner = cx_cli_args_option(args, "owner") };
    if (!cx_care_set(ctx, &set, &n, error))
        return false;
    cx_cli_print("%zu changed.\n", n);
    return true;
}

static const CxCliOption options[] = {
    { "tier", "N", "1, 2 or 3; 0 for none" },
    { "everybody", NULL, "all in office, instead of naming them" },
    { "owner", "NAME", "who of the CX team looks after them; \"\" for nobody" },
    { 0 },
};

const CxCliCommand cx_cli_leaders_tier = {
    .name = "leaders tier",
    .usage = "[LEADER…]",
    .about = "Give leaders a tier, an owner or both; without leaders, list them",
    .options = options,
    .n_operands_max = -1,
    .run = run,
};
