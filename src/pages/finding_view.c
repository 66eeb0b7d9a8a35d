#include "pages/finding_view.h"

#include <math.h>

#include "base/civil.h"
#include "base/message.h"
#include "base/text.h"
#include "lang/assert.h"

#define P_SHOWN_MIN 0.0001

static const CxViewField look_fields[] = {
    CX_FIELD(CxFirstLookView, is_held, CX_FIELD_FLAG,
             "Whether nobody but the head and the CX team sees it"),
    CX_FIELD(CxFirstLookView, is_mine, CX_FIELD_FLAG, "Whether the reader heads the department"),
    CX_FIELD(CxFirstLookView, heads, CX_FIELD_TEXT, "Who heads the department"),
    CX_FIELD_DATA(CxFirstLookView, told, CX_FIELD_DAY, "When it reached them"),
    CX_FIELD_DATA(CxFirstLookView, opens, CX_FIELD_DAY, "First day for everybody"),
    CX_FIELD_DATA(CxFirstLookView, answered, CX_FIELD_DAY, "When they answered"),
    CX_FIELD_DATA(CxFirstLookView, skipped, CX_FIELD_DAY, "When they were passed over"),
    CX_FIELD_PAGE(CxFirstLookView, words, CX_FIELD_TEXT, "Where it stands, in words"),
    CX_FIELD(CxFirstLookView, answer, CX_FIELD_TEXT, "What they answered"),
    CX_FIELD(CxFirstLookView, answered_by, CX_FIELD_TEXT, "Who wrote the answer down"),
    CX_FIELD(CxFirstLookView, skip_reason, CX_FIELD_TEXT, "Why they were passed over"),
    CX_FIELD(CxFirstLookView, skipped_by, CX_FIELD_TEXT, "Who passed them over"),
};
static const CxViewType look_type = CX_VIEW_TYPE("FirstLook", CxFirstLookView, look_fields,
                                                 "The first look of a department's head");

static const CxViewField finding_fields[] = {
    CX_MARK_FIELDS(offsetof(CxFindingView, score)),
    CX_FIELD_CHILD_PAGE(CxFindingView, score, CX_FIELD_OBJECT_IN, &cx_mark_type, "As read"),
    CX_FIELD(CxFindingView, id, CX_FIELD_COUNT, "Id of the finding"),
    CX_FIELD(CxFindingView, kind, CX_FIELD_TEXT,
             "change, threshold, splice, fading, unusual or driver"),
    CX_FIELD_PAGE(CxFindingView, kind_text, CX_FIELD_TEXT, "The same as read"),
    CX_FIELD(CxFindingView, tone, CX_FIELD_TEXT, "good, bad or neutral for whom it is about"),
    CX_FIELD_PAGE(CxFindingView, is_bad, CX_FIELD_FLAG, "Whether it is bad"),
    CX_FIELD_PAGE(CxFindingView, is_good, CX_FIELD_FLAG, "Whether it is good"),
    CX_FIELD(CxFindingView, survey, CX_FIELD_TEXT, "Key of the survey"),
    CX_FIELD(CxFindingView, department_key, CX_FIELD_TEXT, "Key of the department, null: none"),
    CX_FIELD(CxFindingView, department, CX_FIELD_TEXT, "Name of the department, null: none"),
    CX_FIELD(CxFindingView, sentence, CX_FIELD_TEXT, "What is said"),
    CX_FIELD(CxFindingView, made, CX_FIELD_TEXT,
             "The sentence as it was made, where somebody's own words stand"),
    CX_FIELD_DATA(CxFindingView, p_adjusted, CX_FIELD_NUMBER,
                  "Adjusted over what was tested together"),
    CX_FIELD_PAGE(CxFindingView, tested_text, CX_FIELD_TEXT, "The same as read"),
    CX_FIELD(CxFindingView, found, CX_FIELD_DAY, "When it was noticed"),
    CX_FIELD(CxFindingView, until, CX_FIELD_DAY, "Last day it is worth saying"),
    CX_FIELD_PAGE(CxFindingView, found_text, CX_FIELD_TEXT, "When, as read"),
    CX_FIELD_PAGE(CxFindingView, until_text, CX_FIELD_TEXT, "Until when, as read"),
    CX_FIELD(CxFindingView, is_over, CX_FIELD_FLAG, "Whether something newer stands, or it is old"),
    CX_FIELD(CxFindingView, href, CX_FIELD_TEXT, "Its page"),
    CX_FIELD(CxFindingView, url, CX_FIELD_TEXT, "The page that shows more"),
    CX_FIELD_CHILD(CxFindingView, look, CX_FIELD_OBJECT, &look_type,
                   "The first look, null: there is none"),
};
const CxViewType cx_finding_view_type =
    CX_VIEW_TYPE("Finding", CxFindingView, finding_fields, "What evidence noticed, in a sentence");

static const char *
kind_words(const CxCtx *ctx, CxFindingKind kind)
{
    static const char *const keys[CX_FINDING_KIND_N] = {
        [CX_FINDING_CHANGE] = "findings.kind.change",
        [CX_FINDING_THRESHOLD] = "findings.kind.threshold",
        [CX_FINDING_SPLICE] = "findings.kind.splice",
        [CX_FINDING_FADING] = "findings.kind.fading",
        [CX_FINDING_UNUSUAL] = "findings.kind.unusual",
        [CX_FINDING_DRIVER] = "findings.kind.driver",
    };
    cx_assert(kind < CX_FINDING_KIND_N);
    return cx_message_text(ctx->catalogue, keys[kind]);
}

static const char *
day_words(CxCtx *ctx, CxDay day)
{
    return cx_day_is_none(day) ? "" : cx_arena_take(ctx->arena, cx_day_format_long(day));
}

static const char *
look_key(const CxFirstLook *look)
{
    if (look->skip_reason != NULL)
        return "findings.look.skipped";
    if (!look->is_held)
        return "findings.look.open";
    return cx_day_is_none(look->told) ? "findings.look.untold" : "findings.look.told";
}

static const CxFirstLookView *
look_view(CxCtx *ctx, const CxFirstLook *look)
{
    if (!look->is_due && cx_day_is_none(look->told) && look->skip_reason == NULL)
        return NULL;
    CxFirstLookView *view = cx_arena_new0(ctx->arena, CxFirstLookView);
    const CxMessageArg args[] = {
        CX_ARG_TEXT("heads", look->heads),
        CX_ARG_TEXT("told", day_words(ctx, look->told)),
        CX_ARG_TEXT("opens", day_words(ctx, look->opens)),
        CX_ARG_TEXT("who", look->skipped_by),
        CX_ARG_TEXT("day", day_words(ctx, look->skipped)),
        CX_ARG_TEXT("reason", look->skip_reason),
        { .name = NULL },
    };
    *view = (CxFirstLookView){
        .is_held = look->is_held,
        .is_mine = look->is_mine,
        .heads = look->heads,
        .told = look->told,
        .opens = look->opens,
        .answered = look->answered,
        .skipped = look->skipped,
        .words =
            cx_arena_take(ctx->arena, cx_message_format_args(ctx->catalogue, look_key(look), args)),
        .answer = look->answer,
        .answered_by = look->answered_by,
        .skip_reason = look->skip_reason,
        .skipped_by = look->skipped_by,
    };
    return view;
}

/* The decimals that the half-width supports, as evidence rounds. */
static int
decimals_of(const CxMeasured *value)
{
    const double half = (value->hi - value->lo) / 2.0;
    if (isnan(half) || half >= 0.5)
        return 0;
    return half >= 0.05 ? 1 : 2;
}

static const char *
tested_words(CxCtx *ctx, const CxFinding *finding)
{
    if (isnan(finding->p_adjusted))
        return NULL;
    g_autofree char *p = finding->p_adjusted < P_SHOWN_MIN ? g_strdup("< 0.0001")
                                                           : cx_text_number(finding->p_adjusted, 4);
    return cx_arena_take(
        ctx->arena, cx_message_format(ctx->catalogue, "findings.tested.text", CX_ARG_TEXT("p", p)));
}

CxFindingView
cx_finding_view(CxCtx *ctx, const CxFinding *finding)
{
    const CxMarkWords words = { .decimals = decimals_of(&finding->value),
                                .what = finding->sentence };
    return (CxFindingView){
        .score = cx_mark_make(ctx, &finding->value, &words),
        .id = finding->id.v,
        .kind = cx_finding_kind_key(finding->kind),
        .kind_text = kind_words(ctx, finding->kind),
        .tone = cx_finding_tone_key(finding->tone),
        .is_bad = finding->tone == CX_FINDING_TONE_BAD,
        .is_good = finding->tone == CX_FINDING_TONE_GOOD,
        .survey = finding->survey_key,
        .department_key = finding->department_key,
        .department = finding->department_name,
        .sentence = finding->sentence,
        .made = finding->made,
        .p_adjusted = finding->p_adjusted,
        .tested_text = tested_words(ctx, finding),
        .found = finding->found,
        .until = finding->until,
        .found_text = day_words(ctx, finding->found),
        .until_text = day_words(ctx, finding->until),
        .is_over = finding->is_over,
        .href = cx_arena_printf(ctx->arena, "/findings/%" G_GINT64_FORMAT, finding->id.v),
        .url = finding->url,
        .look = look_view(ctx, &finding->look),
    };
}

CxViewList
cx_finding_views(CxCtx *ctx, const CxFindingList *findings)
{
    CxFindingView *views = cx_arena_new0_n(ctx->arena, CxFindingView, findings->n + 1);
    for (size_t i = 0; i < findings->n; i++)
        views[i] = cx_finding_view(ctx, &findings->items[i]);
    return CX_VIEW_LIST(views, findings->n);
}
