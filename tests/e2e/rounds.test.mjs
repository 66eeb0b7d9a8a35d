// One-on-ones, visible leaders and the calendar, as the people who do them.
import { check, openPage, overflow, pageFlaws, runTests, settle, signIn, startBrowser, startProgram,
  test } from "./lib.mjs";

function journey(name, body, options = {}) {
  test(name, async (stage) => {
    const { context, page, faults } =
      await openPage(stage.browser.browser, stage.program.url, options);
    await signIn(page);
    await body(page, stage);
    await context.close();
    check(faults.length === 0, faults.join("\n"));
  });
}

/** Sends a form and waits for the page after it. */
async function send(page, form, path) {
  await Promise.all([page.waitForURL(path), page.locator(`${form} button[type=submit]`).click()]);
  await settle(page);
  const flaws = await pageFlaws(page);
  check(flaws.length === 0, flaws.join("\n"));
  check(await overflow(page) <= 0, "it fits the window");
}

const says = async (page, what, where = "main") =>
  check(what.test(await page.textContent(where)), `${what} in: ${await page.textContent(where)}`);

journey("a group meeting that cannot be had becomes one-on-ones, and what leaders say is summed up (C3)",
  async (page) => {
    await page.goto("/leaders");
    await Promise.all([page.waitForURL(/\/rounds$/),
      page.locator(".bar-places a[href='/rounds']").click()]);
    await says(page, /8 of 12 are met; 3 are late/, "h1");
    await Promise.all([page.waitForURL(/\/rounds\/[0-9]+$/),
      page.locator("th a", { hasText: "Autumn one-on-ones" }).click()]);
    await says(page, /8 of 12 are met; 3 are late/, "h1");
    await says(page, /4 yes, 2 partly, 0 no; 6 leaders answered/);
    const round = page.url();
    await Promise.all([page.waitForURL(/\/leaders\/[0-9]+$/),
      page.locator("th a", { hasText: "Mara Lindqvist" }).click()]);
    await says(page, /How are the days counted\?/);
    await says(page, /Ratings of Time from order to arrival fall after/);
    const answers = await page.$$eval("select[name^=answer_]", (all) => all.length);
    check(answers === 3, `the three standing questions are asked, not ${answers}`);
    await page.selectOption("select[name=answer_1]", "partly");
    await page.fill("input[name=words_1]", "Right, but slow");
    await page.selectOption("select[name=answer_2]", "yes");
    await page.fill("input[name=asked]", "A list of late depots");
    await page.fill("input[name=promised]", "the list of late depots");
    await send(page, "form[action*='/leaders/']", /\/rounds\/[0-9]+\?kept=/);
    await says(page, /9 of 12 are met/, "h1");
    await says(page, /4 yes, 3 partly, 0 no; 7 leaders answered/);
    await says(page, /Mara Lindqvist: partly: “Right, but slow”/);
    await page.goto("/week");
    await says(page, /See Samuel Okoro, Head of Web Shop, alone: Autumn one-on-ones/);
    await page.goto(round);
    const row = page.locator("tr", { hasText: "Jonas Brandt" });
    await row.locator("summary").click();
    await row.locator("input[name=reason]").fill("Away until spring");
    await Promise.all([page.waitForURL(/\/rounds\/[0-9]+$/), row.locator("button").click()]);
    await settle(page);
    await says(page, /9 of 11 are met/, "h1");
    await send(page, "form[action$='/end']", /\/rounds\/[0-9]+$/);
    await says(page, /9 of 11 were met/, "h1");
    await page.goto("/rounds");
    await page.fill("form[action='/rounds'] input[name=name]", "Winter one-on-ones");
    await page.fill("form[action='/rounds'] input[name=instead_of]", "the steering group");
    await send(page, "form[action='/rounds']", /\/rounds\/[0-9]+$/);
    await says(page, /1 of 12 are met/, "h1"); // today counts for both
    await says(page, /Stands for the steering group, which could not be scheduled/);
  });

journey("a closed week: no appointment falls into it, and that is said (C3)", async (page) => {
  await page.goto("/rounds");
  const day = (days) => new Date(Date.now() + days * 86400000).toISOString().slice(0, 10);
  await page.fill("input[name=from]", day(10));
  await page.fill("input[name=to]", day(16));
  await page.fill("form[action='/rounds/closed'] input[name=reason]", "stock-taking");
  await send(page, "form[action='/rounds/closed']", /\/rounds/);
  await says(page, /stock-taking/, "#closed");
  await page.goto("/leaders");
  const leader = await page.locator("th a").first().getAttribute("href");
  const answer = await page.request.get(`${leader}/meeting.ics?day=${day(12)}`);
  check(answer.status() === 422, `no appointment on a closed day: ${answer.status()}`);
  check(/The next open day is|no working day/.test(await answer.text()), "and the next one is named");
  await page.goto("/rounds");
  await send(page, "form[action$='/open']", /\/rounds/);
  await says(page, /No day is closed/, "#closed");
}, { viewport: { width: 390, height: 800 } });

async function planOne(page) {
  const play = page.locator("ol.plays li.play", { hasText: "alone" }).first();
  const title = (await play.locator("h3").textContent()).trim();
  await Promise.all([page.waitForURL(/ask=plan/), play.locator("a[href*='ask=plan']").click()]);
  return title;
}

journey("a proposal is planned, comes into the calendar, and one tap says it took place (Z1)",
  async (page) => {
    await page.goto("/week?hours=20");
    const title = await planOne(page);
    const day = new Date();
    const isWeekend = [0, 6].includes(day.getDay()); // nobody is asked to meet then
    while ([0, 6].includes(day.getDay())) day.setDate(day.getDate() + 1);
    await page.fill("form[action='/week/plan'] input[name=day]", day.toISOString().slice(0, 10));
    await send(page, "form[action='/week/plan']", /\/week/);
    await says(page, new RegExp(title.slice(0, 20)), "#planned");
    const href = await page.locator("#planned a[href$='meeting.ics']").getAttribute("href");
    const answer = await page.request.get(href);
    check((await answer.text()).startsWith("BEGIN:VCALENDAR"), "it opens in any calendar");
    if (isWeekend) {
      await send(page, "#planned form[action$='/drop']", /\/week/);
      await page.goto("/week?hours=20");
      check((await page.textContent("ol.plays")).includes(title), "called off, it is proposed again");
      return;
    }
    await Promise.all([page.waitForURL(/\/week\?kept=/),
      page.locator("#planned form[action$='/happened'] button").click()]);
    await settle(page);
    await says(page, /Contact: meeting/);
    check(!(await page.textContent("ol.plays")).includes(title), "and it is not proposed again");
  });

journey("a leader commits to something and says how it shows (C10)", async (page, stage) => {
  await page.goto("/visible");
  await says(page, /commitments? (is|are) open/, "h1");
  const day = new Date(Date.now() + 5 * 86400000).toISOString().slice(0, 10);
  const form = "form[action='/visible/commitments']";
  await page.selectOption(`${form} select[name=leader]`, "tomasz_wilk");
  await page.fill(`${form} input[name=what]`, "opens the town hall with a customer's letter");
  await page.fill(`${form} input[name=due_on]`, day);
  await send(page, form, /\/visible/);
  await says(page, /Three commitments are open|3 commitments are open/, "h1");
  await page.goto("/week?hours=20");
  await says(page, /Remind Tomasz Wilk, Head of Customer Service: opens the town hall/);
  await page.goto("/visible");
  const open = page.locator("li", { has: page.locator("details"), hasText: "opens the town hall" });
  await open.locator("summary").click();
  await open.locator("input[name=evidence]").fill("400 were there");
  await Promise.all([page.waitForURL(/\/visible/), open.locator("form[action$='/done'] button").click()]);
  await settle(page);
  await says(page, /400 were there/);
  const said = "form[action='/visible/said']";
  await page.selectOption(`${said} select[name=leader]`, "tomasz_wilk");
  await page.selectOption(`${said} select[name=channel]`, "meeting");
  await page.fill(`${said} input[name=audience]`, "all of Customer Service");
  await page.fill(`${said} input[name=about]`, "why letters are answered the same day");
  await send(page, said, /\/visible/);
  await says(page, /why letters are answered the same day \(at a meeting, to all of Customer Service\)/);
});

await runTests(async () => ({ program: await startProgram(["owner"]), browser: await startBrowser() }),
  async (stage) => {
    await stage.browser.stop();
    await stage.program.stop();
  });
