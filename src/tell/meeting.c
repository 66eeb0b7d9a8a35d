#include "tell/meeting.h"

#include <inttypes.h>

#include "base/civil.h"
#include "base/digest.h"
#include "base/error.h"
#include "codec/ical.h"
#include "tell/agenda.h"

#define US_PER_MINUTE (60 * CX_US_PER_SECOND)

static void
add_lines(GString *out, const char *heading, const char *const *lines, size_t n)
{
    if (n == 0)
        return;
    g_string_append_printf(out, "\n\n%s", heading);
    for (size_t i = 0; i < n; i++)
        g_string_append_printf(out, "\n- %s", lines[i]);
}

/* What is open between the program and them: promises either way, and what they asked for. */
static void
add_open(CxCtx *ctx, const CxAgenda *agenda, GString *out)
{
    const CxPromises *promises = &agenda->engagement.open;
    const char **lines = cx_arena_new0_n(ctx->arena, const char *, promises->n + agenda->asked.n);
    size_t n = 0;
    for (size_t i = 0; i < promises->n; i++)
        lines[n++] = promises->items[i].what;
    for (size_t i = 0; i < agenda->asked.n; i++)
        lines[n++] = agenda->asked.items[i].what;
    add_lines(out, cx_message_text(ctx->catalogue, "meeting.open"), lines, n);
}

/* What to bring, then the standing questions and what is open, a line each. */
static const char *
describe(CxCtx *ctx, const CxAgenda *agenda)
{
    g_autoptr(GString) out = g_string_new(cx_message_text(ctx->catalogue, "meeting.bring"));
    if (agenda->engagement.sponsor != NULL) {
        g_autofree char *with = cx_message_format(ctx->catalogue, "meeting.sponsor",
                                                  CX_ARG_TEXT("name", agenda->engagement.sponsor));
        g_string_append_printf(out, "\n%s", with);
    }
    add_lines(out, cx_message_text(ctx->catalogue, "meeting.ask"), agenda->questions,
              agenda->n_questions);
    add_open(ctx, agenda, out);
    return cx_arena_text(ctx->arena, out->str);
}

static CxDay
choose_day(const CxCtx *ctx, const CxEngagement *engagement, const CxCloseds *closeds, CxDay day)
{
    if (!cx_day_is_none(day))
        return day;
    const CxDay proposed = engagement->onboarding.propose_on;
    const CxDay from = !cx_day_is_none(proposed) ? proposed : (CxDay){ ctx->today.v + 1 };
    return cx_closed_next_open(closeds, from);
}

/* What stays the same when the meeting is moved. */
static char *
make_uid(const CxLeader *leader, const CxOnboarding *onboarding, CxDay day)
{
    const bool is_first =
        onboarding->state != CX_ONBOARDING_NONE && onboarding->state != CX_ONBOARDING_MET;
    g_autoptr(CxDigester) digester = cx_digester_new();
    cx_digester_add_text(digester, is_first ? "first" : "one-on-one");
    cx_digester_add_i64(digester, leader->id.v);
    cx_digester_add_text(digester, leader->key);
    cx_digester_add_i64(digester, is_first ? onboarding->since.v : day.v);
    const CxDigest digest = cx_digester_end(digester);
    g_autofree char *hex = cx_digest_hex(&digest, 16);
    return g_strconcat(hex, "@coalition", NULL);
}

char *
cx_meeting_ics(CxCtx *ctx, const CxLeader *leader, CxDay day, GError **error)
{
    CxAgenda agenda;
    CxCloseds closeds;
    if (!cx_ctx_check_change(ctx, "propose meetings", error) ||
        !cx_agenda_load(ctx, leader, &agenda, error) || !cx_closed_list(ctx, &closeds, error))
        return NULL;
    const CxDay chosen = choose_day(ctx, &agenda.engagement, &closeds, day);
    if (!cx_closed_check_day(ctx, &closeds, chosen, error))
        return NULL;
    const char *description = describe(ctx, &agenda);
    g_autoptr(GTimeZone) zone = cx_zone_load(ctx->zone, error);
    if (zone == NULL)
        return NULL;
    const CxInstant at = cx_local_instant(chosen, CX_MEETING_MINUTE * US_PER_MINUTE, zone);
    g_autofree char *uid = make_uid(leader, &agenda.engagement.onboarding, chosen);
    g_autofree char *summary =
        cx_message_format(ctx->catalogue, "meeting.summary", CX_ARG_TEXT("name", leader->name));
    const CxIcalEvent event = { .uid = uid,
                                .summary = summary,
                                .description = description,
                                .start = CX_ICAL_INSTANT,
                                .at = at,
                                .duration_minutes = CX_MEETING_MINUTES };
    return cx_ical_write(&event, 1, ctx->now);
}

/* ---- What the week proposed and got an hour ---- */

static bool
describe_appointment(CxCtx *ctx, const CxAppointment *appointment, const char **ret_text,
                     GError **error)
{
    CxAgenda agenda;
    *ret_text = NULL;
    if (appointment->leader.v == 0)
        return true;
    g_autoptr(CxLeader) leader = cx_leader_load(ctx, appointment->leader, error);
    if (leader == NULL || !cx_agenda_load(ctx, leader, &agenda, error))
        return false;
    *ret_text = describe(ctx, &agenda);
    return true;
}

/* Planned again, it is the same event at another time. */
static const char *
appointment_uid(CxCtx *ctx, const CxAppointment *appointment)
{
    g_autoptr(CxDigester) digester = cx_digester_new();
    cx_digester_add_text(digester, appointment->key);
    const CxDigest digest = cx_digester_end(digester);
    g_autofree char *hex = cx_digest_hex(&digest, 16);
    return cx_arena_printf(ctx->arena, "%s@coalition", hex);
}

char *
cx_meeting_calendar(CxCtx *ctx, const CxAppointments *appointments, GError **error)
{
    if (!cx_ctx_check_change(ctx, "hand appointments to a calendar", error))
        return NULL;
    g_autoptr(GTimeZone) zone = cx_zone_load(ctx->zone, error);
    if (zone == NULL)
        return NULL;
    CxIcalEvent *events = cx_arena_new0_n(ctx->arena, CxIcalEvent, appointments->n);
    size_t n = 0;
    for (size_t i = 0; i < appointments->n; i++) {
        const CxAppointment *from = &appointments->items[i];
        if (from->is_over)
            continue;
        CxIcalEvent *event = &events[n++];
        if (!describe_appointment(ctx, from, &event->description, error))
            return NULL;
        event->uid = appointment_uid(ctx, from);
        event->summary = from->title;
        event->start = CX_ICAL_INSTANT;
        event->at = cx_local_instant(from->day, from->minute * US_PER_MINUTE, zone);
        event->duration_minutes = from->minutes;
    }
    return cx_ical_write(events, n, ctx->now);
}

char *
cx_meeting_file_name(const CxLeader *leader)
{
    return g_strdup_printf("one-on-one-%s.ics", leader->key);
}
