#include "tell/brief_view.h"

#include <math.h>
#include <string.h>

#include "base/civil.h"
#include "figure/dots.h"
#include "tell/mark.h"

typedef struct {
    const char *question; /* key */
    const char *label;
    const char *wording;
    const char *measure;
    const char *unit;
    CxMark score;
    bool is_lowest;
    bool is_plain; /* unit is not said in the table's head */
    int64_t fn;    /* footnote */
} MeasureView;

typedef struct {
    const char *department;
    const char *measure; /* what all rows are, or NULL when they differ */
    CxViewList measures; /* of MeasureView */
    const char *figure;  /* markup: all rows on one scale; NULL when they cannot be */
    const char *figure_title;
} DepartmentView;

typedef struct {
    int64_t number;
    const char *text;
    const char *card;
    const char *card_short;
    const char *card_url;
} FootnoteView;

typedef struct {
    int64_t leader;
    const char *name;
    const char *title;
    const char *heading;
    const char *departments;
    const char *made_on_text;
    CxDay made_on;
    CxDay from, to;
    const char *period;
    const char *survey;
    const char *headline;
    const char *lead;
    MeasureView overall;
    CxViewList departments_list; /* of DepartmentView */
    bool has_measures;
    CxViewList footnotes; /* of FootnoteView */
    const char *url;
    const char *url_pdf;
} BriefView;

static const CxViewField measure_fields[] = {
    CX_FIELD(MeasureView, question, CX_FIELD_TEXT, "Key of the question"),
    CX_FIELD(MeasureView, label, CX_FIELD_TEXT, "Short name of the question"),
    CX_FIELD(MeasureView, wording, CX_FIELD_TEXT, "What was asked"),
    CX_FIELD(MeasureView, measure, CX_FIELD_TEXT, "How answers are put together"),
    CX_FIELD(MeasureView, unit, CX_FIELD_TEXT, "Unit of the value"),
    CX_FIELD_CHILD(MeasureView, score, CX_FIELD_OBJECT_IN, &cx_mark_type, "The score"),
    CX_FIELD(MeasureView, is_lowest, CX_FIELD_FLAG, "Stands below all others, intervals apart"),
    CX_FIELD_PAGE(MeasureView, is_plain, CX_FIELD_FLAG, "The row says its own measure"),
    CX_FIELD_PAGE(MeasureView, fn, CX_FIELD_COUNT, "Number of its footnote"),
};
static const CxViewType measure_type =
    CX_VIEW_TYPE("BriefMeasure", MeasureView, measure_fields, "One question of a brief");

static const CxViewField department_fields[] = {
    CX_FIELD(DepartmentView, department, CX_FIELD_TEXT, "The department"),
    CX_FIELD_PAGE(DepartmentView, measure, CX_FIELD_TEXT, "What all rows are"),
    CX_FIELD_CHILD(DepartmentView, measures, CX_FIELD_LIST, &measure_type, "Its questions"),
    CX_FIELD_PAGE(DepartmentView, figure, CX_FIELD_MARKUP, "Its questions on one scale"),
    CX_FIELD_PAGE(DepartmentView, figure_title, CX_FIELD_TEXT, "What the figure says"),
};
static const CxViewType department_type =
    CX_VIEW_TYPE("BriefDepartment", DepartmentView, department_fields, "The reader's department");

static const CxViewField footnote_fields[] = {
    CX_FIELD(FootnoteView, number, CX_FIELD_COUNT, "Number in order of appearance"),
    CX_FIELD(FootnoteView, text, CX_FIELD_TEXT, "What the number rests on"),
    CX_FIELD(FootnoteView, card, CX_FIELD_TEXT, "Id of the evidence card"),
    CX_FIELD_PAGE(FootnoteView, card_short, CX_FIELD_TEXT, "The id as printed"),
    CX_FIELD_PAGE(FootnoteView, card_url, CX_FIELD_TEXT, "Where the card opens"),
};
static const CxViewType footnote_type =
    CX_VIEW_TYPE("Footnote", FootnoteView, footnote_fields, "The evidence under a number");

static const CxViewField brief_fields[] = {
    CX_FIELD(BriefView, leader, CX_FIELD_COUNT, "Id of the reader"),
    CX_FIELD(BriefView, name, CX_FIELD_TEXT, "The reader"),
    CX_FIELD(BriefView, title, CX_FIELD_TEXT, "The reader's office"),
    CX_FIELD_PAGE(BriefView, heading, CX_FIELD_TEXT, "Whom it is for"),
    CX_FIELD(BriefView, departments, CX_FIELD_TEXT, "The reader's departments"),
    CX_FIELD(BriefView, made_on, CX_FIELD_DAY, "The day it was made"),
    CX_FIELD_PAGE(BriefView, made_on_text, CX_FIELD_TEXT, "The day as read"),
    CX_FIELD(BriefView, from, CX_FIELD_DAY, "First day of answers"),
    CX_FIELD(BriefView, to, CX_FIELD_DAY, "Last day of answers"),
    CX_FIELD_PAGE(BriefView, period, CX_FIELD_TEXT, "The period as read"),
    CX_FIELD(BriefView, survey, CX_FIELD_TEXT, "Title of the survey"),
    CX_FIELD(BriefView, headline, CX_FIELD_TEXT, "The sentence to remember"),
    CX_FIELD(BriefView, lead, CX_FIELD_TEXT, "What it rests on"),
    CX_FIELD_CHILD(BriefView, overall, CX_FIELD_OBJECT_IN, &measure_type, "The overall rating"),
    {
        .name = "measures_by_department",
        .kind = CX_FIELD_LIST,
        .where = CX_FIELD_EVERYWHERE,
        .offset = offsetof(BriefView, departments_list),
        .type = &department_type,
        .about = "The measures of the reader's own departments",
    },
    CX_FIELD_PAGE(BriefView, has_measures, CX_FIELD_FLAG, "Whether there are any"),
    CX_FIELD_CHILD(BriefView, footnotes, CX_FIELD_LIST, &footnote_type, "Evidence, by number"),
    CX_FIELD_PAGE(BriefView, url, CX_FIELD_TEXT, "Where the brief is"),
    CX_FIELD_PAGE(BriefView, url_pdf, CX_FIELD_TEXT, "Where it is as PDF"),
};
const CxViewType cx_brief_view_type =
    CX_VIEW_TYPE("Brief", BriefView, brief_fields,
                 "What one leader should read: the overall rating and their own department");

/* ---- Filling ---- */

typedef struct {
    CxCtx *ctx;
    FootnoteView *footnotes;
    size_t n_footnotes;
} Filling;

static int64_t
add_footnote(Filling *filling, const CxScore *score, const CxMark *value)
{
    if (value->card == NULL)
        return 0;
    CxCtx *ctx = filling->ctx;
    const int64_t number = (int64_t)filling->n_footnotes + 1;
    filling->footnotes[filling->n_footnotes++] = (FootnoteView){
        .number = number,
        .text = cx_arena_take(
            ctx->arena,
            cx_message_format(ctx->catalogue, "brief.footnote",
                              CX_ARG_TEXT("wording", score->wording),
                              CX_ARG_TEXT("measure", score->measure),
                              CX_ARG_TEXT("weighted", score->is_weighted ? "yes" : "no"),
                              CX_ARG_NUMBER("n", score->whole.n),
                              CX_ARG_NUMBER("clusters", score->whole.clusters))),
        .card = value->card,
        .card_short = cx_arena_printf(ctx->arena, "%.4s %.4s", value->card, value->card + 4),
        .card_url = value->href,
    };
    return number;
}

static MeasureView
measure_view(Filling *filling, const CxScore *score, bool is_lowest)
{
    const CxMarkWords words = { .decimals = score->decimals, .what = score->label };
    MeasureView view = {
        .question = score->question,
        .label = score->label,
        .wording = score->wording,
        .measure = score->measure,
        .unit = score->unit,
        .score = cx_mark_make(filling->ctx, &score->whole, &words),
        .is_lowest = is_lowest,
    };
    view.fn = add_footnote(filling, score, &view.score);
    return view;
}

/* ---- The figure ---- */

static CxDotsRow
dots_row(CxCtx *ctx, const MeasureView *row)
{
    const CxMark *mark = &row->score;
    CxDotsRow dots = {
        .label = row->label,
        .value = mark->value,
        .lo = mark->lo,
        .hi = mark->hi,
        .before = (double)NAN,
        .is_point = row->is_lowest,
        .value_text = mark->text,
        .range_text = mark->range,
        .n_text = mark->n_text,
        .card_href = mark->href,
        .why = mark->why,
    };
    if (mark->href != NULL)
        dots.card_about = cx_arena_printf(ctx->arena, "%s%s", mark->n_text, mark->about);
    return dots;
}

static const char *
figure_title(CxCtx *ctx, const MeasureView *rows, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (!rows[i].is_lowest)
            continue;
        return cx_arena_take(ctx->arena, cx_message_format(ctx->catalogue, "brief.figure.lowest",
                                                           CX_ARG_TEXT("label", rows[i].label)));
    }
    return cx_message_text(ctx->catalogue, "brief.figure.alike");
}

/* A department's measures on one scale, if they share one and there is something to compare. */
static void
add_figure(CxCtx *ctx, const CxScore *first, size_t i_department, DepartmentView *view)
{
    const MeasureView *measures = view->measures.items;
    const size_t n = MIN(view->measures.n, (size_t)CX_DOTS_ROWS_MAX);
    CxDotsRow *rows = cx_arena_new0_n(ctx->arena, CxDotsRow, n);
    size_t n_shown = 0;
    for (size_t i = 0; i < n; i++) {
        rows[i] = dots_row(ctx, &measures[i]);
        n_shown += isfinite(rows[i].value) ? 1 : 0;
    }
    if (view->measure == NULL || n_shown < 2)
        return;
    const CxDots dots = {
        .id = cx_arena_printf(ctx->arena, "measures-%zu", i_department),
        .title = cx_arena_printf(ctx->arena, "%s: %s", view->department, view->measure),
        .desc = cx_message_text(ctx->catalogue, "brief.figure.desc"),
        .heading = view->measure,
        .rows = rows,
        .n_rows = n,
        .floor = first->scale_lo,
        .ceil = first->scale_hi,
        .lo = (double)NAN,
        .hi = (double)NAN,
        .overall = (double)NAN,
    };
    GString *out = g_string_new(NULL);
    cx_dots_draw(out, &dots);
    view->figure = cx_arena_take(ctx->arena, g_string_free(out, FALSE));
    view->figure_title = figure_title(ctx, measures, n);
}

/* ---- Departments ---- */

/* Where a department's rows begin among all rows. */
static size_t
first_row(const DepartmentView *view, const MeasureView *rows)
{
    return (size_t)((const MeasureView *)view->measures.items - rows);
}

/* What a department's table needs once all its rows are there. */
static void
finish_department(Filling *filling, MeasureView *rows, size_t i_department, DepartmentView *view,
                  const CxScore *first)
{
    const size_t begin = first_row(view, rows);
    for (size_t i = 0; i < view->measures.n && view->measure == NULL; i++)
        rows[begin + i].is_plain = true;
    add_figure(filling->ctx, first, i_department, view);
}

/* Splits the measures, which come by department, into one table each. */
static CxViewList
department_views(Filling *filling, const CxBrief *brief)
{
    CxArena *arena = filling->ctx->arena;
    const size_t n = brief->n_measures;
    DepartmentView *views = cx_arena_new0_n(arena, DepartmentView, n);
    MeasureView *rows = cx_arena_new0_n(arena, MeasureView, n);
    size_t n_views = 0;
    for (size_t i = 0; i < n; i++) {
        const CxBriefMeasure *measure = &brief->measures[i];
        if (i == 0 || g_strcmp0(measure->department, brief->measures[i - 1].department) != 0) {
            views[n_views++] = (DepartmentView){
                .department = measure->department,
                .measure = measure->score->measure,
                .measures = CX_VIEW_LIST(rows + i, 0),
            };
        }
        DepartmentView *view = &views[n_views - 1];
        rows[i] = measure_view(filling, measure->score, measure->is_lowest);
        view->measures.n++;
        if (view->measure != NULL && !g_str_equal(view->measure, measure->score->measure))
            view->measure = NULL;
    }
    for (size_t i = 0; i < n_views; i++) {
        const CxScore *first = brief->measures[first_row(&views[i], rows)].score;
        finish_department(filling, rows, i, &views[i], first);
    }
    return CX_VIEW_LIST(views, n_views);
}

/* The same answers as shown, whichever quarter has closed by then. */
static const char *
pdf_url(CxCtx *ctx, const CxBrief *brief)
{
    g_autoptr(GString) url = g_string_new(NULL);
    g_string_append_printf(url, "/leaders/%" G_GINT64_FORMAT "/brief.pdf?survey=%s",
                           brief->leader.v, brief->survey_key);
    g_autofree char *from = cx_day_is_none(brief->from) ? NULL : cx_day_format(brief->from);
    g_autofree char *to = cx_day_is_none(brief->to) ? NULL : cx_day_format(brief->to);
    if (from != NULL)
        g_string_append_printf(url, "&from=%s", from);
    if (to != NULL)
        g_string_append_printf(url, "&to=%s", to);
    return cx_arena_text(ctx->arena, url->str);
}

const void *
cx_brief_view(CxCtx *ctx, const CxBrief *brief)
{
    Filling filling = {
        .ctx = ctx,
        .footnotes = cx_arena_new0_n(ctx->arena, FootnoteView, brief->n_measures + 1),
    };
    BriefView *view = cx_arena_new0(ctx->arena, BriefView);
    *view = (BriefView){
        .leader = brief->leader.v,
        .name = brief->leader_name,
        .title = brief->title,
        .heading = brief->heading,
        .departments = brief->departments,
        .made_on = brief->made_on,
        .made_on_text = cx_arena_take(ctx->arena, cx_day_format_long(brief->made_on)),
        .from = brief->from,
        .to = brief->to,
        .survey = brief->survey,
        .headline = brief->headline,
        .lead = brief->lead,
        .has_measures = brief->n_measures > 0,
        .url = cx_arena_printf(ctx->arena, "/leaders/%" G_GINT64_FORMAT "/brief", brief->leader.v),
    };
    view->url_pdf = pdf_url(ctx, brief);
    if (!cx_day_is_none(brief->from) || !cx_day_is_none(brief->to))
        view->period = cx_arena_take(ctx->arena, cx_day_format_period(brief->from, brief->to));
    view->overall = measure_view(&filling, brief->overall, false);
    view->departments_list = department_views(&filling, brief);
    view->footnotes = CX_VIEW_LIST(filling.footnotes, filling.n_footnotes);
    return view;
}
