#include "pages/sponsor_view.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "base/civil.h"
#include "base/text.h"
#include "feedback/survey.h"

/* ---- Fields ---- */

static const CxViewField name_fields[] = {
    CX_FIELD(CxSponsorNameView, id, CX_FIELD_COUNT, "Id of the leader"),
    CX_FIELD(CxSponsorNameView, name, CX_FIELD_TEXT, "Name"),
    CX_FIELD(CxSponsorNameView, title, CX_FIELD_TEXT, "Present office; null when out of office"),
    CX_FIELD_PAGE(CxSponsorNameView, url, CX_FIELD_TEXT, "Their page"),
};
static const CxViewType name_type =
    CX_VIEW_TYPE("SponsorName", CxSponsorNameView, name_fields, "Sponsor or successor");

static const CxViewField aspect_fields[] = {
    CX_FIELD(CxCandidateAspectView, aspect, CX_FIELD_TEXT, "credibility, courage or vision"),
    CX_FIELD_PAGE(CxCandidateAspectView, label, CX_FIELD_TEXT, "What it is called"),
    CX_FIELD_CHILD(CxCandidateAspectView, middle, CX_FIELD_OBJECT_IN, &cx_middle_view_type,
                   "What the raters say"),
    CX_FIELD(CxCandidateAspectView, raw, CX_FIELD_TEXT, "Every rater's newest answer"),
};
static const CxViewType aspect_type =
    CX_VIEW_TYPE("CandidateAspect", CxCandidateAspectView, aspect_fields, "One criterion");

static const CxViewField candidate_fields[] = {
    CX_FIELD(CxCandidateView, id, CX_FIELD_COUNT, "Id of the leader"),
    CX_FIELD(CxCandidateView, name, CX_FIELD_TEXT, "Name"),
    CX_FIELD(CxCandidateView, title, CX_FIELD_TEXT, "Present office"),
    CX_FIELD_PAGE(CxCandidateView, url, CX_FIELD_TEXT, "Their page"),
    CX_FIELD_PAGE(CxCandidateView, judge_url, CX_FIELD_TEXT, "What was said of them"),
    CX_FIELD_CHILD(CxCandidateView, aspects, CX_FIELD_LIST, &aspect_type, "By criterion"),
    CX_FIELD_DATA(CxCandidateView, lo, CX_FIELD_NUMBER, "The lowest answers, weighted"),
    CX_FIELD_DATA(CxCandidateView, hi, CX_FIELD_NUMBER, "The highest answers, weighted"),
    CX_FIELD_PAGE(CxCandidateView, range, CX_FIELD_TEXT, "The same as read"),
    CX_FIELD(CxCandidateView, is_sponsor, CX_FIELD_FLAG, "Sponsors the program today"),
    CX_FIELD(CxCandidateView, is_successor, CX_FIELD_FLAG, "Is named to follow"),
};
static const CxViewType candidate_type =
    CX_VIEW_TYPE("SponsorCandidate", CxCandidateView, candidate_fields, "Who could sponsor it");

static const CxViewField duty_fields[] = {
    CX_FIELD(CxDutyView, duty, CX_FIELD_TEXT, "Key of the duty"),
    CX_FIELD(CxDutyView, label, CX_FIELD_TEXT, "What the sponsor does"),
    CX_FIELD(CxDutyView, state, CX_FIELD_TEXT, "shown, attested or open"),
    CX_FIELD(CxDutyView, evidence, CX_FIELD_TEXT, "What the records show"),
    CX_FIELD(CxDutyView, attested, CX_FIELD_TEXT, "What somebody saw, who and when"),
    CX_FIELD_DATA(CxDutyView, n, CX_FIELD_COUNT, "What the rule counted"),
    CX_FIELD_DATA(CxDutyView, day, CX_FIELD_DAY, "Of the newest it counted"),
    CX_FIELD_PAGE(CxDutyView, is_open, CX_FIELD_FLAG, "Neither shown nor attested"),
    CX_FIELD(CxDutyView, has_rule, CX_FIELD_FLAG, "Whether the records can show it"),
    CX_FIELD(CxDutyView, url, CX_FIELD_TEXT, "Where it can be done, for who may; else null"),
};
static const CxViewType duty_type =
    CX_VIEW_TYPE("SponsorDuty", CxDutyView, duty_fields, "A duty of the sponsor and its evidence");

static const CxViewField phase_fields[] = {
    CX_FIELD(CxPhaseView, phase, CX_FIELD_TEXT, "infancy, design or implementation"),
    CX_FIELD_PAGE(CxPhaseView, label, CX_FIELD_TEXT, "What it is called"),
    CX_FIELD_PAGE(CxPhaseView, count, CX_FIELD_TEXT, "How many have evidence"),
    CX_FIELD_DATA(CxPhaseView, n_met, CX_FIELD_COUNT, "Duties with evidence"),
    CX_FIELD_DATA(CxPhaseView, n_of, CX_FIELD_COUNT, "Duties of the phase"),
    CX_FIELD(CxPhaseView, is_current, CX_FIELD_FLAG, "Whether the program is in it"),
    CX_FIELD_PAGE(CxPhaseView, is_folded, CX_FIELD_FLAG, "Whether the program is in another"),
    CX_FIELD_CHILD(CxPhaseView, duties, CX_FIELD_LIST, &duty_type, "Its duties"),
};
const CxViewType cx_phase_view_type =
    CX_VIEW_TYPE("SponsorPhase", CxPhaseView, phase_fields, "A phase of the program");

static const CxViewField step_fields[] = {
    CX_FIELD(CxCoachStepView, id, CX_FIELD_COUNT, "Id"),
    CX_FIELD(CxCoachStepView, who, CX_FIELD_TEXT, "Whose plan it is, null where that is plain"),
    CX_FIELD(CxCoachStepView, what, CX_FIELD_TEXT, "What is to be done"),
    CX_FIELD_PAGE(CxCoachStepView, when, CX_FIELD_TEXT, "When, as read"),
    CX_FIELD_DATA(CxCoachStepView, due, CX_FIELD_DAY, "By when"),
    CX_FIELD_DATA(CxCoachStepView, ended_on, CX_FIELD_DAY, "When it ended"),
    CX_FIELD(CxCoachStepView, progress, CX_FIELD_TEXT, "What came of it"),
    CX_FIELD(CxCoachStepView, is_open, CX_FIELD_FLAG, "Not ended"),
    CX_FIELD(CxCoachStepView, is_overdue, CX_FIELD_FLAG, "Its day is over"),
    CX_FIELD_PAGE(CxCoachStepView, end_url, CX_FIELD_TEXT, "Where it is ended"),
};
const CxViewType cx_coach_step_view_type =
    CX_VIEW_TYPE("CoachStep", CxCoachStepView, step_fields, "A step of somebody's plan");

static const CxViewField point_fields[] = {
    CX_FIELD(CxPatiencePointView, label, CX_FIELD_TEXT, "The quarter"),
    CX_FIELD_CHILD(CxPatiencePointView, score, CX_FIELD_OBJECT_IN, &cx_mark_type, "What happened"),
    CX_FIELD_DATA(CxPatiencePointView, expected, CX_FIELD_NUMBER, "What was expected at its end"),
    CX_FIELD_PAGE(CxPatiencePointView, expected_text, CX_FIELD_TEXT, "The same as read"),
    CX_FIELD(CxPatiencePointView, state, CX_FIELD_TEXT, "as, ahead, behind or open"),
    CX_FIELD_PAGE(CxPatiencePointView, state_text, CX_FIELD_TEXT, "The same in words"),
    CX_FIELD_PAGE(CxPatiencePointView, is_behind, CX_FIELD_FLAG, "Behind what was expected"),
};
static const CxViewType point_type =
    CX_VIEW_TYPE("PatiencePoint", CxPatiencePointView, point_fields, "A quarter");

static const CxViewField patience_fields[] = {
    CX_FIELD_PAGE(CxPatienceShowView, svg, CX_FIELD_MARKUP, "The curve and what happened"),
    CX_FIELD(CxPatienceShowView, headline, CX_FIELD_TEXT, "What it says"),
    CX_FIELD(CxPatienceShowView, agreed, CX_FIELD_TEXT, "With whom and when it was agreed"),
    CX_FIELD(CxPatienceShowView, state, CX_FIELD_TEXT, "Of the newest quarter that is over"),
    CX_FIELD(CxPatienceShowView, measure, CX_FIELD_TEXT, "How answers are put together"),
    CX_FIELD(CxPatienceShowView, unit, CX_FIELD_TEXT, "Unit of the values"),
    CX_FIELD_CHILD(CxPatienceShowView, points, CX_FIELD_LIST, &point_type,
                   "Quarters, newest first"),
    CX_FIELD(CxPatienceShowView, n_before, CX_FIELD_COUNT, "Curves that were agreed before it"),
};
static const CxViewType patience_type =
    CX_VIEW_TYPE("Patience", CxPatienceShowView, patience_fields,
                 "What was agreed to expect over three to five years, and what happened");

static const CxViewField sponsor_fields[] = {
    CX_FIELD(CxSponsorView, headline, CX_FIELD_TEXT, "What it says in a sentence"),
    CX_FIELD_CHILD(CxSponsorView, sponsor, CX_FIELD_OBJECT, &name_type, "Who sponsors it, or null"),
    CX_FIELD_CHILD(CxSponsorView, successor, CX_FIELD_OBJECT, &name_type, "Who would follow"),
    CX_FIELD(CxSponsorView, phase, CX_FIELD_TEXT, "Phase of the program, null: not said"),
    CX_FIELD_PAGE(CxSponsorView, phase_label, CX_FIELD_TEXT, "The same as read"),
    CX_FIELD(CxSponsorView, continuity, CX_FIELD_TEXT, "nobody, urgent, open or safe"),
    CX_FIELD_CHILD(CxSponsorView, risks, CX_FIELD_LIST, &cx_view_text_type,
                   "What is at risk when they leave"),
    CX_FIELD_PAGE(CxSponsorView, has_risks, CX_FIELD_FLAG, "Whether there is any"),
    CX_FIELD(CxSponsorView, is_on, CX_FIELD_FLAG, "Whether judgements are kept here"),
    CX_FIELD(CxSponsorView, can_read, CX_FIELD_FLAG, "Whether this reader sees them"),
    CX_FIELD(CxSponsorView, candidates_headline, CX_FIELD_TEXT, "What they say of candidates"),
    CX_FIELD(CxSponsorView, weights, CX_FIELD_TEXT, "How much each criterion counts"),
    CX_FIELD_CHILD(CxSponsorView, candidates, CX_FIELD_LIST, &candidate_type,
                   "Who was judged; for those who read judgements"),
    CX_FIELD_PAGE(CxSponsorView, has_candidates, CX_FIELD_FLAG, "Whether there is any"),
    CX_FIELD_CHILD(CxSponsorView, phases, CX_FIELD_LIST, &cx_phase_view_type, "Duties by phase"),
    CX_FIELD_CHILD(CxSponsorView, steps, CX_FIELD_LIST, &cx_coach_step_view_type,
                   "How the sponsor and the successor are trained"),
    CX_FIELD_PAGE(CxSponsorView, has_steps, CX_FIELD_FLAG, "Whether there is any"),
    CX_FIELD_CHILD(CxSponsorView, offers, CX_FIELD_LIST, &cx_view_text_type,
                   "Steps that fit what is weakest; for those who read judgements"),
    CX_FIELD_PAGE(CxSponsorView, has_offers, CX_FIELD_FLAG, "Whether there is any"),
    CX_FIELD(CxSponsorView, offers_name, CX_FIELD_TEXT, "Whom they fit"),
    CX_FIELD(CxSponsorView, offers_whom, CX_FIELD_TEXT, "sponsor or successor"),
    CX_FIELD_CHILD(CxSponsorView, patience, CX_FIELD_OBJECT, &patience_type,
                   "What was agreed to expect"),
    CX_FIELD_CHILD_PAGE(CxSponsorView, form, CX_FIELD_OBJECT, &cx_form_view_type, "To name them"),
    CX_FIELD_CHILD_PAGE(CxSponsorView, duty_form, CX_FIELD_OBJECT, &cx_form_view_type,
                        "To attest a duty"),
    CX_FIELD_CHILD_PAGE(CxSponsorView, step_form, CX_FIELD_OBJECT, &cx_form_view_type,
                        "To add a step"),
    CX_FIELD_CHILD_PAGE(CxSponsorView, expect_form, CX_FIELD_OBJECT, &cx_form_view_type,
                        "To agree what to expect"),
};
const CxViewType cx_sponsor_view_type =
    CX_VIEW_TYPE("Sponsor", CxSponsorView, sponsor_fields,
                 "Who sponsors the program, what they do for it, and what happens when they leave");

/* ---- Words ---- */

#define SAY(ctx, key, ...)                                                                         \
    cx_arena_take((ctx)->arena, cx_message_format((ctx)->catalogue, (key), __VA_ARGS__))

static const char *
words(CxCtx *ctx, const char *area, const char *key)
{
    g_autofree char *full = g_strconcat(area, key, NULL);
    return cx_message_text(ctx->catalogue, full);
}

static const char *
day_text(CxCtx *ctx, CxDay day)
{
    return cx_arena_take(ctx->arena, cx_day_format_long(day));
}

static const CxSponsorNameView *
name_view(CxCtx *ctx, const CxLeader *leader)
{
    if (leader == NULL)
        return NULL;
    const CxTerm *term = cx_leader_term(leader, ctx->today);
    CxSponsorNameView *view = cx_arena_new0(ctx->arena, CxSponsorNameView);
    *view = (CxSponsorNameView){
        .id = leader->id.v,
        .name = cx_arena_text(ctx->arena, leader->name),
        .title = term != NULL ? cx_arena_text(ctx->arena, term->title) : NULL,
        .url = cx_arena_printf(ctx->arena, "/leaders/%" PRId64, leader->id.v),
    };
    return view;
}

static const char *
headline(CxCtx *ctx, const CxSponsor *sponsor)
{
    const CxContinuity *continuity = &sponsor->continuity;
    if (sponsor->sponsor == NULL)
        return cx_message_text(ctx->catalogue, "sponsor.headline.nobody");
    const char *next = sponsor->successor != NULL ? sponsor->successor->name : "";
    const char *last =
        cx_day_is_none(continuity->leaves_on) ? "" : day_text(ctx, continuity->leaves_on);
    return SAY(ctx, "sponsor.headline", CX_ARG_TEXT("name", sponsor->sponsor->name),
               CX_ARG_TEXT("state", cx_continuity_key(continuity->state)),
               CX_ARG_TEXT("next", next), CX_ARG_TEXT("last", last),
               CX_ARG_TEXT("leaves", cx_day_is_none(continuity->leaves_on) ? "no" : "yes"));
}

/* ---- What is at risk ---- */

enum { RISKS_MAX = 5 };

static const char *
successor_risk(CxCtx *ctx, const CxSponsor *sponsor)
{
    const CxContinuity *continuity = &sponsor->continuity;
    if (sponsor->successor == NULL)
        return cx_message_text(ctx->catalogue, "sponsor.risk.unnamed");
    const char *name = sponsor->successor->name;
    if (!continuity->is_successor_in_office)
        return SAY(ctx, "sponsor.risk.away", CX_ARG_TEXT("name", name));
    if (cx_day_is_none(continuity->successor_met_on))
        return SAY(ctx, "sponsor.risk.unmet", CX_ARG_TEXT("name", name));
    if (continuity->successor_met_on.v < ctx->today.v - CX_CONTINUITY_DAYS) {
        return SAY(ctx, "sponsor.risk.lapsed", CX_ARG_TEXT("name", name),
                   CX_ARG_TEXT("day", day_text(ctx, continuity->successor_met_on)));
    }
    return NULL;
}

static CxViewList
list_risks(CxCtx *ctx, const CxSponsor *sponsor)
{
    const CxContinuity *continuity = &sponsor->continuity;
    const char **risks = cx_arena_new0_n(ctx->arena, const char *, RISKS_MAX);
    size_t n = 0;
    if (sponsor->sponsor == NULL)
        return CX_VIEW_LIST(risks, n);
    if (!cx_day_is_none(continuity->leaves_on)) {
        risks[n++] = SAY(ctx, "sponsor.risk.leaves",
                         CX_ARG_TEXT("day", day_text(ctx, continuity->leaves_on)));
    }
    risks[n] = successor_risk(ctx, sponsor);
    n += risks[n] != NULL;
    if (continuity->n_open > 0)
        risks[n++] = SAY(ctx, "sponsor.risk.open", CX_ARG_NUMBER("n", continuity->n_open));
    if (continuity->n_leaned > 0)
        risks[n++] = SAY(ctx, "sponsor.risk.leaned", CX_ARG_NUMBER("n", continuity->n_leaned));
    return CX_VIEW_LIST(risks, n);
}

/* ---- Candidates ---- */

static CxCandidateView
candidate_view(CxCtx *ctx, const CxSponsorCandidate *candidate)
{
    CxCandidateAspectView *aspects =
        cx_arena_new0_n(ctx->arena, CxCandidateAspectView, CX_SPONSOR_ASPECTS);
    for (size_t i = 0; i < CX_SPONSOR_ASPECTS; i++) {
        const char *key = cx_aspect_key(cx_sponsor_aspects[i]);
        aspects[i] = (CxCandidateAspectView){
            .aspect = key,
            .label = words(ctx, "aspect.", key),
            .middle = cx_middle_view(ctx, &candidate->aspects[i], cx_sponsor_aspects[i]),
        };
        aspects[i].raw = aspects[i].middle.raw;
    }
    CxCandidateView view = {
        .id = candidate->id.v,
        .name = candidate->name,
        .title = candidate->title,
        .url = cx_arena_printf(ctx->arena, "/leaders/%" PRId64, candidate->id.v),
        .judge_url = cx_arena_printf(ctx->arena, "/leaders/%" PRId64 "/judgements?of=sponsor",
                                     candidate->id.v),
        .aspects = CX_VIEW_LIST(aspects, CX_SPONSOR_ASPECTS),
        .lo = candidate->is_whole ? candidate->lo : (double)NAN,
        .hi = candidate->is_whole ? candidate->hi : (double)NAN,
        .is_sponsor = candidate->is_sponsor,
        .is_successor = candidate->is_successor,
    };
    if (candidate->is_whole)
        view.range = cx_arena_take(ctx->arena, cx_text_interval(candidate->lo, candidate->hi, 1));
    return view;
}

static const char *
candidates_headline(CxCtx *ctx, const CxSponsorCandidates *candidates)
{
    if (candidates->n == 0)
        return cx_message_text(ctx->catalogue, "sponsor.candidates.none");
    return candidates->is_apart
               ? SAY(ctx, "sponsor.candidates.apart",
                     CX_ARG_TEXT("name", candidates->items[0].name))
               : SAY(ctx, "sponsor.candidates.close", CX_ARG_NUMBER("n", candidates->n));
}

static void
add_candidates(CxCtx *ctx, const CxSponsor *sponsor, CxSponsorView *view)
{
    const CxSponsorCandidates *candidates = &sponsor->candidates;
    CxCandidateView *views = cx_arena_new0_n(ctx->arena, CxCandidateView, candidates->n);
    for (size_t i = 0; i < candidates->n; i++)
        views[i] = candidate_view(ctx, &candidates->items[i]);
    view->candidates = CX_VIEW_LIST(views, candidates->n);
    view->has_candidates = candidates->n > 0;
    view->candidates_headline = candidates_headline(ctx, candidates);
    view->weights = SAY(ctx, "sponsor.weights",
                        CX_ARG_NUMBER("credibility", sponsor->settings.weight_credibility),
                        CX_ARG_NUMBER("courage", sponsor->settings.weight_courage),
                        CX_ARG_NUMBER("vision", sponsor->settings.weight_vision));
}

/* ---- Training ---- */

CxCoachStepView
cx_coach_step_view(CxCtx *ctx, const CxCoachStep *step, const char *end_url)
{
    const bool is_open = step->state == CX_COACH_STEP_OPEN;
    const CxDay day = is_open ? step->due : step->ended_on;
    return (CxCoachStepView){
        .id = step->id,
        .what = step->what,
        .when = SAY(ctx, "coach.when",
                    CX_ARG_TEXT("state", step->state == CX_COACH_STEP_DONE ? "done"
                                         : is_open                         ? "open"
                                                                           : "dropped"),
                    CX_ARG_TEXT("has_day", cx_day_is_none(day) ? "no" : "yes"),
                    CX_ARG_TEXT("day", cx_day_is_none(day) ? "" : day_text(ctx, day))),
        .due = step->due,
        .ended_on = step->ended_on,
        .progress = step->progress,
        .is_open = is_open,
        .is_overdue = cx_coach_step_is_overdue(step, ctx->today),
        .end_url = is_open ? end_url : NULL,
    };
}

static bool
is_planned(const CxCoachSteps *steps, CxLeaderId leader, const char *what)
{
    for (size_t i = 0; i < steps->n; i++) {
        if (steps->items[i].leader.v == leader.v && strcmp(steps->items[i].what, what) == 0)
            return true;
    }
    return false;
}

/* The candidate who is trained: whoever is to follow, else the sponsor; NULL: neither was judged. */
static const CxSponsorCandidate *
find_trainee(const CxSponsor *sponsor)
{
    const CxSponsorCandidate *chosen = NULL;
    for (size_t i = 0; i < sponsor->candidates.n; i++) {
        const CxSponsorCandidate *each = &sponsor->candidates.items[i];
        if (each->is_successor || (each->is_sponsor && chosen == NULL))
            chosen = each;
    }
    return chosen;
}

/* What fits the aspect in which their middle is lowest, unless it is planned already. */
static void
offer_steps(CxCtx *ctx, const CxSponsor *sponsor, const CxCoachSteps *steps, CxSponsorView *view)
{
    static const char *const which[] = { ".1", ".2", ".3" };
    const CxSponsorCandidate *chosen = find_trainee(sponsor);
    if (chosen == NULL || !chosen->is_whole)
        return;
    size_t weakest = 0;
    for (size_t i = 1; i < CX_SPONSOR_ASPECTS; i++) {
        if (chosen->aspects[i].middle < chosen->aspects[weakest].middle)
            weakest = i;
    }
    const char **offers = cx_arena_new0_n(ctx->arena, const char *, CX_N_ELEMENTS(which));
    size_t n = 0;
    for (size_t i = 0; i < CX_N_ELEMENTS(which); i++) {
        g_autofree char *key =
            g_strconcat(cx_aspect_key(cx_sponsor_aspects[weakest]), which[i], NULL);
        const char *text = words(ctx, "sponsor.train.", key);
        if (!is_planned(steps, chosen->id, text))
            offers[n++] = text;
    }
    view->offers = CX_VIEW_LIST(offers, n);
    view->has_offers = n > 0;
    view->offers_name = chosen->name;
    view->offers_whom = chosen->is_successor ? "successor" : "sponsor";
}

/* The sponsor or the successor, if it is one of them. */
static const CxLeader *
trained(const CxSponsor *sponsor, CxLeaderId leader)
{
    const CxLeader *all[] = { sponsor->sponsor, sponsor->successor };
    for (size_t i = 0; i < CX_N_ELEMENTS(all); i++) {
        if (all[i] != NULL && all[i]->id.v == leader.v)
            return all[i];
    }
    return NULL;
}

static bool
add_steps(CxCtx *ctx, const CxSponsor *sponsor, CxSponsorView *view, GError **error)
{
    CxCoachSteps steps;
    if (!cx_coach_step_list(ctx, CX_COACH_PLAN_SPONSOR, &steps, error))
        return false;
    CxCoachStepView *views = cx_arena_new0_n(ctx->arena, CxCoachStepView, steps.n);
    size_t n = 0;
    for (size_t i = 0; sponsor->sponsor != NULL && i < steps.n; i++) {
        const CxCoachStep *step = &steps.items[i];
        const CxLeader *who = trained(sponsor, step->leader);
        if (who == NULL)
            continue;
        views[n] = cx_coach_step_view(
            ctx, step,
            cx_arena_printf(ctx->arena, "/leaders/sponsor/steps/%" PRId64 "/end", step->id));
        views[n++].who = cx_arena_text(ctx->arena, who->name);
    }
    view->steps = CX_VIEW_LIST(views, n);
    view->has_steps = n > 0;
    offer_steps(ctx, sponsor, &steps, view);
    return true;
}

/* ---- Duties ---- */

static const char *
duty_url(const CxSponsor *sponsor, CxCtx *ctx, CxDuty duty)
{
    static const char *const urls[CX_DUTY_N] = {
        [CX_DUTY_VISION] = "/program?edit=goals",
        [CX_DUTY_PATIENCE] = "/leaders/sponsor#expect",
        [CX_DUTY_ADVOCATES] = "/note",
        [CX_DUTY_WHY] = "/visible",
        [CX_DUTY_AGENDA] = "/program?edit=governance",
        [CX_DUTY_COMMITMENTS] = "/note",
        [CX_DUTY_REWARD] = "/note",
        [CX_DUTY_ACCOUNT] = "/metrics",
    };
    const bool is_theirs = duty == CX_DUTY_ROADBLOCKS || duty == CX_DUTY_HEARS;
    if (is_theirs && sponsor->sponsor != NULL)
        return cx_arena_printf(ctx->arena, "/leaders/%" PRId64, sponsor->sponsor->id.v);
    return urls[duty] != NULL ? urls[duty] : "/leaders/sponsor#attest";
}

static const char *
evidence_text(CxCtx *ctx, const CxDutyStatus *status)
{
    if (status->n == 0 && status->of == 0)
        return NULL;
    g_autofree char *key = g_strconcat("duty.", cx_duty_key(status->duty), ".shown", NULL);
    return SAY(ctx, key, CX_ARG_NUMBER("n", status->n), CX_ARG_NUMBER("of", status->of),
               CX_ARG_TEXT("day", cx_day_is_none(status->day) ? "" : day_text(ctx, status->day)));
}

static CxDutyView
duty_view(CxCtx *ctx, const CxSponsor *sponsor, const CxDutyStatus *status)
{
    static const char *const states[] = { "open", "shown", "attested" };
    CxDutyView view = {
        .duty = cx_duty_key(status->duty),
        .label = words(ctx, "duty.", cx_duty_key(status->duty)),
        .state = states[status->state],
        .evidence = evidence_text(ctx, status),
        .n = status->n,
        .day = status->day,
        .is_open = status->state == CX_DUTY_OPEN,
        .has_rule = cx_duty_has_rule(status->duty),
        .url = ctx->wall.can_change_program ? duty_url(sponsor, ctx, status->duty) : NULL,
    };
    if (status->seen != NULL) {
        view.attested = SAY(ctx, "duty.attested", CX_ARG_TEXT("what", status->seen->what),
                            CX_ARG_TEXT("who", status->seen->seen_by),
                            CX_ARG_TEXT("day", day_text(ctx, status->seen->day)));
    }
    return view;
}

static CxPhaseView
phase_view(CxCtx *ctx, const CxSponsor *sponsor, const CxDuties *duties, CxPhase phase)
{
    CxDutyView *views = cx_arena_new0_n(ctx->arena, CxDutyView, CX_DUTY_N);
    size_t n = 0;
    for (size_t i = 0; i < CX_DUTY_N; i++) {
        if (cx_duty_phase((CxDuty)i) == phase)
            views[n++] = duty_view(ctx, sponsor, &duties->items[i]);
    }
    return (CxPhaseView){
        .phase = cx_phase_key(phase),
        .label = words(ctx, "phase.", cx_phase_key(phase)),
        .count = SAY(ctx, "duty.count", CX_ARG_NUMBER("n", duties->n_met[phase]),
                     CX_ARG_NUMBER("of", duties->n_of[phase])),
        .n_met = (int64_t)duties->n_met[phase],
        .n_of = (int64_t)duties->n_of[phase],
        .is_current = sponsor->has_phase && sponsor->phase == phase,
        .is_folded = sponsor->has_phase && sponsor->phase != phase,
        .duties = CX_VIEW_LIST(views, n),
    };
}

static CxViewList
list_phases(CxCtx *ctx, const CxSponsor *sponsor, const CxDuties *duties)
{
    CxPhaseView *phases = cx_arena_new0_n(ctx->arena, CxPhaseView, CX_PHASE_N);
    for (size_t i = 0; i < CX_PHASE_N; i++)
        phases[i] = phase_view(ctx, sponsor, duties, (CxPhase)i);
    return CX_VIEW_LIST(phases, CX_PHASE_N);
}

bool
cx_own_phases(CxCtx *ctx, CxLeaderId leader, CxViewList *ret_phases, GError **error)
{
    CxOwnDuties own;
    if (!cx_duty_load_own(ctx, leader, &own, error))
        return false;
    const CxSponsor sponsor = { .has_phase = own.has_phase, .phase = own.phase };
    *ret_phases = own.is_sponsor ? list_phases(ctx, &sponsor, &own.duties) : CX_VIEW_LIST(NULL, 0);
    return true;
}

/* ---- All of it ---- */

static bool
load_patience(CxCtx *ctx, CxSponsorView *view, CxDay *ret_from, GError **error)
{
    *ret_from = CX_DAY_NONE;
    g_autoptr(CxSurvey) survey = NULL;
    CxPatienceView patience;
    if (!cx_patience_survey(ctx, &survey, error))
        return false;
    if (survey == NULL)
        return true;
    if (!cx_patience_load(ctx, survey, &patience, error))
        return false;
    view->patience = cx_patience_view(ctx, &patience);
    if (patience.now.id != 0)
        *ret_from = patience.now.from;
    return true;
}

CxSponsorView *
cx_sponsor_view(CxCtx *ctx, GError **error)
{
    g_autoptr(CxSponsor) sponsor = cx_sponsor_load(ctx, error);
    CxSponsorView *view = cx_arena_new0(ctx->arena, CxSponsorView);
    CxDuties duties;
    CxDay expected_from = CX_DAY_NONE;
    if (sponsor == NULL || !load_patience(ctx, view, &expected_from, error) ||
        !cx_duty_load(ctx, sponsor, expected_from, &duties, error))
        return NULL;
    view->headline = headline(ctx, sponsor);
    view->sponsor = name_view(ctx, sponsor->sponsor);
    view->successor = name_view(ctx, sponsor->successor);
    view->phase = sponsor->has_phase ? cx_phase_key(sponsor->phase) : NULL;
    view->phase_label = view->phase != NULL ? words(ctx, "phase.", view->phase) : NULL;
    view->continuity = cx_continuity_key(sponsor->continuity.state);
    view->risks = list_risks(ctx, sponsor);
    view->has_risks = view->risks.n > 0;
    view->is_on = sponsor->basis.is_on;
    view->can_read = sponsor->can_read;
    if (sponsor->can_read)
        add_candidates(ctx, sponsor, view);
    view->phases = list_phases(ctx, sponsor, &duties);
    return add_steps(ctx, sponsor, view, error) ? view : NULL;
}
