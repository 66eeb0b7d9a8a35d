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
