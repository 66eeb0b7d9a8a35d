/* Where ratings fall, for who does not hold the answers: told once for a time, and then kept as it was told. A
 * fact that comes later, is corrected or erased moves nothing; what is told next is of months of which nothing was
 * told.
 *
 * Beside the scores of the same months, which are sums of blocks (who came in one month with one release), the
 * shares at points along all facts of a question are told at once, with points as wide as it takes for nothing made
 * of all these numbers to tell of single people (stat/telling.h; docs/methods/wall.md). */
#include <math.h>
#include <string.h>

#include "base/civil.h"
#include "base/error.h"
#include "evidence/scope.h"
#include "evidence/threshold_keep.h"
#include "evidence/threshold_priv.h"
#include "feedback/release_rows.h"
#include "lang/assert.h"
#include "stat/telling.h"

enum {
    MONTHS_NEXT = 6, /* between what is told first and next */
    WIDER = 2,       /* points are widened by half, where narrower ones would tell of somebody */
};

/* All answers to the question in a time, and what of them is told. */
typedef struct {
    CxThresholdRun *run;
    const CxThresholdLow *low;
    CxDay from, to;
    size_t *rows; /* of the frame, of each answer */
    uint8_t *is_low;
    uint32_t *blocks;
    size_t n, n_blocks;
    GPtrArray *points; /* of uint16_t *, owned: those of each fact told */
    GArray *n_points;  /* of size_t */
    GPtrArray *told;   /* of CxThresholdToldOne */
} Teller;

static void
one_free(gpointer data)
{
    cx_threshold_told_one_free(data);
}

static void
teller_clear(Teller *teller)
{
    g_free(teller->rows);
    g_free(teller->is_low);
    g_free(teller->blocks);
    g_clear_pointer(&teller->points, g_ptr_array_unref);
    g_clear_pointer(&teller->n_points, g_array_unref);
    g_clear_pointer(&teller->told, g_ptr_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Teller, teller_clear)

/* ---- Blocks ---- */

static uint32_t
block_of(GHashTable *blocks, int32_t month, uint8_t version, uint32_t release)
{
    const int64_t key = ((int64_t)release << 32) | ((int64_t)version << 24) | (int64_t)month;
    void *found = g_hash_table_lookup(blocks, &key);
    if (found == NULL) {
        found = GSIZE_TO_POINTER(g_hash_table_size(blocks) + 1);
        g_hash_table_insert(blocks, g_memdup2(&key, sizeof key), found);
    }
    return (uint32_t)(GPOINTER_TO_SIZE(found) - 1);
}

/* Leaves out who is in a block of fewer than five: of a first release it is told with its neighbours only. */
static void
drop_small(Teller *teller)
{
    g_autofree int64_t *n = g_new0(int64_t, teller->n_blocks + 1);
    for (size_t i = 0; i < teller->n; i++)
        n[teller->blocks[i]]++;
    size_t n_kept = 0;
    for (size_t i = 0; i < teller->n; i++) {
        if (n[teller->blocks[i]] < teller->run->ctx->wall.min_n)
            continue;
        teller->rows[n_kept] = teller->rows[i];
        teller->is_low[n_kept] = teller->is_low[i];
        teller->blocks[n_kept++] = teller->blocks[i];
    }
    teller->n = n_kept;
}

/* Takes the answers of the time. *ret_fits false when the store has moved on. */
static bool
take_rows(Teller *teller, bool *ret_fits, GError **error)
{
    const CxThresholdRun *run = teller->run;
    const CxFrame *frame = run->frame;
    const size_t first = cx_frame_day_row(frame, teller->from);
    const size_t end = cx_frame_day_row(frame, (CxDay){ teller->to.v + 1 });
    g_autofree uint32_t *releases = g_new0(uint32_t, cx_frame_n_rows(frame) + 1);
    if (!cx_release_of_rows(run->ctx, run->survey, frame, releases, ret_fits, error))
        return false;
    g_autoptr(GHashTable) blocks = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
    teller->rows = g_new(size_t, MAX(end, first) - first + 1);
    teller->is_low = g_new(uint8_t, MAX(end, first) - first + 1);
    teller->blocks = g_new(uint32_t, MAX(end, first) - first + 1);
    for (size_t i = first; i < end; i++) {
        const uint8_t code = run->codes[i];
        if (code > CX_CODE_MAX || releases[i] == CX_RELEASE_CHANGED)
            continue;
        const CxDay day = { cx_frame_first_day(frame).v + cx_frame_days(frame)[i] };
        teller->rows[teller->n] = i;
        teller->is_low[teller->n] = code >= teller->low->from && code <= teller->low->to ? 1 : 0;
        teller->blocks[teller->n++] =
            block_of(blocks, cx_day_month_index(day), cx_frame_versions(frame)[i], releases[i]);
    }
    teller->n_blocks = g_hash_table_size(blocks);
    drop_small(teller);
    return true;
}

/* ---- One fact ---- */

/* The answers with a fact; of_answers says which of the teller's each is. */
static void
take_answers(const Teller *teller, CxThresholdRun *own, size_t *of_answers)
{
    const CxFrame *frame = own->frame;
    const double *weights = cx_frame_is_weighted(frame) ? cx_frame_weights(frame) : NULL;
    const uint32_t *clusters = cx_frame_clusters(frame);
    own->answers = g_new(CxThresholdAnswer, teller->n + 1);
    for (size_t i = 0; i < teller->n; i++) {
        const size_t row = teller->rows[i];
        const double w = weights != NULL ? weights[row] : 1.0;
        const int64_t value = cx_values_at(own->values, row);
        if (value == CX_FACT_MISSING || !(w > 0.0))
            continue;
        of_answers[own->ask.n] = i;
        own->answers[own->ask.n++] = (CxThresholdAnswer){
            .x = (double)value * own->unit,
            .w = w,
            .cluster = clusters != NULL ? clusters[row] : (uint32_t)i,
            .code = teller->run->codes[row],
        };
    }
    own->ask.answers = own->answers;
    own->ask.n_clusters = clusters != NULL ? cx_frame_n_clusters(frame) : teller->n;
}

/* At which point of the curve each of the teller's answers stands. (transfer full) */
static uint16_t *
points_of(const Teller *teller, const CxThresholdRun *own, const CxThreshold *found,
          const size_t *of_answers)
{
    uint16_t *points = g_new(uint16_t, teller->n + 1);
    for (size_t i = 0; i < teller->n; i++)
        points[i] = CX_TELLING_NO_POINT;
    for (size_t i = 0; i < own->ask.n; i++) {
        size_t lo = 0;
        size_t hi = found->n_points - 1;
        while (lo < hi) {
            const size_t middle = (lo + hi) / 2;
            if (own->answers[i].x <= found->points[middle].to)
                hi = middle;
            else
                lo = middle + 1;
        }
        points[of_answers[i]] = (uint16_t)lo;
    }
    return points;
}

/* Whether one fact more can be told beside the scores and those told already. */
static bool
is_tellable(const Teller *teller, const uint16_t *points, size_t n_points)
{
    const guint n = teller->points->len;
    g_autofree const uint16_t **all = g_new0(const uint16_t *, (size_t)n + 1);
    g_autofree size_t *counts = g_new0(size_t, (size_t)n + 1);
    for (guint i = 0; i < n; i++) {
        all[i] = g_ptr_array_index(teller->points, i);
        counts[i] = g_array_index(teller->n_points, size_t, i);
    }
    all[n] = points;
    counts[n] = n_points;
    const CxTellingAsk ask = { .n = teller->n,
                               .is_low = teller->is_low,
                               .blocks = teller->blocks,
                               .n_blocks = teller->n_blocks,
                               .points = all,
                               .n_points = counts,
                               .n_facts = (size_t)n + 1 };
    return cx_stat_is_tellable(&ask);
}

/* Widens the points until they can be told; false when there are too few of them then. */
static bool
find_points(Teller *teller, CxThresholdRun *own, const size_t *of_answers)
{
    own->ask.is_mixed = true;
    own->ask.n_replicates = 1; /* of the curve, the points alone are looked at */
    for (size_t n = CX_THRESHOLD_POINT_N_MIN; n * CX_THRESHOLD_POINTS_MIN <= own->ask.n;
         n += n / WIDER) {
        own->ask.point_n = (int64_t)n;
        g_autoptr(CxThreshold) found = cx_stat_threshold(&own->ask);
        if (found->n_points < CX_THRESHOLD_POINTS_MIN)
            return false;
        g_autofree uint16_t *points = points_of(teller, own, found, of_answers);
        if (is_tellable(teller, points, found->n_points)) {
            g_ptr_array_add(teller->points, g_steal_pointer(&points));
            g_array_append_val(teller->n_points, found->n_points);
            return true;
        }
    }
    return false;
}

static bool
tell_fact(Teller *teller, size_t i_fact, GError **error)
{
    CxThresholdRun *run = teller->run;
    const CxFrameFact *fact = cx_frame_fact(run->frame, i_fact);
    if (!cx_threshold_is_pair(fact, run->item))
        return true;
    const CxThresholdQuery query = cx_threshold_query(fact->key, run->item->key);
    g_auto(CxThresholdRun) own = { .ctx = run->ctx,
                                   .survey = run->survey,
                                   .item = run->item,
                                   .query = &query,
                                   .metrics = cx_metric_all(run->ctx, error),
                                   .frame = cx_frame_ref(run->frame),
                                   .slice = cx_slice_copy(run->slice) };
    CxThresholdFinding aside = { 0 };
    if (own.metrics == NULL || !cx_threshold_find_fact(&own, error) ||
        !cx_threshold_find_target(&own, teller->to, &aside, error))
        return false;
    g_autofree size_t *of_answers = g_new0(size_t, teller->n + 1);
    take_answers(teller, &own, of_answers);
    own.ask.low_from = (uint8_t)teller->low->from;
    own.ask.low_to = (uint8_t)teller->low->to;
    own.ask.level = (double)NAN;
    own.ask.worse = cx_threshold_worse(&own);
    own.ask.seed = cx_threshold_seed(&own);
    if (own.ask.n < CX_THRESHOLD_ANSWERS_MIN || own.ask.n > CX_THRESHOLD_ANSWERS_MAX ||
        !find_points(teller, &own, of_answers))
        return true;
    own.ask.n_replicates = 0;
    CxThresholdToldOne *one = g_new0(CxThresholdToldOne, 1);
    one->metric = own.metric->id.v;
    one->from = teller->from;
    one->to = teller->to;
    one->target = own.ask.target;
    one->found = cx_threshold_keep(&own.ask, &one->more);
    g_ptr_array_add(teller->told, one);
    cx_threshold_told_keep(run->ctx, run->survey, run->item, one);
    return true;
}

/* ---- All of a question ---- */

/* From the day after what was told, whole months of which nothing was. */
static void
settle_days(const CxThresholdRun *run, CxDay after, CxDay *ret_from, CxDay *ret_to)
{
    const CxFrame *frame = run->frame;
    const CxDay first = cx_frame_first_day(frame);
    const CxDay last = cx_frame_last_day(frame);
    const CxDay asked = run->slice->from;
    *ret_from = cx_month_first_day(cx_day_month_index(cx_day_is_none(asked) ? first : asked));
    if (!cx_day_is_none(asked) &&
        asked.v > ret_from->v) /* a month that belongs to two is nobody's */
        *ret_from = cx_month_first_day(cx_day_month_index(asked) + 1);
    if (!cx_day_is_none(after) && after.v >= ret_from->v)
        *ret_from = (CxDay){ after.v + 1 };
    *ret_to = (CxDay){ cx_month_first_day(cx_day_month_index(last) + 1).v - 1 };
    if (!cx_day_is_none(run->slice->to) && run->slice->to.v < ret_to->v) {
        const int32_t next = cx_day_month_index((CxDay){ run->slice->to.v + 1 });
        *ret_to = (CxDay){ cx_month_first_day(next).v - 1 };
    }
}

/* Tells of all facts of the question what can be told of the time after `after`. (transfer full) */
static GPtrArray *
tell(CxThresholdRun *run, const CxThresholdLow *low, CxDay after, GError **error)
{
    g_auto(Teller) teller = {
        .run = run,
        .low = low,
        .points = g_ptr_array_new_with_free_func(g_free),
        .n_points = g_array_new(FALSE, FALSE, sizeof(size_t)),
        .told = g_ptr_array_new_with_free_func(one_free),
    };
    settle_days(run, after, &teller.from, &teller.to);
    bool fits = false;
    if (!take_rows(&teller, &fits, error))
        return NULL;
    for (size_t f = 0; fits && f < cx_frame_n_facts(run->frame); f++) {
        if (!tell_fact(&teller, f, error))
            return NULL;
    }
    return g_steal_pointer(&teller.told);
}

/* ---- What the reader is told ---- */

/* The days that count for the question, for who may see it as it is today. */
static bool
settle(CxThresholdRun *run, const CxThresholdLow *low, CxThresholdFinding *finding, GError **error)
{
    CxScope scope;
    if (!cx_threshold_settle_period(run, low, finding, error))
        return false;
    if (!cx_scope_find(run->ctx, run->item, run->slice->organised, &scope) || scope.is_past) {
        g_set_error(error, CX_ERROR, CX_ERROR_FORBIDDEN,
                    "where ratings of \"%s\" fall is for others", run->item->label);
        return false;
    }
    cx_scope_apply(run->ctx, run->frame, &scope, run->slice);
    finding->splice = NULL;
    return true;
}

static const CxThresholdToldOne *
newest_of(const GPtrArray *told, int64_t metric)
{
    for (guint i = told->len; i-- > 0;) {
        const CxThresholdToldOne *one = g_ptr_array_index(told, i);
        if (one->metric == metric)
            return one;
    }
    return NULL;
}

/* Whether so much came after what was told that something can be told next. */
static bool
is_due(const CxThresholdRun *run, CxDay after)
{
    const int32_t last = cx_day_month_index(cx_frame_last_day(run->frame));
    return cx_day_is_none(after) || last - cx_day_month_index(after) >= MONTHS_NEXT;
}

static void
use(CxThresholdRun *run, const CxThresholdToldOne *one)
{
    CxThreshold *found = g_new(CxThreshold, 1);
    *found = *one->found;
    found->points = g_new0(CxThresholdPoint, found->n_points + 1);
    memcpy(found->points, one->found->points, found->n_points * sizeof *found->points);
    run->found = found;
    run->more = one->more;
    run->told_target = one->target;
    run->is_told = true;
}

bool
cx_threshold_told(CxThresholdRun *run, const CxThresholdLow *low, CxThresholdFinding *finding,
                  GError **error)
{
    if (!settle(run, low, finding, error))
        return false;
    if (cx_frame_n_rows(run->frame) == 0) /* there is nothing to tell of anybody */
        return true;
    g_autoptr(GPtrArray) told = cx_threshold_told_load(run->ctx, run->survey, run->item, error);
    if (told == NULL)
        return false;
    const CxThresholdToldOne *last = told->len > 0 ? told->pdata[told->len - 1] : NULL;
    const CxDay after = last != NULL ? last->to : CX_DAY_NONE;
    const CxThresholdToldOne *one = NULL;
    g_autoptr(GPtrArray) next = NULL;
    if (is_due(run, after)) {
        next = tell(run, low, after, error);
        if (next == NULL)
            return false;
        one = newest_of(next, run->metric->id.v);
    }
    if (one == NULL)
        one = newest_of(told, run->metric->id.v);
    if (one == NULL) {
        g_set_error_literal(
            error, CX_ERROR, CX_ERROR_FORBIDDEN,
            "where ratings fall along this is not told yet: too few answers came in "
            "the months of which nothing was told, or it would tell what single "
            "customers said; the CX team sees it");
        return false;
    }
    use(run, one);
    return cx_threshold_make_slice(run, low, one->from, one->to, error);
}
