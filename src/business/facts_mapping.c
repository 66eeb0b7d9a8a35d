/* Mappings of facts: the document but for its metrics. */
#include "business/facts_mapping.h"

#include <string.h>

#include "base/civil.h"
#include "base/limits.h"
#include "business/facts_priv.h"

#define FACTS_FORMAT 1
#define HEADERS_MAX  10 /* records before the first fact */
#define SKIPS_MAX    100
#define COLUMNS_MAX  400 /* that are periods */
#define MONTHS       12

static const char *
text_of(CxFactsReader *reader, const CxJson *json, const char *name, CxMemberNeed need)
{
    return cx_document_text(&reader->document, json, name, need, CX_NAME_BYTES_MAX);
}

static const CxJson *
object_of(CxFactsReader *reader, const char *name, const char *const *names, CxMemberNeed need)
{
    const CxJson *json =
        cx_document_tree(&reader->document, reader->root, name, CX_JSON_OBJECT, need);
    if (json != NULL)
        cx_document_check_names(&reader->document, json, names);
    return json;
}

static void
check_document(CxFactsReader *reader)
{
    static const char *const names[] = { "format", "kind",        "about",   "file",    "key",
                                         "date",   "department",  "long",    "missing", "metrics",
                                         "skip",   "departments", "account", NULL };
    cx_document_check_names(&reader->document, reader->root, names);
    if (cx_document_int(&reader->document, reader->root, "format", 0) != FACTS_FORMAT) {
        cx_document_issue(&reader->document, reader->root, "format", "range",
                          "this program reads format %d only", FACTS_FORMAT);
    }
    const char *kind = text_of(reader, reader->root, "kind", CX_MEMBER_NEEDED);
    if (kind != NULL && strcmp(kind, "facts") != 0) {
        cx_document_issue(&reader->document, reader->root, "kind", "choice",
                          "\"%s\" is not \"facts\"", kind);
    }
}

const char *const *
cx_facts_read_texts(CxFactsReader *reader, const CxJson *json, const char *name, size_t *ret_n)
{
    *ret_n = 0;
    const CxJson *list =
        cx_document_tree(&reader->document, json, name, CX_JSON_ARRAY, CX_MEMBER_OPTIONAL);
    const size_t n = cx_json_n(list);
    if (n == 0)
        return NULL;
    const char **texts = cx_arena_new0_n(reader->document.arena, const char *, n);
    for (size_t i = 0; i < n; i++) {
        const char *text = cx_document_source(&reader->document, cx_json_at(list, i));
        texts[i] = text != NULL ? text : "";
    }
    *ret_n = n;
    return texts;
}

/* {"delimiter": ";", "header_rows": 1, "decimal": ","} */
static void
read_file(CxFactsReader *reader)
{
    static const char *const names[] = { "delimiter", "header_rows", "decimal", NULL };
    CxFactsMapping *mapping = reader->mapping;
    mapping->n_headers = 1;
    const CxJson *json = object_of(reader, "file", names, CX_MEMBER_OPTIONAL);
    if (json == NULL)
        return;
    const int64_t n_headers = cx_document_int(&reader->document, json, "header_rows", 1);
    if (n_headers < 1 || n_headers > HEADERS_MAX) {
        cx_document_issue(&reader->document, json, "header_rows", "range", "should be from 1 to %d",
                          HEADERS_MAX);
    } else {
        mapping->n_headers = (size_t)n_headers;
    }
    const char *decimal = text_of(reader, json, "decimal", CX_MEMBER_OPTIONAL);
    if (decimal != NULL && strcmp(decimal, ",") != 0 && strcmp(decimal, ".") != 0)
        cx_document_issue(&reader->document, json, "decimal", "choice", "should be . or ,");
    mapping->point = g_strcmp0(decimal, ",") == 0 ? CX_POINT_COMMA : CX_POINT_DOT;
    const char *delimiter = cx_json_text(cx_json_member(json, "delimiter"), "auto");
    if (strcmp(delimiter, "auto") == 0)
        return;
    if (strlen(delimiter) != 1 || strchr(",;|\t", *delimiter) == NULL) {
        cx_document_issue(&reader->document, json, "delimiter", "choice",
                          "should be one of , ; | a tab, or auto");
        return;
    }
    mapping->delimiter = *delimiter;
}

/* {"kind": "transaction", "column": "Order", "survey": "guests"} */
static void
read_key(CxFactsReader *reader)
{
    static const char *const names[] = { "kind", "column", "survey", "version", NULL };
    CxFactsMapping *mapping = reader->mapping;
    mapping->scope = "";
    const CxJson *json = object_of(reader, "key", names, CX_MEMBER_NEEDED);
    if (json == NULL)
        return;
    const char *kind = text_of(reader, json, "kind", CX_MEMBER_NEEDED);
    if (kind != NULL && !cx_fact_kind_find(kind, &mapping->kind)) {
        cx_document_issue(&reader->document, json, "kind", "choice",
                          "\"%s\" is none of response, respondent, account, transaction, period",
                          kind);
    }
    const bool needs_column = mapping->kind != CX_FACT_PERIOD;
    mapping->key_column =
        text_of(reader, json, "column", needs_column ? CX_MEMBER_NEEDED : CX_MEMBER_OPTIONAL);
    const bool is_of_survey =
        mapping->kind == CX_FACT_RESPONSE || mapping->kind == CX_FACT_RESPONDENT;
    const char *survey = cx_document_key(&reader->document, json, "survey",
                                         is_of_survey ? CX_MEMBER_NEEDED : CX_MEMBER_OPTIONAL);
    if (survey != NULL && !is_of_survey) {
        cx_document_issue(&reader->document, json, "survey", "conflict",
                          "is for keys of responses and respondents only");
    }
    const char *version = cx_document_key(&reader->document, json, "version", CX_MEMBER_OPTIONAL);
    if (version != NULL && mapping->kind != CX_FACT_RESPONSE) {
        cx_document_issue(&reader->document, json, "version", "conflict",
                          "is for keys of responses only");
    }
    if (survey != NULL && is_of_survey)
        mapping->scope = cx_arena_take(mapping->arena, cx_fact_scope(survey, version));
}

static void
read_fiscal(CxFactsReader *reader, const CxJson *date, CxPeriodRule *rule)
{
    const CxJson *json =
        cx_document_tree(&reader->document, date, "fiscal", CX_JSON_OBJECT, CX_MEMBER_OPTIONAL);
    rule->first_month = 1;
    if (json == NULL)
        return;
    static const char *const names[] = { "first_month", "named_by", NULL };
    cx_document_check_names(&reader->document, json, names);
    const int64_t month = cx_document_int(&reader->document, json, "first_month", 0);
    if (month < 1 || month > MONTHS) {
        cx_document_issue(&reader->document, json, "first_month", "range",
                          "should be from 1 to 12");
    } else {
        rule->first_month = (int32_t)month;
    }
    const char *by = text_of(reader, json, "named_by", CX_MEMBER_OPTIONAL);
    if (by != NULL && strcmp(by, "start") != 0 && strcmp(by, "end") != 0)
        cx_document_issue(&reader->document, json, "named_by", "choice", "should be start or end");
    rule->by = g_strcmp0(by, "start") == 0 ? CX_FISCAL_BY_START : CX_FISCAL_BY_END;
}

static void
read_constant(CxFactsReader *reader, const CxJson *json, CxPeriodRule *rule)
{
    rule->from = cx_document_day(&reader->document, json, "from");
    rule->to = cx_document_day(&reader->document, json, "to");
    if (cx_day_is_none(rule->from) || cx_day_is_none(rule->to) || rule->to.v < rule->from.v) {
        cx_document_issue(&reader->document, json, "from", "required",
                          "\"from\" and \"to\" are needed, in order");
    }
}

static void
read_date_columns(CxFactsReader *reader, const CxJson *json)
{
    CxFactsMapping *mapping = reader->mapping;
    mapping->period_columns =
        cx_facts_read_texts(reader, json, "columns", &mapping->n_period_columns);
    if (mapping->n_period_columns > COLUMNS_MAX)
        cx_document_issue(&reader->document, json, "columns", "range", "has over %d", COLUMNS_MAX);
    const bool has_columns = mapping->n_period_columns > 0;
    mapping->period_column =
        text_of(reader, json, "column", has_columns ? CX_MEMBER_OPTIONAL : CX_MEMBER_NEEDED);
    if (has_columns && mapping->period_column != NULL) {
        cx_document_issue(&reader->document, json, "columns", "conflict",
                          "cannot stand beside \"column\"");
    }
}

/* {"columns": ["Jan", …], "kind": "month", "year": 2026}, or "year_column": "Year" */
static void
read_year(CxFactsReader *reader, const CxJson *json, CxPeriodRule *rule)
{
    CxFactsMapping *mapping = reader->mapping;
    const int64_t year = cx_document_int(&reader->document, json, "year", 0);
    mapping->year_column = text_of(reader, json, "year_column", CX_MEMBER_OPTIONAL);
    const bool is_given = year != 0 || mapping->year_column != NULL;
    if (!is_given)
        return;
    if (mapping->n_period_columns == 0 ||
        (rule->kind != CX_PERIOD_MONTH && rule->kind != CX_PERIOD_QUARTER)) {
        cx_document_issue(&reader->document, json, "year", "conflict",
                          "is for columns headed by months or quarters");
    } else if (year != 0 && mapping->year_column != NULL) {
        cx_document_issue(&reader->document, json, "year", "conflict",
                          "cannot stand beside \"year_column\"");
    } else if (year != 0 && !cx_period_is_year(year)) {
        cx_document_issue(&reader->document, json, "year", "range", "should be a year, as 2026");
    } else {
        rule->year = (int32_t)year;
    }
}

/* {"column": "Month", "kind": "month"}, {"columns": ["2009", …], "kind": "year"} */
static void
read_date(CxFactsReader *reader)
{
    static const char *const names[] = { "column", "columns", "kind",        "from", "to",
                                         "fiscal", "year",    "year_column", NULL };
    CxPeriodRule *rule = &reader->mapping->period;
    rule->first_month = 1;
    const bool is_period = reader->mapping->kind == CX_FACT_PERIOD;
    const CxJson *json =
        object_of(reader, "date", names, is_period ? CX_MEMBER_NEEDED : CX_MEMBER_OPTIONAL);
    if (json == NULL)
        return;
    const char *kind = text_of(reader, json, "kind", CX_MEMBER_NEEDED);
    if (kind == NULL)
        return;
    if (!cx_period_kind_find(kind, &rule->kind) || (is_period && rule->kind == CX_PERIOD_NONE)) {
        cx_document_issue(&reader->document, json, "kind", "choice",
                          "\"%s\" is none of iso, mdy, dmy, excel, month, quarter, year, constant",
                          kind);
        return;
    }
    read_fiscal(reader, json, rule);
    if (rule->kind == CX_PERIOD_CONSTANT)
        read_constant(reader, json, rule);
    else if (rule->kind != CX_PERIOD_NONE)
        read_date_columns(reader, json);
    read_year(reader, json, rule);
}

/* {"column": "Team", "add": true}, or {"constant": "delivery"} */
static void
read_department(CxFactsReader *reader)
{
    static const char *const names[] = { "column", "constant", "add", NULL };
    const CxJson *json = object_of(reader, "department", names, CX_MEMBER_OPTIONAL);
    if (json == NULL)
        return;
    CxFactsMapping *mapping = reader->mapping;
    mapping->department_constant =
        cx_document_key(&reader->document, json, "constant", CX_MEMBER_OPTIONAL);
    const bool is_constant = mapping->department_constant != NULL;
    mapping->department_column =
        text_of(reader, json, "column", is_constant ? CX_MEMBER_OPTIONAL : CX_MEMBER_NEEDED);
    mapping->adds_departments = cx_document_flag(&reader->document, json, "add", false);
    if (is_constant && mapping->department_column != NULL) {
        cx_document_issue(&reader->document, json, "constant", "conflict",
                          "cannot stand beside \"column\"");
    }
    if (mapping->kind == CX_FACT_PERIOD && mapping->key_column != NULL) {
        cx_document_issue(
            &reader->document, json, NULL, "conflict",
            "a period's facts are of a department or of what /key/column names, not of both");
    }
}

/* {"metric": "Measure", "value": "Score"} */
static void
read_long(CxFactsReader *reader)
{
    static const char *const names[] = { "metric", "value", NULL };
    const CxJson *json = object_of(reader, "long", names, CX_MEMBER_OPTIONAL);
    if (json == NULL)
        return;
    CxFactsMapping *mapping = reader->mapping;
    const bool has_columns = mapping->n_period_columns > 0;
    mapping->metric_column = text_of(reader, json, "metric", CX_MEMBER_NEEDED);
    mapping->value_column =
        text_of(reader, json, "value", has_columns ? CX_MEMBER_OPTIONAL : CX_MEMBER_NEEDED);
    if (has_columns && mapping->value_column != NULL) {
        cx_document_issue(&reader->document, json, "value", "conflict",
                          "the values stand in the columns that /date/columns names");
    }
}

/* [{"column": "Status", "values": ["Test"], "reason": "tests"}] */
static void
read_skips(CxFactsReader *reader)
{
    const CxJson *list = cx_document_tree(&reader->document, reader->root, "skip", CX_JSON_ARRAY,
                                          CX_MEMBER_OPTIONAL);
    const size_t n = MIN(cx_json_n(list), (size_t)SKIPS_MAX);
    CxFactsSkip *skips = cx_arena_new0_n(reader->document.arena, CxFactsSkip, n);
    static const char *const names[] = { "column", "values", "reason", NULL };
    for (size_t i = 0; i < n; i++) {
        const CxJson *json = cx_json_at(list, i);
        cx_document_check_names(&reader->document, json, names);
        skips[i].column = text_of(reader, json, "column", CX_MEMBER_NEEDED);
        skips[i].values = cx_facts_read_texts(reader, json, "values", &skips[i].n_values);
        skips[i].reason = text_of(reader, json, "reason", CX_MEMBER_OPTIONAL);
        if (skips[i].n_values == 0)
            cx_document_issue(&reader->document, json, "values", "required", "is needed");
    }
    reader->mapping->skips = skips;
    reader->mapping->n_skips = n;
}

/* [{"key": "delivery", "name": "Delivery"}] */
static void
read_departments(CxFactsReader *reader)
{
    const CxJson *list = cx_document_tree(&reader->document, reader->root, "departments",
                                          CX_JSON_ARRAY, CX_MEMBER_OPTIONAL);
    const size_t n = cx_json_n(list);
    CxFactsDepartment *departments = cx_arena_new0_n(reader->document.arena, CxFactsDepartment, n);
    static const char *const names[] = { "key", "name", NULL };
    for (size_t i = 0; i < n; i++) {
        const CxJson *json = cx_json_at(list, i);
        cx_document_check_names(&reader->document, json, names);
        departments[i].key = cx_document_key(&reader->document, json, "key", CX_MEMBER_NEEDED);
        departments[i].name = text_of(reader, json, "name", CX_MEMBER_NEEDED);
    }
    reader->mapping->departments = departments;
    reader->mapping->n_departments = n;
}

/* {"name": "Customer", "segment": "Class", …}: columns */
static void
read_account(CxFactsReader *reader)
{
    static const char *const names[] = { "name",   "segment", "owner", "opened", "closed",
                                         "person", "email",   "phone", "office", NULL };
    const CxJson *json = object_of(reader, "account", names, CX_MEMBER_OPTIONAL);
    if (json == NULL)
        return;
    if (reader->mapping->kind != CX_FACT_ACCOUNT) {
        cx_document_issue(&reader->document, json, NULL, "conflict",
                          "is for files whose key is an account only");
    }
    CxFactsAccount *account = &reader->mapping->account;
    const char **const members[] = { &account->name,   &account->segment, &account->owner,
                                     &account->opened, &account->closed,  &account->person,
                                     &account->email,  &account->phone,   &account->office };
    for (size_t i = 0; i < G_N_ELEMENTS(members); i++)
        *members[i] = text_of(reader, json, names[i], CX_MEMBER_OPTIONAL);
    const bool has_details =
        account->email != NULL || account->phone != NULL || account->office != NULL;
    if (has_details && account->person == NULL) {
        cx_document_issue(&reader->document, json, "person", "required",
                          "is needed beside what is said of them");
    }
}

static CxFactsMapping *
mapping_new(const char *text, size_t len_bytes)
{
    CxArena *arena = cx_arena_new();
    CxFactsMapping *mapping = g_new0(CxFactsMapping, 1);
    mapping->arena = arena;
    mapping->json = cx_arena_text_n(arena, text, len_bytes);
    return mapping;
}

CxFactsMapping *
cx_facts_mapping_parse(const char *text, size_t len_bytes, CxIssues *issues, GError **error)
{
    g_autoptr(CxJson) root = cx_json_parse(text, len_bytes, error);
    if (root == NULL)
        return NULL;
    const size_t n_before = cx_issues_count(issues);
    if (cx_json_type(root) != CX_JSON_OBJECT) {
        cx_issues_add(issues, "/", "type", "should be an object");
        return NULL;
    }
    g_autoptr(CxFactsMapping) mapping = mapping_new(text, len_bytes);
    CxFactsReader reader = { .document = { mapping->arena, issues },
                             .mapping = mapping,
                             .root = root };
    check_document(&reader);
    read_file(&reader);
    read_key(&reader);
    read_date(&reader);
    read_department(&reader);
    read_long(&reader);
    read_skips(&reader);
    read_departments(&reader);
    read_account(&reader);
    reader.missing = cx_facts_read_texts(&reader, root, "missing", &reader.n_missing);
    cx_facts_read_metrics(&reader);
    return cx_issues_count(issues) == n_before ? g_steal_pointer(&mapping) : NULL;
}

void
cx_facts_mapping_free(CxFactsMapping *mapping)
{
    if (mapping == NULL)
        return;
    cx_arena_free(mapping->arena);
    g_free(mapping);
}

bool
cx_facts_mapping_is_kind(const char *text, size_t len_bytes)
{
    g_autoptr(CxJson) root = cx_json_parse(text, len_bytes, NULL);
    return g_strcmp0(cx_json_text(cx_json_member(root, "kind"), NULL), "facts") == 0;
}

CxFactsMapping *
cx_facts_mapping_read(const char *text, size_t len_bytes, GError **error)
{
    g_autoptr(CxIssues) issues = cx_issues_new();
    CxFactsMapping *mapping = cx_facts_mapping_parse(text, len_bytes, issues, error);
    if (mapping == NULL && cx_issues_count(issues) > 0)
        cx_issues_set_error(issues, error);
    return mapping;
}
