/* The sample program's files: the same day gives the same bytes, another day other ones. */
#include <string.h>

#include "base/civil.h"
#include "base/digest.h"
#include "demo/sample.h"

/* Of all files as of 16 November 2026. When what is generated is meant to change, so does this. */
static const char digest_of_day[] = "845d75916911862bf9eea56ffc00d4fe";

static void
add(CxDigester *digester, const GString *text)
{
    cx_digester_add_i64(digester, (int64_t)text->len);
    cx_digester_add(digester, text->str, text->len);
}

static char *
digest_on(CxDay day)
{
    g_autoptr(CxSample) sample = cx_sample_new(day);
    g_autoptr(CxDigester) digester = cx_digester_new();
    add(digester, sample->roster);
    for (size_t i = 0; i < CX_SAMPLE_VERSIONS; i++) {
        add(digester, sample->mapping[i]);
        add(digester, sample->responses[i]);
    }
    for (size_t i = 0; i < CX_SAMPLE_FACTS; i++) {
        add(digester, sample->facts[i].mapping);
        add(digester, sample->facts[i].data);
    }
    for (guint i = 0; i < sample->diary->len; i++) {
        const CxSampleLine *line = &g_array_index(sample->diary, CxSampleLine, i);
        cx_digester_add_i64(digester, line->day.v);
        cx_digester_add_text(digester, line->line);
    }
    const CxDigest digest = cx_digester_end(digester);
    return cx_digest_hex(&digest, 16);
}

static void
test_same_bytes(void)
{
    const CxDay day = cx_day_from_civil((CxCivil){ 2026, 11, 16 });
    g_autofree char *digest = digest_on(day);
    g_assert_cmpstr(digest, ==, digest_of_day);
    g_autofree char *next = digest_on((CxDay){ day.v + 1 });
    g_assert_cmpstr(next, !=, digest_of_day);
}

/* On any day, a 29 February among them: about as many answers, none of them after the day. */
static void
test_any_day(void)
{
    static const CxCivil days[] = { { 2024, 2, 29 }, { 2026, 1, 1 }, { 2026, 12, 31 } };
    for (size_t i = 0; i < G_N_ELEMENTS(days); i++) {
        g_autoptr(CxSample) sample = cx_sample_new(cx_day_from_civil(days[i]));
        size_t n_lines = 0;
        for (size_t j = 0; j < CX_SAMPLE_VERSIONS; j++) {
            for (const char *at = sample->responses[j]->str; *at != '\0'; at++)
                n_lines += *at == '\n' ? 1 : 0;
        }
        g_assert_cmpint(n_lines, >, 36000);
        g_assert_cmpint(n_lines, <, 41000);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/demo/sample/same-bytes", test_same_bytes);
    g_test_add_func("/demo/sample/any-day", test_any_day);
    return g_test_run();
}
