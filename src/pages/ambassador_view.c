#include "pages/ambassador_view.h"

#include <inttypes.h>
#include <math.h>

#include "base/civil.h"

static const CxViewField ambassador_fields[] = {
    CX_FIELD(CxAmbassadorView, id, CX_FIELD_COUNT, "Id"),
    CX_FIELD(CxAmbassadorView, name, CX_FIELD_TEXT, "Name"),
    CX_FIELD(CxAmbassadorView, department, CX_FIELD_TEXT, "Their department"),
    CX_FIELD_DATA(CxAmbassadorView, from, CX_FIELD_DAY, "First day"),
    CX_FIELD_PAGE(CxAmbassadorView, since, CX_FIELD_TEXT, "Since when, as read"),
    CX_FIELD(CxAmbassadorView, load, CX_FIELD_TEXT, "Hours it took of those agreed, 91 days"),
    CX_FIELD_PAGE(CxAmbassadorView, activity, CX_FIELD_TEXT, "How often they did something"),
    CX_FIELD_DATA(CxAmbassadorView, minutes, CX_FIELD_COUNT, "Minutes it took in 91 days"),
    CX_FIELD_DATA(CxAmbassadorView, n_acts, CX_FIELD_COUNT, "What they did in 91 days"),
    CX_FIELD(CxAmbassadorView, n_brought, CX_FIELD_COUNT, "What they brought in within a year"),
    CX_FIELD_CHILD(CxAmbassadorView, flags, CX_FIELD_LIST, &cx_view_text_type,
                   "What is to be looked at"),
    CX_FIELD_PAGE(CxAmbassadorView, has_flags, CX_FIELD_FLAG, "Whether anything is"),
    CX_FIELD(CxAmbassadorView, is_there, CX_FIELD_FLAG, "Still is one"),
    CX_FIELD_PAGE(CxAmbassadorView, end_url, CX_FIELD_TEXT, "Where their time is ended"),
};
static const CxViewType ambassador_type =
    CX_VIEW_TYPE("Ambassador", CxAmbassadorView, ambassador_fields, "Who speaks for the program");

static const CxViewField act_fields[] = {
    CX_FIELD(CxAmbassadorActView, who, CX_FIELD_TEXT, "Which ambassador"),
    CX_FIELD(CxAmbassadorActView, what, CX_FIELD_TEXT, "What they did"),
    CX_FIELD(CxAmbassadorActView, kind, CX_FIELD_TEXT, "told, brought or trained"),
    CX_FIELD_PAGE(CxAmbassadorActView, kind_text, CX_FIELD_TEXT, "The same in words"),
    CX_FIELD_DATA(CxAmbassadorActView, day, CX_FIELD_DAY, "The day"),
    CX_FIELD_PAGE(CxAmbassadorActView, day_text, CX_FIELD_TEXT, "The same as read"),
};
static const CxViewType act_type =
    CX_VIEW_TYPE("AmbassadorAct", CxAmbassadorActView, act_fields, "Something an ambassador did");

static const CxViewField page_fields[] = {
    CX_FIELD(CxAmbassadorsView, headline, CX_FIELD_TEXT, "What it says in a sentence"),
    CX_FIELD(CxAmbassadorsView, n_there, CX_FIELD_COUNT, "Ambassadors there are"),
    CX_FIELD(CxAmbassadorsView, n_departments, CX_FIELD_COUNT, "Departments there are"),
    CX_FIELD(CxAmbassadorsView, n_uncovered, CX_FIELD_COUNT, "Departments without one"),
    CX_FIELD_CHILD(CxAmbassadorsView, ambassadors, CX_FIELD_LIST, &ambassador_type,
                   "Those still there first"),
    CX_FIELD_PAGE(CxAmbassadorsView, has_ambassadors, CX_FIELD_FLAG, "Whether there is any"),
    CX_FIELD_CHILD(CxAmbassadorsView, uncovered, CX_FIELD_LIST, &cx_view_text_type,
                   "Departments without one"),
    CX_FIELD_PAGE(CxAmbassadorsView, has_uncovered, CX_FIELD_FLAG, "Whether there is any"),
    CX_FIELD_CHILD(CxAmbassadorsView, acts, CX_FIELD_LIST, &act_type,
                   "What was done in a year, newest first"),
    CX_FIELD_PAGE(CxAmbassadorsView, has_acts, CX_FIELD_FLAG, "Whether there is any"),
    CX_FIELD_CHILD_PAGE(CxAmbassadorsView, form, CX_FIELD_OBJECT, &cx_form_view_type,
                        "To name one"),
    CX_FIELD_CHILD_PAGE(CxAmbassadorsView, act_form, CX_FIELD_OBJECT, &cx_form_view_type,
                        "To note what one did"),
};
const CxViewType cx_ambassadors_view_type = CX_VIEW_TYPE(
    "Ambassadors", CxAmbassadorsView, page_fields, "Who speaks for the program inside departments");

#define SAY(ctx, key, ...)                                                                         \
    cx_arena_take((ctx)->arena, cx_message_format((ctx)->catalogue, (key), __VA_ARGS__))

#define MONTHS          3 /* in 91 days */
#define MINUTES_AN_HOUR 60.0

enum { FLAGS_MAX = 3 };

static const char *
day_text(CxCtx *ctx, CxDay day)
{
    return cx_day_is_none(day) ? "" : cx_arena_take(ctx->arena, cx_day_format_long(day));
}

static CxViewList
list_flags(CxCtx *ctx, const CxAmbassador *each)
{
    const char **flags = cx_arena_new0_n(ctx->arena, const char *, FLAGS_MAX);
    size_t n = 0;
    if (each->is_quiet)
        flags[n++] = cx_message_text(ctx->catalogue, "ambassador.quiet");
    if (each->is_over)
        flags[n++] = cx_message_text(ctx->catalogue, "ambassador.over");
    if (each->is_turn)
        flags[n++] = cx_message_text(ctx->catalogue, "ambassador.turn");
    return CX_VIEW_LIST(flags, n);
}

static CxAmbassadorView
ambassador_view(CxCtx *ctx, const CxAmbassador *each)
{
    const bool is_there = cx_day_is_none(each->ended_on);
    CxAmbassadorView view = {
        .id = each->id,
        .name = each->name,
        .department = each->department_name,
        .from = each->from,
        .since = SAY(ctx, "ambassador.since", CX_ARG_TEXT("from", day_text(ctx, each->from)),
                     CX_ARG_TEXT("there", is_there ? "yes" : "no"),
                     CX_ARG_TEXT("to", day_text(ctx, each->ended_on)),
                     CX_ARG_TEXT("has_reason", each->reason != NULL ? "yes" : "no"),
                     CX_ARG_TEXT("reason", each->reason)),
        .activity = SAY(ctx, "ambassador.activity", CX_ARG_NUMBER("n", each->n_acts),
                        CX_ARG_TEXT("has_last", cx_day_is_none(each->last) ? "no" : "yes"),
                        CX_ARG_TEXT("last", day_text(ctx, each->last))),
        .minutes = each->minutes,
        .n_acts = each->n_acts,
        .n_brought = each->n_brought,
        .flags = list_flags(ctx, each),
        .is_there = is_there,
    };
    view.has_flags = view.flags.n > 0;
    if (each->hours_month > 0) {
        view.load = SAY(ctx, "ambassador.load",
                        CX_ARG_NUMBER("n", round((double)each->minutes / MINUTES_AN_HOUR)),
                        CX_ARG_NUMBER("of", MONTHS * each->hours_month));
    }
    if (is_there) {
        view.end_url =
            cx_arena_printf(ctx->arena, "/leaders/ambassadors/%" PRId64 "/end", each->id);
    }
    return view;
}

static const char *
name_of(const CxAmbassadors *all, int64_t id)
{
    for (size_t i = 0; i < all->n; i++) {
        if (all->items[i].id == id)
            return all->items[i].name;
    }
    return NULL;
}

static CxViewList
list_acts(CxCtx *ctx, const CxAmbassadors *all)
{
    CxAmbassadorActView *views = cx_arena_new0_n(ctx->arena, CxAmbassadorActView, all->n_acts);
    for (size_t i = 0; i < all->n_acts; i++) {
        const CxAmbassadorAct *act = &all->acts[i];
        g_autofree char *key =
            g_strconcat("ambassador.kind.", cx_ambassador_act_key(act->kind), NULL);
        views[i] = (CxAmbassadorActView){
            .who = name_of(all, act->ambassador),
            .what = act->what,
            .kind = cx_ambassador_act_key(act->kind),
            .kind_text = cx_message_text(ctx->catalogue, key),
            .day = act->day,
            .day_text = day_text(ctx, act->day),
        };
    }
    return CX_VIEW_LIST(views, all->n_acts);
}

CxAmbassadorsView *
cx_ambassadors_view(CxCtx *ctx, GError **error)
{
    CxAmbassadors all;
    if (!cx_ambassador_load(ctx, &all, error))
        return NULL;
    CxAmbassadorView *views = cx_arena_new0_n(ctx->arena, CxAmbassadorView, all.n);
    for (size_t i = 0; i < all.n; i++)
        views[i] = ambassador_view(ctx, &all.items[i]);
    const int64_t n_covered = all.n_departments - (int64_t)all.n_uncovered;
    CxAmbassadorsView *view = cx_arena_new0(ctx->arena, CxAmbassadorsView);
    *view = (CxAmbassadorsView){
        .headline =
            SAY(ctx, "ambassador.headline", CX_ARG_NUMBER("n", n_covered),
                CX_ARG_NUMBER("of", all.n_departments),
                CX_ARG_TEXT("has_first", all.n_uncovered > 0 && n_covered > 0 ? "yes" : "no"),
                CX_ARG_TEXT("first", all.n_uncovered > 0 ? all.uncovered[0] : "")),
        .n_there = (int64_t)all.n_there,
        .n_departments = all.n_departments,
        .n_uncovered = (int64_t)all.n_uncovered,
        .ambassadors = CX_VIEW_LIST(views, all.n),
        .has_ambassadors = all.n > 0,
        .uncovered = CX_VIEW_LIST(all.uncovered, all.n_uncovered),
        .has_uncovered = all.n_uncovered > 0,
        .acts = list_acts(ctx, &all),
        .has_acts = all.n_acts > 0,
    };
    return view;
}
