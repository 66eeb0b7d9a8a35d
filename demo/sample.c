#include "demo/sample.h"

#include <math.h>

#include "base/civil.h"
#include "base/random.h"
#include "base/text.h"
#include "lang/lang.h"

#define SEED              UINT64_C(20260711)
#define QUARTERS          12 /* of answers, the last one under way */
#define QUARTERS_VERSION1 7  /* of these, asked with the first version */
#define ANSWERS_QUARTER   280
#define ACCOUNTS          420
#define CANNOT_SAY        9

typedef struct {
    const char *key;
    const char *name;
    const char *title;
    const char *head;
    const char *email;
    int days_in_office; /* before today */
} Department;

static const Department departments[] = {
    { "delivery", "Delivery", "Head of Delivery", "Mara Lindqvist", "mara.lindqvist", 49 },
    { "customer_service", "Customer Service", "Head of Customer Service", "Tomasz Wilk",
      "tomasz.wilk", 812 },
    { "technical_support", "Technical Support", "Head of Technical Support", "Aiko Tanabe",
      "aiko.tanabe", 1460 },
    { "web_shop", "Web Shop", "Head of Web Shop", "Samuel Okoro", "samuel.okoro", 390 },
    { "billing", "Billing", "Head of Billing", "Ines Ferreira", "ines.ferreira", 655 },
    { "returns", "Returns and Repairs", "Head of Returns and Repairs", "Jonas Brandt",
      "jonas.brandt", 1102 },
    { "supply", "Product Supply", "Head of Product Supply", "Leila Haddad", "leila.haddad", 240 },
};

/* One rating question: whose, what, how good on average (1..5), how many can say (0..1), and what
 * the last five quarters changed. */
typedef struct {
    const char *key;
    const char *label;
    const char *wording;
    const char *department;
    double mean;
    double reach;
    double change;
} Question;

static const Question questions[] = {
    { "delivery_overall", "Delivery overall", "How satisfied are you with our delivery?",
      "delivery", 3.45, 0.95, -0.10 },
    { "delivery_time", "Time from order to arrival",
      "How satisfied are you with the time from order to arrival?", "delivery", 3.25, 0.94, -0.20 },
    { "delivery_told", "Told when it would arrive",
      "How satisfied are you with being told when it would arrive?", "delivery", 3.60, 0.92, 0.45 },
    { "delivery_condition", "Condition on arrival",
      "How satisfied are you with the condition of what arrived?", "delivery", 4.45, 0.93, 0.0 },
    { "service_overall", "Customer Service overall",
      "How satisfied are you with our customer service?", "customer_service", 4.00, 0.62, 0.0 },
    { "service_solved", "First contact solves it",
      "How satisfied are you with having your question solved at first contact?",
      "customer_service", 3.90, 0.58, 0.0 },
    { "support_overall", "Technical Support overall",
      "How satisfied are you with our technical support?", "technical_support", 4.25, 0.45, 0.0 },
    { "support_wait", "Waiting for an engineer",
      "How satisfied are you with the wait for an engineer?", "technical_support", 4.05, 0.40,
      0.0 },
    { "web_overall", "Web Shop overall", "How satisfied are you with our web shop?", "web_shop",
      4.15, 0.80, 0.15 },
    { "web_find", "Finding the right part",
      "How satisfied are you with finding the right part in the web shop?", "web_shop", 4.05, 0.76,
      0.15 },
    { "billing_overall", "Billing overall", "How satisfied are you with our billing?", "billing",
      4.05, 0.70, 0.0 },
    { "billing_right", "Invoice is right",
      "How satisfied are you with how often invoices are right?", "billing", 4.10, 0.69, 0.0 },
    { "returns_overall", "Returns and Repairs overall",
      "How satisfied are you with our returns and repairs?", "returns", 4.00, 0.30, 0.0 },
    { "supply_overall", "Product Supply overall",
      "How satisfied are you with the range of parts we supply?", "supply", 3.95, 0.012, 0.0 },
};

#define QUESTIONS CX_N_ELEMENTS(questions)

typedef struct {
    int size; /* 0 large, 1 medium, 2 small */
    double mood;
} Account;

static const char *const size_keys[] = { "large", "medium", "small" };
static const double size_weights[] = { 0.82, 0.98, 1.14 };

void
cx_sample_free(CxSample *sample)
{
    if (sample == NULL)
        return;
    g_string_free(sample->roster, TRUE);
    for (size_t i = 0; i < CX_SAMPLE_VERSIONS; i++) {
        g_string_free(sample->mapping[i], TRUE);
        g_string_free(sample->responses[i], TRUE);
    }
    g_free(sample);
}

/* ---- Leaders ---- */

static void
add_leader(GString *out, const char *name, const char *department, const char *title,
           const char *email, CxDay from)
{
    g_autofree char *start = cx_day_format(from);
    g_string_append_printf(out, "%s,%s,%s,%s,,%s@distributor.example\n", name, department, title,
                           start, email);
}

static void
write_roster(GString *out, CxDay today)
{
    g_string_append(out, "name,department,title,start,end,email\n");
    for (size_t i = 0; i < CX_N_ELEMENTS(departments); i++) {
        const Department *department = &departments[i];
        add_leader(out, department->head, department->name, department->title, department->email,
                   (CxDay){ today.v - department->days_in_office });
    }
    add_leader(out, "Helen Marsh", "", "Chief Operating Officer", "helen.marsh",
               (CxDay){ today.v - 1900 });
}

/* ---- Mapping ---- */

static void
write_departments(GString *out)
{
    g_string_append(out, "  \"departments\": [\n");
    for (size_t i = 0; i < CX_N_ELEMENTS(departments); i++) {
        g_string_append_printf(out, "    {\"key\": \"%s\", \"name\": \"%s\"}%s\n",
                               departments[i].key, departments[i].name,
                               i + 1 < CX_N_ELEMENTS(departments) ? "," : "");
    }
    g_string_append(out, "  ],\n");
}

static void
write_items(GString *out)
{
    g_string_append(
        out, "  \"scales\": {\"five\": {\"kind\": \"rating\", \"lo\": 1, \"hi\": 5, \"labels\": "
             "{\"1\": \"not at all\", \"5\": \"completely\"}, \"not_applicable\": {\"9\": "
             "\"I cannot say\"}}},\n"
             "  \"items\": [\n"
             "    {\"key\": \"recommend\", \"column\": \"recommend\", \"label\": \"Would recommend "
             "us\", \"wording\": \"How likely are you to recommend us to a colleague?\", \"role\": "
             "\"overall\", \"kind\": \"nps\", \"labels\": {\"0\": \"not at all likely\", \"10\": "
             "\"extremely likely\"}},\n");
    for (size_t i = 0; i < QUESTIONS; i++) {
        const Question *question = &questions[i];
        g_string_append_printf(out,
                               "    {\"key\": \"%s\", \"column\": \"%s\", \"label\": \"%s\", "
                               "\"wording\": \"%s\", \"role\": \"measure\", \"department\": "
                               "\"%s\", \"scale\": \"five\"},\n",
                               question->key, question->key, question->label, question->wording,
                               question->department);
    }
    g_string_append(out, "    {\"key\": \"delivery_words\", \"column\": \"words\", \"label\": "
                         "\"Words on delivery\", \"wording\": \"What would you tell our Delivery "
                         "department?\", \"role\": \"comment\", \"department\": \"delivery\", "
                         "\"kind\": \"text\"},\n");
    g_string_append(out,
                    "    {\"key\": \"size\", \"column\": \"size\", \"label\": \"Account size\", "
                    "\"wording\": \"Size of the account by yearly orders\", \"role\": \"fact\", "
                    "\"kind\": \"choice\", \"codes\": {\"large\": \"Large\", \"medium\": "
                    "\"Medium\", \"small\": \"Small\"}}\n  ]\n}\n");
}

static void
write_mapping(GString *out, int version, CxDay from, CxDay to)
{
    g_autofree char *from_text = cx_day_format(from);
    g_autofree char *to_text = cx_day_format(to);
    g_string_append_printf(
        out,
        "{\n  \"format\": 1,\n  \"about\": \"Sample program: an electronics distributor\",\n"
        "  \"survey\": {\"key\": \"relationship\", \"title\": \"Relationship survey\", \"zone\": "
        "\"UTC\", \"overall\": \"recommend\", \"weighted\": true},\n"
        "  \"version\": {\"key\": \"v%d\", \"title\": \"Version %d\", \"from\": \"%s\", \"to\": "
        "\"%s\",\n"
        "    \"population\": \"Accounts that ordered at least once in the last twelve months.\",\n"
        "    \"gathered\": \"%s\",\n"
        "    \"sampling\": \"probability\",\n"
        "    \"cluster\": \"the account\",\n"
        "    \"weighting\": \"Answers are weighted to the customers there are, by account "
        "size.\",\n"
        "    \"experience\": {\"kind\": \"first_hand\", \"text\": \"Those asked ordered in the "
        "last "
        "twelve months; who cannot say of a department may say so.\"},\n",
        version, version, from_text, to_text,
        version == 1 ? "A short survey every quarter, by mail or telephone, to one contact an "
                       "account."
                     : "A short survey every quarter, by mail, to one contact an account.");
    if (version == 2)
        g_string_append(out, "    \"note\": \"asked first, phone dropped\",\n");
    g_string_append(out,
                    "    \"source\": \"Invented for the sample program.\"},\n"
                    "  \"columns\": {\"id\": \"response_id\", \"date\": {\"column\": \"date\", "
                    "\"kind\": \"iso\"}, \"mode\": {\"column\": \"channel\", \"codes\": {\"mail\": "
                    "{\"key\": \"mail\", \"label\": \"Mail\"}, \"phone\": {\"key\": \"phone\", "
                    "\"label\": \"Telephone\"}}}, \"weight\": \"weight\", \"cluster\": "
                    "\"account\"},\n");
    write_departments(out);
    write_items(out);
}

/* ---- Answers ---- */

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

typedef struct {
    CxRandom random;
    Account accounts[ACCOUNTS];
    int64_t n_responses;
} Making;

static void
write_header(GString *out)
{
    g_string_append(out, "response_id,date,channel,account,size,weight,recommend");
    for (size_t i = 0; i < QUESTIONS; i++)
        g_string_append_printf(out, ",%s", questions[i].key);
    g_string_append(out, ",words\n");
}

/* What some say beside their rating of delivery. By the response's number, not drawn: the numbers of
 * the program do not hang on who has words. */
static void
write_words(GString *out, int64_t n, int rating)
{
    static const char *const low[] = {
        "It came two days after I needed it, and nobody told me before I called.",
        "I order on Monday because the engineer comes on Thursday. Within five days is no use to "
        "me.",
        "The order took longer than promised, and the line stood still while we waited.",
        "Five days for a part you have in stock is too long when a machine is down.",
        "You say it is on time. For us it came late: we needed it the day before.",
        "Please write to anna@workshop.example or call 030 5550 1234 when it is late again.",
        "Order 4471820 came late and Tomasz Wilk could not say where it was.",
        "Late.",
    };
    static const char *const high[] = {
        "Now I am told the hour, and I plan the bench around it. That is worth more to me than a "
        "day.",
        "Being told when it would arrive helps us more than having it sooner.",
        "It arrived when you told us it would, and in good condition.",
        "We are told the hour of arrival, so nobody waits at the door any more.",
        "Good.",
    };
    if (n % 4 != 0 || rating == CANNOT_SAY || rating == 3) {
        g_string_append_c(out, ',');
        return;
    }
    const size_t i = (size_t)(n / 4);
    g_string_append_printf(
        out, ",\"%s\"", rating < 3 ? low[i % CX_N_ELEMENTS(low)] : high[i % CX_N_ELEMENTS(high)]);
}

static void
write_response(Making *making, GString *out, CxDay day, int version)
{
    CxRandom *random = &making->random;
    const size_t i_account = (size_t)cx_random_below(random, ACCOUNTS);
    const Account *account = &making->accounts[i_account];
    const double mood = account->mood + 0.35 * cx_random_normal(random);
    const bool is_phone = version == 1 && cx_random_unit(random) < 0.22;
    int ratings[QUESTIONS];
    for (size_t i = 0; i < QUESTIONS; i++) {
        const double mean = questions[i].mean + (version == 2 ? questions[i].change : 0.0);
        const int rating = draw_rating(random, mean, mood);
        ratings[i] = cx_random_unit(random) < questions[i].reach ? rating : CANNOT_SAY;
    }
    const int recommend = draw_recommend(random, (double)ratings[0], mood, is_phone);

    g_autofree char *date = cx_day_format(day);
    g_string_append_printf(out, "R-%06d,%s,%s,A-%03d,%s,", (int)++making->n_responses, date,
                           is_phone ? "phone" : "mail", (int)i_account, size_keys[account->size]);
    cx_text_append_fixed(out, size_weights[account->size], 2);
    if (cx_random_unit(random) < 0.03)
        g_string_append_c(out, ',');
    else
        g_string_append_printf(out, ",%d", recommend);
    for (size_t i = 0; i < QUESTIONS; i++)
        g_string_append_printf(out, ",%d", ratings[i]);
    write_words(out, making->n_responses, ratings[0]);
    g_string_append_c(out, '\n');
}

static void
write_quarter(Making *making, GString *out, int32_t quarter, CxDay today, int version)
{
    const int32_t first = cx_quarter_first_day(quarter).v;
    const int32_t end = cx_quarter_first_day(quarter + 1).v;
    for (int i = 0; i < ANSWERS_QUARTER; i++) {
        const CxDay day = { first +
                            (int32_t)cx_random_below(&making->random, (uint64_t)(end - first)) };
        if (day.v <= today.v)
            write_response(making, out, day, version);
    }
}

static void
draw_accounts(Making *making)
{
    for (size_t i = 0; i < ACCOUNTS; i++) {
        const double x = cx_random_unit(&making->random);
        making->accounts[i] = (Account){
            .size = x < 0.22 ? 0 : (x < 0.63 ? 1 : 2),
            .mood = 0.30 * cx_random_normal(&making->random),
        };
    }
}

CxSample *
cx_sample_new(CxDay today)
{
    CxSample *sample = g_new0(CxSample, 1);
    sample->roster = g_string_new(NULL);
    write_roster(sample->roster, today);
    const int32_t newest = cx_day_quarter_index(today);
    const int32_t oldest = newest - QUARTERS + 1;
    const int32_t splice = oldest + QUARTERS_VERSION1;
    g_autofree Making *making = g_new0(Making, 1);
    making->random = cx_random_seeded(SEED);
    draw_accounts(making);
    for (int i = 0; i < CX_SAMPLE_VERSIONS; i++) {
        sample->mapping[i] = g_string_new(NULL);
        sample->responses[i] = g_string_new(NULL);
        write_header(sample->responses[i]);
    }
    const CxDay splice_day = cx_quarter_first_day(splice);
    write_mapping(sample->mapping[0], 1, cx_quarter_first_day(oldest), (CxDay){ splice_day.v - 1 });
    write_mapping(sample->mapping[1], 2, splice_day,
                  (CxDay){ cx_quarter_first_day(newest + 1).v - 1 });
    for (int32_t quarter = oldest; quarter <= newest; quarter++) {
        const int i_version = quarter < splice ? 0 : 1;
        write_quarter(making, sample->responses[i_version], quarter, today, i_version + 1);
    }
    return sample;
}
