// One-on-ones, visible leaders, calls and the calendar, as the people who do them.
import { check, settle } from "./lib.mjs";
import { dayIn, journey, openAs, press, says, send } from "./acts.mjs";

journey("a new leader takes over what was promised, is met in the window, and is asked what they want (C2)",
  async (page) => {
    await page.goto("/week");
    const play = page.locator("ol.plays li.play", { hasText: "Mara Lindqvist" }).first();
    await says(page, /Meet Mara Lindqvist, Head of Delivery, with the sponsor/, "ol.plays");
    await press(page, play.locator("a[href$='/brief']"), /\/brief$/);
    const id = /leaders\/([0-9]+)/.exec(page.url())[1];
    await page.goto(`/leaders/${id}`);
    const row = (what) => page.locator("#taken-over li", { hasText: what });
    await says(page, /Promised to Viktor Hahn/, "#taken-over");
    await press(page, row("a time slot").locator("form[action$='/accepted'] button"), new RegExp(`/leaders/${id}`));
    await row("late orders by depot").locator("summary").click();
    await row("late orders by depot").locator("input[name=reason]").fill("The depots see them themselves");
    await press(page, row("late orders by depot").locator("form[action$='/declined'] button"),
      new RegExp(`/leaders/${id}`));
    await says(page, /ask customers for a time slot/);
    await page.fill("form[action='/note'] textarea[name=line]",
      "met @mara_lindqvist with sponsor about the first hundred days, wants fewer parcels left at the gate");
    await press(page, page.locator("form[action='/note'] button[type=submit]"), /kept=/);
    await says(page, /fewer parcels left at the gate/);
    await page.goto("/goals");
    await says(page, /fewer parcels left at the gate/, "aside");
    await page.goto("/week");
    check(!/Meet Mara Lindqvist/.test(await page.textContent("ol.plays")), "and not proposed again");
  });

journey("a group meeting that cannot be had becomes one-on-ones, and what leaders say is summed up (C3)",
  async (page, stage) => {
    await page.goto("/leaders");
    await Promise.all([page.waitForURL(/\/rounds$/),
      page.locator(".bar-places a[href='/rounds']").click()]);
    await says(page, /9 of 12 are met; 3 are late/, "h1");
    await Promise.all([page.waitForURL(/\/rounds\/[0-9]+$/),
      page.locator("th a", { hasText: "Autumn one-on-ones" }).click()]);
    await says(page, /9 of 12 are met; 3 are late/, "h1");
    await says(page, /4 yes, 2 partly, 0 no; 6 leaders answered/);
    const round = page.url();
    await Promise.all([page.waitForURL(/\/leaders\/[0-9]+$/),
      page.locator("th a", { hasText: "Samuel Okoro" }).click()]);
    const answers = await page.$$eval("select[name^=answer_]", (all) => all.length);
    check(answers === 3, `the three standing questions are asked, not ${answers}`);
    await page.selectOption("select[name=answer_1]", "partly");
    await page.fill("input[name=words_1]", "Right, but slow");
    await page.selectOption("select[name=answer_2]", "yes");
    await page.fill("input[name=asked]", "A list of late depots");
    await page.fill("input[name=promised]", "the list of late depots");
    await send(page, "form[action*='/leaders/']", /\/rounds\/[0-9]+\?kept=/);
    await says(page, /10 of 12 are met/, "h1");
    await says(page, /4 yes, 3 partly, 0 no; 7 leaders answered/);
    await says(page, /Samuel Okoro: partly: “Right, but slow”/);
    await page.goto("/week?hours=20");
    await says(page, /See Rafael Moreno, Head of Key Account Sales, alone: Autumn one-on-ones/);
    await page.goto(round);
    const row = page.locator("tr", { hasText: "Jonas Brandt" });
    await row.locator("summary").click();
    await row.locator("input[name=reason]").fill("Away until spring");
    await Promise.all([page.waitForURL(/\/rounds\/[0-9]+$/), row.locator("button").click()]);
    await settle(page);
    await says(page, /10 of 11 are met/, "h1");
    await send(page, "form[action$='/end']", /\/rounds\/[0-9]+$/);
    await says(page, /10 of 11 were met/, "h1");
    const { context, page: reader } = await openAs(stage, "e2e-sponsor");
    await reader.goto(round);
    await says(reader, /4 yes, 3 partly, 0 no; 7 leaders answered/);
    check(!/Samuel|Right, but slow/.test(await reader.textContent("main")), "counts without names or words");
    await context.close();
    await page.goto("/rounds");
    await page.fill("form[action='/rounds'] input[name=name]", "Winter one-on-ones");
    await page.fill("form[action='/rounds'] input[name=instead_of]", "the steering group");
    await send(page, "form[action='/rounds']", /\/rounds\/[0-9]+$/);
    await says(page, /2 of 12 are met/, "h1"); // today counts for both
    await says(page, /Stands for the steering group, which could not be scheduled/);
  });

journey("a closed week: no appointment falls into it, and that is said (C3)", async (page) => {
  await page.goto("/rounds");
  await page.fill("input[name=from]", dayIn(10));
  await page.fill("input[name=to]", dayIn(16));
  await page.fill("form[action='/rounds/closed'] input[name=reason]", "stock-taking");
  await send(page, "form[action='/rounds/closed']", /\/rounds/);
  await says(page, /stock-taking/, "#closed");
  await page.goto("/leaders");
  const leader = await page.locator("th a").first().getAttribute("href");
  const answer = await page.request.get(`${leader}/meeting.ics?day=${dayIn(12)}`);
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
    await says(page, /Noted\. Met /);
    check(!(await page.textContent("ol.plays")).includes(title), "and it is not proposed again");
  });

journey("a leader commits to something and says how it shows (C10)", async (page, stage) => {
  await page.goto("/visible");
  await says(page, /commitments? (is|are) open/, "h1");
  const form = "form[action='/visible/commitments']";
  await page.selectOption(`${form} select[name=leader]`, "tomasz_wilk");
  await page.fill(`${form} input[name=what]`, "opens the town hall with a customer's letter");
  await page.fill(`${form} input[name=due_on]`, dayIn(5));
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

journey("a customer worth a call: proposed, called by the leader on the phone, what came of it (C10)",
  async (page, stage) => {
    await page.goto("/calls");
    await says(page, /is the customer to call first/, "h1");
    const first = page.locator("#worth li").first();
    const customer = await first.locator("b").first().textContent();
    await first.locator("summary").click();
    await says(page, /Ask:.*Leave out:/s, "#worth li");
    await press(page, first.locator("a", { hasText: "Somebody else" }), /account=/);
    await page.selectOption("#plan-form select[name=leader]", "mara_lindqvist");
    await send(page, "#plan-form", /\/calls#open$/);
    await says(page, new RegExp(customer), "#open");
    const { context, page: phone } = await openAs(stage, "e2e-mara", { viewport: { width: 390, height: 800 } });
    await phone.goto("/own");
    const call = phone.locator("#call li", { hasText: customer });
    check(!/Rated us|EUR/.test(await call.textContent()), "neither ratings nor money are told to who calls");
    await call.locator("summary").click();
    await call.locator("input[name=line]").fill(`reached: wants the hour of arrival, promised a name by ${dayIn(9)}`);
    await press(phone, call.locator("button", { hasText: "Keep" }));
    await context.close();
    await page.goto("/calls");
    await says(page, new RegExp(`${customer}.*wants the hour of arrival.*Promised: a name`, "s"), "#ended");
  });

journey("a meeting is in the calendar that one reads, and confirmed with one tap (C3, Z1)", async (page) => {
  await page.goto("/account");
  await press(page, page.locator("a[href='/account/calendar']").first(), /\/account\/calendar/);
  const make = page.locator("form[action='/account/calendar'] button");
  await press(page, make);
  const address = new URL((await page.textContent("#address")).trim());
  await page.goto("/week?hours=20");
  const play = page.locator("ol.plays li.play", { hasText: "See " }).first();
  const title = (await play.locator("h3").textContent()).trim();
  await press(page, play.locator("a[href*='ask=plan']"), /ask=plan/);
  const day = new Date();
  while ([0, 6].includes(day.getDay())) day.setDate(day.getDate() + 1);
  await page.fill("form[action='/week/plan'] input[name=day]", day.toISOString().slice(0, 10));
  await send(page, "form[action='/week/plan']", /\/week/);
  const feed = await page.request.get(address.pathname);
  const events = (await feed.text()).replace(/\r?\n /g, "").replace(/\\,/g, ",");
  check(events.includes(`SUMMARY:${title}`), `${title} in ${events}`);
  if (day.toDateString() === new Date().toDateString()) {
    await press(page, page.locator("#planned form[action$='/happened'] button").first(), /kept=/);
    await says(page, /Noted\. Met /);
  }
  await page.goto("/account/calendar");
  await press(page, page.locator("form[action$='/end'] button"));
  check((await page.request.get(address.pathname)).status() === 404, "an address that was ended is none");
});

journey("alive or fizzling: the facts, who makes it fade, and what to do this week (C12)", async (page) => {
  await page.goto("/leaders");
  await press(page, page.locator(".bar-places a[href='/leaders/health']"), /health/);
  await says(page, /^(Alive|Fading|Fizzling): [0-9]+ of 100/, "h1");
  await says(page, /What would turn it: seeing .* would raise it from [0-9]+ to [0-9]+/s, ".todo");
  await says(page, /No forecast: over [0-9]+ quarters a trend was off by|is expected/);
  const who = page.locator("tr", { hasText: "longer ago than is allowed" }).first().locator("th a");
  const name = await who.textContent();
  await page.goBack();
  await page.goForward();
  await press(page, page.locator(".todo a"), /\/week/);
  await page.goto("/week?hours=40");
  await says(page, new RegExp(`See ${name}`));
});
