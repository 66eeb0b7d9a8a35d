/* Files of facts: taken in once, revised when they change, set aside with a reason; on both engines. */
#include <inttypes.h>
#include <string.h>

#include "base/civil.h"
#include "business/account.h"
#include "business/facts.h"
#include "business/rate.h"
#include "support/engines.h"
#include "support/store.h"
#include "unit/people/cast.h"

static CxFactsMapping *
parse(const char *json)
{
    g_autoptr(CxIssues) issues = cx_issues_new();
    g_autoptr(GError) error = NULL;
    CxFactsMapping *mapping = cx_facts_mapping_parse(json, strlen(json), issues, &error);
    g_assert_no_error(error);
    for (size_t i = 0; mapping == NULL && i < cx_issues_count(issues); i++)
        g_test_message("%s: %s", cx_issues_at(issues, i)->field, cx_issues_at(issues, i)->text);
    g_assert_nonnull(mapping);
    return mapping;
}

static CxFactsReport *
take(CxDb *db, const char *json, const char *csv)
{
    g_autoptr(CxFactsMapping) mapping = parse(json);
    g_autoptr(CxCtx) ctx = cast_system(db);
    g_autoptr(GError) error = NULL;
    const CxFactsFile file = { .name = "facts.csv", .data = csv, .len_bytes = strlen(csv) };
    CxFactsReport *report = cx_facts_take(ctx, &file, mapping, &error);
    g_assert_no_error(error);
    g_assert_nonnull(report);
    return report;
}

static const char orders[] =
    "{\"format\":1,\"kind\":\"facts\",\"key\":{\"kind\":\"transaction\",\"column\":\"Order\"},"
    "\"date\":{\"column\":\"Day\",\"kind\":\"iso\"},"
    "\"departments\":[{\"key\":\"delivery\",\"name\":\"Delivery\"}],"
    "\"metrics\":["
    "{\"key\":\"days\",\"label\":\"Days to deliver\",\"column\":\"Days\",\"unit\":\"days\","
    "\"decimals\":1,\"direction\":\"down\",\"department\":\"delivery\",\"missing\":[\"-\"],"
    "\"lo\":0,\"classes\":[2,3.5]},"
    "{\"key\":\"value\",\"label\":\"Order value\",\"column\":\"Value\","
    "\"money\":{\"column\":\"Cur\"}}]}";

static void
assert_counts(const CxFactsReport *report, int64_t n_new, int64_t n_revised, int64_t n_same,
              int64_t n_rejected)
{
    g_assert_cmpint(report->n_new, ==, n_new);
    g_assert_cmpint(report->n_revised, ==, n_revised);
    g_assert_cmpint(report->n_same, ==, n_same);
    g_assert_cmpint(report->n_rejected, ==, n_rejected);
}

/* The same file twice changes nothing; a changed value is a new revision and the old one is kept. */
static void
test_once(CxDb *db)
{
    static const char first[] = "Order,Day,Days,Value,Cur\n"
                                "a1,2026-03-01,2.5,100.10,EUR\n"
                                "a2,2026-03-02,-,\"1,200\",USD\n";
    static const char second[] = "Order,Day,Days,Value,Cur\n"
                                 "a1,2026-03-01,3.5,100.10,EUR\n"
                                 "a2,2026-03-02,1,1200,USD\n";
    g_autoptr(CxFactsReport) report = take(db, orders, first);
    assert_counts(report, 3, 0, 0, 0);
    g_assert_cmpint(report->n_empty, ==, 1);
    const int64_t n_audited = cast_audited(db);
    g_autoptr(CxFactsReport) again = take(db, orders, first);
    assert_counts(again, 0, 0, 3, 0);
    g_assert_cmpint(cast_audited(db), ==, n_audited + 1);
    g_assert_cmpint(cx_test_count(db, "SELECT count(*) AS n FROM fact"), ==, 3);

    g_autoptr(CxFactsReport) changed = take(db, orders, second);
    assert_counts(changed, 1, 1, 2, 0);
    g_assert_cmpint(cx_test_count(db, "SELECT count(*) AS n FROM fact"), ==, 5);
    g_assert_cmpint(
        cx_test_count(db, "SELECT value AS n FROM fact WHERE is_latest = 1 AND revision = 2"), ==,
        35);
    g_assert_cmpint(cx_test_count(db, "SELECT value AS n FROM fact WHERE is_latest = 0"), ==, 25);
    g_assert_cmpint(
        cx_test_count(db, "SELECT count(*) AS n FROM department WHERE key = 'delivery'"), ==, 1);
}

/* A dry run says the same and leaves nothing. */
static void
test_try(CxDb *db)
{
    static const char csv[] = "Order,Day,Days,Value,Cur\na1,2026-03-01,2.5,1,EUR\n";
    g_autoptr(CxFactsMapping) mapping = parse(orders);
    g_autoptr(CxCtx) ctx = cast_system(db);
    g_autoptr(GError) error = NULL;
    const CxFactsFile file = { .name = "facts.csv", .data = csv, .len_bytes = strlen(csv) };
    g_autoptr(CxFactsReport) report = cx_facts_try(ctx, &file, mapping, &error);
    g_assert_no_error(error);
    assert_counts(report, 2, 0, 0, 0);
    g_assert_cmpint(report->id.v, ==, 0);
    g_assert_cmpint(cx_test_count(db, "SELECT count(*) AS n FROM metric"), ==, 0);
    g_assert_cmpint(cx_test_count(db, "SELECT count(*) AS n FROM department"), ==, 0);
}

/* Each bad cell sets its row aside, whole, with the place and the reason; the others are taken. */
static void
test_rejects(CxDb *db)
{
    static const struct {
        const char *row;
        const char *says;
    } rows[] = {
        { ",2026-03-01,1,1,EUR", "line 2, column Order: there is no transaction" },
        { "b1,1.3.2026,1,1,EUR", "column Day: \"1.3.2026\" is not a date" },
        { "b2,2026-03-01,fast,1,EUR", "column Days: \"fast\" is not a number" },
        { "b3,2026-03-01,-4,1,EUR", "\"-4\" is below what the mapping allows" },
        { "b4,2026-03-01,1,1.005,EUR", "has more decimals than EUR has" },
        { "b5,2026-03-01,1,1,EURO", "is no currency" },
        { "b6,2026-03-01,1,1", "the header has 5 columns, this row 4" },
        { "b7,2026-03-01,99999999999999999999,1,EUR", "is not a number" },
        { "b8,2026-03-01,999999999999999999,1,EUR", "is too large a number" },
        { "b9,2026-03-01,1,£5,EUR", "is not an amount in EUR" },
        { "\"b10,2026-03-01,1,1,EUR", "quote" },
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_test_message("%s", rows[i].row);
        g_autofree char *csv = g_strconcat("Order,Day,Days,Value,Cur\n", rows[i].row, "\n", NULL);
        g_autoptr(CxFactsReport) report = take(db, orders, csv);
        assert_counts(report, 0, 0, 0, 1);
        g_autofree char *text = cx_fact_reject_format(g_ptr_array_index(report->rejects, 0));
        if (strstr(text, rows[i].says) == NULL)
            g_error("\"%s\" is not in \"%s\"", rows[i].says, text);
    }
    g_assert_cmpint(cx_test_count(db, "SELECT count(*) AS n FROM fact"), ==, 0);
    g_assert_cmpint(cx_test_count(db, "SELECT count(*) AS n FROM fact_reject"), ==,
                    G_N_ELEMENTS(rows));
}

/* One transaction twice in one file: the same is one fact, another value cannot be told. */
static void
test_twice_in_a_file(CxDb *db)
{
    g_autoptr(CxFactsReport) report = take(db, orders,
                                           "Order,Day,Days,Value,Cur\n"
                                           "a1,2026-03-01,2,1,EUR\n"
                                           "a1,2026-03-01,2,1,EUR\n"
                                           "a1,2026-03-01,2,7,EUR\n");
    assert_counts(report, 2, 0, 2, 1);
    const CxFactReject *reject = g_ptr_array_index(report->rejects, 0);
    g_assert_cmpstr(reject->reason, ==,
                    "transaction \"a1\" stands on line 2 already, with another value");
}

/* Long files, months, departments by name; what is not known is set aside unless the mapping adds. */
static void
test_long(CxDb *db)
{
#define LONG_HEAD                                                                                  \
    "{\"format\":1,\"kind\":\"facts\",\"key\":{\"kind\":\"period\"},"                              \
    "\"date\":{\"column\":\"Month\",\"kind\":\"month\"},"                                          \
    "\"long\":{\"metric\":\"What\",\"value\":\"How much\"},"                                       \
    "\"metrics\":[{\"key\":\"on_time\",\"label\":\"On time\",\"named\":\"OTD\","                   \
    "\"unit\":\"share\"}],"
    static const char strict[] = LONG_HEAD "\"department\":{\"column\":\"Team\"}}";
    static const char open[] = LONG_HEAD "\"department\":{\"column\":\"Team\",\"add\":true}}";
    static const char csv[] = "Month,Team,What,How much\n"
                              "2026-01,Delivery,OTD,95%\n"
                              "2026-01,Delivry,OTD,90%\n"
                              "2026-01,Delivery,Smiles,12\n"
                              "2026-01,,OTD,93.3%\n";
    (void)cast_department(db, "delivery", "Delivery");
    g_autoptr(CxFactsReport) report = take(db, strict, csv);
    assert_counts(report, 2, 0, 0, 1);
    g_assert_cmpint(report->n_skipped, ==, 1);
    g_autofree char *text = cx_fact_reject_format(g_ptr_array_index(report->rejects, 0));
    g_assert_cmpstr(text, ==,
                    "line 3, column Team: there is no department \"Delivry\"; did you mean "
                    "\"Delivery\"?");
    g_autoptr(CxFactsReport) added = take(db, open, csv);
    assert_counts(added, 1, 0, 2, 0);
    g_assert_cmpint(added->departments_new->len, ==, 1);
    g_assert_cmpint(cx_test_count(db, "SELECT value AS n FROM fact WHERE source_key = 'delivery'"),
                    ==, 950);
    g_assert_cmpint(cx_test_count(db, "SELECT value AS n FROM fact WHERE source_key = ''"), ==,
                    933);
}

/* Columns that are periods. */
static void
test_period_columns(CxDb *db)
{
    static const char json[] =
        "{\"format\":1,\"kind\":\"facts\",\"key\":{\"kind\":\"period\"},"
        "\"date\":{\"columns\":[\"2024\",\"2025\"],\"kind\":\"year\"},"
        "\"long\":{\"metric\":\"Measure\"},"
        "\"metrics\":[{\"key\":\"engagement\",\"label\":\"Engagement\",\"named\":\"EES\","
        "\"unit\":\"share\",\"decimals\":2}]}";
    g_autoptr(CxFactsReport) report =
        take(db, json, "Measure,Label,2024,2025\nEES,Engagement,0.58,\nB01,x,1,1\n");
    assert_counts(report, 1, 0, 0, 0);
    g_assert_cmpint(report->n_empty, ==, 1);
    g_assert_cmpint(report->n_skipped, ==, 1);
    g_assert_cmpint(cx_test_count(db, "SELECT value AS n FROM fact"), ==, 58);
}

/* Columns that are months without a year: the mapping says it, or a column does. */
static void
test_yearless_columns(CxDb *db)
{
#define YEARLESS_HEAD                                                                              \
    "{\"format\":1,\"kind\":\"facts\",\"key\":{\"kind\":\"period\",\"column\":\"Depot\"},"         \
    "\"metrics\":[{\"key\":\"late\",\"label\":\"Late\"}],"                                         \
    "\"date\":{\"columns\":[\"Jan\",\"Feb\"],\"kind\":\"month\","
    static const char said[] = YEARLESS_HEAD "\"year\":2025}}";
    static const char in_rows[] = YEARLESS_HEAD "\"year_column\":\"Year\"}}";
    g_autoptr(CxFactsReport) one = take(db, said, "Depot,Year,Jan,Feb\nNorth,,1,2\n");
    assert_counts(one, 2, 0, 0, 0);
    g_autoptr(CxFactsReport) both =
        take(db, in_rows, "Depot,Year,Jan,Feb\nNorth,2025,1,3\nNorth,2026,4,5\nNorth,soon,6,7\n");
    assert_counts(both, 2, 1, 1, 1);
    const CxFactReject *reject = g_ptr_array_index(both->rejects, 0);
    g_assert_cmpstr(reject->column, ==, "Year");
    const CxDay february = cx_month_first_day(2026 * 12 + 1);
    g_autofree char *sql =
        g_strdup_printf("SELECT value AS n FROM fact WHERE from_day = %d", february.v);
    g_assert_cmpint(cx_test_count(db, sql), ==, 5);
    g_autoptr(CxIssues) issues = cx_issues_new();
    static const char wrong[] = YEARLESS_HEAD "\"year\":26}}";
    g_assert_null(cx_facts_mapping_parse(wrong, strlen(wrong), issues, NULL));
    g_assert_cmpstr(cx_issues_at(issues, 0)->field, ==, "/date/year");
}

/* Accounts: what is said is kept by revision, people only for the CX team, silence changes nothing. */
static void
test_accounts(CxDb *db)
{
    static const char json[] =
        "{\"format\":1,\"kind\":\"facts\",\"key\":{\"kind\":\"account\",\"column\":\"Id\"},"
        "\"date\":{\"column\":\"Year\",\"kind\":\"year\"},"
        "\"account\":{\"name\":\"Name\",\"segment\":\"Class\",\"closed\":\"Left\","
        "\"person\":\"Contact\",\"email\":\"Mail\"},"
        "\"metrics\":[{\"key\":\"revenue\",\"label\":\"Revenue\",\"column\":\"Revenue\","
        "\"money\":{\"currency\":\"EUR\"}}]}";
    g_autoptr(CxFactsReport) first = take(db, json,
                                          "Id,Year,Name,Class,Left,Contact,Mail,Revenue\n"
                                          "7,2025,Acme,A,,Ann,ann@acme.example,100.00\n");
    g_assert_cmpint(first->n_accounts, ==, 1);
    g_autoptr(CxFactsReport) same = take(db, json,
                                         "Id,Year,Name,Class,Left,Contact,Mail,Revenue\n"
                                         "7,2025,Acme,,,Ann,ann@acme.example,100.00\n");
    g_assert_cmpint(same->n_accounts, ==, 0);
    g_autoptr(CxFactsReport) gone = take(db, json,
                                         "Id,Year,Name,Class,Left,Contact,Mail,Revenue\n"
                                         "7,2026,Acme,B,2026-05-01,Ann,ann@acme.example,50.00\n");
    g_assert_cmpint(gone->n_accounts, ==, 1);
    g_autoptr(CxCtx) ctx = cast_system(db);
    g_autoptr(GError) error = NULL;
    g_autoptr(CxAccount) account = cx_account_find(ctx, "7", &error);
    g_assert_no_error(error);
    g_assert_cmpstr(account->segment, ==, "B");
    g_autofree char *closed = cx_day_format(account->closed);
    g_assert_cmpstr(closed, ==, "2026-05-01");
    g_assert_cmpint(cx_test_count(db, "SELECT count(*) AS n FROM account_state"), ==, 2);
    g_assert_cmpint(cx_test_count(db, "SELECT count(*) AS n FROM account_person"), ==, 1);
    g_assert_cmpint(cx_test_count(db, "SELECT count(*) AS n FROM audit_detail WHERE "
                                      "after_json LIKE '%acme%' OR after_json LIKE '%Ann%'"),
                    ==, 0);

    const CxLeaderId leader = cast_leader(db, "Lea", NULL, cast_day(-10), CX_DAY_NONE);
    g_autoptr(CxCtx) reader = cast_ctx(db, cast_user(db, "lea", CX_ROLE_LEADER, leader));
    g_assert_null(cx_account_find(reader, "7", &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_FORBIDDEN);
    g_clear_error(&error);
    g_assert_null(cx_account_people(reader, account->id, &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_FORBIDDEN);
}

/* What facts are kept in stands once there are some. */
static void
test_unit_stands(CxDb *db)
{
    static const char csv[] = "Order,Day,Days,Value,Cur\na1,2026-03-01,2.5,1,EUR\n";
    g_autoptr(CxFactsReport) report = take(db, orders, csv);
    g_autoptr(GString) json = g_string_new(orders);
    g_string_replace(json, "\"decimals\":1", "\"decimals\":2", 0);
    g_autoptr(CxFactsMapping) mapping = parse(json->str);
    g_autoptr(CxCtx) ctx = cast_system(db);
    g_autoptr(GError) error = NULL;
    const CxFactsFile file = { .name = "facts.csv", .data = csv, .len_bytes = strlen(csv) };
    g_assert_null(cx_facts_take(ctx, &file, mapping, &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_CONFLICT);
    g_assert_nonnull(strstr(error->message, "\"days\""));
}

/* Targets are dated: each day has the one that was set for it last. */
static void
test_targets(CxDb *db)
{
    g_autoptr(CxFactsReport) report =
        take(db, orders, "Order,Day,Days,Value,Cur\na1,2026-03-01,2.5,1,EUR\n");
    g_autoptr(CxCtx) ctx = cast_system(db);
    g_autoptr(GError) error = NULL;
    g_assert_true(cx_metric_target_set(ctx, "days", cast_day(-100), "5", NULL, &error));
    g_assert_true(cx_metric_target_set(ctx, "days", cast_day(-10), "4", "tighter", &error));
    g_assert_true(cx_metric_target_set(ctx, "days", cast_day(-10), "3.5", "no, this", &error));
    g_assert_true(cx_metric_target_set(ctx, "days", cast_day(30), "", NULL, &error));
    g_assert_no_error(error);
    g_autoptr(CxMetric) metric = cx_metric_find(ctx, "days", &error);
    g_assert_true(metric->has_target);
    g_assert_cmpint(metric->target, ==, 35);
    g_autofree char *words = cx_metric_value_words(metric, NULL, metric->target);
    g_assert_cmpstr(words, ==, "3.5 days");
    g_autoptr(GPtrArray) targets = cx_metric_target_list(ctx, metric, &error);
    g_assert_cmpint(targets->len, ==, 4);
    g_assert_null(cx_metric_target_on(targets, cast_day(-101)));
    g_assert_cmpint(cx_metric_target_on(targets, cast_day(-11))->target, ==, 50);
    g_assert_false(cx_metric_target_on(targets, cast_day(31))->has_target);
    g_assert_false(cx_metric_target_set(ctx, "days", CX_DAY_NONE, "soon", NULL, &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_INVALID);
    g_clear_error(&error);
    g_assert_false(cx_metric_target_set(ctx, "days", CX_DAY_NONE, "2.55", NULL, &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_INVALID);
}

/* A leader sees the metrics of their own department, and sets nothing. */
static void
test_wall(CxDb *db)
{
    g_autoptr(CxFactsReport) report =
        take(db, orders, "Order,Day,Days,Value,Cur\na1,2026-03-01,2.5,1,EUR\n");
    g_autoptr(GError) error = NULL;
    const CxLeaderId mine = cast_leader(db, "Del", "delivery", cast_day(-10), CX_DAY_NONE);
    (void)cast_department(db, "billing", "Billing");
    const CxLeaderId other = cast_leader(db, "Bill", "billing", cast_day(-10), CX_DAY_NONE);
    g_autoptr(CxCtx) del = cast_ctx(db, cast_user(db, "del", CX_ROLE_LEADER, mine));
    g_autoptr(CxCtx) bill = cast_ctx(db, cast_user(db, "bill", CX_ROLE_LEADER, other));
    g_autoptr(GPtrArray) seen = cx_metric_list(del, &error);
    g_assert_cmpint(seen->len, ==, 1);
    g_autoptr(GPtrArray) unseen = cx_metric_list(bill, &error);
    g_assert_cmpint(unseen->len, ==, 0);
    g_assert_null(cx_metric_find(bill, "days", &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_NOT_FOUND);
    g_clear_error(&error);
    g_assert_false(cx_metric_target_set(del, "days", CX_DAY_NONE, "9", NULL, &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_FORBIDDEN);
}

/* Sums by day against a plain loop over the file, whatever order and portions it came in. */
static void
test_series_twin(CxDb *db)
{
    enum { N = 400, DAYS = 40 };
    int64_t want[DAYS] = { 0 };
    int64_t want_n[DAYS] = { 0 };
    GString *parts[3];
    for (int i = 0; i < 3; i++)
        parts[i] = g_string_new("Order,Day,Days,Value,Cur\n");
    for (int i = 0; i < N; i++) {
        const int day = g_test_rand_int_range(0, DAYS);
        const int tenths = g_test_rand_int_range(0, 100);
        g_autofree char *date = cx_day_format(cast_day(-day));
        want[day] += tenths;
        want_n[day]++;
        for (int j = 0; j < 2; j++) { /* each row in two of the parts */
            g_string_append_printf(parts[(i + j) % 3], "o%d,%s,%d.%d,,\n", i, date, tenths / 10,
                                   tenths % 10);
        }
    }
    for (int i = 0; i < 3; i++) {
        g_autoptr(CxFactsReport) report = take(db, orders, parts[i]->str);
        g_assert_cmpint(report->n_rejected, ==, 0);
        (void)g_string_free(parts[i], TRUE);
    }
    g_autoptr(CxCtx) ctx = cast_system(db);
    g_autoptr(GError) error = NULL;
    g_autoptr(CxMetric) metric = cx_metric_find(ctx, "days", &error);
    CxMetricExtent extent;
    g_assert_true(cx_metric_extent(ctx, metric, &extent, &error));
    g_assert_cmpint(extent.n, ==, N);
    g_autoptr(CxFactSeries) series =
        cx_fact_series(ctx, metric, (CxFactWhat){ .kind = CX_FACT_TRANSACTION }, &error);
    g_assert_no_error(error);
    int64_t n = 0;
    for (guint i = 0; i < series->points->len; i++) {
        const CxFactPoint *point = &g_array_index(series->points, CxFactPoint, i);
        const int day = cast_day(0).v - point->from.v;
        g_assert_cmpint(point->sum, ==, want[day]);
        g_assert_cmpint(point->n, ==, want_n[day]);
        n += point->n;
    }
    g_assert_cmpint(n, ==, N);
    g_autoptr(GArray) months = cx_fact_by_month(series->points);
    int64_t n_months = 0;
    for (guint i = 0; i < months->len; i++)
        n_months += g_array_index(months, CxFactPoint, i).n;
    g_assert_cmpint(n_months, ==, N);
}

/* Money of two currencies in the reporting one, by the rate of the day; without one it is left out. */
static void
test_money(CxDb *db)
{
    g_autoptr(CxFactsReport) report = take(db, orders,
                                           "Order,Day,Days,Value,Cur\n"
                                           "a1,2026-03-01,,100.00,EUR\n"
                                           "a2,2026-03-01,,100.00,USD\n"
                                           "a3,2026-04-01,,100.00,USD\n"
                                           "a4,2026-02-01,,5.00,USD\n");
    g_autoptr(CxCtx) ctx = cast_system(db);
    g_autoptr(GError) error = NULL;
    const CxDay march = cx_day_from_civil((CxCivil){ 2026, 3, 1 });
    const CxDay april = cx_day_from_civil((CxCivil){ 2026, 4, 1 });
    g_assert_true(cx_reporting_currency_set(ctx, "EUR", &error));
    g_assert_true(cx_rate_set(ctx, &(CxRateSet){ "USD", march, "0.9", "ECB" }, &error));
    g_assert_true(cx_rate_set(ctx, &(CxRateSet){ "USD", april, "0.80", "ECB" }, &error));
    g_assert_no_error(error);
    g_autoptr(CxMetric) metric = cx_metric_find(ctx, "value", &error);
    g_autoptr(CxFactSeries) series =
        cx_fact_series(ctx, metric, (CxFactWhat){ .kind = CX_FACT_TRANSACTION }, &error);
    g_assert_cmpstr(series->currency, ==, "EUR");
    g_assert_cmpint(series->n_unconverted, ==, 1);
    g_assert_cmpint(series->points->len, ==, 2);
    g_assert_cmpint(g_array_index(series->points, CxFactPoint, 0).sum, ==, 19000);
    g_assert_cmpint(g_array_index(series->points, CxFactPoint, 1).sum, ==, 8000);
    g_assert_false(cx_rate_set(ctx, &(CxRateSet){ "EUR", march, "1", NULL }, &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_INVALID);
    g_clear_error(&error);
    g_assert_false(cx_rate_set(ctx, &(CxRateSet){ "USD", march, "-1", NULL }, &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_INVALID);
    g_clear_error(&error);
    g_assert_false(cx_reporting_currency_set(ctx, "EURO", &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_INVALID);
}

/* Documents that are no mapping say all that is wrong, with its place. */
static void
test_mapping_issues(void)
{
    static const struct {
        const char *json;
        const char *field;
    } rows[] = {
        { "[]", "/" },
        { "{\"format\":2}", "/format" },
        { "{\"format\":1,\"kind\":\"survey\"}", "/kind" },
        { "{\"format\":1,\"kind\":\"facts\"}", "/key" },
        { "{\"format\":1,\"kind\":\"facts\",\"key\":{\"kind\":\"customer\"}}", "/key/kind" },
        { "{\"format\":1,\"kind\":\"facts\",\"key\":{\"kind\":\"account\"}}", "/key/column" },
        { "{\"format\":1,\"kind\":\"facts\",\"key\":{\"kind\":\"response\",\"column\":\"x\"}}",
          "/key/survey" },
        { "{\"format\":1,\"kind\":\"facts\",\"key\":{\"kind\":\"period\"}}", "/date" },
        { "{\"format\":1,\"kind\":\"facts\",\"key\":{\"kind\":\"period\"},\"date\":{\"kind\":"
          "\"week\",\"column\":\"w\"}}",
          "/date/kind" },
        { "{\"format\":1,\"kind\":\"facts\",\"metric\":[]}", "/metric" },
        { "{\"format\":1,\"kind\":\"facts\",\"metrics\":[{\"key\":\"a b\"}]}", "/metrics/0/key" },
        { "{\"format\":1,\"kind\":\"facts\",\"metrics\":[{\"key\":\"a\",\"decimals\":9}]}",
          "/metrics/0/decimals" },
        { "{\"format\":1,\"kind\":\"facts\",\"metrics\":[{\"key\":\"a\",\"classes\":[3,2]}]}",
          "/metrics/0/classes/1" },
        { "{\"format\":1,\"kind\":\"facts\",\"metrics\":[{\"key\":\"a\",\"money\":{\"currency\":"
          "\"EUROS\"}}]}",
          "/metrics/0/money/currency" },
        { "{\"format\":1,\"kind\":\"facts\",\"metrics\":[{\"key\":\"a\"},{\"key\":\"a\"}]}",
          "/metrics/1/key" },
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_test_message("%s", rows[i].json);
        g_autoptr(CxIssues) issues = cx_issues_new();
        g_autoptr(GError) error = NULL;
        g_assert_null(cx_facts_mapping_parse(rows[i].json, strlen(rows[i].json), issues, &error));
        g_assert_no_error(error);
        g_assert_nonnull(cx_issues_find(issues, rows[i].field));
    }
}

static void
test_classes(void)
{
    g_autofree char *unit = g_strdup("days");
    const CxMetric metric = { .unit = unit, .decimals = 1 };
    g_autoptr(GArray) cuts = g_array_new(FALSE, FALSE, sizeof(int64_t));
    static const int64_t ends[] = { -15, 20, 35 };
    g_array_append_vals(cuts, ends, G_N_ELEMENTS(ends));
    static const char *const keys[] = { "up_to_m1_5", "over_m1_5_up_to_2", "over_2_up_to_3_5",
                                        "over_3_5" };
    for (guint i = 0; i <= cuts->len; i++) {
        g_autofree char *key = cx_metric_class_key(&metric, cuts, i);
        g_assert_cmpstr(key, ==, keys[i]);
    }
    g_assert_cmpint(cx_metric_class(cuts, -16), ==, 0);
    g_assert_cmpint(cx_metric_class(cuts, 20), ==, 1);
    g_assert_cmpint(cx_metric_class(cuts, 21), ==, 2);
    g_assert_cmpint(cx_metric_class(cuts, 9000), ==, 3);
    g_autofree char *label = cx_metric_class_label(&metric, cuts, NULL, 2);
    g_assert_cmpstr(label, ==, "Over 2.0 days up to 3.5 days");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/business/facts/mapping-issues", test_mapping_issues);
    g_test_add_func("/business/metric/classes", test_classes);
    cx_test_engines_add("/business/facts/once", test_once);
    cx_test_engines_add("/business/facts/try", test_try);
    cx_test_engines_add("/business/facts/rejects", test_rejects);
    cx_test_engines_add("/business/facts/twice-in-a-file", test_twice_in_a_file);
    cx_test_engines_add("/business/facts/long", test_long);
    cx_test_engines_add("/business/facts/period-columns", test_period_columns);
    cx_test_engines_add("/business/facts/yearless-columns", test_yearless_columns);
    cx_test_engines_add("/business/facts/accounts", test_accounts);
    cx_test_engines_add("/business/facts/unit-stands", test_unit_stands);
    cx_test_engines_add("/business/metric/targets", test_targets);
    cx_test_engines_add("/business/metric/wall", test_wall);
    cx_test_engines_add("/business/fact/series-twin", test_series_twin);
    cx_test_engines_add("/business/fact/money", test_money);
    return g_test_run();
}
