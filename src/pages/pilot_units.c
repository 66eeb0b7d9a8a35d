#include "pages/pilot_units.h"

#include <string.h>

#define UNIT "_unit"
#define HALF "_half"

static const CxViewField box_fields[] = {
    CX_FIELD_PAGE(CxUnitBox, value, CX_FIELD_TEXT, "Choice and unit"),
    CX_FIELD_PAGE(CxUnitBox, label, CX_FIELD_TEXT, "The unit"),
    CX_FIELD_PAGE(CxUnitBox, is_ticked, CX_FIELD_FLAG, "Whether it is ticked"),
};
static const CxViewType box_type = CX_VIEW_TYPE("UnitBox", CxUnitBox, box_fields, "A unit to tick");

static const CxViewField choice_fields[] = {
    CX_FIELD_PAGE(CxUnitChoice, key, CX_FIELD_TEXT, "Key of the choice"),
    CX_FIELD_PAGE(CxUnitChoice, label, CX_FIELD_TEXT, "The choice"),
    CX_FIELD_CHILD_PAGE(CxUnitChoice, boxes, CX_FIELD_LIST, &box_type, "Its units"),
    CX_FIELD_PAGE(CxUnitChoice, is_half, CX_FIELD_FLAG, "Whether half of them are drawn"),
    CX_FIELD_PAGE(CxUnitChoice, is_open, CX_FIELD_FLAG, "Whether something is ticked"),
};
const CxViewType cx_unit_choice_type =
    CX_VIEW_TYPE("UnitChoice", CxUnitChoice, choice_fields, "Units of a choice, to tick");

static bool
is_sent(const CxRequest *request, const char *name, const char *value)
{
    const CxPair *pair = cx_request_form_at(request, 0);
    for (size_t i = 0; pair != NULL; pair = cx_request_form_at(request, ++i)) {
        if (strcmp(pair->name, name) == 0 && strcmp(pair->value, value) == 0)
            return true;
    }
    return false;
}

static CxUnitChoice
choice_of(CxCtx *ctx, const CxRequest *request, const CxItem *item)
{
    const CxItemVersion *asked = cx_item_latest(item);
    CxUnitBox *boxes = cx_arena_new0_n(ctx->arena, CxUnitBox, asked->n_codes + 1);
    size_t n = 0;
    CxUnitChoice choice = { .key = cx_arena_text(ctx->arena, item->key),
                            .label = cx_arena_text(ctx->arena, item->label),
                            .is_half = is_sent(request, HALF, item->key) };
    for (size_t i = 0; i < asked->n_codes; i++) {
        const CxItemCode *code = &asked->codes[i];
        if (code->meaning != CX_MEANING_VALUE)
            continue;
        CxUnitBox *box = &boxes[n++];
        box->value = cx_arena_printf(ctx->arena, "%s:%s", item->key, code->key);
        box->label = cx_arena_text(ctx->arena, code->label);
        box->is_ticked = is_sent(request, UNIT, box->value);
        choice.is_open = choice.is_open || box->is_ticked || choice.is_half;
    }
    choice.boxes = CX_VIEW_LIST(boxes, n);
    return choice;
}

CxViewList
cx_unit_choices(CxCtx *ctx, const CxRequest *request, const CxSurvey *survey,
                const CxPilotOffers *offers)
{
    CxUnitChoice *choices = cx_arena_new0_n(ctx->arena, CxUnitChoice, offers->n + 1);
    size_t n = 0;
    for (size_t i = 0; i < offers->n; i++) {
        const CxItem *item =
            offers->items[i].key != NULL ? cx_survey_item(survey, offers->items[i].key) : NULL;
        if (item != NULL)
            choices[n++] = choice_of(ctx, request, item);
    }
    return CX_VIEW_LIST(choices, n);
}

/* The ticked boxes of a choice, or all of them where only the lot is ticked, by comma; how many. */
static const char *
list_of(CxCtx *ctx, const CxUnitChoice *choice, bool is_all, int64_t *ret_n)
{
    g_autoptr(GString) list = g_string_new(NULL);
    const CxUnitBox *boxes = choice->boxes.items;
    const size_t n_key = strlen(choice->key) + 1;
    *ret_n = 0;
    for (size_t i = 0; i < choice->boxes.n; i++) {
        if (!is_all && !boxes[i].is_ticked)
            continue;
        g_string_append_printf(list, "%s%s", list->len > 0 ? "," : "", boxes[i].value + n_key);
        ++*ret_n;
    }
    return cx_arena_text(ctx->arena, list->str);
}

static bool
is_blank(const char *text)
{
    return text == NULL || *text == '\0';
}

void
cx_unit_ticked(CxCtx *ctx, const CxRequest *request, const CxSurvey *survey, CxPilotTexts *texts)
{
    const CxItem *item = is_blank(texts->units) ? NULL : cx_survey_item(survey, texts->units);
    if (item == NULL || !is_blank(texts->treated) || !is_blank(texts->drawn))
        return;
    const CxUnitChoice choice = choice_of(ctx, request, item);
    int64_t n = 0;
    const char *ticked = list_of(ctx, &choice, false, &n);
    if (!choice.is_half) {
        texts->treated = n > 0 ? ticked : texts->treated;
        return;
    }
    if (n == 0)
        (void)list_of(ctx, &choice, true, &n);
    else
        texts->compared = ticked;
    texts->drawn = cx_arena_printf(ctx->arena, "%" G_GINT64_FORMAT, n / 2);
}
