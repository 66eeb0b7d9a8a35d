#include "web/assets.h"

#include <string.h>

#include "web/encode.h"

#define NAME_PREFIX "assets/"

struct CxAssets {
    GHashTable *by_path; /* "/assets/x", owned -> CxAsset, owned */
};

static void
asset_free(gpointer data)
{
    CxAsset *asset = data;
    if (asset->gzip != NULL)
        g_bytes_unref(asset->gzip);
    g_free(asset->etag);
    g_free(asset);
}

CxAssets *
cx_assets_new(const CxEmbed *files, size_t n)
{
    CxAssets *assets = g_new0(CxAssets, 1);
    assets->by_path = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, asset_free);
    for (size_t i = 0; i < n; i++) {
        if (!g_str_has_prefix(files[i].name, NAME_PREFIX))
            continue;
        CxAsset *asset = g_new0(CxAsset, 1);
        asset->file = &files[i];
        asset->content_type = cx_encode_content_type(files[i].name);
        asset->etag = g_strdup_printf("W/\"%s\"", files[i].digest);
        if (files[i].len_bytes >= CX_GZIP_BYTES_MIN && cx_encode_is_text(asset->content_type))
            asset->gzip = cx_encode_gzip(files[i].data, files[i].len_bytes, 9);
        g_hash_table_insert(assets->by_path, g_strconcat("/", files[i].name, NULL), asset);
    }
    return assets;
}

void
cx_assets_free(CxAssets *assets)
{
    if (assets == NULL)
        return;
    g_hash_table_unref(assets->by_path);
    g_free(assets);
}

const CxAsset *
cx_assets_find(const CxAssets *assets, const char *path)
{
    return g_hash_table_lookup(assets->by_path, path);
}

void
cx_asset_append_url(GString *out, const CxEmbed *file, const char *name)
{
    g_string_append_printf(out, "/%s", name);
    if (file != NULL)
        g_string_append_printf(out, "?v=%s", file->digest);
}
