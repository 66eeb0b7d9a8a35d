/* Words of headers, and what stands in a column of a file of facts. */
#include <string.h>

#include "base/text.h"
#include "business/facts_draft_priv.h"

#define SHARE_NUMBERS 0.8
#define SHARE_OF_KIND 0.9 /* of the filled cells that are alike, for a column to be of a kind */

/* ---- Words of headers ---- */

const char *const cx_facts_id_words[] = { "id",   "no",  "nr",        "number", "key",
                                          "code", "ref", "reference", NULL };
const char *const cx_facts_date_words[] = { "date",   "day",       "month",     "quarter",
                                            "year",   "period",    "week",      "delivered",
                                            "closed", "completed", "delivered", "opened",
                                            "fy",     "as",        NULL };
const char *const cx_facts_money_words[] = { "revenue",  "margin", "sales", "price",
                                             "cost",     "costs",  "spend", "amount",
                                             "turnover", "profit", NULL };
const char *const cx_facts_down_words[] = { "days",   "day",        "hours",   "hour",    "minutes",
                                            "minute", "late",       "churn",   "cost",    "costs",
                                            "delay",  "complaints", "returns", "errors",  "waited",
                                            "wait",   "contacts",   "calls",   "backlog", NULL };
const char *const cx_facts_share_words[] = {
    "rate", "share", "percent", "pct", "percentage", NULL
};

bool
cx_facts_is_among(const char *word, const char *const *words)
{
    for (size_t i = 0; words[i] != NULL; i++) {
        if (strcmp(word, words[i]) == 0)
            return true;
    }
    return false;
}

bool
cx_facts_says(const char *header, const char *const *words)
{
    g_autofree char *key = cx_text_key(header);
    g_auto(GStrv) parts = g_strsplit(key, "_", -1);
    for (size_t i = 0; parts[i] != NULL; i++) {
        if (cx_facts_is_among(parts[i], words))
            return true;
    }
    return false;
}

/* Whether the header is one of the words, alone or with a word for "number". */
bool
cx_facts_is_called(const char *header, const char *const *words)
{
    g_autofree char *key = cx_text_key(header);
    g_auto(GStrv) parts = g_strsplit(key, "_", -1);
    bool is_found = false;
    for (size_t i = 0; parts[i] != NULL; i++) {
        const bool is_word = cx_facts_is_among(parts[i], words);
        is_found = is_found || is_word;
        if (!is_word && !cx_facts_is_among(parts[i], cx_facts_id_words))
            return false;
    }
    return is_found;
}

/* ---- What stands in a column ---- */

void
cx_facts_profile_init(CxFactsProfile *profile)
{
    *profile =
        (CxFactsProfile){ .seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL) };
}

void
cx_facts_profile_clear(CxFactsProfile *profile)
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
look_at_number(CxFactsProfile *profile, char *cell)
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
look_at_period(CxFactsProfile *profile, const char *cell)
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

void
cx_facts_profile_add(CxFactsProfile *profile, const CxCsvField *field)
{
    g_autofree char *cell = g_utf8_make_valid(field->text, (gssize)MIN(field->len_bytes, 200U));
    (void)cx_text_trim(cell);
    if (*cell == '\0')
        return;
    static const char *const yes_no[] = { "yes", "no", "true", "false", "y", "n", NULL };
    g_autofree char *lower = g_ascii_strdown(cell, -1);
    profile->n_filled++;
    profile->n_yes_no += cx_facts_is_among(lower, yes_no) ? 1 : 0;
    profile->n_code += is_code(cell) ? 1 : 0;
    look_at_period(profile, cell);
    look_at_number(profile, cell);
    g_hash_table_add(profile->seen, g_steal_pointer(&cell));
}

bool
cx_facts_is_mostly(int64_t n, const CxFactsProfile *profile, double share)
{
    return profile->n_filled > 0 && (double)n >= share * (double)profile->n_filled;
}

bool
cx_facts_is_number(const CxFactsProfile *profile)
{
    return cx_facts_is_mostly(profile->n_number, profile, SHARE_NUMBERS);
}

bool
cx_facts_is_yes_no(const CxFactsProfile *profile)
{
    return cx_facts_is_mostly(profile->n_yes_no, profile, SHARE_OF_KIND);
}

/* ---- Units ---- */

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

static bool
has_currency(const CxFactsDraft *draft)
{
    for (size_t i = 0; i < draft->n_columns; i++) {
        if (draft->columns[i].taken == CX_FACTS_TAKEN_CURRENCY)
            return true;
    }
    return false;
}

static void
decide_unit(const CxFactsDraft *draft, CxFactsColumn *column, const CxFactsProfile *profile)
{
    const bool is_share = profile->n_percent > 0 || strchr(column->name, '%') != NULL ||
                          (cx_facts_says(column->name, cx_facts_share_words) && profile->lo >= 0.0);
    const char *code = profile->sign != NULL ? profile->sign : code_in(column->name);
    if (column->is_yes_no) {
        column->unit = "share";
    } else if (code != NULL) {
        column->unit = code;
    } else if (cx_facts_says(column->name, cx_facts_money_words) && has_currency(draft)) {
        column->unit = CX_FACTS_UNIT_MONEY;
    } else if (is_share && profile->hi <= 100.0) {
        column->unit = "share";
        column->is_of_100 = profile->n_percent == 0 && profile->hi > 1.0;
    } else {
        column->unit = unit_in(column->name);
    }
}

void
cx_facts_decide_metric(const CxFactsDraft *draft, CxFactsColumn *column,
                       const CxFactsProfile *profile)
{
    column->label = column->name;
    column->is_yes_no = cx_facts_is_yes_no(profile);
    column->is_down = cx_facts_says(column->name, cx_facts_down_words);
    column->decimals = profile->decimals;
    decide_unit(draft, column, profile);
}
