#include "feedback/release_rows.h"

#include "db/txn.h"
#include "feedback/release.h"
#include "sql/feedback.h"

/* A response on its way to its row: rows stand by day, then version, then as added. */
typedef struct {
    int64_t day;
    uint32_t number;
} Came;

static bool
load_version(CxCtx *ctx, const CxReleaseHeld *held, CxSurveyVersionId version, GArray *came,
             GError **error)
{
    const CxReleaseRowsParams params = { .version_id = version.v };
    g_autoptr(CxStmt) stmt = cx_q_release_rows(ctx->db, &params, error);
    if (stmt == NULL)
        return false;
    CxReleaseRowsRow row;
    CxStep step;
    while ((step = cx_q_release_rows_next(stmt, &row, error)) == CX_STEP_ROW) {
        const Came own = { row.day,
                           row.is_changed != 0 ? CX_RELEASE_CHANGED : (uint32_t)row.number };
        if (cx_release_held_shows(held, row.id, row.is_counted != 0))
            g_array_append_val(came, own);
    }
    return step != CX_STEP_ERROR;
}

/* Gives each row the next of its version; false if the days are not the same. */
static bool
place(const CxFrame *frame, GArray *const *came, size_t n_versions, uint32_t *numbers)
{
    g_autofree guint *next = g_new0(guint, n_versions + 1);
    const size_t n = cx_frame_n_rows(frame);
    const int64_t first = cx_frame_first_day(frame).v;
    for (size_t i = 0; i < n; i++) {
        const size_t version = cx_frame_versions(frame)[i];
        if (version >= n_versions || next[version] >= came[version]->len)
            return false;
        const Came *own = &g_array_index(came[version], Came, next[version]++);
        if (own->day != first + cx_frame_days(frame)[i])
            return false;
        numbers[i] = own->number;
    }
    for (size_t v = 0; v < n_versions; v++) {
        if (next[v] != came[v]->len)
            return false;
    }
    return true;
}

bool
cx_release_of_rows(CxCtx *ctx, const CxSurvey *survey, const CxFrame *frame, uint32_t *numbers,
                   bool *ret_fits, GError **error)
{
    g_auto(CxReleaseHeld) held = { 0 };
    g_autoptr(CxTxn) txn = cx_txn_begin_read(ctx->db, error);
    if (txn == NULL || !cx_release_held_load(ctx, survey->id, &held, error))
        return false;
    g_autoptr(GPtrArray) came = g_ptr_array_new_with_free_func((GDestroyNotify)g_array_unref);
    for (size_t v = 0; v < survey->n_versions; v++) {
        g_ptr_array_add(came, g_array_new(FALSE, FALSE, sizeof(Came)));
        if (!load_version(ctx, &held, survey->versions[v].id, g_ptr_array_index(came, v), error))
            return false;
    }
    *ret_fits = place(frame, (GArray *const *)came->pdata, survey->n_versions, numbers);
    return true;
}
