"""check_messages.py refuses what it is there to refuse."""

import check_messages
from wrong_tree import TreeTest

MESSAGES = """# Scores.
scores.title = Scores
scores.n = {n, plural, =0 {no answers} one {# answer from {who}}
    other {# answers from {who}}}
"""
TEMPLATE = "<h1>{{@ scores.title}}</h1>{{@ scores.n n=n_rows who=row.name}}\n"


class MessagesTest(TreeTest):
    def broken(self, messages=MESSAGES, template=TEMPLATE, code="", other=""):
        self.write("messages/en/scores.msg", messages)
        self.write("templates/scores.html", template)
        self.write("src/pages/scores.c", code)
        if other:
            self.write("messages/xx/scores.msg", other)
        return self.rules(check_messages.check(self.root))

    def test_whole_catalogue_passes(self):
        self.assertEqual(self.broken(), [])

    def test_missing_key_of_a_template_is_refused(self):
        self.assertEqual(self.broken(template=TEMPLATE + "{{@ scores.nosuch}}"), ["message-missing"])

    def test_tag_that_is_no_key_is_refused(self):
        self.assertEqual(self.broken(template=TEMPLATE + "{{@ Scores}}"), ["message-missing"])

    def test_missing_key_of_c_is_refused(self):
        for code in ('x = cx_message_text(c, "scores.nosuch");', '{ .label_key = "scores.nosuch" }',
                     'x = cx_message_format(f(a, b), "scores.nosuch", CX_ARG_TEXT("n", n));'):
            with self.subTest(code):
                self.assertEqual(self.broken(code=code), ["message-missing"])

    def test_unused_key_is_refused(self):
        self.assertEqual(self.broken(MESSAGES + "scores.more = More\n"), ["message-unused"])

    def test_key_in_a_table_is_used(self):
        self.assertEqual(self.broken(MESSAGES + "scores.more = More\n", code='{ "scores.more" }'), [])

    def test_key_put_together_is_used(self):
        code = 'key = g_strconcat("scores.status.", name, NULL);'
        self.assertEqual(self.broken(MESSAGES + "scores.status.ok = Fine\n", code=code), [])

    def test_arguments_of_a_template_are_compared(self):
        for tag in ("{{@ scores.n n=n}}", "{{@ scores.n n=n who=who x=y}}", "{{@ scores.title n=n}}"):
            with self.subTest(tag):
                self.assertEqual(self.broken(template=TEMPLATE + tag), ["message-args"])

    def test_arguments_of_c_are_compared(self):
        good = 'x = cx_message_format(c, "scores.n", CX_ARG_NUMBER("n", f(1, 2)), CX_ARG_TEXT("who", w));'
        self.assertEqual(self.broken(code=good), [])
        for code in (good.replace('"who"', '"whom"'), 'x = cx_message_text(c, "scores.n");'):
            with self.subTest(code):
                self.assertEqual(self.broken(code=code), ["message-args"])

    def test_key_given_twice_is_refused(self):
        self.assertEqual(self.broken(MESSAGES + "scores.title = Again\n"), ["message-twice"])

    def test_lines_that_do_not_read_are_refused(self):
        for line in ("Scores", "title = no area", "scores.bad: colon"):
            with self.subTest(line):
                self.assertEqual(self.broken(MESSAGES + line + "\n"), ["message-file"])

    def test_messages_that_do_not_parse_are_refused(self):
        for text in ("{n", "n}", "{n, plural, one}", "{n, plural}", "{n, plural, one {x}", "{}"):
            with self.subTest(text):
                self.assertEqual(self.broken(MESSAGES + f"scores.bad = {text}\n", code='"scores.bad"'),
                                 ["message-file"])

    def test_quoted_braces_are_text(self):
        self.assertEqual(check_messages.args_of("it's '{n}' and ''{m}''"), {"m"})

    def test_other_languages_have_no_keys_of_their_own(self):
        self.assertEqual(self.broken(other="scores.title = Werte\n"), [])
        self.assertEqual(self.broken(other="scores.tittel = Werte\n"), ["message-orphan"])
