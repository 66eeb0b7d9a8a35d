/* What programs can ask for: how to get a token, and every address of the API by the practice it serves,
 * from the table of routes. */
#include <string.h>

#include "base/civil.h"
#include "base/error.h"
#include "base/limits.h"
#include "pages/pages.h"
#include "people/user.h"
#include "web/form.h"

/* ---- What is shown ---- */

typedef struct {
    const char *name;
    const char *about;
    bool is_required;
} TakeView;

typedef struct {
    const char *method;
    const char *path;
    const char *about;
    CxViewList takes; /* of TakeView */
    bool has_takes;
    bool needs_token;
} AddressView;

typedef struct {
    const char *key; /* anchor within the page */
    const char *title;
    const char *practices; /* "A2–A4" */
    const char *example;   /* a command, whole */
    CxViewList addresses;  /* of AddressView */
    int64_t n_addresses;
} GroupView;

typedef struct {
    int64_t id;
    const char *name;
    CxInstant created_at;
    const char *created_text;
} TokenView;

typedef struct {
    const char *base_url;
    const char *openapi_url;
    const char *first; /* the first thing to try: a command, whole */
    const char *change;
    const char *secret; /* of the token just made, or NULL */
    CxViewList tokens;  /* of TokenView */
    int64_t n_tokens;
    CxViewList groups; /* of GroupView */
    int64_t n_addresses;
    const CxFormView *form;
} ApiView;

static const CxViewField take_fields[] = {
    CX_FIELD(TakeView, name, CX_FIELD_TEXT, "Name in the query or the body"),
    CX_FIELD(TakeView, about, CX_FIELD_TEXT, "What it is"),
    CX_FIELD(TakeView, is_required, CX_FIELD_FLAG, "Whether it must be there"),
};
static const CxViewType take_type =
    CX_VIEW_TYPE("ApiTake", TakeView, take_fields, "Something an address takes");

static const CxViewField address_fields[] = {
    CX_FIELD(AddressView, method, CX_FIELD_TEXT, "GET or POST"),
    CX_FIELD(AddressView, path, CX_FIELD_TEXT, "Below the base address"),
    CX_FIELD(AddressView, about, CX_FIELD_TEXT, "What it answers or does"),
    CX_FIELD_CHILD(AddressView, takes, CX_FIELD_LIST, &take_type, "What it takes"),
    CX_FIELD_PAGE(AddressView, has_takes, CX_FIELD_FLAG, "Whether it takes anything"),
    CX_FIELD(AddressView, needs_token, CX_FIELD_FLAG, "Whether a token must be sent"),
};
static const CxViewType address_type =
    CX_VIEW_TYPE("ApiAddress", AddressView, address_fields, "One address of the API");

static const CxViewField group_fields[] = {
    CX_FIELD(GroupView, key, CX_FIELD_TEXT, "Key"),
    CX_FIELD(GroupView, title, CX_FIELD_TEXT, "What one does there"),
    CX_FIELD(GroupView, practices, CX_FIELD_TEXT, "The practices it serves"),
    CX_FIELD(GroupView, example, CX_FIELD_TEXT, "A command to try"),
    CX_FIELD_CHILD(GroupView, addresses, CX_FIELD_LIST, &address_type, "Its addresses"),
    CX_FIELD_PAGE(GroupView, n_addresses, CX_FIELD_COUNT, "How many"),
};
static const CxViewType group_type =
    CX_VIEW_TYPE("ApiGroup", GroupView, group_fields, "Addresses that serve one practice");

static const CxViewField token_fields[] = {
    CX_FIELD(TokenView, id, CX_FIELD_COUNT, "Id"),
    CX_FIELD(TokenView, name, CX_FIELD_TEXT, "What it is for"),
    CX_FIELD_DATA(TokenView, created_at, CX_FIELD_INSTANT, "When it was made"),
    CX_FIELD_PAGE(TokenView, created_text, CX_FIELD_TEXT, "The same as read"),
};
static const CxViewType token_type =
    CX_VIEW_TYPE("ApiToken", TokenView, token_fields, "A token of the reader's that is in force");

static const CxViewField api_fields[] = {
    CX_FIELD(ApiView, base_url, CX_FIELD_TEXT, "What stands before every path"),
    CX_FIELD(ApiView, openapi_url, CX_FIELD_TEXT, "The description for programs"),
    CX_FIELD_PAGE(ApiView, first, CX_FIELD_TEXT, "A first question as a command"),
    CX_FIELD_PAGE(ApiView, change, CX_FIELD_TEXT, "A first change as a command"),
    CX_FIELD_PAGE(ApiView, secret, CX_FIELD_TEXT, "The token just made, shown this once"),
    CX_FIELD_CHILD(ApiView, tokens, CX_FIELD_LIST, &token_type, "The reader's tokens"),
    CX_FIELD_PAGE(ApiView, n_tokens, CX_FIELD_COUNT, "How many there are"),
    CX_FIELD_CHILD(ApiView, groups, CX_FIELD_LIST, &group_type, "Addresses by practice"),
    CX_FIELD_PAGE(ApiView, n_addresses, CX_FIELD_COUNT, "How many there are in all"),
    CX_FIELD_CHILD_PAGE(ApiView, form, CX_FIELD_OBJECT, &cx_form_view_type, "To make a token"),
};
const CxViewType cx_api_view_type =
    CX_VIEW_TYPE("Api", ApiView, api_fields, "What programs can ask for, and with what");

/* ---- The practices, and where their addresses begin ---- */

#define STARTS_MAX 16

typedef struct {
    const char *key;
    const char *title_key;
    const char *practices;
    const char *example; /* path below the base address */
    const char *starts[STARTS_MAX];
} Group;

static const Group groups[] = {
    { "week", "api.group.week", "Z1, Z2", "/week", { "/week", "/note", "/own", "/appointments" } },
    { "briefs",
      "api.group.briefs",
      "A4, C2",
      "/leaders/7/brief.pdf -o brief.pdf",
      { "/briefs", "/handovers", "/leaders/{id}/brief", "/leaders/{id}/brief.pdf",
        "/leaders/{id}/own", "/leaders/{id}/half-page", "/leaders/{id}/meeting.ics" } },
    { "evidence",
      "api.group.evidence",
      "A2, A3",
      "'/scores?measure=nps&group=quarter'",
      { "/scores", "/trends", "/funnel", "/cards", "/reconcile", "/surveys", "/themes",
        "/findings" } },
    { "business",
      "api.group.business",
      "B1–B3, B8, E4",
      "/metrics",
      { "/metrics", "/thresholds", "/drivers", "/links", "/marked", "/pilots", "/changes",
        "/declarations" } },
    { "leaders",
      "api.group.leaders",
      "C1–C10, C12",
      "/leaders",
      { "/leaders", "/promises", "/departments", "/rounds", "/visible", "/calls", "/goals" } },
    { "files",
      "api.group.files",
      "A1",
      "/files -F file=@export.csv",
      { "/files", "/imports", "/jobs" } },
    { "program",
      "api.group.program",
      "D1",
      "/program",
      { "/program", "/users", "/account", "/api", "/openapi.json" } },
};

#define GROUPS CX_N_ELEMENTS(groups)

/* How much of the path the start takes; 0: it begins otherwise. */
static size_t
match_length(const char *path, const char *start)
{
    const size_t len = strlen(start);
    return strncmp(path, start, len) == 0 && (path[len] == '\0' || path[len] == '/') ? len : 0;
}

/* How much of the path a group's starts take, the longest of them. */
static size_t
group_length(const Group *group, const char *path)
{
    size_t longest = 0;
    for (size_t i = 0; i < STARTS_MAX && group->starts[i] != NULL; i++) {
        const size_t len = match_length(path, group->starts[i]);
        longest = MAX(longest, len);
    }
    return longest;
}

/* The group whose start takes most of the path; GROUPS when none does. */
static size_t
group_of(const char *path)
{
    size_t found = GROUPS;
    size_t longest = 0;
    for (size_t i = 0; i < GROUPS; i++) {
        const size_t len = group_length(&groups[i], path);
        if (len > longest) {
            longest = len;
            found = i;
        }
    }
    return found;
}

bool
cx_api_is_grouped(const CxRoute *route)
{
    return group_of(route->path) < GROUPS;
}

/* ---- Addresses ---- */

typedef struct {
    TakeView *items; /* or NULL, to count */
    size_t n;
} Takes;

static void
add_take(Takes *takes, const char *name, const char *about, bool is_required)
{
    if (takes->items != NULL)
        takes->items[takes->n] = (TakeView){ name, about, is_required };
    takes->n++;
}

static void
take_read(const CxRead *read, void *data)
{
    if (!read->is_for_page)
        add_take(data, read->name, read->about, read->is_required);
}

static void
take_all(const CxRoute *route, Takes *takes)
{
    cx_read_each(route->reads, take_read, takes);
    for (size_t i = 0; route->command != NULL && i < route->command->n_fields; i++) {
        const CxCommandField *field = &route->command->fields[i];
        add_take(takes, field->name, field->about, field->is_required);
    }
}

static AddressView
address_view(CxArena *arena, const CxRoute *route)
{
    Takes counted = { NULL, 0 };
    take_all(route, &counted);
    Takes takes = { cx_arena_new0_n(arena, TakeView, counted.n + 1), 0 };
    take_all(route, &takes);
    return (AddressView){
        .method = cx_method_name(route->method),
        .path = route->path,
        .about = route->about,
        .takes = CX_VIEW_LIST(takes.items, takes.n),
        .has_takes = takes.n > 0,
        .needs_token = route->access != CX_ACCESS_PUBLIC,
    };
}

static GroupView
group_view(CxCtx *ctx, const char *base_url, size_t i_group)
{
    const Group *group = &groups[i_group];
    AddressView *addresses = cx_arena_new0_n(ctx->arena, AddressView, cx_routes_n);
    size_t n = 0;
    for (size_t i = 0; i < cx_routes_n; i++) {
        const CxRoute *route = &cx_routes[i];
        const bool is_here = route->side != CX_SIDE_PAGE && group_of(route->path) == i_group;
        if (is_here)
            addresses[n++] = address_view(ctx->arena, route);
    }
    const char *quote = *group->example == '\'' ? "'" : "";
    return (GroupView){
        .key = group->key,
        .title = cx_message_text(ctx->catalogue, group->title_key),
        .practices = group->practices,
        .example = cx_arena_printf(ctx->arena, "curl -H \"Authorization: Bearer $TOKEN\" %s%s%s",
                                   quote, base_url, group->example + strlen(quote)),
        .addresses = CX_VIEW_LIST(addresses, n),
        .n_addresses = (int64_t)n,
    };
}

/* ---- The page ---- */

typedef struct {
    const char *name;
} TokenMake;

static const CxCommandField token_make_fields[] = {
    { CX_COMMAND(TokenMake, name, CX_COMMAND_TEXT), .is_required = true,
      .label_key = "api.token.name", .hint_key = "api.token.name.hint",
      .about = "What the token is for" },
};
const CxCommandType cx_token_make_type =
    CX_COMMAND_TYPE("TokenMake", TokenMake, token_make_fields, "Makes a token of the reader's own");

static bool
fill_tokens(CxCtx *ctx, ApiView *view, GError **error)
{
    g_autoptr(GTimeZone) zone = cx_zone_load("UTC", error);
    g_autoptr(GPtrArray) list = zone != NULL ? cx_token_list_own(ctx, error) : NULL;
    if (list == NULL)
        return false;
    TokenView *tokens = cx_arena_new0_n(ctx->arena, TokenView, list->len);
    for (guint i = 0; i < list->len; i++) {
        const CxToken *token = g_ptr_array_index(list, i);
        tokens[i] = (TokenView){
            .id = token->id,
            .name = cx_arena_text(ctx->arena, token->name),
            .created_at = token->created_at,
            .created_text =
                cx_arena_take(ctx->arena, cx_instant_format_long(token->created_at, zone)),
        };
    }
    view->tokens = CX_VIEW_LIST(tokens, list->len);
    view->n_tokens = list->len;
    return true;
}

static bool
show(CxCtx *ctx, const CxRequest *request, const CxCommandInput *input, const char *secret,
     CxReply *reply, GError **error)
{
    const char *base = cx_arena_printf(ctx->arena, "%s/api/v1", cx_request_origin(request));
    ApiView view = {
        .base_url = base,
        .openapi_url = "/api/v1/openapi.json",
        .first = cx_arena_printf(ctx->arena,
                                 "TOKEN=%s\ncurl -H \"Authorization: Bearer $TOKEN\" %s/scores",
                                 secret != NULL ? secret : "…", base),
        .change = cx_arena_printf(ctx->arena,
                                  "curl -H \"Authorization: Bearer $TOKEN\" "
                                  "-H \"Content-Type: application/json\" \\\n"
                                  "  -d '{\"line\": \"met @mara about delivery\"}' %s/note",
                                  base),
        .secret = secret,
        .form = cx_request_form_view(request, input),
    };
    GroupView *views = cx_arena_new0_n(ctx->arena, GroupView, GROUPS);
    for (size_t i = 0; i < GROUPS; i++) {
        views[i] = group_view(ctx, base, i);
        view.n_addresses += views[i].n_addresses;
    }
    view.groups = CX_VIEW_LIST(views, GROUPS);
    const char *title = cx_message_text(ctx->catalogue, "shell.api");
    return fill_tokens(ctx, &view, error) &&
           cx_reply_view(reply, "api", title, &cx_api_view_type, &view, error);
}

static bool
show_api(CxCtx *ctx, const CxRequest *request, const CxCommandInput *input, CxReply *reply,
         GError **error)
{
    return show(ctx, request, input, NULL, reply, error);
}

/* The token is on this answer and nowhere else. */
static bool
take_token(CxCtx *ctx, const CxRequest *request, const void *command, CxReply *reply,
           GError **error)
{
    const TokenMake *make = command;
    g_autofree char *secret = NULL;
    if (!cx_token_add_own(ctx, make->name, &secret, error))
        return false;
    cx_reply_status(reply, 201);
    cx_reply_no_store(reply);
    const CxCommandInput input = cx_request_input(request, &cx_token_make_type);
    return show(ctx, request, &input, secret, reply, error);
}

static const CxRefusal refusals[] = {
    { CX_ERROR_INVALID, "name", NULL },
};

static const CxForm token_form = { &cx_token_make_type, take_token, show_api,
                                   CX_REFUSALS(refusals) };

bool
cx_page_api(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    return cx_form_show(&token_form, ctx, request, reply, error);
}

bool
cx_page_api_token(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    return cx_form_take(&token_form, ctx, request, reply, error);
}

bool
cx_page_api_token_end(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    int64_t id = 0;
    if (!cx_request_param_id(request, "id", &id, error) || !cx_token_revoke_own(ctx, id, error))
        return false;
    cx_reply_redirect(reply, "/api#tokens");
    return true;
}
