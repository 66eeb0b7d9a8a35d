#include "hostile.h"

#include <cairo.h>
#include <glib.h>
#include <math.h>
#include <string.h>

#include "base/error.h"
#include "figure/dots.h"
#include "figure/png.h"

/* ---- Reading it back ---- */

typedef struct {
    const unsigned char *data;
    size_t left;
} Reader;

static cairo_status_t
read_png(void *closure, unsigned char *data, unsigned int len)
{
    Reader *reader = closure;
    if (reader->left < len)
        return CAIRO_STATUS_READ_ERROR;
    memcpy(data, reader->data, len);
    reader->data += len;
    reader->left -= len;
    return CAIRO_STATUS_SUCCESS;
}

static cairo_surface_t *
decoded(GBytes *png)
{
    gsize len = 0;
    Reader reader = { .data = g_bytes_get_data(png, &len) };
    reader.left = len;
    cairo_surface_t *surface = cairo_image_surface_create_from_png_stream(read_png, &reader);
    g_assert_cmpint(cairo_surface_status(surface), ==, CAIRO_STATUS_SUCCESS);
    return surface;
}

/* Pixels of a colour within a box, a little off allowed. */
static size_t
count_colour(cairo_surface_t *surface, const int box[4], unsigned colour)
{
    const unsigned char *data = cairo_image_surface_get_data(surface);
    const int stride = cairo_image_surface_get_stride(surface);
    size_t n = 0;
    for (int y = box[1]; y < box[3]; y++) {
        for (int x = box[0]; x < box[2]; x++) {
            const unsigned char *pixel = data + (ptrdiff_t)y * stride + (ptrdiff_t)x * 4;
            const int off = abs(pixel[2] - (int)(colour >> 16 & 255)) +
                            abs(pixel[1] - (int)(colour >> 8 & 255)) +
                            abs(pixel[0] - (int)(colour & 255));
            n += off < 24 ? 1 : 0;
        }
    }
    return n;
}

static void
assert_colour(cairo_surface_t *surface, const int box[4], unsigned colour, size_t at_least)
{
    g_assert_cmpuint(count_colour(surface, box, colour), >, at_least);
}

static char *
departments(const char *first)
{
    const CxDotsRow rows[] = {
        { .label = first,
          .value = 84,
          .lo = 81,
          .hi = 87,
          .before = NAN,
          .value_text = "84",
          .range_text = "81–87",
          .n_text = "n 812" },
        { .label = "Delivery",
          .value = 60,
          .lo = 58,
          .hi = 62,
          .before = NAN,
          .is_point = true,
          .value_text = "60",
          .range_text = "58–62",
          .n_text = "n 2,071",
          .href = "/departments/1" },
    };
    const CxDots dots = { .id = "d",
                          .title = "Departments",
                          .desc = "Two.",
                          .heading = "Score, %",
                          .rows = rows,
                          .n_rows = 2,
                          .floor = 0,
                          .ceil = 100,
                          .lo = NAN,
                          .hi = NAN,
                          .overall = NAN };
    GString *out = g_string_new("<p>before</p>");
    cx_dots_draw(out, &dots);
    return g_string_free(out, FALSE);
}

static GBytes *
png_of(const char *markup, const char *id, int width_px)
{
    size_t len = 0;
    const char *svg = cx_figure_find(markup, id, &len);
    g_assert_nonnull(svg);
    g_autoptr(GError) error = NULL;
    GBytes *png = cx_figure_png(svg, len, width_px, &error);
    g_assert_no_error(error);
    return png;
}

/* ---- Tests ---- */

/* Exactly as wide as asked, the paper white, the accent where its dot is, words where words are. */
static void
test_pixels(void)
{
    g_autofree char *markup = departments("Technical Support");
    g_autoptr(GBytes) png = png_of(markup, "d", 1520);
    cairo_surface_t *surface = decoded(png);
    const int all[] = { 0, 0, 1520, 236 };
    const int words[] = { 0, 160, 160, 210 };
    g_assert_cmpint(cairo_image_surface_get_width(surface), ==, all[2]);
    g_assert_cmpint(cairo_image_surface_get_height(surface), ==, all[3]);
    assert_colour(surface, all, 0xFFFFFF, 179360);
    assert_colour(surface, all, 0xB5370D, 200);
    assert_colour(surface, words, 0xB5370D, 60);
    cairo_surface_destroy(surface);
}

/* The one for wide screens, unless the narrow one is named. */
static void
test_find(void)
{
    g_autofree char *markup = departments("Sales");
    size_t len = 0;
    const char *svg = cx_figure_find(markup, NULL, &len);
    g_autofree char *wide = g_strndup(svg, len);
    g_assert_true(g_str_has_prefix(wide, "<svg"));
    g_assert_true(g_str_has_suffix(wide, "</svg>"));
    g_assert_nonnull(strstr(wide, "fig-wide"));
    svg = cx_figure_find(markup, "d-n", &len);
    g_autofree char *narrow = g_strndup(svg, len);
    g_assert_nonnull(strstr(narrow, "fig-narrow"));
    g_assert_null(cx_figure_find(markup, "x", &len));
    g_assert_null(cx_figure_find("<p>none</p>", NULL, &len));
    g_assert_null(cx_figure_find("<svg>cut", NULL, &len));
}

static void
assert_refused(const char *svg, int width_px, CxErrorCode code)
{
    g_autoptr(GError) error = NULL;
    g_assert_null(cx_figure_png(svg, strlen(svg), width_px, &error));
    g_assert_error(error, CX_ERROR, (int)code);
}

static void
test_bad(void)
{
    g_autofree char *markup = departments("Sales");
    size_t len = 0;
    const char *found = cx_figure_find(markup, NULL, &len);
    g_assert_nonnull(found);
    g_autofree char *svg = g_strndup(found, len);
    svg[len - 100] = '\0';
    assert_refused("", 760, CX_ERROR_INVALID);
    assert_refused("no drawing", 760, CX_ERROR_INVALID);
    assert_refused("<html/>", 760, CX_ERROR_INVALID);
    assert_refused(markup, CX_PNG_WIDTH_MAX + 1, CX_ERROR_TOO_LARGE);
    assert_refused(markup, 0, CX_ERROR_TOO_LARGE);
    assert_refused("<svg xmlns='http://www.w3.org/2000/svg' width='1' height='100000'/>", 760,
                   CX_ERROR_TOO_LARGE);
    assert_refused("<svg xmlns='http://www.w3.org/2000/svg' width='0' height='0'/>", 760,
                   CX_ERROR_INVALID);
    assert_refused(svg, 760, CX_ERROR_INVALID);
}

static void
test_names(void)
{
    for (unsigned i = 0; i < 8; i++) {
        g_autofree char *markup = departments(cx_test_hostile_name(i));
        g_autoptr(GBytes) png = png_of(markup, NULL, 358);
        g_assert_cmpuint(g_bytes_get_size(png), >, 500);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/figure/png/pixels", test_pixels);
    g_test_add_func("/figure/png/find", test_find);
    g_test_add_func("/figure/png/bad", test_bad);
    g_test_add_func("/figure/png/names", test_names);
    return g_test_run();
}
