/* Forms, cookies, headers and links back, made of anything. What is taken in must be what the
 * handlers rely on: valid UTF-8 without control characters, within limits. */
#include "fuzz.h"

#include <glib.h>
#include <string.h>

#include "base/limits.h"
#include "web/encode.h"
#include "web/guard.h"
#include "web/pair.h"

static void
check_text(const char *text)
{
    g_assert_true(g_utf8_validate(text, -1, NULL));
    for (const char *p = text; *p != '\0'; p++)
        g_assert_true(*p < 0 || *p >= 0x20 || strchr("\t\r\n", *p) != NULL);
}

static void
check_pairs(const CxPairs *pairs)
{
    g_assert_true(cx_pairs_count(pairs) <= CX_HTTP_FIELDS_MAX);
    for (size_t i = 0; i < cx_pairs_count(pairs); i++) {
        check_text(cx_pairs_at(pairs, i)->name);
        check_text(cx_pairs_at(pairs, i)->value);
    }
}

/* What was read, written again, reads the same. */
static void
check_round_trip(const CxPairs *pairs)
{
    GString *text = g_string_new(NULL);
    for (size_t i = 0; i < cx_pairs_count(pairs); i++) {
        g_string_append_c(text, '&');
        cx_percent_append(text, cx_pairs_at(pairs, i)->name);
        g_string_append_c(text, '=');
        cx_percent_append(text, cx_pairs_at(pairs, i)->value);
    }
    CxPairs *again = cx_pairs_parse_form(text->str, text->len, NULL);
    g_assert_true(again != NULL && cx_pairs_count(again) == cx_pairs_count(pairs));
    for (size_t i = 0; i < cx_pairs_count(pairs); i++) {
        g_assert_true(g_str_equal(cx_pairs_at(pairs, i)->name, cx_pairs_at(again, i)->name));
        g_assert_true(g_str_equal(cx_pairs_at(pairs, i)->value, cx_pairs_at(again, i)->value));
    }
    cx_pairs_free(again);
    g_string_free(text, TRUE);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n_bytes)
{
    CxPairs *form = cx_pairs_parse_form((const char *)bytes, n_bytes, NULL);
    if (form != NULL) {
        check_pairs(form);
        check_round_trip(form);
    }
    cx_pairs_free(form);

    char *text = g_strndup(n_bytes == 0 ? "" : (const char *)bytes, n_bytes);
    CxPairs *cookies = cx_pairs_parse_cookies(text);
    check_pairs(cookies);
    cx_pairs_free(cookies);

    const char *path = cx_return_path(text);
    g_assert_true(path[0] == '/' && path[1] != '/' && strpbrk(path, "\\ \t\r\n") == NULL);

    static const char *const hosts[] = { "localhost", "[::1]", NULL };
    if (cx_guard_is_host(hosts, text))
        g_assert_true(strpbrk(text, "@/ \\") == NULL);
    const CxOrigin origin = { .origin = text, .host = "localhost" };
    if (cx_guard_is_same_origin(&origin))
        g_assert_true(g_ascii_strcasecmp(strstr(text, "//") + 2, "localhost") == 0);
    (void)cx_encode_accepts_gzip(text);
    (void)cx_encode_etag_matches(text, "\"a\"");
    g_free(text);
    return 0;
}
