/* coalition demo: makes a home with the sample program, and serves it. */
#include <errno.h>
#include <glib/gstdio.h>

#include "base/error.h"
#include "cli/cli.h"
#include "cli/demo_calls.h"
#include "cli/demo_goals.h"
#include "cli/demo_people.h"
#include "cli/demo_pilots.h"
#include "cli/demo_practice.h"
#include "cli/demo_resistance.h"
#include "cli/demo_rounds.h"
#include "cli/demo_sponsor.h"
#include "cli/demo_work.h"
#include "cli/serve.h"
#include "demo/sample.h"
#include "feedback/import.h"
#include "people/leader.h"
#include "people/roster.h"
#include "people/user.h"

#define DEMO_PASSWORD "sample-program"

static const char demo_hint[] =
    "Sign in as \"cx\" (the CX leader), \"sponsor\" or \"delivery\" (the head of "
    "Delivery);\nthe password of all three is \"" DEMO_PASSWORD "\".\n";

static bool
import_version(CxCtx *ctx, const CxSample *sample, int i, GError **error)
{
    g_autoptr(CxIssues) issues = cx_issues_new();
    g_autoptr(CxMapping) mapping =
        cx_mapping_parse(sample->mapping[i]->str, sample->mapping[i]->len, issues, error);
    if (mapping == NULL) {
        if (cx_issues_count(issues) > 0)
            cx_issues_set_error(issues, error);
        return false;
    }
    g_autofree char *name = g_strdup_printf("relationship-v%d.csv", i + 1);
    g_autoptr(CxImportReport) report = cx_import_run(ctx, name, sample->responses[i]->str,
                                                     sample->responses[i]->len, mapping, error);
    return report != NULL;
}

static bool
add_user(CxCtx *ctx, const char *login, const char *name, CxRole role, const char *leader,
         GError **error)
{
    CxUserAdd add = { .login = login, .name = name, .password = DEMO_PASSWORD, .role = role };
    if (leader != NULL) {
        g_autoptr(CxLeader) found = cx_leader_find(ctx, leader, error);
        if (found == NULL)
            return false;
        add.leader = found->id;
    }
    CxUserId id = { 0 };
    return cx_user_add(ctx, &add, &id, error);
}

static bool
fill(CxCtx *ctx, GError **error)
{
    g_autoptr(CxSample) sample = cx_sample_new(ctx->today);
    for (int i = 0; i < CX_SAMPLE_VERSIONS; i++) {
        if (!import_version(ctx, sample, i, error))
            return false;
    }
    const CxRosterAsk ask = {
        .file_name = "leaders.csv",
        .data = sample->roster->str,
        .len_bytes = sample->roster->len,
        .extent = CX_ROSTER_SOME,
        .as_of = CX_DAY_NONE,
    };
    g_autoptr(CxRosterReport) roster = cx_roster_take(ctx, &ask, error);
    if (roster == NULL)
        return false;
    return add_user(ctx, CX_DEMO_OWNER, "CX leader", CX_ROLE_OWNER, NULL, error) &&
           cx_cli_demo_work(ctx, sample, error) && cx_cli_demo_pilots(ctx, error) &&
           cx_cli_demo_people(ctx, error) && cx_cli_demo_sponsor(ctx, error) &&
           cx_cli_demo_resistance(ctx, error) && cx_cli_demo_calls(ctx, error) &&
           cx_cli_demo_practice(ctx, error) && cx_cli_demo_rounds(ctx, error) &&
           cx_cli_demo_goals(ctx, error) &&
           add_user(ctx, "sponsor", "Helen Marsh", CX_ROLE_SPONSOR, "helen_marsh", error) &&
           add_user(ctx, "delivery", "Mara Lindqvist", CX_ROLE_LEADER, "mara_lindqvist", error);
}

/* Files a home on SQLite consists of. */
static const char *const home_files[] = { "coalition.db", "coalition.db-wal", "coalition.db-shm",
                                          "coalition.conf" };

/* Takes away what an attempt before has left at dir. */
static void
remove_attempt(const char *dir)
{
    for (size_t i = 0; i < CX_N_ELEMENTS(home_files); i++) {
        g_autofree char *path = g_build_filename(dir, home_files[i], NULL);
        (void)g_remove(path); /* it need not be there */
    }
    (void)g_rmdir(dir); /* likewise */
}

static bool
make_at(CxCli *cli, GError **error)
{
    if (!cx_home_init(cli->home_dir, cli->at, error))
        return false;
    g_autoptr(CxCtx) ctx = cx_cli_open(cli, error);
    const bool is_filled = ctx != NULL && fill(ctx, error);
    g_clear_pointer(&ctx, cx_ctx_free);
    cx_cli_close(cli);
    return is_filled;
}

static bool
move(const char *from, const char *to, GError **error)
{
    if (g_rename(from, to) == 0)
        return true;
    g_set_error(error, CX_ERROR, CX_ERROR_IO, "could not make \"%s\": %s", to, g_strerror(errno));
    return false;
}

/* Makes it beside its place and moves it there when it is whole: half a program is never served. */
static bool
make(CxCli *cli, GError **error)
{
    const char *place = cli->home_dir;
    g_autofree char *plain = g_canonicalize_filename(place, NULL);
    g_autofree char *beside = g_strconcat(plain, ".making", NULL);
    remove_attempt(beside);
    cli->home_dir = beside;
    const bool is_filled = make_at(cli, error);
    cli->home_dir = place;
    if (!is_filled || !move(beside, plain, error)) {
        remove_attempt(beside);
        return false;
    }
    cx_cli_print("Made the sample program at %s.\n", place);
    return true;
}

static bool
run(CxCli *cli, const CxCliArgs *args, GError **error)
{
    if (cli->home_dir == cx_cli_default_home)
        cli->home_dir = "demo-home";
    g_autofree char *conf = g_build_filename(cli->home_dir, "coalition.conf", NULL);
    if (!g_file_test(conf, G_FILE_TEST_EXISTS) && !make(cli, error))
        return false;
    return cx_cli_args_has(args, "no-serve") || cx_cli_serve_home(cli, args, demo_hint, error);
}

static const CxCliOption options[] = {
    { "no-serve", NULL, "only make it" },
    { "port", "N", "port to listen on at 127.0.0.1; 0 takes any free one" },
    { "listen", "ADDRESS:PORT", "where to listen, like 0.0.0.0:8080" },
    { 0 },
};

const CxCliCommand cx_cli_demo = {
    .name = "demo",
    .usage = "[--no-serve] [--port N]",
    .about = "Make a home with the sample program, an electronics distributor, and serve it",
    .more = "Without --home it is made in ./demo-home. What is there already is served as it is.\n"
            "Serving, it prints whom to sign in as.",
    .options = options,
    .run = run,
};
