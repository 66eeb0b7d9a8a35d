#include "evidence/scope.h"

#include "base/civil.h"
#include "evidence/score_priv.h"

/* The last spell that has begun. */
static size_t
spell_today(const CxCtx *ctx, const CxItem *item)
{
    size_t i = item->n_spells - 1;
    while (i > 0 && item->spells[i].from.v > ctx->today.v)
        i--;
    return i;
}

static CxDay
earlier(CxDay to, CxDay until)
{
    return cx_day_is_none(to) || until.v < to.v ? until : to;
}

/* Of a question the reader may see today. */
static void
find_own(const CxCtx *ctx, const CxItem *item, CxSliceOrganised organised, CxScope *scope)
{
    scope->department = item->department;
    scope->department_name = item->department_name;
    if (organised == CX_ORGANISED_NOW) {
        scope->from = item->own_from;
        scope->is_cut = !cx_day_is_none(item->own_from);
        return;
    }
    size_t i = spell_today(ctx, item);
    while (i > 0 && item->spells[i].department.v == 0)
        i--; /* nobody's since: whose it was last */
    const CxItemSpell *spell = &item->spells[i];
    if (spell->department.v == 0)
        return;
    scope->from = spell->from;
    scope->to = spell->to;
    scope->department = spell->department;
    scope->department_name = spell->department_name;
}

/* Of a question that is another's today: what the reader's departments, or what they came out of, had
 * of it. */
static bool
find_past(const CxCtx *ctx, const CxItem *item, CxSliceOrganised organised, CxScope *scope)
{
    for (size_t i = item->n_spells; i-- > 0;) {
        const CxItemSpell *spell = &item->spells[i];
        const CxDay until = spell->department.v != 0
                                ? cx_ctx_sees_department_until(ctx, spell->department)
                                : CX_DAY_NONE;
        const bool is_seen = !cx_day_is_none(until) && until.v >= spell->from.v;
        if (!scope->is_past && is_seen) {
            scope->is_past = true;
            scope->from = spell->from;
            scope->to = earlier(spell->to, until);
            scope->department = spell->department;
            scope->department_name = spell->department_name;
            if (organised == CX_ORGANISED_THEN)
                return true;
        } else if (scope->is_past && is_seen && !cx_day_is_none(spell->to) &&
                   until.v >= spell->to.v) {
            scope->from = spell->from;
        } else if (scope->is_past) {
            return true;
        }
    }
    return scope->is_past;
}

bool
cx_scope_find(const CxCtx *ctx, const CxItem *item, CxSliceOrganised organised, CxScope *ret_scope)
{
    *ret_scope = (CxScope){ .from = CX_DAY_NONE, .to = CX_DAY_NONE };
    const bool is_seen = cx_score_can_see(ctx, item);
    if (item->role == CX_ITEM_ROLE_OVERALL || item->n_spells == 0)
        return is_seen;
    if (!is_seen)
        return find_past(ctx, item, organised, ret_scope);
    find_own(ctx, item, organised, ret_scope);
    return true;
}

/* Ends of a scope as this reader may have them: whole months only, for who does not hold the answers
 * (wall_period.c); a month that belongs to two is nobody's. */
static void
round_scope(const CxCtx *ctx, const CxFrame *frame, CxScope *scope)
{
    if (cx_wall_holds_answers(ctx))
        return;
    if (!cx_day_is_none(scope->from) && scope->from.v > cx_frame_first_day(frame).v) {
        const int32_t month = cx_day_month_index((CxDay){ scope->from.v - 1 });
        scope->from = cx_month_first_day(month + 1);
    }
    if (!cx_day_is_none(scope->to) && scope->to.v < cx_frame_last_day(frame).v) {
        const int32_t month = cx_day_month_index((CxDay){ scope->to.v + 1 });
        scope->to = (CxDay){ cx_month_first_day(month).v - 1 };
    }
}

void
cx_scope_apply(const CxCtx *ctx, const CxFrame *frame, CxScope *scope, CxSlice *slice)
{
    round_scope(ctx, frame, scope);
    if (!cx_day_is_none(scope->from) &&
        (cx_day_is_none(slice->from) || slice->from.v < scope->from.v))
        slice->from = scope->from;
    if (!cx_day_is_none(scope->to) && (cx_day_is_none(slice->to) || slice->to.v > scope->to.v))
        slice->to = scope->to;
    const CxDay first = cx_day_is_none(slice->from) ? cx_frame_first_day(frame) : slice->from;
    const CxDay last = cx_day_is_none(slice->to) ? cx_frame_last_day(frame) : slice->to;
    if (cx_frame_n_rows(frame) > 0 && first.v > last.v) {
        slice->from = cx_month_first_day(cx_day_month_index(cx_frame_last_day(frame)) + 1);
        slice->to = CX_DAY_NONE;
    }
}

static const char *
say(const CxCtx *ctx, const char *key, const CxScope *scope, CxDay day)
{
    g_autofree char *text = cx_day_is_none(day) ? NULL : cx_day_format_long(day);
    return cx_arena_take(ctx->arena,
                         cx_message_format(ctx->catalogue, key,
                                           CX_ARG_TEXT("department", scope->department_name),
                                           CX_ARG_TEXT("day", text)));
}

const char *
cx_scope_words(const CxCtx *ctx, const CxItem *item, CxSliceOrganised organised,
               const CxScope *scope)
{
    if (ctx->catalogue == NULL || item->n_spells == 0 || scope->department.v == 0)
        return NULL;
    if (scope->is_past)
        return cx_day_is_none(scope->to) ? NULL : say(ctx, "evidence.scope.past", scope, scope->to);
    if (scope->is_cut)
        return say(ctx, "evidence.scope.cut", scope, scope->from);
    if (organised == CX_ORGANISED_THEN && !cx_day_is_none(scope->from))
        return say(ctx, "evidence.scope.then", scope, scope->from);
    const CxItemSpell *spell = &item->spells[spell_today(ctx, item)];
    if (organised == CX_ORGANISED_NOW && !cx_day_is_none(spell->from))
        return say(ctx, "evidence.scope.now", scope, spell->from);
    return NULL;
}
