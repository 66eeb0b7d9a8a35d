/* Hosts, origins, form tokens and links back. */
#include <glib.h>

#include "web/guard.h"

static void
test_host(void)
{
    static const char *const hosts[] = { "localhost", "cx.example.org", "[::1]", NULL };
    static const struct {
        const char *host;
        bool is_ok;
    } rows[] = {
        { "localhost", true },
        { "localhost:8080", true },
        { "LOCALHOST:1", true },
        { "cx.example.org", true },
        { "[::1]:8080", true },
        { "[::1]", true },
        { NULL, false },
        { "", false },
        { ":8080", false },
        { "localhost:", false },
        { "localhost:x", false },
        { "localhost:123456", false },
        { "localhost.", false },
        { "evil.example.org", false },
        { "localhost@evil.org", false },
        { "[::1", false },
        { "[::1]x", false },
        { "cx.example.org.evil.org", false },
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_test_message("%s", rows[i].host == NULL ? "(none)" : rows[i].host);
        g_assert_cmpint(cx_guard_is_host(hosts, rows[i].host), ==, rows[i].is_ok);
    }
}

static void
test_origin(void)
{
    static const struct {
        const char *why;
        CxOrigin origin;
        bool is_ok;
    } rows[] = {
        { "silence", { .host = "a:1" }, true },
        { "ours", { .origin = "http://a:1", .host = "a:1" }, true },
        { "ours behind TLS", { .origin = "https://a", .host = "a", .is_https = true }, true },
        { "plain where TLS is", { .origin = "http://a", .host = "a", .is_https = true }, false },
        { "other port", { .origin = "http://a:2", .host = "a:1" }, false },
        { "other host", { .origin = "http://b", .host = "a" }, false },
        { "prefix of ours", { .origin = "http://a.evil", .host = "a" }, false },
        { "null origin", { .origin = "null", .host = "a" }, false },
        { "file", { .origin = "file://", .host = "a" }, false },
        { "no host", { .origin = "http://a" }, false },
        { "same origin", { .fetch_site = "same-origin", .host = "a" }, true },
        { "typed by the person", { .fetch_site = "none", .host = "a" }, true },
        { "same site, other origin", { .fetch_site = "same-site", .host = "a" }, false },
        { "cross site", { .fetch_site = "cross-site", .host = "a" }, false },
        { "liar", { .origin = "http://a", .fetch_site = "cross-site", .host = "a" }, false },
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_test_message("%s", rows[i].why);
        g_assert_cmpint(cx_guard_is_same_origin(&rows[i].origin), ==, rows[i].is_ok);
    }
}

static void
test_return(void)
{
    static const struct {
        const char *text;
        const char *want;
    } rows[] = {
        { "/scores?survey=sfo&where=mode:self", "/scores?survey=sfo&where=mode:self" },
        { "/", "/" },
        { NULL, "/" },
        { "", "/" },
        { "scores", "/" },
        { "//evil.org", "/" },
        { "/\\evil.org", "/" },
        { "/a\\b", "/" },
        { "/\t/evil.org", "/" },
        { "/a\r\nSet-Cookie: x=1", "/" },
        { "https://evil.org", "/" },
        { "javascript:alert(1)", "/" },
        { "/caf\xC3\xA9", "/" },
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
        g_assert_cmpstr(cx_return_path(rows[i].text), ==, rows[i].want);
}

static void
test_form_token(void)
{
    g_autofree char *a = cx_guard_form_token("secret a");
    g_autofree char *again = cx_guard_form_token("secret a");
    g_autofree char *b = cx_guard_form_token("secret b");
    g_assert_cmpstr(a, ==, again);
    g_assert_cmpstr(a, !=, b);
    g_assert_null(strstr(a, "secret"));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/web/guard/host", test_host);
    g_test_add_func("/web/guard/origin", test_origin);
    g_test_add_func("/web/guard/return", test_return);
    g_test_add_func("/web/guard/form-token", test_form_token);
    return g_test_run();
}
