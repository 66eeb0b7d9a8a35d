/* The differences that are known to part survey tools, as far as this number can have them. */
#include <string.h>

#include "base/message.h"
#include "evidence/reconcile_priv.h"
#include "feedback/frame_store.h"

#define CHOICES_MAX 15 /* of a fact that is tried one by one */
#define FILTERS_MAX 120

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
add_reading(CxReconciler *r, CxSliceMeasure measure, CxReading reading, const char *key)
{
    add(r, (CxReconcileOption){ .axis = CX_RECONCILE_SCALE,
                                .words = say(r, key),
                                .reading = reading,
                                .has_measure = measure != r->base->measure,
                                .measure = measure });
}

static void
add_readings_of_nps(CxReconciler *r)
{
    add_reading(r, CX_SLICE_NPS, CX_READING_DETRACTORS_5, "reconcile.scale.detractors_5");
    add_reading(r, CX_SLICE_NPS, CX_READING_PROMOTERS_8, "reconcile.scale.promoters_8");
    add_reading(r, CX_SLICE_NPS, CX_READING_ONE_HIGHER, "reconcile.scale.one_higher");
    add_reading(r, CX_SLICE_NPS, CX_READING_ONE_LOWER, "reconcile.scale.one_lower");
    add_reading(r, CX_SLICE_NPS, CX_READING_HALF, "reconcile.scale.half");
    add_reading(r, CX_SLICE_TOP2, CX_READING_USUAL, "reconcile.scale.promoters");
    add_reading(r, CX_SLICE_NPS, CX_READING_BOTTOM, "reconcile.scale.detractors");
    add_reading(r, CX_SLICE_MEAN, CX_READING_USUAL, "reconcile.scale.mean");
}

static void
add_readings_of_mean(CxReconciler *r, const CxItemVersion *asked)
{
    add_reading(r, CX_SLICE_MEAN, CX_READING_PERCENT, "reconcile.scale.percent");
    add_reading(r, CX_SLICE_MEAN, CX_READING_OF_BEST, "reconcile.scale.of_best");
    if (r->base->measure != CX_SLICE_MEAN)
        return;
    if (asked->lo != 0)
        add_reading(r, CX_SLICE_MEAN, CX_READING_FROM_0, "reconcile.scale.from_0");
    if (asked->lo != 1)
        add_reading(r, CX_SLICE_MEAN, CX_READING_FROM_1, "reconcile.scale.from_1");
    add_reading(r, CX_SLICE_MEAN, CX_READING_TURNED, "reconcile.scale.turned");
}

static void
add_readings_of_rating(CxReconciler *r)
{
    const CxItemVersion *asked = cx_item_latest(r->item);
    if (r->base->measure == CX_SLICE_MEAN)
        add_reading(r, CX_SLICE_TOP2, CX_READING_USUAL, "reconcile.scale.top_2");
    else
        add_reading(r, CX_SLICE_MEAN, CX_READING_USUAL, "reconcile.scale.mean");
    add_reading(r, CX_SLICE_TOP2, CX_READING_TOP_1, "reconcile.scale.top_1");
    add_reading(r, CX_SLICE_TOP2, CX_READING_TOP_3, "reconcile.scale.top_3");
    add_reading(r, CX_SLICE_TOP2, CX_READING_BOTTOM, "reconcile.scale.bottom");
    if (asked->kind == CX_ITEM_KIND_NPS)
        add_reading(r, CX_SLICE_NPS, CX_READING_USUAL, "reconcile.scale.nps");
    else if (asked->hi - asked->lo == 4)
        add_reading(r, CX_SLICE_TOP2, CX_READING_ONE_TO_FIVE, "reconcile.scale.one_to_five");
    add_readings_of_mean(r, asked);
}

static void
add_readings(CxReconciler *r)
{
    switch (r->base->measure) {
    case CX_SLICE_NPS:
        add_readings_of_nps(r);
        break;
    case CX_SLICE_TOP2:
    case CX_SLICE_MEAN:
        add_readings_of_rating(r);
        break;
    case CX_SLICE_SHARE:
    case CX_SLICE_COUNT:
    case CX_SLICE_MEASURE_N:
        break;
    }
}

static void
add_roundings(CxReconciler *r)
{
    add(r, (CxReconcileOption){ .axis = CX_RECONCILE_ROUNDING,
                                .words = say(r, "reconcile.rounding.cut"),
                                .rounding = CX_ROUNDING_CUT });
    if (r->base->measure == CX_SLICE_NPS) {
        add(r, (CxReconcileOption){ .axis = CX_RECONCILE_ROUNDING,
                                    .words = say(r, "reconcile.rounding.parts"),
                                    .rounding = CX_ROUNDING_PARTS });
    }
}

/* ---- Duplicates ---- */

static bool
add_duplicates(CxReconciler *r, GError **error)
{
    const struct {
        CxFrameReading reading;
        const char *key;
    } rows[] = {
        { CX_FRAME_EVERY_REVISION, "reconcile.duplicates.revisions" },
        { CX_FRAME_LAST_OF_EACH, "reconcile.duplicates.last" },
        { CX_FRAME_FIRST_OF_EACH, "reconcile.duplicates.first" },
    };
    CxFrameRepeats repeats;
    if (!cx_frame_store_repeats(r->ctx, r->survey, &repeats, error))
        return false;
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        const bool is_of_revisions = rows[i].reading == CX_FRAME_EVERY_REVISION;
        if (!(is_of_revisions ? repeats.has_revisions : repeats.has_repeats))
            continue;
        const CxFrameOther other = { .reading = rows[i].reading };
        CxFrame *frame = cx_frame_store_load_other(r->ctx, r->survey, &other, error);
        if (frame == NULL)
            return false;
        const CxFrame *kept = cx_reconciler_add_frame(r, frame);
        if (kept == NULL)
            continue;
        add(r, (CxReconcileOption){
                   .axis = CX_RECONCILE_DUPLICATES, .words = say(r, rows[i].key), .frame = kept });
    }
    return true;
}

/* ---- Rows passed over ---- */

static int64_t
count_skipped(const CxReconciler *r, uint64_t rules)
{
    int64_t n = 0;
    for (guint i = 0; i < r->skipped->len; i++)
        n += (g_array_index(r->skipped, CxReconcileSkipped, i).rules & ~rules) == 0 ? 1 : 0;
    return n;
}

/* Rows that each rule alone keeps out, then all of them together. */
static void
add_skipped(CxReconciler *r)
{
    uint64_t all = 0;
    for (guint i = 0; i < r->rules->len; i++) {
        const CxReconcileRule *rule = &g_array_index(r->rules, CxReconcileRule, i);
        const uint64_t own = UINT64_C(1) << i;
        const int64_t n = count_skipped(r, own);
        all |= own;
        if (n == 0)
            continue;
        add(r, (CxReconcileOption){
                   .axis = CX_RECONCILE_SKIPPED,
                   .words = SAY(
                       r, "reconcile.skipped.rule", CX_ARG_NUMBER("n", n),
                       CX_ARG_TEXT("reason", rule->reason != NULL ? rule->reason : rule->column)),
                   .rules = own });
    }
    if (r->rules->len > 1) {
        add(r, (CxReconcileOption){ .axis = CX_RECONCILE_SKIPPED,
                                    .words = SAY(r, "reconcile.skipped.all",
                                                 CX_ARG_NUMBER("n", (int64_t)r->skipped->len)),
                                    .rules = all });
    }
}

bool
cx_reconcile_list_options(CxReconciler *r, GError **error)
{
    add_denominators(r);
    add_skipped(r);
    if (cx_frame_weights(r->frame) != NULL) {
        add(r, (CxReconcileOption){ .axis = CX_RECONCILE_WEIGHTS,
                                    .words = say(r, r->is_weighted ? "reconcile.weights.off"
                                                                   : "reconcile.weights.on"),
                                    .is_other_weighting = true });
    }
    add_readings(r);
    if (!add_duplicates(r, error) || !cx_reconcile_list_days(r, error))
        return false;
    add_filters(r);
    add_roundings(r);
    return true;
}
