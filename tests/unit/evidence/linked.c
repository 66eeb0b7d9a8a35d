#include "linked.h"

#include <math.h>
#include <string.h>

#include "base/civil.h"
#include "base/random.h"
#include "business/facts.h"
#include "business/metric.h"
#include "feedback/import.h"
#include "feedback/mapping.h"

#define BEFORE     8 /* months the metrics are older */
#define LAST_MONTH (2026 * 12 + 9)

static const char mapping_text[] =
    "{\"format\":1,\"survey\":{\"key\":\"orders\",\"title\":\"After each order\",\"zone\":\"UTC\","
    "\"overall\":\"recommend\"},"
    "\"version\":{\"key\":\"one\",\"sampling\":\"census\",\"invited\":9000},"
    "\"columns\":{\"id\":\"id\",\"date\":{\"column\":\"day\",\"kind\":\"iso\"},"
    "\"transaction\":\"order\"},"
    "\"departments\":[{\"key\":\"delivery\",\"name\":\"Delivery\"},{\"key\":\"web\",\"name\":"
    "\"Web\"}],"
    "\"items\":["
    "{\"key\":\"recommend\",\"column\":\"recommend\",\"kind\":\"nps\",\"role\":\"overall\","
    "\"wording\":\"Would you recommend us?\"},"
    "{\"key\":\"time\",\"column\":\"time\",\"kind\":\"rating\",\"lo\":0,\"hi\":10,"
    "\"label\":\"Time to arrival\",\"wording\":\"How was the time?\",\"department\":\"delivery\"},"
    "{\"key\":\"shop\",\"column\":\"shop\",\"kind\":\"rating\",\"lo\":0,\"hi\":10,"
    "\"label\":\"Web shop\",\"wording\":\"How was the shop?\",\"department\":\"web\"}]}";
static const char periods_text[] =
    "{\"format\":1,\"kind\":\"facts\",\"key\":{\"kind\":\"period\"},"
    "\"date\":{\"column\":\"month\",\"kind\":\"month\"},\"metrics\":["
    "{\"key\":\"on_time\",\"label\":\"On time\",\"column\":\"on_time\",\"unit\":\"share\","
    "\"decimals\":3,\"direction\":\"up\",\"department\":\"delivery\"},"
    "{\"key\":\"calls\",\"label\":\"Calls\",\"column\":\"calls\",\"unit\":\"calls\",\"direction\":"
    "\"down\",\"department\":\"delivery\"},"
    "{\"key\":\"noise\",\"label\":\"Noise\",\"column\":\"noise\",\"unit\":\"dB\",\"decimals\":1,"
    "\"direction\":\"down\"}]}";
static const char quarters_text[] =
    "{\"format\":1,\"kind\":\"facts\",\"key\":{\"kind\":\"period\"},"
    "\"date\":{\"column\":\"quarter\",\"kind\":\"quarter\"},\"metrics\":["
    "{\"key\":\"absence\",\"label\":\"Absence\",\"column\":\"absence\",\"unit\":\"days\","
    "\"direction\":\"down\",\"department\":\"delivery\"}]}";
static const char orders_text[] =
    "{\"format\":1,\"kind\":\"facts\",\"key\":{\"kind\":\"transaction\",\"column\":\"order\"},"
    "\"metrics\":[{\"key\":\"days\",\"label\":\"Days to arrival\",\"column\":\"days\","
    "\"unit\":\"days\",\"decimals\":1,\"direction\":\"down\",\"department\":\"delivery\"}]}";

void
linked_take_responses(CxCtx *ctx, const char *text, const GString *csv)
{
    g_autoptr(CxIssues) issues = cx_issues_new();
    g_autoptr(GError) error = NULL;
    g_autoptr(CxMapping) mapping = cx_mapping_parse(text, strlen(text), issues, &error);
    g_assert_nonnull(mapping);
    g_autoptr(CxImportReport) report =
        cx_import_run(ctx, "responses.csv", csv->str, csv->len, mapping, &error);
    g_assert_no_error(error);
    g_assert_cmpint(report->n_rejected, ==, 0);
}

void
linked_take_facts(CxCtx *ctx, const char *text, const GString *csv)
{
    g_autoptr(CxIssues) issues = cx_issues_new();
    g_autoptr(GError) error = NULL;
    g_autoptr(CxFactsMapping) mapping = cx_facts_mapping_parse(text, strlen(text), issues, &error);
    if (mapping == NULL)
        cx_issues_set_error(issues, &error);
    g_assert_no_error(error);
    const CxFactsFile file = { .name = "facts.csv", .data = csv->str, .len_bytes = csv->len };
    g_autoptr(CxFactsReport) report = cx_facts_take(ctx, &file, mapping, &error);
    g_assert_no_error(error);
    g_assert_cmpint(report->n_rejected, ==, 0);
}

static int
rate(double latent)
{
    return (int)CLAMP(lround(latent), 0, 10);
}

/* The answers of one month, with the days of their orders. */
static void
add_month(CxRandom *random, int month, double lift, GString *responses, GString *orders)
{
    for (int i = 0; i < LINKED_ANSWERING; i++) {
        const int tenths = 10 + (int)cx_random_below(random, 50);
        const int time = rate(8.0 + lift - 0.06 * tenths + 1.2 * cx_random_normal(random));
        const int shop = rate(7.5 + 1.5 * cx_random_normal(random));
        const int recommend = rate(7.5 + 1.5 * cx_random_normal(random));
        g_string_append_printf(responses, "R%d-%d,%d-%02d-%02d,O%d-%d,%d,%d,%d\n", month, i,
                               month / 12, month % 12 + 1, 1 + i % 28, month, i, recommend, time,
                               shop);
        g_string_append_printf(orders, "O%d-%d,%d.%d\n", month, i, tenths / 10, tenths % 10);
    }
}

void
linked_fill(CxCtx *ctx)
{
    CxRandom random = cx_random_seeded(4);
    g_autoptr(GString) responses = g_string_new("id,day,order,recommend,time,shop\n");
    g_autoptr(GString) orders = g_string_new("order,days\n");
    g_autoptr(GString) periods = g_string_new("month,on_time,calls,noise\n");
    g_autoptr(GString) quarters = g_string_new("quarter,absence\n");
    double on_time[LINKED_MONTHS + BEFORE];
    for (int t = 0; t < LINKED_MONTHS + BEFORE; t++) {
        const int month = LAST_MONTH - LINKED_MONTHS - BEFORE + 1 + t;
        on_time[t] = 0.8 + 0.05 * cx_random_normal(&random);
        g_string_append_printf(periods, "%d-%02d,0.%03d,50,%d.5\n", month / 12, month % 12 + 1,
                               (int)lround(1000.0 * on_time[t]),
                               40 + (int)cx_random_below(&random, 30));
        if (month % 3 == 0)
            g_string_append_printf(quarters, "%d-Q%d,%d\n", month / 12, month % 12 / 3 + 1, t % 5);
        if (t >= BEFORE)
            add_month(&random, month, 20.0 * (on_time[t - 2] - 0.8), responses, orders);
    }
    linked_take_responses(ctx, mapping_text, responses);
    linked_take_facts(ctx, periods_text, periods);
    linked_take_facts(ctx, quarters_text, quarters);
    linked_take_facts(ctx, orders_text, orders);
}

void
linked_fill_young(CxCtx *ctx)
{
    CxRandom random = cx_random_seeded(5);
    g_autoptr(GString) responses = g_string_new("id,day,order,recommend,time,shop\n");
    g_autoptr(GString) orders = g_string_new("order,days\n");
    add_month(&random, cx_day_month_index(ctx->today), 0.0, responses, orders);
    linked_take_responses(ctx, mapping_text, responses);
    linked_take_facts(ctx, orders_text, orders);
}

void
linked_fill_orders(CxCtx *ctx, int *ret_on)
{
    CxRandom random = cx_random_seeded(4);
    g_autoptr(GString) responses = g_string_new("id,day,order,recommend,time,shop\n");
    g_autoptr(GString) orders = g_string_new("order,days\n");
    *ret_on = 0;
    for (int i = 0; i < LINKED_ORDERS; i++) {
        const int tenths = (int)lround(10.0 * exp(1.1 + 0.4 * cx_random_normal(&random)));
        *ret_on += tenths <= 50 ? 1 : 0;
        g_string_append_printf(orders, "O%d,%d.%d\n", i, tenths / 10, tenths % 10);
        if (i % LINKED_ORDERS_RATED != 0)
            continue;
        const double fall = tenths <= 30 ? 0.0 : 0.25 * (tenths - 30);
        const int time = rate(8.6 - fall + 1.2 * cx_random_normal(&random));
        const int shop = rate(8.0 + 1.5 * cx_random_normal(&random));
        g_string_append_printf(responses, "R%d,2026-0%d-1%d,O%d,%d,%d,%d\n", i, 1 + i % 6, i % 10,
                               i, time, time, shop);
    }
    linked_take_responses(ctx, mapping_text, responses);
    linked_take_facts(ctx, orders_text, orders);
    g_autoptr(GError) error = NULL;
    g_assert_true(cx_metric_target_set(ctx, "days", (CxDay){ 18262 }, "5", NULL, &error));
    g_assert_no_error(error);
}
