#include "tell/brief.h"

#include <string.h>

#include "base/bidi.h"
#include "base/digest.h"
#include "base/error.h"
#include "base/text.h"
#include "evidence/usual.h"
#include "tell/brief_credit.h"
#include "tell/brief_link.h"
#include "tell/brief_words.h"

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
        for (; j > 0 && g_strcmp0(rows[j - 1].department_name, row.department_name) > 0; j--)
            rows[j] = rows[j - 1];
        rows[j] = row;
    }
}

/* ---- What became of them ---- */

/* The newest test of the item that closed within the brief's period. */
static const CxChange *
find_change(const CxChanges *changes, const char *question, CxDepartmentId department)
{
    for (size_t i = 0; i < changes->n; i++) {
        const CxChange *change = &changes->items[i];
        if (change->department.v == department.v && g_str_equal(change->item_key, question))
            return change;
    }
    return NULL;
}

static bool
add_changes(const Making *making, CxBriefMeasure *rows, GError **error)
{
    CxBrief *brief = making->brief;
    if (cx_day_is_none(brief->from) || cx_day_is_none(brief->to))
        return true;
    const CxChangeQuery query = { .from = brief->from, .to = brief->to };
    CxChanges changes;
    if (!cx_change_list(making->ctx, making->survey, &query, &changes, error))
        return false;
    brief->overall_change = find_change(&changes, brief->overall->question, (CxDepartmentId){ 0 });
    for (size_t i = 0; i < brief->n_measures; i++)
        rows[i].change = find_change(&changes, rows[i].score->question, rows[i].department);
    return true;
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
            .department = item->department,
            .department_name = cx_arena_text(arena, item->department_name),
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
    return add_changes(making, rows, error);
}

/* The departments headed today, each once: ids and "A, B and C". */
static void
add_departments(CxCtx *ctx, const CxLeader *leader, CxBrief *brief)
{
    CxDepartmentId *ids = cx_arena_new0_n(ctx->arena, CxDepartmentId, leader->terms->len);
    const char **names = cx_arena_new0_n(ctx->arena, const char *, leader->terms->len);
    size_t n = 0;
    for (guint i = 0; i < leader->terms->len; i++) {
        const CxTerm *term = g_ptr_array_index(leader->terms, i);
        bool is_known = term->department_name == NULL;
        for (size_t j = 0; j < n; j++)
            is_known = is_known || ids[j].v == term->department.v;
        if (is_known || !cx_term_is_in_force(term, ctx->today))
            continue;
        ids[n] = term->department;
        names[n++] = term->department_name;
    }
    g_autoptr(GString) out = g_string_new(NULL);
    for (size_t i = 0; i < n; i++) {
        g_string_append(out, i == 0 ? "" : (i + 1 == n ? " and " : ", "));
        cx_bidi_append(out, names[i]);
    }
    brief->department_ids = ids;
    brief->n_departments = n;
    brief->departments = n > 0 ? cx_arena_text(ctx->arena, out->str) : NULL;
}

/* The office that begins next. */
static void
add_coming(CxCtx *ctx, const CxLeader *leader, CxBrief *brief)
{
    for (guint i = 0; i < leader->terms->len; i++) {
        const CxTerm *term = g_ptr_array_index(leader->terms, i);
        const bool is_sooner = brief->coming == NULL || term->from.v < brief->coming_on.v;
        if (term->department_name == NULL || cx_day_is_none(term->from) ||
            term->from.v <= ctx->today.v || !is_sooner)
            continue;
        brief->coming = cx_arena_text(ctx->arena, term->department_name);
        brief->coming_on = term->from;
    }
}

/* Without an office today: the one that ended last. */
static void
add_past(CxCtx *ctx, const CxLeader *leader, CxBrief *brief)
{
    brief->has_office = cx_leader_term(leader, ctx->today) != NULL;
    for (guint i = 0; i < leader->terms->len && !brief->has_office; i++) {
        const CxTerm *term = g_ptr_array_index(leader->terms, i);
        if (term->department_name == NULL || cx_day_is_none(term->to) ||
            term->to.v >= ctx->today.v || (brief->past != NULL && term->to.v <= brief->past_on.v))
            continue;
        brief->past = cx_arena_text(ctx->arena, term->department_name);
        brief->past_on = term->to;
    }
}

/* The score whose course is shown: of the measure that is tested, else of the first asked; of all customers
 * for an office without a department. */
static const CxScore *
find_main(const CxBrief *brief)
{
    for (size_t i = 0; i < brief->n_measures; i++) {
        if (brief->measures[i].change != NULL)
            return brief->measures[i].score;
    }
    if (brief->n_measures > 0)
        return brief->measures[0].score;
    return brief->has_office && brief->n_departments == 0 ? brief->overall : NULL;
}

static size_t
count_shown(const CxScore *score)
{
    size_t n = 0;
    for (size_t i = 0; i < score->n_groups; i++)
        n += cx_measured_has_interval(&score->groups[i].value) ? 1 : 0;
    return n;
}

/* The newest quarters alone: as many as its table has room for on a line of paper. */
static const CxScore *
newest_quarters(CxCtx *ctx, const CxScore *score)
{
    if (score->n_groups <= CX_BRIEF_QUARTERS_MAX)
        return score;
    CxScore *newest = cx_arena_new0(ctx->arena, CxScore);
    *newest = *score;
    newest->groups += score->n_groups - CX_BRIEF_QUARTERS_MAX;
    newest->n_groups = CX_BRIEF_QUARTERS_MAX;
    return newest;
}

/* Three quarters with intervals are a course; fewer are shown as they stand in the table. Where ratings
 * fall says more, and a page has room for one of the two. */
static bool
add_trend(const Making *making, GError **error)
{
    CxBrief *brief = making->brief;
    const CxScore *shown = find_main(brief);
    if (shown == NULL || brief->threshold != NULL || cx_day_is_none(brief->to))
        return true;
    g_autoptr(CxSlice) slice = cx_slice_new();
    slice->survey = g_strdup(making->survey->key);
    slice->question = g_strdup(shown->question);
    const CxItem *item = cx_survey_item(making->survey, shown->question);
    if (item == NULL || !cx_usual_measure(item, &slice->measure))
        return true;
    slice->to = brief->to;
    slice->by = CX_SLICE_BY_QUARTER;
    const CxScore *all = cx_score_run(making->ctx, making->survey, slice, error);
    if (all == NULL)
        return false;
    const CxScore *trend = newest_quarters(making->ctx, all);
    if (count_shown(trend) < 3)
        return true;
    brief->trend = trend;
    return cx_splice_find(making->ctx, making->survey, slice, trend, &brief->splices, error);
}

/* Where customers' ratings fall along a fact of the reader's departments: the first that has a point. */
static bool
add_threshold(const Making *making, GError **error)
{
    CxBrief *brief = making->brief;
    for (size_t i = 0; i < brief->n_departments && brief->threshold == NULL; i++) {
        const CxThresholdFinding *found = NULL;
        if (!cx_threshold_find(making->ctx, making->survey, brief->department_ids[i], &found,
                               error))
            return false;
        if (found != NULL && found->status == CX_THRESHOLD_OK)
            brief->threshold = found;
    }
    return true;
}

/* What customers wrote to the items of one department, or to those that are nobody's in particular, by how
 * they rated. */
static bool
quote(const Making *making, const char *rated, CxDepartmentId owner, GError **error)
{
    CxBrief *brief = making->brief;
    CxCommentAsk ask = {
        .rated = cx_survey_item(making->survey, rated),
        .from = brief->from,
        .to = brief->to,
    };
    for (size_t i = 0; i < making->survey->n_items && brief->quotes.n == 0; i++) {
        ask.said = &making->survey->items[i];
        if (ask.said->role == CX_ITEM_ROLE_COMMENT && ask.said->department.v == owner.v &&
            !cx_quote_choose(making->ctx, making->survey, &ask, &brief->quotes, error))
            return false;
    }
    return true;
}

/* The first of the reader's departments of which customers wrote, beside its first question that they rated;
 * else what they wrote of nobody in particular, beside the reader's first question or the overall one. */
static bool
add_quotes(const Making *making, GError **error)
{
    const CxBrief *brief = making->brief;
    if (cx_day_is_none(brief->from) || cx_day_is_none(brief->to))
        return true;
    const char *first = brief->overall->question;
    for (size_t i = 0; i < brief->n_measures; i++) {
        const CxBriefMeasure *measure = &brief->measures[i];
        if (i == 0)
            first = measure->score->question;
        if (brief->quotes.n == 0 &&
            !quote(making, measure->score->question, measure->department, error))
            return false;
    }
    return brief->quotes.n > 0 || quote(making, first, (CxDepartmentId){ 0 }, error);
}

/* ---- All of it ---- */

static void
append_score(GString *out, const CxScore *score, const CxChange *change)
{
    const bool has_value = cx_measured_has_value(&score->whole);
    g_autofree char *value =
        has_value ? cx_text_number(score->whole.value, score->decimals) : g_strdup("");
    g_string_append_printf(out, "\n%s %s %" G_GINT64_FORMAT " %s", score->question, value,
                           score->whole.n, change != NULL ? cx_wording_key(change->wording) : "");
}

static void
append_text(GString *out, const CxBrief *brief, CxProgramKind kind, CxDepartmentId department)
{
    const CxProgramText *text = cx_program_text(brief->program, kind, department);
    if (text != NULL)
        g_string_append_printf(out, "\n%" G_GINT64_FORMAT, text->id);
}

/* What the brief says, in a form that changes only when that does. */
static const char *
digest(CxCtx *ctx, const CxBrief *brief)
{
    g_autoptr(GString) text = g_string_new(brief->headline);
    g_string_append_printf(text, "\n%s %d %d", brief->survey_key, brief->from.v, brief->to.v);
    append_score(text, brief->overall, brief->overall_change);
    for (size_t i = 0; i < brief->n_measures; i++)
        append_score(text, brief->measures[i].score, brief->measures[i].change);
    if (brief->threshold != NULL)
        g_string_append_printf(text, "\n%s", brief->threshold->headline);
    for (size_t i = 0; i < brief->links.n; i++)
        g_string_append_printf(text, "\nlink %" G_GINT64_FORMAT, brief->links.items[i].id.v);
    for (size_t i = 0; i < brief->quotes.n; i++)
        g_string_append_printf(text, "\n%s", brief->quotes.items[i].text);
    for (size_t i = 0; i < brief->credits.n; i++)
        g_string_append_printf(text, "\ncredit %" G_GINT64_FORMAT, brief->credits.items[i].id);
    for (size_t kind = 0; kind < CX_PROGRAM_N; kind++)
        append_text(text, brief, (CxProgramKind)kind, (CxDepartmentId){ 0 });
    for (size_t i = 0; i < brief->n_departments; i++)
        append_text(text, brief, CX_PROGRAM_APPROACHES, brief->department_ids[i]);
    const CxDigest said = cx_digest(text->str, text->len);
    return cx_arena_take(ctx->arena, cx_digest_hex(&said, 16));
}

static bool
fill(const Making *making, const CxLeader *leader, GError **error)
{
    CxCtx *ctx = making->ctx;
    CxBrief *brief = making->brief;
    const CxItem *overall = &making->survey->items[making->survey->i_overall];
    CxSliceMeasure measure;
    if (!cx_usual_measure(overall, &measure)) {
        g_set_error(error, CX_ERROR, CX_ERROR_INVALID,
                    "the overall question \"%s\" of survey \"%s\" is not a rating", overall->label,
                    making->survey->title);
        return false;
    }
    brief->overall = score(making, overall, measure, error);
    if (brief->overall == NULL || !add_measures(making, leader, error) ||
        !add_threshold(making, error) || !add_trend(making, error) ||
        !cx_brief_add_links(ctx, making->survey, brief, error) || !add_quotes(making, error) ||
        !cx_brief_add_credits(ctx, making->survey, brief, error))
        return false;
    brief->program = cx_program_load(ctx, ctx->today, error);
    if (brief->program == NULL || !cx_handover_list(ctx, brief->leader, &brief->handovers, error))
        return false;
    brief->gathered = cx_brief_gathered(ctx, making->survey, brief);
    cx_brief_add_words(ctx, brief);
    brief->digest = digest(ctx, brief);
    return true;
}

const CxBrief *
cx_brief_make(CxCtx *ctx, CxLeaderId id, const CxBriefAsk *ask, GError **error)
{
    if (!cx_ctx_check_leader(ctx, id, error))
        return NULL;
    g_auto(CxReadsScope) scope = cx_ctx_read_released(ctx); /* it is told to its reader */
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
    add_departments(ctx, leader, brief);
    add_coming(ctx, leader, brief);
    add_past(ctx, leader, brief);
    return fill(&making, leader, error) ? brief : NULL;
}
