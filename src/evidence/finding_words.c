/* Sentences of findings: arguments kept as what they are, and said in the reader's language. */
#include <math.h>
#include <string.h>

#include "base/civil.h"
#include "base/error.h"
#include "base/message.h"
#include "base/text.h"
#include "codec/json.h"
#include "evidence/finding_priv.h"

struct CxFindingArgs {
    GString *text;
    CxJsonWriter *json;
};

CxFindingArgs *
cx_finding_args_new(void)
{
    CxFindingArgs *args = g_new0(CxFindingArgs, 1);
    args->text = g_string_new(NULL);
    args->json = cx_json_writer_new(args->text, CX_JSON_COMPACT);
    cx_json_writer_begin_object(args->json);
    return args;
}

const char *
cx_finding_args_end(CxFindingArgs *args, CxArena *arena)
{
    cx_json_writer_end_object(args->json);
    cx_json_writer_free(args->json);
    const char *text = cx_arena_take(arena, g_string_free(args->text, FALSE));
    g_free(args);
    return text;
}

void
cx_finding_args_text(CxFindingArgs *args, const char *name, const char *text)
{
    cx_json_writer_put_text(args->json, name, text != NULL ? text : "");
}

void
cx_finding_args_count(CxFindingArgs *args, const char *name, int64_t n)
{
    cx_json_writer_put_int(args->json, name, n);
}

void
cx_finding_args_number(CxFindingArgs *args, const char *name, double value, int decimals)
{
    cx_json_writer_name(args->json, name);
    cx_json_writer_begin_object(args->json);
    cx_json_writer_put_number(args->json, "value", value);
    cx_json_writer_put_int(args->json, "decimals", decimals);
    cx_json_writer_end_object(args->json);
}

void
cx_finding_args_range(CxFindingArgs *args, const char *name, double lo, double hi, int decimals)
{
    cx_json_writer_name(args->json, name);
    cx_json_writer_begin_object(args->json);
    cx_json_writer_put_number(args->json, "lo", lo);
    cx_json_writer_put_number(args->json, "hi", hi);
    cx_json_writer_put_int(args->json, "decimals", decimals);
    cx_json_writer_end_object(args->json);
}

void
cx_finding_args_period(CxFindingArgs *args, const char *name, CxDay from, CxDay to)
{
    cx_json_writer_name(args->json, name);
    cx_json_writer_begin_object(args->json);
    cx_json_writer_put_int(args->json, "from", from.v);
    cx_json_writer_put_int(args->json, "to", to.v);
    cx_json_writer_end_object(args->json);
}

/* ---- Said ---- */

static const char *
said_object(CxArena *arena, const CxJson *json)
{
    const int decimals = (int)CLAMP(cx_json_int(cx_json_member(json, "decimals"), 0), 0, 6);
    if (cx_json_member(json, "from") != NULL) {
        const CxDay from = { (int32_t)cx_json_int(cx_json_member(json, "from"), CX_DAY_NONE.v) };
        const CxDay to = { (int32_t)cx_json_int(cx_json_member(json, "to"), CX_DAY_NONE.v) };
        return cx_arena_take(arena, cx_day_format_period(from, to));
    }
    const double lo = cx_json_number(cx_json_member(json, "lo"), (double)NAN);
    const double hi = cx_json_number(cx_json_member(json, "hi"), (double)NAN);
    if (isfinite(lo) && isfinite(hi))
        return cx_arena_take(arena, cx_text_interval(lo, hi, decimals));
    const double value = cx_json_number(cx_json_member(json, "value"), (double)NAN);
    return isfinite(value) ? cx_arena_take(arena, cx_text_number(value, decimals)) : "";
}

const char *
cx_finding_words(CxCtx *ctx, const char *message, const char *arguments, GError **error)
{
    g_autoptr(GError) local = NULL;
    g_autoptr(CxJson) json = cx_json_parse(arguments, strlen(arguments), &local);
    if (json == NULL) {
        g_set_error(error, CX_ERROR, CX_ERROR_CORRUPT, "arguments of %s: %s", message,
                    local->message);
        return NULL;
    }
    CxMessageArg args[CX_MESSAGE_ARGS_MAX + 1] = { { .name = NULL } };
    const size_t n = MIN(cx_json_n(json), (size_t)CX_MESSAGE_ARGS_MAX);
    for (size_t i = 0; i < n; i++) {
        const CxJson *each = cx_json_at(json, i);
        args[i].name = cx_json_name(each);
        if (cx_json_type(each) == CX_JSON_INT)
            args[i].number = (double)cx_json_int(each, 0);
        else if (cx_json_type(each) == CX_JSON_OBJECT)
            args[i].text = said_object(ctx->arena, each);
        else
            args[i].text = cx_json_text(each, "");
    }
    return cx_arena_take(ctx->arena, cx_message_format_args(ctx->catalogue, message, args));
}
