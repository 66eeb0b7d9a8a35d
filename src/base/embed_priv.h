/* The table tools/embed.py writes; embed.c alone reads it. */
#pragma once

#include "base/embed.h"

/* cx_embed_table_n files in order of name, then one empty row. */
extern const CxEmbed cx_embed_table[];
extern const size_t cx_embed_table_n;
