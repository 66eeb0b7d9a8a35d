#include "deliver/brief_pdf.h"

#include "base/civil.h"
#include "base/error.h"
#include "deliver/press.h"
#include "tell/brief_view.h"

#define SLUG_MAX 60

GBytes *
cx_brief_pdf(CxCtx *ctx, const CxBrief *brief, GError **error)
{
    if (ctx->press == NULL) {
        g_set_error_literal(error, CX_ERROR, CX_ERROR_UNSUPPORTED, "nothing is printed here");
        return NULL;
    }
    const CxDocument document = {
        .template_name = "print/brief",
        .title = brief->heading,
        .lang = ctx->locale,
        .type = &cx_brief_view_type,
        .view = cx_brief_view(ctx, brief),
    };
    return cx_press_print(ctx->press, &document, error);
}

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
