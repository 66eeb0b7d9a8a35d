#include "cli/cli.h"

#include <errno.h>
#include <inttypes.h>
#include <signal.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "base/error.h"
#include "codec/json.h"
#include "column/clickhouse.h"
#include "column/shelf.h"
#include "db/db.h"
#include "db/pool.h"
#include "view/field.h"

const char cx_cli_default_home[] = "home";

static void
tell(const char *words)
{
    g_printerr("coalition: %s\n", words);
}

static bool
open_home(CxCli *cli, GError **error)
{
    cli->home = cx_home_open(cli->home_dir, cli->at, error);
    if (cli->home == NULL)
        return false;
    const CxPush *push = cx_frame_shelf_push(cli->home->frames);
    if (push != NULL)
        cx_clickhouse_set_tell(cx_push_clickhouse(push), tell);
    return true;
}

CxCtx *
cx_cli_open(CxCli *cli, GError **error)
{
    if (cli->home == NULL && !open_home(cli, error))
        return NULL;
    if (cli->db == NULL)
        cli->db = cx_db_pool_take(cli->home->pool, CX_DB_WRITE, error);
    if (cli->db == NULL)
        return NULL;
    return cx_home_ctx(cli->home, cli->db);
}

bool
cx_cli_finish(CxCli *cli, CxCtx *ctx, GError **error)
{
    return cx_ctx_flush(ctx, cli->db, error);
}

void
cx_cli_close(CxCli *cli)
{
    if (cli->db != NULL)
        cx_db_close(cli->db);
    cli->db = NULL;
    g_clear_pointer(&cli->home, cx_home_free);
}

/* ---- Progress ---- */

/* Set by Ctrl-C; read between the steps of a long command. */
static volatile sig_atomic_t is_interrupted;

static void
on_interrupt(int signal_number)
{
    (void)signal_number;
    is_interrupted = 1;
}

typedef struct {
    const char *what;
    bool is_terminal;
    bool is_begun;       /* something was shown; quick commands show nothing */
    int64_t shown_at_us; /* monotonic */
} Watch;

#define SHOW_EVERY_US 200000

static bool
watch_step(void *data, int64_t n_done, int64_t n_total)
{
    Watch *watch = data;
    const int64_t now_us = cx_clock_monotonic_us();
    const bool is_end = n_done == n_total;
    const bool is_due = is_end ? watch->is_begun : now_us - watch->shown_at_us >= SHOW_EVERY_US;
    if (watch->is_terminal && is_due && n_total > 0) {
        watch->shown_at_us = now_us;
        watch->is_begun = !is_end;
        g_printerr("\r%s %3d %%%s", watch->what, (int)(100 * n_done / n_total), is_end ? "\n" : "");
    }
    return is_interrupted == 0;
}

static bool
line_step(void *data, int64_t n_done, int64_t n_total)
{
    (void)data;
    g_printerr("progress %" PRId64 " %" PRId64 "\n", n_done, n_total);
    return is_interrupted == 0;
}

bool
cx_cli_is_interrupted(void)
{
    return is_interrupted != 0;
}

static void
catch_interrupt(void)
{
    struct sigaction action = { .sa_handler = on_interrupt };
    (void)sigaction(SIGINT, &action, NULL); /* else Ctrl-C ends the program, which is safe too */
}

void
cx_cli_watch_lines(CxCtx *ctx)
{
    ctx->progress = (CxProgress){ line_step, NULL };
    catch_interrupt();
}

void
cx_cli_watch(CxCtx *ctx, const char *what)
{
    Watch *watch = cx_arena_new0(ctx->arena, Watch);
    watch->what = what;
    watch->is_terminal = isatty(STDERR_FILENO) != 0;
    watch->shown_at_us = cx_clock_monotonic_us();
    ctx->progress = (CxProgress){ watch_step, watch };
    catch_interrupt();
}

void
cx_cli_watch_end(CxCtx *ctx)
{
    (void)ctx->progress.step(ctx->progress.data, 1,
                             1); /* it is done, and no longer to be cancelled */
}

void
cx_cli_print(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    g_autofree char *text = g_strdup_vprintf(format, args);
    va_end(args);
    (void)fputs(text, stdout); /* a closed pipe is the reader's choice */
}

void
cx_cli_print_json(const CxViewType *type, const void *view)
{
    g_autoptr(GString) out = g_string_new(NULL);
    g_autoptr(CxJsonWriter) json = cx_json_writer_new(out, CX_JSON_INDENTED);
    cx_view_write_json(type, view, json);
    cx_cli_print("%s\n", out->str);
}

char *
cx_cli_read_secret(const CxCliArgs *args, const char *prompt, GError **error)
{
    struct termios before;
    const bool is_terminal =
        !cx_cli_args_has(args, "password-stdin") && tcgetattr(STDIN_FILENO, &before) == 0;
    if (is_terminal) {
        struct termios quiet = before;
        quiet.c_lflag &= ~(tcflag_t)ECHO;
        g_printerr("%s: ", prompt);
        (void)tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet); /* at worst it is seen */
    }
    char line[2048];
    const char *got = fgets(line, sizeof line, stdin);
    if (is_terminal) {
        (void)tcsetattr(STDIN_FILENO, TCSAFLUSH, &before); /* as above */
        g_printerr("\n");
    }
    if (got == NULL) {
        g_set_error(error, CX_ERROR, CX_ERROR_INVALID, "%s: nothing was typed", prompt);
        return NULL;
    }
    line[strcspn(line, "\r\n")] = '\0';
    return g_strdup(line);
}

GBytes *
cx_cli_read_file(const char *path, gsize max_bytes, GError **error)
{
    const bool is_input = g_str_equal(path, "-");
    FILE *file = is_input ? stdin : fopen(path, "rb");
    if (file == NULL) {
        g_set_error(error, CX_ERROR, errno == ENOENT ? CX_ERROR_NOT_FOUND : CX_ERROR_IO,
                    "could not open \"%s\": %s", path, g_strerror(errno));
        return NULL;
    }
    g_autoptr(GByteArray) bytes = g_byte_array_new();
    uint8_t buffer[1 << 16];
    size_t n = 0;
    while (bytes->len <= max_bytes && (n = fread(buffer, 1, sizeof buffer, file)) > 0)
        g_byte_array_append(bytes, buffer, (guint)n);
    const bool is_failed = ferror(file) != 0;
    if (!is_input)
        (void)fclose(file); /* it was only read */
    if (is_failed) {
        g_set_error(error, CX_ERROR, CX_ERROR_IO, "could not read \"%s\"", path);
        return NULL;
    }
    if (bytes->len > max_bytes) {
        g_set_error(error, CX_ERROR, CX_ERROR_TOO_LARGE,
                    "\"%s\" is larger than %" G_GSIZE_FORMAT " MB", path, max_bytes >> 20);
        return NULL;
    }
    return g_byte_array_free_to_bytes(g_steal_pointer(&bytes));
}

GBytes *
cx_cli_map_file(const char *path, GError **error)
{
    if (g_str_equal(path, "-"))
        return cx_cli_read_file(path, CX_CLI_INPUT_BYTES_MAX, error);
    g_autoptr(GError) cause = NULL;
    g_autoptr(GMappedFile) mapped = g_mapped_file_new(path, FALSE, &cause);
    if (mapped != NULL)
        return g_mapped_file_get_bytes(mapped);
    const bool is_absent = g_error_matches(cause, G_FILE_ERROR, G_FILE_ERROR_NOENT);
    g_set_error(error, CX_ERROR, is_absent ? CX_ERROR_NOT_FOUND : CX_ERROR_IO, "%s",
                cause->message);
    return NULL;
}
