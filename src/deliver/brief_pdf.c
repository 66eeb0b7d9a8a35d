#include "deliver/brief_pdf.h"

#include "base/civil.h"
#include "base/error.h"
#include "codec/json.h"
#include "deliver/press.h"
#include "tell/brief_view.h"

#define SLUG_MAX 60

static bool
check_press(const CxCtx *ctx, GError **error)
{
    if (ctx->press != NULL)
        return true;
    g_set_error_literal(error, CX_ERROR, CX_ERROR_UNSUPPORTED, "nothing is printed here");
    return false;
}

GBytes *
cx_brief_pdf(CxCtx *ctx, const CxBrief *brief, GError **error)
{
    if (!check_press(ctx, error))
        return NULL;
    const CxPrint document = {
        .template_name = "print/brief",
        .title = brief->heading,
        .lang = ctx->locale,
        .type = &cx_brief_view_type,
        .view = cx_brief_view(ctx, brief),
    };
    return cx_press_print(ctx->press, &document, error);
}

/* ---- As it was ---- */

typedef struct {
    const char *paper;
} SheetView;

static const CxViewField sheet_fields[] = {
    CX_FIELD_PAGE(SheetView, paper, CX_FIELD_MARKUP, "The sheet as it was drawn by this program"),
};
const CxViewType cx_sheet_view_type =
    CX_VIEW_TYPE("Sheet", SheetView, sheet_fields, "A sheet that was kept");

GBytes *
cx_handover_pdf(CxCtx *ctx, const CxHandover *handover, const char *title, GError **error)
{
    if (!check_press(ctx, error))
        return NULL;
    const SheetView view = { handover->paper };
    const CxPrint document = { "print/handover", title, ctx->locale, &cx_sheet_view_type, &view };
    return cx_press_print(ctx->press, &document, error);
}

bool
cx_brief_hand_over(CxCtx *ctx, const CxBrief *brief, CxHandoverId *ret_id, GError **error)
{
    if (!check_press(ctx, error))
        return false;
    const void *view = cx_brief_view(ctx, brief);
    g_autofree char *paper =
        cx_press_draw(ctx->press, "brief_paper", &cx_brief_view_type, view, error);
    if (paper == NULL)
        return false;
    g_autoptr(GString) data = g_string_new(NULL);
    CxJsonWriter *writer = cx_json_writer_new(data, CX_JSON_COMPACT);
    cx_view_write_json(&cx_brief_view_type, view, writer);
    cx_json_writer_free(writer);
    const CxHandoverAdd add = {
        .leader = brief->leader,
        .survey_key = brief->survey_key,
        .from = brief->from,
        .to = brief->to,
        .digest = brief->digest,
        .headline = brief->headline,
        .data = data->str,
        .paper = paper,
    };
    return cx_handover_add(ctx, &add, ret_id, error);
}

/* ---- Its name ---- */

/* What is left of a name in plain letters and digits, dashes between; may be empty. */
static char *
slug(const char *name)
{
    g_autofree char *plain = g_str_to_ascii(name, "C");
    g_autoptr(GString) out = g_string_new(NULL);
    for (const char *p = plain; *p != '\0' && out->len < SLUG_MAX; p++) {
        if (g_ascii_isalnum(*p))
            g_string_append_c(out, g_ascii_tolower(*p));
        else if (out->len > 0 && out->str[out->len - 1] != '-')
            g_string_append_c(out, '-');
    }
    if (out->len > 0 && out->str[out->len - 1] == '-')
        g_string_truncate(out, out->len - 1);
    return g_string_free(g_steal_pointer(&out), FALSE);
}

char *
cx_brief_pdf_name(const CxBrief *brief)
{
    g_autofree char *day = cx_day_format(brief->made_on);
    g_autofree char *words =
        slug(brief->departments != NULL ? brief->departments : brief->leader_name);
    if (*words == '\0')
        return g_strdup_printf("brief-%" G_GINT64_FORMAT "-%s.pdf", brief->leader.v, day);
    return g_strdup_printf("brief-%s-%s.pdf", words, day);
}
