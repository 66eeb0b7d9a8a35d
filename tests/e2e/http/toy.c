/* A small program served over HTTP, for test_http.py: things one may look at and add to.
 *
 * Says on standard output where it listens and which token it made, one "name value" a line, and
 * serves until standard input ends. Counts what was really done, so that the test can see that
 * nothing was. */
#include <glib.h>
#include <stdatomic.h>
#include <stdio.h>
#include <unistd.h>

#include "base/error.h"
#include "base/secret.h"
#include "db/migrate.h"
#include "db/pool.h"
#include "lang/assert.h"
#include "people/user.h"
#include "web/server.h"
#include "web/sign_in.h"

#define LOGIN    "ann"
#define PASSWORD "correct horse battery"

static atomic_int n_added;
static atomic_int n_deferred;

/* ---- Views ---- */

typedef struct {
    const char *csrf;
    const char *user;
    const char *title;
    bool is_error;
} ToyShell;

static const CxViewField shell_fields[] = {
    CX_FIELD(ToyShell, csrf, CX_FIELD_TEXT, "Token of forms"),
    CX_FIELD(ToyShell, user, CX_FIELD_TEXT, "Who is signed in"),
    CX_FIELD(ToyShell, title, CX_FIELD_TEXT, "Title of the page"),
    CX_FIELD(ToyShell, is_error, CX_FIELD_FLAG, "Around an error"),
};
static const CxViewType shell_type =
    CX_VIEW_TYPE("ToyShell", ToyShell, shell_fields, "Frame of the toy");

typedef struct {
    int64_t id;
    const char *name;
    int64_t n_added;
} ThingView;

static const CxViewField thing_fields[] = {
    CX_FIELD(ThingView, id, CX_FIELD_COUNT, "Number"),
    CX_FIELD(ThingView, name, CX_FIELD_TEXT, "Name"),
    CX_FIELD(ThingView, n_added, CX_FIELD_COUNT, "Things added so far"),
};
static const CxViewType thing_type = CX_VIEW_TYPE("Thing", ThingView, thing_fields, "A thing");

typedef struct {
    const CxFormView *form;
    const char *return_to;
    const char *error;
} FormPageView;

static const CxViewField form_page_fields[] = {
    CX_FIELD_CHILD(FormPageView, form, CX_FIELD_OBJECT, &cx_form_view_type, "The form"),
    CX_FIELD(FormPageView, return_to, CX_FIELD_TEXT, "Where to go on"),
    CX_FIELD(FormPageView, error, CX_FIELD_TEXT, "What went wrong"),
};
static const CxViewType form_page_type =
    CX_VIEW_TYPE("FormPage", FormPageView, form_page_fields, "A page with a form");

typedef struct {
    const char *name;
} ThingAdd;

static const CxCommandField thing_add_fields[] = {
    { CX_COMMAND(ThingAdd, name, CX_COMMAND_TEXT), .is_required = true, .label_key = "toy.name",
      .about = "Name of the thing" },
};
static const CxCommandType thing_add_type =
    CX_COMMAND_TYPE("ThingAdd", ThingAdd, thing_add_fields, "Adds a thing");

static const char *const templates_text[][2] = {
    { "thing", "<title>{{title}}</title><p id=\"user\">{{user}}</p><p>{{id}} {{name}}</p>"
               "<form><input name=\"_csrf\" value=\"{{csrf}}\"></form>" },
    { "form", "<title>{{title}}</title><p class=\"error\">{{error}}</p>"
              "<form method=\"post\"><input type=\"hidden\" name=\"_csrf\" value=\"{{csrf}}\">"
              "{{#form}}{{#fields}}<input name=\"{{name}}\" value=\"{{value}}\">"
              "<i>{{error}}</i>{{/fields}}{{/form}}</form>" },
    { "problem", "<title>{{title}}</title><h1>{{status}}</h1><p>{{detail}}</p>"
                 "<code>{{request_id}}</code>{{#is_signed_out}}<a "
                 "href=\"{{sign_in_to}}\">{{/is_signed_out}}" },
};

static const void *
make_shell(const CxShellFacts *facts, CxArena *arena, CX_UNUSED void *shell_data)
{
    ToyShell *shell = cx_arena_new0(arena, ToyShell);
    shell->csrf = facts->csrf;
    shell->title = facts->title;
    shell->is_error = facts->is_error;
    shell->user =
        facts->ctx != NULL && facts->ctx->actor.user.v != 0 ? facts->ctx->actor.login : NULL;
    return shell;
}

/* ---- Handlers ---- */

static bool
show_home(CxCtx *ctx, CX_UNUSED const CxRequest *request, CxReply *reply, GError **error)
{
    const ThingView view = { .name = ctx->actor.login, .n_added = n_added };
    return cx_reply_view(reply, "thing", "Home", &thing_type, &view, error);
}

static bool
show_thing(CX_UNUSED CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    ThingView view = { .name = "Zoë <&>", .n_added = n_added };
    if (!cx_request_param_id(request, "id", &view.id, error))
        return false;
    if (view.id > 100) {
        g_set_error(error, CX_ERROR, CX_ERROR_NOT_FOUND, "there is no thing %" G_GINT64_FORMAT,
                    view.id);
        return false;
    }
    return cx_reply_view(reply, "thing", "Thing", &thing_type, &view, error);
}

static bool
show_big(CX_UNUSED CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    const ThingView view = { .name =
                                 cx_arena_take(cx_request_arena(request), g_strnfill(20000, 'x')),
                             .n_added = 7 };
    return cx_reply_view(reply, "thing", "Big", &thing_type, &view, error);
}

static bool
add_thing(CX_UNUSED CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    CxCommandInput input = cx_request_input(request, &thing_add_type);
    ThingAdd add;
    if (!cx_request_read(request, &input, &add)) {
        const FormPageView view = { .form = cx_request_form_view(request, &input) };
        cx_reply_issues(reply, input.issues);
        return cx_reply_view(reply, "form", "Add a thing", &form_page_type, &view, error);
    }
    n_added++;
    cx_reply_redirect(reply, "/things/1?added=yes");
    return true;
}

static bool
show_sign_in(CX_UNUSED CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    const FormPageView view = { .return_to = cx_request_query(request, "return") };
    return cx_reply_view(reply, "form", "Sign in", &form_page_type, &view, error);
}

static bool
sign_in(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    const CxSignIn typed = { .login = cx_request_form(request, "login"),
                             .password = cx_request_form(request, "password"),
                             .return_to = cx_request_form(request, "return") };
    return cx_sign_in(ctx, request, reply, &typed, error);
}

static bool
sign_out(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    return cx_sign_out(ctx, request, reply, "/sign-in", error);
}

static bool
fail(CX_UNUSED CxCtx *ctx, CX_UNUSED const CxRequest *request, CX_UNUSED CxReply *reply,
     GError **error)
{
    g_set_error_literal(error, CX_ERROR, CX_ERROR_IO, "disk /dev/secret did not answer");
    return false;
}

/* A page that breaks its word: it redirects by what its route does not name. */
static bool
misread(CX_UNUSED CxCtx *ctx, const CxRequest *request, CxReply *reply, CX_UNUSED GError **error)
{
    if (cx_request_query(request, "unnamed") == NULL)
        cx_reply_redirect(reply, "/");
    return true;
}

static bool
stay_silent(CX_UNUSED CxCtx *ctx, CX_UNUSED const CxRequest *request, CX_UNUSED CxReply *reply,
            CX_UNUSED GError **error)
{
    return true;
}

static bool
forbid(CX_UNUSED CxCtx *ctx, CX_UNUSED const CxRequest *request, CX_UNUSED CxReply *reply,
       GError **error)
{
    g_set_error_literal(error, CX_ERROR, CX_ERROR_FORBIDDEN, "only the CX team may see this");
    return false;
}

static bool
show_file(CX_UNUSED CxCtx *ctx, CX_UNUSED const CxRequest *request, CxReply *reply,
          CX_UNUSED GError **error)
{
    g_autoptr(GBytes) bytes = g_bytes_new_static("a,b\n1,2\n", 8);
    cx_reply_bytes(reply, "text/csv; charset=utf-8", bytes, "Zoë \"x\".csv");
    return true;
}

static bool
show_slow(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    g_usleep(500000);
    return show_home(ctx, request, reply, error);
}

static bool
write_deferred(CxCtx *ctx, CX_UNUSED struct CxDb *db, CX_UNUSED void *data, GError **error)
{
    n_deferred++;
    return cx_ctx_audit(ctx, "toy.read", "toy", 1, NULL, NULL, error);
}

static bool
show_deferred(CxCtx *ctx, CX_UNUSED const CxRequest *request, CxReply *reply, GError **error)
{
    cx_ctx_defer(ctx, write_deferred, NULL);
    const ThingView view = { .name = "deferred", .n_added = n_deferred };
    return cx_reply_view(reply, "thing", "Deferred", &thing_type, &view, error);
}

static const CxRead sign_in_reads[] = {
    { .name = "return" },
    { .name = "login", .place = CX_READ_BODY },
    { .name = "password", .place = CX_READ_BODY },
    { .name = "return", .place = CX_READ_BODY },
    CX_READ_END,
};

/* clang-format off */
static const CxRoute routes[] = {
    { .method = CX_METHOD_GET,  .path = "/",            .handler = show_home },
    { .method = CX_METHOD_GET,  .path = "/open",        .handler = show_home, .access = CX_ACCESS_PUBLIC },
    { .method = CX_METHOD_GET,  .path = "/sign-in",     .handler = show_sign_in, .access = CX_ACCESS_PUBLIC, .side = CX_SIDE_PAGE, .reads = sign_in_reads },
    { .method = CX_METHOD_POST, .path = "/sign-in",     .handler = sign_in, .access = CX_ACCESS_PUBLIC, .side = CX_SIDE_PAGE, .reads = sign_in_reads },
    { .method = CX_METHOD_POST, .path = "/sign-out",    .handler = sign_out, .side = CX_SIDE_PAGE },
    { .method = CX_METHOD_GET,  .path = "/things/{id}", .handler = show_thing, .view = &thing_type },
    { .method = CX_METHOD_POST, .path = "/things",      .handler = add_thing, .command = &thing_add_type },
    { .method = CX_METHOD_GET,  .path = "/big",         .handler = show_big },
    { .method = CX_METHOD_GET,  .path = "/fail",        .handler = fail },
    { .method = CX_METHOD_GET,  .path = "/misread",     .handler = misread },
    { .method = CX_METHOD_GET,  .path = "/silent",      .handler = stay_silent },
    { .method = CX_METHOD_GET,  .path = "/forbidden",   .handler = forbid },
    { .method = CX_METHOD_GET,  .path = "/file",        .handler = show_file },
    { .method = CX_METHOD_GET,  .path = "/slow",        .handler = show_slow },
    { .method = CX_METHOD_GET,  .path = "/deferred",    .handler = show_deferred },
};
static const CxEmbed files[] = {
    { .name = "assets/toy.css", .data = (const uint8_t *)"body{}", .len_bytes = 6, .digest = "0123456789abcdef" },
    { .name = "templates/secret.html", .data = (const uint8_t *)"no", .len_bytes = 2, .digest = "0123456789abcdef" },
};
/* clang-format on */

/* ---- Starting ---- */

static void
check(const GError *error)
{
    if (error == NULL)
        return;
    (void)fprintf(stderr, "toy: %s\n", error->message);
    exit(1);
}

static CxTemplates *
make_templates(const CxCatalogue *catalogue)
{
    GError *error = NULL;
    CxTemplates *templates = cx_templates_new(catalogue);
    for (size_t i = 0; i < G_N_ELEMENTS(templates_text); i++) {
        const char *text = templates_text[i][1];
        if (!cx_templates_add(templates, templates_text[i][0], text, strlen(text), &error))
            check(error);
    }
    if (!cx_templates_link(templates, CX_LINK_STRICT, &error))
        check(error);
    return templates;
}

/* One user and a token of theirs; says the token. */
static void
fill_store(const char *url)
{
    GError *error = NULL;
    const CxInstant now = cx_clock_now(&(CxClock){ 0 });
    if (!cx_db_migrate(url, now, &error))
        check(error);
    g_autoptr(CxDb) db = cx_db_open(url, CX_DB_WRITE, &error);
    check(error);
    g_autoptr(CxCtx) ctx = cx_ctx_open_system(db, NULL, now);
    const CxUserAdd add = {
        .login = LOGIN, .name = "Ann", .password = PASSWORD, .role = CX_ROLE_OWNER
    };
    CxUserId user;
    g_autofree char *secret = NULL;
    if (!cx_user_add(ctx, &add, &user, &error) ||
        !cx_token_add(ctx, LOGIN, "test", &secret, &error))
        check(error);
    (void)printf("token %s\n", secret);
}

static void
wait_for_end(void)
{
    char c = 0;
    while (read(STDIN_FILENO, &c, 1) > 0) {
    }
}

int
main(int argc, char **argv)
{
    cx_assert(argc == 3);
    GError *error = NULL;
    cx_secret_start();
    const char *url = argv[1];
    fill_store(url);
    g_autoptr(CxDbPool) pool = cx_db_pool_new(url, 8);
    g_autoptr(CxCatalogue) catalogue = cx_catalogue_load("en", &error);
    check(error);
    if (!cx_catalogue_add(catalogue, "toy", "toy.name = Name\n", &error))
        check(error);
    g_autoptr(CxTemplates) templates = make_templates(catalogue);
    const CxClock clock = { 0 };
    const CxServices services = { .pool = pool,
                                  .templates = templates,
                                  .clock = &clock,
                                  .files = files,
                                  .n_files = G_N_ELEMENTS(files),
                                  .shell = { .type = &shell_type, .make = make_shell } };
    const CxServerConfig config = { .timeout_request_s = 2,
                                    .outlives_defects = true,
                                    .is_https = g_str_equal(argv[2], "https") };
    g_autoptr(CxServer) server =
        cx_server_start(&config, routes, G_N_ELEMENTS(routes), &services, &error);
    check(error);
    (void)printf("port %u\n", cx_server_port(server));
    (void)fflush(stdout);
    wait_for_end();
    cx_server_stop(server, 5000);
    return 0;
}
