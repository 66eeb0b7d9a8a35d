/* Departments, leaders and their terms. */
#include "cast.h"

#include <string.h>

#include "base/civil.h"
#include "base/error.h"
#include "db/txn.h"
#include "people/department.h"
#include "support/engines.h"
#include "support/store.h"

static void
test_department_add(CxDb *db)
{
    g_autoptr(CxCtx) ctx = cast_system(db);
    g_autoptr(GError) error = NULL;
    CxDepartmentId id = { 0 };
    g_assert_true(cx_department_add(ctx, "food", "Food & Drink", &id, &error));
    g_assert_no_error(error);
    g_assert_cmpint(cast_audited(db), ==, 1);

    g_autoptr(CxDepartment) found = cx_department_find(ctx, "food", &error);
    g_assert_no_error(error);
    g_assert_cmpint(found->id.v, ==, id.v);
    g_assert_cmpstr(found->name, ==, "Food & Drink");
    g_assert_true(cx_day_is_none(found->from) && cx_day_is_none(found->to));
    g_autoptr(CxDepartment) loaded = cx_department_load(ctx, id, &error);
    g_assert_cmpstr(loaded->key, ==, "food");

    CxDepartmentId again = { -1 };
    g_assert_false(cx_department_add(ctx, "food", "Food", &again, &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_CONFLICT);
    g_assert_cmpint(again.v, ==, -1);
    g_assert_cmpint(cast_audited(db), ==, 1);
    g_assert_false(cx_db_is_writing(db));
    g_clear_error(&error);
    g_assert_null(cx_department_find(ctx, "foo", &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_NOT_FOUND);
    g_clear_error(&error);
    g_assert_null(cx_department_load(ctx, (CxDepartmentId){ id.v + 1 }, &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_NOT_FOUND);
}

static void
test_department_words(CxDb *db)
{
    g_autofree char *long_key = g_strnfill(65, 'a');
    g_autofree char *long_name = g_strnfill(801, 'a');
    const struct {
        const char *why, *key, *name;
    } rows[] = {
        { "no key", "", "Food" },
        { "capital letters", "Food", "Food" },
        { "a key begins with a letter or digit", "-food", "Food" },
        { "too long a key", long_key, "Food" },
        { "no name", "food", "" },
        { "too long a name", "food", long_name },
        { "a control character", "food", "Fo\001od" },
        { "not UTF-8", "food", "Fo\xff" },
    };
    g_autoptr(CxCtx) ctx = cast_system(db);
    for (size_t i = 0; i < CX_N_ELEMENTS(rows); i++) {
        g_test_message("%s", rows[i].why);
        g_autoptr(GError) error = NULL;
        CxDepartmentId id = { -1 };
        g_assert_false(cx_department_add(ctx, rows[i].key, rows[i].name, &id, &error));
        g_assert_error(error, CX_ERROR, CX_ERROR_INVALID);
        g_assert_true(g_utf8_validate(error->message, -1, NULL));
    }
    g_assert_cmpint(cx_test_count(db, "SELECT count(*) AS n FROM department"), ==, 0);
}

static void
test_department_ensure(CxDb *db)
{
    g_autoptr(CxCtx) ctx = cast_system(db);
    g_autoptr(GError) error = NULL;
    g_autoptr(CxTxn) txn = cx_txn_begin_write(db, &error);
    CxDepartmentId first = { 0 };
    CxDepartmentId second = { 0 };
    bool is_new = false;
    g_assert_true(cx_department_ensure(ctx, "food", "Food", &first, &is_new, &error));
    g_assert_true(is_new);
    g_assert_true(cx_department_ensure(ctx, "food", "Other name", &second, &is_new, &error));
    g_assert_false(is_new);
    g_assert_cmpint(first.v, ==, second.v);
    g_assert_true(cx_txn_commit(&txn, &error));
    g_autoptr(CxDepartment) found = cx_department_find(ctx, "food", &error);
    g_assert_cmpstr(found->name, ==, "Food");
}

static void
test_change_is_the_teams(CxDb *db)
{
    g_autoptr(CxCtx) ctx = cx_ctx_open_nobody(db, cast_instant(0));
    g_autoptr(GError) error = NULL;
    CxDepartmentId department = { 0 };
    g_assert_false(cx_department_add(ctx, "food", "Food", &department, &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_FORBIDDEN);
    g_clear_error(&error);
    const CxLeaderAdd add = { .name = "Ada", .title = "", .from = CX_DAY_NONE, .to = CX_DAY_NONE };
    CxLeaderId leader = { 0 };
    g_assert_false(cx_leader_add(ctx, &add, &leader, &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_FORBIDDEN);
    g_clear_error(&error);
    g_assert_false(cx_leader_end_term(ctx, leader, 1, cast_day(0), &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_FORBIDDEN);
}

static CxLeaderAdd
a_leader(void)
{
    return (CxLeaderAdd){ .name = "Mara Lindqvist",
                          .email = "Mara.Lindqvist@Example.org",
                          .title = "Head of Delivery",
                          .department = "delivery",
                          .from = cast_day(-100),
                          .to = CX_DAY_NONE };
}

static void
test_leader_add(CxDb *db)
{
    const CxDepartmentId delivery = cast_department(db, "delivery", "Delivery");
    g_autoptr(CxCtx) ctx = cast_system(db);
    g_autoptr(GError) error = NULL;
    const CxLeaderAdd add = a_leader();
    CxLeaderId id = { 0 };
    g_assert_true(cx_leader_add(ctx, &add, &id, &error));
    g_assert_no_error(error);
    g_assert_cmpint(cast_audited(db), ==, 2);

    g_autoptr(CxLeader) leader = cx_leader_load(ctx, id, &error);
    g_assert_no_error(error);
    g_assert_cmpstr(leader->key, ==, "mara_lindqvist");
    g_assert_cmpstr(leader->email, ==, "mara.lindqvist@example.org");
    g_assert_cmpuint(leader->terms->len, ==, 1);
    const CxTerm *term = g_ptr_array_index(leader->terms, 0);
    g_assert_cmpint(term->department.v, ==, delivery.v);
    g_assert_cmpstr(term->department_name, ==, "Delivery");
    g_assert_cmpint(term->from.v, ==, cast_day(-100).v);
    g_assert_true(cx_day_is_none(term->to));

    CxLeaderId other = { -1 };
    g_assert_false(cx_leader_add(ctx, &add, &other, &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_CONFLICT);
    g_assert_nonnull(strstr(error->message, "Mara Lindqvist"));
    g_assert_cmpint(other.v, ==, -1);
    g_clear_error(&error);
    /* The same name is another person, under another key. */
    CxLeaderAdd namesake = add;
    namesake.email = NULL;
    g_assert_true(cx_leader_add(ctx, &namesake, &other, &error));
    g_autoptr(CxLeader) second = cx_leader_load(ctx, other, &error);
    g_assert_cmpstr(second->key, ==, "mara_lindqvist_2");
    g_assert_null(second->email);
    g_assert_null(cx_leader_load(ctx, (CxLeaderId){ 999 }, &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_NOT_FOUND);
}

static void
test_leader_words(CxDb *db)
{
    g_autofree char *too_long = g_strnfill(801, 'a');
    const struct {
        const char *why, *name, *email, *title, *department;
        int days; /* of the term, from its first */
        CxErrorCode code;
    } rows[] = {
        { "no name", "", NULL, "", NULL, 1, CX_ERROR_INVALID },
        { "too long a name", too_long, NULL, "", NULL, 1, CX_ERROR_INVALID },
        { "a control character", "A\tda\002", NULL, "", NULL, 1, CX_ERROR_INVALID },
        { "too long a title", "Ada", NULL, too_long, NULL, 1, CX_ERROR_INVALID },
        { "not an address", "Ada", "ada", "", NULL, 1, CX_ERROR_INVALID },
        { "nothing before the @", "Ada", "@example.org", "", NULL, 1, CX_ERROR_INVALID },
        { "nothing after the @", "Ada", "ada@", "", NULL, 1, CX_ERROR_INVALID },
        { "a blank in it", "Ada", "ada @example.org", "", NULL, 1, CX_ERROR_INVALID },
        { "a line end in it", "Ada", "ada@example.org\nBcc:b@c.d", "", NULL, 1, CX_ERROR_INVALID },
        { "an address that is not UTF-8", "Ada", "ada@\xff.org", "", NULL, 1, CX_ERROR_INVALID },
        { "ends before it begins", "Ada", NULL, "", NULL, -1, CX_ERROR_INVALID },
        { "no such department", "Ada", NULL, "", "nowhere", 1, CX_ERROR_NOT_FOUND },
    };
    g_autoptr(CxCtx) ctx = cast_system(db);
    for (size_t i = 0; i < CX_N_ELEMENTS(rows); i++) {
        g_test_message("%s", rows[i].why);
        const CxLeaderAdd add = { .name = rows[i].name,
                                  .email = rows[i].email,
                                  .title = rows[i].title,
                                  .department = rows[i].department,
                                  .from = cast_day(0),
                                  .to = cast_day(rows[i].days) };
        CxLeaderId id = { -1 };
        g_autoptr(GError) error = NULL;
        g_assert_false(cx_leader_add(ctx, &add, &id, &error));
        g_assert_error(error, CX_ERROR, (gint)rows[i].code);
        g_assert_cmpint(id.v, ==, -1);
        g_assert_false(cx_db_is_writing(db));
    }
    g_assert_cmpint(cx_test_count(db, "SELECT count(*) AS n FROM leader"), ==, 0);
    g_assert_cmpint(cast_audited(db), ==, 0);
}

static void
test_leader_keys(CxDb *db)
{
    g_autofree char *long_name = g_strnfill(200, 'x');
    const struct {
        const char *name, *key;
    } rows[] = {
        { "Åsa Öberg", NULL }, { "محمد", "leader" }, { "李雷", "leader_2" }, { "X", "x" },
        { "x", "x_2" },        { long_name, NULL },  { long_name, NULL },
    };
    g_autoptr(CxCtx) ctx = cast_system(db);
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (size_t i = 0; i < CX_N_ELEMENTS(rows); i++) {
        const CxLeaderId id = cast_leader(db, rows[i].name, NULL, CX_DAY_NONE, CX_DAY_NONE);
        g_autoptr(CxLeader) leader = cx_leader_load(ctx, id, NULL);
        g_assert_cmpstr(leader->name, ==, rows[i].name);
        if (rows[i].key != NULL)
            g_assert_cmpstr(leader->key, ==, rows[i].key);
        g_assert_cmpuint(strlen(leader->key), <=, 64);
        g_assert_true(g_hash_table_add(seen, g_strdup(leader->key)));
    }
}

static void
test_find(CxDb *db)
{
    (void)cast_department(db, "delivery", "Delivery");
    (void)cast_department(db, "billing", "Billing");
    g_autoptr(CxCtx) ctx = cast_system(db);
    CxLeaderAdd add = a_leader();
    CxLeaderId mara = { 0 };
    g_assert_true(cx_leader_add(ctx, &add, &mara, NULL));
    const CxLeaderId tom = cast_leader(db, "Tom Fields", "billing", CX_DAY_NONE, CX_DAY_NONE);
    const CxLeaderId tomas = cast_leader(db, "Tomas Öberg", NULL, CX_DAY_NONE, CX_DAY_NONE);
    g_autofree char *id = g_strdup_printf("%" G_GINT64_FORMAT, tom.v);
    const struct {
        const char *words;
        CxLeaderId want;
    } rows[] = {
        { id, tom },
        { "mara_lindqvist", mara },
        { "MARA.lindqvist@example.org", mara },
        { "mara lindqvist", mara },
        { "lindq", mara },
        { "head of deliv", mara },
        { "delivery", mara },
        { "billing", tom },
        { "tom fields", tom },
        { "ÖBERG", tomas },
    };
    for (size_t i = 0; i < CX_N_ELEMENTS(rows); i++) {
        g_autoptr(GError) error = NULL;
        g_autoptr(CxLeader) found = cx_leader_find(ctx, rows[i].words, &error);
        g_assert_no_error(error);
        g_assert_cmpint(found->id.v, ==, rows[i].want.v);
    }
    g_autoptr(GError) error = NULL;
    g_assert_null(cx_leader_find(ctx, "tom", &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_CONFLICT);
    g_assert_nonnull(strstr(error->message, "Tom Fields (tom_fields)"));
    g_assert_nonnull(strstr(error->message, "Tomas"));
    g_clear_error(&error);
    g_assert_null(cx_leader_find(ctx, "nobody at all", &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_NOT_FOUND);
    g_clear_error(&error);
    g_assert_null(cx_leader_find(ctx, "", &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_NOT_FOUND);
}

static void
test_terms(CxDb *db)
{
    (void)cast_department(db, "food", "Food");
    const CxLeaderId id = cast_leader(db, "Ada", "food", cast_day(-10), CX_DAY_NONE);
    g_autoptr(CxCtx) ctx = cast_system(db);
    g_autoptr(GError) error = NULL;
    g_autoptr(CxLeader) leader = cx_leader_load(ctx, id, &error);
    const CxTerm *term = cx_leader_term(leader, cast_day(0));
    g_assert_nonnull(term);
    g_assert_null(cx_leader_term(leader, cast_day(-11)));
    const int64_t term_id = term->id;

    /* A last day before the first cannot be. */
    g_assert_false(cx_leader_end_term(ctx, id, term_id, cast_day(-11), &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_INVALID);
    g_clear_error(&error);
    g_assert_false(cx_db_is_writing(db));
    /* Another leader's term. */
    const CxLeaderId ben = cast_leader(db, "Ben", "food", cast_day(-10), CX_DAY_NONE);
    const int64_t n_audited = cast_audited(db);
    g_assert_false(cx_leader_end_term(ctx, ben, term_id, cast_day(0), &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_CONFLICT);
    g_clear_error(&error);
    g_assert_false(cx_leader_end_term(ctx, (CxLeaderId){ 77 }, term_id, cast_day(0), &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_NOT_FOUND);
    g_clear_error(&error);
    g_assert_cmpint(cast_audited(db), ==, n_audited);

    g_assert_true(cx_leader_end_term(ctx, id, term_id, cast_day(-1), &error));
    g_assert_no_error(error);
    g_assert_cmpint(cast_audited(db), ==, n_audited + 1);
    g_autoptr(CxLeader) after = cx_leader_load(ctx, id, &error);
    g_assert_null(cx_leader_term(after, cast_day(0)));
    g_assert_nonnull(cx_leader_term(after, cast_day(-1)));
    g_assert_nonnull(cx_leader_term(after, cast_day(-10)));

    g_assert_false(cx_leader_end_term(ctx, id, term_id, cast_day(5), &error));
    g_assert_error(error, CX_ERROR, CX_ERROR_CONFLICT);
    g_assert_cmpint(cast_audited(db), ==, n_audited + 1);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    cx_test_engines_add("/people/department/add", test_department_add);
    cx_test_engines_add("/people/department/words", test_department_words);
    cx_test_engines_add("/people/department/ensure", test_department_ensure);
    cx_test_engines_add("/people/leader/forbidden", test_change_is_the_teams);
    cx_test_engines_add("/people/leader/add", test_leader_add);
    cx_test_engines_add("/people/leader/words", test_leader_words);
    cx_test_engines_add("/people/leader/keys", test_leader_keys);
    cx_test_engines_add("/people/leader/find", test_find);
    cx_test_engines_add("/people/leader/terms", test_terms);
    return g_test_run();
}
