/* Whom the rows of a sheet of past meetings name. Inside engage/ only; one thread. */
#pragma once

#include "engage/capture_priv.h"

typedef struct {
    CxCaptured who; /* nobody: neither */
    bool is_several;
    const char *choices[CX_CAPTURE_CHOICES_MAX]; /* keys of leaders it may be, or that are near */
    size_t n_choices;
} CxPastNamed;

typedef struct CxPastWho CxPastWho;

/* `world` is borrowed until the end. (transfer full) */
CxPastWho *cx_past_who_new(const CxCaptureWorld *world);
void cx_past_who_free(CxPastWho *who);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CxPastWho, cx_past_who_free)
/* Whom words name as offices stood on a day, as cx_capture_named; borrowed. */
const CxPastNamed *cx_past_who_find(CxPastWho *who, const char *words, CxDay day);
