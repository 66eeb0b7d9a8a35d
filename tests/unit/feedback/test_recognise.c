/* Recognition: each kind of column in small files, then the law that every draft is a mapping. */
#include <string.h>

#include "base/civil.h"
#include "base/error.h"
#include "base/limits.h"
#include "feedback/mapping.h"
#include "feedback/recognise.h"

static CxRecogniseFile
file_of(const char *text, size_t len_bytes)
{
    return (CxRecogniseFile){ .name = "guests-2026.csv",
                              .data = text,
                              .len_bytes = len_bytes,
                              .today = cx_day_from_civil((CxCivil){ 2026, 11, 16 }) };
}

/* The law: a draft's mapping parses, and each column has its reason. */
static void
check_draft(const CxDraft *draft)
{
    for (size_t i = 0; i < draft->n_columns; i++) {
        g_assert_nonnull(draft->columns[i].reason);
        g_assert_true(g_str_has_suffix(draft->columns[i].reason, "."));
    }
    g_assert_true((draft->mapping == NULL) != (draft->lack == NULL));
    if (draft->mapping == NULL)
        return;
    g_autoptr(CxIssues) issues = cx_issues_new();
    g_autoptr(GError) error = NULL;
    g_autoptr(CxMapping) mapping =
        cx_mapping_parse(draft->mapping, strlen(draft->mapping), issues, &error);
    g_assert_no_error(error);
    for (size_t i = 0; i < cx_issues_count(issues); i++)
        g_test_message("%s", cx_issues_at(issues, i)->text);
    g_assert_nonnull(mapping);
}

static CxDraft *
recognise(const char *text)
{
    const CxRecogniseFile file = file_of(text, strlen(text));
    g_autoptr(GError) error = NULL;
    CxDraft *draft = cx_recognise(&file, &error);
    g_assert_no_error(error);
    check_draft(draft);
    return draft;
}

static CxMapping *
mapping_of(const CxDraft *draft)
{
    g_assert_nonnull(draft->mapping);
    g_autoptr(CxIssues) issues = cx_issues_new();
    return cx_mapping_parse(draft->mapping, strlen(draft->mapping), issues, NULL);
}

/* A file of two columns and 40 rows: an id, and `cells` in turn under `header`. */
static GString *
column_file(const char *header, const char *cells)
{
    g_auto(GStrv) each = g_strsplit(cells, "|", 0);
    const guint n = g_strv_length(each);
    GString *out = g_string_new(NULL);
    g_string_append_printf(out, "Response ID;NPS;%s\n", header);
    for (guint i = 0; i < 120; i++)
        g_string_append_printf(out, "r%u;%u;%s\n", i, i % 11, n > 0 ? each[i % n] : "");
    return out;
}

static void
test_columns(void)
{
    static const struct {
        const char *why;
        const char *header;
        const char *cells;
        CxTaken taken;
    } rows[] = {
        { "a rating", "Delivery", "1|2|3|4|5", CX_TAKEN_ITEM },
        { "words of a scale", "Support",
          "Very satisfied|Satisfied|Neutral|Dissatisfied|"
          "Very dissatisfied",
          CX_TAKEN_ITEM },
        { "a choice", "Hall", "North|South", CX_TAKEN_FACT },
        { "age is no rating", "Age", "1|2|3|4|5|6|7", CX_TAKEN_FACT },
        { "mail addresses", "Contact", "a@example.org|b@example.org|c@example.org",
          CX_TAKEN_PERSON },
        { "internet addresses", "Where", "10.0.0.1|10.0.0.2|192.168.1.77", CX_TAKEN_PERSON },
        { "telephone numbers", "Reach", "+49 30 1234567|+1 (415) 555-0100", CX_TAKEN_PERSON },
        { "names", "Last name", "Okafor|Lindqvist|Meyer", CX_TAKEN_PERSON },
        { "comments of which most say the same", "Comment",
          "fine|ok|w1|w2|w3|w4|w5|w6|w7|w8|w9|x1|x2|x3|x4|x5|x6|x7|x8|x9|y1|y2|y3|y4|y5|y6|y7|y8|"
          "y9|"
          "z1|z2|z3|z4|z5|z6|z7|z8|z9|a1|a2|a3|a4",
          CX_TAKEN_COMMENT },
        { "a department", "Department", "IT|Sales|Finance", CX_TAKEN_DEPARTMENT },
        { "weights", "Weight", "0.5|1.25|2", CX_TAKEN_WEIGHT },
        { "a weight of 0 is none", "Weight", "0|1.25|2", CX_TAKEN_IGNORED },
        { "clusters", "RUNID", "a|b|c|d", CX_TAKEN_CLUSTER },
        { "accounts", "Account ID", "A-1|A-2|A-3", CX_TAKEN_ACCOUNT },
        { "a person is no account", "Member ID", "M-1|M-2|M-3", CX_TAKEN_RESPONDENT },
        { "orders", "Order number", "100|101|102|103", CX_TAKEN_TRANSACTION },
        { "dates", "Submitted", "2026-05-01|2026-05-02 10:00", CX_TAKEN_DATE },
        { "clock times are no dates", "Arrival", "12/31/1899 09:00:00 AM|12/31/1899 10:00:00 AM",
          CX_TAKEN_FACT },
        { "a way of asking", "Channel", "web|phone", CX_TAKEN_MODE },
        { "nothing", "Empty", "", CX_TAKEN_IGNORED },
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_test_message("%s", rows[i].why);
        g_autoptr(GString) text = column_file(rows[i].header, rows[i].cells);
        g_autoptr(CxDraft) draft = recognise(text->str);
        g_test_message("%s", draft->columns[2].reason);
        g_assert_cmpint(draft->columns[0].taken, ==, CX_TAKEN_ID);
        g_assert_cmpint(draft->columns[1].taken, ==, CX_TAKEN_ITEM);
        g_assert_cmpint(draft->columns[2].taken, ==, rows[i].taken);
    }
}

/* A slip of the pen under a header that tells the scale is named, and the column is a rating all the same. */
static void
test_slips(void)
{
    static const struct {
        const char *why;
        const char *header;
        const char *cells;
        int64_t hi;          /* of the scale drafted */
        const char *outside; /* named, or NULL */
    } rows[] = {
        { "one over a recommendation", "NPS", "10|9|12|8|7|0", 10, "Not on that scale: \"12\"." },
        { "one that is no number", "NPS", "10|9|abc|8", 10, "Not on that scale: \"abc\"." },
        { "a scale in brackets", "Satisfaction (1-5)", "5|4|7|3|1|2", 5, "\"7\"" },
        { "a scale in words", "How was it, from 0 to 10?", "10|9|8|3|1|2|55", 10, "\"55\"" },
        { "no slip at all", "Satisfaction (1-5)", "5|4|3|1|2", 5, NULL },
        { "too many for slips", "Satisfaction (1-5)", "5|4|7|3|7|1|7|2|6", 7, NULL },
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_test_message("%s", rows[i].why);
        g_auto(GStrv) cells = g_strsplit(rows[i].cells, "|", 0);
        g_autoptr(GString) text = g_string_new(NULL);
        g_string_append_printf(text, "Response ID,Submitted,\"%s\"\n", rows[i].header);
        for (int j = 0; cells[j] != NULL; j++)
            g_string_append_printf(text, "%d,2026-05-%02d,%s\n", j, 1 + j, cells[j]);
        g_autoptr(CxDraft) draft = recognise(text->str);
        g_test_message("%s", draft->columns[2].reason);
        g_assert_cmpint(draft->columns[2].taken, ==, CX_TAKEN_ITEM);
        g_autoptr(CxMapping) mapping = mapping_of(draft);
        g_assert_cmpint(mapping->items[0].asked.hi, ==, rows[i].hi);
        if (rows[i].outside == NULL)
            g_assert_null(strstr(draft->columns[2].reason, "Not on that scale"));
        else
            g_assert_nonnull(strstr(draft->columns[2].reason, rows[i].outside));
    }
}

/* When it was promised and when it came are a fact together. */
static void
test_between(void)
{
    g_autoptr(GString) text = g_string_new("Response ID,NPS,Submitted,Promised,Delivered\n");
    for (int i = 0; i < 40; i++) {
        g_string_append_printf(text, "%d,%d,2026-05-%02d,4/%d/2026,2026-04-%02d\n", i, i % 11,
                               1 + i % 28, 13 + i % 15, 14 + i % 15);
    }
    g_autoptr(CxDraft) draft = recognise(text->str);
    g_assert_cmpint(draft->columns[2].taken, ==, CX_TAKEN_DATE);
    g_assert_cmpint(draft->columns[3].taken, ==, CX_TAKEN_COMPUTED);
    g_assert_cmpint(draft->columns[4].taken, ==, CX_TAKEN_COMPUTED);
    g_autoptr(CxIssues) issues = cx_issues_new();
    g_autoptr(GError) error = NULL;
    g_autoptr(CxMapping) mapping =
        cx_mapping_parse(draft->mapping, strlen(draft->mapping), issues, &error);
    g_assert_no_error(error);
    g_assert_nonnull(mapping);
    const CxMappingItem *item = &mapping->items[mapping->n_items - 1];
    g_assert_cmpint(item->compute.kind, ==, CX_COMPUTE_DAYS_BETWEEN);
    g_assert_cmpint(item->compute.dates[0].kind, ==, CX_DATE_MDY);
    g_assert_cmpint(item->compute.dates[1].kind, ==, CX_DATE_ISO);
    g_assert_cmpstr(item->asked.column, ==, "days from Promised to Delivered");
}

static void
test_comment(void)
{
    g_autoptr(GString) text = g_string_new("Response ID,NPS,Why?\n");
    for (int i = 0; i < 40; i++) {
        g_string_append_printf(text, "%d,%d,\"It came late, and number %d did not help me\"\n", i,
                               i % 11, i);
    }
    g_autoptr(CxDraft) draft = recognise(text->str);
    g_assert_cmpint(draft->columns[2].taken, ==, CX_TAKEN_COMMENT);
}

static const CxItemCode *
code_of(const CxItemVersion *asked, const char *source)
{
    for (size_t i = 0; i < asked->n_codes; i++) {
        if (strcmp(asked->codes[i].source, source) == 0)
            return &asked->codes[i];
    }
    g_error("no code \"%s\"", source);
}

static void
test_scales(void)
{
    static const struct {
        const char *why;
        const char *header;
        const char *cells;
        int64_t lo, hi;
        const char *missing;
        const char *silent;
    } rows[] = {
        { "1 to 5", "Delivery", "1|2|3|4|5", 1, 5, NULL, NULL },
        { "1 to 7", "Delivery", "1|2|3|4|5|6|7", 1, 7, NULL, NULL },
        { "0 to 10", "Delivery", "0|1|2|3|4|5|6|7|8|9|10", 0, 10, NULL, NULL },
        { "1 to 10", "Delivery", "1|2|3|4|5|6|7|8|9|10", 1, 10, NULL, NULL },
        { "a true 0", "Delivery", "0|1|1|2|3|4|5", 0, 5, NULL, NULL },
        { "0 is blank", "Delivery", "0|0|1|2|3|4|5", 1, 5, "0", NULL },
        { "99 is no answer", "Delivery", "1|2|3|4|5|99", 1, 5, "99", NULL },
        { "9 stands apart", "Delivery", "1|2|3|4|5|9", 1, 5, "9", NULL },
        { "words among numbers", "Delivery", "1|2|3|4|5|BLANK|N/A", 1, 5, "BLANK", "N/A" },
        { "0 and 6 beside the scale", "Delivery", "0|0|1|2|3|4|5|6|6", 1, 5, "0", "6" },
        { "6 alone may be a point", "Delivery", "1|2|3|4|5|6", 1, 6, NULL, NULL },
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_test_message("%s", rows[i].why);
        g_autoptr(GString) text = column_file(rows[i].header, rows[i].cells);
        g_autoptr(CxDraft) draft = recognise(text->str);
        g_autoptr(CxMapping) mapping = mapping_of(draft);
        g_assert_cmpuint(mapping->n_items, ==, 2);
        const CxItemVersion *asked = &mapping->items[1].asked;
        g_test_message("%s", draft->columns[2].reason);
        g_assert_cmpint(asked->lo, ==, rows[i].lo);
        g_assert_cmpint(asked->hi, ==, rows[i].hi);
        if (rows[i].missing != NULL)
            g_assert_cmpint(code_of(asked, rows[i].missing)->meaning, ==, CX_MEANING_MISSING);
        if (rows[i].silent != NULL)
            g_assert_cmpint(code_of(asked, rows[i].silent)->meaning, ==, CX_MEANING_NOT_APPLICABLE);
    }
}

static void
test_words(void)
{
    g_autoptr(GString) text =
        column_file("Support", "Very likely|Somewhat likely|Somewhat unlikely|Very unlikely|"
                               "Don't know");
    g_autoptr(CxDraft) draft = recognise(text->str);
    g_autoptr(CxMapping) mapping = mapping_of(draft);
    const CxItemVersion *asked = &mapping->items[1].asked;
    g_assert_cmpint(asked->kind, ==, CX_ITEM_KIND_RATING);
    g_assert_cmpint(code_of(asked, "Very likely")->code, ==, 5);
    g_assert_cmpint(code_of(asked, "Somewhat unlikely")->code, ==, 2);
    g_assert_cmpint(code_of(asked, "Don't know")->meaning, ==, CX_MEANING_NOT_APPLICABLE);
}

static bool
asks(const CxDraft *draft, const char *words)
{
    for (size_t i = 0; i < draft->n_questions; i++) {
        if (strstr(draft->questions[i], words) != NULL)
            return true;
    }
    return false;
}

static void
test_dates(void)
{
    static const struct {
        const char *why;
        const char *cells;
        CxDateKind kind;
        const char *asks;
    } rows[] = {
        { "year first", "2026-05-01|2026-05-31T10:00:00Z", CX_DATE_ISO, NULL },
        { "a cell that is none", "2026-05-01|2026-05-02|soon|2026-05-04", CX_DATE_ISO, NULL },
        { "month first", "5/1/2026|5/31/2026 2:00 PM", CX_DATE_MDY, NULL },
        { "day first", "1/5/2026|31/5/2026", CX_DATE_DMY, NULL },
        { "points", "1.5.2026|31.5.2026", CX_DATE_DMY, NULL },
        { "nobody knows", "1/5/2026|2/5/2026", CX_DATE_MDY, "month comes first" },
        { "spreadsheet", "46143|46150.5", CX_DATE_EXCEL, NULL },
        { "day of a month", "1|2|3|9|14|31", CX_DATE_DAY_OF_MONTH, "which month" },
        { "two digits", "5/1/26|5/31/26", CX_DATE_CONSTANT, "two digits" },
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_test_message("%s", rows[i].why);
        g_autoptr(GString) text = column_file("Date", rows[i].cells);
        g_autoptr(CxDraft) draft = recognise(text->str);
        g_autoptr(CxMapping) mapping = mapping_of(draft);
        g_assert_cmpint(mapping->date.kind, ==, rows[i].kind);
        g_assert_true(rows[i].asks == NULL || asks(draft, rows[i].asks));
    }
}

/* The days of the week of May 2018 tell the month. */
static void
test_month(void)
{
    g_autoptr(GString) text = g_string_new("Response ID,NPS,INTDATE,DAY\n");
    for (int day = 1; day <= 31; day++)
        g_string_append_printf(text, "r%d,%d,%d,%d\n", day, day % 11, day, (day + 1) % 7 + 1);
    CxRecogniseFile file = file_of(text->str, text->len);
    file.name = "/tmp/2018_guests.csv";
    g_autoptr(GError) error = NULL;
    g_autoptr(CxDraft) draft = cx_recognise(&file, &error);
    g_assert_no_error(error);
    check_draft(draft);
    g_autoptr(CxMapping) mapping = mapping_of(draft);
    g_assert_cmpint(mapping->date.kind, ==, CX_DATE_DAY_OF_MONTH);
    g_autofree char *first = cx_day_format((CxDay){ mapping->date.first_day });
    g_assert_cmpstr(first, ==, "2018-05-01");
    g_assert_cmpstr(mapping->date.weekday, ==, "DAY");
    g_assert_cmpint(mapping->date.weekday_first, ==, 1);
    g_assert_cmpstr(mapping->survey_key, ==, "guests");
    g_assert_cmpstr(mapping->version.key, ==, "2018");
    g_assert_true(asks(draft, "August 2018"));
}

static void
test_surveymonkey(void)
{
    g_autoptr(GString) text =
        g_string_new("Respondent ID,Collector ID,Start Date,End Date,IP Address,Custom Data 1,"
                     "How likely are you to recommend us?,Which have you used?,,\n"
                     ",,,,,,Response,Shop,Lounge,Other (please specify)\n");
    for (int i = 0; i < 20; i++) {
        g_string_append_printf(text,
                               "10%d,1,05/%d/2026 01:02:03 PM,05/%d/2026 01:05:00 PM,"
                               "10.0.0.%d,x,%d,%s,%s,%s\n",
                               i, i + 10, i + 10, i, i % 11, i % 2 ? "Shop" : "",
                               i % 3 ? "Lounge" : "", i == 5 ? "The garden by the gate" : "");
    }
    g_autoptr(CxDraft) draft = recognise(text->str);
    g_assert_cmpint(draft->layout, ==, CX_LAYOUT_SURVEYMONKEY);
    g_assert_cmpuint(draft->n_headers, ==, 2);
    g_assert_cmpint(draft->columns[5].taken, ==, CX_TAKEN_PERSON);
    g_autoptr(CxMapping) mapping = mapping_of(draft);
    g_assert_cmpstr(mapping->id_column, ==, "Respondent ID");
    g_assert_cmpstr(mapping->date.column, ==, "End Date");
    g_assert_cmpint(mapping->items[0].asked.kind, ==, CX_ITEM_KIND_NPS);
    g_assert_cmpstr(mapping->items[2].asked.column, ==, "#9");
    g_assert_cmpstr(mapping->items[2].label, ==, "Lounge");
    g_assert_cmpstr(code_of(&mapping->items[2].asked, "")->key, ==, "no");
}

static void
test_qualtrics(void)
{
    g_autoptr(GString) text = g_string_new(
        "StartDate,RecordedDate,Status,Finished,ResponseId,RecipientEmail,Q1\n"
        "Start,Recorded,Type,Finished,Id,Mail,\"How likely\nare you to recommend us?\"\n"
        "\"{\"\"ImportId\"\":\"\"startDate\"\",\"\"timeZone\"\":\"\"America/New_York\"\"}\","
        "\"{\"\"ImportId\"\":\"\"recordedDate\"\"}\",\"{\"\"ImportId\"\":\"\"status\"\"}\","
        "\"{\"\"ImportId\"\":\"\"finished\"\"}\",\"{\"\"ImportId\"\":\"\"_recordId\"\"}\","
        "\"{\"\"ImportId\"\":\"\"recipientEmail\"\"}\",\"{\"\"ImportId\"\":\"\"QID1\"\"}\"\n");
    for (int i = 0; i < 30; i++) {
        g_string_append_printf(text, "2026-05-01 10:00:00,2026-05-01 10:10:00,%s,%s,R_%d,,%d\n",
                               i == 3 ? "Survey Preview" : "IP Address", i == 4 ? "False" : "True",
                               i, i % 11);
    }
    g_autoptr(CxDraft) draft = recognise(text->str);
    g_assert_cmpint(draft->layout, ==, CX_LAYOUT_QUALTRICS);
    g_autoptr(CxMapping) mapping = mapping_of(draft);
    g_assert_cmpuint(mapping->n_headers, ==, 3);
    g_assert_cmpuint(mapping->n_skips, ==, 2);
    g_assert_cmpstr(mapping->zone, ==, "America/New_York");
    g_assert_cmpstr(mapping->id_column, ==, "ResponseId");
    g_assert_cmpstr(mapping->items[0].asked.wording, ==, "How likely are you to recommend us?");
}

static void
test_poor_headers(void)
{
    static const struct {
        const char *why;
        const char *text;
    } rows[] = {
        { "header only", "Response ID,NPS,Q1\n" },
        { "blank headers", ",,\n1,2,3\n2,3,4\n3,4,5\n4,5,1\n" },
        { "all alike", "a,a,a\n1,2,3\n2,3,4\n3,4,5\n4,5,1\n" },
        { "a header like a place", "#2,,#2\n1,2,3\n2,3,4\n3,4,5\n4,5,1\n" },
        { "one column", "x\n1\n2\n3\n4\n5\n" },
        { "no line end", "a,b" },
        { "ragged", "a,b\n1\n1,2,3\n,,,\n" },
        { "stars", "* Q1 ,*\n1,2\n5,3\n" },
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_test_message("%s", rows[i].why);
        g_autoptr(CxDraft) draft = recognise(rows[i].text);
    }
    static const char *const refused[] = { "", "\n\n", "{}\n{}\n" };
    for (size_t i = 0; i < G_N_ELEMENTS(refused); i++) {
        const CxRecogniseFile file = file_of(refused[i], strlen(refused[i]));
        g_autoptr(GError) error = NULL;
        g_assert_null(cx_recognise(&file, &error));
        g_assert_error(error, CX_ERROR, CX_ERROR_INVALID);
    }
}

static void
test_wide(void)
{
    g_autoptr(GString) text = g_string_new(NULL);
    for (int row = 0; row < 4; row++) {
        for (int i = 0; i < CX_CSV_COLUMNS_MAX; i++)
            g_string_append_printf(text, "%s%d", i > 0 ? "," : "", row == 0 ? i : (i + row) % 6);
        g_string_append_c(text, '\n');
    }
    g_autoptr(CxDraft) draft = recognise(text->str);
    g_assert_cmpuint(draft->n_columns, ==, CX_CSV_COLUMNS_MAX);
    g_autoptr(CxMapping) mapping = mapping_of(draft);
    g_assert_cmpuint(mapping->n_items, <=, CX_ITEMS_MAX);
}

/* Whatever the bytes: a draft that parses, or an error. */
static void
try_bytes(const char *bytes, size_t len_bytes)
{
    const CxRecogniseFile file = file_of(bytes, len_bytes);
    g_autoptr(GError) error = NULL;
    g_autoptr(CxDraft) draft = cx_recognise(&file, &error);
    g_assert_true((draft == NULL) == (error != NULL));
    if (draft != NULL)
        check_draft(draft);
}

static void
test_truncated(void)
{
    static const char text[] =
        "\xEF\xBB\xBFRespondent ID,\"How, likely\nto recommend?\",,Weight,Date\r\n"
        ",Response,Other,,\r\n1,10,\"x\"\"y\",1.5,5/31/2026\r\n2,0,\xC3\xA9t\xC3\xA9,2,6/1/"
        "2026\r\n";
    for (size_t len_bytes = 0; len_bytes < sizeof text; len_bytes++)
        try_bytes(text, len_bytes);
}

static void
test_random(void)
{
    static const char alphabet[] = ",;\t\"\n\r 0123456789abcQ[]{}:/-.@#*\xC3\xA9\xFF";
    const int n_times = g_test_thorough() ? 20000 : 1000;
    for (int i = 0; i < n_times; i++) {
        char bytes[400];
        const size_t len_bytes = (size_t)g_test_rand_int_range(0, sizeof bytes);
        for (size_t j = 0; j < len_bytes; j++) {
            bytes[j] = i % 4 == 0 ? (char)g_test_rand_int_range(0, 256)
                                  : alphabet[g_test_rand_int_range(0, sizeof alphabet - 1)];
        }
        try_bytes(bytes, len_bytes);
    }
}

/* Tables of likely cells: nearly all give a mapping. */
static void
test_random_tables(void)
{
    static const char *const cells[] = {
        "",        "1",        "5",          "10",       "0",    "99", "BLANK",      "N/A",
        "Yes",     "no",       "2026-05-01", "5/6/2026", "1.50", "-3", "A b",        "a@b.example",
        "\"x,y\"", "<b>x</b>", "01",         "1e3",      "> 60", "$5", "Very likely"
    };
    static const char *const headers[] = { "Q1",     "",     "id",   "NPS",     "Date",
                                           "Weight", "name", "Q1",   "Comment", "channel",
                                           "#3",     "age",  "rank", "minutes", "email" };
    const int n_times = g_test_thorough() ? 5000 : 300;
    for (int i = 0; i < n_times; i++) {
        g_autoptr(GString) text = g_string_new(NULL);
        const int n_columns = g_test_rand_int_range(1, 8);
        const int n_rows = g_test_rand_int_range(0, 30);
        for (int row = -1; row < n_rows; row++) {
            for (int j = 0; j < n_columns; j++) {
                const char *cell = row < 0
                                       ? headers[g_test_rand_int_range(0, G_N_ELEMENTS(headers))]
                                       : cells[g_test_rand_int_range(0, G_N_ELEMENTS(cells))];
                g_string_append_printf(text, "%s%s", j > 0 ? "," : "", cell);
            }
            g_string_append_c(text, '\n');
        }
        try_bytes(text->str, text->len);
    }
}

/* A column in which nobody says anything is left out, and the mapping is one. */
static void
test_blanks(void)
{
    g_autoptr(CxDraft) draft =
        recognise("Response ID,NPS,Hall\n1,9,Refused\n2,3,-\n3,10,Refused\n4,8,-\n");
    check_draft(draft);
    g_assert_nonnull(draft->mapping);
    g_assert_cmpint(draft->columns[2].taken, ==, CX_TAKEN_IGNORED);
}

/* A file too large to be read whole is read in pieces, and says so. */
static void
test_large(void)
{
    g_autoptr(GString) text = g_string_new("Response ID,NPS,Hall,Comment\n");
    for (int i = 0; text->len < (6 << 20); i++) {
        g_string_append_printf(text, "%d,%d,%s,\"It was,\nas it is: %d\"\n", i, i % 11,
                               i % 2 ? "North" : "South", i % 1000);
    }
    g_autoptr(CxDraft) draft = recognise(text->str);
    g_assert_false(draft->is_whole);
    g_assert_cmpint(draft->n_sampled, >, 4000);
    g_assert_cmpint(draft->columns[0].taken, ==, CX_TAKEN_ID);
    g_assert_cmpint(draft->columns[2].taken, ==, CX_TAKEN_FACT);
    g_assert_cmpint(draft->columns[3].taken, ==, CX_TAKEN_COMMENT);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/recognise/slips", test_slips);
    g_test_add_func("/feedback/recognise/columns", test_columns);
    g_test_add_func("/feedback/recognise/comment", test_comment);
    g_test_add_func("/feedback/recognise/between", test_between);
    g_test_add_func("/feedback/recognise/scales", test_scales);
    g_test_add_func("/feedback/recognise/words", test_words);
    g_test_add_func("/feedback/recognise/dates", test_dates);
    g_test_add_func("/feedback/recognise/month", test_month);
    g_test_add_func("/feedback/recognise/surveymonkey", test_surveymonkey);
    g_test_add_func("/feedback/recognise/qualtrics", test_qualtrics);
    g_test_add_func("/feedback/recognise/poor_headers", test_poor_headers);
    g_test_add_func("/feedback/recognise/wide", test_wide);
    g_test_add_func("/feedback/recognise/truncated", test_truncated);
    g_test_add_func("/feedback/recognise/random", test_random);
    g_test_add_func("/feedback/recognise/random_tables", test_random_tables);
    g_test_add_func("/feedback/recognise/blanks", test_blanks);
    g_test_add_func("/feedback/recognise/large", test_large);
    return g_test_run();
}
