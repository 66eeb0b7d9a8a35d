/* One leader of a round: what to talk about with them, and what was said. */
#include <inttypes.h>

#include "base/error.h"
#include "base/limits.h"
#include "engage/closed.h"
#include "engage/round.h"
#include "pages/pages.h"
#include "pages/round_view.h"
#include "web/form.h"

typedef struct {
    CxDay day;
    bool is_call;
    bool with_sponsor;
    const char *answer_1, *answer_2, *answer_3, *answer_4;
    const char *answer_5, *answer_6, *answer_7, *answer_8;
    const char *words_1, *words_2, *words_3, *words_4;
    const char *words_5, *words_6, *words_7, *words_8;
    const char *said;
    const char *asked;
    const char *promised;
    CxDay due_on;
} RoundTalk;

static const CxCommandChoice drift_choices[] = { { "yes", "rounds.drift.yes" },
                                                 { "partly", "rounds.drift.partly" },
                                                 { "no", "rounds.drift.no" },
                                                 { "other", "rounds.drift.other" },
                                                 { 0 } };

#define ANSWER(member)                                                                             \
    {                                                                                              \
        CX_COMMAND(RoundTalk, member, CX_COMMAND_CHOICE),                                          \
            .choices = drift_choices, .label_key = "rounds.field.answer",                          \
            .about = "Which way the answer to that question goes"                                  \
    }
#define WORDS(member)                                                                              \
    {                                                                                              \
        CX_COMMAND(RoundTalk, member, CX_COMMAND_TEXT), .bytes_max = CX_NAME_BYTES_MAX,            \
                                                        .label_key = "rounds.field.words",         \
                                                        .about = "The same in their words"         \
    }

static const CxCommandField talk_fields[] = {
    { CX_COMMAND(RoundTalk, day, CX_COMMAND_DAY), .label_key = "rounds.field.day",
      .about = "The day it was; today if not given" },
    { CX_COMMAND(RoundTalk, is_call, CX_COMMAND_FLAG), .label_key = "rounds.field.call",
      .about = "By phone" },
    { CX_COMMAND(RoundTalk, with_sponsor, CX_COMMAND_FLAG), .label_key = "rounds.field.with",
      .about = "The sponsor was there" },
    ANSWER(answer_1),
    WORDS(words_1),
    ANSWER(answer_2),
    WORDS(words_2),
    ANSWER(answer_3),
    WORDS(words_3),
    ANSWER(answer_4),
    WORDS(words_4),
    ANSWER(answer_5),
    WORDS(words_5),
    ANSWER(answer_6),
    WORDS(words_6),
    ANSWER(answer_7),
    WORDS(words_7),
    ANSWER(answer_8),
    WORDS(words_8),
    { CX_COMMAND(RoundTalk, said, CX_COMMAND_NOTE), .label_key = "rounds.field.said",
      .hint_key = "rounds.field.said.hint", .about = "Notes they could read" },
    { CX_COMMAND(RoundTalk, asked, CX_COMMAND_TEXT), .bytes_max = CX_NAME_BYTES_MAX,
      .label_key = "rounds.field.asked", .about = "What they asked the program for" },
    { CX_COMMAND(RoundTalk, promised, CX_COMMAND_TEXT), .bytes_max = CX_NAME_BYTES_MAX,
      .label_key = "rounds.field.promised", .about = "What the program promised them" },
    { CX_COMMAND(RoundTalk, due_on, CX_COMMAND_DAY), .label_key = "rounds.field.due",
      .about = "By when" },
};
const CxCommandType cx_round_talk_type =
    CX_COMMAND_TYPE("RoundTalk", RoundTalk, talk_fields, "Records a one-on-one of a round");

static void
set_fields(CxCtx *ctx, CxAgendaView *view, const CxFormView *form)
{
    const CxAgendaQuestion *from = view->questions.items;
    CxAgendaQuestion *rows = cx_arena_new0_n(ctx->arena, CxAgendaQuestion, view->questions.n);
    for (size_t i = 0; i < view->questions.n; i++) {
        rows[i] = from[i];
        CxFormField *answer = cx_arena_new0(ctx->arena, CxFormField);
        *answer = *cx_form_field(form, cx_arena_printf(ctx->arena, "answer_%zu", i + 1));
        answer->label = rows[i].text;
        rows[i].answer = answer;
        rows[i].words = cx_form_field(form, cx_arena_printf(ctx->arena, "words_%zu", i + 1));
    }
    view->questions = CX_VIEW_LIST(rows, view->questions.n);
    view->form = form;
    view->day = cx_form_field(form, "day");
    view->is_call = cx_form_field(form, "is_call");
    view->with_sponsor = cx_form_field(form, "with_sponsor");
    view->said = cx_form_field(form, "said");
    view->asks = cx_form_field(form, "asked");
    view->promised = cx_form_field(form, "promised");
    view->due_on = cx_form_field(form, "due_on");
}

static const CxFormView *
make_form(const CxCtx *ctx, const CxRequest *request, const CxRound *round,
          const CxCommandInput *sent)
{
    const RoundTalk usual = { .day = ctx->today,
                              .with_sponsor = round->with_sponsor,
                              .due_on = CX_DAY_NONE };
    return cx_form_of(request, sent, &cx_round_talk_type, &usual);
}

static bool
show(CxCtx *ctx, const CxRequest *request, const CxCommandInput *sent, CxReply *reply,
     GError **error)
{
    CxRoundId id = { 0 };
    CxLeaderId who = { 0 };
    const CxRound *round = NULL;
    if (!cx_page_round_ids(request, &id, &who, error) ||
        !cx_ctx_check_change(ctx, "prepare one-on-ones", error) ||
        !cx_round_load(ctx, id, &round, error))
        return false;
    const CxRoundLeader *leader = cx_round_leader(round, who);
    if (leader == NULL) {
        g_set_error_literal(error, CX_ERROR, CX_ERROR_NOT_FOUND, "this leader is not in the round");
        return false;
    }
    CxAgendaView *view = cx_agenda_view(ctx, round, leader, error);
    if (view == NULL)
        return false;
    if (!view->round.is_over)
        set_fields(ctx, view, make_form(ctx, request, round, sent));
    return cx_reply_view(reply, "agenda", view->name, &cx_agenda_view_type, view, error);
}

static bool
record(CxCtx *ctx, const RoundTalk *talk, CxRoundTalkAdd *add, int64_t *ret_note,
       const CxClosed **ret_closed, GError **error)
{
    const char *const drifts[CX_ROUND_QUESTIONS_MAX] = {
        talk->answer_1, talk->answer_2, talk->answer_3, talk->answer_4,
        talk->answer_5, talk->answer_6, talk->answer_7, talk->answer_8,
    };
    const char *const words[CX_ROUND_QUESTIONS_MAX] = {
        talk->words_1, talk->words_2, talk->words_3, talk->words_4,
        talk->words_5, talk->words_6, talk->words_7, talk->words_8,
    };
    for (size_t i = 0; i < CX_ROUND_QUESTIONS_MAX; i++) {
        add->answers[i].words = words[i];
        if (!cx_round_drift_parse(drifts[i], &add->answers[i].drift, error))
            return false;
    }
    add->day = talk->day;
    add->is_call = talk->is_call;
    add->with_sponsor = talk->with_sponsor;
    add->said = talk->said;
    add->asked = talk->asked;
    add->promised = talk->promised;
    add->due_on = talk->due_on;
    return cx_round_talk_add(ctx, add, ret_note, ret_closed, error);
}

static const CxRefusal talk_refusals[] = {
    { CX_ERROR_INVALID, "", NULL },
    { CX_ERROR_CONFLICT, "", NULL },
};

static bool
take(CxCtx *ctx, const CxRequest *request, const void *command, CxReply *reply, GError **error)
{
    CxRoundTalkAdd add = { .due_on = CX_DAY_NONE };
    int64_t note = 0;
    const CxClosed *closed = NULL;
    if (!cx_page_round_ids(request, &add.round, &add.leader, error) ||
        !record(ctx, command, &add, &note, &closed, error))
        return false;
    cx_reply_status(reply, 201);
    cx_reply_redirect(reply, cx_arena_printf(ctx->arena,
                                             "/rounds/%" PRId64 "?kept=%" PRId64 "&closed=%" PRId64,
                                             add.round.v, note, closed != NULL ? closed->id : 0));
    return true;
}

static const CxForm form = { &cx_round_talk_type, take, show, CX_REFUSALS(talk_refusals) };

bool
cx_page_agenda(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    return cx_form_show(&form, ctx, request, reply, error);
}

bool
cx_page_round_talk(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    return cx_ctx_check_change(ctx, "record one-on-ones", error) &&
           cx_form_take(&form, ctx, request, reply, error);
}
