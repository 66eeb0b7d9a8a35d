/* Golden files: what a program wrote, compared with what was accepted before.
 *
 * CX_UPDATE=1 accepts: the file under tests/golden is written instead of compared. */
#pragma once

/* Fails the test, naming the first line that differs, unless text is what tests/golden/<name>
 * holds. */
void cx_test_golden(const char *name, const char *text);
