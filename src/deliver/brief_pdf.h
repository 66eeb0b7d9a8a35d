/* The brief on paper. */
#pragma once

#include <glib.h>

#include "lang/lang.h"
#include "people/ctx.h"
#include "tell/brief.h"

/* The brief as PDF, through the context's press; fails as cx_press_print does. (transfer full) */
CX_MUST_USE GBytes *cx_brief_pdf(CxCtx *ctx, const CxBrief *brief, GError **error);
/* Use case: notes that the brief was handed over today, and keeps it as it is: its sheet and its data.
 * Fails as cx_handover_add does. */
CX_MUST_USE bool cx_brief_hand_over(CxCtx *ctx, const CxBrief *brief, CxHandoverId *ret_id,
                                    GError **error);
/* A brief as it was handed over, as PDF. (transfer full) */
CX_MUST_USE GBytes *cx_handover_pdf(CxCtx *ctx, const CxHandover *handover, const char *title,
                                    GError **error);
/* "brief-delivery-2026-11-16.pdf": plain ASCII, by department, else by name, else by id.
 * (transfer full) */
char *cx_brief_pdf_name(const CxBrief *brief);
