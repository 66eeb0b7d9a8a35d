#include "peer.h"

#include <gio/gio.h>
#include <string.h>
#include <time.h>

struct BenchPeerProcess {
    GSubprocess *process;
    GOutputStream *ask;
    GDataInputStream *answer;
};

BenchPeerProcess *
bench_peer_start(const char *const *argv)
{
    g_autofree char *folder = g_path_get_dirname(argv[0]);
    g_autofree char *package = g_build_filename(folder, "node_modules", "@duckdb", NULL);
    if (!g_file_test(package, G_FILE_TEST_IS_DIR))
        return NULL;
    g_autoptr(GPtrArray) command = g_ptr_array_new();
    g_ptr_array_add(command, g_strdup("node"));
    for (size_t i = 0; argv[i] != NULL; i++)
        g_ptr_array_add(command, g_strdup(argv[i]));
    g_ptr_array_add(command, NULL);
    g_auto(GStrv) words = (char **)g_ptr_array_steal(command, NULL);
    GSubprocess *process =
        g_subprocess_newv((const char *const *)words,
                          G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, NULL);
    if (process == NULL)
        return NULL;
    BenchPeerProcess *peer = g_new0(BenchPeerProcess, 1);
    peer->process = process;
    peer->ask = g_subprocess_get_stdin_pipe(process);
    peer->answer = g_data_input_stream_new(g_subprocess_get_stdout_pipe(process));
    return peer;
}

uint64_t
bench_peer_ask(BenchPeerProcess *peer, const char *line)
{
    g_autofree char *whole = g_strconcat(line, "\n", NULL);
    if (*line != '\0' &&
        !g_output_stream_write_all(peer->ask, whole, strlen(whole), NULL, NULL, NULL))
        g_error("the peer does not listen");
    g_autofree char *answer = g_data_input_stream_read_line(peer->answer, NULL, NULL, NULL);
    if (answer == NULL)
        g_error("the peer gave no answer to %s", line);
    return (uint64_t)g_ascii_strtoll(answer, NULL, 10);
}

int64_t
bench_peer_processor_us(const BenchPeerProcess *peer)
{
    const char *id = g_subprocess_get_identifier(peer->process);
    clockid_t clock = 0;
    struct timespec used;
    g_assert_nonnull(id);
    g_assert_cmpint(clock_getcpuclockid((pid_t)g_ascii_strtoll(id, NULL, 10), &clock), ==, 0);
    g_assert_cmpint(clock_gettime(clock, &used), ==, 0);
    return (int64_t)used.tv_sec * G_USEC_PER_SEC + used.tv_nsec / 1000;
}

void
bench_peer_end(BenchPeerProcess *peer)
{
    if (peer == NULL)
        return;
    g_output_stream_close(peer->ask, NULL, NULL);
    g_subprocess_wait(peer->process, NULL, NULL);
    g_object_unref(peer->answer);
    g_object_unref(peer->process);
    g_free(peer);
}
