/* What was made once and may be asked for again: shared values under digests of all they were made of.
 *
 * A keep never says what is true, only what came of the same question: whoever asks puts everything
 * the answer depends on into the key, the version of the data included. It forgets what was longest
 * not asked for. Any thread; its lock is never held while a value is made. */
#pragma once

#include <stddef.h>

#include "base/digest.h"
#include "lang/lang.h"

typedef struct CxKeep CxKeep;

/* How values of a kind are shared between threads. */
typedef struct {
    void *(*ref)(void *value); /* returns the value */
    void (*unref)(void *value);
} CxKeepKind;

/* Holds n_max values at most (at least one, asserted). */
CxKeep *cx_keep_new(size_t n_max);
void cx_keep_free(CxKeep *keep);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CxKeep, cx_keep_free)

/* The value under the key with a reference for the caller, or NULL. (transfer full) */
void *cx_keep_take(CxKeep *keep, const CxDigest *key);
/* Keeps a reference of its own to the value, in place of what stood under the key. The value must not
 * change any more. */
void cx_keep_put(CxKeep *keep, const CxDigest *key, void *value, const CxKeepKind *kind);
/* Forgets everything: what was made of older data is asked for no more. */
void cx_keep_clear(CxKeep *keep);
