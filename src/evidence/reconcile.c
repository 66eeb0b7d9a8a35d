#include "evidence/reconcile.h"

#include <math.h>
#include <string.h>

#include "base/civil.h"
#include "base/error.h"
#include "base/message.h"
#include "base/text.h"
#include "business/kept.h"
#include "evidence/reconcile_priv.h"
#include "feedback/frame_store.h"
#include "lang/assert.h"

#define FOUND_MAX 1000 /* matches kept until they are sorted */

static const char *const axis_keys[] = {
#define X(name, key) [CX_RECONCILE_##name] = (key),
    CX_RECONCILE_AXIS_MAP(X)
#undef X
};

const char *
cx_reconcile_axis_key(CxReconcileAxis axis)
{
    cx_assert(axis < CX_RECONCILE_AXIS_N);
    return axis_keys[axis];
}

/* ---- The number as printed ---- */

/* Where the decimals begin: the last point or comma, unless it parts thousands: three digits after it
 * and a separator, or as many digits as make groups, before. NULL: a whole number. */
static const char *
decimal_mark(const char *digits, size_t len)
{
    const char *last = NULL;
    size_t n_marks = 0;
    for (size_t i = 0; i < len; i++) {
        if (digits[i] == '.' || digits[i] == ',') {
            last = digits + i;
            n_marks++;
        }
    }
    if (last == NULL)
        return NULL;
    const size_t n_after = (size_t)(digits + len - last) - 1;
    const size_t n_before = (size_t)(last - digits);
    const bool is_thousands =
        n_after == 3 && n_before > 0 && n_before <= 3 && *last == ',' && *digits != '0';
    return is_thousands && n_marks == 1 ? NULL : last;
}

bool
cx_reconcile_read_number(const char *text, double *ret_value, int *ret_decimals, GError **error)
{
    g_autofree char *own = cx_text_trim(g_strdup(text));
    const char *at = own;
    static const char *const minuses[] = { "\xe2\x88\x92", "\xe2\x80\x93", "-" };
    bool is_negative = false;
    for (size_t i = 0; i < G_N_ELEMENTS(minuses) && !is_negative; i++) {
        is_negative = g_str_has_prefix(at, minuses[i]);
        at += is_negative ? strlen(minuses[i]) : 0;
    }
    at += *at == '+' ? 1 : 0;
    const size_t len = strspn(at, "0123456789.,");
    const char *mark = decimal_mark(at, len);
    g_autoptr(GString) plain = g_string_new(is_negative ? "-" : NULL);
    int decimals = 0;
    for (const char *p = at; p < at + len; p++) {
        if (p == mark)
            g_string_append_c(plain, '.');
        else if (g_ascii_isdigit(*p))
            g_string_append_c(plain, *p);
        decimals += mark != NULL && p > mark ? 1 : 0;
    }
    double value = 0.0;
    if (len == 0 || !g_ascii_isdigit(at[0]) || decimals > 6 ||
        !cx_text_parse_double(plain->str, &value, NULL)) {
        g_set_error(error, CX_ERROR, CX_ERROR_INVALID,
                    "\"%s\" is not a number as a dashboard prints it, like 24 or 24.3", text);
        return false;
    }
    *ret_value = value;
    *ret_decimals = decimals;
    return true;
}

/* ---- Trying ---- */

typedef struct {
    CxReconciler *r;
    double half; /* of the last decimal */
    int64_t n;   /* claimed, -1 */
    double claimed;
    GArray *found; /* of CxReconciled */
    size_t n_tried;
    size_t n_found;
    size_t n_near; /* that miss the claim by little */
} Trial;

#define NEAR_HALVES 8 /* how wide the ring around the claim is, in halves of its last decimal */

static bool
fits(const Trial *trial, const CxReconciled *way)
{
    return fabs(way->value - trial->claimed) <= trial->half + 1e-9 &&
           (trial->n < 0 || trial->n == way->n);
}

static bool
is_near(const Trial *trial, const CxReconciled *way)
{
    return fabs(way->value - trial->claimed) <= trial->half * (1 + NEAR_HALVES) &&
           (trial->n < 0 || trial->n == way->n);
}

/* One way; whether it could be worked out at all. */
static bool
try_way(Trial *trial, const CxReconcileOption *first, const CxReconcileOption *second,
        CxReconciled *way, GError **error)
{
    bool is_worked = false;
    if (!cx_reconcile_work(trial->r, first, second, way, &is_worked, error) || !is_worked)
        return false;
    trial->n_tried++;
    return true;
}

/* Keeps what gives the number, and counts what nearly does: whether it does. */
static bool
judge(Trial *trial, const CxReconciled *way)
{
    if (!fits(trial, way)) {
        trial->n_near += is_near(trial, way) ? 1 : 0;
        return false;
    }
    trial->n_found++;
    if (trial->found->len < FOUND_MAX)
        g_array_append_val(trial->found, *way);
    return true;
}

/* Two differences are worth a word only where each does something. */
static bool
is_idle(const CxReconciled *pair, const CxReconciled *single)
{
    return pair->n == single->n && fabs(pair->value - single->value) < 1e-9;
}

/* Two differences at once, kept when they explain the number and neither does so alone. */
static bool
try_pair(Trial *trial, const CxReconciled *singles, const guint pair[2], GError **error)
{
    const GArray *options = trial->r->options;
    const CxReconcileOption *a = &g_array_index(options, CxReconcileOption, pair[0]);
    const CxReconcileOption *b = &g_array_index(options, CxReconcileOption, pair[1]);
    if (!cx_reconcile_is_pair(a, b) || trial->n_tried >= CX_RECONCILE_TRIES_MAX)
        return true;
    CxReconciled way;
    g_autoptr(GError) local = NULL;
    if (!try_way(trial, a, b, &way, &local)) {
        if (local == NULL)
            return true;
        g_propagate_error(error, g_steal_pointer(&local));
        return false;
    }
    if (!is_idle(&way, &singles[pair[0]]) && !is_idle(&way, &singles[pair[1]]))
        (void)judge(trial, &way); /* kept or not */
    return true;
}

static bool
try_pairs(Trial *trial, const CxReconciled *singles, const bool *is_off, GError **error)
{
    const guint n = trial->r->options->len;
    for (guint i = 0; i < n; i++) {
        for (guint j = i + 1; j < n; j++) {
            if (!is_off[i] && !is_off[j] &&
                !try_pair(trial, singles, (const guint[]){ i, j }, error))
                return false;
        }
    }
    return true;
}

/* A zone that comes to the same as another joins it. */
static void
join_zones(CxReconciler *r, guint i_first, const CxReconcileOption *second, CxReconciled *single)
{
    CxReconcileOption *first = &g_array_index(r->options, CxReconcileOption, i_first);
    if (first->zones == NULL || second->zones == NULL)
        return;
    first->zones =
        cx_arena_take(r->ctx->arena, cx_message_format(r->ctx->catalogue, "reconcile.days.zones",
                                                       CX_ARG_TEXT("first", first->zones),
                                                       CX_ARG_TEXT("second", second->zones)));
    first->words = cx_reconcile_zone_words(r, first->zones);
    single->differences[0] = first->words;
}

/* Whether a single difference changes nothing here, or no more than an earlier one of its kind. */
static bool
is_nothing_new(CxReconciler *r, const CxReconciled *same, CxReconciled *singles, guint i)
{
    const GArray *options = r->options;
    const CxReconcileAxis axis = g_array_index(options, CxReconcileOption, i).axis;
    if (is_idle(&singles[i], same))
        return true;
    for (guint j = 0; j < i; j++) {
        if (g_array_index(options, CxReconcileOption, j).axis == axis &&
            singles[j].differences[0] != NULL && is_idle(&singles[i], &singles[j])) {
            join_zones(r, j, &g_array_index(options, CxReconcileOption, i), &singles[j]);
            return true;
        }
    }
    return false;
}

/* Every single difference; is_off those that explain the number alone, change nothing, or cannot be
 * worked out. */
static bool
try_singles(Trial *trial, const CxReconciled *same, CxReconciled *singles, bool *is_off,
            GError **error)
{
    const GArray *options = trial->r->options;
    for (guint i = 0; i < options->len; i++) {
        g_autoptr(GError) local = NULL;
        const CxReconcileOption *option = &g_array_index(options, CxReconcileOption, i);
        is_off[i] = !try_way(trial, option, NULL, &singles[i], &local);
        if (local != NULL) {
            g_propagate_error(error, g_steal_pointer(&local));
            return false;
        }
        if (!is_off[i] && is_nothing_new(trial->r, same, singles, i)) {
            singles[i] = (CxReconciled){ .n = 0 };
            is_off[i] = true;
        }
    }
    for (guint i = 0; i < options->len; i++)
        is_off[i] = is_off[i] || judge(trial, &singles[i]);
    return true;
}

static const CxReconciled *
copy_kept(CxCtx *ctx, const GArray *found, size_t *ret_n)
{
    *ret_n = MIN(found->len, CX_RECONCILE_SHOWN_MAX);
    CxReconciled *kept = cx_arena_new0_n(ctx->arena, CxReconciled, *ret_n);
    for (size_t i = 0; i < *ret_n; i++)
        kept[i] = g_array_index(found, CxReconciled, i);
    return kept;
}

static bool
try_all(CxReconciler *r, const CxReconcileAsk *ask, CxReconciliation *result, GError **error)
{
    g_autoptr(GArray) found = g_array_new(FALSE, TRUE, sizeof(CxReconciled));
    Trial trial = { .r = r,
                    .half = 0.5 * pow(10.0, -result->decimals),
                    .n = ask->n,
                    .claimed = result->claimed,
                    .found = found };
    const guint n_options = r->options->len;
    CxReconciled *singles = cx_arena_new0_n(r->ctx->arena, CxReconciled, n_options);
    g_autofree bool *is_off = g_new0(bool, n_options + 1);
    CxReconciled same = { .value = NAN };
    g_autoptr(GError) local = NULL;
    const bool is_worked = try_way(&trial, NULL, NULL, &same, &local);
    if (is_worked && judge(&trial, &same)) {
        is_off[0] = true; /* nothing to explain */
    } else if (local != NULL) {
        g_propagate_error(error, g_steal_pointer(&local));
        return false;
    } else if (!try_singles(&trial, &same, singles, is_off, error) ||
               !try_pairs(&trial, singles, is_off, error)) {
        return false;
    }
    size_t n_singles = 0;
    for (guint i = 0; i < n_options; i++) {
        if (singles[i].differences[0] != NULL)
            singles[n_singles++] = singles[i];
    }
    result->matches = copy_kept(r->ctx, found, &result->n_matches);
    result->n_found = trial.n_found;
    result->n_tried = trial.n_tried;
    result->n_by_chance = (double)trial.n_near / NEAR_HALVES;
    result->singles = singles;
    result->n_singles = n_singles;
    return true;
}

/* ---- Kept ---- */

/* What was found, in memory of its own: copies go out. */
typedef struct {
    CxArena *arena; /* owned */
    CxReconciliation found;
} Kept;

static void
kept_clear(gpointer kept)
{
    cx_arena_free(((Kept *)kept)->arena);
}

static void *
kept_ref(void *kept)
{
    return g_atomic_rc_box_acquire(kept);
}

static void
kept_unref(void *kept)
{
    g_atomic_rc_box_release_full(kept, kept_clear);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Kept, kept_unref)

static const CxKeepKind kept_kind = { kept_ref, kept_unref };

static const CxReconciled *
copy_ways(CxArena *arena, const CxReconciled *ways, size_t n)
{
    CxReconciled *copies = cx_arena_new0_n(arena, CxReconciled, n + 1);
    for (size_t i = 0; i < n; i++) {
        copies[i] = ways[i];
        copies[i].differences[0] = cx_arena_text(arena, ways[i].differences[0]);
        copies[i].differences[1] = cx_arena_text(arena, ways[i].differences[1]);
        copies[i].slice = cx_arena_text(arena, ways[i].slice);
    }
    return copies;
}

/* Everything but our own score, which is asked for each time. */
static void
copy_found(CxArena *arena, const CxReconciliation *from, CxReconciliation *to)
{
    const CxScore *ours = to->ours;
    *to = *from;
    to->ours = ours;
    to->matches = copy_ways(arena, from->matches, from->n_matches);
    to->singles = copy_ways(arena, from->singles, from->n_singles);
}

/* The question, who asks it and in which words, the day (which gives stretches of time their ends), and
 * the answers as our own reading has them. */
static char *
key_text(CxCtx *ctx, const CxSurvey *survey, const CxReconcileAsk *ask, GError **error)
{
    g_autoptr(CxFrame) frame = cx_frame_store_ref(ctx, survey, error);
    if (frame == NULL)
        return NULL;
    g_autofree char *slice = cx_slice_format(ask->slice);
    return g_strdup_printf(
        "%s %s %s %" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %d %s",
        cx_frame_fingerprint(frame), slice, ask->number, ask->n, ctx->actor.user.v, ctx->wall.min_n,
        ctx->today.v, ctx->locale != NULL ? ctx->locale : "");
}

static Kept *
make_kept(CxCtx *ctx, const CxSurvey *survey, const CxReconcileAsk *ask,
          const CxReconciliation *asked, GError **error)
{
    g_auto(CxReconciler) r = { .decimals = asked->decimals };
    CxReconciliation found = *asked;
    if (!cx_reconciler_init(&r, ctx, survey, ask->slice, error) || !try_all(&r, ask, &found, error))
        return NULL;
    Kept *kept = g_atomic_rc_box_new0(Kept);
    kept->arena = cx_arena_new();
    copy_found(kept->arena, &found, &kept->found);
    return kept;
}

/* What was found for the same question of the same data, or finds it. (transfer full) */
static Kept *
find(CxCtx *ctx, const CxSurvey *survey, const CxReconcileAsk *ask, const CxReconciliation *asked,
     GError **error)
{
    g_autofree char *text = key_text(ctx, survey, ask, error);
    if (text == NULL)
        return NULL;
    const CxKeptAsk question = { .what = CX_KEPT_RECONCILE, .text = text };
    CxKept place;
    void *found = NULL;
    if (!cx_kept_find(ctx, &question, &place, &found, error))
        return NULL;
    if (found != NULL)
        return found;
    Kept *kept = make_kept(ctx, survey, ask, asked, error);
    if (kept != NULL)
        cx_kept_put(&place, kept, &kept_kind);
    return kept;
}

const CxReconciliation *
cx_reconcile(CxCtx *ctx, const CxSurvey *survey, const CxReconcileAsk *ask, GError **error)
{
    if (!cx_ctx_check_change(ctx, "compare with another tool's number", error))
        return NULL;
    CxReconciliation *result = cx_arena_new0(ctx->arena, CxReconciliation);
    if (!cx_reconcile_read_number(ask->number, &result->claimed, &result->decimals, error))
        return NULL;
    result->ours = cx_score_run(ctx, survey, ask->slice, error);
    if (result->ours == NULL)
        return NULL;
    if (ask->slice->measure == CX_SLICE_COUNT) {
        g_set_error_literal(error, CX_ERROR, CX_ERROR_INVALID,
                            "a count of responses has no denominator: give a score");
        return NULL;
    }
    g_autoptr(Kept) found = find(ctx, survey, ask, result, error);
    if (found == NULL)
        return NULL;
    copy_found(ctx->arena, &found->found, result);
    return result;
}
