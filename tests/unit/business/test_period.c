/* Days and periods as files of facts write them. */
#include <glib.h>

#include "base/civil.h"
#include "business/period.h"

static void
test_rows(void)
{
    static const struct {
        CxPeriodKind kind;
        int32_t first_month;
        CxFiscalName by;
        const char *text;
        const char *want; /* NULL: refused */
    } rows[] = {
        { CX_PERIOD_ISO, 1, 0, "2026-03-31", "2026-03-31 2026-03-31" },
        { CX_PERIOD_ISO, 1, 0, "2026-03-31T14:05:09Z", "2026-03-31 2026-03-31" },
        { CX_PERIOD_ISO, 1, 0, "2026-03-31 14:05", "2026-03-31 2026-03-31" },
        { CX_PERIOD_ISO, 1, 0, "2026-02-30", NULL },
        { CX_PERIOD_ISO, 1, 0, "31.3.2026", NULL },
        { CX_PERIOD_ISO, 1, 0, "2026-03-31 in the evening", NULL },
        { CX_PERIOD_ISO, 1, 0, "", NULL },
        { CX_PERIOD_DMY, 1, 0, "31.3.2026", "2026-03-31 2026-03-31" },
        { CX_PERIOD_DMY, 1, 0, "3/4/2026 10:00", "2026-04-03 2026-04-03" },
        { CX_PERIOD_DMY, 1, 0, "3/4/26", NULL },
        { CX_PERIOD_MDY, 1, 0, "3/4/2026", "2026-03-04 2026-03-04" },
        { CX_PERIOD_MDY, 1, 0, "31/3/2026", NULL },
        { CX_PERIOD_EXCEL, 1, 0, "46112", "2026-03-31 2026-03-31" },
        { CX_PERIOD_EXCEL, 1, 0, "46112.75", "2026-03-31 2026-03-31" },
        { CX_PERIOD_EXCEL, 1, 0, "2026-03-31", "2026-03-31 2026-03-31" },
        { CX_PERIOD_EXCEL, 1, 0, "99999999", NULL },
        { CX_PERIOD_MONTH, 1, 0, "2026-02", "2026-02-01 2026-02-28" },
        { CX_PERIOD_MONTH, 1, 0, "202602", "2026-02-01 2026-02-28" },
        { CX_PERIOD_MONTH, 1, 0, "12/2026", "2026-12-01 2026-12-31" },
        { CX_PERIOD_MONTH, 1, 0, "Mar 2026", "2026-03-01 2026-03-31" },
        { CX_PERIOD_MONTH, 1, 0, "september 2026", "2026-09-01 2026-09-30" },
        { CX_PERIOD_MONTH, 1, 0, "Mar-26", "2026-03-01 2026-03-31" },
        { CX_PERIOD_MONTH, 1, 0, "Feb '26", "2026-02-01 2026-02-28" },
        { CX_PERIOD_MONTH, 1, 0, "2026-03-01", "2026-03-01 2026-03-31" },
        { CX_PERIOD_MONTH, 1, 0, "2026-03-01 00:00:00", "2026-03-01 2026-03-31" },
        { CX_PERIOD_MONTH, 1, 0, "2026-03-31", NULL },
        { CX_PERIOD_MONTH, 1, 0, "Mar 6", NULL },
        { CX_PERIOD_MONTH, 1, 0, "2026-13", NULL },
        { CX_PERIOD_MONTH, 1, 0, "Ma 2026", NULL },
        { CX_PERIOD_MONTH, 1, 0, "2026", NULL },
        { CX_PERIOD_QUARTER, 1, 0, "2026-Q1", "2026-01-01 2026-03-31" },
        { CX_PERIOD_QUARTER, 1, 0, "2026Q4", "2026-10-01 2026-12-31" },
        { CX_PERIOD_QUARTER, 1, 0, "Q2 2026", "2026-04-01 2026-06-30" },
        { CX_PERIOD_QUARTER, 1, 0, "Q5 2026", NULL },
        { CX_PERIOD_QUARTER, 1, 0, "2026", NULL },
        { CX_PERIOD_QUARTER, 4, CX_FISCAL_BY_END, "FY26 Q1", "2025-04-01 2025-06-30" },
        { CX_PERIOD_QUARTER, 4, CX_FISCAL_BY_START, "FY2026 Q4", "2027-01-01 2027-03-31" },
        { CX_PERIOD_QUARTER, 4, CX_FISCAL_BY_START, "2025/26 Q2", "2025-07-01 2025-09-30" },
        { CX_PERIOD_YEAR, 1, 0, "2026", "2026-01-01 2026-12-31" },
        { CX_PERIOD_YEAR, 1, 0, "2025/26", NULL },
        { CX_PERIOD_YEAR, 1, 0, "20260", NULL },
        { CX_PERIOD_YEAR, 10, CX_FISCAL_BY_END, "FY2026", "2025-10-01 2026-09-30" },
        { CX_PERIOD_YEAR, 4, CX_FISCAL_BY_END, "2025/26", "2025-04-01 2026-03-31" },
        { CX_PERIOD_YEAR, 4, CX_FISCAL_BY_END, "2025/2026", "2025-04-01 2026-03-31" },
        { CX_PERIOD_YEAR, 4, CX_FISCAL_BY_END, "2025/27", NULL },
        { CX_PERIOD_YEAR, 1, 0, "99999999999999999999", NULL },
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_test_message("%s", rows[i].text);
        const CxPeriodRule rule = { .kind = rows[i].kind,
                                    .first_month = rows[i].first_month,
                                    .by = rows[i].by };
        g_autoptr(GString) reason = g_string_new(NULL);
        CxDay from = CX_DAY_NONE;
        CxDay to = CX_DAY_NONE;
        const bool is_read = cx_period_read(&rule, rows[i].text, &from, &to, reason);
        g_assert_cmpint(is_read, ==, rows[i].want != NULL);
        g_assert_cmpint(is_read, ==, reason->len == 0);
        if (!is_read)
            continue;
        g_autofree char *first = cx_day_format(from);
        g_autofree char *last = cx_day_format(to);
        g_autofree char *both = g_strconcat(first, " ", last, NULL);
        g_assert_cmpstr(both, ==, rows[i].want);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/business/period/rows", test_rows);
    return g_test_run();
}
