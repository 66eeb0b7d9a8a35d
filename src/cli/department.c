/* coalition department …: departments, and what reorganisations make of them. */
#include "people/department.h"

#include <inttypes.h>

#include "base/civil.h"
#include "base/error.h"
#include "cli/cli.h"
#include "feedback/owner.h"
#include "pages/department_view.h"
#include "pages/finding_view.h"
#include "pages/pages.h"
#include "pages/profile_view.h"
#include "people/reorg.h"

static void
print_department(const CxDepartmentView *department)
{
    const CxHeadView *heads = department->heads.items;
    const char *const *history = department->history.items;
    cx_cli_print("%-24s %s", department->key, department->name);
    for (size_t i = 0; i < department->heads.n; i++)
        cx_cli_print("%s%s", i > 0 ? ", " : " (", heads[i].name);
    cx_cli_print("%s\n", department->heads.n > 0 ? ")" : "");
    for (size_t i = 0; i < department->history.n; i++)
        cx_cli_print("%-24s   %s\n", "", history[i]);
}

static void
print_all(const char *title, CxViewList list)
{
    const CxDepartmentView *departments = list.items;
    if (list.n > 0 && title != NULL)
        cx_cli_print("%s\n", title);
    for (size_t i = 0; i < list.n; i++)
        print_department(&departments[i]);
}

static bool
run_list(CxCli *cli, CX_UNUSED const CxCliArgs *args, GError **error)
{
    g_autoptr(CxCtx) ctx = cx_cli_open(cli, error);
    CxDepartmentsView view = { 0 };
    if (ctx == NULL || !cx_departments_view(ctx, &view, error))
        return false;
    if (cli->is_json) {
        cx_cli_print_json(&cx_departments_view_type, &view);
        return true;
    }
    print_all(NULL, view.departments);
    print_all("Former:", view.former);
    const CxReorgView *changes = view.changes.items;
    if (view.changes.n > 0)
        cx_cli_print("Reorganisations:\n");
    for (size_t i = 0; i < view.changes.n; i++) {
        g_autofree char *day = cx_day_format(changes[i].from);
        g_autofree char *id =
            changes[i].id > 0 ? g_strdup_printf("%" PRId64, changes[i].id) : g_strdup("");
        cx_cli_print("%4s %s %s: %s (%s)%s\n", id, day, changes[i].text, changes[i].reason,
                     changes[i].recorded_by, changes[i].is_undone ? ", undone" : "");
    }
    return true;
}

static void
print_measure(const CxProfileMeasureView *measure)
{
    const CxMark *mark = &measure->score;
    if (mark->text == NULL) {
        cx_cli_print("  %-36s %s\n", measure->label, mark->why != NULL ? mark->why : "");
        return;
    }
    g_autofree char *range = mark->range != NULL ? g_strdup_printf("(%s)", mark->range)
                                                 : g_strdup(mark->why != NULL ? mark->why : "");
    cx_cli_print("  %-36s %6s  %-12s %-10s card %.8s  %s\n", measure->label, mark->text, range,
                 mark->n_text, mark->card,
                 measure->change != NULL ? measure->change->sentence : "");
}

static void
print_links(const char *title, CxViewList list)
{
    const CxProfileLinkView *links = list.items;
    for (size_t i = 0; i < list.n; i++)
        cx_cli_print("%s%s: %s\n", i == 0 ? title : "", links[i].label, links[i].note);
}

static void
print_profile(const CxProfileView *view)
{
    const CxProfileMeasureView *measures = view->measures.items;
    const CxFindingView *findings = view->findings.items;
    const CxProfileTermView *terms = view->terms.items;
    cx_cli_print("%s (%s)\n%s\n", view->name, view->key, view->headline);
    if (view->period_text != NULL)
        cx_cli_print("%s, answers of %s\n", view->survey_title, view->period_text);
    if (view->has_measures)
        cx_cli_print("\n%s\n", view->became);
    for (size_t i = 0; i < view->measures.n; i++)
        print_measure(&measures[i]);
    for (size_t i = 0; i < view->findings.n; i++) {
        cx_cli_print("%s%s (%s)\n", i == 0 ? "\nFound\n" : "", findings[i].sentence,
                     findings[i].found_text);
    }
    for (size_t i = 0; i < view->terms.n; i++) {
        cx_cli_print("%s%s, %s, %s\n", i == 0 ? "\nHeaded by\n" : "", terms[i].name, terms[i].title,
                     terms[i].when);
    }
    print_links("\nWhere ratings fall\n", view->thresholds);
    print_links("\nPilots\n", view->pilots);
}

static bool
run_show(CxCli *cli, const CxCliArgs *args, GError **error)
{
    g_autoptr(CxCtx) ctx = cx_cli_open(cli, error);
    g_autoptr(CxDepartment) department =
        ctx != NULL ? cx_department_find(ctx, cx_cli_args_operand(args, 0), error) : NULL;
    CxProfileView view = { 0 };
    if (department == NULL ||
        !cx_profile_view(ctx, department, cx_cli_args_option(args, "survey"), &view, error))
        return false;
    if (cli->is_json)
        cx_cli_print_json(&cx_profile_view_type, &view);
    else
        print_profile(&view);
    return true;
}

static bool
run_add(CxCli *cli, const CxCliArgs *args, GError **error)
{
    const char *name = cx_cli_args_operand(args, 0);
    const char *given = cx_cli_args_option(args, "key");
    g_autofree char *key = given != NULL ? g_strdup(given) : cx_department_key(name);
    g_autoptr(CxCtx) ctx = cx_cli_open(cli, error);
    CxDepartmentId id = { 0 };
    if (ctx == NULL || !cx_department_add(ctx, key, name, &id, error))
        return false;
    cx_cli_print("%s is a department, with the key %s.\n", name, key);
    return true;
}

/* Reads --from. */
static bool
read_from(const CxCliArgs *args, CxDay *ret_day, GError **error)
{
    const char *text = cx_cli_args_option(args, "from");
    *ret_day = CX_DAY_NONE;
    return text == NULL || cx_day_parse(text, ret_day, error);
}

static bool
run_rename(CxCli *cli, const CxCliArgs *args, GError **error)
{
    const char *name = cx_cli_args_operand(args, 1);
    CxDay from;
    if (!read_from(args, &from, error))
        return false;
    g_autoptr(CxCtx) ctx = cx_cli_open(cli, error);
    if (ctx == NULL || !cx_department_rename(ctx, cx_cli_args_operand(args, 0), name, from,
                                             cx_cli_args_option(args, "why"), error))
        return false;
    cx_cli_print("Called %s from then on; the old name is still found.\n", name);
    return true;
}

/* Operands or repeated values as a list that ends with NULL; borrowed texts. */
static GPtrArray *
list_of(const CxCliArgs *args, const char *option)
{
    GPtrArray *list = g_ptr_array_new();
    for (size_t i = 0;; i++) {
        const char *text =
            option != NULL ? cx_cli_args_value(args, option, i) : cx_cli_args_operand(args, i);
        g_ptr_array_add(list, (gpointer)(uintptr_t)text);
        if (text == NULL)
            return list;
    }
}

static bool
record(CxCli *cli, const CxCliArgs *args, CxReorgKind kind, GError **error)
{
    g_autoptr(GPtrArray) before = list_of(args, NULL);
    g_autoptr(GPtrArray) after = list_of(args, "into");
    CxReorgAsk ask = {
        .kind = kind,
        .before = (const char *const *)before->pdata,
        .after = (const char *const *)after->pdata,
        .reason = cx_cli_args_option(args, "why"),
    };
    if (!read_from(args, &ask.from, error))
        return false;
    g_autoptr(CxCtx) ctx = cx_cli_open(cli, error);
    int64_t id = 0;
    if (ctx == NULL || !cx_reorg_add(ctx, &ask, &id, error))
        return false;
    cx_cli_print("Recorded as %" PRId64 ". `coalition department undo %" PRId64 "` undoes it.\n",
                 id, id);
    return true;
}

static bool
run_split(CxCli *cli, const CxCliArgs *args, GError **error)
{
    return record(cli, args, CX_REORG_SPLIT, error);
}

static bool
run_merge(CxCli *cli, const CxCliArgs *args, GError **error)
{
    return record(cli, args, CX_REORG_MERGE, error);
}

static bool
run_end(CxCli *cli, const CxCliArgs *args, GError **error)
{
    return record(cli, args, CX_REORG_END, error);
}

static bool
run_undo(CxCli *cli, const CxCliArgs *args, GError **error)
{
    const int64_t id = g_ascii_strtoll(cx_cli_args_operand(args, 0), NULL, 10);
    g_autoptr(CxCtx) ctx = cx_cli_open(cli, error);
    if (ctx == NULL || !cx_reorg_undo(ctx, id, cx_cli_args_option(args, "why"), error))
        return false;
    cx_cli_print("Undone, by a record of its own.\n");
    return true;
}

static bool
run_give(CxCli *cli, const CxCliArgs *args, GError **error)
{
    CxOwnerGive give = {
        .survey = cx_cli_args_option(args, "survey"),
        .item = cx_cli_args_operand(args, 0),
        .department = cx_cli_args_operand(args, 1),
    };
    if (!read_from(args, &give.from, error))
        return false;
    g_autoptr(CxCtx) ctx = cx_cli_open(cli, error);
    if (ctx == NULL || !cx_owner_give(ctx, &give, error))
        return false;
    cx_cli_print("%s is %s's from then on.\n", give.item, give.department);
    return true;
}

static const CxCliOption add_options[] = {
    { "key", "KEY", "stable key; made from the name if not said" },
    { 0 },
};
static const CxCliOption change_options[] = {
    { "from", "DAY", "first day of the new order, 2026-04-01" },
    { "why", "TEXT", "why, in a sentence" },
    { 0 },
};
static const CxCliOption parts_options[] = {
    { "into", "NAME…", "a department it becomes, by name or key; added if it is not known" },
    { "from", "DAY", "first day of the new order, 2026-04-01" },
    { "why", "TEXT", "why, in a sentence" },
    { 0 },
};
static const CxCliOption undo_options[] = {
    { "why", "TEXT", "why, in a sentence" },
    { 0 },
};

static const CxCliOption give_options[] = {
    { "survey", "KEY", "which survey, if there are several" },
    { "from", "DAY", "first day; from the beginning if not said" },
    { 0 },
};

const CxCliCommand cx_cli_department_give = {
    .name = "department give",
    .usage = "QUESTION DEPARTMENT [--from DAY]",
    .about = "Give a question to a department from a day on, as after a split",
    .options = give_options,
    .n_operands_min = 2,
    .n_operands_max = 2,
    .run = run_give,
};
const CxCliCommand cx_cli_department_list = {
    .name = "department list",
    .usage = "",
    .about = "List the departments, their heads, and what reorganisations made of them",
    .run = run_list,
};
static const CxCliOption show_options[] = {
    { "survey", "KEY", "which survey, if there are several" },
    { 0 },
};
const CxCliCommand cx_cli_department_show = {
    .name = "department show",
    .usage = "DEPARTMENT [--survey KEY]",
    .about = "One department: its measures, what was found, who has headed it",
    .options = show_options,
    .n_operands_min = 1,
    .n_operands_max = 1,
    .run = run_show,
};
const CxCliCommand cx_cli_department_add = {
    .name = "department add",
    .usage = "NAME [--key KEY]",
    .about = "Add a department",
    .options = add_options,
    .n_operands_min = 1,
    .n_operands_max = 1,
    .run = run_add,
};
const CxCliCommand cx_cli_department_rename = {
    .name = "department rename",
    .usage = "DEPARTMENT NAME --from DAY --why TEXT",
    .about = "Give a department another name from a day on; the old one is kept and found",
    .options = change_options,
    .n_operands_min = 2,
    .n_operands_max = 2,
    .run = run_rename,
};
const CxCliCommand cx_cli_department_split = {
    .name = "department split",
    .usage = "DEPARTMENT --into NAME --into NAME --from DAY --why TEXT",
    .about = "Record that a department is split; it is one of its parts if it stays",
    .options = parts_options,
    .n_operands_min = 1,
    .n_operands_max = 1,
    .run = run_split,
};
const CxCliCommand cx_cli_department_merge = {
    .name = "department merge",
    .usage = "DEPARTMENT... --into NAME --from DAY --why TEXT",
    .about = "Record that departments go into one",
    .options = parts_options,
    .n_operands_min = 1,
    .n_operands_max = -1,
    .run = run_merge,
};
const CxCliCommand cx_cli_department_end = {
    .name = "department end",
    .usage = "DEPARTMENT --from DAY --why TEXT",
    .about = "Record that a department ends; DAY is the first without it",
    .options = change_options,
    .n_operands_min = 1,
    .n_operands_max = 1,
    .run = run_end,
};
const CxCliCommand cx_cli_department_undo = {
    .name = "department undo",
    .usage = "NUMBER --why TEXT",
    .about = "Undo a split, merge or end, by a record of its own",
    .options = undo_options,
    .n_operands_min = 1,
    .n_operands_max = 1,
    .run = run_undo,
};
