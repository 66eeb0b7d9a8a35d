/* The inside of a frame, for the builder that makes it. */
#pragma once

#include "base/arena.h"
#include "column/clickhouse.h"
#include "column/frame.h"

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
    /* Columns: each g_malloc'd, or all of them parts of what is mapped. */
    uint16_t *day;
    uint8_t *version, *mode;
    double *weight;     /* or NULL */
    uint32_t *cluster;  /* or NULL */
    uint8_t **answers;  /* n_items columns */
    CxFrameFact *facts; /* in texts */
    size_t n_facts;
    int64_t **values;         /* n_facts columns */
    const uint8_t *map;       /* of a segment, or NULL */
    size_t map_bytes;         /* given back with the frame */
    CxClickhouse *clickhouse; /* atomic: where slices are pushed down to, or NULL */
};

/* An empty frame with one reference; end with cx_frame_unref. */
CxFrame *cx_frame_new(void);
/* Whom the frame's slices are asked of, or NULL: they are run here. Borrowed. */
CxClickhouse *cx_frame_clickhouse(const CxFrame *frame);
