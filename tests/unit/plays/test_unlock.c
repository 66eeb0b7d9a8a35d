/* What files make possible: the ranking by its laws, and what is held on both engines. */
#include <string.h>

#include "base/error.h"
#include "engage/note.h"
#include "plays/unlock_view.h"
#include "support/engines.h"
#include "unit/feedback/guests.h"
#include "unit/people/cast.h"

#define ALL ((UINT32_C(1) << CX_HOLDING_N) - 1)

static const CxUnlock *
rank_of(uint32_t has, CxArena *arena)
{
    const CxHoldings holdings = { .has = has };
    return cx_unlock_rank(&holdings, arena);
}

static bool
is_among(const CxUnlockCan *const *cans, size_t n, const CxUnlockCan *can)
{
    for (size_t i = 0; i < n; i++) {
        if (cans[i] == can)
            return true;
    }
    return false;
}

/* An offer gains what it says: impossible before, possible with what it brings, and nothing else. */
static void
check_offer(const CxUnlockOffer *offer, uint32_t has, CxArena *arena)
{
    const CxUnlock *before = rank_of(has, arena);
    const CxUnlock *after = rank_of(has | offer->file->brings, arena);
    g_assert_cmpuint(after->n_cans, ==, before->n_cans + offer->n_cans);
    int32_t worth = 0;
    for (size_t i = 0; i < offer->n_cans; i++) {
        g_assert_false(is_among(before->cans, before->n_cans, offer->cans[i]));
        g_assert_true(is_among(after->cans, after->n_cans, offer->cans[i]));
        worth += offer->cans[i]->worth;
    }
    g_assert_cmpint(offer->worth, ==, worth);
    g_assert_cmpint(worth, >, 0);
    for (size_t i = 0; i < after->n_offers; i++)
        g_assert_true(after->offers[i].file != offer->file);
}

/* Of every home there can be. */
static void
test_laws(void)
{
    for (uint32_t has = 0; has <= ALL; has += 5) {
        g_autoptr(CxArena) arena = cx_arena_new();
        const CxUnlock *unlock = rank_of(has, arena);
        for (size_t i = 0; i < unlock->n_offers; i++) {
            check_offer(&unlock->offers[i], has, arena);
            if (i > 0)
                g_assert_cmpint(unlock->offers[i - 1].worth, >=, unlock->offers[i].worth);
        }
    }
    g_autoptr(CxArena) arena = cx_arena_new();
    const CxUnlock *whole = rank_of(ALL, arena);
    g_assert_cmpuint(whole->n_offers, ==, 0);
    g_assert_cmpuint(whole->n_cans, ==, cx_unlock_cans_n);
}

/* Every file there is has its moment, and everything that can be possible is reached by files. */
static void
test_reach(void)
{
    uint32_t brought = 0;
    for (size_t i = 0; i < cx_unlock_files_n; i++) {
        const CxUnlockFile *file = &cx_unlock_files[i];
        brought |= file->brings;
        g_autoptr(CxArena) arena = cx_arena_new();
        const CxUnlock *unlock = rank_of(ALL & ~file->brings, arena);
        bool is_offered = false;
        for (size_t k = 0; k < unlock->n_offers; k++)
            is_offered = is_offered || unlock->offers[k].file == file;
        g_assert_true(is_offered);
    }
    for (size_t i = 0; i < cx_unlock_cans_n; i++)
        g_assert_cmphex(cx_unlock_cans[i].needs & ~brought, ==, 0);
}

static const struct {
    const char *why;
    uint32_t has;
    const char *first; /* NULL: none */
} rows[] = {
    { "nothing yet: what customers say", 0, "survey" },
    { "answers of departments: who leads them",
      CX_HOLDING_ANSWERS | CX_HOLDING_DEPARTMENTS | CX_HOLDING_COMMENTS, "roster" },
    { "leaders alone: what customers say", CX_HOLDING_LEADERS | CX_HOLDING_STARTS, "survey" },
    { "two files, and answers name their account: amounts before meetings",
      CX_HOLDING_ANSWERS | CX_HOLDING_DEPARTMENTS | CX_HOLDING_COMMENTS | CX_HOLDING_LEADERS |
          CX_HOLDING_STARTS | CX_HOLDING_SEATS | CX_HOLDING_PERIODS | CX_HOLDING_ACCOUNTS,
      "facts_account" },
    { "two files without keys: facts would meet nothing, meetings count",
      CX_HOLDING_ANSWERS | CX_HOLDING_DEPARTMENTS | CX_HOLDING_COMMENTS | CX_HOLDING_LEADERS |
          CX_HOLDING_STARTS | CX_HOLDING_SEATS | CX_HOLDING_PERIODS,
      "past" },
    { "one quarter only: another one",
      CX_HOLDING_ANSWERS | CX_HOLDING_DEPARTMENTS | CX_HOLDING_COMMENTS | CX_HOLDING_LEADERS |
          CX_HOLDING_STARTS | CX_HOLDING_SEATS | CX_HOLDING_CONTACTS | CX_HOLDING_PROMISES,
      "survey_later" },
    { "all", ALL, NULL },
};

static void
test_first(void)
{
    for (size_t i = 0; i < CX_N_ELEMENTS(rows); i++) {
        g_autoptr(CxArena) arena = cx_arena_new();
        const CxUnlock *unlock = rank_of(rows[i].has, arena);
        const char *first = unlock->n_offers > 0 ? unlock->offers[0].file->key : NULL;
        if (g_strcmp0(first, rows[i].first) != 0)
            g_error("%s: %s", rows[i].why, first);
    }
}

static const CxUnlockView *
look(CxDb *db, CxCtx **ctx, CxCatalogue *catalogue)
{
    g_clear_pointer(ctx, cx_ctx_free);
    *ctx = cast_system_in(db, 0);
    (*ctx)->catalogue = catalogue;
    g_autoptr(GError) error = NULL;
    const CxUnlock *unlock = cx_unlock_make(*ctx, &error);
    g_assert_no_error(error);
    const CxUnlockView *view = cx_unlock_view(*ctx, unlock, NULL);
    const CxUnlockOfferView *offers = view->offers.items;
    for (size_t i = 0; i < view->offers.n; i++) {
        g_assert_null(strstr(offers[i].why, "unlock."));
        g_assert_null(strchr(offers[i].why, '{'));
        g_assert_null(strstr(offers[i].gain, "unlock."));
    }
    return view;
}

/* A home as it grows, file by file. */
static void
test_home(CxDb *db)
{
    g_autoptr(CxCatalogue) catalogue = cx_catalogue_load("en", NULL);
    g_autoptr(CxCtx) ctx = NULL;
    const CxUnlockView *view = look(db, &ctx, catalogue);
    g_assert_cmpstr(view->headline, ==, "Next most useful: a survey export");
    g_assert_cmpuint(view->cans.n, ==, 0);

    g_autoptr(GError) error = NULL;
    g_autoptr(CxMapping) mapping = guests_parse(NULL, NULL);
    g_autofree char *text = g_strconcat(guests_header, "1,2018-05-01,1,1,a,9,5,A,\n", NULL);
    g_autoptr(CxImportReport) report =
        cx_import_run(ctx, "guests.csv", text, strlen(text), mapping, &error);
    g_assert_no_error(error);
    view = look(db, &ctx, catalogue);
    g_assert_cmpstr(view->next->key, ==, "roster");
    g_assert_cmpuint(view->cans.n, >, 0);

    (void)cast_leader(db, "Ada Lovelace", NULL, CX_DAY_NONE, CX_DAY_NONE);
    view = look(db, &ctx, catalogue);
    const CxUnlockOfferView *offers = view->offers.items;
    bool is_said = false;
    for (size_t i = 0; i < view->offers.n; i++) {
        is_said =
            is_said || g_str_equal(offers[i].why, "One of one leader in office has no first day.");
        g_assert_cmpstr(offers[i].key, !=, "facts_account");
    }
    g_assert_true(is_said);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/plays/unlock/laws", test_laws);
    g_test_add_func("/plays/unlock/reach", test_reach);
    g_test_add_func("/plays/unlock/first", test_first);
    cx_test_engines_add("/plays/unlock/home", test_home);
    return g_test_run();
}
