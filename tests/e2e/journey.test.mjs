// What a reader does with the keyboard alone, and with the mouse: sign in, read a score, ask for its
// evidence, come back.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { check, openPage, password, runTests, settle, signIn, startBrowser, startProgram,
  test } from "./lib.mjs";

/** Presses Tab until the focus is on something that matches; fails when it comes round. */
async function tabTo(page, selector, stepsMax = 200) {
  for (let i = 0; i < stepsMax; i++) {
    await page.keyboard.press("Tab");
    const there = await page.evaluate((wanted) => document.activeElement?.matches(wanted), selector);
    if (there) return;
  }
  throw new Error(`${stepsMax} tabs and no ${selector}`);
}

function reader(name, body, options = {}) {
  test(name, async (stage) => {
    const { context, page, faults } =
      await openPage(stage.browser.browser, stage.program.url, options);
    await body(page, stage);
    await context.close();
    check(faults.length === 0, faults.join("\n"));
  });
}

reader("with the keyboard: sign in, scores, card, back", async (page) => {
  await page.goto("/scores");
  check(page.url().includes("/sign-in"), "someone not signed in is asked to sign in");
  await signInByKeyboard(page, /\/scores/);
  await tabTo(page, "main a[href^='/cards/']");
  const outline = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
  check(outline !== "none", "the focus can be seen");
  await Promise.all([page.waitForURL(/\/cards\/[0-9a-f]+/), page.keyboard.press("Enter")]);
  const questions = await page.$$eval(".card-q h2", (all) => all.map((h2) => h2.textContent));
  check(questions.length === 5, `the card answers the four questions, not ${questions.length}`);
  await page.goBack();
  check(/\/scores/.test(page.url()), "back works");
});

reader("the first Tab skips to the content", async (page) => {
  await signIn(page);
  await page.goto("/scores");
  await page.keyboard.press("Tab");
  check(await page.evaluate(() => document.activeElement.matches(".skip")), "the skip link is first");
  await page.keyboard.press("Enter");
  check(await page.evaluate(() => document.activeElement.id === "main"), "and leads to the content");
});

reader("menus close with Esc and a click elsewhere", async (page) => {
  await signIn(page);
  await page.goto("/scores");
  const menu = page.locator(".bar-user");
  await menu.locator("summary").click();
  check(await menu.evaluate((element) => element.open), "it opens");
  await page.keyboard.press("Escape");
  check(!(await menu.evaluate((element) => element.open)), "Esc closes it");
  await menu.locator("summary").click();
  await page.locator("h1").click();
  check(!(await menu.evaluate((element) => element.open)), "a click elsewhere closes it");
});

reader("a slice has an address that can be shared", async (page) => {
  await signIn(page);
  await page.goto("/scores");
  await settle(page);
  const select = page.locator("form.slice select[name=weighting]");
  await select.focus();
  await Promise.all([page.waitForURL(/weighting=unweighted/), select.selectOption("unweighted")]);
  check(/weighting=unweighted/.test(page.url()), `the address says so: ${page.url()}`);
  await settle(page);
  const chosen = await page.locator("form.slice select[name=weighting]").inputValue();
  check(chosen === "unweighted", "and the form shows it");
  check(await page.evaluate(() => document.activeElement?.name === "weighting"),
    "the focus stays where it was");
  await page.goBack();
  await page.waitForURL((to) => !/weighting=/.test(to.search));
  await page.waitForFunction(() =>
    document.querySelector("form.slice select[name=weighting]")?.value !== "unweighted");
});

reader("without scripts everything is there", async (page) => {
  await signIn(page);
  await page.goto("/scores");
  await Promise.all([page.waitForURL(/weighting=unweighted/), (async () => {
    await page.locator("form.slice select[name=weighting]").selectOption("unweighted");
    await page.locator("form.slice button[type=submit]").click();
  })()]);
  await page.locator("details.twin summary").first().click();
  check(await page.locator("details.twin table").first().isVisible(), "the table twin opens");
  await page.locator(".bar-user summary").click();
  await Promise.all([page.waitForURL(/\/sign-in/), page.locator(".bar-user button").click()]);
  await page.goto("/scores");
  check(page.url().includes("/sign-in"), "signed out is signed out");
}, { javaScriptEnabled: false });

test("a wrong password is told, and nothing typed is lost", async (stage) => {
  const { context, page } = await openPage(stage.browser.browser, stage.program.url);
  await page.goto("/sign-in");
  await page.fill("#field-login", "e2e-owner");
  await page.fill("#field-password", "not the password");
  await page.click("main button[type=submit]");
  await page.waitForSelector(".note-stop");
  check(await page.inputValue("#field-login") === "e2e-owner", "the login is still there");
  check(await page.inputValue("#field-password") === "", "the password is not");
  await context.close();
});

reader("a brief prints on two pages at most, a card on one", async (page) => {
  await signIn(page);
  await page.goto("/leaders");
  await page.goto(await page.$eval("a[href$='/brief']", (link) => link.getAttribute("href")));
  for (const name of ["brief", "card"]) {
    await settle(page);
    check(await page.locator("[data-print]").isVisible(), `the ${name} offers to be printed`);
    const paper = await page.pdf({ preferCSSPageSize: true });
    const n = (paper.toString("latin1").match(/\/Type\s*\/Page\b/g) ?? []).length;
    check(n <= (name === "brief" ? 2 : 1), `the ${name} takes ${n} pages`);
    if (name === "brief")
      await page.goto(await page.$eval("a[href^='/cards/']", (link) => link.getAttribute("href")));
  }
});

/** Signs in with the keyboard where it is asked for, and waits for the page that was wanted. */
async function signInByKeyboard(page, wanted) {
  await tabTo(page, "#field-login");
  await page.keyboard.type("e2e-owner");
  await tabTo(page, "#field-password");
  await page.keyboard.type(password);
  await Promise.all([page.waitForURL(wanted), page.keyboard.press("Enter")]);
  await settle(page);
}

async function follow(page, selector, wanted) {
  await tabTo(page, selector);
  await Promise.all([page.waitForURL(wanted), page.keyboard.press("Enter")]);
  await settle(page);
}

reader("from sign-in to a brief handed over as PDF, by keyboard alone", async (page) => {
  await page.goto("/");
  await signInByKeyboard(page, /\/week/);
  check(/first meeting with Mara Lindqvist/.test(await page.textContent("h1")), "the week begins with her");
  await follow(page, ".play a[href$='/brief']", /\/leaders\/\d+\/brief/);
  const brief = new URL(page.url()).pathname;
  const handed = await page.locator("form[action$='/take-back']").count();
  await tabTo(page, "a[href*='/brief.pdf']");
  const asked = page.waitForEvent("download", { timeout: 300000 }).catch(() => null);
  await page.keyboard.press("Enter");
  const download = await asked;
  if (!download) {
    check(/apt-get install weasyprint/.test(await page.textContent("main")), "or says what to install");
    return;
  }
  check(/^brief-.*\.pdf$/.test(download.suggestedFilename()), download.suggestedFilename());
  const file = await download.path();
  const bytes = readFileSync(file);
  check(bytes.subarray(0, 5).toString() === "%PDF-", "it is a PDF");
  const shown = await page.$$eval("article.paper td b, article.paper .one", (all) =>
    all.map((element) => element.textContent.trim()));
  const text = execFileSync("pdftotext", ["-layout", file, "-"], { encoding: "utf8" });
  const facts = execFileSync("pdfinfo", [file], { encoding: "utf8" });
  check(/Tagged:\s+yes/.test(facts), "tagged");
  check(/Pages:\s+[12]\n/.test(facts), "one page or two");
  check(shown.length > 1 && shown.every((value) => text.includes(value)), "with the numbers of the page");
  check(text.replace(/\s+/g, " ").includes(
    (await page.textContent("article.paper h1")).replace(/\s+/g, " ").trim()), "and its headline");

  await follow(page, "form[action$='/handover'] button", /\/handovers\/\d+/);
  check(/As it was handed over/.test(await page.textContent("main")), "kept as it was");
  await page.goto(brief);
  await settle(page);
  check(await page.locator("form[action$='/take-back']").count() === handed + 1, "and listed");
  await tabTo(page, "form[action$='/take-back'] button");
  await page.keyboard.press("Enter");
  await page.waitForFunction((n) => document.querySelectorAll("form[action$='/take-back']").length === n,
    handed); // and taken back
});

/** The names in a ZIP's central directory. */
function namesIn(zip) {
  const names = [];
  for (let at = zip.indexOf("PK\x01\x02"); at >= 0; at = zip.indexOf("PK\x01\x02", at + 46))
    names.push(zip.toString("utf8", at + 46, at + 46 + zip.readUInt16LE(at + 28)));
  return names;
}

reader("all briefs are printed as one job and taken away as one ZIP", async (page) => {
  await signIn(page);
  await page.goto("/leaders");
  await Promise.all([page.waitForURL(/\/briefs/), page.click("main a[href='/briefs']")]);
  await Promise.all([page.waitForLoadState(), page.click("main form[action='/briefs'] button")]);
  if (/apt-get install weasyprint/.test(await page.textContent("main"))) return;
  const zip = page.locator("main a[href$='briefs.zip']").first();
  await zip.waitFor({ timeout: 300000 });
  const asked = page.waitForEvent("download");
  await zip.click();
  const download = await asked;
  check(/^briefs-.*\.zip$/.test(download.suggestedFilename()), download.suggestedFilename());
  const list = namesIn(readFileSync(await download.path()));
  check(list.length === 14 && list.every((name) => /^brief-[a-z-]+-\d{4}-\d\d-\d\d\.pdf$/.test(name)),
    list.join(", "));
});

// A person on a phone types three characters a second and taps once a second.
const KEYS_A_SECOND = 3;
const SECONDS = 20;

reader("on a phone a line is noted within twenty seconds of keys and taps", async (page) => {
  await signIn(page);
  await page.goto("/week");
  let taps = 0;
  const tap = async (locator) => {
    taps++;
    await locator.tap();
  };
  await tap(page.locator(".bar-menu summary"));
  await Promise.all([page.waitForURL(/\/note/), tap(page.locator(".bar-menu a[href='/note']"))]);
  await settle(page);
  const line = page.locator("main textarea[name=line]");
  await tap(line);
  const words = "met @mara on late parts, promised list, 27 Nov";
  await line.pressSequentially(words);
  await Promise.all([page.waitForURL(/kept=/), tap(page.locator("main button[type=submit]").first())]);
  const said = await page.textContent("[role=status]");
  check(/Met Mara Lindqvist/.test(said) && /You promised .*list, by 27 November/.test(said), said);
  const seconds = words.length / KEYS_A_SECOND + taps;
  check(seconds < SECONDS, `${words.length} keys and ${taps} taps: ${seconds} s`);
  await Promise.all([page.waitForURL(/undone/), tap(page.locator("form[action$='/undo'] button"))]);
}, { viewport: { width: 390, height: 800 }, hasTouch: true, isMobile: true });

reader("what is noted on a leader's page is said there", async (page) => {
  await signIn(page);
  await page.goto("/leaders");
  await page.goto(await page.$eval("main table a[href^='/leaders/']", (link) => link.getAttribute("href")));
  const path = new URL(page.url()).pathname;
  const line = page.locator("textarea[name=line]");
  await line.fill(`called ${await line.inputValue()} about the wait`);
  await Promise.all([page.waitForURL(/kept=/), page.locator("form[action='/note'] button").click()]);
  check(new URL(page.url()).pathname === path, `one is back on the page: ${page.url()}`);
  check(/about the wait/.test(await page.textContent("[role=status]")), "and told what was noted");
  await Promise.all([page.waitForURL(/undone/), page.locator("form[action$='/undo'] button").click()]);
  check(new URL(page.url()).pathname === path, "also after taking it back");
});

reader("on a phone the menu holds everything", async (page) => {
  await signIn(page);
  await page.goto("/scores");
  await page.locator(".bar-menu summary").click();
  await Promise.all([page.waitForURL(/\/leaders/),
    page.locator(".bar-menu a[href='/leaders']").click()]);
  const small = await page.$$eval("main a.btn, main button, .bar summary", (all) =>
    all.filter((element) => element.offsetParent && element.getBoundingClientRect().height < 43.5)
      .map((element) => element.outerHTML.slice(0, 80)));
  check(small.length === 0, `too small for a thumb:\n${small.join("\n")}`);
}, { viewport: { width: 390, height: 800 } });

await runTests(async () => ({ program: await startProgram(["owner"]), browser: await startBrowser() }),
  async (stage) => {
    await stage.browser.stop();
    await stage.program.stop();
  });
