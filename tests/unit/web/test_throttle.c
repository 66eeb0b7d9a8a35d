/* Guessing passwords gets slower; people who mistype twice notice nothing. Time is handed in. */
#include "base/clock.h"
#include "web/throttle.h"

static const int64_t second = CX_US_PER_SECOND;

/* Tries until one must wait; returns how many went through. */
static int
tries_until_wait(CxThrottle *throttle, const char *login, const char *address, int64_t now_us)
{
    int n = 0;
    while (n < 1000 && cx_throttle_try(throttle, login, address, now_us) == 0)
        n++;
    return n;
}

static void
test_doubles(void)
{
    g_autoptr(CxThrottle) throttle = cx_throttle_new();
    int64_t now_us = 1000 * second;
    g_assert_cmpint(tries_until_wait(throttle, "ann", "1", now_us), ==, 5);
    static const int64_t waits_s[] = { 1, 2, 4, 8, 16 };
    for (size_t i = 0; i < G_N_ELEMENTS(waits_s); i++) {
        g_assert_cmpint(cx_throttle_try(throttle, "ann", "1", now_us), ==, waits_s[i]);
        now_us += waits_s[i] * second - 1;
        g_assert_cmpint(cx_throttle_try(throttle, "ann", "1", now_us), ==, 1);
        now_us += 1;
        g_assert_cmpint(cx_throttle_try(throttle, "ann", "1", now_us), ==, 0);
    }
    /* never longer than a quarter of an hour */
    for (int i = 0; i < 40; i++) {
        const int64_t wait_s = cx_throttle_try(throttle, "ann", "1", now_us);
        g_assert_cmpint(wait_s, <=, 900);
        now_us += wait_s * second;
    }
}

static void
test_letters_do_not_matter(void)
{
    g_autoptr(CxThrottle) throttle = cx_throttle_new();
    g_assert_cmpint(tries_until_wait(throttle, "ann", "1", 0), ==, 5);
    g_assert_cmpint(cx_throttle_try(throttle, "ANN", "1", 0), >, 0);
}

static void
test_owner_elsewhere_gets_in(void)
{
    g_autoptr(CxThrottle) throttle = cx_throttle_new();
    int64_t now_us = 0;
    for (int i = 0; i < 25; i++) {
        g_assert_cmpint(cx_throttle_try(throttle, "ann", "attacker", now_us), >=, 0);
        now_us += second;
    }
    g_assert_cmpint(cx_throttle_try(throttle, "ann", "home", now_us), ==, 0);
}

static void
test_one_address_many_logins(void)
{
    g_autoptr(CxThrottle) throttle = cx_throttle_new();
    int n = 0;
    for (int i = 0; i < 100; i++) {
        g_autofree char *login = g_strdup_printf("user%d", i);
        if (cx_throttle_try(throttle, login, "1", 0) == 0)
            n++;
    }
    g_assert_cmpint(n, ==, 30);
    g_assert_cmpint(cx_throttle_try(throttle, "user200", "2", 0), ==, 0);
}

static void
test_one_login_many_addresses(void)
{
    g_autoptr(CxThrottle) throttle = cx_throttle_new();
    int64_t wait_s = 0;
    for (int i = 0; i < 200; i++) {
        g_autofree char *address = g_strdup_printf("10.0.0.%d", i);
        wait_s = MAX(wait_s, cx_throttle_try(throttle, "ann", address, 0));
    }
    g_assert_cmpint(wait_s, >, 0);
    g_assert_cmpint(wait_s, <=, 30);
}

static void
test_forgives_and_forgets(void)
{
    g_autoptr(CxThrottle) throttle = cx_throttle_new();
    for (int i = 0; i < 100; i++) {
        g_assert_cmpint(cx_throttle_try(throttle, "ann", "1", 0), ==, 0);
        cx_throttle_forgive(throttle, "ann", "1");
    }
    g_assert_cmpint(tries_until_wait(throttle, "bob", "1", 0), ==, 5);
    g_assert_cmpint(tries_until_wait(throttle, "bob", "1", 3601 * second), ==, 5);
}

/* A flood of names does not grow memory without end, and goes on being slowed. */
static void
test_flood(void)
{
    g_autoptr(CxThrottle) throttle = cx_throttle_new();
    int64_t now_us = 0;
    for (int i = 0; i < 40000; i++) {
        g_autofree char *login = g_strdup_printf("user%d", i);
        g_autofree char *address = g_strdup_printf("address%d", i);
        g_assert_cmpint(cx_throttle_try(throttle, login, address, now_us), ==, 0);
        now_us += 1000;
    }
    g_assert_cmpint(tries_until_wait(throttle, "ann", "1", now_us), ==, 5);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/web/throttle/doubles", test_doubles);
    g_test_add_func("/web/throttle/letters", test_letters_do_not_matter);
    g_test_add_func("/web/throttle/owner-elsewhere", test_owner_elsewhere_gets_in);
    g_test_add_func("/web/throttle/one-address", test_one_address_many_logins);
    g_test_add_func("/web/throttle/one-login", test_one_login_many_addresses);
    g_test_add_func("/web/throttle/forgives", test_forgives_and_forgets);
    g_test_add_func("/web/throttle/flood", test_flood);
    return g_test_run();
}
