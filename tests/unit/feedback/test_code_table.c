/* Codes are found by their bytes and nothing else: a table says what a look through the list says. */
#include <string.h>

#include "feedback/code_table.h"

#define N_CODES 60

static const CxItemCode *
find_plainly(const CxItemCode *codes, size_t n_codes, const char *text)
{
    for (size_t i = 0; i < n_codes; i++) {
        if (strcmp(codes[i].source, text) == 0)
            return &codes[i];
    }
    return NULL;
}

/* Few letters, most of them alike, and lengths around eight and sixteen bytes, so that heads, tails
 * and what is between them collide. */
static char *
random_text(void)
{
    const int n = g_test_rand_int_range(0, 20);
    const int i_other = g_test_rand_int_range(0, 20);
    char *text = g_malloc0((gsize)n + 1);
    for (int i = 0; i < n; i++)
        text[i] = n <= 3 || i == i_other ? "ab\xc3"[g_test_rand_int_range(0, 3)] : 'a';
    return text;
}

static void
test_as_a_list(void)
{
    for (int i_run = 0; i_run < 300; i_run++) {
        g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func(g_free);
        CxItemCode codes[N_CODES] = { 0 };
        size_t n_codes = 0;
        const int n_wanted = g_test_rand_int_range(0, N_CODES);
        for (int i = 0; i < n_wanted; i++) {
            char *text = random_text();
            g_ptr_array_add(texts, text);
            if (find_plainly(codes, n_codes, text) == NULL)
                codes[n_codes++].source = text;
        }
        g_autoptr(CxCodeTable) table = cx_code_table_new(codes, n_codes);
        for (int i = 0; i < 200; i++) {
            g_autofree char *text = i < n_wanted ? g_strdup(texts->pdata[i]) : random_text();
            g_assert_true(cx_code_table_find(table, text, strlen(text)) ==
                          find_plainly(codes, n_codes, text));
        }
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/code_table/as_a_list", test_as_a_list);
    return g_test_run();
}
