/* The briefs of all leaders, as files. */
#pragma once

#include "lang/lang.h"
#include "people/ctx.h"
#include "tell/brief.h"

/* Use case: writes the brief of every leader of the roster as PDF into a directory,
 * which is made if need be; a leader who has two departments has one brief. Tells the context's
 * progress after each, and may be cancelled there: what is written stays. *ret_n is how many files.
 * CX team only; fails as cx_brief_make and cx_brief_pdf do, IO when a file cannot be written. */
CX_MUST_USE bool cx_brief_write_all(CxCtx *ctx, const CxBriefAsk *ask, const char *dir,
                                    int64_t *ret_n, GError **error);
/* Use case: the same as one ZIP. NOT_FOUND when there is no leader. (transfer full) */
CX_MUST_USE GBytes *cx_brief_zip_all(CxCtx *ctx, const CxBriefAsk *ask, int64_t *ret_n,
                                     GError **error);
/* One brief as PDF in a file, or bytes in one. IO when it cannot be written. */
CX_MUST_USE bool cx_brief_write(CxCtx *ctx, const CxBrief *brief, const char *path, GError **error);
CX_MUST_USE bool cx_brief_write_bytes(GBytes *bytes, const char *path, GError **error);
