/* Included before everything else in each file of src/: a call of one of these functions does not
 * compile. What to use instead stands beside each; tools/check_source.py says the same, with more
 * names, and knows the few opt-outs. Members and variables of these names are not concerned. */
#pragma once

#ifndef __ASSEMBLER__
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#endif

#if !defined(__ASSEMBLER__) && defined(__GNUC__) && !defined(__clang__) && __GNUC__ >= 12
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wredundant-decls"
#define CX_BANNED(instead) __attribute__((unavailable("use " instead)))

char *strcpy(char *, const char *) CX_BANNED("g_strlcpy or GString");
char *strcat(char *, const char *) CX_BANNED("GString");
char *strncpy(char *, const char *, size_t) CX_BANNED("g_strlcpy");
char *strncat(char *, const char *, size_t) CX_BANNED("GString");
char *strtok(char *, const char *) CX_BANNED("g_strsplit");
int sprintf(char *, const char *, ...) CX_BANNED("g_snprintf");
int rand(void) CX_BANNED("base/random.h");
void srand(unsigned int) CX_BANNED("base/random.h");
int system(const char *) CX_BANNED("g_spawn with an argument list");
FILE *popen(const char *, const char *) CX_BANNED("g_spawn with an argument list");
char *ctime(const time_t *) CX_BANNED("base/civil.h");
char *asctime(const struct tm *) CX_BANNED("base/civil.h");
struct tm *gmtime(const time_t *) CX_BANNED("base/civil.h");
struct tm *localtime(const time_t *) CX_BANNED("base/civil.h");
int atoi(const char *) CX_BANNED("base/text.h");
double atof(const char *) CX_BANNED("base/text.h");

#undef CX_BANNED
#pragma GCC diagnostic pop
#endif
