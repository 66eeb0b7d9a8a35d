/* The differences that are known to part survey tools, as far as this number can have them. */
#include <string.h>

#include "base/civil.h"
#include "base/message.h"
#include "evidence/reconcile_priv.h"

#define CHOICES_MAX 15 /* of a fact that is tried one by one */
#define FILTERS_MAX 80

#define SAY(r, key, ...)                                                                           \
    cx_arena_take((r)->ctx->arena, cx_message_format((r)->ctx->catalogue, key, __VA_ARGS__))

static const char *
say(const CxReconciler *r, const char *key)
{
    return cx_message_text(r->ctx->catalogue, key);
}

static void
add(CxReconciler *r, CxReconcileOption option)
{
    g_array_append_val(r->options, option);
}

static void
add_denominators(CxReconciler *r)
{
    const struct {
        CxDenominator denominator;
        const char *key;
    } rows[] = {
        { CX_DENOMINATOR_MISSING, "reconcile.denominator.missing" },
        { CX_DENOMINATOR_NOT_APPLICABLE, "reconcile.denominator.not_applicable" },
        { CX_DENOMINATOR_ALL, "reconcile.denominator.all" },
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        add(r, (CxReconcileOption){ .axis = CX_RECONCILE_DENOMINATOR,
                                    .words = say(r, rows[i].key),
                                    .denominator = rows[i].denominator });
    }
}

/* ---- Days ---- */

static void
add_period(CxReconciler *r, const char *key, CxDay from, CxDay to)
{
    if (from.v == r->base->from.v && to.v == r->base->to.v)
        return;
    const char *period = cx_arena_take(r->ctx->arena, cx_day_format_period(from, to));
    add(r, (CxReconcileOption){ .axis = CX_RECONCILE_DAYS,
                                .words = SAY(r, key, CX_ARG_TEXT("period", period)),
                                .has_period = true,
                                .from = from,
                                .to = to });
}

static void
add_days(CxReconciler *r)
{
    if (r->utc != NULL) {
        add(r, (CxReconcileOption){
                   .axis = CX_RECONCILE_DAYS,
                   .words = SAY(r, "reconcile.days.utc", CX_ARG_TEXT("zone", r->survey->zone)),
                   .is_utc = true });
    }
    const CxDay from = r->base->from;
    const CxDay to = cx_day_is_none(r->base->to) ? cx_frame_last_day(r->frame) : r->base->to;
    if (cx_day_is_none(to))
        return;
    if (!cx_day_is_none(from) || !cx_day_is_none(r->base->to)) {
        add_period(r, "reconcile.days.all", CX_DAY_NONE, CX_DAY_NONE);
        add_period(r, "reconcile.days.off", from, (CxDay){ to.v - 1 });
        add_period(r, "reconcile.days.off", from, (CxDay){ to.v + 1 });
    }
    if (!cx_day_is_none(from)) {
        const int32_t len = to.v - from.v + 1;
        add_period(r, "reconcile.days.off", (CxDay){ from.v - 1 }, (CxDay){ to.v - 1 });
        add_period(r, "reconcile.days.off", (CxDay){ from.v + 1 }, (CxDay){ to.v + 1 });
        add_period(r, "reconcile.days.off", (CxDay){ from.v - 1 }, to);
        add_period(r, "reconcile.days.off", (CxDay){ from.v + 1 }, to);
        add_period(r, "reconcile.days.before", (CxDay){ from.v - len }, (CxDay){ from.v - 1 });
    }
    static const int32_t rolling[] = { 7, 28, 30, 31, 90, 91, 180, 365 };
    for (size_t i = 0; i < G_N_ELEMENTS(rolling); i++)
        add_period(r, "reconcile.days.rolling", (CxDay){ to.v - rolling[i] + 1 }, to);
    const int32_t month = cx_day_month_index(to);
    const int32_t quarter = cx_day_quarter_index(to);
    for (int32_t i = month - 2; i <= month; i++) {
        add_period(r, "reconcile.days.month", cx_month_first_day(i),
                   (CxDay){ cx_month_first_day(i + 1).v - 1 });
    }
    add_period(r, "reconcile.days.quarter", cx_quarter_first_day(quarter),
               (CxDay){ cx_quarter_first_day(quarter + 1).v - 1 });
    add_period(r, "reconcile.days.year", cx_month_first_day(month - month % 12),
               (CxDay){ cx_month_first_day(month - month % 12 + 12).v - 1 });
    add_period(r, "reconcile.days.year_to_date", cx_month_first_day(month - month % 12), to);
}

/* ---- Filters ---- */

static void
add_filter(CxReconciler *r, const char *key, const char *item, const char *what, const char *values)
{
    add(r, (CxReconcileOption){ .axis = CX_RECONCILE_FILTER,
                                .words = SAY(r, key, CX_ARG_TEXT("what", what)),
                                .filter = cx_arena_text(r->ctx->arena, item),
                                .values = cx_arena_text(r->ctx->arena, values) });
}

/* A part of the answers: alone, and all but it. */
typedef struct {
    const char *key;
    const char *label;
} Part;

static void
add_parts(CxReconciler *r, const char *item, const char *about, const Part *parts, size_t n)
{
    if (cx_slice_filter(r->base, item) != NULL || n < 2 || n > CHOICES_MAX)
        return;
    for (size_t i = 0; i < n && r->options->len < FILTERS_MAX; i++) {
        g_autofree char *what = g_strdup_printf("%s: %s", about, parts[i].label);
        add_filter(r, "reconcile.filter.only", item, what, parts[i].key);
        if (n == 2)
            continue;
        g_autoptr(GString) others = g_string_new(NULL);
        for (size_t j = 0; j < n; j++) {
            if (j != i)
                g_string_append_printf(others, "%s%s", others->len > 0 ? "," : "", parts[j].key);
        }
        add_filter(r, "reconcile.filter.without", item, what, others->str);
    }
}

/* A choice of the respondents' own: each answer alone, and all but it. */
static void
add_choices(CxReconciler *r, const CxFrameItem *item)
{
    if (item->kind != CX_FRAME_CHOICE || item->n_choices > CHOICES_MAX)
        return;
    Part parts[CHOICES_MAX + 1];
    for (size_t j = 0; j < item->n_choices; j++)
        parts[j] = (Part){ item->choices[j].key, item->choices[j].label };
    add_parts(r, item->key, item->label, parts, item->n_choices);
}

static void
add_filters(CxReconciler *r)
{
    for (guint i = 0; i < r->base->filters->len; i++) {
        const CxSliceFilter *filter = g_ptr_array_index(r->base->filters, i);
        g_autofree char *values = g_strjoinv(", ", filter->values);
        g_autofree char *what = g_strdup_printf("%s: %s", filter->item, values);
        add_filter(r, "reconcile.filter.left_out", filter->item, what, NULL);
    }
    const CxFrame *frame = r->frame;
    Part parts[CHOICES_MAX + 1];
    const size_t n_modes = MIN(cx_frame_n_modes(frame), CHOICES_MAX + 1);
    for (size_t i = 0; i < n_modes; i++)
        parts[i] = (Part){ cx_frame_mode(frame, i)->key, cx_frame_mode(frame, i)->label };
    add_parts(r, "mode", say(r, "reconcile.mode"), parts, n_modes);
    const size_t n_versions = MIN(cx_frame_n_versions(frame), CHOICES_MAX + 1);
    for (size_t i = 0; i < n_versions; i++)
        parts[i] = (Part){ cx_frame_version(frame, i)->key, cx_frame_version(frame, i)->label };
    add_parts(r, "version", say(r, "reconcile.version"), parts, n_versions);
    for (size_t i = 0; i < cx_frame_n_items(frame); i++)
        add_choices(r, cx_frame_item(frame, i));
}

/* ---- Scale ---- */

static void
add_reading(CxReconciler *r, CxReading reading, const char *key)
{
    add(r, (CxReconcileOption){
               .axis = CX_RECONCILE_SCALE, .words = say(r, key), .reading = reading });
}

static void
add_readings(CxReconciler *r)
{
    switch (r->base->measure) {
    case CX_SLICE_NPS:
        add_reading(r, CX_READING_DETRACTORS_5, "reconcile.scale.detractors_5");
        add_reading(r, CX_READING_PROMOTERS_8, "reconcile.scale.promoters_8");
        break;
    case CX_SLICE_TOP2:
        add_reading(r, CX_READING_TOP_1, "reconcile.scale.top_1");
        add_reading(r, CX_READING_TOP_3, "reconcile.scale.top_3");
        break;
    case CX_SLICE_MEAN:
        add_reading(r, CX_READING_PERCENT, "reconcile.scale.percent");
        break;
    case CX_SLICE_SHARE:
    case CX_SLICE_COUNT:
    case CX_SLICE_MEASURE_N:
        break;
    }
}

void
cx_reconcile_list_options(CxReconciler *r)
{
    add_denominators(r);
    if (r->skipped->len > 0) {
        add(r, (CxReconcileOption){ .axis = CX_RECONCILE_SKIPPED,
                                    .words = SAY(r, "reconcile.skipped",
                                                 CX_ARG_NUMBER("n", (int64_t)r->skipped->len)),
                                    .has_skipped = true });
    }
    if (cx_frame_weights(r->frame) != NULL) {
        add(r, (CxReconcileOption){ .axis = CX_RECONCILE_WEIGHTS,
                                    .words = say(r, r->is_weighted ? "reconcile.weights.off"
                                                                   : "reconcile.weights.on"),
                                    .is_other_weighting = true });
    }
    add_readings(r);
    add_days(r);
    add_filters(r);
}
