/* What of a pool of answers can be let out together. Inside feedback/release*.c only; pure. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* People whose answers touch the same cells. A cell is a number that readers may ask for. */
typedef struct {
    int64_t n_people;
    uint32_t *cells; /* each once, owned */
    size_t n_cells;
    bool is_out; /* out: may be let out */
} CxReleaseGroup;

/* Lets out the most people of whom in each cell there is none or at least `least`: the largest such
 * set, and there is one, since two of them together are one again.
 *
 * groups   n_groups of them, their cells below n_cells */
void cx_release_core(CxReleaseGroup *groups, size_t n_groups, size_t n_cells, int64_t least);
