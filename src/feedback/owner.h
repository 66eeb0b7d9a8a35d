/* Whose a question is over time: as recorded, with what reorganisations made of its department.
 *
 * A record holds from its first day until the next; the earliest also for the time before it. Between
 * records a merge or a new owner of the department is followed; after a split the question stays with
 * the department if that is one of the parts, else it is nobody's until a record says whose. */
#pragma once

#include "db/db.h"
#include "feedback/survey.h"
#include "people/reorg.h"

typedef struct {
    CxDay from;                /* CX_DAY_NONE: from the beginning */
    CxDepartmentId department; /* 0: nobody's in particular */
} CxOwnerRecord;

/* What records and reorganisations come to; pure. Records by day, then as recorded; n may be 0.
 * *ret_own_from: the first day whose answers are surely the present owner's: the day of a split
 * that no record has said anything about since, else CX_DAY_NONE. GArray of CxItemSpell without
 * names, oldest first, without gaps, at least one; (transfer full). */
GArray *cx_owner_spells(const CxOrg *org, const CxOwnerRecord *records, size_t n, CxDay today,
                        CxDay *ret_own_from);
/* Gives the items of a survey just loaded their spells, and the department of today. */
CX_MUST_USE bool cx_owner_settle(CxCtx *ctx, CxSurvey *survey, GError **error);

/* What is recorded of one survey's items; for writing what is new. */
typedef struct CxOwners CxOwners;
CX_MUST_USE CxOwners *cx_owners_load(CxDb *db, CxSurveyId survey, GError **error);
void cx_owners_free(CxOwners *owners);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CxOwners, cx_owners_free)
/* Records the item's department from a day on, unless that is what is known of the day. Inside a
 * write transaction; department 0: nobody's. */
CX_MUST_USE bool cx_owners_set(CxCtx *ctx, const CxOwners *owners, CxItemId item,
                               const CxOwnerRecord *record, GError **error);

/* Use case: gives a question to a department from a day on, as after a split; department NULL:
 * nobody's. NOT_FOUND for a question or department not there, CONFLICT when the department is not
 * there on that day. Writes item_owner, audit. */
typedef struct {
    const char *survey; /* key; NULL: the only one */
    const char *item;   /* key */
    const char *department;
    CxDay from;
} CxOwnerGive;
CX_MUST_USE bool cx_owner_give(CxCtx *ctx, const CxOwnerGive *give, GError **error);
