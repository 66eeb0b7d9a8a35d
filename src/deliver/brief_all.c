#include "deliver/brief_all.h"

#include <errno.h>
#include <glib/gstdio.h>

#include "base/error.h"
#include "codec/zip.h"
#include "deliver/brief_pdf.h"
#include "people/leader.h"

bool
cx_brief_write_bytes(GBytes *bytes, const char *path, GError **error)
{
    gsize len_bytes = 0;
    const char *data = g_bytes_get_data(bytes, &len_bytes);
    g_autoptr(GError) local = NULL;
    if (g_file_set_contents_full(path, data, (gssize)len_bytes, G_FILE_SET_CONTENTS_CONSISTENT,
                                 0600, &local))
        return true;
    g_set_error(error, CX_ERROR, CX_ERROR_IO, "could not write \"%s\": %s", path, local->message);
    return false;
}

bool
cx_brief_write(CxCtx *ctx, const CxBrief *brief, const char *path, GError **error)
{
    g_autoptr(GBytes) pdf = cx_brief_pdf(ctx, brief, error);
    return pdf != NULL && cx_brief_write_bytes(pdf, path, error);
}

/* Two heads of one department have briefs of one name: the second one's begins with its reader. */
static char *
name_of(const CxBrief *brief, GHashTable *taken)
{
    char *name = cx_brief_pdf_name(brief);
    if (g_hash_table_add(taken, g_strdup(name)))
        return name;
    char *other = g_strdup_printf("%" G_GINT64_FORMAT "-%s", brief->leader.v, name);
    g_free(name);
    return other;
}

/* Where a brief goes. */
typedef bool (*Put)(void *data, const char *name, GBytes *pdf, GError **error);

static bool
print_all(CxCtx *ctx, const CxBriefAsk *ask, Put put, void *data, int64_t *ret_n, GError **error)
{
    g_autoptr(GPtrArray) leaders = cx_leader_list(ctx, error);
    if (leaders == NULL)
        return false;
    g_autoptr(GHashTable) taken = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (guint i = 0; i < leaders->len; i++) {
        const CxLeader *leader = g_ptr_array_index(leaders, i);
        const CxBrief *brief = cx_brief_make(ctx, leader->id, ask, error);
        g_autoptr(GBytes) pdf = brief != NULL ? cx_brief_pdf(ctx, brief, error) : NULL;
        g_autofree char *name = pdf != NULL ? name_of(brief, taken) : NULL;
        if (name == NULL || !put(data, name, pdf, error) ||
            !cx_ctx_progress(ctx, (int64_t)i + 1, (int64_t)leaders->len, error))
            return false;
    }
    *ret_n = (int64_t)leaders->len;
    return true;
}

static bool
put_file(void *data, const char *name, GBytes *pdf, GError **error)
{
    const char *dir = data;
    g_autofree char *path = g_build_filename(dir, name, NULL);
    return cx_brief_write_bytes(pdf, path, error);
}

bool
cx_brief_write_all(CxCtx *ctx, const CxBriefAsk *ask, const char *dir, int64_t *ret_n,
                   GError **error)
{
    if (!cx_ctx_check_change(ctx, "print all briefs", error))
        return false;
    if (g_mkdir_with_parents(dir, 0700) != 0) {
        g_set_error(error, CX_ERROR, CX_ERROR_IO, "could not make \"%s\": %s", dir,
                    g_strerror(errno));
        return false;
    }
    g_autofree char *own = g_strdup(dir);
    return print_all(ctx, ask, put_file, own, ret_n, error);
}

static bool
put_part(void *data, const char *name, GBytes *pdf, GError **error)
{
    return cx_zip_writer_add(data, name, pdf, error);
}

GBytes *
cx_brief_zip_all(CxCtx *ctx, const CxBriefAsk *ask, int64_t *ret_n, GError **error)
{
    if (!cx_ctx_check_change(ctx, "print all briefs", error))
        return NULL;
    g_autoptr(CxZipWriter) writer = cx_zip_writer_new(ctx->now, error);
    int64_t n = 0;
    if (writer == NULL || !print_all(ctx, ask, put_part, writer, &n, error))
        return NULL;
    if (n == 0) {
        g_set_error_literal(error, CX_ERROR, CX_ERROR_NOT_FOUND,
                            "there is no leader yet, so there is no brief to print");
        return NULL;
    }
    *ret_n = n;
    return cx_zip_writer_end(writer, error);
}
