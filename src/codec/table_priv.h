/* NDJSON as a table, for table.c. */
#pragma once

#include "codec/table.h"

typedef struct CxTableJson CxTableJson;

/* Does the text begin as a line of NDJSON does: an object with a name in it? */
bool cx_table_json_is(const char *text, size_t len_bytes);
/* Reads ahead for the columns. The text is borrowed. (transfer full) */
CxTableJson *cx_table_json_new(const char *text, size_t len_bytes);
void cx_table_json_free(CxTableJson *json);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CxTableJson, cx_table_json_free)
/* The header, then the records; never ERROR. */
CX_MUST_USE CxTableStep cx_table_json_next(CxTableJson *json, CxTableRow *ret_row);
