/* What is thought of one leader, by whom and why: influence and stance, what makes a sponsor, what a
 * coach would look at. */
#include <inttypes.h>

#include "base/civil.h"
#include "base/limits.h"
#include "pages/coalition_view.h"
#include "pages/pages.h"
#include "people/leader.h"
#include "web/form.h"

/* ---- Which aspects stand together ---- */

typedef struct {
    const char *key; /* of the address: ?of=sponsor */
    const char *title_key;
    size_t n;
    CxAspect aspects[3];
} Group;

static const Group groups[] = {
    { "coalition", "judgement.of.coalition", 2, { CX_ASPECT_INFLUENCE, CX_ASPECT_STANCE } },
    { "sponsor",
      "judgement.of.sponsor",
      3,
      { CX_ASPECT_CREDIBILITY, CX_ASPECT_COURAGE, CX_ASPECT_VISION } },
    { "coaching",
      "judgement.of.coaching",
      3,
      { CX_ASPECT_BELIEF, CX_ASPECT_COMMUNICATION, CX_ASPECT_COMMITMENT } },
};

static const Group *
find_group(const char *key)
{
    for (size_t i = 0; i < CX_N_ELEMENTS(groups); i++) {
        if (g_strcmp0(key, groups[i].key) == 0)
            return &groups[i];
    }
    return &groups[0];
}

/* ---- Views ---- */

typedef struct {
    const char *aspect; /* key */
    const char *label;
    CxMiddleView middle;
} AspectView;

typedef struct {
    const char *aspect;
    const char *label;
    int64_t value;
    const char *word;
    CxDay day;
    const char *day_text;
    const char *reason;
    const char *rater;
} JudgementView;

typedef struct {
    int64_t leader;
    const char *name;
    const char *title; /* of the group */
    const char *url;   /* of the leader */
    const char *post_url;
    CxViewList aspects;    /* of AspectView */
    CxViewList judgements; /* of JudgementView, newest first */
    bool has_judgements;
    bool can_read;
    CxViewList fields; /* of CxFormField: the group's aspects, reason, rater, day */
    CxViewList errors; /* of texts */
} JudgementsView;

static const CxViewField aspect_fields[] = {
    CX_FIELD(AspectView, aspect, CX_FIELD_TEXT, "Which aspect"),
    CX_FIELD_PAGE(AspectView, label, CX_FIELD_TEXT, "What it is called"),
    CX_FIELD_CHILD(AspectView, middle, CX_FIELD_OBJECT_IN, &cx_middle_view_type,
                   "What the raters say"),
};
static const CxViewType aspect_type =
    CX_VIEW_TYPE("Aspect", AspectView, aspect_fields, "One aspect of a leader");

static const CxViewField judgement_fields[] = {
    CX_FIELD(JudgementView, aspect, CX_FIELD_TEXT, "Which aspect"),
    CX_FIELD_PAGE(JudgementView, label, CX_FIELD_TEXT, "What it is called"),
    CX_FIELD(JudgementView, value, CX_FIELD_COUNT, "1 to 5"),
    CX_FIELD(JudgementView, word, CX_FIELD_TEXT, "The same in words"),
    CX_FIELD(JudgementView, day, CX_FIELD_DAY, "The day it was so"),
    CX_FIELD_PAGE(JudgementView, day_text, CX_FIELD_TEXT, "The same as read"),
    CX_FIELD(JudgementView, reason, CX_FIELD_TEXT, "What was seen"),
    CX_FIELD(JudgementView, rater, CX_FIELD_TEXT, "Who thinks so"),
};
static const CxViewType judgement_type =
    CX_VIEW_TYPE("Judgement", JudgementView, judgement_fields, "What somebody thinks of a leader");

static const CxViewField judgements_fields[] = {
    CX_FIELD(JudgementsView, leader, CX_FIELD_COUNT, "Id of the leader"),
    CX_FIELD(JudgementsView, name, CX_FIELD_TEXT, "Their name"),
    CX_FIELD_PAGE(JudgementsView, title, CX_FIELD_TEXT, "What is judged"),
    CX_FIELD_PAGE(JudgementsView, url, CX_FIELD_TEXT, "Page of the leader"),
    CX_FIELD_PAGE(JudgementsView, post_url, CX_FIELD_TEXT, "Where a judgement is sent"),
    CX_FIELD_CHILD(JudgementsView, aspects, CX_FIELD_LIST, &aspect_type, "By aspect"),
    CX_FIELD_CHILD(JudgementsView, judgements, CX_FIELD_LIST, &judgement_type,
                   "Each answer, newest first"),
    CX_FIELD_PAGE(JudgementsView, has_judgements, CX_FIELD_FLAG, "Whether there are any"),
    CX_FIELD(JudgementsView, can_read, CX_FIELD_FLAG, "Whether the reader sees them"),
    CX_FIELD_CHILD_PAGE(JudgementsView, fields, CX_FIELD_LIST, &cx_form_field_type, "To give one"),
    CX_FIELD_CHILD_PAGE(JudgementsView, errors, CX_FIELD_LIST, &cx_view_text_type, "What is wrong"),
};
const CxViewType cx_judgements_view_type = CX_VIEW_TYPE(
    "Judgements", JudgementsView, judgements_fields, "What is thought of one leader, and why");

/* ---- The command ---- */

typedef struct {
    const char *aspects[CX_ASPECT_N];
} Answers;

typedef struct {
    const char *influence, *stance, *credibility, *courage, *vision, *belief, *communication,
        *commitment;
    const char *reason;
    const char *rater;
    CxDay day;
} JudgementGive;

static const CxCommandChoice stance_choices[] = {
    { "1", "aspect.stance.1" }, { "2", "aspect.stance.2" }, { "3", "aspect.stance.3" },
    { "4", "aspect.stance.4" }, { "5", "aspect.stance.5" }, { 0 }
};
static const CxCommandChoice much_choices[] = { { "1", "aspect.much.1" }, { "2", "aspect.much.2" },
                                                { "3", "aspect.much.3" }, { "4", "aspect.much.4" },
                                                { "5", "aspect.much.5" }, { 0 } };

/* clang-format off */
static const CxCommandField give_fields[] = {
    { CX_COMMAND(JudgementGive, influence, CX_COMMAND_CHOICE), .choices = much_choices, .label_key = "aspect.influence", .about = "How much they decide, 1 to 5" },
    { CX_COMMAND(JudgementGive, stance, CX_COMMAND_CHOICE), .choices = stance_choices, .label_key = "aspect.stance", .about = "Where they stand: 1 against, 5 leads" },
    { CX_COMMAND(JudgementGive, credibility, CX_COMMAND_CHOICE), .choices = much_choices, .label_key = "aspect.credibility", .about = "As a sponsor: credibility, 1 to 5" },
    { CX_COMMAND(JudgementGive, courage, CX_COMMAND_CHOICE), .choices = much_choices, .label_key = "aspect.courage", .about = "As a sponsor: courage, 1 to 5" },
    { CX_COMMAND(JudgementGive, vision, CX_COMMAND_CHOICE), .choices = much_choices, .label_key = "aspect.vision", .about = "As a sponsor: vision, 1 to 5" },
    { CX_COMMAND(JudgementGive, belief, CX_COMMAND_CHOICE), .choices = much_choices, .label_key = "aspect.belief", .about = "Core belief, 1 to 5" },
    { CX_COMMAND(JudgementGive, communication, CX_COMMAND_CHOICE), .choices = much_choices, .label_key = "aspect.communication", .about = "Extensive communication, 1 to 5" },
    { CX_COMMAND(JudgementGive, commitment, CX_COMMAND_CHOICE), .choices = much_choices, .label_key = "aspect.commitment", .about = "Commitment to the goal, 1 to 5" },
    { CX_COMMAND(JudgementGive, reason, CX_COMMAND_TEXT), .is_required = true, .bytes_max = CX_NAME_BYTES_MAX, .label_key = "judgement.reason", .hint_key = "judgement.reason.hint", .about = "What was seen" },
    { CX_COMMAND(JudgementGive, rater, CX_COMMAND_TEXT), .bytes_max = CX_NAME_BYTES_MAX, .label_key = "judgement.rater", .hint_key = "judgement.rater.hint", .about = "Who thinks so; otherwise who sends it" },
    { CX_COMMAND(JudgementGive, day, CX_COMMAND_DAY), .label_key = "judgement.day", .about = "The day it was so; otherwise today" },
};
/* clang-format on */
const CxCommandType cx_judgement_give_type = CX_COMMAND_TYPE(
    "JudgementGive", JudgementGive, give_fields, "Says what somebody thinks of a leader, and why");

/* ---- Filling ---- */

static const char *
label(CxCtx *ctx, CxAspect aspect)
{
    g_autofree char *key = g_strconcat("aspect.", cx_aspect_key(aspect), NULL);
    return cx_message_text(ctx->catalogue, key);
}

static void
set_fields(CxCtx *ctx, const CxFormView *form, const Group *group, JudgementsView *view)
{
    static const char *const rest[] = { "reason", "rater", "day" };
    const size_t n = group->n + CX_N_ELEMENTS(rest);
    CxFormField *fields = cx_arena_new0_n(ctx->arena, CxFormField, n);
    for (size_t i = 0; i < n; i++) {
        const char *name = i < group->n ? cx_aspect_key(group->aspects[i]) : rest[i - group->n];
        fields[i] = *cx_form_field(form, name);
    }
    view->fields = CX_VIEW_LIST(fields, n);
    view->errors = form->errors;
}

static bool
is_of_group(const Group *group, CxAspect aspect)
{
    for (size_t i = 0; i < group->n; i++) {
        if (group->aspects[i] == aspect)
            return true;
    }
    return false;
}

static JudgementView
judgement_view(CxCtx *ctx, const CxJudgement *judgement)
{
    return (JudgementView){
        .aspect = cx_aspect_key(judgement->aspect),
        .label = label(ctx, judgement->aspect),
        .value = judgement->value,
        .word = cx_aspect_word(ctx, judgement->aspect, judgement->value),
        .day = judgement->day,
        .day_text = cx_arena_take(ctx->arena, cx_day_format_long(judgement->day)),
        .reason = judgement->reason,
        .rater = judgement->rater,
    };
}

static bool
add_judgements(CxCtx *ctx, CxLeaderId leader, const Group *group, JudgementsView *view,
               GError **error)
{
    CxJudgements all;
    if (!cx_judgement_list(ctx, &all, error))
        return false;
    AspectView *aspects = cx_arena_new0_n(ctx->arena, AspectView, group->n);
    for (size_t i = 0; i < group->n; i++) {
        const CxAspect aspect = group->aspects[i];
        const CxMiddle middle = cx_judgement_middle(&all, leader, aspect, ctx->today);
        aspects[i] = (AspectView){ .aspect = cx_aspect_key(aspect),
                                   .label = label(ctx, aspect),
                                   .middle = cx_middle_view(ctx, &middle, aspect) };
    }
    JudgementView *views = cx_arena_new0_n(ctx->arena, JudgementView, all.n);
    size_t n = 0;
    for (size_t i = 0; i < all.n; i++) {
        if (all.items[i].leader.v == leader.v && is_of_group(group, all.items[i].aspect))
            views[n++] = judgement_view(ctx, &all.items[i]);
    }
    view->aspects = CX_VIEW_LIST(aspects, group->n);
    view->judgements = CX_VIEW_LIST(views, n);
    view->has_judgements = n > 0;
    return true;
}

static bool
show(CxCtx *ctx, const CxRequest *request, const CxCommandInput *sent, CxReply *reply,
     GError **error)
{
    CxLeaderId id = { 0 };
    CxBasis basis;
    if (!cx_request_param_id(request, "id", &id.v, error) ||
        !cx_basis_check_write(ctx, &basis, error))
        return false;
    g_autoptr(CxLeader) leader = cx_leader_load(ctx, id, error);
    if (leader == NULL)
        return false;
    const Group *group = find_group(cx_request_query(request, "of"));
    JudgementsView view = {
        .leader = id.v,
        .name = cx_arena_text(ctx->arena, leader->name),
        .title = cx_message_text(ctx->catalogue, group->title_key),
        .url = cx_arena_printf(ctx->arena, "/leaders/%" PRId64, id.v),
        .post_url =
            cx_arena_printf(ctx->arena, "/leaders/%" PRId64 "/judgements?of=%s", id.v, group->key),
        .can_read = cx_basis_can_read(ctx, &basis),
    };
    set_fields(ctx, cx_form_of(request, sent, &cx_judgement_give_type, NULL), group, &view);
    if (view.can_read && !add_judgements(ctx, id, group, &view, error))
        return false;
    return cx_reply_view(reply, "judgements", view.name, &cx_judgements_view_type, &view, error);
}

/* ---- Giving one ---- */

static bool
give_judgement(CxCtx *ctx, CxLeaderId leader, const JudgementGive *said, GError **error)
{
    const Answers answers = { {
        [CX_ASPECT_INFLUENCE] = said->influence,
        [CX_ASPECT_STANCE] = said->stance,
        [CX_ASPECT_CREDIBILITY] = said->credibility,
        [CX_ASPECT_COURAGE] = said->courage,
        [CX_ASPECT_VISION] = said->vision,
        [CX_ASPECT_BELIEF] = said->belief,
        [CX_ASPECT_COMMUNICATION] = said->communication,
        [CX_ASPECT_COMMITMENT] = said->commitment,
    } };
    CxJudgementGive give = {
        .leader = leader, .reason = said->reason, .rater = said->rater, .day = said->day
    };
    for (size_t i = 0; i < CX_ASPECT_N; i++)
        give.values[i] = answers.aspects[i] != NULL ? answers.aspects[i][0] - '0' : 0;
    return cx_judgement_give(ctx, &give, error);
}

static const CxRefusal refusals[] = {
    { CX_ERROR_INVALID, "", NULL },
};

static bool
take(CxCtx *ctx, const CxRequest *request, const void *command, CxReply *reply, GError **error)
{
    CxLeaderId id = { 0 };
    if (!cx_request_param_id(request, "id", &id.v, error) ||
        !give_judgement(ctx, id, command, error))
        return false;
    const Group *group = find_group(cx_request_query(request, "of"));
    cx_reply_status(reply, 201);
    cx_reply_redirect(reply, cx_arena_printf(ctx->arena, "/leaders/%" PRId64 "/judgements?of=%s",
                                             id.v, group->key));
    return true;
}

static const CxForm form = { &cx_judgement_give_type, take, show, CX_REFUSALS(refusals) };

bool
cx_page_judgements(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    return cx_form_show(&form, ctx, request, reply, error);
}

bool
cx_page_judgements_post(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    return cx_form_take(&form, ctx, request, reply, error);
}
