#include <math.h>
#include <string.h>

#include "base/error.h"
#include "base/limits.h"
#include "codec/json.h"

static CxJson *
parse(const char *text)
{
    g_autoptr(GError) error = NULL;
    CxJson *json = cx_json_parse(text, strlen(text), &error);
    g_assert_no_error(error);
    g_assert_nonnull(json);
    return json;
}

static char *
compact(const CxJson *json)
{
    GString *out = g_string_new(NULL);
    g_autoptr(CxJsonWriter) writer = cx_json_writer_new(out, CX_JSON_COMPACT);
    cx_json_writer_json(writer, json);
    g_assert_true(cx_json_writer_is_done(writer));
    return g_string_free(out, FALSE);
}

static void
test_parse_and_copy(void)
{
    static const struct {
        const char *why, *text, *want;
    } rows[] = {
        { "scalars alone", " 1 ", "1" },
        { "null", "null", "null" },
        { "byte order mark", "\xef\xbb\xbf{}", "{}" },
        { "order of the file", "{\"b\":1,\"a\":[true,false,null]}",
          "{\"b\":1,\"a\":[true,false,null]}" },
        { "escapes", "\"\\u00e9\\n\\\"\\\\\\u0001\"", "\"\xc3\xa9\\n\\\"\\\\\\u0001\"" },
        { "zero has no sign", "[0,-0,-0.0,0e3,-0e3]", "[0,0,0,0,0]" },
        { "numbers", "[1,-0,1.5,1e3,0.1,-9223372036854775808]",
          "[1,0,1.5,1000,0.1,-9223372036854775808]" },
        { "brackets inside text do not nest", "\"[[[[\\\"[[[\"", "\"[[[[\\\"[[[\"" },
        { "empties", "[[],{},\"\"]", "[[],{},\"\"]" },
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_test_message("%s", rows[i].why);
        g_autoptr(CxJson) json = parse(rows[i].text);
        g_autofree char *text = compact(json);
        g_assert_cmpstr(text, ==, rows[i].want);
    }
}

static void
test_parse_refuses(void)
{
    static const struct {
        const char *why, *text, *want; /* want: how the message starts */
    } rows[] = {
        { "nothing", "", "line 1, column 1: " },
        { "place of a fault", "{\n  \"a\": 1,\n  oops\n}", "line 3, column 6: " },
        { "a name twice", "{\"a\":1,\n\"a\":2}", "line 2, column " },
        { "something after", "{} x", "line 1, column " },
        { "not UTF-8", "\"\xff\"", "line 1, column " },
        { "cut short", "[1,", "line 1, column " },
        { "NUL in a text", "\"\\u0000\"", "line 1, column " },
        { "comma at the end", "[1,]", "line 1, column " },
        { "integer too large", "9223372036854775808", "line 1, column " },
        { "number too large", "1e999", "line 1, column " },
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_test_message("%s", rows[i].why);
        g_autoptr(GError) error = NULL;
        g_assert_null(cx_json_parse(rows[i].text, strlen(rows[i].text), &error));
        g_assert_error(error, CX_ERROR, CX_ERROR_INVALID);
        g_assert_true(g_str_has_prefix(error->message, rows[i].want));
        g_assert_true(g_utf8_validate(error->message, -1, NULL));
    }
}

static void
test_limits(void)
{
    g_autoptr(GString) deep = g_string_new(NULL);
    for (int i = 0; i < CX_JSON_DEPTH_MAX; i++)
        g_string_append_c(deep, '[');
    g_string_append_c(deep, '1');
    for (int i = 0; i < CX_JSON_DEPTH_MAX; i++)
        g_string_append_c(deep, ']');
    g_autoptr(CxJson) deepest = parse(deep->str);
    g_assert_cmpuint(cx_json_n(deepest), ==, 1);

    g_autoptr(GError) error = NULL;
    g_string_prepend_c(deep, '[');
    g_string_append_c(deep, ']');
    g_assert_null(cx_json_parse(deep->str, deep->len, &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_TOO_LARGE);
    g_clear_error(&error);

    g_autofree char *wide = g_strnfill(CX_JSON_VALUES_MAX + 2, ',');
    wide[0] = '[';
    g_assert_null(cx_json_parse(wide, CX_JSON_VALUES_MAX + 2, &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_TOO_LARGE);
    g_clear_error(&error);

    g_assert_null(cx_json_parse("1", (size_t)CX_JSON_BYTES_MAX + 1, &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_TOO_LARGE);
}

static const char mapping[] = "{\"survey\":\"sfo\",\"n\":3,\"x\":2.5,\"whole\":4.0,\"on\":true,"
                              "\"none\":null,\"items\":[{\"column\":\"A\"},{\"column\":7}],"
                              "\"a/b~c\":[[0]]}";

static void
test_tree(void)
{
    g_autoptr(CxJson) json = parse(mapping);
    g_assert_cmpint((int)cx_json_type(json), ==, CX_JSON_OBJECT);
    g_assert_cmpuint(cx_json_n(json), ==, 8);
    g_assert_cmpstr(cx_json_name(cx_json_at(json, 6)), ==, "items");
    g_assert_null(cx_json_at(json, 8));
    g_assert_null(cx_json_member(json, "absent"));
    g_assert_null(cx_json_member(cx_json_member(json, "items"), "column"));
    g_assert_null(cx_json_member(NULL, "column"));
    const CxJson *column = cx_json_member(cx_json_at(cx_json_member(json, "items"), 1), "column");
    g_autofree char *path = cx_json_path(column);
    g_assert_cmpstr(path, ==, "/items/1/column");
    g_autofree char *odd = cx_json_path(cx_json_at(cx_json_at(cx_json_at(json, 7), 0), 0));
    g_assert_cmpstr(odd, ==, "/a~1b~0c/0/0");
    g_autofree char *root = cx_json_path(json);
    g_assert_cmpstr(root, ==, "/");
    g_assert_cmpstr(cx_json_text(cx_json_member(json, "survey"), "?"), ==, "sfo");
    g_assert_cmpstr(cx_json_text(cx_json_member(json, "n"), "?"), ==, "?");
    g_assert_cmpint(cx_json_int(cx_json_member(json, "whole"), -1), ==, 4);
    g_assert_cmpint(cx_json_int(cx_json_member(json, "x"), -1), ==, -1);
    g_assert_cmpfloat(cx_json_number(cx_json_member(json, "n"), 0.0), ==, 3.0);
    g_assert_true(cx_json_flag(cx_json_member(json, "on"), false));
    g_assert_false(cx_json_flag(NULL, false));
}

static void
test_checked_reading(void)
{
    g_autoptr(CxJson) json = parse(mapping);
    const char *text = NULL;
    int64_t n = -1;
    double x = -1.0;
    bool on = false;
    g_assert_true(cx_json_need_text(json, "survey", &text, NULL));
    g_assert_cmpstr(text, ==, "sfo");
    g_assert_true(cx_json_need_int(json, "n", &n, NULL));
    g_assert_cmpint(n, ==, 3);
    g_assert_true(cx_json_need_number(json, "x", &x, NULL));
    g_assert_cmpfloat(x, ==, 2.5);
    g_assert_true(cx_json_need_flag(json, "on", &on, NULL));
    g_assert_true(on);
    g_assert_true(cx_json_option_int(json, "none", 9, &n, NULL));
    g_assert_cmpint(n, ==, 9);
    g_assert_true(cx_json_option_text(json, "absent", "z", &text, NULL));
    g_assert_cmpstr(text, ==, "z");
    g_assert_true(cx_json_option_number(json, "n", 0.0, &x, NULL));
    g_assert_cmpfloat(x, ==, 3.0);
    g_assert_true(cx_json_option_flag(NULL, "on", true, &on, NULL));
    g_assert_true(on);
    const CxJson *items = cx_json_need(json, "items", CX_JSON_ARRAY, NULL);
    g_assert_cmpuint(cx_json_n(items), ==, 2);
    g_assert_true(cx_json_option(json, "none", CX_JSON_ARRAY, &items, NULL));
    g_assert_null(items);
}

static void
test_messages(void)
{
    g_autoptr(CxJson) json = parse(mapping);
    const CxJson *item = cx_json_at(cx_json_member(json, "items"), 1);
    const char *text = "kept";
    int64_t n = 5;
    g_autoptr(GError) error = NULL;
    g_assert_false(cx_json_need_text(item, "column", &text, &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_INVALID);
    g_assert_cmpstr(error->message, ==, "/items/1/column: expected text, got a whole number");
    g_assert_cmpstr(text, ==, "kept");
    g_clear_error(&error);
    g_assert_false(cx_json_need_int(item, "lo", &n, &error));
    g_assert_cmpstr(error->message, ==, "/items/1: \"lo\" is missing");
    g_clear_error(&error);
    g_assert_false(cx_json_option_int(json, "x", 0, &n, &error));
    g_assert_cmpstr(error->message, ==, "/x: expected a whole number, got a number");
    g_assert_cmpint(n, ==, 5);
    g_clear_error(&error);
    g_assert_null(cx_json_need(json, "survey", CX_JSON_OBJECT, &error));
    g_assert_cmpstr(error->message, ==, "/survey: expected an object, got text");
    g_clear_error(&error);
    static const char *const names[] = { "wide", NULL };
    g_assert_false(cx_json_check_names(item, names, &error));
    g_assert_cmpstr(error->message, ==, "/items/1: \"column\" is not a name used here");
    g_clear_error(&error);
    g_assert_false(cx_json_fail(item, &error, "code %d is out of scale", 11));
    g_assert_cmpstr(error->message, ==, "/items/1: code 11 is out of scale");
}

static void
test_writer(void)
{
    g_autoptr(GString) out = g_string_new(NULL);
    g_autoptr(CxJsonWriter) writer = cx_json_writer_new(out, CX_JSON_INDENTED);
    cx_json_writer_begin_object(writer);
    cx_json_writer_put_text(writer, "a\"b", "x\ty\x7f\xff");
    cx_json_writer_put_number(writer, "nan", (double)NAN);
    cx_json_writer_put_number(writer, "tenth", 0.1);
    cx_json_writer_put_text(writer, "no text", NULL);
    cx_json_writer_put_flag(writer, "on", true);
    cx_json_writer_name(writer, "list");
    cx_json_writer_begin_array(writer);
    cx_json_writer_int(writer, INT64_MIN);
    cx_json_writer_raw(writer, "{}");
    cx_json_writer_text_n(writer, "abc", 2);
    cx_json_writer_end_array(writer);
    cx_json_writer_name(writer, "empty");
    cx_json_writer_begin_array(writer);
    cx_json_writer_end_array(writer);
    g_assert_false(cx_json_writer_is_done(writer));
    cx_json_writer_end_object(writer);
    g_assert_true(cx_json_writer_is_done(writer));
    g_assert_cmpstr(out->str, ==,
                    "{\n  \"a\\\"b\": \"x\\ty\x7f\xef\xbf\xbd\",\n  \"nan\": null,\n"
                    "  \"tenth\": 0.1,\n  \"no text\": null,\n  \"on\": true,\n  \"list\": [\n"
                    "    -9223372036854775808,\n    {},\n    \"ab\"\n  ],\n  \"empty\": []\n}");
}

static void
test_writer_aborts(void)
{
    if (g_test_subprocess()) {
        g_autoptr(GString) out = g_string_new(NULL);
        g_autoptr(CxJsonWriter) writer = cx_json_writer_new(out, CX_JSON_COMPACT);
        cx_json_writer_begin_object(writer);
        cx_json_writer_int(writer, 1); /* no name */
        return;
    }
    g_test_trap_subprocess(NULL, 0, 0);
    g_test_trap_assert_failed();
    g_test_trap_assert_stderr("*assertion failed*");
}

static void
test_canonical(void)
{
    g_autoptr(CxJson) json = parse("{ \"b\": [1.0, {\"z\":1,\"y\":\"\\u00e9\"}], \"a\": null }");
    g_autoptr(GString) out = g_string_new(NULL);
    cx_json_append_canonical(out, json);
    g_assert_cmpstr(out->str, ==, "{\"a\":null,\"b\":[1,{\"y\":\"\xc3\xa9\",\"z\":1}]}");
}

static void
append_random(CxJsonWriter *writer, int depth)
{
    const int kind = g_test_rand_int_range(0, depth > 4 ? 5 : 7);
    char text[12] = { 0 };
    switch (kind) {
    case 0:
        cx_json_writer_null(writer);
        break;
    case 1:
        cx_json_writer_flag(writer, g_test_rand_bit());
        break;
    case 2:
        cx_json_writer_int(writer, (int64_t)(((uint64_t)(uint32_t)g_test_rand_int() << 32) |
                                             (uint32_t)g_test_rand_int()));
        break;
    case 3:
        cx_json_writer_number(writer, g_test_rand_double_range(-1e9, 1e9));
        break;
    case 4:
        for (int i = 0; i < g_test_rand_int_range(0, 11); i++)
            text[i] = (char)g_test_rand_int_range(1, 128);
        cx_json_writer_text(writer, text);
        break;
    case 5:
        cx_json_writer_begin_array(writer);
        for (int i = 0; i < g_test_rand_int_range(0, 5); i++)
            append_random(writer, depth + 1);
        cx_json_writer_end_array(writer);
        break;
    default:
        cx_json_writer_begin_object(writer);
        for (int i = 0; i < 40; i++) {
            if (i > 8 || g_test_rand_bit()) {
                (void)g_snprintf(text, sizeof text, "n%d\xc3\xa9", (i * 7) % 40);
                cx_json_writer_name(writer, text);
                append_random(writer, depth + 5);
            }
        }
        cx_json_writer_end_object(writer);
        break;
    }
}

/* What was written reads back and is written the same again, in both styles; members are found. */
static void
test_round_trip(void)
{
    for (int i = 0; i < 300; i++) {
        g_autoptr(GString) out = g_string_new(NULL);
        g_autoptr(CxJsonWriter) writer =
            cx_json_writer_new(out, i % 2 == 0 ? CX_JSON_COMPACT : CX_JSON_INDENTED);
        append_random(writer, 0);
        g_autoptr(CxJson) json = parse(out->str);
        g_autofree char *once = compact(json);
        g_autoptr(CxJson) again = parse(once);
        g_autofree char *twice = compact(again);
        g_assert_cmpstr(once, ==, twice);
        if (i % 2 == 0)
            g_assert_cmpstr(once, ==, out->str);
        for (size_t k = 0; k < cx_json_n(json); k++) {
            const CxJson *child = cx_json_at(json, k);
            if (cx_json_name(child) != NULL)
                g_assert_true(cx_json_member(json, cx_json_name(child)) == child);
        }
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/json/parse_and_copy", test_parse_and_copy);
    g_test_add_func("/json/parse_refuses", test_parse_refuses);
    g_test_add_func("/json/limits", test_limits);
    g_test_add_func("/json/tree", test_tree);
    g_test_add_func("/json/checked_reading", test_checked_reading);
    g_test_add_func("/json/messages", test_messages);
    g_test_add_func("/json/writer", test_writer);
    g_test_add_func("/json/writer_aborts", test_writer_aborts);
    g_test_add_func("/json/canonical", test_canonical);
    g_test_add_func("/json/round_trip", test_round_trip);
    return g_test_run();
}
