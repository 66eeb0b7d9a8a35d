/* coalition brief: what one leader should read. */
#include "tell/brief.h"

#include "base/civil.h"
#include "base/error.h"
#include "cli/cli.h"
#include "deliver/brief_all.h"
#include "deliver/brief_pdf.h"
#include "people/leader.h"
#include "tell/brief_view.h"
#include "tell/mark.h"

static void
print_score(CxCtx *ctx, const CxScore *score)
{
    const CxMarkWords words = { .decimals = score->decimals, .what = score->label };
    const CxMark mark = cx_mark_make(ctx, &score->whole, &words);
    if (mark.text == NULL) {
        cx_cli_print("  %-36s %s\n", score->label, mark.why != NULL ? mark.why : "");
        return;
    }
    g_autofree char *range =
        mark.range != NULL ? g_strdup_printf("(%s)", mark.range) : g_strdup(mark.why);
    cx_cli_print("  %-36s %6s  %-16s %-10s card %.8s  %s\n", score->label, mark.text, range,
                 mark.n_text, mark.card, score->measure);
}

static void
print_text(CxCtx *ctx, const CxBrief *brief)
{
    g_autofree char *made_on = cx_day_format_long(brief->made_on);
    g_autofree char *period = cx_day_format_period(brief->from, brief->to);
    cx_cli_print("%s (%s)\n%s, answers of %s\n\n%s\n%s\n\nAll customers\n", brief->heading,
                 brief->leader_name, made_on, period, brief->headline, brief->lead);
    print_score(ctx, brief->overall);
    for (size_t i = 0; i < brief->n_measures; i++) {
        const CxBriefMeasure *measure = &brief->measures[i];
        if (i == 0 ||
            g_strcmp0(measure->department_name, brief->measures[i - 1].department_name) != 0)
            cx_cli_print("\n%s\n", measure->department_name);
        print_score(ctx, measure->score);
    }
    cx_cli_print("\nIntervals are 95 %%. \"coalition card ID\" shows what a number rests on.\n");
}

static bool
read_ask(const CxCliArgs *args, CxBriefAsk *ask, GError **error)
{
    const char *from = cx_cli_args_option(args, "from");
    const char *to = cx_cli_args_option(args, "to");
    *ask = (CxBriefAsk){
        .survey = cx_cli_args_option(args, "survey"),
        .from = CX_DAY_NONE,
        .to = CX_DAY_NONE,
    };
    return (from == NULL || cx_day_parse(from, &ask->from, error)) &&
           (to == NULL || cx_day_parse(to, &ask->to, error));
}

static bool
write_all(CxCtx *ctx, const CxBriefAsk *ask, const char *path, int64_t *ret_n, GError **error)
{
    if (!g_str_has_suffix(path, ".zip"))
        return cx_brief_write_all(ctx, ask, path, ret_n, error);
    g_autoptr(GBytes) zip = cx_brief_zip_all(ctx, ask, ret_n, error);
    return zip != NULL && cx_brief_write_bytes(zip, path, error);
}

static bool
run_all(CxCli *cli, const CxCliArgs *args, const CxBriefAsk *ask, GError **error)
{
    const char *named = cx_cli_args_option(args, "pdf");
    const char *dir = named != NULL ? named : cx_cli_args_operand(args, 0);
    if (dir == NULL || (named != NULL && cx_cli_args_operand(args, 0) != NULL)) {
        g_set_error_literal(error, CX_ERROR, CX_ERROR_INVALID,
                            "say where to: brief --all DIRECTORY, or brief --all FILE.zip");
        return false;
    }
    g_autoptr(CxCtx) ctx = cx_cli_open(cli, error);
    if (ctx == NULL)
        return false;
    cx_cli_watch(ctx, "Printing briefs");
    int64_t n = 0;
    if (!write_all(ctx, ask, dir, &n, error) || !cx_cli_finish(cli, ctx, error))
        return false;
    cx_cli_watch_end(ctx);
    cx_cli_print("%" G_GINT64_FORMAT " briefs in %s\n", n, dir);
    return true;
}

static bool
check_leader(const CxCliArgs *args, GError **error)
{
    if (cx_cli_args_operand(args, 0) != NULL)
        return true;
    g_set_error_literal(error, CX_ERROR, CX_ERROR_INVALID,
                        "say whose brief, or --all --pdf DIRECTORY");
    return false;
}

static bool
run_one(CxCli *cli, const CxCliArgs *args, const CxBriefAsk *ask, GError **error)
{
    if (!check_leader(args, error))
        return false;
    g_autoptr(CxCtx) ctx = cx_cli_open(cli, error);
    if (ctx == NULL)
        return false;
    g_autoptr(CxLeader) leader = cx_leader_find(ctx, cx_cli_args_operand(args, 0), error);
    if (leader == NULL)
        return false;
    const CxBrief *brief = cx_brief_make(ctx, leader->id, ask, error);
    CxHandoverId handover = { 0 };
    if (brief == NULL ||
        (cx_cli_args_has(args, "handed-over") &&
         !cx_brief_hand_over(ctx, brief, &handover, error)) ||
        !cx_cli_finish(cli, ctx, error))
        return false;
    const char *file = cx_cli_args_option(args, "pdf");
    if (file != NULL) {
        if (!cx_brief_write(ctx, brief, file, error))
            return false;
        cx_cli_print("%s: %s\n", brief->heading, file);
    } else if (cli->is_json) {
        cx_cli_print_json(&cx_brief_view_type, cx_brief_view(ctx, brief));
    } else {
        print_text(ctx, brief);
    }
    return true;
}

static bool
run(CxCli *cli, const CxCliArgs *args, GError **error)
{
    CxBriefAsk ask;
    if (!read_ask(args, &ask, error))
        return false;
    return cx_cli_args_has(args, "all") ? run_all(cli, args, &ask, error)
                                        : run_one(cli, args, &ask, error);
}

static const CxCliOption options[] = {
    { "survey", "KEY", "which survey, if there are several" },
    { "from", "DATE", "first day of answers (else the last quarter that closed)" },
    { "to", "DATE", "last day of answers" },
    { "handed-over", NULL, "note that it was handed over today, and keep it as it is" },
    { "pdf", "FILE", "write it as a tagged PDF, to be handed over" },
    { "all", NULL, "of every leader, into a directory or a .zip" },
    { 0 },
};

const CxCliCommand cx_cli_brief = {
    .name = "brief",
    .usage = "LEADER|--all DIRECTORY|--all FILE.zip",
    .about = "Print the brief of a leader: the overall rating and their own department",
    .more = "LEADER is an id, a key, an address, or enough of the name or title to know them by.",
    .options = options,
    .n_operands_min = 0,
    .n_operands_max = 1,
    .run = run,
};
