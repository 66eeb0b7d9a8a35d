#include "kernel/weights.h"

#include "kernel/mask.h"
#include "lang/lang.h"

#define CHUNK 256

/* Which sums a row adds to; rows passed over have one of their own behind the others. */
CX_CLONES static void
find_slots(uint32_t *restrict slot, const CxWeightColumns *columns, size_t first, size_t n)
{
    const uint16_t *group = columns->group + first;
    const uint8_t *code = columns->code + first;
    const uint32_t n_classes = columns->n_classes;
    const uint32_t none = (uint32_t)columns->n_groups * n_classes;
    for (size_t i = 0; i < n; i++) {
        const uint32_t class = columns->class_of[code[i]];
        const int is_in = (group[i] != CX_KERNEL_NO_GROUP) & (class < n_classes);
        slot[i] = is_in ? group[i] * n_classes + class : none;
    }
}

void
cx_kernel_weights_add(CxWeightSum *restrict lanes, const CxWeightColumns *columns, size_t first,
                      size_t end)
{
    const size_t mod = columns->n_lanes - 1;
    uint32_t slot[CHUNK];
    for (size_t at = first; at < end; at += CHUNK) {
        const size_t n = end - at < CHUNK ? end - at : CHUNK;
        find_slots(slot, columns, at, n);
        for (size_t i = 0; i < n; i++) {
            const double w = columns->weight[at + i];
            CxWeightSum *sum = &lanes[(size_t)slot[i] * columns->n_lanes + ((at + i) & mod)];
            sum->w += w;
            sum->ww += w * w;
        }
    }
}

void
cx_kernel_weights_fold(CxWeightSum *restrict sums, const CxWeightSum *restrict lanes,
                       const CxWeightColumns *columns)
{
    const size_t n = columns->n_groups * columns->n_classes;
    for (size_t s = 0; s < n; s++) {
        const CxWeightSum *lane = lanes + s * columns->n_lanes;
        if (columns->n_lanes == 1) {
            sums[s].w += lane->w;
            sums[s].ww += lane->ww;
            continue;
        }
        sums[s].w += ((lane[0].w + lane[1].w) + (lane[2].w + lane[3].w)) +
                     ((lane[4].w + lane[5].w) + (lane[6].w + lane[7].w));
        sums[s].ww += ((lane[0].ww + lane[1].ww) + (lane[2].ww + lane[3].ww)) +
                      ((lane[4].ww + lane[5].ww) + (lane[6].ww + lane[7].ww));
    }
}
