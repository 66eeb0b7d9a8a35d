/* Which facts and questions can be set against each other, and which pair is most worth telling. */
#include <math.h>

#include "base/error.h"
#include "base/money.h"
#include "column/shelf.h"
#include "evidence/score.h"
#include "evidence/threshold.h"
#include "evidence/threshold_priv.h"
#include "feedback/frame_store.h"

static bool
is_rated(const CxItem *item)
{
    const CxItemKind kind = cx_item_latest(item)->kind;
    return kind == CX_ITEM_KIND_NPS || kind == CX_ITEM_KIND_RATING;
}

bool
cx_threshold_is_pair(const CxFrameFact *fact, const CxItem *item)
{
    return item->role == CX_ITEM_ROLE_OVERALL || fact->department == 0 ||
           fact->department == item->department.v;
}

static bool
can_see_fact(const CxCtx *ctx, const CxFrameFact *fact)
{
    if (fact->department == 0)
        return ctx->wall.sees_all_departments;
    return cx_ctx_can_see_department(ctx, (CxDepartmentId){ fact->department });
}

/* Responses with both; 0 for a fact with fewer than three values, along which there is no curve. */
static int64_t
count_both(const CxFrame *frame, size_t i_fact, size_t i_item)
{
    const CxValues values = cx_frame_fact_values(frame, i_fact);
    const uint8_t *codes = cx_frame_answers(frame, i_item);
    const size_t n_rows = cx_frame_n_rows(frame);
    int64_t n = 0;
    int64_t lowest = INT64_MAX;
    int64_t highest = INT64_MIN;
    for (size_t i = 0; i < n_rows; i++) {
        const int64_t value = cx_values_at(values, i);
        if (value == CX_FACT_MISSING || codes[i] > CX_CODE_MAX)
            continue;
        n++;
        lowest = MIN(lowest, value);
        highest = MAX(highest, value);
    }
    for (size_t i = 0; i < n_rows; i++) {
        const int64_t value = cx_values_at(values, i);
        if (value > lowest && value < highest && codes[i] <= CX_CODE_MAX)
            return n;
    }
    return 0;
}

/* Responses with both, of every fact and every item of a frame: that depends on nothing else. */
typedef struct {
    CxFrame *frame; /* a reference: no other can be at its address */
    size_t n_items;
    int64_t *n; /* by fact, then item; 0 for items that are no rating */
} Counts;

static void
counts_clear(gpointer data)
{
    Counts *counts = data;
    cx_frame_unref(counts->frame);
    g_free(counts->n);
}

static void *
counts_ref(void *counts)
{
    return g_atomic_rc_box_acquire(counts);
}

static void
counts_unref(void *counts)
{
    g_atomic_rc_box_release_full(counts, counts_clear);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Counts, counts_unref)

static const CxKeepKind counts_kind = { counts_ref, counts_unref };

static Counts *
counts_make(const CxFrame *frame)
{
    Counts *counts = g_atomic_rc_box_new0(Counts);
    const size_t n_facts = cx_frame_n_facts(frame);
    counts->frame = cx_frame_ref(frame);
    counts->n_items = cx_frame_n_items(frame);
    counts->n = g_new0(int64_t, n_facts * counts->n_items + 1);
    for (size_t f = 0; f < n_facts; f++) {
        for (size_t i = 0; i < counts->n_items; i++) {
            if (cx_frame_item(frame, i)->kind != CX_FRAME_CHOICE)
                counts->n[f * counts->n_items + i] = count_both(frame, f, i);
        }
    }
    return counts;
}

static Counts *
counts_of(CxCtx *ctx, const CxFrame *frame)
{
    if (ctx->frames == NULL)
        return counts_make(frame);
    CxKeep *keep = cx_frame_shelf_keep(ctx->frames);
    g_autoptr(CxDigester) digester = cx_digester_new();
    cx_digester_add_text(digester, "threshold_pairs");
    cx_digester_add(digester, &frame, sizeof frame);
    const CxDigest key = cx_digester_end(digester);
    Counts *counts = cx_keep_take(keep, &key);
    if (counts == NULL) {
        counts = counts_make(frame);
        cx_keep_put(keep, &key, counts, &counts_kind);
    }
    return counts;
}

static void
add_pair(CxCtx *ctx, const CxFrameFact *fact, const CxItem *item, int64_t n, GArray *pairs)
{
    const CxThresholdPair pair = {
        .fact = cx_arena_text(ctx->arena, fact->key),
        .fact_label = cx_arena_text(ctx->arena, fact->label),
        .unit = cx_arena_text(ctx->arena, fact->unit),
        .question = cx_arena_text(ctx->arena, item->key),
        .label = cx_arena_text(ctx->arena, item->label),
        .department_name = cx_arena_text(ctx->arena, item->department_name),
        .n = n,
    };
    g_array_append_val(pairs, pair);
}

static void
add_pairs(CxCtx *ctx, const CxSurvey *survey, const Counts *counts, size_t i_fact, GArray *pairs)
{
    const CxFrame *frame = counts->frame;
    const CxFrameFact *fact = cx_frame_fact(frame, i_fact);
    for (size_t i = 0; can_see_fact(ctx, fact) && i < survey->n_items; i++) {
        const CxItem *item = &survey->items[i];
        size_t i_item = 0;
        if (!is_rated(item) || !cx_threshold_is_pair(fact, item) || !cx_score_can_see(ctx, item) ||
            !cx_frame_find_item(frame, item->key, &i_item))
            continue;
        const int64_t n = counts->n[i_fact * counts->n_items + i_item];
        if (n >= CX_THRESHOLD_ANSWERS_MIN)
            add_pair(ctx, fact, item, n, pairs);
    }
}

bool
cx_threshold_list(CxCtx *ctx, const CxSurvey *survey, CxThresholdPairs *ret_pairs, GError **error)
{
    g_autoptr(CxFrame) frame = cx_frame_store_ref(ctx, survey, error);
    if (frame == NULL)
        return false;
    g_autoptr(Counts) counts = counts_of(ctx, frame);
    g_autoptr(GArray) pairs = g_array_new(FALSE, FALSE, sizeof(CxThresholdPair));
    const size_t n_facts = cx_frame_n_facts(frame);
    /* Departments' own facts come first: they are what somebody can act on. */
    for (int others = 0; others < 2; others++) {
        for (size_t f = 0; f < n_facts; f++) {
            if ((cx_frame_fact(frame, f)->department == 0) == (others == 1))
                add_pairs(ctx, survey, counts, f, pairs);
        }
    }
    CxThresholdPair *kept = cx_arena_new0_n(ctx->arena, CxThresholdPair, pairs->len + 1);
    for (guint i = 0; i < pairs->len; i++)
        kept[i] = g_array_index(pairs, CxThresholdPair, i);
    *ret_pairs = (CxThresholdPairs){ kept, pairs->len };
    return true;
}

/* How much a finding is worth telling: a point found, customers minding before the target is missed, and
 * how many lie between. */
static double
worth(const CxThresholdFinding *finding)
{
    if (finding->status != CX_THRESHOLD_OK)
        return -1.0;
    if (!finding->has_target || !finding->is_target_past || isnan(finding->between.value))
        return 0.0;
    return 1.0 + finding->between.value;
}

bool
cx_threshold_is_money(const CxThresholdPair *pair)
{
    return pair->unit != NULL && cx_currency_exponent(pair->unit) >= 0;
}

static bool
is_asked(const CxSurvey *survey, const CxThresholdPair *pair, CxDepartmentId department)
{
    const CxItem *item = cx_survey_item(survey, pair->question);
    return item != NULL && (department.v == 0 ? item->role == CX_ITEM_ROLE_OVERALL
                                              : item->department.v == department.v);
}

/* The pair most worth telling, NULL if none is. */
static bool
choose(const CxThresholdAsker *asker, const CxThresholdPairs *pairs, CxDepartmentId department,
       const CxThresholdPair **ret_pair, GError **error)
{
    double most = -1.0;
    size_t n_tried = 0;
    *ret_pair = NULL;
    for (size_t i = 0; i < pairs->n && n_tried < CX_THRESHOLD_TRIED_MAX; i++) {
        const CxThresholdPair *pair = &pairs->items[i];
        if (!is_asked(asker->survey, pair, department) ||
            (department.v != 0 && cx_threshold_is_money(pair)))
            continue;
        n_tried++;
        const CxThresholdQuery query = cx_threshold_query(pair->fact, pair->question);
        g_autoptr(GError) local = NULL;
        const CxThresholdFinding *finding = cx_threshold_sketch(asker, &query, &local);
        if (finding == NULL && cx_error_code(local) != CX_ERROR_FORBIDDEN) {
            g_propagate_error(error, g_steal_pointer(&local));
            return false;
        }
        if (finding != NULL && worth(finding) > most) {
            most = worth(finding);
            *ret_pair = pair;
        }
    }
    return true;
}

bool
cx_threshold_find(CxCtx *ctx, const CxSurvey *survey, CxDepartmentId department,
                  const CxThresholdFinding **ret_finding, GError **error)
{
    CxThresholdPairs pairs;
    const CxThresholdPair *pair = NULL;
    *ret_finding = NULL;
    g_autoptr(GPtrArray) metrics = cx_metric_list(ctx, error);
    if (metrics == NULL || !cx_threshold_list(ctx, survey, &pairs, error))
        return false;
    const CxThresholdAsker asker = { ctx, survey, metrics };
    if (!choose(&asker, &pairs, department, &pair, error))
        return false;
    if (pair == NULL)
        return true;
    const CxThresholdQuery query = cx_threshold_query(pair->fact, pair->question);
    *ret_finding = cx_threshold_finish(&asker, &query, error);
    return *ret_finding != NULL;
}
