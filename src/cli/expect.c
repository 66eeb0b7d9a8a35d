/* coalition expect: from which value of an operational fact on ratings fall, beside its target. */
#include <math.h>

#include "cli/cli.h"
#include "evidence/threshold.h"
#include "feedback/survey.h"
#include "pages/threshold_ask.h"
#include "tell/threshold_view.h"

static void
print_share(const char *what, const CxMark *mark)
{
    if (mark->text == NULL)
        return;
    g_autofree char *range =
        mark->range != NULL ? g_strdup_printf("(%s)", mark->range) : g_strdup("");
    cx_cli_print("%-44s %4s %%  %-10s %s  card %.8s\n", what, mark->text, range, mark->n_text,
                 mark->card != NULL ? mark->card : "");
}

static void
print_text(CxCtx *ctx, const CxThresholdView *view)
{
    cx_cli_print("%s\n", view->headline);
    if (view->threshold.text != NULL) {
        cx_cli_print("%s%s%s (%s)  %s  card %.8s\n", view->threshold.text,
                     *view->unit != '\0' ? " " : "", view->unit,
                     view->threshold.range != NULL ? view->threshold.range : view->threshold.why,
                     view->threshold.n_text, view->threshold.card);
    }
    print_share(cx_message_text(ctx->catalogue, "threshold.card.measure.on_target"),
                &view->on_target);
    print_share(cx_message_text(ctx->catalogue, "threshold.card.measure.before"), &view->before);
    print_share(cx_message_text(ctx->catalogue, "threshold.card.measure.between"), &view->between);
    print_share(cx_message_text(ctx->catalogue, "threshold.card.measure.beyond"), &view->beyond);
    if (view->shape != NULL)
        cx_cli_print("%s\n", view->shape);
    if (view->odds_text != NULL) {
        cx_cli_print("%s%s%.8s\n", view->odds_text, view->odds.card != NULL ? "  card " : "",
                     view->odds.card != NULL ? view->odds.card : "");
    }
    if (view->caution != NULL)
        cx_cli_print("%s\n", view->caution);
    cx_cli_print("%s\n", view->evidence);
}

/* What --json says where nothing was named: what can be asked. */
typedef struct {
    const char *fact, *fact_label;
    const char *answer, *answer_label;
    int64_t n;
} Askable;

static const CxViewField askable_fields[] = {
    CX_FIELD(Askable, fact, CX_FIELD_TEXT, "Key of the fact, for --fact"),
    CX_FIELD(Askable, fact_label, CX_FIELD_TEXT, "The fact"),
    CX_FIELD(Askable, answer, CX_FIELD_TEXT, "Key of the question, for --answer"),
    CX_FIELD(Askable, answer_label, CX_FIELD_TEXT, "The question"),
    CX_FIELD(Askable, n, CX_FIELD_COUNT, "Answers that meet the fact"),
};
static const CxViewType askable_type =
    CX_VIEW_TYPE("Askable", Askable, askable_fields, "A fact and a question it meets");

typedef struct {
    CxViewList pairs;
} Askables;

static const CxViewField askables_fields[] = {
    CX_FIELD_CHILD(Askables, pairs, CX_FIELD_LIST, &askable_type, "Facts that meet questions"),
};
static const CxViewType askables_type =
    CX_VIEW_TYPE("Askables", Askables, askables_fields, "What can be expected of what");

static void
print_pairs_json(const CxCtx *ctx, const CxThresholdPairs *pairs)
{
    Askable *list = cx_arena_new0_n(ctx->arena, Askable, pairs->n + 1);
    for (size_t i = 0; i < pairs->n; i++) {
        const CxThresholdPair *pair = &pairs->items[i];
        list[i] = (Askable){ pair->fact, pair->fact_label, pair->question, pair->label, pair->n };
    }
    const Askables askables = { CX_VIEW_LIST(list, pairs->n) };
    cx_cli_print_json(&askables_type, &askables);
}

static void
print_pairs(const CxThresholdPairs *pairs)
{
    for (size_t i = 0; i < pairs->n; i++) {
        const CxThresholdPair *pair = &pairs->items[i];
        cx_cli_print("--fact %s --answer %s  %s, %s, n %" G_GINT64_FORMAT "\n", pair->fact,
                     pair->question, pair->fact_label, pair->label, pair->n);
    }
    if (pairs->n == 0) {
        cx_cli_print(
            "no fact meets 100 answers of this survey; coalition facts takes facts in, and "
            "they meet responses by response, transaction, respondent or account\n");
    }
}

/* What --json says: the point, the target, and the shares either side. */
typedef struct {
    double threshold, lo, hi; /* in the fact's unit; NaN: none */
    bool is_break;
    double target;             /* NaN: none */
    double on_target;          /* %; NaN without a target */
    double on_target_but_past; /* %, where ratings have fallen already; NaN unless both are known */
    const char *status;
    const char *card;
} Expectation;

static const CxViewField expectation_fields[] = {
    CX_FIELD(Expectation, threshold, CX_FIELD_NUMBER, "From where on ratings fall"),
    CX_FIELD(Expectation, lo, CX_FIELD_NUMBER, "Lower end of its 95 % interval"),
    CX_FIELD(Expectation, hi, CX_FIELD_NUMBER, "Upper end"),
    { .name = "break",
      .kind = CX_FIELD_FLAG,
      .where = CX_FIELD_EVERYWHERE,
      .offset = offsetof(Expectation, is_break),
      .about = "Whether ratings break there; else they fall gradually" },
    CX_FIELD(Expectation, target, CX_FIELD_NUMBER, "The internal target"),
    CX_FIELD(Expectation, on_target, CX_FIELD_NUMBER, "Share on target, %"),
    CX_FIELD(Expectation, on_target_but_past, CX_FIELD_NUMBER,
             "Share on target, but past the point, %"),
    CX_FIELD(Expectation, status, CX_FIELD_TEXT, "Whether there is a point, and why not"),
    CX_FIELD(Expectation, card, CX_FIELD_TEXT, "The evidence card behind it"),
};
static const CxViewType expectation_type = CX_VIEW_TYPE(
    "Expectation", Expectation, expectation_fields, "Where ratings fall, beside the target");

static double
on_target_but_past(const CxThresholdFinding *finding)
{
    if (!cx_measured_has_value(&finding->threshold) || !finding->has_target)
        return (double)NAN;
    return finding->is_target_past ? finding->between.value : 0.0;
}

static void
print_json(const CxThresholdFinding *finding)
{
    const Expectation expectation = {
        .threshold = finding->threshold.value,
        .lo = finding->threshold.lo,
        .hi = finding->threshold.hi,
        .is_break = finding->is_break,
        .target = finding->has_target ? finding->target : (double)NAN,
        .on_target = finding->on_target.value,
        .on_target_but_past = on_target_but_past(finding),
        .status = cx_threshold_status_key(finding->status),
        .card = finding->threshold.card.hex,
    };
    cx_cli_print_json(&expectation_type, &expectation);
}

static bool
run_one(CxCli *cli, const CxCliArgs *args, CxCtx *ctx, const CxSurvey *survey,
        const CxThresholdQuery *query, GError **error)
{
    const CxThresholdFinding *finding = cx_threshold_run(ctx, survey, query, error);
    if (finding == NULL || !cx_cli_finish(cli, ctx, error))
        return false;
    if (cli->is_json && !cx_cli_args_has(args, "full")) {
        print_json(finding);
        return true;
    }
    const CxThresholdView *view = cx_threshold_view(ctx, finding, "threshold");
    if (cli->is_json)
        cx_cli_print_json(&cx_threshold_view_type, view);
    else
        print_text(ctx, view);
    return true;
}

static bool
run(CxCli *cli, const CxCliArgs *args, GError **error)
{
    CxThresholdQuery query = cx_threshold_query(cx_cli_args_value(args, "fact", 0),
                                                cx_cli_args_value(args, "answer", 0));
    const CxThresholdAskTexts texts = {
        .target = cx_cli_args_value(args, "target", 0),
        .level = cx_cli_args_value(args, "level", 0),
        .low = cx_cli_args_value(args, "low", 0),
        .from = cx_cli_args_value(args, "from", 0),
        .to = cx_cli_args_value(args, "to", 0),
    };
    if (!cx_threshold_ask_read(&texts, &query, error))
        return false;
    g_autoptr(CxCtx) ctx = cx_cli_open(cli, error);
    if (ctx == NULL)
        return false;
    g_autoptr(CxSurvey) survey = cx_survey_load(ctx, cx_cli_args_value(args, "survey", 0), error);
    if (survey == NULL)
        return false;
    if (query.fact != NULL)
        return run_one(cli, args, ctx, survey, &query, error);
    CxThresholdPairs pairs;
    if (!cx_threshold_list(ctx, survey, &pairs, error))
        return false;
    if (cli->is_json)
        print_pairs_json(ctx, &pairs);
    else
        print_pairs(&pairs);
    return true;
}

static const CxCliOption options[] = {
    { "survey", "KEY", "which survey, if there are several" },
    { "fact", "KEY", "which metric; without it, what could be asked is listed" },
    { "answer", "KEY", "answers to which question (else the overall one)" },
    { "target", "NUMBER", "the internal target (else the metric's own)" },
    { "level", "PERCENT", "share of low answers that is passed (else chosen, and said so)" },
    { "low", "CODE",
      "up to which answers are low (else 6 of 0 to 10, below the middle of others)" },
    { "from", "DATE", "first day of the period" },
    { "to", "DATE", "last day of the period" },
    { "full", NULL, "with --json: the whole of the page, with the curve and the odds" },
    { 0 },
};

const CxCliCommand cx_cli_expect = {
    .name = "expect",
    .usage = "[--fact KEY] [--answer KEY] [--target NUMBER] …",
    .about = "Print where ratings fall along an operational fact, beside its target",
    .options = options,
    .run = run,
};
