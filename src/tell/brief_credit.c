#include "tell/brief_credit.h"

#include <string.h>

#define DAYS_IN_YEAR 366

static const CxViewField credit_fields[] = {
    CX_FIELD(CxBriefCredit, text, CX_FIELD_TEXT, "What improved, as read"),
    CX_FIELD_DATA(CxBriefCredit, department, CX_FIELD_TEXT, "Whose it is; null: all customers"),
    CX_FIELD_DATA(CxBriefCredit, question, CX_FIELD_TEXT, "Key of the question"),
    CX_FIELD_DATA(CxBriefCredit, period, CX_FIELD_TEXT, "The period that was tested"),
    CX_FIELD_DATA(CxBriefCredit, against, CX_FIELD_TEXT, "What it was compared with"),
    CX_FIELD_DATA(CxBriefCredit, points, CX_FIELD_TEXT, "The change with its interval"),
    CX_FIELD_DATA(CxBriefCredit, card, CX_FIELD_TEXT, "Its evidence card"),
    CX_FIELD_PAGE(CxBriefCredit, fn, CX_FIELD_COUNT, "Number of its footnote"),
};
const CxViewType cx_brief_credit_type =
    CX_VIEW_TYPE("BriefCredit", CxBriefCredit, credit_fields, "A tested improvement");

static bool
is_of(const CxBrief *brief, CxDepartmentId department)
{
    for (size_t i = 0; i < brief->n_departments; i++) {
        if (brief->department_ids[i].v == department.v)
            return true;
    }
    return department.v == 0;
}

/* Whether the measure is among those kept: what comes first is newer. */
static bool
is_known(const CxChange *kept, size_t n, const CxChange *change)
{
    for (size_t i = 0; i < n; i++) {
        if (kept[i].department.v == change->department.v &&
            strcmp(kept[i].item_key, change->item_key) == 0)
            return true;
    }
    return false;
}

bool
cx_brief_add_credits(CxCtx *ctx, const CxSurvey *survey, CxBrief *brief, GError **error)
{
    CxChanges changes;
    if (cx_day_is_none(brief->to))
        return true;
    const CxChangeQuery query = { .from = { brief->to.v - DAYS_IN_YEAR }, .to = brief->to };
    if (!cx_change_list(ctx, survey, &query, &changes, error))
        return false;
    CxChange *kept = cx_arena_new0_n(ctx->arena, CxChange, CX_BRIEF_CREDITS_MAX);
    size_t n = 0;
    for (size_t i = 0; i < changes.n && n < CX_BRIEF_CREDITS_MAX; i++) {
        const CxChange *change = &changes.items[i];
        if (cx_change_is_credit(change) && cx_measured_has_interval(&change->change) &&
            is_of(brief, change->department) && !is_known(kept, n, change))
            kept[n++] = *change;
    }
    brief->credits = (CxChanges){ kept, n };
    return true;
}

CxViewList
cx_brief_credits(CxBriefNotes *notes)
{
    CxCtx *ctx = notes->ctx;
    const CxChanges *credits = &notes->brief->credits;
    CxBriefCredit *rows = cx_arena_new0_n(ctx->arena, CxBriefCredit, credits->n);
    for (size_t i = 0; i < credits->n; i++) {
        const CxChange *change = &credits->items[i];
        const char *points = cx_change_points(ctx, change);
        const bool is_share = strcmp(change->unit, "%") == 0;
        rows[i] = (CxBriefCredit){
            .department = change->department_name,
            .question = change->item_key,
            .period = change->period,
            .against = change->against,
            .points = points,
            .card = cx_arena_text(ctx->arena, change->change.card.hex),
            .fn = cx_brief_note_change(notes, change),
            .text = cx_arena_take(
                ctx->arena, cx_message_format(
                                ctx->catalogue, "brief.credit", CX_ARG_TEXT("label", change->label),
                                CX_ARG_TEXT("points", points),
                                CX_ARG_TEXT("unit", is_share ? "points" : change->unit),
                                CX_ARG_TEXT("period", change->period))),
        };
    }
    return CX_VIEW_LIST(rows, credits->n);
}
