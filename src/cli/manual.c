/* Help, the man page and shell completion, all from the tables of commands. */
#include <string.h>

#include "base/error.h"
#include "cli/args.h"

static void
append_option(GString *out, const CxCliOption *option)
{
    g_autofree char *left = option->arg != NULL
                                ? g_strdup_printf("--%s %s", option->name, option->arg)
                                : g_strdup_printf("--%s", option->name);
    g_string_append_printf(out, "  %-22s %s\n", left, option->about);
}

void
cx_cli_help(GString *out, const CxCliCommand *commands, size_t n)
{
    g_string_append(out, "Coalition: the working desk of people who lead customer experience.\n\n"
                         "Usage: coalition [--home DIR] [--at DATE] COMMAND …\n\n");
    for (size_t i = 0; i < n; i++) {
        if (!commands[i].is_hidden)
            g_string_append_printf(out, "  %-14s %s\n", commands[i].name, commands[i].about);
    }
    g_string_append(out,
                    "\n\"coalition COMMAND --help\" says more about one. With every command:\n\n");
    for (const CxCliOption *option = cx_cli_common_options; option->name != NULL; option++)
        append_option(out, option);
}

void
cx_cli_help_command(GString *out, const CxCliCommand *command)
{
    g_string_append_printf(out, "coalition %s%s%s\n\n%s.\n", command->name,
                           *command->usage != '\0' ? " " : "", command->usage, command->about);
    if (command->more != NULL)
        g_string_append_printf(out, "\n%s\n", command->more);
    g_string_append_c(out, '\n');
    for (const CxCliOption *option = command->options; option != NULL && option->name != NULL;
         option++)
        append_option(out, option);
    for (const CxCliOption *option = cx_cli_common_options; option->name != NULL; option++)
        append_option(out, option);
}

/* roff: a backslash and a leading dot or quote mean something. */
static void
man_append(GString *out, const char *text)
{
    bool is_line_start = true;
    for (const char *p = text; *p != '\0'; p++) {
        if (is_line_start && (*p == '.' || *p == '\''))
            g_string_append(out, "\\&");
        if (*p == '\\')
            g_string_append(out, "\\e");
        else if (*p == '-')
            g_string_append(out, "\\-");
        else
            g_string_append_c(out, *p);
        is_line_start = *p == '\n';
    }
}

static void
man_option(GString *out, const CxCliOption *option)
{
    g_string_append(out, ".TP\n\\fB\\-\\-");
    man_append(out, option->name);
    g_string_append(out, "\\fR");
    if (option->arg != NULL)
        g_string_append_printf(out, " \\fI%s\\fR", option->arg);
    g_string_append_c(out, '\n');
    man_append(out, option->about);
    g_string_append_c(out, '\n');
}

void
cx_cli_man(GString *out, const CxCliCommand *commands, size_t n, const char *version)
{
    g_string_append_printf(out, ".TH COALITION 1 \"\" \"Coalition %s\"\n", version);
    g_string_append(out, ".SH NAME\ncoalition \\- the working desk of people who lead customer "
                         "experience\n.SH SYNOPSIS\n\\fBcoalition\\fR [\\fB\\-\\-home\\fR "
                         "\\fIDIR\\fR] [\\fB\\-\\-at\\fR \\fIDATE\\fR] \\fICOMMAND\\fR ...\n"
                         ".SH COMMANDS\n");
    for (size_t i = 0; i < n; i++) {
        if (commands[i].is_hidden)
            continue;
        g_string_append(out, ".SS \"");
        man_append(out, commands[i].name);
        g_string_append_c(out, ' ');
        man_append(out, commands[i].usage);
        g_string_append(out, "\"\n");
        man_append(out, commands[i].about);
        g_string_append(out, ".\n");
        if (commands[i].more != NULL) {
            g_string_append(out, ".PP\n");
            man_append(out, commands[i].more);
            g_string_append_c(out, '\n');
        }
        for (const CxCliOption *option = commands[i].options;
             option != NULL && option->name != NULL; option++)
            man_option(out, option);
    }
    g_string_append(out, ".SH OPTIONS OF EVERY COMMAND\n");
    for (const CxCliOption *option = cx_cli_common_options; option->name != NULL; option++)
        man_option(out, option);
    g_string_append(out, ".SH EXIT STATUS\n0 on success, 1 for a command line that cannot be read, "
                         "and one number for each kind of failure:\n");
#define X(name, http, exit_status, title)                                                          \
    g_string_append(out, ".TP\n" #exit_status "\n" title "\n");
    CX_ERROR_MAP(X)
#undef X
}

/* Appends each first word of the commands once; or, of a group, its second words. */
static void
append_words(GString *out, const CxCliCommand *commands, size_t n, const char *group)
{
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (size_t i = 0; i < n; i++) {
        g_auto(GStrv) words = g_strsplit(commands[i].name, " ", 2);
        const bool is_in_group = group != NULL && g_str_equal(words[0], group);
        const char *word = group == NULL ? words[0] : (is_in_group ? words[1] : NULL);
        if (commands[i].is_hidden || word == NULL || !g_hash_table_add(seen, g_strdup(word)))
            continue;
        g_string_append_printf(out, "%s ", word);
    }
}

void
cx_cli_completion_bash(GString *out, const CxCliCommand *commands, size_t n)
{
    g_string_append(out, "# bash completion for coalition\n_coalition()\n{\n"
                         "    local cur=${COMP_WORDS[COMP_CWORD]} words=\n"
                         "    case \" ${COMP_WORDS[*]:1:COMP_CWORD-1} \" in\n");
    for (size_t i = 0; i < n; i++) {
        if (commands[i].is_hidden)
            continue;
        g_string_append_printf(out, "    *\" %s \"*) words=\"", commands[i].name);
        for (const CxCliOption *option = commands[i].options;
             option != NULL && option->name != NULL; option++)
            g_string_append_printf(out, "--%s ", option->name);
        g_string_append(out, "\" ;;\n");
    }
    g_autoptr(GHashTable) groups = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (size_t i = 0; i < n; i++) {
        const size_t len_bytes = strcspn(commands[i].name, " ");
        char *group = g_strndup(commands[i].name, len_bytes);
        if (commands[i].name[len_bytes] == '\0') {
            g_free(group);
        } else if (g_hash_table_add(groups, group)) {
            g_string_append_printf(out, "    *\" %s \"*) words=\"", group);
            append_words(out, commands, n, group);
            g_string_append(out, "\" ;;\n");
        }
    }
    g_string_append(out, "    *) words=\"");
    append_words(out, commands, n, NULL);
    g_string_append(out, "\" ;;\n    esac\n"
                         "    words=\"$words --home --at --json --help\"\n"
                         "    mapfile -t COMPREPLY < <(compgen -f -W \"$words\" -- \"$cur\")\n}\n"
                         "complete -F _coalition coalition\n");
}
