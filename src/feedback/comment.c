#include "feedback/comment.h"

#include "db/txn.h"
#include "feedback/answers.h"
#include "feedback/unit.h"
#include "sql/feedback.h"

static const CxItemVersion *
asked_in(const CxSurvey *survey, const CxItem *item, int64_t version)
{
    for (size_t i = 0; i < survey->n_versions; i++) {
        if (survey->versions[i].id.v == version)
            return cx_item_in(item, i);
    }
    return NULL;
}

/* Finds the answer to an item; *ret_found is false when it was not given, or does not apply. */
static bool
find_answer(const CxCommentListRow *row, const CxItem *item, int64_t *ret_code, bool *ret_found,
            GError **error)
{
    CxAnswersReader reader;
    CxAnswer answer;
    *ret_found = false;
    if (!cx_answers_reader_init(&reader, row->answers.data, row->answers.len_bytes, error))
        return false;
    CxAnswersStep step;
    while ((step = cx_answers_reader_next(&reader, &answer, error)) == CX_ANSWERS_ANSWER) {
        if (answer.item == item->id.v && !answer.is_not_applicable) {
            *ret_code = answer.code;
            *ret_found = true;
        }
    }
    return step == CX_ANSWERS_END;
}

bool
cx_comment_may_read(const CxCtx *ctx, const CxCommentAsk *ask)
{
    if (!ctx->wall.sees_comments)
        return false;
    return ask->rated->department.v == 0 ? ctx->wall.sees_overall
                                         : cx_ctx_can_see_department(ctx, ask->rated->department);
}

static const char *
unit_of(CxCtx *ctx, const CxSurvey *survey, const CxItemVersion *asked, const CxCommentListRow *row)
{
    g_autoptr(GString) name = g_string_new(NULL);
    const CxUnitKeys keys = { row->cluster_key, row->account_key,
                              row->respondent_id.is_set ? row->respondent_id.v : 0 };
    if (!cx_unit_name(&survey->versions[asked->i_version], &keys, name))
        return "";
    return cx_arena_text(ctx->arena, name->str);
}

static bool
read_row(CxCtx *ctx, const CxSurvey *survey, const CxCommentAsk *ask, const CxCommentListRow *row,
         GArray *comments, GError **error)
{
    CxComment comment = { .asked = asked_in(survey, ask->rated, row->version_id) };
    bool is_rated = false;
    if (!find_answer(row, ask->rated, &comment.rating, &is_rated, error))
        return false;
    if (!is_rated || comment.asked == NULL)
        return true;
    comment.text = cx_arena_text(ctx->arena, row->text);
    comment.unit = unit_of(ctx, survey, comment.asked, row);
    g_array_append_val(comments, comment);
    return true;
}

CxCommentSide
cx_comment_side(const CxComment *comment)
{
    const CxItemVersion *asked = comment->asked;
    const bool is_up = asked->direction == CX_DIRECTION_UP;
    const int64_t good = is_up ? comment->rating - asked->lo : asked->hi - comment->rating;
    const int64_t best = asked->hi - asked->lo;
    if (good >= best - 1)
        return CX_COMMENT_HIGH;
    if (asked->kind == CX_ITEM_KIND_NPS)
        return good <= 6 ? CX_COMMENT_LOW : CX_COMMENT_MIDDLE;
    return 2 * good < best ? CX_COMMENT_LOW : CX_COMMENT_MIDDLE;
}

GArray *
cx_comment_list(CxCtx *ctx, const CxSurvey *survey, const CxCommentAsk *ask, GError **error)
{
    g_autoptr(GArray) comments = g_array_new(FALSE, FALSE, sizeof(CxComment));
    if (!cx_comment_may_read(ctx, ask))
        return g_steal_pointer(&comments);
    g_autoptr(CxTxn) txn = cx_txn_begin_read(ctx->db, error);
    if (txn == NULL)
        return NULL;
    const CxCommentListParams params = {
        .item_id = ask->said->id.v,
        .from_day = ask->from.v,
        .to_day = ask->to.v,
        .reads_all = cx_ctx_reads_all(ctx) ? 1 : 0,
    };
    g_autoptr(CxStmt) stmt = cx_q_comment_list(ctx->db, &params, error);
    if (stmt == NULL)
        return NULL;
    CxCommentListRow row;
    CxStep step = cx_q_comment_list_next(stmt, &row, error);
    for (; step == CX_STEP_ROW; step = cx_q_comment_list_next(stmt, &row, error)) {
        if (!read_row(ctx, survey, ask, &row, comments, error))
            return NULL;
    }
    return step == CX_STEP_DONE ? g_steal_pointer(&comments) : NULL;
}
