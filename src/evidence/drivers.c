#include "evidence/drivers.h"

#include <math.h>
#include <string.h>

#include "base/civil.h"
#include "base/error.h"
#include "base/message.h"
#include "base/text.h"
#include "column/rows.h"
#include "evidence/drivers_priv.h"
#include "evidence/scope.h"
#include "feedback/frame_store.h"
#include "lang/assert.h"
#include "stat/estimate.h"

#define MONTHS_USUAL 12
#define KNOT_OF_TEN  7.5 /* of 0 to 10 and 1 to 10: between passives and what is below */

void
cx_drivers_run_clear(CxDriversRun *run)
{
    cx_slice_free(run->slice);
    cx_frame_unref(run->frame);
    g_free(run->mask);
    g_free(run->found);
    g_free(run->other);
}

#define SAY(run, key, ...)                                                                         \
    cx_arena_take((run)->ctx->arena, cx_message_format((run)->ctx->catalogue, key, __VA_ARGS__))

/* ---- What is asked ---- */

static bool
find_outcome(CxDriversRun *run, GError **error)
{
    run->outcome = cx_score_item(run->survey, run->query->outcome);
    if (run->outcome == NULL || !cx_score_can_see(run->ctx, run->outcome) ||
        !cx_frame_find_item(run->frame, run->outcome->key, NULL)) {
        g_set_error(error, CX_ERROR, CX_ERROR_NOT_FOUND, "survey \"%s\" has no question \"%s\"",
                    run->survey->key,
                    run->query->outcome != NULL ? run->query->outcome : "overall");
        return false;
    }
    const CxItemKind kind = cx_item_latest(run->outcome)->kind;
    if (kind == CX_ITEM_KIND_NPS || kind == CX_ITEM_KIND_RATING)
        return true;
    g_set_error(error, CX_ERROR, CX_ERROR_INVALID, "\"%s\" is not rated", run->outcome->label);
    return false;
}

/* The outcome's own score over the same responses, the last twelve months without a period. */
static void
make_slice(CxDriversRun *run)
{
    const CxSlice *asked = run->query->slice;
    run->slice = asked != NULL ? cx_slice_copy(asked) : cx_slice_new();
    run->slice->by = CX_SLICE_BY_NONE;
    g_clear_pointer(&run->slice->by_item, g_free);
    g_clear_pointer(&run->slice->answers, g_strfreev);
    g_free(run->slice->survey);
    run->slice->survey = g_strdup(run->survey->key);
    CxSlice *own = cx_drivers_item_slice(run, run->outcome);
    cx_slice_free(run->slice);
    run->slice = own;
    if (cx_day_is_none(own->from) && cx_day_is_none(own->to) && cx_frame_n_rows(run->frame) > 0) {
        const int32_t last = cx_day_month_index(cx_frame_last_day(run->frame));
        own->from = cx_month_first_day(last - MONTHS_USUAL + 1);
    }
}

/* Narrows the period to the days that count for the reader. */
static bool
apply_scope(CxDriversRun *run, const CxItem *item, GError **error)
{
    CxScope scope;
    if (!cx_scope_find(run->ctx, item, run->slice->organised, &scope)) {
        g_set_error(error, CX_ERROR, CX_ERROR_FORBIDDEN, "scores of \"%s\" are for others",
                    item->label);
        return false;
    }
    cx_scope_apply(run->ctx, run->frame, &scope, run->slice);
    return true;
}

/* An item's score over the same slice, which has to pass the wall. */
static const CxScore *
shown_score(CxDriversRun *run, const CxItem *item, GError **error)
{
    g_autoptr(CxSlice) slice = cx_drivers_item_slice(run, item);
    const CxScore *score = cx_score_run(run->ctx, run->survey, slice, error);
    if (score == NULL || !cx_measured_is_hidden(&score->whole))
        return score;
    g_set_error(error, CX_ERROR, CX_ERROR_FORBIDDEN,
                "the answers to \"%s\" in this slice may not be shown to you", item->label);
    return NULL;
}

static void
mark_rows(CxDriversRun *run)
{
    g_free(run->mask);
    run->mask = g_new(uint8_t, cx_frame_n_rows(run->frame) + 1);
    cx_slice_mark_rows(run->frame, run->slice, run->mask);
}

/* Everything before the estimate: the wall, the questions, the days. */
static bool
prepare(CxDriversRun *run, CxDriversFinding *finding, GError **error)
{
    run->frame = cx_frame_store_ref(run->ctx, run->survey, error);
    if (run->frame == NULL || !find_outcome(run, error))
        return false;
    make_slice(run);
    if (shown_score(run, run->outcome, error) == NULL || !apply_scope(run, run->outcome, error))
        return false;
    mark_rows(run);
    if (!cx_drivers_choose(run, finding, error))
        return false;
    for (size_t i = 0; i < run->n_items; i++) {
        if (!apply_scope(run, run->items[i], error))
            return false;
    }
    mark_rows(run);
    return true;
}

/* ---- The estimate ---- */

static double
knot_of(int lo, int hi)
{
    return hi == 10 && lo <= 1 ? KNOT_OF_TEN : (lo + hi) / 2.0;
}

static CxDriversColumn
column_of(const CxDriversRun *run, const CxItem *item)
{
    size_t i = 0;
    const bool is_there = cx_frame_find_item(run->frame, item->key, &i);
    cx_assert(is_there);
    const CxFrameItem *column = cx_frame_item(run->frame, i);
    const bool is_nps = column->kind == CX_FRAME_NPS;
    const uint8_t lo = is_nps ? 0 : column->lo;
    const uint8_t hi = is_nps ? 10 : column->hi;
    return (CxDriversColumn){
        .codes = cx_frame_answers(run->frame, i),
        .lo = lo,
        .hi = hi,
        .knot = hi - lo < 2 ? (double)NAN : knot_of(lo, hi),
        .is_turned = column->direction == CX_FRAME_LOW_IS_GOOD,
    };
}

CxDriversMethod
cx_drivers_method_of(const CxDriversRun *run)
{
    if (run->query->method != CX_DRIVERS_METHOD_N)
        return run->query->method;
    return run->n_items <= CX_DRIVERS_LMG_DRAWN_MAX ? CX_DRIVERS_LMG : CX_DRIVERS_JOHNSON;
}

static void
estimate(CxDriversRun *run)
{
    const CxFrame *frame = run->frame;
    for (size_t i = 0; i < run->n_items; i++)
        run->columns[i] = column_of(run, run->items[i]);
    run->columns[run->n_items] = column_of(run, run->outcome);
    g_autofree char *slice = cx_slice_format(run->slice);
    CxDriversAsk ask = {
        .outcome = &run->columns[run->n_items],
        .drivers = run->columns,
        .n_drivers = run->n_items,
        .n_rows = cx_frame_n_rows(frame),
        .mask = run->mask,
        .weights = run->is_weighted ? cx_frame_weights(frame) : NULL,
        .clusters = cx_frame_clusters(frame),
        .n_clusters = cx_frame_n_clusters(frame),
        .method = cx_drivers_method_of(run),
        .n_replicates = run->query->n_replicates,
        .seed = g_str_hash(slice),
    };
    run->found = cx_drivers_keep(run, &ask);
    if (cx_frame_weights(frame) == NULL)
        return;
    ask.weights = run->is_weighted ? NULL : cx_frame_weights(frame);
    ask.n_replicates = 0;
    run->other = cx_drivers_keep(run, &ask);
}

/* ---- What came of it ---- */

static CxMeasured
measured(const CxDrivers *found, double value, double lo, double hi)
{
    const bool has_interval = !isnan(lo);
    CxMeasuredStatus status = CX_MEASURED_OK;
    if (!cx_drivers_has_values(found) || found->status == CX_DRIVERS_POINT)
        status = CX_MEASURED_TOO_FEW;
    else if (found->status == CX_DRIVERS_FEW_CLUSTERS)
        status = CX_MEASURED_FEW_CLUSTERS;
    return (CxMeasured){
        .value = 100.0 * value,
        .lo = 100.0 * lo,
        .hi = 100.0 * hi,
        .n = found->n,
        .clusters = found->clusters,
        .status = status,
        .rule = cx_stat_rule_key(has_interval ? CX_STAT_RULE_CLUSTER_BOOTSTRAP : CX_STAT_RULE_NONE),
    };
}

static CxDriversItem
item_of(const CxDriversRun *run, size_t i)
{
    CxArena *arena = run->ctx->arena;
    const CxItem *item = run->items[i];
    const CxDriver *driver = &run->found->drivers[i];
    const bool has_other = run->other != NULL && cx_drivers_has_values(run->other);
    const CxItem *nearest = driver->nearest >= 0 ? run->items[driver->nearest] : NULL;
    return (CxDriversItem){
        .item = cx_arena_text(arena, item->key),
        .label = cx_arena_text(arena, item->label),
        .wording = cx_arena_text(arena, cx_item_latest(item)->wording),
        .department_name = cx_arena_text(arena, item->department_name),
        .importance = measured(run->found, driver->importance, driver->lo, driver->hi),
        .share = driver->share,
        .other = has_other ? 100.0 * run->other->drivers[i].importance : (double)NAN,
        .rank = driver->rank,
        .p = driver->p,
        .vif = driver->vif,
        .nearest = nearest != NULL ? cx_arena_text(arena, nearest->key) : NULL,
        .nearest_label = nearest != NULL ? cx_arena_text(arena, nearest->label) : NULL,
        .nearest_r = driver->nearest_r,
        .nearest_n = driver->nearest_n,
        .bend = driver->bend,
        .n_answers = run->found->n_answers[i],
        .is_involved = run->found->is_involved[i],
    };
}

static int
compare_items(const void *a, const void *b)
{
    const CxDriversItem *left = a;
    const CxDriversItem *right = b;
    if (isnan(left->importance.value) || isnan(right->importance.value))
        return 0;
    return left->importance.value < right->importance.value ? 1 : -1;
}

/* How many of the first overlap the first: they cannot be told apart. */
static size_t
count_first(const CxDriversItem *items, size_t n)
{
    if (n == 0 || !cx_measured_has_interval(&items[0].importance))
        return 0;
    size_t n_first = 1;
    while (n_first < n && items[n_first].importance.hi >= items[0].importance.lo)
        n_first++;
    return n_first;
}

static const char *
list_labels(const CxDriversRun *run, const CxDriversItem *items, size_t n)
{
    g_autoptr(GString) out = g_string_new(NULL);
    for (size_t i = 0; i < n; i++) {
        if (i > 0)
            g_string_append(out, i + 1 == n ? " and " : ", ");
        g_string_append(out, items[i].label);
    }
    return cx_arena_text(run->ctx->arena, out->str);
}

/* The questions that stand in the way, in words. */
static const char *
list_involved(const CxDriversRun *run, const CxDriversItem *items, size_t n)
{
    CxDriversItem *involved = cx_arena_new0_n(run->ctx->arena, CxDriversItem, n + 1);
    size_t n_involved = 0;
    for (size_t i = 0; i < n; i++) {
        if (items[i].is_involved)
            involved[n_involved++] = items[i];
    }
    return list_labels(run, involved, n_involved);
}

static const char *
headline(const CxDriversRun *run, const CxDriversFinding *finding)
{
    const char *form = "none";
    if (finding->n_first == 1)
        form = finding->n_items == 1 ? "only" : "one";
    else if (finding->n_first > 1)
        form = finding->n_first < finding->n_items && finding->n_first <= 3 ? "some" : "all";
    else if (cx_drivers_has_values(run->found))
        form = "point";
    return SAY(run, "drivers.headline", CX_ARG_TEXT("form", form),
               CX_ARG_TEXT("first", list_labels(run, finding->items, MIN(finding->n_first, 3))),
               CX_ARG_TEXT("outcome", finding->label),
               CX_ARG_NUMBER("n", (int64_t)finding->n_items),
               CX_ARG_NUMBER("n_first", (int64_t)finding->n_first));
}

static const char *
why(const CxDriversRun *run, const CxDriversFinding *finding)
{
    if (finding->status == CX_DRIVERS_OK)
        return NULL;
    g_autofree char *key =
        g_strconcat("drivers.why.", cx_drivers_status_key(finding->status), NULL);
    const int64_t least =
        MAX(CX_DRIVERS_ANSWERS_MIN, CX_DRIVERS_ANSWERS_EACH * (int64_t)run->n_items);
    return SAY(run, key, CX_ARG_TEXT("items", list_involved(run, finding->items, run->n_items)),
               CX_ARG_TEXT("outcome", finding->label), CX_ARG_NUMBER("n", finding->n),
               CX_ARG_NUMBER("units", finding->clusters), CX_ARG_NUMBER("least", least),
               CX_ARG_NUMBER("max", CX_DRIVERS_LMG_DRAWN_MAX));
}

static void
fill_words(const CxDriversRun *run, CxDriversFinding *finding)
{
    CxArena *arena = run->ctx->arena;
    finding->outcome = cx_arena_text(arena, run->outcome->key);
    finding->label = cx_arena_text(arena, run->outcome->label);
    finding->wording = cx_arena_text(arena, cx_item_latest(run->outcome)->wording);
    finding->slice = cx_arena_take(arena, cx_slice_format(run->slice));
    finding->survey_query = cx_arena_printf(arena, "survey=%s", run->survey->key);
    finding->from =
        cx_day_is_none(run->slice->from) ? cx_frame_first_day(run->frame) : run->slice->from;
    finding->to = cx_day_is_none(run->slice->to) ? cx_frame_last_day(run->frame) : run->slice->to;
    for (size_t i = 0; i < run->n_items; i++) {
        if (run->query->department.v != 0 &&
            run->items[i]->department.v == run->query->department.v)
            finding->department_name = cx_arena_text(arena, run->items[i]->department_name);
    }
}

static void
fill_result(CxDriversRun *run, CxDriversFinding *finding, CxDriversItem *items)
{
    const CxDrivers *found = run->found;
    finding->status = found->status;
    finding->method = cx_drivers_method_of(run);
    finding->n = found->n;
    finding->n_rows = found->n_rows;
    finding->clusters = found->clusters;
    finding->condition = found->condition;
    finding->n_replicates = found->n_replicates;
    finding->is_weighted = run->is_weighted;
    finding->has_other = run->other != NULL && cx_drivers_has_values(run->other);
    qsort(items, run->n_items, sizeof *items, compare_items);
    finding->items = items;
    finding->n_items = run->n_items;
    finding->n_first = count_first(items, run->n_items);
    finding->headline = headline(run, finding);
    finding->why = why(run, finding);
}

static bool
check_method(const CxDriversRun *run, GError **error)
{
    if (run->query->method != CX_DRIVERS_LMG || run->n_items <= CX_DRIVERS_LMG_MAX)
        return true;
    g_set_error(error, CX_ERROR, CX_ERROR_INVALID,
                "LMG takes at most %d questions, got %zu; the method johnson takes %d",
                CX_DRIVERS_LMG_MAX, run->n_items, CX_DRIVERS_MAX);
    return false;
}

const CxDriversFinding *
cx_drivers_run(CxCtx *ctx, const CxSurvey *survey, const CxDriversQuery *query, GError **error)
{
    g_auto(CxDriversRun) run = { .ctx = ctx, .survey = survey, .query = query };
    CxDriversFinding *finding = cx_arena_new0(ctx->arena, CxDriversFinding);
    if (!prepare(&run, finding, error) || !check_method(&run, error))
        return NULL;
    run.is_weighted = run.slice->weighting == CX_SLICE_WEIGHTED ||
                      (run.slice->weighting == CX_SLICE_DECLARED &&
                       cx_frame_is_weighted(run.frame) && cx_frame_weights(run.frame) != NULL);
    estimate(&run);
    fill_words(&run, finding);
    CxDriversItem *items = cx_arena_new0_n(ctx->arena, CxDriversItem, run.n_items + 1);
    for (size_t i = 0; i < run.n_items; i++) {
        items[i] = item_of(&run, i);
        items[i].performance = shown_score(&run, run.items[i], error);
        if (items[i].performance == NULL)
            return NULL;
    }
    finding->r2 = measured(run.found, run.found->r2, run.found->r2_lo, run.found->r2_hi);
    if (cx_drivers_has_values(run.found) && !cx_drivers_fill_cards(&run, finding, items, error))
        return NULL;
    fill_result(&run, finding, items);
    return finding;
}
