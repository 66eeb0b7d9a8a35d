/* coalition handover …: the briefs a leader was handed. */
#include "tell/handover.h"

#include "base/civil.h"
#include "base/text.h"
#include "cli/cli.h"
#include "people/leader.h"

typedef struct {
    int64_t id;
    CxDay day;
    const char *handed_by;
    const char *headline;
} RowView;

typedef struct {
    CxViewList handovers;
} ListView;

static const CxViewField row_fields[] = {
    CX_FIELD(RowView, id, CX_FIELD_COUNT, "Number of the record"),
    CX_FIELD(RowView, day, CX_FIELD_DAY, "The day it was handed over"),
    CX_FIELD(RowView, handed_by, CX_FIELD_TEXT, "Who handed it over"),
    CX_FIELD(RowView, headline, CX_FIELD_TEXT, "Its sentence"),
};
static const CxViewType row_type =
    CX_VIEW_TYPE("Handover", RowView, row_fields, "A brief that was handed over");
static const CxViewField list_fields[] = {
    CX_FIELD_CHILD(ListView, handovers, CX_FIELD_LIST, &row_type, "Newest first"),
};
static const CxViewType list_type =
    CX_VIEW_TYPE("Handovers", ListView, list_fields, "The briefs a leader was handed");

static void
print_rows(const RowView *rows, size_t n)
{
    if (n == 0)
        cx_cli_print("No brief was handed over yet: coalition brief LEADER --handed-over\n");
    for (size_t i = 0; i < n; i++) {
        g_autofree char *day = cx_day_format(rows[i].day);
        cx_cli_print("%5" G_GINT64_FORMAT "  %s  %-24s %s\n", rows[i].id, day, rows[i].handed_by,
                     rows[i].headline);
    }
}

static bool
run_list(CxCli *cli, const CxCliArgs *args, GError **error)
{
    g_autoptr(CxCtx) ctx = cx_cli_open(cli, error);
    g_autoptr(CxLeader) leader =
        ctx != NULL ? cx_leader_find(ctx, cx_cli_args_operand(args, 0), error) : NULL;
    CxHandovers handovers;
    if (leader == NULL || !cx_handover_list(ctx, leader->id, &handovers, error))
        return false;
    RowView *rows = cx_arena_new0_n(ctx->arena, RowView, handovers.n);
    for (size_t i = 0; i < handovers.n; i++) {
        const CxHandover *handover = &handovers.items[i];
        rows[i] =
            (RowView){ handover->id.v, handover->day, handover->handed_by, handover->headline };
    }
    const ListView view = { CX_VIEW_LIST(rows, handovers.n) };
    if (cli->is_json)
        cx_cli_print_json(&list_type, &view);
    else
        print_rows(rows, handovers.n);
    return true;
}

static bool
run_take_back(CxCli *cli, const CxCliArgs *args, GError **error)
{
    CxHandoverId id = { 0 };
    if (!cx_text_parse_i64(cx_cli_args_operand(args, 0), &id.v, error))
        return false;
    g_autoptr(CxCtx) ctx = cx_cli_open(cli, error);
    if (ctx == NULL || !cx_handover_take_back(ctx, id, error))
        return false;
    cx_cli_print("Noted: it was not handed over after all.\n");
    return true;
}

const CxCliCommand cx_cli_handover_list = {
    .name = "handover list",
    .usage = "LEADER",
    .about = "List the briefs a leader was handed",
    .n_operands_min = 1,
    .n_operands_max = 1,
    .run = run_list,
};
const CxCliCommand cx_cli_handover_take_back = {
    .name = "handover take-back",
    .usage = "NUMBER",
    .about = "Note that a brief was not handed over after all",
    .n_operands_min = 1,
    .n_operands_max = 1,
    .run = run_take_back,
};
