/* The first rows of a file as they would be taken in. */
#include <inttypes.h>
#include <string.h>

#include "base/civil.h"
#include "base/text.h"
#include "business/facts_preview.h"
#include "feedback/intake.h"
#include "pages/file.h"

#define ITEMS_SHOWN   8
#define COLUMNS_AS_IS 12
#define CELL_LETTERS  40 /* of a cell shown */

static const CxViewField row_fields[] = {
    CX_FIELD(CxPreviewRow, line, CX_FIELD_COUNT, "Line of the file"),
    CX_FIELD_CHILD(CxPreviewRow, cells, CX_FIELD_LIST, &cx_view_text_type, "What is taken"),
    CX_FIELD(CxPreviewRow, problem, CX_FIELD_TEXT, "Why the row is not taken, or null"),
};
static const CxViewType row_type =
    CX_VIEW_TYPE("PreviewRow", CxPreviewRow, row_fields, "A row as it would be taken in");

static const CxViewField preview_fields[] = {
    CX_FIELD_CHILD(CxPreviewView, headers, CX_FIELD_LIST, &cx_view_text_type, "What the cells are"),
    CX_FIELD_CHILD(CxPreviewView, rows, CX_FIELD_LIST, &row_type, "The first rows"),
    CX_FIELD(CxPreviewView, is_taken, CX_FIELD_FLAG, "Whether as taken, or as they stand"),
    CX_FIELD_PAGE(CxPreviewView, n_headers, CX_FIELD_COUNT, "How many cells a row has"),
    CX_FIELD_PAGE(CxPreviewView, n_rows, CX_FIELD_COUNT, "How many rows are shown"),
    CX_FIELD(CxPreviewView, n_hidden, CX_FIELD_COUNT, "Questions that are not shown"),
};
const CxViewType cx_preview_view_type = CX_VIEW_TYPE("FilePreview", CxPreviewView, preview_fields,
                                                     "The first rows as they would be taken in");

/* A preview under way. */
typedef struct {
    CxCtx *ctx;
    const CxMapping *mapping;
    CxIntake *intake;
    const CxMappingItem *items[ITEMS_SHOWN];
    size_t n_items;
} Preview;

static const char *
shorten(CxArena *arena, const char *text)
{
    if (g_utf8_strlen(text, -1) <= CELL_LETTERS)
        return cx_arena_text(arena, text);
    g_autofree char *cut = g_utf8_substring(text, 0, CELL_LETTERS - 1);
    return cx_arena_printf(arena, "%s…", cut);
}

/* The headline first, then what departments answer for, then the others. */
static int
rank_item(const CxMapping *mapping, const CxMappingItem *item)
{
    if (strcmp(item->key, mapping->overall) == 0)
        return 0;
    if (item->department != NULL)
        return 1;
    return item->role == CX_ITEM_ROLE_MEASURE ? 2 : 3;
}

static void
choose_items(Preview *preview)
{
    const CxMapping *mapping = preview->mapping;
    for (int rank = 0; rank <= 3; rank++) {
        for (size_t i = 0; i < mapping->n_items && preview->n_items < ITEMS_SHOWN; i++) {
            if (rank_item(mapping, &mapping->items[i]) == rank)
                preview->items[preview->n_items++] = &mapping->items[i];
        }
    }
}

/* The word the mapping has for a code, or NULL. */
static const char *
find_label(const CxMappingItem *item, int64_t code)
{
    for (size_t i = 0; i < item->asked.n_codes; i++) {
        const CxItemCode *known = &item->asked.codes[i];
        if (known->meaning == CX_MEANING_VALUE && known->code == code && known->label != NULL)
            return known->label;
    }
    return NULL;
}

static const char *
answer_text(Preview *preview, const CxMappingItem *item, const CxIntakeAnswer *answer)
{
    CxCtx *ctx = preview->ctx;
    if (answer->meaning == CX_MEANING_MISSING)
        return cx_message_text(ctx->catalogue, "file.no_answer");
    if (answer->meaning == CX_MEANING_NOT_APPLICABLE)
        return cx_message_text(ctx->catalogue, "file.not_applicable");
    if (answer->text != NULL)
        return shorten(ctx->arena, answer->text);
    const char *label = find_label(item, answer->code);
    if (label != NULL && item->asked.kind == CX_ITEM_KIND_CHOICE)
        return shorten(ctx->arena, label);
    double value = (double)answer->code;
    for (int i = 0; i < item->asked.decimals; i++)
        value /= 10;
    return cx_arena_take(ctx->arena, cx_text_number(value, item->asked.decimals));
}

static CxViewList
taken_cells(Preview *preview, const CxIntakeRow *taken)
{
    CxCtx *ctx = preview->ctx;
    const CxMapping *mapping = preview->mapping;
    const char **cells = cx_arena_new0_n(ctx->arena, const char *, 4 + preview->n_items);
    size_t n = 0;
    if (mapping->id_column != NULL)
        cells[n++] = shorten(ctx->arena, taken->id);
    cells[n++] = cx_arena_take(ctx->arena, cx_day_format(taken->when.day));
    if (mapping->n_modes > 0) {
        cells[n++] = taken->i_mode < mapping->n_modes
                         ? shorten(ctx->arena, mapping->modes[taken->i_mode].label)
                         : cx_message_text(ctx->catalogue, "file.no_answer");
    }
    if (mapping->weight_column != NULL)
        cells[n++] = cx_arena_take(ctx->arena, cx_text_number(taken->weight, 2));
    for (size_t i = 0; i < preview->n_items; i++) {
        const CxMappingItem *item = preview->items[i];
        cells[n++] = answer_text(preview, item, &taken->answers[item - mapping->items]);
    }
    return CX_VIEW_LIST(cells, n);
}

static CxViewList
taken_headers(Preview *preview)
{
    CxCtx *ctx = preview->ctx;
    const CxMapping *mapping = preview->mapping;
    const char **headers = cx_arena_new0_n(ctx->arena, const char *, 4 + preview->n_items);
    size_t n = 0;
    if (mapping->id_column != NULL)
        headers[n++] = cx_file_taken_text(ctx, CX_TAKEN_ID);
    headers[n++] = cx_message_text(ctx->catalogue, "file.day");
    if (mapping->n_modes > 0)
        headers[n++] = cx_file_taken_text(ctx, CX_TAKEN_MODE);
    if (mapping->weight_column != NULL)
        headers[n++] = cx_file_taken_text(ctx, CX_TAKEN_WEIGHT);
    for (size_t i = 0; i < preview->n_items; i++)
        headers[n++] = shorten(ctx->arena, preview->items[i]->label);
    return CX_VIEW_LIST(headers, n);
}

/* The cells as they stand, those shown. */
static CxViewList
cells_as_is(CxCtx *ctx, const CxHeadRow *row)
{
    const size_t n = MIN(row->row.n_fields, COLUMNS_AS_IS);
    const char **cells = cx_arena_new0_n(ctx->arena, const char *, n);
    for (size_t i = 0; i < n; i++)
        cells[i] = shorten(ctx->arena, row->cells[i]);
    return CX_VIEW_LIST(cells, n);
}

static CxPreviewRow
preview_row(Preview *preview, const CxHeadRow *row)
{
    CxCtx *ctx = preview->ctx;
    CxPreviewRow view = { .line = row->row.line };
    if (preview->intake == NULL) {
        view.cells = cells_as_is(ctx, row);
        return view;
    }
    const CxMappingSkip *skip = cx_intake_skip(preview->intake, &row->row);
    CxIntakeRow taken;
    CxIntakeReject why = { 0 };
    if (skip != NULL) {
        view.problem =
            cx_arena_take(ctx->arena, cx_message_format(ctx->catalogue, "file.passed_over",
                                                        CX_ARG_TEXT("reason", skip->reason)));
    } else if (cx_intake_read(preview->intake, &row->row, &taken, &why)) {
        view.cells = taken_cells(preview, &taken);
    } else if (why.column != NULL) {
        view.problem = cx_arena_printf(ctx->arena, "%s: %s", why.column, why.reason);
    } else {
        view.problem = cx_arena_text(ctx->arena, why.reason);
    }
    return view;
}

/* ---- Facts ---- */

static CxViewList
facts_headers(CxCtx *ctx, const CxFactsPreview *preview)
{
    const CxFactsPreviewHead head = cx_facts_preview_head(preview, ctx->arena);
    const char **headers = cx_arena_new0_n(ctx->arena, const char *, 3 + head.n_values);
    size_t n = 0;
    if (head.has_key)
        headers[n++] = cx_message_text(ctx->catalogue, "file.facts.preview.key");
    if (head.has_days)
        headers[n++] = cx_message_text(ctx->catalogue, "file.facts.preview.days");
    if (head.has_department)
        headers[n++] = cx_message_text(ctx->catalogue, "file.facts.preview.department");
    for (size_t i = 0; i < head.n_values; i++)
        headers[n++] = shorten(ctx->arena, head.values[i]);
    return CX_VIEW_LIST(headers, n);
}

static CxPreviewRow
facts_row(CxCtx *ctx, CxFactsPreview *preview, const CxHeadRow *row)
{
    const CxFactsPreviewLine line = cx_facts_preview_row(preview, &row->row, ctx->arena);
    CxPreviewRow view = { .line = row->row.line, .problem = line.problem };
    if (line.problem != NULL && *line.problem == '\0')
        view.problem = cx_message_text(ctx->catalogue, "file.facts.preview.passed");
    for (size_t i = 0; i < line.n; i++)
        line.cells[i] = shorten(ctx->arena, line.cells[i]);
    view.cells = CX_VIEW_LIST(line.cells, line.n);
    return view;
}

/* The first rows of facts as they would be taken; NULL where no mapping fits. */
static const CxPreviewView *
preview_facts(CxCtx *ctx, const CxFileDraft *draft)
{
    const CxFileHead *head = draft->head;
    g_autoptr(CxFactsPreview) preview =
        draft->facts_mapping != NULL && head->n_rows > 0
            ? cx_facts_preview_new(draft->facts_mapping, &head->rows[0].row)
            : NULL;
    if (preview == NULL)
        return NULL;
    const size_t first = draft->facts_mapping->n_headers;
    const size_t n = head->n_rows > first ? MIN(head->n_rows - first, CX_PREVIEW_ROWS) : 0;
    CxPreviewRow *rows = cx_arena_new0_n(ctx->arena, CxPreviewRow, n);
    for (size_t i = 0; i < n; i++)
        rows[i] = facts_row(ctx, preview, &head->rows[first + i]);
    CxPreviewView *view = cx_arena_new0(ctx->arena, CxPreviewView);
    *view = (CxPreviewView){ .headers = facts_headers(ctx, preview),
                             .rows = CX_VIEW_LIST(rows, n),
                             .is_taken = true,
                             .n_rows = (int64_t)n };
    view->n_headers = (int64_t)view->headers.n;
    return view;
}

const CxPreviewView *
cx_file_preview(CxCtx *ctx, const CxFileDraft *draft)
{
    const CxFileHead *head = draft->head;
    const CxPreviewView *facts = preview_facts(ctx, draft);
    if (facts != NULL)
        return facts;
    Preview preview = { .ctx = ctx, .mapping = draft->mapping };
    if (draft->mapping != NULL)
        preview.intake = cx_intake_new(draft->mapping, &head->rows[0].row, NULL);
    CxPreviewView *view = cx_arena_new0(ctx->arena, CxPreviewView);
    if (preview.intake != NULL) {
        choose_items(&preview);
        view->headers = taken_headers(&preview);
        view->is_taken = true;
        view->n_hidden = (int64_t)(draft->mapping->n_items - preview.n_items);
    } else {
        view->headers = cells_as_is(ctx, &head->rows[0]);
    }
    view->n_headers = (int64_t)view->headers.n;
    const size_t first = draft->mapping != NULL ? draft->mapping->n_headers : 1;
    const size_t n = head->n_rows > first ? MIN(head->n_rows - first, CX_PREVIEW_ROWS) : 0;
    CxPreviewRow *rows = cx_arena_new0_n(ctx->arena, CxPreviewRow, n);
    for (size_t i = 0; i < n; i++)
        rows[i] = preview_row(&preview, &head->rows[first + i]);
    view->rows = CX_VIEW_LIST(rows, n);
    view->n_rows = (int64_t)n;
    cx_intake_free(preview.intake);
    return view;
}
