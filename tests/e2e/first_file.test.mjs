// Somebody who has never read a word about it: a new home, two files, and the first department's score,
// with the keyboard alone and under axe. The score is computed anew from the file.
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { deflateRawSync } from "node:zlib";
import { axeViolations, check, openPage, pageFlaws, password, readRows, runTests, settle, startBrowser,
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

// ---- What else people bring ------------------------------------------------------------------------

/** CRC-32 of bytes, as archives keep it. */
function crc32(bytes) {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

/** An archive of parts, packed; what a part says of itself may be a lie. */
function archive(parts) {
  const pieces = [];
  const list = [];
  let at = 0;
  for (const [name, data] of Object.entries(parts)) {
    const plain = Buffer.from(data);
    const packed = deflateRawSync(plain);
    const head = Buffer.alloc(26);
    head.writeUInt16LE(20, 0);
    head.writeUInt16LE(8, 4);
    head.writeUInt32LE(plain.length < 1 << 20 ? crc32(plain) : 0, 10);
    head.writeUInt32LE(packed.length, 14);
    head.writeUInt32LE(plain.length, 18);
    head.writeUInt16LE(name.length, 22);
    const local = Buffer.concat([Buffer.from("PK\x03\x04"), head, Buffer.from(name), packed]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(at, 10);
    list.push(Buffer.concat([Buffer.from("PK\x01\x02\x14\0"), head, tail, Buffer.from(name)]));
    pieces.push(local);
    at += local.length;
  }
  const central = Buffer.concat(list);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(list.length, 4);
  end.writeUInt16LE(list.length, 6);
  end.writeUInt32LE(central.length, 8);
  end.writeUInt32LE(at, 12);
  return Buffer.concat([...pieces, central, Buffer.from("PK\x05\x06"), end]);
}

function workbook(sheet) {
  const relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  return archive({
    "[Content_Types].xml": "<Types/>",
    "xl/workbook.xml": `<workbook xmlns:r="${relation}"><sheets><sheet name="A" sheetId="1" r:id="r1"/></sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="r1" Type="${relation}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
    "xl/worksheets/sheet1.xml": sheet,
  });
}

const head = "Response ID,Date,Likely to recommend,Cleanliness rating,Comment";
const rows = ["R-1,2026-03-01,10,5,All was well and quick", "R-2,2026-03-02,7,4,The food was cold",
  "R-3,2026-03-02,3,1,Nobody could tell me where to go", "R-4,2026-03-04,9,5,",
  "R-5,2026-03-05,8,4,Too few seats at the gate", "R-6,2026-03-06,0,2,I missed my flight"];
const answers = (...more) => [head, ...rows, ...more, ""].join("\n");

// Refused at once, or read with what is wrong with it in words.
const brought = [
  { name: "empty.csv", data: "", refused: /empty\.csv.* was not kept: the file is empty/ },
  { name: "report.pdf", data: "%PDF-1.7\n%âãÏÓ\n", refused: /was not kept: the file is a PDF document/ },
  { name: "chart.png", data: Buffer.from("89504e470d0a1a0a0000000d49484452", "hex"),
    refused: /was not kept: the file is a picture/ },
  { name: "bomb.xlsx", data: workbook(`<worksheet>${" ".repeat(40 << 20)}</worksheet>`),
    refused: /was not kept: .*(unpacks|packed)/ },
  { name: "wide.csv", data: `${"c,".repeat(100000)}c\n${"1,".repeat(100000)}1\n`,
    refused: /was not kept: .*16,384/ },
  { name: "quotes.csv", data: answers('R-7,2026-03-07,5,"3,it never ends', "R-8,2026-03-08,9,5,fine"),
    says: /a quote opens here and does not close/, file: true },
  { name: "formulas.csv", data: answers('R-7,2026-03-07,5,3,"=cmd|\' /C calc\'!A0"',
    "R-8,2026-03-08,5,3,@SUM(1+1)*cmd"), says: /=cmd\|' \/C calc'!A0/, file: true },
  { name: "headers.csv", data: answers().replace(head, "Response ID,Date,Likely to recommend,,"),
    says: /#4/, file: true },
  { name: "twice.csv", data: answers().replace("Cleanliness rating", "Likely to recommend"),
    says: /6 rows of “twice.csv” can be taken in/, file: true },
  { name: "evil\u202Efdp.csv", data: answers("R-7,2026-03-07,5,3,<img src=x onerror=alert(1)>\u202E\u0000\u200B",
    "R-8,2026-03-08,5,3,\u{1F600}\u0301\uFEFF<script>alert(2)</script>").replaceAll("\u0000", ""),
    says: /onerror=alert\(1\)/, file: true },
];

test("hostile files: each is refused or read in words, and nothing breaks", async (stage) => {
  const { context, page, faults } = await openPage(stage.browser.browser, stage.program.url);
  let nDialogs = 0;
  page.on("dialog", (dialog) => { nDialogs++; dialog.dismiss(); });
  await page.goto("/");
  if (await page.locator("#field-login").count() > 0) {
    await page.fill("#field-login", "e2e-owner");
    await page.fill("#field-password", password);
    await page.press("#field-password", "Enter");
    await page.waitForURL((url) => !url.pathname.startsWith("/sign-in"));
  }
  await page.goto("/files");
  const nBefore = await page.locator("table a[href^='/files/'], table a[href^='/imports/']").count();
  for (const { name, data, refused, says } of brought) {
    await page.goto("/files");
    await page.locator("#field-file").setInputFiles({ name, mimeType: "text/csv", buffer: Buffer.from(data) });
    await Promise.all([page.waitForEvent("framenavigated"),
      page.locator("form[enctype] button[type=submit]").click()]);
    await settle(page);
    const text = (await page.locator("main").innerText()).replace(/\s+/g, " ");
    const shown = text + await page.locator("main").evaluate((main) =>
      [...main.querySelectorAll("option, input")].map((field) => field.value).join(" "));
    check((refused ?? says).test(shown), `${name}: "${text.slice(0, 600)}"`);
    check(refused ? /\/files$/.test(page.url()) : /\/files\/[0-9]+$/.test(page.url()), `${name}: ${page.url()}`);
    const flaws = await pageFlaws(page);
    check(flaws.length === 0, `${name}:\n${flaws.join("\n")}`);
  }
  await page.goto("/files");
  const nAfter = await page.locator("table a[href^='/files/'], table a[href^='/imports/']").count();
  const nKept = brought.filter(({ file }) => file).length;
  check(nAfter === nBefore + nKept, `${nKept} of them are in the list: ${nAfter - nBefore}`);
  await assertSound(page, "the files after all of them");
  check(nDialogs === 0, "no script of a file ran");
  await context.close();
  const own = faults.filter((fault) => !/422/.test(fault));
  check(own.length === 0, own.join("\n"));
});

/** A survey export too large for a request. */
function largeExport(nRows) {
  const lines = [head];
  for (let i = 0; i < nRows; i++)
    lines.push(`R-${i},2026-0${1 + i % 9}-1${i % 10},${i % 11},${1 + i % 5},Words of guest ${i} about the gate`);
  return Buffer.from(lines.join("\n") + "\n");
}

test("a large file: the request ends at once, the page says how far it is", async (stage) => {
  const { context, page, faults } = await openPage(stage.browser.browser, stage.program.url);
  await page.goto("/");
  if (await page.locator("#field-login").count() > 0) {
    await page.fill("#field-login", "e2e-owner");
    await page.fill("#field-password", password);
    await page.press("#field-password", "Enter");
    await page.waitForURL((url) => !url.pathname.startsWith("/sign-in"));
  }
  await page.goto("/files");
  await page.locator("#field-file").setInputFiles({ name: "large.csv", mimeType: "text/csv",
    buffer: largeExport(60000) });
  await page.locator("form[enctype] button[type=submit]").click();
  await page.waitForURL(/\/files\/[0-9]+$/);
  const first = await page.locator("h1").textContent();
  check(/is being read|can be taken in/.test(first), `it says "${first}"`);
  await page.waitForSelector("form[action$='/import'] button", { timeout: 60000 });
  check(/large\.csv/.test(await page.locator("h1").textContent()), "the draft is shown by itself");
  await assertSound(page, "the large file as a draft");
  await context.close();
  check(faults.length === 0, faults.join("\n"));
});

await runTests(async () => ({ program: await startEmpty(), browser: await startBrowser(),
  dir: mkdtempSync(join(tmpdir(), "coalition-files-")) }), async (stage) => {
  await stage.browser.stop();
  await stage.program.stop();
  rmSync(stage.dir, { recursive: true, force: true });
});
