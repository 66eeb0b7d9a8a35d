/* Currencies: the one that money is shown in, and dated rates into it.
 *
 * A rate holds from its day until the next one's; the latest record of a day counts. Facts keep the
 * amount and currency they came with, so a rate set right later sets all sums right. */
#pragma once

#include "base/money.h"
#include "people/ctx.h"

/* The currency money is shown in: the one set last, else that of the money facts if they all have
 * one, else "EUR". (transfer full), NULL only when the store fails. */
CX_MUST_USE char *cx_reporting_currency(CxCtx *ctx, GError **error);
/* Use case: money is shown in this currency from now on. INVALID for what is no currency; FORBIDDEN
 * for others than the CX team. Writes reporting_currency, audit. */
CX_MUST_USE bool cx_reporting_currency_set(CxCtx *ctx, const char *currency, GError **error);

/* What is said of a rate. */
typedef struct {
    const char *currency; /* one of these … */
    CxDay from;
    const char *rate;   /* … is so many of the reporting currency, "0.9213" */
    const char *source; /* or NULL */
} CxRateSet;

/* Use case: sets a rate into the reporting currency. INVALID for what is no currency, rate or pair;
 * FORBIDDEN for others than the CX team. Writes currency_rate, audit. */
CX_MUST_USE bool cx_rate_set(CxCtx *ctx, const CxRateSet *set, GError **error);

typedef struct {
    char currency[CX_CURRENCY_BYTES];
    CxDay from;
    int64_t rate; /* 10^-CX_RATE_DECIMALS */
} CxRate;

/* The rates into one currency, in memory. */
typedef struct {
    char *reporting;
    GArray *rates; /* of CxRate, by currency, latest day first, of one day the last set first */
} CxRateTable;

/* (transfer full) */
CX_MUST_USE CxRateTable *cx_rate_table_load(CxCtx *ctx, GError **error);
void cx_rate_table_free(CxRateTable *table);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CxRateTable, cx_rate_table_free)
/* An amount of a day in the reporting currency; false when there is no rate on that day or before. */
CX_MUST_USE bool cx_rate_table_convert(const CxRateTable *table, CxMoney money, CxDay day,
                                       int64_t *ret_minor);
