#include "business/fact_spread.h"

#include "business/kept.h"
#include "lang/assert.h"
#include "sql/business.h"

static GArray *
load(CxCtx *ctx, const CxFactSpreadParams *params, GError **error)
{
    g_autoptr(CxStmt) stmt = cx_q_fact_spread(ctx->db, params, error);
    if (stmt == NULL)
        return NULL;
    g_autoptr(GArray) spread = g_array_new(FALSE, FALSE, sizeof(CxFactSpread));
    CxFactSpreadRow row;
    CxStep step;
    while ((step = cx_q_fact_spread_next(stmt, &row, error)) == CX_STEP_ROW) {
        const CxFactSpread one = { row.value, row.n };
        g_array_append_val(spread, one);
    }
    return step == CX_STEP_DONE ? g_steal_pointer(&spread) : NULL;
}

GArray *
cx_fact_spread(CxCtx *ctx, const CxMetric *metric, CxFactKind kind, CxDay from, CxDay to,
               GError **error)
{
    cx_assert(!metric->is_money);
    const int64_t numbers[] = { metric->id.v, (int64_t)kind, from.v, to.v };
    const CxKeptAsk ask = {
        .what = CX_KEPT_FACT_SPREAD,
        .numbers = numbers,
        .n_numbers = CX_N_ELEMENTS(numbers),
    };
    CxKept kept;
    void *found = NULL;
    if (!cx_kept_find(ctx, &ask, &kept, &found, error))
        return NULL;
    if (found != NULL)
        return found;
    const CxFactSpreadParams params = { .metric_id = metric->id.v,
                                        .kind = cx_fact_kind_key(kind),
                                        .from_day = from.v,
                                        .to_day = to.v };
    GArray *spread = load(ctx, &params, error);
    if (spread != NULL)
        cx_kept_put(&kept, spread, &cx_kept_array);
    return spread;
}
