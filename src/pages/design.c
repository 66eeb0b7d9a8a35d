#include "pages/design.h"

#include <math.h>

#include "base/text.h"
#include "figure/dots.h"
#include "figure/strip.h"
#include "figure/trend.h"
#include "tell/mark.h"
#include "view/form.h"

/* ---- What the template sees ---- */

typedef struct {
    bool is_improved, is_worsened, is_signs, is_none, is_few, is_cut;
} ChangeView;

typedef struct {
    const char *label;
    CxMark mark;
    ChangeView change;
    const char *points;  /* the change with its interval, in words */
    const char *version; /* of the survey */
    const char *strip;   /* markup */
} RowView;

typedef struct {
    CxMark overall;
    CxMark threshold;
    ChangeView overall_change;
    const char *trend; /* markup, as the next two */
    const char *trend_gaps;
    const char *dots;
    CxViewList quarters; /* of RowView, as all below */
    CxViewList departments;
    CxViewList measures;
    CxViewList marks;
    CxViewList changes;
    const CxFormView *form;
    const CxFormView *form_bad;
    int64_t n_bad;
} DesignView;

static const CxViewField change_fields[] = {
    CX_FIELD(ChangeView, is_improved, CX_FIELD_FLAG, "Improved"),
    CX_FIELD(ChangeView, is_worsened, CX_FIELD_FLAG, "Worsened"),
    CX_FIELD(ChangeView, is_signs, CX_FIELD_FLAG, "Signs of improvement"),
    CX_FIELD(ChangeView, is_none, CX_FIELD_FLAG, "No measurable change"),
    CX_FIELD(ChangeView, is_few, CX_FIELD_FLAG, "Too few to tell"),
    CX_FIELD(ChangeView, is_cut, CX_FIELD_FLAG, "Not compared"),
};
static const CxViewType change_type =
    CX_VIEW_TYPE("DesignChange", ChangeView, change_fields, "What may be said of a change");

static const CxViewField row_fields[] = {
    CX_FIELD(RowView, label, CX_FIELD_TEXT, "What the row is about"),
    CX_FIELD_CHILD(RowView, mark, CX_FIELD_OBJECT_IN, &cx_mark_type, "Its value"),
    CX_FIELD_CHILD(RowView, change, CX_FIELD_OBJECT_IN, &change_type, "Against a year before"),
    CX_FIELD(RowView, points, CX_FIELD_TEXT, "The change with its interval"),
    CX_FIELD(RowView, version, CX_FIELD_TEXT, "Version of the survey"),
    CX_FIELD_PAGE(RowView, strip, CX_FIELD_MARKUP, "The value on its scale"),
};
static const CxViewType row_type =
    CX_VIEW_TYPE("DesignRow", RowView, row_fields, "A row of a table");

static const CxViewField design_fields[] = {
    CX_FIELD_CHILD(DesignView, overall, CX_FIELD_OBJECT_IN, &cx_mark_type, "Overall rating"),
    CX_FIELD_CHILD(DesignView, threshold, CX_FIELD_OBJECT_IN, &cx_mark_type, "A threshold"),
    CX_FIELD_CHILD(DesignView, overall_change, CX_FIELD_OBJECT_IN, &change_type, "Its change"),
    CX_FIELD_PAGE(DesignView, trend, CX_FIELD_MARKUP, "A trend with a cut"),
    CX_FIELD_PAGE(DesignView, trend_gaps, CX_FIELD_MARKUP, "A trend with gaps"),
    CX_FIELD_PAGE(DesignView, dots, CX_FIELD_MARKUP, "A dot plot"),
    CX_FIELD_CHILD(DesignView, quarters, CX_FIELD_LIST, &row_type, "The trend as a table"),
    CX_FIELD_CHILD(DesignView, departments, CX_FIELD_LIST, &row_type, "The dots as a table"),
    CX_FIELD_CHILD(DesignView, measures, CX_FIELD_LIST, &row_type, "Measures of a department"),
    CX_FIELD_CHILD(DesignView, marks, CX_FIELD_LIST, &row_type, "Marks of every kind"),
    CX_FIELD_CHILD(DesignView, changes, CX_FIELD_LIST, &row_type, "Changes of every kind"),
    CX_FIELD_CHILD_PAGE(DesignView, form, CX_FIELD_OBJECT, &cx_form_view_type, "An empty form"),
    CX_FIELD_CHILD_PAGE(DesignView, form_bad, CX_FIELD_OBJECT, &cx_form_view_type,
                        "A form that came back"),
    CX_FIELD_PAGE(DesignView, n_bad, CX_FIELD_COUNT, "How many fields are wrong"),
};
const CxViewType cx_design_view_type =
    CX_VIEW_TYPE("Design", DesignView, design_fields, "Every component of the look");

/* ---- Sample numbers ---- */

typedef struct {
    const char *label;
    double value, half; /* value and half its interval; value NaN: hidden */
    double before;      /* a year before, NaN for none */
    int64_t n;
    const char *points;
    ChangeView change;
} Sample;

static const Sample quarter_samples[] = {
    { "Q4 2023", 38, 3.2, NAN, 3188, "3", { 0 } }, { "Q1 2024", 36, 3.2, NAN, 3240, "3", { 0 } },
    { "Q2 2024", 37, 3.2, NAN, 3302, "3", { 0 } }, { "Q3 2024", 35, 3.2, NAN, 3267, "3", { 0 } },
    { "Q4 2024", 39, 3.1, NAN, 3391, "3", { 0 } }, { "Q1 2025", 37, 3.1, NAN, 3355, "3", { 0 } },
    { "Q2 2025", 38, 3.1, NAN, 3418, "3", { 0 } }, { "Q3 2025", 33, 3.2, NAN, 3296, "4", { 0 } },
    { "Q4 2025", 34, 3.1, NAN, 3370, "4", { 0 } }, { "Q1 2026", 32, 3.1, NAN, 3401, "4", { 0 } },
    { "Q2 2026", 31, 3.1, NAN, 3388, "4", { 0 } }, { "Q3 2026", 31, 3.0, NAN, 3412, "4", { 0 } },
};

static const Sample department_samples[] = {
    { "Technical Support", 84, 3, NAN, 812, NULL, { 0 } },
    { "Web Shop", 82, 2, NAN, 1906, NULL, { 0 } },
    { "Sales", 81, 3, NAN, 1127, NULL, { 0 } },
    { "Returns and Repairs", 78, 4, NAN, 611, NULL, { 0 } },
    { "Customer Service", 74, 3, NAN, 1004, NULL, { 0 } },
    { "Delivery", 68, 2, NAN, 2071, NULL, { 0 } },
    { "Billing", NAN, 0, NAN, 0, NULL, { 0 } },
    { "Product Supply", NAN, 0, NAN, 1, NULL, { 0 } },
};

static const Sample measure_samples[] = {
    { "Delivery overall", 68, 2, 74, 2071, "−6 (−10 to −2)", { .is_worsened = true } },
    { "Time from order to arrival", 61, 2, 68, 2064, "−7 (−11 to −3)", { .is_worsened = true } },
    { "Told when it would arrive", 79, 2, 74, 2038, "+5 (+1 to +9)", { .is_improved = true } },
    { "Condition on arrival", 91, 1, 92, 2059, "−1 (−3 to +1)", { .is_none = true } },
    { "Handover at the door", 86, 7, NAN, 88, "not tested", { .is_few = true } },
    { "Help with a damaged parcel", NAN, 0, NAN, 0, NULL, { 0 } },
};

static const Sample change_samples[] = {
    { .points = "+5 (+1 to +9): tested, on a measure declared before", .change.is_improved = true },
    { .points = "−6 (−10 to −2)", .change.is_worsened = true },
    { .points = "+4 (0 to +8): seen while looking around, so only a sign",
      .change.is_signs = true },
    { .points = "−2 (−6 to +2); 7 points would have shown", .change.is_none = true },
    { .points = "n 88: a change of 14 would have been needed", .change.is_few = true },
    { .points = "8 points of the answers came another way", .change.is_cut = true },
};

/* The measured value of a sample, as evidence would hand it over. */
static CxMeasured
measured(const Sample *sample)
{
    CxMeasured value = { .value = sample->value,
                         .lo = sample->value - sample->half,
                         .hi = sample->value + sample->half,
                         .n = sample->n,
                         .clusters = sample->n / 3,
                         .status = CX_MEASURED_OK,
                         .rule = "cluster_z",
                         .card = { "5c1e90d244ab00000000" } };
    if (!isfinite(sample->value)) {
        value.status = sample->n == 0 ? CX_MEASURED_HIDDEN : CX_MEASURED_HIDDEN_TOO;
        value.n = value.clusters = -1;
        value.card.hex[0] = '\0';
    }
    return value;
}

static CxMark
mark_of(const CxCtx *ctx, const Sample *sample, const char *what)
{
    const CxMeasured value = measured(sample);
    CxMark mark = cx_mark_make(ctx, &value, &(CxMarkWords){ .what = what });
    if (mark.href != NULL)
        mark.href = "#card";
    return mark;
}

static CxViewList
list_rows(const CxCtx *ctx, const Sample *samples, size_t n)
{
    RowView *rows = cx_arena_new0_n(ctx->arena, RowView, n);
    for (size_t i = 0; i < n; i++) {
        const Sample *sample = &samples[i];
        rows[i] = (RowView){ .label = sample->label,
                             .change = sample->change,
                             .points = sample->points,
                             .version = sample->points };
        if (sample->label != NULL)
            rows[i].mark = mark_of(ctx, sample, sample->label);
    }
    return CX_VIEW_LIST(rows, n);
}

static CxViewList
list_measures(const CxCtx *ctx)
{
    const size_t n = CX_N_ELEMENTS(measure_samples);
    CxViewList list = list_rows(ctx, measure_samples, n);
    RowView *rows = cx_arena_new0_n(ctx->arena, RowView, n);
    for (size_t i = 0; i < n; i++) {
        rows[i] = ((const RowView *)list.items)[i];
        const CxStrip strip = { .from = 50,
                                .to = 100,
                                .value = rows[i].mark.value,
                                .lo = rows[i].mark.lo,
                                .hi = rows[i].mark.hi,
                                .before = measure_samples[i].before,
                                .is_point = i == 0 };
        GString *out = g_string_new(NULL);
        cx_strip_draw(out, &strip);
        rows[i].strip = cx_arena_take(ctx->arena, g_string_free(out, FALSE));
    }
    return CX_VIEW_LIST(rows, n);
}

/* Marks of every status a value can have. */
static CxViewList
list_marks(const CxCtx *ctx)
{
    static const struct {
        const char *label;
        double value, lo, hi;
        int64_t n;
        CxMeasuredStatus status;
        int decimals;
    } samples[] = {
        { "A value, its interval, its evidence", 31, 28, 34, 3412, CX_MEASURED_OK, 0 },
        { "A sign in the interval: “to”, and a true minus", -6, -10, 2, 864, CX_MEASURED_OK, 0 },
        { "As many decimals as the interval supports", 4.18, 4.12, 4.24, 2059, CX_MEASURED_OK, 2 },
        { "Few sampling units", 68, NAN, NAN, 41, CX_MEASURED_FEW_CLUSTERS, 0 },
        { "All alike", 100, NAN, NAN, 12, CX_MEASURED_DEGENERATE, 0 },
        { "Too few", NAN, NAN, NAN, 7, CX_MEASURED_TOO_FEW, 0 },
        { "Hidden", NAN, NAN, NAN, -1, CX_MEASURED_HIDDEN, 0 },
        { "Hidden with it", NAN, NAN, NAN, -1, CX_MEASURED_HIDDEN_TOO, 0 },
    };
    RowView *rows = cx_arena_new0_n(ctx->arena, RowView, CX_N_ELEMENTS(samples));
    for (size_t i = 0; i < CX_N_ELEMENTS(samples); i++) {
        CxMeasured value = { .value = samples[i].value,
                             .lo = samples[i].lo,
                             .hi = samples[i].hi,
                             .n = samples[i].n,
                             .clusters = samples[i].n,
                             .status = samples[i].status,
                             .rule = "cluster_z" };
        rows[i].label = samples[i].label;
        rows[i].mark = cx_mark_make(
            ctx, &value,
            &(CxMarkWords){ .decimals = samples[i].decimals, .what = samples[i].label });
        if (samples[i].n >= 0 && isfinite(samples[i].value)) {
            rows[i].mark.href = "#card";
            rows[i].mark.about = ", evidence card";
        }
    }
    return CX_VIEW_LIST(rows, CX_N_ELEMENTS(samples));
}

/* ---- Figures ---- */

static const char *
draw_trend(const CxCtx *ctx, const CxMark *last)
{
    static const char *const names[] = { "Q4", "Q1", "Q2", "Q3" };
    static const CxTrendCut cut = {
        .at = 7,
        .before = "Survey version 3",
        .before_short = "Version 3",
        .after = "Version 4, from 1 July 2025: asked first, phone dropped",
        .after_short = "Version 4",
        .note = "Not comparable: no bridge was run",
    };
    CxTrendPoint points[CX_N_ELEMENTS(quarter_samples)];
    for (size_t i = 0; i < CX_N_ELEMENTS(points); i++) {
        const Sample *sample = &quarter_samples[i];
        points[i] = (CxTrendPoint){ .label = names[i % 4],
                                    .group = sample->label + 3,
                                    .value = sample->value,
                                    .lo = sample->value - sample->half,
                                    .hi = sample->value + sample->half };
    }
    const CxTrend trend = {
        .id = "trend",
        .title = "Overall rating by quarter, cut at survey version 4",
        .desc = "Net Promoter Score with 95 percent intervals. Version 3: between 35 and 39 until "
                "the second quarter of 2025. Version 4, not comparable: 33, 34, 32, 31, 31. "
                "Target for 2026: 40.",
        .heading = "Net Promoter Score, each quarter",
        .points = points,
        .n_points = CX_N_ELEMENTS(points),
        .cuts = &cut,
        .n_cuts = 1,
        .target = { .value = 40,
                    .from = 9,
                    .label = "Target 2026: 40",
                    .label_short = "Target 40" },
        .floor = -100,
        .ceil = 100,
        .last_value = last->text,
        .last_range = last->range,
        .last_n = last->n_text,
    };
    GString *out = g_string_new(NULL);
    cx_trend_draw(out, &trend);
    return cx_arena_take(ctx->arena, g_string_free(out, FALSE));
}

static const char *
draw_gaps(const CxCtx *ctx)
{
    static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                          "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
    static const double values[] = { 81, 79, 80, NAN, NAN, NAN, NAN, 77, NAN,
                                     74, 72, 73, 71,  68,  69,  70,  68, 68 };
    CxTrendPoint points[CX_N_ELEMENTS(values)];
    for (size_t i = 0; i < CX_N_ELEMENTS(points); i++) {
        points[i] = (CxTrendPoint){ .label = months[i % 12],
                                    .group = i < 12 ? "2025" : "2026",
                                    .value = values[i],
                                    .lo = values[i] - 3.0,
                                    .hi = values[i] + 3.0 };
    }
    points[3].why = "not asked, April to July";
    const CxTrend trend = {
        .id = "gaps",
        .title = "Delivery rated 7 or better, by month, with gaps",
        .desc = "Share of customers rating delivery 7 or better. 81 percent in January 2025, not "
                "asked from April to July, 68 percent in June 2026.",
        .heading = "Customers rating delivery 7 or better of 10, %, each month",
        .heading_short = "Rated 7 or better of 10, %",
        .points = points,
        .n_points = CX_N_ELEMENTS(points),
        .target = { .value = NAN },
        .floor = 0,
        .ceil = 100,
        .last_value = "68",
        .last_range = "65–71",
        .last_n = "n 702",
    };
    GString *out = g_string_new(NULL);
    cx_trend_draw(out, &trend);
    return cx_arena_take(ctx->arena, g_string_free(out, FALSE));
}

static const char *
draw_dots(const CxCtx *ctx, const CxViewList *departments)
{
    const RowView *views = departments->items;
    CxDotsRow rows[CX_N_ELEMENTS(department_samples)];
    for (size_t i = 0; i < CX_N_ELEMENTS(rows); i++) {
        const CxMark *mark = &views[i].mark;
        rows[i] = (CxDotsRow){
            .label = views[i].label,
            .value = mark->value,
            .lo = mark->lo,
            .hi = mark->hi,
            .before = NAN,
            .is_point = i == 5,
            .value_text = mark->text,
            .range_text = mark->range,
            .n_text = mark->n_text,
            .card_href = mark->href,
            .card_about = mark->href == NULL
                              ? NULL
                              : cx_arena_printf(ctx->arena, "%s%s", mark->n_text, mark->about),
            .why = mark->why,
        };
    }
    const CxDots dots = {
        .id = "dots",
        .title = "Score by department with 95 percent intervals",
        .desc = "Share of customers rating each department 7 or better. Delivery is lowest at 68, "
                "interval 66 to 70; all departments together 76. Billing and Product Supply are "
                "hidden.",
        .heading = "Customers rating the department 7 or better of 10, %",
        .heading_short = "Rated 7 or better of 10, %",
        .rows = rows,
        .n_rows = CX_N_ELEMENTS(rows),
        .floor = 0,
        .ceil = 100,
        .lo = 50,
        .hi = 100,
        .overall = 76,
        .overall_text = "all departments 76 (75–77)",
        .overall_short = "all 76 (75–77)",
    };
    GString *out = g_string_new(NULL);
    cx_dots_draw(out, &dots);
    return cx_arena_take(ctx->arena, g_string_free(out, FALSE));
}

/* ---- Forms ---- */

typedef struct {
    const char *leader_name;
    const char *department;
    CxDay from;
    bool is_acting;
} LeaderSample;

typedef struct {
    const char *login;
    const char *role;
    const char *secret;
    int64_t hours;
    const char *note;
} UserSample;

static const CxCommandChoice department_choices[] = {
    { "delivery", "design.delivery" },
    { "sales", "design.sales" },
    { NULL, NULL },
};

static const CxCommandField leader_fields[] = {
    { CX_COMMAND(LeaderSample, leader_name, CX_COMMAND_TEXT), .is_required = true,
      .label_key = "design.name", .about = "Full name" },
    { CX_COMMAND(LeaderSample, department, CX_COMMAND_CHOICE), .is_required = true,
      .choices = department_choices, .label_key = "design.department", .about = "Department" },
    { CX_COMMAND(LeaderSample, from, CX_COMMAND_DAY), .label_key = "design.from",
      .hint_key = "design.from_hint", .about = "First day in office" },
    { CX_COMMAND(LeaderSample, is_acting, CX_COMMAND_FLAG), .label_key = "design.acting",
      .about = "Whether the leader only acts" },
};
static const CxCommandType leader_command =
    CX_COMMAND_TYPE("DesignLeader", LeaderSample, leader_fields, "A form as it opens");

static const CxCommandField user_fields[] = {
    { CX_COMMAND(UserSample, login, CX_COMMAND_TEXT), .is_required = true,
      .label_key = "design.login", .hint_key = "design.login_hint", .about = "Login" },
    { CX_COMMAND(UserSample, role, CX_COMMAND_CHOICE), .is_required = true,
      .choices = department_choices, .label_key = "design.department", .about = "Department" },
    { CX_COMMAND(UserSample, secret, CX_COMMAND_SECRET), .is_required = true,
      .label_key = "design.secret", .about = "Password" },
    { CX_COMMAND(UserSample, hours, CX_COMMAND_INT), .lo = 1, .hi = 40, .label_key = "design.hours",
      .about = "Hours a week" },
    { CX_COMMAND(UserSample, note, CX_COMMAND_NOTE), .label_key = "design.note", .about = "Note" },
};
static const CxCommandType user_command =
    CX_COMMAND_TYPE("DesignUser", UserSample, user_fields, "A form as it comes back");

/* The first form opens, the second was sent with mistakes. */
static void
fill_forms(const CxCtx *ctx, DesignView *view)
{
    static const CxCommandPair sent[] = {
        { "login", "m.weber" },
        { "hours", "60" },
        { "note", "Back from leave on 2 December.\nWrites short." },
    };
    g_autoptr(CxIssues) none = cx_issues_new();
    const CxCommandInput open = { &leader_command, ctx->arena, ctx->catalogue, none };
    view->form = cx_form_view(&open, NULL, 0);

    g_autoptr(CxIssues) issues = cx_issues_new();
    const CxCommandInput back = { &user_command, ctx->arena, ctx->catalogue, issues };
    UserSample unused;
    const bool is_good = cx_command_read_form(&back, sent, CX_N_ELEMENTS(sent), &unused);
    view->n_bad = is_good ? 0 : (int64_t)cx_issues_count(issues);
    view->form_bad = cx_form_view(&back, sent, CX_N_ELEMENTS(sent));
}

/* ---- The page ---- */

bool
cx_page_design(CxCtx *ctx, const CxRequest *request, CxReply *reply, GError **error)
{
    (void)request;
    static const CxMeasured threshold = { .value = 3.1,
                                          .lo = 2.8,
                                          .hi = 3.4,
                                          .n = 6214,
                                          .clusters = 1184,
                                          .status = CX_MEASURED_OK,
                                          .rule = "cluster_bootstrap",
                                          .card = { "5c1e90d244ab00000000" } };
    const Sample *latest = &quarter_samples[CX_N_ELEMENTS(quarter_samples) - 1];
    DesignView view = {
        .overall = mark_of(ctx, latest, "the overall rating"),
        .threshold =
            cx_mark_make(ctx, &threshold,
                         &(CxMarkWords){ .decimals = 1, .unit = "days", .what = "the threshold" }),
        .overall_change = { .is_none = true },
        .quarters = list_rows(ctx, quarter_samples, CX_N_ELEMENTS(quarter_samples)),
        .departments = list_rows(ctx, department_samples, CX_N_ELEMENTS(department_samples)),
        .measures = list_measures(ctx),
        .marks = list_marks(ctx),
        .changes = list_rows(ctx, change_samples, CX_N_ELEMENTS(change_samples)),
        .trend_gaps = draw_gaps(ctx),
    };
    view.threshold.href = "#card";
    view.trend = draw_trend(ctx, &view.overall);
    view.dots = draw_dots(ctx, &view.departments);
    fill_forms(ctx, &view);
    return cx_reply_view(reply, "design", "Design", &cx_design_view_type, &view, error);
}
