#include "base/error.h"
#include "base/limits.h"
#include "lang/assert.h"
#include "web/hub_priv.h"

static unsigned
or_else(unsigned value, unsigned fallback)
{
    return value == 0 ? fallback : value;
}

/* The names served: those given, else the loopback's and the address listened on. */
static char **
resolve_hosts(const CxServerConfig *config)
{
    if (config->hosts != NULL) {
        GPtrArray *hosts = g_ptr_array_new();
        for (size_t i = 0; config->hosts[i] != NULL; i++) {
            if (*config->hosts[i] != '\0')
                g_ptr_array_add(hosts, g_strdup(config->hosts[i]));
        }
        g_ptr_array_add(hosts, NULL);
        return (char **)g_ptr_array_free(hosts, FALSE);
    }
    char **hosts = g_new0(char *, 5);
    hosts[0] = g_strdup("localhost");
    hosts[1] = g_strdup("127.0.0.1");
    hosts[2] = g_strdup("[::1]");
    hosts[3] = strchr(config->address, ':') == NULL ? g_strdup(config->address)
                                                    : g_strdup_printf("[%s]", config->address);
    return hosts;
}

CxHub *
cx_hub_new(const CxServerConfig *config, const CxRoute *routes, size_t n_routes,
           const CxServices *services, GError **error)
{
    g_autoptr(CxHub) hub = g_new0(CxHub, 1);
    hub->config = *config;
    hub->address = g_strdup(config->address == NULL ? "127.0.0.1" : config->address);
    hub->config.address = hub->address;
    hub->hosts = resolve_hosts(&hub->config);
    hub->config.hosts = (const char *const *)hub->hosts;
    hub->config.n_threads = or_else(config->n_threads, 4);
    hub->config.n_connections = or_else(config->n_connections, 1024);
    hub->config.n_connections_ip = or_else(config->n_connections_ip, 256);
    hub->config.timeout_idle_s = or_else(config->timeout_idle_s, 30);
    hub->config.timeout_request_s = or_else(config->timeout_request_s, 60);
    hub->config.timeout_file_s = or_else(config->timeout_file_s, 3600);
    hub->spool_dir = g_strdup(config->spool_dir != NULL ? config->spool_dir : g_get_tmp_dir());
    hub->config.spool_dir = hub->spool_dir;
    if (config->file_bytes_max == 0)
        hub->config.file_bytes_max = CX_HTTP_FILE_BYTES_MAX;
    hub->services = *services;
    if (services->problem_template == NULL)
        hub->services.problem_template = "problem";
    if (services->sign_in_path == NULL)
        hub->services.sign_in_path = "/sign-in";
    hub->throttle = cx_throttle_new();
    hub->assets = cx_assets_new(services->files, services->n_files);
    hub->router = cx_router_new(routes, n_routes, error);
    if (hub->router == NULL)
        return NULL;
    return g_steal_pointer(&hub);
}

void
cx_hub_free(CxHub *hub)
{
    if (hub == NULL)
        return;
    g_free(hub->address);
    g_free(hub->spool_dir);
    g_strfreev(hub->hosts);
    cx_router_free(hub->router);
    cx_throttle_free(hub->throttle);
    cx_assets_free(hub->assets);
    g_free(hub);
}
