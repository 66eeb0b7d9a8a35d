/* The files browsers fetch (styles, scripts, fonts), out of the program itself.
 *
 * An asset's address carries its digest, so it may be kept for ever; without the digest it is
 * served too, to be asked for again. Compressed once, at start. Immutable once made; any thread. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/embed.h"
#include "lang/lang.h"

#define CX_ASSET_PREFIX "/assets/"

typedef struct {
    const CxEmbed *file;
    const char *content_type; /* borrowed for ever */
    GBytes *gzip;             /* NULL where it would not shrink */
    char *etag;               /* with quotes */
} CxAsset;

typedef struct CxAssets CxAssets;

/* Those of n files whose name begins with "assets/"; the files are borrowed for ever. */
CxAssets *cx_assets_new(const CxEmbed *files, size_t n);
void cx_assets_free(CxAssets *assets);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CxAssets, cx_assets_free)

/* The asset of a decoded path ("/assets/coalition.css"), or NULL. */
const CxAsset *cx_assets_find(const CxAssets *assets, const char *path);

/* Appends "/assets/coalition.css?v=0123456789abcdef" for the embedded file
 * "assets/coalition.css"; without "?v=" when there is no such file. */
void cx_asset_append_url(GString *out, const CxEmbed *file, const char *name);
