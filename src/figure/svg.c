#include "figure/svg.h"

#include <math.h>
#include <string.h>

#include "base/text.h"
#include "lang/assert.h"

/* Named families: the first for the screen, the next two for print engines. */
#define CX_SVG_FAMILY "Inter Variable, Inter Print, Inter Ext Print, Inter, sans-serif"

typedef struct {
    const char *name; /* of the class */
    const char *hex;  /* in light */
} PaintName;

static const PaintName paint_names[CX_PAINT_N] = {
    [CX_PAINT_NONE] = { "none", "none" },    [CX_PAINT_INK] = { "ink", "#17202a" },
    [CX_PAINT_INK2] = { "ink2", "#46515e" }, [CX_PAINT_INK3] = { "ink3", "#626c79" },
    [CX_PAINT_ACC] = { "acc", "#b5370d" },   [CX_PAINT_SOFT] = { "soft", "#fae6dc" },
    [CX_PAINT_MID] = { "mid", "#e5a386" },   [CX_PAINT_MARK] = { "mark", "#7d8590" },
    [CX_PAINT_BAND] = { "band", "#e6e6e4" }, [CX_PAINT_BAR] = { "bar", "#d3d5d6" },
    [CX_PAINT_LINE] = { "line", "#e4e1db" }, [CX_PAINT_PAPER] = { "paper", "#fcfbf9" },
};

/* ---- Numbers and words ---- */

void
cx_svg_append_number(GString *out, double value)
{
    cx_assert(isfinite(value));
    const size_t start = out->len;
    cx_text_append_fixed(out, value, 1);
    if (out->len - start > 2 && g_str_has_suffix(out->str + start, ".0"))
        g_string_truncate(out, out->len - 2);
}

/* A character that XML 1.0 may hold. */
static bool
is_xml_char(gunichar c)
{
    if (c < 0x20)
        return c == '\t' || c == '\n' || c == '\r';
    return !(c >= 0xD800 && c <= 0xDFFF) && c != 0xFFFE && c != 0xFFFF && c <= 0x10FFFF;
}

void
cx_svg_append_escaped(GString *out, const char *text)
{
    g_autofree char *valid = g_utf8_make_valid(text, -1);
    for (const char *at = valid; *at != '\0'; at += g_utf8_skip[(guchar)*at]) {
        const gunichar c = g_utf8_get_char(at);
        switch (c) {
        case '&':
            g_string_append(out, "&amp;");
            break;
        case '<':
            g_string_append(out, "&lt;");
            break;
        case '>':
            g_string_append(out, "&gt;");
            break;
        case '"':
            g_string_append(out, "&quot;");
            break;
        case '\'':
            g_string_append(out, "&#39;");
            break;
        default:
            g_string_append_unichar(out, is_xml_char(c) ? c : 0xFFFD);
            break;
        }
    }
}

static void
append_number_attribute(GString *out, const char *name, double value)
{
    g_string_append_c(out, ' ');
    g_string_append(out, name);
    g_string_append(out, "=\"");
    cx_svg_append_number(out, value);
    g_string_append_c(out, '"');
}

static void
append_text_attribute(GString *out, const char *name, const char *text)
{
    g_string_append_c(out, ' ');
    g_string_append(out, name);
    g_string_append(out, "=\"");
    cx_svg_append_escaped(out, text);
    g_string_append_c(out, '"');
}

/* " class="f-ink s-mark extra"": whichever of the three there are. */
static void
append_class(GString *out, CxPaint fill, CxPaint stroke, const char *extra)
{
    if (fill == CX_PAINT_NONE && stroke == CX_PAINT_NONE && extra == NULL)
        return;
    const char *gap = "";
    g_string_append(out, " class=\"");
    if (fill != CX_PAINT_NONE) {
        g_string_append_printf(out, "f-%s", paint_names[fill].name);
        gap = " ";
    }
    if (stroke != CX_PAINT_NONE) {
        g_string_append_printf(out, "%ss-%s", gap, paint_names[stroke].name);
        gap = " ";
    }
    if (extra != NULL) {
        g_string_append(out, gap);
        cx_svg_append_escaped(out, extra);
    }
    g_string_append_c(out, '"');
}

/* Stroke widths keep two decimals: 1.75 is a width of ours. */
static void
append_stroke(GString *out, const CxStroke *stroke)
{
    cx_assert(isfinite(stroke->width_px) && isfinite(stroke->opacity));
    g_string_append_printf(out, " stroke=\"%s\" stroke-width=\"", paint_names[stroke->paint].hex);
    cx_text_append_double(out, stroke->width_px);
    g_string_append_c(out, '"');
    if (stroke->opacity > 0.0 && stroke->opacity < 1.0) {
        g_string_append(out, " stroke-opacity=\"");
        cx_text_append_double(out, stroke->opacity);
        g_string_append_c(out, '"');
    }
    if (stroke->dash != NULL)
        append_text_attribute(out, "stroke-dasharray", stroke->dash);
}

/* ---- The drawing ---- */

void
cx_svg_open(CxSvg *svg, const CxSvgHead *head)
{
    GString *out = svg->out;
    g_string_append(out, "<svg xmlns=\"http://www.w3.org/2000/svg\"");
    append_class(out, CX_PAINT_NONE, CX_PAINT_NONE, head->class);
    g_string_append(out, " viewBox=\"0 0 ");
    cx_svg_append_number(out, head->width_px);
    g_string_append_c(out, ' ');
    cx_svg_append_number(out, head->height_px);
    g_string_append_c(out, '"');
    append_number_attribute(out, "width", head->width_px);
    append_number_attribute(out, "height", head->height_px);
    if (head->is_decoration) {
        g_string_append(out, " aria-hidden=\"true\" focusable=\"false\">");
        return;
    }
    g_string_append_printf(out, " role=\"%s\" aria-labelledby=\"%st%s%s%s\"",
                           head->has_links ? "group" : "img", head->id,
                           head->desc != NULL ? " " : "", head->desc != NULL ? head->id : "",
                           head->desc != NULL ? "d" : "");
    g_string_append(out, " font-family=\"" CX_SVG_FAMILY "\">\n");
    g_string_append_printf(out, "<title id=\"%st\">", head->id);
    cx_svg_append_escaped(out, head->title);
    g_string_append(out, "</title>");
    if (head->desc != NULL) {
        g_string_append_printf(out, "<desc id=\"%sd\">", head->id);
        cx_svg_append_escaped(out, head->desc);
        g_string_append(out, "</desc>");
    }
    g_string_append_c(out, '\n');
}

void
cx_svg_close(CxSvg *svg)
{
    g_string_append(svg->out, "</svg>\n");
}

void
cx_svg_group_open(CxSvg *svg, const char *tooltip)
{
    g_string_append(svg->out, "<g>");
    if (tooltip != NULL) {
        g_string_append(svg->out, "<title>");
        cx_svg_append_escaped(svg->out, tooltip);
        g_string_append(svg->out, "</title>");
    }
}

void
cx_svg_group_close(CxSvg *svg)
{
    g_string_append(svg->out, "</g>\n");
}

void
cx_svg_link_open(CxSvg *svg, const char *href, const char *label)
{
    g_string_append(svg->out, "<a");
    append_text_attribute(svg->out, "href", href);
    if (label != NULL)
        append_text_attribute(svg->out, "aria-label", label);
    g_string_append_c(svg->out, '>');
}

void
cx_svg_link_close(CxSvg *svg)
{
    g_string_append(svg->out, "</a>\n");
}

/* ---- Marks ---- */

void
cx_svg_line(CxSvg *svg, CxPoint from, CxPoint to, const CxStroke *stroke)
{
    GString *out = svg->out;
    g_string_append(out, "<line");
    append_class(out, CX_PAINT_NONE, stroke->paint, NULL);
    append_number_attribute(out, "x1", from.x);
    append_number_attribute(out, "y1", from.y);
    append_number_attribute(out, "x2", to.x);
    append_number_attribute(out, "y2", to.y);
    append_stroke(out, stroke);
    g_string_append(out, "/>\n");
}

static void
append_points(GString *out, const CxPoint *points, size_t n)
{
    g_string_append(out, " d=\"");
    for (size_t i = 0; i < n; i++) {
        g_string_append(out, i == 0 ? "M" : " L");
        cx_svg_append_number(out, points[i].x);
        g_string_append_c(out, ' ');
        cx_svg_append_number(out, points[i].y);
    }
}

void
cx_svg_path(CxSvg *svg, const CxPoint *points, size_t n, const CxStroke *stroke)
{
    cx_assert(n >= 1);
    GString *out = svg->out;
    g_string_append(out, "<path");
    append_class(out, CX_PAINT_NONE, stroke->paint, NULL);
    append_points(out, points, n);
    if (n == 1)
        g_string_append(out, " h0");
    g_string_append(out, "\" fill=\"none\"");
    append_stroke(out, stroke);
    g_string_append(out, " stroke-linejoin=\"round\" stroke-linecap=\"round\"/>\n");
}

void
cx_svg_area(CxSvg *svg, const CxPoint *points, size_t n, CxPaint paint)
{
    cx_assert(n >= 1);
    GString *out = svg->out;
    g_string_append(out, "<path");
    append_class(out, paint, CX_PAINT_NONE, NULL);
    append_points(out, points, n);
    g_string_append_printf(out, "Z\" fill=\"%s\"/>\n", paint_names[paint].hex);
}

void
cx_svg_circle(CxSvg *svg, CxPoint centre, double radius_px, CxPaint paint)
{
    GString *out = svg->out;
    g_string_append(out, "<circle");
    append_class(out, paint, CX_PAINT_NONE, NULL);
    append_number_attribute(out, "cx", centre.x);
    append_number_attribute(out, "cy", centre.y);
    append_number_attribute(out, "r", radius_px);
    g_string_append_printf(out, " fill=\"%s\"/>\n", paint_names[paint].hex);
}

void
cx_svg_ring(CxSvg *svg, CxPoint centre, double radius_px, const CxStroke *stroke)
{
    GString *out = svg->out;
    g_string_append(out, "<circle");
    append_class(out, CX_PAINT_PAPER, stroke->paint, NULL);
    append_number_attribute(out, "cx", centre.x);
    append_number_attribute(out, "cy", centre.y);
    append_number_attribute(out, "r", radius_px);
    g_string_append_printf(out, " fill=\"%s\"", paint_names[CX_PAINT_PAPER].hex);
    append_stroke(out, stroke);
    g_string_append(out, "/>\n");
}

void
cx_svg_text(CxSvg *svg, CxPoint at, const CxType *type, const char *text)
{
    static const char *const anchors[] = {
        [CX_ANCHOR_START] = NULL,
        [CX_ANCHOR_MIDDLE] = "middle",
        [CX_ANCHOR_END] = "end",
    };
    GString *out = svg->out;
    g_string_append(out, "<text");
    append_class(out, type->paint, CX_PAINT_NONE, type->class);
    append_number_attribute(out, "x", at.x);
    append_number_attribute(out, "y", at.y);
    g_string_append_printf(out, " fill=\"%s\"", paint_names[type->paint].hex);
    append_number_attribute(out, "font-size", type->size_px);
    if (type->weight != 0 && type->weight != 400)
        g_string_append_printf(out, " font-weight=\"%d\"", type->weight);
    if (anchors[type->anchor] != NULL)
        append_text_attribute(out, "text-anchor", anchors[type->anchor]);
    g_string_append_c(out, '>');
    cx_svg_append_escaped(out, text);
    g_string_append(out, "</text>\n");
}
