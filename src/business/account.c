#include "business/account.h"

#include <string.h>

#include "base/error.h"
#include "base/limits.h"
#include "sql/business.h"

void
cx_account_free(CxAccount *account)
{
    if (account == NULL)
        return;
    g_free(account->key);
    g_free(account->name);
    g_free(account->segment);
    g_free(account->owner);
    g_free(account);
}

void
cx_account_person_free(CxAccountPerson *person)
{
    if (person == NULL)
        return;
    g_free(person->name);
    g_free(person->email);
    g_free(person->phone);
    g_free(person->office);
    g_free(person);
}

static CxOptI64
opt_day(CxDay day)
{
    return cx_day_is_none(day) ? (CxOptI64){ 0 } : CX_SOME_I64(day.v);
}

static CxDay
day_of(CxOptI64 day)
{
    return day.is_set ? (CxDay){ (int32_t)day.v } : CX_DAY_NONE;
}

static CxAccount *
account_of_row(const CxAccountListRow *row)
{
    CxAccount *account = g_new0(CxAccount, 1);
    *account = (CxAccount){ .id = { row->id },
                            .key = g_strdup(row->source_key),
                            .name = g_strdup(row->name),
                            .segment = g_strdup(row->segment),
                            .owner = g_strdup(row->owner),
                            .opened = day_of(row->opened_day),
                            .closed = day_of(row->closed_day) };
    return account;
}

static GPtrArray *
list_rows(CxCtx *ctx, const CxAccountListParams *params, GError **error)
{
    g_autoptr(CxStmt) stmt = cx_q_account_list(ctx->db, params, error);
    if (stmt == NULL)
        return NULL;
    g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func((GDestroyNotify)cx_account_free);
    CxAccountListRow row;
    CxStep step;
    while ((step = cx_q_account_list_next(stmt, &row, error)) == CX_STEP_ROW)
        g_ptr_array_add(list, account_of_row(&row));
    return step == CX_STEP_DONE ? g_steal_pointer(&list) : NULL;
}

/* The account of a key, or NULL with *error unset. */
static CxAccount *
find_known(CxCtx *ctx, const char *key, GError **error)
{
    const CxAccountListParams params = { .after = "", .only = key, .n_max = 1 };
    g_autoptr(GPtrArray) list = list_rows(ctx, &params, error);
    return list != NULL && list->len > 0 ? g_ptr_array_steal_index(list, 0) : NULL;
}

GPtrArray *
cx_account_list(CxCtx *ctx, const char *after, int64_t limit, GError **error)
{
    if (!cx_ctx_check_change(ctx, "see accounts", error))
        return NULL;
    const CxAccountListParams params = { .after = after,
                                         .n_max = CLAMP(limit, 1, CX_PAGE_ROWS_MAX) };
    return list_rows(ctx, &params, error);
}

CxAccount *
cx_account_find(CxCtx *ctx, const char *key, GError **error)
{
    if (!cx_ctx_check_change(ctx, "see accounts", error))
        return NULL;
    g_autoptr(GError) cause = NULL;
    CxAccount *account = find_known(ctx, key, &cause);
    if (cause != NULL)
        g_propagate_error(error, g_steal_pointer(&cause));
    else if (account == NULL)
        g_set_error(error, CX_ERROR, CX_ERROR_NOT_FOUND, "there is no account \"%s\"", key);
    return account;
}

GPtrArray *
cx_account_people(CxCtx *ctx, CxAccountId account, GError **error)
{
    if (!cx_ctx_check_change(ctx, "see people at accounts", error))
        return NULL;
    const CxAccountPersonListParams params = { .account_id = account.v };
    g_autoptr(CxStmt) stmt = cx_q_account_person_list(ctx->db, &params, error);
    if (stmt == NULL)
        return NULL;
    g_autoptr(GPtrArray) list =
        g_ptr_array_new_with_free_func((GDestroyNotify)cx_account_person_free);
    CxAccountPersonListRow row;
    CxStep step;
    while ((step = cx_q_account_person_list_next(stmt, &row, error)) == CX_STEP_ROW) {
        CxAccountPerson *person = g_new0(CxAccountPerson, 1);
        *person = (CxAccountPerson){ .name = g_strdup(row.name),
                                     .email = g_strdup(row.email),
                                     .phone = g_strdup(row.phone),
                                     .office = g_strdup(row.office) };
        g_ptr_array_add(list, person);
    }
    return step == CX_STEP_DONE ? g_steal_pointer(&list) : NULL;
}

/* ---- Keeping ---- */

bool
cx_account_person_add(CxCtx *ctx, CxAccountId account, const CxAccountPut *put, GError **error)
{
    const CxAccountPersonAddParams params = {
        .account_id = account.v,
        .name = put->person_name,
        .email = put->person_email,
        .phone = put->person_phone,
        .office = put->person_office,
        .recorded_us = ctx->now.us,
    };
    return cx_ctx_check_change(ctx, "add people at accounts", error) &&
           cx_q_account_person_add(ctx->db, &params, error);
}

static bool
is_news(const char *said, const char *known)
{
    return said != NULL && g_strcmp0(said, known) != 0;
}

static bool
is_news_day(CxDay said, CxDay known)
{
    return !cx_day_is_none(said) && said.v != known.v;
}

static bool
has_news(const CxAccountPut *put, const CxAccount *known)
{
    return is_news(put->name, known->name) || is_news(put->segment, known->segment) ||
           is_news(put->owner, known->owner) || is_news_day(put->opened, known->opened) ||
           is_news_day(put->closed, known->closed);
}

static CxDay
said_day(CxDay said, CxDay known)
{
    return cx_day_is_none(said) ? known : said;
}

static bool
put_state(CxCtx *ctx, const CxAccountPut *put, const CxAccount *known, GError **error)
{
    const CxAccountStateAddParams params = {
        .account_id = known->id.v,
        .name = put->name != NULL ? put->name : known->name,
        .segment = put->segment != NULL ? put->segment : known->segment,
        .owner = put->owner != NULL ? put->owner : known->owner,
        .opened_day = opt_day(said_day(put->opened, known->opened)),
        .closed_day = opt_day(said_day(put->closed, known->closed)),
        .file_id = put->file,
        .recorded_us = ctx->now.us,
    };
    return cx_q_account_state_add(ctx->db, &params, error);
}

/* A person is the same by address, else by name. */
static bool
put_person(CxCtx *ctx, const CxAccountPut *put, CxAccountId account, bool *ret_is_changed,
           GError **error)
{
    if (put->person_name == NULL)
        return true;
    const CxAccountPersonAddParams params = {
        .account_id = account.v,
        .name = put->person_name,
        .email = put->person_email,
        .phone = put->person_phone,
        .office = put->person_office,
        .file_id = CX_SOME_I64(put->file),
        .recorded_us = ctx->now.us,
    };
    if (!cx_q_account_person_add(ctx->db, &params, error))
        return false;
    if (cx_db_changes(ctx->db) > 0)
        *ret_is_changed = true;
    return true;
}

bool
cx_account_look(CxCtx *ctx, const CxAccountPut *put, bool *ret_is_changed, GError **error)
{
    g_autoptr(GError) cause = NULL;
    g_autoptr(CxAccount) known = find_known(ctx, put->key, &cause);
    if (cause != NULL) {
        g_propagate_error(error, g_steal_pointer(&cause));
        return false;
    }
    *ret_is_changed = known == NULL || has_news(put, known);
    return true;
}

/* What is known of the account, by the file at hand or by what counts; added if there is none. */
static CxAccount *
ensure_account(CxCtx *ctx, const CxAccountPut *put, bool *ret_is_known, GError **error)
{
    const CxAccountFindParams params = { .source_key = put->key, .file_id = put->file };
    g_autoptr(CxStmt) stmt = cx_q_account_find(ctx->db, &params, error);
    if (stmt == NULL)
        return NULL;
    CxAccountFindRow row;
    const CxStep step = cx_q_account_find_next(stmt, &row, error);
    if (step == CX_STEP_ERROR)
        return NULL;
    g_autoptr(CxAccount) account = g_new0(CxAccount, 1);
    *account = (CxAccount){ .opened = CX_DAY_NONE, .closed = CX_DAY_NONE };
    *ret_is_known = step == CX_STEP_ROW && row.is_known != 0;
    if (step == CX_STEP_ROW) {
        *account = (CxAccount){ .id = { row.id },
                                .name = g_strdup(row.name),
                                .segment = g_strdup(row.segment),
                                .owner = g_strdup(row.owner),
                                .opened = day_of(row.opened_day),
                                .closed = day_of(row.closed_day) };
        return g_steal_pointer(&account);
    }
    const CxAccountAddParams added = { .source_key = put->key, .added_us = ctx->now.us };
    CxAccountAddRow id;
    if (!cx_q_account_add(ctx->db, &added, &id, error))
        return NULL;
    account->id.v = id.id;
    return g_steal_pointer(&account);
}

bool
cx_account_put(CxCtx *ctx, const CxAccountPut *put, bool *ret_is_changed, GError **error)
{
    bool is_known = false;
    g_autoptr(CxAccount) account = ensure_account(ctx, put, &is_known, error);
    if (account == NULL)
        return false;
    if (!is_known || has_news(put, account)) {
        *ret_is_changed = true;
        if (!put_state(ctx, put, account, error))
            return false;
    }
    return put_person(ctx, put, account->id, ret_is_changed, error);
}

bool
cx_account_take_away(CxDb *db, int64_t file, int64_t n_max, bool *ret_is_more, GError **error)
{
    const CxAccountStateDropParams states = { .file_id = file, .n_max = n_max };
    const CxAccountPersonDropParams people = { .file_id = file, .n_max = n_max };
    if (!cx_q_account_state_drop(db, &states, error))
        return false;
    const bool has_states = cx_db_changes(db) > 0;
    if (!cx_q_account_person_drop(db, &people, error))
        return false;
    *ret_is_more = has_states || cx_db_changes(db) > 0;
    return true;
}
