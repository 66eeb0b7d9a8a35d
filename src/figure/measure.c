#include "figure/measure.h"

#include <glib.h>
#include <stdbool.h>

#include "base/bidi.h"
#include "figure/inter_widths.h"
#include "lang/assert.h"

/* Guesses for letters that Inter's Latin files do not have, in thousandths of the size. */
enum { WIDTH_WIDE = 1000, WIDTH_OTHER = 650, WIDTH_ARABIC = 560 };

/* g_utf8_next_char without its cast. */
static const char *
next_char(const char *at)
{
    return at + g_utf8_skip[(guchar)*at];
}

/* Joins what stands before it: no width of its own, and no cut before it. */
static bool
is_joined(gunichar c)
{
    return g_unichar_ismark(c) || g_unichar_iszerowidth(c) || (c >= 0xFE00 && c <= 0xFE0F) ||
           (c >= 0x1F3FB && c <= 0x1F3FF);
}

/* One of the marks beyond Latin that Inter has, or NULL. */
static const CxInterMark *
find_mark(gunichar c)
{
    for (size_t i = 0; i < CX_INTER_MARKS_N; i++) {
        if (cx_inter_marks[i].code == c)
            return &cx_inter_marks[i];
    }
    return NULL;
}

static double
char_width(gunichar c, int weight)
{
    double regular = WIDTH_OTHER;
    double strong = WIDTH_OTHER;
    if (c >= CX_INTER_FIRST && c < CX_INTER_FIRST + CX_INTER_N) {
        regular = cx_inter_regular[c - CX_INTER_FIRST];
        strong = cx_inter_strong[c - CX_INTER_FIRST];
    } else if (is_joined(c)) {
        return 0.0;
    } else if (g_unichar_iswide(c)) {
        regular = strong = WIDTH_WIDE;
    } else if (cx_bidi_is_rtl(c)) {
        regular = strong = WIDTH_ARABIC;
    } else {
        const CxInterMark *mark = find_mark(c);
        regular = mark != NULL ? mark->regular : WIDTH_OTHER;
        strong = mark != NULL ? mark->strong : WIDTH_OTHER;
    }
    if (weight >= 600)
        return strong;
    return weight >= 500 ? (regular + strong) / 2.0 : regular;
}

double
cx_measure_text(const char *text, double size_px, int weight)
{
    g_autofree char *valid = g_utf8_make_valid(text, -1);
    double thousandths = 0.0;
    for (const char *at = valid; *at != '\0'; at = next_char(at))
        thousandths += char_width(g_utf8_get_char(at), weight);
    return thousandths / 1000.0 * size_px;
}

/* Where the first letter with all its marks ends. */
static const char *
cluster_end(const char *at)
{
    bool is_after_joiner = false;
    do {
        is_after_joiner = g_utf8_get_char(at) == 0x200D;
        at = next_char(at);
    } while (*at != '\0' && (is_after_joiner || is_joined(g_utf8_get_char(at))));
    return at;
}

static bool
starts_right_to_left(const char *text)
{
    for (const char *at = text; *at != '\0'; at = next_char(at)) {
        const gunichar c = g_utf8_get_char(at);
        if (g_unichar_isalpha(c))
            return cx_bidi_is_rtl(c);
    }
    return false;
}

char *
cx_measure_fit(const char *text, double size_px, int weight, double width_px)
{
    static const char ellipsis[] = "\xE2\x80\xA6";
    static const char right_to_left_mark[] = "\xE2\x80\x8F";

    g_autofree char *valid = g_utf8_make_valid(text, -1);
    if (*valid == '\0' || cx_measure_text(valid, size_px, weight) <= width_px)
        return g_steal_pointer(&valid);

    const double room = (width_px / size_px) * 1000.0 - char_width(0x2026, weight);
    double used = 0.0;
    const char *keep = cluster_end(valid);
    for (const char *at = valid; *at != '\0';) {
        const char *next = cluster_end(at);
        for (const char *c = at; c < next; c = next_char(c))
            used += char_width(g_utf8_get_char(c), weight);
        if (used > room)
            break;
        keep = next;
        at = next;
    }
    while (keep > valid + 1 && g_ascii_isspace(keep[-1]))
        keep--;
    GString *cut = g_string_new_len(valid, keep - valid);
    g_string_append(cut, ellipsis);
    /* The ellipsis is neutral: without a mark after it, it would stand at the wrong end. */
    if (starts_right_to_left(valid))
        g_string_append(cut, right_to_left_mark);
    return g_string_free(cut, FALSE);
}

/* The words of a line joined with one more. */
static char *
with_word(const GString *line, const char *word)
{
    return line->len == 0 ? g_strdup(word) : g_strdup_printf("%s %s", line->str, word);
}

char **
cx_measure_wrap(const char *text, CxMeasureType type, double width_px, size_t n_max)
{
    g_auto(GStrv) words = g_strsplit(text, " ", -1);
    g_autoptr(GPtrArray) lines = g_ptr_array_new();
    g_autoptr(GString) line = g_string_new(NULL);
    for (size_t i = 0; words[i] != NULL; i++) {
        g_autofree char *longer = with_word(line, words[i]);
        const bool is_last = lines->len + 1 == n_max;
        const bool fits = cx_measure_text(longer, type.size_px, type.weight) <= width_px;
        if (!fits && !is_last && line->len > 0) {
            g_ptr_array_add(lines, cx_measure_fit(line->str, type.size_px, type.weight, width_px));
            g_string_assign(line, words[i]);
        } else {
            g_string_assign(line, longer);
        }
    }
    g_ptr_array_add(lines, cx_measure_fit(line->str, type.size_px, type.weight, width_px));
    g_ptr_array_add(lines, NULL);
    return (char **)g_ptr_array_free(g_steal_pointer(&lines), FALSE);
}
