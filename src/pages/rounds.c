/* Rounds of one-on-ones: the list, one with who is met and what leaders say, and what to talk about
 * with one of them; closed days. */
#include <inttypes.h>

#include "base/error.h"
#include "base/limits.h"
#include "base/text.h"
#include "engage/closed.h"
#include "engage/round.h"
#include "govern/program.h"
#include "pages/pages.h"
#include "pages/round_view.h"
#include "people/leader.h"

/* ---- Commands ---- */

typedef struct {
    const char *name;
    int64_t target_days;
    int64_t max_days;
    bool with_sponsor;
    const char *leaders;
    const char *instead_of;
} RoundBegin;

static const CxCommandField begin_fields[] = {
    { CX_COMMAND(RoundBegin, name, CX_COMMAND_TEXT), .is_required = true,
      .bytes_max = CX_NAME_BYTES_MAX, .label_key = "rounds.field.name",
      .hint_key = "rounds.field.name.hint", .about = "What it is called" },
    { CX_COMMAND(RoundBegin, target_days, CX_COMMAND_INT), .is_required = true,
      .label_key = "settings.cadence.target", .hint_key = "rounds.field.target.hint",
      .about = "Days between real contacts, aimed at" },
    { CX_COMMAND(RoundBegin, max_days, CX_COMMAND_INT), .is_required = true,
      .label_key = "settings.cadence.max", .hint_key = "rounds.field.max.hint",
      .about = "Days between real contacts, at most" },
    { CX_COMMAND(RoundBegin, with_sponsor, CX_COMMAND_FLAG), .label_key = "rounds.field.sponsor",
      .hint_key = "rounds.field.sponsor.hint", .about = "Whether the sponsor is to be there" },
    { CX_COMMAND(RoundBegin, leaders, CX_COMMAND_NOTE), .label_key = "rounds.field.leaders",
      .hint_key = "rounds.field.leaders.hint",
      .about = "Keys or names of leaders, by line or comma; everybody in office if not given" },
    { CX_COMMAND(RoundBegin, instead_of, CX_COMMAND_TEXT), .bytes_max = CX_NAME_BYTES_MAX,
      .label_key = "rounds.field.instead", .hint_key = "rounds.field.instead.hint",
      .about = "A group meeting that could not be scheduled, which the round stands for" },
};
const CxCommandType cx_round_begin_type =
    CX_COMMAND_TYPE("RoundBegin", RoundBegin, begin_fields, "Begins a round of one-on-ones");

typedef struct {
    CxDay from;
    CxDay to;
    const char *reason;
} ClosedAdd;

static const CxCommandField closed_fields[] = {
    { CX_COMMAND(ClosedAdd, from, CX_COMMAND_DAY), .is_required = true,
      .label_key = "rounds.closed.from", .about = "First day" },
    { CX_COMMAND(ClosedAdd, to, CX_COMMAND_DAY), .is_required = true,
      .label_key = "rounds.closed.to", .about = "Last day" },
    { CX_COMMAND(ClosedAdd, reason, CX_COMMAND_TEXT), .is_required = true,
      .bytes_max = CX_NAME_BYTES_MAX, .label_key = "rounds.closed.reason",
      .hint_key = "rounds.closed.reason.hint", .about = "Why nobody is asked to meet" },
};
const CxCommandType cx_closed_add_type =
    CX_COMMAND_TYPE("ClosedAdd", ClosedAdd, closed_fields, "Closes days for meetings");

typedef struct {
    const char *leader;
} RoundLeaderAdd;

static const CxCommandField leader_fields[] = {
    { CX_COMMAND(RoundLeaderAdd, leader, CX_COMMAND_CHOICE), .is_required = true,
      .label_key = "rounds.field.leader", .about = "Key of a leader in office" },
};
const CxCommandType cx_round_leader_add_type =
    CX_COMMAND_TYPE("RoundLeaderAdd", RoundLeaderAdd, leader_fields, "Adds a leader to a round");

typedef struct {
    const char *reason;
} RoundExcuse;

static const CxCommandField excuse_fields[] = {
    { CX_COMMAND(RoundExcuse, reason, CX_COMMAND_TEXT), .is_required = true,
      .bytes_max = CX_NAME_BYTES_MAX, .label_key = "rounds.excuse.reason",
      .about = "Why they are not to be met" },
};
const CxCommandType cx_round_excuse_type =
    CX_COMMAND_TYPE("RoundExcuse", RoundExcuse, excuse_fields, "Excuses a leader from a round");

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

/* ---- The list ---- */

/* The cadence the program has, so that a round begins with two things typed. */
static CxFormView *
begin_form(CxCtx *ctx, const CxRequest *request, const CxCommandInput *sent, GError **error)
{
    if (sent != NULL)
        return cx_request_form_view(request, sent);
    CxEngageSettings settings;
    if (!cx_engage_settings_load(ctx, &settings, error))
        return NULL;
    const RoundBegin usual = { .target_days = settings.cadence_target_days,
                               .max_days = settings.cadence_max_days };
    const CxCommandInput input = cx_request_input(request, &cx_round_begin_type);
    size_t n = 0;
    const CxCommandPair *pairs = cx_command_pairs(&cx_round_begin_type, &usual, ctx->arena, &n);
    return cx_form_view(&input, pairs, n);
}

/* sent: what one of the two forms was sent, or NULL. */
static bool
show_rounds(CxCtx *ctx, const CxRequest *request, CxReply *reply, const CxCommandInput *sent,
            GError **error)
{
    CxRounds rounds;
    CxCloseds closeds;
    if (!cx_round_list(ctx, &rounds, error) || !cx_closed_list(ctx, &closeds, error))
        return false;
    CxRoundsView *view = cx_rounds_view(ctx, &rounds, &closeds);
    if (ctx->wall.can_change_program) {
        const bool is_closing = sent != NULL && sent->type == &cx_closed_add_type;
        const CxCommandInput closing = cx_request_input(request, &cx_closed_add_type);
        view->closed_form =
            is_closing ? cx_request_form_view(request, sent) : cx_form_view(&closing, NULL, 0);
        CxFormView *form = begin_form(ctx, request, is_closing ? NULL : sent, error);
        if (form == NULL)
            return false;
        view->form = rounds.is_worth ? form : NULL;
    }
    return cx_reply_view(reply, "rounds", cx_message_text(ctx->catalogue, "rounds.title"),
                         &cx_rounds_view_type, view, error);
}

bool
cx_page_rounds(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    return show_rounds(ctx, request, reply, NULL, error);
}

static bool
begin(CxCtx *ctx, const RoundBegin *asked, CxRoundId *ret_id, GError **error)
{
    const CxProgram *program = cx_program_load(ctx, ctx->today, error);
    if (program == NULL)
        return false;
    CxRoundBegin round = { .name = asked->name,
                           .target_days = asked->target_days,
                           .max_days = asked->max_days,
                           .with_sponsor = asked->with_sponsor,
                           .instead_of = asked->instead_of,
                           .leaders = asked->leaders };
    round.questions = cx_program_questions(ctx, program, &round.n_questions);
    return cx_round_begin(ctx, &round, ret_id, error);
}

static const CxRefusal begin_refusals[] = {
    { CX_ERROR_NOT_FOUND, "leaders", NULL },
    { CX_ERROR_CONFLICT, "leaders", NULL },
    { CX_ERROR_INVALID, "", NULL },
};

static const char *
round_url(CxCtx *ctx, CxRoundId id)
{
    return cx_arena_printf(ctx->arena, "/rounds/%" PRId64, id.v);
}

bool
cx_page_rounds_post(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    if (!cx_ctx_check_change(ctx, "begin rounds of one-on-ones", error))
        return false;
    const CxCommandInput input = cx_request_input(request, &cx_round_begin_type);
    RoundBegin asked;
    if (cx_request_read(request, &input, &asked)) {
        CxRoundId id = { 0 };
        g_autoptr(GError) refusal = NULL;
        if (begin(ctx, &asked, &id, &refusal)) {
            cx_reply_status(reply, 201);
            cx_reply_redirect(reply, round_url(ctx, id));
            return true;
        }
        if (!cx_request_take_refusal(request, &input, begin_refusals, CX_N_ELEMENTS(begin_refusals),
                                     &refusal, error))
            return false;
    }
    cx_reply_issues(reply, input.issues);
    return show_rounds(ctx, request, reply, &input, error);
}

static const CxRefusal closed_refusals[] = {
    { CX_ERROR_INVALID, "", NULL },
};

bool
cx_page_closed_post(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    if (!cx_ctx_check_change(ctx, "close days for meetings", error))
        return false;
    const CxCommandInput input = cx_request_input(request, &cx_closed_add_type);
    ClosedAdd asked;
    if (cx_request_read(request, &input, &asked)) {
        const CxClosed closed = { .from = asked.from, .to = asked.to, .reason = asked.reason };
        g_autoptr(GError) refusal = NULL;
        if (cx_closed_add(ctx, &closed, &refusal)) {
            cx_reply_status(reply, 201);
            cx_reply_redirect(reply, "/rounds#closed");
            return true;
        }
        if (!cx_request_take_refusal(request, &input, closed_refusals,
                                     CX_N_ELEMENTS(closed_refusals), &refusal, error))
            return false;
    }
    cx_reply_issues(reply, input.issues);
    return show_rounds(ctx, request, reply, &input, error);
}

bool
cx_page_closed_open(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    int64_t id = 0;
    if (!cx_request_param_id(request, "id", &id, error) || !cx_closed_open(ctx, id, error))
        return false;
    cx_reply_redirect(reply, "/rounds#closed");
    return true;
}

/* ---- One ---- */

static bool
load_round(CxCtx *ctx, const CxRequest *request, const CxRound **ret_round, GError **error)
{
    CxRoundId id = { 0 };
    return cx_request_param_id(request, "id", &id.v, error) &&
           cx_round_load(ctx, id, ret_round, error);
}

/* Leaders in office who are not in the round; NULL when there are none. */
static bool
set_add_form(CxCtx *ctx, const CxRequest *request, const CxRound *round, CxRoundView *view,
             GError **error)
{
    g_autoptr(GPtrArray) leaders = cx_leader_list(ctx, error);
    if (leaders == NULL)
        return false;
    CxFormChoice *choices = cx_arena_new0_n(ctx->arena, CxFormChoice, leaders->len);
    size_t n = 0;
    for (guint i = 0; i < leaders->len; i++) {
        const CxLeader *leader = g_ptr_array_index(leaders, i);
        if (cx_leader_term(leader, ctx->today) == NULL ||
            cx_round_leader(round, leader->id) != NULL)
            continue;
        choices[n].value = cx_arena_text(ctx->arena, leader->key);
        choices[n++].label = cx_arena_text(ctx->arena, leader->name);
    }
    if (n == 0)
        return true;
    const CxCommandInput input = cx_request_input(request, &cx_round_leader_add_type);
    CxFormView *form = cx_form_view(&input, NULL, 0);
    cx_form_set_choices(form, ctx->arena, "leader", choices, n);
    view->add_form = form;
    return true;
}

/* A meeting that was recorded on closed days is kept, and that is said. */
static bool
say_closed(CxCtx *ctx, const CxRequest *request, CxRoundView *view, GError **error)
{
    const char *text = cx_request_query(request, "closed");
    int64_t id = 0;
    CxCloseds closeds;
    if (text == NULL || !cx_text_parse_i64(text, &id, NULL) || id == 0)
        return true;
    if (!cx_closed_list(ctx, &closeds, error))
        return false;
    for (size_t i = 0; i < closeds.n; i++) {
        if (closeds.items[i].id == id) {
            view->closed_said = cx_arena_take(
                ctx->arena, cx_message_format(ctx->catalogue, "rounds.closed.kept",
                                              CX_ARG_TEXT("reason", closeds.items[i].reason)));
        }
    }
    return true;
}

bool
cx_page_round(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    const CxRound *round = NULL;
    if (!load_round(ctx, request, &round, error))
        return false;
    CxRoundView *view = cx_round_view(ctx, round);
    if ((view->end_url != NULL && !set_add_form(ctx, request, round, view, error)) ||
        !say_closed(ctx, request, view, error))
        return false;
    view->note_said = cx_page_note_kept(ctx, request, &view->note_id);
    view->note_back = cx_arena_printf(ctx->arena, "round-%" PRId64, round->id.v);
    return cx_reply_view(reply, "round", round->name, &cx_round_view_type, view, error);
}

bool
cx_page_round_end(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    CxRoundId id = { 0 };
    if (!cx_request_param_id(request, "id", &id.v, error) || !cx_round_end(ctx, id, error))
        return false;
    cx_reply_redirect(reply, round_url(ctx, id));
    return true;
}

/* What a command that is not shown again was sent wrong is an error of its own. */
static bool
read_or_fail(const CxRequest *request, const CxCommandType *type, void *ret_command, GError **error)
{
    const CxCommandInput input = cx_request_input(request, type);
    if (cx_request_read(request, &input, ret_command))
        return true;
    cx_issues_set_error(input.issues, error);
    return false;
}

bool
cx_page_round_leader_add(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    CxRoundId id = { 0 };
    RoundLeaderAdd add;
    if (!cx_request_param_id(request, "id", &id.v, error) ||
        !read_or_fail(request, &cx_round_leader_add_type, &add, error))
        return false;
    g_autoptr(CxLeader) leader = cx_leader_find(ctx, add.leader, error);
    if (leader == NULL || !cx_round_put_leader(ctx, id, leader->id, NULL, error))
        return false;
    cx_reply_redirect(reply, round_url(ctx, id));
    return true;
}

static bool
read_ids(const CxRequest *request, CxRoundId *round, CxLeaderId *leader, GError **error)
{
    return cx_request_param_id(request, "id", &round->v, error) &&
           cx_request_param_id(request, "leader", &leader->v, error);
}

bool
cx_page_round_excuse(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    CxRoundId id = { 0 };
    CxLeaderId leader = { 0 };
    RoundExcuse excuse;
    if (!read_ids(request, &id, &leader, error) ||
        !read_or_fail(request, &cx_round_excuse_type, &excuse, error) ||
        !cx_round_put_leader(ctx, id, leader, excuse.reason, error))
        return false;
    cx_reply_redirect(reply, round_url(ctx, id));
    return true;
}

bool
cx_page_round_readd(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    CxRoundId id = { 0 };
    CxLeaderId leader = { 0 };
    if (!read_ids(request, &id, &leader, error) ||
        !cx_round_put_leader(ctx, id, leader, NULL, error))
        return false;
    cx_reply_redirect(reply, round_url(ctx, id));
    return true;
}

/* ---- What to talk about, and what was said ---- */

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
talk_form(CxCtx *ctx, const CxRequest *request, const CxRound *round, const CxCommandInput *sent)
{
    if (sent != NULL)
        return cx_request_form_view(request, sent);
    const RoundTalk usual = { .day = ctx->today,
                              .with_sponsor = round->with_sponsor,
                              .due_on = CX_DAY_NONE };
    const CxCommandInput input = cx_request_input(request, &cx_round_talk_type);
    size_t n = 0;
    const CxCommandPair *pairs = cx_command_pairs(&cx_round_talk_type, &usual, ctx->arena, &n);
    return cx_form_view(&input, pairs, n);
}

static bool
show_agenda(CxCtx *ctx, const CxRequest *request, CxReply *reply, const CxCommandInput *sent,
            GError **error)
{
    CxRoundId id = { 0 };
    CxLeaderId who = { 0 };
    const CxRound *round = NULL;
    if (!read_ids(request, &id, &who, error) ||
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
        set_fields(ctx, view, talk_form(ctx, request, round, sent));
    return cx_reply_view(reply, "agenda", view->name, &cx_agenda_view_type, view, error);
}

bool
cx_page_agenda(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    return show_agenda(ctx, request, reply, NULL, error);
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

bool
cx_page_round_talk(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    const CxCommandInput input = cx_request_input(request, &cx_round_talk_type);
    CxRoundTalkAdd add = { .due_on = CX_DAY_NONE };
    RoundTalk talk;
    int64_t note = 0;
    const CxClosed *closed = NULL;
    if (!cx_ctx_check_change(ctx, "record one-on-ones", error) ||
        !read_ids(request, &add.round, &add.leader, error))
        return false;
    if (cx_request_read(request, &input, &talk)) {
        g_autoptr(GError) refusal = NULL;
        if (record(ctx, &talk, &add, &note, &closed, &refusal)) {
            cx_reply_status(reply, 201);
            cx_reply_redirect(
                reply,
                cx_arena_printf(ctx->arena, "/rounds/%" PRId64 "?kept=%" PRId64 "&closed=%" PRId64,
                                add.round.v, note, closed != NULL ? closed->id : 0));
            return true;
        }
        if (!cx_request_take_refusal(request, &input, talk_refusals, CX_N_ELEMENTS(talk_refusals),
                                     &refusal, error))
            return false;
    }
    cx_reply_issues(reply, input.issues);
    return show_agenda(ctx, request, reply, &input, error);
}
