/* One record of a file becomes one response, or is set aside with its reason.
 *
 * An intake is a mapping bound to the header of a file. Pure: no store, no clock. One thread. */
#pragma once

#include <glib.h>

#include "codec/table.h"
#include "feedback/mapping.h"
#include "feedback/when.h"

typedef struct CxIntake CxIntake;

/* How one item came out in one record. */
typedef struct {
    CxMeaning meaning;
    int64_t code;     /* meaningful for a value of a coded item */
    const char *text; /* of a text item with a value, else NULL */
} CxIntakeAnswer;

/* A record taken. All texts are borrowed until the next record. */
typedef struct {
    const char *id; /* NULL: the mapping has no id column */
    CxWhen when;
    size_t i_mode;                 /* into the mapping's modes; n_modes: none */
    bool has_weight;               /* */
    double weight;                 /* over 0 */
    const char *cluster;           /* NULL: no cluster column; "" is a cluster too */
    const char *account;           /* NULL: none, or left empty */
    const char *transaction;       /* NULL: none, or left empty */
    const char *respondent;        /* NULL: none, or left empty */
    const CxIntakeAnswer *answers; /* parallel to the mapping's items */
} CxIntakeRow;

/* Why a record was set aside. Borrowed likewise. */
typedef struct {
    const char *column; /* NULL: the whole record */
    const char *value;  /* NULL: the whole record */
    const char *reason;
} CxIntakeReject;

/* Finds the mapping's columns in the header. INVALID naming every column that is missing (with near
 * matches, and the columns found) or stands twice. The mapping must outlive the intake.
 * (transfer full) */
CX_MUST_USE CxIntake *cx_intake_new(const CxMapping *mapping, const CxTableRow *header,
                                    GError **error);
void cx_intake_free(CxIntake *intake);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CxIntake, cx_intake_free)

/* The columns of the file the mapping does not use; borrowed until the intake is freed. */
const GPtrArray *cx_intake_unused(const CxIntake *intake);

/* The rule by which the record is no response and is passed over, or NULL. */
const CxMappingSkip *cx_intake_skip(const CxIntake *intake, const CxTableRow *row);
/* Every such rule, as bits by its place in the mapping; those from the 64th on share the last bit. */
uint64_t cx_intake_skips(const CxIntake *intake, const CxTableRow *row);
/* Reads a record. False: it is set aside, and only *ret_reject was written. */
CX_MUST_USE bool cx_intake_read(CxIntake *intake, const CxTableRow *row, CxIntakeRow *ret_row,
                                CxIntakeReject *ret_reject);
/* The same for a record that is passed over: where its date is left empty, as it is of questionnaires
 * never sent off, it is of the last day that columns the mapping does not use give. */
CX_MUST_USE bool cx_intake_read_skipped(CxIntake *intake, const CxTableRow *row,
                                        CxIntakeRow *ret_row);
