/* A1: a survey that usually speaks and is silent is asked why: the export was forgotten, or the survey
 * has stopped. */
#include "plays/play.h"

#define SILENT_DAYS 45 /* of a survey without waves */
#define DAYS        7
#define REST        28 /* after it was said that they were brought, and still none came */
#define MINUTES     15
#define WORTH       3
#define SLACK       1.25 /* of the usual time between two waves */

static int
compare_days(const void *a, const void *b)
{
    const int32_t x = *(const int32_t *)a;
    const int32_t y = *(const int32_t *)b;
    return (x > y) - (x < y);
}

/* Days after which silence is news: the median time between the end of one version and the next, with
 * slack. A survey that goes on under a new wording has none. */
static int32_t
silence(const CxSurvey *survey)
{
    g_autofree int32_t *gaps = g_new0(int32_t, survey->n_versions);
    size_t n = 0;
    for (size_t i = 1; i < survey->n_versions; i++) {
        const CxSurveyVersion *last = &survey->versions[i - 1];
        const CxDay before = cx_day_is_none(last->to) ? last->from : last->to;
        const CxDay from = survey->versions[i].from;
        if (!cx_day_is_none(before) && !cx_day_is_none(from) && from.v > before.v)
            gaps[n++] = from.v - before.v;
    }
    if (n == 0)
        return SILENT_DAYS;
    qsort(gaps, n, sizeof *gaps, compare_days);
    const size_t middle = n / 2;
    return MAX((int32_t)(gaps[middle] * SLACK), SILENT_DAYS);
}

void
cx_play_survey_silent(const CxPlayState *state, CxPlayOut *out)
{
    for (size_t i = 0; i < state->n_surveys; i++) {
        const CxSurvey *survey = state->surveys[i].survey;
        const CxDay last = state->surveys[i].summary->last_day;
        if (cx_day_is_none(last) || state->today.v - last.v <= silence(survey))
            continue;
        const char *prefix =
            cx_arena_printf(state->ctx->arena, "survey_silent:%s:%d:", survey->key, last.v);
        const char *key = cx_play_turn(state, prefix, REST);
        if (key == NULL)
            continue;
        CxPlayProposal proposal = {
            .key = key,
            .who = cx_arena_text(state->ctx->arena, survey->title),
            .by = { last.v + silence(survey) + DAYS },
            .minutes = MINUTES,
            .worth = WORTH,
            .act = { cx_play_words(state, "play.act.files"), "/files" },
        };
        cx_play_say(state, &proposal, "survey_silent",
                    (const CxMessageArg[]){ CX_ARG_TEXT("survey", survey->title),
                                            CX_ARG_TEXT("last", cx_play_day(state, last)),
                                            { .name = NULL } });
        g_array_append_val(out->proposals, proposal);
    }
}
