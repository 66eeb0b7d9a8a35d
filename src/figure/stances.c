#include "figure/stances.h"

#include <math.h>

#include "figure/field.h"
#include "figure/measure.h"
#include "lang/assert.h"

enum { TOP_PX = 30, WIDE_PLOT_PX = 360, NARROW_PLOT_PX = 330, AXIS_PX = 26 };

#define LABEL_GAP_PX  10.0
#define DOT_RADIUS_PX 6.0

/* One leader as placed: today's dot may stand beside where it belongs, the trail leads to it. */
typedef struct {
    const CxStanceLeader *leader;
    CxPoint today;
} Placed;

static bool
is_shown(const CxStanceLeader *leader)
{
    return leader->n_spots > 0;
}

static size_t
count_shown(const CxStances *stances)
{
    size_t n = 0;
    for (size_t i = 0; i < stances->n_leaders; i++)
        n += is_shown(&stances->leaders[i]) ? 1 : 0;
    return n;
}

static CxPoint
spot_at(const CxField *field, const CxStanceSpot *spot)
{
    return cx_field_at(field, spot->stance, spot->influence);
}

/* ---- The field ---- */

static void
lay_out(CxField *field, const CxStances *stances)
{
    const size_t n_hidden = stances->n_leaders - count_shown(stances);
    field->width = field->is_narrow ? 358.0 : 760.0;
    field->x0 = field->is_narrow ? 8.0 : 30.0;
    field->x1 = field->width - (field->is_narrow ? 8.0 : 20.0);
    field->top = TOP_PX;
    field->bottom = TOP_PX + (field->is_narrow ? NARROW_PLOT_PX : WIDE_PLOT_PX);
    field->height = field->bottom + AXIS_PX + cx_field_hidden_px(field->is_narrow, n_hidden);
    const double last = (double)(stances->n_columns - 1);
    field->x = cx_scale_fixed(0.0, last, 9, field->x0, field->x1);
    /* Air above and below, so that the highest and lowest stand inside. */
    field->y = cx_scale_fixed(stances->influence_lo, stances->influence_hi, 5, field->bottom - 22.0,
                              field->top + 22.0);
}

static void
draw_column(CxField *field, const CxStances *stances, size_t i)
{
    const double x = cx_scale_px(&field->x, (double)i);
    const bool is_middle = 2 * i + 1 == stances->n_columns;
    cx_svg_line(&field->svg, (CxPoint){ x, field->top }, (CxPoint){ x, field->bottom },
                is_middle ? &(CxStroke){ .paint = CX_PAINT_MARK, .width_px = 1.0, .dash = "1 3" }
                          : &(CxStroke){ .paint = CX_PAINT_LINE, .width_px = 1.0 });
    cx_field_take_line(field, (CxBox){ x - 1.0, field->top, x + 1.0, field->bottom });
    /* A word at the edge begins or ends there, and has half a column; others stand in the middle. */
    const double pitch = (field->x1 - field->x0) / (double)(stances->n_columns - 1);
    const bool is_first = i == 0;
    const bool is_last = i + 1 == stances->n_columns;
    CxType type = { .paint = CX_PAINT_INK3, .size_px = 12.0, .anchor = CX_ANCHOR_MIDDLE };
    if (is_first || is_last)
        type.anchor = is_first ? CX_ANCHOR_START : CX_ANCHOR_END;
    cx_field_words(field, (CxPoint){ x, field->bottom + 18.0 }, &type, stances->columns[i],
                   is_first || is_last ? pitch / 2.0 : pitch - 8.0);
}

static void
draw_frame(CxField *field, const CxStances *stances)
{
    const CxType type = { .paint = CX_PAINT_INK3, .size_px = 12.0 };
    for (size_t i = 0; i < stances->n_columns; i++)
        draw_column(field, stances, i);
    cx_field_words(field, (CxPoint){ 0.0, field->bottom - 6.0 }, &type, stances->less, 120.0);
    cx_svg_line(&field->svg, (CxPoint){ field->x0, field->bottom },
                (CxPoint){ field->x1, field->bottom },
                &(CxStroke){ .paint = CX_PAINT_MARK, .width_px = 1.0 });
}

/* ---- Leaders ---- */

/* Each stretch is thicker than the one before it. */
static void
draw_trail(CxField *field, const Placed *placed)
{
    const CxStanceLeader *leader = placed->leader;
    const size_t n = leader->n_spots;
    CxPoint from = spot_at(field, &leader->spots[0]);
    for (size_t i = 1; i < n; i++) {
        const CxPoint to = i + 1 < n ? spot_at(field, &leader->spots[i]) : placed->today;
        const CxPoint ends[] = { from, to };
        const double width = 1.5 + 2.5 * (double)i / (double)(n - 1);
        cx_svg_path(&field->svg, ends, CX_N_ELEMENTS(ends),
                    &(CxStroke){ .paint = CX_PAINT_BAR, .width_px = width });
        cx_svg_circle(&field->svg, from, 2.5, CX_PAINT_BAR);
        from = to;
    }
}

/* A trail is left free of labels, in steps as long as a dot is wide. */
static void
take_trail(CxField *field, const Placed *placed)
{
    const CxStanceLeader *leader = placed->leader;
    CxPoint from = spot_at(field, &leader->spots[0]);
    for (size_t i = 1; i < leader->n_spots; i++) {
        const CxPoint to =
            i + 1 < leader->n_spots ? spot_at(field, &leader->spots[i]) : placed->today;
        const double length = hypot(to.x - from.x, to.y - from.y);
        const size_t n = (size_t)(length / 8.0) + 1;
        for (size_t k = 0; k < n; k++) {
            const double share = (double)k / (double)n;
            const CxPoint at = { from.x + share * (to.x - from.x),
                                 from.y + share * (to.y - from.y) };
            cx_field_take_dot(field, at, 2.5);
        }
        from = to;
    }
}

static void
draw_label(CxField *field, const Placed *placed)
{
    const CxStanceLeader *leader = placed->leader;
    const char *words =
        field->is_narrow && leader->label_short != NULL ? leader->label_short : leader->label;
    const bool is_strong = leader->is_point || leader->is_leaving;
    (void)cx_field_label(field, &(CxFieldLabel){ .at = placed->today,
                                                 .gap_px = LABEL_GAP_PX,
                                                 .words = words,
                                                 .more = leader->note,
                                                 .paint = leader->is_point     ? CX_PAINT_ACC
                                                          : leader->is_leaving ? CX_PAINT_INK
                                                                               : CX_PAINT_INK2,
                                                 .weight = is_strong ? 600 : 400 });
}

static void
draw_leaders(CxField *field, const Placed *placed, size_t n)
{
    for (size_t i = 0; i < n; i++)
        draw_trail(field, &placed[i]);
    for (size_t i = 0; i < n; i++) {
        const CxStanceLeader *leader = placed[i].leader;
        cx_field_dot(field,
                     &(CxFieldDot){ .at = placed[i].today,
                                    .is_point = leader->is_point,
                                    .is_ring = leader->is_leaving,
                                    .about = leader->about != NULL ? leader->about : leader->label,
                                    .href = leader->href });
    }
    for (size_t i = 0; i < n; i++)
        take_trail(field, &placed[i]);
    for (size_t turn = 0; turn < 2; turn++) {
        for (size_t i = 0; i < n; i++) {
            const CxStanceLeader *leader = placed[i].leader;
            if ((leader->is_point || leader->is_leaving) == (turn == 0))
                draw_label(field, &placed[i]);
        }
    }
}

static size_t
place_leaders(CxField *field, const CxStances *stances, Placed *ret_placed)
{
    size_t n = 0;
    for (size_t i = 0; i < stances->n_leaders; i++) {
        const CxStanceLeader *leader = &stances->leaders[i];
        if (!is_shown(leader))
            continue;
        const CxPoint wanted = spot_at(field, &leader->spots[leader->n_spots - 1]);
        ret_placed[n++] = (Placed){ leader, cx_field_free_dot(field, wanted, DOT_RADIUS_PX) };
    }
    return n;
}

static void
draw_hidden(CxField *field, const CxStances *stances)
{
    size_t i_hidden = 0;
    for (size_t i = 0; i < stances->n_leaders; i++) {
        const CxStanceLeader *leader = &stances->leaders[i];
        if (is_shown(leader))
            continue;
        cx_field_hidden(field, field->bottom + AXIS_PX, i_hidden++,
                        &(CxFieldHidden){ leader->label, leader->href, leader->why });
    }
}

/* ---- All of it ---- */

static bool
has_links(const CxStances *stances)
{
    for (size_t i = 0; i < stances->n_leaders; i++) {
        if (stances->leaders[i].href != NULL)
            return true;
    }
    return false;
}

static void
draw_one(GString *out, const CxStances *stances, bool is_narrow)
{
    CxField field = { .svg = { out }, .is_narrow = is_narrow };
    Placed placed[CX_STANCES_LEADERS_MAX];
    lay_out(&field, stances);
    cx_field_open(&field, &(CxFieldHead){ stances->id, stances->title, stances->desc, stances->more,
                                          NULL, has_links(stances) });
    if (count_shown(stances) > 0) {
        draw_frame(&field, stances);
        const size_t n = place_leaders(&field, stances, placed);
        draw_leaders(&field, placed, n);
    } else if (stances->empty != NULL) {
        cx_field_say(&field, stances->empty);
    }
    draw_hidden(&field, stances);
    cx_field_close(&field);
}

void
cx_stances_draw(GString *out, const CxStances *stances)
{
    cx_assert(stances->n_leaders <= CX_STANCES_LEADERS_MAX);
    cx_assert(stances->n_columns >= 2 && stances->n_columns <= CX_STANCES_COLUMNS_MAX);
    cx_assert(stances->influence_lo < stances->influence_hi);
    draw_one(out, stances, false);
    draw_one(out, stances, true);
}
