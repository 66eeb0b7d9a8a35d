#include "kernel/cluster.h"

#include <math.h>

void
/* NOLINTNEXTLINE(readability-function-size): a kernel takes its columns one by one */
cx_kernel_cluster_add(CxClusterSlot *restrict slot, const uint32_t *restrict row, size_t n_rows,
                      CxClusterColumns columns, CxClusterScale scale)
{
    for (size_t i = 0; i < n_rows; i++) {
        const uint32_t r = row[i];
        const uint8_t code = columns.code[r];
        const double w = columns.weight == NULL ? 1.0 : columns.weight[r];
        if (!scale.is_valid[code] || isnan(w))
            continue;
        CxClusterSlot *own = &slot[columns.cluster[r]];
        own->w += w;
        own->wu += w * scale.score[code];
        own->n++;
    }
}

CxClusterTally
cx_kernel_cluster_reduce(CxClusterSlot *restrict slot, const uint32_t *restrict row, size_t n_rows,
                         const uint32_t *restrict cluster)
{
    CxClusterTally sum = { 0 };
    for (size_t i = 0; i < n_rows; i++) {
        CxClusterSlot *own = &slot[cluster[row[i]]];
        if (own->n == 0)
            continue;
        sum.clusters++;
        sum.ss += own->wu * own->wu;
        sum.sw += own->wu * own->w;
        sum.ww += own->w * own->w;
        *own = (CxClusterSlot){ 0 };
    }
    return sum;
}
