/* Files of facts that are no table of one metric a column: columns headed by periods, and rows that
 * name their metric. Their metrics stand in the rows, and are listed by reading them. */
#include <string.h>

#include "base/limits.h"
#include "base/money.h"
#include "base/text.h"
#include "business/facts_draft_priv.h"
#include "business/metric.h"

#define NAMED_ROWS_MAX  50000 /* rows whose metrics are listed */
#define SHARE_BELOW     0.5   /* of numbers below a header that is a period */
#define PERIODS_MIN     2     /* columns headed by a period, for a file to be of that shape */
#define YEARLESS_MIN    3     /* the same without a year: "Jan", "Feb", "Mar" */
#define PERIODS_MAX     400   /* as a mapping takes */
#define UNIT_BYTES_MAX  40
#define NAMED_YEAR_END  2100 /* a number in the name of a file from here on is none */
#define ANY_YEAR        2000 /* put behind a header, to see whether a year is all it lacks */
#define NO_COLUMN       SIZE_MAX
#define NAME_OF_NOTHING "Metric"

static const char *const measure_words[] = { "metric", "measure", "kpi", "indicator", NULL };
static const char *const value_words[] = { "value", "result", "actual", "reading", "score", NULL };
static const char *const year_words[] = { "year", "fy", NULL };
static const char *const unit_words[] = { "unit", "units", "uom", NULL };
static const char *const share_units[] = { "%", "percent", "pct", "share", NULL };
static const char *const plain_units[] = { "count", "number", "#", "points", "n", NULL };
static const char *const time_units[] = { "days",    "day",    "hours", "hour", "h",
                                          "minutes", "minute", "min",   NULL };

bool
cx_facts_is_measure_header(const char *header)
{
    return cx_facts_is_called(header, measure_words);
}

bool
cx_facts_is_unit_header(const char *header)
{
    return cx_facts_is_called(header, unit_words);
}

/* ---- Headers that are periods ---- */

/* year: of headers that name none, 0: they have to. */
static bool
is_period(CxPeriodKind kind, const char *header, int32_t year)
{
    const CxPeriodRule rule = { .kind = kind, .first_month = 1, .year = year };
    CxDay from;
    CxDay to;
    g_autoptr(GString) reason = g_string_new(NULL);
    return cx_period_read(&rule, header, &from, &to, reason);
}

/* "Jan" or "Q1": read with a year behind it, and not without. */
static bool
is_yearless(CxPeriodKind kind, const char *header)
{
    return is_period(kind, header, ANY_YEAR) && !is_period(kind, header, 0);
}

/* The kind of period most headers are, and how many: NONE under as many as there have to be. */
static CxPeriodKind
kind_of_headers(const char *const *headers, size_t n, int32_t year)
{
    static const CxPeriodKind kinds[] = { CX_PERIOD_MONTH, CX_PERIOD_QUARTER, CX_PERIOD_YEAR };
    CxPeriodKind best = CX_PERIOD_NONE;
    size_t n_best = (year == 0 ? PERIODS_MIN : YEARLESS_MIN) - 1;
    for (size_t k = 0; k < CX_N_ELEMENTS(kinds); k++) {
        size_t n_read = 0;
        for (size_t i = 0; i < n; i++) {
            n_read +=
                year == 0 ? is_period(kinds[k], headers[i], 0) : is_yearless(kinds[k], headers[i]);
        }
        if (n_read > n_best) {
            best = kinds[k];
            n_best = n_read;
        }
    }
    return best;
}

bool
cx_facts_draft_wants_year(const CxFactsDraft *draft)
{
    if (cx_facts_draft_has(draft, CX_FACTS_TAKEN_YEAR))
        return false;
    for (size_t i = 0; i < draft->n_columns; i++) {
        if (draft->columns[i].taken == CX_FACTS_TAKEN_PERIOD &&
            is_yearless(draft->written, draft->columns[i].name))
            return true;
    }
    return false;
}

int
cx_facts_shape_fit(const char *const *headers, size_t n)
{
    bool has_measure = false;
    bool has_value = false;
    for (size_t i = 0; i < n; i++) {
        has_measure = has_measure || cx_facts_is_measure_header(headers[i]);
        has_value = has_value || cx_facts_is_called(headers[i], value_words);
    }
    const bool has_periods = kind_of_headers(headers, n, 0) != CX_PERIOD_NONE ||
                             kind_of_headers(headers, n, ANY_YEAR) != CX_PERIOD_NONE;
    return has_periods || (has_measure && has_value) ? 75 : 0;
}

/* Whether a column may hold the values of the period it is headed by. */
static bool
is_of_values(const CxFactsLook *look, size_t i)
{
    const CxFactsProfile *profile = &look->profiles[i];
    return cx_facts_is_free(look, i) &&
           (profile->n_filled == 0 || cx_facts_is_mostly(profile->n_number, profile, SHARE_BELOW));
}

/* The only year that the name of a file holds; 0. */
static int32_t
year_of_name(const char *file_name)
{
    int32_t found = 0;
    g_auto(GStrv) words = g_strsplit_set(file_name != NULL ? file_name : "",
                                         " -_.,()/\\abcdefghijklmnopqrstuvwxyz"
                                         "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
                                         -1);
    for (size_t i = 0; words[i] != NULL; i++) {
        int64_t year = 0;
        if (strlen(words[i]) != 4 || !cx_text_parse_i64(words[i], &year, NULL) ||
            !cx_period_is_year(year) || year >= NAMED_YEAR_END || year == found)
            continue;
        if (found != 0)
            return 0;
        found = (int32_t)year;
    }
    return found;
}

/* Where headers name no year: the column that says it, else the name of the file. */
static void
decide_year(CxFactsLook *look, const CxFactsHints *hints)
{
    CxFactsDraft *draft = look->draft;
    for (size_t i = 0; i < draft->n_columns; i++) {
        const CxFactsProfile *profile = &look->profiles[i];
        if (cx_facts_is_free(look, i) && profile->n_filled > 0 &&
            cx_facts_says(draft->columns[i].name, year_words) &&
            profile->n_of[CX_PERIOD_YEAR] == profile->n_filled) {
            cx_facts_decide(look, i, CX_FACTS_TAKEN_YEAR,
                            "The year that the months or quarters across are of.");
            return;
        }
    }
    draft->year = hints != NULL ? hints->year : 0;
    if (draft->year == 0 && hints != NULL)
        draft->year = year_of_name(hints->file_name);
}

void
cx_facts_decide_periods(CxFactsLook *look, const CxFactsHints *hints)
{
    CxFactsDraft *draft = look->draft;
    g_autofree const char **headers = g_new0(const char *, draft->n_columns + 1);
    size_t n = 0;
    for (size_t i = 0; i < draft->n_columns; i++) {
        if (is_of_values(look, i))
            headers[n++] = draft->columns[i].name;
    }
    CxPeriodKind kind = kind_of_headers(headers, n, 0);
    const bool is_dated = kind != CX_PERIOD_NONE;
    if (!is_dated)
        kind = kind_of_headers(headers, n, ANY_YEAR);
    if (kind == CX_PERIOD_NONE)
        return;
    draft->written = kind;
    if (!is_dated)
        decide_year(look, hints);
    const char *reason = is_dated
                             ? "The header is a period, and numbers stand below it."
                             : "The header is a period without its year, and numbers stand below.";
    size_t n_taken = 0;
    for (size_t i = 0; i < draft->n_columns && n_taken < PERIODS_MAX; i++) {
        const char *name = draft->columns[i].name;
        if (!is_of_values(look, i) ||
            !(is_dated ? is_period(kind, name, 0) : is_yearless(kind, name)))
            continue;
        cx_facts_decide(look, i, CX_FACTS_TAKEN_PERIOD, reason);
        n_taken++;
    }
}

/* ---- Rows that name their metric ---- */

/* Whether all that stands in a column are units of measurement. */
static bool
is_of_units(const CxFactsProfile *profile)
{
    GHashTableIter iter;
    gpointer cell = NULL;
    g_hash_table_iter_init(&iter, profile->seen);
    while (g_hash_table_iter_next(&iter, &cell, NULL)) {
        g_autofree char *lower = g_ascii_strdown(cell, -1);
        g_autofree char *upper = g_ascii_strup(cell, -1);
        if (!cx_facts_is_among(lower, share_units) && !cx_facts_is_among(lower, plain_units) &&
            !cx_facts_is_among(lower, time_units) && cx_currency_exponent(upper) < 0)
            return false;
    }
    return profile->n_filled > 0;
}

void
cx_facts_decide_units(CxFactsLook *look)
{
    for (size_t i = 0; i < look->draft->n_columns; i++) {
        if (cx_facts_is_free(look, i) && cx_facts_is_unit_header(look->draft->columns[i].name) &&
            is_of_units(&look->profiles[i])) {
            cx_facts_decide(look, i, CX_FACTS_TAKEN_OUT,
                            "The unit of each metric, which stands with the metrics below.");
        }
    }
}

/* Of the free columns of numbers the one called a value, else the only one; NO_COLUMN. *ret_is_called:
 * it is called so, and is the only one. */
static size_t
find_value(const CxFactsLook *look, bool *ret_is_called)
{
    size_t i_called = NO_COLUMN;
    size_t i_only = NO_COLUMN;
    size_t n_numbers = 0;
    for (size_t i = 0; i < look->draft->n_columns; i++) {
        if (!cx_facts_is_free(look, i) || !cx_facts_is_number(&look->profiles[i]))
            continue;
        if (i_called == NO_COLUMN && cx_facts_is_called(look->draft->columns[i].name, value_words))
            i_called = i;
        n_numbers++;
        i_only = i;
    }
    *ret_is_called = i_called != NO_COLUMN && n_numbers == 1;
    if (i_called != NO_COLUMN)
        return i_called;
    return n_numbers == 1 ? i_only : NO_COLUMN;
}

/* Whether a few words stand in every row of a column, again and again. */
static bool
is_of_few_words(const CxFactsLook *look, size_t i)
{
    const CxFactsProfile *profile = &look->profiles[i];
    const int64_t n_apart = (int64_t)g_hash_table_size(profile->seen);
    return cx_facts_is_free(look, i) && !cx_facts_is_number(profile) &&
           profile->n_filled == look->n_rows && 2 * n_apart <= look->n_rows &&
           n_apart <= CX_FACTS_METRICS_MAX;
}

/* The column that names metrics: by its header; beside a column called a value, the only one of a few
 * words, unless each row is of an order or an answer of its own. */
static size_t
find_measure(const CxFactsLook *look, bool is_value_called)
{
    const CxFactsDraft *draft = look->draft;
    const bool is_one_each = draft->kind == CX_FACT_TRANSACTION || draft->kind == CX_FACT_RESPONSE;
    size_t i_only = NO_COLUMN;
    size_t n_few = 0;
    for (size_t i = 0; i < draft->n_columns; i++) {
        const bool is_free = cx_facts_is_free(look, i) && !cx_facts_is_number(&look->profiles[i]);
        if (is_free && cx_facts_is_measure_header(draft->columns[i].name) &&
            g_hash_table_size(look->profiles[i].seen) <= CX_FACTS_METRICS_MAX)
            return i;
        if (is_of_few_words(look, i)) {
            n_few++;
            i_only = i;
        }
    }
    return is_value_called && !is_one_each && n_few == 1 ? i_only : NO_COLUMN;
}

void
cx_facts_decide_measure(CxFactsLook *look)
{
    const bool has_periods = cx_facts_draft_has(look->draft, CX_FACTS_TAKEN_PERIOD);
    bool is_value_called = false;
    const size_t i_value = has_periods ? NO_COLUMN : find_value(look, &is_value_called);
    const size_t i_measure = find_measure(look, is_value_called);
    if (i_measure == NO_COLUMN || (!has_periods && i_value == NO_COLUMN))
        return;
    cx_facts_decide(look, i_measure, CX_FACTS_TAKEN_MEASURE,
                    "Its cells name the metric their row is of.");
    if (i_value != NO_COLUMN) {
        cx_facts_decide(look, i_value, CX_FACTS_TAKEN_VALUE,
                        "Numbers, of the metric their row names.");
    }
}

/* ---- Listing the metrics ---- */

typedef struct {
    char *name;
    char *unit; /* as the row says it, or NULL */
    CxFactsProfile profile;
} Named;

static void
named_free(gpointer data)
{
    Named *named = data;
    g_free(named->name);
    g_free(named->unit);
    cx_facts_profile_clear(&named->profile);
    g_free(named);
}

typedef struct {
    const CxFactsDraft *draft;
    size_t i_measure;  /* NO_COLUMN: all is of one metric */
    size_t i_unit;     /* or NO_COLUMN */
    GPtrArray *list;   /* of Named, in the order of the file */
    GHashTable *index; /* name -> Named, borrowed */
} Listing;

static void
listing_clear(Listing *listing)
{
    g_ptr_array_unref(listing->list);
    g_hash_table_unref(listing->index);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Listing, listing_clear)

static size_t
find_taken(const CxFactsDraft *draft, CxFactsTaken taken)
{
    size_t i = 0;
    while (i < draft->n_columns && draft->columns[i].taken != taken)
        i++;
    return i < draft->n_columns ? i : NO_COLUMN;
}

static size_t
find_unit(const CxFactsDraft *draft)
{
    for (size_t i = 0; i < draft->n_columns; i++) {
        if (draft->columns[i].taken == CX_FACTS_TAKEN_OUT &&
            cx_facts_is_unit_header(draft->columns[i].name))
            return i;
    }
    return NO_COLUMN;
}

/* A cell as a mapping compares it; NULL: it can be no name. (transfer full) */
static char *
name_in(const CxTableRow *row, size_t i_column)
{
    if (i_column >= row->n_fields)
        return NULL;
    const CxCsvField *field = &row->fields[i_column];
    const size_t n_guard = cx_csv_guard_bytes(field->text, field->len_bytes);
    g_autofree char *text = g_strndup(field->text + n_guard, field->len_bytes - n_guard);
    const char *name = cx_text_trim(text);
    const bool is_name =
        *name != '\0' && strlen(name) <= CX_NAME_BYTES_MAX && cx_text_is_clean(name);
    return is_name ? g_strdup(name) : NULL;
}

/* The metric of that name, listed when it comes first; NULL beyond what a mapping can have. */
static Named *
named_of(Listing *listing, const char *name)
{
    Named *known = g_hash_table_lookup(listing->index, name);
    if (known != NULL || listing->list->len >= CX_FACTS_METRICS_MAX)
        return known;
    Named *named = g_new0(Named, 1);
    named->name = g_strdup(name);
    cx_facts_profile_init(&named->profile);
    g_ptr_array_add(listing->list, named);
    g_hash_table_insert(listing->index, named->name, named);
    return named;
}

static void
list_row(Listing *listing, const CxTableRow *row, const char *only)
{
    g_autofree char *said = only == NULL ? name_in(row, listing->i_measure) : g_strdup(only);
    Named *named = said != NULL ? named_of(listing, said) : NULL;
    if (named == NULL)
        return;
    for (size_t i = 0; i < MIN(row->n_fields, listing->draft->n_columns); i++) {
        const CxFactsTaken taken = listing->draft->columns[i].taken;
        if (taken == CX_FACTS_TAKEN_VALUE || taken == CX_FACTS_TAKEN_PERIOD)
            cx_facts_profile_add(&named->profile, &row->fields[i]);
    }
    if (named->unit == NULL && listing->i_unit != NO_COLUMN)
        named->unit = name_in(row, listing->i_unit);
}

/* What a file of one metric is called without its date: "on-time share 2026.csv" is "on-time share".
 * (transfer full) */
static char *
stem_of(const char *file_name)
{
    g_autofree char *base = g_path_get_basename(file_name != NULL ? file_name : "");
    char *dot = strrchr(base, '.');
    if (dot != NULL && dot != base)
        *dot = '\0';
    for (char *at = base; *at != '\0'; at++)
        *at = g_ascii_isdigit(*at) || *at == '_' ? ' ' : *at;
    char *stem = cx_text_trim(base);
    for (size_t n = strlen(stem); n > 0 && strchr(" -.", stem[n - 1]) != NULL; n--)
        stem[n - 1] = '\0';
    const bool is_name = *stem != '\0' && *stem != '-' && strlen(stem) <= CX_NAME_BYTES_MAX &&
                         cx_text_is_clean(stem);
    return g_strdup(is_name ? stem : NAME_OF_NOTHING);
}

/* The unit a row says: "%" and "EUR" as mappings know them, other words as they stand. */
static void
set_unit(CxFactsDraft *draft, CxFactsColumn *column, const Named *named)
{
    if (named->unit == NULL || strlen(named->unit) > UNIT_BYTES_MAX || column->is_yes_no)
        return;
    g_autofree char *lower = g_ascii_strdown(named->unit, -1);
    g_autofree char *upper = g_ascii_strup(named->unit, -1);
    if (cx_facts_is_among(lower, share_units)) {
        column->unit = CX_METRIC_UNIT_SHARE;
        column->is_of_100 = named->profile.n_percent == 0 && named->profile.hi > 1.0;
    } else if (cx_currency_exponent(upper) >= 0) {
        column->unit = cx_arena_text(draft->arena, upper);
    } else {
        column->unit =
            cx_facts_is_among(lower, plain_units) ? "" : cx_arena_text(draft->arena, named->unit);
    }
}

/* As it was decided before, else as its name and values say. */
static CxFactsColumn
measure_of(CxFactsDraft *draft, const Named *named)
{
    for (size_t i = 0; i < draft->n_measures; i++) {
        if (strcmp(draft->measures[i].name, named->name) == 0)
            return draft->measures[i];
    }
    CxFactsColumn column = { .name = cx_arena_text(draft->arena, named->name), .unit = "" };
    cx_facts_decide_metric(draft, &column, &named->profile);
    set_unit(draft, &column, named);
    const bool is_metric = cx_facts_is_number(&named->profile) || column.is_yes_no;
    column.taken = is_metric ? CX_FACTS_TAKEN_METRIC : CX_FACTS_TAKEN_OUT;
    column.reason = is_metric
                        ? "Rows of the file name it, and numbers stand beside it."
                        : "Rows of the file name it; what stands beside it is not all numbers.";
    return column;
}

static void
keep_list(CxFactsDraft *draft, const Listing *listing)
{
    const guint n = listing->list->len;
    CxFactsColumn *measures = cx_arena_new0_n(draft->arena, CxFactsColumn, n);
    for (guint i = 0; i < n; i++)
        measures[i] = measure_of(draft, g_ptr_array_index(listing->list, i));
    draft->measures = measures;
    draft->n_measures = n;
}

bool
cx_facts_draft_is_in_rows(const CxFactsDraft *draft)
{
    return cx_facts_draft_has(draft, CX_FACTS_TAKEN_PERIOD) ||
           cx_facts_draft_has(draft, CX_FACTS_TAKEN_MEASURE);
}

bool
cx_facts_draft_list(CxFactsDraft *draft, const CxFactsSource *source, GError **error)
{
    if (!cx_facts_draft_is_in_rows(draft))
        return true;
    g_autoptr(CxTable) table = cx_table_open(source->data, source->len_bytes, NULL, error);
    if (table == NULL)
        return false;
    g_auto(Listing) listing = { .draft = draft,
                                .i_measure = find_taken(draft, CX_FACTS_TAKEN_MEASURE),
                                .i_unit = find_unit(draft),
                                .list = g_ptr_array_new_with_free_func(named_free),
                                .index = g_hash_table_new(g_str_hash, g_str_equal) };
    g_autofree char *only = listing.i_measure == NO_COLUMN ? stem_of(source->file_name) : NULL;
    CxTableRow row;
    CxTableStep step;
    for (int64_t i = 0;
         i <= NAMED_ROWS_MAX &&
         ((step = cx_table_next(table, &row, NULL)) == CX_TABLE_ROW || step == CX_TABLE_BAD);
         i++) {
        if (i > 0 && step == CX_TABLE_ROW)
            list_row(&listing, &row, only);
    }
    keep_list(draft, &listing);
    return true;
}
