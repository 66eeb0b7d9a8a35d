/* Who heads what, and when the program met whom. */
#include "base/civil.h"
#include "demo/sample_priv.h"
#include "lang/lang.h"

#define MONTHS_OF_DIARY 24
#define MONTHS_TOLD     2 /* the last ones, told one by one */
#define MONTH_OF_ROUND  8 /* when leaders were met in a round (src/cli/demo_rounds.c) */
#define DAYS_A_MONTH    30
#define NO_DAY          INT32_MIN

const SampleDepartment sample_departments[SAMPLE_DEPARTMENTS] = {
    { "delivery", "Delivery" },
    { "customer_service", "Customer Service" },
    { "technical_support", "Technical Support" },
    { "web_shop", "Web Shop" },
    { "billing", "Billing" },
    { "returns", "Returns and Repairs" },
    { "supply", "Product Supply" },
    { "sales", "Key Account Sales" },
};

/* A term of office, in days before today; last 0: in office, below 0: ends so many days from now. */
static const struct {
    const char *name;
    const char *key;
    const char *department;
    const char *title;
    int first;
    int last;
    bool is_ended;
} leaders[] = {
    { "Mara Lindqvist", "mara.lindqvist", "Delivery", "Head of Delivery", 49, 0, false },
    { "Viktor Hahn", "viktor.hahn", "Delivery", "Head of Delivery", 1530, 50, true },
    { "Tomasz Wilk", "tomasz.wilk", "Customer Service", "Head of Customer Service", 812, 0, false },
    { "Aiko Tanabe", "aiko.tanabe", "Technical Support", "Head of Technical Support", 1460, 0,
      false },
    { "Samuel Okoro", "samuel.okoro", "Web Shop", "Head of Web Shop", 390, 0, false },
    { "Clara Neumann", "clara.neumann", "Web Shop", "Head of Web Shop", 1300, 391, true },
    { "Ines Ferreira", "ines.ferreira", "Billing", "Head of Billing", 655, 0, false },
    { "Jonas Brandt", "jonas.brandt", "Returns and Repairs", "Head of Returns and Repairs", 1102, 0,
      false },
    { "Leila Haddad", "leila.haddad", "Product Supply", "Head of Product Supply", 240, 0, false },
    { "Rafael Moreno", "rafael.moreno", "Key Account Sales", "Head of Key Account Sales", 930, 0,
      false },
    { "Helen Marsh", "helen.marsh", "", "Chief Operating Officer", 1900, -58, true },
    { "Desmond Achebe", "desmond.achebe", "", "Chief Financial Officer", 1210, 0, false },
    { "Priya Raman", "priya.raman", "", "Chief Information Officer", 520, 0, false },
    { "Gudrun Aasen", "gudrun.aasen", "", "Chief People Officer", 1640, 0, false },
};

void
sample_write_roster(GString *out, CxDay today)
{
    g_string_append(out, "name,department,title,start,end,email\n");
    for (size_t i = 0; i < CX_N_ELEMENTS(leaders); i++) {
        g_autofree char *first = cx_day_format((CxDay){ today.v - leaders[i].first });
        g_autofree char *last = cx_day_format((CxDay){ today.v - leaders[i].last });
        g_string_append_printf(out, "%s,%s,%s,%s,%s,%s@distributor.example\n", leaders[i].name,
                               leaders[i].department, leaders[i].title, first,
                               leaders[i].is_ended ? last : "", leaders[i].key);
    }
}

void
sample_write_departments(GString *out)
{
    g_string_append(out, "  \"departments\": [\n");
    for (size_t i = 0; i < SAMPLE_DEPARTMENTS; i++) {
        g_string_append_printf(out, "    {\"key\": \"%s\", \"name\": \"%s\"}%s\n",
                               sample_departments[i].key, sample_departments[i].name,
                               i + 1 < SAMPLE_DEPARTMENTS ? "," : "");
    }
    g_string_append(out, "  ],\n");
}

static void
add_line(GArray *lines, CxDay day, const char *text)
{
    const CxSampleLine line = { day, g_strdup(text) };
    g_array_append_val(lines, line);
}

/* How many leaders were met or called in a month that lies so far back: attention fades. */
static int
contacts_in(int month)
{
    if (month > 18)
        return 12;
    if (month > 12)
        return 8;
    return month > 6 ? 5 : 3;
}

/* Whom the program met, from how many months ago until how many: the last three are left alone. */
static const struct {
    const char *key;
    int first, last;
} met[] = {
    { "tomasz_wilk", 24, 0 },   { "aiko_tanabe", 24, 0 },    { "ines_ferreira", 21, 0 },
    { "helen_marsh", 24, 0 },   { "priya_raman", 17, 0 },    { "desmond_achebe", 24, 0 },
    { "gudrun_aasen", 24, 0 },  { "clara_neumann", 24, 14 }, { "leila_haddad", 7, 0 },
    { "rafael_moreno", 24, 5 }, { "jonas_brandt", 24, 6 },   { "samuel_okoro", 12, 7 },
};

/* The next of them who was met in a month, round and round. */
static const char *
next_met(int month, size_t *i_met)
{
    do {
        *i_met = (*i_met + 1) % CX_N_ELEMENTS(met);
    } while (month > met[*i_met].first || month < met[*i_met].last);
    return met[*i_met].key;
}

static void
add_contacts(GArray *lines, SampleWorld *world)
{
    static const char *const what[] = {
        "the brief of the quarter",    "what customers say of waiting",
        "the goals of the department", "who answers customers that complained",
        "the steering group",          "what was done since last time"
    };
    size_t i_line = 0;
    size_t i_met = 0;
    for (int month = MONTHS_OF_DIARY; month > MONTHS_TOLD; month--) {
        for (int i = 0; i < contacts_in(month); i++, i_line++) {
            const int32_t back =
                month * DAYS_A_MONTH - (int32_t)cx_random_below(&world->random, DAYS_A_MONTH - 2);
            g_autofree char *text =
                g_strdup_printf("%s @%s about %s", i_line % 4 == 3 ? "called" : "met",
                                next_met(month, &i_met), what[i_line % CX_N_ELEMENTS(what)]);
            if (month != MONTH_OF_ROUND)
                add_line(lines, (CxDay){ world->today.v - back }, text);
        }
    }
}

/* What is told one by one: the last two months, and what leaders asked for. due: days from today of
 * the day a line ends with. */
static const struct {
    int days_ago;
    int due; /* NO_DAY: none */
    const char *line;
} told[] = {
    { 640, NO_DAY, "@aiko_tanabe wants the wait for an engineer told apart by product" },
    { 580, NO_DAY, "@desmond_achebe wants one number on what a lost account costs" },
    { 505, NO_DAY, "thanked @technical_support for the new call-back hours" },
    { 400, NO_DAY, "@tomasz_wilk wants fewer customers passed on to somebody else" },
    { 380, NO_DAY, "@helen_marsh wants decisions each quarter, not reports" },
    { 350, NO_DAY, "@leila_haddad wants to know which parts customers miss" },
    { 310, NO_DAY, "@jonas_brandt wants repairs rated apart from returns" },
    { 250, NO_DAY, "thanked @billing for the order number on each line of an invoice" },
    { 205, NO_DAY, "@gudrun_aasen wants new staff to hear customers in their first week" },
    { 77, -3, "promised @viktor_hahn the late orders by depot, each week, by " },
    { 70, 24, "@viktor_hahn promised to ask customers for a time slot by " },
    { 56, NO_DAY, "met @leila_haddad about the parts customers miss" },
    { 12, NO_DAY, "met @helen_marsh about who follows her as sponsor" },
    { 12, 4, "@helen_marsh promised to tell the board who follows her by " },
    { 9, 5, "promised @tomasz_wilk three customers who would speak at his meeting by " },
};

static void
add_told(GArray *lines, CxDay today)
{
    for (size_t i = 0; i < CX_N_ELEMENTS(told); i++) {
        const bool has_due = told[i].due != NO_DAY;
        g_autofree char *due =
            has_due ? cx_day_format((CxDay){ today.v + told[i].due }) : g_strdup("");
        g_autofree char *text = g_strconcat(told[i].line, due, NULL);
        add_line(lines, (CxDay){ today.v - told[i].days_ago }, text);
    }
}

static gint
compare_days(gconstpointer a, gconstpointer b)
{
    return ((const CxSampleLine *)a)->day.v - ((const CxSampleLine *)b)->day.v;
}

/* Twelve contacts a month after the launch, three or four at the end. The new head of Delivery has
 * not been met at all. */
void
sample_write_diary(GArray *lines, SampleWorld *world)
{
    add_contacts(lines, world);
    add_told(lines, world->today);
    g_array_sort(lines, compare_days);
}
