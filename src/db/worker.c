#include "db/worker.h"

#include <glib.h>
#include <inttypes.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"

/* Fields of a name, and the place of a process's start among those of /proc/PID/stat after its
 * name. */
enum { HOST, PID, START, BOOT, SPACE, N_FIELDS };
#define START_FIELD 19
#define BOOT_CHARS  8

/* The start of a process in ticks after boot, or NULL if there is none of that number.
 * (transfer full) */
static char *
start_of(const char *pid)
{
    g_autofree char *path = g_strdup_printf("/proc/%s/stat", pid);
    g_autofree char *text = NULL;
    if (!g_file_get_contents(path, &text, NULL, NULL))
        return NULL;
    const char *name_end = strrchr(text, ')');
    if (name_end == NULL || name_end[1] == '\0')
        return NULL;
    g_auto(GStrv) fields = g_strsplit(name_end + 2, " ", START_FIELD + 2);
    return g_strv_length(fields) > START_FIELD ? g_strdup(fields[START_FIELD]) : NULL;
}

/* Which start of the machine this is; "" if it does not say. (transfer full) */
static char *
boot_name(void)
{
    g_autofree char *text = NULL;
    if (!g_file_get_contents("/proc/sys/kernel/random/boot_id", &text, NULL, NULL))
        return g_strdup("");
    return g_strndup(text, BOOT_CHARS);
}

/* Which processes this one can see: containers of one host number theirs apart. (transfer full) */
static char *
space_name(void)
{
    g_autofree char *link = g_file_read_link("/proc/self/ns/pid", NULL);
    if (link == NULL)
        return g_strdup("");
    char *digits = g_strdup(link + strcspn(link, "0123456789"));
    digits[strspn(digits, "0123456789")] = '\0';
    return digits;
}

char *
cx_worker_name(void)
{
    g_autofree char *pid = g_strdup_printf("%" PRIdMAX, (intmax_t)getpid());
    g_autofree char *start = start_of(pid);
    g_autofree char *boot = boot_name();
    g_autofree char *space = space_name();
    return g_strdup_printf("%s:%s:%s:%s:%s", g_get_host_name(), pid, start != NULL ? start : "",
                           boot, space);
}

bool
cx_worker_is_gone(const char *name)
{
    g_auto(GStrv) its = g_strsplit(name, ":", N_FIELDS);
    g_autofree char *own_name = cx_worker_name();
    g_auto(GStrv) own = g_strsplit(own_name, ":", N_FIELDS);
    if (g_strv_length(its) != N_FIELDS || *own[START] == '\0' || *own[BOOT] == '\0' ||
        *own[SPACE] == '\0' || strcmp(its[HOST], own[HOST]) != 0 ||
        strcmp(its[BOOT], own[BOOT]) != 0 || strcmp(its[SPACE], own[SPACE]) != 0 ||
        !cx_text_parse_i64(its[PID], &(int64_t){ 0 }, NULL))
        return false;
    g_autofree char *start = start_of(its[PID]);
    return start == NULL || strcmp(start, its[START]) != 0;
}
