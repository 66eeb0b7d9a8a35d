/* What the week proposed and got a day: planned, handed to a calendar, and said to have taken place. */
#include <inttypes.h>
#include <string.h>

#include "base/error.h"
#include "engage/appointment.h"
#include "pages/pages.h"
#include "plays/week.h"
#include "tell/meeting.h"
#include "web/form.h"

typedef struct {
    const char *key;
    CxDay day;
    const char *time;
} WeekPlan;

static const CxCommandField plan_fields[] = {
    { CX_COMMAND(WeekPlan, key, CX_COMMAND_TEXT), .is_required = true, .label_key = "week.title",
      .about = "Of the proposal, as GET /api/v1/week gives it" },
    { CX_COMMAND(WeekPlan, day, CX_COMMAND_DAY), .is_required = true,
      .label_key = "week.appoint.day", .about = "A working day that is not closed" },
    { CX_COMMAND(WeekPlan, time, CX_COMMAND_TEXT), .is_required = true,
      .label_key = "week.appoint.time", .about = "Time of day in the program's zone, like 9:30" },
};
const CxCommandType cx_week_plan_type =
    CX_COMMAND_TYPE("WeekPlan", WeekPlan, plan_fields, "Plans a proposal of the week");

static bool
take_plan(CxCtx *ctx, CX_UNUSED const CxRequest *request, const void *command, CxReply *reply,
          GError **error)
{
    const WeekPlan *asked = command;
    const CxWeek *week = cx_week_make(ctx, 0, error);
    const CxPlayProposal *proposal =
        week != NULL ? cx_week_proposal(week, asked->key, error) : NULL;
    if (proposal == NULL)
        return false;
    CxAppointment appointment = { .key = proposal->key,
                                  .title = proposal->title,
                                  .leader = proposal->leader,
                                  .day = asked->day,
                                  .minutes = proposal->minutes };
    int64_t id = 0;
    if (!cx_appointment_parse_time(asked->time, &appointment.minute, error) ||
        !cx_appointment_plan(ctx, &appointment, &id, error))
        return false;
    cx_reply_status(reply, 201);
    cx_reply_redirect(reply, "/week#planned");
    return true;
}

static const CxRefusal refusals[] = {
    { CX_ERROR_INVALID, "", NULL },
};

static const CxForm plan_form = { &cx_week_plan_type, take_plan, cx_page_week_show,
                                  CX_REFUSALS(refusals) };

bool
cx_page_week_plan(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    return cx_ctx_check_change(ctx, "plan what the week proposes", error) &&
           cx_form_take(&plan_form, ctx, request, reply, error);
}

static bool
reply_calendar(CxCtx *ctx, const CxAppointments *appointments, CxReply *reply, const char *name,
               GError **error)
{
    char *calendar = cx_meeting_calendar(ctx, appointments, error);
    if (calendar == NULL)
        return false;
    g_autoptr(GBytes) bytes = g_bytes_new_take(calendar, strlen(calendar));
    cx_reply_bytes(reply, "text/calendar; charset=utf-8", bytes, name);
    return true;
}

bool
cx_page_appointment_ics(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    int64_t id = 0;
    CxAppointment appointment;
    if (!cx_request_param_id(request, "id", &id, error) ||
        !cx_appointment_load(ctx, id, &appointment, error))
        return false;
    const CxAppointments one = { &appointment, 1 };
    return reply_calendar(ctx, &one, reply, "appointment.ics", error);
}

bool
cx_page_week_calendar(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    (void)request;
    CxAppointments all;
    if (!cx_appointment_list(ctx, &all, error))
        return false;
    if (all.n == 0) {
        g_set_error_literal(error, CX_ERROR, CX_ERROR_NOT_FOUND,
                            "nothing is planned: give a proposal of the week a day first");
        return false;
    }
    return reply_calendar(ctx, &all, reply, "coalition-week.ics", error);
}

bool
cx_page_appointment_happened(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    int64_t id = 0;
    int64_t note = 0;
    if (!cx_request_param_id(request, "id", &id, error) ||
        !cx_appointment_happened(ctx, id, &note, error))
        return false;
    cx_reply_redirect(reply, note != 0 ? cx_arena_printf(ctx->arena, "/week?kept=%" PRId64, note)
                                       : "/week");
    return true;
}

bool
cx_page_appointment_drop(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    int64_t id = 0;
    if (!cx_request_param_id(request, "id", &id, error) || !cx_appointment_drop(ctx, id, error))
        return false;
    cx_reply_redirect(reply, "/week");
    return true;
}
