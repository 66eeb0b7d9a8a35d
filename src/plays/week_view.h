/* The week as page and program read it (templates/week.html, /api/v1/week, coalition week --json). */
#pragma once

#include "plays/week.h"
#include "view/field.h"
#include "view/form.h"

typedef struct {
    const char *label;
    const char *url;
} CxWeekLink;

typedef struct {
    const char *play;
    const char *practice;
    const char *leader; /* whom it is about; NULL: no leader */
    const char *title;
    const char *why;
    const char *ask;
    const char *card; /* NULL: counted */
    CxDay by;
    int64_t minutes;
    int64_t rank;
    bool fits;
    bool is_overdue;
    const char *key;
    CxViewList materials; /* of CxWeekLink */
    /* for the page */
    bool is_first; /* its button is the page's one */
    const char *number;
    const char *by_text; /* "by Mon 23 Nov", "10 days overdue" */
    const char *minutes_text;
    const char *n_text; /* the evidence mark */
    const char *href;
    const char *about;
    const char *act_label;
    const char *act_url;
    const char *later_url; /* opens the form below */
    const char *never_url;
    bool is_later;  /* the form for a day is open */
    bool is_never;  /* the form for a reason is open */
    CxDay again_on; /* a week from today */
    const char *plan_url;
    bool is_plan;  /* the form for a day and an hour is open */
    CxDay plan_on; /* an open day before it is due */
} CxWeekPlay;

/* What got a day and an hour and is not over. */
typedef struct {
    int64_t id;
    const char *key;
    const char *title;
    CxDay day;
    const char *when; /* "Mon 23 Nov, 10:00" */
    const char *time; /* "10:00" */
    int64_t minutes;
    const char *ics_url;
    const char *happened_url; /* NULL: its day is to come */
    const char *drop_url;
} CxWeekPlanned;

typedef struct {
    const char *title;
    const char *answer; /* "done", "later until 3 March" */
    const char *key;
    bool can_undo;
} CxWeekPast;

/* A finding that has reached its head, while the first look runs and for a week after. */
typedef struct {
    const char *when; /* "Until Thu 19 Nov", "Ended Mon 16 Nov" */
    const char *sentence;
    const char *url;
    const char *answer; /* what its head said, in a sentence */
} CxWeekLook;

typedef struct {
    const char *headline;
    int64_t minutes;
    int64_t minutes_fit;
    CxViewList plays; /* of CxWeekPlay, best first: all of them */
    /* for the page */
    const char *label; /* "This week · Monday 16 November 2026" */
    const char *lead;
    const char *hours; /* as typed */
    const char *plan_svg;
    CxViewList now;   /* of CxWeekPlay: those that fit */
    CxViewList later; /* the next few that do not */
    CxViewList rest;  /* those after them */
    const char *rest_label;
    const char *fold;
    bool has_plays;
    bool has_later;
    CxViewList planned; /* of CxWeekPlanned, the next first */
    bool has_planned;
    bool is_new;     /* nothing was brought yet */
    bool has_few;    /* something was brought, and nothing is proposed */
    CxViewList past; /* of CxWeekPast: answered in the last week */
    bool has_past;
    CxViewList looks; /* of CxWeekLook, newest first */
    bool has_looks;
    bool has_contacts; /* a figure of months can be drawn */
    const char *contacts_title;
    const char *contacts_svg;
    const char *contacts_note;
    const CxFormField *line; /* of the one-line note */
    const char *problem;     /* what was wrong with an answer, or NULL */
    const char *note_said;   /* what was just noted, or NULL */
    int64_t note_id;
    const char *note_back;
} CxWeekView;

extern const CxViewType cx_week_view_type;

/* What is open on the page. All borrowed, may be NULL. */
typedef struct {
    const char *ask;   /* "plan", "later" or "never" */
    const char *key;   /* of which proposal */
    const char *hours; /* as asked for; carried along */
} CxWeekOpen;

/* Fills everything but `line` and `problem`; in the context's arena. */
CxWeekView *cx_week_view(CxCtx *ctx, const CxWeek *week, const CxWeekOpen *open);
