/* What a file is, on the command line: what its two kinds share. Inside cli/ only. */
#pragma once

#include "business/facts_draft.h"
#include "cli/cli.h"
#include "feedback/like.h"

/* A header in as many characters as a list has room for. (transfer full) */
char *cx_cli_fit_header(const char *name);
/* Keeps a drafted mapping, and never over another file; INVALID where there is none, since it lacks
 * something. */
CX_MUST_USE bool cx_cli_write_mapping(const char *mapping, const char *lack, const char *path,
                                      GError **error);
/* Says which command takes the file in by the mapping kept in `out`, or how one is kept. */
void cx_cli_say_next(const char *command, const char *path, const char *out, bool has_mapping);
/* Says what a file of facts is. */
CX_MUST_USE bool cx_cli_recognise_facts(CxCli *cli, const CxCliArgs *args,
                                        const CxFactsSource *source, const CxLikeKeys *known,
                                        GError **error);
