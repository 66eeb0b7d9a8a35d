#include "kernel/cluster.h"

#include <math.h>

void
cx_kernel_cluster_add(CxClusterSlot *restrict slot, const uint32_t *restrict row, size_t n_rows,
                      const uint8_t *restrict code, const uint32_t *restrict cluster,
                      const double *restrict weight, CxClusterScale scale)
{
    for (size_t i = 0; i < n_rows; i++) {
        const uint32_t r = row[i];
        const double w = weight == NULL ? 1.0 : weight[r];
        if (!scale.is_valid[code[r]] || isnan(w))
            continue;
        CxClusterSlot *own = &slot[cluster[r]];
        own->w += w;
        own->wu += w * scale.score[code[r]];
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
