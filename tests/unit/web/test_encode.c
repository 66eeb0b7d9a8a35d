/* Compression, ETags and content types. */
#include <string.h>

#define ZLIB_CONST
#include <zlib.h>

#include "web/encode.h"

static void
test_accepts(void)
{
    static const struct {
        const char *header;
        bool is_ok;
    } rows[] = {
        { NULL, false },
        { "", false },
        { "gzip", true },
        { "gzip, deflate, br", true },
        { "deflate , GZIP;q=0.5", true },
        { "br", false },
        { "*", true },
        { "*;q=0", false },
        { "gzip;q=0, *", false },
        { "gzip;q=0.000", false },
        { "gzip; q=0.001", true },
        { "*;q=0, gzip", true },
        { "identity", false },
        { ",;,", false },
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_test_message("%s", rows[i].header == NULL ? "(none)" : rows[i].header);
        g_assert_cmpint(cx_encode_accepts_gzip(rows[i].header), ==, rows[i].is_ok);
    }
}

static void
test_gzip(void)
{
    g_autofree char *text = g_strnfill(5000, 'x');
    g_autoptr(GBytes) packed = cx_encode_gzip(text, 5000, 6);
    g_assert_nonnull(packed);
    z_stream stream = { 0 };
    g_assert_cmpint(inflateInit2(&stream, 15 + 16), ==, Z_OK);
    char back[6000];
    gsize len_bytes = 0;
    stream.next_in = g_bytes_get_data(packed, &len_bytes);
    stream.avail_in = (uInt)len_bytes;
    stream.next_out = (Bytef *)back;
    stream.avail_out = sizeof back;
    g_assert_cmpint(inflate(&stream, Z_FINISH), ==, Z_STREAM_END);
    g_assert_cmpmem(back, (int)stream.total_out, text, 5000);
    inflateEnd(&stream);

    guint8 noise[2048];
    for (size_t i = 0; i < sizeof noise; i++)
        noise[i] = (guint8)g_test_rand_int();
    g_assert_null(cx_encode_gzip(noise, sizeof noise, 9));
    g_assert_null(cx_encode_gzip("short", 5, 9));
}

static void
test_etag(void)
{
    g_assert_true(cx_encode_etag_matches("\"a\"", "\"a\""));
    g_assert_true(cx_encode_etag_matches("\"b\", W/\"a\"", "\"a\""));
    g_assert_true(cx_encode_etag_matches("\"a\"", "W/\"a\""));
    g_assert_true(cx_encode_etag_matches("*", "\"a\""));
    g_assert_false(cx_encode_etag_matches("\"b\"", "\"a\""));
    g_assert_false(cx_encode_etag_matches("a", "\"a\""));
    g_assert_false(cx_encode_etag_matches(NULL, "\"a\""));
    g_assert_false(cx_encode_etag_matches("", "\"a\""));
}

static void
test_types(void)
{
    g_assert_cmpstr(cx_encode_content_type("a/b.css"), ==, "text/css; charset=utf-8");
    g_assert_cmpstr(cx_encode_content_type("x.min.js"), ==, "text/javascript; charset=utf-8");
    g_assert_cmpstr(cx_encode_content_type("x"), ==, "application/octet-stream");
    g_assert_true(cx_encode_is_text("text/css; charset=utf-8"));
    g_assert_true(cx_encode_is_text("application/problem+json"));
    g_assert_false(cx_encode_is_text("font/woff2"));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/web/encode/accepts", test_accepts);
    g_test_add_func("/web/encode/gzip", test_gzip);
    g_test_add_func("/web/encode/etag", test_etag);
    g_test_add_func("/web/encode/types", test_types);
    return g_test_run();
}
