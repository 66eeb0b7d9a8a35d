#include <glib.h>
#include <math.h>
#include <string.h>

#include "codec/json.h"
#include "view/field.h"
#include "view/value.h"

typedef struct {
    const char *name;
    double score;
} PartView;

typedef struct {
    const char *title;
    const char *figure;
    int64_t n;
    double score;
    bool is_late;
    CxDay day;
    CxInstant at;
    const PartView *first;
    PartView second;
    CxViewList parts;
    CxViewList words;
    const char *sentence;
    double secret_raw;
} WholeView;

static const CxViewField part_fields[] = {
    CX_FIELD(PartView, name, CX_FIELD_TEXT, "Its name"),
    CX_FIELD(PartView, score, CX_FIELD_NUMBER, "Its score"),
};
static const CxViewType part_type = CX_VIEW_TYPE("Part", PartView, part_fields, "A part");

static const CxViewField whole_fields[] = {
    CX_FIELD(WholeView, title, CX_FIELD_TEXT, "The title"),
    CX_FIELD_PAGE(WholeView, figure, CX_FIELD_MARKUP, "The figure"),
    CX_FIELD(WholeView, n, CX_FIELD_COUNT, "How many"),
    CX_FIELD(WholeView, score, CX_FIELD_NUMBER, "The score"),
    CX_FIELD(WholeView, is_late, CX_FIELD_FLAG, "Whether late"),
    CX_FIELD(WholeView, day, CX_FIELD_DAY, "The day"),
    CX_FIELD(WholeView, at, CX_FIELD_INSTANT, "The moment"),
    CX_FIELD_CHILD(WholeView, first, CX_FIELD_OBJECT, &part_type, "The first part"),
    CX_FIELD_CHILD(WholeView, second, CX_FIELD_OBJECT_IN, &part_type, "The second part"),
    CX_FIELD_CHILD(WholeView, parts, CX_FIELD_LIST, &part_type, "All parts"),
    CX_FIELD_CHILD_DATA(WholeView, words, CX_FIELD_LIST, &cx_view_text_type, "Words"),
    CX_FIELD_PAGE(WholeView, sentence, CX_FIELD_TEXT, "For people"),
    CX_FIELD_DATA(WholeView, secret_raw, CX_FIELD_NUMBER, "For programs"),
};
static const CxViewType whole_type = CX_VIEW_TYPE("Whole", WholeView, whole_fields, "All there is");

static char *
json_of(const WholeView *view)
{
    g_autoptr(GString) out = g_string_new(NULL);
    g_autoptr(CxJsonWriter) writer = cx_json_writer_new(out, CX_JSON_COMPACT);
    cx_view_write_json(&whole_type, view, writer);
    g_assert_true(cx_json_writer_is_done(writer));
    return g_strdup(out->str);
}

static void
test_json(void)
{
    static const PartView parts[] = { { "a", 1.0 }, { NULL, (double)NAN } };
    static const char *const words[] = { "x", NULL };
    const WholeView full = {
        .title = "\"T\" <b>",
        .figure = "<svg/>",
        .n = INT64_C(9007199254740993),
        .score = 0.1,
        .is_late = true,
        .day = { 17622 },
        .at = { INT64_C(1522454400000000) },
        .first = &parts[0],
        .second = { "s", -2.5 },
        .parts = CX_VIEW_LIST(parts, 2),
        .words = CX_VIEW_LIST(words, 2),
        .sentence = "For people only.",
        .secret_raw = 1e-9,
    };
    g_autofree char *json = json_of(&full);
    g_assert_cmpstr(json, ==,
                    "{\"title\":\"\\\"T\\\" <b>\",\"n\":9007199254740993,\"score\":0.1,"
                    "\"is_late\":true,\"day\":\"2018-04-01\",\"at\":\"2018-03-31T00:00:00Z\","
                    "\"first\":{\"name\":\"a\",\"score\":1},\"second\":{\"name\":\"s\",\"score\":"
                    "-2.5},\"parts\":[{\"name\":\"a\",\"score\":1},{\"name\":null,\"score\":null}"
                    "],\"words\":[\"x\",null],\"secret_raw\":1e-09}");
    const WholeView empty = { .score = (double)NAN,
                              .day = CX_DAY_NONE,
                              .at = { INT64_MIN },
                              .second.score = (double)INFINITY,
                              .secret_raw = (double)NAN };
    g_autofree char *nulls = json_of(&empty);
    g_assert_cmpstr(nulls, ==,
                    "{\"title\":null,\"n\":0,\"score\":null,\"is_late\":false,\"day\":null,"
                    "\"at\":null,\"first\":null,\"second\":{\"name\":null,\"score\":null},"
                    "\"parts\":[],\"words\":[],\"secret_raw\":null}");
}

static CxValue
member(const CxValue *object, const char *name)
{
    CxValue value = { .kind = CX_VALUE_N };
    g_assert_true(cx_value_member(object, name, &value));
    return value;
}

static void
test_members(void)
{
    static const PartView parts[] = { { "a", 1.0 }, { "b", 2.0 } };
    const WholeView view = { .title = "",
                             .figure = "<svg/>",
                             .score = (double)NAN,
                             .day = { 17622 },
                             .parts = CX_VIEW_LIST(parts, 2) };
    const CxValue whole = cx_value_of_view(&whole_type, &view);
    g_assert_true(cx_value_is_true(&whole));
    CxValue value = { 0 };
    g_assert_false(cx_value_member(&whole, "nothing", &value));
    g_assert_false(cx_value_member(&whole, "secret_raw", &value)); /* data only */
    static const struct {
        const char *name;
        bool want;
    } rows[] = {
        { "title", false }, { "figure", true }, { "n", false },     { "score", false },
        { "day", true },    { "first", false }, { "second", true }, { "parts", true },
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        value = member(&whole, rows[i].name);
        g_assert_cmpint(cx_value_is_true(&value), ==, rows[i].want);
    }
    const CxValue list = member(&whole, "parts");
    const CxValue second = cx_value_item(&list, 1);
    const CxValue name = member(&second, "name");
    g_assert_cmpstr(name.text, ==, "b");
    g_assert_false(cx_value_member(&list, "name", &value));
    g_autoptr(GString) out = g_string_new(NULL);
    value = member(&whole, "day");
    cx_value_append(&value, out);
    cx_value_append(&list, out);
    g_assert_cmpstr(out->str, ==, "2018-04-01");
    const CxValue none = cx_value_of_view(&whole_type, NULL);
    g_assert_false(cx_value_is_true(&none));
}

/* Any view's JSON parses back to the same values. */
static void
test_round_trip(void)
{
    for (int i = 0; i < 500; i++) {
        PartView parts[8] = { 0 };
        char names[8][12];
        const size_t n = (size_t)g_test_rand_int_range(0, 9);
        for (size_t j = 0; j < n; j++) {
            for (size_t k = 0; k < sizeof names[j] - 1; k++)
                names[j][k] = (char)g_test_rand_int_range(1, 127);
            names[j][sizeof names[j] - 1] = '\0';
            parts[j] = (PartView){ names[j], g_test_rand_double_range(-1e9, 1e9) };
        }
        const WholeView view = { .n = (int64_t)g_test_rand_int() * g_test_rand_int(),
                                 .day = { g_test_rand_int_range(-100000, 100000) },
                                 .parts = CX_VIEW_LIST(parts, n) };
        g_autofree char *text = json_of(&view);
        g_autoptr(GError) error = NULL;
        g_autoptr(CxJson) json = cx_json_parse(text, strlen(text), &error);
        g_assert_no_error(error);
        g_assert_cmpint(cx_json_int(cx_json_member(json, "n"), 0), ==, view.n);
        const CxJson *list = cx_json_member(json, "parts");
        g_assert_cmpuint(cx_json_n(list), ==, n);
        for (size_t j = 0; j < n; j++) {
            const CxJson *part = cx_json_at(list, j);
            g_assert_cmpstr(cx_json_text(cx_json_member(part, "name"), NULL), ==, parts[j].name);
            g_assert_cmpfloat(cx_json_number(cx_json_member(part, "score"), 0), ==, parts[j].score);
        }
    }
}

typedef struct LoopView LoopView;
struct LoopView {
    const LoopView *next;
};
extern const CxViewType loop_type;
static const CxViewField loop_fields[] = {
    CX_FIELD_CHILD(LoopView, next, CX_FIELD_OBJECT, &loop_type, "The next"),
};
const CxViewType loop_type = CX_VIEW_TYPE("Loop", LoopView, loop_fields, "A chain");

static CxJson *
schema_of(const CxViewType *type)
{
    g_autoptr(GString) out = g_string_new(NULL);
    g_autoptr(CxJsonWriter) writer = cx_json_writer_new(out, CX_JSON_COMPACT);
    cx_view_type_write_schema(type, writer);
    g_assert_true(cx_json_writer_is_done(writer));
    g_autoptr(GError) error = NULL;
    CxJson *schema = cx_json_parse(out->str, out->len, &error);
    g_assert_no_error(error);
    return schema;
}

static void
test_schema(void)
{
    g_autoptr(CxJson) schema = schema_of(&whole_type);
    g_assert_cmpstr(cx_json_text(cx_json_member(schema, "title"), ""), ==, "Whole");
    const CxJson *properties = cx_json_member(schema, "properties");
    g_assert_cmpuint(cx_json_n(properties), ==, 11); /* 13 less two for the page only */
    g_assert_cmpuint(cx_json_n(cx_json_member(schema, "required")), ==, 11);
    g_assert_null(cx_json_member(properties, "figure"));
    const CxJson *day = cx_json_member(properties, "day");
    g_assert_cmpstr(cx_json_text(cx_json_member(day, "format"), ""), ==, "date");
    g_assert_cmpstr(cx_json_text(cx_json_member(day, "description"), ""), ==, "The day");
    const CxJson *items = cx_json_member(cx_json_member(properties, "parts"), "items");
    g_assert_cmpuint(cx_json_n(cx_json_member(items, "properties")), ==, 2);
    const CxJson *words = cx_json_member(cx_json_member(properties, "words"), "items");
    g_assert_cmpstr(cx_json_text(cx_json_member(words, "type"), ""), ==, "string");
    g_autoptr(CxJson) loop = schema_of(&loop_type); /* ends */
    g_assert_nonnull(loop);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/field/json", test_json);
    g_test_add_func("/field/members", test_members);
    g_test_add_func("/field/round_trip", test_round_trip);
    g_test_add_func("/field/schema", test_schema);
    return g_test_run();
}
