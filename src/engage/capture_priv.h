/* The inside of reading a line. */
#pragma once

#include "engage/capture.h"

typedef struct {
    size_t at, len_bytes;
} CxSpan;

/* Who is named; borrowed from the world. */
typedef struct {
    const CxLeader *leader;
    const CxDepartment *department;
} CxCaptured;

/* capture_who.c: finds leader or department, or sets the state that says why not; where they are named
 * in the line, of length 0 when nowhere. */
CxSpan cx_capture_who(CxCapture *capture, const CxCaptureWorld *world, const char *line,
                      CxArena *arena, CxCaptured *ret_captured);
/* Whom words alone name: a key, name, title, department or address. Sets state and choices likewise,
 * the choices borrowed from the world. */
void cx_capture_named(CxCapture *capture, const CxCaptureWorld *world, const char *words,
                      CxCaptured *ret_captured);
/* capture.c: the kind of contact that a clause's first words say ("spoke to"). */
CX_MUST_USE bool cx_capture_contact_kind(const char *words, CxContactKind *ret_kind);
