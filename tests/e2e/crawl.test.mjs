// Every link on every page, for each role: answers, valid HTML and SVG, no number without a card that
// opens, and a JSON twin as its description says. With the sample program, and with an empty home.
import Ajv2020 from "ajv/dist/2020.js";
import { HtmlValidate } from "html-validate";
import { Validator } from "@seriousme/openapi-schema-validator";
import { check, coalition, openPage, password, runTests, signIn, startBrowser, startEmpty, startProgram,
  test } from "./lib.mjs";
import { bringSvgCheck } from "./svg.mjs";

const PER_SHAPE = 3; // addresses of one form that are opened, since a thousand leaders are one page
const CARDS = 20; // but more of the cards that numbers lead to

// Every rule there is, none switched off; seven are set to what our pages are.
const html = new HtmlValidate({
  extends: ["html-validate:recommended", "html-validate:document", "html-validate:a11y"],
  rules: {
    "doctype-style": ["error", { style: "lowercase" }], // as the HTML standard writes it
    "aria-label-misuse": ["error", { allowAnyNamable: true }], // a list may have a name
    "require-sri": ["error", { target: "crossorigin" }], // our own files have their digest in their address
    "valid-id": ["error", { relaxed: true }], // HTML allows what a play's key has: letters, digits and ":"
    "form-dup-name": ["error", { shared: ["radio", "checkbox", "submit"] }], // boxes of one list
    "prefer-native-element": ["error", { exclude: ["region"] }], // a table that scrolls is no section
    "long-title": ["error", { maxlength: 200 }], // a finding's title is its sentence
  },
});

/** The form of an address: ids and digests are one, values of a query do not matter. */
function shapeOf(url) {
  const at = new URL(url, "http://x");
  const path = at.pathname.replace(/\/[0-9a-f]{16,}/g, "/{card}").replace(/\/[0-9]+/g, "/{id}");
  const names = [...new Set(at.searchParams.keys())].sort().join("&");
  return names ? `${path}?${names}` : path;
}

/** What a page holds, read by the browser's own parsers without showing it: links, SVG that is not
 * well formed, numbers of evidence without a card beside them. */
function read(page, text, isCard) {
  return page.evaluate(([source, card]) => {
    const tree = new DOMParser().parseFromString(source, "text/html");
    const flaws = [];
    for (const svg of source.match(/<svg[\s\S]*?<\/svg>/g) ?? [])
      flaws.push(...window.svgFlaws(svg).map((flaw) => `SVG: ${flaw} in ${svg.slice(0, 80)}`));
    // The card is linked beside the number, or from the footnote that is beside it.
    const mark = "a[href^='/cards/']";
    const notes = (place) => [...place.querySelectorAll("a[href^='#']")]
      .map((link) => tree.getElementById(link.getAttribute("href").slice(1)));
    const hasCard = (place) => place !== null && (place.querySelector(mark) !== null ||
      notes(place).some((note) => note?.querySelector(mark)));
    const numbers = card ? [] : tree.querySelectorAll(".val, .one");
    for (const number of numbers) {
      if (number.textContent.trim() !== "" && !hasCard(number.parentElement))
        flaws.push(`a number without a card: ${number.parentElement.outerHTML.slice(0, 160)}`);
    }
    for (const interval of card ? [] : tree.querySelectorAll(".ci")) {
      if (!interval.closest(".val, .one-row, .one, td, li, dd, svg"))
        flaws.push(`an interval on its own: ${interval.outerHTML.slice(0, 120)}`);
    }
    // In a table the card is in the row, or in the heading the table stands under; what is plainly
    // counted says so: in its cell, in a head of the table, or in the heading.
    const saysCounted = (place) => /\bcounted\b/i.test(place?.textContent ?? "");
    for (const row of card ? [] : tree.querySelectorAll("table tbody tr")) {
      const numbers = [...row.querySelectorAll("td.r, td.num, td.ci")].filter((cell) => /\d/.test(cell.textContent));
      const heading = row.closest("section")?.querySelector("h2") ?? null;
      const table = row.closest("table");
      const isCounted = [...row.cells, ...table.querySelectorAll("thead th"), table.caption, heading].some(saysCounted);
      if (numbers.length > 0 && !hasCard(row) && !hasCard(heading) && !isCounted)
        flaws.push(`a row of numbers without a card: ${row.outerHTML.slice(0, 160)}`);
    }
    const links = [...tree.querySelectorAll("a[href]")].map((link) => link.getAttribute("href"))
      .filter((href) => href.startsWith("/") && !href.startsWith("//"));
    return { links: [...new Set(links)], flaws };
  }, [text, isCard]);
}

/** Goes through all links from "/" and says what is wrong. */
async function walk(stage, url, storageState, found) {
  const { context, page } = await openPage(stage.browser.browser, url, { storageState });
  await bringSvgCheck(page);
  const flaws = [];
  const seen = new Set(["/"]);
  const shapes = new Map();
  const queue = ["/"];
  while (queue.length > 0) {
    const path = queue.shift();
    const answer = await context.request.get(path);
    if (answer.status() !== 200) {
      flaws.push(`${path} answered ${answer.status()}`);
      continue;
    }
    if (!(answer.headers()["content-type"] ?? "").startsWith("text/html")) continue;
    const text = await answer.text();
    const at = new URL(answer.url());
    const isCard = at.pathname.startsWith("/cards/");
    const holds = await read(page, text, isCard);
    flaws.push(...holds.flaws.map((flaw) => `${path}: ${flaw}`));
    const report = await html.validateString(text);
    for (const result of report.results)
      for (const message of result.messages.filter((each) => each.severity === 2).slice(0, 3))
        flaws.push(`${path}:${message.line}: ${message.ruleId}: ${message.message}`);
    found?.add(at.pathname + at.search);
    for (const link of holds.links) {
      const to = link.split("#")[0];
      const shape = shapeOf(to);
      if (to === "" || seen.has(to) || to.endsWith(".pdf") || (shapes.get(shape) ?? 0) >= (shape === "/cards/{card}" ? CARDS : PER_SHAPE))
        continue;
      seen.add(to);
      shapes.set(shape, (shapes.get(shape) ?? 0) + 1);
      queue.push(to);
    }
  }
  await context.close();
  return { flaws, n: seen.size };
}

async function stateOf(stage, url, login) {
  const { context, page } = await openPage(stage.browser.browser, url);
  await signIn(page, login);
  const state = await context.storageState();
  await context.close();
  return state;
}

const roles = ["owner", "team", "sponsor", "finance", "admin"];

for (const role of [...roles, "leader"]) {
  test(`every link for ${role}`, async (stage) => {
    const state = await stateOf(stage, stage.program.url, `e2e-${role}`);
    const { flaws, n } = await walk(stage, stage.program.url, state, role === "owner" ? stage.found : null);
    check(flaws.length === 0, flaws.slice(0, 40).join("\n"));
    check(n > 3, `only ${n} pages were found`);
  });
}

test("every link of an empty home", async (stage) => {
  const state = await stateOf(stage, stage.empty.url, "e2e-owner");
  const { flaws, n } = await walk(stage, stage.empty.url, state, null);
  check(flaws.length === 0, flaws.slice(0, 40).join("\n"));
  check(n > 5, `only ${n} pages were found`);
});

test("the check of drawings sees what is wrong with them", async (stage) => {
  const { context, page } = await openPage(stage.browser.browser, stage.program.url);
  await bringSvgCheck(page);
  const flaws = (inner, head = 'viewBox="0 0 9 9" role="img"') =>
    page.evaluate((text) => window.svgFlaws(text), `<svg ${head}><title>It</title>${inner}</svg>`);
  const sound = '<g transform="translate(1 2)"><path d="M0 0L1 1.5h-3Z"/><text x="1" dy=".3em">n</text></g>';
  check((await flaws(sound)).length === 0, `nothing is wrong: ${await flaws(sound)}`);
  for (const wrong of ['<rect width="-1" height="2"/>', '<path d="L1 1"/>', '<path d="M0 0L1"/>', '<circle r="NaN"/>',
    '<polyline points="1,2 3"/>', '<rectangle/>', '<rect colour="red"/>', '<g transform="move(1)"/>', "<g>",
    '<use href="#none"/>', '<g id="a"/><g id="a"/>', '<line x1="1e"/>'])
    check((await flaws(wrong)).length > 0, `not seen: ${wrong}`);
  check((await flaws("", 'viewBox="0 0 0 9"')).length > 0, "not seen: a drawing of no width");
  await context.close();
});

test("the API is described by valid OpenAPI 3.1", async (stage) => {
  const report = await new Validator().validate(structuredClone(stage.openapi));
  check(report.valid, JSON.stringify(report.errors));
  const served = await (await fetch(`${stage.program.url}/api/v1/openapi.json`)).json();
  check(JSON.stringify(served) === JSON.stringify(stage.openapi), "served and printed differ");
});

test("every page's JSON is as it is described", async (stage) => {
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  const templates = Object.entries(stage.openapi.paths).filter(([, item]) => item.get)
    .map(([path, item]) => ({ path, item,
      pattern: new RegExp(`^${path.replace(/\{[^}]+\}/g, "[^/]+")}$`) }))
    .sort((a, b) => (a.path.match(/\{/g)?.length ?? 0) - (b.path.match(/\{/g)?.length ?? 0));
  const wrong = [];
  let n = 0;
  for (const path of stage.found) {
    const template = templates.find((each) => each.pattern.test(path.split("?")[0]));
    const schema = template?.item.get.responses["200"].content["application/json"]?.schema;
    if (!schema) continue;
    const answer = await fetch(`${stage.program.url}/api/v1${path}`,
      { headers: { Authorization: `Bearer ${stage.token}` } });
    const name = schema.$ref.split("/").at(-1);
    const fits = ajv.compile(stage.openapi.components.schemas[name]);
    const document = await answer.json();
    if (answer.status !== 200) wrong.push(`${path} answered ${answer.status}`);
    else if (!fits(document)) wrong.push(`${path}: ${ajv.errorsText(fits.errors).slice(0, 300)}`);
    n++;
  }
  check(wrong.length === 0, wrong.join("\n"));
  check(n > 10, `only ${n} documents were looked at`);
});

await runTests(async () => {
  const stage = { program: await startProgram(roles), empty: await startEmpty(),
    browser: await startBrowser(), found: new Set() };
  await coalition(stage.program.home, ["user", "add", "e2e-leader", "--role", "leader", "--leader",
    "Mara Lindqvist"], `${password}\n`);
  await coalition(stage.program.home, ["department", "split", "delivery", "--into", "delivery",
    "--into", "Installation", "--from", "2026-07-01", "--why", "the board decided it"]);
  stage.openapi = JSON.parse(await coalition(stage.program.home, ["openapi"]));
  stage.token = (await coalition(stage.program.home,
    ["token", "add", "e2e-owner", "--name", "crawl"])).trim().split("\n")[0];
  return stage;
}, async (stage) => {
  await stage.browser.stop();
  await stage.program.stop();
  await stage.empty.stop();
});
