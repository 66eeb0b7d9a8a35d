/* A home: the directory that is one organisation's program. Holds the database (unless it is
 * PostgreSQL's) and coalition.conf.
 *
 * Opening migrates the store. A home is opened once by main and lives until the process ends; the
 * pool, shelf, templates and catalogue it holds may be used from any thread. */
#pragma once

#include <glib.h>

#include "app/config.h"
#include "base/clock.h"
#include "lang/lang.h"

struct CxCtx;
struct CxDb;
struct CxDbPool;
struct CxFrameShelf;
struct CxCatalogue;
struct CxTemplates;
struct CxPress;

#define CX_SPOOL_DIR   "spool" /* in the home: files on their way in */
#define CX_KEPT_PREFIX "kept-" /* of those that outlive the request that brought them */

typedef struct {
    char *dir;
    CxConfig *config;
    CxClock clock;
    struct CxDbPool *pool;
    struct CxFrameShelf *frames;
    struct CxCatalogue *catalogue;
    struct CxTemplates *templates;
    struct CxPress *press;
} CxHome;

/* Makes the directory and an empty store. CONFLICT if there is a home already, IO if it cannot be
 * written. `at`: the date the home lives on, or CX_DAY_NONE. */
CX_MUST_USE bool cx_home_init(const char *dir, CxDay at, GError **error);
/* NOT_FOUND if there is no home at dir (and says how to make one). `at` beats the file. */
CX_MUST_USE CxHome *cx_home_open(const char *dir, CxDay at, GError **error);
/* A context for the command line over a connection of the pool; (transfer full). */
struct CxCtx *cx_home_ctx(CxHome *home, struct CxDb *db);
void cx_home_free(CxHome *home);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CxHome, cx_home_free)
