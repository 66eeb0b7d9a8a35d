#include "evidence/splice.h"

#include <math.h>
#include <string.h>

#include "base/text.h"
#include "business/kept.h"
#include "column/run.h"
#include "column/shelf.h"
#include "feedback/frame_store.h"
#include "lang/assert.h"
#include "stat/estimate.h"

#define MODE_SHIFT_SHARE 0.05 /* METHODS: a shift of 5 points in the mode mix marks a splice */
#define CHANCE           0.01 /* of a false splice by mode anywhere in a series */

/* One period: who answered how, in which version mostly. */
typedef struct {
    const CxSurveyVersion *version; /* NULL: nobody answered */
    const CxItemVersion *asked;     /* NULL likewise */
    CxTallies *modes;
} Period;

static void
period_clear(gpointer data)
{
    Period *period = data;
    cx_tallies_unref(period->modes);
}

static CxTallies *
run_by(const CxFrame *frame, const CxSlice *slice, const CxScoreGroup *group, CxSliceBy by,
       GError **error)
{
    g_autoptr(CxSlice) one = cx_slice_copy(slice);
    one->from = group->from;
    one->to = group->to;
    one->by = by;
    g_clear_pointer(&one->by_item, g_free);
    return cx_slice_run(frame, one, error);
}

/* The version that most answers of a period are of. */
static bool
fill_version(const CxSurvey *survey, const CxItem *item, const CxTallies *versions, Period *period)
{
    int64_t most = 0;
    for (size_t i = 0; i < versions->n_groups; i++) {
        const CxTally *tally = &versions->groups[i];
        const CxSurveyVersion *version = cx_survey_version(survey, tally->key);
        if (tally->n <= most || version == NULL)
            continue;
        most = tally->n;
        period->version = version;
        period->asked = cx_item_in(item, (size_t)(version - survey->versions));
    }
    return most > 0;
}

static int64_t
mode_count(const CxTallies *modes, const char *key)
{
    for (size_t i = 0; i < modes->n_groups; i++) {
        if (g_str_equal(modes->groups[i].key, key))
            return modes->groups[i].n;
    }
    return 0;
}

static int64_t
mode_total(const CxTallies *modes)
{
    int64_t n = 0;
    for (size_t i = 0; i < modes->n_groups; i++)
        n += modes->groups[i].n;
    return n;
}

/* Half the sum of differences between two mode mixes: the share that would have to move. A mode
 * whose difference is within z standard errors counts nothing. */
static double
mode_shift(const CxTallies *before, const CxTallies *after, double z)
{
    const double n_before = (double)mode_total(before);
    const double n_after = (double)mode_total(after);
    if (n_before < 1.0 || n_after < 1.0)
        return 0.0;
    double sum = 0.0;
    for (size_t side = 0; side < 2; side++) {
        const CxTallies *from = side == 0 ? before : after;
        for (size_t i = 0; i < from->n_groups; i++) {
            const char *key = from->groups[i].key;
            const bool is_counted = side == 1 && mode_count(before, key) > 0;
            const double p = (double)mode_count(before, key) / n_before;
            const double q = (double)mode_count(after, key) / n_after;
            const double pooled = (p * n_before + q * n_after) / (n_before + n_after);
            const double se = sqrt(pooled * (1.0 - pooled) * (1.0 / n_before + 1.0 / n_after));
            if (!is_counted && fabs(p - q) > z * se)
                sum += fabs(p - q);
        }
    }
    return sum / 2.0;
}

/* Says what changed: the first thing for the figure's label, everything for the sentence. */
static void
add_words(CxCtx *ctx, const Period *after, CxSplice *splice)
{
    g_autofree char *points = cx_text_number(splice->mode_shift, 0);
    g_autofree char *mode =
        cx_message_format(ctx->catalogue, "splice.mode", CX_ARG_TEXT("points", points));
    const char *version = after->version->note != NULL
                              ? after->version->note
                              : cx_message_text(ctx->catalogue, "splice.wording");
    splice->what = cx_arena_text(ctx->arena, splice->is_version ? version : mode);
    const bool is_both = splice->is_version && splice->is_mode;
    g_autofree char *why =
        g_strdup_printf("%s%s%s", splice->what, is_both ? "; " : "", is_both ? mode : "");
    why[0] = g_ascii_toupper(why[0]);
    splice->why = cx_arena_text(ctx->arena, why);
}

/* Whether the question changed between two periods' versions. */
static bool
is_changed(const Period *before, const Period *after)
{
    if (before->version == after->version)
        return false;
    const bool is_reworded = before->asked != NULL && after->asked != NULL &&
                             !g_str_equal(before->asked->wording, after->asked->wording);
    return is_reworded || after->version->note != NULL;
}

/* What periods are read from. */
typedef struct {
    CxCtx *ctx;
    const CxSurvey *survey;
    const CxFrame *frame;
} Source;

/* By version and by mode, one after the other, of each period of the score: GPtrArray of CxTallies.
 * (transfer full) */
static GPtrArray *
run_periods(const CxFrame *frame, const CxSlice *slice, const CxScore *score, GError **error)
{
    g_autoptr(GPtrArray) runs = g_ptr_array_new_with_free_func((GDestroyNotify)cx_tallies_unref);
    static const CxSliceBy by[] = { CX_SLICE_BY_VERSION, CX_SLICE_BY_MODE };
    for (size_t i = 0; i < score->n_groups * CX_N_ELEMENTS(by); i++) {
        CxTallies *tallies = run_by(frame, slice, &score->groups[i / 2], by[i % 2], error);
        if (tallies == NULL)
            return NULL;
        g_ptr_array_add(runs, tallies);
    }
    return g_steal_pointer(&runs);
}

/* Tallies hold their frame, so that no other can be at its address while they are kept. */
static CxDigest
key_of(const CxFrame *frame, const CxSlice *slice, const CxScore *score)
{
    g_autofree char *text = cx_slice_format(slice);
    g_autoptr(CxDigester) digester = cx_digester_new();
    cx_digester_add_text(digester, "splice_periods");
    cx_digester_add(digester, &frame, sizeof frame);
    cx_digester_add_text(digester, text);
    for (size_t i = 0; i < score->n_groups; i++) {
        cx_digester_add_i64(digester, score->groups[i].from.v);
        cx_digester_add_i64(digester, score->groups[i].to.v);
    }
    return cx_digester_end(digester);
}

/* The same, kept as one value. (transfer full) */
static GPtrArray *
find_runs(const Source *source, const CxSlice *slice, const CxScore *score, GError **error)
{
    if (source->ctx->frames == NULL || score->n_groups == 0)
        return run_periods(source->frame, slice, score, error);
    CxKeep *keep = cx_frame_shelf_keep(source->ctx->frames);
    const CxDigest key = key_of(source->frame, slice, score);
    GPtrArray *runs = cx_keep_take(keep, &key);
    if (runs == NULL) {
        runs = run_periods(source->frame, slice, score, error);
        if (runs != NULL)
            cx_keep_put(keep, &key, runs, &cx_kept_ptr_array);
    }
    return runs;
}

static bool
read_periods(const Source *source, const CxSlice *slice, const CxScore *score, GArray *periods,
             GError **error)
{
    const CxItem *item = cx_survey_item(source->survey, score->question);
    g_autoptr(GPtrArray) runs = find_runs(source, slice, score, error);
    if (runs == NULL)
        return false;
    for (guint i = 0; i + 1 < runs->len; i += 2) {
        Period period = { 0 };
        if (fill_version(source->survey, item, g_ptr_array_index(runs, i), &period))
            period.modes = cx_tallies_ref(g_ptr_array_index(runs, i + 1));
        g_array_append_val(periods, period);
    }
    return true;
}

/* Whether there is one between two periods, and then what is said of it. */
static bool
is_splice(CxCtx *ctx, const Period *before, const Period *after, double z, CxSplice *splice)
{
    splice->is_version = is_changed(before, after);
    splice->mode_shift = 100.0 * mode_shift(before->modes, after->modes, z);
    splice->is_mode = splice->mode_shift >= 100.0 * MODE_SHIFT_SHARE;
    if (!splice->is_version && !splice->is_mode)
        return false;
    splice->before = cx_arena_text(ctx->arena, before->version->title);
    splice->after = cx_arena_text(ctx->arena, after->version->title);
    add_words(ctx, after, splice);
    return true;
}

/* The splices between periods with answers, each and the one before it. */
static CxSplices
between(CxCtx *ctx, const GArray *periods)
{
    CxSplice *splices = cx_arena_new0_n(ctx->arena, CxSplice, periods->len + 1);
    size_t n = 0;
    const double n_borders = MAX((double)periods->len - 1.0, 1.0);
    const double z = cx_stat_z(1.0 - CHANCE / n_borders);
    const Period *before = NULL;
    for (guint i = 0; i < periods->len; i++) {
        const Period *after = &g_array_index(periods, Period, i);
        if (after->version == NULL)
            continue;
        CxSplice splice = { .at = i };
        if (before != NULL && is_splice(ctx, before, after, z, &splice))
            splices[n++] = splice;
        before = after;
    }
    return (CxSplices){ splices, n };
}

bool
cx_splice_find(CxCtx *ctx, const CxSurvey *survey, const CxSlice *slice, const CxScore *score,
               CxSplices *ret_splices, GError **error)
{
    const CxItem *item = cx_survey_item(survey, score->question);
    cx_assert(item != NULL);
    g_autoptr(CxFrame) frame = cx_frame_store_ref(ctx, survey, error);
    if (frame == NULL)
        return false;
    g_autoptr(GArray) periods = g_array_new(FALSE, FALSE, sizeof(Period));
    g_array_set_clear_func(periods, period_clear);
    g_autoptr(CxSlice) whole = cx_slice_copy(slice);
    if (whole->question == NULL)
        whole->question = g_strdup(item->key);
    const Source source = { ctx, survey, frame };
    if (!read_periods(&source, whole, score, periods, error))
        return false;

    *ret_splices = between(ctx, periods);
    return true;
}
