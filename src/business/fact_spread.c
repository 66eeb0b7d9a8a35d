#include "business/fact_spread.h"

#include "lang/assert.h"
#include "sql/business.h"

GArray *
cx_fact_spread(CxCtx *ctx, const CxMetric *metric, CxFactKind kind, CxDay from, CxDay to,
               GError **error)
{
    cx_assert(!metric->is_money);
    const CxFactSpreadParams params = { .metric_id = metric->id.v,
                                        .kind = cx_fact_kind_key(kind),
                                        .from_day = from.v,
                                        .to_day = to.v };
    g_autoptr(CxStmt) stmt = cx_q_fact_spread(ctx->db, &params, error);
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
