/* Templates against the views they show: names, kinds, blocks, messages. Each page has a row here. */
#include <glib.h>

#include "pages/ambassador_view.h"
#include "pages/call_view.h"
#include "pages/coaching_view.h"
#include "pages/design.h"
#include "pages/health_view.h"
#include "pages/held_view.h"
#include "pages/kotter_view.h"
#include "pages/leader_goal_view.h"
#include "pages/pages.h"
#include "pages/reconcile_view.h"
#include "pages/resistance_view.h"
#include "pages/round_view.h"
#include "pages/shell.h"
#include "pages/sponsor_view.h"
#include "pages/visible_view.h"
#include "plays/week_view.h"
#include "tell/brief_view.h"
#include "view/mustache.h"
#include "web/problem.h"

static const struct {
    const char *name;
    const CxViewType *type;
} rows[] = {
    /* clang-format off */
    { "api", &cx_api_view_type },
    { "agenda", &cx_agenda_view_type },
    { "basis", &cx_basis_view_type },
    { "brief", &cx_brief_view_type },
    { "briefs", &cx_briefs_view_type },
    { "card", &cx_card_view_type },
    { "changes", &cx_changes_view_type },
    { "coalition", &cx_coalition_page_type },
    { "department", &cx_profile_view_type },
    { "departments", &cx_departments_view_type },
    { "design", &cx_design_view_type },
    { "drivers", &cx_drivers_page_type },
    { "links", &cx_links_page_type },
    { "link", &cx_link_page_type },
    { "file", &cx_file_view_type },
    { "files", &cx_files_view_type },
    { "finding", &cx_finding_page_type },
    { "findings", &cx_findings_view_type },
    { "theme", &cx_theme_page_type },
    { "themes", &cx_themes_view_type },
    { "funnel", &cx_funnel_page_type },
    { "half_page", &cx_own_view_type },
    { "handover", &cx_handover_page_type },
    { "health", &cx_health_view_type },
    { "held", &cx_held_view_type },
    { "import", &cx_import_view_type },
    { "jobs", &cx_jobs_view_type },
    { "judgements", &cx_judgements_view_type },
    { "leader", &cx_leader_view_type },
    { "leaders", &cx_leaders_view_type },
    { "metric", &cx_metric_view_type },
    { "metrics", &cx_metrics_view_type },
    { "note", &cx_note_view_type },
    { "own", &cx_own_view_type },
    { "pilot", &cx_pilot_page_type },
    { "pilots", &cx_pilots_view_type },
    { "problem", &cx_problem_view_type },
    { "program", &cx_program_view_type },
    { "reconcile", &cx_reconcile_view_type },
    { "round", &cx_round_view_type },
    { "rounds", &cx_rounds_view_type },
    { "scores", &cx_scores_view_type },
    { "survey", &cx_survey_view_type },
    { "resistance", &cx_resistance_page_type },
    { "resistance_case", &cx_resistance_case_type },
    { "ambassadors", &cx_ambassadors_view_type },
    { "coaching", &cx_coaching_view_type },
    { "steps", &cx_kotter_view_type },
    { "sponsor", &cx_sponsor_view_type },
    { "surveys", &cx_surveys_view_type },
    { "threshold", &cx_threshold_page_type },
    { "thresholds", &cx_thresholds_view_type },
    { "trends", &cx_trends_view_type },
    { "users", &cx_users_view_type },
    { "calls", &cx_calls_view_type },
    { "feed", &cx_feed_view_type },
    { "visible", &cx_visible_view_type },
    { "tiers", &cx_tiers_view_type },
    { "goals", &cx_goals_view_type },
    { "week", &cx_week_view_type },
    { "week_settings", &cx_settings_view_type },
    /* clang-format on */
};

static void
test_rows(void)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(CxCatalogue) catalogue = cx_catalogue_load("en", &error);
    g_assert_no_error(error);
    g_autoptr(CxTemplates) templates = cx_templates_compile(catalogue, &error);
    g_assert_no_error(error);
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        const CxViewType *const types[] = { &cx_shell_view_type, rows[i].type };
        const bool is_good = cx_templates_check(templates, rows[i].name, types, 2, &error);
        g_assert_no_error(error);
        g_assert_true(is_good);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/templates/rows", test_rows);
    return g_test_run();
}
