#include <glib.h>
#include <math.h>

#include "codec/json.h"
#include "tell/mark.h"

static const struct {
    const char *why;
    CxMeasured measured;
    int decimals;
    const char *text, *range, *range_long, *n_text, *reason;
} rows[] = {
    { "all of it",
      { 31.2, 28.4, 34.0, 3412, 1106, CX_MEASURED_OK, "cluster_z", { "5c1e90d244ab" } },
      0,
      "31",
      "28–34",
      "28 to 34",
      "n 3,412",
      NULL },
    { "an interval with signs says \"to\"",
      { -6.0, -10.0, 2.0, 864, 300, CX_MEASURED_OK, "cluster_z", { "5c1e" } },
      0,
      "−6",
      "−10 to +2",
      "−10 to +2",
      "n 864",
      NULL },
    { "decimals as the interval supports",
      { 4.183, 4.118, 4.244, 2059, 800, CX_MEASURED_OK, "cluster_z", { "5c1e" } },
      2,
      "4.18",
      "4.12–4.24",
      "4.12 to 4.24",
      "n 2,059",
      NULL },
    { "no interval: the value, and why",
      { 68, NAN, NAN, 41, 9, CX_MEASURED_FEW_CLUSTERS, "none", { "5c1e" } },
      0,
      "68",
      NULL,
      NULL,
      "n 41",
      "fewer than 20 sampling units, so no interval" },
    { "too few: n without a value",
      { NAN, NAN, NAN, 7, 7, CX_MEASURED_TOO_FEW, "none", { "5c1e" } },
      0,
      NULL,
      NULL,
      NULL,
      "n 7",
      "too few answers for a value" },
    { "hidden: not even n",
      { NAN, NAN, NAN, -1, -1, CX_MEASURED_HIDDEN, "none", { "" } },
      0,
      NULL,
      NULL,
      NULL,
      NULL,
      "hidden: fewer than 5 answers" },
    { "hidden, and whoever filled in the numbers is not believed",
      { 31, 28, 34, 4, 4, CX_MEASURED_HIDDEN_TOO, "none", { "5c1e" } },
      0,
      NULL,
      NULL,
      NULL,
      NULL,
      "hidden too, so that nobody’s answer can be worked out" },
};

static CxCtx
context(CxArena *arena, const CxCatalogue *catalogue)
{
    return (CxCtx){ .arena = arena, .catalogue = catalogue, .wall = { .min_n = 5 } };
}

static void
test_words(void)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(CxCatalogue) catalogue = cx_catalogue_load("en", &error);
    g_assert_no_error(error);
    g_autoptr(CxArena) arena = cx_arena_new();
    const CxCtx ctx = context(arena, catalogue);
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_test_message("%s", rows[i].why);
        const CxMarkWords words = { .decimals = rows[i].decimals, .what = "Delivery" };
        const CxMark mark = cx_mark_make(&ctx, &rows[i].measured, &words);
        g_assert_cmpstr(mark.text, ==, rows[i].text);
        g_assert_cmpstr(mark.range, ==, rows[i].range);
        g_assert_cmpstr(mark.range_long, ==, rows[i].range_long);
        g_assert_cmpstr(mark.n_text, ==, rows[i].n_text);
        g_assert_cmpstr(mark.why, ==, rows[i].reason);
        g_assert_true((mark.card != NULL) == (mark.href != NULL));
        g_assert_true((mark.card != NULL) == (mark.about != NULL));
        g_assert_true(!cx_measured_is_hidden(&rows[i].measured) || mark.card == NULL);
    }
}

/* A hidden value tells programs nothing; a value that is there has the members of the contract. */
static void
test_json(void)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(CxCatalogue) catalogue = cx_catalogue_load("en", &error);
    g_assert_no_error(error);
    g_autoptr(CxArena) arena = cx_arena_new();
    const CxCtx ctx = context(arena, catalogue);
    static const char *const want[] = {
        "{\"value\":31.2,\"lo\":28.4,\"hi\":34,\"n\":3412,\"clusters\":1106,\"status\":\"ok\","
        "\"rule\":\"cluster_z\",\"card\":\"5c1e90d244ab\"}",
        "{\"value\":null,\"lo\":null,\"hi\":null,\"n\":null,\"clusters\":null,"
        "\"status\":\"hidden_too\",\"rule\":\"none\",\"card\":null}",
    };
    const size_t which[] = { 0, G_N_ELEMENTS(rows) - 1 };
    for (size_t i = 0; i < G_N_ELEMENTS(which); i++) {
        const CxMark mark =
            cx_mark_make(&ctx, &rows[which[i]].measured, &(CxMarkWords){ .what = "Delivery" });
        g_autoptr(GString) out = g_string_new(NULL);
        g_autoptr(CxJsonWriter) writer = cx_json_writer_new(out, CX_JSON_COMPACT);
        cx_view_write_json(&cx_mark_type, &mark, writer);
        g_assert_cmpstr(out->str, ==, want[i]);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/tell/mark/words", test_words);
    g_test_add_func("/tell/mark/json", test_json);
    return g_test_run();
}
