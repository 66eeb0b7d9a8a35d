#include "business/rate.h"

#include <string.h>

#include "base/civil.h"
#include "base/error.h"
#include "base/limits.h"
#include "base/text.h"
#include "business/metric.h"
#include "db/txn.h"
#include "db/version.h"
#include "sql/business.h"

#define USUAL_CURRENCY "EUR"

char *
cx_reporting_currency(CxCtx *ctx, GError **error)
{
    g_autoptr(CxStmt) stmt = cx_q_reporting_currency_find(ctx->db, error);
    if (stmt == NULL)
        return NULL;
    CxReportingCurrencyFindRow row;
    const CxStep step = cx_q_reporting_currency_find_next(stmt, &row, error);
    if (step == CX_STEP_ERROR)
        return NULL;
    return g_strdup(step == CX_STEP_ROW && row.currency != NULL ? row.currency : USUAL_CURRENCY);
}

static bool
check_currency(const char *currency, GError **error)
{
    if (cx_currency_exponent(currency) >= 0)
        return true;
    g_set_error(error, CX_ERROR, CX_ERROR_INVALID,
                "\"%s\" is no currency of ISO 4217, such as EUR or USD", currency);
    return false;
}

bool
cx_reporting_currency_set(CxCtx *ctx, const char *currency, GError **error)
{
    if (!cx_ctx_check_change(ctx, "set the currency", error) || !check_currency(currency, error))
        return false;
    g_autofree char *before = cx_reporting_currency(ctx, error);
    if (before == NULL)
        return false;
    const CxReportingCurrencyAddParams params = { .currency = currency,
                                                  .set_us = ctx->now.us,
                                                  .actor = ctx->actor.login };
    g_autofree char *was = cx_audit_texts("currency", before, NULL);
    g_autofree char *is = cx_audit_texts("currency", currency, NULL);
    g_autoptr(CxTxn) txn = cx_txn_begin_write(ctx->db, error);
    return txn != NULL && cx_q_reporting_currency_add(ctx->db, &params, error) &&
           cx_data_version_bump(ctx->db, CX_BUSINESS_AREA, error) &&
           cx_ctx_audit(ctx, "currency.set", "program", 0, was, is, error) &&
           cx_txn_commit(&txn, error);
}

static bool
parse_rate(const char *text, int64_t *ret_rate, GError **error)
{
    CxDecimal value;
    if (cx_decimal_parse(text, CX_POINT_DOT, &value) &&
        cx_decimal_scale(value, CX_RATE_DECIMALS, ret_rate) && *ret_rate > 0)
        return true;
    g_set_error(error, CX_ERROR, CX_ERROR_INVALID, "\"%s\" is no rate: a number over 0 is needed",
                text);
    return false;
}

bool
cx_rate_set(CxCtx *ctx, const CxRateSet *set, GError **error)
{
    if (!cx_ctx_check_change(ctx, "set rates", error) || !check_currency(set->currency, error))
        return false;
    g_autofree char *reporting = cx_reporting_currency(ctx, error);
    if (reporting == NULL)
        return false;
    if (strcmp(reporting, set->currency) == 0) {
        g_set_error(error, CX_ERROR, CX_ERROR_INVALID, "money is shown in %s, so it has no rate",
                    reporting);
        return false;
    }
    if (set->source != NULL &&
        (strlen(set->source) > CX_NAME_BYTES_MAX || !cx_text_is_clean(set->source))) {
        g_set_error_literal(error, CX_ERROR, CX_ERROR_INVALID,
                            "the source of a rate is plain text of at most 200 characters");
        return false;
    }
    CxCurrencyRateAddParams params = {
        .currency = set->currency,
        .reporting = reporting,
        .from_day = cx_day_is_none(set->from) ? ctx->today.v : set->from.v,
        .source = set->source,
        .set_us = ctx->now.us,
        .actor = ctx->actor.login,
    };
    if (!parse_rate(set->rate, &params.rate, error))
        return false;
    g_autofree char *day = cx_day_format((CxDay){ (int32_t)params.from_day });
    g_autofree char *rate = cx_decimal_format(params.rate, CX_RATE_DECIMALS);
    g_autofree char *after = cx_audit_texts("currency", set->currency, "reporting", reporting,
                                            "from", day, "rate", rate, NULL);
    g_autoptr(CxTxn) txn = cx_txn_begin_write(ctx->db, error);
    return txn != NULL && cx_q_currency_rate_add(ctx->db, &params, error) &&
           cx_data_version_bump(ctx->db, CX_BUSINESS_AREA, error) &&
           cx_ctx_audit(ctx, "currency.rate", "program", 0, NULL, after, error) &&
           cx_txn_commit(&txn, error);
}

CxRateTable *
cx_rate_table_load(CxCtx *ctx, GError **error)
{
    g_autoptr(CxRateTable) table = g_new0(CxRateTable, 1);
    table->rates = g_array_new(FALSE, TRUE, sizeof(CxRate));
    table->reporting = cx_reporting_currency(ctx, error);
    if (table->reporting == NULL)
        return NULL;
    const CxCurrencyRateListParams params = { .reporting = table->reporting };
    g_autoptr(CxStmt) stmt = cx_q_currency_rate_list(ctx->db, &params, error);
    if (stmt == NULL)
        return NULL;
    CxCurrencyRateListRow row;
    CxStep step;
    while ((step = cx_q_currency_rate_list_next(stmt, &row, error)) == CX_STEP_ROW) {
        CxRate rate = { .from = { (int32_t)row.from_day }, .rate = row.rate };
        g_strlcpy(rate.currency, row.currency, sizeof rate.currency);
        g_array_append_val(table->rates, rate);
    }
    return step == CX_STEP_DONE ? g_steal_pointer(&table) : NULL;
}

void
cx_rate_table_free(CxRateTable *table)
{
    if (table == NULL)
        return;
    g_free(table->reporting);
    if (table->rates != NULL)
        g_array_unref(table->rates);
    g_free(table);
}

bool
cx_rate_table_convert(const CxRateTable *table, CxMoney money, CxDay day, int64_t *ret_minor)
{
    if (strcmp(money.currency, table->reporting) == 0) {
        *ret_minor = money.minor;
        return true;
    }
    for (guint i = 0; i < table->rates->len; i++) {
        const CxRate *rate = &g_array_index(table->rates, CxRate, i);
        CxMoney converted;
        if (strcmp(rate->currency, money.currency) != 0 || rate->from.v > day.v)
            continue;
        if (!cx_money_convert(money, table->reporting, rate->rate, &converted))
            return false;
        *ret_minor = converted.minor;
        return true;
    }
    return false;
}
