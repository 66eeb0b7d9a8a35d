#include "engage/appointment.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/civil.h"
#include "base/error.h"
#include "base/limits.h"
#include "base/text.h"
#include "db/db.h"
#include "db/txn.h"
#include "engage/note_priv.h"
#include "engage/wall.h"
#include "people/leader.h"
#include "sql/engage.h"

#define MINUTES_AN_HOUR 60
#define HOURS_A_DAY     24

static bool
check_team(const CxCtx *ctx, GError **error)
{
    return cx_ctx_check_change(ctx, "plan what the week proposes", error);
}

bool
cx_appointment_list(CxCtx *ctx, CxAppointments *ret_appointments, GError **error)
{
    if (!check_team(ctx, error))
        return false;
    g_autoptr(CxStmt) stmt = cx_q_appointment_list(ctx->db, error);
    if (stmt == NULL)
        return false;
    g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(CxAppointment));
    CxAppointmentListRow row;
    CxStep step = cx_q_appointment_list_next(stmt, &row, error);
    for (; step == CX_STEP_ROW; step = cx_q_appointment_list_next(stmt, &row, error)) {
        const CxAppointment appointment = {
            .id = row.id,
            .key = cx_arena_text(ctx->arena, row.key),
            .title = cx_arena_text(ctx->arena, row.title),
            .leader = { row.leader_id.is_set ? row.leader_id.v : 0 },
            .day = { (int32_t)row.day },
            .minute = (int32_t)row.minute,
            .minutes = (int32_t)row.minutes,
            .is_over = row.outcome != NULL,
        };
        g_array_append_val(found, appointment);
    }
    if (step != CX_STEP_DONE)
        return false;
    *ret_appointments = (CxAppointments){ cx_engage_keep(ctx->arena, found), found->len };
    return true;
}

bool
cx_appointment_list_own(CxCtx *ctx, CxAppointments *ret_appointments, GError **error)
{
    if (!cx_engage_check_read(ctx, "what is planned with leaders", error))
        return false;
    const CxAppointmentOwnParams params = { .leader_id = ctx->actor.leader.v };
    g_autoptr(CxStmt) stmt = cx_q_appointment_own(ctx->db, &params, error);
    if (stmt == NULL)
        return false;
    g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(CxAppointment));
    CxAppointmentOwnRow row;
    CxStep step = cx_q_appointment_own_next(stmt, &row, error);
    for (; step == CX_STEP_ROW; step = cx_q_appointment_own_next(stmt, &row, error)) {
        const CxAppointment appointment = { .id = row.id,
                                            .leader = ctx->actor.leader,
                                            .day = { (int32_t)row.day },
                                            .minute = (int32_t)row.minute,
                                            .minutes = (int32_t)row.minutes };
        g_array_append_val(found, appointment);
    }
    *ret_appointments = (CxAppointments){ cx_engage_keep(ctx->arena, found), found->len };
    return step == CX_STEP_DONE;
}

bool
cx_appointment_load(CxCtx *ctx, int64_t id, CxAppointment *ret_appointment, GError **error)
{
    CxAppointments all;
    if (!cx_appointment_list(ctx, &all, error))
        return false;
    for (size_t i = 0; i < all.n; i++) {
        if (all.items[i].id == id && !all.items[i].is_over) {
            *ret_appointment = all.items[i];
            return true;
        }
    }
    g_set_error(error, CX_ERROR, CX_ERROR_NOT_FOUND,
                "nothing is planned under %" PRId64 ": it took place, moved, or never was", id);
    return false;
}

bool
cx_appointment_hides(const CxAppointments *appointments, const char *key)
{
    for (size_t i = 0; i < appointments->n; i++) {
        if (strcmp(appointments->items[i].key, key) == 0)
            return true;
    }
    return false;
}

bool
cx_appointment_parse_time(const char *text, int32_t *ret_minute, GError **error)
{
    g_auto(GStrv) parts = g_strsplit(text, ":", 3);
    int64_t hour = 0;
    int64_t minute = 0;
    const bool is_time = g_strv_length(parts) == 2 && cx_text_parse_i64(parts[0], &hour, NULL) &&
                         strlen(parts[1]) == 2 && cx_text_parse_i64(parts[1], &minute, NULL) &&
                         hour >= 0 && hour < HOURS_A_DAY && minute >= 0 && minute < MINUTES_AN_HOUR;
    if (!is_time) {
        g_set_error(error, CX_ERROR, CX_ERROR_INVALID, "\"%s\" is no time of day like 9:30", text);
        return false;
    }
    *ret_minute = (int32_t)(hour * MINUTES_AN_HOUR + minute);
    return true;
}

/* ---- Planning ---- */

static bool
check_plan(const CxAppointment *plan, GError **error)
{
    const bool has_texts = plan->key != NULL && *plan->key != '\0' && plan->title != NULL &&
                           strlen(plan->key) <= CX_NAME_BYTES_MAX &&
                           strlen(plan->title) <= (size_t)CX_NAME_BYTES_MAX * 2;
    const bool has_time = plan->minute >= 0 && plan->minute < HOURS_A_DAY * MINUTES_AN_HOUR &&
                          plan->minutes > 0 && plan->minutes <= CX_APPOINTMENT_MINUTES_MAX;
    if (has_texts && has_time)
        return true;
    g_set_error_literal(error, CX_ERROR, CX_ERROR_INVALID,
                        "what is planned needs the proposal's key and title, a time of day, and "
                        "eight hours at most");
    return false;
}

bool
cx_appointment_plan(CxCtx *ctx, const CxAppointment *plan, int64_t *ret_id, GError **error)
{
    CxCloseds closeds;
    if (!check_team(ctx, error) || !check_plan(plan, error) ||
        !cx_closed_list(ctx, &closeds, error) ||
        !cx_closed_check_day(ctx, &closeds, plan->day, error))
        return false;
    g_autoptr(CxTxn) txn = cx_txn_begin_write(ctx->db, error);
    const CxAppointmentMoveParams move = { .key = plan->key,
                                           .by = ctx->actor.name,
                                           .us = ctx->now.us };
    if (txn == NULL || !cx_q_appointment_move(ctx->db, &move, error))
        return false;
    const CxAppointmentAddParams params = {
        .key = plan->key,
        .title = plan->title,
        .leader_id = plan->leader.v != 0 ? CX_SOME_I64(plan->leader.v) : (CxOptI64){ 0 },
        .day = plan->day.v,
        .minute = plan->minute,
        .minutes = plan->minutes,
        .planned_by = ctx->actor.name,
        .planned_us = ctx->now.us,
    };
    CxAppointmentAddRow row;
    g_autofree char *day = cx_day_format(plan->day);
    g_autofree char *after = cx_audit_texts("key", plan->key, "day", day, NULL);
    if (!cx_q_appointment_add(ctx->db, &params, &row, error) ||
        !cx_ctx_audit(ctx, "appointment.plan", "appointment", row.id, NULL, after, error) ||
        !cx_txn_commit(&txn, error))
        return false;
    *ret_id = row.id;
    return true;
}

/* ---- What became of it ---- */

static bool
keep_contact(CxCtx *ctx, const CxAppointment *appointment, int64_t *ret_note, GError **error)
{
    const CxCapture capture = { .state = CX_CAPTURE_READY,
                                .leader = appointment->leader,
                                .has_contact = true,
                                .kind = CX_CONTACT_MEETING,
                                .day = appointment->day };
    const CxNoted noted = { .text = appointment->title,
                            .capture = &capture,
                            .ended_on = CX_DAY_NONE };
    return cx_note_keep(ctx, &noted, ret_note, error);
}

static bool
end(CxCtx *ctx, const CxAppointment *appointment, const char *outcome, int64_t note, GError **error)
{
    const CxAppointmentEndParams params = {
        .id = appointment->id,
        .outcome = outcome,
        .note_id = note != 0 ? CX_SOME_I64(note) : (CxOptI64){ 0 },
        .by = ctx->actor.name,
        .us = ctx->now.us,
    };
    g_autofree char *after = cx_audit_texts("outcome", outcome, NULL);
    return cx_q_appointment_end(ctx->db, &params, error) &&
           cx_ctx_audit(ctx, "appointment.end", "appointment", appointment->id, NULL, after, error);
}

bool
cx_appointment_happened(CxCtx *ctx, int64_t id, int64_t *ret_note, GError **error)
{
    CxAppointment appointment;
    int64_t note = 0;
    if (!check_team(ctx, error))
        return false;
    g_autoptr(CxTxn) txn = cx_txn_begin_write(ctx->db, error);
    if (txn == NULL || !cx_appointment_load(ctx, id, &appointment, error))
        return false;
    if (appointment.day.v > ctx->today.v) {
        g_set_error_literal(error, CX_ERROR, CX_ERROR_INVALID,
                            "its day is still to come: say so when it was");
        return false;
    }
    if ((appointment.leader.v != 0 && !keep_contact(ctx, &appointment, &note, error)) ||
        !end(ctx, &appointment, "happened", note, error) || !cx_txn_commit(&txn, error))
        return false;
    *ret_note = note;
    return true;
}

bool
cx_appointment_drop(CxCtx *ctx, int64_t id, GError **error)
{
    CxAppointment appointment;
    if (!check_team(ctx, error))
        return false;
    g_autoptr(CxTxn) txn = cx_txn_begin_write(ctx->db, error);
    return txn != NULL && cx_appointment_load(ctx, id, &appointment, error) &&
           end(ctx, &appointment, "dropped", 0, error) && cx_txn_commit(&txn, error);
}
