/* Counts a large cube on several threads. Parts of a column are counted apart and added, all in whole
 * numbers: the answer does not depend on how many threads there were. Threads live for one call, as
 * starting one costs a hundredth of what it is started for; nothing is shared but the columns, which are
 * immutable. Any thread. */
#pragma once

#include "kernel/cube.h"

#define CX_CUBE_THREADS_MAX 8

/* As cx_kernel_cube_count; on one thread up to two million rows, then on one more for each further
 * million, as many as there are processors and CX_CUBE_THREADS_MAX. */
void cx_cube_count(const CxCube *cube, int64_t *restrict count);
/* The same on n_threads, 1 to CX_CUBE_THREADS_MAX. */
void cx_cube_count_on(const CxCube *cube, size_t n_threads, int64_t *restrict count);
