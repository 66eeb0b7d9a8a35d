#include "stat/telling.h"

#include <glib.h>
#include <math.h>
#include <string.h>

#define LEVERAGE_MAX 0.2499 /* below a quarter, every combination holds five people */
#define RIDGE        1e-6   /* points of a fact that everybody has add up to the blocks */
#define STEPS_MAX    60     /* of Newton's method */
#define STEP_MAX     2.0    /* of a logit at once */
#define LOGIT_MAX    18.0   /* beyond, the regression runs away: somebody's answer is at its end */
#define CLOSE        1e-7   /* of what was said, how near the regression has to come, in answers */

/* The system of equations: blocks are eliminated, since nobody is in two. */
typedef struct {
    const CxTellingAsk *ask;
    uint8_t *is_known; /* by answer */
    size_t *first;     /* of each fact's points among all */
    size_t n;          /* points of all facts */
    double *block;     /* weight of each block */
    double *cross;     /* n_blocks × n: weight of each point in each block */
    double *points;    /* n × n, what is left of them beside the blocks; then its inverse */
    double *logits;    /* by answer */
    double *step;      /* n_blocks, then n */
} System;

static void
system_init(System *system, const CxTellingAsk *ask)
{
    *system = (System){ .ask = ask };
    system->first = g_new0(size_t, ask->n_facts + 1);
    for (size_t f = 0; f < ask->n_facts; f++)
        system->first[f + 1] = system->first[f] + ask->n_points[f];
    system->n = system->first[ask->n_facts];
    system->is_known = g_new0(uint8_t, ask->n + 1);
    system->block = g_new0(double, ask->n_blocks + 1);
    system->cross = g_new0(double, ask->n_blocks * system->n + 1);
    system->points = g_new0(double, system->n * system->n + 1);
    system->logits = g_new0(double, ask->n + 1);
    system->step = g_new0(double, ask->n_blocks + system->n + 1);
}

static void
system_clear(System *system)
{
    g_free(system->first);
    g_free(system->is_known);
    g_free(system->block);
    g_free(system->cross);
    g_free(system->points);
    g_free(system->logits);
    g_free(system->step);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(System, system_clear)

/* The points of an answer among all; how many there are. */
static size_t
points_of(const System *system, size_t i, size_t *points)
{
    const CxTellingAsk *ask = system->ask;
    size_t n = 0;
    for (size_t f = 0; f < ask->n_facts; f++) {
        if (ask->points[f][i] != CX_TELLING_NO_POINT)
            points[n++] = system->first[f] + ask->points[f][i];
    }
    return n;
}

/* ---- What is told without any point ---- */

typedef struct {
    int64_t n, low;
} Count;

static bool
is_alike(const Count *count)
{
    return count->n > 0 && (count->low == 0 || count->low == count->n);
}

static void
find_known(System *system)
{
    const CxTellingAsk *ask = system->ask;
    g_autofree Count *counts = g_new0(Count, ask->n_blocks + 1);
    for (size_t i = 0; i < ask->n; i++) {
        counts[ask->blocks[i]].n++;
        counts[ask->blocks[i]].low += ask->is_low[i] != 0 ? 1 : 0;
    }
    for (size_t i = 0; i < ask->n; i++)
        system->is_known[i] = is_alike(&counts[ask->blocks[i]]) ? 1 : 0;
}

/* Whether at each point there are, of those not known, some who are low and some who are not. */
static bool
are_points_mixed(const System *system, size_t *points)
{
    const CxTellingAsk *ask = system->ask;
    g_autofree Count *counts = g_new0(Count, system->n + 1);
    for (size_t i = 0; i < ask->n; i++) {
        const size_t n = system->is_known[i] != 0 ? 0 : points_of(system, i, points);
        for (size_t k = 0; k < n; k++) {
            counts[points[k]].n++;
            counts[points[k]].low += ask->is_low[i] != 0 ? 1 : 0;
        }
    }
    for (size_t p = 0; p < system->n; p++) {
        if (is_alike(&counts[p]))
            return false;
    }
    return true;
}

/* ---- The system ---- */

/* Cholesky's decomposition in place, lower half; false if it is none. */
static bool
decompose(double *matrix, size_t n)
{
    for (size_t j = 0; j < n; j++) {
        for (size_t i = j; i < n; i++) {
            double sum = matrix[i * n + j];
            for (size_t k = 0; k < j; k++)
                sum -= matrix[i * n + k] * matrix[j * n + k];
            if (i == j && !(sum > 0.0))
                return false;
            matrix[i * n + j] = i == j ? sqrt(sum) : sum / matrix[j * n + j];
        }
    }
    return true;
}

static void
solve(const double *matrix, size_t n, double *vector)
{
    for (size_t i = 0; i < n; i++) {
        for (size_t k = 0; k < i; k++)
            vector[i] -= matrix[i * n + k] * vector[k];
        vector[i] /= matrix[i * n + i];
    }
    for (size_t i = n; i-- > 0;) {
        for (size_t k = i + 1; k < n; k++)
            vector[i] -= matrix[k * n + i] * vector[k];
        vector[i] /= matrix[i * n + i];
    }
}

static double
chance(double logit)
{
    return 1.0 / (1.0 + exp(-logit));
}

/* Weights of blocks and points: of answers at their logits, or of each alike. */
static void
add_answers(System *system, bool is_alike, size_t *points)
{
    const CxTellingAsk *ask = system->ask;
    const size_t n = system->n;
    for (size_t i = 0; i < ask->n; i++) {
        if (system->is_known[i] != 0)
            continue;
        const double p = chance(system->logits[i]);
        const double w = is_alike ? 1.0 : p * (1.0 - p);
        const size_t n_points = points_of(system, i, points);
        system->block[ask->blocks[i]] += w;
        for (size_t k = 0; k < n_points; k++) {
            system->cross[ask->blocks[i] * n + points[k]] += w;
            for (size_t l = 0; l <= k; l++)
                system->points[points[k] * n + points[l]] += w;
        }
    }
}

/* What of the points is left beside the blocks. */
static void
take_block(System *system, size_t b)
{
    const size_t n = system->n;
    const double *cross = &system->cross[b * n];
    for (size_t i = 0; i < n && system->block[b] > 0.0; i++) {
        const double share = cross[i] / system->block[b];
        for (size_t j = 0; j <= i && share > 0.0; j++)
            system->points[i * n + j] -= share * cross[j];
    }
}

/* The system at its logits, or of answers alike, decomposed. */
static bool
weigh(System *system, bool is_alike, size_t *points)
{
    const size_t n_blocks = system->ask->n_blocks;
    const size_t n = system->n;
    memset(system->block, 0, n_blocks * sizeof *system->block);
    memset(system->cross, 0, n_blocks * n * sizeof *system->cross);
    memset(system->points, 0, n * n * sizeof *system->points);
    add_answers(system, is_alike, points);
    for (size_t b = 0; b < n_blocks; b++)
        take_block(system, b);
    for (size_t i = 0; i < n; i++)
        system->points[i * n + i] += RIDGE;
    return decompose(system->points, n);
}

/* ---- Five people ---- */

/* The inverse of what is left of the points, and what each block takes with it: its points' shares, and these
 * against themselves. */
typedef struct {
    double *inverse;
    double *shares; /* n_blocks × n */
    double *own;    /* n_blocks */
} Levers;

static void
levers_clear(Levers *levers)
{
    g_free(levers->inverse);
    g_free(levers->shares);
    g_free(levers->own);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Levers, levers_clear)

static void
levers_add_block(Levers *levers, const System *system, size_t b)
{
    const size_t n = system->n;
    const double *cross = &system->cross[b * n];
    double *shares = &levers->shares[b * n];
    for (size_t j = 0; j < n; j++) {
        const double share = cross[j] / system->block[b];
        for (size_t i = 0; i < n && share > 0.0; i++)
            shares[i] += levers->inverse[j * n + i] * share;
    }
    for (size_t j = 0; j < n; j++)
        levers->own[b] += shares[j] * cross[j] / system->block[b];
}

static void
levers_init(Levers *levers, const System *system)
{
    const size_t n_blocks = system->ask->n_blocks;
    const size_t n = system->n;
    levers->inverse = g_new0(double, n *n + 1);
    levers->shares = g_new0(double, n_blocks *n + 1);
    levers->own = g_new0(double, n_blocks + 1);
    for (size_t i = 0; i < n; i++) {
        levers->inverse[i * n + i] = 1.0;
        solve(system->points, n, &levers->inverse[i * n]);
    }
    for (size_t b = 0; b < n_blocks; b++) {
        if (system->block[b] > 0.0)
            levers_add_block(levers, system, b);
    }
}

/* Of one answer, its own block and points against all of them. */
static double
leverage_of(const System *system, const Levers *levers, size_t i, size_t *points)
{
    const size_t b = system->ask->blocks[i];
    const size_t n = points_of(system, i, points);
    double leverage = 1.0 / system->block[b] + levers->own[b];
    for (size_t k = 0; k < n; k++) {
        leverage -= 2.0 * levers->shares[b * system->n + points[k]];
        for (size_t l = 0; l < n; l++)
            leverage += levers->inverse[points[k] * system->n + points[l]];
    }
    return leverage;
}

static bool
holds_five(System *system, size_t *points)
{
    if (!weigh(system, true, points))
        return false;
    g_auto(Levers) levers = { 0 };
    levers_init(&levers, system);
    for (size_t i = 0; i < system->ask->n; i++) {
        if (system->is_known[i] == 0 && !(leverage_of(system, &levers, i, points) < LEVERAGE_MAX))
            return false;
    }
    return true;
}

/* ---- Nobody at an end ---- */

/* What was said, less what the regression says, by block and then by point; the largest of it. */
static double
rest_of(System *system, size_t *points)
{
    const CxTellingAsk *ask = system->ask;
    double *step = system->step;
    memset(step, 0, (ask->n_blocks + system->n) * sizeof *step);
    for (size_t i = 0; i < ask->n; i++) {
        if (system->is_known[i] != 0)
            continue;
        const double rest = (ask->is_low[i] != 0 ? 1.0 : 0.0) - chance(system->logits[i]);
        const size_t n_points = points_of(system, i, points);
        step[ask->blocks[i]] += rest;
        for (size_t k = 0; k < n_points; k++)
            step[ask->n_blocks + points[k]] += rest;
    }
    double most = 0.0;
    for (size_t i = 0; i < ask->n_blocks + system->n; i++)
        most = fmax(most, fabs(step[i]));
    return most;
}

static double
moved_by(const System *system, size_t i, size_t *points)
{
    const CxTellingAsk *ask = system->ask;
    const size_t n_points = points_of(system, i, points);
    double by = system->step[ask->blocks[i]];
    for (size_t k = 0; k < n_points; k++)
        by += system->step[ask->n_blocks + points[k]];
    return by;
}

/* Turns what is left into the step, and makes it. False when an answer runs away. */
static bool
advance(System *system, size_t *points)
{
    const CxTellingAsk *ask = system->ask;
    const size_t n = system->n;
    double *of_blocks = system->step;
    double *of_points = &system->step[ask->n_blocks];
    for (size_t b = 0; b < ask->n_blocks; b++) {
        for (size_t j = 0; j < n && system->block[b] > 0.0; j++)
            of_points[j] -= system->cross[b * n + j] * of_blocks[b] / system->block[b];
    }
    solve(system->points, n, of_points);
    for (size_t b = 0; b < ask->n_blocks; b++) {
        for (size_t j = 0; j < n; j++)
            of_blocks[b] -= system->cross[b * n + j] * of_points[j];
        of_blocks[b] = system->block[b] > 0.0 ? of_blocks[b] / system->block[b] : 0.0;
    }
    double most = 0.0;
    for (size_t i = 0; i < ask->n; i++)
        most = fmax(most, system->is_known[i] != 0 ? 0.0 : fabs(moved_by(system, i, points)));
    const double part = most > STEP_MAX ? STEP_MAX / most : 1.0;
    for (size_t i = 0; i < ask->n; i++) {
        if (system->is_known[i] != 0)
            continue;
        system->logits[i] += part * moved_by(system, i, points);
        if (!(fabs(system->logits[i]) < LOGIT_MAX))
            return false;
    }
    return true;
}

static bool
leaves_all_open(System *system, size_t *points)
{
    for (int step = 0; step < STEPS_MAX; step++) {
        if (!weigh(system, false, points))
            return false;
        if (rest_of(system, points) < CLOSE)
            return true;
        if (!advance(system, points))
            return false;
    }
    return false;
}

bool
cx_stat_is_tellable(const CxTellingAsk *ask)
{
    g_autofree size_t *points = g_new0(size_t, ask->n_facts + 1);
    g_auto(System) system = { 0 };
    system_init(&system, ask);
    find_known(&system);
    return are_points_mixed(&system, points) && holds_five(&system, points) &&
           leaves_all_open(&system, points);
}
