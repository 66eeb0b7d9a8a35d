/* Evidence cards: written once, opened by who may, as they were. */
#include "asked.h"

#include <math.h>
#include <string.h>

#include "base/error.h"
#include "codec/json.h"
#include "evidence/card.h"
#include "support/engines.h"
#include "support/store.h"

#define CARDS "SELECT count(*) AS n FROM card"

static int
import_some(CxDb *db)
{
    g_autoptr(GString) lines = g_string_new(NULL);
    int id = 0;
    for (int g = 0; g < 30; g++) {
        g_autofree char *answers =
            g_strdup_printf("2018-05-%02d,%d,%s,c%d,%d,%d,%s", 1 + g, 1 + g % 2,
                            g % 3 == 0 ? "2" : "0.5", g, 4 + g % 7, g % 7, g % 2 == 0 ? "A" : "B");
        asked_lines(lines, &id, 2, answers);
    }
    asked_import(db, lines->str);
    return id;
}

static void
flush(CxCtx *ctx, CxDb *db)
{
    g_autoptr(GError) error = NULL;
    const bool is_done = cx_ctx_flush(ctx, db, &error);
    g_assert_no_error(error);
    g_assert_true(is_done);
}

static void
test_id(void)
{
    const CxMeasured value = { .value = 1, .lo = 0, .hi = 2, .n = 10 };
    const CxCardId id = cx_card_id("slice", "frame", &value);
    g_assert_cmpuint(strlen(id.hex), ==, CX_CARD_ID_LEN);
    g_assert_cmpuint(strspn(id.hex, "0123456789abcdef"), ==, CX_CARD_ID_LEN);
    g_assert_cmpstr(cx_card_id("slice", "frame", &value).hex, ==, id.hex);
    g_assert_cmpstr(cx_card_id("slicef", "rame", &value).hex, !=, id.hex);
    g_assert_cmpstr(cx_card_id("slice", "other", &value).hex, !=, id.hex);
    for (int i = 0; i < 4; i++) {
        CxMeasured other = value;
        double *const numbers[] = { &other.value, &other.lo, &other.hi };
        if (i < 3)
            *numbers[i] = (double)NAN;
        else
            other.n = 11;
        g_assert_cmpstr(cx_card_id("slice", "frame", &other).hex, !=, id.hex);
    }
}

/* The same question of the same data has the same card, whoever asks and whenever. */
static void
test_stable(CxDb *db)
{
    import_some(db);
    g_autoptr(CxCtx) ctx = cast_system(db);
    g_autoptr(CxCtx) later = cast_system_in(db, 100);
    const char *id = asked_score(ctx, "")->whole.card.hex;
    g_assert_cmpstr(asked_score(ctx, "survey=guests&measure=nps")->whole.card.hex, ==, id);
    g_assert_cmpstr(asked_score(later, "")->whole.card.hex, ==, id);
    g_assert_cmpstr(asked_score(ctx, "to=2018-05-20")->whole.card.hex, !=, id);
    g_assert_cmpstr(asked_score(ctx, "measure=mean&question=food")->whole.card.hex, !=, id);
}

static void
test_keep(CxDb *db)
{
    import_some(db);
    g_autoptr(CxCtx) ctx = cast_system(db);
    const CxScore *score = asked_score(ctx, "");
    g_assert_cmpint(cx_test_count(db, CARDS), ==, 0);
    g_autoptr(GError) error = NULL;
    g_assert_null(cx_card_load(ctx, score->whole.card.hex, &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_NOT_FOUND);
    g_clear_error(&error);
    g_assert_true(cx_ctx_has_deferred(ctx));
    flush(ctx, db);
    g_assert_cmpint(cx_test_count(db, CARDS), ==, 1);

    /* Asked again it is not written again, not even by two who ask at once. */
    g_autoptr(CxCtx) again = cast_system(db);
    (void)asked_score(again, "");
    g_assert_false(cx_ctx_has_deferred(again));
    const CxScore *food = asked_score(again, "measure=top2&question=food");
    (void)asked_score(ctx, "measure=top2&question=food");
    flush(again, db);
    flush(ctx, db);
    g_assert_cmpint(cx_test_count(db, CARDS), ==, 2);
    bool is_kept = false;
    g_assert_true(cx_card_is_kept(ctx, &food->whole.card, &is_kept, &error));
    g_assert_true(is_kept);
}

static void
test_load(CxDb *db)
{
    import_some(db);
    g_autoptr(CxCtx) ctx = cast_system(db);
    const CxScore *score = asked_score(ctx, "from=2018-05-01&to=2018-05-28");
    flush(ctx, db);
    g_autoptr(CxCtx) reader = cast_system_in(db, 7);
    g_autoptr(GError) error = NULL;
    const CxCard *card = cx_card_load(reader, score->whole.card.hex, &error);
    g_assert_no_error(error);
    const CxMeasured *want = &score->whole;
    asked_near(card->value.value, want->value, 0);
    asked_near(card->value.lo, want->lo, 0);
    asked_near(card->value.hi, want->hi, 0);
    g_assert_cmpint(card->value.n, ==, want->n);
    g_assert_cmpint(card->value.clusters, ==, want->clusters);
    g_assert_cmpint(card->value.status, ==, want->status);
    g_assert_cmpstr(card->value.rule, ==, want->rule);
    g_assert_cmpstr(card->value.card.hex, ==, want->card.hex);
    g_assert_cmpint(card->computed_at.us, ==, CX_TEST_NOW_US);
    g_assert_cmpstr(card->slice, ==, score->slice);
    g_assert_cmpstr(card->wording, ==, "Would you?");
    g_assert_cmpstr(card->survey, ==, "Guests");
    g_assert_null(card->group);
    g_assert_true(card->is_weighted);
    g_assert_cmpuint(strlen(card->frame), >=, 16);
    g_assert_cmpint(card->n_responses, ==, 60);
    g_assert_cmpint(card->invited, ==, 100);

    /* The other way of counting stands beside it. */
    g_assert_true(card->has_other);
    const CxScore *once = asked_score(ctx, "from=2018-05-01&to=2018-05-28&weighting=unweighted");
    asked_near(card->other.value, once->whole.value, 1e-12);
    asked_near(card->other.hi, once->whole.hi, 1e-12);
    g_assert_true(card->n_effective > 0 && card->n_effective < (double)card->value.n);

    g_assert_cmpuint(card->n_modes, ==, 2);
    g_assert_cmpint(card->modes[0].n + card->modes[1].n, ==, card->value.n);
    asked_near(card->modes[0].share + card->modes[1].share, 1.0, 1e-12);
    const char *const texts[] = { card->label,     card->measure,    card->unit,
                                  card->period,    card->method,     card->interval,
                                  card->source,    card->answers,    card->version,
                                  card->rate,      card->department, card->sampling,
                                  card->weighting, card->experience };
    for (size_t i = 0; i < CX_N_ELEMENTS(texts); i++) {
        g_assert_nonnull(texts[i]);
        g_assert_cmpstr(texts[i], !=, "");
        g_assert_null(strstr(texts[i], "evidence.")); /* a message that is not there */
        g_assert_null(strstr(texts[i], "{"));
    }
    g_assert_nonnull(strstr(card->answers, "11")); /* what counts as missing */
    g_assert_cmpuint(card->n_caveats, >=, 2);
}

static void
test_group_card(CxDb *db)
{
    import_some(db);
    g_autoptr(CxCtx) ctx = cast_system(db);
    const CxScore *score = asked_score(ctx, "group=mode&measure=mean&question=food");
    flush(ctx, db);
    g_assert_cmpint(cx_test_count(db, CARDS), ==, 3);
    const CxMeasured *self = asked_group(score, "self");
    const CxCard *card = cx_card_load(ctx, self->card.hex, NULL);
    g_assert_cmpstr(card->group, ==, "mode: self");
    g_assert_cmpint(card->value.n, ==, self->n);
    g_assert_cmpstr(card->department, ==, "Food");
    g_assert_cmpint(card->n_not_applicable, >, 0);
    g_assert_nonnull(strstr(card->answers, "Never used"));
    g_assert_cmpuint(card->n_modes, ==, 1);
}

/* A card says what was said, whatever is imported later. */
static void
test_as_it_was(CxDb *db)
{
    int id = import_some(db);
    g_autoptr(CxCtx) ctx = cast_system(db);
    const CxScore *before = asked_score(ctx, "");
    flush(ctx, db);
    g_autoptr(GString) more = g_string_new(NULL);
    asked_lines(more, &id, 20, "2018-05-31,1,1,late,0,1,A");
    asked_import(db, more->str);
    g_autoptr(CxCtx) later = cast_system_in(db, 1);
    const CxScore *after = asked_score(later, "");
    g_assert_cmpint(after->whole.n, ==, before->whole.n + 20);
    g_assert_cmpstr(after->whole.card.hex, !=, before->whole.card.hex);
    flush(later, db);
    const CxCard *card = cx_card_load(later, before->whole.card.hex, NULL);
    asked_near(card->value.value, before->whole.value, 0);
    g_assert_cmpint(card->value.n, ==, before->whole.n);
    g_assert_cmpint(card->n_responses, ==, 60);
    g_assert_cmpint(cx_test_count(db, CARDS), ==, 2);
}

static void
assert_no_card(CxCtx *ctx, const char *id, CxErrorCode code)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *shown = g_utf8_make_valid(id, -1);
    g_test_message("%s", shown);
    g_assert_null(cx_card_load(ctx, id, &error));
    g_assert_error(error, CX_ERROR, (gint)code);
}

static void
test_prefix(CxDb *db)
{
    import_some(db);
    g_autoptr(CxCtx) ctx = cast_system(db);
    const CxScore *score = asked_score(ctx, "");
    flush(ctx, db);
    const char *id = score->whole.card.hex;
    for (size_t n = 4; n <= CX_CARD_ID_LEN; n++) {
        g_autofree char *prefix = g_strndup(id, n);
        g_autoptr(GError) error = NULL;
        const CxCard *card = cx_card_load(ctx, prefix, &error);
        g_assert_no_error(error);
        g_assert_cmpstr(card->value.card.hex, ==, id);
    }
    /* As it is printed on paper, and typed from it. */
    g_autofree char *spaced = g_strdup_printf("%.4s %.4s %.4s", id, id + 4, id + 8);
    g_autofree char *upper = g_ascii_strup(spaced, -1);
    g_assert_nonnull(cx_card_load(ctx, upper, NULL));

    g_autofree char *three = g_strndup(id, 3);
    assert_no_card(ctx, three, CX_ERROR_INVALID);
    assert_no_card(ctx, "", CX_ERROR_INVALID);
    assert_no_card(ctx, "   ", CX_ERROR_INVALID);
    g_autofree char *longer = g_strconcat(id, "0", NULL);
    assert_no_card(ctx, longer, CX_ERROR_NOT_FOUND);
    assert_no_card(ctx, "nothex", CX_ERROR_NOT_FOUND);
    assert_no_card(ctx, "%%%%", CX_ERROR_NOT_FOUND);
    assert_no_card(ctx, "\xff\xff\xff\xff", CX_ERROR_NOT_FOUND);
    g_autofree char *other = g_strdup(id);
    other[3] = other[3] == '0' ? '1' : '0';
    assert_no_card(ctx, other, CX_ERROR_NOT_FOUND);

    /* A second card that begins alike. */
    g_autofree char *sql = g_strdup_printf(
        "INSERT INTO card (id, survey_id, department_id, scope, created_us, slice, document) "
        "SELECT '%.8s%s', survey_id, department_id, scope, created_us, slice, document FROM card",
        id, id[8] == '0' ? "1111111111111111" : "0000000000000000");
    cx_test_execute(db, sql);
    g_autofree char *eight = g_strndup(id, 8);
    g_autofree char *nine = g_strndup(id, 9);
    assert_no_card(ctx, eight, CX_ERROR_CONFLICT);
    g_assert_nonnull(cx_card_load(ctx, nine, NULL));
}

static void
test_wall(CxDb *db)
{
    import_some(db);
    g_autoptr(CxCtx) ctx = cast_system(db);
    const CxScore *overall = asked_score(ctx, "");
    const CxScore *food = asked_score(ctx, "measure=top2&question=food");
    const CxScore *area = asked_score(ctx, "measure=share&question=area&answers=a");
    flush(ctx, db);
    (void)cast_department(db, "shops", "Shops");
    const CxLeaderId ada = cast_leader(db, "Ada", "food", cast_day(-1), CX_DAY_NONE);
    const CxLeaderId ben = cast_leader(db, "Ben", "shops", cast_day(-1), CX_DAY_NONE);
    const CxLeaderId cy = cast_leader(db, "Cy", "food", cast_day(-9), cast_day(-1));
    const struct {
        const char *login;
        CxRole role;
        CxLeaderId leader;
        bool is_seen[3];
    } rows[] = {
        { "owner", CX_ROLE_OWNER, { 0 }, { true, true, true } },
        { "sponsor", CX_ROLE_SPONSOR, { 0 }, { true, true, true } },
        { "ada", CX_ROLE_LEADER, ada, { true, true, false } },
        { "ben", CX_ROLE_LEADER, ben, { true, false, false } },
        { "cy", CX_ROLE_LEADER, cy, { true, false, false } },
        { "finance", CX_ROLE_FINANCE, { 0 }, { true, false, false } },
        { "admin", CX_ROLE_ADMIN, { 0 }, { false, false, false } },
    };
    const CxScore *const scores[] = { overall, food, area };
    for (size_t i = 0; i < CX_N_ELEMENTS(rows); i++) {
        const CxUserId user = cast_user(db, rows[i].login, rows[i].role, rows[i].leader);
        g_autoptr(CxCtx) reader = cast_ctx(db, user);
        for (size_t j = 0; j < CX_N_ELEMENTS(scores); j++) {
            if (rows[i].is_seen[j])
                g_assert_nonnull(cx_card_load(reader, scores[j]->whole.card.hex, NULL));
            else
                assert_no_card(reader, scores[j]->whole.card.hex, CX_ERROR_FORBIDDEN);
        }
    }
    g_autoptr(CxCtx) nobody = cx_ctx_open_nobody(db, cast_instant(0));
    assert_no_card(nobody, overall->whole.card.hex, CX_ERROR_FORBIDDEN);
    /* A wall that was raised since. */
    ctx->wall.min_n = 1000;
    assert_no_card(ctx, overall->whole.card.hex, CX_ERROR_FORBIDDEN);
}

/* What does not read as a card is a damaged store, not a number. */
static void
test_damaged(CxDb *db)
{
    import_some(db);
    g_autoptr(CxCtx) ctx = cast_system(db);
    const CxScore *score = asked_score(ctx, "");
    flush(ctx, db);
    cx_test_execute(db, "UPDATE card SET document = '{\"value\":'");
    assert_no_card(ctx, score->whole.card.hex, CX_ERROR_CORRUPT);
}

/* No part below the minimum, and none that could be had by subtracting: the parts are a partition into
 * parts that may be shown, or one. */
static void
test_lump(void)
{
    static const struct {
        int64_t n[4], want[4];
        size_t n_want;
        const char *why;
    } rows[] = {
        { { 400, 90, 8, 5 }, { 400, 90, 8, 5 }, 4, "all may be shown" },
        { { 400, 90, 3, 2 }, { 400, 90, 5, 0 }, 3, "two small parts make one" },
        { { 400, 90, 8, 2 },
          { 400, 90, 10, 0 },
          3,
          "one small part takes the next smallest along" },
        { { 400, 4, 0, 0 }, { 404, 0, 0, 0 }, 1, "two parts are one then" },
        { { 3, 0, 0, 0 }, { 3, 0, 0, 0 }, 1, "small as a whole: the wall has that" },
    };
    for (size_t i = 0; i < CX_N_ELEMENTS(rows); i++) {
        CxCardMode modes[5] = { 0 };
        size_t n = 0;
        while (n < 4 && rows[i].n[n] > 0) {
            modes[n] = (CxCardMode){ "way", rows[i].n[n], (double)rows[i].n[n] / 1000.0 };
            n++;
        }
        n = cx_card_lump_modes(modes, n, 5, "rest");
        g_test_message("%s", rows[i].why);
        g_assert_cmpuint(n, ==, rows[i].n_want);
        for (size_t k = 0; k < n; k++)
            g_assert_cmpint(modes[k].n, ==, rows[i].want[k]);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/card/lump", test_lump);
    g_test_add_func("/evidence/card/id", test_id);
    cx_test_engines_add("/evidence/card/stable", test_stable);
    cx_test_engines_add("/evidence/card/keep", test_keep);
    cx_test_engines_add("/evidence/card/load", test_load);
    cx_test_engines_add("/evidence/card/group", test_group_card);
    cx_test_engines_add("/evidence/card/as_it_was", test_as_it_was);
    cx_test_engines_add("/evidence/card/prefix", test_prefix);
    cx_test_engines_add("/evidence/card/wall", test_wall);
    cx_test_engines_add("/evidence/card/damaged", test_damaged);
    return g_test_run();
}
