#include "engage/priority.h"

#include "engage/wall.h"
#include "sql/engage.h"

bool
cx_priority_list(CxCtx *ctx, CxPriorities *ret_priorities, GError **error)
{
    if (!cx_engage_check_read(ctx, "leaders' priorities", error))
        return false;
    g_autoptr(CxStmt) stmt = cx_q_priority_list(ctx->db, error);
    if (stmt == NULL)
        return false;
    g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(CxPriority));
    CxPriorityListRow row;
    CxStep step = cx_q_priority_list_next(stmt, &row, error);
    for (; step == CX_STEP_ROW; step = cx_q_priority_list_next(stmt, &row, error)) {
        const CxPriority priority = {
            .id = row.id,
            .note = row.note_id,
            .leader = { row.leader_id },
            .what = cx_arena_text(ctx->arena, row.what),
            .from = { (int32_t)row.from_day },
        };
        if (cx_engage_can_see(ctx, priority.leader))
            g_array_append_val(found, priority);
    }
    if (step != CX_STEP_DONE)
        return false;
    *ret_priorities = (CxPriorities){ cx_engage_keep(ctx->arena, found), found->len };
    return true;
}
