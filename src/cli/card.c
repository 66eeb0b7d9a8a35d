/* coalition card: an evidence card. */
#include "evidence/card.h"

#include "base/civil.h"
#include "base/error.h"
#include "base/text.h"
#include "cli/cli.h"
#include "pages/pages.h"
#include "pages/signature_view.h"
#include "tell/mark.h"

static void
print_fact(const char *name, const char *text)
{
    if (text != NULL && *text != '\0')
        cx_cli_print("  %-18s %s\n", name, text);
}

static void
print_modes(const CxCard *card)
{
    for (size_t i = 0; i < card->n_modes; i++) {
        g_autofree char *share = cx_text_number(100.0 * card->modes[i].share, 1);
        g_autofree char *text = g_strdup_printf("%s %s %%", card->modes[i].label, share);
        print_fact(i == 0 ? "How answered" : "", text);
    }
}

/* Who outside the CX team examined it. */
static bool
print_signatures(CxCtx *ctx, const CxCard *card, GError **error)
{
    CxSignatures signatures;
    if (!cx_signature_list(ctx, card, &signatures, error))
        return false;
    const CxViewList list = cx_signature_views(ctx, card, &signatures);
    const CxSignatureView *views = list.items;
    for (size_t i = 0; i < list.n; i++)
        print_fact("", views[i].text);
    if (list.n == 0)
        print_fact("", cx_message_text(ctx->catalogue, "card.unsigned"));
    return true;
}

static bool
print_text(CxCtx *ctx, const CxCard *card, GError **error)
{
    const CxMarkWords words = { .decimals = (int)card->decimals, .what = card->label };
    const CxMark mark = cx_mark_make(ctx, &card->value, &words);
    const CxMark other = cx_mark_make(ctx, &card->other, &words);
    cx_cli_print("%s: %s\n%s %s %s\n", card->label, card->measure,
                 mark.text != NULL ? mark.text : mark.why, mark.range != NULL ? mark.range : "",
                 mark.n_text != NULL ? mark.n_text : "");
    cx_cli_print("\nHow was this gathered?\n");
    print_fact("", card->gathered);
    print_fact("Survey", card->survey);
    print_fact("Period", card->period);
    print_fact("Part", card->group);
    print_modes(card);
    print_fact("Method", card->method);
    print_fact("Interval", card->interval);
    print_fact("Source", card->source);
    cx_cli_print("\nWhat did you ask?\n");
    print_fact("", card->wording);
    print_fact("Answers", card->answers);
    print_fact("Version", card->version);
    print_fact("Department", card->department);
    cx_cli_print("\nWhich customers answered?\n");
    print_fact("", card->population);
    print_fact("How chosen", card->sampling);
    print_fact("Response rate", card->rate);
    print_fact("Weights", card->weighting);
    if (card->has_other && other.text != NULL) {
        g_autofree char *text =
            g_strdup_printf("%s (%s)", other.text, other.range != NULL ? other.range : other.why);
        print_fact(card->is_weighted ? "Unweighted" : "Weighted", text);
    }
    cx_cli_print("\nDo they understand?\n");
    print_fact("", card->experience);
    cx_cli_print("\nBefore you rely on it\n");
    for (size_t i = 0; i < card->n_caveats; i++)
        print_fact("", card->caveats[i]);
    if (!print_signatures(ctx, card, error))
        return false;
    print_fact("Card", card->value.card.hex);
    print_fact("Frame", card->frame);
    print_fact("Slice", card->slice);
    return true;
}

static bool
write_pdf(CxCtx *ctx, const CxCard *card, const char *file, GError **error)
{
    g_autoptr(GBytes) pdf = cx_card_pdf(ctx, card, error);
    g_autoptr(GError) local = NULL;
    if (pdf == NULL)
        return false;
    gsize len_bytes = 0;
    const char *data = g_bytes_get_data(pdf, &len_bytes);
    if (g_file_set_contents(file, data, (gssize)len_bytes, &local)) {
        cx_cli_print("%s: %s\n", card->label, file);
        return true;
    }
    g_set_error_literal(error, CX_ERROR, CX_ERROR_IO, local->message);
    return false;
}

static bool
run(CxCli *cli, const CxCliArgs *args, GError **error)
{
    g_autoptr(CxCtx) ctx = cx_cli_open(cli, error);
    if (ctx == NULL)
        return false;
    const CxCard *card = cx_card_load(ctx, cx_cli_args_operand(args, 0), error);
    if (card == NULL)
        return false;
    const char *file = cx_cli_args_option(args, "pdf");
    if (file != NULL)
        return write_pdf(ctx, card, file, error);
    if (!cli->is_json)
        return print_text(ctx, card, error);
    const void *view = cx_card_view(ctx, card, error);
    if (view != NULL)
        cx_cli_print_json(&cx_card_view_type, view);
    return view != NULL;
}

static const CxCliOption options[] = {
    { "pdf", "FILE", "write it as a tagged PDF" },
    { 0 },
};

const CxCliCommand cx_cli_card = {
    .name = "card",
    .usage = "ID [--pdf FILE]",
    .about = "Print an evidence card: how a number was gathered, asked, answered",
    .more = "The first few characters of the id will do.",
    .options = options,
    .n_operands_min = 1,
    .n_operands_max = 1,
    .run = run,
};
