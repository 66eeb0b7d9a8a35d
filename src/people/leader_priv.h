/* What the roster shares with the leader use cases: inserts inside a transaction the caller owns
 * and audits. */
#pragma once

#include "people/leader.h"

/* INVALID for a name, title, address or dates that cannot be; says nothing of the department. */
CX_MUST_USE bool cx_leader_check(const CxLeaderAdd *add, GError **error);
/* Adds the person of `add`, checked; `leaders` is the list as it stands, for keys and addresses taken. */
CX_MUST_USE bool cx_leader_insert(CxCtx *ctx, const GPtrArray *leaders, const CxLeaderAdd *add,
                                  CxLeaderId *ret_id, GError **error);
/* Adds the term of `add` to a leader; checked; department 0: none. */
CX_MUST_USE bool cx_term_insert(CxCtx *ctx, CxLeaderId leader, const CxLeaderAdd *add,
                                CxDepartmentId department, GError **error);
/* The nth key, from 1, that may be made of a name: "ann_archer", "ann_archer_2" … (transfer full) */
char *cx_leader_key_nth(const char *name, guint n);
/* Frees a CxTerm. */
void cx_term_destroy(gpointer data);
