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

void
sample_write_header(GString *out)
{
    g_string_append(out, "response_id,date,channel,account,order,size,depot,weight,recommend");
    for (size_t i = 0; i < sample_questions_n; i++)
        g_string_append_printf(out, ",%s", sample_questions[i].key);
    g_string_append(out, ",words,service_words\n");
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

/* What is written with low and with high ratings. */
typedef struct {
    const char *const *low;
    size_t n_low;
    const char *const *high;
    size_t n_high;
} Words;

static void
write_words(GString *out, int64_t n, int rating, const Words *words)
{
    g_string_append_c(out, ',');
    if (rating == 0 || rating == SAMPLE_CANNOT_SAY || rating == 3)
        return;
    g_string_append_printf(out, "\"%s\"",
                           rating < 3 ? words->low[(size_t)n % words->n_low]
                                      : words->high[(size_t)n % words->n_high]);
}

static void
write_all_words(GString *out, int64_t n, int delivery, int service)
{
    static const Words on_delivery = { delivery_low, CX_N_ELEMENTS(delivery_low), delivery_high,
                                       CX_N_ELEMENTS(delivery_high) };
    static const Words on_service = { service_low, CX_N_ELEMENTS(service_low), service_high,
                                      CX_N_ELEMENTS(service_high) };
    if (n % 5 == 0) {
        write_words(out, n / 5, delivery, &on_delivery);
    } else {
        g_string_append_c(out, ',');
    }
    if (n % 9 == 4) {
        write_words(out, n / 9, service, &on_service);
    } else {
        g_string_append_c(out, ',');
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
    write_all_words(out, order.number, ratings[0], ratings[5]);
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
