/* Originals in the store. Inside feedback only. */
#pragma once

#include "base/digest.h"
#include "db/db.h"
#include "db/query.h"
#include "feedback/original.h"

typedef struct {
    CxOriginalId id; /* 0: there is none of that digest */
    CxDigest digest;
    int64_t len_bytes;
    int64_t n_chunks; /* kept so far */
} CxOriginal;

/* How many chunks a whole file of that length has. */
int64_t cx_original_n_chunks(int64_t len_bytes);

/* The original of that digest, its row added if there is none; inside a write transaction. */
CX_MUST_USE bool cx_original_store_ensure(CxDb *db, const CxDigest *digest, int64_t len_bytes,
                                          CxInstant now, CxOriginal *ret_original, GError **error);
/* NOT_FOUND. */
CX_MUST_USE bool cx_original_store_load(CxDb *db, CxOriginalId id, CxOriginal *ret_original,
                                        GError **error);
/* Adds the next chunk; inside a write transaction. */
CX_MUST_USE bool cx_original_store_add_chunk(CxDb *db, CxOriginal *original, CxBlob data,
                                             GError **error);
/* Takes an original away that no import refers to (CONFLICT if one does); inside a write
 * transaction. */
CX_MUST_USE bool cx_original_store_drop(CxDb *db, CxOriginalId id, GError **error);
/* Appends the bytes of a chunk to what `take` does with them. CORRUPT if it is not there. */
typedef bool (*CxOriginalTake)(void *data, CxBlob bytes, GError **error);
CX_MUST_USE bool cx_original_store_take(CxDb *db, const CxOriginal *original, CxOriginalTake take,
                                        void *data, GError **error);
