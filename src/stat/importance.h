/* Relative importance: how the part of an outcome that drivers explain together, R^2, is shared out
 * among them.
 *
 * Everything is made of moments: a symmetric matrix of n_drivers + 1 rows, row by row, the outcome's
 * row last; sums of products about the means, covariances or correlations, for importance does not
 * depend on scale. docs/methods/drivers.md has every formula. Pure but for memory, any thread. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "lang/lang.h"

#define CX_DRIVERS_MAX     40 /* of one ask */
#define CX_DRIVERS_LMG_MAX 24 /* beyond, all orders of drivers are too many to go through */

/* Importance by LMG (Lindeman, Merenda and Gold 1980), which is Shapley's value of R^2: what a driver
 * adds to R^2, on average over all orders in which drivers can be added.
 *
 * importance  n_drivers numbers >= 0, 0..1 each; they sum to R^2
 *
 * At most CX_DRIVERS_LMG_MAX drivers (asserted), none of them constant or made of others, and an outcome
 * that varies: see cx_stat_moments_check. Time doubles with each driver. */
void cx_stat_lmg(const double *moments, size_t n_drivers, double *importance);

/* The same by the relative weights of Johnson (2000): the drivers are replaced by the uncorrelated
 * variables closest to them. Two drivers have the same importance by both. */
void cx_stat_johnson(const double *moments, size_t n_drivers, double *importance);

/* Why moments allow no importance. */
typedef enum {
    CX_MOMENTS_OK,
    CX_MOMENTS_CONSTANT_OUTCOME,
    CX_MOMENTS_CONSTANT_DRIVER,
    CX_MOMENTS_COLLINEAR,  /* a driver is made of others */
    CX_MOMENTS_DETERMINED, /* the drivers give the outcome exactly */
} CxMomentsStatus;

/* What there is to say of moments besides importance. Arrays are as long as drivers. */
typedef struct {
    CxMomentsStatus status;
    bool is_involved[CX_DRIVERS_MAX]; /* the constant drivers, or those made of each other */
    double r2;                        /* 0..1 */
    double slope[CX_DRIVERS_MAX];     /* of the regression, standardised */
    double vif[CX_DRIVERS_MAX];       /* variance inflation factors, >= 1 */
    double condition; /* of the correlations: sqrt(largest / smallest eigenvalue), >= 1 */
} CxMomentsCheck;

/* Whether importance can be had: the status alone, at less cost. */
CxMomentsStatus cx_stat_moments_status(const double *moments, size_t n_drivers);
/* The rest of *ret_check is set only where the status is OK. */
void cx_stat_moments_check(const double *moments, size_t n_drivers, CxMomentsCheck *ret_check);
