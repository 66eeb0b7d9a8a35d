/* Many commands in one process, for tests that ask for thousands: the home is opened once, everything else is the
 * program's own.
 *
 *     many HOME
 *
 * Each line of standard input is a command, its words parted by tabs. The answer is a line with the exit status and
 * the lengths of what was said on standard output and standard error, then both. */
#include <stdio.h>
#include <sys/mman.h>

int cx_program_main(int argc, char **argv);
#define main cx_program_main
/* NOLINTNEXTLINE(bugprone-suspicious-include): its functions are its own */
#include "../../src/cli/main.c"
#undef main

/* What a stream has said since it was last taken. */
typedef struct {
    FILE *stream;
    int fd; /* of memory in its place */
} Heard;

static Heard
hear(FILE *stream)
{
    const Heard heard = { stream, memfd_create("heard", MFD_CLOEXEC) };
    g_assert_cmpint(heard.fd, >=, 0);
    g_assert_cmpint(dup2(heard.fd, fileno(stream)), >=, 0);
    return heard;
}

static GString *
take(const Heard *heard)
{
    g_assert_cmpint(fflush(heard->stream), ==, 0);
    const off_t n = lseek(heard->fd, 0, SEEK_END);
    GString *text = g_string_sized_new((gsize)n + 1);
    g_string_set_size(text, (gsize)n);
    g_assert_cmpint(pread(heard->fd, text->str, (size_t)n, 0), ==, n);
    g_assert_cmpint(ftruncate(heard->fd, 0), ==, 0);
    g_assert_cmpint(lseek(fileno(heard->stream), 0, SEEK_SET), ==, 0);
    return text;
}

static int
run_words(CxCli *cli, char **words)
{
    size_t n = 0;
    g_autofree CxCliCommand *commands = commands_copy(&n);
    g_autoptr(GError) error = NULL;
    int n_words = 0;
    const int argc = (int)g_strv_length(words);
    const CxCliCommand *command = cx_cli_command_find(commands, n, argc, words, &n_words);
    g_assert_nonnull(command);
    g_autoptr(CxCliArgs) args = cx_cli_args_parse(command, argc - n_words, words + n_words, &error);
    g_assert_no_error(error);
    return run_command(cli, command, args, &error) ? 0 : report(cli, command->name, error);
}

static void
answer(FILE *reply, int status, const Heard *out, const Heard *err)
{
    g_autoptr(GString) said = take(out);
    g_autoptr(GString) warned = take(err);
    (void)fprintf(reply, "%d %zu %zu\n", status, (size_t)said->len, (size_t)warned->len);
    (void)fwrite(said->str, 1, said->len, reply);
    (void)fwrite(warned->str, 1, warned->len, reply);
    (void)fflush(reply); /* who asks notices what is missing */
}

int
main(int argc, char **argv)
{
    g_assert_cmpint(argc, ==, 2);
    cx_secret_start();
    cx_stat_start();
    FILE *reply = fdopen(dup(STDOUT_FILENO), "w");
    g_assert_nonnull(reply);
    const Heard out = hear(stdout);
    const Heard err = hear(stderr);
    CxCli cli = { .home_dir = argv[1], .at = CX_DAY_NONE };
    char line[4096];
    while (fgets(line, sizeof line, stdin) != NULL) {
        g_auto(GStrv) words = g_strsplit(g_strchomp(line), "\t", -1);
        answer(reply, run_words(&cli, words), &out, &err);
    }
    cx_cli_close(&cli);
    (void)fclose(reply);
    return 0;
}
