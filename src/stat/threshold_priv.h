/* What the curve and the test of a break share: answers put together at points. Inside stat only. */
#pragma once

#include "stat/threshold.h"

/* Answers by sampling unit, each at its point. Rising points go with more low answers: where less is
 * worse, x is turned round. */
typedef struct {
    uint16_t point;
    uint8_t code;
    bool is_low;
    bool is_on_target;
    double w;
} CxThresholdCell;

typedef struct {
    double sign;              /* of x as turned: 1 or -1 */
    CxThresholdCell *cells;   /* by cluster */
    size_t *first;            /* of each cluster's cells, n_clusters + 1 */
    size_t n_clusters;        /* those with an answer */
    CxThresholdPoint *points; /* x, from, to turned; lo and hi not filled */
    double *w;                /* weight of each point */
    size_t n_points;
} CxThresholdGrid;

/* Points never hold fewer than CX_THRESHOLD_POINT_N_MIN answers, never part equal values, and never
 * lie across the target. */
void cx_threshold_grid_init(CxThresholdGrid *grid, const CxThresholdAsk *ask,
                            CxThresholdWorse worse);
void cx_threshold_grid_clear(CxThresholdGrid *grid);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(CxThresholdGrid, cx_threshold_grid_clear)

/* Sums of every replicate of the bootstrap. */
typedef struct {
    double *sums;
    size_t n; /* replicates */
    size_t n_points;
} CxThresholdDraws;

/* Draws sampling units n times: replicate by replicate a function of the seed and of the grid alone. */
void cx_threshold_draws_make(CxThresholdDraws *draws, const CxThresholdGrid *grid, uint64_t seed,
                             size_t n);
void cx_threshold_draws_clear(CxThresholdDraws *draws);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(CxThresholdDraws, cx_threshold_draws_clear)
/* A replicate's weight at each point, all and of low answers; returns its weight on target. */
double cx_threshold_draws_read(const CxThresholdDraws *draws, size_t replicate, double *w,
                               double *low);
