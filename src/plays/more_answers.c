/* A2: a score too wide to act on is not acted on; more answers are collected. The interval shrinks
 * with the square root of the answers, so twice as narrow takes four times as many. */
#include <math.h>

#include "base/text.h"
#include "plays/play.h"

#define HALF_WIDTH_MAX 10.0 /* points on a scale of 100 (METHODS "Small departments") */
#define NEEDED_MAX     100000.0
#define DAYS           21
#define MINUTES        20
#define WORTH          2
#define REST_DAYS      182

static void
propose(const CxPlayState *state, const CxPlayScore *row, double half_width, CxPlayOut *out)
{
    CxArena *arena = state->ctx->arena;
    const CxScore *score = row->score;
    const CxMeasured *whole = &score->whole;
    const bool is_shown = half_width > 0.0;
    const double ratio = half_width / HALF_WIDTH_MAX;
    const double needed =
        is_shown ? MIN((double)whole->n * (ratio * ratio - 1.0), NEEDED_MAX) : 0.0;
    const char *prefix = cx_arena_printf(arena, "more_answers:%s:%" G_GINT64_FORMAT ":",
                                         row->survey->key, row->department.v);
    const char *key = cx_play_turn(state, prefix, REST_DAYS);
    if (key == NULL)
        return;
    CxPlayProposal proposal = {
        .key = key,
        .who = row->department_name,
        .n = is_shown ? whole->n : 0,
        .card = is_shown ? whole->card : (CxCardId){ "" },
        .by = cx_play_month_end(state, DAYS),
        .minutes = MINUTES,
        .worth = WORTH,
        .act = { cx_play_words(state, "play.act.scores"), "/scores" },
    };
    g_autofree char *range = is_shown ? cx_text_interval(whole->lo, whole->hi, 0) : g_strdup("");
    cx_play_say(state, &proposal, is_shown ? "more_answers" : "too_few",
                (const CxMessageArg[]){
                    CX_ARG_TEXT("department", row->department_name),
                    CX_ARG_TEXT("label", score->label),
                    CX_ARG_TEXT("range", range),
                    CX_ARG_NUMBER("needed", ceil(needed / 10.0) * 10.0),
                    CX_ARG_NUMBER("min", state->ctx->wall.min_n),
                    { .name = NULL },
                });
    g_array_append_val(out->proposals, proposal);
}

void
cx_play_more_answers(const CxPlayState *state, CxPlayOut *out)
{
    for (size_t i = 0; i < state->n_scores; i++) {
        const CxScore *score = state->scores[i].score;
        const double scale = score->scale_hi - score->scale_lo;
        if (cx_measured_has_interval(&score->whole)) {
            const double half = (score->whole.hi - score->whole.lo) / 2.0;
            if (scale >= 100.0 && half > HALF_WIDTH_MAX)
                propose(state, &state->scores[i], half, out);
        } else if (cx_measured_is_hidden(&score->whole)) {
            propose(state, &state->scores[i], 0.0, out);
        }
    }
}
