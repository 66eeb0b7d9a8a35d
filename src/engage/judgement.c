#include "engage/judgement.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/limits.h"
#include "db/txn.h"
#include "engage/wall.h"
#include "lang/assert.h"
#include "people/leader.h"
#include "sql/engage.h"

static const char *const aspect_keys[CX_ASPECT_N] = {
#define X(name, key) [CX_ASPECT_##name] = (key),
    CX_ASPECT_MAP(X)
#undef X
};

const char *
cx_aspect_key(CxAspect aspect)
{
    cx_assert(aspect < CX_ASPECT_N);
    return aspect_keys[aspect];
}

bool
cx_aspect_parse(const char *key, CxAspect *ret_aspect, GError **error)
{
    for (size_t i = 0; i < CX_ASPECT_N; i++) {
        if (g_strcmp0(key, aspect_keys[i]) == 0) {
            *ret_aspect = (CxAspect)i;
            return true;
        }
    }
    g_set_error(error, CX_ERROR, CX_ERROR_INVALID,
                "\"%s\" is no aspect; there are influence, stance, credibility, courage, vision, "
                "belief, communication and commitment",
                key != NULL ? key : "");
    return false;
}

/* ---- Reading ---- */

bool
cx_judgement_list(CxCtx *ctx, CxJudgements *ret_judgements, GError **error)
{
    CxBasis basis;
    if (!cx_basis_check_read(ctx, &basis, error))
        return false;
    const CxJudgementListParams params = { .since = cx_basis_since(ctx, &basis).v,
                                           .until = ctx->today.v };
    g_autoptr(CxStmt) stmt = cx_q_judgement_list(ctx->db, &params, error);
    if (stmt == NULL)
        return false;
    g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(CxJudgement));
    CxJudgementListRow row;
    CxStep step = cx_q_judgement_list_next(stmt, &row, error);
    for (; step == CX_STEP_ROW; step = cx_q_judgement_list_next(stmt, &row, error)) {
        CxJudgement judgement = {
            .id = row.id,
            .leader = { row.leader_id },
            .value = (int32_t)row.value,
            .day = { (int32_t)row.day },
            .reason = cx_arena_text(ctx->arena, row.reason),
            .rater = cx_arena_text(ctx->arena, row.rater),
        };
        if (!cx_aspect_parse(row.aspect, &judgement.aspect, error))
            return false;
        g_array_append_val(found, judgement);
    }
    if (step != CX_STEP_DONE)
        return false;
    *ret_judgements = (CxJudgements){ cx_engage_keep(ctx->arena, found), found->len };
    return true;
}

/* Whether a newer answer of the same rater was taken already: those before `i`. */
static bool
is_superseded(const CxJudgements *judgements, size_t i, CxDay on)
{
    const CxJudgement *mine = &judgements->items[i];
    for (size_t k = 0; k < i; k++) {
        const CxJudgement *other = &judgements->items[k];
        if (other->leader.v == mine->leader.v && other->aspect == mine->aspect &&
            other->day.v <= on.v && strcmp(other->rater, mine->rater) == 0)
            return true;
    }
    return false;
}

static int
compare(const void *a, const void *b)
{
    const int32_t x = *(const int32_t *)a;
    const int32_t y = *(const int32_t *)b;
    return (x > y) - (x < y);
}

CxMiddle
cx_judgement_middle(const CxJudgements *judgements, CxLeaderId leader, CxAspect aspect, CxDay on)
{
    g_autoptr(GArray) values = g_array_new(FALSE, FALSE, sizeof(int32_t));
    CxDay newest = CX_DAY_NONE;
    for (size_t i = 0; i < judgements->n; i++) {
        const CxJudgement *judgement = &judgements->items[i];
        if (judgement->leader.v != leader.v || judgement->aspect != aspect ||
            judgement->day.v > on.v || is_superseded(judgements, i, on))
            continue;
        if (values->len == 0)
            newest = judgement->day;
        g_array_append_val(values, judgement->value);
    }
    const guint n = values->len;
    if (n == 0)
        return (CxMiddle){ .on = CX_DAY_NONE };
    g_array_sort(values, compare);
    const int32_t *sorted = (const int32_t *)(const void *)values->data;
    const int32_t sum = sorted[(n - 1) / 2] + sorted[n / 2];
    CxMiddle middle = { .n_raters = n,
                        .middle = (double)sum * 0.5,
                        .lo = sorted[0],
                        .hi = sorted[n - 1],
                        .on = newest };
    for (guint i = 0; i < n; i++)
        middle.n_of[sorted[i] - 1]++;
    return middle;
}

/* ---- Writing ---- */

static bool
refuse(GError **error, const char *text)
{
    g_set_error_literal(error, CX_ERROR, CX_ERROR_INVALID, text);
    return false;
}

static bool
check(const CxCtx *ctx, const CxBasis *basis, const CxJudgementGive *give, CxDay day,
      GError **error)
{
    size_t n = 0;
    for (size_t i = 0; i < CX_ASPECT_N; i++) {
        if (give->values[i] < 0 || give->values[i] > CX_JUDGEMENT_MAX)
            return refuse(error, "an answer is a number from 1 to 5");
        n += give->values[i] > 0;
    }
    if (n == 0)
        return refuse(error, "answer at least one of the questions");
    if (give->reason == NULL || *give->reason == '\0' || strlen(give->reason) > CX_NAME_BYTES_MAX)
        return refuse(error, "say in a sentence or two what you saw; the person may read it");
    if (day.v > ctx->today.v)
        return refuse(error, "the day cannot lie in the future");
    if (day.v < cx_basis_since(ctx, basis).v)
        return refuse(error, "that day is longer ago than judgements are kept");
    return true;
}

static bool
add(CxCtx *ctx, const CxJudgementGive *give, CxDay day, GError **error)
{
    for (size_t i = 0; i < CX_ASPECT_N; i++) {
        const CxJudgementAddParams params = {
            .leader_id = give->leader.v,
            .aspect = aspect_keys[i],
            .value = give->values[i],
            .day = day.v,
            .reason = give->reason,
            .rater = give->rater != NULL ? give->rater : ctx->actor.name,
            .recorded_by = ctx->actor.name,
            .recorded_us = ctx->now.us,
        };
        if (give->values[i] > 0 && !cx_q_judgement_add(ctx->db, &params, error))
            return false;
    }
    return true;
}

bool
cx_judgement_give(CxCtx *ctx, const CxJudgementGive *give, GError **error)
{
    CxBasis basis;
    const CxDay day = cx_day_is_none(give->day) ? ctx->today : give->day;
    if (!cx_basis_check_write(ctx, &basis, error) || !check(ctx, &basis, give, day, error))
        return false;
    g_autoptr(CxTxn) txn = cx_txn_begin_write(ctx->db, error);
    if (txn == NULL)
        return false;
    g_autoptr(CxLeader) leader = cx_leader_load(ctx, give->leader, error);
    return leader != NULL && add(ctx, give, day, error) &&
           cx_ctx_audit(ctx, "judgement.give", "leader", leader->id.v, NULL, NULL, error) &&
           cx_txn_commit(&txn, error);
}
