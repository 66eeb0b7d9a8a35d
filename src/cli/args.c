#include "cli/args.h"

#include <string.h>

#include "base/error.h"
#include "lang/assert.h"

struct CxCliArgs {
    GHashTable *options; /* name → GPtrArray of values, "" for flags */
    GPtrArray *operands; /* of const char *, borrowed */
};

const CxCliOption cx_cli_common_options[] = {
    { "home", "DIR", "the program's directory (else COALITION_HOME, else ./home)" },
    { "at", "DATE", "the date to take for today, like 2026-11-16" },
    { "json", NULL, "print one JSON document" },
    { "help", NULL, "say how the command is used" },
    { 0 },
};

static const CxCliOption *
option_find(const CxCliOption *options, const char *name)
{
    for (; options != NULL && options->name != NULL; options++) {
        if (g_str_equal(options->name, name))
            return options;
    }
    return NULL;
}

/* How many letters two words begin with together. */
static size_t
common_prefix(const char *a, const char *b)
{
    size_t n = 0;
    while (a[n] != '\0' && a[n] == b[n])
        n++;
    return n;
}

static const char *
option_near(const CxCliOption *options, const char *name, const char *best)
{
    for (; options != NULL && options->name != NULL; options++) {
        const size_t n = common_prefix(options->name, name);
        if (n >= 2 && (best == NULL || n > common_prefix(best, name)))
            best = options->name;
    }
    return best;
}

void
cx_cli_args_free(CxCliArgs *args)
{
    if (args == NULL)
        return;
    g_hash_table_unref(args->options);
    g_ptr_array_unref(args->operands);
    g_free(args);
}

static bool
keep_value(CxCliArgs *args, const CxCliOption *option, const char *value, GError **error)
{
    GPtrArray *values = g_hash_table_lookup(args->options, option->name);
    if (values == NULL) {
        values = g_ptr_array_new_with_free_func(g_free);
        g_hash_table_insert(args->options, g_strdup(option->name), values);
    } else if (option->arg != NULL && !g_str_has_suffix(option->arg, "\xe2\x80\xa6")) {
        g_set_error(error, CX_ERROR, CX_ERROR_INVALID, "--%s is given twice", option->name);
        return false;
    }
    g_ptr_array_add(values, g_strdup(value));
    return true;
}

/* Takes one option word and its value; *i moves to the last word used. */
static bool
take_option(CxCliArgs *args, const CxCliCommand *command, int argc, char **argv, int *i,
            GError **error)
{
    char *word = argv[*i] + 2;
    char *equals = strchr(word, '=');
    g_autofree char *name =
        equals != NULL ? g_strndup(word, (gsize)(equals - word)) : g_strdup(word);
    const CxCliOption *option = option_find(command->options, name);
    if (option == NULL)
        option = option_find(cx_cli_common_options, name);
    if (option == NULL) {
        const char *near = option_near(command->options, name, NULL);
        near = option_near(cx_cli_common_options, name, near);
        g_set_error(error, CX_ERROR, CX_ERROR_INVALID, "\"%s\" has no option --%s%s%s",
                    command->name, name, near != NULL ? "; there is --" : "",
                    near != NULL ? near : "");
        return false;
    }
    const char *value = equals != NULL ? equals + 1 : "";
    if (option->arg == NULL && equals != NULL) {
        g_set_error(error, CX_ERROR, CX_ERROR_INVALID, "--%s takes no value", option->name);
        return false;
    }
    if (option->arg != NULL && equals == NULL) {
        if (*i + 1 >= argc) {
            g_set_error(error, CX_ERROR, CX_ERROR_INVALID, "--%s needs a value: --%s %s",
                        option->name, option->name, option->arg);
            return false;
        }
        *i += 1;
        value = argv[*i];
    }
    return keep_value(args, option, value, error);
}

CxCliArgs *
cx_cli_args_none(void)
{
    CxCliArgs *args = g_new0(CxCliArgs, 1);
    args->options =
        g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_ptr_array_unref);
    args->operands = g_ptr_array_new();
    return args;
}

CxCliArgs *
cx_cli_args_parse(const CxCliCommand *command, int argc, char **argv, GError **error)
{
    g_autoptr(CxCliArgs) args = cx_cli_args_none();
    bool is_options = true;
    for (int i = 0; i < argc; i++) {
        if (is_options && g_str_equal(argv[i], "--")) {
            is_options = false;
        } else if (is_options && g_str_has_prefix(argv[i], "--")) {
            if (!take_option(args, command, argc, argv, &i, error))
                return NULL;
        } else {
            g_ptr_array_add(args->operands, argv[i]);
        }
    }
    const int n = (int)args->operands->len;
    const bool is_too_many = command->n_operands_max >= 0 && n > command->n_operands_max;
    if (!cx_cli_args_has(args, "help") && (n < command->n_operands_min || is_too_many)) {
        g_set_error(error, CX_ERROR, CX_ERROR_INVALID, "it is written: coalition %s%s%s",
                    command->name, *command->usage != '\0' ? " " : "", command->usage);
        return NULL;
    }
    return g_steal_pointer(&args);
}

const char *
cx_cli_args_option(const CxCliArgs *args, const char *name)
{
    return cx_cli_args_value(args, name, 0);
}

const char *
cx_cli_args_value(const CxCliArgs *args, const char *name, size_t i)
{
    const GPtrArray *values = g_hash_table_lookup(args->options, name);
    return values != NULL && i < values->len ? g_ptr_array_index(values, i) : NULL;
}

bool
cx_cli_args_has(const CxCliArgs *args, const char *name)
{
    return g_hash_table_contains(args->options, name);
}

const char *
cx_cli_args_operand(const CxCliArgs *args, size_t i)
{
    return i < args->operands->len ? g_ptr_array_index(args->operands, i) : NULL;
}

static const CxCliCommand *
find_name(const CxCliCommand *commands, size_t n, const char *name)
{
    for (size_t i = 0; i < n; i++) {
        if (g_str_equal(commands[i].name, name))
            return &commands[i];
    }
    return NULL;
}

const CxCliCommand *
cx_cli_command_find(const CxCliCommand *commands, size_t n, int argc, char **argv, int *ret_n_words)
{
    for (int n_words = MIN(argc, 2); n_words > 0; n_words--) {
        g_autofree char *name =
            n_words == 2 ? g_strconcat(argv[0], " ", argv[1], NULL) : g_strdup(argv[0]);
        const CxCliCommand *command = find_name(commands, n, name);
        if (command != NULL) {
            *ret_n_words = n_words;
            return command;
        }
    }
    return NULL;
}
