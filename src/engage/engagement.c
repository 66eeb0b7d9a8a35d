#include "engage/engagement.h"

#include "engage/wall.h"

/* Copies the items that are about the leader, whatever they are. */
#define KEEP_OF(ctx, list, about, condition)                                                       \
    do {                                                                                           \
        g_autoptr(GArray) kept = g_array_new(FALSE, FALSE, sizeof *(list)->items);                 \
        for (size_t i = 0; i < (list)->n; i++) {                                                   \
            if ((list)->items[i].leader.v == (about).v && (condition))                             \
                g_array_append_val(kept, (list)->items[i]);                                        \
        }                                                                                          \
        (list)->items = cx_engage_keep((ctx)->arena, kept);                                        \
        (list)->n = kept->len;                                                                     \
    } while (0)

static int64_t
count_kept(const CxPromises *promises, CxLeaderId leader)
{
    int64_t n = 0;
    for (size_t i = 0; i < promises->n; i++) {
        if (promises->items[i].leader.v == leader.v && promises->items[i].state == CX_PROMISE_KEPT)
            n++;
    }
    return n;
}

static bool
name_sponsor(CxCtx *ctx, CxLeaderId sponsor, CxEngagement *engagement, GError **error)
{
    if (sponsor.v == 0)
        return true;
    g_autoptr(CxLeader) leader = cx_leader_load(ctx, sponsor, error);
    if (leader == NULL)
        return false;
    engagement->sponsor = cx_arena_text(ctx->arena, leader->name);
    return true;
}

static CxOnboarding
judge(const CxCtx *ctx, const CxLeader *leader, const CxContact *last,
      const CxEngageSettings *settings)
{
    const CxTerm *term = cx_leader_term(leader, ctx->today);
    if (term == NULL)
        term = cx_leader_next_term(leader, ctx->today);
    return cx_onboarding_judge(term != NULL ? term->from : CX_DAY_NONE,
                               last != NULL ? last->day : CX_DAY_NONE, ctx->today, settings);
}

bool
cx_engagement_load(CxCtx *ctx, const CxLeader *leader, CxEngagement *ret_engagement, GError **error)
{
    CxEngagement found = { 0 };
    CxEngageSettings settings;
    if (!cx_ctx_check_leader(ctx, leader->id, error) ||
        !cx_contact_list(ctx, &found.contacts, error) ||
        !cx_promise_list(ctx, &found.open, error) ||
        !cx_priority_list(ctx, &found.priorities, error) ||
        !cx_credit_list(ctx, &found.credits, error) ||
        !cx_engage_settings_load(ctx, &settings, error))
        return false;
    found.n_kept = count_kept(&found.open, leader->id);
    KEEP_OF(ctx, &found.contacts, leader->id, true);
    KEEP_OF(ctx, &found.open, leader->id, found.open.items[i].state == CX_PROMISE_OPEN);
    KEEP_OF(ctx, &found.priorities, leader->id, true);
    KEEP_OF(ctx, &found.credits, leader->id, true);
    found.last = cx_contact_last(&found.contacts, leader->id, ctx->today);
    found.onboarding = judge(ctx, leader, found.last, &settings);
    const bool is_sponsor = settings.sponsor == leader->id.v;
    const CxLeaderId sponsor = { is_sponsor ? 0 : settings.sponsor };
    if (!name_sponsor(ctx, sponsor, &found, error))
        return false;
    *ret_engagement = found;
    return true;
}
