/* First releases: how many answered each question, by month, when it was told first. */
#include "base/civil.h"
#include "feedback/release_priv.h"
#include "sql/feedback.h"

void
cx_release_firsts_init(CxReleaseFirsts *firsts)
{
    *firsts = (CxReleaseFirsts){
        .sums = g_hash_table_new_full(cx_release_cell_hash, cx_release_cell_equal, g_free, g_free),
    };
}

void
cx_release_firsts_clear(CxReleaseFirsts *firsts)
{
    g_clear_pointer(&firsts->sums, g_hash_table_unref);
}

static CxReleaseSum *
sum_of(CxReleaseFirsts *firsts, const CxReleaseCell *cell)
{
    const guint i = cx_release_cell_hash(cell) & (CX_RELEASE_RECENT - 1);
    if (firsts->recent[i].sum != NULL && cx_release_cell_equal(&firsts->recent[i].cell, cell))
        return firsts->recent[i].sum;
    CxReleaseSum *sum = g_hash_table_lookup(firsts->sums, cell);
    if (sum == NULL) {
        sum = g_new0(CxReleaseSum, 1);
        g_hash_table_insert(firsts->sums, g_memdup2(cell, sizeof *cell), sum);
    }
    firsts->recent[i].cell = *cell;
    firsts->recent[i].sum = sum;
    return sum;
}

void
cx_release_firsts_count(CxReleaseFirsts *firsts, const CxReleaseMark *mark, bool is_gone)
{
    CxReleaseSum *sum = sum_of(firsts, &mark->cell);
    sum->is_open = sum->is_open || mark->said.is_open;
    if (is_gone)
        cx_release_sum_take(sum, &mark->said);
    else
        cx_release_sum_add(sum, &mark->said);
}

void
cx_release_firsts_add(CxReleaseFirsts *firsts, const CxReleaseCell *cell, const CxReleaseSum *sum)
{
    cx_release_sum_add(sum_of(firsts, cell), sum);
}

CxReleaseGathering *
cx_release_gathering_new(CxSurveyVersionId version)
{
    CxReleaseGathering *gathering = g_new0(CxReleaseGathering, 1);
    gathering->version = version;
    cx_release_firsts_init(&gathering->said);
    return gathering;
}

void
cx_release_gathering_free(CxReleaseGathering *gathering)
{
    if (gathering == NULL)
        return;
    cx_release_firsts_clear(&gathering->said);
    g_free(gathering);
}

void
cx_release_gather(CxReleaseGathering *gathering, CxDay day, const CxAnswer *answers,
                  size_t n_answers)
{
    static const CxReleaseSum came = { .n = 1, .is_open = true };
    CxReleaseCell cell = { .when = cx_day_month_index(day) };
    gathering->n_people++;
    cx_release_firsts_add(&gathering->said, &cell, &came);
    for (size_t i = 0; i < n_answers; i++) {
        if (answers[i].is_not_applicable)
            continue;
        cell.item = answers[i].item;
        const CxReleaseSum said = cx_release_sum_of(answers[i].code);
        cx_release_firsts_add(&gathering->said, &cell, &said);
    }
}

static CxOptI64
said_of(const CxReleaseSum *sum, uint64_t value)
{
    return sum->is_open ? (CxOptI64){ 0 } : CX_SOME_I64((int64_t)value);
}

bool
cx_release_firsts_keep(CxCtx *ctx, const CxSurvey *survey, const CxReleaseFirsts *firsts,
                       GError **error)
{
    const int64_t n_versions = (int64_t)survey->n_versions;
    GHashTableIter iter;
    void *key = NULL;
    void *value = NULL;
    g_hash_table_iter_init(&iter, firsts->sums);
    while (g_hash_table_iter_next(&iter, &key, &value)) {
        const CxReleaseCell *cell = key;
        const CxReleaseSum *sum = value;
        const int64_t i_version = (cell->when % n_versions + n_versions) % n_versions;
        const CxReleaseFirstAddParams params = {
            .survey_id = survey->id.v,
            .item_id = cell->item,
            .version_id = survey->versions[i_version].id.v,
            .month = (cell->when - i_version) / n_versions,
            .n = sum->n,
            .said = said_of(sum, sum->sum),
            .said_square = said_of(sum, sum->squares),
        };
        if (!cx_q_release_first_add(ctx->db, &params, error))
            return false;
    }
    return true;
}
