/* Opening a workbook: which parts there are, and which sheet is meant. */
#include "codec/xlsx.h"

#include <string.h>

#include "base/error.h"
#include "base/limits.h"
#include "codec/xlsx_priv.h"

#define PEEK_BYTES 200

/* What one part says of others. */
typedef struct {
    GHashTable *targets; /* id -> path in the archive */
    GHashTable *kinds;   /* id -> last word of the type, "worksheet" */
    char *folder;        /* of the part that refers, "xl/" */
} Relations;

typedef struct {
    char *name;
    char *relation;
    bool is_hidden;
} Sheet;

/* What the workbook part says. */
typedef struct {
    GPtrArray *sheets; /* of Sheet */
    bool is_1904;
} Workbook;

static void
relations_clear(Relations *relations)
{
    g_clear_pointer(&relations->targets, g_hash_table_unref);
    g_clear_pointer(&relations->kinds, g_hash_table_unref);
    g_clear_pointer(&relations->folder, g_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Relations, relations_clear)

static void
sheet_free(gpointer data)
{
    Sheet *sheet = data;
    g_free(sheet->name);
    g_free(sheet->relation);
    g_free(sheet);
}

static void
workbook_clear(Workbook *workbook)
{
    g_clear_pointer(&workbook->sheets, g_ptr_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Workbook, workbook_clear)

/* ---- Relations ---- */

/* A target as a path in the archive: "../media/x" from "xl/worksheets/" is "xl/media/x". */
static char *
resolve(const char *folder, const char *target)
{
    g_autofree char *whole =
        *target == '/' ? g_strdup(target) : g_strconcat("/", folder, target, NULL);
    g_autofree char *clean = g_canonicalize_filename(whole, "/");
    return g_strdup(clean + strspn(clean, "/"));
}

static void
on_relation(CxXlsxPart *part, const char *name, const char **attributes, void *data)
{
    Relations *relations = data;
    (void)part;
    const char *id = cx_xlsx_attribute(attributes, "Id");
    const char *type = cx_xlsx_attribute(attributes, "Type");
    const char *target = cx_xlsx_attribute(attributes, "Target");
    const char *mode = cx_xlsx_attribute(attributes, "TargetMode");
    const bool is_outside = mode != NULL && strcmp(mode, "External") == 0;
    if (strcmp(name, "Relationship") != 0 || id == NULL || type == NULL || target == NULL ||
        is_outside || g_hash_table_size(relations->kinds) >= CX_XLSX_PARTS_MAX)
        return;
    const char *slash = strrchr(type, '/');
    g_hash_table_replace(relations->kinds, g_strdup(id),
                         g_strdup(slash != NULL ? slash + 1 : type));
    g_hash_table_replace(relations->targets, g_strdup(id), resolve(relations->folder, target));
}

/* Reads what a part, "xl/workbook.xml", says of others; nothing when it says nothing. */
static bool
read_relations(Relations *relations, CxXlsxArchive *archive, const char *path, GError **error)
{
    static const CxXlsxHandlers handlers = { on_relation, NULL, NULL };
    const char *slash = strrchr(path, '/');
    const size_t n_folder = slash != NULL ? (size_t)(slash - path) + 1 : 0;
    relations->folder = g_strndup(path, n_folder);
    relations->targets = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    relations->kinds = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    g_autofree char *where = g_strdup_printf("%s_rels/%s.rels", relations->folder, path + n_folder);
    return !cx_xlsx_archive_has(archive, where) ||
           cx_xlsx_part_read(archive, where, &handlers, relations, error);
}

/* The path of the relation of that kind whose id comes first; NULL if there is none. */
static const char *
find_kind(const Relations *relations, const char *kind)
{
    GHashTableIter at;
    gpointer id = NULL;
    gpointer value = NULL;
    const char *found = NULL;
    g_hash_table_iter_init(&at, relations->kinds);
    while (g_hash_table_iter_next(&at, &id, &value)) {
        if (strcmp(value, kind) == 0 && (found == NULL || strcmp(id, found) < 0))
            found = id;
    }
    return found != NULL ? g_hash_table_lookup(relations->targets, found) : NULL;
}

/* ---- The workbook ---- */

static bool
is_true(const char *text)
{
    return text != NULL && (strcmp(text, "1") == 0 || strcmp(text, "true") == 0);
}

static void
on_workbook(CxXlsxPart *part, const char *name, const char **attributes, void *data)
{
    Workbook *workbook = data;
    (void)part;
    if (strcmp(name, "workbookPr") == 0) {
        workbook->is_1904 = is_true(cx_xlsx_attribute(attributes, "date1904"));
        return;
    }
    const char *sheet_name = cx_xlsx_attribute(attributes, "name");
    const char *relation = cx_xlsx_attribute(attributes, "id");
    if (strcmp(name, "sheet") != 0 || sheet_name == NULL || relation == NULL ||
        workbook->sheets->len >= CX_XLSX_SHEETS_MAX)
        return;
    const char *state = cx_xlsx_attribute(attributes, "state");
    Sheet *sheet = g_new0(Sheet, 1);
    sheet->name = g_strdup(sheet_name);
    sheet->relation = g_strdup(relation);
    sheet->is_hidden = state != NULL && strcmp(state, "visible") != 0;
    g_ptr_array_add(workbook->sheets, sheet);
}

/* Drops what is no worksheet: charts, dialogs, macros. */
static void
keep_worksheets(Workbook *workbook, const Relations *relations)
{
    for (guint i = workbook->sheets->len; i-- > 0;) {
        const Sheet *sheet = g_ptr_array_index(workbook->sheets, i);
        const char *kind = g_hash_table_lookup(relations->kinds, sheet->relation);
        if (g_strcmp0(kind, "worksheet") != 0)
            g_ptr_array_remove_index(workbook->sheets, i);
    }
}

static bool
is_same_name(const char *a, const char *b)
{
    g_autofree char *left = g_utf8_casefold(a, -1);
    g_autofree char *right = g_utf8_casefold(b, -1);
    return strcmp(left, right) == 0;
}

static const Sheet *
find_sheet(const Workbook *workbook, const char *name, GError **error)
{
    g_autoptr(GString) names = g_string_new(NULL);
    const Sheet *shown = NULL;
    for (guint i = 0; i < workbook->sheets->len; i++) {
        const Sheet *sheet = g_ptr_array_index(workbook->sheets, i);
        if (name != NULL && is_same_name(sheet->name, name))
            return sheet;
        if (shown == NULL && !sheet->is_hidden)
            shown = sheet;
        g_string_append_printf(names, "%s\"%s\"", i > 0 ? ", " : "", sheet->name);
    }
    if (workbook->sheets->len == 0) {
        g_set_error_literal(error, CX_ERROR, CX_ERROR_INVALID, "the workbook has no sheet");
        return NULL;
    }
    if (name != NULL) {
        g_set_error(error, CX_ERROR, CX_ERROR_INVALID,
                    "the workbook has no sheet \"%s\"; it has %s", name, names->str);
        return NULL;
    }
    return shown != NULL ? shown : g_ptr_array_index(workbook->sheets, 0);
}

/* ---- Other archives ---- */

static bool
refuse_other(CxXlsxArchive *archive, const char *path, GError **error)
{
    g_autofree char *type = cx_xlsx_archive_peek(archive, "mimetype", PEEK_BYTES);
    const char *what =
        "the file is an archive, not a workbook; unpack it and bring the table inside, or of "
        "LimeSurvey (.lsa) export the responses as CSV or Excel workbook";
    if (type != NULL && strstr(type, "opendocument") != NULL)
        what = "the file is an OpenDocument file; save it as Excel workbook (.xlsx) or CSV";
    else if (cx_xlsx_archive_has(archive, "xl/workbook.bin"))
        what = "the file is a binary workbook (.xlsb); save it as Excel workbook (.xlsx) or CSV";
    else if (cx_xlsx_archive_has(archive, "word/document.xml"))
        what = "the file is a Word document; save its table as Excel workbook (.xlsx) or CSV";
    else if (cx_xlsx_archive_has(archive, path))
        return true;
    g_set_error_literal(error, CX_ERROR, CX_ERROR_UNSUPPORTED, what);
    return false;
}

/* The path of the workbook part; (transfer full). */
static char *
find_workbook(CxXlsxArchive *archive, GError **error)
{
    g_auto(Relations) relations = { 0 };
    if (!read_relations(&relations, archive, "", error))
        return NULL;
    const char *path = find_kind(&relations, "officeDocument");
    if (path == NULL)
        path = "xl/workbook.xml";
    return refuse_other(archive, path, error) ? g_strdup(path) : NULL;
}

/* ---- Opening ---- */

static bool
open_sheet(CxXlsx *xlsx, const char *name, GError **error)
{
    static const CxXlsxHandlers handlers = { on_workbook, NULL, NULL };
    g_autofree char *path = find_workbook(xlsx->archive, error);
    g_auto(Relations) relations = { 0 };
    g_auto(Workbook) workbook = { .sheets = g_ptr_array_new_with_free_func(sheet_free) };
    if (path == NULL || !read_relations(&relations, xlsx->archive, path, error) ||
        !cx_xlsx_part_read(xlsx->archive, path, &handlers, &workbook, error))
        return false;
    keep_worksheets(&workbook, &relations);
    const Sheet *sheet = find_sheet(&workbook, name, error);
    if (sheet == NULL)
        return false;
    xlsx->is_1904 = workbook.is_1904;
    if (!cx_xlsx_shared_read(&xlsx->shared, xlsx->archive, find_kind(&relations, "sharedStrings"),
                             error) ||
        !cx_xlsx_styles_read(&xlsx->styles, xlsx->archive, find_kind(&relations, "styles"), error))
        return false;
    const char *part = g_hash_table_lookup(relations.targets, sheet->relation);
    xlsx->part = cx_xlsx_part_open(xlsx->archive, part, &cx_xlsx_sheet_handlers, xlsx, error);
    return xlsx->part != NULL;
}

bool
cx_xlsx_is_archive(const void *data, size_t len_bytes)
{
    static const char head[] = { 'P', 'K', 3, 4 };
    return len_bytes >= sizeof head && memcmp(data, head, sizeof head) == 0;
}

CxXlsx *
cx_xlsx_open(const void *data, size_t len_bytes, const char *sheet, GError **error)
{
    g_autoptr(CxXlsx) xlsx = g_new0(CxXlsx, 1);
    xlsx->cells = g_array_new(FALSE, FALSE, sizeof(CxXlsxCell));
    xlsx->row_text = g_string_new(NULL);
    xlsx->problem = g_string_new(NULL);
    xlsx->cell = g_string_new(NULL);
    xlsx->archive = cx_xlsx_archive_open(data, len_bytes, error);
    if (xlsx->archive == NULL || !open_sheet(xlsx, sheet, error))
        return NULL;
    return g_steal_pointer(&xlsx);
}

void
cx_xlsx_free(CxXlsx *xlsx)
{
    if (xlsx == NULL)
        return;
    cx_xlsx_part_free(xlsx->part);
    cx_xlsx_shared_clear(&xlsx->shared);
    cx_xlsx_styles_clear(&xlsx->styles);
    cx_xlsx_archive_free(xlsx->archive);
    g_array_unref(xlsx->cells);
    g_string_free(xlsx->row_text, TRUE);
    g_string_free(xlsx->problem, TRUE);
    g_string_free(xlsx->cell, TRUE);
    g_free(xlsx->fields);
    g_free(xlsx);
}

double
cx_xlsx_share_done(const CxXlsx *xlsx)
{
    return cx_xlsx_part_share_done(xlsx->part);
}

void
cx_xlsx_set_width(CxXlsx *xlsx, size_t n_fields)
{
    xlsx->width = MIN(n_fields, CX_CSV_COLUMNS_MAX);
}

CxXlsxStep
cx_xlsx_next(CxXlsx *xlsx, CxXlsxRow *ret_row, GError **error)
{
    if (xlsx->is_over)
        return CX_XLSX_END;
    xlsx->is_ready = false;
    const CxXlsxPartStep step = cx_xlsx_part_run(xlsx->part, error);
    if (step == CX_XLSX_PART_FAILED) {
        xlsx->is_over = true;
        g_prefix_error(error, "at row %" G_GINT64_FORMAT ": ", (gint64)xlsx->row);
        return CX_XLSX_ERROR;
    }
    if (!xlsx->is_ready) {
        xlsx->is_over = true;
        return CX_XLSX_END;
    }
    CxXlsxRow row = { .row = xlsx->row };
    if (xlsx->problem->len > 0 || !cx_xlsx_row_lay_out(xlsx, &row)) {
        row.problem = xlsx->problem->str;
        *ret_row = row;
        return CX_XLSX_BAD;
    }
    *ret_row = row;
    return CX_XLSX_ROW;
}
