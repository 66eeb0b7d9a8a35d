#include "pages/threshold_ask.h"

#include <math.h>
#include <string.h>

#include "base/civil.h"
#include "base/error.h"
#include "base/text.h"

static bool
is_given(const char *text)
{
    return text != NULL && *text != '\0';
}

/* A number, a per cent sign behind it allowed. */
static bool
read_number(const char *what, const char *text, double *ret_value, GError **error)
{
    g_autofree char *plain = g_strdup(text);
    g_strdelimit(plain, "%", ' ');
    char *end = NULL;
    const double value = g_ascii_strtod(g_strstrip(plain), &end);
    if (*plain != '\0' && *end == '\0' && isfinite(value)) {
        *ret_value = value;
        return true;
    }
    g_set_error(error, CX_ERROR, CX_ERROR_INVALID, "the %s is a number, got \"%s\"", what, text);
    return false;
}

static bool
read_low(const char *text, int *ret_low, GError **error)
{
    int64_t low = 0;
    if (cx_text_parse_i64(text, &low, NULL) && low >= 0 && low <= UINT8_MAX) {
        *ret_low = (int)low;
        return true;
    }
    g_set_error(error, CX_ERROR, CX_ERROR_INVALID,
                "low answers end at one of the scale's numbers, got \"%s\"", text);
    return false;
}

bool
cx_threshold_ask_read(const CxThresholdAskTexts *texts, CxThresholdQuery *query, GError **error)
{
    if (is_given(texts->target) && !read_number("target", texts->target, &query->target, error))
        return false;
    if (is_given(texts->level)) {
        if (!read_number("level", texts->level, &query->level, error))
            return false;
        query->level /= 100.0;
    }
    if (is_given(texts->low) && !read_low(texts->low, &query->low, error))
        return false;
    return (!is_given(texts->from) || cx_day_parse(texts->from, &query->from, error)) &&
           (!is_given(texts->to) || cx_day_parse(texts->to, &query->to, error));
}
