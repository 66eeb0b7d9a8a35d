/* Message files: what is refused says which line; what is added can be said with any arguments. */
#include "fuzz.h"

#include <math.h>
#include <string.h>

#include "base/error.h"
#include "base/message.h"

static void
say(const CxCatalogue *catalogue, const char *key, double n)
{
    const CxMessageArg args[] = {
        { .name = "n", .number = n },
        { .name = "who", .text = "Ann" },
        { .name = "role", .text = "owner" },
        { .name = NULL },
    };
    g_autofree char *text = cx_message_format_args(catalogue, key, args);
    g_assert_true(g_utf8_validate(text, -1, NULL));
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n_bytes)
{
    g_autofree char *source = g_strndup((const char *)bytes, n_bytes);
    g_autoptr(GError) error = NULL;
    g_autoptr(CxCatalogue) catalogue = cx_catalogue_new("pl", NULL, &error);
    g_assert_no_error(error);
    if (!cx_catalogue_add(catalogue, "fuzz.msg", source, &error)) {
        g_assert_error(error, CX_ERROR, CX_ERROR_CORRUPT);
        g_assert_true(g_str_has_prefix(error->message, "fuzz.msg:"));
    }
    size_t n = 0;
    g_autofree const char **keys = cx_catalogue_list_keys(catalogue, &n);
    for (size_t i = 0; i < n; i++) {
        say(catalogue, keys[i], 1);
        say(catalogue, keys[i], -1234567.25);
        say(catalogue, keys[i], (double)NAN);
        const char *constant = cx_message_constant(cx_catalogue_find(catalogue, keys[i]));
        g_assert_true(constant == NULL || *constant != '\0');
    }
    return 0;
}
