#include "tell/brief_link.h"

#include <inttypes.h>
#include <string.h>

static const CxViewField link_fields[] = {
    CX_FIELD(CxBriefLink, text, CX_FIELD_TEXT, "What goes with what, as read"),
    CX_FIELD(CxBriefLink, url, CX_FIELD_TEXT, "Where the link is shown in full"),
    CX_FIELD_DATA(CxBriefLink, card, CX_FIELD_TEXT, "Its evidence card"),
    CX_FIELD_PAGE(CxBriefLink, fn, CX_FIELD_COUNT, "Number of its footnote"),
};
const CxViewType cx_brief_link_type =
    CX_VIEW_TYPE("BriefLink", CxBriefLink, link_fields, "What ratings go with inside a department");

/* The metric a finding is about; NULL when it is no link of the survey. */
static const char *
metric_of(const CxFinding *finding, const char *prefix)
{
    const bool is_link = finding->kind == CX_FINDING_DRIVER && finding->subject != NULL &&
                         g_str_has_prefix(finding->subject, prefix);
    return is_link ? finding->subject + strlen(prefix) : NULL;
}

/* What the brief has room for and does not say already. */
static void
take_links(const CxFindingList *findings, const CxSurvey *survey, CxBrief *brief, CxFinding *kept)
{
    g_autofree char *prefix = g_strdup_printf("link:%" PRId64 ":", survey->id.v);
    for (size_t i = 0; i < findings->n && brief->links.n < CX_BRIEF_LINKS_MAX; i++) {
        const CxFinding *finding = &findings->items[i];
        const char *metric = metric_of(finding, prefix);
        const bool is_said = metric != NULL && brief->threshold != NULL &&
                             g_str_equal(metric, brief->threshold->fact);
        if (metric != NULL && !is_said && cx_measured_has_interval(&finding->value))
            kept[brief->links.n++] = *finding;
    }
}

bool
cx_brief_add_links(CxCtx *ctx, const CxSurvey *survey, CxBrief *brief, GError **error)
{
    CxFinding *kept = cx_arena_new0_n(ctx->arena, CxFinding, CX_BRIEF_LINKS_MAX);
    brief->links = (CxFindingList){ kept, 0 };
    for (size_t i = 0; i < brief->n_departments; i++) {
        const CxFindingQuery query = { .department = brief->department_ids[i] };
        CxFindingList findings;
        if (!cx_finding_list(ctx, &query, &findings, error))
            return false;
        take_links(&findings, survey, brief, kept);
    }
    return true;
}

CxViewList
cx_brief_links(CxBriefNotes *notes)
{
    CxArena *arena = notes->ctx->arena;
    const CxFindingList *links = &notes->brief->links;
    CxBriefLink *rows = cx_arena_new0_n(arena, CxBriefLink, links->n);
    for (size_t i = 0; i < links->n; i++) {
        const CxFinding *finding = &links->items[i];
        rows[i] = (CxBriefLink){
            .text = finding->sentence,
            .url = finding->url,
            .card = cx_arena_text(arena, finding->value.card.hex),
            .fn = cx_brief_note_link(notes, finding),
        };
    }
    return CX_VIEW_LIST(rows, links->n);
}
