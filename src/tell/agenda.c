#include "tell/agenda.h"

#include "engage/wall.h"
#include "govern/program.h"

static bool
heads(const CxLeader *leader, CxDepartmentId department, CxDay day)
{
    for (guint i = 0; i < leader->terms->len; i++) {
        const CxTerm *term = leader->terms->pdata[i];
        if (department.v != 0 && term->department.v == department.v &&
            cx_term_is_in_force(term, day))
            return true;
    }
    return false;
}

typedef enum { OWN, EVERYBODYS } Whose;

static size_t
take_findings(const CxCtx *ctx, const CxLeader *leader, const CxFindingList *all, Whose whose,
              CxFinding *kept, size_t n)
{
    for (size_t i = 0; i < all->n && n < CX_AGENDA_FINDINGS_MAX; i++) {
        const CxFinding *finding = &all->items[i];
        const bool is_wanted = whose == OWN ? heads(leader, finding->department, ctx->today)
                                            : finding->department.v == 0;
        if (is_wanted)
            kept[n++] = *finding;
    }
    return n;
}

static bool
add_findings(CxCtx *ctx, const CxLeader *leader, CxAgenda *agenda, GError **error)
{
    CxFindingList all;
    if (!cx_finding_list(ctx, NULL, &all, error))
        return false;
    CxFinding *kept = cx_arena_new0_n(ctx->arena, CxFinding, CX_AGENDA_FINDINGS_MAX);
    size_t n = take_findings(ctx, leader, &all, OWN, kept, 0);
    n = take_findings(ctx, leader, &all, EVERYBODYS, kept, n);
    agenda->findings = (CxFindingList){ kept, n };
    return true;
}

static bool
add_asked(CxCtx *ctx, const CxLeader *leader, CxAgenda *agenda, GError **error)
{
    CxDetails all;
    if (!cx_detail_list(ctx, &all, error))
        return false;
    CxDetail *kept = cx_arena_new0_n(ctx->arena, CxDetail, all.n);
    size_t n = 0;
    for (size_t i = 0; i < all.n; i++) {
        const CxDetail *detail = &all.items[i];
        if (detail->leader.v == leader->id.v && detail->kind == CX_DETAIL_ASKED &&
            cx_day_is_none(detail->ended_on))
            kept[n++] = *detail;
    }
    agenda->asked = (CxDetails){ kept, n };
    return true;
}

static void
add_approaches(CxCtx *ctx, const CxLeader *leader, const CxProgram *program, CxAgenda *agenda)
{
    g_autoptr(GArray) lines = g_array_new(FALSE, FALSE, sizeof(const char *));
    for (guint i = 0; i < leader->terms->len; i++) {
        const CxTerm *term = leader->terms->pdata[i];
        if (term->department.v == 0 || !cx_term_is_in_force(term, ctx->today))
            continue;
        const CxProgramText *text =
            cx_program_text(program, CX_PROGRAM_APPROACHES, term->department);
        if (text != NULL && text->n_lines > 0)
            g_array_append_vals(lines, text->lines, (guint)text->n_lines);
    }
    agenda->approaches = cx_engage_keep(ctx->arena, lines);
    agenda->n_approaches = lines->len;
}

bool
cx_agenda_load(CxCtx *ctx, const CxLeader *leader, CxAgenda *ret_agenda, GError **error)
{
    CxAgenda agenda = { .n_questions = 0 };
    if (!cx_ctx_check_change(ctx, "prepare one-on-ones", error) ||
        !cx_engagement_load(ctx, leader, &agenda.engagement, error) ||
        !add_findings(ctx, leader, &agenda, error) || !add_asked(ctx, leader, &agenda, error))
        return false;
    const CxProgram *program = cx_program_load(ctx, ctx->today, error);
    if (program == NULL)
        return false;
    agenda.questions = cx_program_questions(ctx, program, &agenda.n_questions);
    add_approaches(ctx, leader, program, &agenda);
    *ret_agenda = agenda;
    return true;
}
