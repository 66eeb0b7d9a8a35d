#include "web/read.h"

#include <string.h>

static bool
is_end(const CxRead *read)
{
    return read->name == NULL && read->also == NULL;
}

/* "t.*" stands for "t.3". */
static bool
is_named(const CxRead *read, const char *name)
{
    const size_t len = strlen(read->name);
    if (len > 1 && read->name[len - 1] == '*')
        return strncmp(read->name, name, len - 1) == 0;
    return strcmp(read->name, name) == 0;
}

const CxRead *
cx_read_find(const CxRead *reads, CxReadPlace place, const char *name)
{
    for (const CxRead *read = reads; read != NULL && !is_end(read); read++) {
        if (read->also != NULL) {
            const CxRead *found = cx_read_find(read->also, place, name);
            if (found != NULL)
                return found;
        } else if (read->place == place && is_named(read, name)) {
            return read;
        }
    }
    return NULL;
}

void
cx_read_each(const CxRead *reads, void (*take)(const CxRead *read, void *data), void *data)
{
    for (const CxRead *read = reads; read != NULL && !is_end(read); read++) {
        if (read->also != NULL)
            cx_read_each(read->also, take, data);
        else
            take(read, data);
    }
}
