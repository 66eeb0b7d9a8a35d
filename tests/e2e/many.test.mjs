// Three hundred leaders: brought in by a list, and kept in touch with on a desk and on a phone.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { check, coalition, openPage, overflow, pageFlaws, runTests, settle, signIn, startBrowser, startEmpty,
  test } from "./lib.mjs";
import { says } from "./acts.mjs";

const DAY = "2026-11-16";
const AREAS = ["Logistics", "Returns", "Retail", "Billing", "Quality", "Pricing", "Legal", "Payroll", "Training",
  "Procurement", "Warranty", "Online shop"];
const MANY = 25 * AREAS.length;
const PHONE = { width: 390, height: 800 };
const DESK = { width: 1280, height: 800 };
const SCREENS_MAX = { 1280: 5, 390: 9 }; // of 800 pixels, for a page as it opens

async function bring(home) {
  const folder = mkdtempSync(join(tmpdir(), "coalition-many-"));
  const file = join(folder, "leaders.csv");
  const rows = AREAS.flatMap((area, k) => Array.from({ length: 25 }, (_, i) =>
    `Leader ${area} ${i + 1},${area} ${i + 1},"Head of ${area}, ${i + 1}",2024-03-${String(k + 1).padStart(2, "0")}`));
  writeFileSync(file, `Name,Department,Title,Start\n${rows.join("\n")}\n`);
  await coalition(home, ["roster", file]);
  rmSync(folder, { recursive: true });
  await coalition(home, ["leaders", "basis", "--purpose", "to help", "--legal-basis", "agreed"]);
  for (const [name, stance] of [["Leader Returns 3", 2], ["Leader Legal 7", 3], ["Leader Retail 25", 4]])
    await coalition(home, ["leaders", "judge", name, "--influence", "5", "--stance", String(stance), "--reason",
      "said so"]);
}

async function visit(stage, viewport, body) {
  const { context, page, faults } = await openPage(stage.browser.browser, stage.program.url,
    { viewport, storageState: stage.session });
  await body(page);
  await context.close();
  check(faults.length === 0, faults.join("\n"));
}

async function press(page, name, within = page) {
  await Promise.all([page.waitForNavigation(), within.getByRole("button", { name, exact: true }).last().click()]);
  await settle(page);
}

const seenRows = (page) => page.locator("tbody tr:visible").count();

test("a page opens with the beginning of a long list", async (stage) => {
  for (const viewport of [DESK, PHONE]) {
    await visit(stage, viewport, async (page) => {
      for (const path of ["/week", "/leaders", "/leaders/tiers", "/leaders/coalition", "/leaders/health",
        "/leaders/steps", "/leaders/ambassadors", "/leaders/resistance", "/visible", "/departments"]) {
        await page.goto(path);
        await settle(page);
        const height = await page.evaluate(() => document.documentElement.scrollHeight);
        check(height <= SCREENS_MAX[viewport.width] * 800, `${path} is ${height} pixels high`);
        check(await overflow(page) <= 0, `${path} fits ${viewport.width}`);
        const flaws = await pageFlaws(page);
        check(flaws.length === 0, `${path}: ${flaws.join("\n")}`);
      }
    });
  }
});

test("all of a list is one tick away, and somebody is found by a word", async (stage) => {
  await visit(stage, PHONE, async (page) => {
    await page.goto("/leaders");
    check(await seenRows(page) === 30, `${await seenRows(page)} rows`);
    await page.getByLabel("Show the whole list").first().check();
    check(await seenRows(page) === MANY, `${await seenRows(page)} rows`);
    await page.fill("#q", "legal, 7");
    await press(page, "Show");
    check(await seenRows(page) === 1, "one is found");
    await says(page, /Leader Legal 7/, "table");
    await says(page, /Nobody is new among the 300 leaders in office/, "h1");
  });
});

test("a tier and an owner for many at once, on a phone", async (stage) => {
  await visit(stage, PHONE, async (page) => {
    await page.goto("/leaders/tiers?q=Head of Billing");
    await page.selectOption("select[name=tier]", "1");
    await page.fill("input[name=owner]", "Karl Anders");
    const last = page.getByLabel("Leader Billing 25");
    await last.check();
    await page.getByLabel("Leader Billing 3", { exact: true }).check();
    const set = page.getByRole("button", { name: "Set", exact: true }).last();
    const at = await set.boundingBox();
    check(at.y >= 0 && at.y + at.height <= PHONE.height, `where one ticks it can be sent: ${at.y}`);
    await press(page, "Set");
    await says(page, /300 leaders are in office: 2 with a tier, 2 with an owner/, ".head");
    await page.goto("/leaders/tiers?q=Head of Legal");
    await page.getByLabel("All who are shown").check();
    await page.selectOption("select[name=tier]", "3");
    await press(page, "Set");
    await says(page, /27 with a tier, 2 with an owner/, ".head");
  });
});

test("the coalition shows whom somebody has judged, and counts the others", async (stage) => {
  await visit(stage, DESK, async (page) => {
    await page.goto("/leaders/coalition");
    await says(page, /Nobody has judged 297 leaders yet/);
    check(await page.locator("figure svg .fig-wide a, figure svg.fig-wide a").count() <= 12 ||
      await page.locator("figure a", { hasText: "Leader Retail 25" }).count() > 0, "who is judged is drawn");
    const first = await page.locator("table.stack tbody tr th a").allTextContents();
    check(first.slice(0, 3).join() === "Leader Legal 7,Leader Returns 3,Leader Retail 25", first.slice(0, 3).join());
  });
});

test("a round with all of them, and a week of seven", async (stage) => {
  await visit(stage, DESK, async (page) => {
    await page.goto("/rounds");
    await page.fill("form[action='/rounds'] input[name=name]", "Winter one-on-ones");
    await press(page, "Begin it");
    await says(page, /300/, "main");
    check(await seenRows(page) <= 30, `${await seenRows(page)} rows`);
    await page.goto("/week");
    check(await page.locator("ol.plays > li").count() === 7, "seven are proposed");
    const next = page.locator("ol.later > li:visible");
    check(await next.count() === 5, "and five to come are seen");
    await page.locator("details:has(ol.later) summary").click();
    check(await next.count() === 20, `of the others fifteen: ${await next.count()}`);
  });
});

await runTests(async () => {
  const program = await startEmpty(DAY);
  await bring(program.home);
  const browser = await startBrowser();
  const { context, page } = await openPage(browser.browser, program.url);
  await signIn(page);
  const session = await context.storageState();
  await context.close();
  return { program, browser, session };
}, async (stage) => {
  await stage.browser.stop();
  await stage.program.stop();
});
