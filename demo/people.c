/* Who heads what, and when the program met whom. */
#include "base/civil.h"
#include "demo/sample_priv.h"
#include "lang/lang.h"

#define MONTHS_OF_DIARY 24
#define DAYS_A_MONTH    30

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

/* Attention fades: nine contacts a month after the launch, one or none at the end. The new head of
 * Delivery has not been met at all. */
void
sample_write_diary(GPtrArray *lines, SampleWorld *world)
{
    static const char *const who[] = { "tomasz_wilk",    "aiko_tanabe", "ines_ferreira",
                                       "jonas_brandt",   "helen_marsh", "rafael_moreno",
                                       "desmond_achebe", "gudrun_aasen" };
    static const char *const what[] = {
        "the brief of the quarter",    "what customers say of waiting",
        "the goals of the department", "who answers customers that complained",
        "the steering group",          "what was done since last time"
    };
    size_t i_line = 0;
    for (int month = MONTHS_OF_DIARY; month > 0; month--) {
        const int n = month > 18 ? 9 : month > 12 ? 6 : month > 6 ? 3 : month > 2 ? 1 : 0;
        for (int i = 0; i < n; i++, i_line++) {
            const int32_t back =
                month * DAYS_A_MONTH - (int32_t)cx_random_below(&world->random, DAYS_A_MONTH - 2);
            g_autofree char *day = cx_day_format((CxDay){ world->today.v - back });
            g_ptr_array_add(lines, g_strdup_printf("%s @%s about %s on %s",
                                                   i_line % 4 == 3 ? "called" : "met",
                                                   who[i_line % CX_N_ELEMENTS(who)],
                                                   what[i_line % CX_N_ELEMENTS(what)], day));
        }
    }
}
