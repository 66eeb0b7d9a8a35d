/* Reading a mapping document. Inside feedback/ only. */
#pragma once

#include "base/arena.h"
#include "codec/document.h"
#include "feedback/mapping.h"

typedef struct {
    CxArena *arena;
    CxIssues *issues;
    CxMapping *mapping; /* being filled */
    const CxJson *root;
    const char *const *missing; /* texts that mean "no answer" unless an item says otherwise */
    size_t n_missing;
} CxMappingReader;

/* codec/document.h, for this reader. */
#define cx_mapping_issue(reader, ...) cx_document_issue(CX_READER_DOCUMENT(reader), __VA_ARGS__)
#define cx_mapping_text(reader, ...)  cx_document_text(CX_READER_DOCUMENT(reader), __VA_ARGS__)
#define cx_mapping_key(reader, ...)   cx_document_key(CX_READER_DOCUMENT(reader), __VA_ARGS__)
#define cx_mapping_int(reader, ...)   cx_document_int(CX_READER_DOCUMENT(reader), __VA_ARGS__)
#define cx_mapping_flag(reader, ...)  cx_document_flag(CX_READER_DOCUMENT(reader), __VA_ARGS__)
#define cx_mapping_day(reader, ...)   cx_document_day(CX_READER_DOCUMENT(reader), __VA_ARGS__)
#define cx_mapping_tree(reader, ...)  cx_document_tree(CX_READER_DOCUMENT(reader), __VA_ARGS__)
#define cx_mapping_check_names(reader, ...)                                                        \
    cx_document_check_names(CX_READER_DOCUMENT(reader), __VA_ARGS__)
#define cx_mapping_source(reader, ...) cx_document_source(CX_READER_DOCUMENT(reader), __VA_ARGS__)
#define CX_READER_DOCUMENT(reader)     (&(CxDocument){ (reader)->arena, (reader)->issues })

/* mapping_columns.c: a date rule at an object, {"column": …, "kind": …}, into *rule. */
void cx_mapping_read_date_rule(CxMappingReader *reader, const CxJson *json, CxDateRule *rule);
/* mapping_compute.c: an item's "compute", if it has one; sets its column to how it is computed. */
void cx_mapping_read_compute(CxMappingReader *reader, const CxJson *item, CxMappingItem *out);
/* mapping_columns.c: "columns": id, date, mode, weight, cluster, account and the like. */
void cx_mapping_read_columns(CxMappingReader *reader);
/* mapping_items.c: "missing", "scales" and "items". */
void cx_mapping_read_items(CxMappingReader *reader);
