#include "kernel/tally.h"

#include "kernel/mask.h"

#define LANES 4

CX_CLONES CxNpsTally
cx_kernel_nps_tally(const uint8_t *rating, size_t n)
{
    int64_t promoters = 0, passives = 0, detractors = 0;
    for (size_t i = 0; i < n; i++) {
        const uint8_t s = rating[i];
        promoters += (s == 9) | (s == 10);
        passives += (s >= 7) & (s <= 8);
        detractors += s <= 6;
    }
    return (CxNpsTally){
        .promoters = promoters,
        .passives = passives,
        .detractors = detractors,
        .missing = (int64_t)n - promoters - passives - detractors,
    };
}

/* Equal codes in a row would wait for each other's increment; four histograms take turns. */
void
cx_kernel_hist(int64_t hist[CX_KERNEL_CODES], const uint8_t *restrict code,
               const uint8_t *restrict mask, size_t n)
{
    int64_t lane[LANES][CX_KERNEL_CODES] = { 0 };
    for (size_t i = 0; i < n; i++)
        lane[i % LANES][code[i]] += mask[i];
    for (size_t c = 0; c < CX_KERNEL_CODES; c++)
        hist[c] += (lane[0][c] + lane[1][c]) + (lane[2][c] + lane[3][c]);
}

void
cx_kernel_group_hist(int64_t *restrict hist, const uint16_t *restrict group,
                     const uint8_t *restrict code, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (group[i] != CX_KERNEL_NO_GROUP)
            hist[(size_t)group[i] * CX_KERNEL_CODES + code[i]]++;
    }
}
