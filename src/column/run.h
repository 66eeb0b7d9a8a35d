/* Runs a slice over a frame: tallies by group, from which values and intervals are made.
 *
 * A tally is plain sums, so that everything composes: counts and sums of groups that part a whole
 * add up to the whole's (sums by cluster only where no cluster is in two groups). Counts are exact;
 * unweighted sums are exact; weighted sums are the same on every machine. Any thread. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/clock.h"
#include "column/frame.h"
#include "column/slice.h"
#include "lang/lang.h"

/* u is the score of an answer: NPS -100, 0, 100; MEAN the rating, turned round where low is good;
 * TOP2 and SHARE 1 for a hit, 0 otherwise; COUNT 1 for every response. w is its weight, 1 when
 * unweighted. Sums are over the n valid answers. */
typedef struct {
    const char *key;          /* of the group: "2018-q1", "self"; "" for the whole */
    const char *label;        /* for people: "January to March 2018", "Self-administered" */
    CxDay from, to;           /* of a period group, cut to the slice's period; else the slice's */
    int64_t n_rows;           /* responses in filter and group */
    int64_t n;                /* valid answers counted */
    int64_t n_missing;        /* no answer */
    int64_t n_not_applicable; /* "does not apply to me" */
    int64_t n_unweighable;    /* valid answers left out, for they have no weight */
    const int64_t *hist;      /* 256: valid answers counted, by code as answered */
    int64_t promoters, passives, detractors; /* NPS only, else 0 */
    int64_t hits;                            /* TOP2 and SHARE only, else 0 */
    double w, ww;                            /* sum of w, of w^2 */
    double wu, wuu;                          /* sum of w u, of w u^2 */
    int64_t clusters;                        /* G: sampling units among the n */
    double ss, sw;     /* sum over units of S_g^2, S_g W_g; S_g = sum of w u */
    double ww_cluster; /* sum over units of W_g^2; W_g = sum of w */
    bool is_simple;    /* unweighted and each answer a unit of its own: closed forms apply */
} CxTally;

typedef struct {
    CxTally whole;         /* all groups, and rows in none */
    const CxTally *groups; /* n_groups; empty when BY_NONE */
    size_t n_groups;       /* those with at least one row; in order of time, or as declared */
    int64_t n_ungrouped;   /* rows without a group: mode or choice not known */
    CxSliceMeasure measure;
    bool is_weighted;        /* as done, DECLARED resolved */
    double lo, hi;           /* what a score can be: -100..100, 0..1, the scale */
    const CxFrameItem *item; /* the question; NULL for COUNT without one; borrowed from the frame */
} CxTallies;

/* The slice must have passed cx_slice_check with this frame (asserted). Holds a reference on the
 * frame. Fails with TOO_LARGE beyond CX_SLICE_GROUPS_MAX groups or memory. Cost: a few nanoseconds
 * a row in the period. (transfer full) */
CX_MUST_USE CxTallies *cx_slice_run(const CxFrame *frame, const CxSlice *slice, GError **error);
/* Tallies of a slice that differs from the one counted by its measure and answers alone, without looking at a
 * row; NULL where rows must be seen: of weights, of sampling units, of a count of responses. (transfer full)
 * (nullable) */
CxTallies *cx_tallies_measure(CxTallies *counted, const CxSlice *slice);
/* Tallies never change and are counted: any thread may hold a reference. */
CxTallies *cx_tallies_ref(CxTallies *tallies);
void cx_tallies_unref(CxTallies *tallies);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CxTallies, cx_tallies_unref)
