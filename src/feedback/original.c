/* Keeping originals piece by piece, and putting them together again. */
#include "feedback/original.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/limits.h"
#include "db/txn.h"
#include "feedback/original_store.h"
#include "sql/feedback.h"

#define CHUNKS_A_BATCH 8                   /* of one transaction: 8 MiB */
#define MEMORY_BYTES   (INT64_C(16) << 20) /* originals up to this are read into memory */

/* Where the bytes come from: memory, or a file read piece by piece. */
typedef struct {
    const char *data; /* NULL: the file */
    int file;
    const char *path;
    int64_t len_bytes;
    char *buffer;     /* of one chunk, for the file */
    CxDigester *kept; /* of what this call has stored */
    int64_t n_kept;   /* bytes of it */
    bool is_told;     /* who watches is told how far it is */
} Source;

static void
source_clear(Source *source)
{
    if (source->file > STDIN_FILENO)
        (void)close(source->file); /* it was only read */
    g_free(source->buffer);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Source, source_clear)

/* The next piece from `at`: a whole chunk, or what is left. */
static bool
source_piece(Source *source, int64_t at, CxBlob *ret_piece, GError **error)
{
    const size_t want = (size_t)MIN(source->len_bytes - at, (int64_t)CX_ORIGINAL_CHUNK_BYTES);
    if (source->data != NULL) {
        *ret_piece = (CxBlob){ source->data + at, want };
        return true;
    }
    size_t n_read = 0;
    while (n_read < want) {
        const ssize_t n =
            pread(source->file, source->buffer + n_read, want - n_read, at + (int64_t)n_read);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0) {
            g_set_error(error, CX_ERROR, n == 0 ? CX_ERROR_CONFLICT : CX_ERROR_IO,
                        "could not read \"%s\": %s", source->path,
                        n == 0 ? "the file became shorter meanwhile" : g_strerror(errno));
            return false;
        }
        n_read += (size_t)n;
    }
    *ret_piece = (CxBlob){ source->buffer, want };
    return true;
}

static bool
check_size(int64_t len_bytes, GError **error)
{
    if (len_bytes <= CX_FILE_BYTES_MAX)
        return true;
    g_set_error(error, CX_ERROR, CX_ERROR_TOO_LARGE,
                "the file has %" PRId64 " bytes, the limit is %" PRId64
                "; give it in parts, each with the header",
                len_bytes, CX_FILE_BYTES_MAX);
    return false;
}

static bool
source_digest(Source *source, CxDigest *ret_digest, GError **error)
{
    g_autoptr(CxDigester) digester = cx_digester_new();
    for (int64_t at = 0; at < source->len_bytes; at += CX_ORIGINAL_CHUNK_BYTES) {
        CxBlob piece;
        if (!source_piece(source, at, &piece, error))
            return false;
        cx_digester_add(digester, piece.data, piece.len_bytes);
    }
    *ret_digest = cx_digester_end(digester);
    return true;
}

/* Adds the next few chunks in one transaction. Where two bring the same file at once, each goes on
 * from where the store is. */
static bool
add_batch(CxCtx *ctx, Source *source, const CxDigest *digest, CxOriginal *original, GError **error)
{
    g_autoptr(CxTxn) txn = cx_txn_begin_write(ctx->db, error);
    if (txn == NULL ||
        !cx_original_store_ensure(ctx->db, digest, source->len_bytes, ctx->now, original, error))
        return false;
    const int64_t n_all = cx_original_n_chunks(source->len_bytes);
    for (int i = 0; i < CHUNKS_A_BATCH && original->n_chunks < n_all; i++) {
        CxBlob piece;
        if (!source_piece(source, original->n_chunks * CX_ORIGINAL_CHUNK_BYTES, &piece, error) ||
            !cx_original_store_add_chunk(ctx->db, original, piece, error))
            return false;
        cx_digester_add(source->kept, piece.data, piece.len_bytes);
        source->n_kept += (int64_t)piece.len_bytes;
    }
    return cx_txn_commit(&txn, error);
}

bool
cx_original_drop(CxCtx *ctx, CxOriginalId original, GError **error)
{
    if (!cx_ctx_check_change(ctx, "take originals away", error))
        return false;
    g_autoptr(CxTxn) txn = cx_txn_begin_write(ctx->db, error);
    return txn != NULL && cx_original_store_drop(ctx->db, original, error) &&
           cx_txn_commit(&txn, error);
}

/* (transfer full) */
static GArray *
list_unused(CxDb *db, CxInstant before, GError **error)
{
    const CxOriginalListUnusedParams params = { .before_us = before.us };
    g_autoptr(CxStmt) stmt = cx_q_original_list_unused(db, &params, error);
    if (stmt == NULL)
        return NULL;
    g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(CxOriginalId));
    CxOriginalListUnusedRow row;
    CxStep step;
    while ((step = cx_q_original_list_unused_next(stmt, &row, error)) == CX_STEP_ROW) {
        const CxOriginalId id = { row.id };
        g_array_append_val(ids, id);
    }
    return step == CX_STEP_ERROR ? NULL : g_steal_pointer(&ids);
}

bool
cx_original_sweep(CxCtx *ctx, CxInstant before, GError **error)
{
    if (!cx_ctx_check_change(ctx, "take originals away", error))
        return false;
    g_autoptr(GArray) unused = list_unused(ctx->db, before, error);
    if (unused == NULL)
        return false;
    for (guint i = 0; i < unused->len; i++) {
        g_autoptr(GError) local = NULL;
        if (cx_original_drop(ctx, g_array_index(unused, CxOriginalId, i), &local) ||
            g_error_matches(local, CX_ERROR, CX_ERROR_CONFLICT)) /* something else refers to it */
            continue;
        g_propagate_error(error, g_steal_pointer(&local));
        return false;
    }
    return true;
}

/* A file may have changed between the two times it was read. */
static bool
drop_changed(CxCtx *ctx, const Source *source, CxOriginalId id, GError **error)
{
    if (!cx_original_drop(ctx, id, error))
        return false;
    g_set_error(error, CX_ERROR, CX_ERROR_CONFLICT,
                "\"%s\" changed while it was read; nothing of it was kept", source->path);
    return false;
}

static bool
keep(CxCtx *ctx, Source *source, CxOriginalId *ret_original, GError **error)
{
    CxDigest digest;
    if (!check_size(source->len_bytes, error) || !source_digest(source, &digest, error))
        return false;
    g_autoptr(CxDigester) kept = cx_digester_new();
    source->kept = kept;
    CxOriginal original = { 0 };
    const int64_t n_all = cx_original_n_chunks(source->len_bytes);
    do {
        const int64_t n_done = source->is_told ? original.n_chunks * CX_ORIGINAL_CHUNK_BYTES : 0;
        if (!cx_ctx_progress(ctx, n_done, MAX(source->len_bytes, 1), error) ||
            !add_batch(ctx, source, &digest, &original, error))
            return false;
    } while (original.n_chunks < n_all);
    const CxDigest is = cx_digester_end(kept);
    const bool is_all_ours = source->n_kept == source->len_bytes;
    if (is_all_ours && memcmp(is.bytes, digest.bytes, sizeof is.bytes) != 0)
        return drop_changed(ctx, source, original.id, error);
    *ret_original = original.id;
    return true;
}

bool
cx_original_add(CxCtx *ctx, const void *data, size_t len_bytes, CxOriginalId *ret_original,
                GError **error)
{
    if (!cx_ctx_check_change(ctx, "keep files", error))
        return false;
    Source source = { .data = data != NULL ? data : "",
                      .file = -1,
                      .len_bytes = (int64_t)len_bytes };
    return keep(ctx, &source, ret_original, error);
}

/* ---- Temporary files ---- */

/* A file without a name, gone with its descriptor. -1 with IO. */
static int
open_temporary(GError **error)
{
    /* /tmp may be memory, where a large file has no place. */
    const char *told = g_get_tmp_dir();
    const char *places[] = { g_str_equal(told, "/tmp") ? "/var/tmp" : told, told };
    int file = -1;
    for (size_t i = 0; i < CX_N_ELEMENTS(places) && file < 0; i++)
        file = open(places[i], O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (file < 0) {
        g_set_error(error, CX_ERROR, CX_ERROR_IO, "could not make a temporary file in \"%s\": %s",
                    told, g_strerror(errno));
    }
    return file;
}

static bool
write_whole(int file, const char *data, size_t len_bytes, GError **error)
{
    while (len_bytes > 0) {
        const ssize_t n = write(file, data, len_bytes);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0) {
            g_set_error(error, CX_ERROR, CX_ERROR_IO, "could not write a temporary file: %s",
                        g_strerror(errno));
            return false;
        }
        data += n;
        len_bytes -= (size_t)n;
    }
    return true;
}

static bool
copy_all(Source *source, int from, GError **error)
{
    for (;;) {
        const ssize_t n = read(from, source->buffer, CX_ORIGINAL_CHUNK_BYTES);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0) {
            g_set_error(error, CX_ERROR, CX_ERROR_IO, "could not read \"%s\": %s", source->path,
                        g_strerror(errno));
            return false;
        }
        if (n == 0)
            return true;
        source->len_bytes += n;
        if (!check_size(source->len_bytes, error) ||
            !write_whole(source->file, source->buffer, (size_t)n, error))
            return false;
    }
}

/* What has no length of its own (standard input, a pipe) is written down first. */
static bool
spool(Source *source, GError **error)
{
    const int from = source->file;
    source->file = open_temporary(error);
    const bool is_well = source->file >= 0 && copy_all(source, from, error);
    if (from > STDIN_FILENO)
        (void)close(from); /* it was only read */
    return is_well;
}

static bool
source_open(Source *source, GError **error)
{
    if (!g_str_equal(source->path, "-"))
        source->file = open(source->path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    struct stat status;
    if (source->file < 0 || fstat(source->file, &status) != 0) {
        g_set_error(error, CX_ERROR, errno == ENOENT ? CX_ERROR_NOT_FOUND : CX_ERROR_IO,
                    "could not open \"%s\": %s", source->path, g_strerror(errno));
        return false;
    }
    source->buffer = g_malloc(CX_ORIGINAL_CHUNK_BYTES);
    if (!S_ISREG(status.st_mode))
        return spool(source, error);
    source->len_bytes = status.st_size;
    return true;
}

bool
cx_original_add_path(CxCtx *ctx, const char *path, CxOriginalId *ret_original, GError **error)
{
    if (!cx_ctx_check_change(ctx, "keep files", error))
        return false;
    g_auto(Source) source = { .file = STDIN_FILENO, .path = path };
    return source_open(&source, error) && keep(ctx, &source, ret_original, error);
}

bool
cx_original_add_spooled(CxCtx *ctx, const char *path, CxOriginalId *ret_original, GError **error)
{
    if (!cx_ctx_check_change(ctx, "keep files", error))
        return false;
    g_auto(Source) source = { .file = STDIN_FILENO, .path = path, .is_told = true };
    return source_open(&source, error) && keep(ctx, &source, ret_original, error);
}

/* ---- Before the bytes are kept ---- */

bool
cx_original_announce(CxCtx *ctx, const CxDigest *digest, int64_t len_bytes,
                     CxOriginalId *ret_original, GError **error)
{
    if (!cx_ctx_check_change(ctx, "keep files", error) || !check_size(len_bytes, error))
        return false;
    CxOriginal original;
    g_autoptr(CxTxn) txn = cx_txn_begin_write(ctx->db, error);
    if (txn == NULL ||
        !cx_original_store_ensure(ctx->db, digest, len_bytes, ctx->now, &original, error) ||
        !cx_txn_commit(&txn, error))
        return false;
    *ret_original = original.id;
    return true;
}

static bool
is_whole(const CxOriginal *original)
{
    return original->n_chunks >= cx_original_n_chunks(original->len_bytes);
}

bool
cx_original_is_whole(CxCtx *ctx, CxOriginalId id, bool *ret_is_whole, GError **error)
{
    CxOriginal original;
    if (!cx_ctx_check_change(ctx, "see originals", error) ||
        !cx_original_store_load(ctx->db, id, &original, error))
        return false;
    *ret_is_whole = is_whole(&original);
    return true;
}

bool
cx_original_digest(CxCtx *ctx, CxOriginalId id, CxDigest *ret_digest, int64_t *ret_len_bytes,
                   GError **error)
{
    CxOriginal original;
    if (!cx_ctx_check_change(ctx, "see originals", error) ||
        !cx_original_store_load(ctx->db, id, &original, error))
        return false;
    *ret_digest = original.digest;
    *ret_len_bytes = original.len_bytes;
    return true;
}

bool
cx_original_break_off(CxCtx *ctx, CxOriginalId id, GError **error)
{
    if (!cx_ctx_check_change(ctx, "take originals away", error))
        return false;
    CxOriginal original;
    g_autoptr(CxTxn) txn = cx_txn_begin_write(ctx->db, error);
    if (txn == NULL || !cx_original_store_load(ctx->db, id, &original, error))
        return false;
    const CxOriginalChunkDropParams params = { .original_id = id.v };
    if (!is_whole(&original) && !cx_q_original_chunk_drop(ctx->db, &params, error))
        return false;
    return cx_txn_commit(&txn, error);
}

/* ---- Reading ---- */

/* Puts an original together, in memory or in a file. */
typedef struct {
    CxCtx *ctx;
    char *data; /* NULL: the file */
    int file;
    int64_t len_bytes;
    int64_t n_taken;
    CxDigester *digester;
} Joining;

static bool
join_chunk(void *data, CxBlob bytes, GError **error)
{
    Joining *joining = data;
    if ((int64_t)bytes.len_bytes > joining->len_bytes - joining->n_taken) {
        g_set_error_literal(error, CX_ERROR, CX_ERROR_CORRUPT, "an original is longer than it was");
        return false;
    }
    cx_digester_add(joining->digester, bytes.data, bytes.len_bytes);
    if (joining->data != NULL)
        memcpy(joining->data + joining->n_taken, bytes.data, bytes.len_bytes);
    else if (!write_whole(joining->file, bytes.data, bytes.len_bytes, error))
        return false;
    joining->n_taken += (int64_t)bytes.len_bytes;
    return cx_ctx_progress(joining->ctx, 0, MAX(joining->len_bytes, 1), error);
}

typedef struct {
    void *address;
    size_t len_bytes;
} Mapped;

static void
unmap(gpointer data)
{
    Mapped *mapped = data;
    (void)munmap(mapped->address, mapped->len_bytes); /* cannot fail for what was mapped */
    g_free(mapped);
}

static GBytes *
map_file(int file, int64_t len_bytes, GError **error)
{
    void *address = mmap(NULL, (size_t)len_bytes, PROT_READ, MAP_PRIVATE, file, 0);
    if (address == MAP_FAILED) {
        g_set_error(error, CX_ERROR, CX_ERROR_IO, "could not map a temporary file: %s",
                    g_strerror(errno));
        return NULL;
    }
    (void)madvise(address, (size_t)len_bytes, MADV_SEQUENTIAL); /* a hint */
    Mapped *mapped = g_new(Mapped, 1);
    *mapped = (Mapped){ address, (size_t)len_bytes };
    return g_bytes_new_with_free_func(address, (gsize)len_bytes, unmap, mapped);
}

static bool
join(Joining *joining, const CxOriginal *original, GError **error)
{
    g_autoptr(CxDigester) digester = cx_digester_new();
    joining->digester = digester;
    if (!cx_original_store_take(joining->ctx->db, original, join_chunk, joining, error))
        return false;
    const CxDigest is = cx_digester_end(digester);
    if (joining->n_taken == original->len_bytes &&
        memcmp(is.bytes, original->digest.bytes, sizeof is.bytes) == 0)
        return true;
    g_set_error(error, CX_ERROR, CX_ERROR_CORRUPT, "original %" PRId64 " is not the file that came",
                original->id.v);
    return false;
}

static GBytes *
read_mapped(Joining *joining, const CxOriginal *original, GError **error)
{
    joining->file = open_temporary(error);
    if (joining->file < 0)
        return NULL;
    GBytes *bytes =
        join(joining, original, error) ? map_file(joining->file, original->len_bytes, error) : NULL;
    (void)close(joining->file); /* the mapping holds it */
    return bytes;
}

static bool
check_whole(const CxOriginal *original, GError **error)
{
    if (is_whole(original))
        return true;
    g_set_error(error, CX_ERROR, CX_ERROR_NOT_FOUND,
                "original %" PRId64 " was broken off while it was kept; give the file again",
                original->id.v);
    return false;
}

static bool
append_chunk(void *data, CxBlob bytes, GError **error CX_UNUSED)
{
    g_byte_array_append(data, bytes.data, (guint)bytes.len_bytes);
    return true;
}

GBytes *
cx_original_read_first(CxCtx *ctx, CxOriginalId id, int64_t n_bytes, bool *ret_is_whole,
                       GError **error)
{
    CxOriginal original;
    if (!cx_ctx_check_change(ctx, "read originals", error) ||
        !cx_original_store_load(ctx->db, id, &original, error) || !check_whole(&original, error))
        return NULL;
    *ret_is_whole = original.len_bytes <= n_bytes;
    if (*ret_is_whole)
        return cx_original_read(ctx, id, error);
    CxOriginal first = original;
    first.n_chunks = cx_original_n_chunks(n_bytes);
    g_autoptr(GByteArray) bytes = g_byte_array_new();
    if (!cx_original_store_take(ctx->db, &first, append_chunk, bytes, error))
        return NULL;
    return g_byte_array_free_to_bytes(g_steal_pointer(&bytes));
}

GBytes *
cx_original_read(CxCtx *ctx, CxOriginalId id, GError **error)
{
    CxOriginal original;
    if (!cx_ctx_check_change(ctx, "read originals", error) ||
        !cx_original_store_load(ctx->db, id, &original, error))
        return NULL;
    if (!check_whole(&original, error))
        return NULL;
    Joining joining = { .ctx = ctx, .file = -1, .len_bytes = original.len_bytes };
    if (original.len_bytes > MEMORY_BYTES)
        return read_mapped(&joining, &original, error);
    g_autofree char *data = g_malloc((gsize)original.len_bytes + 1);
    joining.data = data;
    if (!join(&joining, &original, error))
        return NULL;
    return g_bytes_new_take(g_steal_pointer(&data), (gsize)original.len_bytes);
}
