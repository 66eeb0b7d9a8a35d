/* Noting what happened with a leader: one line, or one row of a sheet, becomes a contact, a promise,
 * thanks or a priority, and can be taken back whole. */
#pragma once

#include "engage/capture.h"

/* What a line says, read with the roster of today; nothing is kept. CX team only. The capture lives
 * in the arena. */
CX_MUST_USE bool cx_note_read(CxCtx *ctx, const char *line, CxCapture *ret_capture, GError **error);
/* Why a line could not be read, as a sentence with the choices; in the arena; NULL when it was. */
const char *cx_note_problem(CxCtx *ctx, const CxCapture *capture);
/* "Met Ada Lovelace on 27 November 2026, about returns. …" in the arena. */
const char *cx_note_sentence(CxCtx *ctx, const CxCapture *capture);

/* Use case: keeps what a line says. INVALID with cx_note_problem's words when it could not be read,
 * TOO_LARGE beyond CX_CAPTURE_BYTES_MAX. *ret_id is what cx_note_withdraw takes. CX team only. Writes
 * note, contact, promise, credit, priority, audit. */
CX_MUST_USE bool cx_note_take(CxCtx *ctx, const char *line, int64_t *ret_id, CxCapture *ret_capture,
                              GError **error);
/* What a note was taken for, read back from its records; NOT_FOUND when there is none in force. */
CX_MUST_USE bool cx_note_load(CxCtx *ctx, int64_t id, CxCapture *ret_capture, GError **error);
/* Use case: takes a line back, with all it was taken for. NOT_FOUND when there is none in force.
 * CX team only. Writes note, audit. */
CX_MUST_USE bool cx_note_withdraw(CxCtx *ctx, int64_t id, GError **error);
