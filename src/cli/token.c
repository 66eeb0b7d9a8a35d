/* coalition token …: programs that may call the API. */
#include <inttypes.h>

#include "base/civil.h"
#include "base/error.h"
#include "base/text.h"
#include "cli/cli.h"
#include "people/user.h"
#include "view/field.h"

typedef struct {
    int64_t id;
    const char *name;
    const char *login;
    CxInstant created_at;
    bool is_revoked;
} TokenView;

typedef struct {
    CxViewList tokens; /* of TokenView */
} TokensView;

static const CxViewField token_fields[] = {
    CX_FIELD(TokenView, id, CX_FIELD_COUNT, "Id"),
    CX_FIELD(TokenView, name, CX_FIELD_TEXT, "What it is for"),
    CX_FIELD(TokenView, login, CX_FIELD_TEXT, "The user it acts as"),
    CX_FIELD(TokenView, created_at, CX_FIELD_INSTANT, "When it was made"),
    CX_FIELD(TokenView, is_revoked, CX_FIELD_FLAG, "No longer in force"),
};
static const CxViewType token_type = CX_VIEW_TYPE("Token", TokenView, token_fields, "A token");
static const CxViewField tokens_fields[] = {
    CX_FIELD_CHILD(TokensView, tokens, CX_FIELD_LIST, &token_type, "The tokens"),
};
static const CxViewType tokens_type =
    CX_VIEW_TYPE("Tokens", TokensView, tokens_fields, "Programs that may call the API");

static bool
run_add(CxCli *cli, const CxCliArgs *args, GError **error)
{
    const char *name = cx_cli_args_option(args, "name");
    g_autoptr(CxCtx) ctx = cx_cli_open(cli, error);
    if (ctx == NULL)
        return false;
    g_autofree char *secret = NULL;
    if (!cx_token_add(ctx, cx_cli_args_operand(args, 0), name != NULL ? name : "", &secret, error))
        return false;
    g_printerr("The token is shown this once; keep it like a password.\n");
    cx_cli_print("%s\n", secret);
    return true;
}

static bool
run_list(CxCli *cli, CX_UNUSED const CxCliArgs *args, GError **error)
{
    g_autoptr(CxCtx) ctx = cx_cli_open(cli, error);
    if (ctx == NULL)
        return false;
    g_autoptr(GPtrArray) list = cx_token_list(ctx, error);
    if (list == NULL)
        return false;
    TokenView *tokens = cx_arena_new0_n(ctx->arena, TokenView, list->len);
    for (guint i = 0; i < list->len; i++) {
        const CxToken *token = g_ptr_array_index(list, i);
        tokens[i] = (TokenView){ token->id, token->name, token->login, token->created_at,
                                 token->is_revoked };
        if (!cli->is_json) {
            g_autofree char *made = cx_instant_format(token->created_at);
            cx_cli_print("%4" PRId64 "  %-24s %-16s %s%s\n", token->id, token->name, token->login,
                         made, token->is_revoked ? "  revoked" : "");
        }
    }
    const TokensView view = { CX_VIEW_LIST(tokens, list->len) };
    if (cli->is_json)
        cx_cli_print_json(&tokens_type, &view);
    return true;
}

static bool
run_revoke(CxCli *cli, const CxCliArgs *args, GError **error)
{
    int64_t id = 0;
    if (!cx_text_parse_i64(cx_cli_args_operand(args, 0), &id, error))
        return false;
    g_autoptr(CxCtx) ctx = cx_cli_open(cli, error);
    if (ctx == NULL || !cx_token_revoke(ctx, id, error))
        return false;
    cx_cli_print("Token %" PRId64 " is no longer in force.\n", id);
    return true;
}

static const CxCliOption add_options[] = {
    { "name", "WORDS", "what the token is for" },
    { 0 },
};

const CxCliCommand cx_cli_token_add = {
    .name = "token add",
    .usage = "LOGIN --name WORDS",
    .about = "Make a token with which a program acts as a user",
    .more = "The token is printed this once; the home keeps only a digest of it.",
    .options = add_options,
    .n_operands_min = 1,
    .n_operands_max = 1,
    .run = run_add,
};

const CxCliCommand cx_cli_token_list = {
    .name = "token list",
    .usage = "",
    .about = "List the tokens",
    .run = run_list,
};

const CxCliCommand cx_cli_token_revoke = {
    .name = "token revoke",
    .usage = "ID",
    .about = "End a token",
    .n_operands_min = 1,
    .n_operands_max = 1,
    .run = run_revoke,
};
