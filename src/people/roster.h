/* The roster: a list of leaders as the organisation keeps it, one line each.
 *
 * Any table codec/table.h reads, with a header row. Columns, in any order and by any of their common names: name (needed),
 * department, title, start, end, email. Departments not known yet are added. A person already
 * known (same email, else same name) gets a new term only when department, title or start differ.
 * Every row that cannot be used is listed with line, column and reason; the others are taken. The
 * same file twice changes nothing. */
#pragma once

#include "people/ctx.h"

typedef struct {
    int64_t line;
    char *column; /* "" for the whole row */
    char *reason;
} CxRosterReject;

typedef struct {
    int64_t n_rows;
    int64_t n_leaders_new;
    int64_t n_terms_new;
    int64_t n_terms_ended;
    int64_t n_departments_new;
    int64_t n_same;
    GPtrArray *rejects; /* of CxRosterReject */
} CxRosterReport;

void cx_roster_report_free(CxRosterReport *report);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CxRosterReport, cx_roster_report_free)

/* Reads the roster in one transaction with one audit record. Fails with INVALID, nothing written,
 * when the file has no column for names; as cx_table_open for what is no table; FORBIDDEN for others than the CX team. */
CX_MUST_USE CxRosterReport *cx_roster_import(CxCtx *ctx, const char *file_name, const char *data,
                                             size_t len_bytes, GError **error);
