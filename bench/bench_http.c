/* Answers a second over one client thread and 64 kept connections: our server, from socket to view
 * to socket with a context from the store, against libmicrohttpd alone sending the same bytes.
 *
 * Rounds are interleaved, medians compared. Prints one line of JSON as bench/measure.h says, times
 * being those of one answer. */
#include <arpa/inet.h>
#include <glib.h>
#include <glib/gstdio.h>
#include <microhttpd.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/secret.h"
#include "db/migrate.h"
#include "db/pool.h"
#include "lang/assert.h"
#include "web/server.h"

#define N_CONNECTIONS 64
#define N_ROUNDS      7
#define ROUND_US      INT64_C(1000000)
#define N_THREADS     1 /* the client needs the other core */

typedef struct {
    const char *text;
} BenchView;

static const CxViewField bench_fields[] = {
    CX_FIELD(BenchView, text, CX_FIELD_TEXT, "200 bytes"),
};
static const CxViewType bench_type =
    CX_VIEW_TYPE("Bench", BenchView, bench_fields, "A short answer");
static char text_200[201];

static bool
show(CX_UNUSED CxCtx *ctx, CX_UNUSED const CxRequest *request, CxReply *reply, GError **error)
{
    const BenchView view = { .text = text_200 };
    return cx_reply_view(reply, "none", "Bench", &bench_type, &view, error);
}

static const CxRoute routes[] = {
    { .path = "/bench", .handler = show, .access = CX_ACCESS_PUBLIC },
};

/* ---- The peer ---- */

static enum MHD_Result
answer_bare(void *cls, struct MHD_Connection *connection, CX_UNUSED const char *url,
            CX_UNUSED const char *method, CX_UNUSED const char *version,
            CX_UNUSED const char *upload_data, CX_UNUSED size_t *upload_data_size, void **con_cls)
{
    static int seen;
    if (*con_cls == NULL) {
        *con_cls = &seen;
        return MHD_YES;
    }
    return MHD_queue_response(connection, MHD_HTTP_OK, cls);
}

/* ---- The client ---- */

static const char ask[] = "GET /api/v1/bench HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";

static int
connect_to(uint16_t port)
{
    const int fd = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons(port) };
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    cx_assert(fd >= 0 && connect(fd, (const struct sockaddr *)&address, sizeof address) == 0);
    return fd;
}

static void
send_ask(int fd)
{
    cx_assert(send(fd, ask, sizeof ask - 1, MSG_NOSIGNAL) == (ssize_t)sizeof ask - 1);
}

/* One whole answer; (transfer full). All are as long. */
static GBytes *
fetch_answer(uint16_t port)
{
    const int fd = connect_to(port);
    send_ask(fd);
    g_usleep(200000);
    char buffer[8192];
    const ssize_t n = recv(fd, buffer, sizeof buffer, 0);
    cx_assert(n > 15 && memcmp(buffer, "HTTP/1.1 200 OK", 15) == 0);
    (void)close(fd);
    return g_bytes_new(buffer, (size_t)n);
}

/* An answer of the same headers and body, made once. */
static struct MHD_Response *
copy_answer(GBytes *answer)
{
    g_autofree char *text = g_strndup(g_bytes_get_data(answer, NULL), g_bytes_get_size(answer));
    char *body = strstr(text, "\r\n\r\n");
    cx_assert(body != NULL);
    *body = '\0';
    body += 4;
    struct MHD_Response *response =
        MHD_create_response_from_buffer(strlen(body), body, MHD_RESPMEM_MUST_COPY);
    g_auto(GStrv) lines = g_strsplit(text, "\r\n", -1);
    for (size_t i = 1; lines[i] != NULL; i++) {
        g_auto(GStrv) pair = g_strsplit(lines[i], ": ", 2);
        if (!g_str_equal(pair[0], "Date") && !g_str_equal(pair[0], "Content-Length"))
            (void)MHD_add_response_header(response, pair[0], pair[1]);
    }
    return response;
}

/* Answers a second. */
static double
run_round(uint16_t port, size_t len_answer)
{
    const int epoll = epoll_create1(0);
    size_t n_got[N_CONNECTIONS] = { 0 };
    int fds[N_CONNECTIONS];
    for (uint32_t i = 0; i < N_CONNECTIONS; i++) {
        fds[i] = connect_to(port);
        struct epoll_event event = { .events = EPOLLIN, .data = { .u32 = i } };
        cx_assert(epoll_ctl(epoll, EPOLL_CTL_ADD, fds[i], &event) == 0);
        send_ask(fds[i]);
    }
    int64_t n_answers = 0;
    const int64_t began_us = cx_clock_monotonic_us();
    int64_t now_us = began_us;
    while (now_us - began_us < ROUND_US) {
        struct epoll_event events[N_CONNECTIONS];
        const int n = epoll_wait(epoll, events, N_CONNECTIONS, 1000);
        for (int k = 0; k < n; k++) {
            const uint32_t i = events[k].data.u32;
            char buffer[8192];
            const ssize_t len_bytes = recv(fds[i], buffer, sizeof buffer, 0);
            cx_assert(len_bytes > 0);
            n_got[i] += (size_t)len_bytes;
            if (n_got[i] < len_answer)
                continue;
            n_got[i] = 0;
            n_answers++;
            send_ask(fds[i]);
        }
        now_us = cx_clock_monotonic_us();
    }
    for (size_t i = 0; i < N_CONNECTIONS; i++)
        (void)close(fds[i]);
    (void)close(epoll);
    return (double)n_answers * 1e6 / (double)(now_us - began_us);
}

static int
by_size(const void *a, const void *b)
{
    const double x = *(const double *)a;
    const double y = *(const double *)b;
    return (x > y) - (x < y);
}

static double
median(double *values, int n)
{
    qsort(values, (size_t)n, sizeof *values, by_size);
    return values[n / 2];
}

static void
drop_line(CX_UNUSED const char *line, CX_UNUSED void *log_data)
{
}

static struct MHD_Daemon *
start_bare(struct MHD_Response *response)
{
    return MHD_start_daemon(MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_EPOLL, 0, NULL, NULL,
                            answer_bare, response, MHD_OPTION_THREAD_POOL_SIZE, N_THREADS + 1U,
                            MHD_OPTION_END);
}

int
main(int argc, char **argv)
{
    const int n_rounds = argc > 1 && g_str_equal(argv[1], "--quick") ? 1 : N_ROUNDS;
    cx_secret_start();
    memset(text_200, 'x', sizeof text_200 - 1);
    g_autofree char *folder = g_dir_make_tmp("coalition-bench-XXXXXX", NULL);
    g_autofree char *path = g_build_filename(folder, "bench.db", NULL);
    g_autofree char *url = g_strconcat("sqlite:", path, NULL);
    const CxClock clock = { 0 };
    cx_assert(cx_db_migrate(url, cx_clock_now(&clock), NULL));
    CxDbPool *pool = cx_db_pool_new(url, 8);
    CxTemplates *templates = cx_templates_new(NULL);
    const CxServices services = { .pool = pool, .templates = templates, .clock = &clock };
    const CxServerConfig config = { .n_threads = N_THREADS + 1, .log = drop_line };
    GError *error = NULL;
    CxServer *ours = cx_server_start(&config, routes, 1, &services, &error);
    cx_assert(error == NULL);
    const uint16_t port = cx_server_port(ours);
    g_autoptr(GBytes) sample = fetch_answer(port);
    struct MHD_Response *response = copy_answer(sample);
    struct MHD_Daemon *bare = start_bare(response);
    const uint16_t bare_port = MHD_get_daemon_info(bare, MHD_DAEMON_INFO_BIND_PORT)->port;
    g_autoptr(GBytes) bare_sample = fetch_answer(bare_port);
    const size_t len_ours = g_bytes_get_size(sample);
    const size_t len_bare = g_bytes_get_size(bare_sample);
    cx_assert(len_ours == len_bare);
    double a[N_ROUNDS];
    double b[N_ROUNDS];
    for (int i = 0; i < n_rounds; i++) {
        a[i] = run_round(port, len_ours);
        b[i] = run_round(bare_port, len_bare);
    }
    const double ours_s = median(a, n_rounds);
    const double bare_s = median(b, n_rounds);
    (void)printf("{\"case\": \"http, a short answer\", \"ours_ms\": %.5f, "
                 "\"peer\": \"libmicrohttpd alone, the same bytes\", \"peer_ms\": %.5f, "
                 "\"ratio\": %.3f, \"target\": 0.9}\n",
                 1e3 / ours_s, 1e3 / bare_s, ours_s / bare_s);
    cx_server_free(ours);
    MHD_stop_daemon(bare);
    MHD_destroy_response(response);
    cx_templates_free(templates);
    cx_db_pool_free(pool);
    (void)g_unlink(path);
    (void)g_rmdir(folder);
    return 0;
}
