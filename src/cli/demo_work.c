#include "cli/demo_work.h"

#include "base/civil.h"
#include "base/error.h"
#include "business/facts.h"
#include "business/metric.h"
#include "business/rate.h"
#include "cli/demo_program.h"
#include "deliver/brief_pdf.h"
#include "engage/note.h"
#include "engage/settings.h"
#include "evidence/change.h"
#include "evidence/finding.h"
#include "evidence/theme.h"
#include "feedback/original.h"

#define FRANC         "0.94"
#define DECLARED_DAYS 750
#define HANDED_DAYS   40   /* before the quarter under way */
#define FRANC_SINCE   1200 /* days before today */

CxCtx *
cx_cli_demo_ago(CxCtx *ctx, int32_t days, GError **error)
{
    const CxInstant then = { ctx->now.us - days * CX_US_PER_DAY };
    CxCtx *owner = cx_ctx_open_login(ctx->db, ctx->frames, CX_DEMO_OWNER, then, error);
    if (owner == NULL)
        return NULL;
    owner->catalogue = ctx->catalogue;
    owner->press = ctx->press;
    return owner;
}

bool
cx_cli_demo_leader(CxCtx *ctx, const char *key, CxLeaderId *ret_id, GError **error)
{
    g_autoptr(CxLeader) leader = cx_leader_find(ctx, key, error);
    if (leader == NULL)
        return false;
    *ret_id = leader->id;
    return true;
}

static bool
take_facts(CxCtx *ctx, const CxSampleFacts *facts, GError **error)
{
    g_autoptr(CxIssues) issues = cx_issues_new();
    g_autoptr(CxFactsMapping) mapping =
        cx_facts_mapping_parse(facts->mapping->str, facts->mapping->len, issues, error);
    if (mapping == NULL) {
        if (cx_issues_count(issues) > 0)
            cx_issues_set_error(issues, error);
        return false;
    }
    CxOriginalId original = { 0 };
    if (!cx_original_add(ctx, facts->data->str, facts->data->len, &original, error))
        return false;
    const CxFactsFile file = { .name = facts->name,
                               .data = facts->data->str,
                               .len_bytes = facts->data->len,
                               .original = original.v };
    g_autoptr(CxFactsReport) report = cx_facts_take(ctx, &file, mapping, error);
    if (report == NULL)
        return false;
    if (report->n_rejected == 0)
        return true;
    g_autofree char *first = cx_fact_reject_format(g_ptr_array_index(report->rejects, 0));
    g_set_error(error, CX_ERROR, CX_ERROR_CORRUPT, "the sample's %s: %s", facts->name, first);
    return false;
}

static bool
set_money(CxCtx *ctx, GError **error)
{
    const CxRateSet franc = { .currency = "CHF",
                              .from = { ctx->today.v - FRANC_SINCE },
                              .rate = FRANC,
                              .source = "invented" };
    return cx_reporting_currency_set(ctx, "EUR", error) && cx_rate_set(ctx, &franc, error);
}

static bool
set_targets(CxCtx *ctx, const GArray *targets, GError **error)
{
    for (guint i = 0; i < targets->len; i++) {
        const CxSampleTarget *target = &g_array_index(targets, CxSampleTarget, i);
        if (!cx_metric_target_set(ctx, target->metric, target->from, target->target, target->note,
                                  error))
            return false;
    }
    return true;
}

static bool
keep_diary(CxCtx *ctx, const GArray *lines, GError **error)
{
    for (guint i = 0; i < lines->len; i++) {
        const CxSampleLine *line = &g_array_index(lines, CxSampleLine, i);
        g_autoptr(CxCtx) then = cx_cli_demo_ago(ctx, ctx->today.v - line->day.v, error);
        int64_t id = 0;
        CxCapture capture;
        if (then == NULL || !cx_note_take(then, line->line, &id, &capture, error)) {
            g_prefix_error(error, "\"%s\": ", line->line);
            return false;
        }
    }
    return true;
}

/* Delivery is tested by what its people changed, not by its first question. */
static const char *
declared_question(const CxProposal *proposal)
{
    return g_strcmp0(proposal->department_key, "delivery") == 0 ? "delivery_told"
                                                                : proposal->item_key;
}

/* What departments are tested by was declared before the last two years began. */
static bool
declare_measures(CxCtx *ctx, GError **error)
{
    g_autoptr(CxCtx) before = cx_cli_demo_ago(ctx, DECLARED_DAYS, error);
    g_autoptr(CxSurvey) survey = before != NULL ? cx_survey_load(ctx, NULL, error) : NULL;
    CxProposals proposals;
    if (survey == NULL || !cx_declaration_propose(before, survey, &proposals, error))
        return false;
    for (size_t i = 0; i < proposals.n; i++) {
        const CxDeclare declare = { .department = proposals.items[i].department_key,
                                    .question = declared_question(&proposals.items[i]),
                                    .cadence = "quarter",
                                    .from = CX_DAY_NONE };
        CxDeclarationId id = { 0 };
        if (!cx_declaration_add(before, &declare, &id, error))
            return false;
    }
    int64_t n_tested = 0;
    int64_t n_found = 0;
    int64_t n_themes = 0;
    return cx_change_close(ctx, ctx->today, &n_tested, error) &&
           cx_finding_notice(ctx, &n_found, error) && cx_theme_learn(ctx, &n_themes, error);
}

/* Two leaders read the brief of the quarter before the last: it is outdated by now. */
static bool
hand_over_briefs(CxCtx *ctx, GError **error)
{
    static const char *const readers[] = { "tomasz_wilk", "aiko_tanabe" };
    const CxDay then = { cx_quarter_first_day(cx_day_quarter_index(ctx->today)).v - HANDED_DAYS };
    g_autoptr(CxCtx) before = cx_cli_demo_ago(ctx, ctx->today.v - then.v, error);
    for (size_t i = 0; before != NULL && i < CX_N_ELEMENTS(readers); i++) {
        const CxBriefAsk ask = { .from = CX_DAY_NONE, .to = CX_DAY_NONE };
        CxLeaderId leader = { 0 };
        const CxBrief *brief = cx_cli_demo_leader(before, readers[i], &leader, error)
                                   ? cx_brief_make(before, leader, &ask, error)
                                   : NULL;
        CxHandoverId id = { 0 };
        if (brief == NULL || !cx_brief_hand_over(before, brief, &id, error))
            return false;
    }
    return before != NULL && cx_ctx_flush(before, ctx->db, error);
}

static bool
name_sponsor(CxCtx *ctx, GError **error)
{
    CxLeaderId sponsor = { 0 };
    return cx_cli_demo_leader(ctx, "helen_marsh", &sponsor, error) &&
           cx_engage_settings_set(ctx, "sponsor", sponsor.v, error);
}

bool
cx_cli_demo_work(CxCtx *ctx, const CxSample *sample, GError **error)
{
    if (!set_money(ctx, error))
        return false;
    for (size_t i = 0; i < CX_SAMPLE_FACTS; i++) {
        if (!take_facts(ctx, &sample->facts[i], error))
            return false;
    }
    return set_targets(ctx, sample->targets, error) && keep_diary(ctx, sample->diary, error) &&
           name_sponsor(ctx, error) && declare_measures(ctx, error) &&
           cx_cli_demo_program(ctx, error) && hand_over_briefs(ctx, error);
}
