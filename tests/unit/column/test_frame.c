#include <glib.h>
#include <math.h>

#include "base/error.h"
#include "column/frame.h"

static const CxFrameItem rating = {
    .key = "overall", .label = "As a whole", .kind = CX_FRAME_RATING, .lo = 1, .hi = 5
};

static CxFrameBuilder *
builder_with(const CxFrameItem *item)
{
    CxFrameBuilder *builder =
        cx_frame_builder_new(&(CxFrameSpec){ .survey = "s", .title = "S", .overall = "overall" });
    uint8_t code = 9;
    size_t index = 9;
    g_assert_true(cx_frame_builder_add_version(builder, "v1", NULL, &code, NULL));
    g_assert_cmpint(code, ==, 0);
    g_assert_true(cx_frame_builder_add_mode(builder, "self", "Self", &code, NULL));
    g_assert_cmpint(code, ==, 0);
    g_assert_true(cx_frame_builder_add_item(builder, item, &index, NULL));
    g_assert_cmpint(index, ==, 0);
    return builder;
}

static void
add(CxFrameBuilder *builder, int32_t day, uint8_t answer, double weight, const char *cluster)
{
    g_autoptr(GError) error = NULL;
    const CxFrameRow row = { { day }, 0, 0, weight, cluster, &answer, NULL };
    g_assert_true(cx_frame_builder_add_row(builder, &row, &error));
}

static void
test_sorted(void)
{
    g_autoptr(CxFrameBuilder) builder = builder_with(&rating);
    add(builder, 30, 1, 1.0, "x");
    add(builder, 10, 2, NAN, "y");
    add(builder, 30, 3, 0.0, "");
    add(builder, -5, 4, 2.5, "x");
    add(builder, 10, 5, 3.0, NULL);
    g_autoptr(CxFrame) frame = cx_frame_builder_end(builder, NULL);
    static const uint8_t answers[] = { 4, 2, 5, 1, 3 };
    static const uint16_t days[] = { 0, 15, 15, 35, 35 };
    static const uint32_t clusters[] = { 0, 1, 3, 0, 2 };
    g_assert_cmpint(cx_frame_n_rows(frame), ==, 5);
    g_assert_cmpmem(cx_frame_answers(frame, 0), 5, answers, 5);
    g_assert_cmpmem(cx_frame_days(frame), sizeof(days), days, sizeof(days));
    g_assert_cmpmem(cx_frame_clusters(frame), sizeof(clusters), clusters, sizeof(clusters));
    g_assert_cmpint(cx_frame_n_clusters(frame), ==, 4);
    g_assert_cmpint(cx_frame_first_day(frame).v, ==, -5);
    g_assert_cmpint(cx_frame_last_day(frame).v, ==, 30);
    g_assert_true(isnan(cx_frame_weights(frame)[1]));
    g_assert_cmpint(cx_frame_day_row(frame, (CxDay){ -100 }), ==, 0);
    g_assert_cmpint(cx_frame_day_row(frame, (CxDay){ 10 }), ==, 1);
    g_assert_cmpint(cx_frame_day_row(frame, (CxDay){ 11 }), ==, 3);
    g_assert_cmpint(cx_frame_day_row(frame, (CxDay){ 31 }), ==, 5);
    g_assert_cmpstr(cx_frame_version(frame, 0)->label, ==, "v1");
}

/* Days, few or all of whose rows are where those of even days would be. */
static int32_t
day_even(GRand *random, int32_t i G_GNUC_UNUSED)
{
    return g_rand_int_range(random, 0, 400);
}

static int32_t
day_early(GRand *random G_GNUC_UNUSED, int32_t i)
{
    return i < 8000 ? 0 : i - 7999;
}

static int32_t
day_late(GRand *random G_GNUC_UNUSED, int32_t i)
{
    return i < 100 ? i : 50000;
}

static int32_t
day_two(GRand *random G_GNUC_UNUSED, int32_t i)
{
    return i < 10 ? 100 : 101;
}

static int32_t
day_one(GRand *random G_GNUC_UNUSED, int32_t i G_GNUC_UNUSED)
{
    return 7;
}

static void
test_day_rows(void)
{
    static int32_t (*const draws[])(GRand *, int32_t) = { day_even, day_early, day_late, day_two,
                                                          day_one };
    g_autoptr(GRand) random = g_rand_new_with_seed(120);
    for (size_t k = 0; k < G_N_ELEMENTS(draws); k++) {
        g_autoptr(CxFrameBuilder) builder = builder_with(&rating);
        for (int32_t i = 0; i < 10000; i++)
            add(builder, draws[k](random, i), 3, NAN, NULL);
        g_autoptr(CxFrame) frame = cx_frame_builder_end(builder, NULL);
        const uint16_t *days = cx_frame_days(frame);
        const CxDay first = cx_frame_first_day(frame);
        size_t want = 0;
        for (int32_t day = first.v - 2; day <= cx_frame_last_day(frame).v + 2; day++) {
            while (want < 10000 && first.v + days[want] < day)
                want++;
            g_assert_cmpuint(cx_frame_day_row(frame, (CxDay){ day }), ==, want);
        }
    }
    g_autoptr(CxFrameBuilder) builder = builder_with(&rating);
    g_autoptr(CxFrame) empty = cx_frame_builder_end(builder, NULL);
    g_assert_cmpuint(cx_frame_day_row(empty, (CxDay){ 1 }), ==, 0);
}

static void
test_row_refused(void)
{
    static const struct {
        const char *why;
        uint8_t version, mode, answer;
        double weight;
    } rows[] = {
        { "below the scale", 0, 0, 0, 1.0 },    { "above the scale", 0, 0, 6, 1.0 },
        { "no such version", 1, 0, 3, 1.0 },    { "no such mode", 0, 1, 3, 1.0 },
        { "a negative weight", 0, 0, 3, -1.0 }, { "no finite weight", 0, 0, 3, INFINITY },
    };
    g_autoptr(CxFrameBuilder) builder = builder_with(&rating);
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GError) error = NULL;
        const CxFrameRow row = { { 0 }, rows[i].version, rows[i].mode, rows[i].weight,
                                 NULL,  &rows[i].answer, NULL };
        g_test_message("%s", rows[i].why);
        g_assert_false(cx_frame_builder_add_row(builder, &row, &error));
        g_assert_error(error, CX_ERROR, CX_ERROR_INVALID);
    }
    g_autoptr(CxFrame) frame = cx_frame_builder_end(builder, NULL);
    g_assert_cmpint(cx_frame_n_rows(frame), ==, 0);
    g_assert_true(cx_day_is_none(cx_frame_first_day(frame)));
}

static void
test_item_refused(void)
{
    static const CxFrameChoice twice[] = { { 1, "a", "A" }, { 1, "b", "B" } };
    static const CxFrameChoice same_key[] = { { 1, "a", "A" }, { 2, "a", "B" } };
    static const CxFrameChoice reserved[] = { { 0xFE, "a", "A" } };
    static const CxFrameItem items[] = {
        { .key = "overall", .kind = CX_FRAME_NPS }, /* there already */
        { .key = "Not a key", .kind = CX_FRAME_NPS },
        { .key = "r", .kind = CX_FRAME_RATING, .lo = 5, .hi = 5 },
        { .key = "r", .kind = CX_FRAME_RATING, .lo = 0, .hi = 254 },
        { .key = "c", .kind = CX_FRAME_CHOICE },
        { .key = "c", .kind = CX_FRAME_CHOICE, .choices = twice, .n_choices = 2 },
        { .key = "c", .kind = CX_FRAME_CHOICE, .choices = same_key, .n_choices = 2 },
        { .key = "c", .kind = CX_FRAME_CHOICE, .choices = reserved, .n_choices = 1 },
    };
    g_autoptr(CxFrameBuilder) builder = builder_with(&rating);
    for (size_t i = 0; i < G_N_ELEMENTS(items); i++) {
        g_autoptr(GError) error = NULL;
        size_t index = 77;
        g_assert_false(cx_frame_builder_add_item(builder, &items[i], &index, &error));
        g_assert_error(error, CX_ERROR, CX_ERROR_INVALID);
        g_assert_cmpint(index, ==, 77);
    }
    uint8_t code = 0;
    g_autoptr(GError) error = NULL;
    g_assert_false(cx_frame_builder_add_mode(builder, "self", "Again", &code, &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_INVALID);
}

/* A byte tells so many apart; one more is refused by name, and the frame is as it was. */
static void
test_dictionary_full(void)
{
    g_autoptr(CxFrameBuilder) builder = builder_with(&rating);
    g_autoptr(GError) error = NULL;
    uint8_t code = 0;
    int n_more = 0;
    for (bool is_added = true; is_added; n_more++) {
        g_autofree char *key = g_strdup_printf("mode-%d", n_more);
        is_added = cx_frame_builder_add_mode(builder, key, key, &code, &error);
        g_assert_cmpint(n_more, <, 256);
        g_assert_true(!is_added || code == n_more + 1);
    }
    g_assert_error(error, CX_ERROR, CX_ERROR_TOO_LARGE);
    g_assert_nonnull(strstr(error->message, "a survey has at most"));
    g_assert_cmpint(code, <=, CX_CODE_MAX);
    const uint8_t answer = 3;
    const CxFrameRow row = { { 0 }, 0, code, NAN, NULL, &answer, NULL };
    g_assert_true(cx_frame_builder_add_row(builder, &row, NULL));
    g_autoptr(CxFrame) frame = cx_frame_builder_end(builder, NULL);
    g_assert_cmpuint(cx_frame_n_modes(frame), ==, code + 1U);
}

/* Labels that give the same key, or none, still get keys of their own. */
static void
test_choice_keys(void)
{
    static const CxFrameChoice choices[] = {
        { 1, NULL, "Yes!" }, { 2, NULL, "yes" }, { 3, NULL, "是" }, { 4, "other", NULL }
    };
    const CxFrameItem item = {
        .key = "c", .kind = CX_FRAME_CHOICE, .choices = choices, .n_choices = G_N_ELEMENTS(choices)
    };
    g_autoptr(CxFrameBuilder) builder = builder_with(&item);
    g_autoptr(CxFrame) frame = cx_frame_builder_end(builder, NULL);
    const CxFrameItem *own = cx_frame_item(frame, 0);
    g_assert_cmpstr(own->choices[0].key, ==, "yes");
    g_assert_cmpstr(own->choices[1].key, ==, "code-2");
    g_assert_cmpstr(own->choices[2].key, ==, "code-3");
    g_assert_cmpstr(own->choices[3].label, ==, "other");
}

static void
test_span(void)
{
    g_autoptr(CxFrameBuilder) builder = builder_with(&rating);
    add(builder, 0, 1, NAN, NULL);
    add(builder, CX_FRAME_DAYS_MAX - 1, 2, NAN, NULL);
    g_autoptr(CxFrame) frame = cx_frame_builder_end(builder, NULL);
    g_assert_cmpint(cx_frame_days(frame)[1], ==, CX_FRAME_DAYS_MAX - 1);

    g_autoptr(CxFrameBuilder) wider = builder_with(&rating);
    add(wider, 0, 1, NAN, NULL);
    add(wider, CX_FRAME_DAYS_MAX, 2, NAN, NULL);
    g_autoptr(GError) error = NULL;
    g_assert_null(cx_frame_builder_end(wider, &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_INVALID);
}

static char *
fingerprint_of(uint8_t answer, double weight, const char *cluster, const CxFrameItem *item)
{
    g_autoptr(CxFrameBuilder) builder = builder_with(item);
    for (int32_t day = 0; day < 3000; day++)
        add(builder, day % 40, (uint8_t)(1 + day % 5), 1.0, "x");
    add(builder, 3, answer, weight, cluster);
    g_autoptr(CxFrame) frame = cx_frame_builder_end(builder, NULL);
    return g_strdup(cx_frame_fingerprint(frame));
}

/* Equal content, equal text; any change, another. */
static void
test_fingerprint(void)
{
    CxFrameItem turned = rating;
    turned.direction = CX_FRAME_LOW_IS_GOOD;
    CxFrameItem worded = rating;
    worded.label = "The airport as a whole";
    g_autofree char *base = fingerprint_of(5, 1.0, "x", &rating);
    g_autofree char *same = fingerprint_of(5, 1.0, "x", &worded);
    g_autofree char *answer = fingerprint_of(4, 1.0, "x", &rating);
    g_autofree char *weight = fingerprint_of(5, 1.5, "x", &rating);
    g_autofree char *cluster = fingerprint_of(5, 1.0, "", &rating);
    g_autofree char *direction = fingerprint_of(5, 1.0, "x", &turned);
    g_assert_cmpint(strlen(base), ==, 32);
    g_assert_cmpstr(same, ==, base);
    g_assert_cmpstr(answer, !=, base);
    g_assert_cmpstr(weight, !=, base);
    g_assert_cmpstr(cluster, !=, base);
    g_assert_cmpstr(direction, !=, base);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/column/frame/sorted", test_sorted);
    g_test_add_func("/column/frame/day-rows", test_day_rows);
    g_test_add_func("/column/frame/row-refused", test_row_refused);
    g_test_add_func("/column/frame/item-refused", test_item_refused);
    g_test_add_func("/column/frame/dictionary-full", test_dictionary_full);
    g_test_add_func("/column/frame/choice-keys", test_choice_keys);
    g_test_add_func("/column/frame/span", test_span);
    g_test_add_func("/column/frame/fingerprint", test_fingerprint);
    return g_test_run();
}
