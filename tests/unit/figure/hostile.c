#include "hostile.h"

#include <glib.h>

static char names[3][200 * 4 + 1];

/* The word over and over, `n` letters long. */
static const char *
repeated(char *name, const char *word, size_t n)
{
    GString *out = g_string_new(NULL);
    while ((size_t)g_utf8_strlen(out->str, -1) < n)
        g_string_append(out, word);
    g_autofree char *cut = g_utf8_substring(out->str, 0, (glong)n);
    g_strlcpy(name, cut, sizeof names[0]);
    g_string_free(out, TRUE);
    return name;
}

const char *
cx_test_hostile_name(unsigned i)
{
    switch (i % 8) {
    case 0:
        return repeated(names[0], "خدمة العملاء والتوصيل ", 200);
    case 1:
        return repeated(names[1], "Betriebsunfähigkeitsversicherungsabteilung ", 200);
    case 2:
        return repeated(names[2], "客户服务部", 200);
    case 3:
        return "</text></svg><script>alert(1)</script>&\"'";
    case 4:
        return "";
    case 5:
        return "Broken \xFF\xFE bytes";
    case 6:
        return "A\xCC\x81\xCC\x81\xCC\x81 e\xCC\x81";
    default:
        return "Delivery";
    }
}
