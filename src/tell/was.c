#include "tell/was.h"

#include <math.h>
#include <string.h>

#include "base/text.h"

static const CxViewField was_fields[] = {
    CX_FIELD(CxWas, wording, CX_FIELD_TEXT, "What is said of the change, and no other words"),
    CX_FIELD_DATA(CxWas, value, CX_FIELD_NUMBER, "Newer less older, null when not measured"),
    CX_FIELD_DATA(CxWas, lo, CX_FIELD_NUMBER, "Lower end of its interval"),
    CX_FIELD_DATA(CxWas, hi, CX_FIELD_NUMBER, "Upper end of its interval"),
    CX_FIELD_DATA(CxWas, detectable, CX_FIELD_NUMBER, "The change that would have shown"),
    CX_FIELD(CxWas, against, CX_FIELD_TEXT, "The period it is compared with"),
    CX_FIELD_DATA(CxWas, card, CX_FIELD_TEXT, "Id of the evidence card"),
    CX_FIELD_PAGE(CxWas, points, CX_FIELD_TEXT, "The change with its interval, as read"),
    CX_FIELD_PAGE(CxWas, would_show, CX_FIELD_TEXT, "The change that would have shown, as read"),
    CX_FIELD_PAGE(CxWas, sentence, CX_FIELD_TEXT, "All of it in a sentence"),
    CX_FIELD_PAGE(CxWas, href, CX_FIELD_TEXT, "Address of the card"),
    CX_FIELD_PAGE(CxWas, is_improved, CX_FIELD_FLAG, "Improved"),
    CX_FIELD_PAGE(CxWas, is_worsened, CX_FIELD_FLAG, "Worsened"),
    CX_FIELD_PAGE(CxWas, is_signs, CX_FIELD_FLAG, "Signs of improvement"),
    CX_FIELD_PAGE(CxWas, is_none, CX_FIELD_FLAG, "No measurable change"),
    CX_FIELD_PAGE(CxWas, is_few, CX_FIELD_FLAG, "Too few to tell"),
    CX_FIELD_PAGE(CxWas, is_cut, CX_FIELD_FLAG, "Not compared"),
};
const CxViewType cx_was_type =
    CX_VIEW_TYPE("Change", CxWas, was_fields, "What became of a measure, tested once");

/* "+6", "−5", "0". */
static char *
signed_text(double value, int decimals)
{
    g_autofree char *text = cx_text_number(value, decimals);
    const bool is_positive = value > 0.0 && strspn(text, "0.") != strlen(text);
    return g_strconcat(is_positive ? "+" : "", text, NULL);
}

static const char *
points_words(CxCtx *ctx, const CxChange *change)
{
    g_autofree char *value = signed_text(change->change.value, change->decimals);
    g_autofree char *lo = signed_text(change->change.lo, change->decimals);
    g_autofree char *hi = signed_text(change->change.hi, change->decimals);
    return cx_arena_take(
        ctx->arena, cx_message_format(ctx->catalogue, "brief.points", CX_ARG_TEXT("value", value),
                                      CX_ARG_TEXT("lo", lo), CX_ARG_TEXT("hi", hi)));
}

const CxWas *
cx_was_make(CxCtx *ctx, const CxChange *change)
{
    if (change == NULL)
        return NULL;
    const bool is_cut = change->wording == CX_WORDING_NOT_COMPARED;
    const bool has_interval = !is_cut && cx_measured_has_interval(&change->change);
    CxWas *was = cx_arena_new0(ctx->arena, CxWas);
    *was = (CxWas){
        .wording = cx_wording_key(change->wording),
        .value = has_interval ? change->change.value : (double)NAN,
        .lo = has_interval ? change->change.lo : (double)NAN,
        .hi = has_interval ? change->change.hi : (double)NAN,
        .detectable = has_interval ? change->detectable : (double)NAN,
        .against = change->against,
        .points = has_interval ? points_words(ctx, change) : NULL,
        .sentence = cx_change_sentence(ctx, change),
        .is_improved = change->wording == CX_WORDING_IMPROVED,
        .is_worsened = change->wording == CX_WORDING_WORSENED,
        .is_signs = change->wording == CX_WORDING_SIGNS,
        .is_none = change->wording == CX_WORDING_NONE,
        .is_few = change->wording == CX_WORDING_TOO_FEW,
        .is_cut = is_cut,
    };
    if (was->is_none && isfinite(was->detectable)) {
        was->would_show =
            cx_arena_take(ctx->arena, cx_text_number(was->detectable, change->decimals));
    }
    if (change->change.card.hex[0] != '\0') {
        was->card = cx_arena_text(ctx->arena, change->change.card.hex);
        was->href = cx_arena_printf(ctx->arena, "/cards/%s", was->card);
    }
    return was;
}
