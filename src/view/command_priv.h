/* What command.c and form.c share about fields. */
#pragma once

#include "view/command.h"

/* The limit in force: the field's own or its kind's. */
size_t cx_command_field_bytes_max(const CxCommandField *field);
/* How forms and options say yes. */
bool cx_command_is_yes(const char *value);
