/* The linear program, over the rows r_i = ±(1, x_i):
 *
 *     maximise  Σ r_i · b   with  r_i · b >= 0  and  |b_j| <= 1
 *
 * is above 0 just where a plane parts the kinds. It is solved in its dual by the simplex method: a basis of
 * as many columns as b has members, of which each row is one and each side of the box another; the dual's
 * prices are b itself, so that the column to enter is the row that b breaks most. One pass over the rows a
 * step. What lies off the plane is parted; the rest is asked again, until nothing is left (complete) or what
 * is left overlaps (quasi-complete). */
#include "stat/separation.h"

#include <glib.h>
#include <math.h>
#include <stdbool.h>

#include "lang/assert.h"

#define DIM_MAX (CX_SEPARATION_TERMS_MAX + 1)
#define BROKEN                                                                                     \
    1e-9 /* a row beyond the plane by more is broken; rows are at most 1 long in each member */
#define OFF       1e-7 /* a row off the plane by more is parted */
#define STEPS_MAX 2000
#define STEPS_TOP                                                                                  \
    200 /* after so many the first broken column enters, not the worst, which might circle */

typedef struct {
    double at[DIM_MAX]; /* the column */
    double cost;
} Column;

typedef struct {
    const double *x;
    const uint8_t *is_yes;
    size_t n_rows, n_terms;
    size_t dim;
    double scale[DIM_MAX]; /* each member's largest */
    uint8_t *is_left;      /* rows still to be parted */
    size_t n_left;
    Column basis[DIM_MAX];
    double share[DIM_MAX]; /* of each column in the basis, >= 0 */
    double b[DIM_MAX];
} Program;

static void
row_of(const Program *program, size_t i, double *row)
{
    const double sign = program->is_yes[i] != 0 ? 1.0 : -1.0;
    row[0] = sign;
    for (size_t t = 0; t < program->n_terms; t++)
        row[t + 1] = sign * program->x[i * program->n_terms + t] / program->scale[t + 1];
}

static double
distance(const Program *program, size_t i)
{
    double row[DIM_MAX] = { 0.0 };
    double sum = 0.0;
    row_of(program, i, row);
    for (size_t a = 0; a < program->dim; a++)
        sum += row[a] * program->b[a];
    return sum;
}

/* Takes column a out of all rows but its own; false when nothing of it is left. */
static bool
eliminate(double m[DIM_MAX][DIM_MAX + 1], size_t dim, size_t a)
{
    size_t pivot = a;
    for (size_t c = a + 1; c < dim; c++)
        pivot = fabs(m[c][a]) > fabs(m[pivot][a]) ? c : pivot;
    if (!(fabs(m[pivot][a]) > 1e-14))
        return false;
    for (size_t c = 0; c <= dim; c++) {
        const double value = m[a][c];
        m[a][c] = m[pivot][c];
        m[pivot][c] = value;
    }
    for (size_t c = 0; c < dim; c++) {
        const double factor = c == a ? 0.0 : m[c][a] / m[a][a];
        for (size_t d = a; d <= dim; d++)
            m[c][d] -= factor * m[a][d];
    }
    return true;
}

/* Solves the basis times `out` = `want`, or its transpose, by elimination with pivots; false when it is singular. */
static bool
solve(const Program *program, bool is_transposed, const double *want, double *out)
{
    const size_t dim = program->dim;
    double m[DIM_MAX][DIM_MAX + 1] = { { 0.0 } };
    for (size_t a = 0; a < dim; a++) {
        for (size_t c = 0; c < dim; c++)
            m[a][c] = is_transposed ? program->basis[a].at[c] : program->basis[c].at[a];
        m[a][dim] = want[a];
    }
    for (size_t a = 0; a < dim; a++) {
        if (!eliminate(m, dim, a))
            return false;
    }
    for (size_t a = 0; a < dim; a++)
        out[a] = m[a][dim] / m[a][a];
    return true;
}

/* Starts on the box: the sum of the rows that are left, member by member. */
static void
start(Program *program, double *sum)
{
    double row[DIM_MAX];
    for (size_t a = 0; a < program->dim; a++)
        sum[a] = 0.0;
    for (size_t i = 0; i < program->n_rows; i++) {
        if (program->is_left[i] == 0)
            continue;
        row_of(program, i, row);
        for (size_t a = 0; a < program->dim; a++)
            sum[a] += row[a] / (double)program->n_left;
    }
    for (size_t a = 0; a < program->dim; a++) {
        program->basis[a] = (Column){ .cost = 1.0 };
        program->basis[a].at[a] = sum[a] >= 0.0 ? 1.0 : -1.0;
    }
}

/* The column to enter: the row or side of the box that b breaks most, or the first it breaks. False: none. */
static bool
find_entering(const Program *program, bool is_first, Column *ret_column)
{
    double worst = -BROKEN;
    size_t i_worst = SIZE_MAX;
    for (size_t i = 0; i < program->n_rows; i++) {
        if (program->is_left[i] == 0)
            continue;
        const double own = distance(program, i);
        if (own < worst) {
            worst = own;
            i_worst = i;
            if (is_first)
                break;
        }
    }
    if (i_worst != SIZE_MAX) {
        row_of(program, i_worst, ret_column->at);
        for (size_t a = 0; a < program->dim; a++)
            ret_column->at[a] = -ret_column->at[a];
        ret_column->cost = 0.0;
        return true;
    }
    for (size_t a = 0; a < program->dim; a++) {
        if (fabs(program->b[a]) <= 1.0 + BROKEN)
            continue;
        *ret_column = (Column){ .cost = 1.0 };
        ret_column->at[a] = program->b[a] > 0.0 ? 1.0 : -1.0;
        return true;
    }
    return false;
}

/* Which column leaves for the one that enters: the first to come to nothing. False: none, which cannot be. */
static bool
exchange(Program *program, const Column *entering)
{
    double along[DIM_MAX];
    double least = (double)INFINITY;
    size_t leaving = SIZE_MAX;
    if (!solve(program, false, entering->at, along))
        return false;
    for (size_t a = 0; a < program->dim; a++) {
        if (along[a] > 1e-11 && fmax(program->share[a], 0.0) / along[a] < least) {
            least = fmax(program->share[a], 0.0) / along[a];
            leaving = a;
        }
    }
    if (leaving == SIZE_MAX)
        return false;
    program->basis[leaving] = *entering;
    return true;
}

static bool
maximise(Program *program)
{
    double sum[DIM_MAX];
    start(program, sum);
    for (int step = 0; step < STEPS_MAX; step++) {
        double cost[DIM_MAX];
        Column entering;
        for (size_t a = 0; a < program->dim; a++)
            cost[a] = program->basis[a].cost;
        if (!solve(program, false, sum, program->share) || !solve(program, true, cost, program->b))
            return false;
        if (!find_entering(program, step > STEPS_TOP, &entering))
            return true;
        if (!exchange(program, &entering))
            return false;
    }
    return false;
}

/* Takes out what lies off the plane; returns how many. */
static size_t
part(Program *program)
{
    size_t n = 0;
    for (size_t i = 0; i < program->n_rows; i++) {
        if (program->is_left[i] != 0 && distance(program, i) > OFF) {
            program->is_left[i] = 0;
            n++;
        }
    }
    program->n_left -= n;
    return n;
}

static void
measure(Program *program)
{
    program->scale[0] = 1.0;
    for (size_t t = 0; t < program->n_terms; t++) {
        double most = 0.0;
        for (size_t i = 0; i < program->n_rows; i++)
            most = fmax(most, fabs(program->x[i * program->n_terms + t]));
        program->scale[t + 1] = most > 0.0 ? most : 1.0;
    }
}

/* Of one term the ends of the two kinds tell, exactly. */
static CxSeparation
find_by_ends(const double *x, const uint8_t *is_yes, size_t n_rows)
{
    double lo[2] = { (double)INFINITY, (double)INFINITY };
    double hi[2] = { -(double)INFINITY, -(double)INFINITY };
    for (size_t i = 0; i < n_rows; i++) {
        const size_t kind = is_yes[i] != 0 ? 1 : 0;
        lo[kind] = fmin(lo[kind], x[i]);
        hi[kind] = fmax(hi[kind], x[i]);
    }
    if (hi[0] < lo[1] || hi[1] < lo[0])
        return CX_SEPARATION_COMPLETE;
    return hi[0] <= lo[1] || hi[1] <= lo[0] ? CX_SEPARATION_QUASI : CX_SEPARATION_NONE;
}

CxSeparation
cx_stat_separation(const double *x, const uint8_t *is_yes, size_t n_rows, size_t n_terms)
{
    cx_assert(n_terms <= CX_SEPARATION_TERMS_MAX);
    if (n_terms == 1)
        return find_by_ends(x, is_yes, n_rows);
    Program program = { .x = x,
                        .is_yes = is_yes,
                        .n_rows = n_rows,
                        .n_terms = n_terms,
                        .dim = n_terms + 1,
                        .n_left = n_rows };
    g_autofree uint8_t *is_left = g_new(uint8_t, n_rows + 1);
    for (size_t i = 0; i < n_rows; i++)
        is_left[i] = 1;
    program.is_left = is_left;
    measure(&program);
    while (program.n_left > 0) {
        if (!maximise(&program))
            return CX_SEPARATION_UNKNOWN;
        if (part(&program) == 0)
            return program.n_left == n_rows ? CX_SEPARATION_NONE : CX_SEPARATION_QUASI;
    }
    return CX_SEPARATION_COMPLETE;
}
