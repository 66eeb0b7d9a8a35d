#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/embed.h"
#include "base/error.h"
#include "base/limits.h"
#include "base/text.h"
#include "deliver/worker_priv.h"
#include "lang/assert.h"

/* The first start of the day reads Python, Pango and the system's fonts from disk. */
#define START_MS INT64_C(60000)
#define PRINT_MS INT64_C(30000)
/* To leave in order, which takes away the copies of the fonts it made. */
#define LEAVE_MS 1000

#define LINE_BYTES_MAX 512

/* Reads the program itself, so that no file of it lies anywhere. */
#define BOOTSTRAP                                                                                  \
    "import sys; i = sys.stdin.buffer; "                                                           \
    "exec(compile(i.read(int(i.readline())), 'worker.py', 'exec'))"

/* What documents may name; the order of the styles is the page's. */
static const char *const fonts[] = {
    "assets/vendor/files/inter-latin-400-normal.woff2",
    "assets/vendor/files/inter-latin-500-normal.woff2",
    "assets/vendor/files/inter-latin-600-normal.woff2",
    "assets/vendor/files/inter-latin-ext-400-normal.woff2",
    "assets/vendor/files/inter-latin-ext-500-normal.woff2",
    "assets/vendor/files/inter-latin-ext-600-normal.woff2",
};
static const char *const styles[] = { "assets/vendor/inter-print.css", "assets/coalition.css" };

/* ---- Bytes there and back, each within a time ---- */

/* Waits for the socket; false once the time is up. */
static bool
wait_for(const CxWorker *worker, short events, int64_t until_us, GError **error)
{
    struct pollfd poller = { .fd = worker->fd, .events = events };
    for (;;) {
        const int64_t left_us = until_us - cx_clock_monotonic_us();
        const int n = left_us <= 0 ? 0 : poll(&poller, 1, (int)(left_us / 1000) + 1);
        if (n > 0)
            return true;
        if (n < 0 && errno == EINTR)
            continue;
        g_set_error_literal(error, CX_ERROR, CX_ERROR_IO,
                            "printing took too long and was ended; nothing was changed");
        return false;
    }
}

static bool
fail_gone(GError **error)
{
    g_set_error_literal(error, CX_ERROR, CX_ERROR_IO,
                        "the printing process ended; the next document starts another");
    return false;
}

static bool
send_bytes(const CxWorker *worker, const void *data, size_t len_bytes, int64_t until_us,
           GError **error)
{
    const char *at = data;
    while (len_bytes > 0) {
        const ssize_t n = send(worker->fd, at, len_bytes, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (n > 0) {
            at += n;
            len_bytes -= (size_t)n;
        } else if (n < 0 && (errno == EAGAIN || errno == EINTR)) {
            if (!wait_for(worker, POLLOUT, until_us, error))
                return false;
        } else {
            return fail_gone(error);
        }
    }
    return true;
}

static bool
send_text(const CxWorker *worker, const char *text, int64_t until_us, GError **error)
{
    return send_bytes(worker, text, strlen(text), until_us, error);
}

static bool
receive_bytes(const CxWorker *worker, char *data, size_t len_bytes, int64_t until_us,
              GError **error)
{
    while (len_bytes > 0) {
        const ssize_t n = recv(worker->fd, data, len_bytes, MSG_DONTWAIT);
        if (n > 0) {
            data += n;
            len_bytes -= (size_t)n;
        } else if (n < 0 && (errno == EAGAIN || errno == EINTR)) {
            if (!wait_for(worker, POLLIN, until_us, error))
                return false;
        } else {
            return fail_gone(error);
        }
    }
    return true;
}

/* A line of words, without its end; (transfer full). */
static char *
receive_line(const CxWorker *worker, int64_t until_us, GError **error)
{
    g_autoptr(GString) line = g_string_new(NULL);
    while (line->len < LINE_BYTES_MAX) {
        char c = '\0';
        if (!receive_bytes(worker, &c, 1, until_us, error))
            return NULL;
        if (c == '\n')
            return g_string_free(g_steal_pointer(&line), FALSE);
        g_string_append_c(line, c);
    }
    g_set_error_literal(error, CX_ERROR, CX_ERROR_IO, "the printing process speaks nonsense");
    return NULL;
}

/* ---- Life ---- */

bool
cx_worker_is_running(const CxWorker *worker)
{
    return worker->pid != 0;
}

/* Waits a while for the end of a process, which is still to be reaped after it. */
static bool
has_left(GPid pid)
{
    const int fd = pidfd_open(pid, 0);
    if (fd < 0)
        return false;
    struct pollfd poller = { .fd = fd, .events = POLLIN };
    const bool has_ended = poll(&poller, 1, LEAVE_MS) > 0;
    (void)close(fd);
    return has_ended;
}

void
cx_worker_stop(CxWorker *worker)
{
    if (!cx_worker_is_running(worker))
        return;
    (void)close(worker->fd);
    (void)kill(worker->pid, SIGTERM);
    if (!has_left(worker->pid))
        (void)kill(worker->pid, SIGKILL);
    while (waitpid(worker->pid, NULL, 0) < 0 && errno == EINTR)
        continue;
    g_spawn_close_pid(worker->pid);
    *worker = (CxWorker){ 0 };
}

/* Starts the interpreter with one end of a socket as both its input and its output. */
static bool
spawn(CxWorker *worker, const char *python, GError **error)
{
    int ends[2] = { -1, -1 };
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) {
        g_set_error(error, CX_ERROR, CX_ERROR_IO, "could not make a socket for printing: %s",
                    g_strerror(errno));
        return false;
    }
    g_auto(GStrv) argv = g_strsplit("\n-I\n-c\n" BOOTSTRAP, "\n", -1);
    g_free(argv[0]);
    argv[0] = g_strdup(python);
    g_autoptr(GError) local = NULL;
    GPid pid = 0;
    const bool is_started = g_spawn_async_with_fds(NULL, argv, NULL,
                                                   G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_SEARCH_PATH |
                                                       G_SPAWN_STDERR_TO_DEV_NULL,
                                                   NULL, NULL, &pid, ends[1], ends[1], -1, &local);
    (void)close(ends[1]);
    if (!is_started) {
        (void)close(ends[0]);
        g_set_error(error, CX_ERROR, CX_ERROR_UNSUPPORTED, "could not start \"%s\": %s", python,
                    local->message);
        return false;
    }
    *worker = (CxWorker){ .pid = pid, .fd = ends[0] };
    return true;
}

static bool
send_file(const CxWorker *worker, const char *name, int64_t until_us, GError **error)
{
    const CxEmbed *file = cx_embed_find(name);
    cx_assert(file != NULL);
    g_autofree char *head = g_strdup_printf("file %s %zu\n", name, file->len_bytes);
    return send_text(worker, head, until_us, error) &&
           send_bytes(worker, file->data, file->len_bytes, until_us, error);
}

static bool
send_style(const CxWorker *worker, const char *name, int64_t until_us, GError **error)
{
    g_autofree char *words = g_strdup_printf("style %s\n", name);
    if (!send_file(worker, name, until_us, error) || !send_text(worker, words, until_us, error))
        return false;
    g_autofree char *reply = receive_line(worker, until_us, error);
    if (reply == NULL)
        return false;
    if (g_str_equal(reply, "ready"))
        return true;
    if (g_str_equal(reply, "missing")) {
        g_set_error_literal(error, CX_ERROR, CX_ERROR_UNSUPPORTED,
                            "this Python does not have WeasyPrint");
    } else {
        g_set_error(error, CX_ERROR, CX_ERROR_IO, "the style sheet \"%s\" cannot be printed with",
                    name);
    }
    return false;
}

static bool
warm(const CxWorker *worker, GError **error)
{
    const int64_t until_us = cx_clock_monotonic_us() + START_MS * 1000;
    const CxEmbed *program = cx_embed_find("print/worker.py");
    cx_assert(program != NULL);
    g_autofree char *head = g_strdup_printf("%zu\n", program->len_bytes);
    if (!send_text(worker, head, until_us, error) ||
        !send_bytes(worker, program->data, program->len_bytes, until_us, error))
        return false;
    for (size_t i = 0; i < CX_N_ELEMENTS(fonts); i++) {
        if (!send_file(worker, fonts[i], until_us, error))
            return false;
    }
    for (size_t i = 0; i < CX_N_ELEMENTS(styles); i++) {
        if (!send_style(worker, styles[i], until_us, error))
            return false;
    }
    return true;
}

static bool
start_with(CxWorker *worker, const char *python, GError **error)
{
    if (!spawn(worker, python, error))
        return false;
    if (warm(worker, error))
        return true;
    cx_worker_stop(worker);
    return false;
}

/* The system's own may have what the one on the PATH has not. */
static const char *const usual[] = { "python3", "/usr/bin/python3" };

static bool
fail_missing(GError **error)
{
    g_set_error_literal(
        error, CX_ERROR, CX_ERROR_UNSUPPORTED,
        "PDFs are made by WeasyPrint, which is not installed on this machine; install it with: "
        "apt-get install weasyprint fonts-dejavu-core (or print the page from the browser)");
    return false;
}

bool
cx_worker_start(CxWorker *worker, const char *python, GError **error)
{
    const size_t n = python != NULL ? 1 : CX_N_ELEMENTS(usual);
    for (size_t i = 0; i < n; i++) {
        g_autoptr(GError) local = NULL;
        if (start_with(worker, python != NULL ? python : usual[i], &local))
            return true;
        if (cx_error_code(local) != CX_ERROR_UNSUPPORTED && i + 1 == n) {
            g_propagate_error(error, g_steal_pointer(&local));
            return false;
        }
    }
    return fail_missing(error);
}

static bool
has_weasyprint(const char *python)
{
    g_auto(GStrv) argv = g_strsplit("\n-I\n-c\nimport importlib.util as u, sys; "
                                    "sys.exit(u.find_spec('weasyprint') is None)",
                                    "\n", -1);
    g_free(argv[0]);
    argv[0] = g_strdup(python);
    int status = 0;
    return g_spawn_sync(NULL, argv, NULL,
                        G_SPAWN_SEARCH_PATH | G_SPAWN_STDERR_TO_DEV_NULL |
                            G_SPAWN_STDOUT_TO_DEV_NULL,
                        NULL, NULL, NULL, NULL, &status, NULL) &&
           status == 0;
}

bool
cx_worker_check(const char *python, GError **error)
{
    if (python != NULL)
        return has_weasyprint(python) || fail_missing(error);
    for (size_t i = 0; i < CX_N_ELEMENTS(usual); i++) {
        if (has_weasyprint(usual[i]))
            return true;
    }
    return fail_missing(error);
}

/* ---- Printing ---- */

static GBytes *
receive_pdf(const CxWorker *worker, int64_t until_us, GError **error)
{
    g_autofree char *line = receive_line(worker, until_us, error);
    if (line == NULL)
        return NULL;
    g_auto(GStrv) words = g_strsplit(line, " ", 3);
    guint64 len_bytes = 0;
    if (words[0] == NULL || words[1] == NULL ||
        !g_ascii_string_to_unsigned(words[1], 10, 0, CX_PDF_BYTES_MAX, &len_bytes, NULL)) {
        g_set_error_literal(error, CX_ERROR, CX_ERROR_IO, "the printing process speaks nonsense");
        return NULL;
    }
    g_autofree char *data = g_try_malloc(len_bytes + 1);
    if (data == NULL) {
        g_set_error_literal(error, CX_ERROR, CX_ERROR_TOO_LARGE, "the PDF is too large to be kept");
        return NULL;
    }
    if (!receive_bytes(worker, data, len_bytes, until_us, error))
        return NULL;
    if (!g_str_equal(words[0], "pdf")) {
        data[len_bytes] = '\0';
        g_set_error(error, CX_ERROR, CX_ERROR_IO, "the document could not be printed: %s", data);
        return NULL;
    }
    return g_bytes_new_take(g_steal_pointer(&data), len_bytes);
}

GBytes *
cx_worker_print(CxWorker *worker, const char *html, size_t len_bytes, GError **error)
{
    cx_assert(cx_worker_is_running(worker));
    const int64_t until_us = cx_clock_monotonic_us() + PRINT_MS * 1000;
    g_autofree char *head = g_strdup_printf("print %zu\n", len_bytes);
    g_autoptr(GBytes) pdf = NULL;
    if (send_text(worker, head, until_us, error) &&
        send_bytes(worker, html, len_bytes, until_us, error))
        pdf = receive_pdf(worker, until_us, error);
    worker->n_printed++;
    if (pdf == NULL)
        cx_worker_stop(worker);
    return g_steal_pointer(&pdf);
}
