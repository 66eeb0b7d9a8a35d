/* coalition serve: the web pages and the API. */
#include "cli/serve.h"

#include "app/runner.h"
#include "base/error.h"
#include "cli/cli.h"
#include "column/clickhouse.h"
#include "column/push.h"
#include "column/shelf.h"
#include "deliver/press.h"
#include "pages/pages.h"
#include "pages/shell.h"
#include "people/user.h"
#include "web/log.h"
#include "web/server.h"

#define STOP_MS 5000

static bool
listen_as_told(const CxCliArgs *args, CxConfig *config, GError **error)
{
    const char *listen = cx_cli_args_option(args, "listen");
    const char *port = cx_cli_args_option(args, "port");
    g_autofree char *joined = port != NULL ? g_strconcat(":", port, NULL) : NULL;
    const char *told = listen != NULL ? listen : joined;
    if (told == NULL)
        return true;
    g_clear_pointer(&config->address, g_free);
    return cx_config_parse_listen(told, &config->address, &config->port, error);
}

static void
log_line(const char *line)
{
    g_printerr("%s\n", line);
}

/* What goes wrong with slices that are pushed down, as a line of the server's log. */
static void
tell_log(const char *words)
{
    static const CxServerConfig as_here = { 0 }; /* the server logs to standard error too */
    cx_log_event(&as_here, "slices", words);
}

static void
start_push(CxPush *push)
{
    if (push == NULL)
        return;
    cx_clickhouse_set_tell(cx_push_clickhouse(push), tell_log);
    cx_push_start(push);
}

bool
cx_cli_serve_home(CxCli *cli, const CxCliArgs *args, const char *hint, GError **error)
{
    cx_server_block_signals();
    g_autoptr(CxCtx) ctx = cx_cli_open(cli, error);
    if (ctx == NULL)
        return false;
    start_push(cx_frame_shelf_push(cli->home->frames));
    CxConfig *config = cli->home->config;
    int64_t n_users = 0;
    if (!listen_as_told(args, config, error) || !cx_user_count(ctx, &n_users, error))
        return false;
    size_t n_files = 0;
    const CxEmbed *files = cx_embed_list(&n_files);
    g_autofree char *spool = g_build_filename(cli->home->dir, CX_SPOOL_DIR, NULL);
    const CxServerConfig server_config = {
        .address = config->address,
        .port = config->port,
        .hosts = (const char *const *)config->hosts,
        .is_https = config->is_https,
        .spool_dir = spool,
        .file_bytes_max = config->upload_mib << 20,
#ifndef CX_DEBUG
        .outlives_defects = true,
#endif
    };
    const CxServices services = {
        .pool = cli->home->pool,
        .templates = cli->home->templates,
        .frames = cli->home->frames,
        .press = cli->home->press,
        .zone = config->zone,
        .clock = &cli->home->clock,
        .files = files,
        .n_files = n_files,
        .shell = { .type = &cx_shell_view_type, .make = cx_shell_make },
    };
    g_autoptr(CxServer) server =
        cx_server_start(&server_config, cx_routes, cx_routes_n, &services, error);
    if (server == NULL)
        return false;
    g_autoptr(CxRunner) runner = cx_runner_start(cli->home, &cx_job_kinds, log_line, error);
    g_autoptr(CxRunner) bringing =
        runner != NULL ? cx_runner_start(cli->home, &cx_bring_kinds, log_line, error) : NULL;
    if (bringing == NULL)
        return false;
    cx_cli_print("Coalition is at http://%s:%u\n", config->address, cx_server_port(server));
    if (hint != NULL)
        cx_cli_print("%s", hint);
    if (n_users == 0) {
        cx_cli_print("Nobody may sign in yet: coalition --home %s user add NAME --role owner\n",
                     cli->home_dir);
    }
    g_autoptr(GError) no_press = NULL;
    if (!cx_press_check(cli->home->press, &no_press))
        cx_cli_print("Everything works but PDF: %s\n", no_press->message);
    (void)fflush(stdout); /* whoever waits for the address reads it now */
    (void)cx_server_wait_signal();
    cx_runner_stop(g_steal_pointer(&bringing));
    cx_runner_stop(g_steal_pointer(&runner));
    cx_server_stop(server, STOP_MS);
    return true;
}

static bool
run(CxCli *cli, const CxCliArgs *args, GError **error)
{
    return cx_cli_serve_home(cli, args, NULL, error);
}

const CxCliOption cx_cli_serve_options[] = {
    { "port", "N", "port to listen on at 127.0.0.1; 0 takes any free one" },
    { "listen", "ADDRESS:PORT", "where to listen, like 0.0.0.0:8080" },
    { 0 },
};

const CxCliCommand cx_cli_serve = {
    .name = "serve",
    .usage = "[--port N]",
    .about = "Serve the pages and the API until stopped",
    .options = cx_cli_serve_options,
    .run = run,
};
