#include "figure/field.h"

#include <math.h>
#include <string.h>

#include "base/text.h"
#include "figure/measure.h"
#include "lang/assert.h"

enum { LINE_PX = 15, HIDDEN_WIDE_PX = 24, HIDDEN_NARROW_PX = 38, SAY_LINES = 3 };

#define NAME_PX 12.5
#define MORE_PX 12.0

/* ---- The frame ---- */

void
cx_field_open(CxField *field, const CxFieldHead *head)
{
    g_autofree char *id = g_strconcat(head->id, field->is_narrow ? "-n" : "-w", NULL);
    field->taken = g_array_new(FALSE, FALSE, sizeof(CxBox));
    field->lines = g_array_new(FALSE, FALSE, sizeof(CxBox));
    cx_svg_open(&field->svg, &(CxSvgHead){ .id = id,
                                           .class = field->is_narrow ? "fig-narrow" : "fig-wide",
                                           .title = head->title,
                                           .desc = head->desc,
                                           .width_px = field->width,
                                           .height_px = field->height,
                                           .has_links = head->has_links });
    const char *heading =
        field->is_narrow && head->heading_short != NULL ? head->heading_short : head->heading;
    cx_field_words(field, (CxPoint){ 0.0, 12.0 },
                   &(CxType){ .paint = CX_PAINT_INK2, .size_px = 12.0 }, heading, field->width);
}

void
cx_field_close(CxField *field)
{
    cx_svg_close(&field->svg);
    g_array_unref(field->taken);
    g_array_unref(field->lines);
    field->taken = field->lines = NULL;
}

CxPoint
cx_field_at(const CxField *field, double x, double y)
{
    return (CxPoint){ cx_scale_px(&field->x, x), cx_scale_px(&field->y, y) };
}

/* ---- Axes ---- */

double
cx_field_axis_px(bool is_narrow)
{
    return is_narrow ? 41.0 : 26.0;
}

/* Names the axis; returns where its numbers have to end. A narrow drawing has a line for the name. */
static double
name_axis_x(CxField *field, const char *words)
{
    if (words == NULL)
        return field->width;
    const double room = field->x1 - field->x0;
    const double y = field->bottom + (field->is_narrow ? 33.0 : 17.0);
    cx_field_words(field, (CxPoint){ field->x1, y },
                   &(CxType){ .paint = CX_PAINT_INK3, .size_px = 12.0, .anchor = CX_ANCHOR_END },
                   words, room);
    if (field->is_narrow)
        return field->width;
    return field->x1 - fmin(cx_measure_text(words, 12.0, 400), room) - 8.0;
}

void
cx_field_axis_x(CxField *field, const char *words)
{
    const double y = field->bottom + 17.0;
    const double edge = name_axis_x(field, words);
    for (size_t i = 0; i < field->x.n_ticks; i++) {
        const double x = cx_scale_px(&field->x, field->x.ticks[i]);
        g_autofree char *number = cx_text_number(field->x.ticks[i], field->x.decimals);
        const double half = cx_measure_text(number, 12.0, 400) / 2.0;
        if (edge < field->width && x + half > edge)
            continue;
        const double at = fmin(fmax(x, half), field->width - half);
        cx_field_words(
            field, (CxPoint){ at, y },
            &(CxType){ .paint = CX_PAINT_INK3, .size_px = 12.0, .anchor = CX_ANCHOR_MIDDLE },
            number, field->width);
    }
    cx_svg_line(&field->svg, (CxPoint){ field->x0, field->bottom },
                (CxPoint){ field->x1, field->bottom },
                &(CxStroke){ .paint = CX_PAINT_MARK, .width_px = 1.0 });
}

void
cx_field_axis_y(CxField *field)
{
    for (size_t i = 0; i < field->y.n_ticks; i++) {
        const double y = cx_scale_px(&field->y, field->y.ticks[i]);
        cx_svg_line(&field->svg, (CxPoint){ field->x0, y }, (CxPoint){ field->x1, y },
                    &(CxStroke){ .paint = CX_PAINT_LINE, .width_px = 1.0 });
        g_autofree char *number = cx_text_number(field->y.ticks[i], field->y.decimals);
        cx_field_words(
            field, (CxPoint){ field->x0 - 6.0, y + 4.0 },
            &(CxType){ .paint = CX_PAINT_INK3, .size_px = 12.0, .anchor = CX_ANCHOR_END }, number,
            field->width);
    }
}

/* ---- Places ---- */

void
cx_field_take(CxField *field, CxBox box)
{
    g_array_append_val(field->taken, box);
}

void
cx_field_take_line(CxField *field, CxBox box)
{
    g_array_append_val(field->lines, box);
}

void
cx_field_take_dot(CxField *field, CxPoint centre, double radius_px)
{
    cx_field_take(field, (CxBox){ centre.x - radius_px, centre.y - radius_px, centre.x + radius_px,
                                  centre.y + radius_px });
}

static bool
is_free_of(const GArray *boxes, const CxBox *box)
{
    for (guint i = 0; i < boxes->len; i++) {
        const CxBox *other = &g_array_index(boxes, CxBox, i);
        if (box->x0 < other->x1 && other->x0 < box->x1 && box->y0 < other->y1 &&
            other->y0 < box->y1)
            return false;
    }
    return true;
}

static bool
is_inside(const CxField *field, const CxBox *box)
{
    return box->x0 >= 0.0 && box->x1 <= field->width && box->y0 >= 14.0 &&
           box->y1 <= field->bottom + 2.0;
}

CxPoint
cx_field_free_dot(CxField *field, CxPoint wanted, double radius_px)
{
    static const CxPoint ways[] = { { 0, 1 }, { 0, -1 },  { 1, 0 },  { -1, 0 },
                                    { 1, 1 }, { -1, -1 }, { 1, -1 }, { -1, 1 } };
    CxPoint at = wanted;
    for (size_t i = 0; i < 6 * CX_N_ELEMENTS(ways); i++) {
        const CxBox box = { at.x - radius_px, at.y - radius_px, at.x + radius_px,
                            at.y + radius_px };
        const bool is_in = box.x0 >= 0.0 && box.x1 <= field->width && box.y0 >= field->top - 4.0 &&
                           box.y1 <= field->bottom + 4.0;
        if (is_in && is_free_of(field->taken, &box))
            break;
        const CxPoint *way = &ways[i % CX_N_ELEMENTS(ways)];
        const size_t round = i / CX_N_ELEMENTS(ways);
        const double step = 2.2 * radius_px * (double)(round + 1);
        at = (CxPoint){ wanted.x + way->x * step, wanted.y + way->y * step };
    }
    cx_field_take_dot(field, at, radius_px);
    return at;
}

/* ---- Marks ---- */

void
cx_field_dot(CxField *field, const CxFieldDot *dot)
{
    CxSvg *svg = &field->svg;
    const CxPaint paint = dot->is_point ? CX_PAINT_ACC : CX_PAINT_MARK;
    if (dot->href != NULL)
        cx_svg_link_open(svg, dot->href, dot->about);
    cx_svg_group_open(svg, dot->about);
    if (dot->is_ring) {
        const CxPaint edge = dot->is_point ? CX_PAINT_ACC : CX_PAINT_INK;
        cx_svg_ring(svg, dot->at, 5.0, &(CxStroke){ .paint = edge, .width_px = 1.75 });
    } else {
        cx_svg_circle(svg, dot->at, dot->is_point ? 6.0 : 4.5, paint);
    }
    cx_svg_group_close(svg);
    if (dot->href != NULL)
        cx_svg_link_close(svg);
}

void
cx_field_interval(CxField *field, CxPoint from, CxPoint to, bool is_point)
{
    const CxPoint ends[] = { from, to };
    cx_svg_path(&field->svg, ends, CX_N_ELEMENTS(ends),
                &(CxStroke){ .paint = is_point ? CX_PAINT_ACC : CX_PAINT_MARK,
                             .width_px = is_point ? 5.0 : 4.0,
                             .opacity = 0.35 });
    cx_field_take(field, (CxBox){ fmin(from.x, to.x) - 3.0, fmin(from.y, to.y) - 3.0,
                                  fmax(from.x, to.x) + 3.0, fmax(from.y, to.y) + 3.0 });
}

/* ---- Words ---- */

/* The place of words, as much of it as they cover. */
static CxBox
words_box(CxPoint at, const CxType *type, double width)
{
    const double left = type->anchor == CX_ANCHOR_START    ? at.x
                        : type->anchor == CX_ANCHOR_MIDDLE ? at.x - width / 2.0
                                                           : at.x - width;
    return (CxBox){ left, at.y - 0.76 * type->size_px, left + width, at.y + 0.24 * type->size_px };
}

void
cx_field_words(CxField *field, CxPoint at, const CxType *type, const char *words, double room)
{
    g_autofree char *fitted = cx_measure_fit(words, type->size_px, type->weight, room);
    const bool is_cut = g_strcmp0(fitted, words) != 0;
    if (is_cut)
        cx_svg_group_open(&field->svg, words);
    cx_svg_text(&field->svg, at, type, fitted);
    if (is_cut)
        cx_svg_group_close(&field->svg);
    const double width = cx_measure_text(fitted, type->size_px, type->weight) * 1.03;
    cx_field_take(field, words_box(at, type, width));
}

bool
cx_field_words_if_free(CxField *field, CxPoint at, const CxType *type, const char *words,
                       double room)
{
    const double width = fmin(cx_measure_text(words, type->size_px, type->weight) * 1.03, room);
    const CxBox box = words_box(at, type, width);
    if (!is_free_of(field->taken, &box))
        return false;
    cx_field_words(field, at, type, words, room);
    return true;
}

/* The end of the first line of words that fits into the room; at least one word. */
static const char *
line_end(const char *words, const CxType *type, double room)
{
    const char *end = NULL;
    for (const char *at = words;; at++) {
        if (*at != ' ' && *at != '\0')
            continue;
        g_autofree char *line = g_strndup(words, (gsize)(at - words));
        if (end != NULL && cx_measure_text(line, type->size_px, type->weight) > room)
            return end;
        end = at;
        if (*at == '\0')
            return end;
    }
}

void
cx_field_say(CxField *field, const char *words)
{
    const CxType type = { .paint = CX_PAINT_INK2, .size_px = 13.0, .anchor = CX_ANCHOR_MIDDLE };
    const double room = field->x1 - field->x0 - 16.0;
    CxPoint at = { (field->x0 + field->x1) / 2.0, (field->top + field->bottom) / 2.0 };
    for (size_t i = 0; i < SAY_LINES && *words != '\0'; i++) {
        const bool is_last = i + 1 == SAY_LINES;
        const char *end = is_last ? words + strlen(words) : line_end(words, &type, room);
        g_autofree char *line = g_strndup(words, (gsize)(end - words));
        cx_field_words(field, at, &type, line, room);
        words = *end == ' ' ? end + 1 : end;
        at.y += 18.0;
    }
}

/* ---- Labels ---- */

/* A place to try: on which side of the point, and how far. */
typedef struct {
    int dx, dy;
    double reach; /* times the gap */
} Try;

static const Try tries[] = {
    /* clang-format off */
    { 1, 0, 1 }, { -1, 0, 1 }, { 0, -1, 1 }, { 0, 1, 1 },
    { 1, -1, 1 }, { 1, 1, 1 }, { -1, -1, 1 }, { -1, 1, 1 },
    { 0, -1, 2.4 }, { 0, 1, 2.4 }, { 1, -1, 2 }, { 1, 1, 2 }, { -1, -1, 2 }, { -1, 1, 2 },
    { 0, -1, 4 }, { 0, 1, 4 }, { 1, -1, 3.4 }, { 1, 1, 3.4 }, { -1, -1, 3.4 }, { -1, 1, 3.4 },
    /* clang-format on */
};
enum { N_NEAR = 8 }; /* that touch their point */

/* Room for the words of a label. */
typedef struct {
    double width;
    size_t n_lines;
} Block;

static CxBox
try_box(const CxField *field, const CxFieldLabel *label, const Block *block, const Try *try)
{
    const double gap = label->gap_px * try->reach;
    const double height = NAME_PX + LINE_PX * (double)(block->n_lines - 1);
    double x = label->at.x - block->width / 2.0;
    if (try->dx != 0) {
        /* To the side of the dot by no more than the gap: only up and down it goes further. */
        x = try->dx > 0 ? label->at.x + label->gap_px : label->at.x - label->gap_px - block->width;
    } else {
        x = fmin(fmax(x, 0.0), fmax(field->width - block->width, 0.0));
    }
    double y = label->at.y - NAME_PX / 2.0;
    if (try->dy < 0)
        y = label->at.y - gap - height + (try->dx != 0 ? 5.0 : 1.0);
    else if (try->dy > 0)
        y = label->at.y + gap - (try->dx != 0 ? 5.0 : 1.0);
    return (CxBox){ x, y, x + block->width, y + height };
}

/* Near the point and clear of lines, if that can be; else the nearest free place. */
static const Try *
find_try(const CxField *field, const CxFieldLabel *label, const Block *block, CxBox *ret_box)
{
    for (size_t i = 0; i < N_NEAR + CX_N_ELEMENTS(tries); i++) {
        const bool is_first_round = i < N_NEAR;
        const Try *try = &tries[is_first_round ? i : i - N_NEAR];
        const CxBox box = try_box(field, label, block, try);
        if (!is_inside(field, &box) || !is_free_of(field->taken, &box))
            continue;
        if (is_first_round && !is_free_of(field->lines, &box))
            continue;
        *ret_box = box;
        return try;
    }
    return NULL;
}

static void
draw_lines(CxField *field, const CxFieldLabel *label, const Try *try, const CxBox *box,
           size_t n_lines)
{
    static const CxAnchor anchors[] = { CX_ANCHOR_END, CX_ANCHOR_MIDDLE, CX_ANCHOR_START };
    const double xs[] = { box->x1, (box->x0 + box->x1) / 2.0, box->x0 };
    const size_t side = try->dx < 0 ? 0 : try->dx > 0 ? 2 : 1;
    CxType type = {
        .paint = label->paint, .size_px = NAME_PX, .weight = label->weight, .anchor = anchors[side]
    };
    if (try->reach > 1.0) {
        const CxPoint end = { fmin(fmax(label->at.x, box->x0), box->x1),
                              try->dy < 0 ? box->y1 : box->y0 };
        cx_svg_line(&field->svg, label->at, end,
                    &(CxStroke){ .paint = CX_PAINT_MARK, .width_px = 0.75 });
    }
    const CxPoint at = { xs[side], box->y0 + 0.8 * NAME_PX };
    cx_svg_text(&field->svg, at, &type, label->words);
    type.size_px = MORE_PX;
    type.weight = 400;
    type.paint = CX_PAINT_INK2;
    if (n_lines > 1)
        cx_svg_text(&field->svg, (CxPoint){ at.x, at.y + LINE_PX }, &type, label->more);
}

bool
cx_field_label(CxField *field, const CxFieldLabel *asked)
{
    CxFieldLabel label = *asked;
    const double room = field->is_narrow ? 150.0 : 230.0;
    g_autofree char *fitted = cx_measure_fit(label.words, NAME_PX, label.weight, room);
    label.words = fitted;
    const double name_px = cx_measure_text(label.words, NAME_PX, label.weight) * 1.03;
    const double more_px =
        label.more == NULL ? 0.0 : cx_measure_text(label.more, MORE_PX, 400) * 1.03;
    for (size_t n_lines = label.more != NULL ? 2 : 1; n_lines > 0; n_lines--) {
        const Block block = { n_lines > 1 ? fmax(name_px, more_px) : name_px, n_lines };
        CxBox box = { 0 };
        const Try *try = find_try(field, &label, &block, &box);
        if (try == NULL)
            continue;
        draw_lines(field, &label, try, &box, n_lines);
        cx_field_take(field, box);
        return true;
    }
    return false;
}

/* ---- Hidden rows ---- */

double
cx_field_hidden_px(bool is_narrow, size_t n)
{
    return n == 0 ? 0.0 : 8.0 + (double)n * (is_narrow ? HIDDEN_NARROW_PX : HIDDEN_WIDE_PX);
}

void
cx_field_hidden(CxField *field, double top, size_t i, const CxFieldHidden *row)
{
    const double pitch = field->is_narrow ? HIDDEN_NARROW_PX : HIDDEN_WIDE_PX;
    const double y = top + 20.0 + pitch * (double)i;
    const double room = field->is_narrow ? field->width : 210.0;
    if (row->href != NULL)
        cx_svg_link_open(&field->svg, row->href, row->label);
    cx_field_words(field, (CxPoint){ 0.0, y },
                   &(CxType){ .paint = CX_PAINT_INK3, .size_px = 13.0, .weight = 500 }, row->label,
                   room);
    if (row->href != NULL)
        cx_svg_link_close(&field->svg);
    if (row->why == NULL)
        return;
    const CxPoint at = field->is_narrow ? (CxPoint){ 0.0, y + 15.0 } : (CxPoint){ 224.0, y };
    cx_field_words(field, at, &(CxType){ .paint = CX_PAINT_INK3, .size_px = 12.0 }, row->why,
                   field->width - at.x);
}
