#include "pages/file_kinds.h"

#include <string.h>

#include "app/sheet.h"
#include "base/error.h"
#include "base/text.h"
#include "feedback/bring.h"
#include "feedback/facts_upload.h"

#define FIT_MIN      40 /* under this nothing is taken for anything */
#define FIT_DISTANCE 15 /* nearer than this, a person is asked */

/* ---- Survey exports ---- */

static bool
take_survey(CxCtx *ctx, CxUpload *upload, GError **error)
{
    if (upload->mapping == NULL) {
        g_set_error_literal(error, CX_ERROR, CX_ERROR_INVALID,
                            "nobody has said yet which column is what");
        return false;
    }
    g_autoptr(CxIssues) issues = cx_issues_new();
    g_autoptr(CxMapping) mapping =
        cx_mapping_parse(upload->mapping, strlen(upload->mapping), issues, error);
    if (mapping == NULL) {
        if (cx_issues_count(issues) > 0)
            cx_issues_set_error(issues, error);
        return false;
    }
    if (!cx_import_begin(ctx, upload->original, upload->file_name, mapping, &upload->import, error))
        return false;
    return cx_upload_close(ctx, upload, error);
}

static int
fit_survey(const CxFileHead *head, const CxLikeKeys *known CX_UNUSED)
{
    return cx_bring_survey_fit(head);
}

/* ---- Lists of leaders ---- */

static bool
is_any_of(const char *name, const char *const *words)
{
    for (size_t i = 0; words[i] != NULL; i++) {
        if (strcmp(name, words[i]) == 0)
            return true;
    }
    return false;
}

/* What people call the columns of a list of leaders (docs/formats/roster.md), as keys. */
static const char *const name_words[] = { "name",      "leader",   "full_name", "person", "head",
                                          "last_name", "lastname", "surname",   NULL };
static const char *const post_words[] = { "department", "dept",   "unit", "area",
                                          "function",   "title",  "role", "position",
                                          "job_title",  "office", NULL };
static const char *const date_words[] = { "start", "start_date",      "from",
                                          "since", "in_office_since", "end",
                                          "until", "end_date",        NULL };

static int
fit_roster(const CxFileHead *head, const CxLikeKeys *known CX_UNUSED)
{
    const size_t n = cx_file_head_n_columns(head);
    bool has_name = false;
    bool has_post = false;
    bool has_date = false;
    for (size_t i = 0; i < n; i++) {
        g_autofree char *name = cx_text_key(cx_file_head_column(head, i));
        has_name = has_name || is_any_of(name, name_words);
        has_post = has_post || is_any_of(name, post_words);
        has_date = has_date || is_any_of(name, date_words);
    }
    if (!has_name)
        return 0;
    return 30 + (has_post ? 40 : 0) + (has_date ? 20 : 0) - (n > 12 ? 30 : 0);
}

/* ---- Facts ---- */

static int
fit_facts(const CxFileHead *head, const CxLikeKeys *known)
{
    const size_t n = cx_file_head_n_columns(head);
    g_autofree const char **names = g_new0(const char *, n + 1);
    for (size_t i = 0; i < n; i++)
        names[i] = cx_file_head_column(head, i);
    const CxFactsHints hints = { .known = known != NULL ? known->rows : NULL,
                                 .n_known = known != NULL ? known->n : 0 };
    return cx_facts_draft_fit(names, n, &hints);
}

static bool
take_facts(CxCtx *ctx, CxUpload *upload, GError **error)
{
    return cx_facts_upload_begin(ctx, upload, error);
}

/* ---- Sheets of past meetings ---- */

static const char *const met_words[] = { "leader",   "who",       "executive", "leader_name",
                                         "met_with", "with_whom", NULL };
static const char *const day_words[] = { "date",   "day",          "when",         "on",
                                         "met_on", "meeting_date", "contact_date", NULL };
static const char *const said_words[] = {
    "promised",  "promise",      "promised_by",  "kind",     "how",  "about",
    "topic",     "subject",      "due",          "due_date", "kept", "action_item",
    "follow_up", "with_sponsor", "meeting_type", NULL
};

static int
fit_past(const CxFileHead *head, const CxLikeKeys *known CX_UNUSED)
{
    const size_t n = cx_file_head_n_columns(head);
    bool has_leader = false;
    bool has_day = false;
    int n_said = 0;
    for (size_t i = 0; i < n; i++) {
        g_autofree char *name = cx_text_key(cx_file_head_column(head, i));
        has_leader = has_leader || is_any_of(name, met_words);
        has_day = has_day || is_any_of(name, day_words);
        n_said += is_any_of(name, said_words) ? 1 : 0;
    }
    if (!has_leader || !has_day)
        return 0;
    return 50 + MIN(20 * n_said, 45) - (n > 15 ? 30 : 0);
}

/* ---- The table ---- */

const CxFileKind cx_file_kinds[] = {
    { .key = CX_UPLOAD_SURVEY,
      .name_key = "files.kind.survey",
      .ask_key = "files.kind.survey.ask",
      .what_key = "files.kind.survey.what",
      .fit = fit_survey,
      .take = take_survey },
    { .key = CX_UPLOAD_ROSTER,
      .name_key = "files.kind.roster",
      .ask_key = "files.kind.roster.ask",
      .what_key = "files.kind.roster.what",
      .fit = fit_roster,
      .take = cx_sheet_take },
    { .key = CX_UPLOAD_PAST,
      .name_key = "files.kind.past",
      .ask_key = "files.kind.past.ask",
      .what_key = "files.kind.past.what",
      .fit = fit_past,
      .take = cx_sheet_take },
    { .key = CX_UPLOAD_FACTS,
      .name_key = "files.kind.facts",
      .ask_key = "files.kind.facts.ask",
      .what_key = "files.kind.facts.what",
      .fit = fit_facts,
      .take = take_facts },
};
const size_t cx_file_kinds_n = CX_N_ELEMENTS(cx_file_kinds);

const CxFileKind *
cx_file_kind_find(const char *key)
{
    for (size_t i = 0; i < cx_file_kinds_n; i++) {
        if (strcmp(cx_file_kinds[i].key, key) == 0)
            return &cx_file_kinds[i];
    }
    return NULL;
}

const CxFileKind *
cx_file_kind_guess(const CxFileHead *head, const CxLikeKeys *known)
{
    const CxFileKind *best = NULL;
    int fit_best = 0;
    int fit_next = 0;
    for (size_t i = 0; i < cx_file_kinds_n; i++) {
        const int fit = cx_file_kinds[i].fit(head, known);
        if (fit > fit_best) {
            fit_next = fit_best;
            fit_best = fit;
            best = &cx_file_kinds[i];
        } else {
            fit_next = MAX(fit_next, fit);
        }
    }
    return fit_best >= FIT_MIN && fit_best - fit_next >= FIT_DISTANCE ? best : NULL;
}
