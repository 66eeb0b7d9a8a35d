/* Decimal numbers as people write them, kept exactly: a whole number of 10^-decimals.
 *
 * A value of 2.5 days with one decimal is 25. Whatever must be cut is rounded half to even, so that
 * sums of rounded values do not drift. Pure; any thread. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "lang/lang.h"

#define CX_DECIMALS_MAX 12 /* places behind the point a value may be kept to */

/* A number as written: mantissa * 10^exponent. */
typedef struct {
    int64_t mantissa;
    int32_t exponent; /* -40..40 */
} CxDecimal;

typedef enum {
    CX_POINT_DOT,   /* 1,234.50 */
    CX_POINT_COMMA, /* 1.234,50 */
} CxPoint;

#define CX_DECIMAL_ONE ((CxDecimal){ .mantissa = 1, .exponent = 0 })

/* Reads "1234.5", "-3", "1,234.50", "1 234", "58%" (which is 0.58), "1e-3"; a true minus and blanks
 * between thousands are fine. Marks of thousands must stand where thousands end. False for what is
 * no number or has more than 18 digits that count. */
CX_MUST_USE bool cx_decimal_parse(const char *text, CxPoint point, CxDecimal *ret_value);
/* The product; false when it has more digits than fit. */
CX_MUST_USE bool cx_decimal_multiply(CxDecimal a, CxDecimal b, CxDecimal *ret_value);
/* The value in units of 10^-decimals (0..CX_DECIMALS_MAX), rounded half to even; false when it does
 * not fit. */
CX_MUST_USE bool cx_decimal_scale(CxDecimal value, int decimals, int64_t *ret_scaled);
/* number / 10^decimals as a double, for figures and statistics. */
CX_CONST double cx_decimal_double(int64_t scaled, int decimals);
/* "-12.50": all decimals, for machines. (transfer full) */
char *cx_decimal_format(int64_t scaled, int decimals);
/* a * b / c rounded half to even (c > 0); false when it does not fit. */
CX_MUST_USE bool cx_decimal_muldiv(int64_t a, int64_t b, int64_t c, int64_t *ret_value);
