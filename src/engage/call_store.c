#include <inttypes.h>
#include <string.h>

#include "base/civil.h"
#include "base/error.h"
#include "base/limits.h"
#include "db/db.h"
#include "db/txn.h"
#include "engage/call.h"
#include "engage/note_priv.h"
#include "engage/settings.h"
#include "engage/wall.h"
#include "people/leader.h"
#include "sql/engage.h"

#define DAYS_IN_WEEK 7

static bool
refuse(GError **error, CxErrorCode code, const char *why)
{
    g_set_error_literal(error, CX_ERROR, (int)code, why);
    return false;
}

static CxDay
day_of(CxOptI64 day)
{
    return day.is_set ? (CxDay){ (int32_t)day.v } : CX_DAY_NONE;
}

static CxOptI64
opt_id(int64_t id)
{
    return id != 0 ? CX_SOME_I64(id) : (CxOptI64){ 0 };
}

/* ---- Who may be called ---- */

/* Without asking the wall: a leader's own calls name who agreed to be called. */
static bool
load_consents(CxCtx *ctx, CxCallConsents *ret_consents, GError **error)
{
    g_autoptr(CxStmt) stmt = cx_q_call_consent_list(ctx->db, error);
    if (stmt == NULL)
        return false;
    g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(CxCallConsent));
    CxCallConsentListRow row;
    CxStep step = cx_q_call_consent_list_next(stmt, &row, error);
    for (; step == CX_STEP_ROW; step = cx_q_call_consent_list_next(stmt, &row, error)) {
        const CxCallConsent consent = {
            .account = { row.account_id },
            .person = row.person_id,
            .name = cx_arena_text(ctx->arena, row.name),
            .office = cx_arena_text(ctx->arena, row.office),
            .phone = cx_arena_text(ctx->arena, row.phone),
            .email = cx_arena_text(ctx->arena, row.email),
            .is_given = row.is_given != 0,
            .how = cx_arena_text(ctx->arena, row.how),
            .day = { (int32_t)row.day },
        };
        g_array_append_val(found, consent);
    }
    *ret_consents = (CxCallConsents){ cx_engage_keep(ctx->arena, found), found->len };
    return step == CX_STEP_DONE;
}

bool
cx_call_consent_list(CxCtx *ctx, CxCallConsents *ret_consents, GError **error)
{
    return cx_ctx_check_change(ctx, "see who agreed to be called", error) &&
           load_consents(ctx, ret_consents, error);
}

static bool
is_text(const char *text)
{
    return text != NULL && *text != '\0' && strlen(text) <= CX_NAME_BYTES_MAX;
}

static bool
find_person(CxCtx *ctx, CxAccountId account, const char *name, int64_t *ret_id, GError **error)
{
    const CxCallPersonFindParams params = { .account_id = account.v, .name = name };
    g_autoptr(CxStmt) stmt = cx_q_call_person_find(ctx->db, &params, error);
    if (stmt == NULL)
        return false;
    CxCallPersonFindRow row;
    const CxStep step = cx_q_call_person_find_next(stmt, &row, error);
    *ret_id = step == CX_STEP_ROW ? row.id : 0;
    return step != CX_STEP_ERROR;
}

/* Who is known by that name; with something new said of them, or unknown, they are added. */
static bool
ensure_person(CxCtx *ctx, CxAccountId account, const CxCallConsentAdd *add, int64_t *ret_id,
              GError **error)
{
    if (!find_person(ctx, account, add->name, ret_id, error))
        return false;
    if (*ret_id != 0 && add->office == NULL && add->phone == NULL && add->email == NULL)
        return true;
    const CxAccountPut put = { .person_name = add->name,
                               .person_office = add->office,
                               .person_phone = add->phone,
                               .person_email = add->email };
    return cx_account_person_add(ctx, account, &put, error) &&
           find_person(ctx, account, add->name, ret_id, error);
}

bool
cx_call_consent_add(CxCtx *ctx, const CxCallConsentAdd *add, GError **error)
{
    if (!cx_ctx_check_change(ctx, "note who agreed to be called", error))
        return false;
    if (!is_text(add->name) || !is_text(add->how))
        return refuse(error, CX_ERROR_INVALID, "say who it is, and how they said so");
    g_autoptr(CxTxn) txn = cx_txn_begin_write(ctx->db, error);
    g_autoptr(CxAccount) account =
        txn != NULL ? cx_account_find(ctx, add->account != NULL ? add->account : "", error) : NULL;
    int64_t person = 0;
    if (account == NULL || !ensure_person(ctx, account->id, add, &person, error))
        return false;
    const CxCallConsentAddParams params = {
        .person_id = person,
        .is_given = add->is_given,
        .how = add->how,
        .day = ctx->today.v,
        .by = ctx->actor.name,
        .us = ctx->now.us,
    };
    CxCallConsentAddRow row;
    g_autofree char *after = cx_audit_texts("is_given", add->is_given ? "yes" : "no", NULL);
    return cx_q_call_consent_add(ctx->db, &params, &row, error) &&
           cx_ctx_audit(ctx, "call.consent", "call_consent", row.id, NULL, after, error) &&
           cx_txn_commit(&txn, error);
}

/* ---- Calls ---- */

static CxCallOutcome
outcome_of(const char *key)
{
    for (size_t i = 0; key != NULL && i < CX_CALL_OUTCOME_N; i++) {
        if (strcmp(key, cx_call_outcome_key((CxCallOutcome)i)) == 0)
            return (CxCallOutcome)i;
    }
    return CX_CALL_OPEN;
}

static const CxPromise *
find_promise(const CxPromises *promises, CxOptI64 note)
{
    for (size_t i = 0; note.is_set && i < promises->n; i++) {
        if (promises->items[i].note == note.v)
            return &promises->items[i];
    }
    return NULL;
}

/* Who was to be called and still agrees; else whoever else at the customer does, while it is open. */
static void
fill_person(const CxCallConsents *consents, CxCall *call, int64_t person)
{
    const CxCallConsent *chosen = NULL;
    for (size_t i = 0; i < consents->n && chosen == NULL; i++) {
        if (person != 0 && consents->items[i].person == person && consents->items[i].is_given)
            chosen = &consents->items[i];
    }
    if (chosen == NULL && call->outcome == CX_CALL_OPEN)
        chosen = cx_call_consent_find(consents, call->account);
    if (chosen == NULL)
        return;
    call->person = chosen->name;
    call->office = chosen->office;
    call->phone = chosen->phone;
    call->email = chosen->email;
}

static CxCall
call_of_row(CxCtx *ctx, const CxCallListRow *row)
{
    CxCall call = {
        .id = row->id,
        .account = { row->account_id },
        .account_key = cx_arena_text(ctx->arena, row->account_key),
        .account_name = cx_arena_text(ctx->arena, row->account),
        .leader = { row->leader_id },
        .due_on = { (int32_t)row->due_day },
        .planned_on = { (int32_t)row->planned_day },
        .outcome = outcome_of(row->outcome),
        .said = cx_arena_text(ctx->arena, row->said),
        .ended_on = day_of(row->ended_day),
    };
    cx_call_reasons_parse(row->reasons, call.has);
    return call;
}

/* All calls, or those of a leader. */
static bool
load_calls(CxCtx *ctx, CxCalls *ret_calls, GError **error)
{
    CxPromises promises;
    CxCallConsents consents;
    if (!cx_promise_list(ctx, &promises, error) || !load_consents(ctx, &consents, error))
        return false;
    g_autoptr(CxStmt) stmt = cx_q_call_list(ctx->db, error);
    if (stmt == NULL)
        return false;
    g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(CxCall));
    CxCallListRow row;
    CxStep step = cx_q_call_list_next(stmt, &row, error);
    for (; step == CX_STEP_ROW; step = cx_q_call_list_next(stmt, &row, error)) {
        if (!cx_engage_can_see(ctx, (CxLeaderId){ row.leader_id }))
            continue;
        CxCall call = call_of_row(ctx, &row);
        call.promised = find_promise(&promises, row.note_id);
        fill_person(&consents, &call, row.person_id.is_set ? row.person_id.v : 0);
        g_array_append_val(found, call);
    }
    *ret_calls = (CxCalls){ cx_engage_keep(ctx->arena, found), found->len };
    return step == CX_STEP_DONE;
}

bool
cx_call_list(CxCtx *ctx, CxCalls *ret_calls, GError **error)
{
    return cx_engage_check_read(ctx, "calls to customers", error) &&
           load_calls(ctx, ret_calls, error);
}

bool
cx_call_load(CxCtx *ctx, int64_t id, CxCall *ret_call, GError **error)
{
    CxCalls all;
    if (!cx_call_list(ctx, &all, error))
        return false;
    for (size_t i = 0; i < all.n; i++) {
        if (all.items[i].id == id) {
            *ret_call = all.items[i];
            return true;
        }
    }
    return refuse(error, CX_ERROR_NOT_FOUND, "there is no such call");
}

/* ---- Who is worth one ---- */

typedef enum { MAY_BE_CALLED, RESTING, REFUSING } Standing;

/* Whether an account may be called today, beside what makes it worth it. */
static Standing
standing_of(const CxCtx *ctx, const CxCalls *calls, const CxCallConsents *consents,
            CxAccountId account, int64_t rest_weeks)
{
    for (size_t i = 0; i < calls->n; i++) {
        const CxCall *call = &calls->items[i];
        if (call->account.v != account.v)
            continue;
        const int64_t days =
            call->outcome == CX_CALL_REACHED ? rest_weeks * DAYS_IN_WEEK : CX_CALL_AGAIN_DAYS;
        const bool is_resting =
            call->outcome == CX_CALL_OPEN ||
            (call->outcome != CX_CALL_DROPPED && call->ended_on.v + days > ctx->today.v);
        if (is_resting)
            return RESTING;
    }
    bool is_refused = false;
    for (size_t i = 0; i < consents->n; i++) {
        is_refused = is_refused ||
                     (consents->items[i].account.v == account.v && !consents->items[i].is_given);
    }
    return is_refused && cx_call_consent_find(consents, account) == NULL ? REFUSING : MAY_BE_CALLED;
}

static bool
is_promise_overdue(const CxCtx *ctx, const CxCalls *calls, CxAccountId account)
{
    for (size_t i = 0; i < calls->n; i++) {
        const CxPromise *promise = calls->items[i].promised;
        if (calls->items[i].account.v == account.v && promise != NULL &&
            cx_promise_is_overdue(promise, ctx->today))
            return true;
    }
    return false;
}

static CxCallCandidate
candidate_of_row(CxCtx *ctx, const CxCallCandidateListRow *row)
{
    CxCallCandidate candidate = {
        .account = { row->account_id },
        .key = cx_arena_text(ctx->arena, row->account_key),
        .name = cx_arena_text(ctx->arena, row->account),
        .segment = cx_arena_text(ctx->arena, row->segment),
        .owner = cx_arena_text(ctx->arena, row->owner),
        .asked = cx_arena_text(ctx->arena, row->asked),
        .rating = row->rating.v,
        .rating_max = row->rating_max.v,
        .rated_on = day_of(row->low_day.is_set ? row->low_day : row->high_day),
        .was = row->was_mean.v,
        .was_n = row->was_n.v,
        .now = row->now_mean.v,
        .now_n = row->now_n.v,
        .left_on = day_of(row->left_day),
        .has_revenue = row->revenue.is_set,
        .has_margin = row->margin.is_set,
        .revenue = row->revenue.v,
        .margin = row->margin.v,
        .currency = cx_arena_text(ctx->arena, row->currency),
        .money_to = day_of(row->money_day),
        .weight = row->weight,
    };
    candidate.has[CX_CALL_UNHAPPY] = row->low_day.is_set;
    candidate.has[CX_CALL_LOYAL] = row->high_day.is_set;
    candidate.has[CX_CALL_FALLEN] = row->was_mean.is_set;
    candidate.has[CX_CALL_LEFT] = row->left_day.is_set;
    return candidate;
}

typedef struct {
    CxCtx *ctx;
    CxCalls calls;
    CxCallConsents consents;
    CxEngageSettings settings;
    GPtrArray *leaders; /* owned */
} Listing;

static void
listing_clear(Listing *listing)
{
    if (listing->leaders != NULL)
        g_ptr_array_unref(listing->leaders);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Listing, listing_clear)

static bool
load_listing(CxCtx *ctx, Listing *listing, GError **error)
{
    listing->ctx = ctx;
    if (!load_calls(ctx, &listing->calls, error) ||
        !load_consents(ctx, &listing->consents, error) ||
        !cx_engage_settings_load(ctx, &listing->settings, error))
        return false;
    listing->leaders = cx_leader_list(ctx, error);
    return listing->leaders != NULL;
}

static CxLeaderId
propose_caller(const Listing *listing, CxOptI64 department)
{
    const CxLeader *head =
        department.is_set ? cx_leader_heading(listing->leaders, (CxDepartmentId){ department.v },
                                              listing->ctx->today)
                          : NULL;
    for (guint i = 0; head == NULL && i < listing->leaders->len; i++) {
        const CxLeader *leader = listing->leaders->pdata[i];
        if (leader->id.v == listing->settings.sponsor &&
            cx_leader_term(leader, listing->ctx->today) != NULL)
            head = leader;
    }
    return head != NULL ? head->id : (CxLeaderId){ 0 };
}

static void
take_candidate(const Listing *listing, const CxCallCandidateListRow *row, GArray *found,
               CxCallCandidates *counts)
{
    const Standing standing =
        standing_of(listing->ctx, &listing->calls, &listing->consents,
                    (CxAccountId){ row->account_id }, listing->settings.call_rest_weeks);
    counts->found_on = (CxDay){ (int32_t)row->found_day };
    counts->n_resting += standing == RESTING;
    counts->n_refusing += standing == REFUSING;
    if (standing != MAY_BE_CALLED)
        return;
    CxCallCandidate candidate = candidate_of_row(listing->ctx, row);
    candidate.consent = cx_call_consent_find(&listing->consents, candidate.account);
    candidate.caller = propose_caller(listing, row->department_id);
    if (is_promise_overdue(listing->ctx, &listing->calls, candidate.account)) {
        const double before = cx_call_reasons_weight(candidate.has);
        candidate.has[CX_CALL_PROMISED] = true;
        candidate.weight *= cx_call_reasons_weight(candidate.has) / before;
    }
    g_array_append_val(found, candidate);
}

static int
compare_candidates(const void *a, const void *b)
{
    const CxCallCandidate *x = a;
    const CxCallCandidate *y = b;
    if (x->weight > y->weight || x->weight < y->weight)
        return x->weight > y->weight ? -1 : 1;
    return strcmp(x->key, y->key);
}

bool
cx_call_candidate_list(CxCtx *ctx, CxCallCandidates *ret_candidates, GError **error)
{
    g_auto(Listing) listing = { 0 };
    if (!cx_ctx_check_change(ctx, "see who is worth a call", error) ||
        !load_listing(ctx, &listing, error))
        return false;
    g_autoptr(CxStmt) stmt = cx_q_call_candidate_list(ctx->db, error);
    if (stmt == NULL)
        return false;
    CxCallCandidates candidates = { .found_on = CX_DAY_NONE };
    g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(CxCallCandidate));
    CxCallCandidateListRow row;
    CxStep step = cx_q_call_candidate_list_next(stmt, &row, error);
    for (; step == CX_STEP_ROW; step = cx_q_call_candidate_list_next(stmt, &row, error))
        take_candidate(&listing, &row, found, &candidates);
    if (step != CX_STEP_DONE)
        return false;
    g_array_sort(found, compare_candidates);
    candidates.items = cx_engage_keep(ctx->arena, found);
    candidates.n = found->len;
    *ret_candidates = candidates;
    return true;
}

/* ---- Planning ---- */

static bool
check_plan(const Listing *listing, const CxCallPlan *plan, CxAccountId account, GError **error)
{
    switch (standing_of(listing->ctx, &listing->calls, &listing->consents, account,
                        listing->settings.call_rest_weeks)) {
    case RESTING:
        return refuse(
            error, CX_ERROR_CONFLICT,
            "a call to this customer is planned, or was made not long ago: one leader at a "
            "time, and weeks between");
    case REFUSING:
        return refuse(error, CX_ERROR_CONFLICT, "this customer asked not to be called");
    case MAY_BE_CALLED:
        break;
    }
    for (guint i = 0; i < listing->leaders->len; i++) {
        const CxLeader *leader = listing->leaders->pdata[i];
        if (leader->id.v == plan->leader.v) {
            return cx_leader_term(leader, listing->ctx->today) != NULL ||
                   refuse(error, CX_ERROR_INVALID, "this leader is not in office");
        }
    }
    return refuse(error, CX_ERROR_NOT_FOUND, "there is no such leader");
}

static const char *
reasons_of(CxCtx *ctx, const CxCallCandidates *candidates, CxAccountId account)
{
    for (size_t i = 0; i < candidates->n; i++) {
        if (candidates->items[i].account.v == account.v)
            return cx_call_reasons_format(ctx->arena, candidates->items[i].has);
    }
    return "";
}

static bool
add_call(CxCtx *ctx, const CxCallAddParams *params, int64_t *ret_id, GError **error)
{
    CxCallAddRow row;
    g_autofree char *after = cx_audit_texts("reasons", params->reasons, NULL);
    if (!cx_q_call_add(ctx->db, params, &row, error) ||
        !cx_ctx_audit(ctx, "call.plan", "customer_call", row.id, NULL, after, error))
        return false;
    *ret_id = row.id;
    return true;
}

bool
cx_call_plan(CxCtx *ctx, const CxCallPlan *plan, int64_t *ret_id, GError **error)
{
    const CxDay due =
        cx_day_is_none(plan->due_on) ? (CxDay){ ctx->today.v + CX_CALL_DUE_DAYS } : plan->due_on;
    if (!cx_ctx_check_change(ctx, "plan calls to customers", error))
        return false;
    if (due.v < ctx->today.v)
        return refuse(error, CX_ERROR_INVALID, "the day is over: say by which day to come");
    g_auto(Listing) listing = { 0 };
    CxCallCandidates candidates;
    g_autoptr(CxTxn) txn = cx_txn_begin_write(ctx->db, error);
    g_autoptr(CxAccount) account =
        txn != NULL ? cx_account_find(ctx, plan->account != NULL ? plan->account : "", error)
                    : NULL;
    if (account == NULL || !load_listing(ctx, &listing, error) ||
        !check_plan(&listing, plan, account->id, error) ||
        !cx_call_candidate_list(ctx, &candidates, error))
        return false;
    const CxCallConsent *consent = cx_call_consent_find(&listing.consents, account->id);
    const CxCallAddParams params = {
        .account_id = account->id.v,
        .leader_id = plan->leader.v,
        .person_id = opt_id(consent != NULL ? consent->person : 0),
        .reasons = reasons_of(ctx, &candidates, account->id),
        .due_day = due.v,
        .day = ctx->today.v,
        .by = ctx->actor.name,
        .us = ctx->now.us,
    };
    int64_t id = 0;
    if (!add_call(ctx, &params, &id, error) || !cx_txn_commit(&txn, error))
        return false;
    *ret_id = id;
    return true;
}

/* ---- What came of it ---- */

static bool
keep_promise(CxCtx *ctx, const CxCall *call, const CxCallEnd *end, int64_t *ret_note,
             GError **error)
{
    const CxCapture capture = { .state = CX_CAPTURE_READY,
                                .leader = call->leader,
                                .day = ctx->today,
                                .promises = { { CX_PROMISE_THEIRS, end->promise,
                                                end->promise_due } },
                                .n_promises = 1 };
    const CxNoted noted = { .text = end->promise, .capture = &capture, .ended_on = CX_DAY_NONE };
    return cx_note_keep(ctx, &noted, ret_note, error);
}

static bool
check_end(const CxCtx *ctx, const CxCallEnd *end, GError **error)
{
    if (end->outcome == CX_CALL_DROPPED)
        return cx_ctx_check_change(ctx, "drop calls to customers", error);
    if (end->outcome == CX_CALL_REACHED && end->said == NULL && end->promise == NULL)
        return refuse(error, CX_ERROR_INVALID, "say what was said, in a few words");
    if (end->promise != NULL && strlen(end->promise) > CX_NAME_BYTES_MAX)
        return refuse(error, CX_ERROR_TOO_LARGE, "say what was promised in a sentence");
    return true;
}

bool
cx_call_end(CxCtx *ctx, int64_t id, const CxCallEnd *end, GError **error)
{
    CxCall call;
    int64_t note = 0;
    g_autoptr(CxTxn) txn = cx_txn_begin_write(ctx->db, error);
    if (txn == NULL || !cx_call_load(ctx, id, &call, error) || !check_end(ctx, end, error) ||
        (end->promise != NULL && !keep_promise(ctx, &call, end, &note, error)))
        return false;
    const CxCallEndParams params = { .id = id,
                                     .outcome = cx_call_outcome_key(end->outcome),
                                     .said = end->said,
                                     .note_id = opt_id(note),
                                     .day = ctx->today.v,
                                     .by = ctx->actor.name,
                                     .us = ctx->now.us };
    if (!cx_q_call_end(ctx->db, &params, error))
        return false;
    if (cx_db_changes(ctx->db) != 1)
        return refuse(error, CX_ERROR_CONFLICT, "what came of this call was said before");
    g_autofree char *after = cx_audit_texts("outcome", params.outcome, NULL);
    return cx_ctx_audit(ctx, "call.end", "customer_call", id, NULL, after, error) &&
           cx_txn_commit(&txn, error);
}
