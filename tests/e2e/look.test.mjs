// Every page at both widths, light and dark: nothing axe finds wrong, nothing on the console, no
// request to another host, nothing wider than the window, nothing too heavy.
//
// A look is one reader: their tab is opened once, and goes from page to page. The looks go side by side.
import { axeViolations, check, openPage, overflow, pageFlaws, runTests, settle, signIn, startBrowser,
  startProgram, test } from "./lib.mjs";
import { pages, resolvePath } from "./pages.mjs";

const looks = [
  { width: 1280, colorScheme: "light" },
  { width: 390, colorScheme: "light" },
  { width: 1280, colorScheme: "dark" },
];

const PAGE_BYTES_MAX = 50 * 1024;
const BROUGHT_BYTES_MAX = 200 * 1024;

function openTab(stage, look, isPublic) {
  return openPage(stage.browser.browser, stage.program.url, {
    viewport: { width: look.width, height: 800 }, colorScheme: look.colorScheme,
    ...(isPublic ? {} : { storageState: stage.owner }) });
}

/** What the page and all it brings along weigh on the wire, whether kept from before or not. */
function weigh(page) {
  return page.evaluate(() => {
    const bytes = (entries) => entries.reduce((sum, entry) => sum + entry.encodedBodySize, 0);
    return { own: bytes(performance.getEntriesByType("navigation")),
      brought: bytes(performance.getEntriesByType("resource")) };
  });
}

function checkWeight({ own, brought }) {
  check(own > 0 && own <= PAGE_BYTES_MAX, `the page weighs ${own} bytes`);
  check(brought > 0 && brought <= BROUGHT_BYTES_MAX, `it brings ${brought} bytes`);
}

async function visit({ page, faults }, entry, path) {
  faults.length = 0;
  const response = await page.goto(path);
  const status = entry.status ?? 200;
  check(response.status() === status, `${path} answered ${response.status()}, not ${status}`);
  await settle(page);
  const weight = await weigh(page);
  const wide = await overflow(page);
  const wrong = [...await pageFlaws(page), ...await axeViolations(page)];
  // An error page is reported by the browser itself; that is the one message allowed.
  const real = faults.filter((fault) => !(entry.status && /status of 404/.test(fault)));
  check(wide <= 0, `the page is ${wide} px wider than the window`);
  check(wrong.length === 0, wrong.join("\n"));
  check(real.length === 0, real.join("\n"));
  checkWeight(weight);
}

/** The visits of a page, one for each look, begun together when the first is asked for. */
function visits(stage, entry) {
  stage.visits ??= new Map();
  if (!stage.visits.has(entry)) {
    const path = resolvePath(stage.guide.page, entry);
    const begun = looks.map(async (_look, i) =>
      visit((entry.isPublic ? stage.publicTabs : stage.tabs)[i], entry, await path));
    for (const each of begun) each.catch(() => {}); // told by the test that waits for it
    stage.visits.set(entry, begun);
  }
  return stage.visits.get(entry);
}

for (const entry of pages) {
  for (const [i, look] of looks.entries()) {
    test(`${entry.name} at ${look.width}, ${look.colorScheme}`, (stage) => visits(stage, entry)[i]);
  }
}

await runTests(async () => {
  const stage = { program: await startProgram(["owner"]), browser: await startBrowser() };
  stage.guide = await openPage(stage.browser.browser, stage.program.url);
  await signIn(stage.guide.page);
  stage.owner = await stage.guide.context.storageState();
  stage.tabs = await Promise.all(looks.map((look) => openTab(stage, look, false)));
  stage.publicTabs = await Promise.all(looks.map((look) => openTab(stage, look, true)));
  return stage;
}, async (stage) => {
  await stage.browser.stop();
  await stage.program.stop();
});
