/* Whom the rows of a sheet name. To match a name against every leader takes long beside reading its row, and
 * the same names come again and again: what was found once is kept, as long as offices are the same. */
#include "engage/past_who.h"

#include <string.h>

struct CxPastWho {
    const CxCaptureWorld *world;
    GArray *changes; /* int32_t ascending: days from which offices are others than the day before */
    GHashTable *known; /* "2 head of food" → CxPastNamed */
};

static int
compare_days(gconstpointer a, gconstpointer b)
{
    const int32_t x = *(const int32_t *)a;
    const int32_t y = *(const int32_t *)b;
    return x < y ? -1 : x > y;
}

static void
add_change(GArray *changes, CxDay day, int32_t n_after)
{
    const int32_t change = day.v + n_after;
    if (!cx_day_is_none(day))
        g_array_append_val(changes, change);
}

CxPastWho *
cx_past_who_new(const CxCaptureWorld *world)
{
    CxPastWho *who = g_new0(CxPastWho, 1);
    who->world = world;
    who->changes = g_array_new(FALSE, FALSE, sizeof(int32_t));
    who->known = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    for (guint i = 0; i < world->leaders->len; i++) {
        const CxLeader *leader = g_ptr_array_index(world->leaders, i);
        for (guint k = 0; k < leader->terms->len; k++) {
            const CxTerm *term = g_ptr_array_index(leader->terms, k);
            add_change(who->changes, term->from, 0);
            add_change(who->changes, term->to, 1);
        }
    }
    g_array_sort(who->changes, compare_days);
    return who;
}

void
cx_past_who_free(CxPastWho *who)
{
    if (who == NULL)
        return;
    g_array_unref(who->changes);
    g_hash_table_unref(who->known);
    g_free(who);
}

/* How many changes of offices lie on a day or before it. */
static guint
n_changes(const CxPastWho *who, CxDay day)
{
    guint lo = 0;
    guint hi = who->changes->len;
    while (lo < hi) {
        const guint mid = lo + (hi - lo) / 2;
        if (g_array_index(who->changes, int32_t, mid) <= day.v)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

const CxPastNamed *
cx_past_who_find(CxPastWho *who, const char *words, CxDay day)
{
    g_autofree char *key = g_strdup_printf("%u %s", n_changes(who, day), words);
    CxPastNamed *named = g_hash_table_lookup(who->known, key);
    if (named != NULL)
        return named;
    CxCaptureWorld then = *who->world;
    then.today = day;
    CxCapture capture = { .state = CX_CAPTURE_READY };
    named = g_new0(CxPastNamed, 1);
    cx_capture_named(&capture, &then, words, &named->who);
    named->is_several = capture.state == CX_CAPTURE_SEVERAL;
    named->n_choices = capture.n_choices;
    memcpy(named->choices, capture.choices, sizeof named->choices);
    g_hash_table_insert(who->known, g_steal_pointer(&key), named);
    return named;
}
