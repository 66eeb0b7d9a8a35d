/* The description of the API: OpenAPI 3.1, made of the routes, the field tables of their views and the
 * tables of their commands, so that it cannot say anything else than the program does. */
#pragma once

#include <glib.h>

#include "codec/json.h"

/* The whole document, indented or not; (transfer full). Any thread. */
char *cx_openapi_format(CxJsonStyle style);
