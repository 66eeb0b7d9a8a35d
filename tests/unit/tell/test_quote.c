/* Comments chosen to represent and not to identify: what may not be shown, and which says most nearly
 * what all say. */
#include <glib.h>
#include <string.h>

#include "stat/estimate.h"
#include "support/engines.h"
#include "tell/brief.h"
#include "unit/evidence/asked.h"

static const struct {
    const char *why;
    const char *text;
    bool is_plain;
} rows[] = {
    { "says something", "It came two days after I needed it, and nobody told me.", true },
    { "two digits are no number of anyone's",
      "It took 14 days, and 2 more before the engineer came.", true },
    { "too short", "Late again.", false },
    { "an address", "Please write to anna@example.org when it is going to be late.", false },
    { "a link", "See https://example.org/x for how others do it better than you.", false },
    { "a host", "See example.org for how others do it better than you have done.", false },
    { "a telephone number", "Call me on 030 55 12 34 when it is going to be late again please.",
      false },
    { "with brackets", "Call me on (0)30-5 5 1 when it is going to be late again please.", false },
    { "an order number", "Order 4471820 came late and nobody could say where it was then.", false },
    { "letters and digits", "Our account A17 is charged twice each month and nobody mends it.",
      false },
    { "a form of address", "Thanks to Mr Schmidt at the desk who found what we had ordered.",
      false },
    { "digits of another script",
      "\xd8\xb7\xd9\x84\xd8\xa8\xd9\x86\xd8\xa7 \xd9\xa4\xd9\xa5\xd9\xa6\xd9\xa7 "
      "\xd8\xaa\xd8\xa3\xd8\xae\xd8\xb1 \xd9\x83\xd8\xab\xd9\x8a\xd8\xb1\xd8\xa7 "
      "\xd9\x88\xd9\x84\xd9\x85 "
      "\xd9\x8a\xd8\xae\xd8\xa8\xd8\xb1\xd9\x86\xd8\xa7 \xd8\xa3\xd8\xad\xd8\xaf "
      "\xd8\xa8\xd8\xb0\xd9\x84\xd9\x83",
      false },
    { "all in capitals", "EVERYTHING IS FINE HERE, KEEP DOING WHAT YOU ARE DOING.", false },
    { "a clause in capitals", "It came late and NOBODY TOLD ME ANYTHING about it at all.", false },
    { "a word in capitals is no shouting",
      "It came TWO days after I needed it, and nobody told me.", true },
    { "marks in a row", "It came two days after I needed it, and nobody told me!!!", false },
    { "one question is none", "It came two days after I needed it. Why did nobody tell me?", true },
    { "long, and says little", "Great, great service, great! Very, very great, very great!",
      false },
    { "not UTF-8", "It came two days after I needed it, and nobody \xff told me.", false },
};

static void
test_plain(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_test_message("%s", rows[i].why);
        g_assert_true(cx_quote_is_plain(rows[i].text) == rows[i].is_plain);
    }
    g_autofree char *long_text = g_strnfill(221, 'a');
    g_assert_false(cx_quote_is_plain(long_text));
}

/* By hand: of two texts alike and one that shares no word with them, each of the two is at 45 degrees to
 * the sum of its twin and the third, which is at a right angle to both. */
static void
test_nearness(void)
{
    static const char *const texts[] = { "the long wait", "wait, the long", "a broken door" };
    double nearness[3];
    cx_quote_nearness(texts, 3, nearness);
    asked_near(nearness[0], nearness[1], 0.0);
    asked_near(nearness[0], 0.70710678118654752440, 1e-9);
    asked_near(nearness[2], 0.0, 1e-9);
    static const char *const silent[] = { "", "!!" };
    cx_quote_nearness(silent, 2, nearness);
    asked_near(nearness[0], 0.0, 0.0);
}

/* Words that all write say less of what a text is about than one that half of them write: the text that is
 * made of common words alone is farther from the others. */
static void
test_common_words(void)
{
    static const char *const texts[] = {
        "it was so late and so it was",
        "it was late and the line so long",
        "so it was and the line was long",
        "so it was and it was so and so it was",
    };
    double nearness[4];
    cx_quote_nearness(texts, 4, nearness);
    g_assert_cmpfloat(nearness[1], >, nearness[3]);
    g_assert_cmpfloat(nearness[2], >, nearness[3]);
}

/* In whichever order they came, each has the same nearness. */
static void
test_order(void)
{
    static const char *const words[] = { "wait", "door", "told", "late", "hour", "part" };
    for (int round = 0; round < 200; round++) {
        char *texts[5];
        double there[5];
        double back[5];
        for (int i = 0; i < 5; i++) {
            texts[i] = g_strjoin(" ", words[g_test_rand_int_range(0, 6)],
                                 words[g_test_rand_int_range(0, 6)],
                                 words[g_test_rand_int_range(0, 6)], NULL);
        }
        cx_quote_nearness((const char *const *)texts, 5, there);
        const char *reversed[] = { texts[4], texts[3], texts[2], texts[1], texts[0] };
        cx_quote_nearness(reversed, 5, back);
        for (int i = 0; i < 5; i++)
            asked_near(there[i], back[4 - i], 2e-9);
        for (int i = 0; i < 5; i++)
            g_free(texts[i]);
    }
}

/* ---- In a store ---- */

#define LATE "It was served late and cold, and nobody said why it took so long."
#define WARM "It was served warm and quickly, and everybody was kind to us there."

/* Comments on food: n low ones and n high ones that say much the same, and some that tell who wrote
 * them though they say it best. */
static void
import(CxDb *db, int n)
{
    cx_stat_start();
    g_autoptr(CxMapping) mapping =
        guests_parse(",\"weight\":\"WT\",\"cluster\":\"RUN\"", "", ",\"weighted\":true", "",
                     "2018-05-31\",\"sampling", "2030-12-31\",\"sampling", NULL);
    g_autoptr(GString) lines = g_string_new(NULL);
    int id = 0;
    for (int i = 0; i < n; i++) {
        g_string_append_printf(lines, "%d,2026-08-15,1,1,,9,1,A,\"" LATE "\"\n", ++id);
        g_string_append_printf(lines, "%d,2026-08-15,1,1,,9,5,A,\"" WARM "\"\n", ++id);
    }
    g_string_append_printf(lines, "%d,2026-08-15,1,1,,9,1,A,\"" LATE " Ask Ada.\"\n", ++id);
    g_string_append_printf(lines, "%d,2026-08-15,1,1,,9,1,A,\"" LATE " <b>x</b> Zed knows.\"\n",
                           ++id);
    g_autoptr(CxImportReport) report = guests_import(db, mapping, lines->str);
    g_assert_cmpint(report->n_rejected, ==, 0);
}

static const CxBrief *
make(CxCtx *ctx, CxLeaderId leader)
{
    const CxBriefAsk ask = { .from = CX_DAY_NONE, .to = CX_DAY_NONE };
    g_autoptr(GError) error = NULL;
    const CxBrief *brief = cx_brief_make(asked_words(ctx), leader, &ask, &error);
    g_assert_no_error(error);
    return brief;
}

static void
test_chosen(CxDb *db)
{
    import(db, 8);
    const CxLeaderId ada = cast_leader(db, "Ada Byron", "food", cast_day(-400), CX_DAY_NONE);
    g_autoptr(CxCtx) ctx = cast_system(db);
    const CxBrief *brief = make(ctx, ada);
    g_assert_cmpuint(brief->quotes.n, ==, 2);
    g_assert_cmpstr(brief->quotes.items[0].text, ==, LATE);
    g_assert_cmpstr(brief->quotes.items[0].from, ==, "Rated 1 of 5");
    g_assert_cmpstr(brief->quotes.items[1].text, ==, WARM);
    g_assert_cmpint(brief->quotes.n_comments, ==, 18);
}

/* Fewer than the wall's minimum, or a reader without comments: none, and nothing of how many. */
static void
test_wall(CxDb *db)
{
    import(db, 3);
    const CxLeaderId ada = cast_leader(db, "Ada Byron", "food", cast_day(-400), CX_DAY_NONE);
    g_autoptr(CxCtx) ctx = cast_system(db);
    g_assert_cmpint(ctx->wall.min_n_comments, ==, 10);
    g_assert_cmpint(make(ctx, ada)->quotes.n_comments, ==, 0);
    ctx->wall.min_n_comments = 8;
    g_assert_cmpuint(make(ctx, ada)->quotes.n, ==, 2);
    ctx->wall.sees_comments = false;
    g_assert_cmpuint(make(ctx, ada)->quotes.n, ==, 0);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/quote/plain", test_plain);
    g_test_add_func("/quote/nearness", test_nearness);
    g_test_add_func("/quote/common_words", test_common_words);
    g_test_add_func("/quote/order", test_order);
    cx_test_engines_add("/quote/chosen", test_chosen);
    cx_test_engines_add("/quote/wall", test_wall);
    return g_test_run();
}
