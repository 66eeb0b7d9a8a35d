/* The servers, and one question to one of them. */
#include "column/clickhouse.h"

#include <string.h>

#include "base/clock.h"
#include "base/error.h"
#include "column/clickhouse_priv.h"
#include "column/frame_priv.h"
#include "lang/assert.h"
#include "net/http.h"

struct CxClickhouse {
    GPtrArray *servers; /* of char: "http://user:password@host:8123/?database=name" */
    char *database;
    char *cluster; /* or NULL */
    gatomicrefcount n_refs;
    CxClickhouseTell tell; /* or NULL */
    int rests_until_s;     /* atomic; of the monotonic clock */
};

/* ---- The address ---- */

static CxClickhouse *
refuse(GError **error)
{
    g_set_error(
        error, CX_ERROR, CX_ERROR_INVALID,
        "ClickHouse is named http://USER:PASSWORD@HOST:PORT/DATABASE, or with several hosts "
        "http://USER:PASSWORD@HOST:PORT,HOST:PORT/DATABASE?cluster=NAME");
    return NULL;
}

/* Names stand in SQL as they are. */
static bool
is_name(const char *text)
{
    return *text != '\0' &&
           strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") ==
               strlen(text) &&
           strlen(text) <= CX_KEY_BYTES_MAX;
}

/* "DATABASE?cluster=NAME" */
static bool
read_path(CxClickhouse *clickhouse, const char *path)
{
    const char *query = strchr(path, '?');
    if (query != NULL) {
        if (!g_str_has_prefix(query, "?cluster="))
            return false;
        clickhouse->cluster = g_strdup(query + strlen("?cluster="));
        if (!is_name(clickhouse->cluster))
            return false;
    }
    clickhouse->database = query == NULL ? g_strdup(path) : g_strndup(path, (size_t)(query - path));
    return is_name(clickhouse->database);
}

static bool
read_hosts(CxClickhouse *clickhouse, const char *scheme, const char *user, const char *hosts)
{
    g_auto(GStrv) parts = g_strsplit(hosts, ",", -1);
    if (g_strv_length(parts) > CX_CLICKHOUSE_SHARDS_MAX)
        return false;
    for (size_t i = 0; parts[i] != NULL; i++) {
        char *url =
            g_strdup_printf("%s%s%s/?database=%s", scheme, user, parts[i], clickhouse->database);
        g_ptr_array_add(clickhouse->servers, url);
        g_autoptr(GUri) uri =
            g_uri_parse(url, G_URI_FLAGS_PARSE_RELAXED | G_URI_FLAGS_HAS_PASSWORD, NULL);
        if (uri == NULL || g_uri_get_port(uri) <= 0 || g_uri_get_host(uri) == NULL ||
            *g_uri_get_host(uri) == '\0')
            return false;
    }
    return clickhouse->cluster != NULL || clickhouse->servers->len == 1;
}

CxClickhouse *
cx_clickhouse_new(const char *address, GError **error)
{
    g_autoptr(CxClickhouse) clickhouse = g_new0(CxClickhouse, 1);
    g_atomic_ref_count_init(&clickhouse->n_refs);
    clickhouse->servers = g_ptr_array_new_with_free_func(g_free);
    const char *scheme = g_str_has_prefix(address, "https://")  ? "https://"
                         : g_str_has_prefix(address, "http://") ? "http://"
                                                                : NULL;
    const char *path = scheme == NULL ? NULL : strchr(address + strlen(scheme), '/');
    if (path == NULL || !read_path(clickhouse, path + 1))
        return refuse(error);
    const char *from = address + strlen(scheme);
    g_autofree char *place = g_strndup(from, (size_t)(path - from));
    char *at = strrchr(place, '@');
    const char *hosts = at == NULL ? place : at + 1;
    g_autofree char *user = g_strndup(place, (size_t)(hosts - place));
    if (!read_hosts(clickhouse, scheme, user, hosts))
        return refuse(error);
    return g_steal_pointer(&clickhouse);
}

CxClickhouse *
cx_clickhouse_ref(CxClickhouse *clickhouse)
{
    g_atomic_ref_count_inc(&clickhouse->n_refs);
    return clickhouse;
}

void
cx_clickhouse_unref(CxClickhouse *clickhouse)
{
    if (clickhouse == NULL || !g_atomic_ref_count_dec(&clickhouse->n_refs))
        return;
    g_ptr_array_unref(clickhouse->servers);
    g_free(clickhouse->database);
    g_free(clickhouse->cluster);
    g_free(clickhouse);
}

void
cx_clickhouse_set_tell(CxClickhouse *clickhouse, CxClickhouseTell tell)
{
    clickhouse->tell = tell;
}

static int
now_s(void)
{
    return (int)(cx_clock_monotonic_us() / 1000000);
}

void
cx_clickhouse_fail(CxClickhouse *clickhouse, const char *words)
{
    g_atomic_int_set(&clickhouse->rests_until_s, now_s() + CX_CLICKHOUSE_REST_S);
    if (clickhouse->tell != NULL)
        clickhouse->tell(words);
}

bool
cx_clickhouse_is_resting(CxClickhouse *clickhouse)
{
    return now_s() < g_atomic_int_get(&clickhouse->rests_until_s);
}

size_t
cx_clickhouse_n_servers(const CxClickhouse *clickhouse)
{
    return clickhouse->servers->len;
}

const char *
cx_clickhouse_cluster(const CxClickhouse *clickhouse)
{
    return clickhouse->cluster;
}

const char *
cx_clickhouse_database(const CxClickhouse *clickhouse)
{
    return clickhouse->database;
}

/* ---- Asking ---- */

static char *
ask_for(const CxClickhouse *clickhouse, size_t i_server, const char *sql, int64_t wait_ms,
        GError **error)
{
    const CxHttpAsk ask = { .url = g_ptr_array_index(clickhouse->servers, i_server),
                            .body = sql,
                            .body_bytes = strlen(sql),
                            .wait_ms = wait_ms,
                            .answer_bytes_max = CX_CLICKHOUSE_ANSWER_BYTES_MAX };
    g_autoptr(GBytes) answer = cx_http_post(&ask, error);
    if (answer == NULL)
        return NULL;
    gsize len_bytes = 0;
    const char *text = g_bytes_get_data(answer, &len_bytes);
    return g_strndup(text == NULL ? "" : text, len_bytes);
}

char *
cx_clickhouse_ask(const CxClickhouse *clickhouse, size_t i_server, const char *sql, GError **error)
{
    return ask_for(clickhouse, i_server, sql, CX_CLICKHOUSE_ASK_MS, error);
}

char *
cx_clickhouse_ask_long(const CxClickhouse *clickhouse, size_t i_server, const char *sql,
                       GError **error)
{
    return ask_for(clickhouse, i_server, sql, CX_CLICKHOUSE_LOAD_MS, error);
}

bool
cx_clickhouse_send(const CxClickhouse *clickhouse, size_t i_server, const char *sql,
                   GByteArray *data, GError **error)
{
    g_autofree char *query = cx_http_escape(sql);
    g_autofree char *url =
        g_strconcat(g_ptr_array_index(clickhouse->servers, i_server), "&query=", query, NULL);
    const CxHttpAsk ask = { .url = url,
                            .body = data->data,
                            .body_bytes = data->len,
                            .wait_ms = CX_CLICKHOUSE_LOAD_MS,
                            .answer_bytes_max = CX_CLICKHOUSE_ANSWER_BYTES_MAX };
    g_autoptr(GBytes) answer = cx_http_post(&ask, error);
    return answer != NULL;
}

/* ---- The frame's side ---- */

char *
cx_clickhouse_table(const CxFrame *frame)
{
    return g_strdelimit(
        g_strdup_printf("frame_%s_%s", cx_frame_survey(frame), cx_frame_fingerprint(frame)), "-",
        '_');
}

bool
cx_clickhouse_find(const CxClickhouse *clickhouse, const CxFrame *frame, bool *ret_is_there,
                   GError **error)
{
    g_autofree char *table = cx_clickhouse_table(frame);
    g_autofree char *sql = g_strdup_printf("EXISTS TABLE %s FORMAT TabSeparated", table);
    g_autofree char *answer = cx_clickhouse_ask(clickhouse, 0, sql, error);
    if (answer == NULL)
        return false;
    *ret_is_there = *answer == '1';
    return true;
}
