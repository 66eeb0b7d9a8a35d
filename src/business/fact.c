/* Facts as values. Pure. */
#include "business/fact.h"

#include <string.h>

#include "base/civil.h"

static const char *const kind_keys[] = {
#define X(name, key) [CX_FACT_##name] = (key),
    CX_FACT_KIND_MAP(X)
#undef X
};

const char *
cx_fact_kind_key(CxFactKind kind)
{
    return kind_keys[kind];
}

bool
cx_fact_kind_find(const char *key, CxFactKind *ret_kind)
{
    for (size_t i = 0; i < CX_FACT_KIND_N; i++) {
        if (strcmp(kind_keys[i], key) == 0) {
            *ret_kind = (CxFactKind)i;
            return true;
        }
    }
    return false;
}

char *
cx_fact_span(const CxFact *fact)
{
    const bool is_one = fact->kind == CX_FACT_RESPONSE || fact->kind == CX_FACT_TRANSACTION;
    if (is_one || cx_day_is_none(fact->from))
        return g_strdup("");
    g_autofree char *from = cx_day_format(fact->from);
    g_autofree char *to = cx_day_format(fact->to);
    return g_strconcat(from, "/", to, NULL);
}

char *
cx_fact_scope(const char *survey, const char *version)
{
    return version != NULL ? g_strconcat(survey, "/", version, NULL) : g_strdup(survey);
}

void
cx_fact_series_free(CxFactSeries *series)
{
    if (series == NULL)
        return;
    g_array_unref(series->points);
    g_free(series->currency);
    g_free(series);
}

void
cx_fact_unit_free(CxFactUnit *unit)
{
    if (unit == NULL)
        return;
    g_free(unit->key);
    g_free(unit->currency);
    g_free(unit);
}

GArray *
cx_fact_by_month(const GArray *points)
{
    GArray *months = g_array_new(FALSE, TRUE, sizeof(CxFactPoint));
    for (guint i = 0; i < points->len; i++) {
        const CxFactPoint *point = &g_array_index(points, CxFactPoint, i);
        if (cx_day_is_none(point->from))
            continue;
        const int32_t month = cx_day_month_index(point->from);
        CxFactPoint wide = *point;
        if (cx_day_month_index(point->to) == month) {
            wide.from = cx_month_first_day(month);
            wide.to.v = cx_month_first_day(month + 1).v - 1;
        }
        CxFactPoint *last =
            months->len > 0 ? &g_array_index(months, CxFactPoint, months->len - 1) : NULL;
        if (last != NULL && last->from.v == wide.from.v && last->to.v == wide.to.v) {
            last->sum += wide.sum;
            last->n += wide.n;
        } else {
            g_array_append_val(months, wide);
        }
    }
    return months;
}
