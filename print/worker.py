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
import resource
import signal
import sys

MEMORY_BYTES_MAX = 1 << 30
FILE_BYTES_MAX = 64 << 20
BASE = "https://print.invalid/"
TYPES = {"css": "text/css", "woff2": "font/woff2", "svg": "image/svg+xml"}

SOURCE, SINK = sys.stdin.buffer, sys.stdout.buffer


def say(words, data=b""):
    SINK.write(words.encode() + b"\n" + data)
    SINK.flush()


def limit():
    for what, most in ((resource.RLIMIT_AS, MEMORY_BYTES_MAX), (resource.RLIMIT_FSIZE, FILE_BYTES_MAX),
                       (resource.RLIMIT_CORE, 0)):
        resource.setrlimit(what, (most, most))
    signal.signal(signal.SIGINT, signal.SIG_IGN)


class Press:
    def __init__(self):
        from weasyprint.text.fonts import FontConfiguration
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

    def print(self, html):
        from weasyprint import HTML
        source = HTML(string=html.decode(), base_url=BASE, url_fetcher=self.fetch)
        for element in source.etree_element.iter():
            if element.get("href", "#")[:1] != "#":  # paper leads nowhere but to its own footnotes
                del element.attrib["href"]
        document = source.render(stylesheets=self.styles, font_config=self.fonts)
        return document.write_pdf(variant="pdf/ua-1"), len(document.pages)


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
    logging.getLogger("weasyprint").setLevel(logging.CRITICAL)
    logging.getLogger("fontTools").setLevel(logging.CRITICAL)
    try:
        press = Press()
    except ImportError:
        say("missing")
        return
    for line in iter(SOURCE.readline, b""):
        try:
            answer(press, line.decode().split())
        except Exception as problem:  # whatever it is, the next document has another chance
            text = f"{type(problem).__name__}: {problem}".encode()[:500]
            say(f"error {len(text)}", text)


main()
