/* Ids are types, so that the compiler refuses swapped arguments. Inside they are the row's int64;
 * 0 is never a row. */
#pragma once

#include <stdint.h>

#define CX_ID_TYPE(name)                                                                           \
    typedef struct {                                                                               \
        int64_t v; /* 1.., or 0 for none */                                                        \
    } name
