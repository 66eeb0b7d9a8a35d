/* The week: whom to see and what to do, best first, and what was answered. */
#include "base/error.h"
#include "base/text.h"
#include "engage/note.h"
#include "pages/pages.h"
#include "plays/week_view.h"
#include "web/form.h"

#define HOURS_MIN 0.25
#define HOURS_MAX 80.0

typedef struct {
    const char *key;
    const char *title;
    const char *answer;
    CxDay until;
    const char *reason;
} WeekAnswer;

static const CxCommandField answer_fields[] = {
    { CX_COMMAND(WeekAnswer, key, CX_COMMAND_TEXT), .is_required = true, .label_key = "week.title",
      .about = "Of the proposal, as GET /api/v1/week gives it" },
    { CX_COMMAND(WeekAnswer, title, CX_COMMAND_TEXT), .is_required = true, .bytes_max = 1600,
      .label_key = "week.title", .about = "Its title, as it was read" },
    { CX_COMMAND(WeekAnswer, answer, CX_COMMAND_TEXT), .is_required = true,
      .label_key = "week.title", .about = "done, later, never or again" },
    { CX_COMMAND(WeekAnswer, until, CX_COMMAND_DAY), .label_key = "week.later.until",
      .about = "Of later: the day it is proposed again" },
    { CX_COMMAND(WeekAnswer, reason, CX_COMMAND_TEXT), .label_key = "week.never.reason",
      .about = "Of never: why" },
};
const CxCommandType cx_week_answer_type =
    CX_COMMAND_TYPE("WeekAnswer", WeekAnswer, answer_fields, "Answers a proposal of the week");

/* The hours of the address in minutes; 0: not given, or no number of hours. */
static int32_t
read_minutes(const char *hours)
{
    double value = 0.0;
    if (hours == NULL || !cx_text_parse_double(hours, &value, NULL) || value < HOURS_MIN ||
        value > HOURS_MAX)
        return 0;
    return (int32_t)(value * 60.0 + 0.5);
}

bool
cx_page_week_show(CxCtx *ctx, const CxRequest *request, const CxCommandInput *sent, CxReply *reply,
                  GError **error)
{
    const int32_t minutes = read_minutes(cx_request_query(request, "hours"));
    const CxWeek *week = cx_week_make(ctx, minutes, error);
    if (week == NULL)
        return false;
    const CxWeekOpen open = {
        .ask = cx_request_query(request, "ask"),
        .key = cx_request_query(request, "key"),
        .hours = minutes > 0 ? cx_request_query(request, "hours") : NULL,
    };
    CxWeekView *view = cx_week_view(ctx, week, &open);
    view->problem = sent != NULL ? cx_issues_at(sent->issues, 0)->text : NULL;
    view->note_said = cx_page_note_kept(ctx, request, &view->note_id);
    view->note_back = "week";
    view->line = cx_form_field(cx_form_of(request, NULL, &cx_note_take_type, NULL), "line");
    const char *title = cx_message_text(cx_request_catalogue(request), "week.title");
    return cx_reply_view(reply, "week", title, &cx_week_view_type, view, error);
}

bool
cx_page_week(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    return cx_page_week_show(ctx, request, NULL, reply, error);
}

static bool
take(CxCtx *ctx, CX_UNUSED const CxRequest *request, const void *command, CxReply *reply,
     GError **error)
{
    const WeekAnswer *said = command;
    CxPlayAnswer answer = {
        .key = said->key, .title = said->title, .until = said->until, .reason = said->reason
    };
    if (!cx_play_answer_parse(said->answer, &answer.kind, error) ||
        !cx_play_answer_give(ctx, &answer, error))
        return false;
    cx_reply_redirect(reply, "/week");
    return true;
}

static const CxRefusal refusals[] = {
    { CX_ERROR_INVALID, "", NULL },
};

static const CxForm form = { &cx_week_answer_type, take, cx_page_week_show, CX_REFUSALS(refusals) };

bool
cx_page_week_answer(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    return cx_form_take(&form, ctx, request, reply, error);
}
