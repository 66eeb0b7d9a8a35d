/* Answers put together at points along the fact. */
#include <math.h>

#include "lang/assert.h"
#include "stat/threshold_priv.h"

/* An answer on its way to a point. */
typedef struct {
    double x; /* turned */
    size_t i; /* of the ask */
} Placed;

static int
compare_placed(const void *a, const void *b)
{
    const double left = ((const Placed *)a)->x;
    const double right = ((const Placed *)b)->x;
    return left < right ? -1 : left > right;
}

/* Whether a point may end between two neighbouring values. */
static bool
may_end(double before, double after)
{
    return before < after;
}

/* Whether a point may stand as it is: where asked for, with low answers and others. */
static bool
is_whole(const CxThresholdAsk *ask, double w, double low)
{
    return !ask->is_mixed || (low > 0.0 && low < w);
}

static void
close_point(CxThresholdGrid *grid, const CxThresholdPoint *open, double w, double low)
{
    CxThresholdPoint *point = &grid->points[grid->n_points];
    *point = *open;
    point->x = open->x / w;
    point->raw = low / w;
    grid->w[grid->n_points++] = w;
}

/* Joins the last point to the one before it. */
static void
join_last(CxThresholdGrid *grid, uint16_t *at, const Placed *placed, size_t n)
{
    const size_t last = --grid->n_points;
    CxThresholdPoint *to = &grid->points[last - 1];
    const CxThresholdPoint *from = &grid->points[last];
    const double w = grid->w[last - 1] + grid->w[last];
    to->x = (grid->w[last - 1] * to->x + grid->w[last] * from->x) / w;
    to->raw = (grid->w[last - 1] * to->raw + grid->w[last] * from->raw) / w;
    to->to = from->to;
    to->n += from->n;
    grid->w[last - 1] = w;
    for (size_t i = n; i-- > 0 && at[placed[i].i] == last;)
        at[placed[i].i] = (uint16_t)(last - 1);
}

/* Whether the last point may stand by itself. */
static bool
may_stay(const CxThresholdGrid *grid, const CxThresholdAsk *ask, int64_t n_least)
{
    const CxThresholdPoint *last = &grid->points[grid->n_points - 1];
    const double w = grid->w[grid->n_points - 1];
    return last->n >= n_least && is_whole(ask, w, w * last->raw);
}

/* How many answers make a point full: at least, and so that there are not too many points. */
typedef struct {
    int64_t n_least, n_each;
} Sizes;

/* Whether a point of n answers is full that would end with placed[i]. */
static bool
is_full(const CxThresholdGrid *grid, const CxThresholdAsk *ask, const Sizes *sizes,
        const Placed *placed, int64_t n)
{
    const double target = grid->sign * ask->target;
    const bool is_at_target = placed[0].x <= target && placed[1].x > target;
    return n >= (is_at_target ? sizes->n_least : sizes->n_each) &&
           may_end(placed[0].x, placed[1].x);
}

static void
place(CxThresholdGrid *grid, const CxThresholdAsk *ask, const Placed *placed, uint16_t *at)
{
    const size_t n_full = (ask->n + CX_THRESHOLD_POINTS_MAX - 1) / CX_THRESHOLD_POINTS_MAX;
    const int64_t n_least = MAX(CX_THRESHOLD_POINT_N_MIN, ask->point_n);
    const Sizes sizes = { n_least, MAX(n_least, (int64_t)n_full) };
    CxThresholdPoint open = { 0 };
    double w = 0.0;
    double low = 0.0;
    for (size_t i = 0; i < ask->n; i++) {
        const CxThresholdAnswer *answer = &ask->answers[placed[i].i];
        if (open.n == 0)
            open.from = placed[i].x;
        open.to = placed[i].x;
        open.n++;
        w += answer->w;
        open.x += answer->w * placed[i].x;
        low += answer->code >= ask->low_from && answer->code <= ask->low_to ? answer->w : 0.0;
        at[placed[i].i] = (uint16_t)grid->n_points;
        const bool is_last = i + 1 == ask->n;
        if (!is_last && !(is_full(grid, ask, &sizes, &placed[i], open.n) && is_whole(ask, w, low)))
            continue;
        close_point(grid, &open, w, low);
        open = (CxThresholdPoint){ 0 };
        w = low = 0.0;
    }
    if (grid->n_points > 1 && !may_stay(grid, ask, n_least))
        join_last(grid, at, placed, ask->n);
}

/* Answers in order of their sampling unit, those of one unit as they came. */
static void
sort_cells(CxThresholdGrid *grid, const CxThresholdAsk *ask, const uint16_t *at)
{
    g_autofree size_t *next = g_new0(size_t, ask->n_clusters + 1);
    for (size_t i = 0; i < ask->n; i++)
        next[ask->answers[i].cluster + 1]++;
    grid->first = g_new0(size_t, ask->n_clusters + 1);
    for (size_t i = 0; i < ask->n_clusters; i++) {
        if (next[i + 1] > 0) {
            grid->first[grid->n_clusters + 1] = grid->first[grid->n_clusters] + next[i + 1];
            grid->n_clusters++;
        }
        next[i + 1] += next[i];
    }
    grid->cells = g_new0(CxThresholdCell, ask->n + 1);
    for (size_t i = 0; i < ask->n; i++) {
        const CxThresholdAnswer *answer = &ask->answers[i];
        grid->cells[next[answer->cluster]++] = (CxThresholdCell){
            .point = at[i],
            .code = answer->code,
            .is_low = answer->code >= ask->low_from && answer->code <= ask->low_to,
            .is_on_target = grid->sign * answer->x <= grid->sign * ask->target,
            .w = answer->w,
        };
    }
}

void
cx_threshold_grid_init(CxThresholdGrid *grid, const CxThresholdAsk *ask, CxThresholdWorse worse)
{
    cx_assert(ask->n <= CX_THRESHOLD_ANSWERS_MAX);
    *grid = (CxThresholdGrid){ .sign = worse == CX_THRESHOLD_LESS ? -1.0 : 1.0 };
    g_autofree Placed *placed = g_new(Placed, ask->n + 1);
    g_autofree uint16_t *at = g_new0(uint16_t, ask->n + 1);
    for (size_t i = 0; i < ask->n; i++) {
        cx_assert(ask->answers[i].w > 0.0 && isfinite(ask->answers[i].x));
        cx_assert(ask->answers[i].cluster < ask->n_clusters);
        placed[i] = (Placed){ .x = grid->sign * ask->answers[i].x, .i = i };
    }
    qsort(placed, ask->n, sizeof *placed, compare_placed);
    /* Full points are at most POINTS_MAX; the target adds one, the rest another. */
    grid->points = g_new0(CxThresholdPoint, CX_THRESHOLD_POINTS_MAX + 3);
    grid->w = g_new0(double, CX_THRESHOLD_POINTS_MAX + 3);
    if (ask->n > 0)
        place(grid, ask, placed, at);
    sort_cells(grid, ask, at);
}

void
cx_threshold_grid_clear(CxThresholdGrid *grid)
{
    g_free(grid->cells);
    g_free(grid->first);
    g_free(grid->points);
    g_free(grid->w);
}
