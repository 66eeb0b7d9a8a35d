/* What the page of one file shows: what was understood of it, and what taking it in would do. */
#include <inttypes.h>
#include <string.h>

#include "app/sheet.h"
#include "base/civil.h"
#include "base/error.h"
#include "base/text.h"
#include "pages/file.h"
#include "pages/file_edit.h"
#include "pages/file_facts.h"
#include "pages/file_jobs.h"
#include "pages/file_kinds.h"
#include "pages/file_roster.h"
#include "pages/file_sheet.h"
#include "pages/pages.h"

#define COLUMNS_A_PAGE   200
#define COLUMNS_OPEN_MAX 30 /* more are folded */
#define SAMPLES          3
#define SAMPLE_LETTERS   24

/* ---- Views ---- */

typedef struct {
    int64_t position;
    const char *name;
    const char *samples;
    const char *taken;
    const char *taken_text;
    const char *reason;
    const char *label;
    const char *scale;
    const char *department;
} ColumnView;

typedef struct {
    const char *column;
    const char *value;
    const char *reason;
    int64_t n;
    int64_t line;
    int64_t position; /* the form field is "r.1" */
    bool can_answer;  /* a person can say what the value is */
} GroupView;

typedef struct {
    int64_t n_rows;
    int64_t n_taken;
    int64_t n_skipped;
    int64_t n_rejected;
    bool is_whole;
    bool has_known;
    int64_t n_new;
    int64_t n_revised;
    int64_t n_same;
    const char *lack;
    const char *refusal;
    CxViewList groups; /* of GroupView */
    int64_t n_groups;
    int64_t n_ungrouped;
} TrialView;

typedef struct {
    const char *key;
    const char *name;
    const char *what;
} KindChoice;

typedef struct {
    int64_t id;
    const char *name;
    const char *kind;
    const char *kind_text;
    const char *state;
    const char *received_text;
    const char *actor;
    const char *size_text;
    const char *table_text;
    int64_t version;
    const char *headline;
    const char *recognised; /* how it was recognised, a sentence */
    bool is_draft;
    bool is_dropped;
    bool is_unknown;
    bool is_survey;
    bool is_roster;
    bool can_take;
    const char *take_text; /* what the button says */
    CxViewList kinds;      /* of KindChoice: what it may be */
    CxViewList questions;  /* of const char *: what nobody but a person can settle */
    bool has_questions;
    const char *lack;
    const TrialView *trial;
    CxViewList columns; /* of ColumnView, those of this page of the list */
    int64_t n_columns;
    const char *columns_next;
    const CxPreviewView *preview;
    const CxFileRoster *roster; /* what came of a list of leaders */
    const CxFileFacts *facts;   /* of a file of facts; or NULL */
    const char *facts_headline; /* message of the headline, or NULL */
    int64_t id_file;            /* id, for parts that have an id of their own */
    const CxFileSheet *sheet;   /* what a sheet would bring, or a past one brought; or NULL */
    const CxFileEditView *edit; /* what can be corrected, or NULL */
    const char *like;           /* the earlier file whose mapping is used, or NULL */
    const CxJobView *bring_job; /* that keeps and recognises it, unless that is done; or NULL */
    const CxJobView *trial_job; /* that tries all of it, or NULL */
    const CxJobView *take_job;  /* that takes a sheet in, or NULL */
    bool folds_columns;         /* there are so many that they are shown when asked for */
    bool takes_past;            /* what it has taken in by then stays when it is cancelled */
    bool is_tried;              /* the first of them is done */
} FileView;

static const CxViewField column_fields[] = {
    CX_FIELD(ColumnView, position, CX_FIELD_COUNT, "Place in the file, from 1"),
    CX_FIELD(ColumnView, name, CX_FIELD_TEXT, "Header"),
    CX_FIELD(ColumnView, samples, CX_FIELD_TEXT, "The first values"),
    CX_FIELD(ColumnView, taken, CX_FIELD_TEXT, "What it is taken for"),
    CX_FIELD_PAGE(ColumnView, taken_text, CX_FIELD_TEXT, "The same as read"),
    CX_FIELD(ColumnView, reason, CX_FIELD_TEXT, "Why, as far as it was recognised"),
    CX_FIELD(ColumnView, label, CX_FIELD_TEXT, "Short name of the question"),
    CX_FIELD(ColumnView, scale, CX_FIELD_TEXT, "Scale of a rating"),
    CX_FIELD(ColumnView, department, CX_FIELD_TEXT, "Whose question it is"),
};
static const CxViewType column_type =
    CX_VIEW_TYPE("FileColumn", ColumnView, column_fields, "A column and what becomes of it");

static const CxViewField group_fields[] = {
    CX_FIELD(GroupView, column, CX_FIELD_TEXT, "Column, null for the whole row"),
    CX_FIELD(GroupView, value, CX_FIELD_TEXT, "What the file says there"),
    CX_FIELD(GroupView, reason, CX_FIELD_TEXT, "Why such rows would be set aside"),
    CX_FIELD(GroupView, n, CX_FIELD_COUNT, "How many rows"),
    CX_FIELD(GroupView, line, CX_FIELD_COUNT, "The first of them"),
    CX_FIELD(GroupView, position, CX_FIELD_COUNT, "Place in this list, from 1"),
    CX_FIELD(GroupView, can_answer, CX_FIELD_FLAG, "Whether the value can be given a meaning"),
};
static const CxViewType group_type =
    CX_VIEW_TYPE("FileRejects", GroupView, group_fields, "Rows set aside for one reason");

static const CxViewField trial_fields[] = {
    CX_FIELD(TrialView, n_rows, CX_FIELD_COUNT, "Rows looked at"),
    CX_FIELD(TrialView, n_taken, CX_FIELD_COUNT, "Rows that would be in"),
    CX_FIELD(TrialView, n_skipped, CX_FIELD_COUNT, "Rows that are no responses"),
    CX_FIELD(TrialView, n_rejected, CX_FIELD_COUNT, "Rows that would be set aside"),
    CX_FIELD(TrialView, is_whole, CX_FIELD_FLAG, "Whether these are all rows of the file"),
    CX_FIELD(TrialView, has_known, CX_FIELD_FLAG, "Whether the next three are known"),
    CX_FIELD(TrialView, n_new, CX_FIELD_COUNT, "Responses not known before"),
    CX_FIELD(TrialView, n_revised, CX_FIELD_COUNT, "Known ones whose answers would change"),
    CX_FIELD(TrialView, n_same, CX_FIELD_COUNT, "Known ones, unchanged"),
    CX_FIELD(TrialView, lack, CX_FIELD_TEXT, "Why the mapping does not fit the file"),
    CX_FIELD(TrialView, refusal, CX_FIELD_TEXT, "Why the survey refuses the import"),
    CX_FIELD_CHILD(TrialView, groups, CX_FIELD_LIST, &group_type, "Rows set aside, by reason"),
    CX_FIELD_PAGE(TrialView, n_groups, CX_FIELD_COUNT, "How many reasons"),
    CX_FIELD(TrialView, n_ungrouped, CX_FIELD_COUNT, "Rows set aside for reasons not listed"),
};
static const CxViewType trial_type =
    CX_VIEW_TYPE("FileTrial", TrialView, trial_fields, "What taking the file in would do");

static const CxViewField choice_fields[] = {
    CX_FIELD(KindChoice, key, CX_FIELD_TEXT, "Key of the kind"),
    CX_FIELD(KindChoice, name, CX_FIELD_TEXT, "What such a file is called"),
    CX_FIELD(KindChoice, what, CX_FIELD_TEXT, "What such a file is"),
};
static const CxViewType choice_type =
    CX_VIEW_TYPE("FileKindChoice", KindChoice, choice_fields, "What the file may be");

static const CxViewField file_fields[] = {
    CX_FIELD(FileView, id, CX_FIELD_COUNT, "Id"),
    CX_FIELD(FileView, name, CX_FIELD_TEXT, "What the file is called"),
    CX_FIELD(FileView, kind, CX_FIELD_TEXT, "Kind of file, unknown when nobody has said"),
    CX_FIELD_PAGE(FileView, kind_text, CX_FIELD_TEXT, "The same as read"),
    CX_FIELD(FileView, state, CX_FIELD_TEXT, "draft, imported or dropped"),
    CX_FIELD(FileView, received_text, CX_FIELD_TEXT, "When it was brought"),
    CX_FIELD(FileView, actor, CX_FIELD_TEXT, "Who brought it"),
    CX_FIELD(FileView, size_text, CX_FIELD_TEXT, "How large it is"),
    CX_FIELD(FileView, table_text, CX_FIELD_TEXT, "How it is written"),
    CX_FIELD(FileView, version, CX_FIELD_COUNT,
             "Counts edits; a change names the one it was made on"),
    CX_FIELD(FileView, headline, CX_FIELD_TEXT, "Where it stands, a sentence"),
    CX_FIELD(FileView, recognised, CX_FIELD_TEXT, "How it was recognised, a sentence"),
    CX_FIELD_PAGE(FileView, is_draft, CX_FIELD_FLAG, "Whether it is a draft"),
    CX_FIELD_PAGE(FileView, is_dropped, CX_FIELD_FLAG, "Whether it was dropped"),
    CX_FIELD_PAGE(FileView, is_unknown, CX_FIELD_FLAG, "Whether nobody has said what it is"),
    CX_FIELD_PAGE(FileView, is_survey, CX_FIELD_FLAG, "Whether it is a survey export"),
    CX_FIELD_PAGE(FileView, is_roster, CX_FIELD_FLAG, "Whether it is a list of leaders"),
    CX_FIELD(FileView, can_take, CX_FIELD_FLAG, "Whether it can be taken in as it is"),
    CX_FIELD_PAGE(FileView, take_text, CX_FIELD_TEXT, "What the button says"),
    CX_FIELD_CHILD_PAGE(FileView, kinds, CX_FIELD_LIST, &choice_type, "What it may be"),
    CX_FIELD_CHILD(FileView, questions, CX_FIELD_LIST, &cx_view_text_type, "What is to be settled"),
    CX_FIELD_PAGE(FileView, has_questions, CX_FIELD_FLAG, "Whether something is"),
    CX_FIELD(FileView, lack, CX_FIELD_TEXT, "Why nothing could be drafted"),
    CX_FIELD_CHILD(FileView, trial, CX_FIELD_OBJECT, &trial_type, "What taking it in would do"),
    CX_FIELD_CHILD(FileView, columns, CX_FIELD_LIST, &column_type, "Its columns"),
    CX_FIELD(FileView, n_columns, CX_FIELD_COUNT, "How many columns the file has"),
    CX_FIELD_PAGE(FileView, columns_next, CX_FIELD_TEXT, "Further columns"),
    CX_FIELD_CHILD(FileView, preview, CX_FIELD_OBJECT, &cx_preview_view_type, "The first rows"),
    CX_FIELD_CHILD(FileView, roster, CX_FIELD_OBJECT, &cx_file_roster_type,
                   "What came of a roster"),
    CX_FIELD_CHILD(FileView, facts, CX_FIELD_OBJECT, &cx_file_facts_type,
                   "Of a file of facts: whose, which columns, what they bring"),
    CX_FIELD_PAGE(FileView, id_file, CX_FIELD_COUNT, "Id"),
    CX_FIELD_CHILD(FileView, sheet, CX_FIELD_OBJECT, &cx_file_sheet_type,
                   "What a sheet would bring, or a past one brought"),
    CX_FIELD_CHILD(FileView, edit, CX_FIELD_OBJECT, &cx_file_edit_view_type,
                   "What can be corrected"),
    CX_FIELD(FileView, like, CX_FIELD_TEXT, "The earlier file it is read like"),
    CX_FIELD_CHILD(FileView, bring_job, CX_FIELD_OBJECT, &cx_job_view_type,
                   "The job that keeps and recognises a large file, unless that is done; or null"),
    CX_FIELD_CHILD(FileView, trial_job, CX_FIELD_OBJECT, &cx_job_view_type,
                   "The job that tries all of a large file, or null"),
    CX_FIELD_CHILD(FileView, take_job, CX_FIELD_OBJECT, &cx_job_view_type,
                   "The job that takes a large sheet in, or null"),
    CX_FIELD_PAGE(FileView, folds_columns, CX_FIELD_FLAG, "Whether the columns are folded"),
    CX_FIELD_PAGE(FileView, takes_past, CX_FIELD_FLAG, "Whether rows that are in stay in"),
    CX_FIELD_PAGE(FileView, is_tried, CX_FIELD_FLAG, "Whether all of it was tried"),
};
const CxViewType cx_file_view_type =
    CX_VIEW_TYPE("FileDraft", FileView, file_fields, "A file and what was understood of it");

/* ---- Filling ---- */

/* The first different values of a column, in quotes of their own. */
const char *
cx_file_samples(CxArena *arena, const CxFileDraft *draft, size_t i_column)
{
    const size_t first = draft->findings != NULL ? draft->findings->n_headers : 1;
    g_autoptr(GString) out = g_string_new(NULL);
    const char *seen[SAMPLES];
    size_t n = 0;
    for (size_t i = first; i < draft->head->n_rows && n < SAMPLES; i++) {
        const CxHeadRow *row = &draft->head->rows[i];
        if (i_column >= row->row.n_fields || *row->cells[i_column] == '\0')
            continue;
        bool is_new = true;
        for (size_t j = 0; j < n; j++)
            is_new = is_new && strcmp(seen[j], row->cells[i_column]) != 0;
        if (!is_new)
            continue;
        seen[n++] = row->cells[i_column];
        const glong n_letters = g_utf8_strlen(row->cells[i_column], -1);
        g_autofree char *cut =
            g_utf8_substring(row->cells[i_column], 0, MIN(n_letters, SAMPLE_LETTERS));
        g_string_append_printf(out, "%s%s%s", n > 1 ? " · " : "", cut,
                               n_letters > SAMPLE_LETTERS ? "…" : "");
    }
    return cx_arena_text(arena, out->str);
}

static ColumnView
column_view(CxCtx *ctx, const CxFileDraft *draft, size_t i_column)
{
    const CxColumnUse use = cx_file_column_use(draft, i_column);
    const CxFindings *findings = draft->findings;
    const bool is_found = findings != NULL && i_column < findings->n_columns;
    ColumnView view = {
        .position = (int64_t)i_column + 1,
        .name = cx_arena_text(ctx->arena, cx_file_head_column(draft->head, i_column)),
        .samples = cx_file_samples(ctx->arena, draft, i_column),
        .taken = cx_taken_key(use.taken),
        .taken_text = cx_file_taken_text(ctx, use.taken),
        .scale = cx_file_scale_text(ctx, use.item),
        .reason = is_found ? cx_arena_text(ctx->arena, findings->columns[i_column].reason) : NULL,
    };
    if (*view.name == '\0')
        view.name = cx_arena_printf(ctx->arena, "#%zu", i_column + 1);
    if (use.item == NULL)
        return view;
    view.label = cx_arena_text(ctx->arena, use.item->label);
    for (size_t i = 0; i < draft->mapping->n_departments; i++) {
        const CxMappingDepartment *department = &draft->mapping->departments[i];
        if (g_strcmp0(department->key, use.item->department) == 0)
            view.department = cx_arena_text(ctx->arena, department->name);
    }
    return view;
}

static void
fill_columns(CxCtx *ctx, const CxRequest *request, const CxFileDraft *draft, FileView *view)
{
    const size_t n = cx_file_head_n_columns(draft->head);
    int64_t from = 0;
    const char *text = cx_request_query(request, "from");
    if (text == NULL || !cx_text_parse_i64(text, &from, NULL) || from < 0 || from >= (int64_t)n)
        from = 0;
    const size_t n_shown = MIN(n - (size_t)from, COLUMNS_A_PAGE);
    ColumnView *columns = cx_arena_new0_n(ctx->arena, ColumnView, n_shown);
    for (size_t i = 0; i < n_shown; i++)
        columns[i] = column_view(ctx, draft, (size_t)from + i);
    view->columns = CX_VIEW_LIST(columns, n_shown);
    view->n_columns = (int64_t)n;
    view->folds_columns = text == NULL && n > COLUMNS_OPEN_MAX;
    if ((size_t)from + n_shown < n) {
        view->columns_next = cx_arena_printf(ctx->arena, "/files/%" PRId64 "?from=%zu#columns",
                                             view->id, (size_t)from + n_shown);
    }
}

static bool
is_item(const CxMapping *mapping, const char *column)
{
    for (size_t i = 0; mapping != NULL && column != NULL && i < mapping->n_items; i++) {
        if (g_str_equal(mapping->items[i].asked.column, column))
            return true;
    }
    return false;
}

static const TrialView *
trial_view(CxCtx *ctx, const CxFileDraft *draft)
{
    const CxTrial *trial = draft->trial;
    if (trial == NULL)
        return NULL;
    GroupView *groups = cx_arena_new0_n(ctx->arena, GroupView, trial->n_groups);
    for (size_t i = 0; i < trial->n_groups; i++) {
        const CxTrialGroup *group = &trial->groups[i];
        groups[i] = (GroupView){
            .column = cx_arena_text(ctx->arena, group->column),
            .value = cx_arena_text(ctx->arena, group->value),
            .reason = cx_arena_text(ctx->arena, group->reason),
            .n = group->n,
            .line = group->first_line,
            .position = (int64_t)i + 1,
            .can_answer = group->value != NULL && is_item(draft->mapping, group->column),
        };
    }
    TrialView *view = cx_arena_new0(ctx->arena, TrialView);
    *view = (TrialView){
        .n_rows = trial->n_rows,
        .n_taken = trial->n_taken,
        .n_skipped = trial->n_skipped,
        .n_rejected = trial->n_rejected,
        .is_whole = trial->is_whole,
        .has_known = trial->has_known,
        .n_new = trial->n_new,
        .n_revised = trial->n_revised,
        .n_same = trial->n_same,
        .lack = cx_arena_text(ctx->arena, trial->lack),
        .refusal = cx_arena_text(ctx->arena, trial->refusal),
        .groups = CX_VIEW_LIST(groups, trial->n_groups),
        .n_groups = (int64_t)trial->n_groups,
        .n_ungrouped = trial->n_ungrouped,
    };
    return view;
}

static CxViewList
kind_choices(CxCtx *ctx)
{
    KindChoice *choices = cx_arena_new0_n(ctx->arena, KindChoice, cx_file_kinds_n);
    for (size_t i = 0; i < cx_file_kinds_n; i++) {
        choices[i] = (KindChoice){
            .key = cx_file_kinds[i].key,
            .name = cx_message_text(ctx->catalogue, cx_file_kinds[i].name_key),
            .what = cx_message_text(ctx->catalogue, cx_file_kinds[i].what_key),
        };
    }
    return CX_VIEW_LIST(choices, cx_file_kinds_n);
}

#define PLACE " \\(\"?[a-z_]+(\"|(\\.[a-z_]+)+[^)]*)\\)" /* "(survey.zone)": unknown to readers */
static const char *
without_places(CxCtx *ctx, const char *question)
{
    g_autoptr(GRegex) place = g_regex_new(PLACE, 0, 0, NULL);
    g_autofree char *plain = g_regex_replace_literal(place, question, -1, 0, "", 0, NULL);
    return cx_arena_text(ctx->arena, plain != NULL ? plain : question);
}

static CxViewList
copy_questions(CxCtx *ctx, const CxFindings *findings)
{
    const size_t n = findings != NULL ? findings->n_questions : 0;
    const char **questions = cx_arena_new0_n(ctx->arena, const char *, n);
    for (size_t i = 0; i < n; i++)
        questions[i] = without_places(ctx, findings->questions[i]);
    return CX_VIEW_LIST(questions, n);
}

static const char *
say(CxCtx *ctx, const char *key, const char *name, const CxTrial *trial)
{
    return cx_arena_take(
        ctx->arena,
        cx_message_format(ctx->catalogue, key, CX_ARG_TEXT("name", name),
                          CX_ARG_NUMBER("taken", trial != NULL ? trial->n_taken : 0),
                          CX_ARG_NUMBER("rejected", trial != NULL ? trial->n_rejected : 0),
                          CX_ARG_NUMBER("rows", trial != NULL ? trial->n_rows : 0)));
}

/* Whether the draft can be taken in as it is. */
static bool
can_take(const CxFileDraft *draft)
{
    if (draft->upload->state != CX_UPLOAD_STATE_DRAFT)
        return false;
    const CxTrial *trial = draft->trial;
    return draft->mapping != NULL && trial != NULL && trial->lack == NULL &&
           trial->refusal == NULL && trial->n_taken > 0;
}

static const char *
headline_key(const CxFileDraft *draft, const FileView *view)
{
    if (view->is_dropped)
        return "file.headline.dropped";
    if (!view->is_draft)
        return "file.headline.imported";
    if (view->bring_job != NULL)
        return view->bring_job->is_open ? "file.headline.bringing" : "file.headline.not_brought";
    if (view->is_unknown)
        return "file.headline.unknown";
    if (view->facts_headline != NULL)
        return view->facts_headline;
    if (view->take_job != NULL && view->take_job->is_open)
        return "file.headline.taking";
    if (cx_sheet_is_one(draft->upload) && view->sheet == NULL) {
        return g_str_equal(draft->upload->kind, CX_UPLOAD_PAST) ? "file.headline.past"
                                                                : "file.headline.roster";
    }
    if (view->sheet != NULL && view->sheet->lack == NULL)
        return view->sheet->is_past ? "file.headline.past" : "file.headline.roster";
    if (!view->can_take)
        return "file.headline.lack";
    return draft->trial->is_whole ? "file.headline.ready" : "file.headline.ready_part";
}

static void
fill_words(CxCtx *ctx, const CxFileDraft *draft, FileView *view)
{
    const char *name = view->name;
    view->headline = say(ctx, headline_key(draft, view), name, draft->trial);
    if (view->is_survey) {
        const bool is_whole = draft->trial != NULL && draft->trial->is_whole;
        view->take_text =
            say(ctx, is_whole ? "file.take.rows" : "file.take.file", name, draft->trial);
    } else {
        const char *key = view->is_roster ? "file.take.roster" : "file.take.past";
        view->take_text =
            cx_message_text(ctx->catalogue, view->facts != NULL ? "file.take.facts" : key);
    }
    if (draft->findings != NULL)
        view->recognised = cx_arena_text(ctx->arena, draft->findings->layout_reason);
    else if (view->is_roster)
        view->recognised = cx_message_text(ctx->catalogue, "file.recognised.roster");
}

/* What the kind of file shows of its own. */
static bool
fill_kind(CxCtx *ctx, const CxFileDraft *draft, FileView *view, GError **error)
{
    CxFileFactsPart part;
    if (!cx_file_sheet_try(ctx, draft->upload, &view->sheet, error) ||
        !cx_file_facts_view(ctx, draft, &part, error))
        return false;
    view->facts = part.view;
    view->facts_headline = part.headline;
    if (part.view != NULL)
        view->can_take = part.can_take;
    else if (view->sheet != NULL)
        view->can_take = view->sheet->lack == NULL;
    else if (cx_sheet_is_one(draft->upload))
        view->can_take = draft->upload->state == CX_UPLOAD_STATE_DRAFT;
    if ((view->take_job != NULL && view->take_job->is_open) || view->bring_job != NULL)
        view->can_take = false;
    if (view->sheet == NULL)
        view->sheet = cx_file_sheet_report(ctx, draft->upload);
    return true;
}

const void *
cx_file_view(CxCtx *ctx, const CxRequest *request, const CxFileDraft *draft, GError **error)
{
    FileView *view = cx_arena_new0(ctx->arena, FileView);
    const CxUpload *upload = draft->upload;
    const CxFileKind *kind = cx_file_kind_find(upload->kind);
    g_autoptr(GTimeZone) zone = cx_zone_load("UTC", error);
    if (zone == NULL)
        return NULL;
    *view = (FileView){
        .id = upload->id.v,
        .id_file = upload->id.v,
        .name = cx_arena_text(ctx->arena, upload->file_name),
        .kind = cx_arena_text(ctx->arena, upload->kind),
        .kind_text =
            cx_message_text(ctx->catalogue, kind != NULL ? kind->name_key : "files.kind.unknown"),
        .state = cx_upload_state_key(upload->state),
        .received_text =
            cx_arena_take(ctx->arena, cx_instant_format_long(upload->received_at, zone)),
        .actor = cx_arena_text(ctx->arena, upload->actor),
        .size_text = cx_file_size_text(ctx->arena, upload->len_bytes),
        .table_text = cx_arena_text(ctx->arena, draft->head->kind_name),
        .version = upload->version,
        .is_draft = upload->state == CX_UPLOAD_STATE_DRAFT,
        .is_dropped = upload->state == CX_UPLOAD_STATE_DROPPED,
        .is_unknown = kind == NULL,
        .is_survey = g_str_equal(upload->kind, CX_UPLOAD_SURVEY),
        .is_roster = g_str_equal(upload->kind, CX_UPLOAD_ROSTER),
        .can_take = can_take(draft),
        .kinds = kind_choices(ctx),
        .questions = copy_questions(ctx, draft->findings),
        .lack = draft->findings != NULL ? cx_arena_text(ctx->arena, draft->findings->lack) : NULL,
        .trial = trial_view(ctx, draft),
        .preview = cx_file_preview(ctx, draft),
        .roster = g_str_equal(upload->kind, CX_UPLOAD_ROSTER)
                      ? cx_file_roster_report(ctx, upload->report)
                      : NULL,
    };
    if (!cx_file_edit_view(ctx, request, draft, &view->edit, error))
        return NULL;
    CxFileJobs jobs;
    if (!cx_file_jobs(ctx, upload, &jobs, error))
        return NULL;
    view->bring_job = jobs.bring;
    view->trial_job = jobs.trial;
    view->take_job = jobs.take;
    view->takes_past = g_str_equal(upload->kind, CX_UPLOAD_PAST);
    view->is_tried = jobs.is_tried;
    if (!fill_kind(ctx, draft, view, error))
        return NULL;
    if (draft->findings != NULL)
        view->like = cx_arena_text(ctx->arena, draft->findings->like);
    if (view->bring_job != NULL) { /* nothing is known of it before it is kept */
        view->is_unknown = false;
        view->is_survey = false;
    }
    view->has_questions = view->questions.n > 0;
    fill_columns(ctx, request, draft, view);
    fill_words(ctx, draft, view);
    return view;
}
