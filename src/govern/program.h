/* What leaders are told of the program itself (practices C2, C3): its goals, its governance, what was
 * achieved, the questions asked of everyone, and per department where one could begin.
 *
 * Each is a text of lines, set on a day and never overwritten: the newest of its kind counts, the
 * older ones stay. Plain values in the context's arena. */
#pragma once

#include "people/ctx.h"

#define CX_PROGRAM_MAP(X)                                                                          \
    X(GOALS, "goals")                                                                              \
    X(GOVERNANCE, "governance")                                                                    \
    X(ACHIEVED, "achieved")                                                                        \
    X(QUESTIONS, "questions")                                                                      \
    X(APPROACHES, "approaches")

typedef enum {
#define X(name, key) CX_PROGRAM_##name,
    CX_PROGRAM_MAP(X)
#undef X
        CX_PROGRAM_N
} CxProgramKind;

/* "goals"; borrowed for ever. */
const char *cx_program_kind_key(CxProgramKind kind);
/* INVALID, listing the kinds there are. */
CX_MUST_USE bool cx_program_kind_parse(const char *key, CxProgramKind *ret_kind, GError **error);

typedef struct {
    int64_t id;
    CxProgramKind kind;
    CxDepartmentId department; /* whose approaches, else 0 */
    const char *department_key;
    const char *department_name;
    CxDay from;               /* the day it was set */
    const char *text;         /* "" when it was ended */
    const char *const *lines; /* of the text, without blank ones */
    size_t n_lines;
    CxDay meets_on;     /* of governance: the next meeting, or CX_DAY_NONE */
    const char *set_by; /* name */
} CxProgramText;

typedef struct {
    const CxProgramText *texts; /* newest first: those in force and those before them */
    size_t n;
} CxProgram;

/* All texts set until a day. Approaches of departments the reader does not see are left out. */
CX_MUST_USE const CxProgram *cx_program_load(CxCtx *ctx, CxDay day, GError **error);
/* The text in force, NULL when there is none or it was ended. `department` is for approaches, else
 * 0. Borrowed. */
const CxProgramText *cx_program_text(const CxProgram *program, CxProgramKind kind,
                                     CxDepartmentId department);
/* What to ask every leader: the program's own questions, else the three of the guide, in the
 * context's words; *ret_n of them. Borrowed from program or arena. */
const char *const *cx_program_questions(const CxCtx *ctx, const CxProgram *program, size_t *ret_n);

typedef struct {
    CxProgramKind kind;
    const char *department; /* key; of approaches, else NULL */
    const char *text;       /* lines; NULL or "" ends the text in force */
    CxDay meets_on;         /* of governance, or CX_DAY_NONE */
} CxProgramSet;

/* Use case: sets a text from today on. INVALID for a department where there is none to be (or none
 * where there must be one), for a meeting of anything but governance, or a meeting in the past;
 * TOO_LARGE beyond CX_TEXT_BYTES_MAX; NOT_FOUND for the department. Setting what is in force already
 * changes nothing. Writes program_text, audit. */
CX_MUST_USE bool cx_program_set(CxCtx *ctx, const CxProgramSet *set, GError **error);
