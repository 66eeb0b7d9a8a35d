/* The briefs of all leaders: printed by one job, with its progress, to be taken away as
 * a ZIP. */
#include <inttypes.h>

#include "base/civil.h"
#include "deliver/bundle.h"
#include "pages/job_view.h"
#include "pages/pages.h"

typedef struct {
    int64_t id;
    const char *name;
    const char *url;
    int64_t n_briefs;
    int64_t len_bytes;
    const char *size_text;
    const char *made_by;
    CxInstant made_at;
    const char *made_text;
} BundleView;

typedef struct {
    CxViewList bundles; /* of BundleView, newest first */
    bool has_bundles;
    const CxJobView *job; /* under way, or NULL */
    const CxFormView *form;
} BriefsView;

static const CxViewField bundle_fields[] = {
    CX_FIELD(BundleView, id, CX_FIELD_COUNT, "Id"),
    CX_FIELD(BundleView, name, CX_FIELD_TEXT, "Name of the file"),
    CX_FIELD(BundleView, url, CX_FIELD_TEXT, "Where it is"),
    CX_FIELD(BundleView, n_briefs, CX_FIELD_COUNT, "How many briefs are in it"),
    CX_FIELD(BundleView, len_bytes, CX_FIELD_COUNT, "Its size in bytes"),
    CX_FIELD_PAGE(BundleView, size_text, CX_FIELD_TEXT, "The same as read"),
    CX_FIELD(BundleView, made_by, CX_FIELD_TEXT, "Who asked for it"),
    CX_FIELD_DATA(BundleView, made_at, CX_FIELD_INSTANT, "When it was printed"),
    CX_FIELD_PAGE(BundleView, made_text, CX_FIELD_TEXT, "The same as read"),
};
static const CxViewType bundle_type =
    CX_VIEW_TYPE("BriefBundle", BundleView, bundle_fields, "All briefs as one ZIP");

static const CxViewField briefs_fields[] = {
    CX_FIELD_CHILD(BriefsView, job, CX_FIELD_OBJECT, &cx_job_view_type,
                   "The job that prints them now, or null"),
    CX_FIELD_CHILD(BriefsView, bundles, CX_FIELD_LIST, &bundle_type, "Newest first"),
    CX_FIELD_PAGE(BriefsView, has_bundles, CX_FIELD_FLAG, "Whether there are any"),
    CX_FIELD_CHILD_PAGE(BriefsView, form, CX_FIELD_OBJECT, &cx_form_view_type, "To print them"),
};
const CxViewType cx_briefs_view_type =
    CX_VIEW_TYPE("Briefs", BriefsView, briefs_fields, "The briefs of all leaders");

/* ---- The command ---- */

typedef struct {
    CxDay from;
    CxDay to;
    const char *survey;
} BriefsPrint;

static const CxCommandField print_fields[] = {
    { CX_COMMAND(BriefsPrint, from, CX_COMMAND_DAY), .label_key = "briefs.field.from",
      .hint_key = "briefs.field.from.hint",
      .about = "First day of answers; else the last quarter that closed" },
    { CX_COMMAND(BriefsPrint, to, CX_COMMAND_DAY), .label_key = "briefs.field.to",
      .about = "Last day of answers" },
    { CX_COMMAND(BriefsPrint, survey, CX_COMMAND_TEXT), .label_key = "scores.field.survey",
      .hint_key = "briefs.field.survey.hint", .about = "Key of the survey, if there are several" },
};
const CxCommandType cx_briefs_print_type =
    CX_COMMAND_TYPE("BriefsPrint", BriefsPrint, print_fields, "Prints all briefs");

/* ---- Showing ---- */

static CxViewList
list_bundles(CxCtx *ctx, const CxBundles *bundles, GTimeZone *zone)
{
    CxArena *arena = ctx->arena;
    BundleView *rows = cx_arena_new0_n(arena, BundleView, bundles->n);
    for (size_t i = 0; i < bundles->n; i++) {
        const CxBundle *bundle = &bundles->items[i];
        rows[i] = (BundleView){
            .id = bundle->id.v,
            .name = bundle->name,
            .url = cx_arena_printf(arena, "/briefs/%" PRId64 "/briefs.zip", bundle->id.v),
            .n_briefs = bundle->n_briefs,
            .len_bytes = bundle->len_bytes,
            .size_text = cx_file_size_text(arena, bundle->len_bytes),
            .made_by = bundle->made_by,
            .made_at = bundle->made_at,
            .made_text = cx_arena_take(arena, cx_instant_format_long(bundle->made_at, zone)),
        };
    }
    return CX_VIEW_LIST(rows, bundles->n);
}

static bool
show(CxCtx *ctx, const CxRequest *request, const CxCommandInput *input, CxReply *reply,
     GError **error)
{
    CxBundles bundles;
    g_autoptr(CxJob) job = NULL;
    g_autoptr(GTimeZone) zone = cx_zone_load(ctx->zone, error);
    if (zone == NULL || !cx_bundle_list(ctx, &bundles, error) || !cx_bundle_job(ctx, &job, error))
        return false;
    BriefsView view = { .bundles = list_bundles(ctx, &bundles, zone),
                        .has_bundles = bundles.n > 0,
                        .form = cx_request_form_view(request, input) };
    CxJobView under_way;
    if (job != NULL) {
        under_way = cx_job_view(ctx, job, zone);
        view.job = &under_way;
    }
    const char *title = cx_message_text(cx_request_catalogue(request), "briefs.title");
    return cx_reply_view(reply, "briefs", title, &cx_briefs_view_type, &view, error);
}

static const CxRefusal refusals[] = {
    { CX_ERROR_UNSUPPORTED, "", NULL },
    { CX_ERROR_INVALID, "", NULL },
};

static bool
take(CxCtx *ctx, CX_UNUSED const CxRequest *request, const void *command, CxReply *reply,
     GError **error)
{
    const BriefsPrint *print = command;
    const CxBriefAsk ask = { .survey = print->survey, .from = print->from, .to = print->to };
    CxJobId job = { 0 };
    if (!cx_bundle_ask(ctx, &ask, &job, error))
        return false;
    cx_reply_status(reply, 201);
    cx_reply_redirect(reply, "/briefs");
    return true;
}

static const CxForm form = { &cx_briefs_print_type, take, show, CX_REFUSALS(refusals) };

bool
cx_page_briefs(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    return cx_form_show(&form, ctx, request, reply, error);
}

bool
cx_page_briefs_post(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    return cx_form_take(&form, ctx, request, reply, error);
}

bool
cx_page_briefs_zip(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    CxBundleId id = { 0 };
    const char *name = NULL;
    if (!cx_request_param_id(request, "id", &id.v, error))
        return false;
    g_autoptr(GBytes) zip = cx_bundle_load(ctx, id, &name, error);
    if (zip == NULL)
        return false;
    cx_reply_bytes(reply, "application/zip", zip, name);
    return true;
}
