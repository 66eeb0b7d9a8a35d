/* A peer in another process: a line asks, a line answers. One thread. */
#pragma once

#include <stdint.h>

typedef struct BenchPeerProcess BenchPeerProcess;

/* Starts a script of bench/ in node, with arguments up to NULL; NULL where node or its packages are not there. */
BenchPeerProcess *bench_peer_start(const char *const *argv);
/* Asks with one line, without its end, and reads the answer as a number; aborts without one. */
uint64_t bench_peer_ask(BenchPeerProcess *peer, const char *line);
/* Ends the process. NULL is fine. */
void bench_peer_end(BenchPeerProcess *peer);
/* Microseconds of the processor it has used so far, in all its threads. */
int64_t bench_peer_processor_us(const BenchPeerProcess *peer);
