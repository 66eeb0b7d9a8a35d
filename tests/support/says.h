/* What a page or a text says, and does not say: a failure shows the whole text. */
#pragma once

void assert_says(const char *text, const char *words);
void assert_silent(const char *text, const char *words);
