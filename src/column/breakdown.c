/* One cube a period: the axes are the groups and the questions' classes, so a row costs one increment
 * whatever is asked. Where that makes too many cells for the first cache, each question has a cube
 * of its own. */
#include "column/breakdown.h"

#include <math.h>
#include <string.h>

#include "base/error.h"
#include "base/limits.h"
#include "column/cube_threads.h"
#include "column/dimension_priv.h"
#include "kernel/cube.h"
#include "lang/assert.h"

#define JOINT_CELLS_MAX 16384 /* more are counted question by question */

typedef struct {
    const uint8_t *column;
    uint8_t table[CX_CUBE_CODES];
    unsigned n_classes; /* with the last one, for all other codes */
} Axis;

typedef struct {
    const CxFrame *frame;
    const CxBreakdownAsk *ask;
    CxBreakdown *out;
    Axis by[CX_BREAKDOWN_BY_MAX];
    size_t n_by;
    size_t n_cells; /* groups of one period */
    Axis questions[CX_BREAKDOWN_QUESTIONS_MAX];
    Axis filters[CX_SLICE_FILTERS_MAX];
    size_t first, end; /* rows */
} Work;

/* ---- What is asked ---- */

static bool
fail_missing(const char *what, const char *key, GError **error)
{
    g_set_error(error, CX_ERROR, CX_ERROR_NOT_FOUND, "there is no %s \"%s\"", what, key);
    return false;
}

static bool
bind_by(Work *work, const char *name, GError **error)
{
    CxDimension dimension;
    if (!cx_dimension_find(work->frame, name, &dimension))
        return fail_missing("group", name, error);
    Axis *axis = &work->by[work->n_by];
    axis->column = dimension.column;
    axis->n_classes = (unsigned)dimension.n + 1;
    memset(axis->table, (int)dimension.n, sizeof axis->table);
    for (size_t i = 0; i < dimension.n; i++)
        axis->table[cx_dimension_code(&dimension, i)] = (uint8_t)i;
    work->out->n_by[work->n_by++] = axis->n_classes;
    work->n_cells *= axis->n_classes;
    return true;
}

static bool
bind_filter(Work *work, const CxSliceFilter *filter, Axis *axis, GError **error)
{
    CxDimension dimension;
    if (!cx_dimension_find(work->frame, filter->item, &dimension))
        return fail_missing("filter", filter->item, error);
    axis->column = dimension.column;
    for (size_t v = 0; filter->values[v] != NULL; v++) {
        uint8_t code = 0;
        if (!cx_dimension_find_key(&dimension, filter->values[v], &code))
            return fail_missing("value", filter->values[v], error);
        axis->table[code] = 1;
    }
    return true;
}

/* The class of an answer on the scale. */
static unsigned
class_of(const CxFrameItem *item, CxBreakdownClasses classes, unsigned code)
{
    if (classes == CX_BREAKDOWN_BANDS)
        return code >= 9 ? 2 : code >= 7;
    if (classes == CX_BREAKDOWN_ANSWERS)
        return code - item->lo;
    const bool is_turned = item->direction == CX_FRAME_LOW_IS_GOOD;
    return is_turned ? code <= item->lo + 1U : code + 1U >= item->hi;
}

static bool
bind_question(Work *work, size_t i_question, GError **error)
{
    const CxBreakdownQuestion *question = &work->ask->questions[i_question];
    size_t index = 0;
    if (!cx_frame_find_item(work->frame, question->item, &index))
        return fail_missing("question", question->item, error);
    const CxFrameItem *item = cx_frame_item(work->frame, index);
    const bool is_banded = question->classes == CX_BREAKDOWN_BANDS;
    if (item->kind == CX_FRAME_CHOICE || (is_banded && item->kind != CX_FRAME_NPS)) {
        g_set_error(error, CX_ERROR, CX_ERROR_INVALID, "the answers of \"%s\" have no such classes",
                    question->item);
        return false;
    }
    unsigned n = item->hi - item->lo + 1U;
    if (question->classes != CX_BREAKDOWN_ANSWERS)
        n = is_banded ? 3 : 2;
    Axis *axis = &work->questions[i_question];
    axis->column = cx_frame_answers(work->frame, index);
    axis->n_classes = n + 1;
    memset(axis->table, (int)n, sizeof axis->table);
    for (unsigned c = item->lo; c <= item->hi; c++)
        axis->table[c] = (uint8_t)class_of(item, question->classes, c);
    work->out->n_classes[i_question] = n;
    return true;
}

static void
bind_period(Work *work)
{
    const CxBreakdownAsk *ask = work->ask;
    CxDay from = cx_frame_first_day(work->frame);
    CxDay to = cx_frame_last_day(work->frame);
    work->end = cx_frame_n_rows(work->frame);
    work->out->n_periods = 1;
    if (work->end == 0)
        return;
    if (!cx_day_is_none(ask->from) && ask->from.v > from.v) {
        from = ask->from;
        work->first = cx_frame_day_row(work->frame, from);
    }
    if (!cx_day_is_none(ask->to) && ask->to.v < to.v) {
        to = ask->to;
        work->end = cx_frame_day_row(work->frame, (CxDay){ to.v + 1 });
    }
    work->end = MAX(work->end, work->first);
    if (ask->period == CX_SLICE_BY_NONE || from.v > to.v)
        return;
    work->out->first_period = cx_slice_period_index(ask->period, from);
    const int32_t last = cx_slice_period_index(ask->period, to);
    work->out->n_periods = (size_t)(last - work->out->first_period) + 1;
}

static bool
check_size(Work *work, GError **error)
{
    size_t n_most = 1;
    for (size_t k = 0; k < work->ask->n_questions; k++)
        n_most = MAX(n_most, work->questions[k].n_classes);
    work->out->n_groups = work->n_cells * work->out->n_periods;
    if (work->out->n_groups > CX_SLICE_GROUPS_MAX) {
        g_set_error(error, CX_ERROR, CX_ERROR_TOO_LARGE, "these are %zu groups, the limit is %d",
                    work->out->n_groups, CX_SLICE_GROUPS_MAX);
        return false;
    }
    if (work->n_cells * n_most > CX_CUBE_CELLS_MAX) {
        g_set_error(error, CX_ERROR, CX_ERROR_TOO_LARGE,
                    "%zu groups of %zu answers each are too many at once", work->n_cells, n_most);
        return false;
    }
    return true;
}

static bool
bind_all(Work *work, GError **error)
{
    const CxBreakdownAsk *ask = work->ask;
    if (ask->n_questions > CX_BREAKDOWN_QUESTIONS_MAX || ask->n_filters > CX_SLICE_FILTERS_MAX) {
        g_set_error(error, CX_ERROR, CX_ERROR_TOO_LARGE,
                    "at most %d questions and %d filters at once", CX_BREAKDOWN_QUESTIONS_MAX,
                    CX_SLICE_FILTERS_MAX);
        return false;
    }
    for (size_t k = 0; k < CX_BREAKDOWN_BY_MAX && ask->by[k] != NULL; k++) {
        if (!bind_by(work, ask->by[k], error))
            return false;
    }
    for (size_t k = 0; k < ask->n_filters; k++) {
        if (!bind_filter(work, ask->filters[k], &work->filters[k], error))
            return false;
    }
    for (size_t k = 0; k < ask->n_questions; k++) {
        if (!bind_question(work, k, error))
            return false;
    }
    bind_period(work);
    return check_size(work, error);
}

/* ---- Counting ---- */

/* Counts the questions first … first + n_questions - 1 jointly, rows begin … end - 1. */
typedef struct {
    size_t first, n_questions;
    size_t begin, end;
} Part;

static size_t
part_cells(const Work *work, const Part *part)
{
    size_t n_cells = work->n_cells;
    for (size_t k = 0; k < part->n_questions; k++)
        n_cells *= work->questions[part->first + k].n_classes;
    return n_cells;
}

static void
part_count(const Work *work, const Part *part, int64_t *joint)
{
    CxCubeAxis axes[CX_CUBE_AXES_MAX];
    CxCubeFilter filters[CX_SLICE_FILTERS_MAX];
    size_t n_axes = 0;
    for (size_t k = 0; k < work->n_by; k++) {
        const Axis *by = &work->by[k];
        axes[n_axes++] = (CxCubeAxis){ by->column + part->begin, by->table, by->n_classes };
    }
    for (size_t k = 0; k < part->n_questions; k++) {
        const Axis *asked = &work->questions[part->first + k];
        axes[n_axes++] =
            (CxCubeAxis){ asked->column + part->begin, asked->table, asked->n_classes };
    }
    for (size_t k = 0; k < work->ask->n_filters; k++) {
        filters[k] =
            (CxCubeFilter){ work->filters[k].column + part->begin, work->filters[k].table };
    }
    const CxCube cube = { axes, n_axes, filters, work->ask->n_filters, part->end - part->begin };
    cx_cube_count(&cube, joint);
}

/* Adds up what the joint cells of one group say of one question, each class of which comes n_after
 * times in a row; returns the cells of the next group. */
static const int64_t *
group_spread(const int64_t *joint, size_t n_inner, size_t n_after, int64_t *counts, size_t n)
{
    const int64_t *end = joint + n_inner;
    while (joint < end) {
        for (size_t c = 0; c < n; c++) {
            for (size_t i = 0; i < n_after; i++)
                counts[c] += *joint++;
        }
    }
    return joint;
}

static void
part_spread(const Work *work, const Part *part, const int64_t *joint, size_t i_period)
{
    const size_t n_inner = part_cells(work, part) / work->n_cells;
    size_t n_after = n_inner;
    for (size_t k = 0; k < part->n_questions; k++) {
        const size_t n = work->questions[part->first + k].n_classes;
        int64_t *counts = work->out->counts[part->first + k] + i_period * work->n_cells * n;
        const int64_t *next = joint;
        n_after /= n;
        for (size_t g = 0; g < work->n_cells; g++)
            next = group_spread(next, n_inner, n_after, counts + g * n, n);
    }
}

static void
count_part(const Work *work, const Part *part, size_t i_period)
{
    g_autofree int64_t *joint = g_new0(int64_t, part_cells(work, part));
    part_count(work, part, joint);
    part_spread(work, part, joint, i_period);
}

static void
count_period(const Work *work, size_t begin, size_t end, size_t i_period)
{
    const size_t n = work->ask->n_questions;
    const Part all = { 0, n, begin, end };
    const bool is_few = work->n_by + n <= CX_CUBE_AXES_MAX;
    if (is_few && part_cells(work, &all) <= JOINT_CELLS_MAX) {
        count_part(work, &all, i_period);
        return;
    }
    for (size_t k = 0; k < n; k++)
        count_part(work, &(Part){ k, 1, begin, end }, i_period);
}

static void
count_all(const Work *work)
{
    size_t begin = work->first;
    const size_t n_periods = work->out->n_periods;
    for (size_t i = 0; i < n_periods; i++) {
        size_t end = work->end;
        if (i + 1 < n_periods) {
            const int32_t next = work->out->first_period + (int32_t)i + 1;
            end = cx_frame_day_row(work->frame, cx_slice_period_first_day(work->ask->period, next));
        }
        count_period(work, begin, end, i);
        begin = end;
    }
}

CxBreakdown *
cx_breakdown_run(const CxFrame *frame, const CxBreakdownAsk *ask, GError **error)
{
    g_autoptr(CxBreakdown) breakdown = g_new0(CxBreakdown, 1);
    for (size_t k = 0; k < CX_BREAKDOWN_BY_MAX; k++)
        breakdown->n_by[k] = 1;
    g_autofree Work *work = g_new0(Work, 1);
    *work = (Work){ .frame = frame, .ask = ask, .out = breakdown, .n_cells = 1 };
    if (!bind_all(work, error))
        return NULL;
    for (size_t k = 0; k < ask->n_questions; k++) {
        const size_t n = breakdown->n_groups * work->questions[k].n_classes;
        breakdown->counts[k] = g_new0(int64_t, n);
    }
    count_all(work);
    return g_steal_pointer(&breakdown);
}

void
cx_breakdown_free(CxBreakdown *breakdown)
{
    if (breakdown == NULL)
        return;
    for (size_t k = 0; k < CX_BREAKDOWN_QUESTIONS_MAX; k++)
        g_free(breakdown->counts[k]);
    g_free(breakdown);
}

const int64_t *
cx_breakdown_counts(const CxBreakdown *breakdown, size_t i_group, size_t i_question)
{
    cx_assert(i_group < breakdown->n_groups);
    cx_assert(i_question < CX_BREAKDOWN_QUESTIONS_MAX && breakdown->counts[i_question] != NULL);
    return breakdown->counts[i_question] + i_group * (breakdown->n_classes[i_question] + 1);
}

/* The class of the answer with so many below it. */
static size_t
class_at(const int64_t *counts, int64_t n_below)
{
    size_t k = 0;
    for (int64_t n = counts[0]; n <= n_below; n += counts[k])
        k++;
    return k;
}

double
cx_breakdown_median(const int64_t *counts, size_t n_classes)
{
    int64_t n = 0;
    for (size_t k = 0; k < n_classes; k++)
        n += counts[k];
    if (n == 0)
        return NAN;
    return (double)(class_at(counts, (n - 1) / 2) + class_at(counts, n / 2)) / 2.0;
}
