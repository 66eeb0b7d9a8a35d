/* coalition next: what the files that are in make possible, and which one to bring next. */
#include "cli/next.h"

static void
print_offer(const CxUnlockOfferView *offer)
{
    cx_cli_print("%2" G_GINT64_FORMAT "  %s\n    %s %s\n    Makes possible: %s\n", offer->rank,
                 offer->name, offer->why, offer->what, offer->gain);
}

static void
print_all(const CxUnlockView *view)
{
    cx_cli_print("%s\n", view->headline);
    const CxUnlockOfferView *offers = view->offers.items;
    for (size_t i = 0; i < view->offers.n; i++)
        print_offer(&offers[i]);
    cx_cli_print("%s", view->cans.n > 0 ? "Possible now:\n" : "");
    const CxUnlockCanView *cans = view->cans.items;
    for (size_t i = 0; i < view->cans.n; i++)
        cx_cli_print("    %s\n", cans[i].name);
}

bool
cx_cli_print_next(CxCli *cli, CxCtx *ctx, const char *kind, GError **error)
{
    if (cli->is_json)
        return true;
    const CxUnlock *unlock = cx_unlock_make(ctx, error);
    if (unlock == NULL)
        return false;
    const CxUnlockView *view = cx_unlock_view(ctx, unlock, kind);
    const CxUnlockCanView *cans = view->cans.items;
    for (size_t i = 0; i < view->cans.n; i++)
        cx_cli_print("%s%s", i == 0 ? "Such files make possible here: " : "; ", cans[i].name);
    cx_cli_print("%s%s. See: coalition next\n", view->cans.n > 0 ? ".\n" : "", view->headline);
    return true;
}

static bool
run(CxCli *cli, CX_UNUSED const CxCliArgs *args, GError **error)
{
    g_autoptr(CxCtx) ctx = cx_cli_open(cli, error);
    const CxUnlock *unlock = ctx != NULL ? cx_unlock_make(ctx, error) : NULL;
    if (unlock == NULL)
        return false;
    const CxUnlockView *view = cx_unlock_view(ctx, unlock, NULL);
    if (cli->is_json)
        cx_cli_print_json(&cx_unlock_view_type, view);
    else
        print_all(view);
    return true;
}

const CxCliCommand cx_cli_next = {
    .name = "next",
    .usage = "",
    .about = "Say which file to bring next, and what it would make possible",
    .more =
        "Worked out from what is in: answers and the keys they carry, leaders, facts, contacts.\n"
        "A file that would make nothing possible by itself is not named.",
    .run = run,
};
