/* A mapped file that loses bytes while it is read: a segment that somebody cut short in place. Nothing true can be
 * said of what was being read, so the program ends, with words instead of none. */
#pragma once

/* Once, before there are threads. */
void cx_cli_watch_lost(void);
