/* A run as a sum of margins: of whole months those that are counted already, or that are counted once for all who ask
 * for these dimensions; of the days at the ends of its period the same for just these rows. */
#include <string.h>

#include "column/frame_priv.h"
#include "column/margin_priv.h"
#include "column/run_priv.h"
#include "column/slice.h"

#define NO_GROUP UINT16_MAX

/* The run in terms of the margins. */
typedef struct {
    const CxMargins *margins;
    size_t i_question;
    size_t by; /* index of the dimension of the groups, or SIZE_MAX */
    CxMarginSet wanted;
    const CxMarginSet *laid; /* the smallest that is counted already and has them, or NULL */
} Ask;

/* Classes of a set that count, and the group each goes to. */
typedef struct {
    size_t index; /* of the class, all dimensions together */
    size_t group; /* n_groups: in none */
} Kept;

/* ---- What is asked ---- */

static size_t
item_named(const CxFrame *frame, const char *name)
{
    size_t index = 0;
    if (strcmp(name, "version") == 0)
        return CX_MARGIN_VERSION;
    if (strcmp(name, "mode") == 0)
        return CX_MARGIN_MODE;
    return cx_frame_find_item(frame, name, &index) ? index : SIZE_MAX;
}

static size_t
find_axis(const CxMarginAxis *axes, size_t n, size_t item)
{
    for (size_t i = 0; i < n; i++) {
        if (axes[i].item == item)
            return i;
    }
    return SIZE_MAX;
}

static bool
has_dimension(const CxMarginSet *set, size_t dimension)
{
    for (size_t k = 0; k < set->n_dimensions; k++) {
        if (set->dimension[k] == dimension)
            return true;
    }
    return false;
}

/* Adds a dimension in its place; false when it is one too many. */
static bool
set_add(CxMarginSet *set, size_t dimension, size_t n)
{
    if (has_dimension(set, dimension))
        return true;
    if (set->n_dimensions == CX_MARGIN_DIMENSIONS_MAX)
        return false;
    size_t k = set->n_dimensions++;
    for (; k > 0 && set->dimension[k - 1] > dimension; k--)
        set->dimension[k] = set->dimension[k - 1];
    set->dimension[k] = dimension;
    set->n_classes *= n;
    return true;
}

static bool
want(Ask *ask, const CxFrame *frame, const char *name, size_t *ret_dimension)
{
    const CxMarginLayout *layout = ask->margins->layout;
    const size_t item = item_named(frame, name);
    *ret_dimension = find_axis(layout->dimensions, layout->n_dimensions, item);
    if (*ret_dimension == SIZE_MAX) /* the only version is that of all rows */
        return item == CX_MARGIN_VERSION && cx_frame_n_versions(frame) == 1;
    return set_add(&ask->wanted, *ret_dimension, layout->dimensions[*ret_dimension].n);
}

static bool
has_wanted(const CxMarginSet *set, const CxMarginSet *wanted)
{
    for (size_t k = 0; k < wanted->n_dimensions; k++) {
        if (!has_dimension(set, wanted->dimension[k]))
            return false;
    }
    return true;
}

static bool
ask_dimensions(const CxRun *run, Ask *ask)
{
    const GPtrArray *filters = run->slice->filters;
    size_t of_filter = 0;
    for (guint i = 0; i < filters->len; i++) {
        const CxSliceFilter *filter = g_ptr_array_index(filters, i);
        if (!want(ask, run->frame, filter->item, &of_filter))
            return false;
    }
    ask->by = SIZE_MAX;
    return run->by_days != NULL || run->by_name == NULL ||
           want(ask, run->frame, run->by_name, &ask->by);
}

/* False when the run is not to be made of margins. */
static bool
ask_make(const CxRun *run, Ask *ask)
{
    const CxMarginLayout *layout = ask->margins->layout;
    const CxFrameItem *item = run->owned->tallies.item;
    ask->wanted.n_classes = 1;
    if (!ask_dimensions(run, ask))
        return false;
    const size_t asked = item != NULL ? (size_t)(item - run->frame->items) : CX_MARGIN_VERSION;
    ask->i_question = find_axis(layout->questions, layout->n_questions, asked);
    for (size_t s = 0; ask->laid == NULL && s < layout->n_sets; s++)
        ask->laid = has_wanted(&layout->sets[s], &ask->wanted) ? &layout->sets[s] : NULL;
    return ask->laid != NULL || cx_margin_set_fits(layout, &ask->wanted, ask->i_question);
}

/* ---- Months ---- */

/* The months of which the period has every day the frame has: begin, and the one after the last. */
static void
find_months(const CxRun *run, const CxMargins *margins, size_t ret_months[2])
{
    const CxDay first = cx_frame_first_day(run->frame);
    const CxDay last = cx_frame_last_day(run->frame);
    const int32_t from = cx_slice_period_index(CX_SLICE_BY_MONTH, run->from);
    const int32_t to = cx_slice_period_index(CX_SLICE_BY_MONTH, run->to);
    const CxDay begin = cx_slice_period_first_day(CX_SLICE_BY_MONTH, from);
    const CxDay next = cx_slice_period_first_day(CX_SLICE_BY_MONTH, to + 1);
    const bool begins_whole = run->from.v <= MAX(begin.v, first.v);
    const bool ends_whole = run->to.v >= MIN(next.v - 1, last.v);
    ret_months[0] = (size_t)(from - margins->first_month) + (begins_whole ? 0 : 1);
    ret_months[1] = (size_t)(to - margins->first_month) + (ends_whole ? 1 : 0);
}

static size_t
month_row(const CxRun *run, size_t month)
{
    const int32_t index = run->frame->margins->first_month + (int32_t)month;
    return cx_frame_day_row(run->frame, cx_slice_period_first_day(CX_SLICE_BY_MONTH, index));
}

/* The group of a day, where groups are periods; else 0. */
static size_t
period_group(const CxRun *run, CxDay day)
{
    const CxSliceBy by = run->slice->by;
    if (run->by_days == NULL)
        return 0;
    return (size_t)(cx_slice_period_index(by, day) - cx_slice_period_index(by, run->from));
}

/* ---- Classes ---- */

/* What the classes of one dimension mean for the run: whether filters keep them, and their group. */
typedef struct {
    uint16_t group[CX_KERNEL_CODES]; /* NO_GROUP: not kept */
} Meaning;

static void
meaning_find(const CxRun *run, const Ask *ask, size_t dimension, size_t n_groups, Meaning *meaning)
{
    const CxMarginAxis *axis = &ask->margins->layout->dimensions[dimension];
    const GPtrArray *filters = run->slice->filters;
    for (size_t c = 0; c < axis->n; c++) {
        meaning->group[c] = 0;
        if (dimension != ask->by)
            continue;
        const bool is_grouped = c + 1 < axis->n && run->by_table[axis->code[c]] < n_groups;
        meaning->group[c] = is_grouped ? run->by_table[axis->code[c]] : (uint16_t)n_groups;
    }
    for (guint i = 0; i < filters->len; i++) {
        const CxSliceFilter *filter = g_ptr_array_index(filters, i);
        if (item_named(run->frame, filter->item) != axis->item)
            continue;
        for (size_t c = 0; c < axis->n; c++) {
            if (c + 1 == axis->n || !run->kept[i].keep[axis->code[c]])
                meaning->group[c] = NO_GROUP;
        }
    }
}

/* Each combination of classes that counts. Of Kept. */
static GArray *
kept_find(const CxRun *run, const Ask *ask, const CxMarginSet *set, size_t n_groups)
{
    GArray *kept = g_array_new(FALSE, FALSE, sizeof(Kept));
    const Kept all = { 0, 0 };
    g_array_append_val(kept, all);
    for (size_t k = 0; k < set->n_dimensions; k++) {
        g_autoptr(GArray) before = g_steal_pointer(&kept);
        const size_t n = ask->margins->layout->dimensions[set->dimension[k]].n;
        Meaning meaning;
        meaning_find(run, ask, set->dimension[k], n_groups, &meaning);
        kept = g_array_new(FALSE, FALSE, sizeof(Kept));
        for (size_t i = 0; i < before->len * n; i++) {
            const Kept *one = &g_array_index(before, Kept, i / n);
            const uint16_t group = meaning.group[i % n];
            const Kept both = { one->index * n + i % n, one->group + group };
            if (group != NO_GROUP)
                g_array_append_val(kept, both);
        }
    }
    return kept;
}

/* ---- Cells ---- */

/* One range of rows into the groups, which begin at hist. */
static void
add_cells(const uint32_t *cells, const CxMarginAxis *answers, const GArray *kept, int64_t *hist)
{
    for (guint i = 0; cells != NULL && i < kept->len; i++) {
        const Kept *one = &g_array_index(kept, Kept, i);
        const uint32_t *from = cells + one->index * answers->n;
        int64_t *to = hist + one->group * CX_KERNEL_CODES;
        for (unsigned k = 0; k < answers->n; k++)
            to[answers->code[k]] += from[k];
    }
}

/* A sum under way. */
typedef struct {
    const CxRun *run;
    const Ask *ask;
    const CxMarginSet *set;
    const CxMarginAxis *answers;
    const GArray *kept;
} Sum;

static void
sum_months(const Sum *sum, const size_t months[2], int64_t *hist)
{
    const CxRun *run = sum->run;
    const Ask *ask = sum->ask;
    g_autoptr(CxMarginJoint) joint =
        ask->laid == NULL ? cx_margin_joint_months(ask->margins, sum->set, ask->i_question) : NULL;
    for (size_t m = months[0]; m < months[1]; m++) {
        const CxDay day =
            cx_slice_period_first_day(CX_SLICE_BY_MONTH, ask->margins->first_month + (int32_t)m);
        const size_t rows[2] = { month_row(run, m), month_row(run, m + 1) };
        const uint32_t *cells = joint == NULL
                                    ? cx_margins_cells(ask->margins, sum->set, ask->i_question, m)
                                    : cx_margin_joint_cells(joint, run->frame, m, rows);
        add_cells(cells, sum->answers, sum->kept, hist + period_group(run, day) * CX_KERNEL_CODES);
    }
}

/* Rows first … end - 1, which are all of one month. */
static void
sum_rows(const Sum *sum, size_t first, size_t end, int64_t *hist)
{
    const CxRun *run = sum->run;
    if (first >= end)
        return;
    const size_t rows[2] = { first, end };
    const CxDay day = { cx_frame_first_day(run->frame).v + cx_frame_days(run->frame)[first] };
    g_autoptr(CxMarginJoint) joint =
        cx_margin_joint_rows(sum->ask->margins, sum->set, sum->ask->i_question, rows);
    add_cells(cx_margin_joint_cells(joint, run->frame, 0, rows), sum->answers, sum->kept,
              hist + period_group(run, day) * CX_KERNEL_CODES);
}

bool
cx_run_margin_hist(const CxRun *run, size_t n_groups, int64_t *hist)
{
    Ask ask = { .margins = run->frame->margins };
    size_t months[2];
    if (ask.margins == NULL || run->n == 0 || !ask_make(run, &ask))
        return false;
    find_months(run, ask.margins, months);
    const CxMarginSet *set = ask.laid != NULL ? ask.laid : &ask.wanted;
    g_autoptr(GArray) kept = kept_find(run, &ask, set, n_groups);
    const Sum sum = { run, &ask, set, &ask.margins->layout->questions[ask.i_question], kept };
    const size_t end = run->first + run->n;
    const size_t begin_months = CLAMP(month_row(run, months[0]), run->first, end);
    sum_rows(&sum, run->first, begin_months, hist);
    sum_months(&sum, months, hist);
    sum_rows(&sum, MAX(begin_months, month_row(run, months[1])), end, hist);
    return true;
}
