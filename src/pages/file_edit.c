/* Correcting a draft: what a person decides is written into its mapping, which is then tried again. */
#include "pages/file_edit.h"

#include <inttypes.h>
#include <string.h>

#include "base/error.h"
#include "base/limits.h"
#include "base/text.h"
#include "codec/json.h"
#include "feedback/beginning.h"
#include "feedback/draft.h"
#include "feedback/facts_upload.h"
#include "pages/file_kinds.h"
#include "pages/pages.h"
#include "people/department.h"

#define VALUES_MAX 250 /* different ones of a choice */

/* ---- What was sent ---- */

/* Fields of a form or members of an object, the same for both. */
typedef struct {
    const char *name;
    const char *value;
} Field;

static GArray *
read_fields(const CxRequest *request)
{
    GArray *fields = g_array_new(FALSE, FALSE, sizeof(Field));
    const CxJson *json = cx_request_json(request);
    for (size_t i = 0; i < cx_json_n(json); i++) {
        const CxJson *member = cx_json_at(json, i);
        const Field field = { cx_json_name(member), cx_json_text(member, "") };
        if (field.name != NULL)
            g_array_append_val(fields, field);
    }
    const CxPair *pair = NULL;
    for (size_t i = 0; (pair = cx_request_form_at(request, i)) != NULL; i++) {
        const Field field = { pair->name, pair->value };
        g_array_append_val(fields, field);
    }
    return fields;
}

/* The number in a name like "d.12", or 0. */
static int64_t
field_number(const char *name, char letter)
{
    int64_t number = 0;
    if (name[0] != letter || name[1] != '.' || !cx_text_parse_i64(name + 2, &number, NULL))
        return 0;
    return MAX(number, 0);
}

/* ---- The draft at the version that was looked at ---- */

static CxFileDraft *
load_draft(CxCtx *ctx, const CxRequest *request, GError **error)
{
    CxUploadId id = { 0 };
    if (!cx_request_param_id(request, "id", &id.v, error))
        return NULL;
    g_autoptr(CxFileDraft) draft = cx_file_draft_load(ctx, id, error);
    if (draft == NULL)
        return NULL;
    int64_t version = 0;
    const char *text = cx_request_query(request, "version");
    const bool is_said = text != NULL && cx_text_parse_i64(text, &version, NULL);
    if (!is_said || version != draft->upload->version ||
        draft->upload->state != CX_UPLOAD_STATE_DRAFT) {
        g_set_error_literal(error, CX_ERROR, CX_ERROR_CONFLICT,
                            "somebody else has changed this file meanwhile; nothing of yours was "
                            "kept. Look at what they did, and say it again if it still holds");
        return NULL;
    }
    if (draft->mapping != NULL)
        return g_steal_pointer(&draft);
    g_set_error_literal(error, CX_ERROR, CX_ERROR_INVALID,
                        "there is no mapping to correct; upload one");
    return NULL;
}

static CxDraftEdit *
begin_edit(const CxFileDraft *draft, GError **error)
{
    const char *drafted = draft->findings != NULL ? draft->findings->drafted : NULL;
    return cx_draft_edit_new(draft->upload->mapping, drafted, error);
}

/* Tries and keeps the mapping as decided; false with issues when it is no mapping any more. */
static bool
keep(CxCtx *ctx, CxFileDraft *draft, CxDraftEdit *edit, CxIssues *issues, GError **error)
{
    g_autofree char *mapping = cx_draft_edit_finish(edit);
    return cx_bring_mapping(ctx, draft->upload, mapping, issues, error) &&
           cx_upload_save(ctx, draft->upload, error);
}

/* ---- Answering ---- */

/* The field of a form that stands for a place in the mapping; "" for none. */
static const char *
field_of_place(const char *place)
{
    static const struct {
        const char *end;
        const char *field;
    } rows[] = {
        { "/survey/key", "survey" },
        { "/survey/title", "title" },
        { "/survey/zone", "zone" },
        { "/survey/overall", "overall" },
        { "/version/key", "version" },
        { "/version/title", "version_title" },
        { "/version/sampling", "sampling" },
        { "/version/invited", "invited" },
        { "/columns/date", "date_kind" },
        { "/lo", "lo" },
        { "/hi", "hi" },
        { "/label", "label" },
        { "/wording", "wording" },
        { "/direction", "direction" },
        { "/kind", "kind" },
    };
    for (size_t i = 0; i < CX_N_ELEMENTS(rows); i++) {
        if (g_str_has_suffix(place, rows[i].end))
            return rows[i].field;
    }
    if (strstr(place, "/missing") != NULL)
        return "missing";
    return strstr(place, "/not_applicable") != NULL ? "not_applicable" : "";
}

/* What is wrong with the mapping, said beside the controls that made it so. */
static void
move_issues(const CxCommandInput *input, const CxIssues *issues)
{
    for (size_t i = 0; i < cx_issues_count(issues); i++) {
        const CxIssue *issue = cx_issues_at(issues, i);
        const char *field = field_of_place(issue->field);
        if (*field != '\0' && input->type != NULL &&
            cx_command_field_find(input->type, field) != NULL)
            cx_issues_add(input->issues, field, issue->code, "%s", issue->text);
        else
            cx_issues_add(input->issues, "", issue->code, "%s: %s", issue->field, issue->text);
    }
}

static const CxRefusal refusals[] = {
    { CX_ERROR_CONFLICT, "", NULL },
    { CX_ERROR_INVALID, "", NULL },
    { CX_ERROR_TOO_LARGE, "", NULL },
};

/* What was refused, said with the issues; false with the error when it is none of a person's. */
static bool
take_refusal(const CxRequest *request, const CxCommandInput *input, GError **refusal,
             GError **error)
{
    return *refusal == NULL || cx_request_take_refusal(request, input, refusals,
                                                       CX_N_ELEMENTS(refusals), refusal, error);
}

/* Ends a correction: on to the draft, or the draft again with what is wrong. */
static bool
answer(CxCtx *ctx, const CxRequest *request, CxReply *reply, const CxCommandInput *input,
       const char *place, GError **error)
{
    if (cx_issues_count(input->issues) == 0) {
        cx_reply_redirect(reply, cx_arena_printf(ctx->arena, "/files/%s%s",
                                                 cx_request_param(request, "id"), place));
        return true;
    }
    CxUploadId id = { 0 };
    if (!cx_request_param_id(request, "id", &id.v, error))
        return false;
    cx_reply_issues(reply, input->issues);
    g_autoptr(CxFileDraft) draft = cx_file_draft_load(ctx, id, error);
    const void *view = draft != NULL ? cx_file_view(ctx, request, draft, error) : NULL;
    return view != NULL &&
           cx_reply_view(reply, "file", draft->upload->file_name, &cx_file_view_type, view, error);
}

/* ---- Departments ---- */

/* The key of the department called so, in any letters; a new one where there is none. In the arena. */
static const char *
department_key(CxCtx *ctx, const GPtrArray *list, const char *name, const char **ret_name)
{
    g_autofree char *wanted = g_utf8_casefold(name, -1);
    *ret_name = name;
    for (guint i = 0; i < list->len; i++) {
        const CxDepartment *department = g_ptr_array_index(list, i);
        g_autofree char *known = g_utf8_casefold(department->name, -1);
        if (!g_str_equal(wanted, known) && !g_str_equal(name, department->key))
            continue;
        *ret_name = cx_arena_text(ctx->arena, department->name);
        return cx_arena_text(ctx->arena, department->key);
    }
    return cx_arena_take(ctx->arena, cx_department_key(name));
}

static bool
give_departments(CxCtx *ctx, const CxRequest *request, CxIssues *issues, GError **error)
{
    g_autoptr(CxFileDraft) draft = load_draft(ctx, request, error);
    g_autoptr(CxDraftEdit) edit = draft != NULL ? begin_edit(draft, error) : NULL;
    g_autoptr(GPtrArray) list = edit != NULL ? cx_department_list(ctx, error) : NULL;
    if (list == NULL)
        return false;
    g_autoptr(GArray) fields = read_fields(request);
    for (guint i = 0; i < fields->len; i++) {
        const Field *field = &g_array_index(fields, Field, i);
        const int64_t position = field_number(field->name, 'd');
        if (position < 1 || position > (int64_t)cx_file_head_n_columns(draft->head))
            continue;
        const CxColumnUse use = cx_file_column_use(draft, (size_t)position - 1);
        const char *name = cx_text_trim(cx_arena_text(ctx->arena, field->value));
        if (use.item == NULL || !cx_text_is_clean(name) || strlen(name) > CX_NAME_BYTES_MAX)
            continue;
        const char *shown = NULL;
        const char *key = *name != '\0' ? department_key(ctx, list, name, &shown) : NULL;
        cx_draft_edit_department(edit, use.item->asked.column, key, shown);
    }
    return keep(ctx, draft, edit, issues, error);
}

bool
cx_page_file_departments(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    const CxCommandInput input = cx_request_input(request, NULL);
    g_autoptr(CxIssues) issues = cx_issues_new();
    g_autoptr(GError) refusal = NULL;
    if (!give_departments(ctx, request, issues, &refusal))
        move_issues(&input, issues);
    return take_refusal(request, &input, &refusal, error) &&
           answer(ctx, request, reply, &input, "", error);
}

/* ---- What no file can tell ---- */

static bool
choose_survey(CxCtx *ctx, CxDraftEdit *edit, const CxFileSettle *settle, GError **error)
{
    if (g_str_equal(settle->survey, "new")) {
        const char *title = settle->title != NULL ? settle->title : settle->version;
        g_autofree char *key = cx_text_key(title);
        if (strlen(key) > 48)
            key[48] = '\0';
        cx_draft_edit_text(edit, "survey", "key", cx_text_is_key(key) ? key : "survey");
        cx_draft_edit_text(edit, "survey", "title", title);
        cx_draft_edit_text(edit, "survey", "zone", settle->zone);
        return true;
    }
    g_autoptr(CxSurvey) survey = cx_survey_load(ctx, settle->survey, error);
    if (survey == NULL)
        return false;
    cx_draft_edit_text(edit, "survey", "key", survey->key);
    cx_draft_edit_text(edit, "survey", "title", survey->title);
    cx_draft_edit_text(edit, "survey", "zone", survey->zone);
    return true;
}

static bool
settle_draft(CxCtx *ctx, const CxRequest *request, const CxFileSettle *settle, CxIssues *issues,
             GError **error)
{
    g_autoptr(CxFileDraft) draft = load_draft(ctx, request, error);
    g_autoptr(CxDraftEdit) edit = draft != NULL ? begin_edit(draft, error) : NULL;
    if (edit == NULL || !choose_survey(ctx, edit, settle, error))
        return false;
    cx_draft_edit_text(edit, "version", "key", settle->version);
    cx_draft_edit_text(edit, "version", "title", settle->version_title);
    cx_draft_edit_text(edit, "version", "sampling", settle->sampling);
    if (settle->invited != CX_COMMAND_INT_NONE)
        cx_draft_edit_int(edit, "version", "invited", settle->invited);
    else
        cx_draft_edit_text(edit, "version", "invited", NULL);
    cx_draft_edit_flag(edit, "survey", "weighted", settle->weighted);
    if (g_strcmp0(settle->overall, draft->mapping->overall) != 0)
        cx_draft_edit_overall(edit, settle->overall);
    if (settle->date_kind != NULL && draft->mapping->date.column != NULL)
        cx_draft_edit_date_kind(edit, settle->date_kind);
    return keep(ctx, draft, edit, issues, error);
}

bool
cx_page_file_settle(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    const CxCommandInput input = cx_request_input(request, &cx_file_settle_type);
    CxFileSettle settle;
    g_autoptr(CxIssues) issues = cx_issues_new();
    g_autoptr(GError) refusal = NULL;
    if (cx_request_read(request, &input, &settle) &&
        !settle_draft(ctx, request, &settle, issues, &refusal))
        move_issues(&input, issues);
    return take_refusal(request, &input, &refusal, error) &&
           answer(ctx, request, reply, &input, "#settle", error);
}

/* ---- One column ---- */

/* The different values of a column, as far as they are few; in the arena. */
static const char *const *
read_values(CxCtx *ctx, const CxFileDraft *draft, size_t i_column, size_t *ret_n, GError **error)
{
    g_autoptr(GBytes) bytes = cx_beginning_read(ctx, draft->upload->original, error);
    if (bytes == NULL)
        return NULL;
    gsize len_bytes = 0;
    const void *data = g_bytes_get_data(bytes, &len_bytes);
    const CxTableOptions options = { .delimiter = draft->mapping->delimiter };
    g_autoptr(CxTable) table = cx_table_open(data != NULL ? data : "", len_bytes, &options, error);
    if (table == NULL)
        return NULL;
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
    const char **values = cx_arena_new0_n(ctx->arena, const char *, VALUES_MAX);
    CxTableRow row;
    CxTableStep step;
    for (size_t i_row = 0;
         *ret_n < VALUES_MAX && i_row < CX_TRIAL_ROWS_MAX &&
         ((step = cx_table_next(table, &row, NULL)) == CX_TABLE_ROW || step == CX_TABLE_BAD);
         i_row++) {
        if (step == CX_TABLE_BAD || i_row < draft->mapping->n_headers || i_column >= row.n_fields ||
            row.fields[i_column].len_bytes == 0 ||
            row.fields[i_column].len_bytes > CX_NAME_BYTES_MAX)
            continue;
        char *value = cx_text_trim(
            cx_arena_text_n(ctx->arena, row.fields[i_column].text, row.fields[i_column].len_bytes));
        if (*value != '\0' && g_hash_table_add(seen, value))
            values[(*ret_n)++] = value;
    }
    return values;
}

static CxTaken
taken_of(const char *key)
{
    CxTaken taken = CX_TAKEN_IGNORED;
    for (CxTaken t = CX_TAKEN_IGNORED; t < CX_TAKEN_N; t++)
        taken = g_str_equal(cx_taken_key(t), key) ? t : taken;
    return taken;
}

static int64_t
or_as_is(int64_t value)
{
    return value == CX_COMMAND_INT_NONE ? CX_DRAFT_AS_IS : value;
}

/* Whose a rating is: a column that becomes one now is given away when it is one. */
static bool
give_department(CxCtx *ctx, CxDraftEdit *edit, const CxColumnDecision *decision, const char *name,
                GError **error)
{
    if (decision->taken != CX_TAKEN_ITEM)
        return true;
    g_autoptr(GPtrArray) list = cx_department_list(ctx, error);
    if (list == NULL)
        return false;
    const char *shown = NULL;
    const char *key = name != NULL ? department_key(ctx, list, name, &shown) : NULL;
    cx_draft_edit_department(edit, decision->column, key, shown);
    return true;
}

static bool
decide_column(CxCtx *ctx, const CxRequest *request, const CxFileColumn *column, CxIssues *issues,
              GError **error)
{
    g_autoptr(CxFileDraft) draft = load_draft(ctx, request, error);
    g_autoptr(CxDraftEdit) edit = draft != NULL ? begin_edit(draft, error) : NULL;
    if (edit == NULL)
        return false;
    int64_t position = 0;
    const char *place = cx_request_query(request, "column");
    if (place == NULL || !cx_text_parse_i64(place, &position, NULL) || position < 1 ||
        position > (int64_t)cx_file_head_n_columns(draft->head)) {
        g_set_error_literal(error, CX_ERROR, CX_ERROR_INVALID, "the file has no such column");
        return false;
    }
    const size_t i_column = (size_t)position - 1;
    const CxColumnUse use = cx_file_column_use(draft, i_column);
    CxColumnDecision decision = {
        .column = use.item != NULL ? use.item->asked.column
                                   : cx_file_column_ref(draft, i_column, ctx->arena),
        .taken = taken_of(column->taken),
        .label = column->label,
        .wording = column->wording,
        .kind = column->kind,
        .lo = or_as_is(column->lo),
        .hi = or_as_is(column->hi),
        .direction = column->direction,
        .missing = column->missing != NULL ? column->missing : "",
        .not_applicable = column->not_applicable != NULL ? column->not_applicable : "",
    };
    if (decision.taken == CX_TAKEN_DATE)
        decision.kind = column->date_written;
    const bool is_coded = decision.taken == CX_TAKEN_FACT || decision.taken == CX_TAKEN_MODE;
    if (is_coded && use.taken != decision.taken) {
        decision.values = read_values(ctx, draft, i_column, &decision.n_values, error);
        if (decision.values == NULL)
            return false;
    }
    cx_draft_edit_column(edit, &decision);
    return give_department(ctx, edit, &decision, column->department, error) &&
           keep(ctx, draft, edit, issues, error);
}

bool
cx_page_file_column(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    const CxCommandInput input = cx_request_input(request, &cx_file_column_type);
    CxFileColumn column;
    g_autoptr(CxIssues) issues = cx_issues_new();
    g_autoptr(GError) refusal = NULL;
    if (cx_request_read(request, &input, &column) &&
        !decide_column(ctx, request, &column, issues, &refusal))
        move_issues(&input, issues);
    return take_refusal(request, &input, &refusal, error) &&
           answer(ctx, request, reply, &input, "#columns", error);
}

/* ---- Values and columns nobody expected ---- */

/* One answer: what a value is, or what became of a column. */
static void
take_answer(CxDraftEdit *edit, const CxFileDraft *draft, const GPtrArray *gone, const Field *field)
{
    const int64_t i_group = field_number(field->name, 'r');
    const int64_t i_gone = field_number(field->name, 'g');
    if (draft->trial != NULL && i_group >= 1 && i_group <= (int64_t)draft->trial->n_groups) {
        const CxTrialGroup *group = &draft->trial->groups[i_group - 1];
        const bool is_missing = g_str_equal(field->value, "missing");
        if (group->column != NULL && group->value != NULL &&
            (is_missing || g_str_equal(field->value, "not_applicable"))) {
            cx_draft_edit_code(edit, group->column, group->value,
                               is_missing ? CX_MEANING_MISSING : CX_MEANING_NOT_APPLICABLE);
        }
    }
    if (i_gone < 1 || i_gone > gone->len || *field->value == '\0')
        return;
    const char *column = g_ptr_array_index(gone, (guint)i_gone - 1);
    if (g_str_equal(field->value, "-")) {
        const CxColumnDecision out = { .column = column, .taken = CX_TAKEN_IGNORED };
        cx_draft_edit_column(edit, &out);
    } else {
        cx_draft_edit_rename(edit, column, field->value);
    }
}

static bool
take_answers(CxCtx *ctx, const CxRequest *request, CxIssues *issues, GError **error)
{
    g_autoptr(CxFileDraft) draft = load_draft(ctx, request, error);
    g_autoptr(CxDraftEdit) edit = draft != NULL ? begin_edit(draft, error) : NULL;
    if (edit == NULL)
        return false;
    g_autoptr(GPtrArray) gone = cx_file_gone(draft);
    g_autoptr(GArray) fields = read_fields(request);
    for (guint i = 0; i < fields->len; i++)
        take_answer(edit, draft, gone, &g_array_index(fields, Field, i));
    return keep(ctx, draft, edit, issues, error);
}

bool
cx_page_file_answers(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    const CxCommandInput input = cx_request_input(request, NULL);
    g_autoptr(CxIssues) issues = cx_issues_new();
    g_autoptr(GError) refusal = NULL;
    if (!take_answers(ctx, request, issues, &refusal))
        move_issues(&input, issues);
    return take_refusal(request, &input, &refusal, error) &&
           answer(ctx, request, reply, &input, "", error);
}

/* ---- The mapping itself ---- */

static bool
take_mapping(CxCtx *ctx, const CxRequest *request, CxIssues *issues, GError **error)
{
    CxUploadId id = { 0 };
    if (!cx_request_param_id(request, "id", &id.v, error))
        return false;
    g_autoptr(CxUpload) upload = cx_upload_load(ctx, id, error);
    const CxBrought *brought = cx_request_file(request);
    if (upload == NULL)
        return false;
    if (brought == NULL) {
        cx_issues_add(issues, "", "required", "%s",
                      cx_message_text(ctx->catalogue, "files.bring.none"));
        return false;
    }
    gsize len_bytes = 0;
    const char *data = g_bytes_get_data(brought->bytes, &len_bytes);
    if (len_bytes > CX_JSON_BYTES_MAX) {
        g_set_error(error, CX_ERROR, CX_ERROR_TOO_LARGE, "a mapping has at most %d bytes",
                    CX_JSON_BYTES_MAX);
        return false;
    }
    int64_t version = 0;
    const char *said = cx_request_query(request, "version");
    if (said == NULL || !cx_text_parse_i64(said, &version, NULL) || version != upload->version) {
        g_set_error_literal(error, CX_ERROR, CX_ERROR_CONFLICT,
                            "somebody else has changed this file meanwhile; nothing of yours was "
                            "kept");
        return false;
    }
    g_autofree char *text = g_strndup(data != NULL ? data : "", len_bytes);
    const bool is_taken = g_str_equal(upload->kind, CX_UPLOAD_FACTS)
                              ? cx_facts_upload_mapping(ctx, upload, text, issues, error)
                              : cx_bring_mapping(ctx, upload, text, issues, error);
    return is_taken && cx_upload_save(ctx, upload, error);
}

bool
cx_page_file_mapping_post(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    const CxCommandInput input = cx_request_input(request, NULL);
    g_autoptr(CxIssues) issues = cx_issues_new();
    g_autoptr(GError) refusal = NULL;
    if (!take_mapping(ctx, request, issues, &refusal))
        move_issues(&input, issues);
    return take_refusal(request, &input, &refusal, error) &&
           answer(ctx, request, reply, &input, "", error);
}
