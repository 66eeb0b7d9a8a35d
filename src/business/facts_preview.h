/* The first rows of a file of facts as they would be taken: whose, which days, whose work, each value in its
 * unit. Pure; one thread. */
#pragma once

#include "base/arena.h"
#include "business/facts_mapping.h"
#include "codec/table.h"

#define CX_FACTS_PREVIEW_VALUES 8 /* values of a row that are shown */

typedef struct CxFactsPreview CxFactsPreview;

/* Binds a mapping, borrowed, to the header. NULL where it does not fit. (transfer full) */
CxFactsPreview *cx_facts_preview_new(const CxFactsMapping *mapping, const CxTableRow *header);
void cx_facts_preview_free(CxFactsPreview *preview);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CxFactsPreview, cx_facts_preview_free)

/* A line of cells. Texts are of the arena. */
typedef struct {
    const char **cells;
    size_t n;
    const char *
        problem; /* why the row would be set aside, then no cells; "" when it is passed over; or NULL */
} CxFactsPreviewLine;

/* What the values are, by column: after the `n_lead` cells of every line, which are the key, the days and
 * the department as the mapping has them. */
typedef struct {
    bool has_key, has_days, has_department;
    const char **values;
    size_t n_values;
} CxFactsPreviewHead;

CxFactsPreviewHead cx_facts_preview_head(const CxFactsPreview *preview, CxArena *arena);
CxFactsPreviewLine cx_facts_preview_row(CxFactsPreview *preview, const CxTableRow *from,
                                        CxArena *arena);
