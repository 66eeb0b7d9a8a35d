/* The answers: each after an order, of an account with a mood. */
#include <math.h>
#include <string.h>

#include "base/civil.h"
#include "base/text.h"
#include "demo/sample_priv.h"
#include "lang/lang.h"

#define QUESTIONS_MAX 32
#define PATIENCE      3.1  /* days after which customers call it late */
#define IMPATIENCE    0.62 /* points a day beyond */
#define PHONE_SHARE   0.22
#define CHECKED_GAIN  0.5 /* points, where a second person checks the parcel */
#define DAYS_MEDIAN   2.9
#define DAYS_SPREAD   0.42

static const char *const size_keys[] = { "large", "medium", "small" };
static const double size_weights[] = { 0.82, 0.98, 1.14 };
/* Where an account's orders leave from; it does nothing to the answers. */
static const char *const depots[] = { "hamburg",   "leipzig", "munich", "lyon",
                                      "rotterdam", "antwerp", "graz",   "brno",
                                      "gdansk",    "turin",   "porto",  "malmo" };

/* What some say beside their rating. By the response's number, not drawn: the numbers of the program do
 * not hang on who has words. */
static const char *const delivery_low[] = {
    "It came two days after I needed it, and nobody told me before I called.",
    "I order on Monday because the engineer comes on Thursday. Within five days is no use to me.",
    "The order took longer than promised, and the line stood still while we waited.",
    "Five days for a part you have in stock is too long when a machine is down.",
    "You say it is on time. For us it came late: we needed it the day before.",
    "Please write to anna@workshop.example or call 030 5550 1234 when it is late again.",
    "Order 4471820 came late and Tomasz Wilk could not say where it was.",
    "Late.",
    "The web said in stock, then it took four days to leave your warehouse.",
    "Half the order came on Tuesday, the rest on Friday. I can't start with half.",
    "Your driver left it with the neighbour across the yard and we searched for an hour.",
    "I paid for express and it came with the normal van.",
    "Third time this month. I now order the urgent things elsewhere.",
    "We moved the test slot twice because of one connector.",
    "Nobody answers when I ask where it is, I only get the tracking page again.",
    "You count from the day it leaves. I count from the day I ordered.",
};
static const char *const delivery_high[] = {
    "Now I am told the hour, and I plan the bench around it. That is worth more to me than a day.",
    "Being told when it would arrive helps us more than having it sooner.",
    "It arrived when you told us it would, and in good condition.",
    "We are told the hour of arrival, so nobody waits at the door any more.",
    "Good.",
    "Ordered at four, on my desk the next morning. Hard to beat.",
    "The driver knows where our goods entrance is. Sounds small, saves us a call each time.",
    "Reels came sealed and labelled, straight onto the line.",
    "Two days, as always.",
    "You warned me a day ahead that it would be late, so I could change the plan. Thank you.",
};
static const char *const service_low[] = {
    "I explained the same thing to three people.",
    "I was told somebody would call back. That was last week.",
    "The chat closes before I have typed my order number.",
    "Friendly, but in the end I found the answer myself.",
    "Transferred twice, then cut off.",
    "They read me the web page I was already looking at.",
};
static const char *const service_high[] = {
    "One call, solved, without being passed on.",
    "She knew our account and saw the problem before I had finished.",
    "Changed the address on a running order in two minutes.",
    "They called back within the hour, as they said.",
    "Since the summer it is one person from beginning to end. Keep that.",
};

static const char *const support_low[] = {
    "Two days until an engineer called, and the question was a small one.",
    "I waited a week for an engineer while the board lay on the bench.",
    "The answer was right in the end, but we waited too long for an engineer.",
    "The first engineer sent the data sheet that I had written about.",
};
static const char *const support_high[] = {
    "The engineer found the fault in our layout within the hour. Excellent.",
    "Your engineer knew the part better than its maker does.",
    "A clear answer with a drawing, and the engineer called to see whether it worked.",
    "We send our young people to your engineer when they are stuck.",
};
static const char *const web_low[] = {
    "I search for the maker's number and find nothing, though you have the part in stock.",
    "The search in the web shop finds everything but the part I typed in.",
    "I find the part faster in your old catalogue than with the search in the web shop.",
    "The web shop forgets my list whenever I go back to the search.",
};
static const char *const web_high[] = {
    "I find the part, see what is in stock and order it, all in a few minutes.",
    "The new web shop shows what fits beside the part. That saves me an order.",
    "Stock and price of a part are on one page, and they are right.",
    "I order the same list every month, and the web shop has kept it for me.",
};
static const char *const billing_low[] = {
    "The invoice was wrong again, and I had to explain it to our bookkeeper.",
    "Our order number is not on the invoice, so it goes back and forth for weeks.",
    "The invoice was for the whole order though only half of it had come.",
    "A wrong invoice, then a reminder for it. Please talk to one another.",
};
static const char *const billing_high[] = {
    "The invoice is right and comes the day after the parts. Nothing to add.",
    "Our order number is on each line of the invoice now, and nobody has to ask.",
    "One wrong invoice in all these years, and it was put right the same day.",
    "The invoice goes straight into our books, we no longer touch it.",
};
static const char *const returns_low[] = {
    "Three weeks for a repair, and nobody could say where the unit was.",
    "The repair came back with the same fault, and the form starts all over.",
    "I sent the part back a month ago and still wait for the credit.",
    "To send one wrong part back I fill in a form of four pages.",
};
static const char *const returns_high[] = {
    "The repair was back before I had missed the unit. Well done.",
    "I sent the wrong part back and the credit was there within the week.",
    "They said honestly that a repair was not worth it and told me what was.",
    "The label was in the box, so sending it back took me a minute.",
};
static const char *const supply_low[] = {
    "Small parts come in boxes so large that we throw away more than we keep.",
    "Parts on tape come loose in the box, and we count them by hand.",
    "A box within a box within a box for a bag of small parts.",
};
static const char *const supply_high[] = {
    "Each part in its own bag with its own label. It goes straight to the shelf.",
    "Less plastic than a year ago, and no part has suffered from it.",
    "The box is the right size and the list of parts lies on top.",
};
static const char *const sales_low[] = {
    "Our contact changed twice this year, and we began anew each time.",
    "I hear from our contact when the year ends, and not in between.",
    "The price our contact named was not the price in the order.",
};
static const char *const sales_high[] = {
    "Our contact tells me what will be short before I run out of it.",
    "Our contact comes with an answer, not with a brochure.",
    "Our contact knows what we build and says when a part does not fit.",
};
static const char *const all_low[] = {
    "Each department is friendly, but none of them knows what the other one said.",
    "I order elsewhere when a date matters, and from you when it does not.",
    "You ask me every quarter, and I would like to hear what became of it.",
    "It takes too many calls to learn where an order stands.",
};
static const char *const all_high[] = {
    "You say what you can do and then you do it. That is rare.",
    "I can plan with you: what you say about an order holds.",
    "When something goes wrong you say so first, and then you put it right.",
    "I have ordered from you for years and would not know why to change.",
};

/* What is written with low and with high ratings of a question, by which responses. */
typedef struct {
    const char *question; /* NULL: the recommendation */
    int64_t every, which;
    const char *const *low;
    size_t n_low;
    const char *const *high;
    size_t n_high;
} Words;

#define WORDS(question, every, which, name)                                                        \
    {                                                                                              \
        question, every, which, name##_low, CX_N_ELEMENTS(name##_low), name##_high,                \
            CX_N_ELEMENTS(name##_high)                                                             \
    }

/* In the order of sample_comments. */
static const Words all_words[] = {
    WORDS("delivery_overall", 5, 0, delivery),
    WORDS("service_solved", 9, 4, service),
    WORDS("support_overall", 11, 1, support),
    WORDS("web_overall", 11, 2, web),
    WORDS("billing_overall", 11, 3, billing),
    WORDS("returns_overall", 11, 5, returns),
    WORDS("packaging", 11, 6, supply),
    WORDS("sales_overall", 11, 7, sales),
    WORDS(NULL, 11, 8, all),
};

static size_t
rated_by(const char *question)
{
    size_t at = 0;
    while (strcmp(sample_questions[at].key, question) != 0)
        at++;
    return at;
}

void
sample_write_header(GString *out)
{
    g_string_append(out, "response_id,date,channel,account,order,size,depot,weight,recommend");
    for (size_t i = 0; i < sample_questions_n; i++)
        g_string_append_printf(out, ",%s", sample_questions[i].key);
    for (size_t i = 0; i < sample_comments_n; i++)
        g_string_append_printf(out, ",%s", sample_comments[i].column);
    g_string_append_c(out, '\n');
}

static int
draw_rating(CxRandom *random, double mean, double mood)
{
    const double drawn = mean + mood + 0.85 * cx_random_normal(random);
    return (int)CLAMP(lround(drawn), 1, 5);
}

static int
draw_recommend(CxRandom *random, double delivery, double mood, bool is_phone)
{
    const double drawn = 7.7 + 0.55 * (delivery - 3.4) + 1.3 * mood + (is_phone ? 0.5 : 0.0) +
                         1.7 * cx_random_normal(random);
    return (int)CLAMP(lround(drawn), 0, 10);
}

static SampleOrder
draw_order(SampleWorld *world, CxDay answered)
{
    CxRandom *random = &world->random;
    const int32_t i_account = (int32_t)cx_random_below(random, SAMPLE_ACCOUNTS);
    const double days = exp(log(DAYS_MEDIAN) + world->accounts[i_account].late +
                            DAYS_SPREAD * cx_random_normal(random));
    const int32_t tenths = (int32_t)CLAMP(lround(days * 10.0), 5, 300);
    return (SampleOrder){
        .number = (int64_t)world->orders->len + 1,
        .day = { answered.v - 4 - tenths / 10 },
        .account = i_account,
        .tenths = tenths,
        .is_wrong = cx_random_unit(random) < 0.035 ? 1 : 0,
    };
}

static const char *
depot_of(const SampleOrder *order)
{
    return depots[(size_t)order->account * 7 % CX_N_ELEMENTS(depots)];
}

static bool
is_checked(const SampleWorld *world, const SampleOrder *order)
{
    return order->day.v >= world->today.v - CX_SAMPLE_CHECKED_DAYS &&
           strstr(CX_SAMPLE_CHECKED, depot_of(order)) != NULL;
}

/* What an order does to the answers on one question. */
static double
effect(const SampleWorld *world, const char *key, const SampleOrder *order)
{
    const double beyond = fmax(0.0, order->tenths / 10.0 - PATIENCE);
    if (strcmp(key, "delivery_time") == 0)
        return -fmin(IMPATIENCE * beyond, 2.4);
    if (strcmp(key, "delivery_overall") == 0)
        return -fmin(0.5 * IMPATIENCE * beyond, 1.4);
    if (strcmp(key, "delivery_condition") == 0)
        return is_checked(world, order) ? CHECKED_GAIN : 0.0;
    if (strcmp(key, "billing_right") == 0)
        return order->is_wrong != 0 ? -1.6 : 0.0;
    if (strcmp(key, "billing_overall") == 0)
        return order->is_wrong != 0 ? -0.7 : 0.0;
    return 0.0;
}

/* Those who rated nothing in particular low or high leave the column empty, as most of all do. */
static void
write_words(GString *out, int64_t n, int side, const Words *words)
{
    g_string_append_c(out, ',');
    if (n % words->every != words->which || side == 0)
        return;
    const size_t at = (size_t)(n / words->every);
    g_string_append_printf(
        out, "\"%s\"", side < 0 ? words->low[at % words->n_low] : words->high[at % words->n_high]);
}

/* -1 low, 1 high, 0 neither or no rating. */
static int
side_of(int rating)
{
    if (rating == 0 || rating == SAMPLE_CANNOT_SAY)
        return 0;
    return (rating > 3) - (rating < 3);
}

static void
write_all_words(GString *out, int64_t n, const int *ratings, int recommend)
{
    for (size_t i = 0; i < CX_N_ELEMENTS(all_words); i++) {
        const Words *words = &all_words[i];
        write_words(out, n,
                    words->question != NULL ? side_of(ratings[rated_by(words->question)])
                                            : (recommend >= 9) - (recommend <= 6),
                    words);
    }
}

/* The ratings of one response; those that nobody is asked are 0. */
static void
draw_ratings(SampleWorld *world, const SampleOrder *order, int quarter, double mood, int *ratings)
{
    const int version = sample_version_of(quarter);
    for (size_t i = 0; i < sample_questions_n; i++) {
        const SampleQuestion *question = &sample_questions[i];
        const double mean = question->mean + effect(world, question->key, order) +
                            (quarter >= SAMPLE_TURN ? question->turn : 0.0) +
                            (version >= 2 ? question->splice : 0.0);
        const int rating = draw_rating(&world->random, mean, mood);
        const bool can_say = cx_random_unit(&world->random) < question->reach;
        ratings[i] = question->first > version ? 0 : can_say ? rating : SAMPLE_CANNOT_SAY;
    }
}

static void
write_response(GString *out, SampleWorld *world, CxDay day, int quarter)
{
    const SampleOrder order = draw_order(world, day);
    g_array_append_val(world->orders, order);
    const SampleAccount *account = &world->accounts[order.account];
    const double mood = account->mood + 0.35 * cx_random_normal(&world->random);
    const bool is_phone =
        cx_random_unit(&world->random) < PHONE_SHARE && sample_version_of(quarter) < 2;
    int ratings[QUESTIONS_MAX] = { 0 };
    draw_ratings(world, &order, quarter, mood, ratings);
    const int recommend = draw_recommend(&world->random, (double)ratings[0], mood, is_phone);

    g_autofree char *date = cx_day_format(day);
    g_string_append_printf(out, "R-%06d,%s,%s,A-%04d,O-%06d,%s,%s,", (int)order.number, date,
                           is_phone ? "phone" : "mail", (int)order.account, (int)order.number,
                           size_keys[account->size], depot_of(&order));
    cx_text_append_fixed(out, size_weights[account->size], 2);
    if (cx_random_unit(&world->random) < 0.03)
        g_string_append_c(out, ',');
    else
        g_string_append_printf(out, ",%d", recommend);
    for (size_t i = 0; i < sample_questions_n; i++) {
        if (ratings[i] == 0)
            g_string_append_c(out, ',');
        else
            g_string_append_printf(out, ",%d", ratings[i]);
    }
    write_all_words(out, order.number, ratings, recommend);
    g_string_append_c(out, '\n');
}

void
sample_write_quarter(GString *out, SampleWorld *world, int quarter)
{
    const int32_t first = cx_quarter_first_day(world->oldest + quarter).v;
    const int32_t end = cx_quarter_first_day(world->oldest + quarter + 1).v;
    for (int i = 0; i < SAMPLE_ANSWERS; i++) {
        const CxDay day = { first +
                            (int32_t)cx_random_below(&world->random, (uint64_t)(end - first)) };
        if (day.v <= world->today.v)
            write_response(out, world, day, quarter);
    }
}
