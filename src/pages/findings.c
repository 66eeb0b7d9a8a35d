/* Findings: the list, one with its figure, and its first look. */
#include <inttypes.h>
#include <string.h>

#include "base/error.h"
#include "evidence/finding.h"
#include "evidence/splice.h"
#include "evidence/threshold.h"
#include "pages/finding_view.h"
#include "pages/pages.h"
#include "people/department.h"
#include "tell/threshold_view.h"
#include "tell/trend.h"
#include "web/form.h"

/* ---- The list ---- */

typedef struct {
    const char *headline;
    const char *lead;
    CxViewList findings; /* of CxFindingView */
    bool has_findings;
    const char *department; /* name, when the list is of one */
    bool is_past_too;
    const char *past_href;
    bool can_close; /* the reader may have the night's work done at once */
} FindingsView;

static const CxViewField findings_fields[] = {
    CX_FIELD(FindingsView, headline, CX_FIELD_TEXT, "How many there are"),
    CX_FIELD_PAGE(FindingsView, lead, CX_FIELD_TEXT, "How many are held for a first look"),
    CX_FIELD_CHILD(FindingsView, findings, CX_FIELD_LIST, &cx_finding_view_type, "Newest first"),
    CX_FIELD_PAGE(FindingsView, has_findings, CX_FIELD_FLAG, "Whether there are any"),
    CX_FIELD(FindingsView, department, CX_FIELD_TEXT, "Name of the department asked for"),
    CX_FIELD_PAGE(FindingsView, is_past_too, CX_FIELD_FLAG, "Whether old ones are listed too"),
    CX_FIELD_PAGE(FindingsView, past_href, CX_FIELD_TEXT, "The list with old ones"),
    CX_FIELD_PAGE(FindingsView, can_close, CX_FIELD_FLAG, "Whether the reader may look at once"),
};
const CxViewType cx_findings_view_type =
    CX_VIEW_TYPE("Findings", FindingsView, findings_fields, "What evidence noticed");

static int64_t
count_held(const CxFindingList *list)
{
    int64_t n = 0;
    for (size_t i = 0; i < list->n; i++)
        n += list->items[i].look.is_held ? 1 : 0;
    return n;
}

static bool
read_query(CxCtx *ctx, const CxRequest *request, CxFindingQuery *query, FindingsView *view,
           GError **error)
{
    const char *key = cx_request_query(request, "department");
    const char *past = cx_request_query(request, "past");
    query->is_past_too = view->is_past_too = past != NULL && *past != '\0';
    if (key == NULL || *key == '\0')
        return true;
    g_autoptr(CxDepartment) department = cx_department_find(ctx, key, error);
    if (department == NULL)
        return false;
    query->department = department->id;
    view->department = cx_arena_text(ctx->arena, department->name);
    view->past_href =
        cx_arena_printf(ctx->arena, "/findings?department=%s&past=1", department->key);
    return true;
}

bool
cx_page_findings(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    CxFindingQuery query = { { 0 }, false };
    FindingsView view = { .past_href = "/findings?past=1",
                          .can_close = ctx->wall.can_change_program };
    CxFindingList list;
    if (!read_query(ctx, request, &query, &view, error) ||
        !cx_finding_list(ctx, &query, &list, error))
        return false;
    for (size_t i = 0; i < list.n; i++)
        cx_first_look_opened(ctx, &list.items[i]);
    view.findings = cx_finding_views(ctx, &list);
    view.has_findings = list.n > 0;
    view.headline = cx_arena_take(
        ctx->arena,
        cx_message_format(ctx->catalogue, "findings.headline", CX_ARG_NUMBER("n", (int64_t)list.n),
                          CX_ARG_TEXT("of", view.department != NULL ? "one" : "all"),
                          CX_ARG_TEXT("department", view.department)));
    view.lead = cx_arena_take(ctx->arena, cx_message_format(ctx->catalogue, "findings.lead",
                                                            CX_ARG_NUMBER("n", count_held(&list))));
    return cx_reply_view(reply, "findings", cx_message_text(ctx->catalogue, "shell.findings"),
                         &cx_findings_view_type, &view, error);
}

/* ---- One ---- */

typedef struct {
    CxFindingView finding;
    const char *svg; /* NULL: none can be drawn */
    bool can_change;
    bool can_tell, can_answer, can_skip;
} FindingPage;

static const CxViewField page_fields[] = {
    CX_FIELD_CHILD(FindingPage, finding, CX_FIELD_OBJECT_IN, &cx_finding_view_type, "The finding"),
    CX_FIELD_PAGE(FindingPage, svg, CX_FIELD_MARKUP, "The figure"),
    CX_FIELD_PAGE(FindingPage, can_change, CX_FIELD_FLAG, "Whether the reader may reword it"),
    CX_FIELD_PAGE(FindingPage, can_tell, CX_FIELD_FLAG, "Whether it can be said to be told"),
    CX_FIELD_PAGE(FindingPage, can_answer, CX_FIELD_FLAG, "Whether an answer can be given"),
    CX_FIELD_PAGE(FindingPage, can_skip, CX_FIELD_FLAG, "Whether the head can be passed over"),
};
const CxViewType cx_finding_page_type =
    CX_VIEW_TYPE("FindingPage", FindingPage, page_fields, "A finding with its figure");

typedef struct {
    const char *words;
} FindingWords;

static const CxCommandField answer_fields[] = {
    { CX_COMMAND(FindingWords, words, CX_COMMAND_NOTE), .is_required = true,
      .bytes_max = CX_FIRST_LOOK_BYTES_MAX, .label_key = "findings.answer.label",
      .about = "What the head answers" },
};
const CxCommandType cx_finding_answer_type =
    CX_COMMAND_TYPE("FindingAnswer", FindingWords, answer_fields,
                    "Keeps what the department's head answers to a bad finding");

static const CxCommandField skip_fields[] = {
    { CX_COMMAND(FindingWords, words, CX_COMMAND_NOTE), .is_required = true,
      .bytes_max = CX_FIRST_LOOK_BYTES_MAX, .label_key = "findings.skip.label",
      .about = "Why the department's head is passed over" },
};
const CxCommandType cx_finding_skip_type = CX_COMMAND_TYPE(
    "FindingSkip", FindingWords, skip_fields, "Passes the department's head over, with a reason");

static const CxCommandField say_fields[] = {
    { CX_COMMAND(FindingWords, words, CX_COMMAND_NOTE), .bytes_max = CX_FINDING_WORDS_BYTES_MAX,
      .label_key = "findings.say.label", .about = "The sentence; empty takes own words back" },
};
const CxCommandType cx_finding_say_type =
    CX_COMMAND_TYPE("FindingSay", FindingWords, say_fields,
                    "Says a finding in own words, in the reader's language");

/* The series the finding stands in: by quarter, the years up to it. */
static const char *
draw_series(CxCtx *ctx, const CxSurvey *survey, CxSlice *slice, GError **error)
{
    slice->by = CX_SLICE_BY_QUARTER;
    slice->from = CX_DAY_NONE;
    CxSplices splices = { NULL, 0 };
    const CxScore *score = cx_score_run(ctx, survey, slice, error);
    if (score == NULL || score->n_groups == 0)
        return NULL;
    if (slice->measure != CX_SLICE_COUNT &&
        !cx_splice_find(ctx, survey, slice, score, &splices, error))
        return NULL;
    return cx_tell_trend(ctx, "finding", CX_SLICE_BY_QUARTER, score, &splices);
}

/* "threshold:1:FACT:QUESTION". */
static const char *
draw_threshold(CxCtx *ctx, const CxSurvey *survey, const CxFinding *finding, GError **error)
{
    g_auto(GStrv) parts = g_strsplit(finding->subject, ":", 4);
    if (g_strv_length(parts) != 4)
        return NULL;
    const CxThresholdQuery query = cx_threshold_query(parts[2], parts[3]);
    const CxThresholdFinding *found = cx_threshold_run(ctx, survey, &query, error);
    return found != NULL ? cx_threshold_view(ctx, found, "finding")->svg : NULL;
}

/* What cannot be drawn any more (a question that is gone, a fact that is not kept) leaves the page
 * without a figure, never without its sentence. */
static const char *
draw(CxCtx *ctx, const CxFinding *finding)
{
    g_autoptr(GError) ignored = NULL;
    g_autoptr(CxSurvey) survey = cx_survey_load_id(ctx, finding->survey, &ignored);
    if (survey == NULL)
        return NULL;
    if (finding->kind == CX_FINDING_THRESHOLD)
        return draw_threshold(ctx, survey, finding, &ignored);
    g_autoptr(CxIssues) issues = cx_issues_new();
    g_autoptr(CxSlice) slice = cx_slice_parse(finding->slice, issues);
    return slice != NULL ? draw_series(ctx, survey, slice, &ignored) : NULL;
}

static bool
show(CxCtx *ctx, const CxRequest *request, CX_UNUSED const CxCommandInput *sent, CxReply *reply,
     GError **error)
{
    CxFindingId id = { 0 };
    if (!cx_request_param_id(request, "id", &id.v, error))
        return false;
    const CxFinding *finding = cx_finding_load(ctx, id, error);
    if (finding == NULL)
        return false;
    cx_first_look_opened(ctx, finding);
    const CxFirstLook *look = &finding->look;
    const bool is_team = ctx->wall.can_change_program;
    const FindingPage page = {
        .finding = cx_finding_view(ctx, finding),
        .svg = draw(ctx, finding),
        .can_change = is_team,
        .can_tell = is_team && look->is_held && cx_day_is_none(look->told),
        .can_answer = look->is_due && (is_team || look->is_mine),
        .can_skip = is_team && look->is_held,
    };
    return cx_reply_view(reply, "finding", finding->sentence, &cx_finding_page_type, &page, error);
}

bool
cx_page_finding(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    return show(ctx, request, NULL, reply, error);
}

/* ---- What is done with it ---- */

static bool
lead_back(CxCtx *ctx, CxFindingId id, CxReply *reply)
{
    cx_reply_redirect(reply, cx_arena_printf(ctx->arena, "/findings/%" PRId64, id.v));
    return true;
}

bool
cx_page_finding_told(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    CxFindingId id = { 0 };
    return cx_request_param_id(request, "id", &id.v, error) && cx_first_look_tell(ctx, id, error) &&
           lead_back(ctx, id, reply);
}

static const CxRefusal refusals[] = {
    { CX_ERROR_INVALID, "words", NULL },
    { CX_ERROR_CONFLICT, "", NULL },
};

typedef bool (*UseWords)(CxCtx *ctx, CxFindingId id, const char *words, GError **error);

static bool
use_words(CxCtx *ctx, const CxRequest *request, const FindingWords *words, UseWords use,
          CxReply *reply, GError **error)
{
    CxFindingId id = { 0 };
    return cx_request_param_id(request, "id", &id.v, error) && use(ctx, id, words->words, error) &&
           lead_back(ctx, id, reply);
}

static bool
take_answer(CxCtx *ctx, const CxRequest *request, const void *command, CxReply *reply,
            GError **error)
{
    return use_words(ctx, request, command, cx_first_look_answer, reply, error);
}

static bool
take_skip(CxCtx *ctx, const CxRequest *request, const void *command, CxReply *reply, GError **error)
{
    return use_words(ctx, request, command, cx_first_look_skip, reply, error);
}

static bool
take_own_words(CxCtx *ctx, const CxRequest *request, const void *command, CxReply *reply,
               GError **error)
{
    return use_words(ctx, request, command, cx_finding_say, reply, error);
}

static const CxForm answer_form = { &cx_finding_answer_type, take_answer, show,
                                    CX_REFUSALS(refusals) };
static const CxForm skip_form = { &cx_finding_skip_type, take_skip, show, CX_REFUSALS(refusals) };
static const CxForm say_form = { &cx_finding_say_type, take_own_words, show,
                                 CX_REFUSALS(refusals) };

bool
cx_page_finding_answer(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    return cx_form_take(&answer_form, ctx, request, reply, error);
}

bool
cx_page_finding_skip(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    return cx_form_take(&skip_form, ctx, request, reply, error);
}

bool
cx_page_finding_say(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    return cx_form_take(&say_form, ctx, request, reply, error);
}
