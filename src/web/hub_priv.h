/* What all requests of one server share; for web's own files only. Immutable after start but for
 * the throttle, which has its own lock, and the counters, which are atomic. */
#pragma once

#include "web/assets.h"
#include "web/route.h"
#include "web/server.h"
#include "web/throttle.h"

typedef struct CxHub {
    CxServerConfig config; /* brackets filled in */
    char *address;         /* owned; what config.address points to */
    char **hosts;          /* owned; what config.hosts points to */
    char *spool_dir;       /* owned; what config.spool_dir points to */
    CxServices services;
    CxRouter *router;
    CxAssets *assets;
    CxThrottle *throttle;
    gint touch_after_s; /* atomic: monotonic second before which no session is touched */
} CxHub;

/* Everything of a server but its sockets. Fails with INVALID for a route that cannot be served. */
CX_MUST_USE CxHub *cx_hub_new(const CxServerConfig *config, const CxRoute *routes, size_t n_routes,
                              const CxServices *services, GError **error);
void cx_hub_free(CxHub *hub);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CxHub, cx_hub_free)
