#include "tell/brief_view.h"

#include <math.h>
#include <string.h>

#include "base/civil.h"
#include "base/text.h"
#include "tell/brief_course.h"
#include "tell/brief_credit.h"
#include "tell/brief_figure.h"
#include "tell/brief_hero.h"
#include "tell/brief_link.h"
#include "tell/brief_note.h"
#include "tell/handover_view.h"
#include "tell/mark.h"
#include "tell/was.h"

typedef struct {
    const char *question; /* key */
    const char *label;
    const char *wording;
    const char *measure;
    const char *unit;
    CxMark score;
    const CxWas *change;
    const char *strip; /* markup: the score with its interval beside the others; NULL: no scale */
    bool is_lowest;
    bool is_plain;     /* unit is not said in the table's head */
    int64_t fn;        /* footnote of the score */
    int64_t change_fn; /* and of its change */
} MeasureView;

typedef struct {
    const char *department;
    const char *measure; /* what all rows are, or NULL when they differ */
    CxViewList measures; /* of MeasureView */
    const char *title;   /* what became of them, or the department's name */
    bool has_changes;
    const char *scale;  /* "50 to 100", of the strips; NULL: none */
    const char *figure; /* markup: all rows on one scale; NULL when they cannot be */
    const char *figure_title;
} DepartmentView;

typedef struct {
    const char *text;
    const char *from;
    int64_t rating;
    int64_t fn; /* on the last one */
} QuoteView;

typedef struct {
    const char *text;
    const char *href;
    bool is_last;
} MissingView;

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
    const char *headline, *lead;
    int64_t lead_fn;
    MeasureView overall;
    CxViewList departments_list; /* of DepartmentView */
    bool has_measures, is_coming, is_past, is_whole, is_unknown;
    const CxBriefCourse *trend;
    const CxBriefHero *threshold;
    CxViewList links; /* of CxBriefLink */
    bool has_links;
    const char *links_title;
    CxViewList quotes; /* of QuoteView */
    bool has_quotes;
    CxViewList questions;                               /* of texts */
    CxViewList goals, governance, achieved, approaches; /* of texts */
    CxViewList credits;                                 /* of CxBriefCredit */
    CxDay meets_on;
    const char *meets; /* "Next meeting: 9 December 2026." */
    bool has_approaches;
    bool has_program;
    bool has_achieved;
    CxViewList missing; /* of MissingView: for the CX team */
    bool has_missing;
    CxViewList handovers; /* of CxHandoverView */
    bool has_handovers;
    bool can_hand_over;
    const char *outdated; /* the day of the last handover, when it said something else */
    const char *survey_key;
    const char *from_text;
    const char *to_text;
    CxViewList footnotes;   /* of CxBriefNote */
    CxViewList left, right; /* the same in two columns of one length */
    int64_t right_first;    /* number of the first on the right; 0: none */
    bool has_footnotes;
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
    CX_FIELD_CHILD(MeasureView, change, CX_FIELD_OBJECT, &cx_was_type,
                   "What became of it; null when it was not tested"),
    CX_FIELD(MeasureView, is_lowest, CX_FIELD_FLAG, "Stands below all others, intervals apart"),
    CX_FIELD_PAGE(MeasureView, strip, CX_FIELD_MARKUP, "The score on the scale of its table"),
    CX_FIELD_PAGE(MeasureView, is_plain, CX_FIELD_FLAG, "The row says its own measure"),
    CX_FIELD_PAGE(MeasureView, fn, CX_FIELD_COUNT, "Number of its footnote"),
    CX_FIELD_PAGE(MeasureView, change_fn, CX_FIELD_COUNT, "Number of its change's footnote"),
};
static const CxViewType measure_type =
    CX_VIEW_TYPE("BriefMeasure", MeasureView, measure_fields, "One question of a brief");

static const CxViewField department_fields[] = {
    CX_FIELD(DepartmentView, department, CX_FIELD_TEXT, "The department"),
    CX_FIELD_PAGE(DepartmentView, measure, CX_FIELD_TEXT, "What all rows are"),
    CX_FIELD_CHILD(DepartmentView, measures, CX_FIELD_LIST, &measure_type, "Its questions"),
    CX_FIELD_PAGE(DepartmentView, title, CX_FIELD_TEXT, "What became of its measures"),
    CX_FIELD_PAGE(DepartmentView, has_changes, CX_FIELD_FLAG, "Whether any was tested"),
    CX_FIELD_PAGE(DepartmentView, scale, CX_FIELD_TEXT, "The ends of the strips"),
    CX_FIELD_PAGE(DepartmentView, figure, CX_FIELD_MARKUP, "Its questions on one scale"),
    CX_FIELD_PAGE(DepartmentView, figure_title, CX_FIELD_TEXT, "What the figure says"),
};
static const CxViewType department_type =
    CX_VIEW_TYPE("BriefDepartment", DepartmentView, department_fields, "The reader's department");

static const CxViewField quote_fields[] = {
    CX_FIELD(QuoteView, text, CX_FIELD_TEXT, "As written"),
    CX_FIELD_PAGE(QuoteView, from, CX_FIELD_TEXT, "The rating given beside it, as read"),
    CX_FIELD(QuoteView, rating, CX_FIELD_COUNT, "The rating given beside it"),
    CX_FIELD_PAGE(QuoteView, fn, CX_FIELD_COUNT, "Number of its footnote"),
};
static const CxViewType quote_type =
    CX_VIEW_TYPE("BriefQuote", QuoteView, quote_fields, "A comment that represents many");

static const CxViewField missing_fields[] = {
    CX_FIELD_PAGE(MissingView, text, CX_FIELD_TEXT, "What the brief does not say"),
    CX_FIELD_PAGE(MissingView, href, CX_FIELD_TEXT, "Where it is written"),
    CX_FIELD_PAGE(MissingView, is_last, CX_FIELD_FLAG, "The last of the list"),
};
static const CxViewType missing_type =
    CX_VIEW_TYPE("BriefMissing", MissingView, missing_fields, "What a brief could say besides");

static const CxViewField brief_fields[] = {
    CX_FIELD(BriefView, leader, CX_FIELD_COUNT, "Id of the reader"),
    CX_FIELD(BriefView, name, CX_FIELD_TEXT, "The reader"),
    CX_FIELD(BriefView, title, CX_FIELD_TEXT, "The reader's office"),
    CX_FIELD_PAGE(BriefView, heading, CX_FIELD_TEXT, "Whom it is for"),
    CX_FIELD(BriefView, departments, CX_FIELD_TEXT, "The reader's departments"),
    CX_FIELD_PAGE(BriefView, is_coming, CX_FIELD_FLAG, "The first of them is yet to come"),
    CX_FIELD_PAGE(BriefView, is_past, CX_FIELD_FLAG, "The last of them is somebody else's by now"),
    CX_FIELD_PAGE(BriefView, is_whole, CX_FIELD_FLAG, "An office without a department"),
    CX_FIELD_PAGE(BriefView, is_unknown, CX_FIELD_FLAG, "No department is on record"),
    CX_FIELD(BriefView, made_on, CX_FIELD_DAY, "The day it was made"),
    CX_FIELD_PAGE(BriefView, made_on_text, CX_FIELD_TEXT, "The day as read"),
    CX_FIELD(BriefView, from, CX_FIELD_DAY, "First day of answers"),
    CX_FIELD(BriefView, to, CX_FIELD_DAY, "Last day of answers"),
    CX_FIELD_PAGE(BriefView, period, CX_FIELD_TEXT, "The period as read"),
    CX_FIELD(BriefView, survey, CX_FIELD_TEXT, "Title of the survey"),
    CX_FIELD(BriefView, headline, CX_FIELD_TEXT, "The sentence to remember"),
    CX_FIELD(BriefView, lead, CX_FIELD_TEXT, "What it rests on"),
    CX_FIELD_PAGE(BriefView, lead_fn, CX_FIELD_COUNT, "Number of its footnote"),
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
    CX_FIELD_CHILD_PAGE(BriefView, trend, CX_FIELD_OBJECT, &cx_brief_course_type,
                        "The main measure's course"),
    CX_FIELD_CHILD(BriefView, threshold, CX_FIELD_OBJECT, &cx_brief_hero_type,
                   "Where ratings fall along a fact of the department; null: nothing found"),
    CX_FIELD_CHILD(BriefView, links, CX_FIELD_LIST, &cx_brief_link_type,
                   "What is counted inside that ratings go with"),
    CX_FIELD_PAGE(BriefView, has_links, CX_FIELD_FLAG, "Whether there is something"),
    CX_FIELD_PAGE(BriefView, links_title, CX_FIELD_TEXT, "The sentence over it"),
    CX_FIELD_CHILD(BriefView, quotes, CX_FIELD_LIST, &quote_type,
                   "Comments chosen to represent and not to identify"),
    CX_FIELD_PAGE(BriefView, has_quotes, CX_FIELD_FLAG, "Whether there are any"),
    CX_FIELD_CHILD(BriefView, questions, CX_FIELD_LIST, &cx_view_text_type,
                   "What the reader is asked"),
    CX_FIELD_CHILD(BriefView, goals, CX_FIELD_LIST, &cx_view_text_type, "The program's goals"),
    CX_FIELD_CHILD(BriefView, governance, CX_FIELD_LIST, &cx_view_text_type, "Who decides"),
    CX_FIELD_CHILD(BriefView, achieved, CX_FIELD_LIST, &cx_view_text_type, "What was achieved"),
    CX_FIELD_CHILD(BriefView, credits, CX_FIELD_LIST, &cx_brief_credit_type, "And tested"),
    CX_FIELD_CHILD(BriefView, approaches, CX_FIELD_LIST, &cx_view_text_type,
                   "Where the reader's department could begin"),
    CX_FIELD_DATA(BriefView, meets_on, CX_FIELD_DAY, "The program's next meeting"),
    CX_FIELD_PAGE(BriefView, meets, CX_FIELD_TEXT, "The same as read"),
    CX_FIELD_PAGE(BriefView, has_approaches, CX_FIELD_FLAG, "Whether there are approaches"),
    CX_FIELD_PAGE(BriefView, has_program, CX_FIELD_FLAG, "Whether the program says anything"),
    CX_FIELD_PAGE(BriefView, has_achieved, CX_FIELD_FLAG, "Whether something was achieved"),
    CX_FIELD_CHILD_PAGE(BriefView, missing, CX_FIELD_LIST, &missing_type,
                        "For the CX team: what is not said"),
    CX_FIELD_PAGE(BriefView, has_missing, CX_FIELD_FLAG, "Whether something is not"),
    CX_FIELD_CHILD(BriefView, handovers, CX_FIELD_LIST, &cx_handover_view_type,
                   "When it was handed over, newest first"),
    CX_FIELD_PAGE(BriefView, has_handovers, CX_FIELD_FLAG, "Whether it was"),
    CX_FIELD_PAGE(BriefView, can_hand_over, CX_FIELD_FLAG, "Whether the reader may say so"),
    CX_FIELD_PAGE(BriefView, outdated, CX_FIELD_TEXT, "The day of a handover that said otherwise"),
    CX_FIELD_PAGE(BriefView, survey_key, CX_FIELD_TEXT, "Key of the survey"),
    CX_FIELD_PAGE(BriefView, from_text, CX_FIELD_TEXT, "First day of answers, for the form"),
    CX_FIELD_PAGE(BriefView, to_text, CX_FIELD_TEXT, "Last day of answers, for the form"),
    CX_FIELD_CHILD(BriefView, footnotes, CX_FIELD_LIST, &cx_brief_note_type, "Evidence, by number"),
    CX_FIELD_CHILD_PAGE(BriefView, left, CX_FIELD_LIST, &cx_brief_note_type,
                        "The first half of it"),
    CX_FIELD_CHILD_PAGE(BriefView, right, CX_FIELD_LIST, &cx_brief_note_type, "The other half"),
    CX_FIELD_PAGE(BriefView, right_first, CX_FIELD_COUNT, "Number of its first"),
    CX_FIELD_PAGE(BriefView, has_footnotes, CX_FIELD_FLAG, "Whether there are any"),
    CX_FIELD_PAGE(BriefView, url, CX_FIELD_TEXT, "Where the brief is"),
    CX_FIELD_PAGE(BriefView, url_pdf, CX_FIELD_TEXT, "Where it is as PDF"),
};
const CxViewType cx_brief_view_type =
    CX_VIEW_TYPE("Brief", BriefView, brief_fields,
                 "What one leader should read: the overall rating and their own department");

#define SAY(ctx, key, ...)                                                                         \
    cx_arena_take((ctx)->arena, cx_message_format((ctx)->catalogue, key, __VA_ARGS__))

static const char *
period_words(const CxBriefNotes *notes)
{
    const CxBrief *brief = notes->brief;
    return cx_arena_take(notes->ctx->arena, cx_day_format_period(brief->from, brief->to));
}

/* ---- Measures ---- */

static MeasureView
measure_view(CxBriefNotes *notes, const CxScore *score, const CxChange *change)
{
    const CxMarkWords words = { .decimals = score->decimals, .what = score->label };
    MeasureView view = {
        .question = score->question,
        .label = score->label,
        .wording = score->wording,
        .measure = score->measure,
        .unit = score->unit,
        .score = cx_mark_make(notes->ctx, &score->whole, &words),
        .change = cx_was_make(notes->ctx, change),
    };
    view.fn = cx_brief_note_score(notes, score, &score->whole, period_words(notes));
    view.change_fn = cx_brief_note_change(notes, change);
    return view;
}

/* "Improved: A. Worsened: B and C.", or the department's name. */
static const char *
department_title(CxCtx *ctx, const DepartmentView *view)
{
    const MeasureView *rows = view->measures.items;
    g_autoptr(GString) improved = g_string_new(NULL);
    g_autoptr(GString) worsened = g_string_new(NULL);
    for (size_t i = 0; i < view->measures.n; i++) {
        const CxWas *was = rows[i].change;
        if (was == NULL || !(was->is_improved || was->is_worsened))
            continue;
        GString *list = was->is_improved ? improved : worsened;
        g_string_append_printf(list, "%s%s", list->len > 0 ? ", " : "", rows[i].label);
    }
    if (improved->len == 0 && worsened->len == 0)
        return view->department;
    const char *key = improved->len == 0   ? "brief.became.worsened"
                      : worsened->len == 0 ? "brief.became.improved"
                                           : "brief.became.both";
    return SAY(ctx, key, CX_ARG_TEXT("improved", improved->str),
               CX_ARG_TEXT("worsened", worsened->str));
}

/* Where a department's rows begin among all rows. */
static size_t
first_row(const DepartmentView *view, const MeasureView *rows)
{
    return (size_t)((const MeasureView *)view->measures.items - rows);
}

/* Whether the course that is shown is of this department. */
static bool
has_trend(const CxBrief *brief, const DepartmentView *view)
{
    const MeasureView *rows = view->measures.items;
    for (size_t i = 0; i < view->measures.n && brief->trend != NULL; i++) {
        if (g_str_equal(rows[i].question, brief->trend->question))
            return true;
    }
    return false;
}

/* All rows of one measure on one scale. */
static void
add_strips(CxCtx *ctx, const CxBriefMeasure *measures, MeasureView *rows, DepartmentView *view)
{
    double from = 0.0;
    double to = 0.0;
    if (view->measure == NULL || !cx_brief_figure_ends(measures, view->measures.n, &from, &to))
        return;
    for (size_t i = 0; i < view->measures.n; i++)
        rows[i].strip = cx_brief_figure_strip(ctx, &measures[i], from, to);
    g_autofree char *low = cx_text_number(from, 0);
    g_autofree char *high = cx_text_number(to, 0);
    view->scale = SAY(ctx, "leader.scale", CX_ARG_TEXT("from", low), CX_ARG_TEXT("to", high));
}

/* What a department's table needs once all its rows are there. */
static void
finish_department(CxBriefNotes *notes, MeasureView *rows, DepartmentView *view)
{
    const CxBrief *brief = notes->brief;
    const size_t begin = first_row(view, rows);
    for (size_t i = 0; i < view->measures.n; i++) {
        rows[begin + i].is_plain = view->measure == NULL;
        view->has_changes = view->has_changes || rows[begin + i].change != NULL;
    }
    view->title = department_title(notes->ctx, view);
    add_strips(notes->ctx, &brief->measures[begin], &rows[begin], view);
    if (view->measure == NULL || has_trend(brief, view) || brief->threshold != NULL)
        return;
    view->figure = cx_brief_figure_dots(notes->ctx, &brief->measures[begin], view->measures.n);
    view->figure_title =
        view->figure == NULL
            ? NULL
            : cx_brief_figure_dots_title(notes->ctx, &brief->measures[begin], view->measures.n);
}

/* Splits the measures, which come by department, into one table each. */
static CxViewList
department_views(CxBriefNotes *notes, const CxBrief *brief)
{
    const size_t n = brief->n_measures;
    DepartmentView *views = cx_arena_new0_n(notes->ctx->arena, DepartmentView, n);
    MeasureView *rows = cx_arena_new0_n(notes->ctx->arena, MeasureView, n);
    size_t n_views = 0;
    for (size_t i = 0; i < n; i++) {
        const CxBriefMeasure *measure = &brief->measures[i];
        if (i == 0 || measure->department.v != brief->measures[i - 1].department.v) {
            views[n_views++] = (DepartmentView){
                .department = measure->department_name,
                .measure = measure->score->measure,
                .measures = CX_VIEW_LIST(rows + i, 0),
            };
        }
        DepartmentView *view = &views[n_views - 1];
        rows[i] = measure_view(notes, measure->score, measure->change);
        rows[i].is_lowest = measure->is_lowest;
        view->measures.n++;
        if (view->measure != NULL && !g_str_equal(view->measure, measure->score->measure))
            view->measure = NULL;
    }
    for (size_t i = 0; i < n_views; i++)
        finish_department(notes, rows, &views[i]);
    return CX_VIEW_LIST(views, n_views);
}

/* ---- Comments ---- */

static CxViewList
quote_views(CxBriefNotes *notes)
{
    const CxQuotes *quotes = &notes->brief->quotes;
    QuoteView *views = cx_arena_new0_n(notes->ctx->arena, QuoteView, quotes->n);
    for (size_t i = 0; i < quotes->n; i++) {
        const CxQuote *quote = &quotes->items[i];
        views[i] = (QuoteView){ .text = quote->text, .from = quote->from, .rating = quote->rating };
    }
    if (quotes->n > 0)
        views[quotes->n - 1].fn = cx_brief_note_quotes(notes, quotes->n_comments);
    return CX_VIEW_LIST(views, quotes->n);
}

/* ---- The program ---- */

static CxViewList
lines_of(const CxProgramText *text)
{
    return text != NULL ? CX_VIEW_LIST(text->lines, text->n_lines) : CX_VIEW_LIST(NULL, 0);
}

static const CxProgramText *
text_of(const CxBrief *brief, CxProgramKind kind)
{
    return cx_program_text(brief->program, kind, (CxDepartmentId){ 0 });
}

/* The approaches of all the reader's departments. */
static CxViewList
approach_lines(CxCtx *ctx, const CxBrief *brief)
{
    size_t n_max = 0;
    for (size_t i = 0; i < brief->program->n; i++)
        n_max += brief->program->texts[i].n_lines;
    const char **lines = cx_arena_new0_n(ctx->arena, const char *, n_max);
    size_t n = 0;
    for (size_t i = 0; i < brief->n_departments; i++) {
        const CxProgramText *text =
            cx_program_text(brief->program, CX_PROGRAM_APPROACHES, brief->department_ids[i]);
        for (size_t j = 0; text != NULL && j < text->n_lines; j++)
            lines[n++] = text->lines[j];
    }
    return CX_VIEW_LIST(lines, n);
}

static void
add_program(CxCtx *ctx, const CxBrief *brief, BriefView *view)
{
    const CxProgramText *governance = text_of(brief, CX_PROGRAM_GOVERNANCE);
    size_t n_questions = 0;
    const char *const *questions = cx_program_questions(ctx, brief->program, &n_questions);
    view->questions = CX_VIEW_LIST(questions, n_questions);
    view->goals = lines_of(text_of(brief, CX_PROGRAM_GOALS));
    view->governance = lines_of(governance);
    view->achieved = lines_of(text_of(brief, CX_PROGRAM_ACHIEVED));
    view->approaches = approach_lines(ctx, brief);
    view->meets_on = CX_DAY_NONE;
    if (governance != NULL && governance->meets_on.v >= brief->made_on.v) {
        view->meets_on = governance->meets_on;
        g_autofree char *day = cx_day_format_long(governance->meets_on);
        view->meets = SAY(ctx, "brief.meets", CX_ARG_TEXT("day", day));
    }
    view->has_approaches = view->approaches.n > 0;
    view->has_achieved = view->achieved.n + view->credits.n > 0;
    view->has_program = view->goals.n > 0 || view->governance.n > 0 || view->meets != NULL;
}

/* What the CX team could still say to this reader, each with the place to say it. */
static void
add_missing(CxCtx *ctx, const CxBrief *brief, BriefView *view)
{
    const struct {
        bool is_missing;
        const char *key;
        const char *href;
    } rows[] = {
        { view->goals.n == 0, "brief.missing.goals", "/program?edit=goals" },
        { view->governance.n == 0, "brief.missing.governance", "/program?edit=governance" },
        { view->meets == NULL, "brief.missing.meets", "/program?edit=governance" },
        { view->achieved.n == 0, "brief.missing.achieved", "/program?edit=achieved" },
        { view->approaches.n == 0 && brief->n_departments > 0, "brief.missing.approaches",
          "/program" },
        { brief->claim == CX_BRIEF_CLAIM_NO_DEPARTMENT, "brief.missing.department", "/leaders" },
        { brief->departments != NULL && brief->n_measures == 0, "brief.missing.measures",
          "/surveys" },
    };
    if (!ctx->wall.can_change_program)
        return;
    MissingView *missing = cx_arena_new0_n(ctx->arena, MissingView, CX_N_ELEMENTS(rows));
    for (size_t i = 0; i < CX_N_ELEMENTS(rows); i++) {
        if (rows[i].is_missing) {
            missing[view->missing.n++] =
                (MissingView){ cx_message_text(ctx->catalogue, rows[i].key), rows[i].href, false };
        }
    }
    if (view->missing.n > 0)
        missing[view->missing.n - 1].is_last = true;
    view->missing.items = missing;
    view->has_missing = view->missing.n > 0;
}

static void
add_handovers(CxCtx *ctx, const CxBrief *brief, BriefView *view)
{
    view->handovers = cx_handover_views(ctx, &brief->handovers, brief->digest);
    view->has_handovers = view->handovers.n > 0;
    view->can_hand_over = ctx->wall.can_change_program;
    const CxHandoverView *newest = view->handovers.items;
    if (view->has_handovers && newest->is_outdated)
        view->outdated = newest->day_text;
    view->survey_key = brief->survey_key;
    if (!cx_day_is_none(brief->from))
        view->from_text = cx_arena_take(ctx->arena, cx_day_format(brief->from));
    if (!cx_day_is_none(brief->to))
        view->to_text = cx_arena_take(ctx->arena, cx_day_format(brief->to));
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

static BriefView *
view_new(CxCtx *ctx, const CxBrief *brief)
{
    BriefView *view = cx_arena_new0(ctx->arena, BriefView);
    *view = (BriefView){
        .leader = brief->leader.v,
        .name = brief->leader_name,
        .title = brief->title,
        .heading = brief->heading,
        .departments = brief->departments,
        .is_coming = brief->claim == CX_BRIEF_CLAIM_COMING,
        .is_past = brief->claim == CX_BRIEF_CLAIM_PAST,
        .is_unknown = brief->claim == CX_BRIEF_CLAIM_NO_DEPARTMENT,
        .is_whole =
            brief->claim >= CX_BRIEF_CLAIM_WHOLE_WORSENED && brief->claim <= CX_BRIEF_CLAIM_WHOLE,
        .made_on = brief->made_on,
        .made_on_text = cx_arena_take(ctx->arena, cx_day_format_long(brief->made_on)),
        .from = brief->from,
        .to = brief->to,
        .survey = brief->survey,
        .headline = brief->headline,
        .lead = brief->lead,
        .has_measures = brief->n_measures > 0,
        .url = cx_arena_printf(ctx->arena, "/leaders/%" G_GINT64_FORMAT "/brief", brief->leader.v),
        .url_pdf = pdf_url(ctx, brief),
    };
    if (!cx_day_is_none(brief->from) || !cx_day_is_none(brief->to))
        view->period = cx_arena_take(ctx->arena, cx_day_format_period(brief->from, brief->to));
    return view;
}

/* Two for each measure, and for the overall rating, the lead, the figure, the comments; credits, links. */
static size_t
notes_max(const CxBrief *brief)
{
    return 2 * brief->n_measures + 8 + brief->credits.n + brief->links.n;
}

/* Footnotes in two columns of about one length, read down the first. */
static void
add_footnotes(const CxBriefNotes *notes, BriefView *view)
{
    size_t len_all = 0;
    for (size_t i = 0; i < notes->n; i++)
        len_all += strlen(notes->items[i].text);
    size_t n_left = 0;
    for (size_t len = 0; n_left < notes->n && 2 * len < len_all; n_left++)
        len += strlen(notes->items[n_left].text);
    view->footnotes = CX_VIEW_LIST(notes->items, notes->n);
    view->left = CX_VIEW_LIST(notes->items, n_left);
    view->right = CX_VIEW_LIST(notes->items + n_left, notes->n - n_left);
    view->right_first = n_left < notes->n ? (int64_t)n_left + 1 : 0;
    view->has_footnotes = notes->n > 0;
}

const void *
cx_brief_view(CxCtx *ctx, const CxBrief *brief)
{
    CxBriefNotes notes = {
        .ctx = ctx,
        .brief = brief,
        .items = cx_arena_new0_n(ctx->arena, CxBriefNote, notes_max(brief)),
    };
    BriefView *view = view_new(ctx, brief);
    if (brief->point != NULL) {
        view->lead_fn = cx_brief_note_score(&notes, brief->point->score,
                                            &brief->point->score->whole, period_words(&notes));
    }
    view->overall = measure_view(&notes, brief->overall, brief->overall_change);
    view->departments_list = department_views(&notes, brief);
    view->threshold = cx_brief_hero(&notes);
    view->trend = cx_brief_course(&notes);
    view->links = cx_brief_links(&notes);
    view->has_links = view->links.n > 0;
    if (view->has_links) {
        view->links_title =
            SAY(ctx, "brief.links.title", CX_ARG_TEXT("departments", brief->departments));
    }
    view->quotes = quote_views(&notes);
    view->has_quotes = view->quotes.n > 0;
    view->credits = cx_brief_credits(&notes);
    add_footnotes(&notes, view);
    add_program(ctx, brief, view);
    add_missing(ctx, brief, view);
    add_handovers(ctx, brief, view);
    return view;
}
