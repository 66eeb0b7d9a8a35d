#include "evidence/card.h"

#include <math.h>
#include <string.h>

#include "base/digest.h"
#include "base/error.h"
#include "codec/json.h"
#include "db/stmt.h"
#include "evidence/first_look.h"
#include "evidence/score_priv.h"
#include "feedback/release.h"
#include "sql/evidence.h"

/* Part of every id: a change of method gives new cards. */
#define METHOD_VERSION "score 1"

#define ID_TYPED_MIN 4

static void
digest_add_number(CxDigester *digester, double value)
{
    int64_t bits = 0;
    memcpy(&bits, &value, sizeof bits);
    cx_digester_add_i64(digester, isnan(value) ? -1 : bits);
}

CxCardId
cx_card_id(const char *slice, const char *frame, const CxMeasured *value)
{
    g_autoptr(CxDigester) digester = cx_digester_new();
    cx_digester_add_text(digester, METHOD_VERSION);
    cx_digester_add_text(digester, slice);
    cx_digester_add_text(digester, frame);
    digest_add_number(digester, value->value);
    digest_add_number(digester, value->lo);
    digest_add_number(digester, value->hi);
    cx_digester_add_i64(digester, value->n);
    const CxDigest digest = cx_digester_end(digester);
    g_autofree char *hex = cx_digest_hex(&digest, CX_CARD_ID_LEN / 2);
    CxCardId id;
    memcpy(id.hex, hex, sizeof id.hex);
    return id;
}

/* ---- Keeping ---- */

typedef struct {
    CxCardAddParams params; /* texts in the arena */
    bool is_waiting;        /* it counts answers that wait for their release */
    bool is_released;       /* it counts none, whatever was said of it before */
} NewCard;

static bool
write_new(CxDb *db, const NewCard *new_card, GError **error)
{
    const char *id = new_card->params.id;
    if (!cx_q_card_add(db, &new_card->params, error))
        return false;
    if (new_card->is_released)
        return cx_q_card_waiting_drop(db, &(CxCardWaitingDropParams){ .card_id = id }, error);
    if (!new_card->is_waiting || cx_db_changes(db) == 0) /* the same was shown before */
        return true;
    return cx_q_card_waiting_add(db, &(CxCardWaitingAddParams){ .card_id = id }, error);
}

static bool
new_card_write(CX_UNUSED CxCtx *ctx, CxDb *db, void *data, GError **error)
{
    return write_new(db, data, error);
}

bool
cx_card_is_kept(CxCtx *ctx, const CxCardId *id, bool *ret_is_kept, GError **error)
{
    g_autoptr(CxStmt) stmt = cx_q_card_has(ctx->db, &(CxCardHasParams){ .id = id->hex }, error);
    if (stmt == NULL)
        return false;
    CxCardHasRow row;
    const CxStep step = cx_q_card_has_next(stmt, &row, error);
    if (step == CX_STEP_ERROR)
        return false;
    /* Who reads what is released clears the card of the mark that others' reading has left. */
    *ret_is_kept = step == CX_STEP_ROW && (row.is_waiting == 0 || cx_ctx_reads_all(ctx));
    return true;
}

static void
put_measured(CxJsonWriter *json, const char *name, const CxMeasured *value)
{
    cx_json_writer_name(json, name);
    cx_json_writer_begin_object(json);
    cx_json_writer_put_number(json, "value", value->value);
    cx_json_writer_put_number(json, "lo", value->lo);
    cx_json_writer_put_number(json, "hi", value->hi);
    cx_json_writer_put_int(json, "n", value->n);
    cx_json_writer_put_int(json, "clusters", value->clusters);
    cx_json_writer_put_text(json, "status", cx_measured_status_key(value->status));
    cx_json_writer_put_text(json, "rule", value->rule);
    cx_json_writer_put_text(json, "card", value->card.hex);
    cx_json_writer_end_object(json);
}

/* The texts of a card that are stored and read one by one under their member's name. */
#define CARD_TEXTS(X)                                                                              \
    X(label)                                                                                       \
    X(measure)                                                                                     \
    X(unit)                                                                                        \
    X(group)                                                                                       \
    X(slice)                                                                                       \
    X(before_slice)                                                                                \
    X(survey)                                                                                      \
    X(gathered)                                                                                    \
    X(period)                                                                                      \
    X(method)                                                                                      \
    X(interval)                                                                                    \
    X(source)                                                                                      \
    X(wording)                                                                                     \
    X(answers)                                                                                     \
    X(version)                                                                                     \
    X(department)                                                                                  \
    X(population)                                                                                  \
    X(sampling)                                                                                    \
    X(rate)                                                                                        \
    X(weighting)                                                                                   \
    X(experience)                                                                                  \
    X(frame)

static void
put_lists(CxJsonWriter *json, const CxCard *card)
{
    cx_json_writer_name(json, "modes");
    cx_json_writer_begin_array(json);
    for (size_t i = 0; i < card->n_modes; i++) {
        cx_json_writer_begin_object(json);
        cx_json_writer_put_text(json, "label", card->modes[i].label);
        cx_json_writer_put_int(json, "n", card->modes[i].n);
        cx_json_writer_put_number(json, "share", card->modes[i].share);
        cx_json_writer_end_object(json);
    }
    cx_json_writer_end_array(json);
    cx_json_writer_name(json, "caveats");
    cx_json_writer_begin_array(json);
    for (size_t i = 0; i < card->n_caveats; i++)
        cx_json_writer_text(json, card->caveats[i]);
    cx_json_writer_end_array(json);
}

static char *
card_format(const CxCard *card)
{
    GString *out = g_string_new(NULL);
    g_autoptr(CxJsonWriter) json = cx_json_writer_new(out, CX_JSON_COMPACT);
    cx_json_writer_begin_object(json);
#define X(member) cx_json_writer_put_text(json, #member, card->member);
    CARD_TEXTS(X)
#undef X
    put_measured(json, "value", &card->value);
    put_measured(json, "other", &card->other);
    cx_json_writer_put_flag(json, "has_other", card->has_other);
    cx_json_writer_put_flag(json, "is_weighted", card->is_weighted);
    cx_json_writer_put_int(json, "decimals", card->decimals);
    cx_json_writer_put_int(json, "invited", card->invited);
    cx_json_writer_put_int(json, "n_missing", card->n_missing);
    cx_json_writer_put_int(json, "n_not_applicable", card->n_not_applicable);
    cx_json_writer_put_int(json, "n_responses", card->n_responses);
    cx_json_writer_put_number(json, "n_effective", card->n_effective);
    put_lists(json, card);
    cx_json_writer_end_object(json);
    return g_string_free(out, FALSE);
}

static const char *
scope_of(const CxItem *item)
{
    if (item->role == CX_ITEM_ROLE_OVERALL)
        return "overall";
    return item->department.v != 0 ? "department" : "program";
}

static CxCardAddParams
card_params(CxCtx *ctx, const CxSurvey *survey, const CxItem *item, const CxCard *card)
{
    const CxCardId *id = &card->value.card;
    return (CxCardAddParams){
        .id = cx_arena_text(ctx->arena, id->hex),
        .survey_id = survey->id.v,
        .department_id = { .is_set = item->department.v != 0, .v = item->department.v },
        .scope = scope_of(item),
        .created_us = ctx->now.us,
        .slice = card->slice,
        .document = cx_arena_take(ctx->arena, card_format(card)),
    };
}

/* Whether it counts what waits; in doubt it does. */
static NewCard
new_card_of(CxCtx *ctx, const CxSurvey *survey, const CxItem *item, const CxCard *card)
{
    NewCard new_card = { .params = card_params(ctx, survey, item, card),
                         .is_released = !cx_ctx_reads_all(ctx) };
    new_card.is_waiting = !new_card.is_released;
    bool is_waiting = false;
    if (new_card.is_waiting && cx_release_is_waiting(ctx, survey->id, &is_waiting, NULL))
        new_card.is_waiting = is_waiting;
    return new_card;
}

void
cx_card_keep(CxCtx *ctx, const CxSurvey *survey, const CxItem *item, const CxCard *card)
{
    NewCard *new_card = cx_arena_new0(ctx->arena, NewCard);
    *new_card = new_card_of(ctx, survey, item, card);
    cx_ctx_defer(ctx, new_card_write, new_card);
}

bool
cx_card_write(CxCtx *ctx, const CxSurvey *survey, const CxItem *item, const CxCard *card,
              GError **error)
{
    const NewCard new_card = new_card_of(ctx, survey, item, card);
    return write_new(ctx->db, &new_card, error);
}

/* ---- Opening ---- */

static double
read_number(const CxJson *json, const char *name)
{
    return cx_json_number(cx_json_member(json, name), (double)NAN);
}

static CxMeasured
read_measured(CxArena *arena, const CxJson *json)
{
    CxMeasured value = {
        .value = read_number(json, "value"),
        .lo = read_number(json, "lo"),
        .hi = read_number(json, "hi"),
        .n = cx_json_int(cx_json_member(json, "n"), -1),
        .clusters = cx_json_int(cx_json_member(json, "clusters"), -1),
        .status = CX_MEASURED_TOO_FEW,
        .rule = cx_arena_text(arena, cx_json_text(cx_json_member(json, "rule"), "")),
    };
    /* A key this program does not know reads as too few: nothing is claimed of it. */
    if (!cx_measured_status_find(cx_json_text(cx_json_member(json, "status"), ""), &value.status))
        value.value = (double)NAN;
    (void)g_strlcpy(value.card.hex, cx_json_text(cx_json_member(json, "card"), ""),
                    sizeof value.card.hex);
    return value;
}

/* Cards of earlier programs may hold small parts. */
static void
read_lists(CxCtx *ctx, const CxJson *json, CxCard *card)
{
    CxArena *arena = ctx->arena;
    const CxJson *modes = cx_json_member(json, "modes");
    card->n_modes = cx_json_n(modes);
    CxCardMode *mode = cx_arena_new0_n(arena, CxCardMode, card->n_modes + 1);
    card->modes = mode;
    for (size_t i = 0; i < card->n_modes; i++) {
        const CxJson *from = cx_json_at(modes, i);
        mode[i].label = cx_arena_text(arena, cx_json_text(cx_json_member(from, "label"), ""));
        mode[i].n = cx_json_int(cx_json_member(from, "n"), 0);
        mode[i].share = cx_json_number(cx_json_member(from, "share"), 0.0);
    }
    card->n_modes = cx_card_lump_modes(mode, card->n_modes, ctx->wall.min_n,
                                       cx_message_text(ctx->catalogue, "evidence.modes.rest"));
    const CxJson *caveats = cx_json_member(json, "caveats");
    card->n_caveats = cx_json_n(caveats);
    const char **text = cx_arena_new0_n(arena, const char *, card->n_caveats);
    card->caveats = text;
    for (size_t i = 0; i < card->n_caveats; i++)
        text[i] = cx_arena_text(arena, cx_json_text(cx_json_at(caveats, i), ""));
}

static const CxCard *
card_parse(CxCtx *ctx, const CxCardLoadRow *row, GError **error)
{
    CxArena *arena = ctx->arena;
    g_autoptr(GError) local = NULL;
    g_autoptr(CxJson) json = cx_json_parse(row->document, strlen(row->document), &local);
    if (json == NULL) {
        g_set_error(error, CX_ERROR, CX_ERROR_CORRUPT, "card %s: %s", row->id, local->message);
        return NULL;
    }
    CxCard *card = cx_arena_new0(arena, CxCard);
#define X(member)                                                                                  \
    card->member = cx_arena_text(arena, cx_json_text(cx_json_member(json, #member), NULL));
    CARD_TEXTS(X)
#undef X
    card->value = read_measured(arena, cx_json_member(json, "value"));
    card->other = read_measured(arena, cx_json_member(json, "other"));
    card->has_other = cx_json_flag(cx_json_member(json, "has_other"), false);
    card->is_weighted = cx_json_flag(cx_json_member(json, "is_weighted"), false);
    card->decimals = cx_json_int(cx_json_member(json, "decimals"), 0);
    card->invited = cx_json_int(cx_json_member(json, "invited"), -1);
    card->n_missing = cx_json_int(cx_json_member(json, "n_missing"), 0);
    card->n_not_applicable = cx_json_int(cx_json_member(json, "n_not_applicable"), 0);
    card->n_responses = cx_json_int(cx_json_member(json, "n_responses"), 0);
    card->n_effective = read_number(json, "n_effective");
    read_lists(ctx, json, card);
    card->computed_at.us = row->created_us;
    return card;
}

/* The whole id for the beginning a person typed; blanks, as cards print them, do not matter. */
static bool
complete_id(CxCtx *ctx, const char *typed, CxCardId *ret_id, GError **error)
{
    CxCardId id = { "" };
    size_t n = 0;
    for (const char *p = typed; *p != '\0'; p++) {
        if (*p == ' ')
            continue;
        if (!g_ascii_isxdigit(*p) || n >= CX_CARD_ID_LEN) {
            g_set_error(error, CX_ERROR, CX_ERROR_NOT_FOUND, "there is no card \"%s\"", typed);
            return false;
        }
        id.hex[n++] = g_ascii_tolower(*p);
    }
    if (n < ID_TYPED_MIN) {
        g_set_error(error, CX_ERROR, CX_ERROR_INVALID,
                    "give at least the first %d characters of the card's id", ID_TYPED_MIN);
        return false;
    }
    /* "g" comes right after all hex digits. */
    g_autofree char *to_id = g_strconcat(id.hex, "g", NULL);
    const CxCardFindParams params = { .from_id = id.hex, .to_id = to_id };
    g_autoptr(CxStmt) stmt = cx_q_card_find(ctx->db, &params, error);
    if (stmt == NULL)
        return false;
    CxCardFindRow row;
    CxStep step = cx_q_card_find_next(stmt, &row, error);
    if (step == CX_STEP_DONE) {
        g_set_error(error, CX_ERROR, CX_ERROR_NOT_FOUND, "there is no card \"%s\"", typed);
        return false;
    }
    if (step != CX_STEP_ROW)
        return false;
    (void)g_strlcpy(ret_id->hex, row.id, sizeof ret_id->hex);
    step = cx_q_card_find_next(stmt, &row, error);
    if (step == CX_STEP_ROW) {
        g_set_error(error, CX_ERROR, CX_ERROR_CONFLICT,
                    "more than one card begins with \"%s\"; give more of its id", typed);
    }
    return step == CX_STEP_DONE;
}

static bool
can_open(const CxCtx *ctx, const CxCardLoadRow *row)
{
    if (g_str_equal(row->scope, "overall"))
        return ctx->wall.sees_overall;
    if (row->department_id.is_set) { /* how much of it, is_shown_now says */
        const CxDepartmentId department = { row->department_id.v };
        return !cx_day_is_none(cx_ctx_sees_department_until(ctx, department));
    }
    return ctx->wall.sees_all_departments;
}

/* Whoever does not hold the answers opens the cards of what the wall would show them today: others'
 * cards may be of periods or parts that, beside their own, tell single answers. */
static bool
is_slice_shown(CxCtx *ctx, const char *text)
{
    g_autoptr(CxIssues) issues = cx_issues_new();
    g_autoptr(CxSlice) slice = cx_slice_parse(text, issues);
    g_autoptr(CxSurvey) survey = slice != NULL ? cx_survey_load(ctx, slice->survey, NULL) : NULL;
    return survey != NULL && cx_score_is_shown(ctx, survey, slice);
}

static bool
is_shown_now(CxCtx *ctx, const CxCard *card, bool is_waiting, GError **error)
{
    if (cx_wall_holds_answers(ctx))
        return true;
    if (is_waiting) {
        g_set_error_literal(error, CX_ERROR, CX_ERROR_FORBIDDEN,
                            "this card counts answers that wait until enough others stand beside "
                            "them; ask for the number again to see it as it is released");
        return false;
    }
    if (is_slice_shown(ctx, card->slice) &&
        (card->before_slice == NULL || is_slice_shown(ctx, card->before_slice)))
        return true;
    g_set_error_literal(error, CX_ERROR, CX_ERROR_FORBIDDEN,
                        "this card is of a part of the answers that may not be shown to you");
    return false;
}

static const CxCard *
load(CxCtx *ctx, const char *id, GError **error)
{
    CxCardId whole;
    if (!complete_id(ctx, id, &whole, error))
        return NULL;
    g_autoptr(CxStmt) stmt = cx_q_card_load(ctx->db, &(CxCardLoadParams){ .id = whole.hex }, error);
    if (stmt == NULL)
        return NULL;
    CxCardLoadRow row;
    const CxStep step = cx_q_card_load_next(stmt, &row, error);
    if (step == CX_STEP_DONE) {
        g_set_error(error, CX_ERROR, CX_ERROR_NOT_FOUND, "there is no card \"%s\"", id);
        return NULL;
    }
    if (step != CX_STEP_ROW)
        return NULL;
    if (!can_open(ctx, &row)) {
        g_set_error_literal(error, CX_ERROR, CX_ERROR_FORBIDDEN,
                            "this card is for the department it is about and the CX team");
        return NULL;
    }
    CxHeld held;
    if (!cx_held_load(ctx, &held, error))
        return NULL;
    if (cx_held_has_card(&held, whole.hex)) {
        g_set_error_literal(error, CX_ERROR, CX_ERROR_FORBIDDEN,
                            "the department's head has the first look at this card");
        return NULL;
    }
    const CxCard *card = card_parse(ctx, &row, error);
    if (card != NULL && card->value.n >= 0 && card->value.n < ctx->wall.min_n &&
        card->value.n > 0) {
        g_set_error_literal(error, CX_ERROR, CX_ERROR_FORBIDDEN,
                            "this card rests on fewer answers than may be shown");
        return NULL;
    }
    return card == NULL || is_shown_now(ctx, card, row.is_waiting != 0, error) ? card : NULL;
}

/* Ids are made from what a card says, so a reader who learns which of them exist could try numbers
 * they may not see. Whoever does not see all departments gets one answer for both. */
const CxCard *
cx_card_load(CxCtx *ctx, const char *id, GError **error)
{
    g_autoptr(GError) local = NULL;
    const CxCard *card = load(ctx, id, &local);
    if (card != NULL)
        return card;
    const CxErrorCode code = cx_error_code(local);
    if (ctx->wall.sees_all_departments ||
        (code != CX_ERROR_NOT_FOUND && code != CX_ERROR_CONFLICT && code != CX_ERROR_FORBIDDEN)) {
        g_propagate_error(error, g_steal_pointer(&local));
    } else {
        g_set_error_literal(error, CX_ERROR, CX_ERROR_FORBIDDEN,
                            "this card is not there, or it is for others: the department it is "
                            "about and the CX team");
    }
    return NULL;
}
