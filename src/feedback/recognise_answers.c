/* Answers that are no ratings: words of people, boxes to tick, ranks, choices, numbers. */
#include <inttypes.h>
#include <string.h>

#include "feedback/recognise_priv.h"

#define CHOICE_BYTES  120 /* of a choice */
#define COMMENT_BYTES 30  /* on average, of words in free text */
#define RANKS_MAX     64  /* things to put in an order */

static const char *const comment_words[] = {
    "comment",  "reason",  " why ",          "improve",       "suggest", "open ended", "free text",
    "feedback", "tell us", "please specify", "other specify", " text ",  NULL
};

static bool
says_comment(const CxColumn *column)
{
    return cx_recognise_says(column, comment_words) || g_str_has_suffix(column->known, "text");
}

static bool
is_mostly_numbers(const CxProfile *profile)
{
    return profile->n_number * 2 > profile->n_filled;
}

static void
take_words(CxRecognition *r, CxColumn *column)
{
    const CxProfile *profile = &column->profile;
    column->scale = (CxScaleDraft){ .kind = CX_ITEM_KIND_TEXT };
    cx_recognise_take(r, column, CX_TAKEN_COMMENT,
                      "Words of people, %" PRId64 " different in %" PRId64
                      " answers, up to %" PRId64 " bytes long. They may name somebody.",
                      profile->n_distinct, profile->n_filled, profile->len_max);
}

static bool
take_comment(CxRecognition *r, CxColumn *column)
{
    const CxProfile *profile = &column->profile;
    const bool is_said = says_comment(column);
    const bool is_varied = profile->n_distinct * 2 > profile->n_filled || profile->n_distinct > 100;
    const bool is_long = profile->len_total > COMMENT_BYTES * profile->n_filled &&
                         profile->n_sentence * 3 > profile->n_filled;
    const bool is_comment = (is_said && (is_varied || profile->len_max > CHOICE_BYTES)) ||
                            (is_long && is_varied && profile->n_distinct > 5) ||
                            profile->len_max >= CX_SEEN_BYTES_MAX;
    if (is_mostly_numbers(profile) || !is_comment)
        return false;
    take_words(r, column);
    return true;
}

/* Short words that come again under the header of a comment, and are no choice: "fine", "all good". */
static bool
take_short_comment(CxRecognition *r, CxColumn *column)
{
    if (is_mostly_numbers(&column->profile) || !says_comment(column))
        return false;
    take_words(r, column);
    return true;
}

/* One box of a question with several: its own text when ticked, else nothing. */
static bool
take_tick(CxRecognition *r, CxColumn *column)
{
    const CxProfile *profile = &column->profile;
    if (profile->n_distinct != 1 || profile->n_filled == r->n_rows || r->n_rows < 5)
        return false;
    const CxSeen *seen = cx_seen_at(profile, 0);
    if ((seen->is_int && seen->value != 1) || profile->len_max >= CX_SEEN_BYTES_MAX)
        return false;
    column->scale = (CxScaleDraft){ .kind = CX_ITEM_KIND_CHOICE, .is_tick = true };
    cx_recognise_take(r, column, CX_TAKEN_FACT,
                      "Either \"%.60s\" or empty: a box to tick. An empty cell is taken for a box "
                      "left open, also where the question was not put.",
                      seen->text);
    return true;
}

/* "Rank the films, 1 being the best": an order among several, not a rating of one. */
bool
cx_recognise_rank(CxRecognition *r, CxColumn *column)
{
    static const char *const words[] = { " rank ", "ranking", NULL };
    const CxProfile *profile = &column->profile;
    if (!cx_recognise_says(column, words) || profile->n_int != profile->n_filled ||
        profile->lo < 1.0 || profile->hi > (double)RANKS_MAX || profile->n_distinct < 2)
        return false;
    column->scale =
        (CxScaleDraft){ .kind = CX_ITEM_KIND_NUMBER, .lo = 1, .hi = (int64_t)profile->hi };
    cx_recognise_take(r, column, CX_TAKEN_FACT,
                      "Ranks from 1 to %s: an order among several things, not a rating of one.",
                      cx_recognise_number(r, profile->hi));
    return true;
}

/* "Refused" and "-" and nothing else: no choice can be made of it. */
static bool
take_blanks(CxRecognition *r, CxColumn *column)
{
    const CxProfile *profile = &column->profile;
    if (profile->n_distinct < 2 || (int64_t)profile->seen->len < profile->n_distinct)
        return false;
    for (guint i = 0; i < profile->seen->len; i++) {
        if (cx_recognise_word(cx_seen_at(profile, i)->text) != CX_WORD_BLANK)
            return false;
    }
    cx_recognise_take(r, column, CX_TAKEN_IGNORED,
                      "%" PRId64 " different values, and each is a word for no answer.",
                      profile->n_distinct);
    return true;
}

static bool
take_choice(CxRecognition *r, CxColumn *column)
{
    static const char *const department_words[] = { " department ", " dept ", "abteilung",
                                                    " division ", NULL };
    const CxProfile *profile = &column->profile;
    const bool is_repeated =
        profile->n_filled >= 3 * profile->n_distinct || profile->n_distinct <= 12 || column->is_own;
    if (profile->n_distinct > CX_RECOGNISE_CHOICES_MAX || !is_repeated ||
        profile->len_max > CHOICE_BYTES || (profile->n_number > profile->n_int))
        return false;
    if (take_blanks(r, column))
        return true;
    column->scale = (CxScaleDraft){ .kind = CX_ITEM_KIND_CHOICE };
    if (cx_recognise_says(column, department_words) && strlen(column->name) <= 40) {
        cx_recognise_take(r, column, CX_TAKEN_DEPARTMENT,
                          "%" PRId64 " different values under the header of a department: the "
                          "respondent's, to compare by. Which department answers for a question is "
                          "for you to say.",
                          profile->n_distinct);
        return true;
    }
    cx_recognise_take(r, column, CX_TAKEN_FACT, "%" PRId64 " different value%s%s.",
                      profile->n_distinct, profile->n_distinct == 1 ? "" : "s",
                      profile->n_int == profile->n_filled
                          ? ", numbers that look like codes: give them words"
                          : ": a choice, to compare by");
    return true;
}

static bool
take_number(CxRecognition *r, CxColumn *column)
{
    static const char *const words[] = { "minute",    "second",   "duration", " days ", "amount",
                                         "revenue",   "price",    "cost",     " spend", "tenure",
                                         "delay",     " age ",    "count",    "hours",  "distance",
                                         "number of", "how many", "how long", NULL };
    const CxProfile *profile = &column->profile;
    const bool is_all = profile->n_number == profile->n_filled && profile->n_filled > 0;
    if (!is_all || profile->decimals > 6 || profile->lo < -1e7 || profile->hi > 1e7 ||
        !cx_recognise_says(column, words))
        return false;
    int64_t hi = 10;
    while ((double)hi < profile->hi * 10.0)
        hi *= 10;
    column->scale =
        (CxScaleDraft){ .kind = CX_ITEM_KIND_NUMBER, .lo = profile->lo < 0.0 ? -hi : 0, .hi = hi };
    cx_recognise_take(r, column, CX_TAKEN_FACT, "Numbers from %s to %s.",
                      cx_recognise_number(r, profile->lo), cx_recognise_number(r, profile->hi));
    return true;
}

bool
cx_recognise_answers(CxRecognition *r, CxColumn *column)
{
    return take_comment(r, column) || take_tick(r, column) || take_choice(r, column) ||
           take_number(r, column) || take_short_comment(r, column);
}
