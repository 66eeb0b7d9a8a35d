#include "tell/call_calendar.h"

#include <inttypes.h>

CxIcalEvent
cx_call_event(CxCtx *ctx, const CxCall *call)
{
    return (CxIcalEvent){
        .uid = cx_arena_printf(ctx->arena, "call-%" PRId64 "@coalition", call->id),
        .summary = cx_message_text(ctx->catalogue, "calls.event"),
        .description = cx_message_text(ctx->catalogue, "calls.event.where"),
        .start = CX_ICAL_DAY,
        .day = call->due_on,
    };
}

char *
cx_calls_calendar(CxCtx *ctx, const CxCalls *calls)
{
    CxIcalEvent *events = cx_arena_new0_n(ctx->arena, CxIcalEvent, calls->n);
    size_t n = 0;
    for (size_t i = 0; i < calls->n; i++) {
        if (calls->items[i].outcome == CX_CALL_OPEN)
            events[n++] = cx_call_event(ctx, &calls->items[i]);
    }
    return cx_ical_write(events, n, ctx->now);
}
