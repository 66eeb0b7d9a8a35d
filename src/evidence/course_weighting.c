/* Why a score weighted and the same unweighted differ: the groups that count for more or less. */
#include <math.h>

#include "base/text.h"
#include "evidence/course_priv.h"
#include "evidence/tallies.h"
#include "stat/estimate.h"

#define TOLD 0.3 /* share of the difference that one way of grouping must explain to be named */

/* What one way of grouping explains of weighted less unweighted: sum (w - u) (m - mean), w and u being
 * a group's shares of all weight and of all answers, m its weighted mean. */
typedef struct {
    double explained; /* in the score's unit */
    char *group;      /* label of the one that moves most; owned */
    double share_weighted, share_unweighted;
    double gap; /* its mean less the mean of all */
} Reason;

static void
reason_clear(Reason *reason)
{
    g_free(reason->group);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Reason, reason_clear)

static Reason
explain(const CxTallies *weighted, double unit)
{
    Reason reason = { .explained = 0.0 };
    const CxTally *whole = &weighted->whole;
    const double mean = whole->wu / whole->w;
    double most = 0.0;
    for (size_t i = 0; i < weighted->n_groups; i++) {
        const CxTally *group = &weighted->groups[i];
        if (!(group->w > 0.0))
            continue;
        const double w = group->w / whole->w;
        const double u = (double)group->n / (double)whole->n;
        const double gap = unit * (group->wu / group->w - mean);
        reason.explained += (w - u) * gap;
        if (fabs((w - u) * gap) <= most)
            continue;
        most = fabs((w - u) * gap);
        g_free(reason.group);
        reason.group = g_strdup(group->label);
        reason.share_weighted = w;
        reason.share_unweighted = u;
        reason.gap = gap;
    }
    return reason;
}

/* The dimensions answers can be grouped by: the way of answering, then the choices asked. */
static bool
set_dimension(const CxFrame *frame, size_t index, CxSlice *slice)
{
    g_clear_pointer(&slice->by_item, g_free);
    if (index == 0) {
        slice->by = CX_SLICE_BY_MODE;
        return true;
    }
    const CxFrameItem *item = cx_frame_item(frame, index - 1);
    if (item->kind != CX_FRAME_CHOICE || item->is_fact)
        return false;
    slice->by = CX_SLICE_BY_ITEM;
    slice->by_item = g_strdup(item->key);
    return true;
}

static bool
find_reason(const CxCourseWeighting *asked, double unit, Reason *best, GError **error)
{
    const CxFrame *frame = asked->frame;
    g_autoptr(CxSlice) by = cx_slice_copy(asked->slice);
    by->weighting = CX_SLICE_WEIGHTED;
    for (size_t i = 0; i <= cx_frame_n_items(frame); i++) {
        if (!set_dimension(frame, i, by))
            continue;
        g_autoptr(CxTallies) tallies = cx_tallies_run(asked->ctx, frame, by, error);
        if (tallies == NULL)
            return false;
        if (!(tallies->whole.w > 0.0) || tallies->whole.n == 0)
            continue;
        g_auto(Reason) reason = explain(tallies, unit);
        if (fabs(reason.explained) <= fabs(best->explained) || reason.group == NULL)
            continue;
        g_free(best->group);
        *best = reason;
        reason.group = NULL;
    }
    return true;
}

static const char *
say(CxCtx *ctx, const Reason *reason)
{
    g_autofree char *w = cx_text_number(100.0 * reason->share_weighted, 0);
    g_autofree char *u = cx_text_number(100.0 * reason->share_unweighted, 0);
    const char *key = reason->gap > 0.0 ? "course.weighting.above" : "course.weighting.below";
    return cx_arena_take(
        ctx->arena, cx_message_format(ctx->catalogue, key, CX_ARG_TEXT("group", reason->group),
                                      CX_ARG_TEXT("weighted", w), CX_ARG_TEXT("unweighted", u)));
}

bool
cx_course_why_weighting(const CxCourseWeighting *asked, const char **ret_why, GError **error)
{
    CxCtx *ctx = asked->ctx;
    const double difference = asked->weighted->value - asked->unweighted->value;
    const double half = 0.5 * pow(10.0, -asked->decimals);
    const char *key = fabs(difference) < half ? "course.weighting.alike" : "course.weighting.many";
    *ret_why = cx_message_text(ctx->catalogue, key);
    /* Shares of groups are counts of answers: for those who hold the answers only. */
    if (fabs(difference) < half || !cx_wall_holds_answers(ctx))
        return true;
    const double unit =
        asked->slice->measure == CX_SLICE_TOP2 || asked->slice->measure == CX_SLICE_SHARE ? 100.0
                                                                                          : 1.0;
    g_auto(Reason) best = { .explained = 0.0 };
    if (!find_reason(asked, unit, &best, error))
        return false;
    if (best.group != NULL && best.explained / difference >= TOLD)
        *ret_why = say(ctx, &best);
    return true;
}
