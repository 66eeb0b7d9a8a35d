/* The HTTP server: libmicrohttpd's polling threads in front of a table of routes.
 *
 * Knows no page: routes, the shell around pages and the templates are handed in. Behind it each
 * request gets its own context with a pooled connection. Start, wait and stop from one thread;
 * handlers run on the pool's threads. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/embed.h"
#include "base/issues.h"
#include "lang/lang.h"
#include "people/ctx.h"
#include "view/field.h"
#include "view/mustache.h"
#include "web/route.h"

struct CxDbPool;

/* How to listen. Zeroes and NULLs stand for the values in brackets. */
typedef struct {
    const char *address;      /* IPv4 or IPv6 literal ["127.0.0.1"] */
    uint16_t port;            /* 0: any free one */
    const char *const *hosts; /* names served, NULL-terminated [loopback names and `address`] */
    bool is_https; /* behind a TLS proxy on this machine: Secure cookies, HSTS, and the reader's
                      address is the last one in X-Forwarded-For */
    unsigned n_threads;         /* [4] */
    unsigned n_connections;     /* at once [1024] */
    unsigned n_connections_ip;  /* at once from one address [256] */
    unsigned timeout_idle_s;    /* a silent connection is closed after [30] */
    unsigned timeout_request_s; /* a whole request must have arrived after [60] */
    unsigned timeout_file_s;    /* the same where it brings a file [3600] */
    const char *spool_dir;      /* where files are spooled as they come [the machine's /tmp] */
    int64_t file_bytes_max;     /* how long such a file may be [CX_HTTP_FILE_BYTES_MAX] */
    /* A handler that breaks its word (it reads what its route does not name, or gives no answer) fails
     * its request, DEFECT and a line in the log, rather than ending the program, which is how tests and
     * debug builds find it. */
    bool outlives_defects;
    /* Takes one log line without line end [standard error]. Called from any thread. */
    void (*log)(const char *line, void *log_data);
    void *log_data;
} CxServerConfig;

/* What web knows when it draws the frame around a page. Borrowed for the call. */
typedef struct {
    CxCtx *ctx;             /* NULL when the store could not be reached; nobody's when signed out */
    const char *title;      /* of the page */
    const char *path;       /* asked for, decoded: marks the place in the navigation */
    const char *url;        /* with query, for return links */
    const char *csrf;       /* goes into each form as the hidden field "_csrf"; may be "" */
    const char *request_id; /* for error pages */
    const CxIssues *issues; /* of the form shown again, or NULL */
    bool is_error;          /* around an error page */
} CxShellFacts;

/* The frame around pages, made by whoever knows the pages: a view that templates find behind the
 * page's own view. */
typedef struct {
    const CxViewType *type;
    /* A view of `type` in the arena; never NULL. Made around error pages too: it must not need the
     * store. */
    const void *(*make)(const CxShellFacts *facts, CxArena *arena, void *shell_data);
    void *shell_data;
} CxShell;

/* What requests are served with; everything is borrowed and must outlive the server. */
typedef struct {
    struct CxDbPool *pool;
    const CxTemplates *templates;
    struct CxFrameShelf *frames; /* NULL where no scores are asked for */
    struct CxPress *press;       /* NULL where nothing is printed */
    const char *zone;            /* of the program's days; NULL: UTC */
    const CxClock *clock;
    const CxEmbed *files; /* those named "assets/…" are served; cx_embed_list */
    size_t n_files;
    CxShell shell;
    const char *problem_template; /* drawn with the problem view (web/problem.h) ["problem"] */
    const char *sign_in_path;     /* where people without a session are sent ["/sign-in"] */
} CxServices;

typedef struct CxServer CxServer;

/* Starts listening. Fails with INVALID for a config or route that cannot be used, IO when the
 * address is taken. The routes must be there as long as the server. */
CX_MUST_USE CxServer *cx_server_start(const CxServerConfig *config, const CxRoute *routes,
                                      size_t n_routes, const CxServices *services, GError **error);
/* The port listened on. */
uint16_t cx_server_port(const CxServer *server);
/* Takes no new connection, lets running requests end (at most timeout_ms), closes. */
void cx_server_stop(CxServer *server, int64_t timeout_ms);
void cx_server_free(CxServer *server); /* stops first if need be */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CxServer, cx_server_free)

/* Blocks until SIGINT or SIGTERM arrives, and returns its number. Call cx_server_block_signals
 * before any thread is started, so that only this call sees them. */
void cx_server_block_signals(void);
int cx_server_wait_signal(void);
