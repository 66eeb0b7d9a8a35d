"""check_source.py refuses what it is there to refuse, and nothing else."""

import check_source
import fix_braces
from wrong_tree import TreeTest

GLOSSARY = """# Words
| word | meaning | not |
|---|---|---|
| **response** | one filled survey | `submission`, feedback, `raw_file` |
"""


class SourceTest(TreeTest):
    def broken(self, text, path="src/people/a.c"):
        self.write("GLOSSARY.md", GLOSSARY)
        self.write(path, text)
        found = self.rules(check_source.check(self.root))
        (self.root / path).unlink()
        return found

    def in_function(self, body):
        return f"void\nf(void)\n{{\n    {body}\n}}\n"

    def test_plain_code_passes(self):
        text = '/* Adds. */\n#include <glib.h>\n\nint\nadd(int a, int b)\n{\n    return a + b;\n}\n'
        self.assertEqual(self.broken(text), [])

    def test_banned_calls_are_refused(self):
        for name in check_source.BANNED_CALLS:
            with self.subTest(name):
                self.assertEqual(self.broken(self.in_function(f"{name}(x);")), ["banned-call"])

    def test_members_texts_and_comments_are_not_calls(self):
        body = 'hooks->free(x);\n    hooks.time(x);\n    g("system(1)"); /* free(x) */\n    cx_free(x);'
        self.assertEqual(self.broken(self.in_function(body)), [])

    def test_free_is_for_base(self):
        self.assertEqual(self.broken(self.in_function("free(x);"), "src/base/a.c"), [])

    def test_environment_is_for_app_and_cli(self):
        self.assertEqual(self.broken(self.in_function("g_getenv(x);"), "src/app/a.c"), [])
        self.assertEqual(self.broken(self.in_function("getenv(x);"), "src/app/a.c"), ["banned-call"])

    def test_tests_may_call_what_they_like(self):
        self.assertEqual(self.broken(self.in_function("free(x);"), "tests/unit/base/a.c"), [])

    def test_banned_glib_is_refused(self):
        for text in ("GList *x;", "g_return_val_if_fail(x, 0);", "g_object_unref(x);", "g_error(x);",
                     "g_slice_new(X);", "GMainLoop *x;"):
            with self.subTest(text):
                self.assertEqual(self.broken(self.in_function(text)), ["banned-glib"])

    def test_errors_of_glib_are_not_banned(self):
        self.assertEqual(self.broken(self.in_function("g_error_free(x);\n    g_error_matches(x, y, z);")), [])

    def test_libraries_stay_in_their_module(self):
        for text, owner in (("sqlite3_step(x);", "db"), ("sqlite3_stmt *x;", "db"), ("PQexec(x);", "db"),
                            ("json_object_get(x);", "codec"), ("json_t *x;", "codec"),
                            ("MHD_add_response_header(x);", "web"), ("gsl_cdf_tdist_P(x);", "stat"),
                            ("crypto_pwhash(x);", "base")):
            with self.subTest(text):
                self.assertEqual(self.broken(self.in_function(text)), ["library-call"])
                self.assertEqual(self.broken(self.in_function(text), f"src/{owner}/a.c"), [])

    def test_names_that_only_look_like_a_library_pass(self):
        self.assertEqual(self.broken(self.in_function("const char *json_text = x->json_text;")), [])

    def test_printing_is_for_cli(self):
        self.assertEqual(self.broken(self.in_function('g_print("x");')), ["print"])
        self.assertEqual(self.broken(self.in_function('g_print("x");'), "src/cli/a.c"), [])

    def test_low_floors_do_not_log(self):
        self.assertEqual(self.broken(self.in_function('g_warning("x");')), ["log"])
        self.assertEqual(self.broken(self.in_function('g_debug("x");')), [])
        self.assertEqual(self.broken(self.in_function('g_warning("x");'), "src/web/a.c"), [])

    def test_goto_is_refused(self):
        self.assertEqual(self.broken(self.in_function("goto out;")), ["goto"])
        self.assertEqual(self.broken(self.in_function("goto out;"), "tests/unit/a.c"), ["goto"])

    def test_line_comments_are_refused(self):
        self.assertEqual(self.broken("int x; // why\n"), ["line-comment"])

    def test_addresses_are_not_line_comments(self):
        self.assertEqual(self.broken('const char *x = "http://127.0.0.1"; /* http://x */\n'), [])

    def test_todo_is_refused(self):
        self.assertEqual(self.broken("/* TODO: later */\n"), ["todo"])
        self.assertEqual(self.broken("/* NEEDSWORK: which one? */\n"), ["todo"])
        self.assertEqual(self.broken("/* NEEDSWORK: which one? (docs/decisions/0007) */\n"), [])

    def test_float_formats_are_refused(self):
        for text in ("%f", "%.1f%%", "%*.3g", "%-8.2e", "%lf"[0:1] + "f"):
            with self.subTest(text):
                self.assertEqual(self.broken(self.in_function(f'g("{text}");')), ["float-format"])

    def test_other_percents_pass(self):
        for text in ("100%", "%%f", "%s for %d", "50% from", "%-8s", "%zu"):
            with self.subTest(text):
                self.assertEqual(self.broken(self.in_function(f'g("{text}");')), [])

    def test_sql_from_text_is_refused(self):
        for text in ('"SELECT a FROM b WHERE c = \'%s\'"', '"DELETE FROM "\n        "b WHERE id = %" PRId64'):
            with self.subTest(text):
                self.assertEqual(self.broken(self.in_function(f"g({text});")), ["sql-text"])
        self.assertEqual(self.broken(self.in_function("sqlite3_mprintf(x);"), "src/db/a.c"), ["sql-text"])

    def test_sql_without_format_passes(self):
        self.assertEqual(self.broken(self.in_function('g("SELECT a FROM b WHERE c = :c");')), [])

    def test_set_error_without_return_is_refused(self):
        self.assertEqual(self.broken(self.in_function('g_set_error(e, d, c, "x");\n    g(x);')), ["set-error-return"])
        self.assertEqual(
            self.broken(self.in_function('if (a) {\n        g_set_error_literal(e, d, c, "(");\n    }\n    g(x);')),
            ["set-error-return"])

    def test_set_error_with_return_passes(self):
        body = 'if (a) {\n        g_set_error(e, d, c, "%s", f(x));\n        return false;\n    }\n    g_set_error(e, d, c, "x");\n    return f(x);'
        self.assertEqual(self.broken(self.in_function(body)), [])

    def test_each_arm_may_set_the_error(self):
        body = 'if (a)\n        g_set_error(e, d, c, "x");\n    else if (b)\n        g_set_error(e, d, c, "y");\n    else\n        f(x);\n'
        self.assertEqual(self.broken(self.in_function(body + "    return false;")), [])
        self.assertEqual(self.broken(self.in_function(body + "    f(y);")), ["set-error-return"])

    def test_a_local_error_may_be_looked_at(self):
        self.assertEqual(self.broken(self.in_function('g_set_error(&why, d, c, "x");\n    f(why);')), [])

    def test_function_that_only_sets_an_error_passes(self):
        self.assertEqual(self.broken(self.in_function('if (a) {\n        g_set_error(e, d, c, "x");\n    }')), [])

    def test_bare_bodies_over_one_line_are_refused(self):
        for body in ("if (a)\n        x = f(a,\n              b);", "for (;;)\n        if (a)\n            x();",
                     "if (a)\n        x();\n    else\n        y(a,\n          b);"):
            with self.subTest(body):
                self.assertEqual(self.broken(self.in_function(body)), ["braces"])

    def test_mixed_arms_are_refused(self):
        for body in ("if (a) {\n        x();\n        y();\n    } else\n        z();",
                     "if (a)\n        x();\n    else if (b) {\n        y();\n    } else {\n        z();\n    }"):
            with self.subTest(body):
                self.assertEqual(self.broken(self.in_function(body)), ["braces"])

    def test_braces_can_be_added(self):
        body = ("if (a)\n        x(a,\n          b);\n    else if (b)\n        y();\n    else\n        z();\n"
                "    for (;;)\n        if (a)\n            x();\n        else\n            y();")
        fixed = fix_braces.fix(self.in_function(body))
        self.assertEqual(self.broken(fixed), [])
        self.assertIn("    if (a) {\n        x(a,\n          b);\n    } else if (b) {\n        y();\n    } else {\n", fixed)
        self.assertIn("    for (;;) {\n        if (a)\n            x();\n        else\n            y();\n    }\n}", fixed)

    def test_plain_bodies_pass(self):
        body = ("if (a)\n        x();\n    else if (b)\n        y();\n    else\n        z();\n"
                "    do {\n        x();\n    } while (a);\n    if (f(b) &&\n        c)\n        x = (A){ 1 };\n"
                "    while (a)\n        x();\n    if (a) {\n        if (b)\n            x();\n    }")
        self.assertEqual(self.broken(self.in_function(body)), [])
        self.assertEqual(self.broken("#define F(x) \\\n    if (x) \\\n        while (1) \\\n            x()\n"), [])

    def test_long_files_are_refused(self):
        self.assertEqual(self.broken("int x;\n" * 600), [])
        self.assertEqual(self.broken("int x;\n" * 601), ["file-length"])

    def test_rejected_words_are_refused(self):
        for text in ("int n_submissions;", "typedef int CxSubmissionId;", "int the_raw_file_x;", "int submission;"):
            with self.subTest(text):
                self.assertEqual(self.broken(text + "\n"), ["glossary"])

    def test_other_words_pass(self):
        text = 'int feedback; /* submission */\nconst char *x = "submission";\nint presubmission_like;\n'
        self.assertEqual(self.broken(text), [])

    def test_opt_out_covers_its_line(self):
        body = "getenv(x); /* check: banned-call, before any thread */"
        self.assertEqual(self.broken(self.in_function(body)), [])

    def test_opt_out_covers_the_next_line(self):
        body = "/* check: banned-call, before any thread */\n    getenv(x);"
        self.assertEqual(self.broken(self.in_function(body)), [])

    def test_opt_out_covers_its_own_rule_only(self):
        body = "getenv(x); /* check: goto, before any thread */"
        self.assertEqual(self.broken(self.in_function(body)), ["banned-call", "opt-out"])

    def test_unused_opt_out_is_refused(self):
        self.assertEqual(self.broken(self.in_function("g(x); /* check: goto, no reason */")), ["opt-out"])

    def test_opt_out_without_reason_is_refused(self):
        self.assertEqual(
            self.broken(self.in_function("getenv(x); /* check: banned-call */")), ["banned-call", "opt-out"])

    def test_opt_out_of_no_rule_is_refused(self):
        self.assertEqual(self.broken(self.in_function("g(x); /* check: nosuch, reason */")), ["opt-out"])

    def test_nolint_needs_name_and_reason(self):
        self.assertEqual(self.broken("int x; /* NOLINT */\n"), ["nolint"])
        self.assertEqual(self.broken("int x; /* NOLINT(bugprone-x) */\n"), ["nolint"])
        self.assertEqual(self.broken("int x; /* NOLINT(bugprone-x): a table of pairs */\n"), [])

    def test_wide_comments_are_refused(self):
        wide = "/* " + "word " * 24 + "*/\n"
        self.assertEqual(self.broken(wide), ["comment-width"])
        self.assertEqual(self.broken("/* One.\n * " + "word " * 23 + "words. */\n"), ["comment-width"])
        self.assertEqual(self.broken(wide.replace("word */", "*/")), [])
        self.assertEqual(self.broken('const char *text = "' + "word " * 30 + '";\n'), [])

    def test_blanks_are_refused(self):
        for text in ("int x; \n", "\tint x;\n", "int x;"):
            with self.subTest(text):
                self.assertEqual(self.broken(text), ["blanks"])

    def test_inline_code_in_templates_is_refused(self):
        for text in ('<p style="color: red">', "<style>p {}</style>", "<script>x()</script>",
                     '<a href="/x" onclick="y()">', '<script src="https://cdn.example/x.js"></script>',
                     '<link rel="stylesheet" href="//cdn.example/x.css">'):
            with self.subTest(text):
                self.assertEqual(self.broken(text + "\n", "templates/a.html"), ["inline-code"])

    def test_plain_templates_pass(self):
        text = '<link rel="stylesheet" href="/assets/x.css">\n<script src="/assets/x.js"></script>\n<p class="on">{{name}}</p>\n'
        self.assertEqual(self.broken(text, "templates/a.html"), [])

    def test_every_rule_is_tried_here(self):
        with open(__file__, encoding="utf-8") as this:
            text = this.read()
        for rule in check_source.RULES:
            self.assertIn(f'"{rule}"', text)
