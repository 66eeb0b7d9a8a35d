/* Attributes and compiler facts used everywhere. No GLib, nothing at run time. */
#pragma once

/* The caller must look at the result; deliberate neglect is `(void)` plus a comment. */
#define CX_MUST_USE __attribute__((warn_unused_result))
/* The result depends on the arguments and on memory they point to only. */
#define CX_PURE __attribute__((pure))
/* The result depends on the arguments only, no memory is read. */
#define CX_CONST __attribute__((const))
/* Argument `fmt` is a printf format for the arguments from `first` on. */
#define CX_PRINTF(fmt, first) __attribute__((format(printf, fmt, first)))
#define CX_NORETURN           __attribute__((noreturn))
#define CX_UNUSED             __attribute__((unused))

/* Function clones per instruction set, chosen when the program starts. ThreadSanitizer and clang
 * cannot start a program with them. CX_WITHOUT_AVX512 builds what machines without it run.
 * (A processor's name in place of its level would choose that very processor, none that came after.) */
#if defined(__SANITIZE_THREAD__) || defined(__clang__) || !defined(__x86_64__)
#define CX_CLONES
#elif defined(CX_WITHOUT_AVX512)
#define CX_CLONES __attribute__((target_clones("default", "avx2")))
#else
#define CX_CLONES __attribute__((target_clones("default", "avx2", "arch=x86-64-v4")))
#endif

#define CX_N_ELEMENTS(array) (sizeof(array) / sizeof((array)[0]))
