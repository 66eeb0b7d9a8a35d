/* coalition segments: the frames kept as files, whether they are whole, and making them again. */
#include <inttypes.h>

#include "base/arena.h"
#include "base/error.h"
#include "cli/cli.h"
#include "column/shelf.h"
#include "feedback/frame_segment.h"
#include "feedback/frame_store.h"
#include "feedback/survey.h"
#include "view/field.h"

typedef struct {
    const char *survey;
    const char *state;
    int64_t n_bytes;
    int64_t n_responses;
    const char *why;
    const char *slices;
} SegmentRow;

static const CxViewField segment_fields[] = {
    CX_FIELD(SegmentRow, survey, CX_FIELD_TEXT, "Key of the survey"),
    CX_FIELD(SegmentRow, state, CX_FIELD_TEXT,
             "none, current, old (the data changed since) or damaged"),
    CX_FIELD(SegmentRow, n_bytes, CX_FIELD_COUNT, "Size of the file"),
    CX_FIELD(SegmentRow, n_responses, CX_FIELD_COUNT, "Responses in it, where it is current"),
    CX_FIELD(SegmentRow, why, CX_FIELD_TEXT, "What is wrong with one that is damaged"),
    CX_FIELD(SegmentRow, slices, CX_FIELD_TEXT,
             "Where its slices are run: here, clickhouse, or not yet brought to ClickHouse"),
};
static const CxViewType segment_type =
    CX_VIEW_TYPE("Segment", SegmentRow, segment_fields, "The segment of a survey");

typedef struct {
    const char *folder;
    CxViewList segments; /* of SegmentRow */
} SegmentRows;

static const CxViewField rows_fields[] = {
    CX_FIELD(SegmentRows, folder, CX_FIELD_TEXT, "Where they lie"),
    CX_FIELD_CHILD(SegmentRows, segments, CX_FIELD_LIST, &segment_type, "One for each survey"),
};
static const CxViewType rows_type =
    CX_VIEW_TYPE("Segments", SegmentRows, rows_fields, "The segments of a home");

static const char *
state_name(CxSegmentState state)
{
    static const char *const names[] = {
        [CX_SEGMENT_NONE] = "none",
        [CX_SEGMENT_CURRENT] = "current",
        [CX_SEGMENT_OLD] = "old",
        [CX_SEGMENT_DAMAGED] = "damaged",
    };
    return names[state];
}

/* Where the slices of a survey are run. */
static bool
find_slices(CxCtx *ctx, const CxSurvey *survey, const char **ret_slices, GError **error)
{
    const CxPush *push = cx_frame_shelf_push(ctx->frames);
    *ret_slices = "here";
    if (push == NULL)
        return true;
    bool is_there = false;
    g_autoptr(CxFrame) frame = cx_frame_store_ref(ctx, survey, error);
    if (frame == NULL || !cx_clickhouse_find(cx_push_clickhouse(push), frame, &is_there, error))
        return false;
    *ret_slices = is_there ? "clickhouse" : "not yet brought";
    return true;
}

static bool
row_of(CxCtx *ctx, const CxSurvey *survey, const char *folder, SegmentRow *ret_row, GError **error)
{
    g_auto(CxSegmentReport) report = { .why = NULL };
    const char *slices = NULL;
    if (!cx_frame_segment_report(ctx, survey, folder, &report, error) ||
        !find_slices(ctx, survey, &slices, error))
        return false;
    *ret_row = (SegmentRow){
        .survey = cx_arena_text(ctx->arena, survey->key),
        .state = state_name(report.state),
        .n_bytes = report.n_bytes,
        .n_responses = report.n_rows,
        .why = cx_arena_text(ctx->arena, report.why),
        .slices = slices,
    };
    return true;
}

static void
print_rows(const SegmentRow *rows, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        cx_cli_print("%-24s %-8s %14" PRId64 " bytes %12" PRId64 " responses\n", rows[i].survey,
                     rows[i].state, rows[i].n_bytes, rows[i].n_responses);
        if (rows[i].why != NULL)
            cx_cli_print("    %s\n", rows[i].why);
        if (!g_str_equal(rows[i].slices, "here"))
            cx_cli_print("    slices: %s\n", rows[i].slices);
    }
    if (n == 0)
        cx_cli_print("No survey has been read yet: coalition import FILE --mapping MAPPING\n");
}

static bool
run(CxCli *cli, CX_UNUSED const CxCliArgs *args, GError **error)
{
    g_autoptr(CxCtx) ctx = cx_cli_open(cli, error);
    g_autoptr(GPtrArray) surveys = ctx != NULL ? cx_survey_load_all(ctx, error) : NULL;
    if (surveys == NULL)
        return false;
    const char *folder = cx_frame_shelf_folder(ctx->frames);
    SegmentRow *rows = cx_arena_new0_n(ctx->arena, SegmentRow, surveys->len);
    for (guint i = 0; i < surveys->len; i++) {
        if (!row_of(ctx, g_ptr_array_index(surveys, i), folder, &rows[i], error))
            return false;
    }
    const SegmentRows view = { .folder = folder, .segments = { rows, surveys->len } };
    if (cli->is_json)
        cx_cli_print_json(&rows_type, &view);
    else
        print_rows(rows, surveys->len);
    return true;
}

const CxCliCommand cx_cli_segments = {
    .name = "segments",
    .usage = "",
    .about = "List the segments: answers kept as columns on disk, and whether they are whole",
    .more = "A segment holds nothing the store does not hold. One that is old or damaged is made\n"
            "again by itself when its scores are next asked for; rebuild does it now.",
    .run = run,
};

/* What is done with each survey named, or all. */
typedef bool (*SurveyWork)(CxCtx *ctx, const CxSurvey *survey, GError **error);

static bool
for_surveys(CxCtx *ctx, const CxCliArgs *args, SurveyWork work, GError **error)
{
    const char *only = cx_cli_args_operand(args, 0); /* NULL: all */
    g_autoptr(GPtrArray) surveys = cx_survey_load_all(ctx, error);
    if (surveys == NULL)
        return false;
    bool is_found = only == NULL;
    for (guint i = 0; i < surveys->len; i++) {
        const CxSurvey *survey = g_ptr_array_index(surveys, i);
        if (only != NULL && !g_str_equal(survey->key, only))
            continue;
        is_found = true;
        if (!work(ctx, survey, error))
            return false;
    }
    if (!is_found) {
        g_set_error(error, CX_ERROR, CX_ERROR_NOT_FOUND,
                    "there is no survey \"%s\"; see: coalition survey", only);
    }
    return is_found;
}

static bool
rebuild(CxCtx *ctx, const CxSurvey *survey, GError **error)
{
    if (!cx_frame_segment_rebuild(ctx, survey, cx_frame_shelf_folder(ctx->frames), error))
        return false;
    cx_cli_print("The segment of %s was made again.\n", survey->key);
    return true;
}

static bool
run_rebuild(CxCli *cli, const CxCliArgs *args, GError **error)
{
    g_autoptr(CxCtx) ctx = cx_cli_open(cli, error);
    return ctx != NULL && for_surveys(ctx, args, rebuild, error);
}

const CxCliCommand cx_cli_segments_rebuild = {
    .name = "segments rebuild",
    .usage = "[SURVEY]",
    .about = "Make the segments again from the store, all or those of one survey",
    .n_operands_max = 1,
    .run = run_rebuild,
};

static bool
show_progress(void *context, size_t n_done, size_t n_rows)
{
    return cx_ctx_progress(context, (int64_t)n_done, (int64_t)n_rows, NULL);
}

static bool
push(CxCtx *ctx, const CxSurvey *survey, GError **error)
{
    const CxClickhouse *clickhouse = cx_push_clickhouse(cx_frame_shelf_push(ctx->frames));
    g_autoptr(CxFrame) frame = cx_frame_store_ref(ctx, survey, error);
    if (frame == NULL || !cx_clickhouse_load(clickhouse, frame, show_progress, ctx, error))
        return false;
    cx_cli_print("The %zu responses of %s are at ClickHouse.\n", cx_frame_n_rows(frame),
                 survey->key);
    return true;
}

static bool
run_push(CxCli *cli, const CxCliArgs *args, GError **error)
{
    g_autoptr(CxCtx) ctx = cx_cli_open(cli, error);
    if (ctx == NULL)
        return false;
    if (cx_frame_shelf_push(ctx->frames) == NULL) {
        g_set_error_literal(error, CX_ERROR, CX_ERROR_INVALID,
                            "this home has no ClickHouse; name it in COALITION_SLICES or as "
                            "slices in coalition.conf");
        return false;
    }
    cx_cli_watch(ctx, "Bringing");
    const bool is_done = for_surveys(ctx, args, push, error);
    if (is_done)
        cx_cli_watch_end(ctx);
    return is_done;
}

const CxCliCommand cx_cli_segments_push = {
    .name = "segments push",
    .usage = "[SURVEY]",
    .about = "Bring the responses to ClickHouse, where one is set, and run their slices there",
    .more =
        "The server does the same by itself when responses changed; until they are whole there,\n"
        "and whenever ClickHouse does not answer, slices are run here.",
    .n_operands_max = 1,
    .run = run_push,
};
