/* The leaders: who heads what since when, one leader, and adding one. */
#include <inttypes.h>
#include <string.h>

#include "base/civil.h"
#include "base/error.h"
#include "base/limits.h"
#include "pages/coalition_view.h"
#include "pages/department_view.h"
#include "pages/detail_view.h"
#include "pages/engagement_view.h"
#include "pages/goal_view.h"
#include "pages/leader_choices.h"
#include "pages/pages.h"
#include "people/department.h"
#include "people/leader.h"
#include "tell/brief_view.h"
#include "web/form.h"

/* ---- Views ---- */

typedef struct {
    const char *title;
    const char *department;
    CxDay from, to;
    const char *from_text; /* NULL: not known */
    const char *to_text;   /* NULL: in office */
    bool is_current;
    bool is_future;
    const char *end_url;        /* NULL: it has an end, or the reader may not set one */
    const char *department_url; /* NULL: none, or not for this reader */
} TermView;

typedef struct {
    int64_t id;
    const char *key;
    const char *name;
    const char *email;
    const char *title;
    const char *department;
    const char *department_url; /* NULL: none, or not for this reader */
    const char *since;
    const char *url;
    const char *brief_url; /* NULL: not for this reader */
    bool has_office;
    int64_t weeks;      /* in office; -1: not known, or none */
    const char *is_new; /* "5 weeks in office", for the first 13; else NULL */
    const char *next;   /* "from 1 January 2027 Head of Delivery", or NULL */
    const char *superior;
    CxViewList terms;                   /* of TermView, latest first */
    const CxFormView *form;             /* to give another office; NULL: not for this reader */
    const CxEngagementView *engagement; /* NULL: not for this reader, or in a list */
    const void *says;      /* what their brief says; NULL as above, or without a survey */
    const char *note_said; /* what was just noted */
    int64_t note_id;
    const char *note_back;
    const CxDetailsView *details;  /* likewise */
    const CxFormView *detail_form; /* to note one; NULL: not for this reader */
    const char *own_url;           /* their own page; likewise */
    const char *half_page_url;     /* likewise */
    const char *held_url;          /* likewise */
    CxViewList goals;              /* of CxGoalView; likewise */
    bool has_goals;
    const CxPlaceView *place; /* in the coalition; NULL: not for this reader */
} LeaderView;

typedef struct {
    CxViewList leaders; /* of LeaderView */
    CxViewList vacant;  /* of texts: departments nobody heads today */
    CxViewList doubled; /* of texts: departments several head, and who counts */
    bool has_doubled;
    const char *headline;
    bool has_leaders;
    bool has_many; /* so many that one looks for somebody */
    const char *q; /* what was looked for */
    bool can_change;
    const CxFormView *form;
} LeadersView;

static const CxViewField term_fields[] = {
    CX_FIELD(TermView, title, CX_FIELD_TEXT, "The office"),
    CX_FIELD(TermView, department, CX_FIELD_TEXT, "The department headed"),
    CX_FIELD(TermView, from, CX_FIELD_DAY, "First day, null when not known"),
    CX_FIELD(TermView, to, CX_FIELD_DAY, "Last day, null when in office"),
    CX_FIELD_PAGE(TermView, from_text, CX_FIELD_TEXT, "First day as read"),
    CX_FIELD_PAGE(TermView, to_text, CX_FIELD_TEXT, "Last day as read"),
    CX_FIELD(TermView, is_current, CX_FIELD_FLAG, "Whether it is in force"),
    CX_FIELD(TermView, is_future, CX_FIELD_FLAG, "Whether it has yet to begin"),
    CX_FIELD_PAGE(TermView, end_url, CX_FIELD_TEXT, "Where it can be ended"),
    CX_FIELD_PAGE(TermView, department_url, CX_FIELD_TEXT, "The department's page"),
};
static const CxViewType term_type = CX_VIEW_TYPE("Term", TermView, term_fields, "A term of office");

static const CxViewField leader_fields[] = {
    CX_FIELD(LeaderView, id, CX_FIELD_COUNT, "Id"),
    CX_FIELD(LeaderView, key, CX_FIELD_TEXT, "Stable key"),
    CX_FIELD(LeaderView, name, CX_FIELD_TEXT, "Name"),
    CX_FIELD(LeaderView, email, CX_FIELD_TEXT, "Address, for those who may see it"),
    CX_FIELD(LeaderView, title, CX_FIELD_TEXT, "Present office"),
    CX_FIELD(LeaderView, department, CX_FIELD_TEXT, "Department headed at present"),
    CX_FIELD_PAGE(LeaderView, department_url, CX_FIELD_TEXT, "The department's page"),
    CX_FIELD_PAGE(LeaderView, since, CX_FIELD_TEXT, "Since when, as read"),
    CX_FIELD_PAGE(LeaderView, url, CX_FIELD_TEXT, "Page of the leader"),
    CX_FIELD_PAGE(LeaderView, brief_url, CX_FIELD_TEXT, "The leader's brief"),
    CX_FIELD(LeaderView, has_office, CX_FIELD_FLAG, "Whether a term is in force"),
    CX_FIELD_DATA(LeaderView, weeks, CX_FIELD_COUNT, "Weeks in the present office; -1: not known"),
    CX_FIELD_PAGE(LeaderView, is_new, CX_FIELD_TEXT, "The same as read, in the first 13 weeks"),
    CX_FIELD_PAGE(LeaderView, next, CX_FIELD_TEXT, "The next office, where one is known"),
    CX_FIELD(LeaderView, superior, CX_FIELD_TEXT, "Whom they report to, as the roster says"),
    CX_FIELD_CHILD(LeaderView, terms, CX_FIELD_LIST, &term_type, "Terms, latest first"),
    CX_FIELD_CHILD_PAGE(LeaderView, form, CX_FIELD_OBJECT, &cx_form_view_type,
                        "To give another office"),
    CX_FIELD_CHILD(LeaderView, engagement, CX_FIELD_OBJECT, &cx_engagement_view_type,
                   "The program and this leader, for the CX team and the leader; null in lists"),
    CX_FIELD_CHILD_PAGE(LeaderView, says, CX_FIELD_OBJECT, &cx_brief_view_type,
                        "What their brief says; in JSON at /leaders/{id}/brief"),
    CX_FIELD_PAGE(LeaderView, note_said, CX_FIELD_TEXT, "What was just noted"),
    CX_FIELD_PAGE(LeaderView, note_id, CX_FIELD_COUNT, "Number of that note"),
    CX_FIELD_PAGE(LeaderView, note_back, CX_FIELD_TEXT, "Where to go on"),
    CX_FIELD_CHILD(LeaderView, details, CX_FIELD_OBJECT, &cx_details_view_type,
                   "Where they come from, what they carry, what they asked for; likewise"),
    CX_FIELD_CHILD_PAGE(LeaderView, detail_form, CX_FIELD_OBJECT, &cx_form_view_type,
                        "To note one"),
    CX_FIELD_PAGE(LeaderView, own_url, CX_FIELD_TEXT, "Their own page"),
    CX_FIELD_PAGE(LeaderView, half_page_url, CX_FIELD_TEXT, "Half a page for their boss"),
    CX_FIELD_PAGE(LeaderView, held_url, CX_FIELD_TEXT, "What is held about them"),
    CX_FIELD_CHILD(LeaderView, goals, CX_FIELD_LIST, &cx_goal_view_type,
                   "What their departments count; likewise"),
    CX_FIELD_PAGE(LeaderView, has_goals, CX_FIELD_FLAG, "Whether they count anything"),
    CX_FIELD_CHILD_PAGE(LeaderView, place, CX_FIELD_OBJECT, &cx_place_view_type,
                        "Where they stand; in JSON at /leaders/coalition"),
};
const CxViewType cx_leader_view_type =
    CX_VIEW_TYPE("Leader", LeaderView, leader_fields, "A leader and their terms of office");

static const CxViewField leaders_fields[] = {
    CX_FIELD_CHILD(LeadersView, leaders, CX_FIELD_LIST, &cx_leader_view_type, "The leaders"),
    CX_FIELD_CHILD(LeadersView, vacant, CX_FIELD_LIST, &cx_view_text_type,
                   "Departments nobody heads today"),
    CX_FIELD_CHILD(LeadersView, doubled, CX_FIELD_LIST, &cx_view_text_type,
                   "Departments several leaders head today, and who counts"),
    CX_FIELD_PAGE(LeadersView, has_doubled, CX_FIELD_FLAG, "Whether there are any"),
    CX_FIELD(LeadersView, headline, CX_FIELD_TEXT, "Who is new, and which seat is empty"),
    CX_FIELD_PAGE(LeadersView, has_leaders, CX_FIELD_FLAG, "Whether there are any"),
    CX_FIELD_PAGE(LeadersView, has_many, CX_FIELD_FLAG, "Whether a search is of use"),
    CX_FIELD_PAGE(LeadersView, q, CX_FIELD_TEXT, "Words that were looked for"),
    CX_FIELD_PAGE(LeadersView, can_change, CX_FIELD_FLAG, "Whether the reader may add one"),
    CX_FIELD_CHILD_PAGE(LeadersView, form, CX_FIELD_OBJECT, &cx_form_view_type, "To add one"),
};
const CxViewType cx_leaders_view_type =
    CX_VIEW_TYPE("Leaders", LeadersView, leaders_fields, "The leaders of the organisation");

/* ---- The command ---- */

typedef struct {
    const char *name;
    const char *title;
    const char *department;
    const char *email;
    CxDay from;
} LeaderAdd;

static const CxCommandField leader_add_fields[] = {
    { CX_COMMAND(LeaderAdd, name, CX_COMMAND_TEXT), .is_required = true,
      .bytes_max = CX_NAME_BYTES_MAX, .label_key = "leaders.field.name", .about = "Full name" },
    { CX_COMMAND(LeaderAdd, title, CX_COMMAND_TEXT), .is_required = true,
      .bytes_max = CX_NAME_BYTES_MAX, .label_key = "leaders.field.title",
      .hint_key = "leaders.field.title.hint", .about = "Office, such as Head of Delivery" },
    { CX_COMMAND(LeaderAdd, department, CX_COMMAND_CHOICE), .label_key = "leaders.field.department",
      .about = "Key of the department headed" },
    { CX_COMMAND(LeaderAdd, from, CX_COMMAND_DAY), .is_required = true,
      .label_key = "leaders.field.from", .about = "First day in office" },
    { CX_COMMAND(LeaderAdd, email, CX_COMMAND_TEXT), .bytes_max = CX_NAME_BYTES_MAX,
      .label_key = "leaders.field.email", .about = "Address" },
};
const CxCommandType cx_leader_add_type =
    CX_COMMAND_TYPE("LeaderAdd", LeaderAdd, leader_add_fields, "Adds a leader with a first term");

typedef struct {
    const char *title;
    const char *department;
    CxDay from;
    bool besides;
} OfficeGive;

static const CxCommandField office_give_fields[] = {
    { CX_COMMAND(OfficeGive, title, CX_COMMAND_TEXT), .is_required = true,
      .bytes_max = CX_NAME_BYTES_MAX, .label_key = "leaders.field.title",
      .hint_key = "leaders.field.title.hint", .about = "Office, such as Head of Delivery" },
    { CX_COMMAND(OfficeGive, department, CX_COMMAND_CHOICE),
      .label_key = "leaders.field.department", .about = "Key of the department headed" },
    { CX_COMMAND(OfficeGive, from, CX_COMMAND_DAY), .is_required = true,
      .label_key = "leader.field.from", .hint_key = "leader.field.from.hint",
      .about = "First day in it; may be in the future" },
    { CX_COMMAND(OfficeGive, besides, CX_COMMAND_FLAG), .label_key = "leader.field.besides",
      .about = "Keep the present offices; else they end on the day before" },
};
const CxCommandType cx_office_give_type = CX_COMMAND_TYPE(
    "OfficeGive", OfficeGive, office_give_fields, "Gives a leader an office from a day on");

typedef struct {
    CxDay last_day;
} TermEnd;

static const CxCommandField term_end_fields[] = {
    { CX_COMMAND(TermEnd, last_day, CX_COMMAND_DAY), .is_required = true,
      .label_key = "leader.field.last_day", .about = "Last day in office" },
};
const CxCommandType cx_term_end_type =
    CX_COMMAND_TYPE("TermEnd", TermEnd, term_end_fields, "Ends a term of office on a day");

/* ---- Filling ---- */

#define WEEKS_NEW 13 /* a quarter: long enough to have been met, and met again */
#define FEW       30 /* leaders who are seen at a glance */

static const char *
day_text(CxCtx *ctx, CxDay day)
{
    return cx_day_is_none(day) ? NULL : cx_arena_take(ctx->arena, cx_day_format_long(day));
}

static bool
may_open_brief(CxCtx *ctx, CxLeaderId leader)
{
    return cx_ctx_check_leader(ctx, leader, NULL);
}

static int64_t
count_weeks(const CxCtx *ctx, const CxTerm *term)
{
    return term != NULL && !cx_day_is_none(term->from) ? (ctx->today.v - term->from.v) / 7 : -1;
}

static const char *
new_text(CxCtx *ctx, int64_t weeks)
{
    if (weeks < 0 || weeks >= WEEKS_NEW)
        return NULL;
    return cx_arena_take(
        ctx->arena, cx_message_format(ctx->catalogue, "leaders.new", CX_ARG_NUMBER("n", weeks)));
}

static const char *
next_text(CxCtx *ctx, const CxLeader *leader)
{
    const CxTerm *next = cx_leader_next_term(leader, ctx->today);
    if (next == NULL)
        return NULL;
    g_autofree char *day = cx_day_format_long(next->from);
    const char *department = next->department_name;
    const char *key = department != NULL ? "leaders.next" : "leaders.next.alone";
    return cx_arena_take(ctx->arena, cx_message_format(ctx->catalogue, key, CX_ARG_TEXT("day", day),
                                                       CX_ARG_TEXT("title", next->title),
                                                       CX_ARG_TEXT("department", department)));
}

static LeaderView
leader_view(CxCtx *ctx, const CxLeader *leader)
{
    const CxTerm *term = cx_leader_term(leader, ctx->today);
    const bool may_open = may_open_brief(ctx, leader->id);
    TermView *terms = cx_arena_new0_n(ctx->arena, TermView, leader->terms->len);
    for (guint i = 0; i < leader->terms->len; i++) {
        const CxTerm *from = g_ptr_array_index(leader->terms, i);
        terms[i] = (TermView){
            .title = cx_arena_text(ctx->arena, from->title),
            .department = cx_arena_text(ctx->arena, from->department_name),
            .from = from->from,
            .to = from->to,
            .from_text = day_text(ctx, from->from),
            .to_text = day_text(ctx, from->to),
            .is_current = cx_term_is_in_force(from, ctx->today),
            .is_future = from->from.v > ctx->today.v,
            .department_url = cx_department_url(ctx, from->department),
        };
        if (ctx->wall.can_change_program && cx_day_is_none(from->to)) {
            terms[i].end_url = cx_arena_printf(
                ctx->arena, "/leaders/%" PRId64 "/terms/%" PRId64 "/end", leader->id.v, from->id);
        }
    }
    return (LeaderView){
        .id = leader->id.v,
        .key = cx_arena_text(ctx->arena, leader->key),
        .name = cx_arena_text(ctx->arena, leader->name),
        .email = may_open ? cx_arena_text(ctx->arena, leader->email) : NULL,
        .title =
            term != NULL ? cx_arena_take(ctx->arena, cx_leader_titles(leader, ctx->today)) : NULL,
        .department = term != NULL ? cx_arena_text(ctx->arena, term->department_name) : NULL,
        .department_url = term != NULL ? cx_department_url(ctx, term->department) : NULL,
        .since = term != NULL ? day_text(ctx, term->from) : NULL,
        .url = cx_arena_printf(ctx->arena, "/leaders/%" PRId64, leader->id.v),
        .brief_url = may_open
                         ? cx_arena_printf(ctx->arena, "/leaders/%" PRId64 "/brief", leader->id.v)
                         : NULL,
        .has_office = term != NULL,
        .weeks = count_weeks(ctx, term),
        .is_new = new_text(ctx, count_weeks(ctx, term)),
        .next = next_text(ctx, leader),
        .superior = cx_arena_text(ctx->arena, leader->superior),
        .terms = CX_VIEW_LIST(terms, leader->terms->len),
    };
}

/* Departments as choices of the form, by name. */
static bool
set_departments(CxCtx *ctx, CxFormView *form, GError **error)
{
    g_autoptr(GPtrArray) list = cx_department_list(ctx, error);
    if (list == NULL)
        return false;
    CxFormChoice *choices = cx_arena_new0_n(ctx->arena, CxFormChoice, list->len);
    for (guint i = 0; i < list->len; i++) {
        const CxDepartment *department = g_ptr_array_index(list, i);
        choices[i].value = cx_arena_text(ctx->arena, department->key);
        choices[i].label = cx_arena_text(ctx->arena, department->name);
    }
    cx_form_set_choices(form, ctx->arena, "department", choices, list->len);
    return true;
}

/* The departments of today that nobody heads. */
static bool
list_vacant(CxCtx *ctx, const GPtrArray *leaders, CxViewList *ret_list, GError **error)
{
    g_autoptr(GPtrArray) list = cx_department_list(ctx, error);
    if (list == NULL)
        return false;
    const char **names = cx_arena_new0_n(ctx->arena, const char *, list->len);
    size_t n = 0;
    for (guint i = 0; i < list->len; i++) {
        const CxDepartment *department = g_ptr_array_index(list, i);
        if (cx_department_is_there(department, ctx->today) &&
            cx_leader_heading(leaders, department->id, ctx->today) == NULL)
            names[n++] = cx_arena_text(ctx->arena, department->name);
    }
    *ret_list = CX_VIEW_LIST(names, n);
    return true;
}

/* Who is new, among how many, and where nobody is. */
static const char *
headline(CxCtx *ctx, const LeadersView *view)
{
    const LeaderView *leaders = view->leaders.items;
    const char *const *vacant = view->vacant.items;
    const char *name = "";
    size_t n_in_office = 0;
    size_t n_new = 0;
    for (size_t i = 0; i < view->leaders.n; i++) {
        n_in_office += leaders[i].has_office;
        if (leaders[i].is_new == NULL)
            continue;
        n_new++;
        name = leaders[i].name;
    }
    return cx_arena_take(
        ctx->arena,
        cx_message_format(
            ctx->catalogue, "leaders.headline", CX_ARG_NUMBER("known", (double)view->leaders.n),
            CX_ARG_NUMBER("n", (double)n_in_office), CX_ARG_NUMBER("fresh", (double)n_new),
            CX_ARG_TEXT("name", name), CX_ARG_NUMBER("vacant", (double)view->vacant.n),
            CX_ARG_TEXT("seat", view->vacant.n > 0 ? vacant[0] : "")));
}

/* Leaves those who were looked for; how many they are. */
static size_t
keep_found(LeaderView *leaders, size_t n, const char *q)
{
    size_t n_found = 0;
    for (size_t i = 0; i < n; i++) {
        const char *const texts[] = { leaders[i].name, leaders[i].title, leaders[i].department };
        if (cx_leader_is_found(texts, CX_N_ELEMENTS(texts), q))
            leaders[n_found++] = leaders[i];
    }
    return n_found;
}

static bool
show_leaders(CxCtx *ctx, const CxRequest *request, const CxCommandInput *sent, CxReply *reply,
             GError **error)
{
    g_autoptr(GPtrArray) list = cx_leader_list(ctx, error);
    if (list == NULL)
        return false;
    LeaderView *leaders = cx_arena_new0_n(ctx->arena, LeaderView, list->len);
    for (guint i = 0; i < list->len; i++)
        leaders[i] = leader_view(ctx, g_ptr_array_index(list, i));
    LeadersView view = {
        .leaders = CX_VIEW_LIST(leaders, list->len),
        .has_leaders = list->len > 0,
        .has_many = list->len > FEW,
        .q = cx_request_query(request, "q"),
        .can_change = ctx->wall.can_change_program,
    };
    if (!list_vacant(ctx, list, &view.vacant, error) ||
        !cx_doubled_view(ctx, list, &view.doubled, error))
        return false;
    view.has_doubled = view.doubled.n > 0;
    view.headline = headline(ctx, &view);
    view.leaders.n = keep_found(leaders, list->len, view.q);
    if (view.can_change) {
        CxFormView *form = cx_form_of(request, sent, &cx_leader_add_type, NULL);
        if (!set_departments(ctx, form, error))
            return false;
        view.form = form;
    }
    const char *title = cx_message_text(cx_request_catalogue(request), "shell.leaders");
    return cx_reply_view(reply, "leaders", title, &cx_leaders_view_type, &view, error);
}

static const char *
leader_url(CxCtx *ctx, CxLeaderId id)
{
    return cx_arena_printf(ctx->arena, "/leaders/%" PRId64, id.v);
}

static bool
take_leader(CxCtx *ctx, CX_UNUSED const CxRequest *request, const void *command, CxReply *reply,
            GError **error)
{
    const LeaderAdd *add = command;
    const CxLeaderAdd leader = {
        .name = add->name,
        .title = add->title,
        .department = add->department,
        .email = add->email,
        .from = add->from,
        .to = CX_DAY_NONE,
    };
    CxLeaderId id = { 0 };
    if (!cx_leader_add(ctx, &leader, &id, error))
        return false;
    cx_reply_status(reply, 201);
    cx_reply_redirect(reply, leader_url(ctx, id));
    return true;
}

static const CxRefusal leader_refusals[] = {
    { CX_ERROR_CONFLICT, "email", NULL },
    { CX_ERROR_NOT_FOUND, "department", NULL },
    { CX_ERROR_INVALID, "", NULL },
};

static const CxForm leader_form = { &cx_leader_add_type, take_leader, show_leaders,
                                    CX_REFUSALS(leader_refusals) };

bool
cx_page_leaders(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    return cx_form_show(&leader_form, ctx, request, reply, error);
}

bool
cx_page_leaders_post(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    return cx_form_take(&leader_form, ctx, request, reply, error);
}

/* ---- One leader ---- */

/* What the leader's brief says; *ret_says is NULL before the first survey. */
static bool
load_says(CxCtx *ctx, CxLeaderId id, const void **ret_says, GError **error)
{
    const CxBriefAsk ask = { .from = CX_DAY_NONE, .to = CX_DAY_NONE };
    g_autoptr(GError) local = NULL;
    const CxBrief *brief = cx_brief_make(ctx, id, &ask, &local);
    *ret_says = brief != NULL ? cx_brief_view(ctx, brief) : NULL;
    if (brief != NULL || cx_error_code(local) == CX_ERROR_NOT_FOUND ||
        cx_error_code(local) == CX_ERROR_INVALID)
        return true;
    g_propagate_error(error, g_steal_pointer(&local));
    return false;
}

static bool
show_leader(CxCtx *ctx, const CxRequest *request, const CxCommandInput *sent, CxReply *reply,
            GError **error)
{
    CxLeaderId id = { 0 };
    if (!cx_request_param_id(request, "id", &id.v, error))
        return false;
    g_autoptr(CxLeader) leader = cx_leader_load(ctx, id, error);
    if (leader == NULL)
        return false;
    LeaderView view = leader_view(ctx, leader);
    view.note_said = cx_page_note_kept(ctx, request, &view.note_id);
    view.note_back = cx_arena_printf(ctx->arena, "%" PRId64, id.v);
    if (may_open_brief(ctx, id)) {
        view.engagement = cx_engagement_view(ctx, leader, error);
        view.details = view.engagement != NULL ? cx_details_view(ctx, id, error) : NULL;
        if (view.details == NULL)
            return false;
        if (!load_says(ctx, id, &view.says, error) ||
            !cx_goal_views(ctx, leader, &view.goals, error))
            return false;
        view.has_goals = view.goals.n > 0;
        view.own_url = cx_arena_printf(ctx->arena, "%s/own", view.url);
        view.half_page_url = cx_arena_printf(ctx->arena, "%s/half-page", view.url);
    }
    if (ctx->wall.sees_people_notes)
        view.held_url = cx_arena_printf(ctx->arena, "%s/held", view.url);
    if (ctx->wall.can_change_program) {
        view.place = cx_place_view(ctx, id, error);
        if (view.place == NULL)
            return false;
        view.detail_form = cx_detail_form(request);
        CxFormView *form = cx_form_of(request, sent, &cx_office_give_type, NULL);
        if (!set_departments(ctx, form, error))
            return false;
        view.form = form;
    }
    return cx_reply_view(reply, "leader", view.name, &cx_leader_view_type, &view, error);
}

static bool
take_office(CxCtx *ctx, const CxRequest *request, const void *command, CxReply *reply,
            GError **error)
{
    const OfficeGive *give = command;
    const CxOfficeGive office = {
        .title = give->title,
        .department = give->department,
        .from = give->from,
        .place = give->besides ? CX_OFFICE_BESIDES : CX_OFFICE_INSTEAD,
    };
    CxLeaderId id = { 0 };
    if (!cx_request_param_id(request, "id", &id.v, error) ||
        !cx_leader_give_office(ctx, id, &office, error))
        return false;
    cx_reply_status(reply, 201);
    cx_reply_redirect(reply, leader_url(ctx, id));
    return true;
}

static const CxRefusal office_refusals[] = {
    { CX_ERROR_CONFLICT, "from", NULL },
    { CX_ERROR_NOT_FOUND, "department", NULL },
    { CX_ERROR_INVALID, "title", NULL },
};

static const CxForm office_form = { &cx_office_give_type, take_office, show_leader,
                                    CX_REFUSALS(office_refusals) };

bool
cx_page_leader(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    return cx_form_show(&office_form, ctx, request, reply, error);
}

bool
cx_page_leader_office(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    return cx_form_take(&office_form, ctx, request, reply, error);
}

static bool
take_end(CxCtx *ctx, const CxRequest *request, const void *command, CxReply *reply, GError **error)
{
    const TermEnd *end = command;
    CxLeaderId id = { 0 };
    int64_t term = 0;
    if (!cx_request_param_id(request, "id", &id.v, error) ||
        !cx_request_param_id(request, "term", &term, error) ||
        !cx_leader_end_term(ctx, id, term, end->last_day, error))
        return false;
    cx_reply_redirect(reply, leader_url(ctx, id));
    return true;
}

static const CxForm end_form = { &cx_term_end_type, take_end, show_leader, NULL, 0 };

bool
cx_page_leader_end(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    return cx_form_take(&end_form, ctx, request, reply, error);
}
