/* With which other driver each goes most: correlations pair by pair, over the responses that answered both. The
 * variance inflation says that a driver cannot be told apart from the others; this says from which. */
#include <math.h>
#include <string.h>

#include "kernel/cross.h"
#include "stat/drivers_priv.h"

static bool
fill_values(const CxDriversColumn *column, uint8_t values[256])
{
    memset(values, CX_CROSS_NO_VALUE, 256);
    for (int code = column->lo; code <= column->hi; code++) {
        const int value = column->is_turned ? column->hi - code : code - column->lo;
        if (value > CX_CROSS_VALUE_MAX)
            return false;
        values[code] = (uint8_t)value;
    }
    return true;
}

/* Pearson's r; NaN where there are too few, or one of them never changes. */
static double
correlation(const CxCrossPair *pair)
{
    const double n = (double)pair->n;
    const double x = (double)pair->x;
    const double y = (double)pair->y;
    const double xx = n * (double)pair->xx - x * x;
    const double yy = n * (double)pair->yy - y * y;
    if (pair->n < CX_DRIVERS_ANSWERS_MIN || xx <= 0.0 || yy <= 0.0)
        return (double)NAN;
    return (n * (double)pair->xy - x * y) / (sqrt(xx) * sqrt(yy));
}

static void
find_nearest(const CxCrossPair *pairs, size_t p, size_t i, CxDriver *driver)
{
    for (size_t j = 0; j < p; j++) {
        const CxCrossPair *pair = &pairs[i < j ? i * p + j : j * p + i];
        const double r = i == j ? (double)NAN : correlation(pair);
        if (isnan(r) || (driver->nearest >= 0 && fabs(r) <= fabs(driver->nearest_r)))
            continue;
        driver->nearest = (int)j;
        driver->nearest_r = r;
        driver->nearest_n = pair->n;
    }
}

void
cx_drivers_pairs(const CxDriversAsk *ask, CxDrivers *found)
{
    const size_t p = ask->n_drivers;
    if (p < 2 || p > CX_CROSS_COLUMNS_MAX)
        return;
    uint8_t values[CX_CROSS_COLUMNS_MAX][256];
    CxCrossColumn columns[CX_CROSS_COLUMNS_MAX];
    for (size_t i = 0; i < p; i++) {
        if (!fill_values(&ask->drivers[i], values[i]))
            return;
        columns[i] = (CxCrossColumn){ ask->drivers[i].codes, values[i] };
    }
    g_autofree CxCrossPair *pairs = g_new0(CxCrossPair, p * p);
    cx_kernel_cross_pairwise(columns, p, ask->mask, ask->n_rows, pairs);
    for (size_t i = 0; i < p; i++)
        find_nearest(pairs, p, i, &found->drivers[i]);
}
