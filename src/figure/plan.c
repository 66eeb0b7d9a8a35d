#include "figure/plan.h"

#include "figure/svg.h"
#include "lang/assert.h"

enum { WIDE_PX = 760, NARROW_PX = 358, HEIGHT_PX = 22, GAP_PX = 2, TEXT_PX = 12 };

#define BASELINE_PX   15.5
#define NUMBER_MIN_PX 14.0 /* a segment narrower than this has no room for its number */
#define FREE_MIN_PX   70.0

static void
box(CxSvg *svg, double x, double width, CxPaint paint)
{
    const CxPoint corners[] = {
        { x, 0 }, { x + width, 0 }, { x + width, HEIGHT_PX }, { x, HEIGHT_PX }
    };
    cx_svg_area(svg, corners, CX_N_ELEMENTS(corners), paint);
}

static void
draw(GString *out, const CxPlan *plan, int width_px, const char *class)
{
    g_autofree char *id = g_strdup_printf("%s-%d", plan->id, width_px);
    const double scale = (double)width_px / plan->minutes;
    CxSvg svg = { out };
    cx_svg_open(&svg, &(CxSvgHead){ .id = id,
                                    .class = class,
                                    .title = plan->title,
                                    .desc = "One segment per proposal, in rank order, as wide as "
                                            "its minutes.",
                                    .width_px = width_px,
                                    .height_px = HEIGHT_PX });
    box(&svg, 0, width_px, CX_PAINT_BAND);
    double x = 0.0;
    for (size_t i = 0; i < plan->n_parts; i++) {
        const double step = plan->parts[i].minutes * scale;
        const double width = MAX(step - GAP_PX, 1.0);
        box(&svg, x, width, plan->parts[i].is_overdue ? CX_PAINT_MID : CX_PAINT_BAR);
        g_autofree char *number = g_strdup_printf("%zu", i + 1);
        const CxType type = { CX_PAINT_INK, TEXT_PX, 500, CX_ANCHOR_MIDDLE, NULL };
        if (width >= NUMBER_MIN_PX)
            cx_svg_text(&svg, (CxPoint){ x + width / 2.0, BASELINE_PX }, &type, number);
        x += step;
    }
    const CxType type = { CX_PAINT_INK2, TEXT_PX, 400, CX_ANCHOR_START, NULL };
    if (plan->free_text != NULL && width_px - x >= FREE_MIN_PX)
        cx_svg_text(&svg, (CxPoint){ x + 8.0, BASELINE_PX }, &type, plan->free_text);
    cx_svg_close(&svg);
}

void
cx_plan_draw(GString *out, const CxPlan *plan)
{
    cx_assert(plan->minutes > 0);
    draw(out, plan, WIDE_PX, "fig-wide");
    draw(out, plan, NARROW_PX, "fig-narrow");
}
