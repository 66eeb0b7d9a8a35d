#include "base/embed.h"

#include <string.h>

#include "base/embed_priv.h"

const CxEmbed *
cx_embed_find(const char *name)
{
    size_t lo = 0;
    size_t hi = cx_embed_table_n;
    while (lo < hi) {
        const size_t i = lo + (hi - lo) / 2;
        const int order = strcmp(name, cx_embed_table[i].name);
        if (order == 0)
            return &cx_embed_table[i];
        if (order < 0)
            hi = i;
        else
            lo = i + 1;
    }
    return NULL;
}

const CxEmbed *
cx_embed_list(size_t *ret_n)
{
    *ret_n = cx_embed_table_n;
    return cx_embed_table;
}
