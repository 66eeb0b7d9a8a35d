/* A fuzz target's main where there is no fuzzer: every file of its corpus, then what random changes
 * make of them.
 *
 *     fuzz_x CORPUS [RUNS [SEED]]
 *
 * RUNS mutations (2000) from SEED (1), which is printed; a crash is repeated with the same two
 * numbers. Prints TAP. */
#include <glib.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/random.h"
#include "base/secret.h"
#include "lang/assert.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len_bytes);

static int
by_name(gconstpointer a, gconstpointer b)
{
    const char *const *p = a;
    const char *const *q = b;
    return strcmp(*p, *q);
}

/* The corpus in order of name, so that a seed means the same everywhere. */
static GPtrArray *
load_corpus(const char *folder)
{
    GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
    GDir *dir = g_dir_open(folder, 0, NULL);
    cx_assert(dir != NULL);
    for (const char *name = g_dir_read_name(dir); name != NULL; name = g_dir_read_name(dir))
        g_ptr_array_add(names, g_build_filename(folder, name, NULL));
    g_dir_close(dir);
    g_ptr_array_sort(names, by_name);
    GPtrArray *corpus = g_ptr_array_new_with_free_func((GDestroyNotify)g_bytes_unref);
    for (guint i = 0; i < names->len; i++) {
        char *data = NULL;
        gsize len_bytes = 0;
        cx_assert(g_file_get_contents(g_ptr_array_index(names, i), &data, &len_bytes, NULL));
        g_ptr_array_add(corpus, g_bytes_new_take(data, len_bytes));
    }
    g_ptr_array_unref(names);
    return corpus;
}

/* An exact copy on the heap, so that a sanitizer sees one byte too far. */
static void
run_one(const uint8_t *data, size_t len_bytes)
{
    uint8_t *copy = g_new(uint8_t, len_bytes);
    if (len_bytes > 0)
        memcpy(copy, data, len_bytes);
    (void)LLVMFuzzerTestOneInput(copy, len_bytes);
    g_free(copy);
}

static GByteArray *
copy_of(const GPtrArray *corpus, CxRandom *random)
{
    GBytes *bytes = g_ptr_array_index(corpus, cx_random_below(random, corpus->len));
    gsize len_bytes = 0;
    const uint8_t *data = g_bytes_get_data(bytes, &len_bytes);
    GByteArray *copy = g_byte_array_new();
    g_byte_array_append(copy, data, (guint)len_bytes);
    return copy;
}

static void
mutate(GByteArray *data, const GPtrArray *corpus, CxRandom *random)
{
    static const uint8_t telling[] = { 0,   '\n', '\r', '"', ',',  ';',  '&',  '=',  '%',  '+', '{',
                                       '}', '<',  ':',  '/', '\\', 0x7F, 0x80, 0xC3, 0xED, 0xFF };
    const guint at = data->len == 0 ? 0 : (guint)cx_random_below(random, data->len);
    const uint8_t byte = telling[cx_random_below(random, sizeof telling)];
    switch (cx_random_below(random, 6)) {
    case 0:
        g_byte_array_set_size(data, at);
        break;
    case 1:
        if (data->len > 0)
            data->data[at] ^= (uint8_t)(1U << cx_random_below(random, 8));
        break;
    case 2:
        if (data->len > 0)
            data->data[at] = byte;
        break;
    case 3:
        if (data->len > 0)
            g_byte_array_remove_index(data, at);
        break;
    case 4: {
        GByteArray *other = copy_of(corpus, random);
        g_byte_array_append(data, other->data, other->len);
        g_byte_array_unref(other);
        break;
    }
    default:
        g_byte_array_append(data, &byte, 1);
        break;
    }
}

static uint64_t
number_of(const char *text)
{
    guint64 value = 0;
    cx_assert(g_ascii_string_to_unsigned(text, 10, 0, G_MAXUINT64, &value, NULL));
    return value;
}

int
main(int argc, char **argv)
{
    cx_assert(argc >= 2);
    cx_secret_start();
    const uint64_t n_runs = argc > 2 ? number_of(argv[2]) : 2000;
    const uint64_t seed = argc > 3 ? number_of(argv[3]) : 1;
    GPtrArray *corpus = load_corpus(argv[1]);
    for (guint i = 0; i < corpus->len; i++) {
        gsize len_bytes = 0;
        const uint8_t *data = g_bytes_get_data(g_ptr_array_index(corpus, i), &len_bytes);
        run_one(data, len_bytes);
    }
    (void)printf("ok 1 - corpus of %u\n", corpus->len);
    (void)printf("# seed %" G_GUINT64_FORMAT "\n", seed);
    CxRandom random = cx_random_seeded(seed);
    for (uint64_t i = 0; corpus->len > 0 && i < n_runs; i++) {
        GByteArray *data = copy_of(corpus, &random);
        const uint64_t n_changes = 1 + cx_random_below(&random, 8);
        for (uint64_t j = 0; j < n_changes; j++)
            mutate(data, corpus, &random);
        run_one(data->data, data->len);
        g_byte_array_unref(data);
    }
    (void)printf("ok 2 - %" G_GUINT64_FORMAT " mutations\n1..2\n", n_runs);
    g_ptr_array_unref(corpus);
    return 0;
}
