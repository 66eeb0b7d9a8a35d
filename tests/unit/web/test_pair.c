/* Names with values: what a stranger's query, form or cookie may do to us. */
#include <string.h>

#include "base/error.h"
#include "base/limits.h"
#include "web/pair.h"

/* "a=1;b=" or the name of the error. */
static char *
form_words(const char *text, size_t len_bytes)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(CxPairs) pairs = cx_pairs_parse_form(text, len_bytes, &error);
    if (pairs == NULL)
        return g_strdup(cx_error_name(cx_error_code(error)));
    g_autoptr(GString) words = g_string_new(NULL);
    for (size_t i = 0; i < cx_pairs_count(pairs); i++) {
        const CxPair *pair = cx_pairs_at(pairs, i);
        g_string_append_printf(words, "%s%s=%s", i == 0 ? "" : ";", pair->name, pair->value);
    }
    return g_string_free(g_steal_pointer(&words), FALSE);
}

static void
test_form(void)
{
    static const struct {
        const char *why;
        const char *text;
        const char *want;
    } rows[] = {
        { "nothing", "", "" },
        { "two", "a=1&b=2", "a=1;b=2" },
        { "order and repeats are kept", "a=1&a=2&a=", "a=1;a=2;a=" },
        { "no value", "a&b=", "a=;b=" },
        { "empty parts", "&&a=1&&", "a=1" },
        { "more equals", "a=b=c", "a=b=c" },
        { "plus and percent", "a=x+y%20z&%61b=%2B", "a=x y z;ab=+" },
        { "UTF-8", "n=Zo%C3%AB", "n=Zoë" },
        { "lower hex", "n=%c3%ab", "n=ë" },
        { "line ends of a note", "n=a%0D%0Ab%09c", "n=a\r\nb\tc" },
        { "cut escape", "a=%4", "INVALID" },
        { "cut escape at the end", "a=%", "INVALID" },
        { "no hex", "a=%zz", "INVALID" },
        { "escape across parts", "a=%4&1=", "INVALID" },
        { "not UTF-8", "a=%FF", "INVALID" },
        { "overlong slash", "a=%C0%AF", "INVALID" },
        { "surrogate", "a=%ED%A0%80", "INVALID" },
        { "NUL", "a=b%00c", "INVALID" },
        { "escape character", "a=%1B[0m", "INVALID" },
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_test_message("%s", rows[i].why);
        g_autofree char *got = form_words(rows[i].text, strlen(rows[i].text));
        g_assert_cmpstr(got, ==, rows[i].want);
    }
    g_autofree char *nul = form_words("a=b\0c", 5);
    g_assert_cmpstr(nul, ==, "INVALID");
}

static void
test_form_limit(void)
{
    g_autoptr(GString) text = g_string_new(NULL);
    for (int i = 0; i < CX_HTTP_FIELDS_MAX; i++)
        g_string_append(text, "a=1&");
    g_autoptr(CxPairs) pairs = cx_pairs_parse_form(text->str, text->len, NULL);
    g_assert_nonnull(pairs);
    g_assert_cmpuint(cx_pairs_count(pairs), ==, CX_HTTP_FIELDS_MAX);
    g_string_append(text, "b");
    g_autofree char *got = form_words(text->str, text->len);
    g_assert_cmpstr(got, ==, "TOO_LARGE");
}

static void
test_find(void)
{
    g_autoptr(CxPairs) pairs = cx_pairs_new();
    cx_pairs_add(pairs, "a", "1");
    cx_pairs_add(pairs, "a", "2");
    g_assert_cmpstr(cx_pairs_find(pairs, "a"), ==, "1");
    g_assert_null(cx_pairs_find(pairs, "A"));
}

static void
test_cookies(void)
{
    static const struct {
        const char *why;
        const char *header;
        const char *value; /* of cookie "s" */
    } rows[] = {
        { "one", "s=abc", "abc" },
        { "among others", "x=1; s=abc; y=2", "abc" },
        { "the first counts", "s=1; s=2", "1" },
        { "no blank after the semicolon", "x=1;s=abc", "abc" },
        { "in quotes", "s=\"abc\"", "abc" },
        { "one quote is a value", "s=\"", "\"" },
        { "empty", "s=", "" },
        { "equals inside", "s=a=b", "a=b" },
        { "no equals", "s", NULL },
        { "name with blanks", "s s=1", NULL },
        { "broken neighbour", "=;;\x01=2; \xFF=1; s=ok", "ok" },
        { "value not UTF-8", "s=\xFF", NULL },
        { "longer name", "ss=1; xs=2", NULL },
        { "nothing", "", NULL },
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_test_message("%s", rows[i].why);
        g_autoptr(CxPairs) pairs = cx_pairs_parse_cookies(rows[i].header);
        g_assert_cmpstr(cx_pairs_find(pairs, "s"), ==, rows[i].value);
    }
}

/* What is written with escapes is read back as it was. */
static void
test_round_trip(void)
{
    for (int i = 0; i < 500; i++) {
        g_autoptr(GString) text = g_string_new(NULL);
        const int n = g_test_rand_int_range(0, 30);
        for (int j = 0; j < n; j++) {
            g_string_append_unichar(text,
                                    (gunichar)g_test_rand_int_range(0x20, 0x7F) + (j % 3) * 0x2000);
        }
        if (strchr(text->str, 0x7F) != NULL)
            continue;
        g_autoptr(GString) escaped = g_string_new(NULL);
        cx_percent_append(escaped, text->str);
        g_autofree char *back =
            cx_percent_decode(escaped->str, escaped->len, CX_PLUS_IS_SPACE, NULL);
        g_assert_cmpstr(back, ==, text->str);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/web/pair/form", test_form);
    g_test_add_func("/web/pair/form-limit", test_form_limit);
    g_test_add_func("/web/pair/find", test_find);
    g_test_add_func("/web/pair/cookies", test_cookies);
    g_test_add_func("/web/pair/round-trip", test_round_trip);
    return g_test_run();
}
