/* What the parts of the roster share: rows as read (roster_read.c), what follows from them
 * (roster_plan.c, pure), and writing that (roster.c). */
#pragma once

#include "people/department.h"
#include "people/leader.h"
#include "people/roster.h"

/* One row that could be read. Texts never NULL. */
typedef struct {
    int64_t line;
    char *name, *department, *title, *email, *superior;
    CxDay from, to;
} CxRosterRow;

typedef struct {
    GPtrArray *rows;    /* of CxRosterRow */
    GPtrArray *unclear; /* of CxRosterRow: name and address of rows set aside */
    bool has_nameless;  /* a row was set aside that does not say whose it is */
    CxDay as_of;        /* of the file's column; CX_DAY_NONE */
} CxRosterRows;

void cx_roster_rows_free(CxRosterRows *rows);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CxRosterRows, cx_roster_rows_free)

/* Reads the file; what cannot be read goes to the report's rejects. */
CX_MUST_USE CxRosterRows *cx_roster_rows_read(const CxRosterAsk *ask, CxRosterReport *report,
                                              GError **error);
CxRosterReport *cx_roster_report_new(void);
void cx_roster_reject(CxRosterReport *report, int64_t line, const char *column, const char *reason);

/* One thing to be written. Leaders, terms and departments that are new have ids below 0. */
typedef enum {
    CX_ROSTER_ADD_DEPARTMENT,
    CX_ROSTER_ADD_LEADER,
    CX_ROSTER_ADD_TERM,
    CX_ROSTER_END_TERM,
    CX_ROSTER_DATE_TERM, /* its first day, not known before */
    CX_ROSTER_SET_SUPERIOR,
} CxRosterOpKind;

typedef struct {
    CxRosterOpKind kind;
    CxDepartment *department; /* ADD_DEPARTMENT; of ADD_TERM, or NULL */
    CxLeader *leader;
    CxTerm *term;
    CxLeader *superior;        /* SET_SUPERIOR: NULL when not a known leader */
    const char *superior_name; /* borrowed from a row or a leader */
} CxRosterOp;

/* Who reports to whom at present. */
typedef struct {
    int64_t leader;
    char *superior; /* name as the roster said it */
} CxRosterSuperior;

typedef struct CxRosterIndex CxRosterIndex;

/* What is known before, and what follows. The lists are changed by planning: what is new is in them. */
typedef struct {
    CxRosterExtent extent;
    CxDay as_of;
    CxDay whole_before;     /* the latest whole roster known that is older than as_of; or none */
    CxDay whole_after;      /* the latest that is newer; or CX_DAY_NONE */
    CxRosterRows *rows;     /* owned */
    GPtrArray *leaders;     /* of CxLeader; owned */
    GPtrArray *departments; /* of CxDepartment; owned */
    GPtrArray *superiors;   /* of CxRosterSuperior; owned */
    CxRosterIndex *index;   /* of the three; owned */
    GArray *ops;            /* of CxRosterOp, in the order to be written */
    CxRosterReport *report; /* owned */
} CxRosterPlan;

/* roster_index.c: finds leaders, departments and superiors of a plan by what rows say. Built once the
 * lists are loaded; who adds to them says so. */
void cx_roster_index_build(CxRosterPlan *plan);
void cx_roster_index_free(CxRosterIndex *index);
void cx_roster_index_leader(CxRosterPlan *plan, CxLeader *leader);
/* The department at that place of the plan's list. */
void cx_roster_index_department(CxRosterPlan *plan, guint place);
/* The first of an address, in small letters, or NULL. */
CxLeader *cx_roster_index_by_email(const CxRosterPlan *plan, const char *address);
/* Those of a name without case, as listed: of CxLeader; NULL: none. */
const GPtrArray *cx_roster_index_by_name(const CxRosterPlan *plan, const char *folded);
bool cx_roster_index_has_key(const CxRosterPlan *plan, const char *key);
/* Who a leader reports to, or NULL. */
const char *cx_roster_index_superior(const CxRosterPlan *plan, int64_t leader);
/* Places of the departments that words may mean, some of them twice: of guint. (transfer full) */
GArray *cx_roster_index_departments(const CxRosterPlan *plan, const char *words);

/* The leader of an address, else of a name; NULL if new. Borrowed from the plan, as are the others. */
CxLeader *cx_roster_leader(const CxRosterPlan *plan, const char *name, const char *email);
/* The department that words mean: its name in any letters, or what its key is made from; or NULL. */
CxDepartment *cx_roster_department(const CxRosterPlan *plan, const char *words);
/* The known term a row repeats: same department and title, and no other start; or NULL. */
CxTerm *cx_roster_term(const CxRosterPlan *plan, const CxLeader *leader, const CxRosterRow *row);
/* The term of the row's office in force on the day, whenever it began; or NULL. */
CxTerm *cx_roster_current_term(const CxRosterPlan *plan, const CxLeader *leader,
                               const CxRosterRow *row);
/* Whether a term's first day is the row's, or can be taken from it. */
bool cx_roster_is_same_start(const CxTerm *term, const CxRosterRow *row);
bool cx_roster_is_in_force(CxDay from, CxDay to, CxDay day);

void cx_roster_plan_clear(CxRosterPlan *plan);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(CxRosterPlan, cx_roster_plan_clear)

/* Fills ops and report. Pure: no store, no clock. */
void cx_roster_plan(CxRosterPlan *plan);
