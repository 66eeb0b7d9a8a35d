/* The inside of a run, shared by its parts: scores (run_scale.c), groups (run_groups.c), sums. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "base/arena.h"
#include "column/clickhouse.h"
#include "column/run.h"
#include "kernel/cluster.h"
#include "kernel/cube.h"
#include "kernel/tally.h"

typedef struct {
    CxTallies tallies;  /* first: what the caller holds */
    CxFrame *frame;     /* a reference */
    CxArena *texts;     /* keys, labels, groups, histograms */
    bool is_plain;      /* unweighted, and each row a unit of its own */
    CxTallies *counted; /* a reference to those of another measure that have the texts; or NULL */
    gatomicrefcount n_refs;
} CxRunOwned;

/* What an answer scores, by code. */
typedef struct {
    double score[CX_KERNEL_CODES];
    uint8_t is_valid[CX_KERNEL_CODES]; /* 0 or 1 */
} CxRunScale;

/* What rows come to, by group: everything a tally is made of. Owned. */
typedef struct {
    int64_t *all;          /* rows by group and code, 256 codes a group */
    int64_t *hist;         /* the same of rows counted; `all` itself when unweighted */
    double *w, *ww;        /* weights and their squares, likewise; NULL when unweighted */
    CxClusterTally *units; /* one a group; NULL where rows are units */
} CxRunSums;

typedef struct {
    const CxFrame *frame;
    const CxSlice *slice;
    CxRunOwned *owned;
    CxRunScale scale;
    const uint8_t *code;     /* the question's column, from the first row of the period on */
    const double *weight;    /* or NULL: unweighted */
    const uint32_t *cluster; /* or NULL: each row its own */
    size_t first;            /* row of the frame */
    size_t n;                /* rows in the period */
    CxDay from, to;          /* the period, cut to what the frame has */
    uint8_t *mask;           /* n */
    uint8_t *weighable;      /* n: mask and a weight; mask itself when unweighted */
    uint16_t *group;         /* n */
    uint16_t *counted;       /* n: group, but none where there is no weight */
    uint32_t *row;           /* n */
    CxClusterSlot *slot;     /* a slot for each cluster, or NULL */

    /* How the rows are gone through: one by one, with the six above; or without them, by one of the two. */
    const CxClickhouse *clickhouse; /* asked, or NULL */
    bool is_plain;                  /* unweighted, each row its own */
    bool is_whole_known;            /* a plain run whose groups are counted: */
    int64_t whole[CX_KERNEL_CODES]; /* by code, rows of all groups and of none */
    CxCubeFilter *kept; /* one for each of the slice's filters, from the frame's first row on */
    const uint8_t *by_column;
    const uint16_t *by_table; /* group of a code; from n_groups on: none */
    const CxDay *by_days;     /* first day of each group, the first of them any; NULL: by_column */
    const char *by_name;      /* of the dimension by_column is; NULL: all are in one group */
} CxRun;

/* Whether rows are gone through one by one, by masks and group ids. */
static inline bool
cx_run_is_by_row(const CxRun *run)
{
    return run->clickhouse == NULL && !run->is_plain;
}

/* With one reference, one on the frame, and an arena. */
CxRunOwned *cx_run_owned_new(const CxFrame *frame);
/* Fills what follows from rows by code, of a plain run; tally->hist is there. */
void cx_run_tally_plain(const CxRun *run, CxTally *tally, const int64_t *all);

/* Finds out whether the run is plain, and its filters. */
void cx_run_plain_begin(CxRun *run);
/* Rows by group and code, 256 codes a group, added to hist: as by_column or by_days say. After the
 * n_groups come 256 for rows in none. */
void cx_run_plain_hist(const CxRun *run, size_t n_groups, int64_t *hist);
/* The same of margins; false, and nothing is added, where the run is not to be made of them. */
CX_MUST_USE bool cx_run_margin_hist(const CxRun *run, size_t n_groups, int64_t *hist);

/* What ClickHouse says of the run's groups, added to sums. Errors as cx_http_post's; CORRUPT for an
 * answer that cannot be. */
CX_MUST_USE bool cx_run_clickhouse_fill(const CxRun *run, size_t n_groups, CxRunSums *sums,
                                        GError **error);

/* Scores of the item's valid codes under the slice's measure, and the range a score can have. */
void cx_run_scale_fill(CxRun *run, const CxFrameItem *item);
/* COUNT of responses: every row scores 1, whatever it says. */
void cx_run_scale_fill_rows(CxRun *run);

/* Tallies the groups that run->group and run->counted name, into n_groups zeroed tallies. TOO_LARGE
 * when memory is short. */
CX_MUST_USE bool cx_run_groups_tally(CxRun *run, size_t n_groups, CxTally *tally, GError **error);
/* All kept rows as one group, into tallies.whole; and how many are in none of the groups. */
CX_MUST_USE bool cx_run_whole_tally(CxRun *run, GError **error);
/* The slice's groups, into tallies.groups; the whole comes after them. */
CX_MUST_USE bool cx_run_groups_fill(CxRun *run, GError **error);
