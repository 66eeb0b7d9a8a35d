#include "pages/change_view.h"

#include <math.h>

#include "base/civil.h"
#include "base/message.h"

static const CxViewField change_fields[] = {
    CX_MARK_FIELDS(offsetof(CxChangeView, score)),
    CX_FIELD_CHILD_PAGE(CxChangeView, score, CX_FIELD_OBJECT_IN, &cx_mark_type, "As read"),
    CX_FIELD(CxChangeView, id, CX_FIELD_COUNT, "Id of the test"),
    CX_FIELD(CxChangeView, declaration, CX_FIELD_COUNT, "Id of the declared measure"),
    CX_FIELD(CxChangeView, department, CX_FIELD_TEXT, "Department, null for the overall rating"),
    CX_FIELD(CxChangeView, question, CX_FIELD_TEXT, "Key of the question"),
    CX_FIELD(CxChangeView, label, CX_FIELD_TEXT, "Short name of the question"),
    CX_FIELD(CxChangeView, measure, CX_FIELD_TEXT, "How answers are put together"),
    CX_FIELD(CxChangeView, unit, CX_FIELD_TEXT, "Unit of the change"),
    CX_FIELD(CxChangeView, is_weighted, CX_FIELD_FLAG, "Whether answers count by their weights"),
    CX_FIELD(CxChangeView, step, CX_FIELD_TEXT, "Length of the period: quarter, half, year, wave"),
    CX_FIELD(CxChangeView, period, CX_FIELD_TEXT, "The period as read"),
    CX_FIELD(CxChangeView, against, CX_FIELD_TEXT, "What it is compared with, null for nothing"),
    CX_FIELD(CxChangeView, from, CX_FIELD_DAY, "First day of the period"),
    CX_FIELD(CxChangeView, to, CX_FIELD_DAY, "Last day of the period, on which it closed"),
    CX_FIELD(CxChangeView, against_from, CX_FIELD_DAY, "First day of what it is compared with"),
    CX_FIELD(CxChangeView, against_to, CX_FIELD_DAY, "Last day of what it is compared with"),
    CX_FIELD(CxChangeView, wording, CX_FIELD_TEXT,
             "improved, worsened, signs, none, too_few or not_compared"),
    CX_FIELD(CxChangeView, words, CX_FIELD_TEXT, "The same in words"),
    CX_FIELD_PAGE(CxChangeView, is_improved, CX_FIELD_FLAG, "Improved"),
    CX_FIELD_PAGE(CxChangeView, is_worsened, CX_FIELD_FLAG, "Worsened"),
    CX_FIELD_PAGE(CxChangeView, is_signs, CX_FIELD_FLAG, "Signs of improvement"),
    CX_FIELD_PAGE(CxChangeView, is_none, CX_FIELD_FLAG, "No measurable change"),
    CX_FIELD_PAGE(CxChangeView, is_few, CX_FIELD_FLAG, "Too few to tell"),
    CX_FIELD_PAGE(CxChangeView, is_cut, CX_FIELD_FLAG, "Not compared"),
    CX_FIELD(CxChangeView, is_exploratory, CX_FIELD_FLAG, "Declared afterwards: never credited"),
    CX_FIELD(CxChangeView, is_credit, CX_FIELD_FLAG, "Whether it may be credited"),
    CX_FIELD(CxChangeView, reason, CX_FIELD_TEXT, "Why not compared, or too few"),
    CX_FIELD(CxChangeView, sentence, CX_FIELD_TEXT, "All of it in a sentence"),
    CX_FIELD_PAGE(CxChangeView, points, CX_FIELD_TEXT, "The change with its interval"),
    CX_FIELD_DATA(CxChangeView, level, CX_FIELD_NUMBER, "Level of the interval"),
    CX_FIELD_DATA(CxChangeView, after, CX_FIELD_NUMBER, "The newer value"),
    CX_FIELD_DATA(CxChangeView, before, CX_FIELD_NUMBER, "The older value"),
    CX_FIELD_DATA(CxChangeView, n_after, CX_FIELD_NUMBER, "Answers of the period"),
    CX_FIELD_DATA(CxChangeView, n_before, CX_FIELD_NUMBER, "Answers of what it is compared with"),
    CX_FIELD_DATA(CxChangeView, p, CX_FIELD_NUMBER, "Two-sided, null where it was not tested"),
    CX_FIELD_DATA(CxChangeView, p_adjusted, CX_FIELD_NUMBER, "The same over the family"),
    CX_FIELD_DATA(CxChangeView, detectable, CX_FIELD_NUMBER, "What would have shown, 80 % power"),
    CX_FIELD_DATA(CxChangeView, expected, CX_FIELD_NUMBER,
                  "What regression to the mean alone would bring, null without an allowance"),
    CX_FIELD_DATA(CxChangeView, alpha, CX_FIELD_NUMBER, "Level of the close"),
    CX_FIELD_DATA(CxChangeView, n_family, CX_FIELD_COUNT, "Measures tested together"),
};
const CxViewType cx_change_view_type = CX_VIEW_TYPE("DeclaredChange", CxChangeView, change_fields,
                                                    "A declared measure of a period that closed");

static const CxViewField declaration_fields[] = {
    CX_FIELD(CxDeclarationView, id, CX_FIELD_COUNT, "Id"),
    CX_FIELD(CxDeclarationView, department, CX_FIELD_TEXT,
             "Department, null for the overall rating"),
    CX_FIELD(CxDeclarationView, question, CX_FIELD_TEXT, "Key of the question"),
    CX_FIELD(CxDeclarationView, label, CX_FIELD_TEXT, "Short name of the question"),
    CX_FIELD(CxDeclarationView, measure, CX_FIELD_TEXT, "nps, mean or top2"),
    CX_FIELD(CxDeclarationView, is_weighted, CX_FIELD_FLAG, "Whether answers count by weight"),
    CX_FIELD(CxDeclarationView, cadence, CX_FIELD_TEXT, "quarter, half, year or wave"),
    CX_FIELD_PAGE(CxDeclarationView, cadence_text, CX_FIELD_TEXT, "The same as read"),
    CX_FIELD(CxDeclarationView, against, CX_FIELD_TEXT, "year or period"),
    CX_FIELD_PAGE(CxDeclarationView, against_text, CX_FIELD_TEXT, "The same as read"),
    CX_FIELD(CxDeclarationView, from, CX_FIELD_DAY, "First day it counts for"),
    CX_FIELD_PAGE(CxDeclarationView, from_text, CX_FIELD_TEXT, "The same as read"),
    CX_FIELD(CxDeclarationView, who, CX_FIELD_TEXT, "Who declared it"),
    CX_FIELD(CxDeclarationView, is_in_force, CX_FIELD_FLAG, "Neither withdrawn nor replaced"),
    CX_FIELD_DATA(CxDeclarationView, withdrawn_on, CX_FIELD_DAY, "Day it was withdrawn"),
};
const CxViewType cx_declaration_view_type = CX_VIEW_TYPE(
    "Declaration", CxDeclarationView, declaration_fields, "A measure declared beforehand");

/* "+5 (+1 to +9)" of the sentence: what stands after the colon of a change with an interval. */
static const char *
points_of(CxCtx *ctx, const CxChange *change)
{
    if (!cx_measured_has_interval(&change->change) || change->wording == CX_WORDING_TOO_FEW)
        return NULL;
    return cx_change_points(ctx, change);
}

CxChangeView
cx_change_view(CxCtx *ctx, const CxChange *change)
{
    const CxMarkWords words = {
        .decimals = change->decimals,
        .unit = change->unit,
        .what = change->label,
    };
    const CxWording wording = change->wording;
    return (CxChangeView){
        .score = cx_mark_make(ctx, &change->change, &words),
        .id = change->id,
        .declaration = change->declaration.v,
        .department = change->department_name,
        .question = change->item_key,
        .label = change->label,
        .measure = change->measure,
        .unit = change->unit,
        .is_weighted = change->is_weighted,
        .step = cx_cadence_key(change->step),
        .period = change->period,
        .against = change->against,
        .from = change->from,
        .to = change->to,
        .against_from = change->against_from,
        .against_to = change->against_to,
        .wording = cx_wording_key(wording),
        .words = cx_wording_words(wording),
        .is_improved = wording == CX_WORDING_IMPROVED,
        .is_worsened = wording == CX_WORDING_WORSENED,
        .is_signs = wording == CX_WORDING_SIGNS,
        .is_none = wording == CX_WORDING_NONE,
        .is_few = wording == CX_WORDING_TOO_FEW,
        .is_cut = wording == CX_WORDING_NOT_COMPARED,
        .is_exploratory = change->is_exploratory,
        .is_credit = cx_change_is_credit(change),
        .reason = change->reason,
        .sentence = cx_change_sentence(ctx, change),
        .points = points_of(ctx, change),
        .level = change->level,
        .after = change->after,
        .before = change->before,
        .n_after = change->n_after < 0 ? (double)NAN : (double)change->n_after,
        .n_before = change->n_before < 0 ? (double)NAN : (double)change->n_before,
        .p = change->p,
        .p_adjusted = change->p_adjusted,
        .detectable = change->detectable,
        .expected = change->expected,
        .alpha = change->alpha,
        .n_family = change->n_family,
    };
}

CxViewList
cx_change_views(CxCtx *ctx, const CxChanges *changes)
{
    CxChangeView *views = cx_arena_new0_n(ctx->arena, CxChangeView, changes->n);
    for (size_t i = 0; i < changes->n; i++)
        views[i] = cx_change_view(ctx, &changes->items[i]);
    return CX_VIEW_LIST(views, changes->n);
}

/* Whether a later declaration of the same department follows it in the list. */
static bool
is_replaced(const CxDeclarations *declared, size_t i)
{
    return i + 1 < declared->n &&
           declared->items[i + 1].department.v == declared->items[i].department.v;
}

static const char *
word_of(CxCtx *ctx, const char *area, const char *key)
{
    g_autofree char *message = g_strdup_printf("changes.%s.%s", area, key);
    return cx_message_text(ctx->catalogue, message);
}

CxViewList
cx_declaration_views(CxCtx *ctx, const CxDeclarations *declared)
{
    CxDeclarationView *views = cx_arena_new0_n(ctx->arena, CxDeclarationView, declared->n);
    for (size_t i = 0; i < declared->n; i++) {
        const CxDeclaration *each = &declared->items[i];
        views[i] = (CxDeclarationView){
            .id = each->id.v,
            .department = each->department_name,
            .question = each->item_key,
            .label = each->label,
            .measure = cx_slice_measure_key(each->measure),
            .is_weighted = each->is_weighted,
            .cadence = cx_cadence_key(each->cadence),
            .cadence_text = word_of(ctx, "cadence", cx_cadence_key(each->cadence)),
            .against = cx_against_key(each->against),
            .against_text = word_of(ctx, "against", cx_against_key(each->against)),
            .from = each->from,
            .from_text = cx_arena_take(ctx->arena, cx_day_format_long(each->from)),
            .who = each->actor,
            .is_in_force = cx_day_is_none(each->withdrawn_on) && !is_replaced(declared, i),
            .withdrawn_on = each->withdrawn_on,
        };
    }
    return CX_VIEW_LIST(views, declared->n);
}
