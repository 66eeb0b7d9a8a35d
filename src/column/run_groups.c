/* The groups of a run: which row is in which, what they are called, and which of them have rows. */
#include <string.h>

#include "base/civil.h"
#include "base/limits.h"
#include "column/dimension_priv.h"
#include "column/run_priv.h"
#include "kernel/mask.h"
#include "lang/assert.h"

/* Group ids of rows by their masks; the table is by code. */
static void
group_rows_by_code(CxRun *run, const uint8_t *column, const uint16_t *table)
{
    run->by_column = column;
    run->by_table = table;
    run->by_days = NULL;
    if (!cx_run_is_by_row(run))
        return;
    cx_kernel_group_codes(run->group, run->mask, column + run->first, run->n, table);
    if (run->weight != NULL)
        cx_kernel_group_codes(run->counted, run->weighable, column + run->first, run->n, table);
}

/* Rows in no group, where there are groups. */
static void
ungrouped_count(CxRun *run)
{
    CxTallies *tallies = &run->owned->tallies;
    if (run->slice->by == CX_SLICE_BY_NONE)
        return;
    tallies->n_ungrouped = tallies->whole.n_rows;
    for (size_t g = 0; g < tallies->n_groups; g++)
        tallies->n_ungrouped -= tallies->groups[g].n_rows;
}

bool
cx_run_whole_tally(CxRun *run, GError **error)
{
    static const uint16_t table[CX_KERNEL_CODES] = { 0 };
    CxTally *whole = &run->owned->tallies.whole;
    run->by_name = NULL;
    group_rows_by_code(run, cx_frame_versions(run->frame), table);
    if (!cx_run_groups_tally(run, 1, whole, error))
        return false;
    static const int64_t none[CX_KERNEL_CODES] = { 0 };
    if (whole->hist == NULL)
        whole->hist = none;
    whole->key = "";
    whole->label = "";
    whole->from = run->slice->from;
    whole->to = run->slice->to;
    ungrouped_count(run);
    return true;
}

static bool
tallies_by_dimension(CxRun *run, const char *name, CxTally *tally, size_t *ret_n, GError **error)
{
    CxDimension dimension;
    const bool is_there = cx_dimension_find(run->frame, name, &dimension);
    cx_assert(is_there);
    uint16_t table[CX_KERNEL_CODES];
    memset(table, 0xFF, sizeof(table));
    for (size_t i = 0; i < dimension.n; i++) {
        table[cx_dimension_code(&dimension, i)] = (uint16_t)i;
        tally[i].key = cx_dimension_key(&dimension, i);
        tally[i].label = cx_dimension_label(&dimension, i);
        tally[i].from = run->slice->from;
        tally[i].to = run->slice->to;
    }
    run->by_name = name;
    group_rows_by_code(run, dimension.column, table);
    *ret_n = dimension.n;
    return cx_run_groups_tally(run, dimension.n, tally, error);
}

static void
period_name(const CxRun *run, int32_t index, CxTally *tally)
{
    const CxSliceBy by = run->slice->by;
    CxArena *texts = run->owned->texts;
    const CxDay first = cx_slice_period_first_day(by, index);
    const CxDay last = { cx_slice_period_first_day(by, index + 1).v - 1 };
    if (by == CX_SLICE_BY_MONTH)
        tally->key = cx_arena_printf(texts, "%04d-%02d", index / 12, index % 12 + 1);
    else if (by == CX_SLICE_BY_QUARTER)
        tally->key = cx_arena_printf(texts, "%04d-q%d", index / 4, index % 4 + 1);
    else
        tally->key = cx_arena_printf(texts, "%04d", index);
    tally->label = cx_arena_take(texts, cx_day_format_period(first, last));
    const CxDay from = run->slice->from;
    const CxDay to = run->slice->to;
    tally->from = !cx_day_is_none(from) && from.v > first.v ? from : first;
    tally->to = !cx_day_is_none(to) && to.v < last.v ? to : last;
}

/* Group ids of rows by the day they are of; there are n_groups periods from index `first` on. */
static void
group_rows_by_day(CxRun *run, int32_t first)
{
    const CxDay day0 = cx_frame_first_day(run->frame);
    const size_t n_days = (size_t)(run->to.v - day0.v) + 1;
    g_autofree uint16_t *table = g_new(uint16_t, n_days);
    for (size_t d = 0; d < n_days; d++) {
        const CxDay day = { day0.v + (int32_t)d };
        const bool is_in = day.v >= run->from.v;
        table[d] = is_in ? (uint16_t)(cx_slice_period_index(run->slice->by, day) - first)
                         : CX_KERNEL_NO_GROUP;
    }
    const uint16_t *days = cx_frame_days(run->frame) + run->first;
    cx_kernel_group_days(run->group, run->mask, days, run->n, table);
    if (run->weight != NULL)
        cx_kernel_group_days(run->counted, run->weighable, days, run->n, table);
}

static bool
tallies_by_period(CxRun *run, CxTally *tally, size_t *ret_n, GError **error)
{
    const CxSliceBy by = run->slice->by;
    const int32_t first = cx_slice_period_index(by, run->from);
    const size_t n_groups = (size_t)(cx_slice_period_index(by, run->to) - first) + 1;
    cx_assert(n_groups <= CX_SLICE_GROUPS_MAX);
    CxDay *first_days = cx_arena_new0_n(run->owned->texts, CxDay, n_groups);
    for (size_t g = 0; g < n_groups; g++) {
        first_days[g] = cx_slice_period_first_day(by, first + (int32_t)g);
        period_name(run, first + (int32_t)g, &tally[g]);
    }
    run->by_days = first_days;
    if (cx_run_is_by_row(run))
        group_rows_by_day(run, first);
    *ret_n = n_groups;
    return cx_run_groups_tally(run, n_groups, tally, error);
}

static bool
tallies_by(CxRun *run, CxTally *tally, size_t *ret_n, GError **error)
{
    switch (run->slice->by) {
    case CX_SLICE_BY_VERSION:
        return tallies_by_dimension(run, "version", tally, ret_n, error);
    case CX_SLICE_BY_MODE:
        return tallies_by_dimension(run, "mode", tally, ret_n, error);
    case CX_SLICE_BY_ITEM:
        return tallies_by_dimension(run, run->slice->by_item, tally, ret_n, error);
    case CX_SLICE_BY_MONTH:
    case CX_SLICE_BY_QUARTER:
    case CX_SLICE_BY_YEAR:
        return tallies_by_period(run, tally, ret_n, error);
    case CX_SLICE_BY_NONE:
    case CX_SLICE_BY_N:
        break;
    }
    *ret_n = 0;
    return true;
}

/* No more groups than this; by time, months or such from the first to the last day. */
static size_t
groups_max(const CxRun *run)
{
    const CxSliceBy by = run->slice->by;
    if (!cx_slice_by_is_period(by))
        return CX_KERNEL_CODES;
    return (size_t)(cx_slice_period_index(by, run->to) - cx_slice_period_index(by, run->from)) + 1;
}

/* Keeps the groups that have rows, in their order. */
bool
cx_run_groups_fill(CxRun *run, GError **error)
{
    CxTallies *tallies = &run->owned->tallies;
    if (run->slice->by == CX_SLICE_BY_NONE || run->n == 0)
        return true;
    size_t n_raw = 0;
    g_autofree CxTally *raw = g_new0(CxTally, groups_max(run));
    if (!tallies_by(run, raw, &n_raw, error))
        return false;
    CxTally *kept = cx_arena_new0_n(run->owned->texts, CxTally, n_raw);
    for (size_t g = 0; g < n_raw; g++) {
        if (raw[g].n_rows > 0)
            kept[tallies->n_groups++] = raw[g];
    }
    tallies->groups = kept;
    return true;
}
