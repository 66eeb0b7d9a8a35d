#include <glib.h>

#include "feedback/release_priv.h"

enum { CODES = 65521 /* a prime: so many squares never overflow the store's numbers */ };

/* ---- What people said ---- */

CxReleaseSum
cx_release_sum_of(int64_t code)
{
    const uint64_t value = (uint64_t)((code % CODES + CODES) % CODES);
    return (CxReleaseSum){ .n = 1, .sum = value, .squares = value * value };
}

void
cx_release_sum_add(CxReleaseSum *sum, const CxReleaseSum *other)
{
    sum->n += other->n;
    sum->sum += other->sum;
    sum->squares += other->squares;
    sum->is_open = sum->is_open || other->is_open;
}

void
cx_release_sum_take(CxReleaseSum *sum, const CxReleaseSum *other)
{
    sum->n -= other->n;
    sum->sum -= other->sum;
    sum->squares -= other->squares;
}

bool
cx_release_sum_is_alike(const CxReleaseSum *sum)
{
    /* Variance 0. What overflows does so on both sides. */
    return sum->n > 0 && !sum->is_open && (uint64_t)sum->n * sum->squares == sum->sum * sum->sum;
}

/* ---- The largest set ---- */

/* What would be let out in one cell. */
typedef struct {
    int64_t n;
    CxReleaseSum said;
} Cell;

static bool
is_short(const CxReleaseGroup *group, const Cell *cells, int64_t least)
{
    for (size_t i = 0; i < group->n_cells; i++) {
        const Cell *cell = &cells[group->cells[i]];
        const bool is_known = cell->said.n > 0 || cell->said.is_open;
        if (cell->n < least || !is_known || cx_release_sum_is_alike(&cell->said))
            return true;
    }
    return false;
}

static void
let_in(const CxReleaseGroup *group, Cell *cells)
{
    for (size_t i = 0; i < group->n_cells; i++) {
        Cell *cell = &cells[group->cells[i]];
        cell->n += group->n_people;
        if (group->said != NULL)
            cx_release_sum_add(&cell->said, &group->said[i]);
        else
            cell->said.is_open = true;
    }
}

static void
take_out(const CxReleaseGroup *group, Cell *cells)
{
    for (size_t i = 0; i < group->n_cells; i++) {
        Cell *cell = &cells[group->cells[i]];
        cell->n -= group->n_people;
        if (group->said != NULL)
            cx_release_sum_take(&cell->said, &group->said[i]);
    }
}

void
cx_release_core(CxReleaseGroup *const *groups, size_t n_groups, size_t n_cells, int64_t least)
{
    g_autofree Cell *cells = g_new0(Cell, n_cells + 1);
    for (size_t i = 0; i < n_groups; i++) {
        groups[i]->is_out = !groups[i]->is_held;
        if (groups[i]->is_out)
            let_in(groups[i], cells);
    }
    bool is_done = false;
    while (!is_done) {
        is_done = true;
        for (size_t i = 0; i < n_groups; i++) {
            if (!groups[i]->is_out || !is_short(groups[i], cells, least))
                continue;
            groups[i]->is_out = false;
            take_out(groups[i], cells);
            is_done = false;
        }
    }
}
