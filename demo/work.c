/* What the departments count themselves, and the accounts in money. */
#include <math.h>

#include "base/civil.h"
#include "demo/sample_priv.h"
#include "lang/lang.h"

#define ON_TIME_TENTHS 50 /* what Delivery itself calls on time */
#define MONTHS         36
#define MONTHS_TURN    27 /* of these, before what truly improved */

static const char *const size_words[] = { "Large", "Medium", "Small" };

void
sample_write_orders(CxSampleFacts *facts, const SampleWorld *world)
{
    facts->name = "orders.csv";
    g_string_append(
        facts->mapping,
        "{\"format\": 1, \"kind\": \"facts\", \"about\": \"Orders that customers were asked "
        "about\",\n"
        "  \"key\": {\"kind\": \"transaction\", \"column\": \"order\"},\n"
        "  \"date\": {\"column\": \"ordered\", \"kind\": \"iso\"},\n"
        "  \"metrics\": [\n"
        "    {\"key\": \"days_to_deliver\", \"label\": \"Days to deliver\", \"column\": \"days\", "
        "\"unit\": \"days\", \"decimals\": 1, \"direction\": \"down\", \"department\": "
        "\"delivery\", \"classes\": [2, 3, 4, 5]},\n"
        "    {\"key\": \"invoice_errors\", \"label\": \"Invoices with an error\", \"column\": "
        "\"invoice_wrong\", \"unit\": \"share\", \"direction\": \"down\", \"department\": "
        "\"billing\", \"classes\": [0], \"points\": {\"yes\": 1, \"no\": 0}}\n  ]}\n");
    g_string_append(facts->data, "order,ordered,days,invoice_wrong\n");
    for (guint i = 0; i < world->orders->len; i++) {
        const SampleOrder *order = &g_array_index(world->orders, SampleOrder, i);
        g_autofree char *day = cx_day_format(order->day);
        g_string_append_printf(facts->data, "O-%06d,%s,%d.%d,%s\n", (int)order->number, day,
                               (int)(order->tenths / 10), (int)(order->tenths % 10),
                               order->is_wrong != 0 ? "yes" : "no");
    }
}

/* A department's own number, month by month. */
static const struct {
    const char *key;
    const char *label;
    const char *unit;
    const char *direction;
    const char *department;
    int decimals;
    double level;
    double noise;
    double turn; /* added bit by bit from the turn on */
} operations[] = {
    { "first_contact", "Solved at first contact", "share", "up", "customer_service", 3, 0.710,
      0.010, 0.110 },
    { "engineer_wait", "Hours until an engineer calls", "hours", "down", "technical_support", 1,
      7.4, 0.50, 0.0 },
    { "search_failed", "Searches in the web shop without a result", "share", "down", "web_shop", 3,
      0.116, 0.005, 0.0 },
    { "repair_days", "Days a repair takes", "days", "down", "returns", 1, 11.2, 0.60, -0.4 },
    { "stock_out", "Order lines out of stock", "share", "down", "supply", 3, 0.042, 0.004, 0.0 },
    { "quote_in_a_day", "Quotes answered within a day", "share", "up", "sales", 3, 0.745, 0.015,
      0.0 },
};

static void
write_operations_mapping(GString *out)
{
    g_string_append(out,
                    "{\"format\": 1, \"kind\": \"facts\", \"about\": \"What departments report "
                    "each month\",\n"
                    "  \"key\": {\"kind\": \"period\"},\n"
                    "  \"date\": {\"column\": \"month\", \"kind\": \"month\"},\n"
                    "  \"long\": {\"metric\": \"metric\", \"value\": \"value\"},\n"
                    "  \"metrics\": [\n"
                    "    {\"key\": \"on_time\", \"label\": \"Delivered within five days\", "
                    "\"named\": \"on_time\", \"unit\": \"share\", \"department\": "
                    "\"delivery\"}");
    for (size_t i = 0; i < CX_N_ELEMENTS(operations); i++) {
        g_string_append_printf(out,
                               ",\n    {\"key\": \"%s\", \"label\": \"%s\", \"named\": \"%s\", "
                               "\"unit\": \"%s\", \"decimals\": %d, \"direction\": \"%s\", "
                               "\"department\": \"%s\"}",
                               operations[i].key, operations[i].label, operations[i].key,
                               operations[i].unit, operations[i].decimals, operations[i].direction,
                               operations[i].department);
    }
    g_string_append(out, "\n  ]}\n");
}

static void
write_value(GString *out, int32_t month, const char *metric, double value)
{
    const CxCivil first = cx_day_civil(cx_month_first_day(month));
    const int64_t thousandths = llround(value * 1000.0);
    g_string_append_printf(out, "%04d-%02d,%s,%d.%03d\n", first.year, first.month, metric,
                           (int)(thousandths / 1000), (int)(thousandths % 1000));
}

/* The share that came within five days, as Delivery itself counts. */
static double
share_on_time(const SampleWorld *world, int32_t month)
{
    int n = 0;
    int n_on_time = 0;
    for (guint i = 0; i < world->orders->len; i++) {
        const SampleOrder *order = &g_array_index(world->orders, SampleOrder, i);
        if (cx_day_month_index(order->day) != month)
            continue;
        n++;
        n_on_time += order->tenths <= ON_TIME_TENTHS ? 1 : 0;
    }
    return n > 0 ? (double)n_on_time / n : 1.0;
}

void
sample_write_operations(CxSampleFacts *facts, SampleWorld *world)
{
    facts->name = "operations.csv";
    write_operations_mapping(facts->mapping);
    g_string_append(facts->data, "month,metric,value\n");
    const int32_t newest = cx_day_month_index(world->today);
    for (int i = 0; i < MONTHS; i++) {
        const int32_t month = newest - MONTHS + i; /* the one under way is not reported yet */
        write_value(facts->data, month, "on_time", share_on_time(world, month));
        for (size_t j = 0; j < CX_N_ELEMENTS(operations); j++) {
            const double since = CLAMP((i - MONTHS_TURN) / 4.0, 0.0, 1.0);
            const double value = operations[j].level + since * operations[j].turn +
                                 operations[j].noise * cx_random_normal(&world->random);
            write_value(facts->data, month, operations[j].key, value);
        }
    }
}

static void
write_name(GString *out, int i)
{
    static const char *const first[] = { "Alder",  "Birch",   "Calder",  "Dorn",
                                         "Ekholm", "Falk",    "Gerber",  "Hartwig",
                                         "Ilmen",  "Jansson", "Kessler", "Lund",
                                         "Moser",  "Noor",    "Oster",   "Pavic" };
    static const char *const second[] = { "Instruments", "Controls", "Medical", "Automation",
                                          "Robotics",    "Lighting", "Sensors", "Avionics",
                                          "Workshops",   "Drives",   "Labs",    "Power",
                                          "Telematics" };
    g_string_append_printf(out, "%s %s %d", first[i % (int)CX_N_ELEMENTS(first)],
                           second[(i / 7) % (int)CX_N_ELEMENTS(second)], i % 97 + 1);
}

/* One account in one year, in euro; every twelfth account is billed in Swiss francs. */
static void
write_account_year(GString *out, SampleWorld *world, int i, int year)
{
    static const double sales[] = { 180000.0, 42000.0, 9000.0 };
    const SampleAccount *account = &world->accounts[i];
    CxRandom *random = &world->random;
    const double spread = exp(0.45 * cx_random_normal(random));
    const bool leaves = account->churned == year;
    const int64_t cents =
        llround(sales[account->size] * spread * (1.0 + 0.03 * year) * (leaves ? 45.0 : 100.0));
    const int64_t margin = llround((double)cents * (0.24 + 0.03 * cx_random_normal(random)));
    const int32_t civil_year = cx_day_civil(world->today).year - SAMPLE_YEARS + year;
    const CxDay first = cx_day_from_civil((CxCivil){ civil_year, 1, 1 });
    g_string_append_printf(out, "A-%04d,%d,", i, civil_year);
    write_name(out, i);
    g_string_append_printf(out, ",%s,", size_words[account->size]);
    if (leaves) {
        g_autofree char *left =
            cx_day_format((CxDay){ first.v + (int32_t)cx_random_below(random, 360) });
        g_string_append(out, left);
    }
    g_string_append_printf(out, ",%d.%02d,%d.%02d,%s,%d\n", (int)(cents / 100), (int)(cents % 100),
                           (int)(margin / 100), (int)(ABS(margin) % 100),
                           i % 12 == 5 ? "CHF" : "EUR", leaves ? 1 : 0);
}

void
sample_write_accounts(CxSampleFacts *facts, SampleWorld *world)
{
    facts->name = "accounts.csv";
    g_string_append(
        facts->mapping,
        "{\"format\": 1, \"kind\": \"facts\", \"about\": \"Accounts by year of business\",\n"
        "  \"key\": {\"kind\": \"account\", \"column\": \"account\"},\n"
        "  \"date\": {\"column\": \"year\", \"kind\": \"year\"},\n"
        "  \"account\": {\"name\": \"customer\", \"segment\": \"size\", \"closed\": \"left\"},\n"
        "  \"metrics\": [\n"
        "    {\"key\": \"revenue\", \"label\": \"Revenue\", \"column\": \"revenue\", \"money\": "
        "{\"column\": \"currency\"}},\n"
        "    {\"key\": \"margin\", \"label\": \"Contribution margin\", \"column\": \"margin\", "
        "\"money\": {\"column\": \"currency\"}},\n"
        "    {\"key\": \"churn\", \"label\": \"Accounts that left\", \"column\": \"churned\", "
        "\"unit\": \"share\", \"direction\": \"down\", \"classes\": [0]}\n  ]}\n");
    g_string_append(facts->data,
                    "account,year,customer,size,left,revenue,margin,currency,churned\n");
    for (int i = 0; i < SAMPLE_ACCOUNTS; i++) {
        for (int year = 0; year < SAMPLE_YEARS && year <= world->accounts[i].churned; year++)
            write_account_year(facts->data, world, i, year);
    }
}

void
sample_add_targets(GArray *targets, CxDay today)
{
    static const struct {
        const char *metric, *target, *note;
        int days_ago;
    } rows[] = {
        { "days_to_deliver", "5", "Delivery's own promise: within five days", 1000 },
        { "on_time", "88%", "nine of ten orders, as agreed with logistics", 1000 },
        { "first_contact", "75%", "plan of the year before last", 1000 },
        { "first_contact", "80%", "one person from beginning to end", 400 },
        { "engineer_wait", "8", "a working day", 1000 },
        { "search_failed", "10%", "plan of the new shop", 420 },
        { "invoice_errors", "3%", "agreed with finance", 1000 },
        { "stock_out", "4.5%", "plan", 700 },
    };
    for (size_t i = 0; i < CX_N_ELEMENTS(rows); i++) {
        const CxSampleTarget target = {
            rows[i].metric, rows[i].target, rows[i].note, { today.v - rows[i].days_ago }
        };
        g_array_append_val(targets, target);
    }
}
