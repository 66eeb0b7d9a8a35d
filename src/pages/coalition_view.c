#include "pages/coalition_view.h"

#include <inttypes.h>
#include <math.h>

#include "base/civil.h"
#include "people/department.h"
#include "people/leader.h"

/* ---- Fields ---- */

static const CxViewField middle_fields[] = {
    CX_FIELD(CxMiddleView, n_raters, CX_FIELD_COUNT, "How many judged; 0: nobody"),
    CX_FIELD(CxMiddleView, middle, CX_FIELD_NUMBER, "The median of their newest answers, 1 to 5"),
    CX_FIELD_DATA(CxMiddleView, lo, CX_FIELD_COUNT, "The lowest answer"),
    CX_FIELD_DATA(CxMiddleView, hi, CX_FIELD_COUNT, "The highest answer"),
    CX_FIELD_DATA(CxMiddleView, on, CX_FIELD_DAY, "The day of the newest"),
    CX_FIELD(CxMiddleView, raw, CX_FIELD_TEXT, "Every rater's newest answer, the lowest first"),
    CX_FIELD(CxMiddleView, text, CX_FIELD_TEXT, "The middle in words"),
    CX_FIELD_PAGE(CxMiddleView, raters, CX_FIELD_TEXT, "How many, and from where to where"),
};
const CxViewType cx_middle_view_type =
    CX_VIEW_TYPE("Middle", CxMiddleView, middle_fields, "The middle of several raters' answers");

static const CxViewField leader_fields[] = {
    CX_FIELD(CxCoalitionLeaderView, id, CX_FIELD_COUNT, "Id"),
    CX_FIELD(CxCoalitionLeaderView, key, CX_FIELD_TEXT, "Stable key"),
    CX_FIELD(CxCoalitionLeaderView, name, CX_FIELD_TEXT, "Name"),
    CX_FIELD(CxCoalitionLeaderView, title, CX_FIELD_TEXT, "Present office"),
    CX_FIELD(CxCoalitionLeaderView, department, CX_FIELD_TEXT, "Department headed"),
    CX_FIELD_DATA(CxCoalitionLeaderView, leaves_on, CX_FIELD_DAY, "Last day in office, if known"),
    CX_FIELD_DATA(CxCoalitionLeaderView, last_on, CX_FIELD_DAY, "When last met or called"),
    CX_FIELD_PAGE(CxCoalitionLeaderView, last_text, CX_FIELD_TEXT, "The same as read"),
    CX_FIELD_PAGE(CxCoalitionLeaderView, promises, CX_FIELD_TEXT, "Open promises as read"),
    CX_FIELD_PAGE(CxCoalitionLeaderView, is_overdue, CX_FIELD_FLAG, "Whether one is overdue"),
    CX_FIELD_DATA(CxCoalitionLeaderView, n_open, CX_FIELD_COUNT, "Open promises, either way"),
    CX_FIELD_DATA(CxCoalitionLeaderView, n_overdue, CX_FIELD_COUNT, "Overdue ones"),
    CX_FIELD_CHILD(CxCoalitionLeaderView, influence, CX_FIELD_OBJECT_IN, &cx_middle_view_type,
                   "How much they decide"),
    CX_FIELD_CHILD(CxCoalitionLeaderView, stance, CX_FIELD_OBJECT_IN, &cx_middle_view_type,
                   "Where they stand"),
    CX_FIELD(CxCoalitionLeaderView, moved, CX_FIELD_TEXT, "Where they stood 60 days ago, if apart"),
    CX_FIELD(CxCoalitionLeaderView, through, CX_FIELD_TEXT, "Supporters who have their ear"),
    CX_FIELD(CxCoalitionLeaderView, is_unwon, CX_FIELD_FLAG, "Much influence, no support yet"),
    CX_FIELD_PAGE(CxCoalitionLeaderView, url, CX_FIELD_TEXT, "Page of the leader"),
    CX_FIELD_PAGE(CxCoalitionLeaderView, judge_url, CX_FIELD_TEXT, "Their judgements"),
};
static const CxViewType leader_type = CX_VIEW_TYPE("CoalitionLeader", CxCoalitionLeaderView,
                                                   leader_fields, "A leader in the coalition");

static const CxViewField coalition_fields[] = {
    CX_FIELD(CxCoalitionView, headline, CX_FIELD_TEXT, "What it says in a sentence"),
    CX_FIELD_CHILD(CxCoalitionView, leaders, CX_FIELD_LIST, &leader_type, "Leaders in office"),
    CX_FIELD_CHILD(CxCoalitionView, doubled, CX_FIELD_LIST, &cx_view_text_type,
                   "Departments several leaders head today, and who counts"),
    CX_FIELD_PAGE(CxCoalitionView, has_doubled, CX_FIELD_FLAG, "Whether there are any"),
    CX_FIELD_CHILD(CxCoalitionView, vacant, CX_FIELD_LIST, &cx_view_text_type,
                   "Departments nobody heads"),
    CX_FIELD_CHILD(CxCoalitionView, alone, CX_FIELD_LIST, &cx_view_text_type,
                   "Departments whose heads do not support it; for those who read judgements"),
    CX_FIELD(CxCoalitionView, n_leaders, CX_FIELD_COUNT, "Leaders in office"),
    CX_FIELD(CxCoalitionView, n_unwon, CX_FIELD_COUNT, "With much influence and not yet won"),
    CX_FIELD(CxCoalitionView, n_judged, CX_FIELD_COUNT, "Leaders somebody has judged"),
    CX_FIELD(CxCoalitionView, is_on, CX_FIELD_FLAG, "Whether judgements are kept here"),
    CX_FIELD(CxCoalitionView, can_read, CX_FIELD_FLAG, "Whether this reader sees them"),
    CX_FIELD(CxCoalitionView, has_map, CX_FIELD_FLAG, "Whether there are enough for a map"),
    CX_FIELD_CHILD(CxCoalitionView, map, CX_FIELD_OBJECT, &cx_coalition_map_type,
                   "How leaders moved; null where there is no map"),
    CX_FIELD_PAGE(CxCoalitionView, has_leaders, CX_FIELD_FLAG, "Whether there is anybody"),
    CX_FIELD_PAGE(CxCoalitionView, has_alone, CX_FIELD_FLAG, "Whether there are any alone"),
    CX_FIELD_PAGE(CxCoalitionView, basis, CX_FIELD_TEXT, "Why judgements are kept, as read"),
};
const CxViewType cx_coalition_view_type =
    CX_VIEW_TYPE("Coalition", CxCoalitionView, coalition_fields,
                 "Where leaders stand, how that moved, and whose seat is empty");

static const CxViewField place_fields[] = {
    CX_FIELD_PAGE(CxPlaceView, headline, CX_FIELD_TEXT, "Who is not yet won"),
    CX_FIELD_CHILD_PAGE(CxPlaceView, map, CX_FIELD_OBJECT, &cx_coalition_map_type,
                        "Where leaders stand, this one in the accent"),
    CX_FIELD_CHILD_PAGE(CxPlaceView, influence, CX_FIELD_OBJECT_IN, &cx_middle_view_type,
                        "How much they decide"),
    CX_FIELD_CHILD_PAGE(CxPlaceView, stance, CX_FIELD_OBJECT_IN, &cx_middle_view_type,
                        "Where they stand"),
    CX_FIELD_PAGE(CxPlaceView, moved, CX_FIELD_TEXT, "Where they stood before"),
    CX_FIELD_PAGE(CxPlaceView, through, CX_FIELD_TEXT, "Who has their ear"),
    CX_FIELD_PAGE(CxPlaceView, judge_url, CX_FIELD_TEXT, "Their judgements"),
};
const CxViewType cx_place_view_type = CX_VIEW_TYPE("Place", CxPlaceView, place_fields,
                                                   "A leader's place in the coalition; in JSON at "
                                                   "/leaders/coalition");

/* ---- Words ---- */

#define SAY(ctx, key, ...)                                                                         \
    cx_arena_take((ctx)->arena, cx_message_format((ctx)->catalogue, (key), __VA_ARGS__))

const char *
cx_aspect_word(CxCtx *ctx, CxAspect aspect, int64_t value)
{
    static const char *const of_stance[] = { "aspect.stance.1", "aspect.stance.2",
                                             "aspect.stance.3", "aspect.stance.4",
                                             "aspect.stance.5" };
    static const char *const of_others[] = { "aspect.much.1", "aspect.much.2", "aspect.much.3",
                                             "aspect.much.4", "aspect.much.5" };
    const int64_t i = CLAMP(value, 1, CX_JUDGEMENT_MAX) - 1;
    return cx_message_text(ctx->catalogue,
                           aspect == CX_ASPECT_STANCE ? of_stance[i] : of_others[i]);
}

static const char *
middle_text(CxCtx *ctx, const CxMiddle *middle, CxAspect aspect)
{
    const int64_t below = (int64_t)floor(middle->middle);
    const int64_t above = (int64_t)ceil(middle->middle);
    if (below == above)
        return cx_aspect_word(ctx, aspect, below);
    return SAY(ctx, "aspect.between", CX_ARG_TEXT("below", cx_aspect_word(ctx, aspect, below)),
               CX_ARG_TEXT("above", cx_aspect_word(ctx, aspect, above)));
}

/* "2, 4, 4, 5". */
static const char *
raw_text(CxCtx *ctx, const CxMiddle *middle)
{
    g_autoptr(GString) out = g_string_new(NULL);
    for (int value = 1; value <= CX_JUDGEMENT_MAX; value++) {
        for (int32_t i = 0; i < middle->n_of[value - 1]; i++)
            g_string_append_printf(out, "%s%d", out->len > 0 ? ", " : "", value);
    }
    return cx_arena_text(ctx->arena, out->str);
}

CxMiddleView
cx_middle_view(CxCtx *ctx, const CxMiddle *middle, CxAspect aspect)
{
    if (middle->n_raters == 0)
        return (CxMiddleView){ .middle = (double)NAN, .on = CX_DAY_NONE };
    return (CxMiddleView){
        .n_raters = (int64_t)middle->n_raters,
        .middle = middle->middle,
        .lo = middle->lo,
        .hi = middle->hi,
        .on = middle->on,
        .raw = raw_text(ctx, middle),
        .text = middle_text(ctx, middle, aspect),
        .raters = SAY(ctx, "aspect.raters", CX_ARG_NUMBER("n", middle->n_raters),
                      CX_ARG_TEXT("is_one", middle->lo == middle->hi ? "yes" : "no"),
                      CX_ARG_TEXT("lo", cx_aspect_word(ctx, aspect, middle->lo)),
                      CX_ARG_TEXT("hi", cx_aspect_word(ctx, aspect, middle->hi))),
    };
}

static const char *
moved_text(CxCtx *ctx, const CxCoalitionRow *row)
{
    const CxMiddle *was = &row->was_stance[0];
    if (row->stance.n_raters == 0 || was->n_raters == 0 ||
        !(was->middle < row->stance.middle || was->middle > row->stance.middle))
        return NULL;
    return SAY(ctx, "coalition.moved", CX_ARG_TEXT("was", middle_text(ctx, was, CX_ASPECT_STANCE)),
               CX_ARG_NUMBER("days", CX_COALITION_TRAIL_DAYS));
}

static CxCoalitionLeaderView
leader_view(CxCtx *ctx, const CxCoalitionRow *row)
{
    const CxDay last = row->last != NULL ? row->last->day : CX_DAY_NONE;
    CxCoalitionLeaderView view = {
        .id = row->id.v,
        .key = row->key,
        .name = row->name,
        .title = row->title,
        .department = row->department,
        .leaves_on = row->leaves_on,
        .last_on = last,
        .n_open = row->n_open,
        .n_overdue = row->n_overdue,
        .is_overdue = row->n_overdue > 0,
        .influence = cx_middle_view(ctx, &row->influence, CX_ASPECT_INFLUENCE),
        .stance = cx_middle_view(ctx, &row->stance, CX_ASPECT_STANCE),
        .moved = moved_text(ctx, row),
        .through = row->through,
        .is_unwon = row->is_unwon,
        .url = cx_arena_printf(ctx->arena, "/leaders/%" PRId64, row->id.v),
        .judge_url = cx_arena_printf(ctx->arena, "/leaders/%" PRId64 "/judgements", row->id.v),
    };
    if (row->last != NULL)
        view.last_text = cx_arena_take(ctx->arena, cx_day_format_long(last));
    if (row->n_open > 0) {
        view.promises = SAY(ctx, "coalition.promises", CX_ARG_NUMBER("n", row->n_open),
                            CX_ARG_NUMBER("overdue", row->n_overdue));
    }
    return view;
}

/* "A, B and C", or the first three of more. */
static const char *
unwon_names(CxCtx *ctx, const CxCoalition *coalition)
{
    enum { NAMES_MAX = 3 };
    const size_t n = MIN(coalition->n_unwon, (size_t)NAMES_MAX);
    const bool has_all = n == coalition->n_unwon && n > 1;
    g_autoptr(GString) out = g_string_new(NULL);
    for (size_t i = 0; i < (has_all ? n - 1 : n); i++)
        g_string_append_printf(out, "%s%s", i > 0 ? ", " : "", coalition->rows[i].name);
    if (!has_all)
        return cx_arena_text(ctx->arena, out->str);
    return SAY(ctx, "coalition.names", CX_ARG_TEXT("first", out->str),
               CX_ARG_TEXT("last", coalition->rows[n - 1].name));
}

static const char *
headline(CxCtx *ctx, const CxCoalition *coalition)
{
    if (!coalition->can_read || coalition->n == 0) {
        return SAY(ctx, "coalition.headline.facts", CX_ARG_NUMBER("n", coalition->n),
                   CX_ARG_NUMBER("vacant", coalition->n_vacant));
    }
    if (coalition->n_judged == 0)
        return cx_message_text(ctx->catalogue, "coalition.headline.none");
    return SAY(ctx, "coalition.headline", CX_ARG_NUMBER("n", coalition->n_unwon),
               CX_ARG_TEXT("names", unwon_names(ctx, coalition)));
}

static const char *
basis_text(CxCtx *ctx, const CxBasis *basis)
{
    if (!basis->is_on)
        return NULL;
    return SAY(ctx, "coalition.basis", CX_ARG_TEXT("purpose", basis->purpose),
               CX_ARG_TEXT("legal", basis->legal_basis),
               CX_ARG_NUMBER("days", basis->retention_days),
               CX_ARG_TEXT("readers", basis->is_for_team ? "team" : "owner"));
}

bool
cx_doubled_view(CxCtx *ctx, const GPtrArray *leaders, CxViewList *ret_list, GError **error)
{
    g_autoptr(GPtrArray) list = cx_department_list(ctx, error);
    if (list == NULL)
        return false;
    const char **items = cx_arena_new0_n(ctx->arena, const char *, list->len);
    size_t n = 0;
    for (guint i = 0; i < list->len; i++) {
        const CxDepartment *department = list->pdata[i];
        g_autoptr(GPtrArray) heads = cx_leader_heads(leaders, department->id, ctx->today);
        if (heads->len < 2)
            continue;
        const CxLeader *head = cx_leader_heading(leaders, department->id, ctx->today);
        items[n++] =
            cx_arena_take(ctx->arena, cx_message_format(ctx->catalogue, "leaders.doubled.one",
                                                        CX_ARG_TEXT("department", department->name),
                                                        CX_ARG_NUMBER("n", heads->len),
                                                        CX_ARG_TEXT("name", head->name)));
    }
    *ret_list = CX_VIEW_LIST(items, n);
    return true;
}

CxCoalitionView *
cx_coalition_view(CxCtx *ctx, GError **error)
{
    const CxCoalition *coalition = cx_coalition_load(ctx, error);
    if (coalition == NULL)
        return NULL;
    CxCoalitionLeaderView *leaders =
        cx_arena_new0_n(ctx->arena, CxCoalitionLeaderView, coalition->n);
    for (size_t i = 0; i < coalition->n; i++)
        leaders[i] = leader_view(ctx, &coalition->rows[i]);
    CxCoalitionView *view = cx_arena_new0(ctx->arena, CxCoalitionView);
    *view = (CxCoalitionView){
        .headline = headline(ctx, coalition),
        .leaders = CX_VIEW_LIST(leaders, coalition->n),
        .vacant = CX_VIEW_LIST(coalition->vacant, coalition->n_vacant),
        .alone = CX_VIEW_LIST(coalition->alone, coalition->n_alone),
        .n_leaders = (int64_t)coalition->n,
        .n_unwon = (int64_t)coalition->n_unwon,
        .n_judged = (int64_t)coalition->n_judged,
        .is_on = coalition->basis.is_on,
        .can_read = coalition->can_read,
        .has_map = coalition->has_map,
        .map = cx_coalition_map_view(ctx, coalition, (CxLeaderId){ 0 }),
        .has_leaders = coalition->n > 0,
        .has_alone = coalition->n_alone > 0,
        .basis = basis_text(ctx, &coalition->basis),
    };
    g_autoptr(GPtrArray) all = cx_leader_list(ctx, error);
    if (all == NULL || !cx_doubled_view(ctx, all, &view->doubled, error))
        return NULL;
    view->has_doubled = view->doubled.n > 0;
    return view;
}

const CxPlaceView *
cx_place_view(CxCtx *ctx, CxLeaderId leader, GError **error)
{
    const CxCoalition *coalition = cx_coalition_load(ctx, error);
    if (coalition == NULL)
        return NULL;
    CxPlaceView *view = cx_arena_new0(ctx->arena, CxPlaceView);
    for (size_t i = 0; i < coalition->n && coalition->can_read; i++) {
        const CxCoalitionRow *row = &coalition->rows[i];
        if (row->id.v != leader.v)
            continue;
        *view = (CxPlaceView){
            .headline = headline(ctx, coalition),
            .map = cx_coalition_map_view(ctx, coalition, leader),
            .influence = cx_middle_view(ctx, &row->influence, CX_ASPECT_INFLUENCE),
            .stance = cx_middle_view(ctx, &row->stance, CX_ASPECT_STANCE),
            .moved = moved_text(ctx, row),
            .through = row->through,
            .judge_url = cx_arena_printf(ctx->arena, "/leaders/%" PRId64 "/judgements", leader.v),
        };
    }
    return view;
}
