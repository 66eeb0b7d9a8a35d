/* What the parts of the generator share. Inside demo/ only. */
#pragma once

#include "base/random.h"
#include "demo/sample.h"

#define SAMPLE_QUARTERS    12 /* of answers, the last one under way */
#define SAMPLE_ACCOUNTS    2600
#define SAMPLE_ANSWERS     3340 /* a quarter */
#define SAMPLE_YEARS       3
#define SAMPLE_CANNOT_SAY  9
#define SAMPLE_TURN        9 /* first quarter of what truly improved */
#define SAMPLE_SPLICE      6 /* first quarter of the third version */
#define SAMPLE_DEPARTMENTS 8

typedef struct {
    const char *key;
    const char *name;
} SampleDepartment;

extern const SampleDepartment sample_departments[SAMPLE_DEPARTMENTS];

typedef struct {
    int size;    /* 0 large, 1 medium, 2 small */
    double mood; /* of its people, about 0 */
    double late; /* how late its orders are beside others, about 0 */
    int churned; /* year it leaves, 0..; SAMPLE_YEARS: stays */
} SampleAccount;

/* An order that somebody was asked about. */
typedef struct {
    int64_t number;
    CxDay day; /* ordered on */
    int32_t account;
    int32_t tenths;   /* of days until it came */
    int32_t is_wrong; /* its invoice */
} SampleOrder;

typedef struct {
    CxDay today;
    int32_t oldest; /* quarter index of the first quarter */
    CxRandom random;
    SampleAccount accounts[SAMPLE_ACCOUNTS];
    GArray *orders; /* of SampleOrder, one for each response */
} SampleWorld;

/* people.c */
void sample_write_roster(GString *out, CxDay today);
void sample_write_diary(GArray *lines, SampleWorld *world);
void sample_write_departments(GString *out);
/* survey.c */
void sample_write_mapping(GString *out, const SampleWorld *world, int version);
/* answers.c */
void sample_write_header(GString *out);
void sample_write_quarter(GString *out, SampleWorld *world, int quarter);
/* The version a quarter was asked with, 0.. */
int sample_version_of(int quarter);
/* work.c */
void sample_write_orders(CxSampleFacts *facts, const SampleWorld *world);
void sample_write_operations(CxSampleFacts *facts, SampleWorld *world);
void sample_write_accounts(CxSampleFacts *facts, SampleWorld *world);
void sample_add_targets(GArray *targets, CxDay today);

/* What is asked. */
typedef struct {
    const char *key;
    const char *label;
    const char *wording;
    const char *wording_3; /* from the third version on; NULL: as before */
    const char *department;
    double mean;   /* 1..5 */
    double reach;  /* how many can say, 0..1 */
    double turn;   /* what SAMPLE_TURN changed */
    double splice; /* what the third version changed, in wording alone */
    int first;     /* version it was first asked in */
} SampleQuestion;

extern const SampleQuestion sample_questions[];
extern const size_t sample_questions_n;

/* What is asked in words. */
typedef struct {
    const char *key;
    const char *column;
    const char *label;
    const char *wording;
    const char *department; /* NULL: no department in particular */
} SampleComment;

extern const SampleComment sample_comments[];
extern const size_t sample_comments_n;
