#include <string.h>

#include "column/dimension_priv.h"

bool
cx_dimension_find(const CxFrame *frame, const char *name, CxDimension *ret_dimension)
{
    if (strcmp(name, "version") == 0) {
        *ret_dimension = (CxDimension){ .frame = frame,
                                        .column = cx_frame_versions(frame),
                                        .n = cx_frame_n_versions(frame) };
        return true;
    }
    if (strcmp(name, "mode") == 0) {
        *ret_dimension = (CxDimension){ .frame = frame,
                                        .column = cx_frame_modes(frame),
                                        .n = cx_frame_n_modes(frame),
                                        .is_mode = true };
        return true;
    }
    size_t index = 0;
    if (!cx_frame_find_item(frame, name, &index))
        return false;
    const CxFrameItem *item = cx_frame_item(frame, index);
    if (item->kind != CX_FRAME_CHOICE)
        return false;
    *ret_dimension = (CxDimension){
        .frame = frame, .column = cx_frame_answers(frame, index), .n = item->n_choices, .item = item
    };
    return true;
}

static const CxFrameLabel *
own_label(const CxDimension *dimension, size_t i)
{
    return dimension->is_mode ? cx_frame_mode(dimension->frame, i)
                              : cx_frame_version(dimension->frame, i);
}

uint8_t
cx_dimension_code(const CxDimension *dimension, size_t i)
{
    return dimension->item != NULL ? dimension->item->choices[i].code : (uint8_t)i;
}

const char *
cx_dimension_key(const CxDimension *dimension, size_t i)
{
    return dimension->item != NULL ? dimension->item->choices[i].key : own_label(dimension, i)->key;
}

const char *
cx_dimension_label(const CxDimension *dimension, size_t i)
{
    return dimension->item != NULL ? dimension->item->choices[i].label
                                   : own_label(dimension, i)->label;
}

bool
cx_dimension_find_key(const CxDimension *dimension, const char *key, uint8_t *ret_code)
{
    for (size_t i = 0; i < dimension->n; i++) {
        if (strcmp(cx_dimension_key(dimension, i), key) == 0) {
            *ret_code = cx_dimension_code(dimension, i);
            return true;
        }
    }
    return false;
}
