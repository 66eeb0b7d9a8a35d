/* The files browsers fetch (styles, scripts, fonts), out of the program itself.
 *
 * An asset's address carries its digest, so it may be kept for ever; without the digest it is
 * served too, to be asked for again. Immutable once made; any thread. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/embed.h"

/* "/assets/coalition.css?v=0123456789abcdef" for the embedded file "assets/coalition.css"; the
 * path without digest if there is no such file. Appends. */
void cx_asset_append_url(GString *out, const char *name);
