/* Money: whole minor units (cents, yen) of a currency of ISO 4217, and rates between two currencies.
 *
 * Never a double. A conversion is one multiplication rounded half to even to the minor unit of the
 * currency it ends in. Pure; any thread. */
#pragma once

#include <glib.h>

#include "base/decimal.h"

#define CX_CURRENCY_BYTES 4 /* "EUR" and NUL */
#define CX_RATE_DECIMALS  9 /* of a stored rate */

typedef struct {
    int64_t minor; /* of the currency: 1234 is 12.34 EUR, 1234 JPY */
    char currency[CX_CURRENCY_BYTES];
} CxMoney;

/* Decimals of a currency's minor unit: 2 for EUR, 0 for JPY, 3 for KWD; -1 for what is no currency
 * in use by ISO 4217. */
CX_PURE int cx_currency_exponent(const char *currency);

/* Reads an amount, "1,234.50", "€ 1,234.50", "1.234,50 EUR"; a sign or code of another currency than
 * `currency` makes it no amount of it. More decimals than the currency has are refused, not rounded.
 * False with a reason in words appended. */
CX_MUST_USE bool cx_money_parse(const char *text, CxPoint point, const char *currency,
                                CxMoney *ret_money, GString *reason);
/* The amount in another currency, half to even. rate: how many of `to` one of from's currency is, in
 * 10^-CX_RATE_DECIMALS, over 0. False when it does not fit. */
CX_MUST_USE bool cx_money_convert(CxMoney from, const char *to, int64_t rate, CxMoney *ret_money);
/* "EUR 1,234.50", true minus; (transfer full). */
char *cx_money_format(CxMoney money);
