#include "pages/pilot_view.h"

#include <math.h>

#include "base/civil.h"
#include "base/error.h"
#include "base/text.h"

static const CxViewField pilot_fields[] = {
    CX_FIELD(CxPilotView, id, CX_FIELD_COUNT, "Id, 0 when only planned"),
    CX_FIELD(CxPilotView, title, CX_FIELD_TEXT, "What is tried"),
    CX_FIELD_PAGE(CxPilotView, url, CX_FIELD_TEXT, "Its page"),
    CX_FIELD(CxPilotView, state, CX_FIELD_TEXT, "withdrawn, waiting, running, ended or tested"),
    CX_FIELD_PAGE(CxPilotView, state_text, CX_FIELD_TEXT, "The same in words"),
    CX_FIELD(CxPilotView, question, CX_FIELD_TEXT, "Key of the question it is judged by"),
    CX_FIELD(CxPilotView, label, CX_FIELD_TEXT, "Short name of the question"),
    CX_FIELD(CxPilotView, measure, CX_FIELD_TEXT, "How answers are put together"),
    CX_FIELD(CxPilotView, unit, CX_FIELD_TEXT, "Unit of the values"),
    CX_FIELD(CxPilotView, design, CX_FIELD_TEXT, "units or customers: what was assigned"),
    CX_FIELD(CxPilotView, unit_label, CX_FIELD_TEXT, "The choice that tells them apart"),
    CX_FIELD(CxPilotView, from, CX_FIELD_DAY, "First day"),
    CX_FIELD(CxPilotView, to, CX_FIELD_DAY, "Last day"),
    CX_FIELD_PAGE(CxPilotView, period, CX_FIELD_TEXT, "The days as read"),
    CX_FIELD(CxPilotView, before, CX_FIELD_TEXT, "The period before, which it is measured against"),
    CX_FIELD(CxPilotView, treated, CX_FIELD_TEXT, "Where it is tried"),
    CX_FIELD(CxPilotView, compared, CX_FIELD_TEXT, "What it is compared with"),
    CX_FIELD(CxPilotView, n_units, CX_FIELD_COUNT, "How many units"),
    CX_FIELD(CxPilotView, n_treated, CX_FIELD_COUNT, "How many of them are treated"),
    CX_FIELD(CxPilotView, is_drawn, CX_FIELD_FLAG, "The treated were drawn by lot"),
    CX_FIELD_DATA(CxPilotView, wanted, CX_FIELD_NUMBER, "Smallest effect worth having"),
    CX_FIELD_DATA(CxPilotView, detectable, CX_FIELD_NUMBER, "Smallest effect seen with 80 %"),
    CX_FIELD_DATA(CxPilotView, power, CX_FIELD_NUMBER,
                  "Probability to see the effect worth having"),
    CX_FIELD_DATA(CxPilotView, p_least, CX_FIELD_NUMBER, "Smallest p it can reach by lot"),
    CX_FIELD_DATA(CxPilotView, trend, CX_FIELD_NUMBER, "Difference of trends before, per period"),
    CX_FIELD_DATA(CxPilotView, trend_p, CX_FIELD_NUMBER, "Its p"),
    CX_FIELD(CxPilotView, plan, CX_FIELD_TEXT, "What it can show, said before the start"),
    CX_FIELD(CxPilotView, lot, CX_FIELD_TEXT, "What the lot allows to be said"),
    CX_FIELD(CxPilotView, trend_text, CX_FIELD_TEXT, "How the two sides moved before the start"),
    CX_FIELD_PAGE(CxPilotView, has_result, CX_FIELD_FLAG, "It was tested"),
    CX_FIELD_PAGE(CxPilotView, is_waiting, CX_FIELD_FLAG, "It can be called off"),
    CX_FIELD_CHILD(CxPilotView, effect, CX_FIELD_OBJECT, &cx_mark_type,
                   "Difference in differences"),
    CX_FIELD(CxPilotView, wording, CX_FIELD_TEXT, "What may be said, key"),
    CX_FIELD_PAGE(CxPilotView, is_improved, CX_FIELD_FLAG, "Improved"),
    CX_FIELD_PAGE(CxPilotView, is_worsened, CX_FIELD_FLAG, "Worsened"),
    CX_FIELD_PAGE(CxPilotView, is_signs, CX_FIELD_FLAG, "Signs of improvement"),
    CX_FIELD_PAGE(CxPilotView, is_none, CX_FIELD_FLAG, "No measurable change"),
    CX_FIELD_PAGE(CxPilotView, is_few, CX_FIELD_FLAG, "Too few to tell"),
    CX_FIELD(CxPilotView, sentence, CX_FIELD_TEXT, "The verdict"),
    CX_FIELD(CxPilotView, reason, CX_FIELD_TEXT, "Why no more is said"),
    CX_FIELD_DATA(CxPilotView, p_units, CX_FIELD_NUMBER, "p by t over units"),
    CX_FIELD_DATA(CxPilotView, p_lot, CX_FIELD_NUMBER, "p by re-drawing the lot"),
    CX_FIELD_DATA(CxPilotView, would_have_shown, CX_FIELD_NUMBER, "Effect that would have shown"),
    CX_FIELD_DATA(CxPilotView, treated_before, CX_FIELD_NUMBER, "Treated, before"),
    CX_FIELD_DATA(CxPilotView, treated_after, CX_FIELD_NUMBER, "Treated, during the pilot"),
    CX_FIELD_DATA(CxPilotView, compared_before, CX_FIELD_NUMBER, "Compared with, before"),
    CX_FIELD_DATA(CxPilotView, compared_after, CX_FIELD_NUMBER, "Compared with, during the pilot"),
    CX_FIELD_PAGE(CxPilotView, cells, CX_FIELD_TEXT, "The four in words"),
};
const CxViewType cx_pilot_view_type = CX_VIEW_TYPE(
    "Pilot", CxPilotView, pilot_fields, "What was tried, what it can show, and what became of it");

static const char *
number(CxCtx *ctx, double value, int decimals)
{
    return isfinite(value) ? cx_arena_take(ctx->arena, cx_text_number(value, decimals)) : "–";
}

/* A value of the pilot's measure: means of a short scale need the second decimal. */
static const char *
measured(CxCtx *ctx, const CxPilot *pilot, double value)
{
    return number(ctx, value, pilot->measure == CX_SLICE_MEAN ? 2 : 1);
}

#define SAY(ctx, key, ...)                                                                         \
    cx_arena_take((ctx)->arena, cx_message_format((ctx)->catalogue, key, __VA_ARGS__))

static const char *
state_of(const CxCtx *ctx, const CxPilot *pilot)
{
    if (!cx_day_is_none(pilot->withdrawn_on))
        return "withdrawn";
    if (pilot->result != NULL)
        return "tested";
    if (ctx->today.v < pilot->from.v)
        return "waiting";
    return ctx->today.v <= pilot->to.v ? "running" : "ended";
}

static const char *
labels(CxCtx *ctx, const CxPilot *pilot, bool is_treated)
{
    g_autoptr(GString) out = g_string_new(NULL);
    for (size_t i = 0; i < pilot->n_units; i++) {
        if (pilot->units[i].is_treated == is_treated)
            g_string_append_printf(out, "%s%s", out->len > 0 ? ", " : "", pilot->units[i].label);
    }
    return cx_arena_text(ctx->arena, out->str);
}

static const char *
plan_key(const CxPilot *pilot)
{
    if (isnan(pilot->plan.se))
        return "pilots.plan.unknown";
    return pilot->result != NULL ? "pilots.plan.was" : "pilots.plan";
}

static void
add_plan(CxCtx *ctx, const CxPilot *pilot, CxPilotView *view)
{
    const CxPilotPlan *plan = &pilot->plan;
    view->plan =
        SAY(ctx, plan_key(pilot), CX_ARG_TEXT("detectable", measured(ctx, pilot, plan->detectable)),
            CX_ARG_TEXT("wanted", measured(ctx, pilot, pilot->wanted)),
            CX_ARG_TEXT("power", number(ctx, 100.0 * plan->power, 0)),
            CX_ARG_TEXT("unit", pilot->unit));
    if (!isnan(plan->p_least)) {
        const bool is_enough = plan->p_least <= 0.05 && pilot->n_treated > 1;
        view->lot = SAY(ctx, is_enough ? "pilots.lot" : "pilots.lot.signs",
                        CX_ARG_TEXT("p", number(ctx, plan->p_least, 4)),
                        CX_ARG_NUMBER("treated", (int64_t)pilot->n_treated),
                        CX_ARG_NUMBER("all", (int64_t)pilot->n_units),
                        CX_ARG_TEXT("drawn", pilot->is_drawn ? "yes" : "no"));
    }
    const char *key = isnan(plan->trend_p)  ? "pilots.trend.unknown"
                      : plan->trend_p < .05 ? "pilots.trend.apart"
                                            : "pilots.trend";
    view->trend_text = SAY(ctx, key, CX_ARG_NUMBER("n", plan->n_periods),
                           CX_ARG_TEXT("trend", measured(ctx, pilot, plan->trend)),
                           CX_ARG_TEXT("p", number(ctx, plan->trend_p, 3)));
}

static const char *
sentence(CxCtx *ctx, const CxPilot *pilot, const CxMark *effect)
{
    const CxPilotResult *result = pilot->result;
    g_autofree char *key = g_strconcat("pilots.said.", cx_wording_key(result->wording), NULL);
    const char *value =
        effect->text == NULL ? "–"
        : effect->range_long == NULL
            ? effect->text
            : cx_arena_printf(ctx->arena, "%s (%s)", effect->text, effect->range_long);
    return SAY(ctx, effect->text == NULL && effect->n >= 0.0 ? "pilots.said.too_few" : key,
               CX_ARG_TEXT("effect", value),
               CX_ARG_TEXT("detectable", measured(ctx, pilot, result->detectable)));
}

static void
add_result(CxCtx *ctx, const CxPilot *pilot, CxPilotView *view)
{
    const CxPilotResult *result = pilot->result;
    const double half = (result->effect.hi - result->effect.lo) / 2.0;
    const CxMarkWords words = {
        .decimals = half < 0.5   ? 2
                    : half < 5.0 ? 1
                                 : 0, /* an end's error is no smaller */
        .unit = pilot->unit,
        .what = pilot->title,
    };
    CxMark *effect = cx_arena_new0(ctx->arena, CxMark);
    *effect = cx_mark_make(ctx, &result->effect, &words);
    view->has_result = true;
    view->effect = effect;
    view->wording = cx_wording_key(result->wording);
    view->is_improved = result->wording == CX_WORDING_IMPROVED;
    view->is_worsened = result->wording == CX_WORDING_WORSENED;
    view->is_signs = result->wording == CX_WORDING_SIGNS;
    view->is_none = result->wording == CX_WORDING_NONE;
    view->is_few = result->wording == CX_WORDING_TOO_FEW;
    view->sentence = sentence(ctx, pilot, effect);
    view->reason = result->reason;
    view->p_units = result->p_units;
    view->p_lot = result->p_lot;
    view->would_have_shown = result->detectable;
    view->treated_before = result->treated_before;
    view->treated_after = result->treated_after;
    view->compared_before = result->compared_before;
    view->compared_after = result->compared_after;
    if (isnan(result->treated_after))
        return;
    view->cells = SAY(ctx, "pilot.card.cells",
                      CX_ARG_TEXT("treated_before", measured(ctx, pilot, result->treated_before)),
                      CX_ARG_TEXT("treated_after", measured(ctx, pilot, result->treated_after)),
                      CX_ARG_TEXT("compared_before", measured(ctx, pilot, result->compared_before)),
                      CX_ARG_TEXT("compared_after", measured(ctx, pilot, result->compared_after)));
}

CxPilotView
cx_pilot_view(CxCtx *ctx, const CxPilot *pilot)
{
    const double none = (double)NAN;
    g_autofree char *state_key = g_strconcat("pilots.state.", state_of(ctx, pilot), NULL);
    CxPilotView view = {
        .id = pilot->id.v,
        .title = pilot->title,
        .url = cx_arena_printf(ctx->arena, "/pilots/%" G_GINT64_FORMAT, pilot->id.v),
        .state = state_of(ctx, pilot),
        .state_text = cx_message_text(ctx->catalogue, state_key),
        .question = pilot->item != NULL ? cx_arena_text(ctx->arena, pilot->item->key) : NULL,
        .label = pilot->label,
        .measure = pilot->measure_words,
        .unit = pilot->unit,
        .design = cx_pilot_design_key(pilot->design),
        .unit_label = pilot->unit_label,
        .from = pilot->from,
        .to = pilot->to,
        .period = cx_arena_take(ctx->arena, cx_day_format_period(pilot->from, pilot->to)),
        .before =
            cx_arena_take(ctx->arena, cx_day_format_period(pilot->before_from, pilot->before_to)),
        .treated = labels(ctx, pilot, true),
        .compared = labels(ctx, pilot, false),
        .n_units = (int64_t)pilot->n_units,
        .n_treated = (int64_t)pilot->n_treated,
        .is_drawn = pilot->is_drawn,
        .wanted = pilot->wanted,
        .detectable = pilot->plan.detectable,
        .power = pilot->plan.power,
        .p_least = pilot->plan.p_least,
        .trend = pilot->plan.trend,
        .trend_p = pilot->plan.trend_p,
        .is_waiting = pilot->result == NULL && cx_day_is_none(pilot->withdrawn_on),
        .p_units = none,
        .p_lot = none,
        .would_have_shown = none,
        .treated_before = none,
        .treated_after = none,
        .compared_before = none,
        .compared_after = none,
    };
    add_plan(ctx, pilot, &view);
    if (pilot->result != NULL)
        add_result(ctx, pilot, &view);
    return view;
}

/* ---- Texts ---- */

static bool
read_number(const char *what, const char *text, double *ret_value, GError **error)
{
    char *end = NULL;
    const double value = g_ascii_strtod(text, &end);
    if (*text != '\0' && *end == '\0' && isfinite(value) && value > 0.0 && value < 1e6) {
        *ret_value = value;
        return true;
    }
    g_set_error(error, CX_ERROR, CX_ERROR_INVALID, "the %s is a number above 0, got \"%s\"", what,
                text);
    return false;
}

bool
cx_pilot_texts_read(const CxPilotTexts *texts, CxPilotDeclare *ret_declare, GError **error)
{
    double drawn = 0.0;
    double wanted = 0.0;
    if ((texts->drawn != NULL &&
         !read_number("count of units to draw", texts->drawn, &drawn, error)) ||
        (texts->wanted != NULL &&
         !read_number("smallest effect worth having", texts->wanted, &wanted, error)))
        return false;
    *ret_declare = (CxPilotDeclare){
        .title = texts->title,
        .survey = texts->survey,
        .question = texts->question,
        .measure = texts->measure,
        .design = texts->design,
        .units = texts->units,
        .treated = texts->treated,
        .compared = texts->compared,
        .n_drawn = llround(drawn),
        .from = texts->from,
        .to = texts->to,
        .wanted = wanted,
    };
    return true;
}
