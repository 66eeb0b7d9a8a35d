/* When a response was given: which column says so, and how it is written. */
#include <inttypes.h>
#include <string.h>

#include "base/civil.h"
#include "feedback/recognise_priv.h"

#define SHARE_MIN     0.9 /* of the filled cells that must read as dates */
#define SHARE_SAID    0.6 /* the same where the header says that it is the date */
#define FILLED_MIN    0.8 /* of the rows: the others cannot be used */
#define DAYS_IN_WEEK  7
#define WEEKDAY_EPOCH 4 /* 1970-01-01 was a Thursday; Sunday is 0 */

static const char *const date_words[] = { "date",      "datum", "fecha",     "submitted",
                                          "timestamp", " time", "completed", NULL };
static const char *const began_words[] = { "start", "begin", "birth", "created", NULL };

/* Whether so many of a column's cells are dates that the others are to be set aside. */
static bool
is_of_dates(const CxColumn *column, int64_t n_dates)
{
    const bool is_said =
        cx_recognise_says(column, date_words) && !cx_recognise_says(column, began_words);
    return n_dates > 0 &&
           (double)n_dates >= (is_said ? SHARE_SAID : SHARE_MIN) * (double)column->profile.n_filled;
}

/* How well a column does as the date; 0: not at all. */
static int
rate_date(const CxColumn *column, int64_t n_rows)
{
    const CxProfile *profile = &column->profile;
    const int64_t n_dates = MAX(profile->n_iso, MAX(profile->n_mdy, profile->n_dmy));
    if (column->taken == CX_TAKEN_DATE && n_dates > 0)
        return 100;
    if (column->reason != NULL || !is_of_dates(column, n_dates) ||
        (double)profile->n_filled < FILLED_MIN * (double)n_rows)
        return 0;
    int points = 10;
    points += cx_recognise_says(column, date_words) ? 5 : 0;
    points -= cx_recognise_says(column, began_words) ? 4 : 0;
    points += profile->n_filled == n_rows ? 3 : 0;
    points -= profile->n_distinct == 1 && n_rows > 20 ? 3 : 0;
    /* Clock times without a day, as spreadsheets write them. */
    bool is_clock = profile->seen->len > 0;
    for (guint i = 0; i < profile->seen->len && is_clock; i++) {
        const char *text = cx_seen_at(profile, i)->text;
        is_clock = strstr(text, "1899") != NULL || strstr(text, "1900") != NULL;
    }
    return is_clock ? 0 : points;
}

static void
take_date(CxRecognition *r, CxColumn *column)
{
    const CxProfile *profile = &column->profile;
    const char *way = "with the year first";
    r->date = column;
    r->date_kind = CX_DATE_ISO;
    if (profile->n_iso == 0) {
        r->date_kind = profile->n_mdy >= profile->n_dmy ? CX_DATE_MDY : CX_DATE_DMY;
        way = r->date_kind == CX_DATE_MDY ? "month before day" : "day before month";
    }
    if (profile->n_iso == 0 && profile->n_mdy == profile->n_dmy) {
        cx_recognise_ask(r,
                         "In \"%s\" no day is over 12, so nothing tells whether the day or the "
                         "month comes first; month first is drafted (\"kind\": \"mdy\", else "
                         "\"dmy\").",
                         column->name);
    }
    if (column->reason == NULL) {
        cx_recognise_take(r, column, CX_TAKEN_DATE,
                          "Dates in %" PRId64 " of %" PRId64 " rows, written %s.",
                          profile->n_filled, r->n_rows, way);
    } else {
        cx_recognise_take(r, column, CX_TAKEN_DATE, "%s Written %s.", column->reason, way);
    }
}

/* The first year from 1990 on that stands in the name of the file, else that of today. */
static void
find_year(CxRecognition *r)
{
    r->year = cx_day_civil(r->file->today).year;
    const char *name = r->file->name;
    for (const char *at = name; at != NULL && *at != '\0'; at++) {
        if ((at > name && g_ascii_isdigit(at[-1])) || strspn(at, "0123456789") != 4)
            continue;
        int32_t year = 0;
        for (int i = 0; i < 4; i++)
            year = year * 10 + (at[i] - '0');
        if (year >= 1990 && year <= 2099) {
            r->year = year;
            r->is_year_said = true;
            return;
        }
    }
}

static bool
is_within(const CxProfile *profile, double lo, double hi)
{
    return profile->n_filled > 0 && profile->n_int == profile->n_filled && profile->lo >= lo &&
           profile->hi <= hi;
}

static CxColumn *
find_weekday(CxRecognition *r)
{
    static const char *const words[] = { " day ", "weekday", "wochentag", "dayofweek", NULL };
    for (size_t i = 0; i < r->n_columns; i++) {
        CxColumn *column = &r->columns[i];
        if (column->reason == NULL && cx_recognise_says(column, words) &&
            is_within(&column->profile, 0, 7) && column->profile.n_distinct >= 3)
            return column;
    }
    return NULL;
}

/* Whether the days of the week of all rows are those of that month. */
static bool
does_fit(const CxProfile *days, const CxProfile *weekdays, CxDay first, int sunday)
{
    for (guint i = 0; i < days->small->len; i++) {
        const int day = g_array_index(days->small, int16_t, i);
        const int said = g_array_index(weekdays->small, int16_t, i);
        if (day < 1 || said < 0)
            continue;
        const int weekday = (first.v + day - 1 + WEEKDAY_EPOCH) % DAYS_IN_WEEK;
        if ((said - sunday + DAYS_IN_WEEK) % DAYS_IN_WEEK != weekday)
            return false;
    }
    return true;
}

/* The months of the year in which the days of the week are as the file says, in words; the first
 * is kept. */
static char *
list_months(CxRecognition *r, const CxColumn *column, CxColumn *weekday)
{
    static const char *const names[] = { "January",   "February", "March",    "April",
                                         "May",       "June",     "July",     "August",
                                         "September", "October",  "November", "December" };
    GString *fits = g_string_new(NULL);
    for (int i = 0; i < 24; i++) {
        const int sunday = i < 12 ? 1 : 0;
        const CxDay first = cx_day_from_civil((CxCivil){ r->year, i % 12 + 1, 1 });
        if (!does_fit(&column->profile, &weekday->profile, first, sunday))
            continue;
        if (r->weekday == NULL) {
            r->date_month = first.v;
            r->weekday = weekday;
            r->weekday_sunday = sunday;
        }
        g_string_append_printf(fits, "%s%s %d (%s)", fits->len > 0 ? ", " : "", names[i % 12],
                               r->year, sunday == 1 ? "1 is Sunday" : "1 is Monday");
    }
    return g_string_free(fits, FALSE);
}

static void
find_month(CxRecognition *r, const CxColumn *column)
{
    r->date_month = cx_day_from_civil((CxCivil){ r->year, 1, 1 }).v;
    CxColumn *weekday = find_weekday(r);
    g_autofree char *fits = weekday != NULL ? list_months(r, column, weekday) : NULL;
    if (weekday == NULL || r->weekday == NULL) {
        cx_recognise_ask(r,
                         "\"%s\" is the day of a month the file does not name: say which month "
                         "(columns.date.month).",
                         column->name);
        return;
    }
    cx_recognise_take(r, weekday, CX_TAKEN_DATE,
                      "The day of the week; with it the month is found and every row checked.");
    cx_recognise_ask(r,
                     "The days of the week in \"%s\" fit %s of the year %s; the first is drafted "
                     "(columns.date.month).",
                     weekday->name, fits,
                     r->is_year_said ? "in the name of the file" : "it is now");
}

static bool
take_day_of_month(CxRecognition *r)
{
    static const char *const words[] = { "date", "datum", " day ", "dayofmonth", NULL };
    for (size_t i = 0; i < r->n_columns; i++) {
        CxColumn *column = &r->columns[i];
        if (column->reason != NULL || !cx_recognise_says(column, words) ||
            !is_within(&column->profile, 1, 31) || column->profile.hi < 8 ||
            (double)column->profile.n_filled < FILLED_MIN * (double)r->n_rows)
            continue;
        r->date = column;
        r->date_kind = CX_DATE_DAY_OF_MONTH;
        find_month(r, column);
        cx_recognise_take(
            r, column, CX_TAKEN_DATE, "Whole numbers from %s to %s: the day of a month.",
            cx_recognise_number(r, column->profile.lo), cx_recognise_number(r, column->profile.hi));
        return true;
    }
    return false;
}

static bool
take_serial(CxRecognition *r)
{
    for (size_t i = 0; i < r->n_columns; i++) {
        CxColumn *column = &r->columns[i];
        const CxProfile *profile = &column->profile;
        if (column->reason != NULL || !cx_recognise_says(column, date_words) ||
            profile->n_number < profile->n_filled || profile->n_filled < r->n_rows ||
            profile->n_filled == 0 || profile->lo < 32000.0 || profile->hi > 60000.0)
            continue;
        r->date = column;
        r->date_kind = CX_DATE_EXCEL;
        cx_recognise_take(r, column, CX_TAKEN_DATE, "Days counted as spreadsheets do, %s to %s.",
                          cx_recognise_number(r, profile->lo), cx_recognise_number(r, profile->hi));
        return true;
    }
    return false;
}

/* Dates of 1 January 1980 stand in anonymised LimeSurvey files for no date. */
static bool
is_anonymised(const CxRecognition *r, const CxColumn *column)
{
    return r->layout == CX_LAYOUT_LIMESURVEY && column->profile.n_distinct == 1 &&
           g_str_has_prefix(cx_seen_at(&column->profile, 0)->text, "1980-01-01");
}

static const char *const sent_words[] = { "submit",     "complete", "envío", "finish",
                                          "abgesendet", "envoi",    NULL };

static void
leave_short_years(CxRecognition *r, CxColumn *column)
{
    cx_recognise_take(r, column, CX_TAKEN_IGNORED,
                      "Dates whose years have two digits; an import needs four.");
    cx_recognise_ask(r,
                     "\"%s\" holds dates whose years have two digits: export the file with whole "
                     "years.",
                     column->name);
}

static void
leave_date(CxRecognition *r, CxColumn *column)
{
    const int64_t n_filled = column->profile.n_filled;
    cx_recognise_take(r, column, CX_TAKEN_IGNORED,
                      "Dates too, in %" PRId64 " of %" PRId64 " rows; those of \"%s\" count.",
                      n_filled, r->n_rows, r->date->name);
    if (n_filled == r->n_rows || !cx_recognise_says(column, sent_words))
        return;
    cx_recognise_ask(r,
                     "\"%s\" is empty in %" PRId64 " of %" PRId64
                     " rows: if these were broken off, add them to \"skip\".",
                     column->name, r->n_rows - n_filled, r->n_rows);
}

/* Dates and times that are not the one that counts. */
static void
leave_others(CxRecognition *r)
{
    for (size_t i = 0; i < r->n_columns; i++) {
        CxColumn *column = &r->columns[i];
        const CxProfile *profile = &column->profile;
        const int64_t n_whole = MAX(profile->n_iso, MAX(profile->n_mdy, profile->n_dmy));
        const int64_t n_dates = MAX(n_whole, profile->n_year_2);
        if (column->reason != NULL || profile->n_filled == 0 ||
            (double)n_dates < SHARE_MIN * (double)profile->n_filled)
            continue;
        if (n_dates > n_whole)
            leave_short_years(r, column);
        else if (r->date != NULL)
            leave_date(r, column);
    }
}

static void
find_date(CxRecognition *r)
{
    CxColumn *best = NULL;
    int best_points = 0;
    for (size_t i = 0; i < r->n_columns; i++) {
        const int points = r->columns[i].ref != NULL ? rate_date(&r->columns[i], r->n_rows) : 0;
        if (points > best_points) {
            best = &r->columns[i];
            best_points = points;
        }
    }
    if (best != NULL && is_anonymised(r, best)) {
        cx_recognise_take(r, best, CX_TAKEN_IGNORED,
                          "Every row says 1 January 1980: the dates were taken out.");
        best = NULL;
    }
    if (best != NULL) {
        take_date(r, best);
        return;
    }
    if (take_day_of_month(r) || take_serial(r))
        return;
    r->date_kind = CX_DATE_CONSTANT;
    cx_recognise_ask(r, "No column says when a response was given: all are drafted on one day "
                        "(columns.date.day); say the right one.");
}

/* A column of dates that its header names so, not the one of the response. */
static CxColumn *
find_named(CxRecognition *r, const char *const *words)
{
    for (size_t i = 0; i < r->n_columns; i++) {
        CxColumn *column = &r->columns[i];
        const CxProfile *profile = &column->profile;
        const int64_t n_dates = MAX(profile->n_iso, MAX(profile->n_mdy, profile->n_dmy));
        if (column->reason == NULL && column->ref != NULL && n_dates > 0 &&
            (double)n_dates >= SHARE_MIN * (double)profile->n_filled &&
            strlen(column->name) <= 40 && cx_recognise_says(column, words))
            return column;
    }
    return NULL;
}

/* Two dated columns that look like promised or ordered and delivered: the days between them are what
 * customers waited. */
static void
find_between(CxRecognition *r)
{
    static const char *const first_words[] = {
        " promised ",   " promise ",   " due ",       " ordered ",
        " order date ", " orderdate ", " scheduled ", " planned ",
        " expected ",   " estimated ", NULL
    };
    static const char *const last_words[] = { " delivered ", " delivery date ",
                                              " arrived ",   " arrival date ",
                                              " actual ",    " fulfilled ",
                                              NULL };
    CxColumn *first = find_named(r, first_words);
    CxColumn *last = find_named(r, last_words);
    if (first == NULL || last == NULL || first == last)
        return;
    cx_recognise_take(
        r, first, CX_TAKEN_COMPUTED,
        "Dates beside those of \"%s\": the days from one to the other are drafted as a "
        "fact.",
        last->name);
    cx_recognise_take(
        r, last, CX_TAKEN_COMPUTED,
        "Dates beside those of \"%s\": the days from one to the other are drafted as a "
        "fact.",
        first->name);
    r->promised = first;
    r->delivered = last;
}

void
cx_recognise_date(CxRecognition *r)
{
    find_year(r);
    find_date(r);
    find_between(r);
    leave_others(r);
}
