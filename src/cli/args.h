/* The command line as tables: one row per option, from which parsing, --help, the man page and
 * shell completion are made. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

#include "lang/lang.h"

typedef struct {
    const char *name;  /* "from": written --from DATE */
    const char *arg;   /* "DATE", "FILTER…" if it may be given again, or NULL for a flag */
    const char *about; /* "first day of the period" */
} CxCliOption;

typedef struct CxCliArgs CxCliArgs;

struct CxCli; /* cli/cli.h */

typedef struct {
    const char *name;           /* "audit verify": may be two words */
    const char *usage;          /* "FILE --mapping M": operands and what is needed */
    const char *about;          /* one line, no full stop */
    const char *more;           /* paragraphs for --help and the man page, or NULL */
    const CxCliOption *options; /* ends with a row without name; or NULL */
    int n_operands_min;
    int n_operands_max; /* -1: any number */
    bool (*run)(struct CxCli *cli, const CxCliArgs *args, GError **error);
    bool is_hidden;
} CxCliCommand;

/* Options every command takes. */
extern const CxCliOption cx_cli_common_options[];

/* Reads the words after the command's name against its options and the common ones. Fails with
 * INVALID naming the option, and a near one if there is. argv is borrowed. */
CX_MUST_USE CxCliArgs *cx_cli_args_parse(const CxCliCommand *command, int argc, char **argv,
                                         GError **error);
/* No operands, no options; (transfer full). */
CxCliArgs *cx_cli_args_none(void);
void cx_cli_args_free(CxCliArgs *args);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CxCliArgs, cx_cli_args_free)

/* The option's value, or NULL if it was not given; borrowed. */
const char *cx_cli_args_option(const CxCliArgs *args, const char *name);
/* The values of an option that may be given more than once; NULL past the last; borrowed. */
const char *cx_cli_args_value(const CxCliArgs *args, const char *name, size_t i);
bool cx_cli_args_has(const CxCliArgs *args, const char *name);
const char *cx_cli_args_operand(const CxCliArgs *args, size_t i); /* borrowed, NULL past the end */

/* The command of these words, with *ret_n_words 1 or 2; NULL if there is none. */
const CxCliCommand *cx_cli_command_find(const CxCliCommand *commands, size_t n, int argc,
                                        char **argv, int *ret_n_words);

/* Texts made from the tables; appended. */
void cx_cli_help(GString *out, const CxCliCommand *commands, size_t n);
void cx_cli_help_command(GString *out, const CxCliCommand *command);
void cx_cli_man(GString *out, const CxCliCommand *commands, size_t n, const char *version);
void cx_cli_completion_bash(GString *out, const CxCliCommand *commands, size_t n);
