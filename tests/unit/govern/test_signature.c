/* Names put to numbers: by whom, once, for how long, and taken back. */
#include <string.h>

#include "base/error.h"
#include "govern/signature.h"
#include "support/engines.h"
#include "support/store.h"
#include "unit/evidence/asked.h"

#define DONE (-1) /* no error: codes begin at 0 */

/* The card of the overall rating, as the reader opens it. */
static const CxCard *
open_card(CxCtx *ctx)
{
    g_autoptr(GError) error = NULL;
    const CxCard *card =
        cx_card_load(asked_words(ctx), asked_score(ctx, "")->whole.card.hex, &error);
    g_assert_no_error(error);
    return card;
}

static void
fill(CxDb *db)
{
    g_autoptr(GString) lines = g_string_new(NULL);
    int id = 0;
    asked_lines(lines, &id, 20, "2018-05-03,1,1,c1,9,4,A");
    asked_lines(lines, &id, 20, "2018-05-03,1,1,c1,7,4,A");
    asked_import_simple(db, lines->str);
    g_autoptr(CxCtx) ctx = cast_system(db);
    (void)asked_score(ctx, "");
    g_autoptr(GError) error = NULL;
    g_assert_true(cx_ctx_flush(ctx, db, &error));
    g_assert_no_error(error);
}

static void
sign(CxCtx *ctx, CxVerdict verdict, const char *scope, const char *password, int code)
{
    g_autoptr(GError) error = NULL;
    const CxSignatureAdd add = { verdict, scope, password };
    const bool is_done = cx_signature_add(ctx, open_card(ctx), &add, &error);
    if (code == DONE)
        g_assert_no_error(error);
    else
        g_assert_error(error, CX_ERROR, code);
    g_assert_true(is_done == (code == DONE));
}

static void
withdraw(CxCtx *ctx, int64_t id, const char *reason, int code)
{
    g_autoptr(GError) error = NULL;
    const bool is_done = cx_signature_withdraw(ctx, open_card(ctx), id, reason, &error);
    if (code == DONE)
        g_assert_no_error(error);
    else
        g_assert_error(error, CX_ERROR, code);
    g_assert_true(is_done == (code == DONE));
}

static CxSignatures
list(CxCtx *ctx)
{
    CxSignatures signatures = { 0 };
    g_autoptr(GError) error = NULL;
    g_assert_true(cx_signature_list(ctx, open_card(ctx), &signatures, &error));
    g_assert_no_error(error);
    return signatures;
}

static void
test_sign(CxDb *db)
{
    fill(db);
    g_autoptr(CxCtx) finance =
        cast_ctx(db, cast_user(db, "fin", CX_ROLE_FINANCE, (CxLeaderId){ 0 }));
    const int64_t n_audited = cast_audited(db);
    sign(finance, CX_VERDICT_SIGNED, "Data and formula", "wrong", CX_ERROR_UNAUTHENTICATED);
    sign(finance, CX_VERDICT_SIGNED, NULL, CAST_PASSWORD, CX_ERROR_INVALID);
    g_assert_cmpuint(list(finance).n, ==, 0);
    sign(finance, CX_VERDICT_SIGNED, "Data and formula", CAST_PASSWORD, DONE);
    sign(finance, CX_VERDICT_OBJECTED, "The weights", CAST_PASSWORD, CX_ERROR_CONFLICT);
    const CxSignatures signatures = list(finance);
    g_assert_cmpuint(signatures.n, ==, 1);
    g_assert_cmpstr(signatures.items[0].scope, ==, "Data and formula");
    g_assert_true(signatures.items[0].is_own && signatures.items[0].is_in_force);
    g_assert_cmpint(signatures.items[0].until.v, ==, 20818); /* 2026-12-31 */
    g_assert_cmpint(cast_audited(db), ==, n_audited + 1);
}

/* The CX team made the number, and the administrator could make anybody: neither signs. */
static void
test_who(CxDb *db)
{
    fill(db);
    static const CxRole roles[] = { CX_ROLE_OWNER, CX_ROLE_TEAM };
    for (size_t i = 0; i < CX_N_ELEMENTS(roles); i++) {
        g_autofree char *login = g_strdup_printf("user%d", (int)i);
        g_autoptr(CxCtx) ctx = cast_ctx(db, cast_user(db, login, roles[i], (CxLeaderId){ 0 }));
        g_assert_false(cx_signature_may_sign(ctx));
        sign(ctx, CX_VERDICT_SIGNED, "All", CAST_PASSWORD, CX_ERROR_FORBIDDEN);
    }
    g_autoptr(CxCtx) system = cast_system(db);
    sign(system, CX_VERDICT_SIGNED, "All", CAST_PASSWORD, CX_ERROR_FORBIDDEN);
    g_autoptr(CxCtx) admin = cast_ctx(db, cast_user(db, "adm", CX_ROLE_ADMIN, (CxLeaderId){ 0 }));
    g_assert_false(cx_signature_may_sign(admin));
}

static void
test_withdraw(CxDb *db)
{
    fill(db);
    g_autoptr(CxCtx) finance =
        cast_ctx(db, cast_user(db, "fin", CX_ROLE_FINANCE, (CxLeaderId){ 0 }));
    g_autoptr(CxCtx) sponsor =
        cast_ctx(db, cast_user(db, "spo", CX_ROLE_SPONSOR, (CxLeaderId){ 0 }));
    sign(finance, CX_VERDICT_OBJECTED, "The weights", CAST_PASSWORD, DONE);
    const int64_t id = list(finance).items[0].id;
    withdraw(sponsor, id, "Not mine", CX_ERROR_NOT_FOUND);
    withdraw(finance, id, "", CX_ERROR_INVALID);
    withdraw(finance, id, "The ledger was wrong", DONE);
    withdraw(finance, id, "Again", CX_ERROR_CONFLICT);
    const CxSignatures signatures = list(sponsor);
    g_assert_cmpuint(signatures.n, ==, 1);
    g_assert_false(signatures.items[0].is_in_force || signatures.items[0].is_own);
    g_assert_cmpstr(signatures.items[0].withdrawn_reason, ==, "The ledger was wrong");
    sign(finance, CX_VERDICT_SIGNED, "All of it", CAST_PASSWORD, DONE);
    g_assert_cmpuint(list(finance).n, ==, 2);
}

/* At the year's end it is over; who signs then signs anew. */
static void
test_over(CxDb *db)
{
    fill(db);
    const CxUserId user = cast_user(db, "fin", CX_ROLE_FINANCE, (CxLeaderId){ 0 });
    g_autoptr(CxCtx) now = cast_ctx(db, user);
    sign(now, CX_VERDICT_SIGNED, "All", CAST_PASSWORD, DONE);
    g_autoptr(GError) error = NULL;
    g_autoptr(CxCtx) later = cx_ctx_open_user(db, NULL, user, cast_instant(60 * 86400), &error);
    g_assert_no_error(error);
    g_assert_false(list(later).items[0].is_in_force);
    sign(later, CX_VERDICT_SIGNED, "All", CAST_PASSWORD, DONE);
    g_assert_true(list(later).items[0].is_in_force);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    cx_test_engines_add("/govern/signature/sign", test_sign);
    cx_test_engines_add("/govern/signature/who", test_who);
    cx_test_engines_add("/govern/signature/withdraw", test_withdraw);
    cx_test_engines_add("/govern/signature/over", test_over);
    return g_test_run();
}
