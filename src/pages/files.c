/* The files that came in, bringing one, and taking it in. */
#include <inttypes.h>
#include <string.h>

#include "app/upload_bring.h"
#include "base/civil.h"
#include "base/error.h"
#include "base/limits.h"
#include "base/text.h"
#include "feedback/file_head.h"
#include "feedback/upload.h"
#include "pages/file_kinds.h"
#include "pages/pages.h"
#include "plays/unlock_view.h"
#include "web/multipart.h"

#define FILES_A_PAGE 50
#define FIRST_KINDS  2 /* the first rows of cx_file_kinds: two files suffice */

/* ---- Views ---- */

typedef struct {
    int64_t id;
    int64_t import;
    const char *name;
    const char *kind;
    const char *kind_text;
    const char *state;
    const char *state_text;
    CxInstant received_at;
    const char *received_text;
    const char *actor;
    int64_t len_bytes;
    const char *size_text;
    const char *url;
} FileView;

typedef struct {
    int64_t position;
    const char *key;
    const char *name;
    const char *ask;
    const char *what;
    const char *unlocks; /* NULL: nothing by itself, yet */
    bool is_first;       /* one of those to begin with */
} KindView;

typedef struct {
    CxViewList files; /* of FileView, latest first */
    int64_t n_files;
    int64_t n_drafts;
    int64_t n_in;   /* of which what they say counts */
    int64_t n_open; /* being taken in */
    bool has_files;
    CxViewList kinds; /* of KindView */
    const CxUnlockView *unlock;
    const char *problem; /* why what was brought is not kept, or NULL */
    bool has_pages;
    const char *first_href;
    const char *next_href;
} FilesView;

static const CxViewField file_fields[] = {
    CX_FIELD(FileView, id, CX_FIELD_COUNT, "Id of the upload, 0 when it came by command line"),
    CX_FIELD(FileView, import, CX_FIELD_COUNT, "Id of the import it became, 0: none"),
    CX_FIELD(FileView, name, CX_FIELD_TEXT, "What the file is called"),
    CX_FIELD(FileView, kind, CX_FIELD_TEXT, "Kind of file, unknown when nobody has said"),
    CX_FIELD_PAGE(FileView, kind_text, CX_FIELD_TEXT, "The same as read"),
    CX_FIELD(FileView, state, CX_FIELD_TEXT, "draft, imported or dropped"),
    CX_FIELD_PAGE(FileView, state_text, CX_FIELD_TEXT, "What became of it"),
    CX_FIELD_DATA(FileView, received_at, CX_FIELD_INSTANT, "When it was brought"),
    CX_FIELD_PAGE(FileView, received_text, CX_FIELD_TEXT, "The same as read"),
    CX_FIELD(FileView, actor, CX_FIELD_TEXT, "Who brought it"),
    CX_FIELD_DATA(FileView, len_bytes, CX_FIELD_COUNT, "Size in bytes"),
    CX_FIELD_PAGE(FileView, size_text, CX_FIELD_TEXT, "The same as read"),
    CX_FIELD_PAGE(FileView, url, CX_FIELD_TEXT, "Its page"),
};
static const CxViewType file_type = CX_VIEW_TYPE("File", FileView, file_fields, "A file in a line");

static const CxViewField kind_fields[] = {
    CX_FIELD_PAGE(KindView, position, CX_FIELD_COUNT, "Place in the list, from 1"),
    CX_FIELD(KindView, key, CX_FIELD_TEXT, "Key of the kind"),
    CX_FIELD(KindView, name, CX_FIELD_TEXT, "What such a file is called"),
    CX_FIELD_PAGE(KindView, ask, CX_FIELD_TEXT, "What it answers"),
    CX_FIELD_PAGE(KindView, what, CX_FIELD_TEXT, "What such a file is"),
    CX_FIELD(KindView, unlocks, CX_FIELD_TEXT, "What it alone would make possible here, or null"),
    CX_FIELD_PAGE(KindView, is_first, CX_FIELD_FLAG, "Whether it is one to begin with"),
};
static const CxViewType kind_type =
    CX_VIEW_TYPE("FileKind", KindView, kind_fields, "A kind of file people bring");

static const CxViewField files_fields[] = {
    CX_FIELD_CHILD(FilesView, files, CX_FIELD_LIST, &file_type, "What was brought, latest first"),
    CX_FIELD_PAGE(FilesView, n_files, CX_FIELD_COUNT, "How many are listed"),
    CX_FIELD_PAGE(FilesView, n_drafts, CX_FIELD_COUNT, "How many of them are drafts"),
    CX_FIELD_PAGE(FilesView, n_in, CX_FIELD_COUNT, "How many of them are in"),
    CX_FIELD_PAGE(FilesView, n_open, CX_FIELD_COUNT, "How many are being taken in"),
    CX_FIELD_PAGE(FilesView, has_files, CX_FIELD_FLAG, "Whether there are any"),
    CX_FIELD_CHILD(FilesView, kinds, CX_FIELD_LIST, &kind_type, "What can be brought"),
    CX_FIELD_CHILD(FilesView, unlock, CX_FIELD_OBJECT, &cx_unlock_view_type,
                   "What files made possible, and which one to bring next"),
    CX_FIELD_PAGE(FilesView, problem, CX_FIELD_TEXT, "Why what was brought is not kept"),
    CX_FIELD_PAGE(FilesView, has_pages, CX_FIELD_FLAG, "Whether there are more"),
    CX_FIELD_PAGE(FilesView, first_href, CX_FIELD_TEXT, "The latest"),
    CX_FIELD_PAGE(FilesView, next_href, CX_FIELD_TEXT, "Earlier ones"),
};
const CxViewType cx_files_view_type =
    CX_VIEW_TYPE("Files", FilesView, files_fields, "The files that came in");

/* ---- Filling ---- */

/* "612 KB", "2.4 MB"; in the arena. */
const char *
cx_file_size_text(CxArena *arena, int64_t len_bytes)
{
    if (len_bytes < 10000)
        return cx_arena_printf(arena, "%" PRId64 " bytes", len_bytes);
    if (len_bytes < 1000000)
        return cx_arena_printf(arena, "%" PRId64 " KB", len_bytes / 1000);
    g_autofree char *number = cx_text_number((double)len_bytes / 1e6, 1);
    return cx_arena_printf(arena, "%s MB", number);
}

static const char *
state_text(CxCtx *ctx, const CxFileEntry *entry)
{
    switch (entry->state) {
    case CX_UPLOAD_STATE_DRAFT:
        return cx_message_text(ctx->catalogue, "files.state.draft");
    case CX_UPLOAD_STATE_DROPPED:
        return cx_message_text(ctx->catalogue, "files.state.dropped");
    case CX_UPLOAD_STATE_IMPORTED:
    case CX_UPLOAD_STATE_N:
        break;
    }
    static const char *const not_done[] = {
        [CX_IMPORT_QUEUED] = "files.state.running",
        [CX_IMPORT_RUNNING] = "files.state.running",
        [CX_IMPORT_CANCELLED] = "files.state.cancelled",
        [CX_IMPORT_FAILED] = "files.state.failed",
    };
    if (entry->import_state != CX_IMPORT_DONE)
        return cx_message_text(ctx->catalogue, not_done[entry->import_state]);
    if (entry->n_rows < 0)
        return cx_message_text(ctx->catalogue, "files.state.imported");
    return cx_arena_take(ctx->arena,
                         cx_message_format(ctx->catalogue, "files.state.rows",
                                           CX_ARG_NUMBER("rows", entry->n_rows),
                                           CX_ARG_NUMBER("rejected", entry->n_rejected)));
}

static const char *
kind_text(CxCtx *ctx, const char *key)
{
    const CxFileKind *kind = cx_file_kind_find(key);
    return cx_message_text(ctx->catalogue, kind != NULL ? kind->name_key : "files.kind.unknown");
}

static FileView
file_view(CxCtx *ctx, const CxFileEntry *entry, GTimeZone *zone)
{
    const bool is_import = entry->import.v != 0;
    return (FileView){
        .id = entry->upload.v,
        .import = entry->import.v,
        .name = cx_arena_text(ctx->arena, entry->file_name),
        .kind = cx_arena_text(ctx->arena, entry->kind),
        .kind_text = kind_text(ctx, entry->kind),
        .state = cx_upload_state_key(entry->state),
        .state_text = state_text(ctx, entry),
        .received_at = entry->received_at,
        .received_text =
            cx_arena_take(ctx->arena, cx_instant_format_long(entry->received_at, zone)),
        .actor = cx_arena_text(ctx->arena, entry->actor),
        .len_bytes = entry->len_bytes,
        .size_text = cx_file_size_text(ctx->arena, entry->len_bytes),
        .url = cx_arena_printf(ctx->arena, is_import ? "/imports/%" PRId64 : "/files/%" PRId64,
                               is_import ? entry->import.v : entry->upload.v),
    };
}

/* What the most useful file of a kind would make possible, or NULL. */
static const char *
gain_of(const CxUnlockView *unlock, const char *kind)
{
    const CxUnlockOfferView *offers = unlock->offers.items;
    for (size_t i = 0; i < unlock->offers.n; i++) {
        if (g_str_equal(offers[i].kind, kind))
            return offers[i].gain;
    }
    return NULL;
}

static CxViewList
list_kinds(CxCtx *ctx, const CxUnlockView *unlock)
{
    KindView *kinds = cx_arena_new0_n(ctx->arena, KindView, cx_file_kinds_n);
    for (size_t i = 0; i < cx_file_kinds_n; i++) {
        const CxFileKind *kind = &cx_file_kinds[i];
        kinds[i] = (KindView){
            .position = (int64_t)i + 1,
            .key = kind->key,
            .name = cx_message_text(ctx->catalogue, kind->name_key),
            .ask = cx_message_text(ctx->catalogue, kind->ask_key),
            .what = cx_message_text(ctx->catalogue, kind->what_key),
            .unlocks = gain_of(unlock, kind->key),
            .is_first = i < FIRST_KINDS,
        };
    }
    return CX_VIEW_LIST(kinds, cx_file_kinds_n);
}

/* Where the list goes on: "before=US-RANK". */
static void
read_cursor(const CxRequest *request, CxInstant *ret_before, int64_t *ret_rank)
{
    const char *text = cx_request_query(request, "before");
    g_auto(GStrv) parts = text != NULL ? g_strsplit(text, "-", 2) : NULL;
    int64_t us = 0;
    int64_t rank = 0;
    if (parts != NULL && parts[0] != NULL && parts[1] != NULL &&
        cx_text_parse_i64(parts[0], &us, NULL) && cx_text_parse_i64(parts[1], &rank, NULL)) {
        *ret_before = (CxInstant){ us };
        *ret_rank = rank;
    }
}

static void
count_file(const CxFileEntry *entry, FilesView *view)
{
    const bool is_import = entry->state == CX_UPLOAD_STATE_IMPORTED;
    view->n_drafts += entry->state == CX_UPLOAD_STATE_DRAFT ? 1 : 0;
    view->n_in += is_import && entry->import_state == CX_IMPORT_DONE ? 1 : 0;
    view->n_open += is_import && entry->import_state <= CX_IMPORT_RUNNING ? 1 : 0;
}

static bool
fill(CxCtx *ctx, const CxRequest *request, FilesView *view, GError **error)
{
    CxInstant before = { 0 };
    int64_t rank = 0;
    read_cursor(request, &before, &rank);
    g_autoptr(GTimeZone) zone = cx_zone_load("UTC", error);
    g_autoptr(GPtrArray) list =
        zone != NULL ? cx_file_list(ctx, before, rank, FILES_A_PAGE + 1, error) : NULL;
    const CxUnlock *unlock = list != NULL ? cx_unlock_make(ctx, error) : NULL;
    if (unlock == NULL)
        return false;
    const guint n = MIN(list->len, FILES_A_PAGE);
    FileView *files = cx_arena_new0_n(ctx->arena, FileView, n);
    for (guint i = 0; i < n; i++) {
        const CxFileEntry *entry = g_ptr_array_index(list, i);
        files[i] = file_view(ctx, entry, zone);
        count_file(entry, view);
    }
    view->files = CX_VIEW_LIST(files, n);
    view->n_files = n;
    view->has_files = n > 0;
    view->unlock = cx_unlock_view(ctx, unlock, NULL);
    view->kinds = list_kinds(ctx, view->unlock);
    view->first_href = before.us != 0 ? "/files" : NULL;
    if (list->len > n) {
        const CxFileEntry *last = g_ptr_array_index(list, n - 1);
        view->next_href = cx_arena_printf(ctx->arena, "/files?before=%" PRId64 "-%" PRId64,
                                          last->received_at.us, last->rank);
    }
    view->has_pages = view->first_href != NULL || view->next_href != NULL;
    return true;
}

static bool
show(CxCtx *ctx, const CxRequest *request, CxReply *reply, const char *problem, GError **error)
{
    FilesView view = { .problem = problem };
    if (!fill(ctx, request, &view, error))
        return false;
    const char *title = cx_message_text(cx_request_catalogue(request), "shell.files");
    return cx_reply_view(reply, "files", title, &cx_files_view_type, &view, error);
}

bool
cx_page_files(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    return show(ctx, request, reply, NULL, error);
}

/* ---- Bringing one ---- */

/* The kind the sender names, else what the file looks like; NULL: nobody knows. */
static bool
choose_kind(CxCtx *ctx, const CxRequest *request, const CxFileHead *head,
            const CxFileKind **ret_kind, GError **error)
{
    const char *told = cx_request_form(request, "kind");
    *ret_kind = told != NULL ? cx_file_kind_find(told) : NULL;
    if (*ret_kind != NULL)
        return true;
    g_autoptr(CxLikeKeys) known = cx_like_keys(ctx, head, error);
    if (known == NULL)
        return false;
    *ret_kind = cx_file_kind_guess(head, known);
    return true;
}

/* Looks at the file before anything of it is kept: what cannot be read is refused. */
static CxUpload *
look_at(CxCtx *ctx, const CxRequest *request, const CxBrought *brought, GError **error)
{
    gsize len_bytes = 0;
    const void *data = g_bytes_get_data(brought->bytes, &len_bytes);
    g_autoptr(CxFileHead) head = cx_file_head_read(data != NULL ? data : "", len_bytes, error);
    const CxFileKind *kind = NULL;
    if (head == NULL || !choose_kind(ctx, request, head, &kind, error))
        return NULL;
    CxUpload *upload = g_new0(CxUpload, 1);
    upload->file_name = g_strdup(brought->name);
    upload->len_bytes = brought->len_bytes;
    upload->kind = g_strdup(kind != NULL ? kind->key : CX_UPLOAD_UNKNOWN);
    const char *like = cx_request_form(request, "like");
    if (like != NULL && cx_text_parse_i64(like, &upload->like.v, NULL) && upload->like.v > 0) {
        g_free(upload->kind);
        upload->kind = g_strdup(CX_UPLOAD_SURVEY);
    }
    upload->head = cx_file_head_json(head);
    return upload;
}

static bool
keep_now(CxCtx *ctx, CxUpload *upload, const CxBrought *brought, GError **error)
{
    gsize len_bytes = 0;
    const void *data = g_bytes_get_data(brought->bytes, &len_bytes);
    return cx_original_add(ctx, data, len_bytes, &upload->original, error) &&
           cx_upload_prepare(ctx, upload, brought->bytes, error);
}

/* The file stays in the spool until a job has kept it. */
static bool
keep_later(CxCtx *ctx, CxUpload *upload, const CxBrought *brought, GError **error)
{
    upload->is_bring_wanted = true;
    upload->spool = cx_brought_keep(brought, error);
    return upload->spool != NULL && cx_original_announce(ctx, &brought->digest, brought->len_bytes,
                                                         &upload->original, error);
}

static bool
bring(CxCtx *ctx, const CxRequest *request, const CxBrought *brought, CxUploadId *ret_id,
      GError **error)
{
    g_autoptr(CxUpload) upload = look_at(ctx, request, brought, error);
    if (upload == NULL)
        return false;
    const bool is_ready = cx_upload_is_brought_at_once(upload)
                              ? keep_now(ctx, upload, brought, error)
                              : keep_later(ctx, upload, brought, error);
    return is_ready && cx_upload_add(ctx, upload, ret_id, error);
}

/* Whether a refusal is about the file, so that another one may do. */
static bool
is_about_file(const GError *error)
{
    const CxErrorCode code = cx_error_code(error);
    return code == CX_ERROR_INVALID || code == CX_ERROR_UNSUPPORTED || code == CX_ERROR_TOO_LARGE;
}

bool
cx_page_files_post(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    const CxCommandInput input = cx_request_input(request, NULL);
    const CxBrought *brought = cx_request_file(request);
    g_autoptr(GError) refusal = NULL;
    CxUploadId id = { 0 };
    if (brought == NULL) {
        cx_issues_add(input.issues, "file", "required", "%s",
                      cx_message_text(ctx->catalogue, "files.bring.none"));
    } else if (bring(ctx, request, brought, &id, &refusal)) {
        cx_reply_status(reply, 201);
        cx_reply_redirect(reply, cx_arena_printf(ctx->arena, "/files/%" PRId64, id.v));
        return true;
    } else if (is_about_file(refusal)) {
        g_autofree char *said = cx_message_format(ctx->catalogue, "files.bring.refused",
                                                  CX_ARG_TEXT("name", brought->name),
                                                  CX_ARG_TEXT("why", refusal->message));
        cx_issues_add(input.issues, "file", "refused", "%s", said);
    } else {
        g_propagate_error(error, g_steal_pointer(&refusal));
        return false;
    }
    cx_reply_issues(reply, input.issues);
    const CxIssue *issue = cx_issues_at(input.issues, 0);
    return show(ctx, request, reply, cx_arena_text(ctx->arena, issue->text), error);
}
