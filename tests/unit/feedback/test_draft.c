/* Corrections of a mapping: what was decided is there, and everything else is as it was. */
#include <string.h>

#include "codec/json.h"
#include "feedback/draft.h"
#include "feedback/mapping.h"

static const char mapping[] =
    "{\"format\":1,\"about\":\"words of mine\","
    "\"survey\":{\"key\":\"s\",\"title\":\"S\",\"zone\":\"UTC\",\"overall\":\"rec\"},"
    "\"version\":{\"key\":\"1\",\"sampling\":\"open\",\"source\":\"The file.\"},"
    "\"skip\":[{\"column\":\"Status\",\"values\":[\"1\"],\"reason\":\"previews\"}],"
    "\"columns\":{\"id\":\"ID\",\"date\":{\"column\":\"When\",\"kind\":\"mdy\"},"
    "\"weight\":\"W\"},"
    "\"missing\":[\"99\"],"
    "\"items\":[{\"key\":\"rec\",\"column\":\"NPS \",\"kind\":\"nps\",\"role\":\"overall\","
    "\"wording\":\"Would you?\"},"
    "{\"key\":\"food\",\"column\":\"Q1\",\"kind\":\"rating\",\"lo\":1,\"hi\":5,"
    "\"wording\":\"The food on board\",\"labels\":{\"1\":\"Bad\"}},"
    "{\"key\":\"clean\",\"column\":\"Q2\",\"kind\":\"rating\",\"lo\":1,\"hi\":5,"
    "\"wording\":\"Cleanliness of the cabin\",\"missing\":{\"9\":\"Not said\"}},"
    "{\"key\":\"why\",\"column\":\"Q3\",\"kind\":\"text\",\"wording\":\"Why?\"}]}";

static CxDraftEdit *
begin(void)
{
    g_autoptr(GError) error = NULL;
    CxDraftEdit *edit = cx_draft_edit_new(mapping, NULL, &error);
    g_assert_no_error(error);
    return edit;
}

/* The document as decided; it must be a mapping. */
static CxJson *
finish(CxDraftEdit *edit)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *text = cx_draft_edit_finish(edit);
    cx_draft_edit_free(edit);
    g_autoptr(CxIssues) issues = cx_issues_new();
    g_autoptr(CxMapping) parsed = cx_mapping_parse(text, strlen(text), issues, &error);
    g_assert_no_error(error);
    for (size_t i = 0; i < cx_issues_count(issues); i++)
        g_error("%s: %s\n%s", cx_issues_at(issues, i)->field, cx_issues_at(issues, i)->text, text);
    CxJson *json = cx_json_parse(text, strlen(text), &error);
    g_assert_no_error(error);
    return json;
}

static char *
canonical(const CxJson *json)
{
    GString *out = g_string_new(NULL);
    cx_json_append_canonical(out, json);
    return g_string_free(out, FALSE);
}

/* The value at a place like "/items/1/lo", canonical; "" where nothing is. */
static char *
at(const CxJson *json, const char *place)
{
    g_auto(GStrv) steps = g_strsplit(place + 1, "/", -1);
    for (size_t i = 0; steps[i] != NULL && json != NULL; i++) {
        json = cx_json_type(json) == CX_JSON_ARRAY
                   ? cx_json_at(json, (size_t)g_ascii_strtoull(steps[i], NULL, 10))
                   : cx_json_member(json, steps[i]);
    }
    return json != NULL ? canonical(json) : g_strdup("");
}

static void
assert_at(const CxJson *json, const char *place, const char *want)
{
    g_autofree char *is = at(json, place);
    if (strcmp(is, want) != 0)
        g_error("%s is %s, not %s", place, is, want);
}

static void
test_nothing(void)
{
    g_autoptr(CxJson) json = finish(begin());
    g_autoptr(CxJson) was = cx_json_parse(mapping, strlen(mapping), NULL);
    g_autofree char *after = canonical(json);
    g_autofree char *before = canonical(was);
    g_assert_cmpstr(after, ==, before);
}

/* A correction of one column leaves every other member letter for letter. */
static void
test_correct(void)
{
    CxDraftEdit *edit = begin();
    cx_draft_edit_column(edit, &(CxColumnDecision){ .column = "Q1",
                                                    .taken = CX_TAKEN_ITEM,
                                                    .label = "Food",
                                                    .lo = 1,
                                                    .hi = 7,
                                                    .direction = "down",
                                                    .missing = "8; 9",
                                                    .not_applicable = "" });
    g_autoptr(CxJson) json = finish(edit);
    assert_at(json, "/items/1/hi", "7");
    assert_at(json, "/items/1/label", "\"Food\"");
    assert_at(json, "/items/1/direction", "\"down\"");
    assert_at(json, "/items/1/missing", "{\"8\":\"8\",\"9\":\"9\"}");
    assert_at(json, "/items/1/wording", "\"The food on board\"");
    assert_at(json, "/items/1/labels", "{\"1\":\"Bad\"}");
    assert_at(json, "/items/1/key", "\"food\"");
    g_autoptr(CxJson) was = cx_json_parse(mapping, strlen(mapping), NULL);
    static const char *const rest[] = { "/about",   "/survey",  "/version", "/skip",
                                        "/columns", "/items/0", "/items/2", "/items/3" };
    for (size_t i = 0; i < G_N_ELEMENTS(rest); i++) {
        g_autofree char *before = at(was, rest[i]);
        assert_at(json, rest[i], before);
    }
}

/* What a column was before is forgotten when it is taken for something else. */
static void
test_take_as(void)
{
    static const char *const values[] = { "North hall", "South hall", "north hall" };
    CxDraftEdit *edit = begin();
    const CxColumnDecision decisions[] = {
        { .column = "W", .taken = CX_TAKEN_ITEM, .lo = 0, .hi = 4, .wording = "How heavy?" },
        { .column = "Q3", .taken = CX_TAKEN_FACT, .values = values, .n_values = 3 },
        { .column = "Q2", .taken = CX_TAKEN_IGNORED },
        { .column = "Status", .taken = CX_TAKEN_CLUSTER },
        { .column = "New one", .taken = CX_TAKEN_COMMENT, .label = "Words" },
    };
    for (size_t i = 0; i < G_N_ELEMENTS(decisions); i++)
        cx_draft_edit_column(edit, &decisions[i]);
    g_autoptr(CxJson) json = finish(edit);
    assert_at(json, "/columns/weight", "");
    assert_at(json, "/columns/cluster", "\"Status\"");
    assert_at(json, "/skip", "[]");
    assert_at(json, "/items/2/key", "\"why\"");
    assert_at(json, "/items/2/kind", "\"choice\"");
    assert_at(json, "/items/2/codes/South hall/code", "2");
    assert_at(json, "/items/2/codes/north hall/key", "\"north_hall_2\"");
    assert_at(json, "/items/3/column", "\"W\"");
    assert_at(json, "/items/3/hi", "4");
    assert_at(json, "/items/4/label", "\"Words\"");
    assert_at(json, "/items/5", "");
}

/* A column taken again as it was recognised gets back what was found of it. */
static void
test_back(void)
{
    g_autoptr(GError) error = NULL;
    CxDraftEdit *away = begin();
    cx_draft_edit_column(away, &(CxColumnDecision){ .column = "Q1", .taken = CX_TAKEN_IGNORED });
    g_autofree char *without = cx_draft_edit_finish(away);
    cx_draft_edit_free(away);
    CxDraftEdit *back = cx_draft_edit_new(without, mapping, &error);
    g_assert_no_error(error);
    cx_draft_edit_column(back, &(CxColumnDecision){ .column = "Q1",
                                                    .taken = CX_TAKEN_ITEM,
                                                    .lo = CX_DRAFT_AS_IS,
                                                    .hi = CX_DRAFT_AS_IS });
    g_autoptr(CxJson) json = finish(back);
    g_autoptr(CxJson) was = cx_json_parse(mapping, strlen(mapping), NULL);
    g_autofree char *before = at(was, "/items/1");
    assert_at(json, "/items/3", before);
}

static void
test_departments(void)
{
    static const CxDraftDepartment all[] = { { "cabin", "Cabin cleaning" },
                                             { "catering", "Catering and food" },
                                             { "law", "Law" } };
    CxDraftEdit *edit = begin();
    g_assert_cmpuint(cx_draft_edit_propose(edit, all, G_N_ELEMENTS(all)), ==, 2);
    g_autoptr(CxJson) json = finish(edit);
    assert_at(json, "/items/1/department", "\"catering\"");
    assert_at(json, "/items/2/department", "\"cabin\"");
    assert_at(json, "/items/0/department", "");
    assert_at(json, "/departments",
              "[{\"key\":\"catering\",\"name\":\"Catering and food\"},"
              "{\"key\":\"cabin\",\"name\":\"Cabin cleaning\"}]");
    static const CxDraftDepartment twins[] = { { "a", "Food here" }, { "b", "Food there" } };
    CxDraftEdit *unsure = begin();
    g_assert_cmpuint(cx_draft_edit_propose(unsure, twins, 2), ==, 0);
    cx_draft_edit_department(unsure, "Q1", "x", "<X> & \"Y\"");
    cx_draft_edit_department(unsure, "Q2", "x", "<X> & \"Y\"");
    g_autoptr(CxJson) typed = finish(unsure);
    assert_at(typed, "/departments", "[{\"key\":\"x\",\"name\":\"<X> & \\\"Y\\\"\"}]");
}

/* A file that changed its shape, and values nobody expected. */
static void
test_changed(void)
{
    CxDraftEdit *edit = begin();
    cx_draft_edit_rename(edit, "When", "Submitted at");
    cx_draft_edit_rename(edit, "Q1", "Q1/new");
    cx_draft_edit_rename(edit, "W", "Weight");
    cx_draft_edit_code(edit, "Q1", "6", CX_MEANING_NOT_APPLICABLE);
    cx_draft_edit_code(edit, "Q1", "N/A", CX_MEANING_NOT_APPLICABLE);
    cx_draft_edit_code(edit, "Q1", "77", CX_MEANING_MISSING);
    cx_draft_edit_code(edit, "Q2", "77", CX_MEANING_MISSING);
    g_autoptr(CxJson) json = finish(edit);
    assert_at(json, "/columns/date", "{\"column\":\"Submitted at\",\"kind\":\"mdy\"}");
    assert_at(json, "/columns/weight", "\"Weight\"");
    assert_at(json, "/items/1/column", "\"Q1/new\"");
    assert_at(json, "/items/1/not_applicable", "{\"6\":\"6\",\"N/A\":\"N/A\"}");
    assert_at(json, "/items/1/missing", "{\"77\":\"77\",\"99\":\"99\"}");
    assert_at(json, "/items/2/missing", "{\"77\":\"77\",\"9\":\"Not said\"}");
}

static void
test_settle(void)
{
    CxDraftEdit *edit = begin();
    cx_draft_edit_text(edit, "version", "key", "2026");
    cx_draft_edit_text(edit, "version", "title", "March");
    cx_draft_edit_text(edit, "version", "source", NULL);
    cx_draft_edit_int(edit, "version", "invited", 4200);
    cx_draft_edit_flag(edit, "survey", "weighted", true);
    cx_draft_edit_date_kind(edit, "dmy");
    cx_draft_edit_overall(edit, "clean");
    g_autoptr(CxJson) json = finish(edit);
    assert_at(json, "/version",
              "{\"invited\":4200,\"key\":\"2026\",\"sampling\":\"open\",\"title\":\"March\"}");
    assert_at(json, "/survey/weighted", "true");
    assert_at(json, "/survey/overall", "\"clean\"");
    assert_at(json, "/items/2/role", "\"overall\"");
    assert_at(json, "/items/0/role", "\"measure\"");
    assert_at(json, "/columns/date/kind", "\"dmy\"");
}

static void
test_refused(void)
{
    g_autoptr(GError) error = NULL;
    g_assert_null(cx_draft_edit_new("[1]", NULL, &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_INVALID);
    g_clear_error(&error);
    g_assert_null(cx_draft_edit_new(mapping, "nonsense", &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_INVALID);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/feedback/draft/nothing", test_nothing);
    g_test_add_func("/feedback/draft/correct", test_correct);
    g_test_add_func("/feedback/draft/take-as", test_take_as);
    g_test_add_func("/feedback/draft/back", test_back);
    g_test_add_func("/feedback/draft/departments", test_departments);
    g_test_add_func("/feedback/draft/changed", test_changed);
    g_test_add_func("/feedback/draft/settle", test_settle);
    g_test_add_func("/feedback/draft/refused", test_refused);
    return g_test_run();
}
