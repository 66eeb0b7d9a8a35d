/* The roster: a list of leaders as the organisation keeps it, one line each, and what it changes.
 *
 * Any table codec/table.h reads, with a header row. Columns, in any order and by any of their common
 * names: name (needed), department, title, start, end, email, manager, as of. Departments not known
 * yet are added. A person is known by the address, else by the name.
 *
 * A file of some leaders adds what it says and ends a term by its "end" alone. A file that is the
 * whole roster as of a day also ends, on the day before, every term in force on that day which it
 * does not have: who left, and the old office of who moved. Nothing is overwritten; the same file
 * twice changes nothing; where the store knows something newer than the file's day, the row is set
 * aside and the conflict named. A row that cannot be used is listed with line, column and reason; the
 * others are taken, and nobody's term is ended because of a row that could not be read. */
#pragma once

#include "people/ctx.h"

typedef enum {
    CX_ROSTER_SOME,  /* some of the leaders: nobody has left for not being there */
    CX_ROSTER_WHOLE, /* all who are in office on the day */
} CxRosterExtent;

/* What is asked. All borrowed. */
typedef struct {
    const char *file_name; /* for messages and the audit */
    const char *data;
    size_t len_bytes;
    CxRosterExtent extent;
    CxDay as_of; /* CX_DAY_NONE: as the file's "as of" column says, else today */
} CxRosterAsk;

typedef enum {
    CX_ROSTER_CAME,  /* into an office, having had none on that day */
    CX_ROSTER_LEFT,  /* an office, without another in its place */
    CX_ROSTER_MOVED, /* from an office to another, or into one more */
    CX_ROSTER_SAME,  /* as known */
    CX_ROSTER_CHANGE_N
} CxRosterChangeKind;

typedef struct {
    CxRosterChangeKind kind;
    int64_t line; /* of the file; 0: not in it */
    char *leader;
    char *department; /* of the office come to, left or kept; NULL: none */
    char *title;
    char *department_before; /* MOVED from an office: that one; else NULL */
    char *title_before;      /* NULL: no office was given up */
    CxDay day;               /* first day in the office, LEFT: last day; CX_DAY_NONE: not known */
} CxRosterChange;

typedef struct {
    int64_t line; /* 0: somebody the file does not have */
    char *column; /* "" for the whole row */
    char *reason;
} CxRosterReject;

typedef struct {
    CxRosterExtent extent;
    CxDay as_of; /* never CX_DAY_NONE */
    int64_t n_rows;
    int64_t n_leaders_new;
    int64_t n_terms_new;
    int64_t n_terms_ended;
    int64_t n_departments_new;
    int64_t n_same;
    int64_t n_of[CX_ROSTER_CHANGE_N]; /* changes by kind */
    bool is_end_withheld;             /* a row could not be read, so nobody was taken for gone */
    GPtrArray *changes;               /* of CxRosterChange, by line, those not in the file last */
    GPtrArray *vacant;          /* of char *: departments nobody heads on the day, after the file */
    GPtrArray *departments_new; /* of char * */
    GPtrArray *rejects;         /* of CxRosterReject, by line */
} CxRosterReport;

void cx_roster_report_free(CxRosterReport *report);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CxRosterReport, cx_roster_report_free)

/* "came", "left", "moved", "same"; borrowed for ever. */
const char *cx_roster_change_key(CxRosterChangeKind kind);

/* Use case: what the roster would change; writes nothing, so a connection that only reads will do.
 * Fails with INVALID when the file has no column for names, says two days, or is a whole roster of
 * nobody; as cx_table_open for what is no table; FORBIDDEN for others than the CX team. */
CX_MUST_USE CxRosterReport *cx_roster_try(CxCtx *ctx, const CxRosterAsk *ask, GError **error);
/* Use case: takes the roster, in one transaction with one audit record. Same errors. Writes
 * department, leader, term, leader_superior, roster_file, audit. */
CX_MUST_USE CxRosterReport *cx_roster_take(CxCtx *ctx, const CxRosterAsk *ask, GError **error);
