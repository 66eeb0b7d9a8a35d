/* A small program in which what Delivery counts moves what customers say of it. */
#pragma once

#include "people/ctx.h"

#define LINKED_MONTHS       34
#define LINKED_ANSWERING    40 /* responses a month */
#define LINKED_ORDERS       3000
#define LINKED_ORDERS_RATED 4 /* one order in so many */

/* Takes in a file of responses, or of facts, under a mapping; fails the test if a row is set aside. */
void linked_take_responses(CxCtx *ctx, const char *text, const GString *csv);
void linked_take_facts(CxCtx *ctx, const char *text, const GString *csv);
/* Takes in responses of LINKED_MONTHS months up to October 2026 and facts: "on_time" (Delivery's, by month)
 * lifts "time" two months later; "calls" (the same in every month), "absence" (by quarter) and "noise" (nobody's)
 * move nothing; "days" is known of each order, and "time" falls with it. */
void linked_fill(CxCtx *ctx);
/* One month of the same, that which runs: no month is over yet. */
void linked_fill_young(CxCtx *ctx);

/* Takes in orders with their days, and of one in LINKED_ORDERS_RATED the answers: "time" falls from three days on,
 * the target is five, "shop" does not care. *ret_on counts orders of five days or less. */
void linked_fill_orders(CxCtx *ctx, int *ret_on);
