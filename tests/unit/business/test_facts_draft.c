/* Files of facts recognised: whose they are, what each column is, and a mapping that holds. */
#include <string.h>

#include "base/error.h"
#include "business/facts_draft.h"
#include "business/facts_mapping.h"

/* One letter a column: what it is taken for. */
static const char letters[] = { [CX_FACTS_TAKEN_OUT] = '-',      [CX_FACTS_TAKEN_KEY] = 'K',
                                [CX_FACTS_TAKEN_DATE] = 'D',     [CX_FACTS_TAKEN_DEPARTMENT] = 'P',
                                [CX_FACTS_TAKEN_CURRENCY] = 'C', [CX_FACTS_TAKEN_METRIC] = 'M',
                                [CX_FACTS_TAKEN_NAME] = 'n',     [CX_FACTS_TAKEN_SEGMENT] = 's',
                                [CX_FACTS_TAKEN_OWNER] = 'o',    [CX_FACTS_TAKEN_OPENED] = 'a',
                                [CX_FACTS_TAKEN_CLOSED] = 'z',   [CX_FACTS_TAKEN_PERIOD] = '#',
                                [CX_FACTS_TAKEN_YEAR] = 'y',     [CX_FACTS_TAKEN_MEASURE] = '?',
                                [CX_FACTS_TAKEN_VALUE] = '=' };

static const struct {
    const char *why;
    const char *text;
    CxFactKind kind;
    CxPeriodKind written;
    const char *taken;
    const char *units; /* of metrics, ", " between */
} rows[] = {
    { "orders",
      "Order,Delivered,Days,Order value\nA-1,2026-03-01,3.5,€100\nA-2,2026-03-02,4.0,€20\n",
      CX_FACT_TRANSACTION, CX_PERIOD_ISO, "KDMM", "days, EUR" },
    { "orders whose customer is known: one row an order",
      "Customer ID,Order no,Days late\n7,A-1,1\n7,A-2,0\n", CX_FACT_TRANSACTION, CX_PERIOD_NONE,
      "-KM", "" },
    { "accounts by month",
      "Account,Month,Revenue,Currency,Churn rate\n88,2026-03,100,EUR,5%\n"
      "88,2026-04,120,EUR,6%\n",
      CX_FACT_ACCOUNT, CX_PERIOD_MONTH, "KDMCM", "money, share" },
    { "what an account is",
      "Customer number,Name,Segment,Owner,Since\n88,Acme,Large,Ann,2019-05-01\n", CX_FACT_ACCOUNT,
      CX_PERIOD_ISO, "KnsoD", "" },
    { "departments by quarter",
      "Quarter,Department,First contact resolution rate\nQ1 2026,Care,58\n"
      "Q2 2026,Care,61\n",
      CX_FACT_PERIOD, CX_PERIOD_QUARTER, "DPM", "share" },
    { "days first",
      "Ticket,Closed on,Hours to answer,Solved at once\n1,31.3.2026,2,yes\n2,1.4.2026,5,no\n",
      CX_FACT_TRANSACTION, CX_PERIOD_DMY, "KDMM", "hours, share" },
    { "months first", "Flight,Day,Minutes late\nUA1,3/31/2026,12\nUA2,4/1/2026,0\n",
      CX_FACT_TRANSACTION, CX_PERIOD_MDY, "KDM", "minutes" },
    { "by response", "Response ID,Minutes waited,Agent\n1,4,Ann\n2,9,Ben\n", CX_FACT_RESPONSE,
      CX_PERIOD_NONE, "KM-", "minutes" },
    { "units by year", "Organisation,Year,Engagement index share\nHMRC,2018,0.51\nHMT,2018,0.7\n",
      CX_FACT_PERIOD, CX_PERIOD_YEAR, "KDM", "share" },
    { "rows name their metric",
      "Team,Metric,Month,Value\nCare,On time share,2026-01,0.94\nCare,Days to answer,2026-01,3.5\n"
      "Ops,On time share,2026-01,0.9\nOps,Days to answer,2026-01,4\n",
      CX_FACT_PERIOD, CX_PERIOD_MONTH, "P?D=", "share, days" },
    { "rows name their metric and its unit",
      "Site;KPI;Unit;Quarter;Actual\nA;Answered in time;%;Q1 2026;58\nA;Cost;EUR;Q1 2026;1,200.50\n"
      "B;Answered in time;%;Q1 2026;61\nB;Wait;hours;Q1 2026;2.5\n",
      CX_FACT_PERIOD, CX_PERIOD_QUARTER, "K?-D=", "share, EUR, hours" },
    { "rows name their metric under a header that does not say so",
      "Department,What,Month,Value\nCare,Complaints,2026-01,4\nOps,Complaints,2026-01,2\n"
      "Care,Complaints,2026-02,1\nOps,Complaints,2026-02,0\n",
      CX_FACT_PERIOD, CX_PERIOD_MONTH, "P?D=", "" },
    { "orders with a region and a value: each row is an order, not a metric",
      "Order,Delivered,Days,Value,Region\nA-1,2026-03-01,3,10,North\nA-2,2026-03-02,4,20,North\n"
      "A-3,2026-03-02,4,20,South\nA-4,2026-03-02,4,20,South\n",
      CX_FACT_TRANSACTION, CX_PERIOD_ISO, "KDMM-", "" },
    { "orders, a row for each of their metrics",
      "Order,Metric,Value\nA-1,Days to deliver,3\nA-1,Parcels,1\nA-2,Days to deliver,2\n"
      "A-2,Parcels,1\n",
      CX_FACT_TRANSACTION, CX_PERIOD_NONE, "K?=", "days, " },
    { "months across, one row a unit",
      "Depot,Jan 2026,Feb 2026,Mar 2026\nNorth,94%,95%,93%\nSouth,91%,,90%\n", CX_FACT_PERIOD,
      CX_PERIOD_MONTH, "K###", "share" },
    { "months across as a workbook keeps them, with a total",
      "Team,2026-01-01,2026-02-01,Total\nCare,3,4,7\nOps,1,2,3\n", CX_FACT_PERIOD, CX_PERIOD_MONTH,
      "P##-", "" },
    { "quarters across, a row a metric",
      "Department,Measure,2026-Q1,2026-Q2\nCare,Days to answer,3,4\nCare,Churn rate,0.05,0.04\n",
      CX_FACT_PERIOD, CX_PERIOD_QUARTER, "P?##", "days, share" },
    { "years across, accounts", "Customer no,2024,2025\n17,100,120\n18,90,80\n", CX_FACT_ACCOUNT,
      CX_PERIOD_YEAR, "K##", "" },
    { "the same header twice", "Account,Revenue EUR,Revenue EUR\n1,5,6\n2,7,8\n", CX_FACT_ACCOUNT,
      CX_PERIOD_NONE, "KMM", "EUR, EUR" },
    { "headers alike for as long as a key is",
      "Account,Hours from the first call of the customer to the last one of morning,"
      "Hours from the first call of the customer to the last one of evening\n1,5,6\n2,7,8\n",
      CX_FACT_ACCOUNT, CX_PERIOD_NONE, "KMM", "hours, hours" },
};

static void
check_row(size_t i)
{
    g_autoptr(GError) error = NULL;
    const CxFactsHints hints = { .survey = "guests" };
    g_autoptr(CxFactsDraft) made =
        cx_facts_draft_make(rows[i].text, strlen(rows[i].text), &hints, &error);
    g_assert_no_error(error);
    g_autofree char *kept = cx_facts_draft_json(made);
    g_autoptr(CxFactsDraft) draft = cx_facts_draft_parse(kept, &error);
    g_assert_no_error(error);
    g_autoptr(GString) taken = g_string_new(NULL);
    g_autoptr(GString) units = g_string_new(NULL);
    for (size_t k = 0; k < draft->n_columns; k++) {
        const CxFactsColumn *column = &draft->columns[k];
        g_string_append_c(taken, letters[column->taken]);
        if (column->taken == CX_FACTS_TAKEN_METRIC)
            g_string_append_printf(units, "%s%s", units->len > 0 ? ", " : "", column->unit);
    }
    for (size_t k = 0; k < draft->n_measures; k++)
        g_string_append_printf(units, "%s%s", units->len > 0 ? ", " : "", draft->measures[k].unit);
    g_test_message("%s: %s", rows[i].why, taken->str);
    g_assert_cmpstr(taken->str, ==, rows[i].taken);
    if (*rows[i].units != '\0')
        g_assert_cmpstr(units->str, ==, rows[i].units);
    g_assert_cmpint(draft->kind, ==, rows[i].kind);
    g_assert_cmpint(draft->written, ==, rows[i].written);
    g_autofree char *text = cx_facts_draft_mapping(draft);
    g_assert_nonnull(text);
    g_autoptr(CxIssues) issues = cx_issues_new();
    g_autoptr(CxFactsMapping) mapping = cx_facts_mapping_parse(text, strlen(text), issues, &error);
    g_assert_no_error(error);
    if (mapping == NULL) {
        g_error("%s: %s: %s", rows[i].why, cx_issues_at(issues, 0)->field,
                cx_issues_at(issues, 0)->text);
    }
    g_assert_cmpint(mapping->kind, ==, rows[i].kind);
}

static void
test_rows(void)
{
    for (size_t i = 0; i < CX_N_ELEMENTS(rows); i++)
        check_row(i);
}

static CxFactsDraft *
draft_of(const char *file_name, const char *text)
{
    const CxFactsHints hints = { .file_name = file_name };
    g_autoptr(GError) error = NULL;
    CxFactsDraft *draft = cx_facts_draft_make(text, strlen(text), &hints, &error);
    g_assert_no_error(error);
    return draft;
}

/* Next month's file: another month across is another value; another metric is not read like this one. */
static void
test_like(void)
{
    g_autoptr(CxFactsDraft) was =
        draft_of("on-time share 2026-02.csv", "Depot,2026-01,2026-02\nN,94%,95%\nS,91%,90%\n");
    g_assert_cmpuint(was->n_measures, ==, 1);
    g_assert_cmpstr(was->measures[0].label, ==, "on-time share");
    was->measures[0].label = "Delivered on time";
    g_autoptr(CxFactsDraft) next =
        draft_of("on-time share 2026-03.csv",
                 "Depot,2026-01,2026-02,2026-03\nN,94%,95%,93%\nS,91%,90%,9%\n");
    g_assert_true(cx_facts_draft_like(next, was, "on-time share 2026-02.csv"));
    g_assert_null(next->gone);
    g_assert_null(next->arrived);
    g_assert_cmpint(next->columns[3].taken, ==, CX_FACTS_TAKEN_PERIOD);
    g_assert_cmpstr(next->measures[0].label, ==, "Delivered on time");
    g_autoptr(CxFactsDraft) other =
        draft_of("complaints 2026-03.csv", "Depot,2026-01,2026-02\nN,4,5\nS,1,0\n");
    g_assert_false(cx_facts_draft_like(other, was, "on-time share 2026-02.csv"));

    g_autoptr(CxFactsDraft) rows_were =
        draft_of("kpi.csv", "Metric,Month,Value\nWait,2026-01,3\nCost,2026-01,4\nWait,2026-02,3\n");
    rows_were->measures[1].taken = CX_FACTS_TAKEN_OUT;
    g_autoptr(CxFactsDraft) rows_are = draft_of(
        "kpi.csv", "Metric,Month,Value\nWait,2026-03,3\nCost,2026-03,4\nCalls,2026-03,3\n");
    g_assert_true(cx_facts_draft_like(rows_are, rows_were, "kpi.csv"));
    g_assert_cmpstr(rows_are->arrived, ==, "Calls");
    static const char text[] =
        "Metric,Month,Value\nWait,2026-03,3\nCost,2026-03,4\nCalls,2026-03,3\n";
    const CxFactsSource source = { "kpi.csv", text, strlen(text) };
    g_assert_true(cx_facts_draft_list(rows_are, &source, NULL));
    g_assert_cmpuint(rows_are->n_measures, ==, 3);
    g_assert_cmpint(rows_are->measures[1].taken, ==, CX_FACTS_TAKEN_OUT);
    g_assert_cmpint(rows_are->measures[2].taken, ==, CX_FACTS_TAKEN_METRIC);
}

/* What people can decide and no mapping can say. */
static void
test_shape_lack(void)
{
    static const char text[] = "Depot,2026-01,2026-02,Target\nN,4,5,6\nS,1,0,6\n";
    g_autoptr(CxFactsDraft) draft = draft_of("complaints.csv", text);
    draft->columns[3].taken = CX_FACTS_TAKEN_METRIC;
    g_assert_null(cx_facts_draft_mapping(draft));
    g_assert_nonnull(strstr(draft->lack, "stand in the rows"));
    draft->columns[3].taken = CX_FACTS_TAKEN_VALUE;
    g_assert_null(cx_facts_draft_mapping(draft));
    draft->columns[3].taken = CX_FACTS_TAKEN_OUT;
    draft->written = CX_PERIOD_ISO;
    g_assert_null(cx_facts_draft_mapping(draft));
    g_assert_nonnull(strstr(draft->lack, "how they are written"));
    draft->written = CX_PERIOD_MONTH;
    draft->columns[2].name = "2026-01";
    g_assert_null(cx_facts_draft_mapping(draft));
    g_assert_nonnull(strstr(draft->lack, "same period"));
    draft->columns[2].name = "2026-02";
    draft->measures[0].taken = CX_FACTS_TAKEN_OUT;
    g_assert_null(cx_facts_draft_mapping(draft));
}

/* The drafted mapping says the year so, and is one. */
static void
check_mapped_year(CxFactsDraft *draft, const char *says)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *text = cx_facts_draft_mapping(draft);
    g_assert_nonnull(text);
    g_assert_nonnull(strstr(text, says));
    g_autoptr(CxFactsMapping) mapping = cx_facts_mapping_read(text, strlen(text), &error);
    g_assert_no_error(error);
}

/* Months without a year are asked for it, unless the name of the file or a column says it. */
static void
test_yearless(void)
{
    static const char *const texts[] = {
        "Metric,Department,Unit,Jan,Feb,Mar,Apr\nOn time,Food,%,91,92,93,91\n",
        "Depot,Q1,Q2,Q3,Q4\nNorth,9,10,11,12\nSouth,8,7,6,5\n",
    };
    static const char *const nameless[] = { "months.csv", "2025 and 2026.csv", "id 20261.csv" };
    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
        for (size_t k = 0; k < G_N_ELEMENTS(nameless); k++) {
            g_autoptr(CxFactsDraft) draft = draft_of(nameless[k], texts[i]);
            g_assert_true(cx_facts_draft_wants_year(draft));
            g_assert_null(cx_facts_draft_mapping(draft));
            g_assert_nonnull(strstr(draft->lack, "say the year"));
            draft->year = 2025;
            g_autofree char *kept = cx_facts_draft_json(draft);
            g_autoptr(CxFactsDraft) again = cx_facts_draft_parse(kept, NULL);
            check_mapped_year(again, "\"year\": 2025");
        }
        g_autoptr(CxFactsDraft) named = draft_of("on time FY_2026 v2.csv", texts[i]);
        check_mapped_year(named, "\"year\": 2026");
    }
    g_autoptr(CxFactsDraft) rows_say =
        draft_of("2020.csv", "Depot,Year,Jan,Feb,Mar\nNorth,2025,9,10,11\nNorth,2026,8,7,6\n");
    g_assert_false(cx_facts_draft_wants_year(rows_say));
    check_mapped_year(rows_say, "\"year_column\": \"Year\"");
    static const char *const headers[] = { "Depot", "January", "Feb", "Mar" };
    g_assert_cmpint(cx_facts_draft_fit(headers, 4, NULL), >=, 70);
    static const char *const words[] = { "May", "Mark", "March of the guards", "Dec. 4" };
    g_assert_cmpint(cx_facts_draft_fit(words, 4, NULL), ==, 0);
}

static void
test_lack(void)
{
    static const char text[] = "Colour,Shape\nred,round\n";
    g_autoptr(CxFactsDraft) draft = cx_facts_draft_make(text, strlen(text), NULL, NULL);
    g_assert_null(cx_facts_draft_mapping(draft));
    g_assert_nonnull(strstr(draft->lack, "No column says whose the facts are"));
    g_autoptr(GError) error = NULL;
    g_assert_null(cx_facts_draft_make("", 0, NULL, &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_INVALID);
    g_clear_error(&error);
    g_assert_null(cx_facts_draft_parse("{\"kind\":\"cat\"}", &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_CORRUPT);
}

/* Whatever is cut off or turned over, a draft is made or refused, and its mapping is one or none. */
static void
test_damaged(void)
{
    for (size_t i = 0; i < CX_N_ELEMENTS(rows); i++) {
        const size_t len = strlen(rows[i].text);
        for (size_t k = 0; k < 2 * len; k++) {
            g_autofree char *text = g_memdup2(rows[i].text, MAX(len, 1));
            const size_t n = k < len ? k : len;
            if (k >= len)
                text[k - len] = (char)(text[k - len] ^ (1 << g_test_rand_int_range(0, 8)));
            g_autoptr(GError) error = NULL;
            g_autoptr(CxFactsDraft) draft = cx_facts_draft_make(text, n, NULL, &error);
            g_assert_true((draft == NULL) == (error != NULL));
            g_autofree char *mapping = draft != NULL ? cx_facts_draft_mapping(draft) : NULL;
            if (mapping != NULL)
                g_assert_true(g_utf8_validate(mapping, -1, NULL));
        }
    }
}

static void
test_fit(void)
{
    static const char *const facts[] = { "Order", "Delivered", "Days" };
    static const char *const survey[] = { "Response ID", "Q1 rating", "Comment" };
    static const char *const roster[] = { "Name", "Department", "Start date" };
    g_assert_cmpint(cx_facts_draft_fit(facts, 3, NULL), >=, 70);
    g_assert_cmpint(cx_facts_draft_fit(survey, 3, NULL), ==, 0);
    g_assert_cmpint(cx_facts_draft_fit(roster, 3, NULL), ==, 0);
    static const char *const monthly[] = { "Month", "Department", "On time %" };
    static const char *const whose[] = { "External Reference", "Tenure (months)" };
    static const char *const asked[] = { "Date", "Department", "How likely (0-10)" };
    g_assert_cmpint(cx_facts_draft_fit(monthly, 3, NULL), >=, 60);
    g_assert_cmpint(cx_facts_draft_fit(whose, 2, NULL), >=, 70);
    g_assert_cmpint(cx_facts_draft_fit(asked, 3, NULL), ==, 0);
    static const char *const rows_of[] = { "Team", "KPI", "Month", "Value" };
    static const char *const across[] = { "Depot", "Jan 2026", "Feb 2026" };
    g_assert_cmpint(cx_facts_draft_fit(rows_of, 4, NULL), >=, 70);
    g_assert_cmpint(cx_facts_draft_fit(across, 3, NULL), >=, 70);
}

/* A key is known by what answers here are known by, whatever its words. */
static void
test_known(void)
{
    static const CxFactsKnownKey keys[] = { { "RESPNUM", CX_FACT_RESPONSE, "sfo" },
                                            { "Flight", CX_FACT_TRANSACTION, "sfo" } };
    const CxFactsHints hints = { .known = keys, .n_known = G_N_ELEMENTS(keys), .survey = "first" };
    static const char *const headers[] = { "respnum", "minutes from arrival to departure" };
    g_assert_cmpint(cx_facts_draft_fit(headers, 2, &hints), >=, 70);
    g_assert_cmpint(cx_facts_draft_fit(headers, 1, &hints), ==, 0);
    g_assert_cmpint(cx_facts_draft_fit(headers, 2, NULL), ==, 0);
    static const char text[] =
        "respnum,flight,minutes from arrival to departure\n1,80,255\n2,80,90\n";
    g_autoptr(GError) error = NULL;
    g_autoptr(CxFactsDraft) draft = cx_facts_draft_make(text, strlen(text), &hints, &error);
    g_assert_no_error(error);
    g_assert_cmpint(draft->kind, ==, CX_FACT_RESPONSE);
    g_assert_cmpstr(draft->survey, ==, "sfo");
    g_assert_cmpint(draft->columns[0].taken, ==, CX_FACTS_TAKEN_KEY);
    g_assert_cmpint(draft->columns[1].taken, ==, CX_FACTS_TAKEN_OUT);
    g_assert_cmpint(draft->columns[2].taken, ==, CX_FACTS_TAKEN_METRIC);
    g_autofree char *mapping = cx_facts_draft_mapping(draft);
    g_assert_nonnull(mapping);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/business/facts-draft/known", test_known);
    g_test_add_func("/business/facts-draft/rows", test_rows);
    g_test_add_func("/business/facts-draft/lack", test_lack);
    g_test_add_func("/business/facts-draft/like", test_like);
    g_test_add_func("/business/facts-draft/shape lack", test_shape_lack);
    g_test_add_func("/business/facts-draft/yearless", test_yearless);
    g_test_add_func("/business/facts-draft/damaged", test_damaged);
    g_test_add_func("/business/facts-draft/fit", test_fit);
    return g_test_run();
}
