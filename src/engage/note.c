#include "engage/note.h"

#include <inttypes.h>
#include <string.h>

#include "base/civil.h"
#include "base/error.h"
#include "db/db.h"
#include "db/txn.h"
#include "engage/credit.h"
#include "engage/note_priv.h"
#include "engage/priority.h"
#include "engage/settings.h"
#include "lang/assert.h"
#include "sql/engage.h"

/* ---- Reading ---- */

bool
cx_note_read(CxCtx *ctx, const char *line, CxCapture *ret_capture, GError **error)
{
    if (!cx_ctx_check_change(ctx, "note what happened with leaders", error))
        return false;
    if (strlen(line) > CX_CAPTURE_BYTES_MAX) {
        g_set_error(error, CX_ERROR, CX_ERROR_TOO_LARGE,
                    "a line has %d letters at most; note the rest as a second one",
                    CX_CAPTURE_BYTES_MAX);
        return false;
    }
    if (!g_utf8_validate(line, -1, NULL)) {
        g_set_error_literal(error, CX_ERROR, CX_ERROR_INVALID, "the line is not UTF-8");
        return false;
    }
    CxEngageSettings settings;
    g_autoptr(GPtrArray) leaders = cx_leader_list(ctx, error);
    g_autoptr(GPtrArray) departments = leaders != NULL ? cx_department_list(ctx, error) : NULL;
    if (departments == NULL || !cx_engage_settings_load(ctx, &settings, error))
        return false;
    const CxCaptureWorld world = { leaders, departments, ctx->today, { settings.sponsor } };
    *ret_capture = cx_capture_read(line, &world, ctx->arena);
    return true;
}

const char *
cx_note_problem(CxCtx *ctx, const CxCapture *capture)
{
    if (capture->state == CX_CAPTURE_READY)
        return NULL;
    g_autoptr(GString) choices = g_string_new(NULL);
    for (size_t i = 0; i < capture->n_choices; i++)
        g_string_append_printf(choices, "%s@%s", i > 0 ? ", " : "", capture->choices[i]);
    g_autofree char *key = g_strconcat("note.problem.", cx_capture_state_key(capture->state), NULL);
    return cx_arena_take(ctx->arena, cx_message_format(ctx->catalogue, key,
                                                       CX_ARG_TEXT("handle", capture->handle),
                                                       CX_ARG_TEXT("choices", choices->str),
                                                       CX_ARG_NUMBER("n", capture->n_choices)));
}

static void
say(CxCtx *ctx, GString *out, const char *key, const CxMessageArg *args)
{
    g_autofree char *text = cx_message_format_args(ctx->catalogue, key, args);
    g_string_append_printf(out, "%s%s", out->len > 0 ? " " : "", text);
}

static void
say_promise(CxCtx *ctx, GString *out, const char *who, const CxCapturePromise *promise)
{
    const bool is_due = !cx_day_is_none(promise->due_on);
    g_autofree char *due = is_due ? cx_day_format_long(promise->due_on) : NULL;
    const CxMessageArg args[] = {
        CX_ARG_TEXT("who", who),
        CX_ARG_TEXT("promised", promise->what),
        CX_ARG_TEXT("has_due", is_due ? "yes" : "no"),
        CX_ARG_TEXT("due", due),
        CX_ARG_TEXT("direction", cx_promise_direction_key(promise->direction)),
        { .name = NULL },
    };
    say(ctx, out, "note.said.promise", args);
}

const char *
cx_note_sentence(CxCtx *ctx, const CxCapture *capture)
{
    g_autoptr(GString) out = g_string_new(NULL);
    g_autofree char *day = cx_day_format_long(capture->day);
    const char *who =
        capture->leader_name != NULL ? capture->leader_name : capture->department_name;
    const CxMessageArg args[] = {
        CX_ARG_TEXT("who", who),
        CX_ARG_TEXT("day", day),
        CX_ARG_TEXT("kind", cx_contact_kind_key(capture->kind)),
        CX_ARG_TEXT("sponsor", capture->with_sponsor ? "yes" : "no"),
        CX_ARG_TEXT("topic", capture->topic),
        CX_ARG_TEXT("has_topic", capture->topic != NULL ? "yes" : "no"),
        CX_ARG_TEXT("credited", capture->credited),
        CX_ARG_TEXT("has_credited", capture->credited != NULL ? "yes" : "no"),
        CX_ARG_TEXT("wants", capture->wants),
        { .name = NULL },
    };
    if (capture->has_contact)
        say(ctx, out, "note.said.contact", args);
    for (size_t i = 0; i < capture->n_promises; i++)
        say_promise(ctx, out, who, &capture->promises[i]);
    if (capture->has_credit)
        say(ctx, out, "note.said.credit", args);
    if (capture->wants != NULL)
        say(ctx, out, "note.said.wants", args);
    return cx_arena_text(ctx->arena, out->str);
}

/* ---- Keeping ---- */

static CxOptI64
opt_day(CxDay day)
{
    return cx_day_is_none(day) ? (CxOptI64){ 0 } : CX_SOME_I64(day.v);
}

static bool
add_contact(CxCtx *ctx, int64_t note, const CxCapture *capture, GError **error)
{
    const CxContactAddParams params = {
        .note_id = note,
        .leader_id = capture->leader.v,
        .day = capture->day.v,
        .kind = cx_contact_kind_key(capture->kind),
        .with_sponsor = capture->with_sponsor,
        .topic = capture->topic,
    };
    return cx_q_contact_add(ctx->db, &params, error);
}

static bool
add_promise(CxCtx *ctx, int64_t note, const CxNoted *noted, const CxCapturePromise *promise,
            GError **error)
{
    const CxCapture *capture = noted->capture;
    const bool is_open = noted->state == CX_PROMISE_OPEN;
    const CxPromiseAddParams params = {
        .note_id = note,
        .leader_id = capture->leader.v,
        .direction = cx_promise_direction_key(promise->direction),
        .what = promise->what,
        .made_day = capture->day.v,
        .due_day = opt_day(promise->due_on),
        .ended_day = is_open ? (CxOptI64){ 0 } : opt_day(noted->ended_on),
        .outcome = is_open ? NULL : cx_promise_state_key(noted->state),
        .ended_by = is_open ? NULL : ctx->actor.name,
    };
    return cx_q_promise_add(ctx->db, &params, error);
}

static bool
add_promises(CxCtx *ctx, int64_t note, const CxNoted *noted, GError **error)
{
    for (size_t i = 0; i < noted->capture->n_promises; i++) {
        if (!add_promise(ctx, note, noted, &noted->capture->promises[i], error))
            return false;
    }
    return true;
}

static bool
add_credit(CxCtx *ctx, int64_t note, const CxCapture *capture, GError **error)
{
    const bool is_leader = capture->leader.v != 0;
    const bool is_department = capture->department.v != 0;
    const CxCreditAddParams params = {
        .note_id = note,
        .leader_id = is_leader ? CX_SOME_I64(capture->leader.v) : (CxOptI64){ 0 },
        .department_id = is_department ? CX_SOME_I64(capture->department.v) : (CxOptI64){ 0 },
        .what = capture->credited,
        .day = capture->day.v,
    };
    return cx_q_credit_add(ctx->db, &params, error);
}

static bool
add_priority(CxCtx *ctx, int64_t note, const CxCapture *capture, GError **error)
{
    const CxPriorityAddParams params = { .note_id = note,
                                         .leader_id = capture->leader.v,
                                         .what = capture->wants,
                                         .from_day = capture->day.v };
    return cx_q_priority_add(ctx->db, &params, error);
}

static bool
add_line(CxCtx *ctx, const CxNoted *noted, int64_t *ret_id, GError **error)
{
    const CxNoteAddParams params = { .text = noted->text,
                                     .source_key = noted->source_key,
                                     .noted_by = ctx->actor.name,
                                     .noted_us = ctx->now.us };
    g_autoptr(CxStmt) stmt = cx_q_note_add(ctx->db, &params, error);
    if (stmt == NULL)
        return false;
    CxNoteAddRow row;
    const CxStep step = cx_q_note_add_next(stmt, &row, error);
    if (step == CX_STEP_ERROR)
        return false;
    *ret_id = step == CX_STEP_ROW ? row.id : 0;
    return true;
}

bool
cx_note_keep_line(CxCtx *ctx, const char *line, int64_t *ret_id, GError **error)
{
    const CxNoted noted = { .text = line };
    return add_line(ctx, &noted, ret_id, error);
}

bool
cx_note_keep(CxCtx *ctx, const CxNoted *noted, int64_t *ret_id, GError **error)
{
    const CxCapture *capture = noted->capture;
    cx_assert(capture->state == CX_CAPTURE_READY);
    int64_t id = 0;
    if (!add_line(ctx, noted, &id, error))
        return false;
    *ret_id = id;
    if (id == 0)
        return true;
    return (!capture->has_contact || add_contact(ctx, id, capture, error)) &&
           add_promises(ctx, id, noted, error) &&
           (!capture->has_credit || add_credit(ctx, id, capture, error)) &&
           (capture->wants == NULL || add_priority(ctx, id, capture, error));
}

bool
cx_note_take(CxCtx *ctx, const char *line, int64_t *ret_id, CxCapture *ret_capture, GError **error)
{
    CxCapture capture;
    if (!cx_note_read(ctx, line, &capture, error))
        return false;
    *ret_capture = capture;
    const char *problem = cx_note_problem(ctx, &capture);
    if (problem != NULL) {
        g_set_error_literal(error, CX_ERROR, CX_ERROR_INVALID, problem);
        return false;
    }
    g_autoptr(CxTxn) txn = cx_txn_begin_write(ctx->db, error);
    if (txn == NULL)
        return false;
    const CxNoted noted = { .text = line, .capture = &capture, .ended_on = CX_DAY_NONE };
    if (!cx_note_keep(ctx, &noted, ret_id, error))
        return false;
    g_autofree char *after = cx_audit_texts("text", line, NULL);
    return cx_ctx_audit(ctx, "note.take", "note", *ret_id, NULL, after, error) &&
           cx_txn_commit(&txn, error);
}

/* ---- Reading back ---- */

static bool
name_of(CxCtx *ctx, CxCapture *capture, GError **error)
{
    if (capture->leader.v != 0) {
        g_autoptr(CxLeader) leader = cx_leader_load(ctx, capture->leader, error);
        capture->leader_name = leader != NULL ? cx_arena_text(ctx->arena, leader->name) : NULL;
        return leader != NULL;
    }
    g_autoptr(CxDepartment) department = cx_department_load(ctx, capture->department, error);
    capture->department_name =
        department != NULL ? cx_arena_text(ctx->arena, department->name) : NULL;
    return department != NULL;
}

static bool
add_contact_back(CxCtx *ctx, int64_t id, CxCapture *capture, GError **error)
{
    CxContacts contacts;
    if (!cx_contact_list(ctx, &contacts, error))
        return false;
    for (size_t i = 0; i < contacts.n; i++) {
        const CxContact *contact = &contacts.items[i];
        if (contact->note != id)
            continue;
        capture->has_contact = true;
        capture->leader = contact->leader;
        capture->day = contact->day;
        capture->kind = contact->kind;
        capture->with_sponsor = contact->with_sponsor;
        capture->topic = contact->topic;
    }
    return true;
}

static bool
add_promises_back(CxCtx *ctx, int64_t id, CxCapture *capture, GError **error)
{
    CxPromises promises;
    if (!cx_promise_list(ctx, &promises, error))
        return false;
    for (size_t i = 0; i < promises.n; i++) {
        const CxPromise *promise = &promises.items[i];
        if (promise->note != id || capture->n_promises == CX_CAPTURE_PROMISES_MAX)
            continue;
        capture->leader = promise->leader;
        capture->promises[capture->n_promises++] =
            (CxCapturePromise){ promise->direction, promise->what, promise->due_on };
    }
    return true;
}

static bool
add_rest_back(CxCtx *ctx, int64_t id, CxCapture *capture, GError **error)
{
    CxCredits credits;
    CxPriorities priorities;
    if (!cx_credit_list(ctx, &credits, error) || !cx_priority_list(ctx, &priorities, error))
        return false;
    for (size_t i = 0; i < credits.n; i++) {
        if (credits.items[i].note != id)
            continue;
        capture->has_credit = true;
        capture->leader = credits.items[i].leader;
        capture->department = credits.items[i].department;
        capture->credited = credits.items[i].what;
        capture->day = credits.items[i].day;
    }
    for (size_t i = 0; i < priorities.n; i++) {
        if (priorities.items[i].note != id)
            continue;
        capture->leader = priorities.items[i].leader;
        capture->wants = priorities.items[i].what;
    }
    return true;
}

bool
cx_note_load(CxCtx *ctx, int64_t id, CxCapture *ret_capture, GError **error)
{
    CxCapture capture = { .day = ctx->today };
    if (!add_contact_back(ctx, id, &capture, error) ||
        !add_promises_back(ctx, id, &capture, error) || !add_rest_back(ctx, id, &capture, error))
        return false;
    if (capture.leader.v == 0 && capture.department.v == 0) {
        g_set_error(error, CX_ERROR, CX_ERROR_NOT_FOUND, "there is no note %" PRId64, id);
        return false;
    }
    if (!name_of(ctx, &capture, error))
        return false;
    *ret_capture = capture;
    return true;
}

bool
cx_note_withdraw(CxCtx *ctx, int64_t id, GError **error)
{
    if (!cx_ctx_check_change(ctx, "take back what was noted", error))
        return false;
    g_autoptr(CxTxn) txn = cx_txn_begin_write(ctx->db, error);
    if (txn == NULL)
        return false;
    const CxNoteWithdrawParams params = { .id = id, .by = ctx->actor.name, .us = ctx->now.us };
    g_autoptr(CxStmt) stmt = cx_q_note_withdraw(ctx->db, &params, error);
    if (stmt == NULL)
        return false;
    CxNoteWithdrawRow row;
    const CxStep step = cx_q_note_withdraw_next(stmt, &row, error);
    if (step == CX_STEP_ERROR)
        return false;
    if (step == CX_STEP_DONE) {
        g_set_error(error, CX_ERROR, CX_ERROR_NOT_FOUND,
                    "there is no note %" PRId64 " that could be taken back", id);
        return false;
    }
    return cx_ctx_audit(ctx, "note.withdraw", "note", id, NULL, NULL, error) &&
           cx_txn_commit(&txn, error);
}
