/* Mappings: which columns say who, when, how and with what weight. */
#include <string.h>

#include "base/civil.h"
#include "base/limits.h"
#include "feedback/mapping_priv.h"

static const char *const date_keys[] = {
    [CX_DATE_ISO] = "iso",
    [CX_DATE_MDY] = "mdy",
    [CX_DATE_DMY] = "dmy",
    [CX_DATE_EXCEL] = "excel",
    [CX_DATE_DAY_OF_MONTH] = "day_of_month",
    [CX_DATE_DAY_OF_YEAR] = "day_of_year",
    [CX_DATE_CODED] = "coded",
    [CX_DATE_CONSTANT] = "constant",
};

/* "month": "2018-05", or "year": 2018, as the days it spans. */
static void
read_span(CxMappingReader *reader, const CxJson *json, CxDateRule *rule)
{
    CxCivil first = { .year = 0, .month = 1, .day = 1 };
    CxCivil after = first;
    if (rule->kind == CX_DATE_DAY_OF_MONTH) {
        const char *month =
            cx_mapping_text(reader, json, "month", CX_MEMBER_NEEDED, CX_KEY_BYTES_MAX);
        if (month == NULL)
            return;
        g_autofree char *day = g_strconcat(month, "-01", NULL);
        CxDay parsed = CX_DAY_NONE;
        if (!cx_day_parse(day, &parsed, NULL)) {
            cx_mapping_issue(reader, json, "month", "date", "\"%s\" is not a month such as 2018-05",
                             month);
            return;
        }
        const int32_t index = cx_day_month_index(parsed);
        rule->first_day = parsed.v;
        rule->n_days = cx_month_first_day(index + 1).v - parsed.v;
        return;
    }
    const int64_t year = cx_mapping_int(reader, json, "year", 0);
    if (year < 1 || year > 9998) {
        cx_mapping_issue(reader, json, "year", "range", "a year from 1 to 9998 is needed");
        return;
    }
    first.year = (int32_t)year;
    after.year = first.year + 1;
    rule->first_day = cx_day_from_civil(first).v;
    rule->n_days = cx_day_from_civil(after).v - rule->first_day;
}

/* "days": {"1": "2010-09-07", "2": "2010-09-12"} */
static void
read_codes(CxMappingReader *reader, const CxJson *json, CxDateRule *rule)
{
    const CxJson *days = cx_mapping_tree(reader, json, "days", CX_JSON_OBJECT, CX_MEMBER_NEEDED);
    if (days == NULL)
        return;
    const size_t n = cx_json_n(days);
    if (n == 0 || n > CX_DATE_CODES_MAX) {
        cx_mapping_issue(reader, days, NULL, "range", "should have from 1 to %d codes",
                         CX_DATE_CODES_MAX);
        return;
    }
    CxDateCode *codes = cx_arena_new0_n(reader->arena, CxDateCode, n);
    for (size_t i = 0; i < n; i++) {
        const char *name = cx_json_name(cx_json_at(days, i));
        codes[i].source = cx_arena_text(reader->arena, name);
        codes[i].day = cx_mapping_day(reader, days, name);
    }
    rule->codes = codes;
    rule->n_codes = n;
}

/* "weekday": {"column": "DAY", "sunday": 1} */
static void
read_weekday(CxMappingReader *reader, const CxJson *json, CxDateRule *rule)
{
    const CxJson *weekday =
        cx_mapping_tree(reader, json, "weekday", CX_JSON_OBJECT, CX_MEMBER_OPTIONAL);
    if (weekday == NULL)
        return;
    static const char *const names[] = { "column", "sunday", NULL };
    cx_mapping_check_names(reader, weekday, names);
    rule->weekday = cx_mapping_text(reader, weekday, "column", CX_MEMBER_NEEDED, CX_NAME_BYTES_MAX);
    rule->weekday_first = cx_mapping_int(reader, weekday, "sunday", 1);
    if (rule->weekday_first < 0 || rule->weekday_first > 6)
        cx_mapping_issue(reader, weekday, "sunday", "range", "should be from 0 to 6");
}

void
cx_mapping_read_date_rule(CxMappingReader *reader, const CxJson *json, CxDateRule *rule)
{
    static const char *const names[] = { "column", "kind", "month",   "year",
                                         "day",    "days", "weekday", NULL };
    cx_mapping_check_names(reader, json, names);

    const char *kind = cx_mapping_text(reader, json, "kind", CX_MEMBER_NEEDED, CX_KEY_BYTES_MAX);
    if (kind == NULL)
        return;
    size_t i_kind = 0;
    while (i_kind < G_N_ELEMENTS(date_keys) && strcmp(date_keys[i_kind], kind) != 0)
        i_kind++;
    if (i_kind == G_N_ELEMENTS(date_keys)) {
        cx_mapping_issue(reader, json, "kind", "choice",
                         "\"%s\" is none of iso, mdy, dmy, excel, day_of_month, day_of_year, "
                         "coded, constant",
                         kind);
        return;
    }
    rule->kind = (CxDateKind)i_kind;
    if (rule->kind == CX_DATE_CONSTANT) {
        const CxDay day = cx_mapping_day(reader, json, "day");
        if (cx_json_member(json, "day") == NULL)
            cx_mapping_issue(reader, json, "day", "required", "is needed");
        rule->first_day = day.v;
        rule->n_days = 1;
    } else {
        rule->column = cx_mapping_text(reader, json, "column", CX_MEMBER_NEEDED, CX_NAME_BYTES_MAX);
    }
    if (rule->kind == CX_DATE_DAY_OF_MONTH || rule->kind == CX_DATE_DAY_OF_YEAR)
        read_span(reader, json, rule);
    if (rule->kind == CX_DATE_CODED)
        read_codes(reader, json, rule);
    read_weekday(reader, json, rule);
}

static void
read_date(CxMappingReader *reader, const CxJson *columns)
{
    const CxJson *json = cx_mapping_tree(reader, columns, "date", CX_JSON_OBJECT, CX_MEMBER_NEEDED);
    if (json != NULL)
        cx_mapping_read_date_rule(reader, json, &reader->mapping->date);
}

/* {"key": "self", "label": "Self-administered"} */
static void
read_one_mode(CxMappingReader *reader, const CxJson *json, CxMappingMode *mode)
{
    static const char *const names[] = { "key", "label", NULL };
    cx_mapping_check_names(reader, json, names);
    mode->key = cx_mapping_key(reader, json, "key", CX_MEMBER_NEEDED);
    mode->label = cx_mapping_text(reader, json, "label", CX_MEMBER_NEEDED, CX_NAME_BYTES_MAX);
}

static void
read_mode_codes(CxMappingReader *reader, const CxJson *json, CxMapping *mapping)
{
    const CxJson *codes = cx_mapping_tree(reader, json, "codes", CX_JSON_OBJECT, CX_MEMBER_NEEDED);
    const size_t n = cx_json_n(codes);
    if (n == 0 || n > CX_MODES_MAX) {
        if (codes != NULL) {
            cx_mapping_issue(reader, codes, NULL, "range", "should have from 1 to %d codes",
                             CX_MODES_MAX);
        }
        return;
    }
    CxMappingMode *modes = cx_arena_new0_n(reader->arena, CxMappingMode, n);
    for (size_t i = 0; i < n; i++) {
        const CxJson *code = cx_json_at(codes, i);
        modes[i].source = cx_arena_text(reader->arena, cx_json_name(code));
        read_one_mode(reader, code, &modes[i]);
    }
    mapping->modes = modes;
    mapping->n_modes = n;
}

/* {"column": "SAQ", "codes": {"2": {…}}} or {"constant": {…}} */
static void
read_mode(CxMappingReader *reader, const CxJson *columns)
{
    const CxJson *json =
        cx_mapping_tree(reader, columns, "mode", CX_JSON_OBJECT, CX_MEMBER_OPTIONAL);
    if (json == NULL)
        return;
    static const char *const names[] = { "column", "codes", "constant", NULL };
    cx_mapping_check_names(reader, json, names);

    CxMapping *mapping = reader->mapping;
    const CxJson *constant =
        cx_mapping_tree(reader, json, "constant", CX_JSON_OBJECT, CX_MEMBER_OPTIONAL);
    if (constant == NULL) {
        mapping->mode_column =
            cx_mapping_text(reader, json, "column", CX_MEMBER_NEEDED, CX_NAME_BYTES_MAX);
        read_mode_codes(reader, json, mapping);
        return;
    }
    if (cx_json_member(json, "column") != NULL)
        cx_mapping_issue(reader, json, "constant", "conflict", "cannot stand beside \"column\"");
    CxMappingMode *mode = cx_arena_new0(reader->arena, CxMappingMode);
    read_one_mode(reader, constant, mode);
    mapping->mode_constant = mode->key;
    mapping->modes = mode;
    mapping->n_modes = 1;
}

/* "RUNID", or {"column": "RUNID", "scope": "version"} */
static void
read_cluster(CxMappingReader *reader, const CxJson *columns)
{
    CxMapping *mapping = reader->mapping;
    const CxJson *json = cx_json_member(columns, "cluster");
    if (cx_json_type(json) != CX_JSON_OBJECT) {
        mapping->cluster_column =
            cx_mapping_text(reader, columns, "cluster", CX_MEMBER_OPTIONAL, CX_NAME_BYTES_MAX);
        return;
    }
    static const char *const names[] = { "column", "scope", NULL };
    cx_mapping_check_names(reader, json, names);
    mapping->cluster_column =
        cx_mapping_text(reader, json, "column", CX_MEMBER_NEEDED, CX_NAME_BYTES_MAX);
    const char *scope =
        cx_mapping_text(reader, json, "scope", CX_MEMBER_OPTIONAL, CX_KEY_BYTES_MAX);
    if (scope != NULL && !cx_cluster_scope_find(scope, &mapping->version.cluster_scope)) {
        cx_mapping_issue(reader, json, "scope", "choice", "\"%s\" is none of version, survey",
                         scope);
    }
}

/* "Customer id", or ["First name", "Last name"] */
static void
read_respondent(CxMappingReader *reader, const CxJson *columns)
{
    CxMapping *mapping = reader->mapping;
    const CxJson *json = cx_json_member(columns, "respondent");
    if (json == NULL)
        return;
    const bool is_list = cx_json_type(json) == CX_JSON_ARRAY;
    const size_t n = is_list ? cx_json_n(json) : 1;
    if (n > CX_RESPONDENT_COLUMNS_MAX) {
        cx_mapping_issue(reader, json, NULL, "range", "should name at most %d columns",
                         CX_RESPONDENT_COLUMNS_MAX);
        return;
    }
    const char **list = cx_arena_new0_n(reader->arena, const char *, n);
    for (size_t i = 0; i < n; i++) {
        list[i] = is_list ? cx_mapping_source(reader, cx_json_at(json, i))
                          : cx_mapping_text(reader, columns, "respondent", CX_MEMBER_NEEDED,
                                            CX_NAME_BYTES_MAX);
        if (list[i] == NULL)
            return; /* the issue is noted */
    }
    mapping->respondent_columns = list;
    mapping->n_respondent_columns = n;
}

void
cx_mapping_read_columns(CxMappingReader *reader)
{
    const CxJson *json =
        cx_mapping_tree(reader, reader->root, "columns", CX_JSON_OBJECT, CX_MEMBER_NEEDED);
    if (json == NULL)
        return;
    static const char *const names[] = { "id",          "date",       "mode",
                                         "weight",      "cluster",    "account",
                                         "transaction", "respondent", NULL };
    cx_mapping_check_names(reader, json, names);

    CxMapping *mapping = reader->mapping;
    mapping->id_column = cx_mapping_text(reader, json, "id", CX_MEMBER_OPTIONAL, CX_NAME_BYTES_MAX);
    mapping->weight_column =
        cx_mapping_text(reader, json, "weight", CX_MEMBER_OPTIONAL, CX_NAME_BYTES_MAX);
    mapping->account_column =
        cx_mapping_text(reader, json, "account", CX_MEMBER_OPTIONAL, CX_NAME_BYTES_MAX);
    mapping->transaction_column =
        cx_mapping_text(reader, json, "transaction", CX_MEMBER_OPTIONAL, CX_NAME_BYTES_MAX);
    read_respondent(reader, json);
    read_cluster(reader, json);
    read_date(reader, json);
    read_mode(reader, json);
}
