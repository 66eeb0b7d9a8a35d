/* coalition leaders add, office, left: who holds which office, from which day on. */
#include "base/civil.h"
#include "base/error.h"
#include "cli/cli.h"
#include "people/leader.h"

static bool
read_day(const CxCliArgs *args, const char *name, CxDay *ret_day, GError **error)
{
    const char *text = cx_cli_args_option(args, name);
    if (text != NULL)
        return cx_day_parse(text, ret_day, error);
    g_set_error(error, CX_ERROR, CX_ERROR_INVALID, "say --%s and a day, like 2026-11-16", name);
    return false;
}

static bool
run_add(CxCli *cli, const CxCliArgs *args, GError **error)
{
    CxLeaderAdd add = { .name = cx_cli_args_operand(args, 0),
                        .title = cx_cli_args_option(args, "title"),
                        .department = cx_cli_args_option(args, "department"),
                        .email = cx_cli_args_option(args, "email"),
                        .to = CX_DAY_NONE };
    CxLeaderId id = { 0 };
    if (!read_day(args, "from", &add.from, error))
        return false;
    g_autoptr(CxCtx) ctx = cx_cli_open(cli, error);
    if (ctx == NULL || !cx_leader_add(ctx, &add, &id, error))
        return false;
    cx_cli_print("Added as leader %" G_GINT64_FORMAT ": %s.\n", id.v, add.name);
    return true;
}

static const CxCliOption add_options[] = {
    { "title", "TEXT", "the office, such as Head of Delivery" },
    { "department", "KEY", "the department headed; without it, none" },
    { "from", "DAY", "first day in office" },
    { "email", "ADDRESS", "their address" },
    { 0 },
};

const CxCliCommand cx_cli_leaders_add = {
    .name = "leaders add",
    .usage = "\"NAME\" --title TEXT --from DAY [--department KEY]",
    .about = "Add a leader with an office",
    .options = add_options,
    .n_operands_min = 1,
    .n_operands_max = 1,
    .run = run_add,
};

static bool
run_office(CxCli *cli, const CxCliArgs *args, GError **error)
{
    CxOfficeGive give = { .title = cx_cli_args_option(args, "title"),
                          .department = cx_cli_args_option(args, "department"),
                          .place = cx_cli_args_has(args, "besides") ? CX_OFFICE_BESIDES
                                                                    : CX_OFFICE_INSTEAD };
    if (!read_day(args, "from", &give.from, error))
        return false;
    g_autoptr(CxCtx) ctx = cx_cli_open(cli, error);
    g_autoptr(CxLeader) leader =
        ctx != NULL ? cx_leader_find(ctx, cx_cli_args_operand(args, 0), error) : NULL;
    if (leader == NULL || !cx_leader_give_office(ctx, leader->id, &give, error))
        return false;
    cx_cli_print("%s: %s.\n", leader->name, give.title);
    return true;
}

static const CxCliOption office_options[] = {
    { "title", "TEXT", "the office, such as Head of Delivery" },
    { "department", "KEY", "the department headed; without it, none" },
    { "from", "DAY", "first day in it; may be in the future" },
    { "besides", NULL, "keep the present offices; else they end on the day before" },
    { 0 },
};

const CxCliCommand cx_cli_leaders_office = {
    .name = "leaders office",
    .usage = "\"NAME\" --title TEXT --from DAY [--department KEY] [--besides]",
    .about = "Give a leader another office, in place of the present one or besides it",
    .options = office_options,
    .n_operands_min = 1,
    .n_operands_max = 1,
    .run = run_office,
};

/* Ends the open terms of a leader that had begun, or the one of them that heads a department. */
static bool
end_terms(CxCtx *ctx, const CxLeader *leader, const char *department, CxDay last, GError **error)
{
    guint n = 0;
    for (guint i = 0; i < leader->terms->len; i++) {
        const CxTerm *term = leader->terms->pdata[i];
        const bool is_open =
            cx_day_is_none(term->to) && (cx_day_is_none(term->from) || term->from.v <= last.v);
        if (!is_open || (department != NULL && g_strcmp0(term->department_key, department) != 0))
            continue;
        if (!cx_leader_end_term(ctx, leader->id, term->id, last, error))
            return false;
        n++;
    }
    if (n > 0)
        return true;
    g_set_error(error, CX_ERROR, CX_ERROR_CONFLICT,
                "%s holds no such office without an end on that day", leader->name);
    return false;
}

static bool
run_left(CxCli *cli, const CxCliArgs *args, GError **error)
{
    CxDay last;
    if (!read_day(args, "on", &last, error))
        return false;
    g_autoptr(CxCtx) ctx = cx_cli_open(cli, error);
    g_autoptr(CxLeader) leader =
        ctx != NULL ? cx_leader_find(ctx, cx_cli_args_operand(args, 0), error) : NULL;
    if (leader == NULL ||
        !end_terms(ctx, leader, cx_cli_args_option(args, "department"), last, error))
        return false;
    g_autofree char *day = cx_day_format_long(last);
    cx_cli_print("%s: last day in office %s.\n", leader->name, day);
    return true;
}

static const CxCliOption left_options[] = {
    { "on", "DAY", "last day in office; may be in the future" },
    { "department", "KEY", "of several offices, the one that heads it" },
    { 0 },
};

const CxCliCommand cx_cli_leaders_left = {
    .name = "leaders left",
    .usage = "\"NAME\" --on DAY [--department KEY]",
    .about = "Say on which day a leader leaves office",
    .options = left_options,
    .n_operands_min = 1,
    .n_operands_max = 1,
    .run = run_left,
};
