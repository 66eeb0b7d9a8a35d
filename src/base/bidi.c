#include "base/bidi.h"

#define FIRST_STRONG_ISOLATE 0x2068
#define POP_ISOLATE          0x2069

bool
cx_bidi_is_rtl(gunichar c)
{
    return (c >= 0x0590 && c <= 0x08FF) || (c >= 0xFB1D && c <= 0xFDFF) ||
           (c >= 0xFE70 && c <= 0xFEFC) || (c >= 0x10800 && c <= 0x10FFF) ||
           (c >= 0x1E800 && c <= 0x1EFFF);
}

/* Embeddings, overrides and isolates, and the marks that stand for a letter. */
static bool
is_mark(gunichar c)
{
    return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0x200F ||
           c == 0x061C;
}

/* The letter at `at` and the one behind it; a byte that is no UTF-8 is a letter of its own. */
static const char *
next_letter(const char *at, gunichar *ret_letter)
{
    const gunichar c = g_utf8_get_char_validated(at, -1);
    const bool is_good = c != (gunichar)-1 && c != (gunichar)-2;
    *ret_letter = is_good ? c : 0xFFFD;
    return is_good ? at + g_utf8_skip[(guchar)*at] : at + 1;
}

bool
cx_bidi_turns(const char *text)
{
    int depth = 0;
    for (const char *p = text; *p != '\0';) {
        if ((guchar)*p < 0xD6) { /* before U+0590 */
            p++;
            continue;
        }
        gunichar c = 0;
        p = next_letter(p, &c);
        if (c == POP_ISOLATE && depth == 0)
            return true;
        if (c == POP_ISOLATE)
            depth--;
        else if (c >= 0x2066 && c <= FIRST_STRONG_ISOLATE)
            depth++;
        else if (depth == 0 && (cx_bidi_is_rtl(c) || is_mark(c)))
            return true;
    }
    return depth > 0;
}

void
cx_bidi_append(GString *out, const char *text)
{
    if (!cx_bidi_turns(text)) {
        g_string_append(out, text);
        return;
    }
    g_string_append_unichar(out, FIRST_STRONG_ISOLATE);
    for (const char *p = text; *p != '\0';) {
        gunichar c = 0;
        const char *next = next_letter(p, &c);
        if (!is_mark(c))
            g_string_append_len(out, p, next - p);
        p = next;
    }
    g_string_append_unichar(out, POP_ISOLATE);
}
