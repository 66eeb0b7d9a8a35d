#include "business/facts_preview.h"

#include <string.h>

#include "base/civil.h"
#include "base/money.h"
#include "base/text.h"
#include "business/facts_priv.h"

struct CxFactsPreview {
    const CxFactsMapping *mapping;
    CxFactsBound *bound;
    CxFactsRow *row;
};

CxFactsPreview *
cx_facts_preview_new(const CxFactsMapping *mapping, const CxTableRow *header)
{
    CxFactsBound *bound = cx_facts_bind(mapping, header, NULL);
    if (bound == NULL)
        return NULL;
    CxFactsPreview *preview = g_new0(CxFactsPreview, 1);
    *preview = (CxFactsPreview){ .mapping = mapping, .bound = bound, .row = cx_facts_row_new() };
    return preview;
}

void
cx_facts_preview_free(CxFactsPreview *preview)
{
    if (preview == NULL)
        return;
    cx_facts_bound_free(preview->bound);
    cx_facts_row_free(preview->row);
    g_free(preview);
}

/* Whether each row says which metric it is of. */
static bool
is_long(const CxFactsMapping *mapping)
{
    return mapping->metric_column != NULL;
}

/* How many values a row can have that are shown. */
static size_t
n_values(const CxFactsMapping *mapping)
{
    if (mapping->n_period_columns > 0)
        return MIN(mapping->n_period_columns, CX_FACTS_PREVIEW_VALUES);
    return is_long(mapping) ? 1 : MIN(mapping->n_metrics, CX_FACTS_PREVIEW_VALUES);
}

CxFactsPreviewHead
cx_facts_preview_head(const CxFactsPreview *preview, CxArena *arena)
{
    const CxFactsMapping *mapping = preview->mapping;
    const size_t n_shown = n_values(mapping);
    CxFactsPreviewHead head = {
        .has_key = mapping->key_column != NULL,
        .has_days = mapping->n_period_columns == 0 && mapping->period.kind != CX_PERIOD_NONE,
        .has_department = mapping->department_column != NULL,
        .values = cx_arena_new0_n(arena, const char *, n_shown + 1),
    };
    if (is_long(mapping))
        head.values[head.n_values++] = cx_arena_text(arena, mapping->metric_column);
    for (size_t i = 0; i < n_shown; i++) {
        const char *name = mapping->n_period_columns > 0 ? mapping->period_columns[i]
                           : is_long(mapping)            ? mapping->value_column
                                                         : mapping->metrics[i].label;
        head.values[head.n_values++] = cx_arena_text(arena, name);
    }
    return head;
}

static const char *
days_text(CxArena *arena, CxDay from, CxDay to)
{
    if (cx_day_is_none(from))
        return "–";
    return cx_arena_take(arena,
                         from.v == to.v ? cx_day_format(from) : cx_day_format_period(from, to));
}

/* "3.5 days", "58 %", "1,200.00 EUR". */
static const char *
value_text(CxArena *arena, const CxFactsMetric *metric, const CxFactsValue *value)
{
    const bool is_share = strcmp(metric->unit, CX_METRIC_UNIT_SHARE) == 0;
    int decimals = metric->decimals;
    if (metric->is_money)
        decimals = cx_currency_exponent(value->currency);
    double number = (double)value->value;
    for (int i = 0; i < decimals; i++)
        number /= 10;
    if (is_share)
        decimals = MAX(decimals - 2, 0);
    g_autofree char *text = cx_text_number(is_share ? 100 * number : number, decimals);
    const char *unit = metric->is_money ? value->currency : is_share ? "%" : metric->unit;
    return cx_arena_printf(arena, *unit != '\0' ? "%s %s" : "%s%s", text, unit);
}

/* Where in the line a value stands. */
static size_t
place_of(const CxFactsPreview *preview, const CxFactsValue *value)
{
    const CxFactsMapping *mapping = preview->mapping;
    if (is_long(mapping) && mapping->n_period_columns == 0)
        return 0;
    if (mapping->n_period_columns == 0)
        return value->i_metric;
    size_t i = 0;
    while (i < mapping->n_period_columns && preview->bound->period_columns[i] != value->i_column)
        i++;
    return i;
}

static const char *
problem_of(const CxFactsPreview *preview, CxArena *arena)
{
    const CxFactsRow *row = preview->row;
    if (row->i_reject == CX_HEADER_NO_COLUMN)
        return cx_arena_text(arena, row->reason->str);
    return cx_arena_printf(arena, "%s: %s", preview->bound->header->names[row->i_reject],
                           row->reason->str);
}

CxFactsPreviewLine
cx_facts_preview_row(CxFactsPreview *preview, const CxTableRow *from, CxArena *arena)
{
    const CxFactsMapping *mapping = preview->mapping;
    CxFactsRow *row = preview->row;
    if (cx_facts_is_skipped(preview->bound, row, from))
        return (CxFactsPreviewLine){ .problem = "" };
    if (!cx_facts_row_read(preview->bound, row, from))
        return (CxFactsPreviewLine){ .problem = problem_of(preview, arena) };
    if (row->is_unwanted)
        return (CxFactsPreviewLine){ .problem = "" };
    const CxFactsPreviewHead head = cx_facts_preview_head(preview, arena);
    CxFactsPreviewLine line = { .cells = cx_arena_new0_n(arena, const char *, 3 + head.n_values) };
    const guint n_read = row->values->len;
    const CxFactsValue *first = n_read > 0 ? &g_array_index(row->values, CxFactsValue, 0) : NULL;
    if (head.has_key)
        line.cells[line.n++] = cx_arena_text(arena, row->key);
    if (head.has_days)
        line.cells[line.n++] = first != NULL ? days_text(arena, first->from, first->to) : "–";
    if (head.has_department)
        line.cells[line.n++] = cx_arena_text(arena, row->department);
    if (is_long(mapping)) {
        line.cells[line.n++] =
            first != NULL ? cx_arena_text(arena, mapping->metrics[first->i_metric].label) : "–";
    }
    const size_t n_shown = n_values(mapping);
    for (size_t i = 0; i < n_shown; i++)
        line.cells[line.n + i] = "–";
    for (guint i = 0; first != NULL && i < n_read; i++) {
        const CxFactsValue *value = &first[i];
        const size_t place = place_of(preview, value);
        if (place < n_shown) {
            line.cells[line.n + place] =
                value_text(arena, &mapping->metrics[value->i_metric], value);
        }
    }
    line.n += n_shown;
    return line;
}
