#include "feedback/release.h"

#include "feedback/frame_store.h"
#include "sql/feedback.h"

bool
cx_release_load(CxCtx *ctx, CxSurveyId survey, CxRelease *ret_release, GError **error)
{
    CxReleaseLastRow row;
    if (!cx_q_release_last(ctx->db, &(CxReleaseLastParams){ .survey_id = survey.v }, &row, error))
        return false;
    *ret_release = (CxRelease){
        .number = row.number,
        .day = row.day.is_set ? (CxDay){ (int32_t)row.day.v } : CX_DAY_NONE,
        .n_waiting = row.n_waiting,
    };
    return true;
}

bool
cx_release_is_waiting(CxCtx *ctx, CxSurveyId survey, bool *ret_is_waiting, GError **error)
{
    CxWaitingFirstRow row;
    if (!cx_q_waiting_first(ctx->db, &(CxWaitingFirstParams){ .survey_id = survey.v }, &row, error))
        return false;
    *ret_is_waiting = row.id != 0;
    return true;
}

/* ---- First releases ---- */

static bool
is_in_column(const CxSurvey *survey, const CxReleaseFirst *first, int64_t version)
{
    for (size_t i = 0; i < survey->n_versions; i++) {
        if (survey->versions[i].id.v != version)
            continue;
        g_autofree char *column =
            first->item != NULL ? cx_frame_store_column(survey, first->item, i) : NULL;
        return first->item == NULL || g_strcmp0(column, first->column) == 0;
    }
    return false;
}

bool
cx_release_first_load(CxCtx *ctx, const CxSurvey *survey, const CxReleaseFirst *first,
                      CxReleaseSum *said, GError **error)
{
    const CxReleaseFirstMonthsParams params = {
        .survey_id = survey->id.v,
        .item_id = first->item != NULL ? first->item->id.v : 0,
    };
    g_autoptr(CxStmt) stmt = cx_q_release_first_months(ctx->db, &params, error);
    if (stmt == NULL)
        return false;
    for (size_t i = 0; i < first->n_months; i++)
        said[i] = (CxReleaseSum){ 0 };
    CxReleaseFirstMonthsRow row;
    CxStep step;
    while ((step = cx_q_release_first_months_next(stmt, &row, error)) == CX_STEP_ROW) {
        const int64_t month = row.month - first->from;
        if (month < 0 || (size_t)month >= first->n_months ||
            !is_in_column(survey, first, row.version_id))
            continue;
        const CxReleaseSum sum = { row.n, (uint64_t)row.said.v, (uint64_t)row.said_square.v,
                                   .is_open = !row.said.is_set };
        cx_release_sum_add(&said[month], &sum);
    }
    return step != CX_STEP_ERROR;
}

/* ---- What waits ---- */

static GHashTable *
ids_new(void)
{
    return g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
}

static void
ids_add(GHashTable *ids, int64_t id)
{
    g_hash_table_add(ids, g_memdup2(&id, sizeof id));
}

bool
cx_release_held_load(CxCtx *ctx, CxSurveyId survey, CxReleaseHeld *ret_held, GError **error)
{
    g_autoptr(GHashTable) waiting = ids_new();
    g_autoptr(GHashTable) instead = ids_new();
    g_autoptr(CxStmt) stmt =
        cx_q_release_held(ctx->db, &(CxReleaseHeldParams){ .survey_id = survey.v }, error);
    if (stmt == NULL)
        return false;
    CxReleaseHeldRow row;
    CxStep step;
    while ((step = cx_q_release_held_next(stmt, &row, error)) == CX_STEP_ROW) {
        ids_add(waiting, row.response_id);
        if (row.was_id.is_set)
            ids_add(instead, row.was_id.v);
    }
    if (step == CX_STEP_ERROR)
        return false;
    *ret_held = (CxReleaseHeld){ g_steal_pointer(&waiting), g_steal_pointer(&instead) };
    return true;
}

bool
cx_release_held_shows(const CxReleaseHeld *held, int64_t response, bool is_counted)
{
    if (g_hash_table_contains(held->instead, &response))
        return true;
    return is_counted && !g_hash_table_contains(held->waiting, &response);
}

void
cx_release_held_clear(CxReleaseHeld *held)
{
    g_clear_pointer(&held->waiting, g_hash_table_unref);
    g_clear_pointer(&held->instead, g_hash_table_unref);
}
