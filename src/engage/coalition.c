#include "engage/coalition.h"

#include <string.h>

#include "base/error.h"
#include "engage/wall.h"
#include "people/department.h"
#include "people/leader.h"

/* What the rows are made from. */
typedef struct {
    CxCtx *ctx;
    GPtrArray *leaders;     /* of CxLeader, owned */
    GPtrArray *departments; /* of CxDepartment, owned */
    CxContacts contacts;
    CxPromises promises;
    CxJudgements judgements;
    CxInfluences influences;
} Making;

static void
making_clear(Making *making)
{
    if (making->leaders != NULL)
        g_ptr_array_unref(making->leaders);
    if (making->departments != NULL)
        g_ptr_array_unref(making->departments);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Making, making_clear)

static void
count_promises(const Making *making, CxCoalitionRow *row)
{
    for (size_t i = 0; i < making->promises.n; i++) {
        const CxPromise *promise = &making->promises.items[i];
        if (promise->leader.v != row->id.v || promise->state != CX_PROMISE_OPEN)
            continue;
        row->n_open++;
        row->n_overdue += cx_promise_is_overdue(promise, making->ctx->today);
    }
}

static CxMiddle
middle(const Making *making, CxLeaderId leader, CxAspect aspect, int32_t days_ago)
{
    const CxDay on = { making->ctx->today.v - days_ago };
    return cx_judgement_middle(&making->judgements, leader, aspect, on);
}

static bool
supports(const Making *making, CxLeaderId leader)
{
    const CxMiddle stance = middle(making, leader, CX_ASPECT_STANCE, 0);
    return stance.n_raters > 0 && stance.middle >= CX_COALITION_SUPPORTS;
}

static void
judge(const Making *making, CxCoalitionRow *row)
{
    row->influence = middle(making, row->id, CX_ASPECT_INFLUENCE, 0);
    row->stance = middle(making, row->id, CX_ASPECT_STANCE, 0);
    for (int32_t i = 0; i < CX_COALITION_TRAIL_MAX; i++) {
        const int32_t ago = (i + 1) * CX_COALITION_TRAIL_DAYS;
        row->was_influence[i] = middle(making, row->id, CX_ASPECT_INFLUENCE, ago);
        row->was_stance[i] = middle(making, row->id, CX_ASPECT_STANCE, ago);
    }
    row->is_unwon = row->influence.n_raters > 0 && row->stance.n_raters > 0 &&
                    row->influence.middle >= CX_COALITION_INFLUENCE &&
                    row->stance.middle < CX_COALITION_SUPPORTS;
}

static const CxLeader *
find_leader(const Making *making, CxLeaderId id)
{
    for (guint i = 0; i < making->leaders->len; i++) {
        const CxLeader *leader = making->leaders->pdata[i];
        if (leader->id.v == id.v)
            return leader;
    }
    return NULL;
}

static void
find_ways(const Making *making, CxCoalitionRow *row)
{
    g_autoptr(GString) names = g_string_new(NULL);
    for (size_t i = 0; i < making->influences.n; i++) {
        const CxInfluence *influence = &making->influences.items[i];
        const CxLeader *leader = find_leader(making, influence->leader);
        if (influence->over.v != row->id.v || leader == NULL || !supports(making, leader->id))
            continue;
        g_string_append_printf(names, "%s%s", names->len > 0 ? ", " : "", leader->name);
    }
    row->through = names->len > 0 ? cx_arena_text(making->ctx->arena, names->str) : NULL;
}

static CxCoalitionRow
make_row(const Making *making, const CxLeader *leader, const CxTerm *term)
{
    CxArena *arena = making->ctx->arena;
    CxCoalitionRow row = {
        .id = leader->id,
        .key = cx_arena_text(arena, leader->key),
        .name = cx_arena_text(arena, leader->name),
        .title = cx_arena_take(arena, cx_leader_titles(leader, making->ctx->today)),
        .department = cx_arena_text(arena, term->department_name),
        .leaves_on = term->to,
        .last = cx_contact_last(&making->contacts, leader->id, making->ctx->today),
    };
    count_promises(making, &row);
    judge(making, &row);
    find_ways(making, &row);
    return row;
}

/* Who is to be won first, then whoever somebody has judged, then the others. */
static int
place_of(const CxCoalitionRow *row)
{
    const bool is_judged = row->influence.n_raters > 0 || row->stance.n_raters > 0;
    return row->is_unwon ? 0 : is_judged ? 1 : 2;
}

static int
compare(const void *a, const void *b)
{
    const CxCoalitionRow *x = a;
    const CxCoalitionRow *y = b;
    if (place_of(x) != place_of(y))
        return place_of(x) < place_of(y) ? -1 : 1;
    if (x->is_unwon &&
        (x->influence.middle > y->influence.middle || x->influence.middle < y->influence.middle))
        return x->influence.middle > y->influence.middle ? -1 : 1;
    return strcmp(x->name, y->name);
}

static void
add_rows(const Making *making, CxCoalition *coalition)
{
    g_autoptr(GArray) rows = g_array_new(FALSE, FALSE, sizeof(CxCoalitionRow));
    for (guint i = 0; i < making->leaders->len; i++) {
        const CxLeader *leader = making->leaders->pdata[i];
        const CxTerm *term = cx_leader_term(leader, making->ctx->today);
        if (term == NULL)
            continue;
        const CxCoalitionRow row = make_row(making, leader, term);
        coalition->n_unwon += row.is_unwon;
        coalition->n_judged += row.influence.n_raters > 0 && row.stance.n_raters > 0;
        g_array_append_val(rows, row);
    }
    g_array_sort(rows, compare);
    coalition->rows = cx_engage_keep(making->ctx->arena, rows);
    coalition->n = rows->len;
}

static void
add_departments(const Making *making, CxCoalition *coalition)
{
    CxCtx *ctx = making->ctx;
    const guint n = making->departments->len;
    const char **vacant = cx_arena_new0_n(ctx->arena, const char *, n);
    const char **alone = cx_arena_new0_n(ctx->arena, const char *, n);
    for (guint i = 0; i < n; i++) {
        const CxDepartment *department = making->departments->pdata[i];
        if (!cx_department_is_there(department, ctx->today))
            continue;
        const CxLeader *head = cx_leader_heading(making->leaders, department->id, ctx->today);
        const char *name = cx_arena_text(ctx->arena, department->name);
        if (head == NULL)
            vacant[coalition->n_vacant++] = name;
        else if (coalition->can_read && !supports(making, head->id))
            alone[coalition->n_alone++] = name;
    }
    coalition->vacant = vacant;
    coalition->alone = alone;
}

const CxCoalition *
cx_coalition_load(CxCtx *ctx, GError **error)
{
    g_auto(Making) making = { .ctx = ctx };
    CxCoalition *coalition = cx_arena_new0(ctx->arena, CxCoalition);
    CxEngageSettings settings;
    if (!cx_ctx_check_change(ctx, "see the coalition", error) ||
        !cx_basis_load(ctx, &coalition->basis, error) ||
        !cx_engage_settings_load(ctx, &settings, error) ||
        !cx_contact_list(ctx, &making.contacts, error) ||
        !cx_promise_list(ctx, &making.promises, error))
        return NULL;
    making.leaders = cx_leader_list(ctx, error);
    making.departments = making.leaders != NULL ? cx_department_list(ctx, error) : NULL;
    if (making.departments == NULL)
        return NULL;
    coalition->can_read = cx_basis_can_read(ctx, &coalition->basis);
    if (coalition->can_read && (!cx_judgement_list(ctx, &making.judgements, error) ||
                                !cx_influence_list(ctx, &making.influences, error)))
        return NULL;
    add_rows(&making, coalition);
    add_departments(&making, coalition);
    coalition->has_map = settings.map != 0 || coalition->n >= CX_COALITION_QUORUM;
    return coalition;
}
