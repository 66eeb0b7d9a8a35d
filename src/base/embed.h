/* Files built into the program: templates, messages, assets, schema. Named by their path in the
 * tree ("templates/card.html"), sorted by name, read-only, there for ever. */
#pragma once

#include <stddef.h>
#include <stdint.h>

typedef struct {
    const char *name;
    const uint8_t *data; /* len_bytes bytes, then one 0 that is not counted */
    size_t len_bytes;
    const char *digest; /* 16 hex digits of the content, for ETags and asset URLs */
} CxEmbed;

/* The file, or NULL. */
const CxEmbed *cx_embed_find(const char *name);
/* All files, in order of name; *ret_n is how many. */
const CxEmbed *cx_embed_list(size_t *ret_n);
