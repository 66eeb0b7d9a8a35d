#include <glib.h>
#include <string.h>

#include "base/error.h"
#include "base/message.h"

static CxCatalogue *
catalogue_of(const char *language, const char *lines)
{
    g_autoptr(GError) error = NULL;
    CxCatalogue *catalogue = cx_catalogue_new(language, NULL, &error);
    g_assert_no_error(error);
    const bool is_added = cx_catalogue_add(catalogue, "test.msg", lines, &error);
    g_assert_no_error(error);
    g_assert_true(is_added);
    return catalogue;
}

static void
test_patterns(void)
{
    static const struct {
        const char *why, *pattern, *want;
    } rows[] = {
        { "plain", "Scores", "Scores" },
        { "text argument as it is", "Hello {who}!", "Hello <Ann>!" },
        { "blanks inside braces", "{ who }", "<Ann>" },
        { "number in the reader's format", "{many}", "1,234.5" },
        { "typed number", "{many, number}", "1,234.5" },
        { "whole number", "{many, number, integer}", "1,234" },
        { "true minus", "{less, number}",
          "\xe2\x88\x92"
          "2" },
        { "plural of one", "{one, plural, one {# case} other {# cases}}", "1 case" },
        { "plural of many", "{many, plural, one {# case} other {# cases}}", "1,234.5 cases" },
        { "exact before word", "{one, plural, =1 {just one} one {# case} other {#}}", "just one" },
        { "select", "{role, select, owner {all} other {some}}", "all" },
        { "select falls to other", "{who, select, owner {all} other {some}}", "some" },
        { "case inside case",
          "{role, select, owner {{one, plural, one {# by {who}} other {x}}} other {some}}",
          "1 by <Ann>" },
        { "apostrophe alone", "don't", "don't" },
        { "two apostrophes", "don''t", "don't" },
        { "quoted braces", "'{'a'}' {who}", "{a} <Ann>" },
        { "quote runs to the next", "'{a} ''b''' c", "{a} 'b' c" },
        { "# outside a plural", "# {one}", "# 1" },
        { "quoted # in a plural", "{one, plural, other {'#' #}}", "# 1" },
        { "missing argument shows", "{nobody}", "{nobody}" },
        { "unicode", "“{who}” – ok", "“<Ann>” – ok" },
        { "a name from right to left is isolated", "{arabic}: {one}",
          "\xe2\x81\xa8\xd8\xb9\xd8\xb1\xe2\x81\xa9: 1" },
    };
    static const CxMessageArg args[] = { { .name = "who", .text = "<Ann>" },
                                         { .name = "role", .text = "owner" },
                                         { .name = "one", .number = 1 },
                                         { .name = "many", .number = 1234.5 },
                                         { .name = "less", .number = -2 },
                                         { .name = "arabic", .text = "\xd8\xb9\xd8\xb1" },
                                         { .name = NULL } };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *lines = g_strdup_printf("a = %s\n", rows[i].pattern);
        g_autoptr(CxCatalogue) catalogue = catalogue_of("en", lines);
        g_autofree char *text = cx_message_format_args(catalogue, "a", args);
        g_test_message("%s", rows[i].why);
        g_assert_cmpstr(text, ==, rows[i].want);
    }
}

static void
test_refused(void)
{
    static const struct {
        const char *lines, *want; /* a part of the error */
    } rows[] = {
        { "a = {", "test.msg:1: message \"a\": \"{\" needs an argument's name" },
        { "a = {n", "is not closed" },
        { "a = x}", "\"}\" without \"{\"" },
        { "a = {n, date}", "the types of arguments" },
        { "a = {n, number, percent}", "the only style" },
        { "a = {n, plural}", "the cases are missing" },
        { "a = {n, plural, one {x}}", "\"other\" is missing" },
        { "a = {n, plural, owner {x} other {y}}", "a plural's cases are" },
        { "a = {n, plural, other {x} other {y}}", "a case is there twice" },
        { "a = {n, plural, =x {x} other {y}}", "needs a number" },
        { "a = {n, plural, one x other {y}}", "needs its text" },
        { "a = {n, plural, other {x}", "needs a name" },
        { "a = {n, plural, other {x", "is not closed" },
        { "a = 1\na = 2", "test.msg:2: message \"a\": is there twice" },
        { "\na =", "test.msg:2: message \"a\": has no text" },
        { "a", "not a \"key = text\" line" },
        { "A b = c", "not a \"key = text\" line" },
        { "a = 1\n\n  continued", "test.msg:3: continues no message" },
        { "a = \xff", "not UTF-8" },
        { "a = {a,select,other{{b,select,other{{c,select,other{{d,select,other{{e,select,other{{f,"
          "select,other{{g,select,other{{h,select,other{{i,select,other{}}}}}}}}}}}}}}}}}}",
          "too deep" },
        { "a = {a}{b}{c}{d}{e}{f}{g}{h}{i}{j}{k}{l}{m}{n}{o}{p}{q}", "too many arguments" },
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GError) error = NULL;
        g_autoptr(CxCatalogue) catalogue = cx_catalogue_new("en", NULL, NULL);
        g_assert_false(cx_catalogue_add(catalogue, "test.msg", rows[i].lines, &error));
        g_assert_error(error, CX_ERROR, CX_ERROR_CORRUPT);
        if (strstr(error->message, rows[i].want) == NULL)
            g_error("\"%s\" lacks \"%s\"", error->message, rows[i].want);
    }
}

static void
test_lines(void)
{
    g_autoptr(CxCatalogue) catalogue = catalogue_of("en", "# a comment\n"
                                                          "b.one=first\r\n"
                                                          "\n"
                                                          "a.two = {n, plural,\n"
                                                          "    one {# answer}\n"
                                                          "\tother {# answers}}\n"
                                                          "c-3 =   \n"
                                                          "  late = start  ");
    g_assert_cmpstr(cx_message_text(catalogue, "b.one"), ==, "first");
    g_assert_cmpstr(cx_message_text(catalogue, "c-3"), ==, "late = start");
    g_assert_cmpstr(cx_message_text(catalogue, "no.such"), ==, "no.such");
    g_autofree char *two = cx_message_format(catalogue, "a.two", CX_ARG_NUMBER("n", 3));
    g_assert_cmpstr(two, ==, "3 answers");
    g_autofree char *none = cx_message_format(catalogue, "no.such", CX_ARG_TEXT("x", NULL));
    g_assert_cmpstr(none, ==, "no.such");
    size_t n = 0;
    g_autofree const char **keys = cx_catalogue_list_keys(catalogue, &n);
    g_assert_cmpuint(n, ==, 3);
    g_assert_cmpstr(keys[0], ==, "a.two");
    g_assert_cmpstr(keys[2], ==, "c-3");
    const CxMessage *message = cx_catalogue_find(catalogue, "a.two");
    g_assert_cmpstr(cx_message_args(message)[0], ==, "n");
    g_assert_null(cx_message_args(message)[1]);
    g_assert_null(cx_message_constant(message));
}

/* A language with other plurals and another way to write numbers; what it lacks is English. */
static void
test_second_language(void)
{
    g_autoptr(CxCatalogue) english =
        catalogue_of("en", "cases = {n, plural, one {# case} other {# cases}}\n"
                           "title = Scores\n"
                           "only.english = {n, plural, one {# thing} other {# things}}\n");
    g_autoptr(CxCatalogue) polish = cx_catalogue_new("pl", english, NULL);
    g_assert_true(cx_catalogue_add(polish, "pl.msg",
                                   "title = Oceny\n"
                                   "cases = {n, plural, one {# sprawa} few {# sprawy} "
                                   "many {# spraw} other {# sprawy}}\n",
                                   NULL));
    static const struct {
        double n;
        const char *english, *polish;
    } rows[] = {
        { 0, "0 cases", "0 spraw" },
        { 1, "1 case", "1 sprawa" },
        { 2, "2 cases", "2 sprawy" },
        { 5, "5 cases", "5 spraw" },
        { 12, "12 cases", "12 spraw" },
        { 22, "22 cases", "22 sprawy" },
        { 1.5, "1.5 cases", "1,5 sprawy" },
        { 12345, "12,345 cases",
          "12\xc2\xa0"
          "345 spraw" },
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *in_english =
            cx_message_format(english, "cases", CX_ARG_NUMBER("n", rows[i].n));
        g_autofree char *in_polish =
            cx_message_format(polish, "cases", CX_ARG_NUMBER("n", rows[i].n));
        g_assert_cmpstr(in_english, ==, rows[i].english);
        g_assert_cmpstr(in_polish, ==, rows[i].polish);
    }
    g_assert_cmpstr(cx_message_text(polish, "title"), ==, "Oceny");
    g_autofree char *fallen = cx_message_format(polish, "only.english", CX_ARG_NUMBER("n", 2));
    g_assert_cmpstr(fallen, ==, "2 things");
    g_assert_cmpstr(cx_catalogue_language(polish), ==, "pl");
}

static void
test_built_in(void)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(CxCatalogue) english = cx_catalogue_load("en", &error);
    g_assert_no_error(error);
    g_assert_cmpstr(cx_message_text(english, "form.required"), ==, "Please fill this in.");
    g_assert_null(cx_catalogue_load("pl", &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_NOT_FOUND);
    g_clear_error(&error);
    g_assert_null(cx_catalogue_new("tlh-none", NULL, &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_INVALID);
}

/* Random patterns are compiled or refused, never worse. */
static void
test_random_patterns(void)
{
    static const char *const pieces[] = { "{",      "}",      "'",       "#", ",",
                                          "=1",     "one",    "other",   "n", " ",
                                          "plural", "select", "number",  "a", "{n, plural, other {",
                                          "}}",     "''",     "integer", "-", "\n " };
    static const CxMessageArg args[] = { { .name = "n", .number = 2 }, { .name = NULL } };
    g_autoptr(CxCatalogue) catalogue = cx_catalogue_new("en", NULL, NULL);
    for (int i = 0; i < 5000; i++) {
        g_autoptr(GString) line = g_string_new(NULL);
        g_string_append_printf(line, "k%d = ", i);
        const int n = g_test_rand_int_range(1, 24);
        for (int j = 0; j < n; j++)
            g_string_append(line, pieces[g_test_rand_int_range(0, G_N_ELEMENTS(pieces))]);
        g_autoptr(GError) error = NULL;
        if (!cx_catalogue_add(catalogue, "random.msg", line->str, &error)) {
            g_assert_error(error, CX_ERROR, CX_ERROR_CORRUPT);
            continue;
        }
        g_autofree char *key = g_strdup_printf("k%d", i);
        g_autofree char *text = cx_message_format_args(catalogue, key, args);
        g_assert_true(g_utf8_validate(text, -1, NULL));
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/message/patterns", test_patterns);
    g_test_add_func("/message/refused", test_refused);
    g_test_add_func("/message/lines", test_lines);
    g_test_add_func("/message/second_language", test_second_language);
    g_test_add_func("/message/built_in", test_built_in);
    g_test_add_func("/message/random_patterns", test_random_patterns);
    return g_test_run();
}
