#include <string.h>

#include "codec/csv_mask_priv.h"
#include "lang/lang.h"

/* Eight bytes that are 0 or 1 become eight bits: the product moves byte i to bit 56 + i, and no two
 * of its terms meet. */
static inline uint64_t
pack(const unsigned char *hits)
{
    uint64_t eight;
    memcpy(&eight, hits, sizeof eight);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    eight = __builtin_bswap64(eight);
#endif
    return (eight * UINT64_C(0x0102040810204080)) >> 56;
}

CX_CLONES void
cx_csv_mask(const unsigned char *restrict text, size_t n_blocks, unsigned char delimiter,
            unsigned char quote, uint64_t *restrict mask)
{
    for (size_t k = 0; k < n_blocks; k++) {
        const unsigned char *block = text + k * CX_CSV_BLOCK_BYTES;
        unsigned char hits[CX_CSV_BLOCK_BYTES];
        for (size_t i = 0; i < CX_CSV_BLOCK_BYTES; i++) {
            const unsigned char byte = block[i];
            hits[i] = (unsigned char)((byte == delimiter) | (byte == quote) | (byte == '\n') |
                                      (byte == '\r'));
        }
        uint64_t bits = 0;
        for (size_t i = 0; i < CX_CSV_BLOCK_BYTES; i += 8)
            bits |= pack(hits + i) << i;
        mask[k] = bits;
    }
}
