#include "make_frame.h"

#include <math.h>

static const CxFrameChoice terminals[] = {
    { 3, "t3", "Terminal 3" },
    { 1, "t1", "Terminal 1" },
    { 7, NULL, "International (A, G)" },
};

static const CxFrameChoice yes_no[] = { { 1, NULL, "Yes" }, { 0, NULL, "No" } };

static const CxFrameItem items[MADE_ITEMS] = {
    { .key = "recommend", .label = "How likely to recommend?", .kind = CX_FRAME_NPS },
    { .key = "overall",
      .label = "As a whole",
      .kind = CX_FRAME_RATING,
      .lo = 1,
      .hi = 5,
      .department = 4 },
    { .key = "effort",
      .label = "How hard was it?",
      .kind = CX_FRAME_RATING,
      .lo = 1,
      .hi = 7,
      .direction = CX_FRAME_LOW_IS_GOOD },
    { .key = "terminal",
      .label = "Terminal",
      .kind = CX_FRAME_CHOICE,
      .choices = terminals,
      .n_choices = G_N_ELEMENTS(terminals) },
    { .key = "bags",
      .label = "Checked bags?",
      .kind = CX_FRAME_CHOICE,
      .choices = yes_no,
      .n_choices = G_N_ELEMENTS(yes_no) },
};

static uint8_t
random_answer(const CxFrameItem *item)
{
    const int luck = g_test_rand_int_range(0, 20);
    if (luck == 0)
        return CX_CODE_MISSING;
    if (luck == 1)
        return CX_CODE_NOT_APPLICABLE;
    if (item->kind == CX_FRAME_CHOICE)
        return item->choices[g_test_rand_int_range(0, (gint32)item->n_choices)].code;
    const int hi = item->kind == CX_FRAME_NPS ? 10 : item->hi;
    return (uint8_t)g_test_rand_int_range(item->lo, hi + 1);
}

Made *
made_random(size_t n, unsigned what)
{
    Made *made = g_new0(Made, 1);
    made->rows = g_new0(MadeRow, n + 1);
    made->n = n;
    made->is_weighted = (what & MADE_DECLARED) != 0;
    const int n_units = g_test_rand_int_range(1, 60);
    for (size_t r = 0; r < n; r++) {
        MadeRow *row = &made->rows[r];
        /* November 2016 to October 2019, in lumps */
        row->day.v = 17106 + g_test_rand_int_range(0, 1095) / 3 * 3;
        row->version = (uint8_t)g_test_rand_int_range(0, 2);
        row->mode = g_test_rand_int_range(0, 10) == 0 ? CX_CODE_MISSING
                                                      : (uint8_t)g_test_rand_int_range(0, 3);
        row->weight = NAN;
        if ((what & MADE_WEIGHTS) && g_test_rand_int_range(0, 12) > 0) {
            row->weight =
                g_test_rand_int_range(0, 40) == 0 ? 0.0 : g_test_rand_double_range(.2, 4.0);
        }
        row->is_named = (what & MADE_UNITS) && g_test_rand_int_range(0, 12) > 0;
        const int unit = g_test_rand_int_range(0, n_units);
        if (row->is_named && unit > 0)
            g_snprintf(row->unit, sizeof(row->unit), "%d", unit);
        for (size_t i = 0; i < MADE_ITEMS; i++)
            row->answers[i] = random_answer(&items[i]);
    }
    return made;
}

void
made_free(Made *made)
{
    g_free(made->rows);
    g_free(made);
}

void
made_shuffle(Made *made)
{
    for (size_t r = made->n; r > 1; r--) {
        const size_t other = (size_t)g_test_rand_int_range(0, (gint32)r);
        const MadeRow row = made->rows[r - 1];
        made->rows[r - 1] = made->rows[other];
        made->rows[other] = row;
    }
}

static CxFrameBuilder *
made_builder(const Made *made)
{
    g_autoptr(GError) error = NULL;
    CxFrameBuilder *builder =
        cx_frame_builder_new(&(CxFrameSpec){ .survey = "made",
                                             .title = "Made up",
                                             .overall = "recommend",
                                             .is_weighted = made->is_weighted });
    cx_frame_builder_set_margins(builder, made->n_margins);
    uint8_t code = 0;
    size_t index = 0;
    g_assert_true(cx_frame_builder_add_version(builder, "2017", "Form of 2017", &code, &error));
    g_assert_true(cx_frame_builder_add_version(builder, "2018", "Form of 2018", &code, &error));
    g_assert_true(cx_frame_builder_add_mode(builder, "self", "Self-administered", &code, &error));
    g_assert_true(cx_frame_builder_add_mode(builder, "interview", "Interview", &code, &error));
    g_assert_true(cx_frame_builder_add_mode(builder, "phone", "By phone", &code, &error));
    for (size_t i = 0; i < MADE_ITEMS; i++)
        g_assert_true(cx_frame_builder_add_item(builder, &items[i], &index, &error));
    return builder;
}

static void
made_add(CxFrameBuilder *builder, const Made *made, size_t begin, size_t end)
{
    g_autoptr(GError) error = NULL;
    for (size_t r = begin; r < end; r++) {
        const MadeRow *row = &made->rows[r];
        const CxFrameRow given = {
            row->day,     row->version, row->mode, row->weight, row->is_named ? row->unit : NULL,
            row->answers, NULL,
        };
        g_assert_true(cx_frame_builder_add_row(builder, &given, &error));
    }
}

CxFrame *
made_frame(const Made *made, size_t begin, size_t end)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(CxFrameBuilder) builder = made_builder(made);
    made_add(builder, made, begin, end);
    CxFrame *frame = cx_frame_builder_end(builder, &error);
    g_assert_no_error(error);
    return frame;
}

CxFrame *
made_frame_onto(const CxFrame *base, const Made *made, size_t begin, size_t end, GError **error)
{
    g_autoptr(CxFrameBuilder) builder = made_builder(made);
    g_assert_true(cx_frame_builder_continue(builder, base));
    made_add(builder, made, begin, end);
    return cx_frame_builder_end(builder, error);
}
