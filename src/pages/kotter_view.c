#include "pages/kotter_view.h"

#include <inttypes.h>

static const CxViewField check_fields[] = {
    CX_FIELD(CxKotterCheckView, check, CX_FIELD_TEXT, "Key of what is looked at"),
    CX_FIELD(CxKotterCheckView, text, CX_FIELD_TEXT, "What was counted"),
    CX_FIELD(CxKotterCheckView, want, CX_FIELD_TEXT, "What is missing, null: nothing"),
    CX_FIELD(CxKotterCheckView, url, CX_FIELD_TEXT, "Where it is done"),
    CX_FIELD_DATA(CxKotterCheckView, n, CX_FIELD_COUNT, "How many"),
    CX_FIELD_DATA(CxKotterCheckView, of, CX_FIELD_COUNT, "Out of how many, 0: out of nothing"),
    CX_FIELD(CxKotterCheckView, is_met, CX_FIELD_FLAG, "Whether it is there"),
};
static const CxViewType check_type =
    CX_VIEW_TYPE("ChangeCheck", CxKotterCheckView, check_fields, "What a step is judged by");

static const CxViewField step_fields[] = {
    CX_FIELD(CxKotterStepView, number, CX_FIELD_COUNT, "1 to 8"),
    CX_FIELD(CxKotterStepView, step, CX_FIELD_TEXT, "Key of the step"),
    CX_FIELD_PAGE(CxKotterStepView, label, CX_FIELD_TEXT, "What it is called"),
    CX_FIELD(CxKotterStepView, state, CX_FIELD_TEXT, "open, begun, done or dark (not known)"),
    CX_FIELD_PAGE(CxKotterStepView, state_text, CX_FIELD_TEXT, "The same in words"),
    CX_FIELD_PAGE(CxKotterStepView, is_done, CX_FIELD_FLAG, "All of it is there"),
    CX_FIELD_PAGE(CxKotterStepView, is_lacking, CX_FIELD_FLAG, "Something is missing"),
    CX_FIELD_CHILD(CxKotterStepView, checks, CX_FIELD_LIST, &check_type, "What it is judged by"),
};
static const CxViewType step_type =
    CX_VIEW_TYPE("ChangeStep", CxKotterStepView, step_fields, "One of the eight steps");

static const CxViewField missing_fields[] = {
    CX_FIELD(CxMissingView, who, CX_FIELD_TEXT, "A leader or a department"),
    CX_FIELD(CxMissingView, why, CX_FIELD_TEXT, "Why they are missing"),
    CX_FIELD_PAGE(CxMissingView, url, CX_FIELD_TEXT, "Where that is changed"),
};
static const CxViewType missing_type =
    CX_VIEW_TYPE("CoalitionMissing", CxMissingView, missing_fields, "Who the coalition lacks");

static const CxViewField kotter_fields[] = {
    CX_FIELD(CxKotterView, headline, CX_FIELD_TEXT, "What it says in a sentence"),
    CX_FIELD(CxKotterView, n_done, CX_FIELD_COUNT, "Steps all of which is there"),
    CX_FIELD_CHILD(CxKotterView, steps, CX_FIELD_LIST, &step_type, "The eight steps"),
    CX_FIELD_CHILD(CxKotterView, missing, CX_FIELD_LIST, &missing_type,
                   "Who is missing from the coalition"),
    CX_FIELD_PAGE(CxKotterView, has_missing, CX_FIELD_FLAG, "Whether anybody is"),
    CX_FIELD(CxKotterView, can_read, CX_FIELD_FLAG, "Whether what rests on judgements is in it"),
};
const CxViewType cx_kotter_view_type =
    CX_VIEW_TYPE("ChangeSteps", CxKotterView, kotter_fields,
                 "Where the change stands in eight steps, from what is on record");

#define SAY(ctx, key, ...)                                                                         \
    cx_arena_take((ctx)->arena, cx_message_format((ctx)->catalogue, (key), __VA_ARGS__))

static const char *
check_url(CxKotterCheck check)
{
    static const char *const urls[CX_KOTTER_CHECK_N] = {
        [CX_KOTTER_CHECK_FOUND] = "/findings",
        [CX_KOTTER_CHECK_RISKS] = "/leaders/sponsor#attest",
        [CX_KOTTER_CHECK_SPONSOR] = "/leaders/sponsor",
        [CX_KOTTER_CHECK_SEATS] = "/departments",
        [CX_KOTTER_CHECK_SUPPORT] = "/leaders/coalition",
        [CX_KOTTER_CHECK_GOALS] = "/program?edit=goals",
        [CX_KOTTER_CHECK_COURSE] = "/leaders/sponsor#expect",
        [CX_KOTTER_CHECK_SHARED] = "/goals",
        [CX_KOTTER_CHECK_MET] = "/leaders/health",
        [CX_KOTTER_CHECK_TOGETHER] = "/note",
        [CX_KOTTER_CHECK_WHY] = "/leaders/sponsor#attest",
        [CX_KOTTER_CHECK_ANSWERED] = "/leaders",
        [CX_KOTTER_CHECK_ROADBLOCKS] = "/leaders/sponsor",
        [CX_KOTTER_CHECK_TRIED] = "/pilots",
        [CX_KOTTER_CHECK_IMPROVED] = "/changes",
        [CX_KOTTER_CHECK_THANKED] = "/note",
        [CX_KOTTER_CHECK_SPREAD] = "/changes",
        [CX_KOTTER_CHECK_ROLLED_OUT] = "/pilots",
        [CX_KOTTER_CHECK_KEPT] = "/leaders/health",
        [CX_KOTTER_CHECK_TARGETS] = "/metrics",
        [CX_KOTTER_CHECK_DECLARED] = "/changes",
        [CX_KOTTER_CHECK_MEETING] = "/program?edit=governance",
        [CX_KOTTER_CHECK_SUCCESSOR] = "/leaders/sponsor",
    };
    return urls[check];
}

static const char *
check_text(CxCtx *ctx, CxKotterCheck check, const char *part, const CxKotterCount *count)
{
    g_autofree char *key = g_strconcat("steps.", cx_kotter_check_key(check), part, NULL);
    return SAY(ctx, key, CX_ARG_NUMBER("n", count->n), CX_ARG_NUMBER("of", count->of));
}

static CxKotterCheckView
check_view(CxCtx *ctx, const CxKotter *kotter, CxKotterCheck check)
{
    const CxKotterCount *count = &kotter->counts[check];
    return (CxKotterCheckView){
        .check = cx_kotter_check_key(check),
        .text = check_text(ctx, check, "", count),
        .want = kotter->is_met[check] ? NULL : check_text(ctx, check, ".want", count),
        .url = check_url(check),
        .n = count->n,
        .of = count->of,
        .is_met = kotter->is_met[check],
    };
}

static CxKotterStepView
step_view(CxCtx *ctx, const CxKotter *kotter, CxKotterStep step)
{
    const CxKotterState state = kotter->states[step];
    g_autofree char *label = g_strconcat("steps.step.", cx_kotter_step_key(step), NULL);
    g_autofree char *said = g_strconcat("steps.state.", cx_kotter_state_key(state), NULL);
    CxKotterCheckView *checks = cx_arena_new0_n(ctx->arena, CxKotterCheckView, CX_KOTTER_CHECK_N);
    size_t n = 0;
    for (size_t i = 0; i < CX_KOTTER_CHECK_N; i++) {
        if (cx_kotter_check_step((CxKotterCheck)i) == step && kotter->counts[i].is_known)
            checks[n++] = check_view(ctx, kotter, (CxKotterCheck)i);
    }
    return (CxKotterStepView){
        .number = (int64_t)step + 1,
        .step = cx_kotter_step_key(step),
        .label = cx_message_text(ctx->catalogue, label),
        .state = cx_kotter_state_key(state),
        .state_text = cx_message_text(ctx->catalogue, said),
        .is_done = state == CX_KOTTER_DONE,
        .is_lacking = state == CX_KOTTER_OPEN || state == CX_KOTTER_BEGUN,
        .checks = CX_VIEW_LIST(checks, n),
    };
}

static CxViewList
list_missing(CxCtx *ctx, const CxKotterReport *report)
{
    static const char *const why[] = { "steps.missing.vacant", "steps.missing.unwon",
                                       "steps.missing.unmet" };
    CxMissingView *views = cx_arena_new0_n(ctx->arena, CxMissingView, report->n_missing);
    for (size_t i = 0; i < report->n_missing; i++) {
        const CxMissing *missing = &report->missing[i];
        views[i] = (CxMissingView){
            .who = missing->who,
            .why = cx_message_text(ctx->catalogue, why[missing->why]),
            .url = missing->leader.v != 0
                       ? cx_arena_printf(ctx->arena, "/leaders/%" PRId64, missing->leader.v)
                       : "/departments",
        };
    }
    return CX_VIEW_LIST(views, report->n_missing);
}

const CxKotterView *
cx_kotter_view(CxCtx *ctx, GError **error)
{
    CxKotterReport report;
    if (!cx_kotter_load(ctx, &report, error))
        return NULL;
    CxKotterView *view = cx_arena_new0(ctx->arena, CxKotterView);
    CxKotterStepView *steps = cx_arena_new0_n(ctx->arena, CxKotterStepView, CX_KOTTER_STEP_N);
    const char *first = NULL;
    for (size_t i = 0; i < CX_KOTTER_STEP_N; i++) {
        steps[i] = step_view(ctx, &report.kotter, (CxKotterStep)i);
        view->n_done += steps[i].is_done;
        if (first == NULL && steps[i].is_lacking)
            first = steps[i].label;
    }
    view->headline =
        SAY(ctx, "steps.headline", CX_ARG_NUMBER("n", view->n_done),
            CX_ARG_TEXT("has_first", first != NULL ? "yes" : "no"), CX_ARG_TEXT("first", first));
    view->steps = CX_VIEW_LIST(steps, CX_KOTTER_STEP_N);
    view->missing = list_missing(ctx, &report);
    view->has_missing = report.n_missing > 0;
    view->can_read = report.can_read;
    return view;
}
