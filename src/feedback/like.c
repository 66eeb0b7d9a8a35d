#include "feedback/like.h"

#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "feedback/beginning.h"
#include "feedback/draft.h"
#include "feedback/import_store.h"
#include "sql/feedback.h"

#define SHARE_MIN         0.7        /* of a mapping's columns that the file has */
#define EARLIER_BYTES_MAX (64 << 20) /* a larger earlier file is not read for its header */

static bool
has_column(const CxFileHead *head, const char *column)
{
    int64_t place = 0;
    if (column[0] == '#' && cx_text_parse_i64(column + 1, &place, NULL))
        return place >= 1 && place <= (int64_t)cx_file_head_n_columns(head);
    g_autofree char *wanted = g_strdup(column + strspn(column, "* "));
    (void)cx_text_trim(wanted);
    for (size_t i = 0; i < cx_file_head_n_columns(head); i++) {
        const char *name = cx_file_head_column(head, i);
        if (strcmp(name + strspn(name, "* "), wanted) == 0)
            return true;
    }
    return false;
}

/* The share of the mapping's columns that the file has, 0..1. */
static double
share_found(const CxMapping *mapping, const CxFileHead *head)
{
    const char *const keys[] = { mapping->id_column, mapping->date.column, mapping->mode_column,
                                 mapping->weight_column, mapping->cluster_column };
    size_t n = 0;
    size_t n_found = 0;
    for (size_t i = 0; i < CX_N_ELEMENTS(keys); i++) {
        n += keys[i] != NULL ? 1 : 0;
        n_found += keys[i] != NULL && has_column(head, keys[i]) ? 1 : 0;
    }
    for (size_t i = 0; i < mapping->n_respondent_columns; i++) {
        n++;
        n_found += has_column(head, mapping->respondent_columns[i]) ? 1 : 0;
    }
    for (size_t i = 0; i < mapping->n_items; i++) {
        n++;
        n_found += has_column(head, mapping->items[i].asked.column) ? 1 : 0;
    }
    return n > 0 ? (double)n_found / (double)n : 0;
}

/* The mapping an import used, as text; NULL with *error unset when there is none. (transfer full) */
static char *
load_text(CxCtx *ctx, CxImportId import, GError **error)
{
    const CxImportMappingParams params = { .id = import.v };
    g_autoptr(CxStmt) stmt = cx_q_import_mapping(ctx->db, &params, error);
    CxImportMappingRow row = { 0 };
    if (stmt == NULL || cx_q_import_mapping_next(stmt, &row, error) != CX_STEP_ROW)
        return NULL;
    return g_strdup(row.mapping);
}

static CxMapping *
parse(const char *text)
{
    g_autoptr(CxIssues) issues = cx_issues_new();
    return cx_mapping_parse(text, strlen(text), issues, NULL);
}

/* The mapping of an import with its text; NULL with *error unset where it is not done, or has none that
 * can be read. (transfer full) */
static CxMapping *
load_mapping(CxCtx *ctx, const CxImportReport *report, char **ret_text, GError **error)
{
    if (report->state != CX_IMPORT_DONE)
        return NULL;
    g_autofree char *text = load_text(ctx, report->id, error);
    CxMapping *mapping = text != NULL ? parse(text) : NULL;
    if (mapping != NULL && ret_text != NULL)
        *ret_text = g_steal_pointer(&text);
    return mapping;
}

/* The best of the latest imports; *ret_text NULL when none fits. */
static bool
find_best(CxCtx *ctx, const CxFileHead *head, char **ret_text, CxImportId *ret_import,
          GError **error)
{
    g_autoptr(GPtrArray) list = cx_import_list(ctx, (CxImportId){ 0 }, CX_LIKE_IMPORTS_MAX, error);
    double best = 0;
    for (guint i = 0; list != NULL && i < list->len && best < 1; i++) {
        const CxImportReport *report = g_ptr_array_index(list, i);
        g_autoptr(GError) failed = NULL;
        g_autofree char *text = NULL;
        g_autoptr(CxMapping) mapping = load_mapping(ctx, report, &text, &failed);
        if (failed != NULL) {
            g_propagate_error(error, g_steal_pointer(&failed));
            return false;
        }
        const double share = mapping != NULL ? share_found(mapping, head) : 0;
        if (share < SHARE_MIN || share <= best)
            continue;
        best = share;
        g_free(*ret_text);
        *ret_text = g_steal_pointer(&text);
        *ret_import = report->id;
    }
    return list != NULL;
}

/* The columns of the file that the earlier one did not have. */
static void
list_arrived(CxCtx *ctx, const CxImportReport *earlier, const CxFileHead *head,
             CxFindings *findings)
{
    if (earlier->len_bytes > EARLIER_BYTES_MAX)
        return;
    CxOriginalId original = { 0 };
    g_autoptr(GBytes) bytes = cx_import_store_original(ctx->db, earlier->id, &original, NULL)
                                  ? cx_beginning_read(ctx, original, NULL)
                                  : NULL;
    if (bytes == NULL)
        return;
    gsize len_bytes = 0;
    const void *data = g_bytes_get_data(bytes, &len_bytes);
    g_autoptr(CxFileHead) was = cx_file_head_read(data != NULL ? data : "", len_bytes, NULL);
    const size_t n_columns = cx_file_head_n_columns(head);
    const char **arrived = cx_arena_new0_n(findings->arena, const char *, n_columns);
    for (size_t i = 0; was != NULL && i < n_columns; i++) {
        const char *name = cx_file_head_column(head, i);
        if (*name != '\0' && !has_column(was, name))
            arrived[findings->n_arrived++] = cx_arena_text(findings->arena, name);
    }
    findings->arrived = arrived;
}

static bool
is_year(const char *text)
{
    return strlen(text) == 4 && (g_str_has_prefix(text, "19") || g_str_has_prefix(text, "20")) &&
           g_ascii_isdigit(text[2]) && g_ascii_isdigit(text[3]);
}

/* The year a file's name says, "2018"; NULL when it says none. (transfer full) */
static char *
find_year(const char *name)
{
    for (const char *p = name; *p != '\0'; p++) {
        const size_t n_digits = strspn(p, "0123456789");
        g_autofree char *word = g_strndup(p, n_digits);
        if (is_year(word))
            return g_steal_pointer(&word);
        p += n_digits > 0 ? n_digits - 1 : 0;
    }
    return NULL;
}

/* Another year is another asking: ids begin anew there, and what was said of the old one does not
 * hold. (transfer full) */
static char *
fit_version(const char *text, const CxUpload *upload, GError **error)
{
    g_autoptr(CxMapping) mapping = parse(text);
    g_autofree char *year = find_year(upload->file_name);
    if (mapping == NULL || year == NULL || !is_year(mapping->version.key) ||
        strcmp(mapping->version.key, year) == 0)
        return g_strdup(text);
    g_autoptr(CxDraftEdit) edit = cx_draft_edit_new(text, NULL, error);
    if (edit == NULL)
        return NULL;
    static const char *const gone[] = { "title", "from", "to", "invited", "note" };
    cx_draft_edit_text(edit, "version", "key", year);
    for (size_t i = 0; i < CX_N_ELEMENTS(gone); i++)
        cx_draft_edit_text(edit, "version", gone[i], NULL);
    g_autofree char *source = g_strdup_printf("The file %s.", upload->file_name);
    cx_draft_edit_text(edit, "version", "source", source);
    return cx_draft_edit_finish(edit);
}

char *
cx_like_mapping(CxCtx *ctx, const CxUpload *upload, const CxFileHead *head, CxFindings *findings,
                GError **error)
{
    if (!cx_ctx_check_change(ctx, "see imports", error) || upload->like.v == CX_LIKE_NONE)
        return NULL;
    g_autofree char *text = NULL;
    CxImportId like = upload->like;
    if (like.v > 0)
        text = load_text(ctx, like, error);
    else if (!find_best(ctx, head, &text, &like, error))
        return NULL;
    if (text == NULL)
        return NULL;
    g_autoptr(CxImportReport) earlier = cx_import_load(ctx, like, error);
    if (earlier == NULL)
        return NULL;
    findings->like = cx_arena_text(findings->arena, earlier->file_name);
    list_arrived(ctx, earlier, head, findings);
    return upload->like.v > 0 ? g_steal_pointer(&text) : fit_version(text, upload, error);
}

/* ---- By which headers answers are known ---- */

static bool
has_question(const CxMapping *mapping, const CxFileHead *head)
{
    for (size_t i = 0; i < mapping->n_items; i++) {
        if (has_column(head, mapping->items[i].asked.column))
            return true;
    }
    return false;
}

static void
add_key(CxLikeKeys *keys, GArray *rows, const CxMapping *mapping, CxFactKind kind,
        const char *column)
{
    if (column == NULL || column[0] == '#') /* a column known by its place */
        return;
    const CxFactsKnownKey row = { .header = cx_arena_text(keys->arena, column),
                                  .kind = kind,
                                  .survey = cx_arena_text(keys->arena, mapping->survey_key) };
    g_array_append_val(rows, row);
}

static void
add_keys(CxLikeKeys *keys, GArray *rows, const CxMapping *mapping)
{
    add_key(keys, rows, mapping, CX_FACT_RESPONSE, mapping->id_column);
    add_key(keys, rows, mapping, CX_FACT_TRANSACTION, mapping->transaction_column);
    for (size_t i = 0; i < mapping->n_respondent_columns; i++)
        add_key(keys, rows, mapping, CX_FACT_RESPONDENT, mapping->respondent_columns[i]);
    add_key(keys, rows, mapping, CX_FACT_ACCOUNT, mapping->account_column);
}

CxLikeKeys *
cx_like_keys(CxCtx *ctx, const CxFileHead *head, GError **error)
{
    if (!cx_ctx_check_change(ctx, "see imports", error))
        return NULL;
    g_autoptr(GPtrArray) list = cx_import_list(ctx, (CxImportId){ 0 }, CX_LIKE_IMPORTS_MAX, error);
    if (list == NULL)
        return NULL;
    CxArena *arena = cx_arena_new();
    g_autoptr(CxLikeKeys) keys = cx_arena_new0(arena, CxLikeKeys);
    keys->arena = arena;
    g_autoptr(GArray) rows = g_array_new(FALSE, FALSE, sizeof(CxFactsKnownKey));
    for (guint i = 0; i < list->len; i++) {
        g_autoptr(GError) failed = NULL;
        g_autoptr(CxMapping) mapping = load_mapping(ctx, g_ptr_array_index(list, i), NULL, &failed);
        if (failed != NULL) {
            g_propagate_error(error, g_steal_pointer(&failed));
            return NULL;
        }
        if (mapping != NULL && !has_question(mapping, head))
            add_keys(keys, rows, mapping);
    }
    keys->n = rows->len;
    keys->rows = cx_arena_new0_n(arena, CxFactsKnownKey, rows->len);
    if (rows->len > 0)
        memcpy(keys->rows, rows->data, rows->len * sizeof(CxFactsKnownKey));
    return g_steal_pointer(&keys);
}

void
cx_like_keys_free(CxLikeKeys *keys)
{
    /* The keys lie in their arena. */
    if (keys != NULL)
        cx_arena_free(keys->arena);
}
