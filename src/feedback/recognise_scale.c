/* Questions: which columns are ratings, on which scale, and what stands for no answer.
 *
 * Numbers alone do not say what they mean, so the judgement leans on what coded survey files have
 * in common. A 0 below and a 6 above a scale of 1 to 5 are codes ("blank", "never used"), not
 * points: then 0 comes more often than 1, where the end of a true scale would thin out, and several
 * columns of the file look alike. Codes such as 99 stand apart from the scale. Where the file could
 * mean either, the draft asks. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "feedback/recognise_priv.h"

#define NUMBERS_MAX     64  /* different numbers that may still be a scale with codes */
#define ROWS_TELLING    100 /* from here on what is not seen is taken not to exist */
#define RATING_STEPS    10
#define NPS_HI          10
#define SLIPS_MAX       5  /* different answers off the scale */
#define SLIPS_PART      20 /* one in so many is off it at most ... */
#define SLIPS_PART_FEW  3  /* ... of a small file where the header tells the scale */
#define NEVER_USED_TEXT "Never used or does not apply"

typedef struct {
    int64_t value;
    int64_t n;
} Number;

/* The answers of a column as numbers, in order, and the words among them. */
typedef struct {
    Number of[NUMBERS_MAX];
    size_t n;
    GPtrArray *missing; /* pairs */
    GPtrArray *silent;
    GPtrArray *outside; /* texts of answers that are on no scale */
    int64_t n_outside;  /* answers */
} Numbers;

static const char *const fact_words[] = {
    " age ",     "gender",    " sex ",   "income",   "educ",     "times",
    "often",     "how long",  "longuse", "frequen",  " fly ",    "purp",
    " lang ",    "language",  "county",  " region ", " zip ",    "country",
    "strata",    " peak ",    " code ",  "geo ",     "mark ",    " year ",
    " month ",   " hour ",    "tenure",  " race ",   "how many", "how much do you earn",
    "number of", "household", NULL
};
static const char *const rating_words[] = { "rate ",   "rating", "satisf",  "agree", "quality",
                                            " score ", "likely", "effort",  "csat",  "easy",
                                            " ease ",  "bewert", "zufried", NULL };
static const char *const nps_words[] = { " nps",    "netpro",  "net promoter", "recommend",
                                         "empfehl", "recomen", "recomien",     "recommander",
                                         " ltr ",   NULL };

static int
compare_numbers(const void *a, const void *b)
{
    const int64_t left = ((const Number *)a)->value;
    const int64_t right = ((const Number *)b)->value;
    return left < right ? -1 : left > right;
}

static void
numbers_clear(Numbers *numbers)
{
    g_clear_pointer(&numbers->missing, g_ptr_array_unref);
    g_clear_pointer(&numbers->silent, g_ptr_array_unref);
    g_clear_pointer(&numbers->outside, g_ptr_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Numbers, numbers_clear)

/* "(1-5)", "0 to 10", "1 bis 7": the scale that a header says. */
static bool
says_scale(const char *text, int64_t *ret_lo, int64_t *ret_hi)
{
    static const char *const joints[] = { "-", "\xe2\x80\x93", "to", "bis", "a" };
    for (const char *p = text; *p != '\0'; p++) {
        const bool is_begin = p == text || !(g_ascii_isalnum(p[-1]) || strchr("_.-/", p[-1]));
        if (!is_begin || (*p != '0' && *p != '1'))
            continue;
        const char *at = p + 1 + strspn(p + 1, " ");
        for (size_t i = 0; i < G_N_ELEMENTS(joints); i++) {
            char *end = NULL;
            const char *number = at + strlen(joints[i]);
            if (!g_str_has_prefix(at, joints[i]))
                continue;
            const gint64 hi = g_ascii_strtoll(number, &end, 10);
            if (end == number || g_ascii_isalnum(*end) || hi < 3 || hi > RATING_STEPS)
                continue;
            *ret_lo = *p - '0';
            *ret_hi = hi;
            return true;
        }
    }
    return false;
}

/* Whether so few answers are on no scale that they are slips, under a header that asks for a rating. */
static bool
is_slip(const CxColumn *column, const Numbers *numbers)
{
    const int64_t n = column->profile.n_filled;
    int64_t ignored[2];
    const bool is_told = cx_recognise_says(column, nps_words) ||
                         says_scale(column->question, &ignored[0], &ignored[1]);
    if (numbers->outside->len > SLIPS_MAX || (!is_told && !cx_recognise_says(column, rating_words)))
        return numbers->n_outside == 0;
    const int64_t part = is_told && n < ROWS_TELLING ? SLIPS_PART_FEW : SLIPS_PART;
    return numbers->n_outside * part <= n;
}

/* False when there are other texts among them, more than slips, or too many numbers. */
static bool
gather(CxRecognition *r, const CxColumn *column, Numbers *numbers)
{
    const CxProfile *profile = &column->profile;
    *numbers = (Numbers){ .missing = g_ptr_array_new(),
                          .silent = g_ptr_array_new(),
                          .outside = g_ptr_array_new() };
    if (profile->n_distinct > NUMBERS_MAX || profile->n_int == 0)
        return false;
    for (guint i = 0; i < profile->seen->len; i++) {
        const CxSeen *seen = cx_seen_at(profile, i);
        if (seen->is_int) {
            numbers->of[numbers->n++] = (Number){ seen->value, seen->n };
            continue;
        }
        const CxWord word = cx_recognise_word(seen->text);
        if (word == CX_WORD_OTHER) {
            g_ptr_array_add(numbers->outside, cx_recognise_text(r, "%.40s", seen->text));
            numbers->n_outside += seen->n;
            continue;
        }
        cx_recognise_pair(r, word == CX_WORD_BLANK ? numbers->missing : numbers->silent, seen->text,
                          seen->text);
    }
    qsort(numbers->of, numbers->n, sizeof(Number), compare_numbers);
    return is_slip(column, numbers);
}

static int64_t
count_of(const Numbers *numbers, int64_t value)
{
    for (size_t i = 0; i < numbers->n; i++) {
        if (numbers->of[i].value == value)
            return numbers->of[i].n;
    }
    return 0;
}

static bool
is_usual_code(int64_t value)
{
    static const int64_t codes[] = { 77, 88, 97, 98, 99, 777, 888, 997, 998, 999, 9999 };
    for (size_t i = 0; i < G_N_ELEMENTS(codes); i++) {
        if (codes[i] == value)
            return true;
    }
    return value < 0 && value >= -999;
}

static void
set_aside(CxRecognition *r, Numbers *numbers, size_t i, const char *label)
{
    cx_recognise_pair(r, numbers->missing, cx_recognise_text(r, "%" PRId64, numbers->of[i].value),
                      label);
    memmove(&numbers->of[i], &numbers->of[i + 1], (numbers->n - i - 1) * sizeof(Number));
    numbers->n--;
}

/* Takes out the codes that stand apart from what may be a scale. */
static void
strip_codes(CxRecognition *r, const CxColumn *column, Numbers *numbers)
{
    static const int64_t tops[] = { 5, 7, 10 };
    for (size_t i = numbers->n; i-- > 0;) {
        if (is_usual_code(numbers->of[i].value))
            set_aside(r, numbers, i, "No answer");
    }
    for (size_t i = 0; i < G_N_ELEMENTS(tops); i++) {
        const int64_t gap = tops[i] == NPS_HI ? 1 : 2;
        size_t n_over = 0;
        bool is_apart = true;
        for (size_t j = 0; j < numbers->n; j++) {
            n_over += numbers->of[j].value > tops[i];
            is_apart &= numbers->of[j].value <= tops[i] || numbers->of[j].value >= tops[i] + gap;
        }
        const size_t n_under = numbers->n - n_over;
        if (!is_apart || n_over == 0 || n_over > 2 || n_under < 4 ||
            count_of(numbers, tops[i]) == 0 || column->profile.n_filled < ROWS_TELLING ||
            numbers->of[numbers->n - 1].value > tops[i] + 4)
            continue;
        while (numbers->of[numbers->n - 1].value > tops[i])
            set_aside(r, numbers, numbers->n - 1, "No answer");
        return;
    }
}

/* Takes out the numbers off the scale that the header says, where they are few enough to be slips. */
static void
strip_outside(CxRecognition *r, const CxColumn *column, Numbers *numbers)
{
    int64_t lo = 0;
    int64_t hi = NPS_HI;
    if (!cx_recognise_says(column, nps_words) && !says_scale(column->question, &lo, &hi))
        return;
    Numbers in = { .outside = numbers->outside, .n_outside = numbers->n_outside };
    const guint n_texts = numbers->outside->len;
    for (size_t i = 0; i < numbers->n; i++) {
        const Number number = numbers->of[i];
        if (number.value >= lo && number.value <= hi) {
            in.of[in.n++] = number;
            continue;
        }
        g_ptr_array_add(in.outside, cx_recognise_text(r, "%" PRId64, number.value));
        in.n_outside += number.n;
    }
    if (!is_slip(column, &in) || in.n == 0) {
        g_ptr_array_set_size(numbers->outside, (int)n_texts);
        return;
    }
    memcpy(numbers->of, in.of, sizeof in.of);
    numbers->n = in.n;
    numbers->n_outside = in.n_outside;
}

/* Says which answers are off the scale that was drafted. */
static void
tell_outside(CxRecognition *r, CxColumn *column, const Numbers *numbers)
{
    if (numbers->outside->len == 0)
        return;
    g_autoptr(GString) out = g_string_new(NULL);
    for (guint i = 0; i < numbers->outside->len; i++) {
        g_string_append_printf(out, "%s\"%s\"", i > 0 ? ", " : "",
                               (const char *)g_ptr_array_index(numbers->outside, i));
    }
    column->reason = cx_recognise_text(r, "%s Not on that scale: %s.", column->reason, out->str);
    cx_recognise_ask(r,
                     "%s in \"%s\" is not on its scale: rows that say so are set aside; if it "
                     "stands for no answer, say so (\"missing\").",
                     out->str, column->question);
}

static bool
is_fact(const CxColumn *column)
{
    return cx_recognise_says(column, fact_words) && !cx_recognise_says(column, rating_words);
}

/* 0 to 6, with more at 0 than at 1. */
static bool
looks_like_six_codes(const Numbers *numbers)
{
    return numbers->n >= 6 && numbers->of[0].value == 0 && numbers->of[numbers->n - 1].value == 6 &&
           count_of(numbers, 0) > count_of(numbers, 1);
}

/* What several columns of the file have in common. */
static void
look_around(CxRecognition *r)
{
    int n_six = 0;
    for (size_t i = 0; i < r->n_columns; i++) {
        CxColumn *column = &r->columns[i];
        g_auto(Numbers) numbers = { 0 };
        if (column->reason != NULL || !gather(r, column, &numbers) || numbers.n_outside > 0)
            continue;
        n_six += !is_fact(column) && looks_like_six_codes(&numbers);
        for (guint j = 0; j < numbers.missing->len; j += 2) {
            char *text = g_ptr_array_index(numbers.missing, j);
            if (!g_ptr_array_find_with_equal_func(r->blanks, text, g_str_equal, NULL))
                g_ptr_array_add(r->blanks, text);
        }
    }
    r->six_is_silent = n_six >= 2;
    if (r->six_is_silent) {
        cx_recognise_ask(r,
                         "In %d columns 6 is taken for \"never used\" and 0 for \"no answer\", "
                         "beside a scale of 1 to 5: check it with the questionnaire.",
                         n_six);
    }
}

static void
take_scale(CxColumn *column, Numbers *numbers, CxItemKind kind, int64_t lo, int64_t hi)
{
    static const char *const effort_words[] = { "effort", NULL };
    column->scale = (CxScaleDraft){ .kind = kind,
                                    .lo = lo,
                                    .hi = hi,
                                    .is_down = cx_recognise_says(column, effort_words),
                                    .missing = g_steal_pointer(&numbers->missing),
                                    .silent = g_steal_pointer(&numbers->silent) };
}

/* "11, 99" of the codes set aside, for a reason. */
static const char *
list_codes(CxRecognition *r, const GPtrArray *pairs, const char *words)
{
    g_autoptr(GString) out = g_string_new(NULL);
    for (guint i = 0; i < pairs->len; i += 2) {
        g_string_append_printf(out, "%s%s", i > 0 ? ", " : "",
                               (const char *)g_ptr_array_index(pairs, i));
    }
    return pairs->len == 0 ? "" : cx_recognise_text(r, "; %s %s", out->str, words);
}

/* 0 to 10. */
static bool
take_ten(CxRecognition *r, CxColumn *column, Numbers *numbers)
{
    const int64_t lo = numbers->of[0].value;
    const int64_t hi = numbers->of[numbers->n - 1].value;
    const bool is_said = cx_recognise_says(column, nps_words);
    if (lo < 0 || hi > NPS_HI || (hi <= 7 && !(is_said && (lo == 0 || hi > 5))))
        return false;
    if (!is_said && numbers->n < 5)
        return false;
    const char *codes = list_codes(r, numbers->missing, "stands apart and is taken for no answer");
    if (is_said && !(lo == 1 && numbers->n == NPS_HI)) {
        take_scale(column, numbers, CX_ITEM_KIND_NPS, 0, NPS_HI);
        column->scale.is_down = false;
        cx_recognise_take(r, column, CX_TAKEN_ITEM,
                          "Whole numbers from 0 to 10, and the words of a question about "
                          "recommending%s.",
                          codes);
        return true;
    }
    take_scale(column, numbers, CX_ITEM_KIND_RATING, lo == 0 ? 0 : 1, NPS_HI);
    cx_recognise_take(r, column, CX_TAKEN_ITEM,
                      "Whole numbers from %" PRId64 " to %" PRId64 "%s. If it asks whether they "
                      "would recommend, make its kind nps.",
                      lo, hi, codes);
    return true;
}

/* 1 to 5, maybe with 0 for no answer and 6 for "never used". */
static bool
take_five(CxRecognition *r, CxColumn *column, Numbers *numbers)
{
    const int64_t hi = numbers->of[numbers->n - 1].value;
    const bool has_zero = numbers->of[0].value == 0;
    const bool has_six = hi == 6;
    const bool is_six_code = has_six && (r->six_is_silent || looks_like_six_codes(numbers));
    const bool is_zero_code = has_zero && (r->six_is_silent || is_six_code ||
                                           count_of(numbers, 0) > count_of(numbers, 1));
    if (has_six && !is_six_code) {
        take_scale(column, numbers, CX_ITEM_KIND_RATING, has_zero ? 0 : 1, 6);
        cx_recognise_take(r, column, CX_TAKEN_ITEM,
                          "Whole numbers up to 6: drafted as a scale, but 6 may mean \"never "
                          "used\".");
        cx_recognise_ask(r, "Is 6 in \"%s\" a point of the scale, or \"never used\"?",
                         column->question);
        return true;
    }
    const char *codes = list_codes(r, numbers->missing, "is taken for no answer");
    if (is_zero_code || r->six_is_silent)
        cx_recognise_pair(r, numbers->missing, "0", "Blank");
    if (is_six_code || r->six_is_silent)
        cx_recognise_pair(r, numbers->silent, "6", NEVER_USED_TEXT);
    take_scale(column, numbers, CX_ITEM_KIND_RATING, has_zero && !is_zero_code ? 0 : 1, 5);
    const char *zero = is_zero_code ? "; 0 is taken for no answer, as it comes "
                                      "more often than 1 or does so in other columns"
                                    : "";
    const char *six = is_six_code ? "; 6 stands beside the scale as in other columns, and is taken "
                                    "for \"never used\""
                                  : "";
    cx_recognise_take(r, column, CX_TAKEN_ITEM,
                      "Whole numbers on a scale of %" PRId64 " to 5%s%s%s.", column->scale.lo, zero,
                      six, codes);
    return true;
}

static bool
take_seven(CxRecognition *r, CxColumn *column, Numbers *numbers)
{
    const bool has_zero = numbers->of[0].value == 0;
    const bool is_zero_code = has_zero && count_of(numbers, 0) > count_of(numbers, 1);
    const char *codes = list_codes(r, numbers->missing, "is taken for no answer");
    if (is_zero_code)
        cx_recognise_pair(r, numbers->missing, "0", "Blank");
    take_scale(column, numbers, CX_ITEM_KIND_RATING, has_zero && !is_zero_code ? 0 : 1, 7);
    cx_recognise_take(r, column, CX_TAKEN_ITEM, "Whole numbers on a scale of %" PRId64 " to 7%s%s.",
                      column->scale.lo,
                      is_zero_code ? "; 0 comes more often than 1 and is taken for no answer" : "",
                      codes);
    return true;
}

static bool
take_numbers(CxRecognition *r, CxColumn *column, Numbers *numbers)
{
    if (take_ten(r, column, numbers))
        return true;
    const int64_t lo = numbers->of[0].value;
    const int64_t hi = numbers->of[numbers->n - 1].value;
    const bool is_few = column->profile.n_filled < ROWS_TELLING;
    const bool is_said = cx_recognise_says(column, rating_words);
    if (lo > 2 || (!is_said && numbers->n < 4 && !is_few))
        return false;
    if (hi == 5 || (hi == 6 && numbers->n >= 4) || (hi == 4 && is_few && is_said))
        return take_five(r, column, numbers);
    if (hi == 7 && numbers->n >= 5)
        return take_seven(r, column, numbers);
    if (!is_said || hi < 2 || hi > RATING_STEPS)
        return false;
    take_scale(column, numbers, CX_ITEM_KIND_RATING, MIN(lo, 1), hi);
    cx_recognise_take(r, column, CX_TAKEN_ITEM,
                      "Whole numbers from %" PRId64 " to %" PRId64 ", and the words of a rating.",
                      lo, hi);
    return true;
}

static bool
take_rating(CxRecognition *r, CxColumn *column)
{
    g_auto(Numbers) numbers = { 0 };
    if (!gather(r, column, &numbers) || is_fact(column))
        return false;
    strip_codes(r, column, &numbers);
    strip_outside(r, column, &numbers);
    if (numbers.n < 2 || numbers.of[0].value < 0 || !take_numbers(r, column, &numbers))
        return false;
    tell_outside(r, column, &numbers);
    return true;
}

static void
judge(CxRecognition *r, CxColumn *column)
{
    if (cx_recognise_words(r, column) || cx_recognise_rank(r, column) || take_rating(r, column) ||
        cx_recognise_answers(r, column))
        return;
    const CxProfile *profile = &column->profile;
    if (profile->n_number == profile->n_filled) {
        cx_recognise_take(r, column, CX_TAKEN_IGNORED,
                          "%" PRId64 " different numbers, and nothing says what they measure.",
                          profile->n_distinct);
    } else {
        cx_recognise_take(r, column, CX_TAKEN_IGNORED,
                          "%" PRId64 " different texts: too many to compare by, too short to read.",
                          profile->n_distinct);
    }
}

static bool
is_scale(const CxColumn *column)
{
    return column->taken == CX_TAKEN_ITEM;
}

static CxColumn *
best_headline(CxRecognition *r)
{
    static const char *const words[] = { "overall",   "whole",      " all ", "general",
                                         "insgesamt", "altogether", NULL };
    CxColumn *best = NULL;
    int best_points = 0;
    for (size_t i = 0; i < r->n_columns; i++) {
        CxColumn *column = &r->columns[i];
        if (!is_scale(column))
            continue;
        const int points = (column->scale.kind == CX_ITEM_KIND_NPS ? 8 : 1) +
                           (cx_recognise_says(column, words) ? 4 : 0) +
                           (cx_recognise_says(column, rating_words) ? 1 : 0) +
                           (column->scale.silent != NULL && column->scale.silent->len > 0 ? 1 : 0);
        if (points > best_points) {
            best = column;
            best_points = points;
        }
    }
    if (best != NULL && best_points < 4) {
        cx_recognise_ask(r,
                         "Nothing says which question is about the whole; \"%s\" is drafted as "
                         "the headline (survey.overall).",
                         best->question);
    }
    return best;
}

/* A coded choice stands in as a rating: at least 1 to 5. */
static bool
stand_in_number(CxRecognition *r, CxColumn *column)
{
    g_auto(Numbers) numbers = { 0 };
    if (column->scale.kind != CX_ITEM_KIND_CHOICE || column->scale.is_tick || column->is_own ||
        !gather(r, column, &numbers) || numbers.n_outside > 0 || numbers.n == 0 ||
        numbers.of[0].value < 0 || numbers.of[numbers.n - 1].value > RATING_STEPS)
        return false;
    const int64_t lo = MIN(numbers.of[0].value, 1);
    const int64_t hi = MAX(numbers.of[numbers.n - 1].value, 5);
    take_scale(column, &numbers, CX_ITEM_KIND_RATING, lo, hi);
    column->taken = CX_TAKEN_ITEM;
    column->reason =
        cx_recognise_text(r,
                          "Whole numbers; drafted as a rating of %" PRId64 " to %" PRId64
                          ", since a survey needs a headline and no column looks like one.",
                          lo, hi);
    return true;
}

/* Yes and no as 1 and 0: the mean is the share who say yes. */
static bool
stand_in_yes(CxRecognition *r, CxColumn *column)
{
    const CxProfile *profile = &column->profile;
    if (column->scale.kind != CX_ITEM_KIND_CHOICE || profile->n_distinct > CX_RECOGNISE_CHOICES_MAX)
        return false;
    const char *yes = NULL;
    const char *no = NULL;
    g_autoptr(GPtrArray) missing = g_ptr_array_new();
    for (guint i = 0; i < profile->seen->len; i++) {
        const char *text = cx_seen_at(profile, i)->text;
        if (yes == NULL && g_ascii_strcasecmp(text, "yes") == 0)
            yes = text;
        else if (no == NULL && g_ascii_strcasecmp(text, "no") == 0)
            no = text;
        else if (cx_recognise_word(text) == CX_WORD_BLANK)
            cx_recognise_pair(r, missing, text, text);
        else
            return false;
    }
    if (yes == NULL || no == NULL)
        return false;
    column->scale = (CxScaleDraft){ .kind = CX_ITEM_KIND_RATING,
                                    .lo = 0,
                                    .hi = 1,
                                    .points = g_ptr_array_new(),
                                    .missing = g_steal_pointer(&missing) };
    cx_recognise_pair(r, column->scale.points, yes, "1");
    cx_recognise_pair(r, column->scale.points, no, "0");
    column->taken = CX_TAKEN_ITEM;
    column->reason = "Yes or no; drafted as 1 and 0, since a survey needs a headline and no column "
                     "looks like one.";
    return true;
}

static CxColumn *
find_stand_in(CxRecognition *r, bool (*stand_in)(CxRecognition *r, CxColumn *column))
{
    for (size_t i = 0; i < r->n_columns; i++) {
        CxColumn *column = &r->columns[i];
        if (column->taken != CX_TAKEN_FACT || !stand_in(r, column))
            continue;
        cx_recognise_ask(r,
                         "No column looks like a rating; \"%s\" stands in as the headline: choose "
                         "a better one, or correct its scale.",
                         column->question);
        return column;
    }
    return NULL;
}

void
cx_recognise_scales(CxRecognition *r)
{
    look_around(r);
    for (size_t i = 0; i < r->n_columns; i++) {
        if (r->columns[i].reason == NULL)
            judge(r, &r->columns[i]);
    }
    r->headline = best_headline(r);
    if (r->headline == NULL)
        r->headline = find_stand_in(r, stand_in_number);
    if (r->headline == NULL)
        r->headline = find_stand_in(r, stand_in_yes);
}
