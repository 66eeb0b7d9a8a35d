/* Binding a mapping of facts to the header of a file. */
#include "base/error.h"
#include "business/facts_priv.h"

#define ANY_YEAR 2000 /* stands for the one of each row, while headers are checked */

static bool
bind_periods(CxFactsBound *bound, GError **error)
{
    const CxFactsMapping *mapping = bound->mapping;
    bound->period_columns = g_new0(size_t, mapping->n_period_columns);
    bound->spans = g_malloc0_n(MAX(mapping->n_period_columns, 1), sizeof *bound->spans);
    g_autoptr(GString) reason = g_string_new(NULL);
    CxPeriodRule rule = mapping->period;
    bound->year = cx_header_bind(bound->header, mapping->year_column);
    if (mapping->year_column != NULL)
        rule.year = ANY_YEAR;
    for (size_t i = 0; i < mapping->n_period_columns; i++) {
        const char *name = mapping->period_columns[i];
        bound->period_columns[i] = cx_header_bind(bound->header, name);
        if (!cx_period_read(&rule, name, &bound->spans[i][0], &bound->spans[i][1], reason)) {
            g_set_error(error, CX_ERROR, CX_ERROR_INVALID, "the name of a column, %s", reason->str);
            return false;
        }
    }
    return true;
}

static void
bind_metrics(CxFactsBound *bound)
{
    const CxFactsMapping *mapping = bound->mapping;
    bound->columns = g_new0(size_t, mapping->n_metrics);
    bound->currencies = g_new0(size_t, mapping->n_metrics);
    for (size_t i = 0; i < mapping->n_metrics; i++) {
        bound->columns[i] = cx_header_bind(bound->header, mapping->metrics[i].column);
        bound->currencies[i] = cx_header_bind(bound->header, mapping->metrics[i].currency_column);
    }
}

static void
bind_account(CxFactsBound *bound)
{
    const CxFactsAccount *account = &bound->mapping->account;
    bound->name = cx_header_bind(bound->header, account->name);
    bound->segment = cx_header_bind(bound->header, account->segment);
    bound->owner = cx_header_bind(bound->header, account->owner);
    bound->opened = cx_header_bind(bound->header, account->opened);
    bound->closed = cx_header_bind(bound->header, account->closed);
    bound->person = cx_header_bind(bound->header, account->person);
    bound->email = cx_header_bind(bound->header, account->email);
    bound->phone = cx_header_bind(bound->header, account->phone);
    bound->office = cx_header_bind(bound->header, account->office);
}

CxFactsBound *
cx_facts_bind(const CxFactsMapping *mapping, const CxTableRow *header, GError **error)
{
    g_autoptr(CxFactsBound) bound = g_new0(CxFactsBound, 1);
    bound->mapping = mapping;
    bound->header = cx_header_new(header);
    bound->key = cx_header_bind(bound->header, mapping->key_column);
    bound->period = cx_header_bind(bound->header, mapping->period_column);
    bound->department = cx_header_bind(bound->header, mapping->department_column);
    bound->metric = cx_header_bind(bound->header, mapping->metric_column);
    bound->value = cx_header_bind(bound->header, mapping->value_column);
    bind_metrics(bound);
    bind_account(bound);
    bound->skips = g_new0(size_t, mapping->n_skips);
    for (size_t i = 0; i < mapping->n_skips; i++)
        bound->skips[i] = cx_header_bind(bound->header, mapping->skips[i].column);
    if (!bind_periods(bound, error) || !cx_header_check(bound->header, error))
        return NULL;
    return g_steal_pointer(&bound);
}

void
cx_facts_bound_free(CxFactsBound *bound)
{
    if (bound == NULL)
        return;
    cx_header_free(bound->header);
    g_free(bound->period_columns);
    g_free(bound->spans);
    g_free(bound->columns);
    g_free(bound->currencies);
    g_free(bound->skips);
    g_free(bound);
}
