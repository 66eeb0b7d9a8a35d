#include "pages/shell.h"

#include <string.h>

#include "base/embed.h"
#include "engage/round.h"
#include "web/assets.h"

/* ---- What templates see ---- */

static const CxViewField place_fields[] = {
    CX_FIELD(CxShellPlace, label, CX_FIELD_TEXT, "Words of the link"),
    CX_FIELD(CxShellPlace, href, CX_FIELD_TEXT, "Where it leads"),
    CX_FIELD(CxShellPlace, is_current, CX_FIELD_FLAG, "Whether the page shown is there"),
};
static const CxViewType place_type =
    CX_VIEW_TYPE("ShellPlace", CxShellPlace, place_fields, "A place one can go");

static const CxViewField link_fields[] = {
    CX_FIELD(CxShellLink, label, CX_FIELD_TEXT, "Words of the link, or of the fold"),
    CX_FIELD(CxShellLink, href, CX_FIELD_TEXT, "Where it leads"),
    CX_FIELD(CxShellLink, is_current, CX_FIELD_FLAG, "Whether the page shown is there"),
    CX_FIELD(CxShellLink, is_folded, CX_FIELD_FLAG, "Whether it stands for several places"),
    CX_FIELD_CHILD(CxShellLink, places, CX_FIELD_LIST, &place_type, "Those places"),
    CX_FIELD(CxShellLink, here, CX_FIELD_TEXT, "Which of them is shown"),
};
static const CxViewType link_type =
    CX_VIEW_TYPE("ShellLink", CxShellLink, link_fields, "A place one can go");

static const CxViewField section_fields[] = {
    CX_FIELD(CxShellSection, label, CX_FIELD_TEXT, "What its places are about"),
    CX_FIELD(CxShellSection, href, CX_FIELD_TEXT, "Its first place"),
    CX_FIELD(CxShellSection, is_current, CX_FIELD_FLAG, "Whether the page shown is in it"),
    CX_FIELD(CxShellSection, has_places, CX_FIELD_FLAG, "Whether it has more than one place"),
    CX_FIELD_CHILD(CxShellSection, places, CX_FIELD_LIST, &link_type, "Its places"),
    CX_FIELD_CHILD(CxShellSection, all, CX_FIELD_LIST, &place_type, "The same without folds"),
};
static const CxViewType section_type =
    CX_VIEW_TYPE("ShellSection", CxShellSection, section_fields, "Places that belong together");

static const CxViewField issue_fields[] = {
    CX_FIELD(CxShellIssue, field, CX_FIELD_TEXT, "Name of the form field"),
    CX_FIELD(CxShellIssue, text, CX_FIELD_TEXT, "What is wrong, for people"),
};
static const CxViewType issue_type =
    CX_VIEW_TYPE("ShellIssue", CxShellIssue, issue_fields, "One thing wrong with a submission");

static const CxViewField frame_fields[] = {
    CX_FIELD(CxShellFrame, lang, CX_FIELD_TEXT, "Language of the page"),
    CX_FIELD(CxShellFrame, title, CX_FIELD_TEXT, "Title of the page"),
    CX_FIELD(CxShellFrame, csrf, CX_FIELD_TEXT, "Token of forms"),
    CX_FIELD(CxShellFrame, is_signed_in, CX_FIELD_FLAG, "Whether someone is signed in"),
    CX_FIELD(CxShellFrame, user_name, CX_FIELD_TEXT, "Who is signed in"),
    CX_FIELD(CxShellFrame, role, CX_FIELD_TEXT, "What they are to the program"),
    CX_FIELD_CHILD(CxShellFrame, nav, CX_FIELD_LIST, &section_type, "Main navigation"),
    CX_FIELD_CHILD(CxShellFrame, menu, CX_FIELD_LIST, &place_type, "Menu of the reader"),
    CX_FIELD(CxShellFrame, has_menu, CX_FIELD_FLAG, "Whether the menu has links"),
    CX_FIELD_CHILD(CxShellFrame, issues, CX_FIELD_LIST, &issue_type, "What was wrong"),
    CX_FIELD(CxShellFrame, has_issues, CX_FIELD_FLAG, "Whether something was wrong"),
    CX_FIELD(CxShellFrame, n_issues, CX_FIELD_COUNT, "How many things were wrong"),
    CX_FIELD(CxShellFrame, url_icon, CX_FIELD_TEXT, "Address of the icon"),
    CX_FIELD(CxShellFrame, url_font, CX_FIELD_TEXT, "Address of the font every page needs"),
    CX_FIELD(CxShellFrame, url_inter, CX_FIELD_TEXT, "Address of the screen fonts' sheet"),
    CX_FIELD(CxShellFrame, url_inter_print, CX_FIELD_TEXT, "Address of the print fonts' sheet"),
    CX_FIELD(CxShellFrame, url_tabler, CX_FIELD_TEXT, "Address of Tabler's sheet"),
    CX_FIELD(CxShellFrame, url_style, CX_FIELD_TEXT, "Address of our sheet"),
    CX_FIELD(CxShellFrame, url_htmx, CX_FIELD_TEXT, "Address of htmx"),
    CX_FIELD(CxShellFrame, url_script, CX_FIELD_TEXT, "Address of our script"),
};
static const CxViewType frame_type =
    CX_VIEW_TYPE("ShellFrame", CxShellFrame, frame_fields, "The frame around a page");

static const CxViewField shell_fields[] = {
    CX_FIELD_CHILD(CxShellView, shell, CX_FIELD_OBJECT_IN, &frame_type, "The frame"),
};
const CxViewType cx_shell_view_type =
    CX_VIEW_TYPE("Shell", CxShellView, shell_fields, "The frame around a page");

/* ---- Where one can go ---- */

typedef struct {
    const char *href;
    const char *label_key;
    bool (*is_for)(const CxCtx *ctx);
    const char *fold_key; /* the word it is folded under, with its neighbours; NULL: none */
} Place;

static bool
is_for_score_readers(const CxCtx *ctx)
{
    const CxWall *wall = &ctx->wall;
    return wall->sees_all_departments || wall->sees_overall || wall->departments->len > 0;
}

static bool
is_for_overall_readers(const CxCtx *ctx)
{
    return ctx->wall.sees_overall;
}

static bool
is_for_user_keepers(const CxCtx *ctx)
{
    return ctx->wall.can_manage_users;
}

static bool
is_for_all(const CxCtx *ctx)
{
    (void)ctx;
    return true;
}

static bool
is_for_program_keepers(const CxCtx *ctx)
{
    return ctx->wall.can_change_program;
}

static bool
is_for_leaders(const CxCtx *ctx)
{
    return ctx->actor.leader.v != 0;
}

static bool
is_for_visible_readers(const CxCtx *ctx)
{
    return ctx->wall.can_change_program || ctx->actor.leader.v != 0;
}

static bool
is_for_round_readers(const CxCtx *ctx)
{
    return ctx->wall.can_change_program || ctx->actor.leader.v != 0 ||
           ctx->actor.role == CX_ROLE_SPONSOR;
}

/* With few leaders the bar does not offer what is for many; the pages say how it is switched on. */
static CxRoundWorth
worth_of(const CxCtx *ctx)
{
    CxRoundWorth worth;
    g_autoptr(GError) error = NULL;
    if (!cx_round_worth(ctx, &worth, &error)) /* the page itself says what is wrong */
        return (CxRoundWorth){ true, true };
    return worth;
}

static bool
is_for_rounds(const CxCtx *ctx)
{
    return is_for_round_readers(ctx) && worth_of(ctx).are_rounds;
}

static bool
is_for_tiers(const CxCtx *ctx)
{
    return is_for_program_keepers(ctx) && worth_of(ctx).are_tiers;
}

#define PLACES_MAX 16
#define COALITION  "shell.coalition"

/* What one word of the bar stands for; places end with one without an address. */
typedef struct {
    const char *label_key; /* NULL: that of its one place */
    Place places[PLACES_MAX];
} Section;

static const Section sections[] = {
    { NULL, { { "/own", "own.title", is_for_leaders, NULL } } },
    { NULL, { { "/week", "shell.week", is_for_program_keepers, NULL } } },
    { "shell.leaders",
      { { "/leaders", "shell.leaders", is_for_all, NULL },
        { "/rounds", "rounds.title", is_for_rounds, NULL },
        { "/visible", "visible.title", is_for_visible_readers, NULL },
        { "/calls", "calls.title", is_for_visible_readers, NULL },
        { "/leaders/health", "leaders.nav.health", is_for_program_keepers, NULL },
        { "/briefs", "shell.briefs", is_for_program_keepers, NULL },
        { "/departments", "shell.departments", is_for_all, NULL },
        { "/leaders/coalition", "leaders.nav.coalition", is_for_program_keepers, COALITION },
        { "/leaders/sponsor", "leaders.nav.sponsor", is_for_program_keepers, COALITION },
        { "/leaders/steps", "leaders.nav.steps", is_for_program_keepers, COALITION },
        { "/goals", "goals.title", is_for_program_keepers, COALITION },
        { "/leaders/coaching", "leaders.nav.coaching", is_for_program_keepers, COALITION },
        { "/leaders/ambassadors", "leaders.nav.ambassadors", is_for_program_keepers, COALITION },
        { "/leaders/resistance", "leaders.nav.resistance", is_for_program_keepers, COALITION },
        { "/leaders/tiers", "tiers.title", is_for_tiers, COALITION } } },
    { "shell.scores",
      { { "/scores", "shell.scores", is_for_score_readers, NULL },
        { "/trends", "shell.trends", is_for_score_readers, NULL },
        { "/funnel", "shell.funnel", is_for_score_readers, NULL },
        { "/metrics", "shell.metrics", is_for_score_readers, NULL },
        { "/thresholds", "shell.thresholds", is_for_score_readers, NULL },
        { "/drivers", "shell.drivers", is_for_overall_readers, NULL },
        { "/links", "shell.links", is_for_score_readers, NULL } } },
    { "shell.findings",
      { { "/findings", "shell.findings", is_for_score_readers, NULL },
        { "/themes", "shell.themes", is_for_program_keepers, NULL },
        { "/changes", "shell.changes", is_for_score_readers, NULL },
        { "/pilots", "shell.pilots", is_for_score_readers, NULL } } },
    { NULL, { { "/surveys", "shell.surveys", is_for_score_readers, NULL } } },
    { "shell.files",
      { { "/files", "shell.files", is_for_program_keepers, NULL },
        { "/jobs", "shell.jobs", is_for_program_keepers, NULL } } },
};

static const Place menu_places[] = {
    { "/note", "shell.note", is_for_program_keepers, NULL },
    { "/program", "shell.program", is_for_all, NULL },
    { "/account", "shell.account", is_for_all, NULL },
    { "/api", "shell.api", is_for_all, NULL },
    { "/users", "shell.users", is_for_user_keepers, NULL },
};

/* Whether a path is the place or something below it. */
static bool
is_at(const char *path, const char *href)
{
    const size_t len = strlen(href);
    return strncmp(path, href, len) == 0 && (path[len] == '\0' || path[len] == '/');
}

/* The place the page shown is in: the one with the longest address; NULL for none. */
static const Place *
place_at(const char *path, const Place *places, size_t n_places)
{
    const Place *found = NULL;
    for (size_t i = 0; path != NULL && i < n_places && places[i].href != NULL; i++) {
        if (is_at(path, places[i].href) &&
            (found == NULL || strlen(places[i].href) > strlen(found->href)))
            found = &places[i];
    }
    return found;
}

/* Those of n places that the reader may open. */
static CxViewList
list_places(const CxShellFacts *facts, CxArena *arena, const Place *places, size_t n_places)
{
    CxShellPlace *views = cx_arena_new0_n(arena, CxShellPlace, n_places);
    const Place *current = place_at(facts->path, places, n_places);
    size_t n = 0;
    for (size_t i = 0; i < n_places && places[i].href != NULL; i++) {
        if (!places[i].is_for(facts->ctx))
            continue;
        views[n++] = (CxShellPlace){
            .label = cx_message_text(facts->ctx->catalogue, places[i].label_key),
            .href = places[i].href,
            .is_current = &places[i] == current,
        };
    }
    return CX_VIEW_LIST(views, n);
}

static void
add_folded(CxArena *arena, const CxShellPlace *place, CxShellLink *fold)
{
    CxShellPlace *views = cx_arena_new0_n(arena, CxShellPlace, fold->places.n + 1);
    if (fold->places.n > 0)
        memcpy(views, fold->places.items, fold->places.n * sizeof *views);
    views[fold->places.n] = *place;
    fold->places = CX_VIEW_LIST(views, fold->places.n + 1);
    if (!place->is_current)
        return;
    fold->is_current = true;
    fold->here = place->label;
}

static const char *
fold_key_of(const Section *section, const char *href)
{
    const Place *place = section->places;
    while (strcmp(place->href, href) != 0)
        place++;
    return place->fold_key;
}

/* The row of a section: places side by side, neighbours of one fold under its word. */
static CxViewList
list_links(const CxShellFacts *facts, CxArena *arena, const Section *section, CxViewList all)
{
    const CxShellPlace *places = all.items;
    CxShellLink *links = cx_arena_new0_n(arena, CxShellLink, all.n);
    const char *fold_key = NULL;
    size_t n = 0;
    for (size_t i = 0; i < all.n; i++) {
        const char *key = fold_key_of(section, places[i].href);
        if (key == NULL || g_strcmp0(fold_key, key) != 0) {
            links[n++] = (CxShellLink){
                .label =
                    key != NULL ? cx_message_text(facts->ctx->catalogue, key) : places[i].label,
                .href = places[i].href,
                .is_current = key == NULL && places[i].is_current,
                .is_folded = key != NULL,
            };
        }
        if (key != NULL)
            add_folded(arena, &places[i], &links[n - 1]);
        fold_key = key;
    }
    return CX_VIEW_LIST(links, n);
}

static CxViewList
list_sections(const CxShellFacts *facts, CxArena *arena)
{
    CxShellSection *views = cx_arena_new0_n(arena, CxShellSection, CX_N_ELEMENTS(sections));
    size_t n = 0;
    for (size_t i = 0; i < CX_N_ELEMENTS(sections); i++) {
        const Section *section = &sections[i];
        const CxViewList places = list_places(facts, arena, section->places, PLACES_MAX);
        if (places.n == 0)
            continue;
        const CxShellPlace *first = places.items;
        const char *key = section->label_key;
        views[n++] = (CxShellSection){
            .label = key != NULL ? cx_message_text(facts->ctx->catalogue, key) : first->label,
            .href = first->href,
            .is_current = place_at(facts->path, section->places, PLACES_MAX) != NULL,
            .has_places = places.n > 1,
            .places = list_links(facts, arena, section, places),
            .all = places,
        };
    }
    return CX_VIEW_LIST(views, n);
}

static void
fill_issues(const CxShellFacts *facts, CxArena *arena, CxShellFrame *frame)
{
    if (facts->issues == NULL)
        return;
    const size_t n = cx_issues_count(facts->issues);
    CxShellIssue *issues = cx_arena_new0_n(arena, CxShellIssue, n);
    for (size_t i = 0; i < n; i++) {
        const CxIssue *issue = cx_issues_at(facts->issues, i);
        issues[i] = (CxShellIssue){ .field = cx_arena_text(arena, issue->field),
                                    .text = cx_arena_text(arena, issue->text) };
    }
    frame->issues = CX_VIEW_LIST(issues, n);
    frame->has_issues = n > 0;
    frame->n_issues = (int64_t)n;
}

static const char *
asset_url(CxArena *arena, const char *name)
{
    GString *out = g_string_new(NULL);
    cx_asset_append_url(out, cx_embed_find(name), name);
    return cx_arena_take(arena, g_string_free(out, FALSE));
}

const void *
cx_shell_make(const CxShellFacts *facts, CxArena *arena, void *shell_data)
{
    (void)shell_data;
    CxShellView *view = cx_arena_new0(arena, CxShellView);
    CxShellFrame *frame = &view->shell;
    const CxCtx *ctx = facts->ctx;
    frame->lang =
        ctx != NULL && ctx->catalogue != NULL ? cx_catalogue_language(ctx->catalogue) : "en";
    frame->title = facts->title;
    frame->csrf = facts->csrf;
    frame->is_signed_in = ctx != NULL && ctx->actor.user.v != 0;
    if (frame->is_signed_in) {
        frame->user_name = ctx->actor.name;
        frame->role = cx_role_title(ctx->actor.role);
        frame->nav = list_sections(facts, arena);
        frame->menu = list_places(facts, arena, menu_places, CX_N_ELEMENTS(menu_places));
        frame->has_menu = frame->menu.n > 0;
    }
    fill_issues(facts, arena, frame);
    frame->url_icon = asset_url(arena, "assets/favicon.svg");
    frame->url_font = asset_url(arena, "assets/vendor/files/inter-latin-wght-normal.woff2");
    frame->url_inter = asset_url(arena, "assets/vendor/inter.css");
    frame->url_inter_print = asset_url(arena, "assets/vendor/inter-print.css");
    frame->url_tabler = asset_url(arena, "assets/vendor/tabler.min.css");
    frame->url_style = asset_url(arena, "assets/coalition.css");
    frame->url_htmx = asset_url(arena, "assets/vendor/htmx.min.js");
    frame->url_script = asset_url(arena, "assets/coalition.js");
    return view;
}
