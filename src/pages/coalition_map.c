#include "pages/coalition_map.h"

#include <inttypes.h>

#include "base/civil.h"
#include "figure/stances.h"
#include "pages/coalition_view.h"

static const CxViewField move_fields[] = {
    CX_FIELD(CxCoalitionMoveView, name, CX_FIELD_TEXT, "Leader"),
    CX_FIELD_PAGE(CxCoalitionMoveView, url, CX_FIELD_TEXT, "Page of the leader"),
    CX_FIELD(CxCoalitionMoveView, stance_first, CX_FIELD_TEXT, "Stance 120 days ago"),
    CX_FIELD(CxCoalitionMoveView, stance_was, CX_FIELD_TEXT, "Stance 60 days ago"),
    CX_FIELD(CxCoalitionMoveView, stance, CX_FIELD_TEXT, "Stance today"),
    CX_FIELD(CxCoalitionMoveView, influence_first, CX_FIELD_TEXT, "Influence 120 days ago"),
    CX_FIELD(CxCoalitionMoveView, influence_was, CX_FIELD_TEXT, "Influence 60 days ago"),
    CX_FIELD(CxCoalitionMoveView, influence, CX_FIELD_TEXT, "Influence today"),
    CX_FIELD(CxCoalitionMoveView, has_moved, CX_FIELD_FLAG, "Stands elsewhere than 60 days ago"),
};
static const CxViewType move_type =
    CX_VIEW_TYPE("CoalitionMove", CxCoalitionMoveView, move_fields, "How a leader moved");

static const CxViewField map_fields[] = {
    CX_FIELD_PAGE(CxCoalitionMapView, svg, CX_FIELD_MARKUP, "The figure"),
    CX_FIELD(CxCoalitionMapView, headline, CX_FIELD_TEXT, "Who moved, in a sentence"),
    CX_FIELD_PAGE(CxCoalitionMapView, accent, CX_FIELD_TEXT, "Whom the accent shows"),
    CX_FIELD_PAGE(CxCoalitionMapView, left_out, CX_FIELD_TEXT,
                  "How many it does not show, or null"),
    CX_FIELD_CHILD(CxCoalitionMapView, moves, CX_FIELD_LIST, &move_type,
                   "Leaders with influence and stance, over 120 days"),
};
const CxViewType cx_coalition_map_type =
    CX_VIEW_TYPE("CoalitionMap", CxCoalitionMapView, map_fields,
                 "Where leaders stand and how much they decide, and how that moved");

#define SAY(ctx, key, ...)                                                                         \
    cx_arena_take((ctx)->arena, cx_message_format((ctx)->catalogue, (key), __VA_ARGS__))

#define SPOTS_MAX    (CX_COALITION_TRAIL_MAX + 1)
#define UNJUDGED_MAX 12 /* more of whom nothing is known are counted, not listed */

static bool
is_judged(const CxCoalitionRow *row)
{
    return row->influence.n_raters > 0 && row->stance.n_raters > 0;
}

/* ---- The table ---- */

static CxCoalitionMoveView
move_view(CxCtx *ctx, const CxCoalitionRow *row)
{
    const CxMiddle *was = &row->was_stance[0];
    return (CxCoalitionMoveView){
        .name = row->name,
        .url = cx_arena_printf(ctx->arena, "/leaders/%" PRId64, row->id.v),
        .stance_first = cx_middle_view(ctx, &row->was_stance[1], CX_ASPECT_STANCE).text,
        .stance_was = cx_middle_view(ctx, was, CX_ASPECT_STANCE).text,
        .stance = cx_middle_view(ctx, &row->stance, CX_ASPECT_STANCE).text,
        .influence_first = cx_middle_view(ctx, &row->was_influence[1], CX_ASPECT_INFLUENCE).text,
        .influence_was = cx_middle_view(ctx, &row->was_influence[0], CX_ASPECT_INFLUENCE).text,
        .influence = cx_middle_view(ctx, &row->influence, CX_ASPECT_INFLUENCE).text,
        .has_moved = was->n_raters > 0 &&
                     (was->middle < row->stance.middle || was->middle > row->stance.middle),
    };
}

static const char *
headline(CxCtx *ctx, const CxCoalition *coalition)
{
    int64_t n_toward = 0;
    int64_t n_away = 0;
    for (size_t i = 0; i < coalition->n; i++) {
        const CxCoalitionRow *row = &coalition->rows[i];
        if (!is_judged(row) || row->was_stance[0].n_raters == 0)
            continue;
        n_toward += row->stance.middle > row->was_stance[0].middle;
        n_away += row->stance.middle < row->was_stance[0].middle;
    }
    return SAY(ctx, "coalition.map.headline", CX_ARG_NUMBER("toward", n_toward),
               CX_ARG_NUMBER("away", n_away), CX_ARG_NUMBER("days", CX_COALITION_TRAIL_DAYS));
}

/* ---- The figure ---- */

static void
add_spot(const CxMiddle *stance, const CxMiddle *influence, CxStanceLeader *leader,
         CxStanceSpot *spots)
{
    if (stance->n_raters == 0 || influence->n_raters == 0)
        return;
    spots[leader->n_spots++] =
        (CxStanceSpot){ .stance = stance->middle - 1.0, .influence = influence->middle };
}

static const char *
leaving_text(CxCtx *ctx, const CxCoalitionRow *row)
{
    if (cx_day_is_none(row->leaves_on))
        return NULL;
    g_autofree char *day = cx_day_format_long(row->leaves_on);
    return SAY(ctx, "coalition.map.leaves", CX_ARG_TEXT("day", day));
}

static bool
is_point(const CxCoalitionRow *row, CxLeaderId point)
{
    return point.v == 0 ? row->is_unwon : row->id.v == point.v;
}

static CxStanceLeader
draw_leader(CxCtx *ctx, const CxCoalitionRow *row, CxLeaderId point)
{
    CxStanceSpot *spots = cx_arena_new0_n(ctx->arena, CxStanceSpot, SPOTS_MAX);
    CxStanceLeader leader = {
        .label = row->name,
        .href = cx_arena_printf(ctx->arena, "/leaders/%" PRId64 "/judgements", row->id.v),
        .note = leaving_text(ctx, row),
        .spots = spots,
        .is_leaving = !cx_day_is_none(row->leaves_on),
        .is_point = is_point(row, point),
        .why = cx_message_text(ctx->catalogue, "coalition.unjudged"),
    };
    if (!is_judged(row))
        return leader;
    for (size_t i = CX_COALITION_TRAIL_MAX; i > 0; i--)
        add_spot(&row->was_stance[i - 1], &row->was_influence[i - 1], &leader, spots);
    add_spot(&row->stance, &row->influence, &leader, spots);
    leader.about = SAY(
        ctx, "coalition.map.about", CX_ARG_TEXT("name", row->name),
        CX_ARG_TEXT("influence", cx_middle_view(ctx, &row->influence, CX_ASPECT_INFLUENCE).text),
        CX_ARG_TEXT("stance", cx_middle_view(ctx, &row->stance, CX_ASPECT_STANCE).text),
        CX_ARG_NUMBER("n", MIN(row->influence.n_raters, row->stance.n_raters)));
    return leader;
}

/* Those who are judged, then those who are not where they are few; as many as the figure takes. */
static size_t
draw_leaders(CxCtx *ctx, const CxCoalition *coalition, CxLeaderId point, CxStanceLeader *leaders)
{
    const bool has_unjudged = coalition->n - coalition->n_judged <= UNJUDGED_MAX;
    size_t n = 0;
    for (int turn = 0; turn < (has_unjudged ? 2 : 1); turn++) {
        for (size_t i = 0; i < coalition->n && n < CX_STANCES_LEADERS_MAX; i++) {
            if (is_judged(&coalition->rows[i]) == (turn == 0))
                leaders[n++] = draw_leader(ctx, &coalition->rows[i], point);
        }
    }
    return n;
}

static const char *
draw(CxCtx *ctx, const CxCoalition *coalition, CxLeaderId point, const char *desc)
{
    CxStanceLeader *leaders = cx_arena_new0_n(ctx->arena, CxStanceLeader, CX_STANCES_LEADERS_MAX);
    const size_t n = draw_leaders(ctx, coalition, point, leaders);
    const char *columns[CX_JUDGEMENT_MAX];
    for (int64_t i = 0; i < CX_JUDGEMENT_MAX; i++)
        columns[i] = cx_aspect_word(ctx, CX_ASPECT_STANCE, i + 1);
    const CxStances stances = {
        .id = "coalition",
        .title = cx_message_text(ctx->catalogue, "coalition.map.title"),
        .desc = desc,
        .more = cx_message_text(ctx->catalogue, "coalition.map.more"),
        .less = cx_message_text(ctx->catalogue, "coalition.map.less"),
        .leaders = leaders,
        .n_leaders = n,
        .columns = columns,
        .n_columns = CX_JUDGEMENT_MAX,
        .influence_lo = 1.0,
        .influence_hi = CX_JUDGEMENT_MAX,
    };
    GString *svg = g_string_new(NULL);
    cx_stances_draw(svg, &stances);
    return cx_arena_take(ctx->arena, g_string_free(svg, FALSE));
}

static const char *
accent(CxCtx *ctx, const CxCoalition *coalition, CxLeaderId point)
{
    for (size_t i = 0; i < coalition->n && point.v != 0; i++) {
        if (coalition->rows[i].id.v == point.v) {
            return SAY(ctx, "coalition.map.accent.one",
                       CX_ARG_TEXT("name", coalition->rows[i].name));
        }
    }
    return cx_message_text(ctx->catalogue, "coalition.map.accent");
}

static const char *
left_out(CxCtx *ctx, const CxCoalition *coalition)
{
    const size_t n_unjudged = coalition->n - coalition->n_judged;
    const size_t n_crowded =
        coalition->n_judged - MIN(coalition->n_judged, (size_t)CX_STANCES_LEADERS_MAX);
    if (n_unjudged <= UNJUDGED_MAX && n_crowded == 0)
        return NULL;
    return SAY(ctx, "coalition.map.left_out",
               CX_ARG_NUMBER("unjudged", n_unjudged > UNJUDGED_MAX ? n_unjudged : 0),
               CX_ARG_NUMBER("crowded", n_crowded));
}

const CxCoalitionMapView *
cx_coalition_map_view(CxCtx *ctx, const CxCoalition *coalition, CxLeaderId point)
{
    if (!coalition->can_read || !coalition->has_map || coalition->n_judged == 0)
        return NULL;
    CxCoalitionMoveView *moves =
        cx_arena_new0_n(ctx->arena, CxCoalitionMoveView, coalition->n_judged);
    size_t n = 0;
    for (size_t i = 0; i < coalition->n; i++) {
        if (is_judged(&coalition->rows[i]))
            moves[n++] = move_view(ctx, &coalition->rows[i]);
    }
    CxCoalitionMapView *view = cx_arena_new0(ctx->arena, CxCoalitionMapView);
    view->headline = headline(ctx, coalition);
    view->accent = accent(ctx, coalition, point);
    view->left_out = left_out(ctx, coalition);
    view->svg = draw(ctx, coalition, point, view->headline);
    view->moves = CX_VIEW_LIST(moves, n);
    return view;
}
