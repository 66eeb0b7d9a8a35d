/* Rounds of one-on-ones: the list, and one with who is met and what leaders say. Closed days stand in
 * closed.c, what to talk about with one of the leaders in agenda.c. */
#include <inttypes.h>

#include "base/limits.h"
#include "base/text.h"
#include "engage/closed.h"
#include "engage/round.h"
#include "govern/program.h"
#include "pages/pages.h"
#include "pages/round_view.h"
#include "people/leader.h"
#include "web/form.h"

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

/* ---- The list ---- */

/* The cadence the program has, so that a round begins with two things typed. */
static CxFormView *
begin_form(CxCtx *ctx, const CxRequest *request, const CxCommandInput *sent, GError **error)
{
    CxEngageSettings settings;
    if (!cx_engage_settings_load(ctx, &settings, error))
        return NULL;
    const RoundBegin usual = { .target_days = settings.cadence_target_days,
                               .max_days = settings.cadence_max_days };
    return cx_form_of(request, sent, &cx_round_begin_type, &usual);
}

bool
cx_page_rounds_show(CxCtx *ctx, const CxRequest *request, const CxCommandInput *sent,
                    CxReply *reply, GError **error)
{
    CxRounds rounds;
    CxCloseds closeds;
    if (!cx_round_list(ctx, &rounds, error) || !cx_closed_list(ctx, &closeds, error))
        return false;
    CxRoundsView *view = cx_rounds_view(ctx, &rounds, &closeds);
    if (ctx->wall.can_change_program) {
        view->closed_form = cx_form_of(request, sent, &cx_closed_add_type, NULL);
        CxFormView *form = begin_form(ctx, request, sent, error);
        if (form == NULL)
            return false;
        view->form = rounds.is_worth ? form : NULL;
    }
    return cx_reply_view(reply, "rounds", cx_message_text(ctx->catalogue, "rounds.title"),
                         &cx_rounds_view_type, view, error);
}

static const char *
round_url(CxCtx *ctx, CxRoundId id)
{
    return cx_arena_printf(ctx->arena, "/rounds/%" PRId64, id.v);
}

static bool
take_begin(CxCtx *ctx, CX_UNUSED const CxRequest *request, const void *command, CxReply *reply,
           GError **error)
{
    const RoundBegin *asked = command;
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
    CxRoundId id = { 0 };
    if (!cx_round_begin(ctx, &round, &id, error))
        return false;
    cx_reply_status(reply, 201);
    cx_reply_redirect(reply, round_url(ctx, id));
    return true;
}

static const CxRefusal begin_refusals[] = {
    { CX_ERROR_NOT_FOUND, "leaders", NULL },
    { CX_ERROR_CONFLICT, "leaders", NULL },
    { CX_ERROR_INVALID, "", NULL },
};

static const CxForm form = { &cx_round_begin_type, take_begin, cx_page_rounds_show,
                             CX_REFUSALS(begin_refusals) };

bool
cx_page_rounds(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    return cx_form_show(&form, ctx, request, reply, error);
}

bool
cx_page_rounds_post(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    return cx_ctx_check_change(ctx, "begin rounds of one-on-ones", error) &&
           cx_form_take(&form, ctx, request, reply, error);
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
    CxFormView *add_form = cx_form_of(request, NULL, &cx_round_leader_add_type, NULL);
    cx_form_set_choices(add_form, ctx->arena, "leader", choices, n);
    view->add_form = add_form;
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

bool
cx_page_round_leader_add(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    CxRoundId id = { 0 };
    RoundLeaderAdd add;
    if (!cx_request_param_id(request, "id", &id.v, error) ||
        !cx_form_read(request, &cx_round_leader_add_type, &add, error))
        return false;
    g_autoptr(CxLeader) leader = cx_leader_find(ctx, add.leader, error);
    if (leader == NULL || !cx_round_put_leader(ctx, id, leader->id, NULL, error))
        return false;
    cx_reply_redirect(reply, round_url(ctx, id));
    return true;
}

bool
cx_page_round_ids(const CxRequest *request, CxRoundId *round, CxLeaderId *leader, GError **error)
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
    if (!cx_page_round_ids(request, &id, &leader, error) ||
        !cx_form_read(request, &cx_round_excuse_type, &excuse, error) ||
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
    if (!cx_page_round_ids(request, &id, &leader, error) ||
        !cx_round_put_leader(ctx, id, leader, NULL, error))
        return false;
    cx_reply_redirect(reply, round_url(ctx, id));
    return true;
}
