#include "figure/multiples.h"

#include <math.h>

#include "base/text.h"
#include "figure/field.h"
#include "figure/measure.h"
#include "lang/assert.h"

enum { TOP_PX = 26, PANEL_PX = 132, PLOT_TOP_PX = 44, PLOT_PX = 64, GAP_PX = 28 };

/* A panel as laid out. */
typedef struct {
    CxField *field;
    const CxMultiplesPanel *panel;
    double left, width; /* of the whole panel */
    double x0, x1;      /* of its plot */
    double top, bottom; /* of its plot */
    CxScale y;
} Panel;

static bool
has_value(const CxTrendPoint *point)
{
    return isfinite(point->value);
}

static bool
has_interval(const CxTrendPoint *point)
{
    return has_value(point) && isfinite(point->lo) && isfinite(point->hi);
}

/* ---- Layout ---- */

static void
widen(CxScaleNeed *need, const CxMultiplesPanel *panel)
{
    for (size_t i = 0; i < panel->n_points; i++) {
        const CxTrendPoint *point = &panel->points[i];
        if (!has_value(point))
            continue;
        const bool is_whole = has_interval(point);
        need->lo = fmin(need->lo, is_whole ? point->lo : point->value);
        need->hi = fmax(need->hi, is_whole ? point->hi : point->value);
    }
}

static CxScale
shared_scale(const CxMultiples *multiples)
{
    CxScaleNeed need = { .lo = NAN,
                         .hi = NAN,
                         .floor = multiples->floor,
                         .ceil = multiples->ceil,
                         .pad_share = 0.05,
                         .n_steps_max = 3 };
    for (size_t i = 0; i < multiples->n_panels; i++)
        widen(&need, &multiples->panels[i]);
    return cx_scale_fit(&need, PLOT_PX, 0.0);
}

static size_t
n_columns(const CxField *field)
{
    return field->is_narrow ? 2 : 3;
}

static Panel
panel_at(CxField *field, const CxMultiples *multiples, size_t i)
{
    const size_t columns = n_columns(field);
    const double width = (field->width - GAP_PX * (double)(columns - 1)) / (double)columns;
    const size_t row = i / columns;
    Panel panel = { .field = field, .panel = &multiples->panels[i], .y = field->y };
    panel.left = (width + GAP_PX) * (double)(i % columns);
    panel.width = width;
    panel.top = TOP_PX + PANEL_PX * (double)row + PLOT_TOP_PX;
    panel.bottom = panel.top + PLOT_PX;
    panel.x0 = panel.left + 30.0;
    panel.x1 = panel.left + width - 5.0;
    panel.y.lo_px = panel.bottom;
    panel.y.hi_px = panel.top;
    return panel;
}

static CxPoint
point_at(const Panel *panel, size_t i, double value)
{
    const size_t n = panel->panel->n_points;
    const double share = n > 1 ? (double)i / (double)(n - 1) : 0.5;
    return (CxPoint){ panel->x0 + share * (panel->x1 - panel->x0), cx_scale_px(&panel->y, value) };
}

/* ---- A panel ---- */

static void
draw_grid(const Panel *panel)
{
    CxField *field = panel->field;
    for (size_t i = 0; i < panel->y.n_ticks; i++) {
        const double y = cx_scale_px(&panel->y, panel->y.ticks[i]);
        cx_svg_line(&field->svg, (CxPoint){ panel->x0, y }, (CxPoint){ panel->x1, y },
                    &(CxStroke){ .paint = CX_PAINT_LINE, .width_px = 1.0 });
        g_autofree char *number = cx_text_number(panel->y.ticks[i], panel->y.decimals);
        cx_field_words(
            field, (CxPoint){ panel->x0 - 5.0, y + 4.0 },
            &(CxType){ .paint = CX_PAINT_INK3, .size_px = 12.0, .anchor = CX_ANCHOR_END }, number,
            30.0);
    }
}

/* One unbroken run of points, on one side of all cuts. */
static void
draw_run(const Panel *panel, size_t from, size_t end, bool is_newest)
{
    CxSvg *svg = &panel->field->svg;
    const CxTrendPoint *points = panel->panel->points;
    const bool is_accent = is_newest && panel->panel->is_point;
    g_autofree CxPoint *edge = g_new0(CxPoint, 2 * (end - from));
    size_t n = 0;
    for (size_t i = from; i < end; i++)
        edge[n++] = point_at(panel, i, has_interval(&points[i]) ? points[i].hi : points[i].value);
    for (size_t i = end; i > from; i--) {
        const CxTrendPoint *point = &points[i - 1];
        edge[n++] = point_at(panel, i - 1, has_interval(point) ? point->lo : point->value);
    }
    if (end - from == 1)
        cx_field_interval(panel->field, edge[0], edge[1], is_accent);
    else
        cx_svg_area(svg, edge, n, is_accent ? CX_PAINT_SOFT : CX_PAINT_BAND);
    for (size_t i = from; i < end; i++)
        edge[i - from] = point_at(panel, i, points[i].value);
    const CxPaint paint = is_accent ? CX_PAINT_ACC : is_newest ? CX_PAINT_INK2 : CX_PAINT_MARK;
    if (end - from > 1) {
        cx_svg_path(svg, edge, end - from,
                    &(CxStroke){ .paint = paint, .width_px = is_newest ? 2.0 : 1.5 });
    }
    if (is_newest || end - from == 1)
        cx_svg_circle(svg, edge[end - from - 1], 3.0, paint);
}

static void
draw_side(const Panel *panel, size_t from, size_t end)
{
    const CxTrendPoint *points = panel->panel->points;
    const bool is_newest = end == panel->panel->n_points;
    for (size_t i = from; i < end; i++) {
        size_t stop = i;
        while (stop < end && has_value(&points[stop]))
            stop++;
        if (stop > i)
            draw_run(panel, i, stop, is_newest);
        i = stop;
    }
}

static void
draw_cut(const Panel *panel, size_t at)
{
    const double x =
        (point_at(panel, at - 1, panel->y.lo).x + point_at(panel, at, panel->y.lo).x) / 2.0;
    for (size_t i = 0; i < 2; i++) {
        const double shift = 4.0 * (double)i;
        cx_svg_line(&panel->field->svg, (CxPoint){ x + shift, panel->top - 2.0 },
                    (CxPoint){ x - 4.0 + shift, panel->bottom + 2.0 },
                    &(CxStroke){ .paint = CX_PAINT_INK, .width_px = 1.0 });
    }
}

static void
draw_course(const Panel *panel)
{
    const CxMultiplesPanel *data = panel->panel;
    size_t from = 0;
    for (size_t i = 0; i < data->n_cuts; i++) {
        draw_side(panel, from, data->cuts[i]);
        draw_cut(panel, data->cuts[i]);
        from = data->cuts[i];
    }
    draw_side(panel, from, data->n_points);
}

/* "68 (66–70)", then n at the panel's right edge. */
static void
draw_newest(const Panel *panel, double y)
{
    CxField *field = panel->field;
    const CxMultiplesPanel *data = panel->panel;
    const double right = panel->left + panel->width;
    double room = panel->width;
    if (data->n_text != NULL) {
        if (data->card_href != NULL)
            cx_svg_link_open(&field->svg, data->card_href, data->card_about);
        cx_field_words(field, (CxPoint){ right, y },
                       &(CxType){ .paint = CX_PAINT_INK3,
                                  .size_px = 12.0,
                                  .anchor = CX_ANCHOR_END,
                                  .class = data->card_href != NULL ? "f-ev" : NULL },
                       data->n_text, room / 2.0);
        if (data->card_href != NULL)
            cx_svg_link_close(&field->svg);
        room -= fmin(cx_measure_text(data->n_text, 12.0, 400) * 1.03, room / 2.0) + 8.0;
    }
    g_autofree char *words = data->range_text != NULL
                                 ? g_strdup_printf("%s (%s)", data->value_text, data->range_text)
                                 : g_strdup(data->value_text);
    cx_field_words(field, (CxPoint){ panel->left, y },
                   &(CxType){ .paint = data->is_point ? CX_PAINT_ACC : CX_PAINT_INK,
                              .size_px = 12.5,
                              .weight = 600 },
                   words, room);
}

static void
draw_panel(const Panel *panel)
{
    CxField *field = panel->field;
    const CxMultiplesPanel *data = panel->panel;
    const double y = panel->top - PLOT_TOP_PX + 13.0;
    const bool is_shown = data->n_points > 0;
    if (data->href != NULL)
        cx_svg_link_open(&field->svg, data->href, data->label);
    cx_field_words(field, (CxPoint){ panel->left, y },
                   &(CxType){ .paint = !is_shown        ? CX_PAINT_INK3
                                       : data->is_point ? CX_PAINT_ACC
                                                        : CX_PAINT_INK,
                              .size_px = 13.0,
                              .weight = data->is_point ? 600 : 500 },
                   data->label, panel->width);
    if (data->href != NULL)
        cx_svg_link_close(&field->svg);
    if (!is_shown) {
        if (data->why != NULL) {
            cx_field_words(field, (CxPoint){ panel->left, y + 17.0 },
                           &(CxType){ .paint = CX_PAINT_INK3, .size_px = 12.0 }, data->why,
                           panel->width);
        }
        return;
    }
    draw_grid(panel);
    draw_course(panel);
    if (data->value_text != NULL)
        draw_newest(panel, y + 17.0);
}

/* ---- All of it ---- */

static bool
has_links(const CxMultiples *multiples)
{
    for (size_t i = 0; i < multiples->n_panels; i++) {
        const CxMultiplesPanel *panel = &multiples->panels[i];
        if (panel->href != NULL || (panel->n_points > 0 && panel->card_href != NULL))
            return true;
    }
    return false;
}

static void
draw_one(GString *out, const CxMultiples *multiples, bool is_narrow)
{
    CxField field = { .svg = { out }, .is_narrow = is_narrow };
    field.width = is_narrow ? 358.0 : 760.0;
    const size_t n_rows = (multiples->n_panels + n_columns(&field) - 1) / n_columns(&field);
    field.x0 = 0.0;
    field.x1 = field.width;
    field.top = TOP_PX;
    field.bottom = TOP_PX + PANEL_PX * (double)MAX(n_rows, (size_t)1);
    field.height = field.bottom;
    field.y = shared_scale(multiples);
    cx_field_open(&field, &(CxFieldHead){ multiples->id, multiples->title, multiples->desc,
                                          multiples->heading, multiples->heading_short,
                                          has_links(multiples) });
    if (multiples->n_panels == 0 && multiples->empty != NULL)
        cx_field_say(&field, multiples->empty);
    for (size_t i = 0; i < multiples->n_panels; i++) {
        const Panel panel = panel_at(&field, multiples, i);
        draw_panel(&panel);
    }
    cx_field_close(&field);
}

void
cx_multiples_draw(GString *out, const CxMultiples *multiples)
{
    cx_assert(multiples->n_panels <= CX_MULTIPLES_PANELS_MAX);
    draw_one(out, multiples, false);
    draw_one(out, multiples, true);
}
