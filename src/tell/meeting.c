#include "tell/meeting.h"

#include <inttypes.h>

#include "base/civil.h"
#include "base/digest.h"
#include "base/error.h"
#include "codec/ical.h"
#include "govern/program.h"

#define US_PER_MINUTE (60 * CX_US_PER_SECOND)

/* What to bring, then the standing questions, a line each. */
static const char *
describe(CxCtx *ctx, const CxEngagement *engagement, GError **error)
{
    const CxProgram *program = cx_program_load(ctx, ctx->today, error);
    if (program == NULL)
        return NULL;
    size_t n = 0;
    const char *const *questions = cx_program_questions(ctx, program, &n);
    g_autoptr(GString) out = g_string_new(cx_message_text(ctx->catalogue, "meeting.bring"));
    if (engagement->sponsor != NULL) {
        g_autofree char *with = cx_message_format(ctx->catalogue, "meeting.sponsor",
                                                  CX_ARG_TEXT("name", engagement->sponsor));
        g_string_append_printf(out, "\n%s", with);
    }
    g_string_append_printf(out, "\n\n%s", cx_message_text(ctx->catalogue, "meeting.ask"));
    for (size_t i = 0; i < n; i++)
        g_string_append_printf(out, "\n- %s", questions[i]);
    return cx_arena_text(ctx->arena, out->str);
}

static CxDay
choose_day(const CxCtx *ctx, const CxEngagement *engagement, CxDay day)
{
    if (!cx_day_is_none(day))
        return day;
    const CxDay proposed = engagement->onboarding.propose_on;
    return !cx_day_is_none(proposed) ? proposed : cx_working_day_from((CxDay){ ctx->today.v + 1 });
}

/* Nobody is asked to meet on a day that is over, or at the weekend. */
static bool
check_day(const CxCtx *ctx, CxDay day, GError **error)
{
    const bool is_over = day.v < ctx->today.v;
    if (!is_over && cx_working_day_from(day).v == day.v)
        return true;
    g_autofree char *text = cx_day_format(day);
    g_set_error(error, CX_ERROR, CX_ERROR_INVALID, "a meeting cannot be proposed for %s, %s", text,
                is_over ? "which is over" : "which is no working day");
    return false;
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
    CxEngagement engagement;
    if (!cx_ctx_check_change(ctx, "propose meetings", error) ||
        !cx_engagement_load(ctx, leader, &engagement, error))
        return NULL;
    const CxDay chosen = choose_day(ctx, &engagement, day);
    if (!check_day(ctx, chosen, error))
        return NULL;
    const char *description = describe(ctx, &engagement, error);
    g_autoptr(GTimeZone) zone = description != NULL ? cx_zone_load(ctx->zone, error) : NULL;
    if (zone == NULL)
        return NULL;
    const CxInstant at = cx_local_instant(chosen, CX_MEETING_MINUTE * US_PER_MINUTE, zone);
    g_autofree char *uid = make_uid(leader, &engagement.onboarding, chosen);
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

char *
cx_meeting_file_name(const CxLeader *leader)
{
    return g_strdup_printf("one-on-one-%s.ics", leader->key);
}
