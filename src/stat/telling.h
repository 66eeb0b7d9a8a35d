/* Whether shares at points along facts can be told beside sums of blocks without telling of single people.
 *
 * Known are, of one question, how many answers are low in each block (a month of a release) and at each point
 * along each fact. Two things are asked of all that could be made of these numbers:
 *
 * by adding and subtracting, nothing that holds fewer than five people: the leverage of each answer in the
 * system is below a quarter. A combination that holds s people gives one of them a leverage of 1/s or more;
 *
 * by linear programming, nobody: there is a solution that leaves everybody's answer strictly between low and not
 * low, beside what was said. It is looked for where it is largest in entropy, as a logistic regression of
 * being low on blocks and points, which exists exactly if there is one.
 *
 * Left aside is who is in a block of which all or none are low: that is told by its own number. Weights do not
 * matter to the first; docs/methods/wall.md has the proof. Pure but for memory, any thread. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lang/lang.h"

#define CX_TELLING_NO_POINT UINT16_MAX /* the fact is not known of the answer */

typedef struct {
    size_t n; /* answers */
    const uint8_t *is_low;
    const uint32_t *blocks; /* of each answer, below n_blocks */
    size_t n_blocks;
    const uint16_t *const *points; /* for each fact, of each answer its point or NO_POINT */
    const size_t *n_points;        /* for each fact */
    size_t n_facts;
} CxTellingAsk;

bool cx_stat_is_tellable(const CxTellingAsk *ask);
