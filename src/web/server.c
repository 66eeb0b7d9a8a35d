/* The only file that talks to libmicrohttpd. A connection's bytes become a CxIncoming, cx_handle
 * (handle.c) answers it, and the answer becomes a response. */
#include "web/server.h"

#include <arpa/inet.h>
#include <errno.h>
#include <microhttpd.h>
#include <netdb.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/error.h"
#include "base/limits.h"
#include "base/text.h"
#include "lang/assert.h"
#include "web/handle_priv.h"
#include "web/hub_priv.h"
#include "web/log.h"
#include "web/multipart.h"
#include "web/reaper.h"

/* Of one connection: the whole head of a request must fit, with libmicrohttpd's own records. */
#define CONNECTION_BYTES (32U << 10)
/* A body over the limit is read and thrown away up to here, so that the sender gets to read why; a
 * longer one is cut off. */
#define DISCARD_BYTES_MAX (8 * (size_t)CX_HTTP_BODY_BYTES_MAX)
#define ANSWERING_S_MAX   600
#define STOP_POLL_US      5000

struct CxServer {
    CxHub *hub;
    CxReaper *reaper;
    struct MHD_Daemon *daemon;
    uint16_t port;
    _Atomic int n_running; /* requests begun and not completed */
};

/* One request on its way in. */
typedef struct {
    CxServer *server;
    char *target;
    GString *body;
    CxMultipart *multipart; /* of a form that may bring a file, else NULL */
    int64_t n_taken;        /* bytes given to it */
    size_t n_discarded;
    bool is_begun;
    bool is_too_large;
} Wire;

/* ---- Out ---- */

static void
bytes_release(void *data)
{
    g_bytes_unref(data);
}

static struct MHD_Response *
response_of(const CxReply *reply)
{
    struct MHD_Response *response = NULL;
    if (reply->body == NULL) {
        response = MHD_create_response_from_buffer(0, NULL, MHD_RESPMEM_PERSISTENT);
    } else {
        gsize len_bytes = 0;
        const void *data = g_bytes_get_data(reply->body, &len_bytes);
        const struct MHD_IoVec part = { .iov_base = data, .iov_len = len_bytes };
        response =
            MHD_create_response_from_iovec(&part, 1, bytes_release, g_bytes_ref(reply->body));
    }
    cx_assert(response != NULL);
    for (size_t i = 0; i < reply->n_headers; i++) {
        /* refused only for line ends, which no value of ours has */
        (void)MHD_add_response_header(response, reply->headers[i].name, reply->headers[i].value);
    }
    return response;
}

/* ---- In ---- */

typedef struct {
    CxIncoming *in;
    const char *forwarded_for;
} Headers;

static enum MHD_Result
on_header(void *cls, CX_UNUSED enum MHD_ValueKind kind, const char *name, const char *value)
{
    Headers *headers = cls;
    CxIncoming *in = headers->in;
    const struct {
        const char *name;
        const char **ret_value;
    } known[] = {
        { "Host", &in->host },
        { "Origin", &in->origin },
        { "Sec-Fetch-Site", &in->fetch_site },
        { "Cookie", &in->cookie },
        { "Authorization", &in->authorization },
        { "Content-Type", &in->content_type },
        { "Accept-Encoding", &in->accept_encoding },
        { "If-None-Match", &in->if_none_match },
        { "HX-Request", &in->hx_request },
        { "X-Forwarded-For", &headers->forwarded_for },
    };
    for (size_t i = 0; i < G_N_ELEMENTS(known); i++) {
        if (g_ascii_strcasecmp(known[i].name, name) != 0)
            continue;
        if (*known[i].ret_value != NULL)
            in->is_header_twice = true;
        *known[i].ret_value = value == NULL ? "" : value;
    }
    return MHD_YES;
}

/* The address of whoever asks; behind our own proxy, the one it adds at the end. */
static char *
address_of(const CxServer *server, struct MHD_Connection *connection, const char *forwarded_for)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    char text[NI_MAXHOST] = "unknown";
    if (info != NULL && info->client_addr != NULL) {
        const socklen_t len_bytes = info->client_addr->sa_family == AF_INET6
                                        ? sizeof(struct sockaddr_in6)
                                        : sizeof(struct sockaddr_in);
        if (getnameinfo(info->client_addr, len_bytes, text, sizeof text, NULL, 0, NI_NUMERICHOST) !=
            0)
            (void)g_strlcpy(text, "unknown", sizeof text);
    }
    const bool is_proxy = g_str_equal(text, "127.0.0.1") || g_str_equal(text, "::1");
    if (!server->hub->config.is_https || !is_proxy || forwarded_for == NULL)
        return g_strdup(text);
    const char *comma = strrchr(forwarded_for, ',');
    return g_strstrip(g_strndup(comma == NULL ? forwarded_for : comma + 1, NI_MAXHOST));
}

static CxSlot *
slot_of(struct MHD_Connection *connection)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    cx_assert(info != NULL && info->socket_context != NULL);
    return info->socket_context;
}

/* The head of a request; *ret_address is what in->address points to. (transfer full) */
static CxIncoming
read_head(const Wire *wire, struct MHD_Connection *connection, const char *method,
          char **ret_address)
{
    CxIncoming in = { .method = method, .target = wire->target };
    Headers headers = { .in = &in };
    (void)MHD_get_connection_values(connection, MHD_HEADER_KIND, on_header, &headers);
    *ret_address = address_of(wire->server, connection, headers.forwarded_for);
    in.address = *ret_address;
    return in;
}

static enum MHD_Result
answer(Wire *wire, struct MHD_Connection *connection, const char *method)
{
    g_autofree char *address = NULL;
    CxIncoming in = read_head(wire, connection, method, &address);
    in.body = wire->body->str;
    in.len_body = wire->body->len;
    in.multipart = wire->multipart;
    in.is_body_too_large = wire->is_too_large;
    CxSlot *slot = slot_of(connection);
    cx_slot_enter(slot, CX_PHASE_HANDLING);
    CxRequest *request = NULL;
    CxReply *reply = NULL;
    cx_handle(wire->server->hub, &in, &request, &reply);
    struct MHD_Response *response = response_of(reply);
    const enum MHD_Result result =
        MHD_queue_response(connection, (unsigned)reply->http_status, response);
    MHD_destroy_response(response);
    cx_reply_free(reply);
    cx_request_free(request);
    cx_slot_enter(slot, CX_PHASE_ANSWERING);
    return result;
}

/* Those who may bring a file get a longer body and more time for it. */
static void
expect_file(Wire *wire, struct MHD_Connection *connection, const char *method)
{
    g_autofree char *address = NULL;
    const CxIncoming in = read_head(wire, connection, method, &address);
    CxHub *hub = wire->server->hub;
    if (!cx_multipart_is_type(in.content_type) || !cx_handle_takes_file(hub, &in))
        return;
    wire->multipart =
        cx_multipart_new(in.content_type, hub->config.spool_dir, hub->config.file_bytes_max);
    cx_slot_enter(slot_of(connection), CX_PHASE_BRINGING);
}

/* How much of a body may come at all: what is over the limit is read and thrown away, so that the
 * sender gets to read why. */
static int64_t
body_bytes_max(const Wire *wire)
{
    return wire->multipart != NULL ? 2 * wire->server->hub->config.file_bytes_max
                                   : (int64_t)DISCARD_BYTES_MAX;
}

/* The head is there: a body that says it is far too long is refused unread. */
static enum MHD_Result
begin(Wire *wire, struct MHD_Connection *connection, const char *method)
{
    wire->is_begun = true;
    expect_file(wire, connection, method);
    const char *text =
        MHD_lookup_connection_value(connection, MHD_HEADER_KIND, MHD_HTTP_HEADER_CONTENT_LENGTH);
    if (text == NULL)
        return MHD_YES;
    int64_t length = 0;
    if (!cx_text_parse_i64(text, &length, NULL) || length < 0)
        length = INT64_MAX;
    wire->is_too_large = wire->multipart == NULL && length > CX_HTTP_BODY_BYTES_MAX;
    if (length <= body_bytes_max(wire))
        return MHD_YES;
    wire->is_too_large = true;
    return answer(wire, connection, method);
}

static enum MHD_Result
take_body(Wire *wire, const char *data, size_t len_bytes)
{
    if (wire->multipart != NULL) {
        wire->n_taken += (int64_t)len_bytes;
        cx_multipart_add(wire->multipart, data, len_bytes);
        return wire->n_taken > body_bytes_max(wire) ? MHD_NO : MHD_YES;
    }
    if (wire->body->len + len_bytes > CX_HTTP_BODY_BYTES_MAX)
        wire->is_too_large = true;
    if (!wire->is_too_large) {
        g_string_append_len(wire->body, data, (gssize)len_bytes);
        return MHD_YES;
    }
    g_string_truncate(wire->body, 0);
    wire->n_discarded += len_bytes;
    return wire->n_discarded > DISCARD_BYTES_MAX ? MHD_NO : MHD_YES;
}

static enum MHD_Result
/* NOLINTNEXTLINE(readability-function-size): libmicrohttpd's signature */
on_request(CX_UNUSED void *cls, struct MHD_Connection *connection, CX_UNUSED const char *url,
           const char *method, CX_UNUSED const char *version, const char *upload_data,
           size_t *upload_data_size, void **con_cls)
{
    Wire *wire = *con_cls;
    if (!wire->is_begun)
        return begin(wire, connection, method);
    if (*upload_data_size == 0)
        return answer(wire, connection, method);
    const size_t len_bytes = *upload_data_size;
    *upload_data_size = 0;
    return take_body(wire, upload_data, len_bytes);
}

/* The request line as it came, before libmicrohttpd decodes any of it. */
static void *
on_target(void *cls, const char *target, CX_UNUSED struct MHD_Connection *connection)
{
    Wire *wire = g_new0(Wire, 1);
    wire->server = cls;
    wire->target = g_strdup(target);
    wire->body = g_string_new(NULL);
    atomic_fetch_add(&wire->server->n_running, 1);
    return wire;
}

static void
on_completed(CX_UNUSED void *cls, struct MHD_Connection *connection, void **con_cls,
             CX_UNUSED enum MHD_RequestTerminationCode code)
{
    Wire *wire = *con_cls;
    if (wire == NULL)
        return;
    *con_cls = NULL;
    cx_slot_enter(slot_of(connection), CX_PHASE_ASKING);
    atomic_fetch_sub(&wire->server->n_running, 1);
    g_free(wire->target);
    (void)g_string_free(wire->body, TRUE);
    cx_multipart_free(wire->multipart);
    g_free(wire);
}

static void
on_connection(void *cls, struct MHD_Connection *connection, void **socket_context,
              enum MHD_ConnectionNotificationCode code)
{
    CxServer *server = cls;
    if (code == MHD_CONNECTION_NOTIFY_STARTED) {
        const union MHD_ConnectionInfo *info =
            MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
        *socket_context = cx_reaper_add(server->reaper, info->connect_fd);
    } else if (*socket_context != NULL) {
        cx_reaper_remove(server->reaper, *socket_context);
        *socket_context = NULL;
    }
}

/* libmicrohttpd's remarks are about strangers' mistakes. */
static void CX_PRINTF(2, 0) on_remark(CX_UNUSED void *cls, const char *format, va_list args)
{
    g_autofree char *text = g_strdup_vprintf(format, args);
    g_debug("%s", g_strchomp(text));
}

/* ---- Starting and stopping ---- */

typedef union {
    struct sockaddr any;
    struct sockaddr_in v4;
    struct sockaddr_in6 v6;
} SocketAddress;

static bool
read_address(const CxServerConfig *config, SocketAddress *ret_address, GError **error)
{
    SocketAddress address = { 0 };
    if (inet_pton(AF_INET, config->address, &address.v4.sin_addr) == 1) {
        address.v4.sin_family = AF_INET;
        address.v4.sin_port = htons(config->port);
    } else if (inet_pton(AF_INET6, config->address, &address.v6.sin6_addr) == 1) {
        address.v6.sin6_family = AF_INET6;
        address.v6.sin6_port = htons(config->port);
    } else {
        g_set_error(error, CX_ERROR, CX_ERROR_INVALID,
                    "the address to listen on must be an IPv4 or IPv6 address, got \"%s\"",
                    config->address);
        return false;
    }
    *ret_address = address;
    return true;
}

static struct MHD_Daemon *
start_daemon(CxServer *server, const SocketAddress *address)
{
    const CxServerConfig *config = &server->hub->config;
    unsigned flags =
        MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_EPOLL | MHD_USE_ITC | MHD_USE_ERROR_LOG;
    if (address->any.sa_family == AF_INET6)
        flags |= MHD_USE_IPv6;
    /* behind a proxy all readers have the proxy's address */
    const unsigned n_ip = config->is_https ? 0 : config->n_connections_ip;
    /* clang-format off */
    return MHD_start_daemon(flags, config->port, NULL, NULL, on_request, server,
        MHD_OPTION_EXTERNAL_LOGGER, on_remark, NULL,
        MHD_OPTION_SOCK_ADDR, &address->any,
        MHD_OPTION_THREAD_POOL_SIZE, config->n_threads,
        MHD_OPTION_CONNECTION_LIMIT, config->n_connections,
        MHD_OPTION_PER_IP_CONNECTION_LIMIT, n_ip,
        MHD_OPTION_CONNECTION_TIMEOUT, config->timeout_idle_s,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)CONNECTION_BYTES,
        MHD_OPTION_STRICT_FOR_CLIENT, 1,
        MHD_OPTION_URI_LOG_CALLBACK, on_target, server,
        MHD_OPTION_NOTIFY_COMPLETED, on_completed, server,
        MHD_OPTION_NOTIFY_CONNECTION, on_connection, server,
        MHD_OPTION_END);
    /* clang-format on */
}

CxServer *
cx_server_start(const CxServerConfig *config, const CxRoute *routes, size_t n_routes,
                const CxServices *services, GError **error)
{
    g_autoptr(CxServer) server = g_new0(CxServer, 1);
    server->hub = cx_hub_new(config, routes, n_routes, services, error);
    SocketAddress address;
    if (server->hub == NULL || !read_address(&server->hub->config, &address, error))
        return NULL;
    const CxServerConfig *told = &server->hub->config;
    server->reaper = cx_reaper_new(told->timeout_request_s, told->timeout_file_s, ANSWERING_S_MAX);
    server->daemon = start_daemon(server, &address);
    if (server->daemon == NULL) {
        g_set_error(error, CX_ERROR, CX_ERROR_IO, "could not listen on %s port %u: %s",
                    server->hub->config.address, config->port, g_strerror(errno));
        return NULL;
    }
    const union MHD_DaemonInfo *info =
        MHD_get_daemon_info(server->daemon, MHD_DAEMON_INFO_BIND_PORT);
    cx_assert(info != NULL);
    server->port = info->port;
    g_autofree char *where =
        g_strdup_printf("%s port %u", server->hub->config.address, server->port);
    cx_log_event(&server->hub->config, "listening", where);
    return g_steal_pointer(&server);
}

uint16_t
cx_server_port(const CxServer *server)
{
    return server->port;
}

void
cx_server_stop(CxServer *server, int64_t timeout_ms)
{
    if (server->daemon == NULL)
        return;
    const MHD_socket listening = MHD_quiesce_daemon(server->daemon);
    const int64_t until_us = cx_clock_monotonic_us() + timeout_ms * 1000;
    while (atomic_load(&server->n_running) > 0 && cx_clock_monotonic_us() < until_us)
        g_usleep(STOP_POLL_US);
    const int n_cut = atomic_load(&server->n_running);
    MHD_stop_daemon(g_steal_pointer(&server->daemon));
    cx_log_event(&server->hub->config, "stopped", n_cut == 0 ? "" : "some requests were cut off");
    if (listening != MHD_INVALID_SOCKET)
        (void)close(listening); /* nothing was written to it */
}

void
cx_server_free(CxServer *server)
{
    if (server == NULL)
        return;
    cx_server_stop(server, 0);
    cx_reaper_free(server->reaper);
    cx_hub_free(server->hub);
    g_free(server);
}

static sigset_t
stop_signals(void)
{
    sigset_t set;
    (void)sigemptyset(&set);
    (void)sigaddset(&set, SIGINT);
    (void)sigaddset(&set, SIGTERM);
    return set;
}

void
cx_server_block_signals(void)
{
    const sigset_t set = stop_signals();
    cx_assert(pthread_sigmask(SIG_BLOCK, &set, NULL) == 0);
}

int
cx_server_wait_signal(void)
{
    const sigset_t set = stop_signals();
    int number = 0;
    cx_assert(sigwait(&set, &number) == 0);
    return number;
}
