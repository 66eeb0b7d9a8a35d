#include "web/pair.h"

#include <string.h>

#include "base/error.h"
#include "base/limits.h"
#include "lang/assert.h"

struct CxPairs {
    GPtrArray *list; /* of CxPair, owned */
};

static void
pair_free(gpointer data)
{
    CxPair *pair = data;
    g_free(pair->name);
    g_free(pair->value);
    g_free(pair);
}

CxPairs *
cx_pairs_new(void)
{
    CxPairs *pairs = g_new0(CxPairs, 1);
    pairs->list = g_ptr_array_new_with_free_func(pair_free);
    return pairs;
}

void
cx_pairs_free(CxPairs *pairs)
{
    if (pairs == NULL)
        return;
    g_ptr_array_unref(pairs->list);
    g_free(pairs);
}

/* Takes both texts. */
static void
pairs_take(CxPairs *pairs, char *name, char *value)
{
    CxPair *pair = g_new0(CxPair, 1);
    pair->name = name;
    pair->value = value;
    g_ptr_array_add(pairs->list, pair);
}

void
cx_pairs_add(CxPairs *pairs, const char *name, const char *value)
{
    pairs_take(pairs, g_strdup(name), g_strdup(value));
}

size_t
cx_pairs_count(const CxPairs *pairs)
{
    return pairs->list->len;
}

const CxPair *
cx_pairs_at(const CxPairs *pairs, size_t i)
{
    cx_assert(i < pairs->list->len);
    return g_ptr_array_index(pairs->list, i);
}

const char *
cx_pairs_find(const CxPairs *pairs, const char *name)
{
    for (guint i = 0; i < pairs->list->len; i++) {
        const CxPair *pair = g_ptr_array_index(pairs->list, i);
        if (g_str_equal(pair->name, name))
            return pair->value;
    }
    return NULL;
}

char *
cx_pairs_take(CxPairs *pairs, const char *name)
{
    for (guint i = 0; i < pairs->list->len; i++) {
        CxPair *pair = g_ptr_array_index(pairs->list, i);
        if (!g_str_equal(pair->name, name))
            continue;
        char *value = g_strdup(pair->value);
        g_ptr_array_remove_index(pairs->list, i);
        return value;
    }
    return NULL;
}

static bool
is_plain_text(const char *text, size_t len_bytes)
{
    if (!g_utf8_validate_len(text, len_bytes, NULL))
        return false;
    for (size_t i = 0; i < len_bytes; i++) {
        const char c = text[i];
        if (c == 0x7F || (c >= 0 && c < 0x20 && c != '\t' && c != '\n' && c != '\r'))
            return false;
    }
    return true;
}

/* The byte that "%XX" at p stands for, or -1; `end` is one past the text. */
static int
unescape(const char *p, const char *end)
{
    if (end - p < 3)
        return -1;
    const int hi = g_ascii_xdigit_value(p[1]);
    const int lo = g_ascii_xdigit_value(p[2]);
    return hi < 0 || lo < 0 ? -1 : hi * 16 + lo;
}

char *
cx_percent_decode(const char *text, size_t len_bytes, CxPlus plus, GError **error)
{
    g_autoptr(GString) out = g_string_sized_new(len_bytes);
    const char *end = text + len_bytes;
    for (const char *p = text; p < end; p++) {
        int c = *p == '+' && plus == CX_PLUS_IS_SPACE ? ' ' : (unsigned char)*p;
        if (c == '%') {
            c = unescape(p, end);
            p += 2;
        }
        if (c < 0) {
            g_set_error_literal(error, CX_ERROR, CX_ERROR_INVALID,
                                "an escape \"%\" is not followed by two hex digits");
            return NULL;
        }
        g_string_append_c(out, (char)(unsigned char)c);
    }
    if (!is_plain_text(out->str, out->len)) {
        g_set_error_literal(error, CX_ERROR, CX_ERROR_INVALID,
                            "text is not UTF-8 or has control characters");
        return NULL;
    }
    return g_string_free(g_steal_pointer(&out), FALSE);
}

static bool
pairs_add_part(CxPairs *pairs, const char *part, size_t len_bytes, GError **error)
{
    if (cx_pairs_count(pairs) >= CX_HTTP_FIELDS_MAX) {
        g_set_error(error, CX_ERROR, CX_ERROR_TOO_LARGE, "more than %d fields in one request",
                    CX_HTTP_FIELDS_MAX);
        return false;
    }
    const char *equals = memchr(part, '=', len_bytes);
    const size_t len_name = equals == NULL ? len_bytes : (size_t)(equals - part);
    g_autofree char *name = cx_percent_decode(part, len_name, CX_PLUS_IS_SPACE, error);
    if (name == NULL)
        return false;
    char *value = equals == NULL ? g_strdup("")
                                 : cx_percent_decode(equals + 1, len_bytes - len_name - 1,
                                                     CX_PLUS_IS_SPACE, error);
    if (value == NULL)
        return false;
    pairs_take(pairs, g_steal_pointer(&name), value);
    return true;
}

CxPairs *
cx_pairs_parse_form(const char *text, size_t len_bytes, GError **error)
{
    g_autoptr(CxPairs) pairs = cx_pairs_new();
    const char *end = text + len_bytes;
    for (const char *part = text; part < end;) {
        const char *amp = memchr(part, '&', (size_t)(end - part));
        const char *part_end = amp == NULL ? end : amp;
        if (part_end > part && !pairs_add_part(pairs, part, (size_t)(part_end - part), error))
            return NULL;
        part = part_end + 1;
    }
    return g_steal_pointer(&pairs);
}

/* A cookie's name is a token of RFC 9110. */
static bool
is_token(const char *text, size_t len_bytes)
{
    if (len_bytes == 0)
        return false;
    for (size_t i = 0; i < len_bytes; i++) {
        if (!g_ascii_isalnum(text[i]) && strchr("!#$%&'*+-.^_`|~", text[i]) == NULL)
            return false;
    }
    return true;
}

static void
pairs_add_cookie(CxPairs *pairs, const char *part, size_t len_bytes)
{
    while (len_bytes > 0 && (*part == ' ' || *part == '\t')) {
        part++;
        len_bytes--;
    }
    while (len_bytes > 0 && (part[len_bytes - 1] == ' ' || part[len_bytes - 1] == '\t'))
        len_bytes--;
    const char *equals = memchr(part, '=', len_bytes);
    if (equals == NULL || !is_token(part, (size_t)(equals - part)))
        return;
    const char *value = equals + 1;
    size_t len_value = len_bytes - (size_t)(value - part);
    if (len_value >= 2 && value[0] == '"' && value[len_value - 1] == '"') {
        value++;
        len_value -= 2;
    }
    if (!is_plain_text(value, len_value))
        return;
    pairs_take(pairs, g_strndup(part, (size_t)(equals - part)), g_strndup(value, len_value));
}

CxPairs *
cx_pairs_parse_cookies(const char *header)
{
    CxPairs *pairs = cx_pairs_new();
    const char *part = header;
    while (*part != '\0' && cx_pairs_count(pairs) < CX_HTTP_FIELDS_MAX) {
        const size_t len_bytes = strcspn(part, ";");
        pairs_add_cookie(pairs, part, len_bytes);
        part += len_bytes;
        if (*part == ';')
            part++;
    }
    return pairs;
}

void
cx_percent_append(GString *out, const char *text)
{
    static const char hex[] = "0123456789ABCDEF";
    for (const char *p = text; *p != '\0'; p++) {
        const unsigned char c = (unsigned char)*p;
        if (g_ascii_isalnum(*p) || strchr("._~-", *p) != NULL) {
            g_string_append_c(out, *p);
        } else {
            g_string_append_c(out, '%');
            g_string_append_c(out, hex[c >> 4]);
            g_string_append_c(out, hex[c & 15]);
        }
    }
}
