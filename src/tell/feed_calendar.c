#include "tell/feed_calendar.h"

#include <inttypes.h>

#include "base/civil.h"
#include "codec/ical.h"
#include "engage/appointment.h"
#include "engage/promise.h"
#include "engage/visible.h"
#include "tell/call_calendar.h"

#define US_PER_MINUTE (INT64_C(60) * CX_US_PER_SECOND)

/* For the CX team; `origin` NULL: for others. */
static const char *
confirm_text(CxCtx *ctx, const char *origin)
{
    if (origin == NULL)
        return NULL;
    g_autofree char *url = g_strconcat(origin, "/week#planned", NULL);
    return cx_arena_take(
        ctx->arena, cx_message_format(ctx->catalogue, "feed.confirm", CX_ARG_TEXT("url", url)));
}

static void
add_meetings(CxCtx *ctx, const CxAppointments *appointments, const char *origin, GTimeZone *zone,
             GArray *events)
{
    const char *confirm = confirm_text(ctx, origin);
    for (size_t i = 0; i < appointments->n; i++) {
        const CxAppointment *from = &appointments->items[i];
        const CxIcalEvent event = {
            .uid = cx_arena_printf(ctx->arena, "appointment-%" PRId64 "@coalition", from->id),
            .summary =
                from->title != NULL ? from->title : cx_message_text(ctx->catalogue, "feed.meeting"),
            .description = confirm,
            .start = CX_ICAL_INSTANT,
            .at = cx_local_instant(from->day, from->minute * US_PER_MINUTE, zone),
            .duration_minutes = from->minutes,
        };
        if (!from->is_over)
            g_array_append_val(events, event);
    }
}

/* A day on which something of the leader's own is due. */
static void
add_due(CxCtx *ctx, const char *kind, int64_t id, CxDay day, GArray *events)
{
    g_autofree char *key = g_strconcat("feed.", kind, NULL);
    const CxIcalEvent event = {
        .uid = cx_arena_printf(ctx->arena, "%s-%" PRId64 "@coalition", kind, id),
        .summary = cx_message_text(ctx->catalogue, key),
        .start = CX_ICAL_DAY,
        .day = day,
    };
    if (!cx_day_is_none(day))
        g_array_append_val(events, event);
}

static bool
add_own(CxCtx *ctx, GArray *events, GError **error)
{
    CxCalls calls;
    CxPromises promises;
    CxCommitments commitments;
    if (!cx_call_list(ctx, &calls, error) || !cx_promise_list(ctx, &promises, error) ||
        !cx_commitment_list(ctx, &commitments, error))
        return false;
    for (size_t i = 0; i < calls.n; i++) {
        const CxIcalEvent event = cx_call_event(ctx, &calls.items[i]);
        if (calls.items[i].leader.v == ctx->actor.leader.v &&
            calls.items[i].outcome == CX_CALL_OPEN)
            g_array_append_val(events, event);
    }
    for (size_t i = 0; i < promises.n; i++) {
        const CxPromise *promise = &promises.items[i];
        if (promise->leader.v == ctx->actor.leader.v && promise->state == CX_PROMISE_OPEN &&
            promise->direction == CX_PROMISE_THEIRS)
            add_due(ctx, "promise", promise->id, promise->due_on, events);
    }
    for (size_t i = 0; i < commitments.n; i++) {
        const CxCommitment *commitment = &commitments.items[i];
        if (commitment->leader.v == ctx->actor.leader.v && commitment->state == CX_COMMITMENT_OPEN)
            add_due(ctx, "commitment", commitment->id, commitment->due_on, events);
    }
    return true;
}

char *
cx_feed_calendar(CxCtx *ctx, const char *origin, GError **error)
{
    CxAppointments appointments;
    g_autoptr(GArray) events = g_array_new(FALSE, FALSE, sizeof(CxIcalEvent));
    g_autoptr(GTimeZone) zone = cx_zone_load(ctx->zone, error);
    const bool is_team = ctx->wall.can_change_program;
    if (zone == NULL || !(is_team ? cx_appointment_list(ctx, &appointments, error)
                                  : cx_appointment_list_own(ctx, &appointments, error)))
        return NULL;
    add_meetings(ctx, &appointments, is_team ? origin : NULL, zone, events);
    if (ctx->actor.leader.v != 0 && !add_own(ctx, events, error))
        return NULL;
    return cx_ical_write((const CxIcalEvent *)(const void *)events->data, events->len, ctx->now);
}
