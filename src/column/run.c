/* Plain runs, unweighted and without units, are counted by run_plain.c. For the others, one pass a
 * column over the rows of the period:
 *
 *   mask    1 for rows every filter keeps
 *   group   a packed id for each kept row
 *   hist    for each group, how many of each code, and their weights
 *
 * All sums over answers follow from the histograms, for a score is a function of the code; only sums
 * by sampling unit need the rows again, sorted by group. The whole is tallied as one group of all
 * kept rows, by the same code. */
#include "column/run.h"

#include <string.h>

#include "base/error.h"
#include "column/clickhouse_priv.h"
#include "column/dimension_priv.h"
#include "column/frame_priv.h"
#include "column/rows_priv.h"
#include "column/run_priv.h"
#include "column/slice_priv.h"
#include "column/weight_threads.h"
#include "kernel/mask.h"
#include "lang/assert.h"

/* ---- Which rows ---- */

static void
period_find(CxRun *run)
{
    const CxFrame *frame = run->frame;
    const CxSlice *slice = run->slice;
    run->from = cx_frame_first_day(frame);
    run->to = cx_frame_last_day(frame);
    size_t end = cx_frame_n_rows(frame);
    if (end == 0)
        return;
    if (!cx_day_is_none(slice->from) && slice->from.v > run->from.v) {
        run->from = slice->from;
        run->first = cx_frame_day_row(frame, slice->from);
    }
    if (!cx_day_is_none(slice->to) && slice->to.v < run->to.v) {
        run->to = slice->to;
        end = cx_frame_day_row(frame, (CxDay){ slice->to.v + 1 });
    }
    run->n = end > run->first ? end - run->first : 0;
}

/* ---- Tallies ---- */

/* Adds the answers of one code: count of them, with weights that sum to w and squares to ww. Sums by
 * unit are as if each row were its own, and put right below where it is not. */
static void
tally_code(CxTally *tally, double u, int64_t count, double w, double ww)
{
    tally->n += count;
    tally->w += w;
    tally->ww += ww;
    tally->wu += w * u;
    tally->wuu += w * u * u;
    tally->ss += ww * u * u;
    tally->sw += ww * u;
}

/* Everything that histograms say. */
static void
tally_answers(const CxRun *run, CxTally *tally, const double *w, const double *ww)
{
    const CxRunScale *scale = &run->scale;
    int64_t n_up = 0, n_down = 0;
    for (size_t c = 0; c < CX_KERNEL_CODES; c++) {
        const int64_t count = tally->hist[c];
        if (!scale->is_valid[c] || count == 0)
            continue;
        const double u = scale->score[c];
        tally_code(tally, u, count, w == NULL ? (double)count : w[c],
                   ww == NULL ? (double)count : ww[c]);
        n_up += u > 0.0 ? count : 0;
        n_down += u < 0.0 ? count : 0;
    }
    const CxSliceMeasure measure = run->slice->measure;
    if (measure == CX_SLICE_NPS) {
        tally->promoters = n_up;
        tally->detractors = n_down;
        tally->passives = tally->n - n_up - n_down;
    } else if (measure == CX_SLICE_TOP2 || measure == CX_SLICE_SHARE) {
        tally->hits = n_up;
    }
    tally->ww_cluster = tally->ww;
    tally->clusters = tally->n;
}

/* Sums by sampling unit, of rows that are not units of their own. */
static void
tally_units(CxTally *tally, const CxClusterTally *units)
{
    tally->clusters = units->clusters;
    tally->ss = units->ss;
    tally->sw = units->sw;
    tally->ww_cluster = units->ww;
}

/* Rows seen, and why some are not among the answers counted. */
static void
tally_rows(const CxRun *run, CxTally *tally, const int64_t *all)
{
    int64_t n_valid = 0;
    for (size_t c = 0; c < CX_KERNEL_CODES; c++) {
        tally->n_rows += all[c];
        n_valid += run->scale.is_valid[c] ? all[c] : 0;
    }
    if (run->owned->tallies.item != NULL)
        tally->n_not_applicable = all[CX_CODE_NOT_APPLICABLE];
    tally->n_missing = tally->n_rows - n_valid - tally->n_not_applicable;
    tally->n_unweighable = n_valid;
    for (size_t c = 0; c < CX_KERNEL_CODES; c++)
        tally->n_unweighable -= run->scale.is_valid[c] ? tally->hist[c] : 0;
}

/* ---- Sums ---- */

static void
sums_clear(CxRunSums *sums)
{
    if (sums->hist != sums->all)
        g_free(sums->hist);
    g_free(sums->all);
    g_free(sums->w);
    g_free(sums->ww);
    g_free(sums->units);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(CxRunSums, sums_clear)

static bool
sums_make(const CxRun *run, size_t n_groups, CxRunSums *sums, GError **error)
{
    const size_t n_slots = (n_groups + 1) * CX_KERNEL_CODES; /* the last for rows in none */
    sums->all = g_try_new0(int64_t, n_slots);
    sums->hist = sums->all;
    bool is_made = sums->all != NULL;
    if (run->weight != NULL) {
        sums->hist = g_try_new0(int64_t, n_slots);
        sums->w = g_try_new0(double, n_slots);
        sums->ww = g_try_new0(double, n_slots);
        is_made = is_made && sums->hist != NULL && sums->w != NULL && sums->ww != NULL;
    }
    if (run->cluster != NULL) {
        sums->units = g_try_new0(CxClusterTally, n_groups);
        is_made = is_made && sums->units != NULL;
    }
    if (!is_made)
        g_set_error(error, CX_ERROR, CX_ERROR_TOO_LARGE, "no memory to tally %zu groups", n_groups);
    return is_made;
}

/* The rows of each group, sorted by group, added up by sampling unit. */
static void
units_fill(const CxRun *run, size_t n_groups, CxClusterTally *units)
{
    g_autofree size_t *start = g_new0(size_t, n_groups + 1);
    cx_kernel_group_rows(run->counted, run->n, n_groups, start, run->row);
    const CxClusterScale scale = { run->scale.score, run->scale.is_valid };
    const CxClusterColumns columns = { run->code, run->cluster, run->weight };
    for (size_t g = 0; g < n_groups; g++) {
        const uint32_t *row = run->row + start[g];
        const size_t n_rows = start[g + 1] - start[g];
        cx_kernel_cluster_add(run->slot, row, n_rows, columns, scale);
        units[g] = cx_kernel_cluster_reduce(run->slot, row, n_rows, run->cluster);
    }
}

/* What all groups and none come to is the whole, which is then not counted again. */
static void
plain_fill(CxRun *run, size_t n_groups, int64_t *all)
{
    if (run->is_whole_known) {
        memcpy(all, run->whole, sizeof run->whole);
        return;
    }
    cx_run_plain_hist(run, n_groups, all);
    for (size_t slot = 0; slot < (n_groups + 1) * CX_KERNEL_CODES; slot++)
        run->whole[slot % CX_KERNEL_CODES] += all[slot];
    run->is_whole_known = true;
}

/* Weights by group and answer; an answer that does not count has none. */
static bool
weights_fill(const CxRun *run, size_t n_groups, CxRunSums *sums, GError **error)
{
    uint8_t class_of[CX_KERNEL_CODES];
    uint8_t code_of[CX_KERNEL_CODES];
    unsigned n_classes = 0;
    memset(class_of, 0xFF, sizeof(class_of));
    for (size_t c = 0; c < CX_KERNEL_CODES; c++) {
        if (run->scale.is_valid[c] == 0)
            continue;
        class_of[c] = (uint8_t)n_classes;
        code_of[n_classes++] = (uint8_t)c;
    }
    const CxWeightColumns columns = { .group = run->counted,
                                      .code = run->code,
                                      .weight = run->weight,
                                      .class_of = class_of,
                                      .n_groups = n_groups,
                                      .n_classes = n_classes };
    g_autofree CxWeightSum *found = g_try_new0(CxWeightSum, n_groups * n_classes + 1);
    if (found == NULL) {
        g_set_error(error, CX_ERROR, CX_ERROR_TOO_LARGE, "no memory to tally %zu groups", n_groups);
        return false;
    }
    if (!cx_weight_sums(columns, run->n, found, error))
        return false;
    for (size_t i = 0; i < n_groups * n_classes; i++) {
        const size_t slot = i / n_classes * CX_KERNEL_CODES + code_of[i % n_classes];
        sums->w[slot] = found[i].w;
        sums->ww[slot] = found[i].ww;
    }
    return true;
}

static bool
sums_fill(CxRun *run, size_t n_groups, CxRunSums *sums, GError **error)
{
    if (run->clickhouse != NULL)
        return cx_run_clickhouse_fill(run, n_groups, sums, error);
    if (run->is_plain) {
        plain_fill(run, n_groups, sums->all);
        return true;
    }
    cx_kernel_group_hist(sums->all, run->group, run->code, run->n);
    if (run->weight != NULL) {
        cx_kernel_group_hist(sums->hist, run->counted, run->code, run->n);
        if (!weights_fill(run, n_groups, sums, error))
            return false;
    }
    if (run->cluster != NULL)
        units_fill(run, n_groups, sums->units);
    return true;
}

/* Of answers alone: which code stands for none depends on who counted. */
static int64_t *
hist_keep(const CxRun *run, const int64_t *hist)
{
    int64_t *kept = cx_arena_new0_n(run->owned->texts, int64_t, CX_KERNEL_CODES);
    for (size_t c = 0; c < CX_KERNEL_CODES; c++)
        kept[c] = run->scale.is_valid[c] ? hist[c] : 0;
    return kept;
}

void
cx_run_tally_plain(const CxRun *run, CxTally *tally, const int64_t *all)
{
    tally_rows(run, tally, all);
    tally_answers(run, tally, NULL, NULL);
    tally->is_simple = true;
}

/* Tallies the groups that run->group and run->counted name, into n_groups tallies. */
bool
cx_run_groups_tally(CxRun *run, size_t n_groups, CxTally *tally, GError **error)
{
    if (n_groups == 0)
        return true; /* a survey without modes, say, grouped by them */
    g_auto(CxRunSums) sums = { 0 };
    if (!sums_make(run, n_groups, &sums, error) || !sums_fill(run, n_groups, &sums, error))
        return false;
    for (size_t g = 0; g < n_groups; g++) {
        const size_t slot = g * CX_KERNEL_CODES;
        tally[g].hist = sums.hist + slot;
        tally_rows(run, &tally[g], sums.all + slot);
        tally_answers(run, &tally[g], sums.w == NULL ? NULL : sums.w + slot,
                      sums.ww == NULL ? NULL : sums.ww + slot);
        if (sums.units != NULL)
            tally_units(&tally[g], &sums.units[g]);
        tally[g].is_simple = run->weight == NULL && tally[g].clusters == tally[g].n;
        tally[g].hist = tally[g].n_rows > 0 ? hist_keep(run, tally[g].hist) : NULL;
    }
    return true;
}

/* ---- The run ---- */

static void
run_clear(CxRun *run)
{
    if (run->weighable != run->mask)
        g_free(run->weighable);
    if (run->counted != run->group)
        g_free(run->counted);
    g_free(run->mask);
    g_free(run->group);
    g_free(run->row);
    g_free(run->slot);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(CxRun, run_clear)

static bool
run_make(CxRun *run, GError **error)
{
    if (!cx_run_is_by_row(run))
        return true;
    const size_t n = run->n + 1;
    run->mask = g_try_new(uint8_t, n);
    run->weighable = run->weight == NULL ? run->mask : g_try_new(uint8_t, n);
    run->group = g_try_new(uint16_t, n);
    run->counted = run->weight == NULL ? run->group : g_try_new(uint16_t, n);
    bool is_made =
        run->mask != NULL && run->weighable != NULL && run->group != NULL && run->counted != NULL;
    if (run->cluster != NULL) {
        run->row = g_try_new(uint32_t, n);
        run->slot = g_try_new0(CxClusterSlot, cx_frame_n_clusters(run->frame));
        is_made = is_made && run->row != NULL && run->slot != NULL;
    }
    if (!is_made) {
        g_set_error(error, CX_ERROR, CX_ERROR_TOO_LARGE, "no memory to go through %zu responses",
                    run->n);
        return false;
    }
    return true;
}

static void
run_begin(CxRun *run)
{
    CxTallies *tallies = &run->owned->tallies;
    const CxSlice *slice = run->slice;
    period_find(run);
    tallies->measure = slice->measure;
    tallies->is_weighted =
        slice->weighting == CX_SLICE_WEIGHTED ||
        (slice->weighting == CX_SLICE_DECLARED && cx_frame_is_weighted(run->frame) &&
         cx_frame_weights(run->frame) != NULL);
    size_t index = 0;
    if (cx_slice_find_question(slice, run->frame, &index)) {
        tallies->item = cx_frame_item(run->frame, index);
        cx_run_scale_fill(run, tallies->item);
        run->code = cx_frame_answers(run->frame, index);
    } else {
        cx_assert(slice->measure == CX_SLICE_COUNT);
        cx_run_scale_fill_rows(run);
        run->code = cx_frame_versions(run->frame);
    }
    run->weight = tallies->is_weighted ? cx_frame_weights(run->frame) : NULL;
    run->cluster = cx_frame_clusters(run->frame);
    if (run->n == 0)
        return;
    run->code += run->first;
    if (run->weight != NULL)
        run->weight += run->first;
    if (run->cluster != NULL)
        run->cluster += run->first;
}

/* Rows that every filter keeps; and of them those with a weight. */
static void
mask_fill(CxRun *run)
{
    memset(run->mask, 1, run->n);
    for (guint i = 0; i < run->slice->filters->len; i++) {
        cx_rows_filter(run->frame, g_ptr_array_index(run->slice->filters, i), run->first, run->n,
                       run->mask);
    }
    if (run->weight != NULL && run->n > 0) {
        memcpy(run->weighable, run->mask, run->n);
        cx_kernel_mask_weights(run->weighable, run->weight, run->n);
    }
}

CxRunOwned *
cx_run_owned_new(const CxFrame *frame)
{
    CxRunOwned *owned = g_new0(CxRunOwned, 1);
    g_atomic_ref_count_init(&owned->n_refs);
    owned->frame = cx_frame_ref(frame);
    owned->texts = cx_arena_new();
    return owned;
}

static CxTallies *
run_slice(const CxFrame *frame, const CxSlice *slice, const CxClickhouse *clickhouse,
          GError **error)
{
    CxRunOwned *owned = cx_run_owned_new(frame);
    g_autoptr(CxTallies) tallies = &owned->tallies;

    g_auto(CxRun) run = {
        .frame = frame, .slice = slice, .clickhouse = clickhouse, .owned = owned
    };
    run_begin(&run);
    owned->is_plain = run.weight == NULL && run.cluster == NULL;
    if (clickhouse == NULL)
        cx_run_plain_begin(&run);
    if (!run_make(&run, error))
        return NULL;
    if (cx_run_is_by_row(&run))
        mask_fill(&run);
    if (!cx_run_groups_fill(&run, error) || !cx_run_whole_tally(&run, error))
        return NULL;
    return g_steal_pointer(&tallies);
}

CxTallies *
cx_slice_run(const CxFrame *frame, const CxSlice *slice, GError **error)
{
    CxClickhouse *clickhouse = cx_frame_clickhouse(frame);
    if (clickhouse == NULL || cx_clickhouse_is_resting(clickhouse))
        return run_slice(frame, slice, NULL, error);
    g_autoptr(GError) problem = NULL;
    CxTallies *tallies = run_slice(frame, slice, clickhouse, &problem);
    if (tallies != NULL)
        return tallies;
    g_autofree char *words = g_strdup_printf("slices are run here: %s", problem->message);
    cx_clickhouse_fail(clickhouse, words);
    return run_slice(frame, slice, NULL, error);
}

CxTallies *
cx_tallies_ref(CxTallies *tallies)
{
    g_atomic_ref_count_inc(&((CxRunOwned *)tallies)->n_refs);
    return tallies;
}

void
cx_tallies_unref(CxTallies *tallies)
{
    CxRunOwned *owned = (CxRunOwned *)tallies;
    if (tallies == NULL || !g_atomic_ref_count_dec(&owned->n_refs))
        return;
    cx_frame_unref(owned->frame);
    cx_tallies_unref(owned->counted);
    cx_arena_free(owned->texts);
    g_free(owned);
}
