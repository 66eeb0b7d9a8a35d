#include "tell/brief_words.h"

#include <string.h>

#include "base/civil.h"
#include "base/text.h"
#include "tell/was.h"

#define SAY(ctx, key, ...)                                                                         \
    cx_arena_take((ctx)->arena, cx_message_format((ctx)->catalogue, key, __VA_ARGS__))

/* ---- The claim ---- */

/* In %: when a department keeps its own target, and customers mind before it. */
#define ON_TARGET_MIN 80.0
#define BETWEEN_MIN   10.0

static const CxBriefMeasure *
find_wording(const CxBrief *brief, CxWording wording)
{
    for (size_t i = 0; i < brief->n_measures; i++) {
        const CxBriefMeasure *measure = &brief->measures[i];
        if (measure->change != NULL && measure->change->wording == wording &&
            !(wording == CX_WORDING_IMPROVED && measure->change->is_exploratory))
            return measure;
    }
    return NULL;
}

static const CxBriefMeasure *
find_lowest(const CxBrief *brief)
{
    for (size_t i = 0; i < brief->n_measures; i++) {
        if (brief->measures[i].is_lowest)
            return &brief->measures[i];
    }
    return NULL;
}

static bool
has_answers(const CxBrief *brief)
{
    for (size_t i = 0; i < brief->n_measures; i++) {
        if (cx_measured_has_value(&brief->measures[i].score->whole))
            return true;
    }
    return false;
}

static bool
is_all_hidden(const CxBrief *brief)
{
    for (size_t i = 0; i < brief->n_measures; i++) {
        if (!cx_measured_is_hidden(&brief->measures[i].score->whole))
            return false;
    }
    return brief->n_measures > 0;
}

/* What is said to somebody who heads no department today. */
static CxBriefClaim
find_standing(const CxBrief *brief)
{
    if (brief->coming != NULL)
        return CX_BRIEF_CLAIM_COMING;
    if (brief->past != NULL)
        return CX_BRIEF_CLAIM_PAST;
    return brief->title != NULL ? CX_BRIEF_CLAIM_WHOLE : CX_BRIEF_CLAIM_NO_DEPARTMENT;
}

/* Why nothing can be claimed of a department, CX_BRIEF_CLAIM_N when something can. */
static CxBriefClaim
find_obstacle(const CxBrief *brief)
{
    if (brief->departments == NULL)
        return find_standing(brief);
    if (brief->n_measures == 0)
        return CX_BRIEF_CLAIM_NO_MEASURES;
    if (is_all_hidden(brief))
        return CX_BRIEF_CLAIM_HIDDEN;
    return has_answers(brief) ? CX_BRIEF_CLAIM_N : CX_BRIEF_CLAIM_NO_ANSWERS;
}

/* Who has an office without a department is told of all customers. */
static void
claim_whole(CxCtx *ctx, CxBrief *brief)
{
    CxBriefMeasure *whole = cx_arena_new0(ctx->arena, CxBriefMeasure);
    *whole = (CxBriefMeasure){ .score = brief->overall, .change = brief->overall_change };
    brief->point = whole;
    const CxChange *change = brief->overall_change;
    if (change == NULL)
        return;
    if (change->wording == CX_WORDING_WORSENED)
        brief->claim = CX_BRIEF_CLAIM_WHOLE_WORSENED;
    else if (change->wording == CX_WORDING_IMPROVED && !change->is_exploratory)
        brief->claim = CX_BRIEF_CLAIM_WHOLE_IMPROVED;
    else if (change->wording == CX_WORDING_NONE)
        brief->claim = CX_BRIEF_CLAIM_WHOLE_NONE;
}

/* The measure customers mark down before the department misses its target: nearly all is on target, and what
 * lies between is surely more than a little. NULL when that cannot be said. */
static const CxBriefMeasure *
find_past_target(const CxBrief *brief)
{
    const CxThresholdFinding *found = brief->threshold;
    if (found == NULL || found->status != CX_THRESHOLD_OK || !found->has_target ||
        !found->is_target_past || brief->n_departments != 1 ||
        !cx_measured_has_value(&found->on_target) || !cx_measured_has_interval(&found->between) ||
        found->on_target.value < ON_TARGET_MIN || found->between.lo < BETWEEN_MIN)
        return NULL;
    for (size_t i = 0; i < brief->n_measures; i++) {
        if (g_str_equal(brief->measures[i].score->question, found->question))
            return &brief->measures[i];
    }
    return NULL;
}

static void
claim_department(CxBrief *brief)
{
    const CxBriefMeasure *worsened = find_wording(brief, CX_WORDING_WORSENED);
    const CxBriefMeasure *improved = find_wording(brief, CX_WORDING_IMPROVED);
    const CxBriefMeasure *lowest = find_lowest(brief);
    const CxBriefMeasure *none = find_wording(brief, CX_WORDING_NONE);
    const struct {
        CxBriefClaim claim;
        const CxBriefMeasure *point;
    } rows[] = {
        { CX_BRIEF_CLAIM_TARGET, find_past_target(brief) },
        { CX_BRIEF_CLAIM_BOTH, improved != NULL ? worsened : NULL },
        { CX_BRIEF_CLAIM_WORSENED, worsened },
        { CX_BRIEF_CLAIM_IMPROVED_BUT, improved != NULL && improved != lowest ? lowest : NULL },
        { CX_BRIEF_CLAIM_IMPROVED, improved },
        { CX_BRIEF_CLAIM_LOWEST, lowest },
        { CX_BRIEF_CLAIM_NONE, none },
    };
    for (size_t i = 0; i < CX_N_ELEMENTS(rows) && brief->claim == CX_BRIEF_CLAIM_N; i++) {
        if (rows[i].point != NULL) {
            brief->claim = rows[i].claim;
            brief->point = rows[i].point;
        }
    }
    if (brief->claim != CX_BRIEF_CLAIM_N)
        return;
    brief->claim = brief->n_measures == 1 ? CX_BRIEF_CLAIM_ONE : CX_BRIEF_CLAIM_ALIKE;
    brief->point = brief->n_measures == 1 ? &brief->measures[0] : NULL;
}

static void
add_claim(CxCtx *ctx, CxBrief *brief)
{
    brief->claim = find_obstacle(brief);
    if (brief->claim == CX_BRIEF_CLAIM_WHOLE)
        claim_whole(ctx, brief);
    else if (brief->claim == CX_BRIEF_CLAIM_N)
        claim_department(brief);
}

/* ---- The sentences ---- */

static const char *const headline_keys[CX_BRIEF_CLAIM_N] = {
#define X(name, key) [CX_BRIEF_CLAIM_##name] = "brief.headline." key,
    CX_BRIEF_CLAIM_MAP(X)
#undef X
};

static const char *
headline(CxCtx *ctx, const CxBrief *brief)
{
    const CxBriefMeasure *improved = find_wording(brief, CX_WORDING_IMPROVED);
    const CxDay on = brief->coming != NULL ? brief->coming_on : brief->past_on;
    const bool has_day = brief->coming != NULL || brief->past != NULL;
    g_autofree char *day = has_day ? cx_day_format_long(on) : g_strdup("");
    return SAY(ctx, headline_keys[brief->claim],
               CX_ARG_TEXT("label", brief->point != NULL ? brief->point->score->label : ""),
               CX_ARG_TEXT("other", improved != NULL ? improved->score->label : ""),
               CX_ARG_TEXT("department", brief->departments),
               CX_ARG_TEXT("coming", brief->coming != NULL ? brief->coming : ""),
               CX_ARG_TEXT("past", brief->past != NULL ? brief->past : ""),
               CX_ARG_TEXT("day", day));
}

/* What the answers counted are, without the unit a table says: "4 or better of 5". */
static char *
plain_measure(const CxScore *score)
{
    const char *unit = strrchr(score->measure, ',');
    if (unit != NULL && g_str_equal(unit, ", %"))
        return g_strndup(score->measure, (gsize)(unit - score->measure));
    return g_strdup(score->measure);
}

/* Where the measure stands, and for a change by how much it moved. */
static const char *
point_lead(CxCtx *ctx, const CxBrief *brief)
{
    const CxScore *score = brief->point->score;
    g_autofree char *value = cx_text_number(score->whole.value, score->decimals);
    const bool has_range = cx_measured_has_interval(&score->whole);
    g_autofree char *range =
        has_range ? cx_text_interval(score->whole.lo, score->whole.hi, score->decimals)
                  : g_strdup("");
    const CxWas *was = cx_was_make(ctx, brief->point->change);
    const bool has_points = was != NULL && was->points != NULL;
    g_autofree char *measure = plain_measure(score);
    const bool is_share = !g_str_equal(measure, score->measure);
    return SAY(ctx, is_share ? "brief.lead.share" : "brief.lead.point",
               CX_ARG_TEXT("label", score->label), CX_ARG_TEXT("value", value),
               CX_ARG_TEXT("range", range), CX_ARG_TEXT("has_range", has_range ? "yes" : "no"),
               CX_ARG_TEXT("measure", measure),
               CX_ARG_TEXT("change", has_points ? was->points : ""),
               CX_ARG_TEXT("against", has_points && was->against != NULL ? was->against : ""),
               CX_ARG_TEXT("has_change", has_points ? "yes" : "no"));
}

void
cx_brief_add_words(CxCtx *ctx, CxBrief *brief)
{
    add_claim(ctx, brief);
    brief->headline = headline(ctx, brief);
    brief->heading =
        SAY(ctx, brief->title != NULL ? "brief.for" : "brief.for_name",
            CX_ARG_TEXT("title", brief->title), CX_ARG_TEXT("name", brief->leader_name));
    brief->lead = brief->point != NULL && cx_measured_has_value(&brief->point->score->whole)
                      ? point_lead(ctx, brief)
                      : SAY(ctx, "brief.lead", CX_ARG_NUMBER("n", brief->n_measures),
                            CX_ARG_TEXT("survey", brief->survey));
}

/* ---- How it was gathered ---- */

static bool
meets(const CxSurveyVersion *version, CxDay from, CxDay to)
{
    return (cx_day_is_none(version->from) || version->from.v <= to.v) &&
           (cx_day_is_none(version->to) || version->to.v >= from.v);
}

/* The one version that answers of the period can be of; NULL if there may be several. */
static const CxSurveyVersion *
find_version(const CxSurvey *survey, CxDay from, CxDay to)
{
    const CxSurveyVersion *found = NULL;
    for (size_t i = 0; i < survey->n_versions; i++) {
        if (!meets(&survey->versions[i], from, to))
            continue;
        if (found != NULL)
            return NULL;
        found = &survey->versions[i];
    }
    return found;
}

const char *
cx_brief_gathered(CxCtx *ctx, const CxSurvey *survey, const CxBrief *brief)
{
    if (cx_day_is_none(brief->from) || cx_day_is_none(brief->to))
        return NULL;
    const CxSurveyVersion *version = find_version(survey, brief->from, brief->to);
    if (version == NULL)
        return cx_message_text(ctx->catalogue, "brief.gathered.several");
    const char *key = version->sampling == CX_SAMPLING_OPEN ? "brief.gathered.open"
                      : version->invited < 0                ? "brief.gathered.unknown"
                                                            : "brief.gathered.invited";
    return SAY(ctx, key, CX_ARG_NUMBER("n", version->invited),
               CX_ARG_TEXT("version", version->title));
}
