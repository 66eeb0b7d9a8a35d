/* Calls to customers in a calendar: a day and that somebody is to be called, never who. */
#pragma once

#include "codec/ical.h"
#include "engage/call.h"

/* A call as an event of its day; texts in the context's arena. */
CxIcalEvent cx_call_event(CxCtx *ctx, const CxCall *call);
/* The open ones of some calls as one calendar. (transfer full) */
char *cx_calls_calendar(CxCtx *ctx, const CxCalls *calls);
