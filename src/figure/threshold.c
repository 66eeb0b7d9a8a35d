#include "figure/threshold.h"

#include <math.h>

#include "base/text.h"
#include "figure/measure.h"
#include "figure/scale.h"
#include "figure/svg.h"
#include "lang/assert.h"

#define SHARE_GAP_PX 14.0
#define LABEL_GAP_PX 7.0

/* Where things stand in one of the three drawings. */
typedef struct {
    const char *suffix; /* of the id */
    const char *class;
    double width, height;
    double x0, x1, top, bottom; /* of the field */
    double strip_top, strip_base;
    double ticks_y, shares_y;
    bool is_narrow;
} Look;

static const Look look_wide = { .suffix = "-w",
                                .class = "fig-wide",
                                .width = 760,
                                .height = 364,
                                .x0 = 34,
                                .x1 = 746,
                                .top = 44,
                                .bottom = 260,
                                .strip_top = 272,
                                .strip_base = 320,
                                .ticks_y = 337,
                                .shares_y = 358 };
static const Look look_narrow = { .suffix = "-n",
                                  .class = "fig-narrow",
                                  .width = 358,
                                  .height = 366,
                                  .x0 = 30,
                                  .x1 = 350,
                                  .top = 58,
                                  .bottom = 248,
                                  .strip_top = 262,
                                  .strip_base = 308,
                                  .ticks_y = 325,
                                  .shares_y = 344,
                                  .is_narrow = true };
static const Look look_print = { .suffix = "-p",
                                 .class = NULL,
                                 .width = 700,
                                 .height = 256,
                                 .x0 = 34,
                                 .x1 = 686,
                                 .top = 44,
                                 .bottom = 170,
                                 .strip_top = 179,
                                 .strip_base = 214,
                                 .ticks_y = 231,
                                 .shares_y = 251 };

typedef struct {
    CxSvg svg;
    const Look *look;
    const CxThresholdPlot *plot;
    CxScale x, y;
} Pen;

/* ---- Scales and the curve ---- */

static CxScale
x_scale(const CxThresholdPlot *plot, const Look *look)
{
    double lo = plot->points[0].x;
    double hi = plot->points[plot->n_points - 1].x;
    for (size_t i = 0; i < plot->n_bars; i++) {
        if (plot->bars[i].height > 0.0) {
            lo = fmin(lo, plot->bars[i].from);
            hi = fmax(hi, plot->bars[i].to);
        }
    }
    if (isfinite(plot->target)) {
        lo = fmin(lo, plot->target);
        hi = fmax(hi, plot->target);
    }
    if (lo > 0.0 && lo < 0.35 * hi)
        lo = 0.0;
    return cx_scale_fixed(lo, fmax(hi, lo + 1e-9), look->is_narrow ? 7 : 10, look->x0, look->x1);
}

static CxScale
y_scale(const CxThresholdPlot *plot, const Look *look)
{
    CxScaleNeed need = {
        .lo = plot->level, .hi = plot->level, .floor = 0.0, .ceil = 100.0, .n_steps_max = 5
    };
    for (size_t i = 0; i < plot->n_points; i++) {
        const CxPlotPoint *point = &plot->points[i];
        need.lo = fmin(need.lo, fmin(point->value, isnan(point->lo) ? point->value : point->lo));
        need.hi = fmax(need.hi, fmax(point->value, isnan(point->hi) ? point->value : point->hi));
    }
    return cx_scale_fit(&need, look->bottom, look->top);
}

static CxPoint
at(const Pen *pen, double x, double value)
{
    return (CxPoint){ cx_scale_px(&pen->x, x), cx_scale_px(&pen->y, value) };
}

static double
value_at(const CxThresholdPlot *plot, double x)
{
    const CxPlotPoint *points = plot->points;
    if (x <= points[0].x)
        return points[0].value;
    for (size_t i = 1; i < plot->n_points; i++) {
        if (x < points[i].x) {
            const double part = (x - points[i - 1].x) / (points[i].x - points[i - 1].x);
            return points[i - 1].value + part * (points[i].value - points[i - 1].value);
        }
    }
    return points[plot->n_points - 1].value;
}

/* The curve from one x to another, ends included; returns how many points. */
static size_t
cut_curve(const Pen *pen, double from, double to, CxPoint *line)
{
    const CxThresholdPlot *plot = pen->plot;
    size_t n = 0;
    line[n++] = at(pen, from, value_at(plot, from));
    for (size_t i = 0; i < plot->n_points; i++) {
        if (plot->points[i].x > from && plot->points[i].x < to)
            line[n++] = at(pen, plot->points[i].x, plot->points[i].value);
    }
    line[n++] = at(pen, to, value_at(plot, to));
    return n;
}

/* The stretch the accent stands on: past the threshold, as far as the target where that is missed
 * later. False when there is none. */
static bool
accent_span(const CxThresholdPlot *plot, double *ret_from, double *ret_to)
{
    if (isnan(plot->x))
        return false;
    const double end = plot->is_less_worse ? plot->points[0].x : plot->points[plot->n_points - 1].x;
    double other = end;
    if (isfinite(plot->target) &&
        (plot->is_less_worse ? plot->target < plot->x : plot->target > plot->x))
        other = plot->target;
    *ret_from = fmin(plot->x, other);
    *ret_to = fmax(plot->x, other);
    return *ret_from < *ret_to;
}

/* ---- The field ---- */

static void
draw_grid(Pen *pen)
{
    const Look *look = pen->look;
    for (size_t i = 0; i < pen->y.n_ticks; i++) {
        const double y = cx_scale_px(&pen->y, pen->y.ticks[i]);
        cx_svg_line(&pen->svg, (CxPoint){ look->x0, y }, (CxPoint){ look->x1, y },
                    &(CxStroke){ .paint = CX_PAINT_LINE, .width_px = 1.0 });
        if (fabs(y - cx_scale_px(&pen->y, pen->plot->level)) < 13.0)
            continue;
        g_autofree char *words = cx_text_number(pen->y.ticks[i], pen->y.decimals);
        cx_svg_text(&pen->svg, (CxPoint){ look->x0 - 6.0, y + 4.0 },
                    &(CxType){ .paint = CX_PAINT_INK3, .size_px = 12.0, .anchor = CX_ANCHOR_END },
                    words);
    }
    const double y = cx_scale_px(&pen->y, pen->plot->level);
    g_autofree char *level = cx_text_number(pen->plot->level, 0);
    cx_svg_text(
        &pen->svg, (CxPoint){ look->x0 - 6.0, y + 4.0 },
        &(CxType){ .paint = CX_PAINT_INK, .size_px = 12.0, .weight = 500, .anchor = CX_ANCHOR_END },
        level);
}

static void
draw_column(Pen *pen)
{
    const CxThresholdPlot *plot = pen->plot;
    if (isnan(plot->lo) || isnan(plot->hi))
        return;
    const double from = cx_scale_px(&pen->x, isfinite(plot->lo) ? plot->lo : pen->x.lo);
    const double to = cx_scale_px(&pen->x, isfinite(plot->hi) ? plot->hi : pen->x.hi);
    const CxPoint corners[] = { { from, pen->look->top },
                                { to, pen->look->top },
                                { to, pen->look->bottom },
                                { from, pen->look->bottom } };
    cx_svg_area(&pen->svg, corners, CX_N_ELEMENTS(corners), CX_PAINT_BAND);
}

static void
draw_accent_area(Pen *pen)
{
    double from = 0.0;
    double to = 0.0;
    if (!accent_span(pen->plot, &from, &to))
        return;
    CxPoint area[CX_PLOT_POINTS_MAX + 4];
    size_t n = cut_curve(pen, from, to, area);
    area[n++] = (CxPoint){ cx_scale_px(&pen->x, to), pen->look->bottom };
    area[n++] = (CxPoint){ cx_scale_px(&pen->x, from), pen->look->bottom };
    cx_svg_area(&pen->svg, area, n, CX_PAINT_SOFT);
}

/* The band as two lines of its own, so that grid, column and area stay in sight. */
static void
draw_band(Pen *pen)
{
    const CxThresholdPlot *plot = pen->plot;
    CxPoint edge[2 * CX_PLOT_POINTS_MAX];
    size_t n = 0;
    for (size_t i = 0; i < plot->n_points; i++) {
        if (isnan(plot->points[i].lo))
            return;
        edge[n++] = at(pen, plot->points[i].x, plot->points[i].hi);
    }
    for (size_t i = plot->n_points; i-- > 0;)
        edge[n++] = at(pen, plot->points[i].x, plot->points[i].lo);
    cx_svg_area(&pen->svg, edge, n, CX_PAINT_BAR);
}

static void
draw_curve(Pen *pen)
{
    const CxThresholdPlot *plot = pen->plot;
    for (size_t i = 0; i < plot->n_points; i++) {
        if (!isnan(plot->points[i].raw)) {
            cx_svg_circle(&pen->svg, at(pen, plot->points[i].x, plot->points[i].raw), 2.2,
                          CX_PAINT_MARK);
        }
    }
    CxPoint line[CX_PLOT_POINTS_MAX + 2];
    const size_t n = cut_curve(pen, plot->points[0].x, plot->points[plot->n_points - 1].x, line);
    cx_svg_path(&pen->svg, line, n, &(CxStroke){ .paint = CX_PAINT_INK, .width_px = 1.75 });
    double from = 0.0;
    double to = 0.0;
    if (!accent_span(plot, &from, &to))
        return;
    const size_t n_accent = cut_curve(pen, from, to, line);
    cx_svg_path(&pen->svg, line, n_accent, &(CxStroke){ .paint = CX_PAINT_ACC, .width_px = 3.0 });
}

static void
draw_marks(Pen *pen)
{
    const CxThresholdPlot *plot = pen->plot;
    const Look *look = pen->look;
    if (isfinite(plot->target)) {
        const double x = cx_scale_px(&pen->x, plot->target);
        cx_svg_line(&pen->svg, (CxPoint){ x, look->top - 8.0 }, (CxPoint){ x, look->bottom },
                    &(CxStroke){ .paint = CX_PAINT_INK, .width_px = 1.5, .dash = "5 3" });
    }
    const double level = cx_scale_px(&pen->y, plot->level);
    const double reach = isnan(plot->x) ? look->x1 : cx_scale_px(&pen->x, plot->x);
    cx_svg_line(&pen->svg, (CxPoint){ look->x0, level }, (CxPoint){ reach, level },
                &(CxStroke){ .paint = CX_PAINT_INK, .width_px = 1.0, .dash = "1 3" });
    if (isnan(plot->x))
        return;
    cx_svg_line(&pen->svg, (CxPoint){ reach, look->top - 8.0 }, (CxPoint){ reach, look->bottom },
                &(CxStroke){ .paint = CX_PAINT_ACC, .width_px = 1.5 });
    cx_svg_circle(&pen->svg, (CxPoint){ reach, level }, 4.5, CX_PAINT_ACC);
}

/* ---- Words ---- */

/* One or two lines over a mark, on the side of it that is free. */
static void
draw_label(Pen *pen, const char *const *lines, double x, CxPaint paint, bool is_left)
{
    const Look *look = pen->look;
    const CxType type = { .paint = paint,
                          .size_px = 13.0,
                          .weight = 600,
                          .anchor = is_left ? CX_ANCHOR_END : CX_ANCHOR_START };
    const double start = is_left ? x - LABEL_GAP_PX : x + LABEL_GAP_PX;
    const double room = is_left ? start : look->width - start;
    if (look->is_narrow) {
        for (size_t i = 0; i < 2; i++) {
            g_autofree char *words = cx_measure_fit(lines[i], 13.0, 600, room);
            cx_svg_text(&pen->svg, (CxPoint){ start, 34.0 + 15.0 * (double)i }, &type, words);
        }
        return;
    }
    g_autofree char *one = g_strjoin(" ", lines[0], lines[1], NULL);
    g_autofree char *words = cx_measure_fit(one, 13.0, 600, room);
    cx_svg_text(&pen->svg, (CxPoint){ start, 35.0 }, &type, words);
}

static void
draw_labels(Pen *pen)
{
    const CxThresholdPlot *plot = pen->plot;
    const double target = isfinite(plot->target) ? cx_scale_px(&pen->x, plot->target) : (double)NAN;
    const double middle = (pen->look->x0 + pen->look->x1) / 2.0;
    if (!isnan(plot->x)) {
        const double x = cx_scale_px(&pen->x, plot->x);
        const bool is_left = isnan(target) ? x > middle : x <= target;
        draw_label(pen, plot->fall, x, CX_PAINT_ACC, is_left);
        if (!isnan(target))
            draw_label(pen, plot->aim, target, CX_PAINT_INK, !is_left);
    } else if (!isnan(target)) {
        draw_label(pen, plot->aim, target, CX_PAINT_INK, target > middle);
    }
}

static void
draw_interval(Pen *pen)
{
    const CxThresholdPlot *plot = pen->plot;
    const Look *look = pen->look;
    if (plot->interval == NULL || isnan(plot->x))
        return;
    g_autofree char *words = look->is_narrow
                                 ? g_strdup(plot->interval)
                                 : g_strjoin(" ", plot->interval_word, plot->interval, NULL);
    const double width = cx_measure_text(words, 12.0, 400);
    const double left = cx_scale_px(&pen->x, isfinite(plot->lo) ? plot->lo : plot->points[0].x);
    const double right =
        cx_scale_px(&pen->x, isfinite(plot->hi) ? plot->hi : plot->points[plot->n_points - 1].x);
    CxType type = { .paint = CX_PAINT_INK3, .size_px = 12.0, .anchor = CX_ANCHOR_END };
    double x = left - 6.0;
    const bool has_room_left = x - width > look->x0;
    if (plot->is_less_worse || !has_room_left) {
        type.anchor = CX_ANCHOR_START;
        x = right + 6.0;
    }
    if (x + (type.anchor == CX_ANCHOR_START ? width : 0.0) <= look->x1)
        cx_svg_text(&pen->svg, (CxPoint){ x, look->bottom - 10.0 }, &type, words);
}

static void
draw_between(Pen *pen)
{
    const CxThresholdPlot *plot = pen->plot;
    double from = 0.0;
    double to = 0.0;
    if (plot->between[0] == NULL || !accent_span(plot, &from, &to))
        return;
    const double left = cx_scale_px(&pen->x, from) + 9.0;
    const double room = cx_scale_px(&pen->x, to) - left - 3.0;
    const double size_px = pen->look->is_narrow ? 12.0 : 12.5;
    size_t n = 0;
    for (; n < CX_PLOT_LINES && plot->between[n] != NULL; n++) {
        if (cx_measure_text(plot->between[n], size_px, 500) > room)
            return;
    }
    /* Below the curve, or not at all. */
    const double pitch = pen->look->is_narrow ? 15.0 : 16.0;
    const double first = pen->look->bottom - 10.0 - pitch * (double)(n - 1);
    const double lowest = fmin(value_at(plot, from), value_at(plot, to));
    if (cx_scale_px(&pen->y, lowest) > first - 6.0 &&
        cx_scale_px(&pen->y, value_at(plot, (from + to) / 2.0)) > first - 10.0)
        return;
    for (size_t i = 0; i < n; i++) {
        cx_svg_text(&pen->svg, (CxPoint){ left, first + pitch * (double)i },
                    &(CxType){ .paint = CX_PAINT_ACC, .size_px = size_px, .weight = 500 },
                    plot->between[i]);
    }
}

/* ---- The strip of transactions ---- */

static void
draw_bar(Pen *pen, const CxPlotBar *bar, double highest)
{
    double from = 0.0;
    double to = 0.0;
    const double middle = (bar->from + bar->to) / 2.0;
    const bool is_accent = accent_span(pen->plot, &from, &to) && middle > from && middle < to;
    const Look *look = pen->look;
    const double y =
        look->strip_base - (look->strip_base - look->strip_top) * bar->height / highest;
    const double x0 = cx_scale_px(&pen->x, bar->from) + 0.5;
    const double x1 = fmax(cx_scale_px(&pen->x, bar->to) - 0.5, x0 + 0.5);
    const CxPoint corners[] = {
        { x0, y }, { x1, y }, { x1, look->strip_base }, { x0, look->strip_base }
    };
    cx_svg_area(&pen->svg, corners, CX_N_ELEMENTS(corners),
                is_accent ? CX_PAINT_MID : CX_PAINT_BAR);
}

static void
draw_strip(Pen *pen)
{
    const CxThresholdPlot *plot = pen->plot;
    const Look *look = pen->look;
    double highest = 0.0;
    double first = look->x1;
    for (size_t i = 0; i < plot->n_bars; i++) {
        highest = fmax(highest, plot->bars[i].height);
        if (plot->bars[i].height > 0.0)
            first = fmin(first, cx_scale_px(&pen->x, plot->bars[i].from));
    }
    for (size_t i = 0; i < plot->n_bars && highest > 0.0; i++) {
        if (plot->bars[i].height > 0.0)
            draw_bar(pen, &plot->bars[i], highest);
    }
    cx_svg_line(&pen->svg, (CxPoint){ look->x0, look->strip_base },
                (CxPoint){ look->x1, look->strip_base },
                &(CxStroke){ .paint = CX_PAINT_MARK, .width_px = 1.0 });
    for (size_t i = 0; i < 2 && !look->is_narrow && highest > 0.0; i++) {
        const double width = cx_measure_text(plot->strip[i], 12.0, 400);
        if (look->x0 + width + 6.0 < first) {
            cx_svg_text(&pen->svg, (CxPoint){ look->x0, look->strip_top + 14.0 + 15.0 * (double)i },
                        &(CxType){ .paint = CX_PAINT_INK3, .size_px = 12.0 }, plot->strip[i]);
        }
    }
}

static void
draw_ticks(Pen *pen)
{
    const Look *look = pen->look;
    const double unit_width = cx_measure_text(pen->plot->unit, 12.0, 400) + 4.0;
    for (size_t i = 0; i < pen->x.n_ticks; i++) {
        const double x = cx_scale_px(&pen->x, pen->x.ticks[i]);
        g_autofree char *words = cx_text_number(pen->x.ticks[i], pen->x.decimals);
        const double half = cx_measure_text(words, 12.0, 400) / 2.0;
        if (x + half > look->x1 - unit_width - 4.0)
            continue;
        cx_svg_text(
            &pen->svg, (CxPoint){ x, look->ticks_y },
            &(CxType){ .paint = CX_PAINT_INK3, .size_px = 12.0, .anchor = CX_ANCHOR_MIDDLE },
            words);
    }
    cx_svg_text(&pen->svg, (CxPoint){ look->x1, look->ticks_y },
                &(CxType){ .paint = CX_PAINT_INK3, .size_px = 12.0, .anchor = CX_ANCHOR_END },
                pen->plot->unit);
}

/* ---- Shares ---- */

typedef struct {
    const CxPlotShare *share;
    char *words;
    double x, width;
    bool is_accent;
} Label;

/* Moves labels apart; false when they do not fit. */
static bool
spread(Label *labels, size_t n, const Look *look)
{
    double edge = 0.0;
    for (size_t i = 0; i < n; i++) {
        labels[i].x = fmax(labels[i].x, edge + labels[i].width / 2.0);
        edge = labels[i].x + labels[i].width / 2.0 + SHARE_GAP_PX;
    }
    edge = look->width;
    for (size_t i = n; i-- > 0;) {
        labels[i].x = fmin(labels[i].x, edge - labels[i].width / 2.0);
        edge = labels[i].x - labels[i].width / 2.0 - SHARE_GAP_PX;
    }
    return edge >= -SHARE_GAP_PX - 0.5;
}

static void
draw_share(Pen *pen, const Label *label)
{
    const Look *look = pen->look;
    const CxType type = { .paint = label->is_accent ? CX_PAINT_ACC : CX_PAINT_INK2,
                          .size_px = look->is_narrow ? 12.0 : 12.5,
                          .weight = label->is_accent ? 600 : 500,
                          .anchor = CX_ANCHOR_MIDDLE };
    cx_svg_text(&pen->svg, (CxPoint){ label->x, look->shares_y }, &type, label->words);
    if (!look->is_narrow || label->share->range == NULL)
        return;
    g_autofree char *range = g_strdup_printf("(%s)", label->share->range);
    cx_svg_text(&pen->svg, (CxPoint){ label->x, look->shares_y + 15.0 },
                &(CxType){ .paint = CX_PAINT_INK3, .size_px = 12.0, .anchor = CX_ANCHOR_MIDDLE },
                range);
}

static Label
share_label(const CxPlotShare *share, const Look *look, double centre)
{
    Label label = { .share = share, .x = centre };
    if (look->is_narrow)
        label.words = g_strdup(share->text_short);
    else if (share->range != NULL)
        label.words = g_strdup_printf("%s (%s)", share->text, share->range);
    else
        label.words = g_strdup(share->text);
    label.width = cx_measure_text(label.words, 12.5, 600);
    return label;
}

static void
draw_shares(Pen *pen)
{
    const CxThresholdPlot *plot = pen->plot;
    const Look *look = pen->look;
    if (isnan(plot->x) || !isfinite(plot->target))
        return;
    const double near = cx_scale_px(&pen->x, fmin(plot->x, plot->target));
    const double far = cx_scale_px(&pen->x, fmax(plot->x, plot->target));
    const double centres[] = { (look->x0 + near) / 2.0, (near + far) / 2.0,
                               (far + look->x1) / 2.0 };
    Label labels[3];
    size_t n = 0;
    for (size_t i = 0; i < 3; i++) {
        if (plot->shares[i].text == NULL)
            continue;
        labels[n] = share_label(&plot->shares[i], look, centres[i]);
        labels[n++].is_accent = i == 1;
    }
    const bool fits = spread(labels, n, look);
    for (size_t i = 0; i < n; i++) {
        if (fits || labels[i].is_accent)
            draw_share(pen, &labels[i]);
        g_free(labels[i].words);
    }
}

/* ---- All of it ---- */

static void
draw_one(GString *out, const CxThresholdPlot *plot, const Look *look)
{
    Pen pen = { .svg = { out },
                .look = look,
                .plot = plot,
                .x = x_scale(plot, look),
                .y = y_scale(plot, look) };
    g_autofree char *id = g_strconcat(plot->id, look->suffix, NULL);
    cx_svg_open(&pen.svg, &(CxSvgHead){ .id = id,
                                        .class = look->class,
                                        .title = plot->title,
                                        .desc = plot->desc,
                                        .width_px = look->width,
                                        .height_px = look->height });
    const char *heading =
        look->is_narrow && plot->heading_short != NULL ? plot->heading_short : plot->heading;
    g_autofree char *words = cx_measure_fit(heading, 12.0, 400, look->width);
    draw_column(&pen);
    draw_accent_area(&pen);
    draw_grid(&pen);
    draw_band(&pen);
    draw_curve(&pen);
    draw_marks(&pen);
    cx_svg_text(&pen.svg, (CxPoint){ 0.0, 12.0 },
                &(CxType){ .paint = CX_PAINT_INK2, .size_px = 12.0 }, words);
    draw_labels(&pen);
    draw_interval(&pen);
    draw_between(&pen);
    draw_strip(&pen);
    draw_ticks(&pen);
    draw_shares(&pen);
    cx_svg_close(&pen.svg);
}

void
cx_threshold_plot_draw(GString *out, const CxThresholdPlot *plot)
{
    cx_assert(plot->n_points >= 2 && plot->n_points <= CX_PLOT_POINTS_MAX);
    cx_assert(plot->n_bars <= CX_PLOT_BARS_MAX);
    draw_one(out, plot, &look_wide);
    draw_one(out, plot, &look_narrow);
}

void
cx_threshold_plot_print(GString *out, const CxThresholdPlot *plot)
{
    cx_assert(plot->n_points >= 2 && plot->n_points <= CX_PLOT_POINTS_MAX);
    cx_assert(plot->n_bars <= CX_PLOT_BARS_MAX);
    draw_one(out, plot, &look_print);
}
