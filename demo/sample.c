#include "demo/sample.h"

#include <math.h>

#include "base/civil.h"
#include "demo/sample_priv.h"

#define SEED UINT64_C(20260711)

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
    for (size_t i = 0; i < CX_SAMPLE_FACTS; i++) {
        g_string_free(sample->facts[i].mapping, TRUE);
        g_string_free(sample->facts[i].data, TRUE);
    }
    g_array_unref(sample->targets);
    g_array_unref(sample->diary);
    g_free(sample);
}

/* An unhappy account whose orders come late leaves sooner. */
static int
draw_churn(CxRandom *random, const SampleAccount *account)
{
    for (int year = 0; year < SAMPLE_YEARS; year++) {
        const double odds = exp(-2.75 - 1.6 * account->mood + 1.2 * account->late);
        if (cx_random_unit(random) < odds / (1.0 + odds))
            return year;
    }
    return SAMPLE_YEARS;
}

static void
draw_accounts(SampleWorld *world)
{
    CxRandom *random = &world->random;
    for (size_t i = 0; i < SAMPLE_ACCOUNTS; i++) {
        SampleAccount *account = &world->accounts[i];
        const double x = cx_random_unit(random);
        account->size = x < 0.22 ? 0 : (x < 0.63 ? 1 : 2);
        account->mood = 0.30 * cx_random_normal(random);
        account->late = 0.12 * cx_random_normal(random);
        account->churned = draw_churn(random, account);
    }
}

static void
line_clear(gpointer data)
{
    g_free(((CxSampleLine *)data)->line);
}

static CxSample *
sample_empty(void)
{
    CxSample *sample = g_new0(CxSample, 1);
    sample->roster = g_string_new(NULL);
    for (size_t i = 0; i < CX_SAMPLE_VERSIONS; i++) {
        sample->mapping[i] = g_string_new(NULL);
        sample->responses[i] = g_string_new(NULL);
    }
    for (size_t i = 0; i < CX_SAMPLE_FACTS; i++) {
        sample->facts[i].mapping = g_string_new(NULL);
        sample->facts[i].data = g_string_new(NULL);
    }
    sample->targets = g_array_new(FALSE, TRUE, sizeof(CxSampleTarget));
    sample->diary = g_array_new(FALSE, TRUE, sizeof(CxSampleLine));
    g_array_set_clear_func(sample->diary, line_clear);
    return sample;
}

CxSample *
cx_sample_new(CxDay today)
{
    CxSample *sample = sample_empty();
    g_autofree SampleWorld *world = g_new0(SampleWorld, 1);
    world->today = today;
    world->oldest = cx_day_quarter_index(today) - SAMPLE_QUARTERS + 1;
    world->random = cx_random_seeded(SEED);
    world->orders = g_array_new(FALSE, TRUE, sizeof(SampleOrder));
    draw_accounts(world);
    sample_write_roster(sample->roster, today);
    for (int i = 0; i < CX_SAMPLE_VERSIONS; i++) {
        sample_write_header(sample->responses[i]);
        sample_write_mapping(sample->mapping[i], world, i);
    }
    for (int quarter = 0; quarter < SAMPLE_QUARTERS; quarter++)
        sample_write_quarter(sample->responses[sample_version_of(quarter)], world, quarter);
    sample_write_orders(&sample->facts[0], world);
    sample_write_operations(&sample->facts[1], world);
    sample_write_accounts(&sample->facts[2], world);
    sample_add_targets(sample->targets, today);
    sample_write_diary(sample->diary, world);
    g_array_unref(world->orders);
    return sample;
}
