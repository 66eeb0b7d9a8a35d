/* Checks a slice against a frame: everything a person can have got wrong, in their words. */
#include <string.h>

#include "base/text.h"
#include "column/dimension_priv.h"
#include "column/slice_priv.h"

static const char *
question_key(const CxSlice *slice, const CxFrame *frame)
{
    if (slice->question != NULL)
        return slice->question;
    return slice->measure == CX_SLICE_COUNT ? NULL : cx_frame_overall(frame);
}

bool
cx_slice_find_question(const CxSlice *slice, const CxFrame *frame, size_t *ret_index)
{
    const char *key = question_key(slice, frame);
    return key != NULL && cx_frame_find_item(frame, key, ret_index);
}

bool
cx_slice_answer_code(const CxFrameItem *item, const char *answer, uint8_t *ret_code)
{
    int64_t code = -1;
    for (size_t i = 0; i < item->n_choices; i++) {
        if (strcmp(item->choices[i].key, answer) == 0) {
            *ret_code = item->choices[i].code;
            return true;
        }
    }
    if (!cx_text_parse_i64(answer, &code, NULL))
        return false;
    bool is_answer = item->kind != CX_FRAME_CHOICE && code >= item->lo && code <= item->hi;
    for (size_t i = 0; i < item->n_choices; i++)
        is_answer = is_answer || item->choices[i].code == code;
    if (is_answer)
        *ret_code = (uint8_t)code;
    return is_answer;
}

static void
append_word(GArray *words, const char *word)
{
    g_array_append_val(words, word);
}

static char *
near_words(const char *word, const GArray *words)
{
    return cx_slice_near(word, (const char *const *)(const void *)words->data, words->len);
}

static char *
near_items(const CxFrame *frame, const char *word, bool (*is_fit)(const CxFrameItem *))
{
    g_autoptr(GArray) keys = g_array_new(FALSE, FALSE, sizeof(const char *));
    for (size_t i = 0; i < cx_frame_n_items(frame); i++) {
        const CxFrameItem *item = cx_frame_item(frame, i);
        if (is_fit(item))
            append_word(keys, item->key);
    }
    return near_words(word, keys);
}

static bool
is_rated(const CxFrameItem *item)
{
    return item->kind != CX_FRAME_CHOICE;
}

static bool
is_nps(const CxFrameItem *item)
{
    return item->kind == CX_FRAME_NPS;
}

static bool
is_any(const CxFrameItem *item)
{
    return item != NULL;
}

static void
check_measure(const CxSlice *slice, const CxFrame *frame, const CxFrameItem *item, CxIssues *issues)
{
    const bool needs_rating = slice->measure == CX_SLICE_MEAN || slice->measure == CX_SLICE_TOP2;
    const bool is_fit = slice->measure == CX_SLICE_NPS ? is_nps(item)
                        : needs_rating                 ? is_rated(item)
                                                       : true;
    if (is_fit)
        return;
    g_autofree char *near = near_items(frame, item->key, needs_rating ? is_rated : is_nps);
    cx_issues_add(issues, "measure", "invalid",
                  "\"%s\" has no %s: its answers are not %s. Questions that have one: %s",
                  item->key, cx_slice_measure_words(slice->measure),
                  needs_rating ? "points on a scale" : "from 0 to 10", near);
}

static void
check_answers(const CxSlice *slice, const CxFrameItem *item, CxIssues *issues)
{
    for (size_t i = 0; slice->answers != NULL && slice->answers[i] != NULL; i++) {
        uint8_t code = 0;
        if (cx_slice_answer_code(item, slice->answers[i], &code))
            continue;
        if (item->kind != CX_FRAME_CHOICE) {
            cx_issues_add(issues, "answers", "unknown",
                          "\"%s\" is not an answer to \"%s\": they go from %u to %u.",
                          slice->answers[i], item->key, item->lo, item->hi);
            continue;
        }
        g_autoptr(GArray) keys = g_array_new(FALSE, FALSE, sizeof(const char *));
        for (size_t c = 0; c < item->n_choices; c++)
            append_word(keys, item->choices[c].key);
        g_autofree char *near = near_words(slice->answers[i], keys);
        cx_issues_add(issues, "answers", "unknown", "\"%s\" is not an answer to \"%s\"; %s",
                      slice->answers[i], item->key, near);
    }
}

static void
check_question(const CxSlice *slice, const CxFrame *frame, CxIssues *issues)
{
    const char *key = question_key(slice, frame);
    if (key == NULL && slice->measure == CX_SLICE_COUNT)
        return;
    if (key == NULL) {
        g_autofree char *near = near_items(frame, "", is_any);
        cx_issues_add(issues, "question", "required",
                      "The survey has no overall question, so name one; %s", near);
        return;
    }
    size_t index = 0;
    if (!cx_frame_find_item(frame, key, &index)) {
        g_autofree char *near = near_items(frame, key, is_any);
        cx_issues_add(issues, "question", "unknown", "There is no question \"%s\"; %s", key, near);
        return;
    }
    check_measure(slice, frame, cx_frame_item(frame, index), issues);
    check_answers(slice, cx_frame_item(frame, index), issues);
}

/* The names of all dimensions, for those who mistyped one. */
static char *
near_dimensions(const CxFrame *frame, const char *word)
{
    g_autoptr(GArray) keys = g_array_new(FALSE, FALSE, sizeof(const char *));
    append_word(keys, "mode");
    append_word(keys, "version");
    for (size_t i = 0; i < cx_frame_n_items(frame); i++) {
        const CxFrameItem *item = cx_frame_item(frame, i);
        if (item->kind == CX_FRAME_CHOICE)
            append_word(keys, item->key);
    }
    return near_words(word, keys);
}

static void
check_filter(const CxSliceFilter *filter, const CxFrame *frame, CxIssues *issues)
{
    CxDimension dimension;
    if (!cx_dimension_find(frame, filter->item, &dimension)) {
        g_autofree char *near = near_dimensions(frame, filter->item);
        cx_issues_add(issues, "where", "unknown", "Responses cannot be filtered by \"%s\"; %s",
                      filter->item, near);
        return;
    }
    for (size_t i = 0; filter->values[i] != NULL; i++) {
        uint8_t code = 0;
        if (cx_dimension_find_key(&dimension, filter->values[i], &code))
            continue;
        g_autoptr(GArray) keys = g_array_new(FALSE, FALSE, sizeof(const char *));
        for (size_t k = 0; k < dimension.n; k++)
            append_word(keys, cx_dimension_key(&dimension, k));
        g_autofree char *near = near_words(filter->values[i], keys);
        cx_issues_add(issues, "where", "unknown", "There is no %s \"%s\"; %s", filter->item,
                      filter->values[i], near);
    }
}

void
cx_slice_check(const CxSlice *slice, const CxFrame *frame, CxIssues *issues)
{
    if (slice->survey != NULL && strcmp(slice->survey, cx_frame_survey(frame)) != 0) {
        cx_issues_add(issues, "survey", "unknown", "There is no survey \"%s\" here.",
                      slice->survey);
    }
    check_question(slice, frame, issues);
    for (guint i = 0; i < slice->filters->len; i++)
        check_filter(g_ptr_array_index(slice->filters, i), frame, issues);
    CxDimension dimension;
    if (slice->by == CX_SLICE_BY_ITEM && !cx_dimension_find(frame, slice->by_item, &dimension)) {
        g_autofree char *near = near_dimensions(frame, slice->by_item);
        cx_issues_add(issues, "group", "unknown",
                      "Responses cannot be grouped by \"%s\", only by none, version, mode, month, "
                      "quarter, year or a question with choices; %s",
                      slice->by_item, near);
    }
    if (slice->weighting == CX_SLICE_WEIGHTED && cx_frame_weights(frame) == NULL) {
        cx_issues_add(issues, "weighting", "invalid",
                      "The responses of this survey have no weights.");
    }
    if (!cx_day_is_none(slice->from) && !cx_day_is_none(slice->to) && slice->from.v > slice->to.v)
        cx_issues_add(issues, "to", "invalid", "The period ends before it begins.");
    if (slice->measure == CX_SLICE_SHARE && slice->answers == NULL) {
        cx_issues_add(issues, "answers", "required",
                      "Say which answers make the share, such as answers=4,5.");
    }
}
