// Every page at both widths, light and dark: nothing axe finds wrong, nothing on the console, no
// request to another host, nothing wider than the window.
import { axeViolations, check, openPage, overflow, pageFlaws, runTests, settle, signIn, startBrowser,
  startProgram, test } from "./lib.mjs";
import { pages, resolvePath } from "./pages.mjs";

const looks = [
  { width: 1280, colorScheme: "light" },
  { width: 390, colorScheme: "light" },
  { width: 1280, colorScheme: "dark" },
];

async function open(stage, look, entry) {
  const opened = await openPage(stage.browser.browser, stage.program.url, {
    viewport: { width: look.width, height: 800 }, colorScheme: look.colorScheme,
    ...(entry.isPublic ? {} : { storageState: stage.owner }) });
  const path = await resolvePath(opened.page, entry);
  const response = await opened.page.goto(path);
  const status = entry.status ?? 200;
  check(response.status() === status, `${path} answered ${response.status()}, not ${status}`);
  await settle(opened.page);
  return opened;
}

for (const entry of pages) {
  for (const look of looks) {
    test(`${entry.name} at ${look.width}, ${look.colorScheme}`, async (stage) => {
      const { context, page, faults } = await open(stage, look, entry);
      const wide = await overflow(page);
      const wrong = [...await pageFlaws(page), ...await axeViolations(page)];
      await context.close();
      // An error page is reported by the browser itself; that is the one message allowed.
      const real = faults.filter((fault) => !(entry.status && /status of 404/.test(fault)));
      check(wide <= 0, `the page is ${wide} px wider than the window`);
      check(wrong.length === 0, wrong.join("\n"));
      check(real.length === 0, real.join("\n"));
    });
  }
}

test("no page weighs more than 50 KB, nor what it brings along more than 200 KB", async (stage) => {
  const { context, page } = await openPage(stage.browser.browser, stage.program.url,
    { storageState: stage.owner });
  const heavy = [];
  for (const entry of pages.filter((each) => !each.isPublic)) {
    const path = await resolvePath(page, entry);
    const sizes = [];
    const weigh = (request) => sizes.push(request.sizes().then(({ responseBodySize }) =>
      ({ url: request.url(), isPage: request.isNavigationRequest(), bytes: responseBodySize })));
    page.on("requestfinished", weigh);
    await page.goto(path);
    await settle(page);
    page.off("requestfinished", weigh);
    const all = await Promise.all(sizes);
    const sum = (which) => all.filter(which).reduce((bytes, each) => bytes + each.bytes, 0);
    const own = sum((each) => each.isPage);
    const brought = sum((each) => !each.isPage);
    if (own > 50 * 1024) heavy.push(`${path} weighs ${own} bytes`);
    if (brought > 200 * 1024) heavy.push(`${path} brings ${brought} bytes`);
    if (entry === pages.find((each) => !each.isPublic)) check(brought > 0, "nothing was brought");
  }
  await context.close();
  check(heavy.length === 0, heavy.join("\n"));
});

await runTests(async () => {
  const stage = { program: await startProgram(["owner"]), browser: await startBrowser() };
  const { context, page } = await openPage(stage.browser.browser, stage.program.url);
  await signIn(page);
  stage.owner = await context.storageState();
  await context.close();
  return stage;
}, async (stage) => {
  await stage.browser.stop();
  await stage.program.stop();
});
