/* Briefs that were handed over: noting it, opening one as it was, taking the note back. */
#include "tell/handover.h"

#include <inttypes.h>

#include "base/civil.h"
#include "deliver/brief_pdf.h"
#include "pages/pages.h"

typedef struct {
    int64_t id;
    int64_t leader;
    CxDay day;
    const char *day_text;
    const char *handed_by;
    const char *headline;
    const char *digest;
    CxDay from, to;
    const char *data;
    const char *paper;
    const char *url_pdf;
    const char *url_brief;
} HandoverView;

static const CxViewField handover_fields[] = {
    CX_FIELD(HandoverView, id, CX_FIELD_COUNT, "Number of the record"),
    CX_FIELD(HandoverView, leader, CX_FIELD_COUNT, "Id of the reader"),
    CX_FIELD(HandoverView, day, CX_FIELD_DAY, "The day it was handed over"),
    CX_FIELD_PAGE(HandoverView, day_text, CX_FIELD_TEXT, "The same as read"),
    CX_FIELD(HandoverView, handed_by, CX_FIELD_TEXT, "Who handed it over"),
    CX_FIELD_DATA(HandoverView, headline, CX_FIELD_TEXT, "Its sentence"),
    CX_FIELD_DATA(HandoverView, digest, CX_FIELD_TEXT, "Digest of what it said"),
    CX_FIELD_DATA(HandoverView, from, CX_FIELD_DAY, "First day of its answers"),
    CX_FIELD_DATA(HandoverView, to, CX_FIELD_DAY, "Last day of its answers"),
    CX_FIELD_DATA(HandoverView, data, CX_FIELD_TEXT, "The brief as it was, a JSON document"),
    CX_FIELD_PAGE(HandoverView, paper, CX_FIELD_MARKUP, "The sheet as this program drew it"),
    CX_FIELD_PAGE(HandoverView, url_pdf, CX_FIELD_TEXT, "Where it is as PDF"),
    CX_FIELD_PAGE(HandoverView, url_brief, CX_FIELD_TEXT, "The brief as it is now"),
};
const CxViewType cx_handover_page_type = CX_VIEW_TYPE("Handover", HandoverView, handover_fields,
                                                      "A brief as it was when it was handed over");

static const CxHandover *
load(CxCtx *ctx, const CxRequest *request, GError **error)
{
    CxHandoverId id = { 0 };
    if (!cx_request_param_id(request, "id", &id.v, error))
        return NULL;
    return cx_handover_load(ctx, id, error);
}

static char *
title_of(const CxCtx *ctx, const CxHandover *handover)
{
    g_autofree char *day = cx_day_format_long(handover->day);
    return cx_message_format(ctx->catalogue, "handover.title", CX_ARG_TEXT("day", day));
}

bool
cx_page_handover(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    const CxHandover *handover = load(ctx, request, error);
    if (handover == NULL)
        return false;
    const HandoverView view = {
        .id = handover->id.v,
        .leader = handover->leader.v,
        .day = handover->day,
        .day_text = cx_arena_take(ctx->arena, cx_day_format_long(handover->day)),
        .handed_by = handover->handed_by,
        .headline = handover->headline,
        .digest = handover->digest,
        .from = handover->from,
        .to = handover->to,
        .data = handover->data,
        .paper = handover->paper,
        .url_pdf = cx_arena_printf(ctx->arena, "/handovers/%" PRId64 "/brief.pdf", handover->id.v),
        .url_brief = cx_arena_printf(ctx->arena, "/leaders/%" PRId64 "/brief", handover->leader.v),
    };
    g_autofree char *title = title_of(ctx, handover);
    return cx_reply_view(reply, "handover", title, &cx_handover_page_type, &view, error);
}

bool
cx_page_handover_pdf(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    const CxHandover *handover = load(ctx, request, error);
    if (handover == NULL)
        return false;
    g_autofree char *title = title_of(ctx, handover);
    g_autoptr(GBytes) pdf = cx_handover_pdf(ctx, handover, title, error);
    if (pdf == NULL)
        return false;
    g_autofree char *day = cx_day_format(handover->day);
    g_autofree char *name = g_strdup_printf("brief-%" PRId64 "-%s.pdf", handover->leader.v, day);
    cx_reply_bytes(reply, "application/pdf", pdf, name);
    return true;
}

bool
cx_page_handover_take_back(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    const CxHandover *handover = load(ctx, request, error);
    if (handover == NULL || !cx_handover_take_back(ctx, handover->id, error))
        return false;
    cx_reply_redirect(
        reply, cx_arena_printf(ctx->arena, "/leaders/%" PRId64 "/brief", handover->leader.v));
    return true;
}

/* ---- Noting it ---- */

typedef struct {
    const char *survey;
    CxDay from;
    CxDay to;
} BriefHandOver;

static const CxCommandField hand_over_fields[] = {
    { CX_COMMAND(BriefHandOver, survey, CX_COMMAND_TEXT), .label_key = "scores.field.survey",
      .about = "Key of the survey, when there are several" },
    { CX_COMMAND(BriefHandOver, from, CX_COMMAND_DAY), .label_key = "scores.field.period",
      .about = "First day of answers; else the last quarter that closed" },
    { CX_COMMAND(BriefHandOver, to, CX_COMMAND_DAY), .label_key = "scores.field.period",
      .about = "Last day of answers" },
};
const CxCommandType cx_brief_hand_over_type = CX_COMMAND_TYPE(
    "BriefHandOver", BriefHandOver, hand_over_fields, "Notes that a brief was handed over");

bool
cx_page_brief_hand_over(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    const CxCommandInput input = cx_request_input(request, &cx_brief_hand_over_type);
    CxLeaderId leader = { 0 };
    BriefHandOver asked = { .from = CX_DAY_NONE, .to = CX_DAY_NONE };
    if (!cx_request_param_id(request, "id", &leader.v, error))
        return false;
    if (!cx_request_read(request, &input, &asked)) {
        cx_issues_set_error(input.issues, error);
        return false;
    }
    const CxBriefAsk ask = { .survey = asked.survey, .from = asked.from, .to = asked.to };
    const CxBrief *brief = cx_brief_make(ctx, leader, &ask, error);
    CxHandoverId id = { 0 };
    if (brief == NULL || !cx_brief_hand_over(ctx, brief, &id, error))
        return false;
    cx_reply_status(reply, 201);
    cx_reply_redirect(reply, cx_arena_printf(ctx->arena, "/handovers/%" PRId64, id.v));
    return true;
}
