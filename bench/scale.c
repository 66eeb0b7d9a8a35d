/* A survey grown to any size, for bench_scale.py: takes the segment of a small one and writes one with as
 * many responses as asked for straight into its place, under the same stamp, so that the program maps it.
 *
 *     scale SEGMENT RESPONSES
 *
 * Rows are drawn from the small survey's, each answer from another row: its shares stay, its correlations go.
 * Days are spread evenly from its first to its last. */
#include <glib.h>
#include <math.h>
#include <stdio.h>
#include <unistd.h>

#include "base/random.h"
#include "base/text.h"
#include "column/segment.h"

static void
must(bool is_done, const GError *error)
{
    if (is_done)
        return;
    g_printerr("scale: %s\n", error != NULL ? error->message : "failed");
    _exit(1);
}

static CxFrameBuilder *
builder_like(const CxFrame *small)
{
    const CxFrameSpec spec = {
        .survey = cx_frame_survey(small),
        .title = cx_frame_title(small),
        .overall = cx_frame_overall(small),
        .is_weighted = cx_frame_is_weighted(small),
    };
    CxFrameBuilder *builder = cx_frame_builder_new(&spec);
    g_autoptr(GError) error = NULL;
    uint8_t code = 0;
    size_t index = 0;
    for (size_t i = 0; i < cx_frame_n_versions(small); i++) {
        const CxFrameLabel *label = cx_frame_version(small, i);
        must(cx_frame_builder_add_version(builder, label->key, label->label, &code, &error), error);
    }
    for (size_t i = 0; i < cx_frame_n_modes(small); i++) {
        const CxFrameLabel *label = cx_frame_mode(small, i);
        must(cx_frame_builder_add_mode(builder, label->key, label->label, &code, &error), error);
    }
    for (size_t i = 0; i < cx_frame_n_items(small); i++)
        must(cx_frame_builder_add_item(builder, cx_frame_item(small, i), &index, &error), error);
    return builder;
}

static size_t
row_below(CxRandom *random, size_t n)
{
    return (size_t)cx_random_below(random, n);
}

/* Row i of n_rows, each answer that of some row of the small survey. */
static void
add_row(CxFrameBuilder *builder, const CxFrame *small, CxRandom *random, uint8_t *answers,
        const int64_t place[2])
{
    const size_t n_small = cx_frame_n_rows(small), n_items = cx_frame_n_items(small);
    const int32_t first = cx_frame_first_day(small).v;
    const int64_t n_days = cx_frame_last_day(small).v - first + 1;
    const size_t like = row_below(random, n_small);
    for (size_t k = 0; k < n_items; k++)
        answers[k] = cx_frame_answers(small, k)[row_below(random, n_small)];
    const CxFrameRow row = {
        .day = { first + (int32_t)(place[0] * n_days / place[1]) },
        .version = cx_frame_versions(small)[like],
        .mode = cx_frame_modes(small)[like],
        .weight = NAN,
        .answers = answers,
    };
    g_autoptr(GError) error = NULL;
    must(cx_frame_builder_add_row(builder, &row, &error), error);
}

static CxFrame *
grown(const CxFrame *small, int64_t n_rows)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(CxFrameBuilder) builder = builder_like(small);
    g_autofree uint8_t *answers = g_malloc(cx_frame_n_items(small));
    CxRandom random = cx_random_seeded(20261122);
    for (int64_t i = 0; i < n_rows; i++)
        add_row(builder, small, &random, answers, (const int64_t[]){ i, n_rows });
    CxFrame *frame = cx_frame_builder_end(builder, &error);
    must(frame != NULL, error);
    return frame;
}

int
main(int argc, char **argv)
{
    int64_t n_rows = 0;
    if (argc != 3 || !cx_text_parse_i64(argv[2], &n_rows, NULL) || n_rows < 1) {
        g_printerr("usage: scale SEGMENT RESPONSES\n");
        return 1;
    }
    g_autoptr(GError) error = NULL;
    g_autoptr(CxFrame) small = cx_segment_map(argv[1], NULL, &error);
    must(small != NULL, error);
    g_autoptr(CxFrame) large = grown(small, n_rows);
    must(cx_segment_write(large, argv[1], cx_frame_stamp(small), &error), error);
    return 0;
}
