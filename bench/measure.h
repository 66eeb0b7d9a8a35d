/* Side by side: contestants do the same work on the same input in turns, and their medians are
 * compared. Absolute times do not travel from machine to machine; ratios do. */
#pragma once

#include <stddef.h>
#include <stdint.h>

/* Does the work once. Contestants return the same number for the same input: it is how they show
 * that the work was done. */
typedef uint64_t (*BenchRun)(const void *input);

/* Microseconds of the processor a contestant has used so far, in whatever process. */
typedef int64_t (*BenchProcessor)(const void *input);

typedef struct {
    const char *name;
    BenchRun run;
    double target;            /* of the peer's time divided by ours; 0 where there is none */
    BenchProcessor processor; /* NULL: it runs in this process */
} BenchPeer;

typedef struct {
    const char *name;
    BenchRun ours;
    const BenchPeer *peers;
    size_t n_peers;
    const void *input;
    int n_rounds; /* at least 1 */
} BenchCase;

/* Runs all contestants n_rounds times, interleaved, after one round that does not count, and
 * prints one line of JSON for each peer: case, ours_ms, peer, peer_ms, ratio, target. Aborts when
 * a peer's answer differs from ours. Where BENCH_CLOCK is "processor" times are of the processor and
 * not by the clock: on a machine with other work to do the difference is how long one waited for it. */
void bench_compare(const BenchCase *bench);

/* One processor for us and for peers started from then on: nobody has a second thread. */
void bench_stay_on_one(void);
