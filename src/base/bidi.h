/* Words written in one direction inside a sentence written in the other.
 *
 * A name in Arabic or Hebrew inside an English sentence turns what stands around it: a number behind it
 * is read before it. What is put into a sentence is isolated (Unicode UAX 9: U+2068 … U+2069), in
 * messages by base/message.c, in pages by view/mustache_render.c (<bdi>). Pure. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "lang/lang.h"

/* Whether the letter is one of a script written from right to left. */
CX_CONST bool cx_bidi_is_rtl(gunichar c);
/* Whether the text could turn what stands around it: it holds letters from right to left or marks of
 * direction, outside of isolates that it closes itself. */
bool cx_bidi_turns(const char *text);
/* Appends the text, isolated if it could turn what stands around it; its own marks of direction go
 * then, so that it cannot end its isolate. */
void cx_bidi_append(GString *out, const char *text);
