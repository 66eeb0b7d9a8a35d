#include "asking.h"

#include <string.h>

#include "base/embed.h"
#include "base/secret.h"
#include "column/shelf.h"
#include "db/pool.h"
#include "deliver/press.h"
#include "feedback/frame_store.h"
#include "pages/pages.h"
#include "pages/shell.h"
#include "unit/people/cast.h"
#include "web/handle_priv.h"

struct Asking {
    CxDbPool *pool;
    CxCatalogue *catalogue;
    CxTemplates *templates;
    CxFrameShelf *frames;
    CxPress *press;
    CxClock clock;
    CxHub *hub;
    char *cookie;
    char *csrf;
    char *bearer;
    char *body;
    int http_status;
    char *location;
};

static void
drop_log(CX_UNUSED const char *line, CX_UNUSED void *data)
{
}

/* The user, a session for pages and a token for JSON. */
static void
sign_in(Asking *asking, CxRole role, CxLeaderId leader)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(CxDb) db = cx_db_pool_take(asking->pool, CX_DB_WRITE, &error);
    g_assert_no_error(error);
    const CxUserId user = cast_user(db, "asker", role, leader);
    g_autoptr(CxCtx) ctx = cast_system(db);
    g_autofree char *session_secret = NULL;
    g_autofree char *token_secret = NULL;
    const bool is_in = cx_session_open(ctx, user, &session_secret, &error) &&
                       cx_token_add(ctx, "asker", "test", &token_secret, &error);
    g_assert_no_error(error);
    g_assert_true(is_in);
    CxSession session = { 0 };
    g_assert_true(cx_session_find(ctx, session_secret, &session, &error));
    asking->csrf = g_strdup(session.csrf);
    cx_session_clear(&session);
    asking->cookie = g_strconcat("coalition=", session_secret, NULL);
    asking->bearer = g_strconcat("Bearer ", token_secret, NULL);
}

Asking *
asking_new(const char *url, CxRole role, CxLeaderId leader)
{
    g_autoptr(GError) error = NULL;
    Asking *asking = g_new0(Asking, 1);
    cx_secret_start();
    asking->pool = cx_db_pool_new(url, 2);
    asking->catalogue = cx_catalogue_load("en", &error);
    g_assert_no_error(error);
    asking->templates = cx_templates_compile(asking->catalogue, &error);
    g_assert_no_error(error);
    asking->frames = cx_frame_shelf_new(cx_frame_store_loader);
    asking->press = cx_press_new(asking->templates, NULL);
    asking->clock = (CxClock){ .is_fixed = true, .at = cast_instant(0) };
    size_t n_files = 0;
    const CxEmbed *files = cx_embed_list(&n_files);
    const CxServerConfig config = { .log = drop_log };
    const CxServices services = {
        .pool = asking->pool,
        .templates = asking->templates,
        .frames = asking->frames,
        .press = asking->press,
        .clock = &asking->clock,
        .files = files,
        .n_files = n_files,
        .shell = { .type = &cx_shell_view_type, .make = cx_shell_make },
    };
    asking->hub = cx_hub_new(&config, cx_routes, cx_routes_n, &services, &error);
    g_assert_no_error(error);
    sign_in(asking, role, leader);
    return asking;
}

void
asking_free(Asking *asking)
{
    if (asking == NULL)
        return;
    cx_hub_free(asking->hub);
    cx_templates_free(asking->templates);
    cx_press_free(asking->press);
    cx_frame_shelf_free(asking->frames);
    cx_catalogue_free(asking->catalogue);
    cx_db_pool_free(asking->pool);
    g_free(asking->cookie);
    g_free(asking->csrf);
    g_free(asking->bearer);
    g_free(asking->body);
    g_free(asking->location);
    g_free(asking);
}

static const char *
ask(Asking *asking, CxIncoming in)
{
    in.host = "127.0.0.1";
    in.address = "127.0.0.1";
    in.len_body = in.body != NULL ? strlen(in.body) : 0;
    CxRequest *request = NULL;
    CxReply *reply = NULL;
    cx_handle(asking->hub, &in, &request, &reply);
    g_free(asking->body);
    gsize len = 0;
    const char *data = reply->body != NULL ? g_bytes_get_data(reply->body, &len) : NULL;
    asking->body = g_strndup(data != NULL ? data : "", len);
    asking->http_status = reply->http_status;
    g_free(asking->location);
    asking->location = g_strdup(reply->location);
    cx_reply_free(reply);
    cx_request_free(request);
    return asking->body;
}

const char *
asking_page(Asking *asking, const char *path)
{
    return ask(asking, (CxIncoming){ .method = "GET", .target = path, .cookie = asking->cookie });
}

const char *
asking_send(Asking *asking, const char *path, const char *form)
{
    g_autofree char *token = g_uri_escape_string(asking->csrf, NULL, FALSE);
    g_autofree char *body = g_strdup_printf("%s&_csrf=%s", form, token);
    return ask(asking, (CxIncoming){ .method = "POST",
                                     .target = path,
                                     .cookie = asking->cookie,
                                     .content_type = "application/x-www-form-urlencoded",
                                     .body = body });
}

const char *
asking_json(Asking *asking, const char *path, const char *body)
{
    g_autofree char *target = g_strconcat("/api/v1", path, NULL);
    return ask(asking, (CxIncoming){ .method = body != NULL ? "POST" : "GET",
                                     .target = target,
                                     .authorization = asking->bearer,
                                     .content_type = body != NULL ? "application/json" : NULL,
                                     .body = body });
}

const char *
asking_bring(Asking *asking, const char *path, const char *file_name, const char *data,
             size_t len_bytes)
{
    static const char type[] = "multipart/form-data; boundary=edge";
    g_autofree char *before = g_strdup_printf(
        "--edge\r\nContent-Disposition: form-data; name=\"_csrf\"\r\n\r\n%s\r\n--edge\r\n"
        "Content-Disposition: form-data; name=\"file\"; filename=\"%s\"\r\n\r\n",
        asking->csrf, file_name);
    g_autoptr(CxMultipart) multipart = cx_multipart_new(type, g_get_tmp_dir(), 64 << 20);
    cx_multipart_add(multipart, before, strlen(before));
    cx_multipart_add(multipart, data, len_bytes);
    cx_multipart_add(multipart, "\r\n--edge--\r\n", 12);
    return ask(asking, (CxIncoming){ .method = "POST",
                                     .target = path,
                                     .cookie = asking->cookie,
                                     .content_type = type,
                                     .multipart = multipart });
}

int
asking_status(const Asking *asking)
{
    return asking->http_status;
}

const char *
asking_location(const Asking *asking)
{
    return asking->location;
}
