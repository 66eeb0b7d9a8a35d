/* What files make possible, and which would make most possible next. */
#include "plays/unlock.h"

#include <stdlib.h>
#include <string.h>

#include "base/civil.h"
#include "feedback/survey.h"
#include "people/department.h"
#include "people/leader.h"
#include "sql/plays.h"

#define HAS(name) CX_HOLDING_##name

/* clang-format off */
const CxUnlockCan cx_unlock_cans[] = {
    { "score",      HAS(ANSWERS), 5, "/scores", NULL },
    { "department", HAS(ANSWERS) | HAS(DEPARTMENTS), 5, "/scores", "more_answers" },
    { "brief",      HAS(ANSWERS) | HAS(DEPARTMENTS) | HAS(LEADERS), 5, "/leaders", "brief_outdated" },
    { "threshold",  HAS(ANSWERS) | HAS(MEETS), 5, "/thresholds", NULL },
    { "drivers",    HAS(ANSWERS) | HAS(DEPARTMENTS), 4, "/drivers", NULL },
    { "new_leader", HAS(LEADERS) | HAS(STARTS), 4, "/week", "new_leader" },
    { "not_met",    HAS(LEADERS) | HAS(CONTACTS), 4, "/week", "not_met" },
    { "change",     HAS(ANSWERS) | HAS(DEPARTMENTS) | HAS(PERIODS), 4, "/changes", "tested_change" },
    { "money",      HAS(ANSWERS) | HAS(MONEY), 4, "/scores", NULL },
    { "promise",    HAS(LEADERS) | HAS(PROMISES), 3, "/week", "promise_due" },
    { "trend",      HAS(ANSWERS) | HAS(PERIODS), 3, "/scores", NULL },
    { "by_fact",    HAS(ANSWERS) | HAS(MEETS), 3, "/scores", NULL },
    { "series",     HAS(PERIOD_FACTS), 3, "/metrics", NULL },
    { "comments",   HAS(ANSWERS) | HAS(DEPARTMENTS) | HAS(COMMENTS) | HAS(LEADERS), 2, "/leaders", NULL },
    { "seats",      HAS(DEPARTMENTS) | HAS(LEADERS) | HAS(SEATS), 2, "/departments", "seat_empty" },
    { "metric",     HAS(FACTS), 2, "/metrics", NULL },
    { "links",      HAS(ANSWERS) | HAS(PERIODS) | HAS(PERIOD_FACTS), 1, "/links", NULL },
    { "unmeasured", HAS(ANSWERS) | HAS(LEADERS), 1, "/week", "not_measured" },
    { "reconcile",  HAS(ANSWERS), 1, "/reconcile", NULL },
    { "silent",     HAS(ANSWERS), 1, "/week", "survey_silent" },
};

const CxUnlockFile cx_unlock_files[] = {
    { "survey", "survey", 0, HAS(ANSWERS), HAS(ANSWERS) | HAS(DEPARTMENTS) | HAS(COMMENTS) },
    { "survey_given", "survey", HAS(ANSWERS), HAS(DEPARTMENTS), HAS(DEPARTMENTS) },
    { "survey_later", "survey", HAS(ANSWERS), HAS(PERIODS), HAS(PERIODS) },
    { "survey_words", "survey", HAS(ANSWERS), HAS(COMMENTS), HAS(COMMENTS) },
    { "roster", "roster", 0, HAS(LEADERS), HAS(LEADERS) | HAS(STARTS) | HAS(SEATS) },
    { "roster_starts", "roster", HAS(LEADERS), HAS(STARTS), HAS(STARTS) },
    { "roster_seats", "roster", HAS(LEADERS), HAS(SEATS), HAS(SEATS) },
    { "facts_transaction", "facts", HAS(TRANSACTIONS), HAS(MEETS), HAS(FACTS) | HAS(MEETS) },
    { "facts_account", "facts", HAS(ACCOUNTS), HAS(MEETS) | HAS(MONEY), HAS(FACTS) | HAS(MEETS) | HAS(MONEY) },
    { "facts_respondent", "facts", HAS(RESPONDENTS), HAS(MEETS), HAS(FACTS) | HAS(MEETS) },
    { "facts_response", "facts", HAS(IDS), HAS(MEETS), HAS(FACTS) | HAS(MEETS) },
    { "facts_period", "facts", 0, HAS(PERIOD_FACTS), HAS(FACTS) | HAS(PERIOD_FACTS) },
    { "past", "past", HAS(LEADERS), HAS(CONTACTS) | HAS(PROMISES), HAS(CONTACTS) | HAS(PROMISES) },
};
/* clang-format on */
const size_t cx_unlock_cans_n = CX_N_ELEMENTS(cx_unlock_cans);
const size_t cx_unlock_files_n = CX_N_ELEMENTS(cx_unlock_files);

/* ---- Ranking ---- */

static bool
is_held(uint32_t has, uint32_t needs)
{
    return (needs & ~has) == 0;
}

/* What is possible with `now` and was not with `before`; the table is best first. */
static const CxUnlockCan *const *
list_cans(uint32_t before, uint32_t now, CxArena *arena, size_t *ret_n)
{
    const CxUnlockCan **cans = cx_arena_new0_n(arena, const CxUnlockCan *, cx_unlock_cans_n);
    size_t n = 0;
    for (size_t i = 0; i < cx_unlock_cans_n; i++) {
        const CxUnlockCan *can = &cx_unlock_cans[i];
        if (is_held(now, can->needs) && !is_held(before, can->needs))
            cans[n++] = can;
    }
    *ret_n = n;
    return cans;
}

static CxUnlockOffer
offer_of(const CxUnlockFile *file, uint32_t has, CxArena *arena)
{
    CxUnlockOffer offer = { .file = file };
    if (!is_held(has, file->needs) || is_held(has, file->lacks))
        return offer;
    offer.cans = list_cans(has, has | file->brings, arena, &offer.n_cans);
    for (size_t i = 0; i < offer.n_cans; i++)
        offer.worth += offer.cans[i]->worth;
    return offer;
}

/* Equal ones stay in the order of the table. */
static int
compare(const void *a, const void *b)
{
    const CxUnlockOffer *left = a;
    const CxUnlockOffer *right = b;
    const int by_worth = (left->worth < right->worth) - (left->worth > right->worth);
    return by_worth != 0 ? by_worth : (left->file > right->file) - (left->file < right->file);
}

const CxUnlock *
cx_unlock_rank(const CxHoldings *holdings, CxArena *arena)
{
    CxUnlock *unlock = cx_arena_new0(arena, CxUnlock);
    unlock->holdings = *holdings;
    CxUnlockOffer *offers = cx_arena_new0_n(arena, CxUnlockOffer, cx_unlock_files_n);
    for (size_t i = 0; i < cx_unlock_files_n; i++) {
        const CxUnlockOffer offer = offer_of(&cx_unlock_files[i], holdings->has, arena);
        if (offer.worth > 0)
            offers[unlock->n_offers++] = offer;
    }
    qsort(offers, unlock->n_offers, sizeof offers[0], compare);
    unlock->offers = offers;
    unlock->cans = list_cans(0, holdings->has, arena, &unlock->n_cans);
    return unlock;
}

bool
cx_unlock_is_owed_to(const CxUnlockCan *can, const char *kind)
{
    uint32_t brings = 0;
    for (size_t i = 0; i < cx_unlock_files_n; i++) {
        if (strcmp(cx_unlock_files[i].kind, kind) == 0)
            brings |= cx_unlock_files[i].brings;
    }
    return (can->needs & brings) != 0;
}

/* ---- What is held ---- */

static uint32_t
flag(int64_t n, uint32_t holding)
{
    return n > 0 ? holding : 0;
}

static uint32_t
flags_of(const CxHoldingLoadRow *row)
{
    const int64_t n_meet = row->n_meet_response + row->n_meet_respondent + row->n_meet_account +
                           row->n_meet_transaction;
    const bool has_periods = row->first_day.is_set && row->last_day.is_set &&
                             cx_day_quarter_index((CxDay){ (int32_t)row->first_day.v }) !=
                                 cx_day_quarter_index((CxDay){ (int32_t)row->last_day.v });
    return flag(row->n_imports, HAS(ANSWERS)) | flag(has_periods, HAS(PERIODS)) |
           flag(row->n_comments, HAS(COMMENTS)) | flag(row->n_ids, HAS(IDS)) |
           flag(row->n_respondents, HAS(RESPONDENTS)) | flag(row->n_accounts, HAS(ACCOUNTS)) |
           flag(row->n_transactions, HAS(TRANSACTIONS)) | flag(row->n_facts, HAS(FACTS)) |
           flag(row->n_period_facts, HAS(PERIOD_FACTS)) | flag(n_meet, HAS(MEETS)) |
           flag(row->n_meet_money, HAS(MONEY)) | flag(row->n_contacts, HAS(CONTACTS)) |
           flag(row->n_promises, HAS(PROMISES));
}

static CxDay
day_of(CxOptI64 day)
{
    return day.is_set ? (CxDay){ (int32_t)day.v } : CX_DAY_NONE;
}

/* Leaders in office, and those whose first day is not known. */
static bool
look_at_leaders(CxCtx *ctx, GArray *headed, CxHoldings *holdings, GError **error)
{
    g_autoptr(GPtrArray) leaders = cx_leader_list(ctx, error);
    for (guint i = 0; leaders != NULL && i < leaders->len; i++) {
        const CxLeader *leader = leaders->pdata[i];
        const CxTerm *term = cx_leader_term(leader, ctx->today);
        holdings->n_leaders += term != NULL ? 1 : 0;
        holdings->n_without_start += term != NULL && cx_day_is_none(term->from) ? 1 : 0;
        for (guint k = 0; k < leader->terms->len; k++) {
            const CxTerm *held = leader->terms->pdata[k];
            if (cx_term_is_in_force(held, ctx->today))
                g_array_append_val(headed, held->department);
        }
    }
    holdings->has |= flag(holdings->n_leaders, HAS(LEADERS));
    if (holdings->n_leaders > 0 && holdings->n_without_start == 0)
        holdings->has |= HAS(STARTS);
    return leaders != NULL;
}

static bool
is_among(const GArray *departments, CxDepartmentId id)
{
    for (guint i = 0; i < departments->len; i++) {
        if (g_array_index(departments, CxDepartmentId, i).v == id.v)
            return true;
    }
    return false;
}

/* Departments that questions are about, and those of them that nobody heads. */
static bool
look_at_departments(CxCtx *ctx, const GArray *headed, CxHoldings *holdings, GError **error)
{
    g_autoptr(GPtrArray) departments = cx_department_list(ctx, error);
    g_autoptr(GArray) counts = departments != NULL ? cx_item_count(ctx, error) : NULL;
    if (counts == NULL)
        return false;
    for (guint i = 0; i < counts->len; i++) {
        const CxItemCount *count = &g_array_index(counts, CxItemCount, i);
        holdings->has |= flag(count->n, HAS(DEPARTMENTS));
        if (is_among(headed, count->department))
            continue;
        for (guint k = 0; k < departments->len; k++) {
            const CxDepartment *department = departments->pdata[k];
            if (department->id.v != count->department.v || !cx_day_is_none(department->to))
                continue;
            holdings->n_without_head++;
            if (holdings->without_head == NULL)
                holdings->without_head = cx_arena_text(ctx->arena, department->name);
        }
    }
    if ((holdings->has & HAS(DEPARTMENTS)) != 0 && holdings->n_without_head == 0)
        holdings->has |= HAS(SEATS);
    return true;
}

const CxUnlock *
cx_unlock_make(CxCtx *ctx, GError **error)
{
    if (!cx_ctx_check_change(ctx, "see what files make possible", error))
        return NULL;
    CxHoldingLoadRow row;
    if (!cx_q_holding_load(ctx->db, &row, error))
        return NULL;
    CxHoldings holdings = {
        .has = flags_of(&row),
        .first_day = day_of(row.first_day),
        .last_day = day_of(row.last_day),
    };
    g_autoptr(GArray) headed = g_array_new(FALSE, FALSE, sizeof(CxDepartmentId));
    if (!look_at_leaders(ctx, headed, &holdings, error) ||
        !look_at_departments(ctx, headed, &holdings, error))
        return NULL;
    return cx_unlock_rank(&holdings, ctx->arena);
}
