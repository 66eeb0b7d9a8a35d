/* Files taken in by a job, worked off by a command: in this process, or followed in the one that has it
 * in hand. What the commands of imports and of files of facts share. */
#pragma once

#include "cli/cli.h"
#include "db/job.h"
#include "feedback/original.h"

typedef enum {
    CX_CLI_WORK_OPEN,
    CX_CLI_WORK_DONE,
    CX_CLI_WORK_CANCELLED,
    CX_CLI_WORK_FAILED
} CxCliWorkEnd;

/* How far a piece of work is. */
typedef struct {
    CxCliWorkEnd end;
    bool is_begun;  /* open, and rows are dealt with */
    CxJobId job;    /* that does it */
    CxJobId before; /* job of the open work that comes first, 0: none */
    int64_t n_done; /* of n_total */
    int64_t n_total;
    int64_t n_rows;      /* dealt with */
    const char *failure; /* in the arena; NULL: none */
} CxCliWorkState;

/* A kind of work, which is known by an id. */
typedef struct {
    const char *noun;     /* "Import", before its id */
    const char *watched;  /* "Importing" */
    const char *unlocked; /* kind of file, as cx_cli_print_next has it */
    bool (*look)(CxCtx *ctx, int64_t id, CxCliWorkState *ret_state, GError **error);
    /* Asks it to stop: nothing of it is to stay. CONFLICT when it has ended. */
    bool (*cancel)(CxCtx *ctx, int64_t id, GError **error);
    /* Prints what became of it, as text or JSON. */
    bool (*print)(CxCli *cli, CxCtx *ctx, int64_t id, GError **error);
} CxCliWorkKind;

/* The option of commands that take a file in. */
#define CX_CLI_OPTION_PROGRESS                                                                     \
    {                                                                                              \
        "progress", NULL, "write a line of progress to standard error every few hundred rows"      \
    }

/* Shows how far it is, as the option says. */
void cx_cli_work_watch(const CxCliArgs *args, CxCtx *ctx, const CxCliWorkKind *kind);
/* The file as reports name it: without its folder; "standard input". (transfer full) */
char *cx_cli_work_file_name(const char *path);
/* Forgets an original into which nothing was begun, unless something else refers to it. */
void cx_cli_work_drop(CxCtx *ctx, CxOriginalId original);

/* Works it off after what comes before it, until it is done, and prints what became of it and what it
 * makes possible. `ctx` is watched; Ctrl-C cancels it. CANCELLED, INVALID when it ended otherwise; IO
 * when the disk or the store fails: the job waits for another try. */
CX_MUST_USE bool cx_cli_work_off(CxCli *cli, CxCtx *ctx, const CxCliWorkKind *kind, int64_t id,
                                 GError **error);
/* The commands "resume ID" and "cancel ID". */
CX_MUST_USE bool cx_cli_work_resume(CxCli *cli, const CxCliArgs *args, const CxCliWorkKind *kind,
                                    GError **error);
CX_MUST_USE bool cx_cli_work_cancel(CxCli *cli, const CxCliArgs *args, const CxCliWorkKind *kind,
                                    GError **error);
