#include "support/says.h"

#include <glib.h>
#include <string.h>

void
assert_says(const char *text, const char *words)
{
    if (strstr(text, words) == NULL)
        g_error("\"%s\" is not in:\n%s", words, text);
}

void
assert_silent(const char *text, const char *words)
{
    if (strstr(text, words) != NULL)
        g_error("\"%s\" is in:\n%s", words, text);
}
