#include "figure/png.h"

#include <cairo.h>
#include <fontconfig/fontconfig.h>
#include <librsvg/rsvg.h>
#include <math.h>
#include <stdbool.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/embed.h"
#include "base/error.h"

#define FONT_FOLDER "assets/vendor/files/"
#define FONT_SUFFIX ".ttf"

static GMutex lock; /* guards what is below, and every drawing */
static bool has_fonts;

/* ---- Fonts ---- */

/* Fontconfig takes files only: the font becomes one that has no name on any disk. Its descriptor
 * stays open as long as the program runs. */
static void
add_font(const CxEmbed *font)
{
    const int fd = memfd_create("inter", MFD_CLOEXEC);
    if (fd < 0)
        return;
    const ssize_t n = write(fd, font->data, font->len_bytes);
    if (n < 0 || (size_t)n != font->len_bytes) {
        close(fd);
        return;
    }
    g_autofree char *path = g_strdup_printf("/proc/self/fd/%d", fd);
    if (!FcConfigAppFontAddFile(NULL, (const FcChar8 *)path))
        close(fd);
}

/* The semibold file calls itself a family of its own; figures ask for Inter and a weight. */
static const char family_rule[] =
    "<?xml version=\"1.0\"?><!DOCTYPE fontconfig SYSTEM \"urn:fontconfig:fonts.dtd\"><fontconfig>"
    "<match target=\"scan\"><test name=\"family\" compare=\"contains\"><string>Inter "
    "</string></test><edit name=\"family\" mode=\"assign\"><string>Inter</string></edit></match>"
    "</fontconfig>";

static void
prepare_fonts(void)
{
    if (has_fonts)
        return;
    has_fonts = true;
    (void)FcConfigParseAndLoadFromMemory(FcConfigGetCurrent(), (const FcChar8 *)family_rule,
                                         FcTrue);
    size_t n = 0;
    const CxEmbed *files = cx_embed_list(&n);
    for (size_t i = 0; i < n; i++) {
        if (g_str_has_prefix(files[i].name, FONT_FOLDER) &&
            g_str_has_suffix(files[i].name, FONT_SUFFIX))
            add_font(&files[i]);
    }
}

/* ---- Drawing ---- */

static cairo_status_t
append_png(void *closure, const unsigned char *data, unsigned int len)
{
    g_byte_array_append(closure, data, len);
    return CAIRO_STATUS_SUCCESS;
}

static bool
find_size(RsvgHandle *handle, int width_px, int *ret_height_px, GError **error)
{
    double width = 0.0;
    double height = 0.0;
    if (!rsvg_handle_get_intrinsic_size_in_pixels(handle, &width, &height) || !(width > 0.0) ||
        !(height > 0.0)) {
        g_set_error_literal(error, CX_ERROR, CX_ERROR_INVALID, "the drawing has no size");
        return false;
    }
    const double scaled = round(height * width_px / width);
    if (scaled < 1.0 || scaled > CX_PNG_HEIGHT_MAX) {
        g_set_error(error, CX_ERROR, CX_ERROR_TOO_LARGE,
                    "a picture is 1 to %d pixels high; choose another width", CX_PNG_HEIGHT_MAX);
        return false;
    }
    *ret_height_px = (int)scaled;
    return true;
}

static bool
paint(RsvgHandle *handle, cairo_surface_t *surface, GError **error)
{
    cairo_t *pen = cairo_create(surface);
    cairo_set_source_rgb(pen, 1.0, 1.0, 1.0);
    cairo_paint(pen);
    const RsvgRectangle all = { 0.0, 0.0, cairo_image_surface_get_width(surface),
                                cairo_image_surface_get_height(surface) };
    g_autoptr(GError) local = NULL;
    const bool is_drawn = rsvg_handle_render_document(handle, pen, &all, &local);
    cairo_destroy(pen);
    if (!is_drawn) {
        g_set_error(error, CX_ERROR, CX_ERROR_INVALID, "could not draw the picture: %s",
                    local != NULL ? local->message : "it is no SVG");
    }
    return is_drawn;
}

static GBytes *
write_png(cairo_surface_t *surface, GError **error)
{
    g_autoptr(GByteArray) png = g_byte_array_new();
    if (cairo_surface_write_to_png_stream(surface, append_png, png) == CAIRO_STATUS_SUCCESS)
        return g_byte_array_free_to_bytes(g_steal_pointer(&png));
    g_set_error_literal(error, CX_ERROR, CX_ERROR_IO, "could not write the picture");
    return NULL;
}

static GBytes *
draw(RsvgHandle *handle, int width_px, GError **error)
{
    int height_px = 0;
    if (!find_size(handle, width_px, &height_px, error))
        return NULL;
    cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, width_px, height_px);
    GBytes *png = paint(handle, surface, error) ? write_png(surface, error) : NULL;
    cairo_surface_destroy(surface);
    return png;
}

static GBytes *
read_and_draw(const char *svg, size_t len, int width_px, GError **error)
{
    prepare_fonts();
    g_autoptr(GError) local = NULL;
    RsvgHandle *handle = rsvg_handle_new_from_data((const guint8 *)svg, len, &local);
    if (handle == NULL) {
        g_set_error(error, CX_ERROR, CX_ERROR_INVALID, "this is no drawing: %s", local->message);
        return NULL;
    }
    GBytes *png = draw(handle, width_px, error);
    g_object_unref(handle); /* check: banned-glib, librsvg is made of GObjects */
    return png;
}

GBytes *
cx_figure_png(const char *svg, size_t len, int width_px, GError **error)
{
    if (width_px < CX_PNG_WIDTH_MIN || width_px > CX_PNG_WIDTH_MAX) {
        g_set_error(error, CX_ERROR, CX_ERROR_TOO_LARGE, "a picture is %d to %d pixels wide",
                    CX_PNG_WIDTH_MIN, CX_PNG_WIDTH_MAX);
        return NULL;
    }
    g_mutex_lock(&lock);
    GBytes *png = read_and_draw(svg, len, width_px, error);
    g_mutex_unlock(&lock);
    return png;
}

/* ---- Finding ---- */

/* Whether the drawing's own id, as its title carries it, begins so. */
static bool
has_id(const char *svg, size_t len, const char *id)
{
    g_autofree char *wanted = g_strdup_printf("aria-labelledby=\"%s", id);
    return g_strstr_len(svg, (gssize)MIN(len, (size_t)600), wanted) != NULL;
}

static bool
is_wide(const char *svg, size_t len)
{
    return g_strstr_len(svg, (gssize)MIN(len, (size_t)200), "class=\"fig-wide\"") != NULL;
}

const char *
cx_figure_find(const char *markup, const char *id, size_t *ret_len)
{
    static const char end[] = "</svg>";
    const char *best = NULL;
    for (const char *at = strstr(markup, "<svg"); at != NULL;) {
        const char *close = strstr(at, end);
        if (close == NULL)
            break;
        const size_t len = (size_t)(close - at) + strlen(end);
        const bool is_meant = id == NULL || has_id(at, len, id);
        if (is_meant && (best == NULL || is_wide(at, len))) {
            best = at;
            *ret_len = len;
            if (is_wide(at, len))
                break;
        }
        at = strstr(close, "<svg");
    }
    return best;
}
