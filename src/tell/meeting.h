/* A one-on-one with a leader as an appointment: what to bring and what to ask, to be opened by any
 * calendar (practices C2, C3). Nothing of what anybody thinks of the leader is in it. */
#pragma once

#include "engage/appointment.h"
#include "engage/engagement.h"

#define CX_MEETING_MINUTE  600 /* ten o'clock in the program's zone */
#define CX_MEETING_MINUTES 60

/* The appointment as iCalendar. day: CX_DAY_NONE for the day to propose, else the next working day.
 * Proposed again, it replaces the one before it: a first meeting has one appointment an office, any
 * other one a day. INVALID as cx_closed_check_day; FORBIDDEN for others than the CX team.
 * (transfer full) */
CX_MUST_USE char *cx_meeting_ics(CxCtx *ctx, const CxLeader *leader, CxDay day, GError **error);
/* Appointments as one calendar, without those that took place; with a leader, what to bring and to
 * ask. Planned again, an event replaces the one before. CX team only. (transfer full) */
CX_MUST_USE char *cx_meeting_calendar(CxCtx *ctx, const CxAppointments *appointments,
                                      GError **error);
/* "one-on-one-ada_lovelace.ics"; (transfer full). */
char *cx_meeting_file_name(const CxLeader *leader);
