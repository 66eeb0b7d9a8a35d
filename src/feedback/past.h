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

#define CX_PAST_NAME_BYTES 16

typedef struct CxPast CxPast;

/* (transfer full) */
CxPast *cx_past_new(void);
void cx_past_free(CxPast *past);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CxPast, cx_past_free)

/* The number of a name; 0: it has not come. */
uint32_t cx_past_get(const CxPast *past, const uint8_t name[CX_PAST_NAME_BYTES]);
/* Gives a name a number over 0. TOO_LARGE when memory is used up. */
CX_MUST_USE bool cx_past_set(CxPast *past, const uint8_t name[CX_PAST_NAME_BYTES], uint32_t number,
                             GError **error);
size_t cx_past_count(const CxPast *past);
