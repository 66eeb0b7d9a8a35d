/* Mappings: a whole one is read as written, and every problem is found with its place. */
#include <string.h>

#include "base/civil.h"
#include "feedback/mapping.h"

static const char whole[] =
    "{\"format\":1,\n"
    " \"survey\":{\"key\":\"guests\",\"title\":\"Guests\",\"zone\":\"America/Los_Angeles\","
    "\"overall\":\"recommend\",\"weighted\":true},\n"
    " \"version\":{\"key\":\"v1\",\"title\":\"May 2018\",\"from\":\"2018-05-01\","
    "\"to\":\"2018-05-31\",\"population\":\"Guests\",\"sampling\":\"probability\","
    "\"experience\":{\"kind\":\"first_hand\",\"text\":\"All were there.\"}},\n"
    " \"columns\":{\"id\":\"ID\",\"date\":{\"column\":\"D\",\"kind\":\"day_of_month\","
    "\"month\":\"2018-05\",\"weekday\":{\"column\":\"W\",\"sunday\":1}},"
    "\"mode\":{\"column\":\"M\",\"codes\":{\"1\":{\"key\":\"self\",\"label\":\"By form\"}}},"
    "\"weight\":\"WT\",\"cluster\":\"RUN\"},\n"
    " \"departments\":[{\"key\":\"food\",\"name\":\"Food\"}],\n"
    " \"missing\":[\"BLANK\"],\n"
    " \"scales\":{\"five\":{\"kind\":\"rating\",\"lo\":1,\"hi\":5,\"labels\":{\"1\":\"Bad\","
    "\"5\":\"Good\"},\"not_applicable\":{\"6\":\"Never used\"},\"missing\":[0,\"BLANK\"]}},\n"
    " \"items\":[\n"
    "  {\"key\":\"recommend\",\"column\":\"NPS\",\"wording\":\"Would you?\",\"kind\":\"nps\","
    "\"role\":\"overall\",\"missing\":[11]},\n"
    "  {\"key\":\"food\",\"column\":\"F\",\"wording\":\"Food\",\"scale\":\"five\","
    "\"department\":\"food\"},\n"
    "  {\"key\":\"area\",\"column\":\"A\",\"wording\":\"Where?\",\"kind\":\"choice\","
    "\"codes\":{\"A\":\"North hall\",\"B\":{\"key\":\"south\",\"label\":\"South hall\"}}},\n"
    "  {\"key\":\"spent\",\"column\":\"S\",\"wording\":\"Spent\",\"kind\":\"number\",\"lo\":0,"
    "\"hi\":500,\"decimals\":2},\n"
    "  {\"key\":\"words\",\"column\":\"T\",\"wording\":\"Anything else?\",\"kind\":\"text\"}]}";

static CxMapping *
parse(const char *text, CxIssues *issues)
{
    g_autoptr(GError) error = NULL;
    CxMapping *mapping = cx_mapping_parse(text, strlen(text), issues, &error);
    g_assert_no_error(error);
    return mapping;
}

static void
test_whole(void)
{
    g_autoptr(CxIssues) issues = cx_issues_new();
    g_autoptr(CxMapping) mapping = parse(whole, issues);
    for (size_t i = 0; i < cx_issues_count(issues); i++)
        g_test_message("%s", cx_issues_at(issues, i)->text);
    g_assert_nonnull(mapping);

    g_assert_cmpstr(mapping->json, ==, whole);
    g_assert_cmpstr(mapping->survey_key, ==, "guests");
    g_assert_true(mapping->is_weighted);
    g_assert_cmpint(mapping->version.sampling, ==, CX_SAMPLING_PROBABILITY);
    g_assert_cmpint(mapping->version.experience, ==, CX_EXPERIENCE_FIRST_HAND);
    g_assert_cmpint(mapping->version.invited, ==, -1);
    g_assert_cmpint(mapping->date.n_days, ==, 31);
    g_assert_cmpstr(mapping->date.weekday, ==, "W");
    g_assert_cmpuint(mapping->n_items, ==, 5);

    const CxMappingItem *nps = &mapping->items[0];
    g_assert_cmpint(nps->role, ==, CX_ITEM_ROLE_OVERALL);
    g_assert_cmpint(nps->asked.hi, ==, 10);
    g_assert_cmpuint(nps->asked.n_codes, ==, 2); /* 11, and the empty cell */
    g_assert_cmpstr(nps->asked.codes[0].source, ==, "11");
    g_assert_cmpint(nps->asked.codes[0].meaning, ==, CX_MEANING_MISSING);

    const CxMappingItem *food = &mapping->items[1];
    g_assert_cmpint(food->role, ==, CX_ITEM_ROLE_MEASURE);
    g_assert_cmpstr(food->department, ==, "food");
    g_assert_cmpint(food->asked.lo, ==, 1);
    g_assert_cmpuint(food->asked.n_codes, ==, 6);
    g_assert_cmpstr(food->asked.codes[2].label, ==, "Never used");
    g_assert_cmpint(food->asked.codes[2].meaning, ==, CX_MEANING_NOT_APPLICABLE);

    const CxMappingItem *area = &mapping->items[2];
    g_assert_cmpint(area->role, ==, CX_ITEM_ROLE_FACT);
    g_assert_cmpstr(area->asked.codes[0].key, ==, "north_hall");
    g_assert_cmpstr(area->asked.codes[1].key, ==, "south");
    g_assert_cmpint(area->asked.codes[1].code, ==, 2);

    g_assert_cmpint(mapping->items[3].asked.hi, ==, 50000);
    g_assert_cmpint(mapping->items[4].role, ==, CX_ITEM_ROLE_COMMENT);
}

/* The whole mapping with one text replaced: the issue it must give. */
static void
test_issues(void)
{
    static const struct {
        const char *why, *was, *is, *field, *words;
    } rows[] = {
        { "no format", "\"format\":1,", "", "/format", "is needed" },
        { "a later format", "\"format\":1", "\"format\":2", "/format", "format 1 only" },
        { "a slip of the pen", "\"departments\"", "\"departmens\"", "/departmens",
          "did you mean \"departments\"" },
        { "a zone there is not", "America/Los_Angeles", "America/Los_Angls", "/survey/zone", "" },
        { "a key with blanks", "\"key\":\"guests\"", "\"key\":\"our guests\"", "/survey/key",
          "not a key" },
        { "an overall item there is not", "\"overall\":\"recommend\"", "\"overall\":\"whole\"",
          "/survey/overall", "no item has the key" },
        { "computed beside a column", "\"key\":\"spent\"",
          "\"key\":\"spent\",\"compute\":{\"sum\":[\"A\"]}", "/items/3/compute", "beside" },
        { "days from one date", "\"key\":\"spent\"",
          "\"key\":\"spent\",\"compute\":{\"days_between\":[\"A\"]}",
          "/items/3/compute/days_between", "two columns" },
        { "a cluster that lasts for what", "\"cluster\":\"RUN\"",
          "\"cluster\":{\"column\":\"RUN\",\"scope\":\"ever\"}", "/columns/cluster/scope",
          "none of version, survey" },
        { "a sampling there is not", "\"probability\"", "\"random\"", "/version/sampling",
          "none of" },
        { "the wrong way round", "2018-05-31", "2018-04-30", "/version/to", "before" },
        { "a day there is not", "2018-05-31", "2018-05-32", "/version/to", "" },
        { "a date kind there is not", "\"day_of_month\"", "\"american\"", "/columns/date/kind",
          "none of iso" },
        { "a month there is not", "\"2018-05\"", "\"2018-13\"", "/columns/date/month",
          "not a month" },
        { "codes for days that are not given", "\"day_of_month\"", "\"coded\"",
          "/columns/date/days", "is needed" },
        { "a mode without a label", "\"label\":\"By form\"", "\"words\":\"By form\"",
          "/columns/mode/codes/1/label", "is needed" },
        { "a department not listed", "\"department\":\"food\"", "\"department\":\"drinks\"",
          "/items/1/department", "not in \"departments\"" },
        { "a scale not listed", "\"scale\":\"five\"", "\"scale\":\"six\"", "/items/1/scale",
          "not in \"scales\"" },
        { "a missing code on the scale", "\"missing\":[11]", "\"missing\":[0]",
          "/items/0/missing/0", "on the scale 0 to 10" },
        { "a code with two meanings", "\"missing\":[0,\"BLANK\"]", "\"missing\":[0,6]",
          "/scales/five/missing/1", "has a meaning already" },
        { "a label off the scale", "\"5\":\"Good\"", "\"9\":\"Good\"", "/scales/five/labels/9",
          "not on the scale 1 to 5" },
        { "a kind there is not", "\"kind\":\"text\"", "\"kind\":\"words\"", "/items/4/kind",
          "none of nps" },
        { "a key twice", "\"key\":\"spent\"", "\"key\":\"area\"", "/items/3/key", "stands twice" },
        { "choices of one key", "\"key\":\"south\"", "\"key\":\"north_hall\"", "/items/2/codes/B",
          "key or code" },
        { "a text that is overall", "\"kind\":\"text\"", "\"kind\":\"text\",\"role\":\"overall\"",
          "/items/4/role", "only an item" },
        { "an end missing", "\"hi\":500,", "", "/items/3/hi", "is needed" },
        { "no header", "\"format\":1,", "\"format\":1,\"file\":{\"header_rows\":0},",
          "/file/header_rows", "from 1 to 10" },
        { "nothing to skip by", "\"format\":1,",
          "\"format\":1,\"skip\":[{\"column\":\"S\",\"values\":[]}],", "/skip/0/values",
          "names no value" },
        { "a point off the scale", "\"hi\":5,", "\"hi\":5,\"points\":{\"Best\":9},",
          "/scales/five/points/Best", "not a point of the scale" },
        { "a point by itself", "\"hi\":5,", "\"hi\":5,\"points\":{\"4\":5},",
          "/scales/five/points/4", "a point by itself" },
        { "the wrong type", "\"weighted\":true", "\"weighted\":\"yes\"", "/survey/weighted",
          "should be" },
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_test_message("%s", rows[i].why);
        g_auto(GStrv) parts = g_strsplit(whole, rows[i].was, 2);
        g_assert_cmpuint(g_strv_length(parts), ==, 2);
        g_autofree char *text = g_strjoinv(rows[i].is, parts);
        g_autoptr(CxIssues) issues = cx_issues_new();
        g_autoptr(CxMapping) mapping = parse(text, issues);
        g_assert_null(mapping);
        for (size_t j = 0; j < cx_issues_count(issues); j++)
            g_test_message("  %s", cx_issues_at(issues, j)->text);
        const CxIssue *issue = cx_issues_find(issues, rows[i].field);
        g_assert_nonnull(issue);
        g_assert_nonnull(strstr(issue->text, rows[i].words));
    }
}

/* More answers than a byte tells apart: said of the list, not of each answer. */
static void
test_too_many_codes(void)
{
    enum { N_CODES = 300 };
    g_auto(GStrv) parts = g_strsplit(whole, "\"A\":\"North hall\"", 2);
    g_assert_cmpuint(g_strv_length(parts), ==, 2);
    g_autoptr(GString) codes = g_string_new(NULL);
    for (int c = 0; c < N_CODES; c++)
        g_string_append_printf(codes, "%s\"x%d\":\"Hall %d\"", c > 0 ? "," : "", c, c);
    g_autofree char *text = g_strjoinv(codes->str, parts);
    g_autoptr(CxIssues) issues = cx_issues_new();
    g_assert_null(parse(text, issues));
    g_assert_cmpuint(cx_issues_count(issues), ==, 1);
    g_assert_nonnull(strstr(cx_issues_at(issues, 0)->field, "/codes"));
    g_assert_nonnull(strstr(cx_issues_at(issues, 0)->text, "should have from 1 to"));
}

static void
test_all_at_once(void)
{
    static const char text[] = "{\"format\":1,\"survey\":{},\"version\":{},\"columns\":{},"
                               "\"items\":[{\"kind\":\"rating\"}]}";
    g_autoptr(CxIssues) issues = cx_issues_new();
    g_assert_null(parse(text, issues));
    static const char *const fields[] = { "/survey/key",      "/survey/title", "/survey/zone",
                                          "/survey/overall",  "/version/key",  "/version/sampling",
                                          "/columns/date",    "/items/0/key",  "/items/0/column",
                                          "/items/0/wording", "/items/0/lo",   "/items/0/hi" };
    for (size_t i = 0; i < G_N_ELEMENTS(fields); i++) {
        g_test_message("%s", fields[i]);
        g_assert_nonnull(cx_issues_find(issues, fields[i]));
    }
}

static void
test_not_json(void)
{
    g_autoptr(CxIssues) issues = cx_issues_new();
    g_autoptr(GError) error = NULL;
    g_assert_null(cx_mapping_parse("{,", 2, issues, &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_INVALID);
    g_assert_nonnull(strstr(error->message, "line 1"));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/feedback/mapping/whole", test_whole);
    g_test_add_func("/feedback/mapping/issues", test_issues);
    g_test_add_func("/feedback/mapping/too-many-codes", test_too_many_codes);
    g_test_add_func("/feedback/mapping/all-at-once", test_all_at_once);
    g_test_add_func("/feedback/mapping/not-json", test_not_json);
    return g_test_run();
}
