#include "net/http.h"

#include <curl/curl.h>
#include <stdbool.h>
#include <string.h>

#include "base/error.h"
#include "lang/assert.h"

enum {
    SAID_BYTES_MAX = 300, /* of what a server says is wrong */
    CONNECT_MS = 3000,    /* for it to take the call */
};

typedef struct {
    GByteArray *body;
    size_t max;
    bool is_too_large;
} Answer;

static gpointer
start(gpointer data CX_UNUSED)
{
    const CURLcode rc = curl_global_init(CURL_GLOBAL_DEFAULT);
    cx_assert(rc == CURLE_OK);
    return NULL;
}

static size_t
take(char *data, size_t size, size_t n, void *context)
{
    Answer *answer = context;
    const size_t len_bytes = size * n;
    if (len_bytes > answer->max - answer->body->len) {
        answer->is_too_large = true;
        return 0;
    }
    (void)g_byte_array_append(answer->body, (const guint8 *)data, (guint)len_bytes); /* itself */
    return len_bytes;
}

/* "http://host:8123" of an address. (transfer full) */
static char *
name_of(const char *url)
{
    g_autoptr(GUri) uri =
        g_uri_parse(url, G_URI_FLAGS_PARSE_RELAXED | G_URI_FLAGS_HAS_PASSWORD, NULL);
    if (uri == NULL || g_uri_get_host(uri) == NULL)
        return g_strdup("the server");
    const int port = g_uri_get_port(uri);
    return port > 0
               ? g_strdup_printf("%s://%s:%d", g_uri_get_scheme(uri), g_uri_get_host(uri), port)
               : g_strdup_printf("%s://%s", g_uri_get_scheme(uri), g_uri_get_host(uri));
}

static void
set_curl_error(const CxHttpAsk *ask, const Answer *answer, CURLcode rc, GError **error)
{
    g_autofree char *name = name_of(ask->url);
    if (answer->is_too_large) {
        g_set_error(error, CX_ERROR, CX_ERROR_TOO_LARGE, "%s answered with more than %zu bytes",
                    name, answer->max);
    } else if (rc == CURLE_URL_MALFORMAT || rc == CURLE_UNSUPPORTED_PROTOCOL) {
        g_set_error(error, CX_ERROR, CX_ERROR_INVALID, "%s is no http address", name);
    } else {
        g_set_error(error, CX_ERROR, CX_ERROR_BUSY, "%s did not answer: %s", name,
                    curl_easy_strerror(rc));
    }
}

static void
set_status_error(const CxHttpAsk *ask, const Answer *answer, long status, GError **error)
{
    g_autofree char *name = name_of(ask->url);
    const size_t len_bytes = MIN(answer->body->len, (size_t)SAID_BYTES_MAX);
    g_autofree char *said = g_strndup((const char *)answer->body->data, len_bytes);
    g_autofree char *words = g_utf8_make_valid(g_strchomp(said), -1);
    g_set_error(error, CX_ERROR, CX_ERROR_IO, "%s answered %ld: %s", name, status, words);
}

static void
set_options(CURL *curl, const CxHttpAsk *ask, Answer *answer)
{
    /* None of these can fail on a fresh handle but for want of memory, which ends the program. */
    (void)curl_easy_setopt(curl, CURLOPT_URL, ask->url);
    (void)curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
    (void)curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    (void)curl_easy_setopt(curl, CURLOPT_PROXY, "");
    (void)curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, (long)CONNECT_MS);
    (void)curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, (long)ask->wait_ms);
    (void)curl_easy_setopt(curl, CURLOPT_POST, 1L);
    (void)curl_easy_setopt(curl, CURLOPT_POSTFIELDS, ask->body == NULL ? "" : ask->body);
    (void)curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)ask->body_bytes);
    (void)curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take);
    (void)curl_easy_setopt(curl, CURLOPT_WRITEDATA, answer);
}

GBytes *
cx_http_post(const CxHttpAsk *ask, GError **error)
{
    static GOnce is_started = G_ONCE_INIT;
    g_once(&is_started, start, NULL);
    cx_assert(ask->wait_ms > 0);

    g_autoptr(GByteArray) body = g_byte_array_new();
    Answer answer = { .body = body, .max = ask->answer_bytes_max };
    CURL *curl = curl_easy_init();
    cx_assert(curl != NULL);
    set_options(curl, ask, &answer);
    /* A body of megabytes is sent at once, without asking first whether it may be. */
    struct curl_slist *headers = curl_slist_append(NULL, "Expect:");
    (void)curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
    const CURLcode rc = curl_easy_perform(curl);
    long status = 0;
    (void)curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status); /* 0 if there was none */
    curl_slist_free_all(headers);
    curl_easy_cleanup(curl);

    if (rc != CURLE_OK) {
        set_curl_error(ask, &answer, rc, error);
        return NULL;
    }
    if (status != 200) {
        set_status_error(ask, &answer, status, error);
        return NULL;
    }
    return g_byte_array_free_to_bytes(g_steal_pointer(&body));
}

char *
cx_http_escape(const char *text)
{
    return g_uri_escape_string(text, NULL, false);
}
