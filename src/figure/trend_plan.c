#include "figure/trend_plan.h"

#include <math.h>

#include "base/text.h"
#include "figure/measure.h"
#include "lang/assert.h"

/* What differs between the two drawings. */
typedef struct {
    double width;
    double x0_min;
    double top;    /* of the plot, with no row of labels over it */
    double plot;   /* height of the plot */
    double cut_px; /* what a cut adds to the distance of its neighbours */
    double right_min, right_max;
    double value_px; /* size of the last value */
} Look;

static const Look look_wide = { 760.0, 28.0, 28.0, 214.0, 26.0, 112.0, 210.0, 20.0 };
static const Look look_narrow = { 358.0, 26.0, 28.0, 190.0, 16.0, 56.0, 120.0, 15.0 };

enum {
    LABEL_ROW_PX = 16,
    LABEL_ROWS_MAX = 3,
    NOTE_ROW_PX = 16,
    SIDE_EDGE_PX = 6,
    N_GAP_PX = 5,
    MARK_PX = 10
};

bool
cx_trend_has_value(const CxTrendPoint *point)
{
    return isfinite(point->value);
}

bool
cx_trend_has_interval(const CxTrendPoint *point)
{
    return isfinite(point->value) && isfinite(point->lo) && isfinite(point->hi);
}

static const Look *
plan_look(const CxTrendPlan *plan)
{
    return plan->is_narrow ? &look_narrow : &look_wide;
}

/* The words for this width. */
static const char *
words_for(const CxTrendPlan *plan, const char *full, const char *brief)
{
    return plan->is_narrow && brief != NULL ? brief : full;
}

/* ---- The scale ---- */

static void
plan_scale(CxTrendPlan *plan)
{
    const CxTrend *trend = plan->trend;
    CxScaleNeed need = { .lo = NAN,
                         .hi = NAN,
                         .floor = trend->floor,
                         .ceil = trend->ceil,
                         .pad_share = 0.25,
                         .n_steps_max = 4 };
    if (isfinite(trend->target.value))
        need.lo = need.hi = trend->target.value;
    for (size_t i = 0; i < trend->n_points; i++) {
        const CxTrendPoint *point = &trend->points[i];
        const double expected = trend->target.path != NULL ? trend->target.path[i] : (double)NAN;
        need.lo = fmin(need.lo, expected);
        need.hi = fmax(need.hi, expected);
        if (!cx_trend_has_value(point))
            continue;
        need.lo = fmin(need.lo, point->value);
        need.hi = fmax(need.hi, point->value);
        if (cx_trend_has_interval(point)) {
            need.lo = fmin(need.lo, point->lo);
            need.hi = fmax(need.hi, point->hi);
        }
    }
    plan->y = cx_scale_fit(&need, plan->bottom, plan->top);
}

static double
tick_room(const CxTrendPlan *plan)
{
    double room = 0.0;
    for (size_t i = 0; i < plan->y.n_ticks; i++) {
        g_autofree char *words = cx_text_number(plan->y.ticks[i], plan->y.decimals);
        room = fmax(room, cx_measure_text(words, 12.0, 400));
    }
    return room + 8.0;
}

/* ---- Words at the right edge ---- */

static char *
fitted(const char *text, double size_px, int weight, double room)
{
    return text == NULL ? NULL : cx_measure_fit(text, size_px, weight, room);
}

static double
words_px(const CxTrendWords *words, double size_px, int weight)
{
    return words->words == NULL ? 0.0 : cx_measure_text(words->words, size_px, weight);
}

/* Chooses the words and says how wide they are, with the gap before them. */
static double
plan_words(CxTrendPlan *plan)
{
    const CxTrend *trend = plan->trend;
    const Look *look = plan_look(plan);
    const double room = look->right_max - 6.0;
    if (isfinite(trend->target.value)) {
        const char *label = words_for(plan, trend->target.label, trend->target.label_short);
        plan->target.words = fitted(label, 12.5, 500, room);
    }
    if (plan->has_last) {
        plan->value.words = fitted(trend->last_value, look->value_px, 600, room);
        plan->n.words = fitted(trend->last_n, 12.0, 400, room);
        if (trend->last_range != NULL && plan->is_narrow)
            plan->range.words = fitted(trend->last_range, 12.0, 400, room);
        else if (trend->last_range != NULL)
            plan->range.words = g_strdup_printf("(%s)", trend->last_range);
    }
    double width = words_px(&plan->target, 12.5, 500);
    width = fmax(width, words_px(&plan->value, look->value_px, 600));
    const double range_px = words_px(&plan->range, 12.0, 400);
    const double n_px = words_px(&plan->n, 12.0, 400);
    const double both_px = range_px + N_GAP_PX + n_px;
    if (!plan->is_narrow && range_px > 0.0 && n_px > 0.0 && both_px <= room) {
        plan->n_x = range_px + N_GAP_PX;
        width = fmax(width, both_px);
    }
    width = fmax(width, fmax(range_px, n_px));
    return fmin(fmax(look->right_min, width + 10.0), look->right_max);
}

/* The value stands beside its point, its range and n below; the target gives way. */
static void
plan_word_lines(CxTrendPlan *plan)
{
    const double y_target =
        plan->target.words != NULL ? cx_scale_px(&plan->y, plan->trend->target.value) : (double)NAN;
    plan->target.baseline = plan->target.words != NULL ? y_target + 4.0 : 0.0;
    if (!plan->has_last)
        return;

    const double rise = plan->is_narrow ? 11.0 : 16.0; /* of the value's figures */
    const double y = cx_scale_px(&plan->y, plan->trend->points[plan->last].value);
    double line = plan->is_narrow ? y + 2.0 : y - 1.0;
    const double step = plan->is_narrow ? 15.0 : 16.0;
    const bool has_n_line = plan->n.words != NULL && plan->n_x <= plan->words_x;
    const double n_below = (plan->range.words != NULL ? 1.0 : 0.0) + (has_n_line ? 1.0 : 0.0);
    const double block = step * n_below + 1.0;
    line = fmin(fmax(line, plan->top + rise - 4.0), plan->bottom - block - 2.0);
    plan->value.baseline = line;
    plan->range.baseline = line + step + 1.0;
    plan->n.baseline = line + step * n_below + 1.0;

    if (plan->target.words == NULL)
        return;
    const double above = line - rise - 5.0;
    const double below = line + block + 16.0;
    if (plan->target.baseline > above && plan->target.baseline < below) {
        const bool goes_up = (y_target <= y && above > plan->top + 2.0) || below > plan->bottom;
        plan->target.baseline = goes_up ? above : below;
    }
}

/* ---- Across ---- */

static void
plan_across(CxTrendPlan *plan)
{
    const CxTrend *trend = plan->trend;
    const size_t n = trend->n_points;
    const double n_cuts = (double)trend->n_cuts;
    const double from = plan->x0;
    const double to = plan->x1 - SIDE_EDGE_PX;
    double extra = plan_look(plan)->cut_px;
    if (n_cuts > 0.0)
        extra = fmin(extra, (to - from) * 0.4 / n_cuts);
    plan->step_px = n > 1 ? (to - from - extra * n_cuts) / (double)(n - 1) : to - from;
    double x = n > 1 ? from : (from + to) / 2.0;
    size_t i_cut = 0;
    for (size_t i = 0; i < n; i++) {
        if (i > 0)
            x += plan->step_px;
        if (i_cut < trend->n_cuts && trend->cuts[i_cut].at == i) {
            x += extra;
            i_cut++;
        }
        plan->x[i] = x;
    }
}

static void
plan_sides(CxTrendPlan *plan)
{
    const CxTrend *trend = plan->trend;
    plan->n_sides = trend->n_cuts + 1;
    for (size_t i = 0; i < plan->n_sides; i++) {
        CxTrendSide *side = &plan->sides[i];
        side->first = i == 0 ? 0 : trend->cuts[i - 1].at;
        side->end = i < trend->n_cuts ? trend->cuts[i].at : trend->n_points;
        cx_assert(side->first < side->end);
        const double edge = fmin(SIDE_EDGE_PX, plan->step_px / 2.0);
        side->x0 = i == 0 ? plan->x0 : plan->x[side->first] - edge;
        side->x1 = i + 1 == plan->n_sides ? plan->x1 : plan->x[side->end - 1] + edge;
        side->cut_px = i == 0 ? (double)NAN : (plan->sides[i - 1].x1 + side->x0) / 2.0;
        side->label = NULL;
        if (i > 0)
            side->label = words_for(plan, trend->cuts[i - 1].after, trend->cuts[i - 1].after_short);
        else if (trend->n_cuts > 0)
            side->label = words_for(plan, trend->cuts[0].before, trend->cuts[0].before_short);
    }
}

/* All that a side's label has to say. */
static const char *
whole_label(const CxTrendPlan *plan, size_t i_side)
{
    const CxTrend *trend = plan->trend;
    return i_side > 0 ? trend->cuts[i_side - 1].after : trend->cuts[0].before;
}

static const char *
short_label(const CxTrendPlan *plan, size_t i_side)
{
    const CxTrend *trend = plan->trend;
    const char *label =
        i_side > 0 ? trend->cuts[i_side - 1].after_short : trend->cuts[0].before_short;
    return label != NULL ? label : whole_label(plan, i_side);
}

static bool
fits_label(const CxTrendSide *side)
{
    const double mark_px = side->mark != '\0' ? (double)MARK_PX : 0.0;
    return side->label == NULL ||
           cx_measure_text(side->label, 12.0, 600) + mark_px <= side->label_room;
}

/* Where a side's label begins when labels run from left to right. */
static double
label_start(const CxTrendPlan *plan, size_t i_side)
{
    return i_side == 0 ? plan->x0 : plan->sides[i_side].cut_px + (plan->is_narrow ? 14.0 : 16.0);
}

/* Room of each label when they are spread over n_rows rows; true if every one fits whole. */
static bool
spread_labels(CxTrendPlan *plan, size_t n_rows)
{
    bool fits = true;
    for (size_t i = 0; i < plan->n_sides; i++) {
        CxTrendSide *side = &plan->sides[i];
        const size_t next = i + n_rows;
        const double end = next < plan->n_sides ? label_start(plan, next) - 10.0 : plan->width;
        side->label_row = (plan->n_sides - 1 - i) % n_rows;
        side->label_room = fmax(end - label_start(plan, i), 8.0);
        if (!fits_label(side))
            fits = false;
    }
    return fits;
}

/* One cut: the labels stand back to back at it. More: they run from left to right, in as few rows
 * as they fit in. True if every one fits whole. */
static bool
place_labels(CxTrendPlan *plan)
{
    plan->n_label_rows = 1;
    if (plan->n_sides == 2) {
        const double middle = plan->sides[1].cut_px;
        const double gap = plan->is_narrow ? 14.0 : 16.0;
        plan->sides[0].label_room = fmax(middle - gap, 8.0);
        plan->sides[1].label_room = fmax(plan->width - middle - gap, 8.0);
        return fits_label(&plan->sides[0]) && fits_label(&plan->sides[1]);
    }
    bool fits = spread_labels(plan, 1);
    while (!fits && plan->n_label_rows < LABEL_ROWS_MAX)
        fits = spread_labels(plan, ++plan->n_label_rows);
    return fits;
}

/* Labels that are not whole get a mark, which stands for all of it below the axis. */
static void
mark_labels(CxTrendPlan *plan)
{
    char mark = 'a';
    for (size_t i = 0; i < plan->n_sides && mark <= 'z'; i++) {
        CxTrendSide *side = &plan->sides[i];
        side->label = short_label(plan, i);
        /* What changed is said of newer sides; the oldest has a name only. */
        const bool is_whole = i == 0 || g_strcmp0(side->label, whole_label(plan, i)) == 0;
        side->mark = is_whole ? '\0' : mark++;
    }
    if (place_labels(plan))
        return;
    for (size_t i = 0; i < plan->n_sides && mark <= 'z'; i++) {
        CxTrendSide *side = &plan->sides[i];
        if (side->mark == '\0' && !fits_label(side))
            side->mark = mark++;
    }
}

static void
add_note(CxTrendPlan *plan, const CxTrendSide *side, const char *whole)
{
    const CxMeasureType type = { 12.0, 400 };
    char **lines =
        cx_measure_wrap(whole, type, plan->width - MARK_PX - 4.0, CX_TREND_NOTE_LINES_MAX);
    for (size_t i = 0; lines[i] != NULL; i++) {
        if (plan->n_notes == CX_TREND_NOTES_MAX) {
            g_free(lines[i]);
            continue;
        }
        plan->notes[plan->n_notes++] =
            (CxTrendNote){ .words = lines[i], .mark = i == 0 ? side->mark : '\0' };
    }
    g_free(lines);
}

/* The rows change the plot's top only, so this comes after the layout across. */
static void
plan_labels(CxTrendPlan *plan)
{
    if (!place_labels(plan) || plan->is_narrow)
        mark_labels(plan);
    for (size_t i = 0; i < plan->n_sides; i++) {
        if (plan->sides[i].mark != '\0')
            add_note(plan, &plan->sides[i], whole_label(plan, i));
    }
}

/* ---- All of it ---- */

void
cx_trend_plan_init(CxTrendPlan *plan, const CxTrend *trend, bool is_narrow)
{
    *plan = (CxTrendPlan){ .trend = trend, .is_narrow = is_narrow };
    const Look *look = plan_look(plan);
    plan->width = look->width;
    for (size_t i = 0; i < trend->n_points; i++) {
        if (trend->points[i].group != NULL)
            plan->has_groups = true;
        if (cx_trend_has_value(&trend->points[i])) {
            plan->has_last = true;
            plan->last = i;
        }
    }
    plan->top = look->top;
    plan->bottom = look->top + look->plot;
    plan_scale(plan);
    plan->x0 = fmax(look->x0_min, tick_room(plan));
    plan->x1 = plan->width - plan_words(plan);
    plan->words_x = plan->x1 + (is_narrow ? 4.0 : 6.0);
    plan->n_x += plan->words_x;
    plan_across(plan);
    plan_sides(plan);
    if (trend->n_cuts > 0) {
        plan_labels(plan);
        plan->top += LABEL_ROW_PX * (double)plan->n_label_rows + (is_narrow ? 4.0 : 0.0);
        plan->bottom = plan->top + look->plot;
        plan->y.lo_px = plan->bottom;
        plan->y.hi_px = plan->top;
    }
    plan->height = plan->bottom + (plan->has_groups ? 40.0 : 24.0);
    for (size_t i = 0; i < plan->n_notes; i++)
        plan->notes[i].baseline = plan->height + 10.0 + (double)NOTE_ROW_PX * (double)i;
    if (plan->n_notes > 0)
        plan->height = plan->notes[plan->n_notes - 1].baseline + 6.0;
    plan_word_lines(plan);
}

void
cx_trend_plan_clear(CxTrendPlan *plan)
{
    g_free(plan->value.words);
    g_free(plan->range.words);
    g_free(plan->n.words);
    g_free(plan->target.words);
    for (size_t i = 0; i < plan->n_notes; i++)
        g_free(plan->notes[i].words);
}
