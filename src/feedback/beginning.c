#include "feedback/beginning.h"

#include <string.h>

#include "codec/encoding.h"

/* Whether what begins so can be cut behind any line. */
static bool
can_be_cut(const char *data, size_t len_bytes)
{
    size_t i_first = 0;
    while (i_first < len_bytes && g_ascii_isspace(data[i_first]))
        i_first++;
    const bool is_zip = len_bytes >= 2 && data[0] == 'P' && data[1] == 'K';
    const bool is_json = i_first < len_bytes && (data[i_first] == '{' || data[i_first] == '[');
    const CxEncoding encoding = cx_encoding_guess_part(data, MIN(len_bytes, 4096)).encoding;
    const bool is_wide = encoding == CX_ENCODING_UTF16_LE || encoding == CX_ENCODING_UTF16_BE;
    return !is_zip && !is_json && !is_wide;
}

size_t
cx_beginning_bytes(const void *data, size_t len_bytes)
{
    const char *text = data;
    if ((int64_t)len_bytes <= CX_BEGINNING_BYTES || !can_be_cut(text, len_bytes))
        return len_bytes;
    size_t n = (size_t)CX_BEGINNING_BYTES;
    while (n > 0 && text[n - 1] != '\n' && text[n - 1] != '\r')
        n--;
    return n > 0 ? n : len_bytes;
}

GBytes *
cx_beginning_of(GBytes *bytes)
{
    gsize len_bytes = 0;
    const void *data = g_bytes_get_data(bytes, &len_bytes);
    return g_bytes_new_from_bytes(bytes, 0, data != NULL ? cx_beginning_bytes(data, len_bytes) : 0);
}

GBytes *
cx_beginning_read(CxCtx *ctx, CxOriginalId original, GError **error)
{
    bool is_whole = false;
    g_autoptr(GBytes) first =
        cx_original_read_first(ctx, original, CX_BEGINNING_BYTES, &is_whole, error);
    if (first == NULL || is_whole)
        return g_steal_pointer(&first);
    gsize len_bytes = 0;
    const char *data = g_bytes_get_data(first, &len_bytes);
    size_t n = can_be_cut(data, len_bytes) ? len_bytes : 0;
    while (n > 0 && data[n - 1] != '\n' && data[n - 1] != '\r')
        n--;
    return n > 0 ? g_bytes_new_from_bytes(first, 0, n) : cx_original_read(ctx, original, error);
}
