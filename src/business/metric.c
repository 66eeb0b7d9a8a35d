/* Metrics as values: texts and classes. Pure. */
#include "business/metric.h"

#include <string.h>

#include "base/money.h"
#include "base/text.h"

void
cx_metric_free(CxMetric *metric)
{
    if (metric == NULL)
        return;
    g_free(metric->key);
    g_free(metric->label);
    g_free(metric->unit);
    if (metric->cuts != NULL)
        g_array_unref(metric->cuts);
    g_free(metric);
}

void
cx_metric_target_free(CxMetricTarget *target)
{
    if (target == NULL)
        return;
    g_free(target->note);
    g_free(target->actor);
    g_free(target);
}

static char *
money_text(const char *currency, int64_t value)
{
    CxMoney money = { .minor = value };
    g_strlcpy(money.currency, currency, sizeof money.currency);
    return cx_money_format(money);
}

char *
cx_metric_value_text(const CxMetric *metric, const char *currency, int64_t value)
{
    if (metric->is_money && currency != NULL)
        return money_text(currency, value);
    const double number = cx_decimal_double(value, metric->decimals);
    if (strcmp(metric->unit, CX_METRIC_UNIT_SHARE) != 0)
        return cx_text_number(number, metric->decimals);
    g_autofree char *percent = cx_text_number(number * 100.0, MAX(metric->decimals - 2, 0));
    return g_strconcat(percent, "\u00A0%", NULL);
}

char *
cx_metric_value_words(const CxMetric *metric, const char *currency, int64_t value)
{
    char *text = cx_metric_value_text(metric, currency, value);
    const bool has_unit = *metric->unit != '\0' && !metric->is_money &&
                          strcmp(metric->unit, CX_METRIC_UNIT_SHARE) != 0;
    if (!has_unit)
        return text;
    char *words = g_strconcat(text, " ", metric->unit, NULL);
    g_free(text);
    return words;
}

/* "3.50" as a part of a key: "3_5"; a minus is "m". */
static char *
number_key(const CxMetric *metric, int64_t value)
{
    g_autofree char *plain = cx_decimal_format(value, metric->decimals);
    if (strchr(plain, '.') != NULL) {
        size_t n = strlen(plain);
        while (plain[n - 1] == '0')
            plain[--n] = '\0';
        if (plain[n - 1] == '.')
            plain[--n] = '\0';
    }
    GString *key = g_string_new(NULL);
    for (const char *at = plain; *at != '\0'; at++)
        g_string_append_c(key, *at == '-' ? 'm' : *at == '.' ? '_' : *at);
    return g_string_free(key, FALSE);
}

char *
cx_metric_class_key(const CxMetric *metric, const GArray *cuts, guint i_class)
{
    g_autofree char *lo =
        i_class > 0 ? number_key(metric, g_array_index(cuts, int64_t, i_class - 1)) : NULL;
    g_autofree char *hi =
        i_class < cuts->len ? number_key(metric, g_array_index(cuts, int64_t, i_class)) : NULL;
    if (lo == NULL)
        return g_strconcat("up_to_", hi != NULL ? hi : "any", NULL);
    if (hi == NULL)
        return g_strconcat("over_", lo, NULL);
    return g_strconcat("over_", lo, "_up_to_", hi, NULL);
}

char *
cx_metric_class_label(const CxMetric *metric, const GArray *cuts, const char *currency,
                      guint i_class)
{
    g_autofree char *lo =
        i_class > 0
            ? cx_metric_value_words(metric, currency, g_array_index(cuts, int64_t, i_class - 1))
            : NULL;
    g_autofree char *hi =
        i_class < cuts->len
            ? cx_metric_value_words(metric, currency, g_array_index(cuts, int64_t, i_class))
            : NULL;
    if (lo == NULL)
        return g_strconcat("Up to ", hi != NULL ? hi : "any", NULL);
    if (hi == NULL)
        return g_strconcat("Over ", lo, NULL);
    return g_strconcat("Over ", lo, " up to ", hi, NULL);
}

guint
cx_metric_class(const GArray *cuts, int64_t value)
{
    guint i = 0;
    while (i < cuts->len && value > g_array_index(cuts, int64_t, i))
        i++;
    return i;
}

const CxMetricTarget *
cx_metric_target_on(const GPtrArray *targets, CxDay day)
{
    for (guint i = 0; i < targets->len; i++) {
        const CxMetricTarget *target = g_ptr_array_index(targets, i);
        if (target->from.v <= day.v)
            return target;
    }
    return NULL;
}
