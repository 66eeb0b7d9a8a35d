/* The pages of metrics: what is kept, how it went, and setting a target, on the page and as JSON. */
#include "asking.h"

#include <string.h>

#include "base/civil.h"
#include "business/facts.h"
#include "support/engines.h"
#include "support/golden.h"
#include "support/says.h"
#include "unit/people/cast.h"

static const char mapping_text[] =
    "{\"format\":1,\"kind\":\"facts\",\"key\":{\"kind\":\"transaction\",\"column\":\"Order\"},"
    "\"date\":{\"column\":\"Day\",\"kind\":\"iso\"},"
    "\"departments\":[{\"key\":\"delivery\",\"name\":\"Delivery\"}],"
    "\"metrics\":[{\"key\":\"days\",\"label\":\"Days to deliver\",\"column\":\"Days\","
    "\"unit\":\"days\",\"decimals\":1,\"direction\":\"down\",\"department\":\"delivery\"},"
    "{\"key\":\"value\",\"label\":\"Order <value>\",\"column\":\"Value\","
    "\"money\":{\"currency\":\"EUR\"}}]}";

static void
take(const char *url, const char *csv)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(CxDb) db = cx_test_open(url);
    g_autoptr(CxIssues) issues = cx_issues_new();
    g_autoptr(CxFactsMapping) mapping =
        cx_facts_mapping_parse(mapping_text, strlen(mapping_text), issues, &error);
    g_autoptr(CxCtx) ctx = cast_system(db);
    const CxFactsFile file = { .name = "orders.csv", .data = csv, .len_bytes = strlen(csv) };
    g_autoptr(CxFactsReport) report = cx_facts_take(ctx, &file, mapping, &error);
    g_assert_no_error(error);
    g_assert_cmpint(report->n_rejected, ==, 0);
}

static void
fill(const char *url)
{
    take(url, "Order,Day,Days,Value\n"
              "a1,2026-08-03,2.0,10.00\n"
              "a2,2026-09-01,3.0,20.00\n"
              "a3,2026-09-30,4.5,30.50\n"
              "a4,2026-10-11,3.9,\n");
}

static CxLeaderId
leader_of(const char *url, const char *name, const char *department)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(CxDb) db = cx_db_open(url, CX_DB_WRITE, &error);
    return cast_leader(db, name, department, cast_day(-100), CX_DAY_NONE);
}

static void
test_pages(const char *url)
{
    fill(url);
    g_autoptr(Asking) asking = asking_new(url, CX_ROLE_OWNER, (CxLeaderId){ 0 });
    const char *page = asking_page(asking, "/metrics");
    g_assert_cmpint(asking_status(asking), ==, 200);
    assert_says(page, "2 metrics are kept");
    assert_says(page, "Order &lt;value&gt;");
    assert_says(page, "3.9 days");
    cx_test_golden("pages/metrics.json", asking_json(asking, "/metrics", NULL));
    page = asking_page(asking, "/metrics/1");
    assert_says(page, "Days to deliver stood at 3.9 days in October 2026");
    assert_says(page, "the mean of each period");
    assert_says(page, "<svg");
    cx_test_golden("pages/metric.json", asking_json(asking, "/metrics/1", NULL));
    assert_says(asking_page(asking, "/metrics/2"), "EUR 50.50");
    (void)asking_page(asking, "/metrics/3");
    g_assert_cmpint(asking_status(asking), ==, 404);
}

static void
test_target(const char *url)
{
    fill(url);
    g_autoptr(Asking) asking = asking_new(url, CX_ROLE_TEAM, (CxLeaderId){ 0 });
    (void)asking_send(asking, "/metrics/1", "target=3.5&from=2026-01-01&note=agreed");
    g_assert_cmpint(asking_status(asking), ==, 303);
    const char *page = asking_page(asking, "/metrics/1");
    assert_says(page,
                "Days to deliver stood at 3.9 days in October 2026, and the target is 3.5 days");
    assert_says(page, "agreed");
    assert_says(asking_page(asking, "/metrics"), "and one misses its target");
    (void)asking_json(asking, "/metrics/1", "{\"target\":\"4\"}");
    g_assert_cmpint(asking_status(asking), ==, 201);
    assert_says(asking_page(asking, "/metrics/1"), "within the target of 4.0 days");
    assert_says(asking_send(asking, "/metrics/1", "target=soon"), "is not a number");
    g_assert_cmpint(asking_status(asking), ==, 422);
}

/* A leader sees the metrics of the own department, and sets nothing. */
static void
test_leader(const char *url)
{
    fill(url);
    const CxLeaderId del = leader_of(url, "Del", "delivery");
    g_autoptr(Asking) asking = asking_new(url, CX_ROLE_LEADER, del);
    const char *page = asking_page(asking, "/metrics");
    assert_says(page, "One metric is kept");
    g_assert_null(strstr(page, "Order"));
    page = asking_page(asking, "/metrics/1");
    g_assert_cmpint(asking_status(asking), ==, 200);
    g_assert_null(strstr(page, "name=\"target\""));
    (void)asking_page(asking, "/metrics/2");
    g_assert_cmpint(asking_status(asking), ==, 404);
    (void)asking_send(asking, "/metrics/1", "target=9");
    g_assert_cmpint(asking_status(asking), ==, 403);
}

static void
test_empty(const char *url)
{
    g_autoptr(Asking) asking = asking_new(url, CX_ROLE_OWNER, (CxLeaderId){ 0 });
    const char *page = asking_page(asking, "/metrics");
    g_assert_cmpint(asking_status(asking), ==, 200);
    assert_says(page, "No metric is kept yet");
    g_assert_null(strstr(page, "<table"));
}

/* What was added up is kept in memory, and made anew as soon as facts come in. */
static void
test_brought_later(const char *url)
{
    fill(url);
    g_autoptr(Asking) asking = asking_new(url, CX_ROLE_OWNER, (CxLeaderId){ 0 });
    for (int i = 0; i < 2; i++)
        assert_says(asking_json(asking, "/metrics", NULL), "\"latest\":3.9,");
    take(url, "Order,Day,Days,Value\na4,2026-10-11,3.5,\na5,2026-10-12,4.9,\n");
    for (int i = 0; i < 2; i++) {
        const char *json = asking_json(asking, "/metrics", NULL);
        assert_says(json, "\"latest\":4.2,");
        assert_says(json, "\"n_facts\":5,");
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    cx_test_engines_add_url("/pages/metrics/pages", test_pages);
    cx_test_engines_add_url("/pages/metrics/target", test_target);
    cx_test_engines_add_url("/pages/metrics/leader", test_leader);
    cx_test_engines_add_url("/pages/metrics/empty", test_empty);
    cx_test_engines_add_url("/pages/metrics/brought_later", test_brought_later);
    return g_test_run();
}
