#include "pages/file_facts.h"

#include <inttypes.h>
#include <string.h>

#include "app/runner.h"
#include "base/error.h"
#include "base/text.h"
#include "codec/json.h"
#include "feedback/facts_upload.h"
#include "feedback/survey.h"
#include "pages/file_edit.h"
#include "pages/job_view.h"
#include "pages/pages.h"
#include "people/department.h"

typedef struct {
    const char *key;
    const char *name;
    bool is_chosen;
} ChoiceView;

typedef struct {
    int64_t position;
    const char *name;
    const char *samples;
    const char *taken;
    CxViewList choices; /* of ChoiceView: what it may be */
    const char *reason;
    bool is_metric;
    const char *label;
    const char *unit;
    bool is_down;
    const char *department;
} ColumnView;

typedef struct {
    int64_t line;
    const char *column;
    const char *value;
    const char *reason;
} RejectView;

typedef struct {
    const char *label;
    int64_t n;
} MetricView;

typedef struct {
    bool is_done;
    const char *refusal; /* why it is not taken as it is, or NULL */
    int64_t n_rows, n_new, n_revised, n_same, n_rejected, n_accounts;
    CxViewList metrics; /* of MetricView */
    CxViewList rejects; /* of RejectView: the first */
    bool has_rejects;
    bool can_meet; /* they are of what answers name, and are taken in */
} ResultView;

struct CxFileFacts {
    const char *kind;
    const char *lack;
    const char *like;    /* the earlier file it is read like, or NULL */
    const char *gone;    /* columns of that one it lacks, or NULL */
    const char *arrived; /* columns that one did not have, or NULL */
    bool is_given;       /* the mapping was uploaded */
    CxViewList kinds;    /* of ChoiceView: whose facts they may be */
    CxViewList written;  /* of ChoiceView: how days are written */
    CxViewList surveys;  /* of ChoiceView */
    bool asks_year;      /* columns are headed by months or quarters that name none */
    const char *year;    /* that was said, or "" */
    bool has_surveys;
    CxViewList columns;  /* of ColumnView */
    CxViewList measures; /* of ColumnView: metrics that stand in the rows */
    bool has_measures;
    CxViewList departments;   /* of names */
    const ResultView *result; /* of the trial, or of taking it in; NULL: neither */
    const CxJobView *job;     /* that takes it in; NULL: none, or it is done */
    bool can_correct;
    bool is_barren; /* every row would be set aside */
};

static const CxViewField choice_fields[] = {
    CX_FIELD(ChoiceView, key, CX_FIELD_TEXT, "Key"),
    CX_FIELD(ChoiceView, name, CX_FIELD_TEXT, "The same as read"),
    CX_FIELD(ChoiceView, is_chosen, CX_FIELD_FLAG, "Whether it is so now"),
};
static const CxViewType choice_type =
    CX_VIEW_TYPE("FactsChoice", ChoiceView, choice_fields, "What can be chosen");

static const CxViewField column_fields[] = {
    CX_FIELD(ColumnView, position, CX_FIELD_COUNT, "Place in the file, from 1"),
    CX_FIELD(ColumnView, name, CX_FIELD_TEXT, "Header"),
    CX_FIELD(ColumnView, samples, CX_FIELD_TEXT, "The first values"),
    CX_FIELD(ColumnView, taken, CX_FIELD_TEXT, "What it is taken for"),
    CX_FIELD_CHILD_PAGE(ColumnView, choices, CX_FIELD_LIST, &choice_type, "What it may be"),
    CX_FIELD(ColumnView, reason, CX_FIELD_TEXT, "Why"),
    CX_FIELD_PAGE(ColumnView, is_metric, CX_FIELD_FLAG, "Whether it is a metric"),
    CX_FIELD(ColumnView, label, CX_FIELD_TEXT, "Name of the metric"),
    CX_FIELD(ColumnView, unit, CX_FIELD_TEXT,
             "days, share, a currency, money (in the row's currency), or empty"),
    CX_FIELD(ColumnView, is_down, CX_FIELD_FLAG, "Whether less is better"),
    CX_FIELD(ColumnView, department, CX_FIELD_TEXT, "Whose work it is, or null"),
};
static const CxViewType column_type =
    CX_VIEW_TYPE("FactsColumn", ColumnView, column_fields, "A column and what becomes of it");

static const CxViewField reject_fields[] = {
    CX_FIELD(RejectView, line, CX_FIELD_COUNT, "Line of the file"),
    CX_FIELD(RejectView, column, CX_FIELD_TEXT, "Column, empty for the whole row"),
    CX_FIELD(RejectView, value, CX_FIELD_TEXT, "What the file says there"),
    CX_FIELD(RejectView, reason, CX_FIELD_TEXT, "Why the row is set aside"),
};
static const CxViewType reject_type =
    CX_VIEW_TYPE("FactsFileReject", RejectView, reject_fields, "A row set aside");

static const CxViewField metric_fields[] = {
    CX_FIELD(MetricView, label, CX_FIELD_TEXT, "The metric"),
    CX_FIELD(MetricView, n, CX_FIELD_COUNT, "Facts of it in the file"),
};
static const CxViewType count_type =
    CX_VIEW_TYPE("FactsFileMetric", MetricView, metric_fields, "How a metric comes out");

static const CxViewField result_fields[] = {
    CX_FIELD(ResultView, is_done, CX_FIELD_FLAG, "Whether it was taken in, else tried"),
    CX_FIELD_PAGE(ResultView, can_meet, CX_FIELD_FLAG, "Whether answers can be set against them"),
    CX_FIELD(ResultView, refusal, CX_FIELD_TEXT, "Why it is not taken as it is, or null"),
    CX_FIELD(ResultView, n_rows, CX_FIELD_COUNT, "Rows read"),
    CX_FIELD(ResultView, n_new, CX_FIELD_COUNT, "Facts not known before"),
    CX_FIELD(ResultView, n_revised, CX_FIELD_COUNT, "Facts with another value than before"),
    CX_FIELD(ResultView, n_same, CX_FIELD_COUNT, "Facts as known"),
    CX_FIELD(ResultView, n_rejected, CX_FIELD_COUNT, "Rows set aside"),
    CX_FIELD(ResultView, n_accounts, CX_FIELD_COUNT, "Accounts added or changed"),
    CX_FIELD_CHILD(ResultView, metrics, CX_FIELD_LIST, &count_type, "The metrics"),
    CX_FIELD_CHILD(ResultView, rejects, CX_FIELD_LIST, &reject_type, "The first rows set aside"),
    CX_FIELD_PAGE(ResultView, has_rejects, CX_FIELD_FLAG, "Whether there are any"),
};
static const CxViewType result_type =
    CX_VIEW_TYPE("FactsResult", ResultView, result_fields, "What a file of facts brings");

static const CxViewField facts_fields[] = {
    CX_FIELD(CxFileFacts, kind, CX_FIELD_TEXT, "Whose the facts are"),
    CX_FIELD(CxFileFacts, lack, CX_FIELD_TEXT, "What is lacking, or null"),
    CX_FIELD(CxFileFacts, like, CX_FIELD_TEXT, "The earlier file it is read like, or null"),
    CX_FIELD(CxFileFacts, gone, CX_FIELD_TEXT, "Columns of that file it lacks, or null"),
    CX_FIELD(CxFileFacts, arrived, CX_FIELD_TEXT, "Columns that file did not have, or null"),
    CX_FIELD(CxFileFacts, is_given, CX_FIELD_FLAG, "Whether its mapping was uploaded"),
    CX_FIELD_CHILD_PAGE(CxFileFacts, kinds, CX_FIELD_LIST, &choice_type, "Whose they may be"),
    CX_FIELD_CHILD_PAGE(CxFileFacts, written, CX_FIELD_LIST, &choice_type, "How days are written"),
    CX_FIELD_PAGE(CxFileFacts, asks_year, CX_FIELD_FLAG, "Whether the headers lack their year"),
    CX_FIELD(CxFileFacts, year, CX_FIELD_TEXT,
             "Year of headers that name none, as said or as the name of the file has it; or empty"),
    CX_FIELD_CHILD_PAGE(CxFileFacts, surveys, CX_FIELD_LIST, &choice_type, "Whose answers"),
    CX_FIELD_PAGE(CxFileFacts, has_surveys, CX_FIELD_FLAG, "Whether a survey is to be named"),
    CX_FIELD_CHILD(CxFileFacts, columns, CX_FIELD_LIST, &column_type, "Its columns"),
    CX_FIELD_CHILD(CxFileFacts, measures, CX_FIELD_LIST, &column_type,
                   "Metrics that stand in its rows; their place counts on from the columns"),
    CX_FIELD_PAGE(CxFileFacts, has_measures, CX_FIELD_FLAG, "Whether there are any"),
    CX_FIELD_CHILD_PAGE(CxFileFacts, departments, CX_FIELD_LIST, &cx_view_text_type,
                        "Departments there are"),
    CX_FIELD_CHILD(CxFileFacts, result, CX_FIELD_OBJECT, &result_type,
                   "What taking it in would bring, or brought"),
    CX_FIELD_CHILD(CxFileFacts, job, CX_FIELD_OBJECT, &cx_job_view_type,
                   "The job that takes it in, or null"),
    CX_FIELD_PAGE(CxFileFacts, can_correct, CX_FIELD_FLAG, "Whether it can be corrected"),
    CX_FIELD_PAGE(CxFileFacts, is_barren, CX_FIELD_FLAG, "Whether every row would be set aside"),
};
const CxViewType cx_file_facts_type =
    CX_VIEW_TYPE("FileFacts", CxFileFacts, facts_fields, "A file of facts");

/* ---- Filling ---- */

static const char *
words_of(CxCtx *ctx, const char *area, const char *key)
{
    g_autofree char *name = g_strconcat(area, key, NULL);
    return cx_message_text(ctx->catalogue, name);
}

static CxViewList
list_taken(CxCtx *ctx, CxFactsTaken chosen)
{
    ChoiceView *choices = cx_arena_new0_n(ctx->arena, ChoiceView, CX_FACTS_TAKEN_N);
    for (CxFactsTaken taken = CX_FACTS_TAKEN_OUT; taken < CX_FACTS_TAKEN_N; taken++) {
        const char *key = cx_facts_taken_key(taken);
        choices[taken] =
            (ChoiceView){ key, words_of(ctx, "file.facts.taken.", key), taken == chosen };
    }
    return CX_VIEW_LIST(choices, CX_FACTS_TAKEN_N);
}

static CxViewList
list_kinds(CxCtx *ctx, CxFactKind chosen)
{
    ChoiceView *choices = cx_arena_new0_n(ctx->arena, ChoiceView, CX_FACT_KIND_N);
    for (CxFactKind kind = CX_FACT_RESPONSE; kind < CX_FACT_KIND_N; kind++) {
        const char *key = cx_fact_kind_key(kind);
        choices[kind] = (ChoiceView){ key, words_of(ctx, "file.facts.kind.", key), kind == chosen };
    }
    return CX_VIEW_LIST(choices, CX_FACT_KIND_N);
}

static CxViewList
list_written(CxCtx *ctx, CxPeriodKind chosen)
{
    const size_t n = CX_PERIOD_YEAR - CX_PERIOD_NONE + 1;
    ChoiceView *choices = cx_arena_new0_n(ctx->arena, ChoiceView, n);
    for (size_t i = 0; i < n; i++) {
        const CxPeriodKind kind = (CxPeriodKind)(CX_PERIOD_NONE + i);
        const char *key = cx_period_kind_key(kind);
        choices[i] = (ChoiceView){ key, words_of(ctx, "file.facts.written.", key), kind == chosen };
    }
    return CX_VIEW_LIST(choices, n);
}

static bool
list_surveys(CxCtx *ctx, const CxFactsDraft *facts, CxFileFacts *view, GError **error)
{
    g_autoptr(GPtrArray) surveys = cx_survey_list(ctx, error);
    g_autoptr(GPtrArray) departments = surveys != NULL ? cx_department_list(ctx, error) : NULL;
    if (departments == NULL)
        return false;
    ChoiceView *choices = cx_arena_new0_n(ctx->arena, ChoiceView, surveys->len);
    for (guint i = 0; i < surveys->len; i++) {
        const CxSurveySummary *survey = surveys->pdata[i];
        choices[i] = (ChoiceView){ cx_arena_text(ctx->arena, survey->key),
                                   cx_arena_text(ctx->arena, survey->title),
                                   g_strcmp0(survey->key, facts->survey) == 0 };
    }
    view->surveys = CX_VIEW_LIST(choices, surveys->len);
    view->has_surveys =
        surveys->len > 0 && (facts->kind == CX_FACT_RESPONSE || facts->kind == CX_FACT_RESPONDENT);
    const char **names = cx_arena_new0_n(ctx->arena, const char *, departments->len);
    for (guint i = 0; i < departments->len; i++)
        names[i] = cx_arena_text(ctx->arena, ((CxDepartment *)departments->pdata[i])->name);
    view->departments = CX_VIEW_LIST(names, departments->len);
    return true;
}

static ColumnView
column_view(CxCtx *ctx, const CxFactsColumn *column, size_t i)
{
    const char *name = *column->name != '\0' ? cx_arena_text(ctx->arena, column->name)
                                             : cx_arena_printf(ctx->arena, "#%zu", i + 1);
    return (ColumnView){
        .position = (int64_t)i + 1,
        .name = name,
        .taken = cx_facts_taken_key(column->taken),
        .reason = cx_arena_text(ctx->arena, column->reason),
        .is_metric = column->taken == CX_FACTS_TAKEN_METRIC,
        .label = cx_arena_text(ctx->arena, column->label),
        .unit = cx_arena_text(ctx->arena, column->unit),
        .is_down = column->is_down,
        .department = cx_arena_text(ctx->arena, column->department_name),
    };
}

static CxViewList
list_columns(CxCtx *ctx, const CxFileDraft *draft)
{
    const CxFactsDraft *facts = draft->facts;
    ColumnView *columns = cx_arena_new0_n(ctx->arena, ColumnView, facts->n_columns);
    for (size_t i = 0; i < facts->n_columns; i++) {
        columns[i] = column_view(ctx, &facts->columns[i], i);
        columns[i].samples = cx_file_samples(ctx->arena, draft, i);
        columns[i].choices = list_taken(ctx, facts->columns[i].taken);
    }
    return CX_VIEW_LIST(columns, facts->n_columns);
}

/* What a metric of the rows may be: that, or left out. */
static CxViewList
list_use(CxCtx *ctx, CxFactsTaken chosen)
{
    static const CxFactsTaken uses[] = { CX_FACTS_TAKEN_METRIC, CX_FACTS_TAKEN_OUT };
    ChoiceView *choices = cx_arena_new0_n(ctx->arena, ChoiceView, CX_N_ELEMENTS(uses));
    for (size_t i = 0; i < CX_N_ELEMENTS(uses); i++) {
        const char *key = cx_facts_taken_key(uses[i]);
        choices[i] =
            (ChoiceView){ key, words_of(ctx, "file.facts.taken.", key), uses[i] == chosen };
    }
    return CX_VIEW_LIST(choices, CX_N_ELEMENTS(uses));
}

static CxViewList
list_measures(CxCtx *ctx, const CxFactsDraft *facts)
{
    const size_t n = cx_facts_draft_is_in_rows(facts) ? facts->n_measures : 0;
    ColumnView *measures = cx_arena_new0_n(ctx->arena, ColumnView, n);
    for (size_t i = 0; i < n; i++) {
        measures[i] = column_view(ctx, &facts->measures[i], facts->n_columns + i);
        measures[i].choices = list_use(ctx, facts->measures[i].taken);
    }
    return CX_VIEW_LIST(measures, n);
}

static int64_t
count_of(const CxJson *json, const char *name)
{
    return cx_json_int(cx_json_member(json, name), 0);
}

static const char *
text_of(CxCtx *ctx, const CxJson *json, const char *name, const char *fallback)
{
    return cx_arena_text(ctx->arena, cx_json_text(cx_json_member(json, name), fallback));
}

static void
fill_lists(CxCtx *ctx, const CxJson *json, ResultView *view)
{
    const CxJson *list = cx_json_member(json, "metrics");
    const size_t n_metrics = cx_json_n(list);
    MetricView *metrics = cx_arena_new0_n(ctx->arena, MetricView, n_metrics);
    for (size_t i = 0; i < n_metrics; i++) {
        const CxJson *metric = cx_json_at(list, i);
        metrics[i] = (MetricView){ text_of(ctx, metric, "label", ""), count_of(metric, "n") };
    }
    view->metrics = CX_VIEW_LIST(metrics, n_metrics);
    list = cx_json_member(json, "rejects");
    const size_t n = cx_json_n(list);
    RejectView *rejects = cx_arena_new0_n(ctx->arena, RejectView, n);
    for (size_t i = 0; i < n; i++) {
        const CxJson *reject = cx_json_at(list, i);
        rejects[i] =
            (RejectView){ count_of(reject, "line"), text_of(ctx, reject, "column", ""),
                          text_of(ctx, reject, "value", ""), text_of(ctx, reject, "reason", "") };
    }
    view->rejects = CX_VIEW_LIST(rejects, n);
    view->has_rejects = n > 0;
}

static const ResultView *
result_view(CxCtx *ctx, const CxUpload *upload, CxFactKind kind)
{
    const char *text = upload->report != NULL ? upload->report : upload->trial;
    g_autoptr(CxJson) json = text != NULL ? cx_json_parse(text, strlen(text), NULL) : NULL;
    if (json == NULL)
        return NULL;
    ResultView *view = cx_arena_new0(ctx->arena, ResultView);
    *view = (ResultView){
        .is_done = upload->report != NULL,
        .can_meet = upload->report != NULL && kind != CX_FACT_PERIOD,
        .refusal = text_of(ctx, json, "refusal", NULL),
        .n_rows = count_of(json, "rows"),
        .n_new = count_of(json, "new"),
        .n_revised = count_of(json, "revised"),
        .n_same = count_of(json, "same"),
        .n_rejected = count_of(json, "rejected"),
        .n_accounts = count_of(json, "accounts"),
    };
    fill_lists(ctx, json, view);
    return view;
}

/* The job, unless it is done: then the report says all. */
static bool
fill_job(CxCtx *ctx, const CxUpload *upload, CxFileFacts *view, GError **error)
{
    g_autoptr(CxJob) job = NULL;
    if (!cx_facts_upload_job(ctx, upload->id, &job, error))
        return false;
    if (job == NULL || job->state == CX_JOB_DONE)
        return true;
    CxJobView *kept = cx_arena_new0(ctx->arena, CxJobView);
    *kept = cx_job_view(ctx, job, NULL);
    view->job = kept;
    return true;
}

bool
cx_file_facts_view(CxCtx *ctx, const CxFileDraft *draft, CxFileFactsPart *ret_part, GError **error)
{
    const CxUpload *upload = draft->upload;
    const CxFactsDraft *facts = draft->facts;
    *ret_part = (CxFileFactsPart){ .view = NULL };
    if (facts == NULL)
        return true;
    CxFileFacts *view = cx_arena_new0(ctx->arena, CxFileFacts);
    *view = (CxFileFacts){
        .kind = cx_fact_kind_key(facts->kind),
        .lack = cx_arena_text(ctx->arena, facts->lack),
        .like = cx_arena_text(ctx->arena, facts->like),
        .gone = cx_arena_text(ctx->arena, facts->gone),
        .arrived = cx_arena_text(ctx->arena, facts->arrived),
        .is_given = facts->is_given,
        .kinds = list_kinds(ctx, facts->kind),
        .written = list_written(ctx, facts->written),
        .asks_year = cx_facts_draft_wants_year(facts),
        .year = facts->year != 0 ? cx_arena_printf(ctx->arena, "%d", facts->year) : "",
        .columns = list_columns(ctx, draft),
        .measures = list_measures(ctx, facts),
        .result = result_view(ctx, upload, facts->kind),
    };
    if (!list_surveys(ctx, facts, view, error) || !fill_job(ctx, upload, view, error))
        return false;
    view->has_measures = view->measures.n > 0;
    const bool is_draft = upload->state == CX_UPLOAD_STATE_DRAFT;
    const bool is_open = view->job != NULL && view->job->is_open;
    const bool is_refused = view->result != NULL && view->result->refusal != NULL;
    view->can_correct = is_draft && !is_open;
    view->is_barren = view->can_correct && view->result != NULL && view->result->n_rows > 0 &&
                      view->result->n_rejected == view->result->n_rows;
    ret_part->view = view;
    ret_part->can_take =
        view->can_correct && upload->mapping != NULL && !is_refused && !view->is_barren;
    ret_part->headline = is_open || !is_draft
                             ? NULL
                             : (ret_part->can_take ? "file.headline.facts" : "file.headline.lack");
    if (is_open && is_draft)
        ret_part->headline = "file.headline.taking";
    return true;
}

/* ---- Correcting ---- */

/* The field of a column: "t.3"; NULL where it was not sent. */
static const char *
field_of(const CxRequest *request, char what, size_t i_column)
{
    g_autofree char *name = g_strdup_printf("%c.%zu", what, i_column + 1);
    return cx_request_form(request, name);
}

static void
correct_department(CxCtx *ctx, const GPtrArray *list, CxFactsDraft *facts, CxFactsColumn *column,
                   const char *typed)
{
    char *name = cx_text_trim(cx_arena_text(ctx->arena, typed));
    column->department = NULL;
    column->department_name = NULL;
    if (*name == '\0' || !cx_text_is_clean(name))
        return;
    for (guint i = 0; i < list->len; i++) {
        const CxDepartment *department = list->pdata[i];
        if (g_ascii_strcasecmp(department->name, name) == 0) {
            column->department = cx_arena_text(facts->arena, department->key);
            column->department_name = cx_arena_text(facts->arena, department->name);
            return;
        }
    }
    g_autofree char *key = cx_department_key(name);
    column->department = cx_arena_text(facts->arena, key);
    column->department_name = cx_arena_text(facts->arena, name);
}

static void
correct_column(CxCtx *ctx, const CxRequest *request, const GPtrArray *departments,
               CxFactsDraft *facts, size_t i_column)
{
    const bool is_column = i_column < facts->n_columns;
    CxFactsColumn *column =
        is_column ? &facts->columns[i_column] : &facts->measures[i_column - facts->n_columns];
    const char *taken = field_of(request, 't', i_column);
    const char *label = field_of(request, 'l', i_column);
    const char *unit = field_of(request, 'u', i_column);
    const char *direction = field_of(request, 'g', i_column);
    const char *department = field_of(request, 'd', i_column);
    CxFactsTaken use = column->taken;
    if (taken != NULL)
        (void)cx_facts_taken_find(taken, &use); /* what is no choice changes nothing */
    if (is_column || use == CX_FACTS_TAKEN_METRIC || use == CX_FACTS_TAKEN_OUT)
        column->taken = use;
    if (label != NULL && *label != '\0' && cx_text_is_clean(label))
        column->label = cx_arena_text(facts->arena, label);
    if (unit != NULL && cx_text_is_clean(unit))
        column->unit = cx_text_trim(cx_arena_text(facts->arena, unit));
    if (direction != NULL)
        column->is_down = g_str_equal(direction, "down");
    if (department != NULL)
        correct_department(ctx, departments, facts, column, department);
}

/* What is no year is asked for again. */
static void
correct_year(CxFactsDraft *facts, const char *typed)
{
    int64_t year = 0;
    const bool is_year = cx_text_parse_i64(typed, &year, NULL) && cx_period_is_year(year);
    facts->year = is_year ? (int32_t)year : 0;
}

static bool
correct(CxCtx *ctx, const CxRequest *request, GError **error)
{
    CxUploadId id = { 0 };
    int64_t version = 0;
    const char *text = cx_request_query(request, "version");
    if (!cx_request_param_id(request, "id", &id.v, error))
        return false;
    g_autoptr(CxFileDraft) draft = cx_file_draft_load(ctx, id, error);
    g_autoptr(GPtrArray) departments = draft != NULL ? cx_department_list(ctx, error) : NULL;
    if (departments == NULL)
        return false;
    CxUpload *upload = draft->upload;
    if (text == NULL || !cx_text_parse_i64(text, &version, NULL) || version != upload->version ||
        upload->state != CX_UPLOAD_STATE_DRAFT || draft->facts == NULL) {
        g_set_error_literal(error, CX_ERROR, CX_ERROR_CONFLICT,
                            "somebody else has changed this file meanwhile; nothing of yours was "
                            "kept. Look at what they did, and say it again if it still holds");
        return false;
    }
    CxFactsDraft *facts = draft->facts;
    const char *kind = cx_request_form(request, "kind");
    const char *written = cx_request_form(request, "written");
    const char *survey = cx_request_form(request, "survey");
    const char *year = cx_request_form(request, "year");
    if (kind != NULL)
        (void)cx_fact_kind_find(kind, &facts->kind);
    if (written != NULL)
        (void)cx_period_kind_find(written, &facts->written);
    if (survey != NULL && cx_text_is_key(survey))
        facts->survey = cx_arena_text(facts->arena, survey);
    if (year != NULL)
        correct_year(facts, year);
    for (size_t i = 0; i < facts->n_columns + facts->n_measures; i++)
        correct_column(ctx, request, departments, facts, i);
    return cx_facts_upload_decide(ctx, upload, facts, error) && cx_upload_save(ctx, upload, error);
}

static const CxRefusal refusals[] = {
    { CX_ERROR_CONFLICT, "", NULL },
    { CX_ERROR_INVALID, "", NULL },
    { CX_ERROR_TOO_LARGE, "", NULL },
};

bool
cx_page_file_facts(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    const CxCommandInput input = cx_request_input(request, NULL);
    g_autoptr(GError) refusal = NULL;
    if (correct(ctx, request, &refusal)) {
        cx_reply_redirect(
            reply, cx_arena_printf(ctx->arena, "/files/%s", cx_request_param(request, "id")));
        return true;
    }
    if (!cx_request_take_refusal(request, &input, refusals, CX_N_ELEMENTS(refusals), &refusal,
                                 error))
        return false;
    CxUploadId id = { 0 };
    if (!cx_request_param_id(request, "id", &id.v, error))
        return false;
    cx_reply_issues(reply, input.issues);
    g_autoptr(CxFileDraft) draft = cx_file_draft_load(ctx, id, error);
    const void *view = draft != NULL ? cx_file_view(ctx, request, draft, error) : NULL;
    return view != NULL &&
           cx_reply_view(reply, "file", draft->upload->file_name, &cx_file_view_type, view, error);
}
