#include "figure/months.h"

#include "figure/svg.h"
#include "lang/assert.h"

enum { WIDTH_PX = 304, HEIGHT_PX = 96, LEFT_PX = 4, RIGHT_PX = 270, TOP_PX = 20, BOTTOM_PX = 76 };

#define MONTHS_MAX 36
#define TEXT_PX    12
#define LAST_PX    15

int
cx_months_most(const CxMonths *months)
{
    int most = 0;
    for (size_t i = 0; i + 1 < months->n; i++)
        most = MAX(most, months->counts[i]);
    return most;
}

static void
label(CxSvg *svg, CxPoint at, const CxType *type, int count)
{
    g_autofree char *text = g_strdup_printf("%d", count);
    cx_svg_text(svg, at, type, text);
}

static size_t
where_most(const CxMonths *months)
{
    size_t i_most = 0;
    for (size_t i = 1; i + 1 < months->n; i++) {
        if (months->counts[i] > months->counts[i_most])
            i_most = i;
    }
    return i_most;
}

static void
draw_line(CxSvg *svg, const CxMonths *months, CxPoint *points)
{
    /* The running month is not over, and would look like a fall. */
    const size_t n = months->n - 1;
    const int most = MAX(cx_months_most(months), 1);
    const double step = n > 1 ? (double)(RIGHT_PX - LEFT_PX) / (double)(n - 1) : 0.0;
    points[0] = (CxPoint){ LEFT_PX, BOTTOM_PX };
    for (size_t i = 0; i < n; i++) {
        const double share = (double)months->counts[i] / most;
        points[i + 1] =
            (CxPoint){ LEFT_PX + (double)i * step, BOTTOM_PX - share * (BOTTOM_PX - TOP_PX) };
    }
    points[n + 1] = (CxPoint){ points[n].x, BOTTOM_PX };
    cx_svg_area(svg, points, n + 2, CX_PAINT_BAND);
    cx_svg_path(svg, points + 1, n, &(CxStroke){ .paint = CX_PAINT_MARK, .width_px = 1.75 });
    const size_t i_tail = n > 3 ? n - 3 : 1;
    cx_svg_path(svg, points + i_tail, n - i_tail + 1,
                &(CxStroke){ .paint = CX_PAINT_ACC, .width_px = 2.5 });
    cx_svg_circle(svg, points[n], 4.0, CX_PAINT_ACC);
    const size_t i_most = where_most(months);
    if (i_most + 1 < n) {
        cx_svg_circle(svg, points[i_most + 1], 2.5, CX_PAINT_MARK);
        label(svg, (CxPoint){ points[i_most + 1].x, TOP_PX - 7.0 },
              &(CxType){ CX_PAINT_INK2, TEXT_PX, 500,
                         i_most == 0 ? CX_ANCHOR_START : CX_ANCHOR_MIDDLE, NULL },
              months->counts[i_most]);
    }
    label(svg, (CxPoint){ points[n].x + 9.0, points[n].y + 5.0 },
          &(CxType){ CX_PAINT_ACC, LAST_PX, 600, CX_ANCHOR_START, NULL }, months->counts[n - 1]);
}

void
cx_months_draw(GString *out, const CxMonths *months)
{
    cx_assert(months->n >= 2 && months->n <= MONTHS_MAX);
    CxPoint points[MONTHS_MAX + 2];
    CxSvg svg = { out };
    cx_svg_open(&svg, &(CxSvgHead){ .id = months->id,
                                    .title = months->title,
                                    .width_px = WIDTH_PX,
                                    .height_px = HEIGHT_PX });
    draw_line(&svg, months, points);
    cx_svg_line(&svg, (CxPoint){ LEFT_PX, BOTTOM_PX }, (CxPoint){ RIGHT_PX, BOTTOM_PX },
                &(CxStroke){ .paint = CX_PAINT_MARK, .width_px = 1.0 });
    const CxType from = { CX_PAINT_INK3, TEXT_PX, 400, CX_ANCHOR_START, NULL };
    const CxType to = { CX_PAINT_INK3, TEXT_PX, 400, CX_ANCHOR_END, NULL };
    cx_svg_text(&svg, (CxPoint){ LEFT_PX, HEIGHT_PX - 4.0 }, &from, months->from);
    cx_svg_text(&svg, (CxPoint){ RIGHT_PX + 4.0, HEIGHT_PX - 4.0 }, &to, months->to);
    cx_svg_close(&svg);
}
