#include "make_frame.h"

#include <glib.h>
#include <glib/gstdio.h>
#include <math.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/error.h"
#include "column/segment.h"

typedef struct {
    char *folder, *path;
} Place;

static void
place_make(Place *place, CX_UNUSED const void *data)
{
    g_autoptr(GError) error = NULL;
    place->folder = g_dir_make_tmp("segment-XXXXXX", &error);
    g_assert_no_error(error);
    place->path = g_build_filename(place->folder, "made.seg", NULL);
}

static void
place_clear(Place *place, CX_UNUSED const void *data)
{
    (void)g_unlink(place->path);
    g_assert_cmpint(g_rmdir(place->folder), ==, 0); /* nothing was left beside it */
    g_free(place->path);
    g_free(place->folder);
}

static CxFrame *
written_and_mapped(const Place *place, const CxFrame *frame)
{
    g_autoptr(GError) error = NULL;
    g_assert_true(cx_segment_write(frame, place->path, "as made", &error));
    g_assert_no_error(error);
    CxFrame *mapped = cx_segment_map(place->path, "as made", &error);
    g_assert_no_error(error);
    g_assert_nonnull(mapped);
    return mapped;
}

static void
assert_column(const void *mapped, const void *made, size_t n_bytes)
{
    g_assert_true((mapped == NULL) == (made == NULL));
    g_assert_true(made == NULL || memcmp(mapped, made, n_bytes) == 0);
}

static void
assert_item(const CxFrameItem *mapped, const CxFrameItem *made)
{
    g_assert_cmpstr(mapped->key, ==, made->key);
    g_assert_cmpstr(mapped->label, ==, made->label);
    g_assert_cmpint(mapped->department, ==, made->department);
    g_assert_cmpint(mapped->kind, ==, made->kind);
    g_assert_cmpint(mapped->lo, ==, made->lo);
    g_assert_cmpint(mapped->hi, ==, made->hi);
    g_assert_cmpint(mapped->direction, ==, made->direction);
    g_assert_cmpint(mapped->is_fact, ==, made->is_fact);
    g_assert_cmpuint(mapped->n_choices, ==, made->n_choices);
    for (size_t i = 0; i < made->n_choices; i++) {
        g_assert_cmpint(mapped->choices[i].code, ==, made->choices[i].code);
        g_assert_cmpstr(mapped->choices[i].key, ==, made->choices[i].key);
        g_assert_cmpstr(mapped->choices[i].label, ==, made->choices[i].label);
    }
}

static void
assert_label(const CxFrameLabel *mapped, const CxFrameLabel *made)
{
    g_assert_cmpstr(mapped->key, ==, made->key);
    g_assert_cmpstr(mapped->label, ==, made->label);
}

static void
assert_words(const CxFrame *mapped, const CxFrame *made)
{
    g_assert_cmpstr(cx_frame_survey(mapped), ==, cx_frame_survey(made));
    g_assert_cmpstr(cx_frame_title(mapped), ==, cx_frame_title(made));
    g_assert_cmpstr(cx_frame_overall(mapped), ==, cx_frame_overall(made));
    g_assert_cmpint(cx_frame_is_weighted(mapped), ==, cx_frame_is_weighted(made));
    g_assert_cmpstr(cx_frame_fingerprint(mapped), ==, cx_frame_fingerprint(made));
    g_assert_cmpuint(cx_frame_n_versions(mapped), ==, cx_frame_n_versions(made));
    for (size_t i = 0; i < cx_frame_n_versions(made); i++)
        assert_label(cx_frame_version(mapped, i), cx_frame_version(made, i));
    g_assert_cmpuint(cx_frame_n_modes(mapped), ==, cx_frame_n_modes(made));
    for (size_t i = 0; i < cx_frame_n_modes(made); i++)
        assert_label(cx_frame_mode(mapped, i), cx_frame_mode(made, i));
}

static void
assert_values(CxValues mapped, CxValues made, size_t n)
{
    g_assert_cmpint(mapped.narrow != NULL, ==, made.narrow != NULL);
    for (size_t r = 0; r < n; r++)
        g_assert_cmpint(cx_values_at(mapped, r), ==, cx_values_at(made, r));
}

static void
assert_same(const CxFrame *mapped, const CxFrame *made)
{
    const size_t n = cx_frame_n_rows(made);
    assert_words(mapped, made);
    g_assert_cmpuint(cx_frame_n_rows(mapped), ==, n);
    g_assert_cmpint(cx_frame_first_day(mapped).v, ==, cx_frame_first_day(made).v);
    g_assert_cmpint(cx_frame_last_day(mapped).v, ==, cx_frame_last_day(made).v);
    g_assert_cmpuint(cx_frame_n_clusters(mapped), ==, cx_frame_n_clusters(made));
    assert_column(cx_frame_days(mapped), cx_frame_days(made), n * sizeof(uint16_t));
    assert_column(cx_frame_versions(mapped), cx_frame_versions(made), n);
    assert_column(cx_frame_modes(mapped), cx_frame_modes(made), n);
    assert_column(cx_frame_weights(mapped), cx_frame_weights(made), n * sizeof(double));
    assert_column(cx_frame_clusters(mapped), cx_frame_clusters(made), n * sizeof(uint32_t));
    g_assert_cmpuint(cx_frame_n_items(mapped), ==, cx_frame_n_items(made));
    for (size_t i = 0; i < cx_frame_n_items(made); i++) {
        assert_item(cx_frame_item(mapped, i), cx_frame_item(made, i));
        assert_column(cx_frame_answers(mapped, i), cx_frame_answers(made, i), n);
    }
    g_assert_cmpuint(cx_frame_n_facts(mapped), ==, cx_frame_n_facts(made));
    for (size_t i = 0; i < cx_frame_n_facts(made); i++) {
        const CxFrameFact *a = cx_frame_fact(mapped, i), *b = cx_frame_fact(made, i);
        g_assert_cmpstr(a->key, ==, b->key);
        g_assert_cmpstr(a->label, ==, b->label);
        g_assert_cmpstr(a->unit, ==, b->unit);
        g_assert_cmpint(a->decimals, ==, b->decimals);
        g_assert_cmpint(a->department, ==, b->department);
        g_assert_cmpint(a->direction, ==, b->direction);
        g_assert_cmpstr(a->class_item, ==, b->class_item);
        assert_values(cx_frame_fact_values(mapped, i), cx_frame_fact_values(made, i), n);
    }
}

static void
test_same(Place *place, CX_UNUSED const void *data)
{
    static const size_t sizes[] = { 1, 2, 63, 4096, 5000 };
    for (size_t i = 0; i < G_N_ELEMENTS(sizes); i++) {
        for (unsigned what = 0; what < 8; what++) {
            g_autoptr(Made) made = made_random(sizes[i], what);
            g_autoptr(CxFrame) frame = made_frame(made, 0, made->n);
            g_autoptr(CxFrame) mapped = written_and_mapped(place, frame);
            assert_same(mapped, frame);
        }
    }
}

/* Of a survey of one question and a fact. */
static CxFrameBuilder *
builder_with_facts(void)
{
    g_autoptr(GError) error = NULL;
    CxFrameBuilder *builder = cx_frame_builder_new(
        &(CxFrameSpec){ .survey = "s", .title = "\"T\" \xE2\x80\xA8 \xF0\x9F\x98\x80" });
    uint8_t version = 0;
    size_t index = 0;
    const CxFrameItem item = { .key = "q", .kind = CX_FRAME_RATING, .lo = 1, .hi = 5 };
    const CxFrameFact fact = { .key = "days-late",
                               .label = "Days late",
                               .unit = "days",
                               .decimals = 1,
                               .department = INT64_MAX,
                               .direction = CX_FRAME_LOW_IS_GOOD };
    g_assert_true(cx_frame_builder_add_version(builder, "v", NULL, &version, &error));
    g_assert_true(cx_frame_builder_add_item(builder, &item, &index, &error));
    g_assert_true(cx_frame_builder_add_fact(builder, &fact, &index, &error));
    return builder;
}

static void
add_facts(CxFrameBuilder *builder, const int64_t values[3])
{
    g_autoptr(GError) error = NULL;
    for (size_t r = 0; r < 3; r++) {
        const uint8_t answer = (uint8_t)(r + 1);
        const CxFrameRow row = {
            { 20000 + (int32_t)r }, 0, CX_CODE_MISSING, NAN, NULL, &answer, &values[r]
        };
        g_assert_true(cx_frame_builder_add_row(builder, &row, &error));
    }
}

static CxFrame *
frame_with_facts(const int64_t values[3])
{
    g_autoptr(GError) error = NULL;
    g_autoptr(CxFrameBuilder) builder = builder_with_facts();
    add_facts(builder, values);
    CxFrame *frame = cx_frame_builder_end(builder, &error);
    g_assert_no_error(error);
    return frame;
}

static const int64_t wide_facts[] = { 31, CX_FACT_MISSING, INT64_MAX };
static const int64_t narrow_facts[] = { INT32_MIN + 1, CX_FACT_MISSING, INT32_MAX };
static const int64_t least_wide[] = { 1, 2, INT32_MIN };

static void
test_facts(Place *place, CX_UNUSED const void *data)
{
    static const int64_t *const all[] = { wide_facts, narrow_facts, least_wide };
    for (size_t i = 0; i < G_N_ELEMENTS(all); i++) {
        g_autoptr(CxFrame) frame = frame_with_facts(all[i]);
        const CxValues values = cx_frame_fact_values(frame, 0);
        g_assert_cmpint(values.narrow != NULL, ==, all[i] == narrow_facts);
        for (size_t r = 0; r < 3; r++)
            g_assert_cmpint(cx_values_at(values, r), ==, all[i][r]);
        g_autoptr(CxFrame) mapped = written_and_mapped(place, frame);
        assert_same(mapped, frame);
    }
}

/* Values onto those of a segment: as wide as they are, and not at all where they do not fit. */
static void
test_facts_onto(Place *place, CX_UNUSED const void *data)
{
    static const int64_t *const bases[] = { narrow_facts, wide_facts };
    for (size_t i = 0; i < G_N_ELEMENTS(bases); i++) {
        g_autoptr(CxFrame) frame = frame_with_facts(bases[i]);
        g_autoptr(CxFrame) mapped = written_and_mapped(place, frame);
        for (size_t k = 0; k < G_N_ELEMENTS(bases); k++) {
            g_autoptr(GError) error = NULL;
            g_autoptr(CxFrameBuilder) builder = builder_with_facts();
            g_assert_true(cx_frame_builder_continue(builder, mapped));
            add_facts(builder, bases[k]);
            g_autoptr(CxFrame) both = cx_frame_builder_end(builder, &error);
            if (i < k) {
                g_assert_error(error, CX_ERROR, CX_ERROR_CONFLICT);
                continue;
            }
            g_assert_no_error(error);
            for (size_t r = 0; r < 6; r++) {
                const int64_t want = (r % 2 == 0 ? bases[i] : bases[k])[r / 2];
                g_assert_cmpint(cx_values_at(cx_frame_fact_values(both, 0), r), ==, want);
            }
        }
    }
}

static void
test_stamp(Place *place, CX_UNUSED const void *data)
{
    g_autoptr(GError) none = NULL;
    g_assert_null(cx_segment_map(place->path, "as made", &none));
    g_assert_error(none, CX_ERROR, CX_ERROR_NOT_FOUND);
    g_autoptr(CxFrame) frame = frame_with_facts(wide_facts);
    g_autoptr(CxFrame) mapped = written_and_mapped(place, frame);
    g_autoptr(GError) other = NULL;
    g_assert_null(cx_segment_map(place->path, "as made since", &other));
    g_assert_error(other, CX_ERROR, CX_ERROR_NOT_FOUND);
}

static void
test_replaced(Place *place, CX_UNUSED const void *data)
{
    g_autoptr(Made) made = made_random(3000, MADE_WEIGHTS);
    g_autoptr(CxFrame) frame = made_frame(made, 0, 2000);
    g_autoptr(CxFrame) mapped = written_and_mapped(place, frame);
    g_autoptr(CxFrame) more = made_frame(made, 0, 3000);
    g_autoptr(CxFrame) mapped_more = written_and_mapped(place, more);
    assert_same(mapped, frame); /* who holds the old one keeps it */
    assert_same(mapped_more, more);
}

static void
put(const Place *place, const char *bytes, size_t n)
{
    g_autoptr(GError) error = NULL;
    g_assert_true(g_file_set_contents(place->path, bytes, (gssize)n, &error));
    g_assert_no_error(error);
}

/* Cut anywhere it is refused; with a byte changed it is refused, or the byte was none of it. */
static void
test_damaged(Place *place, CX_UNUSED const void *data)
{
    g_autoptr(Made) made = made_random(50, MADE_WEIGHTS | MADE_UNITS);
    g_autoptr(CxFrame) frame = made_frame(made, 0, made->n);
    g_autoptr(CxFrame) whole = written_and_mapped(place, frame);
    g_autofree char *bytes = NULL;
    gsize n = 0;
    g_assert_true(g_file_get_contents(place->path, &bytes, &n, NULL));
    for (gsize cut = 0; cut < n; cut += 1 + cut / 50) {
        g_autoptr(GError) error = NULL;
        put(place, bytes, cut);
        g_assert_null(cx_segment_map(place->path, "as made", &error));
        g_assert_error(error, CX_ERROR, CX_ERROR_CORRUPT);
        g_assert_nonnull(strstr(error->message, place->path));
    }
    for (int i = 0; i < 2000; i++) {
        const gsize at = (gsize)g_test_rand_int_range(0, i % 2 == 0 ? 4096 : (gint32)n);
        const char bit = (char)(1 << g_test_rand_int_range(0, 7));
        bytes[at] = (char)(bytes[at] ^ bit);
        put(place, bytes, n);
        g_autoptr(GError) error = NULL;
        g_autoptr(CxFrame) mapped = cx_segment_map(place->path, "as made", &error);
        if (mapped != NULL)
            assert_same(mapped, frame);
        else
            g_assert_error(error, CX_ERROR, CX_ERROR_CORRUPT);
        bytes[at] = (char)(bytes[at] ^ bit);
    }
}

/* What a writer that was killed left beside the segment. */
static void
leftovers_remove(const Place *place)
{
    g_autoptr(GDir) dir = g_dir_open(place->folder, 0, NULL);
    const char *name = NULL;
    while ((name = g_dir_read_name(dir)) != NULL) {
        g_autofree char *path = g_build_filename(place->folder, name, NULL);
        if (strcmp(path, place->path) != 0)
            g_assert_cmpint(g_unlink(path), ==, 0);
    }
}

/* Writes one frame after the other until it is killed, and says so each time. */
static void G_GNUC_NORETURN
write_for_ever(const Place *place, const CxFrame *const frames[2], int tell)
{
    for (unsigned i = 0;; i++) {
        if (!cx_segment_write(frames[i % 2], place->path, "as made", NULL) ||
            write(tell, "x", 1) != 1)
            _exit(1);
    }
}

static void
write_and_be_killed(const Place *place, const CxFrame *const frames[2])
{
    int ends[2];
    g_assert_cmpint(pipe(ends), ==, 0);
    const pid_t child = fork();
    g_assert_cmpint(child, >=, 0);
    if (child == 0)
        write_for_ever(place, frames, ends[1]);
    char byte = 0;
    for (int n = g_test_rand_int_range(1, 6); n > 0; n--)
        g_assert_cmpint((gint64)read(ends[0], &byte, 1), ==, 1);
    g_assert_cmpint(kill(child, SIGKILL), ==, 0);
    int status = 0;
    g_assert_cmpint(waitpid(child, &status, 0), ==, child);
    g_assert_true(WIFSIGNALED(status));
    (void)close(ends[0]);
    (void)close(ends[1]);
}

/* A process killed while it writes leaves the frame before or the new one, whole. */
static void
test_killed(Place *place, CX_UNUSED const void *data)
{
    g_autoptr(Made) made = made_random(6000, MADE_WEIGHTS);
    g_autoptr(CxFrame) one = made_frame(made, 0, 5000);
    g_autoptr(CxFrame) other = made_frame(made, 0, 6000);
    const CxFrame *const frames[2] = { one, other };
    for (int i = 0; i < 40; i++) {
        write_and_be_killed(place, frames);
        g_autoptr(GError) error = NULL;
        g_autoptr(CxFrame) mapped = cx_segment_map(place->path, "as made", &error);
        g_assert_no_error(error);
        assert_same(mapped, cx_frame_n_rows(mapped) == 5000 ? one : other);
        leftovers_remove(place);
    }
}

static void
test_no_folder(Place *place, CX_UNUSED const void *data)
{
    g_autoptr(CxFrame) frame = frame_with_facts(wide_facts);
    g_autofree char *path = g_build_filename(place->path, "not", "there.seg", NULL);
    g_autoptr(GError) error = NULL;
    g_assert_false(cx_segment_write(frame, path, "as made", &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_IO);
    g_assert_nonnull(strstr(error->message, path));
}

static void
add(const char *name, void (*test)(Place *, const void *))
{
    g_test_add(name, Place, NULL, place_make, test, place_clear);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    add("/segment/same", test_same);
    add("/segment/facts", test_facts);
    add("/segment/facts_onto", test_facts_onto);
    add("/segment/stamp", test_stamp);
    add("/segment/replaced", test_replaced);
    add("/segment/damaged", test_damaged);
    add("/segment/killed", test_killed);
    add("/segment/no_folder", test_no_folder);
    return g_test_run();
}
