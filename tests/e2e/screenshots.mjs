// Pictures of pages at 1280 and 390 pixels, light and dark.
//
//   node tests/e2e/screenshots.mjs OUT [URL-or-"-"] [PATH-or-NAME…]
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { openPage, settle, signIn, startBrowser, startProgram } from "./lib.mjs";
import { pages, resolvePath } from "./pages.mjs";

const [out, at, ...wanted] = process.argv.slice(2);
mkdirSync(out, { recursive: true });
const program = at && at !== "-" ? { url: at, stop: async () => {} } : await startProgram(["owner"]);
const browser = await startBrowser();
try {
  const entries = wanted.length === 0 ? pages : wanted.map((name) =>
    pages.find((entry) => entry.name === name) ??
      { name: name.replace(/^\//, "").replace(/[^a-z0-9-]+/gi, "_") || "home", path: name });
  let storageState;
  if (program.home) {
    const { context, page } = await openPage(browser.browser, program.url);
    await signIn(page);
    storageState = await context.storageState();
    await context.close();
  }
  for (const width of [1280, 390]) {
    for (const colorScheme of ["light", "dark"]) {
      const { context, page } = await openPage(browser.browser, program.url,
        { viewport: { width, height: 800 }, colorScheme, storageState });
      for (const entry of entries) {
        if (entry.isPublic) await context.clearCookies();
        await page.goto(await resolvePath(page, entry));
        await settle(page);
        const file = `${entry.name}-${width}${colorScheme === "dark" ? "-dark" : ""}.png`;
        await page.screenshot({ path: join(out, file), fullPage: true });
        console.log(join(out, file));
        if (entry.isPublic && storageState) await context.addCookies(storageState.cookies);
      }
      await context.close();
    }
  }
} finally {
  await browser.stop();
  await program.stop();
}
