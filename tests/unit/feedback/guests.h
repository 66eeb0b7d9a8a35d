/* A small survey of guests for tests: its mapping, and importing what is given as text. */
#pragma once

#include "db/db.h"
#include "feedback/import.h"

/* Keyed by column ID; ratings 1 to 5, 6 not applicable, 0 missing; NPS with 11 missing. */
extern const char guests_mapping[];
/* The header of guests_mapping's files, with a line end. */
extern const char guests_header[];

/* The mapping with each `was` replaced by `is`, parsed; pairs end with NULL. */
CxMapping *guests_parse(const char *was, ...) __attribute__((sentinel));
/* Imports header and lines under the mapping; fails the test if that fails. */
CxImportReport *guests_import(CxDb *db, const CxMapping *mapping, const char *lines);
/* Imports header and lines of any day into the store at url; none may be set aside. */
void guests_fill(const char *url, const char *lines);
