#include "figure/dots.h"

#include <math.h>

#include "base/text.h"
#include "figure/measure.h"
#include "figure/scale.h"
#include "figure/svg.h"
#include "lang/assert.h"

/* What differs between the two drawings. */
typedef struct {
    double width;
    double row_first; /* y of the first dot */
    double row_pitch;
    double row_tail;    /* from the last dot to the end of the grid */
    double label_above; /* from a dot up to the baseline of its words */
    double hidden_pitch;
    double label_min, label_max; /* of the label column, 0 when labels stand over the dots */
    bool is_narrow;
} Look;

static const Look look_wide = {
    .width = 760.0,
    .row_first = 62.0,
    .row_pitch = 32.0,
    .row_tail = 16.0,
    .label_above = -4.0,
    .hidden_pitch = 26.0,
    .label_min = 160.0,
    .label_max = 260.0,
    .is_narrow = false,
};

static const Look look_narrow = {
    .width = 358.0,
    .row_first = 78.0,
    .row_pitch = 44.0,
    .row_tail = 12.0,
    .label_above = 16.0,
    .hidden_pitch = 40.0,
    .is_narrow = true,
};

enum { GRID_TOP = 40, TICK_BASELINE = 34, LABEL_PX = 13 };

/* Where everything goes, in pixels. */
typedef struct {
    CxSvg *svg;
    const CxDots *dots;
    const Look *look;
    CxScale scale;
    double x_value;     /* wide: start of values; narrow: end of value and range */
    double x_range;     /* wide only: start of ranges */
    double label_width; /* room for a label, wide only */
    double bottom;      /* of the grid */
    double hidden_first;
    double height;
    size_t n_shown;
    size_t n_hidden;
} Plan;

static bool
is_shown(const CxDotsRow *row)
{
    return isfinite(row->value);
}

static bool
has_interval(const CxDotsRow *row)
{
    return isfinite(row->lo) && isfinite(row->hi);
}

static char *
range_words(const CxDotsRow *row)
{
    return row->range_text == NULL ? g_strdup("") : g_strdup_printf("(%s)", row->range_text);
}

/* ---- Layout ---- */

static CxScaleNeed
data_need(const CxDots *dots)
{
    CxScaleNeed need = { .lo = NAN,
                         .hi = NAN,
                         .floor = dots->floor,
                         .ceil = dots->ceil,
                         .pad_share = 0.15,
                         .n_steps_max = 5 };
    need.lo = need.hi = isfinite(dots->overall) ? dots->overall : (double)NAN;
    if (dots->mark == CX_DOTS_BAR) {
        need.lo = fmin(need.lo, 0.0);
        need.hi = fmax(need.hi, 0.0);
    }
    for (size_t i = 0; i < dots->n_rows; i++) {
        const CxDotsRow *row = &dots->rows[i];
        if (!is_shown(row))
            continue;
        need.lo = fmin(need.lo, row->value);
        need.hi = fmax(need.hi, row->value);
        if (has_interval(row)) {
            need.lo = fmin(need.lo, row->lo);
            need.hi = fmax(need.hi, row->hi);
        }
        if (isfinite(row->before)) {
            need.lo = fmin(need.lo, row->before);
            need.hi = fmax(need.hi, row->before);
        }
    }
    return need;
}

static void
plan_scale(Plan *plan, double lo_px, double hi_px)
{
    const CxDots *dots = plan->dots;
    const bool has_zero = dots->mark == CX_DOTS_DOT || (dots->lo <= 0.0 && dots->hi >= 0.0);
    if (isfinite(dots->lo) && isfinite(dots->hi) && dots->lo < dots->hi && has_zero) {
        plan->scale = cx_scale_fixed(dots->lo, dots->hi, 5, lo_px, hi_px);
        return;
    }
    const CxScaleNeed need = data_need(dots);
    plan->scale = cx_scale_fit(&need, lo_px, hi_px);
}

/* The value columns stand at the right edge and take what they need; the plot takes the rest. */
static void
plan_columns(Plan *plan)
{
    double value_px = 0.0;
    double range_px = 0.0;
    double n_px = 0.0;
    double label_px = 0.0;
    const double size_px = plan->look->is_narrow ? 12.5 : LABEL_PX;
    for (size_t i = 0; i < plan->dots->n_rows; i++) {
        const CxDotsRow *row = &plan->dots->rows[i];
        label_px = fmax(label_px, cx_measure_text(row->label, LABEL_PX, 600));
        if (!is_shown(row))
            continue;
        g_autofree char *range = range_words(row);
        value_px = fmax(value_px, cx_measure_text(row->value_text, size_px, 600));
        range_px = fmax(range_px, cx_measure_text(range, 12.5, 400));
        n_px = fmax(n_px, cx_measure_text(row->n_text, 12.0, 400));
    }
    const double width = plan->look->width;
    if (plan->look->is_narrow) {
        plan->x_value = width - fmax(62.0, n_px + 12.0);
        plan_scale(plan, 4.0, width - 4.0);
        return;
    }
    const double value_room = fmax(22.0, value_px + 6.0);
    plan->x_value = fmin(628.0, width - n_px - 14.0 - range_px - value_room);
    plan->x_range = plan->x_value + value_room;
    const double x0 = fmin(fmax(plan->look->label_min, label_px + 18.0), plan->look->label_max);
    plan->label_width = x0 - 14.0;
    plan_scale(plan, x0, plan->x_value - 18.0);
}

static Plan
plan_make(CxSvg *svg, const CxDots *dots, const Look *look)
{
    Plan plan = { .svg = svg, .dots = dots, .look = look };
    for (size_t i = 0; i < dots->n_rows; i++) {
        if (is_shown(&dots->rows[i]))
            plan.n_shown++;
        else
            plan.n_hidden++;
    }
    plan_columns(&plan);
    double below = 28.0;
    if (plan.n_shown > 0) {
        plan.bottom =
            look->row_first + look->row_pitch * (double)(plan.n_shown - 1) + look->row_tail;
        below = plan.bottom + (isfinite(dots->overall) ? 14.0 : 0.0);
    }
    plan.hidden_first = below + (look->is_narrow ? 20.0 : 24.0);
    plan.height = below + 8.0;
    if (plan.n_hidden > 0) {
        plan.height = plan.hidden_first + look->hidden_pitch * (double)(plan.n_hidden - 1) +
                      (look->is_narrow ? 32.0 : 18.0);
    }
    return plan;
}

/* ---- Marks ---- */

/* A vertical line of the scale: whole when labels stand beside it, in pieces beside the dots when
 * labels stand above them, so that no line runs through a word. */
static void
draw_vertical(Plan *plan, double x, const CxStroke *stroke)
{
    if (!plan->look->is_narrow) {
        cx_svg_line(plan->svg, (CxPoint){ x, GRID_TOP }, (CxPoint){ x, plan->bottom }, stroke);
        return;
    }
    for (size_t i = 0; i < plan->n_shown; i++) {
        const double y = plan->look->row_first + plan->look->row_pitch * (double)i;
        cx_svg_line(plan->svg, (CxPoint){ x, y - 10.0 }, (CxPoint){ x, y + 10.0 }, stroke);
    }
}

static void
draw_scale(Plan *plan)
{
    const CxScale *scale = &plan->scale;
    for (size_t i = 0; i < scale->n_ticks; i++) {
        const double x = cx_scale_px(scale, scale->ticks[i]);
        draw_vertical(plan, x, &(CxStroke){ .paint = CX_PAINT_LINE, .width_px = 1.0 });
        g_autofree char *words = cx_text_number(scale->ticks[i], scale->decimals);
        const CxAnchor anchor = x <= scale->lo_px + 4.0   ? CX_ANCHOR_START
                                : x >= scale->hi_px - 4.0 ? CX_ANCHOR_END
                                                          : CX_ANCHOR_MIDDLE;
        cx_svg_text(plan->svg, (CxPoint){ x, TICK_BASELINE },
                    &(CxType){ .paint = CX_PAINT_INK3, .size_px = 12.0, .anchor = anchor }, words);
    }
}

static void
draw_overall(Plan *plan)
{
    const CxDots *dots = plan->dots;
    if (!isfinite(dots->overall))
        return;
    const double x = cx_scale_px(&plan->scale, dots->overall);
    draw_vertical(plan, x, &(CxStroke){ .paint = CX_PAINT_INK, .width_px = 1.0, .dash = "1 3" });
    if (dots->overall_text == NULL)
        return;
    const char *text = plan->look->is_narrow && dots->overall_short != NULL ? dots->overall_short
                                                                            : dots->overall_text;
    g_autofree char *words = cx_measure_fit(text, 12.0, 400, plan->look->width - 8.0);
    const double width = cx_measure_text(words, 12.0, 400) * 1.03;
    CxType type = { .paint = CX_PAINT_INK2, .size_px = 12.0 };
    double at = x + 5.0;
    if (plan->look->is_narrow) {
        at = fmin(fmax(x - width / 2.0, 0.0), plan->look->width - width);
    } else if (at + width > plan->look->width) {
        type.anchor = CX_ANCHOR_END;
        at = fmax(x - 5.0, width);
    }
    cx_svg_text(plan->svg, (CxPoint){ at, plan->bottom + 14.0 }, &type, words);
}

/* The name, a link if it leads somewhere, whole in a tooltip if it had to be cut. */
static void
draw_label(Plan *plan, const CxDotsRow *row, CxPoint at, double room)
{
    const CxType type = {
        .paint = !is_shown(row)  ? CX_PAINT_INK3
                 : row->is_point ? CX_PAINT_ACC
                                 : CX_PAINT_INK,
        .size_px = LABEL_PX,
        .weight = is_shown(row) && row->is_point ? 600 : 500,
    };
    g_autofree char *words = cx_measure_fit(row->label, type.size_px, type.weight, room);
    const bool is_cut = g_strcmp0(words, row->label) != 0;
    if (row->href != NULL)
        cx_svg_link_open(plan->svg, row->href, is_cut ? row->label : NULL);
    if (is_cut)
        cx_svg_group_open(plan->svg, row->label);
    cx_svg_text(plan->svg, at, &type, words);
    if (is_cut)
        cx_svg_group_close(plan->svg);
    if (row->href != NULL)
        cx_svg_link_close(plan->svg);
}

static void
draw_bar(Plan *plan, const CxDotsRow *row, double y)
{
    const double zero = cx_scale_px(&plan->scale, 0.0);
    const double end = cx_scale_px(&plan->scale, row->value);
    const CxPoint corners[] = {
        { zero, y - 6.0 }, { end, y - 6.0 }, { end, y + 6.0 }, { zero, y + 6.0 }
    };
    cx_svg_area(plan->svg, corners, CX_N_ELEMENTS(corners),
                row->is_point ? CX_PAINT_MID : CX_PAINT_BAR);
}

static void
draw_mark(Plan *plan, const CxDotsRow *row, double y)
{
    const CxPaint paint = row->is_point ? CX_PAINT_ACC : CX_PAINT_MARK;
    if (plan->dots->mark == CX_DOTS_BAR)
        draw_bar(plan, row, y);
    if (has_interval(row)) {
        const CxPoint ends[] = { { cx_scale_px(&plan->scale, row->lo), y },
                                 { cx_scale_px(&plan->scale, row->hi), y } };
        const CxStroke stroke = { .paint = paint,
                                  .width_px = row->is_point ? 5.0 : 4.0,
                                  .opacity = 0.35 };
        cx_svg_path(plan->svg, ends, CX_N_ELEMENTS(ends), &stroke);
    }
    if (isfinite(row->before)) {
        cx_svg_ring(plan->svg, (CxPoint){ cx_scale_px(&plan->scale, row->before), y }, 3.5,
                    &(CxStroke){ .paint = CX_PAINT_MARK, .width_px = 1.25 });
    }
    if (plan->dots->mark == CX_DOTS_DOT) {
        cx_svg_circle(plan->svg, (CxPoint){ cx_scale_px(&plan->scale, row->value), y },
                      row->is_point ? 5.0 : 4.5, paint);
    }
}

static void
draw_n(Plan *plan, const CxDotsRow *row, double baseline)
{
    const bool is_link = row->card_href != NULL;
    if (is_link)
        cx_svg_link_open(plan->svg, row->card_href, row->card_about);
    cx_svg_text(plan->svg, (CxPoint){ plan->look->width, baseline },
                &(CxType){ .paint = CX_PAINT_INK3,
                           .size_px = 12.0,
                           .anchor = CX_ANCHOR_END,
                           .class = is_link ? "f-ev" : NULL },
                row->n_text);
    if (is_link)
        cx_svg_link_close(plan->svg);
}

static void
draw_row_wide(Plan *plan, const CxDotsRow *row, double y)
{
    const double baseline = y - plan->look->label_above;
    draw_label(plan, row, (CxPoint){ 0.0, baseline }, plan->label_width);
    draw_mark(plan, row, y);
    cx_svg_text(plan->svg, (CxPoint){ plan->x_value, baseline },
                &(CxType){ .paint = row->is_point ? CX_PAINT_ACC : CX_PAINT_INK,
                           .size_px = LABEL_PX,
                           .weight = 600 },
                row->value_text);
    if (row->range_text != NULL) {
        g_autofree char *range = range_words(row);
        cx_svg_text(plan->svg, (CxPoint){ plan->x_range, baseline },
                    &(CxType){ .paint = CX_PAINT_INK2, .size_px = 12.5 }, range);
    }
    draw_n(plan, row, baseline);
}

static void
draw_row_narrow(Plan *plan, const CxDotsRow *row, double y)
{
    const double baseline = y - plan->look->label_above;
    g_autofree char *range = range_words(row);
    g_autofree char *words =
        g_strdup_printf("%s%s%s", row->value_text, *range != '\0' ? " " : "", range);
    const int weight = row->is_point ? 600 : 500;
    const double words_px = cx_measure_text(words, 12.5, weight);
    draw_label(plan, row, (CxPoint){ 0.0, baseline }, plan->x_value - words_px - 12.0);
    draw_mark(plan, row, y);
    cx_svg_text(plan->svg, (CxPoint){ plan->x_value, baseline },
                &(CxType){ .paint = row->is_point ? CX_PAINT_ACC : CX_PAINT_INK,
                           .size_px = 12.5,
                           .weight = weight,
                           .anchor = CX_ANCHOR_END },
                words);
    draw_n(plan, row, baseline);
}

static void
draw_hidden(Plan *plan, const CxDotsRow *row, double baseline)
{
    const bool is_narrow = plan->look->is_narrow;
    const double x = is_narrow ? 0.0 : plan->scale.lo_px;
    const double room = is_narrow ? plan->look->width : plan->label_width;
    draw_label(plan, row, (CxPoint){ 0.0, baseline }, room);
    const char *why = is_narrow && row->why_short != NULL ? row->why_short : row->why;
    if (why == NULL)
        return;
    const double size_px = is_narrow ? 12.0 : 12.5;
    g_autofree char *words = cx_measure_fit(why, size_px, 400, plan->look->width - x);
    cx_svg_text(plan->svg, (CxPoint){ x, is_narrow ? baseline + 15.0 : baseline },
                &(CxType){ .paint = CX_PAINT_INK3, .size_px = size_px }, words);
}

static void
draw_rows(Plan *plan)
{
    double y = plan->look->row_first;
    for (size_t i = 0; i < plan->dots->n_rows; i++) {
        const CxDotsRow *row = &plan->dots->rows[i];
        if (!is_shown(row))
            continue;
        if (plan->look->is_narrow)
            draw_row_narrow(plan, row, y);
        else
            draw_row_wide(plan, row, y);
        y += plan->look->row_pitch;
    }
    y = plan->hidden_first;
    for (size_t i = 0; i < plan->dots->n_rows; i++) {
        if (is_shown(&plan->dots->rows[i]))
            continue;
        draw_hidden(plan, &plan->dots->rows[i], y);
        y += plan->look->hidden_pitch;
    }
}

static bool
has_links(const CxDots *dots)
{
    for (size_t i = 0; i < dots->n_rows; i++) {
        if (dots->rows[i].href != NULL || dots->rows[i].card_href != NULL)
            return true;
    }
    return false;
}

static void
draw_one(GString *out, const CxDots *dots, const Look *look)
{
    CxSvg svg = { out };
    Plan plan = plan_make(&svg, dots, look);
    g_autofree char *id = g_strconcat(dots->id, look->is_narrow ? "-n" : "-w", NULL);
    cx_svg_open(&svg, &(CxSvgHead){ .id = id,
                                    .class = look->is_narrow ? "fig-narrow" : "fig-wide",
                                    .title = dots->title,
                                    .desc = dots->desc,
                                    .width_px = look->width,
                                    .height_px = plan.height,
                                    .has_links = has_links(dots) });
    const char *heading =
        look->is_narrow && dots->heading_short != NULL ? dots->heading_short : dots->heading;
    g_autofree char *words = cx_measure_fit(heading, 12.0, 400, look->width);
    cx_svg_text(&svg, (CxPoint){ 0.0, 12.0 }, &(CxType){ .paint = CX_PAINT_INK2, .size_px = 12.0 },
                words);
    if (plan.n_shown > 0) {
        draw_scale(&plan);
        draw_overall(&plan);
    }
    draw_rows(&plan);
    cx_svg_close(&svg);
}

void
cx_dots_draw(GString *out, const CxDots *dots)
{
    cx_assert(dots->n_rows <= CX_DOTS_ROWS_MAX);
    draw_one(out, dots, &look_wide);
    draw_one(out, dots, &look_narrow);
}
