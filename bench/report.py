"""What `bench/run --write` measured, as a table and a figure in docs/performance.md.

The part between the two marks is written anew each time; the figure beside it shows the ratios against their targets, and how
cost grows with rows, groups and filters."""

import datetime
import html
import math
import os
import pathlib
import platform

BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"
FIGURE = "pictures/performance.svg"
WIDTH, BAR, LEFT = 860, 18, 330
GROWTH = ("rows", "groups", "filters")


def number(value):
    if value is None:
        return "–"
    if value >= 1000:
        return f"{value:,.0f}"
    return f"{value:.3g}" if value < 100 else f"{value:.0f}"


def table(results):
    yield "| case | ours, ms | peer | its ms | ratio | target | |"
    yield "|---|---|---|---|---|---|---|"
    for one in results:
        target = one["target"]
        verdict = "" if target is None else "met" if one["ratio"] >= target else "missed"
        cells = [one["case"], number(one["ours_ms"]), one["peer"], number(one["peer_ms"]), number(one["ratio"]),
                 number(target), verdict]
        yield "| " + " | ".join(cells) + " |"


def machine():
    words = platform.processor() or platform.machine()
    for line in pathlib.Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        if line.startswith("model name"):
            words = line.split(":", 1)[1].strip()
            break
    flags = pathlib.Path("/proc/cpuinfo").read_text(encoding="utf-8")
    wide = "AVX-512" if "avx512_vbmi2" in flags else "AVX2" if "avx2" in flags else "neither AVX2 nor AVX-512"
    return f"{words}, {os.cpu_count()} processors, {wide}"


def text(x, y, words, size=12, anchor="start", bold=False):
    weight = ' font-weight="600"' if bold else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" text-anchor="{anchor}"{weight}>{html.escape(words)}</text>'


def bars(results, y):
    """Ratios on a scale of tenfold steps, a stroke where the target is; and where they end."""
    shown = [one for one in results if one["target"] is not None and one["ratio"] > 0]
    if not shown:
        return [], y
    values = [one[name] for one in shown for name in ("ratio", "target")]
    low, top = min(0.1, *values), max(10.0, *values)

    def place(ratio):
        return LEFT + (WIDTH - LEFT - 70) * math.log10(ratio / low) / math.log10(top / low)

    body = [text(16, y, "How many times as fast as the peer, and the target (the dark stroke)", 14, bold=True)]
    y += 14
    for one in shown:
        colour = "#4a7a8c" if one["ratio"] >= one["target"] else "#c98a3b"
        name = f"{one['case']} · {one['peer']}"
        to, at = place(one["ratio"]), place(one["target"])
        body += [text(LEFT - 8, y + 13, name if len(name) <= 58 else name[:57] + "…", 10, "end"),
                 f'<rect x="{LEFT}" y="{y + 3}" width="{max(to - LEFT, 1):.1f}" height="{BAR - 6}" fill="{colour}"/>',
                 f'<line x1="{at:.1f}" x2="{at:.1f}" y1="{y}" y2="{y + BAR}" stroke="#222" stroke-width="2"/>',
                 text(max(to, at) + 6, y + 13, number(one["ratio"]), 10)]
        y += BAR
    return body, y


def curve(results, kind, x, y):
    """Time over rows, groups or filters, with the time to read the memory once."""
    points = []
    for one in results:
        name = f"growth, {kind}: "
        if one["case"].startswith(name) and one["peer"].startswith("memory"):
            points.append((float(one["case"][len(name):].split()[0]), one["ours_ms"], one["peer_ms"]))
    if not points:
        return
    width, height = 210, 130
    most = max(max(ours, limit) for _, ours, limit in points)

    def place(i):
        return x + 40 + (width - 60) * i / max(len(points) - 1, 1)

    def level(ms):
        return y + 24 + height * (1 - ms / most)

    yield text(x, y + 8, {"rows": "Rows, millions", "groups": "Groups", "filters": "Filters"}[kind], 12, bold=True)
    yield f'<line x1="{x + 34}" x2="{x + width}" y1="{y + 24 + height}" y2="{y + 24 + height}" stroke="#888"/>'
    for colour, which, dash in (("#4a7a8c", 1, ""), ("#888", 2, ' stroke-dasharray="4 3"')):
        line = " ".join(f"{place(i):.1f},{level(point[which]):.1f}" for i, point in enumerate(points))
        yield f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2"{dash}/>'
    for i, (size, ours, _) in enumerate(points):
        yield text(place(i), y + 40 + height, f"{size:g}", 10, "middle")
        yield text(place(i), level(ours) - 6, number(ours), 10, "middle")


def figure(results):
    body, y = bars([one for one in results if not one["case"].startswith("growth")], 26)
    y += 34
    body.append(text(16, y, "Milliseconds, and to read the columns once (dashed)", 14, bold=True))
    for i, kind in enumerate(GROWTH):
        body.extend(curve(results, kind, 16 + i * 280, y + 14))
    height = y + 210
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:.0f}" width="{WIDTH}" '
            f'height="{height:.0f}" role="img" aria-label="Measured ratios and growth" '
            'font-family="sans-serif" fill="#222">\n'
            f'<rect width="{WIDTH}" height="{height:.0f}" fill="#fff"/>\n' + "\n".join(body) + "\n</svg>\n")


def write(root, results, words):
    """Puts the results into docs/performance.md of the tree at root; words say how they came about."""
    docs = pathlib.Path(root) / "docs"
    path = docs / "performance.md"
    before, rest = path.read_text(encoding="utf-8").split(BEGIN, 1)
    after = rest.split(END, 1)[1]
    n_targets = sum(one["target"] is not None for one in results)
    n_met = sum(one["target"] is not None and one["ratio"] >= one["target"] for one in results)
    lines = [BEGIN, f"{datetime.date.today().isoformat()}, {machine()}; {words}: {n_met} of {n_targets} targets met.", "",
             f"![Ratios to peers with their targets; time over rows, groups and filters]({FIGURE})", "",
             *table(results), END]
    path.write_text(before + "\n".join(lines) + after, encoding="utf-8")
    (docs / FIGURE).write_text(figure(results), encoding="utf-8")
