/* Findings as they are read: whose eyes they are for, their sentences, own words. */
#include "evidence/finding.h"

#include <math.h>
#include <string.h>

#include "base/error.h"
#include "base/issues.h"
#include "base/text.h"
#include "db/txn.h"
#include "evidence/finding_priv.h"
#include "evidence/first_look_priv.h"
#include "evidence/score_priv.h"
#include "lang/assert.h"
#include "sql/evidence.h"
#include "stat/estimate.h"

static const char *const kind_keys[] = {
#define X(name, key) [CX_FINDING_##name] = (key),
    CX_FINDING_KIND_MAP(X)
#undef X
};
static const char *const tone_keys[] = {
#define X(name, key) [CX_FINDING_TONE_##name] = (key),
    CX_FINDING_TONE_MAP(X)
#undef X
};

const char *
cx_finding_kind_key(CxFindingKind kind)
{
    cx_assert(kind < CX_FINDING_KIND_N);
    return kind_keys[kind];
}

const char *
cx_finding_tone_key(CxFindingTone tone)
{
    cx_assert(tone < CX_FINDING_TONE_N);
    return tone_keys[tone];
}

static size_t
find_key(const char *const *keys, size_t n, const char *key)
{
    size_t i = 0;
    while (i < n && strcmp(keys[i], key) != 0)
        i++;
    return i;
}

/* ---- Whose eyes it is for ---- */

typedef struct {
    CxCtx *ctx;
    const CxFindingQuery *query; /* may be NULL */
    int64_t only;                /* 0: all */
    GHashTable *words;           /* id -> own words, in the arena */
    CxHeads heads;
    CxLookSteps steps;
    GHashTable *surveys; /* id -> CxSurvey, owned */
} Reader;

static void
survey_free(gpointer survey)
{
    cx_survey_free(survey);
}

static bool
is_within_wall(const CxCtx *ctx, const CxFindingListRow *row, const CxItem *item)
{
    if (row->department_id.is_set)
        return cx_ctx_can_see_department(ctx, (CxDepartmentId){ row->department_id.v });
    if (item != NULL && item->role == CX_ITEM_ROLE_OVERALL)
        return ctx->wall.sees_overall;
    return ctx->wall.sees_all_departments;
}

static const CxSurvey *
survey_of(const Reader *reader, int64_t id)
{
    CxSurvey *survey = g_hash_table_lookup(reader->surveys, &id);
    if (survey != NULL)
        return survey;
    survey = cx_survey_load_id(reader->ctx, (CxSurveyId){ id }, NULL);
    if (survey != NULL)
        g_hash_table_insert(reader->surveys, g_memdup2(&id, sizeof id), survey);
    return survey;
}

/* Whether the wall lets the reader see what it is about, and its number as of today. */
static bool
is_for_reader(const Reader *reader, const CxFindingListRow *row)
{
    const CxCtx *ctx = reader->ctx;
    if (cx_wall_holds_answers(ctx))
        return true;
    const CxSurvey *survey = survey_of(reader, row->survey_id);
    g_autoptr(CxIssues) issues = cx_issues_new();
    g_autoptr(CxSlice) slice = cx_slice_parse(row->slice, issues);
    if (survey == NULL || slice == NULL)
        return false;
    if (!is_within_wall(ctx, row, cx_score_item(survey, slice->question)) ||
        !cx_score_is_shown(reader->ctx, survey, slice))
        return false;
    if (row->before_slice == NULL)
        return true;
    g_autoptr(CxSlice) before = cx_slice_parse(row->before_slice, issues);
    return before != NULL && cx_score_is_shown(reader->ctx, survey, before);
}

static bool
is_asked(const Reader *reader, const CxFindingListRow *row)
{
    const CxFindingQuery *query = reader->query;
    if (reader->only != 0)
        return row->id == reader->only;
    const int64_t department = row->department_id.is_set ? row->department_id.v : 0;
    if (query != NULL && query->department.v != 0 && query->department.v != department)
        return false;
    return (query != NULL && query->is_past_too) || !row->ended_day.is_set;
}

/* ---- One ---- */

static double
number_of(CxOptReal value)
{
    return value.is_set ? value.v : (double)NAN;
}

static CxMeasured
measured_of(const CxFindingListRow *row)
{
    CxMeasured measured = {
        .value = number_of(row->value),
        .lo = number_of(row->lo),
        .hi = number_of(row->hi),
        .n = row->n,
        .clusters = -1,
        .status = row->lo.is_set ? CX_MEASURED_OK : CX_MEASURED_DEGENERATE,
        .rule = cx_stat_rule_key(row->lo.is_set ? CX_STAT_RULE_DIFFERENCE_Z : CX_STAT_RULE_COUNTED),
    };
    if (row->card_id != NULL)
        (void)g_strlcpy(measured.card.hex, row->card_id, sizeof measured.card.hex);
    return measured;
}

/* The page that shows more: a link over single answers is for who holds them, all others have those by month. */
static const char *
page_of(CxCtx *ctx, const char *url)
{
    static const char links[] = "/links/";
    const char *query = url != NULL ? strchr(url, '?') : NULL;
    if (url == NULL || !g_str_has_prefix(url, links) || cx_wall_holds_answers(ctx))
        return cx_arena_text(ctx->arena, url);
    return cx_arena_printf(ctx->arena, "/links%s", query != NULL ? query : "");
}

static bool
read_row(const Reader *reader, const CxFindingListRow *row, CxFinding *finding, GError **error)
{
    CxCtx *ctx = reader->ctx;
    CxArena *arena = ctx->arena;
    const size_t kind = find_key(kind_keys, CX_FINDING_KIND_N, row->kind);
    const size_t tone = find_key(tone_keys, CX_FINDING_TONE_N, row->tone);
    const char *made = cx_finding_words(ctx, row->message, row->arguments, error);
    if (made == NULL)
        return false;
    if (kind == CX_FINDING_KIND_N || tone == CX_FINDING_TONE_N) {
        g_set_error(error, CX_ERROR, CX_ERROR_CORRUPT,
                    "finding %" G_GINT64_FORMAT " cannot be read", row->id);
        return false;
    }
    const char *own = g_hash_table_lookup(reader->words, &row->id);
    *finding = (CxFinding){
        .id = { row->id },
        .kind = (CxFindingKind)kind,
        .tone = (CxFindingTone)tone,
        .survey = { row->survey_id },
        .survey_key = cx_arena_text(arena, row->survey_key),
        .department = { row->department_id.is_set ? row->department_id.v : 0 },
        .department_key = cx_arena_text(arena, row->department_key),
        .department_name = cx_arena_text(arena, row->department_name),
        .subject = cx_arena_text(arena, row->subject),
        .sentence = own != NULL ? own : made,
        .made = own != NULL ? made : NULL,
        .value = measured_of(row),
        .p_adjusted = number_of(row->p_adjusted),
        .slice = cx_arena_text(arena, row->slice),
        .url = page_of(ctx, row->url),
        .found = { (int32_t)row->found_day },
        .until = { (int32_t)row->until_day },
        .is_over = row->ended_day.is_set || row->until_day < ctx->today.v,
    };
    const CxLookOf of = { finding->id, finding->department,
                          finding->tone == CX_FINDING_TONE_BAD && !finding->is_over };
    finding->look = cx_look_make(ctx, &reader->heads, &reader->steps, &of);
    return true;
}

/* ---- The list ---- */

static bool
load_words(Reader *reader, GError **error)
{
    CxArena *arena = reader->ctx->arena;
    const CxFindingWordsListParams params = { .language =
                                                  cx_catalogue_language(reader->ctx->catalogue) };
    g_autoptr(CxStmt) stmt = cx_q_finding_words_list(reader->ctx->db, &params, error);
    if (stmt == NULL)
        return false;
    CxFindingWordsListRow row;
    CxStep step = cx_q_finding_words_list_next(stmt, &row, error);
    for (; step == CX_STEP_ROW; step = cx_q_finding_words_list_next(stmt, &row, error)) {
        int64_t *id = cx_arena_new0(arena, int64_t);
        *id = row.finding_id;
        if (row.text != NULL)
            g_hash_table_replace(reader->words, id, cx_arena_text(arena, row.text));
        else
            g_hash_table_remove(reader->words, id);
    }
    return step == CX_STEP_DONE;
}

static bool
read_all(const Reader *reader, CxDay since, GArray *found, GError **error)
{
    const CxFindingListParams params = { .since_day = since.v };
    g_autoptr(CxStmt) stmt = cx_q_finding_list(reader->ctx->db, &params, error);
    if (stmt == NULL)
        return false;
    CxFindingListRow row;
    CxStep step = cx_q_finding_list_next(stmt, &row, error);
    for (; step == CX_STEP_ROW; step = cx_q_finding_list_next(stmt, &row, error)) {
        CxFinding finding;
        if (!is_asked(reader, &row) || !is_for_reader(reader, &row))
            continue;
        if (!read_row(reader, &row, &finding, error))
            return false;
        if (!cx_look_hides(reader->ctx, &finding.look))
            g_array_append_val(found, finding);
    }
    return step == CX_STEP_DONE;
}

static bool
read_findings(CxCtx *ctx, const CxFindingQuery *query, int64_t only, CxFindingList *ret_list,
              GError **error)
{
    const bool is_past_too = only != 0 || (query != NULL && query->is_past_too);
    const CxDay since = is_past_too ? (CxDay){ INT32_MIN } : ctx->today;
    g_autoptr(GHashTable) words = g_hash_table_new(g_int64_hash, g_int64_equal);
    g_autoptr(GHashTable) surveys =
        g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, survey_free);
    Reader reader = {
        .ctx = ctx, .query = query, .only = only, .words = words, .surveys = surveys
    };
    g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(CxFinding));
    if (!load_words(&reader, error) || !cx_head_list(ctx, &reader.heads, error) ||
        !cx_look_steps_load(ctx, since, &reader.steps, error) ||
        !read_all(&reader, since, found, error))
        return false;
    CxFinding *kept = cx_arena_new0_n(ctx->arena, CxFinding, found->len + 1);
    for (guint i = 0; i < found->len; i++)
        kept[i] = g_array_index(found, CxFinding, i);
    *ret_list = (CxFindingList){ kept, found->len };
    return true;
}

bool
cx_finding_list(CxCtx *ctx, const CxFindingQuery *query, CxFindingList *ret_findings,
                GError **error)
{
    return read_findings(ctx, query, 0, ret_findings, error);
}

const CxFinding *
cx_finding_load(CxCtx *ctx, CxFindingId id, GError **error)
{
    CxFindingList list = { 0 };
    if (!read_findings(ctx, NULL, id.v, &list, error))
        return NULL;
    if (id.v != 0 && list.n > 0)
        return list.items;
    g_set_error(error, CX_ERROR, CX_ERROR_NOT_FOUND, "there is no finding %" G_GINT64_FORMAT, id.v);
    return NULL;
}

/* ---- Own words ---- */

bool
cx_finding_say(CxCtx *ctx, CxFindingId id, const char *words, GError **error)
{
    if (!cx_ctx_check_change(ctx, "say findings in their own words", error))
        return false;
    if (words != NULL && (strlen(words) > CX_FINDING_WORDS_BYTES_MAX || !cx_text_is_clean(words))) {
        g_set_error(error, CX_ERROR, CX_ERROR_INVALID,
                    "a finding is said in at most %d characters, without control characters",
                    CX_FINDING_WORDS_BYTES_MAX);
        return false;
    }
    const CxFinding *finding = cx_finding_load(ctx, id, error);
    g_autoptr(CxTxn) txn = finding != NULL ? cx_txn_begin_write(ctx->db, error) : NULL;
    if (txn == NULL)
        return false;
    const CxFindingWordsAddParams params = {
        .finding_id = id.v,
        .language = cx_catalogue_language(ctx->catalogue),
        .text = words,
        .actor = ctx->actor.login,
        .said_us = ctx->now.us,
    };
    g_autofree char *before = cx_audit_texts("sentence", finding->sentence, NULL);
    g_autofree char *after =
        cx_audit_texts("language", params.language, "sentence", words != NULL ? words : "", NULL);
    return cx_q_finding_words_add(ctx->db, &params, error) &&
           cx_ctx_audit(ctx, "finding.say", "finding", id.v, before, after, error) &&
           cx_txn_commit(&txn, error);
}
