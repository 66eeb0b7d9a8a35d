#include "deliver/press.h"

#include "base/clock.h"
#include "base/error.h"
#include "deliver/worker_priv.h"

/* Two print while two others are read; each takes about 100 MB. */
#define N_WORKERS 2
#define WAIT_MS   INT64_C(5000)
/* Python gives little memory back: an old process is replaced. */
#define PRINTED_MAX 500

struct CxPress {
    const CxTemplates *templates;
    char *python;
    GMutex lock; /* guards is_taken; a taken process belongs to its thread (docs/decisions/0050) */
    GCond came_back;
    bool is_taken[N_WORKERS];
    CxWorker workers[N_WORKERS];
};

/* The frame's own view: what every printed document has. */
typedef struct {
    const char *title;
    const char *lang;
} FrameView;

typedef struct {
    FrameView frame;
} PrintView;

static const CxViewField frame_fields[] = {
    CX_FIELD_PAGE(FrameView, title, CX_FIELD_TEXT, "Title of the document"),
    CX_FIELD_PAGE(FrameView, lang, CX_FIELD_TEXT, "Its language"),
};
static const CxViewType frame_type =
    CX_VIEW_TYPE("PrintFrame", FrameView, frame_fields, "What every printed document has");
static const CxViewField print_fields[] = {
    CX_FIELD_CHILD(PrintView, frame, CX_FIELD_OBJECT_IN, &frame_type, "The frame"),
};
const CxViewType cx_print_view_type =
    CX_VIEW_TYPE("Print", PrintView, print_fields, "The frame around a printed document");

CxPress *
cx_press_new(const CxTemplates *templates, const char *python)
{
    CxPress *press = g_new0(CxPress, 1);
    press->templates = templates;
    press->python = g_strdup(python);
    g_mutex_init(&press->lock);
    g_cond_init(&press->came_back);
    return press;
}

void
cx_press_free(CxPress *press)
{
    if (press == NULL)
        return;
    for (size_t i = 0; i < N_WORKERS; i++)
        cx_worker_stop(&press->workers[i]);
    g_cond_clear(&press->came_back);
    g_mutex_clear(&press->lock);
    g_free(press->python);
    g_free(press);
}

/* A free process, a running one first; N_WORKERS when there is none. With the lock held. */
static size_t
find_free(const CxPress *press)
{
    size_t found = N_WORKERS;
    for (size_t i = 0; i < N_WORKERS; i++) {
        if (press->is_taken[i])
            continue;
        if (cx_worker_is_running(&press->workers[i]))
            return i;
        found = i;
    }
    return found;
}

static CxWorker *
take(CxPress *press, GError **error)
{
    const int64_t until_us = cx_clock_monotonic_us() + WAIT_MS * 1000;
    g_mutex_lock(&press->lock);
    size_t i = find_free(press);
    while (i == N_WORKERS && g_cond_wait_until(&press->came_back, &press->lock, until_us))
        i = find_free(press);
    if (i < N_WORKERS)
        press->is_taken[i] = true;
    g_mutex_unlock(&press->lock);
    if (i < N_WORKERS)
        return &press->workers[i];
    g_set_error_literal(error, CX_ERROR, CX_ERROR_BUSY,
                        "other documents are being printed; try again in a moment");
    return NULL;
}

static void
give(CxPress *press, const CxWorker *worker)
{
    g_mutex_lock(&press->lock);
    press->is_taken[worker - press->workers] = false;
    g_cond_signal(&press->came_back);
    g_mutex_unlock(&press->lock);
}

static bool
make_ready(const CxPress *press, CxWorker *worker, GError **error)
{
    if (worker->n_printed >= PRINTED_MAX)
        cx_worker_stop(worker);
    return cx_worker_is_running(worker) || cx_worker_start(worker, press->python, error);
}

GBytes *
cx_press_print(CxPress *press, const CxPrint *document, GError **error)
{
    const PrintView frame = { .frame = { document->title, document->lang } };
    const CxView views[] = {
        { .type = &cx_print_view_type, .data = &frame },
        { .type = document->type, .data = document->view },
    };
    g_autoptr(GString) html = g_string_sized_new(32768);
    if (!cx_templates_render(press->templates, document->template_name, views, CX_N_ELEMENTS(views),
                             html, error))
        return NULL;
    CxWorker *worker = take(press, error);
    if (worker == NULL)
        return NULL;
    GBytes *pdf = NULL;
    if (make_ready(press, worker, error))
        pdf = cx_worker_print(worker, html->str, html->len, error);
    give(press, worker);
    return pdf;
}

char *
cx_press_draw(const CxPress *press, const char *template_name, const CxViewType *type,
              const void *view, GError **error)
{
    const CxView views[] = { { .type = type, .data = view } };
    g_autoptr(GString) out = g_string_sized_new(16384);
    if (!cx_templates_render(press->templates, template_name, views, 1, out, error))
        return NULL;
    return g_string_free(g_steal_pointer(&out), FALSE);
}

bool
cx_press_check(const CxPress *press, GError **error)
{
    return cx_worker_check(press->python, error);
}
