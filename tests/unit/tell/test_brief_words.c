/* The headline of a brief: the strongest true statement, by rule, and never more than was tested. */
#include <glib.h>
#include <math.h>
#include <string.h>

#include "tell/brief_words.h"

static const CxScore shown = {
    .label = "The wait",
    .measure = "4 or better of 5, %",
    .question = "wait",
    .whole = { .value = 61.0,
               .lo = 59.0,
               .hi = 63.0,
               .n = 2064,
               .clusters = 864,
               .status = CX_MEASURED_OK },
};
static const CxScore other = {
    .label = "Being told",
    .measure = "4 or better of 5, %",
    .question = "told",
    .whole = { .value = 79.0,
               .lo = 77.0,
               .hi = 81.0,
               .n = 2038,
               .clusters = 864,
               .status = CX_MEASURED_OK },
};
static const CxScore hidden = {
    .label = "The wait",
    .measure = "4 or better of 5, %",
    .whole = { .value = NAN, .lo = NAN, .hi = NAN, .n = -1, .status = CX_MEASURED_HIDDEN },
};
static const CxScore empty = {
    .label = "The wait",
    .measure = "4 or better of 5, %",
    .whole = { .value = NAN, .lo = NAN, .hi = NAN, .status = CX_MEASURED_TOO_FEW },
};

#define CHANGE(said)                                                                               \
    {                                                                                              \
        .wording = (said), .against = "July to September 2025", .decimals = 0, .level = 0.95,      \
        .change = {                                                                                \
            .value = -6.0,                                                                         \
            .lo = -10.0,                                                                           \
            .hi = -2.0,                                                                            \
            .status = CX_MEASURED_OK                                                               \
        }                                                                                          \
    }
static const CxChange worsened = CHANGE(CX_WORDING_WORSENED);
static const CxChange improved = CHANGE(CX_WORDING_IMPROVED);
static const CxChange none = CHANGE(CX_WORDING_NONE);
static const CxChange signs = CHANGE(CX_WORDING_SIGNS);
static const CxChange afterwards = { .wording = CX_WORDING_IMPROVED, .is_exploratory = true };

typedef struct {
    const char *why;
    CxBriefMeasure measures[2];
    size_t n;
    const char *headline;
    const char *lead;
} Row;

static const Row rows[] = {
    { "worse and better",
      { { .score = &shown, .change = &worsened }, { .score = &other, .change = &improved } },
      2,
      "Delivery: “The wait” has worsened, “Being told” improved",
      "61 of 100 customers give “The wait” 4 or better of 5 (59–63). Against July to September "
      "2025: "
      "−6 (−10 to −2) points." },
    { "worse",
      { { .score = &other, .is_lowest = true }, { .score = &shown, .change = &worsened } },
      2,
      "Delivery: “The wait” has worsened",
      NULL },
    { "better, and another is the lowest",
      { { .score = &shown, .is_lowest = true }, { .score = &other, .change = &improved } },
      2,
      "Delivery: “Being told” has improved, “The wait” stands below the rest",
      "61 of 100 customers give “The wait” 4 or better of 5 (59–63)." },
    { "better",
      { { .score = &shown }, { .score = &other, .change = &improved } },
      2,
      "Delivery: “Being told” has improved",
      NULL },
    { "better, and still the lowest",
      { { .score = &shown }, { .score = &other, .change = &improved, .is_lowest = true } },
      2,
      "Delivery: “Being told” has improved",
      NULL },
    { "declared afterwards is no credit",
      { { .score = &shown, .change = &afterwards }, { .score = &other } },
      2,
      "Delivery: no measure stands apart from the others",
      NULL },
    { "signs are not said",
      { { .score = &shown, .change = &signs }, { .score = &other } },
      2,
      "Delivery: no measure stands apart from the others",
      NULL },
    { "lowest before no change",
      { { .score = &shown, .change = &none, .is_lowest = true }, { .score = &other } },
      2,
      "Delivery: “The wait” stands below the rest",
      NULL },
    { "no change",
      { { .score = &shown, .change = &none }, { .score = &other } },
      2,
      "Delivery: no measurable change in “The wait”",
      NULL },
    { "one measure",
      { { .score = &shown } },
      1,
      "Delivery: what customers say of your one measure",
      NULL },
    { "hidden",
      { { .score = &hidden, .change = &worsened } },
      1,
      "Delivery: too few answers to show without naming anyone",
      NULL },
    { "nobody answered",
      { { .score = &empty } },
      1,
      "Delivery: no customer has answered in this period",
      NULL },
    { "nothing asked",
      { { .score = NULL } },
      0,
      "Delivery: no question asks about your department yet",
      NULL },
};

/* What customers mind within the target comes first where it is sure, and is not said where it is not. */
static void
test_target(void)
{
    static const struct {
        const char *why;
        double on_target, lo;
        bool is_past;
        bool is_said;
    } targets[] = {
        { "kept, and minded", 90.0, 27.0, true, true },
        { "often missed", 79.9, 27.0, true, false },
        { "perhaps one in ten", 90.0, 9.9, true, false },
        { "missed before customers mind", 90.0, 27.0, false, false },
    };
    g_autoptr(GError) error = NULL;
    g_autoptr(CxCatalogue) catalogue = cx_catalogue_load("en", &error);
    g_assert_no_error(error);
    for (size_t i = 0; i < G_N_ELEMENTS(targets); i++) {
        g_test_message("%s", targets[i].why);
        g_autoptr(CxArena) arena = cx_arena_new();
        CxCtx ctx = { .arena = arena, .catalogue = catalogue };
        const CxThresholdFinding found = {
            .status = CX_THRESHOLD_OK,
            .question = "wait",
            .has_target = true,
            .is_target_past = targets[i].is_past,
            .on_target = { .value = targets[i].on_target, .n = 12840, .status = CX_MEASURED_OK },
            .between = { .value = targets[i].lo + 2.0,
                         .lo = targets[i].lo,
                         .hi = targets[i].lo + 5.0,
                         .n = 12840,
                         .status = CX_MEASURED_OK },
        };
        const CxBriefMeasure measures[] = { { .score = &other, .change = &improved },
                                            { .score = &shown, .change = &worsened } };
        CxBrief brief = {
            .leader_name = "Ada",
            .departments = "Delivery",
            .n_departments = 1,
            .survey = "Relationship",
            .measures = measures,
            .n_measures = G_N_ELEMENTS(measures),
            .threshold = &found,
        };
        cx_brief_add_words(&ctx, &brief);
        g_assert_cmpstr(brief.headline, ==,
                        targets[i].is_said
                            ? "Delivery keeps its promise to itself, not to customers"
                            : "Delivery: “The wait” has worsened, “Being told” improved");
        g_assert_nonnull(strstr(brief.lead, "“The wait”"));
    }
}

static void
test_headline(void)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(CxCatalogue) catalogue = cx_catalogue_load("en", &error);
    g_assert_no_error(error);
    g_autoptr(CxArena) arena = cx_arena_new();
    CxCtx ctx = { .arena = arena, .catalogue = catalogue };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        CxBrief brief = {
            .leader_name = "Ada",
            .departments = "Delivery",
            .survey = "Relationship",
            .measures = rows[i].measures,
            .n_measures = rows[i].n,
        };
        g_test_message("%s", rows[i].why);
        cx_brief_add_words(&ctx, &brief);
        g_assert_cmpstr(brief.headline, ==, rows[i].headline);
        g_assert_cmpstr(brief.heading, ==, "Brief for Ada");
        if (rows[i].lead != NULL)
            g_assert_cmpstr(brief.lead, ==, rows[i].lead);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/brief/words/headline", test_headline);
    g_test_add_func("/brief/words/target", test_target);
    return g_test_run();
}
