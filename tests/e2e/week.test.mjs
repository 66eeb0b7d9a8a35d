// What a week costs the CX leader (Z1): on the sample's fourteen leaders everything the week offers is
// done as that person does it, and what it took is counted.
import { check, openPage, overflow, pageFlaws, runTests, settle, signIn, startBrowser, startProgram,
  test } from "./lib.mjs";

const PLAYS_MOST = 7;
const FIELDS_MOST = 40;
const MINUTES_MOST = 10;
// How fast somebody is at it: reads, types, finds and hits what is to be hit, takes in a new page.
const WORDS_A_MINUTE = 230;
const KEYS_A_SECOND = 3;
const SECONDS_A_TAP = 2;
const SECONDS_A_PAGE = 3;

/** Counts while it does. */
class Person {
  constructor(page) {
    Object.assign(this, { page, fields: 0, seconds: 0, plays: 0 });
  }

  read(text) {
    this.seconds += 60 * text.trim().split(/\s+/).length / WORDS_A_MINUTE;
  }

  /** What stands in a form is looked at, and counts even where it is left as it is. */
  async fill(field, text) {
    this.fields++;
    this.seconds += SECONDS_A_TAP;
    if (text === null || (await field.inputValue()) === text) return;
    this.seconds += text.length / KEYS_A_SECOND;
    await field.fill(text);
  }

  async tap(target, address) {
    this.seconds += SECONDS_A_TAP + SECONDS_A_PAGE;
    await Promise.all([this.page.waitForURL(address), target.click()]);
    await settle(this.page);
    const flaws = await pageFlaws(this.page);
    check(flaws.length === 0, flaws.join("\n"));
    check(await overflow(this.page) <= 0, "it fits the window");
  }
}

/** A meeting gets its day and hour, and comes into the calendar. */
async function plan(person, play) {
  const { page } = person;
  await person.tap(play.locator("a[href*='ask=plan']"), /ask=plan/);
  await person.fill(page.locator("form[action='/week/plan'] input[name=day]"), null);
  await person.fill(page.locator("form[action='/week/plan'] input[name=time]"), null);
  await person.tap(page.locator("form[action='/week/plan'] button"), /\/week(#planned)?$/);
  const href = await page.locator("#planned a[href$='meeting.ics']").first().getAttribute("href");
  const answer = await page.request.get(href);
  check((await answer.text()).startsWith("BEGIN:VCALENDAR"), "it opens in any calendar");
}

/** What was said is noted in one line, and the proposal is answered. */
async function finish(person, title, line) {
  const { page } = person;
  if (line !== null) {
    await person.fill(page.locator("form[action='/note'] textarea[name=line]"), line);
    await person.tap(page.locator("form[action='/note'] button[type=submit]"), /kept=/);
  }
  const play = page.locator("ol.plays li.play", { hasText: title });
  if (await play.count() > 0)
    await person.tap(play.locator("form button", { hasText: "Done" }), /\/week/);
}

async function doAll(person) {
  const { page } = person;
  const titles = await page.$$eval("ol.plays li.play h3", (all) => all.map((one) => one.textContent.trim()));
  check(titles.length > 0 && titles.length <= PLAYS_MOST, `${titles.length} plays: ${titles.join("; ")}`);
  for (const title of titles) {
    const play = page.locator("ol.plays li.play", { hasText: title });
    person.read(await play.locator(".play-body").textContent());
    person.plays++;
    if (/^(Meet|See|Agree) /.test(title)) await plan(person, play);
    else if (/^Thank Delivery/.test(title))
      await finish(person, title, "thanked @delivery for telling when it would arrive");
    else await finish(person, title, null);
  }
}

test("a whole week costs ten minutes, forty fields and seven plays at most (Z1)", async (stage) => {
  const { context, page, faults } = await openPage(stage.browser.browser, stage.program.url);
  await signIn(page);
  await page.goto("/week");
  const person = new Person(page);
  person.read(await page.textContent(".head"));
  person.read(await page.textContent(".head-row .lead"));
  await doAll(person);
  const minutes = person.seconds / 60;
  const cost = `${person.plays} plays, ${person.fields} fields, ${minutes.toFixed(1)} minutes`;
  console.log(`# ${cost}`);
  check(person.plays <= PLAYS_MOST && person.fields <= FIELDS_MOST && minutes <= MINUTES_MOST, cost);
  await page.goto("/week");
  const left = await page.locator("ol.plays li.play").count();
  check(left < PLAYS_MOST, `what is done is not made up for at once: ${left}`);
  await context.close();
  check(faults.length === 0, faults.join("\n"));
});

test("a play twice refused about a leader is silent about them (Z1)", async (stage) => {
  const { context, page, faults } = await openPage(stage.browser.browser, stage.program.url);
  await signIn(page);
  const refuse = async () => {
    const play = page.locator("ol.plays li.play", { hasText: "Clear up" }).first();
    await Promise.all([page.waitForURL(/ask=never/), play.locator("a[href*='ask=never']").click()]);
    await page.fill("input[name=reason]", "It was never promised");
    await Promise.all([page.waitForURL(/\/week/), page.click("form[action='/week/answer'] .acts button")]);
  };
  const day = new Date(Date.now() + 86400000).toISOString().slice(0, 10);
  for (const what of ["Clear up one", "Clear up two", "Clear up three"]) {
    await page.goto("/week");
    await page.fill("form[action='/note'] textarea[name=line]", `promised @gudrun_aasen ${what} by ${day}`);
    await Promise.all([page.waitForURL(/kept=/), page.click("form[action='/note'] button[type=submit]")]);
  }
  for (let i = 0; i < 2; i++) {
    await page.goto("/week?hours=40");
    await refuse();
  }
  await page.goto("/week?hours=40");
  check(!/Clear up/.test(await page.textContent("ol.plays")), "the third is not proposed");
  await context.close();
  check(faults.length === 0, faults.join("\n"));
});

await runTests(async () => ({ program: await startProgram(["owner"]), browser: await startBrowser() }),
  async ({ program, browser }) => {
    await browser.stop();
    await program.stop();
  });
