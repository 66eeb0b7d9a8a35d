/* Tiers and owners: who is met how often, and who of the CX team looks after them; set for many at
 * once. */
#include <inttypes.h>
#include <string.h>

#include "base/civil.h"
#include "base/error.h"
#include "base/limits.h"
#include "base/text.h"
#include "engage/care.h"
#include "engage/health.h"
#include "pages/leader_choices.h"
#include "pages/pages.h"
#include "people/leader.h"
#include "web/form.h"

/* ---- Views ---- */

typedef struct {
    int64_t id;
    const char *key;
    const char *name;
    const char *title;
    const char *department;
    const char *href;
    int64_t tier;
    const char *tier_text;
    const char *owner;
    CxDay last_on;
    const char *last_text;
    const char *lapse; /* key */
    const char *lapse_text;
    bool is_late;
} TierRow;

typedef struct {
    const char *headline;
    const char *counts;
    CxViewList leaders; /* of TierRow */
    bool has_leaders;
    int64_t n_in_office;
    const char *q; /* as asked for */
    const char *in_tier;
    const CxFormView *form;
    bool is_saved;
} TiersView;

static const CxViewField row_fields[] = {
    CX_FIELD(TierRow, id, CX_FIELD_COUNT, "Id of the leader"),
    CX_FIELD(TierRow, key, CX_FIELD_TEXT, "Key of the leader"),
    CX_FIELD(TierRow, name, CX_FIELD_TEXT, "Name"),
    CX_FIELD(TierRow, title, CX_FIELD_TEXT, "Office"),
    CX_FIELD(TierRow, department, CX_FIELD_TEXT, "Department headed, or null"),
    CX_FIELD_PAGE(TierRow, href, CX_FIELD_TEXT, "Their page"),
    CX_FIELD_DATA(TierRow, tier, CX_FIELD_COUNT, "1, 2 or 3; 0: none, the usual cadence"),
    CX_FIELD_PAGE(TierRow, tier_text, CX_FIELD_TEXT, "The same as read"),
    CX_FIELD(TierRow, owner, CX_FIELD_TEXT, "Who of the CX team looks after them, or null"),
    CX_FIELD_DATA(TierRow, last_on, CX_FIELD_DAY, "Last real contact"),
    CX_FIELD_PAGE(TierRow, last_text, CX_FIELD_TEXT, "The same as read"),
    CX_FIELD_DATA(TierRow, lapse, CX_FIELD_TEXT, "fine, due, late or never, by the tier's cadence"),
    CX_FIELD_PAGE(TierRow, lapse_text, CX_FIELD_TEXT, "The same as read"),
    CX_FIELD_PAGE(TierRow, is_late, CX_FIELD_FLAG, "Whether it is late"),
};
static const CxViewType row_type =
    CX_VIEW_TYPE("LeaderTier", TierRow, row_fields, "How often a leader is met, and by whom");

static const CxViewField tiers_fields[] = {
    CX_FIELD(TiersView, headline, CX_FIELD_TEXT, "Who is left alone for longer than allowed"),
    CX_FIELD(TiersView, counts, CX_FIELD_TEXT, "How many have a tier and an owner"),
    CX_FIELD_CHILD(TiersView, leaders, CX_FIELD_LIST, &row_type, "In office, by name"),
    CX_FIELD_PAGE(TiersView, has_leaders, CX_FIELD_FLAG, "Whether there are any"),
    CX_FIELD(TiersView, n_in_office, CX_FIELD_COUNT, "All in office"),
    CX_FIELD_PAGE(TiersView, q, CX_FIELD_TEXT, "Words that were looked for"),
    CX_FIELD_PAGE(TiersView, in_tier, CX_FIELD_TEXT, "The tier that was looked for"),
    CX_FIELD_CHILD_PAGE(TiersView, form, CX_FIELD_OBJECT, &cx_form_view_type, "To set them"),
    CX_FIELD_PAGE(TiersView, is_saved, CX_FIELD_FLAG, "Whether they were just set"),
};
const CxViewType cx_tiers_view_type =
    CX_VIEW_TYPE("LeaderTiers", TiersView, tiers_fields, "Tiers and owners of leaders");

/* ---- The command ---- */

typedef struct {
    const char *leaders;
    const char *tier;
    const char *owner;
    bool nobody;
    bool everybody;
} TierSet;

static const CxCommandChoice tier_choices[] = { { "1", "tiers.tier.1" },
                                                { "2", "tiers.tier.2" },
                                                { "3", "tiers.tier.3" },
                                                { "0", "tiers.tier.0" },
                                                { 0 } };

static const CxCommandField set_fields[] = {
    { CX_COMMAND(TierSet, tier, CX_COMMAND_CHOICE), .choices = tier_choices,
      .label_key = "tiers.field.tier", .about = "1, 2 or 3; 0 for none; as it is if not given" },
    { CX_COMMAND(TierSet, owner, CX_COMMAND_TEXT), .bytes_max = CX_NAME_BYTES_MAX,
      .label_key = "tiers.field.owner", .hint_key = "tiers.field.owner.hint",
      .about = "Who looks after them; as it is if not given" },
    { CX_COMMAND(TierSet, nobody, CX_COMMAND_FLAG), .label_key = "tiers.field.nobody",
      .about = "Nobody looks after them any more" },
    { CX_COMMAND(TierSet, everybody, CX_COMMAND_FLAG), .label_key = "tiers.field.everybody",
      .hint_key = "tiers.field.everybody.hint",
      .about = "All in office; on the page, all who were found" },
    { CX_COMMAND(TierSet, leaders, CX_COMMAND_NOTE), .label_key = "tiers.field.leaders",
      .hint_key = "tiers.field.leaders.hint",
      .about = "Keys or names by line or comma, beside those ticked on the page" },
};
const CxCommandType cx_tier_set_type =
    CX_COMMAND_TYPE("TierSet", TierSet, set_fields, "Gives leaders a tier, an owner, or both");

/* ---- Showing ---- */

typedef struct {
    GPtrArray *leaders; /* of CxLeader, owned */
    CxContacts contacts;
    CxCares cares;
    CxEngageSettings settings;
} World;

static bool
load_world(CxCtx *ctx, World *world, GError **error)
{
    return cx_contact_list(ctx, &world->contacts, error) &&
           cx_care_list(ctx, &world->cares, error) &&
           cx_engage_settings_load(ctx, &world->settings, error);
}

static TierRow
tier_row(CxCtx *ctx, const World *world, const CxLeader *leader, const CxTerm *term)
{
    const CxCare care = cx_care_of(&world->cares, leader->id);
    const CxEngageSettings own = cx_care_settings(&world->cares, &world->settings, leader->id);
    const CxContact *last = cx_contact_last(&world->contacts, leader->id, ctx->today);
    const CxDay last_on = last != NULL ? last->day : CX_DAY_NONE;
    const CxLapse lapse = cx_lapse_judge(last_on, ctx->today, &own);
    g_autofree char *tier_key = g_strdup_printf("tiers.tier.%d", care.tier);
    char *lapse_text =
        cx_message_format(ctx->catalogue, "tiers.lapse", CX_ARG_TEXT("lapse", cx_lapse_key(lapse)),
                          CX_ARG_NUMBER("days", (double)own.cadence_target_days));
    return (TierRow){
        .id = leader->id.v,
        .key = cx_arena_text(ctx->arena, leader->key),
        .name = cx_arena_text(ctx->arena, leader->name),
        .title = cx_arena_text(ctx->arena, term->title),
        .department = cx_arena_text(ctx->arena, term->department_name),
        .href = cx_arena_printf(ctx->arena, "/leaders/%" PRId64, leader->id.v),
        .tier = care.tier,
        .tier_text = cx_message_text(ctx->catalogue, tier_key),
        .owner = care.owner,
        .last_on = last_on,
        .last_text = last != NULL ? cx_arena_take(ctx->arena, cx_day_format_long(last_on)) : NULL,
        .lapse = cx_lapse_key(lapse),
        .lapse_text = cx_arena_take(ctx->arena, lapse_text),
        .is_late = lapse == CX_LAPSE_LATE,
    };
}

/* Whether a row is among those looked for. */
static bool
is_wanted(const TierRow *row, const TiersView *view)
{
    if (view->in_tier != NULL && *view->in_tier != '\0' && row->tier != *view->in_tier - '0')
        return false;
    const char *const texts[] = { row->name, row->title, row->department, row->owner };
    return cx_leader_is_found(texts, CX_N_ELEMENTS(texts), view->q);
}

static void
fill(CxCtx *ctx, const World *world, TiersView *view)
{
    TierRow *rows = cx_arena_new0_n(ctx->arena, TierRow, world->leaders->len);
    size_t n = 0;
    int64_t n_tiers = 0;
    int64_t n_owned = 0;
    int64_t n_late = 0;
    const char *late = "";
    for (guint i = 0; i < world->leaders->len; i++) {
        const CxLeader *leader = g_ptr_array_index(world->leaders, i);
        const CxTerm *term = cx_leader_term(leader, ctx->today);
        if (term == NULL)
            continue;
        const TierRow row = tier_row(ctx, world, leader, term);
        view->n_in_office++;
        if (row.is_late && n_late++ == 0)
            late = row.name;
        n_tiers += row.tier != 0;
        n_owned += row.owner != NULL;
        if (is_wanted(&row, view))
            rows[n++] = row;
    }
    view->leaders = CX_VIEW_LIST(rows, n);
    view->has_leaders = n > 0;
    view->headline =
        cx_arena_take(ctx->arena, cx_message_format(ctx->catalogue, "tiers.headline",
                                                    CX_ARG_NUMBER("n", (double)view->n_in_office),
                                                    CX_ARG_NUMBER("late", (double)n_late),
                                                    CX_ARG_TEXT("name", late)));
    view->counts =
        cx_arena_take(ctx->arena, cx_message_format(ctx->catalogue, "tiers.counts",
                                                    CX_ARG_NUMBER("n", (double)view->n_in_office),
                                                    CX_ARG_NUMBER("tiers", (double)n_tiers),
                                                    CX_ARG_NUMBER("owned", (double)n_owned)));
}

/* What the page carries of the search; NULL: nothing was searched for. */
static void
read_search(const CxRequest *request, const char **ret_q, const char **ret_tier)
{
    const CxPair *pair = cx_request_form_at(request, 0);
    for (size_t i = 0; pair != NULL; pair = cx_request_form_at(request, ++i)) {
        if (strcmp(pair->name, "_q") == 0)
            *ret_q = pair->value;
        else if (strcmp(pair->name, "_tier") == 0)
            *ret_tier = pair->value;
    }
}

static bool
show(CxCtx *ctx, const CxRequest *request, const CxCommandInput *sent, CxReply *reply,
     GError **error)
{
    World world = { .leaders = cx_leader_list(ctx, error) };
    g_autoptr(GPtrArray) leaders = world.leaders;
    if (leaders == NULL || !load_world(ctx, &world, error))
        return false;
    TiersView view = {
        .q = cx_request_query(request, "q"),
        .in_tier = cx_request_query(request, "tier"),
        .is_saved = cx_request_query(request, "saved") != NULL,
        .form = cx_form_of(request, sent, &cx_tier_set_type, NULL),
    };
    read_search(request, &view.q, &view.in_tier); /* of a form that was refused */
    fill(ctx, &world, &view);
    return cx_reply_view(reply, "tiers", cx_message_text(ctx->catalogue, "tiers.title"),
                         &cx_tiers_view_type, &view, error);
}

/* ---- Setting ---- */

#define TICKED "_leader"

/* Those ticked; the command passes their name over. */
static bool
take_ticked(const CxRequest *request, GArray *ids, GError **error)
{
    const CxPair *pair = cx_request_form_at(request, 0);
    for (size_t i = 0; pair != NULL; pair = cx_request_form_at(request, ++i)) {
        CxLeaderId id = { 0 };
        if (strcmp(pair->name, TICKED) != 0)
            continue;
        if (!cx_text_parse_i64(pair->value, &id.v, error))
            return false;
        g_array_append_val(ids, id);
    }
    return true;
}

static bool
take_named(CxCtx *ctx, const char *list, GArray *ids, GError **error)
{
    g_autoptr(GArray) named = cx_leader_find_all(ctx, list != NULL ? list : "", error);
    if (named == NULL)
        return false;
    g_array_append_vals(ids, named->data, named->len);
    return true;
}

/* Everybody in office who was found by it. */
static bool
take_found(CxCtx *ctx, const CxRequest *request, GArray *ids, GError **error)
{
    World world = { .leaders = cx_leader_list(ctx, error) };
    g_autoptr(GPtrArray) leaders = world.leaders;
    if (leaders == NULL || !load_world(ctx, &world, error))
        return false;
    TiersView found = { .q = NULL };
    read_search(request, &found.q, &found.in_tier);
    fill(ctx, &world, &found);
    const TierRow *rows = found.leaders.items;
    for (size_t i = 0; i < found.leaders.n; i++) {
        const CxLeaderId id = { rows[i].id };
        g_array_append_val(ids, id);
    }
    return true;
}

/* Back to the same search. */
static const char *
back_url(CxCtx *ctx, const CxRequest *request)
{
    const char *q = NULL;
    const char *tier = NULL;
    read_search(request, &q, &tier);
    g_autofree char *safe_q = g_uri_escape_string(q != NULL ? q : "", NULL, false);
    g_autofree char *safe_tier = g_uri_escape_string(tier != NULL ? tier : "", NULL, false);
    return cx_arena_printf(ctx->arena, "/leaders/tiers?saved=1&q=%s&tier=%s", safe_q, safe_tier);
}

static bool
take(CxCtx *ctx, const CxRequest *request, const void *command, CxReply *reply, GError **error)
{
    const TierSet *asked = command;
    g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(CxLeaderId));
    if ((asked->everybody && !take_found(ctx, request, ids, error)) ||
        !take_ticked(request, ids, error) || !take_named(ctx, asked->leaders, ids, error))
        return false;
    const CxCareSet wanted = {
        .leaders = (const CxLeaderId *)(const void *)ids->data,
        .n_leaders = ids->len,
        .tier = asked->tier != NULL ? *asked->tier - '0' : CX_CARE_TIER_KEEP,
        .owner = asked->nobody ? "" : asked->owner,
    };
    size_t n = 0;
    if (!cx_care_set(ctx, &wanted, &n, error))
        return false;
    cx_reply_redirect(reply, back_url(ctx, request));
    return true;
}

static const CxRefusal refusals[] = {
    { CX_ERROR_INVALID, "", NULL },
    { CX_ERROR_NOT_FOUND, "leaders", NULL },
    { CX_ERROR_CONFLICT, "leaders", NULL },
};

static const CxForm form = { &cx_tier_set_type, take, show, CX_REFUSALS(refusals) };

bool
cx_page_tiers(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    return cx_form_show(&form, ctx, request, reply, error);
}

bool
cx_page_tiers_post(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    return cx_ctx_check_change(ctx, "say who looks after whom", error) &&
           cx_form_take(&form, ctx, request, reply, error);
}
