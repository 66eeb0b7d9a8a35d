#include <glib.h>
#include <string.h>

#include "base/civil.h"
#include "base/limits.h"
#include "codec/json.h"
#include "view/form.h"
#include "view/mustache.h"

typedef struct {
    const char *name;
    const char *note;
    const char *password;
    const char *role;
    const char *department;
    int64_t n_hours;
    CxDay from;
    bool is_interim;
} LeaderAdd;

static const CxCommandChoice roles[] = {
    { "owner", "t.owner" },
    { "team", "t.team" },
    { NULL, NULL },
};

/* clang-format off */
static const CxCommandField fields[] = {
    { CX_COMMAND(LeaderAdd, name, CX_COMMAND_TEXT), .is_required = true, .bytes_max = 20,
      .label_key = "t.name", .hint_key = "t.name_hint", .about = "Full name" },
    { CX_COMMAND(LeaderAdd, note, CX_COMMAND_NOTE), .label_key = "t.note" },
    { CX_COMMAND(LeaderAdd, password, CX_COMMAND_SECRET), .label_key = "t.password" },
    { CX_COMMAND(LeaderAdd, role, CX_COMMAND_CHOICE), .is_required = true, .choices = roles,
      .label_key = "t.role" },
    { CX_COMMAND(LeaderAdd, department, CX_COMMAND_CHOICE), .label_key = "t.department" },
    { CX_COMMAND(LeaderAdd, n_hours, CX_COMMAND_INT), .lo = 1, .hi = 40, .label_key = "t.hours" },
    { CX_COMMAND(LeaderAdd, from, CX_COMMAND_DAY), .label_key = "t.from" },
    { CX_COMMAND(LeaderAdd, is_interim, CX_COMMAND_FLAG), .label_key = "t.interim" },
};
/* clang-format on */
static const CxCommandType type = CX_COMMAND_TYPE("LeaderAdd", LeaderAdd, fields, "Adds a leader");

typedef struct {
    CxArena *arena;
    CxCatalogue *english; /* behind the test's own words */
    CxCatalogue *catalogue;
    CxIssues *issues;
    CxCommandInput input;
} Fixture;

static void
set_up(Fixture *fixture, gconstpointer data)
{
    (void)data;
    fixture->arena = cx_arena_new();
    fixture->english = cx_catalogue_load("en", NULL);
    g_assert_nonnull(fixture->english);
    fixture->catalogue = cx_catalogue_new("en", fixture->english, NULL);
    g_assert_true(cx_catalogue_add(
        fixture->catalogue, "test.msg",
        "t.name = Name\nt.name_hint = As on the door\nt.note = Note\nt.password = Password\n"
        "t.role = Role\nt.owner = Owner\nt.team = Team member\nt.department = Department\n"
        "t.hours = Hours\nt.from = From\nt.interim = Interim\n",
        NULL));
    fixture->issues = cx_issues_new();
    fixture->input = (CxCommandInput){
        .type = &type,
        .arena = fixture->arena,
        .catalogue = fixture->catalogue,
        .issues = fixture->issues,
    };
}

static void
tear_down(Fixture *fixture, gconstpointer data)
{
    (void)data;
    cx_issues_free(fixture->issues);
    cx_catalogue_free(fixture->catalogue);
    cx_catalogue_free(fixture->english);
    cx_arena_free(fixture->arena);
}

static void
check_full(const LeaderAdd *add)
{
    g_assert_cmpstr(add->name, ==, "Ann Lee");
    g_assert_cmpstr(add->note, ==, "one\ntwo");
    g_assert_cmpstr(add->password, ==, " s3cret ");
    g_assert_cmpstr(add->role, ==, "owner");
    g_assert_cmpstr(add->department, ==, "guest_services");
    g_assert_cmpint(add->n_hours, ==, 12);
    g_autofree char *from = cx_day_format(add->from);
    g_assert_cmpstr(from, ==, "2018-03-31");
    g_assert_true(add->is_interim);
}

static const CxCommandPair full[] = {
    { "name", "  Ann Lee " },
    { "note", "one\r\ntwo\r\n" },
    { "password", " s3cret " },
    { "role", "owner" },
    { "n_hours", "12" },
    { "from", "2018-03-31" },
    { "department", "guest_services" },
    { "is_interim", "on" },
    { "_csrf", "x" },
};

static void
test_three_sources(Fixture *fixture, gconstpointer data)
{
    (void)data;
    LeaderAdd add = { 0 };
    g_assert_true(cx_command_read_form(&fixture->input, full, G_N_ELEMENTS(full), &add));
    check_full(&add);

    static const char document[] =
        "{\"name\":\"Ann Lee\",\"note\":\"one\\ntwo\",\"password\":\" s3cret \",\"role\":\"owner\","
        "\"department\":\"guest_services\",\"n_hours\":12,\"from\":\"2018-03-31\","
        "\"is_interim\":true}";
    g_autoptr(CxJson) json = cx_json_parse(document, strlen(document), NULL);
    LeaderAdd from_json = { 0 };
    g_assert_true(cx_command_read_json(&fixture->input, json, &from_json));
    check_full(&from_json);

    static const char *const args[] = {
        "--name",   "Ann Lee",      "--note=one\ntwo", "--password",
        " s3cret ", "--role=owner", "--is-interim",    "--n-hours",
        "12",       "--from",       "2018-03-31",      "--department=guest_services"
    };
    LeaderAdd from_args = { 0 };
    g_assert_true(cx_command_read_args(&fixture->input, args, G_N_ELEMENTS(args), &from_args));
    check_full(&from_args);
    g_assert_cmpuint(cx_issues_count(fixture->issues), ==, 0);
}

static void
test_blank(Fixture *fixture, gconstpointer data)
{
    (void)data;
    static const CxCommandPair pairs[] = { { "name", "x" },     { "role", "team" },
                                           { "note", " \n " },  { "n_hours", "" },
                                           { "from", "  " },    { "password", "" },
                                           { "department", "" } };
    LeaderAdd add = { 0 };
    g_assert_true(cx_command_read_form(&fixture->input, pairs, G_N_ELEMENTS(pairs), &add));
    g_assert_null(add.note);
    g_assert_null(add.password);
    g_assert_null(add.department);
    g_assert_cmpint(add.n_hours, ==, CX_COMMAND_INT_NONE);
    g_assert_true(cx_day_is_none(add.from));
    g_assert_false(add.is_interim);
}

static void
test_form_issues(Fixture *fixture, gconstpointer data)
{
    (void)data;
    static const struct {
        const char *name, *value, *code, *text;
    } rows[] = {
        { "name", "  ", "required", "Please fill this in." },
        { "name", "123456789012345678901", "too_long", NULL },
        { "name", "a\nb", "one_line", NULL },
        { "name", "a\x01", "not_clean", NULL },
        { "name", "a\xff", "not_clean", NULL },
        { "role", "", "required", "Please choose one." },
        { "role", "king", "choice", "“king” is not one of the choices." },
        { "n_hours", "12.5", "not_a_number", NULL },
        { "n_hours", "0", "range", "Please give a number from 1 to 40." },
        { "n_hours", "99999999999999999999", "not_a_number", NULL },
        { "n_hours", "-9223372036854775808", "range", NULL },
        { "from", "2018-02-30", "not_a_date", NULL },
        { "is_interim", "perhaps", "not_a_flag", NULL },
        { "salary", "1", "unknown", "There is no field “salary” here." },
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(CxIssues) issues = cx_issues_new();
        fixture->input.issues = issues;
        CxCommandPair pairs[] = { { "name", "Ann" }, { "role", "team" }, { "n_hours", "3" } };
        const size_t n = G_N_ELEMENTS(pairs);
        CxCommandPair sent[4];
        size_t n_sent = 0;
        for (size_t j = 0; j < n; j++) {
            if (strcmp(pairs[j].name, rows[i].name) != 0)
                sent[n_sent++] = pairs[j];
        }
        sent[n_sent++] = (CxCommandPair){ rows[i].name, rows[i].value };
        LeaderAdd add = { .name = "untouched" };
        g_assert_false(cx_command_read_form(&fixture->input, sent, n_sent, &add));
        g_assert_cmpstr(add.name, ==, "untouched");
        g_assert_cmpuint(cx_issues_count(issues), ==, 1);
        const CxIssue *issue = cx_issues_at(issues, 0);
        g_assert_cmpstr(issue->field, ==, rows[i].name);
        g_assert_cmpstr(issue->code, ==, rows[i].code);
        if (rows[i].text != NULL)
            g_assert_cmpstr(issue->text, ==, rows[i].text);
        g_assert_null(strchr(issue->text, '{'));
    }
    fixture->input.issues = fixture->issues;
    static const CxCommandPair twice[] = { { "name", "a" }, { "name", "b" }, { "role", "team" } };
    LeaderAdd add = { 0 };
    g_assert_false(cx_command_read_form(&fixture->input, twice, 3, &add));
    g_assert_cmpstr(cx_issues_find(fixture->issues, "name")->code, ==, "twice");
}

static void
test_other_issues(Fixture *fixture, gconstpointer data)
{
    (void)data;
    static const struct {
        const char *document, *field, *code;
    } rows[] = {
        { "[]", "", "type" },
        { "{\"role\":\"team\"}", "/name", "required" },
        { "{\"name\":null,\"role\":\"team\"}", "/name", "required" },
        { "{\"name\":1,\"role\":\"team\"}", "/name", "not_a_text" },
        { "{\"name\":\"a\",\"role\":\"team\",\"n_hours\":\"3\"}", "/n_hours", "not_a_number" },
        { "{\"name\":\"a\",\"role\":\"team\",\"n_hours\":3.5}", "/n_hours", "not_a_number" },
        { "{\"name\":\"a\",\"role\":\"team\",\"is_interim\":1}", "/is_interim", "not_a_flag" },
        { "{\"name\":\"a\",\"role\":\"team\",\"x\":1}", "/x", "unknown" },
        { "{\"name\":\"a\",\"role\":\"team\",\"_csrf\":1}", "/_csrf", "unknown" },
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(CxIssues) issues = cx_issues_new();
        fixture->input.issues = issues;
        g_autoptr(CxJson) json = cx_json_parse(rows[i].document, strlen(rows[i].document), NULL);
        LeaderAdd add = { 0 };
        g_assert_false(cx_command_read_json(&fixture->input, json, &add));
        g_assert_cmpuint(cx_issues_count(issues), ==, 1);
        g_assert_cmpstr(cx_issues_at(issues, 0)->field, ==, rows[i].field);
        g_assert_cmpstr(cx_issues_at(issues, 0)->code, ==, rows[i].code);
    }
    static const struct {
        const char *args[6];
        const char *field, *code, *text;
    } options[] = {
        { { "--name", "a", "--role", "team", "--x=1" },
          "",
          "unknown",
          "There is no option “--x”." },
        { { "--name", "a", "--role", "team", "stray" },
          "",
          "unknown",
          "There is no option “stray”." },
        { { "--name", "a", "--role" }, "--role", "no_value", NULL },
        { { "--name", "a", "--role=team", "--n-hours", "x" }, "--n-hours", "not_a_number", NULL },
        { { "--name", "a" }, "--role", "required", NULL },
    };
    for (size_t i = 0; i < G_N_ELEMENTS(options); i++) {
        g_autoptr(CxIssues) issues = cx_issues_new();
        fixture->input.issues = issues;
        size_t n = 0;
        while (n < G_N_ELEMENTS(options[i].args) && options[i].args[n] != NULL)
            n++;
        LeaderAdd add = { 0 };
        g_assert_false(cx_command_read_args(&fixture->input, options[i].args, n, &add));
        g_assert_cmpuint(cx_issues_count(issues), ==, 1);
        g_assert_cmpstr(cx_issues_at(issues, 0)->field, ==, options[i].field);
        g_assert_cmpstr(cx_issues_at(issues, 0)->code, ==, options[i].code);
        if (options[i].text != NULL) {
            g_assert_cmpstr(cx_issues_at(issues, 0)->text, ==, options[i].text);
        }
    }
}

/* What was typed comes back with what is wrong; a secret never does. */
static void
test_form(Fixture *fixture, gconstpointer data)
{
    (void)data;
    static const CxCommandPair pairs[] = {
        { "name", "" },         { "note", "<b>" },      { "password", "hunter2hunter2" },
        { "role", "team" },     { "department", "b" },  { "n_hours", "many" },
        { "is_interim", "on" }, { "salary", "100000" },
    };
    LeaderAdd add = { 0 };
    g_assert_false(cx_command_read_form(&fixture->input, pairs, G_N_ELEMENTS(pairs), &add));
    CxFormView *form = cx_form_view(&fixture->input, pairs, G_N_ELEMENTS(pairs));
    const CxFormChoice departments[] = { { .value = "a", .label = "Arrivals" },
                                         { .value = "b", .label = "Bags" } };
    cx_form_set_choices(form, fixture->arena, "department", departments, 2);
    g_assert_true(form->has_errors);
    g_assert_cmpuint(form->errors.n, ==, 1);
    g_assert_nonnull(strstr(*(const char *const *)form->errors.items, "salary"));
    g_assert_cmpstr(cx_form_field(form, "name")->error, ==, "Please fill this in.");
    g_assert_cmpstr(cx_form_field(form, "name")->hint, ==, "As on the door");
    g_assert_cmpstr(cx_form_field(form, "note")->value, ==, "<b>");
    g_assert_null(cx_form_field(form, "note")->error);
    g_assert_null(cx_form_field(form, "password")->value);
    g_assert_cmpstr(cx_form_field(form, "n_hours")->value, ==, "many");
    g_assert_true(cx_form_field(form, "is_interim")->is_checked);
    const CxFormChoice *chosen = cx_form_field(form, "department")->choices.items;
    g_assert_false(chosen[0].is_selected);
    g_assert_true(chosen[1].is_selected);
    const CxFormChoice *role = cx_form_field(form, "role")->choices.items;
    g_assert_cmpstr(role[1].label, ==, "Team member");
    g_assert_true(role[1].is_selected);
    g_assert_null(cx_form_field(form, "nothing"));

    /* Drawn by the one partial for all forms. */
    g_autoptr(GError) error = NULL;
    g_autoptr(CxTemplates) templates = cx_templates_compile(fixture->catalogue, &error);
    g_assert_no_error(error);
    const CxFormField *all = form->fields.items;
    for (size_t i = 0; i < form->fields.n; i++) {
        const CxView view = { &cx_form_field_type, &all[i] };
        g_autoptr(GString) out = g_string_new(NULL);
        g_assert_true(cx_templates_render(templates, "field", &view, 1, out, &error));
        g_assert_nonnull(strstr(out->str, all[i].id));
        g_assert_null(strstr(out->str, "hunter2"));
        g_assert_null(strstr(out->str, "<b>"));
    }
    const CxViewType *const types[] = { &cx_form_field_type };
    g_assert_true(cx_templates_check(templates, "field", types, 1, &error));
}

static void
test_pairs(Fixture *fixture, gconstpointer data)
{
    (void)data;
    LeaderAdd add = { 0 };
    g_assert_true(cx_command_read_form(&fixture->input, full, G_N_ELEMENTS(full), &add));
    size_t n = 0;
    const CxCommandPair *pairs = cx_command_pairs(&type, &add, fixture->arena, &n);
    g_assert_cmpuint(n, ==, 7); /* all but the secret */
    LeaderAdd again = { 0 };
    g_assert_true(cx_command_read_form(&fixture->input, pairs, n, &again));
    g_assert_null(again.password);
    again.password = add.password;
    check_full(&again);
    const LeaderAdd empty = { .n_hours = CX_COMMAND_INT_NONE, .from = CX_DAY_NONE };
    (void)cx_command_pairs(&type, &empty, fixture->arena, &n);
    g_assert_cmpuint(n, ==, 0);
}

static void
test_tables(Fixture *fixture, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    g_assert_true(cx_command_type_check(&type, fixture->catalogue, &error));
    g_assert_false(cx_command_type_check(&type, fixture->english, &error));
    g_assert_nonnull(strstr(error->message, "\"t.name\""));

    g_autoptr(GString) out = g_string_new(NULL);
    g_autoptr(CxJsonWriter) writer = cx_json_writer_new(out, CX_JSON_COMPACT);
    cx_command_type_write_schema(&type, writer);
    g_autoptr(CxJson) schema = cx_json_parse(out->str, out->len, NULL);
    const CxJson *properties = cx_json_member(schema, "properties");
    g_assert_cmpuint(cx_json_n(properties), ==, G_N_ELEMENTS(fields));
    g_assert_cmpuint(cx_json_n(cx_json_member(schema, "required")), ==, 2);
    const CxJson *role = cx_json_member(properties, "role");
    g_assert_cmpuint(cx_json_n(cx_json_member(role, "enum")), ==, 2);
    const CxJson *password = cx_json_member(properties, "password");
    g_assert_true(cx_json_flag(cx_json_member(password, "writeOnly"), false));
    const CxJson *hours = cx_json_member(properties, "n_hours");
    g_assert_cmpint(cx_json_int(cx_json_member(hours, "maximum"), 0), ==, 40);
}

/* Random pairs are read or refused with an issue, and what is read keeps the table's promises. */
static void
test_random_pairs(Fixture *fixture, gconstpointer data)
{
    (void)data;
    static const char *const names[] = { "name",    "note", "password",   "role", "department",
                                         "n_hours", "from", "is_interim", "_x",   "y" };
    static const char *const values[] = { "",     " ",          "owner", "team", "12",
                                          "-1",   "2018-03-31", "on",    "a\nb", "\xff",
                                          "\x02", "true",       "0",     "999",  "é" };
    for (int i = 0; i < 3000; i++) {
        g_autoptr(CxIssues) issues = cx_issues_new();
        fixture->input.issues = issues;
        CxCommandPair pairs[8];
        const size_t n = (size_t)g_test_rand_int_range(0, 9);
        for (size_t j = 0; j < n; j++) {
            pairs[j] = (CxCommandPair){ names[g_test_rand_int_range(0, G_N_ELEMENTS(names))],
                                        values[g_test_rand_int_range(0, G_N_ELEMENTS(values))] };
        }
        LeaderAdd add = { 0 };
        const bool is_read = cx_command_read_form(&fixture->input, pairs, n, &add);
        g_assert_cmpint(is_read, ==, cx_issues_count(issues) == 0);
        if (is_read) {
            g_assert_true(add.name != NULL && *add.name != '\0' && strlen(add.name) <= 20);
            g_assert_true(g_utf8_validate(add.name, -1, NULL));
            g_assert_true(strcmp(add.role, "owner") == 0 || strcmp(add.role, "team") == 0);
            g_assert_true(add.n_hours == CX_COMMAND_INT_NONE ||
                          (add.n_hours >= 1 && add.n_hours <= 40));
        }
        const CxFormView *form = cx_form_view(&fixture->input, pairs, n);
        g_assert_cmpint(form->has_errors, ==, !is_read);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    static const struct {
        const char *path;
        void (*run)(Fixture *, gconstpointer);
    } tests[] = {
        { "/command/three_sources", test_three_sources },
        { "/command/blank", test_blank },
        { "/command/form_issues", test_form_issues },
        { "/command/other_issues", test_other_issues },
        { "/command/form", test_form },
        { "/command/pairs", test_pairs },
        { "/command/tables", test_tables },
        { "/command/random_pairs", test_random_pairs },
    };
    for (size_t i = 0; i < G_N_ELEMENTS(tests); i++)
        g_test_add(tests[i].path, Fixture, NULL, set_up, tests[i].run, tear_down);
    return g_test_run();
}
