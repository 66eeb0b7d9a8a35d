/* All briefs: asked for once however often, seen by the CX team only; a bundle is taken away as it was
 * kept. That the job prints them is asked by tests/e2e/journey.test.mjs. */
#include "asking.h"

#include <string.h>

#include "deliver/bundle.h"
#include "deliver/press.h"
#include "support/engines.h"
#include "support/says.h"
#include "unit/people/cast.h"

static void
test_asked(const char *url)
{
    g_autoptr(Asking) asking = asking_new(url, CX_ROLE_OWNER, (CxLeaderId){ 0 });
    assert_says(asking_page(asking, "/briefs"), "Nothing is printed yet");
    (void)asking_send(asking, "/briefs", "from=2026-13-01");
    g_assert_cmpint(asking_status(asking), ==, 422);
    const char *page = asking_send(asking, "/briefs", "");
    if (asking_status(asking) == 422) { /* no WeasyPrint here */
        assert_says(page, "apt-get install weasyprint");
        return;
    }
    g_assert_cmpstr(asking_location(asking), ==, "/briefs");
    assert_says(asking_page(asking, "/briefs"), "They are being printed");
    (void)asking_send(asking, "/briefs", "from=2026-01-01&to=2026-03-31");
    g_assert_cmpint(asking_status(asking), ==, 303);
    const char *jobs = asking_json(asking, "/jobs", NULL);
    const char *first = strstr(jobs, "\"kind\":\"briefs\"");
    g_assert_nonnull(first);
    g_assert_null(strstr(first + 1, "\"kind\":\"briefs\"")); /* the one under way is enough */
    (void)asking_send(asking, "/jobs/1/cancel", "");
    assert_says(asking_page(asking, "/briefs"), "Nothing is printed yet");
}

/* There is no leader: the job says so and leaves nothing. */
static void
test_nobody(const char *url)
{
    g_autoptr(CxDb) db = cx_test_open(url);
    g_autoptr(CxCtx) ctx = cast_system(db);
    g_autoptr(GError) error = NULL;
    CxBundle bundle;
    g_assert_false(
        cx_bundle_make(ctx, "{\"survey\":\"\",\"from\":\"\",\"to\":\"\"}", &bundle, &error));
    assert_says(error->message, "there is no leader yet");
    CxBundles bundles;
    g_assert_true(cx_bundle_list(ctx, &bundles, NULL));
    g_assert_cmpuint(bundles.n, ==, 0);
}

static void
test_wall(const char *url)
{
    static const CxRole roles[] = { CX_ROLE_LEADER, CX_ROLE_SPONSOR, CX_ROLE_FINANCE };
    g_autoptr(CxDb) db = cx_test_open(url);
    const CxLeaderId ada = cast_leader(db, "Ada", NULL, cast_day(-49), CX_DAY_NONE);
    g_autoptr(Asking) asking = asking_new(url, CX_ROLE_LEADER, ada);
    (void)asking_page(asking, "/briefs");
    g_assert_cmpint(asking_status(asking), ==, 403);
    (void)asking_json(asking, "/briefs", "{}");
    g_assert_cmpint(asking_status(asking), ==, 403);
    (void)asking_page(asking, "/briefs/1/briefs.zip");
    g_assert_cmpint(asking_status(asking), ==, 403);
    for (size_t i = 0; i < G_N_ELEMENTS(roles); i++) {
        const CxLeaderId leader = roles[i] == CX_ROLE_LEADER ? ada : (CxLeaderId){ 0 };
        g_autofree char *login = g_strdup_printf("u%zu", i);
        g_autoptr(CxCtx) ctx = cast_ctx(db, cast_user(db, login, roles[i], leader));
        CxBundles bundles;
        g_assert_false(cx_bundle_list(ctx, &bundles, NULL));
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    cx_test_engines_add_url("/pages/briefs/asked", test_asked);
    cx_test_engines_add_url("/pages/briefs/nobody", test_nobody);
    cx_test_engines_add_url("/pages/briefs/wall", test_wall);
    return g_test_run();
}
