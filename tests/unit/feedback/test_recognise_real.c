/* Real files, recognised and imported: what is right comes from the data dictionaries and READMEs
 * that lie beside them. Without the data each test is skipped. */
#include <string.h>

#include "base/civil.h"
#include "feedback/import.h"
#include "feedback/recognise.h"
#include "support/engines.h"

/* The file, or NULL after the test was skipped by its name. */
static char *
load_data(const char *name, gsize *ret_len_bytes)
{
    g_autofree char *path = g_build_filename(g_getenv("CX_SHARED_DATA"), name, NULL);
    char *data = NULL;
    if (g_file_get_contents(path, &data, ret_len_bytes, NULL))
        return data;
    g_autofree char *why = g_strdup_printf("%s is not beside the project", name);
    g_test_skip(why);
    return NULL;
}

static CxDraft *
recognise(const char *name, const char *data, size_t len_bytes)
{
    const CxRecogniseFile file = { .name = name,
                                   .data = data,
                                   .len_bytes = len_bytes,
                                   .today = cx_day_from_civil((CxCivil){ 2026, 11, 16 }) };
    g_autoptr(GError) error = NULL;
    CxDraft *draft = cx_recognise(&file, &error);
    g_assert_no_error(error);
    g_assert_nonnull(draft->mapping);
    return draft;
}

static CxMapping *
mapping_of(const CxDraft *draft)
{
    g_autoptr(CxIssues) issues = cx_issues_new();
    CxMapping *mapping = cx_mapping_parse(draft->mapping, strlen(draft->mapping), issues, NULL);
    g_assert_nonnull(mapping);
    return mapping;
}

static CxTaken
taken_of(const CxDraft *draft, const char *name)
{
    for (size_t i = 0; i < draft->n_columns; i++) {
        if (strcmp(draft->columns[i].name, name) == 0)
            return draft->columns[i].taken;
    }
    g_error("no column \"%s\"", name);
}

static const CxMappingItem *
item_of(const CxMapping *mapping, const char *column)
{
    for (size_t i = 0; i < mapping->n_items; i++) {
        if (strcmp(mapping->items[i].asked.column, column) == 0)
            return &mapping->items[i];
    }
    g_error("no item in column \"%s\"", column);
}

static CxMeaning
meaning_of(const CxMapping *mapping, const char *column, const char *source)
{
    const CxItemVersion *asked = &item_of(mapping, column)->asked;
    for (size_t i = 0; i < asked->n_codes; i++) {
        if (strcmp(asked->codes[i].source, source) == 0)
            return asked->codes[i].meaning;
    }
    g_error("no code \"%s\" in column \"%s\"", source, column);
}

static void
assert_scale(const CxMapping *mapping, const char *column, CxItemKind kind, int64_t lo, int64_t hi)
{
    const CxItemVersion *asked = &item_of(mapping, column)->asked;
    g_assert_cmpint(asked->kind, ==, kind);
    g_assert_cmpint(asked->lo, ==, lo);
    g_assert_cmpint(asked->hi, ==, hi);
}

/* What a file is imported as. */
typedef struct {
    const char *name;
    int64_t n_new;
    int64_t n_skipped;
} Count;

/* Tried first, which leaves nothing; then imported; then again, which finds everything known. */
static void
check_import(CxDb *db, const char *name, const Count *count)
{
    gsize len_bytes = 0;
    g_autofree char *data = load_data(name, &len_bytes);
    if (data == NULL)
        return;
    g_autoptr(CxDraft) draft = recognise(name, data, len_bytes);
    g_autoptr(CxMapping) mapping = mapping_of(draft);
    g_autoptr(CxCtx) ctx = cx_ctx_open_system(db, NULL, (CxInstant){ CX_TEST_NOW_US });
    g_autoptr(GError) error = NULL;
    g_autoptr(CxImportReport) tried = cx_import_try(ctx, name, data, len_bytes, mapping, &error);
    g_assert_no_error(error);
    g_assert_cmpint(tried->id.v, ==, 0);
    g_assert_cmpint(tried->n_new, ==, count->n_new);
    g_autoptr(CxImportReport) report = cx_import_run(ctx, name, data, len_bytes, mapping, &error);
    g_assert_no_error(error);
    for (guint i = 0; i < report->rejects->len; i++) {
        g_autofree char *text = cx_import_reject_format(g_ptr_array_index(report->rejects, i));
        g_test_message("%s", text);
    }
    g_assert_cmpint(report->n_rejected, ==, 0);
    g_assert_cmpint(report->n_new, ==, count->n_new);
    g_assert_cmpint(report->n_skipped, ==, count->n_skipped);
    g_autoptr(CxImportReport) again = cx_import_run(ctx, name, data, len_bytes, mapping, &error);
    g_assert_no_error(error);
    g_assert_cmpint(again->n_same, ==, count->n_new);
}

static void
test_imports(CxDb *db)
{
    static const Count counts[] = {
        { "sfo_survey/2018_SFO_Customer_Survey_20250817.csv", 2809, 0 },
        { "qualtrics_qualtRics/sample.csv", 1, 0 },
        { "qualtrics_qualtRics/sample_legacy.csv", 1, 0 },
        { "surveymonkey_538/StarWars.csv", 1186, 0 },
        { "surveymonkey_538/steak-risk-survey.csv", 550, 0 },
        { "surveymonkey_538/comma-survey.csv", 1129, 0 },
        { "surveymonkey_538/flying-etiquette.csv", 1040, 0 },
        { "surveymonkey_538/food-world-cup-data.csv", 1373, 0 },
        { "surveymonkey_538/raw-responses.csv", 1615, 0 },
        { "surveymonkey_538/thanksgiving-2015-poll-data.csv", 1058, 0 },
        { "surveymonkey_538/weather-check.csv", 928, 0 },
        /* 1,510 rows, 30 of them never submitted */
        { "limesurvey/relationship_code_short_en.csv", 1480, 30 },
        { "limesurvey/relationship_code_short_en_semicolon_emcode.csv", 1480, 30 },
        { "limesurvey/relationship_codetext_long_en.csv", 1480, 30 },
        { "limesurvey/relationship_full_long_en.csv", 1480, 30 },
        { "limesurvey/relationship_full_long_es_semicolon.csv", 1480, 30 },
        { "limesurvey/relationship_abbreviated_short_en_tab.csv", 1480, 30 },
        { "limesurvey/relationship_code_long_en.xlsx", 1480, 30 },
        { "limesurvey/relationship_vv1_sgqa_parenthesis.csv", 1480, 30 },
        { "limesurvey/relationship_vv2_newline.csv", 1480, 30 },
        { "limesurvey/relationship_vv2_parenthesis.csv", 1480, 30 },
    };
    for (size_t i = 0; i < G_N_ELEMENTS(counts); i++) {
        g_test_message("%s", counts[i].name);
        check_import(db, counts[i].name, &counts[i]);
    }
}

/* Tables of results and not of answers: nothing is drafted, and why is said. */
static void
test_no_answers(void)
{
    static const struct {
        const char *name, *lack;
    } files[] = {
        { "surveymonkey_538/NFL_fandom_data-surveymonkey.csv", "No column holds ratings" },
        { "surveymonkey_538/masculinity-survey.csv", "shares of groups (37%), as in a report" },
    };
    for (size_t i = 0; i < G_N_ELEMENTS(files); i++) {
        gsize len_bytes = 0;
        g_autofree char *data = load_data(files[i].name, &len_bytes);
        if (data == NULL)
            return;
        const CxRecogniseFile file = { .name = files[i].name,
                                       .data = data,
                                       .len_bytes = len_bytes };
        g_autoptr(GError) error = NULL;
        g_autoptr(CxDraft) draft = cx_recognise(&file, &error);
        g_assert_no_error(error);
        g_assert_null(draft->mapping);
        g_assert_nonnull(strstr(draft->lack, files[i].lack));
    }
}

static void
test_sfo(void)
{
    gsize len_bytes = 0;
    static const char name[] = "sfo_survey/2018_SFO_Customer_Survey_20250817.csv";
    g_autofree char *data = load_data(name, &len_bytes);
    if (data == NULL)
        return;
    g_autoptr(CxDraft) draft = recognise(name, data, len_bytes);
    g_autoptr(CxMapping) mapping = mapping_of(draft);
    g_assert_cmpint(draft->layout, ==, CX_LAYOUT_PLAIN);
    g_assert_cmpstr(mapping->id_column, ==, "RESPNUM");
    g_assert_cmpstr(mapping->weight_column, ==, "WEIGHT");
    g_assert_cmpstr(mapping->cluster_column, ==, "RUNID");
    g_assert_cmpint(taken_of(draft, "RUNID"), ==, CX_TAKEN_CLUSTER);
    g_assert_false(mapping->is_weighted);
    g_autofree char *month = cx_day_format((CxDay){ mapping->date.first_day });
    g_assert_cmpstr(month, ==, "2018-05-01");

    assert_scale(mapping, "NETPRO", CX_ITEM_KIND_NPS, 0, 10);
    g_assert_cmpstr(mapping->overall, ==, item_of(mapping, "NETPRO")->key);
    g_assert_cmpint(meaning_of(mapping, "NETPRO", "11"), ==, CX_MEANING_MISSING);
    g_assert_cmpint(meaning_of(mapping, "NETPRO", "BLANK"), ==, CX_MEANING_MISSING);

    static const char *const rated[] = { "Q7ART",     "Q7FOOD",      "Q7STORE",    "Q7SIGN",
                                         "Q7WALKWAY", "Q7SCREENS",   "Q7INFODOWN", "Q7INFOUP",
                                         "Q7WIFI",    "Q7ROADS",     "Q7PARK",     "Q7AIRTRAIN",
                                         "Q7RENTAL",  "Q7LTPARKING", "Q7ALL" };
    for (size_t i = 0; i < G_N_ELEMENTS(rated); i++) {
        assert_scale(mapping, rated[i], CX_ITEM_KIND_RATING, 1, 5);
        g_assert_cmpint(meaning_of(mapping, rated[i], "6"), ==, CX_MEANING_NOT_APPLICABLE);
        g_assert_cmpint(meaning_of(mapping, rated[i], "0"), ==, CX_MEANING_MISSING);
    }
    g_assert_cmpint(taken_of(draft, "Q15A"), ==, CX_TAKEN_COMMENT);
    g_assert_cmpint(taken_of(draft, "Q20Age"), ==, CX_TAKEN_FACT);
    g_assert_cmpint(taken_of(draft, "Q5TIMESFLOWN"), ==, CX_TAKEN_FACT);
    g_assert_cmpint(taken_of(draft, "CCGID"), ==, CX_TAKEN_IGNORED);
}

static void
test_qualtrics(void)
{
    gsize len_bytes = 0;
    g_autofree char *data = load_data("qualtrics_qualtRics/sample.csv", &len_bytes);
    if (data == NULL)
        return;
    g_autoptr(CxDraft) draft = recognise("sample.csv", data, len_bytes);
    g_autoptr(CxMapping) mapping = mapping_of(draft);
    g_assert_cmpint(draft->layout, ==, CX_LAYOUT_QUALTRICS);
    g_assert_cmpuint(mapping->n_headers, ==, 3);
    g_assert_cmpstr(mapping->id_column, ==, "ResponseId");
    g_assert_cmpstr(mapping->date.column, ==, "RecordedDate");
    g_assert_cmpstr(mapping->mode_column, ==, "DistributionChannel");
    g_assert_cmpint(taken_of(draft, "IPAddress"), ==, CX_TAKEN_PERSON);
    g_assert_cmpint(taken_of(draft, "LocationLatitude"), ==, CX_TAKEN_PERSON);
    g_assert_cmpint(taken_of(draft, "Q2"), ==, CX_TAKEN_COMMENT);
    g_assert_cmpstr(item_of(mapping, "Q1")->asked.wording, ==,
                    "This is a multiple choice question.");

    g_autofree char *old = load_data("qualtrics_qualtRics/sample_legacy.csv", &len_bytes);
    g_assert_nonnull(old);
    g_autoptr(CxDraft) legacy = recognise("sample_legacy.csv", old, len_bytes);
    g_autoptr(CxMapping) before = mapping_of(legacy);
    g_assert_cmpint(legacy->layout, ==, CX_LAYOUT_QUALTRICS_LEGACY);
    g_assert_cmpuint(before->n_headers, ==, 2);
    g_assert_cmpstr(before->id_column, ==, "V1");
    g_assert_cmpstr(before->date.column, ==, "V9");
    g_assert_cmpint(taken_of(legacy, "V6"), ==, CX_TAKEN_PERSON);
}

static void
test_surveymonkey(void)
{
    gsize len_bytes = 0;
    g_autofree char *data = load_data("surveymonkey_538/StarWars.csv", &len_bytes);
    if (data == NULL)
        return;
    g_autoptr(CxDraft) draft = recognise("StarWars.csv", data, len_bytes);
    g_autoptr(CxMapping) mapping = mapping_of(draft);
    g_assert_cmpint(draft->layout, ==, CX_LAYOUT_SURVEYMONKEY);
    g_assert_cmpuint(mapping->n_headers, ==, 2);
    g_assert_cmpstr(mapping->id_column, ==, "RespondentID");
    g_assert_cmpint(mapping->date.kind, ==, CX_DATE_CONSTANT);
    /* Fourteen characters, rated in words; the ninth column of the six films is a rank. */
    assert_scale(mapping, "#17", CX_ITEM_KIND_RATING, 1, 5);
    g_assert_cmpint(meaning_of(mapping, "#17", "Unfamiliar (N/A)"), ==, CX_MEANING_NOT_APPLICABLE);
    g_assert_cmpint(meaning_of(mapping, "#17", "Very favorably"), ==, CX_MEANING_VALUE);
    assert_scale(mapping, "#11", CX_ITEM_KIND_NUMBER, 1, 6);
    g_assert_cmpint(item_of(mapping, "#5")->asked.kind, ==, CX_ITEM_KIND_CHOICE);
}

static void
test_limesurvey(void)
{
    static const char *const names[] = {
        "limesurvey/relationship_code_short_en.csv",
        "limesurvey/relationship_code_short_en_semicolon_emcode.csv",
    };
    static const char *const first[] = { "DRV[SQ001]", "DRV_SQ001" };
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
        gsize len_bytes = 0;
        g_autofree char *data = load_data(names[i], &len_bytes);
        if (data == NULL)
            return;
        g_autoptr(CxDraft) draft = recognise(names[i], data, len_bytes);
        g_autoptr(CxMapping) mapping = mapping_of(draft);
        g_assert_cmpint(draft->layout, ==, CX_LAYOUT_LIMESURVEY);
        g_assert_cmpint((unsigned char)mapping->delimiter, ==, i == 0 ? ',' : ';');
        g_assert_cmpstr(mapping->id_column, ==, "id");
        g_assert_cmpstr(mapping->date.column, ==, "submitdate");
        assert_scale(mapping, "NPS", CX_ITEM_KIND_NPS, 0, 10);
        assert_scale(mapping, first[i], CX_ITEM_KIND_RATING, 1, 5);
        g_assert_cmpint(taken_of(draft, "COMMENT"), ==, CX_TAKEN_COMMENT);
        g_assert_cmpint(taken_of(draft, "DEPT"), ==, CX_TAKEN_DEPARTMENT);
        g_assert_cmpint(taken_of(draft, "seed"), ==, CX_TAKEN_IGNORED);
    }
}

static const CxMappingItem *
item_at(const CxMapping *mapping, const char *key)
{
    for (size_t i = 0; i < mapping->n_items; i++) {
        if (strcmp(mapping->items[i].key, key) == 0)
            return &mapping->items[i];
    }
    g_error("no item \"%s\"", key);
}

/* VV: questions in the first row, codes in the second; the twelve rows of one question are told apart
 * in all three ways the tool writes them, and what was not shown does not apply. */
static void
test_limesurvey_vv(void)
{
    static const struct {
        const char *name;
        const char *nps, *first, *first_label, *last;
    } files[] = {
        { "limesurvey/relationship_vv1_sgqa_parenthesis.csv", "123456x1x1", "123456x1x2sq001",
          "SQ001", "123456x1x2sq012" },
        { "limesurvey/relationship_vv2_newline.csv", "nps", "drv_sq001", "Product quality",
          "drv_sq012" },
        { "limesurvey/relationship_vv2_parenthesis.csv", "nps", "drv_sq001", "Product quality",
          "drv_sq012" },
    };
    for (size_t i = 0; i < G_N_ELEMENTS(files); i++) {
        gsize len_bytes = 0;
        g_autofree char *data = load_data(files[i].name, &len_bytes);
        if (data == NULL)
            return;
        g_test_message("%s", files[i].name);
        g_autoptr(CxDraft) draft = recognise(files[i].name, data, len_bytes);
        g_autoptr(CxMapping) mapping = mapping_of(draft);
        g_assert_cmpint(draft->layout, ==, CX_LAYOUT_LIMESURVEY);
        g_assert_cmpuint(mapping->n_headers, ==, 2);
        g_assert_true(mapping->has_vv_escapes);
        g_assert_cmpint((unsigned char)mapping->delimiter, ==, '\t');
        g_assert_cmpstr(mapping->id_column, ==, "Response ID");
        g_assert_cmpstr(mapping->date.column, ==, "Date submitted");
        const CxMappingItem *nps = item_at(mapping, files[i].nps);
        g_assert_cmpint(nps->asked.kind, ==, CX_ITEM_KIND_NPS);
        g_assert_cmpstr(mapping->overall, ==, nps->key);
        const CxMappingItem *first = item_at(mapping, files[i].first);
        g_assert_cmpstr(first->label, ==, files[i].first_label);
        g_assert_cmpint(first->asked.kind, ==, CX_ITEM_KIND_RATING);
        g_assert_cmpint(first->asked.hi, ==, 5);
        const CxItemVersion *last = &item_at(mapping, files[i].last)->asked;
        bool is_silent = false;
        for (size_t k = 0; k < last->n_codes; k++) {
            is_silent = is_silent || (strcmp(last->codes[k].source, "{question_not_shown}") == 0 &&
                                      last->codes[k].meaning == CX_MEANING_NOT_APPLICABLE);
        }
        g_assert_true(is_silent);
        g_assert_cmpint(taken_of(draft, "Department"), ==, CX_TAKEN_DEPARTMENT);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/feedback/recognise/real/limesurvey vv", test_limesurvey_vv);
    g_test_add_func("/feedback/recognise/real/no answers", test_no_answers);
    g_test_add_func("/feedback/recognise/real/sfo", test_sfo);
    g_test_add_func("/feedback/recognise/real/qualtrics", test_qualtrics);
    g_test_add_func("/feedback/recognise/real/surveymonkey", test_surveymonkey);
    g_test_add_func("/feedback/recognise/real/limesurvey", test_limesurvey);
    cx_test_engines_add("/feedback/recognise/real/imports", test_imports);
    return g_test_run();
}
