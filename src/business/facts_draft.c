#include "business/facts_draft.h"

#include <string.h>

#include "base/error.h"
#include "base/limits.h"
#include "base/text.h"
#include "business/facts_draft_priv.h"

#define ROWS_LOOKED_AT  2000
#define ROWS_MIN        20
#define CELLS_LOOKED_AT 200000
#define SHARE_OF_KIND   0.9  /* of the filled cells that are alike, for a column to be of a kind */
#define SHARE_APART     0.95 /* of different values in a column that names each row */

static const char *const taken_keys[] = {
#define X(name, key) [CX_FACTS_TAKEN_##name] = (key),
    CX_FACTS_TAKEN_MAP(X)
#undef X
};

const char *
cx_facts_taken_key(CxFactsTaken taken)
{
    return taken_keys[taken];
}

bool
cx_facts_taken_find(const char *key, CxFactsTaken *ret_taken)
{
    for (CxFactsTaken taken = CX_FACTS_TAKEN_OUT; taken < CX_FACTS_TAKEN_N; taken++) {
        if (strcmp(taken_keys[taken], key) == 0) {
            *ret_taken = taken;
            return true;
        }
    }
    return false;
}

void
cx_facts_draft_free(CxFactsDraft *draft)
{
    /* The draft lies in its arena. */
    if (draft != NULL)
        cx_arena_free(draft->arena);
}

/* ---- Words of headers ---- */

static const char *const response_words[] = { "response", "respid", "responseid", "answer",
                                              "survey",   "record", NULL };
static const char *const transaction_words[] = { "order",  "transaction", "invoice",  "flight",
                                                 "ticket", "shipment",    "booking",  "case",
                                                 "parcel", "delivery",    "contract", NULL };
static const char *const respondent_words[] = { "respondent", "participant", "panelist",
                                                "person",     "external",    "externalreference",
                                                NULL };
static const char *const account_words[] = { "account", "customer", "client", "company", NULL };
static const char *const department_words[] = { "department", "dept",     "team",        "unit",
                                                "function",   "division", "responsible", NULL };
static const char *const currency_words[] = { "currency", "ccy", NULL };
static const char *const name_words[] = { "name", "title", NULL };
static const char *const segment_words[] = { "segment", "class", "tier", "industry", NULL };
static const char *const owner_words[] = { "owner", "rep", "manager", NULL };
static const char *const opened_words[] = { "since", "opened", NULL };
static const char *const closed_words[] = { "left", "churned", "closed", NULL };

static bool
names_key(const char *header, CxFactKind *ret_kind)
{
    static const struct {
        CxFactKind kind;
        const char *const *words;
    } rows[] = {
        { CX_FACT_RESPONSE, response_words },
        { CX_FACT_TRANSACTION, transaction_words },
        { CX_FACT_RESPONDENT, respondent_words },
        { CX_FACT_ACCOUNT, account_words },
    };
    for (size_t i = 0; i < CX_N_ELEMENTS(rows); i++) {
        if (cx_facts_is_called(header, rows[i].words)) {
            *ret_kind = rows[i].kind;
            return true;
        }
    }
    return false;
}

/* The key by which answers here name what a column of this header names, or NULL. */
static const CxFactsKnownKey *
find_known(const CxFactsHints *hints, const char *header)
{
    g_autofree char *wanted = cx_text_key(header);
    for (size_t i = 0; hints != NULL && *wanted != '\0' && i < hints->n_known; i++) {
        g_autofree char *key = cx_text_key(hints->known[i].header);
        if (strcmp(key, wanted) == 0)
            return &hints->known[i];
    }
    return NULL;
}

/* Whose the facts in a row are by this header: as answers here say, else by its words. */
static bool
says_whose(const CxFactsHints *hints, const char *header, CxFactKind *ret_kind)
{
    const CxFactsKnownKey *known = find_known(hints, header);
    if (known == NULL)
        return names_key(header, ret_kind);
    *ret_kind = known->kind;
    return true;
}

/* "On time %", "Tenure (months)": the header says in what it is measured. */
static bool
names_unit(const char *header)
{
    static const char *const units[] = { "years", "months",  "weeks",   "days", "hours",
                                         "min",   "minutes", "seconds", "eur",  "usd",
                                         "gbp",   "chf",     "km",      NULL };
    if (strchr(header, '%') != NULL)
        return true;
    const char *bracket = strrchr(header, '(');
    if (bracket == NULL || !g_str_has_suffix(bracket, ")"))
        return false;
    g_autofree char *unit = cx_text_key(bracket);
    return cx_facts_is_among(unit, units);
}

int
cx_facts_draft_fit(const char *const *headers, size_t n, const CxFactsHints *hints)
{
    bool has_key = false;
    bool has_date = false;
    bool is_known = false;
    int n_metrics = 0;
    for (size_t i = 0; i < n; i++) {
        CxFactKind kind;
        is_known = is_known || find_known(hints, headers[i]) != NULL;
        if (says_whose(hints, headers[i], &kind))
            has_key = true;
        else if (cx_facts_says(headers[i], cx_facts_money_words) ||
                 cx_facts_says(headers[i], cx_facts_share_words) ||
                 cx_facts_says(headers[i], cx_facts_down_words) || names_unit(headers[i]))
            n_metrics++;
        else
            has_date = has_date || cx_facts_says(headers[i], cx_facts_date_words);
    }
    const int shape = cx_facts_shape_fit(headers, n);
    if (shape > 0)
        return shape;
    if (is_known && n > 1)
        return 80 - (n > 40 ? 30 : 0);
    if (n_metrics == 0 || (!has_key && !has_date))
        return 0;
    return 35 + (has_key ? 25 : 0) + (has_date ? 15 : 0) + MIN(10 * n_metrics, 20) -
           (n > 40 ? 30 : 0);
}

/* How a column writes days or periods; NONE for one that does not. */
static CxPeriodKind
written_of(const CxFactsColumn *column, const CxFactsProfile *profile)
{
    static const CxPeriodKind order[] = { CX_PERIOD_ISO, CX_PERIOD_MONTH, CX_PERIOD_QUARTER,
                                          CX_PERIOD_DMY, CX_PERIOD_MDY };
    CxPeriodKind best = CX_PERIOD_NONE;
    int64_t n_best = 0;
    for (size_t i = 0; i < CX_N_ELEMENTS(order); i++) {
        const int64_t n = profile->n_of[order[i]];
        if (cx_facts_is_mostly(n, profile, SHARE_OF_KIND) && n > n_best) {
            best = order[i];
            n_best = n;
        }
    }
    if (best == CX_PERIOD_NONE && cx_facts_says(column->name, cx_facts_date_words) &&
        cx_facts_is_mostly(profile->n_of[CX_PERIOD_YEAR], profile, SHARE_OF_KIND))
        best = CX_PERIOD_YEAR;
    /* spreadsheets keep a month as its first day */
    static const char *const month_words[] = { "month", NULL };
    if (best == CX_PERIOD_ISO && cx_facts_says(column->name, month_words) &&
        profile->n_of[CX_PERIOD_MONTH] == profile->n_of[CX_PERIOD_ISO])
        best = CX_PERIOD_MONTH;
    return best;
}

/* ---- Deciding ---- */

void
cx_facts_decide(const CxFactsLook *look, size_t i, CxFactsTaken taken, const char *reason)
{
    look->draft->columns[i].taken = taken;
    look->draft->columns[i].reason = cx_arena_text(look->draft->arena, reason);
}

bool
cx_facts_is_free(const CxFactsLook *look, size_t i)
{
    return look->draft->columns[i].reason == NULL;
}

bool
cx_facts_draft_has(const CxFactsDraft *draft, CxFactsTaken taken)
{
    for (size_t i = 0; i < draft->n_columns; i++) {
        if (draft->columns[i].taken == taken)
            return true;
    }
    return false;
}

/* Whose the facts are: the first kind, by rank, whose column names what it should. */
static void
decide_key(CxFactsLook *look)
{
    CxFactsDraft *draft = look->draft;
    size_t best = draft->n_columns;
    draft->kind = CX_FACT_PERIOD;
    bool is_named_in_rows = false; /* then an order has a row for each of its metrics */
    for (size_t i = 0; i < draft->n_columns; i++)
        is_named_in_rows = is_named_in_rows || cx_facts_is_measure_header(draft->columns[i].name);
    static const int rank[] = { [CX_FACT_RESPONSE] = 4,
                                [CX_FACT_TRANSACTION] = 3,
                                [CX_FACT_RESPONDENT] = 2,
                                [CX_FACT_ACCOUNT] = 1,
                                [CX_FACT_PERIOD] = 0 };
    for (size_t i = 0; i < draft->n_columns; i++) {
        CxFactKind kind;
        if (!says_whose(look->hints, draft->columns[i].name, &kind) ||
            rank[kind] <= rank[draft->kind])
            continue;
        const bool is_one_each = kind == CX_FACT_RESPONSE || kind == CX_FACT_TRANSACTION;
        const int64_t n_apart = (int64_t)g_hash_table_size(look->profiles[i].seen);
        if (is_one_each && !is_named_in_rows &&
            (double)n_apart < SHARE_APART * (double)look->profiles[i].n_filled)
            continue;
        best = i;
        draft->kind = kind;
    }
    if (best == draft->n_columns)
        return;
    const CxFactsKnownKey *known = find_known(look->hints, draft->columns[best].name);
    if (known != NULL)
        draft->survey = cx_arena_text(draft->arena, known->survey);
    cx_facts_decide(look, best, CX_FACTS_TAKEN_KEY,
                    known != NULL ? "Answers here are known by this header."
                                  : "The header names whose the facts are.");
}

/* The day: of several such columns the first whose header says so, else the first. */
static void
decide_date(CxFactsLook *look)
{
    CxFactsDraft *draft = look->draft;
    size_t best = draft->n_columns;
    if (cx_facts_draft_has(draft, CX_FACTS_TAKEN_PERIOD))
        return;
    for (size_t i = 0; i < draft->n_columns; i++) {
        if (!cx_facts_is_free(look, i) ||
            written_of(&draft->columns[i], &look->profiles[i]) == CX_PERIOD_NONE)
            continue;
        const bool is_better = best == draft->n_columns ||
                               (cx_facts_says(draft->columns[i].name, cx_facts_date_words) &&
                                !cx_facts_says(draft->columns[best].name, cx_facts_date_words));
        best = is_better ? i : best;
    }
    if (best == draft->n_columns)
        return;
    draft->written = written_of(&draft->columns[best], &look->profiles[best]);
    const bool is_either =
        draft->written == CX_PERIOD_DMY &&
        look->profiles[best].n_of[CX_PERIOD_MDY] == look->profiles[best].n_of[CX_PERIOD_DMY];
    cx_facts_decide(
        look, best, CX_FACTS_TAKEN_DATE,
        is_either ? "Dates; no day is over 12, so that it cannot tell whether day or month comes "
                    "first: say which."
                  : "Days or periods in nearly every row.");
}

/* What a column of words is by its header, unless another is taken for that: OUT for none. */
static CxFactsTaken
taken_by_words(const CxFactsDraft *draft, const char *header)
{
    static const struct {
        const char *const *words;
        CxFactsTaken taken;
        bool is_of_account;
    } rows[] = {
        { department_words, CX_FACTS_TAKEN_DEPARTMENT, false },
        { currency_words, CX_FACTS_TAKEN_CURRENCY, false },
        { name_words, CX_FACTS_TAKEN_NAME, true },
        { segment_words, CX_FACTS_TAKEN_SEGMENT, true },
        { owner_words, CX_FACTS_TAKEN_OWNER, true },
        { opened_words, CX_FACTS_TAKEN_OPENED, true },
        { closed_words, CX_FACTS_TAKEN_CLOSED, true },
    };
    for (size_t k = 0; k < CX_N_ELEMENTS(rows); k++) {
        if (!cx_facts_draft_has(draft, rows[k].taken) &&
            (!rows[k].is_of_account || draft->kind == CX_FACT_ACCOUNT) &&
            cx_facts_says(header, rows[k].words))
            return rows[k].taken;
    }
    return CX_FACTS_TAKEN_OUT;
}

/* Columns that describe an account, or say whose work a row is. */
static void
decide_words(CxFactsLook *look)
{
    CxFactsDraft *draft = look->draft;
    for (size_t i = 0; i < draft->n_columns; i++) {
        if (!cx_facts_is_free(look, i) || cx_facts_is_number(&look->profiles[i]))
            continue;
        const CxFactsTaken taken = taken_by_words(draft, draft->columns[i].name);
        if (taken != CX_FACTS_TAKEN_OUT)
            cx_facts_decide(look, i, taken, "The header says so, and words stand in it.");
    }
}

/* Why a column is no metric; NULL: it is one. */
static const char *
why_no_metric(const CxFactsLook *look, size_t i)
{
    const CxFactsColumn *column = &look->draft->columns[i];
    const CxFactsProfile *profile = &look->profiles[i];
    CxFactKind other;
    if (says_whose(look->hints, column->name, &other))
        return "It names something else than whose the facts are.";
    if (profile->n_filled == 0)
        return "Nothing stands in it.";
    if (*column->name == '\0' || (!cx_facts_is_number(profile) && !cx_facts_is_yes_no(profile)))
        return "Words, and no numbers.";
    return cx_facts_draft_is_in_rows(look->draft)
               ? "Numbers, but the metrics of this file stand in its rows."
               : NULL;
}

static void
decide_metrics(CxFactsLook *look)
{
    CxFactsDraft *draft = look->draft;
    size_t n_metrics = 0;
    for (size_t i = 0; i < draft->n_columns; i++) {
        CxFactsColumn *column = &draft->columns[i];
        column->label = column->name;
        column->unit = "";
        if (!cx_facts_is_free(look, i))
            continue;
        const char *why_not = why_no_metric(look, i);
        if (why_not == NULL && n_metrics == CX_FACTS_METRICS_MAX)
            why_not = "One file can have 500 metrics, and these are taken.";
        if (why_not != NULL) {
            cx_facts_decide(look, i, CX_FACTS_TAKEN_OUT, why_not);
            continue;
        }
        n_metrics++;
        cx_facts_decide_metric(draft, column, &look->profiles[i]);
        cx_facts_decide(look, i, CX_FACTS_TAKEN_METRIC,
                        column->is_yes_no ? "Yes and no: a share of yes."
                                          : "Numbers in nearly every row.");
    }
}

/* Of periods without a department, the column of words that says whose each row is. */
static void
decide_unit_column(CxFactsLook *look)
{
    CxFactsDraft *draft = look->draft;
    if (draft->kind != CX_FACT_PERIOD || cx_facts_draft_has(draft, CX_FACTS_TAKEN_DEPARTMENT))
        return;
    for (size_t i = 0; i < draft->n_columns; i++) {
        const bool is_words = !cx_facts_is_number(&look->profiles[i]) &&
                              !cx_facts_is_unit_header(draft->columns[i].name);
        if (draft->columns[i].taken == CX_FACTS_TAKEN_OUT && is_words &&
            *draft->columns[i].name != '\0' && look->profiles[i].n_filled == look->n_rows) {
            cx_facts_decide(look, i, CX_FACTS_TAKEN_KEY,
                            "Words in every row: whose the row's facts are.");
            return;
        }
    }
}

static bool
look_at_rows(CxFactsLook *look, CxTable *table, GError **error)
{
    CxTableRow row;
    CxTableStep step = CX_TABLE_END;
    const int64_t n_fitting = CELLS_LOOKED_AT / (int64_t)MAX(look->draft->n_columns, 1);
    const int64_t n_max = CLAMP(n_fitting, ROWS_MIN, ROWS_LOOKED_AT);
    while (look->n_rows < n_max &&
           ((step = cx_table_next(table, &row, error)) == CX_TABLE_ROW || step == CX_TABLE_BAD)) {
        if (step == CX_TABLE_BAD)
            continue;
        look->n_rows++;
        for (size_t i = 0; i < MIN(row.n_fields, look->draft->n_columns); i++)
            cx_facts_profile_add(&look->profiles[i], &row.fields[i]);
    }
    return step != CX_TABLE_ERROR;
}

static CxFactsDraft *
draft_new(CxArena *arena, size_t n_columns)
{
    CxFactsDraft *draft = cx_arena_new0(arena, CxFactsDraft);
    draft->arena = arena;
    draft->columns = cx_arena_new0_n(arena, CxFactsColumn, n_columns);
    draft->n_columns = n_columns;
    return draft;
}

/* A header as a name people can read; "" where it is none, and the column is known by its place. */
static const char *
column_name(CxFactsDraft *draft, const CxCsvField *field)
{
    g_autofree char *name = cx_text_trim(cx_csv_field_dup(field));
    const bool is_name = strlen(name) <= CX_NAME_BYTES_MAX && cx_text_is_clean(name);
    return cx_arena_text(draft->arena, is_name ? name : "");
}

static CxFactsDraft *
read_header(CxTable *table, GError **error)
{
    CxTableRow row;
    const CxTableStep step = cx_table_next(table, &row, error);
    if (step == CX_TABLE_ERROR)
        return NULL;
    if (step != CX_TABLE_ROW) {
        g_set_error(error, CX_ERROR, CX_ERROR_INVALID, "%s",
                    step == CX_TABLE_END ? "the file is empty" : row.problem);
        return NULL;
    }
    CxFactsDraft *draft = draft_new(cx_arena_new(), row.n_fields);
    for (size_t i = 0; i < row.n_fields; i++)
        draft->columns[i].name = column_name(draft, &row.fields[i]);
    return draft;
}

CxFactsDraft *
cx_facts_draft_make(const void *data, size_t len_bytes, const CxFactsHints *hints, GError **error)
{
    g_autoptr(CxTable) table = cx_table_open(data, len_bytes, NULL, error);
    g_autoptr(CxFactsDraft) draft = table != NULL ? read_header(table, error) : NULL;
    if (draft == NULL)
        return NULL;
    draft->survey = hints != NULL ? cx_arena_text(draft->arena, hints->survey) : NULL;
    g_autofree CxFactsProfile *profiles = g_new0(CxFactsProfile, draft->n_columns);
    for (size_t i = 0; i < draft->n_columns; i++)
        cx_facts_profile_init(&profiles[i]);
    CxFactsLook look = { .draft = draft, .profiles = profiles, .hints = hints };
    const bool is_read = look_at_rows(&look, table, error);
    if (is_read) {
        decide_key(&look);
        cx_facts_decide_periods(&look, hints);
        decide_date(&look);
        cx_facts_decide_units(&look);
        decide_words(&look);
        cx_facts_decide_measure(&look);
        decide_metrics(&look);
        decide_unit_column(&look);
    }
    for (size_t i = 0; i < draft->n_columns; i++)
        cx_facts_profile_clear(&profiles[i]);
    const CxFactsSource source = { hints != NULL ? hints->file_name : NULL, data, len_bytes };
    return is_read && cx_facts_draft_list(draft, &source, error) ? g_steal_pointer(&draft) : NULL;
}
