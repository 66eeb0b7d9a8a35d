/* Closes connections that dawdle: heads or bodies sent byte by byte, answers read byte by byte.
 *
 * libmicrohttpd's own timeout starts anew with every byte. Here each connection has the time it
 * entered its phase, and a thread that looks once a second shuts those that stay too long. The list
 * is under a lock (docs/decisions/0010); phases are atomic. */
#pragma once

#include <glib.h>
#include <stdint.h>

#include "lang/lang.h"

typedef enum {
    CX_PHASE_ASKING,    /* waiting for a whole request */
    CX_PHASE_BRINGING,  /* the same, where it brings a file */
    CX_PHASE_HANDLING,  /* never closed */
    CX_PHASE_ANSWERING, /* writing the answer */
    CX_PHASE_N
} CxPhase;

typedef struct CxReaper CxReaper;
typedef struct CxSlot CxSlot; /* one connection */

/* Starts the thread. Times in seconds, above 0. */
CxReaper *cx_reaper_new(unsigned asking_s_max, unsigned bringing_s_max, unsigned answering_s_max);
/* Ends the thread; needs all slots removed. */
void cx_reaper_free(CxReaper *reaper);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CxReaper, cx_reaper_free)

/* A connection began or ended; the socket must stay open until its slot is removed. */
CxSlot *cx_reaper_add(CxReaper *reaper, int socket);
void cx_reaper_remove(CxReaper *reaper, CxSlot *slot);
/* From the thread that serves the connection. */
void cx_slot_enter(CxSlot *slot, CxPhase phase);
