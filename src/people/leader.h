/* Leaders and their terms of office: who heads which department, from when until when.
 *
 * A leader is a person; a term gives them a department and a title for a time. Terms are closed on
 * a date, never removed. */
#pragma once

#include "people/ctx.h"

typedef struct {
    int64_t id;
    CxDepartmentId department; /* 0: none (a board member, say) */
    char *department_key;      /* NULL if none */
    char *department_name;     /* NULL if none */
    char *title;               /* "Head of Delivery" */
    CxDay from;                /* CX_DAY_NONE: not known, before the program began */
    CxDay to;                  /* last day, or CX_DAY_NONE */
} CxTerm;

typedef struct {
    CxLeaderId id;
    char *key; /* stable, from the name; unique */
    char *name;
    char *email;      /* or NULL */
    char *superior;   /* name of whom they report to, as the roster said it last; or NULL */
    GPtrArray *terms; /* of CxTerm, latest first; never NULL, may be empty */
} CxLeader;

void cx_leader_free(CxLeader *leader);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CxLeader, cx_leader_free)

/* Whether a term is in force on a day. */
bool cx_term_is_in_force(const CxTerm *term, CxDay day);
/* The term in force on a day (the latest begun), or NULL; borrowed. */
const CxTerm *cx_leader_term(const CxLeader *leader, CxDay day);

/* The term by which a leader heads a department on a day, or NULL; borrowed. */
const CxTerm *cx_leader_term_heading(const CxLeader *leader, CxDepartmentId department, CxDay day);

/* Every office held on a day, the latest begun first: "Head of Billing, Head of Delivery"; "" for none.
 * (transfer full) */
char *cx_leader_titles(const CxLeader *leader, CxDay day);

/* Of a list of leaders, whoever heads a department on a day, or NULL; borrowed. Of several (a handover,
 * a post that is shared) it is who began last. */
const CxLeader *cx_leader_heading(const GPtrArray *leaders, CxDepartmentId department, CxDay day);
/* All who head it on a day, by name: GPtrArray of const CxLeader; (transfer container). */
GPtrArray *cx_leader_heads(const GPtrArray *leaders, CxDepartmentId department, CxDay day);

/* All leaders by name with their terms: GPtrArray of CxLeader; (transfer full). */
CX_MUST_USE GPtrArray *cx_leader_list(CxCtx *ctx, GError **error);
CX_MUST_USE CxLeader *cx_leader_load(CxCtx *ctx, CxLeaderId id, GError **error);
/* By id ("7"), key, email, or unambiguous name or part of it; NOT_FOUND or CONFLICT naming the
 * candidates otherwise. */
CX_MUST_USE CxLeader *cx_leader_find(CxCtx *ctx, const char *words, GError **error);
/* Several, by line or comma, each once: GArray of CxLeaderId, empty for blanks; (transfer full). Fails as
 * cx_leader_find. */
CX_MUST_USE GArray *cx_leader_find_all(CxCtx *ctx, const char *list, GError **error);

/* What a new leader is made of. Texts borrowed. */
typedef struct {
    const char *name;
    const char *email; /* NULL or "" for none */
    const char *title;
    const char *department; /* key, or NULL or "" for none; must exist */
    CxDay from;             /* CX_DAY_NONE: not known */
    CxDay to;               /* CX_DAY_NONE: open */
} CxLeaderAdd;

/* Use case: adds a leader with a first term. INVALID for a bad name or dates, NOT_FOUND for a
 * department not there, CONFLICT for an email that is taken. Writes leader, term, audit. */
CX_MUST_USE bool cx_leader_add(CxCtx *ctx, const CxLeaderAdd *add, CxLeaderId *ret_id,
                               GError **error);
/* Use case: ends a term on its last day. CONFLICT if it has ended already. */
CX_MUST_USE bool cx_leader_end_term(CxCtx *ctx, CxLeaderId leader, int64_t term, CxDay last_day,
                                    GError **error);

typedef enum {
    CX_OFFICE_INSTEAD, /* of the offices held on that day, which end the day before */
    CX_OFFICE_BESIDES, /* besides them */
} CxOfficePlace;

/* What a leader's next office is made of. Texts borrowed. */
typedef struct {
    const char *title;
    const char *department; /* key or name, or NULL for none; must be there on the day */
    CxDay from;             /* may be in the future */
    CxOfficePlace place;
} CxOfficeGive;

/* Use case: gives a known leader an office from a day on. INVALID for a title or day that cannot be,
 * NOT_FOUND for a department, CONFLICT when the department is not there on that day, an office to be
 * ended begins later or has an end set, or the leader holds this office already at the time. Writes
 * term, audit. */
CX_MUST_USE bool cx_leader_give_office(CxCtx *ctx, CxLeaderId leader, const CxOfficeGive *give,
                                       GError **error);
/* The first term that begins after a day, or NULL; borrowed. */
const CxTerm *cx_leader_next_term(const CxLeader *leader, CxDay day);
