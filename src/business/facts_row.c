/* Reading one record of a file of facts. The first thing wrong sets the whole record aside. */
#include <string.h>

#include "base/civil.h"
#include "base/money.h"
#include "business/facts_priv.h"

#define KEY_BYTES_MAX   255
#define VALUE_SHOWN_MAX 80 /* bytes of a cell a reject shows */

CxFactsRow *
cx_facts_row_new(void)
{
    CxFactsRow *row = g_new0(CxFactsRow, 1);
    row->texts = g_string_chunk_new(1024);
    row->values = g_array_new(FALSE, TRUE, sizeof(CxFactsValue));
    row->reason = g_string_new(NULL);
    return row;
}

void
cx_facts_row_free(CxFactsRow *row)
{
    if (row == NULL)
        return;
    g_string_chunk_free(row->texts);
    g_array_unref(row->values);
    g_string_free(row->reason, TRUE);
    g_free(row);
}

const char *
cx_facts_cell(CxFactsRow *row, const CxTableRow *from, size_t i_column)
{
    if (i_column == CX_HEADER_NO_COLUMN || i_column >= from->n_fields)
        return "";
    const CxCsvField *field = &from->fields[i_column];
    const char *text = field->text;
    size_t len_bytes = field->len_bytes;
    while (len_bytes > 0 && g_ascii_isspace(text[len_bytes - 1]))
        len_bytes--;
    while (len_bytes > 0 && g_ascii_isspace(*text)) {
        text++;
        len_bytes--;
    }
    const size_t n_guard = cx_csv_guard_bytes(text, len_bytes);
    return g_string_chunk_insert_len(row->texts, text + n_guard, (gssize)(len_bytes - n_guard));
}

/* Sets the record aside, with the reason there is already. */
static bool
reject(CxFactsRow *row, size_t i_column, const char *value)
{
    row->i_reject = i_column;
    size_t len_bytes = strlen(value);
    if (len_bytes > VALUE_SHOWN_MAX) {
        len_bytes = VALUE_SHOWN_MAX;
        while (len_bytes > 0 && (value[len_bytes] & 0xC0) == 0x80)
            len_bytes--;
    }
    row->reject_value = g_string_chunk_insert_len(row->texts, value, (gssize)len_bytes);
    return false;
}

bool
cx_facts_is_skipped(const CxFactsBound *bound, CxFactsRow *row, const CxTableRow *from)
{
    for (size_t i = 0; i < bound->mapping->n_skips; i++) {
        const CxFactsSkip *skip = &bound->mapping->skips[i];
        const char *cell = cx_facts_cell(row, from, bound->skips[i]);
        for (size_t j = 0; j < skip->n_values; j++) {
            if (strcmp(cell, skip->values[j]) == 0)
                return true;
        }
    }
    return false;
}

static bool
read_key(const CxFactsBound *bound, CxFactsRow *row, const CxTableRow *from)
{
    row->key = cx_facts_cell(row, from, bound->key);
    if (bound->key == CX_HEADER_NO_COLUMN)
        return true;
    if (*row->key == '\0') {
        g_string_printf(row->reason, "there is no %s", cx_fact_kind_key(bound->mapping->kind));
    } else if (strlen(row->key) > KEY_BYTES_MAX) {
        g_string_printf(row->reason, "is %zu bytes long, the limit is %d", strlen(row->key),
                        KEY_BYTES_MAX);
    } else if (!g_utf8_validate(row->key, -1, NULL)) {
        g_string_assign(row->reason, "is no text");
    } else {
        return true;
    }
    return reject(row, bound->key, row->key);
}

static bool
is_missing(const CxFactsMetric *metric, const char *text)
{
    if (*text == '\0')
        return true;
    for (size_t i = 0; i < metric->n_missing; i++) {
        if (strcmp(metric->missing[i], text) == 0)
            return true;
    }
    return false;
}

static int
compare(CxDecimal a, CxDecimal b)
{
    int64_t x = 0;
    int64_t y = 0;
    if (!cx_decimal_scale(a, CX_DECIMALS_MAX, &x))
        x = a.mantissa < 0 ? INT64_MIN : INT64_MAX;
    if (!cx_decimal_scale(b, CX_DECIMALS_MAX, &y))
        y = b.mantissa < 0 ? INT64_MIN : INT64_MAX;
    return x < y ? -1 : x > y;
}

static bool
check_range(CxFactsRow *row, const CxFactsMetric *metric, const char *text, CxDecimal value)
{
    if (metric->has_lo && compare(value, metric->lo) < 0)
        g_string_printf(row->reason, "\"%s\" is below what the mapping allows", text);
    else if (metric->has_hi && compare(value, metric->hi) > 0)
        g_string_printf(row->reason, "\"%s\" is above what the mapping allows", text);
    else
        return true;
    return false;
}

static bool
read_number(const CxFactsBound *bound, CxFactsRow *row, const CxFactsMetric *metric,
            const char *text, CxFactsValue *value)
{
    CxDecimal number;
    for (size_t i = 0; i < metric->n_points; i++) {
        if (strcmp(metric->points[i].source, text) == 0) {
            number = metric->points[i].value;
            return cx_decimal_scale(number, metric->decimals, &value->value);
        }
    }
    if (!cx_decimal_parse(text, bound->mapping->point, &number)) {
        g_string_printf(row->reason, "\"%s\" is not a number and no declared missing code", text);
        return false;
    }
    if (!cx_decimal_multiply(number, metric->factor, &number) ||
        !cx_decimal_scale(number, metric->decimals, &value->value)) {
        g_string_printf(row->reason, "\"%s\" is too large a number", text);
        return false;
    }
    return check_range(row, metric, text, number);
}

static bool
read_amount(const CxFactsBound *bound, CxFactsRow *row, const CxFactsMetric *metric,
            const char *text, CxFactsValue *value)
{
    CxMoney money;
    if (cx_currency_exponent(value->currency) < 0) {
        g_string_printf(row->reason, "\"%s\" is no currency", value->currency);
        return false;
    }
    if (!cx_money_parse(text, bound->mapping->point, value->currency, &money, row->reason))
        return false;
    value->value = money.minor;
    const int exponent = cx_currency_exponent(value->currency);
    return check_range(row, metric, text, (CxDecimal){ money.minor, -exponent });
}

/* One cell becomes one value, or none where it is missing. */
static bool
read_value(const CxFactsBound *bound, CxFactsRow *row, const CxTableRow *from, CxFactsValue value)
{
    const CxFactsMetric *metric = &bound->mapping->metrics[value.i_metric];
    const char *text = cx_facts_cell(row, from, value.i_column);
    if (is_missing(metric, text)) {
        row->n_empty++;
        return true;
    }
    bool is_read = false;
    if (metric->is_money) {
        const char *currency = metric->currency != NULL
                                   ? metric->currency
                                   : cx_facts_cell(row, from, bound->currencies[value.i_metric]);
        g_strlcpy(value.currency, currency, sizeof value.currency);
        if (strlen(currency) >= sizeof value.currency)
            value.currency[0] = '?';
        is_read = read_amount(bound, row, metric, text, &value);
    } else {
        is_read = read_number(bound, row, metric, text, &value);
    }
    if (!is_read)
        return reject(row, value.i_column, text);
    g_array_append_val(row->values, value);
    return true;
}

/* The year of a row's months: "2026", "FY26". */
static bool
read_year(const CxFactsBound *bound, CxFactsRow *row, const CxTableRow *from, int32_t *ret_year)
{
    static const CxPeriodRule rule = { .kind = CX_PERIOD_YEAR, .first_month = 1 };
    const char *text = cx_facts_cell(row, from, bound->year);
    CxDay first;
    CxDay last;
    if (!cx_period_read(&rule, text, &first, &last, row->reason))
        return reject(row, bound->year, text);
    *ret_year = cx_day_civil(first).year;
    return true;
}

/* Which metric a row of a long file is about; n_metrics: none the mapping names. */
static size_t
find_metric(const CxFactsBound *bound, CxFactsRow *row, const CxTableRow *from)
{
    const CxFactsMapping *mapping = bound->mapping;
    if (mapping->metric_column == NULL)
        return 0;
    const char *name = cx_facts_cell(row, from, bound->metric);
    size_t i = 0;
    while (i < mapping->n_metrics && strcmp(mapping->metrics[i].named, name) != 0)
        i++;
    return i;
}

/* The values below the headers that are periods. */
static bool
read_periods(const CxFactsBound *bound, CxFactsRow *row, const CxTableRow *from, CxFactsValue value)
{
    const CxFactsMapping *mapping = bound->mapping;
    CxPeriodRule rule = mapping->period;
    if (mapping->year_column != NULL && !read_year(bound, row, from, &rule.year))
        return false;
    for (size_t i = 0; i < mapping->n_period_columns; i++) {
        value.i_column = bound->period_columns[i];
        value.from = bound->spans[i][0];
        value.to = bound->spans[i][1];
        const bool is_well =
            mapping->year_column == NULL ||
            cx_period_read(&rule, mapping->period_columns[i], &value.from, &value.to, row->reason);
        if (!is_well || !read_value(bound, row, from, value))
            return false;
    }
    return true;
}

static bool
read_values(const CxFactsBound *bound, CxFactsRow *row, const CxTableRow *from, CxDay first,
            CxDay last)
{
    const CxFactsMapping *mapping = bound->mapping;
    CxFactsValue value = { .from = first, .to = last };
    const bool is_wide = mapping->metric_column == NULL && mapping->n_period_columns == 0;
    for (size_t i = 0; is_wide && i < mapping->n_metrics; i++) {
        value.i_metric = i;
        value.i_column = bound->columns[i];
        if (!read_value(bound, row, from, value))
            return false;
    }
    if (is_wide)
        return true;
    value.i_metric = find_metric(bound, row, from);
    row->is_unwanted = value.i_metric == mapping->n_metrics;
    if (row->is_unwanted)
        return true;
    if (mapping->n_period_columns == 0) {
        value.i_column = bound->value;
        return read_value(bound, row, from, value);
    }
    return read_periods(bound, row, from, value);
}

/* A day of an account: as the mapping writes its dates, else 2026-03-31. */
static bool
read_day(const CxFactsBound *bound, CxFactsRow *row, const CxTableRow *from, size_t i_column,
         CxDay *ret_day)
{
    *ret_day = CX_DAY_NONE;
    const char *text = cx_facts_cell(row, from, i_column);
    if (*text == '\0')
        return true;
    CxPeriodRule rule = bound->mapping->period;
    if (rule.kind == CX_PERIOD_NONE || rule.kind > CX_PERIOD_EXCEL)
        rule.kind = CX_PERIOD_ISO;
    CxDay to = CX_DAY_NONE;
    return cx_period_read(&rule, text, ret_day, &to, row->reason) || reject(row, i_column, text);
}

bool
cx_facts_row_read(const CxFactsBound *bound, CxFactsRow *row, const CxTableRow *from)
{
    const CxFactsMapping *mapping = bound->mapping;
    g_string_chunk_clear(row->texts);
    g_array_set_size(row->values, 0);
    g_string_truncate(row->reason, 0);
    row->n_empty = 0;
    row->is_unwanted = false;
    row->i_reject = CX_HEADER_NO_COLUMN;
    row->reject_value = NULL;
    if (from->n_fields != bound->header->n_columns) {
        g_string_printf(row->reason, "the header has %zu columns, this row %zu",
                        bound->header->n_columns, from->n_fields);
        return false;
    }
    CxDay first = CX_DAY_NONE;
    CxDay last = CX_DAY_NONE;
    if (!read_key(bound, row, from))
        return false;
    const char *date = cx_facts_cell(row, from, bound->period);
    if (mapping->n_period_columns == 0 &&
        !cx_period_read(&mapping->period, date, &first, &last, row->reason))
        return reject(row, bound->period, date);
    row->department = bound->department != CX_HEADER_NO_COLUMN
                          ? cx_facts_cell(row, from, bound->department)
                          : NULL;
    return read_day(bound, row, from, bound->opened, &row->opened) &&
           read_day(bound, row, from, bound->closed, &row->closed) &&
           read_values(bound, row, from, first, last);
}
