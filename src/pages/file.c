/* One file that was brought: looking at it, taking it in, dropping it. */
#include "pages/file.h"

#include <inttypes.h>
#include <string.h>

#include "app/upload_bring.h"
#include "base/error.h"
#include "codec/table.h"
#include "pages/file_kinds.h"
#include "pages/file_sheet.h"
#include "pages/pages.h"

/* ---- Commands ---- */

typedef struct {
    int64_t version;
    bool whole;
} FileAct;

static const CxCommandField act_fields[] = {
    { CX_COMMAND(FileAct, version, CX_COMMAND_INT), .is_required = true, .lo = 1, .hi = INT64_MAX,
      .label_key = "file.field.version", .about = "Version of the draft that was looked at" },
    { CX_COMMAND(FileAct, whole, CX_COMMAND_FLAG), .label_key = "file.field.whole",
      .about = "Of a list of leaders: it has everybody in office, who is not in it has left" },
};
const CxCommandType cx_file_act_type =
    CX_COMMAND_TYPE("FileAct", FileAct, act_fields, "Takes a draft in, or drops it");

typedef struct {
    int64_t version;
    const char *kind;
    bool anew;
} FileKindChoose;

static const CxCommandField kind_fields[] = {
    { CX_COMMAND(FileKindChoose, version, CX_COMMAND_INT), .is_required = true, .lo = 1,
      .hi = INT64_MAX, .label_key = "file.field.version",
      .about = "Version of the draft that was looked at" },
    { CX_COMMAND(FileKindChoose, kind, CX_COMMAND_TEXT), .is_required = true,
      .label_key = "file.field.kind", .about = "survey, roster or past" },
    { CX_COMMAND(FileKindChoose, anew, CX_COMMAND_FLAG), .label_key = "file.anew",
      .about = "Reads a survey file as it is recognised, not like an earlier one" },
};
const CxCommandType cx_file_kind_choose_type = CX_COMMAND_TYPE(
    "FileKindChoose", FileKindChoose, kind_fields, "Says what kind of file a draft is");

/* ---- Handlers ---- */

static bool
show(CxCtx *ctx, const CxRequest *request, CxReply *reply, CxUploadId id, GError **error)
{
    g_autoptr(CxFileDraft) draft = cx_file_draft_load(ctx, id, error);
    if (draft != NULL)
        draft->upload->is_whole = cx_request_query(request, "whole") != NULL;
    const void *view = draft != NULL ? cx_file_view(ctx, request, draft, error) : NULL;
    return view != NULL &&
           cx_reply_view(reply, "file", draft->upload->file_name, &cx_file_view_type, view, error);
}

bool
cx_page_file(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    CxUploadId id = { 0 };
    if (!cx_request_param_id(request, "id", &id.v, error))
        return false;
    g_autoptr(CxUpload) upload = cx_upload_load(ctx, id, error);
    if (upload == NULL)
        return false;
    if (upload->import.v != 0) {
        cx_reply_redirect(reply,
                          cx_arena_printf(ctx->arena, "/imports/%" PRId64, upload->import.v));
        return true;
    }
    return show(ctx, request, reply, id, error);
}

/* What is said beside the form rather than on an error page. */
static const CxRefusal refusals[] = {
    { CX_ERROR_CONFLICT, "", NULL },
    { CX_ERROR_INVALID, "", NULL },
    { CX_ERROR_TOO_LARGE, "", NULL },
};

/* Shows the draft again with what is wrong. Takes *refusal when there is one. */
static bool
show_refused(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **refusal, GError **error)
{
    const CxCommandInput input = cx_request_input(request, &cx_file_act_type);
    if (*refusal != NULL && !cx_request_take_refusal(request, &input, refusals,
                                                     CX_N_ELEMENTS(refusals), refusal, error))
        return false;
    CxUploadId id = { 0 };
    if (!cx_request_param_id(request, "id", &id.v, error))
        return false;
    cx_reply_issues(reply, input.issues);
    return show(ctx, request, reply, id, error);
}

/* The upload a command is about, if it is still the version that was looked at. */
static CxUpload *
load_version(CxCtx *ctx, const CxRequest *request, int64_t version, GError **error)
{
    CxUploadId id = { 0 };
    if (!cx_request_param_id(request, "id", &id.v, error))
        return NULL;
    g_autoptr(CxUpload) upload = cx_upload_load(ctx, id, error);
    if (upload == NULL)
        return NULL;
    if (upload->version == version && upload->state == CX_UPLOAD_STATE_DRAFT)
        return g_steal_pointer(&upload);
    g_set_error_literal(error, CX_ERROR, CX_ERROR_CONFLICT,
                        "somebody else has changed this file meanwhile; nothing of yours was kept. "
                        "Look at what they did, and say it again if it still holds");
    return NULL;
}

static bool
take_in(CxCtx *ctx, const CxRequest *request, const FileAct *act, GError **error)
{
    g_autoptr(CxUpload) upload = load_version(ctx, request, act->version, error);
    if (upload == NULL)
        return false;
    upload->is_whole = act->whole;
    const CxFileKind *kind = cx_file_kind_find(upload->kind);
    if (kind != NULL)
        return kind->take(ctx, upload, error);
    g_set_error_literal(error, CX_ERROR, CX_ERROR_INVALID, "say first what kind of file this is");
    return false;
}

static bool
drop(CxCtx *ctx, const CxRequest *request, int64_t version, GError **error)
{
    CxUploadId id = { 0 };
    return cx_request_param_id(request, "id", &id.v, error) &&
           cx_upload_drop(ctx, id, version, error);
}

/* Recognises the file as of its kind: a large one when it is saved, by a job. */
static bool
recognise(CxCtx *ctx, CxUpload *upload, GError **error)
{
    if (cx_upload_is_brought_at_once(upload)) {
        g_autoptr(GBytes) bytes = cx_original_read(ctx, upload->original, error);
        return bytes != NULL && cx_upload_prepare(ctx, upload, bytes, error);
    }
    upload->is_bring_wanted = true;
    g_clear_pointer(&upload->findings, g_free);
    g_clear_pointer(&upload->mapping, g_free);
    g_clear_pointer(&upload->trial, g_free);
    return true;
}

static bool
choose_kind(CxCtx *ctx, const CxRequest *request, const FileKindChoose *choose, GError **error)
{
    g_autoptr(CxUpload) upload = load_version(ctx, request, choose->version, error);
    if (upload == NULL)
        return false;
    const CxFileKind *kind = cx_file_kind_find(choose->kind);
    if (kind == NULL) {
        g_set_error(error, CX_ERROR, CX_ERROR_INVALID, "there is no kind of file \"%s\"",
                    choose->kind);
        return false;
    }
    g_free(upload->kind);
    upload->kind = g_strdup(kind->key);
    upload->like.v = choose->anew ? CX_LIKE_NONE : CX_LIKE_FIND;
    return recognise(ctx, upload, error) && cx_upload_save(ctx, upload, error);
}

static void
go_to(CxCtx *ctx, const CxRequest *request, CxReply *reply, const char *what)
{
    cx_reply_redirect(
        reply, cx_arena_printf(ctx->arena, "/files/%s%s", cx_request_param(request, "id"), what));
}

bool
cx_page_file_import(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    const CxCommandInput input = cx_request_input(request, &cx_file_act_type);
    FileAct act;
    g_autoptr(GError) refusal = NULL;
    if (cx_request_read(request, &input, &act) && take_in(ctx, request, &act, &refusal)) {
        go_to(ctx, request, reply, "");
        return true;
    }
    return show_refused(ctx, request, reply, &refusal, error);
}

bool
cx_page_file_drop(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    const CxCommandInput input = cx_request_input(request, &cx_file_act_type);
    FileAct act;
    g_autoptr(GError) refusal = NULL;
    if (cx_request_read(request, &input, &act) && drop(ctx, request, act.version, &refusal)) {
        cx_reply_redirect(reply, "/files");
        return true;
    }
    return show_refused(ctx, request, reply, &refusal, error);
}

bool
cx_page_file_kind(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    const CxCommandInput input = cx_request_input(request, &cx_file_kind_choose_type);
    FileKindChoose choose;
    g_autoptr(GError) refusal = NULL;
    if (cx_request_read(request, &input, &choose) && choose_kind(ctx, request, &choose, &refusal)) {
        go_to(ctx, request, reply, "");
        return true;
    }
    return show_refused(ctx, request, reply, &refusal, error);
}

bool
cx_page_file_mapping(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    CxUploadId id = { 0 };
    if (!cx_request_param_id(request, "id", &id.v, error))
        return false;
    g_autoptr(CxUpload) upload = cx_upload_load(ctx, id, error);
    if (upload == NULL)
        return false;
    if (upload->mapping == NULL) {
        g_set_error_literal(error, CX_ERROR, CX_ERROR_NOT_FOUND, "this file has no mapping yet");
        return false;
    }
    g_autoptr(GBytes) bytes = g_bytes_new(upload->mapping, strlen(upload->mapping));
    g_autofree char *name = g_strdup_printf("%s.mapping.json", upload->file_name);
    cx_reply_bytes(reply, "application/json", bytes, name);
    return true;
}

/* ---- Rows set aside of a sheet ---- */

/* The header and those rows, for a person to correct and bring again. */
static bool
write_rows(GString *out, GBytes *bytes, const GArray *lines, GError **error)
{
    gsize len_bytes = 0;
    const void *data = g_bytes_get_data(bytes, &len_bytes);
    g_autoptr(CxTable) table = cx_table_open(data, len_bytes, NULL, error);
    if (table == NULL)
        return false;
    guint i_line = 0;
    bool is_header = true;
    CxTableRow row;
    CxTableStep step;
    while ((step = cx_table_next(table, &row, error)) == CX_TABLE_ROW || step == CX_TABLE_BAD) {
        while (i_line < lines->len && g_array_index(lines, int64_t, i_line) < row.line)
            i_line++;
        if (is_header || (i_line < lines->len && g_array_index(lines, int64_t, i_line) == row.line))
            cx_table_append_row(out, table, &row);
        is_header = false;
    }
    return step == CX_TABLE_END;
}

bool
cx_page_file_rejects(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    CxUploadId id = { 0 };
    if (!cx_request_param_id(request, "id", &id.v, error))
        return false;
    g_autoptr(CxUpload) upload = cx_upload_load(ctx, id, error);
    g_autoptr(GArray) lines = upload != NULL ? cx_file_sheet_lines(ctx, upload, error) : NULL;
    g_autoptr(GBytes) bytes = lines != NULL ? cx_original_read(ctx, upload->original, error) : NULL;
    g_autoptr(GString) csv = g_string_new(NULL);
    if (bytes == NULL || !write_rows(csv, bytes, lines, error))
        return false;
    g_autoptr(GBytes) body = g_bytes_new(csv->str, csv->len);
    g_autofree char *name = g_strdup_printf("%s.set-aside.csv", upload->file_name);
    cx_reply_bytes(reply, "text/csv; charset=utf-8", body, name);
    return true;
}
