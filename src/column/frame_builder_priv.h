/* The inside of a builder, for the parts that end a frame. */
#pragma once

#include "column/frame_priv.h"
#include "lang/lang.h"

struct CxFrameBuilder {
    CxFrame *frame;   /* its columns are in order of adding until the end */
    CxFrame *base;    /* whose rows are the first ones, or NULL; a reference */
    GArray *versions; /* of CxFrameLabel */
    GArray *modes;    /* of CxFrameLabel */
    GArray *items;    /* of CxFrameItem */
    GArray *tables;   /* of AnswerTable, one for each item */
    GArray *facts;    /* of CxFrameFact */
    int32_t *day;     /* days since 1970, cap_rows */
    size_t cap_rows;
    GHashTable *units; /* of CxFrameUnit by its hash, in the frame's arena; those not of the base */
    size_t n_units;    /* also of the base */
    size_t n_margin_cells; /* of a month, as asked for; 0: by the number of rows */
    bool has_named_unit;
    bool has_weight;
    bool is_ended;
};

/* Bounds the days, and sorts the rows by day, version and order of adding. */
CX_MUST_USE bool cx_frame_builder_sort(CxFrameBuilder *builder, GError **error);
/* Puts the sorted rows among those of the base. CONFLICT when they need what it has not; TOO_LARGE. */
CX_MUST_USE bool cx_frame_builder_join(CxFrameBuilder *builder, GError **error);

/* Adds the rows first … end - 1, which lie where they stay, to the sum over rows. */
void cx_frame_content_add(CxFrame *frame, size_t first, size_t end);
/* Makes the fingerprint, of what the columns are and that sum. */
void cx_frame_fingerprint_make(CxFrame *frame);
/* Whether both have the same columns with the same words; rows may differ. */
bool cx_frame_is_alike(const CxFrame *a, const CxFrame *b);

/* The hash of a unit's name. */
void cx_frame_unit_hash(const char *name, uint64_t hash[2]);
/* The id of a unit of a frame; false when no row of it is of that unit. */
bool cx_frame_find_unit(const CxFrame *frame, const uint64_t hash[2], uint32_t *ret_id);
/* Sorted by hash. */
void cx_frame_units_sort(CxFrameUnit *units, size_t n);
