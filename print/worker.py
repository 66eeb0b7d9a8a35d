"""Makes PDF of HTML for as long as its input lasts: the warm half of src/deliver/press.c.

Everything arrives on standard input, each message a line of words with the number of bytes that follow
it; nothing is read from disk but the system's own fonts, and nothing from a network:

    file NAME BYTES      a file that documents may name (a style sheet, a font)
    style NAME           a style sheet of every document, read once
    print BYTES          a document as HTML

Each `style` and `print` is answered: "ready", "pdf BYTES PAGES" with the document, or "error BYTES"
with what went wrong. A Python without WeasyPrint answers "missing" at once and ends.
"""
import gc
import logging
import os
import resource
import shutil
import signal
import sys
import tempfile
import unicodedata

MEMORY_BYTES_MAX = 1 << 30
FILE_BYTES_MAX = 64 << 20
GLYPH_MAX = 0xFFFF  # Pango's numbers beyond are of letters without a shape
HEADLINE_END_MIN = 14  # letters of a headline's last line, at least
HEADLINE_NAME_MAX = 30  # letters of a name that ends a headline, and is kept whole
BASE = "https://print.invalid/"
UNPRINTED = {"scr", "fig-narrow", "visually-hidden"}  # coalition.css, section 16
TYPES = {"css": "text/css", "woff2": "font/woff2", "svg": "image/svg+xml"}

SOURCE, SINK = sys.stdin.buffer, sys.stdout.buffer


def say(words, data=b""):
    SINK.write(words.encode() + b"\n" + data)
    SINK.flush()


def leave(*_):
    """Ends at once, also in the midst of a document; WeasyPrint alone would leave its copies of the fonts."""
    shutil.rmtree(tempfile.tempdir, ignore_errors=True)
    os._exit(0)


def limit():
    for what, most in ((resource.RLIMIT_AS, MEMORY_BYTES_MAX), (resource.RLIMIT_FSIZE, FILE_BYTES_MAX),
                       (resource.RLIMIT_CORE, 0)):
        resource.setrlimit(what, (most, most))
    signal.signal(signal.SIGINT, signal.SIG_IGN)


class Whole(str):
    """Words that are one letter to whoever goes through their letters."""

    def __iter__(self):
        yield str(self)


def draw_words_whole():
    """WeasyPrint draws the words of figures letter by letter: slowly, and Arabic letters unjoined."""
    from weasyprint import svg
    draw = svg.TAGS["text"]

    def draw_whole(figure, node, font_size):
        if node.text and not any(node.get(name) for name in ("letter-spacing", "rotate", "dx", "dy")):
            node._etree_node.text = Whole(node.text)
        draw(figure, node, font_size)
    svg.TAGS["text"] = draw_whole


def letters_of(text, item, glyphs):
    """Which letters each glyph of a run stands for: (glyph, letters)."""
    starts = [glyphs.log_clusters[i] for i in range(glyphs.num_glyphs)]
    ordered = sorted(set(starts))
    ends = dict(zip(ordered, [*ordered[1:], item.length]))
    for i, start in enumerate(starts):
        letters = text[item.offset + start:item.offset + ends[start]].decode()
        if starts.count(start) == len(letters) > 1:  # a letter and its marks, from right to left the last first
            nth = i - starts.index(start)
            letters = letters[-1 - nth if item.analysis.level % 2 == 1 else nth]
        if glyphs.glyphs[i].glyph <= GLYPH_MAX:
            yield glyphs.glyphs[i].glyph, letters


def name_letters():
    """WeasyPrint says of glyphs from right to left that they stand for nothing: a name that is copied would be lost."""
    from weasyprint import draw
    from weasyprint.text.ffi import ffi
    draw_line = draw.draw_first_line

    def name_and_draw(stream, textbox, *how):
        layout = textbox.pango_layout
        is_mixed = any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in layout.text)
        run = layout.get_first_line()[0].runs[0] if is_mixed else ffi.NULL
        while run != ffi.NULL:
            item, glyphs = run.data.item, run.data.glyphs
            names = stream.add_font(item.analysis.font).cmap
            for glyph, letters in letters_of(layout.text.encode(), item, glyphs):
                names.setdefault(glyph, letters)
            run = run.next
        return draw_line(stream, textbox, *how)
    draw.draw_first_line = name_and_draw


def measure_tables_once(widths):
    """A document is laid out several times, and the widest words of its tables' cells are the same each time."""
    from weasyprint.layout import table as tables
    lay_out = tables.auto_table_layout

    def lay_out_once(context, box, containing_block):
        table = box.get_wrapped_table()
        key = (table.element, table.width, containing_block[0])
        if key not in widths:
            lay_out(context, box, containing_block)
            widths[key] = table.width, tuple(table.column_widths)
        table.width, columns = widths[key]
        table.column_widths = list(columns)
    tables.auto_table_layout = lay_out_once


def keep_direction(text):
    """A line of WeasyPrint runs as its first letter does, also where that is isolated: a mark goes before it."""
    return "\u200e" + text if text and "\u2068" in text else text


def bind_end(text):
    """The last words of a headline that takes two lines come down together, so that none stands there alone."""
    start = len(text)
    quoted = text.rfind("\u201c")  # a name in quotation marks is not parted, where it comes last
    first = quoted - 1 if 0 < len(text) - quoted <= HEADLINE_NAME_MAX else len(text) - HEADLINE_END_MIN
    while start > first and " " in text[:start].strip():
        start = text.rindex(" ", 0, start)
    return text[:start + 1] + text[start + 1:].replace(" ", "\u00a0")


class Press:
    def __init__(self):
        from weasyprint.text.fonts import FontConfiguration
        draw_words_whole()
        name_letters()
        self.widths = {}
        measure_tables_once(self.widths)
        self.files = {}
        self.styles = []
        self.fonts = FontConfiguration()

    def fetch(self, url):
        name = url[len(BASE):].split("?")[0] if url.startswith(BASE) else None
        if name not in self.files:
            raise ValueError("not one of the files that were sent")
        return {"string": self.files[name], "mime_type": TYPES.get(name.rpartition(".")[2], "")}

    def style(self, name):
        from weasyprint import CSS
        self.styles.append(CSS(
            string=self.files[name].decode(), base_url=BASE + name, url_fetcher=self.fetch,
            font_config=self.fonts, media_type="print"))

    def render(self, source):
        return source.render(stylesheets=self.styles, font_config=self.fonts)

    def print(self, html):
        from weasyprint import HTML
        self.widths.clear()
        source = HTML(string=html.decode(), base_url=BASE, url_fetcher=self.fetch)
        for element in source.etree_element.iter():
            if element.get("href", "#")[:1] != "#":  # paper leads nowhere but to its own footnotes
                del element.attrib["href"]
            element.text, element.tail = keep_direction(element.text), keep_direction(element.tail)
            if element.tag == "h1" and element.text:
                element.text = bind_end(element.text.strip())
            drop_unprinted(element)
        body = source.etree_element.find("body")
        fits = body is not None and "fit" in classes(body)
        document = Fit(self, source, body).fit() if fits else self.render(source)
        return document.write_pdf(variant="pdf/ua-1"), len(document.pages)


def classes(element):
    return (element.get("class") or "").split()


def drop_unprinted(parent):
    """What is for screens only costs as much to style as what is printed."""
    for child in list(parent):
        if UNPRINTED.isdisjoint(classes(child)):
            continue
        i = list(parent).index(child)
        if child.tail and i > 0:
            parent[i - 1].tail = (parent[i - 1].tail or "") + child.tail
        elif child.tail:
            parent.text = (parent.text or "") + child.tail
        parent.remove(child)


def number(value):
    return value if isinstance(value, (int, float)) else 0


class Fit:
    """A document whose body has the class "fit" fills its pages.

    What is a little longer than a page is set "tight"; what still takes two is "spread" where what the reader
    is asked (.b-talk) has the second page to itself, and the sections of the first keep more distance.
    What is left of the last page becomes lines to write on, below each question (.b-ask); where that is
    much, the questions get most of the width ("wide"). A layout that takes more pages is never kept.

    A layout takes most of the time of a document. Room is therefore filled without another one: what was laid
    out is moved, and lines are drawn in between.
    """

    TIGHT_SHARE = .12  # of a page: what being set tight gains, at most
    WIDE_SHARE = .25  # of a page left
    LINE_PX, LINE_PX_MAX = 23, 38  # from one line to write on to the next
    SPARE_PX = 6
    GAP_PX_MAX = 21  # what a section of a spread page is moved down, at most
    GAP_ABOVE = .75  # of it above the section's rule, the rest below

    def __init__(self, press, source, body):
        self.press, self.source, self.body = press, source, body
        self.own = body.get("class")
        self.questions = [item for ask in body.iter("ol") if "b-ask" in classes(ask) for item in ask]

    def render(self, word=""):
        self.body.set("class", f"{self.own} {word}".strip())
        return self.press.render(self.source)

    def fit(self):
        document = self.render()
        if len(document.pages) > 1:
            document = self.shorten(document)
        elif self.questions and self.free(document.pages[0]) > self.WIDE_SHARE * self.height(document):
            document = self.render("wide")
        self.rule(document.pages[-1])
        document.pages = [type(page)(page._page_box) for page in document.pages]  # where its footnotes are now
        return document

    # ---- Measuring, all in px from the top of the page ----

    @staticmethod
    def boxes(page):
        return page._page_box.children[0].descendants()

    @staticmethod
    def end(box):
        return number(box.position_y) + number(box.margin_height())

    @staticmethod
    def height(document):
        return document.pages[0]._page_box.height

    def used(self, page):
        from weasyprint.formatting_structure.boxes import LineBox
        ends = [number(box.position_y) + number(box.height) for box in self.boxes(page)
                if isinstance(box, LineBox) or not getattr(box, "children", ())]
        return max(ends, default=0) - page._page_box.content_box_y()

    def free(self, page):
        return page._page_box.height - self.used(page)

    def over(self, document):
        """How much longer than one page it is."""
        return sum(self.used(page) for page in document.pages) - self.height(document)

    def sections(self, page):
        """Those of a page in their order, each once."""
        return [box for box in self.boxes(page) if box.element_tag == "section" and "b-sec" in classes(box.element)]

    # ---- Choosing ----

    def shorten(self, document):
        if self.over(document) < self.TIGHT_SHARE * self.height(document):
            tried = self.render("tight")
            if len(tried.pages) == 1:
                return tried
        if self.is_parted_by_talk(document):
            tried = self.render("spread")
            if len(tried.pages) == 2:
                self.part(tried.pages[0])
                return tried
        return document

    def is_parted_by_talk(self, document):
        """Whether all that comes before what the reader is asked is on the first of two pages."""
        return len(document.pages) == 2 and all("b-talk" in classes(box.element)
                                                for box in self.sections(document.pages[1]))

    # ---- Filling: boxes are moved, and no word is set anew ----

    def part(self, page):
        """Moves the sections of a page apart, so that they fill it."""
        sections = self.sections(page)
        gap = min((self.free(page) - self.SPARE_PX) / max(len(sections), 1), self.GAP_PX_MAX)
        if gap < 1 or not sections:
            return
        above, moved = gap * self.GAP_ABOVE, 0
        for box in self.parent(page, sections[0]).children:
            if box in sections:
                moved += above
                box.translate(0, moved)
                for child in box.children:
                    child.translate(0, gap - above)
                box.height += gap - above
                moved += gap - above
            else:
                box.translate(0, moved)

    def rule(self, page):
        """Draws below each question the lines to write on that the page has room for."""
        asked = [box for box in self.boxes(page) if box.element in self.questions and box.element_tag == "li"]
        asked = [box for box in asked if number(getattr(box, "padding_bottom", 0))]
        if not asked or len(asked) != len(self.questions):
            return
        own = asked[0].padding_bottom
        slack = max(0, self.talk_end(page) - self.end(asked[-1]))
        room = (self.free(page) - self.SPARE_PX + slack) / len(asked) + own
        lines = int(room / self.LINE_PX)
        if room < own + 1 or lines < 1:
            return
        step = min(room / lines, self.LINE_PX_MAX)
        grown, ruled = 0, []
        for box in asked:
            box.translate(0, grown)
            was = box.margin_height()
            ruled += [box, *self.lines_below(box, lines, step)]
            grown += box.margin_height() + lines * step - was
        box = self.parent(page, asked[0])
        box.children = ruled
        while "b-talk" not in classes(box.element):
            box.height += grown
            box = self.parent(page, box)
        moved = max(0, grown - slack)
        box.height += moved
        siblings = list(self.parent(page, box).children)
        for after in siblings[siblings.index(box) + 1:]:
            after.translate(0, moved)

    @staticmethod
    def lines_below(box, n, step):
        """What stands in place of the room a question had, and of its rule."""
        pattern = box.copy()
        pattern.children = ()
        pattern.margin_top = pattern.margin_bottom = pattern.padding_top = pattern.padding_bottom = 0
        pattern.height = step - pattern.border_bottom_width
        box.padding_bottom = box.border_bottom_width = 0
        lines = [pattern.copy() for _ in range(n)]
        for i, line in enumerate(lines):
            line.position_y = box.position_y + box.margin_height() + i * step
        return lines

    def parent(self, page, box):
        return next(parent for parent in self.boxes(page) if box in getattr(parent, "children", ()))

    def talk_end(self, page):
        """Where what the reader is asked ends, with the words beside it."""
        return max((self.end(box) for box in self.sections(page) if "b-talk" in classes(box.element)), default=0)


def answer(press, words):
    if words[0] == "file":
        press.files[words[1]] = SOURCE.read(int(words[2]))
    elif words[0] == "style":
        press.style(words[1])
        gc.collect()
        gc.freeze()
        say("ready")
    else:
        gc.disable()
        pdf, n_pages = press.print(SOURCE.read(int(words[1])))
        gc.enable()
        say(f"pdf {len(pdf)} {n_pages}", pdf)
        gc.collect()


def main():
    limit()
    tempfile.tempdir = tempfile.mkdtemp(prefix="coalition-print-")
    signal.signal(signal.SIGTERM, leave)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})  # a server blocks it, and so do its children
    logging.getLogger("weasyprint").setLevel(logging.CRITICAL)
    logging.getLogger("fontTools").setLevel(logging.CRITICAL)
    try:
        press = Press()
    except ImportError:
        say("missing")
        leave()
    try:
        for line in iter(SOURCE.readline, b""):
            try:
                answer(press, line.decode().split())
            except Exception as problem:  # whatever it is, the next document has another chance
                text = f"{type(problem).__name__}: {problem}".encode()[:500]
                say(f"error {len(text)}", text)
    finally:
        leave()


main()
