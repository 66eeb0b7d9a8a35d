#include "figure/strip.h"

#include <math.h>

#include "figure/scale.h"
#include "figure/svg.h"
#include "lang/assert.h"

enum { STRIP_WIDTH_PX = 150, STRIP_HEIGHT_PX = 20, STRIP_EDGE_PX = 4 };

void
cx_strip_draw(GString *out, const CxStrip *strip)
{
    cx_assert(strip->from < strip->to);
    const double middle = STRIP_HEIGHT_PX / 2.0;
    const CxScale scale =
        cx_scale_fixed(strip->from, strip->to, 5, STRIP_EDGE_PX, STRIP_WIDTH_PX - STRIP_EDGE_PX);
    const CxPaint paint = strip->is_point ? CX_PAINT_ACC : CX_PAINT_MARK;
    CxSvg svg = { out };
    cx_svg_open(&svg, &(CxSvgHead){ .width_px = STRIP_WIDTH_PX,
                                    .height_px = STRIP_HEIGHT_PX,
                                    .is_decoration = true });
    cx_svg_line(&svg, (CxPoint){ scale.lo_px, middle }, (CxPoint){ scale.hi_px, middle },
                &(CxStroke){ .paint = CX_PAINT_LINE, .width_px = 1.0 });
    if (isfinite(strip->lo) && isfinite(strip->hi) && isfinite(strip->value)) {
        const CxPoint ends[] = { { cx_scale_px(&scale, strip->lo), middle },
                                 { cx_scale_px(&scale, strip->hi), middle } };
        cx_svg_path(&svg, ends, CX_N_ELEMENTS(ends),
                    &(CxStroke){ .paint = paint, .width_px = 4.0, .opacity = 0.4 });
    }
    if (isfinite(strip->before)) {
        cx_svg_ring(&svg, (CxPoint){ cx_scale_px(&scale, strip->before), middle }, 3.5,
                    &(CxStroke){ .paint = CX_PAINT_MARK, .width_px = 1.25 });
    }
    if (isfinite(strip->value))
        cx_svg_circle(&svg, (CxPoint){ cx_scale_px(&scale, strip->value), middle }, 4.5, paint);
    cx_svg_close(&svg);
}
