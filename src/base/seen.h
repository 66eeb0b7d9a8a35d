/* What has come before in a file: a small number for each name, names being 16-byte digests.
 *
 * Twenty bytes a slot and at most three quarters of the slots in use: the one thing of an import
 * that grows with its file. One thread. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lang/lang.h"

#define CX_SEEN_NAME_BYTES 16

typedef struct CxSeen CxSeen;

/* (transfer full) */
CxSeen *cx_seen_new(void);
void cx_seen_free(CxSeen *seen);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CxSeen, cx_seen_free)

/* The number of a name; 0: it has not come. */
uint32_t cx_seen_get(const CxSeen *seen, const uint8_t name[CX_SEEN_NAME_BYTES]);
/* Gives a name a number over 0. TOO_LARGE when memory is used up. */
CX_MUST_USE bool cx_seen_set(CxSeen *seen, const uint8_t name[CX_SEEN_NAME_BYTES], uint32_t number,
                             GError **error);
size_t cx_seen_count(const CxSeen *seen);
