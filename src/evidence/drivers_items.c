/* Which questions are taken for drivers. */
#include <string.h>

#include "base/error.h"
#include "evidence/drivers_priv.h"

static bool
is_rated(const CxItem *item)
{
    const CxItemKind kind = cx_item_latest(item)->kind;
    return kind == CX_ITEM_KIND_NPS || kind == CX_ITEM_KIND_RATING;
}

static bool
has_column(const CxDriversRun *run, const CxItem *item)
{
    return cx_frame_find_item(run->frame, item->key, NULL);
}

/* ---- Named ---- */

static bool
is_taken(const CxDriversRun *run, const CxItem *item)
{
    for (size_t i = 0; i < run->n_items; i++) {
        if (run->items[i] == item)
            return true;
    }
    return item == run->outcome;
}

static bool
take_named(CxDriversRun *run, const char *key, GError **error)
{
    const CxItem *item = cx_score_item(run->survey, key);
    if (item == NULL || !cx_score_can_see(run->ctx, item) || !has_column(run, item)) {
        g_set_error(error, CX_ERROR, CX_ERROR_NOT_FOUND, "survey \"%s\" has no question \"%s\"",
                    run->survey->key, key);
        return false;
    }
    if (!is_rated(item)) {
        g_set_error(error, CX_ERROR, CX_ERROR_INVALID, "\"%s\" is not rated", item->label);
        return false;
    }
    if (is_taken(run, item)) {
        g_set_error(error, CX_ERROR, CX_ERROR_INVALID,
                    item == run->outcome ? "\"%s\" is the outcome itself" : "\"%s\" is named twice",
                    item->label);
        return false;
    }
    run->items[run->n_items++] = item;
    return true;
}

/* ---- Usual ---- */

typedef struct {
    const CxItem *item;
    int64_t n; /* answers beside the outcome's */
} Candidate;

static int64_t
count_answers(const CxDriversRun *run, const CxItem *item)
{
    size_t i_item = 0;
    size_t i_outcome = 0;
    if (!cx_frame_find_item(run->frame, item->key, &i_item) ||
        !cx_frame_find_item(run->frame, run->outcome->key, &i_outcome))
        return 0;
    const uint8_t *codes = cx_frame_answers(run->frame, i_item);
    const uint8_t *outcome = cx_frame_answers(run->frame, i_outcome);
    int64_t n = 0;
    for (size_t row = 0; row < cx_frame_n_rows(run->frame); row++) {
        n +=
            run->mask[row] != 0 && codes[row] <= CX_CODE_MAX && outcome[row] <= CX_CODE_MAX ? 1 : 0;
    }
    return n;
}

static bool
is_candidate(const CxDriversRun *run, const CxItem *item)
{
    const CxDepartmentId department = run->query->department;
    return item != run->outcome && item->role != CX_ITEM_ROLE_OVERALL && is_rated(item) &&
           cx_score_can_see(run->ctx, item) && has_column(run, item) &&
           (department.v == 0 || item->department.v == department.v);
}

/* Most answers first; as the survey asks where they are equal. */
static void
insert(Candidate *candidates, size_t n, Candidate candidate)
{
    size_t i = n;
    for (; i > 0 && candidates[i - 1].n < candidate.n; i--)
        candidates[i] = candidates[i - 1];
    candidates[i] = candidate;
}

static void
take_usual(CxDriversRun *run, CxDriversFinding *finding)
{
    CxArena *arena = run->ctx->arena;
    Candidate *candidates = cx_arena_new0_n(arena, Candidate, run->survey->n_items + 1);
    CxDriversLeft *left = cx_arena_new0_n(arena, CxDriversLeft, run->survey->n_items + 1);
    size_t n = 0;
    for (size_t i = 0; i < run->survey->n_items; i++) {
        const CxItem *item = &run->survey->items[i];
        if (is_candidate(run, item)) {
            insert(candidates, n, (Candidate){ item, count_answers(run, item) });
            n++;
        }
    }
    const int64_t least = count_answers(run, run->outcome) / 2;
    for (size_t i = 0; i < n; i++) {
        if (candidates[i].n > least && run->n_items < CX_DRIVERS_USUAL_MAX) {
            run->items[run->n_items++] = candidates[i].item;
        } else {
            left[finding->n_left++] =
                (CxDriversLeft){ cx_arena_text(arena, candidates[i].item->label), candidates[i].n };
        }
    }
    finding->left = left;
}

bool
cx_drivers_choose(CxDriversRun *run, CxDriversFinding *finding, GError **error)
{
    const CxDriversQuery *query = run->query;
    if (query->n_items > CX_DRIVERS_MAX) {
        g_set_error(error, CX_ERROR, CX_ERROR_INVALID,
                    "at most %d questions can be set against each other, got %zu", CX_DRIVERS_MAX,
                    query->n_items);
        return false;
    }
    for (size_t i = 0; i < query->n_items; i++) {
        if (!take_named(run, query->items[i], error))
            return false;
    }
    if (query->n_items == 0)
        take_usual(run, finding);
    if (run->n_items > 0)
        return true;
    if (count_answers(run, run->outcome) == 0) {
        g_set_error(error, CX_ERROR, CX_ERROR_INVALID, "nobody has answered \"%s\" in this period",
                    run->outcome->label);
        return false;
    }
    g_set_error(error, CX_ERROR, CX_ERROR_INVALID,
                "no rated question was answered by half of those who answered \"%s\"; name the "
                "questions to compare",
                run->outcome->label);
    return false;
}

CxSlice *
cx_drivers_item_slice(const CxDriversRun *run, const CxItem *item)
{
    CxSlice *slice = cx_slice_copy(run->slice);
    g_free(slice->question);
    slice->question = g_strdup(item->key);
    slice->measure = cx_item_latest(item)->kind == CX_ITEM_KIND_NPS ? CX_SLICE_NPS : CX_SLICE_TOP2;
    return slice;
}
