/* A simulated program: leaders come and go, are met or left alone, promise and are promised, a survey
 * speaks, improves, worsens and falls silent. It knows what is true of itself, in rules of its own; the
 * product knows what it was told, at times late. */
#pragma once

#include "base/message.h"
#include "base/random.h"
#include "column/shelf.h"
#include "db/db.h"
#include "people/ctx.h"
#include "plays/week.h"

#define WORLD_PEOPLE      48
#define WORLD_THINGS      256
#define WORLD_SEATS       6 /* the last one is asked about in no survey */
#define WORLD_LATE        64
#define WORLD_CUSTOMERS   12
#define WORLD_ANSWERS_DAY 7
#define WORLD_NEVER       INT32_MIN /* a day that has not come */

typedef struct {
    char name[24];
    char key[24];
    CxLeaderId id; /* 0: the program was not told yet */
    int seat;      /* -1: no department */
    int32_t from, to, known_to;
    int32_t met;                /* last meeting or call there truly was */
    int32_t first;              /* the first in this office */
    int32_t handed;             /* last day of the answers their brief told of */
    int32_t spoke;              /* about customers */
    int32_t covered;            /* met since the round began */
    bool has_priority, is_told; /* that it ends */
} Person;

typedef enum { THING_OURS, THING_THEIRS, THING_ASKED, THING_COMMITMENT } ThingKind;

typedef struct {
    ThingKind kind;
    int person;
    int32_t made, due;
    int64_t id;
    bool is_done;
    char what[24];
} Thing;

/* A customer who left, and is worth a call for a while. */
typedef struct {
    char key[8];
    int32_t left, known; /* known: when the program was told */
    int64_t call;        /* the last one that was planned; 0: none */
    int caller;          /* of people */
    int32_t planned, due;
    bool is_called; /* that call was made */
    int32_t called;
} Customer;

/* What a department counts. */
typedef struct {
    bool is_counted, has_target;
} Seat;

/* Something tried with half of the customers, once in a year. */
typedef struct {
    int64_t id;       /* 0: not declared yet */
    int32_t from, to; /* WORLD_NEVER: nothing is tried this year */
    bool works, is_told;
} Trial;

/* The days that one department counts of each answer: customers mind them before its target is missed. */
typedef struct {
    int32_t on;      /* brought, WORLD_NEVER: not this year */
    int32_t noticed; /* newest night that could find it, or WORLD_NEVER */
    bool is_told;    /* the department was */
} Days;

/* Names put to the overall rating. */
typedef struct {
    int64_t objection; /* the signature's id, 0: none stands */
    int32_t until;     /* last day of whatever name stands, or WORLD_NEVER */
    char card[80];     /* of the objection */
} Examined;

/* Something noted after its day. */
typedef struct {
    int32_t day, noted;
    char line[96];
} Late;

typedef struct {
    CxDb *db;
    CxFrameShelf *shelf;
    CxCatalogue *catalogue;
    CxRandom random;
    int32_t today, begun;
    Person people[WORLD_PEOPLE];
    int n_people;
    Thing things[WORLD_THINGS];
    int n_things;
    Late late[WORLD_LATE];
    int n_late;
    Customer customers[WORLD_CUSTOMERS];
    int n_customers;
    Seat seats[WORLD_SEATS];
    Trial trial;
    Days days;
    Examined examined;
    int32_t next_head[WORLD_SEATS];   /* day on which an empty seat is taken */
    int sponsor, successor;           /* of people; -1: none named */
    int32_t answers_from, answers_to; /* first and last day of the answers brought */
    int32_t forgets_from, forgets_to; /* exports are not brought */
    int32_t spell_from, spell_to;     /* nobody is met */
    int changed_seat;                 /* its ratings change ... */
    double changed_by;                /* ... by so much of their share, ... */
    int32_t changed_from;             /* ... from a quarter on */
    bool is_thanked, is_told, is_noticed;
    bool is_declared_first; /* before the year began */
    bool is_declared, has_goals, has_governance, is_spoken;
    int32_t meets_on;
    int32_t round_from, round_target; /* WORLD_NEVER: no round goes on */
    int64_t round;
    int64_t resistance;
    int32_t recheck; /* WORLD_NEVER: no plan */
    int64_t step[2]; /* of the sponsor's training, of coaching; 0: none */
    int32_t step_due[2];
    int step_person[2];
    int64_t ambassador;
    int32_t ambassador_from;
} World;

/* Begins a year on `today` in the store at url, which holds two years of answers. */
void world_begin(World *world, const char *url, int32_t today, uint64_t seed);
void world_end(World *world);
/* Lives the week before `today`. */
void world_live(World *world, int32_t today);
/* A context on a day. (transfer full) */
CxCtx *world_ctx(const World *world, int32_t day);
/* What the CX leader does about a proposal. */
void world_do(World *world, CxCtx *ctx, const CxPlayProposal *proposal);

/* The last day of the newest quarter that briefs tell of. */
int32_t world_closed(const World *world);
/* The store every year begins from, at url. */
void world_found(const char *url, int32_t today);

/* ---- What is true ---- */

typedef struct {
    const char *play;
    int (*count)(const World *world);
    /* Whether there is reason, today, for the i-th. */
    bool (*holds)(const World *world, int i);
    /* Whether the proposal is about the i-th. */
    bool (*is_about)(const World *world, int i, const CxPlayProposal *proposal);
    int32_t days; /* within which it is to be raised */
    /* Whether it is so plain that it has to be raised; NULL: whenever it holds. */
    bool (*is_plain)(const World *world, int i);
} Truth;

extern const Truth truths[];
extern const size_t truths_n;
