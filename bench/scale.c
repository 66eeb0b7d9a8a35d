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
#include <stdlib.h>
#include <string.h>

#include "base/random.h"
#include "base/text.h"
#include "codec/json.h"
#include "column/segment.h"
#include "column/segment_priv.h"

static void
must(bool is_done, const GError *error)
{
    if (is_done)
        return;
    g_printerr("scale: %s\n", error != NULL ? error->message : "failed");
    exit(1);
}

static char *
stamp_of(const char *path)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *bytes = NULL;
    gsize n_bytes = 0;
    must(g_file_get_contents(path, &bytes, &n_bytes, &error), error);
    CxSegmentHead head;
    memcpy(&head, bytes, sizeof(head));
    g_autoptr(CxJson) meta = cx_json_parse(bytes + sizeof(head), head.meta_bytes, &error);
    must(meta != NULL, error);
    return g_strdup(cx_json_text(cx_json_member(meta, "stamp"), ""));
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

static CxFrame *
grown(const CxFrame *small, int64_t n_rows)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(CxFrameBuilder) builder = builder_like(small);
    const size_t n_small = cx_frame_n_rows(small), n_items = cx_frame_n_items(small);
    const int32_t first = cx_frame_first_day(small).v;
    const int64_t n_days = cx_frame_last_day(small).v - first + 1;
    g_autofree uint8_t *answers = g_malloc(n_items);
    CxRandom random = cx_random_seeded(20261122);
    for (int64_t i = 0; i < n_rows; i++) {
        const size_t like = row_below(&random, n_small);
        for (size_t k = 0; k < n_items; k++)
            answers[k] = cx_frame_answers(small, k)[row_below(&random, n_small)];
        const CxFrameRow row = {
            .day = { first + (int32_t)(i * n_days / n_rows) },
            .version = cx_frame_versions(small)[like],
            .mode = cx_frame_modes(small)[like],
            .weight = NAN,
            .answers = answers,
        };
        must(cx_frame_builder_add_row(builder, &row, &error), error);
    }
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
    g_autofree char *stamp = stamp_of(argv[1]);
    g_autoptr(CxFrame) small = cx_segment_map(argv[1], stamp, &error);
    must(small != NULL, error);
    g_autoptr(CxFrame) large = grown(small, n_rows);
    must(cx_segment_write(large, argv[1], stamp, &error), error);
    return 0;
}
