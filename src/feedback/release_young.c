/* Questions that are too young to be told of, column by column. */
#include "feedback/frame_store.h"
#include "feedback/release_priv.h"
#include "sql/feedback.h"

/* What the first releases of one question hold, by version. */
static CxReleaseSum *
sums_of(GHashTable *by_item, int64_t item, size_t n_versions)
{
    CxReleaseSum *sums = g_hash_table_lookup(by_item, &item);
    if (sums == NULL) {
        sums = g_new0(CxReleaseSum, n_versions + 1);
        g_hash_table_insert(by_item, g_memdup2(&item, sizeof item), sums);
    }
    return sums;
}

static bool
load_sums(CxCtx *ctx, const CxSurvey *survey, GHashTable *by_item, GError **error)
{
    const CxReleaseFirstTotalsParams params = { .survey_id = survey->id.v };
    g_autoptr(CxStmt) stmt = cx_q_release_first_totals(ctx->db, &params, error);
    if (stmt == NULL)
        return false;
    CxReleaseFirstTotalsRow row;
    CxStep step;
    while ((step = cx_q_release_first_totals_next(stmt, &row, error)) == CX_STEP_ROW) {
        const CxReleaseSum said = { row.n, (uint64_t)row.said.v, (uint64_t)row.said_square.v,
                                    .is_open = !row.said.is_set };
        CxReleaseSum *sums = sums_of(by_item, row.item_id, survey->n_versions);
        for (size_t i = 0; i < survey->n_versions; i++) {
            if (survey->versions[i].id.v == row.version_id)
                cx_release_sum_add(&sums[i], &said);
        }
    }
    return step != CX_STEP_ERROR;
}

/* The column of each version, NULL for none; of no question, how many answered at all, they are one. */
static GPtrArray *
columns_of(const CxSurvey *survey, int64_t item)
{
    GPtrArray *columns = g_ptr_array_new_with_free_func(g_free);
    const CxItem *found = NULL;
    for (size_t i = 0; i < survey->n_items && found == NULL; i++)
        found = survey->items[i].id.v == item ? &survey->items[i] : NULL;
    for (size_t i = 0; i < survey->n_versions; i++) {
        char *column = item == 0 ? g_strdup("") : NULL;
        if (found != NULL)
            column = cx_frame_store_column(survey, found, i);
        g_ptr_array_add(columns, column);
    }
    return columns;
}

static void
add_young(const CxCtx *ctx, const CxSurvey *survey, int64_t item, const CxReleaseSum *sums,
          GHashTable *young)
{
    g_autoptr(GPtrArray) columns = columns_of(survey, item);
    for (size_t i = 0; i < survey->n_versions; i++) {
        CxReleaseSum whole = { 0 };
        for (size_t j = 0; j < survey->n_versions && columns->pdata[i] != NULL; j++) {
            if (g_strcmp0(columns->pdata[i], columns->pdata[j]) == 0)
                cx_release_sum_add(&whole, &sums[j]);
        }
        const CxReleaseCell column = { item, (int64_t)i, CX_RELEASE_NEW };
        if (whole.n > 0 && (whole.n < ctx->wall.min_n || cx_release_sum_is_alike(&whole)))
            g_hash_table_add(young, g_memdup2(&column, sizeof column));
    }
}

GHashTable *
cx_release_young(CxCtx *ctx, const CxSurvey *survey, GError **error)
{
    g_autoptr(GHashTable) by_item =
        g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, g_free);
    if (!load_sums(ctx, survey, by_item, error))
        return NULL;
    GHashTable *young =
        g_hash_table_new_full(cx_release_cell_hash, cx_release_cell_equal, g_free, NULL);
    GHashTableIter iter;
    void *item = NULL;
    void *sums = NULL;
    g_hash_table_iter_init(&iter, by_item);
    while (g_hash_table_iter_next(&iter, &item, &sums))
        add_young(ctx, survey, *(const int64_t *)item, sums, young);
    return young;
}
