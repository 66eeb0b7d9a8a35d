/* Pages asked without a socket: the program's own routes, templates and words over a test's store,
 * at the instant of tests (support/engines.h). Each function fails the test when it cannot. */
#pragma once

#include "people/user.h"

typedef struct Asking Asking;

/* A program over a store that has the schema; who asks is a user made for the purpose. */
Asking *asking_new(const char *url, CxRole role, CxLeaderId leader);
void asking_free(Asking *asking);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Asking, asking_free)

/* Each returns what came back, borrowed until the next question; the status is then in
 * asking_status.
 *
 * The page as HTML, in a browser where the user is signed in. */
const char *asking_page(Asking *asking, const char *path);
/* The same page sent its form: "name=Delivery&key=". The token of forms is added. */
const char *asking_send(Asking *asking, const char *path, const char *form);
/* The page's JSON, by a token of the user; body NULL: GET, else POST. */
const char *asking_json(Asking *asking, const char *path, const char *body);
/* The page sent a file, as a browser does from its form. */
const char *asking_bring(Asking *asking, const char *path, const char *file_name, const char *data,
                         size_t len_bytes);
int asking_status(const Asking *asking);
/* Where the last answer sent the reader, NULL for nowhere. */
const char *asking_location(const Asking *asking);
