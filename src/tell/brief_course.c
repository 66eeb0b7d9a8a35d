#include "tell/brief_course.h"

#include "base/civil.h"
#include "tell/brief_figure.h"
#include "tell/mark.h"
#include "tell/trend.h"

typedef struct {
    const char *label; /* "Q3 2026" */
    const char *value;
    const char *range;
    const char *why;
    CxMark score;
} PointView;

static const CxViewField point_fields[] = {
    CX_FIELD_PAGE(PointView, label, CX_FIELD_TEXT, "The quarter"),
    CX_FIELD_PAGE(PointView, value, CX_FIELD_TEXT, "The value"),
    CX_FIELD_PAGE(PointView, range, CX_FIELD_TEXT, "Its interval"),
    CX_FIELD_PAGE(PointView, why, CX_FIELD_TEXT, "Why there is none"),
    CX_FIELD_CHILD_PAGE(PointView, score, CX_FIELD_OBJECT_IN, &cx_mark_type,
                        "All of it, with its card"),
};
static const CxViewType point_type =
    CX_VIEW_TYPE("BriefPoint", PointView, point_fields, "One quarter of a trend");

static const CxViewField course_fields[] = {
    CX_FIELD_PAGE(CxBriefCourse, title, CX_FIELD_TEXT, "What it says"),
    CX_FIELD_PAGE(CxBriefCourse, figure, CX_FIELD_MARKUP, "The drawing"),
    CX_FIELD_PAGE(CxBriefCourse, label, CX_FIELD_TEXT, "The measure"),
    CX_FIELD_PAGE(CxBriefCourse, fn, CX_FIELD_COUNT, "Number of its footnote"),
    CX_FIELD_CHILD_PAGE(CxBriefCourse, points, CX_FIELD_LIST, &point_type, "Its newest quarters"),
};
const CxViewType cx_brief_course_type =
    CX_VIEW_TYPE("BriefTrend", CxBriefCourse, course_fields, "The main measure each quarter");

static const char *
quarter_words(CxCtx *ctx, CxDay day)
{
    const CxCivil civil = cx_day_civil(day);
    return cx_arena_printf(ctx->arena, "Q%d %d", (civil.month - 1) / 3 + 1, civil.year);
}

static CxViewList
point_views(CxCtx *ctx, const CxScore *trend)
{
    const size_t n = trend->n_groups;
    PointView *points = cx_arena_new0_n(ctx->arena, PointView, n);
    for (size_t i = 0; i < n; i++) {
        const CxScoreGroup *group = &trend->groups[i];
        const CxMarkWords words = { .decimals = trend->decimals, .what = group->label };
        const CxMark mark = cx_mark_make(ctx, &group->value, &words);
        points[i] =
            (PointView){ quarter_words(ctx, group->from), mark.text, mark.range, mark.why, mark };
    }
    return CX_VIEW_LIST(points, n);
}

const CxBriefCourse *
cx_brief_course(CxBriefNotes *notes)
{
    const CxBrief *brief = notes->brief;
    const CxScore *trend = brief->trend;
    if (trend == NULL)
        return NULL;
    const CxScoreGroup *last = &trend->groups[trend->n_groups - 1];
    CxBriefCourse *view = cx_arena_new0(notes->ctx->arena, CxBriefCourse);
    *view = (CxBriefCourse){
        .title = cx_brief_figure_trend_title(notes->ctx, brief),
        .label = trend->label,
        .figure = cx_tell_trend(notes->ctx, "trend", CX_SLICE_BY_QUARTER, trend, &brief->splices),
        .fn = cx_brief_note_score(notes, trend, &last->value, last->label),
        .points = point_views(notes->ctx, trend),
    };
    return view;
}
