// What is wrong with an SVG drawing, by the elements and attributes of the specification and by the
// grammar of their values. The browser parses; it forgives wrong values silently, so they are read here.
import { svgElementAttributes } from "svg-element-attributes";
import { svgTagNames } from "svg-tag-names";

/** Runs in the page: puts svgFlaws(text) and its tables there. */
function define({ tags, attributes }) {
  const known = new Set(tags);
  const everywhere = new Set([...attributes["*"], "role", "tabindex", "href", "xmlns", "xmlns:xlink"]);
  const own = new Map(Object.entries(attributes).map(([tag, names]) => [tag, new Set(names)]));
  const number = "[-+]?(?:\\d+\\.?\\d*|\\.\\d+)(?:e[-+]?\\d+)?";
  const exact = (pattern) => new RegExp(`^\\s*${pattern}\\s*$`);
  const length = exact(`${number}(?:px|em|rem|%)?`);
  const list = exact(`${number}(?:[\\s,]+${number})*`);
  const move = `(?:translate|rotate|scale|matrix|skewX|skewY)\\(\\s*${number}(?:[\\s,]+${number})*\\s*\\)`;
  const forms = { viewBox: exact(`(?:${number}[\\s,]+){3}${number}`), transform: exact(`(?:${move}\\s*)+`) };
  for (const name of ["cx", "cy", "r", "rx", "ry", "x1", "x2", "y1", "y2", "width", "height", "font-size",
    "stroke-width", "opacity", "fill-opacity", "stroke-opacity", "stroke-dashoffset"]) forms[name] = length;
  for (const name of ["x", "y", "dx", "dy"]) forms[name] = exact(`${number}(?:px|em|%)?(?:[\\s,]+${number}(?:px|em|%)?)*`);
  const taken = { M: 2, L: 2, H: 1, V: 1, C: 6, S: 4, Q: 4, T: 2, A: 7, Z: 0 };

  /** Whether a path's data is as the grammar says: begins with a move, each command with its numbers. */
  function isPath(data) {
    const parts = data.trim().match(/[A-Za-z][^A-Za-z]*(?:e[-+]?\d+[^A-Za-z]*)*/g) ?? [];
    if (parts.join("") !== data.trim() || !/^m/i.test(data.trim())) return false;
    return parts.every((part) => {
      const count = taken[part[0].toUpperCase()];
      const rest = part.slice(1).trim();
      const numbers = rest === "" ? [] : rest.match(new RegExp(number, "g")) ?? [];
      const isClean = rest.replace(new RegExp(number, "g"), "").replace(/[\s,]/g, "") === "";
      if (count === undefined || !isClean) return false;
      return count === 0 ? numbers.length === 0 : numbers.length > 0 && numbers.length % count === 0;
    });
  }

  function valueFlaw(name, value) {
    if (/NaN|\binf\b|undefined|null/.test(value)) return "no value";
    if (name === "d") return isPath(value) ? null : "no path";
    if (name === "points")
      return list.test(value) && value.trim().split(/[\s,]+/).length % 2 === 0 ? null : "no points";
    if (name === "viewBox" && forms.viewBox.test(value)) {
      const [, , width, height] = value.trim().split(/[\s,]+/).map(Number);
      return width > 0 && height > 0 ? null : "nothing to be seen";
    }
    if (["width", "height", "r", "rx", "ry"].includes(name) && Number.parseFloat(value) < 0) return "less than nothing";
    return forms[name] && !forms[name].test(value) ? "not of its form" : null;
  }

  function elementFlaws(element, ids) {
    const flaws = [];
    if (!known.has(element.localName)) flaws.push(`no element of SVG: ${element.localName}`);
    for (const { name, value } of element.attributes) {
      const isKnown = everywhere.has(name) || own.get(element.localName)?.has(name) || /^(aria|data)-/.test(name);
      if (!isKnown) flaws.push(`${element.localName} has no ${name}`);
      const flaw = valueFlaw(name, value);
      if (flaw) flaws.push(`${element.localName} ${name}="${value.slice(0, 60)}": ${flaw}`);
      const to = /url\(#([^)]+)\)/.exec(value)?.[1] ?? (name === "href" && /^#/.test(value) ? value.slice(1) : null);
      if (to !== null && !ids.has(to)) flaws.push(`#${to} is not drawn`);
    }
    return flaws;
  }

  window.svgFlaws = (text) => {
    const drawn = text.includes("xmlns=") ? text : text.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"');
    const tree = new DOMParser().parseFromString(drawn, "image/svg+xml");
    const broken = tree.querySelector("parsererror");
    if (broken) return [broken.textContent.slice(0, 200)];
    const all = [...tree.querySelectorAll("*")];
    const named = all.filter((element) => element.id);
    const ids = new Set(named.map((element) => element.id));
    const flaws = ids.size === named.length ? [] : ["an id is there twice"];
    const root = tree.documentElement;
    const isNamed = root.querySelector(":scope > title") !== null || root.hasAttribute("aria-label") ||
      root.hasAttribute("aria-labelledby");
    if (root.getAttribute("aria-hidden") !== "true" && !isNamed) flaws.push("the drawing has no name");
    return [...flaws, ...all.flatMap((element) => elementFlaws(element, ids))];
  };
}

/** Makes window.svgFlaws(text), a list of sentences, known in a page until it goes elsewhere. */
export function bringSvgCheck(page) {
  return page.evaluate(define, { tags: svgTagNames, attributes: svgElementAttributes });
}
