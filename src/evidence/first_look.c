#include "evidence/first_look.h"

#include <string.h>

#include "base/civil.h"
#include "base/error.h"
#include "base/text.h"
#include "db/audit.h"
#include "db/txn.h"
#include "evidence/finding.h"
#include "evidence/finding_priv.h"
#include "evidence/first_look_priv.h"
#include "sql/evidence.h"

CxDay
cx_first_look_opens(CxDay told)
{
    return cx_day_add_working(told, CX_FIRST_LOOK_DAYS);
}

/* ---- Heads ---- */

bool
cx_head_list(CxCtx *ctx, CxHeads *ret_heads, GError **error)
{
    const CxDepartmentHeadListParams params = { .day = ctx->today.v };
    g_autoptr(CxStmt) stmt = cx_q_department_head_list(ctx->db, &params, error);
    if (stmt == NULL)
        return false;
    g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(CxHead));
    CxDepartmentHeadListRow row;
    CxStep step = cx_q_department_head_list_next(stmt, &row, error);
    for (; step == CX_STEP_ROW; step = cx_q_department_head_list_next(stmt, &row, error)) {
        const CxHead head = { { row.department_id },
                              { row.leader_id },
                              cx_arena_text(ctx->arena, row.name) };
        g_array_append_val(found, head);
    }
    if (step != CX_STEP_DONE)
        return false;
    CxHead *kept = cx_arena_new0_n(ctx->arena, CxHead, found->len + 1);
    for (guint i = 0; i < found->len; i++)
        kept[i] = g_array_index(found, CxHead, i);
    *ret_heads = (CxHeads){ kept, found->len };
    return true;
}

/* ---- One look ---- */

bool
cx_look_steps_load(CxCtx *ctx, CxDay since, CxLookSteps *ret_steps, GError **error)
{
    const CxFirstLookListParams params = { .since_day = since.v };
    g_autoptr(CxStmt) stmt = cx_q_first_look_list(ctx->db, &params, error);
    if (stmt == NULL)
        return false;
    g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(CxLookStep));
    CxFirstLookListRow row;
    CxStep step = cx_q_first_look_list_next(stmt, &row, error);
    for (; step == CX_STEP_ROW; step = cx_q_first_look_list_next(stmt, &row, error)) {
        const CxLookStep each = {
            .finding = { row.finding_id },
            .step = cx_arena_text(ctx->arena, row.step),
            .text = cx_arena_text(ctx->arena, row.text),
            .name = cx_arena_text(ctx->arena, row.name),
            .day = { (int32_t)row.day },
        };
        g_array_append_val(found, each);
    }
    if (step != CX_STEP_DONE)
        return false;
    CxLookStep *kept = cx_arena_new0_n(ctx->arena, CxLookStep, found->len + 1);
    for (guint i = 0; i < found->len; i++)
        kept[i] = g_array_index(found, CxLookStep, i);
    *ret_steps = (CxLookSteps){ kept, found->len };
    return true;
}

static void
add_head(CxCtx *ctx, const CxHead *head, CxFirstLook *look)
{
    look->is_due = true;
    look->is_mine =
        look->is_mine || (ctx->actor.leader.v != 0 && ctx->actor.leader.v == head->leader.v);
    if (look->head.v == 0)
        look->head = head->leader;
    look->heads = look->heads == NULL
                      ? head->name
                      : cx_arena_printf(ctx->arena, "%s, %s", look->heads, head->name);
}

static void
add_step(const CxLookStep *step, CxFirstLook *look)
{
    if (strcmp(step->step, "skipped") == 0) {
        look->skip_reason = step->text;
        look->skipped_by = step->name;
        look->skipped = step->day;
        return;
    }
    if (cx_day_is_none(look->told))
        look->told = step->day;
    if (strcmp(step->step, "answered") == 0) {
        look->answer = step->text;
        look->answered_by = step->name;
        look->answered = step->day;
    }
}

CxFirstLook
cx_look_make(CxCtx *ctx, const CxHeads *heads, const CxLookSteps *steps, const CxLookOf *of)
{
    CxFirstLook look = {
        .told = CX_DAY_NONE, .opens = CX_DAY_NONE, .answered = CX_DAY_NONE, .skipped = CX_DAY_NONE
    };
    for (size_t i = 0; of->is_bad && of->department.v != 0 && i < heads->n; i++) {
        if (heads->items[i].department.v == of->department.v)
            add_head(ctx, &heads->items[i], &look);
    }
    for (size_t i = 0; i < steps->n; i++) {
        if (steps->items[i].finding.v == of->finding.v)
            add_step(&steps->items[i], &look);
    }
    if (!cx_day_is_none(look.told))
        look.opens = cx_first_look_opens(look.told);
    const bool is_open =
        look.skip_reason != NULL || (!cx_day_is_none(look.opens) && ctx->today.v >= look.opens.v);
    look.is_held = look.is_due && !is_open;
    return look;
}

bool
cx_look_hides(const CxCtx *ctx, const CxFirstLook *look)
{
    return look->is_held && !look->is_mine && !ctx->wall.can_change_program;
}

/* ---- Steps ---- */

static bool
check_words(const char *words, const char *what, GError **error)
{
    if (words != NULL && *words != '\0' && strlen(words) <= CX_FIRST_LOOK_BYTES_MAX &&
        cx_text_is_clean(words))
        return true;
    g_set_error(error, CX_ERROR, CX_ERROR_INVALID,
                "%s takes words, at most %d characters, without control characters", what,
                CX_FIRST_LOOK_BYTES_MAX);
    return false;
}

/* The finding whose first look it is, for its head and the CX team. */
static const CxFinding *
find_due(CxCtx *ctx, CxFindingId id, GError **error)
{
    const CxFinding *finding = cx_finding_load(ctx, id, error);
    if (finding == NULL)
        return NULL;
    if (!finding->look.is_mine && !ctx->wall.can_change_program) {
        g_set_error_literal(error, CX_ERROR, CX_ERROR_FORBIDDEN,
                            "the first look is for the department's head and the CX team");
        return NULL;
    }
    if (!finding->look.is_due) {
        g_set_error_literal(
            error, CX_ERROR, CX_ERROR_CONFLICT,
            "nobody has a first look at this finding: it is not bad, it is over, or "
            "nobody heads the department");
        return NULL;
    }
    return finding;
}

/* Writes a step on db, inside a write transaction. */
static bool
write_step(const CxCtx *ctx, CxDb *db, const CxFinding *finding, const char *step, const char *text,
           GError **error)
{
    const bool is_skipped = strcmp(step, "skipped") == 0;
    const CxFirstLookAddParams params = {
        .finding_id = finding->id.v,
        .step = step,
        .leader_id = { .is_set = !is_skipped, .v = finding->look.head.v },
        .text = text,
        .day = ctx->today.v,
        .actor = ctx->actor.login,
        .name = ctx->actor.name,
        .said_us = ctx->now.us,
    };
    g_autofree char *action = g_strconcat("first_look.", step, NULL);
    g_autofree char *after =
        cx_audit_texts("heads", finding->look.heads, "text", text != NULL ? text : "", NULL);
    const CxAuditEntry entry = {
        .actor = ctx->actor.login,
        .at = ctx->now,
        .action = action,
        .kind = "finding",
        .object = finding->id.v,
        .after_json = after,
    };
    return cx_q_first_look_add(db, &params, error) && cx_audit_append(db, &entry, error);
}

static bool
keep_step(CxCtx *ctx, const CxFinding *finding, const char *step, const char *text, GError **error)
{
    g_autoptr(CxTxn) txn = cx_txn_begin_write(ctx->db, error);
    return txn != NULL && write_step(ctx, ctx->db, finding, step, text, error) &&
           cx_txn_commit(&txn, error);
}

static bool
write_opened(CxCtx *ctx, CxDb *db, void *data, GError **error)
{
    const CxFinding *finding = data;
    return write_step(ctx, db, finding, "told", NULL, error);
}

void
cx_first_look_opened(CxCtx *ctx, const CxFinding *finding)
{
    if (!finding->look.is_mine || !finding->look.is_held || !cx_day_is_none(finding->look.told))
        return;
    CxFinding *kept = cx_arena_new0(ctx->arena, CxFinding);
    *kept = *finding;
    cx_ctx_defer(ctx, write_opened, kept);
}

bool
cx_first_look_tell(CxCtx *ctx, CxFindingId id, GError **error)
{
    const CxFinding *finding = find_due(ctx, id, error);
    if (finding == NULL)
        return false;
    return !cx_day_is_none(finding->look.told) || keep_step(ctx, finding, "told", NULL, error);
}

bool
cx_first_look_answer(CxCtx *ctx, CxFindingId id, const char *words, GError **error)
{
    if (!check_words(words, "an answer", error))
        return false;
    const CxFinding *finding = find_due(ctx, id, error);
    return finding != NULL && keep_step(ctx, finding, "answered", words, error);
}

bool
cx_first_look_skip(CxCtx *ctx, CxFindingId id, const char *reason, GError **error)
{
    if (!cx_ctx_check_change(ctx, "pass a department's head over", error) ||
        !check_words(reason, "passing over", error))
        return false;
    const CxFinding *finding = find_due(ctx, id, error);
    return finding != NULL && keep_step(ctx, finding, "skipped", reason, error);
}

/* ---- Held, elsewhere in evidence ---- */

static bool
read_held(CxCtx *ctx, const CxHeads *heads, const CxLookSteps *steps, GArray *found, GError **error)
{
    const CxFindingListParams params = { .since_day = ctx->today.v };
    g_autoptr(CxStmt) stmt = cx_q_finding_list(ctx->db, &params, error);
    if (stmt == NULL)
        return false;
    CxFindingListRow row;
    CxStep step = cx_q_finding_list_next(stmt, &row, error);
    for (; step == CX_STEP_ROW; step = cx_q_finding_list_next(stmt, &row, error)) {
        if (strcmp(row.tone, cx_finding_tone_key(CX_FINDING_TONE_BAD)) != 0 ||
            !row.department_id.is_set)
            continue;
        const CxLookOf of = { { row.id }, { row.department_id.v }, !row.ended_day.is_set };
        const CxFirstLook look = cx_look_make(ctx, heads, steps, &of);
        const CxHeldRow held = { cx_arena_text(ctx->arena, row.subject),
                                 cx_arena_text(ctx->arena, row.state),
                                 cx_arena_text(ctx->arena, row.card_id),
                                 cx_look_hides(ctx, &look) };
        g_array_append_val(found, held);
    }
    return step == CX_STEP_DONE;
}

static bool
is_headed_by(const CxHeads *heads, CxDepartmentId department, CxLeaderId leader)
{
    for (size_t i = 0; leader.v != 0 && i < heads->n; i++) {
        if (heads->items[i].department.v == department.v && heads->items[i].leader.v == leader.v)
            return true;
    }
    return false;
}

static void
keep_headed(CxCtx *ctx, const CxHeads *heads, CxHeld *held)
{
    CxDepartmentId *headed = cx_arena_new0_n(ctx->arena, CxDepartmentId, heads->n + 1);
    for (size_t i = 0; i < heads->n; i++) {
        if (!is_headed_by(heads, heads->items[i].department, ctx->actor.leader))
            headed[held->n_headed++] = heads->items[i].department;
    }
    held->headed = headed;
}

bool
cx_held_load(CxCtx *ctx, CxHeld *ret_held, GError **error)
{
    /* Leaders see no departments but their own, of which nothing is held from them. */
    CxHeld held = { .is_free = ctx->wall.can_change_program || !ctx->wall.sees_all_departments };
    if (held.is_free) {
        *ret_held = held;
        return true;
    }
    CxHeads heads;
    CxLookSteps steps;
    g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(CxHeldRow));
    if (!cx_head_list(ctx, &heads, error) || !cx_look_steps_load(ctx, ctx->today, &steps, error) ||
        !read_held(ctx, &heads, &steps, found, error))
        return false;
    CxHeldRow *kept = cx_arena_new0_n(ctx->arena, CxHeldRow, found->len + 1);
    for (guint i = 0; i < found->len; i++)
        kept[i] = g_array_index(found, CxHeldRow, i);
    held.items = kept;
    held.n = found->len;
    keep_headed(ctx, &heads, &held);
    *ret_held = held;
    return true;
}

bool
cx_held_has_card(const CxHeld *held, const char *card)
{
    for (size_t i = 0; i < held->n; i++) {
        if (held->items[i].is_held && g_strcmp0(held->items[i].card, card) == 0)
            return true;
    }
    return false;
}

bool
cx_held_has_subject(const CxHeld *held, const char *subject)
{
    for (size_t i = 0; i < held->n; i++) {
        if (held->items[i].is_held && strcmp(held->items[i].subject, subject) == 0)
            return true;
    }
    return false;
}

static bool
is_headed(const CxHeld *held, CxDepartmentId department)
{
    for (size_t i = 0; i < held->n_headed; i++) {
        if (held->headed[i].v == department.v)
            return true;
    }
    return false;
}

bool
cx_held_has_test(const CxCtx *ctx, const CxHeld *held, const CxHeldTest *test)
{
    if (held->is_free || test->department.v == 0)
        return false;
    const char *subject = cx_finding_change_subject(ctx->arena, test->survey, test->department);
    g_autofree char *state = g_strdup_printf("%" G_GINT64_FORMAT, test->test);
    for (size_t i = 0; i < held->n; i++) {
        const CxHeldRow *row = &held->items[i];
        if (strcmp(row->subject, subject) == 0 && strcmp(row->state, state) == 0)
            return row->is_held;
    }
    return ctx->today.v - test->closed.v <= CX_FIRST_LOOK_GRACE_DAYS &&
           is_headed(held, test->department);
}
