#include "figure/funnel.h"

#include <math.h>

#include "figure/field.h"
#include "figure/measure.h"
#include "lang/assert.h"

enum { TOP_PX = 32, WIDE_PLOT_PX = 300, NARROW_PLOT_PX = 270 };

#define LABEL_GAP_PX 9.0

static bool
is_shown(const CxFunnelPoint *point)
{
    return isfinite(point->value) && isfinite(point->n);
}

static bool
has_interval(const CxFunnelPoint *point)
{
    return isfinite(point->lo) && isfinite(point->hi);
}

static size_t
count_shown(const CxFunnel *funnel)
{
    size_t n = 0;
    for (size_t i = 0; i < funnel->n_points; i++)
        n += is_shown(&funnel->points[i]) ? 1 : 0;
    return n;
}

/* ---- Layout ---- */

/* The limits run off to the measure's ends where few answered: they are drawn as far as the points
 * need, and no further. */
static CxScale
y_scale(const CxField *field, const CxFunnel *funnel)
{
    CxScaleNeed need = { .lo = NAN,
                         .hi = NAN,
                         .floor = funnel->floor,
                         .ceil = funnel->ceil,
                         .pad_share = 0.2,
                         .n_steps_max = 5 };
    need.lo = need.hi = isfinite(funnel->centre) ? funnel->centre : (double)NAN;
    for (size_t i = 0; i < funnel->n_points; i++) {
        if (!is_shown(&funnel->points[i]))
            continue;
        cx_scale_need_take(&need, funnel->points[i].value);
        cx_scale_need_take(&need, funnel->points[i].lo);
        cx_scale_need_take(&need, funnel->points[i].hi);
    }
    if (funnel->n_limits > 0) {
        const CxFunnelLimit *middle = &funnel->limits[funnel->n_limits / 2];
        cx_scale_need_take(&need, middle->inner_lo);
        cx_scale_need_take(&need, middle->inner_hi);
    }
    return cx_scale_fit(&need, field->bottom, field->top);
}

static CxScale
x_scale(const CxField *field, const CxFunnel *funnel)
{
    CxScaleNeed need = {
        .lo = 0.0, .hi = 1.0, .floor = 0.0, .ceil = NAN, .pad_share = 0.04, .n_steps_max = 6
    };
    for (size_t i = 0; i < funnel->n_points; i++) {
        if (is_shown(&funnel->points[i]))
            cx_scale_need_take(&need, funnel->points[i].n);
    }
    return cx_scale_fit(&need, field->x0, field->x1 - 8.0);
}

static void
lay_out(CxField *field, const CxFunnel *funnel)
{
    const size_t n_hidden = funnel->n_points - count_shown(funnel);
    field->width = field->is_narrow ? 358.0 : 760.0;
    field->x0 = 34.0;
    field->x1 = field->width;
    field->top = TOP_PX;
    field->bottom = TOP_PX + (field->is_narrow ? NARROW_PLOT_PX : WIDE_PLOT_PX);
    field->height = field->bottom + cx_field_axis_px(field->is_narrow) +
                    cx_field_hidden_px(field->is_narrow, n_hidden);
    field->y = y_scale(field, funnel);
    field->x = x_scale(field, funnel);
}

/* ---- Limits ---- */

typedef enum {
    LIMIT_INNER,
    LIMIT_OUTER,
} Limit;

static double
limit_lo(const CxFunnelLimit *limit, Limit which)
{
    return which == LIMIT_INNER ? limit->inner_lo : limit->outer_lo;
}

static double
limit_hi(const CxFunnelLimit *limit, Limit which)
{
    return which == LIMIT_INNER ? limit->inner_hi : limit->outer_hi;
}

/* The limits that lie on the scale, from left to right. */
static size_t
limits_inside(const CxField *field, const CxFunnel *funnel, Limit which,
              const CxFunnelLimit **ret_limits)
{
    size_t n = 0;
    for (size_t i = 0; i < funnel->n_limits; i++) {
        const CxFunnelLimit *limit = &funnel->limits[i];
        if (limit->n <= field->x.hi && limit->n >= field->x.lo &&
            isfinite(limit_lo(limit, which)) && isfinite(limit_hi(limit, which)))
            ret_limits[n++] = limit;
    }
    return n;
}

/* Draws the inner limits as an area, cut off where the scale ends. */
static void
draw_inner(CxField *field, const CxFunnel *funnel)
{
    const CxFunnelLimit *limits[CX_FUNNEL_LIMITS_MAX];
    const size_t n = limits_inside(field, funnel, LIMIT_INNER, limits);
    if (n < 2)
        return;
    CxPoint edge[2 * CX_FUNNEL_LIMITS_MAX];
    for (size_t i = 0; i < n; i++) {
        edge[i] = cx_field_at(field, limits[i]->n, limits[i]->inner_hi);
        edge[2 * n - 1 - i] = cx_field_at(field, limits[i]->n, limits[i]->inner_lo);
    }
    cx_svg_area(&field->svg, edge, 2 * n, CX_PAINT_BAND);
}

/* One line of the outer limits, as far as it lies on the scale. */
static void
draw_outer_line(CxField *field, const CxFunnelLimit *const *limits, size_t n, bool is_upper)
{
    CxPoint line[CX_FUNNEL_LIMITS_MAX];
    size_t n_line = 0;
    for (size_t i = 0; i < n; i++) {
        const double value = is_upper ? limits[i]->outer_hi : limits[i]->outer_lo;
        if (value < field->y.lo || value > field->y.hi)
            continue;
        line[n_line] = cx_field_at(field, limits[i]->n, value);
        cx_field_take_line(field, (CxBox){ line[n_line].x - 12.0, line[n_line].y - 2.0,
                                           line[n_line].x + 12.0, line[n_line].y + 2.0 });
        n_line++;
    }
    if (n_line > 1) {
        cx_svg_path(&field->svg, line, n_line,
                    &(CxStroke){ .paint = CX_PAINT_MARK, .width_px = 1.0, .dash = "4 3" });
    }
}

static void
draw_outer(CxField *field, const CxFunnel *funnel)
{
    const CxFunnelLimit *limits[CX_FUNNEL_LIMITS_MAX];
    const size_t n = limits_inside(field, funnel, LIMIT_OUTER, limits);
    draw_outer_line(field, limits, n, true);
    draw_outer_line(field, limits, n, false);
}

/* Names the limits under the lowest of them, at its right end or further left. */
static void
name_limits(CxField *field, const CxFunnel *funnel)
{
    const char *const words[] = { funnel->inner_text, funnel->outer_text };
    double y = field->top;
    for (Limit which = LIMIT_INNER; which <= LIMIT_OUTER; which++) {
        const CxFunnelLimit *limits[CX_FUNNEL_LIMITS_MAX];
        const size_t n = limits_inside(field, funnel, which, limits);
        if (n > 1)
            y = fmax(y, cx_scale_px(&field->y, limit_lo(limits[n - 1], which)));
    }
    const CxType type = { .paint = CX_PAINT_INK3, .size_px = 12.0, .anchor = CX_ANCHOR_END };
    const double room = (field->x1 - field->x0) * 0.6;
    for (size_t i = 0; i < CX_N_ELEMENTS(words); i++) {
        if (words[i] == NULL || funnel->n_limits < 2)
            continue;
        do {
            y += 15.0;
        } while (y < field->bottom - 4.0 &&
                 !cx_field_words_if_free(field, (CxPoint){ field->x1, y }, &type, words[i], room));
    }
}

static void
draw_centre(CxField *field, const CxFunnel *funnel)
{
    if (!isfinite(funnel->centre))
        return;
    const double y = cx_scale_px(&field->y, funnel->centre);
    cx_svg_line(&field->svg, (CxPoint){ field->x0, y }, (CxPoint){ field->x1, y },
                &(CxStroke){ .paint = CX_PAINT_INK, .width_px = 1.0, .dash = "1 3" });
    cx_field_take_line(field, (CxBox){ field->x0, y - 1.0, field->x1, y + 1.0 });
}

/* Names the whole beside its line, where no dot is in the way. */
static void
name_centre(CxField *field, const CxFunnel *funnel)
{
    if (!isfinite(funnel->centre) || funnel->centre_text == NULL)
        return;
    const double y = cx_scale_px(&field->y, funnel->centre);
    CxType type = { .paint = CX_PAINT_INK2, .size_px = 12.0, .anchor = CX_ANCHOR_END };
    const double room = field->x1 - field->x0;
    for (size_t i = 0; i < 8; i++) {
        const double x = field->x1 - room / 16.0 * (double)i;
        if (cx_field_words_if_free(field, (CxPoint){ x, y - 5.0 }, &type, funnel->centre_text,
                                   room) ||
            cx_field_words_if_free(field, (CxPoint){ x, y + 13.0 }, &type, funnel->centre_text,
                                   room))
            return;
    }
}

/* ---- Points ---- */

static char *
value_words(const CxFunnelPoint *point)
{
    if (point->range_text == NULL)
        return g_strdup(point->value_text);
    return g_strdup_printf("%s (%s)", point->value_text, point->range_text);
}

static void
draw_dot(CxField *field, const CxFunnelPoint *point)
{
    const CxPoint at = cx_field_at(field, point->n, point->value);
    g_autofree char *value = value_words(point);
    g_autofree char *about = g_strdup_printf("%s: %s %s", point->label, value, point->n_text);
    if (has_interval(point)) {
        cx_field_interval(field, cx_field_at(field, point->n, point->lo),
                          cx_field_at(field, point->n, point->hi), point->is_point);
    }
    cx_field_dot(field, &(CxFieldDot){ .at = at,
                                       .is_point = point->is_point,
                                       .about = about,
                                       .href = point->card_href });
    cx_field_take_dot(field, at, 5.0);
}

static void
draw_label(CxField *field, const CxFunnelPoint *point)
{
    g_autofree char *value = value_words(point);
    const gsize len_before = field->svg.out->len;
    if (point->href != NULL)
        cx_svg_link_open(&field->svg, point->href, NULL);
    const bool is_drawn = cx_field_label(
        field, &(CxFieldLabel){ .at = cx_field_at(field, point->n, point->value),
                                .gap_px = LABEL_GAP_PX,
                                .words = point->label,
                                .more = point->is_point ? value : NULL,
                                .paint = point->is_point ? CX_PAINT_ACC : CX_PAINT_INK2,
                                .weight = point->is_point ? 600 : 400 });
    if (!is_drawn)
        g_string_truncate(field->svg.out, len_before); /* no link without words */
    else if (point->href != NULL)
        cx_svg_link_close(&field->svg);
}

static void
draw_dots(CxField *field, const CxFunnel *funnel)
{
    for (size_t i = 0; i < funnel->n_points; i++) {
        if (is_shown(&funnel->points[i]))
            draw_dot(field, &funnel->points[i]);
    }
}

/* Those that stand apart choose their places first, then the limits, then the others. */
static void
draw_labels(CxField *field, const CxFunnel *funnel)
{
    for (size_t turn = 0; turn < 2; turn++) {
        for (size_t i = 0; i < funnel->n_points; i++) {
            const CxFunnelPoint *point = &funnel->points[i];
            if (is_shown(point) && point->is_point == (turn == 0))
                draw_label(field, point);
        }
        if (turn == 0) {
            name_centre(field, funnel);
            name_limits(field, funnel);
        }
    }
}

static void
draw_hidden(CxField *field, const CxFunnel *funnel)
{
    size_t i_hidden = 0;
    for (size_t i = 0; i < funnel->n_points; i++) {
        const CxFunnelPoint *point = &funnel->points[i];
        if (is_shown(point))
            continue;
        cx_field_hidden(field, field->bottom + cx_field_axis_px(field->is_narrow), i_hidden++,
                        &(CxFieldHidden){ point->label, point->href, point->why });
    }
}

/* ---- All of it ---- */

static bool
has_links(const CxFunnel *funnel)
{
    for (size_t i = 0; i < funnel->n_points; i++) {
        const CxFunnelPoint *point = &funnel->points[i];
        if (point->href != NULL || (is_shown(point) && point->card_href != NULL))
            return true;
    }
    return false;
}

static void
draw_one(GString *out, const CxFunnel *funnel, bool is_narrow)
{
    CxField field = { .svg = { out }, .is_narrow = is_narrow };
    lay_out(&field, funnel);
    cx_field_open(&field, &(CxFieldHead){ funnel->id, funnel->title, funnel->desc, funnel->heading,
                                          funnel->heading_short, has_links(funnel) });
    if (count_shown(funnel) > 0) {
        draw_inner(&field, funnel);
        cx_field_axis_y(&field);
        draw_outer(&field, funnel);
        cx_field_axis_x(&field, funnel->axis);
        draw_centre(&field, funnel);
        draw_dots(&field, funnel);
        draw_labels(&field, funnel);
    } else if (funnel->empty != NULL) {
        cx_field_say(&field, funnel->empty);
    }
    draw_hidden(&field, funnel);
    cx_field_close(&field);
}

void
cx_funnel_draw(GString *out, const CxFunnel *funnel)
{
    cx_assert(funnel->n_points <= CX_FUNNEL_POINTS_MAX);
    cx_assert(funnel->n_limits <= CX_FUNNEL_LIMITS_MAX);
    draw_one(out, funnel, false);
    draw_one(out, funnel, true);
}
