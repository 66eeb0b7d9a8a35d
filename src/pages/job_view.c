#include "pages/job_view.h"

#include <inttypes.h>
#include <string.h>

#include "base/civil.h"
#include "codec/json.h"
#include "deliver/bundle.h"

static const CxViewField job_fields[] = {
    CX_FIELD(CxJobView, id, CX_FIELD_COUNT, "Id of the job"),
    CX_FIELD(CxJobView, kind, CX_FIELD_TEXT, "What is done: import, nightly …"),
    CX_FIELD_PAGE(CxJobView, what, CX_FIELD_TEXT, "The same in words"),
    CX_FIELD(CxJobView, state, CX_FIELD_TEXT, "queued, running, done, failed or cancelled"),
    CX_FIELD_PAGE(CxJobView, state_text, CX_FIELD_TEXT, "The same in words"),
    CX_FIELD(CxJobView, actor, CX_FIELD_TEXT, "Login of whoever asked"),
    CX_FIELD(CxJobView, worker, CX_FIELD_TEXT, "The process that has or had it in hand, or null"),
    CX_FIELD(CxJobView, n_done, CX_FIELD_COUNT, "How far it is, in units of its own"),
    CX_FIELD(CxJobView, n_total, CX_FIELD_COUNT, "Of how much; 0: not known"),
    CX_FIELD(CxJobView, percent, CX_FIELD_COUNT, "How far it is in percent"),
    CX_FIELD_PAGE(CxJobView, note, CX_FIELD_TEXT, "What there is to say of it"),
    CX_FIELD(CxJobView, message, CX_FIELD_TEXT, "What it is doing, or how it ended"),
    CX_FIELD(CxJobView, error, CX_FIELD_TEXT, "Why the last try failed"),
    CX_FIELD(CxJobView, tries, CX_FIELD_COUNT, "How often it was begun"),
    CX_FIELD_DATA(CxJobView, created_at, CX_FIELD_INSTANT, "When it was asked for"),
    CX_FIELD_DATA(CxJobView, ended_at, CX_FIELD_INSTANT, "When it ended"),
    CX_FIELD_PAGE(CxJobView, created_text, CX_FIELD_TEXT, "When it was asked for, as read"),
    CX_FIELD(CxJobView, url, CX_FIELD_TEXT, "The page that says more, or null"),
    CX_FIELD_PAGE(CxJobView, is_open, CX_FIELD_FLAG, "Whether it is queued or running"),
    CX_FIELD_PAGE(CxJobView, is_running, CX_FIELD_FLAG, "Whether it is running"),
    CX_FIELD(CxJobView, is_cancel_asked, CX_FIELD_FLAG, "Whether it was asked to stop"),
    CX_FIELD_PAGE(CxJobView, can_cancel, CX_FIELD_FLAG, "Whether it can be asked to stop"),
};
const CxViewType cx_job_view_type = CX_VIEW_TYPE("Job", CxJobView, job_fields, "A job");

/* Words for a key of an area, else the key itself. */
static const char *
words_of(CxCtx *ctx, const char *area, const char *key)
{
    g_autofree char *name = g_strconcat(area, key, NULL);
    if (ctx->catalogue == NULL || cx_catalogue_find(ctx->catalogue, name) == NULL)
        return cx_arena_text(ctx->arena, key);
    return cx_message_text(ctx->catalogue, name);
}

/* The page of what the job is about: its arguments name it. */
static const char *
url_of(CxCtx *ctx, const CxJob *job)
{
    static const struct {
        const char *kind;
        const char *member;
        const char *path;
    } pages[] = {
        { "import", "import", "/imports/" }, { "facts", "upload", "/files/" },
        { "bring", "upload", "/files/" },    { "trial", "upload", "/files/" },
        { "sheet", "upload", "/files/" },
    };
    if (g_str_equal(job->kind, CX_BUNDLE_JOB))
        return "/briefs";
    g_autoptr(CxJson) args = cx_json_parse(job->args_json, strlen(job->args_json), NULL);
    for (size_t i = 0; args != NULL && i < CX_N_ELEMENTS(pages); i++) {
        int64_t id = 0;
        if (g_str_equal(job->kind, pages[i].kind) &&
            cx_json_need_int(args, pages[i].member, &id, NULL))
            return cx_arena_printf(ctx->arena, "%s%" PRId64, pages[i].path, id);
    }
    return NULL;
}

CxJobView
cx_job_view(CxCtx *ctx, const CxJob *job, GTimeZone *zone)
{
    CxArena *arena = ctx->arena;
    const bool is_open = job->state == CX_JOB_QUEUED || job->state == CX_JOB_RUNNING;
    CxJobView view = {
        .id = job->id.v,
        .kind = cx_arena_text(arena, job->kind),
        .what = words_of(ctx, "jobs.kind.", job->kind),
        .state = cx_job_state_key(job->state),
        .state_text = words_of(ctx, "jobs.state.", cx_job_state_key(job->state)),
        .actor = cx_arena_text(arena, job->actor),
        .worker = cx_arena_text(arena, job->worker),
        .n_done = job->n_done,
        .n_total = job->n_total,
        .percent = job->n_total > 0 ? 100 * job->n_done / job->n_total : 0,
        .message = cx_arena_text(arena, job->message),
        .error = cx_arena_text(arena, job->error),
        .tries = job->tries,
        .created_at = job->created_at,
        .ended_at = job->ended_at,
        .url = url_of(ctx, job),
        .is_open = is_open,
        .is_running = job->state == CX_JOB_RUNNING,
        .is_cancel_asked = job->is_cancel_asked,
        .can_cancel = is_open && !job->is_cancel_asked,
    };
    view.note = view.error != NULL ? view.error : view.message;
    if (zone != NULL)
        view.created_text = cx_arena_take(arena, cx_instant_format_long(job->created_at, zone));
    return view;
}
