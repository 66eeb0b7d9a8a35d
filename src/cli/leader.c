/* coalition leader: what is known of the program and one leader, and an appointment with them. */
#include <inttypes.h>
#include <string.h>

#include "base/civil.h"
#include "base/error.h"
#include "cli/cli.h"
#include "pages/engagement_view.h"
#include "tell/meeting.h"

static void
print_promises(const CxEngagementView *view)
{
    const CxPromiseView *promises = view->promises.items;
    cx_cli_print("\n%s\n", view->promises.n > 0 ? "Open promises" : "No promise is open.");
    for (size_t i = 0; i < view->promises.n; i++) {
        cx_cli_print("%5" PRId64 "  %s (%s%s)\n", promises[i].id, promises[i].what,
                     promises[i].said, promises[i].is_overdue ? ", overdue" : "");
    }
}

static void
print_inherited(const CxEngagementView *view)
{
    const CxInheritedView *inherited = view->inherited.items;
    const char *const *declined = view->declined.items;
    if (view->has_inherited)
        cx_cli_print("\nTo take over with the office (coalition promise accept, decline)\n");
    for (size_t i = 0; i < view->inherited.n; i++) {
        cx_cli_print("%5" PRId64 "  %s (%s)\n", inherited[i].id, inherited[i].what,
                     inherited[i].said);
    }
    for (size_t i = 0; i < view->declined.n; i++)
        cx_cli_print("%s  %s\n", i == 0 ? "\nNot taken over\n" : "", declined[i]);
}

static void
print_contacts(const CxEngagementView *view)
{
    const CxContactView *contacts = view->contacts.items;
    cx_cli_print("\n%s\n", view->contacts.n > 0 ? "Contacts" : "No contact is noted yet.");
    for (size_t i = 0; i < view->contacts.n; i++)
        cx_cli_print("  %s  %s\n", contacts[i].day_text, contacts[i].said);
}

static void
print_said(const char *title, CxViewList list)
{
    const CxSaidView *said = list.items;
    if (list.n > 0)
        cx_cli_print("\n%s\n", title);
    for (size_t i = 0; i < list.n; i++)
        cx_cli_print("  %s  %s\n", said[i].day_text, said[i].what != NULL ? said[i].what : "");
}

static void
print_text(const CxLeader *leader, const CxTerm *term, const CxEngagementView *view)
{
    cx_cli_print("%s%s%s\n", leader->name, term != NULL ? ", " : "",
                 term != NULL ? term->title : "");
    if (view->weeks >= 0)
        cx_cli_print("%" PRId64 " weeks in office. ", view->weeks);
    cx_cli_print("%s\n%s.\n", view->window, view->last_text);
    if (view->propose_text != NULL)
        cx_cli_print("To propose: %s (--ics FILE writes the appointment).\n", view->propose_text);
    print_promises(view);
    print_inherited(view);
    print_contacts(view);
    print_said("What they want", view->priorities);
    print_said("Thanked", view->thanks);
}

static bool
write_ics(CxCtx *ctx, const CxLeader *leader, const CxCliArgs *args, GError **error)
{
    const char *path = cx_cli_args_option(args, "ics");
    const char *text = cx_cli_args_option(args, "day");
    CxDay day = CX_DAY_NONE;
    if (text != NULL && !cx_day_parse(text, &day, error))
        return false;
    g_autofree char *calendar = cx_meeting_ics(ctx, leader, day, error);
    if (calendar == NULL)
        return false;
    g_autoptr(GError) local = NULL;
    if (!g_file_set_contents(path, calendar, -1, &local)) {
        g_set_error(error, CX_ERROR, CX_ERROR_IO, "could not write \"%s\": %s", path,
                    local->message);
        return false;
    }
    cx_cli_print("One-on-one with %s: %s\n", leader->name, path);
    return true;
}

static bool
run(CxCli *cli, const CxCliArgs *args, GError **error)
{
    g_autoptr(CxCtx) ctx = cx_cli_open(cli, error);
    if (ctx == NULL)
        return false;
    g_autoptr(CxLeader) leader = cx_leader_find(ctx, cx_cli_args_operand(args, 0), error);
    if (leader == NULL)
        return false;
    if (cx_cli_args_option(args, "ics") != NULL)
        return write_ics(ctx, leader, args, error);
    const CxEngagementView *view = cx_engagement_view(ctx, leader, error);
    if (view == NULL)
        return false;
    if (cli->is_json)
        cx_cli_print_json(&cx_engagement_view_type, view);
    else
        print_text(leader, cx_leader_term(leader, ctx->today), view);
    return true;
}

static const CxCliOption options[] = {
    { "ics", "FILE", "write a one-on-one as an appointment any calendar opens" },
    { "day", "DAY", "the day of it; otherwise the one to propose" },
    { 0 },
};

const CxCliCommand cx_cli_leader = {
    .name = "leader",
    .usage = "\"NAME\" [--ics FILE [--day DAY]]",
    .about = "Show when a new leader is to be met, contacts, open promises, what they want",
    .more = "NAME is a key, a number, an address, or a name or part of one. The appointment is an\n"
            "hour at ten in the morning and names the brief and the standing questions.",
    .options = options,
    .n_operands_min = 1,
    .n_operands_max = 1,
    .run = run,
};
