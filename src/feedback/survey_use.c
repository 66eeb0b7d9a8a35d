/* Use cases that read surveys. */

#include "base/error.h"
#include "business/kept.h"
#include "feedback/owner.h"
#include "feedback/survey_store.h"
#include "sql/feedback.h"

/* What is asked is no secret among those who may sign in. */
static bool
check_reader(const CxCtx *ctx, GError **error)
{
    if (ctx->actor.role != CX_ROLE_N)
        return true;
    g_set_error_literal(error, CX_ERROR, CX_ERROR_FORBIDDEN, "sign in to read surveys");
    return false;
}

static GPtrArray *
load_list(CxCtx *ctx, GError **error)
{
    g_autoptr(CxStmt) stmt = cx_q_survey_list(ctx->db, error);
    if (stmt == NULL)
        return NULL;
    g_autoptr(GPtrArray) list =
        g_ptr_array_new_with_free_func((GDestroyNotify)cx_survey_summary_free);
    CxSurveyListRow row;
    CxStep step;
    while ((step = cx_q_survey_list_next(stmt, &row, error)) == CX_STEP_ROW) {
        CxSurveySummary *summary = g_new(CxSurveySummary, 1);
        *summary = (CxSurveySummary){
            .id = { row.id },
            .key = g_strdup(row.key),
            .title = g_strdup(row.title),
            .n_versions = row.n_versions,
            .n_items = row.n_items,
            .n_responses = row.n_responses,
            .first_day = row.first_day.is_set ? (CxDay){ (int32_t)row.first_day.v } : CX_DAY_NONE,
            .last_day = row.last_day.is_set ? (CxDay){ (int32_t)row.last_day.v } : CX_DAY_NONE,
            .imported_at = { row.imported_us.is_set ? row.imported_us.v : 0 },
        };
        g_ptr_array_add(list, summary);
    }
    return step == CX_STEP_ERROR ? NULL : g_steal_pointer(&list);
}

GPtrArray *
cx_survey_list(CxCtx *ctx, GError **error)
{
    if (!check_reader(ctx, error))
        return NULL;
    const CxKeptAsk ask = { .what = CX_KEPT_SURVEY_LIST };
    CxKept kept;
    void *found = NULL;
    if (!cx_kept_find(ctx, &ask, &kept, &found, error))
        return NULL;
    if (found != NULL)
        return found;
    GPtrArray *list = load_list(ctx, error);
    if (list != NULL)
        cx_kept_put(&kept, list, &cx_kept_ptr_array);
    return list;
}

GPtrArray *
cx_survey_titles(CxCtx *ctx, GError **error)
{
    if (!check_reader(ctx, error))
        return NULL;
    g_autoptr(CxStmt) stmt = cx_q_survey_titles(ctx->db, error);
    if (stmt == NULL)
        return NULL;
    g_autoptr(GPtrArray) list =
        g_ptr_array_new_with_free_func((GDestroyNotify)cx_survey_summary_free);
    CxSurveyTitlesRow row;
    CxStep step;
    while ((step = cx_q_survey_titles_next(stmt, &row, error)) == CX_STEP_ROW) {
        CxSurveySummary *summary = g_new(CxSurveySummary, 1);
        *summary = (CxSurveySummary){
            .id = { row.id },
            .key = g_strdup(row.key),
            .title = g_strdup(row.title),
            .first_day = CX_DAY_NONE,
            .last_day = CX_DAY_NONE,
        };
        g_ptr_array_add(list, summary);
    }
    return step == CX_STEP_ERROR ? NULL : g_steal_pointer(&list);
}

/* The survey of a key or the only one; an error that names those there are otherwise. */
static bool
find_survey(CxCtx *ctx, const char *key, CxSurveyId *ret_id, GError **error)
{
    g_autoptr(CxStmt) stmt = cx_q_survey_keys(ctx->db, error);
    if (stmt == NULL)
        return false;
    g_autoptr(GString) names = g_string_new(NULL);
    int64_t n = 0;
    int64_t found = 0;
    CxSurveyKeysRow row;
    CxStep step;
    while ((step = cx_q_survey_keys_next(stmt, &row, error)) == CX_STEP_ROW) {
        g_string_append_printf(names, "%s%s", n++ > 0 ? ", " : "", row.key);
        if (key == NULL || g_strcmp0(key, row.key) == 0)
            found = row.id;
    }
    if (step == CX_STEP_ERROR)
        return false;
    if (n == 0) {
        g_set_error_literal(error, CX_ERROR, CX_ERROR_NOT_FOUND, "there is no survey yet");
        return false;
    }
    if (found == 0) {
        g_set_error(error, CX_ERROR, CX_ERROR_NOT_FOUND, "there is no survey \"%s\", only %s", key,
                    names->str);
        return false;
    }
    if (key == NULL && n > 1) {
        g_set_error(error, CX_ERROR, CX_ERROR_CONFLICT, "which survey: %s?", names->str);
        return false;
    }
    ret_id->v = found;
    return true;
}

CxSurvey *
cx_survey_load(CxCtx *ctx, const char *key, GError **error)
{
    CxSurveyId id = { 0 };
    if (!check_reader(ctx, error) || !find_survey(ctx, key, &id, error))
        return NULL;
    return cx_survey_load_id(ctx, id, error);
}

CxSurvey *
cx_survey_load_id(CxCtx *ctx, CxSurveyId id, GError **error)
{
    if (!check_reader(ctx, error))
        return NULL;
    g_autoptr(CxSurvey) survey = cx_survey_store_load(ctx->db, id, error);
    return survey != NULL && cx_owner_settle(ctx, survey, error) ? g_steal_pointer(&survey) : NULL;
}

GPtrArray *
cx_survey_load_all(CxCtx *ctx, GError **error)
{
    g_autoptr(GPtrArray) titles = cx_survey_titles(ctx, error);
    if (titles == NULL)
        return NULL;
    g_autoptr(GPtrArray) surveys = g_ptr_array_new_with_free_func((GDestroyNotify)cx_survey_free);
    for (guint i = 0; i < titles->len; i++) {
        const CxSurveySummary *title = g_ptr_array_index(titles, i);
        CxSurvey *survey = cx_survey_load_id(ctx, title->id, error);
        if (survey == NULL)
            return NULL;
        g_ptr_array_add(surveys, survey);
    }
    return g_steal_pointer(&surveys);
}

static void
count_item(GArray *counts, CxDepartmentId department)
{
    for (guint i = 0; i < counts->len; i++) {
        CxItemCount *count = &g_array_index(counts, CxItemCount, i);
        if (count->department.v == department.v) {
            count->n++;
            return;
        }
    }
    const CxItemCount first = { .department = department, .n = 1 };
    g_array_append_val(counts, first);
}

/* Whose a question is today follows from records and reorganisations, so surveys are read whole. */
GArray *
cx_item_count(CxCtx *ctx, GError **error)
{
    g_autoptr(GPtrArray) surveys = cx_survey_load_all(ctx, error);
    if (surveys == NULL)
        return NULL;
    g_autoptr(GArray) counts = g_array_new(FALSE, FALSE, sizeof(CxItemCount));
    for (guint i = 0; i < surveys->len; i++) {
        const CxSurvey *survey = g_ptr_array_index(surveys, i);
        for (size_t j = 0; j < survey->n_items; j++) {
            if (survey->items[j].department.v != 0)
                count_item(counts, survey->items[j].department);
        }
    }
    return g_steal_pointer(&counts);
}
