#include "engage/burden.h"

#include <string.h>

#include "business/metric.h"
#include "engage/detail.h"
#include "engage/promise.h"
#include "engage/wall.h"
#include "people/leader.h"
#include "people/reorg.h"

typedef struct {
    CxCtx *ctx;
    GPtrArray *leaders; /* of CxLeader */
    GPtrArray *metrics; /* of CxMetric */
    CxOrg *org;
    CxPromises promises;
    CxDetails details;
} Weighing;

static void
weighing_clear(Weighing *weighing)
{
    if (weighing->leaders != NULL)
        g_ptr_array_unref(weighing->leaders);
    if (weighing->metrics != NULL)
        g_ptr_array_unref(weighing->metrics);
    if (weighing->org != NULL)
        cx_org_free(weighing->org);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Weighing, weighing_clear)

static bool
is_since(const Weighing *weighing, CxDay day, int32_t days)
{
    return !cx_day_is_none(day) && day.v <= weighing->ctx->today.v &&
           day.v > weighing->ctx->today.v - days;
}

static bool
has_part(const CxReorg *change, CxDepartmentId department)
{
    for (guint i = 0; i < change->parts->len; i++) {
        const CxReorgPart *part = &g_array_index(change->parts, CxReorgPart, i);
        if (part->before.v == department.v || part->after.v == department.v)
            return true;
    }
    return false;
}

static int64_t
count_reorgs(const Weighing *weighing, CxDepartmentId department)
{
    int64_t n = 0;
    for (guint i = 0; i < weighing->org->changes->len; i++) {
        const CxReorg *change = weighing->org->changes->pdata[i];
        n += change->kind != CX_REORG_UNDO && !change->is_undone && has_part(change, department) &&
             is_since(weighing, change->from, CX_BURDEN_YEAR_DAYS);
    }
    return n;
}

static int64_t
count_targets(const Weighing *weighing, CxDepartmentId department)
{
    int64_t n = 0;
    for (guint i = 0; i < weighing->metrics->len; i++) {
        const CxMetric *metric = weighing->metrics->pdata[i];
        n += metric->department.v == department.v && metric->has_target &&
             is_since(weighing, metric->target_from, CX_BURDEN_HALF_DAYS);
    }
    return n;
}

static int64_t
count_promises(const Weighing *weighing, CxLeaderId head)
{
    int64_t n = 0;
    for (size_t i = 0; i < weighing->promises.n; i++) {
        const CxPromise *promise = &weighing->promises.items[i];
        n += promise->leader.v == head.v && promise->direction == CX_PROMISE_THEIRS &&
             promise->state == CX_PROMISE_OPEN;
    }
    return n;
}

static void
add_head(const Weighing *weighing, const CxLeader *head, CxBurden *burden)
{
    const CxTerm *term = cx_leader_term(head, weighing->ctx->today);
    const char **carries = cx_arena_new0_n(weighing->ctx->arena, const char *, weighing->details.n);
    for (size_t i = 0; i < weighing->details.n; i++) {
        const CxDetail *detail = &weighing->details.items[i];
        if (detail->leader.v == head->id.v && detail->kind == CX_DETAIL_CARRIES &&
            cx_day_is_none(detail->ended_on))
            carries[burden->n_carries++] = detail->what;
    }
    burden->head = cx_arena_text(weighing->ctx->arena, head->name);
    burden->carries = carries;
    burden->n_promises = count_promises(weighing, head->id);
    if (is_since(weighing, term->from, CX_BURDEN_HALF_DAYS))
        burden->head_since = term->from;
}

static CxBurden
weigh(const Weighing *weighing, const CxDepartment *department)
{
    const CxLeader *head =
        cx_leader_heading(weighing->leaders, department->id, weighing->ctx->today);
    CxBurden burden = {
        .department = department->id,
        .name = cx_arena_text(weighing->ctx->arena, department->name),
        .head_since = CX_DAY_NONE,
        .n_reorgs = count_reorgs(weighing, department->id),
        .n_new_targets = count_targets(weighing, department->id),
    };
    if (head != NULL)
        add_head(weighing, head, &burden);
    const bool is_unsettled = head == NULL || !cx_day_is_none(burden.head_since);
    burden.n = burden.n_reorgs + burden.n_new_targets + burden.n_promises +
               (int64_t)burden.n_carries + (is_unsettled ? 1 : 0);
    return burden;
}

static int
compare(const void *a, const void *b)
{
    const CxBurden *x = a;
    const CxBurden *y = b;
    if (x->n != y->n)
        return x->n > y->n ? -1 : 1;
    return strcmp(x->name, y->name);
}

bool
cx_burden_list(CxCtx *ctx, CxBurdens *ret_burdens, GError **error)
{
    g_auto(Weighing) weighing = { .ctx = ctx };
    if (!cx_ctx_check_change(ctx, "see what departments carry", error) ||
        !cx_promise_list(ctx, &weighing.promises, error) ||
        !cx_detail_list(ctx, &weighing.details, error))
        return false;
    weighing.leaders = cx_leader_list(ctx, error);
    weighing.metrics = weighing.leaders != NULL ? cx_metric_list(ctx, error) : NULL;
    weighing.org = weighing.metrics != NULL ? cx_org_load(ctx, error) : NULL;
    g_autoptr(GPtrArray) departments = weighing.org != NULL ? cx_department_list(ctx, error) : NULL;
    if (departments == NULL)
        return false;
    g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(CxBurden));
    for (guint i = 0; i < departments->len; i++) {
        if (!cx_department_is_there(departments->pdata[i], ctx->today))
            continue;
        const CxBurden burden = weigh(&weighing, departments->pdata[i]);
        g_array_append_val(found, burden);
    }
    g_array_sort(found, compare);
    *ret_burdens = (CxBurdens){ cx_engage_keep(ctx->arena, found), found->len };
    return true;
}
