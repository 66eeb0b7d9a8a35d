/* One pass over the rows makes a matrix of sums of products for each group of sampling units; everything
 * else (moments, draws, covariance by unit) is made of these matrices and knows no rows.
 *
 * A draw of the bootstrap then costs as much as there are groups. Beyond CX_DRIVERS_GROUPS_MAX units these
 * are dealt at random into as many groups, and groups are drawn: the variance among random groups of units
 * is that among units, known from 999 degrees of freedom. */
#include <math.h>
#include <string.h>

#include "base/random.h"
#include "lang/assert.h"
#include "stat/drivers_priv.h"

#define LANES 8 /* a row of a matrix is filled up to a multiple of it */

void
cx_drivers_sums_clear(CxDriversSums *sums)
{
    g_free(sums->products);
}

void
cx_drivers_rows_clear(CxDriversRows *rows)
{
    g_free(rows->row);
    g_free(rows->group);
}

/* ---- Which rows ---- */

static bool
is_answered(const CxDriversColumn *column, size_t row)
{
    return column->codes[row] >= column->lo && column->codes[row] <= column->hi;
}

/* Whether the row answered all; counts what it answered. */
static bool
take_row(const CxDriversAsk *ask, size_t row, CxDrivers *found)
{
    bool is_whole = is_answered(ask->outcome, row);
    found->n_answers[ask->n_drivers] += is_whole ? 1 : 0;
    for (size_t i = 0; i < ask->n_drivers; i++) {
        const bool is_there = is_answered(&ask->drivers[i], row);
        found->n_answers[i] += is_there ? 1 : 0;
        is_whole = is_whole && is_there;
    }
    return is_whole;
}

/* Numbers the units of the rows in the order in which they appear. */
static void
number_units(const CxDriversAsk *ask, CxDriversRows *rows)
{
    if (ask->clusters == NULL) {
        for (size_t i = 0; i < rows->n; i++)
            rows->group[i] = (uint32_t)i;
        rows->clusters = (int64_t)rows->n;
        return;
    }
    g_autofree uint32_t *number = g_new(uint32_t, ask->n_clusters + 1);
    memset(number, 0xFF, (ask->n_clusters + 1) * sizeof *number);
    uint32_t n = 0;
    for (size_t i = 0; i < rows->n; i++) {
        uint32_t *own = &number[ask->clusters[rows->row[i]]];
        if (*own == UINT32_MAX)
            *own = n++;
        rows->group[i] = *own;
    }
    rows->clusters = n;
}

/* Deals units into groups of equal numbers of them. */
static void
deal(const CxDriversAsk *ask, CxDriversRows *rows)
{
    const size_t n = (size_t)rows->clusters;
    rows->n_groups = n;
    if (n <= CX_DRIVERS_GROUPS_MAX)
        return;
    rows->n_groups = CX_DRIVERS_GROUPS_MAX;
    g_autofree uint32_t *group = g_new0(uint32_t, n);
    CxRandom random = cx_random_seeded(~ask->seed);
    for (size_t i = 0; i < n; i++) {
        const size_t j = (size_t)cx_random_below(&random, i + 1);
        group[i] = group[j];
        group[j] = (uint32_t)(i % CX_DRIVERS_GROUPS_MAX);
    }
    for (size_t i = 0; i < rows->n; i++)
        rows->group[i] = group[rows->group[i]];
}

void
cx_drivers_rows_find(const CxDriversAsk *ask, CxDriversRows *ret_rows, CxDrivers *found)
{
    *ret_rows = (CxDriversRows){ .row = g_new(uint32_t, ask->n_rows + 1) };
    size_t n_whole = 0;
    for (size_t i = 0; i < ask->n_rows; i++) {
        if (ask->mask != NULL && ask->mask[i] == 0)
            continue;
        found->n_rows++;
        if (!take_row(ask, i, found))
            continue;
        n_whole++;
        if (ask->weights == NULL || ask->weights[i] > 0.0)
            ret_rows->row[ret_rows->n++] = (uint32_t)i;
    }
    found->status = n_whole == 0 ? CX_DRIVERS_NO_ANSWERS : CX_DRIVERS_NO_WEIGHT;
    ret_rows->group = g_new(uint32_t, ret_rows->n + 1);
    number_units(ask, ret_rows);
    deal(ask, ret_rows);
}

/* ---- Products ---- */

double
cx_drivers_value(const CxDriversColumn *column, int code)
{
    return column->is_turned ? column->hi - code : code - column->lo;
}

size_t
cx_drivers_at(size_t n_columns, size_t i, size_t j)
{
    return i * n_columns - i * (i + 1) / 2 + j;
}

/* The upper half, by whole lanes. */
CX_CLONES static void
add_row(double *restrict square, const double *restrict x, size_t n, size_t width, double weight)
{
    for (size_t i = 0; i < n; i++) {
        const double part = weight * x[i];
        for (size_t j = i / LANES * LANES; j < width; j++)
            square[i * width + j] += part * x[j];
    }
}

static void
pack(const double *squares, size_t width, CxDriversSums *sums)
{
    const size_t n = sums->n_columns;
    for (size_t g = 0; g < sums->n_groups; g++) {
        double *triangle = sums->products + g * sums->size;
        const double *square = squares + g * n * width;
        for (size_t i = 0; i < n; i++) {
            for (size_t j = i; j < n; j++)
                *triangle++ = square[i * width + j];
        }
    }
}

static void
sum_rows(const CxDriversAsk *ask, const CxDriversRows *rows, const CxDriversTerm *terms,
         CxDriversSums *sums)
{
    const size_t n = sums->n_columns;
    const size_t width = (n + LANES - 1) / LANES * LANES;
    g_autofree double *squares = g_new0(double, rows->n_groups *n *width + 1);
    g_autofree double *x = g_new0(double, width);
    x[0] = 1.0;
    for (size_t i = 0; i < rows->n; i++) {
        const size_t row = rows->row[i];
        for (size_t t = 0; t + 1 < n; t++)
            x[t + 1] = terms[t].value[terms[t].codes[row]];
        add_row(squares + rows->group[i] * n * width, x, n, width,
                ask->weights == NULL ? 1.0 : ask->weights[row]);
    }
    pack(squares, width, sums);
}

void
cx_drivers_sums_make(const CxDriversAsk *ask, const CxDriversRows *rows, const CxDriversTerm *terms,
                     size_t n_terms, CxDriversSums *ret_sums)
{
    const size_t n = n_terms + 1;
    *ret_sums =
        (CxDriversSums){ .n_columns = n, .n_groups = rows->n_groups, .size = n * (n + 1) / 2 };
    ret_sums->products = g_new(double, rows->n_groups * ret_sums->size + 1);
    if (!cx_drivers_cross(ask, rows, terms, ret_sums))
        sum_rows(ask, rows, terms, ret_sums);
}

CX_CLONES static void
add_times(double *restrict triangle, const double *restrict part, size_t size, double times)
{
    for (size_t i = 0; i < size; i++)
        triangle[i] += times * part[i];
}

void
cx_drivers_sums_add(const CxDriversSums *sums, const uint32_t *times, double *triangle)
{
    memset(triangle, 0, sums->size * sizeof *triangle);
    for (size_t g = 0; g < sums->n_groups; g++) {
        if (times == NULL || times[g] > 0) {
            add_times(triangle, sums->products + g * sums->size, sums->size,
                      times == NULL ? 1.0 : (double)times[g]);
        }
    }
}
