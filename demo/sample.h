/* The sample program: an electronics distributor that asks its customers every quarter.
 *
 * Everything is drawn from a fixed seed and dated relative to one day, so the same day gives the
 * same files. The generator writes files as people bring them (CSV, mappings, roster, lines of a
 * diary) and shares no code with what reads or counts them. What is planted is listed in
 * demo/README.md. */
#pragma once

#include <glib.h>

#include "base/clock.h"

/* Depots where a second person checks each parcel, and since how many days. */
#define CX_SAMPLE_CHECKED      "antwerp,gdansk,leipzig,lyon,munich,porto"
#define CX_SAMPLE_CHECKED_DAYS 300
#define CX_SAMPLE_VERSIONS     4
#define CX_SAMPLE_FACTS        3 /* orders, operations by month, accounts by year */

/* A file of facts with its mapping. */
typedef struct {
    const char *name;
    GString *mapping; /* JSON */
    GString *data;    /* CSV */
} CxSampleFacts;

/* A target that a department set itself. */
typedef struct {
    const char *metric; /* key */
    const char *target;
    const char *note;
    CxDay from;
} CxSampleTarget;

/* A line of the diary, noted on its day. */
typedef struct {
    CxDay day;
    char *line; /* "met @mara_lindqvist about the goals of the department" */
} CxSampleLine;

typedef struct {
    GString *roster;                        /* CSV */
    GString *mapping[CX_SAMPLE_VERSIONS];   /* JSON */
    GString *responses[CX_SAMPLE_VERSIONS]; /* CSV */
    CxSampleFacts facts[CX_SAMPLE_FACTS];
    GArray *targets; /* of CxSampleTarget */
    GArray *diary;   /* of CxSampleLine, oldest first */
} CxSample;

/* The files as of a day. (transfer full) */
CxSample *cx_sample_new(CxDay today);
void cx_sample_free(CxSample *sample);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CxSample, cx_sample_free)
