#include "app/home.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

#include "base/civil.h"
#include "base/error.h"
#include "base/message.h"
#include "column/clickhouse.h"
#include "column/push.h"
#include "column/shelf.h"
#include "db/db.h"
#include "db/migrate.h"
#include "db/pool.h"
#include "deliver/press.h"
#include "feedback/frame_store.h"
#include "people/ctx.h"
#include "view/mustache.h"

#define CONNECTIONS_MAX 16

/* Opens the file at midday of a home's date, so that "today" is the same in every zone near by. */
static CxClock
clock_at(CxDay at)
{
    if (cx_day_is_none(at))
        return (CxClock){ .is_fixed = false };
    const int64_t noon_us = (int64_t)at.v * CX_US_PER_DAY + CX_US_PER_DAY / 2;
    return (CxClock){ .is_fixed = true, .at = { noon_us } };
}

static bool
write_config(const char *dir, CxDay at, GError **error)
{
    g_autofree char *path = g_build_filename(dir, "coalition.conf", NULL);
    g_autofree char *day = cx_day_is_none(at) ? NULL : cx_day_format(at);
    g_autofree char *text = g_strdup_printf(
        "[coalition]\n# Settings are told in docs/settings.md.\n%s%s%s", day != NULL ? "at = " : "",
        day != NULL ? day : "", day != NULL ? "\n" : "");
    g_autoptr(GError) local = NULL;
    if (!g_file_set_contents_full(path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, &local)) {
        g_set_error(error, CX_ERROR, CX_ERROR_IO, "could not write \"%s\": %s", path,
                    local->message);
        return false;
    }
    return true;
}

bool
cx_home_init(const char *dir, CxDay at, GError **error)
{
    g_autofree char *conf = g_build_filename(dir, "coalition.conf", NULL);
    if (g_file_test(conf, G_FILE_TEST_EXISTS)) {
        g_set_error(error, CX_ERROR, CX_ERROR_CONFLICT, "there is a home at \"%s\" already", dir);
        return false;
    }
    if (g_mkdir_with_parents(dir, 0700) != 0) {
        g_set_error(error, CX_ERROR, CX_ERROR_IO, "could not make \"%s\": %s", dir,
                    g_strerror(errno));
        return false;
    }
    g_autoptr(CxConfig) config = cx_config_load(dir, error);
    if (config == NULL)
        return false;
    const CxClock clock = clock_at(at);
    return cx_db_migrate(config->database, cx_clock_now(&clock), error) &&
           write_config(dir, at, error);
}

/* Frames are pushed down to ClickHouse where there is one. */
static bool
set_slices(CxHome *home, GError **error)
{
    if (home->config->slices == NULL)
        return true;
    g_autoptr(CxClickhouse) clickhouse = cx_clickhouse_new(home->config->slices, error);
    if (clickhouse == NULL) {
        g_prefix_error(error, "slices: ");
        return false;
    }
    cx_frame_shelf_set_push(home->frames, cx_push_new(clickhouse));
    return true;
}

CxHome *
cx_home_open(const char *dir, CxDay at, GError **error)
{
    g_autofree char *conf = g_build_filename(dir, "coalition.conf", NULL);
    if (!g_file_test(conf, G_FILE_TEST_EXISTS)) {
        g_set_error(error, CX_ERROR, CX_ERROR_NOT_FOUND,
                    "there is no home at \"%s\"; make one with: coalition --home %s init", dir,
                    dir);
        return NULL;
    }
    g_autoptr(CxHome) home = g_new0(CxHome, 1);
    home->dir = g_strdup(dir);
    home->config = cx_config_load(dir, error);
    if (home->config == NULL)
        return NULL;
    home->clock = clock_at(cx_day_is_none(at) ? home->config->at : at);
    if (!cx_db_migrate(home->config->database, cx_clock_now(&home->clock), error))
        return NULL;
    home->pool = cx_db_pool_new(home->config->database, CONNECTIONS_MAX);
    home->frames = cx_frame_shelf_new(cx_frame_store_loader);
    g_autofree char *segments = g_build_filename(dir, "segments", NULL);
    cx_frame_shelf_set_folder(home->frames, segments);
    if (!set_slices(home, error))
        return NULL;
    home->catalogue = cx_catalogue_load("en", error);
    if (home->catalogue == NULL)
        return NULL;
    home->templates = cx_templates_compile(home->catalogue, error);
    if (home->templates == NULL)
        return NULL;
    home->press = cx_press_new(home->templates, home->config->python);
    return g_steal_pointer(&home);
}

CxCtx *
cx_home_ctx(CxHome *home, CxDb *db)
{
    CxCtx *ctx = cx_ctx_open_system(db, home->frames, cx_clock_now(&home->clock));
    ctx->catalogue = home->catalogue;
    ctx->press = home->press;
    cx_ctx_set_zone(ctx, home->config->zone);
    return ctx;
}

void
cx_home_free(CxHome *home)
{
    if (home == NULL)
        return;
    cx_press_free(home->press);
    cx_templates_free(home->templates);
    cx_catalogue_free(home->catalogue);
    cx_frame_shelf_free(home->frames);
    cx_db_pool_free(home->pool);
    cx_config_free(home->config);
    g_free(home->dir);
    g_free(home);
}
