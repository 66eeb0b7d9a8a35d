#include "business/facts_draft.h"

#include <string.h>

#include "base/error.h"
#include "base/limits.h"
#include "base/text.h"
#include "business/facts_mapping.h"
#include "codec/table.h"

#define ROWS_LOOKED_AT 2000
#define SHARE_OF_KIND  0.9 /* of the filled cells that are alike, for a column to be of a kind */
#define SHARE_NUMBERS  0.8
#define SHARE_APART    0.95 /* of different values in a column that names each row */

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

static const char *const id_words[] = { "id", "no", "nr", "number", "key", "code", "ref", NULL };
static const char *const response_words[] = { "response", "respid", "responseid", "answer",
                                              "survey",   "record", NULL };
static const char *const transaction_words[] = { "order",  "transaction", "invoice",  "flight",
                                                 "ticket", "shipment",    "booking",  "case",
                                                 "parcel", "delivery",    "contract", NULL };
static const char *const respondent_words[] = { "respondent", "participant", "panelist", "person",
                                                NULL };
static const char *const account_words[] = { "account", "customer", "client", "company", NULL };
static const char *const department_words[] = { "department", "dept",     "team",        "unit",
                                                "function",   "division", "responsible", NULL };
static const char *const date_words[] = { "date",   "day",       "month",     "quarter",
                                          "year",   "period",    "week",      "delivered",
                                          "closed", "completed", "delivered", "opened",
                                          "fy",     "as",        NULL };
static const char *const currency_words[] = { "currency", "ccy", NULL };
static const char *const money_words[] = { "revenue",  "margin", "sales", "price",
                                           "cost",     "costs",  "spend", "amount",
                                           "turnover", "profit", NULL };
static const char *const down_words[] = { "days",   "day",        "hours",   "hour",    "minutes",
                                          "minute", "late",       "churn",   "cost",    "costs",
                                          "delay",  "complaints", "returns", "errors",  "waited",
                                          "wait",   "contacts",   "calls",   "backlog", NULL };
static const char *const share_words[] = { "rate", "share", "percent", "pct", "percentage", NULL };
static const char *const name_words[] = { "name", "title", NULL };
static const char *const segment_words[] = { "segment", "class", "tier", "industry", NULL };
static const char *const owner_words[] = { "owner", "rep", "manager", NULL };
static const char *const opened_words[] = { "since", "opened", NULL };
static const char *const closed_words[] = { "left", "churned", "closed", NULL };

static bool
is_among(const char *word, const char *const *words)
{
    for (size_t i = 0; words[i] != NULL; i++) {
        if (strcmp(word, words[i]) == 0)
            return true;
    }
    return false;
}

static bool
says(const char *header, const char *const *words)
{
    g_autofree char *key = cx_text_key(header);
    g_auto(GStrv) parts = g_strsplit(key, "_", -1);
    for (size_t i = 0; parts[i] != NULL; i++) {
        if (is_among(parts[i], words))
            return true;
    }
    return false;
}

/* Whether the header is one of the words, alone or with a word for "number". */
static bool
is_called(const char *header, const char *const *words)
{
    g_autofree char *key = cx_text_key(header);
    g_auto(GStrv) parts = g_strsplit(key, "_", -1);
    bool is_found = false;
    for (size_t i = 0; parts[i] != NULL; i++) {
        const bool is_word = is_among(parts[i], words);
        is_found = is_found || is_word;
        if (!is_word && !is_among(parts[i], id_words))
            return false;
    }
    return is_found;
}

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
        if (is_called(header, rows[i].words)) {
            *ret_kind = rows[i].kind;
            return true;
        }
    }
    return false;
}

int
cx_facts_draft_fit(const char *const *headers, size_t n)
{
    bool has_key = false;
    bool has_date = false;
    int n_metrics = 0;
    for (size_t i = 0; i < n; i++) {
        CxFactKind kind;
        if (names_key(headers[i], &kind))
            has_key = true;
        else if (says(headers[i], money_words) || says(headers[i], share_words) ||
                 says(headers[i], down_words))
            n_metrics++;
        else
            has_date = has_date || says(headers[i], date_words);
    }
    if (n_metrics == 0 || (!has_key && !has_date))
        return 0;
    return 35 + (has_key ? 25 : 0) + (has_date ? 15 : 0) + MIN(10 * n_metrics, 20) -
           (n > 40 ? 30 : 0);
}

/* ---- What stands in a column ---- */

typedef struct {
    int64_t n_filled, n_number, n_percent, n_yes_no, n_code;
    int64_t n_of[CX_PERIOD_KIND_N];
    int decimals;
    double lo, hi;
    const char *sign; /* currency of a sign before an amount, or NULL */
    GHashTable *seen;
} Profile;

static void
profile_clear(Profile *profile)
{
    g_clear_pointer(&profile->seen, g_hash_table_unref);
}

static const char *
strip_sign(char *cell, const char **ret_currency)
{
    static const struct {
        const char *sign;
        const char *currency;
    } rows[] = { { "€", "EUR" }, { "$", "USD" }, { "£", "GBP" } };
    for (size_t i = 0; i < CX_N_ELEMENTS(rows); i++) {
        if (g_str_has_prefix(cell, rows[i].sign)) {
            *ret_currency = rows[i].currency;
            return cell + strlen(rows[i].sign);
        }
    }
    return cell;
}

static void
look_at_number(Profile *profile, char *cell)
{
    const char *currency = NULL;
    g_autofree char *text = g_strdup(strip_sign(cell, &currency));
    (void)cx_text_trim(text);
    size_t len = strlen(text);
    const bool is_percent = len > 1 && text[len - 1] == '%';
    if (is_percent)
        text[--len] = '\0';
    GString *plain = g_string_new(NULL);
    for (size_t i = 0; i < len; i++) {
        if (text[i] != ',' && text[i] != ' ')
            g_string_append_c(plain, text[i]);
    }
    g_autofree char *digits = g_string_free(plain, FALSE);
    double value = 0.0;
    if (!cx_text_parse_double(digits, &value, NULL))
        return;
    profile->lo = profile->n_number == 0 ? value : MIN(profile->lo, value);
    profile->hi = profile->n_number == 0 ? value : MAX(profile->hi, value);
    profile->n_number++;
    profile->n_percent += is_percent ? 1 : 0;
    profile->sign = currency != NULL ? currency : profile->sign;
    const char *point = strchr(digits, '.');
    if (point != NULL)
        profile->decimals = MAX(profile->decimals, MIN((int)strlen(point + 1), 6));
}

static void
look_at_period(Profile *profile, const char *cell)
{
    for (CxPeriodKind kind = CX_PERIOD_ISO; kind <= CX_PERIOD_YEAR; kind++) {
        const CxPeriodRule rule = { .kind = kind, .first_month = 1 };
        CxDay from;
        CxDay to;
        g_autoptr(GString) reason = g_string_new(NULL);
        profile->n_of[kind] += cx_period_read(&rule, cell, &from, &to, reason) ? 1 : 0;
    }
}

static bool
is_code(const char *cell)
{
    return strlen(cell) == 3 && g_ascii_isupper(cell[0]) && g_ascii_isupper(cell[1]) &&
           g_ascii_isupper(cell[2]);
}

static void
look_at(Profile *profile, const CxCsvField *field)
{
    g_autofree char *cell = g_utf8_make_valid(field->text, (gssize)MIN(field->len_bytes, 200U));
    (void)cx_text_trim(cell);
    if (*cell == '\0')
        return;
    static const char *const yes_no[] = { "yes", "no", "true", "false", "y", "n", NULL };
    g_autofree char *lower = g_ascii_strdown(cell, -1);
    profile->n_filled++;
    profile->n_yes_no += is_among(lower, yes_no) ? 1 : 0;
    profile->n_code += is_code(cell) ? 1 : 0;
    look_at_period(profile, cell);
    look_at_number(profile, cell);
    g_hash_table_add(profile->seen, g_steal_pointer(&cell));
}

static bool
is_mostly(int64_t n, const Profile *profile, double share)
{
    return profile->n_filled > 0 && (double)n >= share * (double)profile->n_filled;
}

static bool
is_number(const Profile *profile)
{
    return is_mostly(profile->n_number, profile, SHARE_NUMBERS);
}

/* How a column writes days or periods; NONE for one that does not. */
static CxPeriodKind
written_of(const CxFactsColumn *column, const Profile *profile)
{
    static const CxPeriodKind order[] = { CX_PERIOD_ISO, CX_PERIOD_MONTH, CX_PERIOD_QUARTER,
                                          CX_PERIOD_DMY, CX_PERIOD_MDY };
    CxPeriodKind best = CX_PERIOD_NONE;
    int64_t n_best = 0;
    for (size_t i = 0; i < CX_N_ELEMENTS(order); i++) {
        const int64_t n = profile->n_of[order[i]];
        if (is_mostly(n, profile, SHARE_OF_KIND) && n > n_best) {
            best = order[i];
            n_best = n;
        }
    }
    if (best == CX_PERIOD_NONE && says(column->name, date_words) &&
        is_mostly(profile->n_of[CX_PERIOD_YEAR], profile, SHARE_OF_KIND))
        best = CX_PERIOD_YEAR;
    return best;
}

/* ---- Deciding ---- */

typedef struct {
    CxFactsDraft *draft;
    Profile *profiles;
    int64_t n_rows;
} Look;

static void
take(const Look *look, size_t i, CxFactsTaken taken, const char *reason)
{
    look->draft->columns[i].taken = taken;
    look->draft->columns[i].reason = cx_arena_text(look->draft->arena, reason);
}

static bool
is_free(const Look *look, size_t i)
{
    return look->draft->columns[i].reason == NULL;
}

static bool
has_taken(const CxFactsDraft *draft, CxFactsTaken taken)
{
    for (size_t i = 0; i < draft->n_columns; i++) {
        if (draft->columns[i].taken == taken)
            return true;
    }
    return false;
}

/* Whose the facts are: the first kind, by the order of names_key, whose column names what it should. */
static void
decide_key(Look *look)
{
    CxFactsDraft *draft = look->draft;
    size_t best = draft->n_columns;
    draft->kind = CX_FACT_PERIOD;
    static const int rank[] = { [CX_FACT_RESPONSE] = 4,
                                [CX_FACT_TRANSACTION] = 3,
                                [CX_FACT_RESPONDENT] = 2,
                                [CX_FACT_ACCOUNT] = 1,
                                [CX_FACT_PERIOD] = 0 };
    for (size_t i = 0; i < draft->n_columns; i++) {
        CxFactKind kind;
        if (!names_key(draft->columns[i].name, &kind) || rank[kind] <= rank[draft->kind])
            continue;
        const bool is_one_each = kind == CX_FACT_RESPONSE || kind == CX_FACT_TRANSACTION;
        const int64_t n_apart = (int64_t)g_hash_table_size(look->profiles[i].seen);
        if (is_one_each && (double)n_apart < SHARE_APART * (double)look->profiles[i].n_filled)
            continue;
        best = i;
        draft->kind = kind;
    }
    if (best < draft->n_columns)
        take(look, best, CX_FACTS_TAKEN_KEY, "The header names whose the facts are.");
}

/* The day: of several such columns the first whose header says so, else the first. */
static void
decide_date(Look *look)
{
    CxFactsDraft *draft = look->draft;
    size_t best = draft->n_columns;
    for (size_t i = 0; i < draft->n_columns; i++) {
        if (!is_free(look, i) ||
            written_of(&draft->columns[i], &look->profiles[i]) == CX_PERIOD_NONE)
            continue;
        const bool is_better =
            best == draft->n_columns || (says(draft->columns[i].name, date_words) &&
                                         !says(draft->columns[best].name, date_words));
        best = is_better ? i : best;
    }
    draft->written = CX_PERIOD_NONE;
    if (best == draft->n_columns)
        return;
    draft->written = written_of(&draft->columns[best], &look->profiles[best]);
    const bool is_either =
        draft->written == CX_PERIOD_DMY &&
        look->profiles[best].n_of[CX_PERIOD_MDY] == look->profiles[best].n_of[CX_PERIOD_DMY];
    take(look, best, CX_FACTS_TAKEN_DATE,
         is_either ? "Dates; no day is over 12, so that it cannot tell whether day or month comes "
                     "first: say which."
                   : "Days or periods in nearly every row.");
}

/* Columns that describe an account, or say whose work a row is. */
static void
decide_words(Look *look)
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
    CxFactsDraft *draft = look->draft;
    for (size_t i = 0; i < draft->n_columns; i++) {
        if (!is_free(look, i) || is_number(&look->profiles[i]))
            continue;
        for (size_t k = 0; k < CX_N_ELEMENTS(rows); k++) {
            if (is_free(look, i) && !has_taken(draft, rows[k].taken) &&
                (!rows[k].is_of_account || draft->kind == CX_FACT_ACCOUNT) &&
                says(draft->columns[i].name, rows[k].words))
                take(look, i, rows[k].taken, "The header says so, and words stand in it.");
        }
    }
}

/* The ISO code in a header, "Revenue (EUR)"; NULL without. */
static const char *
code_in(const char *header)
{
    static const char *const codes[] = { "EUR", "USD", "GBP", "CHF", "JPY", "SEK", "NOK",
                                         "DKK", "PLN", "CAD", "AUD", "INR", NULL };
    g_autofree char *key = cx_text_key(header);
    g_auto(GStrv) parts = g_strsplit(key, "_", -1);
    for (size_t i = 0; parts[i] != NULL; i++) {
        g_autofree char *upper = g_ascii_strup(parts[i], -1);
        for (size_t k = 0; codes[k] != NULL; k++) {
            if (strcmp(upper, codes[k]) == 0)
                return codes[k];
        }
    }
    return NULL;
}

static const char *
unit_in(const char *header)
{
    static const char *const units[][2] = { { "days", "days" },      { "day", "days" },
                                            { "hours", "hours" },    { "hour", "hours" },
                                            { "hrs", "hours" },      { "minutes", "minutes" },
                                            { "minute", "minutes" }, { "min", "minutes" } };
    g_autofree char *key = cx_text_key(header);
    g_auto(GStrv) parts = g_strsplit(key, "_", -1);
    for (size_t i = 0; parts[i] != NULL; i++) {
        for (size_t k = 0; k < CX_N_ELEMENTS(units); k++) {
            if (strcmp(parts[i], units[k][0]) == 0)
                return units[k][1];
        }
    }
    return "";
}

static void
decide_unit(CxFactsDraft *draft, CxFactsColumn *column, const Profile *profile)
{
    const bool is_share = profile->n_percent > 0 || strchr(column->name, '%') != NULL ||
                          (says(column->name, share_words) && profile->lo >= 0.0);
    const char *code = profile->sign != NULL ? profile->sign : code_in(column->name);
    if (column->is_yes_no) {
        column->unit = "share";
    } else if (code != NULL) {
        column->unit = code;
    } else if (says(column->name, money_words) && has_taken(draft, CX_FACTS_TAKEN_CURRENCY)) {
        column->unit = CX_FACTS_UNIT_MONEY;
    } else if (is_share && profile->hi <= 100.0) {
        column->unit = "share";
        column->is_of_100 = profile->n_percent == 0 && profile->hi > 1.0;
    } else {
        column->unit = unit_in(column->name);
    }
}

static void
decide_metrics(Look *look)
{
    CxFactsDraft *draft = look->draft;
    size_t n_metrics = 0;
    for (size_t i = 0; i < draft->n_columns; i++) {
        CxFactsColumn *column = &draft->columns[i];
        const Profile *profile = &look->profiles[i];
        column->label = column->name;
        column->unit = "";
        CxFactKind other;
        if (is_free(look, i) && names_key(column->name, &other))
            take(look, i, CX_FACTS_TAKEN_OUT, "It names something else than whose the facts are.");
        if (!is_free(look, i))
            continue;
        column->is_yes_no = is_mostly(profile->n_yes_no, profile, SHARE_OF_KIND);
        if (*column->name == '\0' || (!is_number(profile) && !column->is_yes_no)) {
            take(look, i, CX_FACTS_TAKEN_OUT,
                 profile->n_filled == 0 ? "Nothing stands in it." : "Words, and no numbers.");
            continue;
        }
        if (n_metrics++ == CX_FACTS_METRICS_MAX) {
            n_metrics--;
            take(look, i, CX_FACTS_TAKEN_OUT,
                 "One file can have 500 metrics, and these are taken.");
            continue;
        }
        column->is_down = says(column->name, down_words);
        column->decimals = profile->decimals;
        decide_unit(draft, column, profile);
        take(look, i, CX_FACTS_TAKEN_METRIC,
             column->is_yes_no ? "Yes and no: a share of yes." : "Numbers in nearly every row.");
    }
}

/* Of periods without a department, the column of words that says whose each row is. */
static void
decide_unit_column(Look *look)
{
    CxFactsDraft *draft = look->draft;
    if (draft->kind != CX_FACT_PERIOD || has_taken(draft, CX_FACTS_TAKEN_DEPARTMENT))
        return;
    for (size_t i = 0; i < draft->n_columns; i++) {
        if (draft->columns[i].taken == CX_FACTS_TAKEN_OUT && *draft->columns[i].name != '\0' &&
            look->profiles[i].n_filled == look->n_rows) {
            take(look, i, CX_FACTS_TAKEN_KEY, "Words in every row: whose the row's facts are.");
            return;
        }
    }
}

static bool
look_at_rows(Look *look, CxTable *table, GError **error)
{
    CxTableRow row;
    CxTableStep step = CX_TABLE_END;
    while (look->n_rows < ROWS_LOOKED_AT &&
           ((step = cx_table_next(table, &row, error)) == CX_TABLE_ROW || step == CX_TABLE_BAD)) {
        if (step == CX_TABLE_BAD)
            continue;
        look->n_rows++;
        for (size_t i = 0; i < MIN(row.n_fields, look->draft->n_columns); i++)
            look_at(&look->profiles[i], &row.fields[i]);
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
    g_autofree Profile *profiles = g_new0(Profile, draft->n_columns);
    for (size_t i = 0; i < draft->n_columns; i++)
        profiles[i].seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    Look look = { .draft = draft, .profiles = profiles };
    const bool is_read = look_at_rows(&look, table, error);
    if (is_read) {
        decide_key(&look);
        decide_date(&look);
        decide_words(&look);
        decide_metrics(&look);
        decide_unit_column(&look);
    }
    for (size_t i = 0; i < draft->n_columns; i++)
        profile_clear(&profiles[i]);
    return is_read ? g_steal_pointer(&draft) : NULL;
}
