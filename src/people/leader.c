#include "people/leader.h"

#include <string.h>

#include "base/civil.h"
#include "base/error.h"
#include "base/limits.h"
#include "base/text.h"
#include "db/db.h"
#include "db/txn.h"
#include "db/version.h"
#include "people/department.h"
#include "people/leader_priv.h"
#include "people/reorg.h"
#include "sql/people.h"

void
cx_term_destroy(gpointer data)
{
    CxTerm *term = data;
    g_free(term->department_key);
    g_free(term->department_name);
    g_free(term->title);
    g_free(term);
}

void
cx_leader_free(CxLeader *leader)
{
    if (leader == NULL)
        return;
    g_free(leader->key);
    g_free(leader->name);
    g_free(leader->email);
    g_free(leader->superior);
    g_ptr_array_unref(leader->terms);
    g_free(leader);
}

static void
leader_destroy(gpointer data)
{
    cx_leader_free(data);
}

bool
cx_term_is_in_force(const CxTerm *term, CxDay day)
{
    return term->from.v <= day.v && (cx_day_is_none(term->to) || term->to.v >= day.v);
}

const CxTerm *
cx_leader_term(const CxLeader *leader, CxDay day)
{
    for (guint i = 0; i < leader->terms->len; i++) {
        const CxTerm *term = g_ptr_array_index(leader->terms, i);
        if (cx_term_is_in_force(term, day))
            return term;
    }
    return NULL;
}

char *
cx_leader_titles(const CxLeader *leader, CxDay day)
{
    g_autoptr(GString) titles = g_string_new(NULL);
    for (guint k = 0; k < leader->terms->len; k++) {
        const CxTerm *term = g_ptr_array_index(leader->terms, k);
        if (cx_term_is_in_force(term, day) && *term->title != '\0')
            g_string_append_printf(titles, "%s%s", titles->len > 0 ? ", " : "", term->title);
    }
    return g_string_free(g_steal_pointer(&titles), FALSE);
}

const CxTerm *
cx_leader_term_heading(const CxLeader *leader, CxDepartmentId department, CxDay day)
{
    for (guint k = 0; k < leader->terms->len; k++) {
        const CxTerm *term = g_ptr_array_index(leader->terms, k);
        if (term->department.v == department.v && cx_term_is_in_force(term, day))
            return term;
    }
    return NULL;
}

const CxLeader *
cx_leader_heading(const GPtrArray *leaders, CxDepartmentId department, CxDay day)
{
    const CxLeader *head = NULL;
    CxDay since = CX_DAY_NONE;
    for (guint i = 0; i < leaders->len; i++) {
        const CxLeader *leader = g_ptr_array_index(leaders, i);
        const CxTerm *term = cx_leader_term_heading(leader, department, day);
        const bool is_later =
            term != NULL && (head == NULL || (!cx_day_is_none(term->from) &&
                                              (cx_day_is_none(since) || term->from.v > since.v)));
        if (!is_later)
            continue;
        head = leader;
        since = term->from;
    }
    return head;
}

GPtrArray *
cx_leader_heads(const GPtrArray *leaders, CxDepartmentId department, CxDay day)
{
    GPtrArray *heads = g_ptr_array_new();
    for (guint i = 0; i < leaders->len; i++) {
        CxLeader *leader = g_ptr_array_index(leaders, i);
        if (cx_leader_term_heading(leader, department, day) != NULL)
            g_ptr_array_add(heads, leader);
    }
    return heads;
}

/* Hangs every term on its leader; both lists are read whole, since leaders are few. */
static bool
list_add_terms(CxCtx *ctx, GHashTable *by_id, GError **error)
{
    g_autoptr(CxOrg) org = cx_org_load(ctx, error);
    if (org == NULL)
        return false;
    g_autoptr(CxStmt) stmt = cx_q_term_list(ctx->db, error);
    if (stmt == NULL)
        return false;
    CxTermListRow row;
    CxStep step = cx_q_term_list_next(stmt, &row, error);
    for (; step == CX_STEP_ROW; step = cx_q_term_list_next(stmt, &row, error)) {
        CxLeader *leader = g_hash_table_lookup(by_id, &row.leader_id);
        if (leader == NULL)
            continue;
        CxTerm *term = g_new0(CxTerm, 1);
        term->id = row.id;
        term->department.v = row.department_id.is_set ? row.department_id.v : 0;
        term->department_key = g_strdup(row.department_key);
        term->title = g_strdup(row.title);
        term->from = row.from_day.is_set ? (CxDay){ (int32_t)row.from_day.v } : CX_DAY_NONE;
        term->to = row.to_day.is_set ? (CxDay){ (int32_t)row.to_day.v } : CX_DAY_NONE;
        term->department_name = g_strdup(
            cx_org_name(org, term->department, cx_day_is_none(term->to) ? ctx->today : term->to));
        g_ptr_array_add(leader->terms, term);
    }
    return step == CX_STEP_DONE;
}

static bool
list_add_superiors(CxCtx *ctx, GHashTable *by_id, GError **error)
{
    const CxLeaderSuperiorListParams params = { .day = ctx->today.v };
    g_autoptr(CxStmt) stmt = cx_q_leader_superior_list(ctx->db, &params, error);
    if (stmt == NULL)
        return false;
    CxLeaderSuperiorListRow row;
    CxStep step = cx_q_leader_superior_list_next(stmt, &row, error);
    for (; step == CX_STEP_ROW; step = cx_q_leader_superior_list_next(stmt, &row, error)) {
        CxLeader *leader = g_hash_table_lookup(by_id, &row.leader_id);
        if (leader != NULL)
            leader->superior = g_strdup(row.superior_name);
    }
    return step == CX_STEP_DONE;
}

const CxTerm *
cx_leader_next_term(const CxLeader *leader, CxDay day)
{
    const CxTerm *next = NULL;
    for (guint i = 0; i < leader->terms->len; i++) { /* latest first */
        const CxTerm *term = g_ptr_array_index(leader->terms, i);
        if (term->from.v > day.v)
            next = term;
    }
    return next;
}

GPtrArray *
cx_leader_list(CxCtx *ctx, GError **error)
{
    g_autoptr(CxStmt) stmt = cx_q_leader_list(ctx->db, error);
    if (stmt == NULL)
        return NULL;
    g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func(leader_destroy);
    g_autoptr(GHashTable) by_id = g_hash_table_new(g_int64_hash, g_int64_equal);
    CxLeaderListRow row;
    CxStep step = cx_q_leader_list_next(stmt, &row, error);
    for (; step == CX_STEP_ROW; step = cx_q_leader_list_next(stmt, &row, error)) {
        CxLeader *leader = g_new0(CxLeader, 1);
        leader->id.v = row.id;
        leader->key = g_strdup(row.key);
        leader->name = g_strdup(row.name);
        leader->email = g_strdup(row.email);
        leader->terms = g_ptr_array_new_with_free_func(cx_term_destroy);
        g_ptr_array_add(list, leader);
        g_hash_table_insert(by_id, &leader->id.v, leader);
    }
    if (step == CX_STEP_ERROR || !list_add_terms(ctx, by_id, error) ||
        !list_add_superiors(ctx, by_id, error))
        return NULL;
    return g_steal_pointer(&list);
}

CxLeader *
cx_leader_load(CxCtx *ctx, CxLeaderId id, GError **error)
{
    g_autoptr(GPtrArray) list = cx_leader_list(ctx, error);
    if (list == NULL)
        return NULL;
    for (guint i = 0; i < list->len; i++) {
        const CxLeader *leader = g_ptr_array_index(list, i);
        if (leader->id.v == id.v)
            return g_ptr_array_steal_index(list, i);
    }
    g_set_error(error, CX_ERROR, CX_ERROR_NOT_FOUND, "there is no leader %" G_GINT64_FORMAT, id.v);
    return NULL;
}

/* How well words name a leader: 0 not at all, 1 part of the name or title, 2 the whole name or
 * email, 3 the key or id. */
static int
leader_match(const CxLeader *leader, const char *words, CxDay today)
{
    g_autofree char *id = g_strdup_printf("%" G_GINT64_FORMAT, leader->id.v);
    if (g_str_equal(words, id) || g_str_equal(words, leader->key))
        return 3;
    g_autofree char *wanted = g_utf8_casefold(words, -1);
    g_autofree char *name = g_utf8_casefold(leader->name, -1);
    if (g_str_equal(wanted, name) ||
        (leader->email != NULL && g_ascii_strcasecmp(words, leader->email) == 0))
        return 2;
    if (strstr(name, wanted) != NULL)
        return 1;
    const CxTerm *term = cx_leader_term(leader, today);
    g_autofree char *title = term != NULL ? g_utf8_casefold(term->title, -1) : NULL;
    const bool is_department =
        term != NULL && term->department_key != NULL && g_str_equal(words, term->department_key);
    return is_department || (title != NULL && strstr(title, wanted) != NULL) ? 1 : 0;
}

CxLeader *
cx_leader_find(CxCtx *ctx, const char *words, GError **error)
{
    g_autoptr(GPtrArray) list = cx_leader_list(ctx, error);
    if (list == NULL)
        return NULL;
    int best = 1;
    guint n_found = 0;
    guint i_found = 0;
    g_autoptr(GString) names = g_string_new(NULL);
    for (guint i = 0; i < list->len && *words != '\0'; i++) {
        const CxLeader *leader = g_ptr_array_index(list, i);
        const int match = leader_match(leader, words, ctx->today);
        if (match < best)
            continue;
        if (match > best) {
            best = match;
            n_found = 0;
            g_string_truncate(names, 0);
        }
        n_found++;
        i_found = i;
        g_string_append_printf(names, "%s%s (%s)", n_found > 1 ? ", " : "", leader->name,
                               leader->key);
    }
    if (n_found == 1)
        return g_ptr_array_steal_index(list, i_found);
    if (n_found == 0)
        g_set_error(error, CX_ERROR, CX_ERROR_NOT_FOUND, "there is no leader \"%s\"", words);
    else
        g_set_error(error, CX_ERROR, CX_ERROR_CONFLICT, "\"%s\" could be %s", words, names->str);
    return NULL;
}

static void
add_once(GArray *ids, CxLeaderId id)
{
    for (guint i = 0; i < ids->len; i++) {
        if (g_array_index(ids, CxLeaderId, i).v == id.v)
            return;
    }
    g_array_append_val(ids, id);
}

GArray *
cx_leader_find_all(CxCtx *ctx, const char *list, GError **error)
{
    g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(CxLeaderId));
    g_auto(GStrv) names = g_strsplit_set(list, ",\n", -1);
    for (size_t i = 0; names[i] != NULL; i++) {
        const char *words = g_strstrip(names[i]);
        if (*words == '\0')
            continue;
        g_autoptr(CxLeader) leader = cx_leader_find(ctx, words, error);
        if (leader == NULL)
            return NULL;
        add_once(ids, leader->id);
    }
    return g_steal_pointer(&ids);
}

/* An address as far as a list of leaders can tell: something, an "@", something, and no blank. */
static bool
is_email(const char *text)
{
    const char *at = strchr(text, '@');
    if (at == NULL || at == text || at[1] == '\0' || strlen(text) > CX_NAME_BYTES_MAX)
        return false;
    return cx_text_is_clean(text) && strpbrk(text, " \t\n") == NULL;
}

bool
cx_leader_check(const CxLeaderAdd *add, GError **error)
{
    if (add->name == NULL || *add->name == '\0' || strlen(add->name) > CX_NAME_BYTES_MAX ||
        !cx_text_is_clean(add->name)) {
        g_set_error_literal(error, CX_ERROR, CX_ERROR_INVALID,
                            "a leader needs a name of 1 to 200 characters");
        return false;
    }
    if (add->title == NULL || strlen(add->title) > CX_NAME_BYTES_MAX ||
        !cx_text_is_clean(add->title)) {
        g_set_error(error, CX_ERROR, CX_ERROR_INVALID,
                    "say which office %s holds, as plain text of up to 200 characters", add->name);
        return false;
    }
    const char *email = add->email != NULL ? add->email : "";
    if (*email != '\0' && !is_email(email)) {
        g_autofree char *shown = g_utf8_make_valid(email, -1);
        g_set_error(error, CX_ERROR, CX_ERROR_INVALID, "\"%s\" is not an email address", shown);
        return false;
    }
    if (!cx_day_is_none(add->to) && add->to.v < add->from.v) {
        g_set_error(error, CX_ERROR, CX_ERROR_INVALID, "the term of %s ends before it begins",
                    add->name);
        return false;
    }
    return true;
}

char *
cx_leader_key_nth(const char *name, guint n)
{
    g_autofree char *stem = cx_text_key(name);
    if (*stem == '\0') {
        g_free(stem);
        stem = g_strdup("leader");
    }
    stem[MIN(strlen(stem), (size_t)CX_KEY_BYTES_MAX - 8)] = '\0';
    return n == 1 ? g_steal_pointer(&stem) : g_strdup_printf("%s_%u", stem, n);
}

/* A key from the name that none of these leaders has. (transfer full) */
static char *
key_for(const GPtrArray *leaders, const char *name)
{
    for (guint n = 1;; n++) {
        g_autofree char *key = cx_leader_key_nth(name, n);
        bool is_taken = false;
        for (guint i = 0; i < leaders->len && !is_taken; i++) {
            const CxLeader *leader = g_ptr_array_index(leaders, i);
            is_taken = g_str_equal(leader->key, key);
        }
        if (!is_taken)
            return g_steal_pointer(&key);
    }
}

bool
cx_leader_insert(CxCtx *ctx, const GPtrArray *leaders, const CxLeaderAdd *add, CxLeaderId *ret_id,
                 GError **error)
{
    const bool has_email = add->email != NULL && *add->email != '\0';
    g_autofree char *email = has_email ? g_utf8_strdown(add->email, -1) : NULL;
    for (guint i = 0; i < leaders->len && email != NULL; i++) {
        const CxLeader *other = g_ptr_array_index(leaders, i);
        if (g_strcmp0(other->email, email) == 0) {
            g_set_error(error, CX_ERROR, CX_ERROR_CONFLICT, "%s has the address %s already",
                        other->name, email);
            return false;
        }
    }
    g_autofree char *key = key_for(leaders, add->name);
    const CxLeaderAddParams params = { .key = key, .name = add->name, .email = email };
    g_autoptr(CxStmt) stmt = cx_q_leader_add(ctx->db, &params, error);
    CxLeaderAddRow row;
    if (stmt == NULL || cx_q_leader_add_next(stmt, &row, error) != CX_STEP_ROW)
        return false;
    ret_id->v = row.id;
    return true;
}

bool
cx_term_insert(CxCtx *ctx, CxLeaderId leader, const CxLeaderAdd *add, CxDepartmentId department,
               GError **error)
{
    const CxTermAddParams params = {
        .leader_id = leader.v,
        .department_id = { .is_set = department.v != 0, .v = department.v },
        .title = add->title,
        .from_day = { .is_set = !cx_day_is_none(add->from), .v = add->from.v },
        .to_day = { .is_set = !cx_day_is_none(add->to), .v = add->to.v },
    };
    g_autoptr(CxStmt) stmt = cx_q_term_add(ctx->db, &params, error);
    CxTermAddRow row;
    return stmt != NULL && cx_q_term_add_next(stmt, &row, error) == CX_STEP_ROW;
}

bool
cx_leader_add(CxCtx *ctx, const CxLeaderAdd *add, CxLeaderId *ret_id, GError **error)
{
    if (!cx_ctx_check_change(ctx, "add leaders", error) || !cx_leader_check(add, error))
        return false;
    g_autoptr(CxTxn) txn = cx_txn_begin_write(ctx->db, error);
    if (txn == NULL)
        return false;
    g_autoptr(GPtrArray) leaders = cx_leader_list(ctx, error);
    if (leaders == NULL)
        return false;
    CxDepartmentId department = { 0 };
    if (add->department != NULL && *add->department != '\0') {
        g_autoptr(CxDepartment) found = cx_department_find(ctx, add->department, error);
        if (found == NULL)
            return false;
        department = found->id;
    }
    CxLeaderId id = { 0 };
    if (!cx_leader_insert(ctx, leaders, add, &id, error) ||
        !cx_term_insert(ctx, id, add, department, error))
        return false;
    g_autofree char *from = cx_day_is_none(add->from) ? NULL : cx_day_format(add->from);
    g_autofree char *after = cx_audit_texts("name", add->name, "title", add->title, "department",
                                            add->department, "from", from, NULL);
    if (!cx_ctx_audit(ctx, "leader.add", "leader", id.v, NULL, after, error))
        return false;
    if (!cx_txn_commit(&txn, error))
        return false;
    *ret_id = id;
    return true;
}

/* False with an INVALID error if a known term of the leader begins after the day. */
static bool
check_last_day(CxCtx *ctx, CxLeaderId id, int64_t term, CxDay last_day, GError **error)
{
    g_autoptr(CxLeader) leader = cx_leader_load(ctx, id, error);
    if (leader == NULL)
        return false;
    for (guint i = 0; i < leader->terms->len; i++) {
        const CxTerm *known = g_ptr_array_index(leader->terms, i);
        if (known->id == term && known->from.v > last_day.v) {
            g_set_error(error, CX_ERROR, CX_ERROR_INVALID, "the term of %s ends before it begins",
                        leader->name);
            return false;
        }
    }
    return true;
}

bool
cx_leader_end_term(CxCtx *ctx, CxLeaderId leader, int64_t term, CxDay last_day, GError **error)
{
    if (!cx_ctx_check_change(ctx, "end a term of office", error))
        return false;
    g_autoptr(CxTxn) txn = cx_txn_begin_write(ctx->db, error);
    if (txn == NULL)
        return false;
    const CxTermEndParams params = { .id = term, .leader_id = leader.v, .to_day = last_day.v };
    if (!check_last_day(ctx, leader, term, last_day, error) ||
        !cx_q_term_end(ctx->db, &params, error))
        return false;
    if (cx_db_changes(ctx->db) != 1) {
        g_set_error_literal(error, CX_ERROR, CX_ERROR_CONFLICT,
                            "this term has ended already, or is another leader's");
        return false;
    }
    g_autofree char *day = cx_day_format(last_day);
    g_autofree char *after = cx_audit_texts("to", day, NULL);
    if (!cx_ctx_audit(ctx, "term.end", "term", term, NULL, after, error))
        return false;
    return cx_txn_commit(&txn, error);
}

/* ---- Another office ---- */

/* The department of an office to be given; 0 for none. */
static bool
find_seat(CxCtx *ctx, const CxOfficeGive *give, CxDepartmentId *ret_id, GError **error)
{
    ret_id->v = 0;
    if (give->department == NULL || *give->department == '\0')
        return true;
    g_autoptr(CxDepartment) found = cx_department_find(ctx, give->department, error);
    if (found == NULL)
        return false;
    if (found->from.v > give->from.v ||
        (!cx_day_is_none(found->to) && found->to.v < give->from.v)) {
        g_autofree char *day = cx_day_format_long(give->from);
        g_set_error(error, CX_ERROR, CX_ERROR_CONFLICT, "%s is not a department on %s", found->name,
                    day);
        return false;
    }
    *ret_id = found->id;
    return true;
}

/* Whether a term is of the office that is given, at a time when that is held. */
static bool
is_overlap(const CxTerm *term, const CxOfficeGive *give, CxDepartmentId department)
{
    const bool is_same = department.v != 0 ? term->department.v == department.v
                                           : term->department.v == 0 &&
                                                 g_ascii_strcasecmp(term->title, give->title) == 0;
    const bool is_ended = give->place == CX_OFFICE_INSTEAD && cx_term_is_in_force(term, give->from);
    return is_same && !is_ended && (cx_day_is_none(term->to) || term->to.v >= give->from.v);
}

static bool
check_overlap(const CxLeader *leader, const CxOfficeGive *give, CxDepartmentId department,
              GError **error)
{
    for (guint i = 0; i < leader->terms->len; i++) {
        const CxTerm *term = g_ptr_array_index(leader->terms, i);
        if (!is_overlap(term, give, department))
            continue;
        g_autofree char *from =
            cx_day_is_none(term->from) ? g_strdup("") : cx_day_format_long(term->from);
        g_set_error(
            error, CX_ERROR, CX_ERROR_CONFLICT,
            "%s holds the office \"%s\"%s%s at that time already; end it first, or take the "
            "day after its end",
            leader->name, term->title, *from != '\0' ? " from " : "", from);
        return false;
    }
    return true;
}

/* Ends what is held on the day, on the day before. */
static bool
end_offices(CxCtx *ctx, const CxLeader *leader, CxDay from, GError **error)
{
    for (guint i = 0; i < leader->terms->len; i++) {
        const CxTerm *term = g_ptr_array_index(leader->terms, i);
        if (!cx_term_is_in_force(term, from))
            continue;
        if (term->from.v >= from.v || !cx_day_is_none(term->to)) {
            g_set_error(error, CX_ERROR, CX_ERROR_CONFLICT,
                        "the office \"%s\" begins on that day, or its end is set already",
                        term->title);
            return false;
        }
        const CxTermEndParams params = { .id = term->id,
                                         .leader_id = leader->id.v,
                                         .to_day = from.v - 1 };
        if (!cx_q_term_end(ctx->db, &params, error))
            return false;
    }
    return true;
}

static bool
write_office(CxCtx *ctx, const CxLeader *leader, const CxOfficeGive *give, GError **error)
{
    const CxLeaderAdd add = { leader->name, NULL, give->title, NULL, give->from, CX_DAY_NONE };
    CxDepartmentId department = { 0 };
    if (!cx_leader_check(&add, error) || !find_seat(ctx, give, &department, error))
        return false;
    if (!check_overlap(leader, give, department, error) ||
        (give->place == CX_OFFICE_INSTEAD && !end_offices(ctx, leader, give->from, error)))
        return false;
    g_autofree char *from = cx_day_format(give->from);
    g_autofree char *after =
        cx_audit_texts("title", give->title, "department", give->department, "from", from, NULL);
    return cx_term_insert(ctx, leader->id, &add, department, error) &&
           cx_ctx_audit(ctx, "term.add", "leader", leader->id.v, NULL, after, error) &&
           cx_data_version_bump(ctx->db, "people", error);
}

bool
cx_leader_give_office(CxCtx *ctx, CxLeaderId leader, const CxOfficeGive *give, GError **error)
{
    if (!cx_ctx_check_change(ctx, "give a leader an office", error))
        return false;
    if (cx_day_is_none(give->from)) {
        g_set_error_literal(error, CX_ERROR, CX_ERROR_INVALID,
                            "say from which day on the office is held");
        return false;
    }
    g_autoptr(CxTxn) txn = cx_txn_begin_write(ctx->db, error);
    g_autoptr(CxLeader) known = txn != NULL ? cx_leader_load(ctx, leader, error) : NULL;
    return known != NULL && write_office(ctx, known, give, error) && cx_txn_commit(&txn, error);
}
