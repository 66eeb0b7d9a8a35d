/* Days and periods as files of facts write them. Pure.
 *
 * A cell stands for a first and a last day: a date for one day, "2026-03" for a month, "2026-Q1",
 * "Q1 2026" for a quarter, "2026" for a year, and of a fiscal calendar "FY2026", "2025/26",
 * "FY26 Q1". */
#pragma once

#include <glib.h>

#include "base/clock.h"
#include "lang/lang.h"

#define CX_PERIOD_KIND_MAP(X)                                                                      \
    X(NONE, "none")         /* the facts have no day */                                            \
    X(ISO, "iso")           /* 2026-03-31, also with a time, which is left out */                  \
    X(MDY, "mdy")           /* 3/31/2026 */                                                        \
    X(DMY, "dmy")           /* 31.3.2026, 31/3/2026, 31-3-2026 */                                  \
    X(EXCEL, "excel")       /* 46112: days as spreadsheets count them */                           \
    X(MONTH, "month")       /* 2026-03, 03/2026, Mar 2026, Mar-26; 2026-03-01 */                   \
    X(QUARTER, "quarter")   /* 2026-Q1, 2026Q1, Q1 2026 */                                         \
    X(YEAR, "year")         /* 2026 */                                                             \
    X(CONSTANT, "constant") /* all facts are about the days the mapping names */

typedef enum {
#define X(name, key) CX_PERIOD_##name,
    CX_PERIOD_KIND_MAP(X)
#undef X
        CX_PERIOD_KIND_N
} CxPeriodKind;

/* How years are counted. */
typedef enum {
    CX_FISCAL_BY_END,   /* FY2026 ends in 2026 */
    CX_FISCAL_BY_START, /* FY2026 begins in 2026 */
} CxFiscalName;

typedef struct {
    CxPeriodKind kind;
    CxDay from, to;      /* of CONSTANT */
    int32_t first_month; /* of a fiscal year, 1..12; 1: years are calendar years */
    CxFiscalName by;     /* with another first month */
    int32_t year;        /* of months and quarters that name none ("Jan", "Q1"); 0: they do */
} CxPeriodRule;

/* "month"; borrowed for ever. */
const char *cx_period_kind_key(CxPeriodKind kind);
bool cx_period_kind_find(const char *key, CxPeriodKind *ret_kind);

/* Whether it is a year that dates may be of. */
CX_CONST bool cx_period_is_year(int64_t year);
/* Reads a trimmed cell. False with a reason in words appended when it is empty, not written as
 * declared, or no date there is. */
CX_MUST_USE bool cx_period_read(const CxPeriodRule *rule, const char *text, CxDay *ret_from,
                                CxDay *ret_to, GString *reason);
