/* The page of a brief: whoever reads it and however little there is, it says so and is laid out; it is
 * handed over, kept as it was, and taken back. */
#include "asking.h"

#include "stat/estimate.h"
#include "support/engines.h"
#include "support/says.h"
#include "support/store.h"
#include "unit/feedback/guests.h"
#include "unit/people/cast.h"

typedef struct {
    CxLeaderId ada;   /* heads Food */
    CxLeaderId ben;   /* heads Shops, about which nothing is asked */
    CxLeaderId chair; /* heads nothing */
    CxLeaderId soon;  /* will head Food */
    CxLeaderId noura; /* 200 letters from right to left, heads Food as well */
} Cast;

/* n low answers with a comment full of markup, n high ones. */
static Cast
fill(const char *url, int n)
{
    cx_stat_start();
    g_autoptr(CxDb) db = cx_test_open(url);
    g_autoptr(CxMapping) mapping =
        guests_parse(",\"weight\":\"WT\",\"cluster\":\"RUN\"", "", ",\"weighted\":true", "",
                     "2018-05-31\",\"sampling", "2030-12-31\",\"sampling", NULL);
    g_autoptr(GString) lines = g_string_new(NULL);
    int id = 0;
    for (int i = 0; i < n; i++) {
        g_string_append_printf(lines,
                               "%d,2026-08-15,1,1,,3,1,A,\"It came <script>alert(1)</script> "
                               "late & \"\"nobody\"\" said a word to us.\"\n",
                               ++id);
        g_string_append_printf(lines, "%d,2026-08-15,1,1,,9,5,A,\n", ++id);
    }
    g_autoptr(CxImportReport) report = guests_import(db, mapping, lines->str);
    g_assert_cmpint(report->n_rejected, ==, 0);
    (void)cast_department(db, "shops", "Shops & <Stalls>");
    g_autofree char *name = g_strnfill(0, 'x');
    for (int i = 0; i < 40; i++) {
        char *longer = g_strconcat(name, "\xd9\x86\xd9\x88\xd8\xb1\xd8\xa9 ", NULL);
        g_free(name);
        name = longer;
    }
    g_strchomp(name);
    return (Cast){
        .ada = cast_leader(db, "Ada Byron", "food", cast_day(-400), CX_DAY_NONE),
        .ben = cast_leader(db, "Ben <i>", "shops", cast_day(-400), CX_DAY_NONE),
        .chair = cast_leader(db, "Chair", NULL, cast_day(-400), CX_DAY_NONE),
        .soon = cast_leader(db, "Soon", "food", cast_day(10), CX_DAY_NONE),
        .noura = cast_leader(db, name, "food", cast_day(-400), CX_DAY_NONE),
    };
}

static const char *
brief_of(Asking *asking, CxLeaderId leader, const char *rest)
{
    g_autofree char *path =
        g_strdup_printf("/leaders/%" G_GINT64_FORMAT "/brief%s", leader.v, rest);
    const char *page = asking_page(asking, path);
    g_assert_cmpint(asking_status(asking), ==, 200);
    assert_silent(page, "<script>alert");
    assert_silent(page, ">nan");
    return page;
}

/* The page as printed, when it can be. */
static void
check_pdf(Asking *asking, CxLeaderId leader)
{
    g_autofree char *path = g_strdup_printf("/leaders/%" G_GINT64_FORMAT "/brief.pdf", leader.v);
    const char *pdf = asking_page(asking, path);
    if (asking_status(asking) == 415) {
        assert_says(pdf, "apt-get install weasyprint");
        return;
    }
    g_assert_cmpint(asking_status(asking), ==, 200);
    g_assert_true(g_str_has_prefix(pdf, "%PDF-1.7"));
}

static void
test_little(const char *url)
{
    const Cast cast = fill(url, 30);
    g_autoptr(Asking) asking = asking_new(url, CX_ROLE_OWNER, (CxLeaderId){ 0 });
    assert_says(brief_of(asking, cast.chair, ""), "What all customers say of us");
    assert_says(brief_of(asking, cast.chair, ""), "You head no department");
    assert_says(brief_of(asking, cast.soon, ""), "Food is yours from ");
    assert_says(brief_of(asking, cast.ben, ""), "Shops &amp; &lt;Stalls&gt;: no question asks");
    const char *page = brief_of(asking, cast.ada, "?from=2029-01-01&to=2029-03-31");
    assert_says(page, "no customer has answered in this period");
    assert_says(brief_of(asking, cast.noura, ""), "\xd9\x86\xd9\x88\xd8\xb1\xd8\xa9");
    check_pdf(asking, cast.chair);
    check_pdf(asking, cast.noura);
    check_pdf(asking, cast.ben);
}

static void
test_hidden(const char *url)
{
    const Cast cast = fill(url, 2);
    g_autoptr(Asking) asking = asking_new(url, CX_ROLE_OWNER, (CxLeaderId){ 0 });
    const char *page = brief_of(asking, cast.ada, "");
    assert_says(page, "too few answers to show without naming anyone");
    assert_says(page, "hidden: fewer than 5 answers");
    assert_silent(page, "<blockquote");
    check_pdf(asking, cast.ada);
}

static void
test_comment(const char *url)
{
    const Cast cast = fill(url, 30);
    g_autoptr(Asking) asking = asking_new(url, CX_ROLE_OWNER, (CxLeaderId){ 0 });
    const char *page = brief_of(asking, cast.ada, "");
    assert_says(page,
                "It came &lt;script&gt;alert(1)&lt;/script&gt; late &amp; &quot;nobody&quot;");
    assert_says(page, "Rated 1 of 5");
    check_pdf(asking, cast.ada);
}

/* The reader is not told what the CX team has left out, nor may they say they were handed it. */
static void
test_missing(const char *url)
{
    const Cast cast = fill(url, 30);
    {
        g_autoptr(Asking) owner = asking_new(url, CX_ROLE_OWNER, (CxLeaderId){ 0 });
        const char *page = brief_of(owner, cast.ada, "");
        assert_says(page, "Not yet in this brief");
        assert_says(page, "/program?edit=goals");
        g_autoptr(CxDb) db = cx_test_open(url);
        cx_test_execute(db, "UPDATE app_user SET login = 'before'");
    }
    g_autoptr(Asking) ada = asking_new(url, CX_ROLE_LEADER, cast.ada);
    const char *page = brief_of(ada, cast.ada, "");
    assert_silent(page, "Not yet in this brief");
    assert_silent(page, "/handover\"");
    (void)asking_send(ada, "/leaders/1/brief/handover", "");
    g_assert_cmpint(asking_status(ada), ==, 403);
    (void)asking_page(ada, "/leaders/2/brief");
    g_assert_cmpint(asking_status(ada), ==, 403);
    (void)asking_page(ada, "/leaders/2/brief.png");
    g_assert_cmpint(asking_status(ada), ==, 403);
    (void)asking_page(ada, "/leaders/1/brief.png?figure=nothing");
    g_assert_cmpint(asking_status(ada), ==, 404);
}

static void
test_handed_over(const char *url)
{
    const Cast cast = fill(url, 30);
    g_autoptr(Asking) asking = asking_new(url, CX_ROLE_OWNER, (CxLeaderId){ 0 });
    g_assert_true(g_str_has_prefix(asking_page(asking, "/scores.png?width=400"), "\x89PNG"));
    assert_silent(brief_of(asking, cast.ada, ""), "take-back");
    (void)asking_send(asking, "/leaders/1/brief/handover", "survey=guests");
    g_assert_cmpint(asking_status(asking), ==, 303);
    (void)asking_send(asking, "/leaders/1/brief/handover", "survey=guests");
    assert_says(asking_json(asking, "/handovers/1", NULL), "\"leader\":1");
    assert_silent(brief_of(asking, cast.ada, ""), "/handovers/2");
    assert_silent(brief_of(asking, cast.ada, ""), "It says something else");

    (void)asking_json(asking, "/program", "{\"kind\":\"goals\",\"text\":\"Decide first.\"}");
    const char *now = brief_of(asking, cast.ada, "");
    assert_says(now, "Decide first.");
    assert_says(now, "It says something else than the brief handed over on");
    const char *then = asking_page(asking, "/handovers/1");
    g_assert_cmpint(asking_status(asking), ==, 200);
    assert_says(then, "As it was handed over on");
    assert_says(then, "It came &lt;script&gt;alert(1)&lt;/script&gt; late");
    assert_silent(then, "Decide first.");

    (void)asking_send(asking, "/handovers/1/take-back", "");
    g_assert_cmpint(asking_status(asking), ==, 303);
    assert_silent(brief_of(asking, cast.ada, ""), "take-back");
    (void)asking_page(asking, "/handovers/1");
    g_assert_cmpint(asking_status(asking), ==, 404);
    (void)asking_send(asking, "/handovers/1/take-back", "");
    g_assert_cmpint(asking_status(asking), ==, 404);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    cx_test_engines_add_url("/pages/brief/little", test_little);
    cx_test_engines_add_url("/pages/brief/hidden", test_hidden);
    cx_test_engines_add_url("/pages/brief/comment", test_comment);
    cx_test_engines_add_url("/pages/brief/missing", test_missing);
    cx_test_engines_add_url("/pages/brief/handed-over", test_handed_over);
    return g_test_run();
}
