/* Sums of products by group of sampling units, of which drivers are made. Inside stat/ only. */
#pragma once

#include "stat/drivers.h"

/* For each group a packed upper triangle of n_columns (n_columns + 1) / 2 sums of w x_i x_j, row by row;
 * column 0 is 1 and the last the outcome. */
typedef struct {
    size_t n_columns;
    size_t n_groups;
    size_t size; /* of one triangle */
    double *products;
} CxDriversSums;

void cx_drivers_sums_clear(CxDriversSums *sums);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(CxDriversSums, cx_drivers_sums_clear)

/* The rows that answered all, and to which group each belongs. */
typedef struct {
    size_t n;
    uint32_t *row;
    uint32_t *group;
    size_t n_groups;
    int64_t clusters;
} CxDriversRows;

void cx_drivers_rows_clear(CxDriversRows *rows);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(CxDriversRows, cx_drivers_rows_clear)

/* Also counts the answers of each column into found. */
void cx_drivers_rows_find(const CxDriversAsk *ask, CxDriversRows *ret_rows, CxDrivers *found);

/* What a code is worth in one column of the products. */
typedef struct {
    const uint8_t *codes;
    double value[256];
} CxDriversTerm;

/* Constant, then the terms; the outcome is the last term. */
void cx_drivers_sums_make(const CxDriversAsk *ask, const CxDriversRows *rows,
                          const CxDriversTerm *terms, size_t n_terms, CxDriversSums *ret_sums);

/* The same by counting, where that can be done: fills the products of sums, which says how many columns and groups
 * there are. False, nothing written, for weights, for values that are no small whole numbers of a unit, for too many
 * terms, and when memory is short. */
CX_MUST_USE bool cx_drivers_cross(const CxDriversAsk *ask, const CxDriversRows *rows,
                                  const CxDriversTerm *terms, CxDriversSums *sums);

/* Where the product of columns i <= j stands in a triangle. */
size_t cx_drivers_at(size_t n_columns, size_t i, size_t j);
/* Adds times[g] of each group's triangle; NULL: each once. */
void cx_drivers_sums_add(const CxDriversSums *sums, const uint32_t *times, double *triangle);

/* A linear regression with covariance by group: G / (G - 1) (n - 1) / (n - k) B^-1 (sum of s_g s_g') B^-1.
 * Arrays are as long as columns less one (k), and the constant is the first. */
typedef struct {
    double *slope;
    double *covariance; /* square */
} CxDriversFit;

void cx_drivers_fit_clear(CxDriversFit *fit);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(CxDriversFit, cx_drivers_fit_clear)

/* False where the columns depend on each other. */
CX_MUST_USE bool cx_drivers_fit(const CxDriversSums *sums, const double *whole, int64_t n,
                                CxDriversFit *ret_fit);

/* Degrees of freedom of its coefficients: units less one, infinite from 120 units on. */
double cx_drivers_df(int64_t clusters);

/* Finds with which other driver each goes most. */
void cx_drivers_pairs(const CxDriversAsk *ask, CxDrivers *found);
/* Fills every driver's bend. */
void cx_drivers_bends(const CxDriversAsk *ask, const CxDriversRows *rows, CxDrivers *found);
/* The value of a code as the regression takes it. */
double cx_drivers_value(const CxDriversColumn *column, int code);
