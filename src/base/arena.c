#include "base/arena.h"

#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include "lang/assert.h"

#define BLOCK_BYTES 16384
#define ALIGN_BYTES 16

struct CxArena {
    GPtrArray *blocks; /* owned, zeroed */
    GPtrArray *texts;  /* taken over, owned */
    char *block;       /* the one being filled, or NULL */
    size_t left_bytes;
    size_t used_bytes;
};

CxArena *
cx_arena_new(void)
{
    CxArena *arena = g_new0(CxArena, 1);
    arena->blocks = g_ptr_array_new_with_free_func(g_free);
    arena->texts = g_ptr_array_new_with_free_func(g_free);
    return arena;
}

void
cx_arena_free(CxArena *arena)
{
    if (arena == NULL)
        return;
    g_ptr_array_unref(arena->blocks);
    g_ptr_array_unref(arena->texts);
    g_free(arena);
}

void
cx_arena_reset(CxArena *arena)
{
    if (arena->used_bytes == 0)
        return;
    g_ptr_array_set_size(arena->texts, 0);
    arena->used_bytes = 0;
    if (arena->blocks->len != 1 || arena->block == NULL) {
        g_ptr_array_set_size(arena->blocks, 0);
        arena->block = NULL;
        arena->left_bytes = 0;
        return;
    }
    const size_t filled = BLOCK_BYTES - arena->left_bytes;
    arena->block -= filled;
    arena->left_bytes = BLOCK_BYTES;
    memset(arena->block, 0, filled);
}

void *
cx_arena_alloc(CxArena *arena, size_t len_bytes)
{
    cx_assert(len_bytes <= SIZE_MAX - ALIGN_BYTES);
    const size_t taken = (len_bytes + ALIGN_BYTES - 1) / ALIGN_BYTES * ALIGN_BYTES;
    arena->used_bytes += taken;
    if (taken > BLOCK_BYTES / 4) {
        /* A large piece gets a block of its own; the current one keeps its room. */
        void *own = g_malloc0(taken);
        g_ptr_array_add(arena->blocks, own);
        return own;
    }
    if (arena->block == NULL || arena->left_bytes < taken) {
        arena->block = g_malloc0(BLOCK_BYTES);
        arena->left_bytes = BLOCK_BYTES;
        g_ptr_array_add(arena->blocks, arena->block);
    }
    void *piece = arena->block;
    arena->block += taken;
    arena->left_bytes -= taken;
    return piece;
}

void *
cx_arena_alloc_n(CxArena *arena, size_t n, size_t item_bytes)
{
    cx_assert(item_bytes == 0 || n <= SIZE_MAX / 2 / item_bytes);
    return cx_arena_alloc(arena, n * item_bytes);
}

char *
cx_arena_text_n(CxArena *arena, const char *text, size_t len_bytes)
{
    char *copy = cx_arena_alloc(arena, len_bytes + 1);
    if (len_bytes > 0)
        memcpy(copy, text, len_bytes);
    return copy;
}

char *
cx_arena_text(CxArena *arena, const char *text)
{
    return text == NULL ? NULL : cx_arena_text_n(arena, text, strlen(text));
}

char *
cx_arena_take(CxArena *arena, char *text)
{
    if (text != NULL)
        g_ptr_array_add(arena->texts, text);
    return text;
}

char *
cx_arena_printf(CxArena *arena, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    char *text = g_strdup_vprintf(format, args);
    va_end(args);
    return cx_arena_take(arena, text);
}

size_t
cx_arena_used_bytes(const CxArena *arena)
{
    return arena->used_bytes;
}
