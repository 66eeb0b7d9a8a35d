/* Memory that ends all at once: what one request, one command or one page builds.
 *
 * Nothing taken from an arena is freed on its own, and everything in it is zeroed. One thread.
 * Allocation cannot fail; what is sized by input is checked against base/limits.h first. */
#pragma once

#include <glib.h>
#include <stddef.h>

#include "lang/lang.h"

typedef struct CxArena CxArena;

CxArena *cx_arena_new(void);
void cx_arena_free(CxArena *arena);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CxArena, cx_arena_free)

/* Ends all that was taken so far; the arena goes on, keeping a block for what comes. */
void cx_arena_reset(CxArena *arena);

/* Zeroed memory, aligned for any type; a pointer that may not be read for 0 bytes. */
void *cx_arena_alloc(CxArena *arena, size_t len_bytes);
/* An array of n zeroed items; n * item_bytes must not overflow (asserted). */
void *cx_arena_alloc_n(CxArena *arena, size_t n, size_t item_bytes);
#define cx_arena_new0(arena, type)      ((type *)cx_arena_alloc((arena), sizeof(type)))
#define cx_arena_new0_n(arena, type, n) ((type *)cx_arena_alloc_n((arena), (n), sizeof(type)))

/* Copies of text; NULL stays NULL. */
char *cx_arena_text(CxArena *arena, const char *text);
char *cx_arena_text_n(CxArena *arena, const char *text, size_t len_bytes);
char *cx_arena_printf(CxArena *arena, const char *format, ...) CX_PRINTF(2, 3);
/* Takes over a text made with g_malloc and returns it; NULL stays NULL. Handy around functions that
 * return (transfer full). */
char *cx_arena_take(CxArena *arena, char *text);
/* Bytes handed out so far. */
size_t cx_arena_used_bytes(const CxArena *arena);
