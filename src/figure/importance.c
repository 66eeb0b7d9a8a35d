#include "figure/importance.h"

#include <math.h>

#include "figure/field.h"
#include "figure/measure.h"
#include "lang/assert.h"

enum { TOP_PX = 36, WIDE_PLOT_PX = 340, NARROW_PLOT_PX = 320 };

#define LABEL_GAP_PX 10.0

static bool
is_shown(const CxImportanceRow *row)
{
    return isfinite(row->performance) && isfinite(row->importance);
}

static size_t
count_shown(const CxImportance *importance)
{
    size_t n = 0;
    for (size_t i = 0; i < importance->n_rows; i++)
        n += is_shown(&importance->rows[i]) ? 1 : 0;
    return n;
}

/* ---- Layout ---- */

static void
widen(CxScaleNeed *need, const double *values, size_t n)
{
    for (size_t i = 0; i < n; i++)
        cx_scale_need_take(need, values[i]);
}

static void
plan_scales(CxField *field, const CxImportance *importance)
{
    CxScaleNeed across = { .lo = NAN,
                           .hi = NAN,
                           .floor = importance->floor,
                           .ceil = importance->ceil,
                           .pad_share = 0.12,
                           .n_steps_max = field->is_narrow ? 4 : 6 };
    /* Importance starts at nothing: how much more one item matters is a ratio. */
    CxScaleNeed up = {
        .lo = 0.0, .hi = 0.0, .floor = 0.0, .ceil = NAN, .pad_share = 0.08, .n_steps_max = 5
    };
    for (size_t i = 0; i < importance->n_rows; i++) {
        const CxImportanceRow *row = &importance->rows[i];
        if (!is_shown(row))
            continue;
        const double xs[] = { row->performance, row->performance_lo, row->performance_hi };
        const double ys[] = { row->importance, row->importance_lo, row->importance_hi };
        widen(&across, xs, CX_N_ELEMENTS(xs));
        widen(&up, ys, CX_N_ELEMENTS(ys));
    }
    cx_scale_need_take(&across, importance->split_performance);
    field->x = cx_scale_fit(&across, field->x0, field->x1 - 8.0);
    field->y = cx_scale_fit(&up, field->bottom, field->top);
}

static void
lay_out(CxField *field, const CxImportance *importance)
{
    const size_t n_hidden = importance->n_rows - count_shown(importance);
    field->width = field->is_narrow ? 358.0 : 760.0;
    field->x0 = 34.0;
    field->x1 = field->width;
    field->top = TOP_PX;
    field->bottom = TOP_PX + (field->is_narrow ? NARROW_PLOT_PX : WIDE_PLOT_PX);
    field->height = field->bottom + cx_field_axis_px(field->is_narrow) +
                    cx_field_hidden_px(field->is_narrow, n_hidden);
    plan_scales(field, importance);
}

/* ---- The field ---- */

static void
draw_splits(CxField *field, const CxImportance *importance)
{
    const CxStroke stroke = { .paint = CX_PAINT_INK, .width_px = 1.0, .dash = "1 3" };
    if (isfinite(importance->split_performance)) {
        const double x = cx_scale_px(&field->x, importance->split_performance);
        cx_svg_line(&field->svg, (CxPoint){ x, field->top }, (CxPoint){ x, field->bottom },
                    &stroke);
        cx_field_take_line(field, (CxBox){ x - 1.0, field->top, x + 1.0, field->bottom });
    }
    if (isfinite(importance->split_importance)) {
        const double y = cx_scale_px(&field->y, importance->split_importance);
        cx_svg_line(&field->svg, (CxPoint){ field->x0, y }, (CxPoint){ field->x1, y }, &stroke);
        cx_field_take_line(field, (CxBox){ field->x0, y - 1.0, field->x1, y + 1.0 });
    }
}

static void
draw_corners(CxField *field, const CxImportance *importance)
{
    const double room = (field->x1 - field->x0) / 2.0 - 10.0;
    CxType type = { .paint = CX_PAINT_INK3, .size_px = 12.0, .weight = 500 };
    if (importance->matters_low != NULL) {
        cx_field_words(field, (CxPoint){ field->x0 + 6.0, field->top + 14.0 }, &type,
                       importance->matters_low, room);
    }
    type.anchor = CX_ANCHOR_END;
    if (importance->matters_high != NULL) {
        cx_field_words(field, (CxPoint){ field->x1, field->top + 14.0 }, &type,
                       importance->matters_high, room);
    }
}

/* ---- Rows ---- */

static void
draw_cross(CxField *field, const CxImportanceRow *row)
{
    if (isfinite(row->performance_lo) && isfinite(row->performance_hi)) {
        cx_field_interval(field, cx_field_at(field, row->performance_lo, row->importance),
                          cx_field_at(field, row->performance_hi, row->importance), row->is_point);
    }
    if (isfinite(row->importance_lo) && isfinite(row->importance_hi)) {
        cx_field_interval(field, cx_field_at(field, row->performance, row->importance_hi),
                          cx_field_at(field, row->performance, row->importance_lo), row->is_point);
    }
}

static void
draw_dots(CxField *field, const CxImportance *importance)
{
    for (size_t i = 0; i < importance->n_rows; i++) {
        if (is_shown(&importance->rows[i]))
            draw_cross(field, &importance->rows[i]);
    }
    for (size_t i = 0; i < importance->n_rows; i++) {
        const CxImportanceRow *row = &importance->rows[i];
        if (!is_shown(row))
            continue;
        const CxPoint at = cx_field_at(field, row->performance, row->importance);
        cx_field_dot(field, &(CxFieldDot){ .at = at,
                                           .is_point = row->is_point,
                                           .about = row->about != NULL ? row->about : row->label,
                                           .href = row->card_href });
        cx_field_take_dot(field, at, 6.0);
    }
}

/* The points choose their places first. */
static void
draw_labels(CxField *field, const CxImportance *importance)
{
    for (size_t turn = 0; turn < 2; turn++) {
        for (size_t i = 0; i < importance->n_rows; i++) {
            const CxImportanceRow *row = &importance->rows[i];
            if (!is_shown(row) || row->is_point != (turn == 0))
                continue;
            const CxFieldLabel label = {
                .at = cx_field_at(field, row->performance, row->importance),
                .gap_px = LABEL_GAP_PX,
                .words = row->label,
                .more = row->more,
                .paint = row->is_point ? CX_PAINT_ACC : CX_PAINT_INK2,
                .weight = row->is_point ? 600 : 500,
            };
            (void)cx_field_label(field, &label);
        }
    }
}

static void
draw_hidden(CxField *field, const CxImportance *importance)
{
    size_t i_hidden = 0;
    for (size_t i = 0; i < importance->n_rows; i++) {
        const CxImportanceRow *row = &importance->rows[i];
        if (is_shown(row))
            continue;
        cx_field_hidden(field, field->bottom + cx_field_axis_px(field->is_narrow), i_hidden++,
                        &(CxFieldHidden){ row->label, row->href, row->why });
    }
}

/* ---- All of it ---- */

static bool
has_links(const CxImportance *importance)
{
    for (size_t i = 0; i < importance->n_rows; i++) {
        const CxImportanceRow *row = &importance->rows[i];
        if (is_shown(row) ? row->card_href != NULL : row->href != NULL)
            return true;
    }
    return false;
}

static void
draw_one(GString *out, const CxImportance *importance, bool is_narrow)
{
    CxField field = { .svg = { out }, .is_narrow = is_narrow };
    lay_out(&field, importance);
    cx_field_open(&field, &(CxFieldHead){ importance->id, importance->title, importance->desc,
                                          importance->heading, importance->heading_short,
                                          has_links(importance) });
    if (count_shown(importance) > 0) {
        cx_field_axis_y(&field);
        cx_field_axis_x(&field, importance->axis);
        draw_splits(&field, importance);
        draw_corners(&field, importance);
        draw_dots(&field, importance);
        draw_labels(&field, importance);
    } else if (importance->empty != NULL) {
        cx_field_say(&field, importance->empty);
    }
    draw_hidden(&field, importance);
    cx_field_close(&field);
}

void
cx_importance_draw(GString *out, const CxImportance *importance)
{
    cx_assert(importance->n_rows <= CX_IMPORTANCE_ROWS_MAX);
    draw_one(out, importance, false);
    draw_one(out, importance, true);
}
