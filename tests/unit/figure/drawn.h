/* What tests look for in a drawing: that it is XML, and that no two words touch. */
#pragma once

/* Fails unless the drawings (one or more svg elements) are well-formed XML with unique ids and
 * without "nan" or "inf". */
void cx_test_drawn_is_valid(const char *svg);
/* Fails if two texts of one drawing overlap or a text leaves the drawing at left or right, by the
 * measure of figure/measure.h. */
void cx_test_drawn_is_legible(const char *svg);
