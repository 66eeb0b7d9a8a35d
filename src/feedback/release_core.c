#include <glib.h>

#include "feedback/release_priv.h"

static bool
is_short(const CxReleaseGroup *group, const int64_t *n, int64_t least)
{
    for (size_t i = 0; i < group->n_cells; i++) {
        if (n[group->cells[i]] < least)
            return true;
    }
    return false;
}

static void
count(const CxReleaseGroup *group, int64_t n_people, int64_t *n)
{
    for (size_t i = 0; i < group->n_cells; i++)
        n[group->cells[i]] += n_people;
}

void
cx_release_core(CxReleaseGroup *const *groups, size_t n_groups, size_t n_cells, int64_t least)
{
    g_autofree int64_t *n = g_new0(int64_t, n_cells + 1);
    for (size_t i = 0; i < n_groups; i++) {
        groups[i]->is_out = !groups[i]->is_held;
        if (groups[i]->is_out)
            count(groups[i], groups[i]->n_people, n);
    }
    bool is_done = false;
    while (!is_done) {
        is_done = true;
        for (size_t i = 0; i < n_groups; i++) {
            if (!groups[i]->is_out || !is_short(groups[i], n, least))
                continue;
            groups[i]->is_out = false;
            count(groups[i], -groups[i]->n_people, n);
            is_done = false;
        }
    }
}
