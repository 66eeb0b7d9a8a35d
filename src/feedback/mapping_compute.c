/* Mappings: answers that are computed from other columns. */
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "feedback/mapping_priv.h"

#define DAYS_COLUMNS 2

static const char *
join_columns(CxMappingReader *reader, const CxCompute *compute, const char *before,
             const char *between)
{
    g_autoptr(GString) out = g_string_new(before);
    for (size_t i = 0; i < compute->n_columns; i++) {
        g_string_append_printf(out, "%s%s", i > 0 ? between : "",
                               compute->columns[i] != NULL ? compute->columns[i] : "");
    }
    return cx_arena_text(reader->arena, out->str);
}

/* A date column: its name alone, read as the date of the response is, or {"column", "kind"}. */
static void
read_day_column(CxMappingReader *reader, const CxJson *json, const char **ret_column,
                CxDateRule *rule)
{
    if (cx_json_type(json) == CX_JSON_OBJECT) {
        cx_mapping_read_date_rule(reader, json, rule);
        *ret_column = rule->column;
        if (rule->kind == CX_DATE_CONSTANT)
            cx_mapping_issue(reader, json, "kind", "choice", "a constant is no column");
        return;
    }
    const CxDateKind kind = reader->mapping->date.kind;
    rule->kind = kind <= CX_DATE_EXCEL ? kind : CX_DATE_ISO;
    *ret_column = cx_mapping_source(reader, json);
    rule->column = *ret_column;
}

static void
read_days(CxMappingReader *reader, const CxJson *list, CxCompute *compute)
{
    compute->kind = CX_COMPUTE_DAYS_BETWEEN;
    if (cx_json_n(list) != DAYS_COLUMNS) {
        cx_mapping_issue(reader, list, NULL, "range", "should name two columns, first and last");
        return;
    }
    const char **columns = cx_arena_new0_n(reader->arena, const char *, DAYS_COLUMNS);
    CxDateRule *dates = cx_arena_new0_n(reader->arena, CxDateRule, DAYS_COLUMNS);
    for (size_t i = 0; i < DAYS_COLUMNS; i++)
        read_day_column(reader, cx_json_at(list, i), &columns[i], &dates[i]);
    compute->columns = columns;
    compute->n_columns = DAYS_COLUMNS;
    compute->dates = dates;
}

static void
read_sum(CxMappingReader *reader, const CxJson *list, CxCompute *compute)
{
    compute->kind = CX_COMPUTE_SUM;
    const size_t n = cx_json_n(list);
    if (n == 0 || n > CX_COMPUTE_COLUMNS_MAX) {
        cx_mapping_issue(reader, list, NULL, "range", "should name from 1 to %d columns",
                         CX_COMPUTE_COLUMNS_MAX);
        return;
    }
    const char **columns = cx_arena_new0_n(reader->arena, const char *, n);
    for (size_t i = 0; i < n; i++)
        columns[i] = cx_mapping_source(reader, cx_json_at(list, i));
    compute->columns = columns;
    compute->n_columns = n;
}

static int
compare_lookups(const void *a, const void *b)
{
    return strcmp(((const CxLookup *)a)->source, ((const CxLookup *)b)->source);
}

static void
read_lookup(CxMappingReader *reader, const CxJson *json, CxCompute *compute)
{
    static const char *const names[] = { "column", "table", "default", NULL };
    compute->kind = CX_COMPUTE_LOOKUP;
    cx_mapping_check_names(reader, json, names);
    const char **columns = cx_arena_new0_n(reader->arena, const char *, 1);
    columns[0] = cx_mapping_text(reader, json, "column", CX_MEMBER_NEEDED, CX_NAME_BYTES_MAX);
    compute->columns = columns;
    compute->n_columns = 1;
    if (cx_json_member(json, "default") != NULL)
        compute->fallback = cx_mapping_source(reader, cx_json_member(json, "default"));
    const CxJson *table = cx_mapping_tree(reader, json, "table", CX_JSON_OBJECT, CX_MEMBER_NEEDED);
    const size_t n = cx_json_n(table);
    if (table == NULL || n == 0 || n > CX_LOOKUP_MAX) {
        if (table != NULL) {
            cx_mapping_issue(reader, table, NULL, "range", "should have from 1 to %d texts",
                             CX_LOOKUP_MAX);
        }
        return;
    }
    CxLookup *rows = cx_arena_new0_n(reader->arena, CxLookup, n);
    for (size_t i = 0; i < n; i++) {
        const CxJson *row = cx_json_at(table, i);
        const char *value = cx_mapping_source(reader, row);
        rows[i] = (CxLookup){ cx_arena_text(reader->arena, cx_json_name(row)),
                              value != NULL ? value : "" };
    }
    qsort(rows, n, sizeof *rows, compare_lookups);
    compute->table = rows;
    compute->n_table = n;
}

void
cx_mapping_read_compute(CxMappingReader *reader, const CxJson *item, CxMappingItem *out)
{
    out->asked.column = "";
    if (cx_json_member(item, "column") != NULL)
        cx_mapping_issue(reader, item, "compute", "conflict", "cannot stand beside \"column\"");
    const CxJson *json = cx_mapping_tree(reader, item, "compute", CX_JSON_OBJECT, CX_MEMBER_NEEDED);
    if (json == NULL)
        return;
    static const char *const names[] = { "days_between", "sum", "lookup", NULL };
    cx_mapping_check_names(reader, json, names);
    const CxJson *days =
        cx_mapping_tree(reader, json, "days_between", CX_JSON_ARRAY, CX_MEMBER_OPTIONAL);
    const CxJson *sum = cx_mapping_tree(reader, json, "sum", CX_JSON_ARRAY, CX_MEMBER_OPTIONAL);
    const CxJson *lookup =
        cx_mapping_tree(reader, json, "lookup", CX_JSON_OBJECT, CX_MEMBER_OPTIONAL);
    if ((days != NULL) + (sum != NULL) + (lookup != NULL) != 1) {
        cx_mapping_issue(reader, json, NULL, "choice",
                         "should be one of days_between, sum, lookup");
        return;
    }
    CxCompute *compute = &out->compute;
    if (days != NULL) {
        read_days(reader, days, compute);
        out->asked.column = join_columns(reader, compute, "days from ", " to ");
    } else if (sum != NULL) {
        read_sum(reader, sum, compute);
        out->asked.column = join_columns(reader, compute, "sum of ", " + ");
    } else {
        read_lookup(reader, lookup, compute);
        out->asked.column = join_columns(reader, compute, "looked up by ", "");
    }
}
