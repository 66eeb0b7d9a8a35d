/* The shape of a segment's file. Inside column/ only. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "column/frame_priv.h"

#define CX_SEGMENT_MAGIC                                                                           \
    "CXSEG04" /* with its NUL 8 bytes; the number is the version of the shape */
#define CX_SEGMENT_PAGE 4096u

/* Little-endian, as the columns are. */
typedef struct {
    char magic[8];
    uint64_t n_bytes;    /* of the whole file */
    uint64_t meta_bytes; /* of the JSON, which follows the head */
    uint64_t meta_hash;  /* XXH3, 64 bits */
} CxSegmentHead;

/* A column: where the frame holds it, and what its cells take. */
typedef struct {
    void **place;
    size_t item_bytes;
    size_t n_bytes;  /* of all of it, where it is there */
    bool is_of_rows; /* it has a cell a row */
} CxSegmentColumn;

/* Gives back what a frame was mapped from; 0 bytes: nothing. */
void cx_segment_unmap(const uint8_t *map, size_t n_bytes);

/* All the columns a frame can have, in the order in which they lie in the file: day, version, mode,
 * weight, cluster, the units, the answers to each item, the values of each fact,
 * the margins. frame->answers and ->values
 * are there. Of CxSegmentColumn. (transfer full) */
GArray *cx_segment_columns(CxFrame *frame);
