#include "pages/held_view.h"

#include <inttypes.h>

#include "base/civil.h"
#include "base/error.h"
#include "engage/judgement.h"
#include "pages/coalition_view.h"
#include "pages/resistance_view.h"
#include "pages/round_view.h"
#include "pages/sponsor_view.h"
#include "pages/visible_view.h"

static const CxViewField judgement_fields[] = {
    CX_FIELD(CxHeldJudgementView, aspect, CX_FIELD_TEXT, "Which aspect"),
    CX_FIELD(CxHeldJudgementView, value, CX_FIELD_COUNT, "1 to 5"),
    CX_FIELD(CxHeldJudgementView, day, CX_FIELD_DAY, "The day it was so"),
    CX_FIELD(CxHeldJudgementView, reason, CX_FIELD_TEXT, "What was seen"),
    CX_FIELD(CxHeldJudgementView, rater, CX_FIELD_TEXT, "Who thinks so"),
    CX_FIELD_PAGE(CxHeldJudgementView, said, CX_FIELD_TEXT, "The same as read"),
};
static const CxViewType judgement_type = CX_VIEW_TYPE(
    "HeldJudgement", CxHeldJudgementView, judgement_fields, "A judgement of this person");

static const CxViewField held_fields[] = {
    CX_FIELD(CxHeldView, leader, CX_FIELD_COUNT, "Id of the leader"),
    CX_FIELD(CxHeldView, name, CX_FIELD_TEXT, "Their name"),
    CX_FIELD(CxHeldView, email, CX_FIELD_TEXT, "Their address"),
    CX_FIELD_PAGE(CxHeldView, url, CX_FIELD_TEXT, "Page of the leader"),
    CX_FIELD_PAGE(CxHeldView, headline, CX_FIELD_TEXT, "What this is"),
    CX_FIELD_CHILD(CxHeldView, engagement, CX_FIELD_OBJECT, &cx_engagement_view_type,
                   "Contacts, promises, wishes, thanks"),
    CX_FIELD_CHILD(CxHeldView, details, CX_FIELD_OBJECT, &cx_details_view_type,
                   "Where they come from, what they carry, what they asked for"),
    CX_FIELD_CHILD(CxHeldView, commitments, CX_FIELD_LIST, &cx_view_text_type,
                   "What they committed to, and what they said to whom"),
    CX_FIELD_PAGE(CxHeldView, has_commitments, CX_FIELD_FLAG, "Whether anything"),
    CX_FIELD_CHILD(CxHeldView, talks, CX_FIELD_LIST, &cx_view_text_type,
                   "What they said in rounds of one-on-ones"),
    CX_FIELD_PAGE(CxHeldView, has_talks, CX_FIELD_FLAG, "Whether anything"),
    CX_FIELD_CHILD(CxHeldView, judgements, CX_FIELD_LIST, &judgement_type, "Judgements of them"),
    CX_FIELD_PAGE(CxHeldView, has_judgements, CX_FIELD_FLAG, "Whether there are any"),
    CX_FIELD_CHILD(CxHeldView, notes, CX_FIELD_LIST, &cx_view_text_type,
                   "Steps of plans for them, and what was noted of resistance"),
    CX_FIELD_PAGE(CxHeldView, has_notes, CX_FIELD_FLAG, "Whether there are any"),
    CX_FIELD(CxHeldView, is_on, CX_FIELD_FLAG, "Whether judgements are kept at all"),
};
const CxViewType cx_held_view_type =
    CX_VIEW_TYPE("Held", CxHeldView, held_fields, "All that is held about one person");

static const char *
judgement_text(CxCtx *ctx, const CxJudgement *judgement)
{
    g_autofree char *key = g_strconcat("aspect.", cx_aspect_key(judgement->aspect), NULL);
    g_autofree char *day = cx_day_format_long(judgement->day);
    return cx_arena_printf(ctx->arena, "%s: %s. %s (%s, %s)", cx_message_text(ctx->catalogue, key),
                           cx_aspect_word(ctx, judgement->aspect, judgement->value),
                           judgement->reason, judgement->rater, day);
}

static bool
add_judgements(CxCtx *ctx, CxHeldView *view, GError **error)
{
    CxJudgements all;
    if (!cx_judgement_list(ctx, &all, error))
        return false;
    CxHeldJudgementView *views = cx_arena_new0_n(ctx->arena, CxHeldJudgementView, all.n);
    size_t n = 0;
    for (size_t i = 0; i < all.n; i++) {
        const CxJudgement *judgement = &all.items[i];
        if (judgement->leader.v != view->leader)
            continue;
        views[n++] = (CxHeldJudgementView){
            .aspect = cx_aspect_key(judgement->aspect),
            .value = judgement->value,
            .day = judgement->day,
            .reason = judgement->reason,
            .rater = judgement->rater,
            .said = judgement_text(ctx, judgement),
        };
    }
    view->judgements = CX_VIEW_LIST(views, n);
    view->has_judgements = n > 0;
    return true;
}

static bool
add_steps(CxCtx *ctx, CxCoachPlan plan, int64_t leader, GPtrArray *notes, GError **error)
{
    CxCoachSteps steps;
    if (!cx_coach_step_list(ctx, plan, &steps, error))
        return false;
    for (size_t i = 0; i < steps.n; i++) {
        const CxCoachStepView step = cx_coach_step_view(ctx, &steps.items[i], NULL);
        if (steps.items[i].leader.v == leader) {
            g_ptr_array_add(notes, cx_arena_printf(ctx->arena, "%s (%s)%s%s", step.what, step.when,
                                                   step.progress != NULL ? ": " : "",
                                                   step.progress != NULL ? step.progress : ""));
        }
    }
    return true;
}

static bool
add_resistances(CxCtx *ctx, int64_t leader, GPtrArray *notes, GError **error)
{
    CxResistances all;
    if (!cx_resistance_list(ctx, &all, error))
        return false;
    for (size_t i = 0; i < all.n; i++) {
        for (size_t k = 0; all.items[i].leader.v == leader && k < all.items[i].n_entries; k++) {
            g_ptr_array_add(notes, cx_arena_text(ctx->arena, cx_resistance_entry_text(
                                                                 ctx, &all.items[i].entries[k])));
        }
    }
    return true;
}

static bool
add_notes(CxCtx *ctx, CxHeldView *view, GError **error)
{
    g_autoptr(GPtrArray) notes = g_ptr_array_new();
    if (!add_steps(ctx, CX_COACH_PLAN_SPONSOR, view->leader, notes, error) ||
        (view->is_on && (!add_steps(ctx, CX_COACH_PLAN_COACHING, view->leader, notes, error) ||
                         !add_resistances(ctx, view->leader, notes, error))))
        return false;
    const char **texts = cx_arena_new0_n(ctx->arena, const char *, notes->len);
    for (guint i = 0; i < notes->len; i++)
        texts[i] = notes->pdata[i];
    view->notes = CX_VIEW_LIST(texts, notes->len);
    view->has_notes = notes->len > 0;
    return true;
}

const CxHeldView *
cx_held_view(CxCtx *ctx, const CxLeader *leader, GError **error)
{
    CxBasis basis;
    if (!ctx->wall.sees_people_notes) {
        g_set_error_literal(error, CX_ERROR, CX_ERROR_FORBIDDEN,
                            "only the CX leader sees all that is held about a person");
        return NULL;
    }
    if (!cx_basis_load(ctx, &basis, error))
        return NULL;
    CxHeldView *view = cx_arena_new0(ctx->arena, CxHeldView);
    *view = (CxHeldView){
        .leader = leader->id.v,
        .name = cx_arena_text(ctx->arena, leader->name),
        .email = cx_arena_text(ctx->arena, leader->email),
        .url = cx_arena_printf(ctx->arena, "/leaders/%" PRId64, leader->id.v),
        .headline = cx_arena_take(ctx->arena, cx_message_format(ctx->catalogue, "held.title",
                                                                CX_ARG_TEXT("name", leader->name))),
        .engagement = cx_engagement_view(ctx, leader, error),
        .is_on = basis.is_on,
    };
    view->details = view->engagement != NULL ? cx_details_view(ctx, leader->id, error) : NULL;
    if (view->details == NULL || !cx_round_held(ctx, leader->id, &view->talks, error) ||
        !cx_visible_held(ctx, leader->id, &view->commitments, error) ||
        (basis.is_on && !add_judgements(ctx, view, error)) || !add_notes(ctx, view, error))
        return NULL;
    view->has_talks = view->talks.n > 0;
    view->has_commitments = view->commitments.n > 0;
    return view;
}
