#include "feedback/bring.h"

#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "feedback/beginning.h"
#include "feedback/draft.h"
#include "feedback/like.h"
#include "people/department.h"

#define SURVEY_SURELY 120 /* more than any other kind can be */

/* Words in headers that survey tools and askers use. */
static bool
is_asking(const char *name)
{
    static const char *const words[] = { "respond", "response", "survey", "score",     "rating",
                                         "nps",     "comment",  "satisf", "recommend", "feedback",
                                         "weight",  "question", "answer", "interview" };
    for (size_t i = 0; i < CX_N_ELEMENTS(words); i++) {
        if (strstr(name, words[i]) != NULL)
            return true;
    }
    return (name[0] == 'q' && g_ascii_isdigit(name[1]));
}

/* Whether two headers are of columns that survey tools add themselves. */
static bool
is_of_tool(const CxFileHead *head)
{
    static const char *const own[] = { "submitdate",       "date_submitted", "lastpage",
                                       "last_page",        "startlanguage",  "start_language",
                                       "recordeddate",     "collectorid",    "collector_id",
                                       "userlanguage",     "responseset",    "distributionchannel",
                                       "externalreference" };
    int n_own = 0;
    for (size_t i = 0; i < cx_file_head_n_columns(head); i++) {
        g_autofree char *name = cx_text_key(cx_file_head_column(head, i));
        for (size_t k = 0; k < CX_N_ELEMENTS(own); k++)
            n_own += strcmp(name, own[k]) == 0 ? 1 : 0;
    }
    return n_own >= 2;
}

int
cx_bring_survey_fit(const CxFileHead *head)
{
    const size_t n = cx_file_head_n_columns(head);
    int fit = n >= 2 ? 20 : 10;
    if (is_of_tool(head))
        return SURVEY_SURELY;
    fit += n > 12 ? 30 : 0;
    for (size_t i = 0; i < n && fit < 90; i++) {
        g_autofree char *name = cx_text_key(cx_file_head_column(head, i));
        fit += is_asking(name) ? 20 : 0;
    }
    return MIN(fit, 90);
}

static void
take(char **to, char *text)
{
    g_free(*to);
    *to = text;
}

/* Keeps the trial of a mapping; a job tries the rest of a file too large for a request. */
static void
keep_trial(CxUpload *upload, const CxTrial *trial)
{
    take(&upload->trial, cx_trial_json(trial));
    upload->is_trial_wanted = !trial->is_whole && trial->lack == NULL;
}

static CxMapping *
parse_mapping(const char *text, GError **error)
{
    g_autoptr(CxIssues) issues = cx_issues_new();
    CxMapping *mapping = cx_mapping_parse(text, strlen(text), issues, error);
    if (mapping == NULL && cx_issues_count(issues) > 0)
        cx_issues_set_error(issues, error);
    return mapping;
}

/* The drafted mapping with departments for the ratings whose words name one. (transfer full) */
static char *
propose(CxCtx *ctx, const char *mapping, const char *drafted, GError **error)
{
    g_autoptr(GPtrArray) list = cx_department_list(ctx, error);
    g_autoptr(CxDraftEdit) edit = list != NULL ? cx_draft_edit_new(mapping, drafted, error) : NULL;
    if (edit == NULL)
        return NULL;
    g_autofree CxDraftDepartment *departments = g_new0(CxDraftDepartment, list->len);
    for (guint i = 0; i < list->len; i++) {
        const CxDepartment *department = g_ptr_array_index(list, i);
        departments[i] = (CxDraftDepartment){ department->key, department->name };
    }
    if (cx_draft_edit_propose(edit, departments, list->len) == 0)
        return g_strdup(mapping);
    return cx_draft_edit_finish(edit);
}

bool
cx_bring_propose(CxCtx *ctx, CxUpload *upload, GError **error)
{
    if (upload->mapping == NULL)
        return true;
    char *mapping = propose(ctx, upload->mapping, NULL, error);
    if (mapping == NULL)
        return false;
    take(&upload->mapping, mapping);
    return true;
}

/* The mapping of an earlier file that fits, else the drafted one, else none. */
static bool
choose_mapping(CxCtx *ctx, CxUpload *upload, CxFindings *findings, GError **error)
{
    g_autoptr(CxFileHead) head = cx_file_head_parse(upload->head, error);
    if (head == NULL)
        return false;
    g_autoptr(GError) failed = NULL;
    char *mapping = cx_like_mapping(ctx, upload, head, findings, &failed);
    if (failed != NULL) {
        g_propagate_error(error, g_steal_pointer(&failed));
        return false;
    }
    take(&upload->mapping, mapping != NULL ? mapping : g_strdup(findings->drafted));
    return true;
}

/* Tries the mapping on as much of the file as a request may take. */
static CxTrial *
try_beginning(CxCtx *ctx, const CxUpload *upload, GBytes *beginning, const CxMapping *mapping,
              GError **error)
{
    const bool is_part = (int64_t)g_bytes_get_size(beginning) < upload->len_bytes;
    return cx_trial_run(ctx, upload->file_name, beginning, mapping,
                        is_part ? CX_TRIAL_PART : CX_TRIAL_HEAD, error);
}

/* Whether the columns fit and not one row does: the same names for something else. */
static bool
is_in_vain(const CxTrial *trial)
{
    return trial->lack == NULL && trial->n_rejected > 0 && trial->n_taken == 0;
}

bool
cx_bring_survey(CxCtx *ctx, CxUpload *upload, GBytes *bytes, GError **error)
{
    gsize len_bytes = 0;
    const void *data = g_bytes_get_data(bytes, &len_bytes);
    const CxRecogniseFile file = { .name = upload->file_name,
                                   .data = data != NULL ? data : "",
                                   .len_bytes = len_bytes,
                                   .today = ctx->today };
    g_autoptr(CxDraft) draft = cx_recognise(&file, error);
    if (draft == NULL)
        return false;
    g_autoptr(CxFindings) findings = cx_findings_new(draft);
    if (!choose_mapping(ctx, upload, findings, error))
        return false;
    take(&upload->findings, cx_findings_json(findings));
    take(&upload->trial, NULL);
    if (upload->mapping == NULL)
        return true;
    if (!cx_bring_propose(ctx, upload, error))
        return false;
    g_autoptr(CxMapping) mapping = parse_mapping(upload->mapping, error);
    if (mapping == NULL)
        return false;
    g_autoptr(GBytes) beginning = cx_beginning_of(bytes);
    g_autoptr(CxTrial) trial = try_beginning(ctx, upload, beginning, mapping, error);
    if (trial == NULL)
        return false;
    if (findings->like != NULL && upload->like.v == CX_LIKE_FIND && is_in_vain(trial)) {
        upload->like.v = CX_LIKE_NONE;
        return cx_bring_survey(ctx, upload, bytes, error);
    }
    keep_trial(upload, trial);
    return true;
}

bool
cx_bring_mapping(CxCtx *ctx, CxUpload *upload, const char *text, CxIssues *issues, GError **error)
{
    g_autoptr(CxMapping) mapping = cx_mapping_parse(text, strlen(text), issues, error);
    if (mapping == NULL)
        return false;
    g_autoptr(GBytes) bytes = cx_beginning_read(ctx, upload->original, error);
    g_autoptr(CxTrial) trial =
        bytes != NULL ? try_beginning(ctx, upload, bytes, mapping, error) : NULL;
    if (trial == NULL)
        return false;
    take(&upload->mapping, g_strdup(text));
    keep_trial(upload, trial);
    return true;
}

bool
cx_bring_try_whole(CxCtx *ctx, CxUpload *upload, GError **error)
{
    if (upload->mapping == NULL)
        return true;
    g_autoptr(CxMapping) mapping = parse_mapping(upload->mapping, error);
    g_autoptr(GBytes) bytes =
        mapping != NULL ? cx_original_read(ctx, upload->original, error) : NULL;
    g_autoptr(CxTrial) trial =
        bytes != NULL ? cx_trial_run(ctx, upload->file_name, bytes, mapping, CX_TRIAL_WHOLE, error)
                      : NULL;
    if (trial != NULL)
        take(&upload->trial, cx_trial_json(trial));
    return trial != NULL;
}
