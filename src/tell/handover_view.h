/* Handovers as pages and programs show them. */
#pragma once

#include "tell/handover.h"
#include "view/field.h"

typedef struct {
    int64_t id;
    CxDay day;
    const char *day_text;
    const char *handed_by;
    const char *headline;
    bool is_outdated; /* the brief says something else by now */
    const char *url;
    const char *url_take_back;
} CxHandoverView;

extern const CxViewType cx_handover_view_type;

/* Views in the context's arena, newest first; `digest` is that of the brief as it is now. */
CxViewList cx_handover_views(CxCtx *ctx, const CxHandovers *handovers, const char *digest);
