/* What a handler reads is what its row says: nothing else is given out. */
#include <glib.h>

#include "web/read.h"
#include "web/request_priv.h"

static const CxRead days[] = {
    { .name = "from", .kind = CX_READ_DAY },
    CX_READ_END,
};

static const CxRead reads[] = {
    { .name = "survey" },
    { .also = days },
    { .name = "t.*", .place = CX_READ_BODY },
    CX_READ_END,
};

static void
test_find(void)
{
    static const struct {
        const char *why;
        CxReadPlace place;
        const char *name;
        bool is_found;
    } rows[] = {
        { "named", CX_READ_QUERY, "survey", true },
        { "in another list", CX_READ_QUERY, "from", true },
        { "of the other place", CX_READ_BODY, "survey", false },
        { "not named", CX_READ_QUERY, "surveys", false },
        { "of a pattern", CX_READ_BODY, "t.12", true },
        { "shorter than the pattern", CX_READ_BODY, "t", false },
        { "of no pattern", CX_READ_BODY, "u.12", false },
    };
    for (size_t i = 0; i < CX_N_ELEMENTS(rows); i++) {
        g_test_message("%s", rows[i].why);
        g_assert_true((cx_read_find(reads, rows[i].place, rows[i].name) != NULL) ==
                      rows[i].is_found);
    }
    g_assert_null(cx_read_find(NULL, CX_READ_QUERY, "survey"));
}

static void
count(const CxRead *read, void *data)
{
    size_t *n = data;
    g_assert_nonnull(read->name);
    ++*n;
}

static void
test_each(void)
{
    size_t n = 0;
    cx_read_each(reads, count, &n);
    g_assert_cmpuint(n, ==, 3);
    cx_read_each(NULL, count, &n);
    g_assert_cmpuint(n, ==, 3);
}

/* A request for "/?survey=sfo&other=1", as its handler sees it. */
static const char *
ask(const char *name)
{
    static const CxRoute route = { .path = "/", .reads = reads };
    g_autoptr(CxPairs) query = cx_pairs_new();
    cx_pairs_add(query, "survey", "sfo");
    cx_pairs_add(query, "other", "1");
    const CxRequest request = { .route = &route, .query = query };
    return g_intern_string(cx_request_query(&request, name));
}

static void
test_request(void)
{
    g_assert_cmpstr(ask("survey"), ==, "sfo");
    g_assert_null(ask("from"));
}

static void
test_undeclared(void)
{
    if (g_test_subprocess()) {
        (void)ask("other");
        return;
    }
    g_test_trap_subprocess(NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
    g_test_trap_assert_failed();
    g_test_trap_assert_stderr("*is_named*");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/web/read/find", test_find);
    g_test_add_func("/web/read/each", test_each);
    g_test_add_func("/web/read/request", test_request);
    g_test_add_func("/web/read/undeclared", test_undeclared);
    return g_test_run();
}
