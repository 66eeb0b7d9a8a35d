/* The forms by which a draft is corrected, filled with what the mapping says now. */
#include <inttypes.h>
#include <string.h>

#include "base/limits.h"
#include "base/text.h"
#include "pages/file_edit.h"
#include "pages/pages.h"
#include "people/department.h"

#define RATINGS_SHOWN 200

/* ---- Commands ---- */

static const CxCommandChoice sampling_choices[] = {
    { "open", "file.sampling.open" },
    { "census", "file.sampling.census" },
    { "probability", "file.sampling.probability" },
    { 0 },
};

static const CxCommandChoice date_choices[] = {
    { "iso", "file.date.iso" },
    { "mdy", "file.date.mdy" },
    { "dmy", "file.date.dmy" },
    { "excel", "file.date.excel" },
    { 0 },
};

static const CxCommandField settle_fields[] = {
    { CX_COMMAND(CxFileSettle, survey, CX_COMMAND_CHOICE), .is_required = true,
      .label_key = "file.field.survey", .hint_key = "file.field.survey.hint",
      .about = "new, or the key of a survey there is" },
    { CX_COMMAND(CxFileSettle, title, CX_COMMAND_TEXT), .label_key = "file.field.title",
      .about = "Title of a new survey" },
    { CX_COMMAND(CxFileSettle, version, CX_COMMAND_TEXT), .is_required = true,
      .bytes_max = CX_KEY_BYTES_MAX, .label_key = "file.field.survey_version",
      .hint_key = "file.field.survey_version.hint", .about = "Key of the version, such as 2026" },
    { CX_COMMAND(CxFileSettle, version_title, CX_COMMAND_TEXT),
      .label_key = "file.field.version_title",
      .about = "Title of the version; its key when absent" },
    { CX_COMMAND(CxFileSettle, zone, CX_COMMAND_TEXT), .is_required = true,
      .label_key = "file.field.zone", .hint_key = "file.field.zone.hint",
      .about = "Zone whose civil days count, such as Europe/Berlin" },
    { CX_COMMAND(CxFileSettle, overall, CX_COMMAND_CHOICE), .is_required = true,
      .label_key = "file.field.overall", .hint_key = "file.field.overall.hint",
      .about = "Key of the question whose score is the headline" },
    { CX_COMMAND(CxFileSettle, sampling, CX_COMMAND_CHOICE), .is_required = true,
      .choices = sampling_choices, .label_key = "file.field.sampling",
      .hint_key = "file.field.sampling.hint", .about = "How people were chosen" },
    { CX_COMMAND(CxFileSettle, invited, CX_COMMAND_INT), .lo = 0, .hi = INT64_C(10000000000),
      .label_key = "file.field.invited", .hint_key = "file.field.invited.hint",
      .about = "How many people were asked" },
    { CX_COMMAND(CxFileSettle, date_kind, CX_COMMAND_CHOICE), .choices = date_choices,
      .label_key = "file.field.date_kind", .hint_key = "file.field.date_kind.hint",
      .about = "How dates are written; absent: as it is" },
    { CX_COMMAND(CxFileSettle, weighted, CX_COMMAND_FLAG), .label_key = "file.field.weighted",
      .about = "Whether the headline is the weighted score" },
};
const CxCommandType cx_file_settle_type =
    CX_COMMAND_TYPE("FileSettle", CxFileSettle, settle_fields,
                    "Settles what no file can tell; the query names the draft's version");

static const CxCommandChoice taken_choices[] = {
    { "ignored", "file.taken.ignored" },
    { "item", "file.taken.item" },
    { "comment", "file.taken.comment" },
    { "fact", "file.taken.fact" },
    { "id", "file.taken.id" },
    { "date", "file.taken.date" },
    { "mode", "file.taken.mode" },
    { "weight", "file.taken.weight" },
    { "cluster", "file.taken.cluster" },
    { "respondent", "file.taken.respondent" },
    { "account", "file.taken.account" },
    { "transaction", "file.taken.transaction" },
    { 0 },
};

static const CxCommandChoice kind_choices[] = {
    { "nps", "file.kind.nps" },
    { "rating", "file.kind.rating" },
    { 0 },
};

static const CxCommandChoice direction_choices[] = {
    { "up", "file.direction.up" },
    { "down", "file.direction.down" },
    { 0 },
};

static const CxCommandField column_fields[] = {
    { CX_COMMAND(CxFileColumn, taken, CX_COMMAND_CHOICE), .is_required = true,
      .choices = taken_choices, .label_key = "file.column.taken", .about = "What it is taken for" },
    { CX_COMMAND(CxFileColumn, label, CX_COMMAND_TEXT), .label_key = "file.field.label",
      .hint_key = "file.field.label.hint", .about = "Short name of a question" },
    { CX_COMMAND(CxFileColumn, wording, CX_COMMAND_NOTE), .label_key = "file.field.wording",
      .about = "What was asked" },
    { CX_COMMAND(CxFileColumn, kind, CX_COMMAND_CHOICE), .choices = kind_choices,
      .label_key = "file.field.scale", .hint_key = "file.field.scale.hint",
      .about = "Scale of a rating" },
    { CX_COMMAND(CxFileColumn, lo, CX_COMMAND_INT), .lo = 0, .hi = 250,
      .label_key = "file.field.lo", .about = "Lowest point of the scale" },
    { CX_COMMAND(CxFileColumn, hi, CX_COMMAND_INT), .lo = 0, .hi = 250,
      .label_key = "file.field.hi", .about = "Highest point of the scale" },
    { CX_COMMAND(CxFileColumn, direction, CX_COMMAND_CHOICE), .choices = direction_choices,
      .label_key = "file.field.direction", .about = "Which end of the scale is the good one" },
    { CX_COMMAND(CxFileColumn, missing, CX_COMMAND_TEXT), .label_key = "file.field.missing",
      .hint_key = "file.field.codes.hint", .about = "Codes that are no answer, between them ;" },
    { CX_COMMAND(CxFileColumn, not_applicable, CX_COMMAND_TEXT),
      .label_key = "file.field.not_applicable", .hint_key = "file.field.codes.hint",
      .about = "Codes that are an answer and no number, between them ;" },
    { CX_COMMAND(CxFileColumn, department, CX_COMMAND_TEXT), .label_key = "file.departments.column",
      .hint_key = "file.field.department.hint",
      .about = "Name of the department that answers for a rating; absent: nobody" },
    { CX_COMMAND(CxFileColumn, date_written, CX_COMMAND_CHOICE), .choices = date_choices,
      .label_key = "file.field.date_kind", .about = "How a date is written" },
};
const CxCommandType cx_file_column_type = CX_COMMAND_TYPE(
    "FileColumn", CxFileColumn, column_fields,
    "Says what a column is; the query names the draft's version and the column's place");

/* ---- Views ---- */

static const CxViewField rating_fields[] = {
    CX_FIELD(CxRatingView, position, CX_FIELD_COUNT, "Place of the column, from 1"),
    CX_FIELD(CxRatingView, name, CX_FIELD_TEXT, "Header"),
    CX_FIELD(CxRatingView, label, CX_FIELD_TEXT, "Short name"),
    CX_FIELD_PAGE(CxRatingView, samples, CX_FIELD_TEXT, "First values"),
    CX_FIELD(CxRatingView, scale, CX_FIELD_TEXT, "Scale"),
    CX_FIELD(CxRatingView, department, CX_FIELD_TEXT, "Whose question it is"),
};
static const CxViewType rating_type =
    CX_VIEW_TYPE("FileRating", CxRatingView, rating_fields, "A rating and whose it is");

static const CxViewField gone_fields[] = {
    CX_FIELD(CxGoneView, position, CX_FIELD_COUNT, "Place in this list, from 1"),
    CX_FIELD(CxGoneView, name, CX_FIELD_TEXT, "How the mapping names it"),
    CX_FIELD(CxGoneView, taken_text, CX_FIELD_TEXT, "What it was taken for"),
};
static const CxViewType gone_type =
    CX_VIEW_TYPE("FileGone", CxGoneView, gone_fields, "A column that is not there any more");

static const CxViewField edit_fields[] = {
    CX_FIELD_CHILD(CxFileEditView, ratings, CX_FIELD_LIST, &rating_type, "The ratings"),
    CX_FIELD_PAGE(CxFileEditView, n_ratings, CX_FIELD_COUNT, "How many"),
    CX_FIELD(CxFileEditView, n_ratings_more, CX_FIELD_COUNT, "How many are not listed"),
    CX_FIELD_PAGE(CxFileEditView, n_given, CX_FIELD_COUNT, "How many somebody answers for"),
    CX_FIELD_CHILD_PAGE(CxFileEditView, departments, CX_FIELD_LIST, &cx_view_text_type,
                        "Departments to choose from"),
    CX_FIELD_CHILD_PAGE(CxFileEditView, settle, CX_FIELD_OBJECT, &cx_form_view_type,
                        "What no file can tell"),
    CX_FIELD_CHILD_PAGE(CxFileEditView, column, CX_FIELD_OBJECT, &cx_form_view_type, "One column"),
    CX_FIELD_PAGE(CxFileEditView, column_position, CX_FIELD_COUNT, "Its place"),
    CX_FIELD_PAGE(CxFileEditView, column_name, CX_FIELD_TEXT, "Its header"),
    CX_FIELD_CHILD(CxFileEditView, gone, CX_FIELD_LIST, &gone_type, "Columns that are gone"),
    CX_FIELD_PAGE(CxFileEditView, n_gone, CX_FIELD_COUNT, "How many"),
    CX_FIELD_CHILD(CxFileEditView, arrived, CX_FIELD_LIST, &cx_view_text_type,
                   "Columns the earlier file did not have"),
    CX_FIELD_CHILD_PAGE(CxFileEditView, unused, CX_FIELD_LIST, &cx_view_text_type,
                        "Columns the mapping does not use"),
    CX_FIELD_PAGE(CxFileEditView, n_arrived, CX_FIELD_COUNT, "How many"),
};
const CxViewType cx_file_edit_view_type =
    CX_VIEW_TYPE("FileEdit", CxFileEditView, edit_fields, "What of a draft can be corrected");

/* ---- Ratings and departments ---- */

static const char *
department_name(const CxMapping *mapping, const char *key)
{
    for (size_t i = 0; i < mapping->n_departments; i++) {
        if (g_strcmp0(mapping->departments[i].key, key) == 0)
            return mapping->departments[i].name;
    }
    return NULL;
}

static void
fill_ratings(CxCtx *ctx, const CxFileDraft *draft, CxFileEditView *view)
{
    const size_t n_columns = cx_file_head_n_columns(draft->head);
    CxRatingView *ratings = cx_arena_new0_n(ctx->arena, CxRatingView, RATINGS_SHOWN);
    size_t n = 0;
    for (size_t i = 0; i < n_columns; i++) {
        const CxColumnUse use = cx_file_column_use(draft, i);
        if (use.taken != CX_TAKEN_ITEM || use.item->role == CX_ITEM_ROLE_OVERALL)
            continue;
        view->n_ratings++;
        view->n_given += use.item->department != NULL ? 1 : 0;
        if (n == RATINGS_SHOWN)
            continue;
        ratings[n++] = (CxRatingView){
            .position = (int64_t)i + 1,
            .name = cx_file_column_ref(draft, i, ctx->arena),
            .label = cx_arena_text(ctx->arena, use.item->label),
            .samples = cx_file_samples(ctx->arena, draft, i),
            .scale = cx_file_scale_text(ctx, use.item),
            .department =
                cx_arena_text(ctx->arena, department_name(draft->mapping, use.item->department)),
        };
    }
    view->ratings = CX_VIEW_LIST(ratings, n);
    view->n_ratings_more = view->n_ratings - (int64_t)n;
}

static bool
fill_departments(CxCtx *ctx, const CxFileDraft *draft, CxFileEditView *view, GError **error)
{
    g_autoptr(GPtrArray) list = cx_department_list(ctx, error);
    if (list == NULL)
        return false;
    const CxMapping *mapping = draft->mapping;
    const char **names =
        cx_arena_new0_n(ctx->arena, const char *, list->len + mapping->n_departments);
    size_t n = 0;
    for (guint i = 0; i < list->len; i++) {
        const CxDepartment *department = g_ptr_array_index(list, i);
        names[n++] = cx_arena_text(ctx->arena, department->name);
    }
    for (size_t i = 0; i < mapping->n_departments; i++) {
        bool is_known = false;
        for (guint j = 0; j < list->len; j++)
            is_known = is_known || g_strcmp0(names[j], mapping->departments[i].name) == 0;
        if (!is_known)
            names[n++] = cx_arena_text(ctx->arena, mapping->departments[i].name);
    }
    view->departments = CX_VIEW_LIST(names, n);
    return true;
}

/* ---- What no file can tell ---- */

static const char *
date_kind_key(CxDateKind kind)
{
    switch (kind) {
    case CX_DATE_ISO:
        return "iso";
    case CX_DATE_MDY:
        return "mdy";
    case CX_DATE_DMY:
        return "dmy";
    case CX_DATE_EXCEL:
        return "excel";
    case CX_DATE_DAY_OF_MONTH:
    case CX_DATE_DAY_OF_YEAR:
    case CX_DATE_CODED:
    case CX_DATE_CONSTANT:
        break;
    }
    return NULL;
}

static const CxSurveySummary *
find_survey(const GPtrArray *surveys, const char *key)
{
    for (guint i = 0; i < surveys->len; i++) {
        const CxSurveySummary *survey = g_ptr_array_index(surveys, i);
        if (g_str_equal(survey->key, key))
            return survey;
    }
    return NULL;
}

static void
choose_surveys(CxCtx *ctx, CxFormView *form, const GPtrArray *surveys, const char *now)
{
    CxFormChoice *choices = cx_arena_new0_n(ctx->arena, CxFormChoice, surveys->len + 1);
    choices[0] = (CxFormChoice){ .value = "new",
                                 .label = cx_message_text(ctx->catalogue, "file.survey.new"),
                                 .is_selected = g_str_equal(now, "new") };
    for (guint i = 0; i < surveys->len; i++) {
        const CxSurveySummary *survey = g_ptr_array_index(surveys, i);
        choices[i + 1] = (CxFormChoice){ .value = cx_arena_text(ctx->arena, survey->key),
                                         .label = cx_arena_text(ctx->arena, survey->title),
                                         .is_selected = g_str_equal(now, survey->key) };
    }
    cx_form_set_choices(form, ctx->arena, "survey", choices, surveys->len + 1);
}

static void
choose_overall(CxCtx *ctx, CxFormView *form, const CxMapping *mapping)
{
    CxFormChoice *choices = cx_arena_new0_n(ctx->arena, CxFormChoice, mapping->n_items);
    size_t n = 0;
    for (size_t i = 0; i < mapping->n_items; i++) {
        const CxMappingItem *item = &mapping->items[i];
        if (item->asked.kind != CX_ITEM_KIND_NPS && item->asked.kind != CX_ITEM_KIND_RATING &&
            strcmp(item->key, mapping->overall) != 0)
            continue;
        choices[n++] = (CxFormChoice){ .value = cx_arena_text(ctx->arena, item->key),
                                       .label = cx_arena_text(ctx->arena, item->label),
                                       .is_selected = strcmp(item->key, mapping->overall) == 0 };
    }
    cx_form_set_choices(form, ctx->arena, "overall", choices, n);
}

/* The form as it came when it was just sent, else filled with what is. */
static CxFormView *
make_form(const CxRequest *request, const CxCommandInput *input, const void *now)
{
    const char *path = cx_request_path(request);
    const bool is_settle = input->type == &cx_file_settle_type;
    if (cx_request_method(request) == CX_METHOD_POST &&
        g_str_has_suffix(path, is_settle ? "/settle" : "/column"))
        return cx_request_form_view(request, input);
    size_t n = 0;
    const CxCommandPair *pairs = cx_command_pairs(input->type, now, input->arena, &n);
    const CxCommandInput fresh = { .type = input->type,
                                   .arena = input->arena,
                                   .catalogue = input->catalogue,
                                   .issues = cx_issues_new() };
    CxFormView *form = cx_form_view(&fresh, pairs, n);
    cx_issues_free(fresh.issues);
    return form;
}

static bool
fill_settle(CxCtx *ctx, const CxRequest *request, const CxFileDraft *draft, CxFileEditView *view,
            GError **error)
{
    g_autoptr(GPtrArray) surveys = cx_survey_titles(ctx, error);
    if (surveys == NULL)
        return false;
    const CxMapping *mapping = draft->mapping;
    const char *survey =
        find_survey(surveys, mapping->survey_key) != NULL ? mapping->survey_key : "new";
    const CxFileSettle now = {
        .survey = survey,
        .title = mapping->survey_title,
        .version = mapping->version.key,
        .version_title = mapping->version.title,
        .zone = mapping->zone,
        .overall = mapping->overall,
        .weighted = mapping->is_weighted,
        .sampling = cx_sampling_key(mapping->version.sampling),
        .invited = mapping->version.invited >= 0 ? mapping->version.invited : CX_COMMAND_INT_NONE,
        .date_kind = date_kind_key(mapping->date.kind),
    };
    const CxCommandInput input = cx_request_input(request, &cx_file_settle_type);
    CxFormView *form = make_form(request, &input, &now);
    choose_surveys(ctx, form, surveys, survey);
    choose_overall(ctx, form, mapping);
    view->settle = form;
    return true;
}

/* ---- One column ---- */

/* "0; BLANK": codes of that meaning. In the arena. */
static const char *
list_codes(CxArena *arena, const CxMappingItem *item, CxMeaning meaning)
{
    g_autoptr(GString) out = g_string_new(NULL);
    for (size_t i = 0; i < item->asked.n_codes; i++) {
        const CxItemCode *code = &item->asked.codes[i];
        if (code->meaning == meaning && *code->source != '\0')
            g_string_append_printf(out, "%s%s", out->len > 0 ? "; " : "", code->source);
    }
    return cx_arena_text(arena, out->str);
}

static CxFileColumn
column_now(CxCtx *ctx, const CxFileDraft *draft, size_t i_column)
{
    const CxColumnUse use = cx_file_column_use(draft, i_column);
    const CxTaken taken = use.taken == CX_TAKEN_PERSON ? CX_TAKEN_IGNORED : use.taken;
    CxFileColumn now = { .taken = cx_taken_key(taken),
                         .lo = CX_COMMAND_INT_NONE,
                         .hi = CX_COMMAND_INT_NONE };
    if (taken == CX_TAKEN_DATE)
        now.date_written = date_kind_key(draft->mapping->date.kind);
    if (use.item == NULL)
        return now;
    const CxItemVersion *asked = &use.item->asked;
    now.label = use.item->label;
    now.wording = asked->wording;
    now.missing = list_codes(ctx->arena, use.item, CX_MEANING_MISSING);
    now.not_applicable = list_codes(ctx->arena, use.item, CX_MEANING_NOT_APPLICABLE);
    if (taken != CX_TAKEN_ITEM)
        return now;
    now.kind = asked->kind == CX_ITEM_KIND_NPS ? "nps" : "rating";
    now.lo = asked->lo;
    now.hi = asked->hi;
    now.direction = cx_direction_key(asked->direction);
    now.department = department_name(draft->mapping, use.item->department);
    return now;
}

static void
fill_column(CxCtx *ctx, const CxRequest *request, const CxFileDraft *draft, CxFileEditView *view)
{
    const char *text = cx_request_query(request, "column");
    int64_t position = 0;
    if (text == NULL || !cx_text_parse_i64(text, &position, NULL) || position < 1 ||
        position > (int64_t)cx_file_head_n_columns(draft->head))
        return;
    const CxFileColumn now = column_now(ctx, draft, (size_t)position - 1);
    const CxCommandInput input = cx_request_input(request, &cx_file_column_type);
    view->column = make_form(request, &input, &now);
    view->column_position = position;
    view->column_name = cx_file_column_ref(draft, (size_t)position - 1, ctx->arena);
}

/* ---- A file that changed ---- */

static bool
is_there(const CxFileDraft *draft, const char *column)
{
    const size_t n = cx_file_head_n_columns(draft->head);
    int64_t place = 0;
    if (column[0] == '#' && cx_text_parse_i64(column + 1, &place, NULL))
        return place >= 1 && place <= (int64_t)n;
    g_autofree char *wanted = g_strdup(column + strspn(column, "* "));
    (void)cx_text_trim(wanted);
    for (size_t i = 0; i < n; i++) {
        const char *name = cx_file_head_column(draft->head, i);
        if (strcmp(name + strspn(name, "* "), wanted) == 0)
            return true;
    }
    return false;
}

static void
add_gone(const CxFileDraft *draft, GPtrArray *gone, const char *column)
{
    if (column == NULL || is_there(draft, column))
        return;
    for (guint i = 0; i < gone->len; i++) {
        if (g_str_equal(g_ptr_array_index(gone, i), column))
            return;
    }
    g_ptr_array_add(gone, (gpointer)(uintptr_t)column);
}

GPtrArray *
cx_file_gone(const CxFileDraft *draft)
{
    GPtrArray *gone = g_ptr_array_new();
    const CxMapping *mapping = draft->mapping;
    if (mapping == NULL)
        return gone;
    const char *const keys[] = { mapping->id_column,         mapping->date.column,
                                 mapping->mode_column,       mapping->weight_column,
                                 mapping->cluster_column,    mapping->account_column,
                                 mapping->transaction_column };
    for (size_t i = 0; i < CX_N_ELEMENTS(keys); i++)
        add_gone(draft, gone, keys[i]);
    for (size_t i = 0; i < mapping->n_respondent_columns; i++)
        add_gone(draft, gone, mapping->respondent_columns[i]);
    for (size_t i = 0; i < mapping->n_skips; i++)
        add_gone(draft, gone, mapping->skips[i].column);
    for (size_t i = 0; i < mapping->n_items; i++)
        add_gone(draft, gone, mapping->items[i].asked.column);
    return gone;
}

static const char *
gone_text(CxCtx *ctx, const CxMapping *mapping, const char *column)
{
    for (size_t i = 0; i < mapping->n_items; i++) {
        if (g_str_equal(mapping->items[i].asked.column, column))
            return cx_arena_text(ctx->arena, mapping->items[i].label);
    }
    if (g_strcmp0(mapping->date.column, column) == 0)
        return cx_file_taken_text(ctx, CX_TAKEN_DATE);
    if (g_strcmp0(mapping->id_column, column) == 0)
        return cx_file_taken_text(ctx, CX_TAKEN_ID);
    if (g_strcmp0(mapping->weight_column, column) == 0)
        return cx_file_taken_text(ctx, CX_TAKEN_WEIGHT);
    return cx_message_text(ctx->catalogue, "file.gone.other");
}

/* Columns of the file that nothing is made of yet. */
static void
fill_unused(CxCtx *ctx, const CxFileDraft *draft, CxFileEditView *view)
{
    const size_t n_columns = cx_file_head_n_columns(draft->head);
    const char **unused = cx_arena_new0_n(ctx->arena, const char *, n_columns);
    size_t n = 0;
    for (size_t i = 0; i < n_columns; i++) {
        const CxTaken taken = cx_file_column_use(draft, i).taken;
        if (taken == CX_TAKEN_IGNORED || taken == CX_TAKEN_PERSON)
            unused[n++] = cx_file_column_ref(draft, i, ctx->arena);
    }
    view->unused = CX_VIEW_LIST(unused, n);
}

static void
fill_changes(CxCtx *ctx, const CxFileDraft *draft, CxFileEditView *view)
{
    g_autoptr(GPtrArray) gone = cx_file_gone(draft);
    CxGoneView *rows = cx_arena_new0_n(ctx->arena, CxGoneView, gone->len);
    for (guint i = 0; i < gone->len; i++) {
        const char *column = g_ptr_array_index(gone, i);
        rows[i] = (CxGoneView){ .position = (int64_t)i + 1,
                                .name = cx_arena_text(ctx->arena, column),
                                .taken_text = gone_text(ctx, draft->mapping, column) };
    }
    view->gone = CX_VIEW_LIST(rows, gone->len);
    view->n_gone = gone->len;
    const CxFindings *findings = draft->findings;
    const size_t n_arrived = findings != NULL ? findings->n_arrived : 0;
    const char **arrived = cx_arena_new0_n(ctx->arena, const char *, n_arrived);
    for (size_t i = 0; i < n_arrived; i++)
        arrived[i] = cx_arena_text(ctx->arena, findings->arrived[i]);
    view->arrived = CX_VIEW_LIST(arrived, n_arrived);
    view->n_arrived = (int64_t)n_arrived;
    if (gone->len > 0)
        fill_unused(ctx, draft, view);
}

bool
cx_file_edit_view(CxCtx *ctx, const CxRequest *request, const CxFileDraft *draft,
                  const CxFileEditView **ret_view, GError **error)
{
    *ret_view = NULL;
    if (draft->mapping == NULL || draft->upload->state != CX_UPLOAD_STATE_DRAFT)
        return true;
    CxFileEditView *view = cx_arena_new0(ctx->arena, CxFileEditView);
    if (!fill_departments(ctx, draft, view, error) ||
        !fill_settle(ctx, request, draft, view, error))
        return false;
    fill_ratings(ctx, draft, view);
    fill_column(ctx, request, draft, view);
    fill_changes(ctx, draft, view);
    *ret_view = view;
    return true;
}
