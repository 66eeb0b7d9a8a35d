#include "app/config.h"

#include <string.h>

#include "base/civil.h"
#include "base/error.h"
#include "base/limits.h"
#include "base/text.h"

#define GROUP        "coalition"
#define NIGHTLY_HOUR 2

void
cx_config_free(CxConfig *config)
{
    if (config == NULL)
        return;
    g_free(config->database);
    g_free(config->address);
    g_strfreev(config->hosts);
    g_free(config->zone);
    g_free(config->python);
    g_free(config->slices);
    g_free(config);
}

bool
cx_config_parse_listen(const char *text, char **ret_address, uint16_t *ret_port, GError **error)
{
    const char *colon = strrchr(text, ':');
    guint64 port = 0;
    if (colon == NULL || !g_ascii_string_to_unsigned(colon + 1, 10, 0, 65535, &port, NULL)) {
        g_set_error(error, CX_ERROR, CX_ERROR_INVALID,
                    "where to listen is written like 127.0.0.1:8080, got \"%s\"", text);
        return false;
    }
    g_autofree char *address = g_strndup(text, (gsize)(colon - text));
    const size_t len_bytes = strlen(address);
    if (len_bytes >= 2 && address[0] == '[' && address[len_bytes - 1] == ']') {
        g_autofree char *inner = g_strndup(address + 1, len_bytes - 2);
        *ret_address = g_steal_pointer(&inner);
    } else {
        *ret_address = len_bytes > 0 ? g_steal_pointer(&address) : g_strdup("127.0.0.1");
    }
    *ret_port = (uint16_t)port;
    return true;
}

/* The setting: from the environment, else from the file, else NULL; (transfer full). */
static char *
setting(GKeyFile *file, const char *variable, const char *key)
{
    const char *value = variable != NULL ? g_getenv(variable) : NULL;
    if (value != NULL && *value != '\0')
        return g_strdup(value);
    return g_key_file_get_string(file, GROUP, key, NULL);
}

static bool
check_keys(GKeyFile *file, const char *path, GError **error)
{
    static const char *const known[] = { "database", "listen", "hosts",   "https",      "zone",
                                         "python",   "at",     "nightly", "upload_mib", "slices" };
    g_auto(GStrv) keys = g_key_file_get_keys(file, GROUP, NULL, NULL);
    for (size_t i = 0; keys != NULL && keys[i] != NULL; i++) {
        bool is_known = false;
        for (size_t j = 0; j < CX_N_ELEMENTS(known); j++)
            is_known = is_known || g_str_equal(keys[i], known[j]);
        if (!is_known) {
            g_set_error(error, CX_ERROR, CX_ERROR_INVALID, "%s: there is no setting \"%s\"", path,
                        keys[i]);
            return false;
        }
    }
    return true;
}

/* "2" or "02:00": a whole hour of the day. */
static bool
parse_hour(const char *text, int *ret_hour, GError **error)
{
    if (text == NULL)
        return true;
    g_autofree char *digits =
        g_str_has_suffix(text, ":00") ? g_strndup(text, strlen(text) - 3) : g_strdup(text);
    guint64 hour = 0;
    if (!g_ascii_string_to_unsigned(digits, 10, 0, 23, &hour, NULL)) {
        g_set_error(error, CX_ERROR, CX_ERROR_INVALID,
                    "the nightly begins at a whole hour like 02:00, got \"%s\"", text);
        return false;
    }
    *ret_hour = (int)hour;
    return true;
}

static bool
read_upload_mib(CxConfig *config, GKeyFile *file, GError **error)
{
    g_autofree char *text = setting(file, "COALITION_UPLOAD_MIB", "upload_mib");
    config->upload_mib = CX_HTTP_FILE_BYTES_MAX >> 20;
    if (text == NULL)
        return true;
    int64_t mib = 0;
    if (!cx_text_parse_i64(text, &mib, NULL) || mib < 1 || mib > CX_FILE_BYTES_MAX >> 20) {
        g_set_error(error, CX_ERROR, CX_ERROR_INVALID,
                    "upload_mib is a number of MiB from 1 to %d, got \"%s\"",
                    (int)(CX_FILE_BYTES_MAX >> 20), text);
        return false;
    }
    config->upload_mib = mib;
    return true;
}

static bool
fill(CxConfig *config, GKeyFile *file, const char *home, GError **error)
{
    config->database = setting(file, "COALITION_DB", "database");
    if (config->database == NULL)
        config->database = g_strdup_printf("sqlite:%s/coalition.db", home);

    g_autofree char *listen = setting(file, "COALITION_LISTEN", "listen");
    if (!cx_config_parse_listen(listen != NULL ? listen : "127.0.0.1:8080", &config->address,
                                &config->port, error))
        return false;

    g_autofree char *hosts = setting(file, "COALITION_HOSTS", "hosts");
    if (hosts != NULL)
        config->hosts = g_strsplit_set(g_strstrip(hosts), " ,;", -1);

    g_autofree char *https = setting(file, "COALITION_HTTPS", "https");
    config->is_https = g_strcmp0(https, "true") == 0 || g_strcmp0(https, "1") == 0;

    config->zone = setting(file, "COALITION_ZONE", "zone");
    if (config->zone == NULL)
        config->zone = g_strdup("UTC");
    g_autoptr(GTimeZone) zone = cx_zone_load(config->zone, error);
    if (zone == NULL)
        return false;

    config->python = setting(file, "COALITION_PYTHON", "python");
    config->slices = setting(file, "COALITION_SLICES", "slices");
    g_autofree char *nightly = setting(file, "COALITION_NIGHTLY", "nightly");
    if (!parse_hour(nightly, &config->nightly_hour, error))
        return false;

    if (!read_upload_mib(config, file, error))
        return false;
    config->at = CX_DAY_NONE;
    g_autofree char *at = setting(file, NULL, "at");
    return at == NULL || cx_day_parse(at, &config->at, error);
}

CxConfig *
cx_config_load(const char *home, GError **error)
{
    g_autofree char *path = g_build_filename(home, "coalition.conf", NULL);
    g_autoptr(GKeyFile) file = g_key_file_new();
    g_autoptr(GError) local = NULL;
    if (!g_key_file_load_from_file(file, path, G_KEY_FILE_NONE, &local) &&
        !g_error_matches(local, G_FILE_ERROR, G_FILE_ERROR_NOENT)) {
        g_set_error(error, CX_ERROR, CX_ERROR_INVALID, "%s: %s", path, local->message);
        return NULL;
    }
    if (!check_keys(file, path, error))
        return NULL;
    g_autoptr(CxConfig) config = g_new0(CxConfig, 1);
    config->nightly_hour = NIGHTLY_HOUR;
    if (!fill(config, file, home, error)) {
        g_prefix_error(error, "%s: ", path);
        return NULL;
    }
    return g_steal_pointer(&config);
}
