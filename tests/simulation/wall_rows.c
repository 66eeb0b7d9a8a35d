#include "wall_rows.h"

#define PRIME INT64_C(2147483647)

int64_t
rows_inverse(int64_t value)
{
    int64_t result = 1;
    for (int64_t power = PRIME - 2; power > 0; power /= 2, value = value * value % PRIME) {
        if (power % 2 == 1)
            result = result * value % PRIME;
    }
    return result;
}

/* Takes from a vector what the rows have of it; the first column left, or -1. */
static int
reduce(const System *system, int64_t *vector)
{
    int first = -1;
    for (int i = 0; i < COLUMNS_MAX; i++) {
        if (vector[i] == 0)
            continue;
        const int64_t *row = system->rows[i];
        if (row == NULL) {
            first = first < 0 ? i : first;
            continue;
        }
        const int64_t times = vector[i];
        for (int j = i; j < COLUMNS_MAX; j++)
            vector[j] = (vector[j] + (PRIME - times) * row[j]) % PRIME;
    }
    return first;
}

void
rows_add(System *system, const int64_t *members)
{
    int64_t *row = g_memdup2(members, COLUMNS_MAX * sizeof *members);
    const int first = reduce(system, row);
    if (first < 0) {
        g_free(row);
        return;
    }
    const int64_t times = rows_inverse(row[first]);
    for (int j = 0; j < COLUMNS_MAX; j++)
        row[j] = row[j] * times % PRIME;
    system->rows[first] = row;
}

int64_t *
rows_rest(const System *system, int one)
{
    int64_t *row = g_new0(int64_t, COLUMNS_MAX);
    row[one] = 1;
    (void)reduce(system, row);
    return row;
}

void
rows_scale(int64_t *row)
{
    int first = 0;
    while (first < COLUMNS_MAX && row[first] == 0)
        first++;
    const int64_t times = first < COLUMNS_MAX ? rows_inverse(row[first]) : 0;
    for (int j = 0; j < COLUMNS_MAX; j++)
        row[j] = row[j] * times % PRIME;
}
