/* The sample program: an electronics distributor that asks its customers every quarter.
 *
 * Everything is drawn from a fixed seed and dated relative to one day, so the same day gives the
 * same files. The generator writes files as people bring them (CSV, mapping, roster) and shares no
 * code with what reads or counts them. What is planted is listed in demo/README.md. */
#pragma once

#include <glib.h>

#include "base/clock.h"

#define CX_SAMPLE_VERSIONS 2

typedef struct {
    GString *roster;                        /* CSV */
    GString *mapping[CX_SAMPLE_VERSIONS];   /* JSON */
    GString *responses[CX_SAMPLE_VERSIONS]; /* CSV */
} CxSample;

/* The files as of a day. (transfer full) */
CxSample *cx_sample_new(CxDay today);
void cx_sample_free(CxSample *sample);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CxSample, cx_sample_free)
