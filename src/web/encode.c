#include "web/encode.h"

#include <stdint.h>
#include <string.h>

/* zlib then promises not to write what it reads */
#define ZLIB_CONST
#include <zlib.h>

#include "lang/assert.h"

/* Whether "q=…" among the parameters after ";" is 0. */
static bool
is_refused(const char *params)
{
    const char *q = strstr(params, "q=");
    if (q == NULL)
        return false;
    q += 2;
    if (*q != '0')
        return false;
    q++;
    if (*q == '.')
        q++;
    return strspn(q, "0") == strlen(q);
}

bool
cx_encode_accepts_gzip(const char *accept_encoding)
{
    if (accept_encoding == NULL)
        return false;
    bool accepts_any = false;
    g_auto(GStrv) parts = g_strsplit(accept_encoding, ",", 32);
    for (size_t i = 0; parts[i] != NULL; i++) {
        g_auto(GStrv) words = g_strsplit(parts[i], ";", 2);
        if (words[0] == NULL)
            continue;
        const char *name = g_strstrip(words[0]);
        const bool is_ok = words[1] == NULL || !is_refused(g_strstrip(words[1]));
        if (g_ascii_strcasecmp(name, "gzip") == 0 || g_ascii_strcasecmp(name, "x-gzip") == 0)
            return is_ok;
        if (g_str_equal(name, "*"))
            accepts_any = is_ok;
    }
    return accepts_any;
}

bool
cx_encode_is_text(const char *content_type)
{
    static const char *const starts[] = {
        "text/",           "application/json",        "application/problem+json",
        "image/svg+xml",   "application/javascript",  "application/manifest+json",
        "application/xml", "application/openapi+json"
    };
    for (size_t i = 0; i < G_N_ELEMENTS(starts); i++) {
        if (g_str_has_prefix(content_type, starts[i]))
            return true;
    }
    return false;
}

GBytes *
cx_encode_gzip(const void *data, size_t len_bytes, int level)
{
    cx_assert(1 <= level && level <= 9);
    z_stream stream = { 0 };
    if (len_bytes < 32 || len_bytes > G_MAXUINT32 / 2)
        return NULL;
    /* 15 + 16: the largest window, wrapped as gzip */
    if (deflateInit2(&stream, level, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK)
        return NULL;
    uint8_t *out = g_try_malloc(len_bytes);
    if (out == NULL) {
        (void)deflateEnd(&stream);
        return NULL;
    }
    stream.next_in = data;
    stream.avail_in = (uInt)len_bytes;
    stream.next_out = out;
    stream.avail_out = (uInt)len_bytes;
    const int result = deflate(&stream, Z_FINISH);
    const size_t len_out = stream.total_out;
    (void)deflateEnd(&stream);
    if (result != Z_STREAM_END) {
        g_free(out);
        return NULL;
    }
    return g_bytes_new_take(out, len_out);
}

bool
cx_encode_etag_matches(const char *if_none_match, const char *etag)
{
    if (if_none_match == NULL)
        return false;
    const char *want = g_str_has_prefix(etag, "W/") ? etag + 2 : etag;
    g_auto(GStrv) parts = g_strsplit(if_none_match, ",", 64);
    for (size_t i = 0; parts[i] != NULL; i++) {
        const char *part = g_strstrip(parts[i]);
        if (g_str_has_prefix(part, "W/"))
            part += 2;
        if (g_str_equal(part, "*") || g_str_equal(part, want))
            return true;
    }
    return false;
}

const char *
cx_encode_content_type(const char *file_name)
{
    static const char *const types[][2] = {
        { ".html", "text/html; charset=utf-8" },
        { ".css", "text/css; charset=utf-8" },
        { ".js", "text/javascript; charset=utf-8" },
        { ".json", "application/json" },
        { ".svg", "image/svg+xml" },
        { ".txt", "text/plain; charset=utf-8" },
        { ".csv", "text/csv; charset=utf-8" },
        { ".png", "image/png" },
        { ".ico", "image/x-icon" },
        { ".woff2", "font/woff2" },
        { ".pdf", "application/pdf" },
        { ".map", "application/json" },
        { ".webmanifest", "application/manifest+json" },
    };
    for (size_t i = 0; i < G_N_ELEMENTS(types); i++) {
        if (g_str_has_suffix(file_name, types[i][0]))
            return types[i][1];
    }
    return "application/octet-stream";
}
