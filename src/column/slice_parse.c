/* Reads slices. All that is wrong is said at once, each thing under the name it was given by. */
#include <string.h>

#include "base/civil.h"
#include "base/error.h"
#include "base/limits.h"
#include "base/text.h"
#include "column/slice_priv.h"
#include "lang/assert.h"

/* ---- Words that are nearly right ---- */

#define NEAR_BYTES_MAX  64
#define NEAR_LISTED_MAX 8
#define NEAR_OFFERED    3

/* Edits (insert, delete, replace) that turn a into b, both cut at NEAR_BYTES_MAX: the row-by-row form
 * of Wagner and Fischer. */
static size_t
edits(const char *a, const char *b)
{
    const size_t len_a = MIN(strlen(a), NEAR_BYTES_MAX);
    const size_t len_b = MIN(strlen(b), NEAR_BYTES_MAX);
    size_t row[NEAR_BYTES_MAX + 1];
    for (size_t j = 0; j <= len_b; j++)
        row[j] = j;
    for (size_t i = 1; i <= len_a; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= len_b; j++) {
            const size_t replaced = diagonal + (a[i - 1] != b[j - 1]);
            diagonal = row[j];
            row[j] = MIN(replaced, MIN(row[j], row[j - 1]) + 1);
        }
    }
    return row[len_b];
}

static bool
is_near(const char *word, const char *known)
{
    const size_t len = strlen(word);
    if (len >= 3 && (strstr(known, word) != NULL || strstr(word, known) != NULL))
        return true;
    return edits(word, known) <= MAX(1, len / 3);
}

static void
append_quoted(GString *out, const char *word, size_t i, size_t n, const char *last)
{
    if (i > 0)
        g_string_append(out, i + 1 == n ? last : ", ");
    g_string_append_printf(out, "\"%s\"", word);
}

char *
cx_slice_near(const char *word, const char *const *known, size_t n)
{
    if (n == 0)
        return g_strdup("there are none");
    const char *near[NEAR_OFFERED];
    size_t n_near = 0;
    for (size_t i = 0; i < n && n_near < NEAR_OFFERED; i++) {
        if (is_near(word, known[i]))
            near[n_near++] = known[i];
    }
    GString *out = g_string_new(n_near > 0 ? "did you mean " : n == 1 ? "there is " : "there are ");
    for (size_t i = 0; i < n_near; i++)
        append_quoted(out, near[i], i, n_near, " or ");
    if (n_near > 0) {
        g_string_append_c(out, '?');
        return g_string_free(out, FALSE);
    }
    const size_t n_listed = MIN(n, NEAR_LISTED_MAX);
    for (size_t i = 0; i < n_listed; i++)
        append_quoted(out, known[i], i, n_listed, n > n_listed ? ", " : " and ");
    if (n > n_listed)
        g_string_append_printf(out, " and %zu more", n - n_listed);
    return g_string_free(out, FALSE);
}

/* ---- One name at a time ---- */

typedef struct {
    CxSlice *slice;
    bool is_given[CX_SLICE_NAME_N];
    CxIssues *issues;
} Parse;

static void
parse_key(Parse *parse, const char *name, const char *value, char **ret_key)
{
    if (!cx_text_is_key(value)) {
        cx_issues_add(parse->issues, name, "invalid",
                      "\"%s\" cannot be a %s: keys are made of a-z, 0-9, _ and -.", value, name);
        return;
    }
    g_free(*ret_key);
    *ret_key = g_strdup(value);
}

static void
parse_day(Parse *parse, const char *name, const char *value, CxDay *ret_day)
{
    g_autoptr(GError) error = NULL;
    if (!cx_day_parse(value, ret_day, &error)) {
        cx_issues_add(parse->issues, name, "invalid", "%s must be a date such as 2018-03-31: %s.",
                      name, error->message);
    }
}

/* Index of a word in a table, or n with an issue that helps. */
static size_t
parse_word(Parse *parse, const char *name, const char *value, const char *const *words, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (strcmp(words[i], value) == 0)
            return i;
    }
    g_autofree char *near = cx_slice_near(value, words, n);
    cx_issues_add(parse->issues, name, "unknown", "There is no %s \"%s\"; %s", name, value, near);
    return n;
}

static void
parse_measure(Parse *parse, const char *value)
{
    const char *words[CX_SLICE_MEASURE_N];
    for (size_t i = 0; i < CX_SLICE_MEASURE_N; i++)
        words[i] = cx_slice_measure_key((CxSliceMeasure)i);
    const size_t i = parse_word(parse, "measure", value, words, CX_SLICE_MEASURE_N);
    if (i < CX_SLICE_MEASURE_N)
        parse->slice->measure = (CxSliceMeasure)i;
}

static void
parse_weighting(Parse *parse, const char *value)
{
    const char *words[CX_SLICE_WEIGHTING_N];
    for (size_t i = 0; i < CX_SLICE_WEIGHTING_N; i++)
        words[i] = cx_slice_weighting_key((CxSliceWeighting)i);
    const size_t i = parse_word(parse, "weighting", value, words, CX_SLICE_WEIGHTING_N);
    if (i < CX_SLICE_WEIGHTING_N)
        parse->slice->weighting = (CxSliceWeighting)i;
}

static void
parse_organised(Parse *parse, const char *value)
{
    const char *words[CX_ORGANISED_N];
    for (size_t i = 0; i < CX_ORGANISED_N; i++)
        words[i] = cx_slice_organised_key((CxSliceOrganised)i);
    const size_t i = parse_word(parse, "organised", value, words, CX_ORGANISED_N);
    if (i < CX_ORGANISED_N)
        parse->slice->organised = (CxSliceOrganised)i;
}

static void
parse_group(Parse *parse, const char *value)
{
    for (size_t i = 0; i < CX_SLICE_BY_ITEM; i++) {
        if (strcmp(cx_slice_by_key((CxSliceBy)i), value) == 0) {
            parse->slice->by = (CxSliceBy)i;
            return;
        }
    }
    parse_key(parse, "group", value, &parse->slice->by_item);
    if (parse->slice->by_item != NULL)
        parse->slice->by = CX_SLICE_BY_ITEM;
}

static void
parse_answers(Parse *parse, const char *value)
{
    g_autoptr(GError) error = NULL;
    parse->slice->answers = cx_slice_keys_parse(value, &error);
    if (parse->slice->answers == NULL) {
        cx_issues_add(parse->issues, "answers", "invalid",
                      "Answers are codes with commas between, such as 4,5: %s.", error->message);
    }
}

static void
parse_where(Parse *parse, const char *value)
{
    const char *colon = strchr(value, ':');
    if (colon == NULL || colon == value || colon[1] == '\0') {
        cx_issues_add(parse->issues, "where", "invalid",
                      "\"%s\" is no filter: write it as mode:self or mode:self,phone.", value);
        return;
    }
    g_autofree char *item = g_strndup(value, (size_t)(colon - value));
    if (cx_slice_filter(parse->slice, item) != NULL) {
        cx_issues_add(parse->issues, "where", "repeated",
                      "\"%s\" is filtered twice: put its values in one list.", item);
        return;
    }
    g_autoptr(GError) error = NULL;
    if (!cx_slice_set_filter(parse->slice, item, colon + 1, &error)) {
        cx_issues_add(parse->issues, "where",
                      cx_error_code(error) == CX_ERROR_TOO_LARGE ? "too_large" : "invalid",
                      "The filter \"%s\" cannot be used: %s.", value, error->message);
    }
}

static void
parse_pair(Parse *parse, CxSliceName name, const char *value)
{
    CxSlice *slice = parse->slice;
    switch (name) {
    case CX_SLICE_NAME_SURVEY:
        parse_key(parse, "survey", value, &slice->survey);
        break;
    case CX_SLICE_NAME_MEASURE:
        parse_measure(parse, value);
        break;
    case CX_SLICE_NAME_QUESTION:
        parse_key(parse, "question", value, &slice->question);
        break;
    case CX_SLICE_NAME_ANSWERS:
        parse_answers(parse, value);
        break;
    case CX_SLICE_NAME_FROM:
        parse_day(parse, "from", value, &slice->from);
        break;
    case CX_SLICE_NAME_TO:
        parse_day(parse, "to", value, &slice->to);
        break;
    case CX_SLICE_NAME_WHERE:
        parse_where(parse, value);
        break;
    case CX_SLICE_NAME_GROUP:
        parse_group(parse, value);
        break;
    case CX_SLICE_NAME_WEIGHTING:
        parse_weighting(parse, value);
        break;
    case CX_SLICE_NAME_ORGANISED:
        parse_organised(parse, value);
        break;
    case CX_SLICE_NAME_N:
        cx_assert(name != CX_SLICE_NAME_N);
        break;
    }
}

/* What no single name can say. */
static void
parse_check(Parse *parse)
{
    const CxSlice *slice = parse->slice;
    if (slice->measure == CX_SLICE_SHARE && !parse->is_given[CX_SLICE_NAME_ANSWERS]) {
        cx_issues_add(parse->issues, "answers", "required",
                      "Say which answers make the share, such as answers=4,5.");
    }
    if (slice->measure != CX_SLICE_SHARE && parse->is_given[CX_SLICE_NAME_ANSWERS]) {
        cx_issues_add(parse->issues, "answers", "invalid",
                      "Answers are named only for measure=share.");
    }
    if (!cx_day_is_none(slice->from) && !cx_day_is_none(slice->to) && slice->from.v > slice->to.v)
        cx_issues_add(parse->issues, "to", "invalid", "The period ends before it begins.");
}

CxSlice *
cx_slice_parse_pairs(const CxSlicePair *pairs, size_t n_pairs, CxIssues *issues)
{
    const size_t n_before = cx_issues_count(issues);
    g_autoptr(CxSlice) slice = cx_slice_new();
    Parse parse = { .slice = slice, .issues = issues };
    for (size_t i = 0; i < n_pairs; i++) {
        if (*pairs[i].value == '\0')
            continue;
        size_t name = 0;
        while (name < CX_SLICE_NAME_N && strcmp(cx_slice_names[name], pairs[i].name) != 0)
            name++;
        if (name == CX_SLICE_NAME_N) {
            g_autofree char *near = cx_slice_near(pairs[i].name, cx_slice_names, CX_SLICE_NAME_N);
            cx_issues_add(issues, pairs[i].name, "unknown", "\"%s\" is not part of a slice; %s",
                          pairs[i].name, near);
            continue;
        }
        if (parse.is_given[name] && name != CX_SLICE_NAME_WHERE) {
            cx_issues_add(issues, pairs[i].name, "repeated", "%s is given twice.", pairs[i].name);
            continue;
        }
        parse.is_given[name] = true;
        parse_pair(&parse, (CxSliceName)name, pairs[i].value);
    }
    parse_check(&parse);
    return cx_issues_count(issues) == n_before ? g_steal_pointer(&slice) : NULL;
}

/* "%2C" and "+" as forms write them; NULL for a broken escape or what is not clean text. */
static char *
decode(const char *text)
{
    g_autofree char *spaced = g_strdelimit(g_strdup(text), "+", ' ');
    g_autofree char *decoded = g_uri_unescape_string(spaced, NULL);
    if (decoded == NULL || !cx_text_is_clean(decoded))
        return NULL;
    return g_steal_pointer(&decoded);
}

/* Splits "name=value" and adds the decoded pair; its texts go to `owned`. */
static bool
pair_read(const char *part, GArray *pairs, GPtrArray *owned)
{
    const char *equals = strchr(part, '=');
    g_autofree char *raw =
        equals == NULL ? g_strdup(part) : g_strndup(part, (size_t)(equals - part));
    g_autofree char *name = decode(raw);
    g_autofree char *value = decode(equals == NULL ? "" : equals + 1);
    if (name == NULL || value == NULL)
        return false;
    const CxSlicePair pair = { name, value };
    g_array_append_val(pairs, pair);
    g_ptr_array_add(owned, g_steal_pointer(&name));
    g_ptr_array_add(owned, g_steal_pointer(&value));
    return true;
}

CxSlice *
cx_slice_parse(const char *text, CxIssues *issues)
{
    if (strlen(text) > CX_SLICE_TEXT_MAX) {
        cx_issues_add(issues, "", "too_large", "A slice is written in at most %d characters.",
                      CX_SLICE_TEXT_MAX);
        return NULL;
    }
    g_auto(GStrv) parts = g_strsplit(*text == '?' ? text + 1 : text, "&", -1);
    g_autoptr(GPtrArray) owned = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GArray) pairs = g_array_new(FALSE, FALSE, sizeof(CxSlicePair));
    for (size_t i = 0; parts[i] != NULL; i++) {
        if (*parts[i] != '\0' && !pair_read(parts[i], pairs, owned)) {
            cx_issues_add(issues, "", "invalid", "\"%s\" is not encoded as a query string is.",
                          g_utf8_validate(parts[i], -1, NULL) ? parts[i] : "a part");
            return NULL;
        }
    }
    return cx_slice_parse_pairs((const CxSlicePair *)(const void *)pairs->data, pairs->len, issues);
}
