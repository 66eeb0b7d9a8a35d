/* An evidence card: the sceptic's four questions about one number, and who examined it. */
#include "evidence/card.h"

#include <inttypes.h>
#include <math.h>

#include "base/civil.h"
#include "base/error.h"
#include "base/limits.h"
#include "base/text.h"
#include "deliver/press.h"
#include "govern/signature.h"
#include "pages/pages.h"
#include "pages/signature_view.h"
#include "tell/handover.h"
#include "tell/mark.h"

typedef struct {
    const char *label;
    double n;
    double share;
    const char *share_text;
} ModeView;

typedef struct {
    CxMark score;
    const char *id_text; /* in groups of four */
    CxInstant computed_at;
    const char *computed_at_text;
    const char *survey;
    const char *label;
    const char *measure;
    const char *unit;
    const char *group;
    const char *slice;
    const char *scores_url;
    const char *pdf_url;
    const char *gathered;
    const char *period;
    CxViewList modes; /* of ModeView */
    const char *modes_text;
    const char *method;
    const char *interval;
    const char *source;
    const char *wording;
    const char *answers;
    const char *version;
    const char *department;
    const char *population;
    const char *sampling;
    double invited;
    double n_missing;
    double n_not_applicable;
    const char *missing_text;
    const char *rate;
    const char *weighting;
    bool is_weighted;
    bool has_other;
    CxMark other;
    const char *other_text;
    double n_effective;
    const char *n_effective_text;
    const char *experience;
    CxViewList caveats; /* of texts */
    const char *frame;
    const char *frame_text;
    double n_responses;
    const char *n_responses_text;
    CxViewList signatures; /* of CxSignatureView */
    bool has_signatures;
    CxViewList restate; /* of RestateView */
    bool has_restate;
    const char *sign_url;
    const CxFormView *form; /* NULL: the reader may not put their name to it */
} CardView;

typedef struct {
    const char *text;
    const char *url;
} RestateView;

static const CxViewField restate_fields[] = {
    CX_FIELD(RestateView, text, CX_FIELD_TEXT, "To whom and when"),
    CX_FIELD(RestateView, url, CX_FIELD_TEXT, "The document as it was"),
};
static const CxViewType restate_type =
    CX_VIEW_TYPE("CardRestate", RestateView, restate_fields, "A document to be restated");

static const CxViewField mode_fields[] = {
    CX_FIELD(ModeView, label, CX_FIELD_TEXT, "How the answer was taken"),
    CX_FIELD_DATA(ModeView, n, CX_FIELD_NUMBER, "Answers"),
    CX_FIELD_DATA(ModeView, share, CX_FIELD_NUMBER, "Share of the answers, 0..1"),
    CX_FIELD_PAGE(ModeView, share_text, CX_FIELD_TEXT, "Share as read"),
};
static const CxViewType mode_type =
    CX_VIEW_TYPE("CardMode", ModeView, mode_fields, "Answers taken in one way");

static const CxViewField card_fields[] = {
    CX_MARK_FIELDS(offsetof(CardView, score)),
    CX_FIELD_CHILD_PAGE(CardView, score, CX_FIELD_OBJECT_IN, &cx_mark_type, "As read"),
    CX_FIELD_PAGE(CardView, id_text, CX_FIELD_TEXT, "Id as printed"),
    CX_FIELD(CardView, computed_at, CX_FIELD_INSTANT, "When it was computed"),
    CX_FIELD_PAGE(CardView, computed_at_text, CX_FIELD_TEXT, "When, as read"),
    CX_FIELD(CardView, survey, CX_FIELD_TEXT, "Title of the survey"),
    CX_FIELD(CardView, label, CX_FIELD_TEXT, "Short name of the question"),
    CX_FIELD(CardView, measure, CX_FIELD_TEXT, "How answers are put together"),
    CX_FIELD(CardView, unit, CX_FIELD_TEXT, "Unit of the value"),
    CX_FIELD(CardView, group, CX_FIELD_TEXT, "Which part of the answers"),
    CX_FIELD(CardView, slice, CX_FIELD_TEXT, "What was asked for, in canonical form"),
    CX_FIELD_PAGE(CardView, scores_url, CX_FIELD_TEXT, "The same on the scores page"),
    CX_FIELD_PAGE(CardView, pdf_url, CX_FIELD_TEXT, "The same on paper"),
    CX_FIELD(CardView, gathered, CX_FIELD_TEXT, "How the answers were gathered"),
    CX_FIELD(CardView, period, CX_FIELD_TEXT, "Period of the answers"),
    CX_FIELD_CHILD(CardView, modes, CX_FIELD_LIST, &mode_type, "How answers were taken"),
    CX_FIELD_PAGE(CardView, modes_text, CX_FIELD_TEXT, "The same in a line"),
    CX_FIELD(CardView, method, CX_FIELD_TEXT, "The formula in words"),
    CX_FIELD(CardView, interval, CX_FIELD_TEXT, "How the interval was made, in words"),
    CX_FIELD(CardView, source, CX_FIELD_TEXT, "Where the data comes from"),
    CX_FIELD(CardView, wording, CX_FIELD_TEXT, "What was asked"),
    CX_FIELD(CardView, answers, CX_FIELD_TEXT, "The scale, and what does not count"),
    CX_FIELD(CardView, version, CX_FIELD_TEXT, "Version of the survey"),
    CX_FIELD(CardView, department, CX_FIELD_TEXT, "Whose question it is"),
    CX_FIELD(CardView, population, CX_FIELD_TEXT, "Who was meant to be represented"),
    CX_FIELD(CardView, sampling, CX_FIELD_TEXT, "How respondents were chosen"),
    CX_FIELD_DATA(CardView, invited, CX_FIELD_NUMBER, "People asked"),
    CX_FIELD_DATA(CardView, n_missing, CX_FIELD_NUMBER, "Responses without an answer"),
    CX_FIELD_DATA(CardView, n_not_applicable, CX_FIELD_NUMBER, "Answers \"does not apply\""),
    CX_FIELD_PAGE(CardView, missing_text, CX_FIELD_TEXT, "The same as read"),
    CX_FIELD(CardView, rate, CX_FIELD_TEXT, "Response rate with its definition"),
    CX_FIELD(CardView, weighting, CX_FIELD_TEXT, "What the weights do"),
    CX_FIELD(CardView, is_weighted, CX_FIELD_FLAG, "Whether answers count by their weights"),
    CX_FIELD_PAGE(CardView, has_other, CX_FIELD_FLAG, "Whether there is another way"),
    CX_FIELD_CHILD(CardView, other, CX_FIELD_OBJECT_IN, &cx_mark_type,
                   "Unweighted when weighted, and the other way round"),
    CX_FIELD_PAGE(CardView, other_text, CX_FIELD_TEXT, "The same as read"),
    CX_FIELD_DATA(CardView, n_effective, CX_FIELD_NUMBER, "Kish's effective sample size"),
    CX_FIELD_PAGE(CardView, n_effective_text, CX_FIELD_TEXT, "The same as read"),
    CX_FIELD(CardView, experience, CX_FIELD_TEXT, "Whether they knew it at first hand"),
    CX_FIELD_CHILD(CardView, caveats, CX_FIELD_LIST, &cx_view_text_type, "Before you rely on it"),
    CX_FIELD(CardView, frame, CX_FIELD_TEXT, "Fingerprint of the data"),
    CX_FIELD_PAGE(CardView, frame_text, CX_FIELD_TEXT, "The same as printed"),
    CX_FIELD_DATA(CardView, n_responses, CX_FIELD_NUMBER, "Responses in the data"),
    CX_FIELD_PAGE(CardView, n_responses_text, CX_FIELD_TEXT, "The same as read"),
    CX_FIELD_CHILD(CardView, signatures, CX_FIELD_LIST, &cx_signature_view_type,
                   "Who outside the CX team examined it, newest first"),
    CX_FIELD_PAGE(CardView, has_signatures, CX_FIELD_FLAG, "Whether anybody did"),
    CX_FIELD_CHILD(CardView, restate, CX_FIELD_LIST, &restate_type,
                   "What was handed over with the number before a signature was withdrawn"),
    CX_FIELD_PAGE(CardView, has_restate, CX_FIELD_FLAG, "Whether anything was"),
    CX_FIELD_PAGE(CardView, sign_url, CX_FIELD_TEXT, "Where a name is put to it"),
    CX_FIELD_CHILD_PAGE(CardView, form, CX_FIELD_OBJECT, &cx_form_view_type,
                        "To put a name to it, for who may"),
};
const CxViewType cx_card_view_type =
    CX_VIEW_TYPE("Card", CardView, card_fields, "How one number came about");

/* Hex digits in groups of four: "5c1e 90d2 44ab". */
static const char *
in_fours(CxArena *arena, const char *hex, size_t n_max)
{
    g_autoptr(GString) out = g_string_new(NULL);
    for (size_t i = 0; hex[i] != '\0' && i < n_max; i++)
        g_string_append_printf(out, "%s%c", i > 0 && i % 4 == 0 ? " " : "", hex[i]);
    return cx_arena_text(arena, out->str);
}

static void
fill_modes(CxCtx *ctx, const CxCard *card, CardView *view)
{
    ModeView *modes = cx_arena_new0_n(ctx->arena, ModeView, card->n_modes);
    g_autoptr(GString) line = g_string_new(NULL);
    for (size_t i = 0; i < card->n_modes; i++) {
        const CxCardMode *mode = &card->modes[i];
        modes[i] = (ModeView){
            .label = mode->label,
            .n = (double)mode->n,
            .share = mode->share,
            .share_text = cx_arena_take(ctx->arena, cx_text_number(100.0 * mode->share, 1)),
        };
        g_string_append_printf(line, "%s%s %s\xe2\x80\xaf%%", i > 0 ? ", " : "", mode->label,
                               modes[i].share_text);
    }
    view->modes = CX_VIEW_LIST(modes, card->n_modes);
    view->modes_text = card->n_modes > 0 ? cx_arena_text(ctx->arena, line->str) : NULL;
}

/* "35 (31–40) weighted, 31 (28–34) not; the weighted one was asked for". */
static const char *
other_words(CxCtx *ctx, const CardView *view)
{
    if (!view->has_other || view->other.text == NULL)
        return NULL;
    return cx_arena_take(
        ctx->arena,
        cx_message_format(
            ctx->catalogue, view->is_weighted ? "card.other.weighted" : "card.other.unweighted",
            CX_ARG_TEXT("value", view->score.text), CX_ARG_TEXT("range", view->score.range_long),
            CX_ARG_TEXT("other", view->other.text),
            CX_ARG_TEXT("other_range", view->other.range_long)));
}

static const char *
missing_words(CxCtx *ctx, const CxCard *card)
{
    if (card->n_missing == 0 && card->n_not_applicable == 0)
        return NULL;
    return cx_arena_take(ctx->arena,
                         cx_message_format(ctx->catalogue, "card.missing.text",
                                           CX_ARG_NUMBER("missing", card->n_missing),
                                           CX_ARG_NUMBER("na", card->n_not_applicable)));
}

/* What was handed over with the number, once somebody took their name from it. */
static bool
fill_restate(CxCtx *ctx, const CxCard *card, CardView *view, GError **error)
{
    CxHandovers handovers;
    if (!ctx->wall.can_change_program)
        return true;
    if (!cx_handover_with_card(ctx, card->value.card.hex, &handovers, error))
        return false;
    RestateView *rows = cx_arena_new0_n(ctx->arena, RestateView, handovers.n + 1);
    for (size_t i = 0; i < handovers.n; i++) {
        g_autofree char *day = cx_day_format_long(handovers.items[i].day);
        rows[i] = (RestateView){
            .text = cx_arena_take(
                ctx->arena,
                cx_message_format(ctx->catalogue, "card.restate.brief", CX_ARG_TEXT("day", day),
                                  CX_ARG_TEXT("headline", handovers.items[i].headline))),
            .url = cx_arena_printf(ctx->arena, "/handovers/%" PRId64, handovers.items[i].id.v),
        };
    }
    view->restate = CX_VIEW_LIST(rows, handovers.n);
    view->has_restate = handovers.n > 0;
    return true;
}

static bool
fill_signatures(CxCtx *ctx, const CxCard *card, CardView *view, GError **error)
{
    CxSignatures signatures;
    if (!cx_signature_list(ctx, card, &signatures, error))
        return false;
    view->signatures = cx_signature_views(ctx, card, &signatures);
    view->has_signatures = signatures.n > 0;
    for (size_t i = 0; i < signatures.n; i++) {
        if (!cx_day_is_none(signatures.items[i].withdrawn_on))
            return fill_restate(ctx, card, view, error);
    }
    return true;
}

static CardView *
make_view(CxCtx *ctx, const CxCard *card, GError **error)
{
    CxArena *arena = ctx->arena;
    g_autoptr(GTimeZone) utc = g_time_zone_new_utc();
    const CxMarkWords words = {
        .decimals = (int)card->decimals,
        .unit = card->unit,
        .what = card->label,
    };
    CardView *view = cx_arena_new0(arena, CardView);
    *view = (CardView){
        .score = cx_mark_make(ctx, &card->value, &words),
        .id_text = in_fours(arena, card->value.card.hex, CX_CARD_ID_LEN),
        .computed_at = card->computed_at,
        .computed_at_text = cx_arena_take(arena, cx_instant_format_long(card->computed_at, utc)),
        .survey = card->survey,
        .label = card->label,
        .measure = card->measure,
        .unit = card->unit,
        .group = card->group,
        .slice = card->slice,
        .scores_url = cx_arena_printf(arena, "/scores?%s", card->slice),
        .pdf_url = cx_arena_printf(arena, "/cards/%s/card.pdf", card->value.card.hex),
        .gathered = card->gathered,
        .period = card->period,
        .method = card->method,
        .interval = card->interval,
        .source = card->source,
        .wording = card->wording,
        .answers = card->answers,
        .version = card->version,
        .department = card->department,
        .population = card->population,
        .sampling = card->sampling,
        .invited = card->invited >= 0 ? (double)card->invited : (double)NAN,
        .n_missing = (double)card->n_missing,
        .n_not_applicable = (double)card->n_not_applicable,
        .missing_text = missing_words(ctx, card),
        .rate = card->rate,
        .weighting = card->weighting,
        .is_weighted = card->is_weighted,
        .has_other = card->has_other,
        .other = cx_mark_make(ctx, &card->other, &words),
        .n_effective = card->n_effective,
        .experience = card->experience,
        .caveats = CX_VIEW_LIST(card->caveats, card->n_caveats),
        .frame = card->frame,
        .frame_text = in_fours(arena, card->frame, 8),
        .n_responses = (double)card->n_responses,
        .n_responses_text = cx_arena_take(arena, cx_text_count(card->n_responses)),
        .sign_url = cx_arena_printf(arena, "/cards/%s/signatures", card->value.card.hex),
    };
    if (!isnan(card->n_effective)) {
        view->n_effective_text =
            cx_arena_take(arena, cx_text_count((int64_t)llround(card->n_effective)));
    }
    fill_modes(ctx, card, view);
    view->other_text = other_words(ctx, view);
    return fill_signatures(ctx, card, view, error) ? view : NULL;
}

const void *
cx_card_view(CxCtx *ctx, const CxCard *card, GError **error)
{
    return make_view(ctx, card, error);
}

/* ---- Putting a name to it ---- */

typedef struct {
    const char *verdict;
    const char *scope;
    const char *password;
} SignatureAdd;

static const CxCommandChoice verdict_choices[] = {
    { "signed", "card.sign.verdict.signed" },
    { "objected", "card.sign.verdict.objected" },
    { NULL, NULL },
};

static const CxCommandField signature_add_fields[] = {
    { CX_COMMAND(SignatureAdd, verdict, CX_COMMAND_CHOICE), .is_required = true,
      .choices = verdict_choices, .label_key = "card.sign.verdict", .about = "signed or objected" },
    { CX_COMMAND(SignatureAdd, scope, CX_COMMAND_NOTE), .is_required = true,
      .label_key = "card.sign.scope", .hint_key = "card.sign.scope.hint",
      .about = "What was examined, or what is objected to" },
    { CX_COMMAND(SignatureAdd, password, CX_COMMAND_SECRET), .is_required = true,
      .bytes_max = CX_PASSWORD_BYTES_MAX, .label_key = "card.sign.password",
      .about = "The signer's own password" },
};
const CxCommandType cx_signature_add_type = CX_COMMAND_TYPE(
    "SignatureAdd", SignatureAdd, signature_add_fields, "Puts the reader's name to a number");

typedef struct {
    const char *reason;
} SignatureWithdraw;

static const CxCommandField signature_withdraw_fields[] = {
    { CX_COMMAND(SignatureWithdraw, reason, CX_COMMAND_NOTE), .is_required = true,
      .label_key = "card.withdraw.reason", .about = "Why it is withdrawn" },
};
const CxCommandType cx_signature_withdraw_type =
    CX_COMMAND_TYPE("SignatureWithdraw", SignatureWithdraw, signature_withdraw_fields,
                    "Withdraws the reader's own signature");

static const CxCard *
load_card(CxCtx *ctx, const CxRequest *request, GError **error)
{
    return cx_card_load(ctx, cx_request_param(request, "id"), error);
}

static bool
show(CxCtx *ctx, const CxRequest *request, const CxCommandInput *sent, CxReply *reply,
     GError **error)
{
    const CxCard *card = load_card(ctx, request, error);
    CardView *view = card != NULL ? make_view(ctx, card, error) : NULL;
    if (view == NULL)
        return false;
    if (cx_signature_may_sign(ctx) && cx_measured_has_value(&card->value))
        view->form = cx_request_form_view(request, sent);
    const char *title =
        cx_arena_take(ctx->arena, cx_message_format(cx_request_catalogue(request), "card.tab",
                                                    CX_ARG_TEXT("label", card->label)));
    return cx_reply_view(reply, "card", title, &cx_card_view_type, view, error);
}

static bool
go_to(CxCtx *ctx, const CxCard *card, CxReply *reply)
{
    cx_reply_redirect(reply, cx_arena_printf(ctx->arena, "/cards/%s", card->value.card.hex));
    return true;
}

static bool
take_signature(CxCtx *ctx, const CxRequest *request, const void *command, CxReply *reply,
               GError **error)
{
    const SignatureAdd *form = command;
    CxSignatureAdd add = { .scope = form->scope, .password = form->password };
    const CxCard *card = load_card(ctx, request, error);
    if (card == NULL || !cx_verdict_parse(form->verdict, &add.verdict, error) ||
        !cx_signature_add(ctx, card, &add, error))
        return false;
    cx_reply_status(reply, 201);
    return go_to(ctx, card, reply);
}

static const CxRefusal refusals[] = {
    { CX_ERROR_UNAUTHENTICATED, "password", "account.wrong" },
    { CX_ERROR_INVALID, "scope", NULL },
    { CX_ERROR_CONFLICT, "", NULL },
};

static const CxForm sign_form = { &cx_signature_add_type, take_signature, show,
                                  CX_REFUSALS(refusals) };

bool
cx_page_card(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    return cx_form_show(&sign_form, ctx, request, reply, error);
}

bool
cx_page_card_sign(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    return cx_form_take(&sign_form, ctx, request, reply, error);
}

bool
cx_page_card_withdraw(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    const CxCommandInput input = cx_request_input(request, &cx_signature_withdraw_type);
    SignatureWithdraw form;
    int64_t id = 0;
    const CxCard *card = load_card(ctx, request, error);
    if (card == NULL || !cx_request_param_id(request, "signature", &id, error))
        return false;
    if (cx_request_read(request, &input, &form)) {
        return cx_signature_withdraw(ctx, card, id, form.reason, error) && go_to(ctx, card, reply);
    }
    cx_reply_issues(reply, input.issues);
    return cx_form_show(&sign_form, ctx, request, reply, error);
}

GBytes *
cx_card_pdf(CxCtx *ctx, const CxCard *card, GError **error)
{
    if (ctx->press == NULL) {
        g_set_error_literal(error, CX_ERROR, CX_ERROR_UNSUPPORTED, "nothing is printed here");
        return NULL;
    }
    const void *view = cx_card_view(ctx, card, error);
    if (view == NULL)
        return NULL;
    const CxPrint document = {
        .template_name = "print/card",
        .title = card->label,
        .lang = ctx->locale,
        .type = &cx_card_view_type,
        .view = view,
    };
    return cx_press_print(ctx->press, &document, error);
}

bool
cx_page_card_pdf(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    const CxCard *card = cx_card_load(ctx, cx_request_param(request, "id"), error);
    g_autoptr(GBytes) pdf = card != NULL ? cx_card_pdf(ctx, card, error) : NULL;
    if (pdf == NULL)
        return false;
    g_autofree char *name = g_strdup_printf("card-%.8s.pdf", card->value.card.hex);
    cx_reply_bytes(reply, "application/pdf", pdf, name);
    return true;
}
