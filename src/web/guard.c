#include "web/guard.h"

#include <glib.h>
#include <string.h>

#include "base/digest.h"

/* Bytes of the name in "name:port"; brackets of IPv6 belong to the name. 0 when it is neither. */
static size_t
host_name_length(const char *host)
{
    size_t len_bytes = 0;
    if (*host == '[') {
        const char *end = strchr(host, ']');
        if (end == NULL)
            return 0;
        len_bytes = (size_t)(end - host) + 1;
    } else {
        len_bytes = strcspn(host, ":");
    }
    const char *rest = host + len_bytes;
    if (*rest == '\0')
        return len_bytes;
    if (*rest != ':' || rest[1] == '\0' || strspn(rest + 1, "0123456789") != strlen(rest + 1) ||
        strlen(rest + 1) > 5)
        return 0;
    return len_bytes;
}

bool
cx_guard_is_host(const char *const *hosts, const char *host_header)
{
    if (host_header == NULL)
        return false;
    const size_t len_bytes = host_name_length(host_header);
    if (len_bytes == 0)
        return false;
    for (size_t i = 0; hosts[i] != NULL; i++) {
        if (strlen(hosts[i]) == len_bytes &&
            g_ascii_strncasecmp(hosts[i], host_header, len_bytes) == 0)
            return true;
    }
    return false;
}

bool
cx_guard_is_same_origin(const CxOrigin *origin)
{
    if (origin->fetch_site != NULL && !g_str_equal(origin->fetch_site, "same-origin") &&
        !g_str_equal(origin->fetch_site, "none"))
        return false;
    if (origin->origin == NULL)
        return true;
    if (origin->host == NULL)
        return false;
    const char *rest = NULL;
    if (g_str_has_prefix(origin->origin, "https://"))
        rest = origin->origin + strlen("https://");
    else if (g_str_has_prefix(origin->origin, "http://") && !origin->is_https)
        rest = origin->origin + strlen("http://");
    return rest != NULL && g_ascii_strcasecmp(rest, origin->host) == 0;
}

char *
cx_guard_form_token(const char *secret)
{
    g_autoptr(CxDigester) digester = cx_digester_new();
    cx_digester_add_text(digester, "coalition form token");
    cx_digester_add_text(digester, secret);
    const CxDigest digest = cx_digester_end(digester);
    return cx_digest_hex(&digest, CX_DIGEST_BYTES);
}

/* Browsers read "//host", "/\host" and "/<tab>/host" as other hosts. */
const char *
cx_return_path(const char *text)
{
    if (text == NULL || text[0] != '/' || text[1] == '/' || strlen(text) > 2048)
        return "/";
    for (const char *p = text; *p != '\0'; p++) {
        if (*p == '\\' || *p == 0x7F || (*p >= 0 && *p <= 0x20) || *p < 0)
            return "/";
    }
    return text;
}
