/* Runs a fuzz target without a fuzzer: on each file of a corpus, on each small one cut off after every
 * byte, then on mutations of them.
 *
 *     fuzz_x [--runs N] [--seed S] [--save FILE] FILE|FOLDER…
 *
 * The same seed gives the same inputs. --save keeps the last input, so that the one which ended the
 * program is there to be looked at, and to be added to the corpus under the name of its bug. */
#include "fuzz.h"

#include <glib.h>
#include <stdlib.h>
#include <string.h>

#define INPUT_BYTES_MAX 65536
#define CUT_BYTES_MAX   4096 /* of a file that is cut off everywhere */

static GPtrArray *corpus; /* of GString */
static const char *save_path;

static void
run_input(const GString *input)
{
    if (save_path != NULL)
        g_assert_true(g_file_set_contents(save_path, input->str, (gssize)input->len, NULL));
    /* An exact copy on the heap lets ASan and valgrind see a read past its end. */
    uint8_t *copy = g_malloc(MAX(input->len, 1));
    memcpy(copy, input->str, input->len);
    (void)LLVMFuzzerTestOneInput(copy, input->len); /* always 0 */
    g_free(copy);
}

static void
run_cut(const GString *whole)
{
    for (gsize n = 0; n < whole->len && whole->len <= CUT_BYTES_MAX; n++) {
        g_autoptr(GString) cut = g_string_new_len(whole->str, (gssize)n);
        run_input(cut);
    }
}

static int
compare_names(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static void
add_path(const char *path)
{
    g_autoptr(GDir) dir = g_dir_open(path, 0, NULL);
    if (dir == NULL) {
        char *text = NULL;
        gsize n = 0;
        g_autoptr(GError) error = NULL;
        if (!g_file_get_contents(path, &text, &n, &error)) {
            g_printerr("%s\n", error->message);
            exit(2);
        }
        g_ptr_array_add(corpus, g_string_new_len(text, (gssize)n));
        g_free(text);
        return;
    }
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    for (const char *name = g_dir_read_name(dir); name != NULL; name = g_dir_read_name(dir))
        g_ptr_array_add(names, g_build_filename(path, name, NULL));
    g_ptr_array_sort(names, compare_names);
    for (guint i = 0; i < names->len; i++)
        add_path(g_ptr_array_index(names, i));
}

/* A random place in the input and a random length from there. */
static size_t
random_span(GRand *random, const GString *input, size_t *ret_n)
{
    const size_t at = (size_t)g_rand_int_range(random, 0, (gint32)input->len + 1);
    const size_t n_left = MIN(input->len - at, 64);
    *ret_n = (size_t)g_rand_int_range(random, 0, (gint32)n_left + 1);
    return at;
}

static void
mutate(GRand *random, GString *input)
{
    static const char bytes[] = "\"\"\",;\t|\r\n\n {}[]:\\u'=&%<>\x00\xff\xc3\xef\xbb\xbf"
                                "09-+.e";
    size_t n = 0;
    const size_t at = random_span(random, input, &n);
    const char byte = bytes[g_rand_int_range(random, 0, sizeof bytes - 1)];
    const GString *other =
        g_ptr_array_index(corpus, g_rand_int_range(random, 0, (gint32)corpus->len));
    g_autofree char *span = g_strndup(input->str + at, n);
    switch (g_rand_int_range(random, 0, 6)) {
    case 0:
        g_string_insert_c(input, (gssize)at, byte);
        break;
    case 1:
        g_string_erase(input, (gssize)at, (gssize)n);
        break;
    case 2: /* double a span somewhere */
        for (int i = g_rand_int_range(random, 1, 40); i > 0; i--)
            g_string_insert(input, (gssize)at, span);
        break;
    case 3: /* go on as another input does */
        g_string_truncate(input, at);
        g_string_append_len(input, other->str + MIN(at, other->len),
                            (gssize)(other->len - MIN(at, other->len)));
        break;
    case 4:
        if (at < input->len)
            input->str[at] = (char)(input->str[at] ^ (1 << g_rand_int_range(random, 0, 8)));
        break;
    default:
        if (at < input->len)
            input->str[at] = byte;
        break;
    }
    if (input->len > INPUT_BYTES_MAX)
        g_string_truncate(input, INPUT_BYTES_MAX);
}

int
main(int argc, char **argv)
{
    gint64 n_runs = 0;
    gint64 seed = 0;
    g_autofree char *save = NULL;
    g_auto(GStrv) paths = NULL;
    const GOptionEntry entries[] = {
        { "runs", 0, 0, G_OPTION_ARG_INT64, &n_runs, "Mutations to run", "N" },
        { "seed", 0, 0, G_OPTION_ARG_INT64, &seed, "Start of the random numbers, 0 for any", "S" },
        { "save", 0, 0, G_OPTION_ARG_FILENAME, &save, "Where to keep the last input", "FILE" },
        { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &paths, NULL, "FILE|FOLDER…" },
        { 0 },
    };
    g_autoptr(GOptionContext) context = g_option_context_new("- replay a fuzz target");
    g_option_context_add_main_entries(context, entries, NULL);
    g_autoptr(GError) error = NULL;
    if (!g_option_context_parse(context, &argc, &argv, &error)) {
        g_printerr("%s\n", error->message);
        return 2;
    }
    save_path = save;
    corpus = g_ptr_array_new();
    g_ptr_array_add(corpus, g_string_new(NULL));
    for (size_t i = 0; paths != NULL && paths[i] != NULL; i++)
        add_path(paths[i]);
    for (guint i = 0; i < corpus->len; i++) {
        run_input(g_ptr_array_index(corpus, i));
        run_cut(g_ptr_array_index(corpus, i));
    }
    if (seed == 0)
        seed = (gint64)g_random_int();
    g_print("%u inputs, %" G_GINT64_FORMAT " mutations, --seed %" G_GINT64_FORMAT "\n", corpus->len,
            n_runs, seed);
    g_autoptr(GRand) random = g_rand_new_with_seed((guint32)seed);
    for (gint64 i = 0; i < n_runs; i++) {
        const GString *from =
            g_ptr_array_index(corpus, g_rand_int_range(random, 0, (gint32)corpus->len));
        g_autoptr(GString) input = g_string_new_len(from->str, (gssize)from->len);
        for (int k = g_rand_int_range(random, 1, 8); k > 0; k--)
            mutate(random, input);
        run_input(input);
    }
    for (guint i = 0; i < corpus->len; i++)
        g_string_free(g_ptr_array_index(corpus, i), TRUE);
    g_ptr_array_unref(corpus);
    return 0;
}
