// Somebody who has never read a word about it: a new home, two files, and the first department's score,
// with the keyboard alone and under axe. The score is computed anew from the file.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { axeViolations, check, openPage, pageFlaws, password, runTests, settle, startBrowser,
  startEmpty, test } from "./lib.mjs";

const shared = process.env.CX_SHARED_DATA ?? "/nowhere";
const survey = join(shared, "sfo_survey", "2018_SFO_Customer_Survey_20250817.csv");

const leaders = `name,department,start date
Ann Archer,Wayfinding,2014-01-01
Ben Blake,Food and Retail,2017-04-01
Cem Celik,Parking,2016-11-01
Dee Dorn,Museum,2011-05-01
Eva Ekman,Restrooms,2015-09-01
Fay Ford,Airtrain,2013-06-01
`;

/** Presses Tab until the focus is on something that matches. */
async function tabTo(page, selector, stepsMax = 400) {
  for (let i = 0; i < stepsMax; i++) {
    await page.keyboard.press("Tab");
    if (await page.evaluate((wanted) => document.activeElement?.matches(wanted), selector)) return;
  }
  throw new Error(`${stepsMax} tabs and no ${selector} on ${page.url()}`);
}

async function press(page, selector, to) {
  await tabTo(page, selector);
  await Promise.all([page.waitForEvent("framenavigated"), page.keyboard.press("Enter")]);
  await page.waitForURL(to);
  await settle(page);
}

/** What is wrong with the page as it is now. */
async function assertSound(page, what) {
  await settle(page);
  const wrong = [...await pageFlaws(page), ...await axeViolations(page)];
  check(wrong.length === 0, `${what}:\n${wrong.join("\n")}`);
}

async function bring(page, path) {
  await tabTo(page, "#field-file");
  await page.locator("#field-file").setInputFiles(path);
  await press(page, "form[enctype] button[type=submit]", /\/files\/[0-9]+/);
}

/** Rows of a plain CSV, without quotes in the columns asked for. */
function readRows(path) {
  const [head, ...lines] = readFileSync(path, "utf8").replace(/^\uFEFF/, "").trim().split(/\r?\n/);
  const names = head.split(",").map((name) => name.trim());
  const cells = /("([^"]|"")*"|[^,]*)(,|$)/g;
  return lines.map((line) => {
    const values = [...line.matchAll(cells)].map((match) => match[1]);
    return Object.fromEntries(names.map((name, i) => [name, values[i]]));
  });
}

/** What the file says of the signs: answers of 1 to 5, of which 4 and 5 are good. */
function wanted() {
  const rows = readRows(survey);
  const answered = rows.map((row) => Number(row.Q7SIGN)).filter((code) => code >= 1 && code <= 5);
  const top = answered.filter((code) => code >= 4).length;
  return { nRows: rows.length, n: answered.length, top: Math.round(100 * top / answered.length) };
}

test(existsSync(survey) ? "from an empty home to a department's score" :
  "from an empty home to a department's score # SKIP the SFO files are not here", async (stage) => {
  if (!existsSync(survey)) return;
  const list = join(stage.dir, "leaders.csv");
  writeFileSync(list, leaders);
  const { context, page, faults } = await openPage(stage.browser.browser, stage.program.url);
  await page.goto("/");
  await tabTo(page, "#field-login");
  await page.keyboard.type("e2e-owner");
  await tabTo(page, "#field-password");
  await page.keyboard.type(password);
  await Promise.all([page.waitForURL(/\/files$/), page.keyboard.press("Enter")]);
  await assertSound(page, "files, empty");
  await bring(page, list);
  await assertSound(page, "the list of leaders as a draft");
  await press(page, "form[action$='/import'] button", /\/files\/[0-9]+$/);
  await assertSound(page, "the list of leaders, taken in");
  await press(page, "main a[href='/files'].btn", /\/files$/);
  await bring(page, survey);
  await assertSound(page, "the survey as a draft");
  const want = wanted();
  const headline = await page.locator("h1").textContent();
  check(headline.includes(want.nRows.toLocaleString("en")), `"${headline}" says ${want.nRows} rows`);
  const food = page.locator("tr:has(th:text-is('Q7FOOD')) input");
  check(await food.inputValue() === "Food and Retail", "a department is proposed by its word");
  const sign = page.locator("tr:has(th:text-is('Q7SIGN')) input");
  await tabTo(page, `#${(await sign.getAttribute("id")).replace(".", "\\.")}`);
  await page.keyboard.type("Wayfinding");
  await Promise.all([page.waitForEvent("framenavigated"), page.keyboard.press("Enter")]);
  await settle(page);
  check(await sign.inputValue() === "Wayfinding", "what was typed is kept");
  await page.locator("body").press("Home");
  await press(page, "form[action$='/import'] button", /\/imports\/[0-9]+$/);
  await page.waitForSelector("a.btn-act[href^='/scores']", { timeout: 120000 });
  await assertSound(page, "the result");
  const result = await page.locator("h1").textContent();
  check(/2,809 of 2,809 rows are in; none was set aside/.test(result), `it says "${result}"`);
  await press(page, "li a[href*='q7sign']", /\/scores/);
  await assertSound(page, "the score");
  const one = (await page.locator(".one-row").first().innerText()).replace(/\s+/g, " ");
  const said = `${want.top} of 100`;
  check((await page.locator("h1").textContent()).includes(said), `the headline says ${said}`);
  check(one.includes(String(want.top)), `${want.top} is in "${one}"`);
  check(one.includes(want.n.toLocaleString("en")), `n ${want.n} is in "${one}"`);
  const interval = /([0-9]+) to ([0-9]+)/.exec(one);
  check(interval && Number(interval[1]) <= want.top && want.top <= Number(interval[2]),
    `the interval holds ${want.top}: "${one}"`);
  await context.close();
  check(faults.length === 0, faults.join("\n"));
});

await runTests(async () => ({ program: await startEmpty(), browser: await startBrowser(),
  dir: mkdtempSync(join(tmpdir(), "coalition-files-")) }), async (stage) => {
  await stage.browser.stop();
  await stage.program.stop();
  rmSync(stage.dir, { recursive: true, force: true });
});
