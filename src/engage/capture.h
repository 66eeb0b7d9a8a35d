/* One line becomes a contact, a promise, thanks or a priority:
 *
 *     met @head-of-sales about returns, promised the list, 27 Nov
 *     called Ada Lovelace yesterday: wants fewer invoice errors
 *     thanked @billing for the new letters
 *     @ada promised a second technician by March 3
 *
 * A person is named by "@" and a key, name, title or department, or by name or title in full. What
 * is read is for a person to see; nothing is kept here. Pure but for the roster it is given. Texts are
 * in the arena. */
#pragma once

#include "base/arena.h"
#include "engage/contact.h"
#include "engage/promise.h"
#include "people/department.h"
#include "people/leader.h"

#define CX_CAPTURE_BYTES_MAX    1000 /* of a line */
#define CX_CAPTURE_CHOICES_MAX  6
#define CX_CAPTURE_PROMISES_MAX 4

typedef enum {
    CX_CAPTURE_READY,
    CX_CAPTURE_EMPTY,
    CX_CAPTURE_NOBODY,  /* no leader is named */
    CX_CAPTURE_UNKNOWN, /* `handle` is none of them; choices are near */
    CX_CAPTURE_SEVERAL, /* `handle` may be any of choices */
    CX_CAPTURE_NO_VERB, /* somebody is named, but not what happened */
    CX_CAPTURE_NO_WHAT, /* a promise of nothing */
    CX_CAPTURE_AHEAD,   /* it is said to have happened on a day to come */
    CX_CAPTURE_TWICE,   /* more than a line holds: a second contact, a fifth promise */
    CX_CAPTURE_STATE_N
} CxCaptureState;

/* Who there is. Borrowed. */
typedef struct {
    const GPtrArray *leaders;     /* of CxLeader */
    const GPtrArray *departments; /* of CxDepartment */
    CxDay today;
    CxLeaderId sponsor; /* 0: not named */
} CxCaptureWorld;

typedef struct {
    CxPromiseDirection direction;
    const char *what; /* NULL: not said, which no capture that is ready holds */
    CxDay due_on;     /* CX_DAY_NONE: no day was named */
} CxCapturePromise;

typedef struct {
    CxCaptureState state;
    const char *handle;                          /* as typed, without "@"; NULL: none */
    const char *choices[CX_CAPTURE_CHOICES_MAX]; /* keys of leaders, for "@key" */
    size_t n_choices;

    CxLeaderId leader; /* 0: a department is thanked */
    const char *leader_name;
    CxDepartmentId department; /* of thanks, else 0 */
    const char *department_name;
    bool has_contact;
    CxContactKind kind;
    bool with_sponsor;
    CxDay day;         /* it happened on; of thanks and priorities too */
    const char *topic; /* NULL: not said */
    CxCapturePromise promises[CX_CAPTURE_PROMISES_MAX]; /* as they were said */
    size_t n_promises;
    bool has_credit;
    const char *credited; /* for what; NULL: not said */
    const char *wants;    /* a priority; NULL: none */
} CxCapture;

/* "ready", "nobody" …; borrowed for ever. */
const char *cx_capture_state_key(CxCaptureState state);
/* Reads a line. Days that lie ahead belong to promises; what happened cannot lie ahead. */
CxCapture cx_capture_read(const char *line, const CxCaptureWorld *world, CxArena *arena);
