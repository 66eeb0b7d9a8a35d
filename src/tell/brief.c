#include "tell/brief.h"

#include <string.h>

#include "base/error.h"
#include "evidence/usual.h"

/* ---- Making ---- */

/* What one brief is made with. */
typedef struct {
    CxCtx *ctx;
    const CxSurvey *survey;
    CxBrief *brief;
} Making;

static const CxScore *
score(const Making *making, const CxItem *item, CxSliceMeasure measure, GError **error)
{
    g_autoptr(CxSlice) slice = cx_slice_new();
    slice->survey = g_strdup(making->survey->key);
    slice->measure = measure;
    slice->question = g_strdup(item->key);
    slice->from = making->brief->from;
    slice->to = making->brief->to;
    return cx_score_run(making->ctx, making->survey, slice, error);
}

/* Whether the term makes the item the reader's own. */
static bool
is_own(const CxLeader *leader, CxDay day, const CxItem *item)
{
    for (guint i = 0; i < leader->terms->len; i++) {
        const CxTerm *term = g_ptr_array_index(leader->terms, i);
        if (cx_term_is_in_force(term, day) && term->department.v != 0 &&
            term->department.v == item->department.v)
            return true;
    }
    return false;
}

/* Rows of one department together, otherwise in the questionnaire's order (insertion sort: few). */
static void
sort_by_department(CxBriefMeasure *rows, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        const CxBriefMeasure row = rows[i];
        size_t j = i;
        for (; j > 0 && g_strcmp0(rows[j - 1].department, row.department) > 0; j--)
            rows[j] = rows[j - 1];
        rows[j] = row;
    }
}

static bool
add_measures(const Making *making, const CxLeader *leader, GError **error)
{
    CxArena *arena = making->ctx->arena;
    const size_t n_items = making->survey->n_items;
    CxBriefMeasure *rows = cx_arena_new0_n(arena, CxBriefMeasure, n_items);
    const CxScore **scores = cx_arena_new0_n(arena, const CxScore *, n_items);
    size_t n = 0;
    for (size_t i = 0; i < n_items; i++) {
        const CxItem *item = &making->survey->items[i];
        CxSliceMeasure measure;
        if (item->role != CX_ITEM_ROLE_MEASURE || !is_own(leader, making->ctx->today, item) ||
            !cx_usual_measure(item, &measure))
            continue;
        scores[n] = score(making, item, measure, error);
        if (scores[n] == NULL)
            return false;
        rows[n] = (CxBriefMeasure){
            .department = cx_arena_text(arena, item->department_name),
            .score = scores[n],
        };
        n++;
    }
    const size_t lowest = cx_score_lowest(scores, n);
    if (lowest < n)
        rows[lowest].is_lowest = true;
    sort_by_department(rows, n);
    making->brief->measures = rows;
    making->brief->n_measures = n;
    return true;
}

/* "Delivery", "Sales and Billing", "A, B and C" of the departments headed today. */
static const char *
department_words(CxCtx *ctx, const CxLeader *leader)
{
    g_autoptr(GPtrArray) names = g_ptr_array_new();
    for (guint i = 0; i < leader->terms->len; i++) {
        const CxTerm *term = g_ptr_array_index(leader->terms, i);
        if (cx_term_is_in_force(term, ctx->today) && term->department_name != NULL &&
            !g_ptr_array_find_with_equal_func(names, term->department_name, g_str_equal, NULL))
            g_ptr_array_add(names, term->department_name);
    }
    if (names->len == 0)
        return NULL;
    g_autoptr(GString) out = g_string_new(NULL);
    for (guint i = 0; i < names->len; i++) {
        const char *joint = i == 0 ? "" : (i + 1 == names->len ? " and " : ", ");
        g_string_append_printf(out, "%s%s", joint, (const char *)g_ptr_array_index(names, i));
    }
    return cx_arena_text(ctx->arena, out->str);
}

static bool
has_answers(const CxBrief *brief)
{
    for (size_t i = 0; i < brief->n_measures; i++) {
        if (cx_measured_has_value(&brief->measures[i].score->whole))
            return true;
    }
    return false;
}

static bool
is_all_hidden(const CxBrief *brief)
{
    for (size_t i = 0; i < brief->n_measures; i++) {
        if (!cx_measured_is_hidden(&brief->measures[i].score->whole))
            return false;
    }
    return brief->n_measures > 0;
}

/* The sentence follows from what the intervals allow, and claims no more. */
static void
add_words(CxCtx *ctx, CxBrief *brief)
{
    const char *key = "brief.headline.alike";
    const char *label = "";
    for (size_t i = 0; i < brief->n_measures; i++) {
        if (brief->measures[i].is_lowest) {
            key = "brief.headline.lowest";
            label = brief->measures[i].score->label;
        }
    }
    if (brief->departments == NULL)
        key = "brief.headline.no_department";
    else if (brief->n_measures == 0)
        key = "brief.headline.no_measures";
    else if (is_all_hidden(brief))
        key = "brief.headline.hidden";
    else if (!has_answers(brief))
        key = "brief.headline.no_answers";
    else if (brief->n_measures == 1)
        key = "brief.headline.one";
    brief->headline = cx_arena_take(
        ctx->arena, cx_message_format(ctx->catalogue, key, CX_ARG_TEXT("label", label),
                                      CX_ARG_TEXT("department", brief->departments)));
    brief->heading = cx_arena_take(
        ctx->arena,
        cx_message_format(ctx->catalogue, brief->title != NULL ? "brief.for" : "brief.for_name",
                          CX_ARG_TEXT("title", brief->title),
                          CX_ARG_TEXT("name", brief->leader_name)));
    brief->lead =
        cx_arena_take(ctx->arena, cx_message_format(ctx->catalogue, "brief.lead",
                                                    CX_ARG_NUMBER("n", brief->n_measures),
                                                    CX_ARG_TEXT("survey", brief->survey)));
}

const CxBrief *
cx_brief_make(CxCtx *ctx, CxLeaderId id, const CxBriefAsk *ask, GError **error)
{
    if (!cx_ctx_check_leader(ctx, id, error))
        return NULL;
    g_autoptr(CxLeader) leader = cx_leader_load(ctx, id, error);
    if (leader == NULL)
        return NULL;
    g_autoptr(CxSurvey) survey = cx_survey_load(ctx, ask->survey, error);
    if (survey == NULL)
        return NULL;
    const CxTerm *term = cx_leader_term(leader, ctx->today);
    const bool has_title = term != NULL && *term->title != '\0';
    CxBrief *brief = cx_arena_new0(ctx->arena, CxBrief);
    *brief = (CxBrief){
        .leader = id,
        .leader_name = cx_arena_text(ctx->arena, leader->name),
        .title = has_title ? cx_arena_text(ctx->arena, term->title) : NULL,
        .departments = department_words(ctx, leader),
        .made_on = ctx->today,
        .from = ask->from,
        .to = ask->to,
        .survey = cx_arena_text(ctx->arena, survey->title),
        .survey_key = cx_arena_text(ctx->arena, survey->key),
    };
    const bool is_open = cx_day_is_none(ask->from) && cx_day_is_none(ask->to);
    if (is_open && !cx_usual_period(ctx, survey, &brief->from, &brief->to, error))
        return NULL;
    const Making making = { ctx, survey, brief };
    const CxItem *overall = &survey->items[survey->i_overall];
    CxSliceMeasure measure;
    if (!cx_usual_measure(overall, &measure)) {
        g_set_error(error, CX_ERROR, CX_ERROR_INVALID,
                    "the overall question \"%s\" of survey \"%s\" is not a rating", overall->label,
                    survey->title);
        return NULL;
    }
    brief->overall = score(&making, overall, measure, error);
    if (brief->overall == NULL || !add_measures(&making, leader, error))
        return NULL;
    add_words(ctx, brief);
    return brief;
}
