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

static int64_t
take(const CxEngageSettings *settings, const Setting *setting)
{
    int64_t value = 0;
    memcpy(&value, (const char *)settings + setting->offset, sizeof value);
    return value;
}

static bool
check_range(const Setting *setting, int64_t value, GError **error)
{
    if (value >= setting->lo && value <= setting->hi)
        return true;
    g_set_error(error, CX_ERROR, CX_ERROR_INVALID, "%s is from %" PRId64 " to %" PRId64,
                setting->key, setting->lo, setting->hi);
    return false;
}

/* Writes one; inside a write transaction. */
static bool
write_one(CxCtx *ctx, const char *key, int64_t value, GError **error)
{
    const CxSettingAddParams params = {
        .key = key, .value = value, .set_by = ctx->actor.name, .set_us = ctx->now.us
    };
    g_autofree char *number = g_strdup_printf("%" PRId64, value);
    g_autofree char *after = cx_audit_texts("key", key, "value", number, NULL);
    return cx_q_setting_add(ctx->db, &params, error) &&
           cx_ctx_audit(ctx, "engage.set", "engage_setting", 0, NULL, after, error);
}

static const Setting *
find_known(const char *key, GError **error)
{
    const Setting *setting = find(key);
    if (setting != NULL)
        return setting;
    g_autoptr(GString) known = g_string_new(NULL);
    for (size_t i = 0; i < CX_N_ELEMENTS(all); i++)
        g_string_append_printf(known, "%s%s", i > 0 ? ", " : "", all[i].key);
    g_set_error(error, CX_ERROR, CX_ERROR_INVALID, "there is no setting \"%s\"; there are %s", key,
                known->str);
    return NULL;
}

/* What goes together: none allowed sooner than aimed at, no window that closes before it opens. */
static bool
check_together(const CxEngageSettings *settings, GError **error)
{
    if (settings->cadence_max_days < settings->cadence_target_days ||
        settings->tier_1_max_days < settings->tier_1_target_days ||
        settings->tier_2_max_days < settings->tier_2_target_days ||
        settings->tier_3_max_days < settings->tier_3_target_days) {
        g_set_error_literal(error, CX_ERROR, CX_ERROR_INVALID,
                            "the most days allowed cannot be fewer than the days aimed at");
        return false;
    }
    if (settings->window_last_week < settings->window_first_week) {
        g_set_error_literal(error, CX_ERROR, CX_ERROR_INVALID,
                            "the window of a first meeting cannot close before it opens");
        return false;
    }
    if (settings->weight_credibility + settings->weight_courage + settings->weight_vision == 0) {
        g_set_error_literal(error, CX_ERROR, CX_ERROR_INVALID,
                            "one of credibility, courage and vision has to count");
        return false;
    }
    if (settings->sponsor != 0 && settings->sponsor == settings->sponsor_successor) {
        g_set_error_literal(error, CX_ERROR, CX_ERROR_INVALID,
                            "the sponsor's successor is somebody else");
        return false;
    }
    return true;
}

bool
cx_engage_settings_change(CxCtx *ctx, const CxEngageSettings *wanted, GError **error)
{
    CxEngageSettings now;
    if (!cx_ctx_check_change(ctx, "say how leaders are engaged", error) ||
        !cx_engage_settings_load(ctx, &now, error))
        return false;
    CxEngageSettings next = *wanted;
    if (next.sponsor != now.sponsor && next.sponsor == now.sponsor_successor &&
        next.sponsor_successor == now.sponsor_successor)
        next.sponsor_successor = 0; /* who was to follow has followed */
    if (!check_together(&next, error))
        return false;
    g_autoptr(CxTxn) txn = cx_txn_begin_write(ctx->db, error);
    if (txn == NULL)
        return false;
    for (size_t i = 0; i < CX_N_ELEMENTS(all); i++) {
        const int64_t value = take(&next, &all[i]);
        if (!check_range(&all[i], value, error) ||
            (value != take(&now, &all[i]) && !write_one(ctx, all[i].key, value, error)))
            return false;
    }
    return cx_txn_commit(&txn, error);
}

bool
cx_engage_settings_set(CxCtx *ctx, const char *key, int64_t value, GError **error)
{
    CxEngageSettings settings;
    if (!cx_ctx_check_change(ctx, "say how leaders are engaged", error))
        return false;
    const Setting *setting = find_known(key, error);
    if (setting == NULL || !check_range(setting, value, error) ||
        !cx_engage_settings_load(ctx, &settings, error))
        return false;
    put(&settings, setting, value);
    return cx_engage_settings_change(ctx, &settings, error);
}
