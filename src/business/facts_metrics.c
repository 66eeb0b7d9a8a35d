/* Mappings of facts: the metrics. */
#include <string.h>

#include "base/limits.h"
#include "base/money.h"
#include "base/text.h"
#include "business/facts_priv.h"

#define DECIMALS_MAX 6

/* The number itself, or a text as people write it. False after an issue. */
static bool
read_decimal(CxFactsReader *reader, const CxJson *json, CxDecimal *ret_value)
{
    g_autoptr(GString) text = g_string_new(NULL);
    if (cx_json_type(json) == CX_JSON_INT)
        g_string_printf(text, "%" G_GINT64_FORMAT, cx_json_int(json, 0));
    else if (cx_json_type(json) == CX_JSON_NUMBER)
        cx_text_append_double(text, cx_json_number(json, 0.0));
    else
        g_string_assign(text, cx_json_text(json, ""));
    if (cx_decimal_parse(text->str, CX_POINT_DOT, ret_value))
        return true;
    cx_document_issue(&reader->document, json, NULL, "type", "should be a number");
    return false;
}

static bool
read_decimal_member(CxFactsReader *reader, const CxJson *json, const char *name,
                    CxDecimal *ret_value)
{
    const CxJson *member = cx_json_member(json, name);
    return member != NULL && cx_json_type(member) != CX_JSON_NULL &&
           read_decimal(reader, member, ret_value);
}

/* {"yes": 1, "no": 0} */
static void
read_points(CxFactsReader *reader, const CxJson *json, CxFactsMetric *metric)
{
    const CxJson *points =
        cx_document_tree(&reader->document, json, "points", CX_JSON_OBJECT, CX_MEMBER_OPTIONAL);
    const size_t n = cx_json_n(points);
    CxFactsPoint *list = cx_arena_new0_n(reader->document.arena, CxFactsPoint, n);
    for (size_t i = 0; i < n; i++) {
        const CxJson *point = cx_json_at(points, i);
        list[i].source = cx_arena_text(reader->document.arena, cx_json_name(point));
        (void)read_decimal(reader, point, &list[i].value); /* false left an issue */
    }
    metric->points = list;
    metric->n_points = n;
}

/* [2, 3, 5]: ends of classes, in the metric's unit */
static void
read_cuts(CxFactsReader *reader, const CxJson *json, CxFactsMetric *metric)
{
    const CxJson *cuts =
        cx_document_tree(&reader->document, json, "classes", CX_JSON_ARRAY, CX_MEMBER_OPTIONAL);
    const size_t n = cx_json_n(cuts);
    if (n > CX_METRIC_CUTS_MAX) {
        cx_document_issue(&reader->document, cuts, NULL, "range", "has over %d ends",
                          CX_METRIC_CUTS_MAX);
        return;
    }
    for (size_t i = 0; i < n; i++) {
        CxDecimal cut = CX_DECIMAL_ONE;
        const CxJson *at = cx_json_at(cuts, i);
        if (!read_decimal(reader, at, &cut))
            return;
        if (!cx_decimal_scale(cut, metric->decimals, &metric->cuts[i]) ||
            (i > 0 && metric->cuts[i] <= metric->cuts[i - 1])) {
            cx_document_issue(&reader->document, at, NULL, "range",
                              "ends of classes go up, and differ in the metric's decimals");
            return;
        }
    }
    metric->n_cuts = n;
}

/* "money": {"currency": "EUR"} or {"column": "Cur"} */
static void
read_money(CxFactsReader *reader, const CxJson *json, CxFactsMetric *metric)
{
    const CxJson *money =
        cx_document_tree(&reader->document, json, "money", CX_JSON_OBJECT, CX_MEMBER_OPTIONAL);
    if (money == NULL)
        return;
    static const char *const names[] = { "currency", "column", NULL };
    cx_document_check_names(&reader->document, money, names);
    metric->is_money = true;
    metric->currency = cx_document_text(&reader->document, money, "currency", CX_MEMBER_OPTIONAL,
                                        CX_KEY_BYTES_MAX);
    metric->currency_column =
        cx_document_text(&reader->document, money, "column", CX_MEMBER_OPTIONAL, CX_NAME_BYTES_MAX);
    if (metric->currency != NULL && cx_currency_exponent(metric->currency) < 0) {
        cx_document_issue(&reader->document, money, "currency", "choice",
                          "\"%s\" is no currency of ISO 4217, such as EUR", metric->currency);
    }
    if ((metric->currency == NULL) == (metric->currency_column == NULL)) {
        cx_document_issue(&reader->document, money, "currency", "required",
                          "either \"currency\" or \"column\" is needed");
    }
    metric->decimals = 2;
    metric->unit = "";
}

static void
read_unit(CxFactsReader *reader, const CxJson *json, CxFactsMetric *metric)
{
    CxDocument *document = &reader->document;
    const char *unit =
        cx_document_text(document, json, "unit", CX_MEMBER_OPTIONAL, CX_KEY_BYTES_MAX);
    metric->unit = unit != NULL ? unit : "";
    const bool is_share = strcmp(metric->unit, CX_METRIC_UNIT_SHARE) == 0;
    const int64_t decimals = cx_document_int(document, json, "decimals", is_share ? 3 : 0);
    if (decimals < 0 || decimals > DECIMALS_MAX) {
        cx_document_issue(document, json, "decimals", "range", "should be from 0 to %d",
                          DECIMALS_MAX);
    } else {
        metric->decimals = (int)decimals;
    }
    const char *direction =
        cx_document_text(document, json, "direction", CX_MEMBER_OPTIONAL, CX_KEY_BYTES_MAX);
    if (direction != NULL && strcmp(direction, "up") != 0 && strcmp(direction, "down") != 0)
        cx_document_issue(document, json, "direction", "choice", "should be up or down");
    metric->direction = g_strcmp0(direction, "down") == 0 ? CX_METRIC_DOWN : CX_METRIC_UP;
}

static void
read_values(CxFactsReader *reader, const CxJson *json, CxFactsMetric *metric)
{
    metric->factor = CX_DECIMAL_ONE;
    if (read_decimal_member(reader, json, "factor", &metric->factor) && metric->is_money) {
        cx_document_issue(&reader->document, json, "factor", "conflict",
                          "amounts of money are taken as they stand");
    }
    metric->has_lo = read_decimal_member(reader, json, "lo", &metric->lo);
    metric->has_hi = read_decimal_member(reader, json, "hi", &metric->hi);
    read_points(reader, json, metric);
    const bool has_own = cx_json_member(json, "missing") != NULL;
    metric->missing = reader->missing;
    metric->n_missing = reader->n_missing;
    if (has_own)
        metric->missing = cx_facts_read_texts(reader, json, "missing", &metric->n_missing);
    read_cuts(reader, json, metric);
}

/* Where the file has the metric: a column of its own, or a name in the metric column. */
static void
read_place(CxFactsReader *reader, const CxJson *json, CxFactsMetric *metric)
{
    const CxFactsMapping *mapping = reader->mapping;
    const bool is_long = mapping->metric_column != NULL;
    const bool is_in_columns = mapping->n_period_columns > 0;
    const char *name = is_long ? "named" : "column";
    if (!is_long && is_in_columns) {
        if (cx_json_member(json, "column") != NULL) {
            cx_document_issue(&reader->document, json, "column", "conflict",
                              "the values stand in the columns that /date/columns names");
        }
        return;
    }
    const char *place =
        cx_document_text(&reader->document, json, name, CX_MEMBER_NEEDED, CX_NAME_BYTES_MAX);
    if (is_long)
        metric->named = place;
    else
        metric->column = place;
}

static void
read_metric(CxFactsReader *reader, const CxJson *json, CxFactsMetric *metric)
{
    static const char *const names[] = { "key",    "label",    "unit",      "column",
                                         "named",  "decimals", "direction", "department",
                                         "money",  "factor",   "lo",        "hi",
                                         "points", "missing",  "classes",   NULL };
    CxDocument *document = &reader->document;
    cx_document_check_names(document, json, names);
    metric->key = cx_document_key(document, json, "key", CX_MEMBER_NEEDED);
    metric->label = cx_document_text(document, json, "label", CX_MEMBER_NEEDED, CX_NAME_BYTES_MAX);
    metric->department = cx_document_key(document, json, "department", CX_MEMBER_OPTIONAL);
    read_unit(reader, json, metric);
    read_money(reader, json, metric);
    read_place(reader, json, metric);
    read_values(reader, json, metric);
}

/* Whether the key of a metric is that of an earlier one. */
static bool
is_repeated(const CxFactsMetric *metrics, size_t at)
{
    for (size_t i = 0; i < at && metrics[at].key != NULL; i++) {
        if (g_strcmp0(metrics[i].key, metrics[at].key) == 0)
            return true;
    }
    return false;
}

static void
check_twice(CxFactsReader *reader, const CxJson *list, const CxFactsMetric *metrics, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (is_repeated(metrics, i)) {
            cx_document_issue(&reader->document, cx_json_at(list, i), "key", "repeated",
                              "\"%s\" stands twice", metrics[i].key);
        }
    }
}

void
cx_facts_read_metrics(CxFactsReader *reader)
{
    CxFactsMapping *mapping = reader->mapping;
    const CxJson *list = cx_document_tree(&reader->document, reader->root, "metrics", CX_JSON_ARRAY,
                                          CX_MEMBER_OPTIONAL);
    const size_t n = cx_json_n(list);
    const bool is_of_accounts = mapping->kind == CX_FACT_ACCOUNT;
    if ((n == 0 && !is_of_accounts) || n > CX_FACTS_METRICS_MAX) {
        cx_document_issue(&reader->document, reader->root, "metrics", "range",
                          "should have from 1 to %d metrics", CX_FACTS_METRICS_MAX);
        return;
    }
    CxFactsMetric *metrics = cx_arena_new0_n(reader->document.arena, CxFactsMetric, n);
    for (size_t i = 0; i < n; i++)
        read_metric(reader, cx_json_at(list, i), &metrics[i]);
    check_twice(reader, list, metrics, n);
    if (mapping->n_period_columns > 0 && mapping->metric_column == NULL && n > 1) {
        cx_document_issue(
            &reader->document, list, NULL, "conflict",
            "columns that are periods are of one metric, unless /long/metric names it");
    }
    mapping->metrics = metrics;
    mapping->n_metrics = n;
}
