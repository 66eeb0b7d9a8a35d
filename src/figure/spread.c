#include "figure/spread.h"

#include <math.h>

#include "figure/field.h"
#include "figure/measure.h"
#include "lang/assert.h"

enum { TOP_PX = 50, WIDE_PLOT_PX = 150, NARROW_PLOT_PX = 140, GROUP_PX = 26 };

static bool
has_interval(const CxSpreadBar *bar)
{
    return isfinite(bar->lo) && isfinite(bar->hi);
}

static void
lay_out(CxField *field, const CxSpread *spread)
{
    CxScaleNeed need = {
        .lo = 0.0, .hi = 1.0, .floor = 0.0, .ceil = 100.0, .pad_share = 0.05, .n_steps_max = 4
    };
    for (size_t i = 0; i < spread->n_bars; i++) {
        need.hi = fmax(need.hi, spread->bars[i].share);
        if (has_interval(&spread->bars[i]))
            need.hi = fmax(need.hi, spread->bars[i].hi);
    }
    field->width = field->is_narrow ? 358.0 : 760.0;
    field->x0 = 34.0;
    field->x1 = field->width;
    field->top = TOP_PX;
    field->bottom = TOP_PX + (field->is_narrow ? NARROW_PLOT_PX : WIDE_PLOT_PX);
    field->height = field->bottom + 24.0 + (spread->n_groups > 0 ? GROUP_PX : 0.0);
    field->y = cx_scale_fit(&need, field->bottom, field->top);
}

/* From the left edge of a column's place. */
static double
place_px(const CxField *field, const CxSpread *spread, size_t i)
{
    return field->x0 + (field->x1 - field->x0) / (double)spread->n_bars * (double)i;
}

static void
draw_bar(CxField *field, const CxSpread *spread, size_t i)
{
    const CxSpreadBar *bar = &spread->bars[i];
    const double left = place_px(field, spread, i);
    const double pitch = place_px(field, spread, i + 1) - left;
    const double gap = fmin(pitch * 0.15, 8.0);
    const double middle = left + pitch / 2.0;
    const double y = cx_scale_px(&field->y, bar->share);
    const CxPoint corners[] = { { left + gap, y },
                                { left + pitch - gap, y },
                                { left + pitch - gap, field->bottom },
                                { left + gap, field->bottom } };
    cx_svg_group_open(&field->svg, bar->about != NULL ? bar->about : bar->label);
    cx_svg_area(&field->svg, corners, CX_N_ELEMENTS(corners),
                bar->is_point ? CX_PAINT_MID : CX_PAINT_BAR);
    double top = y;
    if (has_interval(bar)) {
        top = cx_scale_px(&field->y, bar->hi);
        cx_field_interval(field, (CxPoint){ middle, top },
                          (CxPoint){ middle, cx_scale_px(&field->y, bar->lo) }, bar->is_point);
    }
    cx_svg_group_close(&field->svg);
    CxType type = { .paint = CX_PAINT_INK3, .size_px = 12.0, .anchor = CX_ANCHOR_MIDDLE };
    /* A word that does not fit is cut; where not even a letter fits, the tooltip has it. */
    g_autofree char *label = cx_measure_fit(bar->label, 12.0, 400, pitch - 2.0);
    if (cx_measure_text(label, 12.0, 400) <= pitch - 2.0) {
        cx_field_words(field, (CxPoint){ middle, field->bottom + 17.0 }, &type, bar->label,
                       pitch - 2.0);
    }
    type.paint = bar->is_point ? CX_PAINT_ACC : CX_PAINT_INK;
    type.weight = 500;
    if (bar->text != NULL && cx_measure_text(bar->text, 12.0, 500) < pitch - 2.0)
        cx_field_words(field, (CxPoint){ middle, top - 7.0 }, &type, bar->text, pitch);
}

/* A line under the columns of a group, and its words. */
static void
draw_group(CxField *field, const CxSpread *spread, const CxSpreadGroup *group)
{
    const double left = place_px(field, spread, group->first) + 3.0;
    const double right = place_px(field, spread, group->last + 1) - 3.0;
    const double y = field->bottom + 24.0;
    cx_svg_line(
        &field->svg, (CxPoint){ left, y }, (CxPoint){ right, y },
        &(CxStroke){ .paint = group->is_point ? CX_PAINT_ACC : CX_PAINT_MARK, .width_px = 1.25 });
    const char *words =
        field->is_narrow && group->words_short != NULL ? group->words_short : group->words;
    cx_field_words(field, (CxPoint){ (left + right) / 2.0, y + 16.0 },
                   &(CxType){ .paint = group->is_point ? CX_PAINT_ACC : CX_PAINT_INK2,
                              .size_px = 12.0,
                              .weight = group->is_point ? 600 : 500,
                              .anchor = CX_ANCHOR_MIDDLE },
                   words, right - left);
}

static void
draw_n(CxField *field, const CxSpread *spread)
{
    if (spread->n_text == NULL)
        return;
    if (spread->card_href != NULL)
        cx_svg_link_open(&field->svg, spread->card_href, spread->card_about);
    cx_field_words(field, (CxPoint){ field->width, 28.0 },
                   &(CxType){ .paint = CX_PAINT_INK3,
                              .size_px = 12.0,
                              .anchor = CX_ANCHOR_END,
                              .class = spread->card_href != NULL ? "f-ev" : NULL },
                   spread->n_text, field->width);
    if (spread->card_href != NULL)
        cx_svg_link_close(&field->svg);
}

static void
draw_one(GString *out, const CxSpread *spread, bool is_narrow)
{
    CxField field = { .svg = { out }, .is_narrow = is_narrow };
    lay_out(&field, spread);
    cx_field_open(&field, &(CxFieldHead){ spread->id, spread->title, spread->desc, spread->heading,
                                          spread->heading_short,
                                          spread->n_bars > 0 && spread->card_href != NULL });
    if (spread->n_bars > 0) {
        cx_field_axis_y(&field);
        for (size_t i = 0; i < spread->n_bars; i++)
            draw_bar(&field, spread, i);
        for (size_t i = 0; i < spread->n_groups; i++)
            draw_group(&field, spread, &spread->groups[i]);
        cx_svg_line(&field.svg, (CxPoint){ field.x0, field.bottom },
                    (CxPoint){ field.x1, field.bottom },
                    &(CxStroke){ .paint = CX_PAINT_MARK, .width_px = 1.0 });
        draw_n(&field, spread);
    } else if (spread->empty != NULL) {
        cx_field_say(&field, spread->empty);
    }
    cx_field_close(&field);
}

void
cx_spread_draw(GString *out, const CxSpread *spread)
{
    cx_assert(spread->n_bars <= CX_SPREAD_BARS_MAX && spread->n_groups <= CX_SPREAD_GROUPS_MAX);
    for (size_t i = 0; i < spread->n_groups; i++) {
        cx_assert(spread->groups[i].first <= spread->groups[i].last &&
                  spread->groups[i].last < spread->n_bars);
    }
    draw_one(out, spread, false);
    draw_one(out, spread, true);
}
