/* Names of the other direction in a sentence. */
#include "base/bidi.h"

#define ARABIC "\xd8\xb9\xd8\xb1\xd8\xa8\xd9\x8a"
#define HEBREW "\xd7\xa2\xd7\x91\xd7\xa8"
#define FSI    "\xe2\x81\xa8"
#define PDI    "\xe2\x81\xa9"
#define RLO    "\xe2\x80\xae"
#define PDF    "\xe2\x80\xac"
#define RLM    "\xe2\x80\x8f"

static void
test_append(void)
{
    static const struct {
        const char *why, *text, *want;
    } rows[] = {
        { "nothing", "", "" },
        { "letters from left to right", "Zoë Łukasiewicz, 3 days – 東京",
          "Zoë Łukasiewicz, 3 days – 東京" },
        { "Arabic", ARABIC, FSI ARABIC PDI },
        { "Hebrew inside of Latin", "A " HEBREW " 3", FSI "A " HEBREW " 3" PDI },
        { "isolated already", FSI ARABIC PDI ": 3 days", FSI ARABIC PDI ": 3 days" },
        { "isolated, and more behind it", FSI ARABIC PDI HEBREW, FSI ARABIC HEBREW PDI },
        { "an end without a begin", "a" PDI "b", FSI "ab" PDI },
        { "a begin without an end", "a" FSI "b", FSI "ab" PDI },
        { "an override", RLO "abc" PDF, FSI "abc" PDI },
        { "a mark that stands for a letter", RLM "a", FSI "a" PDI },
        { "no UTF-8", "a\xd8", "a\xd8" },
        { "no UTF-8, and Arabic", "\xff" ARABIC "\xe2\x81", FSI "\xff" ARABIC "\xe2\x81" PDI },
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_test_message("%s", rows[i].why);
        g_autoptr(GString) out = g_string_new("x ");
        cx_bidi_append(out, rows[i].text);
        g_assert_cmpstr(out->str + 2, ==, rows[i].want);
        g_assert_cmpint(cx_bidi_turns(rows[i].text), ==, !g_str_equal(rows[i].text, rows[i].want));
        g_assert_false(cx_bidi_turns(rows[i].want));
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/bidi/append", test_append);
    return g_test_run();
}
