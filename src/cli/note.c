/* coalition note: one line becomes a contact, a promise, thanks or a priority. */
#include "engage/note.h"

#include <inttypes.h>

#include "base/error.h"
#include "base/text.h"
#include "cli/cli.h"

typedef struct {
    int64_t id;
    const char *said;
} NoteView;

static const CxViewField note_fields[] = {
    CX_FIELD(NoteView, id, CX_FIELD_COUNT, "What --undo takes; 0: nothing was kept"),
    CX_FIELD(NoteView, said, CX_FIELD_TEXT, "What the line was taken for"),
};
static const CxViewType note_type =
    CX_VIEW_TYPE("Note", NoteView, note_fields, "A line and what it was taken for");

static void
print_note(const CxCli *cli, CxCtx *ctx, int64_t id, const CxCapture *capture)
{
    const NoteView view = { .id = id, .said = cx_note_sentence(ctx, capture) };
    if (cli->is_json)
        cx_cli_print_json(&note_type, &view);
    else if (id == 0)
        cx_cli_print("%s\nNothing was kept.\n", view.said);
    else
        cx_cli_print("%s\nTake it back with: coalition note --undo %" PRId64 "\n", view.said, id);
}

static bool
undo(CxCli *cli, const char *number, GError **error)
{
    int64_t id = 0;
    if (!cx_text_parse_i64(number, &id, error))
        return false;
    g_autoptr(CxCtx) ctx = cx_cli_open(cli, error);
    if (ctx == NULL || !cx_note_withdraw(ctx, id, error))
        return false;
    cx_cli_print("Taken back.\n");
    return true;
}

static bool
run(CxCli *cli, const CxCliArgs *args, GError **error)
{
    const char *number = cx_cli_args_option(args, "undo");
    const char *line = cx_cli_args_operand(args, 0);
    if ((number == NULL) == (line == NULL)) {
        g_set_error_literal(error, CX_ERROR, CX_ERROR_INVALID,
                            "give one line in quotes, or --undo NUMBER");
        return false;
    }
    if (number != NULL)
        return undo(cli, number, error);
    g_autoptr(CxCtx) ctx = cx_cli_open(cli, error);
    CxCapture capture;
    int64_t id = 0;
    if (ctx == NULL)
        return false;
    const bool is_dry = cx_cli_args_has(args, "dry-run");
    if (is_dry ? !cx_note_read(ctx, line, &capture, error)
               : !cx_note_take(ctx, line, &id, &capture, error))
        return false;
    if (capture.state != CX_CAPTURE_READY) {
        g_set_error_literal(error, CX_ERROR, CX_ERROR_INVALID, cx_note_problem(ctx, &capture));
        return false;
    }
    print_note(cli, ctx, id, &capture);
    return true;
}

static const CxCliOption options[] = {
    { "dry-run", NULL, "say what the line would be taken for, keep nothing" },
    { "undo", "NUMBER", "take a line back, with all it was taken for" },
    { 0 },
};

const CxCliCommand cx_cli_note = {
    .name = "note",
    .usage = "[\"LINE\"]",
    .about = "Note a contact, a promise, thanks or a leader's wish in one line",
    .more = "The line names a leader by @ and a name, title or department, and begins with what "
            "happened: \"met @head-of-sales about returns, promised the list, 27 Nov\".",
    .options = options,
    .n_operands_min = 0,
    .n_operands_max = 1,
    .run = run,
};
