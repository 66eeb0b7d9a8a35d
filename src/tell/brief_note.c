#include "tell/brief_note.h"

#include <math.h>

#include "base/civil.h"
#include "base/text.h"

#define SAY(ctx, key, ...)                                                                         \
    cx_arena_take((ctx)->arena, cx_message_format((ctx)->catalogue, key, __VA_ARGS__))

static const CxViewField footnote_fields[] = {
    CX_FIELD(CxBriefNote, number, CX_FIELD_COUNT, "Number in order of appearance"),
    CX_FIELD(CxBriefNote, text, CX_FIELD_TEXT, "What the number rests on"),
    CX_FIELD(CxBriefNote, card, CX_FIELD_TEXT, "Id of the evidence card"),
    CX_FIELD_PAGE(CxBriefNote, card_short, CX_FIELD_TEXT, "The id as printed"),
    CX_FIELD_PAGE(CxBriefNote, card_url, CX_FIELD_TEXT, "Where the card opens"),
};
const CxViewType cx_brief_note_type =
    CX_VIEW_TYPE("Footnote", CxBriefNote, footnote_fields, "The evidence under a number");

/* The number of the card's footnote, a new one the first time; 0 without a card. *ret_is_new says
 * that its text is still to be written. */
static int64_t
number_of(CxBriefNotes *notes, const char *card, CxBriefNote **ret_new)
{
    *ret_new = NULL;
    if (card == NULL)
        return 0;
    for (size_t i = 0; i < notes->n; i++) {
        if (g_strcmp0(notes->items[i].card, card) == 0)
            return notes->items[i].number;
    }
    CxBriefNote *note = &notes->items[notes->n++];
    *note = (CxBriefNote){
        .number = (int64_t)notes->n,
        .card = card,
        .card_short = cx_arena_printf(notes->ctx->arena, "%.4s\xc2\xa0%.4s", card, card + 4),
        .card_url = cx_arena_printf(notes->ctx->arena, "/cards/%s", card),
    };
    *ret_new = note;
    return note->number;
}

int64_t
cx_brief_note_score(CxBriefNotes *notes, const CxScore *score, const CxMeasured *value,
                    const char *period)
{
    CxCtx *ctx = notes->ctx;
    CxBriefNote *note = NULL;
    const char *card = value->card.hex[0] != '\0' ? value->card.hex : NULL;
    const int64_t number = number_of(notes, card, &note);
    if (note == NULL)
        return number;
    const bool is_first = notes->first == 0;
    const bool is_same = !is_first && g_str_equal(score->measure, notes->first_measure) &&
                         g_str_equal(period, notes->first_period);
    if (is_first) {
        notes->first = number;
        notes->first_measure = score->measure;
        notes->first_period = period;
    }
    const CxMessageArg args[] = {
        CX_ARG_TEXT("wording", score->wording),
        CX_ARG_TEXT("measure", score->measure),
        CX_ARG_TEXT("period", period),
        CX_ARG_TEXT("gathered", notes->brief->gathered != NULL ? notes->brief->gathered : ""),
        CX_ARG_TEXT("weighted", score->is_weighted ? "yes" : "no"),
        CX_ARG_NUMBER("first", notes->first),
        CX_ARG_NUMBER("n", value->n),
        CX_ARG_NUMBER("clusters", value->clusters),
        { .name = NULL },
    };
    note->text =
        cx_arena_take(ctx->arena, cx_message_format_args(ctx->catalogue,
                                                         is_first  ? "brief.footnote"
                                                         : is_same ? "brief.footnote.same"
                                                                   : "brief.footnote.other",
                                                         args));
    return number;
}

int64_t
cx_brief_note_change(CxBriefNotes *notes, const CxChange *change)
{
    if (change == NULL || change->change.card.hex[0] == '\0')
        return 0;
    CxBriefNote *note = NULL;
    const int64_t number = number_of(notes, change->change.card.hex, &note);
    if (note == NULL)
        return number;
    if (change->wording == CX_WORDING_NOT_COMPARED) {
        note->text = SAY(notes->ctx, "brief.footnote.not_compared",
                         CX_ARG_TEXT("label", change->label), CX_ARG_TEXT("period", change->period),
                         CX_ARG_TEXT("reason", change->reason != NULL ? change->reason : ""));
        return number;
    }
    g_autofree char *level = cx_text_number(100.0 * change->level, change->level > 0.99 ? 1 : 0);
    const CxChange *first = notes->first_change;
    const bool is_same = first != NULL && first->n_family == change->n_family &&
                         g_str_equal(first->period, change->period) &&
                         g_strcmp0(first->against, change->against) == 0;
    if (first == NULL) {
        notes->first_change = change;
        notes->first_change_number = number;
    }
    note->text = SAY(notes->ctx, is_same ? "brief.footnote.change.same" : "brief.footnote.change",
                     CX_ARG_TEXT("label", change->label), CX_ARG_TEXT("period", change->period),
                     CX_ARG_TEXT("against", change->against != NULL ? change->against : ""),
                     CX_ARG_NUMBER("n", change->n_family), CX_ARG_TEXT("level", level),
                     CX_ARG_NUMBER("first", notes->first_change_number));
    return number;
}

int64_t
cx_brief_note_threshold(CxBriefNotes *notes, const CxThresholdFinding *finding)
{
    const CxMeasured *value = &finding->threshold;
    CxBriefNote *note = NULL;
    const int64_t number =
        number_of(notes, value->card.hex[0] != '\0' ? value->card.hex : NULL, &note);
    if (note == NULL)
        return number;
    g_autofree char *level = cx_text_number(100.0 * finding->level, 0);
    g_autofree char *period = cx_day_format_period(finding->from, finding->to);
    note->text = SAY(notes->ctx, "brief.footnote.threshold",
                     CX_ARG_TEXT("wording", finding->wording), CX_ARG_NUMBER("n", value->n),
                     CX_ARG_NUMBER("units", value->clusters), CX_ARG_TEXT("period", period),
                     CX_ARG_TEXT("level", level), CX_ARG_TEXT("low", finding->low_text),
                     CX_ARG_TEXT("declared", finding->is_level_declared ? "yes" : "no"));
    return number;
}

int64_t
cx_brief_note_transactions(CxBriefNotes *notes, const CxThresholdFinding *finding,
                           const CxMeasured *share)
{
    CxBriefNote *note = NULL;
    const int64_t number =
        number_of(notes, share->card.hex[0] != '\0' ? share->card.hex : NULL, &note);
    if (note == NULL)
        return number;
    note->text = SAY(notes->ctx, "brief.footnote.transactions",
                     CX_ARG_TEXT("counted", finding->is_counted ? "yes" : "no"),
                     CX_ARG_TEXT("has", isfinite(share->lo) ? "yes" : "no"),
                     CX_ARG_NUMBER("n", finding->n_transactions));
    return number;
}

int64_t
cx_brief_note_link(CxBriefNotes *notes, const CxFinding *finding)
{
    CxBriefNote *note = NULL;
    const char *card = finding->value.card.hex;
    const int64_t number = number_of(notes, *card != '\0' ? card : NULL, &note);
    if (note == NULL)
        return number;
    const bool has_p = isfinite(finding->p_adjusted);
    g_autofree char *p = has_p ? cx_text_number(fmax(finding->p_adjusted, 0.001), 3) : g_strdup("");
    note->text = SAY(notes->ctx, "brief.footnote.link", CX_ARG_NUMBER("n", finding->value.n),
                     CX_ARG_TEXT("has", has_p ? "yes" : "no"), CX_ARG_TEXT("p", p),
                     CX_ARG_TEXT("small", has_p && finding->p_adjusted < 0.001 ? "yes" : "no"));
    return number;
}

int64_t
cx_brief_note_quotes(CxBriefNotes *notes, int64_t n_comments)
{
    CxBriefNote *note = &notes->items[notes->n++];
    *note = (CxBriefNote){
        .number = (int64_t)notes->n,
        .text = SAY(notes->ctx, "brief.footnote.quotes", CX_ARG_NUMBER("n", n_comments)),
    };
    return note->number;
}
