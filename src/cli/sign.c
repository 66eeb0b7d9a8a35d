/* coalition sign: somebody outside the CX team puts their name to a number, or takes it back. */
#include "base/error.h"
#include "base/text.h"
#include "cli/cli.h"
#include "evidence/card.h"
#include "govern/signature.h"
#include "people/user.h"

/* The context of whoever the password is of; (transfer full). `system` must outlive it. */
static CxCtx *
open_signer(CxCtx *system, const char *login, const char *password, GError **error)
{
    CxUserId user = { 0 };
    if (!cx_user_verify(system, login, password, &user, error))
        return NULL;
    CxCtx *ctx = cx_ctx_open_user(system->db, system->frames, user, system->now, error);
    if (ctx != NULL) {
        ctx->catalogue = system->catalogue;
        cx_ctx_set_zone(ctx, system->zone);
    }
    return ctx;
}

static bool
withdraw(CxCtx *ctx, const CxCard *card, const CxCliArgs *args, GError **error)
{
    int64_t id = 0;
    if (!cx_text_parse_i64(cx_cli_args_option(args, "withdraw"), &id, error) ||
        !cx_signature_withdraw(ctx, card, id, cx_cli_args_option(args, "reason"), error))
        return false;
    cx_cli_print("%s: %s takes their name back.\n", card->label, ctx->actor.name);
    return true;
}

static bool
sign(CxCtx *ctx, const CxCard *card, const CxCliArgs *args, const char *password, GError **error)
{
    const CxSignatureAdd add = {
        .verdict = cx_cli_args_has(args, "object") ? CX_VERDICT_OBJECTED : CX_VERDICT_SIGNED,
        .scope = cx_cli_args_option(args, "scope"),
        .password = password,
    };
    if (!cx_signature_add(ctx, card, &add, error))
        return false;
    cx_cli_print("%s: %s by %s until the end of the year.\n", card->label,
                 cx_verdict_key(add.verdict), ctx->actor.name);
    return true;
}

static bool
run(CxCli *cli, const CxCliArgs *args, GError **error)
{
    const char *login = cx_cli_args_option(args, "as");
    if (login == NULL) {
        g_set_error_literal(error, CX_ERROR, CX_ERROR_INVALID,
                            "say who signs: --as LOGIN, and their password");
        return false;
    }
    g_autoptr(CxCtx) system = cx_cli_open(cli, error);
    g_autofree char *password = system != NULL ? cx_cli_read_secret(args, "Password", error) : NULL;
    g_autoptr(CxCtx) ctx = password != NULL ? open_signer(system, login, password, error) : NULL;
    const CxCard *card =
        ctx != NULL ? cx_card_load(ctx, cx_cli_args_operand(args, 0), error) : NULL;
    if (card == NULL)
        return false;
    return cx_cli_args_has(args, "withdraw") ? withdraw(ctx, card, args, error)
                                             : sign(ctx, card, args, password, error);
}

static const CxCliOption options[] = {
    { "as", "LOGIN", "who signs: the finance reviewer or the executive sponsor" },
    { "scope", "TEXT", "what was examined, or what is objected to" },
    { "object", NULL, "object to the number instead of signing it" },
    { "withdraw", "ID", "withdraw a signature of theirs" },
    { "reason", "TEXT", "why it is withdrawn" },
    { "password-stdin", NULL, "read the password from standard input without asking" },
    { 0 },
};

const CxCliCommand cx_cli_sign = {
    .name = "sign",
    .usage = "CARD --as LOGIN --scope TEXT [--object]",
    .about = "Put a name from outside the CX team to a number",
    .more = "The password is asked for. coalition card CARD --json lists who signed, with ids.",
    .options = options,
    .n_operands_min = 1,
    .n_operands_max = 1,
    .run = run,
};
