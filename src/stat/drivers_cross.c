/* Sums of products by group, in whole numbers: kernel/cross.h on the rows of one group after the other.
 *
 * It takes ratings without weights: terms whose values are 0 to 15 times a unit, a power of two, as codes of a
 * scale are, and what lies beside a knot in the middle of one. Products of these and all their sums are exact in a
 * double, so that it does not matter in which way they were made. */
#include <math.h>
#include <string.h>

#include "kernel/cross.h"
#include "stat/drivers_priv.h"

/* A term as the kernel takes it. */
typedef struct {
    double unit;
    uint8_t times[256]; /* value = unit * times; 0 for codes no row has */
} Term;

static bool
is_in_units(const CxDriversTerm *term, double unit, Term *ret_term)
{
    ret_term->unit = unit;
    for (size_t code = 0; code < CX_N_ELEMENTS(ret_term->times); code++) {
        const double times = term->value[code] / unit;
        if (!(times >= 0.0 && times <= CX_CROSS_VALUE_MAX) || floor(times) < times)
            return false;
        ret_term->times[code] = (uint8_t)times;
    }
    return true;
}

static bool
find_unit(const CxDriversTerm *term, Term *ret_term)
{
    static const double units[] = { 1.0, -1.0, 0.5, -0.5 };
    for (size_t i = 0; i < CX_N_ELEMENTS(units); i++) {
        if (is_in_units(term, units[i], ret_term))
            return true;
    }
    return false;
}

/* Where each row goes, so that those of a group stand together; start[g] is the first of group g. */
static void
find_places(const CxDriversRows *rows, uint32_t *place, size_t *start)
{
    for (size_t i = 0; i < rows->n; i++)
        start[rows->group[i] + 1]++;
    for (size_t g = 0; g < rows->n_groups; g++)
        start[g + 1] += start[g];
    g_autofree size_t *next = g_memdup2(start, (rows->n_groups + 1) * sizeof *start);
    for (size_t i = 0; i < rows->n; i++)
        place[i] = (uint32_t)next[rows->group[i]]++;
}

static void
move_column(const CxDriversRows *rows, const uint32_t *place, const uint8_t *codes,
            const uint8_t *times, uint8_t *to)
{
    for (size_t i = 0; i < rows->n; i++)
        to[place[i]] = times[codes[rows->row[i]]];
}

/* What the pairs of a group say, in the units of the terms; the constant comes first. */
static void
fill_triangle(const Term *terms, size_t p, const CxCrossPair *pair, double *triangle)
{
    *triangle++ = (double)pair[0].n;
    for (size_t i = 0; i < p; i++)
        *triangle++ = terms[i].unit * (double)pair[i * p].x;
    for (size_t i = 0; i < p; i++) {
        for (size_t j = i; j < p; j++)
            *triangle++ = terms[i].unit * terms[j].unit * (double)pair[i * p + j].xy;
    }
}

static void
sum_groups(const Term *terms, const uint8_t *columns, const size_t *start, CxDriversSums *sums)
{
    const size_t p = sums->n_columns - 1;
    const size_t n = start[sums->n_groups];
    uint8_t itself[256];
    for (size_t c = 0; c < CX_N_ELEMENTS(itself); c++)
        itself[c] = c <= CX_CROSS_VALUE_MAX ? (uint8_t)c : CX_CROSS_NO_VALUE;
    CxCrossColumn cross[CX_CROSS_COLUMNS_MAX];
    CxCrossPair pair[CX_CROSS_COLUMNS_MAX * CX_CROSS_COLUMNS_MAX];
    for (size_t g = 0; g < sums->n_groups; g++) {
        for (size_t i = 0; i < p; i++)
            cross[i] = (CxCrossColumn){ columns + i * n + start[g], itself };
        memset(pair, 0, p * p * sizeof *pair);
        cx_kernel_cross_listwise(cross, p, NULL, start[g + 1] - start[g], pair);
        fill_triangle(terms, p, pair, sums->products + g * sums->size);
    }
}

bool
cx_drivers_cross(const CxDriversAsk *ask, const CxDriversRows *rows, const CxDriversTerm *terms,
                 CxDriversSums *sums)
{
    const size_t p = sums->n_columns - 1;
    if (ask->weights != NULL || p > CX_CROSS_COLUMNS_MAX)
        return false;
    Term found[CX_CROSS_COLUMNS_MAX];
    for (size_t i = 0; i < p; i++) {
        if (!find_unit(&terms[i], &found[i]))
            return false;
    }
    g_autofree uint8_t *columns = g_try_malloc(p * rows->n + 1);
    if (columns == NULL)
        return false;
    g_autofree uint32_t *place = g_new(uint32_t, rows->n + 1);
    g_autofree size_t *start = g_new0(size_t, rows->n_groups + 1);
    find_places(rows, place, start);
    for (size_t i = 0; i < p; i++)
        move_column(rows, place, terms[i].codes, found[i].times, columns + i * rows->n);
    sum_groups(found, columns, start, sums);
    return true;
}
