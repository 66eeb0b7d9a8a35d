#include "business/period.h"

#include <string.h>

#include "base/civil.h"
#include "base/text.h"

#define MONTHS         12
#define QUARTER_MONTHS 3
#define EXCEL_ZERO     (-25569) /* 1899-12-30 */
#define EXCEL_MAX      2958465  /* 9999-12-31 */
#define CENTURY        100
#define PIVOT          2000 /* FY26 is 2026 */
#define YEAR_MIN       1900
#define YEAR_MAX       9998
#define MONTH_LETTERS  3

static const char *const kind_keys[] = {
#define X(name, key) [CX_PERIOD_##name] = (key),
    CX_PERIOD_KIND_MAP(X)
#undef X
};

const char *
cx_period_kind_key(CxPeriodKind kind)
{
    return kind_keys[kind];
}

bool
cx_period_kind_find(const char *key, CxPeriodKind *ret_kind)
{
    for (size_t i = 0; i < CX_PERIOD_KIND_N; i++) {
        if (strcmp(kind_keys[i], key) == 0) {
            *ret_kind = (CxPeriodKind)i;
            return true;
        }
    }
    return false;
}

/* Whole numbers and runs of letters, in order: "FY2025/26 Q1" is FY 2025 26 Q 1. */
typedef struct {
    int32_t numbers[4];
    int digits[4]; /* how many each was written with */
    size_t n_numbers;
    char words[4][16]; /* small letters */
    size_t n_words;
    bool is_well; /* nothing but these, blanks and - / . ' */
} Parts;

static const char *
take_number(const char *at, Parts *parts)
{
    int32_t value = 0;
    int n = 0;
    for (; g_ascii_isdigit(*at); at++, n++) {
        if (n < 8)
            value = value * 10 + (*at - '0');
    }
    if (parts->n_numbers == G_N_ELEMENTS(parts->numbers) || n > 8) {
        parts->is_well = false;
        return at;
    }
    parts->digits[parts->n_numbers] = n;
    parts->numbers[parts->n_numbers++] = value;
    return at;
}

static const char *
take_word(const char *at, Parts *parts)
{
    const bool is_full = parts->n_words == G_N_ELEMENTS(parts->words);
    char *word = is_full ? NULL : parts->words[parts->n_words];
    size_t n = 0;
    for (; g_ascii_isalpha(*at); at++) {
        if (word != NULL && n + 1 < sizeof parts->words[0])
            word[n++] = g_ascii_tolower(*at);
    }
    if (is_full)
        parts->is_well = false;
    else
        parts->n_words++;
    return at;
}

static Parts
split(const char *text)
{
    Parts parts = { .is_well = true };
    for (const char *at = text; *at != '\0';) {
        if (g_ascii_isdigit(*at)) {
            at = take_number(at, &parts);
        } else if (g_ascii_isalpha(*at)) {
            at = take_word(at, &parts);
        } else if (strchr(" -/.'", *at) != NULL) {
            at++;
        } else {
            parts.is_well = false;
            break;
        }
    }
    return parts;
}

static bool
set_civil(int32_t year, int32_t month, int32_t day, CxDay *ret_day)
{
    const CxCivil civil = { .year = year, .month = month, .day = day };
    if (year < YEAR_MIN || !cx_civil_is_valid(civil))
        return false;
    *ret_day = cx_day_from_civil(civil);
    return true;
}

/* Cuts a time off: what follows the day after a blank or T. */
static char *
without_time(const char *text)
{
    const char *end = text;
    while (*end != '\0' && *end != ' ' && *end != 'T')
        end++;
    const char *rest = *end != '\0' ? end + 1 : end;
    for (; *rest != '\0'; rest++) {
        if (!g_ascii_isdigit(*rest) && strchr(":.,+- ZAPMapm", *rest) == NULL)
            return g_strdup(text);
    }
    return g_strndup(text, (gsize)(end - text));
}

static bool
read_day(CxPeriodKind kind, const char *text, CxDay *ret_day)
{
    g_autofree char *day = without_time(text);
    const Parts parts = split(day);
    if (!parts.is_well || parts.n_numbers != 3 || parts.n_words != 0)
        return false;
    const int32_t *n = parts.numbers;
    if (parts.digits[0] == 4) /* the cells of workbooks come so, whatever the kind */
        return set_civil(n[0], n[1], n[2], ret_day);
    if (kind == CX_PERIOD_ISO || parts.digits[2] != 4)
        return false;
    return kind == CX_PERIOD_MDY ? set_civil(n[2], n[0], n[1], ret_day)
                                 : set_civil(n[2], n[1], n[0], ret_day);
}

static bool
read_excel(const char *text, CxDay *ret_day)
{
    double value = 0.0;
    if (strchr(text, '-') != NULL)
        return read_day(CX_PERIOD_ISO, text, ret_day);
    if (!cx_text_parse_double(text, &value, NULL) || value < 1.0 || value > EXCEL_MAX)
        return false;
    ret_day->v = EXCEL_ZERO + (int32_t)value;
    return true;
}

static int32_t
month_of_name(const char *word)
{
    static const char *const names[] = { "january",   "february", "march",    "april",
                                         "may",       "june",     "july",     "august",
                                         "september", "october",  "november", "december" };
    const size_t n = strlen(word);
    for (int32_t i = 0; i < MONTHS && n >= MONTH_LETTERS; i++) {
        if (strncmp(names[i], word, n) == 0)
            return i + 1;
    }
    return 0;
}

static bool
read_month(const char *text, CxDay *ret_first)
{
    const Parts parts = split(text);
    const int32_t *n = parts.numbers;
    CxDay day = CX_DAY_NONE;
    if (read_day(CX_PERIOD_ISO, text, &day)) { /* workbooks keep a month as its first day */
        *ret_first = day;
        return cx_day_civil(day).day == 1;
    }
    if (!parts.is_well)
        return false;
    if (parts.n_words == 1 && parts.n_numbers == 1 && parts.digits[0] == 4)
        return set_civil(n[0], month_of_name(parts.words[0]), 1, ret_first);
    if (parts.n_words == 1 && parts.n_numbers == 1 && parts.digits[0] == 2)
        return set_civil(PIVOT + n[0], month_of_name(parts.words[0]), 1, ret_first);
    if (parts.n_words != 0)
        return false;
    if (parts.n_numbers == 1 && parts.digits[0] == 6)
        return set_civil(n[0] / CENTURY, n[0] % CENTURY, 1, ret_first);
    if (parts.n_numbers == 2 && parts.digits[0] == 4)
        return set_civil(n[0], n[1], 1, ret_first);
    if (parts.n_numbers == 2 && parts.digits[1] == 4)
        return set_civil(n[1], n[0], 1, ret_first);
    return false;
}

/* The first month, counted from year 0, of the year a text names. */
static bool
year_month(const CxPeriodRule *rule, int32_t year, int digits, int32_t *ret_month)
{
    if (digits == 2)
        year += PIVOT;
    else if (digits != 4)
        return false;
    if (year < YEAR_MIN || year > YEAR_MAX)
        return false;
    const bool is_fiscal = rule->first_month != 1;
    const int32_t begins = is_fiscal && rule->by == CX_FISCAL_BY_END ? year - 1 : year;
    *ret_month = begins * MONTHS + rule->first_month - 1;
    return true;
}

/* "2026", "FY26"; "2025/26" where years are fiscal, whatever they are named by. */
static bool
read_year(const CxPeriodRule *rule, const Parts *parts, size_t n_numbers, int32_t *ret_month)
{
    for (size_t i = 0; i < parts->n_words; i++) {
        if (strcmp(parts->words[i], "fy") != 0 && strcmp(parts->words[i], "q") != 0)
            return false;
    }
    const int32_t *n = parts->numbers;
    if (n_numbers == 1)
        return year_month(rule, n[0], parts->digits[0], ret_month);
    const bool is_pair = n_numbers == 2 && parts->digits[0] == 4 && rule->first_month != 1 &&
                         (n[0] + 1) % CENTURY == n[1] % CENTURY;
    if (!is_pair)
        return false;
    *ret_month = n[0] * MONTHS + rule->first_month - 1;
    return true;
}

/* Takes the number of the quarter out: the one digit behind "Q", or a last "1".."4". */
static bool
take_quarter(Parts *parts, int32_t *ret_quarter)
{
    if (parts->n_words == 0 || strcmp(parts->words[parts->n_words - 1], "q") != 0) {
        if (parts->n_words == 0 || strcmp(parts->words[0], "q") != 0)
            return false;
    }
    for (size_t i = 0; i < parts->n_numbers; i++) {
        if (parts->digits[i] != 1)
            continue;
        *ret_quarter = parts->numbers[i];
        for (size_t j = i + 1; j < parts->n_numbers; j++) {
            parts->numbers[j - 1] = parts->numbers[j];
            parts->digits[j - 1] = parts->digits[j];
        }
        parts->n_numbers--;
        return *ret_quarter >= 1 && *ret_quarter <= 4;
    }
    return false;
}

bool
cx_period_is_year(int64_t year)
{
    return year >= YEAR_MIN && year <= YEAR_MAX;
}

static void
set_months(int32_t first, int32_t n, CxDay *ret_from, CxDay *ret_to)
{
    *ret_from = cx_month_first_day(first);
    ret_to->v = cx_month_first_day(first + n).v - 1;
}

static bool
read_named_span(const CxPeriodRule *rule, const char *text, CxDay *ret_from, CxDay *ret_to)
{
    if (rule->kind == CX_PERIOD_MONTH) {
        if (!read_month(text, ret_from))
            return false;
        set_months(cx_day_month_index(*ret_from), 1, ret_from, ret_to);
        return true;
    }
    Parts parts = split(text);
    int32_t quarter = 1;
    int32_t month = 0;
    const bool is_quarter = rule->kind == CX_PERIOD_QUARTER;
    if (!parts.is_well || (is_quarter && !take_quarter(&parts, &quarter)) ||
        !read_year(rule, &parts, parts.n_numbers, &month))
        return false;
    set_months(month + (quarter - 1) * QUARTER_MONTHS, is_quarter ? QUARTER_MONTHS : MONTHS,
               ret_from, ret_to);
    return true;
}

/* The same of a text that may leave its year to the rule. */
static bool
read_span(const CxPeriodRule *rule, const char *text, CxDay *ret_from, CxDay *ret_to)
{
    if (read_named_span(rule, text, ret_from, ret_to))
        return true;
    if (rule->year == 0 || rule->kind == CX_PERIOD_YEAR)
        return false;
    g_autofree char *dated = g_strdup_printf("%s %d", text, rule->year);
    return read_named_span(rule, dated, ret_from, ret_to);
}

static const char *
example_of(CxPeriodKind kind)
{
    switch (kind) {
    case CX_PERIOD_NONE:
    case CX_PERIOD_CONSTANT:
    case CX_PERIOD_KIND_N:
        break;
    case CX_PERIOD_ISO:
        return "a date such as 2026-03-31";
    case CX_PERIOD_MDY:
        return "a date such as 3/31/2026";
    case CX_PERIOD_DMY:
        return "a date such as 31.3.2026";
    case CX_PERIOD_EXCEL:
        return "a day as spreadsheets count them, such as 46112";
    case CX_PERIOD_MONTH:
        return "a month such as 2026-03";
    case CX_PERIOD_QUARTER:
        return "a quarter such as 2026-Q1";
    case CX_PERIOD_YEAR:
        return "a year such as 2026";
    }
    return "a day";
}

bool
cx_period_read(const CxPeriodRule *rule, const char *text, CxDay *ret_from, CxDay *ret_to,
               GString *reason)
{
    CxDay from = CX_DAY_NONE;
    CxDay to = CX_DAY_NONE;
    bool is_read = false;
    if (rule->kind == CX_PERIOD_NONE || rule->kind == CX_PERIOD_CONSTANT) {
        from = rule->kind == CX_PERIOD_NONE ? CX_DAY_NONE : rule->from;
        to = rule->kind == CX_PERIOD_NONE ? CX_DAY_NONE : rule->to;
        is_read = true;
    } else if (rule->kind == CX_PERIOD_EXCEL) {
        is_read = read_excel(text, &from);
        to = from;
    } else if (rule->kind < CX_PERIOD_EXCEL) {
        is_read = read_day(rule->kind, text, &from);
        to = from;
    } else {
        is_read = read_span(rule, text, &from, &to);
    }
    if (!is_read) {
        if (*text == '\0')
            g_string_append(reason, "there is no date");
        else
            g_string_append_printf(reason, "\"%s\" is not %s", text, example_of(rule->kind));
        return false;
    }
    *ret_from = from;
    *ret_to = to;
    return true;
}
