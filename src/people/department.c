#include <string.h>

#include "base/digest.h"
#include "base/error.h"
#include "base/limits.h"
#include "base/text.h"
#include "db/db.h"
#include "db/txn.h"
#include "people/department_priv.h"
#include "people/reorg.h"
#include "sql/people.h"

void
cx_department_free(CxDepartment *department)
{
    if (department == NULL)
        return;
    g_free(department->key);
    g_free(department->name);
    g_clear_pointer(&department->called, g_ptr_array_unref);
    g_free(department);
}

static void
department_destroy(gpointer data)
{
    cx_department_free(data);
}

GPtrArray *
cx_department_list_first(CxCtx *ctx, GError **error)
{
    g_autoptr(CxStmt) stmt = cx_q_department_list(ctx->db, error);
    if (stmt == NULL)
        return NULL;
    g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func(department_destroy);
    CxDepartmentListRow row;
    CxStep step = cx_q_department_list_next(stmt, &row, error);
    for (; step == CX_STEP_ROW; step = cx_q_department_list_next(stmt, &row, error)) {
        CxDepartment *department = g_new0(CxDepartment, 1);
        department->id.v = row.id;
        department->key = g_strdup(row.key);
        department->name = g_strdup(row.name);
        department->called = g_ptr_array_new_with_free_func(g_free);
        department->from = row.from_day.is_set ? (CxDay){ (int32_t)row.from_day.v } : CX_DAY_NONE;
        department->to = row.to_day.is_set ? (CxDay){ (int32_t)row.to_day.v } : CX_DAY_NONE;
        g_ptr_array_add(list, department);
    }
    return step == CX_STEP_DONE ? g_steal_pointer(&list) : NULL;
}

/* Gives the department its names and days as reorganisations made them; pure. */
static CxDepartment *
department_as_of(const CxOrg *org, const CxDepartment *first, CxDay today)
{
    CxDepartment *department = g_new0(CxDepartment, 1);
    department->id = first->id;
    department->key = g_strdup(first->key);
    department->name = g_strdup(cx_org_name(org, first->id, today));
    department->from = first->from;
    department->to = cx_org_last_day(org, first->id);
    department->called = g_ptr_array_new_with_free_func(g_free);
    g_ptr_array_add(department->called, g_strdup(department->name));
    g_ptr_array_add(department->called, g_strdup(first->name));
    for (guint i = 0; i < org->names->len; i++) {
        const CxDepartmentName *name = g_ptr_array_index(org->names, i);
        if (name->department.v == first->id.v)
            g_ptr_array_add(department->called, g_strdup(name->name));
    }
    return department;
}

static gint
compare_names(gconstpointer a, gconstpointer b)
{
    const CxDepartment *const *left = a;
    const CxDepartment *const *right = b;
    return strcmp((*left)->name, (*right)->name);
}

GPtrArray *
cx_department_list(CxCtx *ctx, GError **error)
{
    g_autoptr(CxOrg) org = cx_org_load(ctx, error);
    if (org == NULL)
        return NULL;
    GPtrArray *list = g_ptr_array_new_with_free_func(department_destroy);
    for (guint i = 0; i < org->departments->len; i++) {
        const CxDepartment *first = g_ptr_array_index(org->departments, i);
        g_ptr_array_add(list, department_as_of(org, first, ctx->today));
    }
    g_ptr_array_sort(list, compare_names);
    return list;
}

static bool
has_name(const CxDepartment *department, const char *words)
{
    g_autofree char *wanted = g_utf8_casefold(words, -1);
    for (guint i = 0; i < department->called->len; i++) {
        g_autofree char *name = g_utf8_casefold(g_ptr_array_index(department->called, i), -1);
        if (g_str_equal(name, wanted))
            return true;
    }
    return false;
}

bool
cx_department_is_there(const CxDepartment *department, CxDay day)
{
    const bool has_begun = cx_day_is_none(department->from) || department->from.v <= day.v;
    return has_begun && (cx_day_is_none(department->to) || department->to.v >= day.v);
}

bool
cx_department_is_called(const CxDepartment *department, const char *words)
{
    return g_str_equal(department->key, words) || has_name(department, words);
}

/* How well words name a department: 0 not at all, 1 by a name it does not have today, 2 by the one
 * it has, 3 by its key. */
static int
department_match(const CxDepartment *department, const char *words)
{
    if (g_str_equal(department->key, words))
        return 3;
    g_autofree char *wanted = g_utf8_casefold(words, -1);
    g_autofree char *name = g_utf8_casefold(department->name, -1);
    return g_str_equal(name, wanted) ? 2 : has_name(department, words) ? 1 : 0;
}

CxDepartment *
cx_department_find(CxCtx *ctx, const char *words, GError **error)
{
    g_autoptr(GPtrArray) list = cx_department_list(ctx, error);
    if (list == NULL)
        return NULL;
    guint i_best = 0;
    int best = 0;
    for (guint i = 0; i < list->len; i++) {
        const int match = department_match(g_ptr_array_index(list, i), words);
        if (match > best) {
            best = match;
            i_best = i;
        }
    }
    if (best > 0)
        return g_ptr_array_steal_index(list, i_best);
    g_set_error(error, CX_ERROR, CX_ERROR_NOT_FOUND, "there is no department \"%s\"", words);
    return NULL;
}

CxDepartment *
cx_department_load(CxCtx *ctx, CxDepartmentId id, GError **error)
{
    g_autoptr(GPtrArray) list = cx_department_list(ctx, error);
    if (list == NULL)
        return NULL;
    for (guint i = 0; i < list->len; i++) {
        const CxDepartment *department = g_ptr_array_index(list, i);
        if (department->id.v == id.v)
            return g_ptr_array_steal_index(list, i);
    }
    g_set_error(error, CX_ERROR, CX_ERROR_NOT_FOUND, "there is no department %" G_GINT64_FORMAT,
                id.v);
    return NULL;
}

static bool
check_words(const char *key, const char *name, GError **error)
{
    if (!cx_text_is_key(key)) {
        g_set_error(error, CX_ERROR, CX_ERROR_INVALID,
                    "a department key is small letters, digits, \"-\" and \"_\", got \"%s\"", key);
        return false;
    }
    if (*name == '\0' || strlen(name) > CX_NAME_BYTES_MAX || !cx_text_is_clean(name)) {
        g_set_error(error, CX_ERROR, CX_ERROR_INVALID,
                    "department \"%s\" needs a name of 1 to 200 characters", key);
        return false;
    }
    return true;
}

bool
cx_department_check_words(const char *name, GError **error)
{
    g_autofree char *key = cx_department_key(name);
    return *name == '\0' || check_words(key, name, error);
}

bool
cx_department_ensure(CxCtx *ctx, const char *key, const char *name, CxDepartmentId *ret_id,
                     bool *ret_is_new, GError **error)
{
    if (!check_words(key, name, error))
        return false;
    g_autoptr(CxStmt) stmt =
        cx_q_department_find(ctx->db, &(CxDepartmentFindParams){ .key = key }, error);
    if (stmt == NULL)
        return false;
    CxDepartmentFindRow found;
    const CxStep step = cx_q_department_find_next(stmt, &found, error);
    if (step == CX_STEP_ERROR)
        return false;
    const bool is_new = step == CX_STEP_DONE;
    CxDepartmentId id = { is_new ? 0 : found.id };
    if (is_new) {
        const CxDepartmentAddParams params = { .key = key, .name = name };
        g_autoptr(CxStmt) add = cx_q_department_add(ctx->db, &params, error);
        CxDepartmentAddRow row;
        if (add == NULL || cx_q_department_add_next(add, &row, error) != CX_STEP_ROW)
            return false;
        id.v = row.id;
    }
    *ret_id = id;
    if (ret_is_new != NULL)
        *ret_is_new = is_new;
    return true;
}

char *
cx_department_key(const char *name)
{
    g_autofree char *stem = cx_text_key(name);
    if (*stem != '\0' && g_str_is_ascii(name) && strlen(name) <= CX_KEY_BYTES_MAX)
        return g_steal_pointer(&stem);
    const CxDigest digest = cx_digest(name, strlen(name));
    g_autofree char *hex = cx_digest_hex(&digest, 6);
    stem[MIN(strlen(stem), (size_t)CX_KEY_BYTES_MAX - strlen(hex) - 1)] = '\0';
    return *stem != '\0' ? g_strdup_printf("%s_%s", stem, hex) : g_steal_pointer(&hex);
}

/* Two departments of one name could not be told apart on a page or in a roster. */
bool
cx_department_check_name(CxCtx *ctx, const char *name, CxDepartmentId own, GError **error)
{
    g_autoptr(GPtrArray) list = cx_department_list(ctx, error);
    if (list == NULL || (*name != '\0' && !cx_department_check_words(name, error)))
        return false;
    if (*name == '\0') {
        g_set_error_literal(error, CX_ERROR, CX_ERROR_INVALID, "a department needs a name");
        return false;
    }
    for (guint i = 0; i < list->len; i++) {
        const CxDepartment *department = g_ptr_array_index(list, i);
        if (department->id.v != own.v && has_name(department, name)) {
            g_set_error(error, CX_ERROR, CX_ERROR_CONFLICT, "there is a department \"%s\" already",
                        department->name);
            return false;
        }
    }
    return true;
}

bool
cx_department_make(CxCtx *ctx, const CxDepartmentMake *make, CxDepartmentId *ret_id, GError **error)
{
    if (!cx_department_check_name(ctx, make->name, (CxDepartmentId){ 0 }, error))
        return false;
    g_autofree char *key = cx_department_key(make->name);
    const CxDepartmentAddParams params = { .key = key,
                                           .name = make->name,
                                           .from_day = CX_SOME_I64(make->from.v) };
    g_autoptr(CxStmt) add = cx_q_department_add(ctx->db, &params, error);
    CxDepartmentAddRow row;
    if (add == NULL || cx_q_department_add_next(add, &row, error) != CX_STEP_ROW)
        return false;
    ret_id->v = row.id;
    return true;
}

bool
cx_department_add(CxCtx *ctx, const char *key, const char *name, CxDepartmentId *ret_id,
                  GError **error)
{
    if (!cx_ctx_check_change(ctx, "add departments", error))
        return false;
    g_autoptr(CxTxn) txn = cx_txn_begin_write(ctx->db, error);
    if (txn == NULL)
        return false;
    CxDepartmentId id = { 0 };
    bool is_new = false;
    if (!check_words(key, name, error) ||
        !cx_department_check_name(ctx, name, (CxDepartmentId){ 0 }, error) ||
        !cx_department_ensure(ctx, key, name, &id, &is_new, error))
        return false;
    if (!is_new) {
        g_set_error(error, CX_ERROR, CX_ERROR_CONFLICT, "there is a department \"%s\" already",
                    key);
        return false;
    }
    g_autofree char *after = cx_audit_texts("key", key, "name", name, NULL);
    if (!cx_ctx_audit(ctx, "department.add", "department", id.v, NULL, after, error))
        return false;
    if (!cx_txn_commit(&txn, error))
        return false;
    *ret_id = id;
    return true;
}
