#include "figure/trend.h"

#include <math.h>

#include "base/text.h"
#include "figure/measure.h"
#include "figure/svg.h"
#include "figure/trend_plan.h"
#include "lang/assert.h"

enum { LABEL_GAP_PX = 8, GROUP_GAP_PX = 6 };
/* Of the letter behind a short label; "Text 12 px or more" does not hold for footnote marks. */
#define MARK_SIZE_PX 8.5
#define MARK_GAP_PX  2.0

/* A drawing under way. */
typedef struct {
    CxSvg svg;
    CxTrendPlan plan;
} Pen;

static CxPoint
point_at(const CxTrendPlan *plan, size_t i, double value)
{
    return (CxPoint){ plan->x[i], cx_scale_px(&plan->y, value) };
}

static bool
is_newest(const CxTrendPlan *plan, const CxTrendSide *side)
{
    return side->end == plan->trend->n_points;
}

/* ---- The field ---- */

static void
draw_grid(Pen *pen)
{
    const CxTrendPlan *plan = &pen->plan;
    for (size_t i = 0; i < plan->y.n_ticks; i++) {
        const double y = cx_scale_px(&plan->y, plan->y.ticks[i]);
        for (size_t k = 0; k < plan->n_sides; k++) {
            cx_svg_line(&pen->svg, (CxPoint){ plan->sides[k].x0, y },
                        (CxPoint){ plan->sides[k].x1, y },
                        &(CxStroke){ .paint = CX_PAINT_LINE, .width_px = 1.0 });
        }
        g_autofree char *words = cx_text_number(plan->y.ticks[i], plan->y.decimals);
        cx_svg_text(&pen->svg, (CxPoint){ plan->x0 - 6.0, y + 4.0 },
                    &(CxType){ .paint = CX_PAINT_INK3, .size_px = 12.0, .anchor = CX_ANCHOR_END },
                    words);
    }
}

/* The first point after `from` without a value, or the side's end. */
static size_t
run_end(const CxTrendPlan *plan, const CxTrendSide *side, size_t from)
{
    while (from < side->end && cx_trend_has_value(&plan->trend->points[from]))
        from++;
    return from;
}

/* The band of neighbours that all have intervals; one alone is a bar, as in a dot plot. */
static void
draw_band(Pen *pen, size_t from, size_t end, bool is_newest_side)
{
    const CxTrendPlan *plan = &pen->plan;
    const CxTrendPoint *points = plan->trend->points;
    if (end - from == 1) {
        const CxPoint ends[] = { point_at(plan, from, points[from].hi),
                                 point_at(plan, from, points[from].lo) };
        cx_svg_path(&pen->svg, ends, CX_N_ELEMENTS(ends),
                    &(CxStroke){ .paint = is_newest_side ? CX_PAINT_ACC : CX_PAINT_MARK,
                                 .width_px = 4.0,
                                 .opacity = 0.35 });
        return;
    }
    g_autofree CxPoint *edge = g_new(CxPoint, 2 * (end - from));
    size_t n = 0;
    for (size_t i = from; i < end; i++)
        edge[n++] = point_at(plan, i, points[i].hi);
    for (size_t i = end; i > from; i--)
        edge[n++] = point_at(plan, i - 1, points[i - 1].lo);
    cx_svg_area(&pen->svg, edge, n, is_newest_side ? CX_PAINT_SOFT : CX_PAINT_BAND);
}

static void
draw_bands(Pen *pen, const CxTrendSide *side)
{
    const CxTrendPoint *points = pen->plan.trend->points;
    for (size_t i = side->first; i < side->end; i++) {
        size_t end = i;
        while (end < side->end && cx_trend_has_interval(&points[end]))
            end++;
        if (end == i)
            continue;
        draw_band(pen, i, end, is_newest(&pen->plan, side));
        i = end;
    }
}

static void
draw_line(Pen *pen, const CxTrendSide *side)
{
    const CxTrendPlan *plan = &pen->plan;
    const bool is_new = is_newest(plan, side);
    const CxPaint paint = is_new ? CX_PAINT_ACC : CX_PAINT_MARK;
    g_autofree CxPoint *line = g_new(CxPoint, side->end - side->first);
    for (size_t i = side->first; i < side->end; i++) {
        const size_t end = run_end(plan, side, i);
        size_t n = 0;
        for (size_t k = i; k < end; k++)
            line[n++] = point_at(plan, k, plan->trend->points[k].value);
        if (n >= 2) {
            cx_svg_path(&pen->svg, line, n,
                        &(CxStroke){ .paint = paint, .width_px = is_new ? 2.5 : 1.75 });
        }
        for (size_t k = 0; k < n; k++) {
            const bool is_last = i + k == plan->last;
            if (is_last || n == 1 || plan->step_px >= 9.0)
                cx_svg_circle(&pen->svg, line[k], is_last ? 4.5 : 2.4, paint);
        }
        i = end;
    }
}

/* The reason under a gap in the line, where there is room for words. */
static void
draw_gaps(Pen *pen, const CxTrendSide *side)
{
    const CxTrendPlan *plan = &pen->plan;
    for (size_t i = side->first; i < side->end; i++) {
        const char *why = plan->trend->points[i].why;
        size_t end = i;
        while (end < side->end && !cx_trend_has_value(&plan->trend->points[end]))
            end++;
        if (end == i)
            continue;
        const double from = i > side->first ? plan->x[i - 1] : side->x0;
        const double to = end < side->end ? plan->x[end] : side->x1;
        if (why != NULL && cx_measure_text(why, 12.0, 400) + 12.0 <= to - from) {
            cx_svg_text(
                &pen->svg, (CxPoint){ (from + to) / 2.0, plan->bottom - 10.0 },
                &(CxType){ .paint = CX_PAINT_INK3, .size_px = 12.0, .anchor = CX_ANCHOR_MIDDLE },
                why);
        }
        i = end;
    }
}

static const CxStroke target_stroke = { .paint = CX_PAINT_INK, .width_px = 1.5, .dash = "5 3" };

/* The course that was expected, broken where nothing was. */
static void
draw_expected(Pen *pen, size_t from)
{
    const CxTrendPlan *plan = &pen->plan;
    const double *path = plan->trend->target.path;
    g_autofree CxPoint *line = g_new(CxPoint, plan->trend->n_points);
    size_t n = 0;
    for (size_t i = from; i <= plan->trend->n_points; i++) {
        if (i < plan->trend->n_points && isfinite(path[i])) {
            line[n++] = point_at(plan, i, path[i]);
            continue;
        }
        if (n > 1)
            cx_svg_path(&pen->svg, line, n, &target_stroke);
        n = 0;
    }
}

static void
draw_target(Pen *pen)
{
    const CxTrendPlan *plan = &pen->plan;
    const CxTrendTarget *target = &plan->trend->target;
    if (!isfinite(target->value))
        return;
    const size_t from = MIN(target->from, plan->trend->n_points - 1);
    if (target->path != NULL) {
        draw_expected(pen, from);
        return;
    }
    const double y = cx_scale_px(&plan->y, target->value);
    cx_svg_line(&pen->svg, (CxPoint){ plan->x[from], y }, (CxPoint){ plan->x1, y }, &target_stroke);
}

/* ---- Cuts ---- */

static void
draw_cut(Pen *pen, const CxTrendSide *side)
{
    const CxTrendPlan *plan = &pen->plan;
    for (size_t i = 0; i < 2; i++) {
        const double shift = 8.0 * (double)i;
        const CxPoint stroke[] = { { side->cut_px + 1.0 + shift, plan->top - 4.0 },
                                   { side->cut_px - 9.0 + shift, plan->bottom + 4.0 } };
        cx_svg_path(&pen->svg, stroke, CX_N_ELEMENTS(stroke),
                    &(CxStroke){ .paint = CX_PAINT_INK, .width_px = 1.25 });
    }
}

/* The letter of a short label, raised. */
static void
draw_mark(Pen *pen, char mark, CxPoint at, const CxType *like)
{
    if (mark == '\0')
        return;
    CxType type = *like;
    type.size_px = MARK_SIZE_PX;
    type.weight = 600;
    const char words[] = { mark, '\0' };
    cx_svg_text(&pen->svg, (CxPoint){ at.x, at.y - 4.0 }, &type, words);
}

static void
draw_side_label(Pen *pen, const CxTrendSide *side)
{
    const CxTrendPlan *plan = &pen->plan;
    if (side->label == NULL)
        return;
    const bool is_new = is_newest(plan, side);
    CxType type = { .paint = is_new ? CX_PAINT_INK : CX_PAINT_INK3,
                    .size_px = 12.0,
                    .weight = is_new ? 600 : 400 };
    const double gap = plan->is_narrow ? 14.0 : 16.0;
    double x = isfinite(side->cut_px) ? side->cut_px + gap : plan->x0;
    if (plan->n_sides == 2 && !isfinite(side->cut_px)) {
        type.anchor = CX_ANCHOR_END;
        x = plan->sides[1].cut_px - gap;
    }
    const double y = plan->top - 12.0 - 16.0 * (double)side->label_row;
    const double mark_px = side->mark != '\0' ? MARK_GAP_PX + MARK_SIZE_PX : 0.0;
    g_autofree char *words = cx_measure_fit(side->label, type.size_px, type.weight,
                                            fmax(side->label_room - mark_px, 8.0));
    const bool is_end = type.anchor == CX_ANCHOR_END;
    cx_svg_text(&pen->svg, (CxPoint){ is_end ? x - mark_px : x, y }, &type, words);
    const double after = x + cx_measure_text(words, type.size_px, type.weight) + MARK_GAP_PX;
    draw_mark(pen, side->mark, (CxPoint){ is_end ? x : after, y }, &type);
}

/* What the marks stand for. */
static void
draw_notes(Pen *pen)
{
    const CxType type = { .paint = CX_PAINT_INK2, .size_px = 12.0 };
    for (size_t i = 0; i < pen->plan.n_notes; i++) {
        const CxTrendNote *note = &pen->plan.notes[i];
        draw_mark(pen, note->mark, (CxPoint){ 0.0, note->baseline }, &type);
        cx_svg_text(&pen->svg, (CxPoint){ MARK_GAP_PX + MARK_SIZE_PX, note->baseline }, &type,
                    note->words);
    }
}

/* Why the sides are not compared, inside the older one, if it leaves room below or above. */
static void
draw_note(Pen *pen, const CxTrendSide *side, const char *note)
{
    const CxTrendPlan *plan = &pen->plan;
    if (note == NULL || cx_measure_text(note, 12.0, 400) + 8.0 > side->x1 - side->x0)
        return;
    double highest = plan->bottom;
    double lowest = plan->top;
    for (size_t i = side->first; i < side->end; i++) {
        const CxTrendPoint *point = &plan->trend->points[i];
        if (!cx_trend_has_value(point))
            return;
        const bool has_interval = cx_trend_has_interval(point);
        highest = fmin(highest, cx_scale_px(&plan->y, has_interval ? point->hi : point->value));
        lowest = fmax(lowest, cx_scale_px(&plan->y, has_interval ? point->lo : point->value));
    }
    double y = plan->bottom - 25.0;
    if (lowest + 8.0 > y - 10.0) {
        y = plan->top + 25.0;
        if (highest - 8.0 < y + 3.0)
            return;
    }
    cx_svg_text(&pen->svg, (CxPoint){ (side->x0 + side->x1) / 2.0, y },
                &(CxType){ .paint = CX_PAINT_INK3, .size_px = 12.0, .anchor = CX_ANCHOR_MIDDLE },
                note);
}

/* ---- The axis ---- */

/* Every how many periods of a side carry a label, so that labels keep their distance. */
static size_t
label_stride(const CxTrendPlan *plan)
{
    double widest = 0.0;
    for (size_t i = 0; i < plan->trend->n_points; i++)
        widest = fmax(widest, cx_measure_text(plan->trend->points[i].label, 12.0, 400));
    size_t stride = 1;
    while (plan->step_px * (double)stride < widest + LABEL_GAP_PX && stride < plan->trend->n_points)
        stride++;
    return stride;
}

/* The newest side counts back from its last period, which is the one people look for. */
static bool
has_label(const CxTrendPlan *plan, const CxTrendSide *side, size_t i, size_t stride)
{
    return is_newest(plan, side) ? (side->end - 1 - i) % stride == 0
                                 : (i - side->first) % stride == 0;
}

/* A centred word that stays inside the drawing. */
static double
centred_x(const CxTrendPlan *plan, double x, double width)
{
    return fmin(fmax(x, width / 2.0), plan->width - width / 2.0);
}

typedef struct {
    const char *words;
    double x, width;
    size_t n_labels; /* that it stands for */
} Group;

static void
draw_group(Pen *pen, const Group *group)
{
    cx_svg_text(&pen->svg, (CxPoint){ group->x, pen->plan.bottom + 33.0 },
                &(CxType){ .paint = CX_PAINT_INK3,
                           .size_px = 12.0,
                           .weight = pen->plan.is_narrow ? 400 : 500,
                           .anchor = CX_ANCHOR_MIDDLE },
                group->words);
}

/* Adds a run of periods; of two that would touch, the one that stands for fewer goes. */
static void
add_group(GArray *groups, const Group *group)
{
    if (groups->len > 0) {
        Group *last = &g_array_index(groups, Group, groups->len - 1);
        const double room = group->x - last->x;
        if (room < (group->width + last->width) / 2.0 + GROUP_GAP_PX) {
            if (group->n_labels > last->n_labels)
                *last = *group;
            return;
        }
    }
    g_array_append_val(groups, *group);
}

/* Adds the groups of one side: a run of labelled points with the same words is one. */
static void
add_groups(GArray *groups, const CxTrendPlan *plan, const CxTrendSide *side, size_t stride)
{
    Group run = { .words = NULL };
    for (size_t i = side->first; i < side->end; i++) {
        const char *words = plan->trend->points[i].group;
        if (words == NULL || !has_label(plan, side, i, stride))
            continue;
        if (g_strcmp0(words, run.words) == 0) {
            run.n_labels++;
            continue;
        }
        if (run.words != NULL)
            add_group(groups, &run);
        const double width = cx_measure_text(words, 12.0, 500);
        run = (Group){ words, centred_x(plan, plan->x[i], width), width, 1 };
    }
    if (run.words != NULL)
        add_group(groups, &run);
}

static void
draw_groups(Pen *pen, size_t stride)
{
    const CxTrendPlan *plan = &pen->plan;
    g_autoptr(GArray) groups = g_array_new(FALSE, FALSE, sizeof(Group));
    for (size_t k = 0; k < plan->n_sides; k++)
        add_groups(groups, plan, &plan->sides[k], stride);
    for (guint i = 0; i < groups->len; i++)
        draw_group(pen, &g_array_index(groups, Group, i));
}

static void
draw_axis(Pen *pen)
{
    const CxTrendPlan *plan = &pen->plan;
    const size_t stride = label_stride(plan);
    double taken = -LABEL_GAP_PX;
    for (size_t k = 0; k < plan->n_sides; k++) {
        const CxTrendSide *side = &plan->sides[k];
        cx_svg_line(&pen->svg, (CxPoint){ side->x0, plan->bottom },
                    (CxPoint){ side->x1, plan->bottom },
                    &(CxStroke){ .paint = CX_PAINT_MARK, .width_px = 1.0 });
        for (size_t i = side->first; i < side->end; i++) {
            const char *label = plan->trend->points[i].label;
            const double width = cx_measure_text(label, 12.0, 400);
            const double x = centred_x(plan, plan->x[i], width);
            if (!has_label(plan, side, i, stride) || x - width / 2.0 < taken + LABEL_GAP_PX / 2.0)
                continue;
            taken = x + width / 2.0;
            cx_svg_text(
                &pen->svg, (CxPoint){ x, plan->bottom + 17.0 },
                &(CxType){ .paint = CX_PAINT_INK3, .size_px = 12.0, .anchor = CX_ANCHOR_MIDDLE },
                label);
        }
    }
    if (plan->has_groups)
        draw_groups(pen, stride);
}

/* ---- Words at the right edge ---- */

static void
draw_words(Pen *pen, const CxTrendWords *words, double x, const CxType *type)
{
    if (words->words != NULL)
        cx_svg_text(&pen->svg, (CxPoint){ x, words->baseline }, type, words->words);
}

static void
draw_right(Pen *pen)
{
    const CxTrendPlan *plan = &pen->plan;
    const CxTrend *trend = plan->trend;
    const bool is_new = plan->last >= plan->sides[plan->n_sides - 1].first;
    draw_words(pen, &plan->target, plan->words_x,
               &(CxType){ .paint = CX_PAINT_INK,
                          .size_px = plan->is_narrow ? 12.0 : 12.5,
                          .weight = 500 });
    draw_words(pen, &plan->value, plan->words_x,
               &(CxType){ .paint = is_new ? CX_PAINT_ACC : CX_PAINT_INK2,
                          .size_px = plan->is_narrow ? 15.0 : 20.0,
                          .weight = 600 });
    draw_words(pen, &plan->range, plan->words_x,
               &(CxType){ .paint = CX_PAINT_INK3, .size_px = 12.0 });
    const bool is_link = trend->last_href != NULL && plan->n.words != NULL;
    if (is_link)
        cx_svg_link_open(&pen->svg, trend->last_href, trend->last_about);
    draw_words(
        pen, &plan->n, plan->n_x,
        &(CxType){ .paint = CX_PAINT_INK3, .size_px = 12.0, .class = is_link ? "f-ev" : NULL });
    if (is_link)
        cx_svg_link_close(&pen->svg);
}

/* ---- All of it ---- */

static void
draw_head(Pen *pen)
{
    const CxTrendPlan *plan = &pen->plan;
    const CxTrend *trend = plan->trend;
    g_autofree char *id = g_strconcat(trend->id, plan->is_narrow ? "-n" : "-w", NULL);
    cx_svg_open(&pen->svg, &(CxSvgHead){ .id = id,
                                         .class = plan->is_narrow ? "fig-narrow" : "fig-wide",
                                         .title = trend->title,
                                         .desc = trend->desc,
                                         .width_px = plan->width,
                                         .height_px = plan->height,
                                         .has_links = trend->last_href != NULL });
    const char *heading =
        plan->is_narrow && trend->heading_short != NULL ? trend->heading_short : trend->heading;
    g_autofree char *words = cx_measure_fit(heading, 12.0, 400, plan->width);
    cx_svg_text(&pen->svg, (CxPoint){ 0.0, 12.0 },
                &(CxType){ .paint = CX_PAINT_INK2, .size_px = 12.0 }, words);
}

static void
draw_one(GString *out, const CxTrend *trend, bool is_narrow)
{
    Pen pen = { .svg = { out } };
    CxTrendPlan *plan = &pen.plan;
    cx_trend_plan_init(plan, trend, is_narrow);
    draw_head(&pen);
    draw_grid(&pen);
    for (size_t i = 0; i < plan->n_sides; i++)
        draw_bands(&pen, &plan->sides[i]);
    draw_target(&pen);
    for (size_t i = 0; i < plan->n_sides; i++) {
        draw_line(&pen, &plan->sides[i]);
        draw_gaps(&pen, &plan->sides[i]);
        if (i > 0)
            draw_cut(&pen, &plan->sides[i]);
        draw_side_label(&pen, &plan->sides[i]);
        if (i < trend->n_cuts)
            draw_note(&pen, &plan->sides[i], trend->cuts[i].note);
    }
    draw_axis(&pen);
    draw_notes(&pen);
    draw_right(&pen);
    cx_svg_close(&pen.svg);
    cx_trend_plan_clear(plan);
}

void
cx_trend_draw(GString *out, const CxTrend *trend)
{
    cx_assert(trend->n_points >= 1 && trend->n_points <= CX_TREND_POINTS_MAX);
    cx_assert(trend->n_cuts <= CX_TREND_CUTS_MAX && trend->n_cuts < trend->n_points);
    draw_one(out, trend, false);
    draw_one(out, trend, true);
}
