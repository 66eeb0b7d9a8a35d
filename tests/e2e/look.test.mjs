// Every page at both widths, light and dark: nothing axe finds wrong, nothing on the console, no
// request to another host, nothing wider than the window, nothing too heavy.
//
// A page is asked for once and then seen in each look: the window changes, and light becomes dark. Which
// look it is asked for in changes from page to page. Two tabs go side by side.
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

const TABS = 2;

function openTab(stage, isPublic) {
  return openPage(stage.browser.browser, stage.program.url, isPublic ? {} : { storageState: stage.owner });
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

async function see({ page }) {
  await settle(page);
  const weight = await weigh(page);
  const wide = await overflow(page);
  const wrong = [...await pageFlaws(page), ...await axeViolations(page)];
  check(wide <= 0, `the page is ${wide} px wider than the window`);
  check(wrong.length === 0, wrong.join("\n"));
  checkWeight(weight);
}

/** What is wrong with a page in each look, or null. */
async function visit(tab, entry, path, first) {
  const found = looks.map(() => null);
  for (let i = 0; i < looks.length; i++) {
    const at = (first + i) % looks.length;
    const { width, colorScheme } = looks[at];
    tab.faults.length = 0;
    try {
      await tab.page.setViewportSize({ width, height: 800 });
      await tab.page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      if (i === 0) {
        const response = await tab.page.goto(path);
        const status = entry.status ?? 200;
        check(response.status() === status, `${path} answered ${response.status()}, not ${status}`);
      }
      await see(tab);
      // An error page is reported by the browser itself; that is the one message allowed.
      const real = tab.faults.filter((fault) => !(entry.status && /status of 404/.test(fault)));
      check(real.length === 0, real.join("\n"));
    } catch (error) {
      found[at] = error;
      if (i === 0) return found.map(() => error);
    }
  }
  return found;
}

/** All pages, each by the tab that is free first. */
function visitAll(stage) {
  const found = pages.map(() => {
    let done = null;
    const promise = new Promise((resolve) => { done = resolve; });
    return { promise, done };
  });
  let next = 0;
  const work = async (tab, guide) => {
    while (next < pages.length) {
      const i = next++;
      const entry = pages[i];
      let own = null;
      try {
        const path = await resolvePath(guide.page, entry);
        own = entry.isPublic ? await openTab(stage, true) : null;
        found[i].done(await visit(own ?? tab, entry, path, i % looks.length));
      } catch (error) {
        found[i].done(looks.map(() => error));
      } finally {
        await own?.context.close();
      }
    }
  };
  stage.tabs.forEach((tab, i) => work(tab, stage.guides[i]));
  return found;
}

for (const [at, entry] of pages.entries()) {
  for (const [i, look] of looks.entries()) {
    test(`${entry.name} at ${look.width}, ${look.colorScheme}`, async (stage) => {
      stage.found ??= visitAll(stage);
      const error = (await stage.found[at].promise)[i];
      if (error) throw error;
    });
  }
}

await runTests(async () => {
  const stage = { program: await startProgram(["owner"]), browser: await startBrowser() };
  const { context, page } = await openPage(stage.browser.browser, stage.program.url);
  await signIn(page);
  stage.owner = await context.storageState();
  await context.close();
  const open = () => Promise.all(Array.from({ length: TABS }, () => openTab(stage, false)));
  stage.tabs = await open();
  stage.guides = await open();
  return stage;
}, async (stage) => {
  await stage.browser.stop();
  await stage.program.stop();
});
