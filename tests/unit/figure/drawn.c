#include "drawn.h"

#include <glib.h>
#include <string.h>

#include "figure/measure.h"

/* ---- Well-formed ---- */

static void
on_element(GMarkupParseContext *context, const gchar *element, const gchar **names,
           const gchar **values, gpointer data, GError **error)
{
    (void)context;
    (void)error;
    (void)element;
    GHashTable *ids = data;
    for (size_t i = 0; names[i] != NULL; i++) {
        if (strcmp(names[i], "id") == 0 && !g_hash_table_add(ids, g_strdup(values[i])))
            g_error("the id %s is there twice", values[i]);
        const gboolean is_words =
            strcmp(names[i], "aria-label") == 0 || strcmp(names[i], "href") == 0;
        if (!is_words && (strstr(values[i], "nan") != NULL || strstr(values[i], "inf") != NULL))
            g_error("%s=\"%s\" is no number", names[i], values[i]);
    }
}

void
cx_test_drawn_is_valid(const char *svg)
{
    static const GMarkupParser parser = { .start_element = on_element };
    g_autoptr(GHashTable) ids = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_autoptr(GMarkupParseContext) context = g_markup_parse_context_new(&parser, 0, ids, NULL);
    g_autofree char *document = g_strconcat("<figure>", svg, "</figure>", NULL);
    g_autoptr(GError) error = NULL;
    if (!g_markup_parse_context_parse(context, document, -1, &error) ||
        !g_markup_parse_context_end_parse(context, &error))
        g_error("not well-formed: %s\n%s", error->message, svg);
}

/* ---- Legible ---- */

typedef struct {
    char *words;
    double left, right, top, bottom;
} Box;

typedef struct {
    GArray *boxes; /* of the drawing being read */
    double width;
    gboolean is_text;
    double x, y, size;
    int weight;
    int anchor; /* 0 start, 1 middle, 2 end */
} Reader;

static void
box_clear(gpointer data)
{
    g_free(((Box *)data)->words);
}

static const char *
attribute(const gchar **names, const gchar **values, const char *name)
{
    for (size_t i = 0; names[i] != NULL; i++) {
        if (strcmp(names[i], name) == 0)
            return values[i];
    }
    return NULL;
}

static double
number(const char *text)
{
    return text == NULL ? 0.0 : g_ascii_strtod(text, NULL);
}

static void
check_boxes(const Reader *reader)
{
    for (guint i = 0; i < reader->boxes->len; i++) {
        const Box *a = &g_array_index(reader->boxes, Box, i);
        if (a->left < -1.0 || a->right > reader->width + 1.0) {
            g_error("\"%s\" leaves the drawing: %.1f to %.1f of %.0f", a->words, a->left, a->right,
                    reader->width);
        }
        for (guint j = i + 1; j < reader->boxes->len; j++) {
            const Box *b = &g_array_index(reader->boxes, Box, j);
            if (a->left < b->right && b->left < a->right && a->top < b->bottom &&
                b->top < a->bottom) {
                g_error("\"%s\" and \"%s\" touch near %.0f, %.0f", a->words, b->words, b->left,
                        b->top);
            }
        }
    }
}

static void
read_start(GMarkupParseContext *context, const gchar *element, const gchar **names,
           const gchar **values, gpointer data, GError **error)
{
    (void)context;
    (void)error;
    Reader *reader = data;
    if (strcmp(element, "svg") == 0)
        reader->width = number(attribute(names, values, "width"));
    reader->is_text = strcmp(element, "text") == 0;
    if (!reader->is_text)
        return;
    const char *weight = attribute(names, values, "font-weight");
    const char *anchor = attribute(names, values, "text-anchor");
    reader->x = number(attribute(names, values, "x"));
    reader->y = number(attribute(names, values, "y"));
    reader->size = number(attribute(names, values, "font-size"));
    reader->weight = weight == NULL ? 400 : (int)number(weight);
    reader->anchor = anchor == NULL ? 0 : (strcmp(anchor, "middle") == 0 ? 1 : 2);
}

static void
read_end(GMarkupParseContext *context, const gchar *element, gpointer data, GError **error)
{
    (void)context;
    (void)error;
    Reader *reader = data;
    if (strcmp(element, "svg") == 0) {
        check_boxes(reader);
        g_array_set_size(reader->boxes, 0);
    }
    reader->is_text = FALSE;
}

static void
read_text(GMarkupParseContext *context, const gchar *text, gsize len, gpointer data, GError **error)
{
    (void)context;
    (void)error;
    Reader *reader = data;
    if (!reader->is_text || len == 0)
        return;
    Box box = { .words = g_strndup(text, len) };
    const double width = cx_measure_text(box.words, reader->size, reader->weight);
    box.left = reader->x - width * (double)reader->anchor / 2.0;
    box.right = box.left + width;
    box.top = reader->y - reader->size * 0.72;
    box.bottom = reader->y + reader->size * 0.2;
    g_array_append_val(reader->boxes, box);
}

void
cx_test_drawn_is_legible(const char *svg)
{
    static const GMarkupParser parser = { .start_element = read_start,
                                          .end_element = read_end,
                                          .text = read_text };
    g_autoptr(GArray) boxes = g_array_new(FALSE, FALSE, sizeof(Box));
    g_array_set_clear_func(boxes, box_clear);
    Reader reader = { .boxes = boxes };
    g_autoptr(GMarkupParseContext) context = g_markup_parse_context_new(&parser, 0, &reader, NULL);
    g_autofree char *document = g_strconcat("<figure>", svg, "</figure>", NULL);
    g_autoptr(GError) error = NULL;
    if (!g_markup_parse_context_parse(context, document, -1, &error))
        g_error("not well-formed: %s", error->message);
}
