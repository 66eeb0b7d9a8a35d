#include "make_frame.h"

#include <glib.h>
#include <string.h>

#include "base/civil.h"
#include "base/limits.h"
#include "column/slice.h"

static CxSlice *
parse(const char *text)
{
    g_autoptr(CxIssues) issues = cx_issues_new();
    CxSlice *slice = cx_slice_parse(text, issues);
    if (slice == NULL)
        g_test_message("%s: %s", text, cx_issues_at(issues, 0)->text);
    g_assert_nonnull(slice);
    g_assert_cmpint((gint64)cx_issues_count(issues), ==, 0);
    return slice;
}

static void
test_canonical(void)
{
    static const struct {
        const char *why, *text, *want;
    } rows[] = {
        { "nothing given is all of the only survey", "", "measure=nps" },
        { "the long form is its own",
          "survey=sfo&measure=nps&question=recommend&from=2018-01-01&to=2018-12-31&"
          "where=mode:phone,self&group=quarter&weighting=weighted",
          "survey=sfo&measure=nps&question=recommend&from=2018-01-01&to=2018-12-31&"
          "where=mode:phone,self&group=quarter&weighting=weighted" },
        { "organised as today is the default", "measure=nps&organised=now", "measure=nps" },
        { "organised as then", "organised=then&measure=nps&weighting=weighted",
          "measure=nps&weighting=weighted&organised=then" },
        { "order does not matter", "weighting=weighted&group=year&measure=mean&survey=sfo",
          "survey=sfo&measure=mean&group=year&weighting=weighted" },
        { "lists are sorted and each value comes once", "where=mode:self,phone,self&where=bags:yes",
          "measure=nps&where=bags:yes&where=mode:phone,self" },
        { "codes sort as numbers", "measure=share&answers=10,9,yes,2,a",
          "measure=share&answers=2,9,10,a,yes" },
        { "what is the default is left out",
          "measure=nps&group=none&weighting=declared&from=", "measure=nps" },
        { "escapes as forms write them",
          "?where=mode%3Aself%2Cphone&group=", "measure=nps&where=mode:phone,self" },
        { "plus is a blank, trimmed in lists", "where=mode:self,+phone",
          "measure=nps&where=mode:phone,self" },
        { "a group may be an item", "group=terminal", "measure=nps&group=terminal" },
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_test_message("%s", rows[i].why);
        g_autoptr(CxSlice) slice = parse(rows[i].text);
        g_autofree char *got = cx_slice_format(slice);
        g_assert_cmpstr(got, ==, rows[i].want);
        g_autoptr(CxSlice) again = parse(got);
        g_autofree char *twice = cx_slice_format(again);
        g_assert_cmpstr(twice, ==, got);
    }
}

static void
test_refused(void)
{
    static const struct {
        const char *text, *field, *code, *says;
    } rows[] = {
        { "qestion=x", "qestion", "unknown", "did you mean \"question\"?" },
        { "measure=npx", "measure", "unknown", "did you mean \"nps\"?" },
        { "measure=zzzzzz", "measure", "unknown",
          "there are \"nps\", \"mean\", \"top2\", \"share\" and \"count\"" },
        { "from=2018-02-30", "from", "invalid", "2018-02-30" },
        { "from=2018-02-02&to=2018-02-01", "to", "invalid", "ends before it begins" },
        { "from=2018-02-02&from=2018-02-03", "from", "repeated", "twice" },
        { "where=mode", "where", "invalid", "mode:self" },
        { "where=:self", "where", "invalid", "mode:self" },
        { "where=mode:", "where", "invalid", "mode:self" },
        { "where=mode:a,,b", "where", "invalid", "is not a key" },
        { "where=mode:self&where=mode:phone", "where", "repeated", "one list" },
        { "question=My%20key", "question", "invalid", "My key" },
        { "measure=share", "answers", "required", "answers=4,5" },
        { "measure=nps&answers=9,10", "answers", "invalid", "measure=share" },
        { "weighting=heavy", "weighting", "unknown", "declared" },
        { "organised=once", "organised", "unknown", "then" },
        { "group=", "", "", "" },
        { "a%zz=1", "", "invalid", "encoded" },
        { "survey=%ff", "", "invalid", "encoded" },
        { "survey=a%00b", "", "invalid", "encoded" },
        { "survey=a%0ab", "survey", "invalid", "cannot be a survey" },
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        if (*rows[i].code == '\0')
            continue;
        g_autoptr(CxIssues) issues = cx_issues_new();
        g_autoptr(CxSlice) slice = cx_slice_parse(rows[i].text, issues);
        g_test_message("%s", rows[i].text);
        g_assert_null(slice);
        const CxIssue *issue = cx_issues_find(issues, rows[i].field);
        g_assert_nonnull(issue);
        g_test_message("%s", issue->text);
        g_assert_cmpstr(issue->code, ==, rows[i].code);
        g_assert_nonnull(strstr(issue->text, rows[i].says));
    }
}

static void
test_too_large(void)
{
    g_autoptr(GString) text = g_string_new("where=mode:self");
    for (int i = 0; i < CX_SLICE_FILTERS_MAX; i++)
        g_string_append_printf(text, "&where=item%d:a", i);
    g_autoptr(CxIssues) issues = cx_issues_new();
    g_autoptr(CxSlice) slice = cx_slice_parse(text->str, issues);
    g_assert_null(slice);
    g_assert_cmpstr(cx_issues_find(issues, "where")->code, ==, "too_large");

    g_autofree char *longest = g_strnfill(CX_SLICE_TEXT_MAX + 1, 'a');
    g_autoptr(CxIssues) long_issues = cx_issues_new();
    g_assert_null(cx_slice_parse(longest, long_issues));
    g_assert_cmpstr(cx_issues_at(long_issues, 0)->code, ==, "too_large");
}

static char *
random_key(void)
{
    static const char letters[] = "abcxyz0189_-";
    const int n = g_test_rand_int_range(1, 12);
    g_autoptr(GString) key = g_string_new(NULL);
    g_string_append_c(key, letters[g_test_rand_int_range(0, 10)]);
    for (int i = 1; i < n; i++)
        g_string_append_c(key, letters[g_test_rand_int_range(0, 12)]);
    return g_strdup(key->str);
}

static char *
random_keys(void)
{
    g_autoptr(GString) keys = g_string_new(NULL);
    const int n = g_test_rand_int_range(1, 5);
    for (int i = 0; i < n; i++) {
        g_autofree char *key = random_key();
        g_string_append_printf(keys, "%s%s", i == 0 ? "" : ",", key);
    }
    return g_strdup(keys->str);
}

static CxSlice *
slice_random(void)
{
    CxSlice *slice = cx_slice_new();
    slice->survey = g_test_rand_bit() ? random_key() : NULL;
    slice->question = g_test_rand_bit() ? random_key() : NULL;
    slice->measure = (CxSliceMeasure)g_test_rand_int_range(0, CX_SLICE_MEASURE_N);
    if (slice->measure == CX_SLICE_SHARE) {
        /* Through a filter, which sorts. */
        g_autofree char *answers = random_keys();
        g_autoptr(CxSlice) other = cx_slice_new();
        g_assert_true(cx_slice_set_filter(other, "x", answers, NULL));
        slice->answers = g_strdupv(cx_slice_filter(other, "x")->values);
    }
    if (g_test_rand_bit())
        slice->from.v = g_test_rand_int_range(-1000, 20000);
    if (g_test_rand_bit())
        slice->to.v = g_test_rand_int_range(20000, 30000);
    const int n_filters = g_test_rand_int_range(0, 5);
    for (int i = 0; i < n_filters; i++) {
        g_autofree char *item = random_key();
        g_autofree char *values = random_keys();
        g_assert_true(cx_slice_set_filter(slice, item, values, NULL));
    }
    slice->by = (CxSliceBy)g_test_rand_int_range(0, CX_SLICE_BY_N);
    if (slice->by == CX_SLICE_BY_ITEM)
        slice->by_item = random_key();
    slice->weighting = (CxSliceWeighting)g_test_rand_int_range(0, CX_SLICE_WEIGHTING_N);
    slice->organised = (CxSliceOrganised)g_test_rand_int_range(0, CX_ORGANISED_N);
    return slice;
}

static void
assert_same_keys(GStrv a, GStrv b)
{
    g_assert_true((a == NULL) == (b == NULL));
    if (a == NULL)
        return;
    g_autofree char *first = g_strjoinv(",", a);
    g_autofree char *second = g_strjoinv(",", b);
    g_assert_cmpstr(first, ==, second);
}

static void
assert_same(const CxSlice *a, const CxSlice *b)
{
    g_assert_cmpstr(a->survey, ==, b->survey);
    g_assert_cmpint(a->measure, ==, b->measure);
    g_assert_cmpstr(a->question, ==, b->question);
    assert_same_keys(a->answers, b->answers);
    g_assert_cmpint(a->from.v, ==, b->from.v);
    g_assert_cmpint(a->to.v, ==, b->to.v);
    g_assert_cmpint(a->filters->len, ==, b->filters->len);
    for (guint i = 0; i < a->filters->len; i++) {
        const CxSliceFilter *first = g_ptr_array_index(a->filters, i);
        const CxSliceFilter *second = g_ptr_array_index(b->filters, i);
        g_assert_cmpstr(first->item, ==, second->item);
        assert_same_keys(first->values, second->values);
    }
    g_assert_cmpint(a->by, ==, b->by);
    g_assert_cmpstr(a->by_item, ==, b->by_item);
    g_assert_cmpint(a->weighting, ==, b->weighting);
    g_assert_cmpint(a->organised, ==, b->organised);
}

/* parse(format(slice)) is slice, and a copy is the same. */
static void
test_round_trip(void)
{
    for (int round = 0; round < 2000; round++) {
        g_autoptr(CxSlice) slice = slice_random();
        g_autofree char *text = cx_slice_format(slice);
        g_autoptr(CxSlice) back = parse(text);
        assert_same(back, slice);
        g_autoptr(CxSlice) copy = cx_slice_copy(slice);
        assert_same(copy, slice);
    }
}

/* Broken text is refused or read, and never ends the program. */
static void
test_noise(void)
{
    static const char *const parts[] = {
        "survey",   "=",     "&",    "where=",   "mode:",      "self", ",",
        "%",        "%2",    "%41",  "from=",    "2018-01-01", "?",    "group=month",
        "measure=", "share", "\xff", "answers=", "1",          "+",    ":"
    };
    for (int round = 0; round < 3000; round++) {
        g_autoptr(GString) text = g_string_new(NULL);
        const int n = g_test_rand_int_range(0, 15);
        for (int i = 0; i < n; i++)
            g_string_append(text, parts[g_test_rand_int_range(0, G_N_ELEMENTS(parts))]);
        g_autoptr(CxIssues) issues = cx_issues_new();
        g_autoptr(CxSlice) slice = cx_slice_parse(text->str, issues);
        g_assert_true((slice == NULL) == (cx_issues_count(issues) > 0));
        for (size_t i = 0; i < cx_issues_count(issues); i++)
            g_assert_true(g_utf8_validate(cx_issues_at(issues, i)->text, -1, NULL));
        if (slice != NULL) {
            g_autofree char *once = cx_slice_format(slice);
            g_autoptr(CxSlice) again = parse(once);
            assert_same(again, slice);
        }
    }
}

static void
test_filters(void)
{
    g_autoptr(CxSlice) slice = cx_slice_new();
    g_autoptr(GError) error = NULL;
    g_assert_true(cx_slice_set_filter(slice, "mode", "self,phone", &error));
    g_assert_true(cx_slice_set_filter(slice, "bags", "yes", &error));
    g_assert_true(cx_slice_set_filter(slice, "mode", "interview", &error));
    g_assert_cmpstr(cx_slice_filter(slice, "mode")->values[0], ==, "interview");
    g_assert_true(cx_slice_set_filter(slice, "bags", NULL, &error));
    g_assert_null(cx_slice_filter(slice, "bags"));
    g_assert_false(cx_slice_set_filter(slice, "mode", "Not a key", &error));
    g_assert_cmpstr(cx_slice_filter(slice, "mode")->values[0], ==, "interview");
    g_assert_true(cx_slice_is_name("where"));
    g_assert_false(cx_slice_is_name("page"));
}

static void
test_check(void)
{
    static const struct {
        const char *text, *field, *code, *says;
    } rows[] = {
        { "measure=nps&question=recommended", "question", "unknown",
          "did you mean \"recommend\"?" },
        { "measure=mean&question=zzzzzzz", "question", "unknown", "there are \"recommend\"" },
        { "measure=nps&question=overall", "measure", "invalid", "from 0 to 10" },
        { "measure=mean&question=terminal", "measure", "invalid", "points on a scale" },
        { "measure=share&question=overall&answers=6", "answers", "unknown", "from 1 to 5" },
        { "measure=share&question=overall&answers=254", "answers", "unknown", "from 1 to 5" },
        { "measure=share&question=overall&answers=257", "answers", "unknown", "from 1 to 5" },
        { "measure=share&question=bags&answers=yess", "answers", "unknown", "\"yes\"" },
        { "where=mode:phones", "where", "unknown", "did you mean \"phone\"?" },
        { "where=terminals:t1", "where", "unknown", "did you mean \"terminal\"?" },
        { "where=overall:5", "where", "unknown", "cannot be filtered" },
        { "group=overall", "group", "unknown", "cannot be grouped" },
        { "survey=other", "survey", "unknown", "\"other\"" },
        { "weighting=weighted", "weighting", "invalid", "no weights" },
    };
    g_autoptr(Made) made = made_random(30, 0);
    g_autoptr(CxFrame) frame = made_frame(made, 0, made->n);
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(CxSlice) slice = parse(rows[i].text);
        g_autoptr(CxIssues) issues = cx_issues_new();
        cx_slice_check(slice, frame, issues);
        g_test_message("%s", rows[i].text);
        const CxIssue *issue = cx_issues_find(issues, rows[i].field);
        g_assert_nonnull(issue);
        g_test_message("%s", issue->text);
        g_assert_cmpstr(issue->code, ==, rows[i].code);
        g_assert_nonnull(strstr(issue->text, rows[i].says));
        g_assert_cmpint((gint64)cx_issues_count(issues), ==, 1);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/column/slice/canonical", test_canonical);
    g_test_add_func("/column/slice/refused", test_refused);
    g_test_add_func("/column/slice/too-large", test_too_large);
    g_test_add_func("/column/slice/round-trip", test_round_trip);
    g_test_add_func("/column/slice/noise", test_noise);
    g_test_add_func("/column/slice/filters", test_filters);
    g_test_add_func("/column/slice/check", test_check);
    return g_test_run();
}
