/* The words and further runs an evidence card needs beyond the score itself. */
#include <math.h>
#include <string.h>

#include "base/civil.h"
#include "base/message.h"
#include "base/text.h"
#include "evidence/score_priv.h"
#include "evidence/tallies.h"
#include "lang/assert.h"
#include "stat/estimate.h"
#include "stat/sample.h"

static const char *
say(const CxNumber *number, const char *key)
{
    return cx_message_text(number->ctx->catalogue, key);
}

/* A message with arguments, in the arena. */
#define SAY_WITH(number, key, ...)                                                                 \
    cx_arena_take((number)->ctx->arena,                                                            \
                  cx_message_format((number)->ctx->catalogue, key, __VA_ARGS__))

/* The item as asked in the newest version the slice holds answers of. */
static const CxItemVersion *
asked_in(const CxNumber *number, const CxTallies *versions)
{
    const CxItemVersion *asked = cx_item_latest(number->item);
    for (size_t i = 0; i < number->item->n_in; i++) {
        const CxItemVersion *candidate = &number->item->in[i];
        const char *key = number->survey->versions[candidate->i_version].key;
        for (size_t j = 0; j < versions->n_groups; j++) {
            if (versions->groups[j].n > 0 && g_str_equal(versions->groups[j].key, key))
                asked = candidate;
        }
    }
    return asked;
}

const char *
cx_number_measure_words(const CxNumber *number)
{
    const CxItemVersion *asked = cx_item_latest(number->item);
    const bool is_low_good = asked->direction == CX_DIRECTION_DOWN;
    switch (number->slice->measure) {
    case CX_SLICE_NPS:
        return say(number, "evidence.measure.nps");
    case CX_SLICE_MEAN:
        return say(number, "evidence.measure.mean");
    case CX_SLICE_TOP2:
        if (is_low_good) {
            return SAY_WITH(number, "evidence.measure.top2_low", CX_ARG_NUMBER("lo", asked->lo),
                            CX_ARG_NUMBER("hi", asked->lo + 1));
        }
        return SAY_WITH(number, "evidence.measure.top2", CX_ARG_NUMBER("lo", asked->hi - 1),
                        CX_ARG_NUMBER("hi", asked->hi));
    case CX_SLICE_SHARE:
        return say(number, "evidence.measure.share");
    case CX_SLICE_COUNT:
    case CX_SLICE_MEASURE_N:
        break;
    }
    return say(number, "evidence.measure.count");
}

const char *
cx_number_unit(const CxNumber *number)
{
    switch (number->slice->measure) {
    case CX_SLICE_NPS:
        return say(number, "evidence.unit.nps");
    case CX_SLICE_MEAN:
        return SAY_WITH(number, "evidence.unit.mean",
                        CX_ARG_NUMBER("hi", cx_item_latest(number->item)->hi));
    case CX_SLICE_TOP2:
    case CX_SLICE_SHARE:
        return say(number, "evidence.unit.percent");
    case CX_SLICE_COUNT:
    case CX_SLICE_MEASURE_N:
        break;
    }
    return say(number, "evidence.unit.count");
}

static const char *
method_words(const CxNumber *number, const CxItemVersion *asked)
{
    const char *words = NULL;
    switch (number->slice->measure) {
    case CX_SLICE_NPS:
        words = say(number, "evidence.method.nps");
        break;
    case CX_SLICE_MEAN:
        words = SAY_WITH(number, "evidence.method.mean", CX_ARG_NUMBER("lo", asked->lo),
                         CX_ARG_NUMBER("hi", asked->hi));
        break;
    case CX_SLICE_TOP2:
        words = say(number, "evidence.method.top2");
        break;
    case CX_SLICE_SHARE:
        words = say(number, "evidence.method.share");
        break;
    case CX_SLICE_COUNT:
    case CX_SLICE_MEASURE_N:
        words = say(number, "evidence.method.count");
        break;
    }
    if (!number->is_weighted)
        return words;
    return cx_arena_printf(number->ctx->arena, "%s %s", words,
                           say(number, "evidence.method.weighted"));
}

/* The rule of a key, as measured values carry it. */
static const char *
rule_words(const char *key)
{
    for (size_t i = 0; i < CX_STAT_RULE_N; i++) {
        if (g_str_equal(key, cx_stat_rule_key((CxStatRule)i)))
            return cx_stat_rule_words((CxStatRule)i);
    }
    return key;
}

static const char *
status_words(CxMeasuredStatus status)
{
    for (size_t i = 0; i < CX_STAT_STATUS_N; i++) {
        const char *key = cx_measured_status_key(status);
        if (g_str_equal(key, cx_stat_status_key((CxStatStatus)i)))
            return cx_stat_status_meaning((CxStatStatus)i);
    }
    return cx_measured_status_key(status);
}

static const char *
interval_words(const CxNumber *number, const CxMeasured *value, const CxSurveyVersion *version)
{
    if (!cx_measured_has_interval(value)) {
        return SAY_WITH(number, "evidence.interval.none",
                        CX_ARG_TEXT("why", status_words(value->status)));
    }
    if (cx_frame_clusters(number->frame) == NULL || version->cluster_text == NULL) {
        return SAY_WITH(number, "evidence.interval.rule",
                        CX_ARG_TEXT("rule", rule_words(value->rule)));
    }
    return SAY_WITH(
        number, "evidence.interval.clusters", CX_ARG_TEXT("rule", rule_words(value->rule)),
        CX_ARG_NUMBER("clusters", value->clusters), CX_ARG_TEXT("what", version->cluster_text));
}

/* ---- What did you ask? ---- */

static const char *
scale_words(const CxNumber *number, const CxItemVersion *asked)
{
    if (asked->kind == CX_ITEM_KIND_CHOICE)
        return say(number, "evidence.answers.choice");
    if (asked->kind == CX_ITEM_KIND_TEXT)
        return say(number, "evidence.answers.words");
    if (asked->kind == CX_ITEM_KIND_NUMBER)
        return say(number, "evidence.answers.number");
    static const char *const keys[] = { "evidence.answers.scale", "evidence.answers.scale_lo",
                                        "evidence.answers.scale_hi",
                                        "evidence.answers.scale_both" };
    const char *lo_label = cx_item_version_label(asked, asked->lo);
    const char *hi_label = cx_item_version_label(asked, asked->hi);
    const char *key = keys[(lo_label != NULL ? 1 : 0) + (hi_label != NULL ? 2 : 0)];
    return SAY_WITH(number, key, CX_ARG_NUMBER("lo", asked->lo), CX_ARG_NUMBER("hi", asked->hi),
                    CX_ARG_TEXT("lo_label", lo_label), CX_ARG_TEXT("hi_label", hi_label));
}

static const char *
answers_words(const CxNumber *number, const CxItemVersion *asked)
{
    g_autoptr(GString) out = g_string_new(scale_words(number, asked));
    if (asked->direction == CX_DIRECTION_DOWN)
        g_string_append_printf(out, "; %s", say(number, "evidence.answers.low"));
    g_autoptr(GString) missing = g_string_new(NULL);
    int n_missing = 0;
    for (size_t i = 0; i < asked->n_codes; i++) {
        const CxItemCode *code = &asked->codes[i];
        const char *blank = say(number, "evidence.answers.blank");
        const char *source = *code->source != '\0' ? code->source : blank;
        const char *label = code->label != NULL ? code->label : source;
        if (code->meaning == CX_MEANING_NOT_APPLICABLE) {
            g_string_append_printf(
                out, "; %s",
                SAY_WITH(number, "evidence.answers.not_applicable", CX_ARG_TEXT("label", label)));
        } else if (code->meaning == CX_MEANING_MISSING) {
            g_string_append_printf(missing, "%s%s", n_missing > 0 ? ", " : "", source);
            n_missing++;
        }
    }
    if (n_missing > 0) {
        g_string_append_printf(out, "; %s",
                               SAY_WITH(number, "evidence.answers.missing",
                                        CX_ARG_TEXT("list", missing->str),
                                        CX_ARG_NUMBER("n", n_missing)));
    }
    return cx_arena_text(number->ctx->arena, out->str);
}

static const char *
version_words(const CxNumber *number, const CxTallies *versions, const CxSurveyVersion *version)
{
    if (versions->n_groups > 1) {
        return SAY_WITH(number, "evidence.versions.several", CX_ARG_NUMBER("n", versions->n_groups),
                        CX_ARG_TEXT("first", versions->groups[0].label),
                        CX_ARG_TEXT("last", versions->groups[versions->n_groups - 1].label));
    }
    if (cx_day_is_none(version->from) || cx_day_is_none(version->to)) {
        return SAY_WITH(number, "evidence.versions.undated",
                        CX_ARG_TEXT("version", version->title));
    }
    g_autofree char *from = cx_day_format_long(version->from);
    g_autofree char *to = cx_day_format_long(version->to);
    return SAY_WITH(number, "evidence.versions", CX_ARG_TEXT("version", version->title),
                    CX_ARG_TEXT("from", from), CX_ARG_TEXT("to", to));
}

/* ---- Which customers answered? ---- */

static const char *
sampling_words(const CxNumber *number, CxSampling sampling)
{
    switch (sampling) {
    case CX_SAMPLING_PROBABILITY:
        return say(number, "evidence.sampling.probability");
    case CX_SAMPLING_CENSUS:
        return say(number, "evidence.sampling.census");
    case CX_SAMPLING_OPEN:
    case CX_SAMPLING_N:
        break;
    }
    return say(number, "evidence.sampling.open");
}

/* A response rate is said only of whole versions of which it is known how many were asked. */
static const char *
rate_words(const CxNumber *number, const CxTallies *versions, const CxSurveyVersion *version,
           int64_t n_rows)
{
    if (version->sampling == CX_SAMPLING_OPEN)
        return SAY_WITH(number, "evidence.rate.open", CX_ARG_NUMBER("n", n_rows));
    if (version->invited < 0)
        return say(number, "evidence.rate.unknown");
    int64_t n_version = 0;
    const size_t n = cx_frame_n_rows(number->frame);
    const uint8_t *codes = cx_frame_versions(number->frame);
    for (size_t i = 0; i < n; i++) {
        const CxFrameLabel *label = cx_frame_version(number->frame, codes[i]);
        n_version += g_str_equal(label->key, version->key) ? 1 : 0;
    }
    if (versions->n_groups != 1 || n_version != n_rows || version->invited < n_rows)
        return say(number, "evidence.rate.part");
    g_autofree char *share = cx_text_number(100.0 * (double)n_rows / (double)version->invited, 1);
    const char *definition = version->rate_definition != NULL
                                 ? version->rate_definition
                                 : say(number, "evidence.rate.definition");
    return SAY_WITH(number, "evidence.rate.known", CX_ARG_NUMBER("n", n_rows),
                    CX_ARG_NUMBER("invited", version->invited), CX_ARG_TEXT("share", share),
                    CX_ARG_TEXT("definition", definition));
}

static const char *
weighting_words(const CxNumber *number, const CxSurveyVersion *version)
{
    if (cx_frame_weights(number->frame) == NULL || version->weight_text == NULL)
        return say(number, "evidence.weighting.none");
    return SAY_WITH(
        number, number->is_weighted ? "evidence.weighting.declared" : "evidence.weighting.unused",
        CX_ARG_TEXT("what", version->weight_text));
}

/* The same number the other way: unweighted when weighted and the reverse. */
static bool
fill_other(const CxNumber *number, CxCard *card, GError **error)
{
    card->has_other =
        cx_frame_weights(number->frame) != NULL && number->slice->measure != CX_SLICE_COUNT;
    card->other.value = card->other.lo = card->other.hi = (double)NAN;
    card->other.rule = cx_stat_rule_key(CX_STAT_RULE_NONE);
    if (!card->has_other)
        return true;
    g_autoptr(CxSlice) slice = cx_slice_copy(number->slice);
    slice->weighting = number->is_weighted ? CX_SLICE_UNWEIGHTED : CX_SLICE_WEIGHTED;
    g_autoptr(CxTallies) tallies = cx_tallies_run(number->ctx, number->frame, slice, error);
    if (tallies == NULL)
        return false;
    CxNumber other = *number;
    other.slice = slice;
    other.is_weighted = !number->is_weighted;
    card->other = cx_number_measure(&other, &tallies->whole);
    return true;
}

/* Runs the number's slice in other groups. */
static CxTallies *
run_by(const CxNumber *number, CxSliceBy by, GError **error)
{
    g_autoptr(CxSlice) slice = cx_slice_copy(number->slice);
    slice->by = by;
    return cx_tallies_run(number->ctx, number->frame, slice, error);
}

static bool
fill_modes(const CxNumber *number, const CxTally *tally, CxCard *card, GError **error)
{
    g_autoptr(CxTallies) modes = run_by(number, CX_SLICE_BY_MODE, error);
    if (modes == NULL)
        return false;
    CxCardMode *rows = cx_arena_new0_n(number->ctx->arena, CxCardMode, modes->n_groups + 1);
    for (size_t i = 0; i < modes->n_groups; i++) {
        const CxTally *mode = &modes->groups[i];
        const int64_t n = mode->n + mode->n_unweighable;
        if (n == 0 || tally->n == 0)
            continue;
        rows[card->n_modes++] = (CxCardMode){
            .label = cx_arena_text(number->ctx->arena, mode->label),
            .n = n,
            .share = (double)n / (double)(tally->n + tally->n_unweighable),
        };
    }
    card->modes = rows;
    card->n_modes = cx_card_lump_modes(rows, card->n_modes, number->ctx->wall.min_n,
                                       say(number, "evidence.modes.rest"));
    return true;
}

/* ---- Do they understand? And what to mind ---- */

static const char *
experience_words(const CxNumber *number, const CxSurveyVersion *version, const CxTally *tally)
{
    static const char *const keys[CX_EXPERIENCE_N] = {
        [CX_EXPERIENCE_UNKNOWN] = "evidence.experience.unknown",
        [CX_EXPERIENCE_FIRST_HAND] = "evidence.experience.first_hand",
        [CX_EXPERIENCE_HEARD] = "evidence.experience.heard",
        [CX_EXPERIENCE_MIXED] = "evidence.experience.mixed",
    };
    const char *text = version->experience_text != NULL ? version->experience_text
                                                        : say(number, keys[version->experience]);
    if (tally->n_not_applicable == 0)
        return text;
    return cx_arena_printf(number->ctx->arena, "%s %s", text,
                           SAY_WITH(number, "evidence.experience.not_applicable",
                                    CX_ARG_NUMBER("n", tally->n_not_applicable)));
}

static void
add_caveat(CxArena *arena, const char **caveats, CxCard *card, const char *text)
{
    caveats[card->n_caveats++] = cx_arena_text(arena, text);
}

static void
fill_caveats(const CxNumber *number, const CxTally *tally, const CxTallies *versions,
             const CxSurveyVersion *version, CxCard *card)
{
    CxArena *arena = number->ctx->arena;
    const char **caveats = cx_arena_new0_n(arena, const char *, 10);
    card->caveats = caveats;
    if (number->counted != NULL)
        add_caveat(arena, caveats, card, number->counted);
    if (version->sampling == CX_SAMPLING_OPEN)
        add_caveat(arena, caveats, card, say(number, "evidence.caveat.open"));
    if (tally->n_missing > 0) {
        add_caveat(arena, caveats, card,
                   SAY_WITH(number, "evidence.caveat.missing", CX_ARG_NUMBER("n", tally->n_missing),
                            CX_ARG_NUMBER("all", tally->n_rows)));
    }
    if (tally->n_unweighable > 0) {
        add_caveat(arena, caveats, card,
                   SAY_WITH(number, "evidence.caveat.unweighable",
                            CX_ARG_NUMBER("n", tally->n_unweighable)));
    }
    if (card->n_modes > 1) {
        add_caveat(arena, caveats, card,
                   SAY_WITH(number, "evidence.caveat.modes", CX_ARG_NUMBER("n", card->n_modes)));
    }
    if (versions->n_groups > 1) {
        add_caveat(
            arena, caveats, card,
            SAY_WITH(number, "evidence.caveat.versions", CX_ARG_NUMBER("n", versions->n_groups)));
    }
    if (card->value.status == CX_MEASURED_FEW_CLUSTERS)
        add_caveat(arena, caveats, card, say(number, "evidence.caveat.few_clusters"));
    if (g_str_equal(card->value.rule, cx_stat_rule_key(CX_STAT_RULE_NPS_ADJUSTED_WALD)))
        add_caveat(arena, caveats, card, say(number, "evidence.caveat.adjusted"));
    if (number->slice->measure == CX_SLICE_NPS)
        add_caveat(arena, caveats, card, say(number, "evidence.caveat.nps"));
}

static const char *
period_words(const CxNumber *number)
{
    const CxSlice *slice = number->slice;
    const CxDay from =
        cx_day_is_none(slice->from) ? cx_frame_first_day(number->frame) : slice->from;
    const CxDay to = cx_day_is_none(slice->to) ? cx_frame_last_day(number->frame) : slice->to;
    return cx_arena_take(number->ctx->arena, cx_day_format_period(from, to));
}

/* The label of a group, where the slice has been narrowed to one by its filters. */
static const char *
group_words(const CxNumber *number)
{
    g_autoptr(GString) out = g_string_new(NULL);
    for (guint i = 0; i < number->slice->filters->len; i++) {
        const CxSliceFilter *filter = g_ptr_array_index(number->slice->filters, i);
        g_autofree char *values = g_strjoinv(", ", filter->values);
        g_string_append_printf(out, "%s%s: %s", out->len > 0 ? "; " : "", filter->item, values);
    }
    return out->len > 0 ? cx_arena_text(number->ctx->arena, out->str) : NULL;
}

const char *
cx_number_rate(const CxNumber *number, const CxTally *tally, GError **error)
{
    g_autoptr(CxTallies) versions = run_by(number, CX_SLICE_BY_VERSION, error);
    if (versions == NULL)
        return NULL;
    const CxItemVersion *asked = asked_in(number, versions);
    return rate_words(number, versions, &number->survey->versions[asked->i_version], tally->n_rows);
}

bool
cx_number_fill_card(const CxNumber *number, const CxTally *tally, const CxMeasured *value,
                    CxCard *card, GError **error)
{
    g_autoptr(CxTallies) versions = run_by(number, CX_SLICE_BY_VERSION, error);
    if (versions == NULL)
        return false;
    const CxItemVersion *asked = asked_in(number, versions);
    const CxSurveyVersion *version = &number->survey->versions[asked->i_version];
    *card = (CxCard){
        .computed_at = number->ctx->now,
        .label = number->item->label,
        .measure = cx_number_measure_words(number),
        .unit = cx_number_unit(number),
        .decimals = cx_number_decimals(number, value),
        .value = *value,
        .group = group_words(number),
        .slice = number->slice_text,
        .survey = number->survey->title,
        .gathered = version->gathered,
        .period = period_words(number),
        .method = method_words(number, asked),
        .interval = interval_words(number, value, version),
        .source = version->source != NULL ? version->source : say(number, "evidence.source.none"),
        .wording = asked->wording,
        .answers = answers_words(number, asked),
        .version = version_words(number, versions, version),
        .department = number->item->department_name != NULL
                          ? number->item->department_name
                          : say(number, "evidence.department.none"),
        .population = version->population,
        .sampling = sampling_words(number, version->sampling),
        .invited = version->invited,
        .n_missing = tally->n_missing,
        .n_not_applicable = tally->n_not_applicable,
        .rate = rate_words(number, versions, version, tally->n_rows),
        .weighting = weighting_words(number, version),
        .is_weighted = number->is_weighted,
        .n_effective = number->is_weighted ? cx_stat_kish_n_eff(tally->w, tally->ww) : (double)NAN,
        .experience = experience_words(number, version, tally),
        .frame = cx_arena_text(number->ctx->arena, cx_frame_fingerprint(number->frame)),
        .n_responses = (int64_t)cx_frame_n_rows(number->frame),
    };
    if (!fill_other(number, card, error) || !fill_modes(number, tally, card, error))
        return false;
    fill_caveats(number, tally, versions, version, card);
    return true;
}
