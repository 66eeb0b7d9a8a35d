/* The inside of a frame, for the builder that makes it. */
#pragma once

#include "base/arena.h"
#include "column/clickhouse.h"
#include "column/frame.h"
#include "column/margin_priv.h"

/* A named sampling unit: its id, and the hash of its name (XXH3, 128 bits). */
typedef struct {
    uint64_t hash[2];
    uint32_t id;
    uint32_t zero; /* no bytes of chance in a file */
} CxFrameUnit;

/* The values of a fact, one a row. */
typedef struct {
    void *cells;
    size_t item_bytes; /* 4 where all of them fit (kernel/values.h), else 8 */
} CxFrameValues;

/* A column of a frame that was put together: a range of memory that begins with pages of a file. */
typedef struct {
    uint8_t *range; /* NULL: the frame has no such column */
    size_t range_bytes;
    size_t file_offset;  /* of the column in the file */
    size_t n_file_bytes; /* of the column that are the file's */
} CxFramePiece;

struct CxFrame {
    CxArena *texts; /* owns every text, label, item and choice */
    const char *survey, *title, *overall;
    bool is_weighted;
    CxDay as_of; /* 0: nothing newer waits */
    char fingerprint[33];
    const char *stamp; /* in texts; or NULL */
    size_t n_rows;
    CxDay first_day, last_day;
    CxFrameLabel *versions, *modes; /* in texts */
    size_t n_versions, n_modes;
    CxFrameItem *items; /* in texts */
    size_t n_items;
    size_t n_clusters;
    uint64_t content[2]; /* the sum of the hashes of the rows */
    /* Columns: each g_malloc'd, or all of them parts of what is mapped, or of their pieces. */
    uint16_t *day;
    uint8_t *version, *mode;
    double *weight;     /* or NULL */
    uint32_t *cluster;  /* or NULL */
    uint8_t **answers;  /* n_items columns */
    CxFrameFact *facts; /* in texts */
    size_t n_facts;
    CxFrameValues *values; /* n_facts columns */
    CxFrameUnit *units;    /* n_units, by hash; a column but for its length */
    size_t n_units;
    CxFrameUnit *late_units; /* the same of rows that came since, in memory of its own */
    size_t n_late_units;
    CxMargins *margins;       /* of all rows; or NULL */
    uint32_t *margin_cells;   /* the same as a column, while a segment is written or mapped */
    size_t n_margin_bytes;    /* of that */
    size_t n_late;            /* rows that are not in its segment */
    const uint8_t *map;       /* of a segment, or NULL */
    size_t map_bytes;         /* given back with the frame */
    GArray *pieces;           /* of CxFramePiece, one a column (cx_segment_columns); or NULL */
    int fd;                   /* of the segment whose pages it has, or -1 */
    CxClickhouse *clickhouse; /* atomic: where slices are pushed down to, or NULL */
};

/* An empty frame with one reference; end with cx_frame_unref. */
CxFrame *cx_frame_new(void);
/* How many cells a month margins of the frame's rows are to have; 0: none. */
size_t cx_frame_margin_cells_due(const CxFrame *frame);
/* Whom the frame's slices are asked of, or NULL: they are run here. Borrowed. */
CxClickhouse *cx_frame_clickhouse(const CxFrame *frame);
/* All named units of a frame, by hash, in a block of their own; NULL without memory. (transfer full) */
CxFrameUnit *cx_frame_all_units(const CxFrame *frame, size_t *ret_n);
