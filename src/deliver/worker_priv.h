/* One warm WeasyPrint: a Python process that prints documents for as long as it lives, spoken to
 * over a socket (print/worker.py tells the words). For deliver/press.c, which gives each process to
 * one thread at a time. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

#include "lang/lang.h"

typedef struct {
    GPid pid; /* 0: not running */
    int fd;
    size_t n_printed; /* since it was started */
} CxWorker;

/* Starts it and waits until it is warm. `python`: the interpreter, or NULL: the first of the usual
 * ones that has WeasyPrint. UNSUPPORTED, saying what to install, when none has; IO otherwise. */
CX_MUST_USE bool cx_worker_start(CxWorker *worker, const char *python, GError **error);
/* Whether a process could be started, without doing so. UNSUPPORTED as above. */
CX_MUST_USE bool cx_worker_check(const char *python, GError **error);
/* Prints one document. On failure the process has been ended and may be started again: INVALID when
 * the document could not be laid out, IO when the process died or took too long. (transfer full) */
CX_MUST_USE GBytes *cx_worker_print(CxWorker *worker, const char *html, size_t len_bytes,
                                    GError **error);
/* Ends the process, whatever it is doing, and waits for its end. */
void cx_worker_stop(CxWorker *worker);
bool cx_worker_is_running(const CxWorker *worker);
