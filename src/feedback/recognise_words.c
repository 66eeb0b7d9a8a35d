/* Answers in words: scales such as "very likely … very unlikely", and words for no answer. */
#include <string.h>

#include "feedback/recognise_priv.h"

#define NO_POINT 100

/* A text in lower case letters with single blanks, and one before and after. */
static char *
flatten(const char *text)
{
    g_autofree char *low =
        g_utf8_validate(text, -1, NULL) ? g_utf8_strdown(text, -1) : g_ascii_strdown(text, -1);
    GString *out = g_string_new(" ");
    for (const char *at = low; *at != '\0'; at++) {
        const bool is_letter = g_ascii_isalnum(*at) || (*at & 0x80) != 0;
        if (is_letter)
            g_string_append_c(out, *at);
        else if (*at != '\'' && out->str[out->len - 1] != ' ')
            g_string_append_c(out, ' ');
    }
    if (out->str[out->len - 1] != ' ')
        g_string_append_c(out, ' ');
    return g_string_free(out, FALSE);
}

static bool
has_any(const char *flat, const char *const *words)
{
    for (size_t i = 0; words[i] != NULL; i++) {
        if (strstr(flat, words[i]) != NULL)
            return true;
    }
    return false;
}

CxWord
cx_recognise_word(const char *text)
{
    static const char *const blanks[] = { " ",
                                          " blank ",
                                          " null ",
                                          " none ",
                                          " missing ",
                                          " nan ",
                                          " no answer ",
                                          " refused ",
                                          " no response ",
                                          " not answered ",
                                          " prefer not to say ",
                                          " prefer not to answer ",
                                          " not asked ",
                                          NULL };
    static const char *const silents[] = { " n a ",
                                           " na ",
                                           " not applicable ",
                                           " dont know ",
                                           " do not know ",
                                           " never used ",
                                           " have never ",
                                           " unfamiliar ",
                                           " does not apply ",
                                           " no opinion ",
                                           " not sure ",
                                           " can not say ",
                                           NULL };
    g_autofree char *flat = flatten(text);
    if (g_strv_contains(blanks, flat))
        return CX_WORD_BLANK;
    return has_any(flat, silents) ? CX_WORD_SILENT : CX_WORD_OTHER;
}

/* -2 … 2 on a scale in words, or NO_POINT. */
static int
point_of(const char *text)
{
    static const char *const neutral[] = { " neither ", " neutral ", " undecided ", NULL };
    static const char *const strong[] = { " very ",       " strongly ", " extremely ",
                                          " completely ", " totally ",  NULL };
    static const char *const bad[] = { " dissatisfied ",
                                       " disagree ",
                                       " unlikely ",
                                       " unimportant ",
                                       " unfavorably ",
                                       " unfavourably ",
                                       " unfavorable ",
                                       " difficult ",
                                       " unhappy ",
                                       " negative ",
                                       NULL };
    static const char *const good[] = { " satisfied ", " agree ",      " likely ",    " important ",
                                        " favorably ", " favourably ", " favorable ", " easy ",
                                        " happy ",     " positive ",   NULL };
    g_autofree char *flat = flatten(text);
    if (has_any(flat, neutral))
        return 0;
    const bool is_not = strstr(flat, " not ") != NULL;
    const int strength = has_any(flat, strong) ? 2 : 1;
    if (has_any(flat, bad))
        return is_not ? NO_POINT : -strength;
    if (has_any(flat, good))
        return is_not ? NO_POINT : strength;
    return NO_POINT;
}

/* The number a text begins with, as in "10 - Extremely likely"; -1: none. */
static int64_t
leading_number(const char *text)
{
    int64_t value = 0;
    size_t n = 0;
    while (n < 3 && g_ascii_isdigit(text[n]))
        value = value * 10 + (text[n++] - '0');
    if (n == 0 || n > 2 || text[n] == '\0' || strchr(" -:=.()", text[n]) == NULL)
        return -1;
    const char *rest = text + n + strspn(text + n, " -:=.()");
    return *rest != '\0' && !g_ascii_isdigit(*rest) ? value : -1;
}

/* Points by what the texts say: needs both ends of the scale and three points. */
static bool
read_wording(CxRecognition *r, CxColumn *column)
{
    bool is_found[5] = { false };
    int n_found = 0;
    g_autoptr(GPtrArray) points = g_ptr_array_new();
    g_autoptr(GPtrArray) silent = g_ptr_array_new();
    g_autoptr(GPtrArray) missing = g_ptr_array_new();
    for (guint i = 0; i < column->profile.seen->len; i++) {
        const char *text = cx_seen_at(&column->profile, i)->text;
        const CxWord word = cx_recognise_word(text);
        const int point = word == CX_WORD_OTHER ? point_of(text) : NO_POINT;
        if (word != CX_WORD_OTHER) {
            cx_recognise_pair(r, word == CX_WORD_BLANK ? missing : silent, text, text);
            continue;
        }
        if (point == NO_POINT || is_found[point + 2])
            return false;
        is_found[point + 2] = true;
        n_found++;
        cx_recognise_pair(r, points, text, cx_recognise_text(r, "%d", point + 3));
    }
    if (n_found < 3 || !is_found[0] || !is_found[4])
        return false;
    column->scale = (CxScaleDraft){ .kind = CX_ITEM_KIND_RATING,
                                    .lo = 1,
                                    .hi = 5,
                                    .points = g_steal_pointer(&points),
                                    .silent = g_steal_pointer(&silent),
                                    .missing = g_steal_pointer(&missing) };
    cx_recognise_take(r, column, CX_TAKEN_ITEM,
                      "Answers in words from one end to the other: a scale of 1 to 5.");
    return true;
}

/* What read_numbers gathers. */
typedef struct {
    bool is_found[11];
    GPtrArray *points;
    GPtrArray *silent;
    GPtrArray *missing;
} Points;

/* False for a text that is no point of 0 to 10, or one that is there already. */
static bool
add_point(CxRecognition *r, Points *points, const CxSeen *seen)
{
    const CxWord word = seen->is_int ? CX_WORD_OTHER : cx_recognise_word(seen->text);
    if (word != CX_WORD_OTHER) {
        cx_recognise_pair(r, word == CX_WORD_BLANK ? points->missing : points->silent, seen->text,
                          seen->text);
        return true;
    }
    const int64_t value = seen->is_int ? seen->value : leading_number(seen->text);
    if (value < 0 || value > 10 || points->is_found[value])
        return false;
    points->is_found[value] = true;
    if (!seen->is_int)
        cx_recognise_pair(r, points->points, seen->text, cx_recognise_text(r, "%d", (int)value));
    return true;
}

/* "10 - Extremely likely" beside plain numbers: the texts are points by their numbers. */
static bool
read_numbers(CxRecognition *r, CxColumn *column)
{
    g_autoptr(GPtrArray) texts = g_ptr_array_new();
    g_autoptr(GPtrArray) silent = g_ptr_array_new();
    g_autoptr(GPtrArray) missing = g_ptr_array_new();
    Points points = { .points = texts, .silent = silent, .missing = missing };
    for (guint i = 0; i < column->profile.seen->len; i++) {
        if (!add_point(r, &points, cx_seen_at(&column->profile, i)))
            return false;
    }
    int lo = 0;
    int hi = 10;
    while (lo < 10 && !points.is_found[lo])
        lo++;
    while (hi > 0 && !points.is_found[hi])
        hi--;
    if (texts->len == 0 || lo > 1 || (hi != 5 && hi != 7 && hi != 10))
        return false;
    const bool is_nps = lo == 0 && hi == 10;
    column->scale = (CxScaleDraft){ .kind = is_nps ? CX_ITEM_KIND_NPS : CX_ITEM_KIND_RATING,
                                    .lo = lo,
                                    .hi = hi,
                                    .points = g_steal_pointer(&texts),
                                    .silent = g_steal_pointer(&silent),
                                    .missing = g_steal_pointer(&missing) };
    cx_recognise_take(r, column, CX_TAKEN_ITEM,
                      "Numbers, some with their words behind: a scale of %d to %d.", lo, hi);
    return true;
}

bool
cx_recognise_words(CxRecognition *r, CxColumn *column)
{
    const CxProfile *profile = &column->profile;
    if (profile->n_distinct < 3 || profile->n_distinct > 20 ||
        profile->n_int == profile->n_filled || profile->len_max >= CX_SEEN_BYTES_MAX)
        return false;
    return read_numbers(r, column) || read_wording(r, column);
}
