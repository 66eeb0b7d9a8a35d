/* Scores: one question over a slice, its trend, and the measures of departments beside it. */
#include <string.h>

#include "base/civil.h"
#include "base/text.h"
#include "evidence/change.h"
#include "evidence/splice.h"
#include "pages/change_view.h"
#include "pages/pages.h"
#include "pages/score_ask.h"
#include "pages/score_figures.h"
#include "pages/score_form.h"
#include "pages/score_measures.h"
#include "pages/score_spread.h"
#include "pages/score_view.h"
#include "pages/splice_view.h"
#include "tell/trend.h"

/* ---- Views ---- */

typedef struct {
    bool has_survey;
    const char *headline;
    const char *period_text;
    const char *survey_title;
    const char *survey_url;
    const CxScoreForm *form;
    const CxScoreView *score;
    const CxScoreView *trend; /* the same over all time by period; NULL when by something else */
    CxViewList splices;       /* of CxSpliceView */
    bool has_splices;
    const char *reconcile_url;  /* NULL: not for this reader */
    const CxChangeView *change; /* of the declared measure in this period; NULL: none */
    const char *trend_svg;
    const char *groups_svg;
    const char *spread_svg;
    CxViewList spread; /* of CxScoreGroupView: a share for each answer */
    const char *evidence;
    const char *measures_headline;
    const char *measures_svg;
    const char *measures_src;
    CxViewList measures; /* of CxScoreMeasure */
    bool has_measures;
} ScoresView;

static const CxViewField scores_fields[] = {
    CX_FIELD_PAGE(ScoresView, has_survey, CX_FIELD_FLAG, "Whether there is a survey"),
    CX_FIELD(ScoresView, headline, CX_FIELD_TEXT, "The sentence to remember"),
    CX_FIELD_PAGE(ScoresView, period_text, CX_FIELD_TEXT, "The period as read"),
    CX_FIELD(ScoresView, survey_title, CX_FIELD_TEXT, "Title of the survey"),
    CX_FIELD_PAGE(ScoresView, survey_url, CX_FIELD_TEXT, "Page of the survey"),
    CX_FIELD_CHILD_PAGE(ScoresView, form, CX_FIELD_OBJECT, &cx_score_form_type, "The slice form"),
    CX_FIELD_CHILD(ScoresView, score, CX_FIELD_OBJECT, &cx_score_view_type, "The score"),
    CX_FIELD_CHILD(ScoresView, trend, CX_FIELD_OBJECT, &cx_score_view_type,
                   "The same question by period, up to the one chosen"),
    CX_FIELD_CHILD(ScoresView, splices, CX_FIELD_LIST, &cx_splice_view_type,
                   "Where the trend is cut"),
    CX_FIELD_PAGE(ScoresView, has_splices, CX_FIELD_FLAG, "Whether it is cut"),
    CX_FIELD_CHILD(ScoresView, change, CX_FIELD_OBJECT, &cx_change_view_type,
                   "What became of it, where it is a declared measure whose period has closed"),
    CX_FIELD_PAGE(ScoresView, reconcile_url, CX_FIELD_TEXT, "Where another tool's number is met"),
    CX_FIELD_PAGE(ScoresView, trend_svg, CX_FIELD_MARKUP, "The trend"),
    CX_FIELD_PAGE(ScoresView, groups_svg, CX_FIELD_MARKUP, "The groups"),
    CX_FIELD_PAGE(ScoresView, spread_svg, CX_FIELD_MARKUP, "How answers spread"),
    CX_FIELD_CHILD(ScoresView, spread, CX_FIELD_LIST, &cx_score_group_view_type,
                   "The share of each answer, %"),
    CX_FIELD_PAGE(ScoresView, evidence, CX_FIELD_TEXT, "The evidence line"),
    CX_FIELD(ScoresView, measures_headline, CX_FIELD_TEXT, "What the measures say"),
    CX_FIELD_PAGE(ScoresView, measures_svg, CX_FIELD_MARKUP, "The measures"),
    CX_FIELD_PAGE(ScoresView, measures_src, CX_FIELD_TEXT, "Their evidence line"),
    CX_FIELD_CHILD(ScoresView, measures, CX_FIELD_LIST, &cx_score_measure_type,
                   "Departments' measures"),
    CX_FIELD_PAGE(ScoresView, has_measures, CX_FIELD_FLAG, "Whether there are any"),
};
const CxViewType cx_scores_view_type =
    CX_VIEW_TYPE("Scores", ScoresView, scores_fields, "A score, its groups, and the measures");

/* ---- What it says ---- */

static const char *
headline(const CxScoreAsk *ask, const CxScore *score, const CxMark *mark)
{
    const char *key = "scores.headline.mean";
    if (mark->text == NULL) {
        key = score->whole.n == 0 ? "scores.headline.none" : "scores.headline.hidden";
    } else if (ask->slice->measure == CX_SLICE_NPS) {
        key = ask->item->role == CX_ITEM_ROLE_OVERALL ? "scores.headline.overall"
                                                      : "scores.headline.nps";
    } else if (ask->slice->measure == CX_SLICE_TOP2) {
        key = "scores.headline.top2";
    } else if (ask->slice->measure == CX_SLICE_SHARE) {
        key = "scores.headline.share";
    } else if (ask->slice->measure == CX_SLICE_COUNT) {
        key = ask->slice->question == NULL ? "scores.headline.responses" : "scores.headline.count";
    }
    g_autofree char *percent = mark->text != NULL ? cx_text_number(score->whole.value, 0) : NULL;
    const CxItemVersion *asked = cx_item_latest(ask->item);
    const bool is_down = asked->direction == CX_DIRECTION_DOWN;
    return cx_arena_take(
        ask->ctx->arena,
        cx_message_format(ask->ctx->catalogue, key, CX_ARG_TEXT("label", score->label),
                          CX_ARG_TEXT("value", mark->text), CX_ARG_TEXT("percent", percent),
                          CX_ARG_NUMBER("good", is_down ? asked->lo + 1 : asked->hi - 1),
                          CX_ARG_NUMBER("best", is_down ? asked->lo : asked->hi),
                          CX_ARG_NUMBER("hi", asked->hi)));
}

static const char *
evidence_line(const CxScoreAsk *ask, const CxScore *score)
{
    return cx_arena_take(
        ask->ctx->arena,
        cx_message_format(ask->ctx->catalogue, "scores.evidence",
                          CX_ARG_TEXT("measure", score->measure),
                          CX_ARG_TEXT("wording", score->wording),
                          CX_ARG_TEXT("weighted", score->is_weighted ? "yes" : "no"),
                          CX_ARG_NUMBER("clusters", score->whole.clusters)));
}

/* ---- Putting it together ---- */

/* The question by period until now, so that the number chosen is seen in its course. */
static bool
add_trend(const CxScoreAsk *ask, ScoresView *view, GError **error)
{
    g_autoptr(CxSlice) slice = cx_slice_copy(ask->slice);
    slice->from = CX_DAY_NONE; /* up to the period chosen, whose number is then the last point */
    slice->by = ask->trend_by;
    const CxScore *score = cx_score_run(ask->ctx, ask->survey, slice, error);
    if (score == NULL)
        return false;
    view->trend = cx_score_view(ask->ctx, ask->survey->key, score);
    if (score->n_groups < 2)
        return true;
    CxSplices splices;
    if (!cx_splice_find(ask->ctx, ask->survey, slice, score, &splices, error))
        return false;
    view->trend_svg = cx_tell_trend(ask->ctx, "trend", ask->trend_by, score, &splices);
    view->splices = cx_splice_views(ask->ctx, score, &splices);
    view->has_splices = splices.n > 0;
    return true;
}

/* The last test of this question within the period. */
static bool
add_change(const CxScoreAsk *ask, const CxScore *score, ScoresView *view, GError **error)
{
    const CxChangeQuery query = { .from = score->from, .to = score->to };
    CxChanges changes;
    if (ask->slice->filters->len > 0)
        return true; /* a part is not what was declared */
    if (!cx_change_list(ask->ctx, ask->survey, &query, &changes, error))
        return false;
    for (size_t i = 0; i < changes.n && view->change == NULL; i++) {
        if (strcmp(changes.items[i].item_key, ask->item->key) != 0)
            continue;
        CxChangeView *change = cx_arena_new0(ask->ctx->arena, CxChangeView);
        *change = cx_change_view(ask->ctx, &changes.items[i]);
        view->change = change;
    }
    return true;
}

/* Under the overall rating alone: there the whole survey is laid out by department. */
static bool
add_measures(const CxScoreAsk *ask, ScoresView *view, GError **error)
{
    if (ask->item->role != CX_ITEM_ROLE_OVERALL)
        return true;
    CxScoreMeasures measures;
    if (!cx_score_measures(ask, &measures, error))
        return false;
    view->measures = measures.rows;
    view->has_measures = measures.rows.n > 0;
    view->measures_headline = measures.headline;
    view->measures_svg = measures.svg;
    view->measures_src = measures.src;
    return true;
}

static bool
add_spread(const CxScoreAsk *ask, const CxScore *score, ScoresView *view, GError **error)
{
    CxScoreSpread spread;
    if (!cx_score_spread(ask, score, &spread, error))
        return false;
    view->spread = spread.rows;
    view->spread_svg = spread.svg;
    return true;
}

static bool
fill(const CxScoreAsk *ask, ScoresView *view, GError **error)
{
    const CxScore *score = cx_score_run(ask->ctx, ask->survey, ask->slice, error);
    if (score == NULL)
        return false;
    CxArena *arena = ask->ctx->arena;
    view->has_survey = true;
    view->survey_title = cx_arena_text(arena, ask->survey->title);
    view->survey_url = cx_arena_printf(arena, "/surveys/%" G_GINT64_FORMAT, ask->survey->id.v);
    view->score = cx_score_view(ask->ctx, ask->survey->key, score);
    view->headline = headline(ask, score, &view->score->score);
    if (ask->ctx->wall.can_change_program)
        view->reconcile_url = cx_arena_printf(arena, "/reconcile?%s", score->slice);
    view->period_text = cx_arena_take(arena, cx_day_format_period(score->from, score->to));
    view->evidence = evidence_line(ask, score);
    view->form = cx_score_form(ask, error);
    if (view->form == NULL || !add_change(ask, score, view, error) ||
        !add_spread(ask, score, view, error) || !add_measures(ask, view, error))
        return false;
    if (ask->trend_by != CX_SLICE_BY_NONE)
        return add_trend(ask, view, error);
    if (score->n_groups > 0 && score->whole.n != 0)
        view->groups_svg = cx_score_figure_groups(ask->ctx, score);
    return true;
}

bool
cx_page_scores(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    g_autoptr(CxScoreAsk) ask = cx_score_ask_read(ctx, request, error);
    if (ask == NULL)
        return false;
    ScoresView view = { .has_survey = false };
    if (ask->survey == NULL) { /* nothing has been imported yet: the page says what to do first */
        const char *title = cx_message_text(ctx->catalogue, "shell.scores");
        return cx_reply_view(reply, "scores", title, &cx_scores_view_type, &view, error);
    }
    if (!fill(ask, &view, error))
        return false;
    return cx_reply_view(reply, "scores", view.score->label, &cx_scores_view_type, &view, error);
}
