/* How leaders are engaged here: who sponsors the program, how often leaders are met, when a new one is,
 * how many hours a week has. */
#include <string.h>

#include "base/limits.h"
#include "base/text.h"
#include "engage/settings.h"
#include "pages/pages.h"
#include "people/leader.h"
#include "web/form.h"

#define NOBODY          "none"
#define MINUTES_AN_HOUR 60.0

/* ---- The command ---- */

typedef struct {
    const char *sponsor;
    const char *hours;
    int64_t cadence_target_days;
    int64_t cadence_max_days;
    int64_t window_first_week;
    int64_t window_last_week;
    bool map;
    bool rounds;
} SettingsChange;

#define NUMBER(member, label)                                                                      \
    CX_COMMAND(SettingsChange, member, CX_COMMAND_INT), .is_required = true, .label_key = (label)

static const CxCommandField change_fields[] = {
    { CX_COMMAND(SettingsChange, sponsor, CX_COMMAND_CHOICE), .is_required = true,
      .bytes_max = CX_KEY_BYTES_MAX, .label_key = "settings.sponsor",
      .hint_key = "settings.sponsor.hint", .about = "Key of a leader, \"none\" for nobody" },
    { CX_COMMAND(SettingsChange, hours, CX_COMMAND_TEXT), .is_required = true,
      .label_key = "settings.hours", .hint_key = "settings.hours.hint",
      .about = "Hours a week has for what is proposed" },
    { NUMBER(cadence_target_days, "settings.cadence.target"),
      .hint_key = "settings.cadence.target.hint", .about = "Days between real contacts, aimed at" },
    { NUMBER(cadence_max_days, "settings.cadence.max"), .hint_key = "settings.cadence.max.hint",
      .about = "Days between real contacts, at most" },
    { NUMBER(window_first_week, "settings.window.first"), .hint_key = "settings.window.hint",
      .about = "Week in office in which the window of a first meeting opens" },
    { NUMBER(window_last_week, "settings.window.last"),
      .about = "Week in office in which it closes" },
    { CX_COMMAND(SettingsChange, map, CX_COMMAND_FLAG), .label_key = "settings.map",
      .hint_key = "settings.map.hint", .about = "A map of the coalition also with few leaders" },
    { CX_COMMAND(SettingsChange, rounds, CX_COMMAND_FLAG), .label_key = "settings.rounds",
      .hint_key = "settings.rounds.hint", .about = "Rounds of one-on-ones also with few leaders" },
};
const CxCommandType cx_settings_change_type = CX_COMMAND_TYPE(
    "WeekSettingsChange", SettingsChange, change_fields, "Says how leaders are engaged");

/* ---- The view ---- */

typedef struct {
    int64_t sponsor; /* id; 0: nobody */
    const char *sponsor_name;
    int64_t minutes_a_week;
    int64_t cadence_target_days, cadence_max_days;
    int64_t window_first_week, window_last_week;
    bool map, rounds; /* also with few leaders */
    bool is_saved;
    const CxFormView *form; /* NULL for those who may not change them */
} SettingsView;

static const CxViewField settings_fields[] = {
    CX_FIELD_DATA(SettingsView, sponsor, CX_FIELD_COUNT, "Id of the sponsor, 0 for nobody"),
    CX_FIELD(SettingsView, sponsor_name, CX_FIELD_TEXT, "Name of the sponsor"),
    CX_FIELD(SettingsView, minutes_a_week, CX_FIELD_COUNT, "Minutes a week has for proposals"),
    CX_FIELD(SettingsView, cadence_target_days, CX_FIELD_COUNT, "Days between contacts, aimed at"),
    CX_FIELD(SettingsView, cadence_max_days, CX_FIELD_COUNT, "Days between contacts, at most"),
    CX_FIELD(SettingsView, window_first_week, CX_FIELD_COUNT,
             "Week a first meeting's window opens"),
    CX_FIELD(SettingsView, window_last_week, CX_FIELD_COUNT, "Week in which it closes"),
    CX_FIELD(SettingsView, map, CX_FIELD_FLAG, "Whether there is a map with few leaders too"),
    CX_FIELD(SettingsView, rounds, CX_FIELD_FLAG, "Whether there are rounds with few leaders too"),
    CX_FIELD_PAGE(SettingsView, is_saved, CX_FIELD_FLAG, "Whether they were just set"),
    CX_FIELD_CHILD_PAGE(SettingsView, form, CX_FIELD_OBJECT, &cx_form_view_type, "To set them"),
};
const CxViewType cx_settings_view_type =
    CX_VIEW_TYPE("WeekSettings", SettingsView, settings_fields, "How leaders are engaged here");

/* ---- Showing ---- */

static const CxLeader *
find_leader(const GPtrArray *leaders, int64_t id)
{
    for (guint i = 0; i < leaders->len; i++) {
        const CxLeader *leader = g_ptr_array_index(leaders, i);
        if (leader->id.v == id)
            return leader;
    }
    return NULL;
}

/* The settings as the form takes them. */
static SettingsChange
change_of(CxCtx *ctx, const CxEngageSettings *settings, const CxLeader *sponsor)
{
    g_autoptr(GString) hours = g_string_new(NULL);
    cx_text_append_double(hours, (double)settings->minutes_a_week / MINUTES_AN_HOUR);
    return (SettingsChange){
        .sponsor = sponsor != NULL ? sponsor->key : NOBODY,
        .hours = cx_arena_text(ctx->arena, hours->str),
        .cadence_target_days = settings->cadence_target_days,
        .cadence_max_days = settings->cadence_max_days,
        .window_first_week = settings->window_first_week,
        .window_last_week = settings->window_last_week,
        .map = settings->map != 0,
        .rounds = settings->rounds != 0,
    };
}

/* Leaders in office and whoever is the sponsor, after "nobody yet". */
static void
set_sponsors(CxCtx *ctx, CxFormView *form, const GPtrArray *leaders, int64_t sponsor)
{
    CxFormChoice *choices = cx_arena_new0_n(ctx->arena, CxFormChoice, leaders->len + 1);
    size_t n = 0;
    choices[n++] =
        (CxFormChoice){ .value = NOBODY,
                        .label = cx_message_text(ctx->catalogue, "settings.sponsor.none") };
    for (guint i = 0; i < leaders->len; i++) {
        const CxLeader *leader = g_ptr_array_index(leaders, i);
        const CxTerm *term = cx_leader_term(leader, ctx->today);
        if (term == NULL && leader->id.v != sponsor)
            continue;
        const bool has_title = term != NULL && *term->title != '\0';
        choices[n++] = (CxFormChoice){
            .value = cx_arena_text(ctx->arena, leader->key),
            .label = has_title ? cx_arena_printf(ctx->arena, "%s, %s", leader->name, term->title)
                               : cx_arena_text(ctx->arena, leader->name),
        };
    }
    cx_form_set_choices(form, ctx->arena, "sponsor", choices, n);
}

static bool
show(CxCtx *ctx, const CxRequest *request, const CxCommandInput *sent, CxReply *reply,
     GError **error)
{
    CxEngageSettings now;
    g_autoptr(GPtrArray) leaders = cx_leader_list(ctx, error);
    if (leaders == NULL || !cx_engage_settings_load(ctx, &now, error))
        return false;
    const CxLeader *sponsor = find_leader(leaders, now.sponsor);
    SettingsView view = {
        .sponsor = now.sponsor,
        .sponsor_name = sponsor != NULL ? cx_arena_text(ctx->arena, sponsor->name) : NULL,
        .minutes_a_week = now.minutes_a_week,
        .cadence_target_days = now.cadence_target_days,
        .cadence_max_days = now.cadence_max_days,
        .window_first_week = now.window_first_week,
        .window_last_week = now.window_last_week,
        .map = now.map != 0,
        .rounds = now.rounds != 0,
        .is_saved = cx_request_query(request, "saved") != NULL,
    };
    const SettingsChange as_is = change_of(ctx, &now, sponsor);
    CxFormView *form = cx_form_of(request, sent, &cx_settings_change_type, &as_is);
    set_sponsors(ctx, form, leaders, now.sponsor);
    view.form = form;
    const char *title = cx_message_text(cx_request_catalogue(request), "settings.title");
    return cx_reply_view(reply, "week_settings", title, &cx_settings_view_type, &view, error);
}

/* ---- Changing ---- */

static bool
take_hours(const char *hours, int64_t *minutes, GError **error)
{
    double value = 0.0;
    if (!cx_text_parse_double(hours, &value, error))
        return false;
    *minutes = (int64_t)(CLAMP(value, 0.0, 1000.0) * MINUTES_AN_HOUR + 0.5);
    return true;
}

static bool
take_sponsor(CxCtx *ctx, const char *key, int64_t *sponsor, GError **error)
{
    if (strcmp(key, NOBODY) == 0) {
        *sponsor = 0;
        return true;
    }
    g_autoptr(CxLeader) leader = cx_leader_find(ctx, key, error);
    if (leader == NULL)
        return false;
    *sponsor = leader->id.v;
    return true;
}

static bool
take(CxCtx *ctx, CX_UNUSED const CxRequest *request, const void *command, CxReply *reply,
     GError **error)
{
    const SettingsChange *asked = command;
    CxEngageSettings wanted;
    if (!cx_engage_settings_load(ctx, &wanted, error)) /* what the form does not ask for stays */
        return false;
    wanted.cadence_target_days = asked->cadence_target_days;
    wanted.cadence_max_days = asked->cadence_max_days;
    wanted.window_first_week = asked->window_first_week;
    wanted.window_last_week = asked->window_last_week;
    wanted.map = asked->map;
    wanted.rounds = asked->rounds;
    if (!take_sponsor(ctx, asked->sponsor, &wanted.sponsor, error) ||
        !take_hours(asked->hours, &wanted.minutes_a_week, error) ||
        !cx_engage_settings_change(ctx, &wanted, error))
        return false;
    cx_reply_redirect(reply, "/week/settings?saved=1");
    return true;
}

static const CxRefusal refusals[] = {
    { CX_ERROR_INVALID, "", NULL },
    { CX_ERROR_NOT_FOUND, "sponsor", NULL },
};

static const CxForm form = { &cx_settings_change_type, take, show, CX_REFUSALS(refusals) };

bool
cx_page_week_settings(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    return cx_ctx_check_change(ctx, "see how leaders are engaged", error) &&
           cx_form_show(&form, ctx, request, reply, error);
}

bool
cx_page_week_settings_post(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    return cx_ctx_check_change(ctx, "say how leaders are engaged", error) &&
           cx_form_take(&form, ctx, request, reply, error);
}
