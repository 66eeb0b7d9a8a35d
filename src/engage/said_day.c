/* The text is cut into words once; each shape of a day is tried where a word begins. */
#include "engage/said_day.h"

#include <string.h>

#include "base/civil.h"

#define WORDS_MAX    200 /* of one line; more are not looked at */
#define DAYS_IN_WEEK 7
#define THURSDAY     4 /* 1970-01-01, with Sunday 0 */
#define YEAR_MIN     1900
#define YEAR_MAX     2200
#define WORD_LEN     15

typedef struct {
    size_t at, len_bytes;
    char text[WORD_LEN + 1]; /* lower case, without a full stop or comma at its end; cut */
} Word;

typedef struct {
    Word words[WORDS_MAX];
    size_t n;
    CxDay today;
} Line;

typedef struct {
    size_t n_words; /* 0: no day here */
    CxDay past, ahead;
} Reading;

static bool
is_part(char c)
{
    return c != '\0' && c != ' ' && c != '\t' && c != '\n' && c != ',' && c != ';' && c != '(' &&
           c != ')';
}

static void
cut_words(Line *line, const char *text, size_t from)
{
    size_t at = from;
    while (text[at] != '\0' && line->n < WORDS_MAX) {
        if (!is_part(text[at])) {
            at++;
            continue;
        }
        Word *word = &line->words[line->n++];
        word->at = at;
        while (is_part(text[at]))
            at++;
        word->len_bytes = at - word->at;
        while (word->len_bytes > 1 && strchr(".!?:", text[word->at + word->len_bytes - 1]) != NULL)
            word->len_bytes--;
        const size_t n_kept = MIN(word->len_bytes, (size_t)WORD_LEN);
        for (size_t i = 0; i < n_kept; i++)
            word->text[i] = g_ascii_tolower(text[word->at + i]);
        word->text[n_kept] = '\0';
    }
}

static const char *
word_at(const Line *line, size_t i)
{
    return i < line->n ? line->words[i].text : "";
}

/* "12", "3rd" */
static bool
read_number(const char *word, int32_t *ret_number)
{
    int32_t number = 0;
    size_t i = 0;
    for (; g_ascii_isdigit(word[i]) && i < 4; i++)
        number = number * 10 + (word[i] - '0');
    const char *rest = word + i;
    if (i == 0 || (*rest != '\0' && !g_str_equal(rest, "st") && !g_str_equal(rest, "nd") &&
                   !g_str_equal(rest, "rd") && !g_str_equal(rest, "th")))
        return false;
    *ret_number = number;
    return true;
}

/* The index of a name of which at least three letters stand there ("sept" too), or -1. */
static int
name_index(const char *word, const char *const *names, int n)
{
    const size_t len = strlen(word);
    for (int i = 0; i < n && len >= 3; i++) {
        if (strncmp(names[i], word, len) == 0)
            return i;
    }
    return -1;
}

static int
month_of(const char *word)
{
    static const char *const months[] = { "january",   "february", "march",    "april",
                                          "may",       "june",     "july",     "august",
                                          "september", "october",  "november", "december" };
    return name_index(word, months, 12) + 1;
}

/* 0 for Sunday; -1 for none. "Tues", "Thurs" too. */
static int
weekday_of(const char *word)
{
    static const char *const days[] = { "sunday",   "monday", "tuesday", "wednesday",
                                        "thursday", "friday", "saturday" };
    return name_index(word, days, DAYS_IN_WEEK);
}

static int
weekday_of_day(CxDay day)
{
    const int rest = (day.v + THURSDAY) % DAYS_IN_WEEK;
    return rest < 0 ? rest + DAYS_IN_WEEK : rest;
}

static Reading
exactly(size_t n_words, CxDay day)
{
    return (Reading){ n_words, day, day };
}

/* A day and month without a year: the nearest that lies behind, and the nearest ahead. */
static Reading
without_year(const Line *line, size_t n_words, int32_t month, int32_t day)
{
    const int32_t year = cx_day_civil(line->today).year;
    Reading reading = { .past = CX_DAY_NONE, .ahead = CX_DAY_NONE };
    for (int32_t y = year - 4; y <= year + 4; y++) { /* 29 February comes within four years */
        const CxCivil civil = { y, month, day };
        if (!cx_civil_is_valid(civil))
            continue;
        const CxDay here = cx_day_from_civil(civil);
        if (here.v <= line->today.v)
            reading.past = here;
        if (here.v >= line->today.v && cx_day_is_none(reading.ahead))
            reading.ahead = here;
    }
    reading.n_words = cx_day_is_none(reading.past) || cx_day_is_none(reading.ahead) ? 0 : n_words;
    return reading;
}

static Reading
with_month(const Line *line, size_t i_year, int32_t month, int32_t day)
{
    int32_t year = 0;
    if (!read_number(word_at(line, i_year), &year) || year < YEAR_MIN || year > YEAR_MAX)
        return without_year(line, i_year, month, day);
    const CxCivil civil = { year, month, day };
    if (!cx_civil_is_valid(civil))
        return (Reading){ 0 };
    return exactly(i_year + 1, cx_day_from_civil(civil));
}

/* "27 Nov", "27 November 2026", "Nov 27", "27.11.2026" is not: nobody knows the order. */
static Reading
read_named_month(const Line *line, size_t i)
{
    int32_t day = 0;
    const char *first = word_at(line, i);
    const char *second = word_at(line, i + 1);
    int month = month_of(second);
    if (month == 0 || !read_number(first, &day)) {
        month = month_of(first);
        if (month == 0 || !read_number(second, &day) || day > 31)
            return (Reading){ 0 };
    }
    Reading reading = with_month(line, i + 2, month, day);
    reading.n_words = reading.n_words > 0 ? reading.n_words - i : 0;
    return reading;
}

static Reading
read_iso(const Line *line, size_t i)
{
    CxDay day;
    if (!cx_day_parse(word_at(line, i), &day, NULL))
        return (Reading){ 0 };
    return exactly(1, day);
}

static Reading
read_relative(const Line *line, size_t i)
{
    static const struct {
        const char *word;
        int32_t days;
    } rows[] = { { "today", 0 }, { "yesterday", -1 }, { "tomorrow", 1 } };
    for (size_t k = 0; k < CX_N_ELEMENTS(rows); k++) {
        if (g_str_equal(word_at(line, i), rows[k].word))
            return exactly(1, (CxDay){ line->today.v + rows[k].days });
    }
    int32_t n = 0;
    if (!g_str_equal(word_at(line, i), "in") || !read_number(word_at(line, i + 1), &n) || n > 400)
        return (Reading){ 0 };
    const char *unit = word_at(line, i + 2);
    if (g_str_has_prefix(unit, "day"))
        return exactly(3, (CxDay){ line->today.v + n });
    if (g_str_has_prefix(unit, "week"))
        return exactly(3, (CxDay){ line->today.v + n * DAYS_IN_WEEK });
    return (Reading){ 0 };
}

/* "Friday": the nearest either way; "next Friday", "last Friday": never today. */
static Reading
read_weekday(const Line *line, size_t i)
{
    const bool is_next = g_str_equal(word_at(line, i), "next");
    const bool is_last = g_str_equal(word_at(line, i), "last");
    const bool is_led = is_next || is_last || g_str_equal(word_at(line, i), "this");
    const int weekday = weekday_of(word_at(line, i + (is_led ? 1 : 0)));
    if (weekday < 0)
        return (Reading){ 0 };
    const int back = (weekday_of_day(line->today) - weekday + DAYS_IN_WEEK) % DAYS_IN_WEEK;
    const int on = (DAYS_IN_WEEK - back) % DAYS_IN_WEEK;
    const CxDay past = { line->today.v - (back == 0 && is_last ? DAYS_IN_WEEK : back) };
    const CxDay ahead = { line->today.v + (on == 0 && is_next ? DAYS_IN_WEEK : on) };
    if (is_next)
        return exactly(2, ahead);
    if (is_last)
        return exactly(2, past);
    return (Reading){ is_led ? 2 : 1, past, ahead };
}

static bool
is_preposition(const char *word)
{
    return g_str_equal(word, "on") || g_str_equal(word, "by") || g_str_equal(word, "until") ||
           g_str_equal(word, "before") || g_str_equal(word, "till");
}

bool
cx_said_day_find(const char *text, size_t from, CxDay today, CxSaidDay *ret_said)
{
    static Reading (*const shapes[])(const Line *, size_t) = { read_iso, read_named_month,
                                                               read_relative, read_weekday };
    Line line = { .today = today };
    cut_words(&line, text, from);
    for (size_t i = 0; i < line.n; i++) {
        Reading reading = { 0 };
        for (size_t k = 0; k < CX_N_ELEMENTS(shapes) && reading.n_words == 0; k++)
            reading = shapes[k](&line, i);
        if (reading.n_words == 0)
            continue;
        const size_t first = i > 0 && is_preposition(line.words[i - 1].text) ? i - 1 : i;
        const Word *last = &line.words[i + reading.n_words - 1];
        *ret_said = (CxSaidDay){
            .at = line.words[first].at,
            .len_bytes = last->at + last->len_bytes - line.words[first].at,
            .past = reading.past,
            .ahead = reading.ahead,
        };
        return true;
    }
    return false;
}
