/* One line becomes a contact, a promise, thanks or a priority; it is said how the line was read, and
 * it can be taken back. */
#include "engage/note.h"

#include <inttypes.h>
#include <string.h>

#include "base/error.h"
#include "base/limits.h"
#include "base/text.h"
#include "pages/pages.h"

typedef struct {
    int64_t id;       /* of what was noted; 0: nothing */
    const char *said; /* what it was taken for */
    bool is_undone;
    const CxFormView *form;
    const CxFormField *line;
    const char *back; /* as it was sent */
} NoteView;

static const CxViewField note_fields[] = {
    CX_FIELD(NoteView, id, CX_FIELD_COUNT, "Number of the note, 0 when nothing was noted"),
    CX_FIELD(NoteView, said, CX_FIELD_TEXT, "What the line was taken for"),
    CX_FIELD_PAGE(NoteView, is_undone, CX_FIELD_FLAG, "Whether a line was just taken back"),
    CX_FIELD_CHILD_PAGE(NoteView, form, CX_FIELD_OBJECT, &cx_form_view_type, "To note a line"),
    CX_FIELD_CHILD_PAGE(NoteView, line, CX_FIELD_OBJECT, &cx_form_field_type, "The line"),
    CX_FIELD_PAGE(NoteView, back, CX_FIELD_TEXT, "Where to go on"),
};
const CxViewType cx_note_view_type =
    CX_VIEW_TYPE("Note", NoteView, note_fields, "A line, and what it was taken for");

typedef struct {
    const char *line;
    const char *back;
} NoteTake;

static const CxCommandField take_fields[] = {
    { CX_COMMAND(NoteTake, line, CX_COMMAND_NOTE), .is_required = true,
      .bytes_max = CX_CAPTURE_BYTES_MAX, .label_key = "note.label", .hint_key = "note.hint",
      .about = "met @head-of-sales about returns, promised the list, 27 Nov" },
    { CX_COMMAND(NoteTake, back, CX_COMMAND_TEXT), .bytes_max = CX_KEY_BYTES_MAX,
      .label_key = "note.title",
      .about =
          "Of a form: where to go on, \"week\", \"round-\" and its id, or the id of a leader" },
};
const CxCommandType cx_note_take_type =
    CX_COMMAND_TYPE("NoteTake", NoteTake, take_fields,
                    "Notes a contact, a promise, thanks or a leader's wish in one line");

static bool
show(const CxRequest *request, CxReply *reply, const CxCommandInput *input, NoteView *view,
     GError **error)
{
    view->form = cx_request_form_view(request, input);
    view->line = cx_form_field(view->form, "line");
    const char *title = cx_message_text(cx_request_catalogue(request), "note.title");
    return cx_reply_view(reply, "note", title, &cx_note_view_type, view, error);
}

const char *
cx_page_note_kept(CxCtx *ctx, const CxRequest *request, int64_t *ret_id)
{
    const char *kept = cx_request_query(request, "kept");
    CxCapture capture;
    int64_t id = 0;
    if (kept == NULL || !ctx->wall.can_change_program || !cx_text_parse_i64(kept, &id, NULL) ||
        !cx_note_load(ctx, id, &capture, NULL))
        return NULL;
    *ret_id = id;
    return cx_note_sentence(ctx, &capture);
}

bool
cx_page_note(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    if (!cx_ctx_check_change(ctx, "note what happened with leaders", error))
        return false;
    NoteView view = { .is_undone = cx_request_query(request, "undone") != NULL };
    view.said = cx_page_note_kept(ctx, request, &view.id);
    const CxCommandInput input = cx_request_input(request, &cx_note_take_type);
    return show(request, reply, &input, &view, error);
}

static const CxRefusal refusals[] = {
    { CX_ERROR_INVALID, "line", NULL },
    { CX_ERROR_TOO_LARGE, "line", NULL },
};

#define ROUND "round-"

/* The page to go on at, with ?what after it: the week, a round's, a leader's, else the page of notes. */
static const char *
go_on(CxCtx *ctx, const char *back, const char *what)
{
    int64_t leader = 0;
    int64_t round = 0;
    if (g_strcmp0(back, "week") == 0)
        return cx_arena_printf(ctx->arena, "/week?%s", what);
    if (back != NULL && g_str_has_prefix(back, ROUND) &&
        cx_text_parse_i64(back + strlen(ROUND), &round, NULL) && round > 0)
        return cx_arena_printf(ctx->arena, "/rounds/%" PRId64 "?%s", round, what);
    if (back != NULL && cx_text_parse_i64(back, &leader, NULL) && leader > 0)
        return cx_arena_printf(ctx->arena, "/leaders/%" PRId64 "?%s", leader, what);
    return cx_arena_printf(ctx->arena, "/note?%s", what);
}

bool
cx_page_note_post(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    const CxCommandInput input = cx_request_input(request, &cx_note_take_type);
    NoteTake take;
    NoteView view = { .back = cx_request_form(request, "back") };
    CxCapture capture;
    g_autoptr(GError) refusal = NULL;
    const bool is_kept = cx_request_read(request, &input, &take) &&
                         cx_note_take(ctx, take.line, &view.id, &capture, &refusal);
    if (is_kept && !cx_request_is_api(request)) {
        const char *kept = cx_arena_printf(ctx->arena, "kept=%" PRId64, view.id);
        cx_reply_redirect(reply, go_on(ctx, take.back, kept));
        return true;
    }
    if (refusal != NULL && !cx_request_take_refusal(request, &input, refusals,
                                                    CX_N_ELEMENTS(refusals), &refusal, error))
        return false;
    if (is_kept) {
        view.said = cx_note_sentence(ctx, &capture);
        cx_reply_status(reply, 201);
    } else {
        cx_reply_issues(reply, input.issues);
    }
    return show(request, reply, &input, &view, error);
}

bool
cx_page_note_undo(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    int64_t id = 0;
    if (!cx_request_param_id(request, "id", &id, error) || !cx_note_withdraw(ctx, id, error))
        return false;
    cx_reply_redirect(reply, go_on(ctx, cx_request_form(request, "back"), "undone=1"));
    return true;
}
