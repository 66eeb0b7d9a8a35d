#include "measure.h"

#include <glib.h>
#include <sched.h>
#include <time.h>

#include "base/clock.h"
#include "codec/json.h"

#define PEERS_MAX 8

static int
compare_times(const void *a, const void *b)
{
    const int64_t x = *(const int64_t *)a;
    const int64_t y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

static double
median_ms(int64_t *times_us, int n)
{
    qsort(times_us, (size_t)n, sizeof *times_us, compare_times);
    const int i_low = (n - 1) / 2;
    const int i_high = n / 2;
    return (double)(times_us[i_low] + times_us[i_high]) / 2000.0;
}

static int64_t
now_us(const BenchPeer *peer, const void *input)
{
    struct timespec used;
    if (g_strcmp0(g_getenv("BENCH_CLOCK"), "processor") != 0)
        return cx_clock_monotonic_us();
    if (peer->processor != NULL)
        return peer->processor(input);
    g_assert_cmpint(clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used), ==, 0);
    return (int64_t)used.tv_sec * G_USEC_PER_SEC + used.tv_nsec / 1000;
}

static int64_t
time_us(const BenchPeer *peer, const void *input, uint64_t want)
{
    const int64_t from_us = now_us(peer, input);
    const uint64_t got = peer->run(input);
    const int64_t to_us = now_us(peer, input);
    g_assert_cmpuint(got, ==, want);
    return MAX(to_us - from_us, 1);
}

static void
print_line(const BenchCase *bench, const BenchPeer *peer, double ours_ms, double peer_ms)
{
    g_autoptr(GString) line = g_string_new(NULL);
    g_autoptr(CxJsonWriter) writer = cx_json_writer_new(line, CX_JSON_COMPACT);
    cx_json_writer_begin_object(writer);
    cx_json_writer_put_text(writer, "case", bench->name);
    cx_json_writer_put_number(writer, "ours_ms", ours_ms);
    cx_json_writer_put_text(writer, "peer", peer->name);
    cx_json_writer_put_number(writer, "peer_ms", peer_ms);
    cx_json_writer_put_number(writer, "ratio", (double)(int64_t)(peer_ms / ours_ms * 100) / 100);
    cx_json_writer_name(writer, "target");
    if (peer->target > 0.0)
        cx_json_writer_number(writer, peer->target);
    else
        cx_json_writer_null(writer);
    cx_json_writer_end_object(writer);
    g_print("%s\n", line->str);
}

void
bench_compare(const BenchCase *bench)
{
    g_assert_cmpuint(bench->n_peers, <=, PEERS_MAX);
    const size_t n_all = bench->n_peers + 1;
    const size_t n_rounds = (size_t)bench->n_rounds;
    g_autofree int64_t *times_us = g_new0(int64_t, n_all * n_rounds);
    const uint64_t want = bench->ours(bench->input);
    for (size_t i = 0; i < bench->n_peers; i++)
        (void)time_us(&bench->peers[i], bench->input, want); /* warms up, does not count */
    const BenchPeer ours = { .run = bench->ours };
    for (size_t i_round = 0; i_round < n_rounds; i_round++) {
        for (size_t k = 0; k < n_all; k++) {
            const size_t i = (i_round + k) % n_all; /* nobody always goes first */
            const BenchPeer *one = i == 0 ? &ours : &bench->peers[i - 1];
            times_us[i * n_rounds + i_round] = time_us(one, bench->input, want);
        }
    }
    const double ours_ms = median_ms(times_us, bench->n_rounds);
    for (size_t i = 0; i < bench->n_peers; i++) {
        int64_t *peer_us = times_us + (i + 1) * n_rounds;
        print_line(bench, &bench->peers[i], ours_ms, median_ms(peer_us, bench->n_rounds));
    }
}

void
bench_stay_on_one(void)
{
    cpu_set_t one;
    CPU_ZERO(&one);
    CPU_SET((size_t)MAX(sched_getcpu(), 0), &one);
    g_assert_cmpint(sched_setaffinity(0, sizeof one, &one), ==, 0);
}
