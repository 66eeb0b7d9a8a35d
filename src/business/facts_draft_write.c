/* A draft as a mapping of facts, and as what is kept of it. */
#include <string.h>

#include "base/error.h"
#include "base/money.h"
#include "base/text.h"
#include "business/facts_draft_priv.h"
#include "business/metric.h"
#include "codec/json.h"

/* ---- The mapping ---- */

/* How the mapping names a column: its header, or "#3" where there are several or none. */
static const char *
ref_of(const CxFactsDraft *draft, size_t i_column)
{
    const char *name = draft->columns[i_column].name;
    bool is_alone = *name != '\0';
    for (size_t i = 0; i < draft->n_columns; i++)
        is_alone = is_alone && (i == i_column || strcmp(draft->columns[i].name, name) != 0);
    return is_alone ? name : cx_arena_printf(draft->arena, "#%zu", i_column + 1);
}

/* The first column taken so, or NULL. */
static const char *
ref_of_taken(const CxFactsDraft *draft, CxFactsTaken taken)
{
    for (size_t i = 0; i < draft->n_columns; i++) {
        if (draft->columns[i].taken == taken)
            return ref_of(draft, i);
    }
    return NULL;
}

static int64_t
count_taken(const CxFactsDraft *draft, CxFactsTaken taken)
{
    int64_t n = 0;
    for (size_t i = 0; i < draft->n_columns; i++)
        n += draft->columns[i].taken == taken ? 1 : 0;
    return n;
}

/* What lacks of how the rows name their metrics and the columns their periods; or NULL. */
static const char *
lack_of_rows(const CxFactsDraft *draft)
{
    const bool has_periods = cx_facts_draft_has(draft, CX_FACTS_TAKEN_PERIOD);
    const bool has_measure = cx_facts_draft_has(draft, CX_FACTS_TAKEN_MEASURE);
    const int64_t n_values = count_taken(draft, CX_FACTS_TAKEN_VALUE);
    if (has_periods && cx_facts_draft_has(draft, CX_FACTS_TAKEN_DATE))
        return "Columns are headed by periods, and another says the day: leave one of them out.";
    if (has_periods && n_values > 0)
        return "Columns are headed by periods, and another is taken for the value: leave it out.";
    if (has_measure && !has_periods && n_values == 0)
        return "Rows name their metric, and no column is taken for its value.";
    if (n_values > 0 && !has_measure)
        return "A column is taken for the value, and none says of which metric.";
    if ((has_periods || has_measure) && cx_facts_draft_has(draft, CX_FACTS_TAKEN_METRIC)) {
        return "The metrics stand in the rows, and a column is taken for one as well: leave it "
               "out.";
    }
    if (cx_facts_draft_wants_year(draft) && draft->year == 0) {
        return "Columns are headed by months or quarters, and nothing says of which year: say the "
               "year.";
    }
    if (has_periods && draft->written < CX_PERIOD_MONTH)
        return "Columns are headed by periods: say below how they are written.";
    if (n_values > 1 || count_taken(draft, CX_FACTS_TAKEN_MEASURE) > 1)
        return "Two columns are taken for the same.";
    return NULL;
}

/* Two columns of the same period; or NULL. */
static const char *
lack_of_headers(const CxFactsDraft *draft)
{
    for (size_t i = 0; i < draft->n_columns; i++) {
        if (draft->columns[i].taken == CX_FACTS_TAKEN_PERIOD && *ref_of(draft, i) == '#')
            return "Two columns are headed by the same period, or one by nothing.";
    }
    return NULL;
}

static bool
has_metric(const CxFactsDraft *draft)
{
    for (size_t i = 0; i < draft->n_measures; i++) {
        if (draft->measures[i].taken == CX_FACTS_TAKEN_METRIC)
            return true;
    }
    return cx_facts_draft_has(draft, CX_FACTS_TAKEN_METRIC);
}

static const char *
lack_of(const CxFactsDraft *draft)
{
    const bool is_account = draft->kind == CX_FACT_ACCOUNT;
    if (draft->kind != CX_FACT_PERIOD && count_taken(draft, CX_FACTS_TAKEN_KEY) == 0)
        return "No column says whose the facts are.";
    if (draft->kind == CX_FACT_PERIOD && count_taken(draft, CX_FACTS_TAKEN_DATE) == 0 &&
        count_taken(draft, CX_FACTS_TAKEN_PERIOD) == 0)
        return "No column says whose the facts are, and none of which day or period they are.";
    const char *lack = lack_of_rows(draft);
    lack = lack != NULL ? lack : lack_of_headers(draft);
    if (lack != NULL)
        return lack;
    if (!has_metric(draft) && !is_account)
        return "No column is a metric.";
    if (count_taken(draft, CX_FACTS_TAKEN_KEY) > 1 || count_taken(draft, CX_FACTS_TAKEN_DATE) > 1 ||
        count_taken(draft, CX_FACTS_TAKEN_YEAR) > 1)
        return "Two columns are taken for the same.";
    if ((draft->kind == CX_FACT_RESPONSE || draft->kind == CX_FACT_RESPONDENT) &&
        draft->survey == NULL)
        return "No survey is here yet whose answers these facts could be of.";
    return NULL;
}

static void
put_column(CxJsonWriter *json, const char *name, const char *column)
{
    if (column == NULL)
        return;
    cx_json_writer_name(json, name);
    cx_json_writer_begin_object(json);
    cx_json_writer_put_text(json, "column", column);
    cx_json_writer_end_object(json);
}

static void
write_key(CxJsonWriter *json, const CxFactsDraft *draft)
{
    cx_json_writer_name(json, "key");
    cx_json_writer_begin_object(json);
    cx_json_writer_put_text(json, "kind", cx_fact_kind_key(draft->kind));
    const char *column = ref_of_taken(draft, CX_FACTS_TAKEN_KEY);
    if (column != NULL)
        cx_json_writer_put_text(json, "column", column);
    if (draft->kind == CX_FACT_RESPONSE || draft->kind == CX_FACT_RESPONDENT)
        cx_json_writer_put_text(json, "survey", draft->survey);
    cx_json_writer_end_object(json);
}

static void
write_date(CxJsonWriter *json, const CxFactsDraft *draft)
{
    const char *date = ref_of_taken(draft, CX_FACTS_TAKEN_DATE);
    const bool has_periods = cx_facts_draft_has(draft, CX_FACTS_TAKEN_PERIOD);
    if ((date == NULL && !has_periods) || draft->written == CX_PERIOD_NONE)
        return;
    cx_json_writer_name(json, "date");
    cx_json_writer_begin_object(json);
    if (has_periods) {
        cx_json_writer_name(json, "columns");
        cx_json_writer_begin_array(json);
        for (size_t i = 0; i < draft->n_columns; i++) {
            if (draft->columns[i].taken == CX_FACTS_TAKEN_PERIOD)
                cx_json_writer_text(json, ref_of(draft, i));
        }
        cx_json_writer_end_array(json);
    } else {
        cx_json_writer_put_text(json, "column", date);
    }
    cx_json_writer_put_text(json, "kind", cx_period_kind_key(draft->written));
    if (has_periods && cx_facts_draft_wants_year(draft))
        cx_json_writer_put_int(json, "year", draft->year);
    else if (has_periods && cx_facts_draft_has(draft, CX_FACTS_TAKEN_YEAR))
        cx_json_writer_put_text(json, "year_column", ref_of_taken(draft, CX_FACTS_TAKEN_YEAR));
    cx_json_writer_end_object(json);
}

static void
write_long(CxJsonWriter *json, const CxFactsDraft *draft)
{
    const char *measure = ref_of_taken(draft, CX_FACTS_TAKEN_MEASURE);
    const char *value = ref_of_taken(draft, CX_FACTS_TAKEN_VALUE);
    if (measure == NULL)
        return;
    cx_json_writer_name(json, "long");
    cx_json_writer_begin_object(json);
    cx_json_writer_put_text(json, "metric", measure);
    if (value != NULL)
        cx_json_writer_put_text(json, "value", value);
    cx_json_writer_end_object(json);
}

/* ---- Its metrics ---- */

static size_t
n_candidates(const CxFactsDraft *draft)
{
    return cx_facts_draft_is_in_rows(draft) ? draft->n_measures : draft->n_columns;
}

/* The i-th of what may be a metric: measures where they stand in the rows, else columns. */
static const CxFactsColumn *
candidate(const CxFactsDraft *draft, size_t i)
{
    return cx_facts_draft_is_in_rows(draft) ? &draft->measures[i] : &draft->columns[i];
}

/* The label of the i-th as a key, with room for a number behind it. (transfer full) */
static char *
label_key(const CxFactsDraft *draft, size_t i)
{
    char *key = cx_text_key(candidate(draft, i)->label);
    if (strlen(key) > CX_METRIC_KEY_BYTES_MAX - 4)
        key[CX_METRIC_KEY_BYTES_MAX - 4] = '\0';
    return key;
}

/* A key for a metric that no other column of the draft has. */
static const char *
metric_key(const CxFactsDraft *draft, size_t i_column)
{
    g_autofree char *key = label_key(draft, i_column);
    bool is_alone = *key != '\0';
    for (size_t i = 0; i < i_column && is_alone; i++) {
        if (candidate(draft, i)->taken != CX_FACTS_TAKEN_METRIC)
            continue;
        g_autofree char *other = label_key(draft, i);
        is_alone = strcmp(other, key) != 0;
    }
    if (is_alone)
        return cx_arena_text(draft->arena, key);
    return cx_arena_printf(draft->arena, "%s_%zu", *key != '\0' ? key : "metric", i_column + 1);
}

static void
write_unit(CxJsonWriter *json, const CxFactsDraft *draft, const CxFactsColumn *column)
{
    const bool is_by_row = strcmp(column->unit, CX_FACTS_UNIT_MONEY) == 0;
    if (is_by_row || cx_currency_exponent(column->unit) >= 0) {
        cx_json_writer_name(json, "money");
        cx_json_writer_begin_object(json);
        cx_json_writer_put_text(json, is_by_row ? "column" : "currency",
                                is_by_row ? ref_of_taken(draft, CX_FACTS_TAKEN_CURRENCY)
                                          : column->unit);
        cx_json_writer_end_object(json);
        return;
    }
    if (*column->unit != '\0')
        cx_json_writer_put_text(json, "unit", column->unit);
    if (strcmp(column->unit, CX_METRIC_UNIT_SHARE) != 0)
        cx_json_writer_put_int(json, "decimals", column->decimals);
    else if (column->is_of_100)
        cx_json_writer_put_number(json, "factor", 0.01);
}

static void
write_metric(CxJsonWriter *json, const CxFactsDraft *draft, size_t i_column)
{
    static const char *const points[] = { "yes",  "no",    "Yes",  "No",    "YES",  "NO",
                                          "true", "false", "TRUE", "FALSE", "True", "False",
                                          "y",    "n",     "Y",    "N" };
    const CxFactsColumn *column = candidate(draft, i_column);
    cx_json_writer_begin_object(json);
    cx_json_writer_put_text(json, "key", metric_key(draft, i_column));
    cx_json_writer_put_text(json, "label", column->label);
    if (cx_facts_draft_has(draft, CX_FACTS_TAKEN_MEASURE))
        cx_json_writer_put_text(json, "named", column->name);
    else if (!cx_facts_draft_is_in_rows(draft))
        cx_json_writer_put_text(json, "column", ref_of(draft, i_column));
    write_unit(json, draft, column);
    cx_json_writer_put_text(json, "direction", column->is_down ? "down" : "up");
    if (column->department != NULL)
        cx_json_writer_put_text(json, "department", column->department);
    if (column->is_yes_no) {
        cx_json_writer_name(json, "points");
        cx_json_writer_begin_object(json);
        for (size_t i = 0; i < CX_N_ELEMENTS(points); i++)
            cx_json_writer_put_int(json, points[i], i % 2 == 0 ? 1 : 0);
        cx_json_writer_end_object(json);
    }
    cx_json_writer_end_object(json);
}

/* Departments that metrics are given to, each once. */
static void
write_departments(CxJsonWriter *json, const CxFactsDraft *draft)
{
    cx_json_writer_name(json, "departments");
    cx_json_writer_begin_array(json);
    for (size_t i = 0; i < n_candidates(draft); i++) {
        const CxFactsColumn *column = candidate(draft, i);
        bool is_new = column->department != NULL && column->taken == CX_FACTS_TAKEN_METRIC;
        for (size_t k = 0; k < i && is_new; k++) {
            is_new = candidate(draft, k)->taken != CX_FACTS_TAKEN_METRIC ||
                     g_strcmp0(candidate(draft, k)->department, column->department) != 0;
        }
        if (!is_new)
            continue;
        cx_json_writer_begin_object(json);
        cx_json_writer_put_text(json, "key", column->department);
        cx_json_writer_put_text(json, "name", column->department_name);
        cx_json_writer_end_object(json);
    }
    cx_json_writer_end_array(json);
}

static void
write_account(CxJsonWriter *json, const CxFactsDraft *draft)
{
    static const CxFactsTaken parts[] = { CX_FACTS_TAKEN_NAME, CX_FACTS_TAKEN_SEGMENT,
                                          CX_FACTS_TAKEN_OWNER, CX_FACTS_TAKEN_OPENED,
                                          CX_FACTS_TAKEN_CLOSED };
    if (draft->kind != CX_FACT_ACCOUNT)
        return;
    cx_json_writer_name(json, "account");
    cx_json_writer_begin_object(json);
    for (size_t i = 0; i < CX_N_ELEMENTS(parts); i++) {
        const char *column = ref_of_taken(draft, parts[i]);
        if (column != NULL)
            cx_json_writer_put_text(json, cx_facts_taken_key(parts[i]), column);
    }
    cx_json_writer_end_object(json);
}

char *
cx_facts_draft_mapping(CxFactsDraft *draft)
{
    draft->lack = lack_of(draft);
    if (draft->lack != NULL)
        return NULL;
    GString *out = g_string_new(NULL);
    {
        g_autoptr(CxJsonWriter) json = cx_json_writer_new(out, CX_JSON_INDENTED);
        cx_json_writer_begin_object(json);
        cx_json_writer_put_int(json, "format", 1);
        cx_json_writer_put_text(json, "kind", "facts");
        write_key(json, draft);
        write_date(json, draft);
        write_long(json, draft);
        put_column(json, "department", ref_of_taken(draft, CX_FACTS_TAKEN_DEPARTMENT));
        write_departments(json, draft);
        cx_json_writer_name(json, "metrics");
        cx_json_writer_begin_array(json);
        for (size_t i = 0; i < n_candidates(draft); i++) {
            if (candidate(draft, i)->taken == CX_FACTS_TAKEN_METRIC)
                write_metric(json, draft, i);
        }
        cx_json_writer_end_array(json);
        write_account(json, draft);
        cx_json_writer_end_object(json);
    }
    return g_string_free(out, FALSE);
}

/* ---- What is kept ---- */

static void
keep_column(CxJsonWriter *json, const CxFactsColumn *column)
{
    cx_json_writer_begin_object(json);
    cx_json_writer_put_text(json, "name", column->name);
    cx_json_writer_put_text(json, "taken", cx_facts_taken_key(column->taken));
    cx_json_writer_put_text(json, "reason", column->reason);
    cx_json_writer_put_text(json, "label", column->label);
    cx_json_writer_put_text(json, "unit", column->unit);
    cx_json_writer_put_flag(json, "down", column->is_down);
    cx_json_writer_put_int(json, "decimals", column->decimals);
    cx_json_writer_put_flag(json, "of_100", column->is_of_100);
    cx_json_writer_put_flag(json, "yes_no", column->is_yes_no);
    if (column->department != NULL) {
        cx_json_writer_put_text(json, "department", column->department);
        cx_json_writer_put_text(json, "department_name", column->department_name);
    }
    cx_json_writer_end_object(json);
}

static void
keep_columns(CxJsonWriter *json, const char *name, const CxFactsColumn *columns, size_t n)
{
    cx_json_writer_name(json, name);
    cx_json_writer_begin_array(json);
    for (size_t i = 0; i < n; i++)
        keep_column(json, &columns[i]);
    cx_json_writer_end_array(json);
}

char *
cx_facts_draft_json(const CxFactsDraft *draft)
{
    GString *out = g_string_new(NULL);
    {
        g_autoptr(CxJsonWriter) json = cx_json_writer_new(out, CX_JSON_COMPACT);
        cx_json_writer_begin_object(json);
        cx_json_writer_put_text(json, "kind", cx_fact_kind_key(draft->kind));
        cx_json_writer_put_text(json, "written", cx_period_kind_key(draft->written));
        if (draft->year != 0)
            cx_json_writer_put_int(json, "year", draft->year);
        if (draft->survey != NULL)
            cx_json_writer_put_text(json, "survey", draft->survey);
        if (draft->lack != NULL)
            cx_json_writer_put_text(json, "lack", draft->lack);
        if (draft->like != NULL)
            cx_json_writer_put_text(json, "like", draft->like);
        if (draft->gone != NULL)
            cx_json_writer_put_text(json, "gone", draft->gone);
        if (draft->arrived != NULL)
            cx_json_writer_put_text(json, "arrived", draft->arrived);
        cx_json_writer_put_flag(json, "given", draft->is_given);
        keep_columns(json, "columns", draft->columns, draft->n_columns);
        if (draft->n_measures > 0)
            keep_columns(json, "measures", draft->measures, draft->n_measures);
        cx_json_writer_end_object(json);
    }
    return g_string_free(out, FALSE);
}

static const char *
text_of(CxArena *arena, const CxJson *json, const char *name)
{
    return cx_arena_text(arena, cx_json_text(cx_json_member(json, name), NULL));
}

static bool
parse_column(CxArena *arena, const CxJson *json, CxFactsColumn *column)
{
    *column = (CxFactsColumn){
        .name = text_of(arena, json, "name"),
        .reason = text_of(arena, json, "reason"),
        .label = text_of(arena, json, "label"),
        .unit = text_of(arena, json, "unit"),
        .is_down = cx_json_flag(cx_json_member(json, "down"), false),
        .decimals = (int)cx_json_int(cx_json_member(json, "decimals"), 0),
        .is_of_100 = cx_json_flag(cx_json_member(json, "of_100"), false),
        .is_yes_no = cx_json_flag(cx_json_member(json, "yes_no"), false),
        .department = text_of(arena, json, "department"),
        .department_name = text_of(arena, json, "department_name"),
    };
    return column->name != NULL && column->label != NULL && column->unit != NULL &&
           cx_facts_taken_find(cx_json_text(cx_json_member(json, "taken"), ""), &column->taken);
}

/* A list of columns; false where one cannot be read. */
static bool
parse_columns(CxArena *arena, const CxJson *list, CxFactsColumn **ret_columns, size_t *ret_n)
{
    const size_t n = list != NULL ? cx_json_n(list) : 0;
    CxFactsColumn *columns = cx_arena_new0_n(arena, CxFactsColumn, n);
    for (size_t i = 0; i < n; i++) {
        if (!parse_column(arena, cx_json_at(list, i), &columns[i]))
            return false;
    }
    *ret_columns = columns;
    *ret_n = n;
    return true;
}

CxFactsDraft *
cx_facts_draft_parse(const char *text, GError **error)
{
    g_autoptr(CxJson) json = cx_json_parse(text, strlen(text), NULL);
    CxArena *arena = cx_arena_new();
    g_autoptr(CxFactsDraft) draft = cx_arena_new0(arena, CxFactsDraft);
    draft->arena = arena;
    const bool is_fine =
        json != NULL &&
        cx_fact_kind_find(cx_json_text(cx_json_member(json, "kind"), ""), &draft->kind) &&
        cx_period_kind_find(cx_json_text(cx_json_member(json, "written"), ""), &draft->written) &&
        parse_columns(arena, cx_json_member(json, "columns"), &draft->columns, &draft->n_columns) &&
        parse_columns(arena, cx_json_member(json, "measures"), &draft->measures,
                      &draft->n_measures);
    if (!is_fine) {
        g_set_error_literal(error, CX_ERROR, CX_ERROR_CORRUPT, "a draft of facts cannot be read");
        return NULL;
    }
    const int64_t year = cx_json_int(cx_json_member(json, "year"), 0);
    draft->year = cx_period_is_year(year) ? (int32_t)year : 0;
    draft->survey = text_of(arena, json, "survey");
    draft->lack = text_of(arena, json, "lack");
    draft->like = text_of(arena, json, "like");
    draft->gone = text_of(arena, json, "gone");
    draft->arrived = text_of(arena, json, "arrived");
    draft->is_given = cx_json_flag(cx_json_member(json, "given"), false);
    return g_steal_pointer(&draft);
}
