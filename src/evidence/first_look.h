/* The first look: a bad finding about a department is seen by its head before anyone above.
 *
 * Until it has reached the head, and for CX_FIRST_LOOK_DAYS working days from then on, nobody sees it
 * but the head and the CX team, on any path: pages, programs, documents, cards. The head has room to
 * answer, and the answer stands beside the finding afterwards. The CX team may pass the head over,
 * with a reason that is kept. Where nobody heads the department there is no first look. */
#pragma once

#include "base/id.h"
#include "feedback/survey.h"
#include "people/ctx.h"

CX_ID_TYPE(CxFindingId);

#define CX_FIRST_LOOK_DAYS       5 /* working days */
#define CX_FIRST_LOOK_BYTES_MAX  2000
#define CX_FIRST_LOOK_GRACE_DAYS 7 /* a test without its finding yet is held this long */

/* Of one finding, for one reader. Texts in the context's arena; NULL, or no day, where there is none. */
typedef struct {
    bool is_due;       /* bad, of a department that has a head */
    bool is_held;      /* from everybody but its head and the CX team, today */
    bool is_mine;      /* the reader is its head */
    const char *heads; /* "Ada Lovelace", "Ada Lovelace, Alan Turing" */
    CxLeaderId head;   /* the first of them; 0: none */
    CxDay told;        /* when it reached them */
    CxDay opens;       /* first day for everybody */
    const char *answer;
    const char *answered_by;
    CxDay answered;
    const char *skip_reason;
    const char *skipped_by;
    CxDay skipped;
} CxFirstLook;

/* The first day on which everybody sees what reached its head on a day. */
CX_CONST CxDay cx_first_look_opens(CxDay told);

/* Who heads departments today, in the context's arena. */
typedef struct {
    CxDepartmentId department;
    CxLeaderId leader;
    const char *name;
} CxHead;

typedef struct {
    const CxHead *items; /* by name */
    size_t n;
} CxHeads;

CX_MUST_USE bool cx_head_list(CxCtx *ctx, CxHeads *ret_heads, GError **error);

/* Use case: the finding has reached its head: the head opened it, or the CX team told them. Nothing
 * happens where it has already. NOT_FOUND; CONFLICT where there is no first look; FORBIDDEN for
 * others. Writes first_look, audit ("first_look.told"). */
CX_MUST_USE bool cx_first_look_tell(CxCtx *ctx, CxFindingId id, GError **error);
struct CxFinding;
/* Leaves it to be kept (cx_ctx_defer) that a head has opened a bad finding about their department; does
 * nothing for other readers, and where it has reached them already. */
void cx_first_look_opened(CxCtx *ctx, const struct CxFinding *finding);
/* Use case: keeps what the head answers; given by the CX team it is what they were told. A later one
 * takes its place. It has reached the head then. INVALID for no words or too many; else as above.
 * Writes first_look, audit ("first_look.answered"). */
CX_MUST_USE bool cx_first_look_answer(CxCtx *ctx, CxFindingId id, const char *words,
                                      GError **error);
/* Use case: passes the head over, with a reason. CX team only; INVALID without a reason; else as above.
 * Writes first_look, audit ("first_look.skipped"). */
CX_MUST_USE bool cx_first_look_skip(CxCtx *ctx, CxFindingId id, const char *reason, GError **error);

/* ---- Elsewhere in evidence ---- */

/* What is said badly of departments, and whether it is held back from the reader. */
typedef struct {
    const char *subject, *state;
    const char *card; /* NULL: none */
    bool is_held;
} CxHeldRow;

typedef struct {
    bool is_free;           /* nothing is ever held from this reader, and nothing was loaded */
    const CxHeldRow *items; /* in the context's arena */
    size_t n;
    const CxDepartmentId *headed; /* those with a head other than the reader */
    size_t n_headed;
} CxHeld;

CX_MUST_USE bool cx_held_load(CxCtx *ctx, CxHeld *ret_held, GError **error);
bool cx_held_has_card(const CxHeld *held, const char *card);
bool cx_held_has_subject(const CxHeld *held, const char *subject);
/* The subject of a threshold, in the arena. */
const char *cx_finding_threshold_subject(CxArena *arena, CxSurveyId survey, const char *fact,
                                         const char *question);
/* Whether what a period's test of a department says badly is held: as its finding is; for a test
 * whose finding is not written yet, for CX_FIRST_LOOK_GRACE_DAYS. */
typedef struct {
    int64_t test;
    CxSurveyId survey;
    CxDepartmentId department;
    CxDay closed;
} CxHeldTest;
bool cx_held_has_test(const CxCtx *ctx, const CxHeld *held, const CxHeldTest *test);
