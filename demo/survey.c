/* What is asked: the questions, and the mapping of each version's file. */
#include "base/civil.h"
#include "demo/sample_priv.h"
#include "lang/lang.h"

#define INVITED_A_DAY 153 /* about a quarter of them answer */

const SampleQuestion sample_questions[] = {
    { "delivery_overall", "Delivery overall", "How satisfied are you with our delivery?", NULL,
      "delivery", 3.95, 0.95, 0.0, 0.0, 0 },
    { "delivery_time", "Time from order to arrival",
      "How satisfied are you with the time from order to arrival?", NULL, "delivery", 3.85, 0.94,
      0.0, 0.0, 0 },
    { "delivery_told", "Told when it would arrive",
      "How satisfied are you with being told when it would arrive?", NULL, "delivery", 3.55, 0.92,
      0.55, 0.0, 0 },
    { "delivery_condition", "Condition on arrival",
      "How satisfied are you with the condition of what arrived?", NULL, "delivery", 4.45, 0.93,
      0.0, 0.0, 0 },
    { "service_overall", "Customer Service overall",
      "How satisfied are you with our customer service?", NULL, "customer_service", 3.85, 0.62,
      0.30, 0.0, 0 },
    { "service_solved", "First contact solves it",
      "How satisfied are you with having your question solved at first contact?", NULL,
      "customer_service", 3.70, 0.58, 0.45, 0.0, 0 },
    { "support_overall", "Technical Support overall",
      "How satisfied are you with our technical support?", NULL, "technical_support", 4.25, 0.45,
      0.0, 0.0, 0 },
    { "support_wait", "Waiting for an engineer",
      "How satisfied are you with the wait for an engineer?", NULL, "technical_support", 4.05, 0.40,
      0.0, 0.0, 0 },
    { "web_overall", "Web Shop overall", "How satisfied are you with our web shop?",
      "How easy is our new web shop to use?", "web_shop", 3.95, 0.80, 0.0, 0.35, 0 },
    { "web_find", "Finding the right part",
      "How satisfied are you with finding the right part in the web shop?",
      "How easy is it to find parts in our new web shop?", "web_shop", 3.85, 0.76, 0.0, 0.35, 0 },
    { "billing_overall", "Billing overall", "How satisfied are you with our billing?", NULL,
      "billing", 4.05, 0.70, 0.0, 0.0, 0 },
    { "billing_right", "Invoice is right",
      "How satisfied are you with how often invoices are right?", NULL, "billing", 4.20, 0.69, 0.0,
      0.0, 0 },
    { "returns_overall", "Returns and Repairs overall",
      "How satisfied are you with our returns and repairs?", NULL, "returns", 4.00, 0.30, 0.0, 0.0,
      0 },
    { "supply_overall", "Product Supply overall",
      "How satisfied are you with the range of parts we supply?", NULL, "supply", 3.95, 0.0010, 0.0,
      0.0, 0 },
    { "sales_overall", "Key Account Sales overall",
      "How satisfied are you with your contact in sales?", NULL, "sales", 4.20, 0.38, 0.0, 0.0, 1 },
    { "packaging", "Packaging fits the part", "How satisfied are you with how parts are packed?",
      NULL, "supply", 4.10, 0.50, 0.0, 0.0, 3 },
};
const size_t sample_questions_n = CX_N_ELEMENTS(sample_questions);

const SampleComment sample_comments[] = {
    { "delivery_words", "words", "Words on delivery",
      "What would you tell our Delivery department?", "delivery" },
    { "service_words", "service_words", "Words on Customer Service",
      "What would you tell our Customer Service?", "customer_service" },
    { "support_words", "support_words", "Words on Technical Support",
      "What would you tell our Technical Support?", "technical_support" },
    { "web_words", "web_words", "Words on the web shop", "What would you tell our Web Shop?",
      "web_shop" },
    { "billing_words", "billing_words", "Words on billing",
      "What would you tell our Billing department?", "billing" },
    { "returns_words", "returns_words", "Words on returns and repairs",
      "What would you tell our Returns and Repairs?", "returns" },
    { "supply_words", "supply_words", "Words on supply",
      "What would you tell those who pack and supply our parts?", "supply" },
    { "sales_words", "sales_words", "Words on sales", "What would you tell your contact in sales?",
      "sales" },
    { "all_words", "all_words", "Words on all of us", "What else would you tell us?", NULL },
};
const size_t sample_comments_n = CX_N_ELEMENTS(sample_comments);

/* Of each version: its note, and whether some are asked by telephone. */
static const struct {
    const char *note; /* what makes it no longer comparable; NULL: nothing does */
    const char *gathered;
} versions[CX_SAMPLE_VERSIONS] = {
    { NULL, "A short survey every quarter, by mail or telephone, after an order." },
    { "sales added", "A short survey every quarter, by mail or telephone, after an order." },
    { "asked first, phone dropped, web shop reworded",
      "A short survey every quarter, by mail, after an order." },
    { NULL,
      "A short survey every quarter, by mail, after an order." }, /* packaging added: no cut */
};

/* First quarters of the versions, and the end. */
static const int first_quarters[CX_SAMPLE_VERSIONS + 1] = { 0, 3, SAMPLE_SPLICE, 10,
                                                            SAMPLE_QUARTERS };

int
sample_version_of(int quarter)
{
    int version = 0;
    while (quarter >= first_quarters[version + 1])
        version++;
    return version;
}

static void
write_items(GString *out, int version)
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
    for (size_t i = 0; i < sample_questions_n; i++) {
        const SampleQuestion *question = &sample_questions[i];
        const bool is_new = version >= 2 && question->wording_3 != NULL;
        if (question->first > version)
            continue;
        g_string_append_printf(out,
                               "    {\"key\": \"%s\", \"column\": \"%s\", \"label\": \"%s\", "
                               "\"wording\": \"%s\", \"role\": \"measure\", \"department\": "
                               "\"%s\", \"scale\": \"five\"},\n",
                               question->key, question->key, question->label,
                               is_new ? question->wording_3 : question->wording,
                               question->department);
    }
    for (size_t i = 0; i < sample_comments_n; i++) {
        const SampleComment *comment = &sample_comments[i];
        g_string_append_printf(out,
                               "    {\"key\": \"%s\", \"column\": \"%s\", \"label\": \"%s\", "
                               "\"wording\": \"%s\", \"role\": \"comment\", ",
                               comment->key, comment->column, comment->label, comment->wording);
        if (comment->department != NULL)
            g_string_append_printf(out, "\"department\": \"%s\", ", comment->department);
        g_string_append(out, "\"kind\": \"text\"},\n");
    }
    g_string_append(out,
                    "    {\"key\": \"size\", \"column\": \"size\", \"label\": \"Account size\", "
                    "\"wording\": \"Size of the account by yearly orders\", \"role\": \"fact\", "
                    "\"kind\": \"choice\", \"codes\": {\"large\": \"Large\", \"medium\": "
                    "\"Medium\", \"small\": \"Small\"}},\n"
                    "    {\"key\": \"depot\", \"column\": \"depot\", \"label\": \"Depot\", "
                    "\"wording\": \"Depot the order left from\", \"role\": \"fact\", "
                    "\"kind\": \"choice\", \"codes\": {\"hamburg\": \"Hamburg\", \"leipzig\": "
                    "\"Leipzig\", \"munich\": \"Munich\", \"lyon\": \"Lyon\", \"rotterdam\": "
                    "\"Rotterdam\", \"antwerp\": \"Antwerp\", \"graz\": \"Graz\", \"brno\": "
                    "\"Brno\", \"gdansk\": \"Gdansk\", \"turin\": \"Turin\", \"porto\": "
                    "\"Porto\", \"malmo\": \"Malmo\"}}\n  ]\n}\n");
}

void
sample_write_mapping(GString *out, const SampleWorld *world, int version)
{
    const CxDay from = cx_quarter_first_day(world->oldest + first_quarters[version]);
    const CxDay to = { cx_quarter_first_day(world->oldest + first_quarters[version + 1]).v - 1 };
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
        "    \"invited\": %d,\n"
        "    \"rate_definition\": \"answered of invited (AAPOR RR1)\",\n"
        "    \"cluster\": \"the account\",\n"
        "    \"weighting\": \"Answers are weighted to the customers there are, by account "
        "size.\",\n"
        "    \"experience\": {\"kind\": \"first_hand\", \"text\": \"Those asked ordered in the "
        "last twelve months; who cannot say of a department may say so.\"},\n",
        version + 1, version + 1, from_text, to_text, versions[version].gathered,
        INVITED_A_DAY * (MIN(to.v, world->today.v) - from.v + 1));
    if (versions[version].note != NULL)
        g_string_append_printf(out, "    \"note\": \"%s\",\n", versions[version].note);
    g_string_append(out,
                    "    \"source\": \"Invented for the sample program.\"},\n"
                    "  \"columns\": {\"id\": \"response_id\", \"date\": {\"column\": \"date\", "
                    "\"kind\": \"iso\"}, \"mode\": {\"column\": \"channel\", \"codes\": {\"mail\": "
                    "{\"key\": \"mail\", \"label\": \"Mail\"}, \"phone\": {\"key\": \"phone\", "
                    "\"label\": \"Telephone\"}}}, \"weight\": \"weight\", \"account\": "
                    "\"account\", \"transaction\": \"order\"},\n");
    sample_write_departments(out);
    write_items(out, version);
}
