/* Our own side of the template engine: messages, inheritance of layouts, errors, limits, checks.
 * The specification's examples are in test_mustache_spec.c. */
#include <glib.h>
#include <string.h>

#include "base/error.h"
#include "base/limits.h"
#include "codec/json.h"
#include "view/mustache.h"

static CxCatalogue *
catalogue_new(void)
{
    CxCatalogue *catalogue = cx_catalogue_new("en", NULL, NULL);
    g_assert_true(cx_catalogue_add(catalogue, "test.msg",
                                   "t.title = Scores & <more>\n"
                                   "t.cases = {n, plural, one {# case} other {# cases}} of {who}\n",
                                   NULL));
    return catalogue;
}

/* Renders `text` as "main" beside partials, which are "name\0text\0…" pairs ending with NULL. */
static char *
render(const char *text, const char *const *partials, const char *json, GError **error)
{
    g_autoptr(CxCatalogue) catalogue = catalogue_new();
    g_autoptr(CxTemplates) templates = cx_templates_new(catalogue);
    g_autoptr(CxJson) data = cx_json_parse(json, strlen(json), NULL);
    g_assert_nonnull(data);
    if (!cx_templates_add(templates, "main", text, strlen(text), error))
        return NULL;
    for (size_t i = 0; partials != NULL && partials[i] != NULL; i += 2) {
        if (!cx_templates_add(templates, partials[i], partials[i + 1], strlen(partials[i + 1]),
                              error))
            return NULL;
    }
    if (!cx_templates_link(templates, CX_LINK_STRICT, error))
        return NULL;
    const CxValue value = cx_value_of_json(data);
    g_autoptr(GString) out = g_string_new(NULL);
    if (!cx_templates_render_values(templates, "main", &value, 1, out, error))
        return NULL;
    return g_strdup(out->str);
}

static void
test_rendered(void)
{
    static const struct {
        const char *why, *text, *json, *want;
    } rows[] = {
        { "text and attribute", "<a title=\"{{x}}\">{{x}}</a>", "{\"x\":\"<'\\\"&>\"}",
          "<a title=\"&lt;&#39;&quot;&amp;&gt;\">&lt;&#39;&quot;&amp;&gt;</a>" },
        { "raw", "{{{x}}}{{&x}}", "{\"x\":\"<b>\"}", "<b><b>" },
        { "numbers", "{{a}} {{b}} {{c}}", "{\"a\":-7,\"b\":0.1,\"c\":1e300}", "-7 0.1 1e+300" },
        { "flags are words", "{{a}} {{b}}", "{\"a\":true,\"b\":false}", "true false" },
        { "zero is false", "{{#n}}some{{/n}}{{^n}}none{{/n}}", "{\"n\":0}", "none" },
        { "but not as a measure", "{{#n}}{{.}}{{/n}}", "{\"n\":0.0}", "0" },
        { "empty text is false", "{{^t}}none{{/t}}", "{\"t\":\"\"}", "none" },
        { "text is its section's context", "{{#e}}<p>{{.}}</p>{{/e}}", "{\"e\":\"no\"}",
          "<p>no</p>" },
        { "names from outside a text", "{{#e}}{{id}}{{/e}}", "{\"e\":\"no\",\"id\":\"x\"}", "x" },
        { "message without arguments", "<h1>{{@ t.title}}</h1>", "{}",
          "<h1>Scores &amp; &lt;more&gt;</h1>" },
        { "message with arguments", "{{@ t.cases n=a.n who=who}}",
          "{\"a\":{\"n\":1234},\"who\":\"<Ann>\"}", "1,234 cases of &lt;Ann&gt;" },
        { "one is one", "{{@t.cases who=who n=n}}", "{\"n\":1,\"who\":null}", "1 case of " },
        { "lines of a list", "<ul>\n{{#l}}\n<li>{{.}}</li>\n{{/l}}\n</ul>\n",
          "{\"l\":[\"a\",\"b\"]}", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n" },
        { "from right to left: an element of its own", "<h1>{{x}}: 3</h1>", "{\"x\":\"عر<\"}",
          "<h1><bdi>عر&lt;</bdi>: 3</h1>" },
        { "not within a tag", "<a title=\"{{x}} {{x}}\">", "{\"x\":\"عر\"}",
          "<a title=\"عر عر\">" },
        { "nor where only letters may stand",
          "<textarea>{{x}}</textarea><option value=\"1\">{{x}}</option>", "{\"x\":\"עב\"}",
          "<textarea>עב</textarea><option value=\"1\">עב</option>" },
        { "in a message by its letters", "{{@ t.cases n=n who=x}}", "{\"n\":2,\"x\":\"עב\"}",
          "2 cases of \u2068עב\u2069" },
        { "a sentence that isolates what it holds stays", "<p>{{x}}</p>",
          "{\"x\":\"\u2068עב\u2069: 3\"}", "<p>\u2068עב\u2069: 3</p>" },
        { "carriage returns stay", "a\r\n{{#x}}\r\nb\r\n{{/x}}\r\nc", "{\"x\":true}",
          "a\r\nb\r\nc" },
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GError) error = NULL;
        g_autofree char *got = render(rows[i].text, NULL, rows[i].json, &error);
        g_test_message("%s", rows[i].why);
        g_assert_no_error(error);
        g_assert_cmpstr(got, ==, rows[i].want);
    }
}

static void
test_layout(void)
{
    static const char *const partials[] = {
        "layout",
        "<html>\n<title>{{$title}}Coalition{{/title}}</title>\n<main>\n  {{$main}}\n  nothing\n"
        "  {{/main}}\n</main>\n</html>\n",
        "people/row",
        "<td>\n  {{name}}\n</td>\n",
        NULL,
    };
    static const struct {
        const char *why, *text, *want;
    } rows[] = {
        { "defaults", "{{<layout}}{{/layout}}",
          "<html>\n<title>Coalition</title>\n<main>\n  nothing\n</main>\n</html>\n" },
        { "blocks, indented where they go",
          "{{! a page }}\n"
          "{{<layout}}\n"
          "{{$title}}People{{/title}}\n"
          "{{$main}}\n"
          "{{#people}}\n"
          "<tr>\n"
          "  {{>people/row}}\n"
          "</tr>\n"
          "{{/people}}\n"
          "{{/main}}\n"
          "{{/layout}}\n",
          "<html>\n<title>People</title>\n<main>\n"
          "  <tr>\n    <td>\n      Ann\n    </td>\n  </tr>\n"
          "  <tr>\n    <td>\n      Bo\n    </td>\n  </tr>\n"
          "</main>\n</html>\n" },
        { "a block on one line", "{{<layout}}{{$main}}<p>x</p>{{/main}}{{/layout}}",
          "<html>\n<title>Coalition</title>\n<main>\n  <p>x</p></main>\n</html>\n" },
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GError) error = NULL;
        g_autofree char *got = render(
            rows[i].text, partials, "{\"people\":[{\"name\":\"Ann\"},{\"name\":\"Bo\"}]}", &error);
        g_test_message("%s", rows[i].why);
        g_assert_no_error(error);
        g_assert_cmpstr(got, ==, rows[i].want);
    }
}

static void
test_refused(void)
{
    static const struct {
        const char *text, *want;
    } rows[] = {
        { "a\nb {{#x}} c", "template \"main\", line 2: {{#x}} is not ended" },
        { "{{/x}}", "line 1: {{/x}} ends nothing" },
        { "{{#a}}\n{{/b}}", "line 2: {{/b}} where {{/a}} of line 1 is to end" },
        { "{{x", "a tag is not closed" },
        { "\n\n{{{x}}", "line 3: a tag is not closed" },
        { "{{}}", "\"\" is not a name" },
        { "{{a b}}", "\"a b\" is not a name" },
        { "{{a..b}}", "\"a..b\" is not a name" },
        { "{{#.a}}{{/.a}}", "\".a\" is not a name" },
        { "{{>}}", "is not a template's name" },
        { "{{>*x}}", "\"*x\" is not a template's name" },
        { "{{=x}}", "delimiters are set as" },
        { "{{= =}}", "delimiters are set as" },
        { "{{=a b c=}}", "delimiters are set as" },
        { "\n{{@ no.such}}", "line 2: there is no message \"no.such\"" },
        { "{{@}}", "a message tag needs a key" },
        { "{{@ t.cases n=n}}", "message \"t.cases\" needs the argument \"who\"" },
        { "{{@ t.title x=y}}", "message \"t.title\" has no argument \"x\"" },
        { "{{@ t.cases n}}", "\"n\" is not an argument" },
        { "{{@ t.cases n=a n=b who=c}}", "argument \"n\" is there twice" },
        { "\n{{>none}}", "line 2: there is no template \"none\"" },
        { "{{<none}}{{/none}}", "line 1: there is no template \"none\"" },
        { "\xff", "not UTF-8" },
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GError) error = NULL;
        g_autofree char *got = render(rows[i].text, NULL, "{}", &error);
        g_assert_null(got);
        g_assert_error(error, CX_ERROR, CX_ERROR_CORRUPT);
        if (strstr(error->message, rows[i].want) == NULL)
            g_error("\"%s\" lacks \"%s\"", error->message, rows[i].want);
    }
}

/* n times open, then n times close. */
static char *
nested(const char *open, const char *close, int n)
{
    GString *text = g_string_new(NULL);
    for (int i = 0; i < n; i++)
        g_string_append(text, open);
    for (int i = 0; i < n; i++)
        g_string_append(text, close);
    return g_string_free(text, FALSE);
}

static void
test_limits(void)
{
    g_autofree char *fits = nested("{{#a}}", "{{/a}}", CX_TEMPLATE_DEPTH_MAX);
    g_autofree char *deep = nested("{{#a}}", "{{/a}}", CX_TEMPLATE_DEPTH_MAX + 1);
    g_autoptr(GError) error = NULL;
    g_autofree char *rendered = render(fits, NULL, "{\"a\":true}", &error);
    g_assert_no_error(error);
    g_assert_null(render(deep, NULL, "{}", &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_CORRUPT);
    g_clear_error(&error);

    static const struct {
        const char *why, *text, *want;
    } rows[] = {
        { "a partial in itself", "{{>main}}", "templates inside each other" },
        { "a parent in itself", "{{<main}}{{/main}}", "templates inside each other" },
        { "a block in itself", "{{<b}}{{$x}}{{$x}}{{/x}}{{/x}}{{/b}}",
          "templates inside each other" },
        { "doubling with output",
          "{{l}}{{#l}}12345678{{#l}}{{#l}}{{#l}}{{#l}}{{#l}}{{#l}}{{#l}}"
          "12345678{{/l}}{{/l}}{{/l}}{{/l}}{{/l}}{{/l}}{{/l}}{{/l}}",
          "on one page" },
        { "doubling without output",
          "{{#l}}{{#l}}{{#l}}{{#l}}{{#l}}{{#l}}{{#l}}{{#l}}"
          "{{/l}}{{/l}}{{/l}}{{/l}}{{/l}}{{/l}}{{/l}}{{/l}}",
          "pieces on one page" },
    };
    static const char *const partials[] = { "b", "{{$x}}{{/x}}", NULL };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_test_message("%s", rows[i].why);
        g_assert_null(render(rows[i].text, partials, "{\"l\":[1,2,3,4,5,6,7,8,9,0]}", &error));
        g_assert_error(error, CX_ERROR, CX_ERROR_TOO_LARGE);
        g_assert_nonnull(strstr(error->message, rows[i].want));
        g_clear_error(&error);
    }
}

/* A tree of thirty levels is drawn by a partial that names itself. */
static void
test_recursion(void)
{
    g_autoptr(GString) json = g_string_new("{\"n\":1");
    for (int i = 2; i <= 30; i++)
        g_string_append_printf(json, ",\"c\":[{\"n\":%d", i);
    g_string_append(json, ",\"c\":[]");
    for (int i = 2; i <= 30; i++)
        g_string_append(json, "}]");
    g_string_append(json, "}");
    g_autoptr(GError) error = NULL;
    static const char *const partials[] = { "node", "{{n}}{{#c}} {{>node}}{{/c}}", NULL };
    g_autofree char *got = render("{{>node}}", partials, json->str, &error);
    g_assert_no_error(error);
    g_assert_true(g_str_has_prefix(got, "1 2 3 "));
    g_assert_true(g_str_has_suffix(got, " 29 30"));
}

/* ---- Views ---- */

typedef struct {
    const char *name;
    int64_t n;
} RowView;

typedef struct {
    const char *title;
    const char *figure;
    double raw;
    RowView best;
    const RowView *worst;
    CxViewList rows;
    CxViewList tags;
} PageView;

typedef struct {
    const char *user;
    const char *title;
} ShellView;

static const CxViewField row_fields[] = {
    CX_FIELD(RowView, name, CX_FIELD_TEXT, "Name"),
    CX_FIELD(RowView, n, CX_FIELD_COUNT, "Answers"),
};
static const CxViewType row_type = CX_VIEW_TYPE("Row", RowView, row_fields, "A row");
static const CxViewField page_fields[] = {
    CX_FIELD(PageView, title, CX_FIELD_TEXT, "Title"),
    CX_FIELD_PAGE(PageView, figure, CX_FIELD_MARKUP, "Figure"),
    CX_FIELD_DATA(PageView, raw, CX_FIELD_NUMBER, "Raw value"),
    CX_FIELD_CHILD(PageView, best, CX_FIELD_OBJECT_IN, &row_type, "Best"),
    CX_FIELD_CHILD(PageView, worst, CX_FIELD_OBJECT, &row_type, "Worst"),
    CX_FIELD_CHILD(PageView, rows, CX_FIELD_LIST, &row_type, "Rows"),
    CX_FIELD_CHILD(PageView, tags, CX_FIELD_LIST, &cx_view_text_type, "Tags"),
};
static const CxViewType page_type = CX_VIEW_TYPE("Page", PageView, page_fields, "A page");
static const CxViewField shell_fields[] = {
    CX_FIELD(ShellView, user, CX_FIELD_TEXT, "User"),
    CX_FIELD(ShellView, title, CX_FIELD_TEXT, "Title of the program"),
};
static const CxViewType shell_type = CX_VIEW_TYPE("Shell", ShellView, shell_fields, "The shell");

static CxTemplates *
templates_of(const char *page)
{
    CxTemplates *templates = cx_templates_new(NULL);
    static const char layout[] = "{{user}}: {{$main}}{{/main}}{{$unused}}{{/unused}}";
    static const char row[] = "{{name}}={{n}} {{#rows}}{{>row}}{{/rows}}";
    g_assert_true(cx_templates_add(templates, "layout", layout, strlen(layout), NULL));
    g_assert_true(cx_templates_add(templates, "row", row, strlen(row), NULL));
    g_assert_true(cx_templates_add(templates, "page", page, strlen(page), NULL));
    g_assert_true(cx_templates_link(templates, CX_LINK_LENIENT, NULL));
    return templates;
}

static void
test_views(void)
{
    static const RowView rows[] = { { "a", 1 }, { "<b>", 2 } };
    static const char *const tags[] = { "x", "y", NULL };
    const PageView page = {
        .title = "T",
        .figure = "<svg/>",
        .raw = 3.5,
        .best = { "best", 9 },
        .rows = CX_VIEW_LIST(rows, 2),
        .tags = CX_VIEW_LIST(tags, 3),
    };
    const ShellView shell = { .user = "Ann", .title = "shadowed" };
    g_autoptr(CxTemplates) templates =
        templates_of("{{<layout}}{{$main}}{{title}} {{{figure}}} [{{raw}}] {{best.name}} "
                     "{{^worst}}no worst{{/worst}} {{#rows}}{{name}}{{n}}{{user}} {{/rows}}"
                     "{{#tags}}{{.}},{{/tags}}{{/main}}{{/layout}}");
    const CxView views[] = { { &shell_type, &shell }, { &page_type, &page } };
    g_autoptr(GString) out = g_string_new("kept ");
    g_autoptr(GError) error = NULL;
    g_assert_true(cx_templates_render(templates, "page", views, 2, out, &error));
    g_assert_cmpstr(out->str, ==, "kept Ann: T <svg/> [] best no worst a1Ann &lt;b&gt;2Ann x,y,,");
    g_assert_false(cx_templates_render(templates, "none", views, 2, out, &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_NOT_FOUND);
    g_assert_cmpuint(strlen(cx_templates_digest(templates)), ==, 16);
}

static void
test_check(void)
{
    static const struct {
        const char *text, *want; /* NULL: good */
    } rows[] = {
        { "{{title}}{{best.name}}{{{figure}}}{{#rows}}{{name}}{{title}}{{/rows}}", NULL },
        { "{{#tags}}{{.}}{{title}}{{/tags}}{{#worst}}{{n}}{{/worst}}{{^rows}}none{{/rows}}", NULL },
        { "{{<layout}}{{$main}}{{title}}{{/main}}{{/layout}}", NULL },
        { "{{#rows}}{{>row}}{{/rows}}", NULL },
        { "\n{{titles}}", "template \"page\", line 2: \"titles\" is no field of Page" },
        { "{{name}}", "\"name\" is no field of Page" },
        { "{{raw}}", "\"raw\" is no field" },
        { "{{best.size}}", "\"best\" has no field \"size\"" },
        { "{{title.x}}", "\"title\" has no field \"x\"" },
        { "{{rows.name}}", "\"rows\" has no field \"name\"" },
        { "{{#rows}}{{size}}{{/rows}}", "\"size\" is no field of Row" },
        { "{{^rows}}{{name}}{{/rows}}", "\"name\" is no field of Page" },
        { "{{{title}}}", "is no markup, so it must be escaped" },
        { "{{figure}}", "is markup, which needs" },
        { "{{best}}", "\"best\" is no text" },
        { "{{rows}}", "\"rows\" is no text" },
        { "{{>none}}", "there is no template \"none\"" },
        { "{{<layout}}\n{{$mian}}x{{/mian}}{{/layout}}",
          "line 2: \"layout\" has no place for the block \"mian\"" },
        { "{{<page}}{{/page}}", "inside each other" },
    };
    static const CxViewType *const types[] = { &shell_type, &page_type };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(CxTemplates) templates = templates_of(rows[i].text);
        g_autoptr(GError) error = NULL;
        const bool is_good = cx_templates_check(templates, "page", types, 2, &error);
        if (rows[i].want == NULL) {
            g_assert_no_error(error);
            g_assert_true(is_good);
            continue;
        }
        g_assert_error(error, CX_ERROR, CX_ERROR_CORRUPT);
        if (strstr(error->message, rows[i].want) == NULL)
            g_error("\"%s\" lacks \"%s\"", error->message, rows[i].want);
    }
    g_autoptr(CxTemplates) templates = templates_of("{{#rows}}{{>row}}{{/rows}}");
    g_autoptr(GError) error = NULL;
    g_assert_false(cx_templates_check(templates, "row", types, 1, &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_CORRUPT);
    g_clear_error(&error);
    g_assert_false(cx_templates_check(templates, "none", types, 2, &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_NOT_FOUND);
}

static void
test_built_in(void)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(CxCatalogue) catalogue = cx_catalogue_load("en", &error);
    g_assert_no_error(error);
    g_autoptr(CxTemplates) templates = cx_templates_compile(catalogue, &error);
    g_assert_no_error(error);
    g_assert_nonnull(templates);
    g_assert_true(cx_templates_catalogue(templates) == catalogue);
    g_assert_true(cx_templates_has(templates, "field"));
}

/* ---- Laws ---- */

/* However a name's text looks, it shows as text: no tag and no quote can begin. */
static void
test_escaping_law(void)
{
    static const char bytes[] = "<>&\"' ab\\\n\xc3\xa9\xff\xe2\x82\x01=/{}";
    for (int i = 0; i < 3000; i++) {
        char text[24];
        const size_t n = (size_t)g_test_rand_int_range(0, (int)sizeof text);
        for (size_t j = 0; j < n; j++)
            text[j] = bytes[g_test_rand_int_range(0, (int)sizeof bytes - 1)];
        g_autoptr(GString) out = g_string_new(NULL);
        cx_escape_append(out, text, n);
        g_assert_true(g_utf8_validate(out->str, (gssize)out->len, NULL));
        g_assert_null(strpbrk(out->str, "<>\"'\x01"));
        for (const char *p = strchr(out->str, '&'); p != NULL; p = strchr(p + 1, '&'))
            g_assert_nonnull(strchr(p, ';'));
    }
}

/* Random templates are refused or rendered; what is rendered is text of the right kind. */
static void
test_random_templates(void)
{
    static const char *const pieces[] = {
        "{{#a}}",      "{{/a}}", "{{^b}}",        "{{/b}}",    "{{a}}",   "{{{b}}}",
        "{{>p}}",      "{{<p}}", "{{/p}}",        "{{$x}}",    "{{/x}}",  "{{! c }}",
        "{{=<% %>=}}", "<%a%>",  "<%={{ }}=%>",   "\n",        "  ",      "text",
        "{{",          "}}",     "{{@ t.title}}", "{{.}}",     "{{l.n}}", "{{#l}}",
        "{{/l}}",      "\r\n",   "{{>main}}",     "{{a.b.c}}", "{{",      "}}}",
    };
    static const char *const partials[] = { "p", "  [{{$x}}\n  d\n  {{/x}}{{a}}]\n", NULL };
    int n_rendered = 0;
    for (int i = 0; i < 4000; i++) {
        g_autoptr(GString) text = g_string_new(NULL);
        const int n = g_test_rand_int_range(0, 14);
        for (int j = 0; j < n; j++)
            g_string_append(text, pieces[g_test_rand_int_range(0, G_N_ELEMENTS(pieces))]);
        g_autoptr(GError) error = NULL;
        g_autofree char *got = render(
            text->str, partials, "{\"a\":{\"b\":\"x\"},\"b\":\"y\",\"l\":[{\"n\":1},2]}", &error);
        n_rendered += got != NULL;
        g_assert_true((got == NULL) == (error != NULL));
        g_assert_true(got == NULL || g_utf8_validate(got, -1, NULL));
    }
    g_assert_cmpint(n_rendered, >, 400);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/mustache/rendered", test_rendered);
    g_test_add_func("/mustache/layout", test_layout);
    g_test_add_func("/mustache/refused", test_refused);
    g_test_add_func("/mustache/limits", test_limits);
    g_test_add_func("/mustache/recursion", test_recursion);
    g_test_add_func("/mustache/views", test_views);
    g_test_add_func("/mustache/check", test_check);
    g_test_add_func("/mustache/built_in", test_built_in);
    g_test_add_func("/mustache/escaping_law", test_escaping_law);
    g_test_add_func("/mustache/random_templates", test_random_templates);
    return g_test_run();
}
