/* Who acts, what they may see, and when: the context every use case takes.
 *
 * A context belongs to one request or one command and to one thread. It borrows the connection and
 * the frame shelf and owns the rest. There is no other way to data than through a context, and a
 * context that could not be filled is never handed out: walls fail closed. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/id.h"
#include "base/message.h"
#include "lang/lang.h"

struct CxDb;
struct CxFrameShelf;
struct CxPress;

CX_ID_TYPE(CxDepartmentId);
CX_ID_TYPE(CxLeaderId);
CX_ID_TYPE(CxUserId);

/* What a user is to the program. A user has exactly one role. */
#define CX_ROLE_MAP(X)                                                                             \
    X(OWNER, "owner", "CX leader")                                                                 \
    X(TEAM, "team", "CX team")                                                                     \
    X(LEADER, "leader", "Leader")                                                                  \
    X(SPONSOR, "sponsor", "Executive sponsor")                                                     \
    X(FINANCE, "finance", "Finance reviewer")                                                      \
    X(ADMIN, "admin", "Administrator")

typedef enum {
#define X(name, key, title) CX_ROLE_##name,
    CX_ROLE_MAP(X)
#undef X
        CX_ROLE_N
} CxRole;

/* "owner"; borrowed for ever. */
const char *cx_role_key(CxRole role);
/* "CX leader"; borrowed for ever. */
const char *cx_role_title(CxRole role);
/* Fails with INVALID, listing the roles there are. */
CX_MUST_USE bool cx_role_parse(const char *key, CxRole *ret_role, GError **error);

/* A department that became one of the reader's, and the last day it was by itself. */
typedef struct {
    CxDepartmentId department;
    CxDay until;
} CxWallPast;

/* What an actor may see. Made by cx_ctx_open only. */
typedef struct {
    bool sees_all_departments;
    GArray *departments;     /* of CxDepartmentId: those seen when not all; never NULL */
    GArray *past;            /* of CxWallPast: what those came out of; never NULL */
    bool sees_overall;       /* the program's overall rating */
    bool sees_comments;      /* what customers wrote */
    bool sees_people_notes;  /* notes about leaders */
    bool can_change_program; /* import, roster, surveys, departments */
    bool can_manage_users;
    int64_t min_n;          /* a score of fewer answers is hidden */
    int64_t min_n_comments; /* comments of fewer answers are hidden */
} CxWall;

typedef struct {
    CxUserId user; /* 0: the program's own command line on this machine */
    char *login;   /* "system" for the command line */
    char *name;    /* as shown */
    CxRole role;
    CxLeaderId leader; /* the leader this user is, or 0 */
} CxActor;

struct CxCtx;

/* Something a reader leaves to be kept: writes to `db` inside a write transaction. */
typedef bool (*CxDeferred)(struct CxCtx *ctx, struct CxDb *db, void *data, GError **error);

/* Told how far a long use case is; returns false to cancel it. */
typedef struct {
    bool (*step)(void *data, int64_t n_done, int64_t n_total); /* NULL: nobody watches */
    void *data;
} CxProgress;

/* Which answers numbers are made of. */
typedef enum {
    CX_READS_OWN,      /* all for whoever holds the answers, for others those released */
    CX_READS_RELEASED, /* those released, whoever asks: for what is told to others */
} CxReads;

typedef struct CxCtx {
    struct CxDb *db;             /* borrowed */
    struct CxFrameShelf *frames; /* borrowed, NULL where no scores are asked for */
    CxActor actor;
    CxWall wall;
    CxReads reads;
    CxInstant now;
    CxDay today;                  /* of now, in the program's zone */
    char *locale;                 /* "en" */
    char *request;                /* request id for the log, or NULL */
    GArray *deferred;             /* what cx_ctx_flush is to write */
    CxProgress progress;          /* set by who shows it */
    CxArena *arena;               /* owned: what lives as long as the request or command */
    const CxCatalogue *catalogue; /* borrowed: the words; set by web and cli, NULL in store tests */
    struct CxPress *press;        /* borrowed: prints PDF; set by web and cli, else NULL */
    const char *zone;             /* borrowed: the program's, "Europe/Berlin"; by cx_ctx_set_zone */
} CxCtx;

/* The context of a signed-in user: role, leader and wall read from the store as of now. Fails with
 * UNAUTHENTICATED if the user is gone or switched off. */
CX_MUST_USE CxCtx *cx_ctx_open_user(struct CxDb *db, struct CxFrameShelf *frames, CxUserId user,
                                    CxInstant now, GError **error);
/* The context of the command line: whoever can read the home's files owns the program. */
CxCtx *cx_ctx_open_system(struct CxDb *db, struct CxFrameShelf *frames, CxInstant now);
/* The context of whoever asked for a job: "system" is the command line, others as cx_ctx_open_user.
 * UNAUTHENTICATED likewise if there is no such login any more. (transfer full) */
CX_MUST_USE CxCtx *cx_ctx_open_login(struct CxDb *db, struct CxFrameShelf *frames,
                                     const char *login, CxInstant now, GError **error);
/* The context of someone not signed in: sees and may do nothing. */
CxCtx *cx_ctx_open_nobody(struct CxDb *db, CxInstant now);
/* Says in which zone the program lives: days are cut there from now on. A name that is no zone
 * changes nothing; UTC until it is said. The name is borrowed. */
void cx_ctx_set_zone(CxCtx *ctx, const char *zone);
void cx_ctx_free(CxCtx *ctx);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CxCtx, cx_ctx_free)

/* Whether numbers are made of all answers, those too that wait for their release (feedback/release.h). */
bool cx_ctx_reads_all(const CxCtx *ctx);
/* Reads what is released until the scope ends: g_auto(CxReadsScope) scope = cx_ctx_read_released(ctx);
 * scopes may stand inside each other. */
typedef struct {
    CxCtx *ctx;
    CxReads before;
} CxReadsScope;
CxReadsScope cx_ctx_read_released(CxCtx *ctx);
void cx_reads_scope_end(CxReadsScope *scope);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(CxReadsScope, cx_reads_scope_end)

/* Whether the wall lets this department's scores through. */
bool cx_ctx_can_see_department(const CxCtx *ctx, CxDepartmentId department);
/* The last day of which the wall lets this department's scores through: INT32_MAX always, the day
 * before the reorganisation for what became the reader's department, CX_DAY_NONE never. */
CxDay cx_ctx_sees_department_until(const CxCtx *ctx, CxDepartmentId department);
/* False with a FORBIDDEN error unless the actor may change the program; `what` completes
 * "only the CX team may …". */
CX_MUST_USE bool cx_ctx_check_change(const CxCtx *ctx, const char *what, GError **error);
CX_MUST_USE bool cx_ctx_check_users(const CxCtx *ctx, const char *what, GError **error);
/* Fails unless the actor is CX leader or team, or the leader asked about. */
CX_MUST_USE bool cx_ctx_check_leader(const CxCtx *ctx, CxLeaderId leader, GError **error);

/* Adds an audit record in the actor's name at the context's now; inside a write transaction.
 * before and after are JSON objects or NULL. */
CX_MUST_USE bool cx_ctx_audit(CxCtx *ctx, const char *action, const char *kind, int64_t object,
                              const char *before_json, const char *after_json, GError **error);
/* Tells who watches that n_done of n_total (in any unit) are done. False with CANCELLED when they
 * want it to end; call it every few milliseconds of work. */
CX_MUST_USE bool cx_ctx_progress(CxCtx *ctx, int64_t n_done, int64_t n_total, GError **error);

/* Leaves `write` to be called by cx_ctx_flush. `data` lives in the arena. */
void cx_ctx_defer(CxCtx *ctx, CxDeferred write, void *data);
/* Whether something was left. */
bool cx_ctx_has_deferred(const CxCtx *ctx);
/* Calls everything that was left, in order, in one write transaction of `db`, a connection that
 * writes (it may be the context's own). web and cli do so before the answer goes out, so that
 * whoever reads an evidence card's id can open the card. */
CX_MUST_USE bool cx_ctx_flush(CxCtx *ctx, struct CxDb *db, GError **error);

/* {"name":"value",…} for the audit: pairs of names and texts, ended by a NULL name. (transfer full) */
char *cx_audit_texts(const char *name, ...) __attribute__((sentinel));
