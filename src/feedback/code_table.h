/* The texts one item gives a meaning to, found by the bytes of a cell without copying it.
 *
 * Immutable once made; any thread. Inside feedback/ only. */
#pragma once

#include "feedback/survey.h"

typedef struct CxCodeTable CxCodeTable;

/* The sources of the codes are unique; both are borrowed until the table is freed. (transfer full) */
CxCodeTable *cx_code_table_new(const CxItemCode *codes, size_t n_codes);
void cx_code_table_free(CxCodeTable *table);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CxCodeTable, cx_code_table_free)

/* The code whose source is these bytes, or NULL. */
CX_PURE const CxItemCode *cx_code_table_find(const CxCodeTable *table, const char *text,
                                             size_t len_bytes);
