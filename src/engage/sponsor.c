#include "engage/sponsor.h"

#include <string.h>

#include "base/error.h"
#include "engage/coach_step.h"
#include "engage/wall.h"
#include "lang/assert.h"

static const char *const phase_keys[CX_PHASE_N] = {
#define X(name, key) [CX_PHASE_##name] = (key),
    CX_PHASE_MAP(X)
#undef X
};

static const char *const continuity_keys[CX_CONTINUITY_N] = {
#define X(name, key) [CX_CONTINUITY_##name] = (key),
    CX_CONTINUITY_MAP(X)
#undef X
};

const CxAspect cx_sponsor_aspects[CX_SPONSOR_ASPECTS] = { CX_ASPECT_CREDIBILITY, CX_ASPECT_COURAGE,
                                                          CX_ASPECT_VISION };

const char *
cx_phase_key(CxPhase phase)
{
    cx_assert(phase < CX_PHASE_N);
    return phase_keys[phase];
}

bool
cx_phase_find(const char *key, CxPhase *ret_phase)
{
    for (size_t i = 0; key != NULL && i < CX_PHASE_N; i++) {
        if (strcmp(phase_keys[i], key) == 0) {
            *ret_phase = (CxPhase)i;
            return true;
        }
    }
    return false;
}

const char *
cx_continuity_key(CxContinuityState state)
{
    cx_assert(state < CX_CONTINUITY_N);
    return continuity_keys[state];
}

/* ---- Candidates ---- */

static void
weigh(CxSponsorCandidate *candidate, const CxEngageSettings *settings)
{
    const double weights[CX_SPONSOR_ASPECTS] = {
        (double)settings->weight_credibility,
        (double)settings->weight_courage,
        (double)settings->weight_vision,
    };
    double sum = 0.0;
    candidate->is_whole = true;
    for (size_t i = 0; i < CX_SPONSOR_ASPECTS; i++) {
        const CxMiddle *middle = &candidate->aspects[i];
        candidate->is_whole = candidate->is_whole && middle->n_raters > 0;
        candidate->order += weights[i] * middle->middle;
        candidate->lo += weights[i] * middle->lo;
        candidate->hi += weights[i] * middle->hi;
        sum += weights[i];
    }
    candidate->order /= sum;
    candidate->lo /= sum;
    candidate->hi /= sum;
}

static int
compare(const void *a, const void *b)
{
    const CxSponsorCandidate *x = a;
    const CxSponsorCandidate *y = b;
    if (x->is_whole != y->is_whole)
        return x->is_whole ? -1 : 1;
    if (x->is_whole && (x->order > y->order || x->order < y->order))
        return x->order > y->order ? -1 : 1;
    return strcmp(x->name, y->name);
}

static bool
is_first_apart(const GArray *found)
{
    const CxSponsorCandidate *all = (const CxSponsorCandidate *)(const void *)found->data;
    if (found->len < 2 || !all[1].is_whole)
        return false;
    for (guint i = 1; i < found->len && all[i].is_whole; i++) {
        if (all[i].hi >= all[0].lo)
            return false;
    }
    return true;
}

CxSponsorCandidates
cx_sponsor_rank(CxCtx *ctx, const GPtrArray *leaders, const CxJudgements *judgements,
                const CxEngageSettings *settings)
{
    g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(CxSponsorCandidate));
    for (guint i = 0; i < leaders->len; i++) {
        const CxLeader *leader = leaders->pdata[i];
        const CxTerm *term = cx_leader_term(leader, ctx->today);
        if (term == NULL)
            continue;
        CxSponsorCandidate candidate = {
            .id = leader->id,
            .name = cx_arena_text(ctx->arena, leader->name),
            .title = cx_arena_text(ctx->arena, term->title),
            .leaves_on = term->to,
            .is_sponsor = settings->sponsor == leader->id.v,
            .is_successor = settings->sponsor_successor == leader->id.v,
        };
        size_t n_raters = 0;
        for (size_t k = 0; k < CX_SPONSOR_ASPECTS; k++) {
            candidate.aspects[k] =
                cx_judgement_middle(judgements, leader->id, cx_sponsor_aspects[k], ctx->today);
            n_raters += candidate.aspects[k].n_raters;
        }
        weigh(&candidate, settings);
        if (n_raters > 0)
            g_array_append_val(found, candidate);
    }
    g_array_sort(found, compare);
    return (CxSponsorCandidates){ cx_engage_keep(ctx->arena, found), found->len,
                                  is_first_apart(found) };
}

/* ---- Continuity ---- */

/* Met since a day, and never without the sponsor. */
static bool
is_leaning(const CxSponsor *sponsor, CxLeaderId leader, CxDay since)
{
    bool is_met = false;
    for (size_t i = 0; i < sponsor->contacts.n; i++) {
        const CxContact *contact = &sponsor->contacts.items[i];
        if (contact->leader.v != leader.v || contact->day.v < since.v ||
            !cx_contact_kind_is_real(contact->kind))
            continue;
        if (!contact->with_sponsor)
            return false;
        is_met = true;
    }
    return is_met;
}

static int64_t
count_leaned(const CxCtx *ctx, const CxSponsor *sponsor)
{
    const CxDay since = { ctx->today.v - CX_CONTINUITY_DAYS };
    int64_t n = 0;
    for (guint i = 0; i < sponsor->leaders->len; i++) {
        const CxLeader *leader = sponsor->leaders->pdata[i];
        n += leader != sponsor->sponsor && cx_leader_term(leader, ctx->today) != NULL &&
             is_leaning(sponsor, leader->id, since);
    }
    return n;
}

static int64_t
count_open(const CxSponsor *sponsor)
{
    int64_t n = 0;
    for (size_t i = 0; i < sponsor->promises.n; i++) {
        const CxPromise *promise = &sponsor->promises.items[i];
        n += promise->leader.v == sponsor->sponsor->id.v && promise->state == CX_PROMISE_OPEN;
    }
    return n;
}

static CxContinuityState
state_of(const CxCtx *ctx, const CxContinuity *continuity)
{
    const bool is_ready = continuity->is_successor_in_office &&
                          !cx_day_is_none(continuity->successor_met_on) &&
                          continuity->successor_met_on.v >= ctx->today.v - CX_CONTINUITY_DAYS;
    if (is_ready)
        return CX_CONTINUITY_SAFE;
    const bool is_near = !cx_day_is_none(continuity->leaves_on) &&
                         continuity->leaves_on.v <= ctx->today.v + CX_CONTINUITY_DAYS;
    return is_near ? CX_CONTINUITY_URGENT : CX_CONTINUITY_OPEN;
}

static void
foresee(const CxCtx *ctx, CxSponsor *sponsor)
{
    CxContinuity *continuity = &sponsor->continuity;
    *continuity = (CxContinuity){ .leaves_on = CX_DAY_NONE, .successor_met_on = CX_DAY_NONE };
    if (sponsor->sponsor == NULL)
        return;
    continuity->leaves_on = cx_leader_term(sponsor->sponsor, ctx->today)->to;
    continuity->n_open = count_open(sponsor);
    continuity->n_leaned = count_leaned(ctx, sponsor);
    if (sponsor->successor != NULL) {
        const CxContact *met =
            cx_contact_last(&sponsor->contacts, sponsor->successor->id, ctx->today);
        continuity->is_successor_in_office = cx_leader_term(sponsor->successor, ctx->today) != NULL;
        continuity->successor_met_on = met != NULL ? met->day : CX_DAY_NONE;
    }
    continuity->state = state_of(ctx, continuity);
}

/* ---- Training ---- */

bool
cx_sponsor_train(CxCtx *ctx, CxSponsorTrains whom, const char *what, CxDay due, GError **error)
{
    CxEngageSettings settings;
    if (!cx_engage_settings_load(ctx, &settings, error))
        return false;
    const bool is_sponsor = whom == CX_SPONSOR_TRAINS_SPONSOR;
    const CxLeaderId leader = { is_sponsor ? settings.sponsor : settings.sponsor_successor };
    if (leader.v == 0) {
        g_set_error(error, CX_ERROR, CX_ERROR_INVALID, "nobody is named %s",
                    is_sponsor ? "as sponsor" : "to follow the sponsor");
        return false;
    }
    return cx_coach_step_add(ctx, CX_COACH_PLAN_SPONSOR, leader, what, due, error);
}

/* ---- All of it ---- */

void
cx_sponsor_free(CxSponsor *sponsor)
{
    if (sponsor == NULL)
        return;
    if (sponsor->leaders != NULL)
        g_ptr_array_unref(sponsor->leaders);
    g_free(sponsor);
}

static const CxLeader *
find(const CxSponsor *sponsor, int64_t id)
{
    for (guint i = 0; i < sponsor->leaders->len; i++) {
        const CxLeader *leader = sponsor->leaders->pdata[i];
        if (leader->id.v == id)
            return leader;
    }
    return NULL;
}

static bool
add_candidates(CxCtx *ctx, CxSponsor *sponsor, GError **error)
{
    CxJudgements judgements;
    if (!cx_judgement_list(ctx, &judgements, error))
        return false;
    sponsor->candidates = cx_sponsor_rank(ctx, sponsor->leaders, &judgements, &sponsor->settings);
    return true;
}

CxSponsor *
cx_sponsor_load(CxCtx *ctx, GError **error)
{
    if (!cx_ctx_check_change(ctx, "see how the program is sponsored", error))
        return NULL;
    g_autoptr(CxSponsor) sponsor = g_new0(CxSponsor, 1);
    sponsor->leaders = cx_leader_list(ctx, error);
    if (sponsor->leaders == NULL || !cx_basis_load(ctx, &sponsor->basis, error) ||
        !cx_engage_settings_load(ctx, &sponsor->settings, error) ||
        !cx_contact_list(ctx, &sponsor->contacts, error) ||
        !cx_promise_list(ctx, &sponsor->promises, error))
        return NULL;
    sponsor->sponsor = find(sponsor, sponsor->settings.sponsor);
    if (sponsor->sponsor != NULL && cx_leader_term(sponsor->sponsor, ctx->today) == NULL)
        sponsor->sponsor = NULL;
    sponsor->successor = find(sponsor, sponsor->settings.sponsor_successor);
    sponsor->has_phase = sponsor->settings.sponsor_phase > 0;
    sponsor->phase =
        sponsor->has_phase ? (CxPhase)(sponsor->settings.sponsor_phase - 1) : CX_PHASE_INFANCY;
    foresee(ctx, sponsor);
    sponsor->can_read = cx_basis_can_read(ctx, &sponsor->basis);
    if (sponsor->can_read && !add_candidates(ctx, sponsor, error))
        return NULL;
    return g_steal_pointer(&sponsor);
}
