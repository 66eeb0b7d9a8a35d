/* Lines as people type them, and what is read. Today is Monday 16 November 2026. */
#include "base/civil.h"
#include "engage/capture.h"
#include "engage/said_day.h"

static CxDay
day(const char *text)
{
    CxDay found = CX_DAY_NONE;
    g_assert_true(text == NULL || cx_day_parse(text, &found, NULL));
    return found;
}

static CxLeader *
leader(int64_t id, const char *key, const char *name, const char *title, const char *department)
{
    CxLeader *leader = g_new0(CxLeader, 1);
    leader->id.v = id;
    leader->key = g_strdup(key);
    leader->name = g_strdup(name);
    leader->terms = g_ptr_array_new();
    CxTerm *term = g_new0(CxTerm, 1);
    term->title = g_strdup(title);
    term->department_name = g_strdup(department);
    term->department_key = cx_department_key(department);
    term->from = term->to = CX_DAY_NONE;
    g_ptr_array_add(leader->terms, term);
    return leader;
}

static CxCaptureWorld
world(void)
{
    static GPtrArray *leaders, *departments;
    if (leaders == NULL) {
        leaders = g_ptr_array_new();
        g_ptr_array_add(leaders,
                        leader(1, "ada_lovelace", "Ada Lovelace", "Head of Sales", "Sales"));
        g_ptr_array_add(leaders, leader(2, "ben_ito", "Ben Ito", "Head of Billing", "Billing"));
        g_ptr_array_add(leaders, leader(3, "ben_okri", "Ben Okri", "Head of Delivery", "Delivery"));
        g_ptr_array_add(leaders, leader(4, "leader_x", "سارة النجار", "Chief Clerk", "Archive"));
        departments = g_ptr_array_new();
        CxDepartment *billing = g_new0(CxDepartment, 1);
        billing->id.v = 9;
        billing->key = g_strdup("billing");
        billing->name = g_strdup("Billing");
        g_ptr_array_add(departments, billing);
    }
    return (CxCaptureWorld){ leaders, departments, day("2026-11-16"), { 0 } };
}

typedef struct {
    const char *line;
    const char *who; /* the leader's, else the department's name */
    const char *contact, *on, *topic;
    const char *promised, *due; /* "theirs: …" where it is theirs; several with "; " between them */
    const char *credited;       /* "" for thanks without a reason */
    const char *wants;
} Row;

static const Row rows[] = {
    { .line = "met @head-of-sales about returns, promised the list, 27 Nov",
      .who = "Ada Lovelace",
      .contact = "meeting",
      .on = "2026-11-16",
      .topic = "returns",
      .promised = "the list",
      .due = "2026-11-27" },
    { .line = "Met @ada.lovelace about delivery, promised the numbers by region, 14 March",
      .who = "Ada Lovelace",
      .contact = "meeting",
      .on = "2026-11-16",
      .topic = "delivery",
      .promised = "the numbers by region",
      .due = "2027-03-14" },
    { .line = "called Ada Lovelace yesterday: wants fewer invoice errors",
      .who = "Ada Lovelace",
      .contact = "call",
      .on = "2026-11-15",
      .wants = "fewer invoice errors" },
    { .line = "thanked @billing for the new letters",
      .who = "Billing",
      .on = "2026-11-16",
      .credited = "the new letters" },
    { .line = "thanked @billing team last Friday for fewer errors",
      .who = "Billing",
      .on = "2026-11-13",
      .credited = "fewer errors" },
    { .line = "Thanked @ben_ito", .who = "Ben Ito", .on = "2026-11-16", .credited = "" },
    { .line = "@ada promised a second technician by March 3",
      .who = "Ada Lovelace",
      .on = "2026-11-16",
      .promised = "theirs: a second technician",
      .due = "2027-03-03" },
    { .line = "met @Delivery, 3 Nov 2026, they promised the depot times by next Friday",
      .who = "Ben Okri",
      .contact = "meeting",
      .on = "2026-11-03",
      .promised = "theirs: the depot times",
      .due = "2026-11-20" },
    { .line = "spoke with head of billing on 2026-11-10 and promised him the sheet in 2 weeks",
      .who = "Ben Ito",
      .contact = "meeting",
      .on = "2026-11-10",
      .promised = "the sheet",
      .due = "2026-11-30" },
    { .line = "met @ada with the sponsor about the Monday report",
      .who = "Ada Lovelace",
      .contact = "meeting",
      .on = "2026-11-16",
      .topic = "the report" },
    { .line = "emailed @ben_okri re: depots; 9 Nov",
      .who = "Ben Okri",
      .contact = "mail",
      .on = "2026-11-09",
      .topic = "depots" },
    { .line = "met @سارة-النجار about the archive",
      .who = "سارة النجار",
      .contact = "meeting",
      .on = "2026-11-16",
      .topic = "the archive" },
    { .line = "met @ada, promised the list by Friday, and she promised two depots, by 3 March",
      .who = "Ada Lovelace",
      .contact = "meeting",
      .on = "2026-11-16",
      .promised = "the list; theirs: two depots",
      .due = "2026-11-20; 2027-03-03" },
    { .line = "promised @ada the list, promised her the map",
      .who = "Ada Lovelace",
      .on = "2026-11-16",
      .promised = "the list; the map",
      .due = "; " },
    { .line = "met @Ada Lovelace about delivery",
      .who = "Ada Lovelace",
      .contact = "meeting",
      .on = "2026-11-16",
      .topic = "delivery" },
    { .line = "thanked @billing for the letters, thanked them for the sheet",
      .who = "Billing",
      .on = "2026-11-16",
      .credited = "the letters, the sheet" },
    { .line = "met @Ada Lovelace.",
      .who = "Ada Lovelace",
      .contact = "meeting",
      .on = "2026-11-16" },
    { .line = "called @Ben Ito about the archive",
      .who = "Ben Ito",
      .contact = "call",
      .on = "2026-11-16",
      .topic = "the archive" },
    { .line = "@ada wants one number, not five",
      .who = "Ada Lovelace",
      .on = "2026-11-16",
      .wants = "one number, not five" },
};

static void
append_promises(const CxCapture *got, GString *promised, GString *due)
{
    for (size_t i = 0; i < got->n_promises; i++) {
        const CxCapturePromise *promise = &got->promises[i];
        const bool is_theirs = promise->direction == CX_PROMISE_THEIRS;
        g_string_append_printf(promised, "%s%s%s", i > 0 ? "; " : "", is_theirs ? "theirs: " : "",
                               promise->what);
        g_autofree char *text =
            cx_day_is_none(promise->due_on) ? g_strdup("") : cx_day_format(promise->due_on);
        g_string_append_printf(due, "%s%s", i > 0 ? "; " : "", text);
    }
}

static void
test_rows(void)
{
    const CxCaptureWorld here = world();
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        const Row *row = &rows[i];
        g_test_message("%s", row->line);
        g_autoptr(CxArena) arena = cx_arena_new();
        const CxCapture got = cx_capture_read(row->line, &here, arena);
        g_assert_cmpstr(cx_capture_state_key(got.state), ==, "ready");
        g_assert_cmpstr(got.leader.v != 0 ? got.leader_name : got.department_name, ==, row->who);
        g_assert_cmpstr(got.has_contact ? cx_contact_kind_key(got.kind) : NULL, ==, row->contact);
        g_assert_cmpint(got.day.v, ==, day(row->on).v);
        g_assert_cmpstr(got.topic, ==, row->topic);
        g_autoptr(GString) promised = g_string_new(NULL);
        g_autoptr(GString) due = g_string_new(NULL);
        append_promises(&got, promised, due);
        g_assert_cmpstr(promised->str, ==, row->promised != NULL ? row->promised : "");
        g_assert_cmpstr(due->str, ==, row->due != NULL ? row->due : "");
        g_assert_cmpint(got.has_credit, ==, row->credited != NULL);
        if (got.has_credit)
            g_assert_cmpstr(got.credited != NULL ? got.credited : "", ==, row->credited);
        g_assert_cmpstr(got.wants, ==, row->wants);
    }
}

static void
test_problems(void)
{
    static const struct {
        const char *line, *state, *choice;
    } bad[] = {
        { "", "empty", NULL },
        { "  -- ", "empty", NULL },
        { "met somebody about something", "nobody", NULL },
        { "met @ben about depots", "several", "ben_ito" },
        { "met @ada_lovelance about depots", "unknown", "ada_lovelace" },
        { "met @zz", "unknown", NULL },
        { "@ada and the depots", "no_verb", NULL },
        { "promised @ada", "no_what", NULL },
        { "met @ada tomorrow", "ahead", NULL },
        { "met @ada about depots, called her yesterday", "twice", NULL },
        { "promised @ada a, promised b, promised c, promised d, promised e", "twice", NULL },
        { "met @ada on 2027-01-02", "ahead", NULL },
    };
    const CxCaptureWorld here = world();
    for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
        g_test_message("%s", bad[i].line);
        g_autoptr(CxArena) arena = cx_arena_new();
        const CxCapture got = cx_capture_read(bad[i].line, &here, arena);
        g_assert_cmpstr(cx_capture_state_key(got.state), ==, bad[i].state);
        g_assert_cmpstr(got.n_choices > 0 ? got.choices[0] : NULL, ==, bad[i].choice);
    }
}

/* Whatever is typed, something is said, and nothing is read outside of the line. */
static void
test_anything(void)
{
    static const char *const pieces[] = {
        "@",    "ada", "ben", " ",     ", ",   ": ",       "met ", "promised ", "27 ",
        "nov ", "in ", "2 ",  "weeks", "and ", "thanked ", "ß",    "31 june",   "by "
    };
    const CxCaptureWorld here = world();
    for (int i = 0; i < 20000; i++) {
        g_autoptr(GString) line = g_string_new(NULL);
        for (int k = g_test_rand_int_range(0, 14); k > 0; k--)
            g_string_append(line, pieces[g_test_rand_int_range(0, G_N_ELEMENTS(pieces))]);
        g_autoptr(CxArena) arena = cx_arena_new();
        const CxCapture got = cx_capture_read(line->str, &here, arena);
        if (got.state != CX_CAPTURE_READY)
            continue;
        g_assert_true(got.leader.v != 0 || got.department.v != 0);
        g_assert_cmpint(got.day.v, <=, here.today.v);
        for (size_t k = 0; k < got.n_promises; k++)
            g_assert_true(*got.promises[k].what != '\0');
    }
}

static void
test_days(void)
{
    static const struct {
        const char *text, *past, *ahead;
    } said[] = {
        { "27 Nov", "2025-11-27", "2026-11-27" },
        { "on Nov 16th", "2026-11-16", "2026-11-16" },
        { "Monday", "2026-11-16", "2026-11-16" },
        { "next mon", "2026-11-23", "2026-11-23" },
        { "last Monday", "2026-11-09", "2026-11-09" },
        { "by Tues.", "2026-11-10", "2026-11-17" },
        { "29 February", "2024-02-29", "2028-02-29" },
        { "in 10 days", "2026-11-26", "2026-11-26" },
        { "3 September 2025", "2025-09-03", "2025-09-03" },
        { "31 June", NULL, NULL },
        { "may", NULL, NULL },
        { "5 minutes", NULL, NULL },
    };
    for (size_t i = 0; i < G_N_ELEMENTS(said); i++) {
        g_test_message("%s", said[i].text);
        CxSaidDay got = { .past = CX_DAY_NONE, .ahead = CX_DAY_NONE };
        g_assert_cmpint(cx_said_day_find(said[i].text, 0, day("2026-11-16"), &got), ==,
                        said[i].past != NULL);
        g_assert_cmpint(got.past.v, ==, day(said[i].past).v);
        g_assert_cmpint(got.ahead.v, ==, day(said[i].ahead).v);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/capture/rows", test_rows);
    g_test_add_func("/capture/problems", test_problems);
    g_test_add_func("/capture/anything", test_anything);
    g_test_add_func("/capture/days", test_days);
    return g_test_run();
}
