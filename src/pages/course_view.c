#include "pages/course_view.h"

#include "pages/splice_view.h"

static const CxViewField point_fields[] = {
    CX_FIELD(CxCoursePoint, key, CX_FIELD_TEXT, "Key of the period"),
    CX_FIELD(CxCoursePoint, label, CX_FIELD_TEXT, "The period"),
    CX_FIELD_CHILD(CxCoursePoint, score, CX_FIELD_OBJECT_IN, &cx_mark_type, "Its score"),
    CX_FIELD(CxCoursePoint, before_text, CX_FIELD_TEXT,
             "The same season a year before, null where there is none or a cut lies between"),
};
static const CxViewType point_type =
    CX_VIEW_TYPE("CoursePoint", CxCoursePoint, point_fields, "One period of a trend");

static const CxViewField mode_fields[] = {
    CX_FIELD(CxCourseModeView, key, CX_FIELD_TEXT, "Key of the way of answering"),
    CX_FIELD(CxCourseModeView, label, CX_FIELD_TEXT, "The way of answering"),
    CX_FIELD_CHILD(CxCourseModeView, before, CX_FIELD_OBJECT_IN, &cx_mark_type,
                   "Before the mode mix shifted"),
    CX_FIELD_CHILD(CxCourseModeView, after, CX_FIELD_OBJECT_IN, &cx_mark_type, "The newest period"),
};
static const CxViewType mode_type = CX_VIEW_TYPE("CourseMode", CxCourseModeView, mode_fields,
                                                 "A score within one way of answering");

static const CxViewField course_fields[] = {
    CX_FIELD(CxCourseView, headline, CX_FIELD_TEXT, "The sentence to remember"),
    CX_FIELD(CxCourseView, line, CX_FIELD_TEXT, "What change would have shown, or why none could"),
    CX_FIELD(CxCourseView, state, CX_FIELD_TEXT,
             "beside, cut, too_few, hidden, one_period or nothing"),
    CX_FIELD(CxCourseView, survey, CX_FIELD_TEXT, "Key of the survey"),
    CX_FIELD(CxCourseView, question, CX_FIELD_TEXT, "Key of the question"),
    CX_FIELD(CxCourseView, label, CX_FIELD_TEXT, "Short name of the question"),
    CX_FIELD(CxCourseView, wording, CX_FIELD_TEXT, "What was asked"),
    CX_FIELD(CxCourseView, measure, CX_FIELD_TEXT, "How answers are put together"),
    CX_FIELD(CxCourseView, unit, CX_FIELD_TEXT, "Unit of the values"),
    CX_FIELD(CxCourseView, is_weighted, CX_FIELD_FLAG, "Whether answers count by their weights"),
    CX_FIELD(CxCourseView, by, CX_FIELD_TEXT, "month, quarter or year"),
    CX_FIELD(CxCourseView, period, CX_FIELD_TEXT, "The newest period with answers"),
    CX_FIELD_CHILD(CxCourseView, now, CX_FIELD_OBJECT, &cx_mark_type, "Its score"),
    CX_FIELD(CxCourseView, against, CX_FIELD_TEXT, "The period it stands beside"),
    CX_FIELD_CHILD(CxCourseView, then, CX_FIELD_OBJECT, &cx_mark_type, "The score of that"),
    CX_FIELD(CxCourseView, is_season, CX_FIELD_FLAG, "It is the same season a year before"),
    CX_FIELD_DATA(CxCourseView, detectable, CX_FIELD_NUMBER,
                  "Change that would have shown with 80 %, in the unit; null: none"),
    CX_FIELD_CHILD(CxCourseView, tested, CX_FIELD_OBJECT, &cx_change_view_type,
                   "The test of that period, where it was declared and has closed"),
    CX_FIELD_CHILD(CxCourseView, other, CX_FIELD_OBJECT, &cx_mark_type,
                   "The newest period the other way of weighting"),
    CX_FIELD(CxCourseView, other_text, CX_FIELD_TEXT, "That way: weighted or unweighted"),
    CX_FIELD(CxCourseView, why_other, CX_FIELD_TEXT, "Why the two differ"),
    CX_FIELD_CHILD(CxCourseView, points, CX_FIELD_LIST, &point_type, "Period by period"),
    CX_FIELD_CHILD(CxCourseView, splices, CX_FIELD_LIST, &cx_splice_view_type,
                   "Where the trend is cut"),
    CX_FIELD_PAGE(CxCourseView, has_splices, CX_FIELD_FLAG, "Whether it is cut"),
    CX_FIELD_CHILD(CxCourseView, modes, CX_FIELD_LIST, &mode_type,
                   "Within each way of answering, where the mix of them shifted"),
    CX_FIELD_PAGE(CxCourseView, has_modes, CX_FIELD_FLAG, "Whether the mix shifted"),
    CX_FIELD(CxCourseView, mode_before, CX_FIELD_TEXT, "Last period before the mix shifted"),
    CX_FIELD(CxCourseView, mode_after, CX_FIELD_TEXT, "The period it is set beside"),
    CX_FIELD(CxCourseView, rate, CX_FIELD_TEXT, "Response rate of the newest period in words"),
    CX_FIELD(CxCourseView, counted, CX_FIELD_TEXT,
             "For whom answers count after a reorganisation, where that needs saying"),
};
const CxViewType cx_course_view_type =
    CX_VIEW_TYPE("Course", CxCourseView, course_fields, "A score period by period");

static CxMark
mark_of(CxCtx *ctx, const CxCourse *course, const CxMeasured *value, const char *what)
{
    const CxMarkWords words = { .decimals = course->score->decimals, .what = what };
    return cx_mark_make(ctx, value, &words);
}

static const CxMark *
mark_at(CxCtx *ctx, const CxCourse *course, size_t index)
{
    if (index >= course->score->n_groups)
        return NULL;
    const CxScoreGroup *group = &course->score->groups[index];
    CxMark *mark = cx_arena_new0(ctx->arena, CxMark);
    *mark = mark_of(ctx, course, &group->value, group->label);
    return mark;
}

static bool
is_cut(const CxCourse *course, size_t from, size_t to)
{
    for (size_t i = 0; i < course->splices.n; i++) {
        if (course->splices.items[i].at > from && course->splices.items[i].at <= to)
            return true;
    }
    return false;
}

/* "31 (28–34)" of the same season a year before; NULL if none may be set beside it. */
static const char *
year_before(CxCtx *ctx, const CxCourse *course, size_t index)
{
    const int32_t at = cx_slice_period_index(course->by, course->score->groups[index].from);
    const int32_t year = course->by == CX_SLICE_BY_MONTH     ? 12
                         : course->by == CX_SLICE_BY_QUARTER ? 4
                                                             : 1;
    for (size_t i = 0; i < index; i++) {
        if (at - cx_slice_period_index(course->by, course->score->groups[i].from) != year ||
            is_cut(course, i, index))
            continue;
        const CxMark *mark = mark_at(ctx, course, i);
        if (mark->text == NULL)
            return NULL;
        return mark->range == NULL
                   ? mark->text
                   : cx_arena_printf(ctx->arena, "%s (%s)", mark->text, mark->range);
    }
    return NULL;
}

static CxViewList
point_views(CxCtx *ctx, const CxCourse *course)
{
    const size_t n = course->score->n_groups;
    CxCoursePoint *points = cx_arena_new0_n(ctx->arena, CxCoursePoint, n + 1);
    for (size_t i = 0; i < n; i++) {
        points[i] = (CxCoursePoint){
            .key = course->score->groups[i].key,
            .label = course->score->groups[i].label,
            .score = *mark_at(ctx, course, i),
            .before_text = year_before(ctx, course, i),
        };
    }
    return CX_VIEW_LIST(points, n);
}

static CxViewList
mode_views(CxCtx *ctx, const CxCourse *course)
{
    CxCourseModeView *modes = cx_arena_new0_n(ctx->arena, CxCourseModeView, course->n_modes + 1);
    for (size_t i = 0; i < course->n_modes; i++) {
        const CxCourseMode *mode = &course->modes[i];
        modes[i] = (CxCourseModeView){
            .key = mode->key,
            .label = mode->label,
            .before = mark_of(ctx, course, &mode->before, mode->label),
            .after = mark_of(ctx, course, &mode->after, mode->label),
        };
    }
    return CX_VIEW_LIST(modes, course->n_modes);
}

static void
add_other(CxCtx *ctx, const CxCourse *course, CxCourseView *view)
{
    if (!course->has_other)
        return;
    CxMark *other = cx_arena_new0(ctx->arena, CxMark);
    *other = mark_of(ctx, course, &course->other, course->score->label);
    view->other = other;
    view->other_text = cx_message_text(
        ctx->catalogue, course->score->is_weighted ? "trends.unweighted" : "trends.weighted");
    view->why_other = course->why_other;
}

const CxCourseView *
cx_course_view(CxCtx *ctx, const char *survey, const CxCourse *course)
{
    const CxScore *score = course->score;
    CxCourseView *view = cx_arena_new0(ctx->arena, CxCourseView);
    *view = (CxCourseView){
        .headline = course->headline,
        .line = course->line,
        .state = cx_course_state_key(course->state),
        .survey = cx_arena_text(ctx->arena, survey),
        .question = score->question,
        .label = score->label,
        .wording = score->wording,
        .measure = score->measure,
        .unit = score->unit,
        .is_weighted = score->is_weighted,
        .by = cx_slice_by_key(course->by),
        .now = mark_at(ctx, course, course->newest),
        .then = mark_at(ctx, course, course->against),
        .is_season = course->is_season,
        .detectable = course->detectable,
        .points = point_views(ctx, course),
        .splices = cx_splice_views(ctx, score, &course->splices),
        .has_splices = course->splices.n > 0,
        .modes = mode_views(ctx, course),
        .has_modes = course->n_modes > 0,
        .mode_before = course->mode_before,
        .mode_after = course->mode_after,
        .rate = course->rate,
        .counted = score->counted,
    };
    if (view->now != NULL)
        view->period = score->groups[course->newest].label;
    if (view->then != NULL)
        view->against = score->groups[course->against].label;
    if (course->tested != NULL) {
        CxChangeView *tested = cx_arena_new0(ctx->arena, CxChangeView);
        *tested = cx_change_view(ctx, course->tested);
        view->tested = tested;
    }
    add_other(ctx, course, view);
    return view;
}
