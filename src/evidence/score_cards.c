/* The cards of a score: named by what they show, made when they are new. They stay for ever: once all of a
 * score are in the store, that is noted in memory and not asked again (docs/decisions/0068). */
#include "business/kept.h"
#include "column/shelf.h"
#include "db/db.h"
#include "evidence/card.h"
#include "evidence/score_priv.h"
#include "lang/assert.h"

void
cx_number_name_card(const CxNumber *number, CxMeasured *value)
{
    if (!cx_measured_is_hidden(value))
        value->card = cx_card_id(number->slice_text, cx_frame_fingerprint(number->frame), value);
}

/* Makes the card of a value that has none yet. */
static bool
make_card(const CxNumber *number, const CxTally *tally, const CxMeasured *value, GError **error)
{
    CxCard *card = cx_arena_new0(number->ctx->arena, CxCard);
    if (!cx_number_fill_card(number, tally, value, card, error))
        return false;
    cx_card_keep(number->ctx, number->survey, number->item, card);
    return true;
}

/* The slice of exactly one group: its period or its key becomes part of what is asked. */
static CxSlice *
group_slice(const CxSlice *slice, const CxTally *group, GError **error)
{
    g_autoptr(CxSlice) one = cx_slice_copy(slice);
    one->by = CX_SLICE_BY_NONE;
    g_clear_pointer(&one->by_item, g_free);
    const char *item = NULL;
    switch (slice->by) {
    case CX_SLICE_BY_MONTH:
    case CX_SLICE_BY_QUARTER:
    case CX_SLICE_BY_YEAR:
        one->from = group->from;
        one->to = group->to;
        return g_steal_pointer(&one);
    case CX_SLICE_BY_VERSION:
        item = "version";
        break;
    case CX_SLICE_BY_MODE:
        item = "mode";
        break;
    case CX_SLICE_BY_ITEM:
        item = slice->by_item;
        break;
    case CX_SLICE_BY_NONE:
    case CX_SLICE_BY_N:
        break;
    }
    cx_assert(item != NULL);
    return cx_slice_set_filter(one, item, group->key, error) ? g_steal_pointer(&one) : NULL;
}

bool
cx_number_of_group(const CxNumber *whole, const CxSlice *slice, const CxTally *tally,
                   CxNumber *ret_number, GError **error)
{
    CxSlice *one = group_slice(slice, tally, error);
    if (one == NULL)
        return false;
    *ret_number = *whole;
    ret_number->slice = one;
    ret_number->slice_text = cx_arena_take(whole->ctx->arena, cx_slice_format(one));
    return true;
}

bool
cx_number_name_group_card(const CxNumber *whole, const CxSlice *slice, const CxTally *tally,
                          CxMeasured *value, GError **error)
{
    if (cx_measured_is_hidden(value))
        return true;
    CxNumber number;
    if (!cx_number_of_group(whole, slice, tally, &number, error))
        return false;
    g_autoptr(CxSlice) one = number.slice;
    cx_number_name_card(&number, value);
    return true;
}

static bool
make_group_card(const CxNumber *whole, const CxSlice *slice, const CxTally *tally,
                const CxMeasured *value, GError **error)
{
    CxNumber number;
    if (!cx_number_of_group(whole, slice, tally, &number, error))
        return false;
    g_autoptr(CxSlice) one = number.slice;
    return make_card(&number, tally, value, error);
}

/* Whether the value has a card that is to be made. */
static bool
needs_card(CxCtx *ctx, const CxMeasured *value, bool *ret_needs, GError **error)
{
    bool is_kept = true;
    if (!cx_measured_is_hidden(value) && !cx_card_is_kept(ctx, &value->card, &is_kept, error))
        return false;
    *ret_needs = !is_kept;
    return true;
}

/* Makes what is new; *ret_n_made counts it. */
static bool
make_cards(const CxNumber *whole, const CxSlice *slice, const CxTallies *tallies,
           const CxScore *score, size_t *ret_n_made, GError **error)
{
    bool needs = false;
    if (!needs_card(whole->ctx, &score->whole, &needs, error) ||
        (needs && !make_card(whole, &tallies->whole, &score->whole, error)))
        return false;
    *ret_n_made = needs ? 1 : 0;
    for (size_t i = 0; i < score->n_groups; i++) {
        const CxMeasured *value = &score->groups[i].value;
        if (!needs_card(whole->ctx, value, &needs, error) ||
            (needs && !make_group_card(whole, slice, &tallies->groups[i], value, error)))
            return false;
        *ret_n_made += needs ? 1 : 0;
    }
    return true;
}

static CxDigest
cards_key(const CxCtx *ctx, const CxScore *score)
{
    g_autoptr(CxDigester) digester = cx_digester_new();
    cx_digester_add_text(digester, "cards");
    cx_digester_add_i64(digester, cx_ctx_reads_all(ctx) ? 1 : 0); /* others clear marks of cards */
    cx_digester_add_text(digester, score->whole.card.hex);
    for (size_t i = 0; i < score->n_groups; i++)
        cx_digester_add_text(digester, score->groups[i].value.card.hex);
    return cx_digester_end(digester);
}

bool
cx_number_keep_cards(const CxNumber *whole, const CxSlice *slice, const CxTallies *tallies,
                     const CxScore *score, GError **error)
{
    CxCtx *ctx = whole->ctx;
    const bool is_noted = ctx->frames != NULL && !cx_db_is_writing(ctx->db);
    CxKeep *keep = is_noted ? cx_frame_shelf_keep(ctx->frames) : NULL;
    const CxDigest key = cards_key(ctx, score);
    size_t n_made = 0;
    void *note = keep != NULL ? cx_keep_take(keep, &key) : NULL;
    if (note == NULL) {
        if (!make_cards(whole, slice, tallies, score, &n_made, error))
            return false;
        note = g_atomic_rc_box_new0(int64_t);
        if (keep != NULL && n_made == 0)
            cx_keep_put(keep, &key, note, &cx_kept_box);
    }
    g_atomic_rc_box_release(note);
    return true;
}
