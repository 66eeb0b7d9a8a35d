/* Files of facts in the browser: recognised, corrected, taken in, and read like that next month. */
#include "asking.h"

#include <inttypes.h>
#include <string.h>

#include "feedback/facts_upload.h"
#include "support/engines.h"
#include "support/job_hand.h"
#include "support/says.h"
#include "support/store.h"

static int64_t
count(const char *url, const char *sql)
{
    g_autoptr(CxDb) db = cx_test_open(url);
    return cx_test_count(db, sql);
}

static void
bring(Asking *asking, const char *name, const char *text)
{
    const char *page = asking_bring(asking, "/files", name, text, strlen(text));
    if (asking_status(asking) != 303)
        g_error("%s: %d\n%s", name, asking_status(asking), page);
}

/* Facts: recognised, tried, corrected, and taken in by a job; the same file again changes nothing. */
static void
test_facts(const char *url)
{
    static const char orders[] = "Order,Delivered,Days,Order value,Team\n"
                                 "A-1,2026-03-01,3.5,€100,Parcels\n"
                                 "A-2,2026-03-02,soon,€20,Parcels\n"
                                 "A-3,2026-03-02,4.0,€20,Parcels\n"
                                 "A-4,2026-03-03,1,€5,Parcels\n"
                                 "A-5,2026-03-03,2,€7,Parcels\n"
                                 "A-6,2026-03-04,2.5,€9,Parcels\n";
    g_autoptr(Asking) asking = asking_new(url, CX_ROLE_OWNER, (CxLeaderId){ 0 });
    bring(asking, "orders.csv", orders);
    assert_says(asking_json(asking, "/files/1", NULL), "\"kind\":\"transaction\"");
    const char *page = asking_page(asking, "/files/1");
    assert_says(page, "needs a word from you before it can be taken in");
    assert_silent(page, "Take in the facts");
    /* nobody knows the team yet: every row would be set aside, until the column is left out */
    assert_says(page, "No new fact would be in");
    (void)asking_send(asking, "/files/1/facts?version=1",
                      "t.5=out&u.3=days&d.3=Parcels&l.3=Days to deliver");
    g_assert_cmpint(asking_status(asking), ==, 303);
    page = asking_page(asking, "/files/1");
    assert_says(page, "is read as facts of your own work");
    assert_says(page, "10 new facts would be in");
    assert_says(page, "One row is set aside");
    assert_says(page, "3.5 days");
    assert_says(page, "100.00 EUR");
    g_assert_cmpint(count(url, "SELECT count(*) AS n FROM fact"), ==, 0);
    assert_says(asking_page(asking, "/files/1/rejects"), "A-2,2026-03-02,soon");
    (void)asking_send(asking, "/files/1/facts?version=1", "t.5=out");
    g_assert_cmpint(asking_status(asking), ==, 422);

    (void)asking_send(asking, "/files/1/import", "version=2");
    g_assert_cmpint(asking_status(asking), ==, 303);
    assert_says(asking_page(asking, "/files/1"), "is being taken in");
    assert_says(asking_page(asking, "/jobs"), "Facts taken in");
    (void)asking_send(asking, "/files/1/import", "version=2"); /* it is that file already */
    g_assert_cmpint(asking_status(asking), ==, 303);
    g_assert_cmpint(count(url, "SELECT count(*) AS n FROM fact_file"), ==, 1);
    for (int i = 0; i < 2; i++) { /* a job that was broken off is begun again */
        g_autoptr(CxDb) db = cx_test_open(url);
        g_autoptr(CxCtx) ctx = cx_ctx_open_system(db, NULL, (CxInstant){ CX_TEST_NOW_US });
        g_autoptr(GError) error = NULL;
        g_autoptr(CxJob) job = cx_test_job_lease(ctx, (CxJobId){ 1 });
        g_autoptr(CxFactsReport) report = cx_facts_upload_work(ctx, job, &error);
        g_assert_no_error(error);
        g_assert_cmpint(report->n_new, ==, 10);
        cx_test_job_release(ctx, job);
    }
    g_assert_cmpint(count(url, "SELECT count(*) AS n FROM fact"), ==, 10);
    assert_says(asking_page(asking, "/files/1"), "10 new facts");
    assert_silent(asking_page(asking, "/files/1"), "No new leader");
    assert_says(asking_page(asking, "/files/1/rejects"), "A-2,2026-03-02,soon");
    assert_says(asking_json(asking, "/metrics", NULL), "Days to deliver");
    (void)asking_json(asking, "/files/1/facts?version=1", "{}");
    g_assert_cmpint(asking_status(asking), ==, 422);
}

/* Next month's file comes with what was decided, and says what has changed; a mapping of one's own says more
 * than the columns can. */
static void
test_facts_again(const char *url)
{
    static const char first[] = "Order,Delivered,Days,Order value\nA-1,2026-03-01,3.5,€100\n"
                                "A-2,2026-03-02,2.5,€10\n";
    static const char next[] = "Order,Delivered,Days,Weight\nB-1,2026-04-01,4.5,12\n"
                               "B-2,2026-04-02,1.5,13\n";
    static const char rows[] = "Order,Metric,Value\nC-1,wait,3.5\nC-1,none,1\nC-2,wait,x\n";
    static const char mapping[] =
        "{\"format\":1,\"kind\":\"facts\",\"key\":{\"kind\":\"transaction\",\"column\":\"Order\"},"
        "\"long\":{\"metric\":\"Metric\",\"value\":\"Value\"},\"metrics\":[{\"key\":\"wait\","
        "\"label\":\"Wait\",\"named\":\"wait\",\"unit\":\"hours\",\"decimals\":1}]}";
    g_autoptr(Asking) asking = asking_new(url, CX_ROLE_OWNER, (CxLeaderId){ 0 });
    bring(asking, "march.csv", first);
    (void)asking_send(asking, "/files/1/facts?version=1", "l.3=Days to deliver&u.3=days");
    (void)asking_send(asking, "/files/1/import", "version=2");
    {
        g_autoptr(CxDb) db = cx_test_open(url);
        g_autoptr(CxCtx) ctx = cx_ctx_open_system(db, NULL, (CxInstant){ CX_TEST_NOW_US });
        g_autoptr(CxJob) job = cx_test_job_lease(ctx, (CxJobId){ 1 });
        g_autoptr(CxFactsReport) report = cx_facts_upload_work(ctx, job, NULL);
        g_assert_nonnull(report);
        cx_test_job_release(ctx, job);
    }
    bring(asking, "april.csv", next);
    const char *page = asking_page(asking, "/files/2");
    assert_says(page, "Read like “march.csv” last time");
    assert_says(page, "had Order value, and this one has not");
    assert_says(page, "Weight");
    assert_says(page, "Days to deliver");
    assert_says(page, "2 new facts would be in");
    assert_says(page, "4.5 days");
    bring(asking, "rows.csv", rows);
    (void)asking_send(asking, "/files/3/kind", "version=1&kind=facts");
    (void)asking_bring(asking, "/files/3/mapping?version=2", "m.json", "{}", 2);
    g_assert_cmpint(asking_status(asking), ==, 422);
    (void)asking_bring(asking, "/files/3/mapping?version=2", "m.json", mapping, strlen(mapping));
    g_assert_cmpint(asking_status(asking), ==, 303);
    page = asking_page(asking, "/files/3");
    assert_says(page, "Read by the mapping you uploaded");
    assert_says(page, "One new fact would be in");
    assert_says(page, "3.5 hours");
    assert_says(page, "Passed over, as the mapping says");
}

/* Takes a file of facts in, as the job does; what it said. */
static void
take_facts(const char *url, Asking *asking, int64_t upload, int64_t version, int64_t n_new)
{
    g_autofree char *path = g_strdup_printf("/files/%" PRId64 "/import", upload);
    g_autofree char *form = g_strdup_printf("version=%" PRId64, version);
    (void)asking_send(asking, path, form);
    g_assert_cmpint(asking_status(asking), ==, 303);
    g_autoptr(CxDb) db = cx_test_open(url);
    g_autoptr(CxCtx) ctx = cx_ctx_open_system(db, NULL, (CxInstant){ CX_TEST_NOW_US });
    g_autoptr(GError) error = NULL;
    const CxJobId id = { cx_test_count(db, "SELECT max(id) AS n FROM job") };
    g_autoptr(CxJob) job = cx_test_job_lease(ctx, id);
    g_autoptr(CxFactsReport) report = cx_facts_upload_work(ctx, job, &error);
    g_assert_no_error(error);
    g_assert_cmpint(report->n_new, ==, n_new);
    cx_test_job_release(ctx, job);
}

/* Rows that name their metric, and months across with a row a unit: drafted as they stand, corrected,
 * seen before they are in, taken in, and read like that next month. */
static void
test_facts_in_rows(const char *url)
{
    static const char rows[] = "Site,KPI,Unit,Month,Actual\nA,Answered in time,%,2026-01,58\n"
                               "A,Wait,hours,2026-01,3.5\nB,Answered in time,%,2026-01,61\n"
                               "B,Wait,hours,2026-01,2.5\n";
    static const char across[] = "Depot,Jan 2026,Feb 2026,Mar 2026\nNorth,94%,95%,\n"
                                 "South,91%,soon,90%\nWest,90%,91%,92%\n";
    static const char next[] = "Depot,Jan 2026,Feb 2026,Mar 2026,Apr 2026\nNorth,94%,95%,93%,92%\n"
                               "South,91%,90%,90%,89%\nWest,90%,91%,92%,95%\n";
    g_autoptr(Asking) asking = asking_new(url, CX_ROLE_OWNER, (CxLeaderId){ 0 });
    bring(asking, "kpi.csv", rows);
    const char *page = asking_page(asking, "/files/1");
    assert_says(page, "is read as facts of your own work");
    assert_says(page, "Metrics that stand in the rows");
    assert_says(page, "4 new facts would be in");
    assert_says(page, "58.0 %");
    assert_says(page, "3.5 hours");
    assert_says(asking_json(asking, "/files/1", NULL), "\"taken\":\"measure\"");
    /* the second metric of the rows stands behind five columns */
    (void)asking_send(asking, "/files/1/facts?version=1", "t.7=key");
    assert_says(asking_page(asking, "/files/1"), "4 new facts would be in");
    (void)asking_send(asking, "/files/1/facts?version=2", "t.7=out&l.6=Answered");
    page = asking_page(asking, "/files/1");
    assert_says(page, "2 new facts would be in");
    assert_says(page, "Passed over, as the mapping says");
    take_facts(url, asking, 1, 3, 2);
    g_assert_cmpint(count(url, "SELECT count(*) AS n FROM metric WHERE key = 'answered'"), ==, 1);

    bring(asking, "on-time share 2026.csv", across);
    page = asking_page(asking, "/files/2");
    assert_says(page, "5 new facts would be in");
    assert_says(page, "One row is set aside");
    assert_says(page, "on-time share");
    assert_says(page, "94.0 %");
    take_facts(url, asking, 2, 1, 5);
    g_assert_cmpint(count(url, "SELECT count(*) AS n FROM fact WHERE from_day = 20454"), ==, 4);

    bring(asking, "on-time share 2026-04.csv", next);
    page = asking_page(asking, "/files/3");
    assert_says(page, "Read like “on-time share 2026.csv” last time");
    assert_says(page, "7 new facts would be in, 5 are as known");
    assert_silent(page, "and this one has not");
    take_facts(url, asking, 3, 1, 7);
}

/* Months across without their year: asked for, said, and the facts are of that year. */
static void
test_facts_year(const char *url)
{
    static const char across[] = "Depot,Jan,Feb,Mar\nNorth,94%,95%,93%\nSouth,91%,92%,90%\n";
    g_autoptr(Asking) asking = asking_new(url, CX_ROLE_OWNER, (CxLeaderId){ 0 });
    bring(asking, "on-time share.csv", across);
    const char *page = asking_page(asking, "/files/1");
    assert_says(page, "needs a word from you");
    assert_says(page, "nothing says of which year");
    (void)asking_send(asking, "/files/1/facts?version=1", "year=soon");
    assert_says(asking_page(asking, "/files/1"), "nothing says of which year");
    (void)asking_send(asking, "/files/1/facts?version=2", "year=2026");
    page = asking_page(asking, "/files/1");
    assert_says(page, "6 new facts would be in");
    assert_says(page, "value=\"2026\"");
    assert_says(asking_json(asking, "/files/1", NULL), "\"year\":\"2026\"");
    take_facts(url, asking, 1, 3, 6);
    g_assert_cmpint(count(url, "SELECT count(*) AS n FROM fact WHERE from_day = 20454"), ==, 2);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    cx_test_engines_add_url("/pages/files/facts", test_facts);
    cx_test_engines_add_url("/pages/files/facts-again", test_facts_again);
    cx_test_engines_add_url("/pages/files/facts-in-rows", test_facts_in_rows);
    cx_test_engines_add_url("/pages/files/facts-year", test_facts_year);
    return g_test_run();
}
