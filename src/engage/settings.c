#include "engage/settings.h"

#include <inttypes.h>
#include <stddef.h>
#include <string.h>

#include "base/error.h"
#include "db/txn.h"
#include "sql/engage.h"

typedef struct {
    const char *key;
    size_t offset;
    int64_t usual, lo, hi;
} Setting;

static const Setting all[] = {
#define X(key, usual, lo, hi) { #key, offsetof(CxEngageSettings, key), usual, lo, hi },
    CX_ENGAGE_SETTING_MAP(X)
#undef X
};

static const Setting *
find(const char *key)
{
    for (size_t i = 0; i < CX_N_ELEMENTS(all); i++) {
        if (strcmp(all[i].key, key) == 0)
            return &all[i];
    }
    return NULL;
}

static void
put(CxEngageSettings *settings, const Setting *setting, int64_t value)
{
    memcpy((char *)settings + setting->offset, &value, sizeof value);
}

bool
cx_engage_settings_load(CxCtx *ctx, CxEngageSettings *ret_settings, GError **error)
{
    CxEngageSettings settings;
    for (size_t i = 0; i < CX_N_ELEMENTS(all); i++)
        put(&settings, &all[i], all[i].usual);
    g_autoptr(CxStmt) stmt = cx_q_setting_list(ctx->db, error);
    if (stmt == NULL)
        return false;
    CxSettingListRow row;
    CxStep step = cx_q_setting_list_next(stmt, &row, error);
    for (; step == CX_STEP_ROW; step = cx_q_setting_list_next(stmt, &row, error)) {
        const Setting *setting = find(row.key);
        if (setting != NULL)
            put(&settings, setting, row.value);
    }
    if (step != CX_STEP_DONE)
        return false;
    *ret_settings = settings;
    return true;
}

bool
cx_engage_settings_set(CxCtx *ctx, const char *key, int64_t value, GError **error)
{
    if (!cx_ctx_check_change(ctx, "say how leaders are engaged", error))
        return false;
    const Setting *setting = find(key);
    if (setting == NULL) {
        g_autoptr(GString) known = g_string_new(NULL);
        for (size_t i = 0; i < CX_N_ELEMENTS(all); i++)
            g_string_append_printf(known, "%s%s", i > 0 ? ", " : "", all[i].key);
        g_set_error(error, CX_ERROR, CX_ERROR_INVALID, "there is no setting \"%s\"; there are %s",
                    key, known->str);
        return false;
    }
    if (value < setting->lo || value > setting->hi) {
        g_set_error(error, CX_ERROR, CX_ERROR_INVALID, "%s is from %" PRId64 " to %" PRId64, key,
                    setting->lo, setting->hi);
        return false;
    }
    g_autoptr(CxTxn) txn = cx_txn_begin_write(ctx->db, error);
    if (txn == NULL)
        return false;
    const CxSettingAddParams params = {
        .key = key, .value = value, .set_by = ctx->actor.name, .set_us = ctx->now.us
    };
    g_autofree char *number = g_strdup_printf("%" PRId64, value);
    g_autofree char *after = cx_audit_texts("key", key, "value", number, NULL);
    return cx_q_setting_add(ctx->db, &params, error) &&
           cx_ctx_audit(ctx, "engage.set", "engage_setting", 0, NULL, after, error) &&
           cx_txn_commit(&txn, error);
}
