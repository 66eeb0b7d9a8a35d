#include "tell/threshold_view.h"

#include <math.h>
#include <string.h>

#include "base/civil.h"
#include "base/message.h"
#include "base/text.h"
#include "figure/threshold.h"

static const CxViewField point_fields[] = {
    CX_FIELD_DATA(CxThresholdPointView, x, CX_FIELD_NUMBER, "Value of the fact"),
    CX_FIELD_PAGE(CxThresholdPointView, x_text, CX_FIELD_TEXT, "The same as read"),
    CX_FIELD_DATA(CxThresholdPointView, value, CX_FIELD_NUMBER, "Good answers there, %"),
    CX_FIELD_DATA(CxThresholdPointView, lo, CX_FIELD_NUMBER, "Lower end of its interval"),
    CX_FIELD_DATA(CxThresholdPointView, hi, CX_FIELD_NUMBER, "Upper end of its interval"),
    CX_FIELD_PAGE(CxThresholdPointView, value_text, CX_FIELD_TEXT, "The share as read"),
    CX_FIELD_PAGE(CxThresholdPointView, range, CX_FIELD_TEXT, "The interval as read"),
    CX_FIELD(CxThresholdPointView, n, CX_FIELD_COUNT, "Answers there"),
};
const CxViewType cx_threshold_point_view_type =
    CX_VIEW_TYPE("ThresholdPoint", CxThresholdPointView, point_fields, "A point of the curve");

static const CxViewField move_fields[] = {
    CX_FIELD_DATA(CxThresholdMoveView, target, CX_FIELD_NUMBER, "The target"),
    CX_FIELD_PAGE(CxThresholdMoveView, target_text, CX_FIELD_TEXT, "The same as read"),
    CX_FIELD_CHILD(CxThresholdMoveView, on_target, CX_FIELD_OBJECT_IN, &cx_mark_type,
                   "How many would be on it, %"),
    CX_FIELD_DATA(CxThresholdMoveView, low_share, CX_FIELD_NUMBER, "Low answers just on it, %"),
    CX_FIELD_PAGE(CxThresholdMoveView, low_text, CX_FIELD_TEXT, "The same as read"),
    CX_FIELD(CxThresholdMoveView, is_current, CX_FIELD_FLAG, "The target there is"),
};
static const CxViewType move_type =
    CX_VIEW_TYPE("ThresholdMove", CxThresholdMoveView, move_fields, "What another target would do");

static const CxViewField threshold_fields[] = {
    CX_FIELD(CxThresholdView, status, CX_FIELD_TEXT, "What can be said: ok, flat, never …"),
    CX_FIELD(CxThresholdView, headline, CX_FIELD_TEXT, "The sentence to remember"),
    CX_FIELD(CxThresholdView, fact, CX_FIELD_TEXT, "Key of the fact"),
    CX_FIELD(CxThresholdView, fact_label, CX_FIELD_TEXT, "The fact"),
    CX_FIELD(CxThresholdView, unit, CX_FIELD_TEXT, "Its unit"),
    CX_FIELD(CxThresholdView, question, CX_FIELD_TEXT, "Key of the question"),
    CX_FIELD(CxThresholdView, label, CX_FIELD_TEXT, "Short name of the question"),
    CX_FIELD(CxThresholdView, wording, CX_FIELD_TEXT, "The question as last asked"),
    CX_FIELD(CxThresholdView, department, CX_FIELD_TEXT, "Whose question, null: nobody's"),
    CX_FIELD(CxThresholdView, period, CX_FIELD_TEXT, "Days of the answers"),
    CX_FIELD_PAGE(CxThresholdView, lead, CX_FIELD_TEXT, "What lies on target and between"),
    CX_FIELD_PAGE(CxThresholdView, evidence, CX_FIELD_TEXT, "The evidence line"),
    CX_FIELD_PAGE(CxThresholdView, shape, CX_FIELD_TEXT, "Break or gradual fall, in words"),
    CX_FIELD(CxThresholdView, caution, CX_FIELD_TEXT, "What changed within the period"),
    CX_FIELD_DATA(CxThresholdView, is_break, CX_FIELD_FLAG, "Ratings break there"),
    CX_FIELD_DATA(CxThresholdView, level, CX_FIELD_NUMBER, "Share of low answers passed, %"),
    CX_FIELD(CxThresholdView, low, CX_FIELD_TEXT, "Which answers are low"),
    CX_FIELD_DATA(CxThresholdView, target, CX_FIELD_NUMBER, "The internal target"),
    CX_FIELD_CHILD(CxThresholdView, threshold, CX_FIELD_OBJECT_IN, &cx_mark_type,
                   "The customers' threshold"),
    CX_FIELD_DATA(CxThresholdView, is_lo_open, CX_FIELD_FLAG, "Its interval is open below"),
    CX_FIELD_DATA(CxThresholdView, is_hi_open, CX_FIELD_FLAG, "Its interval is open above"),
    CX_FIELD(CxThresholdView, is_counted, CX_FIELD_FLAG, "Shares are of all transactions"),
    CX_FIELD_DATA(CxThresholdView, n_transactions, CX_FIELD_COUNT, "What the shares are of"),
    CX_FIELD_CHILD(CxThresholdView, on_target, CX_FIELD_OBJECT_IN, &cx_mark_type, "On target, %"),
    CX_FIELD_CHILD(CxThresholdView, before, CX_FIELD_OBJECT_IN, &cx_mark_type,
                   "On the good side of target and threshold, %"),
    CX_FIELD_CHILD(CxThresholdView, between, CX_FIELD_OBJECT_IN, &cx_mark_type,
                   "Between threshold and target, %"),
    CX_FIELD_CHILD(CxThresholdView, beyond, CX_FIELD_OBJECT_IN, &cx_mark_type,
                   "Beyond target and threshold, %"),
    CX_FIELD_DATA(CxThresholdView, odds_status, CX_FIELD_TEXT,
                  "Whether odds can be estimated: ok, separated, too_few …"),
    CX_FIELD_DATA(CxThresholdView, is_odds_firth, CX_FIELD_FLAG,
                  "They are Firth's estimate: plain likelihood has none"),
    CX_FIELD_DATA(CxThresholdView, odds_step, CX_FIELD_NUMBER, "Step of the fact they are for"),
    CX_FIELD(CxThresholdView, odds_text, CX_FIELD_TEXT, "The odds in words"),
    CX_FIELD_CHILD(CxThresholdView, odds, CX_FIELD_OBJECT_IN, &cx_mark_type,
                   "By what each step multiplies the odds of a low answer"),
    CX_FIELD_PAGE(CxThresholdView, svg, CX_FIELD_MARKUP, "The figure"),
    CX_FIELD_PAGE(CxThresholdView, print, CX_FIELD_MARKUP, "The figure for print"),
    CX_FIELD_CHILD(CxThresholdView, curve, CX_FIELD_OBJECT_IN, &cx_mark_type,
                   "All low answers, %; its card is that of the curve"),
    CX_FIELD_CHILD(CxThresholdView, points, CX_FIELD_LIST, &cx_threshold_point_view_type,
                   "The curve"),
    CX_FIELD_PAGE(CxThresholdView, has_points, CX_FIELD_FLAG, "Whether there is one"),
    CX_FIELD_CHILD(CxThresholdView, moves, CX_FIELD_LIST, &move_type, "What moving would do"),
    CX_FIELD_PAGE(CxThresholdView, has_moves, CX_FIELD_FLAG, "Whether there is any"),
};
const CxViewType cx_threshold_view_type =
    CX_VIEW_TYPE("Threshold", CxThresholdView, threshold_fields, "Where ratings fall");

/* ---- Words ---- */

#define SAY(ctx, key, ...)                                                                         \
    cx_arena_take((ctx)->arena, cx_message_format((ctx)->catalogue, key, __VA_ARGS__))

/* "3.1 days". */
static const char *
with_unit(CxCtx *ctx, const CxThresholdFinding *finding, const char *text)
{
    if (*finding->unit == '\0')
        return text;
    return cx_arena_printf(ctx->arena, "%s %s", text, finding->unit);
}

/* The mark of a share; what was counted says so where others say n. */
static CxMark
share_mark(CxCtx *ctx, const CxThresholdFinding *finding, const CxMeasured *value)
{
    const CxMarkWords words = { .decimals = 0, .unit = "%", .what = finding->label };
    CxMark mark = cx_mark_make(ctx, value, &words);
    if (finding->is_counted && mark.text != NULL)
        mark.n_text = SAY(ctx, "threshold.counted", CX_ARG_NUMBER("n", finding->n_transactions));
    return mark;
}

static CxMark
curve_mark(CxCtx *ctx, const CxThresholdFinding *finding)
{
    const CxMarkWords words = { .decimals = 0, .unit = "%", .what = finding->label };
    return cx_mark_make(ctx, &finding->low, &words);
}

static CxMark
threshold_mark(CxCtx *ctx, const CxThresholdFinding *finding)
{
    const CxMarkWords words = { .decimals = finding->decimals,
                                .unit = *finding->unit != '\0' ? finding->unit : NULL,
                                .what = finding->label };
    CxMark mark = cx_mark_make(ctx, &finding->threshold, &words);
    if (mark.range == NULL || (!finding->is_lo_open && !finding->is_hi_open))
        return mark;
    g_autofree char *lo = cx_text_number(mark.lo, finding->decimals);
    g_autofree char *hi = cx_text_number(mark.hi, finding->decimals);
    const char *key = finding->is_hi_open ? "threshold.range.from" : "threshold.range.to";
    if (finding->is_lo_open && finding->is_hi_open)
        key = "threshold.range.open";
    mark.range = SAY(ctx, key, CX_ARG_TEXT("lo", lo), CX_ARG_TEXT("hi", hi));
    mark.range_long = mark.range;
    return mark;
}

static CxMark
odds_mark(CxCtx *ctx, const CxThresholdFinding *finding)
{
    const CxThresholdOddsFinding *odds = &finding->odds;
    const CxMarkWords words = { .decimals = odds->decimals,
                                .unit = cx_message_text(ctx->catalogue, "threshold.odds.unit"),
                                .what = finding->label };
    CxMark mark = cx_mark_make(ctx, &odds->value, &words);
    if (mark.text != NULL && odds->value.value >= CX_THRESHOLD_ODDS_MOST)
        mark.text = cx_message_text(ctx->catalogue, "threshold.odds.most");
    if (mark.range != NULL && odds->value.hi >= CX_THRESHOLD_ODDS_MOST) {
        /* Where the lower end is beyond what is shown as well, the value says it all. */
        const bool is_beyond = odds->value.lo >= CX_THRESHOLD_ODDS_MOST;
        g_autofree char *lo = cx_text_number(odds->value.lo, odds->decimals);
        mark.range = is_beyond ? NULL : SAY(ctx, "threshold.range.from", CX_ARG_TEXT("lo", lo));
        mark.range_long = mark.range;
    }
    return mark;
}

/* Why plain likelihood has no estimate, then the estimate there is. */
static const char *
odds_text(CxCtx *ctx, const CxThresholdFinding *finding, const CxMark *mark)
{
    const CxThresholdOddsFinding *odds = &finding->odds;
    g_autoptr(GString) text = g_string_new(NULL);
    if (odds->status == NULL)
        return NULL;
    if (!g_str_equal(odds->status, "ok")) {
        g_autofree char *key = g_strconcat("threshold.odds.why.", odds->status, NULL);
        g_string_append(text, SAY(ctx, key, CX_ARG_TEXT("fact", finding->fact_label)));
    }
    if (mark->text != NULL) {
        const bool is_clear = mark->range == NULL || odds->value.lo > 1.0 || odds->value.hi < 1.0;
        const char *value =
            SAY(ctx, "threshold.odds.value", CX_ARG_TEXT("step", odds->step_text),
                CX_ARG_TEXT("worse", finding->worse == CX_THRESHOLD_MORE ? "more" : "less"),
                CX_ARG_TEXT("low", finding->low_text), CX_ARG_TEXT("x", mark->text),
                CX_ARG_TEXT("has", mark->range != NULL ? "yes" : "no"),
                CX_ARG_TEXT("range", mark->range != NULL ? mark->range : ""),
                CX_ARG_TEXT("clear", is_clear ? "yes" : "no"));
        g_string_append(text, text->len > 0 ? " " : "");
        g_string_append(text, value);
    }
    if (odds->is_firth) {
        g_string_append_c(text, ' ');
        g_string_append(text, cx_message_text(ctx->catalogue, "threshold.odds.firth"));
    }
    return cx_arena_text(ctx->arena, text->str);
}

static const char *
lead(CxCtx *ctx, const CxThresholdFinding *finding, const CxThresholdView *view)
{
    if (!finding->has_target || view->on_target.text == NULL)
        return NULL;
    const char *key = "threshold.lead.target";
    if (view->between.text != NULL)
        key = finding->is_target_past ? "threshold.lead.between" : "threshold.lead.kinder";
    return SAY(ctx, key, CX_ARG_TEXT("on", view->on_target.text),
               CX_ARG_TEXT("target", with_unit(ctx, finding, finding->target_text)),
               CX_ARG_TEXT("between", view->between.text != NULL ? view->between.text : ""),
               CX_ARG_TEXT("has", view->between.range != NULL ? "yes" : "no"),
               CX_ARG_TEXT("range", view->between.range != NULL ? view->between.range : ""));
}

static const char *
evidence_line(CxCtx *ctx, const CxThresholdFinding *finding, const char *period)
{
    if (isnan(finding->level)) {
        return SAY(ctx, "threshold.evidence.too_few", CX_ARG_TEXT("wording", finding->wording),
                   CX_ARG_NUMBER("n", finding->threshold.n), CX_ARG_TEXT("period", period));
    }
    g_autofree char *level =
        isfinite(finding->level) ? cx_text_number(100.0 * finding->level, 0) : NULL;
    return SAY(ctx, "threshold.evidence", CX_ARG_TEXT("wording", finding->wording),
               CX_ARG_NUMBER("n", finding->threshold.n), CX_ARG_TEXT("period", period),
               CX_ARG_TEXT("level", level), CX_ARG_TEXT("low", finding->low_text),
               CX_ARG_TEXT("declared", finding->is_level_declared ? "yes" : "no"),
               CX_ARG_TEXT("counted", finding->is_counted ? "yes" : "no"),
               CX_ARG_NUMBER("all", finding->n_transactions),
               CX_ARG_NUMBER("units", finding->threshold.clusters));
}

/* ---- The figure ---- */

static size_t
plot_points(CxCtx *ctx, const CxThresholdFinding *finding, const CxPlotPoint **ret_points)
{
    const size_t n = MIN(finding->n_points, (size_t)CX_PLOT_POINTS_MAX);
    CxPlotPoint *points = cx_arena_new0_n(ctx->arena, CxPlotPoint, n + 1);
    for (size_t i = 0; i < n; i++) {
        const CxThresholdPoint *point = &finding->points[i];
        points[i] = (CxPlotPoint){
            .x = point->x,
            .value = 100.0 * (1.0 - point->share),
            .lo = 100.0 * (1.0 - point->hi),
            .hi = 100.0 * (1.0 - point->lo),
            .raw = 100.0 * (1.0 - point->raw),
        };
    }
    *ret_points = points;
    return n;
}

static size_t
plot_bars(CxCtx *ctx, const CxThresholdFinding *finding, const CxPlotBar **ret_bars)
{
    const size_t n = MIN(finding->n_bars, (size_t)CX_PLOT_BARS_MAX);
    CxPlotBar *bars = cx_arena_new0_n(ctx->arena, CxPlotBar, n + 1);
    for (size_t i = 0; i < n; i++) {
        bars[i] =
            (CxPlotBar){ finding->bars[i].from, finding->bars[i].to, (double)finding->bars[i].n };
    }
    *ret_bars = bars;
    return n;
}

static CxPlotShare
plot_share(CxCtx *ctx, const CxMark *mark)
{
    if (mark->text == NULL)
        return (CxPlotShare){ .text = NULL };
    const char *text = SAY(ctx, "threshold.of_100", CX_ARG_TEXT("n", mark->text));
    return (CxPlotShare){ .text = text, .text_short = text, .range = mark->range };
}

/* Shares from left to right: as they come, or turned round where less is worse. */
static void
plot_shares(CxCtx *ctx, const CxThresholdFinding *finding, const CxThresholdView *view,
            CxThresholdPlot *plot)
{
    const bool is_less = finding->worse == CX_THRESHOLD_LESS;
    plot->shares[is_less ? 2 : 0] = plot_share(ctx, &view->before);
    plot->shares[1] = plot_share(ctx, &view->between);
    plot->shares[is_less ? 0 : 2] = plot_share(ctx, &view->beyond);
}

static void
plot_words(CxCtx *ctx, const CxThresholdFinding *finding, const CxThresholdView *view,
           CxThresholdPlot *plot)
{
    const CxCatalogue *catalogue = ctx->catalogue;
    const bool is_less = finding->worse == CX_THRESHOLD_LESS;
    plot->strip[0] = cx_message_text(catalogue, finding->is_counted ? "threshold.strip.all"
                                                                    : "threshold.strip.answers");
    plot->strip[1] = cx_message_text(catalogue, finding->is_counted ? "threshold.strip.period"
                                                                    : "threshold.strip.rated");
    plot->fall[0] = cx_message_text(catalogue, "threshold.fall");
    plot->fall[1] = "";
    if (view->threshold.text != NULL) {
        plot->fall[1] = SAY(ctx, is_less ? "threshold.fall.below" : "threshold.fall.after",
                            CX_ARG_TEXT("x", with_unit(ctx, finding, view->threshold.text)));
    }
    plot->aim[0] = cx_message_text(catalogue, "threshold.aim");
    plot->aim[1] = finding->has_target ? with_unit(ctx, finding, finding->target_text) : "";
    plot->interval = view->threshold.range;
    plot->interval_word = cx_message_text(catalogue, "threshold.interval");
    if (finding->has_target && finding->is_target_past) {
        plot->between[0] = cx_message_text(catalogue, "threshold.between.1");
        plot->between[1] = cx_message_text(catalogue, "threshold.between.2");
        plot->between[2] = cx_message_text(catalogue, "threshold.between.3");
    }
}

static void
add_figure(CxCtx *ctx, const CxThresholdFinding *finding, const char *id, CxThresholdView *view)
{
    if (finding->n_points < 2)
        return;
    const bool is_found = !isnan(finding->threshold.value);
    const char *heading =
        SAY(ctx, "threshold.heading", CX_ARG_TEXT("label", finding->label),
            CX_ARG_TEXT("low", finding->low_text), CX_ARG_TEXT("fact", finding->fact_label));
    CxThresholdPlot plot = {
        .id = id,
        .title = finding->headline,
        .desc = view->lead,
        .heading = heading,
        .heading_short = SAY(ctx, "threshold.heading.short", CX_ARG_TEXT("low", finding->low_text)),
        .level = 100.0 * (1.0 - finding->level),
        .x = finding->threshold.value,
        .lo = is_found ? finding->threshold.lo : (double)NAN,
        .hi = is_found ? finding->threshold.hi : (double)NAN,
        .target = finding->has_target ? finding->target : (double)NAN,
        .is_less_worse = finding->worse == CX_THRESHOLD_LESS,
        .unit = finding->unit,
    };
    plot.n_points = plot_points(ctx, finding, &plot.points);
    plot.n_bars = plot_bars(ctx, finding, &plot.bars);
    plot_words(ctx, finding, view, &plot);
    plot_shares(ctx, finding, view, &plot);
    GString *svg = g_string_new(NULL);
    cx_threshold_plot_draw(svg, &plot);
    view->svg = cx_arena_take(ctx->arena, g_string_free(svg, FALSE));
    GString *print = g_string_new(NULL);
    cx_threshold_plot_print(print, &plot);
    view->print = cx_arena_take(ctx->arena, g_string_free(print, FALSE));
}

/* ---- Tables ---- */

static CxViewList
point_views(CxCtx *ctx, const CxThresholdFinding *finding)
{
    CxThresholdPointView *rows =
        cx_arena_new0_n(ctx->arena, CxThresholdPointView, finding->n_points + 1);
    for (size_t i = 0; i < finding->n_points; i++) {
        const CxThresholdPoint *point = &finding->points[i];
        rows[i] = (CxThresholdPointView){
            .x = point->x,
            .x_text = cx_arena_take(ctx->arena, cx_text_number(point->x, 1)),
            .value = 100.0 * (1.0 - point->share),
            .lo = 100.0 * (1.0 - point->hi),
            .hi = 100.0 * (1.0 - point->lo),
            .n = point->n,
        };
        rows[i].value_text = cx_arena_take(ctx->arena, cx_text_number(rows[i].value, 0));
        if (!isnan(rows[i].lo))
            rows[i].range = cx_arena_take(ctx->arena, cx_text_interval(rows[i].lo, rows[i].hi, 0));
    }
    return CX_VIEW_LIST(rows, finding->n_points);
}

static CxViewList
move_views(CxCtx *ctx, const CxThresholdFinding *finding)
{
    CxThresholdMoveView *rows =
        cx_arena_new0_n(ctx->arena, CxThresholdMoveView, finding->n_moves + 1);
    for (size_t i = 0; i < finding->n_moves; i++) {
        const CxThresholdMove *move = &finding->moves[i];
        rows[i] = (CxThresholdMoveView){
            .target = move->target,
            .target_text = with_unit(ctx, finding, move->target_text),
            .on_target = share_mark(ctx, finding, &move->on_target),
            .low_share = 100.0 * move->low_share,
            .is_current = move->is_current,
        };
        rows[i].low_text = cx_arena_take(ctx->arena, cx_text_number(rows[i].low_share, 0));
    }
    return CX_VIEW_LIST(rows, finding->n_moves);
}

const CxThresholdView *
cx_threshold_view(CxCtx *ctx, const CxThresholdFinding *finding, const char *id)
{
    CxThresholdView *view = cx_arena_new0(ctx->arena, CxThresholdView);
    *view = (CxThresholdView){
        .status = cx_threshold_status_key(finding->status),
        .headline = finding->headline,
        .fact = finding->fact,
        .fact_label = finding->fact_label,
        .unit = finding->unit,
        .question = finding->question,
        .label = finding->label,
        .wording = finding->wording,
        .department = finding->department_name,
        .period = cx_arena_take(ctx->arena, cx_day_format_period(finding->from, finding->to)),
        .is_break = finding->is_break,
        .level = 100.0 * finding->level,
        .low = finding->low_text,
        .target = finding->has_target ? finding->target : (double)NAN,
        .threshold = threshold_mark(ctx, finding),
        .is_lo_open = finding->is_lo_open,
        .is_hi_open = finding->is_hi_open,
        .is_counted = finding->is_counted,
        .n_transactions = finding->n_transactions,
        .on_target = share_mark(ctx, finding, &finding->on_target),
        .before = share_mark(ctx, finding, &finding->before),
        .between = share_mark(ctx, finding, &finding->between),
        .beyond = share_mark(ctx, finding, &finding->beyond),
        .odds_status = finding->odds.status,
        .is_odds_firth = finding->odds.is_firth,
        .odds_step = finding->odds.status != NULL ? finding->odds.step : (double)NAN,
        .odds = odds_mark(ctx, finding),
        .curve = curve_mark(ctx, finding),
        .points = point_views(ctx, finding),
        .has_points = finding->n_points > 0,
        .moves = move_views(ctx, finding),
        .has_moves = finding->n_moves > 0,
    };
    view->lead = lead(ctx, finding, view);
    view->odds_text = odds_text(ctx, finding, &view->odds);
    view->evidence = evidence_line(ctx, finding, view->period);
    if (finding->status == CX_THRESHOLD_OK && !cx_threshold_is_parted(finding)) {
        view->shape =
            cx_message_text(ctx->catalogue, finding->is_break ? "threshold.shape.break"
                                                              : "threshold.shape.gradual");
    }
    if (finding->splice != NULL)
        view->caution = SAY(ctx, "threshold.card.splice", CX_ARG_TEXT("why", finding->splice));
    add_figure(ctx, finding, id, view);
    return view;
}
