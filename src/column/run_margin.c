/* What of a run margins know: whole months, and two dimensions at most among filters and groups. */
#include <string.h>

#include "column/frame_priv.h"
#include "column/margin_priv.h"
#include "column/run_priv.h"
#include "column/slice.h"
#include "lang/assert.h"

#define NO_GROUP SIZE_MAX

/* The run as sums over classes of the margins' dimensions. */
typedef struct {
    const CxMargins *margins;
    const CxMarginSet *set;
    size_t i_question;
    size_t by;        /* index of the dimension of the groups, or SIZE_MAX */
    size_t wanted[2]; /* dimensions that must be in the set; SIZE_MAX: none */
    size_t n_wanted;
} Ask;

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

/* False: it is one too many, or there are no margins by it. */
static bool
want(Ask *ask, const CxFrame *frame, const char *name, size_t *ret_dimension)
{
    const CxMarginLayout *layout = ask->margins->layout;
    const size_t item = item_named(frame, name);
    *ret_dimension = find_axis(layout->dimensions, layout->n_dimensions, item);
    if (*ret_dimension == SIZE_MAX) /* the only version is that of all rows */
        return item == CX_MARGIN_VERSION && cx_frame_n_versions(frame) == 1;
    for (size_t i = 0; i < ask->n_wanted; i++) {
        if (ask->wanted[i] == *ret_dimension)
            return true;
    }
    if (ask->n_wanted == CX_N_ELEMENTS(ask->wanted))
        return false;
    ask->wanted[ask->n_wanted++] = *ret_dimension;
    return true;
}

static bool
has_wanted(const CxMarginSet *set, const Ask *ask)
{
    for (size_t i = 0; i < ask->n_wanted; i++) {
        if (set->dimension[0] != ask->wanted[i] && set->dimension[1] != ask->wanted[i])
            return false;
    }
    return true;
}

/* The smallest set that tells apart what the run does; false when there is none. */
static bool
ask_make(const CxRun *run, Ask *ask)
{
    const CxMarginLayout *layout = ask->margins->layout;
    const GPtrArray *filters = run->slice->filters;
    const CxFrameItem *item = run->owned->tallies.item;
    size_t of_filter = 0;
    for (guint i = 0; i < filters->len; i++) {
        const CxSliceFilter *filter = g_ptr_array_index(filters, i);
        if (!want(ask, run->frame, filter->item, &of_filter))
            return false;
    }
    ask->by = SIZE_MAX;
    if (run->by_days == NULL && run->by_name != NULL &&
        !want(ask, run->frame, run->by_name, &ask->by))
        return false;
    const size_t asked = item != NULL ? (size_t)(item - run->frame->items) : CX_MARGIN_VERSION;
    ask->i_question = find_axis(layout->questions, layout->n_questions, asked);
    for (size_t s = 0; ask->set == NULL && s < layout->n_sets; s++)
        ask->set = has_wanted(&layout->sets[s], ask) ? &layout->sets[s] : NULL;
    return ask->set != NULL && ask->i_question != SIZE_MAX;
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

/* The group of a month, where groups are periods. */
static size_t
month_group(const CxRun *run, size_t month)
{
    const CxSliceBy by = run->slice->by;
    const CxDay day = cx_slice_period_first_day(CX_SLICE_BY_MONTH,
                                                run->frame->margins->first_month + (int32_t)month);
    return (size_t)(cx_slice_period_index(by, day) - cx_slice_period_index(by, run->from));
}

/* ---- Cells ---- */

/* Where the cells of a pair of classes go: a group, or nowhere. */
static size_t
pair_group(const CxRun *run, const Ask *ask, const size_t class[2], size_t n_groups)
{
    const CxMarginLayout *layout = ask->margins->layout;
    const GPtrArray *filters = run->slice->filters;
    size_t group = 0;
    for (size_t k = 0; k < 2 && ask->set->dimension[k] != SIZE_MAX; k++) {
        const CxMarginAxis *axis = &layout->dimensions[ask->set->dimension[k]];
        const bool is_listed = class[k] + 1 < axis->n;
        const uint8_t code = axis->code[class[k]];
        for (guint i = 0; i < filters->len; i++) {
            const CxSliceFilter *filter = g_ptr_array_index(filters, i);
            if (item_named(run->frame, filter->item) == axis->item &&
                (!is_listed || !run->kept[i].keep[code]))
                return NO_GROUP;
        }
        if (ask->set->dimension[k] != ask->by)
            continue;
        if (!is_listed || run->by_table[code] >= n_groups)
            return NO_GROUP;
        group = run->by_table[code];
    }
    return group;
}

static void
add_cells(const uint32_t *cells, const CxMarginAxis *answers, int64_t *hist)
{
    for (unsigned k = 0; k < answers->n; k++)
        hist[answers->code[k]] += cells[k];
}

/* The groups of all pairs of classes in the set. */
static size_t *
pair_groups(const CxRun *run, const Ask *ask, size_t n_groups)
{
    const size_t n_pairs = ask->set->n[0] * ask->set->n[1];
    size_t *group = g_new(size_t, n_pairs);
    for (size_t p = 0; p < n_pairs; p++) {
        const size_t class[2] = { p / ask->set->n[1], p % ask->set->n[1] };
        group[p] = pair_group(run, ask, class, n_groups);
    }
    return group;
}

static void
add_months(const CxRun *run, const Ask *ask, const size_t months[2], const size_t *group,
           int64_t *hist)
{
    const CxMarginAxis *answers = &ask->margins->layout->questions[ask->i_question];
    const size_t n_pairs = ask->set->n[0] * ask->set->n[1];
    for (size_t m = months[0]; m < months[1]; m++) {
        const uint32_t *cells = cx_margins_cells(ask->margins, ask->set, ask->i_question, m);
        const size_t of_month = run->by_days != NULL ? month_group(run, m) : 0;
        int64_t *of = hist + of_month * CX_KERNEL_CODES;
        for (size_t p = 0; cells != NULL && p < n_pairs; p++, cells += answers->n) {
            if (group[p] != NO_GROUP)
                add_cells(cells, answers, of + group[p] * CX_KERNEL_CODES);
        }
    }
}

void
cx_run_margin_hist(const CxRun *run, size_t n_groups, int64_t *hist, size_t ret_rows[2])
{
    Ask ask = { .margins = run->frame->margins };
    size_t months[2];
    if (ask.margins == NULL || run->n == 0)
        return;
    find_months(run, ask.margins, months);
    if (months[0] >= months[1] || !ask_make(run, &ask))
        return;
    ret_rows[0] = month_row(run, months[0]);
    ret_rows[1] = month_row(run, months[1]);
    g_autofree size_t *group = pair_groups(run, &ask, n_groups);
    add_months(run, &ask, months, group, hist);
}
