/* The differences of days: which days an answer is counted on, and which days are counted. */
#include <string.h>

#include "base/civil.h"
#include "base/message.h"
#include "evidence/reconcile_priv.h"
#include "feedback/frame_store.h"
#include "feedback/other_dates.h"

#define DAYS_A_WEEK    7
#define ZONED_ROWS_MAX 250000 /* of a survey that is read anew for each zone */

#define SAY(r, key, ...)                                                                           \
    cx_arena_take((r)->ctx->arena, cx_message_format((r)->ctx->catalogue, key, __VA_ARGS__))

static void
add_period(CxReconciler *r, const char *key, CxDay from, CxDay to)
{
    if (from.v == r->base->from.v && to.v == r->base->to.v)
        return;
    const char *period = cx_arena_take(r->ctx->arena, cx_day_format_period(from, to));
    const CxReconcileOption option = {
        .axis = CX_RECONCILE_DAYS,
        .words = SAY(r, key, CX_ARG_TEXT("period", period)),
        .has_period = true,
        .from = from,
        .to = to,
    };
    g_array_append_val(r->options, option);
}

/* ---- On which day an answer counts ---- */

const char *
cx_reconcile_zone_words(CxReconciler *r, const char *others)
{
    return SAY(r, "reconcile.days.zone", CX_ARG_TEXT("zones", others),
               CX_ARG_TEXT("zone", r->survey->zone));
}

/* One option for another reading of days, unless it is ours. */
static bool
add_reading(CxReconciler *r, const CxFrameOther *other, const char *words, GError **error)
{
    CxFrame *frame = cx_frame_store_load_other(r->ctx, r->survey, other, error);
    if (frame == NULL)
        return false;
    const CxReconcileOption option = {
        .axis = CX_RECONCILE_DAYS,
        .words = words,
        .frame = cx_reconciler_add_frame(r, frame),
    };
    if (option.frame != NULL)
        g_array_append_val(r->options, option);
    return true;
}

static bool
add_other_dates(CxReconciler *r, GError **error)
{
    g_autoptr(GPtrArray) list = cx_other_dates_list(r->ctx, r->survey, error);
    if (list == NULL)
        return false;
    for (guint i = 0; i < list->len; i++) {
        const CxOtherDates *dates = g_ptr_array_index(list, i);
        const CxFrameOther other = { .reading = CX_FRAME_OTHER_DATES, .dates = dates };
        if (!add_reading(r, &other,
                         SAY(r, "reconcile.days.column", CX_ARG_TEXT("column", dates->column),
                             CX_ARG_TEXT("usual", dates->usual)),
                         error))
            return false;
    }
    return true;
}

/* Where people who look at dashboards sit: far enough apart that each moves other answers. */
static const char *const zones[] = {
    "UTC",
    "America/New_York",
    "America/Los_Angeles",
    "America/Chicago",
    "Europe/London",
    "Europe/Berlin",
    "Europe/Athens",
    "Asia/Kolkata",
    "Asia/Tokyo",
    "Australia/Sydney",
    "Asia/Singapore",
    "Asia/Dubai",
    "America/Denver",
    "America/Sao_Paulo",
    "Pacific/Auckland",
};

static bool
is_known(const char *zone)
{
    g_autoptr(GTimeZone) loaded = cx_zone_load(zone, NULL);
    return loaded != NULL;
}

/* Days cut in other zones, as far as this machine knows them. Each zone is a frame: of a large survey UTC alone,
 * and none where all days count anyway. Where no time of an answer is known all are ours, and UTC and New
 * York, which never agree, tell so. */
static bool
add_zones(CxReconciler *r, GError **error)
{
    if (cx_day_is_none(r->base->from) && cx_day_is_none(r->base->to))
        return true;
    const bool is_large = cx_frame_n_rows(r->frame) > ZONED_ROWS_MAX;
    const size_t n = is_large ? 1 : G_N_ELEMENTS(zones);
    const guint n_before = r->options->len;
    for (size_t i = 0; i < n; i++) {
        if (strcmp(r->survey->zone, zones[i]) == 0 || !is_known(zones[i]) ||
            (i > 1 && r->options->len == n_before))
            continue;
        const CxFrameOther other = { .reading = CX_FRAME_ZONE, .zone = zones[i] };
        const guint n_options = r->options->len;
        const char *words =
            is_large ? SAY(r, "reconcile.days.utc_alone", CX_ARG_TEXT("zone", r->survey->zone),
                           CX_ARG_NUMBER("n", ZONED_ROWS_MAX))
                     : cx_reconcile_zone_words(r, zones[i]);
        if (!add_reading(r, &other, words, error))
            return false;
        if (r->options->len > n_options && !is_large)
            g_array_index(r->options, CxReconcileOption, n_options).zones = zones[i];
    }
    return true;
}

/* ---- Which days count ---- */

static void
add_moved(CxReconciler *r, CxDay from, CxDay to)
{
    if (!cx_day_is_none(from) || !cx_day_is_none(r->base->to)) {
        add_period(r, "reconcile.days.all", CX_DAY_NONE, CX_DAY_NONE);
        add_period(r, "reconcile.days.off", from, (CxDay){ to.v - 1 });
        add_period(r, "reconcile.days.off", from, (CxDay){ to.v + 1 });
    }
    if (cx_day_is_none(from))
        return;
    const int32_t len = to.v - from.v + 1;
    add_period(r, "reconcile.days.off", (CxDay){ from.v - 1 }, (CxDay){ to.v - 1 });
    add_period(r, "reconcile.days.off", (CxDay){ from.v + 1 }, (CxDay){ to.v + 1 });
    add_period(r, "reconcile.days.off", (CxDay){ from.v - 1 }, to);
    add_period(r, "reconcile.days.off", (CxDay){ from.v + 1 }, to);
    add_period(r, "reconcile.days.before", (CxDay){ from.v - len }, (CxDay){ from.v - 1 });
}

/* Day 0 was a Thursday: days since the Monday, or the Sunday, of the week. */
static int32_t
days_into_week(CxDay day, int32_t first)
{
    const int32_t rest = (day.v - first) % DAYS_A_WEEK;
    return rest < 0 ? rest + DAYS_A_WEEK : rest;
}

/* The week of the last day, and the period in whole weeks. */
static void
add_weeks(CxReconciler *r, CxDay from, CxDay to)
{
    static const struct {
        int32_t first; /* a day on which such a week begins, as days since 1970-01-01 */
        const char *week, *whole;
    } rows[] = {
        { 4, "reconcile.days.week_monday", "reconcile.days.weeks_monday" },
        { 3, "reconcile.days.week_sunday", "reconcile.days.weeks_sunday" },
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        const CxDay first = { to.v - days_into_week(to, rows[i].first) };
        const CxDay last = { first.v + DAYS_A_WEEK - 1 };
        add_period(r, rows[i].week, first, last);
        if (!cx_day_is_none(from)) {
            add_period(r, rows[i].whole, (CxDay){ from.v - days_into_week(from, rows[i].first) },
                       last);
        }
    }
}

static void
add_rolling(CxReconciler *r, CxDay to)
{
    static const int32_t rolling[] = { 7, 28, 30, 31, 90, 91, 180, 365 };
    for (size_t i = 0; i < G_N_ELEMENTS(rolling); i++)
        add_period(r, "reconcile.days.rolling", (CxDay){ to.v - rolling[i] + 1 }, to);
}

static void
add_months(CxReconciler *r, const char *key, int32_t first_month, int32_t n_months)
{
    add_period(r, key, cx_month_first_day(first_month),
               (CxDay){ cx_month_first_day(first_month + n_months).v - 1 });
}

/* The stretch of n months that the month is in, when years begin in another month. */
static int32_t
first_of(int32_t month, int32_t begins, int32_t n_months)
{
    return month - (month - begins) % n_months;
}

static void
add_calendars(CxReconciler *r, CxDay to)
{
    const int32_t month = cx_day_month_index(to);
    for (int32_t i = month - 2; i <= month; i++)
        add_months(r, "reconcile.days.month", i, 1);
    const int32_t quarter = first_of(month, 0, 3);
    add_months(r, "reconcile.days.quarter", quarter, 3);
    add_months(r, "reconcile.days.quarter", quarter - 3, 3);
    add_months(r, "reconcile.days.year", first_of(month, 0, 12), 12);
    add_period(r, "reconcile.days.year_to_date", cx_month_first_day(first_of(month, 0, 12)), to);
    for (int32_t begins = 1; begins < 3; begins++)
        add_months(r, "reconcile.days.fiscal_quarter", first_of(month, begins, 3), 3);
    static const int32_t years[] = { 1, 3, 5, 6, 8, 9, 10 }; /* February, April, June … */
    for (size_t i = 0; i < G_N_ELEMENTS(years); i++)
        add_months(r, "reconcile.days.fiscal_year", first_of(month, years[i], 12), 12);
}

bool
cx_reconcile_list_days(CxReconciler *r, GError **error)
{
    if (!add_zones(r, error) || !add_other_dates(r, error))
        return false;
    const CxDay from = r->base->from;
    const CxDay to = cx_day_is_none(r->base->to) ? cx_frame_last_day(r->frame) : r->base->to;
    if (cx_day_is_none(to))
        return true;
    add_moved(r, from, to);
    add_weeks(r, from, to);
    add_rolling(r, to);
    add_calendars(r, to);
    return true;
}
