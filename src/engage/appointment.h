/* Appointments: proposals of the week that got a day and an hour. One tap says that it took place, and
 * makes the contact of it; or that it did not, and then it is proposed again.
 *
 * For the CX team. Values in the context's arena. */
#pragma once

#include "engage/closed.h"
#include "people/ctx.h"

#define CX_APPOINTMENT_MINUTES_MAX 480

typedef struct {
    int64_t id;
    const char *key;   /* of the proposal */
    const char *title; /* as it was read */
    CxLeaderId leader; /* 0: nobody in particular */
    CxDay day;
    int32_t minute;  /* of the day, 0..1439, in the program's zone */
    int32_t minutes; /* how long */
    bool is_over;    /* it took place */
} CxAppointment;

typedef struct {
    const CxAppointment *items; /* the next first */
    size_t n;
} CxAppointments;

/* What is planned or took place. */
CX_MUST_USE bool cx_appointment_list(CxCtx *ctx, CxAppointments *ret_appointments, GError **error);
/* What is planned with the reader, a leader: its time alone, key and title are NULL. FORBIDDEN for others than the CX
 * team and leaders. */
CX_MUST_USE bool cx_appointment_list_own(CxCtx *ctx, CxAppointments *ret_appointments,
                                         GError **error);
/* One that is planned; NOT_FOUND. */
CX_MUST_USE bool cx_appointment_load(CxCtx *ctx, int64_t id, CxAppointment *ret_appointment,
                                     GError **error);
/* Whether a proposal of that key is planned or took place. Pure. */
bool cx_appointment_hides(const CxAppointments *appointments, const char *key);
/* "9:30" as minutes of the day. INVALID. */
CX_MUST_USE bool cx_appointment_parse_time(const char *text, int32_t *ret_minute, GError **error);

/* Use case: plans a proposal, moving what was planned under its key before. INVALID for a day as
 * cx_closed_check_day, an hour or a length that cannot be. Writes appointment, audit. */
CX_MUST_USE bool cx_appointment_plan(CxCtx *ctx, const CxAppointment *plan, int64_t *ret_id,
                                     GError **error);
/* Use case: it took place; with a leader that is a contact, and *ret_note what cx_note_withdraw takes,
 * else 0. INVALID before its day; NOT_FOUND. Writes appointment, note, contact, audit. */
CX_MUST_USE bool cx_appointment_happened(CxCtx *ctx, int64_t id, int64_t *ret_note, GError **error);
/* Use case: it did not, and is proposed again. NOT_FOUND. Writes appointment, audit. */
CX_MUST_USE bool cx_appointment_drop(CxCtx *ctx, int64_t id, GError **error);
