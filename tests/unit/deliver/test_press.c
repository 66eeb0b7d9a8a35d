/* The press: documents as PDF, and what happens when the process behind it is missing, ends or talks
 * nonsense. What the PDFs of briefs hold is asked by tests/cli. */
#include <glib.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "deliver/press.h"
#include "deliver/worker_priv.h"

typedef struct {
    const char *text;
} Note;

static const CxViewField note_fields[] = { CX_FIELD(Note, text, CX_FIELD_TEXT, "Text") };
static const CxViewType note_type = CX_VIEW_TYPE("Note", Note, note_fields, "A note");

static CxTemplates *
templates_of(const char *body)
{
    g_autoptr(GError) error = NULL;
    const char frame[] = "<html lang=\"{{frame.lang}}\"><title>{{frame.title}}</title><body>";
    g_autofree char *text = g_strconcat(frame, body, NULL);
    CxTemplates *templates = cx_templates_new(NULL);
    const bool is_good = cx_templates_add(templates, "note", text, strlen(text), &error) &&
                         cx_templates_link(templates, CX_LINK_STRICT, &error);
    g_assert_no_error(error);
    g_assert_true(is_good);
    return templates;
}

static GBytes *
print_text(CxPress *press, const char *text, GError **error)
{
    const Note note = { text };
    const CxPrint document = { "note", "A note", "en", &note_type, &note };
    return cx_press_print(press, &document, error);
}

static bool
is_missing(void)
{
    g_autoptr(CxTemplates) templates = templates_of("");
    g_autoptr(CxPress) press = cx_press_new(templates, NULL);
    g_autoptr(GError) error = NULL;
    if (cx_press_check(press, &error))
        return false;
    g_assert_error(error, CX_ERROR, CX_ERROR_UNSUPPORTED);
    g_test_skip("WeasyPrint is not installed");
    return true;
}

static void
check_pdf(GBytes *pdf, const GError *error)
{
    g_assert_no_error(error);
    g_assert_nonnull(pdf);
    gsize len_bytes = 0;
    const char *data = g_bytes_get_data(pdf, &len_bytes);
    g_assert_cmpuint(len_bytes, >, 1000);
    g_assert_true(memcmp(data, "%PDF-1.7", 8) == 0);
}

/* Anything may stand in a text, and no document spoils the next. */
static void
test_prints(void)
{
    if (is_missing())
        return;
    static const char *const texts[] = {
        "plain", "<script>alert(1)</script> & \"quotes\"",
        "\xd8\xaa\xd8\xac\xd8\xb1\xd8\xa8\xd8\xa9 \xe5\xae\xa2 \xf0\x9f\x99\x82", ""
    };
    g_autoptr(CxTemplates) templates = templates_of("<h1>{{text}}</h1>");
    g_autoptr(CxPress) press = cx_press_new(templates, NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
        g_autoptr(GError) error = NULL;
        g_autoptr(GBytes) pdf = print_text(press, texts[i], &error);
        check_pdf(pdf, error);
    }
}

/* A picture from a network or a disk is not fetched, and the document is printed all the same. */
static void
test_fetches_nothing(void)
{
    if (is_missing())
        return;
    g_autoptr(CxTemplates) templates =
        templates_of("<img src=\"file:///etc/hostname\"><img src=\"http://127.0.0.1:1/x.png\">"
                     "<link rel=\"stylesheet\" href=\"file:///etc/passwd\">{{text}}");
    g_autoptr(CxPress) press = cx_press_new(templates, NULL);
    g_autoptr(GError) error = NULL;
    g_autoptr(GBytes) pdf = print_text(press, "alone", &error);
    check_pdf(pdf, error);
}

/* The process is killed between two documents: the first to notice fails, the next is printed. */
static void
test_starts_again(void)
{
    if (is_missing())
        return;
    g_autoptr(GError) error = NULL;
    CxWorker worker = { 0 };
    g_assert_true(cx_worker_start(&worker, NULL, &error));
    g_assert_no_error(error);
    kill(worker.pid, 9);
    g_autoptr(GBytes) none = cx_worker_print(&worker, "<p>x", 4, &error);
    g_assert_null(none);
    g_assert_error(error, CX_ERROR, CX_ERROR_IO);
    g_assert_false(cx_worker_is_running(&worker));
    g_clear_error(&error);
    g_assert_true(cx_worker_start(&worker, NULL, &error));
    g_autoptr(GBytes) pdf = cx_worker_print(&worker, "<p>x", 4, &error);
    check_pdf(pdf, error);
    cx_worker_stop(&worker);
    g_assert_false(cx_worker_is_running(&worker));
}

/* Stopped, it leaves no copy of a font behind; a server blocks the signal that tells it to. */
static void
test_leaves_nothing(void)
{
    if (is_missing())
        return;
    g_autoptr(GError) error = NULL;
    g_autofree char *folder = g_dir_make_tmp("press-XXXXXX", &error);
    g_assert_no_error(error);
    g_autofree char *before = g_strdup(g_getenv("TMPDIR"));
    g_setenv("TMPDIR", folder, TRUE);
    sigset_t blocked;
    sigemptyset(&blocked);
    sigaddset(&blocked, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &blocked, NULL);
    CxWorker worker = { 0 };
    const bool is_started = cx_worker_start(&worker, NULL, &error);
    g_assert_no_error(error);
    g_assert_true(is_started);
    const int fd = dup(worker.fd); /* it does not see that its input has ended */
    g_autoptr(GBytes) pdf = cx_worker_print(&worker, "<p>x", 4, &error);
    check_pdf(pdf, error);
    cx_worker_stop(&worker);
    (void)close(fd);
    pthread_sigmask(SIG_UNBLOCK, &blocked, NULL);
    g_assert_cmpint(g_rmdir(folder), ==, 0);
    if (before == NULL)
        g_unsetenv("TMPDIR");
    else
        g_setenv("TMPDIR", before, TRUE);
}

/* What is not a Python with WeasyPrint never hangs the reader. */
static void
test_without(void)
{
    static const struct {
        const char *why;
        const char *python;
        int code;
    } rows[] = {
        { "is not there", "/nonexistent/python", CX_ERROR_UNSUPPORTED },
        { "ends at once", "/bin/true", CX_ERROR_IO },
        { "talks nonsense", "/bin/echo", CX_ERROR_IO },
    };
    g_autoptr(CxTemplates) templates = templates_of("{{text}}");
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(CxPress) press = cx_press_new(templates, rows[i].python);
        g_autoptr(GError) error = NULL;
        g_test_message("%s", rows[i].why);
        g_autoptr(GBytes) pdf = print_text(press, "x", &error);
        g_assert_null(pdf);
        g_assert_error(error, CX_ERROR, rows[i].code);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/press/prints", test_prints);
    g_test_add_func("/press/fetches-nothing", test_fetches_nothing);
    g_test_add_func("/press/starts-again", test_starts_again);
    g_test_add_func("/press/leaves-nothing", test_leaves_nothing);
    g_test_add_func("/press/without", test_without);
    return g_test_run();
}
