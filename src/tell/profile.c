#include "tell/profile.h"

#include <string.h>

#include "base/error.h"
#include "evidence/usual.h"
#include "people/leader.h"

#define SAY(ctx, key, ...)                                                                         \
    cx_arena_take((ctx)->arena, cx_message_format((ctx)->catalogue, key, __VA_ARGS__))

#define QUARTERS_A_YEAR 4

/* What one profile is made with. */
typedef struct {
    CxCtx *ctx;
    const CxSurvey *survey;
    CxProfile *profile;
} Making;

/* ---- Its measures ---- */

static const CxScore *
score_of(const Making *making, const CxItem *item, CxSliceBy by, CxSlice **ret_slice,
         GError **error)
{
    g_autoptr(CxSlice) slice = cx_slice_new();
    slice->survey = g_strdup(making->survey->key);
    slice->question = g_strdup(item->key);
    slice->from = by == CX_SLICE_BY_NONE ? making->profile->from : CX_DAY_NONE;
    slice->to = making->profile->to;
    slice->by = by;
    if (!cx_usual_settle(item, slice, error))
        return NULL;
    const CxScore *score = cx_score_run(making->ctx, making->survey, slice, error);
    if (score != NULL && ret_slice != NULL)
        *ret_slice = g_steal_pointer(&slice);
    return score;
}

/* The group of the course a year before the period; NULL if there is none, or a cut lies between. */
static const CxScoreGroup *
find_before(const CxProfile *profile, const CxProfileMeasure *measure)
{
    const CxScore *course = measure->course;
    const int32_t now = cx_slice_period_index(CX_SLICE_BY_QUARTER, profile->from);
    for (size_t i = 0; !cx_day_is_none(profile->from) && i < course->n_groups; i++) {
        const int32_t at = cx_slice_period_index(CX_SLICE_BY_QUARTER, course->groups[i].from);
        if (at != now - QUARTERS_A_YEAR)
            continue;
        const size_t n_cuts = measure->splices.n;
        const bool is_cut = n_cuts > 0 && measure->splices.items[n_cuts - 1].at > i;
        return is_cut ? NULL : &course->groups[i];
    }
    return NULL;
}

static bool
fill_measure(const Making *making, CxProfileMeasure *measure, GError **error)
{
    g_autoptr(CxSlice) slice = NULL;
    measure->score = score_of(making, measure->item, CX_SLICE_BY_NONE, NULL, error);
    if (measure->score == NULL)
        return false;
    measure->course = score_of(making, measure->item, CX_SLICE_BY_QUARTER, &slice, error);
    if (measure->course == NULL || (measure->course->n_groups > 1 &&
                                    !cx_splice_find(making->ctx, making->survey, slice,
                                                    measure->course, &measure->splices, error)))
        return false;
    measure->before = find_before(making->profile, measure);
    return true;
}

static bool
add_changes(const Making *making, CxProfileMeasure *measures, GError **error)
{
    const CxProfile *profile = making->profile;
    const CxChangeQuery query = { .department = profile->id,
                                  .from = profile->from,
                                  .to = profile->to };
    CxChanges changes;
    if (cx_day_is_none(profile->from))
        return true;
    if (!cx_change_list(making->ctx, making->survey, &query, &changes, error))
        return false;
    for (size_t i = changes.n; i-- > 0;) { /* the newest stays */
        for (size_t k = 0; k < profile->n_measures; k++) {
            if (g_str_equal(measures[k].item->key, changes.items[i].item_key))
                measures[k].change = &changes.items[i];
        }
    }
    return true;
}

static bool
add_measures(const Making *making, GError **error)
{
    CxProfile *profile = making->profile;
    const CxSurvey *survey = making->survey;
    CxArena *arena = making->ctx->arena;
    CxProfileMeasure *measures = cx_arena_new0_n(arena, CxProfileMeasure, survey->n_items);
    const CxScore **scores = cx_arena_new0_n(arena, const CxScore *, survey->n_items);
    for (size_t i = 0; i < survey->n_items; i++) {
        const CxItem *item = &survey->items[i];
        CxSliceMeasure usual;
        if (item->role != CX_ITEM_ROLE_MEASURE || item->department.v != profile->id.v ||
            !cx_usual_measure(item, &usual))
            continue;
        CxProfileMeasure *measure = &measures[profile->n_measures];
        measure->item = item;
        if (!fill_measure(making, measure, error))
            return false;
        scores[profile->n_measures++] = measure->score;
    }
    const size_t lowest = cx_score_lowest(scores, profile->n_measures);
    if (lowest < profile->n_measures)
        measures[lowest].is_lowest = true;
    profile->measures = measures;
    return add_changes(making, measures, error);
}

/* ---- What stands beside them ---- */

static bool
add_pairs(const Making *making, GError **error)
{
    CxCtx *ctx = making->ctx;
    CxThresholdPairs all;
    CxHeld held;
    if (!cx_threshold_list(ctx, making->survey, &all, error) || !cx_held_load(ctx, &held, error))
        return false;
    CxThresholdPair *pairs = cx_arena_new0_n(ctx->arena, CxThresholdPair, all.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < all.n; i++) {
        const CxItem *item = cx_survey_item(making->survey, all.items[i].question);
        const bool is_own = item != NULL && item->department.v == making->profile->id.v;
        if (is_own && !cx_threshold_is_money(&all.items[i]) &&
            !cx_held_has_subject(&held, cx_finding_threshold_subject(ctx->arena, making->survey->id,
                                                                     all.items[i].fact, item->key)))
            pairs[n++] = all.items[i];
    }
    making->profile->pairs = pairs;
    making->profile->n_pairs = n;
    return true;
}

static bool
add_pilots(const Making *making, GError **error)
{
    CxPilots all;
    if (!cx_pilot_list(making->ctx, making->survey, &all, error))
        return false;
    CxPilot *pilots = cx_arena_new0_n(making->ctx->arena, CxPilot, all.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < all.n; i++) {
        if (all.items[i].item->department.v == making->profile->id.v)
            pilots[n++] = all.items[i];
    }
    making->profile->pilots = pilots;
    making->profile->n_pilots = n;
    return true;
}

/* ---- Who heads it ---- */

static gint
compare_terms(gconstpointer a, gconstpointer b)
{
    const CxProfileTerm *left = a;
    const CxProfileTerm *right = b;
    if (left->from.v != right->from.v)
        return left->from.v > right->from.v ? -1 : 1;
    return strcmp(left->name, right->name);
}

static void
take_terms(const Making *making, const CxLeader *leader, GArray *terms)
{
    CxCtx *ctx = making->ctx;
    for (guint i = 0; i < leader->terms->len; i++) {
        const CxTerm *from = g_ptr_array_index(leader->terms, i);
        if (from->department.v != making->profile->id.v)
            continue;
        const CxProfileTerm term = {
            .leader = leader->id,
            .name = cx_arena_text(ctx->arena, leader->name),
            .title = cx_arena_text(ctx->arena, from->title),
            .from = from->from,
            .to = from->to,
            .is_current = cx_term_is_in_force(from, ctx->today),
            .is_future = from->from.v > ctx->today.v,
        };
        g_array_append_val(terms, term);
    }
}

static bool
add_terms(const Making *making, GError **error)
{
    g_autoptr(GPtrArray) leaders = cx_leader_list(making->ctx, error);
    if (leaders == NULL)
        return false;
    g_autoptr(GArray) terms = g_array_new(FALSE, FALSE, sizeof(CxProfileTerm));
    for (guint i = 0; i < leaders->len; i++)
        take_terms(making, g_ptr_array_index(leaders, i), terms);
    g_array_sort(terms, compare_terms);
    CxProfileTerm *kept = cx_arena_new0_n(making->ctx->arena, CxProfileTerm, terms->len + 1);
    for (guint i = 0; i < terms->len; i++)
        kept[i] = g_array_index(terms, CxProfileTerm, i);
    making->profile->terms = kept;
    making->profile->n_terms = terms->len;
    return true;
}

/* ---- In words ---- */

/* Where it stands when nothing was found. */
static const char *
standing_key(const CxProfile *profile, const CxProfileMeasure **ret_lowest)
{
    size_t n_hidden = 0;
    size_t n_shown = 0;
    *ret_lowest = NULL;
    for (size_t i = 0; i < profile->n_measures; i++) {
        const CxProfileMeasure *measure = &profile->measures[i];
        n_hidden += cx_measured_is_hidden(&measure->score->whole) ? 1 : 0;
        n_shown += cx_measured_has_value(&measure->score->whole) ? 1 : 0;
        if (measure->is_lowest)
            *ret_lowest = measure;
    }
    if (profile->n_measures == 0)
        return "profile.headline.no_measures";
    if (n_shown == 0)
        return n_hidden > 0 ? "profile.headline.hidden" : "profile.headline.no_answers";
    if (profile->n_measures == 1)
        return "profile.headline.one";
    return *ret_lowest != NULL ? "profile.headline.lowest" : "profile.headline.alike";
}

/* What came of the work before where customers mind before that; what goes with what is no headline. */
static const char *
found(const CxProfile *profile)
{
    static const CxFindingKind kinds[] = { CX_FINDING_CHANGE, CX_FINDING_THRESHOLD };
    for (size_t k = 0; k < CX_N_ELEMENTS(kinds); k++) {
        for (size_t i = 0; i < profile->findings.n; i++) {
            if (profile->findings.items[i].kind == kinds[k])
                return profile->findings.items[i].sentence;
        }
    }
    return NULL;
}

static const char *
headline(CxCtx *ctx, const CxProfile *profile)
{
    const CxProfileMeasure *lowest = NULL;
    const char *sentence = found(profile);
    if (sentence != NULL)
        return sentence;
    const char *key = standing_key(profile, &lowest);
    const CxProfileMeasure *named = lowest != NULL ? lowest : profile->measures;
    return SAY(ctx, key, CX_ARG_TEXT("department", profile->name),
               CX_ARG_TEXT("label", profile->n_measures > 0 ? named->score->label : ""));
}

static void
add_label(GString *list, const CxProfileMeasure *measure)
{
    g_string_append_printf(list, "%s%s", list->len > 0 ? ", " : "", measure->score->label);
}

/* "Improved: A. Worsened: B.", or how many were tested without a change. */
static const char *
became(CxCtx *ctx, const CxProfile *profile)
{
    g_autoptr(GString) improved = g_string_new(NULL);
    g_autoptr(GString) worsened = g_string_new(NULL);
    int64_t n_tested = 0;
    for (size_t i = 0; i < profile->n_measures; i++) {
        const CxChange *change = profile->measures[i].change;
        if (change == NULL)
            continue;
        n_tested++;
        if (change->wording == CX_WORDING_IMPROVED && !change->is_exploratory)
            add_label(improved, &profile->measures[i]);
        else if (change->wording == CX_WORDING_WORSENED)
            add_label(worsened, &profile->measures[i]);
    }
    const char *key = improved->len > 0 && worsened->len > 0 ? "brief.became.both"
                      : improved->len > 0                    ? "brief.became.improved"
                      : worsened->len > 0                    ? "brief.became.worsened"
                                                             : "profile.became.none";
    return SAY(ctx, key, CX_ARG_TEXT("improved", improved->str),
               CX_ARG_TEXT("worsened", worsened->str), CX_ARG_NUMBER("n", profile->n_measures),
               CX_ARG_NUMBER("tested", n_tested));
}

static bool
check_wall(const CxCtx *ctx, const CxDepartment *department, GError **error)
{
    if (cx_ctx_can_see_department(ctx, department->id))
        return true;
    g_set_error(error, CX_ERROR, CX_ERROR_FORBIDDEN,
                "the page of \"%s\" is for that department and the CX team", department->name);
    return false;
}

const CxProfile *
cx_profile_load(CxCtx *ctx, const CxSurvey *survey, const CxDepartment *department, GError **error)
{
    if (!check_wall(ctx, department, error))
        return NULL;
    CxProfile *profile = cx_arena_new0(ctx->arena, CxProfile);
    *profile = (CxProfile){
        .id = department->id,
        .key = cx_arena_text(ctx->arena, department->key),
        .name = cx_arena_text(ctx->arena, department->name),
        .from = CX_DAY_NONE,
        .to = CX_DAY_NONE,
    };
    const Making making = { ctx, survey, profile };
    const CxFindingQuery query = { .department = department->id };
    if (!add_terms(&making, error) || !cx_finding_list(ctx, &query, &profile->findings, error))
        return NULL;
    if (survey != NULL && (!cx_usual_period(ctx, survey, &profile->from, &profile->to, error) ||
                           !add_measures(&making, error) || !add_pairs(&making, error) ||
                           !add_pilots(&making, error)))
        return NULL;
    profile->headline = headline(ctx, profile);
    profile->became = became(ctx, profile);
    return profile;
}
