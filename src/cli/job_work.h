/* Work that is a job, worked off by a command: in this process, or followed in the one that has it in
 * hand. */
#pragma once

#include "cli/cli.h"
#include "db/job.h"

/* How far a piece of work is. */
typedef struct {
    bool is_open;
    CxJobId job;    /* that does it */
    CxJobId before; /* job of the open work that comes first, 0: none */
    int64_t n_done; /* of n_total */
    int64_t n_total;
} CxCliWorkState;

/* A kind of work, which is known by an id. */
typedef struct {
    bool (*look)(CxCtx *ctx, int64_t id, CxCliWorkState *ret_state, GError **error);
    /* Asks it to stop: nothing of it is to stay. CONFLICT when it has ended. */
    bool (*cancel)(CxCtx *ctx, int64_t id, GError **error);
} CxCliWorkKind;

/* Works it off after what comes before it, until it has ended in whatever way. `ctx` is watched
 * (cx_cli_watch); Ctrl-C cancels it. IO when the disk or the store fails: the job waits for another try. */
CX_MUST_USE bool cx_cli_work_off(CxCli *cli, CxCtx *ctx, const CxCliWorkKind *kind, int64_t id,
                                 GError **error);
/* Takes back what cancelled work has brought, in this process if no other has it in hand. */
CX_MUST_USE bool cx_cli_take_back(CxCli *cli, CxCtx *ctx, const CxCliWorkKind *kind, int64_t id,
                                  GError **error);
