/* The answers blob: what goes in comes out, one form each, and nothing else is read. */
#include <string.h>

#include "base/error.h"
#include "feedback/answers.h"

#define ANSWERS_MAX 40

static CxAnswersStep
read_all(const uint8_t *data, size_t len_bytes, GArray *out, GError **error)
{
    CxAnswersReader reader;
    if (!cx_answers_reader_init(&reader, data, len_bytes, error))
        return CX_ANSWERS_ERROR;
    for (;;) {
        CxAnswer answer = { 0 };
        const CxAnswersStep step = cx_answers_reader_next(&reader, &answer, error);
        if (step != CX_ANSWERS_ANSWER)
            return step;
        g_array_append_val(out, answer);
    }
}

static size_t
random_answers(CxAnswer answers[ANSWERS_MAX])
{
    const size_t n = (size_t)g_test_rand_int_range(0, ANSWERS_MAX);
    int64_t item = 0;
    for (size_t i = 0; i < n; i++) {
        item += 1 + (g_test_rand_bit() ? 0 : g_test_rand_int_range(0, 100000));
        answers[i] = (CxAnswer){ .item = item };
        const int which = g_test_rand_int_range(0, 6);
        if (which == 0)
            answers[i].is_not_applicable = true;
        else if (which == 1)
            answers[i].code = CX_ANSWER_CODE_MAX;
        else if (which == 2)
            answers[i].code = CX_ANSWER_CODE_MIN;
        else
            answers[i].code = g_test_rand_int_range(-300, 300);
    }
    return n;
}

static void
test_example(void)
{
    static const CxAnswer answers[] = {
        { .item = 3, .code = 10 },
        { .item = 4, .is_not_applicable = true },
        { .item = 300, .code = -1 },
    };
    static const uint8_t want[] = { 1, 3, 3, 21, 1, 0, 0xA8, 0x02, 2 };
    g_autoptr(GByteArray) blob = g_byte_array_new();
    cx_answers_append(blob, answers, G_N_ELEMENTS(answers));
    g_assert_cmpmem(blob->data, blob->len, want, sizeof want);
}

static void
test_round_trip(void)
{
    for (int round = 0; round < 2000; round++) {
        CxAnswer answers[ANSWERS_MAX];
        const size_t n = random_answers(answers);
        g_autoptr(GByteArray) blob = g_byte_array_new();
        cx_answers_append(blob, answers, n);

        g_autoptr(GArray) back = g_array_new(FALSE, TRUE, sizeof(CxAnswer));
        g_autoptr(GError) error = NULL;
        g_assert_cmpint(read_all(blob->data, blob->len, back, &error), ==, CX_ANSWERS_END);
        g_assert_no_error(error);
        g_assert_cmpuint(back->len, ==, n);
        for (size_t i = 0; i < n; i++) {
            const CxAnswer *got = &g_array_index(back, CxAnswer, i);
            g_assert_cmpint(got->item, ==, answers[i].item);
            g_assert_cmpint(got->code, ==, answers[i].code);
            g_assert_true(got->is_not_applicable == answers[i].is_not_applicable);
        }
    }
}

/* Whatever bytes are read without an error are the bytes that would be written. */
static void
test_one_form(void)
{
    for (int round = 0; round < 20000; round++) {
        CxAnswer answers[ANSWERS_MAX];
        const size_t n = random_answers(answers);
        g_autoptr(GByteArray) blob = g_byte_array_new();
        cx_answers_append(blob, answers, n);
        const int changes = g_test_rand_int_range(1, 4);
        for (int i = 0; i < changes && blob->len > 0; i++) {
            const guint at = (guint)g_test_rand_int_range(0, (gint32)blob->len);
            if (g_test_rand_bit())
                blob->data[at] = (uint8_t)g_test_rand_int_range(0, 256);
            else
                g_byte_array_set_size(blob, at);
        }

        g_autoptr(GArray) back = g_array_new(FALSE, TRUE, sizeof(CxAnswer));
        g_autoptr(GError) error = NULL;
        if (read_all(blob->data, blob->len, back, &error) == CX_ANSWERS_ERROR) {
            g_assert_error(error, CX_ERROR, CX_ERROR_CORRUPT);
            continue;
        }
        g_autoptr(GByteArray) again = g_byte_array_new();
        cx_answers_append(again, (const CxAnswer *)(const void *)back->data, back->len);
        g_assert_cmpmem(again->data, again->len, blob->data, blob->len);
    }
}

static void
test_corrupt(void)
{
    static const struct {
        const char *why;
        uint8_t bytes[14];
        size_t len_bytes;
    } rows[] = {
        { "no bytes", { 0 }, 0 },
        { "another format", { 2, 0 }, 2 },
        { "no count", { 1 }, 1 },
        { "count beyond the bytes", { 1, 9, 1, 1 }, 4 },
        { "an answer breaks off", { 1, 1, 5 }, 3 },
        { "a varint breaks off", { 1, 1, 0x85 }, 3 },
        { "a varint in a longer form", { 1, 1, 0x85, 0x00, 1 }, 5 },
        { "an item twice", { 1, 2, 5, 1, 0, 1 }, 6 },
        { "bytes after the end", { 1, 1, 5, 1, 7 }, 5 },
        { "a varint over 64 bits",
          { 1, 1, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x02, 1 },
          13 },
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_test_message("%s", rows[i].why);
        g_autoptr(GArray) back = g_array_new(FALSE, TRUE, sizeof(CxAnswer));
        g_autoptr(GError) error = NULL;
        g_assert_cmpint(read_all(rows[i].bytes, rows[i].len_bytes, back, &error), ==,
                        CX_ANSWERS_ERROR);
        g_assert_error(error, CX_ERROR, CX_ERROR_CORRUPT);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/feedback/answers/example", test_example);
    g_test_add_func("/feedback/answers/round-trip", test_round_trip);
    g_test_add_func("/feedback/answers/one-form", test_one_form);
    g_test_add_func("/feedback/answers/corrupt", test_corrupt);
    return g_test_run();
}
