/* coalition trend: a score period by period. coalition funnel: departments or groups compared. */
#include <math.h>

#include "base/error.h"
#include "cli/cli.h"
#include "cli/slice_args.h"
#include "evidence/course.h"
#include "evidence/usual.h"
#include "pages/course_view.h"
#include "pages/funnel_view.h"
#include "pages/splice_view.h"

static const char *
or_none(const char *text)
{
    return text != NULL ? text : "";
}

static void
print_points(const CxCourseView *view)
{
    for (size_t i = 0; i < view->points.n; i++) {
        const CxCoursePoint *point = (const CxCoursePoint *)view->points.items + i;
        for (size_t j = 0; j < view->splices.n; j++) {
            const CxSpliceView *splice = (const CxSpliceView *)view->splices.items + j;
            if (g_strcmp0(splice->from, point->label) == 0)
                cx_cli_print("--------  %s\n", splice->why);
        }
        cx_cli_print_mark(point->label, &point->score);
    }
}

static void
print_course(const CxCourseView *view)
{
    cx_cli_print("%s\n%s\n%s\n\n", view->headline, view->line, or_none(view->rate));
    print_points(view);
    if (view->tested != NULL)
        cx_cli_print("\n%s\n", view->tested->sentence);
    if (view->other != NULL) {
        cx_cli_print("\n");
        cx_cli_print_mark(view->other_text, view->other);
        cx_cli_print("%s\n", view->why_other);
    }
    for (size_t i = 0; i < view->modes.n; i++) {
        const CxCourseModeView *mode = (const CxCourseModeView *)view->modes.items + i;
        cx_cli_print("\n%s\n", mode->label);
        cx_cli_print_mark(view->mode_before, &mode->before);
        cx_cli_print_mark(view->mode_after, &mode->after);
    }
}

/* The slice asked for with its survey, settled as it is usually read. */
static CxCtx *
open_asked(CxCli *cli, const CxCliArgs *args, CxSlice *slice, CxSurvey **ret_survey, GError **error)
{
    g_autoptr(CxCtx) ctx = cx_cli_open(cli, error);
    g_autoptr(CxSurvey) survey = ctx != NULL ? cx_survey_load(ctx, slice->survey, error) : NULL;
    if (survey == NULL)
        return NULL;
    const CxItem *item = cx_score_item(survey, slice->question);
    if (!cx_cli_args_has(args, "measure") && item != NULL && !cx_usual_settle(item, slice, error))
        return NULL;
    *ret_survey = g_steal_pointer(&survey);
    return g_steal_pointer(&ctx);
}

static bool
run_trend(CxCli *cli, const CxCliArgs *args, GError **error)
{
    g_autoptr(CxSlice) slice = cx_cli_slice(args, error);
    if (slice == NULL)
        return false;
    if (!cx_day_is_none(slice->from)) {
        g_set_error_literal(error, CX_ERROR, CX_ERROR_INVALID,
                            "a trend is read from its beginning: leave --from away; --to says "
                            "where it ends");
        return false;
    }
    const CxSliceBy by = slice->by == CX_SLICE_BY_NONE ? CX_SLICE_BY_QUARTER : slice->by;
    if (!cx_slice_by_is_period(by)) {
        g_set_error_literal(error, CX_ERROR, CX_ERROR_INVALID,
                            "a trend is by month, quarter or year");
        return false;
    }
    g_autoptr(CxSurvey) survey = NULL;
    g_autoptr(CxCtx) ctx = open_asked(cli, args, slice, &survey, error);
    const CxCourse *course = ctx != NULL ? cx_course_run(ctx, survey, slice, by, error) : NULL;
    if (course == NULL || !cx_cli_finish(cli, ctx, error))
        return false;
    const CxCourseView *view = cx_course_view(ctx, survey->key, course);
    if (cli->is_json)
        cx_cli_print_json(&cx_course_view_type, view);
    else
        print_course(view);
    return true;
}

static void
print_funnel(const CxFunnelView *view)
{
    cx_cli_print("%s\n%s\n\n", view->headline, or_none(view->caution));
    for (size_t i = 0; i < view->rows.n; i++) {
        const CxFunnelRowView *row = (const CxFunnelRowView *)view->rows.items + i;
        cx_cli_print_mark(row->label, &row->score);
        cx_cli_print("    %s%s%s%s%s\n", row->place_text,
                     row->limit_text != NULL ? "; 95 % limits " : "", or_none(row->limit_text),
                     row->expected_text != NULL ? "; expected next " : "",
                     or_none(row->expected_text));
    }
}

static bool
run_funnel(CxCli *cli, const CxCliArgs *args, GError **error)
{
    g_autoptr(CxSlice) slice = cx_cli_slice(args, error);
    if (slice == NULL)
        return false;
    g_autoptr(CxSurvey) survey = NULL;
    g_autoptr(CxCtx) ctx = open_asked(cli, args, slice, &survey, error);
    const CxFunnelFinding *finding = ctx != NULL ? cx_funnel_run(ctx, survey, slice, error) : NULL;
    if (finding == NULL || !cx_cli_finish(cli, ctx, error))
        return false;
    const CxFunnelView *view = cx_funnel_view(ctx, finding);
    if (cli->is_json)
        cx_cli_print_json(&cx_funnel_view_type, view);
    else
        print_funnel(view);
    return true;
}

const CxCliCommand cx_cli_trend = {
    .name = "trend",
    .usage = "[--question KEY] [--group month|quarter|year] [--to DATE] …",
    .about = "Print a score period by period, cut where it was asked otherwise, with what change "
             "would have shown",
    .options = cx_cli_slice_options,
    .run = run_trend,
};

const CxCliCommand cx_cli_funnel = {
    .name = "funnel",
    .usage = "[--group CHOICE] [--from DATE] [--to DATE] …",
    .about = "Compare departments, or groups of answers, against what chance explains",
    .options = cx_cli_slice_options,
    .run = run_funnel,
};
