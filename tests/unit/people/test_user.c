/* Users, passwords, sessions and tokens. */
#include "cast.h"

#include <string.h>

#include "base/error.h"
#include "base/secret.h"
#include "support/engines.h"
#include "support/store.h"

static const CxLeaderId no_leader = { 0 };

static CxCtx *
nobody_at(CxDb *db, int64_t seconds)
{
    return cx_ctx_open_nobody(db, cast_instant(seconds));
}

static void
test_add(CxDb *db)
{
    const CxUserId id = cast_user(db, "ada.l@example.org", CX_ROLE_OWNER, no_leader);
    g_assert_cmpint(cast_audited(db), ==, 1);
    g_autoptr(CxCtx) ctx = cast_system(db);
    g_autoptr(GError) error = NULL;
    g_autoptr(CxUser) user = cx_user_find(ctx, "ada.l@example.org", &error);
    g_assert_no_error(error);
    g_assert_cmpint(user->id.v, ==, id.v);
    g_assert_cmpint(user->role, ==, CX_ROLE_OWNER);
    g_assert_false(user->is_disabled);
    g_assert_null(user->leader_name);
    int64_t n = 0;
    g_assert_true(cx_user_count(ctx, &n, &error));
    g_assert_cmpint(n, ==, 1);
    g_autoptr(GPtrArray) list = cx_user_list(ctx, &error);
    g_assert_cmpuint(list->len, ==, 1);
    /* The password is nowhere to be read. */
    g_assert_cmpint(cx_test_count(db, "SELECT count(*) AS n FROM app_user WHERE password_hash LIKE "
                                      "'$argon2id$%' AND password_hash NOT LIKE '%battery%'"),
                    ==, 1);
    g_assert_cmpint(cx_test_count(db, "SELECT count(*) AS n FROM audit_detail WHERE "
                                      "after_json LIKE '%battery%' OR after_json LIKE '%argon%'"),
                    ==, 0);
}

static void
test_add_words(CxDb *db)
{
    cx_secret_start();
    (void)cast_user(db, "ada", CX_ROLE_TEAM, no_leader);
    g_autofree char *too_long = g_strnfill(2000, 'a');
    const struct {
        const char *why, *login, *name, *password;
        CxRole role;
        CxErrorCode code;
    } rows[] = {
        { "taken", "ada", "Ada", CAST_PASSWORD, CX_ROLE_TEAM, CX_ERROR_CONFLICT },
        { "no login", "", "Ada", CAST_PASSWORD, CX_ROLE_TEAM, CX_ERROR_INVALID },
        { "capitals", "Bea", "Bea", CAST_PASSWORD, CX_ROLE_TEAM, CX_ERROR_INVALID },
        { "blanks", "be a", "Bea", CAST_PASSWORD, CX_ROLE_TEAM, CX_ERROR_INVALID },
        { "too long", too_long, "Bea", CAST_PASSWORD, CX_ROLE_TEAM, CX_ERROR_INVALID },
        { "no name", "bea", "", CAST_PASSWORD, CX_ROLE_TEAM, CX_ERROR_INVALID },
        { "a name not clean", "bea", "B\033[1m", CAST_PASSWORD, CX_ROLE_TEAM, CX_ERROR_INVALID },
        { "short password", "bea", "Bea", "elevenchars", CX_ROLE_TEAM, CX_ERROR_INVALID },
        { "endless password", "bea", "Bea", too_long, CX_ROLE_TEAM, CX_ERROR_TOO_LARGE },
        { "a leader who is none", "bea", "Bea", CAST_PASSWORD, CX_ROLE_LEADER, CX_ERROR_INVALID },
    };
    g_autoptr(CxCtx) ctx = cast_system(db);
    for (size_t i = 0; i < CX_N_ELEMENTS(rows); i++) {
        g_test_message("%s", rows[i].why);
        const CxUserAdd add = { .login = rows[i].login,
                                .name = rows[i].name,
                                .password = rows[i].password,
                                .role = rows[i].role };
        CxUserId id = { -1 };
        g_autoptr(GError) error = NULL;
        g_assert_false(cx_user_add(ctx, &add, &id, &error));
        g_assert_error(error, CX_ERROR, (gint)rows[i].code);
        g_assert_cmpint(id.v, ==, -1);
        g_assert_false(cx_db_is_writing(db));
        /* What is said to whoever reads the log is not the password. */
        g_assert_null(strstr(error->message, "elevenchars"));
    }
    g_assert_cmpint(cast_audited(db), ==, 1);
    /* A leader that is not there at all. */
    const CxUserAdd add = { .login = "bea",
                            .name = "Bea",
                            .password = CAST_PASSWORD,
                            .role = CX_ROLE_LEADER,
                            .leader = { 99 } };
    CxUserId id = { -1 };
    g_autoptr(GError) error = NULL;
    g_assert_false(cx_user_add(ctx, &add, &id, &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_NOT_FOUND);
}

/* Only who may manage users does; everyone else is refused before anything is read. */
static void
test_forbidden(CxDb *db)
{
    const CxUserId team = cast_user(db, "team", CX_ROLE_TEAM, no_leader);
    g_autoptr(CxCtx) ctx = cast_ctx(db, team);
    const CxUserAdd add = {
        .login = "eve", .name = "Eve", .password = CAST_PASSWORD, .role = CX_ROLE_OWNER
    };
    CxUserId id = { -1 };
    char *secret = NULL;
    for (int i = 0; i < 8; i++) {
        g_autoptr(GError) error = NULL;
        switch (i) {
        case 0:
            g_assert_false(cx_user_add(ctx, &add, &id, &error));
            break;
        case 1:
            g_assert_null(cx_user_list(ctx, &error));
            break;
        case 2:
            g_assert_null(cx_user_find(ctx, "team", &error));
            break;
        case 3:
            g_assert_false(cx_user_set_password(ctx, "team", CAST_PASSWORD, &error));
            break;
        case 4:
            g_assert_false(cx_user_disable(ctx, "team", &error));
            break;
        case 5:
            g_assert_false(cx_token_add(ctx, "team", "mine", &secret, &error));
            break;
        case 6:
            g_assert_null(cx_token_list(ctx, &error));
            break;
        default:
            g_assert_false(cx_token_revoke(ctx, 1, &error));
            break;
        }
        g_assert_error(error, CX_ERROR, CX_ERROR_FORBIDDEN);
    }
    g_assert_null(secret);
    g_assert_cmpint(cast_audited(db), ==, 1);
}

/* A wrong password, an unknown name and a user switched off cannot be told apart. */
static void
test_verify(CxDb *db)
{
    const CxUserId ada = cast_user(db, "ada", CX_ROLE_TEAM, no_leader);
    (void)cast_user(db, "off", CX_ROLE_TEAM, no_leader);
    g_autoptr(CxCtx) system = cast_system(db);
    g_assert_true(cx_user_disable(system, "off", NULL));
    g_autoptr(CxCtx) ctx = nobody_at(db, 0);
    g_autoptr(GError) error = NULL;
    CxUserId user = { -1 };
    g_assert_true(cx_user_verify(ctx, "ada", CAST_PASSWORD, &user, &error));
    g_assert_no_error(error);
    g_assert_cmpint(user.v, ==, ada.v);

    static const char *const wrong[][2] = {
        { "ada", "correct horse batterx" }, { "ada", "" },   { "ada", CAST_PASSWORD " " },
        { "nobody", CAST_PASSWORD },        { "", "" },      { "off", CAST_PASSWORD },
        { "ADA", CAST_PASSWORD },           { "ada%", "x" },
    };
    g_autofree char *text = NULL;
    for (size_t i = 0; i < CX_N_ELEMENTS(wrong); i++) {
        g_autoptr(GError) refused = NULL;
        user.v = -1;
        g_assert_false(cx_user_verify(ctx, wrong[i][0], wrong[i][1], &user, &refused));
        g_assert_error(refused, CX_ERROR, CX_ERROR_UNAUTHENTICATED);
        g_assert_cmpint(user.v, ==, -1);
        if (text == NULL)
            text = g_strdup(refused->message);
        g_assert_cmpstr(refused->message, ==, text);
    }
}

static void
assert_session(CxDb *db, const char *secret, int64_t seconds, bool is_open)
{
    g_autoptr(CxCtx) ctx = nobody_at(db, seconds);
    g_autoptr(GError) error = NULL;
    CxSession session = { .user = { -1 } };
    g_assert_cmpint(cx_session_find(ctx, secret, &session, &error), ==, is_open);
    if (is_open) {
        g_assert_no_error(error);
        g_assert_cmpuint(strlen(session.csrf), >=, 43);
    } else {
        g_assert_error(error, CX_ERROR, CX_ERROR_UNAUTHENTICATED);
        g_assert_cmpint(session.user.v, ==, -1);
    }
    cx_session_clear(&session);
}

static char *
open_session(CxDb *db, CxUserId user, int64_t seconds)
{
    g_autoptr(CxCtx) ctx = nobody_at(db, seconds);
    g_autoptr(GError) error = NULL;
    char *secret = NULL;
    g_assert_true(cx_session_open(ctx, user, &secret, &error));
    g_assert_no_error(error);
    return secret;
}

#define HOUR INT64_C(3600)
#define DAY  (24 * HOUR)

static void
test_session(CxDb *db)
{
    const CxUserId ada = cast_user(db, "ada", CX_ROLE_TEAM, no_leader);
    g_autofree char *secret = open_session(db, ada, 0);
    g_autofree char *other = open_session(db, ada, 0);
    g_assert_cmpstr(secret, !=, other);
    g_assert_cmpuint(strlen(secret), >=, 43); /* 256 bits */
    g_assert_cmpint(cast_audited(db), ==, 3);
    g_autofree char *peek = g_strdup_printf(
        "SELECT count(*) AS n FROM session WHERE digest = '%s' OR csrf = '%s'", secret, secret);
    g_assert_cmpint(cx_test_count(db, peek), ==, 0);

    assert_session(db, secret, 0, true);
    assert_session(db, "", 0, false);
    assert_session(db, "no such secret", 0, false);
    g_autofree char *nearly = g_strndup(secret, strlen(secret) - 1);
    assert_session(db, nearly, 0, false);

    g_autoptr(CxCtx) ctx = nobody_at(db, HOUR);
    g_autoptr(GError) error = NULL;
    CxSession session = { 0 };
    g_assert_true(cx_session_find(ctx, secret, &session, &error));
    g_assert_cmpint(session.user.v, ==, ada.v);
    g_assert_cmpint(session.created_at.us, ==, CX_TEST_NOW_US);
    cx_session_clear(&session);

    g_assert_true(cx_session_close(ctx, secret, &error));
    g_assert_no_error(error);
    assert_session(db, secret, HOUR, false);
    assert_session(db, other, HOUR, true);
    g_assert_cmpint(cast_audited(db), ==, 4);
    /* Closing what is closed is no news. */
    g_assert_true(cx_session_close(ctx, secret, &error));
    g_assert_cmpint(cast_audited(db), ==, 4);
}

static void
test_session_ends(CxDb *db)
{
    const CxUserId ada = cast_user(db, "ada", CX_ROLE_TEAM, no_leader);
    g_autofree char *secret = open_session(db, ada, 0);
    assert_session(db, secret, 12 * HOUR, true);
    assert_session(db, secret, 12 * HOUR + 1, false);
    /* Used every 11 hours it lives for 14 days, and no longer. */
    for (int64_t at = 11 * HOUR; at <= 14 * DAY; at += 11 * HOUR) {
        g_autoptr(CxCtx) ctx = nobody_at(db, at);
        g_autoptr(GError) error = NULL;
        g_assert_true(cx_session_touch(ctx, secret, &error));
        g_assert_no_error(error);
        assert_session(db, secret, at, true);
    }
    assert_session(db, secret, 14 * DAY, true);
    assert_session(db, secret, 14 * DAY + 1, false);
    /* The next sign-in sweeps it away. */
    g_autofree char *next = open_session(db, ada, 15 * DAY);
    g_assert_cmpint(cx_test_count(db, "SELECT count(*) AS n FROM session"), ==, 1);
    assert_session(db, next, 15 * DAY, true);
}

static void
test_password_change(CxDb *db)
{
    const CxUserId ada = cast_user(db, "ada", CX_ROLE_TEAM, no_leader);
    const CxUserId bea = cast_user(db, "bea", CX_ROLE_TEAM, no_leader);
    g_autofree char *mine = open_session(db, ada, 0);
    g_autofree char *also_mine = open_session(db, ada, 0);
    g_autofree char *hers = open_session(db, bea, 0);
    g_autoptr(CxCtx) ctx = cast_ctx(db, ada);
    g_autoptr(GError) error = NULL;
    const char *next = "a quite other password";
    g_assert_false(cx_user_change_own_password(ctx, "wrong wrong wrong", next, &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_UNAUTHENTICATED);
    g_clear_error(&error);
    g_assert_false(cx_user_change_own_password(ctx, CAST_PASSWORD, "short", &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_INVALID);
    g_clear_error(&error);
    assert_session(db, mine, 0, true);

    g_assert_true(cx_user_change_own_password(ctx, CAST_PASSWORD, next, &error));
    g_assert_no_error(error);
    assert_session(db, mine, 0, false);
    assert_session(db, also_mine, 0, false);
    assert_session(db, hers, 0, true);
    CxUserId user = { 0 };
    g_assert_false(cx_user_verify(ctx, "ada", CAST_PASSWORD, &user, NULL));
    g_assert_true(cx_user_verify(ctx, "ada", next, &user, NULL));

    g_autoptr(CxCtx) system = cast_system(db);
    g_assert_true(cx_user_set_password(system, "bea", next, &error));
    assert_session(db, hers, 0, false);
    g_assert_false(cx_user_set_password(system, "eve", next, &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_NOT_FOUND);
}

static void
assert_token(CxDb *db, const char *secret, int64_t seconds, int64_t want)
{
    g_autoptr(CxCtx) ctx = nobody_at(db, seconds);
    g_autoptr(GError) error = NULL;
    CxUserId user = { -1 };
    g_assert_cmpint(cx_token_find(ctx, secret, &user, &error), ==, want >= 0);
    g_assert_cmpint(user.v, ==, want);
    if (want < 0)
        g_assert_error(error, CX_ERROR, CX_ERROR_UNAUTHENTICATED);
}

static void
test_token(CxDb *db)
{
    const CxUserId ada = cast_user(db, "ada", CX_ROLE_TEAM, no_leader);
    g_autoptr(CxCtx) ctx = cast_system(db);
    g_autoptr(GError) error = NULL;
    g_autofree char *first = NULL;
    g_autofree char *second = NULL;
    g_assert_true(cx_token_add(ctx, "ada", "Nightly export", &first, &error));
    g_assert_no_error(error);
    g_assert_true(cx_token_add(ctx, "ada", "Wallboard", &second, &error));
    g_assert_cmpuint(strlen(first), >=, 43);
    assert_token(db, first, 0, ada.v);
    assert_token(db, second, 10 * 365 * DAY, ada.v);
    assert_token(db, "", 0, -1);
    assert_token(db, "nothing", 0, -1);
    g_autofree char *peek =
        g_strdup_printf("SELECT count(*) AS n FROM token WHERE digest = '%s'", first);
    g_assert_cmpint(cx_test_count(db, peek), ==, 0);

    g_autoptr(GPtrArray) list = cx_token_list(ctx, &error);
    g_assert_cmpuint(list->len, ==, 2);
    const CxToken *newest = g_ptr_array_index(list, 0);
    g_assert_cmpstr(newest->name, ==, "Wallboard");
    g_assert_cmpstr(newest->login, ==, "ada");
    g_assert_cmpint(newest->created_at.us, ==, CX_TEST_NOW_US);
    g_assert_cmpint(newest->expires_at.us, ==, 0);
    g_assert_false(newest->is_revoked);

    const int64_t n_audited = cast_audited(db);
    g_assert_true(cx_token_revoke(ctx, newest->id, &error));
    assert_token(db, second, 0, -1);
    assert_token(db, first, 0, ada.v);
    g_assert_false(cx_token_revoke(ctx, newest->id, &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_NOT_FOUND);
    g_assert_cmpint(cast_audited(db), ==, n_audited + 1);
    g_clear_error(&error);

    cx_test_execute(db, "UPDATE token SET expires_us = created_us + 1000000");
    assert_token(db, first, 0, ada.v);
    assert_token(db, first, 1, -1);
    g_assert_false(cx_token_add(ctx, "ada", "", &second, &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_INVALID);
    g_clear_error(&error);
    g_assert_false(cx_token_add(ctx, "eve", "Hers", &second, &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_NOT_FOUND);
}

static void
test_disable(CxDb *db)
{
    const CxUserId ada = cast_user(db, "ada", CX_ROLE_OWNER, no_leader);
    g_autofree char *secret = open_session(db, ada, 0);
    g_autoptr(CxCtx) ctx = cast_system(db);
    g_autoptr(GError) error = NULL;
    g_autofree char *token = NULL;
    g_assert_true(cx_token_add(ctx, "ada", "Hers", &token, &error));
    g_assert_true(cx_user_disable(ctx, "ada", &error));
    g_assert_no_error(error);
    assert_session(db, secret, 0, false);
    assert_token(db, token, 0, -1);
    g_autoptr(CxUser) user = cx_user_find(ctx, "ada", &error);
    g_assert_true(user->is_disabled);
    /* No way round by making them anew while switched off. */
    g_autofree char *again = open_session(db, ada, 0);
    assert_session(db, again, 0, false);
    g_assert_false(cx_user_disable(ctx, "eve", &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_NOT_FOUND);
}

/* What a user may do with tokens of their own, and with no other's. */
static void
test_own_token(CxDb *db)
{
    g_autoptr(CxCtx) ada = cast_ctx(db, cast_user(db, "ada", CX_ROLE_SPONSOR, no_leader));
    g_autoptr(CxCtx) ben = cast_ctx(db, cast_user(db, "ben", CX_ROLE_SPONSOR, no_leader));
    g_autoptr(CxCtx) system = cast_system(db);
    g_autoptr(GError) error = NULL;
    g_autofree char *secret = NULL;
    g_assert_true(cx_token_add_own(ada, "Wallboard", &secret, &error));
    assert_token(db, secret, 0, ada->actor.user.v);
    g_autoptr(GPtrArray) list = cx_token_list_own(ada, &error);
    g_assert_cmpuint(list->len, ==, 1);
    const CxToken *token = g_ptr_array_index(list, 0);
    g_assert_cmpstr(token->name, ==, "Wallboard");
    g_autoptr(GPtrArray) of_ben = cx_token_list_own(ben, &error);
    g_assert_cmpuint(of_ben->len, ==, 0);

    g_assert_false(cx_token_add(ada, "ben", "Somebody else's", &secret, &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_FORBIDDEN);
    g_clear_error(&error);
    g_assert_false(cx_token_revoke_own(ben, token->id, &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_NOT_FOUND);
    g_clear_error(&error);
    g_assert_false(cx_token_add_own(system, "Nobody's", &secret, &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_FORBIDDEN);
    g_clear_error(&error);

    g_assert_true(cx_token_revoke_own(ada, token->id, &error));
    assert_token(db, secret, 0, -1);
    g_autoptr(GPtrArray) after = cx_token_list_own(ada, &error);
    g_assert_cmpuint(after->len, ==, 0);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    cx_secret_start();
    cx_test_engines_add("/people/user/add", test_add);
    cx_test_engines_add("/people/user/words", test_add_words);
    cx_test_engines_add("/people/user/forbidden", test_forbidden);
    cx_test_engines_add("/people/user/verify", test_verify);
    cx_test_engines_add("/people/user/disable", test_disable);
    cx_test_engines_add("/people/user/password", test_password_change);
    cx_test_engines_add("/people/session/open", test_session);
    cx_test_engines_add("/people/session/ends", test_session_ends);
    cx_test_engines_add("/people/token", test_token);
    cx_test_engines_add("/people/token/own", test_own_token);
    return g_test_run();
}
