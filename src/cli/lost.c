#include "cli/lost.h"

#include <signal.h>
#include <stddef.h>
#include <unistd.h>

#include "lang/assert.h"
#include "lang/lang.h"

static const char words[] =
    "coalition: a file lost bytes while it was being read, most likely a segment of the home; "
    "nothing that is\n"
    "stored was touched. Start again: what is damaged is made again from the store.\n";

/* Only what a handler may call. The disposition is the default again: on return the read fails once more, and
 * the signal ends the program, as it does without this. */
static void
say_lost(int number CX_UNUSED)
{
    const ssize_t n_written = write(STDERR_FILENO, words, sizeof words - 1);
    (void)n_written; /* nobody is left to be told */
}

void
cx_cli_watch_lost(void)
{
    struct sigaction action = { .sa_handler = say_lost, .sa_flags = (int)SA_RESETHAND };
    (void)sigemptyset(&action.sa_mask); /* cannot fail */
    const int failed = sigaction(SIGBUS, &action, NULL);
    cx_assert(failed == 0);
}
