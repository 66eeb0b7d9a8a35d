/* Rows of equations over a prime field, so that nothing is rounded. */
#pragma once

#include <glib.h>
#include <stdint.h>

enum { COLUMNS_MAX = 640 };

/* Equations over who was low. */
typedef struct {
    int64_t *rows[COLUMNS_MAX]; /* in echelon form, by their first column */
    GPtrArray *numbers;         /* of int64_t *, members: those of the months */
    GPtrArray *curves;          /* those of points */
} System;

int64_t rows_inverse(int64_t value);
/* Adds the sum of its members (COLUMNS_MAX of them). */
void rows_add(System *system, const int64_t *members);
/* What is left of one person's row; all 0: they are told. (transfer full) */
int64_t *rows_rest(const System *system, int one);
/* Makes the first number other than 0 a 1. */
void rows_scale(int64_t *row);
