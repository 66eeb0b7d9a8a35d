#include "plays/week_view.h"

#include <inttypes.h>

#include "base/civil.h"
#include "base/text.h"
#include "figure/months.h"
#include "figure/plan.h"

#define DAYS_IN_WEEK    7
#define NEXT_MOST       5 /* of those that do not fit are read at once */
#define MINUTES_AN_HOUR 60

static const CxViewField link_fields[] = {
    CX_FIELD(CxWeekLink, label, CX_FIELD_TEXT, "What it is"),
    CX_FIELD(CxWeekLink, url, CX_FIELD_TEXT, "Where it is"),
};
static const CxViewType link_type =
    CX_VIEW_TYPE("WeekLink", CxWeekLink, link_fields, "Something to hand over");

static const CxViewField play_fields[] = {
    CX_FIELD(CxWeekPlay, play, CX_FIELD_TEXT, "Which rule proposes it"),
    CX_FIELD(CxWeekPlay, practice, CX_FIELD_TEXT, "The practice it serves"),
    CX_FIELD(CxWeekPlay, leader, CX_FIELD_TEXT, "The leader it is about, null when none"),
    CX_FIELD(CxWeekPlay, title, CX_FIELD_TEXT, "What to do"),
    CX_FIELD(CxWeekPlay, why, CX_FIELD_TEXT, "Why"),
    CX_FIELD(CxWeekPlay, ask, CX_FIELD_TEXT, "A question to ask them"),
    CX_FIELD(CxWeekPlay, card, CX_FIELD_TEXT, "Id of the evidence card, null where it is counted"),
    CX_FIELD(CxWeekPlay, by, CX_FIELD_DAY, "By when"),
    CX_FIELD(CxWeekPlay, minutes, CX_FIELD_COUNT, "How long it takes"),
    CX_FIELD(CxWeekPlay, rank, CX_FIELD_COUNT, "1 is first"),
    CX_FIELD(CxWeekPlay, fits, CX_FIELD_FLAG, "Whether it fits the hours"),
    CX_FIELD(CxWeekPlay, is_overdue, CX_FIELD_FLAG, "Whether its day is over"),
    CX_FIELD(CxWeekPlay, key, CX_FIELD_TEXT, "What an answer names"),
    CX_FIELD_CHILD(CxWeekPlay, materials, CX_FIELD_LIST, &link_type, "What to hand over"),
    CX_FIELD_PAGE(CxWeekPlay, is_first, CX_FIELD_FLAG, "Whether it is the first"),
    CX_FIELD_PAGE(CxWeekPlay, number, CX_FIELD_TEXT, "The rank as read"),
    CX_FIELD_PAGE(CxWeekPlay, by_text, CX_FIELD_TEXT, "By when, as read"),
    CX_FIELD_PAGE(CxWeekPlay, minutes_text, CX_FIELD_TEXT, "How long, as read"),
    CX_FIELD_PAGE(CxWeekPlay, n_text, CX_FIELD_TEXT, "The evidence mark"),
    CX_FIELD_PAGE(CxWeekPlay, href, CX_FIELD_TEXT, "The evidence card"),
    CX_FIELD_PAGE(CxWeekPlay, about, CX_FIELD_TEXT, "What the card is of"),
    CX_FIELD_PAGE(CxWeekPlay, act_label, CX_FIELD_TEXT, "The first thing to do"),
    CX_FIELD_PAGE(CxWeekPlay, act_url, CX_FIELD_TEXT, "Where"),
    CX_FIELD_PAGE(CxWeekPlay, later_url, CX_FIELD_TEXT, "To put it off"),
    CX_FIELD_PAGE(CxWeekPlay, never_url, CX_FIELD_TEXT, "To refuse it"),
    CX_FIELD_PAGE(CxWeekPlay, is_later, CX_FIELD_FLAG, "Whether a day is asked for"),
    CX_FIELD_PAGE(CxWeekPlay, is_never, CX_FIELD_FLAG, "Whether a reason is asked for"),
    CX_FIELD_PAGE(CxWeekPlay, again_on, CX_FIELD_DAY, "The day proposed"),
    CX_FIELD_PAGE(CxWeekPlay, plan_url, CX_FIELD_TEXT, "To plan it"),
    CX_FIELD_PAGE(CxWeekPlay, is_plan, CX_FIELD_FLAG, "Whether a day and an hour are asked for"),
    CX_FIELD_PAGE(CxWeekPlay, plan_on, CX_FIELD_DAY, "The day proposed for it"),
};
static const CxViewType play_type =
    CX_VIEW_TYPE("WeekPlay", CxWeekPlay, play_fields, "One thing the week proposes");

static const CxViewField planned_fields[] = {
    CX_FIELD(CxWeekPlanned, id, CX_FIELD_COUNT, "Id"),
    CX_FIELD(CxWeekPlanned, key, CX_FIELD_TEXT, "Of the proposal"),
    CX_FIELD(CxWeekPlanned, title, CX_FIELD_TEXT, "What is to be done"),
    CX_FIELD_DATA(CxWeekPlanned, day, CX_FIELD_DAY, "The day"),
    CX_FIELD_PAGE(CxWeekPlanned, when, CX_FIELD_TEXT, "Day and time as read"),
    CX_FIELD_DATA(CxWeekPlanned, time, CX_FIELD_TEXT, "Time of day in the program's zone"),
    CX_FIELD_DATA(CxWeekPlanned, minutes, CX_FIELD_COUNT, "How long"),
    CX_FIELD_PAGE(CxWeekPlanned, ics_url, CX_FIELD_TEXT, "The appointment"),
    CX_FIELD_PAGE(CxWeekPlanned, happened_url, CX_FIELD_TEXT, "Where it is said to have been"),
    CX_FIELD_PAGE(CxWeekPlanned, drop_url, CX_FIELD_TEXT, "Where it is called off"),
};
static const CxViewType planned_type =
    CX_VIEW_TYPE("WeekPlanned", CxWeekPlanned, planned_fields, "A proposal with a day and an hour");

static const CxViewField past_fields[] = {
    CX_FIELD_PAGE(CxWeekPast, title, CX_FIELD_TEXT, "What was proposed"),
    CX_FIELD_PAGE(CxWeekPast, answer, CX_FIELD_TEXT, "What was answered"),
    CX_FIELD_PAGE(CxWeekPast, key, CX_FIELD_TEXT, "What an answer names"),
    CX_FIELD_PAGE(CxWeekPast, can_undo, CX_FIELD_FLAG, "Whether it can be taken back"),
};
static const CxViewType past_type =
    CX_VIEW_TYPE("WeekPast", CxWeekPast, past_fields, "An answered proposal");

static const CxViewField look_fields[] = {
    CX_FIELD_PAGE(CxWeekLook, when, CX_FIELD_TEXT, "Until when it runs, or when it ended"),
    CX_FIELD_PAGE(CxWeekLook, sentence, CX_FIELD_TEXT, "The finding"),
    CX_FIELD_PAGE(CxWeekLook, url, CX_FIELD_TEXT, "Its page"),
    CX_FIELD_PAGE(CxWeekLook, answer, CX_FIELD_TEXT, "What its head said"),
};
static const CxViewType look_type =
    CX_VIEW_TYPE("WeekLook", CxWeekLook, look_fields, "A first look that runs or has just ended");

static const CxViewField week_fields[] = {
    CX_FIELD(CxWeekView, headline, CX_FIELD_TEXT, "The sentence to remember"),
    CX_FIELD(CxWeekView, minutes, CX_FIELD_COUNT, "Minutes there are"),
    CX_FIELD(CxWeekView, minutes_fit, CX_FIELD_COUNT, "Minutes planned"),
    CX_FIELD_CHILD_DATA(CxWeekView, plays, CX_FIELD_LIST, &play_type, "Best first"),
    CX_FIELD_PAGE(CxWeekView, label, CX_FIELD_TEXT, "The day"),
    CX_FIELD_PAGE(CxWeekView, lead, CX_FIELD_TEXT, "How much fits"),
    CX_FIELD_PAGE(CxWeekView, hours, CX_FIELD_TEXT, "Hours there are"),
    CX_FIELD_PAGE(CxWeekView, plan_svg, CX_FIELD_MARKUP, "The minutes as a bar"),
    CX_FIELD_CHILD_PAGE(CxWeekView, now, CX_FIELD_LIST, &play_type, "Those that fit"),
    CX_FIELD_CHILD_PAGE(CxWeekView, later, CX_FIELD_LIST, &play_type, "The next few that do not"),
    CX_FIELD_CHILD_PAGE(CxWeekView, rest, CX_FIELD_LIST, &play_type, "Those after them"),
    CX_FIELD_PAGE(CxWeekView, rest_label, CX_FIELD_TEXT, "How many those are, null: none"),
    CX_FIELD_PAGE(CxWeekView, fold, CX_FIELD_TEXT, "What the next one needs"),
    CX_FIELD_PAGE(CxWeekView, has_plays, CX_FIELD_FLAG, "Whether anything is proposed"),
    CX_FIELD_PAGE(CxWeekView, has_later, CX_FIELD_FLAG, "Whether something does not fit"),
    CX_FIELD_PAGE(CxWeekView, is_new, CX_FIELD_FLAG, "Whether nothing was brought yet"),
    CX_FIELD_PAGE(CxWeekView, has_few, CX_FIELD_FLAG, "Whether all is answered"),
    CX_FIELD_CHILD(CxWeekView, planned, CX_FIELD_LIST, &planned_type, "What got a day and an hour"),
    CX_FIELD_PAGE(CxWeekView, has_planned, CX_FIELD_FLAG, "Whether there is any"),
    CX_FIELD_CHILD_PAGE(CxWeekView, past, CX_FIELD_LIST, &past_type, "Answered in the last week"),
    CX_FIELD_PAGE(CxWeekView, has_past, CX_FIELD_FLAG, "Whether something was"),
    CX_FIELD_CHILD_PAGE(CxWeekView, looks, CX_FIELD_LIST, &look_type, "First looks under way"),
    CX_FIELD_PAGE(CxWeekView, has_looks, CX_FIELD_FLAG, "Whether any is"),
    CX_FIELD_PAGE(CxWeekView, has_contacts, CX_FIELD_FLAG, "Whether months can be drawn"),
    CX_FIELD_PAGE(CxWeekView, contacts_title, CX_FIELD_TEXT, "What the months say"),
    CX_FIELD_PAGE(CxWeekView, contacts_svg, CX_FIELD_MARKUP, "Contacts each month"),
    CX_FIELD_PAGE(CxWeekView, contacts_note, CX_FIELD_TEXT, "What is counted"),
    CX_FIELD_CHILD_PAGE(CxWeekView, line, CX_FIELD_OBJECT, &cx_form_field_type, "To note a line"),
    CX_FIELD_PAGE(CxWeekView, problem, CX_FIELD_TEXT, "What was wrong with an answer"),
    CX_FIELD_PAGE(CxWeekView, note_said, CX_FIELD_TEXT, "What was just noted"),
    CX_FIELD_PAGE(CxWeekView, note_id, CX_FIELD_COUNT, "Number of that note"),
    CX_FIELD_PAGE(CxWeekView, note_back, CX_FIELD_TEXT, "Where to go on"),
};
const CxViewType cx_week_view_type =
    CX_VIEW_TYPE("Week", CxWeekView, week_fields, "Whom to see and what to do this week");

/* ---- Words ---- */

#define cx_say(ctx, key, ...)                                                                      \
    cx_arena_take((ctx)->arena, cx_message_format((ctx)->catalogue, (key), __VA_ARGS__))

/* "Mon 23 Nov" */
static const char *
short_day(CxCtx *ctx, CxDay day)
{
    static const char *const weekdays[] = { "Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed" };
    static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                          "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
    const CxCivil civil = cx_day_civil(day);
    const int32_t rest = day.v % DAYS_IN_WEEK;
    return cx_arena_printf(ctx->arena, "%s %d %s", weekdays[rest < 0 ? rest + DAYS_IN_WEEK : rest],
                           civil.day, months[civil.month - 1]);
}

static const char *
by_text(CxCtx *ctx, const CxPlayProposal *proposal)
{
    if (proposal->is_overdue)
        return cx_say(ctx, "week.overdue", CX_ARG_NUMBER("n", ctx->today.v - proposal->by.v));
    return cx_say(ctx, "week.by", CX_ARG_TEXT("day", short_day(ctx, proposal->by)));
}

/* "3 h 30 min" */
static const char *
duration(CxCtx *ctx, int64_t minutes)
{
    const int64_t hours = minutes / MINUTES_AN_HOUR;
    const int64_t rest = minutes % MINUTES_AN_HOUR;
    if (hours == 0)
        return cx_arena_printf(ctx->arena, "%" PRId64 " min", rest);
    if (rest == 0)
        return cx_arena_printf(ctx->arena, "%" PRId64 " h", hours);
    return cx_arena_printf(ctx->arena, "%" PRId64 " h %" PRId64 " min", hours, rest);
}

static const char *
open_url(CxCtx *ctx, const char *ask, const CxPlayProposal *proposal, const CxWeekOpen *open)
{
    g_autofree char *key = g_uri_escape_string(proposal->key, ":", FALSE);
    return cx_arena_printf(ctx->arena, "/week?ask=%s&key=%s%s%s#p-%s", ask, key,
                           open->hours != NULL ? "&hours=" : "",
                           open->hours != NULL ? open->hours : "", key);
}

/* ---- Filling ---- */

static CxWeekPlay
make_play(CxCtx *ctx, const CxWeek *week, size_t i, const CxWeekOpen *open)
{
    const CxPlayProposal *proposal = &week->proposals[i];
    const bool has_card = *proposal->card.hex != '\0';
    const bool is_open = g_strcmp0(open->key, proposal->key) == 0;
    CxWeekLink *materials = cx_arena_new0_n(ctx->arena, CxWeekLink, proposal->n_materials);
    for (size_t k = 0; k < proposal->n_materials; k++)
        materials[k] = (CxWeekLink){ proposal->materials[k].label, proposal->materials[k].url };
    return (CxWeekPlay){
        .play = proposal->play,
        .practice = proposal->practice,
        .leader = proposal->leader.v != 0 ? proposal->who : NULL,
        .title = proposal->title,
        .why = proposal->why,
        .ask = proposal->ask,
        .card = has_card ? cx_arena_text(ctx->arena, proposal->card.hex) : NULL,
        .by = proposal->by,
        .minutes = proposal->minutes,
        .rank = (int64_t)i + 1,
        .fits = i < week->n_fit,
        .is_overdue = proposal->is_overdue,
        .key = proposal->key,
        .materials = CX_VIEW_LIST(materials, proposal->n_materials),
        .is_first = i == 0,
        .number = cx_arena_printf(ctx->arena, "%zu", i + 1),
        .by_text = by_text(ctx, proposal),
        .minutes_text = duration(ctx, proposal->minutes),
        .n_text = has_card ? cx_say(ctx, "mark.n", CX_ARG_NUMBER("n", proposal->n)) : NULL,
        .href = has_card ? cx_arena_printf(ctx->arena, "/cards/%s", proposal->card.hex) : NULL,
        .about = has_card ? cx_say(ctx, "mark.about", CX_ARG_TEXT("what", proposal->title)) : NULL,
        .act_label = proposal->act.label,
        .act_url = proposal->act.url,
        .later_url = open_url(ctx, "later", proposal, open),
        .never_url = open_url(ctx, "never", proposal, open),
        .is_later = is_open && g_strcmp0(open->ask, "later") == 0,
        .is_never = is_open && g_strcmp0(open->ask, "never") == 0,
        .again_on = { ctx->today.v + DAYS_IN_WEEK },
        .plan_url = open_url(ctx, "plan", proposal, open),
        .is_plan = is_open && g_strcmp0(open->ask, "plan") == 0,
        .plan_on = { MAX(proposal->by.v, ctx->today.v) },
    };
}

static const char *
draw_plan(CxCtx *ctx, const CxWeek *week)
{
    CxPlanPart *parts = cx_arena_new0_n(ctx->arena, CxPlanPart, week->n_fit);
    for (size_t i = 0; i < week->n_fit; i++)
        parts[i] = (CxPlanPart){ week->proposals[i].minutes, week->proposals[i].is_overdue };
    const int32_t left = week->minutes - week->minutes_fit;
    const CxPlan plan = {
        .id = "plan",
        .title = cx_say(ctx, "week.plan", CX_ARG_NUMBER("fit", week->minutes_fit),
                        CX_ARG_NUMBER("all", week->minutes)),
        .free_text =
            left > 0 ? cx_say(ctx, "week.free", CX_ARG_TEXT("time", duration(ctx, left))) : NULL,
        .parts = parts,
        .n_parts = week->n_fit,
        .minutes = week->minutes,
    };
    g_autoptr(GString) out = g_string_new(NULL);
    cx_plan_draw(out, &plan);
    return cx_arena_text(ctx->arena, out->str);
}

static const char *
answer_words(CxCtx *ctx, const CxPlayAnswer *answer)
{
    const bool is_later = answer->kind == CX_PLAY_ANSWER_LATER;
    return cx_say(ctx, "week.answered", CX_ARG_TEXT("answer", cx_play_answer_key(answer->kind)),
                  CX_ARG_TEXT("until", is_later ? short_day(ctx, answer->until) : ""),
                  CX_ARG_TEXT("reason", answer->reason));
}

static void
add_past(CxCtx *ctx, const CxWeek *week, CxWeekView *view)
{
    CxWeekPast *past = cx_arena_new0_n(ctx->arena, CxWeekPast, week->answers.n);
    size_t n = 0;
    for (size_t i = 0; i < week->answers.n; i++) {
        const CxPlayAnswer *answer = &week->answers.items[i];
        if (answer->kind == CX_PLAY_ANSWER_AGAIN || answer->day.v <= ctx->today.v - DAYS_IN_WEEK)
            continue;
        past[n++] = (CxWeekPast){ answer->title, answer_words(ctx, answer), answer->key, true };
    }
    view->past = CX_VIEW_LIST(past, n);
    view->has_past = n > 0;
}

static CxWeekLook
look_row(CxCtx *ctx, const CxFinding *finding)
{
    const CxFirstLook *look = &finding->look;
    const CxDay day = look->is_held ? (CxDay){ look->opens.v - 1 } : look->opens;
    return (CxWeekLook){
        .when = cx_say(ctx, look->is_held ? "week.look.until" : "week.look.ended",
                       CX_ARG_TEXT("day", short_day(ctx, day))),
        .sentence = finding->sentence,
        .url = cx_arena_printf(ctx->arena, "/findings/%" G_GINT64_FORMAT, finding->id.v),
        .answer = look->answer != NULL
                      ? cx_say(ctx, "week.look.answer", CX_ARG_TEXT("who", look->answered_by),
                               CX_ARG_TEXT("answer", look->answer))
                      : cx_message_text(ctx->catalogue,
                                        look->is_held ? "week.look.none_yet" : "week.look.none"),
    };
}

/* Those that have reached a head: while they run, and for a week after. */
static void
add_looks(CxCtx *ctx, const CxWeek *week, CxWeekView *view)
{
    CxWeekLook *rows = cx_arena_new0_n(ctx->arena, CxWeekLook, week->findings.n);
    size_t n = 0;
    for (size_t i = 0; i < week->findings.n; i++) {
        const CxFirstLook *look = &week->findings.items[i].look;
        if (look->is_due && look->skip_reason == NULL && !cx_day_is_none(look->told) &&
            look->opens.v > ctx->today.v - DAYS_IN_WEEK)
            rows[n++] = look_row(ctx, &week->findings.items[i]);
    }
    view->looks = CX_VIEW_LIST(rows, n);
    view->has_looks = n > 0;
}

static CxWeekPlanned
planned_row(CxCtx *ctx, const CxAppointment *from)
{
    const char *url = cx_arena_printf(ctx->arena, "/appointments/%" PRId64, from->id);
    const char *time = cx_arena_printf(ctx->arena, "%d:%02d", from->minute / MINUTES_AN_HOUR,
                                       from->minute % MINUTES_AN_HOUR);
    return (CxWeekPlanned){
        .id = from->id,
        .key = from->key,
        .title = from->title,
        .day = from->day,
        .when = cx_arena_printf(ctx->arena, "%s, %s", short_day(ctx, from->day), time),
        .time = time,
        .minutes = from->minutes,
        .ics_url = cx_arena_printf(ctx->arena, "%s/meeting.ics", url),
        .happened_url =
            from->day.v <= ctx->today.v ? cx_arena_printf(ctx->arena, "%s/happened", url) : NULL,
        .drop_url = cx_arena_printf(ctx->arena, "%s/drop", url),
    };
}

static void
add_planned(CxCtx *ctx, const CxWeek *week, CxWeekView *view)
{
    CxWeekPlanned *rows = cx_arena_new0_n(ctx->arena, CxWeekPlanned, week->appointments.n);
    size_t n = 0;
    for (size_t i = 0; i < week->appointments.n; i++) {
        if (!week->appointments.items[i].is_over)
            rows[n++] = planned_row(ctx, &week->appointments.items[i]);
    }
    view->planned = CX_VIEW_LIST(rows, n);
    view->has_planned = n > 0;
}

/* Real contacts and mails each month, from the first one on; at least three months are drawn. */
static void
add_contacts(CxCtx *ctx, const CxWeek *week, CxWeekView *view)
{
    enum { MONTHS_MIN = 3, MONTHS_MAX = 36 };
    if (week->contacts.n == 0)
        return;
    const int32_t last = cx_day_month_index(ctx->today);
    const int32_t begun = cx_day_month_index(week->contacts.items[week->contacts.n - 1].day);
    const int32_t first = MAX(begun, last - MONTHS_MAX + 1);
    const int32_t n = last - first + 1;
    if (n < MONTHS_MIN)
        return;
    int *counts = cx_arena_new0_n(ctx->arena, int, (size_t)n);
    for (size_t i = 0; i < week->contacts.n; i++) {
        const int32_t month = cx_day_month_index(week->contacts.items[i].day);
        if (month >= first && month <= last)
            counts[month - first]++;
    }
    g_autofree char *from = cx_day_format_period(cx_month_first_day(first),
                                                 (CxDay){ cx_month_first_day(first + 1).v - 1 });
    const CxMonths months = { .id = "contacts",
                              .title = cx_message_text(ctx->catalogue, "week.contacts.figure"),
                              .from = from,
                              .to = cx_message_text(ctx->catalogue, "week.contacts.now"),
                              .counts = counts,
                              .n = (size_t)n };
    g_autoptr(GString) out = g_string_new(NULL);
    cx_months_draw(out, &months);
    view->has_contacts = true;
    view->contacts_svg = cx_arena_text(ctx->arena, out->str);
    const int most = cx_months_most(&months);
    const int newest = n > 1 ? counts[n - 2] : 0; /* the month under way is not over */
    view->contacts_title =
        cx_say(ctx, 2 * newest <= most ? "week.contacts.fading" : "week.contacts.title",
               CX_ARG_NUMBER("most", most), CX_ARG_NUMBER("last", newest));
    view->contacts_note = cx_say(ctx, "week.contacts.note", CX_ARG_NUMBER("n", week->n_leaders));
}

static void
add_words(CxCtx *ctx, const CxWeek *week, CxWeekView *view)
{
    const bool has_more = week->n > week->n_fit;
    const bool is_enough =
        has_more && week->is_usual && week->n_fit + week->n_spent >= CX_WEEK_PLAYS;
    view->label = cx_say(ctx, "week.label", CX_ARG_TEXT("day", short_day(ctx, ctx->today)));
    view->lead = cx_say(ctx, "week.lead", CX_ARG_NUMBER("n", week->n_fit),
                        CX_ARG_TEXT("fit", duration(ctx, week->minutes_fit)),
                        CX_ARG_TEXT("all", duration(ctx, week->minutes)),
                        CX_ARG_NUMBER("overdue", week->n_overdue),
                        CX_ARG_NUMBER("spent", week->is_usual ? week->n_spent : 0));
    if (has_more) {
        view->fold =
            cx_say(ctx, is_enough ? "week.fold.enough" : "week.fold",
                   CX_ARG_TEXT("next", duration(ctx, week->proposals[week->n_fit].minutes)),
                   CX_ARG_TEXT("left", duration(ctx, week->minutes - week->minutes_fit)));
    }
    g_autoptr(GString) hours = g_string_new(NULL);
    cx_text_append_double(hours, (double)week->minutes / MINUTES_AN_HOUR);
    view->hours = cx_arena_text(ctx->arena, hours->str);
}

CxWeekView *
cx_week_view(CxCtx *ctx, const CxWeek *week, const CxWeekOpen *open)
{
    CxWeekPlay *plays = cx_arena_new0_n(ctx->arena, CxWeekPlay, week->n);
    for (size_t i = 0; i < week->n; i++)
        plays[i] = make_play(ctx, week, i, open);
    const size_t n_left = week->n - week->n_fit;
    const size_t n_next = n_left > NEXT_MOST + 1 ? NEXT_MOST : n_left; /* one alone is not folded */
    const size_t n_rest = n_left - n_next;
    CxWeekView *view = cx_arena_new0(ctx->arena, CxWeekView);
    *view = (CxWeekView){
        .headline = week->headline,
        .minutes = week->minutes,
        .minutes_fit = week->minutes_fit,
        .plays = CX_VIEW_LIST(plays, week->n),
        .now = CX_VIEW_LIST(plays, week->n_fit),
        .later = CX_VIEW_LIST(plays + week->n_fit, n_next),
        .rest = CX_VIEW_LIST(plays + week->n_fit + n_next, n_rest),
        .rest_label = n_rest > 0 ? cx_say(ctx, "week.rest", CX_ARG_NUMBER("n", n_rest)) : NULL,
        .has_plays = week->n > 0,
        .has_later = week->n > week->n_fit,
        .is_new = week->n == 0 && week->n_leaders == 0 && week->n_surveys == 0,
    };
    view->has_few = week->n == 0 && !view->is_new;
    if (view->has_plays)
        view->plan_svg = draw_plan(ctx, week);
    add_words(ctx, week, view);
    add_planned(ctx, week, view);
    add_past(ctx, week, view);
    add_looks(ctx, week, view);
    add_contacts(ctx, week, view);
    return view;
}
