#include "deliver/brief_all.h"

#include <errno.h>
#include <glib/gstdio.h>

#include "base/error.h"
#include "deliver/brief_pdf.h"
#include "people/leader.h"

bool
cx_brief_write(CxCtx *ctx, const CxBrief *brief, const char *path, GError **error)
{
    g_autoptr(GBytes) pdf = cx_brief_pdf(ctx, brief, error);
    if (pdf == NULL)
        return false;
    gsize len_bytes = 0;
    const char *data = g_bytes_get_data(pdf, &len_bytes);
    g_autoptr(GError) local = NULL;
    if (g_file_set_contents_full(path, data, (gssize)len_bytes, G_FILE_SET_CONTENTS_CONSISTENT,
                                 0600, &local))
        return true;
    g_set_error(error, CX_ERROR, CX_ERROR_IO, "could not write \"%s\": %s", path, local->message);
    return false;
}

/* Leaders who head a department today: GPtrArray of CxLeader, borrowed from `leaders`. */
static GPtrArray *
heads_of(const CxCtx *ctx, const GPtrArray *leaders)
{
    GPtrArray *heads = g_ptr_array_new();
    for (guint i = 0; i < leaders->len; i++) {
        CxLeader *leader = g_ptr_array_index(leaders, i);
        bool is_head = false;
        for (guint j = 0; j < leader->terms->len; j++) {
            const CxTerm *term = g_ptr_array_index(leader->terms, j);
            is_head = is_head || (term->department.v != 0 && cx_term_is_in_force(term, ctx->today));
        }
        if (is_head)
            g_ptr_array_add(heads, leader);
    }
    return heads;
}

/* Two heads of one department have briefs of one name: the second one's begins with its reader. */
static char *
path_of(const CxBrief *brief, const char *dir, GHashTable *taken)
{
    g_autofree char *name = cx_brief_pdf_name(brief);
    if (g_hash_table_add(taken, g_strdup(name)))
        return g_build_filename(dir, name, NULL);
    g_autofree char *other = g_strdup_printf("%" G_GINT64_FORMAT "-%s", brief->leader.v, name);
    return g_build_filename(dir, other, NULL);
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
    g_autoptr(GPtrArray) leaders = cx_leader_list(ctx, error);
    if (leaders == NULL)
        return false;
    g_autoptr(GPtrArray) heads = heads_of(ctx, leaders);
    g_autoptr(GHashTable) taken = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (guint i = 0; i < heads->len; i++) {
        const CxLeader *leader = g_ptr_array_index(heads, i);
        const CxBrief *brief = cx_brief_make(ctx, leader->id, ask, error);
        g_autofree char *path = brief != NULL ? path_of(brief, dir, taken) : NULL;
        if (path == NULL || !cx_brief_write(ctx, brief, path, error) ||
            !cx_ctx_progress(ctx, (int64_t)i + 1, (int64_t)heads->len, error))
            return false;
    }
    *ret_n = (int64_t)heads->len;
    return true;
}
