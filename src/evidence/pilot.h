/* Pilots: something tried in some units (sites, teams, regions) or with some customers and not with
 * others, declared before it starts, tested once when it has ended.
 *
 * The effect is the difference in differences against the same number of days before the start, by the
 * unit that was assigned, never by the answers within it. docs/methods/pilots.md has every formula. */
#pragma once

#include "evidence/change.h"
#include "stat/pilot.h"

CX_ID_TYPE(CxPilotId);

/* What was assigned. */
#define CX_PILOT_DESIGN_MAP(X)                                                                     \
    X(UNITS, "units") /* the values of a choice are units: each has one change */                  \
    X(CUSTOMERS,                                                                                   \
      "customers") /* the values of a choice are the two sides; customers were assigned \
                               */

typedef enum {
#define X(name, key) CX_PILOT_##name,
    CX_PILOT_DESIGN_MAP(X)
#undef X
        CX_PILOT_DESIGN_N
} CxPilotDesign;

const char *cx_pilot_design_key(CxPilotDesign design);
/* False, *ret_design untouched, for a key not known. */
CX_MUST_USE bool cx_pilot_design_find(const char *key, CxPilotDesign *ret_design);

#define CX_PILOT_DAYS_MIN    7
#define CX_PILOT_DAYS_MAX    400
#define CX_PILOT_UNITS_MAX   254
#define CX_PILOT_UNIT_N_MIN  5   /* answers of a unit in a period, to count */
#define CX_PILOT_PERIODS_MAX 4   /* looked at before the start */
#define CX_PILOT_POWER_MIN   0.5 /* below it a pilot is refused: it would sooner miss than see */

/* What a person declares. */
typedef struct {
    const char *title;
    const char *survey;   /* key; NULL: the only one */
    const char *question; /* key of an item; NULL: the overall one */
    const char *measure;  /* NULL: the usual one */
    const char *design;   /* NULL: units */
    const char *units;    /* key of the choice that names unit or side */
    const char *treated;  /* keys by comma: where it is tried; NULL with n_drawn */
    const char *compared; /* keys by comma; NULL: all others */
    int64_t n_drawn;      /* so many are drawn by lot of treated and compared, or of all; 0: none */
    CxDay from, to;
    double wanted; /* smallest effect worth having, > 0, in the measure's unit */
} CxPilotDeclare;

typedef struct {
    const char *key;
    const char *label;
    bool is_treated;
} CxPilotUnit;

/* What it can show, worked out from the time before. NaN where it cannot be said. */
typedef struct {
    double se;
    double detectable; /* with 80 % power */
    double power;      /* of the effect worth having */
    double p_least;    /* by lot; NaN: customers were assigned */
    double trend;      /* of the treated less that of the others, per period before the start */
    double trend_p;
    int64_t n_periods; /* looked at before the start, each as long as the pilot */
} CxPilotPlan;

typedef struct {
    CxWording wording;
    const char *reason;            /* why no more is said, a sentence; or NULL */
    CxMeasured effect;             /* n answers in the four cells; "hidden" behind the wall */
    double p_units;                /* by t over units, or by sampling unit */
    double p_lot;                  /* by randomisation; NaN: customers */
    double detectable;             /* what would have shown */
    int64_t n_treated, n_compared; /* units that counted; -1 hidden */
    double treated_before, treated_after, compared_before, compared_after;
    CxInstant closed_at;
} CxPilotResult;

typedef struct {
    CxPilotId id;
    const char *title;
    const char *survey; /* key */
    const CxItem *item; /* of the survey it was listed with */
    const char *label;
    const char *unit; /* "points" */
    const char *measure_words;
    CxSliceMeasure measure;
    bool is_weighted;
    CxPilotDesign design;
    const char *unit_item;  /* key */
    const char *unit_label; /* of that choice */
    CxDay from, to, before_from, before_to;
    double wanted;
    bool is_drawn;
    uint64_t seed;
    CxPilotPlan plan;
    const CxPilotUnit *units; /* the treated first */
    size_t n_units, n_treated;
    CxInstant declared_at;
    const char *actor;
    CxDay withdrawn_on;
    const CxPilotResult *result; /* NULL: not tested yet */
} CxPilot;

typedef struct {
    const CxPilot *items; /* latest first */
    size_t n;
} CxPilots;

/* The pilots of a survey that the reader may see, in the context's arena; the survey must outlive
 * them. Results whose smallest cell is behind the wall are hidden, the wording stays. */
CX_MUST_USE bool cx_pilot_list(CxCtx *ctx, const CxSurvey *survey, CxPilots *ret_pilots,
                               GError **error);
/* One of them, with its survey (transfer full in *ret_survey). NOT_FOUND; so also behind the wall. */
CX_MUST_USE const CxPilot *cx_pilot_load(CxCtx *ctx, CxPilotId id, CxSurvey **ret_survey,
                                         GError **error);

/* Works out what a pilot could show, without keeping anything: units, plan. INVALID, in people's
 * words, for what cannot be a pilot; not for one that is hopeless: see *ret_hopeless, a sentence in the
 * arena or NULL. CX team only. */
CX_MUST_USE bool cx_pilot_plan(CxCtx *ctx, const CxPilotDeclare *declare, CxPilot *ret_pilot,
                               const char **ret_hopeless, GError **error);
/* Use case: declares one. As cx_pilot_plan; INVALID also for one that is hopeless, or starts today or
 * earlier. Writes pilot, pilot_unit, audit ("pilot.declare"). */
CX_MUST_USE bool cx_pilot_declare(CxCtx *ctx, const CxPilotDeclare *declare, CxPilotId *ret_id,
                                  GError **error);
/* Use case: calls one off that has not been tested. NOT_FOUND; audit ("pilot.withdraw"). */
CX_MUST_USE bool cx_pilot_withdraw(CxCtx *ctx, CxPilotId id, GError **error);
/* Use case: tests those that have ended: answers of a later day are in, or CX_CHANGE_GRACE_DAYS have
 * passed. CX team and the system only. Writes pilot_result, card, audit ("pilot.close"). */
CX_MUST_USE bool cx_pilot_close(CxCtx *ctx, CxDay as_of, int64_t *ret_n_tested, GError **error);

/* A way to find units to assign. */
typedef struct {
    const char *key;   /* of the choice; NULL: customers, weeks */
    const char *label; /* "Region", "Customers" */
    int64_t n;         /* of them with answers enough in the last CX_PILOT_OFFER_DAYS */
    double p_least;    /* when half of them are drawn; NaN under two */
} CxPilotOffer;

#define CX_PILOT_OFFER_DAYS 91

typedef struct {
    const CxPilotOffer *items;
    size_t n;
} CxPilotOffers;

/* Units a survey's answers could be assigned by: its choices, customers, weeks. CX team only. */
CX_MUST_USE bool cx_pilot_offers(CxCtx *ctx, const CxSurvey *survey, CxPilotOffers *ret_offers,
                                 GError **error);

/* A step of a roll-out. */
typedef struct {
    const char *unit;
    CxDay on;
    const char *note; /* or NULL */
} CxPilotStep;

typedef struct {
    const CxPilotStep *items; /* by day */
    size_t n;
} CxPilotSteps;

CX_MUST_USE bool cx_pilot_steps(CxCtx *ctx, const CxPilot *pilot, CxPilotSteps *ret_steps,
                                GError **error);
/* The units that were compared with and have no step: who is to get it next, by comma; NULL: none. In
 * the arena. */
const char *cx_pilot_units_left(CxArena *arena, const CxPilot *pilot, const CxPilotSteps *steps);
/* Use case: adds a step. CONFLICT for a pilot that has not been tested: it is rolled out on its
 * result. Writes pilot_step, audit ("pilot.step"). */
CX_MUST_USE bool cx_pilot_step_add(CxCtx *ctx, CxPilotId id, const CxPilotStep *step,
                                   GError **error);
