#include "pages/score_view.h"

#include "tell/mark.h"

static const CxViewField group_fields[] = {
    CX_FIELD(CxScoreGroupView, key, CX_FIELD_TEXT, "Key of the group"),
    CX_FIELD(CxScoreGroupView, label, CX_FIELD_TEXT, "Name of the group"),
    CX_FIELD_CHILD(CxScoreGroupView, score, CX_FIELD_OBJECT_IN, &cx_mark_type, "Its score"),
};
const CxViewType cx_score_group_view_type =
    CX_VIEW_TYPE("ScoreGroup", CxScoreGroupView, group_fields, "One group of a score");

static const CxViewField score_fields[] = {
    CX_MARK_FIELDS(offsetof(CxScoreView, score)),
    CX_FIELD_CHILD_PAGE(CxScoreView, score, CX_FIELD_OBJECT_IN, &cx_mark_type, "As read"),
    CX_FIELD(CxScoreView, survey, CX_FIELD_TEXT, "Key of the survey"),
    CX_FIELD(CxScoreView, question, CX_FIELD_TEXT, "Key of the question"),
    CX_FIELD(CxScoreView, label, CX_FIELD_TEXT, "Short name of the question"),
    CX_FIELD(CxScoreView, wording, CX_FIELD_TEXT, "What was asked"),
    CX_FIELD(CxScoreView, measure, CX_FIELD_TEXT, "How answers are put together"),
    CX_FIELD(CxScoreView, unit, CX_FIELD_TEXT, "Unit of the value"),
    CX_FIELD(CxScoreView, is_weighted, CX_FIELD_FLAG, "Whether answers count by their weights"),
    CX_FIELD(CxScoreView, slice, CX_FIELD_TEXT, "What was asked for, in canonical form"),
    CX_FIELD(CxScoreView, organised, CX_FIELD_TEXT, "now or then: how departments are read"),
    CX_FIELD(CxScoreView, counted, CX_FIELD_TEXT,
             "For whom answers count after a reorganisation, where that needs saying"),
    CX_FIELD(CxScoreView, from, CX_FIELD_DAY, "First day of the period"),
    CX_FIELD(CxScoreView, to, CX_FIELD_DAY, "Last day of the period"),
    CX_FIELD_CHILD(CxScoreView, groups, CX_FIELD_LIST, &cx_score_group_view_type, "By group"),
};
const CxViewType cx_score_view_type =
    CX_VIEW_TYPE("Score", CxScoreView, score_fields, "A score with interval and evidence");

const CxScoreView *
cx_score_view(CxCtx *ctx, const char *survey, const CxScore *score)
{
    CxScoreView *view = cx_arena_new0(ctx->arena, CxScoreView);
    CxScoreGroupView *groups = cx_arena_new0_n(ctx->arena, CxScoreGroupView, score->n_groups);
    const CxMarkWords words = {
        .decimals = score->decimals,
        .unit = score->unit,
        .what = score->label,
    };
    for (size_t i = 0; i < score->n_groups; i++) {
        const CxScoreGroup *group = &score->groups[i];
        const CxMarkWords group_words = { .decimals = score->decimals, .what = group->label };
        groups[i] = (CxScoreGroupView){
            .key = group->key,
            .label = group->label,
            .score = cx_mark_make(ctx, &group->value, &group_words),
        };
    }
    *view = (CxScoreView){
        .score = cx_mark_make(ctx, &score->whole, &words),
        .survey = cx_arena_text(ctx->arena, survey),
        .question = score->question,
        .label = score->label,
        .wording = score->wording,
        .measure = score->measure,
        .unit = score->unit,
        .is_weighted = score->is_weighted,
        .slice = score->slice,
        .organised = cx_slice_organised_key(score->organised),
        .counted = score->counted,
        .from = score->from,
        .to = score->to,
        .groups = CX_VIEW_LIST(groups, score->n_groups),
    };
    return view;
}
