/* Who answered, by first name and last name: chosen in a draft, and taken in. */
#include "guests.h"

#include <string.h>

#include "codec/json.h"
#include "feedback/draft.h"
#include "support/engines.h"
#include "support/store.h"

/* The mapping with a column taken for something, as text. (transfer full) */
static char *
with_column(const char *mapping, const char *column, CxTaken taken)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(CxDraftEdit) edit = cx_draft_edit_new(mapping, NULL, &error);
    g_assert_no_error(error);
    const CxColumnDecision decision = {
        .column = column, .taken = taken, .lo = CX_DRAFT_AS_IS, .hi = CX_DRAFT_AS_IS
    };
    cx_draft_edit_column(edit, &decision);
    return cx_draft_edit_finish(edit);
}

/* It is a mapping, and that is who answered by it. */
static void
assert_respondent(const char *text, const char *want)
{
    g_autoptr(CxIssues) issues = cx_issues_new();
    g_autoptr(CxMapping) mapping = cx_mapping_parse(text, strlen(text), issues, NULL);
    g_assert_nonnull(mapping);
    g_autoptr(GString) found = g_string_new(NULL);
    for (size_t i = 0; i < mapping->n_respondent_columns; i++)
        g_string_append_printf(found, "%s%s", i > 0 ? "|" : "", mapping->respondent_columns[i]);
    g_assert_cmpstr(found->str, ==, want);
}

/* The parts of a name join, in the order chosen; any other column takes the place of the one before. */
static void
test_draft(void)
{
    static const struct {
        const char *column;
        CxTaken taken;
        const char *want;
    } steps[] = {
        { "Member", CX_TAKEN_RESPONDENT, "Member" },
        { "First name", CX_TAKEN_RESPONDENT, "First name" },
        { "Last name", CX_TAKEN_RESPONDENT, "First name|Last name" },
        { "First name", CX_TAKEN_RESPONDENT, "First name|Last name" },
        { "Last name", CX_TAKEN_IGNORED, "First name" },
        { "Last name", CX_TAKEN_RESPONDENT, "First name|Last name" },
        { "Member", CX_TAKEN_RESPONDENT, "Member" },
    };
    g_autofree char *text = g_strdup(guests_mapping);
    for (size_t i = 0; i < G_N_ELEMENTS(steps); i++) {
        char *next = with_column(text, steps[i].column, steps[i].taken);
        g_free(text);
        text = next;
        assert_respondent(text, steps[i].want);
    }
}

/* Another name for the column in next month's file. */
static void
test_renamed(void)
{
    g_autofree char *one = with_column(guests_mapping, "First name", CX_TAKEN_RESPONDENT);
    g_autofree char *two = with_column(one, "Last name", CX_TAKEN_RESPONDENT);
    g_autoptr(CxDraftEdit) edit = cx_draft_edit_new(two, NULL, NULL);
    cx_draft_edit_rename(edit, "Last name", "Surname");
    g_autofree char *text = cx_draft_edit_finish(edit);
    assert_respondent(text, "First name|Surname");
}

/* Blanks are no part of a name, and a part that is missing is left out. */
static void
test_taken_in(CxDb *db)
{
    g_autoptr(CxMapping) mapping =
        guests_parse("\"cluster\":\"RUN\"", "\"respondent\":[\"RUN\",\"T\"]", NULL);
    g_autoptr(CxImportReport) report =
        guests_import(db, mapping,
                      "1,2018-05-01,2,0.5,Ada,9,5,B,Byron\n2,2018-05-02,2,0.5, Ada ,8,5,B,Byron\n"
                      "3,2018-05-02,2,0.5,Ada,8,5,B,\n4,2018-05-02,2,0.5,,8,5,B,\n");
    g_assert_true(report->n_new == 4);
    g_assert_true(cx_test_count(db, "SELECT count(*) AS n FROM respondent") == 2);
    g_assert_true(cx_test_count(db,
                                "SELECT count(*) AS n FROM response r JOIN respondent p "
                                "ON p.id = r.respondent_id WHERE p.source_key = 'Ada Byron'") == 2);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/feedback/names/draft", test_draft);
    g_test_add_func("/feedback/names/renamed", test_renamed);
    cx_test_engines_add("/feedback/names/taken-in", test_taken_in);
    return g_test_run();
}
